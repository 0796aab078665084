//! The talk, through its pages: turns, breaks, taking back, and what nobody may see.

use axum::http::StatusCode;
use sqlx::postgres::PgListener;
use time::Duration;

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, OPENING, Talk, Until, begin, pages},
};

/// How often a table has rows with this condition, for the owner who sees everything.
async fn count(app: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(app.owner()).await.expect("a number")
}

#[tokio::test]
async fn two_people_go_through_all_eight_steps() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let path = talk.path.clone();
    let [sam, noor] = [talk.sam.stands(&path).await, talk.noor.stands(&path).await];
    for page in [&sam, &noor] {
        assert_eq!(page.path, format!("{path}/end"));
        assert_eq!(page.all("h1"), ["You have come through this talk"]);
    }
    let text = talk.sam.get(&format!("{path}/record")).await.text();
    for shared in [
        "opening by Sam",
        "place by Noor",
        "feelings by Noor",
        "step 3 said back by Sam",
        "perspective by Noor",
        "act by Noor",
        "regret by Noor",
        "need by Sam",
        "idea by Noor",
    ] {
        assert!(text.contains(shared), "{shared}: {text}");
    }
    assert!(talk.noor.get(&format!("{path}/record")).await.text().contains("deeper by Sam"));
}

#[tokio::test]
async fn nothing_of_a_proposal_exists_for_the_other_before_it_is_shown() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    sam.shows_in(&path, "yes").await;
    noor.shows_in(&path, "yes").await;
    sam.goes_on(&path, "both-in").await;
    let before = pages(&mut noor, &path).await;
    let entries = "select count(*) from entry where kind = 'talk'";
    let had = count(&app, entries).await;
    let share = sam.writes(&path, 0, &OPENING).await;
    assert!(share.text().contains("Exactly what Noor will see") && share.text().contains("opening by Sam"));
    assert_eq!(count(&app, entries).await, had + 1);
    assert_eq!(pages(&mut noor, &path).await, before);
    sam.confirms(&share).await;
    assert!(noor.stands(&path).await.text().contains("opening by Sam"));
}

#[tokio::test]
async fn a_talk_needs_two() {
    let app = TestApp::new().await;
    let mut alone = app.person("Sam").await.visitor;
    let page = alone.get("/talk/new").await;
    assert_eq!(page.all("h1"), ["A talk needs two"]);
    assert!(page.body.contains("href=\"/us\"") && page.form("/talk/new").is_none());
    assert!(alone.get("/talk").await.text().contains("A talk needs two"));
}

#[tokio::test]
async fn an_unfinished_proposal_is_asked_again_with_everything_kept() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    sam.shows_in(&path, "yes").await;
    noor.shows_in(&path, "yes").await;
    sam.goes_on(&path, "both-in").await;
    let here = format!("{path}/0");
    let both_hurt = [("name", "About it"), ("mine", "hurt"), ("theirs", "hurt"), ("words", "typed <b>")];
    let page = sam.submit(&here, &here, &both_hurt).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.all(".errors li").len(), 2, "{:?}", page.all(".errors li"));
    assert!(page.body.contains("typed &#60;b&#62;"));
}

#[tokio::test]
async fn either_suggests_other_words_until_both_agree() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let asked = talk.noor.stands(&path).await;
    assert!(asked.text().contains("Noor caused the hurt") && asked.count("textarea, input[type=text]") == 0);
    // Noor sees it differently, in a form that begins with Sam's words.
    let other = [("name", "About the year"), ("mine", "both"), ("theirs", "hurt")];
    talk.noor.shares(&path, 0, &other).await;
    let waiting = talk.sam.stands(&path).await;
    assert!(waiting.text().contains("About the year"), "{}", waiting.text());
    assert!(waiting.text().contains("opening by Sam"), "what was not changed stays");
    talk.sam.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(
            (page.path.as_str(), &page.all(".eyebrow")[0]),
            (format!("{path}/1").as_str(), &"About the year".to_owned())
        );
    }
}

#[tokio::test]
async fn an_agreement_outlives_the_proposal_it_was_made_of() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let record = talk.sam.get(&format!("{path}/record")).await;
    // the answer to "are we in?" stands before it
    take_back(&mut talk.sam, &path, &record, 1).await;
    let page = talk.noor.stands(&path).await;
    assert_eq!(page.all(".eyebrow")[0], "About the spring");
    assert!(page.text().contains("Think back to what happened"), "Noor is still asked as who caused it");
    talk.play(Until::Feelings, Until::Listening, &app).await;
    assert!(talk.noor.stands(&path).await.text().contains("You are listening"));
}

