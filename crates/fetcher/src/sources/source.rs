//! A publisher and its feeds, and all that are read.

use url::Url;
use veille_model::SourceId;

use crate::credentials::Credentials;

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
    /// Pages of it that list its articles.
    pub sections: Vec<Section>,
    /// Pages of it that are looked at for changes.
    pub pages: Vec<Url>,
    /// Name and password for those of these that want them.
    pub credentials: Credentials,
}

/// A page that lists articles, where no feed does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its address.
    pub url: Url,
    /// A pattern of the paths of its articles, `*` for anything.
    pub links: Option<String>,
    /// A CSS selector of the links to its articles.
    pub selector: Option<String>,
}

/// What is read at an address of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A document that announces pages.
    Feed,
    /// A page that lists others.
    Section(Section),
    /// A page that is itself what is wanted.
    Page,
}

impl Kind {
    /// The parts of the rule by which a section page is read.
    pub(crate) fn rule(&self) -> Option<[&str; 2]> {
        let Self::Section(section) = self else { return None };
        Some([&section.links, &section.selector].map(|part| part.as_deref().unwrap_or_default()))
    }
}

impl Source {
    /// All addresses that are read regularly.
    pub fn watched(&self) -> impl Iterator<Item = &Url> {
        self.feeds.iter().chain(self.sections.iter().map(|section| &section.url)).chain(&self.pages)
    }

    /// One of them with name and password, where it wants these.
    pub fn whole(&self, url: &str) -> String {
        Url::parse(url).map_or_else(|_| url.to_owned(), |url| self.credentials.whole(&url).into())
    }

    /// What is read at one of them.
    pub(crate) fn kind_of(&self, url: &Url) -> Kind {
        match self.sections.iter().find(|section| section.url == *url) {
            Some(section) => Kind::Section(section.clone()),
            None if self.pages.contains(url) => Kind::Page,
            None => Kind::Feed,
        }
    }
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
