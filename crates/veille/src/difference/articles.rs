//! What differs between two judgements of an article, which may be of two wordings of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};
use veille_classifier::TagChange;
use veille_model::{Evidence, Field, LanguageTag, Moment, Origin, Quotation, Tag, TaggedArticle, TopicId};

use super::words::{self, Operation};

/// What became of an article, in the parts that a reader knows. What is None or empty is as it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<Replaced<Option<String>>>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "changes")]
    pub text: Option<Replaced<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Replaced<Option<Moment>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Replaced<LanguageTag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Replaced<Option<Origin>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicChange>,
    #[serde(skip_serializing_if = "Exchanged::is_empty")]
    pub quotations: Exchanged<Quotation>,
    /// Other keys whose values differ: `byline`, `blocks`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
}

/// One value in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replaced<T> {
    pub old: T,
    pub new: T,
}

/// What came and what went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchanged<T> {
    pub gained: Vec<T>,
    pub lost: Vec<T>,
}

/// What became of an article's tag.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicChange {
    pub topic: TopicId,
    #[serde(flatten)]
    pub change: TagChange,
}

/// Keys of an article that say by which capture it came, or follow from others.
const NO_DIFFERENCE: &[&str] = &["capture", "captured_at", "id", "revision", "tags"];

impl Difference {
    /// What differs; None where nothing does. By which capture an article came is no difference, and neither is a rule that
    /// finds the same passages in other words.
    pub fn between(old: &TaggedArticle, new: &TaggedArticle) -> Option<Self> {
        // Most articles are the same, and nothing else is looked at of them.
        if old == new {
            return None;
        }
        let (before, after) = (&old.article, &new.article);
        let difference = Self {
            headline: replaced(&before.headline, &after.headline),
            text: replaced(&before.text, &after.text),
            published_at: replaced(&before.published_at, &after.published_at),
            language: replaced(&old.language, &new.language),
            origin: replaced(&old.origin, &new.origin),
            topics: topic_changes(old, new),
            // Without their places: in another wording every quotation stands elsewhere.
            quotations: exchanged(&old.quotations, &new.quotations, |quotation| {
                (quotation.exact.clone(), quotation.speaker.clone(), quotation.role.clone())
            }),
            other: Vec::new(),
        };
        let other = other(old, new, &difference);
        let difference = Self { other, ..difference };
        (difference != Self::default()).then_some(difference)
    }
}

/// The stretches that changed: both texts whole would be most of a line and say nothing.
fn changes<S: Serializer>(text: &Option<Replaced<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    let stretches = text.iter().flat_map(|text| words::between(&text.old, &text.new));
    serializer.collect_seq(stretches.filter(|stretch| stretch.operation != Operation::Equal))
}

fn replaced<T: Clone + PartialEq>(old: &T, new: &T) -> Option<Replaced<T>> {
    (old != new).then(|| Replaced { old: old.clone(), new: new.clone() })
}

/// Keys whose values differ, beside those that the difference tells.
fn other(old: &TaggedArticle, new: &TaggedArticle, told: &Difference) -> Vec<String> {
    let keys = |article: &TaggedArticle| match serde_json::to_value(article) {
        Ok(serde_json::Value::Object(keys)) => keys,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (keys(old), keys(new));
    let is_told = |key: &str| match key {
        "headline" | "published_at" | "language" | "origin" | "quotations" | "text" => true,
        // Places in a text that became another.
        "blocks" | "block_languages" => told.text.is_some(),
        // How sure it was of another language.
        "language_confidence" | "language_runner_up" => told.language.is_some() || told.text.is_some(),
        key => NO_DIFFERENCE.contains(&key),
    };
    let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    all.into_iter().filter(|key| !is_told(key) && old.get(*key) != new.get(*key)).cloned().collect()
}

/// What became of the topics of an article.
pub fn topic_changes(old: &TaggedArticle, new: &TaggedArticle) -> Vec<TopicChange> {
    let same_text = old.article.text == new.article.text;
    let names: BTreeSet<&TopicId> = old.tags.iter().chain(&new.tags).map(|tag| &tag.topic).collect();
    let changed = names.into_iter().filter_map(|topic| {
        let tag = |article: &'_ TaggedArticle| -> Option<Tag> {
            article.tags.iter().find(|tag| tag.topic == *topic).cloned()
        };
        let change = TagChange::between(tag(old).as_ref(), tag(new).as_ref())?;
        let change = if same_text { change } else { by_words(change)? };
        Some(TopicChange { topic: topic.clone(), change })
    });
    changed.collect()
}

