//! Preparation sheets: lines of one's own, from the first day; and that nobody else can tell whether there are any.

use std::time::Duration;

use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, postgres::PgListener};
use toward::{
    db::{Asker, Scope},
    ids::PersonId,
};
use uuid::Uuid;

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, OPENING, Talk, Until, begin},
};

/// The sheet on a page, as its form holds it: what stands in the fields, the empty one last.
fn typed(page: &Answer) -> Vec<String> {
    let form = page.form(here(page)).unwrap_or_else(|| panic!("no sheet: {}", page.body));
    form.fields.into_iter().filter(|(name, _)| name == "text").map(|(_, text)| text).collect()
}

fn here(page: &Answer) -> &str {
    page.path.split(['?', '#']).next().expect("a path")
}

/// Sends the form of an open sheet: these texts in its fields, in their order, and this button.
async fn sends(visitor: &mut Visitor, page: &Answer, texts: &[&str], act: &str) -> Answer {
    let form = page.form(here(page)).expect("a sheet");
    let mut texts = texts.iter();
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for (name, value) in &form.fields {
        let value = if name == "text" { texts.next().copied().unwrap_or(value) } else { value };
        fields.push((name, value));
    }
    fields.push(("act", act));
    let answer = visitor.post(&form.action, &fields).await;
    visitor.follow(answer).await
}

/// Opens a sheet and writes one more line on it.
async fn adds(visitor: &mut Visitor, sheet: &str, text: &str) -> Answer {
    let page = visitor.get(sheet).await;
    let mut texts = typed(&page);
    *texts.last_mut().expect("an empty line") = text.to_owned();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let answer = sends(visitor, &page, &texts, "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer
}

/// The value of the button whose words begin like this, at the line of this number.
fn button(page: &Answer, what: &str, line: usize) -> String {
    let document = scraper::Html::parse_document(&page.body);
    let all = scraper::Selector::parse("button[name=act]").unwrap();
    let says = format!("{what} line {line}");
    let found = document.select(&all).find(|button| button.text().collect::<String>() == says);
    found.unwrap_or_else(|| panic!("no “{says}”")).value().attr("value").unwrap().to_owned()
}

/// The page without what is new on every load.
fn settled(page: &Answer) -> String {
    let mut body = page.body.as_str();
    let mut all = String::new();
    while let Some(at) = body.find("name=\"once\" value=\"") {
        let from = at + "name=\"once\" value=\"".len();
        all.push_str(&body[..from]);
        body = &body[from + 36..];
    }
    all + body
}

/// Everything that one person can look at, with the status and the headers of each answer.
async fn everything(visitor: &mut Visitor, talk: &str) -> Vec<(String, String)> {
    let places = ["/today", "/talk", "/talk/new", "/talk/notes", "/write", "/us", "/account"];
    let steps = (0..=8).map(|step| format!("{talk}/{step}"));
    let rest = ["", "/break", "/stop", "/record", "/end", "/time.ics", "/notes", "/notes/2"];
    let paths =
        places.map(str::to_owned).into_iter().chain(steps).chain(rest.map(|rest| format!("{talk}{rest}")));
    let mut all = Vec::new();
    for path in paths {
        let answer = visitor.get(&path).await;
        let head = format!("{} {:?}", answer.status, answer.headers);
        let shown = visitor.follow(answer).await;
        let length = format!("{} {:?}", shown.body.len(), shown.headers);
        let sheet = shown.path.contains("/notes/");
        // the id of the empty line is new on every load
        let body = if sheet { without_ids(&shown.body) } else { settled(&shown) };
        all.push((path, format!("{head} {length} {body}")));
    }
    all
}

/// Every id, token and sealed byte taken out, but for its length, so that two couples can be compared.
fn without_ids(text: &str) -> String {
    let id = |part: &str| {
        let hex = part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        hex || (part.len() >= 40 && !part.contains('/'))
    };
    let mut all = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        all.push_str(&rest[..at]);
        rest = &rest[at..];
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        let part = &rest[..end];
        let bare = part.trim_start_matches("l-").trim_start_matches("t-").trim_start_matches('x');
        if id(bare) {
            all.push('*');
            all.push_str(&part.len().to_string());
        } else {
            all.push_str(part);
        }
        rest = &rest[end..];
    }
    all + rest
}

