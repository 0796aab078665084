//! A whole talk, played through the pages by two people: each act opens the page it stands on and sends its form, as a
//! browser would.

use axum::http::StatusCode;
use time::{Duration, macros::format_description};

use super::{Answer, TestApp, Visitor};

/// A talk and its two people. Sam was hurt and proposes; Noor caused it.
pub struct Talk {
    /// Who opened the space and proposes the talk.
    pub sam: Visitor,
    /// The other one.
    pub noor: Visitor,
    /// `/talk/<id>`.
    pub path: String,
}

/// Which of the two acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Who was hurt.
    Sam,
    /// Who caused it.
    Noor,
}

/// Up to where a talk is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// The proposal is shared.
    Proposed,
    /// Step 1.
    Time,
    /// Step 2.
    Feelings,
    /// Step 3.
    Listening,
    /// Step 4.
    Perspectives,
    /// Step 5.
    Deeper,
    /// Step 6.
    Responsibility,
    /// Step 7.
    Apology,
    /// Step 8.
    Planning,
    /// The closing page.
    End,
}

/// The fields of a first proposal.
pub const OPENING: [(&str, &str); 6] = [
    ("name", "About the spring"),
    ("kinds", "lying"),
    ("kinds", "hiding"),
    ("mine", "hurt"),
    ("theirs", "caused"),
    ("words", "opening by Sam"),
];

