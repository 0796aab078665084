//! Toward: two partners who are repairing trust, and the therapist they may invite.
//!
//! The one idea: a grant is the permission and the key. `docs/ARCHITECTURE.md` has the map.

pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod ids;
pub mod logs;
pub mod serve;
