//! `/us/therapist`: what it means, where it stands, and every step of it, for both of the two.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    db::{Asker, Scope},
    therapists::{
        self, Look, Looks, Ours, Secrets, Therapist,
        access::{Act, Ending, LOG_STAYS, Side, Stage},
        link,
    },
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
        state::AppState,
    },
};

#[derive(Template)]
#[template(path = "therapists/us.html")]
struct Us {
    page: Page,
    other: Who,
    state: State,
    looks: Vec<Day>,
    /// Of a couple that one was part of before.
    before: Vec<Day>,
    log_stays: i64,
}

/// One day on which the therapist looked.
struct Day {
    on: String,
    name: String,
    parts: String,
}

enum State {
    /// The space of the two has ended: there is the list, as long as it is kept.
    Parted,
    Nothing {
        past: Option<String>,
    },
    Asked,
    Answer,
    Agreed {
        ran_out: bool,
        paused: bool,
    },
    LinkOut {
        link: Option<String>,
        until: String,
        here_only: bool,
    },
    Open(Open),
}

struct Open {
    name: String,
    since: String,
    until: String,
    secrets: &'static str,
    soon: bool,
    renewal: Renewal,
    paused: bool,
    compared: bool,
}

/// Who would like it to go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewal {
    Nobody,
    Me,
    Other,
}

/// What was just done, by its code.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    pub(super) done: String,
}

impl State {
    fn of(ours: Option<&Ours>, visit: &SignedIn) -> Self {
        let Some(ours) = ours else { return Self::Nothing { past: None } };
        let paused = visit.pinned().is_none();
        match ours.stage {
            Stage::Nothing => Self::Nothing { past: None },
            Stage::Proposed if ours.mine == Side::Proposer => Self::Asked,
            Stage::Proposed => Self::Answer,
            Stage::Agreed => Self::Agreed { ran_out: ours.link_ran_out, paused },
            Stage::LinkOut { until } => {
                let origin = &visit.site.base_url;
                let path = |code: &crate::vault::InviteCode| format!("/with/{}", code.to_string());
                Self::LinkOut {
                    link: ours.code.as_ref().map(|code| origin.with_path(&path(code))),
                    until: show::weekday(until.date()),
                    here_only: origin.is_loopback(),
                }
            }
            Stage::Open { until, renewal } => match &ours.therapist {
                Some(therapist) => Self::Open(Open {
                    name: therapist.name.clone(),
                    since: therapist.since.map(show::day).unwrap_or_default(),
                    until: show::day(until.date()),
                    secrets: secrets(therapist.secrets),
                    soon: ours.stage.ends_soon(visit.now),
                    renewal: match renewal {
                        None => Renewal::Nobody,
                        Some(side) if side == ours.mine => Renewal::Me,
                        Some(_) => Renewal::Other,
                    },
                    paused: therapist.pinned().is_none(),
                    compared: therapist.pinned().is_some_and(crate::entries::Pinned::verified),
                }),
                None => Self::Nothing { past: None },
            },
            Stage::Ended(how) => Self::Nothing { past: Some(past(how, ours, visit)) },
        }
    }

    /// What was just done, as long as it is still so: the page may have followed the other one meanwhile.
    fn flash(&self, done: &str) -> Option<Flash> {
        let text = match (self, done) {
            (Self::Asked, "proposed") => "It is proposed. Nothing happens before both of you want it.",
            (Self::Agreed { .. }, "agreed") => {
                "You both want it. Nobody comes in before one of you hands over a link."
            }
            (Self::Agreed { .. }, "cancelled") => "The link no longer works.",
            (Self::LinkOut { .. }, "linked") => {
                "The link is made. If there was one before it, that one no longer works."
            }
            (Self::Nothing { .. }, "answered") => "Noted. Nothing is asked again by itself.",
            (Self::Nothing { .. }, "withdrawn") => "It is taken back.",
            (Self::Nothing { .. }, "ended") => "It has ended. Nothing can be read from outside any more.",
            (Self::Open(_), "renewed") => "Noted. Below stands until when it goes on now.",
            (Self::Open(_), "words") => "Noted: the words are the same.",
            (_, "not") => {
                return Some(Flash::problem("That is not possible any more. This is how it stands now."));
            }
            _ => return None,
        };
        Some(Flash::done(text))
    }

    /// Changes when the page does.
    fn stamp(&self) -> String {
        match self {
            Self::Parted => "parted".to_owned(),
            Self::Nothing { past } => format!("nothing {}", past.as_deref().unwrap_or_default()),
            Self::Asked => "asked".to_owned(),
            Self::Answer => "answer".to_owned(),
            Self::Agreed { ran_out, .. } => format!("agreed {ran_out}"),
            Self::LinkOut { link, .. } => format!("link {}", link.is_some()),
            Self::Open(open) => format!("open {} {}", open.until, open.renewal as u8),
        }
    }
}

