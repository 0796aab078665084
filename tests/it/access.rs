//! Every route, and who may open it. A route that is not in this list fails the first test, so nobody adds a page
//! without deciding.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use toward::{ids::EntryId, web::router};

use crate::support::{Answer, SUNDAY, Somebody, TestApp, Visitor, talk::Until};

/// Who may open a page. What somebody gets who is a therapist is in `therapists/routes.rs`, for each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum May {
    /// Anybody, signed in or not.
    Everyone,
    /// Anybody, with the token of a page at the door.
    Door,
    /// Anybody who is signed in; the page is about themselves.
    SignedIn,
    /// The author of the entry.
    Author,
    /// The two whose talk it is.
    Couple,
    /// The author, and whom they shared it with.
    Reader,
    /// Whoever has this round of the check-in; of what is in it, each only their own and what was given.
    Round,
    /// Anybody who is signed in; as a therapist with a second step. It shows whom they see, and is their own.
    Therapist,
    /// The therapist of that couple, while they are one: reading, or of their own.
    TherapistOf,
}

use May::{Author, Couple, Door, Everyone, Reader, Round, SignedIn, Therapist, TherapistOf};

pub(crate) const ROUTES: &[(&str, &str, May)] = &[
    ("GET", "/healthz", Everyone),
    ("GET", "/readyz", Everyone),
    ("GET", "/right-for-us", Everyone),
    ("GET", "/help-lines", Everyone),
    ("GET", "/about-this-server", Everyone),
    ("GET", "/leaving-quickly", Everyone),
    ("GET", "/guide", Everyone),
    ("GET", "/guide/{number}", Everyone),
    // the form's own tag is the permission, and it keeps a draft and nothing else
    ("POST", "/kept", Everyone),
    ("GET", "/", Everyone),
    ("GET", "/start", Everyone),
    ("POST", "/start", Door),
    ("GET", "/start/{token}", Everyone),
    ("POST", "/start/{token}", Door),
    ("GET", "/join/{code}", Everyone),
    ("POST", "/join/{code}", Door),
    ("POST", "/join/{code}/accept", SignedIn),
    ("GET", "/sign-in", Everyone),
    ("POST", "/sign-in", Door),
    // for whoever's passphrase was right a moment ago; everybody else is led to signing in
    ("GET", "/sign-in/code", Everyone),
    ("POST", "/sign-in/code", Door),
    ("GET", "/recover", Everyone),
    ("POST", "/recover", Door),
    // leaving always works
    ("POST", "/leave", Everyone),
    // an empty style sheet
    ("GET", "/left", Everyone),
    ("POST", "/sign-out", SignedIn),
    ("GET", "/recovery-code", SignedIn),
    ("POST", "/recovery-code", SignedIn),
    ("GET", "/account", SignedIn),
    ("GET", "/account/passphrase", SignedIn),
    ("POST", "/account/passphrase", SignedIn),
    ("GET", "/account/second-step", SignedIn),
    ("POST", "/account/second-step", SignedIn),
    ("GET", "/account/second-step/codes", SignedIn),
    ("POST", "/account/second-step/codes", SignedIn),
    ("GET", "/account/leaving", SignedIn),
    ("POST", "/account/leaving", SignedIn),
    ("GET", "/account/reminders", SignedIn),
    ("POST", "/account/reminders", SignedIn),
    ("POST", "/account/reminders/address", SignedIn),
    ("POST", "/account/reminders/code", SignedIn),
    ("POST", "/account/reminders/mail", SignedIn),
    ("POST", "/account/reminders/calendar", SignedIn),
    // the token in a mail is the permission, and it ends the mails and nothing else
    ("GET", "/stop/{token}", Everyone),
    ("POST", "/stop/{token}", Everyone),
    // the token in the address is the permission
    ("GET", "/cal/{file}", Everyone),
    ("GET", "/account/recovery-code", SignedIn),
    ("POST", "/account/recovery-code", SignedIn),
    ("GET", "/us", SignedIn),
    ("POST", "/us/invite", SignedIn),
    ("POST", "/us/invite/cancel", SignedIn),
    ("GET", "/us/words", SignedIn),
    ("POST", "/us/words", SignedIn),
    ("GET", "/us/pace", SignedIn),
    ("POST", "/us/pace", SignedIn),
    ("POST", "/us/pace/answer", SignedIn),
    ("GET", "/us/time", SignedIn),
    ("POST", "/us/time", SignedIn),
    ("GET", "/us/time/new", SignedIn),
    ("POST", "/us/time/new", SignedIn),
    ("GET", "/us/time/back", SignedIn),
    ("POST", "/us/time/back", SignedIn),
    ("GET", "/us/time/{id}/edit", Author),
    ("POST", "/us/time/{id}/edit", Author),
    ("GET", "/us/time/{id}/share", Author),
    ("POST", "/us/time/{id}/share", Author),
    ("POST", "/us/time/{id}/remove", Author),
    // three ways, and after the end what one keeps
    ("GET", "/us/ways", SignedIn),
    ("GET", "/us/kept", SignedIn),
    ("POST", "/us/kept/{id}/remove", Author),
    ("GET", "/us/leaving/words", SignedIn),
    ("POST", "/us/leaving/words", SignedIn),
    ("GET", "/us/leaving", SignedIn),
    ("POST", "/us/leaving", SignedIn),
    ("GET", "/us/therapist", SignedIn),
    ("POST", "/us/therapist", SignedIn),
    ("GET", "/us/therapist/earlier", SignedIn),
    ("POST", "/us/therapist/earlier", SignedIn),
    ("GET", "/us/therapist/end", SignedIn),
    ("POST", "/us/therapist/end", SignedIn),
    ("GET", "/us/therapist/words", SignedIn),
    // what the therapist reads, for either of the two: as long as somebody reads, otherwise the page before it
    ("GET", "/us/seen", SignedIn),
    ("GET", "/us/seen/timeline", SignedIn),
    ("GET", "/us/seen/shared/{entry}", SignedIn),
    ("GET", "/us/seen/talks", SignedIn),
    ("GET", "/us/seen/talk/{talk}", SignedIn),
    ("GET", "/us/seen/plan", SignedIn),
    ("GET", "/us/seen/weeks", SignedIn),
    ("GET", "/us/seen/sheet", SignedIn),
    ("POST", "/us/therapist/words", SignedIn),
    ("GET", "/with/{code}", Everyone),
    ("POST", "/with/{code}", Door),
    ("POST", "/with/{code}/accept", SignedIn),
    ("GET", "/clients", Therapist),
    ("POST", "/clients", Therapist),
    ("GET", "/clients/{id}", TherapistOf),
    ("GET", "/clients/{id}/timeline", TherapistOf),
    ("GET", "/clients/{id}/shared/{entry}", TherapistOf),
    ("GET", "/clients/{id}/talks", TherapistOf),
    ("GET", "/clients/{id}/talk/{talk}", TherapistOf),
    ("GET", "/clients/{id}/plan", TherapistOf),
    ("GET", "/clients/{id}/weeks", TherapistOf),
    ("GET", "/clients/{id}/sheet", TherapistOf),
    ("GET", "/clients/{id}/words", TherapistOf),
    ("POST", "/clients/{id}/words", TherapistOf),
    ("GET", "/clients/{id}/label", TherapistOf),
    ("POST", "/clients/{id}/label", TherapistOf),
    ("GET", "/clients/{id}/leave", TherapistOf),
    ("POST", "/clients/{id}/leave", TherapistOf),
    ("GET", "/talk", SignedIn),
    ("GET", "/talk/new", SignedIn),
    ("POST", "/talk/new", SignedIn),
    ("GET", "/talk/pause", SignedIn),
    ("POST", "/talk/pause", SignedIn),
    ("GET", "/talk/notes", SignedIn),
    ("GET", "/talk/notes/{step}", SignedIn),
    ("POST", "/talk/notes/{step}", SignedIn),
    ("GET", "/talk/{id}", Couple),
    ("GET", "/talk/{id}/{step}", Couple),
    ("POST", "/talk/{id}/{step}", Couple),
    // each of the two has sheets of their own there, and neither sees the other's
    ("GET", "/talk/{id}/notes", Couple),
    ("GET", "/talk/{id}/notes/{step}", Couple),
    ("POST", "/talk/{id}/notes/{step}", Couple),
    ("GET", "/talk/{id}/notes/{step}/share/{line}", Author),
    ("POST", "/talk/{id}/notes/{step}/share/{line}", Author),
    ("GET", "/talk/{id}/share/{entry}", Author),
    ("POST", "/talk/{id}/share/{entry}", Author),
    ("GET", "/talk/{id}/back/{entry}", Author),
    ("POST", "/talk/{id}/back/{entry}", Author),
    ("POST", "/talk/{id}/on", Couple),
    ("GET", "/talk/{id}/break", Couple),
    ("POST", "/talk/{id}/break", Couple),
    ("GET", "/talk/{id}/rest", Couple),
    ("POST", "/talk/{id}/rest", Couple),
    ("GET", "/talk/{id}/beside/{what}", Couple),
    ("GET", "/talk/{id}/more", Couple),
    ("POST", "/talk/{id}/settled", Couple),
    ("GET", "/talk/{id}/stop", Couple),
    ("POST", "/talk/{id}/stop", Couple),
    ("GET", "/talk/{id}/how", Couple),
    ("POST", "/talk/{id}/how", Couple),
    ("GET", "/talk/{id}/next", Couple),
    ("POST", "/talk/{id}/next", Couple),
    ("GET", "/talk/{id}/only", Couple),
    ("POST", "/talk/{id}/only", Couple),
    ("GET", "/talk/{id}/sofa", Couple),
    ("POST", "/talk/{id}/sofa", Couple),
    ("GET", "/talk/{id}/sofa/away", Couple),
    ("POST", "/talk/{id}/sofa/away", Couple),
    ("GET", "/talk/{id}/sofa/sign", Couple),
    ("POST", "/talk/{id}/sofa/sign", Couple),
    ("GET", "/talk/{id}/time.ics", Couple),
    ("GET", "/talk/{id}/record", Couple),
    ("GET", "/talk/{id}/end", Couple),
    ("GET", "/plan", SignedIn),
    ("POST", "/plan/answer", SignedIn),
    // one's own answer; what the other shared stands on the plan
    ("GET", "/plan/questions/{n}", SignedIn),
    ("POST", "/plan/questions/{n}", SignedIn),
    ("GET", "/plan/questions/{n}/share", Author),
    ("POST", "/plan/questions/{n}/share", Author),
    ("GET", "/plan/questions/{n}/back", Author),
    ("POST", "/plan/questions/{n}/back", Author),
    ("GET", "/plan/draft", SignedIn),
    ("POST", "/plan/draft", SignedIn),
    ("GET", "/plan/draft/away", SignedIn),
    ("POST", "/plan/draft/away", SignedIn),
    ("GET", "/plan/draft/items/{item}", Author),
    ("POST", "/plan/draft/items/{item}", Author),
    ("GET", "/plan/propose", SignedIn),
    ("POST", "/plan/propose", SignedIn),
    ("GET", "/plan/versions", SignedIn),
    ("GET", "/plan/versions/{version}", Couple),
    ("GET", "/plan/versions/{version}/readers", Couple),
    ("POST", "/plan/versions/{version}/readers", Couple),
    ("GET", "/plan/plan.txt", Couple),
    ("GET", "/live", SignedIn),
    ("GET", "/here", SignedIn),
    ("POST", "/here", SignedIn),
    ("GET", "/today", SignedIn),
    ("GET", "/weeks", SignedIn),
    ("GET", "/weeks/when", SignedIn),
    ("POST", "/weeks/when", SignedIn),
    ("POST", "/weeks/when/answer", SignedIn),
    // the two whose round it is, or the one who made it for themselves
    ("GET", "/weeks/{week}", Round),
    ("POST", "/weeks/{week}/open", Round),
    ("GET", "/weeks/{week}/write", Round),
    ("POST", "/weeks/{week}/write", Round),
    ("GET", "/weeks/{week}/share", Round),
    ("POST", "/weeks/{week}/share", Round),
    ("GET", "/weeks/{week}/back", Round),
    ("POST", "/weeks/{week}/back", Round),
    ("GET", "/weeks/{week}/line/{which}", Round),
    ("POST", "/weeks/{week}/line/{which}", Round),
    ("GET", "/weeks/{week}/note", Round),
    ("POST", "/weeks/{week}/note", Round),
    // a promise that holds; how it went is its author's
    ("GET", "/plan/items/{id}", Couple),
    ("POST", "/plan/items/{id}", Author),
    ("GET", "/plan/items/{id}/share", Author),
    ("POST", "/plan/items/{id}/share", Author),
    ("GET", "/plan/items/{id}/review", Couple),
    ("POST", "/plan/items/{id}/review", Couple),
    ("GET", "/plan/items/{id}/item.ics", Couple),
    ("GET", "/plan/setback", Couple),
    ("POST", "/plan/setback", Couple),
    ("GET", "/plan/setback/{id}", Reader),
    ("GET", "/plan/setback/{id}/edit", Author),
    ("POST", "/plan/setback/{id}/edit", Author),
    ("GET", "/plan/setback/{id}/share", Author),
    ("POST", "/plan/setback/{id}/share", Author),
    ("GET", "/noticed", SignedIn),
    ("GET", "/noticed/new", SignedIn),
    ("POST", "/noticed/new", SignedIn),
    ("GET", "/noticed/{id}", Reader),
    ("GET", "/noticed/{id}/edit", Author),
    ("POST", "/noticed/{id}/edit", Author),
    ("POST", "/noticed/{id}/send", Author),
    ("POST", "/noticed/{id}/back", Author),
    ("POST", "/noticed/{id}/remove", Author),
    // what they themselves can read, and nothing else
    ("GET", "/past", SignedIn),
    ("GET", "/past/pieces", SignedIn),
    ("GET", "/find", SignedIn),
    ("POST", "/find", SignedIn),
    ("GET", "/questions", SignedIn),
    ("GET", "/questions/new", SignedIn),
    ("POST", "/questions/new", SignedIn),
    ("GET", "/questions/{id}", Reader),
    ("GET", "/questions/{id}/edit", Author),
    ("POST", "/questions/{id}/edit", Author),
    ("GET", "/questions/{id}/why", Author),
    ("POST", "/questions/{id}/why", Author),
    ("POST", "/questions/{id}/remove", Author),
    // whoever is asked writes what is theirs
    ("GET", "/questions/{id}/answer", Reader),
    ("POST", "/questions/{id}/answer", Reader),
    ("GET", "/questions/{id}/later", Reader),
    ("POST", "/questions/{id}/later", Reader),
    // the question its asker's, the replies their own
    ("GET", "/questions/{id}/share/{what}", Author),
    ("POST", "/questions/{id}/share/{what}", Author),
    ("GET", "/now", SignedIn),
    ("POST", "/now", SignedIn),
    ("GET", "/now/quiet", Couple),
    ("POST", "/now/quiet", Couple),
    ("POST", "/now/quiet/end", Couple),
    // a moment its author's; a line both can read, once it is sent
    ("GET", "/now/{id}", Reader),
    ("GET", "/now/{id}/edit", Author),
    ("POST", "/now/{id}/edit", Author),
    ("POST", "/now/{id}/remove", Author),
    ("GET", "/now/{id}/say", Author),
    ("POST", "/now/{id}/say", Author),
    ("GET", "/now/{id}/share", Author),
    ("POST", "/now/{id}/share", Author),
    // whoever a line was sent to answers with something of theirs
    ("GET", "/now/{id}/reply", Reader),
    ("POST", "/now/{id}/reply", Reader),
    ("GET", "/aside", SignedIn),
    ("POST", "/aside", SignedIn),
    ("GET", "/aside/{id}", Author),
    ("POST", "/aside/{id}", Author),
    ("POST", "/aside/{id}/tick", Author),
    ("POST", "/aside/{id}/take", Author),
    ("POST", "/aside/{id}/remove", Author),
    ("GET", "/between", SignedIn),
    ("GET", "/between/{number}", SignedIn),
    ("GET", "/between/{number}/new", SignedIn),
    ("POST", "/between/{number}/new", SignedIn),
    ("GET", "/p/{id}", Reader),
    ("GET", "/p/{id}/edit", Author),
    ("POST", "/p/{id}/edit", Author),
    ("GET", "/p/{id}/share", Author),
    ("POST", "/p/{id}/share", Author),
    ("GET", "/p/{id}/day.ics", Couple),
    // whoever it was given to answers with what is theirs
    ("GET", "/p/{id}/answer", Reader),
    ("POST", "/p/{id}/answer", Reader),
    ("GET", "/p/{id}/answer/share", Author),
    ("POST", "/p/{id}/answer/share", Author),
    ("GET", "/p/{id}/later", Author),
    ("POST", "/p/{id}/later", Author),
    ("GET", "/p/{id}/later/share", Author),
    ("POST", "/p/{id}/later/share", Author),
    ("POST", "/p/{id}/remove", Author),
    ("POST", "/p/{id}/look", Reader),
    // what both agreed to, and what the other one suggests
    ("GET", "/p/{id}/other", Reader),
    ("POST", "/p/{id}/other", Reader),
    ("POST", "/p/{id}/end", Reader),
    ("GET", "/weeks/trends", SignedIn),
    ("GET", "/weeks/moments", SignedIn),
    ("GET", "/weeks/moments/new", SignedIn),
    ("POST", "/weeks/moments/new", SignedIn),
    ("GET", "/weeks/moments/{id}/edit", Author),
    ("POST", "/weeks/moments/{id}/edit", Author),
    ("GET", "/weeks/moments/{id}/share", Author),
    ("POST", "/weeks/moments/{id}/share", Author),
    ("GET", "/weeks/moments/{id}/back", Author),
    ("POST", "/weeks/moments/{id}/back", Author),
    ("GET", "/weeks/moments/{id}/remove", Author),
    ("POST", "/weeks/moments/{id}/remove", Author),
    ("GET", "/write", SignedIn),
    ("GET", "/write/new", SignedIn),
    ("POST", "/write/new", SignedIn),
    // the same for everybody; what is kept is a note
    ("GET", "/write/ideas", SignedIn),
    ("GET", "/write/ideas/{number}", SignedIn),
    ("POST", "/write/ideas/{number}", SignedIn),
    ("GET", "/write/ideas/{number}/beside", SignedIn),
    ("GET", "/n/{id}", Reader),
    ("GET", "/n/{id}/edit", Author),
    ("POST", "/n/{id}/edit", Author),
    ("GET", "/n/{id}/share", Author),
    ("POST", "/n/{id}/share", Author),
    ("GET", "/n/{id}/back", Author),
    ("POST", "/n/{id}/back", Author),
    ("GET", "/n/{id}/remove", Author),
    ("POST", "/n/{id}/remove", Author),
];

