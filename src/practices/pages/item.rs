//! `GET /p/{id}`: something begun with what came back to it, for whoever began it and for whoever it was given to.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{
    answer::{offered, wording},
    done, figures, id_of, part, shelf,
};
use crate::{
    entries::{Shared, Text, mark_opened},
    practices::{Matter, Piece, Practice, Stand, Standing, agreements, catalogue, matter},
    web::{
        error::Error,
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
}

/// Something of one's own in it, and who else reads it.
struct Mine {
    figure: show::Shared,
    held: Option<Held>,
    /// Changed since it was shared.
    changed: bool,
}

/// How something stands that the two agree on.
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page that is there or not")]
struct Agreed {
    /// Since when both have agreed to it.
    on: Option<String>,
    /// It stands, and can be changed or ended.
    stands: bool,
    /// What is agreed to is that it ends.
    ends: bool,
    /// It can be agreed to.
    open: bool,
    /// There can be other words for it.
    may_ask: bool,
    once: uuid::Uuid,
}

impl Agreed {
    fn of(visit: &SignedIn, all: &matter::All, matter: &Matter) -> Option<Self> {
        let standing = agreements::standing(all, matter)?;
        let shared = matter.begun.as_ref().is_some_and(|begun| begun.shared != Shared::No);
        let on = match standing {
            Standing::Stands(day) | Standing::Stood(day) => Some(show::day(day)),
            Standing::Open | Standing::Outdated => None,
        };
        let stands = matches!(standing, Standing::Stands(_));
        let open = standing == Standing::Open;
        let theirs = open && !matter.is_of(visit.me().id);
        let may_ask = shared && visit.partner().is_some() && (stands || theirs);
        let ends = matter.suggestion().is_some_and(|suggestion| suggestion.ends);
        Some(Self { on, stands, ends, open, may_ask, once: uuid::Uuid::new_v4() })
    }
}

/// For whoever began it.
#[derive(Template)]
#[template(path = "practices/own.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page that is there or not")]
struct Own {
    page: Page,
    id: String,
    practice: Option<&'static Practice>,
    other: Option<String>,
    begun: Mine,
    may_change: bool,
    may_remove: bool,
    /// What came back.
    reply: Option<show::Shared>,
    asks: bool,
    agreed: Option<Agreed>,
    /// What the way to the preview says once it is shared.
    changes: &'static str,
    explanation: Option<Mine>,
    /// What can be said about what was behind it.
    may_explain: bool,
    /// Both said yes to a day.
    day: bool,
}

/// For whoever it was given to.
#[derive(Template)]
#[template(path = "practices/given.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page that is there or not")]
struct GivenTo {
    page: Page,
    id: String,
    practice: Option<&'static Practice>,
    /// Whether the two are still linked.
    linked: bool,
    name: String,
    /// What was given; none when it was taken back.
    begun: Option<show::Shared>,
    answer: Option<Mine>,
    explanation: Option<show::Shared>,
    asks: bool,
    agreed: Option<Agreed>,
    /// Both agreed to it, so it is not answered anew.
    settled: bool,
    /// What the way to the preview says once the answer is shared.
    changes: &'static str,
    /// The one answer that is there, where it has no field: it can be given from here.
    single: Option<&'static catalogue::Answer>,
    /// What can be chosen now, as it is chosen.
    ways: Vec<&'static str>,
    /// It was heard, and there is more that can be said to it.
    goes_on: bool,
    /// The revision in view.
    to: u32,
    once: uuid::Uuid,
    answer_number: u32,
    /// Both said yes to a day.
    day: bool,
    /// They change places after the answer.
    turn: Option<u16>,
}

/// Something that does not open.
#[derive(Template)]
#[template(path = "practices/broken.html")]
struct Broken {
    page: Page,
    shared: show::Shared,
}

/// `GET /p/{id}`
pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let id = id_of(&id)?;
    let (scope, hand, me) = visit.parts();
    let (matter, all) = matter::one(scope, hand, me, id).await?;
    if let Some((_, author)) = all.broken.iter().find(|(broken, _)| *broken == id) {
        let content = show::Content::Broken;
        let who = visit.who_wrote(*author);
        let shared = show::Shared { who, what: "wrote".to_owned(), when: String::new(), content };
        return Ok(View(Broken { page: visit.page("Between").at(Nav::Us), shared }).into_response());
    }
    let matter = matter.ok_or(Error::NotFound)?;
    let agreed = Agreed::of(&visit, &all, &matter);
    if part::part_of(&matter).is_some() {
        let names = Names::when(&mut visit, asked.done.as_deref() == Some("both")).await?;
        let flash = done(asked.done.as_deref(), &names);
        let stamp = shelf::stamp(&all, matter.practice);
        let page = visit.page("Between").at(Nav::Us).with_flash(flash).following("/live", stamp);
        let answer = part::show(&mut visit, page, &matter, asked.done.as_deref()).await?;
        visit.scope.commit().await?;
        return Ok(answer);
    }
    opens(&mut visit, &matter).await?;
    let shared = matter.shared().into_iter().flatten().map(|(_, shared)| shared);
    let names = Names::of(&mut visit, shared).await?;
    let flash = done(asked.done.as_deref(), &names);
    let page = visit.page("Between").at(Nav::Us).with_flash(flash).following("/live", stamp(&matter));
    let answer = match &matter.begun {
        Some(begun) if begun.author == visit.me().id => {
            View(own(&visit, page, &matter, begun, &names, agreed)).into_response()
        }
        None if matter.explanation.is_some() => return Err(Error::NotFound),
        _ => View(theirs(&visit, page, &matter, &names, agreed)).into_response(),
    };
    visit.scope.commit().await?;
    Ok(answer)
}

