//! What is most relevant: a score that any index of a store gives alike.
//!
//! Each word of the query, those under NOT left out, counts as much as it is rare in the press at large: 1 for each halving
//! of the share of articles that have it ([`veille_text::frequency`]). That is multiplied by how often it stands in the text, up
//! to four times, and by four more where it stands in the headline. Words with wildcards count nothing. Nothing depends on
//! what else is stored, so that two searches in two replicas rank alike.

use std::collections::BTreeMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TantivyError, Term};
use veille_query::{Element, Lookup, Scope};
use veille_text::frequency;

use crate::fields::Fields;
use crate::terms::{UNSPACED, is_unspaced};

/// How often a word in the text is counted at most, and how often one in the headline is.
const COUNTED_MAX: u32 = 4;

/// The words of a query with their weights.
#[derive(Clone, Debug)]
pub(crate) struct Words(BTreeMap<String, u32>);

impl Words {
    pub(crate) fn of(lookup: &Lookup) -> Self {
        let mut words = BTreeMap::new();
        let body = [Scope::Body, Scope::Headline, Scope::Text, Scope::Lead];
        for sought in lookup.sought().into_iter().filter(|sought| body.contains(&sought.scope)) {
            for (at, word) in sought.words.iter().enumerate() {
                let Element::Word(word) = word else { continue };
                if !is_unspaced(word) {
                    words.insert(word.clone(), weight(frequency::of_word(word)));
                } else if let Some(Element::Word(next)) = sought.words.get(at + 1)
                    && is_unspaced(next)
                {
                    // A pair of characters is much of a word; one alone is in every text.
                    words.insert(format!("{UNSPACED}{word}{next}"), weight(frequency::UNLISTED));
                }
            }
        }
        Self(words)
    }
}

/// In how many halvings all articles become this share of them.
fn weight(share: f32) -> u32 {
    (1.0 / share.max(f32::MIN_POSITIVE)).log2().round().max(1.0) as u32
}

/// Scores documents of one segment, in their order.
pub(crate) struct Scorer {
    words: Vec<(u32, u32, SegmentPostings)>,
}

impl Scorer {
    pub(crate) fn new(words: &Words, reader: &SegmentReader, fields: &Fields) -> Result<Self, TantivyError> {
        let mut lists = Vec::new();
        for (field, least) in [(fields.headline, COUNTED_MAX), (fields.text, 0)] {
            let index = reader.inverted_index(field)?;
            for (word, weight) in &words.0 {
                let term = Term::from_field_text(field, word);
                let list = index.read_postings(&term, IndexRecordOption::WithFreqs)?;
                lists.extend(list.map(|list| (*weight, least, list)));
            }
        }
        Ok(Self { words: lists })
    }

    pub(crate) fn score(&mut self, doc: DocId) -> u32 {
        let mut score = 0_u32;
        for (weight, least, list) in &mut self.words {
            // Documents come in their order, and lists go only forward.
            let at = if list.doc() < doc { list.seek(doc) } else { list.doc() };
            if at == doc {
                let times = if *least > 0 { *least } else { list.term_freq().min(COUNTED_MAX) };
                score = score.saturating_add(*weight * times);
            }
        }
        score
    }
}
