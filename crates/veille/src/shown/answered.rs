//! What a search found: articles with the passages that satisfied it, how many there are and of which kinds.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Datelike, Utc};
use serde_json::json;
use veille_model::ArticleId;
use veille_search::{Answer, Facets, Found, Request};

use super::words::{grouped, parted};
use super::{Among, Hint, Line, Results, Row, Table, count, distinct, found_by, in_context};
use crate::arguments::{self, Column};
use crate::context::Context;

/// Passages shown of one article.
const PASSAGES_MAX: usize = 3;
/// Before what belongs to an article.
const INDENT: &str = "    ";
/// Lines of what an article is to another.
const AMONG_LINES_MAX: usize = 3;
/// What is said of an article in one line.
const FACTS: [Column; 5] = [Column::Date, Column::Language, Column::Source, Column::Origin, Column::Topics];
/// The names of the values off a terminal.
const NAMES: [&str; 10] =
    ["date", "language", "source", "headline", "topics", "passages", "address", "id", "story", "copy_of"];
/// Letters of a query in words: one of thousands of terms fills a terminal.
const WORDS_MAX: usize = 1_000;
/// Terms that are counted by themselves where nothing is found.
const APART_MAX: usize = 12;
/// The last year that an instant is written in, and read (RFC 3339).
const YEAR_MAX: i32 = 9_999;
/// Values of a kind that are counted on a terminal.
const KINDS_MAX: usize = 12;

/// An answer, and what was asked.
pub struct Answered<'a> {
    pub arguments: &'a arguments::Search,
    pub request: &'a Request,
    pub answer: &'a Answer,
    /// What those found are among the others, as far as they are copies or tell a story with others.
    pub among: BTreeMap<ArticleId, Among>,
    /// How many of all that were found are no copies, where that is known.
    pub originals: Option<u64>,
    /// Changes of the store that the index does not know yet.
    pub behind: u64,
    pub context: &'a Context,
}

