//! The pages of the guide, as anybody reads them; and that they know where they help.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use toward::{
    guide::readings,
    plans::{Doer, HowOften},
    reflections,
    web::router,
};

use crate::{
    doing,
    support::{Answer, TestApp, talk::Until},
};

/// Whether some route answers this address, `{id}` standing for any one part.
pub fn is_a_page(address: &str) -> bool {
    let fits = |route: &str| {
        let (asked, there): (Vec<_>, Vec<_>) = (address.split('/').collect(), route.split('/').collect());
        let part = |(asked, there): (&&str, &&str)| asked == there || there.starts_with('{');
        asked.len() == there.len() && asked.iter().zip(&there).all(part)
    };
    router::rooms().list().iter().any(|(method, route)| *method == "GET" && fits(route))
}

#[test]
fn every_place_where_a_page_helps_and_every_way_on_is_a_page_of_the_app() {
    assert!(is_a_page("/talk/{id}/7") && is_a_page("/plan") && !is_a_page("/nowhere") && !is_a_page("/kept"));
    for reading in readings::all() {
        for place in &reading.helps_at {
            assert!(is_a_page(place), "{}: {place}", reading.title);
        }
    }
    for one in reflections::all() {
        for after in &one.after {
            assert!(is_a_page(&after.to), "{}: {}", one.name, after.to);
        }
    }
}

#[tokio::test]
async fn anybody_reads_the_guide_and_every_link_on_it_leads_somewhere() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let list = visitor.get("/guide").await;
    assert_eq!(list.status, StatusCode::OK);
    let mut links = std::collections::BTreeSet::new();
    for reading in readings::all() {
        let address = format!("/guide/{}", reading.number);
        assert!(list.body.contains(&format!("href=\"{address}\"")), "{address} is not in the list");
        let page = visitor.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let text = page.text();
        assert!(text.contains(reading.title.as_str()), "{address}");
        for source in &reading.sources {
            assert!(text.contains(&source.what) && text.contains(&source.when), "{address}: {}", source.what);
        }
        let html = scraper::Html::parse_document(&page.body);
        let all = scraper::Selector::parse("main a[href]").unwrap();
        links.extend(html.select(&all).map(|link| link.attr("href").unwrap().to_owned()));
        assert!(!page.body.contains("<form"), "{address} asks for something");
        assert_eq!(
            page.headers["cache-control"], "no-store",
            "{address}: nobody finds later that it was read"
        );
        assert!(!page.headers.contains_key("set-cookie"), "{address} begins no session");
    }
    for link in links.iter().filter(|link| link.starts_with('/')) {
        assert_eq!(visitor.get(link).await.status, StatusCode::OK, "{link}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_is_not_found_and_a_page_has_one_address() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let nothing = visitor.get("/guide/99").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    for address in ["/guide/07", "/guide/+7", "/guide/0", "/guide/seven", "/guide/70000"] {
        let answer = visitor.get(address).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &nothing.body), "{address}");
    }
}

#[tokio::test]
async fn somebody_who_is_signed_in_can_leave_from_the_guide_and_nothing_of_them_is_on_it() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let page = sam.browser.get("/guide/7").await;
    assert!(page.body.contains(r#"method="post" action="/leave""#));
    assert!(!page.text().contains("Noor"));
    // and comes to all of it from the page about the two
    assert_eq!(sam.browser.get("/us").await.count("main a[href='/guide']"), 1);
}

/// The lines of a page that lead to the guide: the addresses in each.
fn lines(page: &Answer) -> Vec<Vec<String>> {
    let html = scraper::Html::parse_document(&page.body);
    let [line, address] = ["p[data-guide]", "a[href]"].map(|css| scraper::Selector::parse(css).unwrap());
    let addresses = |line: scraper::ElementRef<'_>| {
        line.select(&address).map(|it| it.attr("href").unwrap().to_owned()).collect()
    };
    html.select(&line).map(addresses).collect()
}

/// Every place that the guide names, and the pages of it that help there.
fn places() -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::<_, Vec<String>>::new();
    for reading in readings::all() {
        for place in &reading.helps_at {
            all.entry(place.as_str()).or_default().push(format!("/guide/{}", reading.number));
        }
    }
    all
}

