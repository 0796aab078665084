//! Looking back and finding again: the two have the same shared lines, what is not shared is in no line and no hit, and a
//! search leaves nothing behind.

use toward::{
    checkins::Release,
    couples::Me,
    entries::{self, Base, Mark, Note, Place},
    ids::EntryId,
    plans::{Doer, HowOften},
    timeline,
};

use crate::{
    doing::{agreed, promise},
    support::{Answer, Somebody, TestApp, Visitor, talk::Until, weeks::Filled},
};

/// The lines, with everything in them.
fn lines(page: &Answer) -> Vec<String> {
    let document = scraper::Html::parse_document(&page.body);
    let all = scraper::Selector::parse("ol.timeline > li").unwrap();
    document.select(&all).map(|line| line.html()).collect()
}

impl Visitor {
    /// Looks for these words.
    pub async fn finds(&mut self, words: &str) -> Answer {
        let found = self.submit("/find", "/find", &[("words", words)]).await;
        assert_eq!((found.status.as_u16(), found.path.as_str()), (200, "/find"), "{}", found.text());
        found
    }
}

/// What was found, in a few words each.
fn hits(found: &Answer) -> Vec<String> {
    found.all("ol.timeline > li blockquote")
}

async fn note(who: &mut Somebody, text: &str, share: bool) -> String {
    let kept = who.browser.submit("/write/new", "/write/new", &[("title", ""), ("text", text)]).await;
    let path = kept.path.split('?').next().unwrap().to_owned();
    if share {
        let page = format!("{path}/share");
        who.browser.submit(&page, &page, &[("with", "partner")]).await;
    }
    path
}

#[tokio::test]
async fn the_two_have_the_same_lines_and_one_s_own_stand_there_only_when_asked_for() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let blank = noor.browser.get("/past").await;
    assert!(blank.text().contains("nothing to look back at so far"), "{}", blank.text());
    note(&mut sam, "A night that only Sam knows of", false).await;
    assert_eq!(noor.browser.get("/past").await.still(), blank.still());
    assert!(lines(&sam.browser.get("/past").await).is_empty(), "it can be shown to somebody");
    let own = sam.browser.get("/past?mine=yes").await;
    assert!(own.text().contains("Only you can read it.") && own.text().contains("only Sam knows of"));

    let shared = note(&mut sam, "Slept [[badly in that bed]] again", true).await;
    let unread = noor.browser.get("/past").await.text();
    assert!(unread.contains("It is new to you.") && !unread.contains("Slept"), "{unread}");
    assert!(!unread.contains("only Sam knows of"));
    assert_eq!(noor.browser.get("/past?mine=yes").await.count("ol.timeline > li"), 1, "not even then");
    noor.browser.get(&shared).await;
    let question = noor.browser.asks("Who else knew?").await;
    sam.browser.answers(&question, "My sister did.").await;
    noor.browser.get(&question).await;
    let promises = [promise(Doer::Both, "A walk on Sunday", HowOften::Weekly)];
    agreed(&app, &sam, &noor, &promises).await;
    let other = [promise(Doer::One, "Phone on the table", HowOften::Daily)];
    agreed(&app, &noor, &sam, &other).await;
    app.weekly(&sam, &noor).await;
    sam.browser = app.sign_in_again(&sam).await;
    noor.browser = app.sign_in_again(&noor).await;
    app.checks_in(&sam, &Filled::all(6), Release::Both).await;
    let one_sided = [lines(&sam.browser.get("/past").await), lines(&noor.browser.get("/past").await)];
    assert_eq!(one_sided[0], one_sided[1], "what waits for the other half is no line of either");
    app.checks_in(&noor, &Filled::all(7), Release::Both).await;

    let (one, two) = (sam.browser.get("/past").await, noor.browser.get("/past").await);
    assert_eq!(lines(&one), lines(&two), "to the letter");
    let text = one.text();
    for said in [
        "Both opened a check-in to each other",
        "Both agreed to a plan",
        "Both agreed to a change of the plan",
        "New: Phone on the table. Ended: A walk on Sunday.",
        "Noor asked a question",
        "Sam answered a question",
        "Slept (folded) again",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains('%') && !text.contains("badly"), "{text}");
    assert!(one.all("h2.sec").contains(&"March 2026".to_owned()), "{:?}", one.all("h2"));
    let pieces = [sam.browser.get("/past/pieces").await, noor.browser.get("/past/pieces").await];
    assert_eq!(pieces[0].all("main section"), pieces[1].all("main section"));
    for piece in ["A question was answered", "You agreed to a plan", "You changed the plan together"] {
        assert!(pieces[0].text().contains(piece), "{piece}");
    }
}

