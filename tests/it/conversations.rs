//! The talk, through its pages: turns, breaks, taking back, and what nobody may see.

use axum::http::StatusCode;

use crate::support::{TestApp, talk::Until};

#[tokio::test]
async fn two_people_go_through_all_eight_steps() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::End).await;
    let path = talk.path.clone();
    let [sam, noor] = [talk.sam.stands(&path).await, talk.noor.stands(&path).await];
    for page in [&sam, &noor] {
        assert_eq!(page.path, format!("{path}/end"));
        assert_eq!(page.all("h1"), ["You have come through this talk"]);
    }
    let record = talk.sam.get(&format!("{path}/record")).await;
    assert_eq!(record.status, StatusCode::OK);
    let text = record.text();
    for shared in [
        "opening by Sam",
        "place by Noor",
        "feelings by Noor",
        "step 3 said back by Sam",
        "perspective by Noor",
        "act by Noor",
        "regret by Noor",
        "need by Sam",
        "idea by Noor",
    ] {
        assert!(text.contains(shared), "{shared}: {text}");
    }
}
