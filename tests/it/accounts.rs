//! Accounts: making one, getting in and out, recovery; and what a stranger's tries, forged forms and old cookies get.

use axum::http::{Method, StatusCode};
use time::Duration;

use crate::support::{
    Answer, TestApp, Visitor,
    people::{Account, PASSPHRASE, code_on, sign_up_fields},
};

const NEW: &str = "walnut lantern harbour nine";

async fn sessions(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from session").fetch_one(app.owner()).await.unwrap()
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap()
}

fn signed_in(answer: &Answer) -> bool {
    answer.status == StatusCode::OK && answer.body.contains("data-signed-in")
}

/// Another browser of somebody who has an account.
async fn second_browser(app: &TestApp, sign_in: &str) -> Visitor {
    let mut visitor = app.visitor();
    let answer = visitor.sign_in(sign_in).await;
    assert!(signed_in(&answer), "{}", answer.text());
    visitor
}

fn cookie_lines(answer: &Answer, name: &str) -> Vec<String> {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap().to_owned());
    lines.filter(|line| line.starts_with(&format!("{name}="))).collect()
}

#[tokio::test]
async fn a_setup_link_makes_one_account_however_many_use_it_at_once() {
    let app = TestApp::new().await;
    let path = app.setup_path().await;
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (mut visitor, path) = (app.visitor(), path.clone());
        tries.spawn(async move {
            let page = visitor.get(&path).await;
            let Some(form) = page.form(&path) else { return page.status };
            let sign_in = format!("sam{number}");
            visitor.send_form(&form, &sign_up_fields("Sam", &sign_in)).await.status
        });
    }
    let all = tries.join_all().await;
    assert_eq!(all.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{all:?}");
    assert_eq!((count(&app, "person").await, count(&app, "credential").await), (1, 1));
    let after = app.visitor().get(&path).await;
    let unknown = app.visitor().get("/start/nobody-made-this").await;
    assert_eq!((after.status, &after.body), (StatusCode::NOT_FOUND, &unknown.body));
}

#[tokio::test]
async fn the_offered_words_work_without_a_script_and_only_the_ones_that_were_offered() {
    let app = TestApp::new().await;
    let path = app.setup_path().await;
    let mut sam = app.visitor();
    let page = sam.get(&path).await;
    let words = page.all("#words").concat();
    assert_eq!(words.split(' ').count(), 5, "{words}");
    let forged = [("name", "Sam"), ("sign_in", "sam"), ("which", "offered"), ("offered", "a b c d e")];
    let refused = sam.submit_on(&page, &path, &forged).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.body.contains("a b c d e"));
    let both = [("name", "Sam"), ("sign_in", "sam"), ("which", "offered"), ("passphrase", PASSPHRASE)];
    let refused = sam.submit_on(&page, &path, &both).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.all("#words").concat(), words, "the same words are still on offer");
    assert!(!refused.body.contains(PASSPHRASE));
    let made = sam.submit_on(&refused, &path, &[("which", "offered"), ("passphrase", "")]).await;
    assert_eq!(made.path, "/recovery-code", "{}", made.text());
    let mut again = app.visitor();
    let fields = [("sign_in", "SAM"), ("passphrase", words.as_str())];
    assert!(signed_in(&again.submit("/sign-in", "/sign-in", &fields).await));
}

#[tokio::test]
async fn what_needs_another_look_is_said_beside_it_and_nothing_typed_is_lost_but_the_passphrase() {
    let app = TestApp::new().await;
    let path = app.setup_path().await;
    let mut sam = app.visitor();
    let weak =
        [("name", "Sam"), ("sign_in", "sam@example.org"), ("which", "own"), ("passphrase", "sam12345")];
    let page = sam.submit(&path, &path, &weak).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("twelve characters or more"));
    assert_eq!(page.count("input[name=name][value=Sam]"), 1);
    assert!(!page.body.contains("sam12345"));
    assert_eq!(count(&app, "person").await, 0);
    let host = app.visitor().get(&path).await;
    assert!(host.text().contains("has not said who they are") && host.body.contains("/right-for-us"));
    let noted = TestApp::with(&[("TOWARD_HOST_NOTICE", "Run by Ada, in the cellar.")]).await;
    let path = noted.setup_path().await;
    assert!(noted.visitor().get(&path).await.text().contains("Run by Ada, in the cellar."));
}

