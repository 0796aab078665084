//! What the job does: sees what has come, makes the mails that somebody asked for, and hands them over.
//!
//! What must stay true: it works without keys and sees no entry. Many processes may do this at once, and each mail goes
//! out once or not at all. What has moved or ended meanwhile is not sent. No mail goes out in quiet hours. Nothing waits
//! for a mail server: the database is not held while one is spoken to.

use std::sync::Arc;

use anyhow::Context as _;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::{
    address::{MailAddress, Nonce},
    letter::Letter,
    smtp::{Handed, Smtp, Trouble},
    store::{
        mail::quiet,
        outbox::{self, Come, Reader, Waiting},
    },
};
use crate::{
    clock::Clock,
    couples::pacing::{Longest, Pacing},
    db::{Asker, Scope},
    web::state::Site,
};

/// How long after a failed try the next one comes; after the last one a mail is given up.
const WAITS: [Duration; 7] = [
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(20),
    Duration::hours(1),
    Duration::hours(3),
    Duration::hours(6),
    Duration::hours(12),
];
/// A reminder that is later than this reminds of nothing any more.
const LATEST: Duration = Duration::hours(36);
/// How long before a time that was set aside the mail goes out; by the same time after it, it is too late.
const AHEAD: Duration = Duration::HOUR;
/// How long a code works.
pub(super) const CODE_LASTS: Duration = Duration::DAY;
/// How long what has come stays in calendars.
const STAYS: Duration = Duration::days(2);
/// How long it is known what became of a mail.
const KNOWN: Duration = Duration::days(30);

/// The job's desk.
pub struct Post {
    pool: PgPool,
    clock: Clock,
    site: Arc<Site>,
    smtp: Option<Smtp>,
}

impl Post {
    /// The desk of this installation. Without a mail server it still sees what has come, for the calendars.
    #[must_use]
    pub fn new(pool: PgPool, clock: Clock, site: Arc<Site>, smtp: Option<Smtp>) -> Self {
        Self { pool, clock, site, smtp }
    }

    /// Sees what has come since the last time, and makes mails of what somebody asked for.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn see(&self) -> Result<(), sqlx::Error> {
        loop {
            let now = self.clock.now();
            let mut tx = Scope::begin(&self.pool, Asker::Jobs).await?;
            let come = outbox::take_due(&mut tx, now, now + AHEAD).await?;
            for one in &come {
                self.came(&mut tx, one, now).await?;
            }
            tx.commit().await?;
            if come.is_empty() {
                return Ok(());
            }
        }
    }

    async fn came(&self, tx: &mut Scope, come: &Come, now: OffsetDateTime) -> Result<(), sqlx::Error> {
        let (at, next) = latest(come, now);
        if !outbox::came(&mut **tx, come.id, next).await? {
            return Ok(());
        }
        if come.shared && come.rhythm.is_some() {
            outbox::end_own_rounds(&mut **tx, come.person).await?;
        }
        let in_time = now < last(&come.kind, at);
        let asked = outbox::reader(tx, come.person, &come.kind, now).await?;
        if let Some(to) = asked.filter(|_| in_time && self.smtp.is_some()) {
            outbox::make(&mut **tx, come, at, quiet_until(&to, now).unwrap_or(now)).await?;
        }
        Ok(())
    }

    /// Sends the mails whose time has come, one after the other, until there is none or `stop` says so.
    ///
    /// # Errors
    /// When the database cannot be reached, or a mail cannot be written.
    pub async fn send(&self, stop: impl Fn() -> bool) -> anyhow::Result<()> {
        let Some(smtp) = &self.smtp else { return Ok(()) };
        while !stop() && self.send_one(smtp).await? {}
        Ok(())
    }

    async fn send_one(&self, smtp: &Smtp) -> anyhow::Result<bool> {
        let now = self.clock.now();
        let mut tx = Scope::begin(&self.pool, Asker::Jobs).await?;
        let Some(mail) = outbox::take_next(&mut tx, now).await? else { return Ok(false) };
        let to = match &mail.to {
            Some(to) if mail.holds && now < last(&mail.kind, mail.at) => to,
            _ => {
                outbox::put_state(&mut *tx, mail.id, "dropped", mail.attempts, now).await?;
                tx.commit().await?;
                return Ok(true);
            }
        };
        // What somebody asks for with a button is not a reminder: it comes at once.
        if let Some(end) = quiet_until(to, now).filter(|_| !mail.asked_for()) {
            outbox::put_state(&mut *tx, mail.id, "waiting", mail.attempts, end).await?;
            tx.commit().await?;
            return Ok(true);
        }
        let message = match self.write(smtp, &mail, to, now) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "mail given up: it could not be written");
                outbox::put_state(&mut *tx, mail.id, "given_up", mail.attempts, now).await?;
                tx.commit().await?;
                return Ok(true);
            }
        };
        let attempts = mail.attempts.saturating_add(1);
        let longest = Duration::try_from(smtp.longest()).unwrap_or(Duration::HOUR) + Duration::MINUTE;
        outbox::put_state(&mut *tx, mail.id, "sending", attempts, now + longest).await?;
        tx.commit().await?;

        let handed = smtp.hand(&message).await;
        let now = self.clock.now();
        let (state, next_try) = after(handed, attempts, now);
        let mut tx = Scope::begin(&self.pool, Asker::Jobs).await?;
        outbox::put_state(&mut *tx, mail.id, state, attempts, next_try).await?;
        tx.commit().await?;
        // Where the server is out of reach, the other mails wait for the next turn.
        Ok(!matches!(handed, Handed::NotYet(_)))
    }

    fn write(
        &self,
        smtp: &Smtp,
        mail: &Waiting,
        to: &Reader,
        now: OffsetDateTime,
    ) -> anyhow::Result<lettre::Message> {
        let address = MailAddress::parse(&to.address).context("a stored address is damaged")?;
        let nonce = Nonce(to.nonce.as_slice().try_into().context("a stored nonce is damaged")?);
        let letter = letter(&self.site, &nonce, mail.kind == "code")?;
        letter.message(smtp.from(), &address, mail.id, self.site.base_url.host(), now)
    }

    /// Takes away what is over, and lets go of mails whose process has ended.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn tidy(&self) -> Result<(), sqlx::Error> {
        let now = self.clock.now();
        let mut tx = Scope::begin(&self.pool, Asker::Jobs).await?;
        let unsure = outbox::leave_unsure(&mut *tx, now).await?;
        outbox::tidy(&mut tx, now - STAYS, now - KNOWN).await?;
        tx.commit().await?;
        for _ in 0..unsure {
            tracing::warn!("mail left: it may have gone out when Toward ended, and is not sent again");
        }
        Ok(())
    }
}

