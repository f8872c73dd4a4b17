//! What is counted over a whole page before its blocks are judged.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::page::{Block, Hints, Page, Tag};

use super::hash::{Sieve, Unhashed, hash_words};
use super::phrases::{Phrases, Sign, Signs};
use super::records::Records;
use super::scan::Scan;
use super::stamp::is_stamp;
use super::stats::Stats;
use super::words::Words;

/// What is known of an article before its blocks are judged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context<'a> {
    /// The headline.
    pub headline: Option<&'a str>,
    /// The paragraph under it, as the page's metadata gives it.
    pub standfirst: Option<&'a str>,
    /// The text as the page's structured data gives it.
    pub article_body: Option<&'a str>,
    /// schema.org type of the article's node.
    pub kind: Option<&'a str>,
}

/// What a block's text says of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Read {
    /// Counts.
    pub stats: Stats,
    /// Tell-tale phrases.
    pub signs: Signs,
    /// Length in words, comparable across scripts.
    pub mass: f32,
    /// Share of its bytes inside links.
    pub link_share: f32,
    /// Whether it reads as a paragraph of running text.
    pub long: bool,
    /// Digest of its words: equal for blocks that say the same.
    pub digest: u64,
    /// Other blocks on the page that say the same.
    pub copies: u32,
    /// Whether it is a short line that says a moment.
    pub stamped: bool,
}

/// What is known of a page as a whole.
pub(crate) struct Survey<'p> {
    pub page: &'p Page<'p>,
    pub reads: Vec<Read>,
    /// Places of the blocks that are worth judging, ascending.
    pub judged: Vec<usize>,
    pub words: Words,
    /// Mass of running text before each block; one more at the end.
    pub before: Vec<f32>,
    /// Hints of the elements around, without those of elements that hold most of the page.
    pub inherited: Vec<Hints>,
    /// The headline's words.
    pub headline: Sieve,
    /// The standfirst's words.
    pub standfirst: Sieve,
    /// Rows of four words of the text in the page's structured data.
    pub stated_body: Sieve,
    /// The words that the running text repeats most: whatever its language, its little words.
    pub little: Sieve,
    /// The roots of the body that speak for themselves, by kind.
    pub roots: Roots,
    /// What sort of page it is.
    pub shape: Shape,
    /// See [`Survey::records`].
    rows: OnceCell<Records>,
}

/// What sort of page it is: news is written in paragraphs, advice in lists under headings.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    /// What its structured data call it: 0 nothing, 1 an article, 2 news, -1 something else.
    pub kind: f32,
    /// Paragraphs of running text.
    pub long: usize,
    /// Those that stand in one row: comments, however many, stand each in an element of its own.
    pub row: usize,
    /// Headings among them.
    pub headings: usize,
    /// List items among them.
    pub items: usize,
}

/// Elements that may hold the body.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Roots {
    /// Marked as `articleBody`.
    pub marked: Option<usize>,
    /// The `<article>` with the most running text.
    pub article: Option<usize>,
    /// `<main>`.
    pub main: Option<usize>,
    /// The element whose names say body and that holds the most running text.
    pub named: Option<usize>,
    /// The element that holds the most running text, as directly as possible.
    pub dense: usize,
    /// How many `<article>` elements there are.
    pub articles: usize,
    /// The block that repeats the headline, the last before the running text.
    pub headline: Option<usize>,
    /// The `<article>` around that block.
    pub headline_article: Option<usize>,
}

impl<'p> Survey<'p> {
    pub(crate) fn of(page: &'p Page<'p>, context: &Context<'_>) -> Self {
        let mut words = Words::default();
        let mut phrases = Phrases::default();
        let mut reads: Vec<Read> =
            page.blocks.iter().map(|block| read(page, block, &mut words, &mut phrases)).collect();
        count_copies(&mut reads);
        let mut before = Vec::with_capacity(reads.len() + 1);
        before.push(0.0);
        for it in &reads {
            before.push(before[before.len() - 1] + if it.long { it.mass } else { 0.0 });
        }
        let mut survey = Self {
            page,
            judged: worth_judging(page, &reads),
            reads,
            words,
            before,
            inherited: Vec::new(),
            headline: sieve(context.headline),
            standfirst: sieve(context.standfirst),
            stated_body: stated(context.article_body),
            little: Sieve::default(),
            roots: Roots::default(),
            shape: Shape::default(),
            rows: OnceCell::new(),
        };
        survey.little = survey.little_words();
        survey.roots.headline = survey.headline_block();
        survey.inherited = survey.inherit();
        survey.roots = survey.find_roots();
        survey.shape = survey.shape(context.kind);
        survey
    }

