//! What a therapist reads: exactly what hangs on their access, on every page of the window.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use sqlx::AssertSqlSafe;
use toward::{
    checkins::moments::Moment,
    ids::CommitmentId,
    noticing::{Line, LineKind},
    plans::{Answer, Commitment, Doer, HowOften, Kept, Kind, Piece, Question, doing::Mark, doing::Setback},
};

use super::*;
use crate::support::talk::{OPENING, Talk, Until, begin};

/// Writes something of any kind.
pub(super) async fn put<C: Serialize + PartialEq + serde::de::DeserializeOwned>(
    app: &TestApp,
    who: &Somebody,
    kind: &'static str,
    content: &C,
) -> EntryId {
    let me = me(app, who).await;
    let mut scope = app.scope(who).await;
    let place = Place { kind, couple: me.couple, about: None, slot: None };
    let base = Base::New(uuid::Uuid::new_v4());
    let written = entries::write(&mut scope, &who.hand, place, base, content, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    let Written::Kept(id, 1) = written else { panic!("{written:?}") };
    id
}

/// The same, shared with the partner and the therapist.
pub(super) async fn give<C: Serialize + PartialEq + serde::de::DeserializeOwned>(
    app: &TestApp,
    who: &Somebody,
    kind: &'static str,
    content: &C,
) -> EntryId {
    let id = put(app, who, kind, content).await;
    assert!(share_with_both(app, who, id, 1).await);
    id
}

/// Gives the therapist, too, everything of `who` that the partner holds.
pub(super) async fn show_all(app: &TestApp, who: &Somebody) {
    let ours = ours(app, who).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let sql = "select entry_id from entry_grant where author = $1 and reader_role = 'partner' and not held
        and entry_id not in (select id from entry where kind = 'access') order by entry_id";
    let all: Vec<uuid::Uuid> = sqlx::query_scalar(sql).bind(who.id.0).fetch_all(app.owner()).await.unwrap();
    let today = app.clock.now().date();
    let mut scope = app.scope(who).await;
    for id in all {
        let id = EntryId(id);
        entries::show_therapist(&mut scope, &who.hand, therapist, access, id, today).await.unwrap();
    }
    scope.commit().await.unwrap();
}

fn promise(act: &str) -> Commitment {
    Commitment {
        id: CommitmentId::random(),
        who: Doer::Both,
        act: act.to_owned(),
        how_often: HowOften::Weekly,
        starts: time::macros::date!(2026 - 03 - 02),
        review: None,
        kind: Kind::Action,
        from_talk: None,
    }
}

/// A version of the plan as it is sealed, proposed by the one on the first seat.
async fn version(app: &TestApp, who: &Somebody, promise: &Commitment) -> serde_json::Value {
    let couple = me(app, who).await.couple.unwrap();
    let today = serde_json::to_value(app.clock.now().date()).unwrap();
    json!({
        "is": "version", "couple": couple, "number": 1, "over": null, "by": "one", "on": today,
        "names": ["Sam", "Noor"], "text": { "together": ["", "", ""], "commitments": [promise] }, "reason": "",
    })
}

/// A signature over that version.
async fn signature(app: &TestApp, who: &Somebody, version: EntryId) -> serde_json::Value {
    let couple = me(app, who).await.couple.unwrap();
    let mut scope = app.scope(who).await;
    let pinned = app.pinned(who).await;
    let seen = entries::by_id::<Piece>(&mut scope, &who.hand, Some(&pinned), "plan", version).await.unwrap();
    let digest = seen.and_then(Seen::text).unwrap().digest;
    let today = serde_json::to_value(app.clock.now().date()).unwrap();
    json!({
        "is": "signature", "couple": couple, "version": version, "number": 1, "revision": 1, "digest": digest,
        "on": today,
    })
}

/// One of every kind, from both, held by the therapist. Answers the ids of what has a page of its own.
pub(super) async fn one_of_each(app: &TestApp, sam: &Somebody, noor: &Somebody) -> Vec<EntryId> {
    let couple = me(app, sam).await.couple.unwrap();
    let promise = promise("supper together");
    let plan = give(app, sam, "plan", &version(app, sam, &promise).await).await;
    give(app, sam, "plan", &signature(app, sam, plan).await).await;
    give(app, noor, "plan", &signature(app, noor, plan).await).await;
    let note =
        Note { title: "A title".to_owned(), text: format!("{} last words", "note by Sam ".repeat(40)) };
    let line = Line::new(LineKind::Thanks, "line by Noor", Some(promise.id));
    let moment = Moment { day: time::macros::date!(2026 - 02 - 20), words: "moment by Sam".to_owned() };
    let week = time::macros::date!(2026 - 03 - 02);
    let words = "mark by Noor".to_owned();
    let mark = Mark { commitment: promise.id, week, kept: Kept::Partly, words };
    let words = "answer by Noor".to_owned();
    let answer = Piece::Answer(Answer { question: Question::Support, words, couple: Some(couple) });
    let words = "setback by Sam".to_owned();
    let setback = Piece::Setback(Setback { couple, over: 1, about: vec![promise.id], words });
    vec![
        give(app, sam, "note", &note).await,
        give(app, noor, "line", &line).await,
        give(app, sam, "moment", &moment).await,
        give(app, noor, "mark", &mark).await,
        give(app, noor, "plan", &answer).await,
        give(app, sam, "plan", &setback).await,
    ]
}

/// A talk of the two played to its end, all of it held by their therapist. Answers its path.
pub(super) async fn whole_talk(app: &TestApp, sam: &mut Somebody, noor: &mut Somebody) -> String {
    let take = |who: &mut Somebody| std::mem::replace(&mut who.browser, app.visitor());
    let (mut one, mut two) = (take(sam), take(noor));
    let path = begin(&mut one, &mut two, &OPENING).await;
    let mut talk = Talk { sam: one, noor: two, path };
    talk.play(Until::Proposed, Until::End, app).await;
    (sam.browser, noor.browser) = (talk.sam, talk.noor);
    for who in [&*sam, &*noor] {
        show_all(app, who).await;
    }
    talk.path
}

#[tokio::test]
async fn the_timeline_has_what_both_gave_and_each_text_can_be_read_in_full() {
    let app = TestApp::new().await;
    let (sam, noor, amari, access) = three(&app).await;
    let ids = one_of_each(&app, &sam, &noor).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    let page = browser.get(&base).await;
    let text = page.text();
    for line in [
        "Sam shared a note 2 March 2026",
        "A title",
        "Noor says thank you 2 March 2026",
        "line by Noor",
        "Sam marked a day 2 March 2026 20 February 2026 moment by Sam",
        "Noor says how it went with a promise",
        "Partly mark by Noor supper together. Week of 2 March 2026",
        "Noor answered a question of the plan",
        "Sam wrote about a setback",
        "Both agreed to a plan",
        "One promise.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(page.count(".timeline > li"), 7, "the version and both signatures are one line");
    assert!(!text.contains("last words") && !text.contains("Nothing is shared"), "{text}");
    for (id, words) in ids.iter().zip([
        "last words",
        "The promise supper together Thank you line by Noor",
        "moment by Sam",
        "mark by Noor",
        "answer by Noor",
        "setback by Sam To look at again supper together",
    ]) {
        let one = browser.get(&format!("{base}/shared/{id}")).await;
        assert!(one.text().contains(words), "{words}: {}", one.text());
        assert!(one.text().contains("Sam and Noor"), "a way back");
    }
}

#[tokio::test]
async fn what_was_shown_last_stands_first_for_the_therapist_and_through_the_window() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    for words in ["The first.", "The second.", "The third."] {
        let note = write(&app, &sam, words).await;
        share_with_both(&app, &sam, note, 1).await;
        app.later(1, &mut [&mut sam, &mut noor]).await;
    }
    let mut amari = app.with_second_step(&amari, false).await;
    for base in [format!("/clients/{access}"), "/us/seen".to_owned()] {
        let browser = if base.starts_with("/us") { &mut sam.browser } else { &mut amari };
        let text = browser.get(&base).await.text();
        let at = ["The third.", "The second.", "The first."].map(|words| text.find(words));
        assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{base}: {text}");
    }
}

#[tokio::test]
async fn what_is_only_with_the_partner_is_the_same_as_what_never_was() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let (one, two) = (&mut sam.browser, &mut noor.browser);
    let talk = begin(one, two, &OPENING).await;
    let private = write(&app, &sam, "Only mine.").await;
    let partner = write(&app, &sam, "For Noor.").await;
    share_with_partner(&app, &sam, partner, 1).await;
    share_with_both(&app, &noor, write(&app, &noor, "For both.").await, 1).await;
    let mut amari = app.with_second_step(&amari, false).await;
    for base in [format!("/clients/{access}"), "/us/seen".to_owned()] {
        let browser = if base.starts_with("/us") { &mut sam.browser } else { &mut amari };
        browser.get(&base).await;
        let never = browser.get(&format!("{base}/shared/{}", EntryId::random())).await;
        assert_eq!(never.status, StatusCode::NOT_FOUND);
        for id in [private, partner] {
            let there = browser.get(&format!("{base}/shared/{id}")).await;
            assert_eq!((there.status, &there.body), (never.status, &never.body), "{base}");
        }
        for path in [format!("{base}{talk}"), format!("{base}/talks"), format!("{base}/timeline?page=2")] {
            let there = browser.get(&path).await;
            assert_eq!((there.status, &there.body), (never.status, &never.body), "{path}");
        }
        let page = browser.get(&base).await;
        assert!(page.text().contains("For both.") && !page.text().contains("For Noor."), "{}", page.text());
        assert!(!page.text().contains("Only mine.") && !page.body.contains("/talks"), "{}", page.text());
    }
}

