//! *Search*: everything stored, asked in the language of topics: what a query finds is what a topic of it would tag.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use url::form_urlencoded;
use veille_model::TaggedArticle;
use veille_query::{Query, QueryError};
use veille_search::{Answer, Counting, Cursor, Found, Request, Total};

use super::judging::attach;
use super::spellings::{WayOut, is_plain, reading, spellings, total};
use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::search::{self as asking, Asked, counts, request};
use crate::asking::watches;
use crate::evidence::found;
use crate::format::Format;
use crate::formats;
use crate::lists::{Chip, Group, List, Listed, Maker, PAGE};
use crate::lists::{Facet, NotRelevant, Period, chips, facets, named, not_relevant, period, title};
use crate::problem::Problem;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::text::shown;
use crate::words::Words;

#[derive(Template)]
#[template(path = "search.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    /// The query as written.
    written: String,
    fault: Option<Fault>,
    /// What the query asks for.
    understood: String,
    list: List,
    facets: Vec<Facet>,
    period: Period,
    chips: Vec<Chip>,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    unfiltered: String,
    /// The other filters, which the form takes along.
    kept: Vec<(&'static str, String)>,
    orders: [Chip; 3],
    /// What one condition less would find.
    ways_out: Vec<WayOut>,
    /// What plain words may have meant beside what was looked for.
    meant: Vec<WayOut>,
    /// Whom the words name, in any spelling, where that finds more.
    spellings: Vec<WayOut>,
    /// How far the index is behind the store.
    behind: Option<String>,
    examples: Vec<Example>,
    /// Where the query becomes a topic.
    as_topic: Option<String>,
    /// The filters, for who may keep the search with a feed of its own.
    as_watch: Option<String>,
}

/// What is wrong with a query: the line of it, cut at the place.
pub(super) struct Fault {
    pub said: String,
    pub before: String,
    pub at: String,
    pub after: String,
}

/// A query to begin with.
struct Example {
    query: &'static str,
    href: String,
    meaning: String,
}

/// Queries that show what the language can do, each with the word that explains it.
const EXAMPLES: [(&str, &str); 6] = [
    ("\"convention de hanoi\"", "example-phrase"),
    ("convention AND hanoi", "example-and"),
    ("cyber* OR ransomware", "example-or"),
    ("(convention OR treaty) NEAR/5 hanoi", "example-near"),
    ("headline:hanoi AND NOT tourism", "example-not"),
    ("site:gov.vn AND cyber*", "example-site"),
];

/// Searches, in whichever format.
pub(crate) async fn search(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    // A search lists what its query matches, article by article.
    let selection = Selection { each: false, ..ask.filters()? };
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let maker = Maker { root: "/search", state, watched: &watched, words: ask.words, selection: &selection };
    let Some(written) = selection.query.as_deref() else {
        return match ask.format {
            Format::Html => Ok(html(&Page::empty(ask, &maker, None))),
            // A page without a query has a form; a feed or a file would be of nothing.
            _ => Err(Misread { name: "q", value: String::new() }.into()),
        };
    };
    let query = match Query::parse(written) {
        Ok(query) => query,
        Err(error) if ask.format == Format::Html => {
            let [phrase, all, any] = Query::readings(written);
            // Two words without an operator are what most people type first: they are answered, and told what else they may mean.
            if let Some(all) = all.filter(|_| is_plain(written)) {
                return in_all_words(ask, &maker, all, [("meant-phrase", phrase), ("meant-any", any)]).await;
            }
            let page = Page {
                ways_out: meant(&maker, written).await?,
                ..Page::empty(ask, &maker, Some(fault(written, &error, ask.words)))
            };
            return Ok((StatusCode::BAD_REQUEST, html(&page)).into_response());
        }
        Err(error) => return Err(Problem::Query(error)),
    };
    let asked = request(&selection, state, query);
    let after = asking::place(ask, asked.sort)?;
    match ask.format {
        Format::Html => page(ask, &maker, asked, after, Vec::new()).await,
        format if format.is_whole() => whole(ask, &maker, asked, after).await,
        format if format.is_table() => table(ask, &maker, asked, after).await,
        _ => feed(ask, &maker, asked, after).await,
    }
}

