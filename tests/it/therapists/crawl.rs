//! A crawler as a therapist: it follows every link, sends every form of the application (those of the partners' pages,
//! too) and every route with every method. Nothing of the couple's changes by it.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use scraper::{ElementRef, Html, Selector};

use super::{
    house::{House, theirs, token},
    rows::{Rows, changed},
    *,
};
use crate::{
    access::ROUTES,
    support::{Answer, Visitor},
};

/// A form with everything that can be chosen in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    to: String,
    post: bool,
    /// What stands in it.
    fields: Vec<(String, String)>,
    /// Circles and boxes, by name.
    choices: BTreeMap<String, Vec<String>>,
    /// The buttons that say something.
    buttons: Vec<(String, String)>,
}

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

fn attribute(element: &ElementRef<'_>, name: &str) -> String {
    element.value().attr(name).unwrap_or_default().to_owned()
}

/// An address on a page at `page`, as a browser reads it; none when it leads elsewhere.
fn resolved(page: &str, to: &str) -> Option<String> {
    if ["://", "mailto:", "tel:", "sms:"].iter().any(|other| to.contains(other)) || to.starts_with('#') {
        return None;
    }
    let to = to.split('#').next().unwrap_or_default();
    let (path, query) = to.split_once('?').map_or((to, None), |(path, query)| (path, Some(query)));
    let here = page.split('?').next().unwrap_or_default();
    let mut parts: Vec<&str> = match path {
        "" => here.split('/').collect(),
        _ if path.starts_with('/') => Vec::new(),
        _ => here.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for part in path.split('/').filter(|_| !path.is_empty()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let full = parts.join("/");
    Some(query.map_or(full.clone(), |query| format!("{full}?{query}")))
}

#[test]
fn an_address_is_read_as_a_browser_reads_it() {
    for (page, to, right) in [
        ("/clients/7", "/today", Some("/today")),
        ("/clients/7?done=x", "?week=1", Some("/clients/7?week=1")),
        ("/clients/7/plan", "timeline#top", Some("/clients/7/timeline")),
        ("/clients/7/plan", "../7", Some("/clients/7")),
        ("/clients/7", "7/plan?all=1", Some("/clients/7/plan?all=1")),
        ("/clients/7", "https://elsewhere.example/", None),
    ] {
        assert_eq!(resolved(page, to).as_deref(), right, "{to} on {page}");
    }
}

fn links(page: &Answer) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let all = html.select(&select("a[href]")).map(|link| attribute(&link, "href")).collect::<Vec<_>>();
    all.iter().filter_map(|to| resolved(&page.path, to)).collect()
}

fn forms(page: &Answer) -> Vec<Form> {
    let html = Html::parse_document(&page.body);
    html.select(&select("form"))
        .filter_map(|form| {
            let action = form.value().attr("action").unwrap_or(&page.path);
            let mut found = Form {
                to: resolved(&page.path, action)?,
                post: attribute(&form, "method").eq_ignore_ascii_case("post"),
                fields: Vec::new(),
                choices: BTreeMap::new(),
                buttons: Vec::new(),
            };
            for input in form.select(&select("input[name], textarea[name], select[name], button[name]")) {
                let (name, value) = (attribute(&input, "name"), attribute(&input, "value"));
                match (input.value().name(), attribute(&input, "type").as_str()) {
                    ("button", _) | (_, "submit") => found.buttons.push((name, value)),
                    ("input", "radio" | "checkbox") => found.choices.entry(name).or_default().push(value),
                    ("textarea", _) => found.fields.push((name, input.text().collect())),
                    ("select", _) => {
                        let options = select("option");
                        let values = input.select(&options).map(|option| attribute(&option, "value"));
                        found.choices.insert(name, values.collect());
                    }
                    _ => found.fields.push((name, value)),
                }
            }
            Some(found)
        })
        .collect()
}

impl Form {
    /// The same form on another day: without what is new on every page.
    fn kind(&self) -> Self {
        let new = ["csrf", "once", "held", "back", "kept"];
        let fields = self.fields.iter().filter(|(name, _)| !new.contains(&name.as_str())).cloned().collect();
        Self { fields, ..self.clone() }
    }

    /// Every way to send it: each button, with the first and with the last of what can be chosen, as it stands and with
    /// every empty field filled in.
    fn ways(&self, csrf: &str) -> Vec<Vec<(String, String)>> {
        let mut ways = Vec::new();
        let buttons: Vec<Option<&(String, String)>> =
            if self.buttons.is_empty() { vec![None] } else { self.buttons.iter().map(Some).collect() };
        for button in buttons {
            for last in [false, true] {
                let mut fields: Vec<(String, String)> = Vec::new();
                for (name, value) in &self.fields {
                    let value = match name.as_str() {
                        "csrf" => csrf.to_owned(),
                        // of the page's owner, like the token
                        "held" => continue,
                        _ if value.is_empty() && last => "x by a therapist".to_owned(),
                        _ => value.clone(),
                    };
                    fields.push((name.clone(), value));
                }
                for (name, values) in &self.choices {
                    let value = if last { values.last() } else { values.first() };
                    fields.extend(value.map(|value| (name.clone(), value.clone())));
                }
                fields.extend(button.cloned());
                ways.push(fields);
            }
        }
        ways
    }
}

/// Every page that somebody finds by following links, and every form on them.
async fn walk(who: &mut Visitor, from: &[&str]) -> (BTreeMap<String, Answer>, BTreeSet<Form>) {
    let (mut pages, mut all) = (BTreeMap::new(), BTreeMap::new());
    let mut next: Vec<String> = from.iter().map(|path| (*path).to_owned()).collect();
    while let Some(path) = next.pop() {
        let skip = ["/static/", "/live", "/leave", "/left"].iter().any(|begin| path.starts_with(begin));
        if skip || pages.contains_key(&path) {
            continue;
        }
        assert!(pages.len() < 900, "it does not end: {path}");
        let answer = who.get(&path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text());
        next.extend(links(&answer));
        next.extend(Some(answer.location().to_owned()).filter(|to| to.starts_with('/')));
        for form in forms(&answer) {
            if form.post {
                all.entry(form.kind()).or_insert(form);
            } else {
                let query = serde_html_form::to_string(&form.fields).unwrap();
                next.push(format!("{}?{query}", form.to));
            }
        }
        pages.insert(path, answer);
    }
    (pages, all.into_values().collect())
}

/// Ends a session, or is theirs alone and ends their part in it: what the others send after it would prove nothing.
fn ends(path: &str) -> bool {
    let own = path.starts_with("/clients/") && path.ends_with("/leave");
    own || matches!(path, "/leave" | "/sign-out")
}

/// A therapist who sends things, signed in again whenever their session has ended.
struct Sender<'a> {
    app: &'a TestApp,
    who: &'a Somebody,
    browser: Visitor,
    csrf: String,
    sent: usize,
    taken: usize,
}

