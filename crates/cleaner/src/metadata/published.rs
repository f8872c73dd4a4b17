//! When an article was published and last changed, among all the dates that a page gives.
//!
//! Every date is noted with the spot where it stood, ranked by how much that means it ([`Rank`]), and among equals the one nearest to
//! the headline wins. Dates that cannot be true are flagged and passed over.

use std::ops::Range;

use chrono::{FixedOffset, Offset, Timelike};
use veille_model::Moment;

use super::candidate::{Candidate, Field, Spot};
use super::date_words::{KEYS, Says, is_class_of_change, property, says_modified, says_published};
use super::head::{ArticleHead, is_apart, is_of_others};
use super::letters::letters;
use super::linked::Linked;
use super::record::{Input, Metadata};
use crate::dates::{self, Hints};
use crate::page::{Block, Hints as Names, Page, Tag};
use lines::{is_of_event, published_behind};

mod lines;
#[cfg(test)]
mod tests;
mod today;

/// How much a spot means its date, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
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
    fn under(distance: usize) -> Self {
        if distance <= HEAD_BYTES { Self::AtHead } else { Self::InHead }
    }
}

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

/// A line that states its date says little else.
const BESIDE_CHARS: usize = 40;
/// Unless it is cut into parts: `Do 25.04.24 | 14:07 Uhr | Von …`.
const BESIDE_CHARS_IN_PARTS: usize = 90;
/// A date and the words around it.
const VALUE_BYTES: usize = 240;
/// Lines under the headline in which its date is looked for.
const HEAD_LINES: usize = 14;
/// Bytes of text under the headline that make a standfirst, a byline and the date.
const HEAD_BYTES: usize = 500;
/// What stands this close under a headline belongs to it.
const ADJOINING_BYTES: usize = 200;
/// A date that stands this close to the beginning of a line may be that of the article, whatever follows.
const OPENING_BYTES: usize = 30;
/// How many elements up a quotation is looked for.
const QUOTE_LEVELS: usize = 5;
/// Days that a page which was written anew is older than its new text, at least.
const ANEW_DAYS: i64 = 365;
/// Longer date elements are teasers with their date.
const DATE_ELEMENT_BYTES: Range<usize> = 4..100;
/// Dated elements looked at; lists of teasers have thousands.
const ELEMENTS_MAX: usize = 400;

/// Which of two dates of one rank is taken: the lesser. The fields decide in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Nearness {
    zone: Zone,
    /// Whether it is a line above the headline: today's date often is.
    is_line_above: bool,
    /// Bytes from the headline; elsewhere, the place on the page.
    at: usize,
}

/// How a date lies to the head of the article, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Zone {
    /// Said of the page as a whole, or around its headline.
    Head,
    Elsewhere,
    /// Among teasers, comments, menus.
    Apart,
}

impl Nearness {
    /// What stands nowhere on the page: in its head, in its address.
    const STATED: Self = Self { zone: Zone::Head, is_line_above: false, at: 0 };
}

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

/// Where an element stands to the headline. Distances in bytes of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Under(usize),
    Above(usize),
    Elsewhere,
    /// Among teasers, comments, menus.
    Apart,
}

