//! Time apart with the pages out of the way: what statements of the runtime role can do to its rows, and what they cannot.

use sqlx::AssertSqlSafe;

use crate::support::{Somebody, TestApp};

/// Tries it as this person, with the pages out of the way; how many rows it changed, or none when it is refused.
async fn tries(app: &TestApp, who: &Somebody, sql: &str) -> Option<u64> {
    let mut scope = app.scope(who).await;
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *scope).await.ok()?;
    scope.commit().await.ok()?;
    Some(done.rows_affected())
}

/// How many this person finds.
async fn seen(app: &TestApp, who: &Somebody) -> i64 {
    let mut scope = app.scope(who).await;
    sqlx::query_scalar("select count(*) from time_apart").fetch_one(&mut *scope).await.unwrap()
}

/// The days of a row, a suggested one, and the moment.
type Days = (Option<String>, Option<String>, Option<String>, String);

/// A row as it is stored.
type Row = (String, Option<String>, Option<String>, Option<String>, String);

#[tokio::test]
async fn with_the_pages_out_of_the_way_each_day_is_its_askers_and_nobody_else_sees_any() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let tom = app.somebody("Tom").await;
    sam.browser.takes_time(&app.day_on(10), "").await;
    let read = "select id::text, one::text, two::text, sooner::text, until::text from time_apart";
    let stands = || async { sqlx::query_as::<_, Row>(read).fetch_one(app.owner()).await.unwrap() };
    let before = stands().await;
    for sql in [
        "update time_apart set one = null",
        "update time_apart set one = current_date",
        "update time_apart set one = '2026-03-05', until = '2026-03-05 09:00Z'",
        "update time_apart set until = now() - interval '1 day'",
        "update time_apart set sooner = '2026-03-05', sooner_by = 1",
        "update time_apart set zone = 'UTC'",
        "update time_apart set number = 9",
        "delete from time_apart",
    ] {
        assert_eq!(tries(&app, &noor, sql).await, None, "{sql}");
        assert!(matches!(tries(&app, &tom, sql).await, None | Some(0)), "{sql}");
    }
    assert_eq!(stands().await, before);
    let couple: String =
        sqlx::query_scalar("select couple_id::text from time_apart").fetch_one(app.owner()).await.unwrap();
    for (who, columns, values) in [
        (&noor, "one", "'2026-05-01'"),
        (&noor, "one, two", "'2026-05-01', '2026-05-01'"),
        (&tom, "one", "'2026-05-01'"),
        (&tom, "two", "'2026-05-01'"),
    ] {
        let sql = format!(
            "insert into time_apart (id, couple_id, number, zone, until, {columns})
             values (gen_random_uuid(), '{couple}', 9, 'UTC', '2026-05-01 09:00Z', {values})"
        );
        assert_eq!(tries(&app, who, &sql).await, None, "{sql}");
    }
    assert_eq!((seen(&app, &sam).await, seen(&app, &noor).await, seen(&app, &tom).await), (1, 1, 0));
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    assert_eq!((seen(&app, &sam).await, seen(&app, &noor).await), (0, 0), "after parting it is nobody's");
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_ends_the_others_day_early_or_goes_past_their_own() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sam.browser.takes_time(&app.day_on(10), "").await;
    noor.browser.takes_time(&app.day_on(14), "").await;
    let morning = |day: &str| format!("((date '{day}' + time '09:00') at time zone zone)");
    let [one, two] = [app.day_on(10), app.day_on(14)];
    let read = "select one::text, two::text, sooner::text, until::text from time_apart";
    let stands = || async { sqlx::query_as::<_, Days>(read).fetch_one(app.owner()).await.unwrap() };
    let before = stands().await;
    let [nearer, later, far] = [app.day_on(12), app.day_on(17), app.day_on(900)];
    for set in [
        // one's own is over, and with it the other's
        format!("one = null, until = {}", morning(&one)),
        format!("one = null, until = {} - interval '2 hours'", morning(&two)),
        "one = null, until = '2026-03-03 09:00Z'".to_owned(),
        format!("one = null, until = {} + interval '1 day'", morning(&two)),
        // one's own day moves, but not to a later one
        format!("one = '{nearer}', until = {}", morning(&nearer)),
        format!("one = '{nearer}', until = {}", morning(&two)),
        format!("one = '{two}', until = {}", morning(&two)),
        // it does, and the moment is another one
        format!("one = '{later}', until = {}", morning(&one)),
        format!("one = '{later}', until = {} - interval '2 hours'", morning(&later)),
        format!("one = '{later}', until = {}", morning(&far)),
        // nobody asks for years
        format!("one = '{far}', until = {}", morning(&far)),
        // what is no earlier day, and a day of the other's that nobody agreed to
        format!("sooner = '{later}', sooner_by = 1"),
        format!("one = null, sooner = '{nearer}', sooner_by = 1, until = {}", morning(&two)),
        format!("two = '{nearer}', until = {}", morning(&nearer)),
    ] {
        assert_eq!(tries(&app, &sam, &format!("update time_apart set {set}")).await, None, "{set}");
    }
    assert_eq!(stands().await, before);

    // an earlier day of the other's is agreed to as it is, and not before its night
    noor.browser.about_time("suggest", &nearer).await;
    for set in [
        format!("two = '{nearer}', sooner = null, sooner_by = null, until = {}", morning(&one)),
        format!("two = '{nearer}', sooner = null, sooner_by = null, until = {}", morning(&later)),
        format!("two = '{nearer}', until = {}", morning(&nearer)),
        format!(
            "one = null, two = '{nearer}', sooner = null, sooner_by = null, until = {}",
            morning(&nearer)
        ),
        format!("two = '{one}', sooner = null, sooner_by = null, until = {}", morning(&one)),
        format!("two = null, sooner = null, sooner_by = null, until = {}", morning(&one)),
    ] {
        assert_eq!(tries(&app, &sam, &format!("update time_apart set {set}")).await, None, "{set}");
    }
    let set = format!("two = '{nearer}', sooner = null, sooner_by = null, until = {}", morning(&nearer));
    assert_eq!(
        tries(&app, &noor, &format!("update time_apart set {set}")).await,
        None,
        "nobody agrees with themselves"
    );
    assert_eq!(tries(&app, &sam, &format!("update time_apart set {set}")).await, Some(1), "{set}");
    // and what the pages do, statements may
    let set = format!("one = '{later}', until = {}", morning(&later));
    assert_eq!(tries(&app, &sam, &format!("update time_apart set {set}")).await, Some(1), "{set}");
    let set = format!("one = null, until = {}", morning(&nearer));
    assert_eq!(tries(&app, &sam, &format!("update time_apart set {set}")).await, Some(1), "{set}");
    assert_eq!(
        tries(&app, &noor, "update time_apart set two = null, until = '2026-03-03 09:00Z'").await,
        Some(1)
    );
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_no_other_time_begins_beside_one_that_runs() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    sam.browser.takes_time(&app.day_on(10), "").await;
    let begin = |number: u32, day: &str, until: &str| {
        format!(
            "insert into time_apart (id, couple_id, number, zone, two, until)
             select gen_random_uuid(), couple_id, {number}, 'UTC', {day}, {until} from membership
             where person_id = app_person()"
        )
    };
    // of what is over the clock of the database knows
    let lasts = async |until: &str| {
        let sql = format!("update time_apart set until = {until} where number = 1");
        sqlx::query(AssertSqlSafe(sql)).execute(app.owner()).await.unwrap();
    };
    let today = "(now() at time zone 'UTC')::date";
    let (day, until) = (format!("{today} + 3"), format!("(({today} + 3) + time '09:00') at time zone 'UTC'"));
    lasts("now() + interval '1 day'").await;
    assert_eq!(tries(&app, &noor, &begin(2, &day, &until)).await, None, "one runs");
    lasts("now() - interval '1 day'").await;
    for (number, day, until) in [
        (3, day.as_str(), until.as_str()),
        (0, &day, &until),
        (i32::MAX.unsigned_abs(), &day, &until),
        (2, &day, &format!("{until} + interval '2 hours'")),
        (2, &day, "now() + interval '1 hour'"),
        (2, &format!("{today} + 90"), &format!("(({today} + 90) + time '09:00') at time zone 'UTC'")),
    ] {
        assert_eq!(tries(&app, &noor, &begin(number, day, until)).await, None, "{number} {day} {until}");
    }
    let elsewhere = begin(2, &day, &until).replace(", 'UTC',", ", 'Etc/GMT-1',");
    assert_eq!(tries(&app, &noor, &elsewhere).await, None, "a clock that is not theirs");
    assert_eq!(tries(&app, &noor, &begin(2, &day, &until)).await, Some(1));
    assert_eq!(tries(&app, &noor, &begin(3, &day, &until)).await, None, "and now that one runs");
}

#[tokio::test]
async fn a_clock_that_the_database_does_not_know_keeps_the_others_day_all_the_same() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sam.browser.takes_time(&app.day_on(10), "").await;
    noor.browser.takes_time(&app.day_on(14), "").await;
    sqlx::query("update time_apart set zone = 'Atlantis/Port'").execute(app.owner()).await.unwrap();
    let day = app.day_on(14);
    let end = |hour: &str| format!("update time_apart set one = null, until = '{day} {hour}Z'::timestamptz");
    assert_eq!(tries(&app, &sam, &format!("{} - interval '1 day'", end("12:00"))).await, None);
    assert_eq!(tries(&app, &sam, &end("09:00")).await, Some(1));
}
