//! What the two do about the plan that holds: how it went in a week, looking at a promise again, and a setback.
//!
//! What must stay true: how it went is for its author alone until they show it, one week at a time; nothing adds it up,
//! and no week stands in a row with another. A setback puts promises under review and undoes nothing. Looking at one
//! again prepares a change, and changes nothing before both have signed. What puts a promise under review is what both
//! can read, so it shows to both alike.

mod asked;
mod balance;
mod marks;
pub mod pages;
pub mod review;
mod setback;

pub use asked::{Asked, asked};
pub use balance::rests_on_one;
pub use marks::{KIND, Mark, Said, said};
pub use setback::{Setback, UnderReview, Why, under_review};
