//! The columns of a block's row (its features): what each is called and where it stands.
//!
//! Trees ask for columns by number. The weights in `data/` name the columns that they were learnt for, and are refused
//! where those are others ([`super::trees`]): a column put in between would otherwise change what every tree asks.

use crate::page::Hints;

macro_rules! features {
    ($($name:ident)*) => {
        /// A column, by what it says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(clippy::enum_variant_names)]
        pub(crate) enum Column { $($name),* }
        /// Names of the columns before the hints.
        const NAMED: &[&str] = &[$(stringify!($name)),*];
    };
}

features! {
    Mass Chars WordLength Commas CommaShare Stops StopShare DigitShare UpperShare Capitalised Separators
    First Last LinkShare Links BoldShare Images AfterBr
    Anchor AnchorWhole Caption More Origin Consent Paywall Newsletter Comment Share Copyright Byline Date Tags
    HeadlineShare HeadlineCover StandfirstShare StatedBody HasStatedBody Copies Little
    TagParagraph TagHeading TagListItem TagCaption TagCell TagQuote TagOther Depth
    Index IndexFromEnd Before After SinceHeadline HasHeadline AnchorsBefore SinceAnchor RunningSinceAnchor
    MassPrevious2 MassPrevious MassNext MassNext2 LinkPrevious LinkNext LongPrevious LongNext
    RunningNear RunningFar Neighbourhood SameParentPrevious SameParentNext SimilarNext SimilarPrevious
    ParentShare ParentLinks ParentBlocks GrandparentShare GrandparentLinks
    InMarked HasMarked InArticle InMain InNamed HasNamed InDense DenseLevels DenseShare ArticleShare Articles
    TeaserRhythm Asks LastPrevious FirstNext
    HeadlinesBefore HeadlineArticle HeadlineLevels HeadlineAround KindShare KindBlocks
    PageKind PageRunning PageLong PageMean PageHeadings PageItems TagCode
    StampsNear StampsFar AskingNear AskingFar DigitPrevious DigitNext
    RecordCount RecordBlocks RecordLinked RecordStamped RecordShare RecordOwn DenseEnd Hidden KindParents
}

/// What the second look adds, see [`super::sequence`].
const AROUND: &[&str] = &[
    "own",
    "previous",
    "previous2",
    "previous3",
    "next",
    "next2",
    "next3",
    "around2",
    "around5",
    "around12",
    "before",
    "after",
    "since-likely",
    "until-likely",
    "parent",
    "grandparent",
    "likely-in-all",
    "rank",
    "run",
    "kind",
    "kind-size",
    "great-grandparent",
    "branch",
    "cohesion",
    "cohesion3",
];

/// Where the hints of the nearest elements begin.
pub(super) const NEAR: usize = NAMED.len();
/// Where the hints of all elements around begin.
pub(super) const ALL_AROUND: usize = NEAR + Hints::COUNT;
/// Columns that the first look sees: the named ones, then the hints of the nearest elements, then those of all around.
pub(crate) const FIRST_LOOK: usize = ALL_AROUND + Hints::COUNT;
/// Columns that the second look sees: those of the first, then what the first made of the neighbours.
pub(crate) const SECOND_LOOK: usize = FIRST_LOOK + AROUND.len();

/// One block's row; the rest of it is empty, so that any byte is a column.
pub(crate) type Row = [f32; 256];
pub(super) const NO_ROW: Row = [0.0; 256];
const _: () = assert!(SECOND_LOOK <= NO_ROW.len(), "a column's number is a byte");

/// A column's name.
pub(crate) fn name(column: usize) -> String {
    match column {
        _ if column < NEAR => NAMED[column].to_owned(),
        _ if column < ALL_AROUND => format!("near:{}", Hints::NAMES[column - NEAR].0),
        _ if column < FIRST_LOOK => format!("around:{}", Hints::NAMES[column - ALL_AROUND].0),
        _ => AROUND[column - FIRST_LOOK].to_owned(),
    }
}

/// The names of the first columns, so many of them.
pub(crate) fn names(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(name)
}

pub(super) fn set(row: &mut Row, column: Column, value: f32) {
    row[column as usize] = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_columns_share_a_name_and_none_has_a_space() {
        let names: std::collections::HashSet<String> = names(SECOND_LOOK).collect();
        assert_eq!(names.len(), SECOND_LOOK);
        assert!(names.iter().all(|name| !name.contains(char::is_whitespace)), "{names:?}");
    }
}
