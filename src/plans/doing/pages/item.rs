//! One promise that holds: what it says, how it went this week, and what the other one has shown of theirs.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use time::Date;

use super::{Week, doers, figure, find, today, week_of};
use crate::{
    couples::Seat,
    entries::{Shared, Text, Written, drop_draft, mark_opened},
    plans::{
        Commitment, InForce, Kept,
        doing::{Mark, Said, UnderReview, Why, marks, review, under_review},
        rhythm::Due,
    },
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Flash, Nav, Page, View, Who},
        readers::{Held, Names, With},
        show,
        signed_in::SignedIn,
    },
};

/// More than this many of the newest marks are not looked through.
const MOST: u32 = 300;
/// More weeks than this are not listed on this page.
const WEEKS: usize = 8;

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
    #[serde(default)]
    week: String,
}

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct MarkForm {
    #[serde(default)]
    week: String,
    /// The Monday that the page was about: a form from before midnight means the week that it showed.
    #[serde(default)]
    monday: String,
    #[serde(default)]
    kept: String,
    #[serde(default)]
    words: String,
    /// The revision that was on the page; none for nothing yet.
    #[serde(default)]
    number: u32,
    /// Pressed: look at what the other one would see.
    #[serde(default)]
    show: String,
}

/// A week that was said something about, on the page.
struct Before {
    week: String,
    kept: &'static str,
    words: String,
    /// Who else can read it.
    shown: Option<String>,
}

#[derive(Template)]
#[template(path = "plans/doing/item.html")]
struct Item {
    page: Page,
    id: String,
    act: String,
    /// "You", "Noor", "Both of you".
    whose: String,
    who: Vec<Who>,
    rhythm: String,
    due: Option<String>,
    review: Option<String>,
    review_has_come: bool,
    /// Why it is under review, each with a link where there is something to read.
    reviewed: Vec<(String, Option<String>)>,
    calendar: bool,
    other: String,
    /// How it went, for whoever has promised it.
    form: Option<Form>,
    mine: Vec<Before>,
    theirs: Vec<show::Shared>,
    /// The other one has promised it: "I noticed" is for them.
    notice: bool,
}

struct Form {
    week: &'static str,
    monday: Date,
    title: String,
    last: bool,
    kept: Choice,
    words: Field,
    number: u32,
    problems: Problems,
    held: String,
    draft: String,
    /// How what was saved for the week is shared.
    shared: Shared,
    /// Who else can read it now; the page fills it in.
    shown: Option<Held>,
    changed: bool,
}

/// `GET /plan/items/{id}`
pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (held, commitment) = find(&mut visit, &id).await?;
    let week = Week::parse(&asked.week);
    let form = if commitment.who.is(visit.me().seat) {
        Some(saved(&mut visit, &commitment, week).await?)
    } else {
        None
    };
    let other = name(&visit);
    let names = Names::when(&mut visit, asked.done.as_deref() == Some(With::Both.done())).await?;
    let flash = done(asked.done.as_deref(), &other, &names);
    let mut view = page(visit, &held, &commitment, form).await?;
    view.page = view.page.with_flash(flash);
    Ok(View(view).into_response())
}

fn name(visit: &SignedIn) -> String {
    visit.partner().map(|partner| partner.name.clone()).unwrap_or_default()
}

fn done(code: Option<&str>, other: &str, names: &Names) -> Option<Flash> {
    let text = match code? {
        "kept" => "Kept. Only you can see it.".to_owned(),
        "shared" => format!("{other} can see it now."),
        "both" => format!("{} can see it now.", names.both()),
        "private" => "It stays with you.".to_owned(),
        _ => return None,
    };
    Some(Flash::done(text))
}

fn place_of(commitment: &Commitment, monday: Date) -> String {
    format!("mark/{}/{monday}", commitment.id)
}

/// The form with what was saved for this week, or what was being written.
async fn saved(visit: &mut SignedIn, commitment: &Commitment, week: Week) -> Result<Form, Error> {
    let monday = week.monday(today(visit));
    let place = place_of(commitment, monday);
    let (scope, hand, _) = visit.parts();
    let text = marks::own(scope, hand, commitment.id, monday).await?;
    let typed = visit.unfinished::<MarkForm>(&place, text.as_ref().map(|text| text.written_at)).await?;
    let (typed, kept) = typed.unwrap_or_else(|| (text.as_ref().map(of).unwrap_or_default(), String::new()));
    let mut form = form(visit, commitment, (week, monday), &typed, text.as_ref(), Problems::default());
    form.draft = kept;
    Ok(form)
}

