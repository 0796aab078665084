//! What puts something down, what does not, and who may see that.

use time::Duration;
use toward::{
    checkins::Rhythm,
    db::{Asker, Scope},
    ids::{PersonId, ScheduleId},
    plans::{Doer, HowOften},
    reminders::{self, Kind, Whose},
};

use crate::{
    doing::{agreed, promise},
    support::{
        TestApp,
        talk::{By, Until},
    },
};

/// What is due: the kind, for how many people, and when.
async fn all_due(app: &TestApp) -> Vec<(String, i64, time::OffsetDateTime)> {
    let sql = "select kind, count(*), at from due group by kind, at order by kind, at";
    sqlx::query_as(sql).fetch_all(app.owner()).await.unwrap()
}

#[tokio::test]
async fn a_break_reminds_both_of_its_end_which_moves_and_ends_with_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let (path, now) = (talk.path.clone(), app.clock.now());
    let before = all_due(&app).await;
    let page = format!("{path}/break");
    talk.sam.submit(&page, &page, &[("length", "60")]).await;
    let due = all_due(&app).await;
    let end = due.iter().find(|(kind, ..)| kind == "break_end").expect("an end").clone();
    assert_eq!(end.1, 2, "for both");
    assert!(end.2 > now);
    talk.noor.submit(&page, &page, &[("length", "day")]).await;
    let longer = all_due(&app).await;
    let moved: Vec<_> = longer.iter().filter(|(kind, ..)| kind == "break_end").collect();
    assert!(moved.len() == 1 && moved[0].1 == 2 && moved[0].2 > end.2, "{moved:?}");
    // stopping for now ends the break
    let rest = format!("{path}/rest");
    talk.noor.submit(&rest, &rest, &[]).await;
    let after: Vec<_> = all_due(&app).await.into_iter().filter(|(kind, ..)| kind == "break_end").collect();
    assert!(after.is_empty(), "{after:?} {before:?}");
}

#[tokio::test]
async fn an_agreed_time_is_due_for_both_rests_with_the_talk_and_ends_with_it() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Time).await;
    let path = talk.path.clone();
    let day = app.next_week();
    let when = [
        ("date", day.as_str()),
        ("time", "19:30"),
        ("zone", "Europe/Berlin"),
        ("place", "here"),
        ("note", ""),
    ];
    talk.noor.shares(&path, 1, &when).await;
    assert!(all_due(&app).await.is_empty(), "a suggestion is nothing to be reminded of");
    talk.sam.goes_on(&path, "accept-time").await;
    let due = all_due(&app).await;
    assert_eq!(due.len(), 1);
    let at = time::macros::datetime!(2026-03-09 18:30 UTC);
    assert_eq!(due[0], ("appointment".to_owned(), 2, at));
    let rest = format!("{path}/rest");
    talk.sam.submit(&rest, &rest, &[]).await;
    assert!(all_due(&app).await.is_empty(), "a talk that rests has no time");
    talk.sam.goes_on(&path, "resume").await;
    assert!(all_due(&app).await.is_empty());
    talk.noor.goes_on(&path, "resume").await;
    assert_eq!(all_due(&app).await, due);
    let stop = format!("{path}/stop");
    talk.noor.submit(&stop, &stop, &[]).await;
    assert!(all_due(&app).await.is_empty());
}

#[tokio::test]
async fn parting_takes_away_what_was_due_for_both() {
    let app = TestApp::new().await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    super::due(&app, &sam, noor.id, Kind::Review, app.clock.now() + Duration::days(3)).await;
    super::due(&app, &sam, sam.id, Kind::Review, app.clock.now() + Duration::days(3)).await;
    super::due(&app, &sam, sam.id, Kind::CheckIn, app.clock.now() + Duration::days(3)).await;
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    let left = all_due(&app).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].0, "check_in", "what was Sam's alone stays");
    // and nothing can be put down for somebody who is no partner any more
    let mut scope = app.scope(&sam).await;
    let now = app.clock.now();
    for who in [noor.id, sam.id] {
        let at = now + Duration::DAY;
        reminders::remind(&mut scope, who, Kind::Review, uuid::Uuid::new_v4(), at).await.unwrap();
    }
    scope.commit().await.unwrap();
    assert_eq!(all_due(&app).await, left);
}

