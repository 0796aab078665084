//! Practices between the talks: private until shared, answered or not, and what was behind it only after an answer.

use axum::http::StatusCode;

use crate::support::{Answer, Somebody, TestApp, Visitor};

/// The apology, and how somebody likes to receive care.
const APOLOGY: &str = "/between/1";
const CARE: &str = "/between/10";

impl Visitor {
    /// Fills in a practice and keeps it; its path.
    pub async fn keeps_practice(&mut self, practice: &str, fields: &[(&str, &str)]) -> String {
        let new = format!("{practice}/new");
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("act", "keep")]).collect();
        let kept = self.submit(&new, &new, &fields).await;
        assert!(kept.path.ends_with("?done=kept"), "{} {}", kept.path, kept.text());
        kept.path.split('?').next().unwrap().to_owned()
    }

    /// Fills in a practice and shares it; its path.
    pub async fn shares_practice(&mut self, practice: &str, fields: &[(&str, &str)]) -> String {
        let given = self.keeps_practice(practice, fields).await;
        self.shares_with(&format!("{given}/share"), "partner").await;
        given
    }

    /// Answers something, as far as the preview.
    pub async fn looks_at_answer(&mut self, given: &str, fields: &[(&str, &str)]) -> Answer {
        let page = format!("{given}/answer");
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("act", "share")]).collect();
        self.submit(&page, &page, &fields).await
    }

    /// Answers something and shares it.
    pub async fn answers_practice(&mut self, given: &str, fields: &[(&str, &str)]) {
        let preview = self.looks_at_answer(given, fields).await;
        assert!(preview.path.ends_with("/answer/share"), "{}", preview.text());
        self.shares_with(&preview.path, "partner").await;
    }
}

/// Everything that the other one could look at.
async fn view(who: &mut Somebody, paths: &[&str]) -> Vec<(StatusCode, String)> {
    let mut all = Vec::new();
    for path in ["/between", APOLOGY, CARE, "/today", "/write", "/us"].iter().chain(paths) {
        let page = who.browser.get(path).await;
        all.push((page.status, page.still()));
    }
    all
}

