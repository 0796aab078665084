//! The pictures of the weeks and the marks on them, through the pages: what one kept for themself is nowhere for the
//! other, and a week that was kept private is the same gap as one that was missed.

use axum::http::StatusCode;
use scraper::{Html, Selector};
use toward::{checkins::Release, ids::EntryId, plans::Kept};

use crate::support::{Answer, Somebody, TestApp, Visitor, talk::Until, weeks::Filled};

const TRENDS: &str = "/weeks/trends";

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

/// The page without its frame: the same for everybody who sees the same.
fn page(answer: &Answer) -> String {
    html(answer, "main").concat()
}

/// The outer HTML of everything that matches.
fn html(page: &Answer, css: &str) -> Vec<String> {
    let document = Html::parse_document(&page.body);
    document.select(&Selector::parse(css).unwrap()).map(|found| found.html()).collect()
}

/// The rows of the first table: the week, and then each cell.
fn numbers(page: &Answer) -> Vec<Vec<String>> {
    let document = Html::parse_document(&page.body);
    let select = |css: &str| Selector::parse(css).unwrap();
    let Some(table) = document.select(&select("details.tabled")).next() else { return Vec::new() };
    let cells = select("th, td");
    table
        .select(&select("tbody tr"))
        .map(|row| row.select(&cells).map(|cell| cell.text().collect()).collect())
        .collect()
}

/// How many points a person's line has in the first picture.
fn points(page: &Answer, who: &str) -> usize {
    let document = Html::parse_document(&page.body);
    let points = Selector::parse(&format!("figure.panel:first-of-type path.p.{who}")).unwrap();
    document.select(&points).filter_map(|path| path.value().attr("d")).map(|d| d.matches('M').count()).sum()
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
    let figure = html(&preview, ".preview figure");
    let kept = sam.submit_on(&preview, &format!("{path}/share"), &[]).await;
    assert!(kept.path.ends_with("done=private"), "{}", kept.path);
    assert_eq!(page(&noor.get(MOMENTS).await), list);

    assert!(shares(&mut sam, &path).await.path.ends_with("done=shared"));
    let seen = noor.get(MOMENTS).await;
    assert_eq!(html(&seen, "figure"), figure, "the reader gets what was previewed");

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
    let path = link(&sam.get(MOMENTS).await, "/edit");
    let (one, two) = (sam.get(&path).await, sam.get(&path).await);
    sam.submit_on(&one, &path, &[("words", "From the one window")]).await;
    let clash = sam.submit_on(&two, &path, &[("words", "From the other")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("From the one window"), "{}", clash.text());
    sam.submit_on(&clash, &path, &[]).await;
    let list = sam.get(MOMENTS).await.text();
    assert!(list.contains("From the other") && !list.contains("From the one window"), "{list}");
}

#[tokio::test]
async fn many_weeks_are_drawn_with_as_many_statements_as_one() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    app.weekly(&sam, &noor).await;
    let pages = ["/weeks/trends?range=8", "/weeks/trends?range=all", "/today"];
    let mut counts = Vec::new();
    for weeks in [1, 12] {
        for _ in 0..weeks {
            app.checks_in(&sam, &Filled::all(6), Release::Now).await;
            app.checks_in(&noor, &Filled::all(7), Release::Now).await;
            app.next_round();
        }
        sam.browser = app.sign_in_again(&sam).await;
        // the first page writes down that the session is used
        sam.browser.get("/write").await;
        let all = app.statements(&sam.browser, &pages).await;
        counts.push(all.iter().map(Vec::len).collect::<Vec<_>>());
        assert_eq!(all[0], all[1], "the range makes no difference");
    }
    println!("statements: {counts:?}");
    assert_eq!(counts[0], counts[1]);
}

/// The first link that ends so.
fn link(page: &Answer, end: &str) -> String {
    let document = Html::parse_document(&page.body);
    let all = Selector::parse("main a").unwrap();
    let found = document.select(&all).filter_map(|a| a.value().attr("href")).find(|href| href.ends_with(end));
    found.expect("a link").to_owned()
}

