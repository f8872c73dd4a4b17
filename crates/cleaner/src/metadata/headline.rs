//! The headline among what `<title>`, OpenGraph, JSON-LD and `<h1>` offer, without the site's name.

use super::{Candidate, Field, Metadata, Origin};

/// What separates a headline from the site's name in a title.
const SEPARATORS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " › ", " · ", " • ", " / ", " ~ ", " ─ ", "--", "｜"];

/// Chooses the headline from the candidates noted so far.
pub(super) fn choose(metadata: &mut Metadata, site_names: &[String]) {
    let mut best: Option<(usize, String)> = None;
    let origins =
        [Origin::Heading, Origin::Microdata, Origin::JsonLd, Origin::OpenGraph, Origin::TitleElement];
    for origin in origins {
        let found = metadata
            .candidates
            .iter()
            .enumerate()
            .find(|(_, candidate)| candidate.field == Field::Headline && candidate.origin == origin);
        if let Some((at, candidate)) = found {
            best = Some((at, without_site(&candidate.value, site_names).to_owned()));
            break;
        }
    }
    if let Some((at, headline)) = best {
        metadata.candidates[at].chosen = true;
        metadata.headline = Some(headline);
    }
}

/// A title without the site's name before or behind it.
pub(super) fn without_site<'a>(title: &'a str, site_names: &[String]) -> &'a str {
    let mut title = title.trim();
    for _ in 0..3 {
        let Some(shorter) = SEPARATORS.iter().find_map(|separator| {
            let behind = title
                .rsplit_once(separator)
                .filter(|(_, site)| is_site(site, site_names))
                .map(|(rest, _)| rest);
            let before = || {
                title
                    .split_once(separator)
                    .filter(|(site, _)| is_site(site, site_names))
                    .map(|(_, rest)| rest)
            };
            behind.or_else(before).map(str::trim).filter(|rest| !rest.is_empty())
        }) else {
            return title;
        };
        title = shorter;
    }
    title
}

fn is_site(text: &str, site_names: &[String]) -> bool {
    let text = letters(text);
    !text.is_empty() && site_names.iter().any(|name| letters(name) == text)
}

/// Letters and digits in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn note(metadata: &mut Metadata, origin: Origin, value: Option<String>) {
    if let Some(value) = value {
        metadata.note(Candidate::new(Field::Headline, origin, value));
    }
}
