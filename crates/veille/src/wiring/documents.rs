//! Documents one by one, for the commands that look into them instead of storing them.

use std::path::PathBuf;

use anyhow::Result;
use veille_archive::{ArchiveError, unpacked};
use veille_cleaner::Cleaner;
use veille_model::{Article, Capture, Reason};
use veille_text::charset;

use super::inputs::unread_reason;
use super::{expand, reason};

/// One document and where it lies.
pub struct Document {
    pub place: String,
    pub content: Content,
}

/// What a document is.
pub enum Content {
    /// A page, a text or an entry of a feed.
    Capture(Box<Capture>),
    /// An article as `veille export` prints it.
    Article(Box<Article>),
    /// Nothing that can be looked into.
    Nothing(Reason),
}

impl Document {
    /// The article that it is, or that the cleaner finds in it.
    pub fn article(self, cleaner: &Cleaner) -> Result<Article, Reason> {
        match self.content {
            Content::Capture(capture) => cleaner.clean(&capture).map_err(|unclean| reason(&unclean)),
            Content::Article(article) => Ok(*article),
            Content::Nothing(reason) => Err(reason),
        }
    }
}

/// The text of a file, in whatever charset: of a PDF, a DOCX, a message or a page what the cleaner keeps of it.
pub fn text_of(bytes: Vec<u8>, cleaner: &Cleaner) -> Result<String> {
    let page = unpacked(Capture::page(None, bytes)).map_err(anyhow::Error::msg)?;
    let text = charset::without_c1(charset::decode(&page.body, &charset::Labels::default()).0);
    if page.media_type.is_some() || text.trim_start().starts_with('<') {
        return Ok(cleaner.clean(&page)?.text);
    }
    anyhow::ensure!(!text.contains('\0'), "neither a text nor a document that can be read");
    // A text stands as it was written: nobody's menu is in it.
    Ok(text.into_owned())
}

/// The documents at some paths, in their order; a feed gives one for each entry.
pub fn documents(paths: &[PathBuf]) -> Result<impl Iterator<Item = Document>> {
    // All are opened first, so that a misspelt path is told before anything is printed.
    let archives: Vec<_> = paths.iter().map(|path| veille_archive::open(path)).collect::<Result<_, _>>()?;
    Ok(archives.into_iter().flatten().flat_map(|item| match item {
        Ok(found) => opened(&found.place.to_string(), found.capture),
        Err(error) => vec![unopened(error)],
    }))
}

fn opened(place: &str, capture: Capture) -> Vec<Document> {
    let document = |content| Document { place: place.to_owned(), content };
    match expand(capture) {
        Ok(captures) => {
            captures.into_iter().map(|capture| document(Content::Capture(Box::new(capture)))).collect()
        }
        Err(reason) => vec![document(Content::Nothing(reason))],
    }
}

fn unopened(error: ArchiveError) -> Document {
    let place = error.place().to_string();
    let content = match error {
        // To a pipeline it is no capture; here it is just what is to be looked into.
        ArchiveError::AlreadyCleaned { article, .. } => Content::Article(article),
        error => Content::Nothing(unread_reason(&error)),
    };
    Document { place, content }
}
