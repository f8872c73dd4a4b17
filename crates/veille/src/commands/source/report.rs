//! `veille source report`: what was asked of a host and why, in words that one can send to whoever runs it.

use anyhow::Result;
use veille_model::{Outcome, host};

use super::Context;
use crate::arguments::Database;
use crate::exit::{Cause, failure};
use crate::shown::Results;
use crate::wiring::reported;

pub(super) async fn run(wanted: &str, limit: u32, database: &Database, context: &Context) -> Result<()> {
    // A name may end in the root's dot. (RFC 1034, 3.1)
    let wanted = host(wanted).unwrap_or_else(|| wanted.trim_end_matches('.').to_lowercase());
    if wanted.is_empty() || wanted.contains('/') {
        return Err(failure(Cause::Usage, "expected a host, such as www.example.org"));
    }
    let store = context.open_existing_store(database).await?;
    // Who runs example.org runs www.example.org; `notexample.org` is another's. An address that only led elsewhere was asked for, too.
    let is_of = |of: String| of == wanted || of.ends_with(&format!(".{wanted}"));
    let is_theirs = |outcome: &Outcome| {
        [outcome.url.as_deref(), Some(&outcome.input)].into_iter().flatten().filter_map(host).any(is_of)
    };
    let mut outcomes = store.outcomes(&reported::latest(reported::LOOKED_THROUGH)).await?;
    let rows = outcomes.len();
    outcomes.retain(|outcome| reported::is_request(outcome) && is_theirs(outcome));
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.at));
    let requests = outcomes.len();
    outcomes.truncate(limit as usize);
    let mut results = Results::new();
    if !context.global.json {
        results.line(reported::head(&context.configuration.settings.fetcher.agent(), &wanted))?;
    }
    for outcome in &outcomes {
        if context.global.json {
            results.json(outcome)?;
        } else {
            results.line(reported::line(outcome))?;
        }
    }
    results.flush()?;
    for told in reported::limits(rows, requests, outcomes.len()) {
        context.say(told);
    }
    if outcomes.is_empty() {
        context.say(format!("the ledger has no request to {wanted}"));
    }
    store.close().await;
    Ok(())
}
