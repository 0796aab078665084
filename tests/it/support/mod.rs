//! What the tests of the router share: a database of their own, and visitors who act like a browser.

mod app;
pub mod cluster;
mod device;
pub mod people;
mod practice;
mod quick;
mod rounds;
pub mod smtp;
mod statements;
pub mod talk;
mod visitor;
pub mod weeks;

pub use app::TestApp;
pub use device::Device;
pub use quick::Somebody;
pub use rounds::SUNDAY;
pub use visitor::{Answer, PageForm, Visitor};
