//! What people write is text on every page of the rooms between the talks, and never a mark: for its author, in the form
//! in which it is changed, and for whoever reads it.

use crate::support::{Somebody, TestApp};

/// It would end a field, an attribute and a script, if it were more than text.
const WORDS: &str = "qzm \"'><b id=qzm>x</b></textarea><script id=qzm></script>";

async fn are_text(who: &mut Somebody, paths: &[&str]) {
    for path in paths {
        let page = who.browser.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("qzm"), "{path} shows it: {}", page.text());
        assert_eq!(page.count("#qzm"), 0, "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn what_is_asked_answered_and_not_said_is_text() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let private = sam.browser.keeps_question(WORDS).await;
    are_text(&mut sam, &["/questions", &private, &format!("{private}/edit"), &format!("{private}/why")])
        .await;
    let question = sam.browser.asks(WORDS).await;
    noor.browser.submit("/aside", "/aside", &[("words", WORDS)]).await;
    let (answer, later) = (format!("{question}/answer"), format!("{question}/later"));
    are_text(&mut noor, &["/questions", &question, &answer, &later, "/aside"]).await;
    noor.browser.answers(&question, WORDS).await;
    are_text(&mut noor, &[&question, &answer, &format!("{question}/share/answer")]).await;
    are_text(&mut sam, &[&question]).await;
}

#[tokio::test]
async fn what_is_written_in_a_hard_moment_and_what_is_noticed_is_text() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let moment = sam.browser.keeps_moment(WORDS).await;
    are_text(&mut sam, &["/now", &moment, &format!("{moment}/edit")]).await;
    let line = sam.browser.sends_line(WORDS, "hold").await;
    are_text(&mut sam, &["/now", &line]).await;
    are_text(&mut noor, &["/now", &line]).await;
    let fields = [("choice", "coming"), ("words", WORDS), ("look", "1")];
    let preview = noor.browser.submit(&line, &format!("{line}/reply"), &fields).await;
    are_text(&mut noor, &[&preview.path, &line]).await;
    let kept = sam.browser.submit("/noticed/new", "/noticed/new", &[("words", WORDS)]).await;
    are_text(&mut sam, &["/noticed", &kept.path, &format!("{}/edit", kept.path)]).await;
    sam.browser.submit(&kept.path, &format!("{}/send", kept.path), &[]).await;
    are_text(&mut noor, &["/noticed", &kept.path]).await;
    // and once they were looked at, where they are found again
    are_text(&mut noor, &["/past"]).await;
    for who in [&mut sam, &mut noor] {
        for words in ["qzm", "\"<b id=qzm>x\""] {
            let found = who.browser.finds(words).await;
            assert!(found.count("mark") > 0 && found.count("#qzm") == 0, "{}", found.body);
        }
    }
}

#[tokio::test]
async fn what_is_done_between_the_talks_and_said_before_and_after_time_apart_is_text() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice("/between/1", &[("f-did", WORDS)]).await;
    let kept = sam.browser.keeps_practice("/between/12", &[("f-who", WORDS)]).await;
    are_text(&mut sam, &["/between/1", &given, "/between/12", &kept, &format!("{kept}/edit")]).await;
    are_text(&mut noor, &["/between/1", &given, &format!("{given}/answer")]).await;
    noor.browser.answers_practice(&given, &[("answer", "heard"), ("words", WORDS)]).await;
    are_text(&mut sam, &[&given]).await;
    sam.browser.takes_time(&app.day_on(5), WORDS).await;
    for who in [&mut sam, &mut noor] {
        are_text(who, &["/us/time"]).await;
    }
    let words = sam.browser.submit("/us/leaving/words", "/us/leaving/words", &[("words", WORDS)]).await;
    assert_eq!(words.count("#qzm"), 0);
    are_text(&mut sam, &["/us/leaving/words"]).await;
    sam.browser.submit_on(&words, "/us/leaving", &[("words", "give"), ("shared", "leave")]).await;
    for who in [&mut sam, &mut noor] {
        are_text(who, &["/us/kept"]).await;
    }
}
