//! The subcommands, one a file.

mod access;
mod among;
mod capture;
mod changes;
mod check;
mod copies;
mod coverage;
mod dead;
mod diff;
mod explain;
mod export;
mod feed;
mod fetch;
mod fetch_pages;
mod joined;
mod judged;
mod keeping;
mod language;
mod matching;
mod people;
mod quotes;
mod reclean;
mod replay;
mod retag;
mod review;
mod revisions;
mod run;
mod save;
mod search;
mod serve;
mod source;
mod stage;
mod status;
mod store;
mod story;
mod story_rules;
mod streams;
mod tail;
mod told;
mod topic;
mod topic_diff;
mod topic_test;
mod trace;
mod translated;
mod webhook;
mod welcome;
mod why;

use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::CommandFactory;
use veille_sink::StoreError;

use crate::arguments::{Arguments, Command, Database, Topic};
use crate::configuration::{Configuration, Files};
use crate::context::Context;
use crate::exit::{Cause, failure};
use crate::wiring::shared;
use crate::{machine, services, signals, telemetry};

/// Runs a command to its end.
/// How long threads may go on with what nobody waits for any more, once a command is done. With the grace of a service less than
/// the thirty seconds after which a supervisor kills.
const THREADS_WAIT: Duration = Duration::from_secs(5);

pub fn run(arguments: Arguments) -> Result<()> {
    let Some(command) = arguments.command else { return welcome::run() };
    match command {
        Command::Schema { name } => schema(&name),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "veille", &mut script);
            let mut results = crate::shown::Results::new();
            results.line(String::from_utf8_lossy(&script).trim_end())?;
            Ok(results.flush()?)
        }
        command => {
            // VEILLE_CONFIG is not read in clap's own way, which would print --config as required in every usage.
            let files = Files::find(arguments.global.config.as_deref())?;
            if let Some(note) = files.note().filter(|_| !arguments.global.quiet) {
                crate::shown::say(note);
            }
            // Told apart, because it goes on where every other command refuses a configuration with mistakes.
            if matches!(command, Command::Check) {
                let (configuration, faults) = Configuration::read(files);
                return check::run(&configuration, &faults, &arguments.global);
            }
            let configuration = Configuration::parse(files)?;
            telemetry::start(&configuration.settings.log, arguments.global.quiet)?;
            let context = Context { global: arguments.global, configuration };
            let runtime = machine::runtime(context.configuration.settings.fetcher.threads_waiting_max());
            let runtime = runtime.context("starting the async runtime")?;
            let result = runtime.block_on(async {
                signals::end_at_once()?;
                let context = judging(&command, context).await?;
                dispatch(command, context).await
            });
            // A thread that a stage is stuck on would be waited for without an end.
            runtime.shutdown_timeout(THREADS_WAIT);
            result.map_err(marked)
        }
    }
}

/// The context of a command that judges by topics, where these lie in the store: the first who opens it to write puts those of
/// the folder there.
async fn judging(command: &Command, context: Context) -> Result<Context> {
    let default = Database { path: None };
    let (database, writes) = match command {
        Command::Replay(arguments) => (&arguments.database, true),
        Command::Run(arguments) => (&arguments.database, true),
        Command::Serve(arguments) => (&arguments.database, true),
        Command::Retag(arguments) => (&arguments.database, true),
        Command::Reclean(arguments) => (&arguments.database, true),
        Command::Classify(_) => (&default, false),
        Command::Topic(Topic::Test { database, .. } | Topic::Diff { database, .. }) => (database, false),
        Command::Explain(arguments) => (&arguments.database, false),
        Command::Coverage(arguments) => (&arguments.database, false),
        Command::Export(arguments) => (&arguments.database, false),
        Command::People(arguments) => (&arguments.database, false),
        Command::Quotes(arguments) => (&arguments.database, false),
        // A topic is saved among those of the folder, where nobody has put these there yet.
        Command::Search(arguments) => (&arguments.database, arguments.save.is_some()),
        Command::Topic(Topic::List) | Command::Dead(_) => (&default, false),
        _ => return Ok(context),
    };
    if !context.configuration.settings.topics.in_store {
        return Ok(context);
    }
    let store = match context.open_existing_store(database).await {
        Ok(store) => store,
        Err(error) if matches!(error.downcast_ref(), Some(StoreError::NoStore { .. })) => {
            if !writes {
                return Ok(context);
            }
            context.open_store(database).await?
        }
        Err(error) => return Err(error),
    };
    let mut files = shared::files(&store).await?;
    store.close().await;
    if files.is_none() && writes {
        // Whoever may only read it judges by the topics of the folder until somebody writes.
        if let Ok(store) = context.open_store(database).await {
            if shared::begin(&store, &context.configuration, &access::by()).await? {
                files = shared::files(&store).await?;
                tracing::info!("the store held no topics, and has those of the configuration from now on");
            }
            store.close().await;
        }
    }
    let Some(topics) = files else { return Ok(context) };
    let configuration = Configuration::parse(context.configuration.files.clone().with_topics(topics))?;
    Ok(Context { configuration, ..context })
}

