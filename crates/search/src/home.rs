//! Where an index lies: its folder, whose index it is, and who may write to it.
//!
//! `<path>/lock` is held by whoever keeps the index, `<path>/index` has the engine's own files. They are made from the store,
//! and from nothing else: an index that is damaged, of another format or of another store is thrown away and built again.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentComponent;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexSortByField, Order, TantivyError};
use veille_pipeline::RowsError;

use crate::SearchError;
use crate::fields::{FORMAT, Fields, column};
use crate::folder::Folder;
use crate::terms::{OurTerms, TOKENIZER};

/// The folder of an index.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub path: PathBuf,
}

/// What is written down with each commit: what the index holds, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// [`FORMAT`].
    pub format: u32,
    /// The identity of its store.
    pub store: String,
    /// The number of the last change that it knows.
    pub position: u64,
    /// Whether words of a forgotten article may lie in its files.
    #[serde(default)]
    pub to_purge: bool,
}

/// The right to write to an index, ours until it is dropped.
#[derive(Debug)]
pub struct Place {
    _file: File,
}

impl Home {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    fn directory(&self) -> Result<Folder, SearchError> {
        let directory = Folder::open(&self.folder());
        directory.map_err(|source| self.failed(source.into()))
    }

    fn folder(&self) -> PathBuf {
        self.path.join("index")
    }

    /// Takes the place of whoever keeps this index; None while another has it, who is named.
    pub(crate) fn claim(&self, holder: &str) -> Result<Result<Place, String>, SearchError> {
        fs::create_dir_all(&self.path).map_err(|source| self.refused(source))?;
        let path = self.path.join("lock");
        let failed = |source| SearchError::Folder { path: path.clone(), source };
        let mut options = OpenOptions::new();
        let mut file =
            // Not emptied when it is opened: the name of who holds it stands in it.
            options.read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Between its lock and its name the holder is another program without a name.
                let named = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
                return Ok(Err(if named { holder.trim() } else { "another program" }.to_owned()));
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // Only with the lock: a longer name of who was before would show behind ours.
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{holder}"))
            .map_err(failed)?;
        Ok(Ok(Place { _file: file }))
    }

    /// The index that is there, with what was written down at its last commit; None where there is none.
    pub(crate) fn open(&self) -> Result<Option<(Index, Standing)>, SearchError> {
        if !self.has_list().map_err(|source| self.refused(source))? {
            return Ok(None);
        }
        let index = self.guarded(|| Index::open(self.directory()?).map_err(|source| self.failed(source)))?;
        register(&index);
        let standing = match self.standing(&index) {
            // Whoever begins it has not written down anything yet.
            Err(SearchError::NoIndex { .. }) => return Ok(None),
            standing => standing?,
        };
        if standing.format != FORMAT || index.schema() != Fields::new().schema {
            let other = format!("it has format {}, and this program knows {FORMAT}", standing.format);
            return Err(self.failed(TantivyError::InvalidArgument(other)));
        }
        Ok(Some((index, standing)))
    }

    /// Whether the engine's list of files is there. That nobody may look, or that a disk does not answer, says nothing of it.
    fn has_list(&self) -> std::io::Result<bool> {
        match fs::metadata(self.folder().join("meta.json")) {
            Ok(found) => Ok(found.is_file()),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What was written down at the last commit; there is no index before the first one.
    pub(crate) fn standing(&self, index: &Index) -> Result<Standing, SearchError> {
        let payload = index.load_metas().map_err(|source| self.failed(source))?.payload;
        let payload = payload.ok_or_else(|| SearchError::NoIndex { path: self.path.clone() })?;
        let torn =
            |_| TantivyError::InvalidArgument("what was written down with it cannot be read".to_owned());
        serde_json::from_str(&payload).map_err(|error| self.failed(torn(error)))
    }

    /// Whether every file of the index is there: the engine looks for some of them when a query needs them.
    pub(crate) fn has_all_files(&self, index: &Index) -> Result<bool, TantivyError> {
        let parts = [
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::Terms,
            SegmentComponent::FastFields,
        ];
        let segments = index.searchable_segment_metas()?;
        let is_there = |file: PathBuf| self.folder().join(file).is_file();
        Ok(segments
            .iter()
            .all(|segment| parts.iter().cloned().all(|part| is_there(segment.relative_path(part)))))
    }

    /// An empty index in the place of whatever is there.
    pub(crate) fn begin(&self) -> Result<Index, SearchError> {
        let folder = self.folder();
        // Only the engine's folder, not the lock beside it, which we hold.
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.refused(error)),
            _ => {}
        }
        fs::create_dir_all(&folder).map_err(|source| self.refused(source))?;
        let sorted = IndexSortByField { field: column::ORDER.to_owned(), order: Order::Desc };
        let settings = IndexSettings {
            // Newest first, so that a page ends early and days lie side by side.
            sort_by_field: Some(sorted),
            // Nothing is stored; where it would lie is written down all the same, four bytes for each document.
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = Index::create(self.directory()?, Fields::new().schema, settings);
        let index = index.map_err(|source| self.failed(source))?;
        register(&index);
        Ok(index)
    }

    /// Reads an index that may be damaged: the engine panics at a file that was cut off.
    pub(crate) fn guarded<T>(&self, read: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it cannot be read");
            Err(self.failed(TantivyError::InternalError(said.to_owned())))
        })
    }

    pub(crate) fn failed(&self, source: TantivyError) -> SearchError {
        // Somebody took it away while it was read: the engine would name its files, and not what to do.
        if self.has_list().is_ok_and(|is_there| !is_there) {
            return SearchError::NoIndex { path: self.path.clone() };
        }
        SearchError::Index { path: self.path.clone(), source: Box::new(source) }
    }

    fn refused(&self, source: std::io::Error) -> SearchError {
        SearchError::Folder { path: self.path.clone(), source }
    }
}

/// Our words as the engine's tokens: to be said of every index before it is written or asked.
pub(crate) fn register(index: &Index) {
    index.tokenizers().register(TOKENIZER, OurTerms::default());
}

impl Standing {
    pub(crate) fn written(&self) -> Result<String, RowsError> {
        Ok(serde_json::to_string(self)?)
    }
}
