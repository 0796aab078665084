//! Questions, where a request comes late, twice or past the pages: it changes nothing of what the two know.

use axum::http::StatusCode;
use toward::{
    asking::{self, Answer, Piece},
    couples::Me,
    entries::{self, Base, Place, Written},
};

use crate::support::{Somebody, TestApp};

const NEW: &str = "/questions/new";

/// Writes a piece past the pages and shares it with the other one.
async fn gives(app: &TestApp, who: &Somebody, slot: &str, piece: &Piece) {
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    let place = Place { kind: asking::KIND, couple: me.couple, about: None, slot: Some(slot) };
    let (base, now) = (Base::New(uuid::Uuid::new_v4()), app.clock.now());
    let written = entries::write(&mut scope, &who.hand, place, base, piece, now).await.unwrap();
    let Written::Kept(id, number) = written else { panic!("{written:?}") };
    let pinned = me.pinned().unwrap();
    assert!(entries::share(&mut scope, &who.hand, pinned, id, number, now.date()).await.unwrap());
    scope.commit().await.unwrap();
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_answers_what_they_asked_themselves() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Who else knew?").await;
    let id = question.trim_start_matches("/questions/").parse().unwrap();
    gives(&app, &sam, &format!("answer/{id}"), &Piece::Answer(Answer::new(id, 1, "You said your sister.")))
        .await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&question).await.text();
        assert!(page.contains("Who else knew?") && !page.contains("your sister"), "{page}");
    }
    assert!(noor.browser.get("/today").await.text().contains("Sam asks you something"), "it still waits");
    noor.browser.answers(&question, "Nobody did.").await;
    assert!(sam.browser.get(&question).await.text().contains("Nobody did."));
}

#[tokio::test]
async fn a_day_is_chosen_for_the_words_that_were_read() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Was it Tuesday?").await;
    let later = format!("{question}/later");
    let begun = noor.browser.get(&later).await;
    let (asked, edit) = (format!("{question}/share/question"), format!("{question}/edit"));
    sam.browser.shares_with(&asked, "me").await;
    sam.browser.submit(&edit, &edit, &[("words", "Was it ever Tuesday?"), ("act", "keep")]).await;
    sam.browser.shares_with(&asked, "partner").await;
    let fields = [("way", "day"), ("day", "2026-03-05"), ("words", "After the weekend.")];
    let refused = noor.browser.submit_on(&begun, &later, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("The question reads differently now"), "{}", refused.text());
    assert!(refused.text().contains("ever Tuesday?") && refused.body.contains("After the weekend."));
}

#[tokio::test]
async fn a_day_that_has_passed_is_not_to_be_reminded_of_when_the_question_is_asked_again() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Where is the letter?").await;
    let later = format!("{question}/later");
    let preview = noor.browser.submit(&later, &later, &[("way", "day"), ("day", "2026-03-05")]).await;
    noor.browser.shares_with(&preview.path, "partner").await;
    app.later(10, &mut [&mut sam, &mut noor]).await;
    let asked = format!("{question}/share/question");
    sam.browser.shares_with(&asked, "me").await;
    sam.browser.shares_with(&asked, "partner").await;
    let due: i64 = sqlx::query_scalar("select count(*) from due where kind = 'answer' and not taken")
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(due, 0, "a mail about a day that is over would blame");
}

#[tokio::test]
async fn what_is_folded_in_a_question_meets_no_offer() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let folded = [("words", "Was it as you say? [[What did you do in bed with him?]]"), ("act", "share")];
    let on = sam.browser.submit(NEW, NEW, &folded).await;
    assert!(on.path.ends_with("/share/question"), "{}", on.path);
}

#[tokio::test]
async fn beside_a_question_stand_only_earlier_ones_of_whoever_asks_that_were_asked_and_answered() {
    const LOOK: [(&str, &str); 2] = [("words", "Why did you lie about that hotel?"), ("act", "look")];
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let hers = noor.browser.asks("Why did you lie to me about the hotel?").await;
    sam.browser.answers(&hers, "qzm-his, because I was ashamed.").await;
    assert!(!sam.browser.submit(NEW, NEW, &LOOK).await.text().contains("qzm-his"), "she asked that one");
    assert!(noor.browser.submit(NEW, NEW, &LOOK).await.text().contains("qzm-his"));
    // what is answered for oneself alone is no earlier answer yet
    let first = sam.browser.asks("Why did you lie about the hotel?").await;
    let answer = format!("{first}/answer");
    noor.browser.submit(&answer, &answer, &[("words", "qzm-hers, for now.")]).await;
    let second = sam.browser.asks("Why did you lie about the hotel that day?").await;
    let page = noor.browser.get(&format!("{second}/answer")).await;
    assert!(!page.body.contains("qzm-hers"), "{}", page.text());
    // and what its asker has taken back is none for them either
    noor.browser.shares_with(&format!("{first}/share/answer"), "partner").await;
    assert!(sam.browser.submit(NEW, NEW, &LOOK).await.text().contains("qzm-hers"));
    sam.browser.shares_with(&format!("{first}/share/question"), "me").await;
    assert!(!sam.browser.submit(NEW, NEW, &LOOK).await.text().contains("qzm-hers"));
}

#[tokio::test]
async fn what_was_ticked_off_twice_keeps_its_first_day() {
    let app = TestApp::new().await;
    let (mut noor, mut sam) = app.linked("Noor", "Sam").await;
    noor.browser.submit("/aside", "/aside", &[("words", "The letter.")]).await;
    let list = noor.browser.get("/aside").await;
    let at = list.body.find("The letter.").unwrap();
    let item = list.body[at..].split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    noor.browser.submit(&item, &format!("{item}/tick"), &[("said", "1")]).await;
    app.later(3, &mut [&mut noor, &mut sam]).await;
    noor.browser.forges(&format!("{item}/tick"), &[("said", "1")]).await;
    let text = noor.browser.get("/aside").await.text();
    assert!(text.contains("2 March 2026") && !text.contains("5 March 2026"), "{text}");
}

#[tokio::test]
async fn words_that_were_asked_or_answered_are_not_changed_from_a_page_that_was_open_before() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.keeps_question("Who else knew?").await;
    let edit = format!("{question}/edit");
    let begun = sam.browser.get(&edit).await;
    let (asked, other) =
        (format!("{question}/share/question"), [("words", "Who knew first?"), ("act", "keep")]);
    sam.browser.shares_with(&asked, "partner").await;
    let refused = sam.browser.submit_on(&begun, &edit, &other).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "it was asked meanwhile");
    noor.browser.answers(&question, "My sister did.").await;
    sam.browser.shares_with(&asked, "me").await;
    let refused = sam.browser.submit_on(&begun, &edit, &other).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "and answered");
    assert!(
        refused.text().contains("Who else knew?") && refused.body.contains("Who knew first?"),
        "both stay"
    );
    assert!(!sam.browser.get(&question).await.text().contains("Who knew first?"));
}
