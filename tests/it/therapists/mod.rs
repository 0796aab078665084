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

mod pages;

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
    entries::mark_opened(&mut scope, who.id, [&text]).await.unwrap();
    scope.commit().await.unwrap();
    Some(text.content.text)
}

/// The lines that a therapist finds where something was taken back.
async fn lines_seen(app: &TestApp, who: &Somebody) -> usize {
    assert_eq!(lines(app, who).await, 0, "not beside their pages as a therapist");
    let mut scope = as_therapist(app, who).await;
    entries::withdrawn(&mut *scope, who.id).await.unwrap().len()
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

// ---------------------------------------------------------------------------------------------- coming and going

#[tokio::test]
async fn it_takes_both_and_then_the_therapist_and_each_knows_the_keys_of_the_others() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    assert!(ours(&app, &sam).await.is_none());
    propose(&app, &sam).await.unwrap();
    assert_eq!(
        act(&app, &sam, &sam, Act::Agree).await,
        Err(Refusal::NotTheirs),
        "one alone agrees to nothing"
    );
    assert_eq!(make_link(&app, &sam).await.err(), Some(Refusal::NotNow));
    assert_eq!(act(&app, &noor, &noor, Act::Agree).await, Ok(Stage::Agreed));
    let code = make_link(&app, &noor).await.unwrap();
    let theirs = ours(&app, &sam).await.unwrap();
    assert_eq!(theirs.code.unwrap().to_string(), code.to_string(), "both hold the link");
    let Accepted::Open(id) = accept(&app, &amari, &code).await else { panic!("not accepted") };

    for who in [&sam, &noor] {
        let ours = ours(&app, who).await.unwrap();
        let therapist = ours.therapist.unwrap();
        assert_eq!((therapist.name.as_str(), therapist.secrets), ("Amari", Secrets::None));
        let PinState::Holds(pinned) = therapist.pin else { panic!("{:?}", therapist.pin) };
        assert_eq!(pinned.public_key(), amari.hand.keys.public());
    }
    let mut scope = app.scope(&amari).await;
    let of = therapists::of(&mut scope, &amari.hand, id, app.clock.now()).await.unwrap().unwrap();
    let names: Vec<_> = of.two.iter().map(|client| client.name.as_str()).collect();
    assert_eq!(names, ["Sam", "Noor"], "by seat, whoever proposed it");
    for (client, who) in of.two.iter().zip([&sam, &noor]) {
        assert!(matches!(client.pin, PinState::Holds(_)), "{:?}", client.pin);
        let theirs = key_phrase(&client.public_key, &amari.hand.keys.public());
        assert_eq!(theirs, key_phrase(&amari.hand.keys.public(), &who.hand.keys.public()));
    }
}

#[tokio::test]
async fn of_fifty_who_accept_at_once_one_comes_in() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let code = linked(&app, &sam, &noor).await.to_string();
    let mut people = Vec::new();
    for name in ["Amari", "Tom", "Ira", "Lea", "Kai"] {
        people.push(app.somebody(name).await);
    }
    let mut tries = tokio::task::JoinSet::new();
    for round in 0..50 {
        let hand = people[round % people.len()].hand.clone();
        let (pool, code, now) = (app.runtime().clone(), code.clone(), app.clock.now());
        tries.spawn(async move {
            let code = InviteCode::parse(&code).unwrap();
            let hash = code.hash();
            let mut scope = Scope::begin(&pool, Asker::Invited(hand.person, &hash)).await.unwrap();
            let done = link::accept(&mut scope, &hand, &code, Secrets::Ask, now).await.unwrap();
            if matches!(done, Accepted::Open(_)) {
                scope.commit().await.unwrap();
            }
            done
        });
    }
    let done = tries.join_all().await;
    assert_eq!(done.iter().filter(|done| matches!(done, Accepted::Open(_))).count(), 1, "{done:?}");
    assert_eq!(done.iter().filter(|done| **done == Accepted::Gone).count(), 49);
    assert_eq!(count(&app, "therapist_access where state = 'active'").await, 1);
    assert_eq!(count(&app, "pin where role = 'client'").await, 2, "whoever lost has met nobody");
}

#[tokio::test]
async fn nobody_is_the_therapist_of_their_own_couple() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let code = linked(&app, &sam, &noor).await;
    assert_eq!(accept(&app, &sam, &code).await, Accepted::Own);
    assert_eq!(accept(&app, &noor, &code).await, Accepted::Own);
    let sql = format!(
        "update therapist_access set state = 'active', therapist = '{}', therapist_mac = '', secrets = 'none', began_on = now()",
        noor.id
    );
    assert!(app.owner().execute(AssertSqlSafe(sql)).await.is_err(), "not even by hand");
}

