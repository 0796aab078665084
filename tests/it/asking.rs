//! Questions and answers: private until shared, answered in one of three ways, and nobody's to make go away but the asker's.

use axum::http::StatusCode;
use time::Duration;

use crate::support::{Answer, Somebody, TestApp, Visitor};

const NEW: &str = "/questions/new";

impl Visitor {
    /// Writes a question and keeps it; its path.
    pub async fn keeps_question(&mut self, words: &str) -> String {
        let kept = self.submit(NEW, NEW, &[("words", words), ("act", "keep")]).await;
        assert!(kept.path.ends_with("?done=kept"), "{} {}", kept.path, kept.text());
        kept.path.split('?').next().unwrap().to_owned()
    }

    /// Shares what is looked at on this page.
    pub async fn shares_with(&mut self, page: &str, with: &str) -> Answer {
        let shared = self.submit(page, page, &[("with", with)]).await;
        assert_eq!(shared.status, StatusCode::OK, "{}", shared.text());
        shared
    }

    /// Writes a question and asks it; its path.
    pub async fn asks(&mut self, words: &str) -> String {
        let question = self.keeps_question(words).await;
        self.shares_with(&format!("{question}/share/question"), "partner").await;
        question
    }

    /// Writes an answer and shares it.
    pub async fn answers(&mut self, question: &str, words: &str) {
        let page = format!("{question}/answer");
        let preview = self.submit(&page, &page, &[("words", words), ("share", "1")]).await;
        assert!(preview.path.ends_with("/share/answer"), "{}", preview.text());
        self.shares_with(&preview.path, "partner").await;
    }

    /// Names a day for an answer, as far as the preview.
    async fn names_day(&mut self, question: &str, day: &str, words: &str) -> Answer {
        let page = format!("{question}/later");
        self.submit(&page, &page, &[("way", "day"), ("day", day), ("words", words)]).await
    }
}

/// Everything that the other one could look at.
async fn view(who: &mut Somebody, paths: &[&str]) -> Vec<(StatusCode, String)> {
    let mut all = Vec::new();
    for path in ["/questions", "/today", "/write", "/talk", "/plan"].iter().chain(paths) {
        let page = who.browser.get(path).await;
        all.push((page.status, page.still()));
    }
    all
}

#[tokio::test]
async fn a_question_is_private_until_it_is_asked_exactly_as_it_was_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = view(&mut noor, &[]).await;
    let written = [("words", "When did you [[first]] write to him?"), ("act", "share")];
    let preview = sam.browser.submit(NEW, NEW, &written).await;
    assert!(preview.path.ends_with("/share/question"), "{}", preview.path);
    let chosen = preview.form(&preview.path).unwrap().fields;
    assert!(chosen.contains(&("with".to_owned(), "me".to_owned())), "only me is chosen first: {chosen:?}");
    let question = preview.path.trim_end_matches("/share/question").to_owned();
    assert_eq!(view(&mut noor, &[]).await, before, "nothing tells that it is there");
    assert_eq!(noor.browser.get(&question).await.status, StatusCode::NOT_FOUND);
    // kept to oneself is still nothing
    sam.browser.submit_on(&preview, &preview.path.clone(), &[]).await;
    assert_eq!(view(&mut noor, &[]).await, before);

    sam.browser.shares_with(&preview.path, "partner").await;
    let today = noor.browser.get("/today").await;
    assert!(today.text().contains("Sam asks you something") && !today.text().contains("write to him"));
    let read = noor.browser.get(&question).await;
    assert_eq!(read.all("figure.shared"), preview.all(".preview figure.shared"), "to the letter");
    assert_eq!(read.count("details.fold"), 1, "what is graphic stays folded");
    for form in ["edit", "remove", "why"] {
        assert!(read.form(&format!("{question}/{form}")).is_none());
        assert_eq!(noor.browser.get(&format!("{question}/{form}")).await.status.as_u16() / 100, 4, "{form}");
    }

    // taken back it is gone at once, with a dated line that says nothing
    sam.browser.shares_with(&format!("{question}/share/question"), "me").await;
    assert_eq!(noor.browser.get(&question).await.status, StatusCode::NOT_FOUND);
    assert!(!noor.browser.get("/today").await.text().contains("asks you something"));
    assert!(noor.browser.get("/write").await.text().contains("took something back"));
}

