//! `veille store forget`: takes an article out for good.

use std::io::{BufRead, IsTerminal};

use anyhow::{Result, bail};
use serde_json::json;
use veille_sink::{Revised, Store};

use super::Context;
use crate::arguments::Forget;
use crate::commands::access;
use crate::commands::why::is_forgotten;
use crate::exit::{Cause, failure};
use crate::shown::{Results, Row, count, say};

pub async fn run(arguments: &Forget, context: &Context) -> Result<()> {
    // Opened to read first: `open_store` would make an empty store of a misspelt name.
    context.open_existing_store(&arguments.database).await?.close().await;
    let store = context.open_store(&arguments.database).await?;
    let wordings = store.wordings_of(&arguments.what).await?;
    // A page is kept also where no article was made of it.
    let pages = if wordings.is_empty() { store.captures_at(&arguments.what).await?.len() } else { 0 };
    if wordings.is_empty() && pages == 0 {
        let what = match store.why(&arguments.what).await?.iter().any(is_forgotten) {
            true => "this was forgotten before, and nothing of it is stored",
            false => "no article or page of this address or id is stored",
        };
        bail!("{}: {what} in {}", arguments.what, store.location());
    }
    if !arguments.yes && !confirmed(&wordings, pages, &store, context).await? {
        bail!("nothing was forgotten");
    }
    let forgotten = store.forget(&arguments.what, veille_fetcher::forgetting).await?;
    let wordings = count(forgotten.revisions, "wording", "wordings");
    access::note(&store, "article-forgotten", &arguments.what, &wordings).await?;
    let name = store.location();
    store.close().await;
    if context.global.json {
        let mut results = Results::new();
        results.json(&json!({
            "articles": forgotten.articles, "revisions": forgotten.revisions, "captures": forgotten.captures,
        }))?;
        results.flush()?;
    }
    context.tell(format!(
        "{} removed from {name}, with {} and {}; a line in the ledger says so, and it is not stored again",
        count(forgotten.articles, "article is", "articles are"),
        wordings,
        count(forgotten.captures, "capture", "captures"),
    ));
    context.tell(
        "copies that were made before hold it still: backups, exports, the archives it was replayed from; over NATS the streams, \
         and what the fetcher's bucket remembers of its feeds",
    );
    Ok(())
}

/// Shows what would be removed, and asks.
async fn confirmed(wordings: &[Revised], pages: usize, store: &Store, context: &Context) -> Result<bool> {
    let mut articles: Vec<_> = wordings.iter().filter(|wording| wording.current).collect();
    articles.dedup_by(|a, b| a.article.article.id == b.article.article.id);
    let mut captures = pages;
    for article in &articles {
        captures += store.captures_of(&article.article.article.id).await?.len();
    }
    // Asked for even with --quiet: an answer is waited for.
    for article in &articles {
        let row = Row::of(&article.article, None);
        say(row.title_line());
        say(row.address_line(0, None));
    }
    let what = format!(
        "{}, {}, {}",
        count(articles.len(), "article", "articles"),
        count(wordings.len(), "wording", "wordings"),
        count(captures, "capture", "captures")
    );
    if context.global.json || !std::io::stdin().is_terminal() {
        let told = format!("{what} would be removed for good, which cannot be undone; --yes does it");
        return Err(failure(Cause::Usage, told));
    }
    say(format_args!("remove {what} for good, which cannot be undone? [y/N]"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
