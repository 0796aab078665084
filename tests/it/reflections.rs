//! Reflections: what is answered becomes a note, private like any other.

use axum::http::StatusCode;
use toward::reflections;

use crate::support::TestApp;

const REASON: &str = "/write/ideas/7";

#[tokio::test]
async fn every_reflection_is_in_the_list_and_opens_with_its_questions() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let list = sam.browser.get("/write/ideas").await;
    for one in reflections::all() {
        let address = format!("/write/ideas/{}", one.number);
        assert!(list.body.contains(&format!("href=\"{address}\"")), "{address}");
        let page = sam.browser.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert_eq!(page.count("textarea"), one.prompts.len(), "{address}");
        for text in [&one.name, &one.why] {
            assert!(page.text().contains(text.as_str()), "{address}: {text}");
        }
    }
    for nothing in ["/write/ideas/99", "/write/ideas/07", "/write/ideas/x"] {
        assert_eq!(sam.browser.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn what_is_answered_becomes_a_note_of_ones_own_that_the_other_does_not_see() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let answers = [("a2", "That it went on for months."), ("a3", "That money was short.")];
    let note = sam.browser.submit(REASON, REASON, &answers).await;
    assert_eq!(note.status, StatusCode::OK, "{}", note.text());
    let text = note.text();
    for part in ["The reason behind it", "Not acceptable", "for months", "Understandable", "money was short"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("What was behind it, as far"), "what was not answered is not in the note");
    let path = note.path.split('?').next().unwrap();
    assert_eq!(noor.browser.get(path).await.status, StatusCode::NOT_FOUND);
    assert!(!noor.browser.get("/write").await.body.contains("reason behind"));
    let share = format!("{path}/share");
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert!(noor.browser.get(path).await.text().contains("Understandable"));
}

#[tokio::test]
async fn nothing_answered_is_nothing_kept_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let empty = sam.browser.submit(REASON, REASON, &[("a1", " \r\n ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("A word is enough"));
    let long = "x".repeat(12_001);
    let long = sam.browser.submit(REASON, REASON, &[("a1", &long), ("a2", "And this.")]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("xxxx") && long.body.contains("And this."));
    assert!(sam.browser.get("/write").await.text().contains("Nothing yet"));
}

#[tokio::test]
async fn a_form_that_comes_again_is_one_note_and_with_other_words_loses_neither() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let form = sam.browser.get(REASON).await;
    let first = sam.browser.submit_on(&form, REASON, &[("a1", "Fear.")]).await;
    let again = sam.browser.submit_on(&form, REASON, &[("a1", "Fear.")]).await;
    assert_eq!(first.path, again.path);
    let other = sam.browser.submit_on(&form, REASON, &[("a1", "Fear, and pride.")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.body.contains("Fear, and pride."));
    let second = sam.browser.submit_on(&other, REASON, &[]).await;
    assert_ne!(second.path, first.path);
    assert!(second.text().contains("Fear, and pride."));
    assert!(!sam.browser.get(&first.path).await.text().contains("pride"));
}

#[tokio::test]
async fn what_was_kept_while_typing_is_there_again_and_gone_once_it_is_a_note() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let form = sam.browser.get(REASON).await;
    let form = form.form(REASON).unwrap();
    let typed = form
        .fields
        .iter()
        .filter(|(name, _)| name != "a3")
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = typed.chain([("a3", "Half a thought")]).collect();
    let kept = sam.browser.post("/kept", &fields).await;
    assert!(kept.status.is_success(), "{}", kept.status);
    assert!(sam.browser.get(REASON).await.body.contains("Half a thought"));
    sam.browser.submit(REASON, REASON, &[]).await;
    assert!(!sam.browser.get(REASON).await.body.contains("Half a thought"));
}