#[tokio::test]
async fn a_reply_that_reads_otherwise_than_the_one_that_was_read_is_said_once_more_and_only_when_it_is_shared()
 {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Was it Tuesday?").await;
    let titles =
        async |sam: &mut Somebody| sam.browser.get("/today").await.all("a.row[href^='/questions/'] .title");
    for (day, words) in [("2026-03-05", ""), ("2026-03-12", "I need the weekend first")] {
        let preview = noor.browser.names_day(&question, day, words).await;
        assert!(titles(&mut sam).await.is_empty(), "kept and not shared, it is nothing");
        noor.browser.shares_with(&preview.path, "partner").await;
        assert_eq!(titles(&mut sam).await, ["Noor named a day for an answer"], "{day}");
        sam.browser.get(&question).await;
        assert!(titles(&mut sam).await.is_empty(), "it was looked at");
    }
    noor.browser.answers(&question, "It was Monday.").await;
    assert_eq!(titles(&mut sam).await, ["Noor answered a question of yours"]);
    sam.browser.get(&question).await;
    let before = view(&mut sam, &[&question]).await;
    let answer = format!("{question}/answer");
    noor.browser.submit(&answer, &answer, &[("words", "It was Sunday."), ("act", "keep")]).await;
    assert_eq!(view(&mut sam, &[&question]).await, before, "what she changes for herself alone says nothing");
    noor.browser.answers(&question, "It was Sunday.").await;
    assert_eq!(titles(&mut sam).await, ["Noor answered a question of yours anew"]);
    assert!(!sam.browser.get("/today").await.text().contains("Sunday"));
    assert!(sam.browser.get(&question).await.text().contains("It was Sunday."));
    assert!(titles(&mut sam).await.is_empty());
}

#[tokio::test]
async fn whoever_is_asked_cannot_make_it_go_away_and_it_waits_until_they_say_how() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Who else knew?").await;
    let page = noor.browser.get(&question).await;
    let forms = page.all("main form");
    assert!(forms.is_empty(), "there is nothing to press but the three ways: {forms:?}");
    let ways: Vec<String> = page.all("main a.row .title");
    assert_eq!(ways, ["Answer it", "Answer it by a day", "Answer it with a therapist"]);
    for act in ["remove", "edit", "why", "share/question"] {
        let path = format!("{question}/{act}");
        let forged = noor.browser.forges(&path, &[("words", "x"), ("with", "me"), ("number", "1")]).await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND, "{act}");
    }
    // an answer that is kept to oneself changes nothing for the one who waits
    let before = view(&mut sam, &[&question]).await;
    let answer = format!("{question}/answer");
    noor.browser.submit(&answer, &answer, &[("words", "My sister did.")]).await;
    let kept = noor.browser.get(&question).await;
    for way in ["day", "therapist"] {
        assert_eq!(kept.count(&format!("main a[href$='/later?way={way}']")), 1, "{way} is still there");
    }
    noor.browser.names_day(&question, "2026-03-09", "").await;
    assert_eq!(view(&mut sam, &[&question]).await, before);
    assert!(noor.browser.get("/today").await.text().contains("Sam asks you something"), "it still waits");

    noor.browser.shares_with(&format!("{question}/share/answer"), "partner").await;
    assert!(!noor.browser.get("/today").await.text().contains("asks you something"));
    let today = sam.browser.get("/today").await.text();
    assert!(today.contains("Noor answered a question of yours") && !today.contains("sister"), "{today}");
    assert!(sam.browser.get(&question).await.text().contains("My sister did."));
    assert!(!sam.browser.get("/today").await.text().contains("answered a question"), "it was looked at");
    // what was answered is not changed any more, nor removed
    assert!(sam.browser.get(&format!("{question}/edit")).await.status.is_redirection());
    sam.browser.shares_with(&format!("{question}/share/question"), "me").await;
    let edited = sam.browser.forges(&format!("{question}/edit"), &[("words", "Who knew first?")]).await;
    assert_eq!(edited.status, StatusCode::CONFLICT);
    assert!(edited.text().contains("Who else knew?") && edited.body.contains("Who knew first?"), "both stay");
    assert_eq!(sam.browser.forges(&format!("{question}/remove"), &[]).await.status, StatusCode::CONFLICT);
    assert!(sam.browser.get(&question).await.text().contains("Who else knew?"));
}

