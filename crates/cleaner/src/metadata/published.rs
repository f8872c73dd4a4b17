//! When an article was published and last changed, among all the dates that a page gives.

use std::collections::HashMap;
use std::sync::LazyLock;

use veille_model::Moment;

use super::{Candidate, Field, Input, Metadata, Origin};
use crate::dates::{self, Hints};
use crate::page::{Hints as Names, Page, Tag};

/// What a `<meta>` key says its date is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Published,
    Modified,
}

/// Keys of `<meta>` and values of `itemprop`, lower case.
static KEYS: LazyLock<HashMap<&'static str, Says>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/metadata/date-keys.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(kind, keys)| {
            let says = if kind == "modified" { Says::Modified } else { Says::Published };
            keys.split_whitespace().map(move |key| (key, says))
        })
        .collect()
});

/// A date that could be the one.
struct Dated {
    at: usize,
    moment: Moment,
}

/// Notes every date and chooses.
pub(super) fn read(
    page: &Page<'_>,
    input: &Input<'_>,
    linked: &super::linked::Linked,
    metadata: &mut Metadata,
) {
    let language = metadata.declared_language.clone();
    let hints = Hints::of_language(language.as_deref());
    note(metadata, Field::Published, Origin::JsonLd, linked.published.as_deref());
    note(metadata, Field::Modified, Origin::JsonLd, linked.modified.as_deref());
    for meta in &page.metas {
        let key = meta.key.to_ascii_lowercase();
        let origin = if key.starts_with("article:") || key.starts_with("og:") {
            Origin::OpenGraph
        } else {
            Origin::Meta
        };
        let field = match KEYS.get(key.as_str()) {
            Some(Says::Published) => Field::Published,
            Some(Says::Modified) => Field::Modified,
            None => continue,
        };
        note(metadata, field, origin, Some(&meta.content));
    }
    elements(page, metadata);
    note(metadata, Field::Published, Origin::JsonLdPage, linked.page_published.as_deref());
    note(metadata, Field::Modified, Origin::JsonLdPage, linked.page_modified.as_deref());
    if let Some(date) = input.url.and_then(dates::of_url) {
        note(metadata, Field::Published, Origin::Address, Some(&date.day.to_string()));
    }
    metadata.published_at = choose(metadata, Field::Published, input, hints);
    metadata.modified_at = choose(metadata, Field::Modified, input, hints);
}

fn note(metadata: &mut Metadata, field: Field, origin: Origin, value: Option<&str>) {
    if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && value.len() < 200) {
        metadata.note(Candidate::new(field, origin, value));
    }
}

/// Microdata, `<time>`, and elements whose class says that they hold a date.
fn elements(page: &Page<'_>, metadata: &mut Metadata) {
    for (at, element) in page.elements.iter().enumerate() {
        if element.marks.named
            && let Some(property) = page.attribute(at, "itemprop")
            && let Some(says) = KEYS.get(property.to_ascii_lowercase().as_str())
        {
            let value = page.attribute(at, "content").or_else(|| page.attribute(at, "datetime"));
            let field = if *says == Says::Modified { Field::Modified } else { Field::Published };
            note(metadata, field, Origin::Microdata, Some(value.as_deref().unwrap_or(page.element_text(at))));
        }
        if element.tag == Tag::Time {
            let value = page.attribute(at, "datetime").filter(|value| !value.is_empty());
            note(
                metadata,
                Field::Published,
                Origin::TimeElement,
                Some(value.as_deref().unwrap_or(page.element_text(at))),
            );
        } else if element.hints.has(Names::DATE) && element.text.len() < 120 {
            note(metadata, Field::Published, Origin::DateElement, Some(page.element_text(at)));
        }
    }
}

/// The first candidate that is a date and can be true. Those that cannot are flagged.
fn choose(metadata: &mut Metadata, field: Field, input: &Input<'_>, hints: Hints<'_>) -> Option<Moment> {
    let mut found: Option<Dated> = None;
    let mut flags = Vec::new();
    for (at, candidate) in metadata.candidates.iter_mut().enumerate().filter(|(_, it)| it.field == field) {
        let Some(moment) = dates::parse(&candidate.value, hints) else {
            candidate.flag = Some("not_a_date");
            continue;
        };
        if let Some(doubt) = dates::doubt(&moment, input.captured_at) {
            candidate.flag = Some(doubt.flag());
            flags.push(doubt.flag());
            continue;
        }
        found.get_or_insert(Dated { at, moment });
    }
    let Dated { at, moment } = found?;
    metadata.candidates[at].chosen = true;
    flags.into_iter().for_each(|flag| metadata.flag(flag));
    Some(moment)
}

/// Takes a date from a visible line where the markup gave none.
pub(super) fn take_visible(metadata: &mut Metadata, input: &Input<'_>, words: &str, moment: Moment) {
    let mut candidate = Candidate::new(Field::Published, Origin::VisibleText, words);
    if let Some(doubt) = dates::doubt(&moment, input.captured_at) {
        candidate.flag = Some(doubt.flag());
        metadata.flag(doubt.flag());
    } else if metadata.published_at.is_none() {
        candidate.chosen = true;
        metadata.published_at = Some(moment);
    }
    metadata.note(candidate);
}
