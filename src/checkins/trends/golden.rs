//! The pictures to the letter: each file in `tests/golden/` is what a page holds for these weeks. After a change that is
//! meant, `UPDATE_GOLDEN=1 cargo test --lib trends` writes them anew; look at the difference before keeping it.

use std::path::PathBuf;

use askama::Template;
use time::{Duration, macros::date};

use super::*;
use crate::{checkins::Answers, checkins::Score, couples::Seat, plans::Kept, web::page::Who};

const NAMES: Names<'static> = [Some("Sam"), Some("Noor")];

#[derive(Template)]
#[template(
    source = r#"{%- import "checkins/chart.html" as charts -%}
{%- for chart in it.charts -%}
{% call charts::chart(chart) %}{% endcall %}
{% endfor -%}
{%- if let Some(promises) = it.promises -%}
{% call charts::marks(promises) %}{% endcall %}
{% endif -%}"#,
    ext = "html"
)]
struct Pictures {
    it: Trends,
}

#[derive(Template)]
#[template(
    source = r#"{%- import "checkins/chart.html" as charts -%}{% call charts::small(it) %}{% endcall %}"#,
    ext = "html"
)]
struct OnToday {
    it: Small,
}

#[derive(Template)]
#[template(
    source = r#"{%- import "checkins/chart.html" as charts -%}{% call charts::table(it.rows, people) %}{% endcall %}"#,
    ext = "html"
)]
struct Table {
    it: Trends,
    people: Vec<Who>,
}

/// Weeks in which both answer by a fixed rule, with gaps.
fn couple(count: u8, rounds: u16) -> Vec<Week> {
    let week = |at: u16| {
        let mut week = Week::gap(date!(2026 - 07 - 28) + Duration::weeks(i64::from(at)));
        let score = |add: u16| u8::try_from((at * 7 + add * 5) % 11).ok().and_then(Score::new);
        let answers = |by, add| Answers { lean: score(add), make: score(add + 1), ..Answers::blank(1, by) };
        if at % 6 != 4 {
            let said = (0..count).map(|n| Kept::ALL[usize::from((u16::from(n) + at) % 3)]);
            week = week.with(Seat::One, &answers(Seat::One, 1)).with_kept(Seat::One, said);
        }
        if at % 5 != 2 {
            let said = (0..count).map(|n| Kept::ALL[usize::from((u16::from(n) * at) % 3)]);
            week = week.with(Seat::Two, &answers(Seat::Two, 3)).with_kept(Seat::Two, said);
        }
        week
    };
    (0..rounds).map(week).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test run has no other configuration")]
fn compare(name: &str, made: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name].iter().collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == made, "{name} is drawn otherwise:\n{made}");
}

fn pictures(weeks: &[Week], marks: &[Mark]) -> String {
    Pictures { it: Trends::new(weeks, NAMES, marks, Range::All) }.render().unwrap()
}

#[test]
fn the_pictures_are_drawn_as_they_were() {
    let marks =
        [Mark::new(date!(2026 - 08 - 25), "A talk"), Mark::new(date!(2026 - 09 - 16), "A <hard> week")];
    compare("weeks-0.svg", &pictures(&[], &marks));
    compare("weeks-1.svg", &pictures(&couple(3, 1), &[]));
    compare("weeks-2.svg", &pictures(&couple(3, 2), &[]));
    compare("weeks-16.svg", &pictures(&couple(4, 16), &marks));
    compare("weeks-520.svg", &pictures(&couple(4, 520), &marks));
    let small = Small::new(&couple(0, 9), NAMES).unwrap();
    compare("weeks-today.svg", &OnToday { it: small }.render().unwrap());
}

#[test]
fn the_numbers_of_the_table_are_the_numbers_of_the_picture() {
    let people =
        [Seat::One, Seat::Two].map(|seat| Who::new(if seat == Seat::One { "Sam" } else { "Noor" }, seat));
    let it = Trends::new(&couple(2, 16), NAMES, &[], Range::All);
    let page = Table { it: it.clone(), people: people.to_vec() }.render().unwrap();
    let document = scraper::Html::parse_document(&page);
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let rows: Vec<Vec<String>> = document
        .select(&select("tbody tr"))
        .map(|row| row.select(&select("td")).map(|cell| cell.text().collect()).collect())
        .collect();
    assert_eq!(rows.len(), 16);
    for (at, chart) in it.charts.iter().enumerate() {
        for series in &chart.series {
            let column = at * 2 + usize::from(series.who == Seat::Two);
            // the height of every point says the number again
            let drawn: Vec<String> = series
                .points
                .split('M')
                .skip(1)
                .map(|point| {
                    let y: f64 = point.trim_end_matches("h.01").split(' ').nth(1).unwrap().parse().unwrap();
                    ((262.0 - y) / 23.2).round().to_string()
                })
                .collect();
            let told: Vec<&String> =
                rows.iter().rev().map(|row| &row[column]).filter(|cell| *cell != "none").collect();
            assert_eq!(drawn.iter().collect::<Vec<_>>(), told, "{:?}", chart.pillar);
        }
    }
}
