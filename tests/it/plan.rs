//! The plan through its pages: drafts and answers that nobody else learns of, proposing after an exact preview, signing,
//! answering, and what the other one's page shows meanwhile.

use axum::http::StatusCode;

use crate::support::{Answer, Somebody, TestApp, Visitor, talk::Until};

const PROMISE: [(&str, &str); 6] = [
    ("act", "Say by six when I will be late"),
    ("who", "one"),
    ("how", "when"),
    ("starts", "2026-03-02"),
    ("review", "2026-04-13"),
    ("kind", "action"),
];

/// These fields with some of them otherwise.
fn with<'a>(fields: &[(&'a str, &'a str)], change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
    kept.chain(change).copied().collect()
}

async fn add(who: &mut Visitor, change: &[(&str, &str)]) -> Answer {
    let page = "/plan/draft/items/new";
    let answer = who.submit(page, page, &with(&PROMISE, change)).await;
    assert_eq!(
        (answer.status, answer.path.as_str()),
        (StatusCode::OK, "/plan/draft?done=item"),
        "{}",
        answer.text()
    );
    answer
}

/// Looks at the preview of the draft and presses the button.
async fn propose(who: &mut Visitor) -> Answer {
    let answer = who.submit("/plan/propose", "/plan/propose", &[]).await;
    assert_eq!(answer.path, "/plan?done=proposed", "{}", answer.text());
    answer
}

async fn answers(who: &mut Visitor, say: &str) -> Answer {
    who.submit("/plan", "/plan/answer", &[("answer", say)]).await
}

/// One proposes this promise and the other agrees.
async fn both_sign(one: &mut Visitor, two: &mut Visitor, change: &[(&str, &str)]) {
    add(one, change).await;
    let draft = one.submit("/plan/draft", "/plan/draft", &[("reason", "Why not"), ("to", "propose")]).await;
    assert_eq!(draft.path, "/plan/propose", "{}", draft.text());
    propose(one).await;
    let agreed = answers(two, "agree").await;
    assert_eq!(agreed.path, "/plan?done=agreed", "{}", agreed.text());
}

async fn pages(who: &mut Visitor) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["/plan", "/plan/versions", "/plan/draft", "/plan/questions/1", "/today", "/write"] {
        all.push(who.get(path).await.still());
    }
    all
}

#[tokio::test]
async fn a_plan_is_drafted_alone_proposed_as_previewed_and_holds_when_both_have_signed() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let before = pages(&mut noor).await;
    add(&mut sam, &[]).await;
    let draft = sam
        .submit(
            "/plan/draft",
            "/plan/draft",
            &[("future", "We stay for now."), ("reason", "To begin small"), ("to", "propose")],
        )
        .await;
    assert_eq!(draft.path, "/plan/propose");
    assert_eq!(pages(&mut noor).await, before, "a draft and its preview leave no trace for the other one");

    let preview = sam.get("/plan/propose").await;
    let card = preview.all(".proposal").concat();
    for text in
        ["Say by six when I will be late", "We stay for now.", "To begin small", "Sam, whenever it happens"]
    {
        assert!(card.contains(text), "{text}: {card}");
    }
    let proposed = propose(&mut sam).await;
    assert!(proposed.text().contains("Noor sees it on their own page"), "{}", proposed.text());
    assert!(sam.get("/plan/draft").await.form("/plan/draft").is_some());
    assert!(!sam.get("/plan").await.text().contains("You have a draft"), "it is a draft no longer");

    let page = noor.get("/plan").await;
    let shown = page.all(".proposal").concat();
    let exactly = &card[card.find("A first plan").unwrap()..];
    assert!(shown.contains(exactly), "{shown} is not {card}");
    assert!(page.text().contains("Nothing holds until you agree."));
    assert!(!page.text().contains("Agreed by both"));

    let agreed = answers(&mut noor, "agree").await;
    assert!(agreed.text().contains("Agreed by both on 2 March 2026"), "{}", agreed.text());
    for who in [&mut sam, &mut noor] {
        let page = who.get("/plan").await;
        assert!(page.text().contains("First version. Next look together: 13 April 2026"), "{}", page.text());
        assert_eq!(page.all(".together").len(), 1);
        assert!(page.all(".row .title").contains(&"Say by six when I will be late".to_owned()));
        assert!(page.form("/plan/answer").is_none(), "nothing lies on the table");
        let versions = who.get("/plan/versions").await;
        assert!(versions.text().contains("First version, the one that holds"), "{}", versions.text());
        let file = who.get("/plan/plan.txt").await;
        assert!(
            file.body.contains("- Say by six when I will be late\r\n  Sam, whenever it happens."),
            "{}",
            file.body
        );
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"plan.txt\"");
    }
}

