-- It adds no table. What is there is older than its triggers, and what comes now passes them: Noor and Sam come back two days
-- earlier, and Sam has read Noor's word of a hard moment.
update time_apart set two = '2026-03-18', sooner = null, sooner_by = null, until = '2026-03-18 08:00Z'
where id = '00000000-0000-4000-8000-000000003201';
insert into opening (entry_id, reader, number) values
    ('00000000-0000-4000-8000-000000003102', '00000000-0000-4000-8000-00000000000a', 1);
