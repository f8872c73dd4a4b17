//! Names in filters that nobody has: a misspelt topic finds as little as a new one, and whoever asks is told which it is.

use crate::catalogue::Shelf;
use crate::selection::Selection;
use crate::watched::Watched;

/// A filter that is set to what is neither watched nor stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown<'s> {
    Topic(&'s str),
    Source(&'s str),
    Country(&'s str),
}

impl Unknown<'_> {
    /// The parameter, and its value.
    pub fn pair(self) -> (&'static str, String) {
        match self {
            Self::Topic(id) => ("topic", id.to_owned()),
            Self::Source(id) => ("source", id.to_owned()),
            Self::Country(code) => ("country", code.to_owned()),
        }
    }
}

/// Those of a selection. What is watched no more and stored still is known.
pub(crate) fn unknown<'s>(selection: &'s Selection, watched: &Watched, shelf: &Shelf) -> Vec<Unknown<'s>> {
    let topic = selection.topic.as_ref().map(|topic| topic.as_str());
    let topic = topic.filter(|id| watched.topic(id).is_none() && !shelf.has_topic(id));
    let source = selection.source.as_ref();
    let source = source.filter(|id| !watched.sources.contains_key(id) && !shelf.has_source(id.as_str()));
    // Of a source's country the configuration alone knows; articles say nothing of it.
    let country = selection.country.as_deref();
    let country = country.filter(|code| watched.countries.values().all(|known| known != code));
    [
        topic.map(Unknown::Topic),
        source.map(|source| Unknown::Source(source.as_str())),
        country.map(Unknown::Country),
    ]
    .into_iter()
    .flatten()
    .collect()
}
