-- Noor writes something that Sam may answer, sends word of a hard moment, and asks for time apart; all of it is shared.
insert into entry (id, author, couple_id, kind, once, latest, created_on) values
    ('00000000-0000-4000-8000-000000003101', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-0000000000c1', 'practice', '00000000-0000-4000-8000-0000000031f1', 1, '2026-03-06'),
    ('00000000-0000-4000-8000-000000003102', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-0000000000c1', 'hard', '00000000-0000-4000-8000-0000000031f2', 1, '2026-03-06'),
    ('00000000-0000-4000-8000-000000003103', '00000000-0000-4000-8000-00000000000b',
     '00000000-0000-4000-8000-0000000000c1', 'apart', '00000000-0000-4000-8000-0000000031f3', 1, '2026-03-06');
insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on)
select id, 1, author, 1, couple_id, '\x01', '\x02', created_on from entry
where kind in ('practice', 'hard', 'apart');
insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on)
select id, 1, '00000000-0000-4000-8000-00000000000a', author, 'partner', 1, '\x02', '2026-03-06' from entry
where kind in ('practice', 'hard', 'apart');
insert into due (id, person_id, couple_id, kind, about, at) values
    ('00000000-0000-4000-8000-000000003104', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'hard', '00000000-0000-4000-8000-000000003102', '2026-03-06 09:00Z'),
    ('00000000-0000-4000-8000-000000003105', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'date', '00000000-0000-4000-8000-000000003101', '2026-03-09 18:00Z'),
    ('00000000-0000-4000-8000-000000003106', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'return', '00000000-0000-4000-8000-000000003103', '2026-03-20 09:00Z');
