-- What is due for both and for one, an address with its choices, a mail that waits, and a private calendar.
insert into due (id, person_id, couple_id, kind, about, at, weekday, hour, zone, taken) values
    ('00000000-0000-4000-8000-000000001501', '00000000-0000-4000-8000-00000000000a',
     '00000000-0000-4000-8000-0000000000c1', 'appointment', '00000000-0000-4000-8000-0000000000e1',
     '2026-03-07 18:30Z', null, null, null, false),
    ('00000000-0000-4000-8000-000000001502', '00000000-0000-4000-8000-00000000000b', null, 'check_in',
     '00000000-0000-4000-8000-000000001503', '2026-03-08 19:00Z', 7, '20:00', 'Europe/Berlin', false);
insert into reminder_mail
    (person_id, address, nonce, stop_digest, confirmed_on, kinds, zone, quiet_from, quiet_to) values
    ('00000000-0000-4000-8000-00000000000a', 'sam@example.org', decode(repeat('0f', 16), 'hex'), '\x01', '2026-03-02',
     array['appointment', 'check_in'], 'Europe/Berlin', '22:00', '07:00');
insert into outbox (id, person_id, kind, about, at, state, attempts, next_try) values
    ('00000000-0000-4000-8000-000000001504', '00000000-0000-4000-8000-00000000000a', 'test',
     '00000000-0000-4000-8000-000000001505', '2026-03-02 19:00Z', 'waiting', 1, '2026-03-02 19:05Z');
insert into feed (person_id, digest, made_on) values
    ('00000000-0000-4000-8000-00000000000a', '\x02', '2026-03-02');
