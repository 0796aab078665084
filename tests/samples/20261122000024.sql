-- It adds no table. What is there is older than its triggers, and what comes now passes them: Sam gives Noor a new note.
insert into entry (id, author, kind, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000002401', '00000000-0000-4000-8000-00000000000a', 'note',
     '00000000-0000-4000-8000-000000002402', 1, '2026-03-06');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-000000002401', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-4000-8000-0000000000c1', '\x01', '\x02', '2026-03-06');
insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on) values
    ('00000000-0000-4000-8000-000000002401', 1, '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-00000000000a', 'author', 1, '\x03', '2026-03-06'),
    ('00000000-0000-4000-8000-000000002401', 1, '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000a', 'partner', 1, '\x03', '2026-03-06');
