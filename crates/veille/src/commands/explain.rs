//! `veille explain`: every decision about one document, as a press officer would ask for it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::json;
use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_fetcher::{Fetcher, InMemory};
use veille_model::{Article, Capture, CaptureId};

use super::why::is_forgotten;
use super::{Context, among};
use crate::arguments::Explain;
use crate::exit::{Cause, failure};
use crate::shown::{self, Line, Results, safe};
use crate::torn::Torn;
use crate::wiring::{self, Content, Document, documents};

pub async fn run(arguments: &Explain, context: &Context) -> Result<()> {
    let configuration = &context.configuration;
    let (cleaner, classifier) = (wiring::cleaner(configuration), wiring::classifier(configuration));
    let mut results = Results::new();
    let path = PathBuf::from(&arguments.document);
    // A mirror on disk may have a folder `https:`.
    let name = arguments.document.to_str().filter(|_| !path.exists());
    let address = name.filter(|name| name.starts_with("http://") || name.starts_with("https://"));
    if arguments.fetch && address.is_none() {
        return Err(failure(Cause::Usage, "--fetch takes an http(s) address"));
    }
    let known = match name.filter(|_| !arguments.fetch) {
        Some(name) => stored(name, address.is_some(), arguments, context).await?,
        None => Kept::Nothing,
    };
    let capture = match (known, address) {
        (Kept::Capture(place, capture), _) => Some((place, *capture)),
        (Kept::Article(place, article), _) => {
            explain_article(&place, *article, &classifier, context, &mut results)?;
            among_others(name, arguments, context, &mut results).await?;
            return Ok(results.flush()?);
        }
        (Kept::Nothing, Some(address)) => Some((address.to_owned(), fetch(address, context).await?)),
        (Kept::Nothing, None) => None,
    };
    if let Some((place, capture)) = capture {
        explain(&place, &capture, &cleaner, &classifier, context, &mut results)?;
        if !arguments.fetch {
            among_others(name, arguments, context, &mut results).await?;
        }
        return Ok(results.flush()?);
    }
    if let Some(name) = name {
        let nothing = "no such file, and no article or capture in the store has this address or id";
        anyhow::bail!("{name}: {nothing}");
    }
    let mut some = false;
    let torn = Torn::default();
    // A folder, a WARC or a feed holds several.
    for Document { place, content } in documents(&[path])? {
        match content {
            Content::Capture(capture) => {
                explain(&place, &capture, &cleaner, &classifier, context, &mut results)?;
            }
            Content::Article(article) => {
                explain_article(&place, *article, &classifier, context, &mut results)?;
            }
            Content::Nothing(reason) => {
                torn.note_reason(&place, &reason);
                context.say(format!("{place}: {reason}"));
                continue;
            }
        }
        some = true;
    }
    anyhow::ensure!(some, "{}: no document could be read", arguments.document.display());
    results.flush()?;
    torn.conclude()
}

/// Whose copy a stored article is, and which story it tells.
async fn among_others(
    name: Option<&str>,
    arguments: &Explain,
    context: &Context,
    results: &mut Results,
) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    // Who explains a file needs no store.
    let Ok(store) = context.open_existing_store(&arguments.database).await else { return Ok(()) };
    let wordings = store.wordings_of(name).await?;
    for wording in wordings.iter().filter(|wording| wording.current) {
        if let Some((value, line)) = among::of_article(&store, &wording.article).await? {
            if context.global.json {
                results.json(&value)?
            } else {
                results.line(format!("others: {line}"))?
            }
        }
    }
    Ok(())
}

/// What the store has of a document.
enum Kept {
    /// The page as it was received.
    Capture(String, Box<Capture>),
    /// The article that was made of it; the page is kept no longer.
    Article(String, Box<Article>),
    Nothing,
}

