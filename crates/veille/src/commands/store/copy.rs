//! `veille store copy`: an office moves into another store, of whichever kind, and both are compared.

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use veille_sink::{Copied, Part};

use super::Context;
use crate::arguments::Database;
use crate::exit::{Cause, failure};
use crate::shown::{Hint, Progress, Results, count};
use crate::signals::Signals;

pub async fn run(from: &Path, to: &Path, context: &Context) -> Result<()> {
    let database = |path: &Path| Database { path: Some(path.to_owned()) };
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if place(from) == place(to) {
        return Err(failure(Cause::Usage, format!("{}: a store is no copy of itself", from.display())));
    }
    let source = context.open_existing_store(&database(from)).await?;
    let signals = Signals::listen()?;
    let target = veille_sink::Store::open_to_copy_into(context.store_location(&database(to))?).await?;
    let counts = source.counts().await?;
    let captures = source.captures_size().await?.captures;
    let all =
        counts.revisions + counts.outcomes.values().sum::<u64>() + source.last_change().await? + captures;
    let progress = Progress::start(context.global.quiet, "copying");
    let mut rows_done = 0;
    let copying = source.copy_to(&target, |part, rows| {
        rows_done = rows;
        match part {
            // What comes after the rows is reading both stores once more.
            Part::Done => progress.rows(rows.min(all), all, "comparing both"),
            // Others may store into the source meanwhile.
            part => progress.rows(rows.min(all), all, part),
        }
    });
    // Between two steps or in the middle of one: what was noted is gone on from.
    let copied = signals.stop.run_until_cancelled(copying).await.transpose()?;
    drop(progress);
    let (name, other) = (source.location(), target.location());
    source.close().await;
    target.close().await;
    let Some(copied) = copied else {
        let words = [from, to].map(|path| path.display().to_string());
        let hint = Hint::new(["store", "copy", words[0].as_str(), words[1].as_str()]).with(&context.global);
        context.say(format!("{} copied; next: {hint}", count(rows_done, "row", "rows")));
        return signals.conclude();
    };
    show(&copied, (&name.to_string(), &other.to_string()), context)
}

fn show(copied: &Copied, (from, to): (&str, &str), context: &Context) -> Result<()> {
    let outcomes: u64 = copied.counts.outcomes.values().sum();
    if context.global.json {
        let mut results = Results::new();
        results.json(&json!({
            "from": from, "to": to, "articles": copied.counts.articles, "revisions": copied.counts.revisions,
            "outcomes": outcomes, "changes": copied.changes, "captures": copied.captures, "marks": copied.marks,
            "digests": copied.digests,
        }))?;
        results.flush()?;
    }
    context.say(format!(
        "{to} holds what {from} does: {} in {}, {}, {}, {}, {}; both were read and compared",
        count(copied.counts.articles, "article", "articles"),
        count(copied.counts.revisions, "wording", "wordings"),
        count(outcomes, "outcome", "outcomes"),
        count(copied.captures, "capture", "captures"),
        count(copied.changes, "change", "changes"),
        count(copied.marks, "mark", "marks"),
    ));
    context.say("programs that store there from now on: store.url or store.path of veille.toml, or --store");
    Ok(())
}
