//! `GET /write/ideas/{number}/beside`: what one thinks that the other wants, beside what the other wrote and shared.
//!
//! What must stay true: it shows what its reader may read anyway, on one page. Nothing here tells the other that somebody
//! compared.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};

use crate::{
    entries::{self, Note, Seen, Shared, Text, mark_opened, of_kind},
    plans::{Answers, Question},
    practices,
    reflections::Reflection,
    web::{
        error::Error,
        page::{Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
};

/// How far back one's own notes are looked through.
const MOST: u32 = 500;

#[derive(Template)]
#[template(path = "reflections/beside.html")]
struct Beside {
    page: Page,
    reflection: &'static Reflection,
    /// One's own, the newest that began with these questions, and where it can be changed.
    mine: Option<(show::Shared, String)>,
    other: Option<Who>,
    theirs: Vec<show::Shared>,
    /// What else they have shared, outside a talk: where, and what it is called.
    notes: Vec<(String, String)>,
}

fn since<C>(text: &Text<C>) -> String {
    match text.shared {
        Shared::WithMe { on } => format!("Shared with you on {}", show::day(on)),
        Shared::No | Shared::WithPartner { .. } => String::new(),
    }
}

/// What the other answered to the three questions of the plan, as far as it was shared.
fn answers(answers: &Answers, who: &Who) -> Vec<show::Shared> {
    let shared = |question: Question| {
        let text = answers.of_theirs(question)?;
        let part = show::Part {
            heading: Some(question.asks().to_owned()),
            text: show::Paragraphs::of(&text.content.words),
        };
        let content = show::Content::Words { chosen: Vec::new(), parts: vec![part] };
        Some(show::Shared { who: who.clone(), what: "wrote".to_owned(), when: since(text), content })
    };
    Question::ALL.into_iter().filter_map(shared).collect()
}

/// `GET /write/ideas/{number}/beside`
pub(super) async fn show(Path(number): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let reflection = super::one::find(&number)?;
    if !reflection.beside {
        return Err(Error::NotFound);
    }
    let (pinned, other, my_id) = (visit.pinned(), visit.other(), visit.me().id);
    let (scope, hand, me) = visit.parts();
    let all = of_kind::<Note>(scope, hand, pinned.as_ref(), "note", MOST).await?;
    let given = Answers::open(scope, hand, me).await?;
    let wishes = practices::wishes(scope, hand, me).await?;
    let opened = given.theirs.iter().flatten().filter(|_| other.is_some());
    mark_opened(&mut visit.scope, my_id, opened).await?;
    mark_opened(&mut visit.scope, my_id, &wishes).await?;
    let texts = || all.iter().filter_map(Seen::as_text);
    let mine = texts().find(|text| text.author == my_id && reflection.is_in(&text.content.text));
    let mine = mine.map(|text| {
        let when = format!("Written on {}", show::day(text.written_at.date()));
        (entries::pages::figure(&text.content, visit.who(), when), format!("/n/{}/edit", text.id))
    });
    let said = |who: &Who| -> Vec<show::Shared> {
        let wishes =
            wishes.iter().map(|text| practices::pages::figure(&text.content, who.clone(), since(text)));
        answers(&given, who).into_iter().chain(wishes).collect()
    };
    let theirs = other.as_ref().map(said).unwrap_or_default();
    let notes = texts().filter(|text| text.author != my_id && other.is_some());
    let view = Beside {
        page: visit.page("Write").at(Nav::Write),
        reflection,
        mine,
        theirs,
        notes: notes.map(|text| (format!("/n/{}", text.id), text.content.headline())).collect(),
        other,
    };
    visit.scope.commit().await?;
    Ok(View(view).into_response())
}
