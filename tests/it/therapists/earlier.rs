//! Earlier things: which are there, as what, who presses the button, and that nothing else changes.

use axum::http::StatusCode;
use serde::Serialize;
use toward::{
    asking,
    checkins::{Release, moments::Moment},
    hard,
    ids::CommitmentId,
    noticing::{Line, LineKind},
    plans::{
        self, Commitment, Doer, Draft, HowOften, Kept, Piece, PlanText, Question, answers, doing::Mark,
        drafts,
    },
};

use super::*;
use crate::support::{Answer, Visitor, talk::Until, weeks::Filled};

pub(super) const PAGE: &str = "/us/therapist/earlier";

/// Writes something of this kind and lets the partner read it.
async fn gives<C: Serialize + PartialEq + serde::de::DeserializeOwned>(
    app: &TestApp,
    who: &Somebody,
    kind: &'static str,
    content: &C,
) -> EntryId {
    let (couple, now) = (me(app, who).await.couple, app.clock.now());
    let partner = app.pinned(who).await;
    let mut scope = app.scope(who).await;
    let place = Place { kind, couple, about: None, slot: None };
    let base = Base::New(uuid::Uuid::new_v4());
    let written = entries::write(&mut scope, &who.hand, place, base, content, now).await.unwrap();
    let Written::Kept(id, 1) = written else { panic!("{written:?}") };
    assert!(entries::share(&mut scope, &who.hand, &partner, id, 1, now.date()).await.unwrap());
    scope.commit().await.unwrap();
    id
}

pub(super) async fn note(app: &TestApp, who: &Somebody, text: &str) -> EntryId {
    let id = write(app, who, text).await;
    share_with_partner(app, who, id, 1).await;
    id
}

pub(super) fn value(id: EntryId) -> String {
    format!("{id}.1")
}

/// The values that can be ticked, and how many are.
pub(super) fn boxes(page: &Answer) -> (Vec<String>, usize) {
    let html = scraper::Html::parse_document(&page.body);
    let css = scraper::Selector::parse("input[name=it]").unwrap();
    let found: Vec<_> = html.select(&css).map(|input| input.value()).collect();
    let ticked = found.iter().filter(|input| input.attr("checked").is_some()).count();
    (found.iter().map(|input| input.attr("value").unwrap().to_owned()).collect(), ticked)
}

pub(super) async fn ticks(visitor: &mut Visitor, page: &str, values: &[&str]) -> Answer {
    let fields: Vec<_> = values.iter().map(|value| ("it", *value)).collect();
    visitor.submit(page, PAGE, &fields).await
}

/// How many grants a therapist has.
pub(super) async fn held(app: &TestApp) -> i64 {
    count(app, "entry_grant where access is not null").await
}

#[tokio::test]
async fn what_was_shared_before_is_shown_as_the_partner_has_it_and_only_what_is_ticked_goes_over() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let (plain, changed) =
        (note(&app, &sam, "The drive home.").await, note(&app, &sam, "As it was then.").await);
    edit(&app, &sam, changed, 1, "Rewritten since.").await;
    let private = write(&app, &sam, "Only mine.").await;
    let both = write(&app, &sam, "For both already.").await;
    assert!(share_with_both(&app, &sam, both, 1).await);
    note(&app, &noor, "Noor's own.").await;

    let page = sam.browser.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for there in [
        "The drive home.",
        "As it was then.",
        "You have changed it since",
        "Shared with Noor on 2 March 2026",
    ] {
        assert!(text.contains(there), "{there}: {text}");
    }
    for never in ["Rewritten", "Only mine", "For both already", "Noor's own"] {
        assert!(!page.body.contains(never), "{never}");
    }
    let (values, ticked) = boxes(&page);
    assert_eq!((values.len(), ticked), (2, 0), "nothing is ticked beforehand");
    assert!(!page.body.contains(&private.to_string()));
    assert!(page.body.contains("<title>Sharing"), "the tab says nothing");

    let pages = [format!("/n/{plain}"), format!("/n/{changed}"), "/write".to_owned(), "/today".to_owned()];
    let mut before = Vec::new();
    for path in &pages {
        noor.browser.get(path).await;
        before.push(noor.browser.get(path).await.still());
    }
    let done = ticks(&mut sam.browser, PAGE, &[&value(changed)]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("Amari can read a note of yours now."), "{}", done.text());
    assert_eq!(boxes(&done), (vec![value(plain)], 0), "what they hold is not offered again");
    assert_eq!(sees(&app, &amari, changed).await.as_deref(), Some("As it was then."));
    for closed in [plain, private] {
        assert_eq!(sees(&app, &amari, closed).await, None);
    }
    for (path, before) in pages.iter().zip(before) {
        assert_eq!(noor.browser.get(path).await.still(), before, "{path}");
    }
    assert_eq!(reads(&app, &noor, changed).await.as_deref(), Some("As it was then."));
}

