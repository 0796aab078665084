//! The pages of this room.

use crate::web::routes::Routes;

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}
