//! How the pages of the weeks grow with the years.
fn main() {}
