//! Who may read something of one's own: whom its author can choose, what holds now, and doing what was chosen. Every
//! page that shares something goes through here, and draws `templates/partials/sharing.html`.
//!
//! What must stay true: there is no choice of the therapist alone. A choice that cannot be followed is answered with a
//! sentence, and then nothing is shared and nothing taken back. Where the two have no therapist who reads, this costs one
//! query.

mod names;

use time::Date;

pub use self::names::{Held, Names, since, when, with_you};
use super::{error::Error, live, page::Who, signed_in::SignedIn};
use crate::{
    entries::{self, Audience, Pinned, Shared, Text},
    ids::PersonId,
    therapists::{self, Reader},
};

/// Not even the partner can be chosen while their key is in doubt.
pub const PAUSED: &str = "Sharing is paused until you have looked at the key under “You two”.";
/// What was looked at is not what would be shared.
pub const CHANGED: &str = "This changed in the meantime. Look at it once more.";
const THERAPIST_GONE: &str =
    "Your therapist does not read here any more, so nothing was shared. Choose once more who may read it.";
const THERAPIST_IN_DOUBT: &str = "Sharing with your therapist is paused until you have looked at their key under “You two”. \
     Nothing was shared.";
const NOT_YET: &str = "Your therapist can be chosen as soon as your partner can read it. Nothing was shared.";
const NOTHING_CHOSEN: &str = "Choose who may read it.";

/// One of the choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// Its author alone.
    Me,
    /// The partner.
    Partner,
    /// The partner and the therapist of the two.
    Both,
}

impl With {
    /// What holds for something that is shared like this.
    #[must_use]
    pub fn of(shared: Shared) -> Self {
        match shared {
            Shared::WithPartner { therapist: Some(_), .. } => Self::Both,
            Shared::WithPartner { therapist: None, .. } => Self::Partner,
            Shared::No | Shared::WithMe { .. } => Self::Me,
        }
    }

    /// Reads a posted choice.
    #[must_use]
    pub fn parse(posted: &str) -> Option<Self> {
        [Self::Me, Self::Partner, Self::Both].into_iter().find(|one| one.value() == posted)
    }

    /// As it is posted.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Partner => "partner",
            Self::Both => "both",
        }
    }

    /// The code in `?done=` for the page that follows.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Me => "private",
            Self::Partner => "shared",
            Self::Both => "both",
        }
    }
}

impl From<Audience<'_>> for With {
    fn from(audience: Audience<'_>) -> Self {
        if audience.has_therapist() { Self::Both } else { Self::Partner }
    }
}

/// A choice that can be followed.
#[derive(Clone, Copy, Debug)]
pub enum Choice<'a> {
    /// Its author alone.
    Me,
    /// These.
    Share(Audience<'a>),
}

/// Whom somebody can share with now.
#[derive(Clone, Debug)]
pub struct Readers {
    other: Who,
    partner: PersonId,
    /// None while their key is in doubt.
    pinned: Option<Pinned>,
    therapist: Option<Reader>,
    /// The partner cannot read it yet, so nobody else can be chosen.
    partner_first: bool,
}

impl Readers {
    /// Loads them. Without somebody to share with there is nothing to choose, and no such page.
    ///
    /// # Errors
    /// When there is no partner, or the database cannot be reached.
    pub async fn of(visit: &mut SignedIn) -> Result<Self, Error> {
        let (other, pinned, now) = (visit.other().ok_or(Error::NotFound)?, visit.pinned(), visit.now);
        let partner = visit.partner().ok_or(Error::NotFound)?.id;
        let (scope, hand, me) = visit.parts();
        let therapist = therapists::reader(scope, hand, me, now).await?;
        Ok(Self { other, partner, pinned, therapist, partner_first: false })
    }

    /// The same for something that waits for its time: a therapist does not read it before the partner does.
    #[must_use]
    pub fn partner_first(self) -> Self {
        Self { partner_first: true, ..self }
    }

    /// The partner.
    #[must_use]
    pub fn other(&self) -> &Who {
        &self.other
    }

    /// The names of those who can hold something.
    #[must_use]
    pub fn names(&self) -> Names {
        let therapist = self.therapist.as_ref().map(|reader| reader.name().to_owned());
        Names::new(self.other.name.clone(), therapist)
    }

    /// The partner's checked key.
    #[must_use]
    pub fn pinned(&self) -> Option<&Pinned> {
        self.pinned.as_ref()
    }

    /// What the therapist is called, if their key holds.
    fn key_holds(&self) -> Option<&str> {
        self.therapist.as_ref().filter(|reader| reader.holds().is_some()).map(Reader::name)
    }

    /// What the therapist is called, if they can be chosen.
    #[must_use]
    pub fn therapist(&self) -> Option<&str> {
        self.key_holds().filter(|_| !self.partner_first)
    }

    /// What a page shows of it: the choices, and which one holds for what is shared like this.
    #[must_use]
    pub fn choosing(&self, shared: Shared) -> Choosing {
        let therapist = self.therapist().map(str::to_owned);
        // While their key is in doubt a therapist who holds it is no choice, and then nothing is chosen: leaving things as
        // they are must not take it from them.
        let chosen = With::of(shared);
        let holder = self.therapist.as_ref().filter(|_| chosen == With::Both);
        let holds = holder.map(|reader| reader.name().to_owned());
        let later = self.key_holds().filter(|_| self.partner_first).map(str::to_owned);
        Choosing { other: self.other.clone(), therapist, holds, later, chosen }
    }