/// Opens the first (or another) "take it back" of a page and presses its button.
async fn take_back(visitor: &mut Visitor, talk: &str, page: &Answer, which: usize) {
    let document = scraper::Html::parse_document(&page.body);
    let links = scraper::Selector::parse("a[href*='/back/']").unwrap();
    let href = document.select(&links).nth(which).expect("a link").value().attr("href").unwrap().to_owned();
    let asked = visitor.get(&href).await;
    assert_eq!(asked.all("h1"), ["Take it back?"]);
    assert_eq!(asked.all("button.undo"), ["Take it back"]);
    let answer = visitor.submit_on(&asked, &href, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(answer.path.starts_with(talk) && answer.text().contains("Taken back"), "{}", answer.text());
}

#[tokio::test]
async fn a_time_is_still_to_come_and_both_may_suggest_one() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Time).await;
    let path = talk.path.clone();
    let when =
        |date: &'static str| [("date", date), ("time", "19:00"), ("zone", "UTC"), ("place", "at home")];
    let page = talk.sam.submit(&format!("{path}/1"), &format!("{path}/1"), &when("2026-03-02")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("still to come") && page.body.contains("value=\"at home\""));
    talk.sam.shares(&path, 1, &when("2026-03-03")).await;
    talk.noor.shares(&path, 1, &when("2026-03-04")).await;
    // Noor's suggestion passes unanswered.
    app.clock.advance(Duration::days(3));
    for who in ["sam@example.org", "noor@example.org"] {
        let visitor = if who.starts_with("sam") { &mut talk.sam } else { &mut talk.noor };
        visitor.sign_in(who).await;
    }
    let page = talk.sam.goes_on(&path, "accept-time").await;
    assert!(page.text().contains("That time has passed"), "{}", page.text());
    talk.sam.shares(&path, 1, &when("2026-03-09")).await;
    let page = talk.noor.goes_on(&path, "accept-time").await;
    assert_eq!(page.all("h1"), ["What to expect"]);
}

#[tokio::test]
async fn the_calendar_says_nothing_about_the_talk() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Time).await;
    let path = talk.path.clone();
    assert_eq!(talk.sam.get(&format!("{path}/time.ics")).await.status, StatusCode::NOT_FOUND);
    talk.play(Until::Time, Until::Feelings, &app).await;
    for who in [By::Sam, By::Noor] {
        let file = talk.of(who).get(&format!("{path}/time.ics")).await;
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(file.body.contains("SUMMARY:Toward\r\n"), "{}", file.body);
        // 19:30 in Berlin, before summer time begins
        assert!(file.body.contains("DTSTART:20260309T183000Z\r\n"), "{}", file.body);
        for word in ["Sam", "Noor", "spring", "place", "note", "talk", &path[6..]] {
            assert!(!file.body.contains(word), "{word}: {}", file.body);
        }
    }
}

#[tokio::test]
async fn a_listener_has_nothing_to_write_in_and_a_forged_text_is_given_back() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    let page = talk.noor.stands(&path).await;
    assert!(page.text().contains("You are listening") && page.text().contains("feelings by Sam"));
    assert_eq!(page.count("textarea, input:not([type=hidden]):not([type=checkbox]), select"), 0);
    let entries = count(&app, "select count(*) from entry").await;

    let forged = [("part", "say-back/listening/one/1"), ("once", ONCE), ("heard", "too early & eager")];
    let answer = talk.noor.forges(&format!("{path}/3"), &forged).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("Saying back comes after listening"), "{}", answer.text());
    assert_eq!(answer.all("textarea"), ["too early & eager"]);
    assert_eq!(count(&app, "select count(*) from entry").await, entries);

    // What came too early is there when its time has come.
    talk.noor.goes_on(&path, "listened").await;
    assert!(talk.noor.stands(&path).await.body.contains("too early &#38; eager"));
}

const ONCE: &str = "6f0a2a52-6f4b-4b0e-9a53-2f4f2f1d7a11";

#[tokio::test]
async fn nobody_skips_ahead_or_writes_into_the_others_turn() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let state = "select count(*) from conversation where version = 10";
    let version: i32 =
        sqlx::query_scalar("select version from conversation").fetch_one(app.owner()).await.unwrap();
    for (part, field, says) in [
        ("perspective", "words", "turn right now"),
        ("apology", "understand", "later in the talk"),
        ("idea/1", "idea", "later in the talk"),
        ("feelings", "words", "already done"),
        ("opening/2", "name", "already done"),
    ] {
        let fields = [("part", part), ("once", ONCE), (field, "forged")];
        let answer = talk.noor.forges(&format!("{path}/4"), &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{part}");
        assert!(answer.text().contains(says), "{part}: {}", answer.text());
        assert_eq!(answer.all("textarea"), ["forged"], "{part}");
    }
    for act in ["listened", "heard", "pass", "read-on", "enough", "accept-time"] {
        let answer = talk.noor.forges(&format!("{path}/on"), &[("act", act)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{act}");
    }
    let unknown = talk.noor.forges(&format!("{path}/on"), &[("act", "win")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(talk.noor.get(&format!("{path}/7")).await.location(), format!("{path}/4"));
    let after: i32 =
        sqlx::query_scalar("select version from conversation").fetch_one(app.owner()).await.unwrap();
    assert_eq!(after, version, "{state}");
}

#[tokio::test]
async fn what_is_kept_or_waits_never_shows_on_the_others_pages() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let before = pages(&mut talk.noor, &path).await;
    let private = [("felt", "ashamed"), ("words", "marker one"), ("private", "1")];
    let kept = talk.sam.submit(&format!("{path}/2"), &format!("{path}/2"), &private).await;
    assert!(
        kept.text().contains("Only you can see it") && kept.body.contains("marker one"),
        "{}",
        kept.text()
    );
    assert_eq!(pages(&mut talk.noor, &path).await, before, "kept");
    // Shared, but read only when both have shared.
    talk.sam.shares(&path, 2, &[]).await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "shared and waiting");
    talk.noor.shares(&path, 2, &[("felt", "small")]).await;
    assert!(talk.noor.stands(&path).await.text().contains("marker one"));
    assert!(!talk.sam.stands(&path).await.text().contains("small"), "Sam's turn to listen comes second");
}

#[tokio::test]
async fn passing_leaves_no_trace_and_looks_like_keeping_and_like_sharing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Deeper).await;
    let path = talk.path.clone();
    let mut hints = listen(&app).await;
    let before = pages(&mut talk.noor, &path).await;
    let private = [("words", "marker deep"), ("private", "1")];
    talk.sam.submit(&format!("{path}/5"), &format!("{path}/5"), &private).await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "kept");
    talk.sam.goes_on(&path, "pass").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "passed");
    let share = talk.sam.writes(&path, 5, &[("words", "marker deep")]).await;
    talk.sam.confirms(&share).await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "shared after all");
    assert_eq!(heard(&mut hints).await, 0, "and no hint");
    let stored: serde_json::Value =
        sqlx::query_scalar("select state from conversation").fetch_one(app.owner()).await.unwrap();
    assert_eq!(stored["stage"]["deeper"]["done"], "one", "{stored}");
    talk.noor.goes_on(&path, "pass").await;
    assert!(talk.noor.stands(&path).await.text().contains("marker deep"));
    assert!(talk.sam.stands(&path).await.text().contains("There may be something, or nothing"));
}

