//! Arguments to actions.
//!
//! Must stay true: what a command is for goes to standard output, everything else to standard error; exit code 0 means
//! done, 1 means it failed, 2 means the arguments or the configuration cannot be used.

use std::{ffi::OsString, process::ExitCode};

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};

use crate::{
    accounts::{self, SignInName},
    clock::Clock,
    config::{Config, DatabaseConfig, SignUp},
    db::{
        connect::OwnerAccess,
        embedded::child,
        instance::{self, StartToken},
    },
    logs, serve,
};

const UNUSABLE: u8 = 2;

/// A self-hosted place for two partners who are repairing trust after a betrayal.
///
/// Without a command it serves: it opens its database (a private PostgreSQL in a data folder, or the one of
/// DATABASE_URL), listens, and prints its address. All settings are environment variables; .env.example explains them.
#[derive(Debug, Parser)]
#[expect(clippy::doc_markdown, reason = "people read this text in a terminal, where backticks are noise")]
#[command(version, propagate_version = false)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::doc_markdown, reason = "people read this text in a terminal, where backticks are noise")]
enum Command {
    /// Open the database, listen and serve the pages (this is what happens without a command)
    ///
    /// Prints the address and, while there is no account, a one-time link that opens the first one. Ctrl-C or SIGTERM
    /// ends it in order, its private PostgreSQL included.
    Serve,
    /// Print a one-time link that opens an account for one new person
    ///
    /// For a server with TOWARD_SIGN_UP=invite. Works while Toward is running and while it is not. There is one such
    /// link at a time: a new one takes the place of the one before.
    Invite,
    /// Take the second step off an account whose owner has lost both their phone and their spare codes
    ///
    /// Works while Toward is running and while it is not. It opens nothing: the passphrase or the recovery code is still
    /// needed. The account is signed out everywhere, and its own page says from then on that this was done, and when.
    SecondStepOff {
        /// The name that its owner signs in with
        name: String,
    },
    /// Ask a running Toward whether it is alive; exit code 0 means yes
    ///
    /// Sends GET /healthz to the address of TOWARD_LISTEN. Made for containers, where there may be no other program to
    /// ask with.
    Healthcheck,
    /// Print every setting, its value and where the value came from
    ///
    /// Secrets are left out. Exit code 2 means that something cannot be used; the message names it.
    Config,
    /// What PostgreSQL is started through
    #[command(name = "__postgres", hide = true)]
    Postgres {
        /// The process that has to be there
        parent: i32,
        /// PostgreSQL's own program
        program: OsString,
        /// Its arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// Does what the arguments say.
#[must_use]
pub fn run() -> ExitCode {
    logs::keep_quiet();
    let command = Arguments::parse().command.unwrap_or(Command::Serve);
    if let Command::Postgres { parent, program, arguments } = &command {
        return child::become_postgres(*parent, program, arguments);
    }
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(UNUSABLE);
        }
    };
    logs::start(&config.logs);
    let done = match command {
        Command::Serve => block_on(serve::run(config)),
        Command::Invite => block_on(invite(&config)),
        Command::SecondStepOff { name } => block_on(second_step_off(&config, &name)),
        Command::Healthcheck => serve::healthcheck(config.web.listen),
        Command::Config => {
            print_settings(&config);
            Ok(())
        }
        Command::Postgres { .. } => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn block_on(action: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(action)
}

async fn invite(config: &Config) -> Result<()> {
    match config.accounts.sign_up {
        SignUp::Invite => {}
        SignUp::FirstCouple => bail!(
            "This server is for one couple (TOWARD_SIGN_UP=first-couple): the first person uses the setup link that is \
             printed at the start, and invites the second one from inside. Set TOWARD_SIGN_UP=invite to let more \
             couples in by links."
        ),
        SignUp::Open => bail!(
            "This server is open (TOWARD_SIGN_UP=open): everybody can sign up at {} without a link.",
            config.web.base_url
        ),
    }
    let owner = OwnerAccess::open(config).await?;
    let made = async {
        let token = StartToken::random()?;
        instance::keep_start_token(&owner.pool, &token).await?;
        Ok(token)
    }
    .await;
    owner.close().await;
    let token: StartToken = made.map_err(|error: anyhow::Error| error.context("no link was made"))?;
    println!("{}", serve::start_link(&config.web.base_url, &token));
    eprintln!("It opens one account, once. Pass it on over a channel that only the two of you read.");
    Ok(())
}

async fn second_step_off(config: &Config, name: &str) -> Result<()> {
    let Some(name) = SignInName::parse(name) else { bail!("This is no name to sign in with.") };
    let owner = OwnerAccess::open(config).await?;
    let done = accounts::take_second_step_off(&owner.pool, &name, Clock::System.today()).await;
    owner.close().await;
    if !done.context("nothing was changed")? {
        bail!("Nobody signs in here with this name and a second step. Nothing was changed.");
    }
    println!("The second step is taken off. The account page of its owner says so from now on.");
    Ok(())
}

fn print_settings(config: &Config) {
    let width = config.settings.iter().map(|setting| setting.name.len()).max().unwrap_or_default();
    for setting in &config.settings {
        let shown = if setting.shown.is_empty() { "(not set)" } else { &setting.shown };
        println!("{:width$} = {shown}  [{}]", setting.name, setting.source);
    }
    let database = match &config.database {
        DatabaseConfig::Embedded(embedded) => {
            format!("a private PostgreSQL in {}", embedded.folder.display())
        }
        DatabaseConfig::Server { .. } => "the server of DATABASE_URL".to_owned(),
    };
    println!("{:width$} : {database}", "database");
}
