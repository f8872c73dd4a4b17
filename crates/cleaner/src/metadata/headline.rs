//! The headline among what JSON-LD, `<h1>`, OpenGraph and `<title>` offer, without the site's name.
//!
//! Newsrooms write several: one for the page, one for search, one for sharing. Read side by side on news pages of ninety
//! publishers, the editor's own stands in JSON-LD where that goes its own way, on the page where JSON-LD merely repeats `<title>`,
//! and OpenGraph is right alone only where nothing else is.

use super::candidate::{Candidate, Field, Spot};
use super::head::mentions;
use super::letters::letters;
use super::plain::plain;
use super::record::Metadata;
use crate::page::{Hints as Names, Page, Tag};

/// What separates a headline from the site's name in a title.
const SEPARATORS: [&str; 16] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " › ", " · ", " • ", " / ", " ~ ", " ─ ", "--", "｜", " : ",
    ": ",
];
/// Fewer words are a section or a button (`Log In`), unless something else agrees.
const WORDS_MIN: usize = 3;
/// Headings looked at; broken pages have thousands.
const HEADINGS_MAX: usize = 40;
/// Elements with item properties looked at.
const NAMED_MAX: usize = 2000;
/// JSON-LD asks for 110 letters at most, and some systems cut there.
const CUT_CHARS: usize = 80;

/// Notes every headline of a page.
pub(super) fn note_all(page: &Page<'_>, linked: Option<&str>, metadata: &mut Metadata) {
    note(metadata, Spot::JsonLd, linked.and_then(plain));
    let named = page.elements.iter().enumerate().filter(|(_, element)| element.marks.named);
    for (at, element) in named.take(NAMED_MAX) {
        let is_headline = || page.attribute(at, "itemprop").as_deref() == Some("headline");
        // The bytes are asked before the attributes are parsed: `itemprop` stands on hundreds of
        // elements that are no headline.
        if element.tag != Tag::Meta && mentions(page, at, b"headline") && is_headline() {
            note(metadata, Spot::Microdata, plain(page.element_text(at)));
        }
    }
    for at in page.elements_named(Tag::H1).take(HEADINGS_MAX) {
        // `Home > World > River rises`: the last step of a breadcrumb is an `<h1>` on many a shop's template.
        if stands_in_menu(page, at) {
            note(metadata, Spot::Heading, heading_below(page, at));
        } else {
            note(metadata, Spot::Heading, plain(page.element_text(at)));
        }
    }
    lower_headings(page, metadata);
    for key in ["og:title", "twitter:title"] {
        note(metadata, Spot::OpenGraph, page.meta(key).and_then(plain));
    }
    note(metadata, Spot::TitleElement, page.title.as_deref().and_then(plain));
}

/// Old blogs give the `<h1>` to their own name: `<title>Our Garden » Pruning roses</title>`, and the headline to an `<h2>`. A
/// lower heading that is one part of the title is offered before the others.
fn lower_headings(page: &Page<'_>, metadata: &mut Metadata) {
    let parts: Vec<String> = page.title.as_deref().map(title_parts).unwrap_or_default();
    // A title in one part names either the site or the article; no heading can be told from that.
    if parts.len() < 2 {
        return;
    }
    let is_known = |text: &str| {
        let first = metadata.candidates.iter().find(|known| known.spot == Spot::Heading);
        first.is_some_and(|first| letters(&first.value).len() >= letters(text).len())
    };
    let lower =
        page.elements.iter().enumerate().filter(|(_, it)| matches!(it.tag, Tag::H2 | Tag::H3 | Tag::H4));
    let found = lower.take(HEADINGS_MAX).find_map(|(at, _)| {
        let text = plain(page.element_text(at))?;
        // One word (`Blog`, `Garden`) is as often the title of a sidebar.
        let is_part = text.split_whitespace().count() >= 2 && parts.contains(&letters(&text));
        (is_part && !is_known(&text)).then_some(text)
    });
    if let Some(text) = found {
        let at = metadata.candidates.iter().position(|known| known.spot == Spot::Heading);
        let at = at.unwrap_or(metadata.candidates.len());
        metadata.candidates.insert(at, Candidate::new(Field::Headline, Spot::Heading, text));
    }
}

/// The parts of a title, folded.
fn title_parts(title: &str) -> Vec<String> {
    let parts = SEPARATORS.iter().find(|it| title.contains(**it)).map(|it| title.split(*it));
    parts.into_iter().flatten().map(letters).filter(|part| !part.is_empty()).collect()
}

fn note(metadata: &mut Metadata, spot: Spot, value: Option<String>) {
    if let Some(value) = value {
        metadata.note(Candidate::new(Field::Headline, spot, value));
    }
}