#[tokio::test]
async fn a_partner_here_can_be_the_therapist_of_others() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &iris, &code).await, Accepted::Open(_)));
    // their own space goes on as it was, and is of no concern to Sam and Noor
    let note = write(&app, &iris, "For Max.").await;
    share_with_partner(&app, &iris, note, 1).await;
    assert_eq!(reads(&app, &max, note).await.as_deref(), Some("For Max."));
    for who in [&sam, &noor] {
        assert_eq!(reads(&app, who, note).await, None);
    }
    assert!(ours(&app, &max).await.is_none());
}

#[tokio::test]
async fn what_clients_and_a_partner_share_with_the_same_person_never_meets() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let code = linked(&app, &sam, &noor).await;
    assert!(matches!(accept(&app, &iris, &code).await, Accepted::Open(_)));
    let (from_max, from_sam) = (write(&app, &max, "For Iris.").await, write(&app, &sam, "For both.").await);
    share_with_partner(&app, &max, from_max, 1).await;
    assert!(share_with_both(&app, &sam, from_sam, 1).await);
    let partner = app.pinned(&iris).await;
    let all = async |mut scope: Scope| -> Vec<String> {
        let seen =
            entries::of_kind::<Note>(&mut scope, &iris.hand, Some(&partner), "note", 10).await.unwrap();
        seen.into_iter().filter_map(Seen::text).map(|text| text.content.text).collect()
    };
    assert_eq!(all(app.scope(&iris).await).await, ["For Iris."]);
    assert_eq!(all(as_therapist(&app, &iris).await).await, ["For both."]);
    let list = Scope::begin(app.runtime(), Asker::Therapist(iris.id, None)).await.unwrap();
    assert_eq!(all(list).await, ["For both."]);
    // naming an access is not having one
    let someone_elses = Asker::Therapist(max.id, Some(ours(&app, &sam).await.unwrap().id));
    let mut scope = Scope::begin(app.runtime(), someone_elses).await.unwrap();
    let held = "select count(*) from entry_grant where access is not null";
    assert_eq!(sqlx::query_scalar::<_, i64>(held).fetch_one(&mut *scope).await.unwrap(), 0);
}

#[tokio::test]
async fn a_link_that_was_replaced_cancelled_withdrawn_used_or_ran_out_lets_nobody_in() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (amari, tom) = (app.somebody("Amari").await, app.somebody("Tom").await);
    let first = linked(&app, &sam, &noor).await;
    let second = make_link(&app, &noor).await.unwrap();
    assert_eq!(accept(&app, &amari, &first).await, Accepted::Gone, "replaced");
    act(&app, &sam, &sam, Act::CancelLink).await.unwrap();
    assert_eq!(accept(&app, &amari, &second).await, Accepted::Gone, "cancelled");
    let third = make_link(&app, &sam).await.unwrap();
    assert_eq!(act(&app, &noor, &noor, Act::Withdraw).await, Ok(Stage::Ended(Ending::Withdrawn)));
    assert_eq!(accept(&app, &amari, &third).await, Accepted::Gone, "withdrawn");
    let fourth = linked(&app, &noor, &sam).await;
    app.clock.advance(Duration::days(7));
    assert_eq!(accept(&app, &amari, &fourth).await, Accepted::Gone, "ran out");
    let ours = ours(&app, &sam).await.unwrap();
    assert!(ours.link_ran_out && ours.code.is_none() && ours.stage == Stage::Agreed);
    let fifth = make_link(&app, &sam).await.unwrap();
    assert!(matches!(accept(&app, &amari, &fifth).await, Accepted::Open(_)));
    assert_eq!(accept(&app, &tom, &fifth).await, Accepted::Gone, "used");
    assert_eq!(accept(&app, &tom, &InviteCode::generate().unwrap()).await, Accepted::Gone, "made up");
}

#[tokio::test]
async fn declining_leaves_it_open_to_propose_again() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    propose(&app, &sam).await.unwrap();
    assert_eq!(propose(&app, &noor).await, Err(Refusal::NotNow), "one at a time");
    act(&app, &noor, &noor, Act::Decline).await.unwrap();
    assert_eq!(ours(&app, &sam).await.unwrap().stage, Stage::Ended(Ending::Declined));
    propose(&app, &noor).await.unwrap();
    let theirs = ours(&app, &noor).await.unwrap();
    assert_eq!((theirs.mine, theirs.stage), (Side::Proposer, Stage::Proposed));
}

