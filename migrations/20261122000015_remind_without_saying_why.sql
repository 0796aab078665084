-- Reminders: what is due, where a mail may go and for what, the mails that wait, and private calendar addresses.
--
-- What must stay true: nothing here holds a word of anybody's, and nothing private causes a row. A mail is made by a job
-- that has no keys, so what it needs is plain: an address that was given for this alone, hours, and moments. The job
-- is an asker of its own and sees these tables and no other. A mail is sent once or not at all.

create function app_jobs() returns boolean language sql stable parallel safe
    as $$ select coalesce(current_setting('app.jobs', true), '') = 'on' $$;
create function app_feed() returns bytea language sql stable parallel safe
    as $$ select decode(nullif(current_setting('app.feed', true), ''), 'hex') $$;
create function app_stop() returns bytea language sql stable parallel safe
    as $$ select decode(nullif(current_setting('app.stop', true), ''), 'hex') $$;

-- ------------------------------------------------------------------ what is due
-- One row for each person and matter. With a couple it is a matter that both know (a break, an agreed time, a review, a
-- proposal, the rounds of both), so that whoever moves or ends it can do so for both: such a row says nothing that
-- the other one does not see on a page, and is there whatever either has chosen about mails. Without a couple
-- it is the person's alone.
create table due (
    id uuid primary key,
    person_id uuid not null references person (id) on delete cascade,
    couple_id uuid references couple (id) on delete cascade,
    kind text not null
        constraint due_kind check (kind in ('check_in', 'appointment', 'break_end', 'review', 'proposal')),
    -- the talk, the promise, the proposal or the schedule
    about uuid not null,
    at timestamptz not null,
    -- rounds come again: the day of the week (Monday is 1), the hour and the zone they open by
    weekday smallint constraint due_weekday check (weekday between 1 and 7),
    hour time,
    zone text constraint due_zone check (char_length(zone) between 1 and 64),
    -- whether its moment has come
    taken boolean not null default false,
    constraint due_once unique (person_id, kind, about),
    constraint due_rhythm_whole check ((weekday is null) = (hour is null) and (hour is null) = (zone is null)),
    constraint due_rhythm_of_rounds check (weekday is null or kind = 'check_in')
);
create index due_at on due (at) where not taken;
create index due_couple on due (couple_id);

-- ------------------------------------------------------------------ where a mail may go, and for what
create table reminder_mail (
    person_id uuid primary key references person (id) on delete cascade,
    address text not null constraint reminder_mail_address check (address ~ '^[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}$'),
    -- what the code that confirms the address and the link that ends the mails are made from, with the server's secret
    nonce bytea not null constraint reminder_mail_nonce check (octet_length(nonce) = 16),
    stop_digest bytea not null constraint reminder_mail_stop_digest unique,
    confirmed_on date,
    -- wrong codes
    tries smallint not null default 0,
    kinds text[] not null default '{}' constraint reminder_mail_kinds
        check (kinds <@ array['check_in', 'appointment', 'break_end', 'review', 'proposal']),
    zone text not null constraint reminder_mail_zone check (char_length(zone) between 1 and 64),
    quiet_from time,
    quiet_to time,
    constraint reminder_mail_quiet_whole check ((quiet_from is null) = (quiet_to is null)),
    constraint reminder_mail_quiet_has_length check (quiet_from <> quiet_to),
    constraint reminder_mail_confirmed_first check (confirmed_on is not null or kinds = '{}')
);

-- ------------------------------------------------------------------ mails that wait
create table outbox (
    id uuid primary key,
    person_id uuid not null references person (id) on delete cascade,
    kind text not null constraint outbox_kind
        check (kind in ('check_in', 'appointment', 'break_end', 'review', 'proposal', 'code', 'test')),
    about uuid not null,
    at timestamptz not null,
    state text not null default 'waiting' constraint outbox_state
        check (state in ('waiting', 'sending', 'sent', 'unsure', 'dropped', 'given_up')),
    attempts smallint not null default 0,
    next_try timestamptz not null,
    -- the same reminder is never made twice
    constraint outbox_once unique (person_id, kind, about, at)
);
create index outbox_next on outbox (next_try) where state in ('waiting', 'sending');

-- ------------------------------------------------------------------ private calendars
-- The address is shown once; the digest is all that is kept of it.
create table feed (
    person_id uuid primary key references person (id) on delete cascade,
    digest bytea not null constraint feed_digest unique,
    made_on date not null
);

-- ------------------------------------------------------------------ who may see and change what
alter table due enable row level security;
alter table due force row level security;
alter table reminder_mail enable row level security;
alter table reminder_mail force row level security;
alter table outbox enable row level security;
alter table outbox force row level security;
alter table feed enable row level security;
alter table feed force row level security;

create policy feed_own on feed
    using (person_id = app_person()) with check (person_id = app_person());
create policy feed_holder on feed for select using (digest = app_feed());

create policy due_see on due for select
    using (
        person_id = app_person()
        or app_jobs()
        or exists (select from feed f where f.person_id = due.person_id and f.digest = app_feed())
        or exists (
            select from membership m
            where m.couple_id = due.couple_id and m.person_id = app_person() and m.left_on is null
        )
    );
create policy due_put on due for insert
    with check (
        not taken
        and (
            (couple_id is null and person_id = app_person())
            or exists (
                select from membership m
                where m.couple_id = due.couple_id and m.person_id = app_person() and m.left_on is null
                    and m.partner_id is not null and (m.partner_id = due.person_id or m.person_id = due.person_id)
            )
        )
    );
create policy due_come on due for update using (app_jobs()) with check (app_jobs());
create policy due_away on due for delete
    using (
        person_id = app_person()
        or app_jobs()
        or exists (
            select from membership m
            where m.couple_id = due.couple_id and m.person_id = app_person() and m.left_on is null
        )
    );

create policy reminder_mail_own on reminder_mail
    using (person_id = app_person()) with check (person_id = app_person());
create policy reminder_mail_jobs on reminder_mail for select using (app_jobs());
-- the link in a mail takes the address away, and with it every choice
create policy reminder_mail_stop_see on reminder_mail for select using (stop_digest = app_stop());
create policy reminder_mail_stop on reminder_mail for delete using (stop_digest = app_stop());

create policy outbox_own on outbox for select using (person_id = app_person());
-- of what they ask for themselves; what is due is put here by the job
create policy outbox_ask on outbox for insert
    with check (person_id = app_person() and kind in ('code', 'test') and state = 'waiting');
create policy outbox_jobs on outbox using (app_jobs()) with check (app_jobs());

grant select, insert, delete on due to toward_runtime;
grant update (at, taken) on due to toward_runtime;
grant select, insert, delete on reminder_mail to toward_runtime;
grant update (confirmed_on, tries, kinds, zone, quiet_from, quiet_to) on reminder_mail to toward_runtime;
grant select, insert, delete on outbox to toward_runtime;
grant update (state, attempts, next_try) on outbox to toward_runtime;
grant select, insert, delete on feed to toward_runtime;
