//! Tests of the vault as a whole: published vectors, golden files, tampering, and what codes and words promise.

mod codes;
mod commitment;
mod golden;
mod inventory;
mod sample;
mod sharing;
mod tamper;
mod two_keys;
mod vectors;
mod wraps;
