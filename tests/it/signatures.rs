//! What makes a version of the plan hold: two signatures over the same bytes. Tried with everything else in the way
//! taken away: rows put there by whoever runs the server, SQL as the runtime role, and two who act at once.

use sqlx::AssertSqlSafe;
use time::macros::date;
use toward::{
    couples::{Me, Seat},
    db::Scope,
    ids::{CommitmentId, EntryId},
    plans::{
        self, Acted, Bond, Commitment, Doer, Draft, HowOften, Kind, Looked, Plan, PlanText, Refusal, drafts,
    },
};

use crate::support::{Somebody, TestApp};

fn promise(act: &str) -> Commitment {
    Commitment {
        id: CommitmentId::random(),
        who: Doer::Both,
        act: act.to_owned(),
        how_often: HowOften::Weekly,
        starts: date!(2026 - 03 - 02),
        review: None,
        kind: Kind::Action,
        from_talk: None,
    }
}

async fn me(scope: &mut Scope, who: &Somebody) -> Me {
    Me::load(scope, &who.hand).await.unwrap().unwrap()
}

async fn plan(app: &TestApp, who: &Somebody) -> Plan {
    let mut scope = app.scope(who).await;
    let me = me(&mut scope, who).await;
    Plan::whole(&mut scope, &who.hand, &me).await.unwrap()
}

/// The acts of the promises that hold, with the number of the version.
async fn holds(app: &TestApp, who: &Somebody) -> Option<(u32, Vec<String>)> {
    let mut scope = app.scope(who).await;
    let me = me(&mut scope, who).await;
    let held = plans::in_force(&mut scope, &who.hand, &me).await.unwrap()?;
    let now = Plan::now(&mut scope, &who.hand, &me).await.unwrap();
    assert_eq!(
        now.in_force().map(|version| version.id),
        Some(held.id),
        "the page and the others see the same"
    );
    Some((held.number, held.commitments.iter().map(|it| it.act.clone()).collect()))
}

/// Looks at the plan as it stands and proposes what it says with one promise more.
async fn propose(app: &TestApp, who: &Somebody, act: &str) -> (Acted, Option<EntryId>) {
    let looked = look(app, who).await;
    propose_after(app, who, looked, act).await
}

async fn look(app: &TestApp, who: &Somebody) -> Looked {
    let plan = plan(app, who).await;
    Looked { over: plan.in_force().map(|it| it.id), answers: plan.open().map(|it| it.id) }
}

async fn propose_after(app: &TestApp, who: &Somebody, looked: Looked, act: &str) -> (Acted, Option<EntryId>) {
    let now = app.clock.now();
    let mut scope = app.scope(who).await;
    let me = me(&mut scope, who).await;
    let old = drafts::find(&mut scope, &who.hand, &me).await.unwrap();
    let text = PlanText { together: Default::default(), commitments: vec![promise(act)] };
    let reason = "So that we know".to_owned();
    let draft = Draft { couple: me.couple, by: me.seat, from: looked.over, text, reason, taken: Vec::new() };
    drafts::keep(&mut scope, &who.hand, old.as_ref(), &draft, now).await.unwrap();
    scope.commit().await.unwrap();
    let mut scope = app.scope(who).await;
    let draft = drafts::find(&mut scope, &who.hand, &me).await.unwrap().expect("a draft");
    let to = me.pinned().unwrap().into();
    let acted = plans::propose(&mut scope, &who.hand, &me, &draft, looked, to, now).await.unwrap();
    if acted == Acted::Done {
        scope.commit().await.unwrap();
    }
    (acted, plan(app, who).await.open().map(|version| version.id))
}

async fn agree(app: &TestApp, who: &Somebody, id: EntryId, digest: &[u8; 32]) -> Acted {
    let mut scope = app.scope(who).await;
    let me = me(&mut scope, who).await;
    let (to, now) = (me.pinned().unwrap().into(), app.clock.now());
    let acted = plans::agree(&mut scope, &who.hand, &me, id, digest, to, now).await.unwrap();
    if acted == Acted::Done {
        scope.commit().await.unwrap();
    }
    acted
}

/// One proposes, the other looks and agrees.
async fn both_sign(app: &TestApp, one: &Somebody, two: &Somebody, act: &str) -> EntryId {
    let (acted, id) = propose(app, one, act).await;
    assert_eq!(acted, Acted::Done);
    let seen = plan(app, two).await;
    let open = seen.open().expect("it lies on the table for the other one");
    assert_eq!(Some(open.id), id);
    assert_eq!(agree(app, two, open.id, &open.digest).await, Acted::Done);
    open.id
}

