//! Handing mails over: when, how often, and what happens when the mail server does not do as it should.

use std::time::Instant;

use time::{Duration, macros::datetime};
use toward::reminders::Kind;

use super::{after, app_with, due, has_mail, put, reminders_in, states, turn, wants};
use crate::support::{
    Somebody, TestApp,
    smtp::{At, MailServer, Mood, Speaks},
};

const ALL_AT: [At; 6] = [At::Greeting, At::Hello, At::Sender, At::Reader, At::Data, At::Text];

/// Sam and Noor; Sam gets mails when a break is over.
async fn ready(server: &MailServer) -> (TestApp, Somebody, Somebody) {
    let app = app_with(server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, server, &mut sam.browser, "sam@example.org").await;
    wants(&mut sam.browser, &["break_end"]).await;
    (app, sam, noor)
}

#[tokio::test]
async fn a_reminder_goes_out_once_at_its_time_to_whoever_asked_for_that_kind() {
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    let at = app.clock.now() + Duration::HOUR;
    for who in [sam.id, noor.id] {
        due(&app, &noor, who, Kind::BreakEnd, at).await;
        due(&app, &noor, who, Kind::Review, at).await;
    }
    after(&app, Duration::minutes(59)).await;
    assert_eq!(reminders_in(&server), 0);
    for _ in 0..4 {
        after(&app, Duration::minutes(1)).await;
    }
    assert_eq!(reminders_in(&server), 1);
    let mail = server.taken().pop().unwrap();
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("toward@example.org", "sam@example.org"));
    assert_eq!(mail.hello, "toward.example.org", "no machine's own name");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_instances_send_each_mail_once() {
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    for _ in 0..12 {
        due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    }
    let (one, two) = (app.post(), app.post());
    let work = |post: toward::reminders::Post| async move {
        for _ in 0..3 {
            post.see().await.unwrap();
            post.send(|| false).await.unwrap();
        }
    };
    tokio::join!(tokio::spawn(work(one)), tokio::spawn(work(two))).0.unwrap();
    turn(&app).await;
    assert_eq!(reminders_in(&server), 12);
    let ids: std::collections::BTreeSet<String> = server
        .taken()
        .iter()
        .filter_map(|mail| mail.text.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 13, "each has an id of its own, the code's mail too");
}

#[tokio::test]
async fn what_moved_or_ended_is_not_sent_and_the_same_moment_again_is_not_sent_twice() {
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    let now = app.clock.now();
    let (soon, later) = (now + Duration::HOUR, now + Duration::hours(3));
    let moved = due(&app, &noor, sam.id, Kind::BreakEnd, soon).await;
    put(&app, &sam, sam.id, Kind::BreakEnd, moved, later).await;
    let ended = due(&app, &noor, sam.id, Kind::BreakEnd, soon).await;
    let mut scope = app.scope(&sam).await;
    toward::reminders::forget(&mut scope, sam.id, Kind::BreakEnd, ended).await.unwrap();
    scope.commit().await.unwrap();
    after(&app, Duration::hours(2)).await;
    assert_eq!(reminders_in(&server), 0);
    after(&app, Duration::hours(1)).await;
    assert_eq!(reminders_in(&server), 1);
    put(&app, &noor, sam.id, Kind::BreakEnd, moved, later).await;
    after(&app, Duration::MINUTE).await;
    let mut scope = app.scope(&noor).await;
    toward::reminders::forget(&mut scope, sam.id, Kind::BreakEnd, moved).await.unwrap();
    toward::reminders::remind(&mut scope, sam.id, Kind::BreakEnd, moved, later).await.unwrap();
    scope.commit().await.unwrap();
    after(&app, Duration::MINUTE).await;
    assert_eq!(reminders_in(&server), 1);
}