#[tokio::test]
async fn access_ends_by_itself_after_ninety_days_and_goes_on_when_both_want_it() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let of = async |app: &TestApp| {
        let mut scope = app.scope(&amari).await;
        let of = therapists::of(&mut scope, &amari.hand, id, app.clock.now()).await.unwrap().unwrap();
        scope.commit().await.unwrap();
        of.stage
    };
    app.clock.advance(Duration::days(80));
    act(&app, &sam, &sam, Act::Renew).await.unwrap();
    assert_eq!(act(&app, &sam, &sam, Act::Renew).await, Err(Refusal::NotTheirs), "one wish is not two");
    app.clock.advance(Duration::days(9));
    act(&app, &noor, &noor, Act::Renew).await.unwrap();
    app.clock.advance(Duration::days(89));
    assert!(matches!(of(&app).await, Stage::Open { .. }));
    app.clock.advance(Duration::days(1));
    assert_eq!(of(&app).await, Stage::Ended(Ending::RanOut));
    assert_eq!(count(&app, "therapist_access where state = 'ended' and how = 'run_out'").await, 1);
    assert_eq!(ours(&app, &sam).await.unwrap().stage, Stage::Ended(Ending::RanOut));
    app.clock.advance(Duration::days(91));
    assert!(ours(&app, &noor).await.is_none(), "kept for ninety days, and then gone");
    assert_eq!(count(&app, "therapist_access").await, 0);
}

#[tokio::test]
async fn whoever_ends_it_everything_the_therapist_held_is_gone_in_the_same_moment() {
    for how in ["one", "other", "therapist", "run out", "parted"] {
        let app = TestApp::new().await;
        let (sam, noor, amari, id) = three(&app).await;
        let (one, two) = (write(&app, &sam, "From Sam.").await, write(&app, &noor, "From Noor.").await);
        assert!(share_with_both(&app, &sam, one, 1).await && share_with_both(&app, &noor, two, 1).await);
        assert_eq!(sees(&app, &amari, one).await.as_deref(), Some("From Sam."));
        assert_eq!(sees(&app, &amari, two).await.as_deref(), Some("From Noor."));
        match how {
            "one" => drop(act(&app, &sam, &sam, Act::End).await.unwrap()),
            "other" => drop(act(&app, &noor, &noor, Act::End).await.unwrap()),
            "therapist" => drop(act(&app, &amari, &sam, Act::End).await.unwrap()),
            "run out" => {
                app.clock.advance(Duration::days(90));
                let mut scope = app.scope(&amari).await;
                therapists::of(&mut scope, &amari.hand, id, app.clock.now()).await.unwrap();
                scope.commit().await.unwrap();
            }
            _ => {
                let mine = me(&app, &sam).await;
                let mut scope = app.scope(&sam).await;
                couples::leave(&mut scope, &mine, true, app.clock.now().date()).await.unwrap();
                scope.commit().await.unwrap();
            }
        }
        assert_eq!(count(&app, "entry_grant where access is not null").await, 0, "{how}");
        assert_eq!(count(&app, "therapist_access where state = 'active'").await, 0, "{how}");
        assert_eq!((sees(&app, &amari, one).await, sees(&app, &amari, two).await), (None, None), "{how}");
        assert_eq!(
            reads(&app, &noor, one).await.as_deref(),
            Some("From Sam."),
            "{how}: what was Noor's stays"
        );
    }
}

#[tokio::test]
async fn somebody_who_comes_a_second_time_finds_nothing_of_the_first() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let note = write(&app, &sam, "Shared then.").await;
    assert!(share_with_both(&app, &sam, note, 1).await);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    let code = linked(&app, &noor, &sam).await;
    assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
    assert_eq!(sees(&app, &amari, note).await, None);
    assert!(share_with_both(&app, &sam, note, 1).await, "and it can be shared again, on purpose");
    assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("Shared then."));
}

// ---------------------------------------------------------------------------------------------- keys

