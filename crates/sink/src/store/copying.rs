//! An office moves: everything of one store into another, of whichever kind, and whether it arrived.
//!
//! Rows are given to the target as batches, which it commits as any others, so that what is derived (counts, columns, who is
//! withdrawn) is derived by its own dialect. Only what a batch cannot say is written down as it is: when captures came, what
//! was forgotten, the change feed with its numbers, by which followers go on, and the name.

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use veille_model::{Batch, Mark, PackedCapture, hexadecimal};

use super::{Store, either};
use crate::copied::{Copied, CopiedCapture, CopiedWording, Part, Sum};
use crate::rules::captures::kind_named;
use crate::rules::instant::read;
use crate::{Counts, Paper, StoreError, Telling};

/// The mark under which a target has how far it has come; it is gone when all has arrived.
const MARK: &str = "copy";

/// Rows in one transaction, and their bytes.
const ROWS: u32 = 500;
// Whichever is reached first: an outcome has half a kilobyte, a capture may have megabytes.
const BYTES: usize = 8 << 20;

/// How far a copy has come.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Position {
    /// The name of the store that is copied.
    from: String,
    /// Where it lies.
    #[serde(default)]
    location: String,
    part: Part,
    row: i64,
    /// Rows of all parts so far.
    rows: u64,
}

impl Store {
    /// Copies everything into another store, which is empty, or holds such a copy: one that was begun is gone on with, one that
    /// is complete is compared once more. `told` hears of each step. The copy has the same name, so that what was made of this
    /// store is taken for made of that.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] where the target holds something else; [`StoreError::Differs`] where it does not hold
    /// everything as it is here: somebody wrote to one of them since. Otherwise when a store cannot be read or written.
    pub async fn copy_to(
        &self,
        to: &Self,
        mut told: impl FnMut(Part, u64) + Send,
    ) -> Result<Copied, StoreError> {
        let Some(mut position) = self.begin(to).await? else {
            // Whoever has worked with it since keeps what they did: it is compared, and nothing is written.
            return self.compared(to, self.sum().await?, to.sum().await?);
        };
        self.copy_rest(to, &mut position, &mut told).await?;
        let (mut here, mut there) = (self.sum().await?, to.sum().await?);
        if here.differs(&there).is_some() {
            // What was stored since, in parts that had been copied by then, comes with a second round. What is there already
            // stays as it is.
            position = Position { part: Part::Ledger, row: 0, ..position };
            // What the ledger says of an article that was forgotten since is copied as it stands, as it was the first time.
            either!(to, store => store.clear_forgotten().await)?;
            to.note(Some(&position)).await?;
            self.copy_rest(to, &mut position, &mut told).await?;
            (here, there) = (self.sum().await?, to.sum().await?);
        }
        let copied = self.compared(to, here, there)?;
        to.note(None).await?;
        Ok(copied)
    }

    fn compared(&self, to: &Self, here: Sum, there: Sum) -> Result<Copied, StoreError> {
        match here.differs(&there) {
            Some(what) => Err(StoreError::Differs { store: to.location(), from: self.location(), what }),
            None => Ok(there.into_copied()),
        }
    }

    /// Copies from a position to the end.
    async fn copy_rest(
        &self,
        to: &Self,
        position: &mut Position,
        told: &mut (impl FnMut(Part, u64) + Send),
    ) -> Result<(), StoreError> {
        while position.part != Part::Done {
            if !self.step(to, position).await? {
                (position.part, position.row) = (position.part.next(), 0);
            }
            // Noted behind the rows: whoever is killed between writes them once more, which changes nothing.
            told(position.part, position.rows);
            to.note(Some(position)).await?;
        }
        Ok(())
    }

    /// Refuses a store that holds the beginning of a copy: it looks like any other, with less in it.
    pub(super) async fn if_whole(self) -> Result<Self, StoreError> {
        let Some(held) = self.mark(MARK).await? else { return Ok(self) };
        let from = serde_json::from_str::<Position>(&held).map(|position| position.location);
        let from = from.ok().filter(|from| !from.is_empty()).unwrap_or_else(|| "another store".to_owned());
        let store = self.location();
        self.close().await;
        Err(StoreError::HalfCopied { store, from })
    }

