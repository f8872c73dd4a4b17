//! Seed files: one capture a file, what its bytes do not say in `seeds.toml`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use veille_model::{Capture, CaptureId, SourceId};

use crate::format::{Seed, kind_of};
use crate::manifest::Described;
use crate::{ArchiveError, Limits, Place};

/// Reads one seed file; `described` is what the manifest says of it.
pub(crate) fn read(
    path: &Path,
    seed: Seed,
    described: &Described,
    limits: &Limits,
) -> Result<Capture, ArchiveError> {
    let body = read_whole(path, limits)?;
    // The bytes tell the kind, the manifest the media type with its charset; only where the bytes say nothing does
    // the manifest's word stand for both.
    let (media_type, kind) = match (seed.media(&body), &described.media_type) {
        (Ok((_, kind)), Some(named)) => (named.clone(), kind),
        (Ok((media_type, kind)), None) => (media_type.to_owned(), kind),
        (Err(_), Some(named)) => (named.clone(), kind_of(Some(named), &body)),
        (Err(reason), None) => return Err(ArchiveError::skipped(path, reason)),
    };
    let url = described.url.clone();
    let from_url = || url.as_deref().map_or_else(SourceId::unknown, SourceId::of_url);
    Ok(Capture {
        id: CaptureId::of(url.as_deref(), &body),
        kind,
        source: described.source.clone().unwrap_or_else(from_url),
        captured_at: described.captured_at,
        media_type: Some(media_type),
        ..Capture::page(url, body)
    })
}

pub(crate) fn read_whole(path: &Path, limits: &Limits) -> Result<Vec<u8>, ArchiveError> {
    let failed = |source| ArchiveError::io(path, source);
    let limit = limits.capture_bytes_max;
    let mut body = Vec::new();
    // One byte more than allowed tells too large from just fitting.
    File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut body)).map_err(failed)?;
    if body.len() as u64 > limit {
        let length = std::fs::metadata(path).ok().map(|metadata| metadata.len());
        return Err(ArchiveError::TooLarge { place: Place::file(path), what: "file".into(), length, limit });
    }
    Ok(body)
}