fn of(text: &Text<Mark>) -> MarkForm {
    MarkForm {
        kept: text.content.kept.code().to_owned(),
        words: text.content.words.clone(),
        number: text.number,
        ..MarkForm::default()
    }
}

fn form(
    visit: &SignedIn,
    commitment: &Commitment,
    (week, monday): (Week, Date),
    typed: &MarkForm,
    text: Option<&Text<Mark>>,
    problems: Problems,
) -> Form {
    let options = Kept::ALL.into_iter().map(|kept| Opt::new(kept.code(), kept.label()));
    let title = match week {
        Week::This => "How it went this week",
        Week::Last => "How it went last week",
    };
    Form {
        week: week.code(),
        monday,
        title: title.to_owned(),
        last: week == Week::Last,
        kept: Choice::new("kept", week_of(monday), options.collect())
            .choose(&[typed.kept.as_str()])
            .checked(&problems),
        words: Field::new("words", "A line about it, if you like")
            .value(typed.words.clone())
            .max(Mark::LONGEST)
            .rows(2)
            .short()
            .checked(&problems),
        number: text.map_or(0, |text| text.number),
        held: visit.held(&place_of(commitment, monday)),
        draft: String::new(),
        changed: text.is_some_and(Text::has_unshared_changes),
        shared: text.map_or(Shared::No, |text| text.shared),
        shown: None,
        problems,
    }
}

async fn page(
    mut visit: SignedIn,
    held: &InForce,
    commitment: &Commitment,
    form: Option<Form>,
) -> Result<Item, Error> {
    let today = today(&visit);
    let other = name(&visit);
    let (scope, hand, me) = visit.parts();
    let seat = me.seat;
    let mut said = marks::said(scope, hand, me, MOST).await?;
    said.retain(|said| said.text.content.commitment == commitment.id);
    said.sort_by_key(|said| std::cmp::Reverse(said.text.content.week));
    let reviews = under_review(scope, hand, me, held).await?;
    let reviewed: Vec<UnderReview> =
        reviews.into_iter().filter(|it| it.commitment == commitment.id).collect();
    let (mine, mut theirs): (Vec<&Said>, Vec<&Said>) = said.iter().partition(|said| said.by == seat);
    theirs.truncate(WEEKS);
    mark_opened(scope, me.id, theirs.iter().map(|said| &said.text)).await?;
    let written = form.as_ref().map(|form| form.shared);
    let names = Names::of(&mut visit, mine.iter().map(|said| said.text.shared).chain(written)).await?;
    let form = form.map(|form| Form { shown: names.held(form.shared), ..form });
    let stamp = stamp(&theirs, &reviewed);
    let who = doers(&visit, commitment);
    let whose = match who.as_slice() {
        [one] if one.seat == seat => "You".to_owned(),
        [one] => one.name.clone(),
        _ => "Both of you".to_owned(),
    };
    let due = match commitment.due_in(Week::This.monday(today)) {
        Due::Not if commitment.starts > today => {
            Some(format!("It begins on {}.", show::day(commitment.starts)))
        }
        Due::Not => Some("Nothing of it falls in this week.".to_owned()),
        Due::Days(_) | Due::Once | Due::AsItComes => None,
    };
    let promised = |seat: Seat| commitment.who.is(seat);
    let them = visit.other();
    let view = Item {
        page: visit.page("A promise").at(Nav::Plan).following("/live", stamp),
        id: commitment.id.to_string(),
        act: commitment.act.clone(),
        whose,
        who,
        rhythm: commitment.rhythm(),
        due,
        review: commitment.review.map(show::day),
        review_has_come: review::has_come(commitment, today),
        reviewed: reviewed.iter().map(|it| why(it, &other)).collect(),
        calendar: commitment.calendar().is_some(),
        form,
        mine: mine.into_iter().take(WEEKS).map(|said| before(said, &names)).collect(),
        theirs: theirs
            .into_iter()
            .filter_map(|said| {
                let Shared::WithMe { on } = said.text.shared else { return None };
                Some(figure(&said.text.content, &commitment.act, them.clone()?, show::day(on)))
            })
            .collect(),
        notice: promised(seat.other()) && !other.is_empty(),
        other,
    };
    // what the other one has shown counts as read
    visit.scope.commit().await?;
    Ok(view)
}

