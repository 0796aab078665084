//! The check-in and the therapist: given to both, or to the partner alone, which looks like none.

use axum::http::StatusCode;
use time::macros::date;
use toward::checkins::Sheet;

use super::*;
use crate::support::{Answer, Visitor};

const FILLED: [(&str, &str); 2] = [("lean", "4"), ("steps", "I came home when I had said.")];

/// Sam and Noor in a round, and Amari, whom both have let in.
async fn in_a_round(app: &TestApp) -> (Somebody, Somebody, Somebody, Visitor, String) {
    let (sam, noor, week) = app.in_a_round().await;
    let amari = app.somebody("Amari").await;
    let code = linked(app, &sam, &noor).await;
    assert!(matches!(accept(app, &amari, &code).await, Accepted::Open(_)));
    let reading = app.with_second_step(&amari, false).await;
    (sam, noor, amari, reading, week)
}

/// Fills the check-in in and gives it: `both` or `now`, to the partner or with the therapist.
async fn gives(who: &mut Visitor, week: &str, how: &str, to: &str) -> Answer {
    let mut fields = vec![("reveal", how)];
    fields.extend(FILLED);
    let preview = who.fills_in(week, "finish", &fields).await;
    assert_eq!(preview.count("input[name=who]"), 2, "{}", preview.text());
    assert_eq!(preview.count("input[name=who][value=partner][checked]"), 1, "the fewest are chosen first");
    who.submit_on(&preview, &format!("{week}/share"), &[("who", to)]).await
}

/// The check-ins that a therapist holds, by their authors' seats.
async fn sheets(app: &TestApp, therapist: &Somebody) -> Vec<Sheet> {
    let mut scope = as_therapist(app, therapist).await;
    let seen = entries::of_kind::<Sheet>(&mut scope, &therapist.hand, None, "checkin", 50).await.unwrap();
    let mut all: Vec<Sheet> = seen.into_iter().map(|seen| seen.text().expect("it opens").content).collect();
    all.sort_by_key(|sheet| sheet.answers.by.number());
    all
}

/// Every page of a therapist's on which a check-in could show, without what is new on every load.
async fn pages(reading: &mut Visitor) -> Vec<String> {
    let clients = reading.get("/clients").await;
    let at = clients.body.find("href=\"/clients/").expect("a couple") + 6;
    let couple = clients.body[at..].split('"').next().unwrap().to_owned();
    vec![clients.still(), reading.get(&couple).await.still()]
}

async fn own_pages(who: &mut Somebody, week: &str) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["/weeks", week, "/today", "/weeks/trends", "/us/therapist"] {
        all.push(who.browser.get(path).await.still());
    }
    all
}

#[tokio::test]
async fn what_waits_for_both_reaches_the_therapist_when_it_opens_and_says_which_week_it_is() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, mut reading, week) = in_a_round(&app).await;
    let (before, hers) = (pages(&mut reading).await, own_pages(&mut noor, &week).await);
    let waits = gives(&mut sam.browser, &week, "both", "therapist").await;
    let text = waits.text();
    assert!(
        text.contains("Yours waits.") && text.contains("Amari reads it from that moment, too."),
        "{text}"
    );
    assert!(
        text.contains("Amari reads yours from that moment, too, and finds nothing of it before."),
        "{text}"
    );
    assert_eq!(pages(&mut reading).await, before, "nothing tells that it waits");
    assert_eq!(own_pages(&mut noor, &week).await, hers);
    assert!(sheets(&app, &amari).await.is_empty());
    let share = sam.browser.get(&format!("{week}/share")).await;
    assert_eq!(share.count("input[name=who][value=therapist][checked]"), 1, "the present choice");
    // Noor gives hers to Sam alone: that decides about hers and about nothing else
    let open = gives(&mut noor.browser, &week, "both", "partner").await.text();
    assert!(open.contains("Both are here") && !open.contains("Amari"), "{open}");
    let held = sheets(&app, &amari).await;
    assert_eq!(held.len(), 1);
    assert_eq!(
        (held[0].day, held[0].answers.steps.as_str()),
        (Some(date!(2026 - 03 - 08)), "I came home when I had said.")
    );
    let week_of = sam.browser.get(&week).await.text();
    assert!(week_of.contains("Shared with Noor and Amari"), "{week_of}");
    // when she takes hers back, his closes for her and for Amari
    noor.browser.submit(&format!("{week}/back"), &format!("{week}/back"), &[]).await;
    assert!(sheets(&app, &amari).await.is_empty());
    assert_eq!(pages(&mut reading).await, before);
}

