//! Stopping quietly is an ordinary break, for the other person and for whoever reads the database; and looking for help
//! leaves no trace on the server.
//!
//! Two installations stand at the same moment and hear the same story. In one of them somebody takes a break on the
//! talk's own page, in the other they press "Pause all talks". Everything that the partner can ask for is compared.

use std::{fs, path::Path};

use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, postgres::PgConnectOptions, postgres::PgListener};
use time::Duration;

use crate::{
    program::Place,
    support::{
        Answer, TestApp, Visitor,
        talk::{By, Talk, Until},
    },
};

/// Ids, tokens and stamps have sixteen characters or more without a space, and no word of ours has.
fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for char in text.chars().chain([' ']) {
        if char.is_ascii_alphanumeric() || char == '-' || char == '_' {
            run.push(char);
            continue;
        }
        out.push_str(if run.len() < 16 { &run } else { "*" });
        run.clear();
        out.push(char);
    }
    out
}

/// Everything about an answer but what is random: status, headers, length, and every byte of the page.
fn told(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "set-cookie")
        .map(|(name, value)| format!("{name}: {}", without_ids(value.to_str().unwrap())))
        .collect();
    headers.sort();
    let length = answer.body.len();
    format!("{}\n{}\n{length} bytes\n{}", answer.status, headers.join("\n"), without_ids(&answer.body))
}

/// Every page that somebody in a talk can ask for, as a person and as their open page does.
async fn pages(who: &mut Visitor, path: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut paths: Vec<String> =
        ["/today", "/talk", "/talk/pause", "/write", "/us", "/account"].map(str::to_owned).to_vec();
    paths.extend((0..=8).map(|step| format!("{path}/{step}")));
    paths.extend(["", "/break", "/stop", "/record", "/end", "/time.ics"].map(|tail| format!("{path}{tail}")));
    for asked in paths {
        let answer = who.get(&asked).await;
        let live = who.send(axum::http::Method::GET, &asked, &[("x-live", "1")], "").await;
        let name = asked.replace(path, "/talk/*");
        all.push((format!("{name} asked again"), told(&live)));
        let answer = who.follow(answer).await;
        all.push((name, told(&answer)));
    }
    all
}

/// The talks as they are stored, and how many rows every other table has.
async fn rows(app: &TestApp) -> Vec<String> {
    let talks =
        "select format('%s %s %s', started_on, version, state::text) from conversation order by state::text";
    let mut all: Vec<String> = sqlx::query_scalar(talks).fetch_all(app.owner()).await.unwrap();
    for table in tables(app).await {
        let count = format!("select count(*) from {table}");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(app.owner()).await.unwrap();
        all.push(format!("{table} {count}"));
    }
    all
}

async fn tables(app: &TestApp) -> Vec<String> {
    let tables =
        "select format('%I', tablename) from pg_tables where schemaname = 'public' order by tablename";
    sqlx::query_scalar(tables).fetch_all(app.owner()).await.unwrap()
}

/// One person of a couple, as the hints name them.
async fn person(app: &TestApp, name: &str) -> String {
    let id: uuid::Uuid = sqlx::query_scalar("select id from person where name = $1")
        .bind(name)
        .fetch_one(app.owner())
        .await
        .unwrap();
    id.to_string()
}

/// What was hinted, by name, until now.
async fn hints(app: &TestApp, ear: &mut PgListener) -> Vec<String> {
    sqlx::query("select pg_notify('toward', 'until now')").execute(app.owner()).await.unwrap();
    let (sam, noor) = (person(app, "Sam").await, person(app, "Noor").await);
    let mut heard = Vec::new();
    loop {
        let hint = ear.recv().await.unwrap();
        match hint.payload() {
            "until now" => return heard,
            id => heard.push(id.replace(&sam, "Sam").replace(&noor, "Noor")),
        }
    }
}

/// What one installation shows of an act.
#[derive(PartialEq)]
struct Seen {
    hints: Vec<String>,
    rows: Vec<String>,
    partner: Vec<(String, String)>,
    later: Vec<(String, String)>,
}

