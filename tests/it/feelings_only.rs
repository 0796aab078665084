//! A sitting about feelings only: agreed by both, kept by the server, gone with its day; and nothing about who would
//! rather not.

use axum::http::StatusCode;
use time::Duration;

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, Talk, Until, pages},
};

const HOLDS: &str = "This sitting is about feelings only.";
const REFUSED: &str = "You two agreed that this sitting is about feelings only, so nothing is planned yet.";

/// Presses a button of the page about it.
async fn presses(visitor: &mut Visitor, talk: &str, button: &str) -> Answer {
    let here = format!("{talk}/only");
    let page = visitor.get(&here).await;
    let press = value_of(&page, button);
    let answer = visitor.submit_on(&page, &here, &[("press", &press)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{button}: {}", answer.text());
    answer
}

/// What the button with this label sends.
fn value_of(page: &Answer, label: &str) -> String {
    let html = scraper::Html::parse_document(&page.body);
    let buttons = scraper::Selector::parse("button[name=press]").unwrap();
    let found = html.select(&buttons).find(|button| button.text().collect::<String>().trim() == label);
    let found = found.unwrap_or_else(|| panic!("no button {label}: {}", page.text()));
    found.value().attr("value").unwrap().to_owned()
}

/// Both agree to it for this sitting.
async fn agree(talk: &mut Talk) {
    let path = talk.path.clone();
    presses(&mut talk.sam, &path, "Suggest it for this sitting").await;
    presses(&mut talk.noor, &path, "Yes, feelings only").await;
}

async fn state(app: &TestApp) -> String {
    sqlx::query_scalar("select state::text from conversation").fetch_one(app.owner()).await.unwrap()
}

fn token(page: &Answer) -> String {
    let leave = page.form("/leave").expect("the way out is on every page");
    leave.fields.into_iter().find(|(name, _)| name == "csrf").expect("a token").1
}

#[tokio::test]
async fn what_was_typed_for_the_plan_is_refused_given_back_and_there_again_when_the_sitting_is_over() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    let eight = format!("{path}/8");
    let [open, enough] = [talk.sam.stands(&path).await, talk.noor.stands(&path).await];
    agree(&mut talk).await;
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert_eq!(page.all("h1"), ["Feelings only, this time"]);
        assert!(page.text().contains(HOLDS), "{}", page.text());
        assert_eq!(page.count("main textarea"), 0);
    }
    // Both pages were open since before.
    let refused = talk.sam.submit_on(&open, &eight, &[("idea", "walk on Sundays")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains(REFUSED) && refused.text().contains("This is kept for you"));
    assert_eq!(refused.all("textarea"), ["walk on Sundays"]);
    let before = state(&app).await;
    let stale = talk.noor.submit_on(&enough, &format!("{path}/on"), &[("act", "enough")]).await;
    assert!(stale.text().contains("The talk has moved on"), "{}", stale.text());
    let forged = [("csrf", token(&stale)), ("act", "enough".to_owned())];
    let forged = forged.each_ref().map(|(name, value)| (*name, value.as_str()));
    let forged = talk.noor.post(&format!("{path}/on"), &forged).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert!(forged.text().contains(REFUSED), "{}", forged.text());
    assert_eq!(state(&app).await, before);
    talk.later(&app, Duration::hours(12)).await;
    let morning = talk.sam.stands(&path).await;
    assert_eq!(morning.all("h1"), ["Plan together"]);
    assert_eq!(morning.all("main textarea"), ["walk on Sundays"]);
    let shared = talk.sam.shares(&path, 8, &[("idea", "walk on Sundays")]).await;
    assert_eq!(shared.path, format!("{eight}?done=shared"));
}

#[tokio::test]
async fn no_idea_comes_in_from_the_notes_by_sharing_again_or_into_the_plan() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    talk.sam.shares(&path, 8, &[("idea", "idea by Sam")]).await;
    talk.noor.shares(&path, 8, &[("idea", "idea by Noor")]).await;
    // one is kept and its preview is open, one is shared and taken back
    let preview = talk.noor.writes(&path, 8, &[("idea", "second by Noor")]).await;
    let back = link(&talk.sam.stands(&path).await, "/back/");
    talk.sam.submit(&back, &back, &[]).await;
    let draft = talk.sam.get("/plan/draft").await;
    let taken = link(&draft, "/plan/draft/items/new?idea=");
    let form = talk.sam.get(&taken).await;
    agree(&mut talk).await;

    let action = preview.path.split('?').next().unwrap().to_owned();
    let refused = talk.noor.submit_on(&preview, &action, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains(REFUSED));
    let again = back.replace("/back/", "/share/");
    let refused = talk.sam.get(&again).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    let sheet = format!("{path}/notes/8");
    let kept = talk.sam.submit(&sheet, &sheet, &[]).await;
    assert_eq!(kept.status, StatusCode::OK, "one's own notes stay open");
    assert_eq!(talk.sam.stands(&path).await.count("a[href*='/notes/8/share/']"), 0);

    // In the plan they wait, and a form that was open keeps its words.
    let draft = talk.sam.get("/plan/draft").await;
    assert_eq!(draft.count("a[href*='items/new?idea=']"), 0);
    assert!(draft.text().contains("It waits: this sitting of your talk is about feelings only."));
    let press = [("act", "We walk on Sundays"), ("who", "both"), ("how", "weekly"), ("kind", "action")];
    let refused = talk.sam.submit_on(&form, "/plan/draft/items/new", &press).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("so its ideas wait"), "{}", refused.text());
    assert!(refused.body.contains("We walk on Sundays"));
    let shut = talk.sam.get(&taken).await;
    assert_eq!(shut.status, StatusCode::SEE_OTHER);
    talk.later(&app, Duration::hours(12)).await;
    let draft = talk.sam.get("/plan/draft").await;
    assert_eq!(draft.count("a[href*='items/new?idea=']"), 2, "Noor's, and the own one that only Sam sees");
}

