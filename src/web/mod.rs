//! What all pages share: the frame, the fields, the parts that show people's words, style and script.

pub mod assets;
pub mod error;
pub mod error_page;
pub(crate) mod excerpt;
pub mod form;
pub mod forms;
pub mod halfway;
pub mod headers;
pub mod health;
pub mod here;
pub mod ics;
#[cfg(test)]
mod kit;
pub mod live;
pub mod login;
pub mod own;
pub mod page;
pub mod rail;
pub mod readers;
pub mod rescue;
pub mod router;
pub mod routes;
pub mod second_factor;
pub mod session;
pub mod show;
pub mod signed_in;
pub mod state;
pub mod tokens;
pub mod trouble;
