//! A query's plan as sets of documents of one segment of the index: what is looked up, exactly where that can be.

mod places;
mod sets;
mod terms;

use tantivy::postings::SegmentPostings;
use tantivy::query::{BitSetDocSet, Exclude};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, SegmentReader, TantivyError};
use veille_model::{ArticleId, MentionKind};
use veille_query::{Element, Lookup, Scope, Sought};
use veille_text::name::Wanted;

use crate::fields::Fields;
use crate::names::{Named, Names};
use crate::terms::{PARAGRAPH, name_mark};
use places::{Close, List, Nearby, Phrase, Placed, Side, Word};
use sets::AnyOf;
pub(crate) use sets::{AllOf, Set, Stretch};
use terms::{InPhrase, Terms};

/// More terms than this under one wildcard of a phrase are not read with their places.
const PLACED_TERMS_MAX: usize = 1_000;
/// More lists than this for one word are written into one set rather than walked side by side: each holds a block of
/// documents in memory, some 1.5 KB.
const WALKED_MAX: usize = 256;

type Result<T> = std::result::Result<T, TantivyError>;

/// Documents that were looked up.
pub(crate) struct Found {
    pub set: Set,
    /// Whether each of them is meant: where not, others are among them.
    pub exact: bool,
}

impl Found {
    fn exactly(set: Set) -> Self {
        Self { set, exact: true }
    }
}

/// What can be looked up in one segment.
pub(crate) struct Segment<'s> {
    pub reader: &'s SegmentReader,
    pub fields: &'s Fields,
}

