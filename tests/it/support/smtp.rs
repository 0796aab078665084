//! A mail server on loopback, for the tests: it keeps what it takes, and can be slow, refuse or die at any point.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use data_encoding::BASE64;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// The parts of a conversation, in order. `Text` is the point after the text has come and before it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Greeting,
    Hello,
    Sender,
    Reader,
    Data,
    Text,
}

/// What goes wrong in one connection.
#[derive(Clone, Copy, Debug)]
pub enum Mood {
    /// Nothing.
    Kind,
    /// It answers with this number.
    Refuses(At, u16),
    /// It hangs up.
    Dies(At),
    /// It says nothing any more.
    Silent(At),
}

/// How it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    Plain,
    StartTls,
    Tls,
}

/// A mail that it took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub from: String,
    pub to: String,
    /// Headers and body, as they came.
    pub text: String,
    /// Whether the text came over TLS.
    pub sealed: bool,
    /// What the sender called itself.
    pub hello: String,
}

/// The server. It ends when it is dropped.
pub struct MailServer {
    pub port: u16,
    /// Its certificate (PEM), where it speaks TLS.
    pub certificate: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    moods: Arc<Mutex<VecDeque<Mood>>>,
    connections: Arc<Mutex<usize>>,
    task: JoinHandle<()>,
}

/// What every connection knows.
#[derive(Clone)]
struct Ways {
    speaks: Speaks,
    login: Option<(String, String)>,
    taken: Arc<Mutex<Vec<Taken>>>,
    tls: TlsAcceptor,
}

/// What came in so far.
#[derive(Default)]
struct Letter {
    hello: String,
    from: String,
    to: String,
    signed_in: bool,
}

enum End {
    Over,
    StartTls,
}

impl MailServer {
    /// One that takes everything.
    pub async fn kind() -> Self {
        Self::new(Speaks::Plain, None).await
    }

    /// One that speaks like this, and asks for this name and passphrase.
    pub async fn new(speaks: Speaks, login: Option<(&str, &str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
        let key = rustls::pki_types::PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("a configuration");
        let (taken, moods, connections) = (Arc::default(), Arc::default(), Arc::default());
        let ways = Ways {
            speaks,
            login: login.map(|(name, pass)| (name.to_owned(), pass.to_owned())),
            taken: Arc::clone(&taken),
            tls: TlsAcceptor::from(Arc::new(tls)),
        };
        let (waiting, counted): (Arc<Mutex<VecDeque<Mood>>>, Arc<Mutex<usize>>) =
            (Arc::clone(&moods), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *counted.lock().expect("a count") += 1;
                let mood = waiting.lock().expect("moods").pop_front().unwrap_or(Mood::Kind);
                tokio::spawn(answer(stream, mood, ways.clone()));
            }
        });
        Self { port, certificate: cert.pem(), taken, moods, connections, task }
    }

    /// What goes wrong in the next connections, one after the other.
    pub fn next(&self, moods: &[Mood]) {
        self.moods.lock().expect("moods").extend(moods);
    }

    /// What it took.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("mails").clone()
    }

    /// How often somebody came.
    pub fn connections(&self) -> usize {
        *self.connections.lock().expect("a count")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(stream: TcpStream, mood: Mood, ways: Ways) {
    if ways.speaks == Speaks::Tls {
        if let Ok(stream) = ways.tls.accept(stream).await {
            drop(talk(&mut BufReader::new(stream), mood, &ways, true, true).await);
        }
        return;
    }
    let mut plain = BufReader::new(stream);
    if let Some(End::StartTls) = talk(&mut plain, mood, &ways, false, true).await
        && let Ok(stream) = ways.tls.accept(plain.into_inner()).await
    {
        drop(talk(&mut BufReader::new(stream), mood, &ways, true, false).await);
    }
}

/// What happens at this point: the answer to give, or none when the conversation is over.
async fn reply(mood: Mood, at: At, usual: &str) -> Option<String> {
    match mood {
        Mood::Refuses(when, code) if when == at => Some(format!("{code} not now, sam@example.org\r\n")),
        Mood::Dies(when) if when == at => None,
        Mood::Silent(when) if when == at => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            None
        }
        _ => Some(format!("{usual}\r\n")),
    }
}

async fn talk<S>(
    stream: &mut BufReader<S>,
    mood: Mood,
    ways: &Ways,
    sealed: bool,
    greets: bool,
) -> Option<End>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut letter = Letter::default();
    if greets {
        let line = reply(mood, At::Greeting, "220 mail.example.org").await?;
        stream.write_all(line.as_bytes()).await.ok()?;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return Some(End::Over);
        }
        let word = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match word.as_str() {
            "EHLO" => {
                line[4..].trim().clone_into(&mut letter.hello);
                let mut lines = vec!["250-mail.example.org".to_owned()];
                if ways.speaks == Speaks::StartTls && !sealed {
                    lines.push("250-STARTTLS".to_owned());
                }
                lines.extend(ways.login.as_ref().map(|_| "250-AUTH PLAIN LOGIN".to_owned()));
                lines.push("250 8BITMIME".to_owned());
                reply(mood, At::Hello, &lines.join("\r\n")).await?
            }
            "STARTTLS" => {
                stream.write_all(b"220 go on\r\n").await.ok()?;
                return Some(End::StartTls);
            }
            "AUTH" => {
                let given = line.split_whitespace().nth(2).unwrap_or_default();
                let right = ways.login.as_ref().is_some_and(|(name, pass)| {
                    BASE64.encode(format!("\0{name}\0{pass}").as_bytes()) == given
                });
                letter.signed_in = right;
                if right { "235 come in\r\n".to_owned() } else { "535 no\r\n".to_owned() }
            }
            "MAIL" if ways.login.is_some() && !letter.signed_in => "530 sign in first\r\n".to_owned(),
            "MAIL" => {
                letter.from = between(&line);
                reply(mood, At::Sender, "250 fine").await?
            }
            "RCPT" => {
                letter.to = between(&line);
                reply(mood, At::Reader, "250 fine").await?
            }
            "DATA" => reply(mood, At::Data, "354 go on").await?,
            "QUIT" => return Some(End::Over),
            _ => "500 what\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        if answer.starts_with("354") {
            let text = text(stream).await?;
            let answer = reply(mood, At::Text, "250 kept").await?;
            if answer.starts_with("250") {
                let taken = Taken {
                    from: letter.from.clone(),
                    to: letter.to.clone(),
                    text,
                    sealed,
                    hello: letter.hello.clone(),
                };
                ways.taken.lock().expect("mails").push(taken);
            }
            stream.write_all(answer.as_bytes()).await.ok()?;
        }
    }
}

async fn text<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn between(line: &str) -> String {
    let from = line.find('<').map_or(0, |at| at + 1);
    let to = line.find('>').unwrap_or(line.len());
    line[from..to].to_owned()
}