/// Whether an `<h1>` is the last step of a breadcrumb: written for search engines, while readers see an `<h2>` below.
fn stands_in_menu(page: &Page<'_>, at: usize) -> bool {
    page.ancestors(at)
        .take(3)
        .any(|at| page.elements[at].hints.has(Names::NAV) || page.elements[at].tag == Tag::Nav)
}

/// The headline that a reader sees below a breadcrumb: the next `<h2>`, or what is called headline inside it.
fn heading_below(page: &Page<'_>, h1: usize) -> Option<String> {
    let h2 = page.elements_named(Tag::H2).find(|at| *at > h1)?;
    let inside = (h2 + 1..page.elements[h2].end).find(|at| page.elements[*at].hints.has(Names::HEADLINE));
    let named =
        inside.map(|at| page.element_text(at)).filter(|text| text.split_whitespace().count() >= WORDS_MIN);
    plain(named.unwrap_or_else(|| page.element_text(h2)))
}

/// Chooses the headline from the candidates noted so far.
pub(super) fn choose(metadata: &mut Metadata, site_names: &[String]) {
    let choice = Choice::of(&metadata.candidates, site_names);
    let Some((at, headline)) = choice.best() else { return };
    let headline = headline.to_owned();
    metadata.candidates[at].chosen = true;
    metadata.headline = Some(headline);
}

