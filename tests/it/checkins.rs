//! The weekly check-in through its pages: when rounds open, what is given and when, and what the other must not notice.

use std::fmt::Write as _;

use axum::http::StatusCode;
use time::{OffsetDateTime, macros::datetime};

use toward::plans::{Doer, HowOften};

use crate::{
    doing::{agreed, promise},
    support::{
        Answer, SUNDAY, Somebody, TestApp,
        talk::{OPENING, begin},
    },
};

/// Every page of the check-in that somebody can come to, without what is new on every load.
async fn all_pages(who: &mut Somebody, week: &str) -> String {
    let mut all = String::new();
    for path in [
        "/weeks".to_owned(),
        "/weeks/when".to_owned(),
        week.to_owned(),
        format!("{week}/write"),
        "/today".to_owned(),
    ] {
        let answer = who.browser.get(&path).await;
        let leads_to = answer.headers.get("location");
        writeln!(all, "{path} {} {leads_to:?}\n{}", answer.status, answer.still()).unwrap();
    }
    all
}

fn theirs(page: &Answer) -> String {
    page.all("section[aria-labelledby=theirs]").join(" ")
}

#[tokio::test]
async fn two_agree_on_a_day_and_an_hour_and_the_round_opens_then_and_not_before() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let suggested = sam.browser.suggests_rounds(&SUNDAY).await;
    assert!(suggested.text().contains("holds for both of you once Noor has agreed"), "{}", suggested.text());
    let asked = noor.browser.get("/weeks").await.text();
    assert!(
        asked.contains("Noor")
            && asked.contains("Sam suggests a day and an hour Sunday, 19:30 (Europe/Berlin)"),
        "{asked}"
    );
    assert!(sam.browser.get("/weeks").await.form("/weeks/when/answer").is_none(), "nobody answers their own");
    let agreed = noor.browser.answers_rounds("agree").await;
    assert!(agreed.text().contains("Agreed. It holds from the next round on."), "{}", agreed.text());
    for who in [&mut sam, &mut noor] {
        let weeks = who.browser.get("/weeks").await.text();
        assert!(
            weeks.contains("Agreed by both of you.")
                && weeks.contains("The next one opens on Sunday 8 March, 19:30."),
            "{weeks}"
        );
    }
    app.at(datetime!(2026-03-08 18:29:59 UTC), &mut [&mut sam, &mut noor]).await;
    assert!(sam.browser.get("/weeks").await.text().contains("No round is open"));
    app.at(datetime!(2026-03-08 18:30 UTC), &mut [&mut sam, &mut noor]).await;
    let week = sam.browser.open_week().await;
    assert_eq!(week, noor.browser.open_week().await);
    let page = sam.browser.get(&week).await.text();
    assert!(
        page.contains("Week of 8 March 2026") && page.contains("Open until Sunday 15 March, 19:30."),
        "{page}"
    );
    // the next one cannot be named before it opens
    let next = week.replace("-1", "-2");
    assert_eq!(sam.browser.get(&next).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_other_leaves_it_suggests_something_else_or_finds_it_gone() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sam.browser.suggests_rounds(&SUNDAY).await;
    let open = noor.browser.get("/weeks/when").await;
    sam.browser.answers_rounds("back").await;
    let gone = noor.browser.submit_on(&open, "/weeks/when/answer", &[("answer", "agree")]).await;
    assert!(gone.text().contains("not on the table any more"), "{}", gone.text());
    sam.browser.suggests_rounds(&[("weekday", "Monday")]).await;
    let left = noor.browser.answers_rounds("leave").await.text();
    assert!(left.contains("It stays as it is.") && !left.contains("Sam suggests"), "{left}");
    assert!(sam.browser.get("/weeks/when").await.text().contains("Noor would rather leave it as it is"));
    // she suggests her own; he had that page open, and his comes too late
    let stale = sam.browser.get("/weeks/when").await;
    noor.browser
        .suggests_rounds(&[("weekday", "Friday"), ("hour", "20:00"), ("zone", "Europe/Berlin")])
        .await;
    let late = sam.browser.submit_on(&stale, "/weeks/when", &[("weekday", "Tuesday")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("Something has changed meanwhile"), "{}", late.text());
    let same = sam.browser.suggests_rounds(&[]).await;
    assert!(same.text().contains("Noor suggests exactly this"), "{}", same.text());
    sam.browser.answers_rounds("agree").await;
    assert!(noor.browser.get("/weeks").await.text().contains("Friday, 20:00 (Europe/Berlin)"));
    for (fields, says) in [
        ([("hour", "late"), ("zone", "Europe/Berlin")], "Choose an hour"),
        ([("hour", "20:00"), ("zone", "Home")], "Choose a time zone"),
    ] {
        let refused = sam.browser.suggests_rounds(&fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.all(".field.bad .err").concat().contains(says), "{}", refused.text());
    }
}

#[tokio::test]
async fn a_change_both_agree_on_moves_the_next_round_and_not_the_open_one() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    noor.browser.suggests_rounds(&[("weekday", "Wednesday")]).await;
    assert!(
        sam.browser.get(&week).await.text().contains("Open until Sunday 15 March, 19:30."),
        "not yet agreed"
    );
    sam.browser.answers_rounds("agree").await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&week).await.text();
        assert!(
            page.contains("Week of 8 March 2026") && page.contains("Open until Wednesday 18 March, 19:30."),
            "{page}"
        );
    }
    app.at(datetime!(2026-03-18 18:30 UTC), &mut [&mut sam, &mut noor]).await;
    assert_eq!(sam.browser.open_week().await, week.replace("-1", "-2"));
}