impl Visitor {
    /// Asks the other one for a talk. Answers `/talk/<id>`.
    pub async fn asks_for_a_talk(&mut self) -> String {
        let answer = self.submit("/talk/new", "/talk/new", &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.path.split('/').take(3).collect::<Vec<_>>().join("/")
    }

    /// Answers "are we in?" and chooses to show it.
    pub async fn shows_in(&mut self, talk: &str, answer: &str) -> Answer {
        let share = self.writes(talk, 0, &[("answer", answer), ("words", "")]).await;
        let action = share.path.split('?').next().expect("a path").to_owned();
        let answer = self.submit_on(&share, &action, &[("with", "partner")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer
    }

    /// Writes on the page `step` of a talk and stops at the share page.
    pub async fn writes(&mut self, talk: &str, step: u8, fields: &[(&str, &str)]) -> Answer {
        let page = format!("{talk}/{step}");
        let share = self.submit(&format!("{page}?form=1"), &page, fields).await;
        assert!(share.path.contains("/share/"), "{}: {}", share.path, share.text());
        share
    }

    /// Writes and shares.
    pub async fn shares(&mut self, talk: &str, step: u8, fields: &[(&str, &str)]) -> Answer {
        let share = self.writes(talk, step, fields).await;
        self.confirms(&share).await
    }

    /// Presses the button of a share page.
    pub async fn confirms(&mut self, share: &Answer) -> Answer {
        let action = share.path.split('?').next().expect("a path").to_owned();
        let answer = self.submit_on(share, &action, &[("with", "partner")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(answer.text().contains("Shared with"), "{}: {}", answer.path, answer.text());
        answer
    }

    /// Presses a button without words on the page where the talk stands.
    pub async fn goes_on(&mut self, talk: &str, act: &str) -> Answer {
        let here = self.get(talk).await;
        let here = self.follow(here).await;
        let answer = self.submit_on(&here, &format!("{talk}/on"), &[("act", act)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{act}: {}", answer.text());
        answer
    }

    /// The page where the talk stands.
    pub async fn stands(&mut self, talk: &str) -> Answer {
        let answer = self.get(talk).await;
        self.follow(answer).await
    }
}

/// One asks for a talk, both are in, and the one who asked names what happened. Answers `/talk/<id>`.
pub async fn begin(one: &mut Visitor, other: &mut Visitor, fields: &[(&str, &str)]) -> String {
    let talk = one.asks_for_a_talk().await;
    one.shows_in(&talk, "yes").await;
    other.shows_in(&talk, "yes").await;
    one.goes_on(&talk, "both-in").await;
    one.shares(&talk, 0, fields).await;
    talk
}

impl TestApp {
    /// Sam and Noor in a talk that stands at `until`. What each writes is "<step> by <name>".
    pub async fn talk(&self, until: Until) -> Talk {
        let (mut sam, mut noor) = self.partners().await;
        let path = begin(&mut sam, &mut noor, &OPENING).await;
        let mut talk = Talk { sam, noor, path };
        talk.play(Until::Proposed, until, self).await;
        talk
    }

    /// A day of next week, as a form wants it.
    pub fn next_week(&self) -> String {
        let day = (self.clock.now() + Duration::days(7)).date();
        day.format(format_description!("[year]-[month]-[day]")).expect("a day")
    }
}

impl Talk {
    /// One of the two.
    pub fn of(&mut self, who: By) -> &mut Visitor {
        match who {
            By::Sam => &mut self.sam,
            By::Noor => &mut self.noor,
        }
    }

    /// So much time passes that both sign in again.
    pub async fn later(&mut self, app: &TestApp, time: Duration) {
        app.clock.advance(time);
        self.sam.sign_in("sam@example.org").await;
        self.noor.sign_in("noor@example.org").await;
    }

    /// Plays everything between two places.
    pub async fn play(&mut self, from: Until, until: Until, app: &TestApp) {
        let steps = [
            Until::Proposed,
            Until::Time,
            Until::Feelings,
            Until::Listening,
            Until::Perspectives,
            Until::Deeper,
            Until::Responsibility,
            Until::Apology,
            Until::Planning,
        ];
        for step in steps.into_iter().filter(|step| *step >= from && *step < until) {
            self.step(step, app).await;
            self.today().await;
        }
    }

    /// Where the next step waits for tomorrow, both choose today.
    pub async fn today(&mut self) {
        let path = self.path.clone();
        if self.sam.stands(&path).await.all("h1") == ["Enough for today"] {
            self.sam.goes_on(&path, "today").await;
            self.noor.goes_on(&path, "today").await;
        }
    }

    /// Whoever caused the hurt says that it has stopped, and the other goes on.
    pub async fn stated(&mut self) {
        let path = self.path.clone();
        for _ in 0..2 {
            for (who, other, name) in [(By::Sam, By::Noor, "Sam"), (By::Noor, By::Sam, "Noor")] {
                if self.of(who).stands(&path).await.all("h1") == ["Has it stopped?"] {
                    let what = format!("what has stopped by {name}");
                    let fields = [("answer", "stopped"), ("act", what.as_str()), ("date", "2026-02-01")];
                    self.of(who).shares(&path, 0, &fields).await;
                    self.of(other).goes_on(&path, "statement-read").await;
                }
            }
        }
    }

    /// Says back what was heard, and feels heard.
    pub async fn heard(&mut self, speaker: By, step: u8) {
        let path = self.path.clone();
        let (listener, name) = match speaker {
            By::Sam => (By::Noor, "Noor"),
            By::Noor => (By::Sam, "Sam"),
        };
        self.of(listener).goes_on(&path, "listened").await;
        let heard = format!("step {step} said back by {name}");
        self.of(listener).shares(&path, step, &[("heard", &heard), ("unsure", "")]).await;
        self.of(speaker).goes_on(&path, "heard").await;
    }

    /// Plays one step to its end.
    pub async fn step(&mut self, step: Until, app: &TestApp) {
        let path = self.path.clone();
        match step {
            Until::Proposed => {
                self.noor.goes_on(&path, "accept-opening").await;
                self.stated().await;
            }
            Until::Time => {
                let day = app.next_week();
                let when = [
                    ("date", day.as_str()),
                    ("time", "19:30"),
                    ("zone", "Europe/Berlin"),
                    ("place", "place by Noor"),
                    ("note", "note by Noor"),
                ];
                self.noor.shares(&path, 1, &when).await;
                self.sam.goes_on(&path, "accept-time").await;
                self.sam.goes_on(&path, "ready").await;
                self.noor.goes_on(&path, "ready").await;
            }
            Until::Feelings => {
                let felt =
                    |words| [("felt", "lonely"), ("felt", "unreal"), ("own", "flat"), ("words", words)];
                self.sam.shares(&path, 2, &felt("feelings by Sam")).await;
                self.noor.shares(&path, 2, &felt("feelings by Noor")).await;
            }
            Until::Listening => {
                self.heard(By::Sam, 3).await;
                self.heard(By::Noor, 3).await;
            }
            Until::Perspectives => {
                self.sam.shares(&path, 4, &[("words", "perspective by Sam")]).await;
                self.heard(By::Sam, 4).await;
                self.noor.shares(&path, 4, &[("words", "perspective by Noor")]).await;
                self.heard(By::Noor, 4).await;
            }
            Until::Deeper => {
                self.sam.shares(&path, 5, &[("words", "deeper by Sam")]).await;
                self.noor.goes_on(&path, "pass").await;
                self.noor.goes_on(&path, "read-on").await;
                self.sam.goes_on(&path, "read-on").await;
            }
            Until::Responsibility => {
                let owned = [("act", "act by Noor"), ("effect", "effect by Noor")];
                self.noor.shares(&path, 6, &owned).await;
                self.heard(By::Noor, 6).await;
                self.sam.goes_on(&path, "pass").await;
            }
            Until::Apology => {
                let keys = [("understand", "understand by Noor"), ("regret", "regret by Noor")];
                self.noor.shares(&path, 7, &keys).await;
                self.sam.shares(&path, 7, &[("answer", "not-yet"), ("need", "need by Sam")]).await;
            }
            Until::Planning => {
                self.sam.shares(&path, 8, &[("idea", "idea by Sam")]).await;
                self.noor.shares(&path, 8, &[("idea", "idea by Noor")]).await;
                self.sam.goes_on(&path, "enough").await;
                self.noor.goes_on(&path, "enough").await;
            }
            Until::End => {}
        }
    }
}

/// Everything that one person can look at of a talk.
pub async fn pages(visitor: &mut Visitor, talk: &str) -> Vec<String> {
    let mut all = Vec::new();
    for page in ["/today", "/talk", "/talk/new"] {
        all.push(visitor.get(page).await.still());
    }
    all.push(visitor.stands(talk).await.still());
    let beside = [
        "rest",
        "only",
        "next",
        "next?form=1",
        "more",
        "beside/differently-4",
        "beside/differently-6",
        "beside/explanation",
        "beside/meaning",
    ];
    let steps = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "break", "stop", "record", "end", "time.ics"];
    for page in steps.into_iter().chain(beside) {
        let answer = visitor.get(&format!("{talk}/{page}")).await;
        all.push(visitor.follow(answer).await.still());
    }
    all
}
