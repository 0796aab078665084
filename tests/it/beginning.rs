//! How a talk begins: are we in, a name for what happened, has it stopped, what to expect; and one heavy step a day.

use axum::http::StatusCode;
use time::Duration;
use toward::db::{Asker, Scope};

use crate::support::{
    TestApp,
    talk::{By, OPENING, Talk, Until, begin, pages},
};

/// Two people, and a talk that one has asked for.
async fn asked(app: &TestApp) -> Talk {
    let (mut sam, noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    Talk { sam, noor, path }
}

/// How many answers of somebody else row-level security shows to this person, with the pages out of the way.
async fn seen_by(app: &TestApp, name: &str) -> i64 {
    let asker = sqlx::query_scalar("select id from person where name = $1")
        .bind(name)
        .fetch_one(app.owner())
        .await
        .unwrap();
    let mut scope = Scope::begin(app.runtime(), Asker::Person(asker)).await.unwrap();
    let grants = "select count(*) from entry_grant where author <> app_person()";
    let rows = "select count(*) from entry where author <> app_person()";
    let revisions = "select count(*) from revision where author <> app_person()";
    let mut all = 0;
    for sql in [grants, rows, revisions] {
        all += sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *scope).await.unwrap();
    }
    all
}

#[tokio::test]
async fn asking_for_a_talk_shows_the_wish_and_no_word() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let page = talk.noor.stands(&talk.path).await;
    assert_eq!(page.all("h1"), ["Are you in?"]);
    assert!(talk.noor.get("/talk").await.text().contains("A question for each of you, alone"));
}

#[tokio::test]
async fn an_answer_that_is_shown_is_not_there_for_the_other_before_they_show_theirs() {
    for answer in ["yes", "unsure", "no"] {
        let app = TestApp::new().await;
        let mut talk = asked(&app).await;
        let path = talk.path.clone();
        let before = pages(&mut talk.noor, &path).await;
        let kept = [("answer", answer), ("words", "answer by Sam"), ("private", "1")];
        talk.sam.submit(&format!("{path}/0"), &format!("{path}/0"), &kept).await;
        assert_eq!(pages(&mut talk.noor, &path).await, before, "{answer} was only kept");
        let share = talk.sam.writes(&path, 0, &kept[..2]).await;
        assert!(share.text().contains("neither of you learns whether the other has"), "{}", share.text());
        let waiting = talk.sam.submit_on(&share, &share.path, &[("with", "partner")]).await;
        assert!(waiting.text().contains("This is with you both"), "{}", waiting.text());
        assert_eq!(pages(&mut talk.noor, &path).await, before, "{answer} was shown by one");
        assert_eq!(seen_by(&app, "Noor").await, 0);
        talk.noor.shows_in(&path, "yes").await;
        let page = talk.noor.stands(&path).await;
        assert!(page.text().contains("answer by Sam"), "{}", page.text());
        assert!(talk.sam.stands(&path).await.text().contains("Yes, I would like to do this"));
        assert_eq!((seen_by(&app, "Noor").await, seen_by(&app, "Sam").await), (3, 3));
    }
}

#[tokio::test]
async fn whoever_takes_their_answer_back_first_does_not_read_the_others() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    talk.sam.shows_in(&path, "yes").await;
    let page = talk.sam.stands(&path).await;
    let at = page.body.find("/back/").expect("a way to take it back");
    let back = format!("{path}{}", &page.body[at..at + 6 + 36]);
    talk.sam.submit(&back, &back, &[]).await;
    talk.noor.shows_in(&path, "no").await;
    assert_eq!((seen_by(&app, "Sam").await, seen_by(&app, "Noor").await), (0, 0));
    assert!(!talk.sam.stands(&path).await.text().contains("No, or not now"));
    // Nor does forging the mark help: without a grant of one's own there is none.
    let sam =
        sqlx::query_scalar("select id from person where name = 'Sam'").fetch_one(app.owner()).await.unwrap();
    let mut scope = Scope::begin(app.runtime(), Asker::Person(sam)).await.unwrap();
    let pair: uuid::Uuid = sqlx::query_scalar("select pair from entry_grant where pair is not null")
        .fetch_one(app.owner())
        .await
        .unwrap();
    let forged = sqlx::query("insert into shown (pair, person_id) values ($1, app_person())")
        .bind(pair)
        .execute(&mut *scope)
        .await;
    assert!(forged.unwrap_err().to_string().contains("row-level security"));
}

