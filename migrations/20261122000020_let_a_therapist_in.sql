-- A therapist whom both have invited. What must stay true:
--   * nobody reads before one proposed it, the other agreed and the holder of the link accepted, and only while `state`
--     is 'active'. The steps are those of docs/therapist-access.md; the trigger below repeats them, whatever a page does;
--   * a therapist's grant hangs on one access: it opens nothing when that one has ended, and a later one does not wake it;
--   * whatever a therapist holds, the author's partner holds, too; what waits for the partner's half of a pair waits for
--     both of them, and opens for both at the same moment;
--   * a therapist changes nothing of the couple's. Of their own they change: accepting, leaving, and when they looked.

-- In a transaction that says so somebody reads as the therapist of one access (of all of theirs, for the list: a uuid of
-- zeros). Every other transaction of the same person finds nothing of it, and this one nothing of their own partner's.
create function app_access() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.access', true), '')::uuid $$;

create table therapist_access (
    id uuid primary key,
    couple_id uuid not null references couple (id) on delete cascade,
    -- of the couple's, the highest is the one that counts; the others have ended
    number integer not null constraint therapist_access_number check (number > 0),
    -- the two of the couple stand here, so that "one of the two" is a plain equality in every policy
    proposed_by uuid not null references person (id) on delete cascade,
    asked uuid not null references person (id) on delete cascade,
    -- which seat the proposer has: for colour and shape
    proposer_seat smallint not null constraint therapist_access_seat check (proposer_seat in (1, 2)),
    state text not null
        constraint therapist_access_state check (state in ('proposed', 'agreed', 'linked', 'active', 'ended')),
    how text constraint therapist_access_how
        check (how in ('not_now', 'withdrawn', 'partner', 'therapist', 'run_out', 'parted')),
    -- the link: the code is an entry of whoever made it, shared with the other; here is its digest
    linked_by uuid references person (id) on delete cascade,
    link_entry uuid references entry (id) on delete set null,
    link_hash bytea constraint therapist_access_link_hash_unique unique,
    -- under the code, over the keys of both of the two, and then over the therapist's
    proposer_mac bytea,
    asked_mac bytea,
    therapist_mac bytea,
    -- until when the link works, and then until when the therapist reads; the application's clock asks
    until timestamptz,
    therapist uuid references person (id) on delete cascade,
    -- what the therapist says about what one of the two tells them alone
    secrets text constraint therapist_access_secrets check (secrets in ('none', 'ask')),
    began_on date,
    -- which of the two would like it to go on
    renewal_by uuid references person (id) on delete cascade,
    ended_on date,
    constraint therapist_access_number_once unique (couple_id, number),
    constraint therapist_access_two check (proposed_by <> asked),
    constraint therapist_access_not_their_own check (therapist <> proposed_by and therapist <> asked),
    constraint therapist_access_link_whole check (
        state <> 'linked'
        or (linked_by is not null and link_hash is not null and proposer_mac is not null and asked_mac is not null
            and until is not null)
    ),
    constraint therapist_access_active_whole check (
        state <> 'active'
        or (therapist is not null and therapist_mac is not null and until is not null and began_on is not null
            and secrets is not null)
    ),
    constraint therapist_access_ended_whole check ((state = 'ended') = (ended_on is not null and how is not null)),
    constraint therapist_access_renewal check (renewal_by is null or state = 'active')
);
create unique index therapist_access_one on therapist_access (couple_id) where state <> 'ended';
create index therapist_access_proposed_by on therapist_access (proposed_by);
create index therapist_access_asked on therapist_access (asked);
create index therapist_access_therapist on therapist_access (therapist) where therapist is not null;
create index therapist_access_link_entry on therapist_access (link_entry) where link_entry is not null;

-- When the therapist looked at which part: a date and nothing finer, for the two to see.
create table therapist_look (
    access_id uuid not null references therapist_access (id) on delete cascade,
    looked_on date not null,
    part text not null constraint therapist_look_part
        check (part in ('overview', 'timeline', 'talk', 'plan', 'weeks', 'practice', 'sheet')),
    primary key (access_id, looked_on, part)
);

alter table therapist_access enable row level security;
alter table therapist_access force row level security;
alter table therapist_look enable row level security;
alter table therapist_look force row level security;

