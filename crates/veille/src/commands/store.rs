//! `veille store`: tagged articles into the store, from standard input or as a service.

use std::io::BufReader;

use anyhow::{Result, ensure};
use veille_model::StageName;
use veille_pipeline::filter;

use super::Context;
use crate::arguments::Store;
use crate::shown::{count, ledger};
use crate::torn::Torn;
use crate::wiring::{self, StoreRows};

pub async fn run(arguments: Store, context: Context) -> Result<()> {
    let store = context.open_store(&arguments.database).await?;
    if let Some(url) = &arguments.nats {
        return crate::services::store(store, url, &context).await;
    }
    let input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let options = wiring::filter_options(&context.configuration.settings.pipeline);
    let torn = Torn::default();
    let complain = |_: u64, outcome: &veille_model::Outcome| {
        torn.note([outcome]);
        context.say(ledger::line(outcome));
    };
    let mut rows = StoreRows(store.clone());
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
