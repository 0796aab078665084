//! The third audience on the pages of every room: what a therapist holds after each choice, what the partner reads
//! meanwhile, and that nothing is shared or lost where the choice is not to be had.

use axum::http::StatusCode;
use serde_json::Value;
use toward::plans::{Doer, HowOften};

use super::*;
use crate::{
    doing::{agreed, promise},
    support::Answer,
};

const KINDS: [&str; 9] = ["note", "talk", "plan", "mark", "line", "moment", "question", "hard", "practice"];

/// Everything that the therapist can open, as it stands in the envelopes.
pub(super) async fn opens(app: &TestApp, who: &Somebody) -> Vec<String> {
    let mut scope = as_therapist(app, who).await;
    let mut all = Vec::new();
    for kind in KINDS {
        let seen = entries::of_kind::<Value>(&mut scope, &who.hand, None, kind, 100).await.unwrap();
        all.extend(seen.into_iter().map(|one| one.text().expect("it opens").content.to_string()));
    }
    let grants: i64 =
        sqlx::query_scalar("select count(*) from entry_grant").fetch_one(&mut *scope).await.unwrap();
    assert_eq!(
        usize::try_from(grants).unwrap(),
        all.len(),
        "no grant without an envelope, and the other way"
    );
    all
}

/// Something that can be shared: the page of the choice, its form, the page where the partner reads it, the words, and
/// the page on which its author sees who does.
struct Case {
    share: String,
    action: String,
    theirs: String,
    own: String,
    words: &'static str,
}

pub(super) fn chosen(page: &Answer) -> String {
    let html = scraper::Html::parse_document(&page.body);
    let radio = scraper::Selector::parse("input[name=with][checked]").unwrap();
    html.select(&radio).next().unwrap().value().attr("value").unwrap().to_owned()
}

async fn reads_it(who: &mut Somebody, case: &Case) -> bool {
    let page = who.browser.get(&case.theirs).await;
    page.status == StatusCode::OK && page.text().contains(case.words)
}

impl Case {
    async fn choose(&self, who: &mut Somebody, with: &str) -> Answer {
        let done = who.browser.submit(&self.share, &self.action, &[("with", with)]).await;
        assert_eq!(done.status, StatusCode::OK, "{with} on {}: {}", self.share, done.text());
        done
    }

    async fn chosen(&self, who: &mut Somebody) -> String {
        let page = who.browser.get(&self.share).await;
        assert_eq!(page.count("input[name=with]"), 3, "{}", page.text());
        chosen(&page)
    }

