-- One of the two has a second factor.
insert into second_factor (person_id, id, epoch, key, state, since) values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-0000000000b7', 1, '\x01', '\x02', '2026-03-09');
