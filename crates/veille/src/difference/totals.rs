//! How much differs: articles, and articles by topic.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use veille_classifier::TagChange;
use veille_model::{TaggedArticle, TopicId};

use super::articles::{Difference, TopicChange};

/// Articles by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub same: u64,
    pub gained: u64,
    pub lost: u64,
    pub changed: u64,
    /// Of those that changed, how many did in which part.
    pub parts: BTreeMap<String, u64>,
    pub topics: ByTopic,
}

impl Totals {
    /// Counts an article that was not there before.
    pub fn gained(&mut self, article: &TaggedArticle) {
        self.gained += 1;
        self.topics.gained(article);
    }

    /// Counts an article that is there no longer.
    pub fn lost(&mut self, article: &TaggedArticle) {
        self.lost += 1;
        self.topics.lost(article);
    }

    /// Counts an article that stayed, and says what changed about it.
    pub fn compare(&mut self, old: &TaggedArticle, new: &TaggedArticle) -> Option<Difference> {
        let difference = Difference::between(old, new);
        match &difference {
            None => self.same += 1,
            Some(difference) => {
                self.changed += 1;
                self.topics.take(&difference.topics);
                for part in difference.parts() {
                    *self.parts.entry(part.to_owned()).or_default() += 1;
                }
            }
        }
        difference
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.gained + self.lost + self.changed == 0
    }
}

impl Difference {
    /// The parts that differ, as people call them.
    pub fn parts(&self) -> Vec<&str> {
        let parts = [
            ("headline", self.headline.is_some()),
            ("text", self.text.is_some()),
            ("date", self.published_at.is_some()),
            ("language", self.language.is_some()),
            ("origin", self.origin.is_some()),
            ("topics", !self.topics.is_empty()),
            ("quotations", !self.quotations.is_empty()),
        ];
        let named = parts.into_iter().filter_map(|(name, differs)| differs.then_some(name));
        named.chain(self.other.iter().map(String::as_str)).collect()
    }
}

/// Articles by topic: how many gained it, lost it, or have it for other passages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ByTopic(BTreeMap<TopicId, Count>);

/// Articles of one topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub gained: u64,
    pub lost: u64,
    pub moved: u64,
}

impl ByTopic {
    /// Counts what became of the topics of one article.
    pub fn take(&mut self, changes: &[TopicChange]) {
        for TopicChange { topic, change } in changes {
            let count = self.0.entry(topic.clone()).or_default();
            match change {
                TagChange::Gained { .. } => count.gained += 1,
                TagChange::Lost { .. } => count.lost += 1,
                TagChange::Moved { .. } => count.moved += 1,
            }
        }
    }

    /// Counts an article that came with its topics.
    pub fn gained(&mut self, article: &TaggedArticle) {
        article.tags.iter().for_each(|tag| self.0.entry(tag.topic.clone()).or_default().gained += 1);
    }

    /// Counts an article that went with its topics.
    pub fn lost(&mut self, article: &TaggedArticle) {
        article.tags.iter().for_each(|tag| self.0.entry(tag.topic.clone()).or_default().lost += 1);
    }

    pub fn iter(&self) -> impl Iterator<Item = (&TopicId, Count)> {
        self.0.iter().map(|(topic, count)| (topic, *count))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shown::samples::tagged;

    #[test]
    fn every_article_is_counted_once_and_its_topics_under_what_became_of_them() {
        let old = tagged(Some("Signée"), None, None, &[("a", 2), ("b", 1)]);
        let mut new = tagged(Some("Signée"), None, None, &[("a", 1), ("c", 1)]);
        new.article.headline = Some("Refusée".to_owned());
        let mut totals = Totals::default();
        assert!(totals.compare(&old, &old).is_none() && totals.is_same());
        assert!(totals.compare(&old, &new).is_some() && !totals.is_same());
        totals.gained(&new);
        totals.lost(&old);
        assert_eq!((totals.same, totals.changed, totals.gained, totals.lost), (1, 1, 1, 1));
        let parts: Vec<(&str, u64)> =
            totals.parts.iter().map(|(name, many)| (name.as_str(), *many)).collect();
        assert_eq!(parts, [("headline", 1), ("topics", 1)]);
        let counts: Vec<Count> = totals.topics.iter().map(|(_, count)| count).collect();
        let count = |gained, lost, moved| Count { gained, lost, moved };
        assert_eq!(counts, [count(1, 1, 1), count(0, 2, 0), count(2, 0, 0)]);
    }
}