/// Looks for a capture or an article in the store.
async fn stored(name: &str, is_address: bool, arguments: &Explain, context: &Context) -> Result<Kept> {
    let store = match context.open_existing_store(&arguments.database).await {
        Ok(store) => store,
        // Nobody asked for a store: the address will be fetched, and a file that is not there is told as one.
        Err(_) if arguments.database.path.is_none() && (is_address || !is_id(name)) => {
            return Ok(Kept::Nothing);
        }
        Err(error) => return Err(error),
    };
    let place = format!("{name} in {}", store.location());
    // The id of a capture names one page; an address or an article's id may have several, of which one is chosen below.
    if let Some(stored) = store.capture(&CaptureId::from(name.to_owned())).await? {
        return Ok(Kept::Capture(place, Box::new(stored.capture)));
    }
    let wordings = store.wordings_of(name).await?;
    let Some(wording) = wordings.iter().find(|wording| wording.current) else {
        // A page of which no article was made: why, is what is asked.
        if let Some(newest) = store.captures_at(name).await?.pop() {
            return Ok(Kept::Capture(place, Box::new(newest.capture)));
        }
        let forgotten = is_address && store.why(name).await?.iter().any(is_forgotten);
        anyhow::ensure!(!forgotten, "{name}: forgotten on request; --fetch asks its publisher for it");
        let what = "no capture or article of this id";
        anyhow::ensure!(is_address || !is_id(name), "{name}: {what} is stored in {}", store.location());
        return Ok(Kept::Nothing);
    };
    let mut captures = store.captures_of(&wording.article.article.id).await?;
    let kept = captures.len();
    // They come in the order of their captures: the last is what stands there now.
    let Some(newest) = captures.pop() else {
        context
            .tell(format!("{place}: its page is not kept: it is let go after store.captures_days, and never was where articles came without pages; this is its article"));
        return Ok(Kept::Article(place, Box::new(wording.article.article.clone())));
    };
    if kept > 1 {
        let others: Vec<&str> = captures.iter().map(|stored| stored.capture.id.as_str()).collect();
        context.tell(format!("{place}: the newest of {kept} captures; the others are {}", others.join(", ")));
    }
    let place = match newest.capture.captured_at {
        Some(at) => format!("{place}, captured on {}", at.format("%Y-%m-%d %H:%M:%S")),
        None => place,
    };
    Ok(Kept::Capture(place, Box::new(newest.capture)))
}

/// Whether a name is an id of ours: 32 hexadecimal digits.
fn is_id(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Fetches one page with the fetcher's manners: robots.txt first, limits, no private addresses.
async fn fetch(url: &str, context: &Context) -> Result<Capture> {
    let configuration = &context.configuration;
    let fetcher = Fetcher::new(
        configuration.settings.fetcher.clone(),
        configuration.sources.clone(),
        InMemory::default(),
    )?;
    fetcher.page(url).await.map_err(|reason| anyhow::anyhow!("{reason}")).context("the page could not be had")
}

fn explain(
    place: &str,
    capture: &Capture,
    cleaner: &Cleaner,
    classifier: &Classifier,
    context: &Context,
    results: &mut Results,
) -> Result<()> {
    let cleaned = cleaner.explain(capture);
    // The explanation holds no article: it is made the way that would store it.
    let article = cleaner.clean(capture).ok();
    let classified = article.as_ref().map(|article| classifier.explain(article));
    if context.global.json {
        results.json(&json!({
            "place": place, "capture": capture.id, "url": capture.url,
            "cleaning": cleaned, "article": article, "classification": classified,
        }))?;
        return Ok(());
    }
    results.styled(&Line::default().bold(place))?;
    for line in shown::folded(&safe::prose(&cleaned.to_string()), shown::width()) {
        results.line(line)?;
    }
    if let (Some(article), Some(classified)) = (article, &classified) {
        for line in shown::explained(article, classified, &cleaned.metadata, classifier) {
            results.styled(&line)?;
        }
    }
    Ok(())
}

/// An article that was cleaned before: there is nothing to say of its page.
fn explain_article(
    place: &str,
    article: Article,
    classifier: &Classifier,
    context: &Context,
    results: &mut Results,
) -> Result<()> {
    let classified = classifier.explain(&article);
    if context.global.json {
        results.json(&json!({ "place": place, "article": article, "classification": classified }))?;
        return Ok(());
    }
    results.styled(&Line::default().bold(place))?;
    for line in shown::explained(article, &classified, &[], classifier) {
        results.styled(&line)?;
    }
    Ok(())
}