async fn listen(app: &TestApp) -> PgListener {
    let mut hints = PgListener::connect_with(app.owner()).await.expect("a listener");
    hints.listen("toward").await.expect("listening");
    hints
}

/// How many hints came.
async fn heard(hints: &mut PgListener) -> usize {
    let mut all = 0;
    while tokio::time::timeout(std::time::Duration::from_millis(150), hints.recv()).await.is_ok() {
        all += 1;
    }
    all
}

#[tokio::test]
async fn a_hint_goes_only_when_something_shows_on_the_others_page() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let mut hints = listen(&app).await;
    let share = talk.sam.writes(&path, 2, &[("words", "first")]).await;
    talk.sam.confirms(&share).await;
    assert_eq!(heard(&mut hints).await, 0, "the other does not see that one has shared");
    talk.noor.shares(&path, 2, &[("words", "second")]).await;
    assert_eq!(heard(&mut hints).await, 1, "the turn has passed");
    talk.noor.goes_on(&path, "listened").await;
    assert_eq!(heard(&mut hints).await, 0, "nobody is told when somebody has read");
    talk.noor.shares(&path, 3, &[("heard", "this")]).await;
    assert_eq!(heard(&mut hints).await, 1);
    talk.noor.submit(&format!("{path}/break"), &format!("{path}/break"), &[("length", "20")]).await;
    assert_eq!(heard(&mut hints).await, 1);
    let payload: String = {
        talk.sam.submit(&format!("{path}/stop"), &format!("{path}/stop"), &[]).await;
        hints.recv().await.unwrap().payload().to_owned()
    };
    assert_eq!(payload.len(), 36, "a person's id and nothing else");
}

#[tokio::test]
async fn the_page_of_who_waits_changes_its_stamp_only_with_what_shows() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let before = talk.noor.stands(&path).await.stamp();
    talk.sam.shares(&path, 2, &[("words", "first")]).await;
    assert_eq!(talk.noor.stands(&path).await.stamp(), before);
    talk.noor.shares(&path, 2, &[("words", "second")]).await;
    assert_ne!(talk.noor.stands(&path).await.stamp(), before);
    // An open page of the step before is led on when it asks by itself.
    let live = talk.sam.send(axum::http::Method::GET, &format!("{path}/2"), &[("x-live", "1")], "").await;
    assert_eq!(live.location(), format!("{path}/3"));
    assert_eq!(talk.sam.get(&format!("{path}/2")).await.status, StatusCode::OK, "and can be read by hand");
}

