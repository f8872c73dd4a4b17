//! When an article was published and last changed, among all the dates that a page gives.
//!
//! Every date is noted with the spot where it stood, ranked by how much that means it ([`Rank`]), and among equals the one nearest to
//! the headline wins. Dates that cannot be true are flagged and passed over.

use std::ops::Range;

use veille_model::Moment;

use super::candidate::{Candidate, Field, Spot};
use super::date_words::{KEYS, Says, is_class_of_change, property, says_modified, says_published};
use super::head::{ArticleHead, is_of_others};
use super::letters::letters;
use super::linked::Linked;
use super::record::{Input, Metadata};
use crate::dates::{self, Hints};
use crate::page::{Block, Hints as Names, Page, Tag};
pub(super) use lines::dated_line;
use lines::{is_of_event, published_behind};
use rank::{Nearness, Place, Rank};

mod choice;
mod lines;
mod rank;
#[cfg(test)]
mod tests;
mod today;

/// Keys of dates in scripts that carry a page's data.
const SCRIPT_KEYS: [&str; 12] = [
    "\"datePublished\"",
    "\"publishedAt\"",
    "\"published_at\"",
    "\"publishedDate\"",
    "\"publishDate\"",
    "\"publish_date\"",
    "\"publishedTime\"",
    "\"publicationDate\"",
    "\"publication_date\"",
    "\"firstPublished\"",
    "\"article_publication_date\"",
    "\"date_published\"",
];

/// A date and the words around it.
const VALUE_BYTES: usize = 240;
/// Lines under the headline in which its date is looked for.
const HEAD_LINES: usize = 14;
/// A date that stands this close to the beginning of a line may be that of the article, whatever follows.
const OPENING_BYTES: usize = 30;
/// Longer date elements are teasers with their date.
const DATE_ELEMENT_BYTES: Range<usize> = 4..100;
/// Dated elements looked at; lists of teasers have thousands.
const ELEMENTS_MAX: usize = 400;

/// A date as found.
struct Dated {
    rank: Rank,
    nearness: Nearness,
    candidate: usize,
    moment: Moment,
}

/// The dates found on one page.
struct Dates<'a, 'p> {
    page: &'a Page<'p>,
    head: &'a ArticleHead,
    input: &'a Input<'a>,
    hints: Hints<'a>,
    metadata: &'a mut Metadata,
    /// Letters of the headline: a date inside it is what the article is about.
    headline: String,
    /// What structured data calls the article: a live page shows the day of its latest entry.
    kind: Option<&'a str>,
    published: Vec<Dated>,
    modified: Vec<Dated>,
}

/// Notes every date of a page and chooses.
pub(super) fn read(
    page: &Page<'_>,
    input: &Input<'_>,
    linked: &Linked,
    head: &ArticleHead,
    metadata: &mut Metadata,
) {
    let language = metadata.declared_language.clone();
    let hints = Hints::of_language(language.as_deref());
    let headline = metadata.headline.as_deref().map(letters).unwrap_or_default();
    let (kind, published, modified) = (linked.kind.as_deref(), Vec::new(), Vec::new());
    let mut dates = Dates { page, head, input, hints, metadata, headline, kind, published, modified };
    // From the surest spots to the loosest; each step may leave out what better ones have made needless.
    dates.linked(linked);
    dates.metas();
    dates.title();
    dates.elements();
    dates.lines();
    if let Some(date) = input.url.and_then(dates::of_url) {
        let rank = if date.filed { Rank::Filed } else { Rank::Slug };
        dates.stated(Field::Published, rank, Spot::Address, Some(&date.day.to_string()));
    }
    // Scripts are long, and so are pages: they are looked through where nothing better was found.
    if dates.published.iter().all(|dated| dated.rank > Rank::Script) {
        dates.scripts();
    }
    // A line far from the headline is as often a date in the story; read only where
    // nothing near it was dated.
    if dates.published.iter().all(|dated| dated.rank >= Rank::TimeElsewhere) {
        dates.all_lines();
    }
    if dates.published.is_empty() && dates.modified.is_empty() {
        dates.openings();
    }
    dates.choose();
}

impl Dates<'_, '_> {
    fn stated(&mut self, field: Field, rank: Rank, spot: Spot, value: Option<&str>) {
        self.note(field, rank, Nearness::STATED, spot, value);
    }

