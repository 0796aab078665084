//! The guide's routes and views.

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{FromRef, FromRequestParts, State},
    http::{HeaderName, header, request::Parts},
    response::IntoResponse,
    routing::get,
};

use crate::{
    guide::{HelpLines, readings},
    web::page::{Page, Shell, View},
};

/// What the guide needs from the server.
#[derive(Clone, Debug)]
pub struct GuideState {
    /// The frame of its pages.
    pub shell: Shell,
    /// Read once, at the start.
    pub help_lines: Arc<HelpLines>,
    /// What the person who runs the server says about it, if they have said anything.
    pub host_notice: Option<Arc<str>>,
}

/// Who opens a page of the guide. Somebody who is signed in gets a frame whose "Leave quickly" ends the session.
pub trait Visitor: Send {
    /// The frame for them.
    fn page(&self, shell: &Shell, title: &'static str) -> Page;
}

/// A visitor nobody has asked for a name.
#[derive(Clone, Copy, Debug)]
pub struct Anybody;

impl Visitor for Anybody {
    fn page(&self, shell: &Shell, title: &'static str) -> Page {
        Page::door(shell, title)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Anybody {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

/// `/` for somebody who is not signed in. Its route decides what is open to them.
#[derive(Debug, Template)]
#[template(path = "guide/welcome.html")]
pub struct Welcome {
    /// The frame.
    pub page: Page,
    /// Whether anybody has an account here yet.
    pub started: bool,
    /// Where to sign up without an invitation, where the host allows it.
    pub sign_up: Option<&'static str>,
}

#[derive(Debug, Template)]
#[template(path = "guide/right-for-us.html")]
struct RightForUs {
    page: Page,
}

#[derive(Debug, Template)]
#[template(path = "guide/help-lines.html")]
struct HelpLinesPage {
    page: Page,
    help: Arc<HelpLines>,
}

#[derive(Debug, Template)]
#[template(path = "guide/about-this-server.html")]
struct AboutThisServer {
    page: Page,
    notice: Option<crate::web::show::Paragraphs>,
}

#[derive(Debug, Template)]
#[template(path = "guide/leaving-quickly.html")]
struct LeavingQuickly {
    page: Page,
}

/// Not kept by the browser, for everybody alike: which of these pages somebody read is their own affair.
pub(super) const NOT_KEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// `GET /right-for-us`
async fn right_for_us<V: Visitor>(State(guide): State<GuideState>, visitor: V) -> impl IntoResponse {
    (NOT_KEPT, View(RightForUs { page: visitor.page(&guide.shell, "Before you begin") }))
}

/// `GET /help-lines`
async fn help_lines<V: Visitor>(State(guide): State<GuideState>, visitor: V) -> impl IntoResponse {
    let page = visitor.page(&guide.shell, "Numbers");
    (NOT_KEPT, View(HelpLinesPage { page, help: guide.help_lines }))
}

/// `GET /about-this-server`
async fn about_this_server<V: Visitor>(State(guide): State<GuideState>, visitor: V) -> impl IntoResponse {
    let notice = guide.host_notice.as_deref().map(crate::web::show::Paragraphs::plain);
    let notice = notice.filter(|text| !text.is_empty());
    (NOT_KEPT, View(AboutThisServer { page: visitor.page(&guide.shell, "About this server"), notice }))
}

/// `GET /leaving-quickly`
async fn leaving_quickly<V: Visitor>(State(guide): State<GuideState>, visitor: V) -> impl IntoResponse {
    (NOT_KEPT, View(LeavingQuickly { page: visitor.page(&guide.shell, "Leaving") }))
}

/// What the guide answers.
pub const LIST: [(&str, &str); 6] = [
    ("GET", "/right-for-us"),
    ("GET", "/help-lines"),
    ("GET", "/about-this-server"),
    ("GET", "/leaving-quickly"),
    ("GET", "/guide"),
    ("GET", "/guide/{number}"),
];

/// The guide's routes, for visitors that `V` recognises.
pub fn routes<S, V>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    GuideState: FromRef<S>,
    V: Visitor + FromRequestParts<S> + 'static,
{
    Router::new()
        .route("/right-for-us", get(right_for_us::<V>))
        .route("/help-lines", get(help_lines::<V>))
        .route("/about-this-server", get(about_this_server::<V>))
        .route("/leaving-quickly", get(leaving_quickly::<V>))
        .route("/guide", get(readings::pages::list::<V>))
        .route("/guide/{number}", get(readings::pages::show::<V>))
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::{
        couples::Seat,
        web::{assets::Assets, page::Who},
    };

    struct Sam;

    impl Visitor for Sam {
        fn page(&self, shell: &Shell, title: &'static str) -> Page {
            Page::signed_in(shell, title, Who::new("Sam", Seat::One), "token")
        }
    }

    impl<S: Send + Sync> FromRequestParts<S> for Sam {
        type Rejection = Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
            Ok(Self)
        }
    }

    fn state(notice: Option<&str>) -> GuideState {
        GuideState {
            shell: Shell::new("https://weather.example/", Assets::new()),
            help_lines: Arc::new(HelpLines::load(None).unwrap()),
            host_notice: notice.map(Into::into),
        }
    }

    async fn read<V>(path: &str, state: GuideState) -> String
    where
        V: Visitor + FromRequestParts<GuideState> + 'static,
    {
        let app = routes::<GuideState, V>().with_state(state);
        let answer = app.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn what_is_ticked_on_the_private_page_cannot_be_sent() {
        let html = read::<Anybody>("/right-for-us", state(None)).await;
        let page = scraper::Html::parse_document(&html);
        let count = |css: &str| page.select(&scraper::Selector::parse(css).unwrap()).count();
        assert_eq!(count("form"), 0);
        assert_eq!(count("input[name], input:not([type=checkbox]), button, [data-autosave]"), 0);
        for (boxes, answer) in [(".harm", ".if-harm"), (".haze", ".if-haze"), (".life", ".if-life")] {
            assert!(count(&format!(".screening {boxes} input")) > 0, "{boxes}");
            assert_eq!(count(&format!(".screening {answer} a[href='/help-lines']")), 1, "{answer}");
        }
        assert_eq!(count(".screening input"), 9);
        assert!(html.contains("looks the same to the other person"));
        assert!(html.contains("not for a relationship in which somebody is afraid"));
    }

    #[tokio::test]
    async fn only_somebody_who_is_signed_in_is_led_to_the_pause() {
        let link = "href=\"/talk/pause\"";
        assert!(!read::<Anybody>("/right-for-us", state(None)).await.contains(link));
        assert!(read::<Sam>("/right-for-us", state(None)).await.contains(link));
    }

    #[tokio::test]
    async fn help_lines_say_whether_they_were_checked_and_can_be_tapped() {
        let html = read::<Anybody>("/help-lines", state(None)).await;
        assert!(html.contains("href=\"tel:18007997233\"") && html.contains("Checked: 20 January 2022"));
        assert!(html.contains("Not checked by us yet"));
        assert_eq!(html.matches("check before you rely on it").count(), html.matches("<article").count());
    }

    #[tokio::test]
    async fn a_country_is_a_place_on_the_page_and_nothing_is_sent() {
        let html = read::<Anybody>("/help-lines", state(None)).await;
        let page = scraper::Html::parse_document(&html);
        let select = |css: &str| scraper::Selector::parse(css).unwrap();
        assert_eq!(page.select(&select("form, input, select, button")).count(), 0);
        let links: Vec<&str> =
            page.select(&select(".countries a")).filter_map(|link| link.value().attr("href")).collect();
        assert!(links.len() > 15, "{links:?}");
        for link in links {
            let place = link.strip_prefix('#').expect("a place on this page");
            assert!(place.len() == 2 || place == "else", "{place} says more than a country");
            assert_eq!(page.select(&select(&format!("h2#{place}"))).count(), 1, "{place}");
        }
    }

    #[tokio::test]
    async fn a_server_whose_host_has_said_nothing_says_so() {
        let silent = read::<Anybody>("/about-this-server", state(Some("  \n"))).await;
        assert!(silent.contains("Nobody has said"));
        let said = read::<Anybody>("/about-this-server", state(Some("Run by <Ada>.\n\nCall me."))).await;
        assert!(
            said.contains("<p>Run by &#60;Ada&#62;.</p><p>Call me.</p>") && !said.contains("Nobody has said")
        );
    }

    #[tokio::test]
    async fn leaving_ends_the_session_of_somebody_who_is_signed_in() {
        for path in ["/right-for-us", "/help-lines", "/about-this-server", "/leaving-quickly"] {
            let html = read::<Sam>(path, state(None)).await;
            assert!(
                html.contains(r#"method="post" action="/leave""#) && html.contains(" data-signed-in"),
                "{path}"
            );
            let html = read::<Anybody>(path, state(None)).await;
            assert!(html.contains(r#"<a class="leave" href="https://weather.example/""#), "{path}");
            assert!(!html.contains("data-signed-in"), "{path}");
        }
    }

    #[test]
    fn the_first_page_tells_a_new_server_from_a_started_one() {
        let page = || Page::door(&state(None).shell, "Welcome");
        let new = Welcome { page: page(), started: false, sign_up: None }.render().unwrap();
        assert!(new.contains("setup link") && !new.contains("href=\"/sign-in\""));
        let started = Welcome { page: page(), started: true, sign_up: None }.render().unwrap();
        assert!(started.contains("href=\"/sign-in\"") && !started.contains("setup link"));
    }
}
