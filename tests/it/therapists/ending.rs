//! Ending: told in time, gone on by both, cut in one transaction whoever ends it, and the list of looks for ninety days.

use axum::http::StatusCode;
use sqlx::Executor as _;

use super::*;
use crate::support::Visitor;

const US: &str = "/us/therapist";

/// One turn of the jobs.
async fn turn(app: &TestApp) {
    therapists::clear_away(app.runtime(), app.clock.now()).await.unwrap();
}

/// Moves the clock; whoever acts afterwards has signed in again.
async fn later(app: &TestApp, days: i64, all: &mut [&mut Somebody]) {
    app.clock.advance(Duration::days(days));
    for who in all {
        who.browser = app.sign_in_again(who).await;
    }
}

/// What a therapist holds, and what is left of the access.
async fn left(app: &TestApp) -> (i64, i64) {
    (
        count(app, "entry_grant where access is not null").await,
        count(app, "therapist_access where state <> 'ended'").await,
    )
}

/// Sam, Noor and Amari, who holds a note of each.
async fn three_with_notes(app: &TestApp) -> (Somebody, Somebody, Somebody, AccessId, [EntryId; 2]) {
    let (sam, noor, amari, id) = three(app).await;
    let notes = [write(app, &sam, "Sam's.").await, write(app, &noor, "Noor's.").await];
    for (who, note) in [&sam, &noor].into_iter().zip(notes) {
        assert!(share_with_both(app, who, note, 1).await);
    }
    assert_eq!(left(app).await, (2, 1));
    (sam, noor, amari, id, notes)
}

fn line(page: &crate::support::Answer) -> Vec<String> {
    page.all("a.row[href='/us/therapist'] .title")
}

#[tokio::test]
async fn both_are_told_fourteen_days_before_and_it_goes_on_when_both_have_said_so() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    later(&app, 75, &mut [&mut sam, &mut noor]).await;
    for who in [&mut sam, &mut noor] {
        assert!(line(&who.browser.get("/today").await).is_empty(), "not yet");
    }
    later(&app, 1, &mut [&mut sam, &mut noor]).await;
    for who in [&mut sam, &mut noor] {
        let today = who.browser.get("/today").await;
        assert_eq!(line(&today), ["Amari can read until 31 May 2026"], "{}", today.text());
        assert!(today.body.contains("<title>Today"));
        assert!(!today.text().to_lowercase().contains("therap"), "{}", today.text());
        let us = who.browser.get(US).await;
        assert!(us.text().contains("It ends on 31 May 2026"), "{}", us.text());
    }
    let asked = sam.browser.submit(US, US, &[("act", "renew")]).await;
    assert!(asked.text().contains("You would like it to go on"), "{}", asked.text());
    assert!(line(&sam.browser.get("/today").await).is_empty(), "Sam has said so");
    // the other one answers a day later
    later(&app, 1, &mut [&mut sam, &mut noor]).await;
    let today = noor.browser.get("/today").await;
    assert_eq!(line(&today), ["Sam would like Amari to go on reading"]);
    assert!(today.text().contains("Otherwise it ends by itself on 31 May 2026."), "{}", today.text());
    let on = noor.browser.submit(US, US, &[("act", "renew")]).await;
    assert!(
        on.text().contains("It ends by itself on 16 August 2026"),
        "ninety days from then: {}",
        on.text()
    );
    for who in [&mut sam, &mut noor] {
        assert!(line(&who.browser.get("/today").await).is_empty());
    }
    assert_eq!(left(&app).await.1, 1);
    let note = write(&app, &sam, "Later.").await;
    assert!(share_with_both(&app, &sam, note, 1).await);
    assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("Later."));
}

#[tokio::test]
async fn what_was_asked_can_be_let_be_by_either_and_after_the_end_there_is_nothing_to_go_on_with() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, ..) = three(&app).await;
    // a wish can be said long before
    sam.browser.submit(US, US, &[("act", "renew")]).await;
    assert_eq!(line(&noor.browser.get("/today").await), ["Sam would like Amari to go on reading"]);
    let no = noor.browser.submit(US, US, &[("act", "let-it-end")]).await;
    assert!(no.text().contains("31 May 2026"), "{}", no.text());
    assert!(line(&noor.browser.get("/today").await).is_empty());
    assert!(line(&sam.browser.get("/today").await).is_empty());
    // asked a day before the end, and answered a day after it
    later(&app, 89, &mut [&mut sam, &mut noor]).await;
    sam.browser.submit(US, US, &[("act", "renew")]).await;
    later(&app, 2, &mut [&mut sam, &mut noor]).await;
    let late = noor.browser.submit(US, US, &[("act", "propose")]).await;
    assert!(late.text().contains("It is proposed."), "what is over begins anew: {}", late.text());
    let refused = sam.browser.forges(US, &[("act", "renew")]).await;
    assert_eq!(refused.location(), "/us/therapist?done=not");
    assert_eq!(line(&sam.browser.get("/today").await), ["Noor has proposed somebody who reads with you two"]);
    assert!(line(&noor.browser.get("/today").await).is_empty());
}

