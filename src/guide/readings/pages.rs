//! The pages of the guide: the list, and one page.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};

use super::{Part, Reading, all, numbered};
use crate::{
    guide::pages::{GuideState, NOT_KEPT, Visitor},
    web::{
        error::Error,
        page::{Page, View},
    },
};

#[derive(Template)]
#[template(path = "guide/readings.html")]
struct Readings {
    page: Page,
    parts: Vec<(Part, Vec<&'static Reading>)>,
}

#[derive(Template)]
#[template(path = "guide/reading.html")]
struct One {
    page: Page,
    reading: &'static Reading,
    /// The page after it, in the order of the list.
    next: Option<&'static Reading>,
}

fn parts() -> Vec<(Part, Vec<&'static Reading>)> {
    let of = |part| all().iter().filter(|reading| reading.part == part).collect();
    Part::ALL.into_iter().map(|part| (part, of(part))).collect()
}

/// `GET /guide`
pub(in crate::guide) async fn list<V: Visitor>(
    State(guide): State<GuideState>,
    visitor: V,
) -> impl IntoResponse {
    (NOT_KEPT, View(Readings { page: visitor.page(&guide.shell, "Guide"), parts: parts() }))
}

/// `GET /guide/{number}`
pub(in crate::guide) async fn show<V: Visitor>(
    State(guide): State<GuideState>,
    Path(number): Path<String>,
    visitor: V,
) -> Result<impl IntoResponse, Error> {
    // one address for each: "07" and "+7" are none
    let number = number.parse().ok().filter(|parsed: &u16| parsed.to_string() == number);
    let reading = number.and_then(numbered).ok_or(Error::NotFound)?;
    let in_order = parts().into_iter().flat_map(|(_, readings)| readings);
    let next = in_order.skip_while(|other| other.number != reading.number).nth(1);
    Ok((NOT_KEPT, View(One { page: visitor.page(&guide.shell, "Guide"), reading, next })))
}
