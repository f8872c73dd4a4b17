//! What to read first: the articles with the most evidence, and who is quoted in them.

use std::cmp::Reverse;

use veille_model::{Quotation, QuotationKind, TaggedArticle};

use super::passages::distinct;
use super::table::Row;
use super::{Line, count, safe, wrapped};

/// Articles that are named.
const PICKS_MAX: usize = 3;
/// Topics of a pick that are named; the table has the rest.
const TOPICS_MAX: usize = 3;
/// Lines of a quotation.
const QUOTATION_LINES_MAX: usize = 3;
/// Characters of a quotation off a terminal.
const QUOTATION_CHARS_MAX: usize = 400;
const INDENT: &str = "     ";

/// Gathers what is worth reading first while articles pass.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    picks: Vec<Pick>,
    /// Articles that touch a topic.
    pub tagged: u64,
}

/// One article to read.
#[derive(Clone, Debug)]
struct Pick {
    id: String,
    passages: usize,
    row: Row,
    quoted: Option<Quoted>,
}

/// Someone's words.
#[derive(Clone, Debug)]
struct Quoted {
    who: String,
    words: String,
}

impl Digest {
    /// Takes note of an article.
    pub fn take(&mut self, tagged: &TaggedArticle, place: Option<&str>) {
        if tagged.tags.is_empty() {
            return;
        }
        self.tagged += 1;
        let passages = tagged.tags.iter().map(|tag| distinct(&tag.evidence).len()).sum();
        if self.picks.len() == PICKS_MAX && self.picks.last().is_some_and(|last| last.passages > passages) {
            return;
        }
        let id = tagged.article.id.to_string();
        // A page and the entry that announced it are one article: the longer of them counts.
        self.picks.retain(|known| known.id != id || known.passages > passages);
        if self.picks.iter().any(|known| known.id == id) {
            return;
        }
        self.picks.push(Pick { id, passages, row: Row::of(tagged, place), quoted: quoted(tagged) });
        self.picks.sort_by(|a, b| {
            let key = |pick: &Pick| (Reverse(pick.passages), pick.row.order());
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        self.picks.truncate(PICKS_MAX);
    }

    /// The articles with the most evidence, in lines for a terminal of this width.
    pub fn lines(&self, width: Option<usize>) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.picks.is_empty() {
            return lines;
        }
        lines.push(match self.picks.len() {
            1 => Line::plain("The article with the most passages on your topics:"),
            number => Line::plain(format!("The {number} articles with the most passages on your topics:")),
        });
        for (number, pick) in (1..).zip(&self.picks) {
            lines.push(Line::default());
            lines.extend(pick.lines(number, width));
        }
        lines
    }
}

impl Pick {
    fn lines(&self, number: usize, width: Option<usize>) -> Vec<Line> {
        let inside = width.map(|width| width.saturating_sub(INDENT.len()));
        let indented = |text: &str| Line::plain(INDENT).text(text);
        let title = format!("{}{}", self.row.title().mark(), self.row.title().words());
        let mut lines: Vec<Line> =
            wrapped(&title, inside, 2).iter().map(|line| Line::plain(INDENT).bold(line)).collect();
        lines[0] = Line::plain(format!("{number:>3}. ")).bold(&wrapped(&title, inside, 2)[0]);
        let topics = self.row.topics();
        let mut named = topics.iter().take(TOPICS_MAX).cloned().collect::<Vec<_>>().join(", ");
        if topics.len() > TOPICS_MAX {
            named = format!("{named} and {} more", topics.len() - TOPICS_MAX);
        }
        let passages = count(self.passages, "passage", "passages");
        let facts = format!("{}; {passages} on {named}", self.row.provenance());
        lines.extend(wrapped(&facts, inside, 4).iter().map(|line| indented(line)));
        if let Some(quoted) = &self.quoted {
            let said = format!("{}: “{}”", quoted.who, quoted.words);
            lines.extend(wrapped(&said, inside, QUOTATION_LINES_MAX).iter().map(|line| indented(line)));
        }
        lines.push(self.row.address_line(INDENT.len(), width));
        lines
    }
}

/// The words to show of an article: someone's by name, most on the topics, and whole sentences before parts of one.
fn quoted(tagged: &TaggedArticle) -> Option<Quoted> {
    let passages: Vec<_> = tagged.tags.iter().flat_map(|tag| distinct(&tag.evidence)).collect();
    let on_topic = |quotation: &Quotation| {
        let inside = passages.iter().filter(|passage| {
            passage.evidence.field == veille_model::Field::Text
                && quotation.start <= passage.evidence.start
                && passage.evidence.end <= quotation.end
        });
        inside.count()
    };
    let named = tagged.quotations.iter().filter(|quotation| quotation.speaker.is_some());
    // max_by_key takes the last of equals; the first is what a reader meets first.
    let best = named.rev().max_by_key(|quotation| {
        (on_topic(quotation), quotation.kind != QuotationKind::Partial, quotation.speaker.is_some())
    })?;
    let who = who(best)?;
    let mut words = safe::line(&best.exact);
    if let Some((end, _)) = words.char_indices().nth(QUOTATION_CHARS_MAX) {
        words.truncate(end);
        words.push('…');
    }
    Some(Quoted { who: safe::line(&who), words })
}

/// `Amina Modelo, présidente de séance`: who is quoted, with what they are.
pub fn who(quotation: &Quotation) -> Option<String> {
    match (&quotation.speaker, &quotation.role) {
        (Some(speaker), Some(role)) => Some(format!("{speaker}, {role}")),
        (Some(speaker), None) => Some(speaker.clone()),
        (None, Some(role)) => Some(role.clone()),
        (None, None) => None,
    }
}
