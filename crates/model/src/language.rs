//! Languages by name.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A BCP 47 tag (RFC 5646): `fr`, `zh-Hans`, `und` where the language is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Takes a tag in whatever case it is written, for tags have none, and writes it as they are written (RFC 5646, 2.1.1):
    /// `zh-Hans`, `pt-BR`. Separators become `-`.
    pub fn new(tag: &str) -> Self {
        let mut written = String::with_capacity(tag.len());
        let mut is_private = false;
        // `zh_Hans`, `en_US` are locales of POSIX and of Open Graph.
        for part in tag.trim().split(['_', '-']) {
            if written.is_empty() {
                written.push_str(&part.to_ascii_lowercase());
                is_private = part.len() == 1;
                continue;
            }
            written.push('-');
            match part.len() {
                2 if !is_private => written.push_str(&part.to_ascii_uppercase()),
                4 if !is_private && part.is_char_boundary(1) => {
                    written.push_str(&part[..1].to_ascii_uppercase());
                    written.push_str(&part[1..].to_ascii_lowercase());
                }
                // Variants, extensions and whatever is longer are written small (RFC 5646, 2.1.1).
                _ => written.push_str(&part.to_ascii_lowercase()),
            }
            // What stands behind a single letter is an extension's, and no country.
            is_private |= part.len() == 1;
        }
        if written.is_empty() { Self::und() } else { Self(written) }
    }

    /// The tag of an unknown language.
    pub fn und() -> Self {
        Self("und".to_owned())
    }

    /// Whether every part of it stands in IANA's registry of language subtags: `fr`, `zh-Hans`, `es-419`; not `french`.
    pub fn is_registered(&self) -> bool {
        language_tags::LanguageTag::parse(&self.0).is_ok_and(|tag| tag.validate().is_ok())
    }

    /// What to write instead of what is no tag.
    pub fn complaint(written: &str) -> String {
        let name = written.to_lowercase();
        match NAMES.iter().find(|(known, _)| *known == name) {
            Some((_, tag)) => format!("`{written}` is no BCP 47 tag of a language; expected `{tag}`"),
            None => format!(
                "`{written}` is no BCP 47 tag of a language; expected one such as `fr`, `vi` or `zh-Hans`"
            ),
        }
    }

    /// Whether the language is unknown.
    pub fn is_und(&self) -> bool {
        self.0 == "und"
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether another tag is this language or one of its varieties: `pt` includes `pt-BR` (basic filtering, RFC 4647, 3.3.1).
    pub fn includes(&self, other: &Self) -> bool {
        other.token().strip_prefix(&self.token()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    /// The primary subtag in lower case: `zh` of `zh-Hans`.
    pub fn primary(&self) -> String {
        // Tags have no case (RFC 5646, 2.1.1).
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The tag as a NATS subject token: lower case, nothing but `[a-z0-9-]`.
    pub fn token(&self) -> String {
        // Dots, `*` and `>` mean something in a subject, and a tag may have come from anywhere.
        let token: String =
            self.0.to_ascii_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if token.is_empty() { "und".to_owned() } else { token }
    }
}

/// What people write instead of a tag: names in English, in French and in the language itself, and codes of countries.
const NAMES: &[(&str, &str)] = &[
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("english", "en"),
    ("anglais", "en"),
    ("vietnamese", "vi"),
    ("vietnamien", "vi"),
    ("tiếng việt", "vi"),
    ("vn", "vi"),
    ("spanish", "es"),
    ("español", "es"),
    ("espagnol", "es"),
    ("german", "de"),
    ("deutsch", "de"),
    ("allemand", "de"),
    ("italian", "it"),
    ("italiano", "it"),
    ("italien", "it"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("portugais", "pt"),
    ("russian", "ru"),
    ("russe", "ru"),
    ("русский", "ru"),
    ("arabic", "ar"),
    ("arabe", "ar"),
    ("العربية", "ar"),
    ("chinese", "zh"),
    ("chinois", "zh"),
    ("中文", "zh"),
    ("cn", "zh"),
    ("japanese", "ja"),
    ("japonais", "ja"),
    ("jp", "ja"),
    ("korean", "ko"),
    ("coréen", "ko"),
];

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_names() {
        for tag in ["fr", "vi", "zh-Hans", "pt-BR", "es-419", "und", "sr-Latn-RS", "FR", "fr_CA"] {
            assert!(LanguageTag::new(tag).is_registered(), "{tag}");
        }
        for (written, tag) in [
            ("zh-hans", "zh-Hans"),
            ("ZH_HANS", "zh-Hans"),
            ("FR", "fr"),
            ("pt-br", "pt-BR"),
            ("sr-latn-rs", "sr-Latn-RS"),
            ("ES-419", "es-419"),
            ("en-u-ca-gregory", "en-u-ca-gregory"),
            ("X-ab-abcd", "x-ab-abcd"),
        ] {
            assert_eq!(LanguageTag::new(written).as_str(), tag);
            assert!(LanguageTag::new(written).is_registered(), "{written}");
        }
        assert_eq!(LanguageTag::new("fr-żab").as_str(), "fr-żab");
        for name in ["french", "Français", "vn", "fr-french", "x y", "default", "query", "note", "zz"] {
            assert!(!LanguageTag::new(name).is_registered(), "{name}");
        }
        // `uk` is Ukrainian, and nobody would be told that English was expected.
        for (name, tag) in NAMES {
            assert!(!LanguageTag::new(name).is_registered(), "{name} is a tag, not a name");
            assert!(LanguageTag::new(tag).is_registered(), "{tag}");
        }
        assert!(LanguageTag::complaint("French").ends_with("expected `fr`"));
        assert!(LanguageTag::complaint("vn").ends_with("expected `vi`"));
    }
}