impl<'a> Sender<'a> {
    async fn new(app: &'a TestApp, who: &'a Somebody) -> Self {
        let mut browser = app.with_second_step(who, false).await;
        let csrf = token(&mut browser).await;
        Self { app, who, browser, csrf, sent: 0, taken: 0 }
    }

    async fn send(&mut self, method: &str, path: &str, fields: &[(String, String)]) {
        let body = if matches!(method, "GET" | "HEAD") {
            String::new()
        } else {
            serde_html_form::to_string(fields).unwrap()
        };
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let verb: Method = method.parse().unwrap();
        let answer = self.browser.send(verb, path, &headers, body).await;
        assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.text());
        // at the door there is a token of its own, and a draft is kept by the tag of its form
        let others = ["/start", "/join/", "/with/", "/sign-in", "/recover", "/kept"];
        let door = others.iter().any(|door| path.starts_with(door));
        assert!(door || answer.status != StatusCode::FORBIDDEN, "{method} {path}: the token was theirs");
        self.sent += 1;
        self.taken += usize::from(answer.status.is_success() || answer.status.is_redirection());
        if answer.status == StatusCode::UNAUTHORIZED {
            self.browser = self.app.with_second_step(self.who, false).await;
            self.csrf = token(&mut self.browser).await;
        }
    }

    async fn form(&mut self, form: &Form) {
        for fields in form.ways(&self.csrf) {
            self.send("POST", &form.to, &fields).await;
        }
    }
}

