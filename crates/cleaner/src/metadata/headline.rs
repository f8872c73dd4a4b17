//! The headline among what JSON-LD, `<h1>`, OpenGraph and `<title>` offer, without the site's name.
//!
//! Newsrooms write several: one for the page, one for search, one for sharing. Read side by side on news pages of ninety
//! publishers, the editor's own stands in JSON-LD where that goes its own way, on the page where JSON-LD merely repeats `<title>` or
//! OpenGraph, and OpenGraph is right alone only where nothing else is. A heading that says nothing of what the page calls itself is no
//! headline; nor is one that links to the front page.

use std::collections::HashSet;

use super::candidate::{Candidate, Field, Spot};
use super::head::mentions;
use super::letters::letters;
use super::linked::Linked;
use super::plain::plain;
use super::record::Metadata;
use super::titles;
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
/// A kicker that is glued to a headline has more letters than an article.
const KICKER_BYTES_MIN: usize = 4;
/// Words of a heading that names a section.
const SECTION_WORDS_MAX: usize = 4;
/// JSON-LD asks for 110 letters at most, and some systems cut there.
const CUT_CHARS: usize = 80;

/// Notes every headline of a page.
fn note_all(page: &Page<'_>, linked: Option<&str>, metadata: &mut Metadata) {
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
        let text = plain(page.element_text(at));
        // `Home > World > River rises`: the last step of a breadcrumb is an `<h1>` on many a shop's template, but what the page
        // is shared as is its headline wherever it stands.
        if stands_in_menu(page, at) && !text.as_deref().is_some_and(|text| is_shared(page, text)) {
            note(metadata, Spot::Heading, heading_below(page, at));
        } else {
            note(metadata, Spot::Heading, text);
        }
    }
    lower_headings(page, metadata);
    for key in ["og:title", "twitter:title"] {
        note(metadata, Spot::OpenGraph, page.meta(key).and_then(plain));
    }
    note(metadata, Spot::TitleElement, page.title.as_deref().and_then(plain));
}

/// Whether a page is shared as this text.
fn is_shared(page: &Page<'_>, text: &str) -> bool {
    let text = letters(text);
    ["og:title", "twitter:title"].into_iter().filter_map(|key| page.meta(key)).any(|shared| {
        letters(shared) == text || titles::stretches(shared).iter().any(|part| letters(part) == text)
    })
}

