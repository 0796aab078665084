//! Writing, sharing, taking back: each sees only what the other has chosen to share.

use axum::http::StatusCode;
use toward::{
    db::{Asker, Scope},
    entries::{self, Base, Note, Place, Seen, Written},
    ids::EntryId,
};

use crate::support::{Answer, Somebody, TestApp};

const NOTE: Place<'static> = Place { kind: "note", couple: None, about: None, slot: None };

async fn writes(who: &mut Somebody, title: &str, text: &str) -> String {
    let answer = who.browser.submit("/write/new", "/write/new", &[("title", title), ("text", text)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.path.split('?').next().unwrap().to_owned()
}

async fn shares(who: &mut Somebody, note: &str) -> Answer {
    let page = format!("{note}/share");
    who.browser.submit(&page, &page, &[("with", "partner")]).await
}

async fn takes_back(who: &mut Somebody, note: &str) -> Answer {
    let page = format!("{note}/back");
    who.browser.submit(&page, &page, &[]).await
}

#[tokio::test]
async fn what_was_not_shared_is_not_there_for_the_other() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "The drive home", "I counted the exits.").await;
    let random = format!("/n/{}", EntryId::random());
    for suffix in ["", "/edit", "/share", "/back", "/remove"] {
        let secret = noor.browser.get(&format!("{note}{suffix}")).await;
        let nothing = noor.browser.get(&format!("{random}{suffix}")).await;
        assert_eq!(secret.status, StatusCode::NOT_FOUND, "{suffix}");
        assert_eq!(secret.body, nothing.body, "{suffix}");
    }
    let list = noor.browser.get("/write").await;
    assert!(!list.body.contains("drive home") && !list.body.contains("exits"));
}

#[tokio::test]
async fn a_form_that_comes_again_with_other_words_loses_neither() {
    let app = TestApp::new().await;
    let (mut sam, _) = app.linked("Sam", "Noor").await;
    let form = sam.browser.get("/write/new").await;
    let first = [("title", "Tonight"), ("text", "I counted the exits.")];
    let kept = sam.browser.submit_on(&form, "/write/new", &first).await;
    let note = kept.path.split('?').next().unwrap().to_owned();
    let again = sam.browser.submit_on(&form, "/write/new", &first).await;
    assert_eq!(again.path.split('?').next().unwrap(), note, "the same words twice are one note");
    let other = [("title", "Tonight"), ("text", "I counted the windows, too.")];
    let both = sam.browser.submit_on(&form, "/write/new", &other).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.body.contains("counted the exits") && both.body.contains("counted the windows"));
    assert!(sam.browser.get(&note).await.body.contains("counted the exits"));
}

#[tokio::test]
async fn the_preview_is_exactly_what_the_other_gets() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "", "First line.\nSecond line.\n\n<b>Not bold.</b>").await;
    let preview = sam.browser.get(&format!("{note}/share")).await;
    shares(&mut sam, &note).await;
    let read = noor.browser.get(&note).await;
    let figure = |answer: &Answer| {
        let start = answer.body.find("<figure class=\"shared").unwrap();
        let end = answer.body[start..].find("</figure>").unwrap();
        answer.body[start..start + end].to_owned()
    };
    assert_eq!(figure(&preview), figure(&read));
    assert!(read.body.contains("First line.<br>Second line."));
    assert!(read.body.contains("&#60;b&#62;Not bold."));
}

#[tokio::test]
async fn a_later_edit_stays_private_until_it_is_shared_again() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "", "The first version.").await;
    shares(&mut sam, &note).await;
    let edit = format!("{note}/edit");
    let own = sam.browser.submit(&edit, &edit, &[("text", "The second version.")]).await;
    assert!(own.text().contains("still holds the version"), "{}", own.text());
    let read = noor.browser.get(&note).await;
    assert!(read.body.contains("The first version.") && !read.body.contains("second"));
    shares(&mut sam, &note).await;
    let read = noor.browser.get(&note).await;
    assert!(read.body.contains("The second version.") && !read.body.contains("first version"));
}

#[tokio::test]
async fn taking_back_leaves_a_line_only_where_it_had_been_opened() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let opened = writes(&mut sam, "", "Opened.").await;
    let unopened = writes(&mut sam, "", "Never opened.").await;
    shares(&mut sam, &opened).await;
    shares(&mut sam, &unopened).await;
    noor.browser.get(&opened).await;
    takes_back(&mut sam, &opened).await;
    takes_back(&mut sam, &unopened).await;
    for note in [&opened, &unopened] {
        assert_eq!(noor.browser.get(note).await.status, StatusCode::NOT_FOUND);
    }
    let list = noor.browser.get("/write").await;
    assert_eq!(list.text().matches("took something back on 2 March 2026").count(), 1, "{}", list.text());
    // the author keeps it, and sees the same in both cases
    let (one, two) = (sam.browser.get(&opened).await, sam.browser.get(&unopened).await);
    assert!(one.body.contains("Opened.") && two.body.contains("Never opened."));
    assert_eq!(one.count("a, button"), two.count("a, button"));
}