    /// The posted choice, if it can be followed now, or the sentence that says why not. A therapist who is chosen is held: their
    /// access does not end before the transaction does.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn choose(
        &self,
        visit: &mut SignedIn,
        posted: &str,
    ) -> Result<Result<Choice<'_>, &'static str>, Error> {
        let with = match With::parse(posted) {
            Some(With::Me) => return Ok(Ok(Choice::Me)),
            Some(with) => with,
            None => return Ok(Err(NOTHING_CHOSEN)),
        };
        let Some(partner) = &self.pinned else { return Ok(Err(PAUSED)) };
        if with == With::Partner {
            return Ok(Ok(Choice::Share(Audience::Partner(partner))));
        }
        let Some(reader) = &self.therapist else { return Ok(Err(THERAPIST_GONE)) };
        let Some((therapist, access)) = reader.holds() else { return Ok(Err(THERAPIST_IN_DOUBT)) };
        if self.partner_first {
            return Ok(Err(NOT_YET));
        }
        let today = visit.now.date();
        let (scope, hand, _) = visit.parts();
        if !reader.hold(scope, hand, today).await? {
            return Ok(Err(THERAPIST_GONE));
        }
        Ok(Ok(Choice::Share(Audience::Both { partner, therapist, access })))
    }

    /// Does what was chosen with this text of one's own, if `number` is the revision that was looked at: shares it, takes
    /// it back from one, or from all. Answers what holds then, or the sentence that says why nothing was done. The caller
    /// commits.
    ///
    /// # Errors
    /// When the database cannot be reached, or there is no such text of one's own.
    pub async fn follow<C>(
        &self,
        visit: &mut SignedIn,
        posted: &str,
        number: u32,
        text: &Text<C>,
        today: Date,
    ) -> Result<Result<With, &'static str>, Error> {
        let choice = match self.choose(visit, posted).await? {
            Ok(choice) => choice,
            Err(_) if self.lets_go(visit, posted, number, text).await? => return Ok(Ok(With::Partner)),
            Err(problem) => return Ok(Err(problem)),
        };
        let Choice::Share(audience) = choice else {
            self.take_back(visit, text, today).await?;
            return Ok(Ok(With::Me));
        };
        // Only what was previewed: a revision that came in between is previewed first.
        if number != text.number {
            return Ok(Err(CHANGED));
        }
        let (scope, hand, _) = visit.parts();
        // What the partner holds stays as it is, also where it is one half of a pair.
        let done = match audience {
            Audience::Both { therapist, access, .. } if text.is_shared_as_is() => {
                entries::show_therapist(scope, hand, therapist, access, text.id, today).await?
            }
            Audience::Partner(partner) if text.is_shared_as_is() => {
                entries::take_back_from_therapist(scope, hand, Some(partner), text.id).await?;
                true
            }
            _ => entries::share_with(scope, hand, audience, text.id, number, today).await?,
        };
        if !done {
            return Err(Error::NotFound);
        }
        self.hint(visit, text).await?;
        Ok(Ok(With::from(audience)))
    }

    /// After sharing: tells the partner's open pages that there is something new, if there is for them.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn hint<C>(&self, visit: &mut SignedIn, text: &Text<C>) -> Result<(), Error> {
        if !text.is_shared_as_is() {
            live::hint(&mut visit.scope, self.partner).await?;
        }
        Ok(())
    }

    /// Whether all that was chosen is to take it from the therapist. Then that is done; it waits for nobody's key. The
    /// caller commits.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn lets_go<C>(
        &self,
        visit: &mut SignedIn,
        posted: &str,
        number: u32,
        text: &Text<C>,
    ) -> Result<bool, Error> {
        let leaves_the_partner = With::parse(posted) == Some(With::Partner)
            && With::of(text.shared) == With::Both
            && text.is_shared_as_is()
            && number == text.number;
        if leaves_the_partner {
            let (scope, hand, _) = visit.parts();
            entries::take_back_from_therapist(scope, hand, None, text.id).await?;
        }
        Ok(leaves_the_partner)
    }

    /// Takes it back from all who hold it.
    ///
    /// # Errors
    /// When the database cannot be reached or it does not open for its author.
    pub async fn take_back<C>(&self, visit: &mut SignedIn, text: &Text<C>, today: Date) -> Result<(), Error> {
        let (scope, hand, _) = visit.parts();
        if entries::take_back(scope, hand, self.partner, text.id, today).await? {
            live::hint(scope, self.partner).await?;
        }
        Ok(())
    }
}

/// The choices as a page shows them.
#[derive(Clone, Debug)]
pub struct Choosing {
    /// The partner.
    pub other: Who,
    /// The therapist, if they can be chosen.
    pub therapist: Option<String>,
    /// The therapist, if they hold it now.
    pub holds: Option<String>,
    /// The therapist, if they can be chosen once the partner can read it.
    pub later: Option<String>,
    /// What holds now, and is chosen when the page opens.
    pub chosen: With,
}

impl Choosing {
    /// Whether this one is chosen when the page opens.
    #[must_use]
    pub fn is(&self, with: &str) -> bool {
        self.chosen.value() == with
    }
}