    /// A choice that is not on the page.
    async fn forge(&self, who: &mut Somebody) {
        let page = who.browser.get(&self.share).await;
        assert_eq!(page.count("input[name=with]"), 2, "{}", page.text());
        assert!(!page.text().contains("Amari"), "{}", page.text());
        let form = page.form(&self.action).unwrap();
        let refused = who.browser.send_form(&form, &[("with", "both")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.share);
        assert!(refused.text().contains("Your therapist does not read here any more"), "{}", refused.text());
        assert!(refused.text().contains(self.words), "the preview is still there: {}", refused.text());
    }
}

/// Each choice in turn, and what each of the three has then.
async fn through_all_choices(
    app: &TestApp,
    (author, partner, amari): (&mut Somebody, &mut Somebody, &Somebody),
    case: &Case,
) {
    let what = &case.share;
    let held = async || opens(app, amari).await.iter().filter(|text| text.contains(case.words)).count();
    assert_eq!(case.chosen(author).await, "me", "{what}: only me is chosen beforehand");
    let page = author.browser.get(what).await.text();
    for says in ["Noor and Amari", "Both of you can see what Amari sees", "take it back from Amari alone"] {
        assert!(page.contains(says), "{what}: {says}: {page}");
    }

    case.choose(author, "partner").await;
    assert_eq!(held().await, 0, "{what}");
    assert!(reads_it(partner, case).await, "{what}");
    let with_partner = partner.browser.get(&case.theirs).await.still();
    assert_eq!(case.chosen(author).await, "partner", "{what}");
    assert!(!author.browser.get(&case.own).await.text().contains("Amari"), "{what}");

    // nothing of the partner's moves
    let done = case.choose(author, "both").await;
    assert!(done.text().contains("Noor and Amari can"), "{what}: {}", done.text());
    assert_eq!(held().await, 1, "{what}");
    assert_eq!(partner.browser.get(&case.theirs).await.still(), with_partner, "{what}");
    assert_eq!(case.chosen(author).await, "both", "{what}");
    let own = author.browser.get(&case.own).await;
    assert!(own.text().contains("Noor and Amari"), "{what}: {}", own.text());

    case.choose(author, "partner").await;
    assert_eq!(held().await, 0, "{what}: taken back from the therapist alone");
    assert_eq!(partner.browser.get(&case.theirs).await.still(), with_partner, "{what}");
    assert_eq!(case.chosen(author).await, "partner", "{what}");

    case.choose(author, "both").await;
    assert_eq!(held().await, 1, "{what}");
    case.choose(author, "me").await;
    assert_eq!(held().await, 0, "{what}: taken back from both");
    assert!(!reads_it(partner, case).await, "{what}");
    assert_eq!(case.chosen(author).await, "me", "{what}");

    case.choose(author, "both").await;
    assert_eq!((held().await, reads_it(partner, case).await), (1, true), "{what}: with both at once");
    assert_eq!(traces(app, amari).await, 0, "{what}");
}

/// After the end of the access: what is private stays private, what the partner holds stays theirs.
async fn when_it_has_ended(
    app: &TestApp,
    (author, partner, amari): (&mut Somebody, &mut Somebody, &Somebody),
    case: &Case,
) {
    assert!(reads_it(partner, case).await);
    case.forge(author).await;
    assert!(reads_it(partner, case).await, "{}", case.share);
    case.choose(author, "me").await;
    case.forge(author).await;
    assert!(!reads_it(partner, case).await, "{}", case.share);
    assert_eq!(opens(app, amari).await, Vec::<String>::new());
    case.choose(author, "partner").await;
    assert!(reads_it(partner, case).await, "{}", case.share);
}

/// The address of what was just made.
pub(super) fn made(page: &Answer) -> String {
    page.path.split('?').next().unwrap().to_owned()
}

/// One of each kind that has a page of the choice, made by Sam.
async fn one_of_each(app: &TestApp, sam: &mut Somebody, noor: &Somebody) -> Vec<Case> {
    let calls = promise(Doer::One, "I call at noon", HowOften::Daily);
    agreed(app, sam, noor, std::slice::from_ref(&calls)).await;
    let item = format!("/plan/items/{}", calls.id);
    let browser = &mut sam.browser;
    let note = made(&browser.submit("/write/new", "/write/new", &[("text", "words of a note")]).await);
    let fields = [("day", "2026-02-20"), ("words", "words of a mark on the charts"), ("share", "1")];
    let moment = made(&browser.submit("/weeks/moments/new", "/weeks/moments/new", &fields).await);
    browser.submit(&item, &item, &[("kept", "partly"), ("words", "words of a week")]).await;
    let about = calls.id.to_string();
    let fields = [("words", "words of a setback"), ("about", about.as_str())];
    let setback = made(&browser.submit("/plan/setback", "/plan/setback", &fields).await);
    let question = "/plan/questions/1";
    browser.submit(question, question, &[("words", "words of an answer")]).await;
    let case = |share: String, theirs: &str, own: &str, words| {
        let action = share.split('?').next().unwrap().to_owned();
        Case { share, action, theirs: theirs.to_owned(), own: own.to_owned(), words }
    };
    vec![
        case(format!("{note}/share"), &note, &note, "words of a note"),
        case(moment, "/weeks/moments", "/weeks/moments", "words of a mark on the charts"),
        case(format!("{item}/share?week=this"), &item, &item, "words of a week"),
        case(format!("{setback}/share"), &setback, &setback, "words of a setback"),
        case(format!("{question}/share"), "/plan", question, "words of an answer"),
    ]
}

#[tokio::test]
async fn in_every_room_the_therapist_holds_what_was_chosen_for_them_and_the_partners_page_is_the_same() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let cases = one_of_each(&app, &mut sam, &noor).await;
    for case in &cases {
        through_all_choices(&app, (&mut sam, &mut noor, &amari), case).await;
    }
    assert_eq!(opens(&app, &amari).await.len(), cases.len());
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for case in &cases {
        when_it_has_ended(&app, (&mut sam, &mut noor, &amari), case).await;
    }
}

