//! The window that a therapist and either of the two look through: the same bytes, nothing before its time, nothing that
//! tells of what is not in it, and no more statements for more to read.

use axum::http::StatusCode;
use serde_json::json;
use toward::{checkins::Release, web::router};

use super::{
    reading::{one_of_each, put, show_all, whole_talk},
    *,
};
use crate::support::{
    Visitor,
    talk::{OPENING, Talk, Until, begin},
    weeks::Filled,
};

/// What stands in the window of a page, with `base` taken out of its addresses.
fn window(page: &str, base: &str) -> String {
    let from = page.find("<div class=\"window").unwrap_or_else(|| panic!("no window: {page}"));
    let (mut at, mut open) = (from, 0_usize);
    loop {
        let rest = &page[at..];
        let ends = rest.find("</div>").expect("it ends");
        (open, at) = match rest.find("<div").filter(|begins| *begins < ends) {
            Some(begins) => (open + 1, at + begins + "<div".len()),
            None => (open - 1, at + ends + "</div>".len()),
        };
        if open == 0 {
            return page[from..at].replace(base, "BASE");
        }
    }
}

/// Whether the window has such a page. One that is added joins by itself.
fn is_a_page(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |pattern: &str| {
        let (mut there, mut asked) = (pattern.split('/'), path.split('/'));
        let same = there.by_ref().zip(asked.by_ref()).all(|(one, two)| one == two || one.starts_with('{'));
        same && pattern.split('/').count() == path.split('/').count()
    };
    let rooms = router::rooms();
    let patterns = rooms.list().iter().filter_map(|(_, pattern)| pattern.strip_prefix("/us/seen"));
    patterns.into_iter().any(fits)
}

/// Everything that can be read through the window from its first page, by the paths after its base.
async fn pages(browser: &mut Visitor, base: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut read = 0;
    while let Some(path) = all.get(read).cloned() {
        read += 1;
        let page = browser.get(&format!("{base}{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{base}{path}: {}", page.text());
        let seen = window(&page.body, "nothing");
        for href in seen.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
            let href = href.replace("&amp;", "&");
            let path = href.strip_prefix(base).unwrap_or_else(|| panic!("{href} leads out of the window"));
            if is_a_page(path) && !all.iter().any(|known| known == path) {
                all.push(path.to_owned());
            }
        }
    }
    all
}

