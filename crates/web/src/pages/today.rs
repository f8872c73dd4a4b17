//! *Today*: what came last, newest first, and what it can be narrowed to. The page that opens.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::list::{Chip, List, Maker, PAGE};
use super::narrowing::{Facet, chips, facets, title};
use super::{Ask, Format, Problem, Shell, html};
use crate::catalogue::{Counts, Turn};
use crate::formats;
use crate::selection::Selection;
use crate::state::State;

#[derive(Template)]
#[template(path = "today.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    list: List,
    facets: Vec<Facet>,
    chips: Vec<Chip>,
    unfiltered: String,
    /// Leads to the list with the articles that touch no topic, or without them.
    scope: Option<Chip>,
    /// Whether the store holds nothing at all.
    bare: bool,
    narrow: bool,
}

/// Today's articles, in whichever format.
pub(crate) async fn today(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    let (mut selection, turn) = Selection::read(&ask.pairs)?;
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    // Where nothing is watched, everything is shown.
    selection.untagged_too |= watched.topics.is_empty();
    let maker = Maker { root: "/", state, watched: &watched, words: ask.words, selection: &selection };
    if ask.format != Format::Html {
        return formats::articles(
            ask,
            &maker,
            &turn,
            &selection,
            ["/", "/today"],
            title(&maker, ask.words.get("today")),
        )
        .await;
    }
    let position = state.catalogue.position().await;
    let (cut, counts, bare) = {
        let shelf = state.catalogue.read();
        (shelf.cut(&selection, &turn, PAGE), shelf.counts(&selection), shelf.len() == 0)
    };
    let shell = Shell::new(ask, state, title(&maker, ask.words.get("today")))
        .with_feeds(|ending| selection.href(&format!("/today{ending}"), &turn));
    let shell = match turn {
        Turn::First => shell.with_live(&selection, position, selection.href("/", &turn)),
        _ => shell,
    };
    let page = Page {
        facets: facets(&maker, &counts),
        chips: chips(&maker),
        unfiltered: "/".to_owned(),
        scope: scope(&maker, &counts),
        list: maker.list(cut, &counts, |turn| selection.href("/", turn)).await?,
        bare,
        narrow: selection.is_narrow(),
        shell,
    };
    Ok(html(&page))
}

fn scope(maker: &Maker<'_>, counts: &Counts) -> Option<Chip> {
    let selection = maker.selection;
    if selection.topic.is_some() || counts.untagged == 0 || maker.watched.topics.is_empty() {
        return None;
    }
    let other = Selection { untagged_too: !selection.untagged_too, ..selection.clone() };
    let name = match selection.untagged_too {
        true => maker.words.count("only-tagged", counts.tagged),
        false => maker.words.count("untagged-too", counts.untagged),
    };
    Some(Chip { name, href: other.href("/", &Turn::First), here: false })
}
