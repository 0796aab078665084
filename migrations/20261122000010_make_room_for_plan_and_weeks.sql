-- The plan, what each of the two marks in it, the weekly check-in, single lines sent on their own, and moments marked on
-- a chart. As before, what an entry says is sealed; the kind is as coarse as reading it page by page allows.
alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind
    check (kind in ('note', 'talk', 'sheet', 'settings', 'plan', 'mark', 'checkin', 'line', 'moment'));

-- A grant of a pair either waits for its reader's own, or opens at once: whoever shares first holds nothing back, and
-- has given theirs all the same.
alter table entry_grant add column held boolean not null default false;
alter table entry_grant no force row level security;
update entry_grant set held = true where pair is not null;
alter table entry_grant force row level security;
alter table entry_grant add constraint entry_grant_held check (not held or pair is not null);

drop policy entry_grant_see on entry_grant;
create policy entry_grant_see on entry_grant for select
    using (
        author = app_person()
        or (
            reader = app_person()
            and (
                not held
                or exists (select from shown s where s.pair = entry_grant.pair and s.person_id = app_person())
            )
        )
    );
