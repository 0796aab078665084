//! Reminders: off until somebody asks, once or not at all, never outdated, and telling nobody anything.

mod apart;
mod calendar;
mod causes;
mod choosing;
mod letters;
mod nights;
mod sending;

use time::{Duration, OffsetDateTime};
use toward::{
    ids::PersonId,
    reminders::{self, Kind},
};
use uuid::Uuid;

use crate::support::{Answer, Somebody, TestApp, Visitor, smtp::MailServer};

/// An installation whose mails go to this server.
async fn app_with(server: &MailServer, more: &[(&str, &str)]) -> TestApp {
    let port = server.port.to_string();
    let mut settings = vec![
        ("TOWARD_SMTP_HOST", "127.0.0.1"),
        ("TOWARD_SMTP_PORT", port.as_str()),
        ("TOWARD_SMTP_TLS", "none"),
        ("TOWARD_SMTP_TIMEOUT", "1"),
        ("TOWARD_MAIL_FROM", "Toward <toward@example.org>"),
        ("TOWARD_BASE_URL", "https://toward.example.org"),
    ];
    settings.retain(|(name, _)| !more.iter().any(|(given, _)| given == name));
    settings.extend(more);
    TestApp::with(&settings).await
}

/// One turn of the jobs.
async fn turn(app: &TestApp) {
    let post = app.post();
    post.see().await.unwrap();
    post.send(|| false).await.unwrap();
}

/// Moves the clock, and lets the jobs look.
async fn after(app: &TestApp, by: Duration) {
    app.clock.advance(by);
    turn(app).await;
}

async fn asks_for_code(who: &mut Visitor, address: &str) -> Answer {
    who.submit("/account/reminders", "/account/reminders/address", &[("address", address)]).await
}

async fn types_code(who: &mut Visitor, code: &str) -> Answer {
    who.submit("/account/reminders", "/account/reminders/code", &[("code", code)]).await
}

/// The code in the last mail.
fn code_in(server: &MailServer) -> String {
    let mail = server.taken().pop().expect("a mail");
    let code = |line: &&str| line.len() == 9 && line.as_bytes()[4] == b' ';
    mail.text.lines().map(str::trim).find(code).unwrap_or_else(|| panic!("{}", mail.text)).to_owned()
}

/// Gives an address and confirms it.
async fn has_mail(app: &TestApp, server: &MailServer, who: &mut Visitor, address: &str) {
    asks_for_code(who, address).await;
    turn(app).await;
    let confirmed = types_code(who, &code_in(server)).await;
    assert!(confirmed.text().contains("The address is confirmed"), "{}", confirmed.text());
}

/// Switches these kinds on, without quiet hours.
async fn wants(who: &mut Visitor, kinds: &[&str]) -> Answer {
    let mut fields = vec![("quiet", "none"), ("zone", "Europe/Berlin")];
    fields.extend(kinds.iter().map(|kind| ("kinds", *kind)));
    let answer = who.submit("/account/reminders", "/account/reminders", &fields).await;
    assert!(answer.text().contains("This is kept."), "{}", answer.text());
    answer
}

/// Says as `by` that something is due for `who`.
async fn due(app: &TestApp, by: &Somebody, who: PersonId, kind: Kind, at: OffsetDateTime) -> Uuid {
    let about = Uuid::new_v4();
    put(app, by, who, kind, about, at).await;
    about
}

async fn put(app: &TestApp, by: &Somebody, who: PersonId, kind: Kind, about: Uuid, at: OffsetDateTime) {
    let mut scope = app.scope(by).await;
    reminders::remind(&mut scope, who, kind, about, at).await.unwrap();
    scope.commit().await.unwrap();
}

/// The path of the link that ends the mails.
fn stop_path(text: &str) -> String {
    let at = text.find("/stop/").expect("a link");
    let end = text[at..].find(['>', '"', '\r', '\n', ' ']).expect("an end");
    text[at..at + end].to_owned()
}

/// How many mails are reminders, and not codes.
fn reminders_in(server: &MailServer) -> usize {
    server.taken().iter().filter(|mail| mail.text.contains("Subject: A reminder you asked for")).count()
}

/// The states of all mails, oldest first.
async fn states(app: &TestApp) -> Vec<String> {
    let sql = "select state from outbox where kind <> 'code' order by at, kind";
    sqlx::query_scalar(sql).fetch_all(app.owner()).await.unwrap()
}