/// Plays up to `at`, lets a break begin first if there is one, acts, and looks.
async fn seen(at: Until, who: By, first: Option<&str>, quiet: bool, fields: &[(&str, &str)]) -> Seen {
    let app = TestApp::new().await;
    let mut talk: Talk = app.talk(at).await;
    let path = talk.path.clone();
    let its_own = format!("{path}/break");
    if let Some(length) = first {
        talk.noor.submit(&its_own, &its_own, &[("length", length)]).await;
        app.clock.advance(Duration::seconds(100));
    }
    let other = if who == By::Sam { By::Noor } else { By::Sam };
    pages(talk.of(other), &path).await;
    let mut ear = PgListener::connect_with(app.owner()).await.unwrap();
    ear.listen("toward").await.unwrap();
    let page = if quiet { "/talk/pause" } else { &its_own };
    let answer = talk.of(who).submit(page, page, fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.path.starts_with("/help-lines"), quiet, "{}", answer.path);
    let (hints, rows) = (hints(&app, &mut ear).await, rows(&app).await);
    let partner = pages(talk.of(other), &path).await;
    app.clock.advance(Duration::minutes(25));
    let later = pages(talk.of(other), &path).await;
    Seen { hints, rows, partner, later }
}

fn same(ordinary: &Seen, quiet: &Seen, about: &str) {
    assert_eq!(ordinary.hints, quiet.hints, "{about}: hints");
    assert_eq!(ordinary.rows, quiet.rows, "{about}: rows");
    let pairs = ordinary.partner.iter().zip(&quiet.partner).chain(ordinary.later.iter().zip(&quiet.later));
    let mut compared = 0;
    for (one, other) in pairs {
        assert_eq!(one, other, "{about}");
        compared += 1;
    }
    assert!(compared > 80, "{compared} pages");
    assert!(ordinary == quiet, "{about}");
}

#[tokio::test]
async fn nobody_can_tell_a_quiet_stop_from_a_break() {
    let own = [("length", "own"), ("date", "2026-03-05"), ("time", "07:15")];
    for (at, who, fields) in [
        (Until::Proposed, By::Noor, &[("length", "day")][..]),
        (Until::Listening, By::Sam, &[("length", "20")][..]),
        (Until::Perspectives, By::Noor, &own[..]),
        (Until::Planning, By::Noor, &[("length", "tomorrow"), ("time", "18:30")][..]),
    ] {
        let about = format!("{who:?} with {fields:?} at {at:?}");
        let (ordinary, quiet) =
            tokio::join!(seen(at, who, None, false, fields), seen(at, who, None, true, fields));
        assert!(ordinary.rows[0].contains("until"), "{about}: a break lasts: {}", ordinary.rows[0]);
        assert_eq!(ordinary.hints.len(), 1, "{about}");
        same(&ordinary, &quiet, &about);
    }
}

#[tokio::test]
async fn nobody_can_tell_a_quiet_stop_from_a_later_return() {
    let own = [("length", "own"), ("date", "2026-03-05"), ("time", "07:15")];
    let ordinary = seen(Until::Perspectives, By::Sam, Some("60"), false, &own).await;
    let quiet = seen(Until::Perspectives, By::Sam, Some("60"), true, &own).await;
    assert!(ordinary.rows[0].contains("2026-03-05T06:15:00Z"), "{}", ordinary.rows[0]);
    same(&ordinary, &quiet, "a later return");
}

#[tokio::test]
async fn the_comparison_sees_a_difference() {
    let twenty = seen(Until::Listening, By::Sam, None, false, &[("length", "20")]).await;
    let thirty = seen(Until::Listening, By::Sam, None, true, &[("length", "30")]).await;
    assert_ne!(twenty.rows, thirty.rows);
    let differ: Vec<_> =
        twenty.partner.iter().zip(&thirty.partner).filter(|(one, other)| one != other).collect();
    assert!(differ.len() > 3, "{} pages differ", differ.len());
    let by_noor = seen(Until::Listening, By::Noor, None, false, &[("length", "20")]).await;
    assert!(twenty.hints == ["Noor"] && by_noor.hints == ["Sam"], "the hint goes to the other one");
}

