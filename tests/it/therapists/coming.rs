//! How a therapist comes and goes, and whose keys are whose.

use super::*;

#[tokio::test]
async fn it_takes_both_and_then_the_therapist_and_each_knows_the_keys_of_the_others() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    assert!(ours(&app, &sam).await.is_none());
    propose(&app, &sam).await.unwrap();
    assert_eq!(
        act(&app, &sam, &sam, Act::Agree).await,
        Err(Refusal::NotTheirs),
        "one alone agrees to nothing"
    );
    assert_eq!(make_link(&app, &sam).await.err(), Some(Refusal::NotNow));
    assert_eq!(act(&app, &noor, &noor, Act::Agree).await, Ok(Stage::Agreed));
    let code = make_link(&app, &noor).await.unwrap();
    let theirs = ours(&app, &sam).await.unwrap();
    assert_eq!(theirs.code.unwrap().to_string(), code.to_string(), "both hold the link");
    let Accepted::Open(id) = accept(&app, &amari, &code).await else { panic!("not accepted") };

    for who in [&sam, &noor] {
        let ours = ours(&app, who).await.unwrap();
        let therapist = ours.therapist.unwrap();
        assert_eq!((therapist.name.as_str(), therapist.secrets), ("Amari", Secrets::None));
        let PinState::Holds(pinned) = therapist.pin else { panic!("{:?}", therapist.pin) };
        assert_eq!(pinned.public_key(), amari.hand.keys.public());
    }
    let mut scope = app.scope(&amari).await;
    let of = therapists::of(&mut scope, &amari.hand, id, app.clock.now()).await.unwrap().unwrap();
    let names: Vec<_> = of.two.iter().map(|client| client.name.as_str()).collect();
    assert_eq!(names, ["Sam", "Noor"], "by seat, whoever proposed it");
    for (client, who) in of.two.iter().zip([&sam, &noor]) {
        assert!(matches!(client.pin, PinState::Holds(_)), "{:?}", client.pin);
        let theirs = key_phrase(&client.public_key, &amari.hand.keys.public());
        assert_eq!(theirs, key_phrase(&amari.hand.keys.public(), &who.hand.keys.public()));
    }
}

#[tokio::test]
async fn of_fifty_who_accept_at_once_one_comes_in() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let code = linked(&app, &sam, &noor).await.to_string();
    let mut people = Vec::new();
    for name in ["Amari", "Tom", "Ira", "Lea", "Kai"] {
        people.push(app.somebody(name).await);
    }
    let mut tries = tokio::task::JoinSet::new();
    for round in 0..50 {
        let hand = people[round % people.len()].hand.clone();
        let (pool, code, now) = (app.runtime().clone(), code.clone(), app.clock.now());
        tries.spawn(async move {
            let code = InviteCode::parse(&code).unwrap();
            let hash = code.hash();
            let mut scope = Scope::begin(&pool, Asker::Invited(hand.person, &hash)).await.unwrap();
            let done = link::accept(&mut scope, &hand, &code, Secrets::Ask, now).await.unwrap();
            if matches!(done, Accepted::Open(_)) {
                scope.commit().await.unwrap();
            }
            done
        });
    }
    let done = tries.join_all().await;
    assert_eq!(done.iter().filter(|done| matches!(done, Accepted::Open(_))).count(), 1, "{done:?}");
    assert_eq!(done.iter().filter(|done| **done == Accepted::Gone).count(), 49);
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 1);
    assert_eq!(count(&app, "pin where role = 'client'").await, 2, "whoever lost has met nobody");
}

#[tokio::test]
async fn nobody_is_the_therapist_of_their_own_couple() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let code = linked(&app, &sam, &noor).await;
    assert_eq!(accept(&app, &sam, &code).await, Accepted::Own);
    assert_eq!(accept(&app, &noor, &code).await, Accepted::Own);
    let sql = format!(
        "update therapist_access set state = 'active', therapist = '{}', therapist_mac = '', secrets = 'none', began_on = now()",
        noor.id
    );
    assert!(app.owner().execute(AssertSqlSafe(sql)).await.is_err(), "not even by hand");
}

#[tokio::test]
async fn a_partner_here_can_be_the_therapist_of_others() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &iris, &code).await, Accepted::Open(_)));
    // their own space goes on as it was, and is of no concern to Sam and Noor
    let note = write(&app, &iris, "For Max.").await;
    share_with_partner(&app, &iris, note, 1).await;
    assert_eq!(reads(&app, &max, note).await.as_deref(), Some("For Max."));
    for who in [&sam, &noor] {
        assert_eq!(reads(&app, who, note).await, None);
    }
    assert!(ours(&app, &max).await.is_none());
}

