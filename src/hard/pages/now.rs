//! `/now`: one field that is there at once, what helps to come back to the room one is in, and what was before.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use time::Date;
use uuid::Uuid;

use super::done;
use crate::{
    entries::{Base, Place, Shared, Text, Written, drop_draft, write},
    folding,
    hard::{
        Matter, Moment,
        matter::{self, All},
        private::{self, Private},
    },
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        live,
        page::{Nav, Page, View},
        readers::Names,
        show,
        signed_in::SignedIn,
    },
};

/// The name of its draft.
const NEW: &str = "now/new";

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
    /// Which month is listed, as 2026-03.
    #[serde(default)]
    month: String,
    /// Whether to look at what was put away already.
    #[serde(default)]
    early: String,
}

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct NowForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    once: Uuid,
}

pub(super) struct Row {
    href: String,
    title: String,
    meta: String,
}

/// A month that something is from, or a year.
struct Span {
    href: String,
    name: String,
    here: bool,
}

/// What was before, in one month.
#[derive(Default)]
struct Past {
    name: String,
    /// The years that something is from, if they are several.
    years: Vec<Span>,
    /// The months of the year that is shown.
    months: Vec<Span>,
    mine: Vec<Row>,
    between: Vec<Row>,
    /// Own replies to what was taken back.
    left: Vec<Row>,
    /// Something of the other one's is put away until the night is over.
    put_away: bool,
    broken: bool,
    bounded: bool,
    /// Of what the visitor sees of it, without what is put away.
    stamp: String,
}

#[derive(Template)]
#[template(path = "hard/now.html")]
struct Now {
    page: Page,
    other: Option<String>,
    words: Field,
    problems: Problems,
    once: Uuid,
    held: String,
    kept: String,
    /// It was kept before, with other words: that one.
    again: Option<String>,
    /// Until when the visitor has put things away.
    rest: Option<String>,
    /// Until when the other one has.
    theirs: Option<String>,
    past: Past,
}

/// The month of a day, for an address.
fn key(day: Date) -> String {
    format!("{}-{:02}", day.year(), u8::from(day.month()))
}

/// A thing of the past, with its day.
enum Thing {
    Mine(Row),
    Between(Row),
    Left(Row),
}

struct Looking<'a> {
    visit: &'a SignedIn,
    /// What is put away is looked at all the same.
    early: bool,
    put_away: bool,
    things: Vec<(Date, Thing)>,
}

impl Looking<'_> {
    fn day(&self, at: time::OffsetDateTime) -> Date {
        self.visit.me().pacing.local(at).date()
    }

    fn add_moment(&mut self, text: &Text<Moment>) {
        let day = self.day(text.written_at);
        let row = Row {
            href: format!("/now/{}", text.id),
            title: folding::headline(&text.content.words),
            meta: format!("{}. Only you.", show::weekday(day)),
        };
        self.things.push((day, Thing::Mine(row)));
    }

    fn add(&mut self, matter: &Matter, rests: bool) {
        let me = self.visit.me().id;
        let hidden = rests && !self.early;
        let href = format!("/now/{}", matter.id);
        // whoever was linked before has no name here
        let named = |author| {
            self.visit.partner().filter(|partner| partner.id == author).map(|partner| partner.name.as_str())
        };
        let Some(word) = &matter.word else {
            if let Some(reply) = &matter.reply {
                let day = reply.shared.on().unwrap_or_else(|| self.day(reply.written_at));
                let meta = "Your answer. The line was taken back.".to_owned();
                self.things.push((day, Thing::Left(Row { href, title: reply.content.says(), meta })));
            }
            return;
        };
        let mine = word.author == me;
        if hidden && matter.is_new_to(me) {
            self.put_away = true;
            if !mine {
                return;
            }
        }
        let day = word.shared.on().unwrap_or_else(|| self.day(word.written_at));
        let said = matter.said().filter(|_| !(hidden && matter.has_new_reply_for(me)));
        let status = match (mine, word.shared, said) {
            (true, Shared::No, _) => "Not sent. Only you.".to_owned(),
            (true, _, Some(_)) => {
                let other = matter.reply.as_ref().and_then(|reply| named(reply.author));
                format!("You sent it. {} answered.", other.unwrap_or("Your partner then"))
            }
            (true, _, None) => "You sent it.".to_owned(),
            (false, _, said) => {
                let answered = if said.is_some() { " You answered." } else { "" };
                format!("From {}.{answered}", named(word.author).unwrap_or("your partner then"))
            }
        };
        let meta = format!("{}. {status}", show::weekday(day));
        self.things
            .push((day, Thing::Between(Row { href, title: folding::headline(&word.content.title()), meta })));
    }
}

