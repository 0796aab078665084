//! Today: what waits for whom, and what it costs to find out.

use axum::http::StatusCode;

use toward::checkins::Release;

use crate::support::{
    Answer, Somebody, TestApp, Visitor,
    talk::{OPENING, Until, begin},
    weeks::Filled,
};

/// What waits for somebody, by its titles.
async fn waits(who: &mut Visitor) -> Vec<String> {
    who.get("/today").await.all("section[aria-labelledby=waiting] .title")
}

/// Compares the words once, so that they wait no more.
async fn compares(who: &mut Visitor) {
    who.submit("/us/words", "/us/words", &[("same", "yes")]).await;
}

/// Writes a note and answers where it is.
async fn writes(who: &mut Visitor, text: &str) -> String {
    let answer = who.submit("/write/new", "/write/new", &[("title", ""), ("text", text)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.path.split('?').next().expect("a path").to_owned()
}

#[tokio::test]
async fn alone_it_says_what_works_already_and_whether_an_invitation_is_out() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await.browser;
    let first = sam.get("/today").await;
    assert!(first.text().contains("Nothing is waiting for you."), "{}", first.text());
    assert_eq!(first.all("#alone"), ["You are here on your own"]);
    assert_eq!(first.all("section[aria-labelledby=alone] a").first().unwrap(), "Invite your partner");
    sam.invitation().await;
    let invited = sam.get("/today").await;
    assert_eq!(invited.all("#alone"), ["Your invitation is out"]);
    assert!(invited.text().contains("The link works until Monday 9 March."), "{}", invited.text());
    sam.submit("/us", "/us/invite/cancel", &[]).await;
    assert_eq!(sam.get("/today").await.all("#alone"), ["You are here on your own"]);
}

#[tokio::test]
async fn what_stands_between_the_two_waits_for_whoever_has_not_done_it() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    assert_eq!(waits(&mut sam).await, ["Read six words to Noor"]);
    compares(&mut sam).await;
    assert!(waits(&mut sam).await.is_empty());
    assert_eq!(waits(&mut noor).await, ["Read six words to Sam"], "each does it for themself");
    compares(&mut noor).await;

    let before = noor.get("/today").await.still();
    let pace = [("longest", "60"), ("quiet", "none"), ("zone", "Pacific/Auckland")];
    sam.submit("/us/pace", "/us/pace", &pace).await;
    assert_eq!(waits(&mut noor).await, ["Sam suggests another pace for your talks"]);
    assert!(waits(&mut sam).await.is_empty(), "not one's own");
    noor.submit("/us/pace", "/us/pace/answer", &[("answer", "leave")]).await;
    assert_eq!(noor.get("/today").await.still(), before);
}

#[tokio::test]
async fn the_day_is_the_couples_own() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    let day = async |who: &mut Visitor| who.get("/today").await.all(".head .eyebrow");
    assert_eq!(day(&mut sam).await, ["Monday 2 March"]);
    let pace = [("longest", "60"), ("quiet", "none"), ("zone", "Pacific/Auckland")];
    sam.submit("/us/pace", "/us/pace", &pace).await;
    noor.submit("/us/pace", "/us/pace/answer", &[("answer", "agree")]).await;
    assert_eq!(day(&mut noor).await, ["Tuesday 3 March"]);
}

#[tokio::test]
async fn a_note_waits_for_whom_it_was_shared_with_until_it_is_opened() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    compares(&mut sam).await;
    compares(&mut noor).await;
    let before = noor.get("/today").await.still();
    let note = writes(&mut sam, "I counted the exits.").await;
    assert_eq!(noor.get("/today").await.still(), before, "nothing tells that something was written");
    let share = format!("{note}/share");
    sam.submit(&share, &share, &[("with", "partner")]).await;
    let theirs = noor.get("/today").await;
    assert_eq!(waits(&mut noor).await, ["Sam shared a note with you"]);
    assert!(!theirs.body.contains("exits"), "what it says waits behind a press");
    assert!(waits(&mut sam).await.is_empty());
    let mine = sam.get("/today").await.still();
    noor.get(&note).await;
    assert_eq!(noor.get("/today").await.still(), before);
    assert_eq!(sam.get("/today").await.still(), mine, "whether it was opened stays with whoever opened it");
}

