//! `/account/reminders`: what somebody is reminded of, and where. For themselves alone; everything is off at first.
//!
//! What must stay true: nothing but a code goes to an address before somebody who reads it has typed that code here, so
//! nobody can have reminders sent to a stranger; and no more than three codes go out in a day.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::Duration;

use super::quiet::{ChoicesForm, Chosen};
use crate::{
    couples::pacing::zones,
    reminders::{
        Letter, MailAddress, Nonce, stop_digest,
        store::{feed, mail, outbox},
    },
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Problems},
        page::{Flash, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// How many codes somebody may have sent in a day.
const CODES: i64 = 3;
/// How many wrong codes an address bears.
const TRIES: i16 = 5;

#[derive(Template)]
#[template(path = "reminders/settings.html")]
pub(super) struct Settings {
    page: Page,
    problems: Problems,
    calendar: Calendar,
    mail: Mail,
    /// What a mail looks like.
    letter: Letter,
    /// What became of the last mail that was asked for here, if it is not just under way.
    trouble: bool,
}

/// The private calendar.
enum Calendar {
    Off,
    On { since: String },
    New { link: String },
}

/// The mails.
#[expect(clippy::large_enum_variant, reason = "one is made for a page, and goes with it")]
enum Mail {
    /// Nobody has set up a mail server, or not any more: an address from then stays until its owner takes it away.
    Never {
        kept: Option<String>,
    },
    Off {
        address: Field,
    },
    Unconfirmed {
        to: String,
        code: Field,
        address: Field,
    },
    On {
        to: String,
        kinds: Choice,
        quiet: Choice,
        from: Field,
        until: Field,
        zone: Field,
        zones: Vec<String>,
    },
}

/// What was typed on this page, for when it needs another look.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) problems: Problems,
    pub(super) address: Option<String>,
    pub(super) choices: Option<ChoicesForm>,
    /// A calendar's new address.
    pub(super) link: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

fn flash(done: &str) -> Option<Flash> {
    let text = match done {
        "kept" => "This is kept.",
        "code" => "A code is on its way to this address.",
        "confirmed" => "The address is confirmed. Choose below when a mail may come.",
        "away" => "The address is gone from here, and no more mail comes.",
        "test" => "A mail is on its way. It looks like every reminder.",
        "off" => "The calendar’s address no longer works.",
        _ => return None,
    };
    Some(Flash::done(text))
}

fn address_field(value: &str, problems: &Problems) -> Field {
    Field::new("address", "Where do mails go?")
        .hint("An address that only you read. It is used for nothing else.")
        .kind("email")
        .value(value)
        .max(MailAddress::LONGEST)
        .checked(problems)
}

/// The page as it is now, with what was typed.
pub(super) async fn view(visit: &mut SignedIn, page: Page, typed: Typed) -> Result<View<Settings>, Error> {
    let (me, now) = (visit.me().id, visit.now);
    let stored = mail::load(&mut *visit.scope, me).await?;
    let since = feed::since(&mut *visit.scope, me).await?;
    let last = outbox::last_asked(&mut *visit.scope, me, now - Duration::DAY).await?;
    let problems = typed.problems;
    let calendar = match (typed.link, since) {
        (Some(link), _) => Calendar::New { link },
        (None, Some(since)) => Calendar::On { since: show::day(since) },
        (None, None) => Calendar::Off,
    };
    let mail = match stored {
        stored if !visit.site.sends_mail => Mail::Never { kept: stored.map(|stored| stored.address) },
        None => Mail::Off { address: address_field(typed.address.as_deref().unwrap_or_default(), &problems) },
        Some(stored) if !stored.confirmed => Mail::Unconfirmed {
            address: address_field(typed.address.as_deref().unwrap_or(&stored.address), &problems),
            code: Field::new("code", "The code from the mail").short().max(20).checked(&problems),
            to: stored.address,
        },
        Some(stored) => {
            let chosen = Chosen { kinds: stored.kinds, zone: stored.zone, quiet: stored.quiet };
            let form = typed.choices.unwrap_or_else(|| ChoicesForm::of(&chosen));
            Mail::On {
                to: stored.address,
                kinds: form.kinds_choice(),
                quiet: form.quiet_choice(&problems),
                from: form.hour("from", &problems),
                until: form.hour("to", &problems),
                zone: form.zone(&problems),
                zones: zones(),
            }
        }
    };
    let site = &visit.site;
    let letter = Letter::reminder(site.base_url.as_str(), &site.base_url.with_path("/stop/…"))
        .map_err(|error| Error::Internal(error.into()))?;
    let trouble = last.is_some_and(|(_, state)| matches!(state.as_str(), "given_up" | "unsure"));
    Ok(View(Settings { page, problems, calendar, mail, letter, trouble }))
}

/// The same page as an answer to a form that needs another look.
pub(super) async fn again(visit: &mut SignedIn, typed: Typed) -> Result<Response, Error> {
    let page = visit.page("Reminders");
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view(visit, page, typed).await?).into_response())
}

