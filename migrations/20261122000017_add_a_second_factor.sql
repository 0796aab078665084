-- The second factor of whoever has switched it on. What must stay true: the row tells that it is on and since which day,
-- and nothing else. The seed, the spare codes and which codes were used are sealed under a key that only the root opens,
-- so that this table alone gives no code and does not tell when one was given.
create table second_factor (
    person_id uuid primary key references person (id) on delete cascade,
    -- made anew each time it is switched on, and bound into both envelopes
    id uuid not null,
    epoch integer not null,
    key bytea not null,
    state bytea not null,
    since date not null,
    -- set by whoever runs the server when its owner has lost everything; the owner's account page says so from then on
    removed_on date
);

alter table second_factor enable row level security;
alter table second_factor force row level security;
create policy second_factor_own on second_factor using (person_id = app_person()) with check (person_id = app_person());

grant select, insert, delete on second_factor to toward_runtime;
grant update (state) on second_factor to toward_runtime;
