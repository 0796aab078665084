//! The first page: what waits for me, what comes next, and how it has been. It asks the other rooms and keeps nothing.
//!
//! What must stay true: everything on it is what this person could read in its own room, so that nothing the other one
//! has not shared moves a line here. Nothing counts, urges or compares.

mod coming;
pub mod pages;
mod start;
mod waiting;