#[tokio::test]
async fn every_kind_is_there_under_its_own_heading_and_all_of_it_can_be_shared_at_once() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    app.weekly(&sam, &noor).await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    let mut sam = again(&app, sam).await;
    let today = app.clock.now().date();
    note(&app, &sam, "A note to begin with.").await;
    let line = Line { kind: LineKind::Thanks, words: "For the soup.".to_owned(), about: None };
    gives(&app, &sam, "line", &line).await;
    gives(&app, &sam, "moment", &Moment { day: today, words: "We went to the lake.".to_owned() }).await;
    let commitment = CommitmentId::random();
    let mark = Mark { commitment, week: today, kept: Kept::Partly, words: "Twice I forgot.".to_owned() };
    gives(&app, &sam, "mark", &mark).await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let setback =
        plans::doing::Setback { couple, over: 1, about: vec![], words: "It happened again.".to_owned() };
    gives(&app, &sam, "plan", &Piece::Setback(setback)).await;
    gives(&app, &sam, "question", &asking::Piece::Question(asking::Question::new("Where were you?"))).await;
    let until = hard::Hour::next("07:00", "UTC", app.clock.now()).unwrap();
    gives(&app, &sam, "hard", &hard::Piece::Rest(hard::Rest { until })).await;
    let word = hard::Word::new("The song in the shop.", hard::Need::Know);
    gives(&app, &sam, "hard", &hard::Piece::Word(word)).await;
    answered(&app, &sam, "More Sundays.").await;
    app.checks_in(&sam, &walking(), Release::Now).await;

    let page = sam.browser.get(PAGE).await;
    assert_eq!(
        page.all("main h2.sec"),
        [
            "Notes",
            "The plan",
            "Check-ins",
            "Lines you sent",
            "Days you marked",
            "How it went with a promise",
            "Setbacks",
            "Questions and answers",
            "Hard moments"
        ]
    );
    for words in [
        "A note to begin with.",
        "For the soup.",
        "We went to the lake.",
        "Twice I forgot.",
        "It happened again.",
        "Where were you?",
        "The song in the shop.",
        "More Sundays.",
        "Walking together.",
    ] {
        assert!(page.text().contains(words), "{words}");
    }
    let (values, ticked) = boxes(&page);
    assert!(!page.text().contains("put this away"), "a night is between the two");
    assert_eq!((values.len(), ticked), (9, 0));
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let done = ticks(&mut sam.browser, PAGE, &values).await;
    let said = "Amari can read a note, something of the plan, a check-in, a line, a day you marked, how it went in a week, \
                what you wrote about a setback, a question or an answer and a line from a hard moment of yours now.";
    assert!(done.text().contains(said), "{}", done.text());
    assert!(done.text().contains("There is nothing here"), "{}", done.text());
    assert_eq!(held(&app).await, 9);
}

fn walking() -> Filled {
    Filled { words: "Walking together.".to_owned(), ..Filled::all(6) }
}

/// The same person at the clock's new hour.
pub(super) async fn again(app: &TestApp, who: Somebody) -> Somebody {
    let browser = app.sign_in_again(&who).await;
    Somebody { browser, ..who }
}

