//! Routes that are also a list: `tests/it/access.rs` compares it with its own, so no page is added without somebody
//! deciding who may open it.

use axum::{Router, handler::Handler, routing};

use super::state::AppState;

/// A router of one room, with the list of what it answers.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    list: Vec<(&'static str, &'static str)>,
}

impl Routes {
    /// No routes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers `GET` (and `HEAD`) at `path`.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(mut self, path: &'static str, handler: H) -> Self {
        self.router = self.router.route(path, routing::get(handler));
        self.list.push(("GET", path));
        self
    }

    /// Answers `POST` at `path`.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(mut self, path: &'static str, handler: H) -> Self {
        self.router = self.router.route(path, routing::post(handler));
        self.list.push(("POST", path));
        self
    }

    /// Takes another room's routes in.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// Takes in a router whose routes are written down in `list`.
    #[must_use]
    pub fn with_listed(mut self, router: Router<AppState>, list: &[(&'static str, &'static str)]) -> Self {
        self.router = self.router.merge(router);
        self.list.extend(list);
        self
    }

    /// Takes in a router that stands outside the list (files and other things without a person).
    #[must_use]
    pub fn with(mut self, router: Router<AppState>) -> Self {
        self.router = self.router.merge(router);
        self
    }

    /// Method and path of every route.
    #[must_use]
    pub fn list(&self) -> &[(&'static str, &'static str)] {
        &self.list
    }

    /// The router itself.
    pub fn into_router(self) -> Router<AppState> {
        self.router
    }
}