#[tokio::test]
async fn an_hour_of_the_morning_is_an_hour_like_any_other() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let morning = [("weekday", "Sunday"), ("hour", "07:05"), ("zone", "Europe/Berlin")];
    sam.browser.suggests_rounds(&morning).await;
    let asked = noor.browser.get("/weeks/when").await;
    assert!(asked.text().contains("Sunday, 07:05 (Europe/Berlin)"), "{}", asked.text());
    noor.browser.answers_rounds("agree").await;
    for who in [&mut sam, &mut noor] {
        let weeks = who.browser.get("/weeks").await;
        assert!(weeks.text().contains("The next one opens on Sunday 8 March, 07:05."), "{}", weeks.text());
    }
}

#[tokio::test]
async fn the_hour_stays_the_hour_when_clocks_change() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, first) = app.in_a_round().await;
    // Berlin goes over to summer time in the night to 29 March: the round opens an hour earlier for the server
    for (moment, number, until) in [
        (datetime!(2026-03-22 18:30 UTC), 3, "Sunday 29 March, 19:30"),
        (datetime!(2026-03-29 17:29:59 UTC), 3, "Sunday 29 March, 19:30"),
        (datetime!(2026-03-29 17:30 UTC), 4, "Sunday 5 April, 19:30"),
        (datetime!(2026-10-25 18:29:59 UTC), 33, "Sunday 25 October, 19:30"),
        (datetime!(2026-10-25 18:30 UTC), 34, "Sunday 1 November, 19:30"),
    ] {
        app.at(moment, &mut [&mut sam, &mut noor]).await;
        let week = first.replace("-1", &format!("-{number}"));
        for who in [&mut sam, &mut noor] {
            assert_eq!(who.browser.open_week().await, week, "{moment}");
            let page = who.browser.get(&week).await.text();
            assert!(page.contains(&format!("Open until {until}.")), "{moment}: {page}");
        }
    }
}