#[tokio::test]
async fn a_key_that_was_put_in_place_of_anothers_is_noticed_by_whoever_needs_it() {
    // of either of the two, before the therapist comes
    for whose in ["Sam", "Noor"] {
        let app = TestApp::new().await;
        let (sam, noor) = app.linked("Sam", "Noor").await;
        let amari = app.somebody("Amari").await;
        let code = linked(&app, &sam, &noor).await;
        sqlx::query("update person set public_key = $1 where name = $2")
            .bind([9u8; 32].as_slice())
            .bind(whose)
            .execute(app.owner())
            .await
            .unwrap();
        assert_eq!(accept(&app, &amari, &code).await, Accepted::Gone, "{whose}");
    }
    // the therapist's, before the two have met it: also with a code's MAC made by somebody without the code
    for forged in [
        "update person set public_key = decode(repeat('09', 32), 'hex') where name = 'Amari'",
        "update therapist_access set therapist_mac = decode(repeat('09', 32), 'hex')",
        "update therapist_access set asked_mac = decode(repeat('09', 32), 'hex')",
    ] {
        let app = TestApp::new().await;
        let (_, noor, ..) = three(&app).await;
        app.owner().execute("alter table therapist_access disable trigger user").await.unwrap();
        app.owner().execute(AssertSqlSafe(forged.to_owned())).await.unwrap();
        let therapist = ours(&app, &noor).await.unwrap().therapist.unwrap();
        assert_eq!(therapist.pin, PinState::Changed, "{forged}");
    }
    // and afterwards
    let app = TestApp::new().await;
    let (sam, ..) = three(&app).await;
    let therapist = ours(&app, &sam).await.unwrap().therapist.unwrap();
    let mut scope = app.scope(&sam).await;
    therapists::meet(&mut scope, &sam.hand, &therapist, app.clock.now().date()).await.unwrap();
    scope.commit().await.unwrap();
    app.owner().execute("update therapist_access set link_entry = null").await.ok();
    app.owner()
        .execute("update person set public_key = decode(repeat('09', 32), 'hex') where name = 'Amari'")
        .await
        .unwrap();
    let ours = ours(&app, &sam).await.unwrap();
    assert_eq!(ours.therapist.as_ref().unwrap().pin, PinState::Changed);
    assert!(ours.reader().is_none(), "nothing can be shared with them");
}

// ---------------------------------------------------------------------------------------------- sharing

#[tokio::test]
async fn the_therapist_reads_what_was_shared_with_them_and_nothing_else() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (private, partner, both) = (
        write(&app, &sam, "Only mine.").await,
        write(&app, &sam, "For Noor.").await,
        write(&app, &sam, "For both.").await,
    );
    share_with_partner(&app, &sam, partner, 1).await;
    assert!(share_with_both(&app, &sam, both, 1).await);
    assert_eq!(sees(&app, &amari, private).await, None);
    assert_eq!(sees(&app, &amari, partner).await, None);
    assert_eq!(sees(&app, &amari, both).await.as_deref(), Some("For both."));
    assert_eq!(reads(&app, &noor, both).await.as_deref(), Some("For both."));
    let today = app.clock.now().date();
    assert_eq!(shared(&app, &sam, private).await, Shared::No);
    assert_eq!(
        shared(&app, &sam, partner).await,
        Shared::WithPartner { number: 1, on: today, therapist: None }
    );
    assert_eq!(
        shared(&app, &sam, both).await,
        Shared::WithPartner { number: 1, on: today, therapist: Some(today) }
    );
    edit(&app, &sam, both, 1, "Changed since.").await;
    assert_eq!(sees(&app, &amari, both).await.as_deref(), Some("For both."));
}

#[tokio::test]
async fn taking_it_back_from_the_therapist_leaves_it_with_the_partner_under_another_key() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let note = write(&app, &sam, "For both.").await;
    share_with_both(&app, &sam, note, 1).await;
    sees(&app, &amari, note).await;
    let sealed = "select sealed from revision where entry_id = $1";
    let before: Vec<u8> = sqlx::query_scalar(sealed).bind(note.0).fetch_one(app.owner()).await.unwrap();
    let (partner, today) = (app.pinned(&sam).await, app.clock.now().date());
    let mut scope = app.scope(&sam).await;
    let back = entries::take_back_from_therapist(&mut scope, &sam.hand, Some(&partner), note, today).await;
    assert!(back.unwrap());
    let again = entries::take_back_from_therapist(&mut scope, &sam.hand, Some(&partner), note, today).await;
    assert!(!again.unwrap(), "once");
    scope.commit().await.unwrap();
    let after: Vec<u8> = sqlx::query_scalar(sealed).bind(note.0).fetch_one(app.owner()).await.unwrap();
    assert_ne!(before, after);
    assert_eq!(sees(&app, &amari, note).await, None);
    assert_eq!(lines_seen(&app, &amari).await, 1, "they had opened it");
    assert_eq!(reads(&app, &noor, note).await.as_deref(), Some("For both."));
    assert_eq!(reads(&app, &sam, note).await.as_deref(), Some("For both."));
    assert!(matches!(shared(&app, &sam, note).await, Shared::WithPartner { therapist: None, .. }));
    share_with_both(&app, &sam, note, 1).await;
    assert_eq!(lines_seen(&app, &amari).await, 0, "shared again, the line is lifted");
}

