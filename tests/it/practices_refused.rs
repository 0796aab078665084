//! Practices, where a request comes late, twice or past the pages: what both know stays what both know.

use axum::http::StatusCode;
use toward::{
    couples::Me,
    entries::{self, Base, Place, Written},
    ids::EntryId,
    practices::{self, Answer, Fields, Piece},
};

use crate::support::{Somebody, TestApp};

const APOLOGY: &str = "/between/1";
const RULES: &str = "/between/6";
/// Our cycle, which is drawn.
const CYCLE: &str = "/between/4";
/// What opens for both at once or not at all.
const AT_ONCE: &str = "/between/13";

fn id(path: &str) -> EntryId {
    path.trim_start_matches("/p/").parse().unwrap()
}

/// Writes an answer past the pages and shares it with the other one.
async fn answers(app: &TestApp, who: &Somebody, answer: &Answer) {
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    let slot = format!("practice/{}/answer", answer.to);
    let place = Place { kind: practices::KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let (base, now) = (Base::New(uuid::Uuid::new_v4()), app.clock.now());
    let piece = Piece::Answer(answer.clone());
    let written = entries::write(&mut scope, &who.hand, place, base, &piece, now).await.unwrap();
    let Written::Kept(entry, number) = written else { panic!("{written:?}") };
    let pinned = me.pinned().unwrap();
    assert!(entries::share(&mut scope, &who.hand, pinned, entry, number, now.date()).await.unwrap());
    scope.commit().await.unwrap();
}

fn answer(to: EntryId, practice: u16, says: &str, agreed: Option<Fields>) -> Answer {
    Answer { to, practice, number: 1, answer: says.to_owned(), words: String::new(), day: None, agreed }
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_accepts_their_own_apology() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    answers(&app, &sam, &answer(id(&given), 1, "accept", None)).await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&given).await.text();
        assert!(page.contains("I hid the phone.") && !page.contains("accepts it"), "{page}");
    }
    assert_eq!(sam.browser.get(&format!("{given}/later")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_nothing_stands_but_the_very_words_that_were_suggested() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rule = sam.browser.shares_practice(RULES, &[("f-rule", "We stop at ten.")]).await;
    let others = Fields::from([("rule".to_owned(), "We stop when I say so.".to_owned())]);
    answers(&app, &noor, &answer(id(&rule), 6, "agree", Some(others))).await;
    for who in [&mut sam, &mut noor] {
        let agreed = who.browser.get(RULES).await.all("section[aria-labelledby=agreed] .title");
        assert!(agreed.is_empty(), "{agreed:?}");
        assert!(!who.browser.get(&rule).await.text().contains("You both agreed to this on"));
    }
}

#[tokio::test]
async fn what_was_made_for_something_that_stands_no_more_is_neither_shared_nor_answered() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rule = sam.browser.shares_practice(RULES, &[("f-rule", "We stop at ten.")]).await;
    noor.browser.answers_practice(&rule, &[("answer", "agree")]).await;
    let other = format!("{rule}/other");
    let hers = noor.browser.submit(&other, &other, &[("f-rule", "At eleven."), ("act", "share")]).await;
    let late = sam.browser.submit(&other, &other, &[("f-rule", "At eight."), ("act", "share")]).await;
    sam.browser.shares_with(&late.path, "partner").await;
    let his = sam.browser.submit(&other, &other, &[("f-rule", "At nine."), ("act", "share")]).await;
    sam.browser.shares_with(&his.path, "partner").await;
    noor.browser.answers_practice(his.path.trim_end_matches("/share"), &[("answer", "agree")]).await;

    let refused = noor.browser.submit_on(&hers, &hers.path, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("has changed since"), "{}", refused.text());
    assert_eq!(sam.browser.get(hers.path.trim_end_matches("/share")).await.status, StatusCode::NOT_FOUND);
    let answer = late.path.replace("/share", "/answer");
    assert_eq!(noor.browser.get(&answer).await.status, StatusCode::NOT_FOUND);
    let forged = noor.browser.forges(&answer, &[("answer", "agree"), ("to", "1")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    let agreed = noor.browser.get(RULES).await.all("section[aria-labelledby=agreed] .title");
    assert_eq!(agreed, ["At nine."]);
}

#[tokio::test]
async fn what_opens_for_both_at_once_is_given_by_nobody_first() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = noor.browser.get(AT_ONCE).await.still();
    let part = sam.browser.keeps_practice(AT_ONCE, &[("f-down", "qzm-first")]).await;
    let page = sam.browser.get(&format!("{part}/share")).await;
    assert_eq!(page.count("input[name=with][value=now]"), 0, "it is not offered");
    let forged = sam.browser.forges(&format!("{part}/share"), &[("with", "now"), ("number", "1")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(noor.browser.get(&part).await.status, StatusCode::NOT_FOUND);
    assert_eq!(noor.browser.get(AT_ONCE).await.still(), before);
}

#[tokio::test]
async fn of_ones_own_part_only_what_was_looked_at_is_given() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let fields = [("f-feel", "Cornered."), ("f-do", "I go quiet."), ("f-think", "You are leaving.")];
    let part = sam.browser.keeps_practice(CYCLE, &fields).await;
    let (share, edit) = (format!("{part}/share"), format!("{part}/edit"));
    let looked = sam.browser.get(&share).await;
    sam.browser.submit(&edit, &edit, &[("f-feel", "qzm-later"), ("act", "keep")]).await;
    for with in ["now", "both"] {
        let refused = sam.browser.submit_on(&looked, &share, &[("with", with)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{with}");
        assert!(refused.text().contains("Look at it once more"), "{}", refused.text());
    }
    assert_eq!(noor.browser.get(&part).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_cycle_is_drawn_when_both_can_read_both() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let part = |feel| [("f-feel", feel), ("f-do", "I go quiet."), ("f-think", "You are leaving.")];
    let his = sam.browser.keeps_practice(CYCLE, &part("Cornered.")).await;
    let hers = noor.browser.keeps_practice(CYCLE, &part("Small.")).await;
    let share = format!("{his}/share");
    sam.browser.submit(&share, &share, &[("with", "now")]).await;
    let opened = noor.browser.submit(&his, &format!("{his}/look"), &[]).await;
    assert!(opened.text().contains("Cornered.") && opened.count("main svg[role=img]") == 0);
    let share = format!("{hers}/share");
    noor.browser.submit(&share, &share, &[("with", "now")]).await;
    for (who, path) in [(&mut sam, &his), (&mut noor, &hers)] {
        assert_eq!(who.browser.get(path).await.count("main svg[role=img]"), 1);
    }
}

#[tokio::test]
async fn after_parting_nothing_that_was_left_waits_to_be_answered() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    assert!(noor.browser.get("/today").await.text().contains("Sam shared something with you"));
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    assert!(!noor.browser.get("/today").await.text().contains("shared something with you"));
    assert!(noor.browser.get(&given).await.text().contains("I hid the phone."), "and it stays to be read");
}

#[tokio::test]
async fn words_that_were_given_or_agreed_to_are_not_changed_from_a_page_that_was_open_before() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    for (practice, field, says) in [(APOLOGY, "f-did", "heard"), (RULES, "f-rule", "agree")] {
        let given = sam.browser.keeps_practice(practice, &[(field, "As it was.")]).await;
        let (edit, share) = (format!("{given}/edit"), format!("{given}/share"));
        let begun = sam.browser.get(&edit).await;
        let other = [(field, "As it never was."), ("act", "keep")];
        sam.browser.shares_with(&share, "partner").await;
        let refused = sam.browser.submit_on(&begun, &edit, &other).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{practice}");
        noor.browser.answers_practice(&given, &[("answer", says)]).await;
        let refused = sam.browser.submit_on(&begun, &edit, &other).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{practice}");
        assert!(refused.text().contains("As it was.") && refused.body.contains("As it never was."));
        let page = sam.browser.get(&given).await.text();
        assert!(page.contains("As it was.") && !page.contains("never was"), "{page}");
    }
}

#[tokio::test]
async fn what_the_other_one_reads_is_not_removed_before_it_is_taken_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let tea = sam.browser.shares_practice("/between/10", &[("f-what", "A cup of tea")]).await;
    let refused = sam.browser.forges(&format!("{tea}/remove"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(noor.browser.get(&tea).await.text().contains("A cup of tea"));
}
