//! "Coming up": the next check-in, or that there could be one.

use super::waiting::Line;
use crate::{checkins::Standing, web::show};

pub(super) fn lines(weeks: &Standing) -> Vec<Line> {
    let next = weeks.next.as_ref().filter(|_| weeks.open.is_none() || weeks.finished).map(|week| {
        let at = weeks.local(week.round.opens);
        let meta = format!("{}, {:02}:{:02}", show::weekday(at.date()), at.hour(), at.minute());
        Line::new("/weeks", "check", "The next check-in", meta)
    });
    let none = (weeks.rhythm.is_none() && !weeks.suggested).then(|| {
        let meta = "Ten minutes in which each looks at the week, alone. You choose the day and the hour.";
        Line::new("/weeks/when", "check", "A check-in, once a week", meta)
    });
    next.into_iter().chain(none).collect()
}