#[tokio::test]
async fn a_break_holds_both_and_lifts_by_the_clock() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let form = format!("{path}/break");
    let page = talk.sam.submit(&form, &form, &[("length", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a break has an end");
    let shortest = talk.sam.get(&form).await.form(&form).expect("a form").fields;
    assert!(
        shortest.contains(&("length".to_owned(), "20".to_owned())),
        "one tap takes the shortest: {shortest:?}"
    );
    let page = talk.sam.submit(&form, &form, &[("length", "30")]).await;
    assert!(page.text().contains("You are taking a break."), "{}", page.text());
    let page = talk.noor.stands(&path).await;
    assert!(page.text().contains("Sam is taking a break."), "{}", page.text());
    assert_eq!(page.all("time"), ["Monday 2 March 2026, 21:00 (Europe/Berlin)"]);
    assert_eq!(page.count("textarea"), 0);
    for (who, name) in [(By::Sam, "sam"), (By::Noor, "noor")] {
        let text = format!("written by {name}");
        let fields = [("part", "feelings"), ("once", ONCE), ("words", text.as_str())];
        let answer = talk.of(who).forges(&format!("{path}/2"), &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("on a break") && answer.body.contains(&text), "{}", answer.text());
        assert!(talk.of(who).get(&format!("{path}/1")).await.text().contains("You are both on a break"));
    }
    // Either may make it longer, nobody shorter.
    let longer = talk.noor.submit(&form, &form, &[("length", "20")]).await;
    assert_eq!(longer.all("time")[0], "Monday 2 March 2026, 21:20 (Europe/Berlin)");
    let own = [("length", "own"), ("date", "2026-03-02"), ("time", "21:10")];
    assert_eq!(talk.noor.submit(&form, &form, &own).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    app.clock.advance(Duration::minutes(50));
    sign_in_again(&mut talk).await;
    let page = talk.noor.stands(&path).await;
    assert!(page.text().contains("The break is over"), "{}", page.text());
    assert!(page.body.contains("written by noor"), "what was typed meanwhile is there");
    talk.noor.shares(&path, 2, &[]).await;
    talk.sam.shares(&path, 2, &[]).await;
    assert!(!talk.sam.stands(&path).await.text().contains("The break is over"));
}

async fn sign_in_again(talk: &mut Talk) {
    talk.sam.sign_in("sam@example.org").await;
    talk.noor.sign_in("noor@example.org").await;
}

#[tokio::test]
async fn a_break_is_within_reach_on_every_page_of_a_step() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let steps = [
        Until::Proposed,
        Until::Time,
        Until::Feelings,
        Until::Listening,
        Until::Perspectives,
        Until::Deeper,
        Until::Responsibility,
        Until::Apology,
        Until::Planning,
    ];
    for step in steps {
        for who in [By::Sam, By::Noor] {
            let page = talk.of(who).stands(&path).await;
            assert!(page.body.contains(&format!("href=\"{path}/break\"")), "{step:?} {who:?}");
            assert_eq!(page.all("h1").len(), 1, "{step:?}");
        }
        let (by, form) = (if step < Until::Deeper { By::Sam } else { By::Noor }, format!("{path}/break"));
        talk.of(by).submit(&form, &form, &[("length", "20")]).await;
        assert!(talk.sam.stands(&path).await.text().contains("The break lasts until"), "{step:?}");
        app.clock.advance(Duration::minutes(20));
        talk.step(step, &app).await;
        talk.today().await;
    }
}

#[tokio::test]
async fn what_was_taken_back_is_gone_with_a_dated_line_for_who_had_opened_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    let record = format!("{path}/record");
    assert!(talk.noor.stands(&path).await.text().contains("feelings by Sam"));
    let page = talk.sam.get(&format!("{path}/2")).await;
    take_back(&mut talk.sam, &path, &page, 0).await;
    let page = talk.noor.stands(&path).await;
    assert!(!page.text().contains("feelings by Sam"));
    assert!(page.text().contains("Sam took this back on 2 March 2026"), "{}", page.text());
    assert!(talk.noor.get(&record).await.text().contains("took this back on 2 March 2026"));
    // The talk goes on all the same.
    talk.noor.goes_on(&path, "listened").await;
    // Sam shares it again, and the line goes.
    let page = talk.sam.get(&format!("{path}/2")).await;
    assert!(
        page.text().contains("Only you can see this") && page.text().contains("Share it"),
        "{}",
        page.text()
    );
    let document = scraper::Html::parse_document(&page.body);
    let link = scraper::Selector::parse("a[href*='/share/']").unwrap();
    let href = document.select(&link).next().unwrap().value().attr("href").unwrap().to_owned();
    let share = talk.sam.get(&href).await;
    talk.sam.confirms(&share).await;
    let page = talk.noor.stands(&path).await;
    assert!(
        page.text().contains("feelings by Sam") && !page.text().contains("took this back"),
        "{}",
        page.text()
    );
    // Noor never opened Sam's idea to come; nothing tells that it existed.
}

#[tokio::test]
async fn what_was_taken_back_unopened_leaves_nothing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    let before = talk.noor.get(&format!("{path}/record")).await.text();
    talk.sam.shares(&path, 8, &[("idea", "marker idea")]).await;
    let page = talk.sam.stands(&path).await;
    take_back(&mut talk.sam, &path, &page, 0).await;
    assert_eq!(talk.noor.get(&format!("{path}/record")).await.text(), before);
    assert!(!talk.noor.stands(&path).await.text().contains("took this back"));
}