/// Every field that any form has, each once, with the first thing that stood in it.
fn fields_of(forms: &BTreeSet<Form>) -> Vec<(String, String)> {
    let mut all = BTreeMap::new();
    for form in forms {
        let chosen = form.choices.iter().filter_map(|(name, values)| Some((name, values.last()?)));
        for (name, value) in form.fields.iter().map(|(name, value)| (name, value)).chain(chosen) {
            let kept: &mut String = all.entry(name.clone()).or_default();
            if kept.is_empty() {
                kept.clone_from(value);
            }
        }
    }
    // of the page's owner, like the token: whoever has the tag may keep a draft for them, and nothing else
    all.retain(|name, _| !["csrf", "held"].contains(&name.as_str()));
    all.into_iter()
        .map(|(name, value)| (name, if value.is_empty() { "x".to_owned() } else { value }))
        .collect()
}

#[tokio::test]
async fn whatever_a_therapist_sends_and_wherever_nothing_of_the_couples_changes() {
    let app = TestApp::new().await;
    let mut house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    // what stands there before anybody comes has forms of its own
    let about = ["/today", "/us/therapist", "/plan", "/talk", "/weeks", "/noticed", "/write", "/account"];
    let mut found = walk(&mut house.sam.browser, &about).await.1;
    let id = house.lets_in(&app, &amari).await;
    let shown = house.shows_everything(&app).await;
    let mut pages = 0;
    for who in [&mut house.sam, &mut house.noor] {
        let (seen, forms) = walk(&mut who.browser, &about).await;
        pages += seen.len();
        found.extend(forms);
    }
    let rows = Rows::of(&house, &[&amari]);
    let before = rows.sums(&app).await;
    assert!(before.len() > 30 && before["entry"].0 > 30 && before["entry_grant"].0 > 80, "{before:#?}");

    let mut sender = Sender::new(&app, &amari).await;
    let client = format!("/clients/{id}");
    let (seen, own) = walk(&mut sender.browser, &["/today", "/clients", &client, "/account", "/us"]).await;
    assert!(seen.contains_key(&client) && seen.values().any(|page| !theirs(page).is_empty()));
    let after_reading = rows.sums(&app).await;
    assert_eq!(changed(&before, &after_reading), Vec::<String>::new(), "by reading");
    let count_of = (found.len(), own.len());
    found.extend(own);
    for form in found.iter().filter(|form| !ends(&form.to)) {
        sender.form(form).await;
    }
    let after_forms = rows.sums(&app).await;
    assert_eq!(changed(&before, &after_forms), Vec::<String>::new(), "by a form");

    let fields = fields_of(&found);
    let patterns: BTreeSet<&str> = ROUTES.iter().map(|(_, pattern, _)| *pattern).collect();
    for pattern in patterns.into_iter().filter(|pattern| *pattern != "/live" && !ends(pattern)) {
        let path = house.fill(pattern, id);
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let mut all = fields.clone();
            all.push(("csrf".to_owned(), sender.csrf.clone()));
            sender.send(method, &path, &all).await;
        }
    }
    let after = rows.sums(&app).await;
    assert_eq!(changed(&before, &after), Vec::<String>::new(), "by a route");
    println!(
        "{shown} pieces shared; {pages} pages of the two with {} forms, {} pages of the therapist's with {}; {} requests, {} of them taken; {} tables",
        count_of.0,
        seen.len(),
        count_of.1,
        sender.sent,
        sender.taken,
        after.len()
    );
    assert!(sender.sent > 1000 && count_of.0 > 100 && sender.taken > 200, "{}", sender.sent);
}