impl Place {
    fn of(page: &Page<'_>, at: usize, text: &Range<usize>, head: &ArticleHead) -> Self {
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
    fn nearness(self, at: usize) -> Nearness {
        let (zone, at) = match self {
            Self::Under(distance) | Self::Above(distance) => (Zone::Head, distance),
            Self::Elsewhere => (Zone::Elsewhere, at),
            Self::Apart => (Zone::Apart, at),
        };
        Nearness { zone, is_line_above: false, at }
    }
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

    fn choose(mut self) {
        self.without_today();
        self.metadata.published_at = pick(&mut self.published, self.metadata, self.hints);
        self.metadata.modified_at = pick(&mut self.modified, self.metadata, self.hints);
        if let Some((candidate, moment)) = self.told().map(|dated| (dated.candidate, dated.moment)) {
            self.tell(candidate, moment);
        }
        let rank = |found: &[Dated]| found.first().map_or(Rank::Slug, |dated| dated.rank);
        // A date of publication found far from the headline is weaker than a change that the
        // head of the article states.
        let is_vague = self.published.is_empty()
            || self.is_written_anew()
            || (rank(&self.published) >= Rank::TimeElsewhere && rank(&self.modified) <= Rank::InHead);
        if is_vague && self.metadata.modified_at.is_some() {
            // `Letzte Aktualisierung: 18.01.2018` and nothing else: the day readers are told, and marked as what it is.
            self.metadata.published_at = self.metadata.modified_at;
            self.metadata.flag("published_is_last_change");
        }
    }
}

impl Dates<'_, '_> {
    /// Whether the head of the article states a change long after the only date of publication, which the page has of itself alone:
    /// a page that was written anew on an old address.
    fn is_written_anew(&self) -> bool {
        let (Some(first), Some(change)) = (self.published.first(), self.modified.first()) else {
            return false;
        };
        let spot = self.metadata.candidates[change.candidate].spot;
        first.rank == Rank::PageStated
            && self.metadata.candidates[first.candidate].spot == Spot::JsonLdPage
            && change.rank <= Rank::InHead
            && matches!(spot, Spot::VisibleText | Spot::DateElement)
            && days_between(&first.moment, &change.moment) > ANEW_DAYS
    }

    /// The date under the headline, where it is another than the one chosen and stands for more.
    ///
    /// A page that was written anew keeps its first date in its metadata and shows its readers the day of the new text; news that tells
    /// the minute keeps its first. A page that states instants in UTC shows the day of its own zone. Where the chosen day is
    /// shown or filed anywhere, it stays.
    fn told(&self) -> Option<&Dated> {
        let best = self.published.first()?;
        let chosen = self.metadata.published_at?;
        let is_stated = best.rank < Rank::AtHead || best.rank == Rank::PageStated;
        let is_live = self.kind.is_some_and(|kind| kind.contains("Live"));
        let spot = |dated: &Dated| self.metadata.candidates[dated.candidate].spot;
        let stated =
            [Spot::JsonLd, Spot::JsonLdPage, Spot::OpenGraph, Spot::Meta, Spot::Microdata, Spot::Script];
        let is_shown = |dated: &&Dated| !stated.contains(&spot(dated)) && dated.moment.day() == chosen.day();
        if !is_stated || is_live || self.published.iter().any(|dated| is_shown(&dated)) {
            return None;
        }
        if let Some(shown) = self.before_stamp(&chosen) {
            return Some(shown);
        }
        let line = self.published.iter().find(|dated| {
            matches!(dated.rank, Rank::AtHead | Rank::InHead)
                && spot(dated) == Spot::VisibleText
                && !dated.nearness.is_line_above
        })?;
        let later = days_between(&chosen, &line.moment);
        let words = &self.metadata.candidates[line.candidate].value;
        let tells_minute = dates::find_local(words, self.hints).is_some() && !says_published(words);
        (later >= 1 && !tells_minute || later == -1 && is_in_utc(&chosen)).then_some(line)
    }

    /// The earlier date under the headline, where publication and last change are stated to be the same second: such a page was stamped as it
    /// was saved, and who saved it last told nothing of its first day.
    fn before_stamp(&self, chosen: &Moment) -> Option<&Dated> {
        // By the clock: one of the two may have lost its zone.
        let clock = |moment: &Moment| match moment {
            Moment::Instant(instant) => Some(instant.naive_local()),
            Moment::Day(_) => None,
        };
        let stamp = clock(chosen)?;
        let is_stamp = self.modified.iter().any(|modified| clock(&modified.moment) == Some(stamp));
        let is_earlier = |dated: &&Dated| dated.rank == Rank::AtHead && dated.moment.day() < chosen.day();
        self.published.iter().filter(|_| is_stamp).find(is_earlier)
    }