/// Whether this is the path of a route in the list.
pub fn knows(route: &str) -> bool {
    ROUTES.iter().any(|(_, path, _)| *path == route)
}

fn method(name: &str) -> Method {
    name.parse().unwrap()
}

/// The path with every parameter filled in.
fn path(pattern: &str, id: &str) -> String {
    pattern
        .replace("{id}", id)
        .replace("{entry}", id)
        .replace("{step}", "2")
        .replace("{what}", "meaning")
        .replace("{line}", id)
        .replace("{n}", "1")
        .replace("{number}", "1")
        .replace("{item}", id)
        .replace("{version}", id)
        .replace("{token}", "unknown")
        .replace("{talk}", id)
        .replace("{file}", "unknown.ics")
        .replace("{code}", "unknown")
        .replace("{week}", "00000000-1")
        .replace("{which}", "thanks")
}

/// A request as the visitor's own pages would send it, token included.
async fn ask(visitor: &mut Visitor, name: &str, path: &str, csrf: &str) -> Answer {
    match name {
        "GET" => visitor.get(path).await,
        _ => visitor.post(path, &[("csrf", csrf)]).await,
    }
}

/// The token of the visitor's session, from a page of theirs.
async fn token(visitor: &mut Visitor) -> String {
    let page = visitor.get("/write/new").await;
    let form = page.form("/write/new").expect("a form");
    form.fields.into_iter().find(|(name, _)| name == "csrf").expect("a token").1
}

