//! What a file of help lines may hold, and what is said of one that cannot be used.

use super::*;

/// A file with one country and one line; `from` in it becomes `to`.
fn with(from: &str, to: &str) -> Result<HelpLines, String> {
    let file = "[[country]]\ncode = \"nz\"\nname = \"New Zealand\"\n\n[[country.line]]\nname = \"Somebody\"\n\
                for = \"violence\"\nways = [{ by = \"call\", to = \"0800 733 843\" }]\nsource = \"their page\"\n\
                checked = 2026-03-01\n";
    assert!(file.contains(from), "{from}");
    HelpLines::parse(&file.replace(from, to), "lines.toml").map_err(|error| error.to_string())
}

#[test]
fn the_lines_that_come_with_the_program_cover_many_countries_and_say_where_they_are_from() {
    let all = HelpLines::load(None).unwrap();
    assert!(all.countries.len() >= 15, "{}", all.countries.len());
    assert!(!all.anywhere.is_empty());
    for country in &all.countries {
        let first = country.lines.first().unwrap();
        assert_eq!(first.what, For::Emergency, "{}: what to call in danger comes first", country.name);
        let helps = |what| country.lines.iter().any(|line| line.what == what);
        assert!(helps(For::Violence) || helps(For::Crisis), "{}", country.name);
    }
    for line in all.countries.iter().flat_map(|country| &country.lines).chain(&all.anywhere) {
        let year = line.checked.map(|day| day.year().to_string());
        assert!(year.is_none_or(|year| line.source.contains(&year)), "{}: another day", line.name);
    }
}

#[test]
fn a_good_file_is_read() {
    let all = with("source", "who = \"For anybody.\"\nsource").unwrap();
    let line = &all.countries[0].lines[0];
    assert_eq!(line.checked_on().as_deref(), Some("1 March 2026"));
    assert_eq!(line.ways[0].href.as_deref(), Some("tel:0800733843"));
    let text = with("by = \"call\"", "by = \"text\", word = \"START\"").unwrap();
    assert_eq!(text.countries[0].lines[0].ways[0].how, "Text START to");
    let unchecked = with("checked = 2026-03-01\n", "").unwrap();
    assert_eq!(unchecked.countries[0].lines[0].checked, None);
}

#[test]
fn a_mistake_is_refused_with_the_file_the_line_and_what_is_wrong() {
    for (from, to, line, says) in [
        ("checked =", "cheked =", 10, "unknown field `cheked`"),
        ("code = \"nz\"", "code = \"NZL\"", 2, "not two small letters"),
        ("for = \"violence\"", "for = \"something\"", 7, "unknown variant `something`"),
        ("to = \"0800 733 843\"", "to = \"0800 REFUGE\"", 8, "not a number that can be called"),
        ("by = \"call\"", "by = \"web\"", 8, "begins with https://"),
        ("by = \"call\"", "by = \"call\", word = \"GO\"", 8, "only be sent by"),
        ("[{ by = \"call\", to = \"0800 733 843\" }]", "[]", 8, "no way to reach it"),
        ("source = \"their page\"", "source = \" \"", 9, "source is empty"),
        ("source = \"their page\"\n", "", 5, "missing field `source`"),
        ("2026-03-01", "2026-03-01T10:00:00", 10, "checked is not a day"),
        ("2026-03-01", "\"in spring\"", 10, "invalid type"),
        ("name = \"New Zealand\"", "name = \"New Zealand", 3, "invalid basic string"),
    ] {
        let error = with(from, to).unwrap_err();
        assert!(error.contains("lines.toml") && !error.contains('\n'), "{error}");
        assert!(error.contains(&format!("line {line}:")) && error.contains(says), "{to}: {error}");
    }
}

#[test]
fn a_country_has_lines_and_is_there_once() {
    let twice = with("[[country]]", "[[country]]\ncode = \"nz\"\nname = \"x\"\n[[country]]").unwrap_err();
    assert!(twice.contains("line 2:") && twice.contains("has no [[country.line]]"), "{twice}");
    let line = "[[country.line]]\nname = \"x\"\nfor = \"crisis\"\nways = [{ by = \"call\", to = \"11\" }]\nsource = \"x\"\n";
    let again = format!("[[country]]\ncode = \"nz\"\nname = \"x\"\n{line}[[country]]");
    assert!(with("[[country]]", &again).unwrap_err().contains("is in the file twice"));
    assert!(HelpLines::parse("", "x").unwrap_err().to_string().contains("no country"));
}

#[test]
fn lines_stand_in_the_order_of_what_they_are_for_however_the_file_has_them() {
    let line = |name: &str, what: &str| {
        format!(
            "[[country.line]]\nname = \"{name}\"\nfor = \"{what}\"\nways = [{{ by = \"call\", to = \"11\" }}]\nsource = \"x\"\n"
        )
    };
    let more = [line("Last", "crisis"), line("First", "emergency"), line("After it", "crisis")].concat();
    let all = with("[[country.line]]", &format!("{more}[[country.line]]")).unwrap();
    let names: Vec<&str> = all.countries[0].lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["First", "Somebody", "Last", "After it"]);
}

#[test]
fn a_file_that_is_not_there_is_an_error_that_names_it() {
    let error = HelpLines::load(Some(Path::new("/nowhere/lines.toml"))).unwrap_err();
    assert!(error.to_string().contains("/nowhere/lines.toml"));
}