#[tokio::test]
async fn what_ran_out_is_answered_as_over_to_whoever_still_has_the_page_open() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, ..) = three(&app).await;
    later(&app, 89, &mut [&mut sam, &mut noor]).await;
    sam.browser.submit(US, US, &[("act", "renew")]).await;
    later(&app, 2, &mut [&mut sam, &mut noor]).await;
    let late = noor.browser.forges(US, &[("act", "renew")]).await;
    assert_eq!(late.location(), "/us/therapist?done=not");
    let page = noor.browser.follow(late).await;
    assert!(page.text().contains("its ninety days were over"), "{}", page.text());
    assert!(line(&noor.browser.get("/today").await).is_empty());
    assert_eq!(count(&app, "therapist_access where renewal_by is not null").await, 0);
}

#[tokio::test]
async fn the_jobs_end_what_ran_out_and_remind_once_of_what_soon_will() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _, notes) = three_with_notes(&app).await;
    let due = "due where kind = 'proposal'";
    app.clock.advance(Duration::days(75));
    turn(&app).await;
    assert_eq!((count(&app, due).await, left(&app).await), (0, (2, 1)));
    app.clock.advance(Duration::days(1));
    turn(&app).await;
    assert_eq!(count(&app, due).await, 2, "one for each of the two");
    let people: Vec<uuid::Uuid> =
        sqlx::query_scalar("select person_id from due").fetch_all(app.owner()).await.unwrap();
    assert!(people.contains(&sam.id.0) && people.contains(&noor.id.0) && !people.contains(&amari.id.0));
    let post = app.post();
    for _ in 0..3 {
        post.see().await.unwrap();
        turn(&app).await;
    }
    assert_eq!(count(&app, "due where kind = 'proposal' and taken").await, 2, "it comes once");
    for _ in 0..20 {
        app.clock.advance(Duration::hours(6));
        post.see().await.unwrap();
        post.tidy().await.unwrap();
        turn(&app).await;
    }
    assert_eq!(count(&app, due).await, 0, "and not again, when what came is tidied away");
    app.clock.advance(Duration::days(9));
    turn(&app).await;
    assert_eq!(left(&app).await, (0, 0), "nobody looked, and it has ended");
    let (how, on): (String, time::Date) =
        sqlx::query_as("select how, ended_on from therapist_access").fetch_one(app.owner()).await.unwrap();
    assert_eq!((how.as_str(), on), ("run_out", time::macros::date!(2026 - 05 - 31)));
    for (who, note) in [&noor, &sam].into_iter().zip(notes) {
        assert!(reads(&app, who, note).await.is_some(), "the two read on");
    }
}

#[tokio::test]
async fn whoever_is_asked_is_reminded_where_they_wanted_to_be_and_an_answer_ends_it() {
    let app = TestApp::new().await;
    let (sam, noor, ..) = three(&app).await;
    act(&app, &sam, &sam, Act::Renew).await.unwrap();
    let whose: Vec<uuid::Uuid> =
        sqlx::query_scalar("select person_id from due").fetch_all(app.owner()).await.unwrap();
    assert_eq!(whose, [noor.id.0]);
    act(&app, &noor, &noor, Act::LeaveRenewal).await.unwrap();
    assert_eq!(count(&app, "due").await, 0);
    act(&app, &noor, &noor, Act::Renew).await.unwrap();
    act(&app, &sam, &sam, Act::End).await.unwrap();
    assert_eq!(count(&app, "due").await, 0);
}

