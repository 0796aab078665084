//! Hard moments in two windows and over many lines: what was typed comes back, and "not tonight" is found however much came
//! after it.

use axum::http::StatusCode;
use time::{Duration, macros::datetime};
use toward::{
    couples::Me,
    entries::{self, Base, Place, Written},
    hard::{KIND, Need, Piece, Word},
};
use uuid::Uuid;

use crate::support::{Answer, Somebody, TestApp};

/// What the page gives back to whoever typed it.
fn given_back(page: &Answer) -> Vec<String> {
    page.all("textarea[readonly]")
}

/// A line that was sent, the way to answer it, and Noor's page of it.
async fn sent(sam: &mut Somebody, noor: &mut Somebody, need: &str) -> (String, String, Answer) {
    let line = sam.browser.sends_line("It is back", need).await;
    let page = noor.browser.get(&line).await;
    (line.clone(), format!("{line}/reply"), page)
}

/// With a sentence, as far as the preview, from this page.
async fn looks(noor: &mut Somebody, page: &Answer, reply: &str, words: &str) -> Answer {
    let form = page.body.split("<form").find(|form| form.contains("name=\"look\"")).expect("a form");
    let field = |name: &str| {
        let tag =
            form.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).expect("a field");
        tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value").to_owned()
    };
    let hidden = ["csrf", "once", "line", "number", "look", "back", "held"].map(|name| (name, field(name)));
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("choice", "here"), ("words", words)]);
    noor.browser.post(reply, &fields).await
}

#[tokio::test]
async fn an_answer_typed_in_a_second_window_comes_back_when_the_first_one_was_sent() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (line, reply, page) = sent(&mut sam, &mut noor, "know").await;
    noor.browser.presses(&line, "thanks").await;
    let late = looks(&mut noor, &page, &reply, "I could not sleep either.").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(given_back(&late), ["I could not sleep either."], "the sentence, and no code of a button");
    let said = sam.browser.get(&line).await.text();
    assert!(said.contains("Thank you for telling me") && !said.contains("sleep"), "{said}");
    // a press holds nothing that was typed, and leads to what was said
    let pressed = noor.browser.submit_on(&page, &reply, &[("choice", "read")]).await;
    assert!(pressed.status == StatusCode::OK && pressed.text().contains("Thank you for telling me"));
    // the very same, sent twice, is the answer that stands
    let (line, reply, page) = sent(&mut sam, &mut noor, "know").await;
    let kept = looks(&mut noor, &page, &reply, "Me too.").await;
    let share = kept.location().to_owned();
    noor.browser.shares_with(&share, "partner").await;
    let again = looks(&mut noor, &page, &reply, "Me too.").await;
    assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, line.as_str()));
    let other = looks(&mut noor, &page, &reply, "Me too, again.").await;
    assert_eq!((other.status, given_back(&other)), (StatusCode::CONFLICT, vec!["Me too, again.".to_owned()]));
}

#[tokio::test]
async fn two_answers_kept_in_two_windows_stand_on_one_page() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (line, reply, page) = sent(&mut sam, &mut noor, "know").await;
    looks(&mut noor, &page, &reply, "The first.").await;
    let clash = looks(&mut noor, &page, &reply, "The second.").await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("in another window meanwhile"), "{}", clash.text());
    assert!(clash.all("figure.shared").concat().contains("The first."), "{}", clash.text());
    assert_eq!(clash.all("textarea[name=words]"), ["The second."]);
    // a press from the old page does not take its place either
    let pressed = noor.browser.submit_on(&page, &reply, &[("choice", "read")]).await;
    assert_eq!(pressed.status, StatusCode::CONFLICT);
    assert!(pressed.text().contains("The first.") && pressed.count("input[value=read][checked]") == 1);
    assert!(!sam.browser.get(&line).await.text().contains("I have read it"), "nothing was said");
    // sending it again is meant
    let kept = looks(&mut noor, &clash, &reply, "The second.").await;
    let preview = noor.browser.get(kept.location()).await;
    assert!(preview.text().contains("The second.") && !preview.text().contains("The first."));
}