async fn person(app: &TestApp, name: &str) -> PersonId {
    sqlx::query_scalar("select id from person where name = $1")
        .bind(name)
        .fetch_one(app.owner())
        .await
        .unwrap()
}

/// The rows that a person's own transactions may see at all, whatever the application asks.
async fn rows(app: &TestApp, who: PersonId) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for table in ["entry", "revision", "entry_grant", "draft", "opening", "withdrawal", "conversation"] {
        let mut scope = Scope::begin(app.runtime(), Asker::Person(who)).await.unwrap();
        let sql = format!("select x::text from {table} x order by 1");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *scope).await.unwrap();
        all.push((table.to_owned(), rows));
    }
    all
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(app.owner()).await.expect("a number")
}

async fn listen(app: &TestApp) -> PgListener {
    let mut hints = PgListener::connect_with(app.owner()).await.expect("a listener");
    hints.listen("toward").await.expect("listening");
    hints
}

/// How many hints came since the last time.
async fn heard(hints: &mut PgListener) -> usize {
    let mut count = 0;
    while tokio::time::timeout(Duration::from_millis(300), hints.recv()).await.is_ok() {
        count += 1;
    }
    count
}

#[tokio::test]
async fn lines_are_added_changed_moved_and_dropped_and_every_button_keeps_what_was_typed() {
    let app = TestApp::new().await;
    let talk = app.talk(Until::Feelings).await;
    let (mut sam, sheet) = (talk.sam, format!("{}/notes/4", talk.path));
    let page = sam.get(&sheet).await;
    assert_eq!(page.all("title"), ["Notes · Toward"]);
    assert!(
        page.text().contains("What happened, as you saw it"),
        "the question for who was hurt: {}",
        page.text()
    );
    assert_eq!(typed(&page), [""]);
    for text in ["first", "second", "third"] {
        assert!(adds(&mut sam, &sheet, text).await.text().contains("Kept. Only you can see it."));
    }
    let page = sam.get(&sheet).await;
    assert_eq!(typed(&page), ["first", "second", "third", ""]);
    let up = button(&page, "Up", 3);
    let page = sends(&mut sam, &page, &["first, changed", "second", "third", "fourth <b>"], &up).await;
    assert_eq!(typed(&page), ["first, changed", "third", "second", "fourth <b>", ""]);
    let down = button(&page, "Down", 1);
    let page = sends(&mut sam, &page, &[], &down).await;
    assert_eq!(typed(&page), ["third", "first, changed", "second", "fourth <b>", ""]);
    assert_eq!(page.all("button[value^=up]").len(), 3, "the first cannot go up");
    assert_eq!(page.all("button[value^=down]").len(), 3, "the last cannot go down");

    let drop = button(&page, "Drop", 2);
    let page = sends(&mut sam, &page, &["third, too"], &drop).await;
    assert_eq!(typed(&page), ["third, too", "second", "fourth <b>", ""]);
    assert!(page.text().contains("You dropped a line."));
    let page = sends(&mut sam, &page, &["third, too", "second", "", "more"], "undo").await;
    assert_eq!(typed(&page), ["third, too", "first, changed", "second", "more", ""]);
    // a line without words was dropped, and is kept as long
    assert!(page.text().contains("You dropped a line."));
    let page = sends(&mut sam, &page, &[], "undo").await;
    assert!(typed(&page).contains(&"fourth <b>".to_owned()) && !page.text().contains("You dropped"));
    let overview = sam.get(&format!("{}/notes", talk.path)).await;
    assert_eq!(overview.all(".row .meta")[3], "5 lines");
    assert_eq!(overview.all(".row .meta")[1], "Nothing here yet");
}