#[tokio::test]
async fn a_change_is_shown_as_what_is_now_and_instead_and_is_answered_put_off_or_taken_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    both_sign(
        &mut sam,
        &mut noor,
        &[("act", "Sunday talk"), ("who", "both"), ("how", "weekly"), ("review", "")],
    )
    .await;

    // Noor would have it otherwise
    let draft = noor.get("/plan/draft").await;
    let form = draft.form("/plan/draft").unwrap();
    let start = draft.body.find("name=\"to\" value=\"").unwrap() + 17;
    let item = draft.body[start..].split('"').next().unwrap().to_owned();
    let sent = noor.send_form(&form, &[("reason", "By eight I am too tired"), ("to", &item)]).await;
    let path = sent.location().to_owned();
    assert_eq!(path, format!("/plan/draft/items/{item}"));
    noor.submit(&path, &path, &[("how", "weekdays"), ("days", "7"), ("days", "3")]).await;
    noor.submit("/plan/draft", "/plan/draft", &[("to", "propose")]).await;
    propose(&mut noor).await;
    let page = sam.get("/plan").await;
    assert_eq!(page.all(".diff .was del"), ["Both, every week"]);
    assert_eq!(page.all(".diff .will ins"), ["Both, Wednesdays and Sundays"]);
    assert!(page.text().contains("Until you agree, the plan stays as it is."), "{}", page.text());
    assert!(page.all(".row .meta").concat().contains("Both, every week."), "it does stay");

    let later = answers(&mut sam, "later").await;
    assert!(later.text().contains("You said “not yet”"), "{}", later.text());
    assert!(noor.get("/plan").await.text().contains("Sam says “not yet”. It stays on the table"));
    answers(&mut sam, "unsay").await;
    assert!(!noor.get("/plan").await.text().contains("not yet”. It stays"));

    // Sam answers with another suggestion, which begins with Noor's
    let begun = answers(&mut sam, "other").await;
    assert_eq!(begun.path, "/plan/draft?done=theirs");
    assert!(begun.text().contains("Wednesdays and Sundays"));
    assert!(noor.get("/plan").await.text().contains("You have signed it"), "until it is proposed");
    sam.submit(
        "/plan/draft",
        "/plan/draft",
        &[("support", "A walk first"), ("reason", "Yes, and"), ("to", "propose")],
    )
    .await;
    propose(&mut sam).await;
    let page = noor.get("/plan").await;
    assert!(page.all(".proposal .person").concat().contains("Sam suggests a change"));
    let versions = noor.get("/plan/versions").await.text();
    assert!(
        versions.contains("Suggested by Noor on 2 March 2026, and answered with another suggestion."),
        "{versions}"
    );

    // taken back, it is gone for Noor and a draft for Sam
    let back = answers(&mut sam, "back").await;
    assert!(back.text().contains("it is your draft again"), "{}", back.text());
    assert!(noor.get("/plan").await.form("/plan/answer").is_none());
    assert!(!noor.get("/plan/versions").await.text().contains("Third version"));
    assert!(sam.get("/plan/draft").await.body.contains("A walk first"));
}

