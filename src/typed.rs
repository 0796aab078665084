//! What somebody typed into a field, as it is kept and as it is measured.
//!
//! What must stay true: nothing that can be seen is taken away, and what a browser lets through is never too long here.

/// Words as they are kept: line breaks of one kind, and no blanks at the end.
///
/// Forms send a line break as two characters
/// ([HTML Standard, constructing the entry list](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-entry-list)).
#[must_use]
pub fn words(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim_end().to_owned()
}

/// How long it is for the `maxlength` of a field: in UTF-16 units, a line break as one
/// ([HTML Standard, the API value](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#concept-fe-api-value)).
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count() - text.matches("\r\n").count()
}

#[cfg(test)]
mod tests {
    use super::{length, words};

    #[test]
    fn line_breaks_become_one_kind_and_only_the_end_is_cut() {
        assert_eq!(words("  one\r\n\r\n two\nthree \r\n \n"), "  one\n\n two\nthree");
        assert_eq!(words(" \r\n\t"), "");
    }

    #[test]
    fn a_length_is_what_a_browser_counts() {
        assert_eq!(length("né\r\nb"), 4, "a line break is one");
        assert_eq!(length("a\nb"), 3);
        assert_eq!(length("🙂"), 2, "outside the basic plane a sign takes two units");
        assert_eq!(length(""), 0);
    }
}
