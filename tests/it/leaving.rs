//! How somebody leaves: their own exit address, the time after which untouched pages lock, and who must not see either.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use time::Duration;
use toward::{
    accounts::Idle,
    web::{
        login::Login,
        session::{LOGIN, Store},
    },
};
use tower_sessions::Session;

use crate::support::{
    Answer, Somebody, TestApp, Visitor,
    people::{Account, PASSPHRASE},
};

const OWN: &str = "https://rain.example/tomorrow?in=town";
const USUAL: &str = "https://weather.example/";

/// Chooses on the page, and follows to where it leads.
async fn chooses(who: &mut Visitor, exit: &str, idle: &str) -> Answer {
    who.submit("/account/leaving", "/account/leaving", &[("exit", exit), ("idle", idle)]).await
}

async fn is_signed_in(who: &mut Visitor) -> bool {
    who.get("/today").await.status == StatusCode::OK
}

/// Where a page leaves to by script.
fn exit_of(page: &Answer) -> String {
    let from = page.body.find("data-exit=\"").expect("a way out") + "data-exit=\"".len();
    page.body[from..].split('"').next().expect("an address").to_owned()
}

/// When a page locks by script, in seconds.
fn lock_of(page: &Answer) -> Option<&str> {
    page.body.split("data-idle=\"").nth(1)?.split('"').next()
}

/// Where the blank page after leaving goes on to.
fn goes_on_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK);
    let page = scraper::Html::parse_document(&answer.body);
    let css = scraper::Selector::parse("meta[http-equiv=refresh]").unwrap();
    let content = page.select(&css).next().expect("it goes on").attr("content").unwrap().to_owned();
    content.strip_prefix("0; url=").expect("at once").to_owned()
}

/// Everything the database holds, as text: bytes as hexadecimal digits.
async fn everything(app: &TestApp) -> String {
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    let mut all = String::new();
    for table in tables {
        let sql = format!("select coalesce(string_agg(t::text, E'\\n'), '') from {table} t");
        let rows: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap();
        all.push_str(&rows);
    }
    all
}

async fn second_browser(app: &TestApp, sign_in: &str) -> Visitor {
    let mut visitor = app.visitor();
    visitor.sign_in(sign_in).await;
    visitor
}

async fn settings(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from entry where kind = 'settings'")
        .fetch_one(app.owner())
        .await
        .unwrap()
}

#[tokio::test]
async fn everyone_leaves_to_the_address_they_chose_with_scripts_and_without() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    assert_eq!(exit_of(&sam.get("/today").await), USUAL);
    let kept = chooses(&mut sam, &format!(" {OWN} "), "usual").await;
    assert_eq!(kept.path, "/account/leaving?done=kept", "{}", kept.text());
    assert!(kept.form("/account/leaving").unwrap().fields.contains(&("exit".to_owned(), OWN.to_owned())));
    // public pages and pages about troubles are theirs, too
    for path in ["/today", "/account", "/help-lines", "/not-here", "/n/00000000-0000-4000-8000-000000000000"]
    {
        let page = sam.get(path).await;
        assert_eq!(exit_of(&page), OWN, "{path}");
        let form = page.form("/leave").unwrap();
        let again = sam.cookies.clone();
        if path == "/today" {
            // scripts off
            let mut other = app.visitor();
            other.cookies = again;
            let gone = other.send_form(&form, &[]).await;
            assert_eq!(goes_on_to(&gone), OWN);
            assert!(!gone.body.contains("Toward") && gone.count("form, script, img") == 0, "{}", gone.body);
            assert_eq!(gone.all("title"), ["A moment"]);
            assert!(!is_signed_in(&mut sam).await);
            sam.sign_in("sam@example.org").await;
        }
    }
    assert_eq!(exit_of(&noor.get("/today").await), USUAL);
    // empty is the usual one again, and nothing of the choice stays
    chooses(&mut sam, "", "usual").await;
    assert_eq!(exit_of(&sam.get("/today").await), USUAL);
    assert_eq!(settings(&app).await, 0);
}