#[tokio::test]
async fn somebody_on_their_own_prepares_from_the_first_day_and_brings_it_into_the_talk() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let page = sam.get("/talk/notes/2").await;
    assert!(
        page.text().contains("What was it like inside?") && !page.body.contains("{name}"),
        "{}",
        page.text()
    );
    adds(&mut sam, "/talk/notes/2", "before anybody came").await;
    assert_eq!(sam.get("/talk/notes").await.all(".row .meta")[1], "1 line");
    for step in 1..=8 {
        let page = sam.get(&format!("/talk/notes/{step}")).await;
        assert_eq!((page.status, page.body.contains("{name}")), (StatusCode::OK, false), "{step}");
    }

    let invitation = sam.invitation().await;
    let mut noor = app.visitor();
    noor.make_account(&invitation, "Noor", "noor@example.org").await;
    // typed, and not saved: it moves as well
    let open = sam.get("/talk/notes/2").await;
    let form = open.form("/talk/notes/2").unwrap();
    let mut fields: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.iter_mut().rfind(|(name, _)| *name == "text").unwrap().1 = "and typed since";
    assert_eq!(sam.post("/kept", &fields).await.status, StatusCode::OK);

    let mut talk = Talk { path: begin(&mut sam, &mut noor, &OPENING).await, sam, noor };
    let sheet = format!("{}/notes/2", talk.path);
    let page = talk.sam.get(&sheet).await;
    assert!(page.text().contains("Bring over what you wrote before this talk"), "{}", page.text());
    assert!(!talk.noor.get(&sheet).await.text().contains("Bring over"), "that is Sam's alone");
    let page = sends(&mut talk.sam, &page, &["typed here"], "bring").await;
    assert_eq!(typed(&page), ["typed here", "before anybody came", "and typed since", ""]);
    assert!(!page.text().contains("Bring over"));
    assert_eq!(typed(&talk.sam.get("/talk/notes/2").await), [""], "moved, not copied");
    assert_eq!(count(&app, "select count(*) from entry where kind = 'sheet' and about is not null").await, 1);
}

#[tokio::test]
async fn two_windows_lose_nothing() {
    let app = TestApp::new().await;
    let (mut sam, _) = app.partners().await;
    let sheet = "/talk/notes/4";
    adds(&mut sam, sheet, "one").await;
    let (here, there) = (sam.get(sheet).await, sam.get(sheet).await);
    // lines of both windows stand beside each other
    sends(&mut sam, &there, &["one", "two, there"], "").await;
    let page = sends(&mut sam, &here, &["one", "two, here"], "").await;
    assert_eq!(typed(&page), ["one", "two, there", "two, here", ""]);
    // the same line, written differently: both are shown, and nothing is overwritten
    let (here, there) = (sam.get(sheet).await, sam.get(sheet).await);
    sends(&mut sam, &there, &["one, there"], "").await;
    let clash = sends(&mut sam, &here, &["one, here", "two, there", "two, here", "three"], "").await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert_eq!(typed(&clash), ["one, here", "two, there", "two, here", "three", ""]);
    assert_eq!(clash.all(".other-version .words"), ["one, there"]);
    assert_eq!(typed(&sam.get(sheet).await)[0], "one, there");
    let page = sends(&mut sam, &clash, &[], "").await;
    assert_eq!(typed(&page), ["one, here", "two, there", "two, here", "three", ""]);
    // the same form twice is one line
    let open = sam.get(sheet).await;
    for _ in 0..2 {
        sends(&mut sam, &open, &["one, here", "two, there", "two, here", "three", "four"], "").await;
    }
    assert_eq!(typed(&sam.get(sheet).await).len(), 6);
}