#[tokio::test]
async fn rounds_alone_work_before_the_other_agrees_and_stay_private_for_good() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sam.browser.suggests_rounds(&SUNDAY).await;
    app.at(datetime!(2026-03-08 19:00 UTC), &mut [&mut sam, &mut noor]).await;
    let before = all_pages(&mut noor, "/weeks/none-1").await;
    let own = sam.browser.open_week().await;
    let form = sam.browser.get(&format!("{own}/write")).await;
    assert!(form.text().contains("These answers are yours alone, and stay so."));
    assert_eq!(form.count("input[name=reveal]"), 0);
    sam.browser.fills_in(&own, "finish", &[("hurts", "Only mine"), ("reveal", "now")]).await;
    assert_eq!(all_pages(&mut noor, "/weeks/none-1").await, before, "nothing of it shows");
    noor.browser.answers_rounds("agree").await;
    app.at(datetime!(2026-03-15 19:00 UTC), &mut [&mut sam, &mut noor]).await;
    let first = noor.browser.open_week().await;
    assert_eq!(first, sam.browser.open_week().await);
    assert!(
        first.ends_with("-1") && first != own,
        "the two's rounds begin at one, of a schedule of their own"
    );
    assert_eq!(noor.browser.get(&own).await.status, StatusCode::NOT_FOUND);
    assert!(!noor.browser.get("/weeks").await.text().contains("8 March"), "no week before hers");
    let kept = sam.browser.get(&own).await.text();
    assert!(
        kept.contains("Only mine") && kept.contains("Yours alone") && !kept.contains("Decide when"),
        "{kept}"
    );
    assert_eq!(sam.browser.get(&format!("{own}/share")).await.status, StatusCode::NOT_FOUND);
    let forged = sam.browser.forges(&format!("{own}/share"), &[("with", "now"), ("number", "1")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_alone_has_rounds_of_their_own() {
    let app = TestApp::new().await;
    let mut ada = app.somebody("Ada").await;
    assert!(ada.browser.get("/weeks").await.text().contains("What you write is yours alone"));
    let chosen = ada.browser.suggests_rounds(&SUNDAY).await;
    assert!(chosen.text().contains("That is your rhythm now."), "{}", chosen.text());
    app.at(datetime!(2026-03-08 19:00 UTC), &mut [&mut ada]).await;
    let week = ada.browser.open_week().await;
    let kept = ada.browser.fills_in(&week, "finish", &[("lean", "4"), ("thanks", "The sea")]).await;
    assert!(kept.path.contains("done=kept") && kept.text().contains("The sea"), "{}", kept.text());
    ada.browser.suggests_rounds(&[("weekday", "Tuesday")]).await;
    assert!(ada.browser.get(&week).await.text().contains("Open until Tuesday 17 March, 19:30."));
}

#[tokio::test]
async fn whoever_waits_sees_only_not_here_yet_whatever_the_other_does() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    noor.browser.gives(&week, "both", &[("lean", "7"), ("works", "Breakfast")]).await;
    let before = all_pages(&mut noor, &week).await;
    assert!(before.contains("Not here yet.") && before.contains("Waits until you have both finished"));
    let same = async |what: &str, noor: &mut Somebody| {
        assert_eq!(all_pages(noor, &week).await, before, "{what} shows");
    };
    sam.browser.fills_in(&week, "later", &[("lean", "3")]).await;
    same("having begun", &mut noor).await;
    sam.browser.fills_in(&week, "finish", &[("hurts", "The quiet"), ("reveal", "me")]).await;
    same("keeping it", &mut noor).await;
    let preview = sam.browser.fills_in(&week, "finish", &[("reveal", "both"), ("hurts", "The quiet.")]).await;
    same("the preview", &mut noor).await;
    sam.browser.submit_on(&preview, &format!("{week}/share"), &[("with", "me")]).await;
    same("choosing only me", &mut noor).await;
    // the other way round: Noor takes hers out again, and then Sam holds his, changes it and takes it back
    noor.browser.submit(&format!("{week}/back"), &format!("{week}/back"), &[]).await;
    let before = all_pages(&mut noor, &week).await;
    let same = async |what: &str, noor: &mut Somebody| {
        assert_eq!(all_pages(noor, &week).await, before, "{what} shows");
    };
    sam.browser.gives(&week, "both", &[("hurts", "The quiet on Tuesday")]).await;
    same("holding it", &mut noor).await;
    sam.browser.fills_in(&week, "later", &[("hurts", "The quiet on Wednesday")]).await;
    same("changing it", &mut noor).await;
    sam.browser.gives(&week, "both", &[]).await;
    sam.browser.submit(&format!("{week}/back"), &format!("{week}/back"), &[]).await;
    same("taking it back", &mut noor).await;
    sam.browser.gives(&week, "both", &[]).await;
    app.later(8, &mut [&mut sam, &mut noor]).await;
    let closed = noor.browser.get(&week).await;
    assert_eq!(theirs(&closed), "Sam’s Not here.");
}

#[tokio::test]
async fn both_open_at_the_same_moment_and_stay_as_they_are() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let fields =
        [("lean", "6"), ("matter", ""), ("steps", "I asked at breakfast"), ("thanks", "Your patience")];
    let preview = sam.browser.fills_in(&week, "finish", &[&fields[..], &[("reveal", "both")]].concat()).await;
    let shown = preview.all(".preview figure").concat();
    assert!(
        shown.contains("6 of 10") && shown.contains("left open") && shown.contains("Your patience"),
        "{shown}"
    );
    assert!(preview.text().contains("Neither") || preview.text().contains("neither of you sees"));
    assert_eq!(theirs(&noor.browser.get(&week).await), "Sam’s Not here yet.", "a preview is nothing yet");
    let waits = sam.browser.submit_on(&preview, &format!("{week}/share"), &[]).await;
    assert!(waits.path.contains("done=waits"), "{}", waits.text());
    let late = sam.browser.get(&format!("{week}/write")).await;
    let opened = noor.browser.gives(&week, "both", &[("lean", "2"), ("hurts", "Tuesday")]).await;
    assert!(opened.path.contains("done=opened"), "{}", opened.text());
    // exactly what the preview showed
    assert_eq!(opened.all("section[aria-labelledby=theirs] figure").concat(), shown);
    assert!(theirs(&sam.browser.get(&week).await).contains("Tuesday"));
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&week).await;
        assert!(
            page.text().contains("so yours stay as they are for this week")
                && !page.text().contains("Change mine"),
            "{}",
            page.text()
        );
        assert_eq!(
            who.browser.get(&format!("{week}/write")).await.location(),
            week,
            "there is no form any more"
        );
    }
    // a form that was open before: refused kindly, and no word is lost
    let refused = sam
        .browser
        .submit_on(&late, &format!("{week}/write"), &[("go", "finish"), ("steps", "Something nicer")])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text().contains("so yours stay as they are") && refused.body.contains("Something nicer"),
        "{}",
        refused.text()
    );
    assert!(!theirs(&noor.browser.get(&week).await).contains("nicer"));
    // taking it back closes the other's that waited for it; nobody gets to change anything by it
    let back = noor.browser.submit(&format!("{week}/back"), &format!("{week}/back"), &[]).await;
    assert!(back.text().contains("It was here, and is closed again."), "{}", back.text());
    assert!(theirs(&sam.browser.get(&week).await).contains("It was here, and is closed again."));
    for who in [&mut sam, &mut noor] {
        assert_eq!(who.browser.get(&format!("{week}/write")).await.location(), week);
    }
    noor.browser.submit(&format!("{week}/share"), &format!("{week}/share"), &[("with", "both")]).await;
    assert!(theirs(&sam.browser.get(&week).await).contains("Tuesday"), "given again, as it was");
}