async fn dispatch(command: Command, context: Context) -> Result<()> {
    match command {
        Command::Replay(arguments) => replay::run(arguments, context).await,
        Command::Run(arguments) => run::run(arguments, context).await,
        Command::Serve(arguments) => serve::run(arguments, context).await,
        Command::User(arguments) => access::user(arguments, &context).await,
        Command::Token(arguments) => access::token(arguments, &context).await,
        Command::Webhook(arguments) => webhook::run(arguments, &context).await,
        Command::Audit(arguments) => access::audit(&arguments, &context).await,
        Command::Capture(arguments) => capture::run(arguments, context).await,
        Command::Source(arguments) => source::run(arguments, &context).await,
        Command::Feed(arguments) => feed::run(arguments, &context).await,
        Command::Fetch(arguments) => fetch::run(arguments, context).await,
        Command::Clean(arguments) => stage::clean(arguments, context).await,
        Command::Classify(arguments) => stage::classify(arguments, context).await,
        Command::Store(arguments) => store::run(arguments, context).await,
        Command::Tail(arguments) => tail::run(arguments, context).await,
        Command::Streams(arguments) => streams::run(arguments, context).await,
        Command::Status(arguments) => status::run(arguments, context).await,
        Command::Dead(arguments) => dead::run(arguments, context).await,
        Command::Topic(topic) => topic::run(topic, &context).await,
        Command::Explain(arguments) => explain::run(&arguments, &context).await,
        Command::Language(arguments) => language::run(&arguments, &context),
        Command::Match(arguments) => matching::run(&arguments),
        Command::Revisions(arguments) => revisions::run(&arguments, &context).await,
        Command::Diff(arguments) => diff::run(&arguments, &context).await,
        Command::Quotes(arguments) => quotes::run(&arguments, &context).await,
        Command::People(arguments) => people::run(&arguments, &context).await,
        Command::Story(arguments) => story::run(arguments, context).await,
        Command::Trace(arguments) => trace::run(&arguments, &context).await,
        Command::Copies(arguments) => copies::run(&arguments, &context).await,
        Command::Coverage(arguments) => coverage::run(&arguments, &context).await,
        Command::Export(arguments) => export::run(arguments, &context).await,
        Command::Search(arguments) => search::run(arguments, context).await,
        Command::Why(arguments) => why::run(&arguments, &context).await,
        Command::Changes(arguments) => changes::run(arguments, &context).await,
        Command::Reclean(arguments) => reclean::run(&arguments, &context).await,
        Command::Retag(arguments) => retag::run(&arguments, &context).await,
        // Run before there is a configuration to work with.
        Command::Check | Command::Schema { .. } | Command::Completions { .. } => Ok(()),
    }
}

/// An error from the broker or the store carries its cause, whatever command it came from.
fn marked(error: anyhow::Error) -> anyhow::Error {
    match services::cause_of(&error).or_else(|| crate::context::cause_of(&error)) {
        Some(cause) => failure(cause, crate::exit::message(&error)),
        None => error,
    }
}

fn schema(name: &str) -> Result<()> {
    let names = veille_model::schema::NAMES.join(", ");
    let schema = veille_model::schema::of(name)
        .ok_or_else(|| failure(Cause::Usage, format!("no schema {name:?}; there are {names}")))?;
    let mut results = crate::shown::Results::new();
    results.line(serde_json::to_string_pretty(&schema)?)?;
    Ok(results.flush()?)
}
