//! From a configuration to a running server, and back in order.
//!
//! Must stay true: the setup link is printed only while there is no account, and only its hash is kept; an end that
//! was asked for takes at most ten seconds, live pages or not, and PostgreSQL is stopped last.

use std::{
    future::IntoFuture,
    io::{Read, Write},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use axum::serve::ListenerExt;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

use crate::{
    clock::Clock,
    config::{Config, Origin},
    db::{
        self, Database,
        instance::{self, StartToken},
    },
    jobs,
    web::{self, state::AppState},
};

/// How long requests may take to end once we were asked to stop. PostgreSQL's own end comes on top.
const GRACE: Duration = Duration::from_secs(7);

/// Tells the parts that run on (live events, jobs) when to end. The value turns `true` once.
#[derive(Clone, Debug)]
pub struct Shutdown {
    /// Await `shutdown.wait_for(|now| *now)` beside whatever runs on.
    pub shutdown: watch::Receiver<bool>,
}

impl Shutdown {
    /// Returns when the server is to end, or when nobody is left to say so.
    pub async fn asked(mut self) {
        // An error means that the sender is gone, and so is the server.
        let _ = self.shutdown.wait_for(|now| *now).await;
    }
}

/// Serves until Ctrl-C or SIGTERM.
pub async fn run(mut config: Config) -> Result<()> {
    let mut signals = Signals::new()?;
    let database = tokio::select! {
        database = db::open(&config) => database?,
        () = signals.any() => return Ok(()),
    };
    let served = serve(&mut config, &database, &mut signals).await;
    database.close().await;
    served
}

async fn serve(config: &mut Config, database: &Database, signals: &mut Signals) -> Result<()> {
    let listener = listen(config).await?;
    let setup = setup_link(config, database).await?;
    let (stop, shutdown) = watch::channel(false);
    let shutdown = Shutdown { shutdown };
    let state = AppState::new(
        config,
        &database.instance,
        database.runtime.clone(),
        Clock::System,
        shutdown.shutdown.clone(),
    )?;
    let live = tokio::spawn(state.live.clone().listen(state.pool.clone()));
    let jobs = jobs::start(config, &state, shutdown.clone());
    let router = web::router::router(state);

    announce(config, database, setup.as_deref());
    let server = axum::serve(listener, router).with_graceful_shutdown(shutdown.asked()).into_future();
    tokio::pin!(server);
    tokio::select! {
        ended = &mut server => return ended.context("the server ended"),
        () = signals.any() => {}
    }
    tracing::info!("stopping");
    stop.send_replace(true);
    // It holds a connection, and would make the pools wait.
    live.abort();
    let end = async { (server.await, jobs.end().await).0.context("the server ended") };
    tokio::select! {
        ended = end => ended,
        () = tokio::time::sleep(GRACE) => {
            tracing::warn!("some requests were cut off after {} s", GRACE.as_secs());
            Ok(())
        }
        () = signals.any() => Ok(()),
    }
}

async fn listen(config: &mut Config) -> Result<impl axum::serve::Listener<Addr = SocketAddr>> {
    let wanted = config.web.listen;
    let listener = TcpListener::bind(wanted).await.with_context(|| {
        format!(
            "Toward cannot listen on {wanted}. Something else may be using that port; TOWARD_LISTEN chooses another one"
        )
    })?;
    let address = listener.local_addr()?;
    if config.web.base_url_is_default {
        // Port 0 means "any free one": now we know which.
        config.web.base_url = Origin::of(address);
    }
    config.web.listen = address;
    Ok(listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("no TCP_NODELAY: {error}");
        }
    }))
}

/// A new setup link, while there is no account. The one of an earlier start stops working.
async fn setup_link(config: &Config, database: &Database) -> Result<Option<String>> {
    if instance::is_opened(&database.owner).await? {
        return Ok(None);
    }
    let token = StartToken::random()?;
    instance::keep_start_token(&database.owner, &token).await?;
    Ok(Some(start_link(&config.web.base_url, &token)))
}

/// The address at which a start token opens an account.
#[must_use]
pub fn start_link(base: &Origin, token: &StartToken) -> String {
    base.with_path(&format!("/start/{}", token.in_link()))
}

/// To standard output, and not to the log: logs are kept and sent about, and the link is a key.
fn announce(config: &Config, database: &Database, setup: Option<&str>) {
    println!("Toward is ready: {}", config.web.base_url);
    if let Some(link) = setup {
        println!("There is no account yet. This link opens the first one, once:\n  {link}");
    }
    if let Some(folder) = database.folder() {
        println!("What is written is kept in {}", folder.display());
    }
    println!("Ctrl-C stops it.");
    tracing::info!(listen = %config.web.listen, "listening");
}

/// What stops us. The handlers are in place before anything is started that would have to be stopped.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Asks the Toward that listens at this address whether it is alive.
pub fn healthcheck(listen: SocketAddr) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(5);
    // "Any address" is one to listen on; to be asked, it has to be a certain one.
    let address = match listen {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => (Ipv4Addr::LOCALHOST, v4.port()).into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => (Ipv6Addr::LOCALHOST, v6.port()).into(),
        other => other,
    };
    let mut answer = [0; 15];
    let asked = TcpStream::connect_timeout(&address, PATIENCE).and_then(|mut stream| {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        stream.read_exact(&mut answer)
    });
    asked.with_context(|| format!("Toward does not answer at {address}"))?;
    if answer.starts_with(b"HTTP/1.1 200") {
        println!("alive at {address}");
        Ok(())
    } else {
        bail!("Toward answers at {address}, but not as it should")
    }
}
