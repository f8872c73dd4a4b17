//! What the classifier is told of a block: one row of numbers.
//!
//! Numbers are counts, shares and places, computed by the four operations alone, so that every machine gets the same
//! ones. What flattened text does not have (links, tags, names of elements) is zero there.

use crate::page::{Hints, Tag};

use super::columns::{ALL_AROUND, Column, NEAR, NO_ROW, Row, set};
use super::hash::Unhashed;
use super::phrases::Sign;
use super::survey::{Read, Survey};

/// How many elements up still say what a block itself is.
const NEAR_LEVELS: usize = 3;

impl Survey<'_> {
    /// The rows of the blocks that are worth judging.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let mut walk = Walk { kinds: self.kinds(), ..Walk::default() };
        let records = self.records();
        let mut rows = vec![NO_ROW; self.judged.len()];
        let mut next = 0;
        for at in 0..self.reads.len() {
            walk.arrive(self, at);
            if self.judged.get(next) == Some(&at) {
                self.fill(at, &walk, &mut rows[next]);
                records.fill(self, at, &mut rows[next]);
                next += 1;
            }
            walk.pass(&self.reads[at]);
        }
        rows
    }

    fn fill(&self, at: usize, walk: &Walk, row: &mut Row) {
        self.own_text(at, row);
        self.said_elsewhere(at, row);
        self.place(at, walk, row);
        self.whole_page(row);
        self.neighbours(at, row);
        if self.page.markup {
            self.elements(at, walk, row);
        }
    }

    fn own_text(&self, at: usize, row: &mut Row) {
        let it = &self.reads[at];
        let block = &self.page.blocks[at];
        let stats = &it.stats;
        let words = stats.words.max(1) as f32;
        set(row, Column::Mass, it.mass);
        set(row, Column::Chars, stats.chars as f32);
        set(row, Column::WordLength, stats.letters as f32 / words);
        set(row, Column::Commas, stats.commas as f32);
        set(row, Column::CommaShare, stats.commas as f32 / words);
        set(row, Column::Stops, stats.stops as f32);
        set(row, Column::StopShare, stats.stops as f32 / words);
        set(row, Column::DigitShare, stats.digits as f32 / stats.chars.max(1) as f32);
        set(row, Column::UpperShare, stats.upper as f32 / stats.letters.max(1) as f32);
        set(row, Column::Capitalised, stats.capitalised as f32 / words);
        set(row, Column::Separators, stats.separators as f32);
        set(row, Column::First, class(stats.first));
        set(row, Column::Last, class(stats.last));
        set(row, Column::LinkShare, it.link_share);
        set(row, Column::Links, block.links as f32);
        set(row, Column::BoldShare, (block.bold_bytes as f32 / block.text.len().max(1) as f32).min(1.0));
        set(row, Column::Images, block.images.min(9) as f32);
        set(row, Column::AfterBr, flag(block.after_br));
        set(row, Column::Asks, it.signs.asks.min(9) as f32);
        set(row, Column::AnchorWhole, flag(it.signs.is(Sign::Anchor)));
        for (column, sign) in SIGNS {
            set(row, *column, flag(it.signs.has(*sign)));
        }
    }

    fn said_elsewhere(&self, at: usize, row: &mut Row) {
        let words = self.words.of(at);
        let headline = self.headline.share_of(words);
        set(row, Column::HeadlineShare, headline);
        set(row, Column::HeadlineCover, headline * words.len() as f32 / self.headline.len().max(1) as f32);
        set(row, Column::StandfirstShare, self.standfirst.share_of(words));
        // So short a line holds no row of four words: nothing is known, which is something else than not found.
        let stated = if words.len() < 4 { -1.0 } else { self.stated_body.share_of_shingles(words) };
        set(row, Column::StatedBody, if self.stated_body.is_empty() { 0.0 } else { stated });
        set(row, Column::HasStatedBody, halves(self.stated_body.len() as f32 / self.total().max(1.0)));
        set(row, Column::Copies, self.reads[at].copies.min(9) as f32);
        set(row, Column::Little, self.little.share_of(words));
    }

    fn place(&self, at: usize, walk: &Walk, row: &mut Row) {
        let total = self.total().max(1.0);
        set(row, Column::Index, self.blocks(at));
        set(row, Column::IndexFromEnd, self.blocks(self.reads.len() - at));
        set(row, Column::Before, self.before[at] / total);
        set(row, Column::After, (self.total() - self.before[at + 1]) / total);
        // What stands above the headline (menu, breadcrumb, date of today) is counted
        // downward from it, below zero.
        let since = match self.roots.headline {
            Some(headline) if headline <= at => self.blocks(at - headline),
            Some(headline) => -self.blocks(headline - at),
            None => 0.0,
        };
        set(row, Column::SinceHeadline, since);
        set(row, Column::HasHeadline, flag(self.roots.headline.is_some()));
        set(row, Column::AnchorsBefore, walk.anchors as f32);
        set(row, Column::SinceAnchor, walk.since_anchor.min(self.blocks_max()));
        set(row, Column::RunningSinceAnchor, self.running_text(walk.running));
    }

    /// A count of blocks, as far as trees have learnt what it means.
    fn blocks(&self, count: usize) -> f32 {
        if self.shape.row > LONG_LEARNT { count.min(BLOCKS_FAR) as f32 } else { count as f32 }
    }

    /// The most blocks that [`Self::blocks`] answers.
    fn blocks_max(&self) -> f32 {
        if self.shape.row > LONG_LEARNT { BLOCKS_FAR as f32 } else { f32::INFINITY }
    }

    /// An amount of running text, likewise.
    fn running_text(&self, mass: f32) -> f32 {
        if self.shape.row > LONG_LEARNT { mass.min(MASS_FAR) } else { mass }
    }

    /// What sort of page it is: the same for all its blocks.
    fn whole_page(&self, row: &mut Row) {
        let shape = &self.shape;
        set(row, Column::PageKind, shape.kind);
        let long = shape.long.max(1) as f32;
        set(row, Column::PageRunning, doublings(self.running_text(self.total())));
        set(row, Column::PageLong, doublings(self.blocks(shape.long)));
        set(row, Column::PageMean, doublings(self.total() / long));
        set(row, Column::PageHeadings, halves(shape.headings as f32 / long));
        set(row, Column::PageItems, halves(shape.items as f32 / long));
    }

    fn neighbours(&self, at: usize, row: &mut Row) {
        let none = Read::default();
        let near = |distance: isize| {
            at.checked_add_signed(distance).and_then(|at| self.reads.get(at)).unwrap_or(&none)
        };
        set(row, Column::MassPrevious2, near(-2).mass);
        set(row, Column::MassPrevious, near(-1).mass);
        set(row, Column::MassNext, near(1).mass);
        set(row, Column::MassNext2, near(2).mass);
        set(row, Column::LinkPrevious, near(-1).link_share);
        set(row, Column::LinkNext, near(1).link_share);
        set(row, Column::LongPrevious, flag(near(-1).long));
        set(row, Column::LongNext, flag(near(1).long));
        let window =
            |reach: usize| self.running(&(at.saturating_sub(reach)..(at + reach + 1).min(self.reads.len())));
        set(row, Column::LastPrevious, class(near(-1).stats.last));
        set(row, Column::FirstNext, class(near(1).stats.first));
        set(row, Column::RunningNear, window(2));
        set(row, Column::RunningFar, window(6));
        set(row, Column::Neighbourhood, window(15) / self.running_text(self.total()).max(1.0));
        set(row, Column::SimilarPrevious, self.similar(at, -1));
        set(row, Column::SimilarNext, self.similar(at, 1));
        // A list of teasers alternates: a date or a section of a word or two, a headline, a
        // sentence. Articles do not.
        let short = |it: &Read| it.mass < 4.0;
        let teaser = near(1).mass < 60.0 && near(2).mass < 60.0 && (short(near(1)) || short(near(-1)));
        set(row, Column::TeaserRhythm, flag(teaser && it_is_short_line(&self.reads[at])));
    }

    /// The share of a block's words that its neighbour repeats.
    fn similar(&self, at: usize, distance: isize) -> f32 {
        let Some(other) = at.checked_add_signed(distance).filter(|at| *at < self.reads.len()) else {
            return 0.0;
        };
        let (own, other) = (self.words.of(at), self.words.of(other));
        // Enough to know a headline again in the standfirst under it; the comparison costs
        // one product of both lengths.
        let own = &own[..own.len().min(40)];
        let other = &other[..other.len().min(80)];
        if own.len() < 3 || other.len() < 3 {
            return 0.0;
        }
        own.iter().filter(|word| other.contains(word)).count() as f32 / own.len() as f32
    }

    fn elements(&self, at: usize, walk: &Walk, row: &mut Row) {
        let page = self.page;
        let element = page.blocks[at].element;
        let own = &page.elements[element];
        self.tag(element, row);
        set(row, Column::Depth, own.depth as f32);
        let parent = own.parent;
        let grandparent = page.elements[parent].parent;
        let beside = |distance: isize| {
            let other = at.checked_add_signed(distance).and_then(|at| page.blocks.get(at));
            flag(other.is_some_and(|other| page.elements[other.element].parent == parent))
        };
        set(row, Column::SameParentPrevious, beside(-1));
        set(row, Column::SameParentNext, beside(1));
        set(row, Column::ParentShare, self.share(parent));
        set(row, Column::ParentBlocks, self.blocks(page.elements[parent].blocks.len()));
        set(row, Column::ParentLinks, self.links(parent));
        set(row, Column::GrandparentShare, self.share(grandparent));
        set(row, Column::GrandparentLinks, self.links(grandparent));
        self.membership(at, element, row);
        self.headline_from(at, walk, row);
        let mut near = Hints::NONE;
        for above in page.ancestors(element).take(NEAR_LEVELS) {
            near = near.with(self.own_hints(above));
        }
        // Two looks at the names, because one `<div class="related">` far above and one right
        // around mean different things.
        let around = self.inherited[element];
        for bit in 0..Hints::COUNT {
            row[NEAR + bit] = flag(near.0 >> bit & 1 == 1);
            row[ALL_AROUND + bit] = flag(around.0 >> bit & 1 == 1);
        }
    }

    fn tag(&self, element: usize, row: &mut Row) {
        // Two levels: `<li><p>` and `<td><div>` are what publishing systems write for an item and a cell.
        let column = self.page.ancestors(element).take(2).find_map(|at| match self.page.elements[at].tag {
            Tag::P => Some((Column::TagParagraph, 1.0)),
            Tag::H1 => Some((Column::TagHeading, 1.0)),
            Tag::H2 => Some((Column::TagHeading, 2.0)),
            Tag::H3 => Some((Column::TagHeading, 3.0)),
            Tag::H4 | Tag::H5 | Tag::H6 => Some((Column::TagHeading, 4.0)),
            Tag::Li | Tag::Dd | Tag::Dt => Some((Column::TagListItem, 1.0)),
            Tag::Figcaption | Tag::Figure | Tag::Caption => Some((Column::TagCaption, 1.0)),
            Tag::Td | Tag::Th => Some((Column::TagCell, 1.0)),
            Tag::Blockquote => Some((Column::TagQuote, 1.0)),
            Tag::Pre | Tag::Code => Some((Column::TagCode, 1.0)),
            Tag::Button | Tag::Nav | Tag::Footer | Tag::Form | Tag::Aside | Tag::Summary => {
                Some((Column::TagOther, 1.0))
            }
            _ => None,
        });
        if let Some((column, value)) = column {
            set(row, column, value);
        }
    }

    fn membership(&self, at: usize, element: usize, row: &mut Row) {
        let page = self.page;
        let inside =
            |root: Option<usize>| flag(root.is_some_and(|root| page.elements[root].blocks.contains(&at)));
        let roots = &self.roots;
        set(row, Column::InMarked, inside(roots.marked));
        set(row, Column::HasMarked, roots.marked.map_or(0.0, |root| quarters(self.share(root))));
        set(row, Column::InArticle, inside(roots.article));
        set(row, Column::ArticleShare, roots.article.map_or(0.0, |root| quarters(self.share(root))));
        set(row, Column::Articles, roots.articles.min(3) as f32);
        set(row, Column::InMain, inside(roots.main));
        set(row, Column::InNamed, inside(roots.named));
        set(row, Column::HasNamed, roots.named.map_or(0.0, |root| quarters(self.share(root))));
        set(row, Column::InDense, inside(Some(roots.dense)));
        // The body's paragraphs hang right under the densest element; boxes and quotations
        // from elsewhere hang lower.
        let levels = page.elements[element].depth as f32 - page.elements[roots.dense].depth as f32;
        set(row, Column::DenseLevels, levels);
        set(row, Column::DenseShare, quarters(self.share(roots.dense)));
        let end = page.elements[roots.dense].blocks.end;
        set(row, Column::DenseEnd, if at >= end { self.blocks(at + 1 - end).min(FAR) } else { 0.0 });
        set(row, Column::Hidden, flag(page.is_hidden(&page.blocks[at])));
    }

    /// How a block lies to the headline.
    fn headline_from(&self, at: usize, walk: &Walk, row: &mut Row) {
        let page = self.page;
        let element = page.blocks[at].element;
        set(row, Column::HeadlinesBefore, walk.headlines.min(9) as f32);
        let own = self.article_around(at);
        let same = own.is_some() && own == self.roots.headline_article;
        let other = own.is_some() && !same;
        set(row, Column::HeadlineArticle, flag(same) - flag(other));
        // Blocks of one class look alike to a reader: where most of the running text is
        // `p.text`, another `p.text` is, too.
        let kind = walk.kinds.get(&self.kind_of(at)).copied().unwrap_or_default();
        set(row, Column::KindShare, kind.running / self.total().max(1.0));
        // The lines of a long text are as many as those of many comments; only the comments have many parents.
        set(row, Column::KindBlocks, kind.blocks.min(BLOCKS_FAR) as f32);
        set(row, Column::KindParents, kind.parents.min(BLOCKS_FAR) as f32);
        let Some(headline) = self.roots.headline else { return };
        let both = |above: usize| page.elements[above].blocks.contains(&headline);
        let (levels, common) =
            page.ancestors(element).enumerate().find(|(_, above)| both(*above)).unwrap_or_default();
        set(row, Column::HeadlineLevels, levels as f32);
        set(row, Column::HeadlineAround, self.share(common));
    }

    /// Running text and number of the blocks of each kind.
    fn kinds(&self) -> Kinds {
        let mut kinds = Kinds::default();
        if self.page.markup {
            for (at, it) in self.reads.iter().enumerate() {
                let parent = self.page.elements[self.page.blocks[at].element].parent;
                let kind = kinds.entry(self.kind_of(at)).or_default();
                kind.running += if it.long { it.mass } else { 0.0 };
                kind.blocks += 1;
                if kind.parents == 0 || kind.parent != parent {
                    kind.parents += 1;
                    kind.parent = parent;
                }
            }
        }
        kinds
    }

    /// The share of an element's text inside links.
    fn links(&self, element: usize) -> f32 {
        let blocks = self.page.elements[element].blocks.clone();
        let (mut linked, mut all) = (0usize, 0usize);
        // A long row is told by its beginning; looking through all of it for each block would be quadratic.
        for block in self.page.blocks[blocks].iter().take(24) {
            linked += block.link_bytes.min(block.text.len());
            all += block.text.len();
        }
        linked as f32 / all.max(1) as f32
    }
}

