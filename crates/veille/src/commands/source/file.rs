//! `sources.toml` as commands change it, and what they say of it.

use anyhow::Result;
use serde_json::json;
use veille_fetcher::Source;

use super::{Context, shown};
use crate::shown::{Results, count};
use crate::wiring::listing;

/// Appends sources, or prints what would be appended.
pub(super) fn append(sources: &[Source], dry_run: bool, context: &Context) -> Result<()> {
    if sources.is_empty() {
        context.say("nothing to add");
        return Ok(());
    }
    if dry_run {
        let mut results = Results::new();
        if context.global.json {
            sources.iter().try_for_each(|source| results.json(&json!({ "source": shown(source) })))?;
            return Ok(results.flush()?);
        }
        let blocks: Vec<String> = sources.iter().map(Source::to_toml).collect();
        results.line(blocks.join("\n").trim_end())?;
        return Ok(results.flush()?);
    }
    let path = listing::append(sources, &context.configuration)?;
    context.say(format!(
        "{} added to {}; a run that is under way reads {} from now on",
        count(sources.len() as u64, "source", "sources"),
        path.display(),
        if sources.len() == 1 { "it" } else { "them" }
    ));
    Ok(())
}

/// Has a source read no more, or again.
pub(super) fn pause(id: &str, paused: bool, context: &Context) -> Result<()> {
    let state = if paused { "paused" } else { "read" };
    match listing::pause(id, paused, &context.configuration)? {
        true => context.say(format!("{id} is {state} from now on")),
        false => context.say(format!("{id} is {state} already")),
    }
    Ok(())
}
