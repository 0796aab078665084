//! What waits for the other half of a pair: it opens for the therapist when it opens for the partner, and never before.

use uuid::Uuid;

use super::*;

/// How one of the two gives their half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Given {
    waits: bool,
    both: bool,
}

const WAITS: Given = Given { waits: true, both: false };
const WAITS_FOR_BOTH: Given = Given { waits: true, both: true };

async fn give(app: &TestApp, who: &Somebody, id: EntryId, pair: Uuid, how: Given) {
    let (partner, ours) = (app.pinned(who).await, ours(app, who).await);
    let to = match ours.as_ref().and_then(Ours::reader).filter(|_| how.both) {
        Some((therapist, access)) => Audience::Both { partner: &partner, therapist, access },
        None => Audience::Partner(&partner),
    };
    let (hand, today) = (&who.hand, app.clock.now().date());
    let mut scope = app.scope(who).await;
    let done = if how.waits {
        entries::share_in_pair(&mut scope, hand, to, id, 1, pair, today).await
    } else {
        entries::share_first_of_pair(&mut scope, hand, to, id, 1, pair, today).await
    };
    assert!(done.unwrap());
    scope.commit().await.unwrap();
}

async fn take_back(app: &TestApp, who: &Somebody, from: &Somebody, id: EntryId) {
    let mut scope = app.scope(who).await;
    entries::take_back(&mut scope, &who.hand, from.id, id, app.clock.now().date()).await.unwrap();
    scope.commit().await.unwrap();
}

async fn narrow(app: &TestApp, who: &Somebody, id: EntryId) {
    let partner = app.pinned(who).await;
    let mut scope = app.scope(who).await;
    entries::take_back_from_therapist(&mut scope, &who.hand, Some(&partner), id).await.unwrap();
    scope.commit().await.unwrap();
}

/// Whether it was given to the partner, and so is the therapist's, too.
async fn widen(app: &TestApp, who: &Somebody, id: EntryId) -> bool {
    let Some(ours) = ours(app, who).await else { return false };
    let Some((therapist, access)) = ours.reader() else { return false };
    let mut scope = app.scope(who).await;
    let today = app.clock.now().date();
    let done = entries::show_therapist(&mut scope, &who.hand, therapist, access, id, today).await.unwrap();
    scope.commit().await.unwrap();
    done
}

async fn number(scope: &mut Scope, sql: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut **scope).await.unwrap()
}

/// What one of the two reads of it, by the key that they have of the other.
async fn reads(app: &TestApp, who: &Somebody, id: EntryId) -> Option<String> {
    let partner = app.pinned(who).await;
    let mut scope = app.scope(who).await;
    let seen = entries::by_id::<Note>(&mut scope, &who.hand, Some(&partner), "note", id).await.unwrap();
    seen.map(|seen| seen.text().map_or_else(|| "broken".to_owned(), |text| text.content.text))
}

/// Everything that the database shows a therapist of an entry and of pairs, with the pages' checks out of the way.
async fn shows(app: &TestApp, therapist: &Somebody, id: EntryId) -> i64 {
    let mut scope = as_therapist(app, therapist).await;
    let sql = format!(
        "select (select count(*) from entry where id = '{id}')
            + (select count(*) from revision where entry_id = '{id}')
            + (select count(*) from entry_grant where entry_id = '{id}') + 10 * (select count(*) from shown)"
    );
    number(&mut scope, &sql).await
}

#[tokio::test]
async fn what_waits_opens_for_the_therapist_when_it_opens_for_the_partner_whomever_the_partner_chooses() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    for waits in [true, false] {
        for both in [true, false] {
            let pair = Uuid::new_v4();
            let (sams, noors) = (write(&app, &sam, "Sam's.").await, write(&app, &noor, "Noor's.").await);
            give(&app, &sam, sams, pair, WAITS_FOR_BOTH).await;
            assert_eq!((reads(&app, &noor, sams).await, sees(&app, &amari, sams).await), (None, None));
            assert_eq!(shows(&app, &amari, sams).await, 0, "not even that it is there");
            let mut scope = app.scope(&noor).await;
            let sql = format!("select count(*) from entry_grant where entry_id = '{sams}'");
            assert_eq!(number(&mut scope, &sql).await, 0, "nor the therapist's part of it for the partner");
            drop(scope);
            give(&app, &noor, noors, pair, Given { waits, both }).await;
            assert_eq!(reads(&app, &noor, sams).await.as_deref(), Some("Sam's."));
            assert_eq!(sees(&app, &amari, sams).await.as_deref(), Some("Sam's."));
            assert_eq!(reads(&app, &sam, noors).await.as_deref(), Some("Noor's."));
            assert_eq!(sees(&app, &amari, noors).await.is_some(), both, "each for themselves");
            // whoever takes theirs back closes the other one's again, for both who read it
            take_back(&app, &noor, &sam, noors).await;
            assert_eq!((reads(&app, &noor, sams).await, sees(&app, &amari, sams).await), (None, None));
            assert_eq!(shows(&app, &amari, sams).await, 0);
        }
    }
}

