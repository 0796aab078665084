//! Weeks that went by: a rhythm that both agreed on, and check-ins written by the functions that the pages call.

use time::{Duration, OffsetDateTime};
use toward::{
    checkins::{self, Answers, AsSeen, Release, Rhythm, Score, Sheet},
    couples::{Me, Seat},
    entries::{Base, Hand},
    ids::CommitmentId,
    plans::{Doer, Kept},
};
use uuid::Uuid;

use super::{Somebody, TestApp};

/// What one of the two fills in, in a test.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// Lean, matter, make.
    pub scores: [Option<u8>; 3],
    /// How each promise went.
    pub kept: Vec<Kept>,
    /// In every field of words.
    pub words: String,
}

impl Filled {
    /// The same number for each question.
    pub fn all(number: u8) -> Self {
        Self { scores: [Some(number); 3], ..Self::default() }
    }

    fn answers(&self, round: u32, by: Seat) -> Answers {
        let [lean, matter, make] = self.scores.map(|score| score.and_then(Score::new));
        let words = || self.words.clone();
        let seen = |kept: &Kept| AsSeen {
            id: CommitmentId::random(),
            who: Doer::Both,
            act: "Half an hour together on Sunday evening".to_owned(),
            kept: *kept,
        };
        Answers {
            lean,
            matter,
            make,
            steps: words(),
            works: words(),
            hurts: words(),
            helped: words(),
            thanks: words(),
            commitments: self.kept.iter().map(seen).collect(),
            ..Answers::blank(round, by)
        }
    }
}

async fn me(scope: &mut toward::db::Scope, hand: &Hand) -> Me {
    Me::load(scope, hand).await.expect("asked").expect("there")
}

impl TestApp {
    /// The two agree on Sundays at half past seven, and the first round opens: the clock stands at its first minute.
    pub async fn weekly(&self, one: &Somebody, two: &Somebody) {
        let rhythm = Rhythm::parse("Sunday", "19:30", "UTC").expect("a rhythm");
        let mut scope = self.scope(one).await;
        let sam = me(&mut scope, &one.hand).await;
        checkins::suggest(&mut scope, &sam, None, &rhythm, self.clock.now()).await.expect("suggested");
        scope.commit().await.expect("committed");
        let mut scope = self.scope(two).await;
        let noor = me(&mut scope, &two.hand).await;
        let it = checkins::suggestion(&mut scope, &noor).await.expect("asked").expect("on the table");
        checkins::agree(&mut scope, &noor, it.id, self.clock.now()).await.expect("agreed");
        let next = checkins::calendar(&mut scope).await.expect("asked").next(self.clock.now(), 1);
        scope.commit().await.expect("committed");
        self.until(next.first().expect("a round").round.opens + Duration::minutes(1));
    }

    /// Moves the clock to this moment.
    pub fn until(&self, at: OffsetDateTime) {
        self.clock.advance(at - self.clock.now());
    }

    /// The next round opens.
    pub fn next_round(&self) {
        self.clock.advance(Duration::weeks(1));
    }

    /// Fills in the round that is open, and lets the other read it or not.
    pub async fn checks_in(&self, who: &Somebody, filled: &Filled, release: Release) {
        let now = self.clock.now();
        let mut scope = self.scope(who).await;
        let me = me(&mut scope, &who.hand).await;
        let open = checkins::calendar(&mut scope).await.expect("asked").open(now).expect("a round is open");
        let held = checkins::hold(&mut scope, &who.hand, &me, open, now).await.expect("asked").expect("ours");
        let sheet = Sheet::of(&open, true, filled.answers(open.key.number, me.seat));
        let other = me.partner.as_ref().map(|other| other.id);
        let base = Base::New(Uuid::new_v4());
        let written = held.fill(&mut scope, &who.hand, other, base, &sheet, now).await.expect("written");
        written.expect("it may be written");
        if release != Release::OnlyMe {
            let held =
                checkins::hold(&mut scope, &who.hand, &me, open, now).await.expect("asked").expect("ours");
            let to = *me.pinned().expect("a checked partner");
            let given = held.release(&mut scope, &who.hand, &to, 1, release, now).await.expect("given");
            given.expect("it may be given");
        }
        scope.commit().await.expect("committed");
    }

    /// Takes back what was given in the round that is open.
    pub async fn takes_back(&self, who: &Somebody) {
        let now = self.clock.now();
        let mut scope = self.scope(who).await;
        let me = me(&mut scope, &who.hand).await;
        let open = checkins::calendar(&mut scope).await.expect("asked").open(now).expect("a round is open");
        let held = checkins::hold(&mut scope, &who.hand, &me, open, now).await.expect("asked").expect("ours");
        let other = me.partner.as_ref().expect("a partner").id;
        held.take_back(&mut scope, &who.hand, other, now)
            .await
            .expect("asked")
            .expect("it may be taken back");
        scope.commit().await.expect("committed");
    }
}