#[tokio::test]
async fn a_day_is_shown_to_both_moves_with_a_sentence_and_blames_nobody_when_it_passes() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Why did you not come home?").await;
    let later = format!("{question}/later");
    for (fields, says) in [
        (vec![("way", "day"), ("day", "soon")], "Choose a day"),
        (vec![("way", "day"), ("day", "2026-03-01")], "behind you"),
        (vec![("way", "day"), ("day", "2027-06-01")], "within a year"),
        (vec![("words", "Later")], "Choose one of the two"),
    ] {
        let refused = noor.browser.submit(&later, &later, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(says), "{says}: {}", refused.text());
    }
    let preview = noor.browser.names_day(&question, "2026-03-05", "").await;
    assert!(preview.path.ends_with("/share/later") && preview.text().contains("By Thursday, 5 March 2026."));
    noor.browser.shares_with(&preview.path, "partner").await;
    let seen = sam.browser.get(&question).await.text();
    assert!(seen.contains("Noor will answer") && seen.contains("Thursday, 5 March 2026"), "{seen}");
    assert!(!noor.browser.get("/today").await.text().contains("day for"), "nothing nags before the day");

    let silent = noor.browser.names_day(&question, "2026-03-12", " ").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a day does not move without a word");
    let preview = noor.browser.names_day(&question, "2026-03-12", "I need the weekend first").await;
    assert!(preview.text().contains("Before, it was Thursday, 5 March 2026."));
    // until it is shared, the day that both know holds
    assert!(sam.browser.get(&question).await.text().contains("By Thursday, 5 March 2026."));
    noor.browser.shares_with(&preview.path, "partner").await;
    let seen = sam.browser.get(&question).await.text();
    assert!(seen.contains("By Thursday, 12 March 2026.") && seen.contains("I need the weekend first"));

    app.later(11, &mut [&mut sam, &mut noor]).await;
    let seen = sam.browser.get(&question).await.text().to_lowercase();
    for blame in ["late", "overdue", "missed", "passed", "still has not", "remind"] {
        assert!(!seen.contains(&format!(" {blame}")), "{blame}: {seen}");
    }
    assert!(noor.browser.get("/today").await.text().contains("A question you set a day for"));
    assert!(!sam.browser.get("/today").await.text().contains("set a day"), "that is hers to see");

    let therapist = [("way", "therapist"), ("words", "With somebody there"), ("day", "")];
    let preview = noor.browser.submit(&later, &later, &therapist).await;
    noor.browser.shares_with(&preview.path, "partner").await;
    let seen = sam.browser.get(&question).await.text();
    assert!(
        seen.contains("Noor will answer with a therapist") && seen.contains("With somebody there"),
        "{seen}"
    );
    assert!(!noor.browser.get("/today").await.text().contains("set a day for"));
}

async fn due(app: &TestApp) -> Vec<(String, uuid::Uuid)> {
    sqlx::query_as("select kind, person_id from due order by at").fetch_all(app.owner()).await.unwrap()
}

#[tokio::test]
async fn only_a_day_that_both_know_is_to_be_reminded_of() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Where is the letter?").await;
    let later = noor.browser.names_day(&question, "2026-03-05", "").await;
    assert_eq!(due(&app).await, [], "it is not shared");
    noor.browser.shares_with(&later.path, "partner").await;
    let hers = [("answer".to_owned(), noor.id.0)];
    assert_eq!(due(&app).await, hers, "and nobody but her is reminded");
    noor.browser.shares_with(&later.path, "me").await;
    assert_eq!(due(&app).await, []);
    noor.browser.shares_with(&later.path, "partner").await;
    let asked = format!("{question}/share/question");
    sam.browser.shares_with(&asked, "me").await;
    assert_eq!(due(&app).await, [], "taken back");
    sam.browser.shares_with(&asked, "partner").await;
    assert_eq!(due(&app).await, hers, "asked again");
    noor.browser.answers(&question, "In the drawer.").await;
    assert_eq!(due(&app).await, [], "answered");
}