/// The first link that goes there.
fn link(page: &Answer, to: &str) -> String {
    let html = scraper::Html::parse_document(&page.body);
    let links = scraper::Selector::parse("a[href]").unwrap();
    let mut all = html.select(&links).filter_map(|link| link.value().attr("href"));
    all.find(|href| href.contains(to)).unwrap_or_else(|| panic!("no {to}: {}", page.text())).to_owned()
}

#[tokio::test]
async fn a_suggestion_that_is_left_or_taken_off_the_page_leaves_nothing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let never = (state(&app).await, pages(&mut talk.sam, &path).await, pages(&mut talk.noor, &path).await);
    for (who, button) in [(By::Noor, "Not this time"), (By::Sam, "Take it off the page")] {
        presses(&mut talk.sam, &path, "Suggest it for this sitting").await;
        let page = talk.noor.stands(&path).await;
        let asked = "Sam would like this sitting to be about feelings only. You can leave it as it is.";
        assert!(page.text().contains(asked), "{}", page.text());
        assert!(talk.sam.stands(&path).await.text().contains("Noor can say yes, or leave it."));
        presses(talk.of(who), &path, button).await;
        assert_eq!(state(&app).await, never.0, "{button}");
        assert_eq!(pages(&mut talk.sam, &path).await, never.1, "{button}");
        assert_eq!(pages(&mut talk.noor, &path).await, never.2, "{button}");
    }
}

#[tokio::test]
async fn lifting_takes_both_and_the_wish_of_one_shows_to_nobody() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    agree(&mut talk).await;
    let only = format!("{path}/only");
    let before = (pages(&mut talk.noor, &path).await, talk.noor.get(&only).await.still());
    talk.sam.goes_on(&path, "lift").await;
    let mine = talk.sam.stands(&path).await.text();
    assert!(mine.contains("You would like to open it. If Noor chooses it too"), "{mine}");
    assert_eq!(pages(&mut talk.noor, &path).await, before.0);
    assert_eq!(talk.noor.get(&only).await.still(), before.1);
    presses(&mut talk.noor, &path, "I would like to open it to plans").await;
    for who in [By::Sam, By::Noor] {
        assert_eq!(talk.of(who).stands(&path).await.all("h1"), ["Plan together"]);
    }
}

#[tokio::test]
async fn it_can_be_agreed_for_the_time_that_was_set_aside_and_not_for_a_day_of_ones_own_making() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let only = format!("{path}/only");
    let page = talk.sam.get(&only).await;
    // the time is Monday of next week, 19:30 in Berlin
    let named = "Suggest it for the sitting on Monday 9 March";
    assert_eq!(page.all("button[name=press]"), [named, "Suggest it for this sitting"]);
    let before = state(&app).await;
    for press in ["suggest 2026-03-10", "suggest 2020-01-01", "suggest", "yes 2026-03-09", "not", "lift", ""]
    {
        let answer = talk.sam.submit_on(&page, &only, &[("press", press)]).await;
        assert!(answer.text().contains("The talk has moved on"), "{press}: {}", answer.text());
    }
    assert_eq!(state(&app).await, before);
    presses(&mut talk.sam, &path, named).await;
    let asked = "Sam would like the sitting on Monday 9 March to be about feelings only.";
    assert!(talk.noor.stands(&path).await.text().contains(asked));
    presses(&mut talk.noor, &path, "Yes, feelings only").await;
    let line = "You two agreed that the sitting on Monday 9 March is about feelings only.";
    let page = talk.sam.stands(&path).await.text();
    assert!(page.contains(line) && !page.contains(HOLDS), "{page}");
    talk.later(&app, Duration::days(7)).await;
    assert!(talk.sam.stands(&path).await.text().contains(HOLDS));
}

#[tokio::test]
async fn a_button_of_a_page_that_is_old_does_nothing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let (path, only) = (talk.path.clone(), format!("{}/only", talk.path));
    presses(&mut talk.sam, &path, "Suggest it for this sitting").await;
    let (old, here) = (talk.noor.stands(&path).await, value_of(&talk.noor.get(&only).await, "Not this time"));
    presses(&mut talk.noor, &path, "Yes, feelings only").await;
    let before = state(&app).await;
    let late = talk.noor.submit_on(&old, &only, &[("press", &here)]).await;
    assert!(late.text().contains("The talk has moved on"), "{}", late.text());
    assert_eq!(state(&app).await, before, "it is no wish to lift what was agreed");
    // before there is a time, and after the end, there is no such page
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Time).await;
    let answer = talk.sam.get(&format!("{}/only", talk.path)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}
