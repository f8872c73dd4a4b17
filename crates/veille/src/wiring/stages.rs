//! Cleaner and classifier as stages of the pipeline.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use veille_classifier::Classifier;
use veille_cleaner::{Cleaner, Links, Unclean};
use veille_fetcher::{Lister, Reader};
use veille_model::{Article, Capture, CaptureId, Reason, StageName, TaggedArticle};
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

/// What the fetcher had read that waits to be stored; of more the oldest are read once more. All of them are short.
const READ_MAX: usize = 256;

/// `clean`: a capture becomes an article, or there is a reason why not.
#[derive(Clone)]
pub struct Clean {
    pub rules: Arc<Swap<Cleaner>>,
    /// What the fetcher asked about on the way, so that no page is cleaned twice.
    read: Arc<Mutex<VecDeque<Read>>>,
}

/// What a capture came to, and by which rules.
struct Read {
    capture: CaptureId,
    rules: Arc<Cleaner>,
    cleaned: Result<Article, Unclean>,
}

impl Stage for Clean {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;
    const RETRIES: bool = false;

    fn settle(&self, capture: Capture) -> Verdict<Article> {
        let rules = self.rules.current();
        match self.read_before(&capture, &rules).unwrap_or_else(|| rules.clean(&capture)) {
            Ok(article) => Verdict::Forward(vec![article]),
            Err(unclean) => Verdict::Discard(reason(&unclean)),
        }
    }
}

impl Clean {
    pub fn new(cleaner: Cleaner) -> Self {
        Self { rules: Arc::new(Swap::new(cleaner)), read: Arc::default() }
    }

    /// What a page came to, for the fetcher: one that is no article, or whose text is the feed's, is asked for again.
    pub fn reader(&self) -> Reader {
        let clean = self.clone();
        Arc::new(move |capture| {
            let rules = clean.rules.current();
            let cleaned = rules.clean(capture);
            let came_to = disappointment(&cleaned);
            clean.remember(Read { capture: capture.id.clone(), rules, cleaned });
            came_to
        })
    }

    fn remember(&self, read: Read) {
        let mut before = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if before.len() == READ_MAX {
            before.pop_front();
        }
        before.push_back(read);
    }

    /// What came of a capture by these rules, where somebody asked for it; it is not known any more then.
    fn read_before(&self, capture: &Capture, rules: &Arc<Cleaner>) -> Option<Result<Article, Unclean>> {
        let mut before = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let at = before.iter().position(|read| read.capture == capture.id)?;
        before.remove(at).filter(|read| Arc::ptr_eq(&read.rules, rules)).map(|read| read.cleaned)
    }
}

/// Why a page is asked for again, where it is.
fn disappointment(cleaned: &Result<Article, Unclean>) -> Option<Reason> {
    match cleaned {
        Ok(article) => {
            let cause = article.flags.iter().find_map(|flag| flag.strip_prefix("page_"))?;
            let detail =
                "the page gave no article, so what its feed said of it stands in; it is asked for again";
            Some(Reason::new(cause, detail))
        }
        Err(unclean) => Some(reason(unclean)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_the_fetcher_had_read_is_not_cleaned_again_but_by_other_rules() {
        let cleaner = || Cleaner::new(Default::default(), Default::default());
        let clean = Clean::new(cleaner());
        let page = || {
            let text =
                "<p>The council approved the repair of the old bridge over the river on Monday.".repeat(5);
            Capture::page(Some("https://a.example/1".to_owned()), text.into_bytes())
        };
        let waiting = || clean.read.lock().unwrap().len();
        let reader = clean.reader();
        reader(&page());
        assert_eq!(waiting(), 1);
        let settled = || match clean.settle(page()) {
            Verdict::Forward(articles) => Ok(articles),
            Verdict::Discard(reason) => Err(reason),
            _ => panic!("the cleaner forwards or discards"),
        };
        let read = settled();
        assert_eq!(waiting(), 0);
        assert_eq!(read, settled());
        reader(&page());
        clean.rules.replace(cleaner());
        clean.settle(page());
        assert_eq!(waiting(), 0, "by other rules it says nothing");
        (0..READ_MAX + 10).for_each(|_| _ = reader(&page()));
        assert_eq!(waiting(), READ_MAX);
    }
}