#[tokio::test]
async fn a_question_an_answer_and_what_was_chosen_for_one_reach_the_therapist_only_where_they_were_chosen() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let asked = sam.browser.keeps_question("words of a question").await;
    let (first, second) = (noor.browser.asks("Where?").await, noor.browser.asks("With whom?").await);
    let (answer, later) = (format!("{first}/answer"), format!("{second}/later"));
    sam.browser.submit(&answer, &answer, &[("words", "words of an answer")]).await;
    sam.browser.submit(&later, &later, &[("way", "therapist"), ("words", "words of what was chosen")]).await;
    let case = |question: &str, what: &str, words| Case {
        share: format!("{question}/share/{what}"),
        action: format!("{question}/share/{what}"),
        theirs: question.to_owned(),
        own: question.to_owned(),
        words,
    };
    let cases = [
        case(&asked, "question", "words of a question"),
        case(&first, "answer", "words of an answer"),
        case(&second, "later", "words of what was chosen"),
    ];
    for case in &cases {
        through_all_choices(&app, (&mut sam, &mut noor, &amari), case).await;
    }
    assert_eq!(opens(&app, &amari).await.len(), cases.len(), "and of what Noor asks there is nothing");
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for case in &cases {
        when_it_has_ended(&app, (&mut sam, &mut noor, &amari), case).await;
    }
}

#[tokio::test]
async fn a_line_from_a_hard_moment_and_what_was_said_to_one_reach_the_therapist_only_where_they_were_chosen()
{
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let moment = sam.browser.keeps_moment("words for nobody").await;
    let line = sam.browser.words_line(&moment, &[("words", "words of a line"), ("need", "know")]).await;
    let theirs = noor.browser.sends_line("Hold me", "hold").await;
    let fields = [("choice", "coming"), ("words", "words of an answer"), ("look", "1")];
    let reply = sam.browser.submit(&theirs, &format!("{theirs}/reply"), &fields).await;
    let case = |share: String, page: &str, words| Case {
        action: share.clone(),
        share,
        theirs: page.to_owned(),
        own: page.to_owned(),
        words,
    };
    let cases = [
        case(format!("{line}/share"), &line, "words of a line"),
        case(reply.path.clone(), &theirs, "words of an answer"),
    ];
    for case in &cases {
        through_all_choices(&app, (&mut sam, &mut noor, &amari), case).await;
    }
    noor.browser.puts_away("07:00").await;
    assert_eq!(opens(&app, &amari).await.len(), cases.len(), "nothing of the moment, nor of the night");
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for case in &cases {
        when_it_has_ended(&app, (&mut sam, &mut noor, &amari), case).await;
    }
}

#[tokio::test]
async fn what_is_done_between_the_talks_reaches_the_therapist_only_where_it_was_chosen() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let care = sam.browser.keeps_practice("/between/10", &[("f-what", "words of care")]).await;
    let given = noor.browser.shares_practice("/between/1", &[("f-did", "I lied.")]).await;
    sam.browser.looks_at_answer(&given, &[("answer", "heard"), ("words", "words of an answer")]).await;
    let of = |path: &str, what: &str, words| Case {
        share: format!("{path}{what}/share"),
        action: format!("{path}{what}/share"),
        theirs: path.to_owned(),
        own: path.to_owned(),
        words,
    };
    let cases = [of(&care, "", "words of care"), of(&given, "/answer", "words of an answer")];
    for case in &cases {
        through_all_choices(&app, (&mut sam, &mut noor, &amari), case).await;
    }
    assert_eq!(opens(&app, &amari).await.len(), cases.len(), "and of what Noor gave there is nothing");
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for case in &cases {
        when_it_has_ended(&app, (&mut sam, &mut noor, &amari), case).await;
    }
}

