//! The mark that a talk is settled, something new that came out after it, and that two talks do not mix.

use axum::http::StatusCode;

use crate::{
    beside::{ONCE, adds, stops},
    support::{
        Answer, TestApp, Visitor,
        talk::{By, OPENING, Talk, Until, begin, pages},
    },
};

/// Makes the mark on the closing page, or takes it back.
async fn marks(who: &mut Visitor, talk: &str, mark: &str) -> Answer {
    who.submit(&format!("{talk}/end"), &format!("{talk}/settled"), &[("mark", mark)]).await
}

#[tokio::test]
async fn settled_is_for_whoever_was_hurt_and_the_other_sees_that_it_is_and_no_more() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    let path = talk.path.clone();
    let settled = format!("{path}/settled");
    let early = talk.sam.forges(&settled, &[("mark", "1")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "not before the end");
    talk.step(Until::Planning, &app).await;
    let end = talk.noor.stands(&path).await;
    assert!(end.form(&settled).is_none() && !end.text().contains("Settled"));
    let forged = talk.noor.forges(&settled, &[("mark", "1")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert_eq!(talk.sam.forges(&settled, &[("mark", "2")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (mut iris, _max) = app.linked("Iris", "Max").await;
    assert_eq!(iris.browser.forges(&settled, &[("mark", "1")]).await.status, StatusCode::NOT_FOUND);

    let before = pages(&mut talk.noor, &path).await;
    let mine = marks(&mut talk.sam, &path, "1").await;
    assert!(mine.text().contains("You call this settled") && mine.text().contains("Take that back"));
    assert_eq!(
        talk.sam.forges(&settled, &[("mark", "1")]).await.status,
        StatusCode::SEE_OTHER,
        "twice is once"
    );
    let theirs = talk.noor.stands(&path).await;
    assert!(theirs.text().contains("Sam calls this settled, unless something new comes up."));
    for who in [By::Sam, By::Noor] {
        let list = talk.of(who).get("/talk").await;
        assert!(list.text().contains("Settled, unless something new comes up."), "{}", list.text());
    }
    let forged = talk.noor.forges(&settled, &[("mark", "0")]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT, "nor can the other take it back");
    marks(&mut talk.sam, &path, "0").await;
    assert_eq!(pages(&mut talk.noor, &path).await, before, "taken back without a trace");
}

#[tokio::test]
async fn two_who_were_both_hurt_each_say_it_and_one_alone_shows_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let both = [("name", "About us"), ("kinds", "other"), ("mine", "both"), ("theirs", "both")];
    let path = begin(&mut sam, &mut noor, &both).await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    stops(&mut talk.noor, &path, "stop").await;
    let before = pages(&mut talk.noor, &path).await;
    let mine = marks(&mut talk.sam, &path, "1").await;
    assert!(mine.text().contains("It counts when Noor says so too"), "{}", mine.text());
    assert!(!mine.text().contains("stays out of later disputes"));
    assert_eq!(pages(&mut talk.noor, &path).await, before);
    let whole = marks(&mut talk.noor, &path, "1").await;
    assert!(whole.text().contains("You both call this settled"), "{}", whole.text());
    assert!(talk.sam.get("/talk").await.text().contains("Settled, unless something new comes up."));
    marks(&mut talk.sam, &path, "0").await;
    assert!(!talk.noor.get("/talk").await.text().contains("Settled, unless"));
}

#[tokio::test]
async fn a_talk_that_never_was_agreed_on_is_not_called_settled() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Proposed).await;
    let path = talk.path.clone();
    stops(&mut talk.noor, &path, "stop").await;
    for who in [By::Sam, By::Noor] {
        let end = talk.of(who).stands(&path).await;
        assert!(end.form(&format!("{path}/settled")).is_none());
        let forged = talk.of(who).forges(&format!("{path}/settled"), &[("mark", "1")]).await;
        assert_eq!(
            forged.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "there is nobody who was agreed to be hurt"
        );
    }
}

#[tokio::test]
async fn a_settled_talk_reminds_both_alike_when_another_one_is_going_on_and_locks_nothing() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let path = talk.path.clone();
    marks(&mut talk.sam, &path, "1").await;
    for who in [By::Sam, By::Noor] {
        let new = talk.of(who).get("/talk/new").await;
        assert!(
            new.text().contains("You two called this settled") && new.text().contains("About the spring")
        );
        assert!(!talk.of(who).stands(&path).await.text().contains("best left out of another dispute"));
    }
    let second = talk.noor.asks_for_a_talk().await;
    for who in [By::Sam, By::Noor] {
        for place in ["end", "record"] {
            let page = talk.of(who).get(&format!("{path}/{place}")).await;
            assert!(page.text().contains("best left out of another dispute"), "{place}: {}", page.text());
            assert!(page.body.contains(&format!("{path}/more")));
        }
        assert!(!talk.of(who).stands(&second).await.text().contains("dispute"));
    }
    stops(&mut talk.sam, &second, "stop").await;
    assert!(!talk.noor.stands(&path).await.text().contains("another dispute"));
}

#[tokio::test]
async fn something_new_opens_with_how_one_is_and_shows_nothing_before_its_name_is_shared() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let path = talk.path.clone();
    let old = path.trim_start_matches("/talk/").to_owned();
    marks(&mut talk.sam, &path, "1").await;
    let before = pages(&mut talk.noor, &path).await;
    let more = talk.sam.get(&format!("{path}/more")).await;
    assert_eq!(
        (more.all("h1"), more.count("form[method=post]")),
        (vec!["Something new came out".to_owned()], 1)
    );
    for way in ["/right-for-us", "/help-lines", "/write/new", &format!("/talk/new?after={old}")] {
        assert!(more.body.contains(&format!("href=\"{way}\"")), "{way}");
    }
    let first = more.body.find("/right-for-us").unwrap();
    assert!(first < more.body.find("/talk/new?after").unwrap(), "how one is comes first");
    assert!(!more.body.contains(&format!("{path}/break")), "there is nothing to pause");
    assert_eq!(pages(&mut talk.noor, &path).await, before, "opening the page shows nothing");

    let new = format!("/talk/new?after={old}");
    let page = talk.sam.submit(&new, "/talk/new", &[]).await;
    let second = page.path.split('/').take(3).collect::<Vec<_>>().join("/");
    let asked = pages(&mut talk.noor, &second).await;
    assert!(asked.iter().all(|page| !page.contains("Something new, after")), "only the wish is shown");
    assert!(!talk.noor.stands(&path).await.text().contains("Something new came up"));
    talk.sam.shows_in(&second, "yes").await;
    talk.noor.shows_in(&second, "yes").await;
    talk.sam.goes_on(&second, "both-in").await;
    let naming = talk.sam.get(&format!("{second}/0")).await;
    let chosen = naming.form(&format!("{second}/0")).unwrap();
    assert!(chosen.fields.contains(&("belongs".to_owned(), old.clone())), "{:?}", chosen.fields);
    assert!(
        talk.noor
            .get(&format!("{second}/0"))
            .await
            .form(&format!("{second}/0"))
            .is_some_and(|form| { form.fields.contains(&("belongs".to_owned(), String::new())) }),
        "Noor has the same question and no answer in it"
    );
    let forged = [
        ("part", "opening/1"),
        ONCE,
        ("name", "x"),
        ("kinds", "lying"),
        ("mine", "hurt"),
        ("theirs", "caused"),
    ];
    let mut all = forged.to_vec();
    all.push(("belongs", "0b0e8a66-5f1c-4c1b-8d6c-111111111111"));
    let forged = talk.sam.forges(&format!("{second}/0"), &all).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(forged.text().contains("Choose one of the talks that stand here"), "{}", forged.text());

    let fields = [("name", "About the letters"), ("kinds", "lying"), ("mine", "hurt"), ("theirs", "caused")];
    let share = talk.sam.writes(&second, 0, &fields).await;
    assert!(share.text().contains("Something new, after") && share.text().contains("About the spring"));
    for who in [By::Sam, By::Noor] {
        assert!(
            !talk.of(who).stands(&path).await.text().contains("Something new came up"),
            "kept, not shared"
        );
    }
    talk.sam.confirms(&share).await;
    let read = talk.noor.stands(&second).await;
    assert!(read.text().contains("Something new, after") && read.text().contains("About the spring"));
    for who in [By::Sam, By::Noor] {
        let list = talk.of(who).get("/talk").await.text();
        assert!(list.contains("It was called settled. Something new came up after it."), "{list}");
        for place in ["end", "record"] {
            let page = talk.of(who).get(&format!("{path}/{place}")).await;
            assert!(page.text().contains("Something new came up after this talk: About the letters"));
            assert!(page.body.contains(&second));
        }
    }
    let end = talk.sam.stands(&path).await;
    assert!(end.text().contains("You call this settled") && end.form(&format!("{path}/settled")).is_some());
    talk.noor.goes_on(&second, "accept-opening").await;
    assert!(talk.noor.get(&format!("{second}/0")).await.text().contains("Has it stopped?"));
    let record = talk.noor.get(&format!("{second}/record")).await;
    assert!(record.text().contains("Something new, after"), "{}", record.text());
}