-- Plain equalities, so that every other policy can look it up.
create policy therapist_access_see on therapist_access for select
    using (
        proposed_by = app_person() or asked = app_person() or therapist = app_person()
        or (link_hash = app_invite() and state = 'linked')
    );
create policy therapist_access_propose on therapist_access for insert
    with check (
        proposed_by = app_person() and state = 'proposed'
        and exists (
            select from membership m
            where m.couple_id = therapist_access.couple_id and m.person_id = app_person()
                and m.partner_id = therapist_access.asked and m.left_on is null
        )
    );
create policy therapist_access_go_on on therapist_access for update
    using (
        state <> 'ended'
        and (
            proposed_by = app_person() or asked = app_person()
            or (state = 'active' and therapist = app_person())
            or (state = 'linked' and link_hash = app_invite())
        )
    )
    with check (proposed_by = app_person() or asked = app_person() or therapist = app_person());
-- what has ended goes when its list of looks has been kept long enough; the application's clock asks
create policy therapist_access_clear on therapist_access for delete
    using (state = 'ended' and (proposed_by = app_person() or asked = app_person()));

-- The steps. A policy sees one row; what may follow what is a matter of two.
create function therapist_access_steps() returns trigger language plpgsql as $$
declare
    me uuid := app_person();
    two boolean := me = old.proposed_by or me = old.asked;
    allowed boolean := false;
begin
    if old.state = 'proposed' and new.state = 'agreed' then
        allowed := me = old.asked;
    elsif old.state = 'proposed' and new.state = 'ended' then
        allowed := two;
    elsif old.state in ('agreed', 'linked') and new.state in ('agreed', 'linked', 'ended') then
        allowed := two;
    elsif old.state = 'linked' and new.state = 'active' then
        allowed := new.therapist = me and old.link_hash = app_invite() and not two;
    elsif old.state = 'active' and new.state = 'active' then
        allowed := two;
    elsif old.state = 'active' and new.state = 'ended' then
        allowed := two or me = old.therapist;
    end if;
    -- a therapist comes once, by accepting; whoever accepts or leaves changes nothing else
    if (allowed and new.state <> 'active') or old.state = 'active' then
        allowed := allowed and new.therapist is not distinct from old.therapist;
    end if;
    if allowed and not two then
        allowed := new.linked_by is not distinct from old.linked_by
            and new.proposer_mac is not distinct from old.proposer_mac
            and new.asked_mac is not distinct from old.asked_mac
            and new.renewal_by is null;
    end if;
    -- going on needs both: only the one who did not ask makes it longer
    if allowed and old.state = 'active' and new.state = 'active' and new.until > old.until then
        allowed := old.renewal_by is not null and old.renewal_by <> me and new.renewal_by is null;
    end if;
    if allowed and new.renewal_by is distinct from old.renewal_by and new.renewal_by is not null then
        allowed := old.renewal_by is null and new.renewal_by = me;
    end if;
    if allowed is not true then
        raise insufficient_privilege using message = 'this is not the next step of an access, or not this person''s';
    end if;
    return new;
end
$$;
create trigger therapist_access_steps before update on therapist_access
    for each row execute function therapist_access_steps();

-- When a space ends, so does the therapist's access to it, in the same transaction, whoever ends it and how.
create function membership_parts_from_therapist() returns trigger language plpgsql as $$
begin
    update therapist_access set state = 'ended', how = 'parted', ended_on = new.left_on, renewal_by = null
    where couple_id = new.couple_id and state <> 'ended';
    return null;
end
$$;
create trigger membership_parts_from_therapist after update of left_on on membership
    for each row when (old.left_on is null and new.left_on is not null)
    execute function membership_parts_from_therapist();

create policy therapist_look_see on therapist_look for select
    using (exists (
        select from therapist_access a
        where a.id = therapist_look.access_id
            and (a.proposed_by = app_person() or a.asked = app_person() or a.therapist = app_person())
    ));
create policy therapist_look_note on therapist_look for insert
    with check (exists (
        select from therapist_access a
        where a.id = therapist_look.access_id and a.therapist = app_person() and a.state = 'active'
    ));

