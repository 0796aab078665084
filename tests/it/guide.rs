//! The pages of the guide, as anybody reads them; and that they know where they help.

use axum::http::StatusCode;
use toward::{guide::readings, reflections, web::router};

use crate::support::TestApp;

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
}
