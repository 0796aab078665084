//! From the files of the catalogue to practices, or to a sentence about what is wrong with one.
//!
//! What must stay true: the words of an apology and of its answers have one place, the talk; a file only names them.

use std::collections::HashSet;

use serde::Deserialize;

use super::catalogue::{AGREE, Answer, Choosable, Field, Form, Kind, Later, Part, Practice, Words};
use crate::{
    content::{File, Unusable},
    conversations::prompts::{ANSWERS, APOLOGY_KEYS},
    reflections::{After, For},
};

/// The most fields that one asks. More than this is a form, and nobody fills in a form at night.
const MOST: usize = 8;
/// The longest text of a field, in UTF-16 units as browsers count, where the file does not say otherwise.
const TEXT: usize = 4_000;
const LINE: usize = 280;

/// Whose words a file takes over instead of having its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Of {
    /// The five keys of an apology in a talk, and what the four answers say.
    Apology,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    did: String,
    short: String,
    why: String,
    #[serde(default)]
    closes: String,
    minutes: u8,
    r#for: For,
    part: Part,
    guide: Option<u16>,
    #[serde(default)]
    careful: String,
    form: Form,
    #[serde(default)]
    at_once: bool,
    #[serde(default)]
    beside: bool,
    words_of: Option<Of>,
    at_least: Option<usize>,
    #[serde(default)]
    field: Vec<RawField>,
    #[serde(default)]
    answer: Vec<RawAnswer>,
    later: Option<Later>,
    #[serde(default)]
    after: Vec<After>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    key: String,
    ask: String,
    #[serde(default)]
    hint: String,
    #[serde(default, rename = "as")]
    stands_as: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    needed: bool,
    #[serde(default)]
    own: bool,
    longest: Option<usize>,
    #[serde(default)]
    option: Vec<Choosable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAnswer {
    key: String,
    #[serde(default)]
    says: String,
    #[serde(default)]
    means: String,
    to_author: String,
    #[serde(default)]
    words: Words,
    #[serde(default)]
    day: bool,
    sets: Option<String>,
    #[serde(default)]
    waits: bool,
    #[serde(default)]
    first: bool,
}

/// The name of a field in forms. It cannot meet the names that every form has.
fn input(key: &str) -> String {
    format!("f-{key}")
}

/// A key is sealed with what people write: short and plain.
fn key(file: &File, key: &str) -> Result<(), Unusable> {
    let plain = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (1..=24).contains(&key.len()) {
        return Ok(());
    }
    Err(file.unusable(format!("the key “{key}” is not a word in small letters")))
}

/// A line that may be left out.
fn maybe(file: &File, what: &str, text: &str, longest: usize) -> Result<(), Unusable> {
    if text.is_empty() { Ok(()) } else { file.short(what, text, longest) }
}

fn distinct<'a>(file: &File, what: &str, keys: impl Iterator<Item = &'a str>) -> Result<(), Unusable> {
    let mut seen = HashSet::new();
    for one in keys {
        key(file, one)?;
        if !seen.insert(one) {
            return Err(file.unusable(format!("there are two {what} “{one}”")));
        }
    }
    Ok(())
}

fn field(file: &File, raw: RawField) -> Result<Field, Unusable> {
    let RawField { key, ask, hint, stands_as, kind, needed, own, longest, option: options } = raw;
    file.short("ask", &ask, 160)?;
    maybe(file, "hint", &hint, 200)?;
    maybe(file, "as", &stands_as, 80)?;
    distinct(file, "options", options.iter().map(|option| option.key.as_str()))?;
    for option in &options {
        file.short("says", &option.says, 120)?;
        maybe(file, "hint", &option.hint, 160)?;
        maybe(file, "agreed", &option.agreed, 120)?;
    }
    if (kind == Kind::Choice) != (options.len() >= 2) {
        return Err(file.unusable(format!("“{key}” needs two options if it is a choice, and else none")));
    }
    let longest = longest.unwrap_or(if kind == Kind::Words { TEXT } else { LINE });
    if !(1..=20_000).contains(&longest) {
        return Err(file.unusable(format!("longest of “{key}” is not between 1 and 20000")));
    }
    let heading = if stands_as.is_empty() { ask.clone() } else { stands_as };
    if heading.contains("{name}") {
        return Err(file.unusable(format!("“{key}” needs “as”: what stands above an answer names nobody")));
    }
    Ok(Field { input: input(&key), key, ask, hint, heading, kind, needed, own, longest, options })
}

/// The five keys of an apology.
fn apology() -> Vec<Field> {
    let field = |key: &crate::conversations::prompts::Key| Field {
        key: key.name.to_owned(),
        input: input(key.name),
        ask: key.label.to_owned(),
        hint: key.hint.to_owned(),
        heading: key.label.to_owned(),
        kind: Kind::Words,
        needed: false,
        own: false,
        longest: TEXT,
        options: Vec::new(),
    };
    APOLOGY_KEYS.iter().map(field).collect()
}

fn answer(file: &File, of: Option<Of>, raw: RawAnswer) -> Result<Answer, Unusable> {
    let RawAnswer { key, says, means, to_author, words, day, sets, waits, first } = raw;
    let says = match of {
        None => says,
        Some(Of::Apology) if !says.is_empty() => {
            return Err(file.unusable(format!("what “{key}” says stands in the talk")));
        }
        Some(Of::Apology) => ANSWERS
            .iter()
            .find(|choice| choice.answer.code() == key)
            .map(|choice| choice.label.to_owned())
            .ok_or_else(|| file.unusable(format!("“{key}” is no answer to an apology")))?,
    };
    file.short("says", &says, 80)?;
    maybe(file, "means", &means, 200)?;
    file.short("to_author", &to_author, 80)?;
    if first && (waits || day || words != Words::None) {
        return Err(
            file.unusable(format!("“{key}” comes first, so it has no words, no day and waits for nothing"))
        );
    }
    Ok(Answer { key, says, means, to_author, words, day, sets, waits, first })
}

