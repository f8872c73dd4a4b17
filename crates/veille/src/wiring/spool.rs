//! What was fetched and is not stored yet, in a file beside the store (write-ahead): whoever comes after a kill stores it before
//! anybody is asked for it again.
//!
//! Nothing is forced to the disk: after a power cut pages are fetched again. The file is emptied whenever all of it is stored.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use veille_fetcher::{Delivery, Fetched};
use veille_sink::{Location, Store};

/// A longer file is first emptied, for which the store takes what it has in hand.
const BYTES_MAX: u64 = 256 << 20;
/// Deliveries that wait for whoever stores them. More than there ever are: how much is fetched and not stored is bounded where it is
/// fetched, in bytes, and what came is kept in the file whether or not the store is quick.
const WAITING_MAX: usize = 1 << 16;
/// What an earlier run left that is in hand at a time.
const LEFT_AT_ONCE: usize = 16;
/// How often it is looked whether it has.
const PAUSE: Duration = Duration::from_millis(5);
/// How often at the end.
const LOOKS_MAX: usize = 200;

/// Who keeps what is not stored yet.
pub struct Spool {
    path: PathBuf,
    keeping: JoinHandle<Result<()>>,
    stored: oneshot::Receiver<()>,
}

impl Spool {
    /// Has deliveries pass through the file beside a store, what it holds of an earlier run before them. A database has nothing
    /// beside it.
    pub fn begin(
        store: &Store,
        deliveries: mpsc::Receiver<Delivery>,
    ) -> Result<(mpsc::Receiver<Delivery>, Option<Self>)> {
        let Location::Path(path) = store.location() else { return Ok((deliveries, None)) };
        let mut path = path.into_os_string();
        path.push(".fetched");
        let (kept, spool) = Self::at(&PathBuf::from(path), deliveries)?;
        Ok((kept, Some(spool)))
    }

    fn at(path: &Path, deliveries: mpsc::Receiver<Delivery>) -> Result<(mpsc::Receiver<Delivery>, Self)> {
        let shown = || path.display().to_string();
        let file = File::options().read(true).append(true).create(true).open(path).with_context(shown)?;
        let (onward, kept) = mpsc::channel(WAITING_MAX);
        let (all, stored) = oneshot::channel();
        let runtime = Handle::current();
        let keeping = tokio::task::spawn_blocking(move || keep(file, deliveries, &onward, all, &runtime));
        Ok((kept, Self { path: path.to_owned(), keeping, stored }))
    }

    /// Waits until what an earlier run left is stored.
    pub async fn stored(&mut self) {
        // Where that cannot be, `end` says why.
        let _ = (&mut self.stored).await;
    }

    /// Waits until all is handed on.
    pub async fn end(self) -> Result<()> {
        self.keeping.await.context("keeping what is not stored yet")??;
        if std::fs::metadata(&self.path).is_ok_and(|file| file.len() == 0) {
            // Left there it would do no harm.
            let _ = std::fs::remove_file(&self.path);
        }
        Ok(())
    }
}

/// The file, and how much of it is not stored.
struct Unstored {
    file: File,
    bytes: u64,
    deliveries: usize,
    /// Whether one was given up by whoever should have stored it: then the file is left to the next run, with all of them.
    is_left: bool,
}

impl Unstored {
    fn add(&mut self, fetched: &Fetched) -> Result<()> {
        let mut line = serde_json::to_vec(fetched)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.bytes += line.len() as u64;
        self.deliveries += 1;
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.bytes > BYTES_MAX && !self.is_left
    }

    fn settled(&mut self) {
        self.deliveries -= 1;
        // What cannot be emptied is stored once more by the next run, which changes nothing.
        if self.deliveries == 0 && self.bytes > 0 && !self.is_left && self.file.set_len(0).is_ok() {
            self.bytes = 0;
        }
    }
}

