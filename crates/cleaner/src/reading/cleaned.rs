//! What was found out about one capture on the way to an article.

use crate::body::Verdict;
use crate::metadata::Metadata;
use crate::page::Page;
use veille_text::charset::Charset;

/// Everything that was found out about one capture on the way to an article.
pub(crate) struct Cleaned<'a> {
    pub charset: Charset,
    /// What its body is: `page`, `text`, `feed entry`, or a page whose text stands in a script's data.
    pub document: &'static str,
    /// The page, or what a site rule left of it.
    pub page: Page<'a>,
    pub verdicts: Vec<Verdict>,
    pub metadata: Metadata,
    /// The domain of the site rule that was used.
    pub site_rule: Option<String>,
}

impl Cleaned<'_> {
    /// The text of the blocks that are kept, with what each is.
    pub(crate) fn kept(&self) -> impl Iterator<Item = (&str, &Verdict)> {
        let blocks = self.page.blocks.iter().zip(&self.verdicts).filter(|(_, verdict)| verdict.keep);
        blocks.map(|(block, verdict)| (self.page.block_text(block), verdict))
    }
}
