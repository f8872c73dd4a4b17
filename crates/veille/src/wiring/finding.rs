//! Publishers that somebody wants to have read: what was found of one, as a source of the list, and the list written.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use veille_fetcher::{
    Credentials, Fetcher, Findings, FoundFeed, InMemory, Section, Source, Sources, heading,
};
use veille_language::Tagger;
use veille_model::{FeedEntry, SourceId};
use veille_web::{AddSource, FoundSource};

use crate::configuration::Configuration;
use crate::exit::{Cause, failure};

/// Entries of a feed that are shown.
const SHOWN: usize = 5;

/// The way into the list of sources; none where the list is built in.
pub fn adding_sources(configuration: &Configuration) -> Result<Option<AddSource>> {
    if configuration.files.folder().is_none() {
        return Ok(None);
    }
    let fetcher = Arc::new(finder(configuration)?);
    let files = configuration.files.clone();
    Ok(Some(AddSource::new(move |address, is_wanted| {
        let (fetcher, files) = (Arc::clone(&fetcher), files.clone());
        Box::pin(async move {
            // As it is now: another may have added one meanwhile.
            let found = async {
                let configuration = Configuration::parse(files.again()?)?;
                add(&fetcher, &address, is_wanted, &configuration).await
            };
            found.await.map_err(|error| format!("{error:#}"))
        })
    })))
}

/// A fetcher that remembers nothing, with the manners of all others.
pub fn finder(configuration: &Configuration) -> Result<Fetcher<InMemory>> {
    let config = configuration.settings.fetcher.clone();
    Ok(Fetcher::new(config, Sources::default(), InMemory::default())?.listed_by(super::lister()))
}

async fn add(
    fetcher: &Fetcher<InMemory>,
    address: &str,
    is_wanted: bool,
    configuration: &Configuration,
) -> Result<FoundSource> {
    let (credentials, shown) = Credentials::of(&whole(address));
    let found = fetcher.find(&whole(address)).await.map_err(|reason| anyhow::anyhow!("{shown}: {reason}"))?;
    let chosen = likeliest(&found);
    let first = chosen
        .first()
        .with_context(|| format!("{shown}: no feed, no news sitemap and no list of articles was found"))?;
    let source =
        Source { credentials, ..source_of(&found, first, &chosen, SourceId::of_url(&found.url), None) };
    let known = held(&source, &configuration.sources).map(|known| known.name.clone());
    if is_wanted && known.is_none() {
        append(std::slice::from_ref(&source), configuration)?;
    }
    Ok(FoundSource {
        id: source.id,
        name: source.name,
        language: source.language,
        feeds: chosen.iter().map(|feed| (feed.url.to_string(), entries(feed))).collect(),
        known,
    })
}

fn entries(feed: &FoundFeed) -> Vec<(Option<String>, String)> {
    let entry = |entry: &&FeedEntry| {
        let date = entry.published_at.or(entry.updated_at).map(|date| date.to_string());
        (date, heading(entry).unwrap_or_default())
    };
    newest(&feed.feed.entries).iter().map(entry).collect()
}

/// An address as people write it down.
pub fn whole(url: &str) -> String {
    if url.contains("://") { url.to_owned() } else { format!("https://{url}") }
}

/// The likeliest feed and the news sitemap, which lists what a feed of sections leaves out.
pub fn likeliest(found: &Findings) -> Vec<&FoundFeed> {
    let sitemap = found.feeds.iter().skip(1).find(|feed| feed.how == "sitemap");
    found.feeds.first().into_iter().chain(sitemap).collect()
}

/// The source of the list that has one of these feeds already, or this id.
pub fn held<'s>(source: &Source, sources: &'s Sources) -> Option<&'s Source> {
    let is_read = |known: &&Source| source.watched().any(|feed| known.watched().any(|own| own == feed));
    sources.iter().find(is_read).or_else(|| sources.iter().find(|known| known.id == source.id))
}

/// What was found as a source of the list.
pub fn source_of(
    found: &Findings,
    first: &FoundFeed,
    chosen: &[&FoundFeed],
    id: SourceId,
    name: Option<String>,
) -> Source {
    let of_kind = |is_section| chosen.iter().filter(move |feed| (feed.how == "section") == is_section);
    let plain_section = |url| Section { url, links: None, selector: None };
    let name = name.or_else(|| first.feed.title.clone()).or_else(|| found.title.clone());
    let language = first.feed.language.as_deref().and_then(|tag| tag.split(['-', '_']).next());
    let language = language.map(str::to_lowercase).filter(|tag| (2..=3).contains(&tag.len()));
    Source {
        name: name.unwrap_or_else(|| id.to_string()),
        id,
        language: language.or_else(|| most_common(&first.feed.entries)),
        country: None,
        note: None,
        paused: false,
        feeds: of_kind(false).map(|feed| feed.url.clone()).collect(),
        sections: of_kind(true).map(|feed| plain_section(feed.url.clone())).collect(),
        pages: Vec::new(),
        credentials: Credentials::default(),
    }
}

/// The language of most of the newest entries.
fn most_common(entries: &[FeedEntry]) -> Option<String> {
    let tagger = Tagger::new();
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for entry in newest(entries) {
        *counts.entry(language(&tagger, entry)).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (most.0 != "und" && most.1 * 2 > SHOWN.min(entries.len())).then_some(most.0)
}

/// The language of an entry, by its headline and summary.
pub fn language(tagger: &Tagger, entry: &FeedEntry) -> String {
    let text = [heading(entry), entry.summary.clone()].into_iter().flatten().collect::<Vec<_>>().join(". ");
    tagger.detect(&text).tag.to_string()
}

/// The newest entries, the newest first; of those without a date, the first.
pub fn newest(entries: &[FeedEntry]) -> Vec<&FeedEntry> {
    let mut newest: Vec<&FeedEntry> = entries.iter().collect();
    newest.sort_by_key(|entry| {
        std::cmp::Reverse(entry.published_at.or(entry.updated_at).map(|it| it.to_string()))
    });
    newest.truncate(SHOWN);
    newest
}

/// Appends sources to the list; where that is.
pub fn append(sources: &[Source], configuration: &Configuration) -> Result<PathBuf> {
    let blocks: Vec<String> = sources.iter().map(Source::to_toml).collect();
    change_list(configuration, |held, _| {
        let gap = if held.is_empty() { "" } else { "\n" };
        Ok(format!("{}{gap}{}", ended(held), blocks.join("\n")))
    })
}

/// Writes the list as `change` makes it of what it is, and where that is. Nobody else writes it meanwhile.
pub fn change_list(
    configuration: &Configuration,
    change: impl FnOnce(&str, &Path) -> Result<String>,
) -> Result<PathBuf> {
    let path = list_path(configuration)?;
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
    let (_, faults) = Sources::read(&path.display().to_string(), text, &configuration.settings.fetcher);
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
    use crate::configuration::Files;

    #[test]
    fn sources_that_several_add_at_once_are_all_there() {
        let folder = tempfile::TempDir::new().unwrap();
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
