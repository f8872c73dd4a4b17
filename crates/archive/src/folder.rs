//! A folder in which live captures are kept as they come (web archiving): a WARC an hour, and a new one beyond a size.
//!
//! Each file stands alone: what a `revisit` record in it repeats lies in the same file, so that any of them may be moved or
//! deleted. A file is locked while it is written; who finds one locked, of another process, begins the next.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use veille_model::Capture;

use crate::ArchiveError;
use crate::warc::LiveWarc;

/// Beyond it a new file begins: the size that the standard advises (ISO 28500, annex C).
const FILE_BYTES_MAX: u64 = 1 << 30;
/// A longer file is not gone on with after a restart: what it holds would have to be unpacked first.
const GO_ON_BYTES_MAX: u64 = 64 << 20;
/// Files of one hour.
const FILES_MAX: u32 = 9_999;

/// Appends live captures to the WARCs of a folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    file_bytes_max: u64,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    hour: String,
    number: u32,
    warc: LiveWarc,
    /// Held open for its lock alone.
    _locked: File,
}

impl Folder {
    /// A folder, made where there is none.
    ///
    /// # Errors
    /// Where it cannot be made or written to.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        fs::create_dir_all(path).map_err(|source| ArchiveError::io(path, source))?;
        Ok(Self { path: path.to_owned(), file_bytes_max: FILE_BYTES_MAX, open: None })
    }

    /// Appends a capture that was received just now, and the head of the request that brought it.
    ///
    /// # Errors
    /// Where it cannot be written, or is too large to be read back.
    pub fn append(
        &mut self,
        capture: &Capture,
        request: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), ArchiveError> {
        self.file_of(now)?.take(capture, request)
    }

    /// Has all that was appended reach the disk.
    ///
    /// # Errors
    /// Where it does not.
    pub fn sync(&self) -> Result<(), ArchiveError> {
        self.open.as_ref().map_or(Ok(()), |open| open.warc.sync())
    }

    /// The file of this hour that has room.
    fn file_of(&mut self, now: DateTime<Utc>) -> Result<&mut LiveWarc, ArchiveError> {
        let hour = now.format("%Y%m%dT%H").to_string();
        let first = match &self.open {
            Some(open) if open.hour != hour => 1,
            Some(open) if open.warc.bytes() >= self.file_bytes_max => open.number + 1,
            Some(_) => 0,
            None => 1,
        };
        if first > 0 {
            // Before the next: the one that was is whole.
            self.sync()?;
            self.open = Some(self.next_file(hour, first)?);
        }
        Ok(&mut self.open.as_mut().expect("it was opened above, or before").warc)
    }

    /// Opens the first file of an hour that nobody else writes to and that has room for much.
    fn next_file(&self, hour: String, first: u32) -> Result<Open, ArchiveError> {
        for number in first..=FILES_MAX {
            let path = self.path.join(format!("veille-{hour}-{number:04}.warc.gz"));
            let failed = |source| ArchiveError::io(&path, source);
            // For its lock, which goes with this handle; the writer opens the file once more.
            let file = File::options().append(true).create(true).open(&path).map_err(failed)?;
            match file.try_lock() {
                Err(fs::TryLockError::WouldBlock) => continue,
                // A file system without locks: only a file that is new is ours for sure.
                Err(fs::TryLockError::Error(_)) if file.metadata().map_err(failed)?.len() > 0 => continue,
                Err(fs::TryLockError::Error(_)) | Ok(()) => {}
            }
            let length = file.metadata().map_err(failed)?.len();
            // A new one is empty, and passes.
            if length < GO_ON_BYTES_MAX.min(self.file_bytes_max) {
                return Ok(Open { hour, number, warc: LiveWarc::append(&path)?, _locked: file });
            }
        }
        let full = std::io::Error::other(format!("it has {FILES_MAX} files of the hour {hour}"));
        Err(ArchiveError::io(&self.path, full))
    }
}

#[cfg(test)]
mod tests {
    use veille_model::{CaptureId, FeedEntry};

    use super::*;

