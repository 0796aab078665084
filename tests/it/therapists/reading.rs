//! What a therapist reads: exactly what hangs on their access, on every page of the window; and either of the two sees the
//! same bytes through it.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use sqlx::AssertSqlSafe;
use toward::{
    checkins::{Release, moments::Moment},
    ids::CommitmentId,
    noticing::{Line, LineKind},
    plans::{Answer, Commitment, Doer, HowOften, Kept, Kind, Piece, Question, doing::Mark, doing::Setback},
    web::router,
};

use super::*;
use crate::support::{
    Visitor,
    talk::{OPENING, Talk, Until, begin},
    weeks::Filled,
};

/// Writes something of any kind.
async fn put<C: Serialize + PartialEq + serde::de::DeserializeOwned>(
    app: &TestApp,
    who: &Somebody,
    kind: &'static str,
    content: &C,
) -> EntryId {
    let me = me(app, who).await;
    let mut scope = app.scope(who).await;
    let place = Place { kind, couple: me.couple, about: None, slot: None };
    let base = Base::New(uuid::Uuid::new_v4());
    let written = entries::write(&mut scope, &who.hand, place, base, content, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    let Written::Kept(id, 1) = written else { panic!("{written:?}") };
    id
}

/// The same, shared with the partner and the therapist.
async fn give<C: Serialize + PartialEq + serde::de::DeserializeOwned>(
    app: &TestApp,
    who: &Somebody,
    kind: &'static str,
    content: &C,
) -> EntryId {
    let id = put(app, who, kind, content).await;
    assert!(share_with_both(app, who, id, 1).await);
    id
}

/// Gives the therapist, too, everything of `who` that the partner holds.
async fn show_all(app: &TestApp, who: &Somebody) {
    let ours = ours(app, who).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let sql = "select entry_id from entry_grant where author = $1 and reader_role = 'partner' and not held
        and entry_id not in (select id from entry where kind = 'access') order by entry_id";
    let all: Vec<uuid::Uuid> = sqlx::query_scalar(sql).bind(who.id.0).fetch_all(app.owner()).await.unwrap();
    let today = app.clock.now().date();
    let mut scope = app.scope(who).await;
    for id in all {
        let id = EntryId(id);
        entries::show_therapist(&mut scope, &who.hand, therapist, access, id, today).await.unwrap();
    }
    scope.commit().await.unwrap();
}

fn promise(act: &str) -> Commitment {
    Commitment {
        id: CommitmentId::random(),
        who: Doer::Both,
        act: act.to_owned(),
        how_often: HowOften::Weekly,
        starts: time::macros::date!(2026 - 03 - 02),
        review: None,
        kind: Kind::Action,
        from_talk: None,
    }
}

/// A version of the plan as it is sealed, proposed by the one on the first seat.
async fn version(app: &TestApp, who: &Somebody, promise: &Commitment) -> serde_json::Value {
    let couple = me(app, who).await.couple.unwrap();
    let today = serde_json::to_value(app.clock.now().date()).unwrap();
    json!({
        "is": "version", "couple": couple, "number": 1, "over": null, "by": "one", "on": today,
        "names": ["Sam", "Noor"], "text": { "together": ["", "", ""], "commitments": [promise] }, "reason": "",
    })
}

/// A signature over that version.
async fn signature(app: &TestApp, who: &Somebody, version: EntryId) -> serde_json::Value {
    let couple = me(app, who).await.couple.unwrap();
    let mut scope = app.scope(who).await;
    let pinned = app.pinned(who).await;
    let seen = entries::by_id::<Piece>(&mut scope, &who.hand, Some(&pinned), "plan", version).await.unwrap();
    let digest = seen.and_then(Seen::text).unwrap().digest;
    let today = serde_json::to_value(app.clock.now().date()).unwrap();
    json!({
        "is": "signature", "couple": couple, "version": version, "number": 1, "revision": 1, "digest": digest,
        "on": today,
    })
}

/// One of every kind, from both, held by the therapist. Answers the ids of what has a page of its own.
async fn one_of_each(app: &TestApp, sam: &Somebody, noor: &Somebody) -> Vec<EntryId> {
    let couple = me(app, sam).await.couple.unwrap();
    let promise = promise("supper together");
    let plan = give(app, sam, "plan", &version(app, sam, &promise).await).await;
    give(app, sam, "plan", &signature(app, sam, plan).await).await;
    give(app, noor, "plan", &signature(app, noor, plan).await).await;
    let note =
        Note { title: "A title".to_owned(), text: format!("{} last words", "note by Sam ".repeat(40)) };
    let line = Line::new(LineKind::Thanks, "line by Noor", Some(promise.id));
    let moment = Moment { day: time::macros::date!(2026 - 02 - 20), words: "moment by Sam".to_owned() };
    let week = time::macros::date!(2026 - 03 - 02);
    let words = "mark by Noor".to_owned();
    let mark = Mark { commitment: promise.id, week, kept: Kept::Partly, words };
    let words = "answer by Noor".to_owned();
    let answer = Piece::Answer(Answer { question: Question::Support, words, couple: Some(couple) });
    let words = "setback by Sam".to_owned();
    let setback = Piece::Setback(Setback { couple, over: 1, about: vec![promise.id], words });
    vec![
        give(app, sam, "note", &note).await,
        give(app, noor, "line", &line).await,
        give(app, sam, "moment", &moment).await,
        give(app, noor, "mark", &mark).await,
        give(app, noor, "plan", &answer).await,
        give(app, sam, "plan", &setback).await,
    ]
}

/// What stands in the window of a page, with `base` taken out of its addresses.
fn window(page: &str, base: &str) -> String {
    let from = page.find("<div class=\"window").unwrap_or_else(|| panic!("no window: {page}"));
    let (mut at, mut open) = (from, 0_usize);
    loop {
        let rest = &page[at..];
        let ends = rest.find("</div>").expect("it ends");
        match rest.find("<div").filter(|begins| *begins < ends) {
            Some(begins) => (open, at) = (open + 1, at + begins + "<div".len()),
            None => (open, at) = (open - 1, at + ends + "</div>".len()),
        }
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
    let patterns = rooms.list().iter().filter_map(|(_, pattern)| pattern.strip_prefix("/us/as-therapist"));
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

/// A talk of the two played to its end, all of it held by their therapist. Answers its path.
async fn whole_talk(app: &TestApp, sam: &mut Somebody, noor: &mut Somebody) -> String {
    let take = |who: &mut Somebody| std::mem::replace(&mut who.browser, app.visitor());
    let (mut one, mut two) = (take(sam), take(noor));
    let path = begin(&mut one, &mut two, &OPENING).await;
    let mut talk = Talk { sam: one, noor: two, path };
    talk.play(Until::Proposed, Until::End, app).await;
    (sam.browser, noor.browser) = (talk.sam, talk.noor);
    for who in [&*sam, &*noor] {
        show_all(app, who).await;
    }
    talk.path
}

#[tokio::test]
async fn the_timeline_has_what_both_gave_and_each_text_can_be_read_in_full() {
    let app = TestApp::new().await;
    let (sam, noor, amari, access) = three(&app).await;
    let ids = one_of_each(&app, &sam, &noor).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    let page = browser.get(&base).await;
    let text = page.text();
    for line in [
        "Sam shared a note 2 March 2026",
        "A title",
        "Noor says thank you 2 March 2026",
        "line by Noor",
        "Sam marked a day 2 March 2026 20 February 2026 moment by Sam",
        "Noor says how it went with a promise",
        "Partly mark by Noor supper together. Week of 2 March 2026",
        "Noor answered a question of the plan",
        "Sam wrote about a setback",
        "Both agreed to a plan",
        "One promise.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(page.count(".timeline > li"), 7, "the version and both signatures are one line");
    assert!(!text.contains("last words") && !text.contains("Nothing is shared"), "{text}");
    for (id, words) in ids.iter().zip([
        "last words",
        "The promise supper together Thank you line by Noor",
        "moment by Sam",
        "mark by Noor",
        "answer by Noor",
        "setback by Sam To look at again supper together",
    ]) {
        let one = browser.get(&format!("{base}/shared/{id}")).await;
        assert!(one.text().contains(words), "{words}: {}", one.text());
        assert!(one.text().contains("Sam and Noor"), "a way back");
    }
}

#[tokio::test]
async fn what_is_only_with_the_partner_is_the_same_as_what_never_was() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let (one, two) = (&mut sam.browser, &mut noor.browser);
    let talk = begin(one, two, &OPENING).await;
    let private = write(&app, &sam, "Only mine.").await;
    let partner = write(&app, &sam, "For Noor.").await;
    share_with_partner(&app, &sam, partner, 1).await;
    share_with_both(&app, &noor, write(&app, &noor, "For both.").await, 1).await;
    let mut amari = app.with_second_step(&amari, false).await;
    for base in [format!("/clients/{access}"), "/us/as-therapist".to_owned()] {
        let browser = if base.starts_with("/us") { &mut sam.browser } else { &mut amari };
        browser.get(&base).await;
        let never = browser.get(&format!("{base}/shared/{}", EntryId::random())).await;
        assert_eq!(never.status, StatusCode::NOT_FOUND);
        for id in [private, partner] {
            let there = browser.get(&format!("{base}/shared/{id}")).await;
            assert_eq!((there.status, &there.body), (never.status, &never.body), "{base}");
        }
        for path in [format!("{base}{talk}"), format!("{base}/talks"), format!("{base}/timeline?page=2")] {
            let there = browser.get(&path).await;
            assert_eq!((there.status, &there.body), (never.status, &never.body), "{path}");
        }
        let page = browser.get(&base).await;
        assert!(page.text().contains("For both.") && !page.text().contains("For Noor."), "{}", page.text());
        assert!(!page.text().contains("Only mine.") && !page.body.contains("/talks"), "{}", page.text());
    }
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
            let same = who.browser.get(&format!("/us/as-therapist{path}")).await;
            assert_eq!(same.status, StatusCode::OK, "{path}: {}", same.text());
            assert!(same.text().contains("This is what Amari sees, and nothing else."), "{path}");
            assert!(!same.body.contains(&theirs) && !same.body.contains("Your own label"), "{path}");
            assert_eq!(window(&same.body, "/us/as-therapist"), window(&seen.body, &theirs), "{path}");
        }
    }
    assert_eq!(count(&app, "therapist_look").await, log, "nothing is noted when one of the two looks");
    let parts = "therapist_look where part in ('overview', 'timeline', 'talk')";
    assert_eq!(count(&app, parts).await, 3, "and every part when the therapist does");
}

#[tokio::test]
async fn a_talk_is_read_in_its_own_order_and_without_what_was_not_given() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let path = format!("/clients/{access}{talk}");
    let page = browser.get(&path).await;
    assert_eq!(page.all("h1"), ["About the spring"]);
    let text = page.text();
    let mut at = 0;
    for words in [
        "opening by Sam",
        "what has stopped by Noor",
        "place by Noor",
        "feelings by Sam",
        "feelings by Noor",
        "step 3 said back by Noor",
        "step 3 said back by Sam",
        "perspective by Sam",
        "step 4 said back by Noor",
        "perspective by Noor",
        "deeper by Sam",
        "act by Noor",
        "understand by Noor",
        "need by Sam",
        "idea by Sam",
        "idea by Noor",
    ] {
        let found = text[at..].find(words).unwrap_or_else(|| panic!("{words} is not there in order: {text}"));
        at += found;
    }
    assert!(!text.contains("Shared with you") && !text.contains("waiting"), "{text}");
    // without the proposal it has no name; without its words a step is not there
    let sql = "select e.id from entry e where e.kind = 'talk' and e.author = $1 order by e.id";
    let of_sam: Vec<uuid::Uuid> =
        sqlx::query_scalar(sql).bind(sam.id.0).fetch_all(app.owner()).await.unwrap();
    let partner = app.pinned(&sam).await;
    let mut scope = app.scope(&sam).await;
    for id in of_sam {
        let id = EntryId(id);
        entries::take_back_from_therapist(&mut scope, &sam.hand, Some(&partner), id).await.unwrap();
    }
    scope.commit().await.unwrap();
    let page = browser.get(&path).await;
    let text = page.text();
    assert_eq!(page.all("h1"), ["A talk"]);
    assert!(
        !text.contains("by Sam") && !text.contains("took") && !text.contains("5. What lies deeper"),
        "{text}"
    );
    assert!(text.contains("perspective by Noor") && text.contains("act by Noor"), "{text}");
    assert!(!page.body.contains("About the spring"));
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
    for page in [format!("/us/as-therapist{path}"), "/us/as-therapist".to_owned()] {
        let noors = talk.noor.get(&page).await;
        assert_eq!(noors.status, StatusCode::OK);
        assert!(!noors.body.contains("feelings by Sam"), "{page}: {}", noors.text());
        assert!(talk.sam.get(&page).await.body.contains("feelings by Sam"), "their own: {page}");
    }
    talk.noor.shares(&path, 2, &felt).await;
    talk.play(Until::Listening, Until::Perspectives, &app).await;
    let noors = talk.noor.get(&format!("/us/as-therapist{path}")).await;
    assert!(noors.text().contains("feelings by Sam"), "their time has come: {}", noors.text());
}

