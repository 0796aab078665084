//! What a therapist holds: shared with both, shown later, taken back from one or from both.

use super::*;

#[tokio::test]
async fn the_therapist_reads_what_was_shared_with_them_and_nothing_else() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (private, partner, both) = (
        write(&app, &sam, "Only mine.").await,
        write(&app, &sam, "For Noor.").await,
        write(&app, &sam, "For both.").await,
    );
    share_with_partner(&app, &sam, partner, 1).await;
    assert!(share_with_both(&app, &sam, both, 1).await);
    assert_eq!(sees(&app, &amari, private).await, None);
    assert_eq!(sees(&app, &amari, partner).await, None);
    assert_eq!(sees(&app, &amari, both).await.as_deref(), Some("For both."));
    assert_eq!(reads(&app, &noor, both).await.as_deref(), Some("For both."));
    let today = app.clock.now().date();
    assert_eq!(shared(&app, &sam, private).await, Shared::No);
    assert_eq!(
        shared(&app, &sam, partner).await,
        Shared::WithPartner { number: 1, on: today, therapist: None }
    );
    assert_eq!(
        shared(&app, &sam, both).await,
        Shared::WithPartner { number: 1, on: today, therapist: Some(today) }
    );
    edit(&app, &sam, both, 1, "Changed since.").await;
    assert_eq!(sees(&app, &amari, both).await.as_deref(), Some("For both."));
}

#[tokio::test]
async fn taking_it_back_from_the_therapist_leaves_it_with_the_partner_under_another_key() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let note = write(&app, &sam, "For both.").await;
    share_with_both(&app, &sam, note, 1).await;
    sees(&app, &amari, note).await;
    let sealed = "select sealed from revision where entry_id = $1";
    let before: Vec<u8> = sqlx::query_scalar(sealed).bind(note.0).fetch_one(app.owner()).await.unwrap();
    let partner = app.pinned(&sam).await;
    let mut scope = app.scope(&sam).await;
    let back = entries::take_back_from_therapist(&mut scope, &sam.hand, Some(&partner), note).await;
    assert!(back.unwrap());
    let again = entries::take_back_from_therapist(&mut scope, &sam.hand, Some(&partner), note).await;
    assert!(!again.unwrap(), "once");
    scope.commit().await.unwrap();
    let after: Vec<u8> = sqlx::query_scalar(sealed).bind(note.0).fetch_one(app.owner()).await.unwrap();
    assert_ne!(before, after);
    assert_eq!(sees(&app, &amari, note).await, None);
    assert_eq!(traces(&app, &amari).await, 0, "nothing stays");
    assert_eq!(reads(&app, &noor, note).await.as_deref(), Some("For both."));
    assert_eq!(reads(&app, &sam, note).await.as_deref(), Some("For both."));
    assert!(matches!(shared(&app, &sam, note).await, Shared::WithPartner { therapist: None, .. }));
    share_with_both(&app, &sam, note, 1).await;
    assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("For both."));
}

#[tokio::test]
async fn taking_it_back_from_the_partner_takes_it_from_the_therapist_too() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (opened, unopened, removed) = (
        write(&app, &sam, "Opened.").await,
        write(&app, &sam, "Not opened.").await,
        write(&app, &sam, "Removed.").await,
    );
    for note in [opened, unopened, removed] {
        share_with_both(&app, &sam, note, 1).await;
    }
    sees(&app, &amari, opened).await;
    sees(&app, &amari, removed).await;
    let today = app.clock.now().date();
    let mut scope = app.scope(&sam).await;
    for note in [opened, unopened] {
        assert!(entries::take_back(&mut scope, &sam.hand, noor.id, note, today).await.unwrap());
    }
    assert!(entries::remove(&mut scope, &sam.hand, Some(noor.id), removed, today).await.unwrap());
    scope.commit().await.unwrap();
    for note in [opened, unopened, removed] {
        assert_eq!((sees(&app, &amari, note).await, reads(&app, &noor, note).await), (None, None));
    }
    assert_eq!(traces(&app, &amari).await, 0, "nothing stays");
    assert_eq!(lines(&app, &noor).await, 0);
}

