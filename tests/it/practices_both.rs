//! What both fill in: private, shared alone, or both open together; and nobody changes theirs after reading the other's.

use axum::http::StatusCode;

use crate::support::{Answer, Somebody, TestApp, Visitor};

/// What each of the two hopes for and expects.
const BOTH: &str = "/between/4";
const FIELDS: [(&str, &str); 3] = [("f-feel", ""), ("f-do", "I go quiet."), ("f-think", "You are leaving.")];

impl Visitor {
    /// Fills in one's own part and keeps it; its path.
    pub async fn fills_part(&mut self, feeling: &str) -> String {
        let fields: Vec<(&str, &str)> =
            FIELDS.iter().map(|(name, text)| (*name, if text.is_empty() { feeling } else { text })).collect();
        self.keeps_practice(BOTH, &fields).await
    }

    /// Chooses when the other one may read one's own part.
    pub async fn gives_part(&mut self, part: &str, when: &str) -> Answer {
        let page = format!("{part}/share");
        self.submit(&page, &page, &[("with", when)]).await
    }
}

async fn view(who: &mut Somebody, paths: &[&str]) -> Vec<(StatusCode, String)> {
    let mut all = Vec::new();
    for path in ["/between", BOTH, "/today", "/write", "/us"].iter().chain(paths) {
        let page = who.browser.get(path).await;
        all.push((page.status, page.still()));
    }
    all
}