#[tokio::test]
async fn an_unfinished_line_is_kept_and_a_sheet_that_is_too_long_says_so() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let sheet = "/talk/notes/5";
    adds(&mut sam, sheet, "kept").await;
    let open = sam.get(sheet).await;
    let form = open.form(sheet).unwrap();
    let mut fields: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.iter_mut().rfind(|(name, _)| *name == "text").unwrap().1 = "half a li";
    assert_eq!(sam.post("/kept", &fields).await.status, StatusCode::OK);
    let page = sam.get(sheet).await;
    assert_eq!(typed(&page), ["kept", "half a li", ""]);
    assert!(page.text().contains("Kept. Not finished yet."));
    assert_eq!(typed(&noor.get(sheet).await), [""]);

    let long = "x".repeat(2001);
    let page = sends(&mut sam, &page, &["kept", &long], "").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("longer than 2,000 characters"), "{}", page.text());
    assert_eq!(typed(&page)[1], long);
    let mut whole: Vec<(&str, String)> = page
        .form(sheet)
        .unwrap()
        .fields
        .iter()
        .filter(|(name, _)| name == "csrf")
        .map(|(_, csrf)| ("csrf", csrf.clone()))
        .collect();
    for number in 0..61 {
        whole.push(("line", Uuid::new_v4().to_string()));
        whole.push(("text", format!("line {number}")));
    }
    let whole: Vec<(&str, &str)> = whole.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = noor.get(sheet).await;
    let csrf = page.form(sheet).unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    let mut forged = vec![("csrf", csrf.as_str())];
    forged.extend(whole.iter().filter(|(name, _)| *name != "csrf"));
    let page = noor.post(sheet, &forged).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("A sheet holds 60 lines") && page.text().contains("This one is full"));
    assert_eq!(typed(&page).len(), 61, "and everything is given back");
}

#[tokio::test]
async fn a_sheet_is_granted_to_nobody_even_by_its_own_author() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    adds(&mut talk.sam, &format!("{}/notes/4", talk.path), "mine").await;
    let (sam, noor) = (person(&app, "Sam").await, person(&app, "Noor").await);
    let gives = "insert into entry_grant
            (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on)
        select entry_id, number, $2, author, 'partner', 1, about, sealed, granted_on
        from entry_grant g where author = $1 and reader = $1
            and exists (select from entry e where e.id = g.entry_id and e.kind = $3)
            and not exists (select from entry_grant o where o.entry_id = g.entry_id and o.reader = $2)";
    let mut scope = Scope::begin(app.runtime(), Asker::Person(sam)).await.unwrap();
    let refused = sqlx::query(gives).bind(sam.0).bind(noor.0).bind("sheet").execute(&mut *scope).await;
    let why = refused.unwrap_err().to_string();
    assert!(why.contains("granted to nobody but its author"), "{why}");
    // the same for a piece of the talk is what sharing does
    let kept = [("felt", "lonely"), ("private", "1")];
    talk.sam.submit(&format!("{}/2", talk.path), &format!("{}/2", talk.path), &kept).await;
    let mut scope = Scope::begin(app.runtime(), Asker::Person(sam)).await.unwrap();
    let done = sqlx::query(gives).bind(sam.0).bind(noor.0).bind("talk").execute(&mut *scope).await.unwrap();
    assert!(done.rows_affected() > 0);
}

#[tokio::test]
async fn whatever_one_prepares_nothing_of_the_others_changes() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let noor = person(&app, "Noor").await;
    everything(&mut talk.noor, &path).await;
    let record = settled(&talk.sam.get(&format!("{path}/record")).await);
    let (pages, seen) = (everything(&mut talk.noor, &path).await, rows(&app, noor).await);
    let mut hints = listen(&app).await;
    for step in 1..=8 {
        for line in 0..5 {
            let long = format!("line {line} {}", "of many words ".repeat(60));
            adds(&mut talk.sam, &format!("{path}/notes/{step}"), &long).await;
        }
        adds(&mut talk.sam, &format!("/talk/notes/{step}"), "before").await;
    }
    let page = talk.sam.get(&format!("{path}/notes/4")).await;
    let drop = button(&page, "Drop", 2);
    sends(&mut talk.sam, &page, &[], &drop).await;
    assert_eq!(heard(&mut hints).await, 0, "and no hint");
    unchanged(&mut talk.noor, &path, &pages).await;
    assert_eq!(rows(&app, noor).await, seen, "and no row");
    assert_eq!(count(&app, "select count(*) from entry where kind = 'sheet'").await, 16);
    assert_eq!(
        settled(&talk.sam.get(&format!("{path}/record")).await),
        record,
        "a sheet is no piece of the talk"
    );
}