#[tokio::test]
async fn a_mail_that_waits_is_dropped_when_its_cause_ends_or_its_kind_is_switched_off() {
    let server = MailServer::kind().await;
    let (app, mut sam, noor) = ready(&server).await;
    server.next(&[Mood::Dies(At::Greeting), Mood::Dies(At::Greeting)]);
    let one = due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    turn(&app).await;
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now() + Duration::SECOND).await;
    after(&app, Duration::SECOND).await;
    assert_eq!(states(&app).await, ["waiting", "waiting"]);
    let mut scope = app.scope(&noor).await;
    toward::reminders::forget(&mut scope, sam.id, Kind::BreakEnd, one).await.unwrap();
    scope.commit().await.unwrap();
    wants(&mut sam.browser, &["review"]).await;
    after(&app, Duration::MINUTE).await;
    after(&app, Duration::MINUTE).await;
    assert_eq!(states(&app).await, ["dropped", "dropped"]);
    assert_eq!(reminders_in(&server), 0);
}

#[tokio::test]
async fn quiet_hours_are_by_the_persons_own_clock_and_what_falls_into_them_waits() {
    let server = MailServer::kind().await;
    let (app, mut sam, noor) = ready(&server).await;
    let fields = [
        ("kinds", "break_end"),
        ("kinds", "appointment"),
        ("quiet", "hours"),
        ("from", "22:00"),
        ("to", "07:00"),
        ("zone", "Europe/Berlin"),
    ];
    let kept = sam.browser.submit("/account/reminders", "/account/reminders", &fields).await;
    assert!(kept.text().contains("This is kept."), "{}", kept.text());
    // 23:30 in Berlin, and a time at 01:00, which is over when the night is
    due(&app, &noor, sam.id, Kind::BreakEnd, datetime!(2026-03-02 22:30 UTC)).await;
    due(&app, &noor, sam.id, Kind::Appointment, datetime!(2026-03-03 00:00 UTC)).await;
    for _ in 0..10 {
        after(&app, Duration::HOUR).await;
    }
    assert_eq!(app.clock.now(), datetime!(2026-03-03 05:30 UTC));
    assert_eq!(reminders_in(&server), 0);
    after(&app, Duration::minutes(30)).await;
    assert_eq!(reminders_in(&server), 1);
    assert_eq!(states(&app).await, ["sent", "dropped"]);
    // a mail that somebody asks to look at comes at once
    app.clock.advance(Duration::hours(17));
    let mut browser = app.sign_in_again(&sam).await;
    browser.submit("/account/reminders", "/account/reminders/mail", &[("act", "test")]).await;
    turn(&app).await;
    assert_eq!(reminders_in(&server), 2);
}

#[tokio::test]
async fn whatever_the_server_refuses_for_now_is_tried_again() {
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    server.next(&ALL_AT.map(|at| Mood::Refuses(at, 451)));
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    for (attempt, wait) in [0, 1, 5, 20, 60, 180].into_iter().enumerate() {
        if wait > 0 {
            after(&app, Duration::minutes(wait) - Duration::SECOND).await;
        }
        after(&app, Duration::SECOND).await;
        assert_eq!(server.connections(), attempt + 2, "not earlier and not later");
        assert_eq!(states(&app).await, ["waiting"]);
    }
    after(&app, Duration::hours(6)).await;
    assert_eq!((reminders_in(&server), states(&app).await), (1, vec!["sent".to_owned()]));
}