#[tokio::test]
async fn what_both_signed_is_altered_by_no_page_and_an_old_form_signs_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    add(&mut sam, &[]).await;
    propose(&mut sam).await;
    let old = noor.get("/plan").await.form("/plan/answer").unwrap();
    answers(&mut sam, "back").await;
    sam.submit("/plan/draft", "/plan/draft", &[("future", "Something else")]).await;
    propose(&mut sam).await;
    let stale = noor.send_form(&old, &[("answer", "agree")]).await;
    assert_eq!(stale.location(), "/plan?done=gone", "what was not looked at is not signed");
    let page = noor.get("/plan").await.form("/plan/answer").unwrap();
    let id = page.fields.iter().find(|(name, _)| name == "id").unwrap().1.clone();
    for digest in ["", "00", &"0".repeat(64)] {
        let other = noor.send_form(&page, &[("answer", "agree"), ("digest", digest)]).await;
        assert_eq!(other.location(), "/plan?done=gone", "{digest}");
    }
    let own =
        sam.forges("/plan/answer", &[("id", &id), ("digest", &page.fields[2].1), ("answer", "agree")]).await;
    assert_eq!(own.location(), "/plan?done=gone", "nobody agrees for the other one");
    let foreign = noor.send_form(&page, &[("answer", "back")]).await;
    assert_eq!(foreign.location(), "/plan?done=gone");
    assert_eq!(noor.send_form(&page, &[("answer", "agree")]).await.location(), "/plan?done=agreed");
    assert_eq!(
        noor.send_form(&page, &[("answer", "agree")]).await.location(),
        "/plan?done=agreed",
        "twice is once"
    );

    let version = sam.get(&format!("/plan/versions/{id}")).await;
    for who in [&mut sam, &mut noor] {
        for say in ["back", "later", "unsay", "other"] {
            let answer = who.forges("/plan/answer", &[("id", &id), ("answer", say)]).await;
            assert_eq!(answer.location(), "/plan?done=gone", "{say}");
        }
        for act in ["edit", "share", "back", "remove"] {
            assert_eq!(who.get(&format!("/n/{id}/{act}")).await.status, StatusCode::NOT_FOUND);
            assert_eq!(
                who.forges(&format!("/n/{id}/{act}"), &[("text", "x"), ("with", "me")]).await.status,
                StatusCode::NOT_FOUND
            );
        }
    }
    assert_eq!(sam.get(&format!("/plan/versions/{id}")).await.still(), version.still());
}

#[tokio::test]
async fn what_the_plan_does_not_hold_is_refused_with_the_reason_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let (mut sam, _) = app.partners().await;
    let page = "/plan/draft/items/new";
    let form = sam.get(page).await.form(page).unwrap();
    let refused = sam
        .send_form(&form, &with(&PROMISE, &[("act", "Give me your phone passcode"), ("how", "once")]))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Why the plan does not hold this one"), "{}", refused.text());
    assert!(refused.text().contains("To start from instead:"));
    assert!(
        refused
            .form(page)
            .unwrap()
            .fields
            .contains(&("act".to_owned(), "Give me your phone passcode".to_owned()))
    );
    for (change, says) in [
        (("act", " "), "what can be seen"),
        (("who", "nobody"), "who promises it"),
        (("how", ""), "how often"),
        (("how", "weekdays"), "at least one day"),
        (("starts", "soon"), "from which it counts"),
        (("review", ""), "within three months"),
        (("review", "2026-06-03"), "within three months"),
        (("review", "2026-03-02"), "still to come"),
        (("review", "next year"), "year-month-day"),
        (("kind", "x"), "what it is"),
    ] {
        let answer = sam.send_form(&form, &with(&PROMISE, &[change])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
        assert!(answer.all(".bad .err").concat().contains(says), "{change:?}: {}", answer.text());
    }
    assert!(!sam.get("/plan").await.text().contains("You have a draft"), "nothing of it was kept");
    assert_eq!(sam.get("/plan/propose").await.location(), "/plan/draft?done=nothing");
    // sent twice, it is one promise
    for _ in 0..2 {
        assert_eq!(sam.send_form(&form, &PROMISE).await.location(), "/plan/draft?done=item");
    }
    assert_eq!(sam.get("/plan/draft").await.count(".rows.card .title"), 1);
    // what was fine when it was written may not be when it is proposed
    app.clock.advance(time::Duration::days(60));
    let late = app.sign_in_late(&mut sam).await;
    assert_eq!(late.get("/plan/propose").await.location(), "/plan/draft?done=needs");
}

