//! Two who act at the same moment: over connections of their own, held at the same line.

use std::sync::Arc;

use axum::http::StatusCode;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::sync::Barrier;

use super::{
    house::{House, theirs},
    *,
};
use crate::support::Visitor;

/// As many connections of the runtime role as there are people.
async fn connections(app: &TestApp, number: u32) -> PgPool {
    let options = sqlx::postgres::PgConnectOptions::clone(&app.runtime().connect_options());
    PgPoolOptions::new().min_connections(number).max_connections(number).connect_with(options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_with_the_link_who_have_all_seen_it_open_one_comes_in() {
    const MANY: usize = 50;
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let code = linked(&app, &sam, &noor).await.to_string();
    let mut people = Vec::new();
    for name in ["Amari", "Tom", "Ira", "Lea", "Kai"] {
        people.push(app.somebody(name).await);
    }
    let pool = connections(&app, u32::try_from(MANY).unwrap()).await;
    let line = Arc::new(Barrier::new(MANY));
    let mut tries = tokio::task::JoinSet::new();
    for round in 0..MANY {
        let hand = people[round % people.len()].hand.clone();
        let (pool, code, now, line) = (pool.clone(), code.clone(), app.clock.now(), Arc::clone(&line));
        tries.spawn(async move {
            let code = InviteCode::parse(&code).unwrap();
            let hash = code.hash();
            let mut scope = Scope::begin(&pool, Asker::Invited(hand.person, &hash)).await.unwrap();
            assert!(link::offered(&mut scope, hand.instance, &code, now).await.unwrap().is_some());
            line.wait().await;
            let done = link::accept(&mut scope, &hand, &code, Secrets::Ask, now).await.unwrap();
            if matches!(done, Accepted::Open(_)) {
                scope.commit().await.unwrap();
            }
            done
        });
    }
    let done = tries.join_all().await;
    assert_eq!(done.iter().filter(|done| matches!(done, Accepted::Open(_))).count(), 1, "{done:?}");
    assert_eq!(done.iter().filter(|done| **done == Accepted::Gone).count(), MANY - 1, "{done:?}");
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 1);
    assert_eq!(count(&app, "pin where role = 'client'").await, 2, "whoever lost has met nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_comes_in_or_it_is_withdrawn_and_never_both() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    let pool = connections(&app, 2).await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let (mut open, mut withdrawn) = (0, 0);
    // from well before the other one to well after
    for lead in [-200_i64, -40, -8, -4, -2, -1, 0, 0, 0, 0, 1, 2, 4, 8, 40, 200] {
        let waits =
            |by: i64| tokio::time::sleep(std::time::Duration::from_millis(u64::try_from(by.max(0)).unwrap()));
        let code = linked(&app, &sam, &noor).await;
        let hash = code.hash();
        let line = Barrier::new(2);
        let now = app.clock.now();
        let comes = async {
            let mut scope = Scope::begin(&pool, Asker::Invited(amari.id, &hash)).await.unwrap();
            line.wait().await;
            waits(lead).await;
            let done = link::accept(&mut scope, &amari.hand, &code, Secrets::Ask, now).await.unwrap();
            if matches!(done, Accepted::Open(_)) {
                scope.commit().await.unwrap();
            }
            done
        };
        let goes = async {
            let mut scope = Scope::begin(&pool, Asker::Person(noor.id)).await.unwrap();
            line.wait().await;
            waits(-lead).await;
            let done = therapists::act(&mut scope, noor.id, couple, Act::Withdraw, now).await.unwrap();
            scope.commit().await.unwrap();
            done
        };
        match tokio::join!(comes, goes) {
            (Accepted::Open(_), Err(Refusal::NotNow)) => {
                open += 1;
                assert_eq!(count(&app, "therapist_access where state = 'active'").await, 1);
                act(&app, &sam, &sam, Act::End).await.unwrap();
            }
            (Accepted::Gone, Ok(Stage::Ended(Ending::Withdrawn))) => withdrawn += 1,
            both => panic!("{lead}: {both:?}"),
        }
        assert_eq!(count(&app, "therapist_access where state <> 'ended'").await, 0);
    }
    println!("{open} came in, {withdrawn} were withdrawn");
    assert!(open > 0 && withdrawn > 0, "one of the two was always first: it is no race");
}

/// Until somebody waits for a lock.
async fn somebody_waits(app: &TestApp) {
    let sql = "select count(*) from pg_locks l join pg_database d on d.oid = l.database
               where not l.granted and d.datname = current_database()";
    for _ in 0..400 {
        if sqlx::query_scalar::<_, i64>(sql).fetch_one(app.owner()).await.unwrap() > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// Two connections of the program, so that one request can wait for another.
fn browser_of(app: &TestApp, visitor: &Visitor) -> Visitor {
    let mut browser = app.visitor();
    browser.cookies.clone_from(&visitor.cookies);
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_let_in_and_finds_it_ended_before_it_looks_says_so() {
    let app = TestApp::new().await;
    let house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    let id = house.lets_in(&app, &amari).await;
    house.shows_everything(&app).await;
    let mut amari = app.with_second_step(&amari, false).await;
    let path = format!("/clients/{id}");
    // whoever wants to note a look waits here, after the guard has let them in
    let mut gate = app.owner().begin().await.unwrap();
    sqlx::query("lock table therapist_look in access exclusive mode").execute(&mut *gate).await.unwrap();
    let page = tokio::spawn(async move { amari.get(&path).await });
    somebody_waits(&app).await;
    let couple = me(&app, &house.noor).await.couple.unwrap();
    let mut scope = app.scope(&house.noor).await;
    therapists::act(&mut scope, house.noor.id, couple, Act::End, app.clock.now()).await.unwrap().unwrap();
    scope.commit().await.unwrap();
    gate.commit().await.unwrap();
    let page = page.await.unwrap();
    assert_eq!(page.status, StatusCode::GONE, "{}", page.text());
    assert!(page.text().contains("This is no longer open to you") && theirs(&page).is_empty());
    assert_eq!(count(&app, "therapist_look").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_and_reading_at_once_is_a_page_or_a_calm_sentence() {
    let app = TestApp::new().await;
    let house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    let (mut read, mut over) = (0, 0);
    for _ in 0..8 {
        let id = house.lets_in(&app, &amari).await;
        let note = write(&app, &house.sam, "note by Sam").await;
        assert!(share_with_both(&app, &house.sam, note, 1).await);
        let path = format!("/clients/{id}");
        let mut readers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let mut browser = app.with_second_step(&amari, false).await;
            let path = path.clone();
            readers.spawn(async move { browser.get(&path).await });
        }
        let (one, two) = (browser_of(&app, &house.sam.browser), browser_of(&app, &house.noor.browser));
        let mut ends = tokio::task::JoinSet::new();
        for mut browser in [one, two] {
            ends.spawn(async move { browser.forges("/us/therapist/end", &[]).await });
        }
        for ended in ends.join_all().await {
            assert_eq!(ended.location(), "/us/therapist?done=ended", "{}", ended.text());
        }
        for page in readers.join_all().await {
            match page.status {
                StatusCode::OK => read += 1,
                StatusCode::GONE => over += 1,
                status => panic!("{status}: {}", page.text()),
            }
        }
        assert_eq!(count(&app, "therapist_access where state <> 'ended'").await, 0);
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
    }
    println!("{read} read, {over} were told that it is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn sharing_and_ending_at_once_leaves_nothing_with_the_therapist() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    let pool = connections(&app, 2).await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let note = write(&app, &sam, "For both.").await;
    let (mut shared, mut refused) = (0, 0);
    for (round, late) in
        [0, 0, 1, 1, 2, 2, 4, 4, 8, 8, 12, 12, 16, 16, 24, 24, 40, 40, 1000].into_iter().enumerate()
    {
        let code = linked(&app, &sam, &noor).await;
        assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
        // also what they hold already is shared once more
        if round % 2 == 0 {
            assert!(share_with_both(&app, &sam, note, 1).await);
        }
        let ours = ours(&app, &sam).await.unwrap();
        let (therapist, access) = ours.reader().unwrap();
        let partner = app.pinned(&sam).await;
        let now = app.clock.now();
        let line = Barrier::new(2);
        let gives = async {
            let mut scope = Scope::begin(&pool, Asker::Person(sam.id)).await.unwrap();
            line.wait().await;
            let audience = Audience::Both { partner: &partner, therapist, access };
            let done = entries::share_with(&mut scope, &sam.hand, audience, note, 1, now.date()).await;
            match done {
                Ok(_) => scope.commit().await.is_ok(),
                Err(error) => {
                    let cause = error.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error);
                    let code = cause.and_then(sqlx::error::DatabaseError::code).map(|code| code.to_string());
                    assert_eq!(
                        code.as_deref(),
                        Some("42501"),
                        "refused, and no circle of waiting: {error:#}"
                    );
                    false
                }
            }
        };
        let ends = async {
            let mut scope = Scope::begin(&pool, Asker::Person(noor.id)).await.unwrap();
            line.wait().await;
            tokio::time::sleep(std::time::Duration::from_millis(late)).await;
            let done = therapists::act(&mut scope, noor.id, couple, Act::End, now).await.unwrap();
            scope.commit().await.unwrap();
            done
        };
        let (done, ended) = tokio::join!(gives, ends);
        assert_eq!(ended, Ok(Stage::Ended(Ending::ByPartner)), "whoever ends it never loses");
        if done {
            shared += 1;
        } else {
            refused += 1;
        }
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0, "round {round}");
        assert_eq!(
            reads(&app, &noor, note).await.as_deref(),
            Some("For both."),
            "it is Noor's in every case"
        );
    }
    println!("{shared} were shared before it ended, {refused} came too late");
    assert!(shared > 0 && refused > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_part_while_one_ends_it_both_come_through() {
    for round in 0..6 {
        let app = TestApp::new().await;
        let (sam, noor, amari, id) = three(&app).await;
        let note = write(&app, &sam, "For both.").await;
        assert!(share_with_both(&app, &sam, note, 1).await);
        let pool = connections(&app, 2).await;
        let mine = me(&app, &sam).await;
        let couple = mine.couple.unwrap();
        let now = app.clock.now();
        let line = Barrier::new(2);
        let parts = async {
            let mut scope = Scope::begin(&pool, Asker::Person(sam.id)).await.unwrap();
            line.wait().await;
            couples::leave(&mut scope, &mine, true, now.date()).await.unwrap();
            scope.commit().await.unwrap();
        };
        let ends = async {
            let mut scope = Scope::begin(&pool, Asker::Person(noor.id)).await.unwrap();
            line.wait().await;
            tokio::time::sleep(std::time::Duration::from_micros(200 * round)).await;
            let _whatever = therapists::act(&mut scope, noor.id, couple, Act::End, now).await.unwrap();
            scope.commit().await.unwrap();
        };
        tokio::join!(parts, ends);
        assert_eq!(count(&app, "therapist_access where state = 'ended'").await, 1);
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
        let mut browser = app.with_second_step(&amari, false).await;
        assert_eq!(browser.get(&format!("/clients/{id}")).await.status, StatusCode::GONE);
    }
}
