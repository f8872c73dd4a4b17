//! The headline among what JSON-LD, `<h1>`, OpenGraph and `<title>` offer, without the site's name.
//!
//! Newsrooms write several: one for the page, one for search, one for sharing. The headline is what readers see: the heading over the
//! text. What structured data says in other words gives way to it, and stands in where the heading is a fragment, a section's name or
//! follows events; it also keeps the word where a newsroom's own data goes its own way and heading, OpenGraph and `<title>` are one
//! text. OpenGraph is right alone only where nothing else is. A heading that says nothing of what the page calls itself is no headline;
//! nor is one that links to the front page. Where all of them name the site or a section, or a title that is shown nowhere, the
//! headline is [what is printed](printed) as one.

mod choice;
mod offered;
mod printed;
#[cfg(test)]
mod tests;

use super::candidate::{Candidate, Field, Spot};
use super::letters::letters;
use super::linked::Linked;
use super::record::Metadata;
use super::titles;
use crate::page::Page;
use choice::Choice;

/// What separates a headline from the site's name in a title.
const SEPARATORS: [&str; 16] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " › ", " · ", " • ", " / ", " ~ ", " ─ ", "--", "｜", " : ",
    ": ",
];
/// Fewer words are a section or a button (`Log In`), unless something else agrees.
const WORDS_MIN: usize = 3;

/// Notes every headline of a page and chooses.
pub(super) fn read(
    page: &Page<'_>,
    linked: &Linked,
    url: Option<&str>,
    site_names: &mut Vec<String>,
    metadata: &mut Metadata,
) {
    offered::note_all(page, linked.headline.as_deref(), metadata);
    site_names.extend(titles::front_page_names(page, url));
    offered::note_shown_part(page, metadata, site_names);
    let is_news = linked.kind.as_deref().is_some_and(|kind| kind.contains("News"));
    choose(metadata, site_names, is_news, |heading| printed::stands_over_text(page, heading));
    take_printed(page, site_names, metadata);
}

/// Takes what the page prints as its headline where what it calls itself is the site's name or a section's.
fn take_printed(page: &Page<'_>, site_names: &[String], metadata: &mut Metadata) {
    let is_chosen = |it: &&Candidate| it.field == Field::Headline && it.chosen;
    let spot = metadata.candidates.iter().find(is_chosen).map(|it| it.spot);
    let chosen = spot.zip(metadata.headline.as_deref());
    let Some(line) = printed::find(page, chosen, |text| is_site(text, site_names)) else { return };
    for known in metadata.candidates.iter_mut().filter(|known| known.field == Field::Headline) {
        known.chosen = false;
    }
    metadata.candidates.push(Candidate::new(Field::Headline, Spot::VisibleText, line.clone()).chosen());
    metadata.headline = Some(line);
}

/// Chooses the headline from the candidates noted so far.
fn choose(
    metadata: &mut Metadata,
    site_names: &[String],
    is_news: bool,
    is_over_text: impl Fn(&str) -> bool,
) {
    let choice = Choice::of(&metadata.candidates, site_names, is_news, is_over_text);
    let Some((at, headline)) = choice.best() else { return };
    let headline = headline.to_owned();
    metadata.candidates[at].chosen = true;
    metadata.headline = Some(headline);
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
