//! An act and a parting at the same moment: whoever comes first, nothing is due for the two afterwards, and nothing is with
//! the other one.

use std::time::Duration as Wait;

use axum::http::StatusCode;
use time::Duration;
use toward::{
    couples::{self, Me},
    db::{Asker, Scope},
    entries::{self, Base, Note, Pinned, Place, Written},
    reminders::{self, Kind},
};
use uuid::Uuid;

use crate::support::{Somebody, TestApp};

async fn due(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from due").fetch_one(app.owner()).await.unwrap()
}

/// Puts something down for both, as an act of `who` does.
async fn acts(app: &TestApp, scope: &mut Scope, both: [&Somebody; 2]) {
    let at = app.clock.now() + Duration::days(3);
    let about = Uuid::new_v4();
    for one in both {
        reminders::remind(scope, one.id, Kind::Date, about, at).await.unwrap();
    }
}

/// Writes a note, and shares it in this transaction. Whether that was done.
async fn shares(app: &TestApp, scope: &mut Scope, who: &Somebody, partner: &Pinned) -> bool {
    let note = Note { title: String::new(), text: "I am glad.".to_owned() };
    let place = Place { kind: "note", couple: None, about: None, slot: None };
    let base = Base::New(Uuid::new_v4());
    let written = entries::write(scope, &who.hand, place, base, &note, app.clock.now()).await.unwrap();
    let Written::Kept(id, number) = written else { panic!("{written:?}") };
    entries::share(scope, &who.hand, partner, id, number, app.clock.today()).await.is_ok_and(|done| done)
}

/// What either holds of the other one's.
async fn given(app: &TestApp) -> i64 {
    let sql = "select count(*) from entry_grant where reader <> author";
    sqlx::query_scalar(sql).fetch_one(app.owner()).await.unwrap()
}

/// Until a statement of this database waits for another one, or it is sure that none does.
async fn until_one_waits(app: &TestApp) {
    let waits = "select exists (select from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock')";
    for _ in 0..100 {
        let waiting: bool = sqlx::query_scalar(waits).fetch_one(app.owner()).await.unwrap();
        if waiting {
            return;
        }
        tokio::time::sleep(Wait::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_parting_waits_for_an_act_and_takes_away_what_it_put_down() {
    let app = TestApp::new().await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    let form = noor.browser.get("/us/leaving").await;
    let partner = app.pinned(&sam).await;
    let mut act = app.scope(&sam).await;
    acts(&app, &mut act, [&sam, &noor]).await;
    assert!(shares(&app, &mut act, &sam, &partner).await);
    let acted = async {
        until_one_waits(&app).await;
        act.commit().await.unwrap();
    };
    let (left, ()) = tokio::join!(noor.browser.submit_on(&form, "/us/leaving", &[("shared", "back")]), acted);
    assert_eq!((left.status, left.path.as_str()), (StatusCode::OK, "/us?done=left"));
    assert_eq!((due(&app).await, given(&app).await), (0, 0));
}

#[tokio::test]
async fn an_act_that_comes_while_a_parting_is_under_way_puts_nothing_down_and_waits_for_nobody() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let partner = app.pinned(&sam).await;
    let mut parting = app.scope(&noor).await;
    let me = Me::load(&mut parting, &noor.hand).await.unwrap().unwrap();
    reminders::end(&mut parting, me.couple.unwrap()).await.unwrap();
    couples::leave(&mut parting, &me, false, app.clock.today()).await.unwrap();
    let mut act = app.scope(&sam).await;
    tokio::time::timeout(Wait::from_secs(10), acts(&app, &mut act, [&sam, &noor]))
        .await
        .expect("it does not wait");
    act.commit().await.unwrap();
    let mut act = app.scope(&sam).await;
    assert!(!shares(&app, &mut act, &sam, &partner).await, "nothing is given to somebody who is leaving");
    drop(act);
    parting.commit().await.unwrap();
    assert_eq!((due(&app).await, given(&app).await), (0, 0));
}

#[tokio::test]
async fn an_act_that_began_before_and_comes_after_a_parting_puts_nothing_down_for_either() {
    let app = TestApp::new().await;
    let (sam, mut noor) = app.linked("Sam", "Noor").await;
    let mut act = app.scope(&sam).await;
    assert!(Me::load(&mut act, &sam.hand).await.unwrap().unwrap().partner.is_some());
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "back")]).await;
    acts(&app, &mut act, [&sam, &noor]).await;
    act.commit().await.unwrap();
    assert_eq!(due(&app).await, 0);
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_puts_down_for_themselves_what_is_a_matter_of_two() {
    let app = TestApp::new().await;
    let sam = app.somebody("Sam").await;
    let sql =
        "insert into due (id, person_id, kind, about, at) values (gen_random_uuid(), $1, $2, $1, now())";
    for (kind, fits) in [("date", false), ("return", false), ("check_in", true)] {
        let mut scope = Scope::begin(app.runtime(), Asker::Person(sam.id)).await.unwrap();
        let done = sqlx::query(sql).bind(sam.id.0).bind(kind).execute(&mut *scope).await;
        assert_eq!(done.is_ok(), fits, "{kind}");
    }
}