#[tokio::test]
async fn sharing_now_opens_at_once_and_the_other_may_fill_in_theirs_before_looking() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let shared = sam.browser.gives(&week, "now", &[("hurts", "The quiet on Tuesday")]).await;
    assert!(shared.text().contains("Noor can read yours now."), "{}", shared.text());
    let gate = noor.browser.get(&week).await;
    assert!(
        gate.text().contains("Sam has shared theirs with you.") && gate.text().contains("Fill in mine first")
    );
    for path in [week.as_str(), "/weeks", "/today"] {
        assert!(
            !noor.browser.get(path).await.body.contains("The quiet"),
            "{path} shows it before it is opened"
        );
    }
    // filling in first: still hers to change, and his still closed
    noor.browser.fills_in(&week, "finish", &[("lean", "5")]).await;
    noor.browser.fills_in(&week, "finish", &[("lean", "4")]).await;
    assert!(!noor.browser.get(&week).await.body.contains("The quiet"));
    let form = noor.browser.get(&format!("{week}/write")).await;
    let open = noor.browser.submit(&week, &format!("{week}/open"), &[]).await;
    assert!(theirs(&open).contains("The quiet on Tuesday"), "{}", open.text());
    let refused =
        noor.browser.submit_on(&form, &format!("{week}/write"), &[("go", "finish"), ("lean", "9")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    // what she had stays, and she can still give it
    let given =
        noor.browser.submit(&format!("{week}/share"), &format!("{week}/share"), &[("with", "now")]).await;
    assert!(given.path.contains("done=opened"), "{}", given.text());
    assert!(theirs(&sam.browser.get(&week).await).contains("4 of 10"));
    assert!(sam.browser.get(&format!("{week}/write")).await.location() == week, "his stays too");
}

#[tokio::test]
async fn sam_cannot_tell_whether_noor_has_looked() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    sam.browser.gives(&week, "now", &[("hurts", "The quiet")]).await;
    let before = all_pages(&mut sam, &week).await;
    noor.browser.submit(&week, &format!("{week}/open"), &[]).await;
    assert_eq!(all_pages(&mut sam, &week).await, before);
    let changed = sam.browser.gives(&week, "now", &[("hurts", "The quiet on Tuesday")]).await;
    assert!(changed.path.contains("done=shared"), "he may change and share again");
    sam.browser.submit(&format!("{week}/back"), &format!("{week}/back"), &[]).await;
    assert!(
        theirs(&noor.browser.get(&week).await).contains("It was here"),
        "who had opened it knows that it is gone"
    );
}

