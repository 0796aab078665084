//! The page of documentation, made from the list.

use std::fmt::Write as _;

use super::{AFTER, BEFORE, ENGLISH, list::List};

const BEFORE_RULES: &str = "\
# Promises that the plan does not hold

A plan that asks for passwords, for somebody's location or for a look into their phone puts control in the place of
trust. It makes things worse for both, so such a promise is refused, with the reason and something to start from. Each
partner keeps every right to tell by themselves. This page is made from `content/en/refusals.toml`; a test compares the
two. Do not edit it: `UPDATE_DOCS=1 cargo test --lib plans::refusal` writes it.

## How a promise is read

- Only the words of the promise are looked at, at the moment it is saved. Nothing about it is stored, counted or logged.
- Words are whole words. Capitals, accents, line breaks, kinds of blanks, marks that are not seen, letters of other
  alphabets that look the same, digits in place of letters (“p1n”) and letters set apart (“P. I. N.”) make no difference.
- A phrase is found within one sentence. `a|b` is one of these words, `(a|b)` one of these or none, `^` where a sentence
  begins, `...` up to three words of any kind, `<name>` a word of that list below. “Sam's” is read as “Sam s”, so `s` stands for any name.
";

const AFTER_RULES: &str = "\
## What this cannot see

It reads words, not people. Somebody who wants to get round it will, with other words, another language or a picture;
the page then still shows both what they sign. Among what is known to slip through: a demand that is put as a condition
(“if I want to look, you let me”), a negation that belongs to something else within the same few words, and anything
that names neither a secret, nor a place, nor a device. Among what is refused without need: somebody's own phone in the
third person (“Sam checks his phone less” is held, “Sam checks his phone at noon” is not); writing “I” or “put the phone
away” helps. A refusal costs nobody anything: the words stay in the form and can be changed.
";

fn render(list: &List) -> String {
    let mut page = BEFORE_RULES.to_owned();
    writeln!(
        page,
        "- A promise not to do it is held. One of the words below, in the same thought and at most {BEFORE} words before \
         the phrase, in it, or at most {AFTER} after it, turns it round; two of them turn it back. A comma, “and”, “but” \
         or another person who acts begins a new thought.\n"
    )
    .unwrap();
    let line = |page: &mut String, phrases: &[String]| {
        for phrase in phrases {
            writeln!(page, "- `{phrase}`").unwrap();
        }
        page.push('\n');
    };
    for rule in &list.rule {
        writeln!(page, "## {}\n\n> {}\n>\n> {}\n\nRefused:\n", rule.title, rule.reason, rule.instead)
            .unwrap();
        line(&mut page, &rule.phrases);
        if !rule.always.is_empty() {
            page.push_str("However they are turned round:\n\n");
            line(&mut page, &rule.always);
        }
        page.push_str("But not within:\n\n");
        line(&mut page, &rule.unless);
        page.push_str("| refused | held |\n|---|---|\n");
        for at in 0..rule.refuses.len().max(rule.holds.len()) {
            let cell =
                |texts: &[String]| texts.get(at).map(|text| text.replace('\n', " ⏎ ")).unwrap_or_default();
            writeln!(page, "| {} | {} |", cell(&rule.refuses), cell(&rule.holds)).unwrap();
        }
        page.push('\n');
    }
    page.push_str("## What turns a sentence round\n\nBefore or in it:\n\n");
    line(&mut page, &list.not.before);
    page.push_str("After it:\n\n");
    line(&mut page, &list.not.after);
    page.push_str("Not this, although it looks like it:\n\n");
    line(&mut page, &list.not.nothing);
    page.push_str("## Lists of words\n\n");
    for (name, words) in &list.words {
        writeln!(page, "- `<{name}>`: {}", words.replace('-', " ").replace('|', ", ")).unwrap();
    }
    page.push('\n');
    page.push_str(AFTER_RULES);
    page
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment to write the page")]
fn the_page_says_what_is_refused() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/refused-items.md");
    let made = render(&toml::from_str(ENGLISH).unwrap());
    if std::env::var("UPDATE_DOCS").is_ok() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/refused-items.md is old: UPDATE_DOCS=1 cargo test --lib plans::refusal writes it"
    );
}
