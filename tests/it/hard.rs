//! A hard moment: for oneself first and with nobody else ever; then one line with one need, what fits it in one press, and a
//! night without it that tells nothing but its hour.

use axum::http::StatusCode;
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

use crate::support::{Answer, Somebody, TestApp, Visitor};

const NOW: &str = "/now";
const QUIET: &str = "/now/quiet";

impl Visitor {
    /// Writes a moment down for themself; its path.
    pub async fn keeps_moment(&mut self, words: &str) -> String {
        let kept = self.submit(NOW, NOW, &[("words", words)]).await;
        assert!(kept.path.ends_with("?done=kept"), "{} {}", kept.path, kept.text());
        kept.path.split('?').next().unwrap().to_owned()
    }

    /// Writes a line after a moment, as far as the preview; its path.
    pub async fn words_line(&mut self, moment: &str, fields: &[(&str, &str)]) -> String {
        let page = format!("{moment}/say");
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("share", "1")]).collect();
        let preview = self.submit(&page, &page, &fields).await;
        assert!(preview.path.ends_with("/share"), "{} {}", preview.path, preview.text());
        preview.path.trim_end_matches("/share").to_owned()
    }

    /// Writes a line with a moment of its own and sends it; its path.
    pub async fn sends_line(&mut self, words: &str, need: &str) -> String {
        let moment = self.keeps_moment("Just now").await;
        let line = self.words_line(&moment, &[("words", words), ("need", need), ("hour", "21:00")]).await;
        self.shares_with(&format!("{line}/share"), "partner").await;
        line
    }

    /// Says what stands on a button.
    pub async fn presses(&mut self, line: &str, choice: &str) -> Answer {
        let page = self.get(line).await;
        self.submit_on(&page, &format!("{line}/reply"), &[("choice", choice)]).await
    }

    /// Puts hard moments away until an hour.
    pub async fn puts_away(&mut self, until: &str) {
        let done = self.submit(QUIET, QUIET, &[("hour", until)]).await;
        assert!(done.path.ends_with("?done=quiet"), "{} {}", done.path, done.text());
    }
}

/// Everything that the other one could look at, without what is new on every load.
async fn view(who: &mut Somebody, paths: &[&str]) -> Vec<(StatusCode, String)> {
    let mut all = Vec::new();
    for path in ["/today", "/write", "/noticed", "/questions", "/talk", "/plan"].iter().chain(paths) {
        let page = who.browser.get(path).await;
        all.push((page.status, page.still()));
    }
    let page = who.browser.get(NOW).await;
    all.push((page.status, page.text() + &page.all("main[data-stamp]").join("") + &page.stamp()));
    all
}

