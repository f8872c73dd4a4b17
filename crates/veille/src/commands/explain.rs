//! `veille explain`: every decision about one document, as a press officer would ask for it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use console::style;
use serde_json::json;
use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_fetcher::{Fetcher, InMemory};
use veille_model::{Article, Capture};

use super::{Context, topic};
use crate::arguments::Explain;
use crate::output::Results;
use crate::torn::Torn;
use crate::wiring::{self, documents};

/// Topics that the article lacks, shown with what they lacked.
const MISSED_MAX: usize = 5;
/// Passages shown for one topic.
const PASSAGES_MAX: usize = 3;

pub async fn run(arguments: &Explain, context: &Context) -> Result<()> {
    let configuration = &context.configuration;
    let (cleaner, classifier) = (wiring::cleaner(configuration), wiring::classifier(configuration));
    let mut results = Results::new();
    if is_address(&arguments.document) {
        let capture = fetch(&arguments.document, context).await?;
        explain(&arguments.document, &capture, &cleaner, &classifier, context, &mut results)?;
        return Ok(results.flush()?);
    }
    let path = PathBuf::from(&arguments.document);
    let mut some = false;
    let torn = Torn::default();
    for document in documents(&[path])? {
        match document.capture {
            Ok(capture) => {
                explain(&document.place, &capture, &cleaner, &classifier, context, &mut results)?;
                some = true;
            }
            Err(reason) => {
                torn.note_reason(&document.place, &reason);
                context.say(format!("{}: {reason}", document.place));
            }
        }
    }
    anyhow::ensure!(some, "{}: no document could be read", arguments.document);
    results.flush()?;
    torn.conclude()
}

fn is_address(text: &str) -> bool {
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
    let article = cleaner.clean(capture).ok();
    let classified = article.as_ref().map(|article| classifier.explain(article));
    if context.global.json {
        results.json(&json!({
            "place": place, "capture": capture.id, "url": capture.url,
            "cleaning": cleaned, "article": article, "classification": classified,
        }))?;
        return Ok(());
    }
    results.line(style(place).bold().underlined())?;
    results.line(format!("{cleaned}"))?;
    if let (Some(article), Some(classified)) = (&article, &classified) {
        results.line(language(&classified.language, &classified.languages))?;
        results.line(topics(classified, article))?;
    }
    Ok(())
}

/// `Language: fr, sure to .999; next best it (.001)`, with the stretches in other languages.
fn language(whole: &veille_language::Explanation, languages: &veille_language::ArticleLanguages) -> String {
    let mut text = format!(
        "{}\n  {} (confidence {})",
        style("Language").bold(),
        languages.language,
        languages.confidence
    );
    if let Some(next) = &languages.runner_up {
        let _ = write!(
            text,
            "; next best {} ({}), margin {}",
            next.language, next.confidence, whole.guess.margin
        );
    }
    if languages.declared_disagrees {
        text.push_str("\n  the page declares another language; its words speak against that");
    }
    for run in languages.runs.iter().filter(|run| run.language != languages.language) {
        let _ =
            write!(text, "\n  blocks {}-{} are in {}", run.first_block + 1, run.last_block + 1, run.language);
    }
    if !whole.weights.is_empty() {
        let heaviest: Vec<String> = whole
            .weights
            .iter()
            .take(8)
            .map(|weight| format!("{:?} {}", weight.text, weight.weight))
            .collect();
        let _ = write!(text, "\n  weighed most: {}", heaviest.join(", "));
    }
    text
}

fn topics(classified: &veille_classifier::Explanation, article: &Article) -> String {
    let mut text = style("Topics").bold().to_string();
    for found in classified.topics.iter().filter(|topic| topic.matched) {
        let _ = write!(
            text,
            "\n  {} {} — {} (rule {})",
            style("yes").green(),
            found.topic,
            found.label,
            found.rule
        );
        for passage in found.evidence.iter().take(PASSAGES_MAX) {
            let _ = write!(text, "\n        {}", topic::in_context(passage, article));
        }
        let more = found.evidence.len().saturating_sub(PASSAGES_MAX);
        if more > 0 {
            let _ = write!(text, "\n        … and {more} more passages");
        }
    }
    for missed in classified.topics.iter().filter(|topic| !topic.matched).take(MISSED_MAX) {
        let _ = write!(text, "\n  {}  {} — {}", style("no").yellow(), missed.topic, topic::missed(missed));
    }
    text
}
