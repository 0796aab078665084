//! The pages: from a proposal to a therapist who reads, what each step says to whom, and who is not let in.

use axum::http::StatusCode;
use time::Duration;
use toward::ids::AccessId;

use super::{act, count, linked, make_link, propose, share_with_both, three, write};
use crate::support::{
    Somebody, TestApp, Visitor,
    people::{PASSPHRASE, sign_up_fields},
};
use toward::therapists::access::Act;

const US: &str = "/us/therapist";

async fn step(visitor: &mut Visitor, act: &str) -> crate::support::Answer {
    visitor.submit(US, US, &[("act", act)]).await
}

#[tokio::test]
async fn two_let_a_therapist_in_through_the_pages_and_both_see_when_they_looked() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    assert_eq!(sam.browser.get("/us").await.count("a[href='/us/therapist']"), 1);
    let page = sam.browser.get(US).await;
    assert!(page.text().contains("what they see from you, Noor sees, too"), "{}", page.text());
    let asked = step(&mut sam.browser, "propose").await;
    assert!(asked.text().contains("It is proposed."), "{}", asked.text());
    let answer = noor.browser.get(US).await;
    assert!(
        answer.text().contains("Sam proposes a therapist") && answer.text().contains("Rather not, for now")
    );
    assert!(!sam.browser.get(US).await.body.contains("value=\"agree\""), "not for Sam to answer");
    let agreed = step(&mut noor.browser, "agree").await;
    assert!(agreed.text().contains("You both want it"), "{}", agreed.text());
    let link = step(&mut sam.browser, "link").await;
    let shown = |page: &crate::support::Answer| {
        let html = scraper::Html::parse_document(&page.body);
        let input = scraper::Selector::parse("input#link").unwrap();
        let value = html.select(&input).next().unwrap().value().attr("value").unwrap().to_owned();
        value[value.find("/with/").unwrap()..].to_owned()
    };
    let path = shown(&link);
    assert_eq!(shown(&noor.browser.get(US).await), path, "both see the same link");

    let mut amari = app.visitor();
    let door = amari.get(&path).await;
    assert!(
        door.text().contains("Sam and Noor invite you")
            && door.text().contains("You can read here, and change nothing")
    );
    // nothing is chosen for them, and nothing typed is lost
    let fields = sign_up_fields("Amari", "amari@example.org");
    let again = amari.submit_on(&door, &path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Choose what you tell the two") && again.body.contains("value=\"Amari\""));
    let mut fields = fields.to_vec();
    fields.push(("secrets", "none"));
    let code = amari.submit_on(&again, &path, &fields).await;
    assert_eq!(code.path, "/recovery-code", "{}", code.text());
    let [first, second] = crate::support::people::groups_asked(&code);
    let closed = amari.submit_on(&code, "/recovery-code", &[("first", &first), ("second", &second)]).await;
    assert_eq!(closed.path, "/account/second-step?done=asked");
    assert!(closed.text().contains("A second step") && !closed.names("Noor"), "{}", closed.text());
    amari.switches_second_step_on(app.clock.now()).await;
    assert!(amari.get("/clients").await.text().contains("Sam and Noor"));

    let open = noor.browser.get(US).await;
    assert!(
        open.text().contains("Amari reads with you")
            && open.text().contains("They keep no secrets between you")
    );
    assert!(open.text().contains("31 May 2026"), "ninety days: {}", open.text());
    assert!(!open.text().contains("When a therapist looked"), "they have not");
}

#[tokio::test]
async fn a_therapist_finds_an_empty_kind_page_and_both_see_the_day_and_the_part() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, id) = three(&app).await;
    let note = write(&app, &sam, "Only for Noor, never mind.").await;
    super::share_with_partner(&app, &sam, note, 1).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let list = browser.get("/clients").await;
    assert!(list.text().contains("Sam and Noor") && list.text().contains("Nothing is shared with you."));
    let page = browser.get(&format!("/clients/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Nothing is shared with you so far"), "{}", page.text());
    assert!(!page.body.contains("never mind"));
    let empty = page.body.clone();
    for who in [&mut sam, &mut noor] {
        let us = who.browser.get(US).await;
        assert!(
            us.text().contains("When a therapist looked 2 March 2026 Amari: the first page"),
            "{}",
            us.text()
        );
    }
    // what the two share only with each other changes not a byte of it
    for text in ["One.", "Two.", "Three."] {
        let note = write(&app, &noor, text).await;
        super::share_with_partner(&app, &noor, note, 1).await;
    }
    assert_eq!(browser.get(&format!("/clients/{id}")).await.body, empty);
    assert_eq!(count(&app, "therapist_look").await, 1, "a day and a part, once");
}