    /// Words in the kept blocks.
    pub(crate) fn mass_of(&self, keep: &[bool]) -> f32 {
        self.reads.iter().zip(keep).filter(|(_, keep)| **keep).map(|(it, _)| it.mass).sum()
    }

    /// Running text in a row of blocks.
    pub(crate) fn running(&self, blocks: &Range<usize>) -> f32 {
        self.before[blocks.end] - self.before[blocks.start]
    }

    /// Running text on the page.
    pub(crate) fn total(&self) -> f32 {
        self.before[self.before.len() - 1]
    }

    /// The share of the page's running text in an element.
    pub(crate) fn share(&self, element: usize) -> f32 {
        self.running(&self.page.elements[element].blocks) / self.total().max(1.0)
    }

    fn little_words(&self) -> Sieve {
        let mut counts: HashMap<u32, u32, Unhashed> = HashMap::default();
        for (at, _) in self.reads.iter().enumerate().filter(|(_, it)| it.long) {
            for word in self.words.of(at) {
                *counts.entry(*word).or_default() += 1;
            }
        }
        // Stop words without a list: the most frequent words of the text itself, in whatever language it is.
        let mut counts: Vec<(u32, u32)> =
            counts.into_iter().filter(|(_, count)| *count >= 3).map(|(w, c)| (c, w)).collect();
        // By count, then by hash: ties must fall alike on every machine, or rows and trees would differ.
        counts.sort_unstable_by(|a, b| b.cmp(a));
        Sieve::of(counts.into_iter().take(LITTLE_WORDS).map(|(_, word)| word).collect())
    }

    /// The rows of elements alike: made when they are first asked for, asked for by more than one.
    pub(crate) fn records(&self) -> &Records {
        self.rows.get_or_init(|| Records::of(self))
    }

    /// Hints of an element, unless most of the page is in it.
    pub(crate) fn own_hints(&self, element: usize) -> Hints {
        let hints = self.page.elements[element].hints;
        if self.share(element) <= 0.5 {
            return hints;
        }
        // `<div class="main-with-sidebar">` around the whole page says nothing of a paragraph in it; that it is a body does.
        // Comments may be longer than their article, and stand below its headline.
        let blocks = &self.page.elements[element].blocks;
        let below = self.roots.headline.is_some_and(|headline| headline < blocks.start);
        let told = Hints::BODY.with(Hints::ARTICLE);
        hints.only(if below { told.with(Hints::COMMENT) } else { told })
    }

    /// An element's names speak for what is in it, unless most of the page is: `<body class="has-sidebar">`.
    fn inherit(&self) -> Vec<Hints> {
        let mut inherited: Vec<Hints> = Vec::with_capacity(self.page.elements.len());
        for (at, element) in self.page.elements.iter().enumerate() {
            let above = if at == 0 { Hints::NONE } else { inherited[element.parent] };
            inherited.push(above.with(self.own_hints(at)));
        }
        inherited
    }

    fn shape(&self, kind: Option<&str>) -> Shape {
        let page = self.page;
        let long = self.reads.iter().filter(|it| it.long).count();
        // Flattened text has no elements to stand in: all of its paragraphs are one row.
        let row = if page.markup { self.longest_row() } else { long };
        let mut shape = Shape { kind: kind.map_or(0.0, kind_of_page), long, row, ..Shape::default() };
        for block in &page.blocks[page.elements[self.roots.dense].blocks.clone()] {
            let tag = page.elements[block.element].tag;
            shape.headings += usize::from(tag.is_heading());
            shape.items += usize::from(matches!(tag, Tag::Li | Tag::Td | Tag::Dd));
        }
        shape
    }

    /// The most paragraphs of running text that stand side by side in one element.
    fn longest_row(&self) -> usize {
        let mut rows: HashMap<usize, usize> = HashMap::new();
        for (block, _) in self.page.blocks.iter().zip(&self.reads).filter(|(_, it)| it.long) {
            *rows.entry(self.page.elements[block.element].parent).or_default() += 1;
        }
        rows.into_values().max().unwrap_or(0)
    }

