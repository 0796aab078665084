//! The printed sheet: what a time holds, on two pages at most, and nothing that says what it is for.

use axum::http::StatusCode;
use time::Duration;
use toward::{
    checkins::{self, Release},
    plans::{self, Commitment, Doer, HowOften},
};

use super::{
    seen::{all, is_closed_to_others, seen, shows_all, text, window, written},
    share_with_both, share_with_partner, three, write,
};
use crate::{
    doing::{agreed, promise},
    support::{Somebody, TestApp, weeks::Filled},
};

async fn shares(app: &TestApp, who: &Somebody, text: &str) {
    let id = write(app, who, text).await;
    assert!(share_with_both(app, who, id, 1).await);
}

#[tokio::test]
async fn it_begins_a_day_before_the_therapist_looked_last_and_never_before_they_could() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    shares(&app, &sam, "On the second of March.").await;
    let at = format!("/clients/{id}/sheet");
    let first = app.with_second_step(&amari, false).await.get(&at).await;
    assert!(first.text().contains("Sam and Noor, 2 March 2026 to 2 March 2026"), "{}", first.text());
    app.clock.advance(Duration::days(3));
    shares(&app, &noor, "On the fifth of March.").await;
    let since = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    assert!(text(&since).contains("2 March 2026 to 5 March 2026"), "{}", text(&since));
    assert!(since.contains("On the second of March.") && since.contains("On the fifth of March."));
    app.clock.advance(Duration::days(4));
    // whether they have looked today already makes no difference
    for _ in 0..2 {
        let later = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
        assert!(text(&later).contains("4 March 2026 to 9 March 2026"), "{}", text(&later));
        assert!(!later.contains("On the second of March.") && later.contains("On the fifth of March."));
    }
    let log = app.sign_in_again(&noor).await.get("/us/therapist").await.text();
    assert!(log.contains("9 March 2026 Amari: the printed page"), "{log}");
}

#[tokio::test]
async fn two_days_can_be_chosen_and_what_is_wrong_with_them_stands_beside_the_field() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    shares(&app, &sam, "On the second of March.").await;
    app.clock.advance(Duration::days(20));
    shares(&app, &sam, "On the twenty-second.").await;
    let page = seen(&app, [&sam, &noor, &amari], id, "sheet?from=2026-03-01&to=2026-03-21").await;
    assert!(page.contains("On the second of March.") && !page.contains("On the twenty-second."), "{page}");
    assert!(page.contains("value=\"2026-03-01\"") && page.contains("value=\"2026-03-21\""));
    let empty = seen(&app, [&sam, &noor, &amari], id, "sheet?from=2026-03-10&to=2026-03-12").await;
    assert!(text(&empty).contains("Nothing from these days is shared here"), "{}", text(&empty));
    for (query, field) in [
        ("from=2026-03-20&to=2026-03-10", "from"),
        ("from=spring&to=2026-03-10", "from"),
        ("from=&to=2026-02-30", "to"),
        ("from=2020-01-01&to=2026-03-10", "from"),
    ] {
        for (mut browser, base) in [
            (app.with_second_step(&amari, false).await, format!("/clients/{id}")),
            (app.sign_in_again(&noor).await, "/us/seen".to_owned()),
        ] {
            let wrong = browser.get(&format!("{base}/sheet?{query}")).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert_eq!(wrong.all(&format!("#{field}-err")).len(), 1, "{query}: {}", wrong.text());
            assert!(!wrong.body.contains("On the second of March."), "{query}");
        }
    }
}

#[tokio::test]
async fn what_the_two_share_only_with_each_other_changes_no_byte_of_it() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    shares(&app, &sam, "For both of you.").await;
    let before = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    assert!(before.contains("For both of you."));
    let note = write(&app, &noor, "Only for Sam.").await;
    share_with_partner(&app, &noor, note, 1).await;
    app.checks_in(&sam, &Filled { words: "Only for Noor.".to_owned(), ..Filled::all(3) }, Release::Now).await;
    app.checks_in(&noor, &Filled::all(3), Release::Now).await;
    agreed(&app, &sam, &noor, &[promise(Doer::Both, "Only ours", HowOften::Weekly)]).await;
    assert_eq!(seen(&app, [&sam, &noor, &amari], id, "sheet").await, before);
}

#[tokio::test]
async fn a_plan_that_is_shown_long_after_it_was_agreed_stands_in_the_time_in_which_it_was_shown() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    agreed(&app, &sam, &noor, &[promise(Doer::Both, "Half an hour on Sunday", HowOften::Weekly)]).await;
    app.clock.advance(Duration::days(10));
    let looked = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    assert!(!looked.contains("Half an hour on Sunday"));
    app.clock.advance(Duration::days(4));
    for who in [&sam, &noor] {
        shows_all(&app, who, plans::KIND).await;
    }
    let shown = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    let words = text(&shown);
    assert!(words.contains("11 March 2026 to 16 March 2026"), "{words}");
    assert!(words.contains("Half an hour on Sunday , agreed on 2 March 2026"), "{words}");
    let before = seen(&app, [&sam, &noor, &amari], id, "sheet?from=2026-03-05&to=2026-03-09").await;
    assert!(!before.contains("Half an hour on Sunday"), "{}", text(&before));
}

