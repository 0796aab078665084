//! Today: what waits for whom, and what it costs to find out.

use crate::support::{
    TestApp,
    talk::{OPENING, Until, begin},
};

#[tokio::test]
async fn six_talks_are_opened_with_as_many_statements_as_one() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let proposed = begin(&mut talk.sam, &mut talk.noor, &OPENING).await;
    let form = format!("{proposed}/0?form=1");
    let pages = ["/today", "/talk", "/talk/new", "/talk/pause", form.as_str()];
    // what is noted at the first look has been noted
    talk.noor.get(&form).await;
    let few = app.statements(&talk.noor, &pages).await;
    for _ in 0..5 {
        begin(&mut talk.sam, &mut talk.noor, &OPENING).await;
    }
    let many = app.statements(&talk.noor, &pages).await;
    for ((page, few), many) in pages.iter().zip(&few).zip(&many) {
        assert_eq!(few, many, "{page}");
        assert!((6..=12).contains(&few.len()), "{page}: {few:#?}");
    }
}
