//! What is kept in memory of an article to compare it with others: a few kilobytes, whatever its length.

use veille_model::{ArticleId, Revision, TaggedArticle};
use veille_text::{Document, Parts};

use crate::credit::{self, Credit, Standing};
use crate::likeness::{Likeness, Terms};
use crate::prints::{self, Prints};
use crate::shingles::Shingles;
use crate::translation::{Reading, Sentences, Sketch};
use crate::words::Words;

/// One article, made ready to be compared.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The article.
    pub article: ArticleId,
    /// Its current wording.
    pub revision: Revision,
    /// When it was published, in seconds; None where nobody knows.
    pub at: Option<i64>,
    pub(crate) source: u32,
    /// By which names others credit it.
    names: [u32; 2],
    url: u32,
    pub(crate) page: u32,
    pub(crate) credit: Credit,
    pub(crate) prints: Prints,
    pub(crate) terms: Terms,
    pub(crate) sketch: Sketch,
}

impl Telling {
    /// Reads an article; the shingles of its text are wanted only while it is compared.
    pub fn of(tagged: &TaggedArticle) -> (Self, Shingles) {
        let article = &tagged.article;
        let (words, shingles) = read(tagged);
        // A page that was handed in without its address may name it itself.
        let url = article.url.as_deref().or(article.canonical_url.as_deref());
        let telling = Self {
            article: article.id.clone(),
            revision: article.revision.clone(),
            at: article.dated_at().map(|at| at.timestamp()),
            // Twice: once to tell pages of one paper, once among the names by which it is credited.
            source: credit::name(article.source.as_str()),
            names: [
                credit::name(article.source.as_str()),
                article.site_name.as_deref().map_or(0, credit::name),
            ],
            // No address is no address of anybody's: two without one are not the same page (see `credits`).
            url: url.and_then(veille_model::canonical_url).map_or(0, |url| credit::hash(&url)),
            page: credit::page(article),
            credit: Credit::of(tagged),
            prints: prints::of(shingles.hashes()),
            terms: Terms::of(&words),
            sketch: Sketch::of(&shingles.sentences, tagged.language.as_str()),
        };
        (telling, shingles)
    }

    /// How like another telling is.
    pub fn likeness(&self, other: &Self) -> Likeness {
        Likeness::of(&self.terms, &other.terms)
    }

    /// Whether this one says that its text is the other's.
    pub fn credits(&self, other: &Self) -> bool {
        let Credit { outlet, url, .. } = self.credit;
        // Nothing credited is 0, and so is an address that is none.
        (url != 0 && url == other.url) || (outlet != 0 && other.names.contains(&outlet))
    }

    /// Whether both are pages of one article: the same address but for what tells a screen from a printer.
    pub(crate) fn is_page_of(&self, other: &Self) -> bool {
        self.page == other.page && self.source == other.source
    }

    /// What texts that are one are ordered by, the original first: by their [`Standing`], then the earlier.
    pub(crate) fn order(&self) -> (Standing, i64, &str) {
        (self.credit.standing, self.at.unwrap_or(0), self.article.as_str())
    }

    /// What tellings of one event are ordered by.
    pub(crate) fn time(&self) -> (i64, &str) {
        (self.at.unwrap_or(0), self.article.as_str())
    }

    /// Whether the two were published within so many seconds of each other, as far as that is known.
    pub(crate) fn is_within(&self, other: &Self, seconds: i64) -> bool {
        match (self.at, other.at) {
            (Some(at), Some(there)) => (at - there).abs() <= seconds,
            // Who says no date may be of any: what is not known keeps nobody apart.
            _ => true,
        }
    }
}

impl Shingles {
    /// Reads an article once more, only to compare its text.
    pub fn of_article(tagged: &TaggedArticle) -> Self {
        read(tagged).1
    }
}

fn read(tagged: &TaggedArticle) -> (Words, Shingles) {
    let article = &tagged.article;
    let headline = article.headline.as_deref().unwrap_or_default();
    let document = Document::of(&Parts { headline, text: &article.text, ..Parts::default() });
    let words = Words::of(&document, headline, &article.text);
    let mut shingles = Shingles::of(&words);
    let written = (headline, &*article.text);
    let reading = Reading::of_document(&document, &words, written, tagged.language.as_str());
    shingles.sentences = Sentences::of(&reading);
    (words, shingles)
}
