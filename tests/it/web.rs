//! What every answer has, whatever the page.

use axum::http::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn every_answer_has_the_headers_errors_included() {
    let app = TestApp::new().await;
    for path in ["/healthz", "/readyz", "/right-for-us", "/not-here", "/today"] {
        let answer = app.visitor().get(path).await;
        let header =
            |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(
            header("content-security-policy").ends_with("form-action 'self'"),
            "no header names where anybody leaves to: {path}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_of_ours() {
    let app = TestApp::new().await;
    let answer = app.visitor().get("/not-here").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.all("h1"), ["There is no page here"]);
}

#[tokio::test]
async fn it_is_ready_when_the_database_answers() {
    let app = TestApp::new().await;
    assert_eq!(app.visitor().get("/readyz").await.status, StatusCode::OK);
}
