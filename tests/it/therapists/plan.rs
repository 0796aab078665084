//! The plan and the therapist: what is proposed and signed for both, each of the two for their own part.

use axum::http::StatusCode;
use toward::plans::{KIND, Piece};

use super::*;
use crate::support::{Answer, Visitor};

const PROMISE: [(&str, &str); 6] = [
    ("act", "Say by six when I will be late"),
    ("who", "one"),
    ("how", "when"),
    ("starts", "2026-03-02"),
    ("review", "2026-04-13"),
    ("kind", "action"),
];

/// Drafts a promise and looks at the preview of proposing it.
async fn drafts(who: &mut Visitor, act: &str) -> Answer {
    let page = "/plan/draft/items/new";
    let mut fields = PROMISE.to_vec();
    fields[0] = ("act", act);
    who.submit(page, page, &fields).await;
    let preview =
        who.submit("/plan/draft", "/plan/draft", &[("reason", "To begin small"), ("to", "propose")]).await;
    assert_eq!(preview.path, "/plan/propose", "{}", preview.text());
    preview
}

/// Proposes it, for the partner or for both.
async fn proposes(who: &mut Visitor, act: &str, to: &str) -> Answer {
    let preview = drafts(who, act).await;
    assert_eq!(preview.count("input[name=who]"), 2, "{}", preview.text());
    assert_eq!(preview.count("input[name=who][value=partner][checked]"), 1, "the fewest are chosen first");
    let answer = who.submit_on(&preview, "/plan/propose", &[("who", to)]).await;
    assert_eq!(answer.path, "/plan?done=proposed", "{}", answer.text());
    answer
}

async fn agrees(who: &mut Visitor, to: &str) -> Answer {
    who.submit("/plan", "/plan/answer", &[("answer", "agree"), ("who", to)]).await
}

/// What a therapist holds of the plan: how many words that were proposed, and whose signatures.
async fn holds(app: &TestApp, therapist: &Somebody) -> (usize, Vec<toward::ids::PersonId>) {
    let mut scope = as_therapist(app, therapist).await;
    let seen = entries::of_kind::<Piece>(&mut scope, &therapist.hand, None, KIND, 50).await.unwrap();
    let (mut versions, mut signed) = (0, Vec::new());
    for text in seen.into_iter().map(|seen| seen.text().expect("it opens")) {
        match text.content {
            Piece::Version(_) => versions += 1,
            Piece::Signature(_) => signed.push(text.author),
            other => panic!("{other:?} is for nobody"),
        }
    }
    signed.sort();
    (versions, signed)
}

/// The path of the newest version.
async fn newest(who: &mut Visitor) -> String {
    let list = who.get("/plan/versions").await;
    let at = list.body.find("href=\"/plan/versions/").expect("a version") + 6;
    list.body[at..].split('"').next().unwrap().to_owned()
}

async fn pages(who: &mut Somebody) -> Vec<String> {
    let version = newest(&mut who.browser).await;
    let mut all = Vec::new();
    for path in ["/plan", "/plan/versions", &version, "/today"] {
        all.push(who.browser.get(path).await.still());
    }
    all
}

#[tokio::test]
async fn each_of_the_two_lets_the_therapist_read_their_own_part_and_no_more() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let proposed = proposes(&mut sam.browser, "Come home at six", "therapist").await;
    assert!(proposed.text().contains("Amari can read it, too."), "{}", proposed.text());
    assert_eq!(proposed.count("form[action='/plan/answer'] input[name=who]"), 0, "it is Sam's own");
    assert_eq!(holds(&app, &amari).await, (1, vec![sam.id]), "as it lies on the table");
    let table = noor.browser.get("/plan").await;
    assert_eq!(table.count("input[name=who][value=partner][checked]"), 1);
    assert!(
        table.text().contains("Whether Amari can read the words is for Sam to choose"),
        "{}",
        table.text()
    );
    let agreed = agrees(&mut noor.browser, "partner").await;
    assert!(agreed.text().contains("signed by both of you") && !agreed.text().contains("Amari can see"));
    assert_eq!(holds(&app, &amari).await, (1, vec![sam.id]), "that she has signed is not to be seen");
    let version = newest(&mut noor.browser).await;
    let readers = format!("{version}/readers");
    let hers = noor.browser.get(&version).await;
    assert!(hers.text().contains("Your signature Shared with Sam"), "{}", hers.text());
    let his = pages(&mut sam).await;
    let shown = noor.browser.submit(&readers, &readers, &[("who", "therapist")]).await;
    assert!(shown.text().contains("Sam and Amari can read it now."), "{}", shown.text());
    let mut both = vec![sam.id, noor.id];
    both.sort();
    assert_eq!(holds(&app, &amari).await, (1, both.clone()));
    assert_eq!(pages(&mut sam).await, his, "nothing of it on his pages");
    // signed by both: it stays with the two, and goes from the therapist whenever one of them wants
    let page = sam.browser.get(&readers).await;
    assert_eq!(page.count("input[name=who][value=therapist][checked]"), 1, "the present choice");
    let narrowed = sam.browser.submit_on(&page, &readers, &[("who", "partner")]).await;
    assert!(narrowed.text().contains("For Noor nothing changes."), "{}", narrowed.text());
    assert_eq!(holds(&app, &amari).await, (0, vec![noor.id]));
    noor.browser.submit(&readers, &readers, &[("who", "partner")]).await;
    assert_eq!(holds(&app, &amari).await, (0, vec![]));
    for who in [&mut sam, &mut noor] {
        let plan = who.browser.get("/plan").await;
        assert!(plan.text().contains("Agreed by both on") && plan.text().contains("Come home at six"));
    }
    sam.browser.submit(&readers, &readers, &[("who", "therapist")]).await;
    assert_eq!(holds(&app, &amari).await, (1, vec![sam.id]), "and can be shown once more");
}