async fn answered(app: &TestApp, who: &Somebody, words: &str) {
    let (me, now, partner) = (me(app, who).await, app.clock.now(), app.pinned(who).await);
    let mut scope = app.scope(who).await;
    answers::keep(&mut scope, &who.hand, &me, None, Question::Future, words, now).await.unwrap();
    let all = answers::Answers::open(&mut scope, &who.hand, &me).await.unwrap();
    let mine = all.of_mine(Question::Future).unwrap();
    assert!(
        answers::share(&mut scope, &who.hand, &me, Audience::Partner(&partner), mine, now).await.unwrap()
    );
    scope.commit().await.unwrap();
}

#[tokio::test]
async fn a_check_in_that_waits_is_not_there_before_it_has_opened_for_the_partner() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    app.weekly(&sam, &noor).await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    let (mut sam, mut noor) = (again(&app, sam).await, again(&app, noor).await);
    app.checks_in(&sam, &walking(), Release::Both).await;
    let waits = sam.browser.get(PAGE).await;
    assert!(waits.text().contains("There is nothing here") && !waits.text().contains("Walking"));
    // and what Noor keeps or holds back changes nothing on it
    app.checks_in(&noor, &Filled::all(3), Release::OnlyMe).await;
    assert_eq!(sam.browser.get(PAGE).await.still(), waits.still());
    let sql = "delete from entry where kind = 'checkin' and author = $1";
    sqlx::query(sql).bind(noor.id.0).execute(app.owner()).await.unwrap();
    app.checks_in(&noor, &Filled::all(3), Release::Both).await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(PAGE).await;
        let (values, _) = boxes(&page);
        assert_eq!(values.len(), 1, "each has their own: {}", page.text());
        let done = ticks(&mut who.browser, PAGE, &[&values[0]]).await;
        assert!(done.text().contains("Amari can read a check-in of yours now."), "{}", done.text());
    }
    assert_eq!(held(&app).await, 2);
}

#[tokio::test]
async fn a_version_goes_over_with_ones_own_signature_and_what_both_signed_stays_as_it_is() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, _, _) = three(&app).await;
    signed(&app, &sam, &noor).await;
    let version = noor.browser.get("/plan/versions").await.all("main a.row").len();
    assert_eq!(version, 1);
    let before = [noor.browser.get("/plan").await.still(), sam.browser.get("/plan").await.still()];
    let page = sam.browser.get(PAGE).await;
    assert_eq!(page.all("label.choice > span:first-of-type"), ["First version"], "{}", page.text());
    assert!(page.text().contains("Say when I will be late") && page.text().contains("Because of the spring"));
    let (values, _) = boxes(&page);
    let done = ticks(&mut sam.browser, PAGE, &[&values[0]]).await;
    assert!(done.text().contains("something of the plan of yours now"), "{}", done.text());
    assert_eq!(held(&app).await, 2, "the version and the signature");
    let theirs = noor.browser.get(PAGE).await;
    assert_eq!(theirs.all("label.choice > span:first-of-type"), ["Your signature under the first version"]);
    let (values, _) = boxes(&theirs);
    ticks(&mut noor.browser, PAGE, &[&values[0]]).await;
    assert_eq!(held(&app).await, 3);
    assert_eq!([noor.browser.get("/plan").await.still(), sam.browser.get("/plan").await.still()], before);
    assert!(sam.browser.get(PAGE).await.text().contains("There is nothing here"));
}

