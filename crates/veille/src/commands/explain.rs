//! `veille explain`: every decision about one document, as a press officer would ask for it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::json;
use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_fetcher::{Fetcher, InMemory};
use veille_model::{Article, Capture};

use super::Context;
use crate::arguments::Explain;
use crate::shown::{self, Line, Results, safe};
use crate::torn::Torn;
use crate::wiring::{self, Content, Document, documents};

pub async fn run(arguments: &Explain, context: &Context) -> Result<()> {
    let configuration = &context.configuration;
    let (cleaner, classifier) = (wiring::cleaner(configuration), wiring::classifier(configuration));
    let mut results = Results::new();
    if let Some(address) = arguments.document.to_str().filter(|text| is_address(text)) {
        let capture = fetch(address, context).await?;
        explain(address, &capture, &cleaner, &classifier, context, &mut results)?;
        return Ok(results.flush()?);
    }
    let path = PathBuf::from(&arguments.document);
    let mut some = false;
    let torn = Torn::default();
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

fn is_address(text: &str) -> bool {
    // A mirror on disk may have a folder `https:`.
    (text.starts_with("http://") || text.starts_with("https://")) && !Path::new(text).exists()
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
