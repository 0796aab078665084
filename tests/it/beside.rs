//! What stands beside a talk, and the ways to put it down.

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, Until, pages},
};
use axum::http::StatusCode;

/// A form's own number.
pub const ONCE: (&str, &str) = ("once", "6f3b7c1e-4b6b-4f0f-9d57-0c35b2a6c9d1");

/// Writes what stands beside the talk, and stops at the share page.
pub async fn adds(who: &mut Visitor, talk: &str, what: &str, step: u8, words: &str) -> Answer {
    let page = format!("{talk}/beside/{what}?form=1");
    let share = who.submit(&page, &format!("{talk}/{step}"), &[("words", words)]).await;
    assert!(share.path.contains("/share/"), "{}: {}", share.path, share.text());
    share
}

/// The same words by somebody who does not care for the pages.
async fn forges(who: &mut Visitor, talk: &str, part: &str, step: u8) -> Answer {
    let fields = [("part", part), ONCE, ("words", "words out of place")];
    who.forges(&format!("{talk}/{step}"), &fields).await
}

/// Refused, and what was typed is given back.
fn refused(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
    assert_eq!(answer.all("textarea"), ["words out of place"]);
}

/// Stops it for now or for good.
pub async fn stops(who: &mut Visitor, talk: &str, how: &str) -> Answer {
    let page = format!("{talk}/{how}");
    let answer = who.submit(&page, &page, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer
}

#[tokio::test]
async fn a_talk_that_is_stopped_for_now_takes_no_word_and_goes_on_when_both_say_so() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let ask = talk.noor.get(&format!("{path}/rest")).await;
    assert!(ask.text().contains("Stop for now?") && ask.text().contains("no reason is asked"));
    stops(&mut talk.noor, &path, "rest").await;
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(page.all("h1"), ["Stopped for now"]);
        assert_eq!((page.count(".break-bar"), page.count("textarea")), (0, 0));
        assert!(
            page.body.contains("href=\"/help-lines\"") && !page.text().contains("took"),
            "{}",
            page.text()
        );
        for place in ["/today", "/talk"] {
            let page = talk.of(who).get(place).await;
            assert!(page.text().contains("Stopped for now. It keeps its place."), "{place}: {}", page.text());
        }
        refused(&forges(talk.of(who), &path, "feelings", 2).await);
        for act in ["listened", "enough", "today"] {
            let forged = talk.of(who).forges(&format!("{path}/on"), &[("act", act)]).await;
            assert_eq!(forged.status, StatusCode::CONFLICT);
        }
        let broken = talk.of(who).forges(&format!("{path}/break"), &[("length", "20")]).await;
        assert_eq!(broken.status, StatusCode::CONFLICT);
        // Twice is once, and there is nothing to interrupt.
        for place in ["rest", "break"] {
            let answer = talk.of(who).get(&format!("{path}/{place}")).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, path.as_str()));
        }
        assert_eq!(talk.of(who).forges(&format!("{path}/rest"), &[]).await.location(), path);
    }
    let asked = talk.sam.goes_on(&path, "resume").await;
    assert!(asked.text().contains("can see that you would like to go on"), "{}", asked.text());
    assert_eq!(asked.count("button[name=act]"), 0, "there is nothing more to press");
    assert!(talk.noor.get("/today").await.text().contains("Sam would like to go on."));
    let wish = talk.noor.stands(&path).await;
    assert!(wish.text().contains("Sam would like to go on with this talk"), "{}", wish.text());
    let on = talk.noor.goes_on(&path, "resume").await;
    assert_eq!(on.path, format!("{path}/2"));
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(page.path, format!("{path}/2"));
    }
}

