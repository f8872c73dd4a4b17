//! JSON Schema (draft 2020-12) of everything that travels.

use schemars::{Schema, schema_for};

use crate::{Article, Evidence, FeedEntry, Outcome, Tag, TaggedArticle, capture};

/// The names that [`of`] knows.
pub const NAMES: &[&str] =
    &["capture", "article", "tag", "evidence", "tagged-article", "outcome", "feed-entry"];

/// The schema of one of [`NAMES`], in any case, with or without the hyphen.
pub fn of(name: &str) -> Option<Schema> {
    match name.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
        "capture" => Some(schema_for!(capture::Wire)),
        "article" => Some(schema_for!(Article)),
        "tag" => Some(schema_for!(Tag)),
        "evidence" => Some(schema_for!(Evidence)),
        "taggedarticle" => Some(schema_for!(TaggedArticle)),
        "outcome" => Some(schema_for!(Outcome)),
        "feedentry" => Some(schema_for!(FeedEntry)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_schema_that_describes_its_keys() {
        for name in NAMES {
            let schema = serde_json::to_value(of(name).unwrap()).unwrap();
            assert!(schema["properties"].as_object().is_some_and(|keys| !keys.is_empty()), "{name}");
        }
        assert!(of("story").is_none());
    }
}
