//! `…/weeks`: the check-ins that are held, week by week, and the pictures that they make.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use time::Date;

use super::{MOST, Opened, WEEKS, broken_figures, held_plan};
use crate::{
    checkins::{
        self, GivenWeek, Key, Sheet, in_a_row,
        moments::{self, Moment},
        pages::side::Side,
        side_by_side,
        trends::{Mark, Range, Trends},
    },
    couples::Seat,
    entries::Text,
    plans::HeldPlan,
    therapists::{
        Part,
        pages::{
            guard::Closed,
            window::{Sight, Window},
        },
    },
    web::{
        error::Error,
        page::{Page, View, Who},
        show::{self, Shared},
    },
};

/// So many weeks stand open; the others open with a click.
const OPEN: usize = 2;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    range: String,
}

#[derive(Template)]
#[template(path = "therapists/seen/weeks.html")]
struct WeeksSeen {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    people: Vec<Who>,
    ranges: [Range; 3],
    here: Range,
    it: Trends,
    weeks: Vec<OneWeek>,
    broken: Vec<Shared>,
}

/// A week, with those sides that are held.
struct OneWeek {
    name: String,
    sides: Vec<Side>,
    open: bool,
}

/// The weeks that are held, oldest first, and who wrote what does not open.
pub(super) struct Weeks {
    pub(super) given: Vec<GivenWeek>,
    /// Each check-in with the day since when it is held.
    pub(super) sheets: Vec<(Date, Text<Sheet>)>,
    marks: Vec<Mark>,
    /// The last day that is looked at, if there is one.
    last: Option<Date>,
    pub(super) broken: Vec<crate::ids::PersonId>,
}

impl Weeks {
    /// Reads what is held. One of the two does not find the other's answers here as long as looking at them would end
    /// their own writing: looking through the window decides nothing.
    pub(super) async fn held(sight: &mut Sight) -> Result<Self, Error> {
        let mut sheets = Opened::of(sight.held::<Sheet>(checkins::KIND, WEEKS).await?);
        if sight.as_therapist.is_some() && !sheets.texts.is_empty() {
            let now = sight.visit.now;
            let (scope, hand, me) = sight.visit.parts();
            let undecided = checkins::undecided(scope, hand, me, now).await?;
            let round = |sheet: &Sheet| Key { schedule: sheet.schedule, number: sheet.answers.round };
            sheets.texts.retain(|(_, text)| text.author == me.id || Some(round(&text.content)) != undecided);
        }
        let moments = Opened::of(sight.held::<Moment>(moments::KIND, MOST).await?);
        let of_one = |(on, text): &(Date, Text<Sheet>)| {
            Some((sight.author(text.author)?.seat, *on, text.content.clone()))
        };
        let given = side_by_side(sheets.texts.iter().filter_map(of_one));
        let mark = |(_, text): &(Date, Text<Moment>)| {
            let by = sight.author(text.author)?;
            let note = format!("Marked by {}.", by.name);
            Some(Mark { day: text.content.day, words: text.content.headline(), note })
        };
        let marks = moments.texts.iter().filter_map(mark).collect();
        let broken = [sheets.broken, moments.broken].concat();
        Ok(Self { given, sheets: sheets.texts, marks, last: None, broken })
    }

    /// The week of a check-in.
    pub(super) fn week(&self, sheet: &Sheet) -> Option<&GivenWeek> {
        self.given.iter().find(|week| week.is_of(sheet))
    }

    /// Only those up to this day.
    pub(super) fn until(&mut self, day: Date) {
        self.given.retain(|week| week.day <= day);
        self.last = Some(day);
    }

    /// The pictures of these weeks, and of whom there are any; with what both signed as marks, and at
    /// most so many of the latest marks.
    pub(super) fn pictures(
        &self,
        sight: &Sight,
        plan: &HeldPlan,
        range: Range,
        most: usize,
    ) -> (Trends, Vec<Who>) {
        let agreed = plan.versions.iter().filter_map(|version| version.agreed_on);
        let agreed = agreed.map(|on| Mark::new(on, "Both agreed the plan"));
        let mut marks: Vec<Mark> = self.marks.iter().cloned().chain(agreed).collect();
        marks.retain(|mark| self.last.is_none_or(|last| mark.day <= last));
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.day));
        marks.truncate(most);
        let there = |seat: Seat| self.given.iter().any(|week| week.of(seat).is_some());
        let people: Vec<Who> = sight.two.iter().filter(|who| there(who.seat)).cloned().collect();
        let name = |seat: Seat| people.iter().find(|who| who.seat == seat).map(|who| who.name.as_str());
        let mut it = Trends::new(&in_a_row(&self.given), Seat::ALL.map(name), &marks, range);
        // a week of which nothing is here has no line in the tables
        it.rows.retain(|row| row.cells.iter().flatten().any(Option::is_some));
        if let Some(promises) = &mut it.promises {
            promises.rows.retain(|row| row.cells.iter().any(Option::is_some));
        }
        (it, people)
    }

    /// Only those that lie in the latest so many of the row.
    fn within(&self, range: Range) -> &[GivenWeek] {
        let row = in_a_row(&self.given);
        let first = range.most().and_then(|most| row.get(row.len().checked_sub(most)?)).map(|week| week.day);
        let from = self.given.partition_point(|week| first.is_some_and(|first| week.day < first));
        self.given.get(from..).unwrap_or_default()
    }
}

/// The name of a week: the day on which it opened, or else the day it was shared.
pub(super) fn name(week: &GivenWeek) -> String {
    let day = show::day(week.day);
    if week.opened { format!("Week of {day}") } else { format!("Shared on {day}") }
}

fn one_week(sight: &Sight, week: &GivenWeek, open: bool) -> OneWeek {
    let [one, two] = &sight.two;
    let sides = [(one, two), (two, one)].into_iter().filter_map(|(who, other)| {
        let answers = week.of(who.seat)?;
        Some(Side::seen(who.clone(), other, answers))
    });
    OneWeek { name: name(week), sides: sides.collect(), open }
}

/// `GET …/weeks`
pub(super) async fn show(window: Window, Query(asked): Query<Asked>) -> Result<Response, Closed> {
    let here = Range::parse(&asked.range).unwrap_or(Range::Sixteen);
    let mut sight = window.looks_at(Part::Weeks).await?;
    let weeks = Weeks::held(&mut sight).await?;
    let (plan, _) = held_plan(&mut sight).await?;
    let (it, people) = weeks.pictures(&sight, &plan, here, usize::MAX);
    let shown = weeks.within(here).iter().rev().enumerate();
    let [one, two] = sight.two.clone();
    let view = WeeksSeen {
        page: sight.page("Weeks"),
        one,
        two,
        people,
        ranges: Range::ALL,
        here,
        it,
        weeks: shown.map(|(at, week)| one_week(&sight, week, at < OPEN)).collect(),
        broken: broken_figures(&sight, &weeks.broken),
        as_therapist: sight.as_therapist,
        base: sight.base,
    };
    Ok(View(view).into_response())
}
