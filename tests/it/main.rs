//! All router tests in one binary.

// `cfg(test)` is what tells clippy that helpers, too, may unwrap here.
#[cfg(test)]
mod house_rules;
#[cfg(test)]
mod operating;
#[cfg(test)]
mod program;
