//! `sources.toml`, written: blocks appended, a line put in or taken out. What people wrote there, comments included, stays as it
//! is.

use anyhow::{Context as _, Result};
use veille_fetcher::Source;

use super::Context;
use crate::exit::{Cause, failure};
use crate::shown::{Results, count};
use crate::wiring::finding;

/// Appends sources, or prints what would be appended.
pub(super) fn append(sources: &[Source], dry_run: bool, context: &Context) -> Result<()> {
    if sources.is_empty() {
        context.say("nothing to add");
        return Ok(());
    }
    if dry_run {
        let blocks: Vec<String> = sources.iter().map(Source::to_toml).collect();
        let mut results = Results::new();
        results.line(blocks.join("\n").trim_end())?;
        return Ok(results.flush()?);
    }
    let path = finding::append(sources, &context.configuration)?;
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
    let source = context.configuration.sources.iter().find(|source| source.id.as_str() == id);
    let Some(source) = source else {
        return Err(failure(
            Cause::Usage,
            format!("there is no source {id:?}; `veille source list` has them all"),
        ));
    };
    let state = if paused { "paused" } else { "read" };
    if source.paused == paused {
        context.say(format!("{id} is {state} already"));
        return Ok(());
    }
    finding::change_list(&context.configuration, |text, path| {
        let lost = || format!("{}: the block of {id} was not found as it is written", path.display());
        with_pause(text, id, paused).with_context(lost)
    })?;
    context.say(format!("{id} is {state} from now on"));
    Ok(())
}

/// The list with `paused = true` in one source's block, or without it.
fn with_pause(text: &str, id: &str, paused: bool) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let value = |line: &str, key: &str| {
        let value = line.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
        Some(value.split('#').next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned())
    };
    let own = lines.iter().position(|line| value(line, "id").as_deref() == Some(id))?;
    let start = lines[..own].iter().rposition(|line| line.trim_start().starts_with("[["))?;
    let after = lines[own..].iter().position(|line| line.trim_start().starts_with("[["));
    let end = after.map_or(lines.len(), |after| own + after);
    let mut kept: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_ours = (start..end).contains(&at);
        if is_ours && value(line, "paused").is_some() {
            continue;
        }
        kept.push((*line).to_owned());
        if at == own && paused {
            kept.push("paused = true".to_owned());
        }
    }
    Some(kept.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use veille_fetcher::Sources;

    use super::*;

    #[test]
    fn one_line_comes_and_goes_and_all_else_stays() {
        let list = "# Ours.\n[[source]]\nid = \"a\" # first\nname = \"A\"\nfeeds = [\"https://a.example/\"]\n\n\
                    [[source]]\nid = \"b\"\nname = \"B\"\nfeeds = [\"https://b.example/\"]\n";
        let paused = with_pause(list, "a", true).unwrap();
        let sources = Sources::parse(&paused).unwrap();
        assert_eq!(sources.iter().map(|source| source.paused).collect::<Vec<_>>(), [true, false]);
        assert!(paused.contains("# first") && paused.starts_with("# Ours."));
        assert_eq!(with_pause(&paused, "a", false).unwrap(), list);
        assert!(with_pause(list, "c", true).is_none());
    }
}