#[tokio::test]
async fn a_signature_for_both_shows_the_words_to_nobody_whom_their_author_did_not_choose() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let mut reading = app.with_second_step(&amari, false).await;
    let before = reading.get("/clients").await.still();
    proposes(&mut sam.browser, "Come home at six", "partner").await;
    assert_eq!(holds(&app, &amari).await, (0, vec![]));
    assert_eq!(reading.get("/clients").await.still(), before, "as if nothing had been proposed");
    let his = sam.browser.get("/plan").await;
    assert!(his.text().contains("Noor can read it, and nobody else."), "{}", his.text());
    // nothing of it is hers yet
    let version = newest(&mut noor.browser).await;
    let readers = format!("{version}/readers");
    assert_eq!(noor.browser.get(&readers).await.status, StatusCode::NOT_FOUND);
    let forged = noor.browser.forges(&readers, &[("who", "therapist")]).await;
    assert!(!forged.status.is_success(), "{}", forged.status);
    assert_eq!(holds(&app, &amari).await, (0, vec![]));
    let agreed = agrees(&mut noor.browser, "therapist").await;
    assert!(agreed.text().contains("Amari can see that you have signed."), "{}", agreed.text());
    assert_eq!(holds(&app, &amari).await, (0, vec![noor.id]));
    let sql = format!("revision where entry_id = '{}'", version.rsplit('/').next().unwrap());
    let mut scope = as_therapist(&app, &amari).await;
    let words: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {sql}")))
        .fetch_one(&mut *scope)
        .await
        .unwrap();
    assert_eq!(words, 0);
}

#[tokio::test]
async fn what_is_taken_off_the_table_is_gone_for_the_therapist_and_what_was_answered_stays() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    proposes(&mut sam.browser, "Come home at six", "therapist").await;
    sam.browser.submit("/plan", "/plan/answer", &[("answer", "back")]).await;
    assert_eq!(holds(&app, &amari).await, (0, vec![]));
    let again = sam.browser.get("/plan/propose").await;
    sam.browser.submit_on(&again, "/plan/propose", &[("who", "therapist")]).await;
    // an open one can be taken from the therapist alone, too
    let readers = format!("{}/readers", newest(&mut sam.browser).await);
    sam.browser.submit(&readers, &readers, &[("who", "partner")]).await;
    assert_eq!(holds(&app, &amari).await, (0, vec![]));
    assert!(noor.browser.get("/plan").await.text().contains("Come home at six"));
    sam.browser.submit(&readers, &readers, &[("who", "therapist")]).await;
    proposes(&mut noor.browser, "Come home at seven", "partner").await;
    assert_eq!(holds(&app, &amari).await, (1, vec![sam.id]), "his, which is answered; hers is not for Amari");
}

#[tokio::test]
async fn without_a_therapist_nothing_is_offered_and_nobody_signs_for_one_who_has_gone() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let preview = drafts(&mut sam.browser, "Come home at six").await;
    assert_eq!(preview.count("input[name=who]"), 0);
    let refused = sam.browser.submit_on(&preview, "/plan/propose", &[("who", "therapist")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("nothing was shared"), "{}", refused.text());
    let sent = sam.browser.submit_on(&preview, "/plan/propose", &[]).await;
    assert_eq!(sent.path, "/plan?done=proposed");
    assert_eq!(noor.browser.get("/plan").await.count("input[name=who]"), 0);
    let version = newest(&mut sam.browser).await;
    let readers = format!("{version}/readers");
    assert_eq!(sam.browser.get(&version).await.count(&format!("a[href='{readers}']")), 0);
    assert_eq!(sam.browser.get(&readers).await.location(), version, "there is nothing to choose");

    let amari = app.somebody("Amari").await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    let (open, his) = (noor.browser.get("/plan").await, sam.browser.get(&readers).await);
    act(&app, &sam, &sam, Act::End).await.unwrap();
    let answer = [("answer", "agree"), ("who", "therapist")];
    let refused = noor.browser.submit_on(&open, "/plan/answer", &answer).await;
    assert!(refused.text().contains("nothing was signed"), "{}", refused.text());
    assert_eq!(count(&app, "plan_signature").await, 1, "Sam's, with which it was proposed");
    let refused = sam.browser.submit_on(&his, &readers, &[("who", "therapist")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for nothing in ["", "me"] {
        let refused = sam.browser.submit_on(&his, &readers, &[("who", nothing)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
}
