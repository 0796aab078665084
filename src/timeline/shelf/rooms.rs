//! How the things of each room are drawn.
//!
//! What must stay true: what is read only after an act of its own (the other one's check-in or part, while one's own can
//! still change) is not drawn before that act.

use std::collections::BTreeSet;

use serde::{Deserialize, de::IgnoredAny};

use super::{As, Drawn, Is, Kind, Shelf, Thing};
use crate::{
    apart, asking,
    checkins::{self, LateNote, Sheet, moments},
    conversations::{self, sheets},
    entries::{self, Note},
    hard,
    ids::{CommitmentId, ConversationId},
    noticing::{self, Line},
    plans::{self, Acts, Plan, doing},
    practices,
    web::{
        error::Error,
        page::Who,
        show::{self, Content, Paragraphs, Part, Shared},
    },
};

/// What lies where only its author reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Own {
    Private(asking::Private),
    Sheet(sheets::Sheet),
    Other(IgnoredAny),
}

/// What is sealed in a check-in: the answers, or a note that came later.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum CheckIn {
    Sheet(Box<Sheet>),
    Note(LateNote),
}

impl Shelf<'_> {
    /// Draws all there is of a kind.
    pub(super) async fn draw(&mut self, kind: Kind) -> Result<(), Error> {
        match kind {
            Kind::Note => self.notes().await,
            Kind::Talk => self.talks().await,
            Kind::Plan => self.of_the_plan().await,
            Kind::CheckIn => self.check_ins().await,
            Kind::Line => self.lines().await,
            Kind::Moment => self.moments().await,
            Kind::Mark => self.marks().await,
            Kind::Question => self.questions().await,
            Kind::Hard => self.hard().await,
            Kind::Apart => self.apart().await,
            Kind::Practice => self.practices().await,
            Kind::Sheet => self.sheets().await,
        }
    }

    async fn notes(&mut self) -> Result<(), Error> {
        for it in self.texts::<Note>(Kind::Note).await? {
            let figure = entries::pages::figure(&it.1.content, self.who(it.0.author), String::new());
            let drawn = Drawn::new("wrote a note", figure, format!("/n/{}", it.0.id));
            self.put(Kind::Note, &it, Drawn { title: it.1.content.title.clone(), ..drawn });
        }
        Ok(())
    }

    async fn lines(&mut self) -> Result<(), Error> {
        let all = self.texts::<Line>(Kind::Line).await?;
        let acts = self.acts().await?;
        for it in all {
            let line = &it.1.content;
            let figure = noticing::pages::figure(line, self.who(it.0.author), &acts, String::new());
            let drawn = Drawn::new(line.kind.says(), figure, format!("/noticed/{}", it.0.id));
            self.put(Kind::Line, &it, drawn);
        }
        Ok(())
    }

    async fn moments(&mut self) -> Result<(), Error> {
        for it in self.texts::<moments::Moment>(Kind::Moment).await? {
            let figure = moments::figure(&it.1.content, self.who(it.0.author));
            let drawn = Drawn::new("marked a day", figure, "/weeks/moments");
            let note = format!("About {}", show::day(it.1.content.day));
            self.put(Kind::Moment, &it, Drawn { note, ..drawn });
        }
        Ok(())
    }

    async fn marks(&mut self) -> Result<(), Error> {
        let all = self.texts::<doing::Mark>(Kind::Mark).await?;
        let acts = self.acts().await?;
        for it in all {
            let mark = &it.1.content;
            let act = acts.of(mark.commitment).unwrap_or("A promise that has changed since");
            let figure = doing::pages::figure(mark, act, self.who(it.0.author), String::new());
            let href = self.promise(mark.commitment);
            self.put(Kind::Mark, &it, Drawn::new("says how it went with a promise", figure, href));
        }
        Ok(())
    }

    async fn questions(&mut self) -> Result<(), Error> {
        for it in self.texts::<asking::Piece>(Kind::Question).await? {
            let piece = &it.1.content;
            let figure = asking::pages::figure(piece, self.who(it.0.author), String::new());
            let href = format!("/questions/{}", piece.to().unwrap_or(it.0.id));
            let is = if matches!(piece, asking::Piece::Answer(_)) { Is::Answer } else { Is::Ordinary };
            self.put(Kind::Question, &it, Drawn { is, ..Drawn::new(piece.did(), figure, href) });
        }
        Ok(())
    }

    /// Lines from hard moments and what was said to them. A night without them is nothing to look back at, and what came in
    /// one that still lasts is not brought before its reader here either.
    async fn hard(&mut self) -> Result<(), Error> {
        let all = self.texts::<hard::Piece>(Kind::Hard).await?;
        let (me, now) = (self.visit.me().id, self.visit.now);
        // asked for by itself: it need not be on this page of the list
        let (scope, hand, _) = self.visit.parts();
        let rests = hard::is_put_away(scope, hand, now).await?;
        for it in all {
            let piece = &it.1.content;
            let waits = rests && it.0.author != me && !it.1.opened;
            if waits || matches!(piece, hard::Piece::Rest(_)) {
                continue;
            }
            let figure = hard::pages::figure(piece, self.who(it.0.author), String::new());
            let href = format!("/now/{}", piece.to().unwrap_or(it.0.id));
            self.put(Kind::Hard, &it, Drawn::new(piece.did(), figure, href));
        }
        Ok(())
    }

    async fn apart(&mut self) -> Result<(), Error> {
        for it in self.texts::<apart::Piece>(Kind::Apart).await? {
            let piece = &it.1.content;
            let figure = apart::pages::figure(piece, self.who(it.0.author), String::new());
            self.put(Kind::Apart, &it, Drawn::new(piece.did(), figure, "/us/time"));
        }
        Ok(())
    }

    /// What was done between the talks. The other one's part is not here as long as reading it would end changing one's own:
    /// that is decided on its own page.
    async fn practices(&mut self) -> Result<(), Error> {
        let all = self.texts::<practices::Piece>(Kind::Practice).await?;
        let me = self.visit.me().id;
        let parts = all
            .iter()
            .any(|(head, text)| head.author != me && matches!(text.content, practices::Piece::Part(_)));
        let mut undecided = Vec::new();
        if parts {
            let (scope, hand, me) = self.visit.parts();
            undecided = practices::undecided(scope, hand, me).await?;
        }
        for it in all {
            let piece = &it.1.content;
            if undecided.contains(&it.0.id) || matches!(piece, practices::Piece::Looked(_)) {
                continue;
            }
            let figure = practices::pages::figure(piece, self.who(it.0.author), String::new());
            let href = format!("/p/{}", piece.to().unwrap_or(it.0.id));
            let note = piece.of().map(|of| of.name.clone()).unwrap_or_default();
            let drawn = Drawn { note, ..Drawn::new(&piece.did(), figure, href) };
            self.put(Kind::Practice, &it, drawn);
        }
        Ok(())
    }

    /// Answers and setbacks; for a search versions and drafts as well. A signature says nothing that could be read.
    async fn of_the_plan(&mut self) -> Result<(), Error> {
        let all = self.texts::<plans::Piece>(Kind::Plan).await?;
        let searched = self.how == As::Latest;
        for it in all {
            let who = self.who(it.0.author);
            let drawn = match &it.1.content {
                plans::Piece::Answer(answer) => {
                    let href = format!("/plan/questions/{}", answer.question.number());
                    let figure = plans::pages::given::answer(answer, who);
                    Drawn::new("answered a question of the plan", figure, href)
                }
                plans::Piece::Setback(setback) => {
                    let over = self
                        .plan()
                        .await?
                        .versions
                        .iter()
                        .find_map(|version| version.holds().filter(|held| held.number == setback.over));
                    let figure = doing::pages::setback::figure(setback, over.as_ref(), who, String::new());
                    let href = format!("/plan/setback/{}", it.0.id);
                    Drawn { is: Is::Setback, ..Drawn::new("wrote about a setback", figure, href) }
                }
                plans::Piece::Version(version) if searched => {
                    let figure =
                        of_words(who, "proposed a plan", &plan_words(&version.text, &version.reason));
                    Drawn::new("proposed a plan", figure, format!("/plan/versions/{}", it.0.id))
                }
                plans::Piece::Draft(draft) if searched => {
                    let figure = of_words(who, "works on the plan", &plan_words(&draft.text, &draft.reason));
                    Drawn::new("works on the plan", figure, "/plan/draft")
                }
                plans::Piece::Version(_) | plans::Piece::Draft(_) | plans::Piece::Signature(_) => continue,
            };
            self.put(Kind::Plan, &it, drawn);
        }
        Ok(())
    }

    async fn check_ins(&mut self) -> Result<(), Error> {
        let all = self.texts::<CheckIn>(Kind::CheckIn).await?;
        let now = self.visit.now;
        let rounds = checkins::calendar(&mut self.visit.scope).await?.opened(now);
        let (scope, hand, me) = self.visit.parts();
        let (me, undecided) = (me.id, checkins::undecided(scope, hand, me, now).await?);
        for it in all {
            let who = self.who(it.0.author);
            let (schedule, number, parts) = match &it.1.content {
                CheckIn::Sheet(sheet) => (sheet.schedule, sheet.answers.round, answers(sheet)),
                CheckIn::Note(note) if self.how == As::Latest => {
                    (note.schedule, note.round, vec![part("A note that came later", &note.text)])
                }
                CheckIn::Note(_) => continue,
            };
            let its = rounds.iter().find(|it| it.key.schedule == schedule && it.key.number == number);
            let Some(round) = its else { continue };
            // opening it is an act of its own, as long as it ends changing one's own
            if it.0.author != me && Some(round.key) == undecided {
                continue;
            }
            let content = Content::Words { chosen: Vec::new(), parts };
            let figure = Shared { who, what: "checked in".to_owned(), when: String::new(), content };
            let href = format!("/weeks/{}", round.key.code());
            let note = checkins::pages::name(round);
            let drawn = Drawn { note, ..Drawn::new("checked in", figure, href) };
            self.put(Kind::CheckIn, &it, drawn);
        }
        Ok(())
    }

    /// The timeline has lines of its own for talks (`lines.rs`).
    async fn talks(&mut self) -> Result<(), Error> {
        if self.how == As::Held {
            return Ok(());
        }
        let of_talks = || self.heads.iter().filter(|head| head.kind == Kind::Talk.code());
        let ids: BTreeSet<ConversationId> = of_talks().filter_map(|head| head.about).collect();
        let ids: Vec<ConversationId> = ids.into_iter().collect();
        let (scope, hand, me) = self.visit.parts();
        let talks = conversations::pages::past::these(scope, hand, me, &ids).await?;
        for talk in talks {
            for piece in talk.pieces {
                let Some(head) = of_talks().find(|head| head.id == piece.id) else { continue };
                let name = talk.name.as_deref().unwrap_or("A talk");
                self.things.push(Thing {
                    id: head.id,
                    day: head.on,
                    kind: Kind::Talk,
                    is: Is::Ordinary,
                    who: piece.figure.who.clone(),
                    did: piece.figure.what.clone(),
                    note: format!("{name}. {}", piece.place),
                    figure: piece.figure,
                    title: String::new(),
                    href: format!("/talk/{}/record", talk.id),
                    opened: piece.opened,
                    private: piece.private,
                });
            }
        }
        Ok(())
    }

    async fn sheets(&mut self) -> Result<(), Error> {
        for it in self.texts::<Own>(Kind::Sheet).await? {
            let who = self.who(it.0.author);
            let (did, href, words) = match &it.1.content {
                Own::Private(asking::Private::Unsaid(unsaid)) => {
                    ("has not said this yet", format!("/aside/{}", it.0.id), vec![unsaid.words.clone()])
                }
                Own::Private(asking::Private::Wish(wish)) => {
                    ("noted what a question is for", "/questions".to_owned(), vec![wish.words.clone()])
                }
                Own::Sheet(sheet) => {
                    let talk = it.0.about.map_or_else(String::new, |talk| format!("/{talk}"));
                    let lines = sheet.lines.iter().map(|line| line.text.clone()).collect();
                    ("prepared this", format!("/talk{talk}/notes"), lines)
                }
                Own::Other(_) => continue,
            };
            let figure = of_words(who, did, &words);
            self.put(Kind::Sheet, &it, Drawn::new(did, figure, href));
        }
        Ok(())
    }

    async fn plan(&mut self) -> Result<&Plan, Error> {
        if self.plan.is_none() {
            let (scope, hand, me) = self.visit.parts();
            self.plan = Some(Plan::whole(scope, hand, me).await?);
        }
        Ok(self.plan.get_or_insert_default())
    }

    /// The words of every promise that held, as they were last.
    async fn acts(&mut self) -> Result<Acts, Error> {
        let plan = self.plan().await?;
        let mut held: Vec<_> = plan.versions.iter().filter_map(plans::Version::holds).collect();
        held.sort_by_key(|held| std::cmp::Reverse(held.number));
        Ok(Acts::of_these(held.into_iter().flat_map(|held| held.commitments).collect()))
    }

    /// Where a promise is read: it has a page as long as it holds for the two.
    fn promise(&self, id: CommitmentId) -> String {
        let me = self.visit.me();
        let ours = |version: &&plans::Version| me.partner.is_some() && Some(version.couple) == me.couple;
        let held = self.plan.as_ref().and_then(Plan::in_force).filter(ours).and_then(plans::Version::holds);
        let holds = held.is_some_and(|held| held.commitments.iter().any(|it| it.id == id));
        if holds { format!("/plan/items/{id}") } else { "/plan/versions".to_owned() }
    }
}

fn part(heading: &str, words: &str) -> Part {
    Part { heading: Some(heading.to_owned()), text: Paragraphs::of(words) }
}

fn of_words(who: Who, what: &str, words: &[String]) -> Shared {
    let parts = words.iter().filter(|words| !words.trim().is_empty());
    let parts = parts.map(|words| Part { heading: None, text: Paragraphs::of(words) }).collect();
    let content = Content::Words { chosen: Vec::new(), parts };
    Shared { who, what: what.to_owned(), when: String::new(), content }
}

/// Everything that is written in a plan.
fn plan_words(text: &plans::PlanText, reason: &str) -> Vec<String> {
    let acts = text.commitments.iter().map(|commitment| commitment.act.clone());
    text.together.iter().cloned().chain(acts).chain([reason.to_owned()]).collect()
}

/// The words of a check-in, without its numbers.
fn answers(sheet: &Sheet) -> Vec<Part> {
    let words = checkins::Field::ALL.into_iter().filter_map(|field| {
        let words = sheet.answers.words(field).filter(|words| !words.trim().is_empty())?;
        Some(part(field.label(), words))
    });
    let promises = sheet.answers.commitments.iter().map(|seen| part(seen.kept.label(), &seen.act));
    words.chain(promises).collect()
}
