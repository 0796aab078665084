//! For the tests of what is seen through the window: showing things in the database, and comparing what the three see.

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;
use toward::{
    entries,
    ids::{AccessId, EntryId},
};

use super::{act, ours};
use crate::support::{Somebody, TestApp, Visitor};
use toward::therapists::access::Act;

/// Everything of one kind that somebody has written in this couple, the oldest first.
pub(super) async fn written(app: &TestApp, who: &Somebody, kind: &str) -> Vec<EntryId> {
    let sql = "select e.id from entry e join revision r on r.entry_id = e.id
               where e.author = $1 and e.kind = $2 group by e.id order by min(r.created_on), min(e.ctid::text)";
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar(sql).bind(who.id.0).bind(kind).fetch_all(app.owner()).await.unwrap();
    ids.into_iter().map(EntryId).collect()
}

/// Shows the therapist what the partner holds of these; how many they hold then.
pub(super) async fn shows(app: &TestApp, who: &Somebody, ids: &[EntryId]) -> usize {
    let ours = ours(app, who).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let today = app.clock.now().date();
    let mut shown = 0;
    for id in ids {
        let mut scope = app.scope(who).await;
        let done =
            entries::show_therapist(&mut scope, &who.hand, therapist, access, *id, today).await.unwrap();
        scope.commit().await.unwrap();
        shown += usize::from(done);
    }
    shown
}

/// Shows the therapist everything of one kind that somebody wrote and the partner holds.
pub(super) async fn shows_all(app: &TestApp, who: &Somebody, kind: &str) -> usize {
    let ids = written(app, who, kind).await;
    shows(app, who, &ids).await
}

/// Everything behind the window's frame, with the same address for all.
pub(super) fn window(answer: &crate::support::Answer, base: &str) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}: {}", answer.path, answer.text());
    let from = answer.body.find("<div class=\"window").expect("a window");
    let until = answer.body.find("</main>").expect("an end");
    answer.body[from..until].replace(base, "(base)")
}

/// The page as the therapist sees it. The two see the same bytes.
pub(super) async fn seen(
    app: &TestApp,
    [sam, noor, amari]: [&Somebody; 3],
    id: AccessId,
    page: &str,
) -> String {
    let base = format!("/clients/{id}");
    let mut browser = app.with_second_step(amari, false).await;
    let theirs = window(&browser.get(&format!("{base}/{page}")).await, &base);
    for who in [sam, noor] {
        let mut browser = app.sign_in_again(who).await;
        let answer = browser.get(&format!("/us/seen/{page}")).await;
        assert!(answer.text().contains("This is what Amari sees"), "{}", answer.text());
        assert_eq!(window(&answer, "/us/seen"), theirs, "{page}: {} sees something else", who.id);
    }
    theirs
}

/// What people read in it.
pub(super) fn text(window: &str) -> String {
    let html = scraper::Html::parse_fragment(window);
    html.root_element().text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of everything in it that matches.
pub(super) fn all(window: &str, css: &str) -> Vec<String> {
    let html = scraper::Html::parse_fragment(window);
    let css = scraper::Selector::parse(css).unwrap();
    let words = |found: scraper::ElementRef<'_>| {
        found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    html.select(&css).map(words).collect()
}

/// Alters what is sealed of an entry.
pub(super) async fn breaks(app: &TestApp, id: EntryId) {
    let sql = "update revision set sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) % 256) where entry_id = $1";
    let mut tx = app.owner().begin().await.unwrap();
    sqlx::query("set local session_replication_role = replica").execute(&mut *tx).await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).bind(id.0).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// The page is not there for a therapist of others, for one of another couple, and for nobody when the access has ended.
pub(super) async fn is_closed_to_others(page: &str) {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = super::three(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let code = super::linked(&app, &iris, &max).await;
    super::accept(&app, &tom, &code).await;
    let there = format!("/clients/{id}/{page}");
    for who in [&tom, &sam, &iris] {
        let answer = app.with_second_step(who, false).await.get(&there).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
    let unsafe_one =
        app.with_second_step(&amari, false).await.forges(&there, &[("from", "2026-03-01")]).await;
    assert!(unsafe_one.status.is_client_error(), "{page}: {}", unsafe_one.status);
    let us = format!("/us/seen/{page}");
    let as_amari = app.with_second_step(&amari, false).await.get(&us).await;
    assert_eq!(as_amari.status, StatusCode::NOT_FOUND, "they are no couple with anybody");
    act(&app, &noor, &noor, Act::End).await.unwrap();
    let over = app.with_second_step(&amari, false).await.get(&there).await;
    assert_eq!(over.status, StatusCode::GONE, "{page}");
    assert!(!over.names("Noor"), "{page}");
    let answer = app.sign_in_again(&sam).await.get(&us).await;
    assert_eq!(answer.location(), "/us/therapist", "{page}");
    // and by time
    app.clock.advance(time::Duration::days(91));
    let mut late: Visitor = app.with_second_step(&tom, false).await;
    let (_, other) = (0, super::ours(&app, &iris).await.unwrap().id);
    assert_eq!(late.get(&format!("/clients/{other}/{page}")).await.status, StatusCode::GONE, "{page}");
}