    fn find_roots(&self) -> Roots {
        let headline = self.roots.headline;
        let mut roots = Roots { dense: self.densest(), headline, ..Roots::default() };
        let mut most = [0.0f32; 4];
        for (at, element) in self.page.elements.iter().enumerate() {
            let running = self.running(&element.blocks);
            let mut offer = |slot: usize, root: &mut Option<usize>| {
                // Teasers are `<article>`s as well, and templates repeat `articleBody`: the one that
                // holds the most text is meant.
                if root.is_none() || running > most[slot] {
                    most[slot] = running;
                    *root = Some(at);
                }
            };
            if element.marks.article_body {
                offer(0, &mut roots.marked);
            }
            if element.tag == Tag::Article {
                roots.articles += 1;
                offer(1, &mut roots.article);
            }
            if element.tag == Tag::Main {
                offer(2, &mut roots.main);
            }
            // A `<p class="body">` is one paragraph of the body; what holds them all is wanted.
            if element.hints.has(Hints::BODY) && element.tag.breaks_lines() && element.tag != Tag::P {
                offer(3, &mut roots.named);
            }
        }
        roots.headline_article = roots.headline.and_then(|block| self.article_around(block));
        roots
    }

    /// The innermost `<article>` around a block.
    pub(crate) fn article_around(&self, block: usize) -> Option<usize> {
        let element = self.page.blocks.get(block)?.element;
        self.page.ancestors(element).find(|at| self.page.elements[*at].tag == Tag::Article)
    }

    /// What blocks of one kind have in common: names and classes of their element and the one around it.
    pub(crate) fn kind_of(&self, block: usize) -> u32 {
        let element = &self.page.elements[self.page.blocks[block].element];
        let parent = &self.page.elements[element.parent];
        let mix = |hash: u32, value: u32| (hash.rotate_left(7) ^ value).wrapping_mul(0x9e37_79b1);
        [element.tag as u32, element.class, parent.tag as u32, parent.class].into_iter().fold(17, mix)
    }

    /// The element that holds the most running text, each level between counting a fifth off.
    fn densest(&self) -> usize {
        let mut mass = vec![0f32; self.page.elements.len()];
        for (block, it) in self.page.blocks.iter().zip(&self.reads).filter(|(_, it)| it.long) {
            let mut weight = it.mass;
            for at in self.page.ancestors(block.element).take(5) {
                mass[at] += weight;
                // As Readability and its kin score candidates: without the discount `<body>`
                // would win on every page.
                weight *= 0.8;
            }
        }
        (0..mass.len()).max_by(|a, b| mass[*a].total_cmp(&mass[*b]).then(b.cmp(a))).unwrap_or(0)
    }

    /// Where the headline stands: the block before half of the running text that repeats it best, headings first.
    fn headline_block(&self) -> Option<usize> {
        let half = self.total() / 2.0;
        let mut best: Option<(f32, usize)> = None;
        for at in 0..self.reads.len() {
            // Teasers below the article may repeat its headline; the one that counts stands above the text.
            if self.before[at] > half && best.is_some() {
                break;
            }
            let words = self.words.of(at);
            let tag = self.page.elements[self.page.blocks[at].element].tag;
            let bonus = if tag == Tag::H1 { 0.3 } else { 0.0 };
            // A menu's `Sport` repeats all of its one word, a paragraph repeats all of the headline
            // among its many: both count less.
            let size = words.len() as f32 / self.headline.len().max(1) as f32;
            let repeats = self.headline.share_of(words) * size.min(1.0) / size.max(1.0) + bonus;
            // `>=`, so that of a breadcrumb's last step and the heading below it the lower one is taken.
            if repeats >= 0.6 && best.is_none_or(|(most, _)| repeats >= most) {
                best = Some((repeats, at));
            }
        }
        best.map(|(_, at)| at)
    }
}

/// schema.org types of an article's node, by how much they are news.
fn kind_of_page(kind: &str) -> f32 {
    match kind {
        _ if kind.contains("News") || kind.contains("Report") || kind.contains("LiveBlog") => 2.0,
        _ if kind.contains("Article") || kind.contains("Posting") => 1.0,
        _ => -1.0,
    }
}