#[tokio::test]
async fn who_may_sign_up_is_what_the_host_has_chosen() {
    let app = TestApp::new().await;
    app.person("Sam").await;
    let second = app.setup_path().await;
    assert_eq!(app.visitor().get(&second).await.status, StatusCode::NOT_FOUND, "the first couple only");
    assert_eq!(app.visitor().get("/start").await.status, StatusCode::NOT_FOUND);
    assert!(!app.visitor().get("/").await.body.contains("href=\"/start\""));

    let app = TestApp::with(&[("TOWARD_SIGN_UP", "invite")]).await;
    app.person("Sam").await;
    let second = app.setup_path().await;
    assert_eq!(app.visitor().get(&second).await.status, StatusCode::OK);
    assert_eq!(app.visitor().get("/start").await.status, StatusCode::NOT_FOUND);

    let app = TestApp::with(&[("TOWARD_SIGN_UP", "open")]).await;
    assert!(app.visitor().get("/").await.body.contains("href=\"/start\""));
    let mut noor = app.visitor();
    let made = noor.submit("/start", "/start", &sign_up_fields("Noor", "noor")).await;
    assert_eq!(made.path, "/recovery-code");
    let taken = app.visitor().submit("/start", "/start", &sign_up_fields("Other", "ＮＯＯＲ")).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text().contains("Choose another one"));
    assert_eq!(count(&app, "person").await, 1);
}

#[tokio::test]
async fn fields_that_a_form_does_not_have_change_nothing() {
    let app = TestApp::with(&[("TOWARD_SIGN_UP", "open")]).await;
    let mut sam = app.visitor();
    let page = sam.get("/start").await;
    let mut fields = sign_up_fields("Sam", "sam").to_vec();
    let id = "00000000-0000-4000-8000-000000000001";
    fields.extend([
        ("id", id),
        ("person_id", id),
        ("epoch", "9"),
        ("role", "therapist"),
        ("seat", "2"),
        ("couple_id", id),
    ]);
    assert_eq!(sam.submit_on(&page, "/start", &fields).await.path, "/recovery-code");
    let epoch: i32 = sqlx::query_scalar("select epoch from person where id <> $1")
        .bind(uuid::Uuid::parse_str(id).unwrap())
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!((epoch, count(&app, "membership").await), (1, 0));
}

#[tokio::test]
async fn the_first_page_leads_on_when_one_is_signed_in() {
    let app = TestApp::new().await;
    assert!(app.visitor().get("/").await.text().contains("setup link"));
    let mut sam = app.person("Sam").await.visitor;
    assert_eq!(sam.get("/").await.location(), "/today");
    assert_eq!(sam.get("/sign-in").await.location(), "/today");
    assert!(app.visitor().get("/").await.body.contains("href=\"/sign-in\""));
}

