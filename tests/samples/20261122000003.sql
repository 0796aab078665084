-- Sam has prepared: a sheet for the talk, and nobody else's grant on it.
insert into entry (id, author, couple_id, about, kind, slot, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000e1', 'sheet', '\x31',
     '00000000-0000-4000-8000-0000000000f3', 1, '2026-03-03');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-000000000031', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-4000-8000-0000000000c1', '\x01', '\x02', '2026-03-03');
insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on) values
    ('00000000-0000-4000-8000-000000000031', 1, '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-00000000000a', 'author', 1, '00000000-0000-4000-8000-0000000000e1', '\x01',
     '2026-03-03');