/// Sam checks in for three weeks. Noor shares the first; in the second she keeps hers private, or does not come.
async fn three_weeks(noor_writes: bool, taken_back: bool) -> (TestApp, Somebody, Somebody) {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    app.weekly(&sam, &noor).await;
    app.checks_in(&sam, &Filled::all(3), Release::Now).await;
    app.checks_in(&noor, &Filled::all(8), Release::Now).await;
    app.next_round();
    if noor_writes {
        let filled =
            Filled { scores: [Some(1), Some(2), Some(0)], kept: vec![Kept::NotThisWeek], ..Filled::all(0) };
        let release = if taken_back { Release::Now } else { Release::OnlyMe };
        app.checks_in(&noor, &filled, release).await;
        if taken_back {
            app.takes_back(&noor).await;
        }
    }
    app.checks_in(&sam, &Filled { kept: vec![Kept::Kept, Kept::Partly], ..Filled::all(4) }, Release::OnlyMe)
        .await;
    app.next_round();
    app.checks_in(&noor, &Filled::all(7), Release::Both).await;
    sam.browser = app.sign_in_again(&sam).await;
    noor.browser = app.sign_in_again(&noor).await;
    (app, sam, noor)
}

#[tokio::test]
async fn what_was_kept_private_is_to_the_letter_the_gap_of_a_missed_week() {
    let mut pages = Vec::new();
    for (writes, taken_back) in [(false, false), (true, false), (true, true)] {
        let (_app, mut sam, mut noor) = three_weeks(writes, taken_back).await;
        let mut of = Vec::new();
        for path in [TRENDS, "/weeks/trends?range=8", "/weeks/trends?range=all"] {
            let answer = sam.browser.get(path).await;
            assert_eq!(answer.status, StatusCode::OK);
            of.push(page(&answer));
        }
        assert!(of[0].contains("Noor"), "the picture is of both");
        pages.push(of);
        // her own page has it
        let own = noor.browser.get(TRENDS).await;
        assert_eq!(points(&own, "two"), if writes { 3 } else { 2 });
        assert_eq!(points(&own, "one"), 1, "Sam gave one week and kept one");
    }
    assert_eq!(pages[0], pages[1], "kept private");
    assert_eq!(pages[0], pages[2], "taken back before it was opened");
}

#[tokio::test]
async fn the_numbers_are_those_that_were_given_in_the_picture_and_in_the_table() {
    let (app, mut sam, mut noor) = three_weeks(true, false).await;
    let mine = sam.browser.get(TRENDS).await;
    // the third round is open, Sam has not come yet and Noor's waits for him: there is no such week
    let none = || "none".to_owned();
    let row = |week: &str, cells: [&str; 6]| -> Vec<String> {
        [vec![week.to_owned()], cells.map(str::to_owned).to_vec()].concat()
    };
    assert_eq!(
        numbers(&mine),
        [
            row("15 March 2026", ["4", "none", "4", "none", "4", "none"]),
            row("8 March 2026", ["3", "8", "3", "8", "3", "8"]),
        ]
    );
    assert_eq!((points(&mine, "one"), points(&mine, "two")), (2, 1));
    assert!(mine.text().contains("8 March 2026 to 15 March 2026"), "{}", mine.text());
    assert!(mine.text().contains("1 kept, 1 partly"));
    // she sees her own of every week, and his of the week that he gave
    let theirs = noor.browser.get(TRENDS).await;
    assert_eq!(
        numbers(&theirs),
        [
            row("22 March 2026", ["none", "7", "none", "7", "none", "7"]),
            row("15 March 2026", ["none", "1", "none", "2", "none", "0"]),
            row("8 March 2026", ["3", "8", "3", "8", "3", "8"]),
        ]
    );
    assert!(!theirs.text().contains("1 kept, 1 partly"), "Sam kept that week");
    // both at once, when the second one is in
    app.checks_in(&sam, &Filled { scores: [None, Some(5), None], ..Filled::default() }, Release::Both).await;
    let both = [sam.browser.get(TRENDS).await, noor.browser.get(TRENDS).await];
    for page in &both {
        let cells = numbers(page).remove(0);
        assert_eq!(
            cells[1..],
            [none(), "7".to_owned(), "5".to_owned(), "7".to_owned(), none(), "7".to_owned()]
        );
    }
}