#[tokio::test]
async fn the_code_is_shown_until_two_of_its_groups_are_typed_back() {
    let app = TestApp::new().await;
    let path = app.setup_path().await;
    let mut sam = app.visitor();
    let shown = sam.submit(&path, &path, &sign_up_fields("Sam", "sam")).await;
    let code = code_on(&shown);
    assert_eq!(code.split(' ').map(str::len).collect::<Vec<_>>(), [4; 7]);
    assert!(sam.get("/today").await.body.contains("/recovery-code"), "Today reminds of it");
    let wrong = sam.submit_on(&shown, "/recovery-code", &[("first", "AAAA"), ("second", "AAAA")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(code_on(&wrong), code);
    let asked = crate::support::people::groups_asked(&wrong);
    assert_eq!(asked, crate::support::people::groups_asked(&shown), "the same two are asked for");
    let [first, second] = asked.map(|group| group.to_lowercase());
    let kept = sam.submit_on(&wrong, "/recovery-code", &[("first", &first), ("second", &second)]).await;
    assert_eq!(kept.path, "/us");
    assert_eq!(sam.get("/recovery-code").await.location(), "/today");
    assert!(!sam.get("/today").await.body.contains("/recovery-code"));
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_passphrase_get_the_same_answer() {
    let app = TestApp::new().await;
    app.person("Sam").await;
    let mut visitor = app.visitor();
    visitor.get("/sign-in").await;
    let mut bodies = Vec::new();
    for name in ["sam@example.org", "tom@example.org"] {
        let fields = [("sign_in", name), ("passphrase", "none of your business")];
        let answer = visitor.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer.body.contains("none of your business"));
        bodies.push(answer.body.replace(name, "NAME"));
    }
    assert_eq!(bodies[0], bodies[1]);
    let mut bodies = Vec::new();
    for name in ["sam@example.org", "tom@example.org"] {
        let page = visitor.get("/recover").await;
        let words = page.all("#words").concat();
        let code = toward::vault::RecoveryCode::generate().unwrap().groups().join(" ");
        let fields = [("sign_in", name), ("code", code.as_str()), ("which", "own"), ("passphrase", NEW)];
        let answer = visitor.submit_on(&page, "/recover", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer.body.contains(&code));
        let offer =
            page.form("/recover").unwrap().fields.into_iter().find(|(name, _)| name == "offer").unwrap().1;
        bodies.push(answer.body.replace(name, "NAME").replace(&words, "WORDS").replace(&offer, "OFFER"));
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn two_hundred_bad_tries_from_one_browser_do_not_block_the_browser_of_the_owner() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let mut guesser = app.visitor();
    let page = guesser.get("/sign-in").await;
    let form = page.form("/sign-in").unwrap();
    let mut statuses = Vec::new();
    for _ in 0..200 {
        let fields = [("sign_in", sam.sign_in.as_str()), ("passphrase", "not the right one")];
        statuses.push(guesser.send_form(&form, &fields).await.status);
    }
    let tried = statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!(tried, 5, "after five nothing is derived any more");
    assert!(statuses[5..].iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS));

    // the right passphrase from a browser that nobody knows waits too, and is told how long
    let locked = app.visitor().sign_in(&sam.sign_in).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(locked.headers["retry-after"], "10");
    assert!(locked.body.contains(&sam.sign_in) && locked.text().contains("Wait 10 seconds"));

    let page = sam.visitor.get("/account").await;
    sam.visitor.submit_on(&page, "/sign-out", &[]).await;
    assert!(signed_in(&sam.visitor.sign_in(&sam.sign_in).await), "the owner's browser gets in");
    app.clock.advance(Duration::seconds(11));
    assert!(signed_in(&app.visitor().sign_in(&sam.sign_in).await), "and after the wait everybody's");
}

#[tokio::test]
async fn many_guesses_at_once_get_no_further_than_one_after_the_other() {
    let app = TestApp::new().await;
    app.person("Sam").await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..24 {
        let mut visitor = app.visitor();
        tries.spawn(async move {
            let fields = [("sign_in", "sam@example.org"), ("passphrase", "not the right one")];
            visitor.submit("/sign-in", "/sign-in", &fields).await.status
        });
    }
    let statuses = tries.join_all().await;
    let derived = statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert!(derived <= 5, "{statuses:?}");
}

#[tokio::test]
async fn a_session_stands_in_the_database_under_a_digest_and_sealed_and_holds_no_root() {
    use base64_id::id_of;
    use sha2::Digest as _;
    let app = TestApp::new().await;
    let sam = app.person("Sam").await;
    let cookie = sam.visitor.cookies["s"].clone();
    let (key, sealed): (Vec<u8>, Vec<u8>) =
        sqlx::query_as("select key, sealed from session").fetch_one(app.owner()).await.unwrap();
    let id = id_of(&cookie);
    assert_ne!(key, id);
    assert_eq!(key, sha2::Sha256::digest(&id).to_vec());
    let person: uuid::Uuid =
        sqlx::query_scalar("select id from person").fetch_one(app.owner()).await.unwrap();
    for plain in ["login", "keys", "fresh_code", &person.to_string()] {
        assert!(!sealed.windows(plain.len()).any(|part| part == plain.as_bytes()), "{plain}");
    }
    // with the cookie it opens, and this is all there is in it
    let expires_at: time::OffsetDateTime =
        sqlx::query_scalar("select expires_at from session").fetch_one(app.owner()).await.unwrap();
    let fields = toward::vault::SessionFields {
        instance: app.state.site.instance,
        person: *person.as_bytes(),
        epoch: 1,
        expires_at: expires_at.unix_timestamp(),
    };
    let plain = toward::vault::SessionSeal::from_id(&id).open(&fields, &sealed).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    let names: Vec<_> = record["login"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(record.as_object().unwrap().len(), 1);
    assert_eq!(
        names,
        [
            "brief",
            "epoch",
            "expires_at",
            "fresh_code",
            "idle_until",
            "keys",
            "leaving",
            "person",
            "second_factor",
            "sofa",
            "spare_left",
            "stay"
        ]
    );
    assert!(record["login"]["fresh_code"].is_null(), "a code that was kept is gone");
    // the keys for reading and writing, which come from the root by a one-way step; the root itself has no way in, and a
    // new passphrase asks for the old one (see below)
    let text = record["login"]["keys"].as_str().unwrap();
    let bytes = data_encoding::BASE64.decode(text.as_bytes()).unwrap();
    let keys = toward::vault::Keys::from_bytes(&bytes).unwrap();
    let public: Vec<u8> =
        sqlx::query_scalar("select public_key from person").fetch_one(app.owner()).await.unwrap();
    assert_eq!(keys.public().0.to_vec(), public);
}

/// Reads a session cookie's value as the number that the vault sees.
mod base64_id {
    pub fn id_of(cookie: &str) -> Vec<u8> {
        let mut bytes = data_encoding::BASE64URL_NOPAD.decode(cookie.as_bytes()).unwrap();
        bytes.reverse();
        bytes
    }
}

#[tokio::test]
async fn signing_in_gives_a_new_number_and_never_one_that_was_planted() {
    let app = TestApp::new().await;
    let sam = app.person("Sam").await;
    let first = sam.visitor.cookies["s"].clone();
    let planted = data_encoding::BASE64URL_NOPAD.encode(&[7; 16]);
    let mut visitor = app.visitor();
    visitor.cookies.insert("s".to_owned(), planted.clone());
    visitor.sign_in(&sam.sign_in).await;
    let second = visitor.cookies["s"].clone();
    assert!(second != planted && second != first);
    let mut attacker = app.visitor();
    attacker.cookies.insert("s".to_owned(), planted);
    assert_eq!(attacker.get("/today").await.status, StatusCode::UNAUTHORIZED);
    // signing in once more in the same browser ends its session before
    let page = sam.visitor.cookies.clone();
    let mut same = app.visitor();
    same.cookies = page;
    let form = app_sign_in_form(&mut same).await;
    let answer = same.send_form(&form, &[("sign_in", &sam.sign_in), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(answer.location(), "/today");
    assert_ne!(same.cookies["s"], first);
    let mut old = app.visitor();
    old.cookies.insert("s".to_owned(), first);
    assert_eq!(old.get("/today").await.status, StatusCode::UNAUTHORIZED);
}

/// The sign-in form of a browser that is signed in: asked for without its session.
async fn app_sign_in_form(visitor: &mut Visitor) -> crate::support::PageForm {
    let session = visitor.cookies.remove("s");
    let page = visitor.get("/sign-in").await;
    visitor.cookies.extend(session.map(|value| ("s".to_owned(), value)));
    page.form("/sign-in").unwrap()
}

#[tokio::test]
async fn a_save_that_comes_late_does_not_bring_a_session_back() {
    use tower_sessions::{SessionStore as _, session::Id};
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let id: Id = sam.visitor.cookies["s"].parse().unwrap();
    let store =
        toward::web::session::Store::new(app.state.pool.clone(), app.clock.clone(), app.state.site.instance);
    let slow = store.load(&id).await.unwrap().unwrap();
    let old = sam.visitor.cookies.clone();
    let page = sam.visitor.get("/account").await;
    let out = sam.visitor.submit_on(&page, "/sign-out", &[]).await;
    assert_eq!(goes_on_to(&out), "/");
    store.save(&slow).await.unwrap();
    assert_eq!(sessions(&app).await, 0);
    let mut thief = app.visitor();
    thief.cookies = old;
    assert_eq!(thief.get("/today").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_new_passphrase_needs_the_old_one_and_ends_every_other_session() {
    let app = TestApp::new().await;
    let Account { visitor: mut sam, sign_in, .. } = app.person("Sam").await;
    let mut phone = second_browser(&app, &sign_in).await;
    let before = sam.cookies["s"].clone();
    let wrong = [("old", "not the old one at all"), ("which", "own"), ("passphrase", NEW)];
    let refused = sam.submit("/account/passphrase", "/account/passphrase", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.body.contains(NEW) && signed_in(&phone.get("/today").await));
    let right = [("old", PASSPHRASE), ("which", "own"), ("passphrase", NEW)];
    let done = sam.submit("/account/passphrase", "/account/passphrase", &right).await;
    assert!(done.text().contains("Your passphrase is changed"), "{}", done.text());
    assert_ne!(sam.cookies["s"], before);
    assert_eq!(phone.get("/today").await.status, StatusCode::UNAUTHORIZED);
    let mut old = app.visitor();
    old.cookies.insert("s".to_owned(), before);
    assert_eq!(old.get("/today").await.status, StatusCode::UNAUTHORIZED);
    assert!(signed_in(&sam.get("/today").await));
    assert_eq!(app.visitor().sign_in(&sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("sign_in", sign_in.as_str()), ("passphrase", NEW)];
    assert!(signed_in(&app.visitor().submit("/sign-in", "/sign-in", &fields).await));
}

#[tokio::test]
async fn a_recovery_code_works_once_and_brings_the_next_one() {
    let app = TestApp::new().await;
    let Account { visitor: mut sam, sign_in, code } = app.person("Sam").await;
    let mut lost = app.visitor();
    let typed = code.to_lowercase().replace(' ', "-");
    let fields = [("sign_in", sign_in.as_str()), ("code", &typed), ("which", "own"), ("passphrase", NEW)];
    let shown = lost.submit("/recover", "/recover", &fields).await;
    assert_eq!(shown.path, "/recovery-code", "{}", shown.text());
    let next = code_on(&shown);
    assert_ne!(next, code);
    assert_eq!(sam.get("/today").await.status, StatusCode::UNAUTHORIZED, "other sessions have ended");
    assert_eq!(app.visitor().sign_in(&sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = app.visitor().submit("/recover", "/recover", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the old code is used up");
    let fields =
        [("sign_in", sign_in.as_str()), ("code", &next), ("which", "own"), ("passphrase", PASSPHRASE)];
    assert_eq!(app.visitor().submit("/recover", "/recover", &fields).await.path, "/recovery-code");
    assert!(signed_in(&app.visitor().sign_in(&sign_in).await));
}

#[tokio::test]
async fn one_code_used_many_times_at_once_opens_once() {
    let app = TestApp::new().await;
    let Account { sign_in, code, .. } = app.person("Sam").await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (mut visitor, sign_in, code) = (app.visitor(), sign_in.clone(), code.clone());
        tries.spawn(async move {
            let fields =
                [("sign_in", sign_in.as_str()), ("code", &code), ("which", "own"), ("passphrase", NEW)];
            visitor.submit("/recover", "/recover", &fields).await.path
        });
    }
    let all = tries.join_all().await;
    assert_eq!(all.iter().filter(|path| *path == "/recovery-code").count(), 1, "{all:?}");
    assert_eq!(sessions(&app).await, 1);
}

#[tokio::test]
async fn a_new_code_needs_the_passphrase_and_the_old_one_is_dead_then() {
    let app = TestApp::new().await;
    let Account { visitor: mut sam, sign_in, code } = app.person("Sam").await;
    let path = "/account/recovery-code";
    assert_eq!(sam.submit(path, path, &[("old", "not mine")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = sam.submit(path, path, &[("old", PASSPHRASE)]).await;
    assert_eq!(shown.path, "/recovery-code");
    assert_ne!(code_on(&shown), code);
    let fields = [("sign_in", sign_in.as_str()), ("code", &code), ("which", "own"), ("passphrase", NEW)];
    let old = app.visitor().submit("/recover", "/recover", &fields).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use_and_after_twelve_hours_in_any_case() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    app.clock.advance(Duration::minutes(29));
    assert!(signed_in(&sam.get("/today").await));
    app.clock.advance(Duration::minutes(29));
    assert!(signed_in(&sam.get("/today").await), "use was noted");
    app.clock.advance(Duration::minutes(31));
    assert_eq!(sam.get("/today").await.status, StatusCode::UNAUTHORIZED);

    let mut sam = second_browser(&app, "sam@example.org").await;
    for _ in 0..35 {
        app.clock.advance(Duration::minutes(20));
        assert!(signed_in(&sam.get("/today").await));
    }
    app.clock.advance(Duration::minutes(20));
    assert_eq!(sam.get("/today").await.status, StatusCode::UNAUTHORIZED, "twelve hours are over");
}

#[tokio::test]
async fn who_asks_to_stay_stays_for_thirty_days_also_after_the_session_is_saved_again() {
    let app = TestApp::new().await;
    let Account { sign_in, .. } = app.person("Sam").await;
    let mut visitor = app.visitor();
    let plain = visitor.get("/sign-in").await;
    assert_eq!(plain.count("input[name=stay][checked]"), 0, "off by default");
    let form = plain.form("/sign-in").unwrap();
    let fields = [("sign_in", sign_in.as_str()), ("passphrase", PASSPHRASE), ("stay", "1")];
    let answer = visitor.send_form(&form, &fields).await;
    assert!(cookie_lines(&answer, "s")[0].contains("Max-Age=2592000"), "{:?}", answer.headers);
    app.clock.advance(Duration::days(10));
    let page = visitor.get("/account/recovery-code").await;
    let form = page.form("/account/recovery-code").unwrap();
    let saved = visitor.send_form(&form, &[("old", PASSPHRASE)]).await;
    assert!(cookie_lines(&saved, "s")[0].contains("Max-Age=1728000"), "{:?}", saved.headers);
    app.clock.advance(Duration::days(19));
    assert!(signed_in(&visitor.get("/today").await));
    app.clock.advance(Duration::days(2));
    assert_eq!(visitor.get("/today").await.status, StatusCode::UNAUTHORIZED);
    let mut other = app.visitor();
    let form = other.get("/sign-in").await.form("/sign-in").unwrap();
    let answer = other.send_form(&form, &[("sign_in", &sign_in), ("passphrase", PASSPHRASE)]).await;
    assert!(!cookie_lines(&answer, "s")[0].contains("Max-Age"), "not asked for, not kept");
}

#[tokio::test]
async fn a_form_needs_our_own_page_and_its_token() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let token = sam.get("/us").await.form("/us/invite").unwrap().fields[0].1.clone();
    let mut door = app.visitor();
    let door_token = door.get("/sign-in").await.form("/sign-in").unwrap().fields[0].1.clone();
    let origin = app.state.site.base_url.as_str().to_owned();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let ours: [&[(&str, &str)]; 4] =
        [&[("sec-fetch-site", "same-origin")], &[("origin", &origin)], &[("origin", "null")], &[]];
    let theirs: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", &origin)],
        &[("origin", "https://elsewhere.example")],
        &[("origin", "http://127.0.0.1")],
    ];
    for (headers, own) in ours.map(|h| (h, true)).into_iter().chain(theirs.map(|h| (h, false))) {
        for (sent, good) in [(token.as_str(), true), ("", false), ("wrong", false), (&door_token, false)] {
            let headers: Vec<_> = headers.iter().copied().chain([form]).collect();
            let answer = sam.send(Method::POST, "/us/invite", &headers, format!("csrf={sent}")).await;
            let expected = if own && good { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, expected, "{headers:?} with the right token: {good}");
        }
        for (sent, good) in [(door_token.as_str(), true), ("", false), ("wrong", false), (&token, false)] {
            let headers: Vec<_> = headers.iter().copied().chain([form]).collect();
            let body = format!("csrf={sent}&sign_in=&passphrase=x");
            let answer = door.send(Method::POST, "/sign-in", &headers, body).await;
            let expected = if own && good { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, expected, "the door: {headers:?} with the right token: {good}");
        }
    }
    assert_eq!(count(&app, "invite where state = 'open'").await, 1);
    // another browser's token is no token
    let mut stranger = app.visitor();
    stranger.get("/sign-in").await;
    let answer =
        stranger.post("/sign-in", &[("csrf", &door_token), ("sign_in", "a"), ("passphrase", "b")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn signing_in_leads_on_to_a_page_of_ours_only() {
    let app = TestApp::new().await;
    let Account { sign_in, .. } = app.person("Sam").await;
    for (next, to) in [
        ("%2Faccount", "/account"),
        ("%2F%2Fevil.example", "/today"),
        ("%2F%5Cevil.example", "/today"),
        ("https%3A%2F%2Fevil.example", "/today"),
        ("%252F%252Fevil.example", "/today"),
        ("%2Fa%0D%0Ab", "/today"),
    ] {
        let mut visitor = app.visitor();
        let page = visitor.get(&format!("/sign-in?next={next}")).await;
        let form = page.form("/sign-in").unwrap();
        let answer = visitor.send_form(&form, &[("sign_in", &sign_in), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(answer.location(), to, "{next}");
    }
    let mut forger = app.visitor();
    let form = forger.get("/sign-in").await.form("/sign-in").unwrap();
    let fields = [("sign_in", sign_in.as_str()), ("passphrase", PASSPHRASE), ("next", "//evil.example")];
    assert_eq!(forger.send_form(&form, &fields).await.location(), "/today");
    let mut back = app.visitor();
    let page = back.get(&format!("/sign-in?kept={}", hex::encode("/account"))).await;
    assert!(page.text().contains("What you wrote is kept"));
    let answer =
        back.submit_on(&page, "/sign-in", &[("sign_in", &sign_in), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(answer.path, "/account");
}

/// Where the blank page after leaving goes on to.
fn goes_on_to(answer: &Answer) -> &str {
    let from = answer.body.find("0; url=").expect("it goes on") + "0; url=".len();
    answer.body[from..].split('"').next().expect("an address")
}

#[tokio::test]
async fn leaving_quickly_works_whatever_is_sent_and_ends_the_session() {
    let app = TestApp::new().await;
    let Account { visitor: mut sam, sign_in, .. } = app.person("Sam").await;
    let old = sam.cookies.clone();
    // no token, no headers: as a browser without scripts, of any age
    let answer = sam.send(Method::POST, "/leave", &[], "").await;
    assert_eq!((answer.status, goes_on_to(&answer)), (StatusCode::OK, "https://weather.example/"));
    // not on the answer itself: the page that is being left is still on screen then
    assert!(!answer.headers.contains_key("clear-site-data") && answer.body.contains("href=\"/left\""));
    let left = sam.send(Method::GET, "/left", &[("sec-fetch-site", "same-origin")], "").await;
    assert_eq!(left.headers["clear-site-data"], "\"cache\", \"storage\"");
    let abroad = sam.send(Method::GET, "/left", &[("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(abroad.status, StatusCode::FORBIDDEN);
    assert!(
        !abroad.headers.contains_key("clear-site-data"),
        "another site cannot make a browser forget ours"
    );
    assert!(!sam.cookies.contains_key("s") && sam.cookies.contains_key("d"));
    assert_eq!(sessions(&app).await, 0);
    let mut thief = app.visitor();
    thief.cookies = old;
    assert_eq!(thief.get("/today").await.status, StatusCode::UNAUTHORIZED);
    let nobody = app.visitor().send(Method::POST, "/leave", &[], "").await;
    assert_eq!(goes_on_to(&nobody), "https://weather.example/");
    // also when the database is out of reach
    let mut sam = second_browser(&app, &sign_in).await;
    app.runtime().close().await;
    let answer = sam.send(Method::POST, "/leave", &[], "csrf=x").await;
    assert_eq!((answer.status, goes_on_to(&answer)), (StatusCode::OK, "https://weather.example/"));
    assert!(!sam.cookies.contains_key("s"));
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_the_host_and_their_removal_is_taken() {
    let app = TestApp::with(&[("TOWARD_BASE_URL", "https://toward.example.org")]).await;
    let mut sam = app.person("Sam").await.visitor;
    assert!(sam.cookies.contains_key("__Host-s") && !sam.cookies.contains_key("s"));
    let answer = sam.send(Method::POST, "/leave", &[], "").await;
    let removal = cookie_lines(&answer, "__Host-s");
    assert!(
        removal
            .iter()
            .any(|line| line.contains("Max-Age=0") && line.contains("Secure") && line.contains("Path=/;"))
    );
}

#[tokio::test]
async fn a_key_that_was_swapped_in_the_database_stops_sign_in_and_the_session() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.couple("Sam", "Noor").await;
    sqlx::query("update person set public_key = $1 where name = 'Noor'")
        .bind([9u8; 32].as_slice())
        .execute(app.owner())
        .await
        .unwrap();
    assert_eq!(noor.visitor.get("/today").await.status, StatusCode::UNAUTHORIZED);
    let page = app.visitor().sign_in(&noor.sign_in).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("changed from outside"), "{}", page.text());
    let us = sam.visitor.get("/us").await.text();
    assert!(us.contains("Sharing is paused"), "{us}");
    assert_eq!(sam.visitor.get("/us/words").await.location(), "/us", "no words over a swapped key");
    assert!(sam.visitor.get("/today").await.text().contains("key has changed"));
}

#[tokio::test]
async fn a_page_of_ones_own_is_for_nobody_who_is_not_signed_in() {
    let app = TestApp::new().await;
    for path in [
        "/account",
        "/account/passphrase",
        "/account/second-step",
        "/account/second-step/codes",
        "/account/leaving",
        "/account/recovery-code",
        "/recovery-code",
        "/us",
        "/us/words",
        "/us/leaving",
    ] {
        assert_eq!(app.visitor().get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/sign-out", "/us/invite", "/us/leaving", "/account/passphrase"] {
        let status = app.visitor().post(path, &[("csrf", "x")]).await.status;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
}