/// Notes the part of the titles that stands on the page as a line of its own, if that is not their whole.
fn note_shown_part(page: &Page<'_>, metadata: &mut Metadata, site_names: &[String]) {
    let spots = [Spot::OpenGraph, Spot::TitleElement];
    let noted =
        metadata.candidates.iter().filter(|it| it.field == Field::Headline && spots.contains(&it.spot));
    let mut values: Vec<String> = noted.map(|it| it.value.clone()).collect();
    values.dedup();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    note(metadata, Spot::VisibleText, titles::shown_part(page, &values, |part| is_site(part, site_names)));
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

/// Notes every headline of a page and chooses.
pub(super) fn read(
    page: &Page<'_>,
    linked: &Linked,
    url: Option<&str>,
    site_names: &mut Vec<String>,
    metadata: &mut Metadata,
) {
    note_all(page, linked.headline.as_deref(), metadata);
    site_names.extend(titles::front_page_names(page, url));
    note_shown_part(page, metadata, site_names);
    choose(metadata, site_names, linked.kind.as_deref().is_some_and(|kind| kind.contains("News")));
}

/// Chooses the headline from the candidates noted so far. What a plugin says of an `Article` is the title as often; of a
/// `NewsArticle` it is what the newsroom wrote.
fn choose(metadata: &mut Metadata, site_names: &[String], is_news: bool) {
    let choice = Choice { is_news, ..Choice::of(&metadata.candidates, site_names) };
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
    /// The part of a title that the page shows on a line of its own.
    shown: Option<(usize, &'a str)>,
    /// What the page calls itself, letters only, with whatever the site adds.
    whole: Vec<String>,
    /// Whether structured data calls it news.
    is_news: bool,
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
        let named: Vec<&str> = found
            .iter()
            .filter(|(_, it, _)| !matches!(it, Spot::Heading | Spot::Microdata))
            .map(|(.., text)| *text)
            .collect();
        // Of several that agree with the rest of the page the one that says the same, then the longest: `News`, `Customs`, `New
        // rules for tobacco`.
        let heading = headings
            .clone()
            .filter(|(_, spot, text)| *spot == Spot::Heading && agrees(text))
            .max_by_key(|(at, _, text)| {
                let folded = letters(text);
                (others.contains(&folded), folded.len(), std::cmp::Reverse(*at))
            })
            .or_else(|| {
                let own: HashSet<String> =
                    named.iter().filter(|text| long(text)).flat_map(|text| titles::stems(text)).collect();
                // A heading that shares no word with what the page calls itself is one of the menu's: `Topics`, `Our partners`.
                let shares = |text: &str| {
                    let stems = titles::stems(text);
                    titles::words(text) > SECTION_WORDS_MAX || stems.is_empty() || !stems.is_disjoint(&own)
                };
                headings.clone().find(|(_, spot, text)| {
                    *spot == Spot::Heading && long(text) && (own.is_empty() || shares(text))
                })
            })
            .or_else(|| headings.clone().find(|(_, spot, _)| *spot == Spot::Microdata))
            .map(|(at, _, text)| (*at, *text));
        let is_title = |it: &&Candidate| {
            it.field == Field::Headline && matches!(it.spot, Spot::OpenGraph | Spot::TitleElement)
        };
        let whole = candidates.iter().filter(is_title).map(|it| letters(&it.value)).collect();
        Self {
            linked: first(Spot::JsonLd),
            heading,
            shared: first(Spot::OpenGraph),
            title: first(Spot::TitleElement),
            shown: first(Spot::VisibleText),
            whole,
            is_news: false,
        }
    }

    fn best(&self) -> Option<(usize, &'a str)> {
        let (at, text) = self.without_live_label()?;
        let (at, text) = self.without_kicker(at, text);
        Some((at, self.without_glued_kicker(text)))
    }

    fn first_choice(&self) -> Option<(usize, &'a str)> {
        if let Some(other) = self.beside_site_heading() {
            return Some(other);
        }
        // `River rises and the town…`: what was cut gives way to the whole headline.
        let linked = self.linked.filter(|(_, text)| !self.is_cut(text));
        if let (Some((_, heading)), Some((at, shared))) = (self.heading, self.shared)
            && same(linked, self.heading)
            && self.title.is_some_and(|(_, title)| letters(title) == letters(heading))
            && is_shorter_form(shared, heading)
        {
            return Some((at, shared));
        }
        let linked = linked.filter(|(_, text)| !self.is_for_engines(text));
        // A line of the page is a headline if it is a part of what the page is shared as.
        let shown = self.shown.filter(|(_, shown)| {
            self.shared.is_none_or(|(_, shared)| letters(shared).contains(&letters(shown)))
        });
        // A cut headline is better than none: the last resort.
        linked.or(self.heading).or(shown).or(self.shared).or(self.title).or(self.linked)
    }

    /// Whether structured data merely repeats what is written for search engines or for sharing, or adds a kicker to what the page
    /// shows and is shared as: readers see the heading.
    fn is_for_engines(&self, linked: &str) -> bool {
        let Some((_, heading)) = self.heading else { return false };
        let (linked, heading) = (letters(linked), letters(heading));
        if same(self.heading, self.shared) {
            let repeats_title = self.title.is_some_and(|(_, title)| letters(title) == linked);
            return linked != heading && (repeats_title || linked.ends_with(&heading));
        }
        let is_part = heading.starts_with(&linked) || heading.ends_with(&linked);
        !self.is_news && !is_part && self.whole.iter().any(|whole| whole.starts_with(&linked))
    }

    /// What is said beside a heading that is the site's or the section's: a title is the heading and what the page is shared as,
    /// `Lessons Learned: The lean startup`, or ends in the heading and opens with a longer line of the page.
    fn beside_site_heading(&self) -> Option<(usize, &'a str)> {
        let heading = letters(self.heading?.1);
        let (title, shared) =
            (letters(self.title?.1), self.shared.map(|(_, text)| letters(text)).unwrap_or_default());
        let rest = title.strip_prefix(&heading).or_else(|| title.strip_suffix(&heading))?;
        if !rest.is_empty() && rest == shared {
            return self.shared;
        }
        // `Siemens and the mine: Kaeser fools Neubauer`: the heading goes on where a kicker stops.
        let is_kicked = self.title.is_some_and(|(_, title)| title.contains(": ") && !title.contains(" : "));
        let shown = letters(self.shown.filter(|_| !is_kicked)?.1);
        let is_before = title.starts_with(&shown) && shown.len() > heading.len() && title.ends_with(&heading);
        (is_before && shown.len() + heading.len() <= title.len()).then_some(self.shown).flatten()
    }

    /// Drops a kicker that the markup glued to the headline: `After the flood River rises again` where the page is shared as
    /// `After the flood: River rises again`.
    fn without_glued_kicker(&self, text: &'a str) -> &'a str {
        // Every break of it is looked at.
        if text.len() > titles::TITLE_BYTES_MAX {
            return text;
        }
        let whole = letters(text);
        let others = [self.shared, self.title, self.linked, self.heading];
        let tails = others.into_iter().flatten().filter_map(|(_, other)| {
            let (kicker, tail) = other.split_once(": ").or_else(|| other.split_once(" - "))?;
            let is_glued =
                tail.split_whitespace().count() >= WORDS_MIN && whole == letters(kicker) + &letters(tail);
            is_glued.then(|| letters(tail))
        });
        // `Sponsored by River rises in the north`, where the page is shared as `River rises in the north`; unless it is
        // shared as the whole.
        let whole_is_shared = self.shared.is_some_and(|(_, shared)| letters(shared) == whole);
        let others = [self.shared, self.title, self.shown];
        let shorter = others.into_iter().flatten().filter(|_| !whole_is_shared).filter_map(|(_, other)| {
            let folded = letters(other);
            // `The`, `A`: words of the headline's own.
            let is_tail = folded.len() + KICKER_BYTES_MIN <= whole.len() && whole.ends_with(&folded);
            (is_tail && other.split_whitespace().count() > WORDS_MIN).then_some(folded)
        });
        let cut = |tail: String| {
            text.char_indices().filter(|(_, c)| c.is_whitespace()).find_map(|(at, _)| {
                let (before, after) = (text[..at].trim_end(), text[at..].trim_start());
                let is_parted =
                    after.starts_with([':', '-', '–', '—', '|']) || after.starts_with(char::is_lowercase);
                (before.ends_with(char::is_alphanumeric) && !is_parted && letters(after) == tail)
                    .then_some(after)
            })
        };
        tails.chain(shorter).find_map(cut).unwrap_or(text)
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

/// Whether two texts say the same.
fn same(a: Option<(usize, &str)>, b: Option<(usize, &str)>) -> bool {
    matches!((a, b), (Some((_, a)), Some((_, b))) if letters(a) == letters(b))
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
        check_as(true, found, expected);
    }

    fn check_as(is_news: bool, found: &[(Spot, &str)], expected: &str) {
        let mut metadata = Metadata::default();
        for (spot, text) in found {
            note(&mut metadata, *spot, Some((*text).to_owned()));
        }
        choose(&mut metadata, &["thecourier".to_owned(), "courier".to_owned()], is_news);
        assert_eq!(metadata.headline.as_deref(), Some(expected), "{found:?}");
        assert_eq!(metadata.candidates.iter().filter(|candidate| candidate.chosen).count(), 1);
    }

    use Spot::{Heading, JsonLd, OpenGraph, TitleElement, VisibleText};

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
        check("Sponsored by River rises at noon", "River rises at noon", "River rises at noon");
        check("The best river of all", "best river of all", "The best river of all");
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
    fn what_a_plugin_repeats_is_no_headline_where_the_page_shows_another() {
        let title = "Ten apps to learn a language - all prices";
        let found =
            [(JsonLd, title), (Heading, "The ten best apps"), (OpenGraph, title), (TitleElement, title)];
        check_as(false, &found, "The ten best apps");
        check_as(true, &found, title);
        // What adds a kicker to the heading that the page is shared as.
        check(
            &[
                (JsonLd, "Harbour - So went the sale"),
                (Heading, "So went the sale"),
                (OpenGraph, "So went the sale"),
            ],
            "So went the sale",
        );
    }

    #[test]
    fn a_heading_that_shares_no_word_with_the_title_is_one_of_the_menus() {
        let title = (TitleElement, "River rises at noon in the north");
        check(&[(Heading, "Health centre news"), title], title.1);
        check(&[(Heading, "Health centre news"), (Heading, "Rivers and noons"), title], "Rivers and noons");
        // A headline for readers may share none; it is longer.
        check(
            &[(Heading, "Nobody had seen it coming this spring"), title],
            "Nobody had seen it coming this spring",
        );
    }

    #[test]
    fn a_heading_that_the_title_adds_to_what_is_shared_is_the_sites() {
        check(
            &[
                (Heading, "Lessons Learned"),
                (OpenGraph, "The lean river"),
                (TitleElement, "Lessons Learned: The lean river"),
            ],
            "The lean river",
        );
        check(
            &[
                (Heading, "Salsa steps"),
                (VisibleText, "The long way round"),
                (TitleElement, "The long way round - Salsa steps"),
            ],
            "The long way round",
        );
    }

    #[test]
    fn a_line_of_the_page_is_the_headline_where_no_heading_is() {
        let shown = (VisibleText, "River rises at noon");
        check(&[shown, (TitleElement, "River rises at noon_News_North")], "River rises at noon");
        check(
            &[(VisibleText, "Flood: River rises at noon"), (OpenGraph, "River rises at noon")],
            "River rises at noon",
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