#[tokio::test]
async fn who_reads_it_is_chosen_anew_with_each_change_and_moves_no_day_of_the_partners() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let note = made(&sam.browser.submit("/write/new", "/write/new", &[("text", "as it was")]).await);
    let share = format!("{note}/share");
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    app.later(3, &mut [&mut sam, &mut noor]).await;
    sam.browser.submit(&share, &share, &[("with", "both")]).await;
    assert!(noor.browser.get(&note).await.text().contains("Shared with you on 2 March 2026"));
    let own = sam.browser.get(&note).await.text();
    assert!(own.contains("since 2 March 2026, Amari since 5 March 2026"), "{own}");
    // the same button once more
    app.later(1, &mut [&mut sam, &mut noor]).await;
    sam.browser.submit(&share, &share, &[("with", "both")]).await;
    assert_eq!(sam.browser.get(&note).await.text(), own);

    let edit = format!("{note}/edit");
    let changed = sam.browser.submit(&edit, &edit, &[("text", "as it is now")]).await;
    assert!(
        changed.text().contains("Noor and Amari still hold the version from 2 March 2026, and see nothing"),
        "{}",
        changed.text()
    );
    assert!(opens(&app, &amari).await[0].contains("as it was"), "a change is private");
    assert!(noor.browser.get(&note).await.text().contains("as it was"));
    let page = sam.browser.get(&share).await;
    assert_eq!(chosen(&page), "both", "what holds is chosen for the change");
    // a form from before the change shares nothing
    let stale = [("with", "both"), ("number", "1")];
    let refused = sam.browser.send_form(&page.form(&share).unwrap(), &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(opens(&app, &amari).await[0].contains("as it was"));
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert_eq!(
        opens(&app, &amari).await,
        Vec::<String>::new(),
        "the change is for Noor, and the rest is gone"
    );
    assert!(noor.browser.get(&note).await.text().contains("as it is now"));
    let gone = sam.browser.get(&format!("{note}/back")).await.text();
    assert!(gone.contains("Take it back from Noor?"), "{gone}");
    sam.browser.submit(&share, &share, &[("with", "both")]).await;
    let back = format!("{note}/back");
    let asked = sam.browser.get(&back).await;
    assert!(asked.text().contains("Take it back from Noor and Amari?"), "{}", asked.text());
    sam.browser.submit(&back, &back, &[]).await;
    assert_eq!(opens(&app, &amari).await, Vec::<String>::new());
    assert_eq!(noor.browser.get(&note).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_line_is_sent_to_one_or_both_and_left_with_one() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, _) = three(&app).await;
    let fields = [("kind", "noticed"), ("words", "You made tea")];
    let line = made(&sam.browser.submit("/noticed/new", "/noticed/new", &fields).await);
    let send = format!("{line}/send");
    let page = sam.browser.get(&line).await;
    assert_eq!(page.all("button[name=with]").len(), 2, "{}", page.text());
    let answer = sam.browser.submit_on(&page, &send, &[("with", "both")]).await;
    assert!(answer.text().contains("Sent. Noor and Amari can read it now."), "{}", answer.text());
    assert_eq!(opens(&app, &amari).await.len(), 1);
    let read = noor.browser.get(&line).await.still();
    assert!(read.contains("You made tea") && !read.contains("Amari"));
    let stale = sam.browser.submit_on(&page, &send, &[("with", "partner")]).await;
    assert_eq!(
        (stale.status, opens(&app, &amari).await.len()),
        (StatusCode::OK, 1),
        "a page from before takes nothing"
    );
    let left = sam.browser.submit(&line, &send, &[("with", "alone")]).await;
    assert!(left.text().contains("Let Amari read it, too"), "{}", left.text());
    assert_eq!(opens(&app, &amari).await.len(), 0);
    assert_eq!(noor.browser.get(&line).await.still(), read);
    let too = sam.browser.submit(&line, &send, &[("with", "both")]).await;
    assert!(too.text().contains("Leave it with Noor alone"), "{}", too.text());
    assert_eq!(opens(&app, &amari).await.len(), 1);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    let page = sam.browser.get(&line).await;
    assert!(!page.text().contains("Amari") && page.form(&send).is_none(), "{}", page.text());
    let refused = sam.browser.forges(&send, &[("with", "both"), ("number", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("does not read here any more"), "{}", refused.text());
    assert_eq!(noor.browser.get(&line).await.still(), read);
}

#[tokio::test]
async fn a_page_that_shares_asks_once_for_a_therapist_where_there_is_none() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    let note = made(&sam.browser.submit("/write/new", "/write/new", &[("text", "words")]).await);
    let (share, own) = (format!("{note}/share"), note.clone());
    let page = sam.browser.get(&share).await;
    assert_eq!(page.count("input[name=with]"), 2);
    assert!(!page.text().contains("therapist"), "{}", page.text());
    let all = app.statements(&sam.browser, &[&share, &own, "/write"]).await;
    let asked: Vec<usize> = all.iter().map(Vec::len).collect();
    // the session, the two, the note; and one more on the page of the choice
    assert_eq!(asked, [5, 4, 5], "{all:?}");
    assert!(all[0][4].starts_with("select a.id as"), "{all:?}");
}

#[tokio::test]
async fn a_therapist_whose_key_is_in_doubt_cannot_be_chosen_and_can_always_be_left_out() {
    let app = TestApp::new().await;
    let (mut sam, noor, amari, _) = three(&app).await;
    let note = made(&sam.browser.submit("/write/new", "/write/new", &[("text", "words")]).await);
    let share = format!("{note}/share");
    sam.browser.submit(&share, &share, &[("with", "both")]).await;
    assert_eq!(opens(&app, &amari).await.len(), 1);
    sqlx::query("update person set public_key = $1 where id = $2")
        .bind([9u8; 32].as_slice())
        .bind(amari.id.0)
        .execute(app.owner())
        .await
        .unwrap();
    let page = sam.browser.get(&share).await;
    assert_eq!(page.count("input[name=with]"), 2, "{}", page.text());
    let form = page.form(&share).unwrap();
    let refused = sam.browser.send_form(&form, &[("with", "both")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Sharing with your therapist is paused"), "{}", refused.text());
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
    // and while the partner's is in doubt, too
    sqlx::query("update person set public_key = $1 where id = $2")
        .bind(amari.hand.keys.public().0.as_slice())
        .bind(amari.id.0)
        .execute(app.owner())
        .await
        .unwrap();
    sam.browser.submit(&share, &share, &[("with", "both")]).await;
    sqlx::query("update person set public_key = $1 where id = $2")
        .bind([9u8; 32].as_slice())
        .bind(noor.id.0)
        .execute(app.owner())
        .await
        .unwrap();
    let done = sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
    assert_eq!(count(&app, "entry_grant where reader_role = 'partner' and entry_id in (select id from entry where kind = 'note')").await, 1);
}

#[tokio::test]
async fn sharing_while_the_other_one_ends_it_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let (mut sam, noor, amari, _) = three(&app).await;
    for round in 0..4 {
        let note = made(&sam.browser.submit("/write/new", "/write/new", &[("text", "words")]).await);
        let share = format!("{note}/share");
        let form = sam.browser.get(&share).await.form(&share).unwrap();
        let (answer, ended) = tokio::join!(
            sam.browser.send_form(&form, &[("with", "both")]),
            act(&app, &noor, &noor, Act::End)
        );
        ended.unwrap();
        let calm = [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY];
        assert!(calm.contains(&answer.status), "{round}: {}", answer.text());
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0, "{round}");
        let code = linked(&app, &sam, &noor).await;
        assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    }
}
