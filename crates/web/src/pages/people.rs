//! *People*: everyone who is quoted, what they said, where, and when.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use chrono::{DateTime, Utc};
use veille_model::{ArticleId, Quotation};
use veille_sink::{QuotationFilter, Quoted, StoreError};
use veille_text::fold::letters;

use super::list::{Chip, Maker};
use super::narrowing::{chips, title};
use super::{Ask, Format, Problem, Shell, html};
use crate::catalogue::Speaker;
use crate::formats::{Table, XLSX};
use crate::selection::Selection;
use crate::state::State;
use crate::text::{beginning, direction, shown};
use crate::told::by_id;
use crate::words::Words;

/// Quotations in a table, and of one person: the latest.
const COUNTED: u32 = 5_000;
/// People on a page.
const PEOPLE: usize = 100;
/// Quotations on a page.
const QUOTATIONS: usize = 100;
/// Characters of a quotation that stands for a person.
const SAMPLE: usize = 240;

#[derive(Template)]
#[template(path = "people.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    chips: Vec<Chip>,
    unfiltered: String,
    /// The other filters, which the form takes along.
    kept: Vec<(&'static str, String)>,
    /// Whose quotations are shown; nobody's in particular where it is empty.
    by: String,
    total: String,
    people: Vec<PersonRow>,
    days: Vec<Day>,
    /// Says that there is more than is shown.
    more: Option<String>,
}

/// Somebody who is quoted.
pub(crate) struct Person {
    /// As most articles write it.
    pub name: String,
    /// As the latest article has it.
    pub role: Option<String>,
    pub quotations: usize,
    pub articles: usize,
    /// The latest of them.
    pub latest: Quoted,
}

struct PersonRow {
    name: String,
    href: String,
    role: Option<String>,
    count: String,
    sample: Spoken,
}

/// The quotations of a day.
struct Day {
    name: String,
    datetime: String,
    said: Vec<Spoken>,
}

/// A quotation where it stands.
struct Spoken {
    exact: String,
    /// In the article's words, not the speaker's.
    told: bool,
    lang: String,
    dir: &'static str,
    speaker: Option<Chip>,
    role: Option<String>,
    headline: String,
    href: String,
    outlet: String,
    when: String,
    datetime: String,
}

