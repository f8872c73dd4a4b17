//! When an article was published and last changed, among all the dates that a page gives.
//!
//! Every date is noted with its origin, ranked by how much the origin means it ([`Rank`]), and among equals the one nearest to
//! the headline wins. Dates that cannot be true are flagged and passed over.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Offset;
use veille_model::Moment;

use super::head::{ArticleHead, is_apart};
use super::linked::Linked;
use super::{Candidate, Field, Input, Metadata, Origin};
use crate::dates::{self, Hints};
use crate::page::{Hints as Names, Page, Tag};

/// How much an origin means its date, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Structured data about the article.
    Stated,
    /// A `<meta>` that means the date of publication and nothing else.
    Meta,
    /// An item property on a visible element.
    Property,
    /// `<time>` beside the headline.
    TimeAtHead,
    /// Structured data about the page.
    PageStated,
    /// A part of the title.
    Title,
    /// A date element or a dated line beside the headline.
    ShownAtHead,
    /// The folders of the address.
    Filed,
    /// A `<meta>` named *date*, or *created*: of the document, perhaps.
    VagueMeta,
    /// A key such as `"datePublished"` in a script.
    Script,
    /// `<time>` elsewhere in the article.
    TimeElsewhere,
    /// A date element elsewhere in the article.
    ShownElsewhere,
    /// A date inside the address's last part.
    Slug,
}

/// What a key says its date is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Published,
    Vague,
    Modified,
}

/// Keys of `<meta>` and values of `itemprop`, lower case.
static KEYS: LazyLock<HashMap<&'static str, Says>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/metadata/date-keys.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(kind, keys)| {
            let says = match kind {
                "modified" => Says::Modified,
                "vague" => Says::Vague,
                _ => Says::Published,
            };
            keys.split_whitespace().map(move |key| (key, says))
        })
        .collect()
});

static MODIFIED_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/metadata/modified-words.txt").lines();
    lines.filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

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
const BESIDE_CHARS: usize = 70;
/// A date and the words around it.
const VALUE_BYTES: usize = 240;
/// Dated elements looked at; lists of teasers have thousands.
const ELEMENTS_MAX: usize = 400;

/// A date as found.
struct Dated {
    rank: Rank,
    distance: usize,
    candidate: usize,
    moment: Moment,
}

/// The dates found on one page.
struct Dates<'m, 'i> {
    metadata: &'m mut Metadata,
    input: &'i Input<'i>,
    month_first: bool,
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
    let mut dates = Dates {
        metadata,
        input,
        month_first: hints.month_first,
        published: Vec::new(),
        modified: Vec::new(),
    };
    let language = hints.language;
    let mut note = |field, rank, distance, origin, value: Option<&str>| {
        dates.note(language, field, rank, distance, origin, value);
    };
    note(Field::Published, Rank::Stated, 0, Origin::JsonLd, linked.published.as_deref());
    note(Field::Modified, Rank::Stated, 0, Origin::JsonLd, linked.modified.as_deref());
    note(Field::Published, Rank::PageStated, 0, Origin::JsonLdPage, linked.page_published.as_deref());
    note(Field::Modified, Rank::PageStated, 0, Origin::JsonLdPage, linked.page_modified.as_deref());
    for meta in &page.metas {
        let key = meta.key.to_ascii_lowercase();
        let social = key.starts_with("article:") || key.starts_with("og:");
        let origin = if social { Origin::OpenGraph } else { Origin::Meta };
        let (field, rank) = match KEYS.get(key.as_str()) {
            Some(Says::Published) => (Field::Published, Rank::Meta),
            Some(Says::Vague) => (Field::Published, Rank::VagueMeta),
            Some(Says::Modified) => (Field::Modified, Rank::Meta),
            None => continue,
        };
        note(field, rank, 0, origin, Some(&meta.content));
    }
    dates.title(page, language);
    dates.elements(page, language, head);
    dates.lines(page, language, head);
    if let Some(date) = input.url.and_then(dates::of_url) {
        let rank = if date.filed { Rank::Filed } else { Rank::Slug };
        dates.note(language, Field::Published, rank, 0, Origin::Address, Some(&date.day.to_string()));
    }
    if dates.published.iter().all(|dated| dated.rank > Rank::Script) {
        dates.scripts(page, language);
    }
    dates.choose();
}