#[tokio::test]
async fn what_clients_and_a_partner_share_with_the_same_person_never_meets() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &iris, &code).await, Accepted::Open(_)));
    let (from_max, from_sam) = (write(&app, &max, "For Iris.").await, write(&app, &sam, "For both.").await);
    share_with_partner(&app, &max, from_max, 1).await;
    assert!(share_with_both(&app, &sam, from_sam, 1).await);
    let partner = app.pinned(&iris).await;
    let all = async |mut scope: Scope| -> Vec<String> {
        let seen =
            entries::of_kind::<Note>(&mut scope, &iris.hand, Some(&partner), "note", 10).await.unwrap();
        seen.into_iter().filter_map(Seen::text).map(|text| text.content.text).collect()
    };
    assert_eq!(all(app.scope(&iris).await).await, ["For Iris."]);
    assert_eq!(all(as_therapist(&app, &iris).await).await, ["For both."]);
    let list = Scope::begin(app.runtime(), Asker::Therapist(iris.id, None)).await.unwrap();
    assert_eq!(all(list).await, ["For both."]);
    // naming an access is not having one
    let someone_elses = Asker::Therapist(max.id, Some(ours(&app, &sam).await.unwrap().id));
    let mut scope = Scope::begin(app.runtime(), someone_elses).await.unwrap();
    let held = "select count(*) from entry_grant where access is not null";
    assert_eq!(sqlx::query_scalar::<_, i64>(held).fetch_one(&mut *scope).await.unwrap(), 0);
}

#[tokio::test]
async fn a_link_that_was_replaced_cancelled_withdrawn_used_or_ran_out_lets_nobody_in() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (amari, tom) = (app.somebody("Amari").await, app.somebody("Tom").await);
    let first = linked(&app, &sam, &noor).await;
    let second = make_link(&app, &noor).await.unwrap();
    assert_eq!(accept(&app, &amari, &first).await, Accepted::Gone, "replaced");
    act(&app, &sam, &sam, Act::CancelLink).await.unwrap();
    assert_eq!(accept(&app, &amari, &second).await, Accepted::Gone, "cancelled");
    let third = make_link(&app, &sam).await.unwrap();
    assert_eq!(act(&app, &noor, &noor, Act::Withdraw).await, Ok(Stage::Ended(Ending::Withdrawn)));
    assert_eq!(accept(&app, &amari, &third).await, Accepted::Gone, "withdrawn");
    let fourth = linked(&app, &noor, &sam).await;
    app.clock.advance(Duration::days(7));
    assert_eq!(accept(&app, &amari, &fourth).await, Accepted::Gone, "ran out");
    let ours = ours(&app, &sam).await.unwrap();
    assert!(ours.link_ran_out && ours.code.is_none() && ours.stage == Stage::Agreed);
    let fifth = make_link(&app, &sam).await.unwrap();
    assert!(matches!(accept(&app, &amari, &fifth).await, Accepted::Open(_)));
    assert_eq!(accept(&app, &tom, &fifth).await, Accepted::Gone, "used");
    assert_eq!(accept(&app, &tom, &InviteCode::generate().unwrap()).await, Accepted::Gone, "made up");
}

#[tokio::test]
async fn declining_leaves_it_open_to_propose_again() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    propose(&app, &sam).await.unwrap();
    assert_eq!(propose(&app, &noor).await, Err(Refusal::NotNow), "one at a time");
    act(&app, &noor, &noor, Act::Decline).await.unwrap();
    assert_eq!(ours(&app, &sam).await.unwrap().stage, Stage::Ended(Ending::Declined));
    propose(&app, &noor).await.unwrap();
    let theirs = ours(&app, &noor).await.unwrap();
    assert_eq!((theirs.mine, theirs.stage), (Side::Proposer, Stage::Proposed));
}

#[tokio::test]
async fn access_ends_by_itself_after_ninety_days_and_goes_on_when_both_want_it() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let of = async |app: &TestApp| {
        let mut scope = app.scope(&amari).await;
        let of = therapists::of(&mut scope, &amari.hand, id, app.clock.now()).await.unwrap().unwrap();
        scope.commit().await.unwrap();
        of.stage
    };
    app.clock.advance(Duration::days(80));
    act(&app, &sam, &sam, Act::Renew).await.unwrap();
    assert_eq!(act(&app, &sam, &sam, Act::Renew).await, Err(Refusal::NotTheirs), "one wish is not two");
    app.clock.advance(Duration::days(9));
    act(&app, &noor, &noor, Act::Renew).await.unwrap();
    app.clock.advance(Duration::days(89));
    assert!(matches!(of(&app).await, Stage::Open { .. }));
    app.clock.advance(Duration::days(1));
    assert_eq!(of(&app).await, Stage::Ended(Ending::RanOut));
    assert_eq!(count(&app, "therapist_access where state = 'ended' and how = 'run_out'").await, 1);
    assert_eq!(ours(&app, &sam).await.unwrap().stage, Stage::Ended(Ending::RanOut));
    app.clock.advance(Duration::days(91));
    assert!(ours(&app, &noor).await.is_none(), "kept for ninety days, and then gone");
    assert_eq!(count(&app, "therapist_access").await, 0);
}