/// People, or what one of them said: as a page or as a table.
pub(crate) async fn people(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

/// What is asked of the store: the filters of the pages, and a name.
pub(crate) fn filter(state: &State, ask: &Ask, selection: &Selection, limit: u32) -> QuotationFilter {
    let day = selection.day.flatten();
    let after = |day: chrono::NaiveDate| state.zone.begins(day.succ_opt().unwrap_or(day));
    QuotationFilter {
        by: ask.value("by").map(str::to_owned),
        topic: selection.topic.clone(),
        language: selection.language.clone(),
        source: selection.source.clone(),
        since: day.max(selection.from).map(|day| state.zone.begins(day)),
        until: [day, selection.to].into_iter().flatten().min().map(after),
        limit,
    }
}

/// Those in most articles that pass the filters, and how many there are in all; of a role alone where one is asked for.
pub(crate) async fn persons(
    state: &State,
    selection: &Selection,
    role: Option<&str>,
    limit: usize,
) -> Result<(Vec<Person>, usize), StoreError> {
    // A quotation needs no topic.
    let selection = Selection { untagged_too: true, query: None, ..selection.clone() };
    let (speakers, total) = state.catalogue.read().quoted(&selection, role, limit);
    let mut latest: Vec<ArticleId> = speakers.iter().map(|speaker| speaker.latest.clone()).collect();
    latest.sort_unstable();
    latest.dedup();
    let known = by_id(&state.store, &latest).await?;
    let person = |speaker: Speaker| {
        let tagged = known.get(&speaker.latest)?;
        let article = &tagged.article;
        let theirs = |quotation: &&Quotation| {
            quotation.speaker.as_deref().is_some_and(|name| letters(name) == speaker.key)
        };
        let quotation = tagged.quotations.iter().find(theirs)?.clone();
        let role = tagged.quotations.iter().filter(theirs).find_map(|quotation| quotation.role.clone());
        let latest = Quoted {
            article: article.id.clone(),
            url: article.url.clone(),
            headline: article.headline.clone(),
            source: article.source.clone(),
            language: tagged.language.token(),
            dated_at: article.dated_at(),
            quotation,
        };
        let Speaker { name, quotations, articles, .. } = speaker;
        Some(Person { name, role, quotations, articles, latest })
    };
    Ok((speakers.into_iter().filter_map(person).collect(), total))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let (selection, _) = ask.selection()?;
    // Copies quote what their originals do; quotations know neither.
    let selection = Selection { stated: None, originals: false, triage: None, each: false, ..selection };
    let (words, watched) = (ask.words, state.watched());
    let maker = Maker { root: "/people", state, watched: &watched, words, selection: &selection };
    let is_of_all = ask.value("by").is_none() && ask.format == Format::Html;
    let quotations = match is_of_all {
        true => Vec::new(),
        false => state.store.quotations(&filter(state, ask, &selection, COUNTED)).await?,
    };
    if ask.format.is_table() {
        return Ok(table(&maker, &quotations).answer("veille-quotations", ask.format));
    }
    if ask.format != Format::Html {
        return Err(Problem::NotThere(ask.path.clone()));
    }
    let by = ask.value("by").map(shown).unwrap_or_default();
    let here = |path: &str| selection.href_at(path, ask.value("by").map(|by| ("by", by)));
    let place = if by.is_empty() { words.get("people") } else { by.clone() };
    let shell = Shell::new(ask, state, title(&maker, place)).with_formats(&[
        ("CSV", "text/csv", here("/people.csv")),
        ("Excel", XLSX, here("/people.xlsx")),
        ("JSON Lines", "application/jsonl", here("/people.jsonl")),
    ]);
    // Whoever asks for a minister may know the office and not the name.
    let (persons, total) = persons(state, &selection, ask.value("by"), PEOPLE).await?;
    let more = (quotations.len() > QUOTATIONS).then(|| words.count("latest-quotations", QUOTATIONS));
    let page = Page {
        shell,
        chips: chips(&maker),
        unfiltered: Selection::default().href_at("/people", ask.value("by").map(|by| ("by", by))),
        kept: selection.pairs(),
        total: match by.is_empty() || (quotations.is_empty() && total > 0) {
            true => words.count("people-count", total),
            false => words.count("quotations", quotations.len()),
        },
        people: persons.iter().map(|person| row(&maker, person)).collect(),
        days: if by.is_empty() { Vec::new() } else { days(&maker, &quotations) },
        by,
        more,
    };
    Ok(html(&page))
}

fn row(maker: &Maker<'_>, person: &Person) -> PersonRow {
    let words = maker.words;
    let counts = [words.count("quotations", person.quotations), words.count("articles", person.articles)];
    PersonRow {
        name: shown(&person.name),
        href: maker.selection.href_at("/people", Some(("by", &person.name))),
        role: person.role.as_deref().map(shown),
        count: words.with("said-in", &[("quotations", &counts[0]), ("articles", &counts[1])]),
        sample: Spoken {
            exact: shown(&beginning(&person.latest.quotation.exact, SAMPLE)),
            ..said(maker, &person.latest)
        },
    }
}

fn days(maker: &Maker<'_>, quotations: &[Quoted]) -> Vec<Day> {
    let words = maker.words;
    let mut days: Vec<Day> = Vec::new();
    for quoted in quotations.iter().take(QUOTATIONS) {
        let day = quoted.dated_at.map(|at| maker.state.zone.local(at).date_naive());
        let datetime = day.map(|day| day.to_string()).unwrap_or_default();
        if days.last().is_none_or(|last| last.datetime != datetime) {
            let name = day.map_or_else(|| words.get("day-unknown"), |day| words.day(day));
            days.push(Day { name, datetime, said: Vec::new() });
        }
        if let Some(last) = days.last_mut() {
            last.said.push(said(maker, quoted));
        }
    }
    days
}

fn said(maker: &Maker<'_>, quoted: &Quoted) -> Spoken {
    let (quotation, words) = (&quoted.quotation, maker.words);
    let speaker = quotation.speaker.as_deref().map(|speaker| Chip {
        name: shown(speaker),
        href: maker.selection.href_at("/people", Some(("by", speaker))),
        here: false,
    });
    Spoken {
        exact: shown(&quotation.exact),
        told: quotation.kind == veille_model::QuotationKind::Indirect,
        dir: direction(&quoted.language),
        lang: quoted.language.clone(),
        role: quotation.role.as_deref().map(shown),
        headline: quoted.headline.as_deref().map_or_else(|| words.get("no-headline"), shown),
        href: format!("/article/{}", quoted.article),
        outlet: maker.outlet(quoted.source.as_str(), None),
        when: when(maker, quoted.dated_at, words),
        datetime: quoted.dated_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        speaker,
    }
}

fn when(maker: &Maker<'_>, at: Option<DateTime<Utc>>, words: Words) -> String {
    at.map_or_else(|| words.get("day-unknown"), |at| words.short_day(maker.state.zone.local(at).date_naive()))
}

fn table(maker: &Maker<'_>, quotations: &[Quoted]) -> Table {
    let mut table = Table::new(&[
        "date", "speaker", "role", "quote", "headline", "outlet", "source", "language", "address", "article",
    ]);
    for quoted in quotations {
        let quotation = &quoted.quotation;
        let text = |text: &Option<String>| text.as_deref().map(shown).unwrap_or_default();
        let day = quoted.dated_at.map(|at| maker.state.zone.local(at).date_naive().to_string());
        table.row(&[
            day.unwrap_or_default(),
            text(&quotation.speaker),
            text(&quotation.role),
            shown(&quotation.exact),
            text(&quoted.headline),
            maker.outlet(quoted.source.as_str(), None),
            quoted.source.to_string(),
            quoted.language.clone(),
            quoted.url.clone().unwrap_or_default(),
            quoted.article.to_string(),
        ]);
    }
    table
}
