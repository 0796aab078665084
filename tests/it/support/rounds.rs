//! The weekly check-in as two people with browsers do it.

use time::{Duration, OffsetDateTime};

use super::{Answer, Somebody, TestApp, Visitor};

/// Berlin's Sunday evening, as most couples of the tests choose it.
pub const SUNDAY: [(&str, &str); 3] = [("weekday", "Sunday"), ("hour", "19:30"), ("zone", "Europe/Berlin")];

impl TestApp {
    /// Moves the clock to a moment, and signs them in anew.
    pub async fn at(&self, moment: OffsetDateTime, all: &mut [&mut Somebody]) {
        self.clock.advance(moment - self.clock.now());
        for who in all {
            who.browser = self.sign_in_again(who).await;
        }
    }

    /// Moves it by some days.
    pub async fn later(&self, days: i64, all: &mut [&mut Somebody]) {
        self.at(self.clock.now() + Duration::days(days), all).await;
    }

    /// Sam and Noor, who have agreed on Sunday evening, an hour after their first round has opened; and its path.
    pub async fn in_a_round(&self) -> (Somebody, Somebody, String) {
        let (mut sam, mut noor) = self.linked("Sam", "Noor").await;
        sam.browser.suggests_rounds(&SUNDAY).await;
        noor.browser.answers_rounds("agree").await;
        self.at(time::macros::datetime!(2026-03-08 19:30 UTC), &mut [&mut sam, &mut noor]).await;
        let week = sam.browser.open_week().await;
        (sam, noor, week)
    }
}

impl Visitor {
    /// Suggests day, hour and zone.
    pub async fn suggests_rounds(&mut self, fields: &[(&str, &str)]) -> Answer {
        self.submit("/weeks/when", "/weeks/when", fields).await
    }

    /// Answers the suggestion that lies on the table.
    pub async fn answers_rounds(&mut self, answer: &str) -> Answer {
        self.submit("/weeks/when", "/weeks/when/answer", &[("answer", answer)]).await
    }

    /// The path of the round that is open.
    pub async fn open_week(&mut self) -> String {
        let weeks = self.get("/weeks").await;
        let card = weeks.body.split("aria-labelledby=\"current\"").nth(1).unwrap_or_default();
        let href = card.split("href=\"/weeks/").nth(1).and_then(|rest| rest.split('"').next());
        let href = href.unwrap_or_else(|| panic!("no round is open: {}", weeks.text()));
        format!("/weeks/{}", href.trim_end_matches("/write"))
    }

    /// Fills in the check-in and presses a button.
    pub async fn fills_in(&mut self, week: &str, go: &str, fields: &[(&str, &str)]) -> Answer {
        let page = format!("{week}/write");
        let mut all = vec![("go", go)];
        all.extend(fields);
        self.submit(&page, &page, &all).await
    }

    /// Fills it in and lets the other read it: `both` or `now`.
    pub async fn gives(&mut self, week: &str, how: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("reveal", how)];
        all.extend(fields);
        let preview = self.fills_in(week, "finish", &all).await;
        assert!(preview.path.contains("/share?how="), "{}: {}", preview.path, preview.text());
        self.submit_on(&preview, &format!("{week}/share"), &[]).await
    }
}
