//! The headline as it is printed, where title and headings name nothing but the site or the section.
//!
//! Offices and old sites give every page one title, `Вестник района`, and the headline a lower heading, a class or bold type. It is
//! the line set apart right above the text, and the text takes its words up again, which it does not do with the title's.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::super::candidate::Spot;
use super::super::flat_headline::{follows_headline, reads_as_headline};
use super::super::head::{is_apart, mentions};
use super::super::letters::letters;
use super::super::titles;
use super::choice::is_labelled_live;
use crate::page::{Block, Hints as Names, Page, Tag};

/// Blocks above the text among which the headline stands: date, section, buttons lie between.
const ZONE: usize = 10;
/// A paragraph is longer than a headline; scripts without spaces say as much in a third.
const PARAGRAPH_CHARS: usize = 80;
/// Blocks of text that its words are looked for in, and bytes of each.
const TEXT_BLOCKS: usize = 40;
const BLOCK_BYTES: usize = 4_000;
/// The share of a headline's words that the text takes up, at least, and how much more than of the title's that is.
const TAKEN_UP_MIN: f32 = 0.34;
const TAKEN_UP_MORE: f32 = 0.25;
/// The same of a heading, where the title is shown nowhere and the text takes up less of it.
const HEADING_TAKEN_UP: f32 = 0.5;
const OWN_TAKEN_UP_MAX: f32 = 0.6;
/// Fewer words of a title may be all that there is.
const TITLE_WORDS_MIN: usize = 3;
/// Lines under a headline among which its byline or its date stands.
const UNDER: usize = 3;
/// A longer line is a standfirst.
const WORDS_MAX: usize = 22;
/// A title that shares as much with a line says it in other words.
const SHARED_MAX: f32 = 0.34;
/// A line that shares more with the title is the title.
const SAME_MIN: f32 = 0.6;
/// Elements inside a block that are looked at.
const INSIDE_MAX: usize = 60;

static SECTIONS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/metadata/section-names.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(|line| line.split('|').map(letters)).collect()
});

/// The block that prints the headline, where what was chosen is none: the site's name, a section, or nothing.
pub(super) fn find(
    page: &Page<'_>,
    chosen: Option<(Spot, &str)>,
    is_site: impl Fn(&str) -> bool,
) -> Option<String> {
    let is_sure = |(spot, text): (Spot, &str)| {
        let is_stated = matches!(spot, Spot::JsonLd | Spot::Microdata | Spot::SiteRule | Spot::Feed);
        is_stated || spot == Spot::Heading && !is_section(text) && !is_logo(page, text)
    };
    if chosen.is_some_and(is_sure) {
        return None;
    }
    let first = first_paragraph(page)?;
    let text = taken_up(page, first);
    let (own, own_share) = chosen.map_or((HashSet::new(), 0.0), |(_, title)| {
        let stems = titles::stems(title);
        let share = share(&stems, &text);
        (stems, share)
    });
    let zone = first.saturating_sub(ZONE)..first;
    if let Some((_, title)) = chosen
        && !is_section(title)
        && !is_logo(page, title)
        && shows(page, title, first)
    {
        return None;
    }
    // `Wine Regions` may be all that a page calls itself; a news title is longer.
    let is_whole = chosen.is_some_and(|(_, title)| titles::words(title) >= TITLE_WORDS_MIN);
    let mut best: Option<(f32, &str)> = None;
    for at in zone {
        let (block, line) = (&page.blocks[at], page.block_text(&page.blocks[at]));
        if !is_set_apart(page, block) || !reads_as_headline(line) || is_site(line) || is_section(line) {
            continue;
        }
        let stems = titles::stems(line);
        let taken = share(&stems, &text);
        let is_title = share(&own, &stems) > SHARED_MAX || share(&stems, &own) > SHARED_MAX;
        let heads = heads(page, block);
        let is_taken_up = taken >= TAKEN_UP_MIN.max(own_share + TAKEN_UP_MORE).min(1.0)
            || heads && taken >= HEADING_TAKEN_UP && own_share < OWN_TAKEN_UP_MAX
            || heads && taken > 0.0 && own_share == 0.0;
        let is_other = line.contains("www.") || is_numbered(line) || titles::words(line) > WORDS_MAX;
        // What says a title in other words that is shown nowhere is the headline where it stands as one: set large, over byline or date.
        let is_reworded =
            is_title && heads && is_whole && !is_labelled_live(line) && stands_over_date(page, at, first);
        if !is_reworded && (is_title || !is_taken_up) || is_other {
            continue;
        }
        let score = taken + if heads { 0.2 } else { 0.0 };
        // `>`: of equals the upper one, as a headline stands above its standfirst.
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, line));
        }
    }
    best.map(|(_, line)| line.to_owned())
}

