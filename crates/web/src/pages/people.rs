//! *People*: everybody and everything that is named, what they said, where, and when.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use url::form_urlencoded;
use veille_model::{ArticleId, MentionKind, QuotationKind, SourceId};
use veille_sink::Quoted;
use veille_text::fold::compact;

use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::people::{Known, Printed, after, kind, named, quotations};
use crate::catalogue::{Person, Rung, SaidAt, Whom};
use crate::dated::Dated;
use crate::format::Format;
use crate::formats::{ROWS_MAX, Reader, Table, XLSX};
use crate::lists::{Chip, Maker};
use crate::lists::{NotRelevant, chips, not_relevant, title};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{beginning, direction, shown};
use crate::words::Said;

/// People on a page: with what they said it stays under 60 KB.
const PEOPLE: usize = 64;
/// Those who are found under a name, above what they said.
const FOUND: usize = 24;
/// Quotations on a page.
const QUOTATIONS: usize = 50;
/// Characters of a quotation that stands for a person.
const SAMPLE: usize = 240;

#[derive(Template)]
#[template(path = "people.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    chips: Vec<Chip>,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    unfiltered: String,
    /// The other filters, which the form takes along.
    kept: Vec<(&'static str, String)>,
    /// Whose quotations are shown; nobody's in particular where it is empty.
    by: String,
    total: String,
    /// People, organisations, places, each with how many there are.
    kinds: Vec<(Chip, String)>,
    people: Vec<PersonRow>,
    days: Vec<Day>,
    /// The first page, of another one, and the page after it.
    newer: Option<String>,
    older: Option<String>,
}

struct PersonRow {
    name: String,
    href: String,
    role: Option<String>,
    /// In how many articles, and where these are listed; nowhere where nobody can ask for the name.
    articles: String,
    articles_href: Option<String>,
    quotations: Option<String>,
    spellings: Vec<String>,
    lang: String,
    sample: Option<Spoken>,
    /// The latest article.
    named_in: Place,
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
    place: Place,
    /// In how many articles the same words stand, where these are several.
    again: Option<String>,
}

/// An article in a line.
struct Place {
    headline: String,
    href: String,
    outlet: String,
    when: String,
    datetime: String,
}

