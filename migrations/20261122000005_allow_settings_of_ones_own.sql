-- How somebody leaves and when their pages lock are an entry to themselves alone: sealed like everything they write.
alter table entry drop constraint entry_kind;
alter table entry add constraint entry_kind check (kind in ('note', 'talk', 'sheet', 'settings'));
