//! Rules that hold for the whole house.

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