impl TestApp {
    /// After a long time somebody signs in again.
    async fn sign_in_late<'a>(&self, who: &'a mut Visitor) -> &'a mut Visitor {
        who.cookies.clear();
        who.sign_in("sam@example.org").await;
        who
    }
}

#[tokio::test]
async fn an_answer_is_its_authors_until_it_is_shared_and_stands_beside_the_others_then() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let before = pages(&mut noor).await;
    let question = "/plan/questions/1";
    sam.submit(question, question, &[("words", "To feel at home again.")]).await;
    let share = sam.get("/plan/questions/1/share").await;
    assert!(share.all(".sheet").concat().contains("To feel at home again."));
    assert_eq!(pages(&mut noor).await, before, "a kept answer leaves no trace for the other one");
    let page = sam.get("/plan").await;
    assert!(page.text().contains("To feel at home again. Only me"), "{}", page.text());

    let shown = sam.submit_on(&share, "/plan/questions/1/share", &[("with", "partner")]).await;
    assert!(shown.text().contains("Noor can read your answer now."), "{}", shown.text());
    let page = noor.get("/plan").await;
    assert!(page.all(".voice").concat().contains("To feel at home again."));
    assert_eq!(page.count(".join"), 0, "the seam stands where two people's words meet");
    noor.submit(question, question, &[("words", "To be somebody you need not check."), ("share", "1")]).await;
    assert_eq!(noor.get("/plan").await.count(".join"), 0);
    noor.submit("/plan/questions/1/share", "/plan/questions/1/share", &[("with", "partner")]).await;
    for who in [&mut sam, &mut noor] {
        let page = who.get("/plan").await;
        assert_eq!(page.count(".join"), 1);
        let voices = page.all(".voice .words");
        assert_eq!(
            voices,
            ["To feel at home again.", "To be somebody you need not check."],
            "the same sides for both"
        );
    }

    // a later change stays private, also from a page that follows
    let before = noor.get("/plan").await;
    let edit = sam.submit(question, question, &[("words", "Only for me.")]).await;
    assert!(edit.text().contains("stays with you until you share it again"), "{}", edit.text());
    assert_eq!(noor.get("/plan").await.still(), before.still());
    // without the words that were looked at nothing is shared
    let share = sam.get("/plan/questions/1/share").await;
    sam.submit(question, question, &[("words", "Something newer.")]).await;
    let changed = sam.submit_on(&share, "/plan/questions/1/share", &[("with", "partner")]).await;
    assert!(changed.text().contains("This changed in the meantime"), "{}", changed.text());
    let back = sam.submit("/plan/questions/1/back", "/plan/questions/1/back", &[]).await;
    assert!(back.text().contains("Noor can no longer open it."), "{}", back.text());
    let after = noor.get("/plan").await;
    assert!(!after.body.contains("feel at home"));
    assert_ne!(after.stamp(), before.stamp(), "an open page follows");
    assert!(sam.get("/plan").await.text().contains("Something newer. Only me"));
}

