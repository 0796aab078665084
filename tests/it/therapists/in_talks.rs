//! The third audience in a talk: with a step, with a line of one's notes, with "are we in?"; never before the other one.

use axum::http::StatusCode;

use super::{
    audience::{chosen, made, opens},
    *,
};
use crate::support::{
    Answer,
    talk::{OPENING, Talk, Until, begin},
};

async fn talks(app: &TestApp) -> (Talk, Somebody, Somebody, Somebody) {
    let (mut sam, mut noor, amari, _) = three(app).await;
    let path = begin(&mut sam.browser, &mut noor.browser, &OPENING).await;
    let browser = |who: &mut Somebody| std::mem::replace(&mut who.browser, app.visitor());
    let talk = Talk { sam: browser(&mut sam), noor: browser(&mut noor), path };
    (talk, sam, noor, amari)
}

#[tokio::test]
async fn in_a_talk_the_therapist_reads_what_was_shared_with_them_and_never_before_the_other_one() {
    let app = TestApp::new().await;
    let (mut talk, _, _, amari) = talks(&app).await;
    let path = talk.path.clone();
    let holds = async |words: &str| opens(&app, &amari).await.iter().any(|text| text.contains(words));
    assert!(!holds("opening by Sam").await);
    // what is shared already: who reads it can be chosen from the piece itself
    let waiting = talk.sam.stands(&path).await;
    let readers = links(&waiting, "Who reads it").pop().expect("a way to choose");
    let before = talk.noor.stands(&path).await.still();
    let page = talk.sam.get(&readers).await;
    assert_eq!(chosen(&page), "partner");
    let done = talk.sam.submit_on(&page, &made(&page), &[("with", "both")]).await;
    assert!(done.text().contains("Shared with Noor and your therapist."), "{}", done.text());
    assert!(done.text().contains("Shared with Noor and Amari"), "{}", done.text());
    assert!(holds("opening by Sam").await);
    assert_eq!(talk.noor.stands(&path).await.still(), before);
    talk.sam.submit(&readers, &readers, &[("with", "partner")]).await;
    assert!(!holds("opening by Sam").await);
    assert_eq!(talk.noor.stands(&path).await.still(), before);
    talk.play(Until::Proposed, Until::Feelings, &app).await;

    // what waits for its turn is for the other one first
    let felt = [("felt", "lonely"), ("words", "feelings by Sam")];
    let share = talk.sam.writes(&path, 2, &felt).await;
    assert_eq!(share.count("input[name=with]"), 2, "{}", share.text());
    assert!(share.text().contains("When Noor can read it, you can let Amari read it, too."));
    let form = share.form(&made(&share)).unwrap();
    let refused = talk.sam.send_form(&form, &[("with", "both")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("as soon as your partner can read it"), "{}", refused.text());
    assert!(refused.text().contains("feelings by Sam") && !holds("feelings by Sam").await);
    talk.sam.confirms(&share).await;
    let record = talk.sam.get(&format!("{path}/record")).await;
    let may = links(&record, "Who reads it").len();
    let shared = links(&record, "Take it back").len();
    assert_eq!(may + 1, shared, "everything but what Noor cannot read yet: {}", record.text());
    talk.noor.shares(&path, 2, &[("felt", "lonely"), ("words", "feelings by Noor")]).await;
    let step = talk.sam.get(&format!("{path}/2")).await;
    let readers = links(&step, "Who reads it").pop().expect("Noor reads it now");
    talk.sam.submit(&readers, &readers, &[("with", "both")]).await;
    assert!(holds("feelings by Sam").await);
    assert!(!holds("feelings by Noor").await);

    // and with both at once where the other one reads it at once
    talk.play(Until::Listening, Until::Perspectives, &app).await;
    let share = talk.sam.writes(&path, 4, &[("words", "perspective by Sam")]).await;
    let done = talk.sam.submit_on(&share, &made(&share), &[("with", "both")]).await;
    assert!(done.text().contains("Shared with Noor and your therapist."), "{}", done.text());
    assert!(holds("perspective by Sam").await);
    assert!(talk.noor.stands(&path).await.text().contains("perspective by Sam"));
    // only me, for something that is shared, is taking it back, with the page that says what it means
    let record = talk.sam.get(&format!("{path}/record")).await;
    assert!(record.text().contains("Shared with Noor and Amari"), "{}", record.text());
    let readers = links(&record, "Who reads it").pop().unwrap();
    let asked = talk.sam.submit(&readers, &readers, &[("with", "me")]).await;
    assert!(asked.text().contains("Noor and Amari cannot read it"), "{}", asked.text());
    talk.sam.submit_on(&asked, &made(&asked), &[]).await;
    assert!(!holds("perspective by Sam").await);
    assert_eq!(traces(&app, &amari).await, 0);
}

/// Where the links with these words lead.
fn links(page: &Answer, words: &str) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.body);
    let all = scraper::Selector::parse("a[href]").unwrap();
    html.select(&all)
        .filter(|link| link.text().collect::<String>() == words)
        .map(|link| link.value().attr("href").unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_two_answers_of_are_we_in_reach_the_therapist_at_the_moment_they_open() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let path = sam.browser.asks_for_a_talk().await;
    let share = sam.browser.writes(&path, 0, &[("answer", "yes"), ("words", "")]).await;
    sam.browser.submit_on(&share, &made(&share), &[("with", "both")]).await;
    assert_eq!(opens(&app, &amari).await.len(), 0, "it waits for Noor's");
    noor.browser.shows_in(&path, "yes").await;
    let held = opens(&app, &amari).await;
    assert_eq!(held.len(), 1, "Sam's, and not Noor's: {held:?}");
}

