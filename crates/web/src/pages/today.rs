//! *Today*: what came last, newest first, and what it can be narrowed to. The page that opens.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::judging::attach;
use super::{Shell, html, telling};
use crate::ask::{Ask, Visit};
use crate::catalogue::Counts;
use crate::cursor::Turn;
use crate::format::Format;
use crate::formats;
use crate::lists::{Chip, Group, Item, List, Maker, PAGE};
use crate::lists::{Facet, NotRelevant, Period, chips, facets, not_relevant, period, title};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;

#[derive(Template)]
#[template(path = "today.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    list: List,
    facets: Vec<Facet>,
    period: Period,
    chips: Vec<Chip>,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    /// By stories, each article by itself, originals alone.
    orders: Vec<Chip>,
    unfiltered: String,
    /// What came since yesterday, and since who looks was here last: the words, and how many.
    fresh: Vec<(Chip, String)>,
    /// That articles which touch no topic are left out, with the list that has them.
    untagged: Option<NotRelevant>,
    /// Leads to the list without them.
    scope: Option<Chip>,
    /// That these are the articles of all days, where no time is asked for: the page is called *Today*.
    span: Option<String>,
    /// Whether the store holds nothing at all.
    bare: bool,
    narrow: bool,
}

/// Today's articles, in whichever format.
pub(crate) async fn today(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    if let Some(search) = searched(ask)? {
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, search)]).into_response());
    }
    let (mut selection, turn) = ask.selection()?;
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
    // Before the list is cut: what comes between the two is told by the stream a second time, and not left out.
    let position = state.catalogue.position().await;
    let (counts, bare) = {
        let shelf = state.catalogue.read();
        (shelf.counts(&selection), shelf.len() == 0)
    };
    let list = match selection.each {
        true => {
            let cut = state.catalogue.read().cut(&selection, &turn, PAGE);
            let list = maker.list(cut, &counts, |turn| selection.href("/", turn)).await?;
            match selection.relevant_first {
                // By relevance days alternate: each would be a heading again and again.
                true => List { groups: in_one(&maker, list.groups), ..list },
                false => list,
            }
        }
        false => by_story(&maker, &turn, &counts).await?,
    };
    let mut list = list;
    attach(&mut list.groups, ask, state);
    let shell = Shell::new(ask, state, title(&maker, ask.words.get("today")))
        .with_feeds(|ending| selection.href(&format!("/today{ending}"), &turn))
        .with_size(counts.total);
    let shell = match turn {
        // On a later page what is new does not stand on top.
        Turn::First => shell.with_live(&selection, position, selection.href("/", &turn)),
        _ => shell,
    };
    let now = Utc::now();
    let visit = Visit::at(ask.visit, now);
    let is_of_all_days = [selection.from, selection.to, selection.day.flatten()].iter().all(Option::is_none)
        && selection.day.is_none()
        && selection.since.is_none()
        && !selection.relevant_first;
    let page = Page {
        fresh: fresh(&maker, visit, now),
        facets: facets(&maker, &counts, ask),
        period: period(&maker, Vec::new()),
        chips: chips(&maker),
        not_relevant: not_relevant(&maker, counts.not_relevant, |it| it.href("/", &Turn::First)),
        unfiltered: "/".to_owned(),
        untagged: untagged(&maker, &counts),
        scope: scope(&maker, &counts),
        orders: orders(&maker, &counts),
        list,
        span: is_of_all_days.then(|| ask.words.get("of-all-days")),
        bare,
        narrow: selection.is_narrow(),
        shell,
    };
    let mut response = html(&page);
    let kept = format!("visit={}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly", visit.written());
    if let Ok(kept) = HeaderValue::try_from(kept) {
        response.headers_mut().append(header::SET_COOKIE, kept);
    }
    Ok(response)
}

/// Where the same is searched, where a query is asked here: this page asks none, and would list what it does not find.
fn searched(ask: &Ask) -> Result<Option<String>, Problem> {
    let filters = Selection::read_filters(&ask.pairs)?;
    let path = format!("/search{}", ask.format.ending());
    Ok(filters.query.is_some().then(|| filters.href_at(&path, None)))
}

