//! Time apart: private until it is told, the same for both while it holds, and everything is where it was afterwards.

use axum::http::StatusCode;
use time::{Duration, macros::format_description};

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, Until},
};

const NEW: &str = "/us/time/new";

impl TestApp {
    /// A day so many days on, as a form wants it.
    pub fn day_on(&self, days: i64) -> String {
        let day = (self.clock.now() + Duration::days(days)).date();
        day.format(format_description!("[year]-[month]-[day]")).unwrap()
    }
}

impl Visitor {
    /// Writes down that they ask for time; the preview.
    pub async fn keeps_time(&mut self, day: &str, words: &str) -> Answer {
        let preview = self.submit(NEW, NEW, &[("day", day), ("words", words)]).await;
        assert!(preview.path.ends_with("/share"), "{} {}", preview.path, preview.text());
        preview
    }

    /// Asks for time, and tells the other one.
    pub async fn takes_time(&mut self, day: &str, words: &str) -> Answer {
        let preview = self.keeps_time(day, words).await;
        self.submit_on(&preview, &preview.path, &[("with", "partner")]).await
    }

    /// Presses a button of the page.
    pub async fn about_time(&mut self, act: &str, day: &str) -> Answer {
        self.forges_form("/us/time", &[("act", act), ("day", day)]).await
    }

    async fn forges_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.forges(path, fields).await;
        self.follow(answer).await
    }
}

/// Everything that the other one could look at.
async fn view(who: &mut Visitor) -> Vec<(StatusCode, String)> {
    let mut all = Vec::new();
    for path in ["/today", "/us", "/us/time", "/us/ways", "/talk", "/write", "/weeks", "/plan"] {
        let page = who.get(path).await;
        all.push((page.status, page.still()));
    }
    all
}

const SAYS: &str = "You two are taking time until";

#[tokio::test]
async fn it_is_private_until_it_is_told_and_then_both_read_the_same_sentence() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let before = view(&mut noor).await;
    let day = app.day_on(10);
    let preview = sam.keeps_time(&day, "I go to my sister’s.").await;
    let fields = preview.form(&preview.path).unwrap().fields;
    assert!(fields.contains(&("with".to_owned(), "me".to_owned())), "only me is chosen first: {fields:?}");
    assert!(preview.text().contains("It holds at once, for both of you"), "{}", preview.text());
    let path = preview.path.trim_end_matches("/share").to_owned();
    let kept = sam.submit_on(&preview, &preview.path, &[]).await;
    assert!(kept.text().contains("Nobody is told that it exists"), "{}", kept.text());
    assert_eq!(view(&mut noor).await, before, "nothing tells that it is there");
    assert!(!sam.get("/today").await.text().contains(SAYS), "and it holds for nobody");
    for act in ["edit", "share", "remove"] {
        let forged = noor.forges(&format!("{path}/{act}"), &[("with", "me"), ("number", "1")]).await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND, "{act}");
    }

    let told = sam.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
    assert!(told.text().contains("It holds from this moment"), "{}", told.text());
    for who in [&mut sam, &mut noor] {
        for page in ["/today", "/us", "/us/time"] {
            let text = who.get(page).await.text();
            assert!(
                text.contains(SAYS) && text.contains("Everything of your own stays open."),
                "{page}: {text}"
            );
        }
    }
    let read = noor.get("/us/time").await;
    assert_eq!(read.all("figure.shared"), preview.all(".preview figure.shared"), "to the letter");
    // no field asks why, on either side
    for who in [&mut sam, &mut noor] {
        let page = who.get("/us/time").await;
        assert_eq!(page.count("main textarea"), 0);
        assert!(!page.text().to_lowercase().contains("your reason"), "{}", page.text());
    }
}

