//! Keeping an index: a follower of the store's changes, whose position is written down with its work.
//!
//! What is indexed of an article is its current wording as the store has it when the change is read, so the index is a
//! function of what the store holds, in whichever pieces it was followed.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveTime;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};
use tracing::{debug, warn};
use veille_model::{Article, ArticleId, Moment, TaggedArticle};
use veille_pipeline::{Follower, RowsError};
use veille_sink::{Change, ChangeKind, Store, StoreError};
use veille_text::name::outlet;
use veille_text::{Document, Zone};

use crate::fields::{FORMAT, Fields, IS_ORIGINAL};
use crate::home::{Home, Standing};
use crate::names::{self, Named};
use crate::{SearchError, order, terms};

/// Articles read from the store at once.
const READ_AT_ONCE: usize = 500;
/// Of a segment that is gone, before it is written anew: by default the engine never does (90,000 edits of 300,000 articles
/// left 75,000 dead documents, so 21,000).
const DELETED_RATIO_MAX: f32 = 0.2;

/// Segments of one size that are made into one. By default eight: then a query goes through twenty of them.
const SEGMENTS_MERGED: usize = 4;

/// Keeps the index of a store level with it. One at a time may: see [`crate::follow`].
pub struct Indexer {
    store: Store,
    home: Home,
    memory_bytes: usize,
    writer: Option<Writer>,
    /// How often the engine has failed since something was safe.
    failed: u32,
}

/// An open index.
struct Writer {
    index: IndexWriter,
    fields: Fields,
    standing: Standing,
}

impl Indexer {
    /// Of this store, in the index at `path`. Whoever makes one has claimed its place.
    pub(crate) fn new(store: Store, path: &Path, memory_bytes: usize) -> Self {
        Self { store, home: Home::new(path), memory_bytes, writer: None, failed: 0 }
    }

    /// Opens the index, or begins a new one where it cannot be gone on with.
    async fn open(&mut self) -> Result<u64, SearchError> {
        // The engine lets one writer be open at a time, this one too.
        if let Some(writer) = self.writer.take() {
            self.off_thread(move |_| drop(writer)).await?;
        }
        let store = self.store.identity().await?;
        let last = self.store.last_change().await?;
        let fresh = Standing { format: FORMAT, store, position: 0, to_purge: false };
        let reason = match self.off_thread(Home::open).await? {
            // Damage shows only where it is read.
            Ok(Some(_)) if self.failed >= FAILURES_MAX => "the engine failed at it repeatedly".to_owned(),
            Ok(Some((_, standing)))
                if standing.store == fresh.store && self.is_too_late(standing.position).await? =>
            {
                format!("it knows change {}, and some after it were let go", standing.position)
            }
            Ok(Some((index, standing))) if standing.store == fresh.store && standing.position <= last => {
                match self.gone_on_with(index, standing).await {
                    Ok(writer) => {
                        let standing = self.writer.insert(writer).standing.clone();
                        if standing.to_purge {
                            self.with_writer(Writer::purge).await?;
                        }
                        return Ok(standing.position);
                    }
                    Err(error) if is_damage(&error) => error.to_string(),
                    Err(error) => return Err(error),
                }
            }
            Ok(Some((_, standing))) if standing.store == fresh.store => {
                format!("it knows change {}, and the store's last one is {last}", standing.position)
            }
            Ok(Some(_)) => "it belongs to another store".to_owned(),
            Ok(None) => String::new(),
            Err(error) if is_damage(&error) => error.to_string(),
            // The index may be as good as ever: whoever follows asks again.
            Err(error) => return Err(error),
        };
        if !reason.is_empty() {
            warn!(index = %self.home.path.display(), reason, "the index is built anew");
        }
        self.failed = 0;
        let memory_bytes = self.memory_bytes;
        let begun = self.off_thread(move |home| {
            let index = home.begin()?;
            let mut writer = Writer::open(home, &index, fresh, memory_bytes)?;
            // At once: what nothing was written down with is no index to whoever asks.
            writer.commit(0).map_err(|error| home.failed(error))?;
            Ok::<_, SearchError>(writer)
        });
        self.writer = Some(begun.await??);
        Ok(0)
    }

    async fn gone_on_with(&self, index: Index, standing: Standing) -> Result<Writer, SearchError> {
        let memory_bytes = self.memory_bytes;
        let open = move |home: &Home| home.guarded(|| Writer::open(home, &index, standing, memory_bytes));
        self.off_thread(open).await?
    }

