//! All router tests in one binary.
