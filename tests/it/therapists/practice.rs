//! A host that is a practice: therapists who sign up as the host lets them, and a list of two hundred couples.

use axum::http::StatusCode;

use super::linked;
use crate::support::{TestApp, Visitor, people::groups_asked};

/// The link that one of two has made, as its path.
async fn link(app: &TestApp, one: &str, two: &str) -> String {
    let (sam, noor) = app.linked(one, two).await;
    format!("/with/{}", linked(app, &sam, &noor).await.to_string())
}

/// Somebody with an account opens the link and accepts.
async fn accepts(visitor: &mut Visitor, link: &str) -> String {
    let listed = visitor.submit(link, &format!("{link}/accept"), &[("secrets", "ask")]).await;
    assert_eq!(listed.status, StatusCode::OK, "{}", listed.text());
    listed.path
}

#[tokio::test]
async fn a_therapist_signs_up_as_the_host_lets_everybody_and_is_let_in_by_many() {
    for mode in ["open", "invite"] {
        let app = TestApp::with(&[("TOWARD_SIGN_UP", mode)]).await;
        let start = if mode == "open" { "/start".to_owned() } else { app.setup_path().await };
        let mut amari = app.visitor();
        amari.make_account(&start, "Amari", "amari@example.org").await;
        let alone = amari.get("/clients").await;
        assert!(alone.text().contains("Nobody at the moment"), "{mode}: {}", alone.text());
        let first = link(&app, "Sam", "Noor").await;
        assert_eq!(accepts(&mut amari, &first).await, "/account/second-step?done=asked", "{mode}");
        amari.switches_second_step_on(app.clock.now()).await;
        for (one, two) in [("Iris", "Max"), ("Lea", "Kai")] {
            let next = link(&app, one, two).await;
            assert_eq!(accepts(&mut amari, &next).await, "/clients?done=accepted", "{mode}");
        }
        let list = amari.get("/clients").await;
        assert_eq!(list.all("ul.rows .title"), ["Iris and Max", "Lea and Kai", "Sam and Noor"], "{mode}");
        // signing up with the link itself works beside it, whatever the host has chosen
        let other = link(&app, "Ada", "Jo").await;
        let mut tom = app.visitor();
        let mut fields = crate::support::people::sign_up_fields("Tom", "tom@example.org").to_vec();
        fields.push(("secrets", "none"));
        let code = tom.submit(&other, &other, &fields).await;
        let [one, two] = groups_asked(&code);
        tom.submit_on(&code, "/recovery-code", &[("first", &one), ("second", &two)]).await;
        tom.switches_second_step_on(app.clock.now()).await;
        assert_eq!(tom.get("/clients").await.all("ul.rows .title"), ["Ada and Jo"], "{mode}");
    }
}

#[tokio::test]
async fn two_hundred_couples_stand_in_order_and_one_is_found_by_its_own_label() {
    let app = TestApp::new().await;
    let amari = app.somebody("Amari").await;
    app.practice(&amari, 200).await;
    let mut browser = app.with_second_step(&amari, false).await;
    let list = browser.get("/clients").await;
    assert_eq!(list.count("ul.rows li"), 200);
    // the newest first, and of one day by label; whoever has shared nothing comes last
    let lines = list.all("ul.rows .meta");
    let day = |line: &String| {
        let text = line.split("was shared on ").nth(1)?;
        text.split(' ').next()?.parse::<u32>().ok()
    };
    let days: Vec<Option<u32>> = lines.iter().map(day).collect();
    assert_eq!(days.iter().flatten().count(), 66, "{lines:?}");
    assert!(days.is_sorted_by(|one, two| one >= two), "{days:?}");
    let titles = list.all("ul.rows .title");
    let same = days.iter().zip(&titles).filter(|(day, _)| **day == Some(28)).map(|(_, title)| title.as_str());
    assert_eq!(same.collect::<Vec<_>>(), ["File 111", "File 195", "File 27"]);

    let found = browser.submit_on(&list, "/clients", &[("asked", "file 117")]).await;
    assert_eq!((found.path.as_str(), found.count("ul.rows li")), ("/clients", 1), "{}", found.text());
    assert!(found.text().contains("File 117 One 117 and Two 117") && found.text().contains("1 of 200"));
    // whoever has a label of their own is found by that alone, and by no part of another's
    let none = browser.submit_on(&list, "/clients", &[("asked", "Two 117")]).await;
    assert!(none.text().contains("Nobody is found by that"), "{}", none.text());
    let href = found.body.split("href=\"/clients/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let label = format!("/clients/{href}/label");
    let long = "x".repeat(81);
    let refused = browser.submit(&label, &label, &[("label", &long)]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(&long));
    let kept = browser.submit(&label, &label, &[("label", "The teachers")]).await;
    assert!(kept.text().contains("Only you see this label"), "{}", kept.text());
    let again = browser.submit(&label, &label, &[("label", "")]).await;
    assert!(again.text().contains("None. Only you would see it."), "{}", again.text());
}

#[tokio::test]
async fn two_hundred_couples_are_listed_with_as_many_statements_as_one() {
    let app = TestApp::new().await;
    let (amari, tom) = (app.somebody("Amari").await, app.somebody("Tom").await);
    app.practice(&tom, 3).await;
    let (mut few, mut many) =
        (app.with_second_step(&tom, false).await, app.with_second_step(&amari, false).await);
    app.practice(&amari, 200).await;
    // the first of these pages makes the session a short one
    few.get("/clients").await;
    many.get("/clients").await;
    let one = app.statements(&few, &["/clients"]).await;
    let all = app.statements(&many, &["/clients"]).await;
    assert_eq!(one, all);
    assert!(all[0].len() <= 20, "{}: {:#?}", all[0].len(), all[0]);
    let mut quickest = [f64::INFINITY; 2];
    for _ in 0..8 {
        for (visitor, quickest) in [&mut few, &mut many].into_iter().zip(&mut quickest) {
            let begun = std::time::Instant::now();
            assert_eq!(visitor.get("/clients").await.status, StatusCode::OK);
            *quickest = quickest.min(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    println!(
        "{} statements; 3 couples {:.1} ms, 200 couples {:.1} ms",
        all[0].len(),
        quickest[0],
        quickest[1]
    );
    assert!(quickest[1] < 2000.0, "{quickest:?}");
}