#[tokio::test]
async fn a_question_asked_again_has_the_earlier_answers_beside_it_for_both() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let first = sam.browser.asks("Why did you lie to me about the hotel?").await;
    noor.browser.answers(&first, "I was afraid that you would leave.").await;
    let other = sam.browser.asks("Who paid for the flowers?").await;
    noor.browser.answers(&other, "Nobody did.").await;
    let open = sam.browser.asks("What about that hotel lie?").await;

    let again = [("words", "why DID you lie, about that hotel?"), ("act", "look")];
    let looked = sam.browser.submit(NEW, NEW, &again).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.text().contains("I was afraid that you would leave."), "{}", looked.text());
    assert!(
        !looked.text().contains("Nobody did.") && looked.body.contains("why DID you lie"),
        "and the form stays"
    );
    assert_eq!(sam.browser.get("/questions").await.count("main a.row"), 3, "looking keeps nothing");
    let none = sam.browser.submit(NEW, NEW, &[("words", "Do you sleep?"), ("act", "look")]).await;
    assert!(none.text().contains("none sounds like this one"), "{}", none.text());

    // also where nobody looked, before it is asked
    let kept = sam.browser.keeps_question("Why was there a lie about the hotel?").await;
    let preview = sam.browser.get(&format!("{kept}/share/question")).await;
    assert!(preview.text().contains("I was afraid that you would leave."), "{}", preview.text());
    assert!(!preview.text().contains("Nobody did."));
    sam.browser.submit(&kept, &format!("{kept}/remove"), &[]).await;

    // it can be asked again, and whoever answers has their own earlier answer beside it
    let second = sam.browser.asks("Why did you lie about the hotel?").await;
    let page = noor.browser.get(&format!("{second}/answer")).await;
    assert!(page.text().contains("I was afraid that you would leave."), "{}", page.text());
    assert!(!page.text().contains("What about that hotel lie?"), "what has no answer is none");
    assert_ne!(second, open);

    // an answer that was taken back is beside nothing for the other
    noor.browser.shares_with(&format!("{first}/share/answer"), "me").await;
    let looked = sam.browser.submit(NEW, NEW, &again).await;
    assert!(!looked.text().contains("I was afraid"), "{}", looked.text());
    // nor is it hers when what was asked is taken back
    noor.browser.shares_with(&format!("{first}/share/answer"), "partner").await;
    sam.browser.shares_with(&format!("{first}/share/question"), "me").await;
    let page = noor.browser.get(&format!("{second}/answer")).await;
    assert!(!page.text().contains("about the hotel? ") || page.count("#earlier") == 0, "{}", page.text());
}

#[tokio::test]
async fn a_question_for_pictures_meets_an_offer_and_is_asked_all_the_same() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let plain = sam.browser.submit(NEW, NEW, &[("words", "Did you sleep with him?"), ("act", "share")]).await;
    assert!(plain.path.ends_with("/share/question"), "{}", plain.path);
    let offer = [("words", "What did you do in bed with him?"), ("act", "share")];
    let offered = sam.browser.submit(NEW, NEW, &offer).await;
    assert!(offered.path.ends_with("/why"), "{}", offered.path);
    assert!(offered.text().contains("What would knowing this give you?"), "{}", offered.text());
    let question = offered.path.trim_end_matches("/why").to_owned();
    // without a word it goes on
    let on = sam.browser.submit_on(&offered, &offered.path.clone(), &[("share", "1")]).await;
    assert!(on.path.ends_with("/share/question"), "{}", on.path);
    // what it is for is kept for the asker, goes nowhere, and is offered once
    let why = format!("{question}/why");
    let kept = sam.browser.submit(&why, &why, &[("wish", "An end to imagining"), ("share", "1")]).await;
    assert!(kept.path.ends_with("/share/question") && !kept.text().contains("An offer"), "{}", kept.text());
    assert!(!kept.text().contains("An end to imagining"), "the preview is all that is shared");
    sam.browser.shares_with(&kept.path, "partner").await;
    assert!(sam.browser.get(&question).await.text().contains("An end to imagining"));
    let read = noor.browser.get(&question).await;
    assert!(read.text().contains("What did you do in bed") && !read.text().contains("imagining"));
    assert_eq!(noor.browser.get(&why).await.status, StatusCode::NOT_FOUND);
    // the answer meets one as well, unless what is graphic is folded
    let answer = format!("{question}/answer");
    for (words, offered) in [("We were naked there.", true), ("[[We were naked there.]]", false)] {
        let preview = noor.browser.submit(&answer, &answer, &[("words", words), ("share", "1")]).await;
        assert_eq!(preview.text().contains("An offer, before you share"), offered, "{words}");
    }
}

