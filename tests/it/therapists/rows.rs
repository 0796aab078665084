//! Every row of every table, by the database's own catalogue: what belongs to the couple, and what is a therapist's own
//! beside it. A table that somebody adds is in it by itself.

use std::collections::BTreeMap;

use super::{house::House, *};

/// Rows of a therapist's own that name something of the couple's, or name nobody. Each with the reason why it is not the
/// couple's. Rows that name the therapist and nothing of the couple's need no line here.
const OWN: [(&str, &str, &str); 8] = [
    ("therapist_look", "true", "reading notes the day and the part, for the two to see"),
    ("pin", "owner in ({others})", "which keys they have met: theirs, for their own pages"),
    ("entry", "author in ({others})", "what they call the two; sealed for them alone"),
    ("opening", "reader in ({others})", "what they have opened; only they find it"),
    ("session", "person_id is null or person_id in ({others})", "browsers at the door, and their own"),
    ("attempt", "true", "wrong passphrases, counted; it names nobody"),
    ("draft", "person_id in ({others})", "what they had begun to type; sealed for them alone"),
    ("couple", "id <> '{couple}'", "a space of their own"),
];

/// Whose rows are whose.
pub(super) struct Rows {
    others: Vec<String>,
    couple: String,
    two: [String; 2],
}

/// For each table how many rows there are, and all of them as one number.
pub(super) type Sums = BTreeMap<String, (i64, String)>;

impl Rows {
    /// The two's, beside those of everybody else who is there.
    pub(super) fn of(house: &House, others: &[&Somebody]) -> Self {
        Self {
            others: others.iter().map(|one| one.id.to_string()).collect(),
            couple: house.couple.to_string(),
            two: [house.sam.id.to_string(), house.noor.id.to_string()],
        }
    }

    /// What is the couple's in a table, as a condition.
    pub(super) fn theirs(&self, table: &str) -> String {
        let names = |id: &String| format!("to_jsonb({table})::text like '%{id}%'");
        let any = |ids: &[String]| ids.iter().map(names).collect::<Vec<_>>().join(" or ");
        let (others, two) = (any(&self.others), any(&self.two));
        let beside = format!("(({others}) and not ({two}) and not {})", names(&self.couple));
        let own = OWN.iter().find(|(name, ..)| *name == table).map_or("false".to_owned(), |(_, own, _)| {
            let others: Vec<String> = self.others.iter().map(|id| format!("'{id}'")).collect();
            own.replace("{others}", &others.join(", ")).replace("{couple}", &self.couple)
        });
        format!("not {beside} and not coalesce(({own}), false)")
    }

    /// All of it, to compare with later.
    pub(super) async fn sums(&self, app: &TestApp) -> Sums {
        let mut sums = Sums::new();
        for table in tables(app).await {
            let sql = format!(
                "select count(*), coalesce(md5(string_agg(md5(row), '' order by md5(row))), '')
                 from (select to_jsonb({table})::text as row from {table} where {}) all_of_it",
                self.theirs(&table)
            );
            let sum = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap();
            sums.insert(table, sum);
        }
        sums
    }
}

/// Every table there is.
pub(super) async fn tables(app: &TestApp) -> Vec<String> {
    let sql = "select relname::text from pg_class
               where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname not like '\\_sqlx%'
               order by 1";
    sqlx::query_scalar(sql).fetch_all(app.owner()).await.unwrap()
}

/// The tables that differ.
pub(super) fn changed(before: &Sums, after: &Sums) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = |table: &&String| before.get(*table) != after.get(*table);
    let said = |table: &String| {
        let count = |sums: &Sums| sums.get(table).map_or(0, |(count, _)| *count);
        format!("{table}: {} rows before, {} after", count(before), count(after))
    };
    all.into_iter().filter(differs).map(said).collect()
}
