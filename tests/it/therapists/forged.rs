//! The database with the pages out of the way: what it shows a therapist and what it lets them change, table by table
//! and by its own catalogue. `wall.rs` beside it has the statements that somebody would think of.

use std::collections::BTreeMap;

use sqlx::{Postgres, Transaction};

use super::{
    house::House,
    rows::{Rows, tables},
    *,
};

/// Who asks, and which access they say they read by.
struct Asks {
    name: &'static str,
    person: String,
    access: Option<String>,
}

/// A transaction of the runtime role that says whatever it likes.
async fn saying(app: &TestApp, asks: &Asks) -> Transaction<'static, Postgres> {
    let mut tx = app.runtime().begin().await.unwrap();
    let access = asks.access.clone().unwrap_or_default();
    let say = "select set_config('app.person', $1, true), set_config('app.access', $2, true)";
    sqlx::query(say).bind(&asks.person).bind(access).execute(&mut *tx).await.unwrap();
    tx
}

struct Stage {
    app: TestApp,
    house: House,
    amari: Somebody,
    tom: Somebody,
    former: AccessId,
    id: AccessId,
    rows: Rows,
}

const EVERY: &str = "00000000-0000-0000-0000-000000000000";

impl Stage {
    /// Amari was their therapist once and is it again; Tom is the therapist of others.
    async fn new() -> Self {
        let app = TestApp::new().await;
        let mut house = House::new(&app).await;
        let amari = app.somebody("Amari").await;
        let former = house.lets_in(&app, &amari).await;
        house.shows_everything(&app).await;
        act(&app, &house.noor, &house.noor, Act::End).await.unwrap();
        let id = house.lets_in(&app, &amari).await;
        house.shows_everything(&app).await;
        house.sam.browser.takes_time(&app.day_on(10), "Until then.").await;
        let (iris, max) = app.linked("Iris", "Max").await;
        let tom = app.somebody("Tom").await;
        let code = linked(&app, &iris, &max).await;
        assert!(matches!(accept(&app, &tom, &code).await, Accepted::Open(_)));
        let mut browser = app.with_second_step(&amari, false).await;
        browser.get(&format!("/clients/{id}")).await;
        let rows = Rows::of(&house, &[&amari, &tom, &iris, &max]);
        Self { app, house, amari, tom, former, id, rows }
    }

    fn asks(name: &'static str, who: &Somebody, access: Option<&str>) -> Asks {
        Asks { name, person: who.id.to_string(), access: access.map(str::to_owned) }
    }

    /// Everybody who is to find nothing, and whoever is to find something last.
    fn all(&self) -> Vec<Asks> {
        let (id, former) = (self.id.to_string(), self.former.to_string());
        let sam = &self.house.sam;
        vec![
            Self::asks("beside their pages as a therapist", &self.amari, None),
            Self::asks("by the access that ended", &self.amari, Some(&former)),
            Self::asks("by an access that is none", &self.amari, Some(&uuid::Uuid::new_v4().to_string())),
            Self::asks("the therapist of others by this access", &self.tom, Some(&id)),
            Self::asks("the therapist of others by all of theirs", &self.tom, Some(EVERY)),
            Self::asks(
                "nobody by this access",
                &Somebody { id: toward::ids::PersonId::random(), ..copy(sam) },
                Some(&id),
            ),
            Self::asks("by this access", &self.amari, Some(&id)),
            Self::asks("by all of theirs", &self.amari, Some(EVERY)),
        ]
    }
}

fn copy(who: &Somebody) -> Somebody {
    Somebody {
        id: who.id,
        browser: crate::support::Visitor::new(axum::Router::new()),
        hand: who.hand.clone(),
    }
}

/// What is there of the couple's, by table: only tables with something.
async fn sees(stage: &Stage, asks: &Asks) -> BTreeMap<String, i64> {
    let mut seen = BTreeMap::new();
    for table in tables(&stage.app).await {
        let mut tx = saying(&stage.app, asks).await;
        let filter = if table == "instance" { "true".to_owned() } else { couples(stage, &table) };
        let sql = format!("select count(*) from {table} where {filter}");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap();
        if count > 0 {
            seen.insert(table, count);
        }
    }
    seen
}

/// The couple's own rows; looks are the therapist's to note, and the two's to read.
fn couples(stage: &Stage, table: &str) -> String {
    if table == "therapist_look" { format!("access_id = '{}'", stage.id) } else { stage.rows.theirs(table) }
}

#[tokio::test]
async fn the_database_shows_a_therapist_what_hangs_on_their_access_and_no_other_table() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let counted = async |what: &str| -> i64 { count(app, &format!("({what}) x")).await };
    let id = stage.id;
    let held = counted(&format!("select 1 from entry_grant where access = '{id}'")).await;
    let entries = counted(&format!("select distinct entry_id from entry_grant where access = '{id}'")).await;
    let numbers =
        counted(&format!("select distinct entry_id, number from entry_grant where access = '{id}'")).await;
    assert!(held > 15, "{held}");
    // the server's own row is no one's; the two rows of access are Amari's, with nothing in them that was written
    let little = [("instance", 1), ("person", 2), ("therapist_access", 2), ("therapist_look", 1)];
    let all = [("entry", entries), ("entry_grant", held), ("revision", numbers)];
    let map = |some: &[(&str, i64)]| -> BTreeMap<String, i64> {
        some.iter().map(|(table, count)| ((*table).to_owned(), *count)).collect()
    };
    for asks in stage.all() {
        let right = match (asks.person == stage.amari.id.to_string(), asks.name) {
            (true, "by this access" | "by all of theirs") => map(&[&little[..], &all[..]].concat()),
            (true, _) => map(&little),
            _ => map(&[("instance", 1)]),
        };
        assert_eq!(sees(&stage, &asks).await, right, "{}", asks.name);
    }
    act(app, &stage.house.sam, &stage.house.sam, Act::End).await.unwrap();
    for asks in stage.all() {
        let amari = asks.person == stage.amari.id.to_string();
        let left = [("instance", 1), ("therapist_access", 2), ("therapist_look", 1)];
        let right = if amari { map(&left) } else { map(&left[..1]) };
        assert_eq!(sees(&stage, &asks).await, right, "{} when it is over", asks.name);
    }
}

