//! The people of the tests: Sam and Noor sign up through the real pages and link, as two people in two browsers would.

use axum::http::StatusCode;

use super::{Answer, TestApp, Visitor};

/// The passphrase that everybody in the tests chooses.
pub const PASSPHRASE: &str = "gravel umbrella tundra seven";

/// An account that was made through the pages.
pub struct Account {
    /// Their browser, signed in.
    pub visitor: Visitor,
    /// What they sign in with.
    pub sign_in: String,
    /// Their recovery code as it was shown: seven groups.
    pub code: String,
}

/// What the sign-up form gets.
#[must_use]
pub fn sign_up_fields<'a>(name: &'a str, sign_in: &'a str) -> [(&'static str, &'a str); 4] {
    [("name", name), ("sign_in", sign_in), ("which", "own"), ("passphrase", PASSPHRASE)]
}

/// The code on the page that shows it.
#[must_use]
pub fn code_on(page: &Answer) -> String {
    page.all("#code span").join(" ")
}

/// The two groups that the page asks for.
#[must_use]
pub fn groups_asked(page: &Answer) -> [String; 2] {
    const ORDINALS: [&str; 7] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
    let groups = page.all("#code span");
    ["first", "second"].map(|field| {
        let label = page.all(&format!("label[for={field}]")).concat();
        let place = ORDINALS.iter().position(|ordinal| label.contains(&format!("The {ordinal} group")));
        groups[place.expect("a group is asked for")].clone()
    })
}

impl Visitor {
    /// Signs in with the passphrase of the tests.
    pub async fn sign_in(&mut self, sign_in: &str) -> Answer {
        self.submit("/sign-in", "/sign-in", &[("sign_in", sign_in), ("passphrase", PASSPHRASE)]).await
    }

    /// Makes an account with the form at `path` and puts the recovery code away.
    pub async fn make_account(&mut self, path: &str, name: &str, sign_in: &str) -> String {
        let shown = self.submit(path, path, &sign_up_fields(name, sign_in)).await;
        assert_eq!(shown.status, StatusCode::OK, "{}: {}", shown.path, shown.text());
        assert_eq!(shown.path, "/recovery-code", "{}", shown.text());
        let code = code_on(&shown);
        let [first, second] = groups_asked(&shown);
        let answer =
            self.submit_on(&shown, "/recovery-code", &[("first", &first), ("second", &second)]).await;
        assert_ne!(answer.path, "/recovery-code", "{}", answer.text());
        code
    }
}

impl TestApp {
    /// Somebody with an account of their own, by the setup link, who is not linked to anybody.
    pub async fn person(&self, name: &str) -> Account {
        let mut visitor = self.visitor();
        let sign_in = format!("{}@example.org", name.to_lowercase());
        // one couple's server takes one setup link; the tests need more people than that
        sqlx::query("update instance set opened = false").execute(self.owner()).await.expect("reopened");
        let code = visitor.make_account(&self.setup_path().await, name, &sign_in).await;
        Account { visitor, sign_in, code }
    }

    /// Two people, the second of whom joined by the first one's invitation.
    pub async fn couple(&self, one: &str, two: &str) -> (Account, Account) {
        let mut inviter = self.person(one).await;
        let path = inviter.visitor.invitation().await;
        let mut visitor = self.visitor();
        let sign_in = format!("{}@example.org", two.to_lowercase());
        let code = visitor.make_account(&path, two, &sign_in).await;
        (inviter, Account { visitor, sign_in, code })
    }

    /// Sam and Noor, signed in and linked; Sam opened the space.
    pub async fn partners(&self) -> (Visitor, Visitor) {
        let (sam, noor) = self.couple("Sam", "Noor").await;
        (sam.visitor, noor.visitor)
    }
}

impl Visitor {
    /// Makes an invitation link and answers its path.
    pub async fn invitation(&mut self) -> String {
        let us = self.submit("/us", "/us/invite", &[]).await;
        us.invitation().unwrap_or_else(|| panic!("no link: {}", us.text()))
    }
}

impl Answer {
    /// The path of the invitation link on this page.
    pub fn invitation(&self) -> Option<String> {
        let page = scraper::Html::parse_document(&self.body);
        let link = scraper::Selector::parse("input#link").expect("a selector");
        let value = page.select(&link).next()?.value().attr("value")?;
        Some(value[value.find("/join/")?..].to_owned())
    }
}
