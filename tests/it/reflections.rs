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
    // the questions are told apart from the answers, for whoever wrote it and for whoever reads it
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(path).await;
        assert_eq!(page.all(".words .eyebrow"), ["Not acceptable", "Understandable"]);
    }
}

#[tokio::test]
async fn nothing_answered_is_nothing_kept_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let empty = sam.browser.submit(REASON, REASON, &[("a1", " \r\n ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("A word is enough"));
    // with the plan in mind, one thing is missing and is said once
    let fears = "/write/ideas/19";
    let empty = sam.browser.submit(fears, fears, &[("to", "plan")]).await;
    assert_eq!(empty.count(".errors li"), 1, "{}", empty.text());
    assert!(empty.text().contains("Write here what one of you can do"));
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

const FEARS: &str = "/write/ideas/19";

#[tokio::test]
async fn what_can_be_done_about_a_fear_goes_into_the_draft_and_the_fear_stays_where_it_is() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = noor.browser.get("/plan").await.still();
    let nothing = sam.browser.submit(FEARS, FEARS, &[("a1", "That it goes on."), ("to", "plan")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        nothing.text().contains("the beginning of a promise") && nothing.body.contains("That it goes on.")
    );

    let answers = [("a1", "That it goes on."), ("a2", "You call\nwhen it gets late."), ("a3", "The past.")];
    let item = sam.browser.submit(FEARS, FEARS, &[&answers[..], &[("to", "plan")]].concat()).await;
    assert!(item.path.starts_with("/plan/draft/items/new?note="), "{}", item.path);
    let act = item.form("/plan/draft/items/new").unwrap().fields;
    let act = act.iter().find(|(name, _)| name == "act").unwrap().1.clone();
    assert_eq!(act.replace("\r\n", "\n"), "You call\nwhen it gets late.");
    assert_eq!(noor.browser.get("/plan").await.still(), before, "nobody learns of it");
    let other = noor.browser.get(&item.path).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let random = format!("/plan/draft/items/new?note={}", uuid::Uuid::new_v4());
    assert_eq!(noor.browser.get(&random).await.body, other.body);
    // a note in which nothing stands for the plan leads nowhere
    let note = sam.browser.submit("/write/new", "/write/new", &[("text", "Only this.")]).await;
    let id = note.path.split('?').next().unwrap().trim_start_matches("/n/").to_owned();
    let missing = sam.browser.get(&format!("/plan/draft/items/new?note={id}")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);

    let fields = [("act", "You call when it gets late"), ("who", "two"), ("how", "when"), ("kind", "action")];
    let kept = sam.browser.submit(&item.path, "/plan/draft/items/new", &fields).await;
    assert!(kept.text().contains("You call when it gets late"), "{}", kept.text());
    let proposing = sam.browser.submit("/plan/draft", "/plan/draft", &[("to", "propose")]).await;
    assert_eq!(proposing.path, "/plan/propose", "{}", proposing.text());
    sam.browser.submit("/plan/propose", "/plan/propose", &[]).await;
    let plan = noor.browser.get("/plan").await.text();
    assert!(plan.contains("You call when it gets late") && !plan.contains("goes on"), "{plan}");
}

#[tokio::test]
async fn what_one_thinks_the_other_wants_stands_beside_what_they_shared() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (page, beside) = ("/write/ideas/17", "/write/ideas/17/beside");
    let empty = sam.browser.get(beside).await.text();
    assert!(empty.contains("You have not written it down yet") && empty.contains("has been shared with you"));

    noor.browser.submit("/plan/questions/1", "/plan/questions/1", &[("words", "Quiet evenings.")]).await;
    let note = [("title", "What I need"), ("text", "To be asked.")];
    let note = noor.browser.submit("/write/new", "/write/new", &note).await;
    let note = note.path.split('?').next().unwrap().to_owned();
    let nothing = sam.browser.get(beside).await;
    assert!(!nothing.body.contains("Quiet evenings") && !nothing.body.contains("What I need"));

    let helps =
        noor.browser.keeps_practice("/between/2", &[("f-helps", "That you ask before you fix it.")]).await;
    for private in [page, beside] {
        assert!(!sam.browser.get(private).await.body.contains("before you fix"), "it is not shared");
    }
    for share in ["/plan/questions/1/share".to_owned(), format!("{note}/share"), format!("{helps}/share")] {
        let shared = noor.browser.submit(&share, &share, &[("with", "partner")]).await;
        assert!(shared.path.contains("done="), "{}", shared.text());
    }
    let quiet = noor.browser.get("/plan").await.still();
    let answers = [("a1", "That I earn more."), ("to", "beside")];
    let both = sam.browser.submit(page, page, &answers).await;
    assert_eq!(both.path, beside);
    for words in ["That I earn more.", "Quiet evenings.", "What I need", "That you ask before you fix it."] {
        assert!(both.text().contains(words), "{words}: {}", both.text());
    }
    assert_eq!(noor.browser.get("/plan").await.still(), quiet, "nobody is told that somebody compared");
    assert!(!noor.browser.get(beside).await.text().contains("earn more"));
    for other in ["/write/ideas/16/beside", "/write/ideas/99/beside", "/write/ideas/017/beside"] {
        assert_eq!(sam.browser.get(other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
}
