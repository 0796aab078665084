-- Questions between the two and what is answered to them: one more kind of entry. Who asked, what was chosen, by which
-- day, and whether anything was answered is sealed in it; each is an entry of whoever says it.
--
-- What is nobody's but its author's (what is not said yet, what a question is for) needs no kind of its own. It lies among
-- the sheets, which a trigger keeps from being granted to anybody, so that the database does not tell that there is any.
alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind check (
    kind in ('note', 'talk', 'sheet', 'settings', 'plan', 'mark', 'checkin', 'line', 'moment', 'access', 'question')
);

-- The day that somebody chose for an answer: known to both from the moment it is shared.
alter table due drop constraint due_kind;
alter table due add constraint due_kind
    check (kind in ('check_in', 'appointment', 'break_end', 'review', 'proposal', 'answer'));
alter table reminder_mail drop constraint reminder_mail_kinds;
alter table reminder_mail add constraint reminder_mail_kinds
    check (kinds <@ array['check_in', 'appointment', 'break_end', 'review', 'proposal', 'answer']);
alter table outbox drop constraint outbox_kind;
alter table outbox add constraint outbox_kind
    check (kind in ('check_in', 'appointment', 'break_end', 'review', 'proposal', 'answer', 'code', 'test'));