#[tokio::test]
async fn words_written_alone_can_be_changed_until_both_are_done() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    talk.sam.shares(&path, 2, &[("words", "first wording")]).await;
    let private = [("words", "second wording"), ("private", "1")];
    let page = talk.sam.submit(&format!("{path}/2?form=1"), &format!("{path}/2"), &private).await;
    assert_eq!(page.status, StatusCode::OK);
    talk.noor.shares(&path, 2, &[("words", "Noor's")]).await;
    let page = talk.noor.stands(&path).await;
    assert!(page.text().contains("first wording"), "the change was not shared: {}", page.text());
    assert!(!page.text().contains("second wording"));
    // Now it is being read: it is not rewritten any more.
    let fields = [("part", "feelings"), ("once", ONCE), ("words", "third wording")];
    let answer = talk.sam.forges(&format!("{path}/2"), &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_proposal_that_was_shown_is_answered_and_not_rewritten() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let mut fields = vec![("part", "opening/1"), ("once", ONCE)];
    fields.extend(
        OPENING.iter().map(|(name, value)| if *name == "mine" { ("mine", "both") } else { (*name, *value) }),
    );
    let answer = talk.sam.forges(&format!("{path}/0"), &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(count(&app, "select count(*) from revision").await, 3);
}

#[tokio::test]
async fn a_form_sent_twice_counts_once() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let entries = "select count(*) from entry";
    let before = count(&app, entries).await;
    let page = talk.sam.get(&format!("{path}/2")).await;
    let form = page.form(&format!("{path}/2")).unwrap();
    let fields = [("felt", "lonely"), ("words", "once")];
    let first = talk.sam.send_form(&form, &fields).await;
    let second = talk.sam.send_form(&form, &fields).await;
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, second.location()));
    assert_eq!(count(&app, entries).await, before + 1);
    let share = talk.sam.get(first.location()).await;
    let form = share.form(first.location()).unwrap();
    let first = talk.sam.send_form(&form, &[("with", "partner")]).await;
    let second = talk.sam.send_form(&form, &[("with", "partner")]).await;
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, second.location()));
    assert_eq!(count(&app, "select count(*) from entry_grant where reader_role = 'partner'").await, 6);
    // A button of a page that has moved on does nothing.
    talk.noor.shares(&path, 2, &[("words", "Noor's")]).await;
    let page = talk.noor.stands(&path).await;
    let form = page.form(&format!("{path}/on")).unwrap();
    for _ in 0..2 {
        let answer = talk.noor.send_form(&form, &[("act", "listened")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    assert!(talk.noor.stands(&path).await.text().contains("Say back what you heard"));
    // The same form of a new talk twice is one talk.
    let page = talk.sam.get("/talk/new").await;
    let form = page.form("/talk/new").unwrap();
    let first = talk.sam.send_form(&form, &[]).await;
    let second = talk.sam.send_form(&form, &[]).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(count(&app, "select count(*) from conversation").await, 2);
}

#[tokio::test]
async fn two_windows_clash_with_both_texts_kept() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let step = format!("{path}/2");
    let (one, two) = (talk.sam.get(&step).await, talk.sam.get(&step).await);
    let kept = talk.sam.submit_on(&one, &step, &[("words", "window one"), ("private", "1")]).await;
    assert_eq!(kept.status, StatusCode::OK);
    let clash = talk.sam.submit_on(&two, &step, &[("words", "window two"), ("private", "1")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("There are two versions of this") && clash.text().contains("window one"));
    assert_eq!(clash.all("textarea[name=words]"), ["window two"]);
    let saved = talk.sam.submit_on(&clash, &step, &[("private", "1")]).await;
    assert_eq!(
        (saved.status, saved.all("textarea[name=words]")),
        (StatusCode::OK, vec!["window two".to_owned()])
    );
    // The same form with other words, as after the back button, does not lose them either.
    let again = talk.sam.submit_on(&one, &step, &[("words", "window three"), ("private", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.all("textarea[name=words]"), ["window three"]);
}

#[tokio::test]
async fn only_what_was_looked_at_is_shared() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let step = format!("{path}/2");
    let share = talk.sam.writes(&path, 2, &[("words", "looked at")]).await;
    talk.sam.submit(&step, &step, &[("words", "written since"), ("private", "1")]).await;
    let answer = talk.sam.submit_on(&share, &share.path, &[("with", "partner")]).await;
    assert!(
        answer.path.starts_with(&share.path) && answer.text().contains("Look at it once more"),
        "{}",
        answer.text()
    );
    assert_eq!(count(&app, "select count(*) from entry_grant where reader_role = 'partner'").await, 5);
    let answer = talk.sam.submit_on(&answer, &share.path, &[("with", "me")]).await;
    assert!(answer.text().contains("Only you can see it"), "{}", answer.text());
    assert_eq!(count(&app, "select count(*) from entry_grant where reader_role = 'partner'").await, 5);
}

#[tokio::test]
async fn an_apology_answered_later_can_be_answered_until_the_end() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Apology).await;
    let path = talk.path.clone();
    talk.noor.shares(&path, 7, &[("did", "I did it, says Noor")]).await;
    let asked = talk.sam.stands(&path).await;
    assert!(asked.text().contains("I did it, says Noor"));
    let none = talk.sam.submit_on(&asked, &format!("{path}/7"), &[("need", "typed")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("typed"));
    talk.sam.shares(&path, 7, &[("answer", "later")]).await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("Answer the apology now"), "{}", page.text());
    assert!(talk.noor.stands(&path).await.text().contains("I will answer later"));
    let incomplete =
        talk.sam.submit(&format!("{path}/7"), &format!("{path}/7"), &[("answer", "not-yet")]).await;
    assert_eq!(incomplete.status, StatusCode::UNPROCESSABLE_ENTITY);
    talk.sam.shares(&path, 7, &[("answer", "accept")]).await;
    let page = talk.noor.stands(&path).await;
    assert!(
        page.text().contains("I accept it") && !page.text().contains("I will answer later"),
        "{}",
        page.text()
    );
    assert!(!talk.sam.stands(&path).await.text().contains("Answer the apology now"));
}

#[tokio::test]
async fn not_quite_asks_for_another_attempt_beside_the_first() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "listened").await;
    talk.noor.shares(&path, 3, &[("heard", "attempt one")]).await;
    assert!(talk.sam.stands(&path).await.text().contains("attempt one"));
    talk.sam.goes_on(&path, "not-quite").await;
    let page = talk.noor.stands(&path).await;
    assert!(
        page.text().contains("attempt one") && page.text().contains("feelings by Sam"),
        "{}",
        page.text()
    );
    talk.noor.shares(&path, 3, &[("heard", "attempt two")]).await;
    talk.sam.goes_on(&path, "heard").await;
    assert!(talk.sam.stands(&path).await.text().contains("You are listening"));
}

