//! An article in, a tagged article out.

use std::cell::LazyCell;
use std::sync::{Arc, Mutex, PoisonError};

use veille_language::{ArticleLanguages, Tagger};
use veille_mentions::{mentions, quotations};
use veille_model::{Article, Evidence, Tag, TaggedArticle};
use veille_query::{Matcher, Scratch};
use veille_text::Document;

use crate::explain::{Explanation, TopicExplanation};
use crate::origin::{self, Outlets};
use crate::topics::{Topic, Topics};
use crate::weight::Yardstick;

/// Finds an article's language and topics. Immutable: rules are changed by making another one.
#[derive(Clone, Debug)]
pub struct Classifier {
    topics: Arc<Topics>,
    /// The queries of all topics.
    matcher: Arc<Matcher>,
    /// The topic of each query, by index.
    owners: Arc<[usize]>,
    /// Working memory, one for each thread that classified at the same time.
    scratches: Arc<Mutex<Vec<Scratch>>>,
    outlets: Arc<Outlets>,
    tagger: Tagger,
}

impl Classifier {
    /// A classifier with these topics.
    pub fn new(topics: impl Into<Arc<Topics>>) -> Self {
        let topics = topics.into();
        let mut builder = Matcher::builder();
        let mut owners = Vec::new();
        for (index, topic) in topics.iter().enumerate() {
            // All queries of a topic, whatever the article's language: one that was told wrongly loses no article.
            for query in topic.queries.values() {
                builder.add_query(topic.id.as_str(), query);
                owners.push(index);
            }
        }
        Self {
            topics,
            matcher: Arc::new(builder.build()),
            owners: owners.into(),
            scratches: Arc::default(),
            outlets: Arc::default(),
            tagger: Tagger::new(),
        }
    }

    /// The same, knowing these outlets: whose texts are translated shows only where an outlet's language is known.
    pub fn with_outlets(self, outlets: impl Into<Arc<Outlets>>) -> Self {
        Self { outlets: outlets.into(), ..self }
    }

    /// The topics that it looks for.
    pub fn topics(&self) -> &Topics {
        &self.topics
    }

    /// Adds what was found to an article: tags by topic with evidence in the article's order, quotations, names.
    pub fn classify(&self, article: Article) -> TaggedArticle {
        let languages = self.languages(&article);
        let document = Document::of_article(&article, &languages.language);
        let mentions = mentions(&document, &languages.language);
        let document = match self.matcher.asks_for_names() {
            true => document.with_names(&mentions),
            false => document,
        };
        let tags = self.tags(&document);
        let origin = origin::origin(&article, &languages.language, &self.outlets);
        TaggedArticle {
            quotations: quotations(&document, &languages.language),
            mentions,
            origin: Some(origin),
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
        let document = Document::of_article(article, &languages.language);
        let document = match self.matcher.asks_for_names() {
            true => {
                let mentions = mentions(&document, &languages.language);
                document.with_names(&mentions)
            }
            false => document,
        };
        let tags = self.tags(&document);
        let tag = |topic: &Topic| tags.iter().find(|tag| tag.topic == topic.id).cloned();
        let explain = |topic| TopicExplanation::of(topic, tag(topic), &document, &languages.language);
        let mut topics: Vec<_> = self.topics.iter().map(explain).collect();
        topics.sort_by(|a, b| {
            b.matched.cmp(&a.matched).then(b.closeness.total_cmp(&a.closeness)).then(a.topic.cmp(&b.topic))
        });
        let whole =
            article.headline.iter().map(String::as_str).chain([article.text.as_str()]).collect::<Vec<_>>();
        let origin = origin::origin(article, &languages.language, &self.outlets);
        Explanation { origin, language: self.tagger.explain(&whole.join("\n")), languages, topics }
    }

    /// The topics of a document, by id.
    fn tags(&self, document: &Document) -> Vec<Tag> {
        // A thread that panicked took its scratch along; those in the pool are whole.
        let pool = || self.scratches.lock().unwrap_or_else(PoisonError::into_inner);
        // The lock is held for a pop and a push, never while matching.
        let scratch = pool().pop();
        let mut scratch = scratch.unwrap_or_else(|| self.matcher.scratch());
        let matches = self.matcher.matches(document, &mut scratch);
        let mut found: Vec<Vec<Evidence>> = vec![Vec::new(); self.topics.len()];
        for query in matches.iter() {
            found[self.owners[query.index()]].extend(query.passages().map(Evidence::from));
        }
        pool().push(scratch);
        let matched = self.topics.iter().zip(found).filter(|(_, evidence)| !evidence.is_empty());
        let yardstick = LazyCell::new(|| Yardstick::of(document));
        matched.map(|(topic, evidence)| tag(topic, evidence, &yardstick)).collect()
    }

    fn languages(&self, article: &Article) -> ArticleLanguages {
        let mut blocks: Vec<&str> = article.paragraphs().map(|(_, text)| text).collect();
        // An entry of a feed has a text and no blocks.
        if blocks.is_empty() {
            blocks.push(&article.text);
        }
        let declared = article.declared_language.as_deref();
        let mut languages = self.tagger.article(article.headline.as_deref(), &blocks, declared);
        // The block made up for a text without any is none of the article's.
        languages.blocks.truncate(article.blocks.len());
        languages
    }
}

/// One tag of the queries of one topic, whose passages may overlap.
fn tag(topic: &Topic, mut evidence: Vec<Evidence>, yardstick: &Yardstick) -> Tag {
    evidence.sort_by(|a, b| (a.field, a.start, a.end, &a.clause).cmp(&(b.field, b.start, b.end, &b.clause)));
    // Queries of two languages share names: *Hanoï* satisfies `hanoi` in both.
    evidence.dedup();
    Tag {
        topic: topic.id.clone(),
        rule: topic.revision.clone(),
        media_topics: topic.media_topics.clone(),
        weight: yardstick.weigh(&evidence),
        evidence,
    }
}