#[tokio::test]
async fn leaving_goes_only_to_an_address_that_was_chosen_here() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    chooses(&mut sam, OWN, "usual").await;
    let form = sam.get("/today").await.form("/leave").unwrap();
    let seal = form.fields.iter().find(|(name, _)| name == "seal").unwrap().1.clone();
    // the page is old and its session has ended: it still goes where it says
    assert_eq!(goes_on_to(&app.visitor().send_form(&form, &[]).await), OWN);
    for forged in [
        vec![("to", "https://evil.example/")],
        vec![("seal", "")],
        vec![("to", "javascript:alert(1)"), ("seal", seal.as_str())],
        vec![("to", "0;url=https://evil.example/")],
    ] {
        assert_eq!(goes_on_to(&app.visitor().send_form(&form, &forged).await), USUAL, "{forged:?}");
    }
    // another site cannot use this server to lead somebody on
    let body = serde_html_form::to_string(&form.fields).unwrap();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let abroad = app.visitor().send(Method::POST, "/leave", &headers, body).await;
    assert_eq!(goes_on_to(&abroad), USUAL);
    // and whatever is sent, it answers
    let huge = "a".repeat(400_000);
    let answer = sam.send(Method::POST, "/leave", &[], huge).await;
    assert_eq!(goes_on_to(&answer), USUAL);
    assert!(!is_signed_in(&mut sam).await);
}

#[tokio::test]
async fn what_cannot_be_used_is_said_beside_its_field_and_stays_in_it() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    chooses(&mut sam, OWN, "10").await;
    let long = format!("https://rain.example/{}", "a".repeat(200));
    for (exit, says) in [
        ("http://rain.example/", "begins with https://"),
        ("https://me:secret@rain.example/", "Leave out the part before the @"),
        ("https://192.168.1.5/", "a site that anybody can open"),
        ("https://printer.local/", "a site that anybody can open"),
        ("https://127.0.0.1/today", "leads back here"),
        ("two words", "Give the address of a web page"),
        (long.as_str(), "200 characters"),
    ] {
        let page = chooses(&mut sam, exit, "5").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{exit}");
        assert!(page.all("#exit-err").concat().contains(says), "{exit}: {}", page.text());
        let fields = page.form("/account/leaving").unwrap().fields;
        assert!(fields.contains(&("exit".to_owned(), exit.to_owned())), "{fields:?}");
        assert!(fields.contains(&("idle".to_owned(), "5".to_owned())), "{fields:?}");
    }
    for idle in ["", "0", "1", "3", "31", "-5", "99999999999", "usual "] {
        let page = chooses(&mut sam, "https://sun.example/", idle).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{idle}");
        assert!(page.all("#idle-err").concat().contains("Choose one of these times"), "{idle}");
    }
    let page = sam.get("/today").await;
    assert_eq!((exit_of(&page).as_str(), lock_of(&page)), (OWN, Some("600")), "nothing of that was taken");
}

#[tokio::test]
async fn a_session_ends_after_the_time_that_its_owner_chose() {
    let app = TestApp::new().await;
    let Account { mut visitor, sign_in, .. } = app.person("Sam").await;
    for minutes in Idle::OFFERED {
        let seconds = i64::from(minutes) * 60;
        chooses(&mut visitor, "", &minutes.to_string()).await;
        assert_eq!(lock_of(&visitor.get("/today").await), Some(seconds.to_string().as_str()));
        app.clock.advance(Duration::seconds(seconds - 1));
        assert!(is_signed_in(&mut visitor).await, "{minutes} minutes are not over");
        // use was noted, however short the time is
        for _ in 0..5 {
            app.clock.advance(Duration::seconds(seconds * 11 / 12 - 1));
            assert!(is_signed_in(&mut visitor).await, "{minutes} minutes, in use");
        }
        app.clock.advance(Duration::seconds(seconds));
        assert!(!is_signed_in(&mut visitor).await, "{minutes} minutes are over");
        // and it holds from the next sign-in on
        visitor.sign_in(&sign_in).await;
        assert_eq!(lock_of(&visitor.get("/today").await), Some(seconds.to_string().as_str()));
        app.clock.advance(Duration::seconds(seconds));
        assert!(!is_signed_in(&mut visitor).await, "{minutes} minutes after signing in");
        visitor.sign_in(&sign_in).await;
    }
    chooses(&mut visitor, "", "usual").await;
    assert_eq!(lock_of(&visitor.get("/today").await), Some("1800"));
}

