//! The check-in against the real store: every short order of what the two can do, compared with the rules; the rows that
//! the other one must not find, asked for as the runtime role; and two who release at the same moment.

use axum::http::StatusCode;
use futures_util::future::BoxFuture;
use sqlx::{AssertSqlSafe, PgConnection};
use time::{Duration, OffsetDateTime};
use toward::{
    checkins::{self, Answers, Event, Exchange, Opened, Refusal, Release, Rhythm, Score, Sheet, Theirs},
    couples::{Me, Seat},
    db::{Asker, Scope},
    entries::{Base, Hand, Written},
    ids::PersonId,
};

use crate::support::{SUNDAY, Somebody, TestApp};

const ACTS: [Event; 8] = [
    Event::Fill { empty: false },
    Event::Fill { empty: true },
    Event::Release(Release::OnlyMe),
    Event::Release(Release::Now),
    Event::Release(Release::Both),
    Event::Look,
    Event::TakeBack,
    Event::Note,
];

/// One of the two, as the store is asked by them.
struct Side {
    hand: Hand,
    me: Me,
}

struct World {
    sides: [Side; 2],
    opened: Opened,
    open: OffsetDateTime,
    /// Everything so far was one transaction, so that a branch can be left again.
    tx: Scope,
    serial: u32,
}

impl World {
    async fn new(app: &TestApp) -> Self {
        let (sam, noor) = app.linked("Sam", "Noor").await;
        let rhythm = Rhythm::parse("Sunday", "19:30", "UTC").unwrap();
        let mut sides = Vec::new();
        for who in [&sam, &noor] {
            let mut scope = app.scope(who).await;
            let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
            let now = app.clock.now();
            if me.seat == Seat::One {
                checkins::suggest(&mut scope, &me, None, &rhythm, now).await.unwrap();
            } else {
                let there = checkins::suggestion(&mut scope, &me).await.unwrap().unwrap();
                checkins::agree(&mut scope, &me, there.id, now).await.unwrap();
            }
            scope.commit().await.unwrap();
            sides.push(Side { hand: who.hand.clone(), me });
        }
        let mut tx = app.scope(&sam).await;
        let open = app.clock.now() + Duration::days(7);
        let opened = checkins::calendar(&mut tx).await.unwrap().open(open).expect("a round");
        let Ok(sides) = sides.try_into() else { panic!("two") };
        Self { sides, opened, open, tx, serial: 0 }
    }

    async fn sql(&mut self, sql: String) {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *self.tx).await.unwrap();
    }

    /// From here on row-level security answers for this one.
    async fn turn(&mut self, who: Seat) {
        let id = self.side(who).me.id;
        self.sql(format!("select set_config('app.person', '{id}', true)")).await;
    }

    fn side(&self, who: Seat) -> &Side {
        &self.sides[usize::from(who == Seat::Two)]
    }

    fn now(&self, closed: bool) -> OffsetDateTime {
        if closed { self.open + Duration::days(7) } else { self.open }
    }

    async fn act(&mut self, who: Seat, event: Event, closed: bool) -> Result<(), Refusal> {
        self.turn(who).await;
        self.serial += 1;
        let (now, serial, other) = (self.now(closed), self.serial, self.side(who.other()).me.id);
        let (side, opened, tx) = (&self.sides[usize::from(who == Seat::Two)], self.opened, &mut self.tx);
        let held = checkins::hold(tx, &side.hand, &side.me, opened, now).await.unwrap().expect("theirs");
        let pinned = *side.me.pinned().expect("a pin");
        match event {
            Event::Fill { empty } => {
                let mut answers = Answers::blank(opened.key.number, who);
                if !empty {
                    answers = Answers { lean: Score::new(5), steps: serial.to_string(), ..answers };
                }
                // an empty one differs from the empty one before only in this
                let sheet = Sheet::of(&opened, serial % 2 == 0, answers);
                let base = held
                    .mine
                    .as_ref()
                    .map_or_else(|| Base::New(uuid::Uuid::new_v4()), |mine| Base::Edit(mine.id, mine.number));
                held.fill(tx, &side.hand, Some(other), base, &sheet, now).await.unwrap().map(|written| {
                    assert!(matches!(written, Written::Kept(..) | Written::Already(..)), "{written:?}");
                })
            }
            Event::Release(how) => {
                let number = held.mine.as_ref().map_or(0, |mine| mine.number);
                // with nothing of one's own there is nothing to keep private either: the rules call that done
                if how == Release::OnlyMe && held.mine.is_none() {
                    return held.may(event);
                }
                held.release(tx, &side.hand, &pinned, number, how, now).await.unwrap()
            }
            Event::Look => held.look(tx, side.me.id).await.unwrap(),
            Event::TakeBack => held.take_back(tx, &side.hand, other, now).await.unwrap(),
            Event::Note => {
                let base = held
                    .note
                    .as_ref()
                    .map_or_else(|| Base::New(uuid::Uuid::new_v4()), |note| Base::Edit(note.id, note.number));
                held.write_note(tx, &side.hand, base, serial.to_string(), now).await.unwrap().map(drop)
            }
        }
    }

    /// What each of the two sees is what the rules say.
    async fn agrees_with(&mut self, state: Exchange, closed: bool, done: &[Step]) {
        for who in Seat::ALL {
            self.turn(who).await;
            let now = self.now(closed);
            let (side, opened) = (&self.sides[usize::from(who == Seat::Two)], self.opened);
            let held = checkins::read(&mut self.tx, &side.hand, &side.me, opened, now).await.unwrap();
            let (mut seen, mut right) = (held.view(), state.view(who));
            // saving the very same once more is no new revision, which only this test does
            for view in [&mut seen, &mut right] {
                view.mine.revision = view.mine.revision.map(|_| 1);
                if let Theirs::Here(number) = &mut view.theirs {
                    *number = 1;
                }
            }
            assert_eq!(seen, right, "{who:?} after {done:?}");
        }
    }
}

