//! An article in, a tagged article out.

use std::sync::Arc;

use veille_model::{Article, Evidence, Tag, TaggedArticle};

use crate::explain::{Explanation, TopicExplanation};
use crate::language::{ArticleLanguages, Tagger};
use crate::text::Document;
use crate::topics::{Topic, Topics};

/// Finds an article's language and topics. Immutable: rules are changed by making another one.
#[derive(Clone, Debug)]
pub struct Classifier {
    topics: Arc<Topics>,
    tagger: Tagger,
}

impl Classifier {
    /// A classifier with these topics.
    pub fn new(topics: impl Into<Arc<Topics>>) -> Self {
        Self { topics: topics.into(), tagger: Tagger::new() }
    }

    /// The topics that it looks for.
    pub fn topics(&self) -> &Topics {
        &self.topics
    }

    /// Adds what was found to an article: tags by topic, evidence in the article's order.
    pub fn classify(&self, article: Article) -> TaggedArticle {
        let languages = self.languages(&article);
        let document = Document::new(&article, &languages.language);
        let tags = self.topics.iter().filter_map(|topic| tag(topic, &document)).collect();
        TaggedArticle {
            article,
            language: languages.language,
            language_confidence: languages.confidence,
            language_runner_up: languages.runner_up,
            block_languages: languages.blocks,
            tags,
        }
    }

    /// The same with its reasons: what each topic found or lacked.
    pub fn explain(&self, article: &Article) -> Explanation {
        let languages = self.languages(article);
        let document = Document::new(article, &languages.language);
        let mut topics: Vec<_> = self
            .topics
            .iter()
            .map(|topic| TopicExplanation::of(topic, tag(topic, &document), &document))
            .collect();
        topics.sort_by(|a, b| {
            b.matched.cmp(&a.matched).then(b.closeness.total_cmp(&a.closeness)).then(a.topic.cmp(&b.topic))
        });
        let whole =
            article.headline.iter().map(String::as_str).chain([article.text.as_str()]).collect::<Vec<_>>();
        Explanation { language: self.tagger.explain(&whole.join("\n")), languages, topics }
    }

    fn languages(&self, article: &Article) -> ArticleLanguages {
        let blocks: Vec<&str> = article.paragraphs().map(|(_, text)| text).collect();
        self.tagger.article(article.headline.as_deref(), &blocks, article.declared_language.as_deref())
    }
}

fn tag(topic: &Topic, document: &Document) -> Option<Tag> {
    let mut evidence: Vec<Evidence> =
        topic.queries.values().filter_map(|query| query.matches(document)).flatten().collect();
    if evidence.is_empty() {
        return None;
    }
    evidence.sort_by(|a, b| (a.field, a.start, a.end, &a.clause).cmp(&(b.field, b.start, b.end, &b.clause)));
    evidence.dedup();
    Some(Tag {
        topic: topic.id.clone(),
        rule: topic.revision.clone(),
        media_topics: topic.media_topics.clone(),
        evidence,
    })
}