#[tokio::test]
async fn who_asked_to_stay_stays_unless_they_chose_a_time() {
    let app = TestApp::new().await;
    let sign_in = app.person("Sam").await.sign_in;
    let mut sam = app.visitor();
    let fields = [("sign_in", sign_in.as_str()), ("passphrase", PASSPHRASE), ("stay", "1")];
    sam.submit("/sign-in", "/sign-in", &fields).await;
    assert_eq!(lock_of(&sam.get("/today").await), None);
    assert!(sam.get("/account").await.text().contains("You asked to stay signed in here"));
    app.clock.advance(Duration::days(9));
    assert!(is_signed_in(&mut sam).await);
    chooses(&mut sam, "", "15").await;
    assert_eq!(lock_of(&sam.get("/today").await), Some("900"));
    assert!(sam.get("/account").await.text().contains("After 15 minutes without use"));
    app.clock.advance(Duration::minutes(15));
    assert!(!is_signed_in(&mut sam).await);
    // the tick does not undo the choice
    sam.submit("/sign-in", "/sign-in", &fields).await;
    app.clock.advance(Duration::minutes(15));
    assert!(!is_signed_in(&mut sam).await);
}

#[tokio::test]
async fn an_open_page_that_asks_does_not_keep_itself_open_and_one_that_is_used_does() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    chooses(&mut sam, "", "2").await;
    let csrf = sam.get("/write/new").await.form("/write/new").unwrap();
    let csrf = csrf.fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    for left in [90, 60, 30] {
        app.clock.advance(Duration::seconds(30));
        let asked = sam.get("/here").await;
        assert_eq!(asked.body, format!("{{\"left\":{left},\"idle\":120}}"));
        sam.send(Method::GET, "/today", &[("x-live", "1")], "").await;
        // an open stream connects again by itself
        assert_eq!(sam.send(Method::HEAD, "/live", &[], "").await.status, StatusCode::OK);
    }
    let used = sam.post("/here", &[("csrf", &csrf)]).await;
    assert_eq!(used.body, "{\"left\":120,\"idle\":120}");
    app.clock.advance(Duration::seconds(119));
    assert_eq!(sam.get("/here").await.body, "{\"left\":1,\"idle\":120}");
    app.clock.advance(Duration::seconds(1));
    assert_eq!(sam.get("/here").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sam.post("/here", &[("csrf", &csrf)]).await.status, StatusCode::UNAUTHORIZED);
    assert!(!is_signed_in(&mut sam).await);
}

#[tokio::test]
async fn saying_that_a_page_is_used_undoes_nothing_and_brings_nothing_back() {
    let app = TestApp::new().await;
    let sam = app.somebody("Sam").await;
    let (mut tab, mut other) = (sam.browser, app.visitor());
    other.cookies = tab.cookies.clone();
    let form = tab.get("/account/leaving").await.form("/account/leaving").unwrap();
    let csrf = form.fields.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
    let token = [("csrf", csrf.as_str())];
    for round in 0..12 {
        let exit = format!("https://rain.example/{round}");
        let fields = [("exit", exit.as_str()), ("idle", "2")];
        let (kept, used) = tokio::join!(tab.send_form(&form, &fields), other.post("/here", &token));
        assert_eq!((kept.status, used.status), (StatusCode::SEE_OTHER, StatusCode::OK));
        assert_eq!(exit_of(&tab.get("/today").await), exit);
    }
    let (out, _) = tokio::join!(tab.post("/sign-out", &token), other.post("/here", &token));
    assert_eq!(goes_on_to(&out), "/");
    assert!(!is_signed_in(&mut other).await);
}

