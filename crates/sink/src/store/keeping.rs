//! What is kept for how long, and what keeps a store sound.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use veille_model::{ArticleId, CaptureId, Mark, Outcome, TaggedArticle, canonical_url};

use super::{Backend, Store, either};
use crate::captures;
use crate::partial::Partial;
use crate::rules::forgotten::{self, Request};
use crate::{CapturesSize, Finding, Forgotten, StoreError, StoredCapture};

impl Store {
    /// A capture by its name, where it is kept still.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn capture(&self, id: &CaptureId) -> Result<Option<StoredCapture>, StoreError> {
        either!(self, store => store.capture(id).await)
    }

    /// The captures of an article that are kept still, those captured first before the others: what its wordings were made
    /// from, and all others from the same addresses.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn captures_of(&self, article: &ArticleId) -> Result<Vec<StoredCapture>, StoreError> {
        Ok(captures::in_order(either!(self, store => store.captures_of(article).await)?))
    }

    /// The captures of an address, or the one of this name, whether an article was made of them or not; those captured first
    /// before the others.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn captures_at(&self, url_or_id: &str) -> Result<Vec<StoredCapture>, StoreError> {
        let named = self.capture(&CaptureId::from(url_or_id.to_owned())).await?;
        let there = match canonical_url(url_or_id) {
            Some(address) => either!(self, store => store.captures_at(&address).await)?,
            None => Vec::new(),
        };
        let all = named.into_iter().chain(there).map(|stored| (stored.row, stored));
        Ok(captures::in_order(all.collect()))
    }

    /// The captures after a row, in the order of their rows: at most so many, and no more once they come to so many bytes as
    /// received. None are left where there are none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn captures_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<StoredCapture>, StoreError> {
        let packed = either!(self, store => store.packed_after(row, limit, bytes_max).await)?;
        captures::unpacked(packed, || self.location()).await
    }

    /// How much the captures take.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn captures_size(&self) -> Result<CapturesSize, StoreError> {
        either!(self, store => store.captures_size().await)
    }

    /// Removes the captures that came into the store before this instant; how many there were. In small transactions, so
    /// that nobody waits long to commit.
    ///
    /// # Errors
    /// When the store cannot be written; some may be gone then.
    pub async fn expire_captures(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        either!(self, store => store.expire_captures(before).await)
    }

    /// Removes the articles of an address or an article's id for good: all wordings, tags, quotations, names and captures, also from
    /// the pages of the file that they stood on; and pages of which no article was made. A line in the ledger stays, and a key by which it is known when it arrives
    /// again: it is not stored then. Copies made before hold it still, and what was replaced earlier, when an article was judged
    /// anew, may lie on unused pages until [`Store::vacuum`].
    ///
    /// Marks may hold words of it too, which only those can read who wrote them: `memory` is told the addresses, as canonical as
    /// those of articles, and gives what tells of a mark how it is to be without them; None of one that says nothing of them.
    ///
    /// # Errors
    /// When the store cannot be written; nothing is removed then.
    pub async fn forget<M>(
        &self,
        url_or_id: &str,
        memory: impl Fn(&BTreeSet<String>) -> M,
    ) -> Result<Forgotten, StoreError>
    where
        M: Fn(&Mark) -> Option<Mark> + Send + Sync,
    {
        // Read before anything goes: the addresses stand in them alone.
        let wordings = self.wordings_of(url_or_id).await?;
        let pages = if wordings.is_empty() { self.captures_at(url_or_id).await? } else { Vec::new() };
        let pages: Vec<Outcome> = pages.iter().map(|page| forgotten::page(&page.capture)).collect();
        let urls = wordings.iter().filter_map(|wording| wording.article.article.url.as_deref());
        let urls = urls.chain(pages.iter().filter_map(|page| page.url.as_deref()));
        let without = memory(&urls.chain([url_or_id]).filter_map(canonical_url).collect());
        // All are gone through before anybody is kept from writing; those that it is about are few.
        let mut marks = Vec::new();
        let mut every = either!(self, store => store.every_mark());
        while let Some(mark) = every.try_next().await? {
            marks.extend(without(&mark).map(|mark| mark.key));
        }
        // A store in memory has one connection.
        drop(every);
        let request = Request { url_or_id, pages: &pages, marks: &marks, without: &without };
        either!(self, store => store.forget(&request).await)
    }

    /// Tells what was forgotten here, and is not stored when it comes again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn known_as_forgotten(
        &self,
    ) -> Result<impl Fn(&TaggedArticle) -> bool + Send + 'static + use<>, StoreError> {
        let keys: forgotten::Forgotten =
            either!(self, store => store.forgotten_keys().await)?.into_iter().collect();
        Ok(move |tagged: &TaggedArticle| forgotten::holds(&keys, tagged))
    }

    /// What contradicts itself: the database's own structure, an article without one current wording, columns, tags,
    /// quotations and names that differ from their documents, counts that differ from a recount, captures without bytes, lines of
    /// the trail that do not follow each other. Reads everything.
    ///
    /// # Errors
    /// When the store cannot be read so far as to find out.
    pub async fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = either!(self, store => store.check().await)?;
        findings.extend(self.broken_trail().await?);
        Ok(findings)
    }

    /// Copies the store into a new file, as of one commit, while others read and write. The file is there whole or not at
    /// all. Of a store on a server it is what [`Store::copy_to`] makes, read back and compared, which leads back as well.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where something is there already; otherwise when the store cannot be read or the file not be
    /// written.
    pub async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        let store = match &self.0 {
            Backend::Sqlite(store) => return store.backup(path).await,
            // One snapshot for all of the copy, or the parts that are read later would hold more than those before them.
            Backend::Postgres(store) => Self(Backend::Postgres(store.as_it_is().await?)),
        };
        let partial = Partial::begin(path)?;
        let file = Self::open_to_copy_into(partial.place()).await?;
        let copied = store.copy_to(&file, |_, _| {}).await;
        // Both closed before it is moved: the log beside a file in SQLite is folded into it then.
        store.close().await;
        file.close().await;
        copied?;
        partial.keep()
    }

    /// What it takes on the disk: the file with its log, or the tables of the schema with their indexes.
    ///
    /// # Errors
    /// When a server does not say.
    pub async fn bytes(&self) -> Result<u64, StoreError> {
        either!(self, store => store.bytes().await)
    }

    /// Gives room that is no longer needed back to the disk. Takes as much room again while it works, and nobody writes
    /// meanwhile.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn vacuum(&self) -> Result<(), StoreError> {
        either!(self, store => store.vacuum().await)
    }

    /// The random name that the store was given when it was made, so that what was made of another is not taken for its
    /// own. A copy has the same.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn identity(&self) -> Result<String, StoreError> {
        either!(self, store => store.identity().await)
    }
}
