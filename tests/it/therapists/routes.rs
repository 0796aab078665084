//! Every route of the application, and what a therapist gets there: made from the list in `access.rs`, so a new route
//! says there once what it is. A way to be a therapist is a column of [`cells`].

use axum::http::{Method, StatusCode};

use super::{
    house::{House, NAMES, of_nothing, theirs, token},
    *,
};
use crate::{
    access::{May, ROUTES},
    support::{Answer, Visitor},
};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    /// Their access runs, and the session has taken the second step.
    Reading,
    /// Their access runs; the session has not.
    WithoutSecondStep,
    /// Their access runs; the session has not been used for fifteen minutes.
    Away,
    /// One of the two has ended it.
    Ended,
    /// Its ninety days are over.
    RanOut,
    /// The therapist of others.
    OfOthers,
    /// Nobody's therapist yet: all they have is the link.
    WithTheLink,
}

/// What they get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gets {
    /// What everybody gets, and nothing of the couple's.
    Public,
    /// A page or an answer about themselves, and nothing of the couple's.
    Own,
    /// Whom they see: names, and no text of theirs.
    Lists,
    /// What was shared with them.
    Reads,
    /// To the page that switches the second step on.
    SecondStep,
    /// "You are signed out".
    SignIn,
    /// "There is no page here", the same as for an id that nothing has.
    NotThere,
    /// "This is no longer open to you".
    Over,
    /// There is no such method.
    NoMethod,
}

const ALL: [Is; 7] =
    [Is::Reading, Is::WithoutSecondStep, Is::Away, Is::Ended, Is::RanOut, Is::OfOthers, Is::WithTheLink];

/// The table: one row for each kind of route, one column for each of [`ALL`].
fn cells(may: May) -> [Gets; 7] {
    use Gets::{Lists, NotThere, Over, Own, Public, Reads, SecondStep, SignIn};
    match may {
        May::Everyone | May::Door => [Public; 7],
        May::SignedIn => [Own, Own, SignIn, Own, Own, Own, Own],
        // as anybody who is not one of the two
        May::Author | May::Couple | May::Reader | May::Round => {
            [NotThere, NotThere, SignIn, NotThere, NotThere, NotThere, NotThere]
        }
        May::Therapist => [Lists, SecondStep, SignIn, Own, Own, Own, Own],
        May::TherapistOf => [Reads, SecondStep, SignIn, Over, Over, NotThere, NotThere],
    }
}

/// What is not as its kind of route, each with the reason.
#[expect(clippy::match_same_arms, reason = "each has a reason of its own")]
fn right(is: Is, may: May, method: &str, pattern: &str) -> Gets {
    let cell = cells(may)[ALL.iter().position(|one| *one == is).unwrap()];
    match (cell, method, pattern) {
        // it has ended, and so they have left: a second click on the button is no trouble
        (Gets::Over, "POST", "/clients/{id}/leave") => Gets::Own,
        // what they send there is their own: a label, words compared, leaving
        (Gets::Reads, "POST", _) => Gets::Own,
        // it names nothing of anybody's, and everybody has their own
        (Gets::NotThere, ..) if of_nothing(pattern).is_none() => Gets::Own,
        (cell, ..) => cell,
    }
}

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

async fn ask(browser: &mut Visitor, method: &str, path: &str, csrf: &str) -> Answer {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let body = if matches!(method, "GET" | "HEAD") { String::new() } else { format!("csrf={csrf}") };
    browser.send(method.parse::<Method>().unwrap(), path, &headers, body).await
}

/// Whether this is what they were to get; what is wrong otherwise.
fn judge(gets: Gets, method: &str, answer: &Answer) -> Result<(), String> {
    let no = |what: &str| Err(format!("{what}: {} {}", answer.status, answer.text()));
    let status = answer.status;
    if status.is_server_error() {
        return no("a failure of ours");
    }
    let mut found = theirs(answer);
    if gets == Gets::Lists {
        found.retain(|text| !NAMES.contains(text));
    }
    if gets != Gets::Reads && !found.is_empty() {
        return no(&format!("{found:?} is on it"));
    }
    let store = answer.headers.get("cache-control").and_then(|value| value.to_str().ok());
    if gets != Gets::Public && store != Some("no-store") {
        return no("a browser may keep it");
    }
    let to_second_step = status.is_redirection() && answer.location() == toward::web::second_factor::PAGE;
    let is = match gets {
        Gets::Public => true,
        Gets::Own => {
            !to_second_step
                && ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::GONE].contains(&status)
                && status != StatusCode::METHOD_NOT_ALLOWED
        }
        Gets::Lists | Gets::Reads => status == StatusCode::OK,
        Gets::SecondStep => to_second_step,
        Gets::SignIn => status == StatusCode::UNAUTHORIZED,
        Gets::NotThere => status == StatusCode::NOT_FOUND,
        Gets::Over => {
            status == StatusCode::GONE
                && (method == "HEAD" || answer.text().contains("no longer open to you"))
        }
        Gets::NoMethod => status == StatusCode::METHOD_NOT_ALLOWED,
    };
    if is { Ok(()) } else { no(&format!("not {gets:?}")) }
}