#[tokio::test]
async fn both_open_at_once_when_both_have_finished_and_nothing_shows_before() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let hers = noor.browser.fills_part("Small and cold.").await;
    let before = view(&mut noor, &[&hers]).await;
    let his = sam.browser.fills_part("Cornered.").await;
    let chosen = sam.browser.get(&format!("{his}/share")).await.form(&format!("{his}/share")).unwrap().fields;
    assert!(chosen.contains(&("with".to_owned(), "me".to_owned())), "only me is chosen first: {chosen:?}");
    let waits = sam.browser.gives_part(&his, "both").await;
    assert!(waits.path.ends_with("?done=waits") && waits.text().contains("It waits"), "{}", waits.text());
    assert_eq!(view(&mut noor, &[&hers]).await, before, "nothing tells that it waits");
    assert_eq!(noor.browser.get(&his).await.status, StatusCode::NOT_FOUND);

    // what waits can be changed, is private then, and waits again
    let edit = format!("{his}/edit");
    sam.browser.submit(&edit, &edit, &[("f-feel", "Cornered and ashamed."), ("act", "keep")]).await;
    assert!(!sam.browser.get(&his).await.text().contains("It waits until"));
    let hers_share = format!("{hers}/share");
    let given = noor.browser.gives_part(&hers, "both").await;
    assert!(given.path.ends_with("?done=waits"), "his is private again: {}", given.path);
    let opened = sam.browser.gives_part(&his, "both").await;
    assert!(opened.path.ends_with("?done=opened"), "{}", opened.path);
    let (mine, theirs) = (sam.browser.get(&his).await.text(), noor.browser.get(&hers).await.text());
    for words in ["Cornered and ashamed.", "Small and cold."] {
        assert!(mine.contains(words) && theirs.contains(words), "{words}");
    }
    // her page still has the address from when hers waited, and does not say so any more
    let loaded = noor.browser.get(&given.path).await.text();
    assert!(loaded.contains("Cornered and ashamed.") && !loaded.contains("It waits until"), "{loaded}");
    // neither can change it now
    for (who, part) in [(&mut sam, &his), (&mut noor, &hers)] {
        let edit = format!("{part}/edit");
        assert!(who.browser.get(&edit).await.status.is_redirection());
        let refused =
            who.browser.forges(&edit, &[("f-feel", "Fine."), ("f-do", "x"), ("f-think", "y")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("Fine.") && refused.text().contains("stays as you gave it"));
        assert!(who.browser.get(part).await.count("main figure.shared") >= 2);
    }
    // taken back it is gone for the other one, and hers stays as it is
    noor.browser.shares_with(&hers_share, "me").await;
    assert!(!sam.browser.get(&his).await.text().contains("Small and cold."));
    assert_eq!(sam.browser.get(&hers).await.status, StatusCode::NOT_FOUND);
    // both have read the other's, so neither begins theirs anew
    for (who, part) in [(&mut sam, &his), (&mut noor, &hers)] {
        let edit = format!("{part}/edit");
        assert!(who.browser.get(&edit).await.status.is_redirection(), "{part}");
        let refused =
            who.browser.forges(&edit, &[("f-feel", "Fine."), ("f-do", "x"), ("f-think", "y")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{part}");
    }
}

#[tokio::test]
async fn of_what_is_shared_alone_reading_it_ends_changing_ones_own() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let his = sam.browser.fills_part("Cornered.").await;
    let hers = noor.browser.fills_part("Small and cold.").await;
    let given = sam.browser.gives_part(&his, "now").await;
    assert!(given.path.ends_with("?done=shared"), "{}", given.path);
    let page = noor.browser.get(&his).await;
    assert!(
        page.text().contains("When you open it, yours stays") && !page.text().contains("Cornered."),
        "{}",
        page.text()
    );
    let list = noor.browser.get("/between/4").await;
    assert!(!list.text().contains("Cornered.") && list.text().contains("From Sam"), "{}", list.text());
    let before = view(&mut sam, &[&his]).await;
    let look = format!("{his}/look");
    let opened = noor.browser.submit_on(&page, &look, &[]).await;
    assert!(opened.text().contains("Cornered."), "{}", opened.text());
    assert_eq!(view(&mut sam, &[&his]).await, before, "that it was opened shows to nobody");
    let edit = format!("{hers}/edit");
    assert!(noor.browser.get(&edit).await.status.is_redirection());
    let refused = noor.browser.forges(&edit, &[("f-feel", "Fine."), ("f-do", "x"), ("f-think", "y")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    // he has read nothing and may change his; the change is private until he gives it
    let edit = format!("{his}/edit");
    sam.browser.submit(&edit, &edit, &[("f-feel", "Trapped."), ("act", "keep")]).await;
    assert!(!noor.browser.get(&his).await.text().contains("Trapped."));
    // hers is hers to give, with what she wrote before she read
    noor.browser.gives_part(&hers, "now").await;
    assert!(sam.browser.get(&his).await.text().contains("Small and cold."));
}

#[tokio::test]
async fn whoever_wrote_nothing_reads_what_is_shared_alone_and_a_second_time_begins_after_both() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let his = sam.browser.fills_part("Cornered.").await;
    sam.browser.gives_part(&his, "now").await;
    assert!(noor.browser.get("/today").await.text().contains("Sam shared something with you"));
    assert!(noor.browser.get(&his).await.text().contains("Cornered."));
    let hers = noor.browser.fills_part("Small and cold.").await;
    // the same time, until both are given
    let new = format!("{BOTH}/new");
    let again = noor.browser.get(&new).await;
    assert_eq!(again.location(), format!("{hers}/edit"));
    noor.browser.gives_part(&hers, "now").await;
    let second = noor.browser.fills_part("Calmer.").await;
    assert_ne!(second, hers);
    let page = noor.browser.get(&second).await.text();
    assert!(!page.contains("Cornered."), "{page}");
    assert!(!sam.browser.get(BOTH).await.text().contains("Calmer."));
}

#[tokio::test]
async fn of_two_who_give_theirs_at_the_same_moment_both_read_both() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (his, hers) = (sam.browser.fills_part("One.").await, noor.browser.fills_part("Two.").await);
    let [mine, theirs] = [format!("{his}/share"), format!("{hers}/share")];
    let first = sam.browser.get(&mine).await.form(&mine).unwrap();
    let second = noor.browser.get(&theirs).await.form(&theirs).unwrap();
    let (one, two) = tokio::join!(
        sam.browser.send_form(&first, &[("with", "both")]),
        noor.browser.send_form(&second, &[("with", "both")])
    );
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert!(sam.browser.get(&his).await.text().contains("Two."));
    assert!(noor.browser.get(&hers).await.text().contains("One."));
}

/// Whether these words stand anywhere that is not the page of the part.
async fn reads_elsewhere(who: &mut Somebody, words: &str) -> bool {
    let mut all = String::new();
    for path in ["/past", BOTH, "/between", "/today"] {
        all += &who.browser.get(path).await.text();
    }
    // what one has not had before them a search does not show; the hit itself says that it is there
    let found = who.browser.finds(words).await;
    all.contains(words) || found.count("ol.timeline > li") > 0
}

#[tokio::test]
async fn elsewhere_the_others_part_is_read_only_after_its_own_page_so_that_nobody_changes_theirs_after_reading()
 {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let his = sam.browser.fills_part("Cornered.").await;
    let hers = noor.browser.fills_part("Small and cold.").await;
    sam.browser.gives_part(&his, "both").await;
    let opened = noor.browser.gives_part(&hers, "both").await;
    assert!(
        opened.path.ends_with("?done=opened") && opened.text().contains("Cornered."),
        "{}",
        opened.text()
    );
    assert!(reads_elsewhere(&mut noor, "Cornered.").await, "she has read it on its page");
    assert!(!reads_elsewhere(&mut sam, "Small and cold.").await);
    assert!(sam.browser.get("/past").await.text().contains("Cornered."), "his own stands there");
    // taken back before he read it: his is his to change
    let back = format!("{hers}/share");
    noor.browser.shares_with(&back, "me").await;
    assert_eq!(sam.browser.get(&format!("{his}/edit")).await.status, StatusCode::OK);
    noor.browser.gives_part(&hers, "both").await;
    assert!(!reads_elsewhere(&mut sam, "Small and cold.").await);
    assert!(sam.browser.get(&his).await.text().contains("Small and cold."));
    assert!(reads_elsewhere(&mut sam, "Small and cold.").await, "now it was read on its page");
    noor.browser.shares_with(&back, "me").await;
    assert!(sam.browser.get(&format!("{his}/edit")).await.status.is_redirection());
}

#[tokio::test]
async fn after_parting_what_was_left_is_there_to_be_read_and_nothing_of_it_is_decided() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let his = sam.browser.fills_part("Cornered.").await;
    noor.browser.fills_part("Small and cold.").await;
    sam.browser.gives_part(&his, "now").await;
    assert!(!reads_elsewhere(&mut noor, "Cornered.").await);
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    let page = noor.browser.get(&his).await;
    assert!(page.text().contains("Cornered.") && page.count("form[action$='/look']") == 0, "{}", page.text());
    assert!(noor.browser.get("/past").await.text().contains("Cornered."));
}

#[tokio::test]
async fn what_both_can_read_stands_once_on_the_list_and_leads_to_the_whole() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let his = sam.browser.fills_part("Cornered.").await;
    let hers = noor.browser.fills_part("Small and cold.").await;
    sam.browser.gives_part(&his, "both").await;
    assert_eq!(sam.browser.get(BOTH).await.count("section[aria-labelledby=opened]"), 0);
    noor.browser.gives_part(&hers, "both").await;
    for (who, part) in [(&mut sam, &his), (&mut noor, &hers)] {
        let page = who.browser.get(BOTH).await;
        assert_eq!(page.count("main a.row"), 1, "{}", page.text());
        assert_eq!(page.count(&format!("section[aria-labelledby=opened] a[href='{part}']")), 1);
        assert!(page.text().contains("drawn as one loop") && page.text().contains("Fill it in once more"));
        assert_eq!(who.browser.get(part).await.count("figure.loop svg"), 1);
    }
}