/// Whether a heading stands above the text, or as its first line, and says something of it or of what the page calls itself.
pub(super) fn stands_over_text(page: &Page<'_>, heading: &str) -> bool {
    if is_section(heading) {
        return false;
    }
    let Some(first) = first_paragraph(page) else { return true };
    let wanted = letters(heading);
    let mut headings = page.elements_named(Tag::H1).take(HEADINGS_MAX);
    let stands = |at: usize| {
        page.elements[at].blocks.start <= first && letters(page.element_text(at)).contains(&wanted)
    };
    let stems = titles::stems(heading);
    let said = || page.title.as_deref().into_iter().chain(page.meta("og:title"));
    headings.any(stands)
        && (said().any(|title| !titles::stems(title).is_disjoint(&stems))
            || share(&stems, &taken_up(page, first)) >= TAKEN_UP_MIN)
}

/// Whether a byline or a date stands right under a line, above the text.
fn stands_over_date(page: &Page<'_>, line: usize, first: usize) -> bool {
    (line + 1..first.min(line + 1 + UNDER)).any(|at| follows_headline(page.block_text(&page.blocks[at])))
}

/// Whether a line is one of a list: `3. Money and time`.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// Whether a title is what a section calls itself.
pub(super) fn is_section(title: &str) -> bool {
    title.len() < 80 && SECTIONS.contains(&letters(title))
}

/// Whether a title is the site's, by the names of the `<h1>` that shows it: `<h1 class="logo">`, `<div id="branding"><h1>`.
fn is_logo(page: &Page<'_>, title: &str) -> bool {
    let wanted = letters(title);
    let mut headings = page.elements_named(Tag::H1).take(HEADINGS_MAX).filter(|at| {
        let text = page.element_text(*at);
        text.len() < 3 * title.len() + 60 && letters(text) == wanted
    });
    let names_site = |at: usize| LOGOS.iter().any(|name| mentions(page, at, name));
    headings.next().is_some_and(|first| page.ancestors(first).take(2).any(names_site))
        && headings.next().is_none()
}

/// Names of elements that hold what the site calls itself.
const LOGOS: [&[u8]; 7] =
    [b"logo", b"site-title", b"site-name", b"sitename", b"site_title", b"brand", b"masthead"];
/// Headings looked at; broken pages have thousands.
const HEADINGS_MAX: usize = 40;

/// Whether a page shows a title above its first paragraph, alone or with a kicker: as a line near it, or set as headlines are.
fn shows(page: &Page<'_>, title: &str, first: usize) -> bool {
    let (wanted, stems) = (letters(title), titles::stems(title));
    // A title in one part that stands above the text in plain type is as well the site's, at the top of a short page.
    let is_own = page.title.as_deref().is_none_or(|title| !titles::stretches(title).is_empty())
        || page.meta("og:title").is_some_and(|shared| letters(shared) == wanted);
    let in_other_words = |line: &str| {
        let other = titles::stems(line);
        share(&stems, &other) > SAME_MIN && share(&other, &stems) > SAME_MIN
    };
    let shows = |(at, block): (usize, &Block)| {
        let line = page.block_text(block);
        if line.len() > 3 * title.len() + 60 {
            return false;
        }
        if is_set_apart(page, block) && in_other_words(line) {
            return true;
        }
        let line = letters(line);
        let is_part = |part: &str, whole: &str| part.len() > 12 && whole.contains(part);
        (line == wanted || is_part(&wanted, &line) || is_part(&line, &wanted))
            && (is_set_apart(page, block) || at + ZONE >= first && is_own)
    };
    page.blocks[..first].iter().enumerate().any(shows)
}