impl Past {
    fn of(visit: &SignedIn, moments: &[Text<Moment>], all: &All, asked: &Asked) -> Self {
        let mut looking = Looking { visit, early: asked.early == "1", put_away: false, things: Vec::new() };
        for text in moments {
            looking.add_moment(text);
        }
        for matter in &all.matters {
            looking.add(matter, all.rests.is_mine());
        }
        let Looking { put_away, mut things, .. } = looking;
        things.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        let today = visit.me().pacing.local(visit.now).date();
        let mut days: Vec<Date> = things.iter().map(|(day, _)| *day).collect();
        days.dedup_by_key(|day| key(*day));
        // the month that was asked for, or the newest of which there is anything
        let found = days.iter().find(|day| key(**day) == asked.month);
        let shown = found.or_else(|| days.first()).copied().unwrap_or(today);
        let span = |day: &Date, name: String, here: bool| Span {
            href: format!("/now?month={}", key(*day)),
            name,
            here,
        };
        let of_year = days.iter().filter(|day| day.year() == shown.year());
        let months = of_year.map(|day| span(day, day.month().to_string(), key(*day) == key(shown)));
        let mut newest = days.clone();
        newest.dedup_by_key(|day| day.year());
        let years = newest.iter().filter(|_| newest.len() > 1);
        let years = years.map(|day| span(day, day.year().to_string(), day.year() == shown.year()));
        let mut past = Self {
            name: format!("{} {}", shown.month(), shown.year()),
            years: years.collect(),
            months: months.collect(),
            put_away,
            ..Self::default()
        };
        let mut stamp = Sha256::new();
        for (_, thing) in things.into_iter().filter(|(day, _)| key(*day) == key(shown)) {
            let (list, row) = match thing {
                Thing::Mine(row) => (&mut past.mine, row),
                Thing::Between(row) => (&mut past.between, row),
                Thing::Left(row) => (&mut past.left, row),
            };
            stamp.update(format!("{} {} {};", row.href, row.title, row.meta));
            list.push(row);
        }
        past.broken = !all.broken.is_empty();
        past.stamp = live::stamp(stamp);
        past
    }
}

async fn view(visit: &mut SignedIn, form: &NowForm, asked: &Asked, problems: Problems) -> Result<Now, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let (moments, more) = private::all(scope, hand).await?;
    let all = matter::all(scope, hand, me, now).await?;
    let names = Names::when(visit, asked.done.as_deref() == Some("both")).await?;
    let past = Past { bounded: more || all.bounded, ..Past::of(visit, &moments, &all, asked) };
    let rest = all.rests.mine.as_ref().map(|(_, rest)| rest.until.short());
    let theirs = all.rests.theirs.as_ref().map(|rest| rest.until.short());
    let stamp = format!("{}{:?}{:?}", past.stamp, rest.is_some(), theirs);
    let stamp = live::stamp(Sha256::new_with_prefix(stamp));
    let flash = done(asked.done.as_deref(), &names);
    let words = Field::new("words", "What is happening?")
        .hint("A few words are enough. Only you can ever read this.")
        .value(form.words.clone())
        .max(Moment::LONGEST)
        .rows(4)
        .large()
        .checked(&problems);
    Ok(Now {
        page: visit.page("Now").at(Nav::Today).with_flash(flash).following("/live", stamp),
        other: visit.partner().map(|partner| partner.name.clone()),
        words,
        problems,
        once: form.once,
        held: visit.held(NEW),
        kept: String::new(),
        again: None,
        rest,
        theirs,
        past,
    })
}

/// `GET /now`
pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let blank = NowForm { once: Uuid::new_v4(), ..NowForm::default() };
    let (form, kept) = visit.unfinished(NEW, None).await?.unwrap_or_else(|| (blank, String::new()));
    let view = view(&mut visit, &form, &asked, Problems::default()).await?;
    Ok(View(Now { kept, ..view }).into_response())
}

/// `POST /now`
pub(super) async fn keep(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NowForm>,
) -> Result<Response, Error> {
    let asked = Asked { done: None, month: String::new(), early: String::new() };
    let moment = Moment::new(&form.words);
    if let Some(problem) = moment.problem() {
        let mut problems = Problems::default();
        problems.add("words", problem);
        let view = view(&mut visit, &form, &asked, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let slot = private::slot(form.once);
    let place = Place { kind: private::KIND, couple: me.couple, about: None, slot: Some(&slot) };
    match write(scope, hand, place, Base::New(form.once), &Private::Now(moment), now).await? {
        Written::Kept(id, _) | Written::Already(id, _) => {
            drop_draft(scope, hand, NEW).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/now/{id}?done=kept")).into_response())
        }
        Written::Clash(there) => clash(visit, form, asked, there).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// The same form with other words: what is in it can be kept as another one.
async fn clash(mut visit: SignedIn, form: NowForm, asked: Asked, there: EntryId) -> Result<Response, Error> {
    let form = NowForm { once: Uuid::new_v4(), ..form };
    let mut view = view(&mut visit, &form, &asked, Problems::default()).await?;
    view.again = Some(there.to_string());
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
