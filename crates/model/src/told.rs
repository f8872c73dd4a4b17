//! What an article is to others: whose text it is a copy of, and of which story it tells.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ArticleId, Revision};

/// Where an article stands among the others: what the store remembers of it beside what the article itself says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The article.
    pub article: ArticleId,
    /// The wording that was compared.
    pub revision: Revision,
    /// When it was published, in seconds since 1970; None where nobody knows.
    pub at: Option<i64>,
    /// Of what it is a copy: its original, and where two texts were made into it the other one as well.
    pub originals: Vec<Copied>,
    /// Its story, by the name of the story's earliest article; its own name where nobody else tells it.
    pub story: ArticleId,
    /// How it came to that story; None for the one in the middle of it, which the others are like.
    pub joined: Option<Joined>,
}

/// That a text is a copy of another, and the proof in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// The other.
    pub original: ArticleId,
    /// What it is to that.
    pub kind: CopyKind,
    /// How much of the copy stands in the original, in percent; of a translation, how many of its sentences.
    pub of_copy: u8,
    /// How much of the original stands in the copy, in percent.
    pub of_original: u8,
    /// Whether the copy says that its text is the original's.
    pub credited: bool,
}

/// How an article came to its story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The article of the story that it is joined to: of those that tell the event more plainly the nearest.
    pub to: ArticleId,
    /// How like it is to that article, in thousandths; 1000 for a copy and for what a person said.
    pub score: u16,
}

/// What a copy is to its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CopyKind {
    /// The same article of the same source at another address: its AMP, print or mobile page.
    Twin,
    /// Word for word.
    Identical,
    /// The same text, edited.
    Reprint,
    /// A part of it.
    Excerpt,
    /// All of it, and more.
    Extended,
    /// It and another text, made into one.
    Merged,
    /// The same text in another language.
    Translated,
}

impl Told {
    /// An article that stands alone.
    pub fn alone(article: ArticleId, revision: Revision, at: Option<i64>) -> Self {
        Self { story: article.clone(), article, revision, at, originals: Vec::new(), joined: None }
    }

    /// The text that it is a copy of, first of all.
    pub fn original(&self) -> Option<&ArticleId> {
        self.originals.first().map(|copied| &copied.original)
    }
}

impl CopyKind {
    const ALL: [Self; 7] = [
        Self::Twin,
        Self::Identical,
        Self::Reprint,
        Self::Excerpt,
        Self::Extended,
        Self::Merged,
        Self::Translated,
    ];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Twin => "twin",
            Self::Identical => "identical",
            Self::Reprint => "reprint",
            Self::Excerpt => "excerpt",
            Self::Extended => "extended",
            Self::Merged => "merged",
            Self::Translated => "translated",
        }
    }
}

impl fmt::Display for CopyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CopyKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}
