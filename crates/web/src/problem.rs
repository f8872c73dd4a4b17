//! Why nothing can be answered: not there, not understood, a store that cannot be read. Pages and programs are each told so in
//! their own way.

use veille_model::Reason;
use veille_query::QueryError;
use veille_search::SearchError;
use veille_sink::StoreError;

use crate::access::AccessError;
use crate::selection::Misread;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Nothing of this name.
    NotThere(String),
    /// An address with a secret that opens nothing, or nothing any more: what somebody tried is not said to them again.
    LinkGone,
    /// A parameter that cannot be understood.
    Misread(Misread),
    /// A query that does not parse.
    Query(QueryError),
    /// Nobody keeps an index that could be asked.
    NoSearch,
    /// The index cannot be asked.
    Search(SearchError),
    /// The store cannot be read.
    Store(StoreError),
    /// Who asks may not do it.
    Forbidden,
    /// What is asked for cannot be, as the reader is told.
    Told(String),
    /// Whoever is to do it says why it is not done.
    Failed(Reason),
    /// Others write the same all the time.
    Busy,
    /// Accounts cannot be read or changed.
    Access(AccessError),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Store(error) => Self::Store(error),
            error => Self::Search(error),
        }
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<Misread> for Problem {
    fn from(misread: Misread) -> Self {
        Self::Misread(misread)
    }
}
