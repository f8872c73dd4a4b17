//! *Today*: what came last, newest first, and what it can be narrowed to. The page that opens.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::list::{Chip, List, Maker, PAGE};
use super::{Ask, Format, Problem, Shell, html};
use crate::catalogue::{Counts, Turn};
use crate::formats;
use crate::selection::{FilterName, Selection};
use crate::state::State;

/// Values of a filter that are shown before "more".
const FEW: usize = 8;
/// Values of a filter that are shown at all; the rest is reached by narrowing first.
const MANY: usize = 60;

#[derive(Template)]
#[template(path = "today.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    list: List,
    facets: Vec<Facet>,
    chips: Vec<Chip>,
    /// Leads to the list with the articles that touch no topic, or without them.
    scope: Option<Chip>,
    /// Whether the store holds nothing at all.
    bare: bool,
    narrow: bool,
}

/// What a list can be narrowed to by one filter.
struct Facet {
    name: String,
    few: Vec<Value>,
    more: Vec<Value>,
    open: bool,
}

/// A value of a filter with how many articles have it.
struct Value {
    chip: Chip,
    count: String,
    /// Its share of the most frequent, in percent.
    share: usize,
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
    let maker = Maker { state, watched: &watched, words: ask.words, selection: &selection };
    if ask.format != Format::Html {
        return formats::articles(ask, &maker, &turn, &selection, ["/", "/today"]).await;
    }
    let (cut, counts, bare) = {
        let shelf = state.catalogue.read();
        (shelf.cut(&selection, &turn, PAGE), shelf.counts(&selection), shelf.len() == 0)
    };
    let page = Page {
        facets: facets(&maker, &counts),
        chips: chips(&maker),
        scope: scope(&maker, &counts),
        list: maker.list(cut, &counts, |turn| selection.href("/", turn)).await?,
        bare,
        narrow: selection.is_narrow(),
        shell: Shell::new(ask, state, title(&maker))
            .with_feeds(|ending| selection.href(&format!("/today{ending}"), &turn)),
    };
    Ok(html(&page))
}

/// The title says the filter, so that tabs and bookmarks can be told apart.
pub(crate) fn title(maker: &Maker<'_>) -> String {
    let mut parts: Vec<String> = chips(maker).into_iter().map(|chip| chip.name).collect();
    parts.push(maker.words.get("today"));
    parts.join(" · ")
}

/// The filters that are set, each leading to the list without it.
fn chips(maker: &Maker<'_>) -> Vec<Chip> {
    let Selection { topic, language, source, day, untagged_too: _ } = maker.selection;
    let without =
        |chip: Chip, name| Chip { href: maker.selection.without(name).href("/", &Turn::First), ..chip };
    let mut chips = Vec::new();
    chips.extend(topic.iter().map(|topic| without(maker.topic_chip(topic), FilterName::Topic)));
    chips.extend(language.iter().map(|tag| without(maker.language_chip(tag), FilterName::Language)));
    chips.extend(source.iter().map(|id| without(maker.source_chip(id.as_str(), None), FilterName::Source)));
    chips.extend(day.iter().map(|day| without(maker.day_chip(*day), FilterName::Day)));
    chips
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

fn facets(maker: &Maker<'_>, counts: &Counts) -> Vec<Facet> {
    let words = maker.words;
    let topics = counts.topics.iter().map(|(id, n)| (maker.topic_chip(&veille_model::TopicId::new(id)), *n));
    let languages = counts
        .languages
        .iter()
        .map(|(tag, n)| (maker.language_chip(&veille_model::LanguageTag::new(tag)), *n));
    let sources = counts.sources.iter().map(|(id, n)| (maker.source_chip(id, None), *n));
    let days = counts.days.iter().map(|(day, n)| (maker.day_chip(day.0), *n));
    let facets = [
        facet(maker, words.get("topic"), topics.collect()),
        facet(maker, words.get("language"), languages.collect()),
        facet(maker, words.get("outlet"), sources.collect()),
        facet(maker, words.get("day"), days.collect()),
    ];
    facets.into_iter().filter(|facet| !facet.few.is_empty()).collect()
}

fn facet(maker: &Maker<'_>, name: String, mut counted: Vec<(Chip, usize)>) -> Facet {
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    counted.truncate(MANY);
    let mut values: Vec<Value> = counted
        .into_iter()
        .map(|(chip, count)| Value {
            chip,
            count: maker.words.number(count),
            share: (count * 100).div_ceil(most),
        })
        .collect();
    let more = values.split_off(values.len().min(FEW));
    Facet { open: more.iter().any(|value| value.chip.here), name, few: values, more }
}
