//! What a second look at the beginning of a talk found: each of these was once otherwise.

use axum::http::StatusCode;
use sqlx::Executor as _;
use time::Duration;

use crate::support::{
    Answer, TestApp,
    talk::{By, OPENING, Talk, Until, pages},
};

/// The other way round than Sam's own proposal.
const TURNED: [(&str, &str); 5] = [
    ("name", "About the autumn"),
    ("kinds", "other"),
    ("mine", "caused"),
    ("theirs", "hurt"),
    ("words", "never said"),
];

async fn asked(app: &TestApp) -> Talk {
    let (mut sam, noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    Talk { sam, noor, path }
}

/// The first address on a page that goes on from `start` and ends with an id.
fn address(page: &Answer, start: &str) -> Option<String> {
    let at = page.body.find(start)?;
    Some(page.body[at..at + start.len() + 36].to_owned())
}

#[tokio::test]
async fn a_wording_that_was_only_kept_changes_nothing_of_what_is_agreed_and_does_not_go_over_later() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let here = format!("{path}/0");
    talk.noor.goes_on(&path, "not-yet").await;
    let mut kept = TURNED.to_vec();
    kept.push(("private", "1"));
    talk.sam.submit(&format!("{here}?form=1"), &here, &kept).await;
    let share = address(&talk.sam.get(&format!("{path}/record")).await, &format!("{path}/share/"));
    assert!(share.is_none(), "other words are shown from their form, as a proposal");
    talk.noor.goes_on(&path, "accept-opening").await;
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["Has it stopped?"]);
    let page = talk.sam.stands(&path).await;
    assert_ne!(page.all("h1"), ["Has it stopped?"], "Sam was hurt, as both agreed");
    assert!(talk.sam.get("/talk").await.text().contains("About the spring"));
    // It stays readable for Sam, and cannot be put on the table when that is cleared.
    let record = talk.sam.get(&format!("{path}/record")).await;
    assert!(record.text().contains("never said") && !record.body.contains("/share/"), "{}", record.text());
    let entry: String = sqlx::query_scalar(
        "select e.id::text from entry e join person p on p.id = e.author where p.name = 'Sam' and e.kind = 'talk'
         and not exists (select from entry_grant g where g.entry_id = e.id and g.reader <> g.author)",
    )
    .fetch_one(app.owner())
    .await
    .unwrap();
    let before = pages(&mut talk.noor, &path).await;
    let forged = [("with", "partner"), ("number", "1")];
    let forged = talk.sam.forges(&format!("{path}/share/{entry}"), &forged).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert_eq!(pages(&mut talk.noor, &path).await, before);
    talk.stated().await;
    assert_eq!(talk.sam.stands(&path).await.path, format!("{path}/1"));
}

#[tokio::test]
async fn the_last_wording_counts_for_both_also_after_going_on_from_an_earlier_one_and_taking_it_back() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "not-yet").await;
    talk.noor.goes_on(&path, "anyway").await;
    let other = [("name", "About us"), ("kinds", "other"), ("mine", "hurt"), ("theirs", "caused")];
    talk.noor.shares(&path, 0, &other).await;
    talk.sam.goes_on(&path, "accept-opening").await;
    assert_eq!(
        talk.sam.stands(&path).await.all("h1"),
        ["Has it stopped?"],
        "the roles are those of the last"
    );
    let (mine, theirs) = (talk.noor.stands(&path).await, talk.sam.stands(&path).await);
    assert_ne!(mine.all("h1"), theirs.all("h1"));
    talk.stated().await;
    for again in [false, true] {
        for who in [By::Sam, By::Noor] {
            let page = talk.of(who).get("/talk").await.text();
            assert!(page.contains("About us") && !page.contains("About the spring"), "{again}: {page}");
        }
        let record = talk.noor.get(&format!("{path}/record")).await;
        let Some(back) = address(&record, &format!("{path}/back/")) else { continue };
        talk.noor.submit(&back, &back, &[]).await;
    }
    talk.step(Until::Time, &app).await;
    talk.step(Until::Feelings, &app).await;
    assert_eq!(talk.noor.stands(&path).await.path, format!("{path}/3"));
}

#[tokio::test]
async fn the_way_back_from_sharing_how_one_sees_it_leads_to_those_words() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let here = format!("{path}/0");
    let words = [("words", "how Noor sees it"), ("private", "1")];
    let page = talk.noor.submit(&format!("{here}?form=naming"), &here, &words).await;
    assert_eq!(page.all("textarea"), ["how Noor sees it"], "kept, and still there to go on with");
    let share = talk.noor.submit(&format!("{here}?form=naming"), &here, &words[..1]).await;
    assert!(share.body.contains("?form=naming"), "{}", share.body);
    let only_me = talk.noor.submit_on(&share, share.path.split('?').next().unwrap(), &[("with", "me")]).await;
    assert_eq!(only_me.all("textarea"), ["how Noor sees it"]);
}

