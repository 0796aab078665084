//! What all pages share: the frame, the fields, the parts that show people's words, style and script.

pub mod assets;
pub mod error_page;
pub mod forms;
#[cfg(test)]
mod kit;
pub mod page;
pub mod rail;
pub mod show;
