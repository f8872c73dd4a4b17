//! The columns of a table of articles.

use clap::ValueEnum;

/// What can be shown of an article, by the name that `--columns` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum)]
pub enum Column {
    /// The day it was published, as the page says
    Date,
    /// Its language (BCP 47)
    Language,
    /// Who published it
    Source,
    /// Whom it was taken from
    Origin,
    /// Its headline
    Headline,
    /// Its topics, the one that it is most about first
    Topics,
    /// Where it stands: its address, or the file that it was read from
    Address,
}

impl Column {
    /// All of them, in the order that they are shown in.
    pub const ALL: [Self; 7] =
        [Self::Date, Self::Language, Self::Source, Self::Origin, Self::Headline, Self::Topics, Self::Address];

    /// Its name, as `--columns` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Language => "language",
            Self::Source => "source",
            Self::Origin => "origin",
            Self::Headline => "headline",
            Self::Topics => "topics",
            Self::Address => "address",
        }
    }
}
