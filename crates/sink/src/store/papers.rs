//! What the people of an office write beside what the press does, and who wrote it.

use super::{Store, either};
use crate::papers::{Audited, Paper, Papers};
use crate::{Finding, StoreError};

/// Lines of the trail that are read at once.
const LINES: u32 = 1_000;

impl Store {
    /// The document of this kind and key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn paper(&self, kind: Paper, key: &str) -> Result<Option<String>, StoreError> {
        either!(self, store => store.paper(kind, key).await)
    }

    /// Keys and documents of all of a kind, by key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn papers(&self, kind: Paper) -> Result<Vec<(String, String)>, StoreError> {
        either!(self, store => store.papers(kind).await)
    }

    /// Writes papers and what the trail says of it, in one transaction; false where one that was seen has changed meanwhile, and
    /// nothing was written.
    ///
    /// # Errors
    /// Nothing of it was stored.
    pub async fn write_papers(&self, papers: &Papers) -> Result<bool, StoreError> {
        either!(self, store => store.write_papers(papers).await)
    }

    /// The lines of the trail after this number, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn audit(&self, after: u64, limit: u32) -> Result<Vec<Audited>, StoreError> {
        either!(self, store => store.audit(after, limit).await)
    }

    /// The number of the last line of the trail; 0 where there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn last_audit(&self) -> Result<u64, StoreError> {
        either!(self, store => store.last_audit().await)
    }

    /// The first line of the trail that is not as it was written, or of which one before it is missing.
    pub(super) async fn broken_trail(&self) -> Result<Option<Finding>, StoreError> {
        let (mut number, mut digest) = (0, Audited::BEGINNING.to_owned());
        loop {
            let lines = self.audit(number, LINES).await?;
            if lines.is_empty() {
                return Ok(None);
            }
            for line in lines {
                // The first is told: every later one hangs on it.
                if !line.follows(number, &digest) {
                    let detail =
                        format!("line {} does not follow line {number} as it was written", line.number);
                    return Ok(Some(Finding { check: "audit", detail }));
                }
                (number, digest) = (line.number, line.digest);
            }
        }
    }

    /// Copies papers and the trail into another store.
    pub(super) async fn copy_papers(&self, to: &Self) -> Result<(), StoreError> {
        for kind in Paper::ALL {
            // Without deeds: who wrote them stands in the trail, which comes as it is.
            let put = self.papers(kind).await?.into_iter().map(|(key, document)| (kind, key, document));
            to.write_papers(&Papers { put: put.collect(), ..Papers::default() }).await?;
        }
        let mut after = 0;
        loop {
            let lines = self.audit(after, LINES).await?;
            let Some(last) = lines.last() else { return Ok(()) };
            after = last.number;
            either!(to, store => store.write_audit(&lines).await)?;
        }
    }

    /// Whether nobody wrote anything yet.
    pub(super) async fn has_no_papers(&self) -> Result<bool, StoreError> {
        for kind in Paper::ALL {
            if !self.papers(kind).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(self.audit(0, 1).await?.is_empty())
    }
}