#[tokio::test]
async fn taking_it_back_from_the_partner_takes_it_from_the_therapist_too() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (opened, unopened, removed) = (
        write(&app, &sam, "Opened.").await,
        write(&app, &sam, "Not opened.").await,
        write(&app, &sam, "Removed.").await,
    );
    for note in [opened, unopened, removed] {
        share_with_both(&app, &sam, note, 1).await;
    }
    sees(&app, &amari, opened).await;
    sees(&app, &amari, removed).await;
    let today = app.clock.now().date();
    let mut scope = app.scope(&sam).await;
    for note in [opened, unopened] {
        assert!(entries::take_back(&mut scope, &sam.hand, noor.id, note, today).await.unwrap());
    }
    assert!(entries::remove(&mut scope, &sam.hand, Some(noor.id), removed, today).await.unwrap());
    scope.commit().await.unwrap();
    for note in [opened, unopened, removed] {
        assert_eq!((sees(&app, &amari, note).await, reads(&app, &noor, note).await), (None, None));
    }
    assert_eq!(lines_seen(&app, &amari).await, 2, "of what they had opened, and of nothing else");
    assert_eq!(lines(&app, &noor).await, 0);
}

#[tokio::test]
async fn sharing_anew_with_the_partner_alone_takes_it_from_the_therapist() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    for second in [1, 2] {
        let note = write(&app, &sam, "First.").await;
        share_with_both(&app, &sam, note, 1).await;
        edit(&app, &sam, note, 1, "Second.").await;
        share_with_partner(&app, &sam, note, second).await;
        assert_eq!(sees(&app, &amari, note).await, None);
        let right = if second == 1 { "First." } else { "Second." };
        assert_eq!(reads(&app, &noor, note).await.as_deref(), Some(right));
        share_with_both(&app, &sam, note, 2).await;
        assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("Second."));
    }
}

#[tokio::test]
async fn a_contact_cannot_stand_for_somebody_else_in_an_audience() {
    let app = TestApp::new().await;
    let (sam, _, amari, _) = three(&app).await;
    let note = write(&app, &sam, "Mine.").await;
    let ours = ours(&app, &sam).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let (partner, today) = (app.pinned(&sam).await, app.clock.now().date());
    for audience in [
        Audience::Partner(therapist),
        Audience::Both { partner: therapist, therapist: &partner, access },
        Audience::Both { partner: &partner, therapist: &partner, access },
    ] {
        let mut scope = app.scope(&sam).await;
        assert!(entries::share_with(&mut scope, &sam.hand, audience, note, 1, today).await.is_err());
    }
    let audience = Audience::Both { partner: &partner, therapist, access: AccessId::random() };
    let mut scope = app.scope(&sam).await;
    assert!(
        entries::share_with(&mut scope, &sam.hand, audience, note, 1, today).await.is_err(),
        "no such access"
    );
    drop(scope);
    assert_eq!(sees(&app, &amari, note).await, None);
}

// ---------------------------------------------------------------------------------------------- the second wall

