//! The private calendar.

use axum::http::{Method, StatusCode};
use time::{Duration, macros::datetime};
use toward::{
    checkins::Rhythm,
    ids::ScheduleId,
    reminders::{self, Kind, Whose},
};

use super::{app_with, due, has_mail, put, reminders_in, turn, wants};
use crate::support::{SUNDAY, Somebody, TestApp, smtp::MailServer};

pub(super) async fn makes_calendar(who: &mut Somebody) -> String {
    let page =
        who.browser.submit("/account/reminders", "/account/reminders/calendar", &[("act", "make")]).await;
    assert_eq!(page.status, StatusCode::OK);
    let at = page.body.find("/cal/").expect("an address");
    page.body[at..].split('"').next().expect("an end").to_owned()
}

async fn rounds(app: &TestApp, by: &Somebody, whose: Whose, rhythm: &Rhythm) -> ScheduleId {
    let about = ScheduleId::random();
    let mut scope = app.scope(by).await;
    let opens = datetime!(2026-03-08 18:30 UTC);
    reminders::rounds(&mut scope, whose, about, opens, rhythm).await.unwrap();
    scope.commit().await.unwrap();
    about
}

fn berlin() -> Rhythm {
    Rhythm::parse("Sunday", "19:30", "Europe/Berlin").unwrap()
}

fn starts(calendar: &str) -> Vec<&str> {
    calendar.lines().filter_map(|line| line.strip_prefix("DTSTART:")).collect()
}

#[tokio::test]
async fn a_calendar_holds_what_is_due_for_one_person_and_says_nothing_about_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let path = makes_calendar(&mut sam).await;
    let others = makes_calendar(&mut noor).await;
    assert_ne!(path, others);
    due(&app, &noor, sam.id, Kind::Appointment, datetime!(2026-03-07 18:00 UTC)).await;
    due(&app, &noor, sam.id, Kind::Review, datetime!(2026-03-20 09:00 UTC)).await;
    due(&app, &noor, sam.id, Kind::BreakEnd, datetime!(2026-03-03 09:00 UTC)).await;
    due(&app, &noor, sam.id, Kind::Proposal, datetime!(2026-03-03 10:00 UTC)).await;
    rounds(&app, &sam, Whose::Mine(sam.id), &berlin()).await;

    let answer = app.visitor().get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(answer.headers["cache-control"], "private, no-cache");
    let all = starts(&answer.body);
    assert_eq!(all.len(), 2 + 12);
    assert!(all.contains(&"20260307T180000Z") && all.contains(&"20260320T090000Z"));
    // the clock's hour stays when the clocks change
    assert!(all.contains(&"20260322T183000Z") && all.contains(&"20260329T173000Z"), "{all:?}");
    let says: std::collections::BTreeSet<&str> =
        answer.body.lines().filter(|line| line.starts_with("SUMMARY") || line.starts_with("DESC")).collect();
    assert_eq!(says.into_iter().collect::<Vec<_>>(), ["SUMMARY:Toward"]);
    // the rounds that are Sam's alone are in nobody else's calendar
    assert!(starts(&app.visitor().get(&others).await.body).is_empty());
}

#[tokio::test]
async fn the_same_calendar_is_the_same_bytes_and_a_program_that_knows_it_gets_nothing() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let path = makes_calendar(&mut sam).await;
    let about = due(&app, &noor, sam.id, Kind::Appointment, datetime!(2026-03-07 18:00 UTC)).await;
    let mut program = app.visitor();
    let first = program.get(&path).await;
    app.clock.advance(Duration::minutes(3));
    assert_eq!(program.get(&path).await.body, first.body);
    let mark = first.headers["etag"].to_str().unwrap().to_owned();
    let known = program.send(Method::GET, &path, &[("if-none-match", &mark)], "").await;
    assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    put(&app, &noor, sam.id, Kind::Appointment, about, datetime!(2026-03-08 18:00 UTC)).await;
    let moved = program.send(Method::GET, &path, &[("if-none-match", &mark)], "").await;
    assert_eq!(moved.status, StatusCode::OK);
    let uid = |body: &str| body.lines().find(|line| line.starts_with("UID")).unwrap().to_owned();
    assert_eq!(uid(&first.body), uid(&moved.body), "it is the same entry, moved");
    assert!(program.cookies.is_empty());
}

