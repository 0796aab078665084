-- What a statement could do that no page does. What must stay true:
--   * nobody ends a time apart before the other's own day, unless the other has suggested an earlier one; and nobody puts
--     another time in its place while it runs;
--   * when the two part, nothing is due for them any more and nothing is given, also where somebody was acting at that very
--     moment;
--   * who has read an answer has not read another one that took its place.

-- ------------------------------------------------------------------ time apart
-- The moments that are nine in the morning of this day by this clock. An hour to either side, because the application and
-- the database each bring their own table of clocks and may differ by a change of summer time; and for a clock that this
-- database does not know, nine in the morning of that day anywhere.
create function time_apart_morning(day date, zone text) returns tstzrange language plpgsql stable as $$
declare
    hour timestamp := day + time '09:00';
begin
    return tstzrange(
        (hour at time zone zone) - interval '1 hour', (hour at time zone zone) + interval '1 hour', '[]'
    );
exception when invalid_parameter_value then
    return tstzrange(
        (hour at time zone 'UTC') - interval '14 hours', (hour at time zone 'UTC') + interval '12 hours', '[]'
    );
end
$$;

-- A time begins with a day of one's own, by the couple's clock (or by UTC, as for those who have none), at its place in the
-- row, and never beside one that runs. This is the one place that
-- asks the clock of the database: for what is not over, a minute aside, and for a day too far away. Of two who begin at the
-- same moment one finds the number taken.
create function time_apart_begins() returns trigger language plpgsql as $$
declare
    day date := coalesce(new.one, new.two);
begin
    if app_person() is null then
        return new;
    end if;
    if exists (
        select from time_apart t where t.couple_id = new.couple_id and t.until > now() + interval '1 minute'
    ) then
        raise exception 'a time apart runs already' using errcode = 'check_violation';
    end if;
    if new.number <> (select coalesce(max(t.number), 0) + 1 from time_apart t where t.couple_id = new.couple_id)
        or new.zone not in (select 'UTC' union all (
            select p.zone from couple_pacing p where p.couple_id = new.couple_id and p.answer = 'agreed'
            order by p.number desc limit 1
        ))
        or day is null or day > (now() at time zone 'UTC')::date + 62
        or not new.until <@ time_apart_morning(day, new.zone)
    then
        raise exception 'this is no beginning of a time apart' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger time_apart_begins before insert on time_apart
    for each row execute function time_apart_begins();

-- The steps of the pages (`src/apart/time.rs`), and no other: a longer day of one's own; ending one's own, which leaves the
-- other's day to its morning; suggesting an earlier day; agreeing to the one that the other has suggested; and taking a
-- suggestion off the table. `until` follows from the days.
create or replace function time_apart_is_ones_own() returns trigger language plpgsql as $$
declare
    mine smallint;
    own_was date; own date; theirs_was date; theirs date;
    stood date := greatest(old.one, old.two);
    agreed boolean;
    fits boolean;
begin
    if app_person() is null then
        return new;
    end if;
    select m.seat into mine from membership m where m.couple_id = new.couple_id and m.person_id = app_person();
    if mine = 1 then
        own_was := old.one; own := new.one; theirs_was := old.two; theirs := new.two;
    else
        own_was := old.two; own := new.two; theirs_was := old.one; theirs := new.one;
    end if;

    if (new.one, new.two) is not distinct from (old.one, old.two) then
        if new.until is distinct from old.until then
            raise exception 'time apart ends on its day' using errcode = 'check_violation';
        end if;
        -- a suggestion is made in one's own name, and is for earlier
        if new.sooner is not null and (new.sooner, new.sooner_by) is distinct from (old.sooner, old.sooner_by)
            and (new.sooner_by <> mine or new.sooner >= stood)
        then
            raise exception 'a suggestion is one''s own' using errcode = 'check_violation';
        end if;
        return new;
    end if;

    -- what both agreed to: no day is later than it, and no day moves that was not
    agreed := coalesce(
        old.sooner_by <> mine
        and own is not distinct from (case when own_was is not null then least(own_was, old.sooner) end)
        and theirs is not distinct from (case when theirs_was is not null then least(theirs_was, old.sooner) end),
        false
    );
    if not agreed and theirs is distinct from theirs_was then
        raise exception 'the other one''s day is theirs' using errcode = 'check_violation';
    end if;
    fits := new.sooner is null and case
        -- its morning; or at once, where that day has come
        when agreed then
            new.until >= lower(time_apart_morning(old.sooner, old.zone)) - interval '9 hours'
            and new.until <= old.until
        -- one's own is over; the other's day stays whole
        when own is null then
            new.until <= greatest(old.until, upper(time_apart_morning(theirs, old.zone)))
            and (theirs is null or new.until >= lower(time_apart_morning(theirs, old.zone)))
        -- more time
        else
            (stood is null or own > stood)
            and own <= (now() at time zone 'UTC')::date + 62
            and new.until <@ time_apart_morning(own, old.zone)
    end;
    if fits is not true then
        raise exception 'this is no step of a time apart' using errcode = 'check_violation';
    end if;
    return new;
