//! Very much of one kind: each list ends somewhere and says so, and what is older is there all the same.

use crate::support::{Somebody, TestApp};

const SAYS: &str = "Older ones are kept, and not shown here.";

/// So many entries more of the same kind and author as this one, from the day after. They are copied, so they do not open.
async fn many(app: &TestApp, like: &str, many: usize) {
    let like: uuid::Uuid = like.rsplit('/').next().unwrap().parse().unwrap();
    let new: Vec<uuid::Uuid> = (0..many).map(|_| uuid::Uuid::new_v4()).collect();
    for sql in [
        "insert into entry (id, author, couple_id, about, kind, slot, once, latest, created_on)
         select new.id, x.author, x.couple_id, x.about, x.kind, null, new.id, 1, x.created_on
         from entry x, unnest($2::uuid[]) new (id) where x.id = $1",
        "insert into revision
             (entry_id, number, author, author_epoch, bound_couple, previous, sealed, digest, created_on)
         select new.id, 1, x.author, x.author_epoch, x.bound_couple, null, x.sealed, x.digest, x.created_on
         from revision x, unnest($2::uuid[]) new (id) where x.entry_id = $1 and x.number = 1",
        "insert into entry_grant
             (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on)
         select new.id, 1, x.reader, x.author, x.reader_role, x.reader_epoch, x.about, x.sealed, x.granted_on + 1
         from entry_grant x, unnest($2::uuid[]) new (id)
         where x.entry_id = $1 and x.number = 1 and x.reader = x.author",
    ] {
        let copied = sqlx::query(sql).bind(like).bind(&new).execute(app.owner()).await.unwrap();
        assert_eq!(copied.rows_affected(), u64::try_from(many).unwrap());
    }
}

/// The list says nothing of older ones before there are `more`, and then it does; what is at `old` is read all the same.
async fn ends(app: &TestApp, who: &mut Somebody, list: &str, old: &str, words: &str, more: usize) {
    let before = who.browser.get(list).await.text();
    assert!(before.contains(words) && !before.contains(SAYS), "{list}: {before}");
    many(app, old, more).await;
    let after = who.browser.get(list).await.text();
    assert!(after.contains(SAYS) && !after.contains(words), "{list}");
    assert!(who.browser.get(old).await.text().contains(words), "{old}");
}

#[tokio::test]
async fn every_list_between_the_talks_ends_somewhere_and_says_so() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Was it Tuesday?").await;
    ends(&app, &mut sam, "/questions", &question, "Was it Tuesday?", 1_000).await;
    let given = sam.browser.shares_practice("/between/1", &[("f-did", "I hid the phone.")]).await;
    ends(&app, &mut sam, "/between/1", &given, "I hid the phone.", 1_000).await;
    let line = sam.browser.sends_line("The song again", "know").await;
    ends(&app, &mut sam, "/now", &line, "The song again", 1_000).await;
    let kept = sam.browser.submit("/noticed/new", "/noticed/new", &[("words", "For the soup")]).await;
    ends(&app, &mut sam, "/noticed", &kept.path, "For the soup", 200).await;
}

#[tokio::test]
async fn a_search_that_did_not_look_at_everything_says_so_and_goes_on() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let note = sam.browser.submit("/write/new", "/write/new", &[("text", "The red door")]).await;
    let note = note.path.split('?').next().unwrap().to_owned();
    assert!(!sam.browser.finds("door").await.text().contains("Look further back"));
    many(&app, &note, 1_501).await;
    let first = sam.browser.finds("door").await;
    assert!(first.text().contains("Look further back"), "{}", first.text());
    assert_eq!(first.count("mark"), 0);
    let document = scraper::Html::parse_document(&first.body);
    let of = |name: &str| {
        let css = scraper::Selector::parse(&format!("input[type=hidden][name={name}]")).unwrap();
        document.select(&css).next().unwrap().value().attr("value").unwrap().to_owned()
    };
    let (day, last) = (of("day"), of("last"));
    let second = sam.browser.forges("/find", &[("words", "door"), ("day", &day), ("last", &last)]).await;
    assert_eq!(second.all("mark"), ["door"], "{}", second.text());
}

#[tokio::test]
async fn what_is_answered_late_is_brought_to_whoever_asked_long_before() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Was it Tuesday?").await;
    let newer = sam.browser.keeps_question("And Wednesday?").await;
    many(&app, &newer, 1_000).await;
    app.later(3, &mut [&mut sam, &mut noor]).await;
    noor.browser.answers(&question, "It was Monday.").await;
    assert!(sam.browser.get("/today").await.text().contains("Noor answered a question of yours"));
    assert!(sam.browser.get("/questions").await.text().contains("Was it Tuesday?"));
    assert!(sam.browser.get(&question).await.text().contains("It was Monday."));
    assert!(!sam.browser.get("/today").await.text().contains("answered a question"), "it was looked at");
}

#[tokio::test]
async fn an_answer_and_a_reply_to_something_long_before_are_brought_just_the_same() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice("/between/1", &[("f-did", "I hid the phone.")]).await;
    let line = sam.browser.sends_line("The song again", "hold").await;
    let newer = sam.browser.keeps_practice("/between/1", &[("f-did", "I said it was work.")]).await;
    many(&app, &newer, 1_000).await;
    let newer = sam.browser.keeps_moment("And tonight").await;
    many(&app, &newer, 1_000).await;
    app.later(3, &mut [&mut sam, &mut noor]).await;
    noor.browser.answers_practice(&given, &[("answer", "heard"), ("words", "It took long.")]).await;
    noor.browser.presses(&line, "coming").await;
    let today = sam.browser.get("/today").await.text();
    assert!(today.contains("Noor answered you") && today.contains("Noor answered your line"), "{today}");
    assert!(sam.browser.get("/between/1").await.text().contains("I hid the phone."));
    assert!(sam.browser.get("/now").await.text().contains("The song again"));
    assert!(sam.browser.get(&given).await.text().contains("It took long."));
    assert!(sam.browser.get(&line).await.text().contains("Noor"));
    let today = sam.browser.get("/today").await.text();
    assert!(!today.contains("Noor answered"), "both were looked at: {today}");
}
