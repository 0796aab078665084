-- Sam asks Noor something, Noor can read it, and is to be reminded of the day she chose.
insert into entry (id, author, couple_id, kind, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000003001', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'question', '00000000-0000-4000-8000-0000000030f1', 1, '2026-03-06');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-000000003001', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-4000-8000-0000000000c1', '\x01', '\x02', '2026-03-06');
insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on) values
    ('00000000-0000-4000-8000-000000003001', 1, '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000a', 'partner', 1, '\x02', '2026-03-06');
insert into due (id, person_id, couple_id, kind, about, at) values
    ('00000000-0000-4000-8000-000000003002', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-0000000000c1', 'answer', '00000000-0000-4000-8000-000000003001', '2026-03-09 09:00Z');