#[tokio::test]
async fn an_apology_is_private_until_it_is_shared_exactly_as_it_was_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = view(&mut noor, &[]).await;
    let new = format!("{APOLOGY}/new");
    let form = sam.browser.get(&new).await;
    assert!(form.text().contains("What it was like for Noor"), "{}", form.text());
    let written = [("f-did", "I hid the [[phone]]."), ("f-regret", " \r\n"), ("act", "share")];
    let preview = sam.browser.submit_on(&form, &new, &written).await;
    assert!(preview.path.ends_with("/share"), "{}", preview.text());
    let chosen = preview.form(&preview.path).unwrap().fields;
    assert!(chosen.contains(&("with".to_owned(), "me".to_owned())), "only me is chosen first: {chosen:?}");
    let given = preview.path.trim_end_matches("/share").to_owned();
    assert_eq!(view(&mut noor, &[]).await, before, "nothing tells that it is there");
    assert_eq!(noor.browser.get(&given).await.status, StatusCode::NOT_FOUND);

    sam.browser.shares_with(&preview.path, "partner").await;
    let today = noor.browser.get("/today").await.text();
    assert!(today.contains("Sam shared something with you") && !today.contains("I hid"), "{today}");
    let read = noor.browser.get(&given).await;
    assert_eq!(read.all("figure.shared"), preview.all(".preview figure.shared"), "to the letter");
    assert_eq!(read.count("details.fold"), 1, "what is graphic stays folded");
    assert!(!read.text().contains("I regret it"), "what was left empty is not there");
    assert!(
        !noor.browser.get("/today").await.text().contains("shared something with you"),
        "it was looked at"
    );
    for act in ["edit", "remove", "share", "later", "later/share"] {
        let path = format!("{given}/{act}");
        assert_eq!(noor.browser.get(&path).await.status.as_u16() / 100, 4, "{act}");
        let forged = noor.browser.forges(&path, &[("f-did", "x"), ("with", "me"), ("number", "1")]).await;
        assert_eq!(forged.status.as_u16() / 100, 4, "{act}");
    }

    // taken back it is gone at once, with a dated line that says nothing
    sam.browser.shares_with(&format!("{given}/share"), "me").await;
    assert_eq!(noor.browser.get(&given).await.status, StatusCode::NOT_FOUND);
    assert!(noor.browser.get("/write").await.text().contains("took something back"));
    let removed = sam.browser.submit(&given, &format!("{given}/remove"), &[]).await;
    assert!(removed.path.ends_with("?done=removed"), "{}", removed.path);
    assert_eq!(sam.browser.get(&given).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_of_the_four_answers_goes_on_and_accepting_is_never_needed() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    let page = noor.browser.get(&format!("{given}/answer")).await;
    let offered = page.all("label.choice > span:not(.hint)");
    assert_eq!(offered, ["I accept it", "Not yet, I still need …", "I heard it", "I will answer later"]);
    assert_eq!(page.count("input[name=answer][checked]"), 0, "none is chosen beforehand");
    for (fields, says) in [
        (vec![("words", "x")], "Choose one of these"),
        (vec![("answer", "never")], "Choose one of these"),
        (vec![("answer", "not-yet"), ("words", " ")], "Add a few words"),
        (vec![("answer", "later"), ("day", "soon")], "Choose a day"),
        (vec![("answer", "heard"), ("day", "2030-05-05")], "names no day"),
        (vec![("answer", "later"), ("day", "2026-03-01")], "behind you"),
        (vec![("answer", "later"), ("day", "2027-06-01")], "within a year"),
    ] {
        let refused = noor.browser.looks_at_answer(&given, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.text().contains(says), "{says}: {}", refused.text());
    }
    // what is kept to oneself shows to nobody
    let before = view(&mut sam, &[&given]).await;
    let answer = format!("{given}/answer");
    noor.browser
        .submit(&answer, &answer, &[("answer", "heard"), ("words", "It took long."), ("act", "keep")])
        .await;
    assert_eq!(view(&mut sam, &[&given]).await, before);

    for (fields, says) in [
        (vec![("answer", "later"), ("day", "2026-03-09"), ("words", "")], "Noor will answer later"),
        (vec![("answer", "heard"), ("words", ""), ("day", "")], "Noor heard it"),
        (vec![("answer", "not-yet"), ("words", "To hear it again.")], "Noor is not there yet"),
        (vec![("answer", "accept"), ("words", "")], "Noor accepts it"),
    ] {
        noor.browser.answers_practice(&given, &fields).await;
        let seen = sam.browser.get(&given).await.text();
        assert!(seen.contains(says), "{says}: {seen}");
        for failing in ["failed", "refused", "rejected", "not accepted", "declined"] {
            assert!(!seen.to_lowercase().contains(failing), "{failing}");
        }
    }
    let shelf = sam.browser.get(APOLOGY).await.text();
    assert!(shelf.contains("Noor accepts it"), "{shelf}");
}

#[tokio::test]
async fn an_answer_that_takes_the_place_of_one_that_was_read_is_said_once_more_and_only_when_it_is_given() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    let later = [("answer", "later"), ("day", "2026-03-09"), ("words", "")];
    noor.browser.answers_practice(&given, &later).await;
    let titles = async |sam: &mut Somebody| sam.browser.get("/today").await.all("a.row[href^='/p/'] .title");
    assert_eq!(titles(&mut sam).await, ["Noor answered you"]);
    sam.browser.get(&given).await;
    assert!(titles(&mut sam).await.is_empty(), "it was looked at");
    // what she changes for herself alone says nothing
    let before = view(&mut sam, &[&given]).await;
    let answer = format!("{given}/answer");
    let heard = [("answer", "heard"), ("day", ""), ("words", "It took long.")];
    noor.browser.submit(&answer, &answer, &[heard[0], heard[1], heard[2], ("act", "keep")]).await;
    assert_eq!(view(&mut sam, &[&given]).await, before);
    noor.browser.answers_practice(&given, &heard).await;
    assert_eq!(titles(&mut sam).await, ["Noor answered you anew"]);
    assert!(!sam.browser.get("/today").await.text().contains("It took long."));
    sam.browser.get(&given).await;
    assert!(titles(&mut sam).await.is_empty());
    // taken back and given again as it was, it is nothing new
    let share = format!("{answer}/share");
    noor.browser.shares_with(&share, "me").await;
    noor.browser.shares_with(&share, "partner").await;
    assert!(titles(&mut sam).await.is_empty());
}