/// A page with more blocks is judged by its longest ones: it bounds memory and time. Of 1,427 pages one has as many.
const JUDGED_MAX: usize = 2000;

/// Places of the blocks that are worth a second thought.
fn worth_judging(page: &Page<'_>, reads: &[Read]) -> Vec<usize> {
    let is_hopeless = |at: usize| {
        let block = &page.blocks[at];
        // A heading may be a link as a whole: `2. The best kettle`.
        let heads = page.elements[block.element].tag.is_heading();
        reads[at].is_hopeless() && !(heads && reads[at].stats.letters > 0)
            || is_machine_text(page.block_text(block))
    };
    let mut places: Vec<usize> = (0..reads.len()).filter(|at| !is_hopeless(*at)).collect();
    // A day's comments: thousands of lines, of which the article's are among the longest.
    if places.len() > JUDGED_MAX {
        places.sort_by(|a, b| reads[*b].mass.total_cmp(&reads[*a].mass).then(a.cmp(b)));
        places.truncate(JUDGED_MAX);
        places.sort_unstable();
    }
    places
}

/// An address that stands alone, as lists of scripts do, or a placeholder that no program filled: `{{banner}}`.
fn is_machine_text(text: &str) -> bool {
    let address = text.starts_with("http") && !text.contains(' ') && text.contains("://");
    address || text.starts_with("{{") && text.ends_with("}}")
}

impl Read {
    /// The signs in its text. In another article's linked headline none are looked for: `Newsletter: how …` asks for nothing.
    pub(super) fn signs_looked_for(&self) -> Option<Signs> {
        (!is_linked_headline(self.link_share, self.mass)).then_some(self.signs)
    }

    /// Short lines that are nothing but links need no second thought: they are most of a page.
    fn is_hopeless(&self) -> bool {
        self.link_share > 0.9 && self.mass < 15.0 || self.stats.letters == 0 && self.mass < 2.0
    }
}

/// A line that says a moment has few words beside it.
const STAMP_MASS: f32 = 15.0;

/// How many of the most frequent words are taken for a language's little words.
const LITTLE_WORDS: usize = 24;

fn read(page: &Page<'_>, block: &Block, words: &mut Words, phrases: &mut Phrases) -> Read {
    let text = page.block_text(block);
    let Scan { stats, digest } = words.add(text);
    let link_share = (block.link_bytes as f32 / text.len().max(1) as f32).min(1.0);
    let mass = stats.mass();
    let signs = if is_linked_headline(link_share, mass) { Signs::default() } else { phrases.signs(text) };
    // `Le pont. Photo: Lan Anh/ABC |` has a sentence and is no paragraph.
    let caption = mass < 40.0 && (signs.has(Sign::Caption) || stats.last == '|');
    // Thai ends no sentence with a stop: so long a block reads as text without one.
    let sentence = stats.stops > 0 && mass >= 12.0 || mass >= 40.0;
    let long = sentence && link_share < 0.5 && !caption;
    let stamped = mass < STAMP_MASS && stats.digits > 2 && is_stamp(text);
    Read { stats, signs, mass, link_share, long, digest, copies: 0, stamped }
}

fn is_linked_headline(link_share: f32, mass: f32) -> bool {
    link_share > 0.9 && mass > 4.0
}

fn count_copies(reads: &mut [Read]) {
    let mut order: Vec<(u64, usize)> =
        reads.iter().enumerate().filter(|(_, it)| it.mass >= 3.0).map(|(at, it)| (it.digest, at)).collect();
    // By digest, then chunks of equals: comparing each line with each would be quadratic
    // on a page of ten thousand.
    order.sort_unstable();
    for run in order.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        for (_, at) in run {
            reads[*at].copies = run.len() as u32 - 1;
        }
    }
}

fn sieve(text: Option<&str>) -> Sieve {
    let mut words = Vec::new();
    hash_words(text.unwrap_or_default(), &mut words);
    Sieve::of(words)
}

fn stated(text: Option<&str>) -> Sieve {
    let mut words = Vec::new();
    hash_words(text.unwrap_or_default(), &mut words);
    Sieve::of_shingles(&words)
}
