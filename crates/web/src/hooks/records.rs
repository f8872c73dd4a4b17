//! Endpoints and deliveries as they are written down.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use veille_model::ArticleId;
use veille_query::{Query, QueryError};
use veille_sink::{Change, StoreError};

use super::signing::Key;
use crate::selection::Selection;

/// Where changes are sent to.
#[derive(Clone, Debug, Serialize)]
pub struct Endpoint {
    /// What it is called.
    pub id: String,
    /// Its address.
    pub url: String,
    /// What changes it is told, as filters stand in an address.
    pub filters: String,
    /// Who added it.
    pub by: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// How many deliveries wait for it.
    pub waiting: usize,
    /// Since when it takes nothing.
    pub failing_since: Option<DateTime<Utc>>,
    /// Since when it is sent nothing more, because it took nothing for too long.
    pub disabled_at: Option<DateTime<Utc>>,
    /// What was tried last.
    pub last: Option<Delivery>,
}

/// One delivery: sent, or waiting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// As it says to who receives it: the same when it is sent again.
    pub id: String,
    /// `article.new`, `article.revised`, …; `webhook.greeting` to begin with, `webhook.gap` where changes were let go that it
    /// has not seen.
    pub kind: String,
    /// The article that it is about.
    pub article: Option<ArticleId>,
    /// When it was sent, or is to be.
    pub at: DateTime<Utc>,
    /// How often it was sent.
    pub tries: u32,
    /// What came of it; None while it waits.
    pub outcome: Option<String>,
    /// Whether it was taken.
    pub taken: bool,
    /// The number of the change.
    #[serde(default)]
    pub(super) change: u64,
}

/// Why an endpoint cannot be added or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HookError {
    /// It is no address that can be sent to.
    #[error("`{0}` is no address to send to; expected http:// or https://, without a name and a password")]
    Address(String),
    /// A filter that cannot be understood.
    #[error("{name} cannot be {value:?}; write filters as in the address of a list: topic=…&language=fr&q=…")]
    Filter {
        /// Of which name.
        name: String,
        /// As written.
        value: String,
    },
    /// A topic that nobody watches: nothing would ever be sent.
    #[error("no topic is called {topic:?}; there are: {known}")]
    NoTopic {
        /// As written.
        topic: String,
        /// Those that there are.
        known: String,
    },
    /// A query that cannot be read.
    #[error("the query, {0}")]
    Query(#[from] QueryError),
    /// There is none.
    #[error(
        "there is no `{0}`; `veille webhook list` lists endpoints, `veille webhook deliveries` what was sent"
    )]
    NotThere(String),
    /// Others write the same all the time.
    #[error("others write the same; try again")]
    Busy,
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A change that waits to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    pub id: String,
    pub kind: String,
    pub article: Option<ArticleId>,
    pub change: u64,
    /// When it happened.
    pub at: DateTime<Utc>,
    pub tries: u32,
    pub next_at: DateTime<Utc>,
}

impl Waiting {
    pub(super) fn of(endpoint: &str, change: &Change) -> Self {
        Self {
            id: format!("msg_{endpoint}_{}", change.number),
            kind: format!("article.{}", change.kind.as_str()),
            article: Some(change.article.clone()),
            change: change.number,
            at: Utc::now(),
            tries: 0,
            // Due at once.
            next_at: DateTime::UNIX_EPOCH,
        }
    }

    /// What shows an endpoint, and who added it, that they hear each other.
    pub(super) fn greeting(endpoint: &str) -> Self {
        Self {
            id: format!("msg_{endpoint}_greeting"),
            kind: "webhook.greeting".to_owned(),
            article: None,
            change: 0,
            at: Utc::now(),
            tries: 0,
            next_at: DateTime::UNIX_EPOCH,
        }
    }

    /// What tells an endpoint that changes up to one are gone that it has not seen: what it keeps is to be asked for anew.
    pub(super) fn gap(endpoint: &str, up_to: u64) -> Self {
        Self {
            id: format!("msg_{endpoint}_gap_{up_to}"),
            kind: "webhook.gap".to_owned(),
            change: up_to,
            ..Self::greeting(endpoint)
        }
    }
}

/// An endpoint as it lies in the store.
#[derive(Serialize, Deserialize)]
struct Written {
    url: String,
    filters: String,
    by: String,
    created_at: DateTime<Utc>,
    key: String,
}

impl Endpoint {
    pub(super) fn new(id: &str, url: &str, filters: String, by: &str) -> Self {
        let (id, url, by) = (id.to_owned(), url.to_owned(), by.to_owned());
        let created_at = Utc::now();
        Self {
            id,
            url,
            filters,
            by,
            created_at,
            waiting: 0,
            failing_since: None,
            disabled_at: None,
            last: None,
        }
    }

    pub(super) fn written(&self, key: &str) -> String {
        let written = Written {
            url: self.url.clone(),
            filters: self.filters.clone(),
            by: self.by.clone(),
            created_at: self.created_at,
            key: key.to_owned(),
        };
        serde_json::to_string(&written).expect("texts and an instant are plain JSON")
    }

    pub(super) fn read(id: &str, document: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(document).ok()?;
        let created_at = written.created_at;
        Some(Self { created_at, ..Self::new(id, &written.url, written.filters, &written.by) })
    }

    pub(super) fn with_key(id: &str, document: &str) -> Option<(Self, Key)> {
        let written: Written = serde_json::from_str(document).ok()?;
        Some((Self::read(id, document)?, Key::read(&written.key)?))
    }
}

/// Filters as they are written in an address, in one order; what cannot be understood is refused.
pub(super) fn filters(written: &str) -> Result<String, HookError> {
    let written = written.trim().trim_start_matches('?');
    let pairs: Vec<(String, String)> = form_urlencoded::parse(written.as_bytes()).into_owned().collect();
    // Not `originals` and `triage`: whether it is a copy, and what the office thinks of it, is known only after it is told.
    let known = [
        "q", "topic", "language", "source", "origin", "country", "person", "org", "place", "day", "from",
        "to", "dated", "all",
    ];
    if let Some((name, value)) = pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        return Err(HookError::Filter { name: format!("the filter {name}"), value: value.clone() });
    }
    let selection = Selection::read_filters(&pairs)
        .map_err(|misread| HookError::Filter { name: misread.name.to_owned(), value: misread.value })?;
    if let Some(query) = &selection.query {
        Query::parse(query)?;
    }
    // In one order, so that what an endpoint shows is what another with the same filters shows.
    Ok(selection.href_at("", None).trim_start_matches('?').to_owned())
}

pub(super) fn selection(filters: &str) -> Selection {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(filters.as_bytes()).into_owned().collect();
    Selection::read_filters(&pairs).unwrap_or_default()
}
