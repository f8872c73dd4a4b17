//! What a change is: the rule behind the change feed (a log of changes, as change data capture has it).

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use veille_model::{ArticleId, Revision};

use super::wordings::{Wording, Wordings};

/// One change of the store, as followers see it.
///
/// It says what to look at, not what stands there now: by the time it is read a later change may have followed. A
/// follower that makes its work a function of what the store holds *now* ends the same in whichever pieces it read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its place in the order of commits; greater than that of every change before it. There may be gaps.
    pub number: u64,
    /// What happened.
    pub kind: ChangeKind,
    /// To which article.
    pub article: ArticleId,
    /// The wording that was written, or that became current.
    pub revision: Revision,
}

impl Change {
    /// Of a row that says number, kind, article and revision. A kind that a newer program wrote cannot stand there: its
    /// schema would have been refused when opening.
    pub(crate) fn of((number, kind, article, revision): (i64, String, String, String)) -> Option<Self> {
        Some(Self {
            number: number.unsigned_abs(),
            kind: kind.parse().ok()?,
            article: ArticleId::from(article),
            revision: Revision::from(revision),
        })
    }
}

/// What happened to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It was not there before.
    New,
    /// It has a wording that it did not have, or another of its wordings is current.
    Revised,
    /// A known wording was judged anew: by other rules, a better cleaner, or from an earlier capture of it.
    Judged,
    /// Its publisher no longer has it: its address answered twice that there is no such page.
    Withdrawn,
    /// It was withdrawn, and is there again as it was.
    Restored,
    /// It was taken out of the store for good.
    Forgotten,
    /// It is a copy of another, or of another story, than before.
    Told,
    /// A person said to which story it belongs.
    Ruled,
}

impl ChangeKind {
    const ALL: [Self; 8] = [
        Self::New,
        Self::Revised,
        Self::Judged,
        Self::Withdrawn,
        Self::Restored,
        Self::Forgotten,
        Self::Told,
        Self::Ruled,
    ];

    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Revised => "revised",
            Self::Judged => "judged",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Forgotten => "forgotten",
            Self::Told => "told",
            Self::Ruled => "ruled",
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ChangeKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// What a batch changed about the wordings of one article: those that are new, judged anew or current for the first
/// time, those captured first before the others.
pub(crate) fn of<'w>(wordings: &'w Wordings<'_>) -> Vec<(ChangeKind, &'w str)> {
    let was_known = wordings.values().any(|wording| wording.stored.is_some());
    let mut changed: Vec<(&Wording<'_>, ChangeKind, &str)> = wordings
        .iter()
        .filter_map(|(revision, wording)| Some((wording, kind(wording)?, revision.as_str())))
        .collect();
    // As if each had come in a batch of its own: the first makes the article, the others revise it.
    changed.sort_by(|a, b| a.0.earliest.cmp(&b.0.earliest));
    // What was not there before is new once, however many wordings the batch brings of it.
    if let (false, Some(first)) = (was_known, changed.first_mut()) {
        first.1 = ChangeKind::New;
    }
    changed.into_iter().map(|(_, kind, revision)| (kind, revision)).collect()
}

/// What it means that an article is withdrawn now, or no longer: announced of its current wording, and not where a change
/// says already that it has a text again.
pub(crate) fn of_withdrawal(
    wordings: &Wordings<'_>,
    withdrawn: bool,
    changed: &[(ChangeKind, String)],
) -> Option<(ChangeKind, String)> {
    let kind = if withdrawn { ChangeKind::Withdrawn } else { ChangeKind::Restored };
    let has_text = changed.iter().any(|(kind, _)| matches!(kind, ChangeKind::New | ChangeKind::Revised));
    // A text that comes says already that the article is there.
    if !withdrawn && has_text {
        return None;
    }
    let (revision, _) = wordings.iter().find(|(_, wording)| wording.current)?;
    Some((kind, revision.clone()))
}

fn kind(wording: &Wording<'_>) -> Option<ChangeKind> {
    match &wording.stored {
        None => Some(ChangeKind::Revised),
        // A text changed back: nothing was written but which wording is current.
        Some(stored) if wording.current && !stored.current => Some(ChangeKind::Revised),
        Some(_) => wording.is_replaced().then_some(ChangeKind::Judged),
    }
}
