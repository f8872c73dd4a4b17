//! One stream of captures from whatever lies at a path.

use std::fmt;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use crate::format::{Format, Packing, Seed, is_json_feed};
use crate::found::Items;
use crate::json_lines::JsonLines;
use crate::manifest::{MANIFEST, Manifest};
use crate::walk::{Step, Walk};
use crate::{ArchiveError, Found, Limits, Place, documents, mail, seed, wacz, warc};

/// The captures at a path, in an order that never changes: directories depth first, entries sorted by name.
///
/// An error is one item: the next call goes on with the next record, or the next file. Files of unknown kind are
/// reported as [`ArchiveError::Skipped`]; hidden ones are not looked at.
pub struct Captures {
    walk: Walk,
    limits: Limits,
    /// The manifest of the directory in hand; None where it is broken, and its seed files are left out.
    manifests: Vec<(PathBuf, Option<Manifest>)>,
    /// What a manifest names and the directory lacks.
    missing: std::vec::IntoIter<ArchiveError>,
    items: Option<Items>,
}

/// Opens a file or directory of captures, within the default [`Limits`].
///
/// # Errors
/// Where nothing lies at the path, or it cannot be looked at. Everything else is an item of the stream.
pub fn open(path: &Path) -> Result<Captures, ArchiveError> {
    open_within(path, Limits::default())
}

/// As [`open`], within other limits.
///
/// # Errors
/// As [`open`].
pub fn open_within(path: &Path, limits: Limits) -> Result<Captures, ArchiveError> {
    let metadata = fs::metadata(path).map_err(|source| ArchiveError::io(path, source))?;
    let mut captures = Captures {
        walk: Walk::new(path),
        limits,
        manifests: Vec::new(),
        missing: Vec::new().into_iter(),
        items: None,
    };
    if !metadata.is_dir() && matches!(Format::of(path), Some(Format::Seed(_))) {
        // What a single seed file does not say stands beside it all the same.
        let directory =
            // A name without a folder has the empty path for a parent, in which nothing can be looked up.
            path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // That others of its files are missing is nothing to whoever opens this one.
        let (manifest, _) = Manifest::of_directory(directory)?;
        captures.manifests.push((path.parent().unwrap_or(Path::new("")).to_owned(), Some(manifest)));
    }
    Ok(captures)
}

impl Captures {
    fn enter(&mut self, directory: PathBuf) -> Result<(), ArchiveError> {
        // The walk is depth first: of manifests only those above are still needed.
        self.manifests.retain(|(above, _)| directory.starts_with(above));
        let (manifest, fault) = match Manifest::of_directory(&directory) {
            Ok((manifest, missing)) => {
                self.missing = missing.into_iter();
                (Some(manifest), Ok(()))
            }
            // Without its manifest a seed would get another address, and so another id: better left out and told.
            Err(error) => (None, Err(error)),
        };
        let ignored =
            |name: &str| name == MANIFEST || manifest.as_ref().is_some_and(|known| known.ignores(name));
        // Entered even where the manifest is broken: WARC and JSON Lines beside it say everything themselves.
        let entered = self.walk.enter(ignored);
        self.manifests.push((directory, manifest));
        fault.and(entered)
    }

    /// Begins a file; a seed file is its only capture.
    fn begin(&mut self, path: &Path) -> Option<Result<Found, ArchiveError>> {
        let Some(format) = Format::of(path) else {
            return Some(Err(ArchiveError::skipped(path, "no file of captures by its name")));
        };
        match format {
            Format::Document => {
                let place = Place::file(path);
                Some(documents::read(path, &self.limits).map(|capture| Found { capture, place }))
            }
            Format::Mail => {
                let place = Place::file(path);
                Some(mail::read(path, &self.limits).map(|capture| Found { capture, place }))
            }
            Format::Seed(kind) => {
                // Looked at first, as it would be passed over as a seed.
                if kind == Seed::Json && self.holds_captures(path) {
                    return self.hold(path, json_lines(path, Packing::Plain, self.limits));
                }
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let described = self.manifest(path)?.describe(&name);
                let place = Place::file(path);
                Some(seed::read(path, kind, &described, &self.limits).map(|capture| Found { capture, place }))
            }
            Format::JsonLines(packing) => self.hold(path, json_lines(path, packing, self.limits)),
            Format::Warc => {
                let opened = warc::read(warc::Part::whole(path), self.limits);
                self.hold(path, opened.map(|items| Box::new(items) as Items))
            }
            Format::Wacz => match wacz::read(path, self.limits) {
                Ok(items) => self.hold(path, Ok(items)),
                Err(error) => Some(Err(error)),
            },
        }
    }

    /// Whether a file of JSON that is no feed holds captures: whatever else is called `.json` is passed over.
    fn holds_captures(&self, path: &Path) -> bool {
        let mut start = Vec::new();
        let read = File::open(path).and_then(|file| file.take(64 << 10).read_to_end(&mut start));
        read.is_ok()
            && !is_json_feed(&start)
            && json_lines(path, Packing::Plain, self.limits)
                .is_ok_and(|mut items| items.next().is_some_and(|first| first.is_ok()))
    }

    fn hold(&mut self, path: &Path, opened: std::io::Result<Items>) -> Option<Result<Found, ArchiveError>> {
        match opened {
            Ok(items) => {
                self.items = Some(items);
                None
            }
            Err(source) => Some(Err(ArchiveError::io(path, source))),
        }
    }

    fn manifest(&self, path: &Path) -> Option<&Manifest> {
        let directory = path.parent()?;
        self.manifests.iter().rev().find(|(of, _)| of == directory)?.1.as_ref()
    }
}

fn json_lines(path: &Path, packing: Packing, limits: Limits) -> std::io::Result<Items> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    Ok(match packing {
        Packing::Plain => Box::new(JsonLines::new(file, path, limits)),
        Packing::Gzip => {
            // Several members: `cat a.gz b.gz`, and every writer that appends.
            let unpacked = BufReader::new(flate2::bufread::MultiGzDecoder::new(file));
            Box::new(JsonLines::new(unpacked, path, limits))
        }
        Packing::Zstd => {
            let unpacked = BufReader::new(zstd::stream::read::Decoder::with_buffer(file)?);
            Box::new(JsonLines::new(unpacked, path, limits))
        }
    })
}

impl Iterator for Captures {
    type Item = Result<Found, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            // Before the directory's files: a missing one is told though none of the others is read.
            if let Some(missing) = self.missing.next() {
                return Some(Err(missing));
            }
            if let Some(items) = &mut self.items {
                match items.next() {
                    Some(item) => return Some(item),
                    None => self.items = None,
                }
            }
            match self.walk.next()? {
                Ok(Step::Directory(directory)) => {
                    if let Err(error) = self.enter(directory) {
                        return Some(Err(error));
                    }
                }
                Ok(Step::File(path)) => {
                    if let Some(item) = self.begin(&path) {
                        return Some(item);
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl fmt::Debug for Captures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Captures")
            .field("walk", &self.walk)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