/// Sam proposes a plan with one promise, and Noor signs it.
async fn signed(app: &TestApp, sam: &Somebody, noor: &Somebody) {
    let now = app.clock.now();
    let (one, two) = (me(app, sam).await, me(app, noor).await);
    let mut scope = app.scope(sam).await;
    let promise = Commitment {
        id: CommitmentId::random(),
        act: "Say when I will be late".to_owned(),
        who: Doer::One,
        how_often: HowOften::WhenItHappens,
        starts: now.date(),
        review: None,
        kind: plans::Kind::Action,
        from_talk: None,
    };
    let text = PlanText { commitments: vec![promise], ..PlanText::default() };
    let reason = "Because of the spring".to_owned();
    let draft = Draft { couple: one.couple, by: one.seat, from: None, text, reason, taken: Vec::new() };
    drafts::keep(&mut scope, &sam.hand, None, &draft, now).await.unwrap();
    let draft = drafts::find(&mut scope, &sam.hand, &one).await.unwrap().unwrap();
    let looked = plans::Looked { over: None, answers: None };
    assert_eq!(
        plans::propose(&mut scope, &sam.hand, &one, &draft, looked, one.pinned().unwrap().into(), now)
            .await
            .unwrap(),
        plans::Acted::Done
    );
    scope.commit().await.unwrap();
    let mut scope = app.scope(noor).await;
    let plan = plans::Plan::now(&mut scope, &noor.hand, &two).await.unwrap();
    let open = plan.open().unwrap();
    let (id, digest) = (open.id, open.digest);
    assert_eq!(
        plans::agree(&mut scope, &noor.hand, &two, id, &digest, two.pinned().unwrap().into(), now)
            .await
            .unwrap(),
        plans::Acted::Done
    );
    scope.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_from_a_talk_stands_under_its_name_once_the_talk_has_come_to_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let amari = app.somebody("Amari").await;
    let us = "/us/therapist";
    talk.sam.submit(us, us, &[("act", "propose")]).await;
    talk.noor.submit(us, us, &[("act", "agree")]).await;
    let link = talk.sam.submit(us, us, &[("act", "link")]).await;
    let html = scraper::Html::parse_document(&link.body);
    let input = scraper::Selector::parse("input#link").unwrap();
    let address = html.select(&input).next().unwrap().value().attr("value").unwrap().to_owned();
    let code = InviteCode::parse(address.rsplit('/').next().unwrap()).unwrap();
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));

    let path = talk.path.clone();
    let felt = [("felt", "afraid"), ("own", ""), ("words", "felt by Sam")];
    talk.sam.shares(&path, 2, &felt).await;
    let page = talk.sam.get(PAGE).await;
    assert!(page.text().contains("opening by Sam"), "{}", page.text());
    assert!(!page.body.contains("felt by Sam"), "it waits for the talk");
    assert_eq!(page.all("main h2.sec"), ["From the talk “About the spring”"]);
    talk.noor.shares(&path, 2, &[("felt", "ashamed"), ("own", ""), ("words", "felt by Noor")]).await;
    let page = talk.sam.get(PAGE).await;
    assert!(!page.body.contains("felt by Noor"));
    let (values, ticked) = boxes(&page);
    assert_eq!(ticked, 0);
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let before = talk.noor.get(&path).await.still();
    let done = ticks(&mut talk.sam, PAGE, &values).await;
    assert!(done.text().contains("things from your talks"), "{}", done.text());
    assert_eq!(talk.noor.get(&path).await.still(), before);
    assert_eq!(held(&app).await, i64::try_from(values.len()).unwrap());
}

#[tokio::test]
async fn many_stand_on_pages_of_twenty_and_each_page_shares_its_own() {
    let app = TestApp::new().await;
    let (mut sam, ..) = three(&app).await;
    for number in 0..45 {
        if number % 10 == 0 {
            app.clock.advance(Duration::minutes(1));
        }
        note(&app, &sam, &format!("Note number {number}.")).await;
    }
    let mut seen = Vec::new();
    for (page, many) in [("", 20), ("?page=2", 20), ("?page=3", 5), ("?page=9", 5), ("?page=x", 20)] {
        let answer = sam.browser.get(&format!("{PAGE}{page}")).await;
        let (values, _) = boxes(&answer);
        assert_eq!(values.len(), many, "{page}");
        if page != "?page=9" && page != "?page=x" {
            seen.extend(values);
        }
        assert_eq!(answer.count("a[href='/us/therapist/earlier?page=3']"), usize::from(page == "?page=2"));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45, "each once");
    let second = sam.browser.get(&format!("{PAGE}?page=2")).await;
    let (values, _) = boxes(&second);
    let chosen: Vec<&str> = values.iter().take(3).map(String::as_str).collect();
    let done = ticks(&mut sam.browser, &format!("{PAGE}?page=2"), &chosen).await;
    assert!(done.path.starts_with("/us/therapist/earlier?page=2&done="), "{}", done.path);
    assert!(done.text().contains("Amari can read 3 notes of yours now."), "{}", done.text());
    assert_eq!(held(&app).await, 3);
}
