//! What a talk says after a long sitting, and in quiet hours: an offer to stop, shown once on the page. It stops
//! nothing, urges nothing, and has no number that moves.

use time::OffsetDateTime;

use crate::{conversations::Sitting, couples::Pacing};

/// Why a note is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The sitting has lasted as long as the two want to sit at most.
    Long,
    /// It is quiet now.
    Quiet,
    /// Both.
    LongAndQuiet,
}

/// The note, as its template places it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceNote {
    /// Its heading.
    pub heading: &'static str,
    /// What it says, a sentence or two each.
    pub lines: Vec<String>,
    /// Where stopping for now leads.
    pub rest_path: String,
    /// Where taking a break leads.
    pub break_path: String,
}

pub(super) const HEADING_LONG: &str = "This is a good place to stop";
pub(super) const HEADING_QUIET: &str = "Your quiet hours have begun";
pub(super) const LONG: &str = "You have been at this for {long} or longer.";
pub(super) const QUIET: &str = "You two wanted to let it rest until {until}.";
pub(super) const LONG_AND_QUIET: &str = "Your quiet hours have begun too. They last until {until}.";
pub(super) const KEPT: &str = "Everything is kept. It will be here when you come back.";

/// The link to stopping for now.
pub const REST: &str = "Stop for now";
/// The link to a break.
pub const BREAK: &str = "Take a break";
/// The third way on, which needs no link.
pub const GO_ON: &str = "Or go on, if you both want to.";

/// Whether there is anything to say.
#[must_use]
pub fn why(pacing: &Pacing, sitting: Option<&Sitting>, now: OffsetDateTime) -> Option<Why> {
    let long = sitting.is_some_and(|sitting| sitting.is_long(now, pacing.longest.lasts()));
    match (long, pacing.is_quiet(now)) {
        (true, true) => Some(Why::LongAndQuiet),
        (true, false) => Some(Why::Long),
        (false, true) => Some(Why::Quiet),
        (false, false) => None,
    }
}

/// The note for the page of a talk that lies at `talk` (`/talk/{id}`), if there is anything to say.
#[must_use]
pub fn note(pacing: &Pacing, sitting: Option<&Sitting>, now: OffsetDateTime, talk: &str) -> Option<PaceNote> {
    let why = why(pacing, sitting, now)?;
    let long = LONG.replace("{long}", pacing.longest.words());
    let until = |text: &str| {
        let until = pacing.quiet.map(|quiet| quiet.to().to_string()).unwrap_or_default();
        text.replace("{until}", &until)
    };
    let (heading, mut lines) = match why {
        Why::Long => (HEADING_LONG, vec![long]),
        Why::Quiet => (HEADING_QUIET, vec![until(QUIET)]),
        Why::LongAndQuiet => (HEADING_LONG, vec![long, until(LONG_AND_QUIET)]),
    };
    lines.push(KEPT.to_owned());
    Some(PaceNote { heading, lines, rest_path: format!("{talk}/rest"), break_path: format!("{talk}/break") })
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use time::{Duration, macros::datetime};

    use super::*;
    use crate::couples::pacing::{Hour, Longest, Quiet};

    #[derive(Template)]
    #[template(
        source = r#"{%- import "conversations/pace.html" as pace -%}{% call pace::note(note) %}{% endcall %}"#,
        ext = "html"
    )]
    struct Drawn {
        note: PaceNote,
    }

    const EIGHT: OffsetDateTime = datetime!(2026-03-01 20:00 UTC);

    fn pacing() -> Pacing {
        let hour = |text| Hour::parse(text).unwrap();
        Pacing::new("UTC", Quiet::new(hour("22:30"), hour("07:00")), Longest::Hour).unwrap()
    }

    fn told(began: OffsetDateTime, now: OffsetDateTime) -> Option<Why> {
        let sitting = Sitting::after(Some(Sitting::after(None, began)), now);
        why(&pacing(), Some(&sitting), now)
    }

    #[test]
    fn a_note_appears_after_a_long_sitting_and_in_quiet_hours_and_otherwise_not() {
        let minutes = Duration::minutes;
        assert_eq!(told(EIGHT, EIGHT + minutes(59)), None);
        let half_way = Sitting::after(Some(Sitting::after(None, EIGHT)), EIGHT + minutes(30));
        assert_eq!(why(&pacing(), Some(&half_way), EIGHT + minutes(60)), Some(Why::Long));
        assert_eq!(
            why(&pacing(), Some(&half_way), EIGHT + minutes(90)),
            None,
            "they have long since stopped"
        );
        let late = EIGHT + minutes(150);
        assert_eq!(told(late - minutes(59), late), Some(Why::Quiet));
        assert_eq!(why(&pacing(), None, late), Some(Why::Quiet));
        let on = Sitting::after(Some(Sitting::after(None, late - minutes(70))), late - minutes(20));
        assert_eq!(why(&pacing(), Some(&on), late), Some(Why::LongAndQuiet));
        assert_eq!(why(&Pacing::default(), None, late), None);
    }

    #[test]
    fn it_offers_two_ways_and_a_third_that_needs_none_and_no_number_moves() {
        let half_way = Sitting::after(Some(Sitting::after(None, EIGHT)), EIGHT + Duration::minutes(50));
        let at =
            |minute| note(&pacing(), Some(&half_way), EIGHT + Duration::minutes(minute), "/talk/7").unwrap();
        assert_eq!(at(60), at(109), "the same for as long as it stands there");
        let html = Drawn { note: at(60) }.render().unwrap();
        for part in [
            "This is a good place to stop",
            "You have been at this for an hour or longer. Everything is kept.",
            r#"href="/talk/7/rest">Stop for now"#,
            r#"href="/talk/7/break""#,
            GO_ON,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("<form") && !html.contains("role=\"alert\""), "{html}");
        let night = note(&pacing(), None, EIGHT + Duration::hours(4), "/talk/7").unwrap();
        assert_eq!(night.heading, HEADING_QUIET);
        assert_eq!(night.lines[0], "You two wanted to let it rest until 07:00.");
    }
}
