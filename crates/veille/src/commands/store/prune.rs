//! `veille store prune`: what is old goes, and changes that nobody needs any more.

use std::io::{BufRead, IsTerminal};

use anyhow::{Result, bail};
use chrono::Utc;
use serde_json::json;
use veille_sink::Location;

use super::Context;
use crate::arguments::Prune;
use crate::commands::access;
use crate::exit::{Cause, failure};
use crate::shown::{Progress, Results, count, say};
use crate::wiring::{self, Pruned};

pub async fn run(arguments: &Prune, context: &Context) -> Result<()> {
    // Opened to read first: `open_store` would make an empty store of a misspelt name.
    context.open_existing_store(&arguments.database).await?.close().await;
    let store = context.open_store(&arguments.database).await?;
    let zone = context.configuration.settings.office.time_zone();
    let before = arguments.older_than.begin(Utc::now(), zone);
    let old = store.count_older_than(before, arguments.judged).await?;
    let day = before.with_timezone(&zone).format("%Y-%m-%d %H:%M");
    let what = format!("{} from before {day}", count(old, "article", "articles"));
    if arguments.dry_run {
        context.say(format!("would be removed from {}: {what}", store.location()));
        return shown(old, 0, 0, 0, true, context);
    }
    if old > 0 && !arguments.yes && !confirmed(&what, context)? {
        bail!("nothing was removed");
    }
    let (settings, hooks) = (&context.configuration.settings, wiring::hooks(&store, &context.configuration));
    let progress = Progress::silent(context.global.quiet, "removing", &what);
    let Pruned { taken: pruned, changes, slowest } =
        wiring::prune(&store, before, arguments.judged, &access::by(), (settings, &hooks)).await?;
    drop(progress);
    let (articles, wordings) = (pruned.articles, count(pruned.revisions, "wording", "wordings"));
    context.tell(format!(
        "{} removed from {}, with {wordings} and {}; {} that nobody needs any more went too",
        count(articles, "article is", "articles are"),
        store.location(),
        count(pruned.captures, "capture", "captures"),
        count(changes, "change", "changes"),
    ));
    let last = store.last_change().await?;
    if let Some((follower, position)) = slowest.filter(|(_, position)| *position < last) {
        let left = count(last - position, "change", "changes");
        context.tell(format!("{follower} has {left} to work on, which stay for it"));
    }
    if articles > 0 {
        let what = if matches!(store.location(), Location::Url(_)) { "database" } else { "file" };
        context.tell(format!(
            "the {what} keeps its size until `veille store vacuum`; backups hold what was removed still"
        ));
    }
    store.close().await;
    shown(articles, pruned.revisions, pruned.captures, changes, false, context)
}

fn confirmed(what: &str, context: &Context) -> Result<bool> {
    if context.global.json || !std::io::stdin().is_terminal() {
        let told =
            format!("{what} would be removed, which cannot be undone; --yes does it, --dry-run only counts");
        return Err(failure(Cause::Usage, told));
    }
    say(format_args!("remove {what}, which cannot be undone? [y/N]"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn shown(
    articles: u64,
    revisions: u64,
    captures: u64,
    changes: u64,
    dry_run: bool,
    context: &Context,
) -> Result<()> {
    if context.global.json {
        let mut results = Results::new();
        results.json(&json!({
            "articles": articles, "revisions": revisions, "captures": captures, "changes": changes, "dry_run": dry_run,
        }))?;
        results.flush()?;
    }
    Ok(())
}
