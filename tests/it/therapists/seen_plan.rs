//! The plan through the window: what is held of it and nothing else, the same for all three.

use time::{Duration, macros::date};
use toward::{
    couples::Me,
    entries::Audience,
    ids::EntryId,
    plans::{self, Answers, Commitment, Doer, HowOften, Question, answers},
};

use super::{
    seen::{all, breaks, is_closed_to_others, seen, shows, shows_all, text, window, written},
    three,
};
use crate::{
    doing::{agreed, promise},
    support::{Somebody, TestApp},
};

fn sunday() -> Commitment {
    Commitment {
        review: Some(date!(2026 - 04 - 12)),
        ..promise(Doer::Both, "Half an hour on Sunday", HowOften::Weekly)
    }
}

/// Both show everything they hold of the plan.
async fn both_show(app: &TestApp, sam: &Somebody, noor: &Somebody) {
    for who in [sam, noor] {
        shows_all(app, who, plans::KIND).await;
    }
}

async fn answers(app: &TestApp, who: &Somebody, question: Question, words: &str) {
    let now = app.clock.now();
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    answers::keep(&mut scope, &who.hand, &me, None, question, words, now).await.unwrap();
    let mine = Answers::open(&mut scope, &who.hand, &me).await.unwrap();
    let text = mine.of_mine(question).unwrap();
    assert!(
        answers::share(&mut scope, &who.hand, &me, Audience::Partner(me.pinned().unwrap()), text, now)
            .await
            .unwrap()
    );
    scope.commit().await.unwrap();
}

/// How it went with a promise, shown to the other one through the pages.
async fn says_how_it_went(who: &mut Somebody, promise: &Commitment, words: &str) {
    let path = format!("/plan/items/{}", promise.id);
    who.browser.submit(&path, &path, &[("kept", "partly"), ("words", words)]).await;
    let share = format!("{path}/share");
    let shown = who.browser.submit(&format!("{share}?week=this"), &share, &[("with", "partner")]).await;
    assert!(shown.path.contains("done="), "{}: {}", shown.path, shown.text());
}

async fn writes_a_setback(who: &mut Somebody, promise: &Commitment, words: &str) {
    let id = promise.id.to_string();
    let fields = [("words", words), ("about", id.as_str())];
    let kept = who.browser.submit("/plan/setback", "/plan/setback", &fields).await;
    let path = kept.path.split('?').next().unwrap().to_owned();
    let share = format!("{path}/share");
    let shown = who.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert!(shown.path.contains("done="), "{}: {}", shown.path, shown.text());
}

#[tokio::test]
async fn where_nothing_is_held_there_is_a_kind_page_and_what_the_two_share_alone_changes_no_byte_of_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, id) = three(&app).await;
    let empty = seen(&app, [&sam, &noor, &amari], id, "plan").await;
    assert!(text(&empty).contains("Nothing of a plan is here"), "{empty}");
    let promise = sunday();
    agreed(&app, &sam, &noor, std::slice::from_ref(&promise)).await;
    answers(&app, &sam, Question::Future, "We stay for now.").await;
    answers(&app, &noor, Question::Future, "I do not know yet.").await;
    says_how_it_went(&mut sam, &promise, "Twice").await;
    writes_a_setback(&mut noor, &promise, "I did not say it").await;
    assert_eq!(seen(&app, [&sam, &noor, &amari], id, "plan").await, empty);
    let log = noor.browser.get("/us/therapist").await.text();
    assert!(log.contains("2 March 2026 Amari: your plan"), "{log}");
}

