//! Where mails are handed over. Without a server, no mail is offered anywhere; reminders are then in calendars only.
//!
//! Must stay true: without TLS a mail leaves only for this machine, unless somebody has said that it may; a sender with a
//! line break in it is refused, because it would become a header.

use std::{path::PathBuf, time::Duration};

use lettre::message::Mailbox;
use secrecy::SecretString;

use super::source::Reader;

/// Settings about mail.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The server, if there is one.
    pub smtp: Option<SmtpConfig>,
}

/// The server that takes our mails, and who they are from.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// `TOWARD_SMTP_HOST`: its name. Default: not set, which means no mail.
    pub host: String,
    /// `TOWARD_SMTP_PORT`. Default: 587 with STARTTLS, 465 with TLS, 25 with neither.
    pub port: u16,
    /// `TOWARD_SMTP_TLS`: `starttls`, `tls` or `none`. Default `starttls`. `none` is refused for anything but this
    /// machine, unless `TOWARD_SMTP_ALLOW_PLAIN` (default `false`) is `true`.
    pub tls: SmtpTls,
    /// `TOWARD_SMTP_CA`: a file (PEM) with one more authority whose certificates are trusted. Default: not set.
    pub ca: Option<Vec<u8>>,
    /// `TOWARD_SMTP_USER` and `TOWARD_SMTP_PASSWORD` (or `TOWARD_SMTP_PASSWORD_FILE`): how to sign in there. Default: not
    /// set, nobody signs in.
    pub login: Option<(String, SecretString)>,
    /// `TOWARD_SMTP_TIMEOUT`: how long the server may take for each part of the conversation, in seconds. Default `30`.
    pub timeout: Duration,
    /// `TOWARD_MAIL_FROM`: the sender, as `toward@example.org` or `Toward <toward@example.org>`. Needed with a server.
    pub from: Mailbox,
}

/// How the way to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// Plain at first, then TLS, or nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Plain.
    None,
}

