//! The literals of a Rust source file that may be read by somebody: not its attributes (and with them documentation),
//! not its SQL, and nothing that is compiled for tests only.

/// Macros whose literals are for the database.
const SQL: [&str; 5] = ["query", "query_as", "query_scalar", "query_unchecked", "query_as_unchecked"];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

use Token::{Sign, Text, Word};

/// The literals in `source`.
pub fn literals(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Sign('#') => {
                let from = at + 1 + usize::from(tokens.get(at + 1) == Some(&Sign('!')));
                let end = past_group(&tokens, from);
                at = if is_test(&tokens[from..end]) { past_item(&tokens, end) } else { end };
                continue;
            }
            Word(word) if SQL.contains(&word.as_str()) && tokens.get(at + 1) == Some(&Sign('!')) => {
                at = past_group(&tokens, at + 2);
                continue;
            }
            Text(text) => texts.push(text.clone()),
            Word(_) | Sign(_) => {}
        }
        at += 1;
    }
    texts
}

/// The modules that a file declares for tests only, as paths without an ending.
pub fn test_modules(file: &str, source: &str) -> Vec<String> {
    let folder = match file.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
        _ => file.trim_end_matches(".rs").to_owned(),
    };
    let declared = source.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let (name, _) = rest.trim_start().strip_prefix("mod ")?.split_once(';')?;
        Some(format!("{folder}/{}", name.trim()))
    });
    declared.collect()
}

fn is_test(attribute: &[Token]) -> bool {
    let words: Vec<&str> = attribute
        .iter()
        .filter_map(|token| match token {
            Word(word) => Some(word.as_str()),
            Text(_) | Sign(_) => None,
        })
        .collect();
    words == ["cfg", "test"] || words.last() == Some(&"test") && words.len() < 3
}

/// Past the group that opens at `at`; past one token if none does.
fn past_group(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, token) in tokens.iter().enumerate().skip(at) {
        match token {
            Sign('(' | '[' | '{') => depth += 1,
            Sign(')' | ']' | '}') => depth -= 1,
            Word(_) | Text(_) | Sign(_) => {}
        }
        if depth == 0 {
            return offset + 1;
        }
    }
    tokens.len()
}

/// Past the item that begins at `at`: to its semicolon, or to the end of its block.
fn past_item(tokens: &[Token], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        match token {
            Sign(';') => return at + 1,
            Sign('{') => return past_group(tokens, at),
            Sign('(' | '[') => at = past_group(tokens, at),
            Word(_) | Text(_) | Sign(_) => at += 1,
        }
    }
    at
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let is = |at: usize, c: char| chars.get(at) == Some(&c);
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        match c {
            '/' if is(at + 1, '/') => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            '/' if is(at + 1, '*') => {
                let mut depth = 0_usize;
                loop {
                    match (chars.get(at), chars.get(at + 1)) {
                        (Some('/'), Some('*')) => (depth, at) = (depth + 1, at + 2),
                        (Some('*'), Some('/')) => (depth, at) = (depth - 1, at + 2),
                        (Some(_), _) => at += 1,
                        (None, _) => break,
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            '"' => {
                let (text, end) = quoted(&chars, at + 1);
                all.push(Text(text));
                at = end;
            }
            // A character, or the name of a lifetime.
            '\'' if is(at + 1, '\\') => {
                at += 3 + chars.iter().skip(at + 3).take_while(|c| **c != '\'').count() + 1;
            }
            '\'' if is(at + 2, '\'') => at += 3,
            c if c.is_alphabetic() || c == '_' => {
                let word: String =
                    chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
                at += word.chars().count();
                let hashes = chars.iter().skip(at).take_while(|c| **c == '#').count();
                if matches!(word.as_str(), "r" | "br" | "cr") && is(at + hashes, '"') {
                    let end: String = std::iter::once('"').chain("#".repeat(hashes).chars()).collect();
                    let rest: String = chars.iter().skip(at + hashes + 1).collect();
                    let text = rest.split(&end).next().unwrap_or_default().to_owned();
                    at += hashes + 1 + text.chars().count() + end.chars().count();
                    all.push(Text(text));
                } else {
                    all.push(Word(word));
                }
            }
            c => {
                if !c.is_whitespace() {
                    all.push(Sign(c));
                }
                at += 1;
            }
        }
    }
    all
}

/// A text and where it ends, its escapes undone.
fn quoted(chars: &[char], mut at: usize) -> (String, usize) {
    let mut text = String::new();
    while let Some(&c) = chars.get(at) {
        match (c, chars.get(at + 1)) {
            ('"', _) => return (text, at + 1),
            ('\\', Some('\n')) => {
                at += 1 + chars.iter().skip(at + 1).take_while(|c| c.is_whitespace()).count();
            }
            ('\\', Some('u')) => {
                let digits: String = chars.iter().skip(at + 3).take_while(|c| **c != '}').collect();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                at += 4 + digits.len();
            }
            ('\\', Some('n' | 't' | 'r' | '0')) => {
                text.push(' ');
                at += 2;
            }
            ('\\', Some(escaped)) => {
                text.push(*escaped);
                at += 2;
            }
            _ => {
                text.push(c);
                at += 1;
            }
        }
    }
    (text, at)
}

#[test]
fn literals_are_found_in_every_form_and_nothing_else_is() {
    let source = r##"
//! "no"
/* "no /* "no" */ "no" */
#![doc = "no"]
#[error("no")]
fn a<'a>(_: &'a str) -> char {
    let _ = ("one \"two\" \
              three", r#"raw "four" "#, b'"', '"', '\'', '\u{22}', "f\u{ef}ve");
    sqlx::query_as!(Row, "select no from no where a = $1", "no");
    format!("{} six", "seven")
}
#[cfg(test)]
mod tests { fn no() { let _ = "no { "; } }
#[cfg(test)]
use no::{"no"};
const LAST: &str = "eight";
#[test]
fn no() { let _ = ("no", [1; 2]); }
"##;
    let expected = ["one \"two\" three", "raw \"four\" ", "fïve", "{} six", "seven", "eight"];
    assert_eq!(literals(source), expected);
}

#[test]
fn modules_for_tests_are_known_by_their_declaration() {
    let source = "mod a;\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\npub mod b { }\n";
    assert_eq!(test_modules("src/x/mod.rs", source), ["src/x/tests"]);
    assert_eq!(test_modules("src/x/y.rs", source), ["src/x/y/tests"]);
}
