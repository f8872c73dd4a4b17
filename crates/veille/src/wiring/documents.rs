//! Documents one by one, for the commands that look into them instead of storing them.

use std::path::PathBuf;

use anyhow::Result;
use veille_archive::ArchiveError;
use veille_model::{Capture, Reason};

use super::expand;
use super::inputs::unread_reason;

/// One capture and where it lies, or why there is none.
pub struct Document {
    pub place: String,
    pub capture: Result<Capture, Reason>,
}

/// The documents at some paths, in their order; a feed gives one for each entry.
pub fn documents(paths: &[PathBuf]) -> Result<impl Iterator<Item = Document>> {
    let archives: Vec<_> = paths.iter().map(|path| veille_archive::open(path)).collect::<Result<_, _>>()?;
    Ok(archives.into_iter().flatten().flat_map(|item| match item {
        Ok(found) => opened(found.place.to_string(), found.capture),
        Err(error) => vec![unread(&error)],
    }))
}

fn opened(place: String, capture: Capture) -> Vec<Document> {
    match expand(capture) {
        Ok(captures) => captures
            .into_iter()
            .map(|capture| Document { place: place.clone(), capture: Ok(capture) })
            .collect(),
        Err(reason) => vec![Document { place, capture: Err(reason) }],
    }
}

fn unread(error: &ArchiveError) -> Document {
    Document { place: error.place().to_string(), capture: Err(unread_reason(error)) }
}
