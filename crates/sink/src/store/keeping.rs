//! What is kept for how long, and what keeps a store sound.

use std::path::Path;

use chrono::{DateTime, Utc};
use veille_model::{ArticleId, CaptureId, TaggedArticle};

use super::{Store, either};
use crate::captures;
use crate::rules::forgotten;
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

    /// Removes the articles of an address or an article's id for good: all wordings, tags, quotations and captures, also from
    /// the pages of the file that they stood on. A line in the ledger stays, and a key by which it is known when it arrives
    /// again: it is not stored then. Copies made before hold it still, and what was replaced earlier, when an article was judged
    /// anew, may lie on unused pages until [`Store::vacuum`].
    ///
    /// # Errors
    /// When the store cannot be written; nothing is removed then.
    pub async fn forget(&self, url_or_id: &str) -> Result<Forgotten, StoreError> {
        either!(self, store => store.forget(url_or_id).await)
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

    /// What contradicts itself: the database's own structure, an article without one current wording, columns, tags and
    /// quotations that differ from their documents, counts that differ from a recount, captures without bytes, lines of
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
    /// all.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where something is there already; otherwise when the store cannot be read or the file not be
    /// written.
    pub async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        either!(self, store => store.backup(path).await)
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