#[tokio::test]
async fn sharing_anew_with_the_partner_alone_takes_it_from_the_therapist() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    for second in [1, 2] {
        let note = write(&app, &sam, "First.").await;
        share_with_both(&app, &sam, note, 1).await;
        edit(&app, &sam, note, 1, "Second.").await;
        share_with_partner(&app, &sam, note, second).await;
        assert_eq!(sees(&app, &amari, note).await, None);
        let right = if second == 1 { "First." } else { "Second." };
        assert_eq!(reads(&app, &noor, note).await.as_deref(), Some(right));
        share_with_both(&app, &sam, note, 2).await;
        assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("Second."));
    }
}

#[tokio::test]
async fn a_contact_cannot_stand_for_somebody_else_in_an_audience() {
    let app = TestApp::new().await;
    let (sam, _, amari, _) = three(&app).await;
    let note = write(&app, &sam, "Mine.").await;
    let ours = ours(&app, &sam).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let (partner, today) = (app.pinned(&sam).await, app.clock.now().date());
    for audience in [
        Audience::Partner(therapist),
        Audience::Both { partner: therapist, therapist: &partner, access },
        Audience::Both { partner: &partner, therapist: &partner, access },
    ] {
        let mut scope = app.scope(&sam).await;
        assert!(entries::share_with(&mut scope, &sam.hand, audience, note, 1, today).await.is_err());
    }
    let audience = Audience::Both { partner: &partner, therapist, access: AccessId::random() };
    let mut scope = app.scope(&sam).await;
    assert!(
        entries::share_with(&mut scope, &sam.hand, audience, note, 1, today).await.is_err(),
        "no such access"
    );
    drop(scope);
    assert_eq!(sees(&app, &amari, note).await, None);
}

/// Gives the therapist, too, what the partner holds.
async fn show(app: &TestApp, who: &Somebody, id: EntryId) -> bool {
    let ours = ours(app, who).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let mut scope = app.scope(who).await;
    let today = app.clock.now().date();
    let done = entries::show_therapist(&mut scope, &who.hand, therapist, access, id, today).await.unwrap();
    scope.commit().await.unwrap();
    done
}

async fn take_back(app: &TestApp, who: &Somebody, id: EntryId) -> bool {
    let partner = app.pinned(who).await;
    let mut scope = app.scope(who).await;
    let back = entries::take_back_from_therapist(&mut scope, &who.hand, Some(&partner), id).await;
    scope.commit().await.unwrap();
    back.unwrap()
}

#[tokio::test]
async fn what_was_shared_earlier_is_shown_as_the_partner_holds_it() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (note, private) = (write(&app, &sam, "As it was.").await, write(&app, &sam, "Only mine.").await);
    share_with_partner(&app, &sam, note, 1).await;
    edit(&app, &sam, note, 1, "Rewritten since.").await;
    app.clock.advance(Duration::days(3));
    assert!(show(&app, &sam, note).await);
    assert!(!show(&app, &sam, private).await, "the partner does not hold it");
    assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("As it was."));
    let (then, today) = (time::macros::date!(2026 - 03 - 02), time::macros::date!(2026 - 03 - 05));
    let mut scope = app.scope(&sam).await;
    let seen = entries::by_id::<Note>(&mut scope, &sam.hand, None, "note", note).await.unwrap().unwrap();
    let mine = seen.text().unwrap();
    assert_eq!(mine.shared, Shared::WithPartner { number: 1, on: then, therapist: Some(today) });
    drop(scope);
    // somebody else's is not theirs to show
    let theirs = write(&app, &noor, "Noor's.").await;
    share_with_partner(&app, &noor, theirs, 1).await;
    assert!(!show(&app, &sam, theirs).await);
    assert_eq!(sees(&app, &amari, theirs).await, None);
}

