//! `/p/{id}` of what both fill in: one's own part, the other one's when it can be read, and when they may read one's own.
//!
//! What must stay true: see `practices::rounds`. The store does the same with grants: `entries::share_in_pair`.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{figures, find};
use crate::{
    couples::Seat,
    entries::{self, Base, Place, Shared, Text, hold, mark_opened, write},
    folding,
    ids::EntryId,
    practices::{
        KIND, Looked, Part, Piece, Practice, Release,
        cycle::Cycle,
        matter,
        matter::Matter,
        rounds::{self, Round},
    },
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View, Who},
        readers::{self, CHANGED, Choice, Held, Names, Readers, With},
        show,
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

#[derive(Template)]
#[template(path = "practices/both.html")]
struct BothPage {
    page: Page,
    id: String,
    practice: Option<&'static Practice>,
    name: String,
    linked: bool,
    mine: Option<Mine>,
    /// The other one's, where it is shown.
    theirs: Option<show::Shared>,
    /// It is here, and reading it ends changing one's own.
    to_open: bool,
    may_begin: bool,
    /// Both parts drawn as one, where the practice is one that is drawn and both can read both.
    drawn: Option<Cycle>,
}

/// Both parts as one picture, the first of the two at the left whoever looks.
fn drawn(visit: &SignedIn, round: &Round, practice: Option<&'static Practice>) -> Option<Cycle> {
    let (mine, theirs) = (round.mine.as_ref()?, round.theirs.as_ref()?);
    if !round.is_read_by_other() {
        return None;
    }
    let half = |text: &Text<Piece>| Some((visit.who_wrote(text.author), text.content.fields()?.clone()));
    let [(one, first), (two, second)] = match visit.me().seat {
        Seat::One => [half(mine)?, half(theirs)?],
        Seat::Two => [half(theirs)?, half(mine)?],
    };
    Cycle::of(practice?, (&one.name, &first), (&two.name, &second))
}

/// One's own part.
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page that is there or not")]
struct Mine {
    id: String,
    figure: show::Shared,
    held: Option<Held>,
    changed: bool,
    waits: bool,
    may_change: bool,
    may_remove: bool,
}

/// The round that this part is of, as the visitor may read it.
pub(super) async fn round_of(visit: &mut SignedIn, part: &Part) -> Result<Round, Error> {
    let (scope, hand, me) = visit.parts();
    let all = rounds::all(&matter::all(scope, hand, me).await?, part.practice, me.id);
    all.into_iter().find(|round| round.number == part.round).ok_or(Error::NotFound)
}

/// The name of the two parts of one time.
pub(super) fn pair(visit: &SignedIn, part: &Part) -> Option<uuid::Uuid> {
    visit.me().couple.map(|couple| rounds::pair(couple, part.practice, part.round))
}

/// The part of a matter, if it is one.
pub(super) fn part_of(matter: &Matter) -> Option<&Part> {
    match &matter.begun.as_ref()?.content {
        Piece::Part(part) => Some(part),
        _ => None,
    }
}

/// `done` is what the page says at its top, as a code.
pub(super) async fn show(
    visit: &mut SignedIn,
    page: Page,
    matter: &Matter,
    done: Option<&str>,
) -> Result<Response, Error> {
    let part = part_of(matter).ok_or(Error::NotFound)?;
    let mut round = round_of(visit, part).await?;
    // who reads the other's beside their own leaves their own as it is, also when one of the two is taken back afterwards
    let both = round.mine.is_some() && visit.partner().is_some();
    if both && round.known().shows_theirs() && !round.looked {
        round = hold_round(visit, &matter.id.to_string()).await?.1;
        if !round.looked {
            note_look(visit, part).await?;
        }
    }
    let known = round.known();
    // of somebody who was linked before, what is left is there to be read
    let linked = visit.partner().is_some();
    let theirs = round.theirs.as_ref().filter(|_| known.shows_theirs() || !linked);
    let me = visit.me().id;
    mark_opened(&mut visit.scope, me, theirs).await?;
    let names = Names::of(visit, round.mine.iter().map(|mine| mine.shared)).await?;
    let waits = known.release == Release::Both && !known.theirs;
    // the page follows the other one, and may still have its address from the time when it waited
    let page = if done == Some("waits") && !waits { page.with_flash(None) } else { page };
    let mine = round.mine.as_ref().map(|mine| Mine {
        id: mine.id.to_string(),
        figure: figures::figure(&mine.content, visit.who(), readers::when(mine.shared)),
        held: names.held(mine.shared).filter(|_| !waits),
        changed: mine.has_unshared_changes(),
        waits,
        may_change: known.may_change(),
        may_remove: known.release == Release::OnlyMe && known.may_change(),
    });
    let view = BothPage {
        page,
        id: matter.id.to_string(),
        practice: matter.of(),
        name: names.other().to_owned(),
        linked,
        may_begin: mine.is_none() && matter.of().is_some() && linked,
        mine,
        theirs: theirs.map(|text| {
            figures::figure(&text.content, visit.who_wrote(text.author), readers::when(text.shared))
        }),
        to_open: linked && known.looking_ends_writing(),
        drawn: theirs.and_then(|_| drawn(visit, &round, matter.of())),
    };
    Ok(View(view).into_response())
}

