-- Who may change a membership, more narrowly than in the first schema:
--   * putting oneself beside somebody needs their open invitation, also when one is beside them already; before, a
--     partner could have changed the other one's seat;
--   * only the columns that joining, leaving and answering change can be changed at all.
alter policy membership_change on membership
    with check (
        ((person_id = app_person() or partner_id = app_person()) and left_on is not null)
        or (
            left_on is null and partner_id = app_person() and person_id <> app_person()
            and exists (
                select from invite i
                where i.couple_id = membership.couple_id and i.code_hash = app_invite()
                    and i.inviter = membership.person_id and i.state = 'open'
            )
        )
    );

revoke update on membership, couple, invite from toward_runtime;
grant update (partner_id, left_on) on membership to toward_runtime;
grant update (ended_on) on couple to toward_runtime;
grant update (state, accepted_by, invitee_mac) on invite to toward_runtime;
