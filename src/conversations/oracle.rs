//! The talk told a second time, for tests only: a flat script of who may do what, with a finger on the current line.
//!
//! It shares no code with the state machine, so that a mistake in one is not a mistake in both.

use std::collections::BTreeSet;

use time::{Date, Duration, OffsetDateTime};

use super::tries::{evening, name, order};
use super::{Answer, Event, How, Role, Roles, Seat};

/// One line of the script.
enum Line {
    /// Both answers to "are we in?" are open.
    InOpen,
    /// One gives it a name, the other recognises it, names it differently, or does not (yet).
    Name,
    /// One says that it has stopped, or that they are not ready to say so.
    Say(Seat),
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

/// The script with a finger on it, and what is noted in its margin.
pub(super) struct Oracle {
    roles: Roles,
    script: Vec<(u8, Line)>,
    at: usize,
    done: BTreeSet<Seat>,
    proposer: Option<Seat>,
    /// What was answered to a name or a statement that is not what was hoped for.
    instead: Option<&'static str>,
    owes_an_answer: BTreeSet<Seat>,
    break_until: Option<OffsetDateTime>,
    /// The day of the latest of steps 4 to 7, and the day that the next one waits out.
    opened: Option<Date>,
    enough_for: Option<Date>,
    today_too: BTreeSet<Seat>,
    /// Stopped for now: who would like to go on.
    resting: Option<BTreeSet<Seat>>,
    for_therapist: bool,
    pub(super) how: How,
    pub(super) suggested: Option<(Seat, How)>,
    /// A sitting about feelings only: its day, and who suggested it; nobody once both have agreed.
    pub(super) only: Option<(Date, Option<Seat>)>,
    lifting: BTreeSet<Seat>,
    /// Who has a time for the next sitting on the table, and how many were suggested and agreed.
    pub(super) time_by: Option<Seat>,
    pub(super) times: [u32; 2],
    pub(super) closed: bool,
    pub(super) settled_by: BTreeSet<Seat>,
}

impl Oracle {
    /// The script of a new talk.
    pub(super) fn new(roles: Roles) -> Self {
        let (first, causers) = order(roles);
        let mut script = vec![(0, Line::Each(&["show in"])), (0, Line::InOpen), (0, Line::Name)];
        for causer in &causers {
            script.push((0, Line::Say(*causer)));
            script.push((0, Line::One(causer.other(), &["statement read"])));
        }
        script.extend([
            (1, Line::Agree { propose: "propose time", accept: "accept time" }),
            (1, Line::Each(&["ready"])),
            (2, Line::Each(&["share feelings"])),
        ]);
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
            roles,
            script,
            at: 0,
            done: BTreeSet::new(),
            proposer: None,
            instead: None,
            owes_an_answer: BTreeSet::new(),
            break_until: None,
            opened: None,
            enough_for: None,
            today_too: BTreeSet::new(),
            resting: None,
            for_therapist: false,
            how: How::Apart,
            suggested: None,
            only: None,
            lifting: BTreeSet::new(),
            time_by: None,
            times: [0, 0],
            closed: false,
            settled_by: BTreeSet::new(),
        }
    }

    /// The number of the step; 0 before the first.
    pub(super) fn step(&self) -> u8 {
        self.script[self.at].0
    }

    /// Whether everybody who was hurt calls it settled.
    pub(super) fn is_settled(&self) -> bool {
        Seat::ALL.iter().all(|who| self.roles.of(*who) == Role::Caused || self.settled_by.contains(who))
    }

    /// Whether the step the finger is on waits for tomorrow.
    pub(super) fn waits_for_tomorrow(&self, now: OffsetDateTime) -> bool {
        self.enough_for.is_some_and(|day| now.date() <= day)
    }

    /// A sitting about feelings only that is not over.
    pub(super) fn only_now(&self, now: OffsetDateTime) -> Option<(Date, Option<Seat>)> {
        self.only.filter(|(day, _)| *day >= evening(now))
    }

    /// Whether this sitting is one.
    pub(super) fn is_about_feelings(&self, now: OffsetDateTime) -> bool {
        self.only == Some((evening(now), None))
    }