#[test]
fn every_route_is_in_the_list_and_every_line_of_the_list_is_a_route() {
    let rooms = router::rooms();
    let there: BTreeSet<_> = rooms.list().iter().copied().collect();
    let listed: BTreeSet<_> = ROUTES.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(there.difference(&listed).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new(), "not in the list");
    assert_eq!(listed.difference(&there).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new(), "not a route");
}

#[tokio::test]
async fn who_is_not_signed_in_gets_the_public_pages_and_nothing_else() {
    let app = TestApp::new().await;
    let id = EntryId::random().to_string();
    for (name, pattern, may) in ROUTES.iter().filter(|(.., may)| *may != Everyone) {
        let answer = ask(&mut app.visitor(), name, &path(pattern, &id), "").await;
        let right = if *may == Door { StatusCode::FORBIDDEN } else { StatusCode::UNAUTHORIZED };
        assert_eq!(answer.status, right, "{name} {pattern} for {may:?}");
        assert!(!answer.body.contains(&id), "{name} {pattern}");
    }
}

#[tokio::test]
async fn nothing_changes_without_the_sessions_token_or_from_another_site() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let id = EntryId::random().to_string();
    let csrf = token(&mut sam.browser).await;
    for (_, pattern, _) in ROUTES.iter().filter(|(name, _, may)| *name == "POST" && *may != Everyone) {
        let path = path(pattern, &id);
        let bare = sam.browser.post(&path, &[("csrf", "")]).await;
        assert_eq!(bare.status, StatusCode::FORBIDDEN, "{pattern} without a token");
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
        let abroad = sam.browser.send(method("POST"), &path, &headers, format!("csrf={csrf}")).await;
        assert_eq!(abroad.status, StatusCode::FORBIDDEN, "{pattern} from another site");
    }
}

