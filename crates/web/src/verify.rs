//! Whether sentences stand in an article: word for word, nearly, or nowhere; for whoever checks what was quoted.

use veille_model::{Evidence, TaggedArticle};
use veille_query::Query;
use veille_stories::{Trace, Traced};
use veille_text::Document;

/// How a sentence stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    Verbatim,
    Nearly,
    Nowhere,
}

/// What is said of one sentence.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub sentence: String,
    pub stands: Stands,
    /// Where: the words as the article has them.
    pub passage: Option<Evidence>,
}

impl Stands {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Nearly => "nearly",
            Self::Nowhere => "nowhere",
        }
    }
}

/// Sentences that are looked at: a page of text, and no book.
const SENTENCES_MAX: usize = 50;
/// Characters of a text that is looked at.
pub(crate) const TEXT_MAX: usize = 10_000;

/// What is said of each sentence of a text. Case, accents and signs do not matter.
pub(crate) fn verify(tagged: &TaggedArticle, text: &str) -> Vec<Verdict> {
    let text: String = text.chars().take(TEXT_MAX).collect();
    let document = Document::of_article(&tagged.article, &tagged.language);
    let traced = Traced::of(&text);
    let mut traces = traced.trace(&tagged.article.text).unwrap_or_default().into_iter();
    let verdict = |sentence: &str| {
        let trace = traces.next().unwrap_or(Trace::LeftOut);
        let (stands, passage) = match (place(&document, sentence), trace) {
            (Some(passage), _) => (Stands::Verbatim, Some(passage)),
            (None, Trace::Verbatim) => (Stands::Verbatim, None),
            (None, Trace::Altered(words) | Trace::Shortened(words) | Trace::Translated(words)) => {
                (Stands::Nearly, place(&document, &words))
            }
            (None, Trace::LeftOut) => (Stands::Nowhere, None),
        };
        Verdict { sentence: sentence.trim().to_owned(), stands, passage }
    };
    traced.sentences().take(SENTENCES_MAX).map(verdict).collect()
}

/// Where words stand side by side.
fn place(document: &Document, words: &str) -> Option<Evidence> {
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let query = Query::parse(&format!("\"{}\"", plain.trim())).ok()?;
    query.matches(document)?.into_iter().next()
}
