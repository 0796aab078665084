//! `GET /now/{id}`: a moment of one's own; a line of one's own with what came back; or a line that the other one sent, with
//! what can be said to it.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    done, figures, id_of,
    reply::{ReplyForm, place_of},
    share::own_reply,
};
use crate::{
    entries::{Shared, Text, mark_opened},
    hard::{
        Matter, Moment, Need, Word,
        matter::{self, All},
        private,
    },
    web::{
        error::Error,
        forms::{Choice as Radios, Field, Opt, Problems},
        live,
        page::{Nav, Page, View},
        readers::{self, Held, Names},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
    /// Whether to look at what was put away already.
    #[serde(default)]
    early: String,
}

/// For whoever wrote it down.
#[derive(Template)]
#[template(path = "hard/moment.html")]
struct OfMine {
    page: Page,
    id: String,
    on: String,
    written: show::Paragraphs,
    other: Option<String>,
    /// The line that goes with it, and whether it was sent.
    line: Option<(String, bool)>,
    /// Until when the other one has put this away.
    theirs: Option<String>,
    /// The sentence of a time apart, while it holds.
    apart: Option<String>,
}

/// For whoever wrote the line.
#[derive(Template)]
#[template(path = "hard/own.html")]
struct Own {
    page: Page,
    id: String,
    other: Option<String>,
    line: show::Shared,
    held: Option<Held>,
    may_change: bool,
    reply: Option<show::Shared>,
    /// Something came back and is put away.
    put_away: bool,
}

/// One's own reply.
struct Mine {
    id: String,
    figure: show::Shared,
    held: Option<Held>,
}

/// What can be said to a line.
struct Ways {
    /// Whole on their buttons: what is sent, and what it says.
    presses: Vec<(&'static str, &'static str)>,
    once: Uuid,
    /// The revision of the line.
    line: u32,
    /// And of one's own answer, if there is one.
    number: u32,
    /// With an hour or a sentence.
    more: Option<More>,
    problem: Option<String>,
}

struct More {
    choice: Radios,
    hour: Option<Field>,
    words: Field,
    /// It was begun: it stands open.
    open: bool,
    held: String,
    kept: String,
}

/// For whoever it was sent to.
#[derive(Template)]
#[template(path = "hard/sent.html")]
struct Sent {
    page: Page,
    id: String,
    /// The line; none when it was taken back.
    line: Option<show::Shared>,
    name: String,
    leaves: bool,
    linked: bool,
    reply: Option<Mine>,
    /// That one was kept in another window meanwhile.
    elsewhere: bool,
    ways: Option<Ways>,
    problems: Problems,
}

/// Something that does not open.
#[derive(Template)]
#[template(path = "hard/broken.html")]
struct Broken {
    page: Page,
    shared: show::Shared,
}

/// `GET /now/{id}`
pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let id = id_of(&id)?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    if let Some(text) = private::one(scope, hand, id).await? {
        return moment(visit, &text, &asked).await;
    }
    let all = matter::all(scope, hand, me, now).await?;
    if let Some((_, author)) = all.broken.iter().find(|(broken, _)| *broken == id) {
        let content = show::Content::Broken;
        let who = visit.who_wrote(*author);
        let shared = show::Shared { who, what: "wrote".to_owned(), when: String::new(), content };
        return Ok(View(Broken { page: visit.page("Now").at(Nav::Today), shared }).into_response());
    }
    let Some(matter) = matter::among(scope, hand, me, id, &all).await? else {
        // a reply has no page of its own
        let reply = own_reply(&mut visit, id).await?.ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&format!("/now/{}", reply.content.to)).into_response());
    };
    let me = visit.me().id;
    match &matter.word {
        Some(word) if word.author == me => own(visit, &matter, word, &all, &asked).await,
        _ => {
            mark_opened(&mut visit.scope, me, matter.word.iter()).await?;
            let view = sent(&mut visit, &matter, None, Problems::default(), asked.done.as_deref()).await?;
            visit.scope.commit().await?;
            Ok(View(view).into_response())
        }
    }
}