#[tokio::test]
async fn somebody_whose_talk_was_stopped_meanwhile_is_not_told_that_the_two_have_parted() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    let form = talk.sam.stands(&path).await;
    let share = talk.sam.writes(&path, 0, &[("answer", "yes"), ("words", "answer by Sam")]).await;
    talk.noor.submit(&format!("{path}/stop"), &format!("{path}/stop"), &[]).await;
    let action = share.path.split('?').next().unwrap().to_owned();
    let late = talk.sam.submit_on(&share, &action, &[("with", "partner")]).await;
    let typed = [("answer", "no"), ("words", "typed by Sam")];
    let form = talk.sam.submit_on(&form, &format!("{path}/0"), &typed).await;
    for answer in [&late, &form] {
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(!answer.text().contains("not linked"), "{}", answer.text());
    }
    assert_eq!(form.all("textarea"), ["typed by Sam"], "given back");
}

#[tokio::test]
async fn a_choice_without_words_is_kept_when_a_break_comes_between() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    let form = talk.sam.stands(&path).await;
    let take = format!("{path}/break");
    talk.noor.submit(&take, &take, &[("length", "20")]).await;
    assert!(talk.noor.stands(&path).await.text().contains("You are taking a break"));
    let refused = talk.sam.submit_on(&form, &format!("{path}/0"), &[("answer", "unsure")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("What you chose is kept for you"), "{}", refused.text());
    app.clock.advance(Duration::minutes(21));
    let page = talk.sam.stands(&path).await;
    let chosen = page.form(&format!("{path}/0")).unwrap().fields;
    assert!(chosen.contains(&("answer".to_owned(), "unsure".to_owned())), "{chosen:?}");
}

#[tokio::test]
async fn whoever_took_their_answer_back_is_told_why_nothing_opens_and_can_share_it_again() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    talk.sam.shows_in(&path, "unsure").await;
    let back = address(&talk.sam.stands(&path).await, &format!("{path}/back/")).unwrap();
    talk.sam.submit(&back, &back, &[]).await;
    app.clock.advance(Duration::minutes(5));
    talk.noor.shows_in(&path, "yes").await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("You have taken your answer back"), "{}", page.text());
    assert!(!page.text().contains("Noor may have"), "{}", page.text());
    let share = address(&page, &format!("{path}/share/")).expect("a way to share it again");
    talk.sam.submit(&share, &share, &[("with", "partner")]).await;
    assert!(talk.sam.stands(&path).await.text().contains("Yes, I would like to do this"));
    assert!(talk.noor.stands(&path).await.text().contains("I am not sure"));
}

#[tokio::test]
async fn two_answers_that_open_at_once_do_not_tell_who_was_first() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    talk.sam.shows_in(&path, "yes").await;
    app.clock.advance(Duration::days(3));
    talk.noor.sign_in("noor@example.org").await;
    talk.noor.shows_in(&path, "yes").await;
    for page in [path.clone(), format!("{path}/record")] {
        let page = talk.noor.stands(&page).await.text();
        assert!(page.contains("Yes, I would like") && !page.contains("Shared with you on"), "{page}");
    }
}

#[tokio::test]
async fn not_ready_can_be_followed_by_the_statement_and_not_by_itself() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let here = format!("{path}/0");
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.noor.shares(&path, 0, &[("answer", "not-ready"), ("words", "still in touch")]).await;
    let form = talk.noor.get(&format!("{here}?form=1")).await;
    assert_eq!(form.all("textarea")[1], "still in touch");
    let again = form.form(&here).unwrap();
    assert!(again.fields.iter().all(|(name, _)| name != "answer"), "it is not chosen beforehand");
    let again = talk.noor.submit_on(&form, &here, &[("answer", "not-ready")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text());
    assert!(again.text().contains("You have said this"), "{}", again.text());
    assert_eq!(again.all("textarea")[1], "still in touch");
}

#[tokio::test]
async fn what_takes_both_says_that_it_was_chosen() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "not-yet").await;
    assert!(!talk.sam.stands(&path).await.text().contains("You have chosen to go on"));
    talk.sam.goes_on(&path, "anyway").await;
    assert!(talk.sam.stands(&path).await.text().contains("You have chosen to go on"));
    assert!(!talk.noor.stands(&path).await.text().contains("You have chosen to go on"));
}

