//! `/us`: the two, or the one who waits for the other.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;

use crate::{
    couples::{Me, ended, invite},
    entries::PinState,
    therapists,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
};

/// A form with nothing in it but its token.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// What was just done, by its code.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    pub(super) done: String,
}

#[derive(Template)]
#[template(path = "couples/us.html")]
struct Us {
    page: Page,
    me: Who,
    state: State,
}

enum State {
    Together { other: Who, compared: bool, paused: bool, pace: String, apart: Option<String> },
    Waiting { link: String, until: String, here_only: bool },
    Alone { past: Option<Past>, log: bool },
}

/// A space that has ended.
struct Past {
    name: String,
    on: String,
}

impl State {
    /// What was just done, as long as it is still so: the page may have followed the other one meanwhile.
    fn flash(&self, done: &str) -> Option<Flash> {
        let text = match (self, done) {
            (Self::Together { .. }, "linked") => {
                "You two are linked. Nothing that either of you has written is shared by that."
            }
            (Self::Together { .. }, "words") => "Noted: the words are the same on both sides.",
            (Self::Waiting { .. }, "invited") => {
                "The link is made. If there was one before it, that one no longer works."
            }
            (Self::Alone { .. }, "cancelled") => "The link no longer works.",
            (Self::Alone { .. }, "left") => "This space has ended. What you wrote stays yours.",
            _ => return None,
        };
        Some(Flash::done(text))
    }

    /// Changes when the page does.
    fn stamp(&self) -> String {
        match self {
            Self::Together { paused: true, pace, apart, .. } => format!("paused {pace} {apart:?}"),
            Self::Together { compared: true, pace, apart, .. } => format!("compared {pace} {apart:?}"),
            Self::Together { pace, apart, .. } => format!("together {pace} {apart:?}"),
            Self::Waiting { .. } => "waiting".to_owned(),
            Self::Alone { .. } => "alone".to_owned(),
        }
    }
}

/// How long a link still works, in words.
fn until(expires_at: OffsetDateTime, now: OffsetDateTime) -> String {
    let hours = (expires_at - now).whole_hours();
    let left = match hours {
        ..1 => "for less than an hour".to_owned(),
        1..24 => "for less than a day".to_owned(),
        24..48 => "for one more day".to_owned(),
        // the day that has just begun counts, as people count
        _ => format!("for {} more days", (hours + 12) / 24),
    };
    format!("{left}, until {}", show::weekday(expires_at.date()))
}

pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let (now, site) = (visit.now, visit.site.clone());
    let state = if let (Some(other), Some(partner)) = (visit.other(), visit.partner()) {
        State::Together {
            other,
            compared: matches!(partner.pin, PinState::Holds(pinned) if pinned.verified()),
            paused: !matches!(partner.pin, PinState::Holds(_)),
            pace: pace(visit.me(), &partner.name),
            apart: visit.apart().map(|apart| apart.says()),
        }
    } else {
        let (scope, hand, me) = visit.parts();
        let open = match me.couple {
            Some(couple) => invite::open(scope, hand, couple, now).await?,
            None => None,
        };
        if let Some(open) = open {
            State::Waiting {
                link: site.base_url.with_path(&format!("/join/{}", open.code.to_string())),
                here_only: site.base_url.is_loopback(),
                until: until(open.expires_at, now),
            }
        } else {
            let log = !therapists::looks(scope, me.id, None, now).await?.before.is_empty();
            State::Alone { past: past(scope, me).await?, log }
        }
    };
    let page = visit.page("You two").at(Nav::Us);
    let page = page.with_flash(state.flash(&done.done)).following("/live", state.stamp());
    Ok(View(Us { page, me: visit.who(), state }).into_response())
}

/// The couple's pace in a line.
fn pace(me: &Me, other: &str) -> String {
    let [longest, quiet, _] = me.pacing.lines();
    if me.pace_waits { format!("{other} suggests another pace.") } else { format!("{longest} {quiet}") }
}

async fn past(scope: &mut crate::db::Scope, me: &Me) -> Result<Option<Past>, Error> {
    let ended = ended(&mut **scope, me.id).await?;
    Ok(ended.map(|ended| Past { name: ended.name, on: show::day(ended.on) }))
}

/// `POST /us/invite`
pub(super) async fn invite(
    mut visit: SignedIn,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Error> {
    if visit.partner().is_some() {
        return Ok(Redirect::to("/us").into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    invite::make(scope, hand, me.id, now).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/us?done=invited").into_response())
}

/// `POST /us/invite/cancel`
pub(super) async fn cancel(
    mut visit: SignedIn,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Error> {
    let (scope, _, me) = visit.parts();
    if let Some(couple) = me.couple {
        invite::cancel(scope, me.id, couple).await?;
    }
    visit.scope.commit().await?;
    Ok(Redirect::to("/us?done=cancelled").into_response())
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    #[test]
    fn the_time_that_a_link_still_has_is_said_in_words() {
        let now = datetime!(2026-03-02 19:30 UTC);
        assert_eq!(until(now + Duration::days(7), now), "for 7 more days, until Monday 9 March");
        assert_eq!(until(now + Duration::hours(30), now), "for one more day, until Wednesday 4 March");
        assert_eq!(until(now + Duration::hours(3), now), "for less than a day, until Monday 2 March");
        assert_eq!(until(now + Duration::minutes(3), now), "for less than an hour, until Monday 2 March");
    }
}
