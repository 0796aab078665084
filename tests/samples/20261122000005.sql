-- Sam's own settings: an entry that nobody else is granted.
insert into entry (id, author, kind, slot, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-00000000000a', 'settings', '\x51',
     '00000000-0000-4000-8000-0000000000f5', 1, '2026-03-04');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-000000000051', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-0000-0000-000000000000', '\x01', '\x02', '2026-03-04');
insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on) values
    ('00000000-0000-4000-8000-000000000051', 1, '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-00000000000a', 'author', 1, '\x01', '2026-03-04');
