//! The time of the next sitting: the same time again with one button, another one with the form, agreed by both, and in
//! the calendars and reminders of both; the clock keeps its hour when the clocks change.

use axum::http::StatusCode;
use time::{Duration, macros::datetime};

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, Until, pages},
};

async fn presses(visitor: &mut Visitor, talk: &str, act: &str) -> Answer {
    let here = format!("{talk}/next");
    let page = visitor.get(&here).await;
    let answer = visitor.submit_on(&page, &here, &[("act", act)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{act}: {}", answer.text());
    answer
}

async fn state(app: &TestApp) -> String {
    sqlx::query_scalar("select state::text from conversation").fetch_one(app.owner()).await.unwrap()
}

/// When somebody is to be reminded of the talk, for each of the two.
async fn due(app: &TestApp) -> Vec<time::OffsetDateTime> {
    let all = "select due.at from due where kind = 'appointment' order by due.at";
    sqlx::query_scalar(all).fetch_all(app.owner()).await.unwrap()
}

#[tokio::test]
async fn the_same_time_again_is_one_button_and_both_calendars_have_it_when_the_other_says_yes() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    // the first time was Monday 9 March, 19:30 in Berlin; it has come and gone
    assert_eq!(due(&app).await, [datetime!(2026-03-09 18:30 UTC); 2]);
    talk.later(&app, Duration::days(8)).await;
    let page = talk.sam.get(&format!("{path}/next")).await;
    assert!(page.text().contains("The last time you set aside was Monday 9 March 2026, 19:30"));
    let same = "Monday 16 March 2026, 19:30 (Europe/Berlin)";
    assert!(page.text().contains(same) && page.text().contains("place by Noor"), "{}", page.text());
    let done = presses(&mut talk.sam, &path, "same").await;
    assert!(done.text().contains("Shared with Noor."), "{}", done.text());
    let asked = talk.noor.stands(&path).await;
    assert!(asked.text().contains("Sam suggests a time for your next sitting. You can leave it for now."));
    let page = talk.noor.get(&format!("{path}/next")).await;
    assert!(page.text().contains("Sam suggests") && page.text().contains(same), "{}", page.text());
    presses(&mut talk.noor, &path, "yes").await;
    assert_eq!(due(&app).await, [datetime!(2026-03-16 18:30 UTC); 2]);
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).get(&format!("{path}/next")).await;
        assert!(page.text().contains(&format!("You have set this aside: {same}.")), "{}", page.text());
        let calendar = talk.of(who).get(&format!("{path}/time.ics")).await;
        assert!(calendar.body.contains("DTSTART:20260316T183000Z"), "{}", calendar.body);
        assert!(talk.of(who).get("/today").await.text().contains("16 March"));
        assert_eq!(talk.of(who).stands(&path).await.all("h1").len(), 1);
    }
    // and the week after that the clocks change: the hour stays
    talk.later(&app, Duration::days(7)).await;
    presses(&mut talk.noor, &path, "same").await;
    presses(&mut talk.sam, &path, "yes").await;
    talk.later(&app, Duration::days(7)).await;
    presses(&mut talk.noor, &path, "same").await;
    presses(&mut talk.sam, &path, "yes").await;
    assert_eq!(
        due(&app).await,
        [datetime!(2026-03-30 17:30 UTC); 2],
        "19:30 in Berlin is an hour earlier now"
    );
}