impl Segment<'_> {
    /// The documents of a lookup.
    pub(crate) fn find(&self, lookup: &Lookup) -> Result<Found> {
        match lookup {
            Lookup::Everything => Ok(Found::exactly(self.everything())),
            Lookup::Sought(sought) => self.sought(sought),
            Lookup::Named { kind, name } => self.named(*kind, name),
            Lookup::Near { left, right, words_max, ordered, across } => {
                let close = Close { words_max: *words_max, ordered: *ordered, across: *across };
                self.near(left, right, close)
            }
            Lookup::All(lookups) => self.all(lookups),
            Lookup::Any(_) => {
                let mut union = Union::default();
                self.add(lookup, &mut union)?;
                Ok(union.found())
            }
            Lookup::Not(_) => self.all(std::slice::from_ref(lookup)),
        }
    }

    fn everything(&self) -> Set {
        Box::new(Stretch::new(0, self.reader.max_doc()))
    }

    fn all(&self, lookups: &[Lookup]) -> Result<Found> {
        let mut exact = true;
        let (mut sets, mut excluded) = (Vec::new(), Vec::new());
        for lookup in lookups {
            match lookup {
                Lookup::Not(inner) => match self.find(inner)? {
                    Found { set, exact: true } => excluded.push(set),
                    // What is found too much must not be excluded.
                    Found { .. } => exact = false,
                },
                lookup => {
                    let found = self.find(lookup)?;
                    exact &= found.exact;
                    sets.push(found.set);
                }
            }
        }
        let set = match sets.len() {
            // Nothing but NOTs.
            0 => self.everything(),
            1 => sets.remove(0),
            _ => Box::new(AllOf::new(sets)),
        };
        let set = if excluded.is_empty() { set } else { Box::new(Exclude::new(set, excluded)) };
        Ok(Found { set, exact })
    }

    fn sought(&self, sought: &Sought) -> Result<Found> {
        let mut union = Union::default();
        self.add_sought(sought, &mut union)?;
        Ok(union.found())
    }

    /// The documents with a name that may be this one: so it sounds, or it is what the world knows.
    fn named(&self, kind: MentionKind, name: &str) -> Result<Found> {
        let terms = self.terms(self.fields.named)?;
        let mut union = Union::default();
        let wanted = Wanted::new(kind, name);
        for marks in wanted.marks() {
            let found: Result<Vec<Option<terms::Term>>> =
                marks.iter().map(|mark| terms.get(&name_mark(kind, mark))).collect();
            // Where no document has one of them, none has all.
            let Some(found) = found?.into_iter().collect::<Option<Vec<_>>>() else { continue };
            let list = |term: &terms::Term| Ok(Box::new(terms.list(term, IndexRecordOption::Basic)?) as Set);
            let sets: Vec<Set> = found.iter().map(list).collect::<Result<_>>()?;
            union.push(Found { set: Box::new(AllOf::new(sets)), exact: wanted.is_known() });
        }
        Ok(union.found())
    }

    /// Adds what a lookup finds to a union.
    fn add(&self, lookup: &Lookup, union: &mut Union) -> Result<()> {
        match lookup {
            Lookup::Any(lookups) => lookups.iter().try_for_each(|lookup| self.add(lookup, union)),
            Lookup::Sought(sought) => self.add_sought(sought, union),
            lookup => {
                union.push(self.find(lookup)?);
                Ok(())
            }
        }
    }

    fn add_sought(&self, sought: &Sought, union: &mut Union) -> Result<()> {
        let Fields { headline, text, url, byline, published_by, written_in, .. } = *self.fields;
        let fields: &[Field] = match sought.scope {
            Scope::Body => &[headline, text],
            Scope::Headline => &[headline],
            Scope::Text => &[text],
            Scope::Lead => {
                // How far it reaches is not in the index.
                union.is_wide = true;
                &[text]
            }
            Scope::Url => &[url],
            Scope::Byline => &[byline],
            Scope::Source => &[published_by],
            Scope::Language => &[written_in],
            Scope::Site => return self.add_site(&sought.words, union),
        };
        fields.iter().try_for_each(|field| self.add_words(*field, &sought.words, union))
    }

    /// Adds the documents with these words side by side in a field.
    fn add_words(&self, field: Field, words: &[Element], union: &mut Union) -> Result<()> {
        if let [word] = words {
            let terms = self.terms(field)?;
            // As many as there are: no places are read for a word that stands alone.
            let found = terms.alone(word, usize::MAX)?.unwrap_or_default();
            return self.add_terms(&terms, &found, union);
        }
        if let Some((phrase, exact)) = self.placed(field, words)? {
            union.push(Found { set: phrase, exact });
            return Ok(());
        }
        // Too many words of that shape to read where they stand: all of the phrase's words, wherever.
        let mut sets = Vec::new();
        for word in words.iter().filter(|word| !matches!(word, Element::Any)) {
            let mut union = Union::default();
            self.add_words(field, std::slice::from_ref(word), &mut union)?;
            sets.push(union.found().set);
        }
        union.push(Found { set: Box::new(AllOf::new(sets)), exact: false });
        Ok(())
    }

    /// Adds the documents of any of these terms.
    fn add_terms(&self, terms: &Terms, found: &[terms::Term], union: &mut Union) -> Result<()> {
        if found.len() > WALKED_MAX {
            let set = terms.union(found, self.reader.max_doc())?;
            union.push(Found::exactly(Box::new(BitSetDocSet::from(set))));
            return Ok(());
        }
        for term in found {
            union.lists.push(terms.list(term, IndexRecordOption::Basic)?);
        }
        Ok(())
    }

    /// Words side by side with their places, and whether they are all that was asked for; None where there are too many
    /// words of a shape.
    fn placed(&self, field: Field, words: &[Element]) -> Result<Option<(Box<dyn Placed>, bool)>> {
        let terms = self.terms(field)?;
        let places = |found: Vec<terms::Term>| -> Result<Word> {
            let list = |term: &terms::Term| {
                let postings = terms.list(term, IndexRecordOption::WithFreqsAndPositions)?;
                Ok(List { postings, length: term.length })
            };
            Ok(Word::new(found.iter().map(list).collect::<Result<_>>()?))
        };
        if let [word] = words {
            let Some(found) = terms.alone(word, PLACED_TERMS_MAX)? else { return Ok(None) };
            return Ok(Some((Box::new(places(found)?), true)));
        }
        let mut parts = Vec::new();
        for at in 0..words.len() {
            match terms.in_phrase(words, at, PLACED_TERMS_MAX)? {
                InPhrase::Terms(found) => parts.push((at as u32, places(found)?)),
                InPhrase::Covered => {}
                InPhrase::TooMany => return Ok(None),
            }
        }
        // Where a field or a sentence ends is not known: of a phrase with any word in it, that there is one.
        let exact = !words.contains(&Element::Any);
        Ok(Some((Box::new(Phrase::new(parts, words.len() as u32)), exact)))
    }

    fn near(&self, left: &[Sought], right: &[Sought], close: Close) -> Result<Found> {
        let fields = self.fields;
        let is_whole = |sought: &Sought| {
            matches!(sought.scope, Scope::Source | Scope::Language | Scope::Site | Scope::Lead)
        };
        // Three have no places in the index, and how far a lead reaches is not in it.
        if left.iter().chain(right).any(is_whole) {
            return self.both(left, right);
        }
        let mut union = Union::default();
        for field in fields.placed() {
            let is_here = |sought: &&Sought| match sought.scope {
                Scope::Body => field == fields.headline || field == fields.text,
                Scope::Headline => field == fields.headline,
                Scope::Text => field == fields.text,
                Scope::Url => field == fields.url,
                Scope::Byline => field == fields.byline,
                _ => false,
            };
            let mut exact = true;
            let mut side = |side: &[Sought]| -> Result<Option<Vec<Box<dyn Placed>>>> {
                let mut passages = Vec::new();
                for sought in side.iter().filter(is_here) {
                    let Some((passage, exactly)) = self.placed(field, &sought.words)? else {
                        return Ok(None);
                    };
                    exact &= exactly;
                    passages.push(passage);
                }
                Ok(Some(passages))
            };
            let (Some(left_side), Some(right_side)) = (side(left)?, side(right)?) else {
                return self.both(left, right);
            };
            if left_side.is_empty() || right_side.is_empty() {
                continue;
            }
            let ends = match close.across {
                true => None,
                false => self.paragraph_ends(field)?,
            };
            let set = Nearby::new(Side::new(left_side), Side::new(right_side), close, ends);
            union.push(Found { set: Box::new(set), exact });
        }
        Ok(union.found())
    }

    /// Where paragraphs end in a field; None where none ends before its field does.
    fn paragraph_ends(&self, field: Field) -> Result<Option<Word>> {
        let terms = self.terms(field)?;
        let Some(ends) = terms.get(PARAGRAPH)? else { return Ok(None) };
        let postings = terms.list(&ends, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Some(Word::new(vec![List { postings, length: ends.length }])))
    }

    /// Either side somewhere: wider than near.
    fn both(&self, left: &[Sought], right: &[Sought]) -> Result<Found> {
        let side = |side: &[Sought]| -> Result<Set> {
            let mut union = Union::default();
            side.iter().try_for_each(|sought| self.add_sought(sought, &mut union))?;
            Ok(union.found().set)
        };
        Ok(Found { set: Box::new(AllOf::new(vec![side(left)?, side(right)?])), exact: false })
    }

    fn add_site(&self, words: &[Element], union: &mut Union) -> Result<()> {
        let terms = self.terms(self.fields.site)?;
        // Without the word that closes a host.
        let labels = &words[..words.len().saturating_sub(1)];
        self.add_terms(&terms, &terms.of_site(labels)?, union)
    }

    /// The documents that have one of these values in a field that is compared as a whole.
    pub(crate) fn with_value(&self, values: &[(Field, String)]) -> Result<Set> {
        let mut union = Union::default();
        for (field, value) in values {
            let terms = self.terms(*field)?;
            self.add_terms(&terms, terms.get(value)?.as_slice(), &mut union)?;
        }
        Ok(union.found().set)
    }

    /// The documents of these articles.
    pub(crate) fn of_articles(&self, articles: &[ArticleId]) -> Result<Set> {
        let names = Names::of(self.reader)?;
        let mut set = BitSet::with_max_value(self.reader.max_doc());
        for article in articles {
            for document in Named::new(self.fields, article).documents_by(self.reader, &names)? {
                set.insert(document);
            }
        }
        Ok(Box::new(BitSetDocSet::from(set)))
    }

    fn terms(&self, field: Field) -> Result<Terms> {
        Ok(Terms::new(self.reader.inverted_index(field)?))
    }
}

/// Documents of any of several lookups. Lists of single terms are kept apart, and flat: an OR of twenty words, each in
/// headline and text, is forty of them, which are walked as one set.
#[derive(Default)]
struct Union {
    lists: Vec<SegmentPostings>,
    sets: Vec<Set>,
    /// Whether other documents are among them.
    is_wide: bool,
}

impl Union {
    fn push(&mut self, found: Found) {
        self.is_wide |= !found.exact;
        self.sets.push(found.set);
    }

    fn found(mut self) -> Found {
        match self.lists.len() {
            0 => {}
            1 => self.sets.push(Box::new(self.lists.remove(0))),
            _ => self.sets.push(Box::new(AnyOf::new(self.lists))),
        }
        // Most words stand in few headlines: what is empty need not be walked.
        self.sets.retain(|set| set.doc() != tantivy::TERMINATED);
        let set: Set = match self.sets.len() {
            0 => Box::new(Stretch::new(0, 0)),
            1 => self.sets.remove(0),
            _ => Box::new(AnyOf::new(self.sets)),
        };
        Found { set, exact: !self.is_wide }
    }
}