#[tokio::test]
async fn only_me_is_chosen_beforehand_and_nothing_is_filled_in_for_anybody() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let form = sam.browser.get(&format!("{week}/write")).await;
    assert_eq!(form.count("input[name=reveal][value=me][checked]"), 1);
    assert_eq!(form.count(".scale input[checked]"), 0);
    let kept = sam.browser.fills_in(&week, "finish", &[("lean", "0"), ("hurts", "Mine")]).await;
    assert!(kept.text().contains("Kept. Only you can read it.") && kept.text().contains("0 of 10"));
    let preview = sam.browser.get(&format!("{week}/share")).await;
    assert_eq!(preview.count("input[name=with][value=me][checked]"), 1);
    assert_eq!(theirs(&noor.browser.get(&week).await), "Sam’s Not here yet.");
    app.later(7, &mut [&mut sam, &mut noor]).await;
    let next = sam.browser.open_week().await;
    let form = sam.browser.get(&format!("{next}/write")).await;
    assert_eq!(form.count(".scale input[checked]"), 0, "last week's answer is not shown");
    assert!(!form.body.contains("Mine"));
}

#[tokio::test]
async fn what_does_not_make_sense_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let (mut sam, _noor, week) = app.in_a_round().await;
    let page = format!("{week}/write");
    let long = "a".repeat(4001);
    for (fields, says) in [
        (vec![("go", "finish"), ("lean", "11"), ("works", "Kept words")], "Choose a number from 0 to 10"),
        (vec![("go", "finish"), ("steps", long.as_str()), ("works", "Kept words")], "more than fits here"),
        (vec![("go", "helped"), ("helped", " "), ("works", "Kept words")], "Write one line first."),
    ] {
        let refused = sam.browser.submit(&page, &page, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.all(".bad .err").concat().contains(says), "{}", refused.text());
        assert!(refused.body.contains("Kept words"));
    }
    let empty = sam.browser.submit(&page, &page, &[("go", "finish"), ("reveal", "both")]).await;
    assert!(
        empty.text().contains("There is nothing in it yet."),
        "nobody opens the other's with an empty page"
    );
    assert_eq!(sam.browser.get(&format!("{week}/share")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_same_form_twice_counts_once_and_two_windows_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    let (mut sam, _noor, week) = app.in_a_round().await;
    let page = format!("{week}/write");
    let (first, second) = (sam.browser.get(&page).await, sam.browser.get(&page).await);
    for _ in 0..2 {
        let kept = sam.browser.submit_on(&first, &page, &[("go", "finish"), ("works", "One")]).await;
        assert!(kept.path.contains("done=kept"), "{}", kept.text());
    }
    let revisions =
        "select count(*) from revision r join entry e on e.id = r.entry_id where e.kind = 'checkin'";
    let count: i64 = sqlx::query_scalar(revisions).fetch_one(app.owner()).await.unwrap();
    assert_eq!(count, 1);
    let clash = sam.browser.submit_on(&second, &page, &[("go", "finish"), ("works", "Two")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(
        clash.text().contains("saved in another window")
            && clash.body.contains("One")
            && clash.body.contains("Two")
    );
    let merged = sam.browser.submit_on(&clash, &page, &[("go", "finish"), ("works", "One and two")]).await;
    assert!(merged.text().contains("One and two"), "{}", merged.text());
}

#[tokio::test]
async fn a_missed_round_is_skipped_and_takes_only_a_private_note() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let form = sam.browser.get(&format!("{week}/write")).await;
    noor.browser.gives(&week, "both", &[("lean", "7")]).await;
    app.later(7, &mut [&mut sam, &mut noor]).await;
    let list = sam.browser.get("/weeks").await.text();
    assert!(list.contains("Week of 8 March 2026 Skipped."), "{list}");
    // the form was still open: its words wait in the note
    let csrf = sam.browser.get("/weeks/when").await.form("/weeks/when").unwrap().fields[0].1.clone();
    let mut late = form.form(&format!("{week}/write")).unwrap();
    late.fields.retain(|(name, _)| name != "csrf");
    let refused = sam
        .browser
        .send_form(&late, &[("csrf", &csrf), ("go", "finish"), ("hurts", "Too late for this")])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let note = format!("{week}/note");
    let page = sam.browser.get(&note).await;
    assert!(
        page.text().contains("You had begun your check-in")
            && page.body.contains("What still hurts: Too late for this"),
        "{}",
        page.text()
    );
    let before = all_pages(&mut noor, &week).await;
    let kept = sam.browser.submit_on(&page, &note, &[("text", "I remember the rain")]).await;
    assert!(
        kept.text().contains("I remember the rain") && kept.text().contains("Skipped"),
        "{}",
        kept.text()
    );
    assert_eq!(all_pages(&mut noor, &week).await, before, "a note shows to nobody");
    assert_eq!(
        sam.browser.get(&format!("{week}/share")).await.status,
        StatusCode::NOT_FOUND,
        "and is never given"
    );
    assert_eq!(theirs(&sam.browser.get(&week).await), "Noor’s Not here.", "nor does it open hers");
    // what was filled in before it closed may still be given later
    let shared =
        noor.browser.submit(&format!("{week}/share"), &format!("{week}/share"), &[("with", "now")]).await;
    assert!(shared.path.contains("done=shared"), "{}", shared.text());
    assert!(theirs(&sam.browser.get(&week).await).contains("7 of 10"));
}

#[tokio::test]
async fn a_draft_comes_back_into_the_form_and_opens_for_nobody() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let page = format!("{week}/write");
    let form = sam.browser.get(&page).await.form(&page).unwrap();
    let mut fields: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !["works", "lean"].contains(name));
    fields.extend([("works", "Half a sentence"), ("lean", "3")]);
    assert_eq!(sam.browser.post("/kept", &fields).await.status, StatusCode::OK);
    let again = sam.browser.get(&page).await;
    assert!(again.body.contains("Half a sentence") && again.text().contains("Draft kept on"));
    assert_eq!(again.count("input[name=lean][value='3'][checked]"), 1);
    noor.browser.gives(&week, "both", &[("lean", "1")]).await;
    assert_eq!(theirs(&noor.browser.get(&week).await), "Sam’s Not here yet.");
    sam.browser.fills_in(&week, "later", &[]).await;
    assert!(!sam.browser.get(&page).await.text().contains("Draft kept on"));
}

