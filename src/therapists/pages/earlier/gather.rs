//! Which things there are, without opening more than it takes to know that.

use crate::{
    apart, asking,
    conversations::pages::given::Given,
    entries::{self, Earlier, Seen, Text},
    hard,
    ids::{AccessId, EntryId},
    plans::{self, Piece},
    practices,
    web::{error::Error, signed_in::SignedIn},
};

/// More pieces of the plan than this are not looked through for the words of a signature.
const MOST: u32 = 5_000;

/// What a thing is, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Note,
    Talk,
    Plan,
    CheckIn,
    Line,
    Moment,
    Mark,
    Setback,
    Question,
    Apart,
    Hard,
    Practice,
}

impl Sort {
    pub(super) const ALL: [Self; 12] = [
        Self::Note,
        Self::Talk,
        Self::Plan,
        Self::CheckIn,
        Self::Line,
        Self::Moment,
        Self::Mark,
        Self::Setback,
        Self::Question,
        Self::Apart,
        Self::Hard,
        Self::Practice,
    ];
}

/// One thing to share.
pub(super) struct Head {
    pub(super) it: Earlier,
    /// What goes with it: one's own signature under one's own version.
    pub(super) with: Vec<EntryId>,
    sort: Sort,
}

impl Head {
    pub(super) const fn sort(&self) -> Sort {
        self.sort
    }
}

/// All of them, the newest first.
pub(super) struct Things {
    pub(super) heads: Vec<Head>,
    pub(super) talks: Given,
    /// What is of the plan, as the other one holds it.
    pub(super) pieces: Vec<Text<Piece>>,
}

impl Things {
    /// None without somebody who could hold anything.
    pub(super) async fn find(visit: &mut SignedIn, access: AccessId) -> Result<Option<Self>, Error> {
        let Some(partner) = visit.partner().map(|partner| partner.id) else { return Ok(None) };
        let (scope, hand, me) = visit.parts();
        let all = entries::earlier(&mut **scope, me.id, partner, access).await?;
        let talks = Given::open(scope, hand, me).await?;
        let ids: Vec<EntryId> = all.iter().filter(|it| it.kind == plans::KIND).map(|it| it.id).collect();
        let pieces = entries::as_held::<Piece>(scope, hand, plans::KIND, &ids).await?;
        let pieces: Vec<Text<Piece>> = pieces.into_iter().filter_map(Seen::text).collect();
        let rests = rests(visit, &all).await?;
        let (scope, hand, me) = visit.parts();
        let all = all.into_iter().filter(|it| !rests.contains(&it.id));
        let mut heads: Vec<Head> = all.filter_map(|it| head(it, &talks, &pieces)).collect();
        let signed: Vec<(EntryId, EntryId)> = pieces
            .iter()
            .filter_map(|text| match &text.content {
                Piece::Signature(signature) => Some((text.id, signature.version)),
                _ => None,
            })
            .collect();
        let shown =
            entries::held_by_access::<Piece>(scope, hand, me.pinned(), access, plans::KIND, MOST).await?;
        let shown: Vec<EntryId> =
            shown.into_iter().filter_map(|held| held.seen.text()).map(|text| text.id).collect();
        for (signature, version) in signed {
            // whoever suggested a version has signed it by that: one act, and one thing to share
            if let Some(own) = heads.iter_mut().find(|head| head.it.id == version) {
                own.with.push(signature);
                heads.retain(|head| head.it.id != signature);
            } else if !shown.contains(&version) {
                // without the words it stands under, nothing of it would show
                heads.retain(|head| head.it.id != signature);
            }
        }
        Ok(Some(Self { heads, talks, pieces }))
    }

    pub(super) fn find_head(&self, id: EntryId) -> Option<&Head> {
        self.heads.iter().find(|head| head.it.id == id)
    }
}

/// That somebody put hard moments away for a night is between the two, and over in the morning.
async fn rests(visit: &mut SignedIn, all: &[Earlier]) -> Result<Vec<EntryId>, Error> {
    let ids: Vec<EntryId> = all.iter().filter(|it| it.kind == hard::KIND).map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (scope, hand, _) = visit.parts();
    let held = entries::as_held::<hard::Piece>(scope, hand, hard::KIND, &ids).await?;
    let texts = held.into_iter().filter_map(Seen::text);
    Ok(texts.filter(|text| matches!(text.content, hard::Piece::Rest(_))).map(|text| text.id).collect())
}

fn head(it: Earlier, talks: &Given, pieces: &[Text<Piece>]) -> Option<Head> {
    let sort = match it.kind.as_str() {
        "note" => Sort::Note,
        "talk" if talks.is_read(it.about, it.id) => Sort::Talk,
        "checkin" => Sort::CheckIn,
        "line" => Sort::Line,
        "moment" => Sort::Moment,
        "mark" => Sort::Mark,
        asking::KIND => Sort::Question,
        apart::KIND => Sort::Apart,
        hard::KIND => Sort::Hard,
        practices::KIND => Sort::Practice,
        plans::KIND => match &pieces.iter().find(|text| text.id == it.id)?.content {
            Piece::Setback(_) => Sort::Setback,
            Piece::Answer(_) | Piece::Version(_) | Piece::Signature(_) => Sort::Plan,
            Piece::Draft(_) => return None,
        },
        _ => return None,
    };
    Some(Head { it, with: Vec::new(), sort })
}