    /// Whether `who` may do this now.
    pub(super) fn allows(&self, who: Seat, event: Event, now: OffsetDateTime) -> bool {
        if self.closed {
            let hurt = self.roles.of(who) != Role::Caused;
            return matches!(event, Event::Settle(mark) if hurt && self.settled_by.contains(&who) != mark);
        }
        if let Some(asked) = &self.resting {
            return match event {
                Event::Stop => true,
                Event::Resume => !asked.contains(&who),
                Event::LeaveForTherapist => !self.for_therapist,
                _ => self.times_allow(who, event),
            };
        }
        let on_break = self.break_until.filter(|until| now < *until);
        let within = |until: OffsetDateTime| until - now <= Duration::days(7);
        match event {
            Event::Stop | Event::StopForNow | Event::LeaveForTherapist => return true,
            Event::Break { until } => {
                return on_break.is_none() && until - now >= Duration::minutes(20) && within(until);
            }
            Event::ExtendBreak { until } => return on_break.is_some_and(|old| until > old) && within(until),
            _ if on_break.is_some() => return false,
            Event::Suggest(_) => return true,
            Event::SuggestTime | Event::AgreeToTime | Event::LeaveTime => {
                return self.times_allow(who, event);
            }
            Event::OnlyFeelings(day) => {
                let agrees = self
                    .only_now(now)
                    .is_none_or(|(for_day, by)| by.is_some() && (for_day != day || by == Some(who.other())));
                return day >= evening(now) && agrees;
            }
            Event::NotOnlyFeelings => {
                return self
                    .only_now(now)
                    .is_some_and(|(_, by)| by.is_some() || !self.lifting.contains(&who));
            }
            Event::GoOnToday => return self.waits_for_tomorrow(now) && !self.today_too.contains(&who),
            _ if self.waits_for_tomorrow(now) => return false,
            Event::ShareIdea | Event::Enough if self.is_about_feelings(now) => return false,
            Event::AnswerApology(answer) if answer != Answer::Later && self.owes_an_answer.contains(&who) => {
                return true;
            }
            _ => {}
        }
        self.script_allows(who, name(event))
    }

    /// From the first agreed time on; nobody agrees to a time of their own.
    fn times_allow(&self, who: Seat, event: Event) -> bool {
        let agreed = self.script.iter().position(|(_, line)| matches!(line, Line::Agree { .. }));
        self.at > agreed.unwrap()
            && (event == Event::SuggestTime
                || event == Event::AgreeToTime && self.time_by == Some(who.other())
                || event == Event::LeaveTime && self.time_by.is_some())
    }