#[tokio::test]
async fn whoever_ends_it_everything_the_therapist_held_is_gone_in_the_same_moment() {
    for how in ["one", "other", "therapist", "run out", "parted"] {
        let app = TestApp::new().await;
        let (sam, noor, amari, id) = three(&app).await;
        let (one, two) = (write(&app, &sam, "From Sam.").await, write(&app, &noor, "From Noor.").await);
        assert!(share_with_both(&app, &sam, one, 1).await && share_with_both(&app, &noor, two, 1).await);
        assert_eq!(sees(&app, &amari, one).await.as_deref(), Some("From Sam."));
        assert_eq!(sees(&app, &amari, two).await.as_deref(), Some("From Noor."));
        match how {
            "one" => {
                act(&app, &sam, &sam, Act::End).await.unwrap();
            }
            "other" => {
                act(&app, &noor, &noor, Act::End).await.unwrap();
            }
            "therapist" => {
                act(&app, &amari, &sam, Act::End).await.unwrap();
            }
            "run out" => {
                app.clock.advance(Duration::days(90));
                let mut scope = app.scope(&amari).await;
                therapists::of(&mut scope, &amari.hand, id, app.clock.now()).await.unwrap();
                scope.commit().await.unwrap();
            }
            _ => {
                let mine = me(&app, &sam).await;
                let mut scope = app.scope(&sam).await;
                couples::leave(&mut scope, &mine, true, app.clock.now().date()).await.unwrap();
                scope.commit().await.unwrap();
            }
        }
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0, "{how}");
        assert_eq!(count(&app, "therapist_access where state = 'active'").await, 0, "{how}");
        assert_eq!((sees(&app, &amari, one).await, sees(&app, &amari, two).await), (None, None), "{how}");
        assert_eq!(
            reads(&app, &noor, one).await.as_deref(),
            Some("From Sam."),
            "{how}: what was Noor's stays"
        );
    }
}

#[tokio::test]
async fn somebody_who_comes_a_second_time_finds_nothing_of_the_first() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let note = write(&app, &sam, "Shared then.").await;
    assert!(share_with_both(&app, &sam, note, 1).await);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    let code = linked(&app, &noor, &sam).await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    assert_eq!(sees(&app, &amari, note).await, None);
    assert!(share_with_both(&app, &sam, note, 1).await, "and it can be shared again, on purpose");
    assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("Shared then."));
}

#[tokio::test]
async fn a_key_that_was_put_in_place_of_anothers_is_noticed_by_whoever_needs_it() {
    // of either of the two, before the therapist comes
    for whose in ["Sam", "Noor"] {
        let app = TestApp::new().await;
        let (sam, noor) = app.linked("Sam", "Noor").await;
        let amari = app.somebody("Amari").await;
        let code = linked(&app, &sam, &noor).await;
        sqlx::query("update person set public_key = $1 where name = $2")
            .bind([9u8; 32].as_slice())
            .bind(whose)
            .execute(app.owner())
            .await
            .unwrap();
        assert_eq!(accept(&app, &amari, &code).await, Accepted::Gone, "{whose}");
    }
    // the therapist's, before the two have met it: also with a code's MAC made by somebody without the code
    for forged in [
        "update person set public_key = decode(repeat('09', 32), 'hex') where name = 'Amari'",
        "update therapist_access set therapist_mac = decode(repeat('09', 32), 'hex')",
        "update therapist_access set asked_mac = decode(repeat('09', 32), 'hex')",
    ] {
        let app = TestApp::new().await;
        let (_, noor, ..) = three(&app).await;
        app.owner().execute("alter table therapist_access disable trigger user").await.unwrap();
        app.owner().execute(AssertSqlSafe(forged.to_owned())).await.unwrap();
        let therapist = ours(&app, &noor).await.unwrap().therapist.unwrap();
        assert_eq!(therapist.pin, PinState::Changed, "{forged}");
    }
    // and afterwards
    let app = TestApp::new().await;
    let (sam, ..) = three(&app).await;
    let therapist = ours(&app, &sam).await.unwrap().therapist.unwrap();
    let mut scope = app.scope(&sam).await;
    therapists::meet(&mut scope, &sam.hand, &therapist, app.clock.now().date()).await.unwrap();
    scope.commit().await.unwrap();
    app.owner().execute("update therapist_access set link_entry = null").await.ok();
    app.owner()
        .execute("update person set public_key = decode(repeat('09', 32), 'hex') where name = 'Amari'")
        .await
        .unwrap();
    let ours = ours(&app, &sam).await.unwrap();
    assert_eq!(ours.therapist.as_ref().unwrap().pin, PinState::Changed);
    assert!(ours.reader().is_none(), "nothing can be shared with them");
}