#[tokio::test]
async fn an_address_that_is_not_one_any_more_is_like_one_that_never_was() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await;
    let first = makes_calendar(&mut sam).await;
    let second = makes_calendar(&mut sam).await;
    let mut nobody = app.visitor();
    let unknown = nobody.get("/no/such/page").await;
    let gone = nobody.get(&first).await;
    assert_eq!((gone.status, &gone.body), (StatusCode::NOT_FOUND, &unknown.body));
    assert_eq!(nobody.get(&second).await.status, StatusCode::OK);
    // it is shown once
    let page = sam.browser.get("/account/reminders").await;
    assert!(page.text().contains("It is on since 2 March 2026.") && !page.body.contains("/cal/"));
    sam.browser.submit("/account/reminders", "/account/reminders/calendar", &[("act", "away")]).await;
    for path in [second.as_str(), "/cal/AAAAAAAAAAAAAAAAAAAAAAAAAAA.ics", "/cal/x", "/cal/%00.ics"] {
        let gone = nobody.get(path).await;
        assert_eq!((gone.status, &gone.body), (StatusCode::NOT_FOUND, &unknown.body), "{path}");
    }
    // what lies in the database opens nothing
    let digest: Vec<String> =
        sqlx::query_scalar("select encode(digest, 'hex') from feed").fetch_all(app.owner()).await.unwrap();
    assert!(digest.is_empty());
}

#[tokio::test]
async fn each_round_reminds_once_and_a_round_that_has_closed_does_not() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    wants(&mut sam.browser, &["check_in"]).await;
    has_mail(&app, &server, &mut noor.browser, "noor@example.org").await;
    let about = rounds(&app, &noor, Whose::Both(sam.id, noor.id), &berlin()).await;
    for week in 1..=4_usize {
        for _ in 0..14 {
            super::after(&app, Duration::hours(12)).await;
        }
        assert_eq!(reminders_in(&server), week);
    }
    assert!(server.taken().iter().skip(2).all(|mail| mail.to == "sam@example.org"));
    // nobody looked for a month: of the rounds that have closed nothing is said
    app.clock.advance(Duration::days(30));
    turn(&app).await;
    assert!(reminders_in(&server) <= 5);
    let sent = reminders_in(&server);
    let mut scope = app.scope(&sam).await;
    reminders::forget_rounds(&mut scope, Whose::Both(sam.id, noor.id), about).await.unwrap();
    scope.commit().await.unwrap();
    for _ in 0..4 {
        super::after(&app, Duration::days(7)).await;
    }
    assert_eq!(reminders_in(&server), sent, "either may end the rounds for both");
}

#[tokio::test]
async fn rounds_of_ones_own_end_with_the_first_of_the_two_and_the_other_never_learns_of_them() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    wants(&mut sam.browser, &["check_in"]).await;
    let path = makes_calendar(&mut sam).await;
    let own = Rhythm::parse("Wednesday", "08:00", "Europe/Berlin").unwrap();
    let mut scope = app.scope(&sam).await;
    let opens = datetime!(2026-03-04 07:00 UTC);
    reminders::rounds(&mut scope, Whose::Mine(sam.id), ScheduleId::random(), opens, &own).await.unwrap();
    scope.commit().await.unwrap();
    rounds(&app, &noor, Whose::Both(sam.id, noor.id), &berlin()).await;
    let all = app.visitor().get(&path).await.body;
    assert_eq!(starts(&all).len(), 1 + 12, "one of Sam's own before the first of the two");
    for _ in 0..20 {
        super::after(&app, Duration::hours(12)).await;
    }
    // Wednesday's own, Sunday's of the two, and no second Wednesday
    assert_eq!(reminders_in(&server), 2);
    let left: i64 = sqlx::query_scalar("select count(*) from due where couple_id is null")
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn choosing_and_agreeing_on_a_day_puts_the_rounds_down() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let suggested = sam.browser.suggests_rounds(&SUNDAY).await;
    assert!(suggested.text().contains("Suggested."), "{}", suggested.text());
    let due = async || -> Vec<(uuid::Uuid, bool, time::OffsetDateTime)> {
        let sql = "select person_id, couple_id is not null, at from due where kind = 'check_in' order by couple_id nulls first, person_id";
        sqlx::query_as(sql).fetch_all(app.owner()).await.unwrap()
    };
    let first = datetime!(2026-03-08 18:30 UTC);
    assert!(due().await.is_empty(), "until Noor agrees, nobody but Sam could end them");
    noor.browser.answers_rounds("agree").await;
    let mut both = [sam.id.0, noor.id.0];
    both.sort_unstable();
    assert_eq!(due().await, both.map(|id| (id, true, first)));
    let other = [("weekday", "Friday"), ("hour", "20:00"), ("zone", "Europe/Berlin")];
    app.clock.advance(Duration::minutes(5));
    noor.browser.suggests_rounds(&other).await;
    sam.browser.answers_rounds("agree").await;
    let moved = datetime!(2026-03-06 19:00 UTC);
    assert!(due().await.iter().all(|(.., at)| *at == moved), "{:?}", due().await);
}