/// As whoever runs the server: past row-level security and triggers.
async fn host(app: &TestApp, sql: &str) {
    let mut tx = app.owner().begin().await.unwrap();
    sqlx::query("set local session_replication_role = replica").execute(&mut *tx).await.unwrap();
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.unwrap();
    assert!(done.rows_affected() > 0, "nothing was altered: {sql}");
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_version_holds_when_both_have_signed_it_and_the_one_before_holds_until_then() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    assert_eq!(propose(&app, &sam, "Sunday talk").await.0, Acted::Done);
    for who in [&sam, &noor] {
        assert_eq!(holds(&app, who).await, None, "one signature is not two");
    }
    let open = plan(&app, &noor).await.open().expect("on the table").clone();
    assert_eq!((open.content.by, open.mine, open.bond), (Seat::One, false, Bond::Proposer));
    let other = [7; 32];
    assert_eq!(agree(&app, &noor, open.id, &other).await, Acted::Refused(Refusal::Meanwhile), "unseen bytes");
    assert_eq!(agree(&app, &sam, open.id, &open.digest).await, Acted::Refused(Refusal::Own));
    assert_eq!(agree(&app, &noor, open.id, &open.digest).await, Acted::Done);
    for who in [&sam, &noor] {
        assert_eq!(holds(&app, who).await, Some((1, vec!["Sunday talk".to_owned()])));
    }
    assert_eq!(agree(&app, &noor, open.id, &open.digest).await, Acted::Refused(Refusal::Meanwhile));
    both_sign(&app, &noor, &sam, "Monday talk").await;
    assert_eq!(propose(&app, &sam, "No talk").await.0, Acted::Done);
    for who in [&sam, &noor] {
        assert_eq!(holds(&app, who).await, Some((2, vec!["Monday talk".to_owned()])));
        assert!(!plan(&app, who).await.is_broken());
    }
}

#[tokio::test]
async fn of_two_who_propose_at_once_one_is_on_the_table_and_the_other_keeps_the_draft() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let nothing = Looked { over: None, answers: None };
    for round in 0..3 {
        let (a, b) = tokio::join!(
            propose_after(&app, &sam, nothing, "Sam's"),
            propose_after(&app, &noor, nothing, "Noor's")
        );
        let done = [a.0, b.0].iter().filter(|acted| **acted == Acted::Done).count();
        assert_eq!(done, 1, "round {round}: {a:?} {b:?}");
        let (winner, loser, lost) = if a.0 == Acted::Done { (&sam, &noor, b.0) } else { (&noor, &sam, a.0) };
        assert_eq!(lost, Acted::Refused(Refusal::Meanwhile));
        let mut scope = app.scope(loser).await;
        let me = me(&mut scope, loser).await;
        assert!(drafts::find(&mut scope, &loser.hand, &me).await.unwrap().is_some(), "the draft is kept");
        drop(scope);
        let open = plan(&app, winner).await.open().unwrap().id;
        let mut scope = app.scope(winner).await;
        let me = Me::load(&mut scope, &winner.hand).await.unwrap().unwrap();
        let back = plans::take_back(&mut scope, &winner.hand, &me, open, app.clock.now()).await.unwrap();
        assert_eq!(back, Acted::Done);
        scope.commit().await.unwrap();
        assert!(plan(&app, loser).await.versions.is_empty(), "nothing of it stays");
    }
}

