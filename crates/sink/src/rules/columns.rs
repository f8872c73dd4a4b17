//! What of an article stands in columns, to be asked for: computed here once, written down by each dialect.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use veille_model::{ArticleId, Quotation, RuleRevision, TaggedArticle, canonical_url};

use super::instant::{dated_at, sortable};
use super::{slot, speaker};

/// The columns of a wording, all of them a function of its document.
#[derive(Debug)]
pub(crate) struct Columns<'b> {
    pub tagged: &'b TaggedArticle,
    pub captured_at: String,
    pub language: String,
    pub dated_at: String,
    /// What it is counted under: see [`slot`].
    pub slot: String,
    pub published_at: Option<String>,
    /// Where it was captured, as the ledger has addresses.
    pub address: Option<String>,
    /// The topics, each once, by name.
    pub tags: BTreeMap<&'b str, Weighed<'b>>,
    /// Who is found under which words, in the order of the document.
    pub quotations: Vec<Said<'b>>,
    /// Tells whether two documents are the same.
    pub digest: Vec<u8>,
    pub document: String,
}

/// A topic's rule, and how much the article is about it.
#[derive(Debug)]
pub(crate) struct Weighed<'b> {
    pub rule: &'b RuleRevision,
    pub weight: u32,
}

/// A quotation with the words that its speaker is found by; empty where it has none.
#[derive(Debug)]
pub(crate) struct Said<'b> {
    pub quotation: &'b Quotation,
    pub speaker_key: String,
}

impl<'b> Columns<'b> {
    pub(crate) fn of(tagged: &'b TaggedArticle) -> Self {
        let article = &tagged.article;
        let document = document(tagged);
        let mut tags = BTreeMap::new();
        for tag in &tagged.tags {
            let weighed = Weighed { rule: &tag.rule, weight: u32::from(tag.weight) };
            // The key of the table has a topic once a wording: of two tags of one topic the first stands.
            tags.entry(tag.topic.as_str()).or_insert(weighed);
        }
        let said = |quotation: &'b Quotation| Said {
            quotation,
            speaker_key: quotation.speaker.as_deref().map(speaker::key).unwrap_or_default(),
        };
        Self {
            captured_at: sortable(article.captured_at),
            language: tagged.language.token(),
            dated_at: sortable(dated_at(article)),
            slot: slot::of(article),
            published_at: article.published_at.map(|moment| moment.to_string()),
            address: article.url.as_deref().and_then(canonical_url),
            tags,
            quotations: tagged.quotations.iter().map(said).collect(),
            digest: digest(&document),
            document,
            tagged,
        }
    }

    /// The address, where its article's id does not follow from it: only there must it be looked for by itself.
    pub(crate) fn address_apart(&self) -> Option<&str> {
        let id = &self.tagged.article.id;
        // Nearly always it is today's, and the one of before need not be made.
        self.address
            .as_deref()
            .filter(|address| ArticleId::of_url(address) != *id && !ArticleId::at_url(address).contains(id))
    }

    pub(crate) fn origin_kind(&self) -> Option<&'static str> {
        self.tagged.origin.as_ref().map(|origin| origin.kind.as_str())
    }

    pub(crate) fn origin_outlet(&self) -> Option<&'b str> {
        self.tagged.origin.as_ref()?.outlet.as_deref()
    }

    pub(crate) fn origin_url(&self) -> Option<&'b str> {
        self.tagged.origin.as_ref()?.url.as_deref()
    }
}

fn document(tagged: &TaggedArticle) -> String {
    // Most of it is the text: begun with room for that, it is not moved six times while it grows.
    let mut document = Vec::with_capacity(tagged.article.text.len() * 9 / 8 + 2048);
    serde_json::to_writer(&mut document, tagged)
        .expect("a tagged article has no map with other keys than text");
    String::from_utf8(document).expect("JSON is UTF-8")
}

/// The first 128 bits of a document's SHA-256.
pub(crate) fn digest(document: &str) -> Vec<u8> {
    Sha256::digest(document)[..16].to_vec()
}