#[tokio::test]
async fn one_line_is_sent_on_its_own_and_the_form_keeps_its_words() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let preview = sam
        .browser
        .fills_in(&week, "thanks", &[("thanks", "You waited for me"), ("hurts", "Not yet said")])
        .await;
    assert!(preview.path.ends_with("/line/thanks"), "{}", preview.path);
    let shown = preview.all(".preview figure").concat();
    assert!(shown.contains("You waited for me") && !preview.body.contains("Not yet said"), "{shown}");
    let lines = "select count(*) from entry e join entry_grant g on g.entry_id = e.id where e.kind = 'line' and g.reader <> g.author";
    let count = async || -> i64 { sqlx::query_scalar(lines).fetch_one(app.owner()).await.unwrap() };
    assert_eq!(count().await, 0, "a preview sends nothing");
    for _ in 0..2 {
        let sent = sam.browser.submit_on(&preview, &format!("{week}/line/thanks"), &[]).await;
        assert!(sent.text().contains("Sent. Noor can read this line now."), "{}", sent.text());
        assert!(sent.body.contains("Not yet said"), "the form keeps its words");
    }
    assert_eq!(count().await, 1);
    let noticed = noor.browser.get(&week).await.all("section[aria-labelledby=noticed]").concat();
    assert!(noticed.contains("You waited for me"), "{noticed}");
    assert_eq!(theirs(&noor.browser.get(&week).await), "Sam’s Not here yet.");
}

