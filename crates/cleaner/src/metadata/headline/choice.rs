//! Which of what a page offers is its headline (candidate ranking).

use std::collections::HashSet;
use std::sync::LazyLock;

use veille_text::letter::is_unspaced;

use super::super::candidate::{Candidate, Field, Spot};
use super::super::letters::letters;
use super::super::titles;
use super::{WORDS_MIN, is_site, without_site};

/// A kicker that is glued to a headline has more letters than an article.
const KICKER_BYTES_MIN: usize = 4;
/// Words of a heading that names a section.
const SECTION_WORDS_MAX: usize = 4;
/// JSON-LD asks for 110 letters at most, and some systems cut there.
const CUT_CHARS: usize = 80;
/// Marks between the words of an address; a compound has one or two.
const SLUG_MARKS_MIN: usize = 3;

/// The candidates by where they stood, each as its place and its text without the site's name.
pub(super) struct Choice<'a> {
    linked: Option<(usize, &'a str)>,
    heading: Option<(usize, &'a str)>,
    shared: Option<(usize, &'a str)>,
    title: Option<(usize, &'a str)>,
    /// The part of a title that the page shows on a line of its own.
    shown: Option<(usize, &'a str)>,
    /// What the page calls itself, letters only, with whatever the site adds.
    whole: Vec<String>,
    /// Whether the heading stands over the text.
    is_over_text: bool,
    /// Whether structured data calls it news. What a plugin says of an `Article` is the title as often; of a `NewsArticle` it is
    /// what the newsroom wrote.
    is_news: bool,
}

impl<'a> Choice<'a> {
    pub(super) fn of(
        candidates: &'a [Candidate],
        site_names: &[String],
        is_news: bool,
        is_over_text: impl Fn(&str) -> bool,
    ) -> Self {
        let found: Vec<(usize, Spot, &str)> = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.field == Field::Headline)
            .map(|(at, candidate)| (at, candidate.spot, without_site(&candidate.value, site_names)))
            .filter(|(_, _, text)| !is_site(text, site_names) && !is_slug(text))
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
        // Chinese, Japanese and Thai have no spaces to count.
        let long = |text: &str| text.split_whitespace().count() >= WORDS_MIN || text.chars().any(is_unspaced);
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
        let linked = first(Spot::JsonLd);
        let is_over_text = linked.is_some_and(|_| heading.is_some_and(|(_, text)| is_over_text(text)));
        Self {
            linked,
            heading,
            shared: first(Spot::OpenGraph),
            title: first(Spot::TitleElement),
            shown: first(Spot::VisibleText),
            whole,
            is_over_text,
            is_news,
        }
    }

    pub(super) fn best(&self) -> Option<(usize, &'a str)> {
        let (at, text) = self.without_live_label()?;
        let (at, text) = self.without_kicker(at, text);
        Some(self.without_lead(text).unwrap_or_else(|| (at, self.without_glued_kicker(text))))
    }

    /// What stands behind a path, a day or a label that the page alone puts before its headline: `Courier 〉 News 〉 River rises at
    /// noon`, `27.01.2022River rises at noon`, where titles have `River rises at noon` alone.
    fn without_lead(&self, text: &str) -> Option<(usize, &'a str)> {
        let whole = letters(text);
        if text.len() > titles::TITLE_BYTES_MAX || self.whole.iter().any(|title| title.contains(&whole)) {
            return None;
        }
        [self.shown, self.shared].into_iter().flatten().find(|(_, title)| {
            let folded = letters(title);
            let is_headline = title.split_whitespace().count() > WORDS_MIN || title.chars().any(is_unspaced);
            // `The`, `A`: words of the headline's own.
            let is_tail =
                is_headline && folded.len() + KICKER_BYTES_MIN <= whole.len() && whole.ends_with(&folded);
            is_tail && !is_told_before(text, &folded)
        })
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
        let linked = linked.filter(|(_, text)| !self.is_unseen(text));
        // A line of the page is a headline if it is a part of what the page is shared as.
        let shown = self.shown.filter(|(_, shown)| {
            self.shared.is_none_or(|(_, shared)| letters(shared).contains(&letters(shown)))
        });
        // A cut headline is better than none: the last resort.
        linked.or(self.heading).or(shown).or(self.shared).or(self.title).or(self.linked)
    }

    /// Whether structured data gives way to the heading that readers see over the text: editors write it for search engines, for
    /// lists, for sharing. It keeps the word where the heading is its words in other letters, a fragment of them, `Salt`, or follows
    /// events, `Ferry lost +++ Boats on the way`; where one of both has a kicker that the page does not call itself by; and in a
    /// newsroom's own data where heading, title and what is shared are one text for engines.
    fn is_unseen(&self, linked: &str) -> bool {
        let Some((_, shown)) = self.heading else { return false };
        let (linked, heading) = (letters(linked), letters(shown));
        if linked == heading {
            return false;
        }
        let is_repeated = same(self.heading, self.shared) && same(self.title, self.shared);
        if self.is_news && is_repeated || shown.contains("+++") {
            return false;
        }
        if same(self.heading, self.shared) && linked.ends_with(&heading) {
            return true;
        }
        if linked.ends_with(&heading) || heading.ends_with(&linked) {
            return self.whole.contains(&heading);
        }
        (titles::words(shown) >= WORDS_MIN || same(self.heading, self.shared)) && self.is_over_text
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
                    // `« Nobody believed it » : the lighthouse`: French sets a space before the mark that closes.
                    after.starts_with([':', '-', '–', '—', '|', '»', '”', '"', ';', '!', '?'])
                        || after.starts_with(char::is_lowercase);
                (before.ends_with(char::is_alphanumeric) && !is_parted && letters(after) == tail)
                    .then_some(after)
            })
        };
        tails.chain(shorter).find_map(cut).unwrap_or(text)
    }

    /// A live page's heading says `LIVE` and the latest turn; what it is shared as is the headline that stays.
    fn without_live_label(&self) -> Option<(usize, &'a str)> {
        let first = self.first_choice()?;
        // What is shared stays the same all day, while the heading of a live page follows the events.
        let steady = self
            .shared
            .filter(|(_, text)| !is_labelled_live(text) && text.split_whitespace().count() > WORDS_MIN);
        Some(steady.filter(|_| is_labelled_live(first.1)).unwrap_or(first))
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

/// What pages put before or behind the headline of what they report as it happens, in capitals.
static LIVE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/metadata/live-words.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(|line| line.split('|').map(str::trim)).collect()
});