#[tokio::test]
async fn a_plan_that_both_show_stands_there_as_agreed_with_its_promises_and_answers() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, id) = three(&app).await;
    let promise = sunday();
    agreed(&app, &sam, &noor, std::slice::from_ref(&promise)).await;
    answers(&app, &sam, Question::Future, "We stay for now.").await;
    answers(&app, &noor, Question::Future, "I do not know yet.").await;
    answers(&app, &noor, Question::Support, "Only between us.").await;
    says_how_it_went(&mut sam, &promise, "Tuesday was hard").await;
    writes_a_setback(&mut noor, &promise, "I did not say it").await;
    shows_all(&app, &sam, plans::KIND).await;
    let noors = written(&app, &noor, plans::KIND).await;
    for entry in &noors {
        shows(&app, &noor, &[*entry]).await;
    }
    shows_all(&app, &sam, "mark").await;
    let page = seen(&app, [&sam, &noor, &amari], id, "plan").await;
    let words = text(&page);
    for there in [
        "Agreed by both on 2 March 2026",
        "Next look together: 12 April 2026",
        "Half an hour on Sunday",
        "We stay for now.",
        "I do not know yet.",
        "Only between us.",
        "Tuesday was hard",
        "Week of 2 March 2026",
        "I did not say it",
        "To look at again",
    ] {
        assert!(words.contains(there), "{there}: {words}");
    }
    for never in ["First version", "suggests", "your", "You ", "Take it back", "href=\"/plan", "<form"] {
        assert!(!page.contains(never), "{never}: {page}");
    }
    // what is taken back from the therapist is gone without a line
    let ours = super::ours(&app, &noor).await.unwrap();
    assert!(ours.reader().is_some());
    let pinned = app.pinned(&noor).await;
    for entry in noors {
        let mut scope = app.scope(&noor).await;
        toward::entries::take_back_from_therapist(&mut scope, &noor.hand, Some(&pinned), entry)
            .await
            .unwrap();
        scope.commit().await.unwrap();
    }
    let page = seen(&app, [&sam, &noor, &amari], id, "plan").await;
    let words = text(&page);
    assert!(!words.contains("I do not know yet.") && !words.contains("I did not say it"), "{words}");
    assert!(words.contains("We stay for now.") && words.contains("Tuesday was hard"), "{words}");
    assert!(!words.contains("took something back"), "{words}");
}

#[tokio::test]
async fn without_both_signatures_it_is_a_suggestion_whoever_has_signed() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    agreed(&app, &sam, &noor, &[sunday()]).await;
    // the version and Sam's own signature; Noor shows nothing
    assert_eq!(shows_all(&app, &sam, plans::KIND).await, 2);
    let page = seen(&app, [&sam, &noor, &amari], id, "plan").await;
    let words = text(&page);
    assert!(words.contains("Sam suggests a plan What would be agreed"), "{words}");
    assert!(words.contains("It holds when both have signed it."), "{words}");
    assert!(!words.contains("Agreed by both") && !words.contains("Commitments"), "{words}");
    // and a signature alone is nothing to read
    let other = TestApp::new().await;
    let (sam, noor, amari, id) = three(&other).await;
    agreed(&other, &sam, &noor, &[sunday()]).await;
    assert_eq!(shows_all(&other, &noor, plans::KIND).await, 1);
    assert!(
        text(&seen(&other, [&sam, &noor, &amari], id, "plan").await).contains("Nothing of a plan is here")
    );
}

#[tokio::test]
async fn an_earlier_version_says_what_it_changed_by_its_day_and_never_by_its_number() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let promise = sunday();
    agreed(&app, &sam, &noor, std::slice::from_ref(&promise)).await;
    app.clock.advance(Duration::days(10));
    let often = Commitment { how_often: HowOften::Daily, ..promise };
    agreed(&app, &noor, &sam, std::slice::from_ref(&often)).await;
    both_show(&app, &sam, &noor).await;
    let page = seen(&app, [&sam, &noor, &amari], id, "plan").await;
    let summaries = all(&page, "summary");
    assert_eq!(
        summaries,
        [
            "Agreed by both on 12 March 2026. Suggested by Noor.",
            "Agreed by both on 2 March 2026. Suggested by Sam."
        ]
    );
    assert!(text(&page).contains("What it changed in the plan of 2 March 2026"), "{}", text(&page));
    assert_eq!(all(&page, ".diff .was del"), ["Both, every week"]);
    assert_eq!(all(&page, ".diff .will ins"), ["Both, every day"]);
}