async fn states(app: &TestApp) -> Vec<(i32, Option<String>)> {
    let sql = "select version, state -> 'pause' ->> 'until' from conversation order by started_on, id";
    sqlx::query_as(sql).fetch_all(app.owner()).await.unwrap()
}

#[tokio::test]
async fn every_running_talk_rests_and_an_agreed_return_is_never_made_earlier() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let second = talk.sam.asks_for_a_talk().await;
    let third = talk.sam.asks_for_a_talk().await;
    let fourth = talk.sam.asks_for_a_talk().await;
    let (long, short) = (format!("{second}/break"), format!("{third}/break"));
    let own = [("length", "own"), ("date", "2026-03-08"), ("time", "10:00")];
    talk.sam.submit(&long, &long, &own).await;
    talk.noor.submit(&short, &short, &[("length", "20")]).await;
    let stop = format!("{fourth}/stop");
    talk.sam.submit(&stop, &stop, &[]).await;
    let until = async |path: &str| -> (i32, Option<String>) {
        let id: uuid::Uuid = path.trim_start_matches("/talk/").parse().unwrap();
        let sql = "select version, state -> 'pause' ->> 'until' from conversation where id = $1";
        sqlx::query_as(sql).bind(id).fetch_one(app.owner()).await.unwrap()
    };
    let (before_long, before_stopped) = (until(&second).await, until(&fourth).await);

    let page = talk.noor.get("/talk/pause").await;
    assert_eq!(page.all("h1"), ["Let all talks rest"]);
    assert!(page.body.contains("<title>Pause · Toward</title>"), "a neutral title");
    let form = page.form("/talk/pause").unwrap();
    assert!(form.fields.contains(&("length".to_owned(), "day".to_owned())), "a day, with one tap");
    let answer = talk.noor.send_form(&form, &[]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/help-lines#done"));

    let tomorrow = Some("2026-03-03T19:30:00Z".to_owned());
    assert_eq!(until(&talk.path).await.1, tomorrow);
    assert_eq!(until(&third).await.1, tomorrow, "a break that ends earlier becomes longer");
    assert_eq!(until(&second).await, before_long, "one that ends later stays");
    assert_eq!(until(&fourth).await, before_stopped, "what is over stays over");
}

#[tokio::test]
async fn a_return_that_cannot_be_changes_no_talk_at_all() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    talk.sam.asks_for_a_talk().await;
    let before = states(&app).await;
    for (fields, field) in [
        (&[("length", "")][..], "length"),
        (&[("length", "forever")][..], "length"),
        (&[("length", "own"), ("date", "2026-03-20"), ("time", "10:00")][..], "date"),
        (&[("length", "own"), ("date", "2026-03-01"), ("time", "10:00")][..], "date"),
        (&[("length", "own"), ("date", "soon"), ("time", "10:00")][..], "date"),
        (&[("length", "tomorrow"), ("time", "evening")][..], "time"),
    ] {
        let answer = talk.noor.submit("/talk/pause", "/talk/pause", fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert_eq!(answer.count(&format!("#{field}-err")), 1, "{fields:?}: {}", answer.text());
        for (name, value) in fields.iter().filter(|(name, _)| *name != "length") {
            let kept = answer.form("/talk/pause").unwrap().fields;
            assert!(kept.contains(&((*name).to_owned(), (*value).to_owned())), "{kept:?}");
        }
        assert_eq!(states(&app).await, before, "{fields:?}");
    }
}

#[tokio::test]
async fn tomorrow_at_a_time_is_a_choice_on_the_page_of_a_break_too() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let form = format!("{}/break", talk.path);
    let page = talk.sam.submit(&form, &form, &[("length", "tomorrow"), ("time", "18:30")]).await;
    assert_eq!(page.all("time"), ["Tuesday 3 March 2026, 18:30 (Europe/Berlin)"]);
    let day = talk.noor.submit(&form, &form, &[("length", "day")]).await;
    assert_eq!(day.all("time")[0], "Wednesday 4 March 2026, 18:30 (Europe/Berlin)", "either makes it longer");
}

