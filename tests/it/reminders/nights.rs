//! A night without hard moments brings no mail about one before its hour, also where the mail was made already; and afterwards
//! one, if it is still so.

use time::{Duration, OffsetDateTime, macros::datetime};

use super::{app_with, has_mail, reminders_in, states, turn};
use crate::support::{
    Somebody, TestApp,
    smtp::{At, MailServer, Mood},
};

const MORNING: OffsetDateTime = datetime!(2026-03-03 7:00 UTC);

/// Sam and Noor; Noor gets mails about hard moments, and none between these two hours if they are given.
async fn ready(server: &MailServer, quiet: Option<(&str, &str)>) -> (TestApp, Somebody, Somebody) {
    let app = app_with(server, &[]).await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, server, &mut noor.browser, "noor@example.org").await;
    let mut fields = vec![("zone", "UTC"), ("kinds", "hard")];
    match quiet {
        Some((from, to)) => fields.extend([("quiet", "hours"), ("from", from), ("to", to)]),
        None => fields.push(("quiet", "none")),
    }
    let kept = noor.browser.submit("/account/reminders", "/account/reminders", &fields).await;
    assert!(kept.text().contains("This is kept."), "{}", kept.text());
    (app, sam, noor)
}

/// Lets the jobs look at this moment; how many reminders went out until then.
async fn until(app: &TestApp, server: &MailServer, moment: OffsetDateTime) -> usize {
    app.clock.advance(moment - app.clock.now());
    turn(app).await;
    turn(app).await;
    reminders_in(server)
}

#[tokio::test]
async fn a_mail_that_waits_for_quiet_hours_to_end_is_called_back_and_comes_after_the_night() {
    let server = MailServer::kind().await;
    let (app, mut sam, mut noor) = ready(&server, Some(("18:00", "22:00"))).await;
    sam.browser.sends_line("It is back", "know").await;
    turn(&app).await;
    assert_eq!(
        (states(&app).await, reminders_in(&server)),
        (vec!["waiting".to_owned()], 0),
        "the right thing"
    );
    noor.browser.puts_away("07:00").await;
    for moment in
        [datetime!(2026-03-02 22:00 UTC), datetime!(2026-03-02 23:30 UTC), MORNING - Duration::MINUTE]
    {
        assert_eq!(until(&app, &server, moment).await, 0, "{moment}");
    }
    assert_eq!(until(&app, &server, MORNING).await, 1, "in the morning");
    assert_eq!(until(&app, &server, MORNING + Duration::hours(20)).await, 1, "and once");
}

#[tokio::test]
async fn what_is_due_and_nobody_has_taken_up_is_called_back_too() {
    let server = MailServer::kind().await;
    let (app, mut sam, mut noor) = ready(&server, None).await;
    sam.browser.sends_line("It is back", "know").await;
    noor.browser.puts_away("07:00").await;
    assert_eq!(until(&app, &server, MORNING - Duration::MINUTE).await, 0);
    assert_eq!(until(&app, &server, MORNING).await, 1);
}

#[tokio::test]
async fn a_mail_that_its_server_did_not_take_is_not_tried_again_in_the_night() {
    let server = MailServer::kind().await;
    let (app, mut sam, mut noor) = ready(&server, None).await;
    sam.browser.sends_line("It is back", "know").await;
    sam.browser.sends_line("And again", "hold").await;
    server.next(&[Mood::Dies(At::Greeting)]);
    turn(&app).await;
    assert_eq!(
        (states(&app).await, reminders_in(&server)),
        (vec!["waiting".to_owned()], 0),
        "the right thing"
    );
    noor.browser.puts_away("07:00").await;
    assert_eq!(until(&app, &server, MORNING - Duration::MINUTE).await, 0);
    assert_eq!(until(&app, &server, MORNING).await, 1, "one for both lines");
}

#[tokio::test]
async fn of_what_a_mail_was_sent_about_there_is_no_second_one() {
    let server = MailServer::kind().await;
    let (app, mut sam, mut noor) = ready(&server, None).await;
    sam.browser.sends_line("It is back", "know").await;
    turn(&app).await;
    assert_eq!(reminders_in(&server), 1);
    noor.browser.puts_away("07:00").await;
    assert_eq!(until(&app, &server, MORNING + Duration::HOUR).await, 1);
}

#[tokio::test]
async fn a_short_rest_within_quiet_hours_leaves_one_mail_for_their_end() {
    let server = MailServer::kind().await;
    let (app, mut sam, mut noor) = ready(&server, Some(("18:00", "22:00"))).await;
    sam.browser.sends_line("It is back", "know").await;
    turn(&app).await;
    noor.browser.puts_away("20:00").await;
    for moment in [datetime!(2026-03-02 20:00 UTC), datetime!(2026-03-02 21:59 UTC)] {
        assert_eq!(until(&app, &server, moment).await, 0, "{moment}");
    }
    assert_eq!(until(&app, &server, datetime!(2026-03-02 22:00 UTC)).await, 1);
    assert_eq!(until(&app, &server, MORNING).await, 1);
}

#[tokio::test]
async fn ended_by_hand_it_comes_at_once_and_a_line_that_was_taken_back_does_not_come() {
    let server = MailServer::kind().await;
    let (app, mut sam, mut noor) = ready(&server, None).await;
    let line = sam.browser.sends_line("It is back", "know").await;
    noor.browser.puts_away("07:00").await;
    let later = app.clock.now() + Duration::hours(2);
    assert_eq!(until(&app, &server, later).await, 0);
    app.at(later, &mut [&mut sam, &mut noor]).await;
    noor.browser.submit("/now/quiet", "/now/quiet/end", &[]).await;
    assert_eq!(until(&app, &server, later).await, 1);
    // the same evening once more: this one is not there any more in the morning
    noor.browser.puts_away("07:00").await;
    sam.browser.shares_with(&format!("{line}/share"), "me").await;
    let other = sam.browser.sends_line("And again", "know").await;
    sam.browser.shares_with(&format!("{other}/share"), "me").await;
    assert_eq!(until(&app, &server, MORNING + Duration::HOUR).await, 1);
}
