-- The plan: versions that one proposes and both sign. What must stay true: what a version says is an entry, sealed, and
-- never altered once it was proposed; a version is agreed to only with a signature of each of the two over the same
-- digest; and what both have signed cannot be changed or removed by anybody who works through the runtime role: not the
-- text, not its key, not a row about it. Whoever runs the server can still put rows here. They make nothing valid: each
-- signature is also an entry, sealed by its signer (docs/decisions/0030).

-- One row for each couple, to be held while one of the two acts: of two at once, one comes first.
create table plan (
    couple_id uuid primary key references couple (id) on delete cascade
);

create table plan_version (
    couple_id uuid not null references couple (id) on delete cascade,
    number integer not null constraint plan_version_number check (number > 0),
    entry_id uuid not null constraint plan_version_entry unique references entry (id) on delete cascade,
    revision integer not null constraint plan_version_revision check (revision > 0),
    digest bytea not null constraint plan_version_digest check (octet_length(digest) = 32),
    proposed_by uuid not null references person (id) on delete cascade,
    proposed_on date not null,
    -- the version that it changes
    over uuid,
    outcome text not null constraint plan_version_outcome check (outcome in ('open', 'agreed', 'answered')),
    -- the other one has said "not yet"
    later boolean not null default false,
    decided_by uuid references person (id) on delete cascade,
    primary key (couple_id, number),
    constraint plan_version_decided check ((outcome = 'open') = (decided_by is null)),
    constraint plan_version_by_the_other check (decided_by <> proposed_by)
);
-- one lies on the table at a time
create unique index plan_version_one_open on plan_version (couple_id) where outcome = 'open';
create index plan_version_proposed_by on plan_version (proposed_by);
create index plan_version_decided_by on plan_version (decided_by);

create table plan_signature (
    couple_id uuid not null references couple (id) on delete cascade,
    version uuid not null references plan_version (entry_id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    entry_id uuid not null constraint plan_signature_entry unique references entry (id) on delete cascade,
    digest bytea not null constraint plan_signature_digest check (octet_length(digest) = 32),
    signed_on date not null,
    primary key (version, person_id)
);
create index plan_signature_couple on plan_signature (couple_id);
create index plan_signature_person on plan_signature (person_id);

alter table plan enable row level security;
alter table plan force row level security;
alter table plan_version enable row level security;
alter table plan_version force row level security;
alter table plan_signature enable row level security;
alter table plan_signature force row level security;

-- Reading goes on after the two have parted; acting does not. Every policy here stands on `membership` alone.
create policy plan_hold on plan
    using (exists (
        select from membership m
        where m.couple_id = plan.couple_id and m.person_id = app_person()
            and m.partner_id is not null and m.left_on is null
    ));

create policy plan_version_see on plan_version for select
    using (exists (
        select from membership m where m.couple_id = plan_version.couple_id and m.person_id = app_person()
    ));
create policy plan_version_propose on plan_version for insert
    with check (
        proposed_by = app_person() and outcome = 'open' and not later
        and exists (
            select from membership m
            where m.couple_id = plan_version.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    );
-- only the other one answers; and agreeing needs a signature of each over what was proposed
create policy plan_version_answer on plan_version for update
    using (
        outcome = 'open'
        and exists (
            select from membership m
            where m.couple_id = plan_version.couple_id and m.person_id = app_person()
                and m.partner_id = plan_version.proposed_by and m.left_on is null
        )
    )
    with check (
        (decided_by is null or decided_by = app_person())
        and (
            outcome <> 'agreed'
            or (
                exists (
                    select from plan_signature s
                    where s.version = plan_version.entry_id and s.digest = plan_version.digest
                        and s.person_id = plan_version.proposed_by
                )
                and exists (
                    select from plan_signature s
                    where s.version = plan_version.entry_id and s.digest = plan_version.digest
                        and s.person_id = app_person()
                )
            )
        )
    );
create policy plan_version_take_back on plan_version for delete
    using (outcome <> 'agreed' and proposed_by = app_person());

create policy plan_signature_see on plan_signature for select
    using (exists (
        select from membership m where m.couple_id = plan_signature.couple_id and m.person_id = app_person()
    ));
create policy plan_signature_sign on plan_signature for insert
    with check (
        person_id = app_person()
        and exists (
            select from membership m
            where m.couple_id = plan_signature.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
        and exists (
            select from plan_version v
            where v.entry_id = plan_signature.version and v.couple_id = plan_signature.couple_id
                and v.digest = plan_signature.digest and v.outcome = 'open'
        )
    );
create policy plan_signature_take_back on plan_signature for delete
    using (
        person_id = app_person()
        and exists (select from plan_version v where v.entry_id = plan_signature.version and v.outcome <> 'agreed')
    );

-- ------------------------------------------------------------------ what both have signed stays
-- Whether an entry is the text of an agreed version, or a signature of one.
create function plan_keeps(wanted uuid) returns boolean language sql stable as $$
    select exists (select from plan_version v where v.entry_id = wanted and v.outcome = 'agreed')
        or exists (
            select from plan_signature s join plan_version v on v.entry_id = s.version
            where s.entry_id = wanted and v.outcome = 'agreed'
        )
$$;
-- Whether it is one that was proposed or signed at all: such an entry has one revision for ever.
create function plan_fixes(wanted uuid) returns boolean language sql stable as $$
    select exists (select from plan_version v where v.entry_id = wanted)
        or exists (select from plan_signature s where s.entry_id = wanted)
$$;

-- First wall: for the runtime role such rows are not there to be changed. So "everything he gave me goes" at a parting
-- leaves them where they are.
drop policy entry_change on entry;
create policy entry_change on entry for update
    using (author = app_person() and not plan_fixes(id)) with check (author = app_person());
drop policy entry_remove on entry;
create policy entry_remove on entry for delete using (author = app_person() and not plan_keeps(id));
drop policy revision_write on revision;
create policy revision_write on revision for insert
    with check (
        author = app_person()
        and exists (select from entry e where e.id = revision.entry_id and e.author = app_person())
        and not plan_fixes(entry_id)
    );
drop policy revision_remove on revision;
create policy revision_remove on revision for delete using (author = app_person() and not plan_keeps(entry_id));
drop policy entry_grant_take_back on entry_grant;
create policy entry_grant_take_back on entry_grant for delete
    using ((author = app_person() or reader = app_person()) and not plan_keeps(entry_id));

-- Second wall, should a policy ever be loosened: everybody but the owner of the tables is refused aloud. The owner is
-- who removes a whole account.
create function plan_stays() returns trigger language plpgsql as $$
declare
    old_row jsonb := to_jsonb(old);
    owner name := (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid);
begin
    if current_user <> owner and plan_keeps(coalesce(old_row ->> 'entry_id', old_row ->> 'id')::uuid) then
        raise insufficient_privilege using message = 'what both have signed stays as it is';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger plan_version_stays before update or delete on plan_version
    for each row execute function plan_stays();
create trigger plan_signature_stays before update or delete on plan_signature
    for each row execute function plan_stays();
create trigger entry_stays before update or delete on entry
    for each row when (old.kind = 'plan') execute function plan_stays();
create trigger revision_stays before update or delete on revision
    for each row execute function plan_stays();
create trigger entry_grant_stays before update or delete on entry_grant
    for each row execute function plan_stays();

grant select, insert, delete on plan_version, plan_signature to toward_runtime;
grant update (outcome, later, decided_by) on plan_version to toward_runtime;
-- the update is what holds the row
grant select, insert, update (couple_id) on plan to toward_runtime;
