//! What is watched, as readers see it: topics with their labels and queries, sources with their names.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_model::{SourceId, TopicId};

/// What an office watches. Handed over whole whenever its configuration changes.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// The topics, by id.
    pub topics: Vec<Topic>,
    /// The names of the sources that have one.
    pub sources: BTreeMap<SourceId, String>,
    /// The countries of the sources that have one, as ISO 3166-1 has them: `VN`.
    pub countries: BTreeMap<SourceId, String>,
    /// What judges articles by these topics; explains nothing where there is none.
    pub classifier: Option<Classifier>,
    /// What reads pages; explains nothing where there is none.
    pub cleaner: Option<Cleaner>,
    /// What happens on known days, which *Coverage* marks.
    pub events: Vec<Event>,
}

/// Something that happens on known days: a ceremony, an election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What people call it.
    pub name: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, which is in it.
    pub to: NaiveDate,
}

/// One topic.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name in addresses.
    pub id: TopicId,
    /// What readers see, by language.
    pub labels: BTreeMap<String, String>,
    /// Its queries as written, by language; under `""` where there is one for all.
    pub queries: BTreeMap<String, String>,
    /// IPTC Media Topic codes.
    pub media_topics: Vec<String>,
    /// Who answers for the query.
    pub author: Option<String>,
    /// What a reader of the query should know.
    pub note: Option<String>,
}

impl Topic {
    /// Its label in a language, or in English, or its id.
    pub(crate) fn label(&self, language: &str) -> &str {
        let label = self.labels.get(language).or_else(|| self.labels.get("en"));
        label.or_else(|| self.labels.values().next()).map_or(self.id.as_str(), String::as_str)
    }
}

impl Watched {
    /// The country of a source, where it has one.
    pub(crate) fn country(&self, source: &str) -> Option<&str> {
        let found = self.countries.iter().find(|(known, _)| known.as_str() == source);
        found.map(|(_, country)| country.as_str())
    }

    /// The topic of this id.
    pub(crate) fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id.as_str() == id)
    }

    /// What a topic is called, whether it is still watched or not.
    pub(crate) fn label<'a>(&'a self, id: &'a str, language: &str) -> &'a str {
        self.topic(id).map_or(id, |topic| topic.label(language))
    }
}

/// What is watched, as it is whenever somebody asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watching(Arc<RwLock<Arc<Watched>>>);

impl Watching {
    pub fn new(watched: Watched) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(watched))))
    }

    // Nobody can panic while it is held: it is replaced whole.
    pub fn now(&self) -> Arc<Watched> {
        // The lock for the copy of one pointer: a page is made over one set from beginning to end, however often it is replaced
        // meanwhile.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn replace(&self, watched: Watched) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(watched);
    }
}
