-- Iris was the therapist of Sam and Noor a third time, before, and its time ran out.
insert into therapist_access
    (id, couple_id, number, proposed_by, asked, proposer_seat, state, how, therapist, secrets, began_on, ended_on) values
    ('00000000-0000-4000-8000-000000002101', '00000000-0000-4000-8000-0000000000c1', 3,
     '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b', 1, 'ended', 'run_out',
     '00000000-0000-4000-8000-00000000000c', 'none', '2025-11-03', '2026-02-01');