/// The lines that the page of a step offers to share, with the addresses of their previews.
fn offered(page: &Answer) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(&page.body);
    let all = scraper::Selector::parse(".prepared > li").unwrap();
    let (words, link) = (scraper::Selector::parse(".words").unwrap(), scraper::Selector::parse("a").unwrap());
    document
        .select(&all)
        .map(|line| {
            let text = line.select(&words).next().unwrap().text().collect::<String>().trim().to_owned();
            (text, line.select(&link).next().unwrap().value().attr("href").unwrap().to_owned())
        })
        .collect()
}

/// Shares a line from the page where the talk stands, through its preview.
async fn releases(visitor: &mut Visitor, talk: &str, text: &str) -> Answer {
    let page = visitor.stands(talk).await;
    let offers = offered(&page);
    let (_, href) =
        offers.iter().find(|(line, _)| line == text).unwrap_or_else(|| panic!("no {text}: {offers:?}"));
    let preview = visitor.get(href).await;
    assert!(preview.text().contains("Exactly what") && preview.body.contains(text), "{}", preview.text());
    visitor.confirms(&preview).await
}

#[tokio::test]
async fn in_ones_turn_one_line_goes_over_and_the_others_stay() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    for text in ["line one", "line two", "line three"] {
        adds(&mut talk.sam, &format!("{path}/notes/4"), text).await;
    }
    assert!(!talk.noor.stands(&path).await.text().contains("Your notes for this step"), "it is Sam's turn");
    let mut hints = listen(&app).await;
    let page = releases(&mut talk.sam, &path, "line two").await;
    assert_eq!(heard(&mut hints).await, 1);
    let open: Vec<String> = offered(&page).into_iter().map(|(text, _)| text).collect();
    assert_eq!(open, ["line one", "line three"]);
    assert!(page.all("figure.shared").concat().contains("line two"), "and it stands among Sam's own");
    let waits = talk.noor.stands(&path).await;
    assert!(waits.text().contains("Noor has the word") || waits.text().contains("Sam has the word"));
    assert_eq!(waits.all("figure blockquote"), ["line two"]);

    let sheet = talk.sam.get(&format!("{path}/notes/4")).await;
    assert_eq!(typed(&sheet), ["line one", "line three", ""]);
    assert_eq!(sheet.all(".line > .words"), ["line two"]);
    assert!(sheet.text().contains("You shared this line"));
    assert_eq!(
        talk.sam.get(&format!("{path}/notes")).await.all(".row .meta")[3],
        "3 lines, 1 of them shared"
    );

    releases(&mut talk.sam, &path, "line one").await;
    talk.sam.shares(&path, 4, &[("words", "the whole of it")]).await;
    let listens = talk.noor.stands(&path).await;
    assert_eq!(listens.all("figure blockquote"), ["line two", "line one", "the whole of it"]);
    assert_eq!(listens.count("textarea"), 0);
    for who in [By::Sam, By::Noor] {
        let record = talk.of(who).get(&format!("{path}/record")).await;
        let words = record.all("section[aria-labelledby=step-4] blockquote");
        assert_eq!(words, ["line two", "line one", "the whole of it"]);
    }
    for (page, body) in everything(&mut talk.noor, &path).await {
        assert!(!body.contains("line three"), "{page}");
    }
    // what went over is a first revision, whatever was done to the sheet
    let most: i32 = sqlx::query_scalar(
        "select max(number) from entry_grant g join person p on p.id = g.reader
         where p.name = 'Noor' and g.author <> g.reader",
    )
    .fetch_one(app.owner())
    .await
    .unwrap();
    assert_eq!(most, 1);
}

