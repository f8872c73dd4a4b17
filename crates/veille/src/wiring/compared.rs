//! Articles to be compared, in the order of their ids: of a store, or of lines that `veille export` printed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, Peekable};
use serde::Deserialize;
use veille_model::{ArticleId, TaggedArticle, plain};
use veille_sink::{Store, StoreError};

use crate::exit::{Cause, failure};

/// What an SQLite file begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// One of two sides, in memory no more than the place of each article.
pub enum Compared<'s> {
    Store { store: &'s Store, all: Box<Peekable<BoxStream<'s, Result<TaggedArticle, StoreError>>>> },
    Lines(Lines),
}

impl<'s> Compared<'s> {
    /// The articles of a store.
    pub fn store(store: &'s Store) -> Self {
        Self::Store { store, all: Box::new(store.export().peekable()) }
    }

    /// The next article in its current wording.
    pub async fn next(&mut self) -> Result<Option<TaggedArticle>> {
        match self {
            Self::Store { store, all } => next_of(store, all).await,
            Self::Lines(lines) => lines.next(),
        }
    }
}

/// The next article of a store: of several wordings, the one that the store holds for current.
async fn next_of(
    store: &Store,
    all: &mut Peekable<BoxStream<'_, Result<TaggedArticle, StoreError>>>,
) -> Result<Option<TaggedArticle>> {
    let Some(first) = all.next().await.transpose()? else { return Ok(None) };
    let same = |next: &Result<TaggedArticle, StoreError>| {
        next.as_ref().is_ok_and(|next| next.article.id == first.article.id)
    };
    let mut several = false;
    // An error is no wording of this article: it stays in the stream for the next call.
    while Pin::new(&mut *all).next_if(same).await.is_some() {
        several = true;
    }
    if !several {
        return Ok(Some(first));
    }
    let current = store.current(std::slice::from_ref(&first.article.id)).await?;
    // It may have been forgotten since its wordings were read.
    Ok(current.into_iter().next().or(Some(first)))
}

/// Whether a file holds a store, by its first bytes; what cannot be opened is left to whoever opens stores.
pub fn is_store(path: &Path) -> bool {
    let mut begins = Vec::new();
    match File::open(path).and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut begins)) {
        // A file without a byte is a store that nothing was stored in yet.
        Ok(_) => begins.is_empty() || begins == SQLITE,
        Err(_) => true,
    }
}

/// Lines of a file, by article.
pub struct Lines {
    name: String,
    file: BufReader<File>,
    /// Where each article's line begins, with what sorts its wordings.
    places: std::collections::btree_map::IntoIter<ArticleId, Place>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    captured_at: Option<DateTime<Utc>>,
    revision: String,
    begins: u64,
    line: u64,
}

/// What tells where an article belongs.
#[derive(Deserialize)]
struct Key {
    id: ArticleId,
    revision: String,
    captured_at: Option<DateTime<Utc>>,
}

impl Lines {
    /// Looks through the file once, for the places of its articles. Of several wordings the one captured last stands: which is
    /// current is not in the lines.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let mut file = BufReader::new(File::open(path).with_context(|| name.clone())?);
        let mut places: BTreeMap<ArticleId, Place> = BTreeMap::new();
        let (mut begins, mut number, mut line) = (0, 0, Vec::new());
        loop {
            line.clear();
            let length = file.read_until(b'\n', &mut line).with_context(|| name.clone())?;
            if length == 0 {
                break;
            }
            number += 1;
            if !line.trim_ascii().is_empty() {
                let Key { id, revision, captured_at } =
                    serde_json::from_slice(&line).map_err(|error| refused(&name, number, &error))?;
                let place = Place { captured_at, revision, begins, line: number };
                match places.get_mut(&id) {
                    Some(known) => *known = known.clone().max(place),
                    None => drop(places.insert(id, place)),
                }
            }
            begins += length as u64;
        }
        Ok(Self { name, file, places: places.into_iter() })
    }

    fn next(&mut self) -> Result<Option<TaggedArticle>> {
        let Some((_, place)) = self.places.next() else { return Ok(None) };
        let mut line = Vec::new();
        self.file.seek(SeekFrom::Start(place.begins)).with_context(|| self.name.clone())?;
        self.file.read_until(b'\n', &mut line).with_context(|| self.name.clone())?;
        let article =
            serde_json::from_slice(&line).map_err(|error| refused(&self.name, place.line, &error))?;
        Ok(Some(article))
    }
}

fn refused(name: &str, line: u64, error: &serde_json::Error) -> anyhow::Error {
    let expected = "expected a store, or lines that `veille export --revisions` printed";
    failure(Cause::Failed, format!("{name}:{line}: no tagged article ({}); {expected}", plain::json(error)))
}
