//! Syndication: whether two texts are one, by how much of each stands in the other, and which was there first.

use veille_model::{Copied, CopyKind};

use crate::shingles::{Shared, Shingles, shared};
use crate::telling::Telling;

/// As much of a text makes it a copy, wherever in it that stands.
const TAKEN: f32 = 0.6;
/// As much of the original does: half an article that is made part of another.
const GIVEN: f32 = 0.45;
/// And as much where it is woven into the whole of both texts: a text of which a quarter of the words was changed keeps
/// .42 of its shingles in the mean. Who quotes the same speech, or what was known yesterday, shares blocks.
const WOVEN: f32 = 0.2;
/// So much of both texts must be.
const WEAVE: f32 = 0.5;
/// As much of both must be the same where both are of one source.
const OWN: f32 = 0.6;
/// Or as much of one of them.
const MOST: f32 = 0.85;
/// So few shingles are no proof.
const SHINGLES: usize = 8;
/// One is part of the other where the shares differ by so much, or all of it stands there.
const PART: f32 = 0.2;
/// Word for word, a caption more or less.
const SAME: f32 = 0.95;
/// Pages of one source that are one article for their addresses: what a mobile page leaves out stays below.
const TWIN: f32 = 0.5;

/// Compares two texts: how the first would be a copy of the second. None where it is none.
pub fn compare(first: (&Telling, &Shingles), second: (&Telling, &Shingles)) -> Option<Copied> {
    let found = shared(first.1, second.1);
    let is_twin = first.0.source == second.0.source
        && (first.0.is_page_of(second.0) && found.of_first.min(found.of_second) >= TWIN
            || found.of_first.min(found.of_second) >= SAME && found.shingles >= SHINGLES);
    let is_one = match first.0.source == second.0.source {
        true => is_twin || is_own(&found),
        false => is_copy(&found),
    };
    if !is_one {
        return None;
    }
    let (of_copy, of_original) = (found.of_first, found.of_second);
    let kind = match () {
        () if is_twin => CopyKind::Twin,
        () if of_copy.min(of_original) >= SAME => CopyKind::Identical,
        () if of_copy - of_original > PART || of_copy >= SAME => CopyKind::Excerpt,
        () if of_original - of_copy > PART || of_original >= SAME => CopyKind::Extended,
        () => CopyKind::Reprint,
    };
    Some(Copied {
        original: second.0.article.clone(),
        kind,
        of_copy: percent(of_copy),
        of_original: percent(of_original),
        credited: first.0.credits(second.0),
    })
}

fn is_copy(found: &Shared) -> bool {
    let is_woven = found.of_first.max(found.of_second) >= WOVEN && found.woven >= WEAVE;
    found.shingles >= SHINGLES && (found.of_first >= TAKEN || found.of_second >= GIVEN || is_woven)
}

/// A source takes up what it wrote yesterday, and fills in the same form every week (`Ku San Malamanku`, a series in Hausa:
/// half of each part's text is that of the last). That makes another article of it as long as it says something else.
fn is_own(found: &Shared) -> bool {
    let (less, more) = (found.of_first.min(found.of_second), found.of_first.max(found.of_second));
    found.shingles >= SHINGLES && (less >= OWN || more >= MOST)
}

pub(crate) fn percent(share: f32) -> u8 {
    (share * 100.0).round() as u8
}