#[tokio::test]
async fn the_words_can_be_taken_back_and_the_time_goes_on() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let told = sam.takes_time(&app.day_on(10), "Call me if the house burns.").await;
    assert!(told.path.contains("done=told"), "{}", told.text());
    let share = told.body.split("href=\"").find(|part| part.contains("/share\"")).unwrap();
    let share = share.split('"').next().unwrap().to_owned();
    assert!(noor.get("/us/time").await.text().contains("if the house burns"));
    let back = sam.submit(&share, &share, &[("with", "me")]).await;
    assert!(back.text().contains("Taken back"), "{}", back.text());
    let page = noor.get("/us/time").await.text();
    assert!(page.contains(SAYS) && !page.contains("house burns"), "{page}");
    // shared again, it asks for nothing a second time
    let again = sam.submit(&share, &share, &[("with", "partner")]).await;
    assert!(again.path.contains("done=shared"), "{}", again.text());
    let rows: i64 =
        sqlx::query_scalar("select count(*) from time_apart").fetch_one(app.owner()).await.unwrap();
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn a_day_that_does_not_fit_is_said_beside_the_field_and_the_words_stay() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.partners().await;
    let long = "a".repeat(501);
    for (day, words, says) in [
        ("soon", "I need air.", "Choose a day, for example"),
        (app.day_on(0).as_str(), "I need air.", "Choose tomorrow or a later day"),
        (app.day_on(-3).as_str(), "I need air.", "Choose tomorrow or a later day"),
        (app.day_on(61).as_str(), "I need air.", "within sixty days"),
        (app.day_on(5).as_str(), long.as_str(), "500 characters"),
    ] {
        let page = sam.submit(NEW, NEW, &[("day", day), ("words", words)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(page.text().contains(says), "{day}: {}", page.text());
        assert!(page.body.contains(words), "what was typed stays");
    }
    let rows: i64 = sqlx::query_scalar("select count(*) from entry where kind = 'apart'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(rows, 0);
    // the same form twice is one, and other words from another window are kept beside it
    let blank = sam.get(NEW).await;
    let day = app.day_on(5);
    sam.submit_on(&blank, NEW, &[("day", &day), ("words", "First.")]).await;
    let twice = sam.submit_on(&blank, NEW, &[("day", &day), ("words", "First.")]).await;
    assert!(twice.path.ends_with("/share"), "{}", twice.path);
    let clash = sam.submit_on(&blank, NEW, &[("day", &day), ("words", "Second.")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("First.") && clash.body.contains("Second."), "{}", clash.text());
}

#[tokio::test]
async fn what_was_typed_while_the_other_one_left_is_given_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let kept = noor.keeps_time(&app.day_on(5), "I need air.").await.path.replace("/share", "/edit");
    let (new, edit) = (noor.get(NEW).await, noor.get(&kept).await);
    let last = noor.get("/us/leaving/words").await;
    sam.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    let day = app.day_on(6);
    for (page, path, words) in [
        (&new, NEW, "A week alone."),
        (&edit, &kept, "I need more air."),
        (&last, "/us/leaving/words", "Be well."),
    ] {
        let refused = noor.submit_on(page, path, &[("day", &day), ("words", words)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{path}");
        assert!(
            refused.all("textarea").iter().any(|text| text.contains(words)),
            "{path}: {}",
            refused.text()
        );
    }
    assert!(noor.get("/us/kept").await.text().contains("I need air."), "and nothing was written over");
}

#[tokio::test]
async fn whoever_asked_ends_it_alone_and_the_other_suggests_an_earlier_day() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    sam.takes_time(&app.day_on(10), "").await;
    assert!(!noor.get("/us/time").await.text().contains("End it now"));
    let forged = noor.about_time("end", "").await;
    assert!(forged.text().contains(SAYS), "it is not theirs to end: {}", forged.text());
    let late = noor.about_time("suggest", &app.day_on(12)).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("before the one that stands"), "{}", late.text());
    let suggested = noor.about_time("suggest", &app.day_on(6)).await;
    assert!(suggested.text().contains("Nothing changes before they agree"), "{}", suggested.text());
    let own = noor.about_time("agree", &app.day_on(6)).await;
    assert!(own.path.contains("done=gone"), "nobody agrees with themselves");
    assert!(sam.get("/today").await.text().contains("Noor suggests coming back on"));
    let other = sam.about_time("agree", &app.day_on(5)).await;
    assert!(other.path.contains("done=gone"), "only to the day that is on the table");
    sam.about_time("agree", &app.day_on(6)).await;
    let until: time::OffsetDateTime =
        sqlx::query_scalar("select until from time_apart").fetch_one(app.owner()).await.unwrap();
    assert_eq!(until.date(), (app.clock.now() + Duration::days(6)).date());
    // Noor needs longer; Sam's end ends Sam's, and Noor's day stands
    noor.takes_time(&app.day_on(8), "").await;
    let ended = sam.about_time("end", "").await;
    assert!(ended.text().contains("The other day still stands"), "{}", ended.text());
    assert!(noor.get("/today").await.text().contains(SAYS));
    let over = noor.about_time("end", "").await;
    assert!(over.text().contains("The time is over"), "{}", over.text());
    for who in [&mut sam, &mut noor] {
        let today = who.get("/today").await.text();
        assert!(!today.contains(SAYS) && today.contains("Your time apart is over"), "{today}");
    }
}

#[tokio::test]
async fn of_two_who_ask_at_once_one_holds_and_the_other_is_told_so() {
    let app = TestApp::new().await;
    for round in 0..4 {
        let (mut one, mut two) = app.couple(&format!("One{round}"), &format!("Two{round}")).await;
        let (first, second) = (app.day_on(10), app.day_on(10));
        let (a, b) = tokio::join!(
            one.visitor.keeps_time(&first, "From one."),
            two.visitor.keeps_time(&second, "From two.")
        );
        let (told_a, told_b) = tokio::join!(
            one.visitor.submit_on(&a, &a.path, &[("with", "partner")]),
            two.visitor.submit_on(&b, &b.path, &[("with", "partner")])
        );
        let told = [&told_a, &told_b].into_iter().filter(|answer| answer.path.contains("done=told")).count();
        let refused: Vec<&Answer> = [&told_a, &told_b]
            .into_iter()
            .filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY)
            .collect();
        assert_eq!((told, refused.len()), (1, 1), "{} {}", told_a.text(), told_b.text());
        assert!(refused[0].text().contains("already. Choose a later day"), "{}", refused[0].text());
        for (who, words) in [(&mut one.visitor, "From two."), (&mut two.visitor, "From one.")] {
            let page = who.get("/us/time").await.text();
            assert!(page.contains(SAYS), "{page}");
            let winner = if told_a.path.contains("done=told") { "From one." } else { "From two." };
            assert_eq!(page.contains(words), words == winner, "what was refused stays private: {page}");
        }
    }
}

#[tokio::test]
async fn all_talks_rest_and_go_on_where_they_were() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    let state = || async {
        let sql = "select state::text, version from conversation";
        let row: (String, i32) = sqlx::query_as(sql).fetch_one(app.owner()).await.unwrap();
        row
    };
    let before = state().await;
    let at_work = talk.noor.stands(&path).await.still();
    talk.sam.takes_time(&app.day_on(10), "").await;
    assert_eq!(state().await, before, "nothing of a talk changes");
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert!(page.text().contains("You two are taking time."), "{}", page.text());
        let forged = talk.of(who).forges(&format!("{path}/on"), &[("act", "listened")]).await;
        assert!(forged.status.is_redirection() || forged.status == StatusCode::CONFLICT, "{}", forged.status);
        let new = talk.of(who).get("/talk/new").await;
        assert_eq!(new.location(), "/us/time", "nothing begins meanwhile");
        let begun =
            talk.of(who).forges("/talk/new", &[("once", "00000000-0000-4000-8000-000000000001")]).await;
        assert_eq!(begun.location(), "/us/time");
    }
    assert_eq!(state().await, before);
    talk.sam.about_time("end", "").await;
    assert_eq!(talk.noor.stands(&path).await.still(), at_work, "to the byte where it was");
}