#[tokio::test]
async fn a_reader_who_kept_the_key_cannot_open_what_was_taken_back() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "", "Taken back.").await;
    shares(&mut sam, &note).await;
    let sealed = "select sealed from revision";
    let before: Vec<u8> = sqlx::query_scalar(sealed).fetch_one(app.owner()).await.unwrap();
    let key: Vec<u8> = sqlx::query_scalar("select sealed from entry_grant where reader = $1")
        .bind(noor.id.0)
        .fetch_one(app.owner())
        .await
        .unwrap();
    takes_back(&mut sam, &note).await;
    let after: Vec<u8> = sqlx::query_scalar(sealed).fetch_one(app.owner()).await.unwrap();
    assert_ne!(before, after, "the revision is sealed anew");
    // somebody with the database puts the old grant back
    let sql = "insert into entry_grant
        select entry_id, number, $1, author, 'partner', 1, about, $2, granted_on from entry_grant";
    sqlx::query(sql).bind(noor.id.0).bind(key).execute(app.owner()).await.unwrap();
    let pinned = app.pinned(&noor).await;
    let mut scope = app.scope(&noor).await;
    let id = note.trim_start_matches("/n/").parse().unwrap();
    let seen = entries::by_id::<Note>(&mut scope, &noor.hand, Some(&pinned), "note", id).await.unwrap();
    assert!(matches!(seen, Some(Seen::Broken { .. })));
}

#[tokio::test]
async fn a_forged_or_altered_entry_fails_its_integrity_check_and_nothing_else() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let good = writes(&mut sam, "", "As it was written.").await;
    let bad = writes(&mut sam, "", "Altered afterwards.").await;
    shares(&mut sam, &good).await;
    shares(&mut sam, &bad).await;
    let id: uuid::Uuid = bad.trim_start_matches("/n/").parse().unwrap();
    let sql = "update revision set sealed = set_byte(sealed, 70, (get_byte(sealed, 70) + 1) % 256) where entry_id = $1";
    sqlx::query(sql).bind(id).execute(app.owner()).await.unwrap();
    let answer = noor.browser.get(&bad).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("failed its integrity check"), "{}", answer.text());
    assert!(noor.browser.get(&good).await.body.contains("As it was written."));
    assert_eq!(noor.browser.get("/write").await.status, StatusCode::OK);
}

#[tokio::test]
async fn sharing_pauses_when_the_stored_key_of_the_other_is_not_the_pinned_one() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "", "For Noor alone.").await;
    let other_key = toward::vault::Root::generate().unwrap().keys().public().0.to_vec();
    let sql = "update person set public_key = $2 where id = $1";
    sqlx::query(sql).bind(noor.id.0).bind(other_key).execute(app.owner()).await.unwrap();
    let answer = shares(&mut sam, &note).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Sharing is paused"), "{}", answer.text());
    let grants: i64 = sqlx::query_scalar("select count(*) from entry_grant where reader_role <> 'author'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(grants, 0);
}

#[tokio::test]
async fn a_clash_of_two_edits_keeps_both_texts() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "", "As it began.").await;
    let edit = format!("{note}/edit");
    let (left, right) = (sam.browser.get(&edit).await, sam.browser.get(&edit).await);
    sam.browser.submit_on(&left, &edit, &[("text", "From the left window.")]).await;
    let clash = sam.browser.submit_on(&right, &edit, &[("text", "From the right window.")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.body.contains("From the left window.") && clash.body.contains("From the right window."));
    let saved = sam.browser.submit_on(&clash, &edit, &[]).await;
    assert!(saved.body.contains("From the right window."));
}

#[tokio::test]
async fn a_double_submit_makes_one_entry() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let page = sam.browser.get("/write/new").await;
    let first = sam.browser.submit_on(&page, "/write/new", &[("text", "Once.")]).await;
    let second = sam.browser.submit_on(&page, "/write/new", &[("text", "Once.")]).await;
    assert_eq!(first.path, second.path);
    assert_eq!(sam.browser.get("/write").await.text().matches("Once.").count(), 1);
}

#[tokio::test]
async fn what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let answer =
        sam.browser.submit("/write/new", "/write/new", &[("title", "A title"), ("text", "  ")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.all("#text-err"), ["Write something first. A word is enough."]);
    assert!(answer.body.contains("value=\"A title\""));
}