    fn page(number: u32, body: &str) -> Capture {
        let headers = [("content-type", "text/html"), ("etag", &format!("\"{number}\""))];
        Capture {
            status: Some(200),
            captured_at: DateTime::from_timestamp(1_790_000_000 + i64::from(number), 0),
            media_type: Some("text/html".to_owned()),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Capture::page(Some(format!("https://a.example/{number}")), body.as_bytes().to_vec())
        }
        .announced_by(FeedEntry { title: Some(format!("T{number}")), ..FeedEntry::default() })
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn read(folder: &Path) -> Vec<Capture> {
        crate::open(folder).unwrap().map(|found| found.unwrap().capture).collect()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_appended_is_read_back_as_it_was_and_a_body_is_kept_once() {
        let scratch = tempfile::TempDir::new().unwrap();
        let root = scratch.path().join("archive");
        let long = "x y ".repeat(1_000);
        let mut entry = Capture::entry(&FeedEntry::default(), veille_model::SourceId::new("a"), None);
        entry.captured_at = DateTime::from_timestamp(1_790_000_000, 5);
        let other = Capture { id: CaptureId::from("mine".to_owned()), status: Some(203), ..page(4, &long) };
        let captures = [page(1, &long), page(2, "<p>short"), page(3, &long), entry, other];
        let mut folder = Folder::open(&root).unwrap();
        for capture in &captures[..3] {
            folder.append(capture, Some("GET / HTTP/1.1\r\n\r\n"), at("2026-11-29T01:59:59Z")).unwrap();
        }
        drop(folder);
        // After a restart the file is gone on with, and what it holds is known.
        let mut folder = Folder::open(&root).unwrap();
        for capture in &captures[3..] {
            folder.append(capture, None, at("2026-11-29T01:59:59Z")).unwrap();
        }
        folder.sync().unwrap();
        assert_eq!(names(&root), ["veille-20261129T01-0001.warc.gz"]);
        assert_eq!(read(&root), captures);
        let mut unpacked = String::new();
        let file = File::open(root.join("veille-20261129T01-0001.warc.gz")).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(file), &mut unpacked).unwrap();
        let count = |part: &str| unpacked.matches(part).count();
        assert_eq!((count("WARC-Type: revisit"), count("x y x y x y x y ")), (2, 250));
        assert_eq!((count("WARC-Type: request"), count("WARC-Concurrent-To: <urn:uuid:")), (3, 3));
    }

    #[test]
    fn each_hour_has_a_file_and_one_that_is_full_or_anothers_is_followed_by_the_next() {
        let scratch = tempfile::TempDir::new().unwrap();
        let mut folder = Folder { file_bytes_max: 800, ..Folder::open(scratch.path()).unwrap() };
        for (number, now) in [(1, "01:10"), (2, "01:20"), (3, "01:30"), (4, "02:00")] {
            folder.append(&page(number, "<p>x"), None, at(&format!("2026-11-29T{now}:00Z"))).unwrap();
        }
        let mut other = Folder::open(scratch.path()).unwrap();
        other.append(&page(5, "<p>y"), None, at("2026-11-29T02:01:00Z")).unwrap();
        let expected = ["01-0001", "01-0002", "02-0001", "02-0002"];
        assert_eq!(names(scratch.path()), expected.map(|name| format!("veille-20261129T{name}.warc.gz")));
        assert_eq!(read(scratch.path()).len(), 5);
    }

    #[test]
    fn a_page_is_kept_whose_feed_tells_more_than_a_head_holds() {
        let scratch = tempfile::TempDir::new().unwrap();
        let mut folder = Folder::open(scratch.path()).unwrap();
        let entry = |summary: usize| FeedEntry {
            title: Some("T".to_owned()),
            summary: Some("s".repeat(summary)),
            content: Some("c".repeat(2_000_000)),
            ..FeedEntry::default()
        };
        let long = "x y ".repeat(1_000);
        for (number, summary) in [(1, 1_000), (2, 2_000_000), (3, 1_000)] {
            let page = page(number, &long).announced_by(entry(summary));
            folder.append(&page, None, at("2026-11-29T01:10:00Z")).unwrap();
        }
        folder.sync().unwrap();
        let read = read(scratch.path());
        let told = read.iter().map(|page| {
            let entry = page.entry.as_deref().unwrap();
            (page.body.len(), entry.title.is_some(), entry.summary.is_some(), entry.content.is_some())
        });
        let told: Vec<_> = told.collect();
        let expected = [(4_000, true, true, false), (4_000, true, false, false), (4_000, true, true, false)];
        assert_eq!(told, expected);
    }
}
