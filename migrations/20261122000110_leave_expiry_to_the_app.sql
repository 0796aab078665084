-- Only the app's clock says what time it is: a test moves it, and a database on another machine may be off by hours.
-- An invitation that has expired is refused by `couples::invite` before these policies are asked.
alter policy membership_join on membership
    with check (
        person_id = app_person()
        and (
            (seat = 1 and partner_id is null)
            or exists (
                select from invite i
                where i.couple_id = membership.couple_id and i.code_hash = app_invite()
                    and i.inviter = membership.partner_id and i.state = 'open'
            )
        )
    );
alter policy membership_change on membership
    using (
        left_on is null
        and (
            person_id = app_person() or partner_id = app_person()
            or exists (
                select from invite i
                where i.couple_id = membership.couple_id and i.code_hash = app_invite()
                    and i.inviter = membership.person_id and i.state = 'open'
            )
        )
    );