#[tokio::test]
async fn after_the_last_try_a_mail_is_given_up() {
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    server.next(&[Mood::Dies(At::Greeting); 20]);
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    for _ in 0..60 {
        after(&app, Duration::HOUR).await;
    }
    assert_eq!(states(&app).await, ["given_up"]);
    assert_eq!(server.connections(), 1 + 8);
    assert_eq!(reminders_in(&server), 0);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up_at_once() {
    for at in [At::Reader, At::Data, At::Text] {
        let server = MailServer::kind().await;
        let (app, sam, noor) = ready(&server).await;
        server.next(&[Mood::Refuses(at, 550)]);
        due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
        turn(&app).await;
        assert_eq!(states(&app).await, ["given_up"], "{at:?}");
    }
    // what the host can mend is tried again
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    server.next(&[Mood::Refuses(At::Sender, 553)]);
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    turn(&app).await;
    assert_eq!(states(&app).await, ["waiting"]);
}

#[tokio::test]
async fn a_server_that_dies_or_falls_silent_before_it_has_the_text_is_tried_again_and_after_it_never() {
    for mood in [Mood::Dies, Mood::Silent] {
        for at in ALL_AT {
            let server = MailServer::kind().await;
            let (app, sam, noor) = ready(&server).await;
            server.next(&[mood(at)]);
            due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
            turn(&app).await;
            after(&app, Duration::minutes(2)).await;
            let sent = if at == At::Text { ("unsure", 0) } else { ("sent", 1) };
            assert_eq!((states(&app).await[0].as_str(), reminders_in(&server)), sent, "{:?}", mood(at));
            after(&app, Duration::days(1)).await;
            assert_eq!(reminders_in(&server), sent.1, "never twice");
        }
    }
}

#[tokio::test]
async fn a_mail_whose_process_was_killed_is_not_sent_again() {
    let server = MailServer::kind().await;
    let (app, sam, noor) = ready(&server).await;
    server.next(&[Mood::Silent(At::Text)]);
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    let post = app.post();
    post.see().await.unwrap();
    let sending = tokio::spawn(async move { post.send(|| false).await });
    while states(&app).await != ["sending"] {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    sending.abort();
    after(&app, Duration::minutes(10)).await;
    assert_eq!(states(&app).await, ["sending"]);
    app.post().tidy().await.unwrap();
    after(&app, Duration::minutes(10)).await;
    assert_eq!((states(&app).await, reminders_in(&server)), (vec!["unsure".to_owned()], 0));
}

#[tokio::test]
async fn no_page_waits_for_a_mail_server_that_is_silent() {
    let server = MailServer::kind().await;
    let (app, mut sam, noor) = ready(&server).await;
    server.next(&[Mood::Silent(At::Greeting)]);
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    let post = app.post();
    post.see().await.unwrap();
    let sending = tokio::spawn(async move { post.send(|| false).await });
    while server.connections() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let begun = Instant::now();
    wants(&mut sam.browser, &["review"]).await;
    let mut scope = app.scope(&noor).await;
    toward::reminders::end(&mut scope, couple_of(&app).await).await.unwrap();
    scope.commit().await.unwrap();
    assert!(begun.elapsed() < std::time::Duration::from_secs(1), "{:?}", begun.elapsed());
    sending.await.unwrap().unwrap();
}

async fn couple_of(app: &TestApp) -> toward::ids::CoupleId {
    let id = sqlx::query_scalar("select id from couple").fetch_one(app.owner()).await.unwrap();
    toward::ids::CoupleId(id)
}

#[tokio::test]
async fn with_starttls_tls_and_a_name_and_passphrase_mails_arrive_sealed() {
    for (speaks, tls) in [(Speaks::StartTls, "starttls"), (Speaks::Tls, "tls")] {
        let server = MailServer::new(speaks, Some(("toward", "seven gravel"))).await;
        let folder = tempfile::tempdir().unwrap();
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, &server.certificate).unwrap();
        let ca = ca.display().to_string();
        let right = [
            ("TOWARD_SMTP_TLS", tls),
            ("TOWARD_SMTP_CA", ca.as_str()),
            ("TOWARD_SMTP_USER", "toward"),
            ("TOWARD_SMTP_PASSWORD", "seven gravel"),
        ];
        let app = app_with(&server, &right).await;
        let mut sam = app.somebody("Sam").await;
        has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
        assert!(server.taken()[0].sealed);

        let mut wrong = right;
        wrong[3].1 = "eight gravel";
        let unknown = [right[0], right[2], right[3]];
        for (settings, what) in [(wrong.as_slice(), "passphrase"), (&unknown, "certificate")] {
            let app = app_with(&server, settings).await;
            let mut sam = app.somebody("Sam").await;
            super::asks_for_code(&mut sam.browser, "sam@example.org").await;
            turn(&app).await;
            assert_eq!(server.taken().len(), 1, "{what}");
        }
    }
}

#[tokio::test]
async fn where_starttls_is_asked_for_and_not_offered_nothing_is_sent() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[("TOWARD_SMTP_TLS", "starttls")]).await;
    let mut sam = app.somebody("Sam").await;
    super::asks_for_code(&mut sam.browser, "sam@example.org").await;
    turn(&app).await;
    assert_eq!((server.connections(), server.taken().len()), (1, 0));
}