/// What was received since yesterday, and since who looks was here last, and what is of yesterday, as far as there is any.
fn fresh(maker: &Maker<'_>, visit: Visit, now: DateTime<Utc>) -> Vec<(Chip, String)> {
    let zone = &maker.state.zone;
    let today = zone.local(now).date_naive();
    let yesterday = today.pred_opt().map(|day| zone.begins(day));
    let since = [("since-yesterday", yesterday), ("since-visit", visit.before)];
    let shelf = maker.state.catalogue.read();
    let of_yesterday = today.pred_opt().and_then(|day| {
        let only = Selection { day: Some(Some(day)), ..maker.selection.clone() };
        let (count, name) = (shelf.count(&only), maker.words.get("of-yesterday"));
        (count > 0).then(|| (Chip { name, ..maker.day_chip(Some(day)) }, maker.words.number(count)))
    });
    let line = |(key, since): (&str, Option<DateTime<Utc>>)| {
        let chip = maker.since_chip(since?);
        let selection = Selection { since, ..maker.selection.clone() };
        let count = shelf.count(&selection);
        let name = maker.words.with(key, &[("when", &maker.instant(since?))]);
        (count > 0).then(|| (Chip { name, ..chip }, maker.words.number(count)))
    };
    since.into_iter().filter_map(line).chain(of_yesterday).collect()
}

/// The page of the list in which the articles of a story are one.
async fn by_story(maker: &Maker<'_>, turn: &Turn, counts: &Counts) -> Result<List, Problem> {
    let found = maker.state.catalogue.read().bundled(maker.selection, turn, PAGE);
    let (words, href) = (maker.words, |turn: Turn| maker.selection.href("/", &turn));
    let articles = words.count("articles", found.articles);
    let groups = telling::by_day(maker, &found.bundles, Some(counts)).await?;
    Ok(List {
        groups: if maker.selection.relevant_first { in_one(maker, groups) } else { groups },
        total: match found.total < found.articles {
            true => words.counted("in-stories", found.total, &[("articles", &articles)]),
            false => articles,
        },
        newer: found.newer.map(|place| href(Turn::Before(place))),
        older: found.older.map(|place| href(Turn::After(place))),
    })
}

/// What stands under days as one list, each article with its day.
fn in_one(maker: &Maker<'_>, groups: Vec<Group>) -> Vec<Group> {
    let mut one = Group::of_any_day(Vec::new());
    for group in groups {
        let day = group.datetime.parse().ok().map(|day| maker.words.short_day(day));
        let dated = |item: Item| Item { other_day: item.other_day.or_else(|| day.clone()), ..item };
        one.items.extend(group.items.into_iter().map(dated));
    }
    if one.items.is_empty() { Vec::new() } else { vec![one] }
}

fn orders(maker: &Maker<'_>, counts: &Counts) -> Vec<Chip> {
    let chip = |key: &str, each: bool| Chip {
        name: maker.words.get(key),
        href: Selection { each, ..maker.selection.clone() }.href("/", &Turn::First),
        here: maker.selection.each == each,
    };
    let originals = maker.selection.originals || counts.copies > 0;
    let sorted = |key: &str, relevant_first: bool| Chip {
        name: maker.words.get(key),
        href: Selection { relevant_first, ..maker.selection.clone() }.href("/", &Turn::First),
        here: maker.selection.relevant_first == relevant_first,
    };
    let mut orders = vec![
        sorted("newest-first", false),
        sorted("relevant-first", true),
        chip("by-story", false),
        chip("each-article", true),
    ];
    orders.extend(originals.then(|| maker.originals_chip()));
    orders
}

/// How many articles are left out because they touch no topic: a search has them, and who looks for one here is told.
fn untagged(maker: &Maker<'_>, counts: &Counts) -> Option<NotRelevant> {
    let (selection, words) = (maker.selection, maker.words);
    if selection.topic.is_some() || selection.untagged_too || counts.untagged == 0 {
        return None;
    }
    let href = Selection { untagged_too: true, ..selection.clone() }.href("/", &Turn::First);
    Some(NotRelevant {
        said: words.count("untagged-left-out", counts.untagged),
        other: Chip { name: words.get("not-relevant-show"), href, here: false },
    })
}

fn scope(maker: &Maker<'_>, counts: &Counts) -> Option<Chip> {
    let selection = maker.selection;
    let is_wider = selection.untagged_too && counts.untagged > 0 && !maker.watched.topics.is_empty();
    if selection.topic.is_some() || !is_wider {
        return None;
    }
    let narrower = Selection { untagged_too: false, ..selection.clone() };
    let name = maker.words.count("only-tagged", counts.tagged);
    Some(Chip { name, href: narrower.href("/", &Turn::First), here: false })
}
