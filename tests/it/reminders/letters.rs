//! The mails themselves, whole, and what is in none of them.

use std::{fs, path::Path};

use time::Duration;
use toward::reminders::Kind;

use super::{app_with, asks_for_code, code_in, due, has_mail, turn, wants};
use crate::support::{
    TestApp,
    smtp::MailServer,
    talk::{By, Until},
};

/// What is new in each mail, written as what it is.
fn settled(text: &str, code: &str) -> String {
    let mut lines = Vec::new();
    let id = |text: &str| -> Option<String> {
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: <"))?;
        id.split('@').next().map(str::to_owned)
    };
    let id = id(text).expect("an id");
    let token = super::stop_path(text);
    for line in text.lines() {
        lines.push(line.replace(&id, "ID").replace(&token, "/stop/TOKEN").replace(code, "ABCD EFGH"));
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// Compares with the file that a person has read. Nothing writes it but a person: a change is
/// copied there by hand, from what the failure prints.
fn is_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/mail").join(name);
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{} should be\n{text}", path.display());
}

#[tokio::test]
async fn every_mail_is_as_it_was_read_by_a_person() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    asks_for_code(&mut sam.browser, "sam@example.org").await;
    turn(&app).await;
    let code = code_in(&server);
    is_golden("code.eml", &settled(&server.taken()[0].text, &code));
    super::types_code(&mut sam.browser, &code).await;
    let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    wants(&mut sam.browser, &all).await;
    for kind in Kind::ALL {
        // one's own rounds are one's own affair
        let by = if kind == Kind::CheckIn { &sam } else { &noor };
        due(&app, by, sam.id, kind, app.clock.now()).await;
        turn(&app).await;
        let mail = server.taken().pop().unwrap();
        is_golden("reminder.eml", &settled(&mail.text, "no code"));
    }
    assert_eq!(server.taken().len(), 1 + Kind::ALL.len(), "a code, and one for each kind, all the same");
}

/// Sam and Noor, with words of their own in everything there is, and both with every mail and a calendar.
async fn full_of_words(server: &MailServer) -> (TestApp, Vec<String>, Vec<String>) {
    let app = app_with(server, &[]).await;
    let mut talk = app.talk(Until::End).await;
    for who in [By::Sam, By::Noor] {
        let visitor = talk.of(who);
        visitor.submit("/write/new", "/write/new", &[("title", "noted"), ("words", "written down")]).await;
        let address = format!("{who:?}@example.org").to_lowercase();
        has_mail(&app, server, visitor, &address).await;
        let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        wants(visitor, &all).await;
    }
    let mut calendars = Vec::new();
    for who in [By::Sam, By::Noor] {
        let made = [("act", "make")];
        let page = talk.of(who).submit("/account/reminders", "/account/reminders/calendar", &made).await;
        let at = page.body.find("/cal/").expect("an address");
        let path = page.body[at..].split('"').next().expect("an end").to_owned();
        calendars.push(path);
    }
    // every id that there is
    let mut secrets: Vec<String> = Vec::new();
    for sql in [
        "select id::text from person",
        "select id::text from couple",
        "select id::text from conversation",
        "select id::text from entry",
        "select distinct about::text from due",
    ] {
        let ids: Vec<String> = sqlx::query_scalar(sql).fetch_all(app.owner()).await.unwrap();
        secrets.extend(ids.iter().map(|id| id.replace('-', "")));
        secrets.extend(ids);
    }
    (app, secrets, calendars)
}

#[tokio::test]
async fn no_mail_and_no_calendar_holds_a_name_a_word_of_anybodys_an_id_or_why() {
    let server = MailServer::kind().await;
    let (app, ids, calendars) = full_of_words(&server).await;
    // everything that can be due for both, put down for both
    let people: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from person").fetch_all(app.owner()).await.unwrap();
    for (number, kind) in Kind::ALL.iter().enumerate() {
        for person in &people {
            let at = app.clock.now() + Duration::seconds(i64::try_from(number).unwrap());
            sqlx::query(
                "insert into due (id, person_id, couple_id, kind, about, at)
                 select gen_random_uuid(), $1, couple_id, $2, gen_random_uuid(), $3 from membership where person_id = $1",
            )
            .bind(person)
            .bind(kind.code())
            .bind(at)
            .execute(app.owner())
            .await
            .unwrap();
        }
    }
    let mut texts = Vec::new();
    for path in calendars {
        let calendar = app.visitor().get(&path).await;
        assert!(calendar.body.contains("SUMMARY:Toward"), "{}", calendar.body);
        texts.push(calendar.body);
    }
    super::after(&app, Duration::MINUTE).await;
    let mails = server.taken();
    assert_eq!(mails.len(), 2 * (1 + Kind::ALL.len()), "a code and one reminder of each kind each");
    // who it goes to is in it, and nobody else
    texts.extend(mails.iter().map(|mail| {
        assert_eq!(mail.text.matches("@example.org").count(), 2, "{}", mail.text);
        mail.text.replace(&mail.to, "READER")
    }));
    let why = [
        "sam",
        "noor",
        "spring",
        "lying",
        "lonely",
        "opening",
        "feelings",
        "perspective",
        "deeper",
        "apolog",
        "regret",
        "idea",
        "place by",
        "noted",
        "written",
        "talk",
        "break",
        "plan",
        "promise",
        "check-in",
        "check_in",
        "proposal",
        "partner",
        "couple",
        "appointment",
        "review",
    ];
    for text in texts {
        let lower = text.to_lowercase();
        let html = lower.replace("text/plain", "");
        for word in why.iter().map(|word| (*word).to_owned()).chain(ids.iter().cloned()) {
            assert!(!html.contains(&word), "{word} in {text}");
        }
    }
}
