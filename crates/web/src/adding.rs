//! What readers hand in: an address, a text, a page. It goes the way of everything else, which whoever serves us knows.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_model::{Capture, Outcome};

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
