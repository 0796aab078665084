-- Two linked people and one alone, with a row in every table: what later migrations meet.
insert into person (id, name, public_key, created_on) values
    ('00000000-0000-4000-8000-00000000000a', 'Sam', decode(repeat('0a', 32), 'hex'), '2026-03-01'),
    ('00000000-0000-4000-8000-00000000000b', 'Noor', decode(repeat('0b', 32), 'hex'), '2026-03-01'),
    ('00000000-0000-4000-8000-00000000000c', 'Iris', decode(repeat('0c', 32), 'hex'), '2026-03-02');
insert into credential
    (person_id, sign_in_name, name_key, kdf_memory_kib, kdf_passes, kdf_lanes, salt, commitment, sealed,
     recovery_number, recovery_salt, recovery_sealed, changed_on)
    select id, name || '@example.org', decode(md5(name), 'hex'), 65536, 3, 1, '\x01'::bytea, '\x02'::bytea, '\x03'::bytea, 1, '\x04'::bytea, '\x05'::bytea,
        '2026-03-01'
    from person;
insert into session (key, person_id, epoch, sealed, idle_until, expires_at) values
    ('\x01', '00000000-0000-4000-8000-00000000000a', 1, '\x02', '2026-03-01 20:00Z', '2026-03-02 08:00Z');
insert into attempt (key, failures, locked_until, seen_on) values ('\x01', 2, '2026-03-01 20:00Z', '2026-03-01');
insert into couple (id, created_on) values ('00000000-0000-4000-8000-0000000000c1', '2026-03-01');
insert into membership (couple_id, person_id, partner_id, seat, joined_on) values
    ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-00000000000b', 1, '2026-03-01'),
    ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000a', 2, '2026-03-01');
insert into invite
    (id, couple_id, inviter, code_hash, sealed_code, inviter_mac, state, expires_at, accepted_by, invitee_mac) values
    ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000c1',
     '00000000-0000-4000-8000-00000000000a', '\x01', '\x02', '\x03', 'accepted', '2026-03-08 20:00Z',
     '00000000-0000-4000-8000-00000000000b', '\x04');
insert into pin (owner, contact, couple_id, contact_epoch, contact_public_key, verified, mac, pinned_on) values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-0000000000c1', 1, decode(repeat('0b', 32), 'hex'), true, '\x01', '2026-03-01');
insert into conversation (id, couple_id, started_by, started_on, once, state) values
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000c1',
     '00000000-0000-4000-8000-00000000000a', '2026-03-02', '00000000-0000-4000-8000-0000000000f1', '{}');
insert into entry (id, author, couple_id, about, kind, slot, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000e1', 'talk', '\x01',
     '00000000-0000-4000-8000-0000000000f2', 1, '2026-03-02'),
    ('00000000-0000-4000-8000-000000000012', '00000000-0000-4000-8000-00000000000c', null, null, 'note', null,
     '00000000-0000-4000-8000-0000000000f3', 1, '2026-03-02');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on)
    select id, 1, author, 1, coalesce(couple_id, '00000000-0000-0000-0000-000000000000'), '\x01'::bytea, '\x02'::bytea, created_on
    from entry;
insert into entry_grant
    (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on)
    select id, 1, author, author, 'author', 1, about, '\x01'::bytea, created_on from entry
    union all
    select id, 1, '00000000-0000-4000-8000-00000000000b', author, 'partner', 1, about, '\x02'::bytea, created_on
    from entry where couple_id is not null;
insert into opening (entry_id, reader) values
    ('00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-00000000000b');
insert into withdrawal (entry_id, reader, author, withdrawn_on) values
    ('00000000-0000-4000-8000-000000000012', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000c', '2026-03-03');
insert into draft (person_id, label, sealed, kept_on) values
    ('00000000-0000-4000-8000-00000000000a', '\x01', '\x02', '2026-03-02');