#[tokio::test]
async fn lines_of_steps_two_and_five_are_read_with_that_steps_words_and_not_before() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    for step in [2, 5] {
        adds(&mut talk.sam, &format!("{path}/notes/{step}"), &format!("line of {step}")).await;
    }
    let before = everything(&mut talk.noor, &path).await;
    let mut hints = listen(&app).await;
    releases(&mut talk.sam, &path, "line of 2").await;
    unchanged(&mut talk.noor, &path, &before).await;
    assert_eq!(heard(&mut hints).await, 0);
    talk.step(Until::Feelings, &app).await;
    let listens = talk.noor.stands(&path).await;
    assert_eq!(listens.all("figure blockquote"), ["line of 2", "feelings by Sam"]);
    talk.play(Until::Listening, Until::Deeper, &app).await;

    let before = everything(&mut talk.noor, &path).await;
    while tokio::time::timeout(Duration::from_millis(50), hints.recv()).await.is_ok() {}
    releases(&mut talk.sam, &path, "line of 5").await;
    unchanged(&mut talk.noor, &path, &before).await;
    // passing after a line is passing
    talk.sam.goes_on(&path, "pass").await;
    unchanged(&mut talk.noor, &path, &before).await;
    assert_eq!(heard(&mut hints).await, 0);
    talk.noor.goes_on(&path, "pass").await;
    assert_eq!(talk.noor.stands(&path).await.all("figure blockquote"), ["line of 5"]);
}

#[tokio::test]
async fn a_line_goes_over_in_ones_own_turn_only_and_once() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    for (who, step, text) in [(By::Sam, 4, "Sam’s"), (By::Sam, 5, "later"), (By::Noor, 4, "Noor’s")] {
        adds(talk.of(who), &format!("{path}/notes/{step}"), text).await;
    }
    let line = async |talk: &mut Talk, who: By, step: u8| -> String {
        let page = talk.of(who).get(&format!("{path}/notes/{step}")).await;
        let id =
            page.form(here(&page)).unwrap().fields.into_iter().find(|(name, _)| name == "line").unwrap().1;
        format!("{path}/notes/{step}/share/{id}")
    };
    let sams = line(&mut talk, By::Sam, 4).await;
    let later = line(&mut talk, By::Sam, 5).await;
    let noors = line(&mut talk, By::Noor, 4).await;
    let forges = async |talk: &mut Talk, who: By, path: &str, number: &str| -> Answer {
        let leave = talk.of(who).get("/talk").await.form("/leave").expect("the way out");
        let csrf = leave.fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        talk.of(who).post(path, &[("csrf", &csrf), ("with", "partner"), ("number", number)]).await
    };
    let pieces = "select count(*) from entry where kind = 'talk'";
    let before = count(&app, pieces).await;
    for (who, path, says) in [(By::Noor, &noors, "turn right now"), (By::Sam, &later, "later in the talk")] {
        let answer = forges(&mut talk, who, path, "1").await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{who:?}");
        assert!(answer.text().contains(says), "{}", answer.text());
        assert_eq!(talk.of(who).get(path).await.status, StatusCode::CONFLICT, "{who:?}");
    }
    // somebody else's line is not there
    for (who, path) in [(By::Noor, &sams), (By::Sam, &noors)] {
        assert_eq!(forges(&mut talk, who, path, "1").await.status, StatusCode::NOT_FOUND);
        assert_eq!(talk.of(who).get(path).await.status, StatusCode::NOT_FOUND);
    }
    // nor does a line go over that was not the one looked at
    let stale = forges(&mut talk, By::Sam, &sams, "0").await;
    assert!(stale.location().contains("done=changed"), "{}", stale.location());
    talk.noor.submit(&format!("{path}/break"), &format!("{path}/break"), &[("length", "20")]).await;
    if talk.sam.stands(&path).await.text().contains("taking a break") {
        let answer = forges(&mut talk, By::Sam, &sams, "1").await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(offered(&talk.sam.stands(&path).await).is_empty());
    } else {
        panic!("no break: {}", talk.sam.stands(&path).await.text());
    }
    assert_eq!(count(&app, pieces).await, before);
    app.clock.advance(time::Duration::minutes(21));
    for _ in 0..2 {
        let answer = forges(&mut talk, By::Sam, &sams, "1").await;
        assert!(answer.location().contains("done=shared"), "{} {}", answer.location(), answer.text());
    }
    assert_eq!(count(&app, pieces).await, before + 1, "pressed twice, shared once");
    assert!(talk.sam.get(&sams).await.status.is_redirection());
}

