//! Cleaner and classifier as stages of the pipeline.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use veille_classifier::Classifier;
use veille_cleaner::{Cleaner, Links, Unclean};
use veille_fetcher::{Lacks, Lister};
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

/// What the fetcher had read that waits to be stored; of more the oldest are read once more.
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
    // The same bytes by the same rules come to the same: trying again would be in vain.
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
    pub fn reader(&self) -> impl Fn(&Capture) -> Result<Lacks, Reason> + Send + Sync + 'static {
        let clean = self.clone();
        move |capture| {
            let rules = clean.rules.current();
            let cleaned = rules.clean(capture);
            let came_to = came_to(&cleaned);
            clean.remember(Read { capture: capture.id.clone(), rules, cleaned });
            came_to
        }
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
        // By other rules than those of now it came to something else.
        before.remove(at).filter(|read| Arc::ptr_eq(&read.rules, rules)).map(|read| read.cleaned)
    }
}

/// What a page does not say by itself that is an article; else why it is asked for again.
fn came_to(cleaned: &Result<Article, Unclean>) -> Result<Lacks, Reason> {
    let article = cleaned.as_ref().map_err(reason)?;
    // The feed's words stand in for a page that gave nothing: the page is still to be had.
    if let Some(cause) = article.flags.iter().find_map(|flag| flag.strip_prefix("page_")) {
        let detail = "the page gave no article, so what its feed said of it stands in; it is asked for again";
        return Err(Reason::new(cause, detail));
    }
    let is_flagged = |flag: &str| article.flags.iter().any(|it| it == flag);
    let letters = || article.text.chars().filter(|c| c.is_alphanumeric()).count();
    Ok(Lacks {
        text: is_flagged("paywall_stub").then(letters),
        title: article.headline.is_none() || is_flagged("headline_from_feed"),
        date: article.published_at.is_none() || is_flagged("date_from_feed"),
        authors: article.byline.is_empty() || is_flagged("byline_from_feed"),
    })
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
    use veille_model::FeedEntry;

    use super::*;

    #[test]
    fn what_a_page_lacks_is_what_its_entry_had_to_say_or_nobody_said() {
        let reader = Clean::new(Cleaner::new(Default::default(), Default::default())).reader();
        let check = |head: &str, entry: FeedEntry, expected: Lacks| {
            let text = "<p>The council approved the repair of the old bridge over the river on Monday, after three hours.</p>\
                        <p>Work begins in spring; until then lorries take the long road through the forest.</p>";
            let body = format!("<html><head>{head}</head><body><h1>The bridge is repaired</h1>{text}</body>");
            let page = Capture::page(Some("https://a.example/1".to_owned()), body.into_bytes());
            assert_eq!(reader(&page.announced_by(entry)), Ok(expected), "{head}");
        };
        let dated = || FeedEntry { published_at: "2025-10-25".parse().ok(), ..FeedEntry::default() };
        let both = Lacks { date: true, authors: true, ..Lacks::default() };
        check("", FeedEntry::default(), both);
        check("", dated(), both);
        let date = "<meta property='article:published_time' content='2025-10-24T09:00:00Z'>";
        check(date, dated(), Lacks { date: false, ..both });
        let paid = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script>";
        check(&format!("{date}{paid}"), dated(), Lacks { date: false, text: Some(141), ..both });
        let wall = Capture::page(None, b"<html><title>Are you a robot?</title>".to_vec());
        assert!(reader(&wall).is_err());
    }

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
        _ = reader(&page());
        assert_eq!(waiting(), 1);
        let settled = || match clean.settle(page()) {
            Verdict::Forward(articles) => Ok(articles),
            Verdict::Discard(reason) => Err(reason),
            _ => panic!("the cleaner forwards or discards"),
        };
        let read = settled();
        assert_eq!(waiting(), 0);
        assert_eq!(read, settled());
        _ = reader(&page());
        clean.rules.replace(cleaner());
        clean.settle(page());
        assert_eq!(waiting(), 0, "by other rules it says nothing");
        (0..READ_MAX + 10).for_each(|_| _ = reader(&page()));
        assert_eq!(waiting(), READ_MAX);
    }
}
