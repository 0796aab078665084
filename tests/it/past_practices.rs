//! Looking back and finding again, for what is done between the talks: what is not to be read yet is in no line, no piece
//! and no hit, and no day tells who was first.

use crate::support::{Answer, Somebody, TestApp};

const CYCLE: &str = "/between/4";

fn lines(page: &Answer) -> Vec<String> {
    let document = scraper::Html::parse_document(&page.body);
    let all = scraper::Selector::parse("ol.timeline > li").unwrap();
    document.select(&all).map(|line| line.html()).collect()
}

/// Fills in one's own part; its path.
async fn fills(who: &mut Somebody, feels: &str) -> String {
    let fields = [("f-feel", feels), ("f-do", "I go quiet."), ("f-think", "You are leaving.")];
    who.browser.keeps_practice(CYCLE, &fields).await
}

async fn gives(who: &mut Somebody, part: &str, when: &str) {
    let share = format!("{part}/share");
    let given = who.browser.submit(&share, &share, &[("with", when)]).await;
    assert!(given.path.contains("?done="), "{}", given.text());
}

#[tokio::test]
async fn a_part_that_waits_is_nowhere_and_once_both_are_open_no_day_tells_who_was_first() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let his = fills(&mut sam, "Cornered.").await;
    let blank = [noor.browser.get("/past").await.still(), noor.browser.finds("cornered").await.still()];
    let pieces = sam.browser.get("/past/pieces").await.still();
    gives(&mut sam, &his, "both").await;
    let after = [noor.browser.get("/past").await.still(), noor.browser.finds("cornered").await.still()];
    assert_eq!(after, blank, "nothing tells that it waits");
    assert!(lines(&sam.browser.get("/past").await).is_empty(), "nor is it a line of both");
    assert_eq!(sam.browser.get("/past/pieces").await.still(), pieces, "nor a piece");

    app.later(2, &mut [&mut sam, &mut noor]).await;
    let hers = fills(&mut noor, "Small.").await;
    gives(&mut noor, &hers, "both").await;
    for (who, words, path) in [(&mut sam, "small", &his), (&mut noor, "cornered", &hers)] {
        // the other's part is found once it was read on its own page
        who.browser.get(path).await;
        let found = who.browser.finds(words).await.text();
        assert!(found.contains("4 March 2026") && !found.contains("2 March 2026"), "{found}");
    }
    let (one, two) = (sam.browser.get("/past").await, noor.browser.get("/past").await);
    assert_eq!(lines(&one), lines(&two));
    assert_eq!(lines(&one).len(), 2, "a line for each, and none for having read: {}", one.text());
    assert!(!one.text().contains("2 March 2026"), "{}", one.text());
    for who in [&mut sam, &mut noor] {
        let all = who.browser.get("/past?mine=yes").await;
        assert_eq!(lines(&all).len(), 2, "what somebody has read is no line either: {}", all.text());
    }
}

#[tokio::test]
async fn a_part_whose_reading_ends_ones_own_writing_is_found_only_after_looking_at_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    fills(&mut noor, "Small.").await;
    let his = fills(&mut sam, "Cornered.").await;
    let before = noor.browser.finds("cornered").await.still();
    gives(&mut sam, &his, "now").await;
    assert_eq!(noor.browser.finds("cornered").await.still(), before, "looking would end Noor's own writing");
    assert!(lines(&noor.browser.get("/past").await).is_empty());
    noor.browser.submit(&his, &format!("{his}/look"), &[]).await;
    assert_eq!(noor.browser.finds("cornered").await.all("mark"), ["Cornered"]);
    assert_eq!(lines(&noor.browser.get("/past").await).len(), 1);
}

#[tokio::test]
async fn what_came_in_a_night_without_it_is_brought_by_no_line_and_no_search_before_the_morning() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    noor.browser.puts_away("07:00").await;
    let before = [noor.browser.get("/past").await.still(), noor.browser.finds("shop").await.still()];
    sam.browser.sends_line("The song in the shop", "know").await;
    let after = [noor.browser.get("/past").await.still(), noor.browser.finds("shop").await.still()];
    assert_eq!(after, before);
    app.at(time::macros::datetime!(2026-03-03 7:01 UTC), &mut [&mut sam, &mut noor]).await;
    assert!(noor.browser.finds("shop").await.text().contains("It is new to you"));
    assert_eq!(lines(&noor.browser.get("/past").await).len(), 1, "and a night is no line");
}

#[tokio::test]
async fn what_is_for_its_author_alone_is_found_and_stands_on_no_timeline_of_theirs() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    sam.browser.submit("/aside", "/aside", &[("words", "The second phone")]).await;
    assert!(sam.browser.finds("phone").await.text().contains("The second"));
    assert!(lines(&sam.browser.get("/past?mine=yes").await).is_empty(), "somebody may look over a shoulder");
}

#[tokio::test]
async fn what_was_changed_since_it_was_shared_stands_for_both_as_the_other_one_holds_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let tea = sam.browser.shares_practice("/between/10", &[("f-what", "A cup of tea")]).await;
    noor.browser.get(&tea).await;
    let edit = format!("{tea}/edit");
    sam.browser.submit(&edit, &edit, &[("f-what", "A cup of coffee"), ("act", "keep")]).await;
    let (one, two) = (sam.browser.get("/past").await, noor.browser.get("/past").await);
    assert_eq!(lines(&one), lines(&two), "to the letter");
    assert!(one.text().contains("cup of tea") && !one.text().contains("coffee"), "{}", one.text());
}