#[tokio::test]
async fn whatever_the_server_puts_into_the_database_makes_nothing_hold() {
    let tampered = [
        // the last version is said to be agreed to, without the other one's signature
        "update plan_version set outcome = 'agreed', decided_by = (select person_id from membership where seat = 2) where outcome = 'open'",
        // the same, with a row of the other one's that names an entry of theirs: their signature of the version before
        "insert into plan_signature (couple_id, version, person_id, entry_id, digest, signed_on)
         select v.couple_id, v.entry_id, s.person_id, gen_random_uuid(), v.digest, s.signed_on
         from plan_version v, plan_signature s where v.outcome = 'open' and s.person_id <> v.proposed_by;
         ",
        "update plan_signature set version = (select entry_id from plan_version where outcome = 'open')
         where person_id = (select person_id from membership where seat = 2)",
        // other bytes under the same rows
        "update revision set sealed = (select sealed from revision r join plan_version v on v.entry_id = r.entry_id where v.outcome = 'open')
         where entry_id = (select entry_id from plan_version where outcome = 'agreed')",
        "update revision set digest = sha256('x') where entry_id in (select entry_id from plan_version)",
        "update plan_version set digest = sha256('x') where outcome = 'agreed'",
        "update plan_signature set digest = sha256('x') where person_id = (select person_id from membership where seat = 1)",
        "update plan_signature set entry_id = gen_random_uuid() where person_id = (select person_id from membership where seat = 1)",
        "update plan_version set number = number + 5 where outcome = 'agreed'",
        "update plan_version set over = gen_random_uuid() where outcome = 'agreed'",
        "update plan_version set revision = 2 where outcome = 'agreed'",
        "update plan_version set proposed_by = decided_by, decided_by = proposed_by where outcome = 'agreed'",
        "delete from plan_signature where version = (select entry_id from plan_version where outcome = 'agreed')",
    ];
    for (at, sql) in tampered.iter().enumerate() {
        let app = TestApp::new().await;
        let (sam, noor) = app.linked("Sam", "Noor").await;
        both_sign(&app, &sam, &noor, "Signed").await;
        propose(&app, &sam, "Only proposed").await;
        host(&app, sql.trim().trim_end_matches(';')).await;
        if at == 1 {
            host(&app, "update plan_version set outcome = 'agreed', decided_by = (select person_id from membership where seat = 2) where outcome = 'open'").await;
        }
        for who in [&sam, &noor] {
            let held = holds(&app, who).await.map(|(_, acts)| acts.concat());
            assert!(held.is_none() || held.as_deref() == Some("Signed"), "{sql} made {held:?} hold");
            // a row that only one of the two signatures depends on may break nothing for a digest nobody reads
            let plan = plan(&app, who).await;
            let quiet = sql.contains("revision set digest");
            assert!(quiet || plan.is_broken(), "nothing was noticed: {sql}");
        }
        // what was forged for the first two leaves what really holds in force
        if at < 2 {
            assert_eq!(holds(&app, &sam).await, Some((1, vec!["Signed".to_owned()])));
        }
    }
}

/// As the runtime role, in the name of `who`: how many rows it changed; none when it was refused.
async fn forged(app: &TestApp, who: &Somebody, sql: &str) -> u64 {
    let mut scope = app.scope(who).await;
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *scope).await;
    let rows = done.map_or(0, |done| done.rows_affected());
    if rows > 0 {
        scope.commit().await.unwrap();
    }
    rows
}

const SIGNED: &str = "(select entry_id from plan_version where outcome = 'agreed' union all
    select s.entry_id from plan_signature s join plan_version v on v.entry_id = s.version where v.outcome = 'agreed')";

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_alters_what_both_signed_or_agrees_for_the_other() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (iris, _max) = app.linked("Iris", "Max").await;
    let signed = both_sign(&app, &sam, &noor, "Signed").await;
    propose(&app, &sam, "Proposed").await;
    let open = plan(&app, &noor).await.open().unwrap().id;
    let mut tries = vec![
        format!("update entry set latest = latest + 1 where id in {SIGNED}"),
        format!("update entry set author = app_person() where id in {SIGNED}"),
        format!("delete from entry where id in {SIGNED}"),
        format!("delete from revision where entry_id in {SIGNED}"),
        format!("update revision set sealed = '\\x00' where entry_id in {SIGNED}"),
        format!("delete from entry_grant where entry_id in {SIGNED}"),
        format!(
            "insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on)
             select entry_id, 2, author, 1, bound_couple, sealed, digest, created_on from revision where entry_id in {SIGNED}"
        ),
        format!("delete from plan_version where entry_id = '{signed}'"),
        format!("update plan_version set outcome = 'open', decided_by = null where entry_id = '{signed}'"),
        format!("update plan_version set later = true where entry_id = '{signed}'"),
        format!("update plan_version set digest = sha256('x') where entry_id = '{signed}'"),
        "update plan_version set number = 9".to_owned(),
        "update plan_signature set digest = sha256('x')".to_owned(),
        format!("delete from plan_signature where version = '{signed}'"),
        // agreeing without both signatures, or for somebody else
        format!("update plan_version set outcome = 'agreed', decided_by = app_person() where entry_id = '{open}'"),
        format!(
            "insert into plan_signature (couple_id, version, person_id, entry_id, digest, signed_on)
             select couple_id, entry_id, (select person_id from membership m where m.couple_id = v.couple_id and person_id <> app_person()),
                    '{signed}', digest, '2026-03-02' from plan_version v where entry_id = '{open}'"
        ),
        format!(
            "insert into plan_signature (couple_id, version, person_id, entry_id, digest, signed_on)
             select couple_id, entry_id, app_person(), '{signed}', sha256('x'), '2026-03-02' from plan_version where entry_id = '{open}'"
        ),
        // what is proposed never changes either
        format!(
            "insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on)
             select entry_id, 2, author, 1, bound_couple, sealed, digest, created_on from revision where entry_id = '{open}'"
        ),
        format!("update entry set latest = 2 where id = '{open}'"),
        format!("update plan_version set digest = sha256('x') where entry_id = '{open}'"),
    ];
    // and nothing of it is there for anybody else
    let before = plan(&app, &noor).await.versions.len();
    for sql in &tries {
        for who in [&sam, &noor, &iris] {
            assert_eq!(forged(&app, who, sql).await, 0, "{sql}");
        }
    }
    tries.clear();
    for table in ["plan", "plan_version", "plan_signature"] {
        let mut scope = app.scope(&iris).await;
        let sql = format!("select count(*) from {table}");
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    assert_eq!(plan(&app, &noor).await.versions.len(), before);
    assert_eq!(holds(&app, &noor).await, Some((1, vec!["Signed".to_owned()])));
    assert!(!plan(&app, &sam).await.is_broken() && !plan(&app, &noor).await.is_broken());
}

