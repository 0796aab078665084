//! Every text is looked at: the words the voice bans, gaps, and fields that would let a listener write.

use std::collections::HashSet;

use super::*;
use crate::conversations::{Naming, Outcome, Round, Seat, WaitFor};

fn parts() -> Vec<Part> {
    let round = Round::FIRST;
    vec![
        Part::Opening { round },
        Part::Time { round },
        Part::Next { number: round },
        Part::Feelings,
        Part::SayBack { step: Step::Listening, speaker: Seat::One, round },
        Part::SayBack { step: Step::Responsibility, speaker: Seat::One, round },
        Part::Perspective,
        Part::Deeper,
        Part::Responsibility,
        Part::Apology,
        Part::ApologyAnswer { to: Seat::One },
        Part::Idea { number: round },
        Part::In { round },
        Part::Naming { round },
        Part::Statement { round },
        Part::Line { step: Step::Deeper, number: round },
        Part::Remember { step: Step::Perspectives },
        Part::Explanation,
        Part::Meaning,
    ]
}

fn waits() -> Vec<WaitFor> {
    vec![
        WaitFor::In,
        WaitFor::Statement,
        WaitFor::StatementRead,
        WaitFor::Before,
        WaitFor::OpeningAnswer,
        WaitFor::TimeAnswer,
        WaitFor::Feelings,
        WaitFor::SayBack(Step::Listening),
        WaitFor::Heard(Step::Listening),
        WaitFor::Perspective,
        WaitFor::Deeper,
        WaitFor::ReadOn,
        WaitFor::Responsibility,
        WaitFor::OwnPart,
        WaitFor::Apology,
        WaitFor::ApologyAnswer,
    ]
}

fn asks() -> Vec<Ask> {
    let theirs = Round::FIRST;
    let mut asks = vec![Ask::AnswerOpening { theirs }, Ask::ProposeTime, Ask::AnswerTime { theirs }];
    for part in parts() {
        asks.extend([
            Ask::Write(part),
            Ask::WriteOrPass(part),
            Ask::Listen(part),
            Ask::SayBack { heard: part, write: part },
        ]);
    }
    asks.extend([Ask::AnswerSayBack { theirs: Part::Feelings }, Ask::ReadOn, Ask::AnswerApology]);
    for (i_said_enough, they_said_enough) in [(false, false), (true, false), (false, true)] {
        asks.push(Ask::Plan { number: theirs, i_said_enough, they_said_enough });
    }
    asks.extend(waits().into_iter().map(Ask::Wait));
    asks.extend([Outcome::Finished, Outcome::Stopped].map(Ask::Closed));
    for yes in [false, true] {
        asks.push(Ask::ReadIn { round: theirs, i_go_on: yes });
        asks.push(Ask::Tomorrow { step: Step::Deeper, i_agreed: yes });
        asks.push(Ask::OnlyFeelings { i_lift: yes });
        for mine in [false, true] {
            asks.push(Ask::NotReady { round: theirs, mine, i_go_on: yes });
            for for_therapist in [false, true] {
                asks.push(Ask::Resting { i_asked: yes, they_asked: mine, for_therapist });
            }
            asks.extend([Naming::Differently, Naming::NotYet].map(|said| Ask::Unnamed {
                latest: theirs,
                mine,
                said,
                i_go_on: yes,
            }));
        }
    }
    asks.extend([Ask::ProposeOpening, Ask::ReadStatement { theirs }, Ask::Before]);
    asks.push(Ask::Break { until: time::OffsetDateTime::UNIX_EPOCH, by: Seat::One });
    asks
}

fn all_prompts() -> Vec<Prompt> {
    let by_role =
        Role::ALL.into_iter().flat_map(|role| asks().into_iter().map(move |ask| prompt(&ask, role)));
    let roles = [None, Some(Role::Hurt), Some(Role::Caused), Some(Role::Both)];
    let sheets = Step::ALL.into_iter().flat_map(|step| roles.map(|role| preparing(step, role)));
    let pages =
        [TAKE_A_BREAK, MORE_TIME, STOP, STOP_FOR_NOW, SOMETHING_NEW, START, ANSWER_LATE, NOTES, NOTES_BEFORE];
    by_role.chain(sheets).chain(pages).collect()
}

fn together_prompts() -> Vec<Prompt> {
    let sofa =
        Role::ALL.into_iter().flat_map(|role| asks().into_iter().map(move |ask| together::sofa(&ask, role)));
    sofa.chain([
        feelings_only::ABOUT,
        times::ABOUT,
        together::HOW,
        together::HAND_OVER,
        together::AWAY,
        together::SIGN,
        together::APART_AGAIN,
    ])
    .collect()
}

