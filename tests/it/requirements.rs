//! What was asked of this program, and where it can be seen: `docs/requirements.toml`, and `docs/requirements.md` made from
//! it. A row names a route that exists, or says what is missing, or why it will never be; none says nothing.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;

use crate::access;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    id: String,
    what: String,
    #[serde(default)]
    at: Vec<String>,
    #[serde(default)]
    how: String,
    #[serde(default)]
    open: String,
    #[serde(default)]
    never: String,
}

/// The guides, with how many requirements came from each.
const GUIDES: [(&str, &str, usize); 5] = [
    ("S0", "Eight pointers", 33),
    ("S1", "Seventeen steps", 39),
    ("S2", "Eleven headings and questions", 29),
    ("S3", "The talk in eight steps", 33),
    ("S4", "Three pillars and five keys", 35),
];

fn all() -> Vec<Requirement> {
    let file: File = toml::from_str(include_str!("../../docs/requirements.toml")).unwrap();
    file.requirement
}

impl Requirement {
    /// Whether all of it, a part of it, or nothing of it is there.
    fn stands(&self) -> &'static str {
        match (self.at.is_empty(), self.open.is_empty(), self.never.is_empty()) {
            (false, true, true) => "there",
            (false, false, true) => "in part",
            (true, false, true) => "not yet",
            (true, true, false) => "never",
            _ => panic!(
                "{}: a row has routes, or what is open, or both; or it says why it will never be",
                self.id
            ),
        }
    }

    /// A cell: what is there, and what is not.
    fn says(&self) -> String {
        let missing = if self.open.is_empty() { String::new() } else { format!("Not yet: {}", self.open) };
        [self.how.as_str(), &missing, &self.never]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn page() -> String {
    let all = all();
    let count = |stands| all.iter().filter(|one| one.stands() == stands).count();
    let mut page = format!(
        "# What was asked, and where it is\n\n\
         Five published guides on repairing trust were read before the first line was written. Each row says in our words\n\
         what one of them asks for, and where it can be seen. Of {} rows {} are there, {} in part, {} not yet, {} never.\n\
         “There” means that the app has a place for it; whether that place helps is for the two to say.\n\n\
         This page is made from `docs/requirements.toml`, and a test compares the two and looks for every route. Do not edit\n\
         it: `UPDATE_DOCS=1 cargo test --test it requirements::` writes it.\n",
        all.len(),
        count("there"),
        count("in part"),
        count("not yet"),
        count("never"),
    );
    for (guide, title, _) in GUIDES {
        write!(
            page,
            "\n## {guide}: {title}\n\n| | asked for | stands | where | how |\n|---|---|---|---|---|\n"
        )
        .unwrap();
        for one in all.iter().filter(|one| one.id.starts_with(guide)) {
            let at: Vec<String> = one.at.iter().map(|route| format!("`{route}`")).collect();
            let cells = [&one.id, &one.what, one.stands(), &at.join(", "), &one.says()]
                .map(|cell| cell.replace('|', "\\|"));
            writeln!(page, "| {} |", cells.join(" | ")).unwrap();
        }
    }
    page
}

#[test]
fn every_requirement_is_there_once_and_in_order() {
    let all = all();
    let expected: Vec<String> = GUIDES
        .iter()
        .flat_map(|(guide, _, count)| (1..=*count).map(move |number| format!("{guide}-{number:02}")))
        .collect();
    assert_eq!(all.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), expected);
    for one in &all {
        assert!(!one.what.trim().is_empty(), "{}", one.id);
        assert!(one.at.is_empty() || !one.how.is_empty(), "{}: a route, and not what is there", one.id);
        one.stands();
    }
}

#[test]
fn every_route_of_the_table_is_one_that_the_list_of_routes_knows() {
    let mut routes = BTreeMap::new();
    for one in all() {
        for route in one.at {
            assert!(access::knows(&route), "{}: {route} is no route", one.id);
            *routes.entry(route).or_insert(0) += 1;
        }
    }
    assert!(routes.len() > 30, "{routes:?}");
    assert!(!access::knows("/nowhere"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment to write the page")]
fn the_page_is_made_from_the_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/requirements.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/requirements.md is old: UPDATE_DOCS=1 cargo test --test it requirements:: writes it"
    );
}

#[test]
fn every_address_in_the_review_of_the_advice_is_one_of_the_app() {
    let review = include_str!("../../docs/guide-review.md");
    let addresses: Vec<&str> = review.split('`').filter(|code| code.starts_with('/')).collect();
    assert!(addresses.len() > 40, "{}", addresses.len());
    for address in addresses {
        assert!(access::knows(address), "{address} is no route");
    }
    // each line says how it stands
    let rows = review.lines().filter(|line| line.matches(" | ").count() == 2 && !line.contains("| advice |"));
    for row in rows {
        let stands = row.split(" | ").nth(1).unwrap().trim();
        assert!(["kept", "in part", "not kept"].contains(&stands), "{row}");
    }
}
