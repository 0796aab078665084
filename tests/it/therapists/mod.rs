//! A therapist whom both invited: how they come and go, whose keys are whose, and that they change nothing.

use sqlx::{AssertSqlSafe, Executor as _};
use time::Duration;
use toward::{
    couples::{self, Me},
    db::{Asker, Scope},
    entries::{self, Audience, Base, Note, PinState, Place, Seen, Shared, Written},
    ids::{AccessId, EntryId},
    therapists::{
        self, Ours, Secrets,
        access::{Act, Ending, Refusal, Side, Stage},
        link::{self, Accepted},
    },
    vault::{InviteCode, key_phrase},
};

use crate::support::{Somebody, TestApp};

mod audience;
mod coming;
mod crawl;
mod earlier;
mod earlier_refused;
mod ending;
mod finding;
mod forged;
mod house;
mod in_talks;
mod one_alone;
mod over;
mod pages;
mod pairs;
mod parting;
mod parts;
mod plan;
mod practice;
mod races;
mod reading;
mod rounds;
mod routes;
mod rows;
mod seen;
mod seen_plan;
mod seen_weeks;
mod sharing;
mod sheet;
mod wall;
mod window;

async fn me(app: &TestApp, who: &Somebody) -> Me {
    let mut scope = app.scope(who).await;
    Me::load(&mut scope, &who.hand).await.unwrap().unwrap()
}

