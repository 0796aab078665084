-- Time apart: a pause of everything between the two, with a day on which they come back. What must stay true: each of the
-- two sets and takes back their own day and nobody else's; the other's day changes only to what that one suggested
-- themselves. It is over by itself when its moment has come. Nothing here says why: there is no column for it.
--
-- The days are plain, because both know them, every page asks for them with the one query it makes anyway, and nothing
-- of them would be left once a person reads "until 3 May". A sentence that goes with them is an entry.
create table time_apart (
    id uuid primary key,
    couple_id uuid not null references couple (id) on delete cascade,
    -- the highest is the last one
    number integer not null constraint time_apart_number check (number > 0),
    -- by whose clock the days are meant
    zone text not null constraint time_apart_zone check (char_length(zone) between 1 and 64),
    -- until which day each of the two asked for it, by seat
    one date,
    two date,
    -- an earlier day that one of the two suggests, and whose suggestion it is
    sooner date,
    sooner_by smallint constraint time_apart_sooner_by check (sooner_by in (1, 2)),
    -- the moment at which both come back
    until timestamptz not null,
    constraint time_apart_number_once unique (couple_id, number),
    constraint time_apart_sooner_whole check ((sooner is null) = (sooner_by is null))
);

alter table time_apart enable row level security;
alter table time_apart force row level security;

-- The two of a linked couple, as long as they are one.
create policy time_apart_see on time_apart for select
    using (exists (
        select from membership m
        where m.couple_id = time_apart.couple_id and m.person_id = app_person()
            and m.partner_id is not null and m.left_on is null
    ));
-- Whoever asks first sets their own day, and nothing of the other's.
create policy time_apart_ask on time_apart for insert
    with check (
        sooner is null
        and exists (
            select from membership m
            where m.couple_id = time_apart.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
                and ((m.seat = 1 and one is not null and two is null) or (m.seat = 2 and two is not null and one is null))
        )
    );
create policy time_apart_move on time_apart for update
    using (exists (
        select from membership m
        where m.couple_id = time_apart.couple_id and m.person_id = app_person()
            and m.partner_id is not null and m.left_on is null
    ))
    with check (exists (
        select from membership m
        where m.couple_id = time_apart.couple_id and m.person_id = app_person()
            and m.partner_id is not null and m.left_on is null
    ));

create function time_apart_is_ones_own() returns trigger language plpgsql as $$
declare
    mine smallint;
begin
    if app_person() is null then
        return new;
    end if;
    select seat into mine from membership where couple_id = new.couple_id and person_id = app_person();
    -- of the other's day: only to what they suggested, and never later
    if (case when mine = 1 then old.two is distinct from new.two else old.one is distinct from new.one end)
        and (
            old.sooner_by is not distinct from mine
            or old.sooner is null
            or (case when mine = 1 then new.two else new.one end) is distinct from old.sooner
        )
    then
        raise exception 'the other one''s day is theirs' using errcode = 'check_violation';
    end if;
    -- a suggestion is made in one's own name
    if (new.sooner, new.sooner_by) is distinct from (old.sooner, old.sooner_by)
        and new.sooner_by is not null and new.sooner_by <> mine
    then
        raise exception 'a suggestion is one''s own' using errcode = 'check_violation';
    end if;
    -- the moment moves only with a day
    if new.until is distinct from old.until and (new.one, new.two) is not distinct from (old.one, old.two) then
        raise exception 'time apart ends on its day' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger time_apart_is_ones_own before update on time_apart
    for each row execute function time_apart_is_ones_own();

grant select, insert on time_apart to toward_runtime;
grant update (one, two, sooner, sooner_by, until) on time_apart to toward_runtime;
