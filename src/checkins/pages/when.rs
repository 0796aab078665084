//! `/weeks/when`: day, hour and zone. Either suggests, the other agrees, leaves it or suggests something else.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Asked;
use crate::{
    checkins::{
        self, Answered, Calendar, Holds, Rhythm, Suggested, Suggestion, Unclear, agree, leave_it, suggestion,
        take_back,
    },
    couples::pacing::zones,
    reminders::{self, Whose},
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Flash, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "checkins/when.html")]
struct When {
    page: Page,
    name: String,
    linked: bool,
    /// What holds, in words.
    holds: Option<String>,
    own: bool,
    next: Option<String>,
    table: Table,
    problems: Problems,
    shown: String,
    weekday: Choice,
    hour: Field,
    zone: Field,
    zones: Vec<String>,
}

/// What lies on the table.
enum Table {
    Nothing,
    Theirs { id: Uuid, words: String },
    Mine { id: Uuid, words: String },
    Left { id: Uuid, words: String },
}

impl Table {
    fn of(there: Option<&Suggestion>) -> Self {
        match there {
            None => Self::Nothing,
            Some(it) if !it.mine => Self::Theirs { id: it.id, words: it.rhythm.words() },
            Some(it) if it.left => Self::Left { id: it.id, words: it.rhythm.words() },
            Some(it) => Self::Mine { id: it.id, words: it.rhythm.words() },
        }
    }

    fn stamp(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Theirs { id, .. } => format!("theirs-{id}"),
            Self::Mine { id, .. } => format!("mine-{id}"),
            Self::Left { id, .. } => format!("left-{id}"),
        }
    }

    /// What was just done, as long as it is still so.
    fn flash(&self, done: &str, name: &str) -> Option<Flash> {
        match (self, done) {
            (Self::Mine { .. }, "suggested") => {
                Some(Flash::done(format!("Suggested. It holds for both of you once {name} has agreed.")))
            }
            (Self::Nothing, "agreed") => Some(Flash::done("Agreed. It holds from the next round on.")),
            (Self::Nothing, "own") => Some(Flash::done("That is your rhythm now.")),
            (Self::Nothing, "left" | "back") => Some(Flash::done("It stays as it is.")),
            (_, "gone") => Some(Flash::problem(
                "That suggestion is not on the table any more. This is how it stands now.",
            )),
            _ => None,
        }
    }
}

/// What was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct WhenForm {
    weekday: String,
    hour: String,
    zone: String,
    /// The suggestion that the page showed; empty for none.
    shown: String,
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl WhenForm {
    fn of(rhythm: &Rhythm) -> Self {
        let hour = rhythm.hour();
        Self {
            weekday: rhythm.weekday().to_string(),
            hour: format!("{:02}:{:02}", hour.hour(), hour.minute()),
            zone: rhythm.zone().to_owned(),
            shown: String::new(),
        }
    }

    fn weekday(&self, problems: &Problems) -> Choice {
        let options = DAYS.map(|day| Opt::new(day, day)).into();
        Choice::new("weekday", "Which day?", options).choose(&[&self.weekday]).checked(problems)
    }

    fn hour(&self, problems: &Problems) -> Field {
        Field::new("hour", "From what hour?")
            .hint(
                "A round opens then, and stays open until the next one. Nobody has to be there at that hour.",
            )
            .kind("time")
            .value(self.hour.clone())
            .short()
            .checked(problems)
    }

    fn zone(&self, problems: &Problems) -> Field {
        Field::new("zone", "By which clock?")
            .hint("For example Europe/Berlin. Summer time moves nothing: the hour stays the hour.")
            .value(self.zone.clone())
            .checked(problems)
    }
}

async fn page(visit: &mut SignedIn, typed: Option<WhenForm>, problems: Problems) -> Result<When, Error> {
    let (now, name) = (visit.now, super::other_name(visit));
    let (scope, _, me) = visit.parts();
    let calendar = checkins::calendar(scope).await?;
    let there = suggestion(scope, me).await?;
    let zone = me.pacing.zone().to_owned();
    let holds = calendar.holds(now);
    let begin = there.as_ref().map(|it| &it.rhythm).or(holds.map(|holds| holds.rhythm));
    let typed = typed.unwrap_or_else(|| {
        let offered =
            WhenForm { weekday: "Sunday".into(), hour: "19:30".into(), zone, ..WhenForm::default() };
        begin.map_or(offered, WhenForm::of)
    });
    let table = Table::of(there.as_ref());
    let words = holds.map(|holds| holds.rhythm.words());
    let stamp = format!("{} {}", table.stamp(), words.clone().unwrap_or_default());
    Ok(When {
        page: super::page(visit, "Weeks").following("/live", stamp),
        linked: visit.partner().is_some(),
        own: holds.is_some_and(|holds| holds.couple.is_none()),
        next: calendar.next(now, 1).pop().map(|it| super::moment(&calendar, it.round.opens, now)),
        holds: words,
        name,
        table,
        shown: there.map(|it| it.id.to_string()).unwrap_or_default(),
        weekday: typed.weekday(&problems),
        hour: typed.hour(&problems),
        zone: typed.zone(&problems),
        zones: zones(),
        problems,
    })
}