async fn moment(mut visit: SignedIn, text: &Text<Moment>, asked: &Asked) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let word = matter::word_of(scope, hand, text.id).await?;
    let rests = matter::rests(scope, hand, me, now).await?;
    let on = show::weekday(me.pacing.local(text.written_at).date());
    let names = Names::when(&mut visit, false).await?;
    let flash = done(asked.done.as_deref(), &names);
    let theirs = rests.theirs.map(|rest| rest.until.short());
    let stamp = live::stamp(Sha256::new_with_prefix(format!("{theirs:?}")));
    let view = OfMine {
        page: visit.page("Now").at(Nav::Today).with_flash(flash).following("/live", stamp),
        id: text.id.to_string(),
        on,
        written: show::Paragraphs::of(&text.content.words),
        other: visit.partner().map(|partner| partner.name.clone()),
        line: word.map(|word| (format!("/now/{}", word.id), word.shared != Shared::No)),
        theirs,
        apart: visit.apart().map(|apart| apart.says()),
    };
    Ok(View(view).into_response())
}

async fn own(
    mut visit: SignedIn,
    matter: &Matter,
    word: &Text<Word>,
    all: &All,
    asked: &Asked,
) -> Result<Response, Error> {
    let me = visit.me().id;
    let put_away = all.rests.is_mine() && asked.early != "1" && matter.has_new_reply_for(me);
    let said = matter.said().filter(|_| !put_away);
    mark_opened(&mut visit.scope, me, said).await?;
    let names = Names::of(&mut visit, [word.shared]).await?;
    let flash = done(asked.done.as_deref(), &names);
    let stamp = format!("{} {:?} {:?}", word.number, word.shared, said.map(|said| (said.id, said.number)));
    let stamp = live::stamp(Sha256::new_with_prefix(stamp));
    let view = Own {
        page: visit.page("Now").at(Nav::Today).with_flash(flash).following("/live", stamp),
        id: matter.id.to_string(),
        other: visit.partner().map(|partner| partner.name.clone()),
        line: figures::word(&word.content, visit.who(), readers::when(word.shared)),
        held: names.held(word.shared),
        may_change: matter.may_change(),
        reply: said.map(|said| {
            figures::reply(&said.content, visit.who_wrote(said.author), readers::when(said.shared))
        }),
        put_away,
    };
    visit.scope.commit().await?;
    Ok(View(view).into_response())
}

/// The page of a line that the other one sent.
async fn sent(
    visit: &mut SignedIn,
    matter: &Matter,
    form: Option<&ReplyForm>,
    problems: Problems,
    code: Option<&str>,
) -> Result<Sent, Error> {
    let names = Names::of(visit, matter.reply.iter().map(|reply| reply.shared)).await?;
    let flash = done(code, &names);
    let author = matter.word.as_ref().map(|word| word.author);
    let partner = visit.partner().filter(|partner| author == Some(partner.id));
    let name = partner.map_or_else(|| "your partner then".to_owned(), |partner| partner.name.clone());
    let given = matter.said().is_some();
    let ways = match &matter.word {
        Some(word) if partner.is_some() && !given => Some(ways(visit, word, matter, form, &problems).await?),
        _ => None,
    };
    let stamp = matter.word.as_ref().map(|word| (word.number, word.shared));
    let stamp = format!("{stamp:?} {:?}", matter.reply.as_ref().map(|reply| (reply.number, reply.shared)));
    let stamp = live::stamp(Sha256::new_with_prefix(stamp));
    Ok(Sent {
        page: visit.page("Now").at(Nav::Today).with_flash(flash).following("/live", stamp),
        id: matter.id.to_string(),
        line: matter.word.as_ref().map(|word| {
            figures::word(&word.content, visit.who_wrote(word.author), readers::when(word.shared))
        }),
        name,
        leaves: matter.word.as_ref().is_some_and(|word| word.content.need == Need::Leave),
        linked: visit.partner().is_some(),
        reply: matter.reply.as_ref().map(|reply| Mine {
            id: reply.id.to_string(),
            figure: figures::reply(&reply.content, visit.who(), readers::when(reply.shared)),
            held: names.held(reply.shared),
        }),
        elsewhere: false,
        ways,
        problems,
    })
}