#[tokio::test]
async fn the_other_suggests_another_time_and_nobody_agrees_alone() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let (path, next) = (talk.path.clone(), format!("{}/next", talk.path));
    presses(&mut talk.sam, &path, "same").await;
    let mine = talk.sam.get(&next).await;
    let refused = talk.sam.submit_on(&mine, &next, &[("act", "yes")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let form = talk.noor.get(&format!("{next}?form=1")).await;
    assert!(form.body.contains("value=\"2026-03-16\""), "it begins with the other\u{2019}s: {}", form.text());
    let bad = [("date", "2026-03-01"), ("place", "my own place")];
    let again = talk.noor.submit_on(&form, &format!("{path}/1"), &bad).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("That moment has passed") && again.body.contains("my own place"));
    let other = [("date", "2026-03-17"), ("place", "my own place")];
    let preview = talk.noor.submit_on(&again, &format!("{path}/1"), &other).await;
    assert!(preview.path.contains("/share/"), "{}: {}", preview.path, preview.text());
    assert!(!talk.sam.get(&next).await.text().contains("my own place"), "it is not shared yet");
    talk.noor.confirms(&preview).await;
    let page = talk.sam.get(&next).await;
    assert!(page.text().contains("Tuesday 17 March 2026, 19:30") && page.text().contains("my own place"));
    presses(&mut talk.sam, &path, "yes").await;
    assert_eq!(due(&app).await, [datetime!(2026-03-17 18:30 UTC); 2]);
    let both = [&mut talk.sam, &mut talk.noor];
    for who in both {
        assert!(who.get(&next).await.text().contains("You have set this aside: Tuesday 17 March 2026"));
    }
    // what was agreed stays when its author takes their words back
    let record = talk.noor.get(&format!("{path}/1")).await;
    for back in links(&record, "/back/") {
        talk.noor.submit(&back, &back, &[]).await;
    }
    assert!(!talk.sam.get(&format!("{path}/1")).await.text().contains("Noor suggests"));
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).get(&next).await;
        assert!(page.text().contains("You have set this aside: Tuesday 17 March 2026"), "{}", page.text());
    }
    assert_eq!(due(&app).await, [datetime!(2026-03-17 18:30 UTC); 2]);
}

/// The links of a page that lead there.
fn links(page: &Answer, to: &str) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.body);
    let links = scraper::Selector::parse("a[href]").unwrap();
    let all = html.select(&links).filter_map(|link| link.value().attr("href"));
    all.filter(|href| href.contains(to)).map(ToOwned::to_owned).collect()
}

#[tokio::test]
async fn a_suggestion_goes_off_the_table_by_either_and_an_old_page_does_nothing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let (path, next) = (talk.path.clone(), format!("{}/next", talk.path));
    let old = talk.sam.get(&next).await;
    presses(&mut talk.sam, &path, "same").await;
    let twice = talk.sam.submit_on(&old, &next, &[("act", "same")]).await;
    assert!(twice.text().contains("The talk has moved on"), "{}", twice.text());
    let theirs = talk.noor.get(&next).await;
    presses(&mut talk.noor, &path, "not").await;
    let by_noor = state(&app).await;
    let late = talk.noor.submit_on(&theirs, &next, &[("act", "yes")]).await;
    assert!(late.text().contains("The talk has moved on"), "{}", late.text());
    assert_eq!(state(&app).await, by_noor);
    presses(&mut talk.sam, &path, "same").await;
    presses(&mut talk.sam, &path, "not").await;
    let by_sam = by_noor.replace("\"last\": 1", "\"last\": 2");
    assert_eq!(state(&app).await, by_sam, "who took it off is not kept");
    assert_eq!(due(&app).await, [datetime!(2026-03-09 18:30 UTC); 2], "what was agreed stays");
}

#[tokio::test]
async fn a_talk_stopped_for_now_goes_on_with_a_time_and_a_break_is_not_disturbed() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let (path, next) = (talk.path.clone(), format!("{}/next", talk.path));
    let rest = format!("{path}/rest");
    talk.sam.submit(&rest, &rest, &[]).await;
    assert!(due(&app).await.is_empty());
    presses(&mut talk.noor, &path, "same").await;
    assert!(talk.sam.stands(&path).await.text().contains("Noor suggests a time for your next sitting."));
    presses(&mut talk.sam, &path, "yes").await;
    assert_eq!(due(&app).await, [datetime!(2026-03-16 18:30 UTC); 2]);
    assert_eq!(talk.noor.stands(&path).await.path, format!("{path}/4"));

    let open = talk.sam.get(&next).await;
    let pause = format!("{path}/break");
    let held = talk.noor.submit(&pause, &pause, &[("length", "60")]).await.all("h1");
    let refused = talk.sam.submit_on(&open, &next, &[("act", "same")]).await;
    assert_eq!(refused.all("h1"), held, "{}", refused.text());
    let forged = talk.sam.forges(&next, &[("act", "same")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT, "{}", forged.text());
    let form = [("part", "next/2"), ("once", ONCE), ("date", "2026-03-20"), ("place", "typed in the break")];
    let forged = talk.sam.forges(&format!("{path}/1"), &form).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert!(forged.body.contains("typed in the break"), "{}", forged.text());
    assert_eq!(talk.sam.get(&next).await.status, StatusCode::SEE_OTHER);
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!((page.all("h1").as_slice(), page.count(&format!("a[href='{next}']"))), (&held[..], 0));
    }
}

const ONCE: &str = "00000000-0000-4000-8000-000000000001";