#[tokio::test]
async fn whoever_listens_has_no_field_then_a_plain_way_to_say_something_and_then_the_turn() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let blank = sam.browser.get("/between/2/new").await;
    assert!(blank.text().contains("The first one is enough."), "{}", blank.text());
    assert_eq!(blank.count("textarea"), 2);
    assert_eq!(blank.count("[data-fold]"), 1, "how to fold is said once, for all fields");
    let given = sam.browser.shares_practice("/between/2", &[("f-helps", "That you call.")]).await;
    let listening = noor.browser.get(&given).await;
    assert_eq!(listening.count("main textarea, main input:not([type=hidden])"), 0);
    assert_eq!(listening.count("main a[href$='/answer']"), 0, "heard first");
    noor.browser.answers_practice(&given, &[("answer", "heard")]).await;
    let heard = noor.browser.get(&given).await;
    assert_eq!(heard.all("main a.go[href$='/answer']"), ["Say something to it"], "{}", heard.text());
    assert_eq!(heard.count("main a[href='/between/2/new']"), 0);
    noor.browser.answers_practice(&given, &[("answer", "reply"), ("words", "I will call.")]).await;
    let said = noor.browser.get(&given).await;
    assert_eq!(said.all("main a[href='/between/2/new']"), ["Your turn, if you like"]);
}

#[tokio::test]
async fn what_can_be_answered_is_said_before_anybody_chooses() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice("/between/3", &[("f-hold", "I come home when I say.")]).await;
    let page = noor.browser.get(&given).await.text();
    for way in ["Yes, that is all right with me", "I am not sure", "No", "I need more time"] {
        assert!(page.contains(way), "{way}: {page}");
    }
}

#[tokio::test]
async fn what_was_behind_it_opens_only_after_an_answer() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    let later = format!("{given}/later");
    let closed = |page: Answer| assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.text());
    closed(sam.browser.get(&later).await);
    closed(sam.browser.forges(&later, &[("words", "I was afraid.")]).await);
    noor.browser.answers_practice(&given, &[("answer", "later"), ("day", "2026-03-09")]).await;
    closed(sam.browser.get(&later).await);

    noor.browser.answers_practice(&given, &[("answer", "heard"), ("day", "")]).await;
    assert!(sam.browser.get("/today").await.text().contains("Noor answered you"));
    assert!(sam.browser.get(&given).await.text().contains("What may explain it"));
    let before = view(&mut noor, &[&given]).await;
    let kept = sam.browser.submit(&later, &later, &[("words", "I was afraid."), ("act", "share")]).await;
    assert!(kept.path.ends_with("/later/share"), "{}", kept.text());
    assert_eq!(view(&mut noor, &[&given]).await, before);
    sam.browser.shares_with(&kept.path, "partner").await;
    let read = noor.browser.get(&given).await.text();
    assert!(read.contains("I was afraid.") && read.contains("Sam says what may explain it"), "{read}");
    closed(noor.browser.get(&later).await);
}