type Kinds = std::collections::HashMap<u32, Kind, Unhashed>;

/// Blocks that look alike.
#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    running: f32,
    blocks: usize,
    /// Elements that they lie in, and the last of them.
    parents: usize,
    parent: usize,
}

/// What is carried from block to block.
#[derive(Default)]
struct Walk {
    kinds: Kinds,
    headlines: u32,
    anchors: u32,
    since_anchor: f32,
    running: f32,
}

impl Walk {
    fn arrive(&mut self, survey: &Survey<'_>, at: usize) {
        if survey.page.elements[survey.page.blocks[at].element].tag == Tag::H1 {
            self.headlines += 1;
        }
    }

    fn pass(&mut self, it: &Read) {
        // `Read also`, `Nouvelles connexes`: what follows is another article until enough text has run by.
        if it.signs.is(Sign::Anchor) {
            self.anchors += 1;
            self.since_anchor = 1.0;
            self.running = 0.0;
            return;
        }
        if self.since_anchor > 0.0 {
            self.since_anchor += 1.0;
        }
        if it.long {
            self.running += it.mass;
        }
    }
}

const SIGNS: &[(Column, Sign)] = &[
    (Column::Anchor, Sign::Anchor),
    (Column::Caption, Sign::Caption),
    (Column::More, Sign::More),
    (Column::Origin, Sign::Origin),
    (Column::Consent, Sign::Consent),
    (Column::Paywall, Sign::Paywall),
    (Column::Newsletter, Sign::Newsletter),
    (Column::Comment, Sign::Comment),
    (Column::Share, Sign::Share),
    (Column::Copyright, Sign::Copyright),
    (Column::Byline, Sign::Byline),
    (Column::Date, Sign::Date),
    (Column::Tags, Sign::Tags),
];

