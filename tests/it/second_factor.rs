//! The second step: on and off, at the door and after a recovery, wrong codes and old ones, two at once, and what stands
//! in the database. The clock stands still until it is moved.

use axum::{
    Router,
    extract::FromRef as _,
    http::{Method, StatusCode},
    routing,
};
use time::Duration;
use toward::{
    accounts::{self, Accounts, Entered, SignInName},
    web::{router, second_factor::SecondFactor, session::Store, state::AppState},
};
use tower_sessions::SessionManagerLayer;

use crate::support::{
    Answer, Device, TestApp, Visitor,
    people::{Account, PASSPHRASE},
};

const PAGE: &str = "/account/second-step";
const DOOR: &str = "/sign-in/code";
const STEP: Duration = Duration::seconds(30);
const NEW: &str = "walnut lantern harbour nine";

fn is_in(answer: &Answer) -> bool {
    answer.status == StatusCode::OK && answer.body.contains("data-signed-in")
}

fn asks(answer: &Answer) -> bool {
    answer.path == DOOR && answer.count("#code") == 1
}

async fn stands(app: &TestApp, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap()
}

async fn as_owner(app: &TestApp, sql: &'static str) {
    assert!(sqlx::query(sql).execute(app.owner()).await.unwrap().rows_affected() > 0, "{sql}");
}

/// Somebody whose second step is on; the clock has moved on, so that a new code is shown.
async fn with_second_step(app: &TestApp, name: &str) -> (Account, Device, Vec<String>) {
    let mut account = app.person(name).await;
    let (device, spare) = account.visitor.switches_second_step_on(app.clock.now()).await;
    app.clock.advance(STEP);
    (account, device, spare)
}

/// A browser in which the passphrase was given, and the code is asked for.
async fn halfway(app: &TestApp, sign_in: &str) -> Visitor {
    let mut visitor = app.visitor();
    let page = visitor.sign_in(sign_in).await;
    assert!(asks(&page), "{}: {}", page.path, page.text());
    visitor
}

async fn gives(visitor: &mut Visitor, code: &str) -> Answer {
    visitor.submit(DOOR, DOOR, &[("code", code)]).await
}