#[tokio::test]
async fn a_text_is_kept_when_the_session_has_ended_and_comes_back() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let page = sam.browser.get("/write/new").await;
    sqlx::query("delete from session").execute(app.owner()).await.unwrap();
    // autosave, without a session
    let form = page.form("/write/new").unwrap();
    let mut fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .filter(|(name, _)| name != "text")
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    fields.push(("text", "Typed at night."));
    let kept = sam.browser.post("/kept", &fields).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(kept.body.contains("\"signed_in\":false"), "{}", kept.body);
    // and the button, without a script
    fields.retain(|(name, _)| *name != "text");
    fields.push(("text", "Typed at night, and sent."));
    let answer = sam.browser.post("/write/new", &fields).await;
    assert!(answer.location().starts_with("/sign-in?kept="), "{answer:?}");
    let mut again = app.sign_in_again(&sam).await;
    let blank = again.get("/write/new").await;
    assert!(blank.body.contains("Typed at night, and sent."), "{}", blank.text());
    assert!(blank.text().contains("Draft kept on 2 March 2026"));
}

#[tokio::test]
async fn a_text_that_could_not_be_saved_or_kept_is_given_back() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let page = sam.browser.get("/write/new").await;
    sqlx::query("revoke insert on entry from toward_runtime").execute(app.owner()).await.unwrap();
    let form = page.form("/write/new").unwrap();
    let answer =
        sam.browser.send_form(&form, &[("title", "At <night>"), ("text", "Typed, and not lost.")]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("Typed, and not lost.") && answer.body.contains("At &#60;night&#62;"));
    assert!(!answer.body.contains("permission denied"), "the cause is for the log");
}

#[tokio::test]
async fn a_tag_of_somebody_else_or_an_altered_one_keeps_nothing() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let page = sam.browser.get("/write/new").await;
    let form = page.form("/write/new").unwrap();
    let held = form.fields.iter().find(|(name, _)| name == "held").unwrap().1.clone();
    let altered = format!("{}{}", if held.starts_with('A') { 'B' } else { 'A' }, &held[1..]);
    let answer = sam.browser.post("/kept", &[("held", altered.as_str()), ("text", "x")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    app.clock.advance(time::Duration::days(3));
    let answer = sam.browser.post("/kept", &[("held", held.as_str()), ("text", "x")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let drafts: i64 = sqlx::query_scalar("select count(*) from draft").fetch_one(app.owner()).await.unwrap();
    assert_eq!(drafts, 0);
}

#[tokio::test]
async fn one_entry_for_each_place_however_many_windows() {
    let app = TestApp::new().await;
    let (sam, _noor) = app.linked("Sam", "Noor").await;
    let place = Place { slot: Some("talk/feelings"), ..NOTE };
    let note = |text: &str| Note { title: String::new(), text: text.to_owned() };
    let mut scope = app.scope(&sam).await;
    let now = app.clock.now();
    let new = || Base::New(uuid::Uuid::new_v4());
    let first = entries::write(&mut scope, &sam.hand, place, new(), &note("One."), now).await.unwrap();
    assert!(matches!(first, Written::Kept(_, 1)));
    let second = entries::write(&mut scope, &sam.hand, place, new(), &note("Two."), now).await.unwrap();
    assert!(matches!(second, Written::Clash(_)));
}

#[tokio::test]
async fn the_database_shows_nobody_anything_without_a_context() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let note = writes(&mut sam, "", "Sealed.").await;
    shares(&mut sam, &note).await;
    noor.browser.get(&note).await;
    takes_back(&mut sam, &note).await;
    let tables = [
        "person",
        "credential",
        "session",
        "couple",
        "membership",
        "invite",
        "pin",
        "conversation",
        "entry",
        "revision",
        "entry_grant",
        "opening",
        "withdrawal",
        "draft",
    ];
    for table in tables {
        let sql = format!("select count(*) from {table}");
        let mut scope = Scope::begin(app.runtime(), Asker::Nobody).await.unwrap();
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap();
        assert_eq!(count, 0, "{table}");
    }
}

#[tokio::test]
async fn what_was_written_on_one_day_is_listed_by_its_hour_for_its_author_alone() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let titles: Vec<String> = (1..=6).map(|number| format!("Page {number}")).collect();
    for title in &titles {
        let note = writes(&mut sam, title, "Some words.").await;
        shares(&mut sam, &note).await;
        app.clock.advance(time::Duration::minutes(1));
    }
    let newest: Vec<String> = titles.iter().rev().cloned().collect();
    assert_eq!(sam.browser.get("/write").await.all("section[aria-labelledby=mine] .title"), newest);
    // the database knows days, and so does whoever reads it: in the order of ids, which tells nothing
    let mut theirs = noor.browser.get("/write").await.all("section[aria-labelledby=received] .title");
    theirs.sort();
    assert_eq!(theirs, titles);
}
