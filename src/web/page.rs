//! What every page has in common: the frame around it, who is signed in, and what is announced at its top.
//!
//! A title is a place and is fixed when the program is built, so that nothing a person wrote can reach a tab or
//! a browser's history. The frame never says more about a person than the name and the seat.

use std::sync::Arc;

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    couples::Seat,
    web::{assets::Assets, login::Login, show, state::Site, tokens},
};

/// What the frame of all pages needs from the server: the way out, and the addresses of style and script.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Where "Leave quickly" ends: the host's address, or the one that the person who is signed in chose.
    pub exit_url: Arc<str>,
    /// The server's word, for the form that leaves, that the address is one somebody chose here.
    pub exit_seal: Option<Arc<str>>,
    /// After how many seconds without use the page locks itself.
    pub idle: Option<i64>,
    /// The style sheet, the script and the icon.
    pub assets: Arc<Assets>,
}

impl Shell {
    /// A frame that leaves to `exit_url`.
    #[must_use]
    pub fn new(exit_url: &str, assets: Arc<Assets>) -> Self {
        Self { exit_url: exit_url.into(), exit_seal: None, idle: None, assets }
    }

    /// The frame of somebody who is signed in: their own way out, and when their pages lock.
    #[must_use]
    pub fn of(&self, login: &Login, site: &Site) -> Self {
        let idle = login.locks_after().map(time::Duration::whole_seconds);
        let Some(exit) = &login.leaving().exit else { return Self { idle, ..self.clone() } };
        let seal = tokens::for_exit(site, exit.as_str());
        Self { exit_url: exit.as_str().into(), exit_seal: Some(seal.into()), idle, ..self.clone() }
    }
}

/// A person as pages show them: always with the name written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// What they are called here.
    pub name: String,
    /// Which of the two.
    pub seat: Seat,
}

impl Who {
    /// A person called `name` on `seat`.
    #[must_use]
    pub fn new(name: impl Into<String>, seat: Seat) -> Self {
        Self { name: name.into(), seat }
    }

    /// The letter in the avatar.
    #[must_use]
    pub fn initial(&self) -> String {
        show::initial(&self.name)
    }
}

/// The rooms in the navigation. A room that is not built is not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nav {
    /// What waits, and where the talk stands.
    Today,
    /// The conversation.
    Talk,
    /// The commitment plan.
    Plan,
    /// The weekly check-in.
    Weeks,
    /// One's own pages.
    Write,
    /// The two: invitation, key phrase, leaving.
    Us,
}

/// One line of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Where it leads.
    pub href: &'static str,
    /// Its icon in `partials/icons.html`.
    pub icon: &'static str,
    /// Its label.
    pub label: &'static str,
    /// Whether the page is in this room.
    pub here: bool,
}

/// Whether a flash says that something is done or that something needs another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// It is done.
    Done,
    /// It did not happen, and why.
    Problem,
}

/// The line at the top of the page after an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// Done or a problem.
    pub kind: FlashKind,
    /// One or two sentences of ours; never what a person wrote.
    pub text: String,
}

impl Flash {
    /// Something is done.
    #[must_use]
    pub fn done(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Done, text: text.into() }
    }

    /// Something did not happen.
    #[must_use]
    pub fn problem(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Problem, text: text.into() }
    }

    /// For templates.
    #[must_use]
    pub fn is_problem(&self) -> bool {
        self.kind == FlashKind::Problem
    }
}

/// The frame of one page. Every view struct has it as `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// The place, for the tab: "Today", "Step 2".
    pub title: &'static str,
    /// The way out, style and script.
    pub shell: Shell,
    /// Who is signed in, if anybody.
    pub who: Option<Who>,
    /// The room it belongs to, if it has one.
    pub nav: Option<Nav>,
    /// The token for the forms of this page; empty where there is none.
    pub csrf: String,
    /// What is said at the top.
    pub flash: Option<Flash>,
    /// Where hints about changes come from, on pages that follow the other person.
    pub live: Option<String>,
    /// Changes exactly when what this person may see on this page changes.
    pub stamp: String,
}

impl Page {
    /// A page for somebody who is signed in.
    #[must_use]
    pub fn signed_in(shell: &Shell, title: &'static str, who: Who, csrf: impl Into<String>) -> Self {
        Self { who: Some(who), csrf: csrf.into(), ..Self::door(shell, title) }
    }

    /// A page for anybody.
    #[must_use]
    pub fn door(shell: &Shell, title: &'static str) -> Self {
        Self {
            title,
            shell: shell.clone(),
            who: None,
            nav: None,
            csrf: String::new(),
            flash: None,
            live: None,
            stamp: String::new(),
        }
    }

    /// In this room of the navigation.
    #[must_use]
    pub fn at(mut self, nav: Nav) -> Self {
        self.nav = Some(nav);
        self
    }

    /// With the token that its forms carry (for pages of people who are not signed in yet).
    #[must_use]
    pub fn with_csrf(mut self, csrf: impl Into<String>) -> Self {
        self.csrf = csrf.into();
        self
    }

    /// With a line at its top.
    #[must_use]
    pub fn with_flash(mut self, flash: Option<Flash>) -> Self {
        self.flash = flash;
        self
    }

    /// Following the other person: hints come from `source`, and `stamp` tells whether anything changed.
    #[must_use]
    pub fn following(mut self, source: impl Into<String>, stamp: impl Into<String>) -> Self {
        self.live = Some(source.into());
        self.stamp = stamp.into();
        self
    }

    /// The rooms, in the order of the bar. A phone has room for five: the last one shows beside the page only, and is
    /// linked from the account.
    #[must_use]
    pub fn places(&self) -> [Place; 6] {
        let place = |nav, href, icon, label| Place { href, icon, label, here: self.nav == Some(nav) };
        [
            place(Nav::Today, "/today", "today", "Today"),
            place(Nav::Talk, "/talk", "talk", "Talk"),
            place(Nav::Plan, "/plan", "plan", "Plan"),
            place(Nav::Weeks, "/weeks", "check", "Check-ins"),
            place(Nav::Write, "/write", "write", "Write"),
            place(Nav::Us, "/us", "us", "You two"),
        ]
    }

    /// Where the mark in the top bar leads.
    #[must_use]
    pub fn home(&self) -> &'static str {
        if self.who.is_some() { "/today" } else { "/" }
    }
}

/// A page as an answer: 200, or the status given. Rendering fails only when a template is broken, and then the
/// visitor gets a bare sentence and the log the cause.
#[derive(Clone, Debug)]
pub struct View<T>(pub T);

impl<T: Template> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
            Err(error) => {
                tracing::error!(%error, "a template could not be rendered");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "This page could not be drawn. Go back and try once more.",
                )
                    .into_response()
            }
        }
    }
}
