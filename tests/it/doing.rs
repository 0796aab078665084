//! Keeping the plan: how it went is for its author until they show it, looking at a promise again changes nothing
//! before both have signed, and a setback puts promises under review for both and undoes nothing.

use axum::http::StatusCode;
use time::{Date, Duration, macros::date};
use toward::{
    couples::Me,
    ids::{CommitmentId, EntryId},
    plans::{
        self, Acted, Commitment, Doer, Draft, HowOften, Kind, Looked, Plan, PlanText,
        doing::{Asked, asked},
        drafts,
    },
};

use crate::support::{
    Somebody, TestApp,
    talk::{OPENING, begin},
};

pub(crate) fn promise(who: Doer, act: &str, how_often: HowOften) -> Commitment {
    Commitment {
        id: CommitmentId::random(),
        who,
        act: act.to_owned(),
        how_often,
        starts: date!(2026 - 01 - 05),
        review: None,
        kind: Kind::Action,
        from_talk: None,
    }
}

/// Both sign these promises.
pub(crate) async fn agreed(
    app: &TestApp,
    one: &Somebody,
    two: &Somebody,
    promises: &[Commitment],
) -> EntryId {
    let now = app.clock.now();
    let mut scope = app.scope(one).await;
    let me = Me::load(&mut scope, &one.hand).await.unwrap().unwrap();
    let plan = Plan::now(&mut scope, &one.hand, &me).await.unwrap();
    let looked = Looked { over: plan.in_force().map(|it| it.id), answers: plan.open().map(|it| it.id) };
    let text = PlanText { commitments: promises.to_vec(), ..PlanText::default() };
    let draft = Draft {
        couple: me.couple,
        by: me.seat,
        from: looked.over,
        text,
        reason: String::new(),
        taken: Vec::new(),
    };
    let old = drafts::find(&mut scope, &one.hand, &me).await.unwrap();
    drafts::keep(&mut scope, &one.hand, old.as_ref(), &draft, now).await.unwrap();
    let draft = drafts::find(&mut scope, &one.hand, &me).await.unwrap().unwrap();
    let to = me.pinned().unwrap().into();
    let acted = plans::propose(&mut scope, &one.hand, &me, &draft, looked, to, now).await.unwrap();
    assert_eq!(acted, Acted::Done);
    scope.commit().await.unwrap();
    let mut scope = app.scope(two).await;
    let me = Me::load(&mut scope, &two.hand).await.unwrap().unwrap();
    let plan = Plan::now(&mut scope, &two.hand, &me).await.unwrap();
    let open = plan.open().unwrap();
    let to = me.pinned().unwrap().into();
    let acted = plans::agree(&mut scope, &two.hand, &me, open.id, &open.digest, to, now).await.unwrap();
    assert_eq!(acted, Acted::Done);
    scope.commit().await.unwrap();
    open.id
}

async fn draft_of(app: &TestApp, who: &Somebody) -> Option<Draft> {
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    drafts::find(&mut scope, &who.hand, &me).await.unwrap().map(|text| text.content)
}

async fn asked_of(app: &TestApp, who: &Somebody) -> Asked {
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    let plan = Plan::now(&mut scope, &who.hand, &me).await.unwrap();
    asked(&mut scope, &who.hand, &me, &plan, app.clock.now().date()).await.unwrap()
}

fn page(promise: &Commitment) -> String {
    format!("/plan/items/{}", promise.id)
}

fn today(app: &TestApp) -> Date {
    app.clock.now().date()
}