#[tokio::test]
async fn a_talk_waits_for_whose_turn_it_is_and_writing_in_it_shows_nowhere() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Responsibility).await;
    compares(&mut talk.sam).await;
    compares(&mut talk.noor).await;
    assert_eq!(waits(&mut talk.noor).await, ["About the spring"]);
    assert!(waits(&mut talk.sam).await.is_empty());
    let (before, path) = (talk.sam.get("/today").await.still(), talk.path.clone());
    talk.noor.writes(&path, 6, &[("act", "I lied"), ("effect", "You were alone")]).await;
    assert_eq!(talk.sam.get("/today").await.still(), before);
}

#[tokio::test]
async fn after_the_end_it_says_so_and_nothing_of_the_other_one_waits() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let note = writes(&mut talk.sam, "I counted the exits.").await;
    let share = format!("{note}/share");
    talk.sam.submit(&share, &share, &[("with", "partner")]).await;
    talk.sam.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for (who, other) in [(&mut talk.sam, "Noor"), (&mut talk.noor, "Sam")] {
        let page = who.get("/today").await;
        assert!(page.text().contains("Nothing is waiting for you."), "{}", page.text());
        assert_eq!(page.all("#alone"), [format!("The space with {other} has ended")]);
        assert!(page.text().contains("It ended on 2 March 2026."));
        assert!(!page.text().contains("About the spring") && !page.body.contains(&note));
    }
}

#[tokio::test]
async fn six_talks_are_opened_with_as_many_statements_as_one() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let proposed = begin(&mut talk.sam, &mut talk.noor, &OPENING).await;
    let form = format!("{proposed}/0?form=1");
    let pages = ["/today", "/talk", "/talk/new", "/talk/pause", form.as_str()];
    // what is noted at the first look has been noted
    talk.noor.get(&form).await;
    let few = app.statements(&talk.noor, &pages).await;
    for _ in 0..5 {
        begin(&mut talk.sam, &mut talk.noor, &OPENING).await;
    }
    let many = app.statements(&talk.noor, &pages).await;
    for ((page, few), many) in pages.iter().zip(&few).zip(&many) {
        assert_eq!(few, many, "{page}");
        assert!((6..=12).contains(&few.len()), "{page}: {few:#?}");
    }
}

/// Sam and Noor, who have compared the words, with weekly rounds.
async fn weekly(app: &TestApp) -> (Somebody, Somebody) {
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    compares(&mut sam.browser).await;
    compares(&mut noor.browser).await;
    app.weekly(&sam, &noor).await;
    (sam, noor)
}

/// The first page of somebody who signs in anew, because time has passed.
async fn today(app: &TestApp, who: &mut Somebody) -> Answer {
    who.browser = app.sign_in_again(who).await;
    who.browser.get("/today").await
}

/// Without what is new at every sign-in.
fn bare(page: &Answer) -> String {
    let csrf = page.form("/leave").expect("a way out").fields.into_iter().find(|(name, _)| name == "csrf");
    page.still().replace(&csrf.expect("a token").1, "")
}

#[tokio::test]
async fn a_suggested_hour_waits_for_the_other_one_and_then_the_next_check_in_comes_up() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    compares(&mut sam).await;
    compares(&mut noor).await;
    let first = sam.get("/today").await;
    assert_eq!(first.all("section[aria-labelledby=coming] .title"), ["A check-in, once a week"]);
    let hour = [("weekday", "Sunday"), ("hour", "19:30"), ("zone", "Europe/Berlin")];
    sam.submit("/weeks/when", "/weeks/when", &hour).await;
    assert!(waits(&mut sam).await.is_empty(), "not one's own");
    assert_eq!(waits(&mut noor).await, ["Sam suggests a day and an hour for the check-in"]);
    noor.submit("/weeks/when", "/weeks/when/answer", &[("answer", "agree")]).await;
    for who in [&mut sam, &mut noor] {
        let page = who.get("/today").await;
        assert!(page.text().contains("Nothing is waiting for you."), "{}", page.text());
        let coming = page.all("section[aria-labelledby=coming] .row");
        assert_eq!(coming, ["The next check-in Sunday 8 March, 19:30"]);
    }
}

