//! Earlier things: what is not shared, by whom not, and not at the moment in which it ends.

use axum::http::StatusCode;

use super::{
    earlier::{PAGE, again, boxes, held, note, ticks, value},
    *,
};

#[tokio::test]
async fn nothing_goes_over_unless_all_of_it_is_what_was_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, noor, amari, _) = three(&app).await;
    let (mine, private) = (note(&app, &sam, "Mine.").await, write(&app, &sam, "Only mine.").await);
    let theirs = note(&app, &noor, "Noor's.").await;
    let nothing = ticks(&mut sam.browser, PAGE, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("Tick what you would like to share."), "{}", nothing.text());
    let shown = sam.browser.get(PAGE).await;
    for other in [value(private), value(theirs), value(EntryId::random()), format!("{mine}.2")] {
        let again = ticks(&mut sam.browser, PAGE, &[&value(mine), &other]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
        assert!(again.text().contains("Something changed in the meantime."), "{}", again.text());
        assert_eq!(boxes(&again), (vec![value(mine)], 1), "what was ticked stays ticked");
    }
    assert_eq!(sam.browser.forges(PAGE, &[("it", "x")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // shared anew with the partner since: those are other words
    edit(&app, &sam, mine, 1, "Other words.").await;
    share_with_partner(&app, &sam, mine, 2).await;
    let again = sam.browser.submit_on(&shown, PAGE, &[("it", &value(mine))]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Other words."), "{}", again.text());
    assert_eq!(held(&app).await, 0);
    assert_eq!(sees(&app, &amari, mine).await, None);
    // twice the same is once
    let both = format!("{mine}.2");
    let done = ticks(&mut sam.browser, PAGE, &[&both, &both]).await;
    assert!(done.text().contains("Amari can read a note of yours now."), "{}", done.text());
    assert_eq!(held(&app).await, 1);
}

#[tokio::test]
async fn without_a_therapist_who_reads_there_is_no_such_page_for_anybody() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, mut amari, _) = three(&app).await;
    let mine = note(&app, &sam, "Mine.").await;
    let (mut iris, mut max) = app.linked("Iris", "Max").await;
    let alone = app.somebody("Kai").await;
    let mut strangers = [again(&app, alone).await];
    let shown = sam.browser.get(PAGE).await;
    for (who, to) in [
        (&mut amari, "/us/therapist"),
        (&mut iris, "/us/therapist"),
        (&mut max, "/us/therapist"),
        (&mut strangers[0], "/us/therapist"),
    ] {
        assert_eq!(who.browser.get(PAGE).await.location(), to);
        let forged = who.browser.forges(PAGE, &[("it", &value(mine))]).await;
        assert_eq!(forged.location(), "/us/therapist?done=not");
    }
    assert!(!noor.browser.get(PAGE).await.body.contains("Mine."), "not Noor's to share");
    assert_eq!(
        noor.browser.forges(PAGE, &[("it", &value(mine))]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    act(&app, &noor, &noor, Act::End).await.unwrap();
    let late = sam.browser.submit_on(&shown, PAGE, &[("it", &value(mine))]).await;
    assert!(late.text().contains("That is not possible any more."), "{}", late.text());
    assert_eq!(sam.browser.get(PAGE).await.location(), "/us/therapist");
    assert_eq!(held(&app).await, 0);
}

#[tokio::test]
async fn what_is_shared_in_the_moment_in_which_it_ends_is_gone_or_was_never_given() {
    let app = TestApp::new().await;
    for _ in 0..6 {
        let (sam, noor, ..) = three(&app).await;
        let mine = note(&app, &sam, "Mine.").await;
        let pair = ours(&app, &sam).await.unwrap();
        let (therapist, access) = pair.reader().unwrap();
        let gives = async {
            let mut scope = app.scope(&sam).await;
            let today = app.clock.now().date();
            let done = entries::show_therapist(&mut scope, &sam.hand, therapist, access, mine, today).await;
            if done.is_ok() {
                // long enough for the other one to come in between, if nothing held it
                tokio::time::sleep(std::time::Duration::from_millis(30)).await;
                scope.commit().await.unwrap();
            }
        };
        let ends = async {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            act(&app, &noor, &noor, Act::End).await.unwrap();
        };
        tokio::join!(gives, ends);
        assert_eq!(held(&app).await, 0);
    }
}