#[tokio::test]
async fn the_jobs_can_end_what_ran_out_and_do_nothing_else_to_it() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    propose(&app, &iris).await.unwrap();
    let mut scope = Scope::begin(app.runtime(), Asker::Jobs).await.unwrap();
    let states: Vec<String> =
        sqlx::query_scalar("select state from therapist_access").fetch_all(&mut *scope).await.unwrap();
    assert_eq!(states, ["active"], "what nobody reads is no matter of theirs");
    drop(scope);
    let day = "ended_on = (until at time zone 'utc')::date";
    for forged in [
        "update therapist_access set until = now() + interval '9 years'".to_owned(),
        format!("update therapist_access set therapist = '{}'", max.id),
        format!("update therapist_access set renewal_by = '{}'", sam.id),
        format!("update therapist_access set state = 'ended', how = 'partner', {day}"),
        "update therapist_access set state = 'ended', how = 'run_out', ended_on = '2020-01-01'".to_owned(),
        format!("update therapist_access set state = 'ended', how = 'run_out', {day}, therapist = '{}'", max.id),
        format!(
            "insert into due (id, person_id, couple_id, kind, about, at)
             select gen_random_uuid(), '{}', couple_id, 'proposal', id, now() from therapist_access",
            amari.id
        ),
        format!(
            "insert into due (id, person_id, couple_id, kind, about, at)
             select gen_random_uuid(), '{}', couple_id, 'review', id, now() from therapist_access",
            noor.id
        ),
        format!(
            "insert into due (id, person_id, couple_id, kind, about, at)
             select gen_random_uuid(), '{}', couple_id, 'proposal', gen_random_uuid(), now() from therapist_access",
            noor.id
        ),
    ] {
        let mut scope = Scope::begin(app.runtime(), Asker::Jobs).await.unwrap();
        assert!(scope.execute(AssertSqlSafe(forged.clone())).await.is_err(), "{forged}");
    }
    let mut scope = Scope::begin(app.runtime(), Asker::Jobs).await.unwrap();
    let gone = scope.execute("delete from therapist_access").await.unwrap().rows_affected();
    let looked = scope.execute("select from therapist_look").await.unwrap().rows_affected();
    assert_eq!((gone, looked), (0, 0));
    scope.commit().await.unwrap();
    assert_eq!(left(&app).await.1, 2);
}

/// Amari looks once.
async fn looked(app: &TestApp, amari: &Somebody, id: AccessId) -> Visitor {
    let mut browser = app.with_second_step(amari, false).await;
    assert_eq!(browser.get(&format!("/clients/{id}")).await.status, StatusCode::OK);
    browser
}

#[tokio::test]
async fn each_of_the_three_ends_it_and_the_open_page_fails_on_the_next_request() {
    let app = TestApp::new().await;
    for who in 0..3 {
        let (sam, noor, amari, id, notes) = three_with_notes(&app).await;
        let mut browser = looked(&app, &amari, id).await;
        act(&app, [&sam, &noor, &amari][who], &sam, Act::End).await.unwrap();
        assert_eq!(left(&app).await, (0, 0));
        let page = browser.get(&format!("/clients/{id}")).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text().contains("This is no longer open to you") && !page.names("Sam"));
        assert_eq!(reads(&app, &noor, notes[0]).await.as_deref(), Some("Sam's."), "the two read on");
    }
}

#[tokio::test]
async fn when_one_of_the_two_leaves_the_access_ends_with_it_and_when_that_fails_it_does_not() {
    let app = TestApp::new().await;
    for keep in [false, true] {
        let (sam, noor, amari, id, notes) = three_with_notes(&app).await;
        let mut browser = looked(&app, &amari, id).await;
        let me = me(&app, &noor).await;
        let today = app.clock.now().date();
        let mut scope = app.scope(&noor).await;
        couples::leave(&mut scope, &me, keep, today).await.unwrap();
        drop(scope);
        assert_eq!(left(&app).await, (2, 1), "one transaction, or none of it");
        let mut scope = app.scope(&noor).await;
        couples::leave(&mut scope, &me, keep, today).await.unwrap();
        scope.commit().await.unwrap();
        assert_eq!(left(&app).await, (0, 0));
        let page = browser.get(&format!("/clients/{id}")).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert_eq!(reads(&app, &sam, notes[1]).await.is_some(), keep, "as whoever left has chosen");
        for note in notes {
            assert_eq!(sees(&app, &amari, note).await, None);
        }
    }
}

#[tokio::test]
async fn when_an_account_is_deleted_nothing_is_left_for_a_therapist_to_open() {
    let app = TestApp::new().await;
    for who in 0..3 {
        let (sam, noor, amari, id, notes) = three_with_notes(&app).await;
        let mut browser = looked(&app, &amari, id).await;
        let gone = [&sam, &noor, &amari][who].id;
        sqlx::query("delete from person where id = $1").bind(gone.0).execute(app.owner()).await.unwrap();
        let of_it = format!("therapist_access where id = '{id}'");
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
        assert_eq!(count(&app, &of_it).await, 0);
        assert_eq!(count(&app, &format!("therapist_look where access_id = '{id}'")).await, 0);
        assert_ne!(browser.get(&format!("/clients/{id}")).await.status, StatusCode::OK);
        if who == 2 {
            assert_eq!(reads(&app, &noor, notes[0]).await.as_deref(), Some("Sam's."), "the two read on");
            assert!(ours(&app, &sam).await.is_none());
        }
    }
}

