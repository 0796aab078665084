//! Handing one mail to the configured server, step by step, so that it is known what became of it.
//!
//! What must stay true: as long as the text has not been sent, trying again is safe. Once it is on its way and no answer
//! comes, the server may have taken it: that is [`Handed::Unsure`], and such a mail is never sent again. What the server
//! says in words is never kept or logged, because it may repeat an address.

use std::time::Duration;

use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use crate::config::{SmtpConfig, SmtpTls};

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The server has it.
    Over,
    /// It may have it.
    Unsure,
    /// It does not have it, and may take it later.
    NotYet(Trouble),
    /// It does not have it and says that it never will.
    Refused(Trouble),
}

/// Where a mail got stuck: what the log says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The part of the conversation.
    pub at: &'static str,
    /// The server's number, if it gave one.
    pub code: Option<u16>,
}

impl Trouble {
    fn new(at: &'static str, error: Option<&Error>) -> Self {
        Self { at, code: error.and_then(Error::status).map(u16::from) }
    }
}

/// The way to the server.
#[derive(Clone, Debug)]
pub struct Smtp {
    config: SmtpConfig,
    hello: ClientId,
}

impl Smtp {
    /// The way to the configured server, where we are called `host`.
    #[must_use]
    pub fn new(config: SmtpConfig, host: &str) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let hello = match bare.parse() {
            Ok(std::net::IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(std::net::IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(host.to_owned()),
        };
        Self { config, hello }
    }

    /// Who our mails are from.
    #[must_use]
    pub fn from(&self) -> &lettre::message::Mailbox {
        &self.config.from
    }

    /// The longest that one try can take.
    #[must_use]
    pub fn longest(&self) -> Duration {
        self.config.timeout * 8
    }

    /// Tries once.
    pub async fn hand(&self, message: &Message) -> Handed {
        let mut server = match self.greet().await {
            Ok(server) => server,
            Err(trouble) => return Handed::NotYet(trouble),
        };
        let handed = self.give(&mut server, message).await;
        // The mail is where it is; how the goodbye goes changes nothing.
        drop(timeout(self.config.timeout, server.abort()).await);
        handed
    }

    /// Everything before it is about a mail. Whatever is refused here is ours to mend, so it is tried again.
    async fn greet(&self) -> Result<AsyncSmtpConnection, Trouble> {
        let tls = |at| self.tls().map_err(|error| Trouble::new(at, Some(&error)));
        let at_once = if self.config.tls == SmtpTls::Tls { Some(tls("tls")?) } else { None };
        let address = (self.config.host.trim_matches(['[', ']']), self.config.port);
        let wait = Some(self.config.timeout);
        let connecting = AsyncSmtpConnection::connect_tokio1(address, wait, &self.hello, at_once, None);
        let mut server = self.step("connect", connecting).await?;
        if self.config.tls == SmtpTls::StartTls {
            // Refused by lettre where the server does not offer it: nothing goes on in plain.
            self.step("starttls", server.starttls(tls("starttls")?, &self.hello)).await?;
        }
        if let Some((user, password)) = &self.config.login {
            let login = Credentials::new(user.clone(), password.expose_secret().to_owned());
            self.step("sign-in", server.auth(&[Mechanism::Plain, Mechanism::Login], &login)).await?;
        }
        Ok(server)
    }

    async fn give(&self, server: &mut AsyncSmtpConnection, message: &Message) -> Handed {
        let envelope = message.envelope();
        let sender = Mail::new(envelope.from().cloned(), Vec::new());
        if let Err(trouble) = self.step("sender", server.command(sender)).await {
            return Handed::NotYet(trouble);
        }
        for reader in envelope.to() {
            if let Err(trouble) =
                self.step("reader", server.command(Rcpt::new(reader.clone(), Vec::new()))).await
            {
                return judged(trouble);
            }
        }
        if let Err(trouble) = self.step("data", server.command(Data)).await {
            return judged(trouble);
        }
        match timeout(self.config.timeout, server.message(&message.formatted())).await {
            Ok(Ok(_)) => Handed::Over,
            Ok(Err(error)) if error.status().is_some() => judged(Trouble::new("text", Some(&error))),
            Ok(Err(_)) | Err(_) => Handed::Unsure,
        }
    }

    async fn step<T>(
        &self,
        at: &'static str,
        step: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Trouble> {
        match timeout(self.config.timeout, step).await {
            Ok(done) => done.map_err(|error| Trouble::new(at, Some(&error))),
            Err(_) => Err(Trouble::new(at, None)),
        }
    }

    fn tls(&self) -> Result<TlsParameters, Error> {
        let parameters = TlsParameters::builder(self.config.host.clone());
        let Some(ca) = &self.config.ca else { return parameters.build() };
        parameters.add_root_certificate(Certificate::from_pem(ca)?).build()
    }
}

/// A number from 500 on is about this mail or its reader, and for good.
fn judged(trouble: Trouble) -> Handed {
    if trouble.code.is_some_and(|code| code >= 500) {
        Handed::Refused(trouble)
    } else {
        Handed::NotYet(trouble)
    }
}
