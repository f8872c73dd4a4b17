//! `veille source report`: what was asked of a host and why, in words that one can send to whoever runs it.

use anyhow::Result;
use veille_model::{Outcome, StageName, host};
use veille_sink::OutcomeFilter;

use super::Context;
use crate::arguments::Database;
use crate::exit::{Cause, failure};
use crate::shown::Results;
use crate::wiring::reported;

/// Outcomes looked through for those of one host.
const LOOKED_THROUGH: u32 = 200_000;

pub(super) async fn run(wanted: &str, limit: u32, database: &Database, context: &Context) -> Result<()> {
    // A name may end in the root's dot. (RFC 1034, 3.1)
    let wanted = host(wanted).unwrap_or_else(|| wanted.trim_end_matches('.').to_lowercase());
    if wanted.is_empty() || wanted.contains('/') {
        return Err(failure(Cause::Usage, "expected a host, such as www.example.org"));
    }
    let store = context.open_existing_store(database).await?;
    let filter =
        OutcomeFilter { stage: Some(StageName::Fetch), limit: LOOKED_THROUGH, ..OutcomeFilter::default() };
    let is_theirs = |outcome: &Outcome| {
        let of = outcome.url.as_deref().or(Some(&outcome.input)).and_then(host);
        // Who runs example.org runs www.example.org; `notexample.org` is another's.
        of.is_some_and(|of| of == wanted || of.ends_with(&format!(".{wanted}")))
    };
    let mut outcomes: Vec<Outcome> = store.outcomes(&filter).await?.into_iter().filter(is_theirs).collect();
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.at));
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
    if outcomes.is_empty() {
        context.say(format!("the ledger has no request to {wanted}"));
    }
    store.close().await;
    Ok(())
}