#[tokio::test]
async fn unsure_is_not_yes_and_going_on_all_the_same_takes_both() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    talk.sam.shows_in(&path, "yes").await;
    talk.noor.shows_in(&path, "unsure").await;
    let page = talk.sam.stands(&path).await;
    assert_eq!(page.all("h1"), ["Both answers are open"]);
    assert!(!page.body.contains("value=\"both-in\"") && page.body.contains("href=\"/help-lines\""));
    let form = page.form(&format!("{path}/on")).unwrap();
    let forged = talk.sam.send_form(&form, &[("act", "both-in")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", forged.text());
    let before = pages(&mut talk.noor, &path).await;
    talk.sam.goes_on(&path, "onward-in").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "nothing presses");
    let again = talk.noor.goes_on(&path, "ask-again").await;
    assert_eq!(again.all("h1"), ["Are you in?"]);
    talk.noor.shows_in(&path, "no").await;
    talk.sam.shows_in(&path, "yes").await;
    for who in [By::Sam, By::Noor] {
        talk.of(who).goes_on(&path, "onward-in").await;
    }
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["What do you want to talk about?"]);
}

#[tokio::test]
async fn a_name_that_is_not_acknowledged_leads_to_help_and_not_past_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let (page, words) = (format!("{path}/0"), [("words", "it was one evening")]);
    let share = talk.noor.submit(&format!("{page}?form=naming"), &page, &words).await;
    talk.noor.confirms(&share).await;
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert!(page.text().contains("likely to stay stuck"), "{}", page.text());
        assert!(page.body.contains("href=\"/help-lines\"") && page.text().contains("couples therapist"));
    }
    assert!(talk.sam.stands(&path).await.text().contains("it was one evening"));
    // One alone does not go on, and the other does not see that one would.
    let before = pages(&mut talk.noor, &path).await;
    talk.sam.goes_on(&path, "anyway").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before);
    assert_eq!(talk.sam.stands(&path).await.count("button[name=act]"), 0, "there is nothing more to press");
    let forged = talk.sam.forges(&format!("{path}/on"), &[("act", "accept-opening")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    let forged = talk.sam.forges(&format!("{path}/on"), &[("act", "anyway")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    talk.noor.goes_on(&path, "anyway").await;
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["Has it stopped?"]);
    assert!(talk.noor.get("/talk").await.text().contains("About the spring"), "the name is kept by both");
}

#[tokio::test]
async fn not_yet_can_become_a_yes_and_whoever_named_it_can_find_other_words() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "not-yet").await;
    assert_eq!(talk.sam.stands(&path).await.all("h1"), ["Noor says: not yet"]);
    talk.sam.shares(&path, 0, &[("words", "other words by Sam")]).await;
    let page = talk.noor.stands(&path).await;
    assert!(page.text().contains("other words by Sam") && page.all("h1")[0].contains("would like to talk"));
    talk.noor.goes_on(&path, "not-yet").await;
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    assert_eq!(talk.sam.stands(&path).await.path, format!("{path}/1"));
}