#[tokio::test]
async fn the_answer_belongs_to_the_words_that_were_asked() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Was it Tuesday?").await;
    let (answer, giving) = (format!("{question}/answer"), format!("{question}/share/answer"));
    let begun = noor.browser.get(&answer).await;
    noor.browser.submit(&answer, &answer, &[("words", "Yes.")]).await;
    let looked = noor.browser.get(&giving).await;
    // taken back, written otherwise, asked again: nobody has replied yet
    let (asked, edit) = (format!("{question}/share/question"), format!("{question}/edit"));
    sam.browser.shares_with(&asked, "me").await;
    let gone = noor.browser.submit_on(&looked, &giving, &[("with", "partner")]).await;
    assert!(gone.text().contains("This question was taken back"), "{}", gone.text());
    assert!(gone.text().contains("Yes."), "what was written stays");
    assert_eq!(noor.browser.forges(&answer, &[("words", "x")]).await.status, StatusCode::NOT_FOUND);
    sam.browser.submit(&edit, &edit, &[("words", "Was it ever Tuesday?"), ("act", "keep")]).await;
    sam.browser.shares_with(&asked, "partner").await;

    let refused = noor.browser.submit_on(&looked, &giving, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("The question reads differently now"), "{}", refused.text());
    assert!(!sam.browser.get(&question).await.text().contains("Yes."));
    let refused = noor.browser.submit_on(&begun, &answer, &[("words", "Yes, twice.")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Was it ever Tuesday?") && refused.body.contains("Yes, twice."));
    noor.browser.answers(&question, "Yes, ever.").await;
    assert!(sam.browser.get(&question).await.text().contains("Yes, ever."));
}

#[tokio::test]
async fn taking_back_and_answering_at_the_same_moment_leave_nothing_half_done() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    for round in 0..4 {
        let question = sam.browser.asks(&format!("Was it number {round}?")).await;
        let (answer, giving) = (format!("{question}/answer"), format!("{question}/share/answer"));
        noor.browser.submit(&answer, &answer, &[("words", &format!("It was {round}."))]).await;
        let asked = format!("{question}/share/question");
        let mine = sam.browser.get(&asked).await.form(&asked).unwrap();
        let hers = noor.browser.get(&giving).await.form(&giving).unwrap();
        let (back, given) = tokio::join!(
            sam.browser.send_form(&mine, &[("with", "me")]),
            noor.browser.send_form(&hers, &[("with", "partner")])
        );
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert_eq!(given.status, StatusCode::SEE_OTHER);
        let shared = given.location().contains("done=shared");
        let seen = sam.browser.get(&question).await.text();
        assert_eq!(seen.contains(&format!("It was {round}.")), shared, "what she was told is what holds");
        let left = noor.browser.get(&question).await.text();
        assert!(left.contains("This question was taken back") && left.contains(&format!("It was {round}.")));
    }
}