#[tokio::test]
async fn the_database_lets_a_therapist_read_and_write_nothing_of_the_couples_with_the_pages_checks_out_of_the_way()
 {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let code = linked(&app, &iris, &max).await;
    assert!(matches!(accept(&app, &tom, &code).await, Accepted::Open(_)));
    let private = write(&app, &sam, "Only mine.").await;
    let both = write(&app, &sam, "For both.").await;
    share_with_both(&app, &sam, both, 1).await;
    let seen = async |who: &Somebody, what: &str| -> i64 {
        let mut scope = as_therapist(&app, who).await;
        let sql = format!("select count(*) from {what}");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap()
    };
    for (table, right) in [
        ("entry", 1),
        ("revision", 1),
        ("entry_grant", 1),
        ("person", 3),
        ("therapist_access", 1),
        ("membership", 0),
        ("couple", 0),
        ("conversation", 0),
        ("credential", 1),
        ("invite", 0),
        ("draft", 0),
        ("couple_pacing", 0),
        ("shown", 0),
        ("withdrawal", 0),
    ] {
        assert_eq!(seen(&amari, table).await, right, "{table}");
    }
    assert_eq!(seen(&tom, &format!("entry where id in ('{}', '{}')", both, private)).await, 0);
    assert_eq!(seen(&tom, &format!("therapist_access where id = '{id}'")).await, 0);
    let other = uuid::Uuid::new_v4();
    let forged = [
        format!("update entry set latest = 9 where id = '{both}'"),
        format!("delete from entry where id = '{both}'"),
        format!("delete from revision where entry_id = '{both}'"),
        format!("delete from entry_grant where entry_id = '{both}'"),
        "delete from entry_grant".to_owned(),
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, access) values ('{both}', 1, '{}', '{}', 'therapist', 1, '', now(), '{id}')",
            tom.id, sam.id
        ),
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on) values ('{private}', 1, '{}', '{}', 'partner', 1, '', now())",
            amari.id, sam.id
        ),
        format!(
            "insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values ('{both}', 2, '{}', 1, '{other}', '', '', now())",
            amari.id
        ),
        format!(
            "insert into withdrawal (entry_id, reader, author, withdrawn_on) values ('{both}', '{}', '{}', now())",
            noor.id, amari.id
        ),
        format!("update person set name = 'X' where id = '{}'", sam.id),
        "update therapist_access set until = until + interval '1 year'".to_owned(),
        format!("update therapist_access set renewal_by = '{}'", amari.id),
        "update therapist_access set state = 'linked'".to_owned(),
        "update therapist_access set state = 'proposed'".to_owned(),
        format!("update therapist_access set therapist = '{}'", tom.id),
        "update therapist_access set proposer_mac = ''".to_owned(),
        "update therapist_access set state = 'ended', how = 'therapist', ended_on = now(), proposer_mac = ''"
            .to_owned(),
        "delete from therapist_access".to_owned(),
        "delete from therapist_look".to_owned(),
        "update therapist_look set looked_on = '2020-01-01'".to_owned(),
        "update membership set left_on = now()".to_owned(),
        "update couple set ended_on = now()".to_owned(),
        format!(
            "insert into conversation (id, couple_id, started_by, started_on, once, state) select '{other}', couple_id, '{}', now(), '{other}', '{{}}' from therapist_access",
            amari.id
        ),
        format!(
            "insert into couple_pacing (id, couple_id, number, proposed_by, zone, longest) select '{other}', couple_id, 1, '{}', 'UTC', 60 from therapist_access",
            amari.id
        ),
        format!(
            "insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state) select '{other}', couple_id, 9, '{}', '{}', 1, 'proposed' from therapist_access",
            amari.id, sam.id
        ),
    ];
    for who in [&amari, &tom] {
        for (at, sql) in forged.iter().chain(&forged).enumerate() {
            let as_themselves = at < forged.len();
            let mut scope = if as_themselves { app.scope(who).await } else { as_therapist(&app, who).await };
            let done = sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *scope).await;
            let own = who.id == tom.id && sql.contains("'ended'");
            assert!(done.map_or(0, |done| done.rows_affected()) == 0 || own, "{sql}");
        }
    }
    // looking is noted by the therapist of that couple, while they are one
    let mut scope = app.scope(&tom).await;
    let today = app.clock.now().date();
    assert!(therapists::note(&mut scope, id, therapists::Part::Overview, today).await.is_err());
    // after the end even the rows that were theirs to read are not there
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for table in ["entry", "revision", "entry_grant"] {
        assert_eq!(seen(&amari, table).await, 0, "{table}");
    }
    assert_eq!(seen(&amari, "person").await, 1, "only themselves");
    let mut scope = app.scope(&amari).await;
    let done = sqlx::query("delete from therapist_access").execute(&mut *scope).await.unwrap();
    assert_eq!(done.rows_affected(), 0, "when they looked is not theirs to forget");
    assert!(therapists::note(&mut scope, id, therapists::Part::Overview, today).await.is_err());
}

