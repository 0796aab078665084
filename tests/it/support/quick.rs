//! People without the pages: accounts made and linked by the same functions that the pages call, and a session put
//! into the browser. For tests whose subject is something else than signing up.

use std::sync::Arc;

use axum::extract::FromRef as _;
use toward::{
    accounts::{self, Accounts, Made, NewAccount, Opening, SetupToken},
    couples::{Me, invite},
    db::{Asker, Scope},
    entries::{Hand, Pinned},
    ids::PersonId,
    vault::{InviteCode, Keys},
    web::{
        login::Login,
        session::{LOGIN, Store},
    },
};
use tower_sessions::Session;

use super::{TestApp, Visitor};

/// Somebody with an account, a session in their browser, and the hand that their pages have.
pub struct Somebody {
    /// Who.
    pub id: PersonId,
    /// Their browser.
    pub browser: Visitor,
    /// Their hand.
    pub hand: Hand,
}

impl TestApp {
    /// Somebody who has signed up with the setup link and is signed in.
    pub async fn somebody(&self, name: &str) -> Somebody {
        // one couple's server takes one setup link; the tests need more people than that
        sqlx::query("update instance set opened = false").execute(self.owner()).await.expect("reopened");
        let path = self.setup_path().await;
        let token = path.rsplit('/').next().expect("a token").to_owned();
        self.account(name, Opening::Setup(SetupToken::of(&token))).await
    }

    /// Two people who are linked and signed in.
    pub async fn linked(&self, one: &str, two: &str) -> (Somebody, Somebody) {
        let first = self.somebody(one).await;
        let mut scope = self.scope(&first).await;
        invite::make(&mut scope, &first.hand, first.id, self.clock.now()).await.expect("made");
        let me = Me::load(&mut scope, &first.hand).await.expect("asked").expect("there");
        let open = invite::open(&mut scope, &first.hand, me.couple.expect("a space"), self.clock.now()).await;
        let code = open.expect("asked").expect("open").code.to_string();
        scope.commit().await.expect("committed");
        let second = self.account(two, Opening::Invite(InviteCode::parse(&code).expect("a code"))).await;
        (first, second)
    }

    /// A transaction as somebody.
    pub async fn scope(&self, who: &Somebody) -> Scope {
        Scope::begin(self.runtime(), Asker::Person(who.id)).await.expect("a transaction")
    }

    /// What somebody knows of their partner's key.
    pub async fn pinned(&self, who: &Somebody) -> Pinned {
        let mut scope = self.scope(who).await;
        let me = Me::load(&mut scope, &who.hand).await.expect("asked").expect("there");
        *me.pinned().expect("a checked partner")
    }

    /// A new browser in which somebody has signed in again.
    pub async fn sign_in_again(&self, who: &Somebody) -> Visitor {
        self.signed_in(who.id, &who.hand.keys).await
    }

    /// A new browser in which somebody has signed in and taken the second step; `stay` as they asked for it.
    pub async fn with_second_step(&self, who: &Somebody, stay: bool) -> Visitor {
        let mut login = Login::begin(who.id, 1, &who.hand.keys, stay, self.clock.now());
        login.second_factor = true;
        self.browser(&login).await
    }

    async fn account(&self, name: &str, opening: Opening) -> Somebody {
        let sign_in = format!("{}-{}@example.org", name.to_lowercase(), uuid::Uuid::new_v4().simple());
        let new = NewAccount {
            opening,
            name: accounts::DisplayName::parse(name).expect("a name"),
            sign_in: accounts::SignInName::parse(&sign_in).expect("a name"),
            passphrase: super::people::PASSPHRASE.into(),
        };
        let desk = Accounts::from_ref(&self.state);
        let opened = match desk.sign_up(new).await.expect("made") {
            Made::Account { opened, .. } => opened,
            Made::NameTaken => panic!("the name is taken"),
            Made::LinkGone => panic!("the link is gone"),
        };
        let (person, keys) = (opened.person, opened.keys);
        let browser = self.signed_in(person, &keys).await;
        let hand = Hand { instance: self.state.site.instance, person, epoch: 1, keys: Arc::new(keys) };
        Somebody { id: person, browser, hand }
    }

    async fn signed_in(&self, person: PersonId, keys: &Keys) -> Visitor {
        self.browser(&Login::begin(person, 1, keys, false, self.clock.now())).await
    }

    async fn browser(&self, login: &Login) -> Visitor {
        let store = Store::new(self.runtime().clone(), self.clock.clone(), self.state.site.instance);
        let session = Session::new(None, Arc::new(store), None);
        session.insert(LOGIN, login).await.expect("inserted");
        session.save().await.expect("saved");
        let mut browser = self.visitor();
        browser.cookies.insert(self.state.site.cookie("s"), session.id().expect("an id").to_string());
        browser
    }
}