    /// Works with the files off the async threads.
    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Home) -> T + Send + 'static,
    ) -> Result<T, SearchError> {
        let home = self.home.clone();
        let done = tokio::task::spawn_blocking(move || work(&home)).await;
        done.map_err(|error| SearchError::BrokenOff(error.to_string()))
    }

    /// Whether changes were let go that it has not seen.
    async fn is_too_late(&self, position: u64) -> Result<bool, SearchError> {
        match self.store.go_on_after(position).await {
            Ok(()) => Ok(false),
            Err(StoreError::ChangesGone { .. }) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    /// Works with the writer off the async threads. A writer whose work fails is given up: what was safe is asked again.
    async fn with_writer(
        &mut self,
        work: impl FnOnce(&mut Writer) -> Result<(), TantivyError> + Send + 'static,
    ) -> Result<(), SearchError> {
        let Some(mut writer) = self.writer.take() else {
            return Err(SearchError::BrokenOff("the index is not open".to_owned()));
        };
        let done = tokio::task::spawn_blocking(move || work(&mut writer).map(|()| writer)).await;
        let done = done.map_err(|error| {
            self.failed += 1;
            SearchError::BrokenOff(error.to_string())
        })?;
        match done {
            Ok(writer) => self.writer = Some(writer),
            Err(error) => {
                // A full disk fails at every try, and is no reason to throw the index away.
                self.failed += u32::from(!is_refusal(&error));
                return Err(self.home.failed(error));
            }
        }
        Ok(())
    }

    /// Waits until segments that are being merged are: a program that ended each time before would leave ever more.
    pub(crate) async fn settle(mut self) -> Result<(), SearchError> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let settled = tokio::task::spawn_blocking(move || writer.index.wait_merging_threads()).await;
        let settled = settled.map_err(|error| SearchError::BrokenOff(error.to_string()))?;
        settled.map_err(|error| self.home.failed(error))
    }
}

/// Whether an index cannot be gone on with as it is. That its folder cannot be reached now says nothing of it: building it anew
/// takes hours, and what was there answers until then.
fn is_damage(error: &SearchError) -> bool {
    match error {
        SearchError::NoIndex { .. } => true,
        SearchError::Index { source, .. } => !is_refusal(source),
        SearchError::Folder { .. } | SearchError::Store(_) | SearchError::BrokenOff(_) => false,
    }
}

/// Whether the system refused to read or write, or another writes, which is no damage of what is there.
fn is_refusal(error: &TantivyError) -> bool {
    use std::io::ErrorKind::{
        InvalidInput, IsADirectory, NotADirectory, NotFound, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    let error = match error {
        TantivyError::IoError(error)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: error, .. }) => error,
        TantivyError::LockFailure(..) => return true,
        _ => return false,
    };
    // What the engine itself says of a file that was cut off has no number of the system's.
    let is_of_system = error.raw_os_error().is_some();
    match error.kind() {
        StorageFull | QuotaExceeded | PermissionDenied | ReadOnlyFilesystem => true,
        NotFound | IsADirectory | NotADirectory | InvalidInput => false,
        _ => is_of_system,
    }
}

/// Failures before an index is taken to be damaged.
const FAILURES_MAX: u32 = 3;
/// The engine refuses less.
const MEMORY_BYTES_MIN: usize = 15_000_000;

impl Follower for Indexer {
    type Change = Change;

    fn name(&self) -> &str {
        "search"
    }

    async fn position(&mut self) -> Result<u64, RowsError> {
        let position = self.open().await?;
        debug!(index = %self.home.path.display(), position, "indexing");
        Ok(position)
    }

    async fn work(&mut self, changes: &[Change], up_to: u64) -> Result<(), RowsError> {
        let ids: BTreeSet<ArticleId> = changes.iter().map(|change| change.article.clone()).collect();
        // Those that are new as well: that nothing of an article stands twice must not hang on what the feed says.
        let known = ids.clone();
        self.with_writer(move |writer| known.iter().try_for_each(|id| writer.remove(id))).await?;
        // Read after all are taken away: what the store gives is the latest, whatever change named it.
        let ids: Vec<ArticleId> = ids.into_iter().collect();
        for ids in ids.chunks(READ_AT_ONCE) {
            let articles = self.store.current(ids).await?;
            // From the table of copies and not from the article: what it is a copy of is found after it was stored.
            let told = self.store.told(ids).await?;
            let copies: BTreeSet<ArticleId> =
                told.into_iter().filter(|told| told.original().is_some()).map(|told| told.article).collect();
            self.with_writer(move |writer| {
                articles
                    .iter()
                    .try_for_each(|article| writer.add(article, copies.contains(&article.article.id)))
            })
            .await?;
        }
        let forgets = changes.iter().any(|change| change.kind == ChangeKind::Forgotten);
        self.with_writer(move |writer| {
            // Written down before it is done: whoever is killed meanwhile purges when the index is opened again.
            writer.standing.to_purge |= forgets;
            writer.commit(up_to)?;
            if forgets { writer.purge() } else { Ok(()) }
        })
        .await?;
        self.failed = 0;
        Ok(())
    }
}