#[tokio::test]
async fn without_a_second_step_nothing_of_anybodys_opens() {
    let app = TestApp::new().await;
    let (_, _, mut amari, id) = three(&app).await;
    for page in ["", "/words", "/label", "/leave"] {
        let answer = amari.browser.get(&format!("/clients/{id}{page}")).await;
        assert_eq!(answer.location(), "/account/second-step?done=asked", "{page}");
        assert!(!answer.names("Sam"), "{page}");
    }
    for path in ["/clients".to_owned(), format!("/clients/{id}/label"), format!("/clients/{id}/leave")] {
        let answer = amari.browser.forges(&path, &[("label", "x"), ("asked", "Sam")]).await;
        assert_eq!(answer.location(), "/account/second-step?done=asked", "{path}");
    }
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 1);
    assert_eq!(count(&app, "therapist_look").await, 0, "what was not shown was not looked at");
}

#[tokio::test]
async fn a_therapists_session_ends_after_fifteen_minutes_whatever_was_chosen() {
    let app = TestApp::new().await;
    let (.., amari, id) = three(&app).await;
    let page = format!("/clients/{id}");
    let mut browser = app.with_second_step(&amari, true).await;
    app.clock.advance(Duration::days(2));
    assert_eq!(browser.get("/account").await.status, StatusCode::OK, "they had asked to stay");
    assert_eq!(browser.get(&page).await.status, StatusCode::OK);
    app.clock.advance(Duration::minutes(14));
    assert_eq!(browser.get(&page).await.status, StatusCode::OK);
    app.clock.advance(Duration::minutes(15));
    assert_eq!(browser.get(&page).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.get("/account").await.status, StatusCode::UNAUTHORIZED);
    // and after eight hours of reading
    let mut browser = app.with_second_step(&amari, false).await;
    for _ in 0..(8 * 6) {
        assert_eq!(browser.get(&page).await.status, StatusCode::OK);
        app.clock.advance(Duration::minutes(10));
    }
    assert_eq!(browser.get(&page).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_in_does_not_keep_a_therapist_signed_in() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.person("Amari").await;
    let code = linked(&app, &sam, &noor).await.to_string();
    let fields = [("sign_in", amari.sign_in.as_str()), ("passphrase", PASSPHRASE), ("stay", "on")];
    let mut before = app.visitor();
    let page = before.submit("/sign-in", "/sign-in", &fields).await;
    assert_eq!(page.path, "/today");
    let accepted = format!("/with/{code}");
    let listed = before.submit(&accepted, &format!("{accepted}/accept"), &[("secrets", "ask")]).await;
    assert_eq!(listed.path, "/account/second-step?done=asked", "{}", listed.text());
    let mut after = app.visitor();
    let page = after.submit("/sign-in", "/sign-in", &fields).await;
    assert_eq!(page.path, "/account/second-step?done=asked");
    app.clock.advance(Duration::hours(1));
    assert_eq!(after.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(before.get("/account").await.status, StatusCode::UNAUTHORIZED, "the one from before, too");
}

#[tokio::test]
async fn an_open_page_fails_calmly_at_the_next_click_when_it_was_ended() {
    for how in ["ended by Noor", "run out"] {
        let app = TestApp::new().await;
        let (_, mut noor, amari, id) = three(&app).await;
        let mut browser = app.with_second_step(&amari, false).await;
        let page = format!("/clients/{id}");
        assert_eq!(browser.get(&page).await.status, StatusCode::OK);
        if how == "run out" {
            app.clock.advance(Duration::days(90));
            browser = app.with_second_step(&amari, false).await;
        } else {
            let ended = noor.browser.submit("/us/therapist/end", "/us/therapist/end", &[]).await;
            assert!(ended.text().contains("It has ended"), "{}", ended.text());
        }
        let over = browser.get(&page).await;
        assert_eq!(over.status, StatusCode::GONE, "{how}");
        assert!(over.text().contains("This is no longer open to you") && !over.names("Noor"), "{how}");
        for rest in ["label", "leave"] {
            assert_eq!(browser.get(&format!("{page}/{rest}")).await.status, StatusCode::GONE, "{how}");
        }
        assert!(browser.get("/clients").await.text().contains("Nobody at the moment"), "{how}");
        let us = app.sign_in_again(&noor).await.get(US).await;
        assert!(us.text().contains("Amari’s access ended on"), "{how}: {}", us.text());
        assert!(us.text().contains("When a therapist looked"), "{how}: the list stays");
    }
}

#[tokio::test]
async fn a_couple_that_is_not_ones_own_is_not_there() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let code = linked(&app, &iris, &max).await;
    super::accept(&app, &tom, &code).await;
    let random = AccessId::random();
    for who in [&tom, &sam, &noor, &iris] {
        let mut browser = app.with_second_step(who, false).await;
        // from the first of these pages on the session is a short one, and the frame says so
        browser.get("/clients").await;
        for rest in ["", "/words", "/label", "/leave"] {
            let theirs = browser.get(&format!("/clients/{id}{rest}")).await;
            let nothing = browser.get(&format!("/clients/{random}{rest}")).await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{rest}");
            assert_eq!(theirs.body, nothing.body, "{rest}");
            let posted =
                browser.forges(&format!("/clients/{id}{rest}"), &[("label", "x"), ("same", "yes")]).await;
            assert!(posted.status.is_client_error(), "{rest}: {}", posted.status);
        }
    }
    let mut browser = app.with_second_step(&amari, false).await;
    assert_eq!(browser.get(&format!("/clients/{id}")).await.status, StatusCode::OK);
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 2);
}