/// What is the same for all blocks of a page is told in rough steps: exact numbers would let the trees know each page
/// that they learnt from by heart (body F1 of articles on unseen publishers .945 with exact ones, .948 without).
fn quarters(share: f32) -> f32 {
    (share * 4.0).round() / 4.0
}

fn halves(ratio: f32) -> f32 {
    ((ratio * 2.0).round() / 2.0).min(3.0)
}

/// Paragraphs of running text in one row up to which there are annotated pages to learn from. A treaty, a hearing, a day's
/// live blog have more; their length would speak against each of their paragraphs, for the longest annotated pages are
/// short articles above many comments. So they are judged by amounts that an ordinary article has.
const LONG_LEARNT: usize = 170;
const BLOCKS_FAR: usize = 60;
const MASS_FAR: f32 = 4000.0;

/// How often one was doubled to give a number: 0, 1, 2, 3 for 0, 1, 3, 7.
fn doublings(number: f32) -> f32 {
    (number as u32 + 1).ilog2() as f32
}

fn flag(holds: bool) -> f32 {
    if holds { 1.0 } else { 0.0 }
}

/// Farther than this makes no difference.
const FAR: f32 = 60.0;

fn it_is_short_line(it: &Read) -> bool {
    it.mass < 30.0 && it.stats.stops == 0
}

/// What sort of character opens or closes a block. The classes are those that the trees were trained with, some marks of other
/// scripts left out: what a list in `veille_text` gains must not change them.
fn class(character: char) -> f32 {
    match character {
        '.' | '。' | '।' | '۔' => 1.0,
        '!' | '?' | '！' | '？' | '؟' => 2.0,
        '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' => {
            3.0
        }
        '…' => 4.0,
        ')' | ']' | '）' => 5.0,
        '(' | '[' | '（' => 6.0,
        ':' | '：' => 7.0,
        ',' | ';' | '،' | '，' | '、' => 8.0,
        '-' | '–' | '—' => 9.0,
        '|' | '•' | '·' | '>' | '›' | '→' | '/' => 10.0,
        '0'..='9' => 11.0,
        '©' | '@' | '#' | '+' | '*' => 12.0,
        _ if character.is_uppercase() => 14.0,
        _ if character.is_alphabetic() => 13.0,
        _ => 15.0,
    }
}
