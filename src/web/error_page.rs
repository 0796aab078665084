//! When something is not there or did not work: what to do, a way back, and a short reference for the host.
//!
//! A page of this kind never says why in the words of the machine, and says the same for what does not exist
//! and for what is not yours. What was typed is given back, because losing it is the worst part of an error.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::web::page::{Page, View};

/// A text that a refused form carried, given back to the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// What it was an answer to.
    pub label: String,
    /// The text.
    pub text: String,
}

/// The page for an answer that is not a success.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    page: Page,
    status: StatusCode,
    words: Words,
    reference: Option<String>,
    given_back: Vec<GivenBack>,
    back: (String, &'static str),
}

/// What is said for one status.
#[derive(Clone, Copy, Debug)]
struct Words {
    title: &'static str,
    heading: &'static str,
    lede: &'static str,
    more: &'static str,
}

impl ErrorPage {
    /// The page for `status` in the frame of `page`, whose title it sets.
    #[must_use]
    pub fn new(page: Page, status: StatusCode) -> Self {
        let words = words(status);
        let back = match (page.who.is_some(), status) {
            (_, StatusCode::UNAUTHORIZED) => ("/sign-in".to_owned(), "Sign in"),
            (_, StatusCode::GONE) => ("/clients".to_owned(), "Everyone you see"),
            (true, _) => ("/today".to_owned(), "Go to Today"),
            (false, _) => ("/".to_owned(), "Go to the first page"),
        };
        let page = Page { title: words.title, ..page };
        Self { page, status, words, reference: None, given_back: Vec::new(), back }
    }

    /// With a short reference that stands in the log too.
    #[must_use]
    pub fn with_reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// With a text given back.
    #[must_use]
    pub fn giving_back(mut self, label: impl Into<String>, text: impl Into<String>) -> Self {
        self.given_back.push(GivenBack { label: label.into(), text: text.into() });
        self
    }

    /// With another way back: a path of ours, and what stands on it.
    #[must_use]
    pub fn with_way_back(mut self, path: impl Into<String>, label: &'static str) -> Self {
        self.back = (path.into(), label);
        self
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        (self.status, View(self)).into_response()
    }
}

fn words(status: StatusCode) -> Words {
    let (title, heading, lede, more) = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => (
            "Not here",
            "There is no page here",
            "The address may be incomplete, what was here may have been taken back, or it is not open to you.",
            "This page says the same in every case, so that it never tells what exists.",
        ),
        StatusCode::UNAUTHORIZED => (
            "Sign in",
            "You are signed out",
            "Sign in again, and you can go on where you were.",
            "After a while without use you are signed out, so that nobody finds your pages open.",
        ),
        // a therapist whose access has ended, whoever or whatever ended it
        StatusCode::GONE => (
            "Overview",
            "This is no longer open to you",
            "Your access has ended. It may have run out, or one of the people it was about may have ended it. Nobody needs \
             to give a reason, and none is kept here.",
            "If you did not expect it, ask them when you see them.",
        ),
        StatusCode::FORBIDDEN => (
            "Once more",
            "This form is too old to be sent",
            "Nothing was changed. Go back, load the page again, and send it once more.",
            "This happens when a page has been open for a long time, or when you have signed in again since.",
        ),
        StatusCode::CONFLICT => (
            "Once more",
            "This changed in the meantime",
            "Somebody, perhaps you in another window, was a moment earlier. Nothing was overwritten.",
            "Load the page again to see how it stands now.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Once more",
            "That is more than fits",
            "Nothing was changed. Send it in two parts, or make it shorter.",
            "What you typed is still on the page you came from.",
        ),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => (
            "Once more",
            "Something is missing",
            "Nothing was changed. Go back, look at the form once more, and send it again.",
            "What you typed is still on the page you came from.",
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "A moment",
            "That was a lot at once",
            "Wait a few minutes, then try again. Nothing is lost.",
            "The pause protects accounts from being guessed. It ends by itself.",
        ),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT => (
            "A moment",
            "Not available just now",
            "The server is busy or starting. Try again in a minute. What was kept before is safe.",
            "If it lasts, tell the person who runs this server.",
        ),
        _ => (
            "Not now",
            "Something went wrong here",
            "It is not your doing. Try again in a moment. What was kept before is safe.",
            "If it happens again, tell the person who runs this server.",
        ),
    };
    Words { title, heading, lede, more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::couples::Seat;
    use crate::web::{
        assets::Assets,
        page::{Shell, Who},
    };

    #[test]
    fn every_trouble_has_words_and_a_way_back_for_both_kinds_of_visitor() {
        let shell = Shell::new("https://weather.example/", Assets::new());
        for code in [400, 401, 403, 404, 405, 408, 409, 410, 413, 418, 422, 429, 500, 503, 504] {
            let status = StatusCode::from_u16(code).unwrap();
            let out = ErrorPage::new(Page::door(&shell, ""), status).with_reference("7QKD").render().unwrap();
            assert!(out.contains("7QKD") && out.contains(words(status).heading), "{code}");
            assert!(!out.contains('!') || out.matches('!').count() == 1, "{code}: only the doctype has one");
            let who = Who::new("Sam", Seat::One);
            let page = ErrorPage::new(Page::signed_in(&shell, "", who, "token"), status);
            assert_eq!(page.clone().into_response().status(), status);
            let out = page.giving_back("Your words", "<b>kept</b>").render().unwrap();
            assert!(out.contains("action=\"/leave\"") && out.contains("&#60;b&#62;kept"), "{code}: {out}");
        }
    }
}
