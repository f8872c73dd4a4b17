//! `sources.toml`, written: blocks appended, a line put in or taken out, the sources of an OPML taken. What people wrote there,
//! comments included, stays as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use veille_fetcher::{Source, Sources};
use veille_model::Reason;

use crate::configuration::Configuration;
use crate::exit::{Cause, failure};
use crate::shown::count;
use crate::whole;

/// What of an OPML is not taken, by its address or its name, and why.
type LeftOut = (String, Reason);

/// Appends sources to the list; where that is.
pub fn append(sources: &[Source], configuration: &Configuration) -> Result<PathBuf> {
    let blocks: Vec<String> = sources.iter().map(Source::to_toml).collect();
    change_list(configuration, |held, _| {
        let gap = if held.is_empty() { "" } else { "\n" };
        Ok(format!("{}{gap}{}", ended(held), blocks.join("\n")))
    })
}

/// Writes the list as `change` makes it of what it is, and where that is. Nobody else writes it meanwhile.
fn change_list(
    configuration: &Configuration,
    change: impl FnOnce(&str, &Path) -> Result<String>,
) -> Result<PathBuf> {
    let path = list_path(configuration)?;
    // Before it is read: what another wrote in between would be lost.
    let _alone = configuration.files.alone()?;
    let text = change(&read_list(&path)?, &path)?;
    write_list(&path, &text, configuration)?;
    Ok(path)
}

/// Where the list is.
pub fn list_path(configuration: &Configuration) -> Result<PathBuf> {
    let folder = configuration.files.folder().ok_or_else(|| {
        let told = "the sources are built into the program; copy the project's config/ to ./config, or name a folder with \
                    --config, and they are written there";
        failure(Cause::Usage, told)
    })?;
    Ok(folder.join("sources.toml"))
}

/// The list as it is written; one that is not there is empty.
fn read_list(path: &Path) -> Result<String> {
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
fn write_list(path: &Path, text: &str, configuration: &Configuration) -> Result<()> {
    // Read as it would be at the next start: a list that cannot be read would end every service.
    let (_, faults) = Sources::read(&path.display().to_string(), text, &configuration.settings.fetcher);
    if let Some(fault) = faults.iter().find(|fault| fault.is_error()) {
        bail!("not written, for it would be wrong: {fault}");
    }
    whole::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// Has a source read no more, or again; false where that is so already.
pub fn pause(id: &str, paused: bool, configuration: &Configuration) -> Result<bool> {
    let source = configuration.sources.iter().find(|source| source.id.as_str() == id);
    let Some(source) = source else {
        let told = format!("there is no source {id:?}; `veille source list` has them all");
        return Err(failure(Cause::Usage, told));
    };
    if source.paused == paused {
        return Ok(false);
    }
    change_list(configuration, |text, path| {
        let lost = || format!("{}: the block of {id} was not found as it is written", path.display());
        with_pause(text, id, paused).with_context(lost)
    })?;
    Ok(true)
}

/// The sources of an OPML that are not held yet, and what was left out and why; what another source has is left to it.
///
/// # Errors
/// Where it is no OPML.
pub fn imported(text: &str, held: &Sources) -> Result<(Vec<Source>, Vec<LeftOut>), Reason> {
    let (found, mut said) = Sources::from_opml(text)?;
    let mut added = Vec::new();
    for mut source in found.iter().cloned() {
        let is_new = |url: &_| !held.iter().any(|known| known.watched().any(|own| own == url));
        source.feeds.retain(is_new);
        source.sections.retain(|section| is_new(&section.url));
        source.pages.retain(is_new);
        let new = source.watched().count() as u64;
        if new == 0 {
            let told = format!("{} is read already", source.name);
            said.push((source.name, Reason::new("source_known", told)));
        // Its feeds would be read under the name of another publisher.
        } else if held.iter().any(|known| known.id == source.id) {
            let told = format!(
                "{} is the id of another source already; its {} left out: add them to it by hand",
                source.id,
                count(new, "new feed, section or page is", "new feeds, sections and pages are")
            );
            said.push((source.id.to_string(), Reason::new("source_id", told)));
        } else {
            added.push(source);
        }
    }
    Ok((added, said))
}

/// The list with `paused = true` in one source's block, or without it.
fn with_pause(text: &str, id: &str, paused: bool) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let value = |line: &str, key: &str| {
        let value = line.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
        // A comment may follow on the line.
        Some(value.split('#').next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned())
    };
    let own = lines.iter().position(|line| value(line, "id").as_deref() == Some(id))?;
    // Keys of a table stand in any order: `paused` may be above `id`.
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
    use crate::configuration::Files;

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

    #[test]
    fn sources_that_several_add_at_once_are_all_there() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("veille.toml"), "").unwrap();
        let add = |number: u32| {
            let configuration = Configuration::parse(Files::find(Some(folder.path())).unwrap()).unwrap();
            let list = format!(
                "[[source]]\nid = \"s{number}\"\nname = \"S\"\nfeeds = [\"https://{number}.example/rss\"]\n"
            );
            let sources: Vec<Source> = Sources::parse(&list).unwrap().iter().cloned().collect();
            append(&sources, &configuration).unwrap();
        };
        std::thread::scope(|scope| (0..16).for_each(|number| drop(scope.spawn(move || add(number)))));
        let configuration = Configuration::parse(Files::find(Some(folder.path())).unwrap()).unwrap();
        assert_eq!(configuration.sources.len(), 16);
    }
}