#[tokio::test]
async fn an_open_page_follows_what_the_other_lets_it_see_and_nothing_else() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let first = noor.get("/plan").await.stamp();
    assert!(!first.is_empty());
    add(&mut sam, &[]).await;
    sam.submit("/plan/questions/2", "/plan/questions/2", &[("words", "Private")]).await;
    sam.submit("/plan/draft", "/plan/draft", &[("future", "Private")]).await;
    assert_eq!(noor.get("/plan").await.stamp(), first);
    let mut stamps = vec![first];
    propose(&mut sam).await;
    stamps.push(noor.get("/plan").await.stamp());
    let theirs = sam.get("/plan").await.stamp();
    answers(&mut noor, "later").await;
    stamps.push(noor.get("/plan").await.stamp());
    assert_ne!(sam.get("/plan").await.stamp(), theirs);
    answers(&mut noor, "agree").await;
    stamps.push(noor.get("/plan").await.stamp());
    let mut once = stamps.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), stamps.len(), "{stamps:?}");
}

#[tokio::test]
async fn of_two_who_counter_at_once_the_second_is_told_calmly_and_keeps_the_draft() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    add(&mut sam, &[]).await;
    add(&mut noor, &[("act", "One evening only for us"), ("who", "both")]).await;
    let sams = sam.get("/plan/propose").await.form("/plan/propose").unwrap();
    let noors = noor.get("/plan/propose").await.form("/plan/propose").unwrap();
    assert_eq!(sam.send_form(&sams, &[]).await.location(), "/plan?done=proposed");
    assert_eq!(sam.send_form(&sams, &[]).await.location(), "/plan?done=proposed", "twice is once");
    let told = noor.send_form(&noors, &[]).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.text().contains("Your draft is kept."), "{}", told.text());
    assert!(noor.get("/plan/draft").await.text().contains("One evening only for us"));
    // having seen it, it counts: as an answer
    let sent = noor.submit_on(&told, "/plan/propose", &[]).await;
    assert_eq!(sent.path, "/plan?done=proposed", "{}", sent.text());
    assert!(sam.get("/plan").await.all(".proposal").concat().contains("One evening only for us"));
    // Sam's own draft does not get in the way of an own suggestion on the table
    add(&mut noor, &[]).await;
    let page = noor.get("/plan/propose").await;
    assert!(page.text().contains("Your last suggestion still lies on the table."), "{}", page.text());
}

