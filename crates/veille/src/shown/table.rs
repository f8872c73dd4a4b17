//! Articles as a table for people (terminal width, Unicode width, tab-separated values).
//!
//! On a terminal no line is longer than the terminal is wide: from [`WIDE`] columns on an article is a row and its address
//! under it, below that a few lines of its own. The address alone is never cut, because an address that was cut cannot be
//! opened: where it is longer than the terminal, it stands alone at the beginning of a line, and the terminal folds it so
//! that it is copied whole. Off a terminal there is a line of names, then a line for each article with tabs between its
//! values, which are whole.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};
use console::measure_text_width;
use veille_model::{Article, LanguageTag, Moment, Tag, TaggedArticle};

use super::lead::{Title, title};
use super::passages::distinct;
use super::{Line, safe, wrapped};
use crate::arguments::Column;

/// Columns of a terminal that a row on one line needs.
const WIDE: usize = 110;
/// Lines of a headline where an article has lines of its own.
const TITLE_LINES_MAX: usize = 2;
/// Between two columns.
const GAP: &str = "  ";
/// Columns of a day: `2025-10-07`.
const DATE_WIDTH: usize = 10;
/// Narrowest and widest that the source may stand in a row, with whom it was taken from.
const SOURCE_WIDTHS: (usize, usize) = (14, 34);
/// Widest that a language may stand: `zh-Hant`.
const LANGUAGE_WIDTH: usize = 8;

/// One article of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Newest first; what has no date comes last.
    order: Reverse<Option<(NaiveDate, Option<DateTime<Utc>>)>>,
    day: Option<NaiveDate>,
    language: String,
    source: String,
    origin: String,
    title: Title,
    /// What it is most about first.
    topics: Vec<String>,
    /// How many of them, from the first, it does not only mention.
    about: usize,
    address: String,
}

impl Row {
    /// A row of an article; `place` is where it was read from, and stands for the address of one that has none.
    pub fn of(tagged: &TaggedArticle, place: Option<&str>) -> Self {
        let place = place.unwrap_or(tagged.article.id.as_str());
        let row = Self::untagged(&tagged.article, tagged.language.clone(), place);
        // What was judged before there were weights says nothing of it.
        let about = tagged.tags.iter().filter(|tag| tag.is_about() || tag.weight == 0).count();
        Self { topics: by_weight(&tagged.tags), about, ..row }
    }

    /// A row of an article whose topics do not matter.
    pub fn untagged(article: &Article, language: LanguageTag, place: &str) -> Self {
        let order = article.published_at.map(|moment| match moment {
            Moment::Day(day) => (day, None),
            Moment::Instant(instant) => (moment.day(), Some(instant.to_utc())),
        });
        Self {
            order: Reverse(order),
            day: article.published_at.map(|moment| moment.day()),
            language: language.to_string(),
            source: article.source.to_string(),
            origin: safe::line(&origin(article)),
            title: safe_title(title(article)),
            topics: Vec::new(),
            about: 0,
            address: safe::line(article.url.as_deref().unwrap_or(place)),
        }
    }

    /// Sorts rows as they are read: the newest first, those of one day by the hour, the undated last.
    pub fn sort(rows: &mut [Self]) {
        // Stable: of one moment and of no date, articles stay in the order that they came in.
        rows.sort_by_key(|row| row.order);
    }

    /// Where it stands.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its topics, the weightiest first.
    pub fn topics(&self) -> &[String] {
        &self.topics
    }

    /// Those that it is about, and does not only mention.
    pub fn about(&self) -> &[String] {
        &self.topics[..self.about]
    }

    /// Its topics for people: those that it only mentions in parentheses.
    fn told_topics(&self) -> Vec<String> {
        let (about, mentioned) = self.topics.split_at(self.about);
        about.iter().cloned().chain(mentioned.iter().map(|topic| format!("({topic})"))).collect()
    }

    /// What [`Row::sort`] goes by.
    pub fn order(&self) -> impl Ord + use<> {
        self.order
    }

    /// `fleuve ← nhandan.example, 2025-10-07, fr`
    pub fn provenance(&self) -> String {
        let mut parts = vec![self.published_by()];
        parts.extend(self.day.map(|day| day.to_string()));
        parts.push(self.language.clone());
        parts.join(", ")
    }

    /// Its address on a line of its own; at its beginning, where it is longer than the terminal is wide.
    pub fn address_line(&self, indent: usize, width: Option<usize>) -> Line {
        match width.is_none_or(|width| indent + measure_text_width(&self.address) <= width) {
            true => Line::plain(" ".repeat(indent)).dim(&self.address),
            false => Line::default().dim(&self.address),
        }
    }

    /// How it is called, in at most so many lines.
    pub fn title_lines(&self, width: usize, lines_max: usize) -> Vec<Line> {
        let title = format!("{}{}", self.title.mark(), self.title.words());
        let lines = wrapped(&title, Some(width), lines_max);
        lines
            .into_iter()
            .enumerate()
            .map(|(at, line)| match line.strip_prefix(self.title.mark()) {
                Some(words) if at == 0 => Line::default().dim(self.title.mark()).bold(words),
                _ => Line::default().bold(line),
            })
            .collect()
    }