#[tokio::test]
async fn should_a_policy_ever_be_loosened_a_trigger_still_refuses() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    both_sign(&app, &sam, &noor, "Signed").await;
    for (table, verb) in [
        ("entry", "update"),
        ("entry", "delete"),
        ("revision", "delete"),
        ("entry_grant", "delete"),
        ("plan_version", "delete"),
        ("plan_version", "update"),
        ("plan_signature", "delete"),
    ] {
        let loose = format!("create policy loose_{verb} on {table} for {verb} using (true)");
        sqlx::query(AssertSqlSafe(loose)).execute(app.owner()).await.unwrap();
    }
    for sql in [
        format!("update entry set latest = 2 where id in {SIGNED}"),
        format!("delete from entry where id in {SIGNED}"),
        format!("delete from revision where entry_id in {SIGNED}"),
        format!("delete from entry_grant where entry_id in {SIGNED}"),
        "update plan_version set later = true".to_owned(),
        "delete from plan_version".to_owned(),
        "delete from plan_signature".to_owned(),
    ] {
        let mut scope = app.scope(&sam).await;
        let refused = sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *scope).await;
        let why = refused.map(|done| done.rows_affected()).unwrap_err().to_string();
        assert!(why.contains("stays as it is"), "{sql}: {why}");
    }
    assert_eq!(holds(&app, &noor).await, Some((1, vec!["Signed".to_owned()])));
}

#[tokio::test]
async fn after_a_parting_each_keeps_what_both_signed_and_nothing_else_of_the_plan() {
    for keep in [false, true] {
        let app = TestApp::new().await;
        let (mut sam, noor) = app.linked("Sam", "Noor").await;
        // the first page of whoever invited keeps the other one's key
        sam.browser.get("/today").await;
        both_sign(&app, &sam, &noor, "First").await;
        both_sign(&app, &noor, &sam, "Second").await;
        propose(&app, &sam, "Only proposed").await;
        let mut scope = app.scope(&noor).await;
        let me = me(&mut scope, &noor).await;
        toward::couples::leave(&mut scope, &me, keep, app.clock.now().date()).await.unwrap();
        scope.commit().await.unwrap();
        for who in [&sam, &noor] {
            assert_eq!(holds(&app, who).await, None, "nothing binds them now");
            let plan = plan(&app, who).await;
            assert!(!plan.is_broken());
            let signed: Vec<_> = plan.versions.iter().filter(|it| it.agreed_on().is_some()).collect();
            let acts = signed.iter().map(|it| it.content.text.commitments[0].act.as_str());
            assert_eq!(acts.collect::<Vec<_>>(), ["Second", "First"]);
        }
        let acts = async |who| {
            let plan = plan(&app, who).await;
            plan.versions.iter().filter(|it| it.agreed_on().is_none()).count()
        };
        assert_eq!((acts(&sam).await, acts(&noor).await), (1, 0), "one's own is one's own");
    }
}
