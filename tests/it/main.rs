//! All tests of the router in one binary.

#![expect(
    unreachable_pub,
    reason = "the support is shared between modules, and nothing outside can reach it"
)]
#![expect(missing_docs, reason = "a test's name is its sentence")]

mod accounts;
mod couples;
mod support;
mod web;