impl SmtpTls {
    const ALL: [(&'static str, Self); 3] =
        [("starttls", Self::StartTls), ("tls", Self::Tls), ("none", Self::None)];

    const fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

const NEEDS_A_HOST: [&str; 5] =
    ["TOWARD_SMTP_PORT", "TOWARD_SMTP_CA", "TOWARD_SMTP_USER", "TOWARD_SMTP_PASSWORD", "TOWARD_MAIL_FROM"];

impl MailConfig {
    pub(super) fn read(from: &mut Reader) -> Self {
        let host = from.optional("TOWARD_SMTP_HOST");
        let port = from.optional("TOWARD_SMTP_PORT");
        let tls = tls(from);
        let allow_plain = yes_or_no(from, "TOWARD_SMTP_ALLOW_PLAIN");
        let ca = from.path("TOWARD_SMTP_CA");
        let user = from.optional("TOWARD_SMTP_USER");
        let password = from.secret("TOWARD_SMTP_PASSWORD");
        let timeout =
            from.text("TOWARD_SMTP_TIMEOUT").parse().ok().filter(|seconds| (1..=600).contains(seconds));
        if timeout.is_none() {
            from.problem("TOWARD_SMTP_TIMEOUT", "give a number of seconds from 1 to 600");
        }
        let sender = from.optional("TOWARD_MAIL_FROM");
        let Some(host) = host else {
            let given = [port.is_some(), ca.is_some(), user.is_some(), password.is_some(), sender.is_some()];
            for (name, _) in NEEDS_A_HOST.iter().zip(given).filter(|(_, given)| *given) {
                from.problem(name, "no mail can be sent without TOWARD_SMTP_HOST; set it, or take this out");
            }
            return Self { smtp: None };
        };
        if host.parse::<std::net::IpAddr>().is_err() && !is_name(&host) {
            from.problem("TOWARD_SMTP_HOST", "give a name or an address, such as mail.example.org");
        }
        if tls == SmtpTls::None && !is_this_machine(&host) && !allow_plain {
            from.problem(
                "TOWARD_SMTP_TLS",
                "without TLS, everyone on the way could read whom Toward writes to; use starttls or tls. If you have \
                 weighed that, TOWARD_SMTP_ALLOW_PLAIN=true lets it start",
            );
        }
        let port = match port.map(|port| port.parse::<u16>()) {
            None => tls.usual_port(),
            Some(Ok(port)) if port > 0 => port,
            Some(_) => {
                from.problem("TOWARD_SMTP_PORT", "give a number from 1 to 65535");
                tls.usual_port()
            }
        };
        let login = login(from, user, password);
        let ca = ca.and_then(|path| certificate(from, &path));
        let sender = sender_of(from, sender.as_deref());
        let smtp = sender.map(|sender| SmtpConfig {
            host,
            port,
            tls,
            ca,
            login,
            timeout: Duration::from_secs(timeout.unwrap_or(30)),
            from: sender,
        });
        Self { smtp }
    }
}

fn tls(from: &mut Reader) -> SmtpTls {
    let text = from.text("TOWARD_SMTP_TLS");
    let known = SmtpTls::ALL.into_iter().find(|(name, _)| *name == text);
    known.map_or_else(
        || {
            from.problem("TOWARD_SMTP_TLS", "give starttls, tls or none");
            SmtpTls::StartTls
        },
        |(_, tls)| tls,
    )
}

fn yes_or_no(from: &mut Reader, name: &'static str) -> bool {
    match from.text(name).as_str() {
        "true" => true,
        "false" => false,
        _ => {
            from.problem(name, "give true or false");
            false
        }
    }
}

fn login(
    from: &mut Reader,
    user: Option<String>,
    password: Option<SecretString>,
) -> Option<(String, SecretString)> {
    match (user, password) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        (Some(_), None) => {
            from.problem("TOWARD_SMTP_PASSWORD", "TOWARD_SMTP_USER is set, so this is needed, too");
            None
        }
        (None, Some(_)) => {
            from.problem("TOWARD_SMTP_USER", "TOWARD_SMTP_PASSWORD is set, so this is needed, too");
            None
        }
    }
}

fn certificate(from: &mut Reader, path: &PathBuf) -> Option<Vec<u8>> {
    let text = std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
    let known = text.and_then(|text| {
        lettre::transport::smtp::client::Certificate::from_pem(&text)
            .map(|_| text)
            .map_err(|_| format!("{} holds no certificate (PEM)", path.display()))
    });
    known.map_err(|what| from.problem("TOWARD_SMTP_CA", what)).ok()
}

fn sender_of(from: &mut Reader, text: Option<&str>) -> Option<Mailbox> {
    let Some(text) = text else {
        from.problem("TOWARD_MAIL_FROM", "with TOWARD_SMTP_HOST this is needed: the sender of the mails");
        return None;
    };
    let sender =
        Some(text).filter(|text| !text.contains(char::is_control)).and_then(|text| text.parse().ok());
    if sender.is_none() {
        from.problem(
            "TOWARD_MAIL_FROM",
            "give an address, such as toward@example.org or Toward <toward@example.org>",
        );
    }
    sender
}

fn is_name(host: &str) -> bool {
    let fine = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
    };
    host.len() <= 253 && host.split('.').all(fine)
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn with(more: &[(&str, &str)]) -> Result<Option<SmtpConfig>, String> {
        let usual = [("TOWARD_SMTP_HOST", "mail.example.org"), ("TOWARD_MAIL_FROM", "toward@example.org")];
        let all = usual.iter().chain(more).copied();
        Config::from_map(all).map(|config| config.mail.smtp).map_err(|problems| problems.to_string())
    }

    #[test]
    fn without_a_server_there_is_no_mail_and_with_one_there_is_tls() {
        let none: [(&str, &str); 0] = [];
        assert!(Config::from_map(none).unwrap().mail.smtp.is_none());
        let smtp = with(&[]).unwrap().unwrap();
        assert_eq!((smtp.port, smtp.tls), (587, SmtpTls::StartTls));
        assert_eq!(with(&[("TOWARD_SMTP_TLS", "tls")]).unwrap().unwrap().port, 465);
    }

    #[test]
    fn plain_mail_stays_on_this_machine_unless_somebody_has_decided() {
        let plain = ("TOWARD_SMTP_TLS", "none");
        assert!(with(&[plain]).unwrap_err().contains("TOWARD_SMTP_ALLOW_PLAIN"));
        assert!(with(&[plain, ("TOWARD_SMTP_ALLOW_PLAIN", "true")]).is_ok());
        for here in ["127.0.0.1", "::1", "localhost"] {
            let smtp = with(&[plain, ("TOWARD_SMTP_HOST", here)]).unwrap().unwrap();
            assert_eq!(smtp.port, 25);
        }
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (name, value) in [
            ("TOWARD_SMTP_HOST", "mail example"),
            ("TOWARD_SMTP_PORT", "0"),
            ("TOWARD_SMTP_TLS", "ssl"),
            ("TOWARD_SMTP_ALLOW_PLAIN", "yes"),
            ("TOWARD_SMTP_TIMEOUT", "0"),
            ("TOWARD_SMTP_CA", "/nowhere/ca.pem"),
            ("TOWARD_MAIL_FROM", "Toward"),
            ("TOWARD_MAIL_FROM", "a@example.org\r\nBcc: b@example.org"),
        ] {
            let problem = with(&[(name, value)]).unwrap_err();
            assert!(problem.contains(name), "{name}={value}: {problem}");
        }
        assert!(with(&[("TOWARD_SMTP_USER", "toward")]).unwrap_err().contains("TOWARD_SMTP_PASSWORD:"));
        assert!(with(&[("TOWARD_SMTP_PASSWORD", "hidden")]).unwrap_err().contains("TOWARD_SMTP_USER:"));
        let alone = Config::from_map([("TOWARD_MAIL_FROM", "toward@example.org")]).unwrap_err().to_string();
        assert!(alone.contains("TOWARD_SMTP_HOST"));
    }

    #[test]
    fn what_signs_in_is_not_printed() {
        let smtp = with(&[("TOWARD_SMTP_USER", "toward"), ("TOWARD_SMTP_PASSWORD", "very-hidden")]);
        assert!(!format!("{smtp:?}").contains("very-hidden"));
    }
}
