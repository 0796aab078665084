//! The pictures of the weeks and the marks on them, through the pages: what one kept for themself is nowhere for the
//! other, and a week that was kept private is the same gap as one that was missed.

use axum::http::StatusCode;
use toward::ids::EntryId;

use crate::support::{Answer, Somebody, TestApp, Visitor};

const MOMENTS: &str = "/weeks/moments";
const NEW: &str = "/weeks/moments/new";

/// Marks a day, and answers the mark's path.
async fn marks(who: &mut Visitor, day: &str, words: &str) -> String {
    let share = who.submit(NEW, NEW, &[("day", day), ("words", words), ("share", "1")]).await;
    assert_eq!(share.status, StatusCode::OK, "{}", share.text());
    share.path.trim_end_matches("/share").to_owned()
}

async fn shares(who: &mut Visitor, path: &str) -> Answer {
    let page = format!("{path}/share");
    who.submit(&page, &page, &[("with", "partner")]).await
}

/// What does not depend on the session.
fn page(answer: &Answer) -> String {
    answer.still()
}

#[tokio::test]
async fn a_mark_is_private_until_it_is_shared_and_gone_when_it_is_taken_back() {
    let app = TestApp::new().await;
    let (Somebody { browser: mut sam, .. }, Somebody { browser: mut noor, .. }) =
        app.linked("Sam", "Noor").await;
    noor.get("/today").await;
    let (list, charts) = (page(&noor.get(MOMENTS).await), page(&noor.get("/weeks/trends").await));
    let today = page(&noor.get("/today").await);

    let path = marks(&mut sam, "2026-02-27", "A <hard> week").await;
    assert_eq!(page(&noor.get(MOMENTS).await), list);
    assert_eq!(page(&noor.get("/weeks/trends").await), charts);
    let mine = sam.get(MOMENTS).await;
    assert!(mine.text().contains("A <hard> week") && mine.text().contains("Only you"), "{}", mine.text());

    let preview = sam.get(&format!("{path}/share")).await;
    assert!(preview.body.contains("value=\"me\" id=\"w-me\" checked"), "only me is chosen beforehand");
    let figure = preview.html(".preview figure");
    let kept = sam.submit_on(&preview, &format!("{path}/share"), &[]).await;
    assert!(kept.path.ends_with("done=private"), "{}", kept.path);
    assert_eq!(page(&noor.get(MOMENTS).await), list);

    assert!(shares(&mut sam, &path).await.path.ends_with("done=shared"));
    let seen = noor.get(MOMENTS).await;
    assert_eq!(seen.html("figure"), figure, "the reader gets what was previewed");

    // a change stays private until it is shared again
    let edit = format!("{path}/edit");
    sam.submit(&edit, &edit, &[("words", "Only a long week")]).await;
    assert!(sam.get(MOMENTS).await.text().contains("as it was before your change"));
    assert_eq!(page(&noor.get(MOMENTS).await), page(&seen));

    let back = format!("{path}/back");
    assert!(sam.submit(&back, &back, &[]).await.path.ends_with("done=back"));
    assert_eq!(page(&noor.get(MOMENTS).await), list);
    assert_eq!(page(&noor.get("/weeks/trends").await), charts);
    assert_eq!(page(&noor.get("/today").await), today);
    assert!(noor.get("/write").await.text().contains("Sam took something back"), "Noor had seen it");

    let remove = format!("{path}/remove");
    assert!(sam.submit(&remove, &remove, &[]).await.path.ends_with("done=removed"));
    assert!(!sam.get(MOMENTS).await.text().contains("long week"));
    assert_eq!(sam.get(&edit).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_elses_mark_answers_like_one_that_does_not_exist() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let private = marks(&mut sam.browser, "2026-02-27", "Mine alone").await;
    let shared = marks(&mut sam.browser, "2026-02-20", "For both").await;
    shares(&mut sam.browser, &shared).await;
    let nothing = format!("{MOMENTS}/{}", EntryId::random());
    let fields = [("day", "2026-02-01"), ("words", "Changed"), ("with", "partner"), ("number", "1")];
    for what in ["edit", "share", "back", "remove"] {
        for path in [&private, &shared] {
            let theirs = noor.browser.get(&format!("{path}/{what}")).await;
            let none = noor.browser.get(&format!("{nothing}/{what}")).await;
            assert_eq!((theirs.status, theirs.body), (StatusCode::NOT_FOUND, none.body), "GET {what}");
            let theirs = noor.browser.forges(&format!("{path}/{what}"), &fields).await;
            let none = noor.browser.forges(&format!("{nothing}/{what}"), &fields).await;
            assert_eq!((theirs.status, theirs.body), (StatusCode::NOT_FOUND, none.body), "POST {what}");
        }
    }
    let mine = sam.browser.get(MOMENTS).await.text();
    assert!(mine.contains("Mine alone") && mine.contains("For both"), "{mine}");
}

#[tokio::test]
async fn a_mark_that_needs_another_look_keeps_what_was_typed() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await.browser;
    let long = "y".repeat(121);
    for (day, words, says) in [
        ("soon", "A talk", "Choose a day, for example 2026-03-07."),
        ("2026-03-03", "A talk", "That day is still to come."),
        ("0020-03-03", "A talk", "Choose a year with four digits"),
        ("2026-03-02", " ", "Write a word or two."),
        ("2026-03-02", &long, "Keep it to 120 characters."),
    ] {
        let again = sam.submit(NEW, NEW, &[("day", day), ("words", words)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains(says), "{}", again.text());
        let form = again.form(NEW).expect("the form again");
        for field in [("day", day), ("words", words)] {
            assert!(
                form.fields.iter().any(|(name, value)| (name.as_str(), value.as_str()) == field),
                "{field:?}"
            );
        }
    }
    assert!(sam.get(MOMENTS).await.text().contains("Nothing yet."));
    // sent twice, it counts once
    let page = sam.get(NEW).await;
    for _ in 0..2 {
        sam.submit_on(&page, NEW, &[("words", "The first evening")]).await;
    }
    assert_eq!(sam.get(MOMENTS).await.all(".prepared li").len(), 1);
}

#[tokio::test]
async fn two_windows_do_not_overwrite_each_others_mark() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await.browser;
    sam.submit(NEW, NEW, &[("day", "2026-02-27"), ("words", "First")]).await;
    let path = sam.get(MOMENTS).await.links("/edit").remove(0);
    let (one, two) = (sam.get(&path).await, sam.get(&path).await);
    sam.submit_on(&one, &path, &[("words", "From the one window")]).await;
    let clash = sam.submit_on(&two, &path, &[("words", "From the other")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("From the one window"), "{}", clash.text());
    sam.submit_on(&clash, &path, &[]).await;
    let list = sam.get(MOMENTS).await.text();
    assert!(list.contains("From the other") && !list.contains("From the one window"), "{list}");
}
