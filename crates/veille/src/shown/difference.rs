//! What became of an article: gained, lost, or what changed about it, part by part.

use veille_classifier::TagChange;
use veille_model::{Evidence, Origin, Quotation, TaggedArticle};

use super::explained::whose;
use super::{Line, Results, Row, count, distinct, in_context, reworded, safe, spoken, who, wrapped};
use crate::difference::{ByTopic, Difference, TopicChange, words};

/// Before what belongs to an article: as wide as `changed` and a gap.
const INDENT: &str = "         ";
/// The widest name of a part, with its gap.
const PART_WIDTH: usize = 11;
/// Lines of a changed text that a terminal is shown.
const TEXT_LINES_MAX: usize = 14;
/// Passages of a topic, and quotations, that are shown.
const PASSAGES_MAX: usize = 3;
/// Lines of a quotation.
const QUOTATION_LINES_MAX: usize = 2;

/// An article that came or went, with what there is to know of it.
pub fn whole(word: &Line, article: &TaggedArticle, width: Option<usize>) -> Vec<Line> {
    let (row, mut lines) = head(word, article, width);
    let topics = match row.topics() {
        [] => "in no topic".to_owned(),
        topics => format!("in {}", topics.join(", ")),
    };
    let facts = format!("{}; {topics}", row.provenance());
    let facts = wrapped(&facts, inside(width), 3);
    lines.extend(facts.into_iter().map(|fact| Line::plain(INDENT).text(fact)));
    lines
}

/// An article that changed.
pub fn changed(
    word: &Line,
    (old, new): (&TaggedArticle, &TaggedArticle),
    difference: &Difference,
    width: Option<usize>,
) -> Vec<Line> {
    let (_, mut lines) = head(word, new, width);
    let room = inside(width).map(|width| width.saturating_sub(PART_WIDTH));
    let mut part = |name: &str, content: Vec<Line>| {
        for (at, line) in content.iter().enumerate() {
            let name = Line::default().dim(if at == 0 { name } else { "" }).padded(PART_WIDTH);
            lines.push(Line::plain(INDENT).line(&name).line(line));
        }
    };
    let said = |text: String| {
        let lines = wrapped(&safe::line(&text), room, 4);
        lines.into_iter().map(Line::plain).collect::<Vec<_>>()
    };
    if let Some(headline) = &difference.headline {
        let text = |headline: &Option<String>| headline.clone().unwrap_or_default();
        let (old, new) = (text(&headline.old), text(&headline.new));
        part("headline", reworded(&words::between(&old, &new), room));
    }
    if let Some(text) = &difference.text {
        let lines = reworded(&words::between(&text.old, &text.new), room);
        part("text", bounded(lines, TEXT_LINES_MAX, width, "more line", "more lines"));
    }
    if let Some(date) = &difference.published_at {
        let shown = |moment: &Option<_>| {
            moment.as_ref().map_or_else(|| "no date".to_owned(), veille_model::Moment::to_string)
        };
        part("date", said(format!("{} → {}", shown(&date.old), shown(&date.new))));
    }
    if let Some(language) = &difference.language {
        part("language", said(format!("{} → {}", language.old, language.new)));
    }
    if let Some(origin) = &difference.origin {
        let shown = |origin: &Option<Origin>| origin.as_ref().map_or_else(|| "not said".to_owned(), whose);
        part("origin", said(format!("{} → {}", shown(&origin.old), shown(&origin.new))));
    }
    part("topics", difference.topics.iter().flat_map(|topic| topic_lines(topic, (old, new), room)).collect());
    let (gained, lost) = (&difference.quotations.gained, &difference.quotations.lost);
    part("quoted", [quoted("+", gained, room), quoted("-", lost, room)].concat());
    if !difference.other.is_empty() {
        part("also", said(difference.other.join(", ")));
    }
    lines
}

fn inside(width: Option<usize>) -> Option<usize> {
    width.map(|width| width.saturating_sub(INDENT.len()))
}

