//! What the other one has shared and this person has not opened: notes, answers to the questions of the plan, a setback,
//! a mark on the charts.

use super::Line;
use crate::{
    entries::{Seen, Text, Unopened, by_ids, unopened},
    ids::EntryId,
    plans::{self, Piece},
    web::{error::Error, show, signed_in::SignedIn},
};

/// Older ones are found in their own rooms.
const MOST: i64 = 20;
/// More notes than this are found under "Write".
const NOTES: usize = 5;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let name = visit.other().map_or_else(|| "Your partner".to_owned(), |other| other.name);
    let me = visit.me().id;
    let new = unopened(&mut *visit.scope, me, &["note", plans::KIND, "moment"], MOST).await?;
    let of = |kind: &'static str| new.iter().filter(move |one| one.kind == kind);
    let mut lines: Vec<Line> = of("note").take(NOTES).map(|note| self::note(&name, note)).collect();
    let pieces: Vec<EntryId> = of(plans::KIND).map(|one| one.id).collect();
    lines.extend(of_the_plan(visit, &name, &pieces).await?);
    // all of them stand on one page
    lines.extend(of("moment").next().map(|mark| {
        let meta = show::day(mark.on);
        Line::new("/weeks/moments", "check", format!("{name} marked a day on the charts"), meta)
    }));
    Ok(lines)
}

fn note(name: &str, note: &Unopened) -> Line {
    let meta = format!("{}. Open it when you have a quiet moment.", show::day(note.on));
    Line::new(format!("/n/{}", note.id), "letter", format!("{name} shared a note with you"), meta)
}

/// What was proposed and signed has a line of its own (see [`super::plan`]).
async fn of_the_plan(visit: &mut SignedIn, name: &str, ids: &[EntryId]) -> Result<Vec<Line>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (scope, hand, me) = visit.parts();
    let seen: Vec<Seen<Piece>> = by_ids(scope, hand, me.pinned(), plans::KIND, ids).await?;
    let texts: Vec<Text<Piece>> = seen.into_iter().filter_map(Seen::text).collect();
    let setbacks = texts.iter().filter(|text| matches!(text.content, Piece::Setback(_))).map(|text| {
        let meta = "It sets nothing back. What it is about is to be looked at again.";
        let title = format!("{name} wrote about a setback");
        Line::new(format!("/plan/setback/{}", text.id), "plan", title, meta)
    });
    let answered = texts.iter().any(|text| matches!(text.content, Piece::Answer(_)));
    let answer = answered.then(|| {
        let title = format!("{name} answered a question of the plan");
        Line::new("/plan", "plan", title, "It stands beside your own. You are not asked to answer.")
    });
    Ok(setbacks.chain(answer).collect())
}
