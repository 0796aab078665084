//! Two people: inviting, accepting, the key phrase, leaving, and what one sees of the other before and after.

use axum::http::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn two_people_sign_up_and_are_linked_through_the_pages() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    assert!(sam.get("/us").await.text().contains("You share this space with Noor"));
    assert!(noor.get("/us").await.text().contains("You share this space with Sam"));
    assert_eq!(sam.get("/today").await.status, StatusCode::OK);
}