#[tokio::test]
async fn how_it_went_is_private_until_it_is_shown_with_the_exact_preview() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    agreed(&app, &sam, &noor, std::slice::from_ref(&calls)).await;
    let path = page(&calls);

    let mine = noor.browser.get(&path).await;
    assert!(mine.text().contains("How it went this week") && mine.text().contains("You, every day"));
    let hers = sam.browser.get(&path).await;
    assert!(hers.form(&path).is_none(), "only whoever promised it says how it went");
    let before = hers.still();

    let kept = noor.browser.submit(&path, &path, &[("kept", "partly"), ("words", "Tuesday was\nhard")]).await;
    assert!(kept.text().contains("Kept. Only you can see it."), "{}", kept.text());
    assert_eq!(sam.browser.get(&path).await.still(), before, "saving shows nothing to the other one");
    for elsewhere in ["/today", "/noticed", "/write"] {
        assert!(!sam.browser.get(elsewhere).await.text().contains("Tuesday was hard"));
    }
    // looking at the preview shows nothing either
    let share = format!("{path}/share");
    let asked = format!("{share}?week=this");
    let preview = noor.browser.get(&asked).await;
    assert_eq!(preview.all("input[name=with][checked]").len(), 1, "only me is chosen beforehand");
    assert!(preview.form(&share).unwrap().fields.contains(&("with".to_owned(), "me".to_owned())));
    assert_eq!(sam.browser.get(&path).await.still(), before);
    let figure = preview.all("figure.shared blockquote").join("|");
    assert!(preview.text().contains("Tuesday was hard") && preview.text().contains("Partly"));

    let shown = noor.browser.submit(&asked, &share, &[("with", "partner")]).await;
    assert!(shown.text().contains("Sam can see it now."), "{}", shown.text());
    let read = sam.browser.get(&path).await;
    assert_eq!(read.all("figure.shared blockquote").join("|"), figure, "what was previewed and nothing else");

    // changed since: the other one holds what was shown
    noor.browser.submit(&path, &path, &[("kept", "kept"), ("words", "In truth fine")]).await;
    assert!(!sam.browser.get(&path).await.text().contains("In truth fine"));
    assert!(noor.browser.get(&path).await.text().contains("Sam sees nothing of the change"));

    noor.browser.submit(&asked, &share, &[("with", "me")]).await;
    assert!(!sam.browser.get(&path).await.text().contains("Tuesday was hard"), "taken back");
    let line = sam.browser.get("/write").await.text();
    assert!(
        line.contains("Noor took something back on"),
        "whoever had read it is told that, and not what: {line}"
    );
}

#[tokio::test]
async fn each_week_is_said_on_its_own_and_one_shown_week_shows_no_other() {
    let app = TestApp::new().await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    let walk = promise(Doer::Both, "A walk together", HowOften::Weekly);
    agreed(&app, &sam, &noor, std::slice::from_ref(&walk)).await;
    let path = page(&walk);
    noor.browser.submit(&path, &path, &[("kept", "not"), ("words", "first week")]).await;
    app.clock.advance(Duration::weeks(1));
    let mut noor_browser = app.sign_in_again(&noor).await;
    let mut sam_browser = app.sign_in_again(&sam).await;
    let page_now = noor_browser.get(&path).await;
    let form = page_now.form(&path).unwrap();
    assert!(
        !form.fields.iter().any(|(name, _)| name == "kept"),
        "a new week begins empty: {:?}",
        form.fields
    );
    noor_browser.submit(&path, &path, &[("kept", "kept"), ("words", "second week")]).await;
    let share = format!("{path}/share");
    noor_browser.submit(&format!("{share}?week=this"), &share, &[("with", "partner")]).await;
    let read = sam_browser.get(&path).await.text();
    assert!(read.contains("second week") && !read.contains("first week"), "{read}");
    // last week can still be put right, and keeps its own words
    let last = format!("{path}?week=last");
    let kept =
        noor_browser.submit(&last, &path, &[("kept", "partly"), ("words", "first week, seen again")]).await;
    assert!(kept.text().contains("How it went last week"), "{}", kept.text());
    assert!(!sam_browser.get(&path).await.text().contains("seen again"));
    for page in [noor_browser.get(&path).await, sam_browser.get(&path).await] {
        let text = page.text();
        assert!(!text.contains('%') && !text.contains("in a row") && !text.contains("streak"), "{text}");
    }
}

