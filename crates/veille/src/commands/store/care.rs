//! `veille store check`, `backup` and `vacuum`.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::json;
use veille_sink::CapturesSize;

use super::Context;
use crate::arguments::Database;
use crate::shown::{Progress, Results, count, size, width, wrapped};

/// Looks for what contradicts itself, and says how much room everything takes.
pub async fn check(database: &Database, context: &Context) -> Result<()> {
    let store = context.open_existing_store(database).await?;
    let progress = Progress::silent(context.global.quiet, "checking", store.location());
    let findings = store.check().await?;
    drop(progress);
    let counts = store.counts().await?;
    let captures = store.captures_size().await?;
    let bytes = store.bytes().await?;
    let mut results = Results::new();
    if context.global.json {
        let findings: Vec<_> =
            findings.iter().map(|found| json!({ "check": found.check, "detail": found.detail })).collect();
        results.json(&json!({
            "store": store.location().to_string(), "findings": findings, "articles": counts.articles,
            "revisions": counts.revisions, "bytes": bytes, "bytes_an_article": bytes.checked_div(counts.articles), "captures": of_captures(&captures, counts.articles),
        }))?;
    } else {
        for finding in &findings {
            results.line(finding)?;
        }
        let mut lines = Vec::new();
        let articles = count(counts.articles, "article", "articles");
        let wordings = count(counts.revisions, "wording", "wordings");
        let room = each(bytes, counts.articles);
        lines.push(format!("{}: {articles} in {wordings}, {room}", store.location()));
        lines.push(captures_line(&captures, counts.articles));
        for line in lines.iter().flat_map(|line| wrapped(line, width(), usize::MAX)) {
            results.line(line)?;
        }
    }
    results.flush()?;
    match findings.len() {
        0 => {
            context.say("nothing contradicts itself");
            Ok(())
        }
        _ => bail!(
            "{} in {}; restore a copy, or replay what was captured into a new store",
            count(findings.len(), "thing contradicts itself", "things contradict each other"),
            store.location()
        ),
    }
}

/// How much the captures take, for a person.
pub fn captures_line(captures: &CapturesSize, articles: u64) -> String {
    let CapturesSize { captures: many, bytes, packed_bytes, .. } = *captures;
    match many {
        0 => "no captures are kept beside them".to_owned(),
        _ => format!(
            "{}, {} as received, {} as kept",
            count(many, "capture", "captures"),
            size(bytes),
            each(packed_bytes, articles)
        ),
    }
}

/// How much the captures take, for a program.
pub fn of_captures(size: &CapturesSize, articles: u64) -> serde_json::Value {
    let CapturesSize { captures, bodies, bytes, packed_bytes } = *size;
    json!({
        "captures": captures, "bodies": bodies, "bytes": bytes, "packed_bytes": packed_bytes,
        "packed_bytes_an_article": packed_bytes.checked_div(articles),
    })
}

/// `1.2 MB (4.1 kB an article)`
fn each(bytes: u64, articles: u64) -> String {
    match bytes.checked_div(articles) {
        Some(each) => format!("{} ({} an article)", size(bytes), size(each)),
        None => size(bytes),
    }
}

/// Copies the store into a file, while others read and write.
pub async fn backup(file: &Path, database: &Database, context: &Context) -> Result<()> {
    let store = context.open_existing_store(database).await?;
    let progress = Progress::silent(context.global.quiet, "copying", store.location());
    store.backup(file).await?;
    drop(progress);
    // The copy is made: that its size cannot be asked is no failure.
    let bytes = std::fs::metadata(file).map(|file| file.len()).unwrap_or_default();
    let from = store.location();
    if context.global.json {
        let mut results = Results::new();
        results.json(
            &json!({ "store": from.to_string(), "file": file.display().to_string(), "bytes": bytes }),
        )?;
        results.flush()?;
    }
    context.say(format!("{from} is copied into {}, {}", file.display(), size(bytes)));
    Ok(())
}

/// Gives room back to the disk.
pub async fn vacuum(database: &Database, context: &Context) -> Result<()> {
    // Opened to read first: `open_store` would make an empty store of a misspelt name.
    context.open_existing_store(database).await?.close().await;
    let store = context.open_store(database).await?;
    let before = store.bytes().await?;
    let progress = Progress::silent(context.global.quiet, "vacuuming", store.location());
    store.vacuum().await?;
    drop(progress);
    let after = store.bytes().await?;
    let name = store.location();
    store.close().await;
    if context.global.json {
        let mut results = Results::new();
        results.json(&json!({ "store": name.to_string(), "bytes_before": before, "bytes": after }))?;
        results.flush()?;
    }
    context.say(format!("{name} took {} and takes {}", size(before), size(after)));
    Ok(())
}
