//! What travels between stages, and what the pipeline has to know of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use veille_model::{Article, Capture, SourceId, TaggedArticle};

use crate::topology::{self, ARTICLES, CAPTURES, Flow, TAGGED, TOPICS};

/// A noun that goes from one stage to the next.
pub trait Message: Clone + Send + Sync + Serialize + DeserializeOwned + 'static {
    /// All subjects that may carry it once.
    const SUBJECTS: &'static str;

    /// Whether it travels over NATS compressed (zstd), as pages do; readers in any language want the rest plain.
    const COMPRESSED: bool = false;

    /// What outcomes call it as a stage's input: the id of the capture that it comes from.
    fn input(&self) -> &str;

    /// What outcomes call it as a stage's output.
    fn output(&self) -> &str;

    /// The publisher.
    fn source(&self) -> &SourceId;

    /// The address, where known.
    fn url(&self) -> Option<&str>;

    /// The instant of the capture.
    fn at(&self) -> Option<DateTime<Utc>>;

    /// Where it is published: first the subject that carries it once, then those for its readers.
    fn subjects(&self) -> Vec<String>;

    /// About how many bytes it takes in memory.
    fn bytes(&self) -> usize;
}

impl Message for Capture {
    const SUBJECTS: &'static str = CAPTURES.subjects;
    const COMPRESSED: bool = CAPTURES.compressed;

    fn input(&self) -> &str {
        self.id.as_str()
    }

    fn output(&self) -> &str {
        self.id.as_str()
    }

    fn source(&self) -> &SourceId {
        &self.source
    }

    fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    fn at(&self) -> Option<DateTime<Utc>> {
        self.captured_at
    }

    fn subjects(&self) -> Vec<String> {
        vec![CAPTURES.subject(&[&self.source])]
    }

    fn bytes(&self) -> usize {
        let headers: usize = self.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        size_of::<Self>() + headers + self.body.len()
    }
}

impl Message for Article {
    const SUBJECTS: &'static str = ARTICLES.subjects;

    fn input(&self) -> &str {
        self.capture.as_str()
    }

    fn output(&self) -> &str {
        self.id.as_str()
    }

    fn source(&self) -> &SourceId {
        &self.source
    }

    fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    fn at(&self) -> Option<DateTime<Utc>> {
        self.captured_at
    }

    fn subjects(&self) -> Vec<String> {
        vec![ARTICLES.subject(&[&self.source])]
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.text.len() + size_of_val(self.blocks.as_slice())
    }
}

impl Message for TaggedArticle {
    const SUBJECTS: &'static str = TAGGED.subjects;

    fn input(&self) -> &str {
        self.article.input()
    }

    fn output(&self) -> &str {
        self.article.output()
    }

    fn source(&self) -> &SourceId {
        self.article.source()
    }

    fn url(&self) -> Option<&str> {
        self.article.url()
    }

    fn at(&self) -> Option<DateTime<Utc>> {
        self.article.at()
    }

    fn subjects(&self) -> Vec<String> {
        let (language, source) = (self.language.token(), &self.article.source);
        let mut subjects = vec![TAGGED.subject(&[&language, source])];
        for tag in &self.tags {
            let subject = TOPICS.subject(&[&tag.topic, &language, source]);
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        subjects
    }

    fn bytes(&self) -> usize {
        self.article.bytes() + size_of::<Self>()
    }
}

/// The flow that carries a message once.
pub(crate) fn carrying<T: Message>() -> &'static Flow {
    topology::holding(T::SUBJECTS).expect("the subjects of every message are a flow's")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_its_stream() {
        use veille_model::{Article, Capture, TaggedArticle};
        let streams = [carrying::<Capture>(), carrying::<Article>(), carrying::<TaggedArticle>()];
        assert_eq!(streams.map(|flow| flow.stream), ["CAPTURES", "ARTICLES", "TAGGED"]);
    }
}
