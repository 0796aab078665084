//! What the two agree on: suggested, agreed to the very same words, and changed or ended by both alone.

use axum::http::StatusCode;

use crate::support::{TestApp, Visitor};

const RULES: &str = "/between/6";

impl Visitor {
    /// Suggests a rule and shares it; its path.
    async fn suggests(&mut self, rule: &str) -> String {
        self.shares_practice(RULES, &[("f-rule", rule)]).await
    }

    /// Agrees, and shares that.
    async fn agrees(&mut self, rule: &str) {
        self.answers_practice(rule, &[("answer", "agree")]).await;
    }

    /// Suggests other words for this one, as far as the preview; its path.
    async fn words_it(&mut self, rule: &str, words: &str) -> String {
        let page = format!("{rule}/other");
        let preview = self.submit(&page, &page, &[("f-rule", words), ("act", "share")]).await;
        assert!(preview.path.ends_with("/share"), "{}", preview.text());
        preview.path.trim_end_matches("/share").to_owned()
    }

    /// What stands on the list.
    async fn agreed(&mut self) -> Vec<String> {
        self.get(RULES).await.all("section[aria-labelledby=agreed] .title")
    }
}

#[tokio::test]
async fn what_both_agreed_to_stands_with_its_day_and_nobody_takes_it_back_alone() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rule = sam.browser.suggests("We stop at ten.").await;
    assert!(sam.browser.agreed().await.is_empty() && noor.browser.agreed().await.is_empty());
    let page = noor.browser.get(&rule).await.text();
    assert!(page.contains("We stop at ten.") && page.contains("Suggest other words"), "{page}");
    assert_eq!(sam.browser.get(&format!("{rule}/answer")).await.status, StatusCode::NOT_FOUND);
    noor.browser.agrees(&rule).await;
    for who in [&mut sam, &mut noor] {
        assert_eq!(who.browser.agreed().await, ["We stop at ten."]);
        assert!(who.browser.get(&rule).await.text().contains("You both agreed to this on"));
    }
    // neither half goes alone, and the words stay
    for (who, page) in [(&mut sam, format!("{rule}/share")), (&mut noor, format!("{rule}/answer/share"))] {
        let refused = who.browser.submit(&page, &page, &[("with", "me")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("You have both agreed to this"), "{}", refused.text());
    }
    assert_eq!(
        sam.browser.forges(&format!("{rule}/edit"), &[("f-rule", "x")]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(sam.browser.forges(&format!("{rule}/remove"), &[]).await.status, StatusCode::CONFLICT);
    let again = noor.browser.forges(&format!("{rule}/answer"), &[("answer", "agree"), ("to", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(noor.browser.agreed().await, ["We stop at ten."]);
}

#[tokio::test]
async fn other_words_a_change_and_an_end_hold_only_when_both_agree() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let first = sam.browser.suggests("We stop at ten.").await;
    let second = noor.browser.words_it(&first, "We stop at eleven.").await;
    assert_eq!(sam.browser.get(&second).await.status, StatusCode::NOT_FOUND, "not shared yet");
    noor.browser.shares_with(&format!("{second}/share"), "partner").await;
    let looked = noor.browser.looks_at_answer(&first, &[("answer", "agree")]).await;
    sam.browser.agrees(&second).await;
    assert_eq!(noor.browser.agreed().await, ["We stop at eleven."]);
    // the first suggestion was for what is settled now
    let late = noor.browser.submit_on(&looked, &looked.path, &[("with", "partner")]).await;
    assert!(!late.status.is_success(), "{}", late.text());
    assert!(noor.browser.get(&first).await.text().contains("cannot be agreed to any more"));
    assert_eq!(sam.browser.agreed().await, ["We stop at eleven."]);

    let third = sam.browser.words_it(&second, "We stop at nine.").await;
    sam.browser.shares_with(&format!("{third}/share"), "partner").await;
    assert_eq!(noor.browser.agreed().await, ["We stop at eleven."], "it holds until both have agreed");
    assert!(noor.browser.get(&third).await.text().contains("asks to change this"));
    noor.browser.agrees(&third).await;
    for who in [&mut sam, &mut noor] {
        assert_eq!(who.browser.agreed().await, ["We stop at nine."]);
        let before = who.browser.get(RULES).await.all("details.more .title");
        assert_eq!(before, ["We stop at eleven."]);
    }

    let preview = noor.browser.submit(&third, &format!("{third}/end"), &[]).await;
    assert!(
        preview.path.ends_with("/share") && preview.text().contains("asks to end this"),
        "{}",
        preview.text()
    );
    let end = preview.path.trim_end_matches("/share").to_owned();
    noor.browser.shares_with(&preview.path, "partner").await;
    assert_eq!(sam.browser.agreed().await, ["We stop at nine."]);
    // what is agreed to here is the end, and no words
    for page in [end.clone(), format!("{end}/answer")] {
        let asked = sam.browser.get(&page).await.text();
        assert!(asked.contains("I agree to end it") && !asked.contains("agree to these words"), "{asked}");
        assert!(!asked.contains("They stand from today"), "{asked}");
    }
    sam.browser.agrees(&end).await;
    for who in [&mut sam, &mut noor] {
        assert!(who.browser.agreed().await.is_empty());
        assert!(who.browser.get(&end).await.text().contains("You both agreed to end this on"));
    }
    assert_eq!(sam.browser.get(&format!("{third}/other")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_changes_agreed_at_the_same_moment_one_holds_and_the_same_for_both() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rule = sam.browser.suggests("We stop at ten.").await;
    let other = noor.browser.words_it(&rule, "We stop at eleven.").await;
    noor.browser.shares_with(&format!("{other}/share"), "partner").await;
    let hers = noor.browser.looks_at_answer(&rule, &[("answer", "agree")]).await;
    let his = sam.browser.looks_at_answer(&other, &[("answer", "agree")]).await;
    let (one, two) = (hers.form(&hers.path).unwrap(), his.form(&his.path).unwrap());
    let (first, second) = tokio::join!(
        noor.browser.send_form(&one, &[("with", "partner")]),
        sam.browser.send_form(&two, &[("with", "partner")])
    );
    let held = [first.status, second.status].iter().filter(|status| status.is_redirection()).count();
    assert_eq!(held, 1, "{} {}", first.status, second.status);
    let (mine, theirs) = (sam.browser.agreed().await, noor.browser.agreed().await);
    assert_eq!(mine, theirs);
    assert_eq!(mine.len(), 1);
}

#[tokio::test]
async fn after_parting_whoever_agreed_still_has_the_words() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rule = sam.browser.suggests("We stop at ten.").await;
    noor.browser.agrees(&rule).await;
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    let page = noor.browser.get(&rule).await.text();
    assert!(page.contains("This was taken back") && page.contains("We stop at ten."), "{page}");
    for path in [format!("{rule}/other"), format!("{rule}/answer/share")] {
        assert!(!noor.browser.get(&path).await.status.is_success(), "{path}");
    }
}

#[tokio::test]
async fn what_is_true_of_its_writer_alone_is_not_put_into_the_other_ones_mouth() {
    const WHY: &str = "I cannot sleep afterwards.";
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let rule = sam.browser.shares_practice(RULES, &[("f-rule", "We stop at ten."), ("f-why", WHY)]).await;
    assert!(noor.browser.get(&rule).await.text().contains(WHY));
    // her own words begin with the rule, and without his reason
    let other = format!("{rule}/other");
    let page = noor.browser.get(&other).await;
    assert!(page.body.contains("We stop at ten.") && !page.body.contains(WHY));
    noor.browser.agrees(&rule).await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&rule).await.text();
        assert_eq!(page.matches(WHY).count(), 1, "once, as his: {page}");
        assert_eq!(page.matches("We stop at ten.").count(), 2, "{page}");
    }
    let end = noor.browser.submit(&rule, &format!("{rule}/end"), &[]).await.text();
    assert!(
        end.contains("asks to end this") && end.contains("We stop at ten.") && !end.contains(WHY),
        "{end}"
    );

    let mine = [("f-topic", "money"), ("f-words", "The loan."), ("f-owner", "writer")];
    let topic = sam.browser.shares_practice("/between/14", &mine).await;
    let other = format!("{topic}/other");
    let fields = noor.browser.get(&other).await.form(&other).unwrap().fields;
    let chosen = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    assert_eq!((chosen("f-topic"), chosen("f-owner")), (Some("money"), None));
    noor.browser.agrees(&topic).await;
    let page = sam.browser.get(&topic).await.text();
    assert_eq!(page.matches("I do, the one writing this").count(), 1, "{page}");
    assert!(page.contains("The one who suggested it"), "{page}");
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&topic).await.text();
        assert!(page.contains("Change who reads it") && !page.contains("Take it back"), "{page}");
    }
}

#[tokio::test]
async fn with_nobody_to_agree_with_nothing_is_said_about_agreeing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    assert_eq!(noor.browser.get(RULES).await.count("section[aria-labelledby=agreed]"), 1);
    sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    let page = noor.browser.get(RULES).await;
    assert!(
        page.status.is_success() && page.count("section[aria-labelledby=agreed]") == 0,
        "{}",
        page.text()
    );
}
