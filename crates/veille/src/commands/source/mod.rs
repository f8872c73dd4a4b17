//! `veille source`: who is read. Each subcommand that changes the list writes `sources.toml`, which a run that is under way takes
//! over.

mod add;
mod file;
mod health;
mod report;
mod test;

use anyhow::{Context as _, Result, anyhow};
use serde_json::{Value, json};
use veille_fetcher::{Fetcher, InMemory};
use veille_text::charset::{Inside, Labels, decode};

use super::Context;
use crate::arguments::Source;
use crate::shown::{Heading, Listing, Results, count};
use crate::wiring::listing;

pub async fn run(arguments: Source, context: &Context) -> Result<()> {
    match arguments {
        Source::Add { url, dry_run, id, name, feeds } => {
            let wishes = add::Wishes { id, name, feeds, dry_run };
            add::run(&url, wishes, context).await
        }
        Source::List => list(context),
        Source::Test { ids } => test::run(&ids, context).await,
        Source::Pause { id } => file::pause(&id, true, context),
        Source::Resume { id } => file::pause(&id, false, context),
        Source::Health { database } => health::run(&database, context).await,
        Source::Report { host, limit, database } => report::run(&host, limit, &database, context).await,
        Source::Import { file, dry_run } => {
            let bytes = std::fs::read(&file).with_context(|| file.display().to_string())?;
            // As the page does, of a file that is handed in.
            let labels = Labels { inside: Inside::Declaration, ..Labels::default() };
            let text = decode(&bytes, &labels).0;
            import(&text, dry_run, context).with_context(|| file.display().to_string())
        }
        Source::Export => {
            let mut results = Results::new();
            let sources = &context.configuration.sources;
            results.line(sources.to_opml().trim_end())?;
            results.flush()?;
            let kept = sources.iter().filter(|source| !source.credentials.is_empty()).count() as u64;
            if kept > 0 {
                let told = count(kept, "source has", "sources have");
                context.say(format!(
                    "{told} a name and a password, which are left out: a list is handed around"
                ));
            }
            Ok(())
        }
    }
}

/// A fetcher that remembers nothing, with the manners of all others.
fn fetcher(context: &Context) -> Result<Fetcher<InMemory>> {
    context.warn();
    crate::wiring::finding::finder(&context.configuration)
}

fn list(context: &Context) -> Result<()> {
    let headings = [
        Heading::left("ID"),
        Heading::words("NAME"),
        Heading::left("LANGUAGE").dispensable(1),
        Heading::left("COUNTRY").dispensable(2),
        Heading::right("FEEDS"),
        Heading::right("SECTIONS").dispensable(4),
        Heading::right("PAGES").dispensable(5),
        Heading::left("STATE"),
        Heading::words("NOTE").dispensable(3),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    for source in context.configuration.sources.iter() {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let cells = [
            source.id.to_string(),
            source.name.clone(),
            or_none(&source.language),
            or_none(&source.country),
            source.feeds.len().to_string(),
            source.sections.len().to_string(),
            source.pages.len().to_string(),
            if source.paused { "paused" } else { "read" }.to_owned(),
            source.note.clone().unwrap_or_default(),
        ];
        list.row(&shown(source), cells)?;
    }
    list.flush()?;
    if context.configuration.sources.iter().next().is_none() {
        context.say("there are no sources; `veille source add URL` adds one");
    }
    Ok(())
}

fn shown(source: &veille_fetcher::Source) -> Value {
    let feeds: Vec<&str> = source.feeds.iter().map(|feed| feed.as_str()).collect();
    json!({
        "id": source.id, "name": source.name, "language": source.language, "country": source.country,
        "note": source.note, "paused": source.paused, "feeds": feeds,
        "sections": source.sections.iter().map(|section| section.url.as_str()).collect::<Vec<_>>(),
        "pages": source.pages.iter().map(|page| page.as_str()).collect::<Vec<_>>(),
    })
}

/// Takes the sources of an OPML that are not there yet; feeds that another source has are left to it.
fn import(text: &str, dry_run: bool, context: &Context) -> Result<()> {
    let (added, said) =
        listing::imported(text, &context.configuration.sources).map_err(|why| anyhow!(why.detail))?;
    said.iter().for_each(|(_, why)| context.say(&why.detail));
    file::append(&added, dry_run, context)
}