/// The mail for this address.
pub(super) fn letter(site: &Site, nonce: &Nonce, code: bool) -> Result<Letter, askama::Error> {
    let stop = site.base_url.with_path(&format!("/stop/{}", nonce.stop_token(&site.secret)));
    if code {
        Letter::code(&nonce.code(&site.secret), &stop)
    } else {
        Letter::reminder(site.base_url.as_str(), &stop)
    }
}

/// When a mail about something at this moment comes too late.
fn last(kind: &str, at: OffsetDateTime) -> OffsetDateTime {
    match kind {
        "code" => at + CODE_LASTS,
        "appointment" => at + AHEAD,
        _ => at + LATEST,
    }
}

/// The moment that has come, and when it comes again. After a long silence only the round that is open now counts.
fn latest(come: &Come, now: OffsetDateTime) -> (OffsetDateTime, Option<OffsetDateTime>) {
    let Some(rhythm) = &come.rhythm else { return (come.at, None) };
    let mut at = come.at;
    loop {
        match rhythm.week_after(at) {
            Some(next) if next <= at => return (at, None),
            Some(next) if next > now => return (at, Some(next)),
            Some(next) => at = next,
            None => return (at, None),
        }
    }
}

/// The end of somebody's quiet hours, if it is quiet for them now.
fn quiet_until(to: &Reader, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let quiet = quiet(to.quiet_from, to.quiet_to)?;
    Pacing::new(&to.zone, Some(quiet), Longest::HourAndHalf)?.quiet_until(now)
}

/// What becomes of a mail after a try. The log says where it got stuck, and nothing about whose it is.
fn after(handed: Handed, attempts: i16, now: OffsetDateTime) -> (&'static str, OffsetDateTime) {
    let tries = usize::try_from(attempts).unwrap_or(usize::MAX);
    let wait = WAITS.get(tries.saturating_sub(1)).copied();
    match (handed, wait) {
        (Handed::Over, _) => ("sent", now),
        (Handed::Unsure, _) => {
            tracing::warn!(
                "mail left: the server may have taken it and did not say so, and it is not sent again"
            );
            ("unsure", now)
        }
        (Handed::NotYet(Trouble { at, code }), Some(wait)) => {
            tracing::warn!(
                at,
                code,
                attempts,
                "mail waits: the server did not take it, and it is tried again"
            );
            ("waiting", now + wait)
        }
        (Handed::NotYet(Trouble { at, code }) | Handed::Refused(Trouble { at, code }), _) => {
            tracing::warn!(at, code, attempts, "mail given up: the server did not take it");
            ("given_up", now)
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::{checkins::Rhythm, ids::PersonId};

    const NOW: OffsetDateTime = datetime!(2026-03-29 12:00 UTC);

    fn weekly(at: OffsetDateTime) -> Come {
        Come {
            id: Uuid::new_v4(),
            person: PersonId::random(),
            kind: "check_in".to_owned(),
            about: Uuid::new_v4(),
            at,
            rhythm: Some(Rhythm::parse("Sunday", "19:30", "Europe/Berlin").unwrap()),
            shared: true,
        }
    }

    #[test]
    fn rounds_come_again_at_the_same_hour_of_the_clock_and_missed_ones_are_passed_over() {
        let winter = datetime!(2026-03-22 18:30 UTC);
        let summer = datetime!(2026-03-29 17:30 UTC);
        assert_eq!(latest(&weekly(winter), NOW), (winter, Some(summer)));
        let long_after = datetime!(2026-04-20 09:00 UTC);
        let open = datetime!(2026-04-19 17:30 UTC);
        assert_eq!(latest(&weekly(winter), long_after), (open, Some(datetime!(2026-04-26 17:30 UTC))));
        let once = Come { rhythm: None, ..weekly(winter) };
        assert_eq!(latest(&once, long_after), (winter, None));
    }

    #[test]
    fn tries_come_further_and_further_apart_and_end_within_two_days() {
        let trouble = Trouble { at: "connect", code: None };
        let mut total = Duration::ZERO;
        for attempt in 1..=7_i16 {
            let (state, next) = after(Handed::NotYet(trouble), attempt, NOW);
            assert_eq!(state, "waiting");
            assert!(next - NOW <= Duration::DAY);
            total += next - NOW;
        }
        assert!(total < LATEST);
        assert_eq!(after(Handed::NotYet(trouble), 8, NOW).0, "given_up");
        assert_eq!(after(Handed::Refused(trouble), 1, NOW).0, "given_up");
        assert_eq!(after(Handed::Unsure, 1, NOW).0, "unsure");
        assert_eq!(after(Handed::Over, 1, NOW).0, "sent");
    }
}