#[tokio::test]
async fn stopping_for_good_is_open_to_both_and_keeps_what_was_shared() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let form = format!("{path}/stop");
    talk.noor.submit(&format!("{path}/break"), &format!("{path}/break"), &[("length", "60")]).await;
    let end = talk.noor.submit(&form, &form, &[]).await;
    assert_eq!(
        (end.path.as_str(), end.all("h1")),
        (format!("{path}/end").as_str(), vec!["This talk has stopped".to_owned()])
    );
    let sam = talk.sam.stands(&path).await;
    assert_eq!(sam.all("h1"), ["This talk has stopped"]);
    assert!(!sam.text().contains("Noor"), "nobody is told who stopped: {}", sam.text());
    assert!(talk.sam.get(&format!("{path}/record")).await.text().contains("feelings by Noor"));
    let fields = [("part", "perspective"), ("once", ONCE), ("words", "too late")];
    let answer = talk.sam.forges(&format!("{path}/4"), &fields).await;
    assert_eq!((answer.status, answer.all("textarea")), (StatusCode::CONFLICT, vec!["too late".to_owned()]));
}

#[tokio::test]
async fn for_everybody_else_a_talk_is_not_there() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    let entry: uuid::Uuid =
        sqlx::query_scalar("select id from entry limit 1").fetch_one(app.owner()).await.unwrap();
    let (mut other, _) = app.couple("Ada", "Bo").await;
    let random = "/talk/6f0a2a52-6f4b-4b0e-9a53-2f4f2f1d7a11";
    for tail in ["", "/0", "/8", "/break", "/stop", "/record", "/end", "/time.ics"] {
        let theirs = other.visitor.get(&format!("{path}{tail}")).await;
        let none = other.visitor.get(&format!("{random}{tail}")).await;
        assert_eq!((theirs.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{tail}");
        assert_eq!(theirs.body, none.body, "{tail}");
    }
    for tail in ["share", "back"] {
        let theirs = other.visitor.get(&format!("{path}/{tail}/{entry}")).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{tail}");
    }
    for tail in ["/8", "/on", "/break", "/stop"] {
        let fields = [("part", "idea/1"), ("once", ONCE), ("idea", "x"), ("act", "enough"), ("length", "20")];
        let answer = other.visitor.forges(&format!("{path}{tail}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{tail}");
    }
    assert!(!other.visitor.get("/talk").await.text().contains("spring"));
    // One's own piece is shared and taken back by oneself alone.
    let of_sam: uuid::Uuid = sqlx::query_scalar(
        "select e.id from entry e join person p on p.id = e.author where p.name = 'Sam' limit 1",
    )
    .fetch_one(app.owner())
    .await
    .unwrap();
    for tail in ["share", "back"] {
        let answer = talk.noor.forges(&format!("{path}/{tail}/{of_sam}"), &[("with", "partner")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{tail}");
    }
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn after_the_two_have_parted_ones_own_stays_readable_and_nothing_is_written() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let left = talk.noor.submit("/us/leaving", "/us/leaving", &[]).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.text());
    for (who, own, theirs) in
        [(By::Sam, "feelings by Sam", "feelings by Noor"), (By::Noor, "feelings by Noor", "feelings by Sam")]
    {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(page.path, format!("{path}/record"));
        assert!(page.text().contains(own) && page.text().contains("About the spring"), "{}", page.text());
        assert!(!page.text().contains(theirs), "{who:?}: {}", page.text());
        let fields = [("part", "perspective"), ("once", ONCE), ("words", "after")];
        let answer = talk.of(who).forges(&format!("{path}/4"), &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
        assert_eq!(answer.all("textarea"), ["after"]);
        assert!(talk.of(who).get("/talk").await.text().contains("About the spring"));
    }
}

#[tokio::test]
async fn a_text_that_was_altered_in_the_database_is_not_shown() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    sqlx::query(
        "update revision set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1)
         where author = (select id from person where name = 'Sam') and entry_id in
            (select entry_id from entry_grant where reader_role = 'partner' order by granted_on, entry_id)",
    )
    .execute(app.owner())
    .await
    .unwrap();
    let page = talk.noor.stands(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text().contains("failed its integrity check") && !page.text().contains("feelings by Sam"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn the_database_keeps_no_word_name_kind_or_role_of_a_talk() {
    let app = TestApp::new().await;
    let _talk = app.talk(Until::Planning).await;
    let state: String =
        sqlx::query_scalar("select state::text from conversation").fetch_one(app.owner()).await.unwrap();
    for word in ["spring", "lying", "hurt", "caused", "Sam", "Noor", "by Sam"] {
        assert!(!state.contains(word), "{word}: {state}");
    }
    assert_eq!(count(&app, "select count(distinct kind) from entry").await, 1);
}

/// The first shared text on a page, without the line that says when or where it was shared.
fn figure(page: &Answer) -> String {
    let document = scraper::Html::parse_document(&page.body);
    let figures = scraper::Selector::parse("figure.shared").unwrap();
    let figure = document.select(&figures).next().expect("a figure").html();
    let (before, line) = figure.split_once("<span class=\"hint\">").expect("a line");
    before.to_owned() + line.split_once("</span>").expect("its end").1
}

#[tokio::test]
async fn the_preview_is_exactly_what_the_other_sees() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let mut opening = OPENING.to_vec();
    opening.push(("words", "lines\nof <i>mine</i>\n\nand more"));
    opening.retain(|field| *field != ("words", "opening by Sam"));
    let path = sam.asks_for_a_talk().await;
    sam.shows_in(&path, "yes").await;
    noor.shows_in(&path, "yes").await;
    sam.goes_on(&path, "both-in").await;
    let preview = sam.writes(&path, 0, &opening).await;
    sam.confirms(&preview).await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    assert_eq!(figure(&preview), figure(&talk.noor.stands(&path).await));
    talk.play(Until::Proposed, Until::Feelings, &app).await;
    let felt = [("felt", "lonely"), ("felt", "torn"), ("own", "flat"), ("words", "one\ntwo\n\nthree")];
    let share = talk.sam.writes(&path, 2, &felt).await;
    talk.sam.confirms(&share).await;
    talk.noor.shares(&path, 2, &felt).await;
    assert_eq!(figure(&share), figure(&talk.noor.stands(&path).await));
    talk.play(Until::Listening, Until::Apology, &app).await;
    let keys = [("understand", "I do"), ("keep", "I will be home by six")];
    let share = talk.noor.writes(&path, 7, &keys).await;
    talk.noor.confirms(&share).await;
    assert_eq!(figure(&share), figure(&talk.sam.stands(&path).await));
}

#[tokio::test]
async fn something_of_ones_own_is_read_without_an_answer_and_never_asked_for() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Responsibility).await;
    let path = talk.path.clone();
    let refused = talk.noor.forges(&format!("{path}/on"), &[("act", "pass")]).await;
    assert!(refused.text().contains("when you have said your part"), "{}", refused.text());
    talk.noor.shares(&path, 6, &[("act", "act by Noor")]).await;
    talk.heard(By::Noor, 6).await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("You do not owe a share of the blame"), "{}", page.text());
    talk.sam.shares(&path, 6, &[("words", "own part by Sam")]).await;
    talk.today().await;
    let page = talk.noor.stands(&path).await;
    assert_eq!(page.path, format!("{path}/7"));
    assert!(page.text().contains("own part by Sam"), "{}", page.text());
}

#[tokio::test]
async fn two_who_both_caused_hurt_have_two_turns_in_steps_six_and_seven() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let both = [("name", "About us"), ("kinds", "other"), ("mine", "both"), ("theirs", "both")];
    let path = begin(&mut sam, &mut noor, &both).await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    talk.play(Until::Proposed, Until::Responsibility, &app).await;
    talk.noor.shares(&path, 6, &[("act", "act by Noor")]).await;
    talk.heard(By::Noor, 6).await;
    talk.sam.shares(&path, 6, &[("act", "act by Sam")]).await;
    talk.heard(By::Sam, 6).await;
    talk.today().await;
    talk.noor.shares(&path, 7, &[("did", "apology by Noor")]).await;
    talk.sam.shares(&path, 7, &[("answer", "later")]).await;
    // Sam's own turn comes, and the answer that waits is still within reach.
    assert!(talk.sam.stands(&path).await.text().contains("Answer the apology now"));
    talk.sam.shares(&path, 7, &[("regret", "apology by Sam")]).await;
    let page = talk.noor.stands(&path).await;
    assert!(page.text().contains("apology by Sam"), "{}", page.text());
    talk.noor.shares(&path, 7, &[("answer", "heard")]).await;
    talk.play(Until::Planning, Until::End, &app).await;
    assert_eq!(talk.noor.stands(&path).await.path, format!("{path}/end"));
}

#[tokio::test]
async fn when_the_agreement_itself_was_altered_the_talk_rests_and_can_be_stopped() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    sqlx::query("update revision set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1)")
        .execute(app.owner())
        .await
        .unwrap();
    let page = talk.noor.stands(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("The talk cannot go on like this"), "{}", page.text());
    assert_eq!(page.count("main textarea"), 0);
    let fields = [("part", "feelings"), ("once", ONCE), ("words", "typed")];
    let answer = talk.noor.forges(&format!("{path}/2"), &fields).await;
    assert_eq!((answer.status, answer.all("textarea")), (StatusCode::CONFLICT, vec!["typed".to_owned()]));
    let end = talk.noor.submit(&format!("{path}/stop"), &format!("{path}/stop"), &[]).await;
    assert_eq!(end.path, format!("{path}/end"));
}

