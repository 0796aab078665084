//! All SQL of reminders, one file for each table.

mod due;
pub(super) mod feed;
pub(super) mod mail;
pub(super) mod outbox;

pub(super) use due::{Due, end, put, put_alone, put_of, put_shared, take_away, unsent};