    /// How it is called, set off.
    pub fn title_line(&self) -> Line {
        Line::default().dim(self.title.mark()).bold(self.title.words())
    }

    fn published_by(&self) -> String {
        match self.origin.as_str() {
            "" => self.source.clone(),
            origin => format!("{} ← {origin}", self.source),
        }
    }

    /// A value as it is, for who reads the table with a program.
    pub fn value(&self, column: Column) -> String {
        match column {
            Column::Date => self.day.map(|day| day.to_string()).unwrap_or_default(),
            Column::Language => self.language.clone(),
            Column::Source => self.source.clone(),
            Column::Origin => self.origin.clone(),
            Column::Headline => format!("{}{}", self.title.mark(), self.title.words()),
            Column::Topics => self.topics.join(" "),
            Column::Address => self.address.clone(),
        }
    }
}

fn safe_title(title: Title) -> Title {
    match title {
        Title::Headline(words) => Title::Headline(safe::line(&words)),
        Title::Lead(words) => Title::Lead(safe::line(&words)),
        Title::Nothing => Title::Nothing,
    }
}

/// Whom an article names as its origin: the host of the original's address, or the outlet.
fn origin(article: &Article) -> String {
    let credited = article.provenance.iter().find_map(|credit| {
        let host = credit.url.as_deref().and_then(veille_model::host);
        host.map(|host| host.trim_start_matches("www.").to_owned()).or_else(|| credit.outlet.clone())
    });
    credited.unwrap_or_default()
}

/// Topics, what the article is most about first; between equals, what more passages earned.
fn by_weight(tags: &[Tag]) -> Vec<String> {
    let mut weighed: Vec<_> = tags
        .iter()
        .map(|tag| (Reverse((tag.weight, distinct(&tag.evidence).len())), tag.topic.as_str()))
        .collect();
    // Topics that weigh the same and have as many passages stand by name, so that two runs print the same.
    weighed.sort_unstable();
    weighed.into_iter().map(|(.., topic)| topic.to_owned()).collect()
}

/// One article on one line: what follows a stream wants to read.
pub fn line_of(tagged: &TaggedArticle) -> String {
    let row = Row::of(tagged, None);
    let day = row.day.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let (title, topics) = (row.value(Column::Headline), row.topics.join(" "));
    format!("{day}  {}  {}  {title}  [{topics}]  {}", row.language, row.published_by(), row.address)
}

/// How rows are laid out.
pub struct Table {
    /// The terminal's, None off one.
    width: Option<usize>,
    columns: Vec<Column>,
    language_width: usize,
    source_width: usize,
}

impl Table {
    /// The widest terminal on which an article is a few lines of its own.
    pub const NARROW_MAX: usize = WIDE - 1;

    /// A table for rows that come one by one. `columns` are those wanted, none for all.
    pub fn new(width: Option<usize>, columns: &[Column]) -> Self {
        let columns = if columns.is_empty() { Column::ALL.to_vec() } else { columns.to_vec() };
        // Rows that come one by one cannot be measured before the first is printed.
        Self { width, columns, language_width: 5, source_width: 24 }
    }