/// The candidates by where they stood, each as its place and its text without the site's name.
struct Choice<'a> {
    linked: Option<(usize, &'a str)>,
    heading: Option<(usize, &'a str)>,
    shared: Option<(usize, &'a str)>,
    title: Option<(usize, &'a str)>,
}

impl<'a> Choice<'a> {
    fn of(candidates: &'a [Candidate], site_names: &[String]) -> Self {
        let found: Vec<(usize, Spot, &str)> = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.field == Field::Headline)
            .map(|(at, candidate)| (at, candidate.spot, without_site(&candidate.value, site_names)))
            .filter(|(_, _, text)| !is_site(text, site_names))
            .collect();
        let first =
            |spot: Spot| found.iter().find(|(_, it, _)| *it == spot).map(|(at, _, text)| (*at, *text));
        let headings = found.iter().filter(|(_, it, _)| matches!(it, Spot::Heading | Spot::Microdata));
        let others: Vec<String> =
            found.iter().filter(|(_, it, _)| *it != Spot::Heading).map(|(.., text)| letters(text)).collect();
        // One holds the other, because each source adds something of its own: a kicker, the
        // site, words for search engines.
        let agrees = |text: &str| {
            let text = letters(text);
            others.iter().any(|other| {
                // Twelve bytes: short texts such as `News` stand in everything.
                *other == text || (text.len() > 12 && (other.contains(&text) || text.contains(other)))
            })
        };
        // Chinese, Japanese and Thai have no spaces to count; whatever is not ASCII passes.
        let long = |text: &str| text.split_whitespace().count() >= WORDS_MIN || !text.is_ascii();
        // Of several that agree with the rest of the page the longest: `News`, `Customs`, `New rules for tobacco`.
        let heading = headings
            .clone()
            .filter(|(_, spot, text)| *spot == Spot::Heading && agrees(text))
            .max_by_key(|(at, _, text)| (letters(text).len(), std::cmp::Reverse(*at)))
            .or_else(|| headings.clone().find(|(_, spot, text)| *spot == Spot::Heading && long(text)))
            .or_else(|| headings.clone().find(|(_, spot, _)| *spot == Spot::Microdata))
            .map(|(at, _, text)| (*at, *text));
        Self {
            linked: first(Spot::JsonLd),
            heading,
            shared: first(Spot::OpenGraph),
            title: first(Spot::TitleElement),
        }
    }

    fn best(&self) -> Option<(usize, &'a str)> {
        let (at, text) = self.without_live_label()?;
        let (at, text) = self.without_kicker(at, text);
        Some((at, self.without_glued_kicker(text)))
    }

    fn first_choice(&self) -> Option<(usize, &'a str)> {
        let same = |a: Option<(usize, &str)>, b: Option<(usize, &str)>| matches!((a, b), (Some((_, a)), Some((_, b))) if letters(a) == letters(b));
        // `River rises and the town…`: what was cut gives way to the whole headline.
        let linked = self.linked.filter(|(_, text)| !self.is_cut(text));
        // The page and what is shared agree, and so do the two that are written for search engines: readers see the first.
        if same(self.heading, self.shared) && same(linked, self.title) {
            return self.heading;
        }
        if let (Some((_, heading)), Some((at, shared))) = (self.heading, self.shared)
            && same(linked, self.heading)
            && self.title.is_some_and(|(_, title)| letters(title) == letters(heading))
            && is_shorter_form(shared, heading)
        {
            return Some((at, shared));
        }
        // A cut headline is better than none: the last resort.
        linked.or(self.heading).or(self.shared).or(self.title).or(self.linked)
    }

    /// Drops a kicker that the markup glued to the headline: `After the flood River rises again` where the page is shared as
    /// `After the flood: River rises again`.
    fn without_glued_kicker(&self, text: &'a str) -> &'a str {
        let whole = letters(text);
        let others = [self.shared, self.title, self.linked, self.heading];
        let tails = others.into_iter().flatten().filter_map(|(_, other)| {
            let (kicker, tail) = other.split_once(": ").or_else(|| other.split_once(" - "))?;
            let is_glued =
                tail.split_whitespace().count() >= WORDS_MIN && whole == letters(kicker) + &letters(tail);
            is_glued.then(|| letters(tail))
        });
        let Some(tail) = tails.max_by_key(String::len) else { return text };
        let breaks = text.char_indices().filter(|(_, c)| c.is_whitespace());
        let cut =
            breaks.map(|(at, _)| (text[..at].trim_end(), text[at..].trim_start())).find(|(before, after)| {
                let is_parted = after.starts_with([':', '-', '–', '—', '|']);
                before.ends_with(char::is_alphanumeric) && !is_parted && letters(after) == tail
            });
        cut.map_or(text, |(_, after)| after)
    }

    /// A live page's heading says `LIVE` and the latest turn; what it is shared as is the headline that stays.
    fn without_live_label(&self) -> Option<(usize, &'a str)> {
        let first = self.first_choice()?;
        let is_live = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "LIVE");
        // What is shared stays the same all day, while the heading of a live page follows the events.
        let steady =
            self.shared.filter(|(_, text)| !is_live(text) && text.split_whitespace().count() > WORDS_MIN);
        Some(steady.filter(|_| is_live(first.1)).unwrap_or(first))
    }

    /// Whether a text is the beginning of the heading, cut off.
    fn is_cut(&self, text: &str) -> bool {
        let bare = text.trim_end_matches(['…', '.', ' ']);
        let ends_cut = text.ends_with('…') || text.ends_with("...");
        [self.heading, self.shared, self.title].into_iter().flatten().any(|(_, other)| {
            other.len() > text.len()
                && letters(other).starts_with(&letters(bare))
                && (ends_cut
                    || (text.chars().count() >= CUT_CHARS && self.shared.is_none_or(|(_, it)| it != text)))
        })
    }

    /// Drops a kicker that a heading carries in front: `Premier League Rückschlag im Titelkampf` where the page is shared as
    /// `Rückschlag im Titelkampf`, `Eskalation im Nahen Osten - «…»` where it is shared as `Iranischer Angriff: «…»`.
    fn without_kicker(&self, at: usize, text: &'a str) -> (usize, &'a str) {
        if self.heading.is_none_or(|(heading, _)| heading != at) {
            return (at, text);
        }
        let Some((other_at, other)) = self.shared else { return (at, text) };
        let Some((_, tail)) = text.split_once(" - ").or_else(|| text.split_once(" – ")) else {
            return (at, text);
        };
        if tail.split_whitespace().count() <= WORDS_MIN {
            return (at, text);
        }
        if letters(tail) == letters(other) {
            return (other_at, other);
        }
        let kicked = other.split_once(": ").is_some_and(|(_, rest)| letters(rest) == letters(tail));
        (at, if kicked { tail } else { text })
    }
}

/// Whether a text is a headline without the rest that was added for search engines: `River rises at noon` for `River rises at
/// noon in the third flood since May`.
fn is_shorter_form(shared: &str, heading: &str) -> bool {
    let is_whole = !shared.ends_with('…') && !shared.ends_with("...");
    let next = heading.strip_prefix(shared).and_then(|rest| rest.chars().next());
    is_whole && shared.split_whitespace().count() > WORDS_MIN && next == Some(' ')
}

/// A title without the site's name before or behind it.
pub(super) fn without_site<'a>(title: &'a str, site_names: &[String]) -> &'a str {
    let mut title = title.trim();
    // `Headline | Section | The Courier`: the name may stand behind the domain or the
    // section, so a few are taken off.
    for _ in 0..3 {
        let Some(shorter) = SEPARATORS.iter().find_map(|separator| {
            // Only a part that is known to be the site's: a dash stands in many headlines.
            let (behind, before) = (title.rsplit_once(separator), title.split_once(separator));
            let behind = behind.filter(|(_, site)| is_site(site, site_names)).map(|(rest, _)| rest);
            let before = before.filter(|(site, _)| is_site(site, site_names)).map(|(_, rest)| rest);
            behind.or(before).map(str::trim).filter(|rest| !rest.is_empty())
        }) else {
            return title;
        };
        title = shorter;
    }
    title
}

