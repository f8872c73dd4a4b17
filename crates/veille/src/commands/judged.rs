//! What the office called not relevant, which commands leave out as the pages do.

use std::collections::BTreeSet;

use anyhow::Result;
use veille_model::ArticleId;
use veille_sink::Store;
use veille_web::Server;

use super::Context;
use crate::arguments::Judged;
use crate::shown::count;

/// The articles that are left out: none where they are asked for.
pub async fn left_out(store: &Store, judged: &Judged) -> Result<BTreeSet<ArticleId>> {
    if judged.not_relevant {
        return Ok(BTreeSet::new());
    }
    Ok(Server::not_relevant(store).await?)
}

/// Says how many of what was asked for were left out: whoever counts what is printed would miss them.
pub fn say(left_out: usize, context: &Context) {
    if left_out > 0 {
        let articles = count(left_out as u64, "article is", "articles are");
        context.say(format!("{articles} left out as not relevant; --not-relevant has what is left out"));
    }
}
