-- The first schema. What must stay true:
--   * every table with personal data has row-level security, enabled and forced, and the runtime role owns nothing;
--   * the context of a transaction (who asks, or which secret they hold) is set as its first statement by `db::Scope`;
--   * what people wrote is only ever a sealed `bytea`; columns keep what queries need, and dates instead of times.
-- Roles belong to the whole cluster, so a second database on it finds the group there already.

do $$
begin
    create role toward_runtime nologin;
exception
    when duplicate_object or unique_violation then null;
end
$$;

grant usage on schema public to toward_runtime;

-- After a transaction a setting made with `set local` is '' and no longer null: both mean "nobody".
create function app_person() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.person', true), '')::uuid $$;
create function app_holder() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.holder', true), '')::uuid $$;
create function app_name() returns bytea language sql stable parallel safe
    as $$ select decode(nullif(current_setting('app.name', true), ''), 'hex') $$;
create function app_session() returns bytea language sql stable parallel safe
    as $$ select decode(nullif(current_setting('app.session', true), ''), 'hex') $$;
create function app_invite() returns bytea language sql stable parallel safe
    as $$ select decode(nullif(current_setting('app.invite', true), ''), 'hex') $$;

-- ------------------------------------------------------------------ this installation
create table instance (
    only_one boolean primary key default true constraint instance_only_one check (only_one),
    id uuid not null default gen_random_uuid(),
    -- the runtime role's password: for the owner's eyes
    runtime_secret text not null default encode(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'), 'hex'),
    -- authenticates form tokens and device cookies; it protects no text
    server_secret bytea not null default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
    -- SHA-256 of the one-time link that opens the first account
    setup_token_hash bytea,
    -- whether somebody has made an account here; nobody but they themselves can see the accounts to count them
    opened boolean not null default false
);
insert into instance default values;
grant select (only_one, id, server_secret, setup_token_hash, opened), update (setup_token_hash, opened) on instance to toward_runtime;

-- Counters of failed attempts. The key is a MAC, so a row names nobody.
create table attempt (
    key bytea primary key,
    failures integer not null,
    locked_until timestamptz not null,
    seen_on date not null
);
grant select, insert, update, delete on attempt to toward_runtime;

-- ------------------------------------------------------------------ people
create table person (
    id uuid primary key,
    name text not null constraint person_name_length check (char_length(name) between 1 and 60),
    epoch integer not null default 1,
    public_key bytea not null constraint person_public_key_length check (octet_length(public_key) = 32),
    created_on date not null
);

create table credential (
    person_id uuid primary key references person (id) on delete cascade,
    sign_in_name text not null constraint credential_sign_in_name_length check (char_length(sign_in_name) between 1 and 254),
    name_key bytea not null constraint credential_name_key_unique unique,
    kdf_memory_kib integer not null,
    kdf_passes integer not null,
    kdf_lanes integer not null,
    salt bytea not null,
    commitment bytea not null,
    sealed bytea not null,
    pepper bytea,
    recovery_number integer not null,
    recovery_salt bytea not null,
    recovery_sealed bytea not null,
    changed_on date not null
);

-- Unlogged: a session is worth nothing after a crash, and leaves no trace in the write-ahead log.
create unlogged table session (
    key bytea primary key,
    person_id uuid not null references person (id) on delete cascade,
    epoch integer not null,
    sealed bytea not null,
    idle_until timestamptz not null,
    expires_at timestamptz not null
);
create index session_person on session (person_id);

-- ------------------------------------------------------------------ two people
create table couple (
    id uuid primary key,
    created_on date not null,
    ended_on date
);

-- `partner_id` stands here twice over so that "my partner" is a plain equality in every policy.
create table membership (
    couple_id uuid not null references couple (id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    partner_id uuid references person (id) on delete set null,
    seat smallint not null constraint membership_seat check (seat in (1, 2)),
    joined_on date not null,
    left_on date,
    primary key (couple_id, person_id),
    constraint membership_seat_once unique (couple_id, seat)
);
create unique index membership_one_couple on membership (person_id) where left_on is null;
create index membership_partner on membership (partner_id);

create table invite (
    id uuid primary key,
    couple_id uuid not null references couple (id) on delete cascade,
    inviter uuid not null references person (id) on delete cascade,
    code_hash bytea not null constraint invite_code_hash_unique unique,
    -- the code, sealed for the inviter: to show the link again, and to check who answered it
    sealed_code bytea not null,
    inviter_mac bytea not null,
    state text not null constraint invite_state check (state in ('open', 'accepted', 'cancelled')),
    expires_at timestamptz not null,
    accepted_by uuid references person (id) on delete set null,
    invitee_mac bytea,
    constraint invite_accepted_whole check ((state = 'accepted') = (invitee_mac is not null))
);
create unique index invite_one_open on invite (couple_id) where state = 'open';
create index invite_inviter on invite (inviter);

create table pin (
    owner uuid not null references person (id) on delete cascade,
    contact uuid not null references person (id) on delete cascade,
    couple_id uuid not null references couple (id) on delete cascade,
    contact_epoch integer not null,
    contact_public_key bytea not null,
    verified boolean not null,
    mac bytea not null,
    pinned_on date not null,
    primary key (owner, contact)
);

-- ------------------------------------------------------------------ the guided talk
-- `state` says who is to do what next. It holds no words, no roles and no trace of what was passed.
create table conversation (
    id uuid primary key,
    couple_id uuid not null references couple (id) on delete cascade,
    started_by uuid not null references person (id) on delete cascade,
    started_on date not null,
    once uuid not null,
    state jsonb not null,
    version integer not null default 1,
    constraint conversation_once unique (started_by, once)
);
create index conversation_couple on conversation (couple_id);

-- ------------------------------------------------------------------ what people write
create table entry (
    id uuid primary key,
    author uuid not null references person (id) on delete cascade,
    couple_id uuid references couple (id) on delete set null,
    about uuid references conversation (id) on delete set null,
    kind text not null constraint entry_kind check (kind in ('note', 'talk')),
    -- a keyed name for its place ("the feelings of this talk"): one entry for each place, and the name tells nothing
    slot bytea,
    -- the form's idempotency key
    once uuid not null,
    latest integer not null,
    created_on date not null,
    constraint entry_slot unique (author, slot),
    constraint entry_once unique (author, once)
);
create index entry_author on entry (author, kind);
create index entry_about on entry (about, author);

create table revision (
    entry_id uuid not null references entry (id) on delete cascade,
    number integer not null,
    author uuid not null references person (id) on delete cascade,
    author_epoch integer not null,
    -- the couple that was bound when it was sealed; all zeros before there was one
    bound_couple uuid not null,
    previous bytea,
    sealed bytea not null,
    digest bytea not null,
    created_on date not null,
    primary key (entry_id, number)
);

create table entry_grant (
    entry_id uuid not null,
    number integer not null,
    reader uuid not null references person (id) on delete cascade,
    author uuid not null references person (id) on delete cascade,
    reader_role text not null constraint entry_grant_role check (reader_role in ('author', 'partner', 'therapist')),
    reader_epoch integer not null,
    about uuid,
    sealed bytea not null,
    granted_on date not null,
    primary key (entry_id, number, reader),
    constraint entry_grant_own check ((reader_role = 'author') = (reader = author)),
    constraint entry_grant_revision foreign key (entry_id, number) references revision (entry_id, number) on delete cascade
);
-- another reader holds one revision of an entry at a time
create unique index entry_grant_one on entry_grant (entry_id, reader) where reader_role <> 'author';
create index entry_grant_reader on entry_grant (reader, granted_on desc) where reader_role <> 'author';
create index entry_grant_about on entry_grant (about, reader);

-- What a reader has opened, for that reader alone: it decides whether a "withdrawn" line stays, and is no receipt.
create table opening (
    entry_id uuid not null references entry (id) on delete cascade,
    reader uuid not null references person (id) on delete cascade,
    primary key (entry_id, reader)
);

create table withdrawal (
    entry_id uuid not null references entry (id) on delete cascade,
    reader uuid not null references person (id) on delete cascade,
    author uuid not null references person (id) on delete cascade,
    about uuid,
    withdrawn_on date not null,
    primary key (entry_id, reader)
);
create index withdrawal_reader on withdrawal (reader);

-- Unfinished writing. Sealed to the writer's public key, so it can be kept even when their session has ended.
create table draft (
    person_id uuid not null references person (id) on delete cascade,
    label bytea not null,
    sealed bytea not null,
    kept_on date not null,
    primary key (person_id, label)
);

-- ------------------------------------------------------------------ who may see and change what
alter table person enable row level security;
alter table person force row level security;
alter table credential enable row level security;
alter table credential force row level security;
alter table session enable row level security;
alter table session force row level security;
alter table couple enable row level security;
alter table couple force row level security;
alter table membership enable row level security;
alter table membership force row level security;
alter table invite enable row level security;
alter table invite force row level security;
alter table pin enable row level security;
alter table pin force row level security;
alter table conversation enable row level security;
alter table conversation force row level security;
alter table entry enable row level security;
alter table entry force row level security;
alter table revision enable row level security;
alter table revision force row level security;
alter table entry_grant enable row level security;
alter table entry_grant force row level security;
alter table opening enable row level security;
alter table opening force row level security;
alter table withdrawal enable row level security;
alter table withdrawal force row level security;
alter table draft enable row level security;
alter table draft force row level security;

-- Invites and memberships first: their policies are plain equalities, so the others can look them up. Whether an
-- invitation has expired is asked by the application, whose clock is the only one.
create policy invite_see on invite for select
    using (inviter = app_person() or code_hash = app_invite());
create policy invite_make on invite for insert
    with check (inviter = app_person() and state = 'open');
-- the inviter may cancel; whoever holds the code may accept, as themselves
create policy invite_answer on invite for update
    using (state = 'open' and (inviter = app_person() or code_hash = app_invite()))
    with check (
        (inviter = app_person() and state = 'cancelled')
        or (code_hash = app_invite() and state = 'accepted' and accepted_by = app_person())
    );

create policy membership_see on membership for select
    using (
        person_id = app_person() or partner_id = app_person()
        or exists (select from invite i where i.couple_id = membership.couple_id and i.code_hash = app_invite())
    );
create policy membership_join on membership for insert
    with check (
        person_id = app_person()
        and (
            (seat = 1 and partner_id is null)
            or exists (
                select from invite i
                where i.couple_id = membership.couple_id and i.code_hash = app_invite()
                    and i.inviter = membership.partner_id and i.state = 'open'
            )
        )
    );
-- being joined by the holder of the invite, or leaving (which ends both sides)
create policy membership_change on membership for update
    using (
        left_on is null
        and (
            person_id = app_person() or partner_id = app_person()
            or exists (
                select from invite i
                where i.couple_id = membership.couple_id and i.code_hash = app_invite()
                    and i.inviter = membership.person_id and i.state = 'open'
            )
        )
    )
    with check (
        ((person_id = app_person() or partner_id = app_person()) and left_on is not null)
        -- putting oneself beside somebody takes their open invitation
        or (
            left_on is null and partner_id = app_person() and person_id <> app_person()
            and exists (
                select from invite i
                where i.couple_id = membership.couple_id and i.code_hash = app_invite()
                    and i.inviter = membership.person_id and i.state = 'open'
            )
        )
    );

create policy person_see on person for select
    using (
        id = app_person()
        or exists (select from membership m where m.person_id = app_person() and m.partner_id = person.id)
        or exists (select from invite i where i.inviter = person.id and i.code_hash = app_invite())
    );
create policy person_make on person for insert with check (id = app_person());
create policy person_change on person for update using (id = app_person()) with check (id = app_person());

create policy credential_see on credential for select
    using (person_id = app_person() or name_key = app_name());
create policy credential_make on credential for insert with check (person_id = app_person());
create policy credential_change on credential for update
    using (person_id = app_person()) with check (person_id = app_person());

create policy session_all on session
    using (key = app_session() or person_id = app_person())
    with check (key = app_session());

create policy couple_see on couple for select
    using (exists (select from membership m where m.couple_id = couple.id and m.person_id = app_person()));
create policy couple_make on couple for insert with check (app_person() is not null);
create policy couple_end on couple for update
    using (exists (select from membership m where m.couple_id = couple.id and m.person_id = app_person()))
    with check (ended_on is not null);

create policy pin_own on pin using (owner = app_person()) with check (owner = app_person());

create policy conversation_see on conversation for select
    using (exists (select from membership m where m.couple_id = conversation.couple_id and m.person_id = app_person()));
create policy conversation_start on conversation for insert
    with check (
        started_by = app_person()
        and exists (
            select from membership m
            where m.couple_id = conversation.couple_id and m.person_id = app_person()
                and m.partner_id is not null and m.left_on is null
        )
    );
create policy conversation_go_on on conversation for update
    using (exists (
        select from membership m
        where m.couple_id = conversation.couple_id and m.person_id = app_person() and m.left_on is null
    ))
    with check (exists (
        select from membership m
        where m.couple_id = conversation.couple_id and m.person_id = app_person() and m.left_on is null
    ));

-- The list of what I may read stands on a plain equality with an index; the rest are look-ups by primary key.
create policy entry_grant_see on entry_grant for select
    using (reader = app_person() or author = app_person());
create policy entry_grant_give on entry_grant for insert
    with check (
        author = app_person()
        and (
            reader = app_person()
            or exists (
                select from membership m
                where m.person_id = app_person() and m.partner_id = entry_grant.reader and m.left_on is null
            )
        )
    );
create policy entry_grant_take_back on entry_grant for delete
    using (author = app_person() or reader = app_person());

create policy entry_see on entry for select
    using (
        author = app_person()
        or exists (select from entry_grant g where g.entry_id = entry.id and g.reader = app_person())
    );
create policy entry_write on entry for insert with check (author = app_person());
create policy entry_change on entry for update using (author = app_person()) with check (author = app_person());
create policy entry_remove on entry for delete using (author = app_person());

create policy revision_see on revision for select
    using (
        author = app_person()
        or exists (
            select from entry_grant g
            where g.entry_id = revision.entry_id and g.number = revision.number and g.reader = app_person()
        )
    );
create policy revision_write on revision for insert
    with check (
        author = app_person()
        and exists (select from entry e where e.id = revision.entry_id and e.author = app_person())
    );
create policy revision_remove on revision for delete using (author = app_person());

create policy opening_own on opening using (reader = app_person()) with check (reader = app_person());

-- The author may leave the line and lift it again, and cannot tell from it whether it shows.
create policy withdrawal_see on withdrawal for select
    using (
        author = app_person()
        or (
            reader = app_person()
            and exists (select from opening o where o.entry_id = withdrawal.entry_id and o.reader = app_person())
        )
    );
create policy withdrawal_leave on withdrawal for insert
    with check (
        author = app_person()
        and exists (select from entry e where e.id = withdrawal.entry_id and e.author = app_person())
    );
create policy withdrawal_lift on withdrawal for delete using (author = app_person());

create policy draft_own on draft
    using (person_id = app_person() or person_id = app_holder())
    with check (person_id = app_person() or person_id = app_holder());

-- ------------------------------------------------------------------ what the runtime role may do at all
grant select, insert, update on person, credential, conversation to toward_runtime;
-- of these, only the columns that joining, leaving and answering change
grant select, insert on couple, membership, invite to toward_runtime;
grant update (partner_id, left_on) on membership to toward_runtime;
grant update (ended_on) on couple to toward_runtime;
grant update (state, accepted_by, invitee_mac) on invite to toward_runtime;
grant select, insert, update, delete on session, pin, entry, draft to toward_runtime;
-- a revision, a grant and a withdrawal are made or removed, never altered
grant select, insert, delete on revision, entry_grant, opening, withdrawal to toward_runtime;