#[tokio::test]
async fn todays_page_says_that_a_time_is_suggested_where_nothing_else_waits() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let rest = format!("{path}/rest");
    let line = "suggests a time for your next sitting.";
    // what waits for both says so first
    presses(&mut talk.sam, &path, "same").await;
    assert!(!talk.noor.get("/today").await.text().contains(line));
    talk.sam.submit(&rest, &rest, &[]).await;
    assert!(talk.noor.get("/today").await.text().contains(&format!("Sam {line}")));
    assert!(!talk.sam.get("/today").await.text().contains(line));
    let page = talk.noor.get(&format!("{path}/next")).await;
    assert!(page.text().contains("The last time you set aside was"), "it rests: {}", page.text());
    presses(&mut talk.noor, &path, "not").await;
    assert!(!talk.noor.get("/today").await.text().contains(line));
}

#[tokio::test]
async fn ones_own_that_the_other_was_quicker_than_is_there_in_the_next_form_and_nobody_else_learns_of_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let (path, next) = (talk.path.clone(), format!("{}/next", talk.path));
    let before = pages(&mut talk.sam, &path).await;
    let fields = [("date", "2026-03-18"), ("place", "kept by Noor"), ("private", "1")];
    talk.noor.submit(&format!("{next}?form=1"), &format!("{path}/1"), &fields).await;
    let form = talk.noor.get(&format!("{next}?form=1")).await;
    assert!(form.body.contains("kept by Noor") && form.text().contains("Not shared yet"), "{}", form.text());
    // it is finished in its form: no button takes its place
    let page = talk.noor.get(&next).await;
    assert_eq!(page.count("button[value=same]"), 0);
    let same = [("act", "same"), ("date", "2026-03-16")];
    let refused = talk.noor.submit_on(&page, &next, &same).await;
    assert!(refused.text().contains("moved on"), "{}", refused.text());
    assert_eq!(pages(&mut talk.sam, &path).await, before);
    presses(&mut talk.sam, &path, "same").await;
    let open = talk.noor.submit_on(&form, &format!("{path}/1"), &fields).await;
    assert_eq!(open.status, StatusCode::CONFLICT, "{}", open.text());
    let again = talk.noor.get(&format!("{next}?form=1")).await;
    assert!(again.body.contains("kept by Noor") && again.body.contains("value=\"2026-03-18\""));
    talk.noor.get(&format!("{path}/1")).await;
    assert!(!talk.sam.get(&format!("{path}/1")).await.text().contains("kept by Noor"));
}

#[tokio::test]
async fn nothing_is_suggested_or_agreed_while_the_key_is_in_doubt_or_after_the_two_have_parted() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let (path, next) = (talk.path.clone(), format!("{}/next", talk.path));
    let before = state(&app).await;
    let key: Vec<u8> = sqlx::query_scalar("select public_key from person where name = 'Noor'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    let other = toward::vault::Root::generate().unwrap().keys().public().0.to_vec();
    let put = "update person set public_key = $1 where name = 'Noor'";
    sqlx::query(put).bind(other).execute(app.owner()).await.unwrap();
    let page = talk.sam.get(&next).await;
    let refused = talk.sam.submit_on(&page, &next, &[("act", "same")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("Sharing rests"), "{}", refused.text());
    let fields = [("date", "2026-03-18"), ("place", "kept by Sam")];
    let preview = talk.sam.submit(&format!("{next}?form=1"), &format!("{path}/1"), &fields).await;
    assert!(preview.text().contains("Sharing rests for now"), "{}", preview.text());
    assert_eq!(state(&app).await, before);
    sqlx::query(put).bind(key).execute(app.owner()).await.unwrap();

    presses(&mut talk.noor, &path, "same").await;
    let page = talk.sam.get(&next).await;
    let before = state(&app).await;
    talk.noor.submit("/us/leaving", "/us/leaving", &[]).await;
    assert!(due(&app).await.is_empty());
    let refused = talk.sam.submit_on(&page, &next, &[("act", "yes")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    assert_eq!(talk.sam.get(&next).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&app).await, before);
}

#[tokio::test]
async fn before_there_is_a_first_time_there_is_no_next_one() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Time).await;
    assert_eq!(talk.sam.get(&format!("{}/next", talk.path)).await.status, StatusCode::SEE_OTHER);
    assert!(!talk.sam.stands(&talk.path.clone()).await.text().contains("Set aside the next time"));
}