fn keep(
    mut file: File,
    mut deliveries: mpsc::Receiver<Delivery>,
    onward: &mpsc::Sender<Delivery>,
    all: oneshot::Sender<()>,
    runtime: &Handle,
) -> Result<()> {
    let is_left = !hand_on_what_is_left(&mut file, onward, runtime)?;
    let _ = all.send(());
    let unstored = Arc::new(Mutex::new(Unstored { file, bytes: 0, deliveries: 0, is_left }));
    let held = || unstored.lock().unwrap_or_else(PoisonError::into_inner);
    while let Some(Delivery { fetched, confirm }) = deliveries.blocking_recv() {
        while held().is_full() {
            std::thread::sleep(PAUSE);
        }
        held().add(&fetched).context("keeping what is not stored yet")?;
        let (stored, is_stored) = oneshot::channel();
        let unstored = Arc::clone(&unstored);
        runtime.spawn(async move {
            let is_stored = is_stored.await.is_ok();
            {
                let mut unstored = unstored.lock().unwrap_or_else(PoisonError::into_inner);
                unstored.is_left |= !is_stored;
                unstored.settled();
            }
            // Told last: whoever hears it finds the file as it is then.
            if is_stored {
                // The fetcher may have been told to stop and be gone.
                let _ = confirm.send(());
            }
        });
        // Nobody takes any more: what is kept is stored by the next run.
        if onward.blocking_send(Delivery { fetched, confirm: stored }).is_err() {
            return Ok(());
        }
    }
    // What was stored last is told a moment later.
    for _ in 0..LOOKS_MAX {
        if held().deliveries == 0 {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

/// Hands on what an earlier run left, and empties the file once it is stored; whether it is.
fn hand_on_what_is_left(file: &mut File, onward: &mpsc::Sender<Delivery>, runtime: &Handle) -> Result<bool> {
    file.rewind()?;
    let mut confirmations = Vec::new();
    let mut lines = BufReader::new(&*file);
    let mut line = Vec::new();
    let mut is_torn = false;
    while lines.read_until(b'\n', &mut line)? > 0 {
        is_torn = !line.ends_with(b"\n");
        // The last one may break off: whoever wrote it was killed there.
        if let Ok(fetched) = serde_json::from_slice::<Fetched>(&line) {
            let (confirm, confirmed) = oneshot::channel();
            // The file may hold more than there is room for.
            while onward.max_capacity() - onward.capacity() >= LEFT_AT_ONCE && !onward.is_closed() {
                std::thread::sleep(PAUSE);
            }
            if onward.blocking_send(Delivery { fetched, confirm }).is_err() {
                return Ok(false);
            }
            confirmations.push(confirmed);
        }
        line.clear();
    }
    // So that what is kept behind it stands on a line of its own.
    if is_torn {
        file.write_all(b"\n")?;
    }
    let count = confirmations.len();
    for confirmed in confirmations {
        if runtime.block_on(confirmed).is_err() {
            return Ok(false);
        }
    }
    if count > 0 {
        tracing::info!(count, "what an earlier run had fetched is stored");
    }
    file.set_len(0)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use veille_model::{Capture, Mark};

    use super::*;

    fn fetched(number: u32) -> Fetched {
        Fetched {
            captures: vec![Capture::page(Some(format!("https://a.example/{number}")), b"\xff<p>x".to_vec())],
            marks: vec![Mark { key: format!("page/{number}"), value: Some("{}".to_owned()) }],
            ..Fetched::default()
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_not_stored_when_we_were_killed_is_stored_by_whoever_comes_next() {
        let scratch = tempfile::TempDir::new().unwrap();
        let path = scratch.path().join("veille.db.fetched");
        let (fetcher, deliveries) = mpsc::channel(8);
        let (mut kept, mut spool) = Spool::at(&path, deliveries).unwrap();
        spool.stored().await;
        let (first, was_first) = oneshot::channel();
        fetcher.send(Delivery { fetched: fetched(1), confirm: first }).await.unwrap();
        kept.recv().await.unwrap().confirm.send(()).unwrap();
        was_first.await.unwrap();
        let (second, was_second) = oneshot::channel();
        fetcher.send(Delivery { fetched: fetched(2), confirm: second }).await.unwrap();
        let unstored = kept.recv().await.unwrap();
        // Killed: what nobody confirmed stays in the file, and what was being written breaks off.
        let left = std::fs::read(&path).unwrap();
        assert_eq!(left.iter().filter(|byte| **byte == b'\n').count(), 1);
        drop((unstored, was_second));
        std::fs::write(&path, [&left[..], b"{\"captures\":[{\"ur"].concat()).unwrap();

        let (fetcher, deliveries) = mpsc::channel::<Delivery>(8);
        let (mut kept, mut spool) = Spool::at(&path, deliveries).unwrap();
        let again = kept.recv().await.unwrap();
        assert_eq!(again.fetched, fetched(2));
        again.confirm.send(()).unwrap();
        spool.stored().await;
        assert_eq!(std::fs::read(&path).unwrap(), b"");
        drop(fetcher);
        assert!(kept.recv().await.is_none());
        spool.end().await.unwrap();
        assert!(!path.exists());
    }
    #[tokio::test(flavor = "multi_thread")]
    async fn what_an_earlier_run_left_is_kept_until_it_is_stored_whatever_comes_after() {
        let scratch = tempfile::TempDir::new().unwrap();
        let path = scratch.path().join("veille.db.fetched");
        let line = |number| serde_json::to_string(&fetched(number)).unwrap() + "\n";
        std::fs::write(&path, line(1) + "{\"captures\":[{\"ur").unwrap();
        let (fetcher, deliveries) = mpsc::channel(8);
        let (mut kept, mut spool) = Spool::at(&path, deliveries).unwrap();
        // Given up unstored.
        drop(kept.recv().await.unwrap());
        spool.stored().await;
        let (confirm, was_stored) = oneshot::channel();
        fetcher.send(Delivery { fetched: fetched(2), confirm }).await.unwrap();
        kept.recv().await.unwrap().confirm.send(()).unwrap();
        was_stored.await.unwrap();
        drop(fetcher);
        spool.end().await.unwrap();
        let left = std::fs::read_to_string(&path).unwrap();
        assert!(left.contains(&line(1)) && left.ends_with(&line(2)), "{left}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_comes_is_kept_while_nobody_has_time_to_store_it() {
        let scratch = tempfile::TempDir::new().unwrap();
        let path = scratch.path().join("veille.db.fetched");
        let (fetcher, deliveries) = mpsc::channel(1);
        let (_nobody_takes, _spool) = Spool::at(&path, deliveries).unwrap();
        for number in 0..100 {
            let delivery = Delivery { fetched: fetched(number), confirm: oneshot::channel().0 };
            fetcher.send(delivery).await.unwrap();
        }
        for _ in 0..1_000 {
            if std::fs::read_to_string(&path).unwrap().lines().count() == 100 {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("a kill would lose what was not written");
    }
}
