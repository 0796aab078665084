-- The couple's pace: how long a sitting lasts at most, and their quiet hours. What must stay true: a value is in force
-- only when one of the two has put it there and the other has agreed to that very row. So a row's values and its
-- proposer are written once and never changed, an answer is given once, and nobody answers "agreed" to their own.

create table couple_pacing (
    id uuid primary key,
    couple_id uuid not null references couple (id) on delete cascade,
    -- of the agreed ones, the highest is in force
    number integer not null constraint couple_pacing_number check (number > 0),
    proposed_by uuid not null references person (id) on delete cascade,
    zone text not null constraint couple_pacing_zone check (char_length(zone) between 1 and 64),
    quiet_from time,
    quiet_to time,
    longest smallint not null constraint couple_pacing_longest check (longest in (30, 45, 60, 90, 120)),
    answer text constraint couple_pacing_answer check (answer in ('agreed', 'left')),
    answered_by uuid references person (id) on delete cascade,
    constraint couple_pacing_number_once unique (couple_id, number),
    constraint couple_pacing_quiet_whole check ((quiet_from is null) = (quiet_to is null)),
    constraint couple_pacing_quiet_has_length check (quiet_from <> quiet_to),
    constraint couple_pacing_answer_whole check ((answer is null) = (answered_by is null)),
    constraint couple_pacing_both check (answered_by <> proposed_by)
);
-- one proposal lies on the table at a time
create unique index couple_pacing_one_open on couple_pacing (couple_id) where answer is null;
create index couple_pacing_proposed_by on couple_pacing (proposed_by);
create index couple_pacing_answered_by on couple_pacing (answered_by);

alter table couple_pacing enable row level security;
alter table couple_pacing force row level security;

-- The two of a linked couple, as long as they are one. Of somebody who has left nothing is read or written here.
create policy couple_pacing_see on couple_pacing for select
    using (exists (
        select from membership m
        where m.couple_id = couple_pacing.couple_id and m.person_id = app_person()
            and m.partner_id is not null and m.left_on is null
    ));
create policy couple_pacing_propose on couple_pacing for insert
    with check (
        proposed_by = app_person() and answer is null
        and exists (
            select from membership m
            where m.couple_id = couple_pacing.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    );
-- only the other one answers, once, as themselves
create policy couple_pacing_answer on couple_pacing for update
    using (
        answer is null
        and exists (
            select from membership m
            where m.couple_id = couple_pacing.couple_id and m.person_id = app_person()
                and m.partner_id = couple_pacing.proposed_by and m.left_on is null
        )
    )
    with check (answer is not null and answered_by = app_person() and proposed_by <> app_person());
-- what was not agreed can go: taken back by its proposer, or replaced by another proposal of either
create policy couple_pacing_clear on couple_pacing for delete
    using (
        answer is distinct from 'agreed'
        and exists (
            select from membership m
            where m.couple_id = couple_pacing.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    );

grant select, insert, delete on couple_pacing to toward_runtime;
grant update (answer, answered_by) on couple_pacing to toward_runtime;
