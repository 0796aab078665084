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
    (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on, access)
    select entry_id, number, '00000000-0000-4000-8000-00000000000c', author, 'therapist', 1, about, '\x03'::bytea,
        '2026-03-05', '00000000-0000-4000-8000-000000002002'
    from entry_grant g
    where reader_role = 'partner' and not held
        and exists (select from entry e where e.id = g.entry_id and e.author = '00000000-0000-4000-8000-00000000000a' and e.kind = 'talk')
    limit 1;
