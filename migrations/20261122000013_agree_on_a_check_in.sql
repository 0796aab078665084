-- The weekly check-in: when its rounds open, and what each of the two has seen of one. The answers themselves are
-- entries. What must stay true:
--   * the two's rhythm holds only when one has put it there and the other has agreed to that very row; values are
--     written once, and what was agreed on stays, because it says when past rounds opened;
--   * somebody's own rhythm is theirs alone: the other one finds no row of it, before and after the two agree;
--   * nothing here says that anybody has begun, finished or holds something back. That a round has opened for both is
--     noted only by whoever can read the other's, and that somebody has looked is for their own eyes.

-- Either the two's or one person's. It is also the row that is locked before anybody does something in a round.
create table checkin_schedule (
    id uuid primary key,
    couple_id uuid constraint checkin_schedule_one_of_two unique references couple (id) on delete cascade,
    person_id uuid references person (id) on delete cascade,
    ended_at timestamptz,
    constraint checkin_schedule_whose check (num_nonnulls(couple_id, person_id) = 1)
);
create index checkin_schedule_person on checkin_schedule (person_id);
create unique index checkin_schedule_one_own on checkin_schedule (person_id) where ended_at is null;

create table checkin_rhythm (
    id uuid primary key,
    schedule_id uuid not null references checkin_schedule (id) on delete cascade,
    number integer not null constraint checkin_rhythm_number check (number > 0),
    -- whoever it was may remove their account; the rounds of the other one stay where they were
    proposed_by uuid references person (id) on delete set null,
    -- Monday is 1
    weekday smallint not null constraint checkin_rhythm_weekday check (weekday between 1 and 7),
    hour time not null,
    zone text not null constraint checkin_rhythm_zone check (char_length(zone) between 1 and 64),
    answer text constraint checkin_rhythm_answer check (answer in ('agreed', 'left', 'own')),
    answered_by uuid references person (id) on delete set null,
    -- to the minute: from then on it holds
    since timestamptz,
    constraint checkin_rhythm_number_once unique (schedule_id, number),
    constraint checkin_rhythm_since_whole check ((since is not null) = coalesce(answer in ('agreed', 'own'), false)),
    constraint checkin_rhythm_answer_whole check (answered_by is null or coalesce(answer in ('agreed', 'left'), false)),
    constraint checkin_rhythm_both check (answered_by <> proposed_by)
);
-- one proposal lies on the table at a time
create unique index checkin_rhythm_one_open on checkin_rhythm (schedule_id) where answer is null;
create index checkin_rhythm_proposed_by on checkin_rhythm (proposed_by);
create index checkin_rhythm_answered_by on checkin_rhythm (answered_by);

-- Whoever has looked at the other's of a round leaves their own as it is, also when the other takes theirs back.
create table checkin_look (
    pair uuid not null,
    person_id uuid not null references person (id) on delete cascade,
    primary key (pair, person_id)
);
create index checkin_look_person on checkin_look (person_id);

-- Both have given theirs of a round: from then on both stay as they are.
create table checkin_met (
    pair uuid primary key,
    schedule_id uuid not null references checkin_schedule (id) on delete cascade
);
create index checkin_met_schedule on checkin_met (schedule_id);

alter table checkin_schedule enable row level security;
alter table checkin_schedule force row level security;
alter table checkin_rhythm enable row level security;
alter table checkin_rhythm force row level security;
alter table checkin_look enable row level security;
alter table checkin_look force row level security;
alter table checkin_met enable row level security;
alter table checkin_met force row level security;

-- Somebody who has left still finds when the rounds were, for what they wrote in them; they change nothing any more.
create policy checkin_schedule_see on checkin_schedule for select
    using (
        person_id = app_person()
        or exists (
            select from membership m
            where m.couple_id = checkin_schedule.couple_id and m.person_id = app_person()
        )
    );
create policy checkin_schedule_make on checkin_schedule for insert
    with check (
        ended_at is null
        and (
            person_id = app_person()
            or exists (
                select from membership m
                where m.couple_id = checkin_schedule.couple_id and m.person_id = app_person()
                    and m.partner_id is not null and m.left_on is null
            )
        )
    );
create policy checkin_schedule_end on checkin_schedule for update
    using (
        person_id = app_person()
        or exists (
            select from membership m
            where m.couple_id = checkin_schedule.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    )
    with check (ended_at is not null);

create policy checkin_rhythm_see on checkin_rhythm for select
    using (exists (select from checkin_schedule s where s.id = checkin_rhythm.schedule_id));
create policy checkin_rhythm_propose on checkin_rhythm for insert
    with check (
        proposed_by = app_person() and answered_by is null
        and exists (
            select from checkin_schedule s
            where s.id = checkin_rhythm.schedule_id
                and (
                    (s.person_id = app_person() and answer = 'own')
                    or (
                        answer is null
                        and exists (
                            select from membership m
                            where m.couple_id = s.couple_id and m.person_id = app_person()
                                and m.partner_id is not null and m.left_on is null
                        )
                    )
                )
        )
    );
-- only the other one answers, once, as themselves
create policy checkin_rhythm_answer on checkin_rhythm for update
    using (
        answer is null
        and exists (
            select from checkin_schedule s join membership m on m.couple_id = s.couple_id
            where s.id = checkin_rhythm.schedule_id and m.person_id = app_person()
                and m.partner_id = checkin_rhythm.proposed_by and m.left_on is null
        )
    )
    with check (answer in ('agreed', 'left') and answered_by = app_person() and proposed_by <> app_person());
-- what was not agreed can go: taken back by its proposer, or replaced by another proposal of either
create policy checkin_rhythm_clear on checkin_rhythm for delete
    using (
        (answer is null or answer = 'left')
        and exists (
            select from checkin_schedule s join membership m on m.couple_id = s.couple_id
            where s.id = checkin_rhythm.schedule_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    );

-- nobody has looked at what they cannot read
create policy checkin_look_own on checkin_look for select using (person_id = app_person());
create policy checkin_look_note on checkin_look for insert
    with check (
        person_id = app_person()
        and exists (
            select from entry_grant g
            where g.pair = checkin_look.pair and g.reader = app_person() and g.author <> app_person()
        )
    );

create policy checkin_met_see on checkin_met for select
    using (exists (select from checkin_schedule s where s.id = checkin_met.schedule_id));
create policy checkin_met_note on checkin_met for insert
    with check (
        exists (select from shown s where s.pair = checkin_met.pair and s.person_id = app_person())
        and exists (
            select from entry_grant g
            where g.pair = checkin_met.pair and g.reader = app_person() and g.author <> app_person()
        )
        and exists (
            select from checkin_schedule s join membership m on m.couple_id = s.couple_id
            where s.id = checkin_met.schedule_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    );

grant select, insert on checkin_schedule, checkin_look, checkin_met to toward_runtime;
grant update (ended_at) on checkin_schedule to toward_runtime;
grant select, insert, delete on checkin_rhythm to toward_runtime;
grant update (answer, answered_by, since) on checkin_rhythm to toward_runtime;