impl Dates<'_, '_> {
    fn note(
        &mut self,
        language: Option<&str>,
        field: Field,
        rank: Rank,
        distance: usize,
        origin: Origin,
        value: Option<&str>,
    ) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && value.len() < VALUE_BYTES)
        else {
            return;
        };
        let mut candidate = Candidate::new(field, origin, value);
        let hints = Hints { language, month_first: self.month_first };
        let moment = dates::parse(value, hints);
        let doubt = moment.and_then(|moment| dates::doubt(&moment, self.input.captured_at));
        if let Some(doubt) = doubt {
            candidate.flag = Some(doubt.flag());
            if rank < Rank::TimeElsewhere {
                self.metadata.flag(doubt.flag());
            }
        } else if moment.is_none() {
            candidate.flag = Some("not_a_date");
        }
        let at = self.metadata.candidates.len();
        self.metadata.candidates.push(candidate);
        if let (Some(moment), None) = (moment, doubt) {
            let dated = Dated { rank, distance, candidate: at, moment };
            if field == Field::Modified { self.modified.push(dated) } else { self.published.push(dated) }
        }
    }

    /// A date that is a part of the title by itself: `Ziele, Chancen, Risiken | DW | 28.04.2023`.
    fn title(&mut self, page: &Page<'_>, language: Option<&str>) {
        let titles = [page.title.as_deref(), page.meta("og:title")];
        for part in titles.into_iter().flatten().flat_map(|title| title.rsplit(['|', '–', '—'])) {
            let hints = Hints { language, month_first: self.month_first };
            let whole =
                dates::find(part, hints).is_some_and(|found| found.end - found.start == part.trim().len());
            if whole {
                self.note(language, Field::Published, Rank::Title, 0, Origin::TitleElement, Some(part));
            }
        }
    }

    /// Item properties, `<time>`, and elements whose class says that they hold a date.
    fn elements(&mut self, page: &Page<'_>, language: Option<&str>, head: &ArticleHead) {
        let mut seen = 0;
        for (at, element) in page.elements.iter().enumerate() {
            let named = element.marks.named.then(|| property(page, at)).flatten();
            let is_time = element.tag == Tag::Time;
            let is_shown = element.hints.has(Names::DATE) && (4..120).contains(&element.text.len());
            if (named.is_none() && !is_time && !is_shown) || element.tag == Tag::Meta {
                continue;
            }
            seen += 1;
            if seen > ELEMENTS_MAX {
                return;
            }
            let apart = is_apart(page, at);
            let near = head.distance(&element.text).filter(|_| !apart);
            let datetime = page.attribute(at, "datetime").filter(|value| !value.trim().is_empty());
            let attribute = || datetime.clone().or_else(|| named.and_then(|_| page.attribute(at, "content")));
            let shown = page.element_text(at);
            let value = attribute().filter(|value| !value.trim().is_empty());
            let value = value.as_deref().unwrap_or(shown);
            let is_change = named == Some(Says::Modified)
                || says_modified(shown)
                || (is_time && is_class_of_change(page, at));
            let field = if is_change { Field::Modified } else { Field::Published };
            let (rank, origin) = match (named, is_time, near) {
                (Some(_), ..) if !apart => (Rank::Property, Origin::Microdata),
                (Some(_), ..) => (Rank::ShownAtHead, Origin::Microdata),
                (_, true, Some(_)) => (Rank::TimeAtHead, Origin::TimeElement),
                (_, true, None) => (Rank::TimeElsewhere, Origin::TimeElement),
                (_, false, Some(_)) => (Rank::ShownAtHead, Origin::DateElement),
                (_, false, None) => (Rank::ShownElsewhere, Origin::DateElement),
            };
            if !(apart && rank >= Rank::TimeElsewhere) {
                self.note(language, field, rank, near.unwrap_or(usize::MAX / 2 + at), origin, Some(value));
            }
        }
    }

    /// Dated lines around the headline.
    fn lines(&mut self, page: &Page<'_>, language: Option<&str>, head: &ArticleHead) {
        let Some(heading) = head.heading else { return };
        let first = page.elements[heading].blocks.start;
        for block in page.blocks.iter().take(first + 14).skip(first.saturating_sub(4)) {
            let line = page.block_text(block);
            let Some(near) = head.distance(&block.text) else { continue };
            if head.is_headline(&block.text)
                || !line.chars().any(char::is_numeric)
                || is_apart(page, block.element)
            {
                continue;
            }
            let hints = Hints { language, month_first: self.month_first };
            if let Some(field) = dated_line(line, hints) {
                self.note(language, field, Rank::ShownAtHead, near, Origin::VisibleText, Some(line));
            }
        }
    }

    /// Keys in scripts that carry the page's data.
    fn scripts(&mut self, page: &Page<'_>, language: Option<&str>) {
        for script in page.scripts.iter().filter(|script| !script.media_type.contains("ld+json")) {
            for key in SCRIPT_KEYS {
                let Some(at) = memchr::memmem::find(script.body.as_bytes(), key.as_bytes()) else { continue };
                let rest = script.body[at + key.len()..].trim_start_matches([' ', ':', '\t', '\n']);
                let end = rest.trim_start_matches('"').find(['"', ',', '}']).unwrap_or(0);
                let value = rest.trim_start_matches('"').get(..end).unwrap_or_default().replace("\\/", "/");
                self.note(language, Field::Published, Rank::Script, at, Origin::Script, Some(&value));
            }
        }
    }

    fn choose(mut self) {
        self.metadata.published_at = pick(&mut self.published, self.metadata);
        self.metadata.modified_at = pick(&mut self.modified, self.metadata);
    }
}

