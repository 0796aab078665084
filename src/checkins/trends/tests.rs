//! The pictures at nought, one, two and five hundred and twenty rounds, and what they say without being seen.

use time::{
    Date, Duration,
    macros::{date, datetime},
};

use super::*;
use crate::{
    checkins::{Answers, Rhythm, Schedule, Score},
    couples::Seat,
};

const NAMES: Names<'static> = [Some("Sam"), Some("Noor")];
const FIRST: Date = date!(2026 - 07 - 28);

fn answers(by: Seat, lean: Option<u8>) -> Answers {
    Answers { lean: lean.and_then(Score::new), ..Answers::blank(1, by) }
}

fn series(scores: &[(Option<u8>, Option<u8>)]) -> Vec<Week> {
    let week = |(at, (one, two)): (i64, &(Option<u8>, Option<u8>))| {
        Week::gap(FIRST + Duration::weeks(at))
            .with(Seat::One, &answers(Seat::One, *one))
            .with(Seat::Two, &answers(Seat::Two, *two))
    };
    (0..).zip(scores).map(week).collect()
}

fn lean(weeks: &[Week], marks: &[Mark], range: Range) -> Chart {
    let [chart, ..] = Trends::new(weeks, NAMES, marks, range).charts;
    chart
}

fn of(chart: &Chart, who: Seat) -> &Series {
    chart.series.iter().find(|series| series.who == who).unwrap()
}

fn words(labels: &[Label]) -> Vec<&str> {
    labels.iter().map(|label| label.text.as_str()).collect()
}

#[test]
fn without_rounds_there_is_a_scale_and_nothing_else() {
    let trends = Trends::new(&[], NAMES, &[Mark::new(FIRST, "A talk")], Range::All);
    assert!(trends.is_empty() && trends.rows.is_empty() && trends.marks.is_empty());
    assert_eq!(trends.period, None);
    let [chart, ..] = &trends.charts;
    assert_eq!(words(&chart.scale), ["0", "5", "10"]);
    assert!(chart.dates.is_empty() && chart.marks.is_empty());
    assert_eq!(chart.story, "There is nothing to show yet.");
}

#[test]
fn one_round_is_a_point_beside_its_name() {
    let chart = lean(&series(&[(Some(6), None)]), &[], Range::Eight);
    assert_eq!(chart.series.len(), 1);
    let sam = of(&chart, Seat::One);
    assert_eq!((sam.line.as_str(), sam.points.as_str()), ("", "M532 122.8h.01"));
    assert_eq!((sam.name.text.as_str(), sam.name.y), ("Sam 6", Tenths(1278)));
    assert_eq!(words(&chart.dates), ["28 Jul"]);
    assert_eq!(chart.story, "Sam is at 6. There is no answer of Noor’s in these weeks.");
}

#[test]
fn two_rounds_are_a_line_from_left_to_right() {
    let chart = lean(&series(&[(Some(0), Some(10)), (Some(10), Some(0))]), &[], Range::Sixteen);
    assert_eq!(of(&chart, Seat::One).line, "M56 262L532 30");
    assert_eq!(of(&chart, Seat::Two).line, "M56 30L532 262");
    assert!(of(&chart, Seat::Two).is_hollow() && !of(&chart, Seat::One).is_hollow());
    assert_eq!(chart.series[0].who, Seat::Two, "the hollow one lies below");
    assert_eq!(words(&chart.dates), ["28 Jul", "4 Aug"]);
    assert_eq!(chart.story, "Sam began at 0 and is at 10. Noor began at 10 and is at 0.");
}

#[test]
fn a_gap_is_never_bridged_and_a_week_alone_is_a_point() {
    let weeks =
        series(&[(Some(2), None), (Some(3), Some(5)), (None, None), (Some(4), None), (None, Some(6))]);
    let chart = lean(&weeks, &[], Range::All);
    let (sam, noor) = (of(&chart, Seat::One), of(&chart, Seat::Two));
    assert_eq!(sam.line, "M56 215.6L175 192.4");
    assert_eq!(sam.points, "M56 215.6h.01M175 192.4h.01M413 169.2h.01");
    assert_eq!(sam.name.text, "Sam", "no number beside a name whose newest week is open");
    assert_eq!((noor.line.as_str(), noor.points.as_str()), ("", "M175 146h.01M532 122.8h.01"));
    assert_eq!(
        chart.story,
        "Sam began at 2 and was at 4 in the week of 18 August 2026, between 2 and 4. Two weeks are open. \
         Noor began at 5 and is at 6. Three weeks are open."
    );
    let rows = Trends::new(&weeks, NAMES, &[], Range::All).rows;
    assert_eq!((rows[0].week.as_str(), rows[0].cells[0]), ("25 August 2026", [None, Some(6)]));
    assert_eq!((rows[4].cells[0], rows[4].cells[1]), ([Some(2), None], [None, None]));
}

