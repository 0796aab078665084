//! How the pages of the weeks grow with the years: a couple with eight rounds beside one with five hundred and twenty,
//! both made by the functions that the pages call, asked for through the router, in one run. Before that, the list of a
//! therapist with three couples beside one with two hundred.
//!
//!     scripts/test-db cargo bench --bench speed
//!
//! It measures and judges nothing; docs/PERFORMANCE.md has the figures.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement, and the support of the tests, end at the first thing that is not as it should be"
)]

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
const TIMES: usize = 40;
const WORDS: &str = "We sat in the kitchen after the others had gone to bed, and for once neither of us looked at the clock. \
    I said what the week had been like. You asked one question and waited.";

#[tokio::main]
async fn main() {
    let app = TestApp::new().await;
    lists(&app).await;
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
        "/past",
        "/past/pieces",
    ] {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            short.push(page(&mut few, path).await);
            long.push(page(&mut many, path).await);
        }
        let (short, long) = (quickest(&short), quickest(&long));
        println!("| `{path}` | {short:.1} ms | {long:.1} ms | {:.1} |", long / short);
    }

    for words in ["kitchen", "zebra"] {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            short.push(finds(&mut few, words).await);
            long.push(finds(&mut many, words).await);
        }
        let (short, long) = (quickest(&short), quickest(&long));
        println!("| `/find` \"{words}\" | {short:.1} ms | {long:.1} ms | {:.1} |", long / short);
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

/// The list of a therapist with three couples beside the one of a practice.
async fn lists(app: &TestApp) {
    let (tom, amari) = (app.somebody("Tom").await, app.somebody("Amari").await);
    app.practice(&tom, 3).await;
    app.practice(&amari, 200).await;
    let (mut few, mut many) =
        (app.with_second_step(&tom, false).await, app.with_second_step(&amari, false).await);
    let (mut short, mut long) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        short.push(page(&mut few, "/clients").await);
        long.push(page(&mut many, "/clients").await);
    }
    let (short, long) = (quickest(&short), quickest(&long));
    println!("| page | 3 couples | 200 couples | ratio |\n|---|---|---|---|");
    println!("| `/clients` | {short:.1} ms | {long:.1} ms | {:.1} |\n", long / short);
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

/// What else the machine does only ever adds: the quickest of many is the nearest to the work itself.
fn quickest(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

async fn page(who: &mut Visitor, path: &str) -> f64 {
    let begun = Instant::now();
    let answer = who.get(path).await;
    let took = begun.elapsed().as_secs_f64() * 1000.0;
    assert!(answer.status.is_success(), "{path} answered {}", answer.status);
    took
}

/// Looks for words in everything that somebody may read.
async fn finds(who: &mut Visitor, words: &str) -> f64 {
    let form = who.get("/find").await.form("/find").expect("a form");
    let begun = Instant::now();
    let answer = who.send_form(&form, &[("words", words)]).await;
    let took = begun.elapsed().as_secs_f64() * 1000.0;
    assert!(answer.status.is_success(), "looking for {words} answered {}", answer.status);
    took
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
    quickest(&times)
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
    quickest(&times)
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
    quickest(&times)
}
