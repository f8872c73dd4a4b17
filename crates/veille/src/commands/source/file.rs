//! `sources.toml` as commands change it, and what they say of it.

use anyhow::Result;
use serde_json::json;
use veille_fetcher::{Credentials, Source};

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
        let blocks: Vec<String> = sources.iter().map(bare).collect();
        results.line(blocks.join("\n").trim_end())?;
        results.flush()?;
        tell_of_credentials(sources, "are written with it, and not shown here", context);
        return Ok(());
    }
    let path = listing::append(sources, &context.configuration)?;
    tell_of_credentials(sources, "stand in the list with its feeds", context);
    context.say(format!(
        "{} added to {}; a run that is under way reads {} from now on",
        count(sources.len() as u64, "source", "sources"),
        path.display(),
        if sources.len() == 1 { "it" } else { "them" }
    ));
    Ok(())
}

/// A source as a block without name and password.
fn bare(source: &Source) -> String {
    Source { credentials: Credentials::default(), ..source.clone() }.to_toml()
}

/// That whoever may read the list may read a password, told once for each source that has one.
fn tell_of_credentials(sources: &[Source], what: &str, context: &Context) {
    for source in sources.iter().filter(|source| !source.credentials.is_empty()) {
        context.say(format!("{}: the name and the password of its address {what}", source.id));
    }
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