#[tokio::test]
async fn a_statement_is_concrete_or_says_that_one_is_not_ready() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let here = format!("{path}/0");
    talk.noor.goes_on(&path, "accept-opening").await;
    let says = |act: &'static str, day: &'static str| [("answer", "stopped"), ("act", act), ("date", day)];
    for (fields, sentence) in [
        (says("everything", "2026-02-01"), "in a few plain words"),
        (says("I no longer write to them", ""), "Say since which day"),
        (says("I no longer write to them", "2026-03-09"), "still to come"),
        (says("I no longer write to them", "spring"), "Choose a day"),
    ] {
        let page = talk.noor.submit(&here, &here, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(sentence), "{}", page.text());
        assert!(page.text().contains(fields[1].1), "nothing typed is lost");
    }
    let forged =
        [("part", "statement/1"), ("once", "6f3b7c1e-4b6b-4f0f-9d57-0c35b2a6c9d1"), ("answer", "stopped")];
    let forged = talk.sam.forges(&here, &forged).await;
    assert_eq!(forged.status, StatusCode::CONFLICT, "only whoever caused it states it");

    talk.noor.shares(&path, 0, &[("answer", "not-ready"), ("words", "still in touch at work")]).await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("I am not ready to say this") && page.text().contains("at work"));
    assert!(page.text().contains("likely to stay stuck"));
    talk.sam.goes_on(&path, "anyway").await;
    assert_eq!(talk.sam.stands(&path).await.path, here, "one alone does not go on");
    talk.noor.shares(&path, 0, &says("I no longer write to them", "2026-02-01")).await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("I no longer write to them") && page.text().contains("1 February 2026"));
    talk.sam.goes_on(&path, "statement-read").await;
    assert_eq!(talk.noor.stands(&path).await.path, format!("{path}/1"));
}

#[tokio::test]
async fn two_who_both_caused_hurt_both_state_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let both = [("name", "About us"), ("kinds", "other"), ("mine", "both"), ("theirs", "both")];
    let path = begin(&mut sam, &mut noor, &both).await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    let record = talk.sam.get(&format!("{path}/record")).await.text();
    assert!(record.contains("what has stopped by Sam") && record.contains("what has stopped by Noor"));
}

#[tokio::test]
async fn one_of_the_heavier_steps_is_enough_for_a_day_unless_both_want_the_next() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    talk.step(Until::Perspectives, &app).await;
    for who in [By::Sam, By::Noor] {
        assert_eq!(talk.of(who).stands(&path).await.all("h1"), ["Enough for today"]);
    }
    let early =
        [("part", "deeper"), ("once", "6f3b7c1e-4b6b-4f0f-9d57-0c35b2a6c9d1"), ("words", "too early")];
    let refused = talk.sam.forges(&format!("{path}/5"), &early).await;
    assert_eq!(
        (refused.status, refused.all("textarea")),
        (StatusCode::CONFLICT, vec!["too early".to_owned()])
    );
    let refused = talk.sam.forges(&format!("{path}/on"), &[("act", "pass")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let before = pages(&mut talk.noor, &path).await;
    talk.sam.goes_on(&path, "today").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "nothing presses");
    // A day later it is open without anybody's doing, and what was typed is there.
    app.clock.advance(Duration::days(1));
    talk.sam.sign_in("sam@example.org").await;
    talk.noor.sign_in("noor@example.org").await;
    let page = talk.sam.stands(&path).await;
    assert_eq!(
        (page.path.as_str(), page.all("textarea")),
        (format!("{path}/5").as_str(), vec!["too early".to_owned()])
    );
    talk.step(Until::Deeper, &app).await;
    assert_eq!(talk.sam.stands(&path).await.all("h1"), ["Enough for today"]);
    talk.today().await;
    assert_eq!(talk.noor.stands(&path).await.path, format!("{path}/6"));
}

#[tokio::test]
async fn what_to_expect_is_read_by_both_before_the_first_sitting() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Time).await;
    let path = talk.path.clone();
    let when = [("date", "2026-03-09"), ("time", "19:30"), ("zone", "UTC"), ("place", "at home")];
    talk.noor.shares(&path, 1, &when).await;
    talk.sam.goes_on(&path, "accept-time").await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("This is not therapy") && page.text().contains("several sittings"));
    let before = pages(&mut talk.noor, &path).await;
    talk.sam.goes_on(&path, "ready").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before);
    talk.noor.goes_on(&path, "ready").await;
    assert_eq!(talk.sam.stands(&path).await.path, format!("{path}/2"));
    assert_eq!(OPENING[0].1, talk.sam.stands(&path).await.all(".eyebrow")[0]);
}
