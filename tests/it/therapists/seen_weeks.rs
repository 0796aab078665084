//! The weeks through the window: each side that is held, alone or beside the other, and the pictures that they make.

use time::macros::date;
use toward::{
    checkins::{self, Release, moments::Moment},
    entries::{self, Base, Place, Written},
    plans::Kept,
};

use super::{
    seen::{all, breaks, is_closed_to_others, seen, shows, shows_all, text, window, written},
    three,
};
use crate::support::{Somebody, TestApp, weeks::Filled};

fn words(number: u8, words: &str) -> Filled {
    Filled { words: words.to_owned(), ..Filled::all(number) }
}

/// Shows the therapist the check-in of the round that is open.
async fn shows_newest(app: &TestApp, who: &Somebody) {
    let newest = *written(app, who, checkins::KIND).await.last().unwrap();
    assert_eq!(shows(app, who, &[newest]).await, 1);
}

async fn marks_a_day(app: &TestApp, who: &Somebody, text: &str) -> entries::Text<Moment> {
    let moment = Moment { day: app.clock.now().date(), words: text.to_owned() };
    let place = Place { kind: "moment", couple: None, about: None, slot: None };
    let mut scope = app.scope(who).await;
    let me = toward::couples::Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    let place = Place { couple: me.couple, ..place };
    let base = Base::New(uuid::Uuid::new_v4());
    let now = app.clock.now();
    let written = entries::write(&mut scope, &who.hand, place, base, &moment, now).await.unwrap();
    let Written::Kept(id, 1) = written else { panic!("{written:?}") };
    assert!(entries::share(&mut scope, &who.hand, me.pinned().unwrap(), id, 1, now.date()).await.unwrap());
    let seen = entries::by_id::<Moment>(&mut scope, &who.hand, None, "moment", id).await.unwrap().unwrap();
    scope.commit().await.unwrap();
    seen.text().unwrap()
}

#[tokio::test]
async fn check_ins_that_the_two_share_only_with_each_other_look_like_none() {
    let app = TestApp::new().await;
    let (sam, mut noor, amari, id) = three(&app).await;
    let empty = seen(&app, [&sam, &noor, &amari], id, "weeks").await;
    assert!(text(&empty).contains("No check-in is here"), "{empty}");
    app.weekly(&sam, &noor).await;
    for number in [3, 4] {
        app.checks_in(&sam, &words(number, "Only for you."), Release::Now).await;
        app.checks_in(&noor, &words(number, "Only for you."), Release::Now).await;
        app.next_round();
    }
    marks_a_day(&app, &noor, "A hard week").await;
    assert_eq!(seen(&app, [&sam, &noor, &amari], id, "weeks").await, empty);
    noor.browser = app.sign_in_again(&noor).await;
    assert!(noor.browser.get("/us/therapist").await.text().contains("Amari: your weeks"));
}

#[tokio::test]
async fn a_week_shows_both_sides_or_the_one_that_is_held_and_nothing_where_the_other_would_be() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    app.checks_in(&sam, &words(2, "Sam in the first."), Release::Now).await;
    app.checks_in(&noor, &words(5, "Noor in the first."), Release::Now).await;
    shows_newest(&app, &sam).await;
    shows_newest(&app, &noor).await;
    app.next_round();
    app.checks_in(&sam, &words(4, "Sam in the second."), Release::Now).await;
    shows_newest(&app, &sam).await;
    app.next_round();
    let before = seen(&app, [&sam, &noor, &amari], id, "weeks").await;
    assert_eq!(all(&before, "details .shared.one").len(), 2);
    assert_eq!(all(&before, "details .shared.two").len(), 1);
    let alone = all(&before, "details > .narrow");
    assert!(
        alone.len() == 1 && alone[0].contains("Sam in the second.") && !alone[0].contains("Noor"),
        "{alone:?}"
    );
    assert!(all(&before, "details > .beside")[0].contains("Noor in the first."));
    // what follows stays between the two: a whole round, and Noor's answers of the one before
    app.checks_in(&noor, &words(9, "Only for Sam."), Release::Now).await;
    app.checks_in(&sam, &words(9, "Only for Noor."), Release::Now).await;
    assert_eq!(seen(&app, [&sam, &noor, &amari], id, "weeks").await, before);
    for never in ["Not here", "your", "You ", "Round", "<form", "href=\"/weeks"] {
        assert!(!before.contains(never), "{never}");
    }
}