#[tokio::test]
async fn something_new_before_the_steps_can_be_named_in_the_same_talk_and_later_in_one_of_its_own() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.partners().await;
    let path = sam.asks_for_a_talk().await;
    let mut talk = Talk { sam, noor, path };
    let path = talk.path.clone();
    let more = talk.sam.get(&format!("{path}/more")).await;
    assert!(more.text().contains("Name it in this talk") && !more.body.contains("/talk/new?after"));
    assert!(more.body.contains(&format!("{path}/break")) && more.body.contains(&format!("{path}/rest")));
    let id = path.trim_start_matches("/talk/");
    let none = talk.sam.get(&format!("/talk/new?after={id}")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "there is no name yet that it could come after");
    talk.sam.shows_in(&path, "yes").await;
    talk.noor.shows_in(&path, "yes").await;
    talk.sam.goes_on(&path, "both-in").await;
    talk.sam.shares(&path, 0, &OPENING).await;
    assert!(talk.noor.get(&format!("{path}/more")).await.body.contains(&format!("{path}/0?form=1")));
    talk.noor.goes_on(&path, "accept-opening").await;
    talk.stated().await;
    let more = talk.noor.get(&format!("{path}/more")).await;
    assert!(
        !more.text().contains("Name it in this talk") && more.body.contains(&format!("/talk/new?after={id}"))
    );
    assert!(talk.noor.stands(&path).await.body.contains(&format!("{path}/more")));
    let (mut iris, _max) = app.linked("Iris", "Max").await;
    for page in [format!("{path}/more"), format!("/talk/new?after={id}")] {
        assert_eq!(iris.browser.get(&page).await.status, StatusCode::NOT_FOUND);
    }
    let forged = iris.browser.forges("/talk/new", &[ONCE, ("after", id)]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_talks_do_not_mix() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let first = talk.path.clone();
    let share = adds(&mut talk.sam, &first, "meaning", 8, "meaning by Sam").await;
    talk.sam.confirms(&share).await;
    let entry = share.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let again = [("name", "About the autumn"), ("kinds", "other"), ("mine", "caused"), ("theirs", "hurt")];
    let second = begin(&mut talk.sam, &mut talk.noor, &again).await;
    for what in ["share", "back"] {
        let answer = talk.sam.get(&format!("{second}/{what}/{entry}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    for who in [By::Sam, By::Noor] {
        let pages = pages(talk.of(who), &second).await;
        assert!(pages.iter().all(|page| !page.contains("meaning by Sam")));
        assert!(talk.of(who).stands(&first).await.text().contains("meaning by Sam"));
    }
    // In the second talk the roles are the other way round: what was settled in the first says nothing there.
    stops(&mut talk.noor, &second, "stop").await;
    let edit =
        [("part", "meaning"), ("entry", entry.as_str()), ("number", "1"), ("words", "words out of place")];
    let forged = talk.sam.forges(&format!("{second}/8"), &edit).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    marks(&mut talk.sam, &first, "1").await;
    let list = talk.noor.get("/talk").await.text();
    assert_eq!(list.matches("Settled, unless something new comes up.").count(), 1, "{list}");
}
