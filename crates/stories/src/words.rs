//! An article's words as fingerprints and stories see them: folded by `text`, with what only the written form tells.

use veille_model::Article;
use veille_text::{Document, Parts, Zone, letter};

/// What is compared of an article: its headline and its text, cut into words once.
#[derive(Debug)]
pub(crate) struct Words {
    pub headline: Vec<Word>,
    pub text: Vec<Word>,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Of its folded form.
    pub hash: u32,
    /// The share of articles that have it.
    pub frequency: f32,
    pub shape: Shape,
    pub starts_sentence: bool,
    /// One character of a script that puts no spaces between words.
    pub is_unspaced: bool,
    /// Code points in its field.
    pub start: u32,
    pub end: u32,
}

/// What is seen of a word before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Lower,
    Capital,
    Number,
}

impl Words {
    /// Of a document that was made of this headline and this text.
    pub(crate) fn of(document: &Document, headline: &str, text: &str) -> Self {
        Self { headline: words(document, Zone::Headline, headline), text: words(document, Zone::Text, text) }
    }

    pub(crate) fn of_article(article: &Article) -> Self {
        let (headline, text) = (article.headline.as_deref().unwrap_or_default(), &*article.text);
        Self::of(&Document::of(&Parts { headline, text, ..Parts::default() }), headline, text)
    }

    pub(crate) fn of_text(text: &str) -> Self {
        Self::of(&Document::of(&Parts { text, ..Parts::default() }), "", text)
    }
}

fn words(document: &Document, zone: Zone, written: &str) -> Vec<Word> {
    let word = |position: u32| {
        let token = &document.tokens()[position as usize];
        let first = written.get(token.start as usize..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        Word {
            hash: short(token.hash),
            frequency: veille_text::frequency::of_word(document.folded(token.folded_start, token.folded_end)),
            shape: match first {
                _ if first.is_numeric() => Shape::Number,
                _ if first.is_uppercase() => Shape::Capital,
                _ => Shape::Lower,
            },
            starts_sentence: token.starts_sentence,
            is_unspaced: letter::is_unspaced(first),
            start: token.start_code_point,
            end: token.end_code_point,
        }
    };
    document.zone(zone).map(word).collect()
}

/// Half of a hash: of a window's words two in some thousand million are taken for one.
pub(crate) fn short(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// Several hashes, in their order, as one.
pub(crate) fn together(hashes: impl IntoIterator<Item = u32>) -> u32 {
    let mut all: u64 = 0x9e37_79b9_7f4a_7c15;
    for hash in hashes {
        all = (all.rotate_left(23) ^ u64::from(hash)).wrapping_mul(0x9fb2_1c65_1e98_df25);
    }
    short(all ^ (all >> 29))
}