#[tokio::test]
async fn the_pictures_are_drawn_from_what_is_held_and_break_where_nothing_is() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    for (number, shown) in [(2, true), (9, false), (4, true), (6, true)] {
        app.checks_in(&sam, &Filled { kept: vec![Kept::Kept], ..Filled::all(number) }, Release::Now).await;
        app.checks_in(&noor, &Filled::all(number), Release::Now).await;
        if shown {
            shows_newest(&app, &sam).await;
        }
        app.next_round();
    }
    let page = seen(&app, [&sam, &noor, &amari], id, "weeks").await;
    // three points, and a line between the last two of them only
    let lean = &page[page.find("id=\"lean-t\"").unwrap()..page.find("id=\"matter-t\"").unwrap()];
    let path = |class: &str| {
        lean.split(&format!("class=\"{class} one\" d=\"")).nth(1).map(|rest| rest.split('"').next().unwrap())
    };
    assert_eq!(path("p").unwrap().matches('M').count(), 3, "{lean}");
    assert_eq!(
        (path("l").unwrap().matches('M').count(), path("l").unwrap().matches('L').count()),
        (1, 1),
        "{lean}"
    );
    assert!(!lean.contains("two\""), "Noor shows nothing, so there is no line of hers");
    assert!(
        all(&page, "title").iter().chain(&all(&page, "desc")).all(|said| !said.contains("Noor")),
        "{page}"
    );
    // the week that stays between them has no line in the tables, and no column is empty
    assert_eq!(all(&page, "tbody tr").len(), 6, "three weeks in two tables");
    assert!(
        all(&page, "thead").iter().all(|head| !head.contains("Noor")) && !page.contains(">none<"),
        "{page}"
    );
    assert!(all(&page, ".key")[0].contains("Sam, solid") && !all(&page, ".key")[0].contains("Noor"));
}

#[tokio::test]
async fn marks_are_those_that_are_held_with_who_made_them() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    app.checks_in(&sam, &Filled::all(3), Release::Now).await;
    shows_newest(&app, &sam).await;
    app.next_round();
    let mark = marks_a_day(&app, &noor, "The first evening out").await;
    marks_a_day(&app, &noor, "Only for Sam").await;
    assert_eq!(shows(&app, &noor, &[mark.id]).await, 1);
    let page = seen(&app, [&sam, &noor, &amari], id, "weeks").await;
    assert_eq!(all(&page, ".marks li"), ["15 March 2026 The first evening out Marked by Noor."]);
    assert_eq!(app.clock.now().date(), date!(2026 - 03 - 15));
}

#[tokio::test]
async fn looking_through_the_window_ends_nobodys_own_writing() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    app.checks_in(&sam, &words(4, "Sam was first."), Release::Now).await;
    shows_newest(&app, &sam).await;
    let base = format!("/clients/{id}");
    let theirs =
        window(&app.with_second_step(&amari, false).await.get(&format!("{base}/weeks")).await, &base);
    assert!(theirs.contains("Sam was first."));
    for page in ["weeks", "sheet"] {
        let mine = app.sign_in_again(&noor).await.get(&format!("/us/seen/{page}")).await;
        assert!(
            !mine.body.contains("Sam was first."),
            "Noor has not given theirs, and has not decided to look"
        );
    }
    // so Noor still fills in as freely as before, and then sees what the therapist sees
    app.checks_in(&noor, &words(6, "Freely."), Release::Now).await;
    let all_three = seen(&app, [&sam, &noor, &amari], id, "weeks").await;
    assert_eq!(all_three, theirs);
}

#[tokio::test]
async fn what_does_not_open_is_a_calm_line_in_the_weeks() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    app.checks_in(&sam, &words(4, "This stays."), Release::Now).await;
    app.checks_in(&noor, &words(4, "This does not open."), Release::Now).await;
    shows_newest(&app, &sam).await;
    shows_newest(&app, &noor).await;
    breaks(&app, written(&app, &noor, checkins::KIND).await[0]).await;
    app.next_round();
    let page = seen(&app, [&sam, &noor, &amari], id, "weeks").await;
    assert!(text(&page).contains("Noor shared something This failed its integrity check"), "{}", text(&page));
    assert!(page.contains("This stays.") && !page.contains("This does not open."));
}

#[tokio::test]
async fn nobody_else_finds_the_weeks_there() {
    is_closed_to_others("weeks").await;
}

#[tokio::test]
async fn the_number_of_statements_does_not_follow_the_number_of_weeks() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    app.weekly(&sam, &noor).await;
    let page = format!("/clients/{id}/weeks?range=all");
    let mut counts = Vec::new();
    for round in 0..3 {
        app.checks_in(&sam, &Filled::all(round), Release::Now).await;
        app.checks_in(&noor, &Filled::all(round), Release::Now).await;
        shows_all(&app, &sam, checkins::KIND).await;
        shows_all(&app, &noor, checkins::KIND).await;
        let browser = app.with_second_step(&amari, false).await;
        counts.push(app.statements(&browser, &[&page, &page]).await[1].len());
        app.next_round();
    }
    assert_eq!(counts[0], counts[2], "{counts:?}");
}
