//! The mails, whole. There are two: a reminder, which is the same whatever it is about, and the code that confirms an
//! address.
//!
//! What must stay true: nothing goes into a mail but addresses of this server, a code, and where it goes. So nobody who
//! sees one (over a shoulder, on a locked screen, at the mail server) learns what somebody is reminded of, or by whom.

use askama::Template;
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::address::MailAddress;

const SUBJECT: &str = "A reminder you asked for";
const CODE_SUBJECT: &str = "A code for you";

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: &'static str,
    /// For readers without markup.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// Where the mails are ended.
    pub stop: String,
}

#[derive(Template)]
#[template(path = "email/reminder.txt")]
struct ReminderText<'a> {
    home: &'a str,
    stop: &'a str,
}

#[derive(Template)]
#[template(path = "email/reminder.html")]
struct ReminderPage<'a> {
    subject: &'a str,
    home: &'a str,
    stop: &'a str,
}

#[derive(Template)]
#[template(path = "email/code.txt")]
struct CodeText<'a> {
    code: &'a str,
    stop: &'a str,
}

#[derive(Template)]
#[template(path = "email/code.html")]
struct CodePage<'a> {
    subject: &'a str,
    code: &'a str,
    stop: &'a str,
}

impl Letter {
    /// A reminder, of whatever kind, with the address of this server and the one that ends the mails.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn reminder(home: &str, stop: &str) -> Result<Self, askama::Error> {
        Ok(Self {
            subject: SUBJECT,
            text: ReminderText { home, stop }.render()?,
            html: ReminderPage { subject: SUBJECT, home, stop }.render()?,
            stop: stop.to_owned(),
        })
    }

    /// The code for an address that somebody has given.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn code(code: &str, stop: &str) -> Result<Self, askama::Error> {
        Ok(Self {
            subject: CODE_SUBJECT,
            text: CodeText { code, stop }.render()?,
            html: CodePage { subject: CODE_SUBJECT, code, stop }.render()?,
            stop: stop.to_owned(),
        })
    }

    /// It as a mail server gets it. `id` is the same at every try, and names the mail; `host` is this server's public
    /// name, so that no machine's own name goes out.
    ///
    /// # Errors
    /// When an address cannot be written into a header.
    pub fn message(
        self,
        from: &Mailbox,
        to: &MailAddress,
        id: Uuid,
        host: &str,
        now: OffsetDateTime,
    ) -> anyhow::Result<Message> {
        let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
        // A boundary that no line of ours can be; the usual one is random, and the mail should be the same at each try.
        let boundary = format!("part-{}", id.simple());
        let parts = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(boundary)
            .singlepart(part(ContentType::TEXT_PLAIN, self.text))
            .singlepart(part(ContentType::TEXT_HTML, self.html));
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.as_str().parse()?))
            .subject(self.subject)
            .date(now.into())
            .message_id(Some(format!("<{}@{host}>", id.simple())))
            .header(ListUnsubscribe(self.stop))
            .header(ListUnsubscribePost)
            .header(AutoSubmitted)
            .multipart(parts)?;
        Ok(message)
    }
}

/// RFC 8058: a mail program may end the mails with one click.
#[derive(Clone)]
struct ListUnsubscribe(String);
#[derive(Clone)]
struct ListUnsubscribePost;
/// RFC 3834: no absence notice answers it.
#[derive(Clone)]
struct AutoSubmitted;

type Parsed<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Parsed<Self> {
        Ok(Self(text.trim_matches(['<', '>']).to_owned()))
    }

    fn display(&self) -> HeaderValue {
        let text = format!("<{}>", self.0);
        // An address of this server holds only letters, digits and the signs of an address (`config::Origin`).
        HeaderValue::dangerous_new_pre_encoded(Self::name(), text.clone(), text)
    }
}

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Parsed<Self> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Parsed<Self> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