fn is_site(text: &str, site_names: &[String]) -> bool {
    let text = letters(text);
    !text.is_empty() && site_names.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: &[(Spot, &str)], expected: &str) {
        let mut metadata = Metadata::default();
        for (spot, text) in found {
            note(&mut metadata, *spot, Some((*text).to_owned()));
        }
        choose(&mut metadata, &["thecourier".to_owned(), "courier".to_owned()]);
        assert_eq!(metadata.headline.as_deref(), Some(expected), "{found:?}");
        assert_eq!(metadata.candidates.iter().filter(|candidate| candidate.chosen).count(), 1);
    }

    use Spot::{Heading, JsonLd, OpenGraph, TitleElement};

    #[test]
    fn the_sites_name_is_no_part_of_the_headline() {
        check(&[(TitleElement, "River rises - The Courier")], "River rises");
        check(&[(TitleElement, "Courier | River rises again")], "River rises again");
        check(&[(OpenGraph, "River rises - what now")], "River rises - what now");
        check(
            &[(Heading, "The Courier"), (TitleElement, "River rises at noon | The Courier")],
            "River rises at noon",
        );
    }

    #[test]
    fn a_heading_that_is_a_button_is_passed_over() {
        check(
            &[(Heading, "Log In"), (Heading, "River rises at noon"), (OpenGraph, "River rises at noon")],
            "River rises at noon",
        );
    }

    #[test]
    fn structured_data_speaks_for_the_editor_unless_it_repeats_the_title() {
        check(
            &[(JsonLd, "River up"), (Heading, "Flood: all you need"), (OpenGraph, "Flood: all you need")],
            "River up",
        );
        check(
            &[
                (JsonLd, "Flood news"),
                (Heading, "River rises"),
                (OpenGraph, "River rises"),
                (TitleElement, "Flood news"),
            ],
            "River rises",
        );
    }

    #[test]
    fn a_kicker_in_front_of_the_heading_is_dropped() {
        check(
            &[
                (Heading, "Flood in the north - «We have seen nothing like it»"),
                (OpenGraph, "High water: «We have seen nothing like it»"),
            ],
            "«We have seen nothing like it»",
        );
        check(
            &[(Heading, "River - the long way home"), (OpenGraph, "The long way home")],
            "The long way home",
        );
        check(
            &[(Heading, "River - the long way home"), (OpenGraph, "A long way")],
            "River - the long way home",
        );
    }

    #[test]
    fn a_kicker_glued_to_the_heading_is_dropped() {
        let check = |heading: &str, shared: &str, expected: &str| {
            self::check(&[(Heading, heading), (OpenGraph, shared)], expected);
        };
        check(
            "After the flood River rises at noon",
            "After the flood: River rises at noon",
            "River rises at noon",
        );
        check(
            "After the flood: River rises at noon",
            "After the flood: River rises at noon",
            "After the flood: River rises at noon",
        );
    }

    #[test]
    fn what_is_shared_without_the_words_for_search_engines_is_the_headline() {
        let long = "River rises at noon in the third flood since May";
        check(
            &[(JsonLd, long), (Heading, long), (OpenGraph, "River rises at noon"), (TitleElement, long)],
            "River rises at noon",
        );
        check(
            &[(JsonLd, long), (Heading, long), (OpenGraph, "River rises at noon…"), (TitleElement, long)],
            long,
        );
    }

    #[test]
    fn of_headings_that_agree_with_the_page_the_longest_is_the_headline() {
        check(
            &[
                (Heading, "Announcements"),
                (Heading, "New rules for ferries"),
                (TitleElement, "Harbour - Announcements - New rules for ferries"),
            ],
            "New rules for ferries",
        );
    }

    #[test]
    fn a_headline_that_was_cut_gives_way_to_the_whole() {
        check(
            &[(JsonLd, "River rises and the town…"), (Heading, "River rises and the town holds its breath")],
            "River rises and the town holds its breath",
        );
    }

    #[test]
    fn a_live_label_is_not_the_headline_that_stays() {
        check(
            &[
                (JsonLd, "Flood LIVE: bridge closed"),
                (Heading, "Flood LIVE: bridge closed"),
                (OpenGraph, "River rises in the north"),
            ],
            "River rises in the north",
        );
    }
}
