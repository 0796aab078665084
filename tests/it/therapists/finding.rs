//! A couple with everything there is: both look back at the same, every way of a line and of a hit leads somewhere, and a
//! therapist who holds all of it has no search over it.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

use super::{house::House, *};
use crate::support::Answer;

fn hrefs(page: &Answer) -> BTreeSet<String> {
    let (document, css) = (Html::parse_document(&page.body), Selector::parse("ol.timeline a").unwrap());
    document.select(&css).filter_map(|link| link.value().attr("href")).map(ToOwned::to_owned).collect()
}

fn lines(page: &Answer) -> Vec<String> {
    let (document, css) = (Html::parse_document(&page.body), Selector::parse("ol.timeline > li").unwrap());
    document.select(&css).map(|line| line.html()).collect()
}

#[tokio::test]
async fn both_look_back_at_the_same_every_way_leads_somewhere_and_a_therapist_finds_nothing() {
    let app = TestApp::new().await;
    let mut house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    house.lets_in(&app, &amari).await;
    house.shows_everything(&app).await;
    let mut reading = app.with_second_step(&amari, false).await;
    let found = reading.finds("by").await;
    assert!(found.text().contains("Nothing found"), "{}", found.text());
    assert!(lines(&reading.get("/past?mine=yes").await).is_empty());
    assert_eq!(reading.get("/past/pieces").await.count("main section li"), 0);

    house.sam.browser = app.sign_in_again(&house.sam).await;
    house.noor.browser = app.sign_in_again(&house.noor).await;
    let noor = house.noor.id;
    for who in [&mut house.sam, &mut house.noor] {
        let mut ways = hrefs(&who.browser.get("/past?mine=yes").await);
        ways.extend(hrefs(&who.browser.get("/past").await));
        let found = who.browser.finds("by").await;
        assert!(found.count("ol.timeline > li") > 10, "{}", found.text());
        ways.extend(hrefs(&found));
        for way in ways {
            let there = who.browser.get(&way).await;
            assert_eq!(there.status, 200, "{way}: {}", there.text());
        }
        let private = found.text();
        assert_eq!(private.contains("never shown by Noor"), who.id == noor, "{private}");
    }
    let (one, two) = (house.sam.browser.get("/past").await, house.noor.browser.get("/past").await);
    assert_eq!(lines(&one), lines(&two), "to the letter");
    let text = one.text();
    for said in [
        "wrote a note",
        "says thank you",
        "marked a day",
        "says how it went with a promise",
        "asked a question",
        "answered a question of the plan",
        "wrote about a setback",
        "opened a check-in to each other",
        "agreed to a plan",
        "in the talk",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("never shown") && !text.contains("taken back by Noor"), "{text}");

    // afterwards each still finds what is theirs, and nothing that the other one took along
    house.noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for (who, own, others) in [(&mut house.sam, "by Sam", "by Noor"), (&mut house.noor, "by Noor", "by Sam")]
    {
        let found = who.browser.finds(own).await;
        assert!(found.count("ol.timeline > li") > 3, "{}", found.text());
        for way in hrefs(&found).into_iter().chain(["/past?mine=yes".to_owned(), "/past/pieces".to_owned()]) {
            let there = who.browser.get(&way).await;
            assert_eq!(there.status, 200, "{way}: {}", there.text());
        }
        let past = who.browser.get("/past").await;
        if others == "by Noor" {
            assert!(!past.text().contains("a line by Noor"), "{}", past.text());
            assert!(!who.browser.finds("note thanks by Noor").await.text().contains("Found"));
        }
    }
}