/// Whether a text has the label of a live page: `Flood LIVE: bridge closed`. In a headline all in capitals the word may be one of its
/// own, `WHERE THEY LIVE NOW`, unless a mark parts it.
pub(super) fn is_labelled_live(text: &str) -> bool {
    let is_cased = text.chars().any(char::is_lowercase);
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '\'' | '’' | '-');
    LIVE.iter().filter(|label| !label.is_empty()).any(|label| {
        text.match_indices(label).any(|(at, _)| {
            let (before, after) = (text[..at].trim_end(), text[at + label.len()..].trim_start());
            let is_whole = !text[..at].ends_with(char::is_alphanumeric)
                && !text[at + label.len()..].starts_with(char::is_alphanumeric);
            let is_parted = (before.is_empty() || before.ends_with(is_mark)) && after.starts_with(is_mark)
                || (after.is_empty() && before.ends_with(is_mark));
            is_whole && (is_cased || is_parted)
        })
    })
}

/// Whether words and a colon stand before what a text ends in, `Old boats revisited: River craft with a twist`: a headline in two
/// parts, where `Headline:` alone is a label.
fn is_told_before(text: &str, tail: &str) -> bool {
    let at = text.char_indices().rfind(|(at, _)| letters(&text[*at..]).len() == tail.len());
    let before = at.map_or(text, |(at, _)| &text[..at]).trim_end();
    before.ends_with([':', '：']) && before.split_whitespace().count() > 1
}

/// Whether a text is a name for an address: `2024-05-06-river-rises`.
fn is_slug(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let marks = text.chars().filter(|c| matches!(c, '-' | '_')).count();
    marks >= SLUG_MARKS_MIN && text.chars().all(is_part)
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