async fn ours(app: &TestApp, who: &Somebody) -> Option<Ours> {
    let me = me(app, who).await;
    let mut scope = app.scope(who).await;
    let ours = therapists::ours(&mut scope, &who.hand, &me, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    ours
}

async fn propose(app: &TestApp, who: &Somebody) -> Result<(), Refusal> {
    let me = me(app, who).await;
    let mut scope = app.scope(who).await;
    let done = therapists::propose(&mut scope, &me, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    done
}

async fn act(app: &TestApp, who: &Somebody, couple: &Somebody, act: Act) -> Result<Stage, Refusal> {
    let couple = me(app, couple).await.couple.unwrap();
    let mut scope = app.scope(who).await;
    let done = therapists::act(&mut scope, who.id, couple, act, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    done
}

async fn make_link(app: &TestApp, who: &Somebody) -> Result<InviteCode, Refusal> {
    let me = me(app, who).await;
    let mut scope = app.scope(who).await;
    link::make(&mut scope, &who.hand, &me, app.clock.now()).await.unwrap()?;
    scope.commit().await.unwrap();
    Ok(ours(app, who).await.unwrap().code.unwrap())
}

/// Both have agreed, and the first holds a link.
async fn linked(app: &TestApp, one: &Somebody, two: &Somebody) -> InviteCode {
    propose(app, one).await.unwrap();
    act(app, two, two, Act::Agree).await.unwrap();
    make_link(app, one).await.unwrap()
}

async fn accept(app: &TestApp, who: &Somebody, code: &InviteCode) -> Accepted {
    let hash = code.hash();
    let mut scope = Scope::begin(app.runtime(), Asker::Invited(who.id, &hash)).await.unwrap();
    let done = link::accept(&mut scope, &who.hand, code, Secrets::None, app.clock.now()).await.unwrap();
    if matches!(done, Accepted::Open(_)) {
        scope.commit().await.unwrap();
    }
    done
}

/// Sam, Noor, and Amari, whom both have let in.
async fn three(app: &TestApp) -> (Somebody, Somebody, Somebody, AccessId) {
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    let code = linked(app, &sam, &noor).await;
    let Accepted::Open(id) = accept(app, &amari, &code).await else { panic!("not accepted") };
    (sam, noor, amari, id)
}

async fn count(app: &TestApp, what: &str) -> i64 {
    let sql = format!("select count(*) from {what}");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(app.owner()).await.unwrap()
}

const NOTE: Place<'static> = Place { kind: "note", couple: None, about: None, slot: None };

async fn write(app: &TestApp, who: &Somebody, text: &str) -> EntryId {
    let note = Note { title: String::new(), text: text.to_owned() };
    let mut scope = app.scope(who).await;
    let base = Base::New(uuid::Uuid::new_v4());
    let written = entries::write(&mut scope, &who.hand, NOTE, base, &note, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    let Written::Kept(id, 1) = written else { panic!("{written:?}") };
    id
}

async fn edit(app: &TestApp, who: &Somebody, id: EntryId, from: u32, text: &str) {
    let note = Note { title: String::new(), text: text.to_owned() };
    let mut scope = app.scope(who).await;
    let base = Base::Edit(id, from);
    entries::write(&mut scope, &who.hand, NOTE, base, &note, app.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
}

async fn share_with_both(app: &TestApp, who: &Somebody, id: EntryId, number: u32) -> bool {
    let ours = ours(app, who).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let partner = app.pinned(who).await;
    let audience = Audience::Both { partner: &partner, therapist, access };
    let mut scope = app.scope(who).await;
    let done = entries::share_with(&mut scope, &who.hand, audience, id, number, app.clock.now().date())
        .await
        .unwrap();
    scope.commit().await.unwrap();
    done
}

async fn share_with_partner(app: &TestApp, who: &Somebody, id: EntryId, number: u32) {
    let partner = app.pinned(who).await;
    let mut scope = app.scope(who).await;
    let today = app.clock.now().date();
    assert!(entries::share(&mut scope, &who.hand, &partner, id, number, today).await.unwrap());
    scope.commit().await.unwrap();
}

/// What `who` reads of it; and that they have opened it is noted.
async fn reads(app: &TestApp, who: &Somebody, id: EntryId) -> Option<String> {
    let mut scope = app.scope(who).await;
    let seen = entries::by_id::<Note>(&mut scope, &who.hand, None, "note", id).await.unwrap();
    let text = match seen {
        None => return None,
        Some(Seen::Broken { .. }) => return Some("broken".to_owned()),
        Some(Seen::Text(text)) => text,
    };
    entries::mark_opened(&mut scope, who.id, [&text]).await.unwrap();
    scope.commit().await.unwrap();
    Some(text.content.text)
}

/// A transaction as the therapist of the latest access that is or was theirs.
async fn as_therapist(app: &TestApp, who: &Somebody) -> Scope {
    let sql =
        "select id from therapist_access where therapist = $1 order by state = 'active' desc, ended_on desc";
    let id: uuid::Uuid = sqlx::query_scalar(sql).bind(who.id.0).fetch_one(app.owner()).await.unwrap();
    Scope::begin(app.runtime(), Asker::Therapist(who.id, Some(AccessId(id)))).await.unwrap()
}

/// The same as [`reads`] by a therapist; in their other transactions it is not there.
async fn sees(app: &TestApp, who: &Somebody, id: EntryId) -> Option<String> {
    assert_eq!(reads(app, who, id).await, None, "not beside their pages as a therapist");
    let mut scope = as_therapist(app, who).await;
    let seen = entries::by_id::<Note>(&mut scope, &who.hand, None, "note", id).await.unwrap();
    let text = match seen {
        None => return None,
        Some(Seen::Broken { .. }) => return Some("broken".to_owned()),
        Some(Seen::Text(text)) => text,
    };
    Some(text.content.text)
}

/// What is kept of a therapist having read something, and of it being gone: there is to be nothing.
async fn traces(app: &TestApp, who: &Somebody) -> i64 {
    let of = |table: &str| format!("{table} where reader = '{}'", who.id);
    count(app, &of("opening")).await + count(app, &of("withdrawal")).await
}

async fn lines(app: &TestApp, who: &Somebody) -> usize {
    let mut scope = app.scope(who).await;
    entries::withdrawn(&mut *scope, who.id).await.unwrap().len()
}

async fn shared(app: &TestApp, who: &Somebody, id: EntryId) -> Shared {
    let mut scope = app.scope(who).await;
    let seen = entries::by_id::<Note>(&mut scope, &who.hand, None, "note", id).await.unwrap();
    seen.and_then(Seen::text).unwrap().shared
}