/// `GET /weeks/when`
pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let mut view = page(&mut visit, None, Problems::default()).await?;
    view.page = view.page.with_flash(view.table.flash(&asked.done, &view.name));
    Ok(View(view).into_response())
}

/// `POST /weeks/when`
pub(super) async fn suggest(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<WhenForm>,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let rhythm = match Rhythm::parse(&form.weekday, &form.hour, &form.zone) {
        Ok(rhythm) => rhythm,
        Err(unclear) => {
            let (field, says) = Unclear::says(unclear);
            problems.add(field, says);
            return again(visit, form, problems).await;
        }
    };
    let (now, name) = (visit.now, super::other_name(&visit));
    let (scope, _, me) = visit.parts();
    let outcome = checkins::suggest(scope, me, form.shown.parse().ok(), &rhythm, now).await?;
    let text = match outcome {
        Suggested::Done | Suggested::Alone => {
            remind(&mut visit, outcome == Suggested::Alone).await?;
            visit.scope.commit().await?;
            let done = if outcome == Suggested::Done { "suggested" } else { "own" };
            return Ok(Redirect::to(&format!("/weeks/when?done={done}")).into_response());
        }
        Suggested::AsItIs => "This is how it is already. Change something, or leave it".to_owned(),
        Suggested::AsTheirs => format!("{name} suggests exactly this. You can agree to it above"),
        Suggested::Meanwhile => {
            "Something has changed meanwhile. Look at it above, then send yours again if you still want to"
                .to_owned()
        }
    };
    problems.add("weekday", text);
    again(visit, form, problems).await
}

async fn again(mut visit: SignedIn, form: WhenForm, problems: Problems) -> Result<Response, Error> {
    let view = page(&mut visit, Some(form), problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response())
}

/// When the next round of this schedule opens.
fn opens(calendar: &Calendar, holds: &Holds<'_>, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let next = calendar.next(now, 4);
    next.iter().find(|it| it.key.schedule == holds.schedule).map(|it| it.round.opens)
}

/// Says when both are to be reminded of their rounds; of rounds of one's own only where `alone` says that nothing of
/// one's own lies on the table. Whoever has suggested a rhythm goes by their own without reminders: when the other one
/// agrees, nobody but oneself could end them.
async fn remind(visit: &mut SignedIn, alone: bool) -> Result<(), Error> {
    let now = visit.now;
    let (scope, _, me) = visit.parts();
    let calendar = checkins::calendar(scope).await?;
    let common = calendar.holds(now).filter(|holds| holds.couple.is_some());
    if let (Some(holds), Some(partner)) = (&common, &me.partner)
        && let Some(opens) = opens(&calendar, holds, now)
    {
        let whose = Whose::Both(me.id, partner.id);
        reminders::rounds(scope, whose, holds.schedule, opens, holds.rhythm).await?;
    }
    if let Some(own) = calendar.own(now) {
        let whose = Whose::Mine(me.id);
        match opens(&calendar, &own, now).filter(|_| alone && common.is_none()) {
            Some(opens) => reminders::rounds(scope, whose, own.schedule, opens, own.rhythm).await?,
            None => reminders::forget_rounds(scope, whose, own.schedule).await?,
        }
    }
    Ok(())
}

/// An answer to what the page showed.
#[derive(Deserialize)]
pub(super) struct AnswerForm {
    #[serde(default)]
    id: String,
    #[serde(default)]
    answer: String,
}

/// `POST /weeks/when/answer`
pub(super) async fn answer(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<AnswerForm>,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, _, me) = visit.parts();
    let (answered, done) = match (form.id.parse::<Uuid>(), form.answer.as_str()) {
        (Ok(id), "agree") => (agree(scope, me, id, now).await?, "agreed"),
        (Ok(id), "leave") => (leave_it(scope, me, id).await?, "left"),
        (Ok(id), "back") => (take_back(scope, me, id).await?, "back"),
        _ => (Answered::Gone, "gone"),
    };
    let done = match answered {
        Answered::Done => {
            // nothing of the visitor's own lies on the table after any of the three
            remind(&mut visit, true).await?;
            visit.scope.commit().await?;
            done
        }
        Answered::Gone => "gone",
    };
    Ok(Redirect::to(&format!("/weeks/when?done={done}")).into_response())
}
