//! The hand that writes and opens: a person with the keys of their session.

use std::sync::Arc;

use crate::{
    ids::PersonId,
    vault::{Instance, Keys},
};

/// A person with their keys. It exists only inside a request (or a test): nothing outside can open a text.
#[derive(Clone)]
pub struct Hand {
    /// The installation, bound into every envelope.
    pub instance: Instance,
    /// Whose hand it is.
    pub person: PersonId,
    /// The epoch of their keys.
    pub epoch: u32,
    /// What their session may hold.
    pub keys: Arc<Keys>,
}
