-- Rounds that the two agreed on, a change that waits, one who went on alone before, and a round that both have opened.
insert into checkin_schedule (id, couple_id, person_id, ended_at) values
    ('00000000-0000-4000-8000-000000001301', '00000000-0000-4000-8000-0000000000c1', null, null),
    ('00000000-0000-4000-8000-000000001302', null, '00000000-0000-4000-8000-00000000000a', '2026-03-01 19:30Z');
insert into checkin_rhythm
    (id, schedule_id, number, proposed_by, weekday, hour, zone, answer, answered_by, since) values
    ('00000000-0000-4000-8000-000000001311', '00000000-0000-4000-8000-000000001301', 1,
     '00000000-0000-4000-8000-00000000000a', 7, '19:30', 'Europe/Berlin', 'agreed',
     '00000000-0000-4000-8000-00000000000b', '2026-02-27 18:00Z'),
    ('00000000-0000-4000-8000-000000001312', '00000000-0000-4000-8000-000000001301', 2,
     '00000000-0000-4000-8000-00000000000b', 1, '20:00', 'Europe/Berlin', null, null, null),
    ('00000000-0000-4000-8000-000000001313', '00000000-0000-4000-8000-000000001302', 1,
     '00000000-0000-4000-8000-00000000000a', 7, '19:30', 'Europe/Berlin', 'own', null, '2026-02-20 18:00Z');
insert into checkin_met (pair, schedule_id) values
    ('00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-000000001301');
insert into checkin_look (pair, person_id) values
    ('00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-00000000000b');
