-- The second week's check-in of one, shared at once with the other: a grant of a pair that holds nothing back.
insert into entry (id, author, couple_id, kind, slot, once, latest, created_on) values
    ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'checkin', '\xa0',
     '00000000-0000-4000-8000-0000000000fa', 1, '2026-03-08');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-0000000000a0', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-4000-8000-0000000000c1', '\x01', '\x02', '2026-03-08');
insert into entry_grant
    (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, pair, held) values
    ('00000000-0000-4000-8000-0000000000a0', 1, '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000a', 'partner', 1, '\x02', '2026-03-08',
     '00000000-0000-4000-8000-0000000000a2', false);