#[tokio::test]
async fn a_talk_that_was_stopped_for_now_needs_no_break() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    let form = talk.noor.get(&format!("{path}/break")).await;
    talk.sam.submit(&format!("{path}/rest"), &format!("{path}/rest"), &[]).await;
    let stands = talk.noor.stands(&path).await;
    let page = talk.noor.stands(&format!("{path}/break")).await;
    assert_eq!((page.path.as_str(), page.all("h1")), (stands.path.as_str(), stands.all("h1")));
    let page = talk.noor.submit_on(&form, &format!("{path}/break"), &[("length", "20")]).await;
    assert_eq!((page.status, page.all("h1")), (StatusCode::CONFLICT, vec!["Not at this moment".to_owned()]));
}

#[tokio::test]
async fn words_for_a_name_that_come_second_wait_in_the_form_for_other_words() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    let here = format!("{path}/0");
    talk.sam.shows_in(&path, "yes").await;
    talk.noor.shows_in(&path, "yes").await;
    talk.sam.goes_on(&path, "both-in").await;
    let form = talk.noor.stands(&path).await;
    talk.sam.shares(&path, 0, &OPENING).await;
    let refused = talk.noor.submit_on(&form, &here, &TURNED).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("This is kept for you"), "{}", refused.text());
    let form = talk.noor.get(&format!("{here}?form=1")).await;
    assert_eq!(form.all("textarea"), ["never said"]);
    let share = talk.noor.submit_on(&form, &here, &[]).await;
    talk.noor.confirms(&share).await;
    assert!(talk.sam.stands(&path).await.text().contains("never said"));
}

#[tokio::test]
async fn words_for_a_name_that_were_saved_and_come_second_are_where_other_words_begin() {
    let app = TestApp::new().await;
    let mut talk = asked(&app).await;
    let path = talk.path.clone();
    let here = format!("{path}/0");
    talk.sam.shows_in(&path, "yes").await;
    talk.noor.shows_in(&path, "yes").await;
    talk.sam.goes_on(&path, "both-in").await;
    let share = talk.noor.writes(&path, 0, &TURNED).await;
    talk.sam.shares(&path, 0, &OPENING).await;
    let action = share.path.split('?').next().unwrap().to_owned();
    let late = talk.noor.submit_on(&share, &action, &[("with", "partner")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "it is not on the table beside the other's");
    let form = talk.noor.get(&format!("{here}?form=1")).await;
    assert_eq!(form.all("textarea"), ["never said"]);
}

/// The state as the first version stored it.
const AS_BEFORE: &str = "update conversation set state =
    jsonb_build_object('pause', state -> 'pause', 'stage', case
        when jsonb_typeof(state -> 'stage' -> 'opening') = 'object'
            then state -> 'stage' #- '{opening,said}' #- '{opening,anyway}'
        when jsonb_typeof(state -> 'stage' -> 'closed') = 'object' then state -> 'stage' #- '{closed,settled}'
        else state -> 'stage' end)";

/// What the second migration does with what is there.
fn migration() -> &'static str {
    let sql = include_str!("../../migrations/20261122000002_show_both_at_once.sql");
    let from = sql.find("alter table conversation no force").unwrap();
    &sql[from..]
}

async fn headings(talk: &mut Talk) -> Vec<Vec<String>> {
    let path = talk.path.clone();
    let mut all = Vec::new();
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        all.push(page.all("h1"));
        all.push(talk.of(who).get(&format!("{path}/record")).await.all("figure"));
    }
    all
}

#[tokio::test]
async fn a_talk_that_the_first_version_stored_opens_and_goes_on_wherever_it_stood() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let steps = [
        Until::Proposed,
        Until::Time,
        Until::Feelings,
        Until::Listening,
        Until::Perspectives,
        Until::Deeper,
        Until::Responsibility,
        Until::Apology,
        Until::Planning,
        Until::End,
    ];
    let path = talk.path.clone();
    for step in steps {
        let before = headings(&mut talk).await;
        app.owner().execute(AS_BEFORE).await.unwrap();
        assert!(
            !talk.sam.stands(&path).await.status.is_success(),
            "{step:?}: that form is not known any more"
        );
        app.owner().execute(migration()).await.unwrap();
        assert_eq!(headings(&mut talk).await, before, "{step:?}");
        talk.step(step, &app).await;
        talk.today().await;
    }
    // An open break outlives it too.
    let mut talk = Talk { path: talk.sam.asks_for_a_talk().await, ..talk };
    let path = talk.path.clone();
    talk.sam.shows_in(&path, "yes").await;
    talk.noor.shows_in(&path, "yes").await;
    talk.sam.goes_on(&path, "both-in").await;
    talk.sam.shares(&path, 0, &OPENING).await;
    let take = format!("{path}/break");
    talk.noor.submit(&take, &take, &[("length", "20")]).await;
    let before = headings(&mut talk).await;
    app.owner().execute(AS_BEFORE).await.unwrap();
    app.owner().execute(migration()).await.unwrap();
    assert_eq!(headings(&mut talk).await, before);
    assert!(talk.sam.stands(&path).await.text().contains("Noor is taking a break"));
    app.clock.advance(Duration::minutes(21));
    talk.step(Until::Proposed, &app).await;
    assert_eq!(talk.sam.stands(&path).await.path, format!("{path}/1"));
}