/// Something that one of the two does, or the closing of the round.
type Step = Option<(Seat, Event)>;

fn go<'a>(
    world: &'a mut World,
    state: Exchange,
    closed: bool,
    done: &'a mut Vec<Step>,
    depth: u32,
    tried: &'a mut u32,
) -> BoxFuture<'a, ()> {
    Box::pin(async move {
        let first = done.is_empty() || done.len() == 2;
        for step in steps(first) {
            let name = format!("s{}", done.len());
            world.sql(format!("savepoint {name}")).await;
            done.push(step);
            *tried += 1;
            let (next, now_closed) = match step {
                None => (Ok(state.close()), true),
                Some((who, event)) => {
                    let right = state.next(who, event);
                    assert_eq!(world.act(who, event, closed).await, right.map(drop), "{done:?}");
                    (right, closed)
                }
            };
            if let Ok(next) = next {
                world.agrees_with(next, now_closed, done).await;
                if depth > 1 && !(closed && step.is_none()) {
                    go(world, next, now_closed, done, depth - 1, tried).await;
                }
            }
            done.pop();
            world.sql(format!("rollback to savepoint {name}")).await;
        }
    })
}

/// Everything that can be done; of the first step only what Sam does, because the two are alike.
fn steps(first: bool) -> Vec<Step> {
    let seats = if first { vec![Seat::One] } else { Seat::ALL.to_vec() };
    let acts = seats.into_iter().flat_map(|who| ACTS.map(|event| Some((who, event))));
    acts.chain([None]).collect()
}

#[tokio::test]
async fn in_every_short_order_the_store_shows_and_refuses_what_the_rules_do() {
    let app = TestApp::new().await;
    let mut world = World::new(&app).await;
    let (mut done, mut tried) = (Vec::new(), 0);
    go(&mut world, Exchange::default(), false, &mut done, 3, &mut tried).await;
    // and from where both have filled theirs in, which is where it becomes interesting
    let mut state = Exchange::default();
    for who in Seat::ALL {
        let fill = Event::Fill { empty: false };
        world.act(who, fill, false).await.unwrap();
        state = state.next(who, fill).unwrap();
        done.push(Some((who, fill)));
    }
    go(&mut world, state, false, &mut done, 3, &mut tried).await;
    println!("{tried} steps");
    assert!(tried > 1500, "{tried}");
}

/// How many rows of this the visitor finds.
async fn finds(tx: &mut PgConnection, sql: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {sql}"))).fetch_one(tx).await.unwrap()
}

async fn as_person(app: &TestApp, id: PersonId) -> Scope {
    Scope::begin(app.runtime(), Asker::Person(id)).await.unwrap()
}

/// Whether the database does it; the transaction is another one each time.
async fn does(app: &TestApp, who: &Somebody, sql: &str) -> Result<u64, String> {
    let mut tx = as_person(app, who.id).await;
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await;
    done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
}

