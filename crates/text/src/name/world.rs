//! Names that the world knows: places and bodies, each under all its spellings (gazetteer).

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use veille_model::MentionKind;

use super::{joined, without_forms, words};
use crate::fold::compact;

/// Places: a line each, its spellings between `|`, the English one first. A spelling of two lines is the first one's.
pub const PLACES: [&str; 2] =
    [include_str!("../../data/names/more-places.txt"), include_str!("../../data/names/places.txt")];

/// Bodies that the press names in every language, written likewise.
pub const BODIES: &str = include_str!("../../data/names/organisations.txt");

/// By kind and folded spelling: the English name, folded.
type Known = FxHashMap<(MentionKind, String), String>;

/// The key of what the world knows under a name, in whichever language: *ONU* is `unitednations`. None for a person, and for
/// what it does not know.
pub(super) fn key(kind: MentionKind, name: &str) -> Option<&'static str> {
    if kind == MentionKind::Person {
        return None;
    }
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(read);
    // `Siemens AG`: what the law calls a company says nothing of which it is.
    let company = || {
        let whole = words(name);
        let core = without_forms(whole.clone());
        let is_company = kind == MentionKind::Organisation && core.len() < whole.len();
        is_company.then(|| known.get(&(kind, compact(&joined(&core)))))?
    };
    known.get(&(kind, compact(name))).or_else(company).map(String::as_str)
}

fn read() -> Known {
    let mut known = Known::default();
    let lists = [
        (MentionKind::Place, PLACES[0]),
        (MentionKind::Place, PLACES[1]),
        (MentionKind::Organisation, BODIES),
    ];
    for (kind, list) in lists {
        for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let english = compact(line.split('|').next().unwrap_or_default());
            for spelling in line.split('|') {
                known.entry((kind, compact(spelling))).or_insert_with(|| english.clone());
            }
        }
    }
    known
}
