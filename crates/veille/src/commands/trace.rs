//! `veille trace`: a text followed into what is stored, sentence by sentence.

use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, Result};
use futures_util::StreamExt;
use serde_json::{Value, json};
use veille_cleaner::Cleaner;
use veille_language::Tagger;
use veille_model::TaggedArticle;
use veille_stories::translation::Tables;
use veille_stories::{Trace, Traced};

use super::Context;
use crate::arguments;
use crate::shown::{self, Line, Progress, Results, count};
use crate::when::Period;
use crate::wiring;

/// Before what belongs to a sentence.
const INDENT: &str = "    ";
/// Articles that are read by one thread at once.
const READ_AT_ONCE: usize = 200;

/// An article that has something of the text.
struct Taken {
    article: TaggedArticle,
    traces: Vec<Trace>,
}

pub async fn run(arguments: &arguments::Trace, context: &Context) -> Result<()> {
    let text = read(&arguments.file, &wiring::cleaner(&context.configuration))?;
    let language = Tagger::new().detect(&text).tag;
    let traced = std::sync::Arc::new(Traced::in_language(&text, language.as_str()));
    anyhow::ensure!(
        traced.sentences().next().is_some(),
        "{}: no sentence to look for",
        arguments.file.display()
    );
    let store = context.open_existing_store(&arguments.database).await?;
    let zone = context.configuration.settings.office.time_zone();
    let period = Period::between(arguments.since, arguments.until, zone)?;
    let progress = Progress::start(context.global.quiet, "reading");
    let (mut read, mut taken) = (0, Vec::new());
    // All of it is looked at: a sentence may stand anywhere, and no index knows sentences.
    let mut pieces = store.every_current().chunks(READ_AT_ONCE);
    while let Some(piece) = pieces.next().await {
        let mut articles: Vec<TaggedArticle> = piece.into_iter().collect::<Result<_, _>>()?;
        articles.retain(|article| period.holds_article(&article.article));
        read += articles.len() as u64;
        let traced = traced.clone();
        let look = move || {
            let mut tables = Tables::default();
            let trace = |article: TaggedArticle| {
                let traces = traced.follow(&article, &mut tables)?;
                Some(Taken { article, traces })
            };
            articles.into_iter().filter_map(trace).collect::<Vec<_>>()
        };
        // Off the async threads: sentences against sentences take a core for a while.
        taken.extend(tokio::task::spawn_blocking(look).await.context("comparing sentences")?);
        progress.matched(read, taken.len());
    }
    // The stream holds a connection, and the store is closed next.
    drop(pieces);
    drop(progress);
    store.close().await;
    // The earliest first, who may be whom the others took it from; the id, so that two runs print the same.
    taken.sort_by_key(|taken| (taken.article.article.dated_at(), taken.article.article.id.clone()));
    let mut results = Results::new();
    for (number, sentence) in traced.sentences().enumerate() {
        if context.global.json {
            results.json(&as_json(number, sentence, &taken))?;
        } else {
            show(number, sentence, &taken, &mut results)?;
        }
    }
    results.flush()?;
    let sentences = count(traced.sentences().count(), "sentence", "sentences");
    let found = count(taken.len(), "article has", "articles have");
    context
        .say(format!("{found} something of {sentences}; looked at {}", count(read, "article", "articles")));
    Ok(())
}

/// The text of a file.
fn read(file: &Path, cleaner: &Cleaner) -> Result<String> {
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().read_to_end(&mut bytes).context("reading standard input")?;
    } else {
        bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    }
    wiring::text_of(bytes, cleaner).with_context(|| file.display().to_string())
}

fn as_json(number: usize, sentence: &str, taken: &[Taken]) -> Value {
    let of = |kind: &str| -> Vec<Value> {
        let is_kind = |taken: &&Taken| taken.traces[number].as_str() == kind;
        let one = |taken: &Taken| {
            let article = &taken.article.article;
            let words = taken.traces[number].words();
            json!({ "article": article.id, "url": article.url, "source": article.source, "as": words })
        };
        taken.iter().filter(is_kind).map(one).collect()
    };
    json!({
        "number": number + 1, "sentence": sentence, "verbatim": of("verbatim"), "altered": of("altered"),
        "shortened": of("shortened"), "translated": of("translated"), "left_out": of("left_out"),
    })
}

fn show(number: usize, sentence: &str, taken: &[Taken], results: &mut Results) -> Result<()> {
    let inside = shown::width().map(|width| width.saturating_sub(INDENT.len()));
    let mut begin = Line::default().bold(format!("{:<4}", number + 1));
    for line in shown::wrapped(sentence, inside, usize::MAX) {
        results.styled(&begin.bold(line))?;
        begin = Line::plain(INDENT);
    }
    for kind in Trace::KINDS {
        let name = kind.replace('_', " ");
        for taken in taken.iter().filter(|taken| taken.traces[number].as_str() == kind) {
            let article = &taken.article.article;
            let address = article.url.as_deref().unwrap_or(article.id.as_str());
            results.styled(&Line::plain(INDENT).text(format!("{name:<10} ")).dim(address))?;
            if let Some(words) = taken.traces[number].words() {
                for line in shown::wrapped(words, inside.map(|inside| inside.saturating_sub(11)), 4) {
                    results.styled(&Line::plain(INDENT).text("           ").text(line))?;
                }
            }
        }
    }
    Ok(())
}
