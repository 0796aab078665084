//! What stands beside a talk, the ways to put it down, the mark that it is settled, and something new that came out.

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, OPENING, Talk, Until, begin, pages},
};
use axum::http::StatusCode;

const ONCE: (&str, &str) = ("once", "6f3b7c1e-4b6b-4f0f-9d57-0c35b2a6c9d1");

/// Writes what stands beside the talk, and stops at the share page.
async fn adds(who: &mut Visitor, talk: &str, what: &str, step: u8, words: &str) -> Answer {
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

async fn stops(who: &mut Visitor, talk: &str, how: &str) -> Answer {
    let page = format!("{talk}/{how}");
    let answer = who.submit(&page, &page, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer
}

async fn marks(who: &mut Visitor, talk: &str, mark: &str) -> Answer {
    who.submit(&format!("{talk}/end"), &format!("{talk}/settled"), &[("mark", mark)]).await
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

#[tokio::test]
async fn settled_is_for_whoever_was_hurt_and_the_other_sees_that_it_is_and_no_more() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    let settled = format!("{path}/settled");
    let early = talk.sam.forges(&settled, &[("mark", "1")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "not before the end");
    talk.step(Until::Planning, &app).await;
    let end = talk.noor.stands(&path).await;
    assert!(end.form(&settled).is_none() && !end.text().contains("Settled"));
    let forged = talk.noor.forges(&settled, &[("mark", "1")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert_eq!(talk.sam.forges(&settled, &[("mark", "2")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (mut iris, _max) = app.linked("Iris", "Max").await;
    assert_eq!(iris.browser.forges(&settled, &[("mark", "1")]).await.status, StatusCode::NOT_FOUND);

    let before = pages(&mut talk.noor, &path).await;
    let mine = marks(&mut talk.sam, &path, "1").await;
    assert!(mine.text().contains("You call this settled") && mine.text().contains("Take that back"));
    assert_eq!(
        talk.sam.forges(&settled, &[("mark", "1")]).await.status,
        StatusCode::SEE_OTHER,
        "twice is once"
    );
    let theirs = talk.noor.stands(&path).await;
    assert!(theirs.text().contains("Sam calls this settled, unless something new comes up."));
    for who in [By::Sam, By::Noor] {
        let list = talk.of(who).get("/talk").await;
        assert!(list.text().contains("Settled, unless something new comes up."), "{}", list.text());
    }
    let forged = talk.noor.forges(&settled, &[("mark", "0")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT, "nor can the other take it back");
    marks(&mut talk.sam, &path, "0").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "taken back without a trace");
}

#[tokio::test]
async fn two_who_were_both_hurt_each_say_it_and_one_alone_shows_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let both = [("name", "About us"), ("kinds", "other"), ("mine", "both"), ("theirs", "both")];
    let path = begin(&mut sam, &mut noor, &both).await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    stops(&mut talk.noor, &path, "stop").await;
    let before = pages(&mut talk.noor, &path).await;
    let mine = marks(&mut talk.sam, &path, "1").await;
    assert!(mine.text().contains("It counts when Noor says so too"), "{}", mine.text());
    assert!(!mine.text().contains("stays out of later disputes"));
    assert_eq!(pages(&mut talk.noor, &path).await, before);
    let whole = marks(&mut talk.noor, &path, "1").await;
    assert!(whole.text().contains("You both call this settled"), "{}", whole.text());
    assert!(talk.sam.get("/talk").await.text().contains("Settled, unless something new comes up."));
    marks(&mut talk.sam, &path, "0").await;
    assert!(!talk.noor.get("/talk").await.text().contains("Settled, unless"));
}

#[tokio::test]
async fn a_talk_that_never_was_agreed_on_is_not_called_settled() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    stops(&mut talk.noor, &path, "stop").await;
    for who in [By::Sam, By::Noor] {
        let end = talk.of(who).stands(&path).await;
        assert!(end.form(&format!("{path}/settled")).is_none());
        let forged = talk.of(who).forges(&format!("{path}/settled"), &[("mark", "1")]).await;
        assert_eq!(
            forged.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "there is nobody who was agreed to be hurt"
        );
    }
}

#[tokio::test]
async fn a_settled_talk_reminds_both_alike_when_another_one_is_going_on_and_locks_nothing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let path = talk.path.clone();
    marks(&mut talk.sam, &path, "1").await;
    for who in [By::Sam, By::Noor] {
        let new = talk.of(who).get("/talk/new").await;
        assert!(
            new.text().contains("You two called this settled") && new.text().contains("About the spring")
        );
        assert!(!talk.of(who).stands(&path).await.text().contains("best left out of another dispute"));
    }
    let second = talk.noor.asks_for_a_talk().await;
    for who in [By::Sam, By::Noor] {
        for place in ["end", "record"] {
            let page = talk.of(who).get(&format!("{path}/{place}")).await;
            assert!(page.text().contains("best left out of another dispute"), "{place}: {}", page.text());
            assert!(page.body.contains(&format!("{path}/more")));
        }
        assert!(!talk.of(who).stands(&second).await.text().contains("dispute"));
    }
    stops(&mut talk.sam, &second, "stop").await;
    assert!(!talk.noor.stands(&path).await.text().contains("another dispute"));
}

#[tokio::test]
async fn something_new_opens_with_how_one_is_and_shows_nothing_before_its_name_is_shared() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let path = talk.path.clone();
    let old = path.trim_start_matches("/talk/").to_owned();
    marks(&mut talk.sam, &path, "1").await;
    let before = pages(&mut talk.noor, &path).await;
    let more = talk.sam.get(&format!("{path}/more")).await;
    assert_eq!(
        (more.all("h1"), more.count("form[method=post]")),
        (vec!["Something new came out".to_owned()], 1)
    );
    for way in ["/right-for-us", "/help-lines", "/write/new", &format!("/talk/new?after={old}")] {
        assert!(more.body.contains(&format!("href=\"{way}\"")), "{way}");
    }
    let first = more.body.find("/right-for-us").unwrap();
    assert!(first < more.body.find("/talk/new?after").unwrap(), "how one is comes first");
    assert!(!more.body.contains(&format!("{path}/break")), "there is nothing to pause");
    assert_eq!(pages(&mut talk.noor, &path).await, before, "opening the page shows nothing");

    let new = format!("/talk/new?after={old}");
    let page = talk.sam.submit(&new, "/talk/new", &[]).await;
    let second = page.path.split('/').take(3).collect::<Vec<_>>().join("/");
    let asked = pages(&mut talk.noor, &second).await;
    assert!(asked.iter().all(|page| !page.contains("Something new, after")), "only the wish is shown");
    assert!(!talk.noor.stands(&path).await.text().contains("Something new came up"));
    talk.sam.shows_in(&second, "yes").await;
    talk.noor.shows_in(&second, "yes").await;
    talk.sam.goes_on(&second, "both-in").await;
    let naming = talk.sam.get(&format!("{second}/0")).await;
    let chosen = naming.form(&format!("{second}/0")).unwrap();
    assert!(chosen.fields.contains(&("belongs".to_owned(), old.clone())), "{:?}", chosen.fields);
    assert!(
        talk.noor
            .get(&format!("{second}/0"))
            .await
            .form(&format!("{second}/0"))
            .is_some_and(|form| { form.fields.contains(&("belongs".to_owned(), String::new())) }),
        "Noor has the same question and no answer in it"
    );
    let forged = [
        ("part", "opening/1"),
        ONCE,
        ("name", "x"),
        ("kinds", "lying"),
        ("mine", "hurt"),
        ("theirs", "caused"),
    ];
    let mut all = forged.to_vec();
    all.push(("belongs", "0b0e8a66-5f1c-4c1b-8d6c-111111111111"));
    let forged = talk.sam.forges(&format!("{second}/0"), &all).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(forged.text().contains("Choose one of the talks that stand here"), "{}", forged.text());

    let fields = [("name", "About the letters"), ("kinds", "lying"), ("mine", "hurt"), ("theirs", "caused")];
    let share = talk.sam.writes(&second, 0, &fields).await;
    assert!(share.text().contains("Something new, after") && share.text().contains("About the spring"));
    for who in [By::Sam, By::Noor] {
        assert!(
            !talk.of(who).stands(&path).await.text().contains("Something new came up"),
            "kept, not shared"
        );
    }
    talk.sam.confirms(&share).await;
    let read = talk.noor.stands(&second).await;
    assert!(read.text().contains("Something new, after") && read.text().contains("About the spring"));
    for who in [By::Sam, By::Noor] {
        let list = talk.of(who).get("/talk").await.text();
        assert!(list.contains("It was called settled. Something new came up after it."), "{list}");
        for place in ["end", "record"] {
            let page = talk.of(who).get(&format!("{path}/{place}")).await;
            assert!(page.text().contains("Something new came up after this talk: About the letters"));
            assert!(page.body.contains(&second));
        }
    }
    let end = talk.sam.stands(&path).await;
    assert!(end.text().contains("You call this settled") && end.form(&format!("{path}/settled")).is_some());
    talk.noor.goes_on(&second, "accept-opening").await;
    assert!(talk.noor.get(&format!("{second}/0")).await.text().contains("Has it stopped?"));
    let record = talk.noor.get(&format!("{second}/record")).await;
    assert!(record.text().contains("Something new, after"), "{}", record.text());
}

#[tokio::test]
async fn something_new_before_the_steps_can_be_named_in_the_same_talk_and_later_in_one_of_its_own() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    let more = talk.sam.get(&format!("{path}/more")).await;
    assert!(more.text().contains("Name it in this talk") && !more.body.contains("/talk/new?after"));
    assert!(more.body.contains(&format!("{path}/break")) && more.body.contains(&format!("{path}/rest")));
    let id = path.trim_start_matches("/talk/");
    let none = talk.sam.get(&format!("/talk/new?after={id}")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "there is no name yet that it could come after");
    talk.sam.shows_in(&path, "yes").await;
    talk.noor.shows_in(&path, "yes").await;
    talk.sam.goes_on(&path, "both-in").await;
    talk.sam.shares(&path, 0, &OPENING).await;
    assert!(talk.noor.get(&format!("{path}/more")).await.body.contains(&format!("{path}/0?form=1")));
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    let more = talk.noor.get(&format!("{path}/more")).await;
    assert!(
        !more.text().contains("Name it in this talk") && more.body.contains(&format!("/talk/new?after={id}"))
    );
    assert!(talk.noor.stands(&path).await.body.contains(&format!("{path}/more")));
    let (mut iris, _max) = app.linked("Iris", "Max").await;
    for page in [format!("{path}/more"), format!("/talk/new?after={id}")] {
        assert_eq!(iris.browser.get(&page).await.status, StatusCode::NOT_FOUND);
    }
    let forged = iris.browser.forges("/talk/new", &[ONCE, ("after", id)]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_talks_do_not_mix() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let first = talk.path.clone();
    let share = adds(&mut talk.sam, &first, "meaning", 8, "meaning by Sam").await;
    talk.sam.confirms(&share).await;
    let entry = share.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let again = [("name", "About the autumn"), ("kinds", "other"), ("mine", "caused"), ("theirs", "hurt")];
    let second = begin(&mut talk.sam, &mut talk.noor, &again).await;
    for what in ["share", "back"] {
        let answer = talk.sam.get(&format!("{second}/{what}/{entry}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    for who in [By::Sam, By::Noor] {
        let pages = pages(talk.of(who), &second).await;
        assert!(pages.iter().all(|page| !page.contains("meaning by Sam")));
        assert!(talk.of(who).stands(&first).await.text().contains("meaning by Sam"));
    }
    // In the second talk the roles are the other way round: what was settled in the first says nothing there.
    stops(&mut talk.noor, &second, "stop").await;
    let edit =
        [("part", "meaning"), ("entry", entry.as_str()), ("number", "1"), ("words", "words out of place")];
    let forged = talk.sam.forges(&format!("{second}/8"), &edit).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    marks(&mut talk.sam, &first, "1").await;
    let list = talk.noor.get("/talk").await.text();
    assert_eq!(list.matches("Settled, unless something new comes up.").count(), 1, "{list}");
}