#[tokio::test]
async fn nothing_private_causes_a_reminder() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let before = all_due(&app).await;
    let path = talk.path.clone();
    let felt = [("felt", "lonely"), ("own", ""), ("words", "for me"), ("private", "1")];
    let page = format!("{path}/2");
    let sam = talk.of(By::Sam);
    sam.submit(&format!("{page}?form=1"), &page, &felt).await;
    sam.submit("/write/new", "/write/new", &[("title", "mine"), ("words", "mine alone")]).await;
    sam.submit("/account/leaving", "/account/leaving", &[("exit", ""), ("idle", "15")]).await;
    for look in ["/right-for-us", "/help-lines", "/today", "/talk/pause", "/account/reminders"] {
        sam.get(look).await;
    }
    let mut again = app.visitor();
    again.sign_in("sam@example.org").await;
    assert_eq!(all_due(&app).await, before);
    let made: i64 = sqlx::query_scalar("select count(*) from outbox").fetch_one(app.owner()).await.unwrap();
    assert_eq!(made, 0);
}

#[tokio::test]
async fn what_is_one_persons_alone_is_seen_by_nobody_else_and_what_is_both_knows_no_choices() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let stranger = app.somebody("Iris").await;
    let at = app.clock.now() + Duration::days(3);
    let about = ScheduleId::random();
    let rhythm = Rhythm::parse("Thursday", "20:30", "Europe/Berlin").unwrap();
    let mut scope = app.scope(&sam).await;
    reminders::rounds(&mut scope, Whose::Mine(sam.id), about, at, &rhythm).await.unwrap();
    scope.commit().await.unwrap();
    super::due(&app, &sam, noor.id, Kind::Review, at).await;
    let seen = async |asker: Asker<'_>| -> Vec<String> {
        let mut scope = Scope::begin(app.runtime(), asker).await.unwrap();
        sqlx::query_scalar("select kind from due order by kind").fetch_all(&mut *scope).await.unwrap()
    };
    assert_eq!(seen(Asker::Person(sam.id)).await, ["check_in", "review"]);
    assert_eq!(seen(Asker::Person(noor.id)).await, ["review"]);
    assert!(seen(Asker::Person(stranger.id)).await.is_empty());
    assert!(seen(Asker::Nobody).await.is_empty());
    // Noor says something about the very same matter for Sam: nothing shows that there is a row already
    let mut scope = app.scope(&noor).await;
    reminders::remind(&mut scope, sam.id, Kind::CheckIn, about.0, at).await.unwrap();
    reminders::forget(&mut scope, sam.id, Kind::CheckIn, about.0).await.unwrap();
    scope.commit().await.unwrap();
    assert_eq!(seen(Asker::Person(sam.id)).await, ["check_in", "review"]);
    // a stranger puts nothing down for anybody
    let mut scope = app.scope(&stranger).await;
    reminders::remind(&mut scope, PersonId(sam.id.0), Kind::Review, about.0, at).await.unwrap();
    scope.commit().await.unwrap();
    assert_eq!(seen(Asker::Person(sam.id)).await, ["check_in", "review"]);
    let (_ines, joan) = app.linked("Ines", "Joan").await;
    let mut scope = app.scope(&joan).await;
    assert!(reminders::remind(&mut scope, PersonId(sam.id.0), Kind::Review, about.0, at).await.is_err());
    // people do not move what the job moves
    let mut scope = app.scope(&sam).await;
    let moved = sqlx::query("update due set taken = true").execute(&mut *scope).await.unwrap();
    assert_eq!(moved.rows_affected(), 0);
}

#[tokio::test]
async fn both_are_reminded_of_a_proposal_until_it_is_answered_and_of_the_days_they_both_signed() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let day = |day| time::Date::from_calendar_date(2026, time::Month::March, day).unwrap();
    let on = |hour| time::OffsetDateTime::new_utc(day(hour), time::macros::time!(09:00));
    let mut calls = promise(Doer::Both, "We call at noon", HowOften::Daily);
    let mut walks = promise(Doer::Both, "We walk on Sunday", HowOften::Weekly);
    (calls.review, walks.review) = (Some(day(20)), Some(day(27)));
    agreed(&app, &sam, &noor, &[calls.clone(), walks.clone()]).await;
    let review = |n, at| ("review".to_owned(), n, at);
    // the proposal was answered in the same breath
    assert_eq!(all_due(&app).await, [review(2, on(20)), review(2, on(27))]);
    calls.review = Some(day(25));
    agreed(&app, &noor, &sam, &[calls]).await;
    assert_eq!(all_due(&app).await, [review(2, on(25))], "one moved, the other went with its promise");
}