#[tokio::test]
async fn with_the_app_out_of_the_way_the_rows_still_tell_the_other_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let iris = app.somebody("Iris").await;
    sam.browser.suggests_rounds(&SUNDAY).await;
    app.at(time::macros::datetime!(2026-03-08 19:00 UTC), &mut [&mut sam, &mut noor]).await;
    let own = sam.browser.open_week().await;
    sam.browser.fills_in(&own, "finish", &[("hurts", "Mine")]).await;
    let mut tx = as_person(&app, noor.id).await;
    for (table, rows) in [
        ("checkin_schedule where person_id is not null", 0),
        ("checkin_rhythm where answer = 'own'", 0),
        // the suggestion itself: weekday, hour and zone
        ("checkin_rhythm", 1),
        ("entry where kind = 'checkin'", 0),
    ] {
        assert_eq!(finds(&mut tx, table).await, rows, "{table}");
    }
    drop(tx);
    noor.browser.answers_rounds("agree").await;
    app.at(time::macros::datetime!(2026-03-15 19:00 UTC), &mut [&mut sam, &mut noor]).await;
    let week = sam.browser.open_week().await;
    sam.browser.gives(&week, "both", &[("hurts", "Held")]).await;

    let (pair, entry): (uuid::Uuid, uuid::Uuid) =
        sqlx::query_as("select pair, entry_id from entry_grant where held")
            .fetch_one(app.owner())
            .await
            .unwrap();
    let mut tx = as_person(&app, noor.id).await;
    for table in [
        format!("entry_grant where entry_id = '{entry}'"),
        format!("entry where id = '{entry}'"),
        format!("revision where entry_id = '{entry}'"),
        format!("shown where pair = '{pair}'"),
        "checkin_look".to_owned(),
        "checkin_met".to_owned(),
        "checkin_schedule where person_id is not null".to_owned(),
        "checkin_rhythm where answer = 'own'".to_owned(),
        format!("entry where author = '{}'", sam.id),
    ] {
        assert_eq!(finds(&mut tx, &table).await, 0, "{table}");
    }
    drop(tx);
    let mut tx = as_person(&app, iris.id).await;
    for table in ["checkin_schedule", "checkin_rhythm", "checkin_met", "checkin_look"] {
        assert_eq!(finds(&mut tx, table).await, 0, "{table}");
    }
    drop(tx);
    let schedule: uuid::Uuid =
        sqlx::query_scalar("select id from checkin_schedule where couple_id is not null")
            .fetch_one(app.owner())
            .await
            .unwrap();
    // nothing that she could write opens it, or says that it is there
    for sql in [
        format!("insert into shown (pair, person_id) values ('{pair}', '{}')", noor.id),
        format!("insert into checkin_look (pair, person_id) values ('{pair}', '{}')", noor.id),
        format!("insert into checkin_look (pair, person_id) values ('{pair}', '{}')", sam.id),
        format!("insert into checkin_met (pair, schedule_id) values ('{pair}', '{schedule}')"),
        format!("insert into checkin_schedule (id, person_id) values (gen_random_uuid(), '{}')", sam.id),
    ] {
        let refused = does(&app, &noor, &sql).await.unwrap_err();
        assert!(refused.contains("row-level security"), "{sql}: {refused}");
    }
}

#[tokio::test]
async fn what_was_agreed_cannot_be_altered_and_nobody_agrees_to_their_own() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, _) = app.in_a_round().await;
    sam.browser.suggests_rounds(&[("weekday", "Monday")]).await;
    let open = "select id from checkin_rhythm where answer is null";
    let agree = |who: &Somebody| {
        format!(
            "update checkin_rhythm set answer = 'agreed', answered_by = '{}', since = '2026-03-08 19:30Z' where id = ({open})",
            who.id
        )
    };
    assert!(!matches!(does(&app, &sam, &agree(&sam)).await, Ok(1..)), "his own");
    assert!(!matches!(does(&app, &sam, &agree(&noor)).await, Ok(1..)), "in her name");
    for sql in [
        "update checkin_rhythm set hour = '08:00'",
        "update checkin_rhythm set weekday = 1",
        "update checkin_rhythm set zone = 'UTC'",
        "update checkin_schedule set couple_id = null",
        "delete from checkin_schedule",
        "delete from checkin_look",
        "delete from checkin_met",
    ] {
        let refused = does(&app, &noor, sql).await.unwrap_err();
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
    for who in [&sam, &noor] {
        assert_eq!(does(&app, who, "delete from checkin_rhythm where answer = 'agreed'").await, Ok(0));
        let again =
            "update checkin_rhythm set since = '2020-01-01Z', answer = 'left' where answer = 'agreed'";
        assert!(!matches!(does(&app, who, again).await, Ok(1..)));
    }
    // and somebody who has left changes nothing of it
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for sql in
        ["update checkin_schedule set ended_at = '2030-01-01Z'", "delete from checkin_rhythm", &agree(&noor)]
    {
        assert!(!matches!(does(&app, &noor, sql).await, Ok(1..)), "{sql}");
    }
}