grant select, insert, delete on therapist_access to toward_runtime;
grant update (
    state, how, linked_by, link_entry, link_hash, proposer_mac, asked_mac, therapist_mac, until, therapist, secrets,
    began_on, renewal_by, ended_on
) on therapist_access to toward_runtime;
grant select, insert on therapist_look to toward_runtime;

-- ------------------------------------------------------------------ whom the three see of each other
create policy person_see_in_therapy on person for select
    using (
        exists (
            select from therapist_access a
            where (a.proposed_by = person.id or a.asked = person.id)
                and (
                    (a.therapist = app_person() and a.state = 'active')
                    or (a.link_hash = app_invite() and a.state = 'linked')
                )
        )
        or exists (
            select from therapist_access a
            where a.therapist = person.id and (a.proposed_by = app_person() or a.asked = app_person())
        )
    );

-- What the contact is to the owner of the pin: their partner, their therapist, or somebody they are the therapist of.
alter table pin add column role text not null default 'partner'
    constraint pin_role check (role in ('partner', 'therapist', 'client'));

-- ------------------------------------------------------------------ what a therapist reads
-- The link's code is an entry of its own kind: of whoever made the link, shared with the other of the two.
alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind
    check (kind in ('note', 'talk', 'sheet', 'settings', 'plan', 'mark', 'checkin', 'line', 'moment', 'access'));

alter table entry_grant add column access uuid references therapist_access (id) on delete cascade;
alter table entry_grant add constraint entry_grant_access check ((reader_role = 'therapist') = (access is not null));
create index entry_grant_access on entry_grant (access) where access is not null;

-- Whoever takes theirs back from the partner has not given it. From the therapist alone is another matter.
drop trigger entry_grant_unpaired on entry_grant;
create trigger entry_grant_unpaired after delete on entry_grant
    for each row when (old.pair is not null and old.access is null) execute function entry_grant_unpaired();

-- Whether what an author gave the therapist as one half of a pair has opened: when the other of the two has given theirs,
-- to whomever. Nothing is stored about it, so nothing can be brought about early or left open too long. `shown` is for
-- nobody but the one it is about, so it is looked at as that one; and first, as the author, whether there is such a grant
-- at all, so that a therapist cannot ask here about anything else.
create function pair_has_opened(of_access uuid, of_author uuid, of_pair uuid) returns boolean
    language plpgsql stable cost 10000 as $$
declare
    me text := coalesce(current_setting('app.person', true), '');
    mine text := coalesce(current_setting('app.access', true), '');
    other uuid;
    opened boolean;
begin
    select case when a.proposed_by = of_author then a.asked else a.proposed_by end into other
    from therapist_access a
    where a.id = of_access and (a.proposed_by = of_author or a.asked = of_author);
    if other is null then
        return false;
    end if;
    perform set_config('app.access', '', true);
    perform set_config('app.person', of_author::text, true);
    select exists (
        select from entry_grant g where g.author = of_author and g.pair = of_pair and g.access = of_access
    ) into opened;
    perform set_config('app.person', other::text, true);
    opened := opened and exists (select from shown s where s.pair = of_pair and s.person_id = other);
    perform set_config('app.person', me, true);
    perform set_config('app.access', mine, true);
    return opened;
end
$$;

drop policy entry_grant_see on entry_grant;
create policy entry_grant_see on entry_grant for select
    using (
        author = app_person()
        or (
            access is null and app_access() is null and reader = app_person()
            and (
                not held
                or exists (select from shown s where s.pair = entry_grant.pair and s.person_id = app_person())
            )
        )
        -- a therapist as long as they are one; and each of the two sees what the therapist holds
        or (
            access is not null
            and exists (
                select from therapist_access a
                where a.id = entry_grant.access
                    and (
                        (
                            a.therapist = app_person() and a.state = 'active' and entry_grant.reader = app_person()
                            and (a.id = app_access() or app_access() = '00000000-0000-0000-0000-000000000000')
                            and (
                                not entry_grant.held
                                or pair_has_opened(entry_grant.access, entry_grant.author, entry_grant.pair)
                            )
                        )
                        -- the other one's that waits is as little there as what waits for themselves
                        or (
                            (a.proposed_by = app_person() or a.asked = app_person())
                            and (
                                not entry_grant.held
                                or exists (
                                    select from shown s
                                    where s.pair = entry_grant.pair and s.person_id = app_person()
                                )
                            )
                        )
                    )
            )
        )
    );