    /// Where to go on; None where all was copied before.
    async fn begin(&self, to: &Self) -> Result<Option<Position>, StoreError> {
        let (from, location) = (self.identity().await?, self.location().to_string());
        // In this order: what a copy that was interrupted a moment ago still had under way may be committed between any two of
        // these lines, and its mark is there before its rows, its name before the mark is gone.
        let mut marks = to.marks("").await?;
        marks.retain(|mark| mark.key != MARK);
        let is_empty = to.counts().await? == Counts::default()
            && marks.is_empty()
            && to.last_change().await? == 0
            && to.has_no_papers().await?;
        if let Some(held) = to.mark(MARK).await? {
            if let Ok(position) = serde_json::from_str::<Position>(&held)
                && position.from == from
            {
                return Ok(Some(position));
            }
            return Err(StoreError::NotEmpty { store: to.location() });
        }
        // Whoever was interrupted at the very end does not know that it had arrived.
        if to.identity().await? == from {
            return Ok(None);
        }
        if !is_empty {
            return Err(StoreError::NotEmpty { store: to.location() });
        }
        let position = Position { from, location, part: Part::Ledger, row: 0, rows: 0 };
        to.note(Some(&position)).await?;
        Ok(Some(position))
    }

    async fn note(&self, position: Option<&Position>) -> Result<(), StoreError> {
        let value =
            position.map(|position| serde_json::to_string(position).expect("a position is plain JSON"));
        let marks = vec![Mark { key: MARK.to_owned(), value }];
        self.commit(&Batch { marks, ..Batch::default() }).await.map(drop)
    }

    /// The next rows of a part; whether there were any. What was written and not noted is written again, and is the same.
    async fn step(&self, to: &Self, position: &mut Position) -> Result<bool, StoreError> {
        let after = position.row;
        let (last, rows) = match position.part {
            Part::Ledger => {
                let found = either!(self, store => store.outcomes_after(after, ROWS).await)?;
                let (last, rows) = (found.last().map(|(row, _)| *row), found.len());
                let outcomes = found.into_iter().map(|(_, outcome)| outcome).collect();
                to.commit(&Batch { outcomes, ..Batch::default() }).await?;
                (last, rows)
            }
            Part::Captures => {
                let found = self.kept_after(after).await?;
                let (last, rows) = (found.last().map(|kept| kept.row), found.len());
                let stored_at: Vec<_> = found
                    .iter()
                    .map(|kept| (kept.packed.capture.id.to_string(), kept.stored_at.clone()))
                    .collect();
                let captures = found.into_iter().map(|kept| kept.packed).collect();
                to.commit(&Batch { captures, ..Batch::default() }).await?;
                // A commit dates captures with its own instant, and they are kept from when they first came.
                either!(to, store => store.set_stored_at(&stored_at).await)?;
                (last, rows)
            }
            Part::Wordings => {
                let found = either!(self, store => store.copied_after(after, ROWS, BYTES).await)?;
                let (last, rows) = (found.last().map(|wording| wording.row), found.len());
                let articles = found.into_iter().flat_map(as_captured).collect();
                to.commit(&Batch { articles, ..Batch::default() }).await?;
                (last, rows)
            }
            Part::Changes => {
                // The wordings have announced themselves; followers go on by the numbers of the old feed.
                if after == 0 {
                    either!(to, store => store.clear_changes().await)?;
                }
                let found = self.changes(after.unsigned_abs(), ROWS).await?;
                either!(to, store => store.write_changes(&found).await)?;
                (found.last().map(|change| change.number.cast_signed()), found.len())
            }
            Part::Rest => {
                let marks = self.marks("").await?.into_iter().filter(|mark| mark.key != MARK).collect();
                to.commit(&Batch { marks, ..Batch::default() }).await?;
                self.copy_told(to).await?;
                self.copy_papers(to).await?;
                let forgotten = either!(self, store => store.forgotten_keys().await)?;
                let name = self.identity().await?;
                // Last: by the name the next attempt knows that all had arrived, and with these keys a commit would
                // have changed what the ledger says of the forgotten, as of all that comes again.
                either!(to, store => store.adopt(&name, &forgotten).await)?;
                (None, 0)
            }
            Part::Done => (None, 0),
        };
        let Some(last) = last else { return Ok(false) };
        position.row = last;
        position.rows += rows as u64;
        Ok(true)
    }

    async fn kept_after(&self, row: i64) -> Result<Vec<CopiedCapture>, StoreError> {
        let kept = either!(self, store => store.packed_after(row, ROWS, BYTES).await)?;
        Ok(kept.into_iter().map(CopiedCapture::from).collect())
    }

    async fn copy_told(&self, to: &Self) -> Result<(), StoreError> {
        let mut after = String::new();
        loop {
            let told = self.told_after(&after, ROWS).await?;
            let Some(last) = told.last() else { return Ok(()) };
            after = last.article.to_string();
            to.tell(&Telling { told, ..Telling::default() }).await?;
        }
    }