#[tokio::test]
async fn two_who_release_at_the_same_moment_come_one_after_the_other() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, _) = app.in_a_round().await;
    for how in ["both", "now", "both"] {
        let week = sam.browser.open_week().await;
        for who in [&mut sam, &mut noor] {
            who.browser.fills_in(&week, "finish", &[("lean", "5")]).await;
        }
        let page = format!("{week}/share");
        let (sams, noors) = (sam.browser.get(&page).await, noor.browser.get(&page).await);
        let (ours, hers) = ([("with", "both")], [("with", how)]);
        let (one, two) = tokio::join!(
            sam.browser.submit_on(&sams, &page, &ours),
            noor.browser.submit_on(&noors, &page, &hers),
        );
        let opened = [&one, &two].into_iter().filter(|answer| answer.path.contains("done=opened")).count();
        assert_eq!(
            (one.status, two.status, opened),
            (StatusCode::OK, StatusCode::OK, 1),
            "the second one opens both"
        );
        for who in [&mut sam, &mut noor] {
            let page = who.browser.get(&week).await;
            assert!(
                page.all("section[aria-labelledby=theirs]").concat().contains("5 of 10"),
                "{}",
                page.text()
            );
            assert_eq!(who.browser.get(&format!("{week}/write")).await.location(), week);
        }
        app.later(7, &mut [&mut sam, &mut noor]).await;
    }
}

#[tokio::test]
async fn many_rounds_are_read_in_three_questions_and_none_shows_what_is_not_opened() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, first) = app.in_a_round().await;
    sam.browser.gives(&first, "both", &[("lean", "1")]).await;
    noor.browser.gives(&first, "both", &[("lean", "2")]).await;
    app.later(7, &mut [&mut sam, &mut noor]).await;
    app.later(7, &mut [&mut sam, &mut noor]).await;
    let third = sam.browser.open_week().await;
    sam.browser.gives(&third, "now", &[("lean", "3")]).await;
    let seen = async |who: &Somebody| -> Vec<(Option<u8>, Option<u8>, bool, bool)> {
        let mut scope = app.scope(who).await;
        let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
        let now = app.clock.now();
        let weeks = checkins::rounds_of(&mut scope, &who.hand, &me, now, checkins::Reach::All).await.unwrap();
        let lean = |answers: Option<&Answers>| answers.and_then(|it| it.lean).map(Score::number);
        weeks
            .iter()
            .map(|week| (lean(week.mine()), lean(week.theirs()), week.waits, week.skipped(now)))
            .collect()
    };
    let right = [(Some(1), Some(2), true, false), (None, None, false, true), (Some(3), None, false, false)];
    // Sam has not looked at the first one since it opened
    assert_eq!(seen(&sam).await, right);
    let hers = seen(&noor).await;
    assert_eq!(hers[0].0, Some(2));
    assert_eq!(hers[2], (None, None, true, false), "here, and not shown before she opens it");
    noor.browser.submit(&third, &format!("{third}/open"), &[]).await;
    assert_eq!(seen(&noor).await[2], (None, Some(3), false, false));
    let mut scope = app.scope(&noor).await;
    let me = Me::load(&mut scope, &noor.hand).await.unwrap().unwrap();
    let standing = checkins::now(&mut scope, &noor.hand, &me, app.clock.now()).await.unwrap();
    // she has opened his, so hers is left out and does not wait
    assert!(standing.open.is_some() && standing.finished && !standing.begun && standing.rhythm.is_some());
    assert_eq!(standing.unread.len(), usize::from(hers[0].2));
    let next = checkins::next_openings(&mut scope, app.clock.now(), 3).await.unwrap();
    let days: Vec<String> = next.iter().map(|it| it.round.day.to_string()).collect();
    assert_eq!(days, ["2026-03-29", "2026-04-05", "2026-04-12"]);
}