#[tokio::test]
async fn a_quiet_stop_meanwhile_is_an_ordinary_break_and_stays_when_the_time_ends_early() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    talk.noor.takes_time(&app.day_on(10), "").await;
    let before = view(&mut talk.noor).await;
    // Sam, who did not ask for it, lets all talks rest without a word
    let stopped = talk.sam.submit("/talk/pause", "/talk/pause", &[("length", "day")]).await;
    assert!(stopped.path.starts_with("/help-lines"), "{}", stopped.text());
    assert_eq!(view(&mut talk.noor).await, before, "nothing of it shows while the time holds");
    talk.noor.about_time("end", "").await;
    let page = talk.noor.stands(&path).await.text();
    assert!(page.contains("Sam is taking a break.") && !page.contains("taking time"), "{page}");
    let pause: serde_json::Value =
        sqlx::query_scalar("select state->'pause' from conversation").fetch_one(app.owner()).await.unwrap();
    let keys: Vec<&String> = pause.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["by", "until"], "as any break is stored");
}

#[tokio::test]
async fn both_find_one_neutral_line_on_the_day_and_a_line_to_come_back_with() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam, noor);
    sam.browser.takes_time(&app.day_on(3), "").await;
    app.at(app.clock.now() + Duration::days(3), &mut [&mut sam, &mut noor]).await;
    let mut titles = Vec::new();
    for who in [&mut sam, &mut noor] {
        let today = who.browser.get("/today").await;
        assert!(!today.text().contains(SAYS), "it is over by itself: {}", today.text());
        titles.push(today.all("a.row[href='/us/time'] .title"));
    }
    assert_eq!(titles[0], ["Your time apart is over"]);
    assert_eq!(titles[0], titles[1], "the same for both");

    let back = "/us/time/back";
    let nothing = noor.browser.submit(back, back, &[("words", "It was long.")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("It was long."));
    let before = sam.browser.get("/today").await.still();
    let preview = noor.browser.submit(back, back, &[("line", "slowly"), ("words", "It was long.")]).await;
    assert_eq!(sam.browser.get("/today").await.still(), before, "not told yet");
    noor.browser.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
    assert!(!noor.browser.get("/today").await.text().contains("Your time apart is over"), "she has said it");
    let today = sam.browser.get("/today").await.text();
    assert!(today.contains("Noor says how they come back") && !today.contains("It was long."), "{today}");
    let page = sam.browser.get("/us/time").await.text();
    assert!(page.contains("I would like to begin slowly.") && page.contains("It was long."), "{page}");
    assert!(!sam.browser.get("/today").await.text().contains("Noor says how"), "it was looked at");
    // nobody is reminded of it for ever
    app.later(8, &mut [&mut sam]).await;
    assert!(!sam.browser.get("/today").await.text().contains("Your time apart is over"));
    // the page goes on beginning with it for a fortnight, and then begins as ever
    app.later(5, &mut [&mut sam]).await;
    assert_eq!(sam.browser.get("/us/time").await.all("h1"), ["Your time apart is over"]);
    app.later(1, &mut [&mut sam]).await;
    assert_eq!(sam.browser.get("/us/time").await.all("h1"), ["Time apart"]);
    // and asking again is a new time
    sam.browser.takes_time(&app.day_on(4), "").await;
    assert!(sam.browser.get("/today").await.text().contains(SAYS));
}

#[tokio::test]
async fn parting_in_the_middle_ends_it_for_both_and_each_keeps_what_they_wrote() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    sam.takes_time(&app.day_on(10), "I am at my sister’s.").await;
    noor.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for who in [&mut sam, &mut noor] {
        let today = who.get("/today").await.text();
        assert!(today.contains("has ended") && !today.contains(SAYS), "{today}");
        for path in ["/us/time", "/us/time/new", "/us/ways"] {
            assert_eq!(who.get(path).await.location(), "/us", "{path}");
        }
        assert_eq!(who.get("/us/time/back").await.location(), "/us/time");
    }
    assert!(sam.get("/us/kept").await.text().contains("I am at my sister’s."));
    assert!(!noor.get("/us/kept").await.text().contains("sister"));
    let due: i64 = sqlx::query_scalar("select count(*) from due").fetch_one(app.owner()).await.unwrap();
    assert_eq!(due, 0);
}
