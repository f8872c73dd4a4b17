//! The subcommands, one a file.

mod capture;
mod check;
mod explain;
mod export;
mod fetch;
mod language;
mod matching;
mod replay;
mod retag;
mod run;
mod service;
mod stage;
mod store;
mod tail;
mod topic;
mod topic_diff;
mod why;

use anyhow::{Context as _, Result};
use clap::CommandFactory;

use crate::arguments::{Arguments, Command, Database, Global};
use crate::configuration::{Configuration, Files};
use crate::exit::{Cause, failure};
use crate::{telemetry, wiring};

/// What every command that does something works with.
pub struct Context {
    pub global: Global,
    pub configuration: Configuration,
}

impl Context {
    /// Opens the store that the arguments or the configuration name.
    pub async fn open_store(&self, database: &Database) -> Result<veille_sink::Store> {
        let path = database.path.as_ref().unwrap_or(&self.configuration.settings.store.path);
        Ok(veille_sink::Store::open(path).await?)
    }

    /// Opens a store to read it: one that is not there is not created.
    pub async fn open_existing_store(&self, database: &Database) -> Result<veille_sink::Store> {
        let path = database.path.as_ref().unwrap_or(&self.configuration.settings.store.path);
        anyhow::ensure!(
            path.exists(),
            "{}: there is no store yet; `veille replay PATH` or `veille run` makes one, --store names another",
            path.display()
        );
        Ok(veille_sink::Store::open_to_read(path).await?)
    }

    /// Takes a store for fetching, alone.
    pub fn fetch_alone(&self, store: &veille_sink::Store, command: &str) -> Result<veille_sink::Lock> {
        let name = ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|path| {
            let name = std::fs::read_to_string(path).ok()?;
            (!name.trim().is_empty()).then(|| format!(" on {}", name.trim()))
        });
        let holder = format!(
            "`veille {command}`, process {}{}, since {}",
            std::process::id(),
            name.unwrap_or_default(),
            chrono::Utc::now().format("%Y-%m-%d %H:%M:%SZ")
        );
        store.lock(&holder).map_err(|error| match error {
            veille_sink::StoreError::Held { .. } => failure(Cause::Unavailable, error),
            error => error.into(),
        })
    }

    /// Prose for a person, unless asked to be quiet.
    pub fn say(&self, line: impl std::fmt::Display) {
        if !self.global.quiet {
            eprintln!("{line}");
        }
    }
}

/// Runs a command to its end.
pub fn run(arguments: Arguments) -> Result<()> {
    match arguments.command {
        Command::Schema { name } => schema(&name),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "veille", &mut script);
            let mut results = crate::output::Results::new();
            results.line(String::from_utf8_lossy(&script).trim_end())?;
            Ok(results.flush()?)
        }
        command => {
            // Not clap's own way to read it, which would print --config as required in every usage.
            let named =
                arguments.global.config.clone().or_else(|| std::env::var_os("VEILLE_CONFIG").map(Into::into));
            let files = Files::find(named.as_deref().filter(|folder| !folder.as_os_str().is_empty()))?;
            let configuration = Configuration::parse(files)?;
            telemetry::start(&configuration.settings.log, arguments.global.quiet)?;
            let context = Context { global: arguments.global, configuration };
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
            let result = runtime.context("starting the async runtime")?.block_on(dispatch(command, context));
            result.map_err(marked)
        }
    }
}

async fn dispatch(command: Command, context: Context) -> Result<()> {
    match command {
        Command::Replay(arguments) => replay::run(arguments, context).await,
        Command::Run(arguments) => run::run(arguments, context).await,
        Command::Capture(arguments) => capture::run(arguments, context).await,
        Command::Fetch(arguments) => fetch::run(arguments, context).await,
        Command::Clean(arguments) => {
            stage::run(wiring::clean_stage(&context.configuration), arguments, context).await
        }
        Command::Classify(arguments) => {
            stage::run(wiring::classify_stage(&context.configuration), arguments, context).await
        }
        Command::Store(arguments) => store::run(arguments, context).await,
        Command::Tail(arguments) => tail::run(arguments, context).await,
        Command::Topic(topic) => topic::run(topic, &context).await,
        Command::Explain(arguments) => explain::run(&arguments, &context).await,
        Command::Language(arguments) => language::run(&arguments, &context),
        Command::Match(arguments) => matching::run(&arguments),
        Command::Export(arguments) => export::run(arguments, &context).await,
        Command::Why(arguments) => why::run(&arguments, &context).await,
        Command::Retag(arguments) => retag::run(&arguments, &context).await,
        Command::Check => check::run(&context),
        Command::Schema { .. } | Command::Completions { .. } => Ok(()),
    }
}

/// An error from the broker carries its cause, whatever command it came from.
fn marked(error: anyhow::Error) -> anyhow::Error {
    match service::cause_of(&error) {
        Some(cause) => failure(cause, crate::exit::message(&error)),
        None => error,
    }
}

fn schema(name: &str) -> Result<()> {
    let names = veille_model::schema::NAMES.join(", ");
    let schema = veille_model::schema::of(name)
        .ok_or_else(|| failure(Cause::Usage, format!("no schema {name:?}; there are {names}")))?;
    let mut results = crate::output::Results::new();
    results.line(serde_json::to_string_pretty(&schema)?)?;
    Ok(results.flush()?)
}