#[tokio::test]
async fn where_both_act_alone_no_page_tells_the_day_on_which_the_other_was_done() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Deeper).await;
    let path = talk.path.clone();
    talk.step(Until::Deeper, &app).await;
    let record = talk.noor.get(&format!("{path}/record")).await;
    for own in ["feelings by Sam", "deeper by Sam"] {
        let at = record.body.find(own).expect("it is there to read");
        let figure = &record.body[record.body[..at].rfind("<figure").expect("a figure")..at];
        assert!(!figure.contains("Shared with you on"), "{figure}");
    }
    assert!(record.text().contains("Shared with you on"), "what is shared in turn has its day");
}

#[tokio::test]
async fn a_question_that_was_answered_for_oneself_waits_no_longer() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    let before = noor.get("/today").await.text();
    assert!(before.contains("Some things are waiting"), "{before}");
    let kept = [("answer", "unsure"), ("private", "1")];
    noor.submit(&format!("{path}/0"), &format!("{path}/0"), &kept).await;
    let after = noor.get("/today").await.text();
    assert!(after.contains("One thing is waiting"), "{after}");
}

#[tokio::test]
async fn nobody_is_led_on_from_a_statement_that_was_taken_back() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "accept-opening").await;
    let says = [("answer", "stopped"), ("act", "I no longer write to them"), ("date", "2026-02-01")];
    let shared = talk.noor.shares(&path, 0, &says).await;
    assert_eq!(talk.sam.stands(&path).await.count("button[value=statement-read]"), 1);
    let at = shared.body.find("/back/").expect("a way to take it back");
    let back = format!("{path}{}", &shared.body[at..at + 6 + 36]);
    talk.noor.submit(&back, &back, &[]).await;
    assert_eq!(
        talk.sam.stands(&path).await.count("button[value=statement-read]"),
        0,
        "{}",
        talk.sam.stands(&path).await.text()
    );
}

#[tokio::test]
async fn no_page_of_the_readers_moves_while_what_was_open_before_is_held_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    sam.browser.gives(&week, "now", &[("lean", "6"), ("hurts", "The quiet")]).await;
    noor.browser.submit(&week, &format!("{week}/open"), &[]).await;
    let back = format!("{week}/back");
    sam.browser.submit(&back, &back, &[]).await;
    let pages = ["/write".to_owned(), "/today".to_owned(), "/weeks".to_owned(), week.clone()];
    let mut before = Vec::new();
    for page in &pages {
        before.push(noor.browser.get(page).await.still());
    }
    let held = sam.browser.gives(&week, "both", &[]).await;
    assert!(held.path.contains("done=waits"), "{}", held.text());
    for (page, before) in pages.iter().zip(&before) {
        assert_eq!(&noor.browser.get(page).await.still(), before, "{page}: holding it");
    }
    sam.browser.fills_in(&week, "later", &[("hurts", "The quiet on Tuesday")]).await;
    for (page, before) in pages.iter().zip(&before) {
        assert_eq!(&noor.browser.get(page).await.still(), before, "{page}: changing it");
    }
}

#[tokio::test]
async fn whoever_would_rather_keep_what_waits_is_led_to_take_it_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    sam.browser.gives(&week, "both", &[("lean", "6")]).await;
    let asked = sam.browser.fills_in(&week, "finish", &[("reveal", "me")]).await;
    assert_eq!(asked.path, format!("{week}/back"), "{}", asked.text());
    sam.browser.submit_on(&asked, &asked.path, &[]).await;
    noor.browser.gives(&week, "both", &[("lean", "2")]).await;
    let page = noor.browser.get(&week).await.text();
    assert!(page.contains("Not here yet."), "{page}");
    // and what waits and is kept for later without a change is not called private
    let later = sam.browser.gives(&week, "both", &[]).await;
    assert!(later.path.contains("done=opened"), "{}", later.text());
}

#[tokio::test]
async fn what_began_on_two_devices_from_one_draft_meets_and_neither_is_lost() {
    let app = TestApp::new().await;
    let (mut sam, _, week) = app.in_a_round().await;
    let write = format!("{week}/write");
    let form = sam.browser.get(&write).await;
    sam.browser.submit_on(&form, &write, &[("go", "later"), ("hurts", "On the laptop")]).await;
    let met = sam.browser.submit_on(&form, &write, &[("go", "later"), ("hurts", "On the phone")]).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    assert!(met.text().contains("On the laptop") && met.body.contains("On the phone"), "{}", met.text());
}
