//! `GET /plan/plan.txt`: what both have agreed to, as a file that any program reads. Its name says nothing of anybody.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};

use crate::{
    plans::{Plan, Question, words},
    web::{error::Error, show, signed_in::SignedIn},
};

/// The width of a page of plain text.
const WIDTH: usize = 76;

/// A text with its lines broken, each behind `indent`.
fn wrapped(text: &str, first: &str, indent: &str) -> String {
    let mut all = String::new();
    let mut lead = first;
    for line in text.lines() {
        let mut open = String::new();
        for word in line.split_whitespace() {
            if !open.is_empty() && lead.len() + open.chars().count() + word.chars().count() >= WIDTH {
                all.extend([lead, open.as_str(), "\r\n"]);
                lead = indent;
                open.clear();
            }
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(word);
        }
        all.extend([lead, open.as_str(), "\r\n"]);
        lead = indent;
    }
    all
}

/// `GET /plan/plan.txt`: only while something holds.
pub(super) async fn text(mut visit: SignedIn) -> Result<Response, Error> {
    let (scope, hand, me) = visit.parts();
    let plan = Plan::now(scope, hand, me).await?;
    let version = plan.in_force().ok_or(Error::NotFound)?;
    let on = version.agreed_on().ok_or(Error::NotFound)?;
    let content = &version.content;
    let [one, two] = &content.names;
    let mut text = format!(
        "Our plan\r\n\r\n{}\r\nAgreed by {one} and {two} on {}\r\n",
        words::nth(content.number),
        show::day(on)
    );
    for question in Question::ALL {
        let words = content.text.of(question);
        if !words.is_empty() {
            text.extend(["\r\n", question.about(), "\r\n\r\n", wrapped(words, "  ", "  ").as_str()]);
        }
    }
    if !content.text.commitments.is_empty() {
        text.push_str("\r\nCommitments\r\n");
    }
    for it in &content.text.commitments {
        let meta = words::meta(it, &content.names, content.on);
        text.extend(["\r\n", wrapped(&it.act, "- ", "  ").as_str(), wrapped(&meta, "  ", "  ").as_str()]);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"plan.txt\""),
    ];
    Ok((headers, text).into_response())
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_lines_are_broken_between_words_and_none_is_lost() {
        let text = "word ".repeat(60);
        let shown = wrapped(&text, "- ", "  ");
        assert!(shown.starts_with("- word"));
        assert!(shown.lines().all(|line| line.chars().count() <= 76), "{shown}");
        assert_eq!(shown.matches("word").count(), 60);
        assert_eq!(wrapped("one\ntwo", "  ", "  "), "  one\r\n  two\r\n");
    }
}
