//! The talk told a second time, for tests only: a flat script of who may do what, with a finger on the current line.
//!
//! It shares no code with the state machine, so that a mistake in one is not a mistake in both.

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};

use super::{Answer, Event, Role, Roles, Seat};

/// One line of the script.
enum Line {
    /// One proposes, the other agrees or proposes differently.
    Agree { propose: &'static str, accept: &'static str },
    /// Both, in any order, once each, by one of these acts.
    Each(&'static [&'static str]),
    /// One person, by one of these acts.
    One(Seat, &'static [&'static str]),
    /// One person says heard, or sends the other one line back.
    Judge(Seat),
    /// One person answers an apology.
    Answer(Seat),
    /// Both add ideas until both have enough.
    Plan,
}

/// The script with a finger on it.
pub(super) struct Oracle {
    script: Vec<(u8, Line)>,
    at: usize,
    done: BTreeSet<Seat>,
    proposer: Option<Seat>,
    owes_an_answer: BTreeSet<Seat>,
    break_until: Option<OffsetDateTime>,
    pub(super) closed: bool,
}

/// Who tells first in steps 3 and 4, and who takes responsibility, in order. A plain table.
fn order(roles: Roles) -> (Seat, Vec<Seat>) {
    use Role::{Both, Caused, Hurt};
    use Seat::{One, Two};
    match (roles.of(One), roles.of(Two)) {
        (Hurt, Caused | Both) => (One, vec![Two]),
        (Caused | Both, Hurt) => (Two, vec![One]),
        (Both, Caused | Both) => (One, vec![Two, One]),
        (Caused, Both) => (Two, vec![One, Two]),
        (Hurt, Hurt) | (Caused, Caused) => panic!("no such roles"),
    }
}

pub(super) fn name(event: Event) -> &'static str {
    match event {
        Event::ProposeOpening => "propose opening",
        Event::AcceptOpening => "accept opening",
        Event::ProposeTime => "propose time",
        Event::AcceptTime => "accept time",
        Event::ShareFeelings => "share feelings",
        Event::Listened => "listened",
        Event::SayBack => "say back",
        Event::Heard => "heard",
        Event::NotQuite => "not quite",
        Event::SharePerspective => "share perspective",
        Event::ShareDeeper => "share deeper",
        Event::PassDeeper => "pass deeper",
        Event::OnwardDeeper => "onward",
        Event::ShareResponsibility => "share responsibility",
        Event::PassResponsibility => "pass responsibility",
        Event::GiveApology => "apologise",
        Event::AnswerApology(_) => "answer apology",
        Event::ShareIdea => "idea",
        Event::Enough => "enough",
        Event::Break { .. } => "break",
        Event::ExtendBreak { .. } => "extend",
        Event::Stop => "stop",
    }
}

impl Oracle {
    /// The script of a talk that `by` has proposed.
    pub(super) fn new(roles: Roles, by: Seat) -> Self {
        let (first, causers) = order(roles);
        let mut script = vec![
            (0, Line::Agree { propose: "propose opening", accept: "accept opening" }),
            (1, Line::Agree { propose: "propose time", accept: "accept time" }),
            (2, Line::Each(&["share feelings"])),
        ];
        let hear = |script: &mut Vec<(u8, Line)>, step, speaker: Seat| {
            script.push((step, Line::One(speaker.other(), &["listened"])));
            script.push((step, Line::One(speaker.other(), &["say back"])));
            script.push((step, Line::Judge(speaker)));
        };
        for speaker in [first, first.other()] {
            hear(&mut script, 3, speaker);
        }
        for speaker in [first, first.other()] {
            script.push((4, Line::One(speaker, &["share perspective"])));
            hear(&mut script, 4, speaker);
        }
        script.push((5, Line::Each(&["share deeper", "pass deeper"])));
        script.push((5, Line::Each(&["onward"])));
        for causer in &causers {
            script.push((6, Line::One(*causer, &["share responsibility"])));
            hear(&mut script, 6, *causer);
        }
        if let [causer] = causers[..] {
            script.push((6, Line::One(causer.other(), &["share responsibility", "pass responsibility"])));
        }
        for causer in causers {
            script.push((7, Line::One(causer, &["apologise"])));
            script.push((7, Line::Answer(causer.other())));
        }
        script.push((8, Line::Plan));
        Self {
            script,
            at: 0,
            done: BTreeSet::new(),
            proposer: Some(by),
            owes_an_answer: BTreeSet::new(),
            break_until: None,
            closed: false,
        }
    }

    /// The number of the step; 0 before the first.
    pub(super) fn step(&self) -> u8 {
        self.script[self.at].0
    }

    /// Whether `who` may do this now.
    pub(super) fn allows(&self, who: Seat, event: Event, now: OffsetDateTime) -> bool {
        if self.closed {
            return false;
        }
        let on_break = self.break_until.filter(|until| now < *until);
        let within = |until: OffsetDateTime| until - now <= Duration::days(7);
        match event {
            Event::Stop => return true,
            Event::Break { until } => {
                return on_break.is_none() && until - now >= Duration::minutes(20) && within(until);
            }
            Event::ExtendBreak { until } => return on_break.is_some_and(|old| until > old) && within(until),
            _ if on_break.is_some() => return false,
            Event::AnswerApology(answer) if answer != Answer::Later && self.owes_an_answer.contains(&who) => {
                return true;
            }
            _ => {}
        }
        let act = name(event);
        match &self.script[self.at].1 {
            Line::Agree { propose, accept } => {
                act == *propose && self.proposer != Some(who)
                    || act == *accept && self.proposer == Some(who.other())
            }
            Line::Each(ways) => ways.contains(&act) && !self.done.contains(&who),
            Line::One(seat, ways) => who == *seat && ways.contains(&act),
            Line::Judge(seat) => who == *seat && (act == "heard" || act == "not quite"),
            Line::Answer(seat) => who == *seat && act == "answer apology",
            Line::Plan => act == "idea" || act == "enough" && !self.done.contains(&who),
        }
    }

    /// Moves the finger after an allowed act.
    pub(super) fn apply(&mut self, who: Seat, event: Event) {
        match event {
            Event::Stop => {
                self.closed = true;
                return;
            }
            Event::Break { until } | Event::ExtendBreak { until } => {
                self.break_until = Some(until);
                return;
            }
            _ => self.break_until = None,
        }
        let act = name(event);
        let (mut on, mut back) = (false, false);
        match &self.script[self.at].1 {
            Line::Agree { propose, .. } if act == *propose => self.proposer = Some(who),
            Line::Agree { .. } => {
                self.proposer = None;
                on = true;
            }
            Line::Each(_) => {
                self.done.insert(who);
                on = self.done.len() == 2;
            }
            Line::One(..) | Line::Plan if act == "answer apology" => {
                self.owes_an_answer.remove(&who);
            }
            Line::One(..) => on = true,
            Line::Judge(_) => (on, back) = (act == "heard", act == "not quite"),
            Line::Answer(seat) if seat == &who => {
                if event == Event::AnswerApology(Answer::Later) {
                    self.owes_an_answer.insert(who);
                }
                on = true;
            }
            Line::Answer(_) => {
                self.owes_an_answer.remove(&who);
            }
            Line::Plan if act == "idea" => {
                self.done.remove(&who);
            }
            Line::Plan => {
                self.done.insert(who);
                self.closed = self.done.len() == 2;
            }
        }
        if back {
            self.at -= 1;
        }
        if on {
            self.at += 1;
            self.done.clear();
        }
    }
}