#[tokio::test]
async fn what_is_not_said_or_too_long_is_asked_for_once_more_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    let calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    agreed(&app, &sam, &noor, std::slice::from_ref(&calls)).await;
    let path = page(&calls);
    let none = noor.browser.submit(&path, &path, &[("words", "still here")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Choose one of the three.") && none.text().contains("still here"));
    let long = noor.browser.submit(&path, &path, &[("kept", "kept"), ("words", &"a".repeat(281))]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);

    // two windows: the second one does not silently win
    let window = noor.browser.get(&path).await;
    noor.browser.submit(&path, &path, &[("kept", "kept"), ("words", "one window")]).await;
    let other = noor.browser.submit_on(&window, &path, &[("kept", "not"), ("words", "other window")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.text().contains("other window") && other.text().contains("another window meanwhile"));
    let twice = noor.browser.submit_on(&window, &path, &[("kept", "kept"), ("words", "one window")]).await;
    assert_eq!(twice.status, StatusCode::OK, "the same form twice is the same mark");
}

#[tokio::test]
async fn nobody_else_finds_a_promise_a_mark_or_a_calendar_and_nobody_marks_for_the_other() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let (mut kim, mut lou) = app.linked("Kim", "Lou").await;
    let calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    agreed(&app, &sam, &noor, std::slice::from_ref(&calls)).await;
    let path = page(&calls);
    for who in [&mut kim, &mut lou] {
        for end in ["", "/share", "/review", "/item.ics"] {
            assert_eq!(who.browser.get(&format!("{path}{end}")).await.status, StatusCode::NOT_FOUND, "{end}");
        }
        assert_eq!(who.browser.get("/plan/setback").await.status, StatusCode::NOT_FOUND, "they have no plan");
    }
    let token = sam.browser.get("/write/new").await.form("/write/new").unwrap().fields;
    let csrf = token.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    let forged =
        sam.browser.post(&path, &[("csrf", &csrf), ("kept", "kept"), ("monday", "2026-01-05")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    let missing = sam.browser.get(&format!("/plan/items/{}", CommitmentId::random())).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_calendar_file_says_that_there_is_something_and_not_what() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let mut monthly = promise(Doer::Both, "Go through the money", HowOften::Monthly);
    monthly.starts = date!(2026 - 01 - 31);
    let sundays = promise(Doer::Both, "The talk", HowOften::Weekdays(vec![time::Weekday::Sunday]));
    let rare = promise(Doer::Both, "Say when it gets late", HowOften::WhenItHappens);
    agreed(&app, &sam, &noor, &[monthly.clone(), sundays.clone(), rare.clone()]).await;
    let file = sam.browser.get(&format!("{}/item.ics", page(&monthly))).await;
    assert_eq!(file.status, StatusCode::OK);
    let text = file.body.replace("\r\n", "\n");
    for line in
        ["SUMMARY:Toward", "DTSTART;VALUE=DATE:20260131", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "CLASS:PRIVATE"]
    {
        assert!(text.lines().any(|there| there == line), "{line} in {text}");
    }
    for secret in ["money", "Sam", "Noor", &monthly.id.to_string()] {
        assert!(!text.contains(secret), "{secret}");
    }
    let file = sam.browser.get(&format!("{}/item.ics", page(&sundays))).await;
    assert!(file.body.contains("FREQ=WEEKLY;BYDAY=SU") && file.body.contains("20260111"), "{}", file.body);
    assert_eq!(sam.browser.get(&format!("{}/item.ics", page(&rare))).await.status, StatusCode::NOT_FOUND);
    assert!(!sam.browser.get(&page(&rare)).await.text().contains("For your calendar"));
}

#[tokio::test]
async fn looking_at_a_promise_again_prepares_a_draft_and_changes_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let mut calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    calls.review = Some(today(&app) + Duration::days(10));
    let walk = promise(Doer::Both, "A walk together", HowOften::Weekly);
    agreed(&app, &sam, &noor, &[calls.clone(), walk.clone()]).await;
    let path = page(&calls);
    let review = format!("{path}/review");
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&path).await.text();
        assert!(page.contains("Make it lighter before that") && !page.contains("Time to look at it again"));
    }
    app.clock.advance(Duration::days(11));
    let mut sams = app.sign_in_again(&sam).await;
    let mut noors = app.sign_in_again(&noor).await;
    for who in [&mut sams, &mut noors] {
        assert!(who.get(&path).await.text().contains("Time to look at it again"), "both are asked");
    }
    for who in [&sam, &noor] {
        assert_eq!(asked_of(&app, who).await.due, [calls.id]);
    }
    let before = sams.get(&path).await.still();
    // what rests on one alone is looked at within three months
    let far = (today(&app) + Duration::days(120)).to_string();
    let refused = noors.submit(&review, &review, &[("outcome", "keep"), ("review", &far)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("within three months"), "{}", refused.text());
    assert!(draft_of(&app, &noor).await.is_none(), "nothing was prepared");
    let nothing = noors.submit(&review, &review, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);

    let day = today(&app) + Duration::days(60);
    let form = noors.get(&review).await.form(&review).unwrap();
    let sent = [("outcome", "keep"), ("review", &day.to_string())];
    assert!(noors.send_form(&form, &sent).await.location().starts_with("/plan/draft"));
    let draft = draft_of(&app, &noor).await.unwrap();
    assert_eq!(draft.commitment(calls.id).unwrap().review, Some(day));
    assert_eq!(draft.commitment(walk.id), Some(&walk), "the rest stays");
    assert!(draft.reason.starts_with("From looking at it again on "), "{}", draft.reason);
    assert_eq!(sams.get(&path).await.still(), before, "a draft is nobody else's");

    let ended = noors.send_form(&form, &[("outcome", "end")]).await;
    assert_eq!(ended.location(), "/plan/draft");
    assert_eq!(draft_of(&app, &noor).await.unwrap().commitment(calls.id), None);
    let eased = noors.send_form(&form, &[("outcome", "ease")]).await;
    assert_eq!(eased.location(), format!("/plan/draft/items/{}", calls.id));
    assert!(draft_of(&app, &noor).await.unwrap().commitment(calls.id).is_some(), "it is there to be changed");
    assert!(sams.get(&path).await.text().contains("I call at noon"), "it holds until both have signed");
}

#[tokio::test]
async fn a_setback_is_private_until_shared_and_then_puts_promises_under_review_for_both_until_both_sign() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    let walk = promise(Doer::Both, "A walk together", HowOften::Weekly);
    agreed(&app, &sam, &noor, &[calls.clone(), walk.clone()]).await;
    let (path, about) = (page(&calls), calls.id.to_string());
    noor.browser.submit(&path, &path, &[("kept", "kept")]).await;
    let before = noor.browser.get(&path).await.still();

    let empty = sam.browser.submit("/plan/setback", "/plan/setback", &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Choose at least one promise."));
    let kept = sam
        .browser
        .submit(
            "/plan/setback",
            "/plan/setback",
            &[("words", "You did not call on Friday"), ("about", &about)],
        )
        .await;
    assert!(kept.text().contains("Only you can read it"), "{}", kept.text());
    let one = kept.path.split('?').next().unwrap().to_owned();
    for who in [&sam, &noor] {
        assert!(asked_of(&app, who).await.under_review.is_empty(), "not even for its author");
    }
    assert_eq!(noor.browser.get(&path).await.still(), before);
    assert_eq!(noor.browser.get(&one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(noor.browser.get(&format!("{one}/share")).await.status, StatusCode::NOT_FOUND);

    let share = format!("{one}/share");
    let preview = sam.browser.get(&share).await;
    assert!(preview.form(&share).unwrap().fields.contains(&("with".to_owned(), "me".to_owned())));
    let figure = preview.all("figure.shared blockquote").join("|");
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    let read = noor.browser.get(&one).await;
    assert_eq!(read.all("figure.shared blockquote").join("|"), figure);
    assert!(read.form(&share).is_none() && !read.text().contains("Change it"));
    for who in [&mut sam, &mut noor] {
        let text = who.browser.get(&path).await.text();
        assert!(text.contains("Under review") && text.contains("It still holds."), "{text}");
        assert!(!who.browser.get(&page(&walk)).await.text().contains("Under review"));
    }
    let mine = noor.browser.get(&path).await.text();
    assert!(mine.contains("Kept"), "what was kept stays kept: {mine}");
    let of = |asked: Asked| asked.under_review.iter().map(|it| it.commitment).collect::<Vec<_>>();
    assert_eq!(of(asked_of(&app, &sam).await), [calls.id]);
    assert_eq!(of(asked_of(&app, &noor).await), [calls.id], "both alike");

    // signing the plan again, with the promise as it is, ends the review
    agreed(&app, &noor, &sam, &[calls.clone(), promise(Doer::Both, "A film", HowOften::Weekly)]).await;
    for who in [&sam, &noor] {
        assert!(asked_of(&app, who).await.under_review.is_empty());
    }
    assert!(noor.browser.get(&one).await.text().contains("nothing is under review because of this"));
}

#[tokio::test]
async fn a_setback_written_before_a_new_plan_is_looked_at_once_more_before_it_is_shared() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    agreed(&app, &sam, &noor, std::slice::from_ref(&calls)).await;
    let about = calls.id.to_string();
    let fields = [("words", "You did not call"), ("about", about.as_str())];
    let kept = sam.browser.submit("/plan/setback", "/plan/setback", &fields).await;
    let one = kept.path.split('?').next().unwrap().to_owned();
    let share = format!("{one}/share");
    let before = sam.browser.get(&share).await;
    agreed(&app, &noor, &sam, std::slice::from_ref(&calls)).await;
    let refused = sam.browser.submit_on(&before, &share, &[("with", "partner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("You both signed a new plan since"), "{}", refused.text());
    assert!(asked_of(&app, &noor).await.under_review.is_empty());
    let edit = format!("{one}/edit");
    sam.browser.submit(&edit, &edit, &[("words", "You did not call"), ("about", &about)]).await;
    sam.browser.submit(&share, &share, &[("with", "partner")]).await;
    assert_eq!(asked_of(&app, &noor).await.under_review.len(), 1);
    // taken back, it puts nothing under review
    sam.browser.submit(&share, &share, &[("with", "me")]).await;
    assert!(
        asked_of(&app, &noor).await.under_review.is_empty()
            && asked_of(&app, &sam).await.under_review.is_empty()
    );
}

#[tokio::test]
async fn both_are_asked_alike_when_one_has_carried_nearly_all_for_long() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let many: Vec<Commitment> =
        (0..5).map(|n| promise(Doer::Two, &format!("Promise {n}"), HowOften::Weekly)).collect();
    agreed(&app, &sam, &noor, &many).await;
    for who in [&sam, &noor] {
        assert!(!asked_of(&app, who).await.rests_on_one, "not early on");
    }
    app.clock.advance(Duration::weeks(13));
    for who in [&sam, &noor] {
        assert!(asked_of(&app, who).await.rests_on_one);
    }
    let shared_out: Vec<Commitment> =
        (0..5).map(|n| promise(Doer::Both, &format!("Promise {n}"), HowOften::Weekly)).collect();
    agreed(&app, &noor, &sam, &shared_out).await;
    for who in [&sam, &noor] {
        assert!(!asked_of(&app, who).await.rests_on_one);
    }
}

#[tokio::test]
async fn what_came_from_a_talk_is_under_review_once_both_can_read_that_something_new_came_up_after_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let talk = begin(&mut sam.browser, &mut noor.browser, &OPENING).await;
    noor.browser.goes_on(&talk, "accept-opening").await;
    let id = talk.trim_start_matches("/talk/");
    let from_talk = Commitment {
        from_talk: Some(id.parse().unwrap()),
        ..promise(Doer::Two, "I call at noon", HowOften::Daily)
    };
    let walk = promise(Doer::Both, "A walk together", HowOften::Weekly);
    agreed(&app, &sam, &noor, &[from_talk.clone(), walk.clone()]).await;

    let new = format!("/talk/new?after={id}");
    let asked = sam.browser.submit(&new, "/talk/new", &[]).await;
    let second = asked.path.split('/').take(3).collect::<Vec<_>>().join("/");
    sam.browser.shows_in(&second, "yes").await;
    noor.browser.shows_in(&second, "yes").await;
    sam.browser.goes_on(&second, "both-in").await;
    let named = [("name", "More"), ("kinds", "lying"), ("mine", "hurt"), ("theirs", "caused")];
    let share = sam.browser.writes(&second, 0, &named).await;
    for who in [&sam, &noor] {
        assert!(asked_of(&app, who).await.under_review.is_empty(), "named, and not shared");
    }
    sam.browser.confirms(&share).await;
    for who in [&sam, &noor] {
        let under: Vec<_> = asked_of(&app, who).await.under_review.iter().map(|it| it.commitment).collect();
        assert_eq!(under, [from_talk.id], "what came from that talk, and nothing else");
    }
    for who in [&mut sam, &mut noor] {
        assert!(who.browser.get(&page(&from_talk)).await.text().contains("Something new came up on"));
        assert!(who.browser.get("/plan").await.text().contains("Under review."));
    }
    app.clock.advance(Duration::days(1));
    agreed(&app, &noor, &sam, &[from_talk.clone(), walk]).await;
    for who in [&sam, &noor] {
        assert!(asked_of(&app, who).await.under_review.is_empty(), "both have signed it again since");
    }
}