#[tokio::test]
async fn a_setback_takes_nothing_away_and_pieces_that_are_not_there_are_not_named() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let stages = |page: &Answer| page.all("main section h2");
    let blank = sam.browser.get("/past/pieces").await;
    assert_eq!((stages(&blank).len(), blank.count("main section li")), (5, 0), "no empty places");
    let act = promise(Doer::Two, "Home by eight", HowOften::Daily);
    agreed(&app, &sam, &noor, std::slice::from_ref(&act)).await;
    let before =
        [lines(&sam.browser.get("/past").await), sam.browser.get("/past/pieces").await.all("main li")];
    let page = format!("/plan/setback?about={}", act.id);
    let kept = noor.browser.submit(&page, "/plan/setback", &[("words", "I came at ten.")]).await;
    let setback = kept.path.split('?').next().unwrap().to_owned();
    assert_eq!(lines(&noor.browser.get("/past").await), before[0], "private, it is no line");
    assert_eq!(noor.browser.get("/past/pieces").await.all("main li"), before[1]);
    let share = format!("{setback}/share");
    noor.browser.submit(&share, &share, &[("with", "partner")]).await;
    sam.browser.get(&setback).await;
    let (one, two) = (sam.browser.get("/past").await, noor.browser.get("/past").await);
    assert_eq!(lines(&one), lines(&two));
    assert!(one.text().contains("What came before it keeps its place."), "{}", one.text());
    for line in &before[0] {
        assert!(lines(&one).contains(line), "what was there stays: {line}");
    }
    let after = sam.browser.get("/past/pieces").await;
    for piece in &before[1] {
        assert!(after.all("main li").contains(piece), "{piece}");
    }
    assert!(after.text().contains("A setback was spoken about"));
    assert_eq!(stages(&after), stages(&blank));
}

#[tokio::test]
async fn a_talk_is_a_line_for_each_day_both_went_on_in_it_and_nothing_of_it_is_found_before_its_time() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let before = [talk.noor.get("/past").await.still(), talk.noor.finds("sadness").await.still()];
    let path = talk.path.clone();
    talk.sam.shares(&path, 2, &[("felt", "sad"), ("words", "such sadness")]).await;
    assert_eq!(hits(&talk.sam.finds("sadness").await).len(), 1, "one's own is found");
    let after = [talk.noor.get("/past").await.still(), talk.noor.finds("sadness").await.still()];
    assert_eq!(after, before, "given and not yet to be read, it is nowhere");
    let (one, two) = (talk.sam.get("/past").await, talk.noor.get("/past").await);
    assert_eq!(lines(&one), lines(&two));
    assert!(one.text().contains("began the talk “About the spring”"), "{}", one.text());
    assert_eq!(one.count("ol.timeline > li"), 1, "a day is one line: {}", one.text());
}