/// A browser for somebody who is that. From the first page of a therapist's on the session is a short one, and the frame
/// says so.
async fn browser(app: &TestApp, is: Is, who: &Somebody) -> Visitor {
    let mut browser = match is {
        Is::WithoutSecondStep => app.sign_in_again(who).await,
        _ => app.with_second_step(who, false).await,
    };
    browser.get("/clients").await;
    if is == Is::Away {
        app.clock.advance(Duration::minutes(15));
    }
    browser
}

/// Asks for every route with every method, and compares with the table.
async fn everything(app: &TestApp, house: &House, is: Is, who: &Somebody, access: AccessId) {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    let mut patterns: Vec<&str> = ROUTES.iter().map(|(_, pattern, _)| *pattern).collect();
    patterns.sort_unstable();
    patterns.dedup();
    // leaving comes last: it is the one thing that is theirs and ends something of the two
    patterns.sort_by_key(|pattern| pattern.ends_with("/leave"));
    // a stream that does not end has a test of its own
    for pattern in patterns.into_iter().filter(|pattern| *pattern != "/live") {
        let path = house.fill(pattern, access);
        let mut visitor = browser(app, is, who).await;
        let csrf = token(&mut visitor).await;
        for method in METHODS {
            let as_listed = if method == "HEAD" { "GET" } else { method };
            let may = ROUTES.iter().find(|(listed, other, _)| *listed == as_listed && *other == pattern);
            let gets = may.map_or(Gets::NoMethod, |(.., may)| right(is, *may, as_listed, pattern));
            let answer = ask(&mut visitor, method, &path, &csrf).await;
            tried += 1;
            if let Err(what) = judge(gets, method, &answer) {
                wrong.push(format!("{method} {pattern} for {is:?}: {what}"));
            }
            if let (Gets::NotThere, Some(nothing)) = (gets, of_nothing(pattern)) {
                let nothing = ask(&mut visitor, method, &nothing, &csrf).await;
                if (nothing.status, &nothing.body) != (answer.status, &answer.body) {
                    wrong.push(format!("{method} {pattern} for {is:?} is not as for nothing"));
                }
            }
        }
    }
    println!("{is:?}: {tried} requests");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The two, everything shared, and the therapist.
async fn shown(app: &TestApp) -> (House, Somebody, AccessId) {
    let house = House::new(app).await;
    let amari = app.somebody("Amari").await;
    let id = house.lets_in(app, &amari).await;
    house.shows_everything(app).await;
    (house, amari, id)
}

#[tokio::test]
async fn a_therapist_who_reads_gets_what_was_shared_and_what_is_their_own() {
    let app = TestApp::new().await;
    let (house, amari, id) = shown(&app).await;
    everything(&app, &house, Is::Reading, &amari, id).await;
    assert_eq!(
        count(&app, "therapist_access where how = 'therapist'").await,
        1,
        "the last thing was leaving"
    );
}

#[tokio::test]
async fn a_therapist_without_the_second_step_is_led_to_it_and_nowhere_else() {
    let app = TestApp::new().await;
    let (house, amari, id) = shown(&app).await;
    everything(&app, &house, Is::WithoutSecondStep, &amari, id).await;
    assert_eq!(count(&app, "therapist_look").await, 0);
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 1);
}

#[tokio::test]
async fn a_therapist_who_was_away_for_fifteen_minutes_signs_in_again() {
    let app = TestApp::new().await;
    let (house, amari, id) = shown(&app).await;
    everything(&app, &house, Is::Away, &amari, id).await;
}

#[tokio::test]
async fn a_therapist_whose_access_was_ended_or_ran_out_finds_a_calm_page_and_nothing_else() {
    let app = TestApp::new().await;
    let (house, amari, id) = shown(&app).await;
    act(&app, &house.noor, &house.noor, Act::End).await.unwrap();
    everything(&app, &house, Is::Ended, &amari, id).await;
    let again = house.lets_in(&app, &amari).await;
    house.shows_everything(&app).await;
    // the first one is as over as it was
    let mut visitor = app.with_second_step(&amari, false).await;
    assert_eq!(visitor.get(&format!("/clients/{id}")).await.status, StatusCode::GONE);
    assert_eq!(visitor.get(&format!("/clients/{again}")).await.status, StatusCode::OK);
    app.clock.advance(Duration::days(90));
    everything(&app, &house, Is::RanOut, &amari, again).await;
}

#[tokio::test]
async fn the_therapist_of_others_and_somebody_with_the_link_find_nothing() {
    let app = TestApp::new().await;
    let house = House::new(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let others = linked(&app, &iris, &max).await;
    assert!(matches!(accept(&app, &tom, &others).await, Accepted::Open(_)));
    let code = linked(&app, &house.sam, &house.noor).await;
    let id = ours(&app, &house.sam).await.unwrap().id;
    let kai = app.somebody("Kai").await;
    // they look at the link, and see two names there
    let mut visitor = app.with_second_step(&kai, false).await;
    let door = visitor.get(&format!("/with/{}", code.to_string())).await;
    assert_eq!(theirs(&door), NAMES, "{}", door.text());
    everything(&app, &house, Is::WithTheLink, &kai, id).await;
    let amari = app.somebody("Amari").await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    house.shows_everything(&app).await;
    everything(&app, &house, Is::OfOthers, &tom, id).await;
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 2);
}
