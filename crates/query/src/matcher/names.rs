//! Names that queries ask for: which of them an article has, and where.
//!
//! Each has the number of a word of its own in the vocabulary, so that it anchors and guards queries as words do. An article's names
//! are looked up by their marks; the letters then tell who is meant.

use rustc_hash::FxHashMap;
use veille_model::MentionKind;
use veille_text::Document;
use veille_text::name::{Wanted, marks};

/// The names of all queries.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Each with its number among words.
    wanted: Vec<(u32, Wanted)>,
    by_mark: FxHashMap<String, Vec<u32>>,
}

impl Names {
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Adds a name under the number of its word.
    pub fn add(&mut self, word: u32, kind: MentionKind, name: &str) {
        let at = self.wanted.len() as u32;
        let wanted = Wanted::new(kind, name);
        let mut marks: Vec<String> = wanted.marks().into_iter().flatten().collect();
        marks.sort_unstable();
        marks.dedup();
        for mark in marks {
            self.by_mark.entry(mark).or_default().push(at);
        }
        self.wanted.push((word, wanted));
    }

    /// Where each stands in a document: number, first position and one past the last, for each number from the end of the document.
    pub fn places(&self, document: &Document) -> Vec<(u32, u32, u32)> {
        let mut places = Vec::new();
        for name in document.names() {
            let marks = marks(&name.name, &name.key);
            let candidates = marks.iter().filter_map(|mark| self.by_mark.get(mark)).flatten();
            let mut candidates: Vec<u32> = candidates.copied().collect();
            candidates.sort_unstable();
            // A name has several marks, and two of them may lead to one that is wanted.
            candidates.dedup();
            for at in candidates {
                let (word, wanted) = &self.wanted[at as usize];
                if wanted.is(name.kind, &name.name, &name.key) {
                    places.extend(name.places.iter().map(|place| (*word, place.start, place.end)));
                }
            }
        }
        // From the end, as chains give back last what was put first.
        places.sort_unstable_by(|a, b| b.cmp(a));
        places
    }
}
