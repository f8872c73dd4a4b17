//! A publisher and its feeds, and all that are read.

use url::Url;
use veille_model::SourceId;

/// A publisher that we read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name in subjects and rows.
    pub id: SourceId,
    /// Its name for people.
    pub name: String,
    /// The language that it mostly writes in, BCP 47.
    pub language: Option<String>,
    /// The country that it is published in, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// What people should know of it: `not yet tried`.
    pub note: Option<String>,
    /// Whether it is not read for the time being.
    pub paused: bool,
    /// Its feeds: RSS, Atom, JSON Feed or news sitemaps.
    pub feeds: Vec<Url>,
}

/// All publishers that we read, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(pub(super) Vec<Source>);

impl Sources {
    /// The sources.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Source>> for Sources {
    fn from(sources: Vec<Source>) -> Self {
        Self(sources)
    }
}
