//! Texts as bytes: whoever keeps a [`Stories`](crate::Stories) lays them aside as they are read, and has them at hand when they
//! are compared. To take one up again costs a hundredth of reading its article anew.
//!
//! Of this program and this run: no other is to understand them.

/// What is left to read.
pub(crate) struct Packed<'b>(&'b [u8]);

impl<'b> Packed<'b> {
    pub(crate) fn of(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn take(&mut self, bytes: usize) -> Option<&'b [u8]> {
        // What is cut short is no text: whoever laid it aside reads the article anew.
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn length(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes) as usize)
    }
}

pub(crate) fn length(length: usize) -> [u8; 4] {
    (length as u32).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use veille_model::{Article, BlockKind, Capture, LanguageTag, TaggedArticle, Text};

    use crate::Shingles;

    fn text(written: &str) -> Shingles {
        let mut text = Text::default();
        text.push(BlockKind::Paragraph, written);
        let capture = Capture::page(Some("https://paper.example/1".to_owned()), Vec::new());
        let article = Article::of(&capture, Some("Un titre".to_owned()), text.finish());
        let language = LanguageTag::new("fr");
        Shingles::of_article(&TaggedArticle { language, ..TaggedArticle::unjudged(article) })
    }

    #[test]
    fn a_text_that_was_laid_aside_is_the_same() {
        let long =
            "Le 12 mars 2025, Kouyaté a réuni 40 pays à Hanoï. Le traité compte 68 articles. ".repeat(90);
        for written in ["", "Un mot", &long] {
            let text = text(written);
            let again = Shingles::unpacked(&text.packed()).unwrap();
            assert_eq!(format!("{again:?}"), format!("{text:?}"));
        }
    }

    #[test]
    fn what_is_cut_short_is_no_text() {
        let packed = text("Le 12 mars 2025, Kouyaté a réuni 40 pays à Hanoï.").packed();
        assert!((0..packed.len()).all(|end| Shingles::unpacked(&packed[..end]).is_none()));
    }
}