/// Whether what an answer sets, if it sets anything, is a day that was asked for.
fn sets_a_day(one: &Practice, answer: &Answer) -> bool {
    answer.sets.as_ref().is_none_or(|key| one.field(key).is_some_and(|field| field.kind == Kind::Day))
}

/// Whether something in it is true of its writer alone.
fn is_one_sided(field: &Field) -> bool {
    field.own || field.options.iter().any(|option| !option.agreed.is_empty())
}

/// That what is asked fits how the two take part in it.
fn fits(file: &File, one: &Practice) -> Result<(), Unusable> {
    let answers: Vec<&str> = one.answers.iter().map(|answer| answer.key.as_str()).collect();
    let firsts = one.answers.iter().filter(|answer| answer.first).count();
    let wrong = match one.form {
        Form::Own | Form::Both if !answers.is_empty() => "it has answers, and its form has none",
        Form::Given | Form::Own | Form::Agreed if one.at_once => "at_once is for what both fill in",
        Form::Both | Form::Agreed if one.beside => "beside is for what one of the two writes alone",
        Form::Agreed if answers != [AGREE] => "it is agreed on, so its only answer is “agree”",
        Form::Agreed if one.answers.iter().any(|answer| answer.waits || answer.first || answer.day) => {
            "agreeing waits for nothing and names no day"
        }
        Form::Given if firsts > 1 || (firsts == 1 && answers.len() < 2) => {
            "one answer comes first, and others come after it"
        }
        Form::Given | Form::Own | Form::Both if one.fields.iter().any(is_one_sided) => {
            "own and agreed are for what is agreed on"
        }
        _ if one.later.is_some() && (one.form != Form::Given || answers.is_empty()) => {
            "nothing opens after an answer where there is none"
        }
        _ if one.answers.iter().any(|answer| !sets_a_day(one, answer)) => "an answer sets what is not a day",
        _ if one.fields.is_empty() || one.fields.len() > MOST => "it needs one to eight fields",
        _ if one.at_least == 0 || one.at_least > one.fields.len() => "at_least is not one of its fields",
        _ => return Ok(()),
    };
    Err(file.unusable(wrong))
}

fn practice(file: &File) -> Result<Practice, Unusable> {
    let number = file.number(".toml")?;
    let raw: Raw = file.toml(file.text)?;
    let texts =
        [("name", &raw.name, 60), ("did", &raw.did, 80), ("short", &raw.short, 90), ("why", &raw.why, 400)];
    for (key, text, longest) in texts {
        file.short(key, text, longest)?;
    }
    maybe(file, "careful", &raw.careful, 240)?;
    maybe(file, "closes", &raw.closes, 120)?;
    if !(1..=90).contains(&raw.minutes) {
        return Err(file.unusable("minutes is not between 1 and 90"));
    }
    let fields = match raw.words_of {
        None => raw.field.into_iter().map(|one| field(file, one)).collect::<Result<Vec<_>, _>>()?,
        Some(Of::Apology) if raw.field.is_empty() => apology(),
        Some(Of::Apology) => return Err(file.unusable("its fields stand in the talk")),
    };
    let answers =
        raw.answer.into_iter().map(|one| answer(file, raw.words_of, one)).collect::<Result<Vec<_>, _>>()?;
    distinct(file, "fields", fields.iter().map(|field| field.key.as_str()))?;
    distinct(file, "answers", answers.iter().map(|answer| answer.key.as_str()))?;
    if let Some(later) = &raw.later {
        for (key, text, longest) in [("ask", &later.ask, 160), ("did", &later.did, 80)] {
            file.short(key, text, longest)?;
        }
        maybe(file, "hint", &later.hint, 200)?;
    }
    for after in &raw.after {
        file.short("says", &after.says, 120)?;
        if !after.to.starts_with('/') || after.to.contains('{') {
            return Err(file.unusable(format!("{} is not the address of a page", after.to)));
        }
    }
    let one = Practice {
        number,
        name: raw.name,
        did: raw.did,
        short: raw.short,
        why: raw.why,
        closes: raw.closes,
        minutes: raw.minutes,
        whom: raw.r#for,
        part: raw.part,
        guide: raw.guide,
        careful: raw.careful,
        form: raw.form,
        at_once: raw.at_once,
        beside: raw.beside,
        fields,
        at_least: raw.at_least.unwrap_or(1),
        answers,
        later: raw.later,
        after: raw.after,
    };
    fits(file, &one)?;
    Ok(one)
}

pub(super) fn all(files: &[File]) -> Result<Vec<Practice>, Unusable> {
    let (mut numbers, mut names) = (HashSet::new(), HashSet::new());
    let mut all = Vec::new();
    for file in files {
        let one = practice(file)?;
        if !numbers.insert(one.number) || !names.insert(one.name.clone()) {
            return Err(file.unusable("there are two of this number or name"));
        }
        if one.guide.is_some() && one.reading().is_none() {
            return Err(file.unusable("it names a page of the guide that is not there"));
        }
        all.push(one);
    }
    Ok(all)
}