#[tokio::test]
async fn nobody_else_finds_any_of_it_and_nothing_is_left_when_it_ends() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let ids = one_of_each(&app, &sam, &noor).await;
    let (mut iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let code = linked(&app, &iris, &max).await;
    assert!(matches!(accept(&app, &tom, &code).await, Accepted::Open(_)));
    let paths = [String::new(), "/timeline".to_owned(), format!("/shared/{}", ids[0]), "/talks".to_owned()];
    let mut other = app.with_second_step(&tom, false).await;
    for path in &paths {
        let page = other.get(&format!("/clients/{access}{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let elsewhere = iris.browser.get(&format!("/us/as-therapist/shared/{}", ids[0])).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    assert!(iris.browser.get("/us/as-therapist").await.text().contains("Nothing is shared with you so far"));
    // nothing in it answers anything but reading
    let mut browser = app.with_second_step(&amari, false).await;
    for path in &paths {
        for base in [format!("/clients/{access}"), "/us/as-therapist".to_owned()] {
            let who = if base.starts_with("/us") { &mut sam.browser } else { &mut browser };
            let posted = who.post(&format!("{base}{path}"), &[("csrf", "x")]).await;
            assert!(
                matches!(posted.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED),
                "{base}{path}: {}",
                posted.status
            );
        }
    }
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for path in &paths {
        let page = browser.get(&format!("/clients/{access}{path}")).await;
        assert_eq!(page.status, StatusCode::GONE, "{path}");
        assert!(!page.body.contains("Noor"), "{path}: {}", page.text());
        for who in [&mut sam, &mut noor] {
            let ours = who.browser.get(&format!("/us/as-therapist{path}")).await;
            assert_eq!(ours.location(), "/us/therapist", "{path}");
        }
    }
}

#[tokio::test]
async fn an_access_that_has_run_out_shows_nothing_to_anybody() {
    let app = TestApp::new().await;
    let (sam, noor, amari, access) = three(&app).await;
    one_of_each(&app, &sam, &noor).await;
    app.clock.advance(Duration::days(90));
    let mut browser = app.with_second_step(&amari, false).await;
    let page = browser.get(&format!("/clients/{access}/timeline")).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(!page.body.contains("Sam"), "{}", page.text());
    let ours = app.sign_in_again(&sam).await.get("/us/as-therapist").await;
    assert_eq!(ours.location(), "/us/therapist");
}

#[tokio::test]
async fn what_does_not_open_is_a_calm_line_and_the_rest_is_there() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    let note = write(&app, &sam, "Altered afterwards.").await;
    share_with_both(&app, &sam, note, 1).await;
    let altered = format!(
        "update revision set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where author = '{}'",
        sam.id
    );
    sqlx::query(AssertSqlSafe(altered)).execute(app.owner()).await.unwrap();
    let mut browser = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    let page = browser.get(&format!("{base}/timeline")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Sam shared something that does not open"), "{}", page.text());
    let one = browser.get(&format!("{base}/shared/{note}")).await;
    assert!(one.text().contains("failed its integrity check"), "{}", one.text());
    let record = browser.get(&format!("{base}{talk}")).await;
    let text = record.text();
    assert_eq!(text.matches("failed its integrity check").count(), 1, "once: {text}");
    assert!(text.contains("perspective by Noor") && !text.contains("perspective by Sam"), "{text}");
    assert!(!page.body.contains("Altered") && !one.body.contains("Altered"));
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
    let (theirs, ours) = (of(&format!("/clients/{access}")), of("/us/as-therapist"));
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
        assert!((6..=32).contains(&few.len()), "{path}: {} {few:#?}", few.len());
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
async fn zz_pictures() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let dir = std::path::Path::new("/tmp/r1/site");
    std::fs::create_dir_all(dir.join("static")).unwrap();
    let mut therapist = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    let save = |name: &str, body: &str| std::fs::write(dir.join(format!("{name}.html")), body).unwrap();
    save("empty", &therapist.get(&base).await.body);
    one_of_each(&app, &sam, &noor).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    app.weekly(&sam, &noor).await;
    let filled = Filled { words: "a week".to_owned(), ..Filled::all(5) };
    app.checks_in(&sam, &filled, Release::Now).await;
    show_all(&app, &sam).await;
    let note = Note { title: "Sunday".to_owned(), text: "I notice that I want to be finished with this, and that I am ashamed of wanting it. I would like to talk about that with you there.\n\nIt is the evenings that I do not know what to do with. [[What I saw on the phone.]] And after that.".to_owned() };
    let id = give(&app, &noor, "note", &note).await;
    let long = Note { title: String::new(), text: "I kept going over ordinary evenings, the washing-up, the films we watched, and I could not tell any more which parts of them were real. ".repeat(4) };
    give(&app, &sam, "note", &long).await;
    let mut therapist = app.with_second_step(&amari, false).await;
    let page = therapist.get(&base).await;
    save("overview", &page.body);
    save("timeline", &therapist.get(&format!("{base}/timeline?page=2")).await.body);
    save("talks", &therapist.get(&format!("{base}/talks")).await.body);
    save("talk", &therapist.get(&format!("{base}{talk}")).await.body);
    save("one", &therapist.get(&format!("{base}/shared/{id}")).await.body);
    let mut ours = app.sign_in_again(&sam).await;
    save("as", &ours.get("/us/as-therapist").await.body);
    save("us", &ours.get("/us/therapist").await.body);
    for part in page.body.split('"').filter(|part| part.starts_with("/static/")) {
        std::fs::write(dir.join(&part[1..]), therapist.get(part).await.body).unwrap();
    }
    sqlx::query("update revision set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where author = (select id from person where name = 'Sam')").execute(app.owner()).await.unwrap();
    save("broken", &therapist.get(&base).await.body);
    save("broken-talk", &therapist.get(&format!("{base}{talk}")).await.body);
}