impl Writer {
    /// Opens an index to write to it.
    fn open(
        home: &Home,
        index: &Index,
        standing: Standing,
        memory_bytes: usize,
    ) -> Result<Self, SearchError> {
        Self::of(home, index, standing, memory_bytes).map_err(|error| home.failed(error))
    }

    fn of(home: &Home, index: &Index, standing: Standing, memory_bytes: usize) -> Result<Self, TantivyError> {
        // Opens every segment: what is missing or cut off shows now.
        index.reader()?;
        if !home.has_all_files(index)? {
            return Err(TantivyError::InvalidArgument("some of its files are gone".to_owned()));
        }
        // One thread: each would write a segment of its own with every commit.
        let writer = index.writer_with_num_threads(1, memory_bytes.max(MEMORY_BYTES_MIN))?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(SEGMENTS_MERGED);
        policy.set_del_docs_ratio_before_merge(DELETED_RATIO_MAX);
        writer.set_merge_policy(Box::new(policy));
        // The engine gives the first operation the number of the last commit. A merge that begins before the next commit
        // counts it in for some segments, not for those that were written by that commit, and then for none again: of an
        // article that was taken away by it, the old wording came back. So the first one takes away nothing.
        let fields = Fields::new();
        writer.delete_term(Term::from_field_bytes(fields.handle, &[]));
        Ok(Self { index: writer, fields, standing })
    }

    fn remove(&mut self, id: &ArticleId) -> Result<(), TantivyError> {
        self.index.delete_query(Box::new(Named::new(&self.fields, id))).map(drop)
    }

    fn add(&mut self, article: &TaggedArticle, is_copy: bool) -> Result<(), TantivyError> {
        let mut document = document(&self.fields, article);
        if !is_copy {
            document.add_text(self.fields.original, IS_ORIGINAL);
        }
        self.index.add_document(document).map(drop)
    }

    /// Writes segments anew from which something was taken away: until then its words lie in their files.
    fn purge(&mut self) -> Result<(), TantivyError> {
        for segment in self.index.index().searchable_segment_metas()? {
            if segment.has_deletes() {
                // A segment that is being merged is written anew all the same.
                drop(self.index.merge(&[segment.id()]).wait());
            }
        }
        self.standing.to_purge =
            // What another merge had in hand is done the next time.
            self.index.index().searchable_segment_metas()?.iter().any(|it| it.has_deletes());
        self.commit(self.standing.position)?;
        self.index.garbage_collect_files().wait().map(drop)
    }

    /// Makes safe what was done, together with how far it goes.
    fn commit(&mut self, position: u64) -> Result<(), TantivyError> {
        self.standing.position = position;
        let payload = self.standing.written();
        let payload = payload.map_err(|error| TantivyError::InternalError(error.to_string()))?;
        let mut commit = self.index.prepare_commit()?;
        // A commit without it would take away that of the one before.
        commit.set_payload(&payload);
        commit.commit().map(drop)
    }
}

/// Whether what an article is dated by is no more than a day.
fn is_whole_day(article: &Article) -> bool {
    let Some(Moment::Day(day)) = article.published_at else { return false };
    // A page that claims to be of tomorrow is dated by its capture.
    article.dated_at() == Some(day.and_time(NaiveTime::MIN).and_utc())
}

/// What is indexed of an article.
pub(crate) fn document(fields: &Fields, tagged: &TaggedArticle) -> TantivyDocument {
    let article = &tagged.article;
    let words = Document::of_tagged(tagged);
    let mut document = TantivyDocument::default();
    document.add_u64(fields.order, order::of(article.dated_at(), &article.id));
    names::write(fields, &article.id, &mut document);
    document.add_bool(fields.whole_day, is_whole_day(article));
    document.add_text(fields.language, tagged.language.token());
    document.add_text(fields.source, article.source.as_str());
    if let Some(origin) = tagged.origin.as_ref().and_then(|origin| origin.credited()) {
        document.add_text(fields.origin, outlet(origin));
    }
    for tag in &tagged.tags {
        document.add_text(fields.topic, tag.topic.as_str());
    }
    for (field, zone) in [
        (fields.headline, Zone::Headline),
        (fields.text, Zone::Text),
        (fields.url, Zone::Url),
        (fields.byline, Zone::Byline),
        (fields.published_by, Zone::Source),
        (fields.written_in, Zone::Language),
    ] {
        document.add_text(field, terms::of_zone(&words, zone));
    }
    document.add_text(fields.site, terms::site(&words));
    document.add_text(fields.named, terms::names(&words));
    document
}

