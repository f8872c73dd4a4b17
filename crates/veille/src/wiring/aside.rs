//! Texts laid aside: each as it was read to be compared, in a file that has no name and is gone with the program.
//!
//! What joins stories compares an article with some twenty others. To read these from the store and take them apart anew
//! took four fifths of its time. Whatever is not here is read from the store, so a full disk costs time and nothing else.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use veille_model::ArticleId;
use veille_stories::Shingles;

/// So much of the file may be of use no more, and as much again as is of use.
// Small enough to mean nothing beside an index, and large enough that a quiet day never copies the file.
const WASTE_BYTES: u64 = 16 << 20;

/// The texts, and where in the file each stands.
#[derive(Debug, Default)]
pub struct Aside {
    /// The folder of the file.
    folder: PathBuf,
    file: Option<File>,
    places: FxHashMap<ArticleId, Place>,
    /// How long the file is, and how much of it is of use.
    end: u64,
    used: u64,
    /// It could not be written: it is not tried again.
    is_refused: bool,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    start: u64,
    bytes: u32,
}

impl Aside {
    /// In this folder, once there is a text.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..Self::default() }
    }

    /// Lays a text aside, instead of what was there of the same article.
    pub fn lay(&mut self, article: &ArticleId, text: &Shingles) {
        // A new wording: the old one's room is waste from here on.
        self.forget(article);
        if self.end > 2 * self.used + WASTE_BYTES {
            self.make_smaller();
        }
        if self.is_refused {
            return;
        }
        if let Err(error) = self.write(article, &text.packed()) {
            tracing::warn!(%error, folder = %self.folder.display(), "texts cannot be laid aside; they are read from the store");
            // Its file goes with it: a full disk has that room back.
            *self = Self { is_refused: true, ..Self::in_folder(&self.folder) };
        }
    }

    /// Takes a text up, if it is here.
    pub fn take_up(&mut self, article: &ArticleId) -> Option<Shingles> {
        let place = *self.places.get(article)?;
        let mut bytes = vec![0; place.bytes as usize];
        let file = self.file.as_mut()?;
        file.seek(SeekFrom::Start(place.start)).and_then(|_| file.read_exact(&mut bytes)).ok()?;
        Shingles::unpacked(&bytes)
    }

    /// Forgets a text.
    pub fn forget(&mut self, article: &ArticleId) {
        if let Some(place) = self.places.remove(article) {
            self.used -= u64::from(place.bytes);
        }
    }

    /// Forgets those that are not wanted any more.
    pub fn keep(&mut self, is_wanted: impl Fn(&ArticleId) -> bool) {
        self.places.retain(|article, place| {
            let is_kept = is_wanted(article);
            self.used -= if is_kept { 0 } else { u64::from(place.bytes) };
            is_kept
        });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Gives back the room of those that were forgotten.
    fn make_smaller(&mut self) {
        let mut smaller = Self::in_folder(&self.folder);
        for article in self.places.keys().cloned().collect::<Vec<_>>() {
            if let Some(text) = self.take_up(&article) {
                smaller.lay(&article, &text);
            }
        }
        *self = smaller;
    }

    fn write(&mut self, article: &ArticleId, packed: &[u8]) -> io::Result<()> {
        // Four gigabytes of one article are no text that is compared.
        let bytes = u32::try_from(packed.len()).map_err(io::Error::other)?;
        if self.file.is_none() {
            self.file = Some(tempfile::tempfile_in(&self.folder)?);
        }
        let file = self.file.as_mut().expect("it was made above");
        // Reading has moved the place.
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(packed)?;
        self.places.insert(article.clone(), Place { start: self.end, bytes });
        self.end += u64::from(bytes);
        self.used += u64::from(bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> ArticleId {
        ArticleId::from(format!("article {number}"))
    }

    fn text(number: usize) -> Shingles {
        Shingles::of_text(
            &format!("The minister of {number} signed the treaty in Hanoi on Monday. ").repeat(100),
        )
    }

    fn is_there(aside: &mut Aside, number: usize, written: usize) -> bool {
        aside.take_up(&id(number)).map(|text| text.packed()) == Some(text(written).packed())
    }

    #[test]
    fn what_was_laid_aside_last_is_taken_up_and_the_rest_gives_its_room_back() {
        let scratch = tempfile::tempdir().unwrap();
        let mut aside = Aside::in_folder(scratch.path());
        assert!(aside.take_up(&id(1)).is_none());
        let each = text(1).packed().len() as u64;
        let many = (WASTE_BYTES / each) as usize + 40;
        (0..many).for_each(|number| aside.lay(&id(number), &text(number)));
        aside.lay(&id(7), &text(70));
        aside.forget(&id(8));
        assert!(is_there(&mut aside, 7, 70));
        assert!(aside.take_up(&id(8)).is_none());
        let before = aside.end;
        aside.keep(|article| (0..10).any(|number| *article == id(number)));
        assert_eq!(aside.len(), 9);
        aside.lay(&id(9), &text(9));
        assert!(aside.end < 11 * each && before > WASTE_BYTES, "{} of {before}", aside.end);
        assert!(
            (0..10)
                .filter(|number| ![7, 8].contains(number))
                .all(|number| is_there(&mut aside, number, number))
        );
        assert!(is_there(&mut aside, 7, 70));
        assert!(aside.take_up(&id(20)).is_none());
        assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0, "the file has no name");
    }

    #[test]
    fn where_nothing_can_be_written_nothing_is_there() {
        let scratch = tempfile::tempdir().unwrap();
        let mut aside = Aside::in_folder(&scratch.path().join("not there"));
        aside.lay(&id(1), &text(1));
        assert!(aside.take_up(&id(1)).is_none());
        aside.keep(|_| true);
    }
}
