//! Rules that hold for the whole house.

use std::{fs, path::Path};

use toward::config;

/// `.env.example` is where people look first, so it must not drift from what the program reads.
#[test]
fn the_example_of_the_environment_lists_every_variable_with_its_default() {
    let example = include_str!("../../.env.example");
    let shown: Vec<(&str, &str)> = example
        .lines()
        .filter_map(|line| line.strip_prefix('#').unwrap_or(line).split_once('='))
        .filter(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
        })
        .collect();
    let listed: Vec<(&str, &str)> =
        config::ALL.iter().map(|variable| (variable.name, variable.default)).collect();
    assert_eq!(shown, listed);
}

/// Whoever copies the file and takes every "#" away gets what they had without it.
#[test]
fn the_defaults_of_the_example_are_the_defaults_of_the_program() {
    let shown = config::ALL.iter().map(|variable| (variable.name, variable.default));
    let written_out = config::Config::from_map(shown).unwrap();
    let nothing: [(&str, &str); 0] = [];
    let by_default = config::Config::from_map(nothing).unwrap();
    let values = |config: &config::Config| -> Vec<(&str, String)> {
        config.settings.iter().map(|setting| (setting.name, setting.shown.clone())).collect()
    };
    assert_eq!(values(&written_out), values(&by_default));
}

/// Every form that removes something, by the template that writes it.
fn removing(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            removing(&path, all);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let forms = text.split("<form").skip(1).filter_map(|rest| rest.split('>').next());
        let removes = |form: &&str| form.contains("/remove\"") || form.contains("{{ remove }}");
        all.extend(forms.filter(removes).map(|_| path.display().to_string()));
    }
}

/// What is removed is gone for good, so it takes a second step: a line that opens first (`forms::remove`), or a page that asks.
#[test]
fn nothing_is_removed_for_good_with_one_press() {
    let mut all = Vec::new();
    removing(Path::new("templates"), &mut all);
    all.sort();
    assert_eq!(
        all,
        ["templates/checkins/moment-undo.html", "templates/entries/remove.html"],
        "pages that ask"
    );
    let opens_first = include_str!("../../templates/partials/forms.html");
    let of = opens_first.split("macro remove(").nth(1).unwrap().split("endmacro").next().unwrap();
    assert!(of.contains("<details") && of.contains("<summary"));
}
