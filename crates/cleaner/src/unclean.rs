//! Why a capture gives no article.

use thiserror::Error;

/// Why a capture gives no article. The message is a sentence for people, [`Unclean::code`] a token for machines.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unclean {
    /// The capture is a feed; its entries are captures of their own.
    #[error("a feed is not an article; its entries are captures of their own")]
    Feed,
    /// The body could not be read as what it claims to be.
    #[error("the capture cannot be read: {cause}")]
    Unreadable {
        /// What is wrong with it.
        cause: String,
    },
    /// The body is longer than allowed.
    #[error("the capture has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Nothing on the page reads as running text.
    #[error("nothing on the page reads as running text")]
    NoBody,
    /// What reads as running text is too little to be an article.
    #[error("only {letters} letters read as running text, an article has {least} at least")]
    TooShort {
        /// Letters found.
        letters: usize,
        /// Letters asked for.
        least: usize,
    },
    /// The page shows something else than one article.
    #[error("the page is not an article: {cause}")]
    NotAnArticle {
        /// What it is instead.
        cause: String,
    },
    /// The page asks for consent and shows nothing else.
    #[error("the page asks for consent and shows nothing else: {words:?}")]
    ConsentWall {
        /// The words that ask.
        words: String,
    },
    /// The page is filled in by a script that we do not run.
    #[error("the page is an empty shell that a script fills in a reader's browser")]
    EmptyShell,
    /// The page lists articles.
    #[error("the page lists articles: {links} of its {blocks} blocks are links")]
    SectionPage {
        /// Blocks that are links.
        links: usize,
        /// Blocks in all.
        blocks: usize,
    },
    /// The page says that what was asked for is not there, whatever its status.
    #[error("the page says that it was not found: {words:?}")]
    Soft404 {
        /// The words that say so.
        words: String,
    },
    /// The page says that its site is down for now.
    #[error("the page says that its site is down for now: {words:?}")]
    Unavailable {
        /// The words that say so.
        words: String,
    },
    /// The site takes us for a machine, or shuts us out.
    #[error("the site did not let us in: {words:?}")]
    Blocked {
        /// The words that say so.
        words: String,
    },
}

impl Unclean {
    /// A stable token: `no_body`, `consent_wall`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Unreadable { .. } => "unreadable",
            Self::TooLarge { .. } => "too_large",
            Self::NoBody => "no_body",
            Self::TooShort { .. } => "too_short",
            Self::NotAnArticle { .. } => "not_an_article",
            Self::ConsentWall { .. } => "consent_wall",
            Self::EmptyShell => "empty_shell",
            Self::SectionPage { .. } => "section_page",
            Self::Soft404 { .. } => "soft_404",
            Self::Unavailable { .. } => "unavailable",
            Self::Blocked { .. } => "blocked",
        }
    }
}