#[tokio::test]
async fn a_talk_to_its_end_is_the_same_for_both() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let (one, two) = (talk.sam.get("/past").await, talk.noor.get("/past").await);
    assert_eq!(lines(&one), lines(&two));
    assert!(one.text().contains("You came through this talk."), "{}", one.text());
    let pieces = talk.sam.get("/past/pieces").await;
    assert_eq!(pieces.all("main section"), talk.noor.get("/past/pieces").await.all("main section"));
    assert!(pieces.text().contains("An apology was given"), "{}", pieces.text());
    // every step is found by both, and leads to where it stands
    for words in ["opening", "perspective", "understand", "idea"] {
        for who in [&mut talk.sam, &mut talk.noor] {
            let found = who.finds(&format!("{words} by")).await;
            assert!(found.count("ol.timeline > li") > 0, "{words}: {}", found.text());
            assert!(found.body.contains("/record\""), "{words}");
        }
    }
}

#[tokio::test]
async fn a_search_finds_what_one_may_read_and_says_nothing_of_the_rest() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = noor.browser.finds("hotel").await;
    assert!(before.text().contains("Nothing found"), "{}", before.text());
    note(&mut sam, "That hotel, for me alone", false).await;
    sam.browser.submit("/aside", "/aside", &[("words", "The Hôtel has another name")]).await;
    let question = sam.browser.keeps_question("Was it the HOTEL by the lake?").await;
    assert_eq!(noor.browser.finds("hotel").await.still(), before.still(), "it is as if they were not there");
    let mut own = hits(&sam.browser.finds("hotel").await);
    own.sort_unstable();
    let all = ["That hotel, for me alone", "The Hôtel has another name", "Was it the HOTEL by the lake?"];
    assert_eq!(own, all);
    let marked = sam.browser.finds("\"the hotel by\"").await;
    assert_eq!(marked.all("mark"), ["the HOTEL by"]);
    assert!(marked.body.contains(&format!("href=\"{question}\"")));

    // shared and not opened, it is a hit without its words; opened, with them
    let shared = note(&mut noor, "The hotel had [[a room with\n\na red door]] and rain", true).await;
    let unread = sam.browser.finds("rain").await;
    assert!(unread.text().contains("It is new to you") && hits(&unread).is_empty(), "{}", unread.text());
    sam.browser.get(&shared).await;
    assert_eq!(hits(&sam.browser.finds("rain and hotel").await), ["and rain"]);
    let folded = sam.browser.finds("red").await;
    assert!(folded.text().contains("In a passage that is folded") && !folded.body.contains("door"));

    // taken back, it is no hit, and changed since it was shared, only what is held is
    let edit = format!("{shared}/edit");
    noor.browser.submit(&edit, &edit, &[("text", "Snow, and rain")]).await;
    assert!(hits(&sam.browser.finds("snow").await).is_empty());
    assert_eq!(hits(&noor.browser.finds("snow").await), ["Snow, and rain"]);
    let back = format!("{shared}/back");
    noor.browser.submit(&back, &back, &[]).await;
    assert!(sam.browser.finds("rain").await.text().contains("Nothing found"));
}

#[tokio::test]
async fn a_search_is_refused_kindly_and_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    note(&mut sam, "A red door", false).await;
    for typed in ["", "  ", "?!", &"long ".repeat(60)] {
        let refused = sam.browser.submit("/find", "/find", &[("words", typed)]).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert_eq!(
            refused.form("/find").unwrap().fields.iter().find(|(name, _)| name == "words").unwrap().1,
            typed
        );
    }
    assert!(sam.browser.submit("/find", "/find", &[("words", "%")]).await.text().contains("Signs alone"));
    for (day, last) in [("2026-99-99", ""), ("2026-01-01", "x")] {
        let fields = [("words", "door"), ("day", day), ("last", last)];
        let page = sam.browser.get("/find").await;
        let csrf = page.form("/find").unwrap().fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let all: Vec<(&str, &str)> = fields.into_iter().chain([("csrf", csrf.as_str())]).collect();
        assert_eq!(sam.browser.post("/find", &all).await.status, 404, "{day} {last}");
    }
    let rows = async || -> Vec<i64> {
        let mut all = Vec::new();
        for table in ["entry", "draft", "opening", "revision", "attempt"] {
            let count = format!("select count(*) from {table}");
            all.push(sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(app.owner()).await.unwrap());
        }
        all
    };
    let before = rows().await;
    let found = sam.browser.finds("door red").await;
    assert_eq!(found.all("mark"), ["red", "door"]);
    let title = found.all("title");
    assert!(title.iter().all(|title| !title.contains("door")), "{title:?}");
    assert_eq!(rows().await, before, "nothing is kept");
    assert_eq!(sam.browser.finds("door red").await.still(), found.still(), "sent again it is the same");
}