    fn script_allows(&self, who: Seat, act: &str) -> bool {
        let anyway = act == "anyway" && self.instead.is_some() && !self.done.contains(&who);
        match &self.script[self.at].1 {
            Line::InOpen => match act {
                "both in" | "ask in again" => true,
                "onward in" => !self.done.contains(&who),
                _ => false,
            },
            Line::Name => match act {
                // Whoever named it finds other words only once the other has not recognised these.
                "propose opening" => self.proposer != Some(who) || self.instead.is_some(),
                "accept opening" => self.proposer == Some(who.other()),
                "not yet" => self.proposer == Some(who.other()) && self.instead.is_none(),
                "see differently" => {
                    self.proposer == Some(who.other()) && self.instead != Some("see differently")
                }
                _ => anyway,
            },
            Line::Say(seat) => match act {
                "state" => who == *seat,
                "not ready" => who == *seat && self.instead.is_none(),
                _ => anyway,
            },
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

    /// Notes an allowed act, and moves the finger where it is one of the script.
    pub(super) fn apply(&mut self, who: Seat, event: Event, now: OffsetDateTime) {
        match event {
            Event::Stop => self.closed = true,
            Event::StopForNow | Event::LeaveForTherapist => {
                self.resting.get_or_insert_default();
                self.for_therapist = event == Event::LeaveForTherapist;
                self.break_until = None;
            }
            Event::Resume => {
                self.resting = self.resting.take().and_then(|mut asked| {
                    asked.insert(who);
                    (asked.len() < 2).then_some(asked)
                });
            }
            Event::Break { until } | Event::ExtendBreak { until } => self.break_until = Some(until),
            Event::Settle(true) => drop(self.settled_by.insert(who)),
            Event::Settle(false) => drop(self.settled_by.remove(&who)),
            Event::Suggest(how) => {
                let agreed = self.suggested == Some((who.other(), how));
                self.suggested = (!agreed && how != How::Apart && how != self.how).then_some((who, how));
                if agreed || how == How::Apart {
                    self.how = how;
                }
            }
            Event::SuggestTime => {
                self.time_by = Some(who);
                self.times[0] += 1;
            }
            Event::LeaveTime => self.time_by = None,
            Event::AgreeToTime => {
                (self.time_by, self.resting) = (None, None);
                self.times[1] += 1;
            }
            Event::OnlyFeelings(day) => {
                let agreed = self.only_now(now) == Some((day, Some(who.other())));
                self.only = Some((day, (!agreed).then_some(who)));
                self.lifting.clear();
            }
            Event::NotOnlyFeelings => {
                self.lifting.insert(who);
                let agreed = self.only.is_some_and(|(_, by)| by.is_none());
                if !agreed || self.lifting.len() == 2 {
                    self.only = None;
                    self.lifting.clear();
                }
            }
            Event::GoOnToday => {
                self.today_too.insert(who);
                if self.today_too.len() == 2 {
                    self.opens(now.date());
                }
            }
            _ => self.follow_the_script(who, event, now),
        }
    }

    /// A step that waited is open from this day on.
    fn opens(&mut self, day: Date) {
        (self.opened, self.enough_for) = (Some(day), None);
        self.today_too.clear();
    }

    fn follow_the_script(&mut self, who: Seat, event: Event, now: OffsetDateTime) {
        if let Some(day) = self.enough_for {
            self.opens(day.next_day().unwrap());
        }
        let before = self.step();
        let by = self.moved(who, event, name(event));
        if by != 0 {
            self.at = self.at.checked_add_signed(by).unwrap();
            self.done.clear();
            (self.proposer, self.instead) = (None, None);
        }
        if self.step() != before && (4..=7).contains(&self.step()) {
            let today = now.date();
            if self.opened.is_some_and(|day| day >= today) {
                self.enough_for = Some(today);
            } else {
                self.opened = Some(today);
            }
        }
    }

    /// By how many lines the finger moves.
    fn moved(&mut self, who: Seat, event: Event, act: &'static str) -> isize {
        match &self.script[self.at].1 {
            Line::InOpen => match act {
                "ask in again" => -1,
                "both in" => 1,
                _ => self.both_have(who),
            },
            Line::Name | Line::Say(_) if act == "anyway" => {
                let say = matches!(self.script[self.at].1, Line::Say(_));
                // A statement that is not made is not read either.
                self.both_have(who) * if say { 2 } else { 1 }
            }
            Line::Name | Line::Say(_) if ["not yet", "see differently", "not ready"].contains(&act) => {
                self.instead = Some(act);
                // The other's "anyway" was said to other words.
                self.done.remove(&who.other());
                0
            }
            Line::Name if act == "propose opening" => {
                (self.proposer, self.instead) = (Some(who), None);
                self.done.clear();
                0
            }
            Line::Agree { propose, .. } if act == *propose => {
                self.proposer = Some(who);
                0
            }
            Line::Each(_) => self.both_have(who),
            Line::One(..) | Line::Plan if act == "answer apology" => {
                self.owes_an_answer.remove(&who);
                0
            }
            Line::Name | Line::Say(_) | Line::Agree { .. } | Line::One(..) => 1,
            Line::Judge(_) => {
                if act == "heard" {
                    1
                } else {
                    -1
                }
            }
            Line::Answer(seat) if seat == &who => {
                if event == Event::AnswerApology(Answer::Later) {
                    self.owes_an_answer.insert(who);
                }
                1
            }
            Line::Answer(_) => {
                self.owes_an_answer.remove(&who);
                0
            }
            Line::Plan if act == "idea" => {
                self.done.remove(&who);
                0
            }
            Line::Plan => {
                self.done.insert(who);
                self.closed = self.done.len() == 2;
                0
            }
        }
    }

    /// Notes that this one has; one line on when both have.
    fn both_have(&mut self, who: Seat) -> isize {
        self.done.insert(who);
        isize::from(self.done.len() == 2)
    }
}
