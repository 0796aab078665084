//! When it does not work: three ways, last words, and what each keeps; nobody is asked why.

use axum::http::StatusCode;
use toward::{
    entries::{self, Base, Place, Written},
    ids::CommitmentId,
    plans::{self, Kept, Question, doing::Mark, doing::Setback},
};

use crate::support::{Answer, Somebody, TestApp, Visitor};

const WORDS: &str = "/us/leaving/words";
const LEAVING: &str = "/us/leaving";

/// Writes the words and comes back to the page about ending it.
async fn writes_words(who: &mut Visitor, words: &str) -> Answer {
    let page = who.submit(WORDS, WORDS, &[("words", words)]).await;
    assert!(page.path.starts_with(LEAVING) && page.text().contains(words), "{} {}", page.path, page.text());
    page
}

async fn all_pages(who: &mut Visitor) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["/today", "/us", "/us/time", "/us/ways", "/us/leaving", "/write", "/questions"] {
        all.push(who.get(path).await.still());
    }
    all
}

#[tokio::test]
async fn three_ways_stand_beside_each_other_and_nobody_is_asked_why() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.partners().await;
    let us = sam.get("/us").await;
    assert_eq!(us.count("a[href='/us/ways']"), 1);
    let ways = sam.get("/us/ways").await;
    assert_eq!(
        ways.all("main a.row .title"),
        ["Take time apart", "Talk with a professional", "End this space"]
    );
    assert_eq!(ways.count("main form"), 0, "nothing is decided here");
    for page in [&ways, &sam.get(LEAVING).await, &sam.get("/us/time").await] {
        assert_eq!(page.count("main textarea") + page.count("main input[type=text]"), 0);
        assert!(page.count("a[href='/help-lines']") > 0);
    }
    assert!(ways.text().contains("If you part"), "the guide is at hand: {}", ways.text());
    // who is alone has nothing to stop
    let mut alone = app.person("Tom").await.visitor;
    for path in ["/us/ways", "/us/kept", LEAVING, WORDS, "/us/time"] {
        assert_eq!(alone.get(path).await.location(), "/us", "{path}");
    }
}