#[tokio::test]
async fn many_hits_go_on_further_back_each_once() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    for (who, many) in [(&sam, 45), (&noor, 7)] {
        let mut scope = app.scope(who).await;
        for number in 0..many {
            let note = Note { title: String::new(), text: format!("The door, number {number}.") };
            let place = Place { kind: "note", couple: None, about: None, slot: None };
            let base = Base::New(uuid::Uuid::new_v4());
            entries::write(&mut scope, &who.hand, place, base, &note, app.clock.now()).await.unwrap();
        }
        scope.commit().await.unwrap();
    }
    let first = sam.browser.finds("door").await;
    assert_eq!(hits(&first).len(), 40);
    assert!(first.text().contains("and there is more to look through"), "{}", first.text());
    let document = scraper::Html::parse_document(&first.body);
    let of = |name: &str| {
        let css = scraper::Selector::parse(&format!("input[type=hidden][name={name}]")).unwrap();
        document.select(&css).next().unwrap().value().attr("value").unwrap().to_owned()
    };
    let (day, last, csrf) = (of("day"), of("last"), of("csrf"));
    let fields = [("csrf", csrf.as_str()), ("words", "door"), ("day", &day), ("last", &last)];
    let second = sam.browser.post("/find", &fields).await;
    assert_eq!(hits(&second).len(), 5, "{}", second.text());
    assert!(second.text().contains("looked back to the beginning"), "{}", second.text());
    let all: std::collections::BTreeSet<String> = hits(&first).into_iter().chain(hits(&second)).collect();
    assert_eq!(all.len(), 45, "each once, and none of the other one's");
}

/// The heads that a search would look at.
async fn heads(app: &TestApp, who: &Somebody, most: u32) -> Vec<EntryId> {
    let mut scope = app.scope(who).await;
    let kinds = ["note", "line", "checkin"];
    let all = entries::readable(&mut *scope, who.id, &kinds, &[], Mark::NEWEST, most).await.unwrap();
    all.into_iter().map(|head| head.id).collect()
}

#[tokio::test]
async fn how_far_a_search_comes_does_not_depend_on_what_it_cannot_read() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    app.weekly(&sam, &noor).await;
    sam.browser = app.sign_in_again(&sam).await;
    noor.browser = app.sign_in_again(&noor).await;
    for number in 0..3 {
        note(&mut noor, &format!("Noor {number}"), false).await;
    }
    let before = heads(&app, &noor, 2).await;
    let page = noor.browser.finds("noor").await.still();
    note(&mut sam, "of Sam", false).await;
    let back = note(&mut sam, "of Sam", true).await;
    sam.browser.submit(&format!("{back}/back"), &format!("{back}/back"), &[]).await;
    app.checks_in(&sam, &Filled { words: "noor".to_owned(), ..Filled::all(6) }, Release::Both).await;
    assert_eq!(heads(&app, &noor, 2).await, before);
    assert_eq!(noor.browser.finds("noor").await.still(), page);
}

#[tokio::test]
async fn a_check_in_that_may_still_be_answered_is_found_only_after_looking_at_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    app.weekly(&sam, &noor).await;
    sam.browser = app.sign_in_again(&sam).await;
    noor.browser = app.sign_in_again(&noor).await;
    let before = noor.browser.finds("lighter").await.still();
    let words = Filled { words: "a lighter week".to_owned(), ..Filled::all(6) };
    app.checks_in(&sam, &words, Release::Now).await;
    assert_eq!(noor.browser.finds("lighter").await.still(), before, "looking would end Noor's own writing");
    assert_eq!(hits(&sam.browser.finds("lighter").await), ["a lighter week"]);
    let week = sam.browser.open_week().await;
    noor.browser.submit(&week, &format!("{week}/open"), &[]).await;
    assert_eq!(hits(&noor.browser.finds("lighter").await), ["a lighter week"]);
}