#[tokio::test]
async fn a_part_is_left_for_a_sitting_with_a_therapist_and_both_see_that_and_not_who_it_was() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let rest = format!("{path}/rest");
    let unknown = talk.noor.forges(&rest, &[("act", "friend")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = talk.noor.get(&rest).await;
    assert_eq!(asked.all("button[name=act]"), ["Leave it for a sitting with a therapist"]);
    talk.noor.submit_on(&asked, &rest, &[("act", "therapist")]).await;
    let mut seen = Vec::new();
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(page.all("h1"), ["Left for a sitting with a therapist"]);
        assert_eq!(page.all("button[name=act]"), ["I would like to go on"], "it is said already");
        let name = if who == By::Sam { "Noor" } else { "Sam" };
        seen.push(page.all("main ul.plain").join(" ").replace(name, "the other"));
        assert!(talk.of(who).get("/today").await.text().contains("It waits for a sitting with a therapist."));
        refused(&forges(talk.of(who), &path, "feelings", 2).await);
        let again = talk.of(who).forges(&format!("{path}/on"), &[("act", "therapist")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
    }
    assert_eq!(seen[0], seen[1], "nothing tells who it was");
    talk.sam.goes_on(&path, "resume").await;
    let wish = talk.noor.stands(&path).await.text();
    assert!(wish.contains("Sam would like to go on with this talk. You left this part"), "{wish}");
    assert_eq!(talk.noor.goes_on(&path, "resume").await.path, format!("{path}/2"));
    // one that was only stopped can be left for it afterwards, by either
    stops(&mut talk.noor, &path, "rest").await;
    talk.sam.goes_on(&path, "therapist").await;
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["Left for a sitting with a therapist"]);
}

#[tokio::test]
async fn stopping_for_now_is_open_also_in_a_break_and_on_a_day_that_is_enough_and_stop_stays_open_after_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    talk.step(Until::Perspectives, &app).await;
    assert_eq!(talk.sam.stands(&path).await.all("h1"), ["Enough for today"]);
    stops(&mut talk.sam, &path, "rest").await;
    talk.sam.goes_on(&path, "resume").await;
    talk.noor.goes_on(&path, "resume").await;
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["Enough for today"], "the place is kept");
    let page = format!("{path}/break");
    talk.noor.submit(&page, &page, &[("length", "60")]).await;
    let on_break = talk.sam.get(&page).await;
    assert!(on_break.body.contains(&format!("{path}/rest")), "the break page leads there");
    stops(&mut talk.sam, &path, "rest").await;
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["Stopped for now"]);
    let end = stops(&mut talk.noor, &path, "stop").await;
    assert_eq!(end.all("h1"), ["This talk has stopped"]);
    for how in ["rest", "stop"] {
        let answer = talk.sam.forges(&format!("{path}/{how}"), &[]).await;
        assert_eq!(answer.location(), format!("{path}/end"));
    }
    let answer = talk.sam.forges(&format!("{path}/on"), &[("act", "resume")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "stopped for good is for good");
}

