//! *Topics*: what is watched, the query of each as written, and what it found.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use serde_json::json;
use veille_model::TopicId;
use veille_query::Query;

use super::found::{self, Lately, NearMiss};
use super::judging::attach;
use super::{Shell, html};
use crate::Changed;
use crate::access::Who;
use crate::ask::Ask;
use crate::catalogue::Counted;
use crate::cursor::Turn;
use crate::format::Format;
use crate::formats::{self, Entry, Feed, Reader, Table};
use crate::keeping::{self, Version};
use crate::lists::{Chip, List, Maker};
use crate::lists::{NotRelevant, not_relevant, title};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, shown};
use crate::watched::Topic;
use crate::words::{Said, Words};

#[derive(Template)]
#[template(path = "topics.html", whitespace = "minimize")]
struct TopicsPage {
    shell: Shell,
    rows: Vec<Row>,
    may_search: bool,
    judged: Option<String>,
}

/// A topic in the list of them.
struct Row {
    id: String,
    label: String,
    href: String,
    articles: usize,
    count: String,
    share: usize,
    latest: Option<chrono::NaiveDate>,
    latest_shown: String,
    languages: usize,
    languages_shown: String,
}

#[derive(Template)]
#[template(path = "topic.html", whitespace = "minimize")]
struct TopicPage {
    shell: Shell,
    id: String,
    label: String,
    note: Option<String>,
    author: Option<String>,
    media_topics: Vec<String>,
    labels: Vec<Written>,
    queries: Vec<Written>,
    languages: Vec<(Chip, String, usize)>,
    outlets: Vec<(Chip, String, usize)>,
    all: String,
    /// How much it has found lately.
    lately: Option<Lately>,
    /// What came near it, where somebody asks.
    near: Option<Vec<NearMiss>>,
    list: List,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    watched: bool,
    /// That it was kept, for who comes from the form.
    kept: Option<String>,
    /// Where another wording is tried.
    draft: Option<String>,
    versions: Vec<Wording>,
    /// How far the archive is judged by the topics as they are.
    judged: Option<String>,
    may_keep: bool,
}

/// A wording that the topic had.
struct Wording {
    name: String,
    at: String,
    shown_at: String,
    by: String,
    /// What differs from the wording before.
    changed: Vec<Changed>,
    is_current: bool,
}

/// A label or a query in one language.
struct Written {
    language: String,
    lang: String,
    dir: &'static str,
    text: String,
    /// What a query asks for, in the reader's words.
    said: String,
}

/// The topics, in whichever format.
pub(crate) async fn topics(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let answer = async {
        state.catalogue.catch_up().await?;
        let rows = rows(&state, ask.words);
        let shell = || Shell::new(&ask, &state, ask.words.get("topics"));
        Ok(match ask.format {
            Format::Html => html(&TopicsPage {
                shell: shell().with_entries(|ending| format!("/topics{ending}")),
                rows,
                may_search: state.index.is_kept(),
                judged: judged(&state, ask.words),
            }),
            format if format.is_table() => {
                let reader = Reader { words: ask.words, state: &state };
                table(&rows).answer("veille-topics", format, reader)
            }
            format => feed(&ask, &rows).answer(format),
        })
    };
    answer.await.unwrap_or_else(|problem: Problem| problem.answer(&ask, &state))
}

fn rows(state: &State, words: Words) -> Vec<Row> {
    let watched = state.watched();
    let shelf = state.catalogue.read();
    let found = shelf.by_topic();
    let most = found.values().map(|(count, _, _)| *count).max().unwrap_or(1).max(1);
    let mut rows: Vec<Row> = watched
        .topics
        .iter()
        .map(|topic| {
            let (articles, latest, stated) =
                found.get(topic.id.as_str()).copied().unwrap_or((0, None, false));
            let languages = topic.queries.keys().filter(|language| !language.is_empty()).count();
            Row {
                id: topic.id.to_string(),
                label: shown(topic.label(words.tag())),
                href: format!("/topic/{}", topic.id),
                articles,
                count: words.number(articles),
                share: (articles * 100).div_ceil(most),
                latest,
                latest_shown: latest.map(|day| words.day_known(day, stated)).unwrap_or_default(),
                languages,
                languages_shown: match languages {
                    0 => words.get("any-language"),
                    languages => words.count("languages-count", languages),
                },
            }
        })
        .collect();
    rows.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(&b.id)));
    rows
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new("topics", &["label", "articles", "latest", "languages", "topic"]);
    for row in rows {
        let latest = row.latest.map(|day| day.to_string()).unwrap_or_default();
        table.row([&row.label, &row.articles.to_string(), &latest, &row.languages.to_string(), &row.id]);
    }
    table
}