    /// Takes the date that readers are told.
    fn tell(&mut self, candidate: usize, moment: Moment) {
        for dated in &self.published {
            self.metadata.candidates[dated.candidate].chosen = dated.candidate == candidate;
        }
        if self.metadata.modified_at.is_some_and(|modified| modified.day() == moment.day())
            && self.metadata.published_at.is_some_and(|stated| days_between(&stated, &moment) > 1)
        {
            self.metadata.flag("published_is_last_change");
        }
        self.metadata.published_at = Some(moment);
    }
}

/// Days from one date to another.
fn days_between(from: &Moment, to: &Moment) -> i64 {
    (to.day() - from.day()).num_days()
}

fn is_in_utc(moment: &Moment) -> bool {
    matches!(moment, Moment::Instant(instant) if instant.offset().fix().local_minus_utc() == 0)
}

/// The best of the dates of one field. An instant in UTC gives way to the same instant in the zone of the page.
fn pick(found: &mut [Dated], metadata: &mut Metadata, hints: Hints<'_>) -> Option<Moment> {
    found.sort_by_key(|dated| (dated.rank, dated.nearness));
    let best = found.first()?;
    // Many systems write UTC for machines and the zone of the house elsewhere: the day that
    // readers know is the latter's.
    let local = found.iter().find(|dated| is_same_in_local_zone(&best.moment, &dated.moment));
    let chosen = local.unwrap_or(best);
    metadata.candidates[chosen.candidate].chosen = true;
    let shown = found.iter().filter(|dated| dated.rank == Rank::AtHead);
    let told = shown
        .filter_map(|dated| in_zone_of(&chosen.moment, &metadata.candidates[dated.candidate].value, hints))
        .next();
    Some(told.unwrap_or(chosen.moment))
}

/// An instant in UTC, in the zone that a visible time gives away: `2020-02-25T02:25:54Z` beside `February 24, 2020 | 9:25pm` is
/// five hours west. Only where the reader's day is another than that of UTC; the instant stays the same.
fn in_zone_of(moment: &Moment, shown: &str, hints: Hints<'_>) -> Option<Moment> {
    let Moment::Instant(utc) = moment else { return None };
    let local = dates::find_local(shown, hints)?;
    if utc.offset().fix().local_minus_utc() != 0 || local.date() == utc.date_naive() {
        return None;
    }
    // Zones lie between -12:00 and +14:00, at quarters of an hour (Nepal +05:45): any other
    // difference is another event.
    let minutes = (local - utc.naive_utc().with_second(0)?).num_minutes();
    let is_offset = (-12 * 60..=14 * 60).contains(&minutes) && minutes % 15 == 0;
    let zone = FixedOffset::east_opt(i32::try_from(minutes).ok()? * 60).filter(|_| is_offset)?;
    Some(Moment::Instant(utc.with_timezone(&zone)))
}

fn is_same_in_local_zone(utc: &Moment, other: &Moment) -> bool {
    match (utc, other) {
        (Moment::Instant(utc), Moment::Instant(other)) => {
            utc == other
                && utc.offset().fix().local_minus_utc() == 0
                && other.offset().fix().local_minus_utc() != 0
        }
        _ => false,
    }
}

/// What a line is that states a date and little else.
pub(super) fn dated_line(line: &str, hints: Hints<'_>) -> Option<Field> {
    if line.len() > VALUE_BYTES {
        return None;
    }
    let found = dates::find(line, hints)?;
    let beside = line.chars().count() - line[found.start..found.end].chars().count();
    // `It was signed on 3 May in Hanoi.` is a short paragraph; `Published 3 May.` is no sentence of the text.
    let is_sentence = line.ends_with('.') && beside > 30;
    let max = if line.contains(['|', '•', '·', '/']) { BESIDE_CHARS_IN_PARTS } else { BESIDE_CHARS };
    let is_change = says_modified(line);
    let max = if is_change || says_published(line) { BESIDE_CHARS_IN_PARTS } else { max };
    (beside <= max && (is_change || !is_sentence)).then_some(if is_change {
        Field::Modified
    } else {
        Field::Published
    })
}
