//! What an element inherits from those around it: the base of relative addresses, and the language (`xml:base`, `xml:lang`).

use url::Url;

use super::link::address;
use super::markup::Element;

/// Longest base of relative addresses, each of which becomes as long.
const BASE_BYTES_MAX: usize = 2_000;
/// Longest language; the longest that is registered has some twenty letters.
const LANGUAGE_BYTES_MAX: usize = 40;

/// What an element inherits.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) base: Option<Url>,
    /// Whether the document states the base (`xml:base`).
    pub(super) states_base: bool,
    pub(super) language: Option<String>,
}

impl Context {
    pub(super) fn inside(&self, element: &Element) -> Self {
        // Some leave its prefix out.
        let base = element.attribute("xml:base").or_else(|| element.attribute("base"));
        let base = base.and_then(|base| address(base, self.base.as_ref())).filter(is_base);
        let language = element.attribute("xml:lang").and_then(language);
        Self {
            states_base: base.is_some() || self.states_base,
            base: base.or_else(|| self.base.clone()),
            language: language.or_else(|| self.language.clone()),
        }
    }

    /// An address as it is written here.
    pub(super) fn address(&self, written: &str) -> Option<Url> {
        address(written, self.base.as_ref())
    }

    /// An identifier; one that is a path is that of a page, and another one on another site.
    pub(super) fn identifier(&self, written: String) -> String {
        let is_path = written.starts_with('/') && !written.contains(char::is_whitespace);
        self.base
            .as_ref()
            .filter(|_| is_path)
            .and_then(|base| base.join(&written).ok())
            .map_or(written, String::from)
    }
}

/// Whether addresses may be relative to this one: each of twenty thousand entries has it.
pub(super) fn is_base(url: &Url) -> bool {
    url.as_str().len() <= BASE_BYTES_MAX
}

/// A language as it is declared; None where it is none.
pub(super) fn language(written: &str) -> Option<String> {
    let tag = written.trim();
    (!tag.is_empty() && tag.len() <= LANGUAGE_BYTES_MAX).then(|| tag.replace('_', "-"))
}
