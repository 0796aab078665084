//! When both come back: the choices on every page that begins a break or makes one longer, and what they mean.
//!
//! What must stay true: the page of one talk and the page for all of them offer the same choices and mean the same by
//! them. A return is always a whole minute: from its seconds nobody can tell which page or which choice it came from.

use jiff::civil;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use crate::{
    conversations::{
        meeting::{self, moment},
        prompts::BREAK_LENGTHS,
    },
    web::forms::{Choice, Field, Opt, Problems},
};

/// A day of one's own, within the limits of a break.
const OWN: &str = "own";
/// Tomorrow, at an hour of one's own.
const TOMORROW: &str = "tomorrow";
/// This time tomorrow.
pub(super) const A_DAY: &str = "day";

/// What was chosen.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ReturnForm {
    length: String,
    date: String,
    time: String,
}

/// The choices as a template places them.
pub(super) struct Returning {
    pub(super) lengths: Choice,
    pub(super) date: Field,
    pub(super) time: Field,
    pub(super) zone: String,
}

/// The field that needs another look, and what to do.
pub(super) type Unclear = (&'static str, &'static str);

impl ReturnForm {
    /// With this choice made beforehand: one more tap is enough for somebody who cannot choose just now.
    pub(super) fn chosen(length: &str) -> Self {
        Self { length: length.to_owned(), ..Self::default() }
    }

    /// The choices, with what was chosen and typed. `longer`: a break lasts, and the lengths are added to it.
    pub(super) fn fields(
        &self,
        zone: &str,
        now: OffsetDateTime,
        longer: bool,
        problems: &Problems,
    ) -> Returning {
        let mut lengths: Vec<Opt> = BREAK_LENGTHS
            .iter()
            .map(|length| {
                let label = match (longer, length.code) {
                    (true, A_DAY) => "A day more".to_owned(),
                    (true, _) => format!("{} more", length.label),
                    (false, _) => length.label.to_owned(),
                };
                Opt::new(length.code, label)
            })
            .collect();
        lengths.push(Opt::new(TOMORROW, "Tomorrow at the time below"));
        lengths.push(Opt::new(OWN, "Until the day and time below"));
        let tomorrow = tomorrow(now, zone).map(|day| day.to_string()).unwrap_or_default();
        let or = |typed: &str, given: String| if typed.is_empty() { given } else { typed.to_owned() };
        let field = |name, label, kind, value| {
            Field::new(name, label).kind(kind).value(value).short().checked(problems)
        };
        Returning {
            lengths: Choice::new("length", "When will you be back?", lengths)
                .choose(&[&self.length])
                .checked(problems),
            date: field("date", "Day", "date", or(&self.date, tomorrow)),
            time: field("time", "Time", "time", or(&self.time, "19:00".to_owned())),
            zone: zone.to_owned(),
        }
    }

    /// The return that was chosen: a length counts from `from`, a day and an hour are meant in `zone`.
    pub(super) fn until(
        &self,
        zone: &str,
        now: OffsetDateTime,
        from: OffsetDateTime,
    ) -> Result<OffsetDateTime, Unclear> {
        let until = match self.length.as_str() {
            OWN => moment(&self.date, &self.time, zone).map_err(meeting::Unclear::says)?,
            TOMORROW => {
                let day = tomorrow(now, zone).ok_or(("length", "Choose a day and a time instead"))?;
                moment(&day.to_string(), &self.time, zone).map_err(meeting::Unclear::says)?
            }
            code => {
                let length = BREAK_LENGTHS.iter().find(|length| length.code == code);
                from + length.ok_or(("length", "Choose when you will be back"))?.lasts
            }
        };
        Ok(whole_minute(until))
    }

    /// The field to look at when the rules refuse the return.
    pub(super) fn field(&self) -> &'static str {
        match self.length.as_str() {
            OWN => "date",
            TOMORROW => "time",
            _ => "length",
        }
    }
}

/// The day after today, where the clock says so.
fn tomorrow(now: OffsetDateTime, zone: &str) -> Option<civil::Date> {
    let (today, _) = meeting::fields(now, zone);
    today.parse::<civil::Date>().ok()?.tomorrow().ok()
}

/// The next whole minute: never earlier, so that the shortest break stays one.
fn whole_minute(at: OffsetDateTime) -> OffsetDateTime {
    let over = Duration::new(i64::from(at.second()), at.nanosecond().cast_signed());
    if over.is_zero() { at } else { at - over + Duration::MINUTE }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-01 20:15:37.25 UTC);

    fn form(length: &str, date: &str, time: &str) -> ReturnForm {
        ReturnForm { length: length.into(), date: date.into(), time: time.into() }
    }

    #[test]
    fn a_return_is_a_whole_minute_and_never_earlier_than_chosen() {
        let until = |length: &str| form(length, "", "").until("UTC", NOW, NOW);
        assert_eq!(until("20"), Ok(datetime!(2026-03-01 20:36 UTC)));
        assert_eq!(until("day"), Ok(datetime!(2026-03-02 20:16 UTC)));
        let even = datetime!(2026-03-01 20:15 UTC);
        assert_eq!(form("30", "", "").until("UTC", NOW, even), Ok(datetime!(2026-03-01 20:45 UTC)));
    }

    #[test]
    fn tomorrow_is_the_next_day_on_the_clock_of_the_talk() {
        let until = |zone: &str, now| form("tomorrow", "", "19:00").until(zone, now, now);
        assert_eq!(until("UTC", NOW), Ok(datetime!(2026-03-02 19:00 UTC)));
        // It is past midnight there already.
        let late = datetime!(2026-03-01 23:30 UTC);
        assert_eq!(until("Europe/Berlin", late), Ok(datetime!(2026-03-03 18:00 UTC)));
        // A day of 25 hours is one day all the same.
        let autumn = datetime!(2026-10-24 22:10 UTC);
        assert_eq!(until("Europe/Berlin", autumn), Ok(datetime!(2026-10-26 18:00 UTC)));
        assert_eq!(form("tomorrow", "", "late").until("UTC", NOW, NOW).unwrap_err().0, "time");
    }

    #[test]
    fn what_is_no_choice_is_asked_again() {
        assert_eq!(form("", "", "").until("UTC", NOW, NOW).unwrap_err().0, "length");
        assert_eq!(form("forever", "", "").until("UTC", NOW, NOW).unwrap_err().0, "length");
        assert_eq!(form("own", "soon", "19:00").until("UTC", NOW, NOW).unwrap_err().0, "date");
        assert_eq!(
            form("own", "2026-03-04", "08:30").until("UTC", NOW, NOW),
            Ok(datetime!(2026-03-04 08:30 UTC))
        );
    }

    #[test]
    fn what_was_typed_stays_and_what_was_not_has_a_beginning() {
        let fields = form("own", "2026-03-05", "").fields("UTC", NOW, false, &Problems::default());
        assert_eq!((fields.date.value.as_str(), fields.time.value.as_str()), ("2026-03-05", "19:00"));
        let fresh = ReturnForm::chosen(A_DAY).fields("UTC", NOW, true, &Problems::default());
        assert_eq!(fresh.date.value, "2026-03-02");
        let chosen: Vec<_> = fresh.lengths.options.iter().filter(|option| option.chosen).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].label, "A day more");
    }
}
