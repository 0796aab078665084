//! `GET /write/ideas`: all reflections, the same list for everybody.

use askama::Template;

use crate::{
    reflections::{For, Reflection, all},
    web::{
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "reflections/list.html")]
pub(super) struct List {
    page: Page,
    groups: Vec<(For, Vec<&'static Reflection>)>,
}

pub(super) async fn show(visit: SignedIn) -> View<List> {
    let of = |whom| all().iter().filter(|one| one.whom == whom).collect();
    let groups = For::ALL.into_iter().map(|whom| (whom, of(whom))).collect();
    View(List { page: visit.page("Write").at(Nav::Write), groups })
}