#[tokio::test]
async fn two_talks_do_not_mix() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let first = talk.path.clone();
    let money = [("name", "About money"), ("kinds", "money"), ("mine", "hurt"), ("theirs", "caused")];
    let second = begin(&mut talk.noor, &mut talk.sam, &money).await;
    talk.path.clone_from(&second);
    let opening = talk.sam.stands(&second).await;
    assert!(opening.text().contains("Sam caused the hurt") && !opening.text().contains("feelings by"));
    talk.sam.goes_on(&second, "accept-opening").await;
    talk.stated().await;
    // The zone that was chosen last is there already.
    assert!(talk.sam.stands(&second).await.body.contains("value=\"Europe/Berlin\" list=\"zones\""));
    assert!(talk.noor.stands(&first).await.text().contains("feelings by Sam"));
    // A piece of one talk is not shared, nor edited, from the other.
    let entry: uuid::Uuid = sqlx::query_scalar(
        "select e.id from entry e join person p on p.id = e.author where p.name = 'Sam' and e.about = $1::uuid limit 1",
    )
    .bind(first.trim_start_matches("/talk/").parse::<uuid::Uuid>().unwrap())
    .fetch_one(app.owner())
    .await
    .unwrap();
    assert_eq!(talk.sam.get(&format!("{second}/share/{entry}")).await.status, StatusCode::NOT_FOUND);
    let edit = entry.to_string();
    let fields = [
        ("part", "time/1"),
        ("entry", edit.as_str()),
        ("number", "1"),
        ("date", "2026-03-09"),
        ("time", "19:30"),
        ("zone", "UTC"),
        ("place", "x"),
    ];
    assert_eq!(talk.sam.forges(&format!("{second}/1"), &fields).await.status, StatusCode::NOT_FOUND);
    let list = talk.sam.get("/talk").await.text();
    assert!(
        list.contains("About the spring · step 3 of 8") && list.contains("About money · step 1 of 8"),
        "{list}"
    );
}