#[tokio::test]
async fn a_released_line_is_taken_back_like_everything_else() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    adds(&mut talk.sam, &format!("{path}/notes/4"), "hardly to be said").await;
    let page = releases(&mut talk.sam, &path, "hardly to be said").await;
    talk.noor.stands(&path).await;
    let document = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let back = document.into_iter().find(|href| href.contains("/back/")).expect("a way back").to_owned();
    talk.sam.submit(&back, &back, &[]).await;
    for (page, body) in everything(&mut talk.noor, &path).await {
        assert!(!body.contains("hardly to be said"), "{page}");
    }
    assert!(talk.noor.get(&format!("{path}/record")).await.text().contains("Sam took this back on"));
    let page = talk.sam.stands(&path).await;
    assert!(
        page.body.contains("hardly to be said") && offered(&page).is_empty(),
        "it is Sam's still, and not offered anew"
    );
}

#[tokio::test]
async fn at_the_end_a_line_is_an_idea_and_what_was_begun_there_moves_to_the_notes() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    adds(&mut talk.noor, &format!("{path}/notes/8"), "a line for the plan").await;
    let page = format!("{path}/8");
    for text in ["begun and", "begun and kept"] {
        talk.noor.submit(&page, &page, &[("idea", text), ("private", "1")]).await;
    }
    releases(&mut talk.noor, &path, "a line for the plan").await;
    let sams = talk.sam.stands(&path).await;
    assert!(sams.text().contains("a line for the plan") && sams.text().contains("has an idea"));
    assert!(!sams.body.contains("begun and"));
    let noors = talk.noor.stands(&path).await;
    let open: Vec<String> = offered(&noors).into_iter().map(|(text, _)| text).collect();
    assert_eq!(open, ["begun and kept"]);
    talk.noor.shares(&path, 8, &[("idea", "another one")]).await;
    assert!(talk.sam.stands(&path).await.text().contains("another one"));
    let most: i32 = sqlx::query_scalar(
        "select max(number) from entry_grant g join person p on p.id = g.author
         where p.name = 'Noor' and g.author <> g.reader and about is not null",
    )
    .fetch_one(app.owner())
    .await
    .unwrap();
    assert_eq!(most, 1, "nothing tells that there was an earlier one");
}

async fn unchanged(visitor: &mut Visitor, talk: &str, before: &[(String, String)]) {
    for ((page, after), (_, before)) in everything(visitor, talk).await.iter().zip(before) {
        are_same(after, before, page);
    }
}

/// Two pages are the same to the byte. What differs is shown, and not two whole pages.
fn are_same(left: &str, right: &str, what: &str) {
    if left == right {
        return;
    }
    let at = left.bytes().zip(right.bytes()).take_while(|(one, other)| one == other).count();
    let from = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(80)..text.len().min(at + 120)])
            .into_owned()
    };
    panic!("{what} differs at {at}:\n{}\n---\n{}", from(left), from(right));
}

