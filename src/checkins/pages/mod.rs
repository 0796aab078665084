//! The pages of the weeks: which round is open, agreeing on day and hour, filling in, letting the other read, looking.
//!
//! What must stay true: a page shows what [`super::View`] says and nothing else, so that it is the same whether the
//! other one has not begun, keeps theirs, or has finished and waits.

mod back;
mod form;
mod late;
mod line;
mod share;
pub(crate) mod side;
mod week;
mod weeks;
mod when;
mod write;

use time::OffsetDateTime;

use super::{Calendar, Held, Opened, Refusal, hold, read};
use crate::web::{
    error::Error,
    page::{Flash, Nav, Page},
    routes::Routes,
    show,
    signed_in::SignedIn,
};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/weeks", weeks::show)
        .get("/weeks/when", when::show)
        .post("/weeks/when", when::suggest)
        .post("/weeks/when/answer", when::answer)
        .get("/weeks/{week}", week::show)
        .post("/weeks/{week}/open", week::open)
        .get("/weeks/{week}/write", write::show)
        .post("/weeks/{week}/write", write::write)
        .get("/weeks/{week}/share", share::show)
        .post("/weeks/{week}/share", share::share)
        .get("/weeks/{week}/back", back::show)
        .post("/weeks/{week}/back", back::take_back)
        .get("/weeks/{week}/line/{which}", line::show)
        .post("/weeks/{week}/line/{which}", line::send)
        .get("/weeks/{week}/note", late::show)
        .post("/weeks/{week}/note", late::write)
}

/// What stands in the address after an act; the codes are ours.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
    how: String,
    all: String,
}

/// A round of the visitor's. What is not there, has not opened or is not theirs is the same.
async fn find(visit: &mut SignedIn, week: &str) -> Result<(Calendar, Opened), Error> {
    let now = visit.now;
    let calendar = super::calendar(&mut visit.scope).await?;
    let opened = calendar.find(week, now).ok_or(Error::NotFound)?;
    Ok((calendar, opened))
}

async fn read_week(visit: &mut SignedIn, week: &str) -> Result<Held, Error> {
    let (_, opened) = find(visit, week).await?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    Ok(read(scope, hand, me, opened, now).await?)
}

/// The same, to change something in it: its schedule is locked.
async fn hold_week(visit: &mut SignedIn, week: &str) -> Result<Held, Error> {
    let (_, opened) = find(visit, week).await?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    match hold(scope, hand, me, opened, now).await? {
        Some(held) => Ok(held),
        // of two who have parted: it has closed, so there is nothing that could be changed in it
        None => Ok(read(scope, hand, me, opened, now).await?),
    }
}

fn path(opened: &Opened) -> String {
    format!("/weeks/{}", opened.key.code())
}

/// "Week of 15 November 2026".
pub(crate) fn name(opened: &Opened) -> String {
    format!("Week of {}", show::day(opened.round.day))
}

/// When a draft was kept, by the clock of the rhythm that holds.
fn kept_on(calendar: &Calendar, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let local = calendar.holds(now).map_or(at, |holds| holds.rhythm.local(at));
    format!("Draft kept on {}", show::day(local.date()))
}

/// "Sunday 22 November, 19:30", by the clock of the rhythm that holds.
fn moment(calendar: &Calendar, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let local = calendar.holds(now).map_or(at, |holds| holds.rhythm.local(at));
    format!("{}, {:02}:{:02}", show::weekday(local.date()), local.hour(), local.minute())
}

fn page(visit: &SignedIn, title: &'static str) -> Page {
    visit.page(title).at(Nav::Weeks)
}

fn other_name(visit: &SignedIn) -> String {
    visit.partner().map_or_else(|| "your partner".to_owned(), |partner| partner.name.clone())
}

/// Why something was not done, kindly.
fn says(refusal: Refusal, name: &str) -> String {
    match refusal {
        Refusal::Closed => {
            "This round has closed, so nothing more is filled in. You can still write a private note to \
                            it, which only you can read."
                .to_owned()
        }
        Refusal::StillOpen => {
            "This round is still open. What you want to say can go into your answers.".to_owned()
        }
        Refusal::Fixed => format!(
            "You could read {name}’s answers of this week already, so yours stay as they are. That goes for both of you."
        ),
        Refusal::Nothing => "There is nothing of yours to share in this week.".to_owned(),
        Refusal::NotGiven => "Nothing of this week is shared, so there is nothing to take back.".to_owned(),
        Refusal::NotHere => format!("{name}’s answers are not here."),
    }
}

/// What stands at the top after an act. `therapist` is who holds one's own, too.
fn done(code: &str, name: &str, therapist: Option<&str>) -> Option<Flash> {
    let readers = therapist.map_or_else(|| name.to_owned(), |therapist| format!("{name} and {therapist}"));
    let too = |says: &str| therapist.map(|therapist| format!(" {therapist} {says}")).unwrap_or_default();
    let text = match code {
        "kept" => "Kept. Only you can read it.".to_owned(),
        "changed" => format!("Kept. {name} still holds the earlier version."),
        "later" => "Kept for later. Only you can read it.".to_owned(),
        "waits" => format!(
            "Yours waits. It opens for {name} at the same moment as theirs opens for you, and not before.{}",
            too("reads it from that moment, too.")
        ),
        "shared" => format!("{readers} can read yours now."),
        "opened" => format!(
            "Both are here: yours is open for {name}, and theirs for you.{}",
            too("can read yours, too.")
        ),
        "narrowed" => format!("Taken back from your therapist. For {name} nothing changes."),
        "private" => "It stays with you. Nobody is told that it exists.".to_owned(),
        "back" => format!("Taken back. {name} can no longer open it."),
        "sent" => format!("Sent. {name} can read this line now."),
        "noted" => "Your note is kept. Only you can read it.".to_owned(),
        "refused" => {
            return Some(Flash::problem("That was not possible any more. This is how it stands now."));
        }
        _ => return None,
    };
    Some(Flash::done(text))
}