#[tokio::test]
async fn another_memory_stands_beside_what_was_told_and_never_while_listening() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let (part, link) = ("remember/perspectives", format!("{path}/beside/differently-4"));
    talk.sam.shares(&path, 4, &[("words", "perspective by Sam")]).await;
    // Listening, saying back and being answered: no way there, and none by force.
    let listening = talk.noor.stands(&path).await;
    assert!(listening.text().contains("perspective by Sam") && !listening.body.contains("/beside/"));
    assert_eq!(talk.noor.get(&link).await.status, StatusCode::CONFLICT);
    refused(&forges(&mut talk.noor, &path, part, 4).await);
    talk.noor.goes_on(&path, "listened").await;
    assert!(!talk.noor.stands(&path).await.body.contains("/beside/"));
    refused(&forges(&mut talk.noor, &path, part, 4).await);
    talk.noor.shares(&path, 4, &[("heard", "heard by Noor"), ("unsure", "")]).await;
    refused(&forges(&mut talk.noor, &path, part, 4).await);
    talk.sam.goes_on(&path, "heard").await;
    // Heard: open for Noor, and not for Sam, whom nobody has told anything yet.
    assert!(talk.noor.stands(&path).await.body.contains(&link));
    refused(&forges(&mut talk.sam, &path, part, 4).await);
    let page = talk.noor.get(&link).await;
    assert!(page.text().contains("perspective by Sam") && page.all("h1") == ["I remember it differently"]);
    assert_eq!(page.all("title")[0].split(" · ").next(), Some("Talk"));

    let before = pages(&mut talk.sam, &path).await;
    let kept = [("words", "another memory by Noor"), ("private", "1")];
    let answer = talk.noor.submit(&link, &format!("{path}/4"), &kept).await;
    assert!(answer.path.starts_with(&link) && answer.text().contains("Kept. Only you can see it."));
    assert_eq!(answer.all("textarea"), ["another memory by Noor"]);
    assert_eq!(pages(&mut talk.sam, &path).await, before, "what is kept is not there");
    let empty = talk.noor.submit(&link, &format!("{path}/4"), &[("words", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("perspective by Sam") && empty.count(".err") > 0, "{}", empty.text());

    // Two windows: nothing that was typed is lost.
    let (one, two) = (talk.noor.get(&link).await, talk.noor.get(&link).await);
    let to = format!("{path}/4");
    talk.noor.submit_on(&one, &to, &[("words", "the first window"), ("private", "1")]).await;
    let clash = talk.noor.submit_on(&two, &to, &[("words", "the second window"), ("private", "1")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("There are two versions") && clash.text().contains("the first window"));
    assert_eq!(clash.all("textarea"), ["the second window"]);

    let share = adds(&mut talk.noor, &path, "differently-4", 4, "another memory by Noor").await;
    assert!(share.text().contains("beside their own words, which stay as they are"), "{}", share.text());
    assert!(share.body.contains(&format!("{link}?form=1")), "the way back leads to its page");
    talk.noor.confirms(&share).await;
    let read = talk.sam.stands(&path).await;
    assert!(read.text().contains("another memory by Noor"), "{}", read.text());
    // Noor's turn, Sam listens: her other memory is not on his page, and stands in the record.
    talk.noor.shares(&path, 4, &[("words", "perspective by Noor")]).await;
    assert!(!talk.sam.stands(&path).await.text().contains("another memory by Noor"));
    let record = talk.sam.get(&format!("{path}/record")).await;
    let beside = record.all(".beside");
    assert!(beside.len() == 1 && beside[0].contains("perspective by Sam"), "{beside:?}");
    assert!(
        beside[0].contains("Noor remembers it differently") && beside[0].contains("another memory by Noor")
    );
    talk.heard(By::Noor, 4).await;
    talk.today().await;
    for who in [By::Sam, By::Noor] {
        let earlier = talk.of(who).get(&format!("{path}/4")).await;
        assert_eq!(earlier.all(".beside").len(), 1);
    }
    assert!(
        talk.sam.stands(&path).await.text().contains("another memory by Noor"),
        "the page after the turn"
    );
    let earlier = talk.sam.get(&format!("{path}/4")).await;
    assert!(earlier.body.contains(&link), "now Sam can remember differently what Noor told");
    let entry = share.path.rsplit('/').next().unwrap().split('?').next().unwrap();
    let back = format!("{path}/back/{entry}");
    talk.noor.submit(&back, &back, &[]).await;
    assert_eq!(talk.sam.get(&format!("{path}/4")).await.all(".beside").len(), 0, "it can be taken back");
}

#[tokio::test]
async fn what_explains_comes_after_the_answer_and_is_for_whoever_caused_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Apology).await;
    let path = talk.path.clone();
    refused(&forges(&mut talk.noor, &path, "explanation", 7).await);
    talk.noor.shares(&path, 7, &[("regret", "regret by Noor")]).await;
    refused(&forges(&mut talk.noor, &path, "explanation", 7).await);
    assert!(!talk.noor.stands(&path).await.body.contains("/beside/explanation"));
    talk.sam.shares(&path, 7, &[("answer", "not-yet"), ("need", "need by Sam")]).await;
    let own = forges(&mut talk.sam, &path, "explanation", 7).await;
    refused(&own);
    assert!(own.text().contains("partner’s to do"), "{}", own.text());
    assert!(!talk.sam.stands(&path).await.body.contains("/beside/explanation"));
    let page = talk.noor.stands(&path).await;
    assert!(
        page.body.contains("/beside/explanation")
            && page.text().contains("It explains, and does not excuse.")
    );
    let page = talk.noor.get(&format!("{path}/beside/explanation")).await;
    for text in ["regret by Noor", "need by Sam", "does not excuse"] {
        assert!(page.text().contains(text), "{text}");
    }
    let before = pages(&mut talk.sam, &path).await;
    let share = adds(&mut talk.noor, &path, "explanation", 7, "explanation by Noor").await;
    assert_eq!(pages(&mut talk.sam, &path).await, before);
    talk.noor.confirms(&share).await;
    let page = talk.sam.stands(&path).await;
    assert!(
        page.text().contains("Noor about what may explain it") && page.text().contains("explanation by Noor")
    );
    assert!(talk.sam.get(&format!("{path}/7")).await.text().contains("explanation by Noor"));
}

