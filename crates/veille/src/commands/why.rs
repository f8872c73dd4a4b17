//! `veille why`: what became of an address.

use anyhow::Result;

use super::Context;
use crate::arguments::Why;
use crate::shown::Results;
use crate::shown::ledger;

pub async fn run(arguments: &Why, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let outcomes = store.why(&arguments.what).await?;
    let mut results = Results::new();
    for outcome in &outcomes {
        if context.global.json {
            results.json(outcome)?;
        } else {
            let at = outcome.at.map(|at| at.format("%Y-%m-%d %H:%M:%S  ").to_string()).unwrap_or_default();
            results.line(format!("{at}{}", ledger::line(outcome)))?;
        }
    }
    results.flush()?;
    if outcomes.is_empty() {
        context.say(format!(
            "{} was never discovered: no feed announced it and no replay held it; \
             is its source in sources.toml (veille check)?",
            arguments.what
        ));
    }
    Ok(())
}