fn feed(ask: &Ask, rows: &[Row]) -> Feed {
    let entry = |row: &Row| Entry {
        id: format!("urn:veille:topic:{}", row.id),
        title: row.label.clone(),
        page: format!("{}{}", ask.base, row.href),
        text: format!("{} {}", row.count, row.latest_shown).trim().to_owned(),
        // As the first instant of its day, for a feed has no days.
        at: row.latest.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc().fixed_offset()),
        more: json!({ "topic": row.id, "articles": row.articles, "latest": row.latest, "languages": row.languages }),
        ..Entry::default()
    };
    Feed {
        title: format!("veille · {}", ask.words.get("topics")),
        page: format!("{}/topics", ask.base),
        address: format!("{}{}", ask.base, ask.path),
        next: None,
        language: ask.words.tag(),
        entries: rows.iter().map(entry).collect(),
        ..Feed::default()
    }
}

/// One topic, in whichever format.
pub(crate) async fn topic(Shared(state): Shared<Arc<State>>, Path(name): Path<String>, ask: Ask) -> Response {
    one(&state, &name, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn one(state: &State, name: &str, ask: &Ask) -> Result<Response, Problem> {
    let (id, format) = Format::split(name);
    let words = ask.words;
    let (mut selection, turn) = ask.selection()?;
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let topic = watched.topic(id);
    // One that was taken out of the configuration still has its articles.
    let is_found = state.catalogue.read().has_topic(id);
    if topic.is_none() && !is_found {
        return Err(Problem::NotThere(id.to_owned()));
    }
    selection.topic = Some(TopicId::new(id));
    let path = format!("/topic/{id}");
    // Its path says the topic.
    let rest = Selection { topic: None, ..selection.clone() };
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &selection };
    if format != Format::Html {
        return formats::articles(
            ask,
            &maker,
            &turn,
            &rest,
            [&path, &path],
            title(&maker, words.get("today")),
        )
        .await;
    }
    // Asked before the list is cut: what comes in between is rather told twice than not at all.
    let position = state.catalogue.position().await;
    let (cut, counts) = {
        // Both from one look at the shelf: the list and its counts are of one moment.
        let shelf = state.catalogue.read();
        (shelf.cut(&selection, &turn, LATEST), shelf.counts(&selection))
    };
    let label = shown(watched.label(id, words.tag()));
    let shell = Shell::new(ask, state, label.clone())
        .with_feeds(|ending| rest.href(&format!("{path}{ending}"), &turn))
        .with_size(cut.total);
    let languages =
        counted(&counts.languages, words, |tag| maker.language_chip(&veille_model::LanguageTag::new(tag)));
    let mut list = maker.list(cut, &counts, |turn| rest.href(&path, turn)).await?;
    attach(&mut list.groups, ask, state);
    let near = match ask.value("near").is_some() {
        true => Some(found::near(&maker, &TopicId::new(id)).await?),
        false => None,
    };
    let page = TopicPage {
        lately: found::lately(&maker, id),
        near,
        id: id.to_owned(),
        note: topic.and_then(|topic| topic.note.as_deref()).map(|note| shown(note.trim())),
        author: topic.and_then(|topic| topic.author.as_deref()).map(shown),
        media_topics: topic.map(|topic| topic.media_topics.clone()).unwrap_or_default(),
        labels: topic.map(|topic| written(&topic.labels, words)).unwrap_or_default(),
        queries: topic.map(|topic: &Topic| told(&topic.queries, words)).unwrap_or_default(),
        languages,
        outlets: counted(&counts.sources, words, |source| maker.source_chip(source, None)),
        all: selection.href("/", &Turn::First),
        list,
        not_relevant: not_relevant(&maker, counts.not_relevant, |it| {
            Selection { topic: None, ..it }.href(&path, &Turn::First)
        }),
        watched: topic.is_some(),
        kept: super::draft::told(ask),
        draft: topic.map(|_| format!("/topics/draft?id={id}")),
        versions: wordings(ask, state, id).await?,
        judged: judged(state, words),
        may_keep: state.keep_topic.is_some() && ask.who.as_ref().is_some_and(Who::may_triage),
        shell: match turn {
            Turn::First => shell.with_live(&selection, position, rest.href(&path, &turn)),
            _ => shell,
        },
        label,
    };
    Ok(html(&page))
}

/// How far the archive is judged, in words; nothing where all is.
fn judged(state: &State, words: Words) -> Option<String> {
    let (done, all) = state.keep_topic.as_ref()?.judged()?;
    let number = |number: u64| words.number(usize::try_from(number).unwrap_or(usize::MAX));
    Some(words.with("archive-judged", &[("done", &number(done)), ("all", &number(all))]))
}

/// Wordings on the page of a topic; the trail has the others.
const WORDINGS: usize = 20;

async fn wordings(ask: &Ask, state: &State, id: &str) -> Result<Vec<Wording>, Problem> {
    let versions = keeping::versions(&state.store, id).await?;
    let wording = |(at, version): (usize, &Version)| {
        // They come with the newest first, so that the one before stands behind.
        let before = versions.get(at + 1).map_or("", |before| before.text.as_str());
        let here = state.zone.local(version.at);
        let changed = state.compare.map(|compare| compare(before, &version.text)).unwrap_or_default();
        Wording {
            name: version.name(),
            at: version.at.to_rfc3339(),
            shown_at: ask.words.clock(here),
            by: version.by.as_deref().map_or_else(|| ask.words.get("by-hand"), shown),
            changed: changed.into_iter().map(shown_change).collect(),
            is_current: at == 0,
        }
    };
    // Each is compared with the one before it.
    Ok(versions.iter().enumerate().take(WORDINGS).map(wording).collect())
}

fn shown_change(changed: Changed) -> Changed {
    Changed {
        kept: shown(&changed.kept),
        deleted: shown(&changed.deleted),
        inserted: shown(&changed.inserted),
    }
}

/// Bars on the page of a topic.
const BARS: usize = 8;

fn counted(counted: &Counted, words: Words, chip: impl Fn(&str) -> Chip) -> Vec<(Chip, String, usize)> {
    let most = counted.first().map_or(1, |(_, count)| (*count).max(1));
    let bar =
        |(name, count): &(String, usize)| (chip(name), words.number(*count), (count * 100).div_ceil(most));
    counted.iter().take(BARS).map(bar).collect()
}

/// Articles on the page of a topic, beside its queries; its formats have as many as other lists.
const LATEST: usize = 12;

/// Bytes of what queries ask for on the page of a topic: some have one of each of thirteen languages.
const IN_WORDS_MAX: usize = 4_000;

/// Queries, each with what it asks for.
fn told(queries: &std::collections::BTreeMap<String, String>, words: Words) -> Vec<Written> {
    let mut written = written(queries, words);
    let mut room = IN_WORDS_MAX;
    for query in &mut written {
        let parsed = queries.get(&query.lang).and_then(|text| Query::parse(text).ok());
        let said = parsed.map(|parsed| words.asked(&parsed)).unwrap_or_default();
        // The reader's own language is the first; where another one is tried, it is told as well.
        let Some(rest) = room.checked_sub(said.len()) else { continue };
        (query.said, room) = (said, rest);
    }
    written
}

fn written(texts: &std::collections::BTreeMap<String, String>, words: Words) -> Vec<Written> {
    let text = |(language, text): (&String, &String)| Written {
        language: if language.is_empty() { words.get("any-language") } else { words.language(language) },
        dir: direction(language),
        lang: language.clone(),
        text: shown(text.trim()),
        said: String::new(),
    };
    let mut written: Vec<Written> = texts.iter().map(text).collect();
    // The reader's own language is open, and the others by their names.
    written.sort_by_key(|text| (text.lang != words.tag(), text.language.clone()));
    written
}