#[tokio::test]
async fn what_it_was_about_is_for_both_from_the_last_step_on_and_after_the_end() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Apology).await;
    let path = talk.path.clone();
    for who in [By::Sam, By::Noor] {
        refused(&forges(talk.of(who), &path, "meaning", 8).await);
    }
    talk.step(Until::Apology, &app).await;
    let page = talk.sam.stands(&path).await;
    assert!(page.body.contains("/beside/meaning") && page.text().contains("For later, and only if you like"));
    let share = adds(&mut talk.sam, &path, "meaning", 8, "meaning by Sam").await;
    talk.sam.confirms(&share).await;
    assert!(talk.noor.stands(&path).await.text().contains("meaning by Sam"));
    talk.step(Until::Planning, &app).await;
    let before = pages(&mut talk.sam, &path).await;
    let end = talk.noor.stands(&path).await;
    assert!(end.text().contains("meaning by Sam") && end.text().contains("does not excuse"));
    let share = adds(&mut talk.noor, &path, "meaning", 8, "meaning by Noor").await;
    assert_eq!(pages(&mut talk.sam, &path).await, before);
    let after = talk.noor.confirms(&share).await;
    assert_eq!(after.path.split('?').next(), Some(format!("{path}/end").as_str()));
    let end = talk.sam.stands(&path).await.all(".beside");
    assert!(end[0].contains("meaning by Sam") && end[0].contains("meaning by Noor"), "{end:?}");
    // The rest is over: another memory and what explains belong into a talk that runs.
    for part in [("remember/perspectives", 4), ("explanation", 7)] {
        refused(&forges(&mut talk.noor, &path, part.0, part.1).await);
    }
}

#[tokio::test]
async fn nothing_is_added_while_a_talk_rests_breaks_waits_for_tomorrow_or_was_stopped() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let (part, link) = ("remember/perspectives", format!("{path}/beside/differently-4"));
    talk.step(Until::Perspectives, &app).await;
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["Enough for today"]);
    refused(&forges(&mut talk.noor, &path, part, 4).await);
    talk.today().await;
    stops(&mut talk.sam, &path, "rest").await;
    refused(&forges(&mut talk.noor, &path, part, 4).await);
    assert_eq!(talk.noor.get(&link).await.status, StatusCode::CONFLICT);
    talk.sam.goes_on(&path, "resume").await;
    talk.noor.goes_on(&path, "resume").await;
    let page = talk.noor.get(&link).await;
    assert_eq!(page.all("textarea"), ["words out of place"], "what was typed then is kept for her");
    let share = adds(&mut talk.noor, &path, "differently-4", 4, "another memory by Noor").await;
    let on_break = format!("{path}/break");
    talk.sam.submit(&on_break, &on_break, &[("length", "60")]).await;
    refused(&forges(&mut talk.noor, &path, part, 4).await);
    let action = share.path.split('?').next().unwrap();
    let number =
        share.form(action).unwrap().fields.iter().find(|(name, _)| name == "number").unwrap().1.clone();
    let shared = talk.noor.forges(action, &[("with", "partner"), ("number", &number)]).await;
    assert_eq!(shared.status, StatusCode::CONFLICT, "nor is it shared then");
    stops(&mut talk.sam, &path, "stop").await;
    for part in [("remember/perspectives", 4), ("explanation", 7), ("meaning", 8)] {
        refused(&forges(&mut talk.noor, &path, part.0, part.1).await);
    }
    assert!(!talk.sam.get(&format!("{path}/record")).await.text().contains("another memory by Noor"));
}