#[test]
fn names_at_the_right_keep_apart_and_inside() {
    for one in 0..=10 {
        for two in 0..=10 {
            let chart = lean(&series(&[(Some(one), Some(two))]), &[], Range::All);
            let (one, two) = (of(&chart, Seat::One).name.y.0, of(&chart, Seat::Two).name.y.0);
            assert!((one - two).abs() >= 280, "{one} {two}");
            assert!([one, two].iter().all(|y| (240..=2670).contains(y)), "{one} {two}");
        }
    }
    let alike =
        Trends::new(&series(&[(Some(1), Some(2))]), [Some("Alexandra"), Some("Alexander")], &[], Range::All);
    assert_eq!(of(&alike.charts[0], Seat::Two).name.text, "Dashed 2");
    let long =
        Trends::new(&series(&[(Some(1), Some(2))]), [Some("Maximilian"), Some("Noor")], &[], Range::All);
    assert_eq!(of(&long.charts[0], Seat::One).name.text, "Maximi… 1");
}

#[test]
fn ten_years_fit_and_the_points_still_tell_the_two_apart() {
    let weeks = series(
        &(0..520)
            .map(|at: u16| {
                let score = u8::try_from(at % 11).unwrap();
                ((at % 50 != 7).then_some(score), (at == 0 || at > 300).then_some(10 - score))
            })
            .collect::<Vec<_>>(),
    );
    let chart = lean(&weeks, &[], Range::All);
    let (sam, noor) = (of(&chart, Seat::One), of(&chart, Seat::Two));
    assert_eq!(sam.line.matches('M').count(), 12, "a line for each stretch between eleven gaps");
    assert_eq!(sam.line.matches(['M', 'L']).count(), 520 - 11);
    assert!((20..=40).contains(&sam.points.matches('M').count()), "{}", sam.points.matches('M').count());
    assert!(noor.points.starts_with("M56 30h.01"), "a week alone keeps its point");
    assert_eq!(chart.dates.len(), 5);
    assert_eq!((words(&chart.dates)[0], words(&chart.dates)[4]), ("Jul 2026", "Jul 2036"));
    assert_eq!(chart, lean(&weeks, &[], Range::All), "the same weeks make the same picture");
    assert_eq!(Trends::new(&weeks, NAMES, &[], Range::All).rows.len(), 520);
    for (range, rows) in [(Range::Eight, 8), (Range::Sixteen, 16)] {
        assert_eq!(Trends::new(&weeks, NAMES, &[], range).rows.len(), rows);
        assert_eq!(Range::parse(range.code()), Some(range));
    }
}

#[test]
fn dates_and_numbers_never_run_into_each_other() {
    for count in 1..=520 {
        let weeks = series(&vec![(Some(5), None); count]);
        let marks: Vec<Mark> = weeks.iter().map(|week| Mark::new(week.day, "A talk")).collect();
        let chart = lean(&weeks, &marks, Range::All);
        assert!((1..=5).contains(&chart.dates.len()), "{count}");
        for pair in chart.dates.windows(2) {
            assert!(pair[1].x.0 - pair[0].x.0 >= 895, "{count}: {pair:?}");
        }
        for pair in chart.numbers.windows(2) {
            assert!(pair[1].x.0 - pair[0].x.0 >= 300, "{count}: {pair:?}");
        }
        assert_eq!(chart.dates.last().unwrap().x, Tenths(5320), "the newest is always named");
    }
}

#[test]
fn marks_stand_at_their_week_and_those_outside_are_left_out() {
    let weeks = series(&[(Some(1), None); 16]);
    let mark = Mark::new;
    let marks = [
        mark(date!(2026 - 10 - 20), "You both agreed the plan"),
        mark(date!(2026 - 08 - 27), "A talk"),
        mark(date!(2026 - 08 - 25), "A hard week"),
    ];
    let all = Trends::new(&weeks, NAMES, &marks, Range::All);
    assert_eq!(all.charts[0].marks, "M182.9 22V262M436.8 22V262");
    assert_eq!(words(&all.charts[0].numbers), ["1–2", "3"]);
    assert_eq!(all.marks[0].day, "25 August 2026");
    let eight = Trends::new(&weeks, NAMES, &marks, Range::Eight);
    assert_eq!((eight.marks.len(), eight.marks[0].number), (1, 1));
}

#[test]
fn a_missed_round_is_a_gap_and_one_that_is_open_is_none_yet() {
    let rhythm = Rhythm::parse("Sunday", "19:30", "UTC").unwrap();
    let schedule = Schedule::new(date!(2026 - 03 - 01), rhythm, Vec::new());
    let now = datetime!(2026-03-16 8:00 UTC);
    let seen = answers(Seat::One, Some(4));
    let known = |number: &[u32]| {
        let rounds = schedule.until(now).into_iter();
        rounds
            .map(|round| (round, [number.contains(&round.number).then_some(&seen), None]))
            .collect::<Vec<_>>()
    };
    let before = weeks(known(&[1]), now);
    assert_eq!(before.len(), 2);
    assert_eq!(before[1], Week::gap(date!(2026 - 03 - 08)));
    let after = weeks(known(&[1, 3]), now);
    assert_eq!(
        after.iter().map(|week| week.day).collect::<Vec<_>>(),
        [date!(2026 - 03 - 01), date!(2026 - 03 - 08), date!(2026 - 03 - 15)]
    );
}

#[test]
fn a_length_is_written_with_a_point_only_where_it_needs_one() {
    let written: Vec<String> = [0, 5, 10, -3, -25, 1829].map(|tenths| Tenths(tenths).to_string()).to_vec();
    assert_eq!(written, ["0", "0.5", "1", "-0.3", "-2.5", "182.9"]);
}