impl Answered<'_> {
    /// Prints it.
    ///
    /// # Errors
    /// Where nothing is found, and a filter names what there is not.
    pub fn show(&self) -> Result<()> {
        // Before anything is printed: a topic or language that nobody knows is a mistake of the command line, also for `--json`.
        if self.answer.results.is_empty() && self.answer.total.is_none_or(|total| total.articles == 0) {
            self.arguments.selection.nothing("article", &self.context.configuration)?;
        }
        let mut results = Results::new();
        if self.context.global.json {
            self.as_json(&mut results)?;
            return Ok(results.flush()?);
        }
        let width = super::width();
        match width {
            Some(width) => {
                for found in &self.answer.results {
                    lines(found, self.among(found), width)
                        .iter()
                        .try_for_each(|line| results.styled(line))?;
                }
            }
            None => {
                results.styled(&Line::tabbed(&NAMES))?;
                let values = |found| values(found, self.among(found));
                self.answer.results.iter().try_for_each(|found| results.styled(&values(found)))?;
            }
        }
        if let Some(facets) = &self.answer.facets {
            show_facets(facets, width, &mut results)?;
        }
        results.flush()?;
        self.say();
        Ok(())
    }

    fn among(&self, found: &Found) -> Option<&Among> {
        self.among.get(&found.article.article.id)
    }

    /// A line for each article, and one for all of them.
    fn as_json(&self, results: &mut Results) -> Result<()> {
        for found in &self.answer.results {
            let Found { article: tagged, passages } = found;
            let (article, row) = (&tagged.article, Row::of(tagged, None));
            let among = self.among(found);
            results.json(&json!({
                "id": article.id, "url": article.url, "headline": article.headline, "source": article.source,
                "language": tagged.language, "published_at": article.published_at,
                "captured_at": article.captured_at, "topics": row.topics(), "about": row.about(),
                "story": among.and_then(|among| among.story.as_ref()),
                "copy_of": among.and_then(|among| among.copy_of.as_ref()), "passages": passages,
            }))?;
        }
        let answer = self.answer;
        let facets = answer.facets.as_ref().map(|facets| {
            let counts = |counts: &[(String, u64)]| -> Vec<_> {
                counts.iter().map(|(name, count)| json!({ "name": name, "articles": count })).collect()
            };
            let days: Vec<_> =
                facets.days.iter().map(|(day, count)| json!({ "day": day, "articles": count })).collect();
            json!({
                "topics": counts(&facets.topics), "languages": counts(&facets.languages),
                "sources": counts(&facets.sources), "origins": counts(&facets.origins), "days": days, "undated": facets.undated,
            })
        });
        let apart: Vec<_> = answer
            .apart
            .iter()
            .map(|(what, count)| json!({ "what": what.to_string(), "articles": count }))
            .collect();
        let query = &self.request.query;
        Ok(results.json(&json!({ "summary": {
            "query": query.source(), "in_words": query.in_words(), "articles": answer.total.map(|it| it.articles),
            "at_least": answer.total.is_some_and(|total| total.at_least), "originals": self.originals, "shown": answer.results.len(),
            "next": answer.next.as_ref().map(ToString::to_string), "facets": facets, "apart": apart,
            "up_to_change": answer.position, "behind": self.behind,
        }}))?)
    }

    /// How many were found of what, and how to go on.
    fn say(&self) {
        let (answer, context) = (self.answer, self.context);
        let mut in_words = self.request.query.in_words();
        if let Some((end, _)) = in_words.char_indices().nth(WORDS_MAX) {
            in_words.replace_range(end.., "…");
        }
        let total = answer.total.unwrap_or(veille_search::Total { articles: 0, at_least: false });
        if total.articles == 0 && answer.results.is_empty() {
            let told = if total.at_least { "the newest candidates hold none" } else { "nothing found" };
            let options = self.arguments.selection.options();
            let within = match options.is_empty() {
                true => String::new(),
                false => format!("; only what {} leaves was looked at", options.join(" ")),
            };
            context.say(format!("{told}: {in_words}{within}"));
            // Of a single term the count is the one that was just told.
            if answer.apart.len() > 1 {
                for (what, articles) in answer.apart.iter().take(APART_MAX) {
                    context.say(format!("  {what} alone: {}", count(*articles, "article", "articles")));
                }
            }
            return;
        }
        let what = in_words.strip_prefix("articles ").unwrap_or(&in_words);
        let noun = if total.articles == 1 { "article" } else { "articles" };
        let at_least = if total.at_least { "at least " } else { "" };
        let shown = match (answer.results.len() as u64) < total.articles {
            true => format!("; {} shown", answer.results.len()),
            false => String::new(),
        };
        let parts = self.originals.and_then(|originals| parted(total.articles, originals));
        let parts = parts.map(|parts| format!("; {parts}")).unwrap_or_default();
        context.say(format!("{at_least}{} {noun} {what}{parts}{shown}", grouped(total.articles)));
        if let Some(next) = &answer.next {
            context.say(format!("the next ones: {}", self.going_on(&next.to_string())));
        }
    }

    /// The same command for the next page.
    fn going_on(&self, next: &str) -> Hint {
        let arguments = self.arguments;
        let mut words: Vec<String> = vec!["search".to_owned(), self.request.query.source().to_owned()];
        words.extend(arguments.originals.then(|| "--originals".to_owned()));
        let selection = &arguments.selection;
        let mut option = |name: &str, value: Option<String>| {
            words.extend(value.into_iter().flat_map(|value| [format!("--{name}"), value]));
        };
        // As instants: a week ago is another week by then.
        let written = |at: DateTime<Utc>| (at.year() <= YEAR_MAX).then(|| at.to_rfc3339());
        option("since", self.request.since.and_then(written));
        option("until", self.request.until.and_then(written));
        option("topic", selection.topic.clone());
        option("language", selection.language.clone());
        option("source", selection.source.clone());
        option("origin", arguments.origin.clone());
        // The cursor is a place in this order, and is refused under another.
        option("sort", (arguments.sort == arguments::SearchSort::Relevant).then(|| "relevant".to_owned()));
        option("limit", (arguments.limit != 25).then(|| arguments.limit.to_string()));
        option("after", Some(next.to_owned()));
        let hint = Hint::new(words).option("--store", arguments.database.path.as_deref());
        hint.with(&self.context.global)
    }
}