    fn note(&mut self, field: Field, rank: Rank, nearness: Nearness, spot: Spot, value: Option<&str>) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && value.len() < VALUE_BYTES)
        else {
            return;
        };
        let mut candidate = Candidate::new(field, spot, value);
        let moment = dates::parse(value, self.hints);
        let doubt = moment.and_then(|moment| dates::doubt(&moment, self.input.captured_at));
        if let Some(doubt) = doubt {
            candidate.flag = Some(doubt.flag());
            // Dates of teasers and old comments may be nonsense without a word on this article.
            if rank < Rank::TimeElsewhere {
                self.metadata.flag(doubt.flag());
            }
        } else if moment.is_none() {
            candidate.flag = Some("not_a_date");
        }
        let at = self.metadata.candidates.len();
        self.metadata.candidates.push(candidate);
        if let (Some(moment), None) = (moment, doubt) {
            let dated = Dated { rank, nearness, candidate: at, moment };
            if field == Field::Modified { self.modified.push(dated) } else { self.published.push(dated) }
        }
    }

    fn linked(&mut self, linked: &Linked) {
        self.stated(Field::Published, Rank::Stated, Spot::JsonLd, linked.published.as_deref());
        self.stated(Field::Modified, Rank::Stated, Spot::JsonLd, linked.modified.as_deref());
        self.stated(Field::Published, Rank::PageStated, Spot::JsonLdPage, linked.page_published.as_deref());
        self.stated(Field::Modified, Rank::PageStated, Spot::JsonLdPage, linked.page_modified.as_deref());
    }

    fn metas(&mut self) {
        for meta in &self.page.metas {
            let key = meta.key.to_ascii_lowercase();
            // The Open Graph protocol's `article:published_time` and its many misspellings, in
            // `data/metadata/date-keys.txt`.
            let social = key.starts_with("article:") || key.starts_with("og:");
            let spot = if social { Spot::OpenGraph } else { Spot::Meta };
            let (field, rank) = match KEYS.get(key.as_str()) {
                Some(Says::Published) => (Field::Published, Rank::Meta),
                Some(Says::Vague) => (Field::Published, Rank::VagueMeta),
                Some(Says::Modified) => (Field::Modified, Rank::Meta),
                None => continue,
            };
            self.stated(field, rank, spot, Some(&meta.content));
        }
    }

    /// A date that is a part of the title by itself: `Ziele, Chancen, Risiken | DW | 28.04.2023`.
    fn title(&mut self) {
        let titles = [self.page.title.as_deref(), self.page.meta("og:title")];
        // From the back, where titles put it.
        for part in titles.into_iter().flatten().flat_map(|title| title.rsplit(['|', '–', '—'])) {
            // The whole part: `What happened on 28 April 2023` is about that day.
            let whole = dates::find(part, self.hints)
                .is_some_and(|found| found.end - found.start == part.trim().len());
            if whole {
                self.stated(Field::Published, Rank::Title, Spot::TitleElement, Some(part));
            }
        }
    }

    /// Item properties, `<time>`, and elements whose class says that they hold a date.
    fn elements(&mut self) {
        let page = self.page;
        let mut seen = 0;
        let is_stated = self.published.iter().any(|dated| dated.rank <= Rank::Meta);
        for (at, element) in page.elements.iter().enumerate() {
            let named = element.marks.named.then(|| property(page, at)).flatten();
            let is_time = element.tag == Tag::Time;
            let is_shown = element.hints.has(Names::DATE) && DATE_ELEMENT_BYTES.contains(&element.text.len());
            // `<meta itemprop>` was read with the other `<meta>`s.
            if (named.is_none() && !is_time && !is_shown) || element.tag == Tag::Meta {
                continue;
            }
            seen += 1;
            if seen > ELEMENTS_MAX {
                return;
            }
            let place = Place::of(page, at, &element.text, self.head);
            // Dates of teasers and comments fill the rest of a page; where the article has its own they need not be read.
            if place == Place::Elsewhere && named.is_none() && is_stated {
                continue;
            }
            let shown = page.element_text(at);
            let hidden = ["datetime", "content", "title"]
                .into_iter()
                // `title` and `content` hold dates on elements that mean them; on a link or a
                // picture they hold words.
                .filter(|name| *name == "datetime" || named.is_some() || is_time)
                .find_map(|name| {
                    // `datetime=""`, `title="Publication date"`: what is shown says more.
                    page.attribute(at, name).filter(|value| value.chars().any(|c| c.is_ascii_digit()))
                });
            let value = hidden.as_deref().unwrap_or(shown);
            let second = hidden.is_none().then(|| published_behind(shown, self.hints)).flatten();
            // Markup that means publication by its kind may say in its words that it is a change:
            // `<time>Updated …</time>`.
            let is_change = named == Some(Says::Modified)
                || says_modified(shown)
                || (is_time && is_class_of_change(page, at));
            let field = if is_change { Field::Modified } else { Field::Published };
            let spot = match (named, is_time) {
                (Some(_), _) => Spot::Microdata,
                (None, true) => Spot::TimeElement,
                (None, false) => Spot::DateElement,
            };
            let rank = match place {
                // An item property is meant, wherever the template has put it, but among teasers of what they tease;
                // anything else there is a teaser's.
                Place::Apart if named.is_none() => continue,
                Place::Apart => Rank::PageStated,
                _ if named.is_some() => Rank::Property,
                Place::Under(distance) => Rank::under(distance),
                Place::Above(_) => Rank::AboveHead,
                _ if is_time => Rank::TimeElsewhere,
                _ => Rank::ShownElsewhere,
            };
            self.note(field, rank, place.nearness(at), spot, Some(value));
            self.note(Field::Published, rank, place.nearness(at), spot, second);
            // `<time datetime="2025-01-14T03:12Z">January 13, 2025 at 10:12 p.m.</time>`: what is shown tells the zone.
            let local = || dates::find_local(shown, self.hints).is_some();
            if is_time && hidden.is_some() && rank == Rank::AtHead && field == Field::Published && local() {
                let nearness = place.nearness(at + 1);
                self.note(field, rank, nearness, Spot::DateElement, Some(shown));
            }
        }
    }

    /// Dated lines around the headline.
    fn lines(&mut self) {
        let (page, head) = (self.page, self.head);
        let Some(heading) = head.heading else { return };
        // Four lines above: a kicker, a section, a breadcrumb and the date.
        let first = page.elements[heading].blocks.start;
        for block in page.blocks.iter().take(first + HEAD_LINES).skip(first.saturating_sub(4)) {
            let rank = match Place::of(page, block.element, &block.text, head) {
                Place::Under(distance) => Rank::under(distance),
                Place::Above(_) => Rank::AboveHead,
                _ => continue,
            };
            self.line(block, rank);
        }
    }

    /// Dated lines anywhere: for pages that say no more.
    fn all_lines(&mut self) {
        for block in self.page.blocks.iter().filter(|block| block.text.len() < VALUE_BYTES) {
            self.line(block, Rank::ShownElsewhere);
        }
    }

    /// The first line from the headline on that opens with a date, for pages that give none in any other way:
    /// `Pressemitteilung vom 25. Januar 2022 | Berlin – …`, `Copyright © 19.12.2019 - 12:14 h by …`.
    fn openings(&mut self) {
        let page = self.page;
        let first = self.head.heading.map_or(0, |heading| page.elements[heading].blocks.start);
        for block in page.blocks.iter().skip(first).filter(|block| !self.head.is_headline(&block.text)) {
            let line = page.block_text(block);
            let opening = &line[..line.floor_char_boundary(VALUE_BYTES)];
            let found = dates::find(opening, self.hints)
                .filter(|found| found.start <= OPENING_BYTES || says_published(opening))
                .filter(|found| !is_of_event(opening, found));
            if let Some(found) = found
                && !is_of_others(page, block.element)
            {
                let day = found.moment.day().to_string();
                self.stated(Field::Published, Rank::Opening, Spot::VisibleText, Some(&day));
                return;
            }
        }
    }

    fn line(&mut self, block: &Block, rank: Rank) {
        let line = self.page.block_text(block);
        if line.len() > VALUE_BYTES || self.head.is_headline(&block.text) {
            return;
        }
        // Figures of other scripts begin with byte 0xd9: `٢٥ أكتوبر`.
        let has_figure = line.bytes().any(|byte| byte.is_ascii_digit() || byte >= 0xd9);
        // A year or a day in the headline is what the article is about: `The flood of 12 March 2010`.
        let is_headline = || {
            let line = letters(line);
            self.headline.contains(&line) || line.contains(&self.headline)
        };
        if !has_figure || (!self.headline.is_empty() && is_headline()) {
            return;
        }
        let Some(field) = dated_line(line, self.hints) else { return };
        let place = Place::of(self.page, block.element, &block.text, self.head);
        let says_so = || field == Field::Modified || says_published(line);
        // A line that says `Published …` speaks of the article even in a sidebar,
        // where some templates have it.
        if place != Place::Apart || (rank == Rank::ShownElsewhere && says_so()) {
            let is_line_above = self.head.is_after(&block.text);
            let nearness = Nearness { is_line_above, ..place.nearness(block.element) };
            self.note(field, rank, nearness, Spot::VisibleText, Some(line));
            let second = published_behind(line, self.hints);
            self.note(Field::Published, rank, nearness, Spot::VisibleText, second);
        }
    }

    /// Keys in scripts that carry the page's data.
    fn scripts(&mut self) {
        for script in self.page.scripts.iter().filter(|script| !script.media_type.contains("ld+json")) {
            for key in SCRIPT_KEYS {
                let Some(at) = memchr::memmem::find(script.body.as_bytes(), key.as_bytes()) else { continue };
                // The script is code as often as JSON, so no parser is asked: key, colon, value.
                let rest = script.body[at + key.len()..].trim_start_matches([' ', ':', '\t', '\n']);
                let end = rest.trim_start_matches('"').find(['"', ',', '}']).unwrap_or(0);
                let value = rest.trim_start_matches('"').get(..end).unwrap_or_default().replace("\\/", "/");
                let nearness = Nearness { at, ..Nearness::STATED };
                self.note(Field::Published, Rank::Script, nearness, Spot::Script, Some(&value));
            }
        }
    }
}
