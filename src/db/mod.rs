//! Connections, migrations and the scoped transaction.
//!
//! What must stay true: a page gets a connection only as a [`Scope`], whose first statement says who asks.

mod scope;

pub use scope::{Asker, Scope};