#[tokio::test]
async fn the_same_form_twice_is_one_question_and_two_windows_lose_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let form = sam.browser.get(NEW).await.form(NEW).unwrap();
    for _ in 0..2 {
        let kept = sam.browser.send_form(&form, &[("words", "Why?"), ("act", "keep")]).await;
        assert!(kept.location().ends_with("?done=kept"));
    }
    assert_eq!(sam.browser.get("/questions").await.count("main a.row"), 1);
    let clash = sam.browser.send_form(&form, &[("words", "Why then?"), ("act", "keep")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("Why?") && clash.body.contains("Why then?"));
    let asked = sam.browser.asks("When?").await;

    // two windows with the same blank answer
    let answer = format!("{asked}/answer");
    let windows = [noor.browser.get(&answer).await, noor.browser.get(&answer).await];
    noor.browser.submit_on(&windows[0], &answer, &[("words", "In June.")]).await;
    let clash = noor.browser.submit_on(&windows[1], &answer, &[("words", "In July.")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("In June.") && clash.body.contains("In July."));
    let kept = noor.browser.submit_on(&clash, &answer, &[]).await;
    assert!(kept.text().contains("In July."), "{}", kept.text());
    let later = format!("{asked}/later");
    let windows = [noor.browser.get(&later).await, noor.browser.get(&later).await];
    noor.browser.submit_on(&windows[0], &later, &[("way", "day"), ("day", "2026-03-05")]).await;
    let clash = noor.browser.submit_on(&windows[1], &later, &[("way", "therapist")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("Thursday, 5 March 2026"), "{}", clash.text());
    for (page, words, says) in
        [(NEW, " ", "Write your question first"), (answer.as_str(), "\n", "Write something first")]
    {
        let refused = if page == NEW { &mut sam } else { &mut noor };
        let refused = refused.browser.submit(page, page, &[("words", words)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(says));
    }
}

#[tokio::test]
async fn what_is_typed_and_not_saved_is_there_again() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let asked = sam.browser.asks("When?").await;
    for (path, field) in [
        (format!("{asked}/answer"), "words"),
        (format!("{asked}/later"), "words"),
        ("/aside".to_owned(), "words"),
        (NEW.to_owned(), "words"),
    ] {
        let form = noor.browser.get(&path).await.form(&path).unwrap();
        let mut fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|(name, _)| name != field)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push((field, "half a sent"));
        assert_eq!(noor.browser.post("/kept", &fields).await.status, StatusCode::OK);
        let again = noor.browser.get(&path).await;
        assert!(again.body.contains("half a sent") && again.text().contains("Draft kept on"), "{path}");
    }
}

#[tokio::test]
async fn the_list_of_what_is_not_said_leads_to_an_answer_or_a_talk_and_shows_nobody_anything() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Is there more?").await;
    noor.browser.get("/today").await;
    let before = view(&mut sam, &[&question, "/aside", "/talk/notes"]).await;
    for words in ["The second phone.", "What I told Kim."] {
        let kept = noor.browser.submit("/aside", "/aside", &[("words", words)]).await;
        assert!(kept.path.ends_with("?done=kept"), "{}", kept.text());
    }
    let list = noor.browser.get("/aside").await;
    assert_eq!(list.count("main li.card"), 2);
    let href = |page: &Answer, words: &str| {
        let at = page.body.find(words).expect("on the list");
        let rest = &page.body[at..];
        rest.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link").to_owned()
    };
    let (phone, kim) = (href(&list, "The second phone."), href(&list, "What I told Kim."));
    let item = noor.browser.get(&phone).await;
    assert!(item.text().contains("Is there more?"), "open questions are ways to say it");
    // into an answer, once
    let taking = format!("{question}/answer?from={}", phone.trim_start_matches("/aside/"));
    let form = noor.browser.get(&taking).await.form(&format!("{question}/answer")).unwrap();
    assert!(form.fields.iter().any(|(name, value)| name == "words" && value == "The second phone."));
    // into the notes for a talk, once
    for _ in 0..2 {
        let take = format!("{kim}/take");
        let notes = noor.browser.submit(&kim, &take, &[("talk", "new"), ("step", "6")]).await;
        assert_eq!(notes.path, "/talk/notes/6");
        assert_eq!(notes.body.matches("What I told Kim.").count(), 1);
    }
    let wrong = noor
        .browser
        .forges(&format!("{kim}/take"), &[("talk", &uuid::Uuid::new_v4().to_string()), ("step", "6")])
        .await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    // ticked off, put back, changed, removed
    let tick = format!("{phone}/tick");
    noor.browser.submit(&phone, &tick, &[("said", "1")]).await;
    assert!(noor.browser.get("/aside").await.text().contains("Ticked off"));
    noor.browser.submit(&phone, &tick, &[("said", "0")]).await;
    noor.browser.submit(&phone, &phone, &[("words", "The third phone.")]).await;
    assert!(noor.browser.get("/aside").await.text().contains("The third phone."));
    let empty = noor.browser.submit("/aside", "/aside", &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    noor.browser.submit(&kim, &format!("{kim}/remove"), &[]).await;
    assert_eq!(noor.browser.get(&kim).await.status, StatusCode::NOT_FOUND);
    // and to the other one there is nothing, by no way
    assert_eq!(view(&mut sam, &[&question, "/aside", "/talk/notes"]).await, before);
    for act in ["", "/tick", "/take", "/remove"] {
        let forged = sam.browser.forges(&format!("{phone}{act}"), &[("words", "x"), ("step", "6")]).await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert_eq!(sam.browser.get(&phone).await.status, StatusCode::NOT_FOUND);
    let taken = sam.browser.get(&format!("{NEW}?from={}", phone.trim_start_matches("/aside/"))).await;
    assert!(!taken.body.contains("phone"));
}

#[tokio::test]
async fn the_database_tells_nobody_that_something_is_not_said_and_grants_it_to_nobody() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.keeps_question("Why did he touch you?").await;
    let why = format!("{question}/why");
    sam.browser.submit(&why, &why, &[("wish", "Peace")]).await;
    noor.browser.submit("/aside", "/aside", &[("words", "The letter.")]).await;
    let rows: Vec<(String, bool, bool)> = sqlx::query_as(
        "select kind, slot is null, about is null from entry where kind <> 'question' order by author = $1",
    )
    .bind(sam.id.0)
    .fetch_all(app.owner())
    .await
    .unwrap();
    assert_eq!(rows, vec![("sheet".to_owned(), false, true); 2], "like notes for a talk that has not begun");
    let granted: Result<_, sqlx::Error> = {
        let mut scope = app.scope(&noor).await;
        sqlx::query(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on)
             select id, 1, $1, author, 'partner', 1, '\\x01', '2026-03-02' from entry where author = $2 and kind = 'sheet'",
        )
        .bind(sam.id.0)
        .bind(noor.id.0)
        .execute(&mut *scope)
        .await
    };
    assert!(granted.unwrap_err().to_string().contains("granted to nobody but its author"));
}

