//! Sitting together: what is said instead of written, and the one phone that lies between two. Every guard is tried with
//! a forged request.

use axum::http::{Method, StatusCode};
use toward::{
    conversations::{Part, Piece, Round, Seat, Step, Words},
    db::{Asker, Scope},
    entries::{self, Base, Place},
    ids::{CoupleId, EntryId},
    web::router,
};

use crate::support::{
    Answer, TestApp, Visitor,
    people::PASSPHRASE,
    talk::{By, OPENING, Talk, Until, begin},
};

/// Both choose to sit like this.
async fn sit(talk: &mut Talk, how: &str) {
    let here = format!("{}/how", talk.path);
    for who in [By::Sam, By::Noor] {
        let answer = talk.of(who).submit(&here, &here, &[("how", how)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    let now = talk.sam.get(&here).await;
    assert_eq!(now.count("section:has(.chip.with)"), 1);
}

/// Presses "I have said it", or what it is called there.
async fn says(visitor: &mut Visitor, talk: &str, act: &str) -> Answer {
    let here = visitor.stands(talk).await;
    visitor.submit_on(&here, &format!("{talk}/on"), &[("act", act)]).await
}

/// The same by a program that has no such button on its page.
async fn forges(visitor: &mut Visitor, talk: &str, act: &str) -> Answer {
    let csrf = token(&visitor.get("/talk").await);
    visitor.post(&format!("{talk}/on"), &[("csrf", &csrf), ("act", act)]).await
}

/// The token of the forms of any page of a session.
fn token(page: &Answer) -> String {
    let leave = page.form("/leave").expect("the way out is on every page");
    leave.fields.iter().find(|(name, _)| name == "csrf").expect("a token").1.clone()
}

fn field(page: &Answer, action: &str, name: &str) -> String {
    let form = page.form(action).unwrap_or_else(|| panic!("no form to {action}: {}", page.text()));
    form.fields.into_iter().find(|(field, _)| field == name).expect("a field").1
}

/// Where a talk stands, as it is stored.
async fn state(app: &TestApp) -> String {
    sqlx::query_scalar("select state::text from conversation").fetch_one(app.owner()).await.expect("a talk")
}

/// Sam puts the phone between the two. Answers the first page of it.
async fn puts_the_phone_down(talk: &mut Talk) -> Answer {
    let (how, sofa) = (format!("{}/how", talk.path), format!("{}/sofa", talk.path));
    let page = talk.sam.submit(&how, &sofa, &[("act", "enter")]).await;
    assert!(page.path.starts_with(&sofa), "{}: {}", page.path, page.text());
    page
}

/// Whoever holds the phone presses a button of their turn.
async fn presses(phone: &mut Visitor, talk: &str, who: &str, act: &str) -> Answer {
    let sofa = format!("{talk}/sofa");
    let page = phone.get(&format!("{sofa}?as={who}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let stamp = page
        .form(&sofa)
        .filter(|form| form.fields.iter().any(|(name, value)| name == "who" && value == who))
        .unwrap_or_else(|| panic!("it is not {who}'s turn: {}", page.text()));
    let answer = phone.send_form(&stamp, &[("act", act)]).await;
    phone.follow(answer).await
}

/// A step on one phone: the speaker says it (unless it was said), the other listens and says it back, and it arrived.
async fn heard(phone: &mut Visitor, talk: &str, speaker: &str, listener: &str) {
    presses(phone, talk, listener, "listened").await;
    presses(phone, talk, listener, "said").await;
    presses(phone, talk, speaker, "heard").await;
}

#[tokio::test]
async fn two_sit_together_when_both_have_chosen_it_and_apart_as_soon_as_one_does() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let (path, how) = (talk.path.clone(), format!("{}/how", talk.path));
    assert!(talk.noor.stands(&path).await.text().contains("You sit apart, each in your own time."));
    let asked = talk.sam.submit(&how, &how, &[("how", "two-phones")]).await;
    assert!(asked.text().contains("You have suggested this. Noor can say yes, or leave it."));
    assert!(talk.sam.stands(&path).await.text().contains("You sit apart"));
    let page = talk.noor.stands(&path).await;
    assert!(
        page.text().contains("Sam would like to sit together, with two phones. You can leave it as it is.")
    );
    let together = talk.noor.submit_on(&page, &how, &[("how", "two-phones")]).await;
    assert_eq!(together.path, format!("{path}/4"));
    for who in [By::Sam, By::Noor] {
        assert!(talk.of(who).stands(&path).await.text().contains("You sit together, with two phones."));
    }
    talk.noor.submit(&how, &how, &[("how", "apart")]).await;
    assert!(talk.sam.stands(&path).await.text().contains("You sit apart"));
    assert_eq!(talk.sam.stands(&path).await.count("#say"), 0);
    let odd = talk.sam.submit(&how, &how, &[("how", "on the roof")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_said_aloud_moves_the_talk_like_what_is_written_and_leaves_its_day() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    sit(&mut talk, "two-phones").await;
    says(&mut talk.sam, &path, "said").await;
    assert!(!talk.noor.stands(&path).await.text().contains("Said aloud"), "nobody learns who is done");
    says(&mut talk.noor, &path, "said").await;
    let listens = talk.noor.stands(&path).await;
    assert!(listens.text().contains("Sam felt Said aloud on 2 March 2026"), "{}", listens.text());
    assert!(
        listens.text().contains("you can listen with your ears")
            && listens.count("[data-timer][hidden]") == 1
    );
    assert_eq!(listens.count("textarea, input[type=text]"), 0);
    assert!(!talk.sam.stands(&path).await.text().contains("Noor felt"), "a turn that has not come");
    talk.noor.goes_on(&path, "listened").await;
    let back = says(&mut talk.noor, &path, "said").await;
    assert_eq!(back.all("h1"), ["With Sam now"]);
    let answers = talk.sam.stands(&path).await;
    assert!(answers.text().contains("Noor heard Said aloud on 2 March 2026"), "{}", answers.text());
    talk.sam.goes_on(&path, "heard").await;
    for who in [By::Sam, By::Noor] {
        let record = talk.of(who).get(&format!("{path}/record")).await.text();
        assert!(record.contains("Sam felt Said aloud on 2 March 2026"), "{record}");
        assert!(record.contains("This was said aloud. Its words were not written down."));
    }
    // There is nothing in it to change, to share or to take back.
    assert_eq!(talk.sam.get(&format!("{path}/2")).await.count("a[href*='/back/'], a[href*='/share/']"), 0);
}

#[tokio::test]
async fn an_answer_to_an_apology_is_said_and_marked() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Apology).await;
    let path = talk.path.clone();
    sit(&mut talk, "two-phones").await;
    says(&mut talk.noor, &path, "said").await;
    let page = talk.sam.stands(&path).await;
    assert!(page.text().contains("Noor apologises Said aloud on"), "{}", page.text());
    let bare = says(&mut talk.sam, &path, "said").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "no answer was named");
    says(&mut talk.sam, &path, "said-later").await;
    let planning = talk.noor.stands(&path).await;
    assert_eq!(planning.path, format!("{path}/8"));
    assert!(planning.text().contains("Sam answers Said aloud"), "{}", planning.text());
    assert!(planning.text().contains("I will answer later"));
}

#[tokio::test]
async fn who_sits_apart_writes() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let before = state(&app).await;
    let refused = forges(&mut talk.sam, &path, "said").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("do not sit together in this talk"), "{}", refused.text());
    for act in ["said", "said-accept"] {
        assert_eq!(forges(&mut talk.noor, &path, act).await.status, StatusCode::CONFLICT, "{act}");
    }
    assert_eq!(state(&app).await, before);
    let entries: i64 = sqlx::query_scalar("select count(*) from entry").fetch_one(app.owner()).await.unwrap();
    // One of the two has chosen apart while the other's page still offered to say it.
    sit(&mut talk, "two-phones").await;
    let open = talk.sam.stands(&path).await;
    let how = format!("{path}/how");
    talk.noor.submit(&how, &how, &[("how", "apart")]).await;
    let late = talk.sam.submit_on(&open, &format!("{path}/on"), &[("act", "said")]).await;
    assert!(late.text().contains("The talk has moved on"), "{}", late.text());
    let now: i64 = sqlx::query_scalar("select count(*) from entry").fetch_one(app.owner()).await.unwrap();
    assert_eq!(now, entries);
}

#[tokio::test]
async fn the_listener_says_nothing_and_ideas_are_written() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    sit(&mut talk, "two-phones").await;
    let forged = forges(&mut talk.noor, &path, "said").await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert!(forged.text().contains("It is your partner’s turn right now."), "{}", forged.text());
    talk.play(Until::Perspectives, Until::Planning, &app).await;
    let page = talk.sam.stands(&path).await;
    assert_eq!((page.path.as_str(), page.count("#say")), (format!("{path}/8").as_str(), 0));
    assert_eq!(forges(&mut talk.sam, &path, "said").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn released_lines_can_be_all_that_somebody_wanted_to_say() {
    let app = TestApp::new().await;
    let (mut one, mut two) = app.linked("Sam", "Noor").await;
    let path = begin(&mut one.browser, &mut two.browser, &OPENING).await;
    let pinned = app.pinned(&one).await;
    let (id, hand) = (one.id, one.hand);
    let mut talk = Talk { sam: one.browser, noor: two.browser, path: path.clone() };
    talk.play(Until::Proposed, Until::Perspectives, &app).await;
    assert_eq!(forges(&mut talk.sam, &path, "said").await.status, StatusCode::CONFLICT);

    let couple: CoupleId = CoupleId(
        sqlx::query_scalar("select couple_id from conversation").fetch_one(app.owner()).await.unwrap(),
    );
    let about = path.rsplit('/').next().unwrap().parse().unwrap();
    let part = Part::Line { step: Step::Perspectives, number: Round::FIRST };
    let words = Words::Plain { words: "a line by Sam".to_owned() };
    let piece = Piece { part, by: Seat::One, words };
    let place = Place { kind: "talk", couple: Some(couple), about: Some(about), slot: Some("a line") };
    let mut scope = Scope::begin(app.runtime(), Asker::Person(id)).await.unwrap();
    let now = app.clock.now();
    let base = Base::New(uuid::Uuid::new_v4());
    let written = entries::write(&mut scope, &hand, place, base, &piece, now).await.unwrap();
    let entries::Written::Kept(entry, number) = written else { panic!("{written:?}") };
    scope.commit().await.unwrap();
    assert_eq!(forges(&mut talk.sam, &path, "said").await.status, StatusCode::CONFLICT, "kept, not released");
    let mut scope = Scope::begin(app.runtime(), Asker::Person(id)).await.unwrap();
    assert!(entries::share(&mut scope, &hand, &pinned, entry, number, now.date()).await.unwrap());
    scope.commit().await.unwrap();

    let page = talk.sam.stands(&path).await;
    assert!(page.all("button").contains(&"That is what I wanted to say".to_owned()), "{}", page.text());
    says(&mut talk.sam, &path, "said").await;
    let listens = talk.noor.stands(&path).await;
    assert_eq!(listens.all("h1"), ["Sam is telling you how they lived it"]);
    assert!(listens.text().contains("It stands in the lines that were shared in this step."));
    assert!(!listens.text().contains("Said aloud"));
}

#[tokio::test]
async fn one_phone_goes_through_a_talk_and_the_record_says_so() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    sit(&mut talk, "one-phone").await;
    let first = puts_the_phone_down(&mut talk).await;
    assert_eq!(first.all("h1"), ["Name what you felt"], "it is the turn of whoever put it down");
    assert_eq!(first.count("textarea, input:not([type=hidden]), .acct, .nav"), 0);
    presses(&mut talk.sam, &path, "one", "said").await;
    let hand_over = talk.sam.get(&format!("{path}/sofa?as=one")).await;
    assert_eq!(hand_over.all("h1"), ["Hand the phone to Noor"]);
    let phone = &mut talk.sam;
    presses(phone, &path, "two", "said").await;
    heard(phone, &path, "one", "two").await;
    heard(phone, &path, "two", "one").await;
    presses(phone, &path, "one", "said").await;
    heard(phone, &path, "one", "two").await;
    presses(phone, &path, "two", "said").await;
    presses(phone, &path, "one", "listened").await;
    presses(phone, &path, "one", "said").await;
    presses(phone, &path, "two", "not-quite").await;
    presses(phone, &path, "one", "said").await;
    presses(phone, &path, "two", "heard").await;
    today(phone, &path).await;
    presses(phone, &path, "one", "said").await;
    presses(phone, &path, "two", "pass").await;
    presses(phone, &path, "one", "read-on").await;
    presses(phone, &path, "two", "read-on").await;
    today(phone, &path).await;
    presses(phone, &path, "two", "said").await;
    heard(phone, &path, "two", "one").await;
    presses(phone, &path, "one", "pass").await;
    today(phone, &path).await;
    presses(phone, &path, "two", "said").await;
    let answers = phone.get(&format!("{path}/sofa?as=one")).await;
    assert!(
        answers.text().contains("Noor apologises Said aloud on 2 March 2026, on one phone"),
        "{}",
        answers.text()
    );
    presses(phone, &path, "one", "said-heard").await;
    let plan = phone.get(&format!("{path}/sofa")).await;
    assert!(plan.text().contains("Ideas are written"), "{}", plan.text());
    each(phone, &path, "enough").await;
    let end = phone.get(&format!("{path}/sofa")).await;
    assert_eq!(end.all("h1"), ["You have come through this talk"]);

    // Noor reads it in a session of her own: her turns are marked in Sam's hand, and say so.
    for name in ["Noor", "Sam"] {
        let record = talk.noor.get(&format!("{path}/record")).await.text();
        let line = format!("{name} lived it like this Said aloud on 2 March 2026, on one phone");
        assert!(record.contains(&line), "{line}: {record}");
        assert!(record.contains("marked on Sam’s phone, which lay between the two"));
    }
}

/// Each of the two presses their own button.
async fn each(phone: &mut Visitor, talk: &str, act: &str) {
    let sofa = format!("{talk}/sofa");
    for who in ["one", "two"] {
        let page = phone.get(&sofa).await;
        let csrf = token(&page);
        let stamp = stamp_of(&page, who);
        let fields = [("csrf", csrf.as_str()), ("act", act), ("who", who), ("stamp", stamp.as_str())];
        let answer = phone.post(&sofa, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

fn stamp_of(page: &Answer, who: &str) -> String {
    let page = scraper::Html::parse_document(&page.body);
    let forms = scraper::Selector::parse("form").unwrap();
    let input = |form: scraper::ElementRef<'_>, name: &str| {
        let css = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
        form.select(&css).next().and_then(|input| input.value().attr("value")).map(str::to_owned)
    };
    let mut all = page.select(&forms).filter(|form| input(*form, "who").as_deref() == Some(who));
    all.next().and_then(|form| input(form, "stamp")).expect("a button of theirs")
}

/// Where the next step waits for tomorrow, both choose today.
async fn today(phone: &mut Visitor, talk: &str) {
    if phone.get(&format!("{talk}/sofa")).await.all("h1") == ["Enough for today"] {
        each(phone, talk, "today").await;
    }
}

/// A talk in step 4 whose one phone lies between the two, with everything that is private around it.
pub(crate) async fn on_the_sofa(app: &TestApp) -> Talk {
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let kept = [("words", "qzm kept by Sam"), ("private", "1")];
    let step = format!("{path}/4");
    talk.sam.submit(&step, &step, &kept).await;
    talk.sam.submit("/write/new", "/write/new", &[("title", "qzm note"), ("text", "qzm text")]).await;
    let form = talk.sam.get("/write/new").await.form("/write/new").unwrap();
    let mut draft: Vec<(String, String)> = form.fields;
    draft.iter_mut().filter(|(name, _)| name == "text").for_each(|(_, text)| *text = "qzm draft".to_owned());
    let draft: Vec<(&str, &str)> = draft.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(talk.sam.post("/kept", &draft).await.status, StatusCode::OK);
    sit(&mut talk, "one-phone").await;
    puts_the_phone_down(&mut talk).await;
    talk
}

#[tokio::test]
async fn a_phone_between_two_answers_nothing_of_its_owners() {
    let app = TestApp::new().await;
    let mut talk = on_the_sofa(&app).await;
    let path = talk.path.clone();
    let sofa = format!("{path}/sofa");
    let id = path.rsplit('/').next().unwrap().to_owned();
    let note: EntryId = EntryId(
        sqlx::query_scalar("select id from entry where kind = 'note'").fetch_one(app.owner()).await.unwrap(),
    );
    let piece: EntryId = EntryId(
        sqlx::query_scalar("select e.id from entry e join person p on p.id = e.author where kind = 'talk' and p.name = 'Sam' limit 1")
            .fetch_one(app.owner())
            .await
            .unwrap(),
    );
    // The pages of the sofa itself, the two questions without anything private, hints without content, what ends the
    // session, and what knows nobody.
    let open = [
        "/talk/{id}/sofa",
        "/talk/{id}/sofa/away",
        "/talk/{id}/sofa/sign",
        "/talk/{id}/break",
        "/talk/{id}/rest",
        "/talk/{id}/stop",
        "/live",
        "/healthz",
        "/readyz",
        "/leave",
        "/sign-out",
        "/kept",
        "/left",
        "/here",
        "/stop/{token}",
        "/cal/{file}",
    ];
    // Doors: they hold nothing of whoever is signed in, and end that session when they open.
    let doors =
        ["/start", "/start/{token}", "/recover", "/sign-in", "/sign-in/code", "/join/{code}", "/with/{code}"];
    let csrf = token(&talk.sam.get(&sofa).await);
    let mut closed = 0;
    for (method, pattern) in router::rooms().list() {
        let own = if pattern.starts_with("/n/") { note.to_string() } else { id.clone() };
        let at = pattern
            .replace("{id}", &own)
            .replace("{entry}", &piece.to_string())
            .replace("{step}", "4")
            .replace("{token}", "unknown")
            .replace("{code}", "unknown");
        if open.contains(pattern) {
            continue;
        }
        let answer = match *method {
            "GET" => talk.sam.get(&at).await,
            _ => talk.sam.post(&at, &[("csrf", csrf.as_str()), ("act", "listened")]).await,
        };
        assert!(!answer.names("qzm"), "{method} {pattern}");
        if doors.contains(pattern) && answer.location() != sofa {
            assert!(!answer.names("Sam"), "{method} {pattern}");
            continue;
        }
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, sofa.as_str()),
            "{method} {pattern}"
        );
        closed += 1;
    }
    assert!(closed > 45, "{closed}");
    // Another talk of the same two, and this one under another spelling.
    let other = EntryId::random();
    for at in [
        format!("/talk/{other}/sofa"),
        format!("/talk/{}/sofa", id.to_uppercase()),
        format!("{path}//sofa"),
        "/".to_owned(),
    ] {
        let answer = talk.sam.get(&at).await;
        assert!(
            answer.location() == sofa || answer.status == StatusCode::NOT_FOUND,
            "{at}: {}",
            answer.status
        );
    }
    for page in ["sofa", "sofa?as=one", "sofa?as=two", "sofa/away", "sofa/sign", "break", "stop"] {
        let answer = talk.sam.get(&format!("{path}/{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.names("qzm"), "{page}: {}", answer.text());
    }
    let live = talk.sam.send(Method::GET, "/talk", &[("x-live", "1")], "").await;
    assert_eq!(live.location(), sofa);
}

#[tokio::test]
async fn what_was_typed_beside_the_phone_is_kept_for_its_owner() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    sit(&mut talk, "one-phone").await;
    let form = talk.sam.get("/write/new").await.form("/write/new").unwrap();
    puts_the_phone_down(&mut talk).await;
    let answer = talk.sam.send_form(&form, &[("text", "typed in another window")]).await;
    assert_eq!(answer.location(), format!("{}/sofa", talk.path));
    let away = format!("{}/sofa/away", talk.path);
    talk.sam.submit(&away, &away, &[("passphrase", PASSPHRASE)]).await;
    assert!(talk.sam.get("/write/new").await.body.contains("typed in another window"));
}

#[tokio::test]
async fn only_what_both_may_read_stands_on_the_phone() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Listening).await;
    let path = talk.path.clone();
    sit(&mut talk, "one-phone").await;
    puts_the_phone_down(&mut talk).await;
    let noors = talk.sam.get(&format!("{path}/sofa?as=two")).await;
    assert!(noors.text().contains("feelings by Sam"), "what Sam shared with Noor: {}", noors.text());
    for page in ["sofa", "sofa?as=one", "sofa?as=two"] {
        let text = talk.sam.get(&format!("{path}/{page}")).await.text();
        assert!(!text.contains("feelings by Noor"), "her turn has not come: {text}");
    }
    heard(&mut talk.sam, &path, "one", "two").await;
    assert!(talk.sam.get(&format!("{path}/sofa?as=one")).await.text().contains("feelings by Noor"));
}