#[tokio::test]
async fn somebody_elses_id_answers_like_an_id_that_does_not_exist() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (mut iris, mut max) = app.linked("Iris", "Max").await;
    let written = sam.browser.submit("/write/new", "/write/new", &[("text", "Only mine.")]).await;
    let note = written.path.trim_start_matches("/n/").split('?').next().unwrap().to_owned();
    let random = EntryId::random().to_string();
    let mut tried = 0;
    for other in [&mut noor, &mut iris, &mut max] {
        let csrf = token(&mut other.browser).await;
        for (name, pattern, _) in ROUTES.iter().filter(|(_, path, _)| path.contains("/n/{id}")) {
            let theirs = ask(&mut other.browser, name, &path(pattern, &note), &csrf).await;
            let nothing = ask(&mut other.browser, name, &path(pattern, &random), &csrf).await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{name} {pattern}");
            assert_eq!((theirs.status, theirs.body), (nothing.status, nothing.body), "{name} {pattern}");
            tried += 1;
        }
    }
    println!("{tried} requests for another's id");
    assert!(sam.browser.get(&format!("/n/{note}")).await.body.contains("Only mine."));
}

#[tokio::test]
async fn a_talk_of_others_answers_like_a_talk_that_does_not_exist() {
    let app = TestApp::new().await;
    let talk = app.talk(Until::Perspectives).await;
    let (mut iris, mut max) = app.linked("Iris", "Max").await;
    let id = talk.path.trim_start_matches("/talk/");
    let random = EntryId::random().to_string();
    let entries: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from entry where kind = 'talk'").fetch_all(app.owner()).await.unwrap();
    assert!(entries.len() > 5);
    let mut tried = 0;
    for other in [&mut iris, &mut max] {
        let csrf = token(&mut other.browser).await;
        for (name, pattern, _) in ROUTES.iter().filter(|(_, path, _)| path.starts_with("/talk/{id}")) {
            for entry in &entries {
                let fill = |id: &str, entry: &str| {
                    pattern
                        .replace("{id}", id)
                        .replace("{entry}", entry)
                        .replace("{step}", "2")
                        .replace("{line}", entry)
                        .replace("{what}", "meaning")
                };
                let theirs = ask(&mut other.browser, name, &fill(id, &entry.to_string()), &csrf).await;
                let nothing = ask(&mut other.browser, name, &fill(&random, &random), &csrf).await;
                assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{name} {pattern}");
                assert_eq!((theirs.status, theirs.body), (nothing.status, nothing.body), "{name} {pattern}");
                tried += 1;
                if !pattern.contains("{entry}") {
                    break;
                }
            }
        }
    }
    println!("{tried} requests for another couple's talk");
}

