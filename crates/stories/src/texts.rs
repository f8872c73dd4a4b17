//! Texts that are compared: the latest few thousand in memory, the others at hand with whoever keeps a
//! [`Stories`](crate::Stories), or brought when they are asked for.

use rustc_hash::FxHashMap;
use veille_model::ArticleId;

use crate::shingles::Shingles;

/// Gives the text of an article, if it is at hand.
pub(crate) type AtHand<'h> = dyn FnMut(&ArticleId) -> Option<Shingles> + 'h;

/// Texts that are kept in memory once more have come.
const TEXTS: usize = 500;

/// The texts in memory.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// Brought, from one piece of work to the next: each piece has all that it asked for.
    latest: FxHashMap<ArticleId, Shingles>,
    before: FxHashMap<ArticleId, Shingles>,
    /// Those that are at hand, and can be had again at any time.
    fetched: FxHashMap<ArticleId, Shingles>,
}

impl Texts {
    pub(crate) fn get(&self, article: &ArticleId) -> Option<&Shingles> {
        self.latest.get(article).or_else(|| self.before.get(article)).or_else(|| self.fetched.get(article))
    }

    /// Whether a text is here, or at hand.
    pub(crate) fn fetch(&mut self, article: &ArticleId, at_hand: &mut AtHand<'_>) -> bool {
        if self.get(article).is_some() {
            return true;
        }
        let Some(text) = at_hand(article) else { return false };
        self.fetched.insert(article.clone(), text);
        true
    }

    pub(crate) fn insert(&mut self, article: ArticleId, text: Shingles) {
        // It may lie in another of the three, as it was.
        self.remove(&article);
        self.latest.insert(article, text);
    }

    pub(crate) fn remove(&mut self, article: &ArticleId) {
        self.latest.remove(article);
        self.before.remove(article);
        self.fetched.remove(article);
    }

    /// Between two articles: none of those fetched is looked at.
    pub(crate) fn make_room(&mut self) {
        if self.fetched.len() > TEXTS {
            self.fetched.clear();
        }
    }

    /// Between two pieces of work.
    pub(crate) fn age(&mut self) {
        if self.latest.len() > TEXTS {
            self.before = std::mem::take(&mut self.latest);
        }
    }
}
