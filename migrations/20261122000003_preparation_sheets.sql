-- Preparation sheets: a third kind of entry. What must stay true: a sheet has one reader for ever, its author. What is
-- said of it in the talk is an entry of its own, with its own key.

alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind check (kind in ('note', 'talk', 'sheet'));

-- Beside whatever policies allow, now and later. A trigger and no policy: one that looks at `entry` from `entry_grant`
-- would go round in circles.
create function entry_grant_sheets_stay() returns trigger language plpgsql as $$
begin
    if exists (select from entry e where e.id = new.entry_id and e.kind = 'sheet') then
        raise insufficient_privilege using message = 'a preparation sheet is granted to nobody but its author';
    end if;
    return new;
end
$$;
create trigger entry_grant_sheets_stay before insert on entry_grant
    for each row when (new.reader <> new.author) execute function entry_grant_sheets_stay();