fn secrets(secrets: Secrets) -> &'static str {
    match secrets {
        Secrets::None => {
            "They keep no secrets between you: what one of you tells them alone may come up with both."
        }
        Secrets::Ask => {
            "What one of you tells them alone is handled case by case. Ask them how, before you do."
        }
    }
}

/// How it ended, for both in the same words; whoever did it knows.
fn past(how: Ending, ours: &Ours, visit: &SignedIn) -> String {
    let on = ours.ended_on.map(show::day).unwrap_or_default();
    let name = ours.therapist.as_ref().map(|therapist| therapist.name.as_str()).unwrap_or_default();
    let other = visit.partner().map(|partner| partner.name.as_str()).unwrap_or_default();
    match how {
        Ending::Declined if ours.mine == Side::Proposer => {
            format!("On {on}, {other} answered: rather not, for now.")
        }
        Ending::Declined => format!("On {on} you answered: rather not, for now."),
        Ending::Withdrawn => format!("It was taken back on {on}, before anybody came."),
        Ending::ByPartner | Ending::Parted => format!("{name}’s access ended on {on}."),
        Ending::ByTherapist => format!("{name} left on {on}."),
        Ending::RanOut => format!("{name}’s access ended on {on}: its ninety days were over."),
    }
}

fn days(looks: Vec<Look>) -> Vec<Day> {
    let words = |look: &Look| look.parts.iter().map(|part| part.words()).collect::<Vec<_>>().join(", ");
    looks
        .into_iter()
        .map(|look| Day { on: show::day(look.on), parts: words(&look), name: look.name })
        .collect()
}

/// The couple's access as it stands, settled; and the therapist's pin, the first time their key is met.
pub(super) async fn load(state: &AppState, visit: &mut SignedIn) -> Result<Option<Ours>, Error> {
    let now = visit.now;
    let mut scope = Scope::begin(&state.pool, Asker::Person(visit.me().id)).await?;
    let ours = therapists::ours(&mut scope, visit.hand(), visit.me(), now).await?;
    if let Some(therapist) = ours.as_ref().and_then(|ours| ours.therapist.as_ref()) {
        therapists::meet(&mut scope, visit.hand(), therapist, now.date()).await?;
    }
    scope.commit().await?;
    Ok(ours)
}

pub(super) async fn show(
    axum::extract::State(state): axum::extract::State<AppState>,
    mut visit: SignedIn,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, _, me) = visit.parts();
    let Looks { ours: looks, before } = therapists::looks(scope, me.id, me.couple, now).await?;
    let (other, state) = match visit.other() {
        Some(other) => {
            let ours = load(&state, &mut visit).await?;
            (other, State::of(ours.as_ref(), &visit))
        }
        None if before.is_empty() => return Ok(Redirect::to("/us").into_response()),
        None => (visit.who(), State::Parted),
    };
    let page = visit.page("You two").at(Nav::Us);
    let page = page.with_flash(state.flash(&done.done)).following("/live", state.stamp());
    let (looks, before, log_stays) = (days(looks), days(before), LOG_STAYS.whole_days());
    Ok(View(Us { page, other, state, looks, before, log_stays }).into_response())
}

#[derive(Deserialize)]
pub(super) struct Does {
    #[serde(default)]
    act: String,
}

/// `POST /us/therapist`: one step, by the button that was pressed.
pub(super) async fn act(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Does>,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let (Some(couple), Some(_)) = (me.couple, &me.partner) else {
        return Ok(Redirect::to("/us").into_response());
    };
    let (done, code) = match form.act.as_str() {
        "propose" => (therapists::propose(scope, me, now).await?, "proposed"),
        "link" => (link::make(scope, hand, me, now).await?, "linked"),
        other => {
            let (act, code) = match other {
                "agree" => (Act::Agree, "agreed"),
                "rather-not" => (Act::Decline, "answered"),
                "withdraw" => (Act::Withdraw, "withdrawn"),
                "unlink" => (Act::CancelLink, "cancelled"),
                "renew" => (Act::Renew, "renewed"),
                "let-it-end" => (Act::LeaveRenewal, "renewed"),
                _ => return Err(Error::Unreadable),
            };
            (therapists::act(scope, me.id, couple, act, now).await?.map(drop), code)
        }
    };
    visit.scope.commit().await?;
    let code = if done.is_ok() { code } else { "not" };
    Ok(Redirect::to(&format!("/us/therapist?done={code}")).into_response())
}

/// The therapist of the two who reads now.
pub(super) fn reading(ours: Option<Ours>) -> Option<Therapist> {
    ours.filter(|ours| matches!(ours.stage, Stage::Open { .. }))?.therapist
}
