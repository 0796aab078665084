//! Texts that come as files, one for each page or reflection: compiled in, so that whoever writes or translates them
//! needs no Rust, and the program needs no folder beside it.
//!
//! What must stay true: a file that cannot be used stops the start and is named, because a page that is silently
//! missing helps nobody. What a file may hold is told in the `README.md` beside the folders.

pub mod words;

use serde::de::DeserializeOwned;

include!(concat!(env!("OUT_DIR"), "/content.rs"));

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, such as `04-two-cycles.md`.
    pub name: &'static str,
    /// What it holds.
    pub text: &'static str,
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text {file} cannot be used: {what}")]
pub struct Unusable {
    /// Which file.
    pub file: String,
    /// What is not right.
    pub what: String,
}

impl File {
    /// What is wrong with this file.
    #[must_use]
    pub fn unusable(&self, what: impl Into<String>) -> Unusable {
        Unusable { file: self.name.to_owned(), what: what.into() }
    }

    /// The number at the beginning of its name. It is the address of the page, so that an address names no subject; a
    /// number is never given to another text.
    ///
    /// # Errors
    /// When the name is not like `04-two-cycles` with this ending.
    pub fn number(&self, ending: &str) -> Result<u16, Unusable> {
        let wrong =
            || self.unusable(format!("its name is not a number, words in small letters and {ending}"));
        let (digits, words) =
            self.name.strip_suffix(ending).and_then(|name| name.split_once('-')).ok_or_else(wrong)?;
        let plain = words.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        let number = digits.parse().ok().filter(|number| *number > 0 && digits.len() == 2);
        number.filter(|_| plain).ok_or_else(wrong)
    }

    /// The front matter, between two lines of `+++`, and the text below it.
    ///
    /// # Errors
    /// When there is none, or it is not as it needs to be.
    pub fn front<T: DeserializeOwned>(&self) -> Result<(T, &'static str), Unusable> {
        let (front, body) =
            self.text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")).ok_or_else(|| {
                self.unusable("it does not begin with front matter between two lines of +++")
            })?;
        Ok((self.toml(front)?, body))
    }

    /// A part of this file, or all of it, as TOML.
    ///
    /// # Errors
    /// When it is not as it needs to be.
    pub fn toml<T: DeserializeOwned>(&self, text: &str) -> Result<T, Unusable> {
        toml::from_str(text).map_err(|error| self.unusable(error.message().replace('\n', ", ")))
    }

    /// A sentence or two: something, on one line, no longer than `longest` characters.
    ///
    /// # Errors
    /// When it is not that.
    pub fn short(&self, key: &str, text: &str, longest: usize) -> Result<(), Unusable> {
        if text.trim() != text || text.is_empty() || text.contains('\n') {
            return Err(self.unusable(format!("{key} is not a line of its own")));
        }
        if text.chars().count() > longest {
            return Err(self.unusable(format!("{key} is longer than {longest} characters")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn file(name: &'static str, text: &'static str) -> File {
        File { name, text }
    }

    #[test]
    fn the_number_of_a_file_is_at_the_beginning_of_its_name() {
        assert_eq!(file("04-two-cycles.md", "").number(".md"), Ok(4));
        for name in
            ["4-two.md", "two-cycles.md", "04.md", "04-Two.md", "04-two.txt", "00-two.md", "04-two--x.md"]
        {
            assert!(file(name, "").number(".md").is_err(), "{name}");
        }
    }

    #[test]
    fn a_line_is_one_line_that_says_something_and_ends_somewhere() {
        let short = |text: &str| file("04-x.md", "").short("why", text, 5);
        assert_eq!((short("a"), short("äöüßé")), (Ok(()), Ok(())));
        for text in ["", " ", "a ", " a", "a\nb", "äöüßéè"] {
            let error = short(text).unwrap_err().to_string();
            assert!(error.contains("04-x.md") && error.contains("why"), "{text}: {error}");
        }
    }

    #[test]
    fn front_matter_stands_between_two_lines() {
        let read = file("x", "+++\na = 1\n+++\nText.\n").front::<toml::Table>();
        let (front, body) = read.unwrap();
        assert_eq!((front["a"].as_integer(), body), (Some(1), "Text.\n"));
        for text in ["a = 1\n+++\n", "+++\na = 1\n", "+++\na =\n+++\n"] {
            let error = file("x.md", text).front::<toml::Table>().unwrap_err().to_string();
            assert!(error.contains("x.md") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn every_file_of_the_folders_is_compiled_in() {
        for (folder, files) in [("guide", GUIDE), ("practices", PRACTICES), ("reflections", REFLECTIONS)] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en").join(folder);
            let mut there: Vec<_> =
                std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            there.sort();
            assert_eq!(there, files.iter().map(|file| file.name).collect::<Vec<_>>());
        }
    }
}