/// Remembers, for the visitor alone, what they have before them.
async fn opens(visit: &mut SignedIn, matter: &Matter) -> Result<(), Error> {
    let me = visit.me().id;
    mark_opened(&mut visit.scope, me, matter.begun.iter().filter(|text| text.author != me)).await?;
    mark_opened(&mut visit.scope, me, matter.answer.iter().filter(|text| text.author != me)).await?;
    mark_opened(&mut visit.scope, me, matter.explanation.iter().filter(|text| text.author != me)).await?;
    Ok(())
}

fn mine<C: Clone>(visit: &SignedIn, names: &Names, text: &Text<C>, piece: fn(C) -> Piece) -> Mine {
    Mine {
        figure: figures::figure(&piece(text.content.clone()), visit.who(), readers::when(text.shared)),
        held: names.held(text.shared),
        changed: text.has_unshared_changes(),
    }
}

/// What can be done about who reads it: what both agreed to is not taken back by one of them.
fn changes(matter: &Matter) -> &'static str {
    if matter.agreed_on().is_some() { "Change who reads it" } else { "Take it back, or change who reads it" }
}

fn own(
    visit: &SignedIn,
    page: Page,
    matter: &Matter,
    begun: &Text<Piece>,
    names: &Names,
    agreed: Option<Agreed>,
) -> Own {
    let facts = matter.facts();
    Own {
        page,
        id: matter.id.to_string(),
        practice: matter.of(),
        other: visit.partner().map(|partner| partner.name.clone()),
        begun: mine(visit, names, begun, |piece| piece),
        may_change: facts.may_change()
            && matter.of().is_some()
            && matter.suggestion().is_none_or(|suggestion| !suggestion.ends),
        may_remove: facts.may_remove(),
        reply: matter.answer.as_ref().map(|answer| {
            figures::answer(&answer.content, visit.who_wrote(answer.author), readers::when(answer.shared))
        }),
        asks: facts.asks,
        agreed,
        changes: changes(matter),
        explanation: matter.explanation.as_ref().map(|text| mine(visit, names, text, Piece::Explanation)),
        may_explain: facts.may_explain() && matter.of().is_some_and(|of| of.later.is_some()),
        day: matter.day().is_some(),
    }
}

fn theirs(visit: &SignedIn, page: Page, matter: &Matter, names: &Names, agreed: Option<Agreed>) -> GivenTo {
    let author = matter.begun.as_ref().map(|begun| begun.author);
    let partner = visit.partner().filter(|partner| author.is_none_or(|author| author == partner.id));
    let offered = offered(matter);
    let plain = |answer: &&catalogue::Answer| answer.words == catalogue::Words::None && !answer.day;
    let single = match offered.as_slice() {
        [one] if matter.stand() == Stand::Given => Some(*one).filter(plain),
        _ => None,
    };
    GivenTo {
        page,
        id: matter.id.to_string(),
        practice: matter.of(),
        linked: partner.is_some(),
        name: partner.map_or_else(|| "Your partner".to_owned(), |partner| partner.name.clone()),
        begun: matter.begun.as_ref().map(|begun| {
            figures::figure(&begun.content, visit.who_wrote(begun.author), readers::when(begun.shared))
        }),
        answer: matter.answer.as_ref().map(|text| mine(visit, names, text, Piece::Answer)),
        explanation: matter.explanation.as_ref().map(|text| {
            figures::explanation(&text.content, visit.who_wrote(text.author), readers::when(text.shared))
        }),
        settled: matter.agreed_on().is_some(),
        changes: changes(matter),
        asks: matter.facts().asks && agreed.as_ref().is_none_or(|agreed| agreed.open),
        agreed,
        single,
        ways: match &matter.begun {
            Some(begun) => offered.iter().map(|answer| wording(answer, &begun.content).0).collect(),
            None => Vec::new(),
        },
        goes_on: matter.stand() == Stand::Heard,
        to: matter.begun.as_ref().map_or(0, |begun| begun.number),
        once: uuid::Uuid::new_v4(),
        answer_number: matter.answer.as_ref().map_or(0, |answer| answer.number),
        day: matter.day().is_some(),
        turn: matter
            .of()
            .filter(|of| of.is_heard_first() && matter.stand() == Stand::Answered)
            .map(|of| of.number),
    }
}

/// Changes exactly when what the visitor may see of it does.
fn stamp(matter: &Matter) -> String {
    let mut hash = Sha256::new();
    for one in matter.shared() {
        let (number, shared) = one.unwrap_or((0, Shared::No));
        hash.update(format!("{number} {shared:?};"));
    }
    live::stamp(hash)
}