/// The best of the dates of one field. An instant in UTC gives way to the same instant in the zone of the page.
fn pick(found: &mut [Dated], metadata: &mut Metadata) -> Option<Moment> {
    found.sort_by_key(|dated| (dated.rank, dated.distance));
    let best = found.first()?;
    let local = found.iter().find(|dated| is_same_in_local_zone(&best.moment, &dated.moment));
    let chosen = local.unwrap_or(best);
    metadata.candidates[chosen.candidate].chosen = true;
    Some(chosen.moment)
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

/// What the item property of an element says, if it is one of a date.
fn property(page: &Page<'_>, at: usize) -> Option<Says> {
    let name = page.attribute(at, "itemprop").or_else(|| page.attribute(at, "property"))?;
    let name = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    KEYS.get(name.as_str()).copied().filter(|_| name.starts_with("date"))
}

/// `<time class="updated">`, as blogs have it beside `<time class="published">`.
fn is_class_of_change(page: &Page<'_>, at: usize) -> bool {
    page.attribute(at, "class").is_some_and(|class| {
        let class = class.to_ascii_lowercase();
        (class.contains("updat") || class.contains("modif")) && !class.contains("publish")
    })
}

/// Whether a line names a change before its first date.
fn says_modified(line: &str) -> bool {
    let lower = line.to_lowercase();
    let before = lower.find(|c: char| c.is_numeric()).map_or(lower.as_str(), |at| &lower[..at]);
    MODIFIED_WORDS.iter().any(|word| before.contains(word))
}

/// What a line is that states a date and little else.
pub(super) fn dated_line(line: &str, hints: Hints<'_>) -> Option<Field> {
    if line.len() > VALUE_BYTES {
        return None;
    }
    let found = dates::find(line, hints)?;
    let beside = line.chars().count() - line[found.start..found.end].chars().count();
    let is_sentence = line.ends_with('.') && beside > 30;
    (beside <= BESIDE_CHARS && !is_sentence)
        .then(|| if says_modified(line) { Field::Modified } else { Field::Published })
}

/// Takes a date from a visible line where the markup gave none.
pub(super) fn take_visible(
    metadata: &mut Metadata,
    input: &Input<'_>,
    field: Field,
    words: &str,
    moment: Moment,
) {
    let mut candidate = Candidate::new(field, Origin::VisibleText, words);
    let target =
        if field == Field::Modified { &mut metadata.modified_at } else { &mut metadata.published_at };
    if let Some(doubt) = dates::doubt(&moment, input.captured_at) {
        candidate.flag = Some(doubt.flag());
        metadata.flag(doubt.flag());
    } else if target.is_none() {
        candidate.chosen = true;
        *target = Some(moment);
    }
    metadata.note(candidate);
}