#[tokio::test]
async fn nobody_acts_for_the_other_outside_of_one_phone() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let (path, sofa) = (talk.path.clone(), format!("{}/sofa", talk.path));
    let before = state(&app).await;
    for how in ["apart", "two-phones"] {
        if how != "apart" {
            sit(&mut talk, how).await;
        }
        let now = state(&app).await;
        for who in [By::Sam, By::Noor] {
            let csrf = token(&talk.of(who).get("/talk").await);
            for (act, seat) in
                [("enter", ""), ("said", "one"), ("said", "two"), ("apart", ""), ("enough", "two")]
            {
                let fields = [("csrf", csrf.as_str()), ("act", act), ("who", seat)];
                let answer = talk.of(who).post(&sofa, &fields).await;
                assert_eq!(answer.status, StatusCode::CONFLICT, "{how} {act} {seat}");
            }
            assert_eq!(talk.of(who).get(&sofa).await.location(), format!("{path}/how"));
        }
        assert_eq!(state(&app).await, now);
    }
    assert_ne!(state(&app).await, before);
    // One phone is agreed on, but this session is not the one that lies between the two.
    sit(&mut talk, "one-phone").await;
    let now = state(&app).await;
    let csrf = token(&talk.noor.get("/talk").await);
    for seat in ["one", "two"] {
        let answer = talk.noor.post(&sofa, &[("csrf", csrf.as_str()), ("act", "said"), ("who", seat)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
    }
    assert_eq!(state(&app).await, now);
}

#[tokio::test]
async fn on_the_phone_only_whoever_has_the_turn_is_marked() {
    let app = TestApp::new().await;
    let mut talk = on_the_sofa(&app).await;
    let sofa = format!("{}/sofa", talk.path);
    let before = state(&app).await;
    let page = talk.sam.get(&format!("{sofa}?as=one")).await;
    let (csrf, stamp) = (token(&page), field(&page, &sofa, "stamp"));
    // Noor's seat: with Sam's stamp, with none, and with acts that no sofa has.
    for (act, who, stamp, right) in [
        ("said", "two", stamp.as_str(), StatusCode::SEE_OTHER),
        ("said", "two", "", StatusCode::CONFLICT),
        ("listened", "two", "", StatusCode::CONFLICT),
        ("said", "one", "", StatusCode::CONFLICT),
        ("heard", "one", stamp.as_str(), StatusCode::CONFLICT),
        ("said-accept", "one", stamp.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        ("both-in", "one", stamp.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        ("accept-time", "two", stamp.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        ("said", "three", stamp.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let fields = [("csrf", csrf.as_str()), ("act", act), ("who", who), ("stamp", stamp)];
        let answer = talk.sam.post(&sofa, &fields).await;
        assert_eq!(answer.status, right, "{act} {who}: {}", answer.text());
        assert_eq!(state(&app).await, before, "{act} {who}");
    }
    // A third person finds nothing here, and neither does somebody who is not signed in.
    let (mut iris, _max) = app.linked("Iris", "Max").await;
    let theirs = token(&iris.browser.get("/talk").await);
    for act in ["enter", "said"] {
        let fields = [("csrf", theirs.as_str()), ("act", act), ("who", "one"), ("stamp", stamp.as_str())];
        assert_eq!(iris.browser.post(&sofa, &fields).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(app.visitor().get(&sofa).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(state(&app).await, before);
}

#[tokio::test]
async fn either_ends_it_at_once_and_the_phone_stays_locked() {
    let app = TestApp::new().await;
    let mut talk = on_the_sofa(&app).await;
    let (path, sofa) = (talk.path.clone(), format!("{}/sofa", talk.path));
    let open = talk.sam.get(&format!("{sofa}?as=one")).await;
    let how = format!("{path}/how");
    talk.noor.submit(&how, &how, &[("how", "apart")]).await;
    let before = state(&app).await;
    let (csrf, stamp) = (token(&open), field(&open, &sofa, "stamp"));
    for act in ["said", "listened", "enter", "apart"] {
        let fields = [("csrf", csrf.as_str()), ("act", act), ("who", "one"), ("stamp", stamp.as_str())];
        let answer = talk.sam.post(&sofa, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{act}");
    }
    assert_eq!(state(&app).await, before);
    let page = talk.sam.get(&sofa).await;
    assert_eq!(page.all("h1"), ["The phone is done for now"]);
    assert_eq!(talk.sam.get("/today").await.location(), sofa, "whoever holds it is still not Sam");
    // From the phone itself as well.
    let away = format!("{sofa}/away");
    talk.sam.submit(&away, &away, &[("passphrase", PASSPHRASE)]).await;
    sit(&mut talk, "one-phone").await;
    let page = puts_the_phone_down(&mut talk).await;
    let fields = [("csrf", token(&page)), ("act", "apart".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    talk.sam.post(&sofa, &fields).await;
    assert!(talk.noor.stands(&path).await.text().contains("You sit apart"));
}

#[tokio::test]
async fn the_owners_passphrase_brings_the_rest_back_and_no_other() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    sit(&mut talk, "one-phone").await;
    let old = talk.sam.cookies.clone();
    puts_the_phone_down(&mut talk).await;
    assert_ne!(old, talk.sam.cookies, "the session goes on under a new number");
    let away = format!("{}/sofa/away", talk.path);
    let wrong = talk.sam.submit(&away, &away, &[("passphrase", "something else entirely")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("This is not Sam’s passphrase. The phone stays on the talk."));
    assert!(!wrong.body.contains("something else entirely"));
    assert_eq!(talk.sam.get("/today").await.status, StatusCode::SEE_OTHER);
    for _ in 0..4 {
        talk.sam.submit(&away, &away, &[("passphrase", "something else entirely")]).await;
    }
    let locked = talk.sam.submit(&away, &away, &[("passphrase", PASSPHRASE)]).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS, "{}", locked.text());
    app.clock.advance(time::Duration::minutes(20));
    let back = talk.sam.submit(&away, &away, &[("passphrase", PASSPHRASE)]).await;
    assert_eq!(back.path, format!("{}/4", talk.path), "{}", back.text());
    assert_eq!(talk.sam.get("/today").await.status, StatusCode::OK);
    // The cookie from before the phone was put down opens nothing.
    let mut thief = app.visitor();
    thief.cookies = old;
    assert_eq!(thief.get("/today").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_other_signs_in_on_the_phone_and_marks_in_a_hand_of_their_own() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let (path, sofa) = (talk.path.clone(), format!("{}/sofa", talk.path));
    sit(&mut talk, "one-phone").await;
    puts_the_phone_down(&mut talk).await;
    presses(&mut talk.sam, &path, "one", "said").await;
    let sams = talk.sam.cookies.clone();
    let sign = format!("{sofa}/sign");
    let iris = app.person("Iris").await;
    for (name, passphrase) in [
        ("noor@example.org", "something else entirely"),
        ("sam@example.org", PASSPHRASE),
        (iris.sign_in.as_str(), PASSPHRASE),
    ] {
        let fields = [("sign_in", name), ("passphrase", passphrase)];
        let answer = talk.sam.submit(&sign, &sign, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.text().contains("do not belong together"));
    }
    let fields = [("sign_in", "noor@example.org"), ("passphrase", PASSPHRASE)];
    let page = talk.sam.submit(&sign, &sign, &fields).await;
    assert_eq!(page.all("h1"), ["Sam is telling you how they lived it"], "{}", page.text());
    assert_eq!(talk.sam.get("/today").await.location(), sofa, "hers is locked to the talk as well");
    let mut before = app.visitor();
    before.cookies = sams;
    assert_eq!(before.get(&sofa).await.status, StatusCode::UNAUTHORIZED, "Sam's session here has ended");
    presses(&mut talk.sam, &path, "two", "listened").await;
    presses(&mut talk.sam, &path, "two", "said").await;
    let record = talk.noor.get(&format!("{path}/record")).await.text();
    assert!(record.contains("marked on Noor’s phone"), "{record}");
    let away = talk.sam.get(&format!("{sofa}/away")).await;
    assert!(away.text().contains("Noor’s passphrase"));
}

#[tokio::test]
async fn the_others_second_step_is_asked_for_on_the_phone_too() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let (device, _) = talk.noor.switches_second_step_on(app.clock.now()).await;
    let (path, sofa) = (talk.path.clone(), format!("{}/sofa", talk.path));
    sit(&mut talk, "one-phone").await;
    puts_the_phone_down(&mut talk).await;
    presses(&mut talk.sam, &path, "one", "said").await;
    let sign = format!("{sofa}/sign");
    let fields = [("sign_in", "noor@example.org"), ("passphrase", PASSPHRASE)];
    let page = talk.sam.submit(&sign, &sign, &fields).await;
    assert_eq!(page.path, "/sign-in/code", "{}", page.text());
    assert_eq!(talk.sam.get(&sofa).await.status, StatusCode::UNAUTHORIZED, "nobody is signed in here yet");
    app.clock.advance(time::Duration::seconds(30));
    let code = device.code(app.clock.now());
    let page = talk.sam.submit_on(&page, "/sign-in/code", &[("code", &code)]).await;
    assert_eq!(page.all("h1"), ["Sam is telling you how they lived it"], "{}", page.text());
    assert_eq!(talk.sam.get("/today").await.location(), sofa, "and it is locked to the talk");
}

#[tokio::test]
async fn a_break_and_the_end_are_open_from_the_phone() {
    let app = TestApp::new().await;
    let mut talk = on_the_sofa(&app).await;
    let (path, sofa) = (talk.path.clone(), format!("{}/sofa", talk.path));
    let pause = format!("{path}/break");
    let page = talk.sam.submit(&pause, &pause, &[("length", "20")]).await;
    assert_eq!((page.path.as_str(), page.all("h1")), (sofa.as_str(), vec!["You are on a break".to_owned()]));
    app.clock.advance(time::Duration::minutes(21));
    let page = talk.sam.get(&format!("{sofa}?as=one")).await;
    assert_eq!(page.all("h1"), ["Tell it as you lived it"]);
    assert!(page.text().contains("The break is over."));
    let stop = format!("{path}/stop");
    let page = talk.sam.submit(&stop, &stop, &[]).await;
    assert_eq!(page.all("h1"), ["This talk has stopped"], "{}", page.text());
    assert_eq!(talk.noor.stands(&path).await.all("h1"), ["This talk has stopped"]);
    let out = talk.sam.submit(&sofa, "/sign-out", &[]).await;
    assert_eq!(talk.sam.get(&sofa).await.status, StatusCode::UNAUTHORIZED, "{}", out.text());
}

#[tokio::test]
async fn what_the_other_chose_on_their_own_phone_does_not_show_on_the_one_between_two() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    talk.step(Until::Perspectives, &app).await;
    sit(&mut talk, "one-phone").await;
    puts_the_phone_down(&mut talk).await;
    let sofa = format!("{path}/sofa");
    let before = talk.sam.get(&sofa).await;
    assert!(before.text().contains("go on today"), "{}", before.text());
    talk.noor.goes_on(&path, "today").await;
    assert_eq!(talk.sam.get(&sofa).await.still(), before.still());
}
