//! The database: where it is, who logs in to it, and what has to be true before a page may use it.
//!
//! Must stay true: a page gets a connection only as a [`Scope`], whose first statement says who asks, over the *runtime*
//! pool, whose role owns nothing and cannot look past row-level security; [`connect::open`] refuses to hand out a
//! [`connect::Database`] when that is not so. The *owner* pool is for migrations, jobs and the command line.

pub mod connect;
pub mod embedded;
pub mod instance;
mod lock;
mod migrate;
mod owner;
mod runtime;
mod scope;
mod verify;

pub use self::{
    connect::{Database, open},
    instance::InstanceRow,
    lock::hold,
    migrate::MIGRATOR,
    scope::{Asker, Scope},
    verify::WITHOUT_ROW_SECURITY,
};