fn all_texts() -> HashSet<&'static str> {
    let mut texts = HashSet::from([AFTER_A_BREAK]);
    for prompt in all_prompts().into_iter().chain(together_prompts()) {
        texts.extend([prompt.heading, prompt.lede, prompt.go, prompt.or, prompt.after]);
        texts.extend(prompt.hints);
        texts.extend(prompt.fields.iter().flat_map(|field| [field.label, field.hint]));
    }
    texts.extend(together::texts());
    texts.extend(feelings_only::texts());
    texts.extend(times::texts());
    texts.extend(CHECKLIST);
    texts.extend(ROLE_CHOICES.iter().flat_map(|choice| [choice.mine, choice.theirs]));
    texts.extend(ANSWERS.iter().flat_map(|choice| [choice.label, choice.means]));
    texts.extend(IN_CHOICES.iter().flat_map(|choice| [choice.label, choice.means]));
    texts.extend(STATEMENT_CHOICES.iter().flat_map(|(_, label, means)| [*label, *means]));
    texts.extend(BREAK_LENGTHS.iter().map(|length| length.label));
    texts.extend(super::super::kinds::Kind::ALL.map(super::super::kinds::Kind::label));
    texts.extend([
        pace::HEADING_LONG,
        pace::HEADING_QUIET,
        pace::LONG,
        pace::QUIET,
        pace::LONG_AND_QUIET,
        pace::KEPT,
    ]);
    texts.extend([pace::REST, pace::BREAK, pace::GO_ON]);
    texts.extend([DIFFERENTLY, EXPLAINS, EXPLAINS_LINE, MEANT, MEANT_LINE, BELONGS, BELONGS_HINT]);
    texts.extend([BELONGS_TO_NONE, REMINDER, REMINDER_NEW, SETTLE, SETTLE_BOTH, SETTLE_GO, UNSETTLE_GO]);
    texts.extend([SETTLED_AND_NEW, SETTLED_BOTH, SETTLED_MEANS, SETTLED_MINE, SETTLED_MINE_WAITS]);
    texts.extend([SETTLED_THEIRS]);
    texts.remove("");
    texts
}

#[test]
fn no_text_blames_urges_promises_or_shouts() {
    let banned = [
        "!",
        "victim",
        "cheat",
        "innocent",
        "guilty party",
        "overdue",
        "failed",
        "failure",
        "revoked",
        "must",
        "should",
        "password ",
        "your fault",
        "great job",
        "well done",
        "please",
        "husband",
        "wife",
        " he ",
        " she ",
        " his ",
        " her ",
        "guarantee",
        "percent",
        "hurry",
        "at least you",
        "simply",
        "just ",
    ];
    let texts = all_texts();
    assert!(texts.len() > 150, "{}", texts.len());
    for text in texts {
        let lower = format!(" {} ", text.to_lowercase());
        for word in banned {
            assert!(!lower.contains(word), "“{word}” in: {text}");
        }
        assert!(!text.contains("  ") && text.trim() == text, "gaps in: {text}");
        assert!(!text.contains('\'') && !text.contains("..."), "straight quotes or dots in: {text}");
    }
}

#[test]
fn the_name_is_filled_in_everywhere_and_once() {
    for prompt in all_prompts().into_iter().chain(together_prompts()) {
        assert!(!prompt.heading.is_empty() && !prompt.lede.is_empty());
        let shown = prompt.with("Noor");
        let json = format!("{shown:?}");
        assert!(!json.contains("{name") && !json.contains("name}"), "{json}");
        assert_eq!(prompt.with("{name}").heading, prompt.heading, "a name is text, whatever it says");
    }
    assert_eq!(fill("With {name} now", "Noor"), "With Noor now");
}

#[test]
fn whoever_listens_or_waits_has_no_field() {
    for role in Role::ALL {
        for ask in asks() {
            let fields = prompt(&ask, role).fields;
            match ask {
                Ask::Listen(_)
                | Ask::AnswerSayBack { .. }
                | Ask::ReadOn
                | Ask::Wait(_)
                | Ask::ReadIn { .. }
                | Ask::ReadStatement { .. }
                | Ask::NotReady { mine: false, .. }
                | Ask::Before
                | Ask::Tomorrow { .. }
                | Ask::OnlyFeelings { .. }
                | Ask::Resting { .. }
                | Ask::Break { .. }
                | Ask::Closed(_) => assert!(fields.is_empty(), "{ask:?}"),
                Ask::AnswerOpening { .. }
                | Ask::ProposeOpening
                | Ask::Unnamed { .. }
                | Ask::NotReady { mine: true, .. }
                | Ask::ProposeTime
                | Ask::AnswerTime { .. }
                | Ask::Write(_)
                | Ask::WriteOrPass(_)
                | Ask::SayBack { .. }
                | Ask::AnswerApology
                | Ask::Plan { .. } => assert!(!fields.is_empty(), "{ask:?}"),
            }
        }
    }
}

#[test]
fn nothing_is_written_on_the_one_phone() {
    for role in Role::ALL {
        for ask in asks() {
            assert!(together::sofa(&ask, role).fields.is_empty(), "{ask:?}");
        }
    }
}

#[test]
fn roles_change_the_words_and_not_the_ways_on() {
    for ask in asks() {
        let [hurt, caused, both] = Role::ALL.map(|role| prompt(&ask, role));
        // Step 6 asks the one who caused the hurt about the act, and nobody else.
        let act = matches!(ask, Ask::Write(Part::Responsibility) | Ask::WriteOrPass(Part::Responsibility));
        for other in [caused, both] {
            if !act {
                assert_eq!((hurt.go, hurt.or, hurt.fields), (other.go, other.or, other.fields), "{ask:?}");
            }
        }
        if act {
            assert_eq!(hurt.fields.len(), 1);
            assert_eq!((caused.go, caused.or, caused.fields), (both.go, both.or, both.fields));
        }
    }
}

#[test]
fn an_apology_has_five_openings_and_needs_none_of_them_in_particular() {
    let fields = prompt(&Ask::Write(Part::Apology), Role::Caused).fields;
    assert_eq!(fields.len(), APOLOGY_KEYS.len());
    for (field, key) in fields.iter().zip(APOLOGY_KEYS) {
        assert_eq!((field.name, field.label), (key.name, key.label));
        assert!(!field.needed);
    }
}

#[test]
fn every_break_on_offer_is_one_that_is_accepted() {
    for length in BREAK_LENGTHS {
        assert!(length.lasts >= crate::conversations::Pause::SHORTEST, "{}", length.label);
        assert!(length.lasts <= crate::conversations::Pause::LONGEST, "{}", length.label);
    }
}