drop policy entry_grant_give on entry_grant;
create policy entry_grant_give on entry_grant for insert
    with check (
        author = app_person()
        and (
            (access is null and reader = app_person())
            or (
                access is null
                and exists (
                    select from membership m
                    where m.person_id = app_person() and m.partner_id = entry_grant.reader and m.left_on is null
                )
            )
            or exists (
                select from therapist_access a
                where a.id = entry_grant.access and a.therapist = entry_grant.reader and a.state = 'active'
                    and (a.proposed_by = app_person() or a.asked = app_person())
            )
        )
    );

drop policy entry_grant_take_back on entry_grant;
create policy entry_grant_take_back on entry_grant for delete
    using (
        (access is null and (author = app_person() or reader = app_person()) and not plan_keeps(entry_id))
        or (access is not null and author = app_person())
        -- either of the two clears away what a therapist held, and so does the end of an access
        or exists (
            select from therapist_access a
            where a.id = entry_grant.access and (a.proposed_by = app_person() or a.asked = app_person())
        )
    );

-- What a therapist had opened and what was taken back from them leaves nothing: as a therapist nobody has openings or
-- lines. What they have of their own partner's stays where it is.
drop policy withdrawal_see on withdrawal;
create policy withdrawal_see on withdrawal for select
    using (
        author = app_person()
        or (
            reader = app_person() and app_access() is null
            and exists (select from opening o where o.entry_id = withdrawal.entry_id and o.reader = app_person())
        )
    );
drop policy opening_own on opening;
create policy opening_own on opening
    using (reader = app_person() and app_access() is null)
    with check (reader = app_person() and app_access() is null);

-- What both have signed stays with the two. A therapist's grant of it can go like any other.
drop trigger entry_grant_stays on entry_grant;
create trigger entry_grant_stays before update or delete on entry_grant
    for each row when (old.access is null) execute function plan_stays();

-- When an access ends, what hung on it goes, in the same transaction. Whoever ends it (a therapist who leaves, too), it
-- is cleared as one of the two would: a therapist's own rights end at reading.
create function therapist_access_ends() returns trigger language plpgsql as $$
declare
    me text := coalesce(current_setting('app.person', true), '');
begin
    perform set_config('app.person', new.proposed_by::text, true);
    delete from entry_grant where access = new.id;
    -- what waits is there for its author alone
    perform set_config('app.person', new.asked::text, true);
    delete from entry_grant where access = new.id;
    perform set_config('app.person', me, true);
    return null;
end
$$;
create trigger therapist_access_ends after update of state on therapist_access
    for each row when (new.state = 'ended') execute function therapist_access_ends();

-- There is no word for the therapist alone. A trigger and no policy, as for sheets: a policy would go round in circles.
create function entry_grant_not_alone() returns trigger language plpgsql as $$
begin
    -- whoever takes the partner's away at this moment waits for this one, or this one for them
    perform pg_advisory_xact_lock(hashtextextended(new.entry_id::text, 20));
    -- the same revision, and as it was given to the partner: what waits for them waits here, too
    if not exists (
        select from entry_grant g join therapist_access a on a.id = new.access
        where g.entry_id = new.entry_id and g.number = new.number and g.author = new.author
            and g.reader_role = 'partner' and g.reader in (a.proposed_by, a.asked)
            and g.held = new.held and g.pair is not distinct from new.pair
    ) then
        raise insufficient_privilege using message = 'a therapist holds only what the partner holds';
    end if;
    if exists (select from entry e where e.id = new.entry_id and e.kind in ('access', 'settings')) then
        raise insufficient_privilege using message = 'this kind of entry is not for a therapist';
    end if;
    return new;
end
$$;
create trigger entry_grant_not_alone before insert on entry_grant
    for each row when (new.access is not null) execute function entry_grant_not_alone();

create function entry_grant_goes_from_both() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(old.entry_id::text, 20));
    delete from entry_grant g
    where g.entry_id = old.entry_id and g.number = old.number and g.author = old.author and g.access is not null;
    return null;
end
$$;
create trigger entry_grant_goes_from_both after delete on entry_grant
    for each row when (old.reader_role = 'partner') execute function entry_grant_goes_from_both();