#[tokio::test]
async fn an_answer_belongs_to_the_very_words_that_were_given() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    let (share, edit, answer) =
        (format!("{given}/share"), format!("{given}/edit"), format!("{given}/answer"));
    assert!(sam.browser.get(&edit).await.status.is_redirection(), "it is not changed under a reader's eyes");
    let begun = noor.browser.get(&answer).await;
    let looked = noor.browser.looks_at_answer(&given, &[("answer", "accept")]).await;
    sam.browser.shares_with(&share, "me").await;
    let gone = noor.browser.submit_on(&looked, &looked.path, &[("with", "partner")]).await;
    assert!(
        gone.text().contains("This was taken back") && gone.text().contains("accepts it"),
        "{}",
        gone.text()
    );
    sam.browser.submit(&edit, &edit, &[("f-did", "I hid both phones."), ("act", "keep")]).await;
    sam.browser.shares_with(&share, "partner").await;
    let refused = noor.browser.submit_on(&looked, &looked.path, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("reads differently now"), "{}", refused.text());
    let refused = noor.browser.submit_on(&begun, &answer, &[("answer", "heard"), ("words", "Yes.")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("both phones") && refused.body.contains("Yes."));
    assert!(sam.browser.get(&given).await.text().contains("Nothing has come back"));
    noor.browser.answers_practice(&given, &[("answer", "heard")]).await;
    // with an answer to it, it is neither changed nor removed, not even after it was taken back
    sam.browser.shares_with(&share, "me").await;
    let edited = sam.browser.forges(&edit, &[("f-did", "Nothing.")]).await;
    assert_eq!(edited.status, StatusCode::CONFLICT);
    assert!(edited.text().contains("both phones") && edited.body.contains("Nothing."));
    assert_eq!(sam.browser.forges(&format!("{given}/remove"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_list_of_ones_own_is_shared_one_thing_at_a_time_and_asks_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let tea = sam.browser.shares_practice(CARE, &[("f-what", "A cup of tea")]).await;
    sam.browser.keeps_practice(CARE, &[("f-what", "A walk in the rain")]).await;
    let shelf = noor.browser.get(CARE).await.text();
    assert!(shelf.contains("A cup of tea") && !shelf.contains("A walk"), "{shelf}");
    let page = noor.browser.get(&tea).await;
    assert!(page.text().contains("A cup of tea") && page.all("main form").is_empty(), "{}", page.text());
    assert_eq!(noor.browser.get(&format!("{tea}/answer")).await.status, StatusCode::NOT_FOUND);
    // it can be changed at any time, and the change is private until it is shared
    let edit = format!("{tea}/edit");
    sam.browser.submit(&edit, &edit, &[("f-what", "A cup of coffee"), ("act", "keep")]).await;
    assert!(noor.browser.get(&tea).await.text().contains("A cup of tea"));
    assert!(sam.browser.get(&tea).await.text().contains("You have changed it since"));
    sam.browser.shares_with(&format!("{tea}/share"), "partner").await;
    assert!(noor.browser.get(&tea).await.text().contains("A cup of coffee"));
}

#[tokio::test]
async fn nothing_typed_is_lost_and_the_same_form_twice_counts_once() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let new = format!("{APOLOGY}/new");
    let empty = sam.browser.submit(&new, &new, &[("f-did", " \n ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("A word is enough"), "{}", empty.text());
    let long = "ä".repeat(4_001);
    let refused = sam.browser.submit(&new, &new, &[("f-did", &long), ("f-keep", "Each day.")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(&long));
    assert!(refused.body.contains("Each day."));
    let care = format!("{CARE}/new");
    let refused = sam.browser.submit(&care, &care, &[("f-when", "Mornings")]).await;
    assert!(refused.text().contains("A few words are enough") && refused.body.contains("Mornings"));

    let form = sam.browser.get(&new).await.form(&new).unwrap();
    for _ in 0..2 {
        let kept = sam.browser.send_form(&form, &[("f-did", "I lied."), ("act", "keep")]).await;
        assert!(kept.location().ends_with("?done=kept"));
    }
    assert_eq!(sam.browser.get(APOLOGY).await.count("main ul.rows a.row"), 1);
    let clash = sam.browser.send_form(&form, &[("f-did", "I lied twice."), ("act", "keep")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("I lied.") && clash.body.contains("I lied twice."));

    // two windows with the same blank answer
    let given = sam.browser.shares_practice(APOLOGY, &[("f-keep", "Each day.")]).await;
    let answer = format!("{given}/answer");
    let windows = [noor.browser.get(&answer).await, noor.browser.get(&answer).await];
    noor.browser.submit_on(&windows[0], &answer, &[("answer", "heard"), ("words", "One.")]).await;
    let clash =
        noor.browser.submit_on(&windows[1], &answer, &[("answer", "accept"), ("words", "Two.")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("One.") && clash.body.contains("Two."));
    let kept = noor.browser.submit_on(&clash, &answer, &[]).await;
    assert!(kept.text().contains("Two."), "{}", kept.text());

    // what is typed and not saved is there again, also after the session has ended
    for (path, field) in [(answer.as_str(), "words"), (new.as_str(), "f-sense"), (care.as_str(), "f-what")] {
        let form = noor.browser.get(path).await.form(path).unwrap();
        let mut fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|(name, _)| name != field)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push((field, "half a sent"));
        assert_eq!(noor.browser.post("/kept", &fields).await.status, StatusCode::OK);
        let again = noor.browser.get(path).await;
        assert!(again.body.contains("half a sent") && again.text().contains("Draft kept on"), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_and_one_that_is_not_yours_are_the_same() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let private = sam.browser.keeps_practice(CARE, &[("f-what", "Tea")]).await;
    let nowhere = format!("/p/{}", uuid::Uuid::nil());
    for end in ["", "/edit", "/share", "/answer", "/answer/share", "/later", "/later/share"] {
        let [mine, none] = [&private, &nowhere].map(|path| format!("{path}{end}"));
        let (mine, none) = (noor.browser.get(&mine).await, noor.browser.get(&none).await);
        assert_eq!((mine.status, mine.still()), (none.status, none.still()), "{end}");
        assert_eq!(mine.status, StatusCode::NOT_FOUND);
    }
    for number in ["0", "01", "+1", "99", "x"] {
        assert_eq!(sam.browser.get(&format!("/between/{number}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(sam.browser.get(&format!("/between/{number}/new")).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn taking_back_and_answering_at_the_same_moment_leave_nothing_half_done() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    for round in 0..4 {
        let given = sam.browser.shares_practice(APOLOGY, &[("f-did", &format!("Number {round}."))]).await;
        let words = format!("About {round}.");
        let looked = noor.browser.looks_at_answer(&given, &[("answer", "heard"), ("words", &words)]).await;
        let share = format!("{given}/share");
        let mine = sam.browser.get(&share).await.form(&share).unwrap();
        let hers = looked.form(&looked.path).unwrap();
        let (back, answered) = tokio::join!(
            sam.browser.send_form(&mine, &[("with", "me")]),
            noor.browser.send_form(&hers, &[("with", "partner")])
        );
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert_eq!(answered.status, StatusCode::SEE_OTHER);
        let shared = answered.location().contains("done=shared");
        assert_eq!(sam.browser.get(&given).await.text().contains(&words), shared, "what she was told holds");
        let left = noor.browser.get(&given).await.text();
        assert!(left.contains("This was taken back") && left.contains(&words));
    }
}

#[tokio::test]
async fn after_parting_ones_own_stays_to_be_read_and_nothing_can_be_shared() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I hid the phone.")]).await;
    noor.browser.answers_practice(&given, &[("answer", "heard"), ("words", "It took long.")]).await;
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    let mine = sam.browser.get(&given).await;
    assert!(
        mine.text().contains("I hid the phone.") && !mine.text().contains("It took long."),
        "{}",
        mine.text()
    );
    let hers = noor.browser.get(&given).await;
    assert!(
        hers.text().contains("It took long.") && hers.text().contains("This was taken back"),
        "{}",
        hers.text()
    );
    for path in [format!("{given}/share"), format!("{given}/later")] {
        assert_eq!(sam.browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [format!("{given}/answer"), format!("{given}/answer/share")] {
        assert!(!noor.browser.get(&path).await.status.is_success(), "{path}");
    }
    let alone = noor.browser.keeps_practice(CARE, &[("f-what", "Quiet")]).await;
    assert!(noor.browser.get(&alone).await.text().contains("Quiet"));
}

#[tokio::test]
async fn nothing_is_shared_while_the_key_is_in_doubt() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = noor.browser.shares_practice(APOLOGY, &[("f-did", "I lied.")]).await;
    let (tea, part) = (
        sam.browser.keeps_practice(CARE, &[("f-what", "Tea")]).await,
        sam.browser.keeps_practice("/between/4", &[("f-feel", "a"), ("f-do", "b"), ("f-think", "c")]).await,
    );
    sam.browser.looks_at_answer(&given, &[("answer", "heard")]).await;
    let other_key = toward::vault::Root::generate().unwrap().keys().public().0.to_vec();
    let sql = "update person set public_key = $2 where id = $1";
    sqlx::query(sql).bind(noor.id.0).bind(other_key).execute(app.owner()).await.unwrap();
    for (page, with) in [
        (format!("{tea}/share"), "partner"),
        (format!("{given}/answer/share"), "partner"),
        (format!("{part}/share"), "now"),
        (format!("{part}/share"), "both"),
    ] {
        let refused = sam.browser.submit(&page, &page, &[("with", with)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{page} {with}");
        assert!(refused.text().contains("Sharing is paused"), "{}", refused.text());
    }
    let grants: i64 =
        sqlx::query_scalar("select count(*) from entry_grant where author = $1 and reader <> $1")
            .bind(sam.id.0)
            .fetch_one(app.owner())
            .await
            .unwrap();
    assert_eq!(grants, 0);
}

#[tokio::test]
async fn what_was_altered_in_the_database_is_said_and_not_shown() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let given = sam.browser.shares_practice(APOLOGY, &[("f-did", "I lied.")]).await;
    let tea = sam.browser.shares_practice(CARE, &[("f-what", "Tea")]).await;
    let id: uuid::Uuid = given.trim_start_matches("/p/").parse().unwrap();
    let sql = "update revision set sealed = set_byte(sealed, 70, (get_byte(sealed, 70) + 1) % 256) where entry_id = $1";
    sqlx::query(sql).bind(id).execute(app.owner()).await.unwrap();
    let page = noor.browser.get(&given).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("failed its integrity check") && !page.text().contains("I lied."));
    assert!(noor.browser.get(CARE).await.text().contains("failed its integrity check"));
    assert!(noor.browser.get(&tea).await.text().contains("Tea"));
    assert_eq!(noor.browser.get("/today").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_list_says_of_each_what_it_is() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let said = sam.browser.get("/between").await.all("a.row .meta");
    assert_eq!(said.len(), toward::practices::all().len());
    let distinct: std::collections::BTreeSet<&String> = said.iter().collect();
    assert_eq!(distinct.len(), said.len(), "{said:?}");
}

#[tokio::test]
async fn one_s_own_list_has_the_newest_first() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let names = ["Aunt Vera", "Dr. Ito", "Max", "The choir", "Lou", "Old Ben"];
    for name in names {
        sam.browser.keeps_practice("/between/12", &[("f-who", name)]).await;
        app.clock.advance(time::Duration::minutes(1));
    }
    let listed = sam.browser.get("/between/12").await.all("section[aria-labelledby=private] .title");
    assert_eq!(listed, names.into_iter().rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_missing_is_named_and_folding_is_offered_where_it_may_be_hard() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let new = "/between/4/new";
    let refused = sam.browser.submit(new, new, &[("f-do", "I ask again.")]).await;
    let named = refused.all("section.errors li");
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(named[0].contains("“What I feel”") && named[1].contains("“What I think you mean"), "{named:?}");
    // a line that somebody writes is no name to sign in with
    let line = refused.count("input[name='f-do']:not([autocapitalize]):not([spellcheck])");
    assert_eq!(line, 1);
    for (practice, folds) in [("/between/8/new", 0), ("/between/4/new", 0), ("/between/2/new", 1)] {
        assert_eq!(sam.browser.get(practice).await.count("button[data-fold]"), folds, "{practice}");
    }
}
