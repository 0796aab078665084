//! What handlers are given: one state, in pieces that each handler names.

use std::sync::Arc;

use axum::extract::FromRef;
use secrecy::ExposeSecret as _;
use sqlx::PgPool;
use tokio::sync::watch;

use crate::{
    accounts::Gate,
    clock::Clock,
    config::{Config, Kdf, Origin, SignUp},
    content,
    db::InstanceRow,
    guide::{GuideState, HelpLines, help_lines::Unreadable, readings},
    plans::{refusal, starting},
    practices, reflections,
    vault::{Instance, KdfParams, Pepper, ServerSecret, VaultError},
    web::{assets::Assets, live::Live, page::Shell},
    wording::{Unusable, Wording},
};

/// What this installation is and was told, fixed from start to end.
pub struct Site {
    /// Bound into every envelope.
    pub instance: Instance,
    /// Authenticates form tokens and device cookies.
    pub secret: ServerSecret,
    /// The one truth for the origin.
    pub base_url: Origin,
    /// Where "Leave quickly" ends.
    pub exit_url: Arc<str>,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// Whether mails can be sent from here.
    pub sends_mail: bool,
    /// What a new passphrase wrap costs.
    pub kdf: KdfParams,
    /// The optional pepper.
    pub pepper: Option<Pepper>,
}

impl Site {
    /// Whether the origin is https: it decides the cookies' prefix and HSTS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.base_url.as_str().starts_with("https:")
    }

    /// The cookie's name: with the `__Host-` prefix wherever browsers accept it, and neutral.
    #[must_use]
    pub fn cookie(&self, name: &str) -> String {
        if self.https() { format!("__Host-{name}") } else { name.to_owned() }
    }
}

/// Turns true when the server is about to stop, so that open streams end.
#[derive(Clone, Debug)]
pub struct Stopping(pub watch::Receiver<bool>);

impl FromRef<AppState> for Arc<Assets> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.shell.assets)
    }
}

/// The state behind all routes.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The runtime role's connections; pages reach them through `db::Scope` only.
    pub pool: PgPool,
    /// The time.
    pub clock: Clock,
    /// The installation.
    pub site: Arc<Site>,
    /// What the frame of a page needs.
    pub shell: Shell,
    /// What the public pages show.
    pub guide: GuideState,
    /// Offers to whoever is about to share something.
    pub wording: Arc<Wording>,
    /// Hints about changes.
    pub live: Live,
    /// The gate before the passphrase derivations.
    pub gate: Gate,
    /// The end of the server.
    pub stopping: Stopping,
}

/// Why the state could not be put together; each says which setting it is about.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file of help lines cannot be used.
    #[error("TOWARD_HELP_LINES: {0}")]
    HelpLines(#[from] Unreadable),
    /// The list of wording help cannot be used.
    #[error(transparent)]
    Wording(#[from] Unusable),
    /// The list of promises that the plan does not hold cannot be used.
    #[error(transparent)]
    Refusals(#[from] &'static refusal::Unusable),
    /// The list of promises to start from cannot be used.
    #[error(transparent)]
    Starting(#[from] &'static starting::Unusable),
    /// A page of the guide or a reflection cannot be used.
    #[error(transparent)]
    Content(#[from] &'static content::Unusable),
    /// The installation's own secrets have the wrong form.
    #[error("the installation's secrets are damaged: {0}")]
    Vault(#[from] VaultError),
}

impl AppState {
    /// Puts the state together: what was configured, what the installation is, and its connections.
    ///
    /// # Errors
    /// When the help lines or one of the lists cannot be used, or a stored secret is damaged.
    pub fn new(
        config: &Config,
        instance: &InstanceRow,
        pool: PgPool,
        clock: Clock,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, StateError> {
        refusal::ready()?;
        starting::ready()?;
        readings::ready()?;
        reflections::ready()?;
        practices::ready()?;
        let exit_url: Arc<str> = config.web.exit_url.as_str().into();
        let shell = Shell::new(&exit_url, Assets::new());
        let help_lines = Arc::new(HelpLines::load(config.web.help_lines.as_deref())?);
        let host_notice = config.web.host_notice.as_deref().map(Into::into);
        let pepper =
            config.vault.pepper.as_ref().map(|pepper| Pepper::from_bytes(pepper.bytes())).transpose()?;
        let site = Site {
            instance: Instance(*instance.id.as_bytes()),
            secret: ServerSecret::from_bytes(instance.server_secret.expose_secret())?,
            base_url: config.web.base_url.clone(),
            exit_url,
            sign_up: config.accounts.sign_up,
            sends_mail: config.mail.smtp.is_some(),
            kdf: match config.vault.kdf {
                Kdf::Standard => KdfParams::CURRENT,
                Kdf::Small => KdfParams::SMALL,
            },
            pepper,
        };
        Ok(Self {
            pool,
            clock,
            site: Arc::new(site),
            guide: GuideState { shell: shell.clone(), help_lines, host_notice },
            shell,
            wording: Arc::new(Wording::english()?),
            live: Live::default(),
            gate: Gate::default(),
            stopping: Stopping(stopping),
        })
    }
}
