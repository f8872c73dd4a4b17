//! Cleaner and classifier as stages of the pipeline.

use std::sync::{Arc, RwLock};

use veille_classifier::Classifier;
use veille_cleaner::{Cleaner, Links, Unclean};
use veille_fetcher::{Lister, Reader};
use veille_model::{Article, Capture, Reason, StageName, TaggedArticle};
use veille_pipeline::{Stage, Verdict};

/// A value that is replaced whole while others work with it: each takes the current one and keeps it to the end.
#[derive(Debug)]
pub struct Swap<T>(RwLock<Arc<T>>);

impl<T> Swap<T> {
    pub fn new(value: T) -> Self {
        Self(RwLock::new(Arc::new(value)))
    }

    /// The value that holds now.
    pub fn current(&self) -> Arc<T> {
        // The lock is held for the copy of a pointer only; an article is judged by one set
        // of rules from end to end.
        Arc::clone(&self.0.read().expect("no one panics while holding the lock"))
    }

    /// Puts another in its place.
    pub fn replace(&self, value: T) {
        *self.0.write().expect("no one panics while holding the lock") = Arc::new(value);
    }
}

/// `clean`: a capture becomes an article, or there is a reason why not.
#[derive(Clone)]
pub struct Clean(pub Arc<Swap<Cleaner>>);

impl Stage for Clean {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;
    const RETRIES: bool = false;

    fn settle(&self, capture: Capture) -> Verdict<Article> {
        match self.0.current().clean(&capture) {
            Ok(article) => Verdict::Forward(vec![article]),
            Err(unclean) => Verdict::Discard(reason(&unclean)),
        }
    }
}

impl Clean {
    /// What a page came to, for the fetcher: one that is no article, or whose text is the feed's, is asked for again.
    pub fn reader(&self) -> Reader {
        let cleaner = Arc::clone(&self.0);
        Arc::new(move |capture| match cleaner.current().clean(capture) {
            Ok(article) => {
                let cause = article.flags.iter().find_map(|flag| flag.strip_prefix("page_"))?;
                let detail =
                    "the page gave no article, so what its feed said of it stands in; it is asked for again";
                Some(Reason::new(cause, detail))
            }
            Err(unclean) => Some(reason(&unclean)),
        })
    }
}

/// What section pages list, for the fetcher.
pub fn lister() -> Lister {
    Arc::new(|page, section| {
        // `veille check` has told of a selector that is none; then the page is read without.
        let links = Links::parse(section.links.as_deref(), section.selector.as_deref()).unwrap_or_default();
        links.on(page)
    })
}

/// The ledger's form of what the cleaner said.
pub fn reason(unclean: &Unclean) -> Reason {
    Reason::new(unclean.code(), unclean.to_string())
}

/// `classify`: an article gets its language and its tags.
#[derive(Clone)]
pub struct Classify(pub Arc<Swap<Classifier>>);

impl Stage for Classify {
    type Input = Article;
    type Output = TaggedArticle;
    const NAME: StageName = StageName::Classify;
    const RETRIES: bool = false;

    fn settle(&self, article: Article) -> Verdict<TaggedArticle> {
        Verdict::Forward(vec![self.0.current().classify(article)])
    }
}