fn before(said: &Said, names: &Names) -> Before {
    Before {
        week: week_of(said.text.content.week),
        kept: said.text.content.kept.label(),
        words: said.text.content.words.clone(),
        shown: names.readers(said.text.shared),
    }
}

fn why(it: &UnderReview, other: &str) -> (String, Option<String>) {
    let since = show::day(it.since);
    match it.why {
        Why::Setback { id, mine } => {
            let whose = if mine { "You" } else { other };
            (format!("{whose} wrote about a setback on {since}."), Some(format!("/plan/setback/{id}")))
        }
        Why::SomethingNew(talk) => (
            format!("Something new came up on {since}, after the talk it came from."),
            Some(format!("/talk/{talk}")),
        ),
    }
}

/// Changes when something that the other one has shown here changes.
fn stamp(theirs: &[&Said], reviewed: &[UnderReview]) -> String {
    let mut hash = Sha256::new();
    for said in theirs {
        hash.update(format!("{:?}{:?}", said.text.content, said.text.shared));
    }
    for it in reviewed {
        hash.update(format!("{it:?}"));
    }
    HEXLOWER.encode(hash.finalize().first_chunk::<8>().unwrap_or(&[0; 8]))
}

/// The week that a form is about, as its page showed it: this one or the one before, counted from the day of the page.
fn meant(form: &MarkForm, today: Date) -> Option<(Week, Date)> {
    let week = Week::parse(&form.week);
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let shown = Date::parse(&form.monday, format).ok()?;
    [Week::This, Week::Last]
        .into_iter()
        .find(|week| week.monday(today) == shown)
        .or((week.monday(today) == shown).then_some(week))
        .map(|week| (week, shown))
}

/// `POST /plan/items/{id}`: how it went, for oneself.
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(typed): CheckedForm<MarkForm>,
) -> Result<Response, Error> {
    let (held, commitment) = find(&mut visit, &id).await?;
    if !commitment.who.is(visit.me().seat) {
        return Err(Error::NotFound);
    }
    let today = today(&visit);
    let (week, monday) = meant(&typed, today).ok_or(Error::Conflict)?;
    let (scope, hand, _) = visit.parts();
    let text = marks::own(scope, hand, commitment.id, monday).await?;
    let words = typed.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut problems = Problems::default();
    let kept = Kept::parse(&typed.kept);
    if kept.is_none() {
        problems.add("kept", "Choose one of the three.");
    }
    if typed::length(&words) > Mark::LONGEST {
        problems.add("words", "Keep it to one line, 280 characters at most.");
    }
    let (Some(kept), true) = (kept, problems.is_empty()) else {
        let form = form(&visit, &commitment, (week, monday), &typed, text.as_ref(), problems);
        let view = page(visit, &held, &commitment, Some(form)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    };
    let mark = Mark { commitment: commitment.id, week: monday, kept, words };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let seen = text.as_ref().map_or(0, |text| text.number);
    // saved in another window meanwhile, and not as the same
    let overtaken = seen != typed.number && text.as_ref().is_some_and(|text| text.content != mark);
    let written = if overtaken {
        None
    } else {
        match marks::keep(scope, hand, me, text.as_ref(), &mark, now).await? {
            Written::Kept(..) | Written::Already(..) => Some(()),
            Written::Clash(_) | Written::NotFound => None,
        }
    };
    if written.is_none() {
        let mut problems = Problems::default();
        problems.add("kept", "This was saved in another window meanwhile. Yours is still here: keep it once more to put it in its place.");
        let form = form(&visit, &commitment, (week, monday), &typed, text.as_ref(), problems);
        let view = page(visit, &held, &commitment, Some(form)).await?;
        return Ok((StatusCode::CONFLICT, View(view)).into_response());
    }
    drop_draft(scope, hand, &place_of(&commitment, monday)).await?;
    visit.scope.commit().await?;
    let week = week.code();
    let next = if typed.show.is_empty() {
        format!("/plan/items/{id}?week={week}&done=kept")
    } else {
        format!("/plan/items/{id}/share?week={week}")
    };
    Ok(Redirect::to(&next).into_response())
}
