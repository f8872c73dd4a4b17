//! Languages by name.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A BCP 47 tag (RFC 5646): `fr`, `zh-Hans`, `und` where the language is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Takes a tag as written; separators become `-`.
    pub fn new(tag: &str) -> Self {
        let tag = tag.trim().replace('_', "-");
        if tag.is_empty() { Self::und() } else { Self(tag) }
    }

    /// The tag of an unknown language.
    pub fn und() -> Self {
        Self("und".to_owned())
    }

    /// Whether the language is unknown.
    pub fn is_und(&self) -> bool {
        self.0 == "und"
    }

    /// The tag as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag in lower case: `zh` of `zh-Hans`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The tag as a NATS subject token: lower case, nothing but `[a-z0-9-]`.
    pub fn token(&self) -> String {
        let token: String =
            self.0.to_ascii_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if token.is_empty() { "und".to_owned() } else { token }
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
