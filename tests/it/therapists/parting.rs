//! Time apart as the therapist of the two reads it; and that leaving ends everything at once, whoever had a part in it.

use axum::http::StatusCode;
use toward::{
    apart::{Asked, Piece},
    entries::Audience,
    reminders::{self, Kind},
};

use super::*;

#[tokio::test]
async fn a_therapist_reads_of_time_apart_what_was_shown_to_them_and_nothing_else() {
    let app = TestApp::new().await;
    let (mut sam, noor, amari, access) = three(&app).await;
    sam = super::earlier::again(&app, sam).await;
    let day = app.day_on(10);
    let preview = sam.browser.keeps_time(&day, "At my brother’s.").await;
    assert_eq!(preview.count("input[name=with]"), 3, "three audiences");
    let told = sam.browser.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
    assert!(told.path.contains("done=told"), "{}", told.text());
    let mut browser = app.with_second_step(&amari, false).await;
    let base = format!("/clients/{access}");
    assert!(!browser.get(&base).await.text().contains("time apart"), "the partner alone has it");
    // shown later, beside what is told already
    let shown = sam.browser.submit(&preview.path, &preview.path, &[("with", "both")]).await;
    assert!(shown.path.contains("done=shared"), "{}", shown.text());
    let page = browser.get(&base).await.text();
    assert!(page.contains("Sam took time apart") && page.contains("At my brother’s."), "{page}");
    drop(noor);
}

#[tokio::test]
async fn leaving_ends_every_reminder_mail_calendar_hint_and_access_at_once_and_each_keeps_their_own() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, amari, access) = three(&app).await;
    let now = app.clock.now();
    let day = now.date() + Duration::days(5);
    for who in [&sam, &noor] {
        let note = write(&app, who, "A note of mine.").await;
        assert!(share_with_both(&app, who, note, 1).await);
        let partner = app.pinned(who).await;
        let me = me(&app, who).await;
        let mut scope = app.scope(who).await;
        let place = Place { kind: "apart", couple: me.couple, about: None, slot: None };
        let asked = Piece::Asked(Asked::new(day, "Words of mine."));
        let base = Base::New(uuid::Uuid::new_v4());
        let written = entries::write(&mut scope, &who.hand, place, base, &asked, now).await.unwrap();
        let Written::Kept(id, 1) = written else { panic!("{written:?}") };
        let audience = Audience::Partner(&partner);
        assert!(entries::share_with(&mut scope, &who.hand, audience, id, 1, now.date()).await.unwrap());
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::CheckIn) {
            for whom in [sam.id, noor.id] {
                let about = uuid::Uuid::new_v4();
                reminders::remind(&mut scope, whom, kind, about, now + Duration::days(2)).await.unwrap();
            }
        }
        scope.commit().await.unwrap();
    }
    assert!(count(&app, "due").await >= 32 && count(&app, "entry_grant where access is not null").await == 2);
    let calendars = {
        let mut all = Vec::new();
        for who in [&mut sam, &mut noor] {
            let page = who
                .browser
                .submit("/account/reminders", "/account/reminders/calendar", &[("act", "make")])
                .await;
            let at = page.body.find("/cal/").expect("an address");
            all.push(page.body[at..].split('"').next().unwrap().to_owned());
        }
        all
    };
    for path in &calendars {
        assert!(app.visitor().get(path).await.body.contains("BEGIN:VEVENT"), "it looks at the right thing");
    }

    let page = sam.browser.get("/us/leaving").await;
    assert!(page.text().contains("Amari can read nothing of either of you any more"), "{}", page.text());
    assert_eq!(page.count("main textarea") + page.count("main input[type=text]"), 0, "nobody is asked why");
    sam.browser.submit_on(&page, "/us/leaving", &[("shared", "leave")]).await;

    assert_eq!(count(&app, "due").await, 0, "for both");
    assert_eq!(count(&app, "entry_grant where access is not null").await, 0);
    assert_eq!(count(&app, "therapist_access where state <> 'ended'").await, 0);
    for path in &calendars {
        assert!(!app.visitor().get(path).await.body.contains("BEGIN:VEVENT"), "{path}");
    }
    let mut browser = app.with_second_step(&amari, false).await;
    assert_eq!(browser.get(&format!("/clients/{access}")).await.status, StatusCode::GONE);
    // whatever the leaver does now, the other one's open pages are not told
    let before = noor.browser.get("/today").await.still();
    sam.browser.submit("/write/new", "/write/new", &[("title", "mine"), ("text", "After it.")]).await;
    assert_eq!(noor.browser.get("/today").await.still(), before);
    // own entries with both; what Sam left on purpose with Noor; what Noor shared goes back to her
    let (hers, his) = (noor.browser.get("/write").await.text(), sam.browser.get("/write").await.text());
    assert_eq!(hers.matches("A note of mine.").count(), 2, "{hers}");
    assert_eq!(his.matches("A note of mine.").count(), 1, "{his}");
    let (hers, his) = (noor.browser.get("/us/kept").await.text(), sam.browser.get("/us/kept").await.text());
    assert_eq!(hers.matches("Words of mine.").count(), 2, "{hers}");
    assert!(hers.contains("Sam left this with you."), "{hers}");
    assert_eq!(his.matches("Words of mine.").count(), 1, "{his}");
}
