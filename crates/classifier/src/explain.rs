//! Every decision about one article, as a press officer would ask for it.

use serde::Serialize;
use veille_language::ArticleLanguages;
use veille_model::{Evidence, LanguageTag, Origin, RuleRevision, Tag, TopicId};
use veille_query::Lack;
use veille_text::Document;

use crate::topics::Topic;

/// Why an article was tagged as it was.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The language of headline and text together, with the runner-up and by how much it lost.
    pub language: veille_language::Explanation,
    /// The languages as the tagged article has them, block by block.
    pub languages: ArticleLanguages,
    /// Whose text it is, with the words that say so.
    pub origin: Origin,
    /// Each topic: those that matched first, then the nearest misses.
    pub topics: Vec<TopicExplanation>,
}

/// What one topic found in an article, or lacked.
#[derive(Clone, Debug, Serialize)]
pub struct TopicExplanation {
    /// The topic.
    pub topic: TopicId,
    /// Its label in English, or whatever it has.
    pub label: String,
    /// The version of its rule.
    pub rule: RuleRevision,
    /// Whether the article has it.
    pub matched: bool,
    /// How much the article is about it, from 1 to 100; 0 where it has it not.
    pub weight: u8,
    /// Whether the weight is that of a subject, and not of a mention.
    pub about: bool,
    /// The share of the nearest query that the article has; 1 where it matched.
    pub closeness: f64,
    /// The language of the nearest query, where the topic has several.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// The passages found.
    pub evidence: Vec<Evidence>,
    /// The clauses that the nearest query lacked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lacked: Vec<Lack>,
    /// The passages that the nearest query excludes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Evidence>,
}

impl TopicExplanation {
    /// What a topic found in a document, or what it lacked.
    pub(crate) fn of(topic: &Topic, tag: Option<Tag>, document: &Document, language: &LanguageTag) -> Self {
        let mut explanation = Self {
            topic: topic.id.clone(),
            label: topic.label("en").to_owned(),
            rule: topic.revision.clone(),
            matched: tag.is_some(),
            weight: tag.as_ref().map_or(0, |tag| tag.weight),
            about: tag.as_ref().is_some_and(Tag::is_about),
            closeness: 1.0,
            query: String::new(),
            evidence: Vec::new(),
            lacked: Vec::new(),
            excluded: Vec::new(),
        };
        match tag {
            Some(tag) => explanation.evidence = tag.evidence,
            None => explanation.miss(topic, document, language),
        }
        explanation
    }

    /// The query in the article's language tells what was lacked; where there is none, the nearest does.
    fn miss(&mut self, topic: &Topic, document: &Document, language: &LanguageTag) {
        // Below nothing at all, so that the first query is told even where the article has no word of any.
        self.closeness = -1.0;
        let own = language.primary();
        // A Vietnamese query lacks every word of a French article, and says nothing to whoever asks why.
        let in_own = topic.queries.contains_key(&own);
        for (language, query) in topic.queries.iter().filter(|(language, _)| !in_own || **language == own) {
            let miss = query.near_miss(document);
            if miss.closeness > self.closeness {
                self.closeness = miss.closeness;
                self.query.clone_from(language);
                (self.evidence, self.lacked, self.excluded) = (miss.matched, miss.lacked, miss.excluded);
            }
        }
        self.closeness = self.closeness.max(0.0);
    }
}