end
$$;

-- ------------------------------------------------------------------ what is due, and parting
-- What was left behind before this held. Row-level security is forced on the owner too; here the owner goes through all rows.
alter table due no force row level security;
alter table couple no force row level security;
delete from due where couple_id is null and kind <> 'check_in';
delete from due d using couple c where c.id = d.couple_id and c.ended_on is not null;
alter table couple force row level security;
alter table due force row level security;

-- Of one person alone there are only rounds of their own check-in.
alter table due add constraint due_alone check (couple_id is not null or kind = 'check_in');

-- Whoever puts something down for the two holds their being two until they are done. So a parting waits for them and takes it
-- away; and where a parting is under way or done, nothing is put down, and the act goes on without. It is not waited for:
-- an act and a parting never hold each other up. The jobs see no membership; they hold the access that they speak of, which
-- ends with a parting.
create function due_of_two_who_are_two() returns trigger language plpgsql as $$
begin
    if app_jobs() then
        perform from therapist_access a
        where a.id = new.about and a.couple_id = new.couple_id and a.state = 'active' for share;
        if not found then
            raise insufficient_privilege using message = 'this access has ended';
        end if;
    elsif app_person() is not null then
        perform from membership m
        where m.couple_id = new.couple_id and m.person_id = app_person()
            and m.partner_id is not null and m.left_on is null
        for share skip locked;
        if not found then
            return null;
        end if;
    end if;
    return new;
end
$$;
create trigger due_of_two_who_are_two before insert on due
    for each row when (new.couple_id is not null) execute function due_of_two_who_are_two();

-- Nothing is due for who has parted. It runs after `membership_parts_from_therapist` (by name), which waits for the jobs.
-- Each row is its person's own, so it is taken away in their name.
create function membership_takes_reminders_away() returns trigger language plpgsql as $$
declare
    asker text := current_setting('app.person', true);
begin
    perform set_config('app.person', new.person_id::text, true);
    delete from due where person_id = new.person_id and couple_id = new.couple_id;
    perform set_config('app.person', coalesce(asker, ''), true);
    return null;
end
$$;
create trigger membership_takes_reminders_away after update of left_on on membership
    for each row when (old.left_on is null and new.left_on is not null)
    execute function membership_takes_reminders_away();

-- The same for what is shared: a parting waits for whoever is sharing and takes it away (it ends the membership before it
-- goes through the grants: `src/couples/leaving.rs`), and while one is under way nothing is shared.
create function entry_grant_of_two_who_are_two() returns trigger language plpgsql as $$
begin
    if app_person() is not null then
        perform from membership m
        where m.person_id = app_person() and m.partner_id = new.reader and m.left_on is null
        for share skip locked;
        if not found then
            raise insufficient_privilege using message = 'the two have parted, or are parting';
        end if;
    end if;
    return new;
end
$$;
create trigger entry_grant_of_two_who_are_two before insert on entry_grant
    for each row when (new.access is null and new.reader <> new.author)
    execute function entry_grant_of_two_who_are_two();

-- ------------------------------------------------------------------ what somebody has had before them
-- In which revision; 0 where that is not known. What was opened before this is taken for read as it stands.
alter table opening add column number integer not null default 0;
alter table opening no force row level security;
alter table entry_grant no force row level security;
update opening o set number = coalesce(
    (select max(g.number) from entry_grant g where g.entry_id = o.entry_id and g.reader = o.reader), 0
);
alter table entry_grant force row level security;
alter table opening force row level security;
grant update (number) on opening to toward_runtime;