#[tokio::test]
async fn who_reads_it_can_be_changed_later_and_the_partner_notices_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _, week) = in_a_round(&app).await;
    let shared = gives(&mut sam.browser, &week, "now", "partner").await;
    assert!(shared.text().contains("Noor can read yours now.") && !shared.text().contains("Amari"));
    assert_eq!(shared.count(&format!("a[href='{week}/share']")), 1, "Change who can read it");
    noor.browser.submit(&week, &format!("{week}/open"), &[]).await;
    let hers = own_pages(&mut noor, &week).await;
    let page = format!("{week}/share");
    for _ in 0..2 {
        let both = sam.browser.submit(&page, &page, &[("with", "therapist")]).await;
        assert!(both.text().contains("Noor and Amari can read yours now."), "{}", both.text());
        assert_eq!(sheets(&app, &amari).await.len(), 1);
        assert_eq!(own_pages(&mut noor, &week).await, hers);
        // once on the sharing page, once on the page for taking back
        let back = format!("{week}/back");
        let asked = sam.browser.get(&back).await;
        assert!(asked.text().contains("Take it back from Noor and Amari?"), "{}", asked.text());
        let only = sam.browser.submit_on(&asked, &back, &[("from", "therapist")]).await;
        assert!(only.text().contains("Taken back from your therapist. For Noor nothing changes."));
        assert!(sheets(&app, &amari).await.is_empty());
        sam.browser.submit(&page, &page, &[("with", "therapist")]).await;
        let open = sam.browser.get(&page).await;
        assert_eq!(open.count("input[name=with][value=therapist][checked]"), 1, "the present choice");
        let narrowed = sam.browser.submit_on(&open, &page, &[("with", "partner")]).await;
        assert!(narrowed.text().contains("Noor can read yours now."), "{}", narrowed.text());
        assert!(sheets(&app, &amari).await.is_empty());
        assert_eq!(own_pages(&mut noor, &week).await, hers);
    }
    let back = format!("{week}/back");
    let twice = sam.browser.submit(&back, &back, &[("from", "therapist")]).await;
    assert_eq!(twice.path, week, "there is nothing to take back from her: {}", twice.text());
    assert_eq!(own_pages(&mut noor, &week).await, hers);
}

#[tokio::test]
async fn a_check_in_for_the_partner_alone_looks_like_none() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, mut reading, week) = in_a_round(&app).await;
    let before = pages(&mut reading).await;
    sam.browser.fills_in(&week, "finish", &FILLED).await;
    gives(&mut sam.browser, &week, "both", "partner").await;
    gives(&mut noor.browser, &week, "now", "partner").await;
    assert!(sheets(&app, &amari).await.is_empty());
    let mut scope = as_therapist(&app, &amari).await;
    for table in ["entry", "revision", "entry_grant", "shown", "checkin_met", "checkin_look"] {
        let sql = format!("select count(*) from {table}");
        let there: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap();
        assert_eq!(there, 0, "{table}");
    }
    drop(scope);
    assert_eq!(pages(&mut reading).await, before);
}

#[tokio::test]
async fn what_waits_and_is_changed_or_kept_back_reaches_nobody() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _, week) = in_a_round(&app).await;
    gives(&mut sam.browser, &week, "both", "therapist").await;
    sam.browser.fills_in(&week, "later", &[("steps", "Not done yet.")]).await;
    gives(&mut noor.browser, &week, "both", "therapist").await;
    assert!(sheets(&app, &amari).await.is_empty(), "hers waits for his now");
    gives(&mut sam.browser, &week, "both", "therapist").await;
    assert_eq!(sheets(&app, &amari).await.len(), 2);
    let only_me = sam
        .browser
        .submit(&format!("{week}/share"), &format!("{week}/share"), &[("with", "me"), ("who", "therapist")])
        .await;
    assert!(only_me.text().contains("It stays with you."), "{}", only_me.text());
    assert!(sheets(&app, &amari).await.is_empty(), "and hers is closed again, for both who read it");
}

#[tokio::test]
async fn without_a_therapist_there_is_no_such_choice_and_one_who_left_meanwhile_gets_nothing() {
    let app = TestApp::new().await;
    let (mut sam, noor, week) = app.in_a_round().await;
    let page = format!("{week}/share");
    let mut fields = vec![("reveal", "now")];
    fields.extend(FILLED);
    let preview = sam.browser.fills_in(&week, "finish", &fields).await;
    assert_eq!(preview.count("input[name=who]"), 0);
    let refused = sam.browser.submit_on(&preview, &page, &[("who", "therapist")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let amari = app.somebody("Amari").await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    let open = sam.browser.get(&page).await;
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for how in ["both", "now"] {
        let refused = sam.browser.submit_on(&open, &page, &[("with", how), ("who", "therapist")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("nothing was shared"), "{}", refused.text());
        let still = format!("input[name=with][value={how}][checked]");
        assert_eq!(refused.count(&still), 1, "what was chosen stays chosen");
    }
    let mine = sam.browser.get(&week).await;
    assert!(mine.text().contains("Only you can see this"), "nor with Noor: {}", mine.text());
    assert_eq!(count(&app, "entry_grant where reader_role <> 'author' and access is not null").await, 0);
}
