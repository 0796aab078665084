//! A hard moment, where a request comes late, twice or past the pages.

use axum::http::StatusCode;
use time::Duration;
use toward::{
    couples::Me,
    entries::{self, Base, Place, Written},
    hard::{self, Choice, Piece, Reply},
};

use crate::{hard::due, support::TestApp};

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_answers_their_own_line() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("Hold me tonight", "hold").await;
    let id = line.trim_start_matches("/now/").parse().unwrap();
    let mut scope = app.scope(&sam).await;
    let me = Me::load(&mut scope, &sam.hand).await.unwrap().unwrap();
    let slot = format!("heard/{id}");
    let place = Place { kind: hard::KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let piece = Piece::Reply(Reply::new(id, 1, Choice::Coming, None, "qzm-own"));
    let (base, now) = (Base::New(uuid::Uuid::new_v4()), app.clock.now());
    let written = entries::write(&mut scope, &sam.hand, place, base, &piece, now).await.unwrap();
    let Written::Kept(reply, number) = written else { panic!("{written:?}") };
    let pinned = me.pinned().unwrap();
    assert!(entries::share(&mut scope, &sam.hand, pinned, reply, number, now.date()).await.unwrap());
    scope.commit().await.unwrap();
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&line).await;
        assert!(page.text().contains("Hold me tonight") && !page.body.contains("qzm-own"), "{}", page.text());
    }
    noor.browser.presses(&line, "coming").await;
    assert!(sam.browser.get(&line).await.text().contains("I am coming to you."));
}

#[tokio::test]
async fn what_was_sent_or_said_is_not_removed_before_it_is_taken_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("It is back", "know").await;
    assert_eq!(sam.browser.forges(&format!("{line}/remove"), &[]).await.status, StatusCode::CONFLICT);
    noor.browser.presses(&line, "here").await;
    let own = noor.browser.get(&line).await;
    let mut hrefs = own.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let reply = hrefs.find_map(|href| href.strip_suffix("/share")).unwrap().to_owned();
    assert_eq!(noor.browser.forges(&format!("{reply}/remove"), &[]).await.status, StatusCode::CONFLICT);
    assert!(sam.browser.get(&line).await.text().contains("I have read it, and I am here."));
    assert!(noor.browser.get(&line).await.text().contains("It is back"));
    // taken back with an answer to it, it stays as it was
    sam.browser.shares_with(&format!("{line}/share"), "me").await;
    assert_eq!(sam.browser.forges(&format!("{line}/remove"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_line_that_was_sent_already_reminds_nobody_a_second_time() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("It is back", "know").await;
    let sent = due(&app, &noor).await;
    assert_eq!(sent, [app.clock.now()]);
    app.clock.advance(Duration::minutes(5));
    sam.browser.shares_with(&format!("{line}/share"), "partner").await;
    assert_eq!(due(&app, &noor).await, sent);
}

#[tokio::test]
async fn an_hour_that_a_night_has_covered_meanwhile_is_not_sent() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let moment = sam.browser.keeps_moment("It is back").await;
    let line = sam.browser.words_line(&moment, &[("need", "talk"), ("hour", "21:00")]).await;
    noor.browser.puts_away("07:00").await;
    let share = format!("{line}/share");
    let refused = sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("until which this is put away"), "{}", refused.text());
    assert_eq!(noor.browser.get(&line).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_all_nights_only_the_present_one_is_kept() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    for hour in ["07:00", "08:00", "08:00", "06:30"] {
        noor.browser.puts_away(hour).await;
    }
    let kept: Vec<i64> = sqlx::query_scalar(
        "select count(*) from revision r join entry e on e.id = r.entry_id where e.kind = 'hard' group by e.id",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    assert_eq!(kept, [1], "no list of nights");
    assert!(sam.browser.get("/now").await.text().contains("until 06:30"));
}

#[tokio::test]
async fn an_answer_with_a_sentence_is_given_to_the_line_that_it_was_written_for() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("Hold me", "hold").await;
    let fields = [("choice", "coming"), ("words", "In ten minutes"), ("look", "1")];
    let preview = noor.browser.submit(&line, &format!("{line}/reply"), &fields).await;
    assert!(preview.path.ends_with("/share"), "{}", preview.text());
    let (share, edit) = (format!("{line}/share"), format!("{line}/edit"));
    sam.browser.shares_with(&share, "me").await;
    // with somebody's words to it, which Sam does not know of, it can be changed
    sam.browser.submit(&edit, &edit, &[("need", "leave"), ("words", "Not now"), ("share", "1")]).await;
    sam.browser.shares_with(&share, "partner").await;
    let refused = noor.browser.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.text().contains("The line reads otherwise now"), "{}", refused.text());
    assert!(!sam.browser.get(&line).await.text().contains("In ten minutes"));
}

#[tokio::test]
async fn after_parting_a_line_that_was_left_is_read_and_not_answered() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("It is back", "know").await;
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    let page = noor.browser.get(&line).await.text();
    assert!(page.contains("It is back") && page.contains("A line from your partner then"), "{page}");
    let list = noor.browser.get("/now").await.text();
    assert!(list.contains("From your partner then."), "{list}");
    let fields = [("choice", "here"), ("words", "Still here"), ("line", "1"), ("look", "1")];
    let late = noor.browser.forges(&format!("{line}/reply"), &fields).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let hers: i64 = sqlx::query_scalar("select count(*) from entry where author = $1")
        .bind(noor.id.0)
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(hers, 0);
}