    /// What a store holds, in a few numbers that are the same where it is.
    async fn sum(&self) -> Result<Sum, StoreError> {
        let mut sum = Sum { counts: self.counts().await?, ..Sum::default() };
        sum.coverage = self.coverage(&crate::CoverageFilter::default()).await?;
        let (mut export, mut ledger) = (Sha256::new(), Sha256::new());
        // Each stream is dropped before the next question: a store in memory has one connection.
        let mut articles = self.export();
        while let Some(article) = articles.try_next().await? {
            add(&mut export, &article);
        }
        drop(articles);
        let mut outcomes = self.ledger();
        while let Some(outcome) = outcomes.try_next().await? {
            add(&mut ledger, &outcome);
        }
        drop(outcomes);
        let (mut latest, mut row) = (0_u128, 0);
        loop {
            let found = either!(self, store => store.copied_after(row, ROWS, BYTES).await)?;
            let Some(last) = found.last() else { break };
            row = last.row;
            for CopiedWording { article, last_captured_at, last_kind, .. } in found {
                let article = article.article;
                latest =
                    latest.wrapping_add(digest(&(article.id, article.revision, last_captured_at, last_kind)));
            }
        }
        let (mut feed, mut after) = (Sha256::new(), 0);
        loop {
            let changes = self.changes(after, ROWS).await?;
            let Some(last) = changes.last() else { break };
            after = last.number;
            changes.iter().for_each(|change| add(&mut feed, change));
            sum.changes += changes.len() as u64;
        }
        let (mut kept, mut row) = (0_u128, 0);
        loop {
            let found = self.kept_after(row).await?;
            let Some(last) = found.last() else { break };
            row = last.row;
            sum.captures += found.len() as u64;
            for capture in found {
                let PackedCapture { capture: page, digest: body, bytes, .. } = capture.packed;
                kept = kept.wrapping_add(digest(&(page, body, bytes, capture.stored_at)));
            }
        }
        let (mut stories, mut after) = (Sha256::new(), String::new());
        loop {
            let told = self.told_after(&after, ROWS).await?;
            let Some(last) = told.last() else { break };
            after = last.article.to_string();
            told.iter().for_each(|told| add(&mut stories, told));
        }
        let marks: Vec<(String, Option<String>)> = self
            .marks("")
            .await?
            .into_iter()
            .map(|mark| (mark.key, mark.value))
            .filter(|(key, _)| key != MARK)
            .collect();
        sum.marks = marks.len() as u64;
        let mut papers = Vec::new();
        for kind in Paper::ALL {
            papers.extend(self.papers(kind).await?.into_iter().map(|(key, it)| (kind.as_str(), key, it)));
        }
        let (mut trail, mut after) = (Sha256::new(), 0);
        loop {
            let lines = self.audit(after, ROWS).await?;
            let Some(last) = lines.last() else { break };
            after = last.number;
            lines.iter().for_each(|line| add(&mut trail, line));
        }
        let forgotten = either!(self, store => store.forgotten_keys().await)?;
        sum.digests = [
            ("articles", digits(export)),
            ("ledger", digits(ledger)),
            ("latest captures", format!("{latest:032x}")),
            ("changes", digits(feed)),
            ("stories", digits(stories)),
            ("captures", format!("{kept:032x}")),
            ("marks", digits_of(&marks)),
            ("papers", digits_of(&papers)),
            ("audit", digits(trail)),
            ("what was forgotten", digits_of(&forgotten)),
            ("name", self.identity().await?),
        ]
        .into();
        Ok(sum)
    }
}

/// A wording as a bus would have brought it: its last capture, and then the earliest, of which the document is.
fn as_captured(wording: CopiedWording) -> [veille_model::TaggedArticle; 2] {
    let mut last = wording.article.clone();
    last.article.captured_at = read(&wording.last_captured_at);
    last.article.kind = kind_named(&wording.last_kind);
    [last, wording.article]
}

fn add(sum: &mut Sha256, line: &impl Serialize) {
    let line = serde_json::to_string(line).expect("what is stored is plain JSON");
    // With its length, so that nothing moves from one line into the next unseen.
    sum.update((line.len() as u64).to_be_bytes());
    sum.update(line);
}

/// Of rows whose order differs from store to store the digests are added up.
fn digest(line: &impl Serialize) -> u128 {
    let mut sum = Sha256::new();
    add(&mut sum, line);
    u128::from_be_bytes(sum.finalize()[..16].try_into().expect("a digest has 32 bytes"))
}

fn digits(sum: Sha256) -> String {
    hexadecimal(&sum.finalize()[..16])
}

fn digits_of(lines: &[impl Serialize]) -> String {
    let mut sum = Sha256::new();
    lines.iter().for_each(|line| add(&mut sum, line));
    digits(sum)
}
