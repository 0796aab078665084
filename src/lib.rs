//! Toward: two partners who are repairing trust, and the therapist they may invite.
//!
//! The one idea: a grant is the permission and the key. `docs/ARCHITECTURE.md` has the map.

pub mod accounts;
pub mod apart;
pub mod asking;
pub mod checkins;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod conversations;
pub mod couples;
pub mod db;
pub mod entries;
pub mod folding;
pub mod guide;
pub mod hard;
pub mod ids;
pub mod jobs;
pub mod logs;
pub mod noticing;
pub mod parting;
pub mod plans;
pub mod practices;
pub mod reflections;
pub mod reminders;
pub mod serve;
pub mod therapists;
pub mod timeline;
pub mod today;
pub mod typed;
pub mod vault;
pub mod web;
pub mod wording;
