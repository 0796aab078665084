//! While two take time apart no reminder goes out to either, but the one on the day they come back.

use time::Duration;
use toward::reminders::Kind;

use super::{after, app_with, calendar::makes_calendar, due, has_mail, reminders_in, turn, wants};
use crate::support::smtp::MailServer;

#[tokio::test]
async fn between_asking_and_coming_back_one_mail_goes_out_to_each_and_it_is_the_last_day() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    for (who, address) in [(&mut sam, "sam@example.org"), (&mut noor, "noor@example.org")] {
        has_mail(&app, &server, &mut who.browser, address).await;
        wants(&mut who.browser, &["review", "check_in", "answer", "return"]).await;
    }
    let now = app.clock.now();
    // one mail waits in the outbox already, one thing comes in between, one after it
    due(&app, &sam, noor.id, Kind::Review, now + Duration::MINUTE).await;
    due(&app, &noor, sam.id, Kind::Answer, now + Duration::hours(20)).await;
    due(&app, &noor, noor.id, Kind::CheckIn, now + Duration::hours(21)).await;
    due(&app, &sam, sam.id, Kind::Review, now + Duration::days(5)).await;
    app.clock.advance(Duration::minutes(2));
    app.post().see().await.unwrap();
    let waiting: i64 = sqlx::query_scalar("select count(*) from outbox where state = 'waiting'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(waiting, 1, "it tries the right thing");
    sam.browser.takes_time(&app.day_on(3), "").await;
    let before = reminders_in(&server);
    turn(&app).await;
    after(&app, Duration::hours(22)).await;
    after(&app, Duration::hours(22)).await;
    assert_eq!(reminders_in(&server), before, "nothing in between");
    after(&app, Duration::hours(24)).await;
    let mails = server.taken();
    assert_eq!(reminders_in(&server) - before, 2, "one for each on the day");
    let to: Vec<String> = mails.iter().rev().take(2).map(|mail| mail.to.clone()).collect();
    assert!(to.iter().any(|to| to.contains("sam@")) && to.iter().any(|to| to.contains("noor@")), "{to:?}");
    assert!(!mails.last().unwrap().text.to_lowercase().contains("apart"), "it says no more than any other");
    // and afterwards reminders go out as before
    after(&app, Duration::days(3)).await;
    assert_eq!(reminders_in(&server) - before, 3);
}

#[tokio::test]
async fn ended_early_nobody_is_reminded_of_it_and_everything_else_goes_out_again() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    wants(&mut sam.browser, &["review", "return"]).await;
    due(&app, &noor, sam.id, Kind::Review, app.clock.now() + Duration::days(2)).await;
    sam.browser.takes_time(&app.day_on(5), "").await;
    sam.browser.about_time("end", "").await;
    let before = reminders_in(&server);
    after(&app, Duration::days(2) + Duration::HOUR).await;
    assert_eq!(reminders_in(&server) - before, 1, "the promise");
    after(&app, Duration::days(4)).await;
    assert_eq!(reminders_in(&server) - before, 1);
    drop(noor);
}

#[tokio::test]
async fn the_last_day_waits_for_quiet_hours_and_a_calendar_holds_nothing_before_it() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    let quiet =
        [("quiet", "hours"), ("from", "08:00"), ("to", "20:00"), ("zone", "UTC"), ("kinds", "return")];
    let kept = sam.browser.submit("/account/reminders", "/account/reminders", &quiet).await;
    assert!(kept.text().contains("This is kept."), "{}", kept.text());
    let path = makes_calendar(&mut sam).await;
    due(&app, &noor, sam.id, Kind::Review, app.clock.now() + Duration::days(2)).await;
    due(&app, &noor, sam.id, Kind::Review, app.clock.now() + Duration::days(9)).await;
    let mut anybody = app.visitor();
    assert_eq!(anybody.get(&path).await.body.matches("BEGIN:VEVENT").count(), 2);
    sam.browser.takes_time(&app.day_on(5), "").await;
    let held = anybody.get(&path).await.body;
    assert_eq!(held.matches("BEGIN:VEVENT").count(), 2, "the last day, and what comes after it: {held}");
    let day = app.day_on(5).replace('-', "");
    assert!(held.contains(&format!("DTSTART:{day}T090000Z")) && !held.contains("apart"), "{held}");
    let before = reminders_in(&server);
    let morning = (app.clock.now().date() + Duration::days(5)).midnight().assume_utc() + Duration::hours(10);
    app.clock.advance(morning - app.clock.now());
    turn(&app).await;
    assert_eq!(reminders_in(&server), before, "it is quiet for Sam until 20:00");
    after(&app, Duration::hours(11)).await;
    assert_eq!(reminders_in(&server) - before, 1);
}
