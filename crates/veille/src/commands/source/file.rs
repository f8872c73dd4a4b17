//! `sources.toml`, written: blocks appended, a line put in or taken out. What people wrote there, comments included, stays as it
//! is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use veille_fetcher::{Source, Sources};

use super::Context;
use crate::exit::{Cause, failure};
use crate::shown::{Results, count};

/// Appends sources, or prints what would be appended.
pub(super) fn append(sources: &[Source], dry_run: bool, context: &Context) -> Result<()> {
    let blocks: Vec<String> = sources.iter().map(Source::to_toml).collect();
    if sources.is_empty() {
        context.say("nothing to add");
        return Ok(());
    }
    if dry_run {
        let mut results = Results::new();
        results.line(blocks.join("\n").trim_end())?;
        return Ok(results.flush()?);
    }
    let path = path(context)?;
    let held = read(&path)?;
    let gap = if held.is_empty() { "" } else { "\n" };
    let text = format!("{}{gap}{}", ended(&held), blocks.join("\n"));
    write(&path, &text, context)?;
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
    let path = path(context)?;
    let text = with_pause(&read(&path)?, id, paused)
        .with_context(|| format!("{}: the block of {id} was not found as it is written", path.display()))?;
    write(&path, &text, context)?;
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

/// Where the list is.
pub(super) fn path(context: &Context) -> Result<PathBuf> {
    let folder = context.configuration.files.folder().ok_or_else(|| {
        let told = "the sources are built into the program; copy the project's config/ to ./config, or name a folder with \
                    --config, and they are written there";
        failure(Cause::Usage, told)
    })?;
    Ok(folder.join("sources.toml"))
}

fn read(path: &Path) -> Result<String> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// Writes the list whole or not at all; one with mistakes is not written.
fn write(path: &Path, text: &str, context: &Context) -> Result<()> {
    let (_, faults) =
        Sources::read(&path.display().to_string(), text, &context.configuration.settings.fetcher);
    if let Some(fault) = faults.iter().find(|fault| fault.is_error()) {
        bail!("not written, for it would be wrong: {fault}");
    }
    let beside = path.with_extension("toml.new");
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
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