#[tokio::test]
async fn leaving_ends_the_rounds_and_everybody_keeps_their_own() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    sam.browser.gives(&week, "both", &[("lean", "6"), ("hurts", "Sam's own")]).await;
    noor.browser.gives(&week, "now", &[("lean", "2"), ("hurts", "Noor's own")]).await;
    let form = sam.browser.get(&week).await;
    assert!(theirs(&form).contains("Noor's own"));
    app.clock.advance(time::Duration::minutes(2));
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    for (who, own, other) in [(&mut sam, "Sam's own", "Noor's own"), (&mut noor, "Noor's own", "Sam's own")] {
        let page = who.browser.get(&week).await;
        assert!(page.body.contains("own") && page.text().contains(own), "{}", page.text());
        assert!(!page.text().contains(other), "{}", page.text());
        assert!(page.text().contains("This round has closed."));
        assert!(who.browser.get(&format!("{week}/share")).await.status == StatusCode::NOT_FOUND);
        let weeks = who.browser.get("/weeks").await.text();
        assert!(weeks.contains("Choose day and hour") && weeks.contains("Week of 8 March 2026"), "{weeks}");
    }
    // and rounds of one's own begin where those ended
    sam.browser.suggests_rounds(&SUNDAY).await;
    app.later(8, &mut [&mut sam, &mut noor]).await;
    assert!(sam.browser.open_week().await != week);
    assert!(noor.browser.get("/weeks").await.text().contains("Choose day and hour"));
}

#[tokio::test]
async fn rounds_of_the_two_are_due_for_both_and_those_of_one_alone_for_nobody_else() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let mut ada = app.somebody("Ada").await;
    let due = async || -> Vec<(String, i16, OffsetDateTime)> {
        let sql = "select p.name, d.weekday, d.at from due d join person p on p.id = d.person_id
            where d.kind = 'check_in' order by p.name";
        sqlx::query_as(sql).fetch_all(app.owner()).await.unwrap()
    };
    ada.browser.suggests_rounds(&SUNDAY).await;
    sam.browser.suggests_rounds(&SUNDAY).await;
    let sunday = datetime!(2026-03-08 18:30 UTC);
    assert_eq!(due().await, [("Ada".to_owned(), 7, sunday)], "a suggestion reminds nobody");
    noor.browser.answers_rounds("agree").await;
    let both = |at| {
        [("Ada", 7, sunday), ("Noor", 7, at), ("Sam", 7, at)]
            .map(|(name, day, at)| (name.to_owned(), day, at))
    };
    assert_eq!(due().await, both(sunday));
    app.later(8, &mut [&mut sam, &mut noor]).await;
    noor.browser.suggests_rounds(&[("weekday", "Friday")]).await;
    sam.browser.answers_rounds("agree").await;
    let friday = datetime!(2026-03-13 18:30 UTC);
    let moved = [("Ada", 7, sunday), ("Noor", 5, friday), ("Sam", 5, friday)];
    assert_eq!(due().await, moved.map(|(name, day, at)| (name.to_owned(), day, at)));
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    assert_eq!(due().await.len(), 1, "leaving ends it for both");
}

