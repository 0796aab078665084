//! A day that both say yes to: reminders for both and a calendar file, while both say yes, and not before or after. And what
//! opens for both at once or not at all.

use axum::http::StatusCode;

use crate::support::TestApp;

/// Time for two, and forgiving.
const DATE: &str = "/between/8";
const DOWN: &str = "/between/13";

/// What is due: the kind, for how many people, and at which hour in Europe/Berlin.
async fn due(app: &TestApp) -> Vec<(String, i64, String)> {
    let sql = "select kind, count(*), to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from due group by 1, 3 order by 3";
    sqlx::query_as(sql).fetch_all(app.owner()).await.unwrap()
}

#[tokio::test]
async fn a_day_reminds_both_from_the_yes_until_it_is_taken_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let day = app.next_week();
    let fields = [("f-what", "Soup at the harbour"), ("f-day", day.as_str())];
    let given = sam.browser.shares_practice(DATE, &fields).await;
    let file = format!("{given}/day.ics");
    assert_eq!(due(&app).await, [], "nobody has said yes");
    for who in [&mut sam, &mut noor] {
        assert_eq!(who.browser.get(&file).await.status, StatusCode::NOT_FOUND);
    }

    // a yes that is kept and not shared is none
    let before = sam.browser.get(&given).await.still();
    let preview = noor.browser.looks_at_answer(&given, &[("answer", "yes")]).await;
    assert_eq!(due(&app).await, []);
    assert_eq!(sam.browser.get(&given).await.still(), before);
    assert_eq!(sam.browser.get(&file).await.status, StatusCode::NOT_FOUND);

    noor.browser.shares_with(&preview.path, "partner").await;
    let there = due(&app).await;
    assert!(
        matches!(there.as_slice(), [(kind, 2, at)] if kind == "date" && at.starts_with(&day)),
        "{there:?}"
    );
    for who in [&mut sam, &mut noor] {
        let calendar = who.browser.get(&file).await;
        assert_eq!(calendar.status, StatusCode::OK);
        let text = calendar.body;
        assert!(text.contains(&day.replace('-', "")) && text.contains("SUMMARY:Toward"), "{text}");
        assert!(!text.contains("Soup") && !text.contains("Sam") && !text.contains("Noor"), "{text}");
        assert!(who.browser.get(&given).await.text().contains("Put the day in your calendar"));
    }

    // another answer ends it, and so does taking back what was suggested
    noor.browser.answers_practice(&given, &[("answer", "not-now")]).await;
    assert_eq!(due(&app).await, []);
    assert_eq!(sam.browser.get(&file).await.status, StatusCode::NOT_FOUND);
    noor.browser.answers_practice(&given, &[("answer", "yes")]).await;
    assert_eq!(due(&app).await, there);
    noor.browser.shares_with(&format!("{given}/answer/share"), "me").await;
    assert_eq!(due(&app).await, [], "the yes was taken back");
    noor.browser.shares_with(&format!("{given}/answer/share"), "partner").await;
    assert_eq!(due(&app).await, there);
    sam.browser.shares_with(&format!("{given}/share"), "me").await;
    assert_eq!(due(&app).await, []);
    assert_eq!(noor.browser.get(&file).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_that_has_passed_and_a_yes_to_something_without_a_day_remind_of_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let passed = sam.browser.get(&format!("{DATE}/new")).await;
    let refused = [("f-what", "A walk"), ("f-day", "2001-01-01"), ("act", "keep")];
    let new = format!("{DATE}/new");
    let refused = sam.browser.submit_on(&passed, &new, &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("A walk") || refused.body.contains("A walk"), "what was typed is kept");
    let word = sam.browser.shares_practice("/between/3", &[("f-hold", "I come home when I said.")]).await;
    assert!(noor.browser.get(&word).await.text().contains("Is that all right with you?"));
    noor.browser.answers_practice(&word, &[("answer", "yes")]).await;
    assert_eq!(due(&app).await, []);
    assert_eq!(noor.browser.get(&format!("{word}/day.ics")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn forgiving_opens_when_both_choose_it_and_never_for_one_before_the_other() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = noor.browser.get(DOWN).await.still();
    let mine = sam.browser.keeps_practice(DOWN, &[("f-down", "The list in my head.")]).await;
    let share = format!("{mine}/share");
    let page = sam.browser.get(&share).await;
    assert_eq!(page.count("input[name=with][value=now]"), 0, "it is not offered");
    let forged = sam.browser.submit_on(&page, &share, &[("with", "now")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(noor.browser.get(&mine).await.status, StatusCode::NOT_FOUND);
    sam.browser.submit(&share, &share, &[("with", "both")]).await;
    assert_eq!(noor.browser.get(DOWN).await.still(), before, "nothing tells that Sam has chosen it");
    assert_eq!(noor.browser.get(&mine).await.status, StatusCode::NOT_FOUND);
    let hers = noor.browser.keeps_practice(DOWN, &[("f-wish", "Quiet nights.")]).await;
    let share = format!("{hers}/share");
    noor.browser.submit(&share, &share, &[("with", "both")]).await;
    assert!(noor.browser.get(&hers).await.text().contains("The list in my head."));
    assert!(sam.browser.get(&mine).await.text().contains("Quiet nights."));
}