#[tokio::test]
async fn it_holds_how_it_has_been_what_changed_and_what_is_open() {
    let app = TestApp::new().await;
    let (mut sam, noor, amari, id) = three(&app).await;
    let weekly = promise(Doer::Both, "Half an hour on Sunday", HowOften::Weekly);
    agreed(&app, &sam, &noor, std::slice::from_ref(&weekly)).await;
    app.weekly(&sam, &noor).await;
    let filled = Filled { words: "The quiet on Tuesday.".to_owned(), ..Filled::all(4) };
    app.checks_in(&sam, &filled, Release::Now).await;
    app.checks_in(&noor, &filled, Release::Now).await;
    sam.browser = app.sign_in_again(&sam).await;
    let about = weekly.id.to_string();
    let fields = [("words", "I kept something back"), ("about", about.as_str())];
    let kept = sam.browser.submit("/plan/setback", "/plan/setback", &fields).await;
    let path = kept.path.split('?').next().unwrap().to_owned();
    let share = format!("{path}/share");
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    for who in [&sam, &noor] {
        shows_all(&app, who, plans::KIND).await;
        shows_all(&app, who, checkins::KIND).await;
    }
    let page = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    let words = text(&page);
    assert_eq!(all(&page, ".brief svg[role=img]").len(), 3, "one picture for each question");
    for there in [
        "Half an hour on Sunday , agreed on 2 March 2026 New: Both, every week",
        "Sam writes about a setback 8 March 2026 I kept something back",
        "What still hurts: The quiet on Tuesday.",
        "What is working: The quiet on Tuesday.",
    ] {
        assert!(words.contains(there), "{there}: {words}");
    }
    assert!(!words.contains("Steps I took"), "two of the texts are enough");
    // a plan that both sign afterwards, and show, ends what was open
    app.clock.advance(Duration::days(1));
    let daily = Commitment { how_often: HowOften::Daily, ..weekly };
    agreed(&app, &noor, &sam, std::slice::from_ref(&daily)).await;
    let still = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    assert!(text(&still).contains("Sam writes about a setback"), "they have not shown it");
    for who in [&sam, &noor] {
        shows_all(&app, who, plans::KIND).await;
    }
    let after = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    let words = text(&after);
    assert!(
        words.contains("agreed on 9 March 2026 Now: Both, every week Instead: Both, every day"),
        "{words}"
    );
    assert!(!all(&after, "#open").iter().any(|it| it.contains("Open")), "{words}");
    assert!(words.contains("Sam wrote about a setback 8 March 2026 I kept something back"), "{words}");
}

#[tokio::test]
async fn neither_its_name_nor_its_words_say_what_it_is_for() {
    let app = TestApp::new().await;
    let (sam, _, amari, id) = three(&app).await;
    shares(&app, &sam, "For both of you.").await;
    let base = format!("/clients/{id}");
    let answer = app.with_second_step(&amari, false).await.get(&format!("{base}/sheet")).await;
    assert_eq!(answer.all("title")[0], "Summary · Toward");
    let page = window(&answer, &base).to_lowercase();
    for word in ["therap", "session", "amari", "counsel", "affair", "betray"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[tokio::test]
async fn every_list_has_an_end() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    for day in 0..14 {
        shares(&app, &sam, &format!("Note {day}. {}", "A long evening with many words. ".repeat(20))).await;
    }
    let page = seen(&app, [&sam, &noor, &amari], id, "sheet").await;
    let lines = all(&page, ".brief li");
    assert_eq!(lines.len(), 10);
    assert!(lines.iter().all(|line| line.chars().count() < 200 && line.ends_with('…')), "{lines:?}");
    assert!(
        text(&page)
            .contains("Only the beginning of each text stands here, and only the latest of each kind.")
    );
    assert_eq!(written(&app, &sam, "note").await.len(), 14);
}

#[tokio::test]
async fn nobody_else_finds_the_sheet_there() {
    is_closed_to_others("sheet").await;
}

#[tokio::test]
async fn the_number_of_statements_does_not_follow_what_was_shared() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let page = format!("/clients/{id}/sheet");
    let mut counts = Vec::new();
    for number in 0..3 {
        shares(&app, &sam, &format!("Note {number}")).await;
        shares(&app, &noor, &format!("Note {number}")).await;
        let browser = app.with_second_step(&amari, false).await;
        counts.push(app.statements(&browser, &[&page, &page]).await[1].len());
    }
    assert_eq!(counts[0], counts[2], "{counts:?}");
}