#[tokio::test]
async fn in_a_shared_talk_the_others_pieces_are_not_mine_to_share_or_take_back() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let random = EntryId::random().to_string();
    let pieces: Vec<(uuid::Uuid, String)> = sqlx::query_as(
        "select e.id, p.name from entry e join person p on p.id = e.author where e.kind = 'talk'",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    let path = talk.path.clone();
    for (visitor, name) in [(&mut talk.sam, "Sam"), (&mut talk.noor, "Noor")] {
        let csrf = token(visitor).await;
        for (id, _) in pieces.iter().filter(|(_, author)| author != name) {
            for (method, what) in [("GET", "share"), ("POST", "share"), ("GET", "back"), ("POST", "back")] {
                let theirs = ask(visitor, method, &format!("{path}/{what}/{id}"), &csrf).await;
                let nothing = ask(visitor, method, &format!("{path}/{what}/{random}"), &csrf).await;
                assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{method} {what} by {name}");
                assert_eq!(theirs.body, nothing.body, "{method} {what} by {name}");
            }
        }
    }
}

#[tokio::test]
async fn a_round_of_others_answers_like_a_round_that_does_not_exist() {
    let app = TestApp::new().await;
    let (mut sam, _noor, week) = app.in_a_round().await;
    sam.browser.gives(&week, "now", &[("thanks", "Your patience")]).await;
    let (mut iris, mut max) = app.linked("Iris", "Max").await;
    for other in [&mut iris, &mut max] {
        let csrf = token(&mut other.browser).await;
        for (name, pattern, _) in ROUTES.iter().filter(|(.., may)| *may == Round) {
            let fill = |week: &str| pattern.replace("/weeks/{week}", week).replace("{which}", "thanks");
            let theirs = ask(&mut other.browser, name, &fill(&week), &csrf).await;
            let nothing = ask(&mut other.browser, name, &fill("/weeks/00000000-1"), &csrf).await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{name} {pattern}");
            assert_eq!((theirs.status, theirs.body), (nothing.status, nothing.body), "{name} {pattern}");
        }
    }
}