#[tokio::test]
async fn two_who_act_at_the_same_moment_are_both_counted() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let sams = talk.sam.writes(&path, 2, &[("words", "at once, Sam")]).await;
    let noors = talk.noor.writes(&path, 2, &[("words", "at once, Noor")]).await;
    let (sams, noors) = (sams.form(&sams.path).unwrap(), noors.form(&noors.path).unwrap());
    let with = [("with", "partner")];
    let (one, two) = tokio::join!(talk.sam.send_form(&sams, &with), talk.noor.send_form(&noors, &with));
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert!(talk.noor.stands(&path).await.text().contains("at once, Sam"));

    // The same form of a new talk, sent twice at once, is one talk.
    let page = talk.sam.get("/talk/new").await;
    let form = page.form("/talk/new").unwrap();
    let mut twin = app.visitor();
    twin.cookies = talk.sam.cookies.clone();
    let (one, two) = tokio::join!(talk.sam.send_form(&form, &[]), twin.send_form(&form, &[]));
    assert_eq!((one.status, one.location()), (StatusCode::SEE_OTHER, two.location()));
    assert_eq!(count(&app, "select count(*) from conversation").await, 2);
}

#[tokio::test]
async fn a_text_that_was_typed_when_the_session_had_ended_is_on_its_form_again() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let page = talk.noor.get(&format!("{path}/0?form=1")).await;
    let form = page.form(&format!("{path}/0")).unwrap();
    app.clock.advance(Duration::days(1));
    let answer = talk.noor.send_form(&form, &[("words", "typed too late")]).await;
    assert!(answer.location().starts_with("/sign-in?kept="), "{} {}", answer.status, answer.location());
    let sign_in = answer.location().to_owned();
    let fields = [("sign_in", "noor@example.org"), ("passphrase", crate::support::people::PASSPHRASE)];
    let back = talk.noor.submit(&sign_in, "/sign-in", &fields).await;
    assert_eq!(back.path, format!("{path}/0?form=1"), "{}", back.text());
    assert_eq!(back.all("textarea[name=words]"), ["typed too late"]);
}

#[tokio::test]
async fn saying_back_can_hold_what_one_sees_and_what_makes_sense_and_needs_neither() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "listened").await;
    let form = talk.noor.stands(&path).await;
    assert_eq!(form.all("textarea").len(), 4, "{}", form.text());
    let said =
        [("seen", "Your hands shake."), ("heard", "You waited."), ("sense", "That it frightened you.")];
    let before = talk.sam.stands(&path).await.still();
    let page = format!("{path}/3");
    talk.noor.submit(&format!("{page}?form=1"), &page, &[&said[..], &[("private", "1")]].concat()).await;
    assert_eq!(talk.sam.stands(&path).await.still(), before, "kept is not shared");
    talk.noor.shares(&path, 3, &said).await;
    let read = talk.sam.stands(&path).await.text();
    for words in ["What I see in you", "Your hands shake.", "You waited.", "What makes sense to me in it"] {
        assert!(read.contains(words), "{words}: {read}");
    }
    talk.sam.goes_on(&path, "heard").await;
    // the other way round, with nothing but what was heard
    talk.sam.goes_on(&path, "listened").await;
    talk.sam.shares(&path, 3, &[("heard", "You were afraid.")]).await;
    let read = talk.noor.stands(&path).await.text();
    assert!(read.contains("You were afraid.") && !read.contains("What I see in you"), "{read}");
}
