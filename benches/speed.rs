//! How the pages of the weeks grow with the years: a couple with eight rounds beside one with five hundred and twenty,
//! both made by the functions that the pages call, asked for through the router, in one run.
//!
//!     scripts/test-db cargo bench --bench speed
//!
//! It measures and judges nothing; docs/PERFORMANCE.md has the figures.

#[path = "../tests/it/support/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "shared with the tests of the router, which use all of it"
)]
mod support;

use std::{hint::black_box, time::Instant};

use toward::{
    checkins::{
        self, Reach, Release,
        trends::{Past, Range},
    },
    couples::Me,
    plans::Kept,
    vault::{GrantFields, ReaderRole, RevisionFields, seal_revision},
};

use support::{Somebody, TestApp, Visitor, weeks::Filled};

const FEW: usize = 8;
const MANY: usize = 520;
const TIMES: usize = 25;
const WORDS: &str = "We sat in the kitchen after the others had gone to bed, and for once neither of us looked at the clock. \
    I said what the week had been like. You asked one question and waited.";

#[tokio::main]
async fn main() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let (iris, max) = app.linked("Iris", "Max").await;
    app.weekly(&sam, &noor).await;
    let begun = Instant::now();
    weeks(&app, &sam, &noor, MANY - FEW).await;
    // the second couple begins with the last eight, so that both look at the same day
    app.clock.advance(time::Duration::days(-6));
    app.weekly(&iris, &max).await;
    for _ in 0..FEW {
        for (one, two) in [(&sam, &noor), (&iris, &max)] {
            both(&app, one, two).await;
        }
        app.next_round();
    }
    eprintln!("made in {:.0} s", begun.elapsed().as_secs_f64());
    let (mut few, mut many) = (app.sign_in_again(&iris).await, app.sign_in_again(&sam).await);

    println!("| page | {FEW} rounds | {MANY} rounds | ratio |\n|---|---|---|---|");
    for path in [
        "/weeks/trends?range=8",
        "/weeks/trends?range=16",
        "/weeks/trends?range=all",
        "/today",
        "/weeks",
        "/weeks?all=1",
    ] {
        let (short, long) = (page(&mut few, path).await, page(&mut many, path).await);
        println!("| `{path}` | {short:.1} ms | {long:.1} ms | {:.1} |", long / short);
    }

    println!(
        "\n| rounds | opened, both | for each | drawn | opened without a database, one | for each |\n|---|---|---|---|---|---|"
    );
    for rounds in [8, 65, 130, 260, 520] {
        let (opened, drawn) = (opens(&app, &sam, rounds).await, draws(&app, &sam, rounds).await);
        let bare = bare(&sam, rounds);
        println!(
            "| {rounds} | {opened:.2} ms | {:.0} µs | {drawn:.2} ms | {bare:.2} ms | {:.1} µs |",
            1000.0 * opened / per(rounds),
            1000.0 * bare / per(rounds)
        );
    }
}

fn per(rounds: usize) -> f64 {
    f64::from(u32::try_from(rounds).expect("few"))
}

async fn weeks(app: &TestApp, one: &Somebody, two: &Somebody, rounds: usize) {
    for _ in 0..rounds {
        both(app, one, two).await;
        app.next_round();
    }
}

async fn both(app: &TestApp, one: &Somebody, two: &Somebody) {
    let filled = Filled {
        scores: [Some(4), Some(6), Some(5)],
        kept: vec![Kept::Kept, Kept::Partly, Kept::Kept, Kept::NotThisWeek],
        words: WORDS.to_owned(),
    };
    app.checks_in(one, &filled, Release::Now).await;
    app.checks_in(two, &filled, Release::Now).await;
}

/// The middle one of many, in milliseconds.
fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

async fn page(who: &mut Visitor, path: &str) -> f64 {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let answer = who.get(path).await;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert!(answer.status.is_success(), "{path} answered {}", answer.status);
    }
    middle(times)
}

async fn opens(app: &TestApp, who: &Somebody, rounds: usize) -> f64 {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let mut scope = app.scope(who).await;
        let me = Me::load(&mut scope, &who.hand).await.expect("asked").expect("there");
        let begun = Instant::now();
        let reach = Reach::Latest(rounds);
        let weeks =
            checkins::rounds_of(&mut scope, &who.hand, &me, app.clock.now(), reach).await.expect("read");
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(weeks.len(), rounds);
    }
    middle(times)
}

/// Drawing alone, of weeks that are open already.
async fn draws(app: &TestApp, who: &Somebody, rounds: usize) -> f64 {
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.expect("asked").expect("there");
    let past = Past::open(&mut scope, &who.hand, &me, Range::All, app.clock.now()).await.expect("read");
    let past = past.latest(rounds);
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        black_box(past.trends(Range::All));
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    middle(times)
}

/// Opening grants and envelopes of one's own, with nothing around it.
fn bare(who: &Somebody, rounds: usize) -> f64 {
    let hand = &who.hand;
    let plain = WORDS.repeat(14).into_bytes();
    let fields = |number: u32| RevisionFields {
        instance: hand.instance,
        couple: [1; 16],
        entry: [2; 16],
        number,
        author: *hand.person.bytes(),
        author_epoch: hand.epoch,
        kind: "checkin",
        previous: None,
    };
    let grant = |number: u32| GrantFields {
        revision: fields(number),
        reader: *hand.person.bytes(),
        reader_epoch: hand.epoch,
        reader_role: ReaderRole::Author,
    };
    let sealed: Vec<(u32, Vec<u8>, Vec<u8>)> = (1..=u32::try_from(rounds).expect("few"))
        .map(|number| {
            let (key, sealed) = seal_revision(&fields(number), &plain).expect("sealed");
            let granted = hand.keys.seal_own_grant(&grant(number), &key, &sealed.digest).expect("granted");
            (number, granted, sealed.envelope)
        })
        .collect();
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        for (number, granted, envelope) in &sealed {
            let opened = hand.keys.open_own_grant(&grant(*number), granted).expect("opened");
            black_box(opened.open_revision(&fields(*number), envelope).expect("opened"));
        }
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    middle(times)
}
