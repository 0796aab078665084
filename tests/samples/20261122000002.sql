-- Two answers of one pair, both given.
insert into entry (id, author, couple_id, about, kind, slot, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000e1', 'talk', '\x21',
     '00000000-0000-4000-8000-0000000000f4', 1, '2026-03-02');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values
    ('00000000-0000-4000-8000-000000000021', 1, '00000000-0000-4000-8000-00000000000a', 1,
     '00000000-0000-4000-8000-0000000000c1', '\x01', '\x02', '2026-03-02');
insert into entry_grant
    (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on, pair) values
    ('00000000-0000-4000-8000-000000000021', 1, '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-00000000000a', 'partner', 1, '00000000-0000-4000-8000-0000000000e1', '\x02', '2026-03-02',
     '00000000-0000-4000-8000-0000000000a1');
insert into shown (pair, person_id) values
    ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-00000000000a');
