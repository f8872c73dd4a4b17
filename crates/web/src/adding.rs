//! What readers hand in: an address, a text, a page; or a publisher, to be read from now on. It goes the way of everything else,
//! which whoever serves us knows.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_model::{Capture, Outcome, SourceId};

/// What is handed in.
#[derive(Clone, Debug)]
pub enum Given {
    /// The address of a page, which is to be fetched as all others are.
    Address(String),
    /// A page as received, or a text.
    Capture(Box<Capture>),
}

/// What became of it, stage by stage; it is stored by then.
pub type Added = Pin<Box<dyn Future<Output = Result<Vec<Outcome>, String>> + Send>>;

type Way = dyn Fn(Given, Cleaner, Classifier) -> Added + Send + Sync;

/// The way that everything goes: fetched, cleaned and judged by the rules of that moment, stored.
#[derive(Clone)]
pub struct Add(Arc<Way>);

impl fmt::Debug for Add {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Add")
    }
}

impl Add {
    /// The way that `go` goes.
    pub fn new(go: impl Fn(Given, Cleaner, Classifier) -> Added + Send + Sync + 'static) -> Self {
        Self(Arc::new(go))
    }

    pub(crate) fn go(&self, given: Given, cleaner: Cleaner, classifier: Classifier) -> Added {
        (self.0)(given, cleaner, classifier)
    }
}

/// When something was published, as far as it says, and its headline.
type Announced = (Option<String>, String);

/// A publisher as it was found.
#[derive(Clone, Debug)]
pub struct FoundSource {
    /// What it would be called in addresses.
    pub id: SourceId,
    /// What it calls itself.
    pub name: String,
    /// What it writes in, as far as its newest entries say.
    pub language: Option<String>,
    /// The feeds that would be read, each with what it announces now: dates and headlines.
    pub feeds: Vec<(String, Vec<Announced>)>,
    /// The source of the list that reads the same already.
    pub known: Option<String>,
}

/// A publisher that is being looked at.
pub type Looked = Pin<Box<dyn Future<Output = Result<FoundSource, String>> + Send>>;

type Look = dyn Fn(String, bool) -> Looked + Send + Sync;

/// Who looks at publishers, politely, and writes them into the list of those that are read.
#[derive(Clone)]
pub struct AddSource(Arc<Look>);

impl fmt::Debug for AddSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddSource")
    }
}

impl AddSource {
    /// `look` looks at an address, and writes what it finds there into the list where that is wanted.
    pub fn new(look: impl Fn(String, bool) -> Looked + Send + Sync + 'static) -> Self {
        Self(Arc::new(look))
    }

    pub(crate) fn look(&self, address: &str, is_wanted: bool) -> Looked {
        (self.0)(address.to_owned(), is_wanted)
    }
}