#[tokio::test]
async fn a_reader_may_read_and_nothing_more() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let written = sam.browser.submit("/write/new", "/write/new", &[("text", "For Noor.")]).await;
    let note = written.path.trim_start_matches("/n/").split('?').next().unwrap().to_owned();
    let share = format!("/n/{note}/share");
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    let csrf = token(&mut noor.browser).await;
    for (name, pattern, may) in ROUTES.iter().filter(|(_, path, _)| path.contains("/n/{id}")) {
        let answer = ask(&mut noor.browser, name, &path(pattern, &note), &csrf).await;
        let right = if *may == Reader { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(answer.status, right, "{name} {pattern}");
    }
}

/// Every table, as one number: what a request that only reads must not change. A session's last use and what a reader
/// has opened are theirs alone, and no act.
async fn everything(app: &TestApp) -> String {
    let sql = "select string_agg(t || ':' || md5(coalesce(x, '')), ' ' order by t) from (
        select 'entry' t, (select string_agg(e::text, '|' order by e.id) from entry e) x
        union all select 'revision', (select string_agg(md5(r::text), '|' order by r.entry_id, r.number) from revision r)
        union all select 'grant', (select string_agg(md5(g::text), '|' order by g.entry_id, g.number, g.reader) from entry_grant g)
        union all select 'withdrawal', (select string_agg(w::text, '|' order by w.entry_id) from withdrawal w)
        union all select 'conversation', (select string_agg(c::text, '|' order by c.id) from conversation c)
        union all select 'membership', (select string_agg(m::text, '|' order by m.couple_id, m.person_id) from membership m)
        union all select 'pace', (select string_agg(c::text, '|' order by c.id) from couple_pacing c)
        union all select 'access', (select string_agg(a::text, '|' order by a.id) from therapist_access a)
        union all select 'plan', (select string_agg(v::text, '|' order by v.entry_id) from plan_version v)
        union all select 'signature', (select string_agg(s::text, '|' order by s.entry_id) from plan_signature s)
        union all select 'schedule', (select string_agg(s::text, '|' order by s.id) from checkin_schedule s)
        union all select 'rhythm', (select string_agg(r::text, '|' order by r.id) from checkin_rhythm r)
        union all select 'met', (select string_agg(m::text, '|' order by m.pair) from checkin_met m)
        union all select 'invite', (select string_agg(i::text, '|' order by i.id) from invite i)
        union all select 'person', (select string_agg(p::text, '|' order by p.id) from person p)
        union all select 'credential', (select string_agg(c::text, '|' order by c.person_id) from credential c)
        union all select 'second factor', (select string_agg(md5(s::text), '|' order by s.person_id) from second_factor s)
        union all select 'draft', (select string_agg(md5(d::text), '|' order by d.person_id, d.label) from draft d)
        union all select 'instance', (select string_agg(i::text, '|') from instance i)
    ) all_tables";
    sqlx::query_scalar(sql).fetch_one(app.owner()).await.unwrap()
}