#[test]
fn every_page_that_asks_for_help_is_named_by_the_guide() {
    let named = places();
    let mut asked = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in text.split("guide::helping_at(\"").skip(1) {
                let place = call.split('"').next().unwrap();
                assert!(named.contains_key(place), "{}: nothing helps at {place}", path.display());
                asked.insert(place.to_owned());
            }
        }
    }
    assert!(asked.len() > 15, "{asked:?}");
}

#[tokio::test]
async fn where_a_page_of_the_guide_helps_one_quiet_line_leads_to_it_for_both_alike() {
    let mut seen = BTreeSet::new();
    let mut check = |place: &'static str, pages: &[Answer]| {
        let expected = places().remove(place).unwrap_or_else(|| panic!("nothing helps at {place}"));
        for page in pages {
            assert_eq!(page.status, StatusCode::OK, "{place}: {}", page.text());
            assert_eq!(lines(page), [expected.as_slice()], "{place} at {}", page.path);
        }
        seen.insert(place);
    };

    let app = TestApp::new().await;
    let mut anybody = app.visitor();
    for place in ["/", "/right-for-us", "/help-lines", "/about-this-server"] {
        check(place, &[anybody.get(place).await]);
    }

    let mut talk = app.talk(Until::Feelings).await;
    let mut at = Until::Feelings;
    for (place, step) in [
        ("/talk/{id}/2", Until::Feelings),
        ("/talk/{id}/3", Until::Listening),
        ("/talk/{id}/4", Until::Perspectives),
        ("/talk/{id}/6", Until::Responsibility),
        ("/talk/{id}/7", Until::Apology),
    ] {
        talk.play(at, step, &app).await;
        at = step;
        let path = talk.path.clone();
        check(place, &[talk.sam.stands(&path).await, talk.noor.stands(&path).await]);
    }
    for place in
        ["/talk/{id}/break", "/talk/{id}/stop", "/talk/{id}/how", "/talk/{id}/only", "/talk/{id}/record"]
    {
        let path = place.replace("/talk/{id}", &talk.path);
        check(place, &[talk.sam.get(&path).await, talk.noor.get(&path).await]);
    }

    let (mut sam, mut noor, week) = app.in_a_round().await;
    let calls = doing::promise(Doer::Two, "I call at noon", HowOften::Daily);
    doing::agreed(&app, &sam, &noor, std::slice::from_ref(&calls)).await;
    for (place, path) in [
        ("/weeks/{week}/write", format!("{week}/write")),
        ("/plan/draft/items/{item}", "/plan/draft/items/new".to_owned()),
        ("/plan/items/{id}/review", format!("/plan/items/{}/review", calls.id)),
    ] {
        check(place, &[sam.browser.get(&path).await, noor.browser.get(&path).await]);
    }
    for place in ["/today", "/talk/new", "/talk/pause", "/plan", "/plan/setback", "/us", "/us/therapist"] {
        check(place, &[sam.browser.get(place).await, noor.browser.get(place).await]);
    }
    for place in ["/weeks", "/weeks/trends", "/weeks/moments", "/write/ideas"] {
        check(place, &[sam.browser.get(place).await, noor.browser.get(place).await]);
    }

    for place in ["/noticed/new", "/now", "/past", "/past/pieces", "/us/time", "/us/ways", "/us/leaving"] {
        check(place, &[sam.browser.get(place).await, noor.browser.get(place).await]);
    }
    let moments = [sam.browser.keeps_moment("a song").await, noor.browser.keeps_moment("a street").await];
    check("/now/{id}", &[sam.browser.get(&moments[0]).await, noor.browser.get(&moments[1]).await]);
    sam.browser.submit("/us/leaving", "/us/leaving", &[]).await;
    check("/us/kept", &[sam.browser.get("/us/kept").await, noor.browser.get("/us/kept").await]);

    let left: Vec<_> = places().into_keys().filter(|place| !seen.contains(place)).collect();
    assert!(left.is_empty(), "nobody looked whether these lead to the guide: {left:?}");
}

#[tokio::test]
async fn the_phone_between_the_two_leads_nowhere_else() {
    let app = TestApp::new().await;
    let mut talk = crate::together::on_the_sofa(&app).await;
    let path = talk.path.clone();
    for tail in ["sofa", "break", "stop"] {
        let page = talk.sam.get(&format!("{path}/{tail}")).await;
        assert_eq!((page.status, lines(&page)), (StatusCode::OK, Vec::new()), "{tail}");
    }
}
