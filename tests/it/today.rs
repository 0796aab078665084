//! Today: what waits for whom, and what it costs to find out.

use axum::http::StatusCode;

use crate::support::{
    TestApp, Visitor,
    talk::{OPENING, Until, begin},
};

/// What waits for somebody, by its titles.
async fn waits(who: &mut Visitor) -> Vec<String> {
    who.get("/today").await.all("section[aria-labelledby=waiting] .title")
}

/// Compares the words once, so that they wait no more.
async fn compares(who: &mut Visitor) {
    who.submit("/us/words", "/us/words", &[("same", "yes")]).await;
}

/// Writes a note and answers where it is.
async fn writes(who: &mut Visitor, text: &str) -> String {
    let answer = who.submit("/write/new", "/write/new", &[("title", ""), ("text", text)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.path.split('?').next().expect("a path").to_owned()
}

#[tokio::test]
async fn alone_it_says_what_works_already_and_whether_an_invitation_is_out() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await.browser;
    let first = sam.get("/today").await;
    assert!(first.text().contains("Nothing is waiting for you."), "{}", first.text());
    assert_eq!(first.all("#alone"), ["You are here on your own"]);
    assert_eq!(first.all("section[aria-labelledby=alone] a").first().unwrap(), "Invite your partner");
    sam.invitation().await;
    let invited = sam.get("/today").await;
    assert_eq!(invited.all("#alone"), ["Your invitation is out"]);
    assert!(invited.text().contains("The link works until Monday 9 March."), "{}", invited.text());
    sam.submit("/us", "/us/invite/cancel", &[]).await;
    assert_eq!(sam.get("/today").await.all("#alone"), ["You are here on your own"]);
}

#[tokio::test]
async fn what_stands_between_the_two_waits_for_whoever_has_not_done_it() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    assert_eq!(waits(&mut sam).await, ["Read six words to Noor"]);
    compares(&mut sam).await;
    assert!(waits(&mut sam).await.is_empty());
    assert_eq!(waits(&mut noor).await, ["Read six words to Sam"], "each does it for themself");
    compares(&mut noor).await;

    let before = noor.get("/today").await.still();
    let pace = [("longest", "60"), ("quiet", "none"), ("zone", "Pacific/Auckland")];
    sam.submit("/us/pace", "/us/pace", &pace).await;
    assert_eq!(waits(&mut noor).await, ["Sam suggests another pace for your talks"]);
    assert!(waits(&mut sam).await.is_empty(), "not one's own");
    noor.submit("/us/pace", "/us/pace/answer", &[("answer", "leave")]).await;
    assert_eq!(noor.get("/today").await.still(), before);
}

#[tokio::test]
async fn the_day_is_the_couples_own() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    let day = async |who: &mut Visitor| who.get("/today").await.all(".head .eyebrow");
    assert_eq!(day(&mut sam).await, ["Monday 2 March"]);
    let pace = [("longest", "60"), ("quiet", "none"), ("zone", "Pacific/Auckland")];
    sam.submit("/us/pace", "/us/pace", &pace).await;
    noor.submit("/us/pace", "/us/pace/answer", &[("answer", "agree")]).await;
    assert_eq!(day(&mut noor).await, ["Tuesday 3 March"]);
}

#[tokio::test]
async fn a_note_waits_for_whom_it_was_shared_with_until_it_is_opened() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    compares(&mut sam).await;
    compares(&mut noor).await;
    let before = noor.get("/today").await.still();
    let note = writes(&mut sam, "I counted the exits.").await;
    assert_eq!(noor.get("/today").await.still(), before, "nothing tells that something was written");
    let share = format!("{note}/share");
    sam.submit(&share, &share, &[("with", "partner")]).await;
    let theirs = noor.get("/today").await;
    assert_eq!(waits(&mut noor).await, ["Sam shared a note with you"]);
    assert!(!theirs.body.contains("exits"), "what it says waits behind a press");
    assert!(waits(&mut sam).await.is_empty());
    let mine = sam.get("/today").await.still();
    noor.get(&note).await;
    assert_eq!(noor.get("/today").await.still(), before);
    assert_eq!(sam.get("/today").await.still(), mine, "whether it was opened stays with whoever opened it");
}

#[tokio::test]
async fn a_talk_waits_for_whose_turn_it_is_and_writing_in_it_shows_nowhere() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Responsibility).await;
    compares(&mut talk.sam).await;
    compares(&mut talk.noor).await;
    assert_eq!(waits(&mut talk.noor).await, ["About the spring"]);
    assert!(waits(&mut talk.sam).await.is_empty());
    let (before, path) = (talk.sam.get("/today").await.still(), talk.path.clone());
    talk.noor.writes(&path, 6, &[("act", "I lied"), ("effect", "You were alone")]).await;
    assert_eq!(talk.sam.get("/today").await.still(), before);
}

#[tokio::test]
async fn after_the_end_it_says_so_and_nothing_of_the_other_one_waits() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let note = writes(&mut talk.sam, "I counted the exits.").await;
    let share = format!("{note}/share");
    talk.sam.submit(&share, &share, &[("with", "partner")]).await;
    talk.sam.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for (who, other) in [(&mut talk.sam, "Noor"), (&mut talk.noor, "Sam")] {
        let page = who.get("/today").await;
        assert!(page.text().contains("Nothing is waiting for you."), "{}", page.text());
        assert_eq!(page.all("#alone"), [format!("The space with {other} has ended")]);
        assert!(page.text().contains("It ended on 2 March 2026."));
        assert!(!page.text().contains("About the spring") && !page.body.contains(&note));
    }
}

#[tokio::test]
async fn six_talks_are_opened_with_as_many_statements_as_one() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let proposed = begin(&mut talk.sam, &mut talk.noor, &OPENING).await;
    let form = format!("{proposed}/0?form=1");
    let pages = ["/today", "/talk", "/talk/new", "/talk/pause", form.as_str()];
    // what is noted at the first look has been noted
    talk.noor.get(&form).await;
    let few = app.statements(&talk.noor, &pages).await;
    for _ in 0..5 {
        begin(&mut talk.sam, &mut talk.noor, &OPENING).await;
    }
    let many = app.statements(&talk.noor, &pages).await;
    for ((page, few), many) in pages.iter().zip(&few).zip(&many) {
        assert_eq!(few, many, "{page}");
        assert!((6..=12).contains(&few.len()), "{page}: {few:#?}");
    }
}