/// What one of the two did last with their half.
type Half = Option<Given>;

#[tokio::test]
async fn in_whatever_order_a_half_is_with_the_therapist_exactly_when_the_partner_reads_it_and_it_is_for_both()
{
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    let mut seed = 20_261_122_u64;
    let mut any = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let (mut seen_open, mut seen_waiting) = (0, 0);
    for walk in 0..24 {
        let pair = Uuid::new_v4();
        let ids = [write(&app, &sam, "A half.").await, write(&app, &noor, "A half.").await];
        let mut halves: [Half; 2] = [None, None];
        let mut told = Vec::new();
        for _ in 0..7 {
            let at = usize::try_from(any(2)).unwrap();
            let (who, other) = if at == 0 { (&sam, &noor) } else { (&noor, &sam) };
            let what = any(8);
            match what {
                0..=3 => {
                    let how = Given { waits: any(4) > 0, both: what % 2 == 0 };
                    give(&app, who, ids[at], pair, how).await;
                    halves[at] = Some(how);
                }
                4 => {
                    take_back(&app, who, other, ids[at]).await;
                    halves[at] = None;
                }
                5 => {
                    narrow(&app, who, ids[at]).await;
                    halves[at] = halves[at].map(|half| Given { both: false, ..half });
                }
                _ => {
                    assert_eq!(widen(&app, who, ids[at]).await, halves[at].is_some());
                    halves[at] = halves[at].map(|half| Given { both: true, ..half });
                }
            }
            told.push((at, what, halves));
            for (mine, theirs, reader) in [(0, 1, &noor), (1, 0, &sam)] {
                let partner = halves[mine].is_some_and(|half| !half.waits || halves[theirs].is_some());
                let therapist = partner && halves[mine].is_some_and(|half| half.both);
                let right = |open: bool| open.then_some("A half.");
                assert_eq!(
                    reads(&app, reader, ids[mine]).await.as_deref(),
                    right(partner),
                    "{walk} {told:?}"
                );
                assert_eq!(
                    sees(&app, &amari, ids[mine]).await.as_deref(),
                    right(therapist),
                    "{walk} {told:?}"
                );
                seen_open += usize::from(therapist);
                seen_waiting += usize::from(halves[mine] == Some(WAITS_FOR_BOTH) && !partner);
            }
        }
    }
    assert!(seen_open > 20 && seen_waiting > 20, "{seen_open} {seen_waiting}: too few to mean anything");
}

#[tokio::test]
async fn no_forged_statement_opens_for_a_therapist_what_waits_for_the_partner() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let (pair, another) = (Uuid::new_v4(), Uuid::new_v4());
    let (sams, other) = (write(&app, &sam, "Sam's.").await, write(&app, &sam, "Not given.").await);
    give(&app, &sam, sams, pair, WAITS).await;
    let grant = |entry: EntryId, pair: &str, held: bool| {
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, access, pair, held) values ('{entry}', 1, '{}', '{}', 'therapist', 1, '', now(), '{id}', {pair}, {held})",
            amari.id, sam.id
        )
    };
    let refused = async |who: &Somebody, therapist: bool, sql: String| {
        let mut scope = if therapist { as_therapist(&app, who).await } else { app.scope(who).await };
        let done = sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *scope).await;
        assert_eq!(done.map_or(0, |done| done.rows_affected()), 0, "{sql}");
    };
    let (quoted, wrong) = (format!("'{pair}'"), format!("'{another}'"));
    for sql in [
        grant(sams, "null", false),
        grant(sams, &quoted, false),
        grant(sams, &wrong, true),
        grant(sams, &wrong, false),
        grant(other, &quoted, true),
        format!("update entry_grant set held = false where entry_id = '{sams}'"),
        format!("insert into shown (pair, person_id) values ('{pair}', '{}')", noor.id),
        format!("update shown set person_id = '{}'", noor.id),
    ] {
        refused(&sam, false, sql).await;
    }
    give(&app, &sam, sams, pair, WAITS_FOR_BOTH).await;
    for who in [&noor, &amari] {
        for therapist in [false, true] {
            if therapist && who.id == noor.id {
                continue;
            }
            for sql in [
                format!("insert into shown (pair, person_id) values ('{pair}', '{}')", noor.id),
                format!("insert into shown (pair, person_id) values ('{pair}', '{}')", amari.id),
                format!("update entry_grant set held = false where entry_id = '{sams}'"),
                format!("delete from entry_grant where entry_id = '{sams}'"),
            ] {
                refused(who, therapist, sql).await;
            }
            let ask = format!(
                "select count(*) from (select pair_has_opened('{id}', '{}', '{pair}') as it) o where o.it",
                sam.id
            );
            let mut scope = if therapist { as_therapist(&app, who).await } else { app.scope(who).await };
            assert_eq!(number(&mut scope, &ask).await, 0);
            let me = "select count(*) where app_person() is not null";
            assert_eq!(number(&mut scope, me).await, 1, "and they are who they were");
        }
    }
    assert_eq!(shows(&app, &amari, sams).await, 0);
    // A therapist cannot find out there what the partner did with a pair in which nothing is for them.
    let noors = write(&app, &noor, "Noor's.").await;
    narrow(&app, &sam, sams).await;
    give(&app, &noor, noors, pair, WAITS).await;
    let mut scope = as_therapist(&app, &amari).await;
    for author in [sam.id, noor.id, amari.id] {
        let ask = format!(
            "select count(*) from (select pair_has_opened('{id}', '{author}', '{pair}') as it) o where o.it"
        );
        assert_eq!(number(&mut scope, &ask).await, 0);
    }
    assert_eq!(number(&mut scope, "select count(*) from entry_grant").await, 0);
}

