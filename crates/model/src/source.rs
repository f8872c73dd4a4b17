//! Sources by name.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// A source's name: a subject token of `[a-z0-9_-]`, such as `vietnam-vn`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct SourceId(String);

impl SourceId {
    /// Makes a name of any text: lower-cased, everything else than letters and digits of ASCII becomes one `-`.
    ///
    /// `www.lemonde.fr` gives `lemonde-fr`; a text without any such letter gives `unknown`.
    pub fn new(text: &str) -> Self {
        let text = text.trim().to_ascii_lowercase();
        let mut token = String::with_capacity(text.len());
        for character in text.strip_prefix("www.").unwrap_or(&text).chars() {
            match character {
                'a'..='z' | '0'..='9' | '_' => token.push(character),
                // Dots part the tokens of a NATS subject, `*` and `>` stand for any: none of
                // them may get into a name.
                _ if token.ends_with('-') || token.is_empty() => {}
                _ => token.push('-'),
            }
        }
        let token = token.trim_end_matches('-');
        if token.is_empty() { Self::unknown() } else { Self(token.to_owned()) }
    }

    /// The source of a URL nobody configured: its host.
    pub fn of_url(url: &str) -> Self {
        crate::host(url).map_or_else(Self::unknown, |host| Self::new(&host))
    }

    /// Stands where neither configuration nor URL name a source.
    pub fn unknown() -> Self {
        Self("unknown".to_owned())
    }

    /// The name as it stands in subjects.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SourceId {
    /// Any text is accepted and made a token, so that no message can smuggle a dot or a wildcard into a subject.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_a_subject_token() {
        let check = |text: &str, expected: &str| assert_eq!(SourceId::new(text).as_str(), expected, "{text}");
        check("www.lemonde.fr", "lemonde-fr");
        check("Báo Chính Phủ", "b-o-ch-nh-ph");
        check("a.*.>", "a");
        check("  ", "unknown");
        assert_eq!(SourceId::of_url("https://www.vietnam.vn/fr/x").as_str(), "vietnam-vn");
    }

    #[test]
    fn reading_a_name_twice_changes_nothing() {
        let once = SourceId::new("Le Monde — Afrique");
        assert_eq!(SourceId::new(once.as_str()), once);
    }
}
