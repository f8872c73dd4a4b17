//! What a new version of a topic changes for an article.

use serde::Serialize;
use veille_model::{Evidence, Tag};

/// What became of an article's tag between two versions of its topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum TagChange {
    /// The new version finds it, the old did not.
    Gained {
        /// What the new version found.
        passages: Vec<Evidence>,
    },
    /// The old version found it, the new does not.
    Lost {
        /// What the old version had found.
        passages: Vec<Evidence>,
    },
    /// Both find it, for other passages.
    Moved {
        /// Passages that only the new version found.
        gained: Vec<Evidence>,
        /// Passages that only the old version had found.
        lost: Vec<Evidence>,
    },
}

impl TagChange {
    /// What changed between the tag of the old version and that of the new; None where nothing did.
    ///
    /// A passage is the same where it stands in the same place, whichever clause it satisfies.
    pub fn between(old: Option<&Tag>, new: Option<&Tag>) -> Option<Self> {
        match (old, new) {
            (None, None) => None,
            (None, Some(new)) => Some(Self::Gained { passages: new.evidence.clone() }),
            (Some(old), None) => Some(Self::Lost { passages: old.evidence.clone() }),
            (Some(old), Some(new)) => {
                let gained = without(&new.evidence, &old.evidence);
                let lost = without(&old.evidence, &new.evidence);
                (!gained.is_empty() || !lost.is_empty()).then_some(Self::Moved { gained, lost })
            }
        }
    }
}

fn without(passages: &[Evidence], others: &[Evidence]) -> Vec<Evidence> {
    // A rewording that finds the same passages, `hanoi` to `han*`, is no change to a reader.
    let place = |passage: &Evidence| (passage.field, passage.start, passage.end);
    let own = passages.iter().filter(|passage| !others.iter().any(|other| place(other) == place(passage)));
    own.cloned().collect()
}
