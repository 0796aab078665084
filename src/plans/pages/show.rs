//! `GET /plan`: what both have agreed to, what lies on the table, and the three questions with the answers of both.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use time::Date;

use super::{
    Done,
    view::{self, Item, Proposal},
};
use crate::{
    entries::mark_opened,
    plans::{Answers, Plan, PlanText, Question, Version, doing, drafts, words},
    web::{
        error::Error,
        page::{Flash, Nav, Page, View, Who},
        readers::{Names, Readers, With},
        show::{self, Paragraphs},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "plans/plan.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page that is there or not")]
struct PlanPage {
    page: Page,
    pair: [Who; 2],
    /// The other one, if somebody has joined.
    other: Option<Who>,
    seal: Option<Seal>,
    broken: bool,
    /// The other one's key is not the one that was pinned: agreeing rests.
    paused: bool,
    table: Option<Table>,
    /// The therapist whom one's own is shown to, or could be.
    therapist: Option<String>,
    questions: Vec<Asked>,
    items: Vec<Item>,
    /// Nearly everything has rested on one person for long: both are asked the same.
    rests_on_one: bool,
    drafting: bool,
    /// One's own suggestion lies on the table: what to change goes into that one.
    suggested: bool,
    earlier: bool,
}

/// What both have agreed to, in a line or two.
struct Seal {
    on: String,
    nth: String,
    next: Option<String>,
}

/// What lies on the table.
struct Table {
    id: String,
    digest: String,
    mine: bool,
    later: bool,
    proposal: Proposal,
    /// Whether the therapist reads what is one's own in it.
    holds: bool,
}

/// A question with the answers of both, as far as the reader may see them.
pub(super) struct Asked {
    number: u8,
    about: &'static str,
    asks: &'static str,
    voices: Vec<Voice>,
    together: Option<Paragraphs>,
}

impl Asked {
    /// The seam stands only where two people's words meet.
    fn meets(&self) -> bool {
        self.voices.iter().all(|voice| voice.words.is_some() && !voice.private)
    }
}

struct Voice {
    who: Who,
    mine: bool,
    words: Option<Paragraphs>,
    /// It is the reader's own, and only theirs.
    private: bool,
    /// It is the reader's own: who else reads it.
    shared: Option<String>,
    /// It is the reader's own, and was changed after it was shared.
    changed: bool,
}

/// `GET /plan`
pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let plan = if me.partner.is_some() {
        Plan::now(scope, hand, me).await?
    } else {
        Plan::whole(scope, hand, me).await?
    };
    let answers = Answers::open(scope, hand, me).await?;
    let drafting = drafts::find(scope, hand, me).await?.is_some();
    let asked = doing::asked(scope, hand, me, &plan, me.pacing.local(now).date()).await?;
    let my_id = me.id;
    let linked = visit.partner().is_some();
    let opened = answers.theirs.iter().flatten();
    mark_opened(&mut visit.scope, my_id, opened).await?;
    if let Some(open) = plan.open().filter(|open| linked && !open.mine) {
        mark_opened(&mut visit.scope, my_id, [&open.text]).await?;
    }
    let holds = plan.in_force().filter(|_| linked);
    let today = view::today(&visit);
    let names = view::names(&visit);
    let therapist = if linked { therapist(&mut visit, &plan).await? } else { None };
    let table = plan.open().filter(|_| linked).map(|open| Table {
        holds: open.is_for_therapist(),
        id: open.id.to_string(),
        digest: HEXLOWER.encode(&open.digest),
        mine: open.mine,
        later: open.later,
        proposal: view::proposed(open, open.content.over.and_then(|over| plan.version(over))),
    });
    let nothing = PlanText::default();
    let text = holds.map_or(&nothing, |version| &version.content.text);
    let mut items = view::items(text, &names, today);
    for item in items.iter_mut().filter(|_| linked) {
        item.href = Some(format!("/plan/items/{}", item.id));
        item.asked = asked.of(&item.id);
    }
    let held = answers.mine.iter().flatten().any(|answer| With::of(answer.shared) == With::Both);
    let asks = held || therapist.is_some() || done.done == With::Both.done();
    let readers = Names::when(&mut visit, asks).await?;
    let flash = flash(&done.done, &visit, &plan, &readers);
    let view = PlanPage {
        page: visit
            .page("Plan")
            .at(Nav::Plan)
            .following("/live", stamp(&visit, &plan, &answers, &asked))
            .with_flash(flash),
        pair: view::pair(&names),
        other: visit.other(),
        seal: holds.and_then(|version| seal(version, today)),
        broken: plan.is_broken(),
        paused: linked && visit.pinned().is_none(),
        table,
        therapist,
        questions: questions(&visit, &answers, text, &readers),
        items,
        rests_on_one: asked.rests_on_one,
        suggested: plan.open().is_some_and(|open| linked && open.mine),
        drafting,
        earlier: !plan.versions.is_empty(),
    };
    visit.scope.commit().await?;
    Ok(View(view).into_response())
}