/// What has all words that were written without an operator; what else may have been meant stands above it.
async fn in_all_words(
    ask: &Ask,
    maker: &Maker<'_>,
    all: Query,
    others: [(&'static str, Option<Query>); 2],
) -> Result<Response, Problem> {
    let selection = Selection { query: Some(all.source().to_owned()), ..maker.selection.clone() };
    let others = others.into_iter().filter_map(|(name, query)| Some((name, query?)));
    let meant = readings(maker, others).await?;
    let maker = Maker { selection: &selection, ..*maker };
    let asked = request(&selection, maker.state, all);
    // A place that `after` names is one in another search.
    page(ask, &maker, asked, None, meant).await
}

/// A page of what was asked for, and `meant`, what else may have been.
async fn page(
    ask: &Ask,
    maker: &Maker<'_>,
    asked: Request,
    after: Option<Cursor>,
    meant: Vec<WayOut>,
) -> Result<Response, Problem> {
    let (state, words, selection) = (maker.state, ask.words, maker.selection);
    let is_first = after.is_none();
    let whole = Request { after, limit: PAGE, counting: Counting::Facets, ..asked.clone() };
    let answer = state.search(&whole).await?;
    let (counts, without) = counts(state, selection, &asked, &answer).await?;
    let nothing = answer.total.is_none_or(|total| total.articles == 0);
    let ways_out = match nothing {
        true => ways_out(maker, &asked, without, &answer).await?,
        false => Vec::new(),
    };
    let last = state.store.last_change().await?;
    let behind = usize::try_from(last.saturating_sub(answer.position)).unwrap_or(usize::MAX);
    let originals = asking::originals(state, &asked, &answer).await?;
    let listed = Listed::with_kin(listed(answer.results), &state.store).await?;
    let mut groups = match selection.relevant_first {
        true if listed.is_empty() => Vec::new(),
        true => vec![Group::of_any_day(listed.iter().map(|listed| maker.item_with_day(listed)).collect())],
        false => maker.by_day(&listed, &counts),
    };
    attach(&mut groups, ask, state);
    let next = answer.next.map(|next| selection.href_at("/search", Some(("after", &next.to_string()))));
    let at = ask.value("after").map(|place| ("after", place));
    let shell = Shell::new(ask, state, title(maker, words.get("search")))
        .with_feeds(|ending| selection.href_at(&format!("/search{ending}"), at))
        .with_size(answer.total.map_or(0, |total| asking::number(total.articles)));
    let page = Page {
        understood: words.asked(&asked.query),
        as_topic: state.keep_topic.is_some().then(|| {
            let query = [("q", asked.query.source())];
            format!(
                "/topics/draft?{}",
                form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish()
            )
        }),
        as_watch: watches::may_add(state, ask).then(|| {
            // What is thought, and by whom, is no matter of the article.
            let kept = Selection { triage: None, ..selection.clone() };
            kept.href_at("", None).trim_start_matches('?').to_owned()
        }),
        list: List {
            groups,
            total: with_originals(answer.total, originals, words),
            newer: (!is_first).then(|| selection.href_at("/search", None)),
            older: next,
        },
        facets: facets(maker, &counts, ask),
        not_relevant: not_relevant(maker, counts.not_relevant, |it| it.href_at("/search", None)),
        ways_out,
        meant,
        spellings: if is_first { spellings(maker, answer.total).await? } else { Vec::new() },
        behind: (behind > 0).then(|| words.count("index-behind", behind)),
        // Only the first page changes by what comes.
        shell: match is_first {
            true => shell.with_live(selection, answer.position, selection.href_at("/search", None)),
            false => shell,
        },
        ..Page::empty(ask, maker, None)
    };
    Ok(html(&page))
}

impl Page {
    fn empty(ask: &Ask, maker: &Maker<'_>, fault: Option<Fault>) -> Self {
        let (words, selection) = (ask.words, maker.selection);
        let order = |key: &str, relevant_first: bool| Chip {
            name: words.get(key),
            href: Selection { relevant_first, ..selection.clone() }.href_at("/search", None),
            here: selection.relevant_first == relevant_first,
        };
        let example = |(query, key): (&'static str, &str)| Example {
            query,
            href: Selection { query: Some(query.to_owned()), ..Selection::default() }
                .href_at("/search", None),
            meaning: words.get(key),
        };
        Self {
            written: selection.query.as_deref().map(shown).unwrap_or_default(),
            fault,
            understood: String::new(),
            list: List { groups: Vec::new(), total: String::new(), newer: None, older: None },
            facets: Vec::new(),
            period: period(maker, Vec::new()),
            chips: chips(maker),
            not_relevant: None,
            unfiltered: Selection { query: selection.query.clone(), ..Selection::default() }
                .href_at("/search", None),
            kept: selection.pairs().into_iter().filter(|(name, _)| *name != "q").collect(),
            orders: [order("newest-first", false), order("relevant-first", true), maker.originals_chip()],
            ways_out: Vec::new(),
            meant: Vec::new(),
            spellings: Vec::new(),
            behind: None,
            examples: EXAMPLES.into_iter().map(example).collect(),
            as_topic: None,
            as_watch: None,
            shell: Shell::new(ask, maker.state, title(maker, words.get("search"))),
        }
    }
}

pub(super) fn listed(results: Vec<Found>) -> Vec<Listed> {
    let listed =
        |result: Found| Listed { passages: found(&result.passages), article: result.article, kin: None };
    results.into_iter().map(listed).collect()
}

/// The same with how many of them are originals, where that are not all.
fn with_originals(found: Option<Total>, originals: Option<Total>, words: Words) -> String {
    let said = total(found, words);
    let (Some(found), Some(originals)) = (found, originals) else { return said };
    let copies = found.articles.saturating_sub(originals.articles);
    if found.at_least || copies == 0 {
        return said;
    }
    let parts = [("originals-count", originals.articles), ("republications-count", copies)];
    let parts = parts.map(|(key, count)| words.count(key, asking::number(count)));
    [said].into_iter().chain(parts).collect::<Vec<_>>().join(" · ")
}

/// The line of a query, cut where it goes wrong.
pub(super) fn fault(written: &str, error: &QueryError, words: Words) -> Fault {
    let offset =
        (0..=error.offset.min(written.len())).rev().find(|at| written.is_char_boundary(*at)).unwrap_or(0);
    let (before, rest) = written.split_at(offset);
    let length = rest.chars().next().map_or(0, char::len_utf8);
    Fault {
        said: words.fault(&error.problem),
        before: shown(before),
        at: shown(&rest[..length]),
        after: shown(&rest[length..]),
    }
}

/// What someone meant who wrote words and no operators, with what each of it finds.
async fn meant(maker: &Maker<'_>, written: &str) -> Result<Vec<WayOut>, Problem> {
    let names = ["meant-phrase", "meant-all", "meant-any"].into_iter().zip(Query::readings(written));
    readings(maker, names.filter_map(|(name, query)| Some((name, query?)))).await
}

/// Readings of what somebody wrote, each with what it finds.
async fn readings(
    maker: &Maker<'_>,
    named: impl Iterator<Item = (&'static str, Query)>,
) -> Result<Vec<WayOut>, Problem> {
    let mut ways = Vec::new();
    for (name, query) in named {
        ways.push(reading(maker, name, query).await?.0);
    }
    Ok(ways)
}

/// What one condition less would find: each filter, then each condition of the query.
async fn ways_out(
    maker: &Maker<'_>,
    asked: &Request,
    without: Vec<Asked>,
    answer: &Answer,
) -> Result<Vec<WayOut>, Problem> {
    let words = maker.words;
    let mut ways = Vec::new();
    // A way out that finds nothing is none.
    for Asked { filter, total: found } in without.into_iter().filter(|without| without.total.articles > 0) {
        let Some(chip) = named(maker, filter) else { continue };
        ways.push(WayOut {
            name: words.with("without", &[("what", &chip.name)]),
            href: maker.selection.without(filter).href_at("/search", None),
            query: String::new(),
            count: total(Some(found), words),
        });
    }
    for (dropped, rest) in asked.query.relaxed(&words) {
        let name = shown(&words.with("without", &[("what", &dropped)]));
        ways.extend(way_out(maker, name, rest.source(), maker.selection).await?);
    }
    if ways.is_empty() {
        // Nothing helps: each thing that was sought is looked for by itself, so that one sees which is not there.
        let alone = answer.apart.iter().filter(|(_, articles)| *articles > 0);
        for (sought, query) in alone.filter_map(|(sought, _)| Some((sought, sought.query()?))) {
            let name = shown(&words.with("alone", &[("what", &sought.in_words_of(&words))]));
            ways.extend(way_out(maker, name, query.source(), maker.selection).await?);
        }
    }
    Ok(ways)
}

/// A search that finds something.
async fn way_out(
    maker: &Maker<'_>,
    name: String,
    query: &str,
    selection: &Selection,
) -> Result<Option<WayOut>, Problem> {
    let Ok(parsed) = Query::parse(query) else { return Ok(None) };
    let asked = Request { limit: 0, counting: Counting::Total, ..request(selection, maker.state, parsed) };
    let found = maker.state.search(&asked).await?.total;
    let selection = Selection { query: Some(query.to_owned()), ..selection.clone() };
    Ok(found.filter(|total| total.articles > 0).map(|found| WayOut {
        name,
        href: selection.href_at("/search", None),
        query: String::new(),
        count: total(Some(found), maker.words),
    }))
}

/// Where the list stands in a format.
fn place(ask: &Ask, maker: &Maker<'_>, next: Option<&Cursor>) -> formats::Place {
    let at = |path: &str, place: Option<&str>| {
        format!("{}{}", ask.base, maker.selection.href_at(path, place.map(|place| ("after", place))))
    };
    let path = format!("/search{}", ask.format.ending());
    formats::Place {
        page: at("/search", ask.value("after")),
        address: at(&path, ask.value("after")),
        next: next.map(|next| at(&path, Some(&next.to_string()))),
    }
}

async fn feed(
    ask: &Ask,
    maker: &Maker<'_>,
    asked: Request,
    after: Option<Cursor>,
) -> Result<Response, Problem> {
    let asked = Request { after, limit: PAGE, counting: Counting::Facets, ..asked };
    let answer = maker.state.search(&asked).await?;
    let more = told(&asked, &answer);
    let place = place(ask, maker, answer.next.as_ref());
    let listed = Listed::with_kin(listed(answer.results), &maker.state.store).await?;
    let mut feed = formats::feed(ask, maker, &listed, &title(maker, ask.words.get("search")), place);
    feed.more = more;
    Ok(feed.answer(ask.format))
}

/// What a program wants to know of an answer.
fn told(asked: &Request, answer: &Answer) -> Value {
    json!({
        "query": asked.query.source(), "in_words": asked.query.in_words(), "total": answer.total,
        "facets": answer.facets, "up_to_change": answer.position,
    })
}

/// What is found, as it is stored.
async fn whole(
    ask: &Ask,
    maker: &Maker<'_>,
    asked: Request,
    after: Option<Cursor>,
) -> Result<Response, Problem> {
    let mut documents = formats::Documents::new(ask.format);
    // Whoever takes a file wants the documents; counts would be computed for each piece of it.
    let mut asked = Request { after, limit: formats::ROWS_AT_ONCE, counting: Counting::Nothing, ..asked };
    loop {
        let answer = maker.state.search(&asked).await?;
        let found: Vec<TaggedArticle> = answer.results.into_iter().map(|found| found.article).collect();
        documents.add(&found, maker).await?;
        asked.after = answer.next;
        if asked.after.is_none() || documents.len() >= formats::DOCUMENTS_MAX {
            break;
        }
    }
    let next = place(ask, maker, asked.after.as_ref()).next;
    Ok(documents.answer(&maker.file_name("search"), next))
}

async fn table(
    ask: &Ask,
    maker: &Maker<'_>,
    asked: Request,
    after: Option<Cursor>,
) -> Result<Response, Problem> {
    let mut table = formats::table();
    let mut asked = Request { after, limit: formats::ROWS_AT_ONCE, counting: Counting::Nothing, ..asked };
    loop {
        let answer = maker.state.search(&asked).await?;
        formats::add_rows(&mut table, &listed(answer.results), maker).await?;
        asked.after = answer.next;
        if asked.after.is_none() || table.len() >= formats::ROWS_MAX {
            break;
        }
    }
    let next = place(ask, maker, asked.after.as_ref()).next;
    Ok(table.goes_on(next).answer(&maker.file_name("search"), ask.format, formats::Reader::of(maker)))
}
