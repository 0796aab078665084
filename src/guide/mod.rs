//! The public pages that help somebody decide: whether this is right for them, who can help, who runs the server.
//!
//! They work without an account, ask for nothing, and nothing answered on them is sent, stored or logged: what is
//! ticked on "Is this right for us?" never leaves the browser, because there is no form to send it.

pub mod help_lines;
pub mod pages;
pub mod readings;

pub use help_lines::HelpLines;
pub use pages::{Anybody, GuideState, LIST, Visitor, Welcome, routes};
