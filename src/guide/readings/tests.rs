//! The pages that come with the program, and what makes a file unusable.

use super::*;

const GOOD: &str = "+++\ntitle = \"Rest\"\nsummary = \"It is late.\"\npart = \"around\"\nhelps_at = [\"/talk\"]\n\
                    [[source]]\nwho = \"A. Person\"\nwhat = \"A book\"\nyear = 2001\n+++\nSleep.\n";

fn parsed(text: &str) -> Result<Vec<Reading>, String> {
    let files = [
        File { name: "07-rest.md", text: text.to_owned().leak() },
        File { name: "08-morning.md", text: GOOD },
    ];
    parse(&files).map_err(|error| error.to_string())
}

#[test]
fn every_page_of_the_guide_can_be_used_and_is_short() {
    ready().unwrap();
    let numbers: Vec<u16> = all().iter().map(|reading| reading.number).collect();
    assert_eq!(numbers, (1..=13).collect::<Vec<u16>>());
    for part in Part::ALL {
        assert!(all().iter().any(|reading| reading.part == part), "{part:?}");
    }
    for reading in all() {
        let words: usize = reading.blocks.iter().map(|block| block.text().split_whitespace().count()).sum();
        // about three screens of a phone
        assert!((150..=450).contains(&words), "{} has {words} words", reading.title);
    }
}

#[test]
fn what_helps_on_a_page_is_found_by_its_route() {
    let titles: Vec<_> = helping_at("/talk/{id}/7").iter().map(|reading| reading.title.as_str()).collect();
    assert_eq!(titles, ["An apology", "Forgiving is not trusting"]);
    assert!(helping_at("/nowhere").is_empty());
}

#[test]
fn a_source_says_its_year_or_the_day_it_was_read() {
    let all =
        parsed(&GOOD.replace("year = 2001", "read = 2026-03-01\nat = \"https://example.org/\"")).unwrap();
    assert_eq!(all[0].sources[0].when, "read on 1 March 2026");
    assert_eq!(parsed(GOOD).unwrap()[0].sources[0].when, "2001");
}

#[test]
fn a_link_leads_to_another_page_or_to_what_anybody_may_open() {
    let with = |link: &str| parsed(&GOOD.replace("Sleep.", &format!("[Sleep]({link}).")));
    for (link, to) in [("08-morning.md", "/guide/8"), ("/help-lines", "/help-lines")] {
        let all = with(link).unwrap();
        assert!(format!("{:?}", all[0].blocks).contains(&format!("to: \"{to}\"")), "{:?}", all[0].blocks);
    }
    for link in ["07-rest.md", "09-none.md", "/plan", "/guide/{number}", "https://example.org/", "/nowhere"] {
        assert!(with(link).unwrap_err().contains("leads nowhere"), "{link}");
    }
}

#[test]
fn a_mistake_is_refused_with_the_file_and_what_is_wrong() {
    for (from, to, says) in [
        ("title = \"Rest\"", "", "missing field `title`"),
        ("title = \"Rest\"", "title = \"\"", "title is not a line"),
        ("title =", "name =", "unknown field `name`"),
        ("\"around\"", "\"elsewhere\"", "unknown variant"),
        ("[\"/talk\"]", "[]", "where it helps"),
        ("year = 2001", "", "either its year"),
        ("year = 2001", "year = 2001\nread = 2026-03-01", "either its year"),
        ("year = 2001", "read = 2026-03-01T10:00:00", "not a day"),
        ("year = 2001", "year = 2001\nat = \"http://example.org\"", "https://"),
        ("A. Person", " ", "who wrote it"),
        ("Sleep.", "## Sleep", "begin with a paragraph"),
        ("Sleep.", "<b>Sleep</b>", "pages have headings"),
        ("+++\nSleep.", "Sleep.", "front matter"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let error = parsed(&GOOD.replacen(from, to, 1)).unwrap_err();
        assert!(error.contains("07-rest.md") && error.contains(says), "{to}: {error}");
    }
    let twice = [File { name: "07-a.md", text: GOOD }, File { name: "07-b.md", text: GOOD }];
    assert!(parse(&twice).unwrap_err().to_string().contains("two of this number"));
}