/// The same pages, the same rows, the same lengths for the other, in two couples.
async fn are_alike(one: (&TestApp, &mut Talk), two: (&TestApp, &mut Talk), when: &str) {
    let (here, there) = (one.1.path.clone(), two.1.path.clone());
    let first = everything(&mut one.1.noor, &here).await;
    let second = everything(&mut two.1.noor, &there).await;
    for ((path, left), (_, right)) in first.into_iter().zip(second) {
        are_same(&without_ids(&left), &without_ids(&right), &format!("{when}: {path}"));
    }
    let seen = async |app: &TestApp| -> Vec<(String, Vec<String>)> {
        let noor = person(app, "Noor").await;
        let mut all = rows(app, noor).await;
        for (_, rows) in &mut all {
            *rows = rows.iter().map(|row| without_ids(row)).collect();
            rows.sort();
        }
        all
    };
    assert_eq!(seen(one.0).await, seen(two.0).await, "{when}");
}

const STEPS: [Until; 7] = [
    Until::Feelings,
    Until::Listening,
    Until::Perspectives,
    Until::Deeper,
    Until::Responsibility,
    Until::Apology,
    Until::Planning,
];

#[tokio::test]
async fn a_couple_with_sheets_and_one_without_look_the_same_to_the_other() {
    let (with, without) = (TestApp::new().await, TestApp::new().await);
    let (mut one, mut two) = (with.talk(Until::Feelings).await, without.talk(Until::Feelings).await);
    for step in 1..=8 {
        for line in ["a", "b", "c", "d"] {
            adds(&mut one.sam, &format!("{}/notes/{step}", one.path), &line.repeat(500)).await;
        }
    }
    for step in STEPS {
        are_alike((&with, &mut one), (&without, &mut two), &format!("{step:?}")).await;
        one.play(step, next(step), &with).await;
        two.play(step, next(step), &without).await;
    }
    are_alike((&with, &mut one), (&without, &mut two), "at the end").await;
}

fn next(step: Until) -> Until {
    let at = STEPS.iter().position(|one| *one == step).expect("a step");
    STEPS.get(at + 1).copied().unwrap_or(Until::End)
}

#[tokio::test]
async fn one_line_released_of_many_looks_like_the_only_one_there_was() {
    let (many, single) = (TestApp::new().await, TestApp::new().await);
    let (mut one, mut two) = (many.talk(Until::Feelings).await, single.talk(Until::Feelings).await);
    for step in [2, 4, 5, 8] {
        let (here, there) = (format!("{}/notes/{step}", one.path), format!("{}/notes/{step}", two.path));
        for text in ["before", "and before", "released", "after"] {
            adds(&mut one.sam, &here, text).await;
        }
        // changed, moved, dropped: none of it shows either
        let page = one.sam.get(&here).await;
        let up = button(&page, "Up", 2);
        let page = sends(&mut one.sam, &page, &["changed"], &up).await;
        let drop = button(&page, "Drop", 1);
        sends(&mut one.sam, &page, &[], &drop).await;
        adds(&mut two.sam, &there, "released").await;
    }
    for step in STEPS {
        let mine = matches!(step, Until::Feelings | Until::Perspectives | Until::Deeper | Until::Planning);
        if mine {
            let (here, there) = (one.path.clone(), two.path.clone());
            releases(&mut one.sam, &here, "released").await;
            releases(&mut two.sam, &there, "released").await;
        }
        are_alike((&many, &mut one), (&single, &mut two), &format!("{step:?}")).await;
        one.play(step, next(step), &many).await;
        two.play(step, next(step), &single).await;
    }
    are_alike((&many, &mut one), (&single, &mut two), "at the end").await;
    let record = one.noor.get(&format!("{}/record", one.path)).await;
    assert_eq!(record.body.matches("released").count(), 4);
    for kept in ["before", "changed", "after"] {
        assert!(!record.body.contains(&format!("<p>{kept}")), "{kept}");
    }
}
