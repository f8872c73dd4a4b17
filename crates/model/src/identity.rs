//! Identifiers derived from content: the same input has the same name on every machine, in every year.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::route::without_route;
use crate::{FeedEntry, SourceId};

/// The first 128 bits of a SHA-256 over the parts, each preceded by its length in bytes, as 32 hexadecimal digits.
///
/// The lengths keep `("ab", "c")` and `("a", "bc")` apart.
fn digest(kind: &str, parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    // The kind as well: an article and a capture of one address must not share a name.
    hash.update(kind.as_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    // Half of it: by chance two are the same only among some 2^64.
    hexadecimal(&hash.finalize()[..16])
}

/// Bytes as hexadecimal digits, small: how digests are written everywhere.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                // Any text: whoever makes captures may name them.
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// Names one capture. Whoever hands a capture in may name it (a filter's `id`); otherwise it is the digest of
    /// URL and bytes.
    CaptureId
}

identifier! {
    /// Names one article through all its revisions.
    ArticleId
}

identifier! {
    /// Names one wording of an article: the digest of its cleaned headline and text.
    Revision
}

identifier! {
    /// Names one version of a topic's rule: the digest of the compiled query.
    RuleRevision
}

impl CaptureId {
    /// The name of these bytes received from this address.
    pub fn of(url: Option<&str>, body: &[u8]) -> Self {
        Self(digest("capture", &[url.unwrap_or_default().as_bytes(), body]))
    }

    /// The name of these bytes received from this address, where a feed announced it in these words.
    pub fn of_announced(url: Option<&str>, body: &[u8], entry: &FeedEntry) -> Self {
        // Its JSON has its members in the order of the struct: the same entry gives the same bytes.
        let entry = serde_json::to_vec(entry).expect("a feed entry has no map with other keys than text");
        Self(digest("capture", &[url.unwrap_or_default().as_bytes(), body, &entry]))
    }
}

impl ArticleId {
    /// The article that an entry is which shares its address with others: by its publisher and the entry's own identifier.
    pub fn of_entry(source: &SourceId, id: &str) -> Self {
        Self(digest("article", &[b"entry", source.as_str().as_bytes(), id.as_bytes()]))
    }

    /// The article at a canonical URL (see [`crate::canonical_url`]), and at all others that lead to it: over http or https, with
    /// or without `www.`, `m.` and AMP, with its parameters in another order.
    pub fn of_url(canonical: &str) -> Self {
        Self(digest("article", &[without_route(canonical).as_bytes()]))
    }

    /// The ids that an article at a canonical URL may have in a store: today's, and that of before one article had one id by
    /// whatever route.
    pub fn at_url(canonical: &str) -> [Self; 2] {
        [Self::of_url(canonical), Self(digest("article", &[canonical.as_bytes()]))]
    }

    /// An article known by its capture alone, where there is no URL.
    pub fn of_capture(capture: &CaptureId) -> Self {
        Self(digest("article-of-capture", &[capture.as_str().as_bytes()]))
    }
}

impl Revision {
    /// The wording made of this headline and text.
    pub fn of(headline: Option<&str>, text: &str) -> Self {
        Self(digest("revision", &[headline.unwrap_or_default().as_bytes(), text.as_bytes()]))
    }
}

impl RuleRevision {
    /// The version of a rule whose compiled form, written out canonically, is this.
    pub fn of(compiled: &str) -> Self {
        Self(digest("rule", &[compiled.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_never_changes_between_releases() {
        // Stores and archives hold these: a change here orphans them.
        assert_eq!(
            CaptureId::of(Some("https://example.org/a"), b"body").as_str(),
            "80ede3e2d9fd5ed09f5765ef5825efa2"
        );
    }

    #[test]
    fn url_and_bytes_do_not_run_together() {
        assert_ne!(CaptureId::of(Some("ab"), b"c"), CaptureId::of(Some("a"), b"bc"));
    }
}
