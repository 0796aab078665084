//! The phone with the app: it has read the seed from the page, and shows the code of a moment.

use axum::http::StatusCode;
use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use time::OffsetDateTime;

use super::{Answer, Visitor, people::PASSPHRASE};

/// Somebody's app.
pub struct Device {
    /// The seed, as bytes.
    pub seed: [u8; 20],
}

impl Device {
    /// Reads the letters on the page that shows them.
    pub fn reading(page: &Answer) -> Self {
        let letters = page.all("#seed").concat().replace(' ', "");
        let seed = BASE32_NOPAD.decode(letters.as_bytes()).expect("letters and digits");
        Self { seed: seed.try_into().expect("twenty bytes") }
    }

    /// The code that it shows then.
    pub fn code(&self, at: OffsetDateTime) -> String {
        let totp = totp_rs::Builder::new().with_secret(totp_rs::Secret::new_stack(self.seed));
        let seconds = u64::try_from(at.unix_timestamp()).expect("after 1970");
        totp.build_noncompliant().generate(seconds).to_string()
    }

    /// Six digits that it does not show around then.
    pub fn wrong(&self, at: OffsetDateTime) -> String {
        let shown: Vec<String> =
            (-3..=3).map(|step| self.code(at + time::Duration::seconds(30 * step))).collect();
        ["123456", "654321", "111222", "908070", "135790", "246801", "777333", "404040"]
            .into_iter()
            .find(|code| !shown.iter().any(|one| one == code))
            .expect("one of eight")
            .to_owned()
    }

    /// However somebody might write the seed down.
    pub fn seed_in_every_writing(&self) -> Vec<String> {
        let letters = BASE32_NOPAD.encode(&self.seed);
        let groups: Vec<&str> =
            letters.as_bytes().chunks(4).map(|group| std::str::from_utf8(group).expect("ASCII")).collect();
        vec![
            groups.join(" "),
            groups.join("+"),
            groups.join("%20"),
            letters.to_lowercase(),
            HEXLOWER.encode(&self.seed),
            BASE64.encode(&self.seed),
            letters,
        ]
    }
}

impl Visitor {
    /// Sets the second step up as far as the picture for the app.
    pub async fn sets_second_step_up(&mut self) -> Answer {
        let page = "/account/second-step";
        let shown = self.submit(page, page, &[("old", PASSPHRASE)]).await;
        assert_eq!((shown.status, shown.count("#seed")), (StatusCode::OK, 1), "{}", shown.text());
        shown
    }

    /// Switches it on and puts the spare codes away.
    pub async fn switches_second_step_on(&mut self, now: OffsetDateTime) -> (Device, Vec<String>) {
        let page = self.sets_second_step_up().await;
        let device = Device::reading(&page);
        let shown = self.submit_on(&page, "/account/second-step", &[("code", &device.code(now))]).await;
        assert_eq!(shown.path, "/account/second-step/codes", "{}", shown.text());
        let spare = shown.all("#code span");
        assert_eq!(spare.len(), 10);
        let on = self.submit_on(&shown, "/account/second-step/codes", &[]).await;
        assert!(on.text().contains("The second step is on."), "{}", on.text());
        (device, spare)
    }
}
