//! Why an article is here: its passages numbered, its text cut into what is marked and what is not, the few that show it best.
//!
//! Offsets are code points and may come from elsewhere: none may panic, wherever it points.

mod marks;
mod snippets;

pub(crate) use marks::{Piece, pieces};
pub(crate) use snippets::{Snippet, snippets};

use std::cmp::Reverse;

use veille_model::{Evidence, Field, Tag, TaggedArticle};

use crate::text::{beginning, shown};

/// Characters of the beginning of a text that stands for a missing headline.
pub(crate) const LEAD: usize = 140;

/// A passage, each once, however many topics and clauses it satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// From 1, in the order of reading: headline, text, then what is not shown as text.
    pub number: usize,
    pub field: Field,
    pub start: usize,
    pub end: usize,
    pub exact: String,
    /// The topics it belongs to, each with the clauses it satisfied.
    pub topics: Vec<(String, Vec<String>)>,
}

/// A headline, or the beginning of the text that stands for it.
pub(crate) fn headline(tagged: &TaggedArticle) -> String {
    let article = &tagged.article;
    article.headline.as_deref().map_or_else(|| shown(&beginning(&article.text, LEAD)), shown)
}

/// The tags of an article, what it is most about first.
pub(crate) fn strongest(tagged: &TaggedArticle) -> Vec<&Tag> {
    let mut tags: Vec<&Tag> = tagged.tags.iter().collect();
    // What was judged before there were weights goes by its passages.
    tags.sort_by_key(|tag| Reverse((tag.weight, tag.evidence.len())));
    tags
}

/// The passages of an article, by which it has its topics.
pub(crate) fn passages(tagged: &TaggedArticle) -> Vec<Passage> {
    numbered(tagged.tags.iter().flat_map(|tag| tag.evidence.iter().map(|it| (tag.topic.to_string(), it))))
}

/// The passages by which a search found an article.
pub(crate) fn found(evidence: &[Evidence]) -> Vec<Passage> {
    numbered(evidence.iter().map(|it| (String::new(), it)))
}

fn numbered<'e>(evidence: impl Iterator<Item = (String, &'e Evidence)>) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for (topic, evidence) in evidence {
        // By where it stands: two clauses of one query often meet at the same words.
        let place = (evidence.field, evidence.start, evidence.end);
        let known = passages.iter_mut().find(|known| (known.field, known.start, known.end) == place);
        let passage = match known {
            Some(known) => known,
            None => {
                let (field, start, end) = place;
                let exact = evidence.exact.clone();
                passages.push(Passage { number: 0, field, start, end, exact, topics: Vec::new() });
                passages.last_mut().expect("it was just put there")
            }
        };
        let clauses = match passage.topics.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, clauses)) => clauses,
            None => {
                passage.topics.push((topic, Vec::new()));
                &mut passage.topics.last_mut().expect("it was just put there").1
            }
        };
        if !clauses.contains(&evidence.clause) {
            clauses.push(evidence.clause.clone());
        }
    }
    passages.sort_by_key(|passage| (passage.field, passage.start, passage.end));
    for (number, passage) in (1..).zip(&mut passages) {
        passage.number = number;
    }
    passages
}

/// The passages of one field.
pub(crate) fn of_field(passages: &[Passage], field: Field) -> Vec<&Passage> {
    passages.iter().filter(|passage| passage.field == field).collect()
}