/// When something of a hard moment is due for somebody.
pub async fn due(app: &TestApp, who: &Somebody) -> Vec<OffsetDateTime> {
    sqlx::query_scalar("select at from due where person_id = $1 and kind = 'hard' order by at")
        .bind(who.id.0)
        .fetch_all(app.owner())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_moment_is_kept_with_one_press_and_is_nobody_elses_ever() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let page = sam.browser.get(NOW).await;
    let fields = page.all("main form[action='/now'] textarea").len();
    assert_eq!(fields, 1, "one field is there already: {}", page.text());
    let before = view(&mut noor, &[]).await;
    let looked = sam.browser.get(NOW).await;
    let mut paths = Vec::new();
    for _ in 0..2 {
        paths.push(sam.browser.submit_on(&looked, NOW, &[("words", "The song\nin the shop")]).await.path);
    }
    assert_eq!(paths[0], paths[1], "twice is once");
    let moment = paths[0].split('?').next().unwrap().to_owned();
    // the same form with other words keeps both
    let other = sam.browser.submit_on(&looked, NOW, &[("words", "Something else")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.body.contains("Something else") && other.body.contains(&moment), "{}", other.text());

    assert_eq!(view(&mut noor, &[]).await, before, "nothing tells that it is there");
    let nothing = noor.browser.get(&format!("/now/{}", Uuid::new_v4())).await;
    for act in ["", "/edit", "/say", "/share", "/reply"] {
        let theirs = noor.browser.get(&format!("{moment}{act}")).await;
        assert_eq!((theirs.status, &theirs.body), (StatusCode::NOT_FOUND, &nothing.body), "{act}");
    }
    for act in ["/edit", "/say", "/share", "/reply", "/remove"] {
        let forged = noor.browser.forges(&format!("{moment}{act}"), &[("words", "x"), ("with", "me")]).await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND, "{act}");
    }
    // not even its author can share it, and its row is a sheet like any other
    assert_eq!(sam.browser.get(&format!("{moment}/share")).await.status, StatusCode::NOT_FOUND);
    let shared =
        sam.browser.forges(&format!("{moment}/share"), &[("with", "partner"), ("number", "1")]).await;
    assert_eq!(shared.status, StatusCode::NOT_FOUND);
    let kinds: Vec<String> =
        sqlx::query_scalar("select distinct kind from entry").fetch_all(app.owner()).await.unwrap();
    assert_eq!(kinds, ["sheet"], "no kind tells that there was a hard moment");

    // changed in two windows, then removed
    let edit = format!("{moment}/edit");
    let old = sam.browser.get(&edit).await;
    sam.browser.submit(&edit, &edit, &[("words", "The song in the shop, again")]).await;
    let clash = sam.browser.submit_on(&old, &edit, &[("words", "The old song")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("in the shop, again") && clash.body.contains("The old song"));
    for empty in [(NOW, " \n"), (edit.as_str(), "")] {
        let refused = sam.browser.submit(empty.0, empty.0, &[("words", empty.1)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    sam.browser.submit(&moment, &format!("{moment}/remove"), &[]).await;
    assert_eq!(sam.browser.get(&moment).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_line_comes_afterwards_in_its_own_words_and_exactly_as_it_was_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (mut kim, _lou) = app.linked("Kim", "Lou").await;
    let moment = sam.browser.keeps_moment("qzm-private, in the shop").await;
    let before = view(&mut noor, &[]).await;
    let say = format!("{moment}/say");
    let blank = sam.browser.get(&say).await;
    assert!(!blank.body.contains("qzm-private"), "nothing is copied from what is private");
    assert_eq!(blank.count("input[name=need][checked]"), 0, "no need is chosen beforehand");
    for (fields, says) in [
        (vec![("words", "It is back")], "Choose one of the four"),
        (vec![("need", "talk"), ("words", "It is back")], "Choose an hour"),
        (vec![("need", "talk"), ("hour", "soon"), ("words", "It is back")], "Choose an hour"),
    ] {
        let refused = sam.browser.submit(&say, &say, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(says) && refused.body.contains("It is back"), "{}", refused.text());
    }
    let fields = [("words", "It is\nback"), ("need", "talk"), ("hour", "21:00")];
    let line = sam.browser.words_line(&moment, &fields).await;
    let share = format!("{line}/share");
    let preview = sam.browser.get(&share).await;
    let chosen = preview.form(&share).unwrap().fields;
    assert!(chosen.contains(&("with".to_owned(), "me".to_owned())), "only me is chosen first: {chosen:?}");
    assert!(preview.text().contains("Talk with me: Monday 2 March 2026, 21:00 (UTC)."), "{}", preview.text());
    assert!(!preview.body.contains("qzm-private"));
    assert_eq!(view(&mut noor, &[]).await, before, "written is not sent");
    assert_eq!(noor.browser.get(&line).await.status, StatusCode::NOT_FOUND);
    assert!(due(&app, &noor).await.is_empty());
    // a second line for the same moment is the first one
    assert!(sam.browser.get(&say).await.location().ends_with(&line));

    sam.browser.shares_with(&share, "partner").await;
    assert_eq!(due(&app, &noor).await, [app.clock.now()], "it is due once, at once");
    let today = noor.browser.get("/today").await;
    assert!(
        today.text().contains("Sam sent you a line") && !today.text().contains("back"),
        "{}",
        today.text()
    );
    let read = noor.browser.get(&line).await;
    assert_eq!(read.all("figure.shared"), preview.all(".preview figure.shared"), "to the letter");
    assert!(!read.body.contains("qzm-private"));
    assert!(!noor.browser.get("/today").await.text().contains("sent you a line"), "it was looked at");
    for who in [&mut noor, &mut kim] {
        for act in ["edit", "remove", "share", "say"] {
            let forged =
                who.browser.forges(&format!("{line}/{act}"), &[("need", "hold"), ("number", "1")]).await;
            assert_eq!(forged.status, StatusCode::NOT_FOUND, "{act}");
        }
    }
    assert_eq!(kim.browser.get(&line).await.status, StatusCode::NOT_FOUND);
    let theirs = kim.browser.forges(&format!("{line}/reply"), &[("choice", "yes"), ("line", "1")]).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    // what was sent is not changed, and whether it was opened shows nowhere
    let own = sam.browser.get(&line).await;
    for word in ["opened", "read it", "Nothing yet", "waiting"] {
        assert!(!own.text().contains(word), "{word}: {}", own.text());
    }
    assert_eq!(
        sam.browser.forges(&format!("{line}/edit"), &[("need", "hold"), ("number", "1")]).await.status,
        StatusCode::CONFLICT
    );

    sam.browser.shares_with(&share, "me").await;
    assert_eq!(noor.browser.get(&line).await.status, StatusCode::NOT_FOUND);
    assert!(due(&app, &noor).await.is_empty());
    assert!(noor.browser.get("/write").await.text().contains("took something back"));
}

#[tokio::test]
async fn one_press_says_what_is_on_the_button_and_a_sentence_or_an_hour_is_looked_at_first() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    for (need, buttons) in [("hold", 2), ("know", 3), ("talk", 2)] {
        let line = sam.browser.sends_line("It is back", need).await;
        let page = noor.browser.get(&line).await;
        assert_eq!(page.count("button[name=choice]"), buttons, "{need}");
        assert_eq!(page.count("input[name=choice]"), 3, "{need}: all three with a sentence");
        assert_eq!(page.count("input[name=choice][checked]"), 0);
        let before = view(&mut sam, &[&line]).await;
        let bad = noor.browser.submit_on(&page, &format!("{line}/reply"), &[("choice", "")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(view(&mut sam, &[&line]).await, before);
    }
    let line = sam.browser.sends_line("Hold me tonight", "hold").await;
    let page = noor.browser.get(&line).await;
    let button = page.all("button[name=choice]")[0].trim().to_owned();
    let reply = format!("{line}/reply");
    for _ in 0..2 {
        let said = noor.browser.submit_on(&page, &reply, &[("choice", "coming")]).await;
        assert!(said.path.starts_with(&line), "{}", said.path);
    }
    // an older page does not change what was said
    noor.browser.submit_on(&page, &reply, &[("choice", "apart")]).await;
    let today = sam.browser.get("/today").await.text();
    assert!(today.contains("Noor answered your line") && !today.contains("coming"), "{today}");
    let read = sam.browser.get(&line).await;
    assert!(read.text().contains(&button) && !read.text().contains("I cannot come now"), "{}", read.text());
    assert!(!sam.browser.get("/today").await.text().contains("answered your line"));
    // another need's answer is none
    let other = sam.browser.sends_line("Just so you know", "know").await;
    for choice in ["coming", "yes", "hour", "not-today", ""] {
        let forged =
            noor.browser.forges(&format!("{other}/reply"), &[("choice", choice), ("line", "1")]).await;
        assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY, "{choice}");
    }
    // with a sentence, or an hour
    let late = sam.browser.sends_line("Hold me", "hold").await;
    let before = view(&mut sam, &[&late]).await;
    let page = noor.browser.get(&late).await;
    let more = [("choice", "hour"), ("hour", ""), ("words", "I am at work"), ("look", "1")];
    let refused =
        noor.browser.forges(&format!("{late}/reply"), &[&more[..], &[("line", "1")]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Choose an hour") && refused.body.contains("I am at work"));
    let more =
        [("choice", "hour"), ("hour", "22:15"), ("words", "I am at work"), ("look", "1"), ("line", "1")];
    let kept = noor.browser.forges(&format!("{late}/reply"), &more).await;
    let share = kept.location().to_owned();
    let preview = noor.browser.get(&share).await;
    assert!(
        preview.text().contains("Monday 2 March 2026, 22:15 (UTC)") && preview.text().contains("at work")
    );
    assert_eq!(view(&mut sam, &[&late]).await, before, "looked at is not said");
    assert!(page.status == StatusCode::OK);
    noor.browser.shares_with(&share, "partner").await;
    let read = sam.browser.get(&late).await;
    let shown = preview.all(".preview figure.shared");
    assert!(read.all("figure.shared").contains(&shown[0]), "{:?} {shown:?}", read.all("figure.shared"));
    // taken back, it is gone; and can be said anew
    noor.browser.shares_with(&share, "me").await;
    assert!(!sam.browser.get(&late).await.text().contains("at work"));
    noor.browser.presses(&late, "apart").await;
    assert!(sam.browser.get(&late).await.text().contains("I have read it. I cannot come now."));
}

#[tokio::test]
async fn whoever_wants_to_be_left_in_peace_is_told_at_most_that_it_was_read() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("Not now, please", "leave").await;
    let page = noor.browser.get(&line).await;
    assert_eq!(page.all("main button[name=choice]"), ["I have read it."]);
    assert_eq!(page.count("main textarea") + page.count("main input[type=time]"), 0, "{}", page.text());
    let reply = format!("{line}/reply");
    for fields in [
        vec![("choice", "read"), ("words", "But listen"), ("line", "1")],
        vec![("choice", "read"), ("words", "But listen"), ("look", "1"), ("line", "1")],
        vec![("choice", "coming"), ("line", "1")],
        vec![("choice", "hour"), ("hour", "21:00"), ("line", "1")],
    ] {
        let refused = noor.browser.forges(&reply, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    assert!(!sam.browser.get("/today").await.text().contains("answered"));
    noor.browser.presses(&line, "read").await;
    let read = sam.browser.get(&line).await.text();
    assert!(read.contains("I have read it.") && !read.contains("But listen"), "{read}");
    // the line is taken back, and the answer can be, too
    sam.browser.shares_with(&format!("{line}/share"), "me").await;
    let own = noor.browser.get(&line).await;
    assert!(own.text().contains("This line was taken back"), "{}", own.text());
    let share = own
        .body
        .split("href=\"")
        .find(|rest| rest.contains("Take it back"))
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let kept = noor.browser.submit(share, share, &[("with", "partner")]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", kept.text());
    noor.browser.shares_with(share, "me").await;
    assert!(!sam.browser.get(&line).await.text().contains("I have read it."));
}

#[tokio::test]
async fn a_night_without_it_is_known_before_the_line_is_written_and_brings_nothing_until_its_hour() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    noor.browser.puts_away("07:00").await;
    let moment = sam.browser.keeps_moment("It is back").await;
    for page in [NOW.to_owned(), moment.clone(), format!("{moment}/say")] {
        let text = sam.browser.get(&page).await.text();
        assert!(text.contains("Noor has put this away until 07:00 (UTC)"), "{page}: {text}");
        assert!(text.contains("for the morning"), "{page}: {text}");
    }
    let say = format!("{moment}/say");
    let early = sam.browser.submit(&say, &say, &[("need", "talk"), ("hour", "21:00")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("Choose an hour after that"), "{}", early.text());
    let line = sam.browser.words_line(&moment, &[("words", "It is back"), ("need", "know")]).await;
    let share = format!("{line}/share");
    assert!(sam.browser.get(&share).await.text().contains("Noor has put this away until 07:00 (UTC)"));
    let before = (noor.browser.get("/today").await.still(), noor.browser.get(NOW).await.stamp());
    sam.browser.shares_with(&share, "partner").await;
    let after = (noor.browser.get("/today").await.still(), noor.browser.get(NOW).await.stamp());
    assert_eq!(after, before, "no page of Noor's brings it");
    assert_eq!(due(&app, &noor).await, [datetime!(2026-03-03 7:00 UTC)], "no mail before the morning");
    let folded = noor.browser.get(NOW).await;
    assert!(folded.text().contains("Something came for the morning. Open it now?"), "{}", folded.text());
    assert!(!folded.body.contains(&line) && !folded.text().contains("It is back"));

    // opening it early is told to nobody
    let sams = view(&mut sam, &[&line, &share, &moment]).await;
    let opened = noor.browser.get("/now?early=1").await;
    assert!(opened.body.contains(&line), "{}", opened.text());
    noor.browser.get(&line).await;
    assert_eq!(view(&mut sam, &[&line, &share, &moment]).await, sams);
    assert_eq!(due(&app, &noor).await, [datetime!(2026-03-03 7:00 UTC)]);

    // a later hour takes along what was to come, and the end brings it
    noor.browser.puts_away("09:30").await;
    assert_eq!(due(&app, &noor).await, [datetime!(2026-03-03 9:30 UTC)]);
    let other = sam.browser.sends_line("And again", "hold").await;
    app.at(datetime!(2026-03-03 9:29 UTC), &mut [&mut sam, &mut noor]).await;
    assert!(!noor.browser.get("/today").await.text().contains("sent you a line"));
    assert!(sam.browser.get(NOW).await.text().contains("until 09:30"));
    app.at(datetime!(2026-03-03 9:30 UTC), &mut [&mut sam, &mut noor]).await;
    let today = noor.browser.get("/today").await;
    assert!(today.text().contains("Sam sent you a line") && today.body.contains(&other), "{}", today.text());
    assert!(!sam.browser.get(NOW).await.text().contains("put this away until"), "it ended by itself");
}

#[tokio::test]
async fn a_night_ends_by_hand_and_tells_neither_when_it_began_nor_who_looked() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    noor.browser.puts_away("08:00").await;
    let known = sam.browser.get(NOW).await.text();
    sam.browser.sends_line("It is back", "hold").await;
    let before = sam.browser.get(QUIET).await.text();
    let pages = view(&mut sam, &[]).await;
    // whatever Noor does meanwhile moves nothing of Sam's
    for page in [NOW, "/now?early=1", "/today", QUIET] {
        noor.browser.get(page).await;
    }
    let own = noor.browser.keeps_moment("For me").await;
    noor.browser.get(&own).await;
    // the same hour once more is the same statement
    noor.browser.puts_away("08:00").await;
    assert_eq!(view(&mut sam, &[]).await, pages);
    assert_eq!(sam.browser.get(QUIET).await.text(), before);
    assert!(!known.contains("19:30"), "not since when: {known}");
    for forged in [QUIET, "/now/quiet/end"] {
        sam.browser.forges(forged, &[("hour", "soon")]).await;
    }
    assert!(sam.browser.get(NOW).await.text().contains("until 08:00"), "only whoever said it ends it");
    let refused = noor.browser.submit(QUIET, QUIET, &[("hour", "late")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    noor.browser.submit(QUIET, "/now/quiet/end", &[]).await;
    assert!(!sam.browser.get(NOW).await.text().contains("put this away until"));
    assert!(noor.browser.get("/today").await.text().contains("Sam sent you a line"));
    assert_eq!(due(&app, &noor).await, [app.clock.now()]);
    assert!(!sam.browser.get("/write").await.text().contains("took something back"), "it leaves no line");
    let rests: i64 = sqlx::query_scalar("select count(*) from entry where kind = 'hard' and author = $1")
        .bind(noor.id.0)
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(rests, 0);
}

#[tokio::test]
async fn an_answer_to_ones_own_line_waits_for_the_morning_too() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("It is back", "know").await;
    sam.browser.puts_away("07:00").await;
    let before = (sam.browser.get("/today").await.still(), sam.browser.get(&line).await.stamp());
    noor.browser.presses(&line, "here").await;
    let after = (sam.browser.get("/today").await.still(), sam.browser.get(&line).await.stamp());
    assert_eq!(after, before);
    let page = sam.browser.get(&line).await;
    assert!(page.text().contains("Something came for the morning") && !page.text().contains("I am here"));
    assert!(sam.browser.get(&format!("{line}?early=1")).await.text().contains("I am here"));
    app.at(datetime!(2026-03-03 7:00 UTC), &mut [&mut sam, &mut noor]).await;
    assert!(sam.browser.get(&line).await.text().contains("I am here"));
}

#[tokio::test]
async fn an_hour_that_is_over_is_not_sent_and_a_line_that_changed_is_looked_at_again() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let moment = sam.browser.keeps_moment("It is back").await;
    let line = sam.browser.words_line(&moment, &[("need", "talk"), ("hour", "21:00")]).await;
    app.at(app.clock.now() + Duration::hours(2), &mut [&mut sam, &mut noor]).await;
    let share = format!("{line}/share");
    let refused = sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("is over") && due(&app, &noor).await.is_empty(), "{}", refused.text());
    let edit = format!("{line}/edit");
    sam.browser.submit(&edit, &edit, &[("need", "talk"), ("hour", "22:30"), ("share", "1")]).await;
    sam.browser.shares_with(&share, "partner").await;
    let page = noor.browser.get(&line).await;
    // taken back, changed and sent anew while Noor's page stood open
    sam.browser.shares_with(&share, "me").await;
    sam.browser.submit(&edit, &edit, &[("need", "leave"), ("share", "1")]).await;
    sam.browser.shares_with(&share, "partner").await;
    let stale = noor.browser.submit_on(&page, &format!("{line}/reply"), &[("choice", "yes")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("reads otherwise now"), "{}", stale.text());
    assert!(!sam.browser.get(&line).await.text().contains("I will be there"));
}

#[tokio::test]
async fn what_was_before_is_listed_by_month_with_the_same_few_statements() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sam.browser.keeps_moment("In March").await;
    sam.browser.sends_line("A line in March", "know").await;
    let few = app.statements(&sam.browser, &[NOW, "/today"]).await;
    app.later(35, &mut [&mut sam, &mut noor]).await;
    sam.browser.keeps_moment("In April").await;
    for number in 0..6 {
        sam.browser.sends_line(&format!("Line {number}"), "know").await;
    }
    let now = sam.browser.get(NOW).await.text();
    assert!(now.contains("In April") && now.contains("Line 5") && !now.contains("In March"), "{now}");
    let march = sam.browser.get("/now?month=2026-03").await.text();
    assert!(march.contains("In March") && march.contains("A line in March") && !march.contains("In April"));
    assert!(sam.browser.get("/now?month=nonsense").await.text().contains("In April"));
    let many = app.statements(&sam.browser, &[NOW, "/today"]).await;
    let count = |all: &[Vec<String>]| all.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(count(&many), count(&few), "{many:#?}");
    // in Noor's list there are the lines, and nothing of what Sam kept
    let noors = noor.browser.get(NOW).await.text();
    assert!(noors.contains("Line 5") && !noors.contains("In April"), "{noors}");
}

#[tokio::test]
async fn alone_it_is_all_private_and_after_parting_each_keeps_their_own() {
    let app = TestApp::new().await;
    let mut kim = app.somebody("Kim").await;
    let moment = kim.browser.keeps_moment("On my own").await;
    assert!(!kim.browser.get(&moment).await.body.contains("/say"));
    assert_eq!(kim.browser.get(&format!("{moment}/say")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kim.browser.get(QUIET).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kim.browser.forges(QUIET, &[("hour", "07:00")]).await.status, StatusCode::NOT_FOUND);

    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = sam.browser.sends_line("It is back", "know").await;
    noor.browser.get(&line).await;
    noor.browser.presses(&line, "here").await;
    noor.browser.puts_away("07:00").await;
    let sams = sam.browser.keeps_moment("For later").await;
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    assert!(sam.browser.get(&sams).await.text().contains("For later"));
    let own = sam.browser.get(&line).await;
    assert!(own.text().contains("It is back") && own.form(&format!("{line}/share")).is_none());
    assert!(!sam.browser.get(NOW).await.text().contains("put this away until"));
    assert_eq!(sam.browser.get(&format!("{line}/share")).await.status, StatusCode::NOT_FOUND);
    let late = noor.browser.forges(&format!("{line}/reply"), &[("choice", "here"), ("line", "1")]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert!(due(&app, &noor).await.is_empty());
}