#[tokio::test]
async fn each_says_how_a_promise_went_and_its_words_stay_when_the_plan_changes() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    assert!(
        !sam.browser.get(&format!("{week}/write")).await.text().contains("Commitments this week"),
        "no plan yet"
    );
    let talk = promise(Doer::Both, "Sunday talk, about an hour", HowOften::Weekly);
    let late = promise(Doer::Two, "Tell you if I am late", HowOften::WhenItHappens);
    agreed(&app, &sam, &noor, &[talk.clone(), late.clone()]).await;
    let form = sam.browser.get(&format!("{week}/write")).await;
    assert_eq!(form.all(".commit legend"), ["Sunday talk, about an hour", "Tell you if I am late"]);
    assert_eq!(form.count(".commit input[checked]"), 0, "nothing is filled in for anybody");
    let (first, second) = (format!("kept-{}", talk.id), format!("kept-{}", late.id));
    sam.browser.gives(&week, "both", &[(first.as_str(), "kept")]).await;
    let before = all_pages(&mut noor, &week).await;
    assert!(!before.contains(">Kept</dd>"));
    let both = [(first.as_str(), "partly"), (second.as_str(), "not")];
    noor.browser.gives(&week, "both", &both).await;
    // the plan has another version by the time they look back
    agreed(&app, &sam, &noor, &[promise(Doer::Both, "A walk", HowOften::Weekly)]).await;
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&week).await;
        let said = page.all("figure .scores div").join(" | ");
        for line in [
            "Sunday talk, about an hour Both of youKept",
            "Sunday talk, about an hour Both of youPartly",
            "Tell you if I am late NoorNot this week",
        ] {
            assert!(said.contains(line), "{said}");
        }
    }
}

#[tokio::test]
async fn what_waits_goes_on_waiting_when_nothing_was_changed() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    sam.browser.gives(&week, "both", &[("thanks", "Your patience")]).await;
    sam.browser.fills_in(&week, "later", &[]).await;
    let line = sam.browser.fills_in(&week, "thanks", &[]).await;
    sam.browser.submit_on(&line, &format!("{week}/line/thanks"), &[]).await;
    assert!(sam.browser.get(&week).await.text().contains("Waits until you have both finished"));
    let changed = sam.browser.fills_in(&week, "later", &[("thanks", "Your call")]).await;
    assert!(changed.text().contains("Only you can see this"), "{}", changed.text());
    noor.browser.gives(&week, "both", &[("lean", "1")]).await;
    assert_eq!(theirs(&noor.browser.get(&week).await), "Sam’s Not here yet.", "nothing half written opens");
}

#[tokio::test]
async fn a_silence_is_asked_about_while_a_talk_is_open_and_nothing_has_moved_for_three_weeks() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    let asks = |page: &Answer| {
        assert_eq!(page.status, StatusCode::OK, "{}", page.path);
        page.count("textarea[name=quiet]") == 1
    };
    assert!(!asks(&sam.browser.get(&format!("{week}/write")).await), "there is no talk yet");
    let talk = begin(&mut sam.browser, &mut noor.browser, &OPENING).await;
    let mut week = week;
    for (days, silent) in [(14, false), (7, true)] {
        app.later(days, &mut [&mut sam, &mut noor]).await;
        week = sam.browser.open_week().await;
        for who in [&mut sam, &mut noor] {
            let form = who.browser.get(&format!("{week}/write")).await;
            assert_eq!(asks(&form), silent, "{} after {days} more days", who.hand.person);
        }
    }

    // answered like the others: alone first, then as far as it is shared
    let before = noor.browser.get(&week).await.still();
    let kept = sam.browser.fills_in(&week, "later", &[("quiet", "I keep away from it.")]).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    assert_eq!(noor.browser.get(&week).await.still(), before);
    sam.browser.gives(&week, "now", &[("quiet", "I keep away from it.")]).await;

    // not asked any more when somebody moves, though what was answered stays
    noor.browser.goes_on(&talk, "accept-opening").await;
    assert!(!asks(&noor.browser.get(&format!("{week}/write")).await));
    assert!(asks(&sam.browser.get(&format!("{week}/write")).await), "an answer that is there can be changed");
    let shared = theirs(&noor.browser.submit(&week, &format!("{week}/open"), &[]).await);
    for words in ["We have not talked about it for a while", "I keep away from it."] {
        assert!(shared.contains(words), "{shared}");
    }
}