#[tokio::test]
async fn other_devices_follow_at_their_next_sign_in_or_are_signed_out_at_once() {
    let app = TestApp::new().await;
    let Account { mut visitor, sign_in, .. } = app.person("Sam").await;
    let mut phone = app.visitor();
    phone.sign_in(&sign_in).await;
    chooses(&mut visitor, OWN, "5").await;
    let page = phone.get("/today").await;
    assert_eq!((exit_of(&page).as_str(), lock_of(&page)), (USUAL, Some("1800")));
    // the page itself shows what is kept, wherever it is opened
    let fields = phone.get("/account/leaving").await.form("/account/leaving").unwrap().fields;
    assert!(fields.contains(&("exit".to_owned(), OWN.to_owned())), "{fields:?}");
    let mut phone = second_browser(&app, &sign_in).await;
    let page = phone.get("/today").await;
    assert_eq!((exit_of(&page).as_str(), lock_of(&page)), (OWN, Some("300")));

    let fields = [("exit", "https://sun.example/"), ("idle", "2"), ("everywhere", "1")];
    let kept = visitor.submit("/account/leaving", "/account/leaving", &fields).await;
    assert!(kept.text().contains("you no longer are"), "{}", kept.text());
    assert!(!is_signed_in(&mut phone).await);
    assert!(is_signed_in(&mut visitor).await);
}

#[tokio::test]
async fn a_session_from_before_there_was_a_choice_still_opens() {
    let app = TestApp::new().await;
    let sam = app.somebody("Sam").await;
    let login = Login::begin(sam.id, 1, &sam.hand.keys, false, app.clock.now());
    let mut record = serde_json::to_value(&login).unwrap();
    assert!(record.as_object_mut().unwrap().remove("leaving").is_some());
    let store = Store::new(app.runtime().clone(), app.clock.clone(), app.state.site.instance);
    let session = Session::new(None, Arc::new(store), None);
    session.insert_value(LOGIN, record).await.unwrap();
    session.save().await.unwrap();
    let mut old = app.visitor();
    old.cookies.insert("s".to_owned(), session.id().unwrap().to_string());
    let page = old.get("/today").await;
    assert_eq!((page.status, exit_of(&page).as_str(), lock_of(&page)), (StatusCode::OK, USUAL, Some("1800")));
    chooses(&mut old, OWN, "2").await;
    assert_eq!(exit_of(&old.get("/today").await), OWN);
}

/// What the other one can look at without any talk.
const PAGES: [&str; 9] = [
    "/today",
    "/us",
    "/write",
    "/talk",
    "/account",
    "/account/leaving",
    "/help-lines",
    "/leaving-quickly",
    "/here",
];

async fn see(who: &mut Somebody) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    for path in PAGES {
        let answer = who.browser.get(path).await;
        seen.push((format!("{:?}", answer.headers), answer.body));
    }
    seen
}