#[tokio::test]
async fn closing_says_beforehand_what_each_keeps_and_what_ends() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.partners().await;
    let text = sam.get(LEAVING).await.text();
    for says in [
        "No reason is asked, and none is kept",
        "Everything you wrote stays yours",
        "What both of you have signed in your plan stays with each of you",
        "Every reminder of what is between you two, for both of you",
        "private calendars",
        "If a therapist reads with you two, they can read nothing of you any more",
        "Nothing is sent to them",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[tokio::test]
async fn last_words_are_private_until_the_end_and_then_stay_as_they_were_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let before = all_pages(&mut noor).await;
    let empty = sam.submit(WORDS, WORDS, &[("words", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let looked = writes_words(&mut sam, "Thank you for the years.").await;
    assert_eq!(all_pages(&mut noor).await, before, "nothing tells that they are there");
    let fields = looked.form(LEAVING).unwrap().fields;
    assert!(fields.contains(&("words".to_owned(), "keep".to_owned())), "kept is chosen first: {fields:?}");
    // changed in another window: what was not looked at is not left
    let later = writes_words(&mut sam, "Thank you for all the years.").await;
    let refused = sam.submit_on(&looked, LEAVING, &[("words", "give")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Look at them once more") && refused.text().contains("all the years"));
    assert!(sam.get("/us").await.text().contains("You share this space"), "nothing has ended by that");
    // nobody else can take or remove them
    let id = later.body.split("/us/time/").find_map(|part| part.split_once("/remove")).unwrap().0.to_owned();
    assert_eq!(noor.forges(&format!("/us/time/{id}/remove"), &[]).await.status, StatusCode::NOT_FOUND);
    let share = format!("/us/time/{id}/share");
    assert_eq!(sam.get(&share).await.status, StatusCode::NOT_FOUND, "they are not shared before");

    let left = sam.submit_on(&refused, LEAVING, &[("words", "give"), ("shared", "back")]).await;
    assert!(left.text().contains("This space has ended"), "{}", left.text());
    let today = noor.get("/today").await.text();
    assert!(today.contains("Sam has left a few words with you") && !today.contains("Thank you"), "{today}");
    let kept = noor.get("/us/kept").await;
    assert_eq!(kept.all("figure.shared"), later.all("figure.shared"), "to the letter");
    assert_eq!(kept.count("main form"), 0, "they are Sam’s to remove");
    let forged = noor.forges(&format!("/us/kept/{id}/remove"), &[]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    let own = sam.get("/us/kept").await;
    assert!(own.text().contains("Thank you for all the years."));
    sam.submit_on(&own, &format!("/us/kept/{id}/remove"), &[]).await;
    assert!(!sam.get("/us/kept").await.text().contains("Thank you"));
    assert!(!noor.get("/us/kept").await.text().contains("Thank you"), "removed, it is gone for both");
}

#[tokio::test]
async fn words_that_are_kept_stay_with_their_author_and_the_other_is_told_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let page = writes_words(&mut sam, "I do not say this.").await;
    sam.submit_on(&page, LEAVING, &[("shared", "leave")]).await;
    for path in ["/today", "/us", "/us/kept"] {
        let text = noor.get(path).await.text();
        assert!(!text.contains("a few words with you") && !text.contains("do not say"), "{path}: {text}");
    }
    assert!(sam.get("/us/kept").await.text().contains("I do not say this."));
}

#[tokio::test]
async fn the_one_who_is_left_finds_a_kind_page_with_what_they_keep_and_people_to_call() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    sam.submit(LEAVING, LEAVING, &[("shared", "back")]).await;
    for path in ["/today", "/us", "/us/kept"] {
        let page = noor.get(path).await;
        let text = page.text();
        assert!(text.contains("The space with Sam"), "{path}: {text}");
        assert!(page.count("main a[href='/help-lines']") > 0, "{path}");
        for word in ["left you", "because", "who ended"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
    for page in ["/today", "/us"] {
        assert!(noor.get(page).await.count("main a[href='/us/kept']") > 0, "{page}");
    }
    // every way on from there leads somewhere
    let kept = noor.get("/us/kept").await;
    for path in ["/write", "/talk", "/plan/versions", "/weeks", "/questions", "/guide/13"] {
        assert_eq!(kept.count(&format!("main a[href='{path}']")), 1, "{path}");
        assert_eq!(noor.get(path).await.status, StatusCode::OK, "{path}");
    }
}

/// Writes something of a kind.
async fn keeps<C>(app: &TestApp, who: &Somebody, kind: &'static str, content: &C) -> String
where
    C: serde::Serialize + serde::de::DeserializeOwned + PartialEq,
{
    let mut scope = app.scope(who).await;
    let me = toward::couples::Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    let place = Place { kind, couple: me.couple, about: None, slot: None };
    let base = Base::New(uuid::Uuid::new_v4());
    let written = entries::write(&mut scope, &who.hand, place, base, content, app.clock.now()).await.unwrap();
    let Written::Kept(id, 1) = written else { panic!("{written:?}") };
    scope.commit().await.unwrap();
    id.to_string()
}

#[tokio::test]
async fn own_answers_marks_and_setbacks_have_a_list_afterwards_and_can_be_removed_there() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let mut scope = app.scope(&sam).await;
    let couple = toward::couples::Me::load(&mut scope, &sam.hand).await.unwrap().unwrap().couple.unwrap();
    drop(scope);
    let (week, commitment) = (time::macros::date!(2026 - 03 - 02), CommitmentId::random());
    let answer = plans::Answer {
        question: Question::Support,
        words: "An answer of mine.".to_owned(),
        couple: Some(couple),
    };
    let setback =
        Setback { couple, over: 1, about: vec![commitment], words: "A setback of mine.".to_owned() };
    let mark = Mark { commitment, week, kept: Kept::Partly, words: "A mark of mine.".to_owned() };
    let ids = [
        keeps(&app, &sam, plans::KIND, &plans::Piece::Answer(answer)).await,
        keeps(&app, &sam, plans::KIND, &plans::Piece::Setback(setback)).await,
        keeps(&app, &sam, "mark", &mark).await,
    ];
    // before the end there is no such page
    assert_eq!(sam.browser.get("/us/kept").await.location(), "/us");
    noor.browser.submit(LEAVING, LEAVING, &[("shared", "back")]).await;
    let all = ["An answer of mine.", "A setback of mine.", "A mark of mine."];
    let page = sam.browser.get("/us/kept").await;
    for words in all {
        assert!(page.text().contains(words), "{words}: {}", page.text());
        assert!(!noor.browser.get("/us/kept").await.text().contains(words), "{words}");
    }
    for (id, words) in ids.iter().zip(all) {
        let remove = format!("/us/kept/{id}/remove");
        assert_eq!(noor.browser.forges(&remove, &[]).await.status, StatusCode::NOT_FOUND);
        let page = sam.browser.submit("/us/kept", &remove, &[]).await;
        assert!(page.text().contains("Removed.") && !page.text().contains(words), "{words}");
        assert_eq!(sam.browser.forges(&remove, &[]).await.status, StatusCode::NOT_FOUND, "it is gone");
    }
    // what is no list of this page cannot be removed through it
    let note = sam.browser.submit("/write/new", "/write/new", &[("title", "A"), ("text", "note")]).await;
    let note = note.path.trim_start_matches("/n/").split('?').next().unwrap().to_owned();
    let forged = sam.browser.forges(&format!("/us/kept/{note}/remove"), &[]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}
