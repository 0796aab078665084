//! Practices for two.

pub mod cycle;
