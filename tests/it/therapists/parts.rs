//! What both fill in, through the window: the therapist reads it once it is given; one of the two finds the other's there
//! only after they have read it on its own page, where it is noted.

use axum::http::StatusCode;

use super::three;
use crate::support::TestApp;

#[tokio::test]
async fn of_the_two_whoever_looks_through_the_window_finds_the_others_part_only_after_its_own_page() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let his = sam.browser.fills_part("Cornered.").await;
    let hers = noor.browser.fills_part("Small and cold.").await;
    for (who, part) in [(&mut sam, &his), (&mut noor, &hers)] {
        let page = format!("{part}/share");
        let given = who.browser.submit(&page, &page, &[("with", "both"), ("who", "therapist")]).await;
        assert!(given.path.contains("?done="), "{}", given.text());
    }
    let id = hers.trim_start_matches("/p/");
    let mut amari = app.with_second_step(&amari, false).await;
    let read = amari.get(&format!("/clients/{access}/shared/{id}")).await;
    assert!(read.text().contains("Small and cold."), "{}", read.text());
    let through = format!("/us/seen/shared/{id}");
    assert_eq!(sam.browser.get(&through).await.status, StatusCode::NOT_FOUND);
    for page in ["/us/seen", "/us/seen/timeline"] {
        assert!(!sam.browser.get(page).await.text().contains("Small and cold."), "{page}");
    }
    assert!(sam.browser.get(&his).await.text().contains("Small and cold."));
    assert!(sam.browser.get(&through).await.text().contains("Small and cold."));
}