/// In another wording every passage stands elsewhere: there it is the same where its words are.
fn by_words(change: TagChange) -> Option<TagChange> {
    let TagChange::Moved { gained, lost } = change else { return Some(change) };
    let key = |passage: &Evidence| -> (Field, String) { (passage.field, passage.exact.clone()) };
    let Exchanged { gained, lost } = exchanged(&lost, &gained, key);
    (!gained.is_empty() || !lost.is_empty()).then_some(TagChange::Moved { gained, lost })
}

/// What came and what went, each as often as it did.
fn exchanged<T: Clone, K: Ord>(old: &[T], new: &[T], key: impl Fn(&T) -> K) -> Exchanged<T> {
    let without = |own: &[T], others: &[T]| -> Vec<T> {
        let mut left: BTreeMap<K, usize> = BTreeMap::new();
        for other in others {
            *left.entry(key(other)).or_default() += 1;
        }
        let gone = own.iter().filter(|one| match left.get_mut(&key(one)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        gone.cloned().collect()
    };
    Exchanged { gained: without(new, old), lost: without(old, new) }
}

impl<T> Exchanged<T> {
    pub fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }
}

impl<T> Default for Exchanged<T> {
    fn default() -> Self {
        Self { gained: Vec::new(), lost: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use veille_model::QuotationKind;

    use super::*;
    use crate::shown::samples::tagged;

    #[test]
    fn only_what_a_reader_knows_is_a_difference() {
        let old = tagged(Some("Signée"), None, None, &[("a", 2), ("b", 1)]);
        let mut new = old.clone();
        assert_eq!(Difference::between(&old, &new), None);
        new.article.captured_at = "2025-10-25T08:00:00Z".parse().ok();
        new.tags[0].rule = veille_model::RuleRevision::of("y");
        assert_eq!(Difference::between(&old, &new), None, "another capture, another rule");
        new.article.byline = vec!["Anh Mẫu".to_owned()];
        assert_eq!(Difference::between(&old, &new).unwrap().other, ["byline"]);

        new.article.headline = Some("Refusée".to_owned());
        new.language = LanguageTag::new("en");
        new.tags.remove(1);
        new.tags.push(Tag { topic: TopicId::new("c"), ..old.tags[0].clone() });
        new.tags[0].evidence.remove(0);
        let difference = Difference::between(&old, &new).unwrap();
        assert!(difference.headline.is_some() && difference.language.is_some() && difference.text.is_none());
        let topics: Vec<(&str, bool)> = difference
            .topics
            .iter()
            .map(|topic| (topic.topic.as_str(), matches!(topic.change, TagChange::Moved { .. })))
            .collect();
        assert_eq!(topics, [("a", true), ("b", false), ("c", false)]);
    }

    #[test]
    fn in_another_wording_a_passage_is_the_same_where_its_words_are() {
        let old = tagged(Some("Signée"), None, None, &[("a", 2)]);
        let mut new = old.clone();
        new.article.text = format!("Hier. {}", old.article.text);
        new.tags[0].evidence.iter_mut().for_each(|passage| passage.start += 6);
        let quotation = Quotation {
            kind: QuotationKind::Direct,
            start: 0,
            end: 3,
            exact: "Oui".to_owned(),
            speaker: Some("Anh Mẫu".to_owned()),
            role: None,
            cue: None,
        };
        let old = TaggedArticle { quotations: vec![quotation.clone()], ..old };
        new.quotations = vec![Quotation { start: 6, end: 9, ..quotation.clone() }, quotation];
        let difference = Difference::between(&old, &new).unwrap();
        assert!(difference.text.is_some() && difference.topics.is_empty());
        assert_eq!((difference.quotations.gained.len(), difference.quotations.lost.len()), (1, 0));
    }
}
