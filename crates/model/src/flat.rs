//! Tagged articles read from JSON: one object with the keys of two structs.
//!
//! serde's `flatten` writes them well, but reads every value into a tree first and the structs from that: four times the
//! allocations, for each article that comes over NATS and each that a store is asked for. Here all keys are of one struct, and
//! the compiler sees to it that none is forgotten.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use crate::article::{Block, Credit, Dateline};
use crate::tagged::{LanguageGuess, Mention, Origin, Quotation, Tag, TaggedArticle};
use crate::{Article, ArticleId, CaptureId, CaptureKind, LanguageTag, Moment, Revision, SourceId};

macro_rules! flat {
    (
        article { $($(#[$inner:meta])* $part:ident: $type:ty,)* }
        tagged { $($(#[$outer:meta])* $own:ident: $own_type:ty,)* }
    ) => {
        #[derive(Deserialize)]
        struct Flat {
            $($(#[$inner])* $part: $type,)*
            $($(#[$outer])* $own: $own_type,)*
        }

        impl From<Flat> for TaggedArticle {
            fn from(Flat { $($part,)* $($own,)* }: Flat) -> Self {
                Self { article: Article { $($part,)* }, $($own,)* }
            }
        }
    };
}

flat! {
    article {
        id: ArticleId,
        revision: Revision,
        capture: CaptureId,
        kind: CaptureKind,
        source: SourceId,
        #[serde(default)] url: Option<String>,
        #[serde(default)] captured_at: Option<DateTime<Utc>>,
        #[serde(default)] headline: Option<String>,
        #[serde(default)] standfirst: Option<String>,
        #[serde(default)] byline: Vec<String>,
        #[serde(default)] dateline: Option<Dateline>,
        #[serde(default)] site_name: Option<String>,
        #[serde(default)] canonical_url: Option<String>,
        #[serde(default)] published_at: Option<Moment>,
        #[serde(default)] modified_at: Option<Moment>,
        #[serde(default)] declared_language: Option<String>,
        #[serde(default)] lead_image: Option<String>,
        #[serde(default)] accessible_for_free: Option<bool>,
        #[serde(default)] section: Option<String>,
        #[serde(default)] keywords: Vec<String>,
        #[serde(default)] provenance: Vec<Credit>,
        #[serde(default)] flags: Vec<String>,
        text: String,
        blocks: Vec<Block>,
    }
    tagged {
        language: LanguageTag,
        language_confidence: f64,
        #[serde(default)] language_runner_up: Option<LanguageGuess>,
        #[serde(default)] block_languages: Vec<LanguageTag>,
        #[serde(default)] tags: Vec<Tag>,
        #[serde(default)] origin: Option<Origin>,
        #[serde(default)] quotations: Vec<Quotation>,
        #[serde(default)] mentions: Vec<Mention>,
    }
}

impl<'de> Deserialize<'de> for TaggedArticle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Flat::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key that either struct writes.
    const WRITTEN: &str = r#"{"id":"a","revision":"r","capture":"c","kind":"page","source":"fleuve","url":"https://a.example/1",
        "captured_at":"2025-10-25T08:00:00Z","headline":"H","standfirst":"S","byline":["B"],"dateline":{"text":"HANOI (AFP)"},
        "site_name":"N","canonical_url":"https://a.example/1","published_at":"2025-10-25","modified_at":"2025-10-25T09:00:00Z",
        "declared_language":"fr","lead_image":"https://a.example/i","accessible_for_free":true,"section":"W","keywords":["k"],
        "flags":["live_blog"],"text":"T","blocks":[{"kind":"paragraph","start":0,"end":1}],"language":"fr",
        "language_confidence":0.9,"language_runner_up":{"language":"en","confidence":0.1},"block_languages":["fr"],
        "tags":[{"topic":"t","rule":"r","weight":7,"evidence":[]}],"origin":{"kind":"original"},
        "quotations":[{"kind":"direct","start":0,"end":1,"exact":"T"}],
        "mentions":[{"kind":"place","name":"Hanoi","key":"hanoi","text":[[0,1]]}]}"#;

    #[test]
    fn what_is_written_is_read_again_with_every_key() {
        let read: TaggedArticle = serde_json::from_str(WRITTEN).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        let expected: serde_json::Value = serde_json::from_str(WRITTEN).unwrap();
        assert_eq!(written, expected);
        assert_eq!(serde_json::from_value::<TaggedArticle>(written).unwrap(), read);
    }

    #[test]
    fn keys_that_may_lack_and_keys_that_nobody_knows_are_taken_as_by_each_struct() {
        let least = r#"{"id":"a","revision":"r","capture":"c","kind":"page","source":"s","text":"","blocks":[],"language":"und",
            "language_confidence":0,"next_year":{"a":[1]}}"#;
        let read: TaggedArticle = serde_json::from_str(least).unwrap();
        assert!(read.tags.is_empty() && read.article.url.is_none());
        let article: Article = serde_json::from_str(least).unwrap();
        assert_eq!(article, read.article);
        for key in ["\"id\":\"a\",", "\"text\":\"\",", "\"language\":\"und\","] {
            assert!(least.contains(key));
            let error = serde_json::from_str::<TaggedArticle>(&least.replace(key, "")).unwrap_err();
            assert!(error.to_string().contains("missing field"), "{key} {error}");
        }
    }
}
