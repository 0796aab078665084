//! What one person may see of the past weeks: their own always, the other's where it was shared.
//!
//! What must stay true: the number of queries does not depend on the number of weeks, and only what is in the range is
//! opened. A week that the other one kept private is loaded as the same gap as one that was missed.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{Mark, Names, Range, Small, Trends, Week, weeks};
use crate::{
    checkins::{Reach, moments, rounds_of},
    conversations,
    couples::{Me, Seat},
    entries::{Hand, Seen, Shared, Text, mark_opened},
    plans::Plan,
    web::page::Who,
};

/// The weeks and the marks of one person.
#[derive(Clone, Debug)]
pub struct Past {
    /// The two, in the order of their seats; one, where there is nobody else.
    pub people: Vec<Who>,
    weeks: Vec<Week>,
    marks: Vec<Mark>,
}

impl Past {
    /// Opens the weeks of `range`, and every mark.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
        range: Range,
        now: OffsetDateTime,
    ) -> Result<Self, anyhow::Error> {
        let weeks = weeks_of(&mut *tx, hand, me, range, now).await?;
        let mut marks = of_talks(&mut *tx, hand, me, now).await?;
        marks.extend(of_the_plan(&mut *tx, hand, me).await?);
        marks.extend(of_moments(&mut *tx, hand, me).await?);
        Ok(Self { people: people(me), weeks, marks })
    }

    /// Only the latest so many weeks.
    #[must_use]
    pub fn latest(mut self, most: usize) -> Self {
        self.weeks.drain(..self.weeks.len().saturating_sub(most));
        self
    }

    /// The pictures.
    #[must_use]
    pub fn trends(&self, range: Range) -> Trends {
        Trends::new(&self.weeks, names(&self.people), &self.marks, range)
    }
}

/// The picture on Today; none as long as there is no answer in the latest weeks.
///
/// # Errors
/// When the database cannot be reached.
pub async fn small(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Option<Small>, anyhow::Error> {
    let weeks = weeks_of(tx, hand, me, Range::Eight, now).await?;
    Ok(Small::new(&weeks, names(&people(me))))
}

async fn weeks_of(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    range: Range,
    now: OffsetDateTime,
) -> Result<Vec<Week>, anyhow::Error> {
    // one more: the one that is open is no week as long as nobody has answered
    let reach = range.most().map_or(Reach::All, |most| Reach::Latest(most + 1));
    let rounds = rounds_of(tx, hand, me, now, reach).await?;
    let seen = rounds.iter().map(|week| {
        let both = [week.mine(), week.theirs()];
        let [mine, theirs] = both;
        (week.opened.round, if me.seat == Seat::One { both } else { [theirs, mine] })
    });
    Ok(weeks(seen, now))
}

fn people(me: &Me) -> Vec<Who> {
    let mine = Who::new(me.name.clone(), me.seat);
    let theirs = me.partner.as_ref().map(|other| Who::new(other.name.clone(), me.seat.other()));
    let mut people: Vec<Who> = [Some(mine), theirs].into_iter().flatten().collect();
    people.sort_by_key(|who| Seat::ALL.iter().position(|seat| *seat == who.seat));
    people
}

fn names(people: &[Who]) -> Names<'_> {
    Seat::ALL.map(|seat| people.iter().find(|who| who.seat == seat).map(|who| who.name.as_str()))
}

/// The days on which the two talked.
async fn of_talks(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Vec<Mark>, anyhow::Error> {
    let days = conversations::days(tx, hand, me, now).await?;
    Ok(days.into_iter().map(|talk| Mark::new(talk.day, format!("A talk: {}", talk.name))).collect())
}

/// The days on which both had signed a version of the plan.
async fn of_the_plan(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Mark>, anyhow::Error> {
    let plan = Plan::whole(tx, hand, me).await?;
    let mut agreed: Vec<(u32, Date)> = plan
        .versions
        .iter()
        .filter_map(|version| Some((version.content.number, version.agreed_on()?)))
        .collect();
    agreed.sort_unstable();
    let words =
        |first| if first { "You both agreed the plan" } else { "You both agreed a change to the plan" };
    Ok(agreed.iter().enumerate().map(|(at, (_, on))| Mark::new(*on, words(at == 0))).collect())
}

/// What either marked. What is shown here of the other's has been seen.
async fn of_moments(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Mark>, anyhow::Error> {
    let all = moments::moments(&mut *tx, hand, me).await?;
    let texts: Vec<Text<moments::Moment>> = all.into_iter().filter_map(Seen::text).collect();
    mark_opened(tx, me.id, texts.iter().filter(|text| text.author != me.id)).await?;
    let other = me.partner.as_ref().map_or("Your partner", |other| other.name.as_str());
    let note = |text: &Text<moments::Moment>| match text.shared {
        Shared::No => "Only you see this.".to_owned(),
        Shared::WithPartner { .. } => format!("Shared with {other}."),
        Shared::WithMe { .. } => format!("Marked by {other}."),
    };
    let mark = |text: &Text<moments::Moment>| Mark {
        day: text.content.day,
        words: text.content.headline(),
        note: note(text),
    };
    Ok(texts.iter().map(mark).collect())
}
