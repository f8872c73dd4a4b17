//! `veille clean` and `veille classify`: one stage, as a filter of JSON Lines or as a service.

use std::io::BufReader;
use std::sync::Arc;

use anyhow::{Result, ensure};
use veille_pipeline::{Stage, filter};

use super::Context;
use crate::arguments;
use crate::shown::{Ledger, count};
use crate::torn::Torn;
use crate::wiring;

/// The cleaning stage; as a service it takes over site rules that change.
pub async fn clean(arguments: arguments::Stage, context: Context) -> Result<()> {
    let stage = wiring::clean_stage(&context.configuration);
    let Some(url) = &arguments.nats else { return filter(stage, &arguments, &context) };
    let followers = wiring::Followers { clean: Some(stage.clone()), ..wiring::Followers::default() };
    let told = (arguments.observed, arguments.traced.clone());
    crate::services::serve(stage, url, told, followers, None, &context).await
}

/// The classifying stage; as a service it takes over what changes, in the folder and among the topics of the store.
pub async fn classify(arguments: arguments::Stage, context: Context) -> Result<()> {
    let stage = wiring::classify_stage(&context.configuration);
    let Some(url) = &arguments.nats else { return filter(stage, &arguments, &context) };
    let store = match context.configuration.settings.topics.in_store {
        true => Some(context.open_existing_store(&arguments::Database { path: None }).await?),
        false => None,
    };
    let followers = wiring::Followers { classify: Some(stage.clone()), ..wiring::Followers::default() };
    let told = (arguments.observed, arguments.traced.clone());
    crate::services::serve(stage, url, told, followers, store, &context).await
}

fn filter<S: Stage>(stage: S, arguments: &arguments::Stage, context: &Context) -> Result<()> {
    tokio::task::block_in_place(|| filtered(stage, arguments, context))
}

fn filtered<S: Stage>(stage: S, arguments: &arguments::Stage, context: &Context) -> Result<()> {
    let mut ledger = Ledger::full(&arguments.outcomes)?;
    let mut failed = None;
    let torn = Torn::default();
    let options = wiring::filter_options(&context.configuration.settings);
    let input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let summary =
        filter::run(Arc::new(stage), input, &mut std::io::stdout().lock(), &options, |_, outcome| {
            torn.note([outcome]);
            match ledger.note(outcome) {
                Ok(Some(line)) => context.say(line),
                Ok(None) => {}
                // A ledger that cannot be written ends nothing in the middle; the first
                // cause is told at the end.
                Err(error) => drop(failed.get_or_insert(error)),
            }
        })?;
    ledger.finish()?;
    if let Some(error) = failed {
        return Err(error);
    }
    // A pipe without input is more often a mistake than a wish; zero is never silently fine.
    let counts = summary.tally.of(S::NAME);
    if counts.inputs == 0 && !summary.broken_pipe {
        context.say(format!("{}: no lines on standard input", S::NAME));
    }
    ensure!(
        // All of them unreadable is the wrong file or the wrong stage; some of them is a bad day.
        counts.inputs == 0 || counts.quarantined < counts.inputs,
        "{}: none of {} could be processed",
        S::NAME,
        count(counts.inputs, "line", "lines")
    );
    torn.conclude()
}