    /// The same, as wide as these rows need it.
    pub fn fitted(mut self, rows: &[Row]) -> Self {
        let widest = |width: &dyn Fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
        self.language_width = widest(&|row| row.language.len()).clamp(4, LANGUAGE_WIDTH);
        let source = widest(&|row| measure_text_width(&self.source(row)));
        self.source_width = source.clamp(SOURCE_WIDTHS.0, SOURCE_WIDTHS.1);
        self
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// The names above the rows, where there are any.
    pub fn head(&self) -> Option<Line> {
        match self.width {
            None => {
                let names: Vec<&str> = self.columns.iter().map(|column| column.name()).collect();
                Some(Line::tabbed(&names))
            }
            Some(width) if width >= WIDE => {
                let names = Cells {
                    day: "DATE",
                    language: "LANG",
                    source: "SOURCE",
                    title: Line::plain("HEADLINE"),
                    topics: &["TOPICS".to_owned()],
                };
                // Its widths are those of the rows, so it is made as one of them; its cells' own styles go, and the whole is
                // bold.
                let head = Line::default().bold(self.wide_row(&names, width).plain_text());
                (!head.is_empty()).then_some(head)
            }
            Some(_) => None,
        }
    }

    /// All lines of a table.
    pub fn all(&self, rows: &[Row]) -> Vec<Line> {
        let mut lines: Vec<Line> = self.head().into_iter().collect();
        for row in rows {
            if self.is_spaced() && !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(self.lines(row));
        }
        lines
    }

    /// The lines of one article.
    pub fn lines(&self, row: &Row) -> Vec<Line> {
        match self.width {
            None => {
                let values: Vec<String> = self.columns.iter().map(|column| row.value(*column)).collect();
                vec![Line::tabbed(&values)]
            }
            Some(width) if width >= WIDE => self.wide(row, width),
            Some(width) => self.narrow(row, width),
        }
    }

    fn wide(&self, row: &Row, width: usize) -> Vec<Line> {
        let day = row.day.map_or_else(|| "—".to_owned(), |day| day.to_string());
        let cells = Cells {
            day: &day,
            language: &row.language,
            source: &self.source(row),
            title: Line::default().dim(row.title.mark()).text(row.title.words()),
            topics: &row.told_topics(),
        };
        let mut lines = vec![self.wide_row(&cells, width)];
        if self.has(Column::Address) {
            // Under the headline's row it stands after the day; alone, where only addresses are asked for, at the beginning.
            let indent = if lines[0].is_empty() { 0 } else { DATE_WIDTH + GAP.len() };
            lines.push(row.address_line(indent, Some(width)));
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn wide_row(&self, cells: &Cells<'_>, width: usize) -> Line {
        let mut row: Vec<(Line, usize)> = Vec::new();
        if self.has(Column::Date) {
            row.push((Line::plain(cells.day), DATE_WIDTH));
        }
        if self.has(Column::Language) {
            row.push((Line::plain(cells.language), self.language_width));
        }
        if self.has(Column::Source) || self.has(Column::Origin) {
            row.push((Line::plain(cells.source), self.source_width));
        }
        // Headline and topics share what the others leave.
        let fixed: usize = row.iter().map(|(_, width)| width + GAP.len()).sum();
        let left = width.saturating_sub(fixed);
        let topics = match (self.has(Column::Headline), self.has(Column::Topics)) {
            (_, false) => 0,
            (true, true) => left * 2 / 5,
            (false, true) => left,
        };
        if self.has(Column::Headline) {
            row.push((cells.title.clone(), left - topics - if topics > 0 { GAP.len() } else { 0 }));
        }
        if topics > 0 {
            row.push((topics_line(cells.topics, topics), topics));
        }
        let mut line = Line::default();
        for (at, (cell, width)) in row.iter().enumerate() {
            line = line.text(if at > 0 { GAP } else { "" }).line(&cell.cut(*width).padded(*width));
        }
        line
    }

    /// Headline; then day, language, source and as many topics as fit; then the address.
    fn narrow(&self, row: &Row, width: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.has(Column::Headline) {
            lines.extend(row.title_lines(width, TITLE_LINES_MAX));
        }
        let mut facts = Vec::new();
        if self.has(Column::Date) {
            facts.push(row.day.map_or_else(|| "no date".to_owned(), |day| day.to_string()));
        }
        if self.has(Column::Language) {
            facts.push(row.language.clone());
        }
        facts.push(self.source(row));
        // A source that nobody asked for is an empty fact, and would leave a double gap.
        facts.retain(|fact| !fact.is_empty());
        let mut facts = Line::plain(facts.join(GAP)).cut(width);
        let topics = row.told_topics();
        if self.has(Column::Topics) && !topics.is_empty() {
            let gap = if facts.is_empty() { "" } else { GAP };
            let left = width.saturating_sub(facts.width() + gap.len());
            // A topic that does not fit beside the source stands better on a line of its own.
            if measure_text_width(&topics[0]) + " +12".len() > left {
                lines.push(facts);
                facts = topics_line(&topics, width);
            } else {
                facts = facts.text(gap).line(&topics_line(&topics, left));
            }
        }
        lines.push(facts);
        if self.has(Column::Address) {
            lines.push(row.address_line(0, Some(width)));
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// Whether articles are several lines each, with an empty one between.
    pub fn is_spaced(&self) -> bool {
        self.width.is_some_and(|width| width < WIDE) && self.columns.len() > 1
    }

    fn source(&self, row: &Row) -> String {
        match (self.has(Column::Source), self.has(Column::Origin)) {
            (true, true) => row.published_by(),
            (true, false) => row.source.clone(),
            (false, true) => row.origin.clone(),
            (false, false) => String::new(),
        }
    }
}

/// What stands in a row on one line.
struct Cells<'a> {
    day: &'a str,
    language: &'a str,
    source: &'a str,
    title: Line,
    topics: &'a [String],
}

/// Whole names of topics, as many as fit, then how many more there are: a name that is cut cannot be typed.
fn topics_line(topics: &[String], width: usize) -> Line {
    let Some(first) = topics.first() else { return Line::plain("—") };
    let mut shown = first.clone();
    let mut taken = 1;
    for topic in &topics[1..] {
        // Whether one more fits depends on the `+3` behind it, which is needed unless it is the last.
        let more = match topics.len() - taken - 1 {
            0 => 0,
            rest => format!(" +{rest}").len(),
        };
        if measure_text_width(&shown) + 1 + measure_text_width(topic) + more > width {
            break;
        }
        shown = format!("{shown} {topic}");
        taken += 1;
    }
    match topics.len() - taken {
        // A single name may be wider than its column.
        0 => Line::plain(shown).cut(width),
        rest => {
            let rest = format!(" +{rest}");
            Line::plain(shown).cut(width.saturating_sub(rest.len())).text(rest)
        }
    }
}

#[cfg(test)]
mod tests;