#[tokio::test]
async fn with_no_talk_going_on_the_page_says_so_and_shows_the_same_ways() {
    let app = TestApp::new().await;
    let mut alone = app.person("Sam").await.visitor;
    let page = alone.get("/talk/pause").await;
    assert_eq!(page.all("h1"), ["No talk is going on"]);
    for link in ["/help-lines", "/right-for-us"] {
        assert_eq!(page.count(&format!("main a[href='{link}']")), 1, "{link}");
    }
    assert!(page.form("/talk/pause").is_none());
    let token = page.form("/leave").unwrap().fields[0].1.clone();
    let answer = alone.post("/talk/pause", &[("csrf", &token), ("length", "day")]).await;
    assert_eq!(answer.location(), "/talk/pause");
}

#[tokio::test]
async fn a_forged_pause_changes_nothing_and_anothers_talk_is_never_touched() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let (mut iris, max) = app.couple("Iris", "Max").await;
    let theirs = iris.visitor.asks_for_a_talk().await;
    let before = states(&app).await;
    let page = talk.sam.get("/talk/pause").await;
    let token = page.form("/talk/pause").unwrap().fields[0].1.clone();
    let other = iris.visitor.get("/talk/pause").await.form("/talk/pause").unwrap().fields[0].1.clone();
    for csrf in ["", "x", other.as_str()] {
        let answer = talk.sam.post("/talk/pause", &[("csrf", csrf), ("length", "day")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{csrf}");
    }
    let body = format!("csrf={token}&length=day");
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let abroad = talk.sam.send(axum::http::Method::POST, "/talk/pause", &headers, body).await;
    assert_eq!(abroad.status, StatusCode::FORBIDDEN);
    let nobody = app.visitor().post("/talk/pause", &[("csrf", &token), ("length", "day")]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let read = talk.sam.get(&format!("/talk/pause?csrf={token}&length=day")).await;
    assert_eq!(read.status, StatusCode::OK, "asking for the page is no act");
    assert_eq!(states(&app).await, before);

    let id = theirs.trim_start_matches("/talk/");
    let named = [("csrf", token.as_str()), ("length", "day"), ("id", id), ("talk", id)];
    assert_eq!(talk.sam.post("/talk/pause", &named).await.location(), "/help-lines#done");
    let resting = states(&app).await.iter().filter(|(_, until)| until.is_some()).count();
    assert_eq!(resting, 1, "only Sam's own talk rests");
    for visitor in [&mut iris.visitor, &mut { max }.visitor] {
        assert!(visitor.get(&format!("{theirs}/break")).await.text().contains("Take a break?"));
    }
}

/// Every table, row by row. `but` leaves one out.
async fn checksum(app: &TestApp, but: &str) -> Vec<String> {
    let mut all = Vec::new();
    for table in tables(app).await.into_iter().filter(|table| table != but) {
        let sql =
            format!("select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t");
        let sum: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap();
        all.push(format!("{table} {sum}"));
    }
    all
}

const LOOKING: [&str; 4] = ["/right-for-us", "/help-lines", "/leaving-quickly", "/talk/pause"];

#[tokio::test]
async fn looking_for_help_changes_nothing_in_the_database() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    // the first page after a link stores the other's pin: once for each couple
    talk.noor.get("/today").await;
    talk.sam.get("/today").await;
    let before = checksum(&app, "").await;
    assert!(before.len() > 8, "{before:?}");
    for path in LOOKING {
        for visitor in [&mut talk.sam, &mut talk.noor, &mut app.visitor()] {
            visitor.get(path).await;
        }
    }
    assert_eq!(checksum(&app, "").await, before);

    // After five minutes any page of somebody who is signed in notes that their session is used, so that it does not end
    // under their hands. The note is the same for every page, and says nothing of which.
    app.clock.advance(Duration::minutes(6));
    for path in LOOKING {
        talk.noor.get(path).await;
    }
    assert_eq!(checksum(&app, "session").await, checksum_of(&before, "session"));
    let noted: i64 = sqlx::query_scalar("select count(*) from session").fetch_one(app.owner()).await.unwrap();
    assert_eq!(noted, 2, "no session begins or ends");
}

fn checksum_of(all: &[String], but: &str) -> Vec<String> {
    all.iter().filter(|line| !line.starts_with(&format!("{but} "))).cloned().collect()
}

async fn stored(data: &Path) -> Vec<String> {
    let options = PgConnectOptions::new_without_pgpass()
        .socket(data.join("s"))
        .port(5432)
        .username("owner")
        .database("toward");
    let mut database = PgConnection::connect_with(&options).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "select tablename::text from pg_tables where schemaname = 'public' order by tablename",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let sql =
            format!("select coalesce(string_agg(md5(t::text), ' ' order by t::text), '') from \"{table}\" t");
        let rows: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut database).await.unwrap();
        all.push(format!("{table}: {rows}"));
    }
    all
}

