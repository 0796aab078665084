-- Preparation sheets: a third kind of entry. What must stay true: a sheet has one reader for ever, its author. What is
-- said of it in the talk is an entry of its own, with its own key.

alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind check (kind in ('note', 'talk', 'sheet'));

-- Restrictive: it holds beside whatever else allows a grant, now and later.
create policy entry_grant_sheets_stay on entry_grant as restrictive for insert
    with check (
        reader = author
        or exists (select from entry e where e.id = entry_grant.entry_id and e.kind <> 'sheet')
    );
