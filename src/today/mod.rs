//! What waits for me, and where the talk stands.

pub mod pages;
