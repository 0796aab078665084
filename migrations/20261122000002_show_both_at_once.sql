-- A grant can wait: it opens for its reader when they have given theirs of the same pair, so that two answers show at
-- once or not at all. Nobody sees whether the other has given theirs, and nothing has to be released by anybody.
alter table entry_grant add column pair uuid;
create index entry_grant_pair on entry_grant (pair) where pair is not null;

-- Who has given theirs of a pair, for their own eyes: the key that opens the other's.
create table shown (
    pair uuid not null,
    person_id uuid not null references person (id) on delete cascade,
    primary key (pair, person_id)
);
create index shown_person on shown (person_id);
alter table shown enable row level security;
alter table shown force row level security;

drop policy entry_grant_see on entry_grant;
create policy entry_grant_see on entry_grant for select
    using (
        author = app_person()
        or (
            reader = app_person()
            and (pair is null or exists (select from shown s where s.pair = entry_grant.pair and s.person_id = app_person()))
        )
    );

create policy shown_own on shown for select using (person_id = app_person());
-- only with a grant of one's own in the same pair, and only while the two are linked
create policy shown_give on shown for insert
    with check (
        person_id = app_person()
        and exists (
            select from entry_grant g
            where g.pair = shown.pair and g.author = app_person() and g.reader <> app_person()
        )
        and exists (
            select from membership m
            where m.person_id = app_person() and m.partner_id is not null and m.left_on is null
        )
    );
create policy shown_take_back on shown for delete using (person_id = app_person());
grant select, insert, delete on shown to toward_runtime;

-- Whoever takes theirs back has not given it: they do not keep the other's either.
create function entry_grant_unpaired() returns trigger language plpgsql as $$
begin
    delete from shown where pair = old.pair and person_id = old.author;
    return null;
end
$$;
create trigger entry_grant_unpaired after delete on entry_grant
    for each row when (old.pair is not null) execute function entry_grant_unpaired();

-- The talk knows more: a rest, the pace of a day, how the two sit, and what comes before the first step. The owner is
-- held by row-level security too unless it is lifted for this one statement.
alter table conversation no force row level security;
update conversation set state =
    jsonb_build_object('rest', null, 'heavy', null, 'tomorrow', null, 'how', 'apart', 'suggested', null, 'sitting', null)
    || state;
update conversation set state =
    jsonb_set(state, '{stage,opening}', '{"said": null, "anyway": null}'::jsonb || (state -> 'stage' -> 'opening'))
    where jsonb_typeof(state -> 'stage' -> 'opening') = 'object';
update conversation set state =
    jsonb_set(state, '{stage,closed}',
        '{"settled": {"first": false, "second": false}}'::jsonb || (state -> 'stage' -> 'closed'))
    where jsonb_typeof(state -> 'stage' -> 'closed') = 'object';
alter table conversation force row level security;
