//! What there is to list: of every article the little that lists are cut and counted by, in memory and in order.
//!
//! It is filled once from the store, and from then on follows the change feed: each request first takes in what has been
//! stored since the last one. Filters, counts and pages are then a walk over a vector, whatever the store's database
//! is: 100,000 articles take a few milliseconds and some tens of MB, and as much for every 50,000 names in them. Documents are read
//! only of those that are shown.

mod asked;
mod bundles;
mod named;
mod names;
mod outlets;
mod shelf;

pub(crate) use bundles::{Bundle, Order, Teller};
pub(crate) use named::{Person, Rung, SaidAt, Saying, Sayings, Whom};
pub(crate) use shelf::{Counted, Counts, Cut, Shelf, by_country};

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use futures_util::TryStreamExt;
use tokio::sync::Mutex;
use veille_model::{ArticleId, TaggedArticle};
use veille_sink::{Store, StoreError};

use crate::Zone;
use crate::triage;
use crate::watched::Watching;

/// Changes taken in at a time.
const CHANGES_AT_ONCE: u32 = 500;

/// The catalogue of one store.
#[derive(Debug)]
pub(crate) struct Catalogue {
    store: Store,
    shelf: RwLock<Shelf>,
    /// The last change that was taken in, and the last line of the trail; none before it was filled.
    last: Mutex<Option<(u64, u64)>>,
}

impl Catalogue {
    /// Of what is `watched` it knows which country a source is of.
    pub fn new(store: Store, zone: Zone, watching: Watching) -> Self {
        Self { store, shelf: RwLock::new(Shelf::new(zone, watching)), last: Mutex::default() }
    }

    /// Takes in what the store holds that is not here yet.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        // Held until all is taken in: whoever asks meanwhile waits, and finds it done.
        let mut last = self.last.lock().await;
        let known = match *last {
            // Nobody looked for long, and what went meanwhile is not told any more: all is read again.
            Some((after, _))
                if matches!(self.store.go_on_after(after).await, Err(StoreError::ChangesGone { .. })) =>
            {
                None
            }
            known => known,
        };
        let (mut after, mut line) = match known {
            Some(numbers) => numbers,
            None => {
                // Read before the articles: a change between the two is taken in twice, and none is missed.
                let numbers = (self.store.last_change().await?, self.store.last_audit().await?);
                self.fill().await?;
                *last = Some(numbers);
                numbers
            }
        };
        // What people think of articles is told by the trail.
        loop {
            let lines = self.store.audit(line, CHANGES_AT_ONCE).await?;
            let Some(newest) = lines.last().map(|line| line.number) else { break };
            let mut judged = Vec::new();
            for article in triage::articles(&lines) {
                judged.push((article.clone(), triage::read(&self.store, &article).await?));
            }
            if !judged.is_empty() {
                self.write(|shelf| shelf.judge(judged));
            }
            line = newest;
            *last = Some((after, line));
        }
        loop {
            let changes = self.store.changes(after, CHANGES_AT_ONCE).await?;
            let Some(newest) = changes.last().map(|change| change.number) else { return Ok(()) };
            let ids: Vec<ArticleId> = changes.into_iter().map(|change| change.article).collect();
            let current = self.store.current(&ids).await?;
            let told = self.store.told(&ids).await?;
            self.write(|shelf| shelf.replace(&ids, &current, &told));
            after = newest;
            // After each piece, so that an error further on does not have it taken in again.
            *last = Some((after, line));
        }
    }

    async fn fill(&self) -> Result<(), StoreError> {
        let mut articles = self.store.every_current();
        let mut filled = Vec::new();
        // It may be filled for a second time, after changes went: what has gone meanwhile nobody tells any more.
        self.write(|shelf| shelf.clear());
        while let Some(article) = articles.try_next().await? {
            filled.push(article);
            if filled.len() == CHANGES_AT_ONCE as usize {
                self.put(&mut filled).await?;
            }
        }
        self.put(&mut filled).await?;
        let judged = triage::all(&self.store).await?;
        // Under one lock: nobody sees articles out of order, or without what is thought of them.
        self.write(|shelf| {
            shelf.judge(judged);
            shelf.sort();
        });
        Ok(())
    }

    async fn put(&self, articles: &mut Vec<TaggedArticle>) -> Result<(), StoreError> {
        let ids: Vec<ArticleId> = articles.iter().map(|article| article.article.id.clone()).collect();
        let told = self.store.told(&ids).await?;
        self.write(|shelf| shelf.add(articles, &told));
        articles.clear();
        Ok(())
    }

    /// The number of the last change that was taken in.
    pub async fn position(&self) -> u64 {
        self.last.lock().await.unwrap_or_default().0
    }

    /// What is there now. Not held across an await.
    pub fn read(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, change: impl FnOnce(&mut Shelf)) {
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        change(&mut shelf);
        shelf.forget_tallied();
    }

    /// The documents of these articles, in this order; those that have gone meanwhile are left out.
    pub async fn documents(&self, ids: &[ArticleId]) -> Result<Vec<TaggedArticle>, StoreError> {
        let found = self.store.current(ids).await?;
        let mut by_id: HashMap<ArticleId, TaggedArticle> =
            found.into_iter().map(|article| (article.article.id.clone(), article)).collect();
        // In the order of the ids, which is that of the list; the store has its own.
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }
}