#[tokio::test]
async fn the_database_knows_the_steps_too() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let tried = async |who: &Somebody, sql: &str| -> u64 {
        let mut scope = app.scope(who).await;
        let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *scope).await;
        done.map_or(0, |done| done.rows_affected())
    };
    let open = format!(
        "update therapist_access set state = 'active', therapist = '{}', therapist_mac = '', secrets = 'none',
             until = now(), began_on = now()",
        amari.id
    );
    // for oneself and one's own partner only, and only as a proposal
    let propose = |couple: &str, by: &str, asked: &str, state: &str| {
        format!(
            "insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state) values ('{}', '{couple}', 9, '{by}', '{asked}', 1, '{state}')",
            uuid::Uuid::new_v4()
        )
    };
    let (s, n, a, c) = (sam.id.to_string(), noor.id.to_string(), amari.id.to_string(), couple.to_string());
    assert_eq!(tried(&sam, &propose(&c, &n, &s, "proposed")).await, 0);
    assert_eq!(tried(&sam, &propose(&c, &s, &a, "proposed")).await, 0);
    assert_eq!(tried(&sam, &propose(&c, &s, &n, "agreed")).await, 0);
    assert_eq!(tried(&amari, &propose(&c, &a, &s, "proposed")).await, 0);
    propose_ok(&app, &sam).await;
    let agree = "update therapist_access set state = 'agreed'";
    assert_eq!(tried(&sam, agree).await, 0, "the proposer does not agree for the other");
    for sql in [
        open.as_str(),
        "update therapist_access set state = 'linked', linked_by = proposed_by, link_hash = '', proposer_mac = '', asked_mac = '', until = now()",
    ] {
        assert_eq!(tried(&sam, sql).await, 0, "{sql}");
        assert_eq!(tried(&noor, sql).await, 0, "{sql}");
    }
    act(&app, &noor, &noor, Act::Agree).await.unwrap();
    for who in [&sam, &noor, &amari] {
        assert_eq!(tried(who, &open).await, 0, "nobody comes in without the link");
    }
    let code = make_link(&app, &sam).await.unwrap();
    for who in [&sam, &noor, &amari] {
        assert_eq!(tried(who, &open).await, 0, "nor beside it");
    }
    let hash = code.hash();
    let mut scope = Scope::begin(app.runtime(), Asker::Invited(noor.id, &hash)).await.unwrap();
    assert!(
        sqlx::query(AssertSqlSafe(open.clone())).execute(&mut *scope).await.is_err(),
        "nor one of the two for another"
    );
    drop(scope);
    accept(&app, &amari, &code).await;
    let longer = "update therapist_access set until = until + interval '1 year'";
    for who in [&sam, &noor] {
        assert_eq!(tried(who, longer).await, 0, "one alone makes nothing longer");
    }
    act(&app, &sam, &sam, Act::Renew).await.unwrap();
    assert_eq!(
        tried(&sam, "update therapist_access set until = until + interval '1 year', renewal_by = null").await,
        0
    );
    assert_eq!(tried(&sam, &format!("update therapist_access set renewal_by = '{n}'")).await, 0);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    assert_eq!(tried(&sam, "update therapist_access set state = 'active'").await, 0, "over is over");
    assert_eq!(tried(&amari, "update therapist_access set state = 'active'").await, 0);
}

async fn propose_ok(app: &TestApp, who: &Somebody) {
    propose(app, who).await.unwrap();
}

#[tokio::test]
async fn there_is_no_word_for_the_therapist_alone() {
    let app = TestApp::new().await;
    let (sam, _, amari, id) = three(&app).await;
    let note = write(&app, &sam, "Between us.").await;
    let grant = |number: i32, held: bool| {
        let pair = if held { format!("'{note}'") } else { "null".to_owned() };
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, access, pair, held) values ('{note}', {number}, '{}', '{}', 'therapist', 1, '', now(), '{id}', {pair}, {held})",
            amari.id, sam.id
        )
    };
    let mut scope = app.scope(&sam).await;
    assert!(
        sqlx::query(AssertSqlSafe(grant(1, false))).execute(&mut *scope).await.is_err(),
        "the partner does not hold it"
    );
    drop(scope);
    share_with_partner(&app, &sam, note, 1).await;
    edit(&app, &sam, note, 1, "And more.").await;
    for sql in [grant(2, false), grant(1, true)] {
        let mut scope = app.scope(&sam).await;
        assert!(sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *scope).await.is_err(), "{sql}");
    }
    // the code of the link itself is for the two
    let code: uuid::Uuid = sqlx::query_scalar("select id from entry where kind = 'access'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    let mut scope = app.scope(&sam).await;
    let sql = grant(1, false).replace(&note.to_string(), &code.to_string());
    assert!(sqlx::query(AssertSqlSafe(sql)).execute(&mut *scope).await.is_err());
}