#[tokio::test]
async fn a_signature_without_the_words_it_stands_under_is_not_there() {
    let app = TestApp::new().await;
    let (sam, noor, amari, access) = three(&app).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    let plan = put(&app, &sam, "plan", &version(&app, &sam, &promise("supper together")).await).await;
    share_with_partner(&app, &sam, plan, 1).await;
    let nothing = browser.get(&base).await.still();
    give(&app, &noor, "plan", &signature(&app, &noor, plan).await).await;
    assert_eq!(browser.get(&base).await.still(), nothing);
    assert!(share_with_both(&app, &sam, plan, 1).await);
    let page = browser.get(&base).await;
    assert!(page.text().contains("Sam proposed a plan") && page.body.contains(&format!("{base}/plan")));
}

#[tokio::test]
async fn a_talk_is_read_in_its_own_order_and_without_what_was_not_given() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let path = format!("/clients/{access}{talk}");
    let page = browser.get(&path).await;
    assert_eq!(page.all("h1"), ["About the spring"]);
    let text = page.text();
    let mut at = 0;
    for words in [
        "opening by Sam",
        "what has stopped by Noor",
        "place by Noor",
        "feelings by Sam",
        "feelings by Noor",
        "step 3 said back by Noor",
        "step 3 said back by Sam",
        "perspective by Sam",
        "step 4 said back by Noor",
        "perspective by Noor",
        "deeper by Sam",
        "act by Noor",
        "understand by Noor",
        "need by Sam",
        "idea by Sam",
        "idea by Noor",
    ] {
        let found = text[at..].find(words).unwrap_or_else(|| panic!("{words} is not there in order: {text}"));
        at += found;
    }
    assert!(!text.contains("Shared with you") && !text.contains("waiting"), "{text}");
    // without the proposal it has no name; without its words a step is not there
    let sql = "select e.id from entry e where e.kind = 'talk' and e.author = $1 order by e.id";
    let of_sam: Vec<uuid::Uuid> =
        sqlx::query_scalar(sql).bind(sam.id.0).fetch_all(app.owner()).await.unwrap();
    let partner = app.pinned(&sam).await;
    let mut scope = app.scope(&sam).await;
    for id in of_sam {
        let id = EntryId(id);
        entries::take_back_from_therapist(&mut scope, &sam.hand, Some(&partner), id).await.unwrap();
    }
    scope.commit().await.unwrap();
    let page = browser.get(&path).await;
    let text = page.text();
    assert_eq!(page.all("h1"), ["A talk"]);
    assert!(
        !text.contains("by Sam") && !text.contains("took") && !text.contains("5. What lies deeper"),
        "{text}"
    );
    assert!(text.contains("perspective by Noor") && text.contains("act by Noor"), "{text}");
    assert!(!page.body.contains("About the spring"));
}