#[tokio::test]
async fn it_counts_only_after_the_passphrase_and_one_right_code() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let account = sam.visitor.get("/account").await;
    assert!(account.text().contains("Off. A code from your phone"), "{}", account.text());
    let refused = sam.visitor.submit(PAGE, PAGE, &[("old", "not the right one")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("This is not your passphrase") && refused.count("#seed") == 0);

    let page = sam.visitor.sets_second_step_up().await;
    let device = Device::reading(&page);
    assert_eq!(page.all("#seed").concat().split(' ').map(str::len).collect::<Vec<_>>(), [4; 8]);
    assert_eq!(page.count("svg[role=img] path"), 1, "the picture is drawn here");
    assert!(!page.body.contains("otpauth"), "and its text stands nowhere else");
    // not on yet: another browser gets in without a code, and what is typed wrong changes nothing
    assert!(is_in(&app.visitor().sign_in(&sam.sign_in).await));
    for code in [device.wrong(app.clock.now()).as_str(), "", "12345", "7K2M9-Q4X8V"] {
        let refused = sam.visitor.submit(PAGE, PAGE, &[("code", code)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert_eq!(Device::reading(&refused).seed, device.seed, "the same one is still shown");
    }
    assert_eq!(stands(&app, "second_factor").await, 0);

    let mut elsewhere = app.visitor();
    elsewhere.sign_in(&sam.sign_in).await;
    let before = sam.visitor.cookies["s"].clone();
    let shown = sam.visitor.submit(PAGE, PAGE, &[("code", &device.code(app.clock.now()))]).await;
    assert_eq!(shown.path, "/account/second-step/codes", "{}", shown.text());
    let codes = shown.all("#code span");
    assert_eq!(codes.iter().collect::<std::collections::BTreeSet<_>>().len(), 10);
    assert_ne!(sam.visitor.cookies["s"], before, "a new number");
    assert_eq!(elsewhere.get("/today").await.status, StatusCode::UNAUTHORIZED, "every other session ends");
    assert!(sam.visitor.get("/account").await.body.contains("/account/second-step/codes"));
    let on = sam.visitor.submit_on(&shown, "/account/second-step/codes", &[]).await;
    assert!(on.text().contains("10 of your spare codes are left"), "{}", on.text());
    assert_eq!(sam.visitor.get("/account/second-step/codes").await.location(), PAGE, "shown once");
    assert!(!sam.visitor.get(PAGE).await.body.contains(&codes[0]));
    assert!(sam.visitor.get("/account").await.text().contains("On since 2 March 2026"));
}

#[tokio::test]
async fn what_is_being_set_up_is_forgotten_after_ten_minutes_or_when_asked_to() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let page = sam.sets_second_step_up().await;
    let device = Device::reading(&page);
    let fields = [("act", "not-now"), ("code", "")];
    let token = page.form(PAGE).unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    let answer = sam.post(PAGE, &[fields.as_slice(), &[("csrf", token.as_str())]].concat()).await;
    assert_eq!(answer.location(), "/account");
    assert_eq!(sam.get(PAGE).await.count("#seed"), 0);

    let page = sam.sets_second_step_up().await;
    assert_ne!(Device::reading(&page).seed, device.seed);
    let device = Device::reading(&page);
    app.clock.advance(Duration::minutes(10));
    let late = sam.submit_on(&page, PAGE, &[("code", &device.code(app.clock.now()))]).await;
    assert!(late.text().contains("left for too long"), "{}", late.text());
    assert_eq!((late.count("#seed"), stands(&app, "second_factor").await), (0, 0));
}

#[tokio::test]
async fn between_passphrase_and_code_every_page_answers_as_if_nobody_were_signed_in() {
    let app = TestApp::new().await;
    let (sam, device, _) = with_second_step(&app, "Sam").await;
    let mut half = halfway(&app, &sam.sign_in).await;
    let first = half.cookies["s"].clone();
    let mut nobody = app.visitor();
    nobody.cookies.insert("d".to_owned(), half.cookies["d"].clone());
    let mut tried = 0;
    for (method, pattern) in router::rooms().list() {
        // the page for the code itself, and what ends a session of any kind
        if [DOOR, "/leave", "/sign-out"].contains(pattern) {
            continue;
        }
        let path = pattern.replace(['{', '}'], "");
        let (one, other) = if *method == "GET" {
            (half.get(&path).await, nobody.get(&path).await)
        } else {
            (half.post(&path, &[("csrf", "x")]).await, nobody.post(&path, &[("csrf", "x")]).await)
        };
        if *pattern == "/here" && *method == "POST" {
            assert!(one.status.is_client_error());
            continue;
        }
        let words = |answer: &Answer| {
            let offers = answer.all("#words").concat();
            let offer = answer.form("").and_then(|form| {
                form.fields.into_iter().find(|(name, _)| name == "offer").map(|(_, value)| value)
            });
            let body = if offers.is_empty() { answer.body.clone() } else { answer.body.replace(&offers, "") };
            offer.map_or(body.clone(), |offer| body.replace(&offer, ""))
        };
        assert_eq!((one.status, one.location()), (other.status, other.location()), "{method} {pattern}");
        assert_eq!(words(&one), words(&other), "{method} {pattern}");
        tried += 1;
    }
    assert!(tried > 80, "{tried}");
    assert_eq!(half.cookies["s"], first);

    let inside = gives(&mut half, &device.code(app.clock.now())).await;
    assert!(is_in(&inside) && inside.path == "/today", "{}", inside.text());
    assert_ne!(half.cookies["s"], first, "a new number");
    let mut old = app.visitor();
    old.cookies.insert("s".to_owned(), first);
    assert_eq!(old.get("/today").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(old.get(DOOR).await.location(), "/sign-in");
}

#[tokio::test]
async fn nobody_comes_to_the_code_without_the_passphrase_and_nobody_waits_there_for_long() {
    let app = TestApp::new().await;
    let (mut sam, device, _) = with_second_step(&app, "Sam").await;
    let wrong = [("sign_in", sam.sign_in.as_str()), ("passphrase", "not the right one")];
    let unknown = [("sign_in", "tom@example.org"), ("passphrase", "not the right one")];
    let mut bodies = Vec::new();
    let mut visitor = app.visitor();
    visitor.get("/sign-in").await;
    for fields in [wrong, unknown] {
        let answer = visitor.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        bodies.push(answer.body.replace(fields[0].1, "NAME"));
    }
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(visitor.get(DOOR).await.location(), "/sign-in");
    let page = visitor.get("/sign-in").await;
    let form = page.form("/sign-in").unwrap();
    let csrf = form.fields.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
    let code = device.code(app.clock.now());
    let answer = visitor.post(DOOR, &[("csrf", &csrf), ("code", &code)]).await;
    assert_eq!(answer.location(), "/sign-in", "a code alone opens nothing");

    let mut half = halfway(&app, &sam.sign_in).await;
    let page = half.get(DOOR).await;
    app.clock.advance(Duration::minutes(10));
    let late = half.submit_on(&page, DOOR, &[("code", &device.code(app.clock.now()))]).await;
    assert_eq!(late.path, "/sign-in", "{}", late.text());

    // a new passphrase ends whoever waits, too
    let mut half = halfway(&app, &sam.sign_in).await;
    let page = "/account/passphrase";
    let fields = [("old", PASSPHRASE), ("which", "own"), ("passphrase", NEW)];
    assert!(sam.visitor.submit(page, page, &fields).await.path.contains("done"));
    assert_eq!(half.get(DOOR).await.location(), "/sign-in");
}

#[tokio::test]
async fn a_code_works_once_and_a_clock_may_be_one_step_off() {
    let app = TestApp::new().await;
    let (sam, device, _) = with_second_step(&app, "Sam").await;
    // the one it was switched on with is used up
    let mut visitor = halfway(&app, &sam.sign_in).await;
    let now = app.clock.now();
    let answer = gives(&mut visitor, &device.code(now - STEP)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("a code works once") && !answer.body.contains(&device.code(now - STEP)));
    for (steps, right) in [(-2, false), (2, false), (1, true), (1, false), (0, true), (0, false)] {
        let mut visitor = halfway(&app, &sam.sign_in).await;
        let answer = gives(&mut visitor, &device.code(now + STEP * steps)).await;
        assert_eq!(is_in(&answer), right, "{steps}: {}", answer.text());
        // one wrong try more or less must not lock this test out
        sqlx::query("delete from attempt").execute(app.owner()).await.unwrap();
    }
    app.clock.advance(Duration::minutes(5));
    let before = app.clock.now() - STEP;
    assert!(is_in(&gives(&mut halfway(&app, &sam.sign_in).await, &device.code(before)).await));
    // a clock that jumped ahead and back does not shut anybody out
    app.clock.advance(Duration::days(1));
    let ahead = device.code(app.clock.now());
    assert!(is_in(&gives(&mut halfway(&app, &sam.sign_in).await, &ahead).await));
    app.clock.advance(-Duration::days(1));
    let now = device.code(app.clock.now());
    assert!(is_in(&gives(&mut halfway(&app, &sam.sign_in).await, &now).await));
}

#[tokio::test]
async fn of_many_with_the_same_code_at_once_one_comes_in_also_with_two_servers() {
    let app = TestApp::new().await;
    let (sam, device, spare) = with_second_step(&app, "Sam").await;
    let second = router::router(app.state.clone());
    for code in [device.code(app.clock.now()), spare[0].clone()] {
        let mut tries = tokio::task::JoinSet::new();
        for number in 0..5 {
            let mut visitor = if number % 2 == 0 { app.visitor() } else { Visitor::new(second.clone()) };
            let page = visitor.sign_in(&sam.sign_in).await;
            let (form, code) = (page.form(DOOR).unwrap(), code.clone());
            tries.spawn(async move { visitor.send_form(&form, &[("code", &code)]).await.status });
        }
        let all = tries.join_all().await;
        assert_eq!(all.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{all:?}");
        assert!(all.iter().all(|status| *status != StatusCode::INTERNAL_SERVER_ERROR), "{all:?}");
        sqlx::query("delete from attempt").execute(app.owner()).await.unwrap();
    }
}

#[tokio::test]
async fn a_spare_code_stands_in_for_the_phone_once() {
    let app = TestApp::new().await;
    let (sam, device, spare) = with_second_step(&app, "Sam").await;
    let mut visitor = halfway(&app, &sam.sign_in).await;
    let typed = spare[3].to_lowercase().replace('-', " ");
    assert!(is_in(&gives(&mut visitor, &typed).await));
    let on = visitor.get(PAGE).await;
    assert!(on.text().contains("9 of your spare codes are left"), "{}", on.text());
    let mut again = halfway(&app, &sam.sign_in).await;
    assert_eq!(gives(&mut again, &spare[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_in(&gives(&mut again, &device.code(app.clock.now())).await), "the phone still works");
    for code in spare.iter().filter(|code| **code != spare[3]) {
        assert!(is_in(&gives(&mut halfway(&app, &sam.sign_in).await, code).await), "{code}");
    }
    app.clock.advance(STEP);
    let mut last = halfway(&app, &sam.sign_in).await;
    gives(&mut last, &device.code(app.clock.now())).await;
    assert!(last.get("/account").await.text().contains("On. No spare code is left."));
}

#[tokio::test]
async fn wrong_codes_wait_longer_and_longer_and_never_in_the_owners_own_browser() {
    let app = TestApp::new().await;
    let (mut sam, device, _) = with_second_step(&app, "Sam").await;
    // the partner knows the passphrase, and begins again and again
    let mut statuses = Vec::new();
    for _ in 0..40 {
        let mut visitor = halfway(&app, &sam.sign_in).await;
        let answer = gives(&mut visitor, &device.wrong(app.clock.now())).await;
        statuses.push(answer.status);
    }
    let looked_at = statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!(looked_at, 5, "after five nothing is compared any more");
    let mut locked = halfway(&app, &sam.sign_in).await;
    let answer = gives(&mut locked, &device.code(app.clock.now())).await;
    assert_eq!(
        (answer.status, answer.headers["retry-after"].to_str().unwrap()),
        (StatusCode::TOO_MANY_REQUESTS, "10")
    );
    assert!(answer.text().contains("Wait 10 seconds"), "{}", answer.text());

    let page = sam.visitor.get("/account").await;
    sam.visitor.submit_on(&page, "/sign-out", &[]).await;
    assert!(asks(&sam.visitor.sign_in(&sam.sign_in).await));
    let inside = gives(&mut sam.visitor, &device.code(app.clock.now())).await;
    assert!(is_in(&inside), "the owner's browser counts for itself: {}", inside.text());

    let mut waits = Vec::new();
    for _ in 0..6 {
        app.clock.advance(Duration::minutes(16));
        let mut visitor = halfway(&app, &sam.sign_in).await;
        gives(&mut visitor, &device.wrong(app.clock.now())).await;
        let refused = gives(&mut visitor, &device.wrong(app.clock.now())).await;
        waits.push(refused.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap());
    }
    assert_eq!(waits, [30, 60, 300, 900, 900, 900]);
}

#[tokio::test]
async fn switching_it_off_takes_the_passphrase_and_a_code() {
    let app = TestApp::new().await;
    let (mut sam, device, spare) = with_second_step(&app, "Sam").await;
    let now = app.clock.now();
    let (right, wrong) = (device.code(now), device.wrong(now));
    for (old, code, field) in [
        ("not the right one", right.as_str(), "old"),
        (PASSPHRASE, wrong.as_str(), "code"),
        (PASSPHRASE, "", "code"),
        (PASSPHRASE, &device.code(now - STEP), "code"),
    ] {
        let refused = sam.visitor.submit(PAGE, PAGE, &[("old", old), ("code", code)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.count(&format!("#{field}-err")), 1, "{}", refused.text());
        assert!(asks(&app.visitor().sign_in(&sam.sign_in).await));
    }
    let mut elsewhere = halfway(&app, &sam.sign_in).await;
    gives(&mut elsewhere, &spare[0]).await;
    let before = sam.visitor.cookies["s"].clone();
    let off = sam.visitor.submit(PAGE, PAGE, &[("old", PASSPHRASE), ("code", &right)]).await;
    assert!(off.text().contains("The second step is off."), "{}", off.text());
    assert_ne!(sam.visitor.cookies["s"], before);
    assert_eq!(elsewhere.get("/today").await.status, StatusCode::UNAUTHORIZED, "no other session says yes");
    assert_eq!(stands(&app, "second_factor").await, 0);
    assert!(is_in(&app.visitor().sign_in(&sam.sign_in).await));
    // and on again, with another seed
    let (other, _) = sam.visitor.switches_second_step_on(app.clock.now()).await;
    assert_ne!(other.seed, device.seed);
    app.clock.advance(STEP);
    let mut visitor = halfway(&app, &sam.sign_in).await;
    let old = gives(&mut visitor, &device.code(app.clock.now())).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_in(&gives(&mut visitor, &other.code(app.clock.now())).await));
}

#[tokio::test]
async fn a_recovery_code_does_not_stand_in_for_it_and_changes_nothing_before_it() {
    let app = TestApp::new().await;
    let (mut sam, device, _) = with_second_step(&app, "Sam").await;
    let fields = [
        ("sign_in", sam.sign_in.as_str()),
        ("code", sam.code.as_str()),
        ("which", "own"),
        ("passphrase", NEW),
    ];
    let mut visitor = app.visitor();
    let page = visitor.submit("/recover", "/recover", &fields).await;
    assert!(asks(&page), "{}", page.text());
    for words in
        ["Nothing has changed yet", "these pages cannot let you in", "a recovery code cannot stand in"]
    {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    // nothing has changed: the old passphrase, the session, and the code is still good
    assert!(is_in(&sam.visitor.get("/account").await));
    assert!(asks(&app.visitor().sign_in(&sam.sign_in).await));
    assert_eq!(visitor.get("/today").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(visitor.get("/recovery-code").await.status, StatusCode::UNAUTHORIZED);
    let wrong = gives(&mut visitor, &device.wrong(app.clock.now())).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asks(&app.visitor().submit("/recover", "/recover", &fields).await));

    // two who recover at once: one wins
    let mut other = app.visitor();
    let there = other.submit("/recover", "/recover", &fields).await;
    let done = gives(&mut visitor, &device.code(app.clock.now())).await;
    assert_eq!(done.path, "/recovery-code", "{}", done.text());
    assert_ne!(crate::support::people::code_on(&done), sam.code);
    app.clock.advance(STEP);
    let late = other.submit_on(&there, DOOR, &[("code", &device.code(app.clock.now()))]).await;
    assert_eq!(late.path, "/sign-in", "whoever waited was ended with every other session");
    assert_eq!(sam.visitor.get("/today").await.status, StatusCode::UNAUTHORIZED);

    let gone = app.visitor().submit("/recover", "/recover", &fields).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY, "the code is used up");
    assert_eq!(app.visitor().sign_in(&sam.sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut visitor = app.visitor();
    let half = [("sign_in", sam.sign_in.as_str()), ("passphrase", NEW)];
    assert!(asks(&visitor.submit("/sign-in", "/sign-in", &half).await), "it is still on");
    assert!(is_in(&gives(&mut visitor, &device.code(app.clock.now())).await));
}

#[tokio::test]
async fn what_was_altered_in_the_database_opens_nothing() {
    let app = TestApp::new().await;
    let (sam, device, _) = with_second_step(&app, "Sam").await;
    let (noor, _, _) = with_second_step(&app, "Noor").await;
    let now = app.clock.now();
    let kept: Vec<(uuid::Uuid, uuid::Uuid, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("select person_id, id, key, state from second_factor")
            .fetch_all(app.owner())
            .await
            .unwrap();
    let refuses = async |sql: &'static str, at_once: bool| {
        as_owner(&app, sql).await;
        for sign_in in [&sam.sign_in, &noor.sign_in] {
            let mut visitor = app.visitor();
            let mut page = visitor.sign_in(sign_in).await;
            assert_eq!(asks(&page), !at_once, "{sql}: {}", page.text());
            if !at_once {
                page = gives(&mut visitor, &device.code(now)).await;
            }
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{sql}: {}", page.text());
            assert!(page.text().contains("changed from outside"));
            assert_eq!(visitor.get("/today").await.status, StatusCode::UNAUTHORIZED);
        }
        for (person, id, key, state) in &kept {
            sqlx::query(
                "update second_factor set id = $2, key = $3, state = $4, epoch = 1 where person_id = $1",
            )
            .bind(person)
            .bind(id)
            .bind(key)
            .bind(state)
            .execute(app.owner())
            .await
            .unwrap();
        }
    };
    refuses("update second_factor set key = set_byte(key, 70, get_byte(key, 70) # 1)", true).await;
    refuses("update second_factor set key = substring(key for 40)", true).await;
    refuses("update second_factor set id = gen_random_uuid()", true).await;
    refuses(
        "update second_factor s set key = o.key from second_factor o where o.person_id <> s.person_id",
        true,
    )
    .await;
    refuses("update second_factor set state = set_byte(state, 70, get_byte(state, 70) # 1)", false).await;
    refuses("update second_factor set state = ''", false).await;
    refuses(
        "update second_factor s set state = o.state from second_factor o where o.person_id <> s.person_id",
        false,
    )
    .await;
    assert!(
        is_in(&gives(&mut halfway(&app, &sam.sign_in).await, &device.code(now)).await),
        "untouched it opens"
    );
}

#[tokio::test]
async fn the_host_can_take_it_off_and_its_owner_reads_that() {
    let app = TestApp::new().await;
    let (mut sam, _, _) = with_second_step(&app, "Sam").await;
    let name = SignInName::parse(" SAM@example.org").unwrap();
    let nobody = SignInName::parse("tom@example.org").unwrap();
    let today = app.clock.today();
    assert!(!accounts::take_second_step_off(app.owner(), &nobody, today).await.unwrap());
    // the login of the pages may not
    assert!(accounts::take_second_step_off(app.runtime(), &name, today).await.is_err());
    assert!(asks(&app.visitor().sign_in(&sam.sign_in).await));
    assert!(accounts::take_second_step_off(app.owner(), &name, today).await.unwrap());
    assert!(!accounts::take_second_step_off(app.owner(), &name, today).await.unwrap(), "once");
    assert_eq!(sam.visitor.get("/today").await.status, StatusCode::UNAUTHORIZED);

    let wrong = [("sign_in", sam.sign_in.as_str()), ("passphrase", "not the right one")];
    let refused = app.visitor().submit("/sign-in", "/sign-in", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the passphrase is still needed");
    let mut visitor = app.visitor();
    assert!(is_in(&visitor.sign_in(&sam.sign_in).await));
    let account = visitor.get("/account").await.text();
    assert!(account.contains("Taken off on 2 March 2026 by whoever runs this server."), "{account}");
    assert!(visitor.get(PAGE).await.text().contains("It was taken off on 2 March 2026"));
    visitor.switches_second_step_on(app.clock.now()).await;
    assert!(visitor.get("/account").await.text().contains("On since"), "a new one takes its place");
}

#[tokio::test]
async fn a_session_that_began_without_it_ends_when_it_was_switched_on_meanwhile() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let desk = Accounts::from_ref(&app.state);
    let name = SignInName::parse(&sam.sign_in).unwrap();
    let Entered::Yes(opened) = desk.enter(&[1; 32], &name, PASSPHRASE.into()).await.unwrap() else {
        panic!("it is off")
    };
    assert!(!opened.second_factor() && desk.still_opens(&opened).await.unwrap());
    sam.visitor.switches_second_step_on(app.clock.now()).await;
    assert!(!desk.still_opens(&opened).await.unwrap());
    assert!(matches!(desk.enter(&[1; 32], &name, PASSPHRASE.into()).await.unwrap(), Entered::Half(_)));
}

#[tokio::test]
async fn the_database_holds_neither_the_seed_nor_a_code_and_lengths_tell_nothing() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let lengths = async || -> Vec<i32> {
        let sql = "select distinct octet_length(sealed) from session";
        sqlx::query_scalar(sql).fetch_all(app.owner()).await.unwrap()
    };
    let usual = lengths().await;
    let page = sam.sets_second_step_up().await;
    let device = Device::reading(&page);
    assert_eq!(lengths().await, usual, "while it is set up");
    search(&app, &device, &[]).await;
    let shown = sam.submit_on(&page, PAGE, &[("code", &device.code(app.clock.now()))]).await;
    let spare = shown.all("#code span");
    assert_eq!(lengths().await, usual, "while spare codes are shown");
    search(&app, &device, &spare).await;
    let state = async || -> Vec<u8> {
        sqlx::query_scalar("select state from second_factor").fetch_one(app.owner()).await.unwrap()
    };
    let before = state().await;
    let mut half = halfway(&app, "sam@example.org").await;
    assert_eq!(lengths().await, usual, "while a code is waited for");
    search(&app, &device, &spare).await;
    assert!(is_in(&gives(&mut half, &spare[0]).await));
    let after = state().await;
    assert!(before != after && before.len() == after.len(), "how many are left does not show");
    let recovering = [("sign_in", "sam@example.org"), ("which", "own"), ("passphrase", NEW)];
    let refused = app.visitor().submit("/recover", "/recover", &recovering).await;
    assert_eq!((refused.status, lengths().await), (StatusCode::UNPROCESSABLE_ENTITY, usual));
}

/// Looks through every row of every table.
async fn search(app: &TestApp, device: &Device, spare: &[String]) {
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    assert!(tables.iter().any(|table| table == "second_factor"));
    let mut all = String::new();
    for table in tables {
        let sql = format!("select coalesce(string_agg(t::text, E'\\n'), '') from {table} t");
        let rows: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap();
        all.push_str(&rows);
    }
    assert!(all.contains("sam@example.org"), "it looks at the right place");
    let mut needles = device.seed_in_every_writing();
    needles.extend(spare.iter().flat_map(|code| [code.clone(), code.replace('-', "")]));
    for needle in needles {
        assert!(!all.contains(&needle) && !all.contains(&hex::encode(&needle)), "{needle}");
    }
}

#[tokio::test]
async fn the_other_one_cannot_tell_that_it_is_on() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.couple("Sam", "Noor").await;
    let pages =
        ["/today", "/talk", "/write", "/us", "/us/words", "/account", "/account/second-step", "/here"];
    let see = async |noor: &mut Visitor| {
        let mut seen = Vec::new();
        for path in pages {
            let answer = noor.get(path).await;
            seen.push((format!("{:?}", answer.headers), answer.still()));
        }
        seen
    };
    see(&mut noor.visitor).await;
    let before = see(&mut noor.visitor).await;
    let (device, spare) = sam.visitor.switches_second_step_on(app.clock.now()).await;
    assert_eq!(before, see(&mut noor.visitor).await, "switched on");
    assert!(is_in(&gives(&mut halfway(&app, &sam.sign_in).await, &spare[0]).await));
    app.clock.advance(STEP);
    let off = [("old", PASSPHRASE), ("code", &device.code(app.clock.now()))];
    let off = sam.visitor.submit(PAGE, PAGE, &off).await;
    assert!(off.path.contains("done=off"), "{}", off.text());
    let after = see(&mut noor.visitor).await;
    assert_eq!(before[..7], after[..7], "switched off");
    // not even the row, for the other one's transactions, nor may the pages alter more than its state
    sam.visitor.switches_second_step_on(app.clock.now() + STEP).await;
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from person where name = 'Noor'").fetch_one(app.owner()).await.unwrap();
    let asker = toward::db::Asker::Person(toward::ids::PersonId(id));
    let mut scope = toward::db::Scope::begin(app.runtime(), asker).await.unwrap();
    let rows: i64 =
        sqlx::query_scalar("select count(*) from second_factor").fetch_one(&mut *scope).await.unwrap();
    assert_eq!((rows, stands(&app, "second_factor").await), (0, 1));
    let done = sqlx::query("delete from second_factor").execute(&mut *scope).await.unwrap();
    assert_eq!(done.rows_affected(), 0);
    let forged = sqlx::query("update second_factor set removed_on = null").execute(&mut *scope).await;
    assert!(forged.is_err(), "the login of the pages may not");
}

/// What a page behind the guard would be.
async fn behind(visit: SecondFactor) -> String {
    format!("in, as {}", visit.signed_in().me().name)
}

#[tokio::test]
async fn the_guard_lets_in_whoever_took_the_step_and_leads_everybody_else_to_it() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let store = Store::new(app.runtime().clone(), app.clock.clone(), app.state.site.instance);
    let pages = Router::<AppState>::new()
        .route("/behind", routing::get(behind).post(behind))
        .layer(SessionManagerLayer::new(store).with_name("s").with_secure(false))
        .with_state(app.state.clone());
    let ask = async |cookies: &Visitor, method: Method| {
        let mut visitor = Visitor::new(pages.clone());
        visitor.cookies.clone_from(&cookies.cookies);
        visitor.send(method, "/behind", &[("sec-fetch-site", "same-origin")], "").await
    };
    let to = "/account/second-step?done=asked";
    assert_eq!(ask(&app.visitor(), Method::GET).await.status, StatusCode::UNAUTHORIZED);
    for method in [Method::GET, Method::POST] {
        let led = ask(&sam.visitor, method).await;
        assert_eq!((led.status, led.location()), (StatusCode::SEE_OTHER, to));
    }
    let page = sam.visitor.get(to).await;
    assert!(page.text().contains("What you asked for opens with a second step"), "{}", page.text());
    let (device, _) = sam.visitor.switches_second_step_on(app.clock.now()).await;
    assert_eq!(ask(&sam.visitor, Method::GET).await.body, "in, as Sam");
    app.clock.advance(STEP);
    let mut other = halfway(&app, &sam.sign_in).await;
    assert_eq!(ask(&other, Method::GET).await.status, StatusCode::UNAUTHORIZED, "halfway is not in");
    gives(&mut other, &device.code(app.clock.now())).await;
    assert_eq!(ask(&other, Method::GET).await.body, "in, as Sam");
    app.clock.advance(STEP);
    let off = [("old", PASSPHRASE), ("code", &device.code(app.clock.now()))];
    sam.visitor.submit(PAGE, PAGE, &off).await;
    assert_eq!(ask(&sam.visitor, Method::GET).await.location(), to);
    assert_eq!(ask(&other, Method::GET).await.status, StatusCode::UNAUTHORIZED);
}
