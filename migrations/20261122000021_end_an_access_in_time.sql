-- An access whose time is over ends, and what has ended long ago goes, whether or not anybody looks. The jobs see which
-- access that is about: ids, states and dates, no name and no word.
create policy therapist_access_jobs_see on therapist_access for select
    using (app_jobs() and state in ('active', 'ended'));
create policy therapist_access_jobs_end on therapist_access for update
    using (app_jobs() and state = 'active') with check (app_jobs() and state = 'ended' and how = 'run_out');
create policy therapist_access_jobs_clear on therapist_access for delete
    using (app_jobs() and state = 'ended');

-- The steps as before, and one more: time ends an access without either of the two.
create or replace function therapist_access_steps() returns trigger language plpgsql as $$
declare
    me uuid := app_person();
    two boolean := me = old.proposed_by or me = old.asked;
    allowed boolean := false;
begin
    if me is null and app_jobs() then
        -- the clock of the application says when; nothing but the state may change with it
        if old.state = 'active' and new.state = 'ended' and new.how = 'run_out'
            and new.therapist is not distinct from old.therapist and new.until is not distinct from old.until
            and new.ended_on = (old.until at time zone 'utc')::date then
            return new;
        end if;
        raise insufficient_privilege using message = 'the jobs end what has run out and nothing else';
    end if;
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

-- A grant and the end of its access never pass each other: whoever gives it holds the access until they are done, so the
-- end finds it and takes it away, or it comes too late.
create function entry_grant_holds_access() returns trigger language plpgsql as $$
begin
    perform from therapist_access a where a.id = new.access and a.state = 'active' for share;
    if not found then
        raise insufficient_privilege using message = 'this access has ended';
    end if;
    return new;
end
$$;
create trigger entry_grant_holds_access before insert on entry_grant
    for each row when (new.access is not null) execute function entry_grant_holds_access();

-- Both are reminded that an access ends soon, where they asked for reminders of what waits for an answer. The therapist
-- who began it puts nothing into the couple's tables; so the jobs put it there, when the day has come.
create policy due_notice on due for insert
    with check (
        app_jobs() and not taken and kind = 'proposal' and weekday is null
        and exists (
            select from therapist_access a
            where a.id = due.about and a.couple_id = due.couple_id and a.state = 'active'
                and (a.proposed_by = due.person_id or a.asked = due.person_id)
        )
    );