#[tokio::test]
async fn a_couple_that_shares_everything_with_each_other_and_nothing_here_is_one_that_wrote_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let code = linked(&app, &iris, &max).await;
    let Accepted::Open(other) = accept(&app, &amari, &code).await else { panic!("not accepted") };
    begin(&mut sam.browser, &mut noor.browser, &OPENING).await;
    app.weekly(&sam, &noor).await;
    let filled = Filled { words: "a week".to_owned(), ..Filled::all(5) };
    app.checks_in(&sam, &filled, Release::Now).await;
    for (kind, content) in [
        ("note", json!({ "title": "", "text": "For Noor." })),
        ("line", json!({ "kind": "thanks", "words": "For Noor.", "about": null })),
    ] {
        let id = put(&app, &sam, kind, &content).await;
        share_with_partner(&app, &sam, id, 1).await;
    }
    let mut browser = app.with_second_step(&amari, false).await;
    let (full, none) = (format!("/clients/{access}"), format!("/clients/{other}"));
    let named = |page: &str| page.replace("Sam", "Iris").replace("Noor", "Max");
    let (one, two) = (browser.get(&full).await, browser.get(&none).await);
    assert_eq!(named(&window(&one.body, &full)), window(&two.body, &none));
    assert!(one.text().contains("Nothing is shared with you so far"), "{}", one.text());
    for path in ["/timeline", "/timeline?page=2", "/talks", "/sheet"] {
        let (one, two) =
            (browser.get(&format!("{full}{path}")).await, browser.get(&format!("{none}{path}")).await);
        assert_eq!(
            (one.status, named(&one.body).replace(&full, "BASE")),
            (two.status, two.body.replace(&none, "BASE")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn either_of_the_two_sees_what_their_therapist_sees_byte_for_byte_on_every_page() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    one_of_each(&app, &sam, &noor).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    for number in 0..25 {
        share_with_both(&app, &sam, write(&app, &sam, &format!("Note {number}.")).await, 1).await;
    }
    let mut therapist = app.with_second_step(&amari, false).await;
    let theirs = format!("/clients/{access}");
    let all = pages(&mut therapist, &theirs).await;
    for path in [String::new(), "/talks".to_owned(), talk, "/timeline?page=2".to_owned()] {
        assert!(all.contains(&path), "{path}: {all:#?}");
    }
    assert!(all.iter().any(|path| path.starts_with("/shared/")), "{all:#?}");
    let log = count(&app, "therapist_look").await;
    for who in [&mut sam, &mut noor] {
        for path in &all {
            let seen = therapist.get(&format!("{theirs}{path}")).await;
            let same = who.browser.get(&format!("/us/seen{path}")).await;
            assert_eq!(same.status, StatusCode::OK, "{path}: {}", same.text());
            assert!(same.text().contains("This is what Amari sees, and nothing else."), "{path}");
            assert!(!same.body.contains(&theirs) && !same.body.contains("Your own label"), "{path}");
            assert_eq!(window(&same.body, "/us/seen"), window(&seen.body, &theirs), "{path}");
        }
    }
    assert_eq!(count(&app, "therapist_look").await, log, "nothing is noted when one of the two looks");
    let parts = "therapist_look where part in ('overview', 'timeline', 'talk')";
    assert_eq!(count(&app, parts).await, 3, "and every part when the therapist does");
}

#[tokio::test]
async fn looking_through_the_window_opens_nothing_before_its_time() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let take = |who: &mut Somebody| std::mem::replace(&mut who.browser, app.visitor());
    let (mut one, mut two) = (take(&mut sam), take(&mut noor));
    let path = begin(&mut one, &mut two, &OPENING).await;
    let mut talk = Talk { sam: one, noor: two, path };
    talk.play(Until::Proposed, Until::Feelings, &app).await;
    let path = talk.path.clone();
    let felt = [("felt", "lonely"), ("own", ""), ("words", "feelings by Sam")];
    talk.sam.shares(&path, 2, &felt).await;
    show_all(&app, &sam).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let seen = browser.get(&format!("/clients/{access}{path}")).await;
    assert!(seen.text().contains("feelings by Sam"), "the therapist holds them: {}", seen.text());
    for page in [format!("/us/seen{path}"), "/us/seen".to_owned()] {
        let noors = talk.noor.get(&page).await;
        assert_eq!(noors.status, StatusCode::OK);
        assert!(!noors.body.contains("feelings by Sam"), "{page}: {}", noors.text());
        assert!(talk.sam.get(&page).await.body.contains("feelings by Sam"), "their own: {page}");
    }
    talk.noor.shares(&path, 2, &felt).await;
    talk.play(Until::Listening, Until::Perspectives, &app).await;
    let noors = talk.noor.get(&format!("/us/seen{path}")).await;
    assert!(noors.text().contains("feelings by Sam"), "their time has come: {}", noors.text());
}

#[tokio::test]
async fn a_page_takes_the_same_statements_however_much_is_held() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    let ids = one_of_each(&app, &sam, &noor).await;
    one_of_each(&app, &noor, &sam).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let of = |base: &str| {
        ["", "/timeline", "/talks", talk.as_str(), &format!("/shared/{}", ids[0])]
            .map(|path| format!("{base}{path}"))
    };
    let (theirs, ours) = (of(&format!("/clients/{access}")), of("/us/seen"));
    // what is noted at the first look has been noted
    for path in &theirs {
        browser.get(path).await;
    }
    let (theirs, ours) = (theirs.each_ref().map(String::as_str), ours.each_ref().map(String::as_str));
    let few = [app.statements(&browser, &theirs).await, app.statements(&noor.browser, &ours).await].concat();
    for number in 0..60 {
        share_with_both(&app, &noor, write(&app, &noor, &format!("Note {number}.")).await, 1).await;
    }
    one_of_each(&app, &sam, &noor).await;
    let many = [app.statements(&browser, &theirs).await, app.statements(&noor.browser, &ours).await].concat();
    for (path, (few, many)) in theirs.iter().chain(&ours).zip(few.iter().zip(&many)) {
        assert_eq!(few, many, "{path}");
        assert!((6..=40).contains(&few.len()), "{path}: {} {few:#?}", few.len());
    }
    let mut page = browser.get(theirs[0]).await;
    let mut seen = page.count(".timeline > li");
    let mut pages = 1;
    while let Some(next) = page.body.split("href=\"").find(|rest| rest.contains(">Earlier<")) {
        let href = next.split('"').next().unwrap().to_owned();
        page = browser.get(&href).await;
        assert_eq!(page.status, StatusCode::OK, "{href}");
        seen += page.count(".timeline > li");
        pages += 1;
        assert!(pages < 20, "it ends");
    }
    // each signature stands with its version; of a talk, what each gave on a day
    let of = "entry_grant g join entry e on e.id = g.entry_id where";
    let other = count(&app, &format!("{of} g.access = '{access}' and e.kind <> 'talk'")).await;
    assert_eq!(i64::try_from(seen).unwrap(), other - 6 + 2);
    let over = browser.get(&format!("/clients/{access}/timeline?page={}", pages + 1)).await;
    assert_eq!(over.status, StatusCode::NOT_FOUND);
    for odd in ["0", "-1", "x", "99999999999999999999"] {
        let page = browser.get(&format!("/clients/{access}/timeline?page={odd}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn what_waits_for_the_other_half_is_in_nobodys_window_and_then_in_everybodys() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let pair = uuid::Uuid::new_v4();
    let mut therapist = app.with_second_step(&amari, false).await;
    let theirs = format!("/clients/{access}");
    let gives = async |who: &Somebody, text: &str| {
        let id = write(&app, who, text).await;
        let (partner, ours) = (app.pinned(who).await, ours(&app, who).await.unwrap());
        let (reader, access) = ours.reader().unwrap();
        let to = Audience::Both { partner: &partner, therapist: reader, access };
        let mut scope = app.scope(who).await;
        let today = app.clock.now().date();
        assert!(entries::share_in_pair(&mut scope, &who.hand, to, id, 1, pair, today).await.unwrap());
        scope.commit().await.unwrap();
    };
    let empty = window(&therapist.get(&theirs).await.body, &theirs);
    gives(&sam, "A half by Sam.").await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get("/us/seen").await;
        assert_eq!(window(&page.body, "/us/seen"), empty, "nothing waits here for anybody");
    }
    assert_eq!(window(&therapist.get(&theirs).await.body, &theirs), empty);
    app.later(1, &mut [&mut sam, &mut noor]).await;
    let mut therapist = app.with_second_step(&amari, false).await;
    gives(&noor, "A half by Noor.").await;
    let both = therapist.get(&theirs).await;
    for name in ["Sam", "Noor"] {
        // the day on which both were there: the other day would tell who had finished first
        let line = format!("{name} shared a note 3 March 2026");
        assert!(both.text().contains(&line), "{}", both.text());
    }
    assert!(
        both.text().contains("A half by Sam.") && both.text().contains("A half by Noor."),
        "{}",
        both.text()
    );
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get("/us/seen").await;
        assert_eq!(window(&page.body, "/us/seen"), window(&both.body, &theirs));
    }
}