#[tokio::test]
async fn a_line_of_ones_notes_goes_to_both_at_once() {
    let app = TestApp::new().await;
    let (mut talk, _, _, amari) = talks(&app).await;
    let path = talk.path.clone();
    talk.play(Until::Proposed, Until::Perspectives, &app).await;
    let sheet = format!("{path}/notes/4");
    let page = talk.sam.get(&sheet).await;
    let form = page.form(&sheet).unwrap();
    let fields = form.fields.clone();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| match name.as_str() {
            "text" => ("text", "a line of my notes"),
            name => (name, value.as_str()),
        })
        .collect();
    let done = talk.sam.post(&form.action, &fields).await;
    talk.sam.follow(done).await;
    let stands = talk.sam.stands(&path).await;
    let html = scraper::Html::parse_document(&stands.body);
    let link = scraper::Selector::parse("a[href*='/notes/4/share/']").unwrap();
    let href = html.select(&link).next().expect("a line to share").value().attr("href").unwrap().to_owned();
    let page = talk.sam.get(&href).await;
    assert_eq!((chosen(&page).as_str(), page.count("input[name=with]")), ("me", 3));
    talk.sam.submit_on(&page, &href, &[("with", "both")]).await;
    let held = opens(&app, &amari).await;
    assert!(held.iter().any(|text| text.contains("a line of my notes")), "{held:?}");
    assert!(talk.noor.stands(&path).await.text().contains("a line of my notes"));
}

#[tokio::test]
async fn while_the_partners_key_is_in_doubt_a_therapist_can_be_left_out_of_a_talk_and_of_an_answer() {
    let app = TestApp::new().await;
    let (mut talk, sam, noor, amari) = talks(&app).await;
    let readers = links(&talk.sam.stands(&talk.path).await, "Who reads it").pop().expect("a way to choose");
    talk.sam.submit(&readers, &readers, &[("with", "both")]).await;
    let (question, answer) = ("/plan/questions/1", "/plan/questions/1/share");
    talk.sam.submit(question, question, &[("words", "words of an answer")]).await;
    talk.sam.submit(answer, answer, &[("with", "both")]).await;
    assert_eq!(opens(&app, &amari).await.len(), 2);
    let sql = "update person set public_key = $1 where id = $2";
    sqlx::query(sql).bind([9u8; 32].as_slice()).bind(noor.id.0).execute(app.owner()).await.unwrap();
    let rests = talk.sam.get(&readers).await;
    assert!(rests.text().contains("Sharing rests for now"), "{}", rests.text());
    assert!(!rests.text().contains("opening by Sam") && rests.count("input[name=with]") == 1);
    talk.sam.submit_on(&rests, &readers, &[]).await;
    assert_eq!(opens(&app, &amari).await.len(), 1, "of the talk nothing");
    let after = talk.sam.get(&readers).await;
    assert!(after.form(&readers).is_none(), "{}", after.text());
    talk.sam.submit(answer, answer, &[("with", "partner")]).await;
    assert_eq!(opens(&app, &amari).await, Vec::<String>::new());
    let held = "entry_grant where reader_role = 'partner' and author = ";
    assert!(count(&app, &format!("{held}'{}'", sam.id)).await >= 2, "what Noor holds is as it was");
}