#[tokio::test]
async fn asking_for_a_page_changes_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let written = sam.browser.submit("/write/new", "/write/new", &[("text", "For Noor.")]).await;
    let note = written.path.trim_start_matches("/n/").split('?').next().unwrap().to_owned();
    let share = format!("/n/{note}/share");
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    sam.browser.suggests_rounds(&SUNDAY).await;
    noor.browser.answers_rounds("agree").await;
    app.later(7, &mut [&mut sam, &mut noor]).await;
    let week = sam.browser.open_week().await;
    sam.browser.gives(&week, "now", &[("thanks", "Your patience")]).await;
    noor.browser.fills_in(&week, "finish", &[("thanks", "Your call")]).await;
    // the first page after a link stores the other's pin: once for each couple
    for Somebody { browser, .. } in [&mut sam, &mut noor] {
        browser.get("/today").await;
    }
    let before = everything(&app).await;
    for (_, pattern, _) in ROUTES.iter().filter(|(name, path, _)| *name == "GET" && *path != "/live") {
        let path = path(&pattern.replace("/weeks/{week}", &week), &note);
        for visitor in [&mut sam.browser, &mut noor.browser, &mut app.visitor()] {
            visitor.get(&path).await;
            visitor.send(Method::HEAD, &path, &[], "").await;
        }
    }
    assert_eq!(before, everything(&app).await);
}
