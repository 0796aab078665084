//! `GET /between`: every practice, the same list for everybody.

use askama::Template;

use crate::{
    practices::{Practice, all, catalogue::Part},
    web::{
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "practices/list.html")]
pub(super) struct List {
    page: Page,
    groups: Vec<(Part, Vec<&'static Practice>)>,
}

pub(super) async fn show(visit: SignedIn) -> View<List> {
    let of = |part| all().iter().filter(|one| one.part == part).collect();
    let groups = Part::ALL.into_iter().map(|part| (part, of(part)));
    let groups = groups.filter(|(_, all): &(Part, Vec<_>)| !all.is_empty()).collect();
    View(List { page: visit.page("Between").at(Nav::Us), groups })
}