/// `changed  Soixante États signent`, and its address.
fn head(word: &Line, article: &TaggedArticle, width: Option<usize>) -> (Row, Vec<Line>) {
    let row = Row::of(article, None);
    let title = word.clone().padded(INDENT.len()).line(&row.title_line());
    let title = width.map_or_else(|| title.clone(), |width| title.cut(width));
    let address = row.address_line(INDENT.len(), width);
    (row, vec![title, address])
}

fn topic_lines(
    topic: &TopicChange,
    (old, new): (&TaggedArticle, &TaggedArticle),
    width: Option<usize>,
) -> Vec<Line> {
    let (word, gained, lost): (_, &[Evidence], &[Evidence]) = match &topic.change {
        TagChange::Gained { passages } => (Line::default().green("gained"), passages, &[]),
        TagChange::Lost { passages } => (Line::default().red("lost"), &[], passages),
        TagChange::Moved { gained, lost } => (Line::default().yellow("moved"), gained, lost),
    };
    let mut lines = vec![word.text(" ").bold(&topic.topic)];
    // Each beside its own article: the places of a lost passage are places in the old text.
    for (sign, passages, article) in [("+ ", gained, new), ("- ", lost, old)] {
        let passages = distinct(passages);
        let inside = width.map(|width| width.saturating_sub(sign.len()));
        for passage in passages.iter().take(PASSAGES_MAX) {
            lines.push(Line::plain(sign).line(&in_context(passage, &article.article, inside)));
        }
        lines.extend(more(passages.len(), PASSAGES_MAX, "more passage", "more passages"));
    }
    lines
}

fn quoted(sign: &str, quotations: &[Quotation], width: Option<usize>) -> Vec<Line> {
    let inside = width.map(|width| width.saturating_sub(2));
    let mut lines = Vec::new();
    for quotation in quotations.iter().take(PASSAGES_MAX) {
        let who = who(quotation).unwrap_or_else(|| "somebody".to_owned());
        let words = format!("{}: {}", safe::line(&who), spoken(quotation));
        let words = wrapped(&words, inside, QUOTATION_LINES_MAX);
        lines.extend(
            words
                .into_iter()
                .enumerate()
                .map(|(at, line)| Line::plain(if at == 0 { sign } else { " " }).text(" ").text(line)),
        );
    }
    lines.extend(more(quotations.len(), PASSAGES_MAX, "more quotation", "more quotations"));
    lines
}

fn more(there: usize, shown: usize, one: &str, many: &str) -> Option<Line> {
    let more = there.saturating_sub(shown);
    (more > 0).then(|| Line::default().dim(format!("… and {}", count(more, one, many))))
}

/// A terminal is shown so many lines; a pipe takes all.
fn bounded(mut lines: Vec<Line>, lines_max: usize, width: Option<usize>, one: &str, many: &str) -> Vec<Line> {
    let there = lines.len();
    if width.is_some() && there > lines_max {
        lines.truncate(lines_max);
        lines.extend(more(there, lines_max, one, many));
    }
    lines
}

/// A line for each topic that articles gained, lost, or have for other passages.
pub fn by_topic(topics: &ByTopic, results: &mut Results) -> std::io::Result<()> {
    let name = topics.iter().map(|(topic, _)| topic.as_str().len()).max().unwrap_or_default();
    // One width for the three numbers of all topics, so that they stand under each other.
    let most = topics.iter().map(|(_, count)| count.gained.max(count.lost).max(count.moved)).max();
    let digits = most.unwrap_or_default().to_string().len();
    for (topic, count) in topics.iter() {
        let topic = topic.as_str();
        let (gained, lost, moved) = (count.gained, count.lost, count.moved);
        results.line(format!(
            "{topic:<name$}  {gained:>digits$} gained  {lost:>digits$} lost  {moved:>digits$} moved"
        ))?;
    }
    Ok(())
}