/// The window of a couple that signs these plans in turn and shows the last one, and what lies between.
async fn shown_last(plans: &[Vec<Commitment>], between: bool) -> String {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let days = i64::try_from(plans.len()).unwrap();
    let mut shown: Vec<EntryId> = Vec::new();
    app.clock.advance(Duration::days(10 - days));
    for promises in plans {
        app.clock.advance(Duration::days(1));
        let before =
            [written(&app, &sam, plans::KIND).await, written(&app, &noor, plans::KIND).await].concat();
        agreed(&app, &sam, &noor, promises).await;
        let after =
            [written(&app, &sam, plans::KIND).await, written(&app, &noor, plans::KIND).await].concat();
        shown = after.into_iter().filter(|id| !before.contains(id)).collect();
    }
    for who in [&sam, &noor] {
        let own = written(&app, who, plans::KIND).await;
        let of_last: Vec<EntryId> = own.into_iter().filter(|id| shown.contains(id)).collect();
        shows(&app, who, &of_last).await;
    }
    if between {
        // what is suggested next, and how Noor answers, stays between the two
        answers(&app, &noor, Question::Boundaries, "Only between us.").await;
    }
    seen(&app, [&sam, &noor, &amari], id, "plan").await
}

#[tokio::test]
async fn a_version_that_is_not_shown_leaves_no_gap_and_no_number() {
    let (first, last) = (promise(Doer::One, "I call at noon", HowOften::Daily), sunday());
    let alone = shown_last(&[vec![last.clone()]], false).await;
    let after_two = shown_last(&[vec![first.clone()], vec![first, last.clone()], vec![last]], true).await;
    assert_eq!(after_two, alone, "whatever came before and is not shown, the page is the same to the byte");
    assert!(text(&alone).contains("Agreed by both on 12 March 2026"), "{}", text(&alone));
    assert!(all(&alone, "summary").is_empty());
}

#[tokio::test]
async fn what_does_not_open_is_a_calm_line_and_the_rest_stays() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    agreed(&app, &sam, &noor, &[sunday()]).await;
    answers(&app, &noor, Question::Future, "I do not know yet.").await;
    both_show(&app, &sam, &noor).await;
    let answer = *written(&app, &noor, plans::KIND).await.last().unwrap();
    breaks(&app, answer).await;
    let page = seen(&app, [&sam, &noor, &amari], id, "plan").await;
    let words = text(&page);
    assert!(words.contains("Noor shared something This failed its integrity check"), "{words}");
    assert!(words.contains("Agreed by both on 2 March 2026") && !words.contains("I do not know"), "{words}");
}

#[tokio::test]
async fn nobody_else_finds_the_plan_there() {
    is_closed_to_others("plan").await;
}

#[tokio::test]
async fn the_number_of_statements_does_not_follow_the_number_of_versions() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let browser = app.with_second_step(&amari, false).await;
    let page = format!("/clients/{id}/plan");
    agreed(&app, &sam, &noor, &[sunday()]).await;
    both_show(&app, &sam, &noor).await;
    let few = app.statements(&browser, &[&page, &page]).await;
    for day in 0..4 {
        app.clock.advance(Duration::minutes(day));
        agreed(&app, &sam, &noor, &[sunday()]).await;
    }
    both_show(&app, &sam, &noor).await;
    let many = app.statements(&browser, &[&page, &page]).await;
    assert_eq!(many[1].len(), few[1].len(), "{:#?}", many[1]);
    let base = format!("/clients/{id}");
    let mut browser = browser;
    let answer = browser.get(&page).await;
    assert_eq!(all(&window(&answer, &base), "summary").len(), 5);
}
