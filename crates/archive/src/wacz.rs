//! WACZ (Web Archive Collection Zipped, of Webrecorder): a ZIP file with WARCs in its `archive/`.
//!
//! They are stored as they are, so that a reader can seek in them; packed again by somebody's `zip`, they are unpacked beside.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::found::Items;
use crate::warc::{self, Part};
use crate::{ArchiveError, Limits};

/// A WARC that was packed again is not unpacked beyond this: four times the usual size.
const UNPACKED_BYTES_MAX: u64 = 4 << 30;

/// The captures of a WACZ, its WARCs in the order of their names.
pub(crate) fn read(path: &Path, limits: Limits) -> Result<Items, ArchiveError> {
    let mut archive = open(path)?;
    let names = archive.file_names().filter_map(Result::ok).map(|name| name.into_owned());
    let mut names: Vec<String> = names.filter(|name| is_warc(name)).collect();
    names.sort();
    let path = path.to_owned();
    // One after the other: the next is unpacked when the one before has been read.
    let items = names.into_iter().flat_map(move |name| -> Items {
        let opened = part(&mut archive, &path, &name).and_then(|part| warc::read(part, limits));
        match opened {
            Ok(items) => Box::new(items),
            Err(source) => Box::new(std::iter::once(Err(ArchiveError::io(&path.join(&name), source)))),
        }
    });
    Ok(Box::new(items))
}

fn open(path: &Path) -> Result<ZipArchive<File>, ArchiveError> {
    let file = File::open(path).map_err(|source| ArchiveError::io(path, source))?;
    ZipArchive::new(file).map_err(|error| match error {
        ZipError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
            ArchiveError::io(path, source)
        }
        // The list of a ZIP file stands at its end: cut short, it has none.
        error => ArchiveError::Damaged { place: crate::Place::file(path), message: error.to_string() },
    })
}

fn is_warc(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".warc", ".warc.gz", ".warc.zst"].iter().any(|end| name.ends_with(end))
}

fn part(archive: &mut ZipArchive<File>, path: &Path, name: &str) -> io::Result<Part> {
    let mut file = archive.by_name(name)?;
    let shown = path.join(name);
    if file.compression() == CompressionMethod::Stored
        // Stored as it is: then no copy is needed, and places within can be sought to.
        && let Some(start) = file.data_start()
    {
        return Ok(Part::within(path, shown, start, file.size()));
    }
    let mut unpacked = tempfile::NamedTempFile::new()?;
    let written = io::copy(&mut file.by_ref().take(UNPACKED_BYTES_MAX + 1), &mut unpacked)?;
    if written > UNPACKED_BYTES_MAX {
        return Err(io::Error::other(format!("it unpacks to more than {UNPACKED_BYTES_MAX} bytes")));
    }
    Ok(Part::unpacked(shown, unpacked.into_temp_path()))
}
