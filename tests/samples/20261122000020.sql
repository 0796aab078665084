-- Iris was the therapist of Sam and Noor once, and is again: an access that ended, and one that runs, with a grant on it.
insert into therapist_access
    (id, couple_id, number, proposed_by, asked, proposer_seat, state, how, therapist, secrets, began_on, ended_on) values
    ('00000000-0000-4000-8000-000000002001', '00000000-0000-4000-8000-0000000000c1', 1,
     '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000a', 2, 'ended', 'partner',
     '00000000-0000-4000-8000-00000000000c', 'ask', '2026-03-03', '2026-03-04');
insert into therapist_access
    (id, couple_id, number, proposed_by, asked, proposer_seat, state, linked_by, link_entry, proposer_mac, asked_mac,
     therapist_mac, until, therapist, secrets, began_on, renewal_by) values
    ('00000000-0000-4000-8000-000000002002', '00000000-0000-4000-8000-0000000000c1', 2,
     '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b', 1, 'active',
     '00000000-0000-4000-8000-00000000000a', null, '\x01', '\x02', '\x03', '2026-06-03 20:00Z',
     '00000000-0000-4000-8000-00000000000c', 'none', '2026-03-05', '00000000-0000-4000-8000-00000000000b');
insert into therapist_look (access_id, looked_on, part) values
    ('00000000-0000-4000-8000-000000002001', '2026-03-03', 'overview'),
    ('00000000-0000-4000-8000-000000002002', '2026-03-05', 'overview'),
    ('00000000-0000-4000-8000-000000002002', '2026-03-05', 'talk');
insert into entry_grant
    (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on, access, pair, held)
    select entry_id, number, '00000000-0000-4000-8000-00000000000c', author, 'therapist', 1, about, '\x03'::bytea,
        '2026-03-05', '00000000-0000-4000-8000-000000002002', pair, held
    from entry_grant g
    where reader_role = 'partner' and not held
        and exists (select from entry e where e.id = g.entry_id and e.author = '00000000-0000-4000-8000-00000000000a' and e.kind = 'talk')
    limit 1;
-- The third week's check-in of one waits for the other's, for the other and for Iris.
insert into entry (id, author, couple_id, kind, slot, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000002010', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'checkin', '\x2010',
     '00000000-0000-4000-8000-000000002011', 1, '2026-03-15');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-000000002010', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-4000-8000-0000000000c1', '\x01', '\x02', '2026-03-15');
insert into entry_grant
    (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, pair, held, access) values
    ('00000000-0000-4000-8000-000000002010', 1, '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000a', 'partner', 1, '\x02', '2026-03-15',
     '00000000-0000-4000-8000-000000002012', true, null);
insert into entry_grant
    (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, pair, held, access) values
    ('00000000-0000-4000-8000-000000002010', 1, '00000000-0000-4000-8000-00000000000c',
     '00000000-0000-4000-8000-00000000000a', 'therapist', 1, '\x03', '2026-03-15',
     '00000000-0000-4000-8000-000000002012', true, '00000000-0000-4000-8000-000000002002');
