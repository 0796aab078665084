//! `/us/leaving`: ending the space, alone and at once. The page says first, in one place, what each keeps, what ends with it
//! and what the other sees; and shows the words that are left with them, if any are.
//!
//! What must stay true: no reason is asked. What is left with the other one is what was looked at here, and chosen.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    apart::{self, Last, Piece},
    checkins,
    couples::leave_with as end_space,
    entries::Text,
    reminders, therapists,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Opt, Problems},
        page::{Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
};

/// What was looked at is not what would be left.
const CHANGED: &str = "These words changed in the meantime, or cannot be left now. Look at them once more.";

#[derive(Template)]
#[template(path = "couples/leaving.html")]
struct Leaving {
    page: Page,
    me: Who,
    other: Who,
    today: String,
    /// What the therapist of the two is called, if there is one.
    therapist: Option<String>,
    shared: Choice,
    words: Option<Words>,
    problems: Problems,
}

/// What was written to stay with the other one.
struct Words {
    id: String,
    number: u32,
    figure: show::Shared,
    choice: Choice,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Leave {
    shared: String,
    /// Whether the last words are left: `give`, or anything else.
    words: String,
    /// The revision of them that was looked at.
    number: u32,
}

impl Words {
    fn of(text: Text<Last>, visit: &SignedIn, other: &Who, form: &Leave, problems: &Problems) -> Self {
        let on = show::day(visit.me().pacing.local(visit.now).date());
        let chosen = if form.words == "give" { "give" } else { "keep" };
        let options = vec![
            Opt::new("keep", "Keep them to myself").hint("Nobody is told that they exist."),
            Opt::new("give", format!("Leave them with {}", other.name)).hint(format!(
                "{} can read them here, whenever they like. You cannot change them then.",
                other.name
            )),
        ];
        Self {
            id: text.id.to_string(),
            number: text.number,
            figure: apart::pages::figure(&Piece::Last(text.content), visit.who(), on),
            choice: Choice::new("words", "Your last words", options).choose(&[chosen]).checked(problems),
        }
    }
}

async fn page(visit: &mut SignedIn, form: &Leave, problems: Problems) -> Result<Option<Leaving>, Error> {
    let Some(other) = visit.other() else { return Ok(None) };
    let (scope, hand, me) = visit.parts();
    let last = apart::find_last(scope, hand, me).await?;
    let therapist = therapists::name_of_reader(scope, me).await?;
    let leaves = form.shared == "leave";
    let options = vec![
        Opt::new("back", "Take back what I shared")
            .hint(format!("{} can no longer read it here. What has been read stays in memory.", other.name))
            .chosen(!leaves),
        Opt::new("leave", "Leave it with them")
            .hint(format!("{} can go on reading what you have shared so far.", other.name))
            .chosen(leaves),
    ];
    Ok(Some(Leaving {
        page: visit.page("You two").at(Nav::Us),
        me: visit.who(),
        today: show::day(visit.now.date()),
        therapist,
        shared: Choice::new("shared", "What you have shared", options),
        words: last.map(|text| Words::of(text, visit, &other, form, &problems)),
        other,
        problems,
    }))
}

pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    match page(&mut visit, &Leave::default(), Problems::default()).await? {
        Some(view) => Ok(View(view).into_response()),
        None => Ok(Redirect::to("/us").into_response()),
    }
}

pub(super) async fn leave(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Leave>,
) -> Result<Response, Error> {
    let (now, today) = (visit.now, visit.now.date());
    let (scope, hand, me) = visit.parts();
    let mut words = None;
    if form.words == "give" && me.partner.is_some() {
        words = apart::leave_last(scope, hand, me, form.number, today).await?;
        if words.is_none() {
            let mut problems = Problems::default();
            problems.add("words", CHANGED);
            return Ok(match page(&mut visit, &form, problems).await? {
                Some(view) => (StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response(),
                None => Redirect::to("/us").into_response(),
            });
        }
    }
    if let Some(couple) = me.couple {
        reminders::end(scope, couple).await?;
    }
    checkins::end(scope, me, now).await?;
    end_space(scope, me, form.shared == "leave", words, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/us?done=left").into_response())
}