/// `GET /account/reminders`
pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let page = visit.page("Reminders").with_flash(flash(&done.done));
    Ok(view(&mut visit, page, Typed::default()).await?.into_response())
}

#[derive(Deserialize)]
pub(super) struct AddressForm {
    #[serde(default)]
    address: String,
}

/// `POST /account/reminders/address`: a code goes there, and everything is off until it is typed in.
pub(super) async fn put_address(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<AddressForm>,
) -> Result<Response, Error> {
    if !visit.site.sends_mail {
        return Err(Error::NotFound);
    }
    let (me, now) = (visit.me().id, visit.now);
    let mut problems = Problems::default();
    let address = MailAddress::parse(&form.address);
    if address.is_none() {
        problems.add("address", "Give an address such as you@example.org");
    } else if outbox::asked_since(&mut *visit.scope, me, "code", now - Duration::DAY).await? >= CODES {
        problems.add("address", "Three codes were sent within a day. The next one can be sent tomorrow");
    }
    let Some(address) = address.filter(|_| problems.is_empty()) else {
        return again(&mut visit, Typed { problems, address: Some(form.address), ..Typed::default() }).await;
    };
    let nonce =
        Nonce::random().map_err(|error| Error::Internal(anyhow::anyhow!("no randomness: {error}")))?;
    let stop = stop_digest(&nonce.stop_token(&visit.site.secret));
    let before = mail::load(&mut *visit.scope, me).await?;
    let (zone, quiet) = match &before {
        Some(before) => (before.zone.clone(), before.quiet),
        None => (visit.me().pacing.zone().to_owned(), visit.me().pacing.quiet),
    };
    mail::take_away(&mut *visit.scope, me).await?;
    mail::put(&mut *visit.scope, me, &address, &nonce.0, &stop, &zone, quiet).await?;
    outbox::ask(&mut *visit.scope, me, "code", now).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/account/reminders?done=code").into_response())
}

#[derive(Deserialize)]
pub(super) struct CodeForm {
    #[serde(default)]
    code: String,
}

/// `POST /account/reminders/code`
pub(super) async fn confirm(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<CodeForm>,
) -> Result<Response, Error> {
    let (me, now) = (visit.me().id, visit.now);
    let stored = mail::load(&mut *visit.scope, me).await?.filter(|stored| !stored.confirmed);
    let Some(stored) = stored else { return Ok(Redirect::to("/account/reminders").into_response()) };
    let nonce = stored.nonce.as_slice().try_into().map(Nonce);
    let nonce = nonce.map_err(|_| Error::Internal(anyhow::anyhow!("a stored nonce is damaged")))?;
    let fresh =
        outbox::asked_since(&mut *visit.scope, me, "code", now - super::super::post::CODE_LASTS).await? > 0;
    let counted = mail::count_try(&mut *visit.scope, me, &stored.nonce, TRIES).await?;
    let problem = if !fresh {
        "This code has run out. Have another one sent"
    } else if !counted {
        "There were too many wrong codes. Have another one sent"
    } else if !nonce.is_code(&visit.site.secret, &form.code) {
        "This is not the code in the last mail"
    } else if !mail::confirm(&mut *visit.scope, me, &stored.nonce, now.date()).await? {
        "Another address was given meanwhile. Have another one sent"
    } else {
        visit.scope.commit().await?;
        return Ok(Redirect::to("/account/reminders?done=confirmed").into_response());
    };
    let mut problems = Problems::default();
    problems.add("code", problem);
    let answer = again(&mut visit, Typed { problems, ..Typed::default() }).await?;
    // the try is counted whatever it was
    visit.scope.commit().await?;
    Ok(answer)
}