/// Notes for the visitor alone that they have read the other one's part, with their own there already.
async fn note_look(visit: &mut SignedIn, part: &Part) -> Result<(), Error> {
    let now = visit.now;
    let slot = rounds::looked_slot(part.practice, part.round);
    let piece = Piece::Looked(Looked { practice: part.practice, round: part.round });
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    write(scope, hand, place, Base::New(uuid::Uuid::new_v4()), &piece, now).await?;
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// Nobody else acts on this round until the end of the transaction.
async fn hold_round(visit: &mut SignedIn, id: &str) -> Result<(Part, Round), Error> {
    let matter = find(visit, id).await?;
    let part = part_of(&matter).cloned().ok_or(Error::NotFound)?;
    let pair = pair(visit, &part).ok_or(Error::NotFound)?;
    hold(&mut visit.scope, EntryId(pair)).await?;
    let round = round_of(visit, &part).await?;
    Ok((part, round))
}

/// `POST /p/{id}/look`: opens the other one's. From now on one's own stays as it is.
pub(super) async fn look(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let (part, round) = hold_round(&mut visit, &id).await?;
    let Some(theirs) = &round.theirs else { return Err(Error::NotFound) };
    if round.known().looking_ends_writing() {
        note_look(&mut visit, &part).await?;
        let me = visit.me().id;
        mark_opened(&mut visit.scope, me, [theirs]).await?;
        visit.scope.commit().await?;
    }
    Ok(Redirect::to(&format!("/p/{id}")).into_response())
}

/// Before the other one can read it: when they may, and whether the therapist may then, too.
#[derive(Template)]
#[template(path = "practices/share-part.html")]
struct SharePart {
    page: Page,
    action: String,
    back: String,
    other: Who,
    therapist: Option<String>,
    help: Option<Help>,
    preview: show::Shared,
    number: u32,
    chosen: &'static str,
    too: bool,
    /// It can be read before the other one has finished.
    may_lead: bool,
    problem: Option<&'static str>,
}

/// How somebody wants their part to be read.
#[derive(Default, Deserialize)]
pub(super) struct PartForm {
    /// `me`, `both` (when both have finished) or `now`.
    #[serde(default)]
    pub(super) with: String,
    /// `partner`, or `therapist` for both.
    #[serde(default)]
    pub(super) who: String,
    /// The revision that was previewed.
    #[serde(default)]
    pub(super) number: u32,
}

/// Whether what is left to choose of it is only who reads it.
pub(super) fn is_read(round: &Round) -> bool {
    round.is_read_by_other() && round.mine.as_ref().is_some_and(Text::is_shared_as_is)
}

fn words(piece: &Piece) -> Vec<String> {
    let fields = piece.fields().map(|fields| fields.values().map(|text| folding::without(text)).collect());
    fields.unwrap_or_default()
}

/// Whether one of the two can be first: some things open for both at once or not at all.
fn may_lead(piece: &Piece) -> bool {
    !piece.of().is_some_and(|of| of.at_once)
}

pub(super) fn choose(
    visit: &SignedIn,
    wording: &Wording,
    readers: &Readers,
    round: &Round,
    chosen: Option<(&'static str, bool)>,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    let mine = round.mine.as_ref().ok_or(Error::NotFound)?;
    let (release, too) = chosen.unwrap_or_else(|| {
        let holds = matches!(mine.shared, Shared::WithPartner { therapist: Some(_), .. });
        let release = match round.known().release {
            Release::OnlyMe => "me",
            Release::Both => "both",
            Release::Now => "now",
        };
        (release, holds)
    });
    let when = readers::with_you(visit.me().pacing.local(visit.now).date());
    let therapist = readers.therapist().map(str::to_owned);
    let view = SharePart {
        page: visit.page("Sharing").at(Nav::Us),
        action: format!("/p/{}/share", mine.id),
        back: format!("/p/{}/edit", mine.id),
        other: readers.other().clone(),
        help: wording.help(Voice::Note, &words(&mine.content)),
        preview: figures::figure(&mine.content, visit.who(), when),
        number: mine.number,
        chosen: release,
        too: too && therapist.is_some(),
        therapist,
        may_lead: may_lead(&mine.content),
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, View(view)).into_response())
}

/// Does what was chosen for a part that the other one cannot read as it is.
pub(super) async fn release(
    mut visit: SignedIn,
    State(wording): State<Arc<Wording>>,
    id: &str,
    form: PartForm,
) -> Result<Response, Error> {
    let (part, round) = hold_round(&mut visit, id).await?;
    let mine = round.mine.clone().ok_or(Error::NotFound)?;
    let readers = Readers::of(&mut visit).await?;
    let today = visit.me().pacing.local(visit.now).date();
    let (was_read, too) = (round.is_read_by_other(), form.who == "therapist");
    let how = match form.with.as_str() {
        "me" => {
            let waited = mine.shared != Shared::No && !was_read;
            take_back(&mut visit, &mine, was_read, today).await?;
            visit.scope.commit().await?;
            let done = if mine.shared == Shared::No || waited { "private" } else { "back" };
            return Ok(Redirect::to(&format!("/p/{id}?done={done}")).into_response());
        }
        "both" => Release::Both,
        "now" if may_lead(&mine.content) => Release::Now,
        _ => return choose(&visit, &wording, &readers, &round, None, Some("Choose when it may be read.")),
    };
    let chosen = Some((if how == Release::Both { "both" } else { "now" }, too));
    let with = if too { With::Both } else { With::Partner };
    let audience = match readers.choose(&mut visit, with.value()).await? {
        Ok(Choice::Share(audience)) => audience,
        Ok(Choice::Me) => return Err(Error::Unreadable),
        Err(problem) => return choose(&visit, &wording, &readers, &round, chosen, Some(problem)),
    };
    if form.number != mine.number {
        return choose(&visit, &wording, &readers, &round, chosen, Some(CHANGED));
    }
    let pair = pair(&visit, &part).ok_or(Error::NotFound)?;
    let (scope, hand, _) = visit.parts();
    let done = match how {
        Release::Both => {
            entries::share_in_pair(scope, hand, audience, mine.id, mine.number, pair, today).await?
        }
        _ => entries::share_first_of_pair(scope, hand, audience, mine.id, mine.number, pair, today).await?,
    };
    if !done {
        return Err(Error::NotFound);
    }
    let after = round_of(&mut visit, &part).await?;
    if let Some(other) = visit.partner().map(|partner| partner.id).filter(|_| after.is_read_by_other()) {
        live::hint(&mut visit.scope, other).await?;
    }
    visit.scope.commit().await?;
    let done = match (after.theirs.is_some(), how) {
        (true, _) => "opened",
        (false, Release::Both) => "waits",
        _ => "shared",
    };
    Ok(Redirect::to(&format!("/p/{id}?done={done}")).into_response())
}

async fn take_back(
    visit: &mut SignedIn,
    mine: &Text<Piece>,
    was_read: bool,
    today: time::Date,
) -> Result<(), Error> {
    let Some(other) = visit.partner().map(|partner| partner.id) else { return Ok(()) };
    let (scope, hand, _) = visit.parts();
    if entries::take_back(scope, hand, other, mine.id, today).await? && was_read {
        live::hint(scope, other).await?;
    }
    Ok(())
}