/// The real program, once as everybody runs it and once with every line it can write.
#[tokio::test(flavor = "multi_thread")]
async fn looking_for_help_leaves_no_line_in_the_log() {
    for level in ["info", "trace"] {
        let mut place = Place::new();
        place.set("TOWARD_LOG", level);
        let program = place.start();
        let address = program.address().strip_prefix("http://").unwrap().parse().unwrap();
        let (mut sam, mut nobody) = (Visitor::at(address), Visitor::at(address));
        let setup = program.setup_token().unwrap();
        sam.make_account(&format!("/start/{setup}"), "Sam", "sam@example.org").await;
        sam.get("/today").await;
        let (log, database) = (program.log(), stored(&place.data()).await);
        for path in LOOKING {
            for visitor in [&mut sam, &mut nobody] {
                let answer = visitor.get(path).await;
                assert!(answer.status == 200 || path == "/talk/pause", "{path}");
            }
        }
        assert_eq!(stored(&place.data()).await, database, "the database at {level}");
        let after = program.log();
        let added = after.strip_prefix(&log).expect("a log only grows");
        assert!(log.contains("INFO"), "there is a log at all");
        match level {
            "info" => assert_eq!(added, "", "the log stays as it was"),
            _ => assert!(!added.is_empty(), "it writes what it can"),
        }
        for path in LOOKING {
            let word = path.trim_start_matches('/');
            assert!(!added.contains(word), "{word} is in the log at {level}: {added}");
        }
        let files = fs::read_to_string(place.data().join("postgres.log")).unwrap();
        for path in ["right-for-us", "help-lines"] {
            assert!(!files.contains(path), "{path} is in PostgreSQL's log");
        }
        program.stop();
    }
}

#[tokio::test]
async fn a_file_of_help_lines_with_a_mistake_stops_the_start_and_names_the_line() {
    let mut place = Place::new();
    let file = place.path().join("lines.toml");
    let good = "[[country]]\ncode = \"xx\"\nname = \"Elsewhere\"\n[[country.line]]\nname = \"A line\"\n\
                for = \"violence\"\nways = [{ by = \"call\", to = \"12 34\" }]\nsource = \"a letter\"\n";
    place.set("TOWARD_HELP_LINES", &file.display().to_string());
    fs::write(&file, good.replace("source", "sorce")).unwrap();
    let Err(said) = place.try_start() else { panic!("it started") };
    let sentence =
        format!("the help lines in {} cannot be used: line 8: unknown field `sorce`", file.display());
    assert!(said.contains(&sentence), "{said}");

    fs::write(&file, good).unwrap();
    let program = place.start();
    let (status, page) = program.get("/help-lines");
    assert!(status == 200 && page.contains("href=\"tel:1234\"") && page.contains("href=\"#xx\""), "{page}");
    assert!(!page.contains("Refuge"), "the host's file stands in place of ours");
    program.stop();
}