/// What a statement did; none when the database said that it is not theirs to do.
async fn tries(stage: &Stage, asks: &Asks, sql: &str) -> Option<Result<u64, String>> {
    let mut tx = saying(&stage.app, asks).await;
    match sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await {
        Ok(done) if done.rows_affected() == 0 => None,
        Ok(done) => Some(Ok(done.rows_affected())),
        Err(error)
            if error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref()
                == Some("42501") =>
        {
            None
        }
        Err(error) => Some(Err(error.to_string())),
    }
}

/// Rows that anybody may make in their own name. Nobody else finds them, each with the reason.
const BESIDE: [(&str, &str); 13] = [
    ("checkin_look", "that they looked at a round that was given to them: only they find it"),
    ("checkin_schedule", "a rhythm of their own, for nobody else"),
    ("couple", "a space of their own: nobody is in it"),
    ("credential", "their own way in"),
    ("draft", "what they were typing: only they find it"),
    ("entry", "a text of their own, whatever it says it is about: without a grant only they find it"),
    ("feed", "a calendar of their own"),
    ("opening", "that they opened something: only they find it"),
    ("outbox", "a mail to themselves, to try it"),
    ("person", "an account: their own is there already"),
    ("pin", "which key they met: only they find it"),
    ("reminder_mail", "where they want mails"),
    ("second_factor", "their own second step"),
];

#[tokio::test]
async fn the_database_changes_and_removes_nothing_of_the_couples_for_a_therapist() {
    let stage = Stage::new().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select distinct table_name::text, column_name::text from information_schema.column_privileges
         where grantee = 'toward_runtime' and privilege_type = 'UPDATE' and table_schema = 'public' order by 1, 2",
    )
    .fetch_all(stage.app.owner())
    .await
    .unwrap();
    assert!(columns.len() > 60, "{}", columns.len());
    let (mut wrong, mut tried) = (Vec::new(), 0);
    let before = stage.rows.sums(&stage.app).await;
    for asks in stage.all() {
        let tables = tables(&stage.app).await;
        let deletes = tables
            .iter()
            .filter(|table| *table != "attempt")
            .map(|table| format!("delete from {table} where {}", couples(&stage, table)));
        let updates = columns
            .iter()
            .filter(|(table, _)| !["attempt", "instance"].contains(&table.as_str()))
            .map(|(table, column)| {
                format!("update {table} set {column} = {column} where {}", couples(&stage, table))
            });
        for sql in deletes.chain(updates) {
            tried += 1;
            if let Some(done) = tries(&stage, &asks, &sql).await {
                wrong.push(format!("{}: {}: {done:?}", asks.name, sql.split(" where ").next().unwrap()));
            }
        }
    }
    println!("{tried} statements over {} columns", columns.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(stage.rows.sums(&stage.app).await, before);
}

#[tokio::test]
async fn the_database_puts_nothing_among_the_couples_for_a_therapist() {
    let stage = Stage::new().await;
    let (two, amari) =
        ([stage.house.sam.id.to_string(), stage.house.noor.id.to_string()], stage.amari.id.to_string());
    let (mut wrong, mut tried, mut bare) = (Vec::new(), 0, Vec::new());
    for table in tables(&stage.app).await {
        let sql = format!(
            "select to_jsonb({table})::text from {table} where {} limit 12",
            stage.rows.theirs(&table)
        );
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(stage.app.owner()).await.unwrap();
        if rows.is_empty() {
            bare.push(table.clone());
        }
        for row in rows {
            // as it stands, and in the therapist's name
            let mine = [row.replace(&two[0], &amari), row.replace(&two[1], &amari)];
            for (own, text) in std::iter::once((false, &row)).chain(mine.iter().map(|row| (true, row))) {
                let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
                if let Some(id) = value.get_mut("id") {
                    *id = uuid::Uuid::new_v4().to_string().into();
                }
                let value = value.to_string().replace('\'', "''");
                let sql = format!(
                    "insert into {table} select * from jsonb_populate_record(null::{table}, '{value}')"
                );
                for asks in stage.all() {
                    let named = BESIDE.iter().any(|(name, _)| *name == table);
                    let theirs = named && (own && asks.person == amari || table == "couple");
                    tried += 1;
                    match tries(&stage, &asks, &sql).await {
                        Some(done) if !theirs => {
                            wrong.push(format!("{} into {table} ({own}): {done:?}", asks.name));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    println!("{tried} rows; nothing to copy in {bare:?}");
    assert!(wrong.is_empty(), "{} of {tried}: {}", wrong.len(), wrong.join("\n"));
    assert_eq!(bare, ["attempt", "therapist_look"], "a table without a row proves nothing");
}