#[tokio::test]
async fn each_of_two_who_have_parted_finds_the_list_for_ninety_days_and_then_it_is_gone() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, mut amari, id) = three(&app).await;
    assert_eq!(sam.browser.get("/us").await.count("a[href='/us/therapist']"), 1);
    looked(&app, &amari, id).await;
    let today = app.clock.now().date();
    let me = me(&app, &noor).await;
    let mut scope = app.scope(&noor).await;
    couples::leave(&mut scope, &me, true, today).await.unwrap();
    scope.commit().await.unwrap();
    for who in [&mut sam, &mut noor] {
        let us = who.browser.get("/us").await;
        assert_eq!(us.all("a[href='/us/therapist']"), ["When your therapist looked"], "{}", us.text());
        let page = who.browser.get(US).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("2 March 2026 Amari: the first page"), "{}", page.text());
        assert!(!page.body.contains("value=\"propose\""), "there is nobody to propose it to");
    }
    assert_eq!(amari.browser.get(US).await.location(), "/us", "it is not for the therapist");
    // with somebody else, too, and apart from what is theirs
    let max = app.somebody("Max").await;
    let mut max = joins(&app, &mut sam, max).await;
    let page = sam.browser.get(US).await;
    assert!(page.text().contains("In the space that has ended 2 March 2026 Amari"), "{}", page.text());
    assert!(page.text().contains("Propose it"), "{}", page.text());
    assert!(!max.get(US).await.body.contains("Amari"), "not Max's");
    later(&app, 90, &mut [&mut sam, &mut noor]).await;
    turn(&app).await;
    assert!(noor.browser.get(US).await.text().contains("Amari: the first page"), "the ninetieth day");
    later(&app, 1, &mut [&mut sam, &mut noor]).await;
    assert_eq!(count(&app, "therapist_look").await, 1, "no turn so far");
    assert_eq!(noor.browser.get(US).await.location(), "/us", "not shown a day longer");
    assert_eq!(noor.browser.get("/us").await.count("a[href='/us/therapist']"), 0);
    turn(&app).await;
    assert_eq!((count(&app, "therapist_look").await, count(&app, "therapist_access").await), (0, 0));
}

/// Somebody else is linked with `one`; their browser.
async fn joins(app: &TestApp, one: &mut Somebody, other: Somebody) -> Visitor {
    let path = one.browser.invitation().await;
    let mut browser = app.sign_in_again(&other).await;
    let done = browser.submit(&path, &format!("{path}/accept"), &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    browser
}

#[tokio::test]
async fn whoever_reads_for_others_finds_them_from_today_and_their_account_and_nobody_else_does() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (mut iris, mut max) = app.linked("Iris", "Max").await;
    let code = linked(&app, &sam, &noor).await;
    let ways = async |who: &mut Visitor| {
        let mut found = Vec::new();
        for path in ["/today", "/account"] {
            let page = who.get(path).await;
            assert_eq!(page.status, StatusCode::OK);
            found.push(page.count("a[href='/clients']"));
        }
        found
    };
    for who in [&mut sam, &mut noor, &mut iris, &mut max] {
        assert_eq!(ways(&mut who.browser).await, [0, 0]);
    }
    let before = max.browser.get("/today").await.still();
    assert!(matches!(accept(&app, &iris, &code).await, Accepted::Open(_)));
    assert_eq!(ways(&mut iris.browser).await, [1, 1], "beside a partner of their own");
    let today = iris.browser.get("/today").await;
    assert!(!today.names("Sam"), "{}", today.text());
    for who in [&mut sam, &mut noor, &mut max] {
        assert_eq!(ways(&mut who.browser).await, [0, 0]);
    }
    assert_eq!(max.browser.get("/today").await.still(), before, "it is nothing of the partner's");
    // until it ends: by time, at that very moment
    later(&app, 89, &mut [&mut iris]).await;
    assert_eq!(ways(&mut iris.browser).await, [1, 1]);
    later(&app, 1, &mut [&mut iris]).await;
    assert_eq!(ways(&mut iris.browser).await, [0, 0]);
    assert_eq!(left(&app).await.1, 1, "nobody has settled it");
}