#[tokio::test]
async fn what_was_typed_to_a_line_that_is_gone_comes_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (line, reply, page) = sent(&mut sam, &mut noor, "know").await;
    sam.browser.shares_with(&format!("{line}/share"), "me").await;
    let late = looks(&mut noor, &page, &reply, "I am with you.").await;
    assert_eq!((late.status, given_back(&late)), (StatusCode::NOT_FOUND, vec!["I am with you.".to_owned()]));
    // and an own line or moment that another window has sent or removed
    let moment = sam.browser.keeps_moment("Just now").await;
    let edit = format!("{moment}/edit");
    let open = sam.browser.get(&edit).await;
    let say = format!("{moment}/say");
    let saying = sam.browser.get(&say).await;
    let line = sam.browser.words_line(&moment, &[("words", "The one"), ("need", "know")]).await;
    sam.browser.shares_with(&format!("{line}/share"), "partner").await;
    let late = sam.browser.submit_on(&saying, &say, &[("words", "The other"), ("need", "hold")]).await;
    assert_eq!((late.status, given_back(&late)), (StatusCode::CONFLICT, vec!["The other".to_owned()]));
    sam.browser.submit(&moment, &format!("{moment}/remove"), &[]).await;
    let late = sam.browser.submit_on(&open, &edit, &[("words", "More of it")]).await;
    assert_eq!((late.status, given_back(&late)), (StatusCode::NOT_FOUND, vec!["More of it".to_owned()]));
}

#[tokio::test]
async fn a_reply_that_was_sent_in_another_window_is_not_removed_from_the_first_one() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (line, reply, page) = sent(&mut sam, &mut noor, "know").await;
    let kept = looks(&mut noor, &page, &reply, "Here I am.").await;
    let share = kept.location().to_owned();
    let open = noor.browser.get(&line).await;
    noor.browser.shares_with(&share, "partner").await;
    let late = noor.browser.submit_on(&open, &share.replace("/share", "/remove"), &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(sam.browser.get(&line).await.text().contains("Here I am."));
}

/// Lines that all say the same, sent as their pages send them.
async fn many_lines(app: &TestApp, by: &Somebody, words: &str, how_many: u32) {
    let (mut scope, now) = (app.scope(by).await, app.clock.now());
    let me = Me::load(&mut scope, &by.hand).await.unwrap().unwrap();
    for _ in 0..how_many {
        let slot = format!("word/{}", Uuid::new_v4());
        let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
        let word = Piece::Word(Word::new(words, Need::Know));
        let base = Base::New(Uuid::new_v4());
        let written = entries::write(&mut scope, &by.hand, place, base, &word, now).await.unwrap();
        let Written::Kept(id, number) = written else { panic!("{written:?}") };
        entries::share(&mut scope, &by.hand, me.pinned().unwrap(), id, number, now.date()).await.unwrap();
    }
    scope.commit().await.unwrap();
}

#[tokio::test]
async fn not_tonight_holds_however_many_lines_come_after_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    noor.browser.puts_away("07:00").await;
    // the next day has begun, so all of these are newer
    app.at(datetime!(2026-03-03 0:30 UTC), &mut [&mut sam, &mut noor]).await;
    many_lines(&app, &sam, "From Sam", 105).await;
    many_lines(&app, &noor, "From Noor", 105).await;
    let today = noor.browser.get("/today").await;
    assert!(!today.text().contains("sent you a line"), "{}", today.text());
    assert!(!noor.browser.get("/past").await.text().contains("It is new to you"), "nor is it looked back at");
    assert!(noor.browser.get("/now/quiet").await.text().contains("put away until 07:00"));
    let moment = sam.browser.keeps_moment("At night").await;
    for page in [moment.clone(), format!("{moment}/say")] {
        let text = sam.browser.get(&page).await.text();
        assert!(text.contains("Noor has put this away until 07:00"), "{page}: {text}");
    }
    app.at(datetime!(2026-03-03 7:00 UTC), &mut [&mut sam, &mut noor]).await;
    assert!(noor.browser.get("/today").await.text().contains("sent you a line"));
    let past = noor.browser.get("/past").await.text();
    assert!(past.contains("It is new to you"), "{past}");
    assert!(!sam.browser.get(&moment).await.text().contains("has put this away"));
}

#[tokio::test]
async fn a_night_that_is_over_says_nothing_and_there_is_one_of_each_at_most() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rests = async || -> i64 {
        sqlx::query_scalar("select count(*) from entry where kind = 'hard'")
            .fetch_one(app.owner())
            .await
            .unwrap()
    };
    for night in 0..3 {
        noor.browser.puts_away("07:00").await;
        app.at(app.clock.now() + Duration::DAY, &mut [&mut sam, &mut noor]).await;
        assert_eq!(rests().await, 1, "{night}");
        for page in ["/now", "/past", "/today"] {
            for who in [&mut sam, &mut noor] {
                let text = who.browser.get(page).await.text();
                assert!(!text.contains("07:00") && !text.contains("for a night"), "{page}: {text}");
            }
        }
    }
    noor.browser.submit("/now/quiet", "/now/quiet", &[("hour", "07:00")]).await;
    noor.browser.submit("/now/quiet", "/now/quiet/end", &[]).await;
    assert_eq!(rests().await, 0);
}
