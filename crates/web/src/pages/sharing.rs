//! One article for somebody who may not look at the others: shared by a link, read by it, revoked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use veille_model::ArticleId;

use super::article::{Block, Date, blocks, dates};
use super::{Shell, html};
use crate::access::{Filled, Who};
use crate::ask::Ask;
use crate::lists::{Item, Listed, Maker};
use crate::problem::Problem;
use crate::revocable::Revocable;
use crate::selection::Selection;
use crate::shares::{self, SHARE, Share};
use crate::state::State;
use crate::text::shown;

#[derive(Template)]
#[template(path = "share.html", whitespace = "minimize")]
struct SharePage {
    shell: Shell,
    address: String,
    article: String,
}

#[derive(Template)]
#[template(path = "shared.html", whitespace = "minimize")]
struct SharedPage {
    shell: Shell,
    item: Item,
    standfirst: Option<String>,
    byline: String,
    dates: Vec<Date>,
    blocks: Vec<Block>,
}

/// Where an article is shared, as its page shows it.
pub(crate) struct Row {
    pub id: String,
    pub by: String,
    pub since: String,
}

/// Where an article is shared; nothing for who may not share.
pub(crate) async fn rows(state: &State, ask: &Ask, article: &ArticleId) -> Result<Option<Vec<Row>>, Problem> {
    if !may_share(state, ask) {
        return Ok(None);
    }
    let row = |share: Revocable<Share>| Row {
        id: share.id,
        by: shown(&share.by),
        since: ask.words.short_day(state.zone.local(share.created_at).date_naive()),
    };
    Ok(Some(shares::of_article(&state.store, article).await?.into_iter().map(row).collect()))
}

fn may_share(state: &State, ask: &Ask) -> bool {
    !state.is_read_only && ask.who.as_ref().is_some_and(Who::may_triage)
}

/// Shares an article, or revokes where it is shared.
pub(crate) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(change): Path<String>,
    ask: Ask,
    filled: Filled,
) -> Response {
    changed(&state, &ask, &change, &filled).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn changed(state: &State, ask: &Ask, change: &str, filled: &Filled) -> Result<Response, Problem> {
    if !may_share(state, ask) {
        return Err(Problem::Forbidden);
    }
    let who = ask.reader();
    match change {
        "add" => {
            let article = ArticleId::from(filled.value("article").unwrap_or_default().to_owned());
            if state.store.current(std::slice::from_ref(&article)).await?.is_empty() {
                return Err(Problem::NotThere(shown(article.as_str())));
            }
            let secret = shares::add(&state.store, &article, &who).await?;
            Ok(html(&SharePage {
                shell: Shell::new(ask, state, ask.words.get("share-link")).once(true),
                address: format!("{}/shared/{secret}", ask.base),
                article: format!("/article/{article}"),
            }))
        }
        "revoke" => {
            let id = filled.value("id").unwrap_or_default();
            let share = Revocable::<Share>::revoke(&state.store, SHARE, id, &who).await?;
            let Share { article } = share.ok_or_else(|| Problem::NotThere(shown(id)))?;
            let back = format!("/article/{article}#share");
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response())
        }
        _ => Err(Problem::NotThere(ask.path.clone())),
    }
}

/// The article that is shared at an address: whoever has it reads this article, and nothing else.
pub(crate) async fn shared(
    Shared(state): Shared<Arc<State>>,
    Path(secret): Path<String>,
    ask: Ask,
) -> Response {
    read(&state, &secret, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn read(state: &State, secret: &str, ask: &Ask) -> Result<Response, Problem> {
    // The same answer whether the secret was never given or is revoked: whoever tries some learns nothing.
    let nothing = || Problem::LinkGone;
    let share = Revocable::<Share>::of_secret(&state.store, SHARE, secret, &state.access).await?;
    let article = share.ok_or_else(nothing)?.what.article;
    // The current wording, whatever it was when it was shared: a correction reaches the reader as well.
    let wordings = state.store.wordings_of(article.as_str()).await?;
    let is_meant = |it: &&veille_sink::Revised| it.current && it.article.article.id == article;
    let chosen = wordings.iter().find(is_meant).ok_or_else(nothing)?;
    let watched = state.watched();
    let maker =
        Maker { root: "/", state, watched: &watched, words: ask.words, selection: &Selection::default() };
    let listed = Listed::of(chosen.article.clone());
    let (item, article) = (maker.item(&listed), &chosen.article.article);
    let title: String = item.headline.iter().map(|piece| piece.text.as_str()).collect();
    let page = SharedPage {
        standfirst: article.standfirst.as_deref().map(shown),
        byline: article.byline.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", "),
        dates: dates(chosen, state, ask.words),
        blocks: blocks(&chosen.article, &listed.passages, ask.words),
        // Nothing of the office: neither where else one could go, nor how much is stored.
        shell: Shell::bare(ask, state, title),
        item,
    };
    // Search engines are told nothing of it, should they be given the address.
    Ok(([("x-robots-tag", "noindex, nofollow")], html(&page)).into_response())
}
