//! Answers that were received and are not settled yet, in a file beside the store (write-ahead): whoever comes after a kill goes on
//! with them, and asks nobody for what was answered already.
//!
//! Nothing is forced to the disk: after a power cut pages are fetched again. The file is emptied whenever all of it is settled,
//! and written anew where most of it is.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Result, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Bytes that are settled from which on the file is written anew without them, where they are most of it.
const SETTLED_BYTES_MAX: u64 = 64 << 20;
/// A longer file takes no more: what comes then is asked for again after a kill.
const BYTES_MAX: u64 = 1 << 30;
/// What nobody came for by then, nobody comes for any more: its feed was taken out.
const LEFT_MAX: Duration = Duration::from_secs(7 * 86_400);

/// What stands before each answer, on a line; one without a length says that it is settled.
#[derive(Serialize, Deserialize)]
struct Head {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
}

/// Where an answer lies.
#[derive(Clone, Copy)]
struct Place {
    from: u64,
    bytes: u64,
}

/// The file, and where each answer lies in it.
pub struct Answers {
    path: PathBuf,
    file: File,
    end: u64,
    unsettled: HashMap<String, Place>,
    unsettled_bytes: u64,
}

impl Answers {
    /// Opens the file, or makes it, with what whoever came before left in it.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let written_at = file.metadata()?.modified()?;
        let mut answers =
            Self { path: path.to_owned(), file, end: 0, unsettled: HashMap::new(), unsettled_bytes: 0 };
        if SystemTime::now().duration_since(written_at).is_ok_and(|left| left > LEFT_MAX) {
            // By the file's own date: nothing in it says when it came, and whoever fetches writes to it all the time.
            answers.file.set_len(0)?;
        }
        answers.read_all()?;
        Ok(answers)
    }

    /// Keeps an answer; it replaces one that was kept under this key.
    pub fn keep(&mut self, key: &str, answer: &[u8]) -> Result<()> {
        if self.end > BYTES_MAX {
            return Ok(());
        }
        let bytes = answer.len() as u64;
        let head = self.write(key, Some(answer))?;
        self.has(key.to_owned(), Place { from: head, bytes });
        Ok(())
    }

    /// An answer that is not settled.
    pub fn kept(&mut self, key: &str) -> Result<Option<Vec<u8>>> {
        let Some(place) = self.unsettled.get(key) else { return Ok(None) };
        let mut answer = vec![0; usize::try_from(place.bytes).unwrap_or_default()];
        self.file.seek(SeekFrom::Start(place.from))?;
        self.file.read_exact(&mut answer)?;
        Ok(Some(answer))
    }

    /// Notes that answers are settled.
    pub fn forget(&mut self, keys: &[String]) -> Result<()> {
        for key in keys {
            let Some(place) = self.unsettled.remove(key) else { continue };
            self.unsettled_bytes -= place.bytes;
            // Of the last one no line is needed: the file is emptied below.
            if !self.unsettled.is_empty() {
                self.write(key, None)?;
            }
        }
        if self.unsettled.is_empty() && self.end > 0 {
            self.file.set_len(0)?;
            self.end = 0;
        }
        let settled = self.end - self.unsettled_bytes;
        if settled > SETTLED_BYTES_MAX && settled > self.unsettled_bytes {
            self.write_anew()?;
        }
        Ok(())
    }

    fn has(&mut self, key: String, place: Place) {
        let before = self.unsettled.insert(key, place);
        self.unsettled_bytes += place.bytes;
        self.unsettled_bytes -= before.map_or(0, |before| before.bytes);
    }

    /// Adds a head and what stands behind it, with one write; where that begins.
    fn write(&mut self, key: &str, answer: Option<&[u8]>) -> Result<u64> {
        let bytes = answer.map(|answer| answer.len() as u64);
        let mut written = serde_json::to_vec(&Head { key: key.to_owned(), bytes })?;
        written.push(b'\n');
        let from = self.end + written.len() as u64;
        if let Some(answer) = answer {
            written.extend_from_slice(answer);
            written.push(b'\n');
        }
        // Over whatever a write left that failed in the middle.
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&written)?;
        self.end += written.len() as u64;
        Ok(from)
    }

    /// Finds what the file holds. The last one may break off: whoever wrote it was killed there.
    fn read_all(&mut self) -> Result<()> {
        let length = self.file.metadata()?.len();
        let mut lines = BufReader::new(self.file.try_clone()?);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            let Ok(Head { key, bytes }) = serde_json::from_slice(&line) else { break };
            // The newline behind the answer is part of what must be there: without it the write broke off.
            let from = self.end + line.len() as u64;
            match bytes {
                Some(bytes) if from.checked_add(bytes).is_some_and(|end| end < length) => {
                    self.has(key, Place { from, bytes });
                    self.end = from + bytes + 1;
                    // An answer may be of any bytes, newlines too: only heads are read by lines.
                    lines.seek(SeekFrom::Start(self.end))?;
                }
                Some(_) => break,
                None => {
                    let settled = self.unsettled.remove(&key);
                    self.unsettled_bytes -= settled.map_or(0, |settled| settled.bytes);
                    self.end = from;
                }
            }
            line.clear();
        }
        self.file.set_len(self.end)
    }

    /// Writes what is not settled into another file, which takes the place of this one.
    fn write_anew(&mut self) -> Result<()> {
        let mut path = self.path.clone().into_os_string();
        path.push(".new");
        let path = PathBuf::from(path);
        // What somebody left who was killed here.
        let _ = std::fs::remove_file(&path);
        let mut anew = Self::open(&path)?;
        let keys: Vec<String> = self.unsettled.keys().cloned().collect();
        for key in keys {
            if let Some(answer) = self.kept(&key)? {
                anew.keep(&key, &answer)?;
            }
        }
        std::fs::rename(&path, &self.path)?;
        anew.path.clone_from(&self.path);
        // What is dropped here has answers that are not settled, so it removes nothing.
        *self = anew;
        Ok(())
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        if self.unsettled.is_empty() {
            // Left there it would do no harm.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(answers: &mut Answers, key: &str) -> Option<String> {
        answers.kept(key).unwrap().map(|answer| String::from_utf8(answer).unwrap())
    }

    #[test]
    fn what_was_not_settled_when_we_were_killed_is_there_for_whoever_comes_next() {
        let scratch = tempfile::TempDir::new().unwrap();
        let path = scratch.path().join("veille.db.fetched");
        let mut answers = Answers::open(&path).unwrap();
        answers.keep("answer/1", b"one\n\n{}").unwrap();
        answers.keep("answer/2", b"two").unwrap();
        answers.keep("answer/2", b"two again").unwrap();
        answers.keep("answer/3", b"").unwrap();
        answers.forget(&["answer/1".to_owned(), "answer/9".to_owned()]).unwrap();
        let whole = std::fs::read(&path).unwrap();
        // Killed at any letter of what was written last.
        answers.keep("answer/4", b"four").unwrap();
        let written = std::fs::read(&path).unwrap();
        for end in whole.len()..written.len() {
            std::fs::write(&path, &written[..end]).unwrap();
            let mut next = Answers::open(&path).unwrap();
            assert_eq!(kept(&mut next, "answer/1"), None);
            assert_eq!(kept(&mut next, "answer/2").as_deref(), Some("two again"));
            assert_eq!(kept(&mut next, "answer/3").as_deref(), Some(""));
            assert_eq!(kept(&mut next, "answer/4"), None);
            next.keep("answer/5", b"five").unwrap();
            let mut after = Answers::open(&path).unwrap();
            assert_eq!(kept(&mut after, "answer/5").as_deref(), Some("five"));
        }
    }

    #[test]
    fn the_file_is_empty_when_all_is_settled_and_short_when_most_is() {
        let scratch = tempfile::TempDir::new().unwrap();
        let path = scratch.path().join("veille.db.fetched");
        let mut answers = Answers::open(&path).unwrap();
        let page = vec![b'x'; 1 << 20];
        answers.keep("left", b"it waits").unwrap();
        for number in 0..SETTLED_BYTES_MAX >> 20 {
            let key = format!("answer/{number}");
            answers.keep(&key, &page).unwrap();
            answers.forget(&[key]).unwrap();
        }
        assert!(std::fs::metadata(&path).unwrap().len() < 2 << 20);
        assert_eq!(kept(&mut answers, "left").as_deref(), Some("it waits"));
        let mut next = Answers::open(&path).unwrap();
        assert_eq!(kept(&mut next, "left").as_deref(), Some("it waits"));
        next.forget(&["left".to_owned()]).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
        drop(next);
        assert!(!path.exists());
    }

    #[test]
    fn what_cannot_be_read_is_as_good_as_not_kept() {
        let scratch = tempfile::TempDir::new().unwrap();
        let path = scratch.path().join("veille.db.fetched");
        for left in ["{\"captures\":[]}\n", "{\"key\":\"answer/1\",\"bytes\":18446744073709551615}\nx\n"] {
            std::fs::write(&path, left).unwrap();
            let mut answers = Answers::open(&path).unwrap();
            assert_eq!(kept(&mut answers, "answer/1"), None);
            answers.keep("answer/1", b"one").unwrap();
            assert_eq!(kept(&mut Answers::open(&path).unwrap(), "answer/1").as_deref(), Some("one"));
        }
    }
}