/// The first paragraph of the element that holds most of the running text.
fn first_paragraph(page: &Page<'_>) -> Option<usize> {
    let is_paragraph = |block: &Block| {
        let line = page.block_text(block);
        let chars = line.chars().count();
        let is_long = chars >= PARAGRAPH_CHARS
            && line.contains(|mark| veille_text::is_stop(mark) || matches!(mark, ',' | '،' | '؛'))
            || chars >= PARAGRAPH_CHARS / 3 && line.contains(['。', '、', '，'])
            || chars >= PARAGRAPH_CHARS && line.chars().any(veille_text::letter::is_unspaced);
        is_long && block.link_bytes * 3 < block.text.len()
    };
    let mut elements: HashMap<usize, (usize, usize)> = HashMap::new();
    for (at, block) in page.blocks.iter().enumerate().filter(|(_, block)| is_paragraph(block)) {
        let tag = page.elements[block.element].tag;
        // Paragraphs stand side by side in one element, lines parted by `<br>` in their own.
        let around = if tag == Tag::P { page.elements[block.element].parent } else { block.element };
        let (bytes, _) = elements.entry(around).or_insert((0, at));
        *bytes += block.text.len();
    }
    elements.into_values().max_by_key(|(bytes, at)| (*bytes, std::cmp::Reverse(*at))).map(|(_, at)| at)
}

/// What tells the words of the text: from its first paragraph on, and of a longer line above, which is its standfirst.
fn taken_up(page: &Page<'_>, first: usize) -> HashSet<String> {
    let above = page.blocks[first.saturating_sub(ZONE)..first].iter();
    let blocks = above
        .filter(|block| page.block_text(block).chars().count() > PARAGRAPH_CHARS)
        .chain(page.blocks[first..].iter().take(TEXT_BLOCKS));
    let texts = blocks.map(|block| page.block_text(block));
    texts.flat_map(|text| titles::stems(&text[..text.floor_char_boundary(BLOCK_BYTES)])).collect()
}

fn share(of: &HashSet<String>, among: &HashSet<String>) -> f32 {
    let found = of.iter().filter(|stem| among.contains(*stem)).count();
    found as f32 / of.len().max(1) as f32
}

/// Whether a line is set as headlines are: as a heading, under that name, in bold.
fn is_set_apart(page: &Page<'_>, block: &Block) -> bool {
    let is_linked = block.link_bytes * 2 > block.text.len();
    !is_linked
        && !is_apart(page, block.element)
        && (heads(page, block) || block.bold_bytes * 10 >= block.text.len() * 9)
}

/// Whether a line is a heading, or called one.
fn heads(page: &Page<'_>, block: &Block) -> bool {
    let names = |at: usize| {
        let element = &page.elements[at];
        element.tag.is_heading() || element.hints.has(Names::HEADLINE) && !element.hints.has(Names::LEAD)
    };
    page.ancestors(block.element).take(2).any(|at| names(at) && page.elements[at].blocks.len() <= 3)
        || inside(page, block).any(names)
}

/// Elements in a line that hold nearly all of it.
fn inside<'p>(page: &'p Page<'_>, block: &'p Block) -> impl Iterator<Item = usize> + 'p {
    let end = page.elements[block.element].end;
    // Where one element holds many lines, those before it come first.
    let from = page.elements[block.element + 1..end].partition_point(|it| it.text.start < block.text.start);
    let inside = (block.element + 1 + from..end).take(INSIDE_MAX);
    inside.filter(|at| {
        let text = &page.elements[*at].text;
        let within = text.start >= block.text.start && text.end <= block.text.end + 1;
        within && 10 * text.len() >= 9 * block.text.len()
    })
}
