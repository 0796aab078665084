//! All tests of the router, and of the program itself, in one binary.

#![expect(
    unreachable_pub,
    reason = "the support is shared between modules, and nothing outside can reach it"
)]

// `cfg(test)` is what tells clippy that helpers, too, may unwrap here.
#[cfg(test)]
mod access;
#[cfg(test)]
mod accounts;
#[cfg(test)]
mod apart;
#[cfg(test)]
mod apart_rows;
#[cfg(test)]
mod asking;
#[cfg(test)]
mod asking_refused;
#[cfg(test)]
mod beginning;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod bounded;
#[cfg(test)]
mod checkins;
#[cfg(test)]
mod checkins_store;
#[cfg(test)]
mod conversations;
#[cfg(test)]
mod couples;
#[cfg(test)]
mod dates;
#[cfg(test)]
mod doing;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod escaping;
#[cfg(test)]
mod feelings_only;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod hard;
#[cfg(test)]
mod hard_refused;
#[cfg(test)]
mod hard_windows;
#[cfg(test)]
mod house_rules;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod next_time;
#[cfg(test)]
mod noticing;
#[cfg(test)]
mod operating;
#[cfg(test)]
mod own_server;
#[cfg(test)]
mod pacing;
#[cfg(test)]
mod parting;
#[cfg(test)]
mod parting_at_once;
#[cfg(test)]
mod past;
#[cfg(test)]
mod past_practices;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod practices;
#[cfg(test)]
mod practices_agreed;
#[cfg(test)]
mod practices_both;
#[cfg(test)]
mod practices_refused;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod program;
#[cfg(test)]
mod reading_level;
#[cfg(test)]
mod reflections;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod requirements;
#[cfg(test)]
mod review;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod settled;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod signatures;
#[cfg(test)]
mod support;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod therapists;
#[cfg(test)]
mod today;
#[cfg(test)]
mod together;
#[cfg(test)]
mod told_stays;
#[cfg(test)]
mod trends;
#[cfg(test)]
mod web;
#[cfg(test)]
mod words;
