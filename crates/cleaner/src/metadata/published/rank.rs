//! How much the spot of a date means it, and how near it lies to the headline.

use std::ops::Range;

use crate::metadata::head::{ArticleHead, is_apart};
use crate::page::{Page, Tag};

/// Bytes of text under the headline that make a standfirst, a byline and the date.
const HEAD_BYTES: usize = 500;
/// What stands this close under a headline belongs to it.
const ADJOINING_BYTES: usize = 200;
/// How many elements up a quotation is looked for.
const QUOTE_LEVELS: usize = 5;

/// How much a spot means its date, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Structured data about the article.
    Stated,
    /// An item property on a visible element.
    Property,
    /// A `<meta>` that means the date of publication and nothing else.
    Meta,
    /// `<time>`, a date element or a dated line right under the headline: what readers are told.
    AtHead,
    /// Structured data about the page.
    PageStated,
    /// A part of the title.
    Title,
    /// The folders of the address.
    Filed,
    /// In the head of the article, but not right under its headline.
    InHead,
    /// A `<meta>` named *date*, or *created*: of the document, perhaps.
    VagueMeta,
    /// A key such as `"datePublished"` in a script.
    Script,
    /// Beside the headline, above it: the article's, or today's.
    AboveHead,
    /// `<time>` elsewhere in the article.
    TimeElsewhere,
    /// A date element or a dated line elsewhere.
    ShownElsewhere,
    /// A date inside the address's last part.
    Slug,
    /// A date that opens a line of the text: the last resort.
    Opening,
}

impl Rank {
    pub(super) fn under(distance: usize) -> Self {
        if distance <= HEAD_BYTES { Self::AtHead } else { Self::InHead }
    }
}

/// Which of two dates of one rank is taken: the lesser. The fields decide in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Nearness {
    pub(super) zone: Zone,
    /// Whether it is a line above the headline: today's date often is.
    pub(super) is_line_above: bool,
    /// Bytes from the headline; elsewhere, the place on the page.
    pub(super) at: usize,
}

/// How a date lies to the head of the article, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    /// Said of the page as a whole, or around its headline.
    Head,
    Elsewhere,
    /// Among teasers, comments, menus.
    Apart,
}

impl Nearness {
    /// What stands nowhere on the page: in its head, in its address.
    pub(super) const STATED: Self = Self { zone: Zone::Head, is_line_above: false, at: 0 };
}

/// Where an element stands to the headline. Distances in bytes of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Under(usize),
    Above(usize),
    Elsewhere,
    /// Among teasers, comments, menus.
    Apart,
}

impl Place {
    pub(super) fn of(page: &Page<'_>, at: usize, text: &Range<usize>, head: &ArticleHead) -> Self {
        let distance = head.distance(text);
        // `— Ada Lund (@ada) February 7, 2021`: a post that the article shows has a day of its own.
        if page.ancestors(at).take(QUOTE_LEVELS).any(|at| page.elements[at].tag == Tag::Blockquote) {
            return Self::Apart;
        }
        // Right under the headline, whatever its classes say: `<span class="news-list-date">`.
        let adjoins = distance.is_some_and(|distance| distance <= ADJOINING_BYTES);
        if !adjoins && is_apart(page, at) {
            return Self::Apart;
        }
        match distance {
            Some(distance) if head.is_after(text) => Self::Above(distance),
            Some(distance) => Self::Under(distance),
            None => Self::Elsewhere,
        }
    }

    /// For comparing dates of one rank; elements far off keep their order.
    pub(super) fn nearness(self, at: usize) -> Nearness {
        let (zone, at) = match self {
            Self::Under(distance) | Self::Above(distance) => (Zone::Head, distance),
            Self::Elsewhere => (Zone::Elsewhere, at),
            Self::Apart => (Zone::Apart, at),
        };
        Nearness { zone, is_line_above: false, at }
    }
}