/// What the therapist is called, if there is one who reads, or who holds something of the plan that is one's own.
async fn therapist(visit: &mut SignedIn, plan: &Plan) -> Result<Option<String>, Error> {
    if plan.versions.is_empty() {
        return Ok(None);
    }
    if let Some(name) = Readers::of(visit).await?.therapist() {
        return Ok(Some(name.to_owned()));
    }
    if !plan.versions.iter().any(Version::is_for_therapist) {
        return Ok(None);
    }
    Ok(Some(Names::when(visit, true).await?.therapist().to_owned()))
}

fn seal(version: &Version, today: Date) -> Option<Seal> {
    let looks = version.content.text.commitments.iter().filter_map(|it| it.review);
    let looks = looks.filter(|day| *day >= today);
    version.agreed_on().map(|on| Seal {
        on: show::day(on),
        nth: words::nth(version.content.number),
        next: looks.min().map(show::day),
    })
}

fn questions(visit: &SignedIn, answers: &Answers, text: &PlanText, readers: &Names) -> Vec<Asked> {
    let asked = |question: Question| {
        let mine = answers.of_mine(question).map(|answer| {
            let private = !answer.is_shared_as_is() && !answer.has_unshared_changes();
            (Paragraphs::of(&answer.content.words), private, answer.has_unshared_changes())
        });
        let (words, private, changed) = match mine {
            Some((words, private, changed)) => (Some(words), private, changed),
            None => (None, false, false),
        };
        let shared = answers.of_mine(question).and_then(|answer| readers.readers(answer.shared));
        let mut voices = vec![Voice { who: visit.who(), mine: true, words, private, shared, changed }];
        if let Some(who) = visit.other() {
            let words = answers.of_theirs(question).map(|answer| Paragraphs::of(&answer.content.words));
            voices.push(Voice { who, mine: false, words, private: false, shared: None, changed: false });
        }
        // the same side for the same person on both phones
        voices.sort_by_key(|voice| voice.who.seat);
        let together = text.of(question);
        Asked {
            number: question.number(),
            about: question.about(),
            asks: question.asks(),
            voices,
            together: (!together.is_empty()).then(|| Paragraphs::plain(together)),
        }
    };
    Question::ALL.into_iter().map(asked).collect()
}

/// Changes exactly when something changes that this person may see through the other one.
fn stamp(visit: &SignedIn, plan: &Plan, answers: &Answers, asked: &doing::Asked) -> String {
    let mut hash = Sha256::new();
    hash.update([u8::from(visit.partner().is_some()), u8::from(visit.pinned().is_some())]);
    for version in &plan.versions {
        hash.update(version.id.bytes());
        hash.update([u8::from(version.later), u8::from(version.agreed_on().is_some())]);
    }
    for answer in answers.theirs.iter().flatten() {
        // not the digest: sealed anew, it says the same
        hash.update(answer.id.bytes());
        hash.update(answer.number.to_be_bytes());
    }
    for it in &asked.under_review {
        hash.update(it.commitment.bytes());
    }
    HEXLOWER.encode(hash.finalize().get(..12).unwrap_or_default())
}

/// What was just done, as long as it is still so: the page may have followed the other one meanwhile.
fn flash(done: &str, visit: &SignedIn, plan: &Plan, readers: &Names) -> Option<Flash> {
    let name = visit.other()?.name;
    let mine = plan.open().is_some_and(|open| open.mine);
    let too = |version: Option<&Version>, says: &str| {
        let holds = version.is_some_and(Version::is_for_therapist);
        if holds { format!(" {} {says}", readers.therapist()) } else { String::new() }
    };
    let text = match done {
        "proposed" if mine => format!(
            "Proposed, and signed by you. {name} sees it on their own page, and answers when they like.{}",
            too(plan.open(), "can read it, too.")
        ),
        "agreed" if plan.in_force().is_some() => format!(
            "Agreed. This is your plan from now on, signed by both of you.{}",
            too(plan.in_force(), "can see that you have signed.")
        ),
        "readers" => {
            return Some(Flash::problem(
                "Your therapist cannot be chosen any more, so nothing was signed. Look once more at who would see it.",
            ));
        }
        "later" => format!("Said. It stays on the table, and {name} sees “not yet”."),
        "unsaid" => "Taken back. It lies on the table as before.".to_owned(),
        "back" if !mine => format!("Taken back. {name} can no longer open it, and it is your draft again."),
        "two" => {
            return Some(Flash::problem(
                "You have another draft. Put that away first: what you take back becomes your draft again, and nothing of it is to be lost.",
            ));
        }
        "gone" => return Some(Flash::problem("Something has changed meanwhile. This is how it stands now.")),
        "shared" => format!("{name} can read your answer now."),
        "both" => format!("{} can read your answer now.", readers.both()),
        "private" => "It stays with you. Nobody is told that it exists.".to_owned(),
        "answer-back" => format!("Taken back. {name} can no longer open it."),
        "away" => "The draft is put away. The plan is as it was.".to_owned(),
        _ => return None,
    };
    Some(Flash::done(text))
}