#[cfg(test)]
mod tests {
    use tantivy::merge_policy::NoMergePolicy;
    use veille_model::Batch;
    use veille_pipeline::Stop;
    use veille_tests::dice::Dice;

    use super::*;
    use veille_tests::thrown;

    /// As many segments as the engine merges, three articles in each, the last of which had one taken away by the last
    /// commit: what a program leaves behind that is killed before it has merged them.
    fn unmerged(indexer: &Indexer, articles: &[TaggedArticle]) -> Standing {
        let standing = Standing { format: FORMAT, store: "a store".to_owned(), position: 0, to_purge: false };
        let index = indexer.home.begin().unwrap();
        let mut writer = Writer::open(&indexer.home, &index, standing, MEMORY_BYTES_MIN).unwrap();
        writer.index.set_merge_policy(Box::new(NoMergePolicy));
        for (number, three) in (1..).zip(articles.chunks(3)) {
            three.iter().for_each(|article| writer.add(article, false).unwrap());
            writer.commit(number).unwrap();
        }
        let [.., again, _] = articles else { unreachable!("thirty") };
        writer.remove(&again.article.id).unwrap();
        writer.add(again, false).unwrap();
        writer.commit(100).unwrap();
        writer.standing
    }

    #[tokio::test]
    async fn what_is_indexed_anew_first_after_opening_stands_once() {
        let dice = &mut Dice::new(1);
        let articles: Vec<TaggedArticle> = (0..30).map(|number| thrown::article(dice, number)).collect();
        for _ in 0..10 {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open_in_memory().await.unwrap();
            let indexer = Indexer::new(store, folder.path(), MEMORY_BYTES_MIN);
            let standing = unmerged(&indexer, &articles);
            let (index, _) = indexer.home.open().unwrap().unwrap();
            let mut writer = Writer::open(&indexer.home, &index, standing, MEMORY_BYTES_MIN).unwrap();
            let again = articles.last().unwrap();
            writer.remove(&again.article.id).unwrap();
            writer.add(again, false).unwrap();
            writer.commit(101).unwrap();
            writer.index.wait_merging_threads().unwrap();
            let searcher = index.reader().unwrap().searcher();
            assert_eq!(searcher.num_docs(), 30, "{} segments", searcher.segment_readers().len());
        }
    }

    #[tokio::test]
    async fn an_index_that_cannot_be_written_now_stays() {
        let dice = &mut Dice::new(1);
        let articles: Vec<TaggedArticle> = (0..3).map(|number| thrown::article(dice, number)).collect();
        let (folder, store) = (tempfile::tempdir().unwrap(), Store::open_in_memory().await.unwrap());
        store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
        crate::catch_up(&store, folder.path(), "a test", MEMORY_BYTES_MIN, |_| {}, &Stop::new())
            .await
            .unwrap();
        let indexer = || Indexer::new(store.clone(), folder.path(), MEMORY_BYTES_MIN);
        let (mut one, mut other) = (indexer(), indexer());
        let position = one.open().await.unwrap();
        assert!(position > 0);
        // While one writes, the engine refuses every other.
        let refused = other.open().await.unwrap_err();
        assert!(!is_damage(&refused), "{refused}");
        assert_eq!(one.home.open().unwrap().unwrap().1.position, position);
        one.settle().await.unwrap();
        assert_eq!(other.open().await.unwrap(), position);
    }

    #[test]
    fn what_the_system_refuses_is_no_damage() {
        use std::io::{Error, ErrorKind};
        let read = |error: Error| {
            let source = OpenReadError::wrap_io_error(error, "a.idx".into());
            is_damage(&SearchError::Index { path: "index".into(), source: Box::new(source.into()) })
        };
        let (eio, enomem, emfile, enospc, enoent) = (5, 12, 24, 28, 2);
        for number in [eio, enomem, emfile, enospc] {
            assert!(!read(Error::from_raw_os_error(number)), "{number}");
            let source = TantivyError::from(Error::from_raw_os_error(number));
            assert!(!is_damage(&SearchError::Index { path: "index".into(), source: Box::new(source) }));
        }
        assert!(!read(ErrorKind::StorageFull.into()));
        assert!(read(Error::from_raw_os_error(enoent)));
        assert!(read(Error::new(ErrorKind::InvalidData, "File corrupted")));
        assert!(read(ErrorKind::UnexpectedEof.into()));
    }
}