/// An article on a terminal: its headline, its facts, its address, its passages.
fn lines(found: &Found, among: Option<&Among>, width: usize) -> Vec<Line> {
    let row = Row::of(&found.article, None);
    let inside = width.saturating_sub(INDENT.len());
    let mut lines = vec![row.title_line().cut(width)];
    let facts = Table::new(Some(inside.min(Table::NARROW_MAX)), &FACTS).lines(&row);
    lines.extend(facts.iter().map(|line| Line::plain(INDENT).line(line)));
    lines.push(row.address_line(INDENT.len(), Some(width)));
    for sentence in among.iter().flat_map(|among| &among.sentences) {
        let said = super::wrapped(&super::safe::line(sentence), Some(inside), AMONG_LINES_MAX);
        lines.extend(said.into_iter().map(|line| Line::plain(INDENT).dim(line)));
    }
    let passages = distinct(&found.passages);
    for passage in passages.iter().take(PASSAGES_MAX) {
        lines.push(Line::plain(INDENT).line(&in_context(passage, &found.article.article, Some(inside))));
    }
    let more = passages.len().saturating_sub(PASSAGES_MAX);
    if more > 0 {
        lines
            .push(Line::plain(INDENT).dim(format!("… and {}", count(more, "more passage", "more passages"))));
    }
    let clauses = found_by(&passages, Some(inside));
    lines.extend(clauses.iter().map(|line| Line::plain(INDENT).line(line)));
    lines.push(Line::default());
    lines
}

/// An article as values for a program: whole, in the order of [`NAMES`].
fn values(found: &Found, among: Option<&Among>) -> Line {
    let row = Row::of(&found.article, None);
    // By their words, not by their places: a name that an article has twenty times is one value to a program.
    let mut passages: Vec<&str> = Vec::new();
    for passage in distinct(&found.passages) {
        if !passages.contains(&passage.evidence.exact.as_str()) {
            passages.push(&passage.evidence.exact);
        }
    }
    Line::tabbed(&[
        row.value(Column::Date),
        row.value(Column::Language),
        row.value(Column::Source),
        row.value(Column::Headline),
        row.topics().join(" "),
        passages.join(" | "),
        row.value(Column::Address),
        found.article.article.id.to_string(),
        among.and_then(|among| among.story.as_ref()).map(ToString::to_string).unwrap_or_default(),
        among.map(|among| among.originals.join(" ")).unwrap_or_default(),
    ])
}

/// How many of which kind: on a terminal the most frequent, elsewhere all, each on a line of its own.
fn show_facets(facets: &Facets, width: Option<usize>, results: &mut Results) -> Result<()> {
    let days: Vec<(String, u64)> = facets.days.iter().map(|(day, count)| (day.to_string(), *count)).collect();
    let undated = (facets.undated > 0).then(|| ("without a date".to_owned(), facets.undated));
    let days: Vec<(String, u64)> = days.into_iter().chain(undated).collect();
    let kinds: [(&str, &[(String, u64)]); 5] = [
        ("topic", &facets.topics),
        ("language", &facets.languages),
        ("source", &facets.sources),
        ("origin", &facets.origins),
        ("day", &days),
    ];
    if width.is_none() {
        // A table of its own, under its own names.
        results.styled(&Line::default())?;
        results.styled(&Line::tabbed(&["kind", "name", "articles"]))?;
    }
    for (kind, counts) in kinds {
        let Some(width) = width else {
            let lines = counts.iter().map(|(name, count)| Line::tabbed(&[kind, name, &count.to_string()]));
            for line in lines {
                results.styled(&line)?;
            }
            continue;
        };
        // A terminal has a line a kind, and none for kinds that nothing has.
        if counts.is_empty() {
            continue;
        }
        let mut shown: Vec<String> = counts
            .iter()
            .take(KINDS_MAX)
            .map(|(name, count)| format!("{name} {}", grouped(*count)))
            .collect();
        let more = counts.len().saturating_sub(KINDS_MAX);
        shown.extend((more > 0).then(|| format!("and {more} more")));
        // Beside the head, which takes ten columns.
        let inside = Some(width.saturating_sub(10));
        for (at, line) in super::wrapped(&super::safe::line(&shown.join(", ")), inside, 4).iter().enumerate()
        {
            let head = if at == 0 { kind } else { "" };
            results.styled(&Line::default().bold(format!("{head:<10}")).text(line))?;
        }
    }
    Ok(())
}