#[tokio::test]
async fn an_open_round_waits_until_it_is_finished_and_the_other_ones_until_it_is_read() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = weekly(&app).await;
    app.next_round();
    let open = today(&app, &mut noor).await;
    assert_eq!(waits(&mut noor.browser).await, ["This week’s check-in"]);
    assert!(open.text().contains("About ten minutes. Open until"), "{}", open.text());
    assert!(open.all("#trend").is_empty() && open.all("#coming").is_empty());

    // Sam has finished, and waits for Noor: nothing of it is anywhere
    app.checks_in(&sam, &Filled::all(3), Release::Both).await;
    assert_eq!(noor.browser.get("/today").await.still(), open.still());
    let mine = today(&app, &mut sam).await;
    assert!(mine.text().contains("Nothing is waiting for you."), "{}", mine.text());
    assert_eq!(mine.all("#coming"), ["Coming up"]);
    let waiting = bare(&mine);

    // Noor keeps hers: Sam's page stays as it was
    app.checks_in(&noor, &Filled::all(8), Release::OnlyMe).await;
    assert_eq!(bare(&today(&app, &mut sam).await), waiting);
    assert_eq!(today(&app, &mut noor).await.all(".key"), ["Noor 8"], "one's own, and no other");

    // now both are open: each is told of the other's, and the picture has both
    app.checks_in(&noor, &Filled::all(8), Release::Now).await;
    let both = today(&app, &mut sam).await;
    assert_eq!(waits(&mut sam.browser).await, ["What Noor shared of a week is open"]);
    assert_eq!(both.all(".key"), ["Sam 3 Noor 8"]);
    let week = both.body.split("href=\"/weeks/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    sam.browser.get(&format!("/weeks/{week}")).await;
    assert!(waits(&mut sam.browser).await.is_empty(), "read");
}

#[tokio::test]
async fn what_the_other_one_gave_is_in_the_picture_only_when_it_may_be_read() {
    let app = TestApp::new().await;
    let (mut sam, noor) = weekly(&app).await;
    app.next_round();
    app.checks_in(&sam, &Filled::all(3), Release::OnlyMe).await;
    let before = bare(&today(&app, &mut sam).await);
    app.checks_in(&noor, &Filled::all(8), Release::Both).await;
    assert_eq!(bare(&today(&app, &mut sam).await), before, "it waits for Sam's");
    app.checks_in(&noor, &Filled::all(8), Release::Now).await;
    let there = today(&app, &mut sam).await;
    assert_eq!(waits(&mut sam.browser).await, ["What Noor shared of a week is open"]);
    assert_eq!(there.all(".key"), ["Sam 3"], "a number would be a look, and a look ends one's own writing");
}

#[tokio::test]
async fn a_line_waits_until_it_is_opened_and_thanks_stay_on_the_page() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (mut sam, mut noor) = (sam.browser, noor.browser);
    compares(&mut sam).await;
    compares(&mut noor).await;
    let before = noor.get("/today").await.still();
    let fields = [("kind", "thanks"), ("words", "Thank you for the soup")];
    let kept = sam.submit("/noticed/new", "/noticed/new", &fields).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    assert_eq!(noor.get("/today").await.still(), before, "it is not sent");
    let line = kept.path.split('?').next().unwrap().to_owned();
    sam.submit_on(&kept, &format!("{line}/send"), &[]).await;
    assert_eq!(waits(&mut noor).await, ["Sam says thank you"]);
    assert!(!noor.get("/today").await.body.contains("soup"), "what it says waits behind a press");
    let mine = sam.get("/today").await.still();
    noor.get(&line).await;
    let opened = noor.get("/today").await;
    assert_eq!(opened.all("section[aria-labelledby=thanks] blockquote"), ["Thank you for the soup"]);
    assert!(waits(&mut noor).await.is_empty());
    assert_eq!(sam.get("/today").await.still(), mine, "that it was opened stays with whoever opened it");
    let back = format!("{line}/back");
    sam.submit(&line, &back, &[]).await;
    assert_eq!(noor.get("/today").await.still(), before, "taken back");
}
