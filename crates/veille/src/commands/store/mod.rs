//! `veille store`: tagged articles into the store, from standard input or as a service; and what keeps a store sound.

mod care;
mod copy;
mod forget;
mod prune;

pub use care::captures_line;

use std::io::{BufReader, IsTerminal};

use anyhow::{Result, ensure};
use clap::CommandFactory;
use veille_model::StageName;
use veille_pipeline::filter;

use super::Context;
use crate::arguments::{Arguments, Store, StoreAction};
use crate::shown::{Results, count, ledger};
use crate::torn::Torn;
use crate::wiring::{self, StoreRows};

pub async fn run(arguments: Store, context: Context) -> Result<()> {
    match &arguments.action {
        Some(StoreAction::Check { database }) => care::check(database, &context).await,
        Some(StoreAction::Backup { file, database }) => care::backup(file, database, &context).await,
        Some(StoreAction::Copy { from, to }) => copy::run(from, to, &context).await,
        Some(StoreAction::Vacuum { database }) => care::vacuum(database, &context).await,
        Some(StoreAction::Prune(arguments)) => prune::run(arguments, &context).await,
        Some(StoreAction::Forget(arguments)) => forget::run(arguments, &context).await,
        None => stage(&arguments, context).await,
    }
}

/// The stage: reads what `veille classify` printed, or serves.
async fn stage(arguments: &Store, context: Context) -> Result<()> {
    if arguments.nats.is_none() && std::io::stdin().is_terminal() {
        return help();
    }
    if let Some(url) = &arguments.nats {
        let told = (arguments.observed, arguments.traced.clone());
        return crate::services::store(&arguments.database, url, told, &context).await;
    }
    let store = context.open_store(&arguments.database).await?;
    let input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let options = wiring::filter_options(&context.configuration.settings);
    let torn = Torn::default();
    let complain = |_: u64, outcome: &veille_model::Outcome| {
        torn.note([outcome]);
        context.say(ledger::line(outcome));
    };
    let mut rows = StoreRows::new(&store, &context.configuration.settings.store);
    let summary = filter::store(input, &mut rows, &options, complain, |_| {}).await?;
    let counts = summary.tally.of(StageName::Store);
    context.say(format!(
        "{} of {} stored in {}",
        counts.forwarded,
        count(counts.inputs, "line", "lines"),
        store.location()
    ));
    store.close().await;
    ensure!(
        // As for the filters: nothing readable is the wrong input.
        counts.inputs == 0 || counts.quarantined < counts.inputs,
        "none of {} could be read",
        count(counts.inputs, "line", "lines")
    );
    torn.conclude()
}

/// Whoever types `veille store` at a terminal looks for its subcommands, and would type articles by hand otherwise.
fn help() -> Result<()> {
    let mut whole = Arguments::command();
    whole.build();
    let help = whole.find_subcommand_mut("store").map(|store| store.render_long_help().to_string());
    let mut results = Results::new();
    results.line(help.unwrap_or_default().trim_end())?;
    Ok(results.flush()?)
}
