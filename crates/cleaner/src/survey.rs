//! What the judges of blocks are told, for whoever wants to see it or to teach them: rows of numbers (features) with named
//! columns.

use veille_model::Capture;

use crate::body::{self, Trees};
use crate::page::Page;
use crate::{Cleaner, Unclean};

/// A block of a page as its judges see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurveyedBlock {
    /// Its text.
    pub text: String,
    /// A number for each of the first [`columns`]. Empty for a block that is not worth judging, such as a line of links.
    pub row: Vec<f32>,
}

impl Cleaner {
    /// What the judges are told of each block of a captured page or text: at first look, or, given the trees of the first look,
    /// at the second.
    ///
    /// # Errors
    ///
    /// What cannot be read says so, with its reason.
    ///
    /// ```
    /// use veille_cleaner::{Cleaner, training::columns};
    /// let page = veille_model::Capture::page(None, b"<nav><a href=/>Home</a></nav><p>They signed, at last.".to_vec());
    /// let blocks = Cleaner::default().survey(&page, None).unwrap();
    /// let mass = columns().position(|name| name == "Mass").unwrap();
    /// assert!(blocks[0].row.is_empty());
    /// assert_eq!((blocks[1].text.as_str(), blocks[1].row[mass]), ("They signed, at last.", 4.0));
    /// ```
    pub fn survey(&self, capture: &Capture, first: Option<&Trees>) -> Result<Vec<SurveyedBlock>, Unclean> {
        let prepared = self.prepare(capture)?;
        let (page, rows) = prepared.survey(first);
        let block = |block| SurveyedBlock { text: page.block_text(block).to_owned(), row: Vec::new() };
        let mut blocks: Vec<SurveyedBlock> = page.blocks.iter().map(block).collect();
        for (at, row) in rows {
            blocks[at].row = row;
        }
        Ok(blocks)
    }
}

/// The names of a row's columns: first those of the first look, then what the second adds.
pub fn columns() -> impl Iterator<Item = String> {
    body::column_names(body::SECOND_LOOK)
}

/// The words of a text as hashes, folded: two texts that differ in case, accents and punctuation alone have the same.
pub fn words(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    body::hash_words(text, &mut words);
    words
}

/// A page's text line by line, as a reader who selects and copies everything gets it.
pub fn flatten(html: &str) -> String {
    let page = Page::of_html(html);
    let shown = page.blocks.iter().filter(|block| !page.is_hidden(block));
    let shown = shown.map(|block| page.block_text(block)).collect::<Vec<_>>().join("\n");
    // Where most is hidden, a script shows it before anybody reads.
    if shown.len() * 2 > page.text.len() { shown } else { page.text }
}