/// Gives the therapist, too, what the partner holds.
async fn show(app: &TestApp, who: &Somebody, id: EntryId) -> bool {
    let ours = ours(app, who).await.unwrap();
    let (therapist, access) = ours.reader().unwrap();
    let mut scope = app.scope(who).await;
    let today = app.clock.now().date();
    let done = entries::show_therapist(&mut scope, &who.hand, therapist, access, id, today).await.unwrap();
    scope.commit().await.unwrap();
    done
}

async fn take_back(app: &TestApp, who: &Somebody, id: EntryId) -> bool {
    let (partner, today) = (app.pinned(who).await, app.clock.now().date());
    let mut scope = app.scope(who).await;
    let back = entries::take_back_from_therapist(&mut scope, &who.hand, Some(&partner), id, today).await;
    scope.commit().await.unwrap();
    back.unwrap()
}

#[tokio::test]
async fn what_was_shared_earlier_is_shown_as_the_partner_holds_it() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let (note, private) = (write(&app, &sam, "As it was.").await, write(&app, &sam, "Only mine.").await);
    share_with_partner(&app, &sam, note, 1).await;
    edit(&app, &sam, note, 1, "Rewritten since.").await;
    app.clock.advance(Duration::days(3));
    assert!(show(&app, &sam, note).await);
    assert!(!show(&app, &sam, private).await, "the partner does not hold it");
    assert_eq!(sees(&app, &amari, note).await.as_deref(), Some("As it was."));
    let (then, today) = (time::macros::date!(2026 - 03 - 02), time::macros::date!(2026 - 03 - 05));
    let mut scope = app.scope(&sam).await;
    let seen = entries::by_id::<Note>(&mut scope, &sam.hand, None, "note", note).await.unwrap().unwrap();
    let mine = seen.text().unwrap();
    assert_eq!(mine.shared, Shared::WithPartner { number: 1, on: then, therapist: Some(today) });
    drop(scope);
    // somebody else's is not theirs to show
    let theirs = write(&app, &noor, "Noor's.").await;
    share_with_partner(&app, &noor, theirs, 1).await;
    assert!(!show(&app, &sam, theirs).await);
    assert_eq!(sees(&app, &amari, theirs).await, None);
}

#[tokio::test]
async fn taking_back_and_showing_at_once_never_leaves_the_therapist_alone_with_it() {
    let app = TestApp::new().await;
    let (sam, noor, ..) = three(&app).await;
    for _ in 0..20 {
        let note = write(&app, &sam, "For Noor.").await;
        share_with_partner(&app, &sam, note, 1).await;
        let back = async {
            let mut scope = app.scope(&sam).await;
            let today = app.clock.now().date();
            entries::take_back(&mut scope, &sam.hand, noor.id, note, today).await.unwrap();
            scope.commit().await.unwrap();
        };
        // the reader lets go of it, which holds no entry
        let lets_go = async {
            let mut scope = app.scope(&noor).await;
            let sql = "delete from entry_grant where entry_id = $1 and reader = $2";
            sqlx::query(sql).bind(note.0).bind(noor.id.0).execute(&mut *scope).await.unwrap();
            scope.commit().await.unwrap();
        };
        let (_, (), ()) = tokio::join!(show(&app, &sam, note), back, lets_go);
    }
    let alone = "entry_grant t where t.access is not null and not exists
        (select from entry_grant p where p.entry_id = t.entry_id and p.number = t.number and p.reader_role = 'partner')";
    assert_eq!(count(&app, alone).await, 0);
}

#[tokio::test]
async fn what_both_have_signed_is_shown_and_goes_from_the_therapist_and_stays_with_the_two() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let plan = write(&app, &sam, "What we both signed.").await;
    share_with_partner(&app, &sam, plan, 1).await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let sql = format!(
        "insert into plan_version (couple_id, number, entry_id, revision, digest, proposed_by, proposed_on, outcome, decided_by)
         values ('{couple}', 1, '{plan}', 1, decode(repeat('00', 32), 'hex'), '{}', now(), 'agreed', '{}')",
        sam.id, noor.id
    );
    sqlx::query(AssertSqlSafe(sql)).execute(app.owner()).await.unwrap();
    let words = Some("What we both signed.");
    assert!(show(&app, &sam, plan).await);
    assert_eq!(sees(&app, &amari, plan).await.as_deref(), words);
    assert!(take_back(&app, &sam, plan).await);
    assert_eq!(sees(&app, &amari, plan).await, None);
    assert!(show(&app, &sam, plan).await);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    assert_eq!(sees(&app, &amari, plan).await, None);
    for who in [&sam, &noor] {
        assert_eq!(reads(&app, who, plan).await.as_deref(), words, "it stays");
    }
}