#[tokio::test]
async fn an_access_that_ends_while_something_waits_takes_it_along_whoever_ends_it() {
    let app = TestApp::new().await;
    for ending in 0..3 {
        let (sam, noor, amari, _) = three(&app).await;
        let pair = Uuid::new_v4();
        let (sams, noors) = (write(&app, &sam, "Sam's.").await, write(&app, &noor, "Noor's.").await);
        // Sam proposed the access, Noor agreed: the waiting half is once the one's, once the other's.
        let (first, second, one, two) =
            if ending == 1 { (noors, sams, &noor, &sam) } else { (sams, noors, &sam, &noor) };
        give(&app, one, first, pair, WAITS_FOR_BOTH).await;
        let whose = [&sam, &sam, &amari][ending];
        act(&app, whose, &sam, Act::End).await.unwrap();
        let left = format!("entry_grant where entry_id = '{first}' and access is not null");
        assert_eq!(count(&app, &left).await, 0, "{ending}");
        let code = linked(&app, &noor, &sam).await;
        assert!(matches!(accept(&app, &amari, &code).await, Accepted::Open(_)));
        give(&app, two, second, pair, WAITS).await;
        assert!(reads(&app, two, first).await.is_some(), "for the partner it goes on as it was");
        assert_eq!(sees(&app, &amari, first).await, None, "and a later access does not wake it");
    }
}

#[tokio::test]
async fn a_parting_leaves_nothing_that_waits_for_a_therapist() {
    let app = TestApp::new().await;
    for leaves in 0..2 {
        let (sam, noor, _, _) = three(&app).await;
        let (sams, noors) = (write(&app, &sam, "Sam's.").await, write(&app, &noor, "Noor's.").await);
        give(&app, &sam, sams, Uuid::new_v4(), WAITS_FOR_BOTH).await;
        give(&app, &noor, noors, Uuid::new_v4(), WAITS_FOR_BOTH).await;
        let who = [&sam, &noor][leaves];
        let me = me(&app, who).await;
        let mut scope = app.scope(who).await;
        couples::leave(&mut scope, &me, true, app.clock.now().date()).await.unwrap();
        scope.commit().await.unwrap();
        let left = format!("entry_grant where entry_id in ('{sams}', '{noors}') and access is not null");
        assert_eq!(count(&app, &left).await, 0);
    }
}

#[tokio::test]
async fn giving_the_second_half_while_the_first_is_narrowed_or_widened_ends_as_its_author_chose() {
    let app = TestApp::new().await;
    let (sam, noor, amari, _) = three(&app).await;
    for round in 0..12 {
        let pair = Uuid::new_v4();
        let (sams, noors) = (write(&app, &sam, "Sam's.").await, write(&app, &noor, "Noor's.").await);
        let widens = round % 2 == 0;
        give(&app, &sam, sams, pair, if widens { WAITS } else { WAITS_FOR_BOTH }).await;
        let changes = async {
            if widens {
                assert!(widen(&app, &sam, sams).await);
            } else {
                narrow(&app, &sam, sams).await;
            }
        };
        tokio::join!(changes, give(&app, &noor, noors, pair, WAITS));
        assert_eq!(sees(&app, &amari, sams).await.is_some(), widens);
        assert_eq!(reads(&app, &noor, sams).await.as_deref(), Some("Sam's."));
        assert_eq!(
            reads(&app, &sam, noors).await.as_deref(),
            Some("Noor's."),
            "Sam has given theirs all along"
        );
    }
}
