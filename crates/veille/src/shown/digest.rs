//! What to read first: the articles with the most evidence, and who is quoted in them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use veille_model::{Quotation, QuotationKind, TaggedArticle, TopicId};

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
    /// Articles by a digest of their ids: a page, its other addresses and the entry that announced it are one.
    articles: HashSet<u64>,
    tagged: HashSet<u64>,
    /// Wordings that touch each topic.
    topics: BTreeMap<TopicId, u64>,
    left_out: u64,
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
        // Eight bytes an article: those of a whole replay are held to its end.
        let mut digest = DefaultHasher::new();
        tagged.article.id.as_str().hash(&mut digest);
        let article = digest.finish();
        self.articles.insert(article);
        if tagged.tags.is_empty() {
            return;
        }
        self.tagged.insert(article);
        for tag in &tagged.tags {
            *self.topics.entry(tag.topic.clone()).or_default() += 1;
        }
        // Most articles end here: making a row and choosing a quotation costs more than counting passages.
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

    /// Takes note of what came and was forgotten before.
    pub fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// How many pages or entries came of what was forgotten.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Articles that passed, each counted once.
    pub fn articles(&self) -> u64 {
        self.articles.len() as u64
    }

    /// Articles that touch a topic, each counted once.
    pub fn tagged(&self) -> u64 {
        self.tagged.len() as u64
    }

    /// The topic that most of them touch.
    pub fn foremost(&self) -> Option<&TopicId> {
        // Of equals the first by name: max_by_key takes the last.
        self.topics.iter().rev().max_by_key(|(_, wordings)| **wordings).map(|(topic, _)| topic)
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
        let inside_or_all = inside.unwrap_or(usize::MAX / 2);
        let title = self.row.title_lines(inside_or_all, 2);
        let mut lines: Vec<Line> = title
            .iter()
            .zip(std::iter::once(format!("{number:>3}. ")).chain(std::iter::repeat(INDENT.to_owned())))
            .map(|(line, before)| Line::plain(before).line(line))
            .collect();
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
    // Between marks stands here only what somebody said in these words.
    let verbatim = |quotation: &&Quotation| quotation.kind != QuotationKind::Indirect;
    let named = tagged.quotations.iter().filter(verbatim).filter(|quotation| quotation.speaker.is_some());
    // max_by_key takes the last of equals; the first is what a reader meets first.
    let best = named.rev().max_by_key(|quotation| {
        // On the topic first, then whole sentences: three words in quotation marks say little of a position.
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

/// The words of a quotation, between marks where they are the speaker's and not the article's.
pub fn spoken(quotation: &Quotation) -> String {
    let words = safe::line(&quotation.exact);
    if quotation.kind == QuotationKind::Indirect { words } else { format!("“{words}”") }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shown::samples::tagged;

    fn shown(digest: &Digest, width: Option<usize>) -> Vec<String> {
        digest.lines(width).iter().map(Line::plain_text).collect()
    }

    #[test]
    fn the_three_with_the_most_passages_are_named_each_once() {
        let mut digest = Digest::default();
        for (number, passages) in [3, 9, 1, 0, 7, 5].into_iter().enumerate() {
            let topics = [("hanoi-convention", passages), ("negotiations", 0)];
            let topics = if passages == 0 { &[][..] } else { &topics[..1] };
            let mut article = tagged(Some(&format!("Number {number}")), None, None, topics);
            article.article.id = veille_model::ArticleId::of_url(&format!("https://a.example/{number}"));
            digest.take(&article, Some("a.jsonl#1"));
            digest.take(&article, Some("a.jsonl#1"));
        }
        let lines = shown(&digest, Some(100)).join("\n");
        let at = |text: &str| lines.find(text).unwrap_or_else(|| panic!("{text} in {lines}"));
        assert!(at("  1. Number 1") < at("  2. Number 4") && at("  2. Number 4") < at("  3. Number 5"));
        assert!(lines.contains("9 passages on hanoi-convention") && lines.contains("     a.jsonl#1"));
        assert!(!lines.contains("Number 0") && !lines.contains("Number 3"));
    }

    #[test]
    fn an_article_that_came_twice_is_counted_once_and_the_most_touched_topic_is_known() {
        let mut digest = Digest::default();
        assert_eq!(digest.foremost(), None);
        for (address, topics) in
            [("1", &["a", "b"][..]), ("1", &["b"][..]), ("2", &["b"][..]), ("3", &[][..])]
        {
            let topics: Vec<(&str, usize)> = topics.iter().map(|topic| (*topic, 1)).collect();
            let mut article = tagged(None, None, None, &topics);
            article.article.id = veille_model::ArticleId::of_url(&format!("https://a.example/{address}"));
            digest.take(&article, None);
        }
        assert_eq!((digest.articles(), digest.tagged()), (3, 2));
        assert_eq!(digest.foremost().map(TopicId::as_str), Some("b"));
    }

    #[test]
    fn the_words_that_are_on_the_topic_are_quoted_and_fit() {
        let mut article = tagged(Some(&"Signée ".repeat(40)), Some("2025-10-26"), None, &[("a", 2)]);
        let quotation = |start: usize, speaker: Option<&str>, exact: &str| Quotation {
            kind: QuotationKind::Direct,
            start,
            end: start + 3,
            exact: exact.to_owned(),
            speaker: speaker.map(str::to_owned),
            role: Some("présidente de séance".to_owned()),
            cue: None,
        };
        article.quotations = vec![
            quotation(90, Some("Anh Mẫu"), "Ailleurs"),
            quotation(0, None, "Personne"),
            quotation(
                0,
                Some("Amina Modelo"),
                &"La preuve numérique vieillit en quelques heures. ".repeat(9),
            ),
        ];
        let mut digest = Digest::default();
        digest.take(&article, Some("seeds/05.txt"));
        for width in [60, 80, 120, 200] {
            let lines = shown(&digest, Some(width));
            assert!(lines.iter().all(|line| console::measure_text_width(line) <= width), "{lines:#?}");
            let quoted = "Amina Modelo, présidente de séance: “La preuve";
            assert!(lines.iter().any(|line| line.contains(quoted)), "{lines:#?}");
        }
    }

    #[test]
    fn nothing_is_said_where_nothing_is_on_a_topic() {
        let mut digest = Digest::default();
        digest.take(&tagged(None, None, None, &[]), None);
        assert!(shown(&digest, None).is_empty());
    }
}
