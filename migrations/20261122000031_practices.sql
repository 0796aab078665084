-- Practices between the talks: what one of the two writes and the other may answer, a hard moment, and time apart. Which
-- practice it is, what was written, chosen and answered, and for which day is sealed in the entries.
alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind check (
    kind in (
        'note', 'talk', 'sheet', 'settings', 'plan', 'mark', 'checkin', 'line', 'moment', 'access', 'question',
        'practice', 'hard', 'apart'
    )
);

-- What both know and somebody can be reminded of: a hard moment that was sent to them, the day of something both said
-- yes to, and the day on which time apart ends.
alter table due drop constraint due_kind;
alter table due add constraint due_kind check (
    kind in (
        'check_in', 'appointment', 'break_end', 'review', 'proposal', 'answer', 'hard', 'date', 'return'
    )
);
alter table reminder_mail drop constraint reminder_mail_kinds;
alter table reminder_mail add constraint reminder_mail_kinds check (
    kinds <@ array[
        'check_in', 'appointment', 'break_end', 'review', 'proposal', 'answer', 'hard', 'date', 'return'
    ]
);
alter table outbox drop constraint outbox_kind;
alter table outbox add constraint outbox_kind check (
    kind in (
        'check_in', 'appointment', 'break_end', 'review', 'proposal', 'answer', 'hard', 'date', 'return', 'code',
        'test'
    )
);