#[tokio::test]
async fn a_draft_in_two_windows_overwrites_nothing() {
    let app = TestApp::new().await;
    let (mut sam, _) = app.partners().await;
    let form = sam.get("/plan/draft").await.form("/plan/draft").unwrap();
    sam.send_form(&form, &[("future", "From the first window")]).await;
    let clash = sam.send_form(&form, &[("future", "From the second window")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text().contains("From the first window"), "{}", clash.text());
    let again = clash.form("/plan/draft").unwrap();
    assert!(again.fields.contains(&("future".to_owned(), "From the second window".to_owned())));
    assert_eq!(sam.send_form(&again, &[]).await.location(), "/plan/draft?done=kept");
    // a promise added meanwhile is no clash of the texts
    let form = sam.get("/plan/draft").await.form("/plan/draft").unwrap();
    add(&mut sam, &[]).await;
    assert_eq!(sam.send_form(&form, &[("future", "And on")]).await.location(), "/plan/draft?done=kept");
    assert!(sam.get("/plan/draft").await.text().contains("Say by six"));
    sam.submit("/plan/draft/away", "/plan/draft/away", &[]).await;
    assert!(!sam.get("/plan/draft").await.text().contains("Say by six"));
}

#[tokio::test]
async fn alone_one_can_answer_and_draft_and_nothing_can_be_proposed() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    assert!(sam.get("/plan").await.text().contains("Until somebody joins you here"));
    sam.submit("/plan/questions/3", "/plan/questions/3", &[("words", "My sister.")]).await;
    add(&mut sam, &[("who", "two")]).await;
    assert!(sam.get("/plan").await.text().contains("My sister."));
    assert_eq!(sam.get("/plan/propose").await.location(), "/plan/draft");
    for path in ["/plan/questions/3/share", "/plan/questions/3/back", "/plan/plan.txt"] {
        assert_eq!(sam.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // when somebody joins, what was written alone is there, and still private
    let path = sam.invitation().await;
    let mut noor = app.visitor();
    noor.make_account(&path, "Noor", "noor@example.org").await;
    assert!(!noor.get("/plan").await.body.contains("My sister."));
    assert!(sam.get("/plan").await.text().contains("My sister."));
    assert!(sam.get("/plan/draft").await.text().contains("Noor, whenever it happens"));
    sam.submit("/plan/questions/3/share", "/plan/questions/3/share", &[("with", "partner")]).await;
    assert!(noor.get("/plan").await.text().contains("My sister."));
}

#[tokio::test]
async fn ideas_of_a_talk_are_offered_with_a_link_back_and_never_put_in() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Planning).await;
    talk.sam.shares(&talk.path, 8, &[("idea", "A walk every Sunday")]).await;
    let page = talk.noor.get("/plan/draft").await;
    assert!(page.text().contains("A walk every Sunday"), "{}", page.text());
    assert_eq!(page.count(".rows .title"), 1, "offered, and not put in");
    let start = page.body.find("/plan/draft/items/new?idea=").unwrap();
    let take = page.body[start..].split('"').next().unwrap().to_owned();
    let form = talk.noor.get(&take).await.form("/plan/draft/items/new").unwrap();
    assert!(form.fields.contains(&("act".to_owned(), "A walk every Sunday".to_owned())));
    let sent = talk.noor.send_form(&form, &with(&PROMISE[1..], &[("who", "both")])).await;
    assert_eq!(sent.location(), "/plan/draft?done=item");
    let draft = talk.noor.get("/plan/draft").await;
    assert!(!draft.text().contains("Ideas from your talk"), "{}", draft.text());
    let preview = talk.noor.get("/plan/propose").await;
    talk.noor.submit_on(&preview, "/plan/propose", &[]).await;
    answers(&mut talk.sam, "agree").await;
    assert!(talk.sam.get("/plan").await.body.contains(&format!("{}/record", talk.path)), "with a link back");
}

#[tokio::test]
async fn a_version_of_others_is_the_same_as_one_that_does_not_exist() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    both_sign(&mut sam, &mut noor, &[]).await;
    let (mut iris, mut max) = app.linked("Iris", "Max").await;
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from entry where kind = 'plan'").fetch_all(app.owner()).await.unwrap();
    assert!(ids.len() >= 3);
    for Somebody { browser, .. } in [&mut iris, &mut max] {
        for id in &ids {
            let theirs = browser.get(&format!("/plan/versions/{id}")).await;
            let nothing = browser.get(&format!("/plan/versions/{}", uuid::Uuid::new_v4())).await;
            assert_eq!((theirs.status, theirs.still()), (StatusCode::NOT_FOUND, nothing.still()));
            let idea = browser.get(&format!("/plan/draft/items/new?idea={id}")).await;
            assert_eq!(idea.status, StatusCode::NOT_FOUND);
            for say in ["agree", "later", "back", "other"] {
                let answer = browser
                    .forges(
                        "/plan/answer",
                        &[("id", &id.to_string()), ("digest", &"0".repeat(64)), ("answer", say)],
                    )
                    .await;
                assert_eq!(answer.location(), "/plan?done=gone", "{say}");
            }
        }
        assert_eq!(browser.get("/plan/plan.txt").await.status, StatusCode::NOT_FOUND);
        assert!(!browser.get("/plan").await.text().contains("Say by six"));
    }
    // a version of the two is theirs, and a signature is no version
    let open: Vec<StatusCode> = {
        let mut all = Vec::new();
        for id in &ids {
            all.push(sam.get(&format!("/plan/versions/{id}")).await.status);
        }
        all
    };
    assert_eq!(open.iter().filter(|status| **status == StatusCode::OK).count(), 1);
}