#[tokio::test]
async fn earlier_pages_go_on_by_day_and_many_years_take_as_many_statements() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    app.weekly(&sam, &noor).await;
    let mut counts = Vec::new();
    for weeks in [2, 33] {
        for week in 0..weeks {
            app.checks_in(&sam, &Filled::all(6), Release::Both).await;
            app.checks_in(&noor, &Filled::all(7), Release::Both).await;
            let mut scope = app.scope(&sam).await;
            let note = Note { title: String::new(), text: format!("week {week}") };
            let place = Place { kind: "note", couple: None, about: None, slot: None };
            let base = Base::New(uuid::Uuid::new_v4());
            let now = app.clock.now();
            let written = entries::write(&mut scope, &sam.hand, place, base, &note, now).await.unwrap();
            let entries::Written::Kept(id, number) = written else { panic!("{written:?}") };
            let me = Me::load(&mut scope, &sam.hand).await.unwrap().unwrap();
            entries::share(&mut scope, &sam.hand, me.pinned().unwrap(), id, number, now.date())
                .await
                .unwrap();
            scope.commit().await.unwrap();
            app.next_round();
        }
        sam.browser = app.sign_in_again(&sam).await;
        sam.browser.get("/write").await;
        let all = app.statements(&sam.browser, &["/past", "/past?mine=yes", "/past/pieces"]).await;
        counts.push(all.iter().map(Vec::len).collect::<Vec<_>>());
    }
    println!("statements: {counts:?}");
    assert_eq!(counts[0], counts[1]);
    let (mut path, mut seen) = ("/past".to_owned(), Vec::new());
    for _ in 0..5 {
        let page = sam.browser.get(&path).await;
        seen.extend(lines(&page));
        let Some(earlier) = page.body.split("href=\"/past?before=").nth(1) else { break };
        let earlier = earlier.split('"').next().unwrap();
        if path.contains(earlier) || !page.text().contains("Earlier") {
            break;
        }
        path = format!("/past?before={earlier}");
    }
    let once: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), once.len()), (70, 70), "each line once, over the pages");
    for wrong in ["2026-13-01", "x", "now", "-9999-01-01", "0000-01-01"] {
        assert_eq!(sam.browser.get(&format!("/past?before={wrong}")).await.status, 404, "{wrong}");
    }
}

/// Kinds of entries that are not looked back at, and why.
const NOT_HERE: [(&str, &str); 2] =
    [("access", "the code of a therapist's link: it holds no words"), ("settings", "an address to leave to")];

#[tokio::test]
async fn every_kind_of_entry_is_looked_back_at_or_has_a_reason() {
    let app = TestApp::new().await;
    let sql = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'entry_kind'";
    let check: String = sqlx::query_scalar(sql).fetch_one(app.owner()).await.unwrap();
    let mut kinds: Vec<&str> = check.split('\'').skip(1).step_by(2).collect();
    kinds.sort_unstable();
    let reasons = NOT_HERE.map(|(kind, _)| kind);
    let mut named: Vec<&str> = timeline::kinds().into_iter().chain(reasons).collect();
    named.sort_unstable();
    assert_eq!(kinds, named);
}

#[tokio::test]
async fn with_nobody_beside_one_nothing_is_said_about_what_both_see() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    assert!(noor.browser.get("/past").await.text().contains("What you both see"));
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for path in ["/past", "/past?mine=yes", "/past/pieces"] {
        let page = noor.browser.get(path).await;
        assert!(page.status.is_success() && !page.text().contains("you both"), "{path}: {}", page.text());
    }
}