async fn ways(
    visit: &mut SignedIn,
    word: &Text<Word>,
    matter: &Matter,
    form: Option<&ReplyForm>,
    problems: &Problems,
) -> Result<Ways, Error> {
    let need = &word.content.need;
    let choices = need.choices();
    let presses = choices.iter().filter(|choice| **choice != crate::hard::Choice::Hour);
    let presses = presses.map(|choice| (choice.code(), choice.says())).collect();
    let once = form.map_or_else(Uuid::new_v4, |form| form.once);
    let there = matter.reply.as_ref();
    let number = form.map_or_else(|| there.map_or(0, |reply| reply.number), |form| form.number);
    let problem = problems.of("choice").map(std::borrow::Cow::into_owned);
    let ways = Ways { presses, once, line: word.number, number, more: None, problem };
    if !need.takes_words() {
        return Ok(ways);
    }
    let place = place_of(&word.id.to_string());
    let saved_at = there.map(|reply| reply.written_at);
    let kept_form =
        if form.is_none() { visit.unfinished::<ReplyForm>(&place, saved_at).await? } else { None };
    let saved = there.map(|reply| ReplyForm {
        choice: reply.content.choice.code().to_owned(),
        hour: reply.content.hour.as_ref().map(crate::hard::Hour::clock).unwrap_or_default(),
        words: reply.content.words.clone(),
        ..ReplyForm::default()
    });
    let open = form.is_some_and(|form| !form.look.is_empty()) || kept_form.is_some() || saved.is_some();
    let (filled, kept) = match (form, kept_form) {
        (Some(form), _) => (form.clone(), String::new()),
        (None, Some((form, kept))) => (form, kept),
        (None, None) => (saved.unwrap_or_default(), String::new()),
    };
    let zone = visit.me().pacing.zone();
    let options = choices.iter().map(|choice| Opt::new(choice.code(), choice.says())).collect();
    let hour = choices.contains(&crate::hard::Choice::Hour).then(|| {
        Field::new("hour", "The hour, if it is another one")
            .hint(format!("The next time the clock shows this ({zone})."))
            .kind("time")
            .short()
            .value(filled.hour.clone())
            .checked(problems)
    });
    let words = Field::new("words", "A sentence to it, if you like")
        .value(filled.words.clone())
        .max(Word::LONGEST)
        .rows(2)
        .short()
        .checked(problems);
    let choice = Radios::new("choice", "What you say", options).choose(&[&filled.choice]).checked(problems);
    let more = More { choice, hour, words, open, held: visit.held(&place), kept };
    // an open form says beside its choices what is not right
    let problem = ways.problem.filter(|_| !open);
    Ok(Ways { more: Some(more), problem, ..ways })
}

/// An answer was kept in another window meanwhile: both are on the page.
pub(super) async fn clash(mut visit: SignedIn, matter: &Matter, form: ReplyForm) -> Result<Response, Error> {
    // sending again is meant from here on
    let number = matter.reply.as_ref().map_or(0, |reply| reply.number);
    let form = ReplyForm { number, ..form };
    let view = sent(&mut visit, matter, Some(&form), Problems::default(), None).await?;
    Ok((StatusCode::CONFLICT, View(Sent { elsewhere: true, ..view })).into_response())
}

/// The same page with the reason why nothing was said, and everything that was typed.
pub(super) async fn refuse(
    mut visit: SignedIn,
    matter: &Matter,
    form: &ReplyForm,
    (field, says): (&'static str, &'static str),
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    problems.add(field, says);
    let view = sent(&mut visit, matter, Some(form), problems, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response())
}