#[tokio::test]
async fn of_another_couple_nothing_is_found() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (mut kim, _lou) = app.linked("Kim", "Lou").await;
    let question = sam.browser.asks("Who?").await;
    noor.browser.answers(&question, "Nobody.").await;
    let nothing = format!("/questions/{}", uuid::Uuid::new_v4());
    for act in ["", "/edit", "/why", "/answer", "/later", "/share/question", "/share/answer", "/share/later"]
    {
        let (theirs, none) = (
            kim.browser.get(&format!("{question}{act}")).await,
            kim.browser.get(&format!("{nothing}{act}")).await,
        );
        assert_eq!((theirs.status, theirs.body), (StatusCode::NOT_FOUND, none.body), "{act}");
        if !act.is_empty() {
            let fields = [("words", "x"), ("with", "partner"), ("number", "1"), ("way", "therapist")];
            let forged = kim.browser.forges(&format!("{question}{act}"), &fields).await;
            assert_eq!(forged.status, StatusCode::NOT_FOUND, "{act}");
        }
    }
    assert!(!kim.browser.get("/questions").await.text().contains("Who?"));
    // nor does the asker answer, or the one who is asked ask
    for act in ["/answer", "/later", "/share/answer"] {
        assert_eq!(sam.browser.get(&format!("{question}{act}")).await.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert_eq!(noor.browser.get(&format!("{question}/share/question")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn alone_or_after_parting_a_question_is_kept_and_can_be_asked_of_nobody() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await;
    let kept = sam.browser.submit(NEW, NEW, &[("words", "Why?"), ("act", "share")]).await;
    assert!(kept.path.contains("?done=kept"), "{}", kept.path);
    let question = kept.path.split('?').next().unwrap().to_owned();
    assert_eq!(sam.browser.get(&format!("{question}/share/question")).await.status, StatusCode::NOT_FOUND);

    let (mut kim, mut lou) = app.linked("Kim", "Lou").await;
    let asked = kim.browser.asks("Why so?").await;
    lou.browser
        .submit(&format!("{asked}/answer"), &format!("{asked}/answer"), &[("words", "I was tired.")])
        .await;
    kim.browser.asks("Since when?").await;
    let left = kim.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    assert!(left.text().contains("This space has ended"), "{}", left.text());
    let page = lou.browser.get(&asked).await;
    assert!(page.text().contains("Why so?") && page.text().contains("Your partner then"), "{}", page.text());
    assert!(page.text().contains("I was tired."), "what was written stays");
    assert_eq!(page.count("main a.row") + page.count("main .actions a"), 0, "there is nobody to answer");
    for act in ["answer", "later", "share/answer"] {
        assert_eq!(lou.browser.get(&format!("{asked}/{act}")).await.status, StatusCode::NOT_FOUND, "{act}");
    }
    let list = lou.browser.get("/questions").await.text();
    assert!(list.contains("Since when?") && !list.contains("You choose how to answer"), "{list}");
    assert!(!lou.browser.get("/today").await.text().contains("asks you something"));
}

#[tokio::test]
async fn nothing_is_asked_while_the_key_is_in_doubt_and_only_what_was_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.keeps_question("Which one?").await;
    let share = format!("{question}/share/question");
    let looked = sam.browser.get(&share).await;
    let edit = format!("{question}/edit");
    sam.browser.submit(&edit, &edit, &[("words", "Which of the two?"), ("act", "keep")]).await;
    let refused = sam.browser.submit_on(&looked, &share, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = sam.browser.submit_on(&looked, &share, &[("with", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(noor.browser.get(&question).await.status, StatusCode::NOT_FOUND);
    app.clock.advance(Duration::minutes(1));
    sam.browser.shares_with(&share, "partner").await;
    assert!(noor.browser.get(&question).await.text().contains("Which of the two?"));
}

#[tokio::test]
async fn many_questions_wait_as_one_line_and_each_stands_among_the_questions() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sam.browser.asks("Who else knew?").await;
    sam.browser.asks("Since when?").await;
    let today = noor.browser.get("/today").await;
    assert_eq!(today.text().matches("Sam asks you something").count(), 2, "{}", today.text());
    sam.browser.asks("Where is the letter?").await;
    let today = noor.browser.get("/today").await;
    assert!(!today.text().contains("Sam asks you something"), "{}", today.text());
    assert_eq!(today.text().matches("Sam asks you several things").count(), 1);
    assert_eq!(today.count("main a.row[href='/questions']"), 1);
    let list = noor.browser.get("/questions").await.text();
    for asked in ["Who else knew?", "Since when?", "Where is the letter?"] {
        assert!(list.contains(asked), "{list}");
    }
}

#[tokio::test]
async fn an_answer_whose_question_is_taken_back_meanwhile_is_given_back_and_nothing_of_the_form_with_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.asks("Who else knew?").await;
    let answer = format!("{question}/answer");
    let open = noor.browser.get(&answer).await;
    for page in [answer.clone(), format!("{question}/later")] {
        assert_eq!(noor.browser.get(&page).await.count("main[data-live]"), 1, "{page} hears of it");
    }
    let form = open.form(&answer).unwrap();
    sam.browser.shares_with(&format!("{question}/share/question"), "me").await;
    let refused = noor.browser.send_form(&form, &[("words", "My sister did."), ("share", "1")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(refused.all("textarea"), ["My sister did."], "what was typed, and no number of ours");
}

#[tokio::test]
async fn nothing_is_removed_for_good_with_one_press() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let question = sam.browser.keeps_question("Who else knew?").await;
    let apology = sam.browser.keeps_practice("/between/1", &[("f-did", "I hid the phone.")]).await;
    let cycle = sam.browser.keeps_practice("/between/9", &[("f-new", "That we eat at one table.")]).await;
    let list = sam.browser.submit("/aside", "/aside", &[("words", "The letter.")]).await;
    let item = list.body.split("href=\"").find(|rest| rest.starts_with("/aside/")).expect("on the list");
    let item = item.split('"').next().expect("an address").to_owned();
    let moment = sam.browser.keeps_moment("The song came on.").await;
    let line = sam.browser.submit("/noticed/new", "/noticed/new", &[("words", "You made tea.")]).await.path;
    sam.browser.submit("/us/leaving/words", "/us/leaving/words", &[("words", "Be well.")]).await;
    for page in [question, apology, cycle, item, moment, line, "/us/leaving".to_owned()] {
        let seen = sam.browser.get(&page).await;
        assert_eq!(seen.count("form[action$='/remove'] button"), 1, "{page}");
        assert_eq!(seen.count("details:not([open]) form[action$='/remove'] button.undo"), 1, "{page}");
        assert!(seen.text().contains("nobody can bring it back"), "{page}");
    }
}