#[tokio::test]
async fn nobody_else_finds_any_of_it_and_nothing_is_left_when_it_ends() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let ids = one_of_each(&app, &sam, &noor).await;
    let (mut iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let code = linked(&app, &iris, &max).await;
    assert!(matches!(accept(&app, &tom, &code).await, Accepted::Open(_)));
    let paths = [String::new(), "/timeline".to_owned(), format!("/shared/{}", ids[0]), "/talks".to_owned()];
    let mut other = app.with_second_step(&tom, false).await;
    for path in &paths {
        let page = other.get(&format!("/clients/{access}{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let elsewhere = iris.browser.get(&format!("/us/seen/shared/{}", ids[0])).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    assert!(iris.browser.get("/us/seen").await.text().contains("Nothing is shared with you so far"));
    // nothing in it answers anything but reading
    let mut browser = app.with_second_step(&amari, false).await;
    for path in &paths {
        for base in [format!("/clients/{access}"), "/us/seen".to_owned()] {
            let who = if base.starts_with("/us") { &mut sam.browser } else { &mut browser };
            let posted = who.post(&format!("{base}{path}"), &[("csrf", "x")]).await;
            assert!(
                matches!(posted.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED),
                "{base}{path}: {}",
                posted.status
            );
        }
    }
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for path in &paths {
        let page = browser.get(&format!("/clients/{access}{path}")).await;
        assert_eq!(page.status, StatusCode::GONE, "{path}");
        assert!(!page.names("Noor"), "{path}: {}", page.text());
        for who in [&mut sam, &mut noor] {
            let ours = who.browser.get(&format!("/us/seen{path}")).await;
            assert_eq!(ours.location(), "/us/therapist", "{path}");
        }
    }
}

#[tokio::test]
async fn an_access_that_has_run_out_shows_nothing_to_anybody() {
    let app = TestApp::new().await;
    let (sam, noor, amari, access) = three(&app).await;
    one_of_each(&app, &sam, &noor).await;
    app.clock.advance(Duration::days(90));
    let mut browser = app.with_second_step(&amari, false).await;
    let page = browser.get(&format!("/clients/{access}/timeline")).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(!page.names("Sam"), "{}", page.text());
    let ours = app.sign_in_again(&sam).await.get("/us/seen").await;
    assert_eq!(ours.location(), "/us/therapist");
}

#[tokio::test]
async fn what_does_not_open_is_a_calm_line_and_the_rest_is_there() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let talk = whole_talk(&app, &mut sam, &mut noor).await;
    let note = write(&app, &sam, "Altered afterwards.").await;
    share_with_both(&app, &sam, note, 1).await;
    let altered = format!(
        "update revision set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where author = '{}'",
        sam.id
    );
    sqlx::query(AssertSqlSafe(altered)).execute(app.owner()).await.unwrap();
    let mut browser = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    let page = browser.get(&format!("{base}/timeline")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Sam shared something that does not open"), "{}", page.text());
    let one = browser.get(&format!("{base}/shared/{note}")).await;
    assert!(one.text().contains("failed its integrity check"), "{}", one.text());
    let record = browser.get(&format!("{base}{talk}")).await;
    let text = record.text();
    assert_eq!(text.matches("failed its integrity check").count(), 1, "once: {text}");
    assert!(text.contains("perspective by Noor") && !text.contains("perspective by Sam"), "{text}");
    assert!(!page.body.contains("Altered") && !one.body.contains("Altered"));
}
