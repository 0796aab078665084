//! When it is over: the next request of a page that is open, whatever ended it; and that nobody is told of reading.

use axum::http::StatusCode;
use sqlx::postgres::PgListener;

use super::{
    house::{House, theirs},
    *,
};
use crate::support::{Answer, Visitor};

/// What a browser must do with an answer, and what must not be in it.
fn calm(answer: &Answer, how: &str) {
    assert_eq!(answer.status, StatusCode::GONE, "{how}: {} {}", answer.path, answer.text());
    assert!(answer.text().contains("This is no longer open to you"), "{how}: {}", answer.text());
    bare(answer, how);
}

fn bare(answer: &Answer, how: &str) {
    assert_eq!(theirs(answer), Vec::<&str>::new(), "{how}: {}", answer.path);
    assert_eq!(answer.headers.get("cache-control").unwrap(), "no-store", "{how}: {}", answer.path);
    for header in ["etag", "last-modified", "expires"] {
        assert!(!answer.headers.contains_key(header), "{how}: {header}");
    }
}

/// What ends it.
async fn ends(app: &TestApp, house: &mut House, therapist: &Somebody, how: &str, id: AccessId) {
    let end = "/us/therapist/end";
    match how {
        "the one" => drop(house.sam.browser.submit(end, end, &[]).await),
        "the other" => drop(house.noor.browser.submit(end, end, &[]).await),
        "left in another window" => {
            let mut other = app.with_second_step(therapist, false).await;
            let leave = format!("/clients/{id}/leave");
            assert!(other.submit(&leave, &leave, &[]).await.text().contains("You have left"));
        }
        "parted" => {
            let mine = me(app, &house.noor).await;
            let mut scope = app.scope(&house.noor).await;
            couples::leave(&mut scope, &mine, true, app.clock.now().date()).await.unwrap();
            scope.commit().await.unwrap();
        }
        _ => unreachable!("{how}"),
    }
}

#[tokio::test]
async fn whatever_ended_it_the_next_click_says_so_and_shows_nothing() {
    let app = TestApp::new().await;
    let mut house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    let mut ids = Vec::new();
    for how in ["the one", "the other", "left in another window", "parted"] {
        let id = house.lets_in(&app, &amari).await;
        house.shows_everything(&app).await;
        let mut open = app.with_second_step(&amari, false).await;
        let client = format!("/clients/{id}");
        let pages = ["", "/words", "/label", "/leave"].map(|rest| format!("{client}{rest}"));
        let mut forms = Vec::new();
        for page in &pages {
            let shown = open.get(page).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            assert_eq!(
                shown.headers.get("cache-control").unwrap(),
                "no-store",
                "{page}: going back asks again"
            );
            forms.extend(shown.form(page));
        }
        assert_eq!(forms.len(), 3, "words, label, leave");
        ends(&app, &mut house, &amari, how, id).await;
        for page in &pages {
            calm(&open.get(page).await, how);
            calm(&open.send(axum::http::Method::GET, page, &[("x-live", "1")], "").await, how);
        }
        let before = count(&app, "entry").await;
        for form in &forms {
            let sent = open.send_form(form, &[("label", "A label by me")]).await;
            if form.action.ends_with("/leave") {
                assert_eq!(sent.location(), "/clients?done=left", "{how}");
            } else {
                calm(&sent, how);
            }
        }
        assert_eq!(count(&app, "entry").await, before, "{how}");
        let list = open.get("/clients").await;
        assert!(list.text().contains("Nobody at the moment"), "{how}: {}", list.text());
        bare(&list, how);
        ids.push(id);
        // what is over stays over, also while a later one runs
        for id in &ids {
            calm(&open.get(&format!("/clients/{id}")).await, how);
        }
    }
}

#[tokio::test]
async fn whoever_was_signed_out_elsewhere_signs_in_again_before_anything_is_shown() {
    let app = TestApp::new().await;
    let house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    let id = house.lets_in(&app, &amari).await;
    house.shows_everything(&app).await;
    let mut open = app.with_second_step(&amari, false).await;
    let client = format!("/clients/{id}");
    assert_eq!(open.get(&client).await.status, StatusCode::OK);
    let mut other = app.with_second_step(&amari, false).await;
    let leaving = "/account/leaving";
    let kept = other.submit(leaving, leaving, &[("everywhere", "on")]).await;
    assert!(kept.text().contains("Where else you were signed in, you no longer are"), "{}", kept.text());
    let closed = open.get(&client).await;
    assert_eq!(closed.status, StatusCode::UNAUTHORIZED, "{}", closed.text());
    bare(&closed, "signed out elsewhere");
    // and ninety days later, with a session of that day
    app.clock.advance(Duration::days(90));
    let mut late = app.with_second_step(&amari, false).await;
    calm(&late.get(&client).await, "run out");
    assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
}

/// Whom the pages that are open are told of a change, since the last time.
async fn told(listener: &mut PgListener) -> Vec<String> {
    let mut told = Vec::new();
    let wait = std::time::Duration::from_millis(200);
    while let Ok(notice) = tokio::time::timeout(wait, listener.recv()).await {
        told.push(notice.unwrap().payload().to_owned());
    }
    told
}

#[tokio::test]
async fn a_therapists_open_page_hears_of_no_change_and_nobody_hears_that_they_read() {
    let app = TestApp::new().await;
    let mut listener = PgListener::connect_with(app.owner()).await.unwrap();
    listener.listen("toward").await.unwrap();
    let mut house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    let id = house.lets_in(&app, &amari).await;
    house.shows_everything(&app).await;
    let two = [house.sam.id.to_string(), house.noor.id.to_string()];
    let all = told(&mut listener).await;
    assert!(all.len() > 30, "the two are told: {}", all.len());
    assert_eq!(all.iter().filter(|who| !two.contains(who)).collect::<Vec<_>>(), Vec::<&String>::new());
    let mut browser = app.with_second_step(&amari, false).await;
    for page in ["/clients".to_owned(), format!("/clients/{id}"), format!("/clients/{id}/words")] {
        assert_eq!(browser.get(&page).await.status, StatusCode::OK);
    }
    let label = format!("/clients/{id}/label");
    browser.submit(&label, &label, &[("label", "A label")]).await;
    assert_eq!(told(&mut listener).await, Vec::<String>::new(), "reading is not told at once");
    // what the two do between them, and with the therapist, until it has ended
    let note = write(&app, &house.sam, "note by Sam").await;
    assert!(share_with_both(&app, &house.sam, note, 1).await);
    ends(&app, &mut house, &amari, "the one", id).await;
    let all = told(&mut listener).await;
    assert!(!all.is_empty() && !all.contains(&amari.id.to_string()), "{all:?}");
    // the stream itself begins for anybody who is signed in, and ends with the session
    let mut nobody: Visitor = app.visitor();
    assert_eq!(nobody.get("/live").await.status, StatusCode::UNAUTHORIZED);
}