#[tokio::test]
async fn taking_back_and_showing_at_once_never_leaves_the_therapist_alone_with_it() {
    let app = TestApp::new().await;
    let (sam, noor, ..) = three(&app).await;
    for _ in 0..20 {
        let note = write(&app, &sam, "For Noor.").await;
        share_with_partner(&app, &sam, note, 1).await;
        let back = async {
            let mut scope = app.scope(&sam).await;
            let today = app.clock.now().date();
            entries::take_back(&mut scope, &sam.hand, noor.id, note, today).await.unwrap();
            scope.commit().await.unwrap();
        };
        // the reader lets go of it, which holds no entry
        let lets_go = async {
            let mut scope = app.scope(&noor).await;
            let sql = "delete from entry_grant where entry_id = $1 and reader = $2";
            sqlx::query(sql).bind(note.0).bind(noor.id.0).execute(&mut *scope).await.unwrap();
            scope.commit().await.unwrap();
        };
        let (_, (), ()) = tokio::join!(show(&app, &sam, note), back, lets_go);
    }
    let alone = "entry_grant t where t.access is not null and not exists
        (select from entry_grant p where p.entry_id = t.entry_id and p.number = t.number and p.reader_role = 'partner')";
    assert_eq!(count(&app, alone).await, 0);
}

#[tokio::test]
async fn what_both_have_signed_is_shown_and_goes_from_the_therapist_and_stays_with_the_two() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let plan = write(&app, &sam, "What we both signed.").await;
    share_with_partner(&app, &sam, plan, 1).await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let sql = format!(
        "insert into plan_version (couple_id, number, entry_id, revision, digest, proposed_by, proposed_on, outcome, decided_by)
         values ('{couple}', 1, '{plan}', 1, decode(repeat('00', 32), 'hex'), '{}', now(), 'agreed', '{}')",
        sam.id, noor.id
    );
    sqlx::query(AssertSqlSafe(sql)).execute(app.owner()).await.unwrap();
    let words = Some("What we both signed.");
    assert!(show(&app, &sam, plan).await);
    assert_eq!(sees(&app, &amari, plan).await.as_deref(), words);
    assert!(take_back(&app, &sam, plan).await);
    assert_eq!(sees(&app, &amari, plan).await, None);
    assert!(show(&app, &sam, plan).await);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    assert_eq!(sees(&app, &amari, plan).await, None);
    for who in [&sam, &noor] {
        assert_eq!(reads(&app, who, plan).await.as_deref(), words, "it stays");
    }
}

#[tokio::test]
async fn what_lies_on_the_table_goes_from_the_therapist_and_can_be_signed_as_it_was() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let plan = write(&app, &sam, "What Sam proposes.").await;
    share_with_both(&app, &sam, plan, 1).await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let digest = "select digest from revision where entry_id = $1";
    let before: Vec<u8> = sqlx::query_scalar(digest).bind(plan.0).fetch_one(app.owner()).await.unwrap();
    let sql = format!(
        "insert into plan_version (couple_id, number, entry_id, revision, digest, proposed_by, proposed_on, outcome)
         select '{couple}', 1, entry_id, 1, digest, author, now(), 'open' from revision where entry_id = '{plan}'"
    );
    sqlx::query(AssertSqlSafe(sql)).execute(app.owner()).await.unwrap();
    assert!(take_back(&app, &sam, plan).await);
    assert_eq!(sees(&app, &amari, plan).await, None);
    assert_eq!(reads(&app, &noor, plan).await.as_deref(), Some("What Sam proposes."));
    let after: Vec<u8> = sqlx::query_scalar(digest).bind(plan.0).fetch_one(app.owner()).await.unwrap();
    assert_eq!(before, after);
}