#[tokio::test]
async fn a_range_holds_its_weeks_and_one_that_is_no_range_is_the_usual_one() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let empty = sam.browser.get(TRENDS).await;
    assert!(empty.text().contains("Nothing to draw yet"), "{}", empty.text());
    app.weekly(&sam, &noor).await;
    sam.browser = app.sign_in_again(&sam).await;
    assert!(
        sam.browser.get(TRENDS).await.text().contains("Nothing to draw yet"),
        "the first round has just opened"
    );
    for week in 0..20 {
        app.checks_in(&sam, &Filled::all(week % 11), Release::OnlyMe).await;
        app.next_round();
    }
    sam.browser = app.sign_in_again(&sam).await;
    for (query, rows) in [("", 16), ("?range=8", 8), ("?range=16", 16), ("?range=all", 20), ("?range=7", 16)]
    {
        let page = sam.browser.get(&format!("{TRENDS}{query}")).await;
        assert_eq!(numbers(&page).len(), rows, "{query}");
        assert_eq!(points(&page, "one"), rows, "{query}");
        assert_eq!(page.all(".range [aria-current]").len(), 1, "{query}");
    }
    // alone, there is nobody to compare with
    let mut iris = app.somebody("Iris").await.browser;
    let alone = iris.get(TRENDS).await;
    assert!(!alone.text().contains("Reading this together"));
}

#[tokio::test]
async fn the_charts_say_what_happened_on_a_date() {
    let (_app, mut sam, mut noor) = three_weeks(false, false).await;
    let path = marks(&mut sam.browser, "2026-03-17", "A [[bad]] evening").await;
    marks(&mut sam.browser, "2026-03-09", "Mine alone").await;
    marks(&mut sam.browser, "2025-12-24", "Before all of it").await;
    shares(&mut sam.browser, &path).await;
    let mine = sam.browser.get(TRENDS).await;
    let list = mine.all(".marks li");
    assert_eq!(list.len(), 3, "{list:?}");
    assert!(list[0].contains("24 December 2025") && list[0].contains("Only you see this."), "{list:?}");
    assert!(list[2].contains("A (folded) evening") && list[2].contains("Shared with Noor."), "{list:?}");
    assert_eq!(html(&mine, "figure.panel:first-of-type text.name").len(), 4, "two numbers, and two names");
    let theirs = noor.browser.get(TRENDS).await;
    assert_eq!(theirs.all(".marks li").len(), 1);
    assert!(theirs.text().contains("Marked by Sam.") && !theirs.text().contains("Mine alone"));
}

#[tokio::test]
async fn the_day_of_a_talk_is_marked_once_it_has_come_and_both_had_agreed_to_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    sqlx::query(
        "with s as (insert into checkin_schedule (id, couple_id) select gen_random_uuid(), id from couple returning id)
         insert into checkin_rhythm (id, schedule_id, number, weekday, hour, zone, answer, since)
         select gen_random_uuid(), id, 1, 7, '19:30', 'UTC', 'agreed', '2026-01-01' from s",
    )
    .execute(app.owner())
    .await
    .unwrap();
    sam_and_noor_see(&mut talk.sam, &mut talk.noor, 0).await;
    talk.later(&app, time::Duration::days(15)).await;
    sam_and_noor_see(&mut talk.sam, &mut talk.noor, 1).await;
    // and those of later sittings, but not one that was moved before it came
    let next = format!("{}/next", talk.path);
    for _ in 0..2 {
        talk.sam.submit(&next, &next, &[("act", "same")]).await;
        talk.noor.submit(&next, &next, &[("act", "yes")]).await;
    }
    sam_and_noor_see(&mut talk.sam, &mut talk.noor, 1).await;
    talk.later(&app, time::Duration::days(14)).await;
    sam_and_noor_see(&mut talk.sam, &mut talk.noor, 2).await;
}

async fn sam_and_noor_see(sam: &mut Visitor, noor: &mut Visitor, talks: usize) {
    for who in [sam, noor] {
        let page = who.get(TRENDS).await;
        let found =
            page.all(".marks li").iter().filter(|mark| mark.contains("A talk: About the spring")).count();
        assert_eq!(found, talks, "{}", page.text());
    }
}
