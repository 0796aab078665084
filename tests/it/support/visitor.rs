//! A visitor with a browser of their own: cookies are kept, forms are read from the page and sent as a browser would.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
};
use http_body_util::BodyExt as _;
use scraper::{Html, Selector};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tower::ServiceExt as _;

/// Where requests go.
enum Wire {
    /// Straight into the router.
    Router(Router),
    /// To the real program.
    Socket(SocketAddr),
}

/// Somebody with a browser.
pub struct Visitor {
    wire: Wire,
    /// The browser's cookies.
    pub cookies: BTreeMap<String, String>,
}

/// What a browser got.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// The path that was asked for last.
    pub path: String,
}

/// A form as it stands on a page: where it goes, and its fields with their values.
#[derive(Clone, Debug)]
pub struct PageForm {
    /// Where it goes.
    pub action: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
}

impl Visitor {
    /// A browser that talks to this router.
    pub fn new(router: Router) -> Self {
        Self { wire: Wire::Router(router), cookies: BTreeMap::new() }
    }

    /// A browser that talks to the program at this address.
    pub fn at(address: SocketAddr) -> Self {
        Self { wire: Wire::Socket(address), cookies: BTreeMap::new() }
    }

    async fn exchange(&self, request: Request<Body>) -> Response<Body> {
        match &self.wire {
            Wire::Router(router) => router.clone().oneshot(request).await.expect("an answer"),
            Wire::Socket(address) => over_http(*address, request).await,
        }
    }

    /// Sends any request, without following redirects.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !self.cookies.is_empty() {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.exchange(request.body(body.into()).expect("a request")).await;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("text");
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').expect("a pair");
            if value.is_empty() || attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            path: path.to_owned(),
        }
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("sec-fetch-site", "none")], Body::empty()).await
    }

    /// Posts fields as they are, from a page of ours, without following the redirect.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(fields).expect("a form");
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, body).await
    }

    /// Posts fields as a program would that has read a page and does not care for its forms.
    pub async fn forges(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let leave = self.get("/talk").await.form("/leave").expect("the way out is on every page");
        let token = leave.fields.iter().find(|(name, _)| name == "csrf").expect("a token");
        let mut all = vec![("csrf", token.1.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    /// Opens the page, fills in its form that goes to `action` (the first that matches), sends it, and follows
    /// redirects. Fields given replace the form's own; a field given twice is sent twice.
    pub async fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(page).await;
        assert_eq!(page.status, StatusCode::OK, "{} answered {}: {}", page.path, page.status, page.text());
        self.submit_on(&page, action, fields).await
    }

    /// The same on a page that is open already.
    pub async fn submit_on(&mut self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let form = page
            .form(action)
            .unwrap_or_else(|| panic!("{} has no form to {action}: {}", page.path, page.body));
        let answer = self.send_form(&form, fields).await;
        self.follow(answer).await
    }

    /// Sends a form with these fields in place of its own, without following the redirect.
    pub async fn send_form(&mut self, form: &PageForm, fields: &[(&str, &str)]) -> Answer {
        let mut all: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|(name, _)| !fields.iter().any(|(given, _)| given == name))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend(fields);
        self.post(&form.action, &all).await
    }

    /// Follows redirects within the application.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..10 {
            if !answer.status.is_redirection() {
                return answer;
            }
            let to = answer.location().to_owned();
            if !to.starts_with('/') {
                return answer;
            }
            answer = self.get(&to).await;
        }
        panic!("too many redirects: {}", answer.path)
    }
}

/// One exchange as HTTP/1.0, so that the answer ends with the connection.
async fn over_http(address: SocketAddr, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    let (method, uri, length) = (&parts.method, &parts.uri, body.len());
    let fields: String = parts
        .headers
        .iter()
        .map(|(name, value)| [name.as_str(), ": ", value.to_str().expect("text"), "\r\n"].concat())
        .collect();
    let head =
        format!("{method} {uri} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {length}\r\n{fields}\r\n");
    let mut stream = TcpStream::connect(address).await.expect("the program listens");
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(&body).await.expect("sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("an answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    let mut response = Response::builder().status(status);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        response = response.header(name, value);
    }
    response.body(Body::from(bytes[end + 4..].to_vec())).expect("a response")
}

impl Answer {
    /// The page without what is new on every load: the key that makes a form count once.
    pub fn still(&self) -> String {
        let (mut body, mut all) = (self.body.as_str(), String::new());
        while let Some(at) = body.find("name=\"once\" value=\"") {
            let from = at + "name=\"once\" value=\"".len();
            all.push_str(&body[..from]);
            body = &body[from + 36..];
        }
        all + body
    }

    /// What an open page compares to know whether it shows what is now; empty where it follows nobody.
    pub fn stamp(&self) -> String {
        let after = self.body.split("data-stamp=\"").nth(1);
        after.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().expect("text"))
    }

    /// What a person reads on it.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.body);
        let body = Selector::parse("body").expect("a selector");
        page.select(&body)
            .flat_map(|body| body.text())
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether this word stands anywhere in the page, attributes and comments included. As a whole word, because three
    /// or four letters of a name turn up inside random tokens, whose alphabet (RFC 4648, section 5) is that of a word.
    pub fn names(&self, word: &str) -> bool {
        let inside = |byte: Option<&u8>| {
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || [b'-', b'_'].contains(byte))
        };
        let bytes = self.body.as_bytes();
        self.body
            .match_indices(word)
            .any(|(at, _)| !inside(bytes[..at].last()) && !inside(bytes.get(at + word.len())))
    }

    /// The texts of everything that matches.
    pub fn all(&self, css: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let css = Selector::parse(css).expect("a selector");
        page.select(&css)
            .map(|found| found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    /// How much matches.
    pub fn count(&self, css: &str) -> usize {
        self.all(css).len()
    }

    /// The first form whose action matches: as a browser reads it.
    pub fn form(&self, action: &str) -> Option<PageForm> {
        let page = Html::parse_document(&self.body);
        let forms = Selector::parse("form[method=post]").expect("a selector");
        let form = page.select(&forms).find(|form| {
            let to = form.value().attr("action").unwrap_or(&self.path);
            to == action || (action.is_empty() && to != "/leave")
        })?;
        let to = form.value().attr("action").unwrap_or(&self.path).to_owned();
        let inputs = Selector::parse("input[name], textarea[name], select[name]").expect("a selector");
        let mut fields = Vec::new();
        for input in form.select(&inputs) {
            let name = input.value().attr("name").unwrap_or_default().to_owned();
            match input.value().name() {
                "textarea" => {
                    let text: String = input.text().collect();
                    fields.push((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()));
                }
                "select" => {
                    let chosen = Selector::parse("option[selected]").expect("a selector");
                    let first = Selector::parse("option").expect("a selector");
                    let option = input.select(&chosen).next().or_else(|| input.select(&first).next());
                    let value = option.and_then(|option| option.value().attr("value")).unwrap_or_default();
                    fields.push((name, value.to_owned()));
                }
                _ => {
                    let kind = input.value().attr("type").unwrap_or("text");
                    let ticked = input.value().attr("checked").is_some();
                    if !matches!(kind, "checkbox" | "radio") || ticked {
                        let on = if matches!(kind, "checkbox" | "radio") { "on" } else { "" };
                        fields.push((name, input.value().attr("value").unwrap_or(on).to_owned()));
                    }
                }
            }
        }
        Some(PageForm { action: to, fields })
    }
}