#[tokio::test]
async fn the_other_one_cannot_tell_that_anything_was_chosen() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    see(&mut noor).await;
    let before = see(&mut noor).await;
    chooses(&mut sam.browser, OWN, "2").await;
    assert!(sam.browser.get("/today").await.body.contains("rain.example"));
    let after = see(&mut noor).await;
    assert_eq!(before, after, "not a byte of any page or header");
    assert!(!format!("{after:?}").contains("rain.example"));
    // nobody who is not signed in, and no header of Sam's own pages either
    for path in ["/", "/sign-in", "/today", "/leaving-quickly"] {
        let answer = app.visitor().get(path).await;
        assert!(!format!("{:?}{}", answer.headers, answer.body).contains("rain.example"), "{path}");
        assert!(!format!("{:?}", sam.browser.get(path).await.headers).contains("rain.example"), "{path}");
    }
    // not even the row, for the other one's transactions
    let mut scope = app.scope(&noor).await;
    let rows: i64 = sqlx::query_scalar("select count(*) from entry where kind = 'settings'")
        .fetch_one(&mut *scope)
        .await
        .unwrap();
    assert_eq!((rows, settings(&app).await), (0, 1));
}

#[tokio::test]
async fn the_database_does_not_hold_the_address_in_plain_text() {
    let app = TestApp::new().await;
    let Account { mut visitor, .. } = app.person("Sam").await;
    let usual: Vec<i32> = sqlx::query_scalar("select distinct octet_length(sealed) from session")
        .fetch_all(app.owner())
        .await
        .unwrap();
    chooses(&mut visitor, OWN, "2").await;
    chooses(&mut visitor, "https://sun.example/", "15").await;
    visitor.get("/today").await;
    let sizes: Vec<i32> = sqlx::query_scalar("select distinct octet_length(sealed) from session")
        .fetch_all(app.owner())
        .await
        .unwrap();
    assert_eq!(sizes, usual, "a session's length does not tell that something was chosen");
    let all = everything(&app).await;
    assert!(all.contains("sam@example.org") && all.contains("settings"), "it looks at the right place");
    for word in ["rain.example", "sun.example", "tomorrow"] {
        assert!(!all.contains(word) && !all.contains(&hex::encode(word)), "{word}");
    }
    assert_eq!(settings(&app).await, 1, "of the choice before nothing is left");
    let revisions: i64 =
        sqlx::query_scalar("select count(*) from revision").fetch_one(app.owner()).await.unwrap();
    assert_eq!(revisions, 1);
}

#[tokio::test]
async fn a_choice_that_was_altered_in_the_database_is_not_followed_and_can_be_made_again() {
    let app = TestApp::new().await;
    let Account { mut visitor, sign_in, .. } = app.person("Sam").await;
    chooses(&mut visitor, OWN, "2").await;
    sqlx::query("update revision set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)")
        .execute(app.owner())
        .await
        .unwrap();
    let mut visitor = second_browser(&app, &sign_in).await;
    let page = visitor.get("/today").await;
    assert_eq!((exit_of(&page).as_str(), lock_of(&page)), (USUAL, Some("1800")));
    chooses(&mut visitor, OWN, "2").await;
    let mut visitor = second_browser(&app, &sign_in).await;
    let page = visitor.get("/today").await;
    assert_eq!((exit_of(&page).as_str(), lock_of(&page)), (OWN, Some("120")));
}

#[tokio::test]
async fn what_leaving_does_not_do_is_said_at_first_use_and_in_the_help() {
    let app = TestApp::new().await;
    let help = app.visitor().get("/leaving-quickly").await;
    for words in ["does not erase", "history", "records the screen", "looks over your shoulder"] {
        assert!(help.text().contains(words), "{words}: {}", help.text());
    }
    let mut inviter = app.person("Sam").await;
    let join = inviter.visitor.invitation().await;
    let setup = app.setup_path().await;
    sqlx::query("update instance set opened = false").execute(app.owner()).await.unwrap();
    for path in ["/", &setup, &join] {
        let page = app.visitor().get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            page.text().contains("It does not erase the history of this browser"),
            "{path}: {}",
            page.text()
        );
        assert!(page.count("a[href='/leaving-quickly']") > 0, "{path}");
    }
    let account = inviter.visitor.get("/account").await;
    assert!(account.count("a[href='/leaving-quickly']") + account.count("a[href='/account/leaving']") == 2);
}
