//! `/recovery-code`: shown until its owner says that they have kept it, and shows so by typing two of its groups.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    therapists,
    vault::RecoveryCode,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Page, View},
        session, show,
        signed_in::SignedIn,
        state::{AppState, Site},
    },
};

#[derive(Template)]
#[template(path = "accounts/recovery-code.html")]
struct Show {
    page: Page,
    name: String,
    day: String,
    groups: Vec<String>,
    problems: Problems,
    first: Field,
    second: Field,
    alone: bool,
}

#[derive(Deserialize)]
pub(super) struct Kept {
    #[serde(default)]
    first: String,
    #[serde(default)]
    second: String,
}

const ORDINALS: [&str; 7] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];

/// Which two groups are asked for: any two, and the same two for as long as the session lasts.
fn asked(site: &Site, code: &str) -> [usize; 2] {
    let [a, b, ..] = site.secret.mac("groups", &[code.as_bytes()]);
    let first = usize::from(a) % ORDINALS.len();
    let second = (first + 1 + usize::from(b) % (ORDINALS.len() - 1)) % ORDINALS.len();
    [first.min(second), first.max(second)]
}

/// Whether the typed groups are those of the code. Case, spaces and look-alike letters do not matter.
fn fits(groups: &[String], asked: [usize; 2], typed: [&str; 2]) -> bool {
    let mut whole = groups.to_vec();
    for (place, typed) in asked.into_iter().zip(typed) {
        if let Some(group) = whole.get_mut(place) {
            typed.clone_into(group);
        }
    }
    let same_length = asked.into_iter().zip(typed).all(|(place, typed)| {
        let length = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        groups.get(place).is_some_and(|group| length(group) == length(typed))
    });
    same_length && RecoveryCode::parse(&whole.concat()).is_ok_and(|code| code.groups() == groups)
}

fn view(visit: &SignedIn, code: &str, problems: Problems) -> Response {
    let groups: Vec<String> = code.split(' ').map(str::to_owned).collect();
    let field = |name, place: usize| {
        let ordinal = ORDINALS.get(place).copied().unwrap_or_default();
        Field::new(name, format!("The {ordinal} group")).short().required().checked(&problems)
    };
    let [first, second] = asked(&visit.site, code);
    let view = Show {
        page: visit.page("Keep this"),
        name: visit.me().name.clone(),
        day: show::day(visit.now.date()),
        first: field("first", first),
        second: field("second", second),
        groups,
        alone: visit.partner().is_none(),
        problems,
    };
    let status = if view.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, View(view)).into_response()
}

/// Where to go on from here.
async fn onward(visit: &mut SignedIn) -> Result<Response, Error> {
    let me = visit.me().id;
    let to = if visit.partner().is_some() {
        "/today"
    } else if therapists::sees_others(&mut *visit.scope, me, visit.now).await? {
        "/clients"
    } else {
        "/us"
    };
    Ok(Redirect::to(to).into_response())
}

pub(super) async fn show(visit: SignedIn) -> Response {
    match &visit.login().fresh_code {
        Some(code) => view(&visit, code, Problems::default()),
        None => Redirect::to("/today").into_response(),
    }
}

pub(super) async fn kept(
    State(_): State<AppState>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Kept>,
) -> Result<Response, Error> {
    let Some(code) = visit.login().fresh_code.clone() else { return onward(&mut visit).await };
    let groups: Vec<String> = code.split(' ').map(str::to_owned).collect();
    if !fits(&groups, asked(&visit.site, &code), [&form.first, &form.second]) {
        let mut problems = Problems::default();
        problems
            .add("first", "These are not the two groups. Compare what you wrote down with what stands here.");
        return Ok(view(&visit, &code, problems));
    }
    let mut login = visit.login().clone();
    login.fresh_code = None;
    session::put(visit.session(), &login, visit.now).await?;
    onward(&mut visit).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_typed_back_show_that_the_code_was_kept() {
        let code = RecoveryCode::generate().unwrap();
        let groups = code.groups();
        assert!(fits(&groups, [1, 4], [&groups[1], &groups[4]]));
        assert!(fits(&groups, [1, 4], [&format!(" {} ", groups[1].to_lowercase()), &groups[4]]));
        assert!(!fits(&groups, [1, 4], [&groups[4], &groups[1]]) || groups[1] == groups[4]);
        assert!(!fits(&groups, [1, 4], ["", ""]));
        // what belongs to one field does not count in the other
        assert!(!fits(&groups, [1, 2], ["", &format!("{}{}", groups[1], groups[2])]));
    }

    #[test]
    fn the_two_groups_are_two_and_stay_the_same() {
        let site = crate::vault::ServerSecret::from_bytes(&[7; 32]).unwrap();
        let site = Site {
            instance: crate::vault::Instance([0; 16]),
            secret: site,
            base_url: "http://127.0.0.1:3000".parse().unwrap(),
            exit_url: "https://weather.example/".into(),
            sign_up: crate::config::SignUp::FirstCouple,
            kdf: crate::vault::KdfParams::SMALL,
            pepper: None,
            sends_mail: false,
        };
        for number in 0..200 {
            let code = number.to_string();
            let [first, second] = asked(&site, &code);
            assert!(first < second && second < 7);
            assert_eq!(asked(&site, &code), [first, second]);
        }
    }
}
