-- One pace that both agreed to, and one that waits for an answer.
insert into couple_pacing (id, couple_id, number, proposed_by, zone, quiet_from, quiet_to, longest, answer, answered_by) values
    ('00000000-0000-4000-8000-000000000601', '00000000-0000-4000-8000-0000000000c1', 1,
     '00000000-0000-4000-8000-00000000000a', 'Europe/Berlin', '22:30', '07:00', 60, 'agreed',
     '00000000-0000-4000-8000-00000000000b'),
    ('00000000-0000-4000-8000-000000000602', '00000000-0000-4000-8000-0000000000c1', 2,
     '00000000-0000-4000-8000-00000000000b', 'Europe/Berlin', null, null, 90, null, null);
