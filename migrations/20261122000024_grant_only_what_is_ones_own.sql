-- What a statement could say that no page says. What must stay true:
--   * a grant is of an entry of its author's, also the grant to oneself: who may see a row is decided by grants, so a
--     grant to oneself of somebody else's entry would show its row (sealed, but there);
--   * in an access nobody says what another one said: not what the therapist keeps secret, nor who ended it.

-- A trigger and no policy: one that looks at `entry` from `entry_grant` would go round in circles.
create function entry_grant_of_the_author() returns trigger language plpgsql as $$
begin
    if not exists (select from entry e where e.id = new.entry_id and e.author = new.author) then
        raise insufficient_privilege using message = 'only the author of an entry gives it';
    end if;
    return new;
end
$$;
create trigger entry_grant_of_the_author before insert on entry_grant
    for each row execute function entry_grant_of_the_author();

create function therapist_access_own_words() returns trigger language plpgsql as $$
declare
    me uuid := app_person();
    two boolean := coalesce(me = old.proposed_by or me = old.asked, false);
    -- the link's entry may go; another one is not put in its place
    same boolean := new.linked_by is not distinct from old.linked_by
        and (new.link_entry is null or new.link_entry is not distinct from old.link_entry)
        and new.proposer_mac is not distinct from old.proposer_mac
        and new.asked_mac is not distinct from old.asked_mac
        and new.therapist_mac is not distinct from old.therapist_mac
        and new.secrets is not distinct from old.secrets
        and new.began_on is not distinct from old.began_on;
    allowed boolean := true;
begin
    if old.state = 'active' and new.state = 'active' then
        allowed := same;
    elsif new.state = 'ended' and old.state <> 'ended' then
        allowed := same and case new.how
            when 'not_now' then old.state = 'proposed' and me = old.asked
            when 'withdrawn' then two and old.state <> 'active' and (old.state <> 'proposed' or me = old.proposed_by)
            when 'partner' then two and old.state = 'active'
            when 'therapist' then old.state = 'active' and me = old.therapist
            when 'run_out' then old.state = 'active' and new.ended_on = (old.until at time zone 'UTC')::date
            when 'parted' then two
            else false
        end;
    end if;
    if allowed is not true then
        raise insufficient_privilege using message = 'this is not theirs to say of an access';
    end if;
    return new;
end
$$;
create trigger therapist_access_own_words before update on therapist_access
    for each row execute function therapist_access_own_words();