/// Everybody who is named, or what one of them said: as a page or as a table.
pub(crate) async fn people(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

/// An address of this page.
fn href(selection: &Selection, kind: Option<MentionKind>, by: Option<&str>) -> String {
    href_at("/people", selection, kind, by, None)
}

/// The same in a format, or after a place.
fn href_at(
    path: &str,
    selection: &Selection,
    kind: Option<MentionKind>,
    by: Option<&str>,
    after: Option<String>,
) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(selection.pairs());
    query.extend_pairs(kind.map(|kind| ("kind", kind.as_str())));
    query.extend_pairs(by.map(|by| ("by", by)));
    query.extend_pairs(after.map(|after| ("after", after)));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// What is known of someone named so.
pub(super) fn href_of(kind: MentionKind, name: &str) -> String {
    href(&Selection::default(), Some(kind), Some(name))
}

/// What somebody said, whoever quotes it.
pub(super) fn href_by(name: &str) -> String {
    href(&Selection::default(), None, Some(name))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let selection = Selection { each: false, query: None, relevant_first: false, ..ask.filters()? };
    let (kind, asked_by) = (kind(ask)?, ask.name("by")?);
    let (words, watched) = (ask.words, state.watched());
    let maker = Maker { root: "/people", state, watched: &watched, words, selection: &selection };
    // The page of everybody shows names; only a file has what all of them said.
    let is_of_all = asked_by.is_none() && ask.format == Format::Html;
    let limit = if ask.format == Format::Html { QUOTATIONS } else { ROWS_MAX };
    let (quotations, quoted, older) = match is_of_all {
        true => (Vec::new(), 0, None),
        false => {
            let after = after::<SaidAt>(ask)?;
            quotations(state, asked_by, &selection, after.as_ref(), limit).await?
        }
    };
    let goes_on = |path: &str, next: String| href_at(path, &selection, kind, asked_by, Some(next));
    let older = older.map(|older| older.to_string());
    if ask.format.is_table() {
        let next = older.map(|older| format!("{}{}", ask.base, goes_on(&ask.path, older)));
        return Ok(table(&maker, &quotations).goes_on(next).answer(
            &maker.file_name("quotations"),
            ask.format,
            Reader::of(&maker),
        ));
    }
    if ask.format != Format::Html {
        return Err(Problem::NotThere(ask.path.clone()));
    }
    let by = asked_by.map(shown).unwrap_or_default();
    let here = |path: &str| selection.href_at(path, asked_by.map(|by| ("by", by)));
    let place = if by.is_empty() { words.get("people") } else { by.clone() };
    let shell = Shell::new(ask, state, title(&maker, place)).with_formats(&[
        ("CSV", "text/csv", here("/people.csv")),
        ("Excel", XLSX, here("/people.xlsx")),
        ("JSON Lines", "application/jsonl", here("/people.jsonl")),
    ]);
    let shell = shell.with_rows(quoted);
    // Whoever asks for somebody asks for no kind; else people come first.
    let shown_kind = if by.is_empty() { kind.or(Some(MentionKind::Person)) } else { kind };
    // Whoever asks for a minister may know the office and not the name.
    let whom = Whom { kind: shown_kind, by: asked_by };
    let is_turned = ask.value("after").is_some();
    let (rung, most) = match (by.is_empty(), is_turned) {
        (true, _) => (after::<Rung>(ask)?, PEOPLE),
        // Whoever turns the pages of quotations has seen who was found.
        (false, true) => (None, 0),
        (false, false) => (None, FOUND),
    };
    let (known, totals, others) = named(state, &selection, whom, rung.as_ref(), most).await?;
    let older = if by.is_empty() { others.map(|others| others.to_string()) } else { older };
    let total: usize =
        MentionKind::ALL.into_iter().zip(totals).filter(|it| shown_kind == Some(it.0)).map(|it| it.1).sum();
    // The names below ask for no topic either.
    let everybody = Selection { untagged_too: true, ..selection.clone() };
    let left_out = state.catalogue.read().not_relevant(&everybody);
    let page = Page {
        shell,
        chips: chips(&maker),
        not_relevant: not_relevant(&maker, left_out, |it| href(&it, kind, asked_by)),
        unfiltered: href(&Selection::default(), kind, asked_by),
        kept: selection
            .pairs()
            .into_iter()
            .chain(kind.map(|kind| ("kind", kind.as_str().to_owned())))
            .collect(),
        total: match by.is_empty() {
            true => {
                words.count(&format!("count-{}", shown_kind.unwrap_or(MentionKind::Person).as_str()), total)
            }
            false => words.count("quotations", quoted),
        },
        kinds: match by.is_empty() {
            true => kinds(&maker, shown_kind, totals),
            false => Vec::new(),
        },
        people: known.iter().map(|known| row(&maker, known)).collect(),
        days: if by.is_empty() { Vec::new() } else { days(&maker, &quotations) },
        newer: is_turned.then(|| href(&selection, kind, asked_by)),
        older: older.map(|older| goes_on("/people", older)),
        by,
    };
    Ok(html(&page))
}

fn kinds(maker: &Maker<'_>, here: Option<MentionKind>, totals: [usize; 3]) -> Vec<(Chip, String)> {
    let chip = |(kind, total): (MentionKind, usize)| {
        let name = maker.words.get(&format!("named-{}", kind.as_str()));
        let href = href(maker.selection, Some(kind), None);
        (Chip { name, href, here: here == Some(kind) }, maker.words.number(total))
    };
    MentionKind::ALL.into_iter().zip(totals).map(chip).collect()
}

fn row(maker: &Maker<'_>, known: &Known) -> PersonRow {
    let (words, Person { kind, name, spellings, articles, quotations, .. }) = (maker.words, &known.person);
    let listed = Selection { untagged_too: true, each: true, ..maker.selection.naming(*kind, name) };
    PersonRow {
        name: shown(name),
        href: href(maker.selection, Some(*kind), Some(name)),
        role: known.role.as_deref().map(shown),
        articles: words.count("articles", *articles),
        // A name of signs alone asks for nothing.
        articles_href: (!compact(name).is_empty()).then(|| listed.href_at("/", None)),
        quotations: (*quotations > 0).then(|| words.count("quotations", *quotations)),
        spellings: spellings.iter().map(|spelling| shown(spelling)).collect(),
        lang: known.latest.language.to_string(),
        sample: known.quoted.as_ref().map(|(quoted, dated)| Spoken {
            exact: shown(&beginning(&quoted.quotation.exact, SAMPLE)),
            ..said(maker, quoted, *dated)
        }),
        named_in: {
            let article = &known.latest.article;
            let dated = Dated::of(article, &maker.state.zone);
            place(maker, &article.id, article.headline.as_deref(), &article.source, dated)
        },
    }
}

fn days(maker: &Maker<'_>, quotations: &[Printed]) -> Vec<Day> {
    let words = maker.words;
    let mut days: Vec<Day> = Vec::new();
    for Printed { quoted, dated, day, articles } in quotations {
        let day = *day;
        let datetime = day.map(|day| day.to_string()).unwrap_or_default();
        // They come in the order of their days.
        if days.last().is_none_or(|last| last.datetime != datetime) {
            let name = day.map_or_else(|| words.get("day-unknown"), |day| words.day(day));
            days.push(Day { name, datetime, said: Vec::new() });
        }
        if let Some(last) = days.last_mut() {
            let again = (*articles > 1).then(|| words.count("said-in", *articles));
            last.said.push(Spoken { again, ..said(maker, quoted, *dated) });
        }
    }
    days
}

fn said(maker: &Maker<'_>, quoted: &Quoted, dated: Dated) -> Spoken {
    let quotation = &quoted.quotation;
    let speaker = quotation.speaker.as_deref().map(|speaker| Chip {
        name: shown(speaker),
        href: maker.selection.href_at("/people", Some(("by", speaker))),
        here: false,
    });
    let Quoted { article, headline, source, .. } = quoted;
    Spoken {
        exact: shown(&quotation.exact),
        told: quotation.kind == QuotationKind::Indirect,
        dir: direction(&quoted.language),
        lang: quoted.language.clone(),
        role: quotation.role.as_deref().map(shown),
        place: place(maker, article, headline.as_deref(), source, dated),
        speaker,
        again: None,
    }
}

fn place(
    maker: &Maker<'_>,
    article: &ArticleId,
    headline: Option<&str>,
    source: &SourceId,
    dated: Dated,
) -> Place {
    Place {
        headline: headline.map_or_else(|| maker.words.get("no-headline"), shown),
        href: format!("/article/{article}"),
        outlet: maker.outlet(source.as_str(), None),
        when: maker.words.when(dated, false),
        datetime: dated.instant().map(|at| at.to_rfc3339()).unwrap_or_default(),
    }
}

fn table(maker: &Maker<'_>, quotations: &[Printed]) -> Table {
    let mut table = Table::new(
        "table-quotations",
        &[
            "date", "speaker", "role", "speech", "quote", "articles", "outlet", "headline", "language",
            "address", "source", "article",
        ],
    );
    for Printed { quoted, dated, day, articles } in quotations {
        let quotation = &quoted.quotation;
        let text = |text: &Option<String>| text.as_deref().map(shown).unwrap_or_default();
        table.row(&[
            // As in the table of articles: the day of a capture is none that anything was said on.
            day.filter(|_| dated.is_stated()).map(|day| day.to_string()).unwrap_or_default(),
            text(&quotation.speaker),
            text(&quotation.role),
            quotation.kind.as_str().to_owned(),
            shown(&quotation.exact),
            articles.to_string(),
            maker.outlet(quoted.source.as_str(), None),
            text(&quoted.headline),
            quoted.language.clone(),
            quoted.url.clone().unwrap_or_default(),
            quoted.source.to_string(),
            quoted.article.to_string(),
        ]);
    }
    table
}
