//! Publishers that somebody wants to have read: what was found of one, as a source of the list.

use anyhow::Result;
use veille_fetcher::{
    Credentials, Fetcher, Findings, FoundFeed, InMemory, Section, Source, Sources, heading,
};
use veille_language::Tagger;
use veille_model::{FeedEntry, Reason, SourceId};
use veille_web::FoundSource;

use super::{listing, spoken};
use crate::configuration::Configuration;

/// Entries of a feed that are shown.
const SHOWN: usize = 5;

/// A fetcher that remembers nothing, with the manners of all others.
pub fn finder(configuration: &Configuration) -> Result<Fetcher<InMemory>> {
    let config = configuration.settings.fetcher.clone();
    Ok(Fetcher::new(config, Sources::default(), InMemory::default())?.listed_by(super::lister()))
}

/// Looks at a publisher, and writes it into the list where that is wanted.
pub async fn add(
    fetcher: &Fetcher<InMemory>,
    address: &str,
    is_wanted: bool,
    configuration: &Configuration,
) -> Result<FoundSource, Reason> {
    let (credentials, shown) = Credentials::of(&whole(address));
    let told = |reason: Reason| Reason { detail: format!("{shown}: {}", reason.detail), ..reason };
    let found = fetcher.find(&whole(address)).await.map_err(|reason| told(advised(reason, address)))?;
    let chosen = likeliest(&found);
    let first = chosen.first().ok_or_else(|| told(nothing(&found, configuration)))?;
    let source = source_of(&found, first, &chosen, SourceId::of_url(&found.url), None);
    // What was found comes without name and password, and the list needs them.
    let credentials = credentials.with_those_of_server(source.watched());
    let source = Source { credentials, ..source };
    let known = held(&source, &configuration.sources).map(|known| known.name.clone());
    if is_wanted && known.is_none() {
        let written = listing::append(std::slice::from_ref(&source), configuration);
        written.map_err(|error| Reason::new("configuration", format!("{error:#}")))?;
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

/// An address as people write it down, or as a browser hands it to a feed reader: `feed:https://a.example/rss`.
pub fn whole(url: &str) -> String {
    let url = url.trim();
    let is_for_readers = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("feed:"));
    let url = if is_for_readers { url[5..].trim_start_matches("//") } else { url };
    if url.contains("://") { url.to_owned() } else { format!("https://{url}") }
}

/// Why an address could not be had, and what its writer may have meant.
pub fn advised(reason: Reason, written: &str) -> Reason {
    let is_without_scheme = !written.contains("://");
    if is_without_scheme && matches!(reason.code.as_str(), "tls" | "connect" | "timeout") {
        let detail = format!(
            "{}; it was asked over https, so give the address with http:// if it has no other",
            reason.detail
        );
        return Reason { detail, ..reason };
    }
    reason
}

/// Why nothing was found: what stands before the page, or what it is.
pub fn nothing(found: &Findings, configuration: &Configuration) -> Reason {
    let told = "no feed, no news sitemap and no list of articles was found";
    let unclean = || {
        let page = found.page.as_deref()?;
        let unclean = super::cleaner(configuration).clean(page).err()?;
        let tells = ["blocked", "consent_wall", "empty_shell", "unavailable", "soft_404"];
        tells.contains(&unclean.code()).then(|| unclean.to_string())
    };
    let why = match found.is_gate {
        true => Some(format!("it led to {}, which seems to ask for a login or for consent", found.url)),
        false => unclean(),
    };
    let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
    Reason::new("no_feed", format!("{told}{why}; if you know one, give its address"))
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
    Source {
        name: name.unwrap_or_else(|| id.to_string()),
        id,
        language: spoken::language_of(&first.feed, found.language.as_deref()),
        country: None,
        note: None,
        paused: false,
        feeds: of_kind(false).map(|feed| feed.url.clone()).collect(),
        sections: of_kind(true).map(|feed| plain_section(feed.url.clone())).collect(),
        pages: Vec::new(),
        credentials: Credentials::default(),
    }
}

/// The language of an entry, by its headline and summary.
pub fn language(tagger: &Tagger, entry: &FeedEntry) -> String {
    let text = [heading(entry), entry.summary.clone()].into_iter().flatten().collect::<Vec<_>>().join(". ");
    tagger.detect(&text).tag.to_string()
}

/// The newest entries, the newest first; of those without a date, the first.
pub fn newest(entries: &[FeedEntry]) -> Vec<&FeedEntry> {
    let mut newest: Vec<&FeedEntry> = entries.iter().collect();
    newest
        .sort_by_key(|entry| std::cmp::Reverse(entry.published_at.or(entry.updated_at).map(|it| it.first())));
    newest.truncate(SHOWN);
    newest
}