#[tokio::test]
async fn a_link_that_lets_nobody_in_gets_the_same_page_as_one_that_never_was() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let unknown = app.visitor().get("/with/0123456789abcdefghjkmnpqrs").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let first = format!("/with/{}", linked(&app, &sam, &noor).await.to_string());
    let mut late = app.visitor();
    let page = late.get(&first).await;
    assert_eq!(page.status, StatusCode::OK);
    make_link(&app, &noor).await.unwrap();
    let gone = app.visitor().get(&first).await;
    assert_eq!((gone.status, gone.body), (unknown.status, unknown.body.clone()));
    let mut fields = sign_up_fields("Amari", "amari").to_vec();
    fields.push(("secrets", "ask"));
    let answer = late.submit_on(&page, &first, &fields).await;
    assert_eq!((answer.status, answer.body), (unknown.status, unknown.body));
    assert_eq!(count(&app, "person").await, 2, "no account is left over");
}

#[tokio::test]
async fn one_of_the_two_who_opens_the_link_is_told_that_it_is_their_own() {
    let app = TestApp::new().await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    let path = format!("/with/{}", linked(&app, &sam, &noor).await.to_string());
    let page = noor.browser.get(&path).await;
    assert!(page.text().contains("This is your own link"), "{}", page.text());
    let forged = noor.browser.forges(&format!("{path}/accept"), &[("secrets", "none")]).await;
    assert_eq!(forged.location(), path);
    assert_eq!(count(&app, "therapist_access where state = 'linked'").await, 1);
}

#[tokio::test]
async fn a_step_that_came_too_late_says_how_it_stands_now() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    propose(&app, &sam).await.unwrap();
    let page = noor.browser.get(US).await;
    act(&app, &sam, &sam, Act::Withdraw).await.unwrap();
    let late = noor.browser.submit_on(&page, US, &[("act", "agree")]).await;
    assert!(late.text().contains("not possible any more"), "{}", late.text());
    assert!(late.text().contains("It was taken back on 2 March 2026, before anybody came."));
    let unknown = sam.browser.forges(US, &[("act", "accept")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&app, "therapist_access where state <> 'ended'").await, 0);
}

#[tokio::test]
async fn the_end_is_near_for_fourteen_days_and_both_have_to_want_more() {
    let app = TestApp::new().await;
    let (sam, noor, ..) = three(&app).await;
    app.clock.advance(Duration::days(76));
    let (mut sam, mut noor) = (app.sign_in_again(&sam).await, app.sign_in_again(&noor).await);
    assert!(sam.get(US).await.text().contains("It ends on 31 May 2026"));
    let waits = step(&mut sam, "renew").await;
    assert!(waits.text().contains("You would like it to go on"), "{}", waits.text());
    assert!(noor.get(US).await.text().contains("Sam would like it to go on"));
    let on = step(&mut noor, "renew").await;
    assert!(on.text().contains("It ends by itself on 15 August 2026"), "{}", on.text());
}

#[tokio::test]
async fn each_compares_six_words_with_the_therapist_and_notes_it_for_themselves() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, id) = three(&app).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let page = browser.get(&format!("/clients/{id}/words")).await;
    let words = page.all("ol.code li");
    assert_eq!(words.len(), 12);
    let of = async |who: &mut Somebody| who.browser.get("/us/therapist/words").await.all("ol.code li");
    assert_eq!((of(&mut sam).await, of(&mut noor).await), (words[..6].to_vec(), words[6..].to_vec()));
    let path = "/us/therapist/words";
    let differ = noor.browser.submit(path, path, &[("same", "no")]).await;
    assert!(differ.text().contains("If the words are not the same"));
    let same = noor.browser.submit(path, path, &[("same", "yes")]).await;
    assert!(same.text().contains("You have compared them"), "{}", same.text());
    assert!(sam.browser.get(US).await.text().contains("Not compared yet"));
    let words = format!("/clients/{id}/words");
    let with = noor.id.to_string();
    let noted = browser.submit(&words, &words, &[("with", &with), ("same", "yes")]).await;
    assert!(noted.text().contains("Not compared with both yet"), "{}", noted.text());
    let with = sam.id.to_string();
    let noted = browser.submit(&words, &words, &[("with", &with), ("same", "yes")]).await;
    assert!(noted.text().contains("You have compared them with both"), "{}", noted.text());
}

#[tokio::test]
async fn leaving_is_the_therapists_own_and_both_are_told() {
    let app = TestApp::new().await;
    let (mut sam, noor, amari, id) = three(&app).await;
    let note = write(&app, &noor, "For both.").await;
    share_with_both(&app, &noor, note, 1).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let leave = format!("/clients/{id}/leave");
    let left = browser.submit(&leave, &leave, &[]).await;
    assert!(left.text().contains("You have left"), "{}", left.text());
    assert!(sam.browser.get(US).await.text().contains("Amari left on 2 March 2026"));
    assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
}
