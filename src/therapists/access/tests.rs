//! Every stage, everybody, every act: each cell of the table, and what follows from all of them together.

use time::macros::datetime;

use super::*;

pub(super) const NOW: OffsetDateTime = datetime!(2026-03-02 19:30 UTC);
const SOON: OffsetDateTime = datetime!(2026-03-05 12:00 UTC);
const PAST: OffsetDateTime = datetime!(2026-03-02 19:29 UTC);

/// Every stage that differs in what may follow.
pub(super) fn stages() -> Vec<(&'static str, Stage)> {
    let open = |until, renewal| Stage::Open { until, renewal };
    vec![
        ("Nothing", Stage::Nothing),
        ("Proposed", Stage::Proposed),
        ("Agreed", Stage::Agreed),
        ("Link out", Stage::LinkOut { until: SOON }),
        ("Link run out", Stage::LinkOut { until: PAST }),
        ("Open", open(SOON, None)),
        ("Open, the proposer would go on", open(SOON, Some(Side::Proposer))),
        ("Open, the other would go on", open(SOON, Some(Side::Other))),
        ("Run out", open(PAST, None)),
        ("Run out, the other would go on", open(PAST, Some(Side::Other))),
        ("Ended", Stage::Ended(Ending::ByPartner)),
    ]
}

/// The cells in which something may be done; every other cell is a refusal. Written down by hand.
#[expect(clippy::match_same_arms, reason = "a line for each step, as the table has them")]
fn allowed(stage: &str, who: Side, act: Act) -> Option<Stage> {
    use Act::*;
    use Side::*;
    let ended = |how| Some(Stage::Ended(how));
    let link = Some(Stage::LinkOut { until: NOW + Duration::days(7) });
    let renewed = Some(Stage::Open { until: NOW + Duration::days(90), renewal: None });
    let still = |renewal| Some(Stage::Open { until: SOON, renewal });
    match (stage, who, act) {
        ("Nothing" | "Ended" | "Run out" | "Run out, the other would go on", Proposer | Other, Propose) => {
            Some(Stage::Proposed)
        }

        ("Proposed", Other, Agree) => Some(Stage::Agreed),
        ("Proposed", Other, Decline) => ended(Ending::Declined),
        ("Proposed", Proposer, Withdraw) => ended(Ending::Withdrawn),

        ("Agreed" | "Link run out" | "Link out", Proposer | Other, MakeLink) => link,
        ("Agreed" | "Link run out" | "Link out", Proposer | Other, Withdraw) => ended(Ending::Withdrawn),
        ("Link out", Proposer | Other, CancelLink) => Some(Stage::Agreed),
        ("Link out", Holder, Accept) => renewed,

        ("Open", Proposer, Renew) => still(Some(Proposer)),
        ("Open", Other, Renew) => still(Some(Other)),
        ("Open, the proposer would go on", Other, Renew) => renewed,
        ("Open, the other would go on", Proposer, Renew) => renewed,
        (
            "Open, the proposer would go on" | "Open, the other would go on",
            Proposer | Other,
            LeaveRenewal,
        ) => still(None),
        (stage, Proposer | Other, End) if stage.starts_with("Open") => ended(Ending::ByPartner),
        (stage, Therapist, End) if stage.starts_with("Open") => ended(Ending::ByTherapist),

        ("Nothing" | "Ended" | "Run out" | "Run out, the other would go on", _, Part) => None,
        (_, Proposer | Other, Part) => ended(Ending::Parted),
        _ => None,
    }
}

#[test]
fn in_every_stage_everybody_may_do_exactly_what_the_table_says() {
    let mut cells = 0;
    for (name, stage) in stages() {
        for who in Side::ALL {
            for act in Act::ALL {
                assert_eq!(
                    stage.next(who, act, NOW).ok(),
                    allowed(name, who, act),
                    "{name}: {who:?} does {act:?}"
                );
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 11 * 4 * 11);
}

#[test]
fn however_it_ended_the_same_may_follow() {
    for how in Ending::ALL {
        for who in Side::ALL {
            for act in Act::ALL {
                let one = Stage::Ended(how).next(who, act, NOW);
                assert_eq!(
                    one,
                    Stage::Ended(Ending::ByPartner).next(who, act, NOW),
                    "{how:?} {who:?} {act:?}"
                );
            }
        }
    }
}

#[test]
fn nobody_reads_before_both_have_agreed_and_the_holder_has_accepted() {
    // every way of at most six acts from nothing to reading
    let mut ways: Vec<(Stage, Vec<(Side, Act)>)> = vec![(Stage::Nothing, Vec::new())];
    let mut read = 0;
    for _ in 0..6 {
        let mut further = Vec::new();
        for (stage, way) in ways {
            for who in Side::ALL {
                for act in Act::ALL {
                    let Ok(next) = stage.next(who, act, NOW) else { continue };
                    let way: Vec<_> = way.iter().copied().chain([(who, act)]).collect();
                    if next.reads(NOW) {
                        let from = way.iter().rposition(|(_, act)| *act == Act::Propose).unwrap();
                        let since = &way[from..];
                        assert!(since.contains(&(Side::Other, Act::Agree)), "{way:?}");
                        assert!(since.contains(&(Side::Holder, Act::Accept)), "{way:?}");
                        read += 1;
                    }
                    further.push((next, way));
                }
            }
        }
        ways = further;
    }
    assert!(read > 100, "{read} ways that lead to reading");
}

#[test]
fn each_of_the_two_can_undo_it_alone_wherever_it_stands() {
    for (name, stage) in stages() {
        if matches!(stage.at(NOW), Stage::Nothing | Stage::Ended(_)) {
            continue;
        }
        for who in [Side::Proposer, Side::Other] {
            let undone = [Act::Withdraw, Act::Decline, Act::End]
                .iter()
                .any(|act| matches!(stage.next(who, *act, NOW), Ok(Stage::Ended(_))));
            assert!(undone, "{name}: {who:?}");
        }
    }
}

#[test]
fn time_ends_a_link_and_access_at_that_very_moment() {
    let link = Stage::LinkOut { until: SOON };
    assert!(link.next(Side::Holder, Act::Accept, SOON - Duration::SECOND).is_ok());
    assert_eq!(link.next(Side::Holder, Act::Accept, SOON), Err(Refusal::NotNow));
    let open = Stage::Open { until: SOON, renewal: Some(Side::Other) };
    assert!(open.reads(SOON - Duration::SECOND) && !open.reads(SOON));
    assert_eq!(open.next(Side::Proposer, Act::Renew, SOON), Err(Refusal::NotNow), "it is too late to go on");
}

#[test]
fn the_end_is_told_fourteen_days_before() {
    let open = Stage::Open { until: NOW + LASTS, renewal: None };
    let told = NOW + LASTS - Duration::days(14);
    assert!(!open.ends_soon(told - Duration::SECOND) && open.ends_soon(told));
    assert!(!open.ends_soon(NOW + LASTS), "then it has ended");
}
