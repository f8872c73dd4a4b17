//! Names of languages: BCP 47 for other codes, and what pages write instead.

use super::script::Script;

const CODES: &str = include_str!("../data/codes.txt");
const ALONE: &str = include_str!("../data/alone.txt");
const ALIASES: &str = include_str!("../data/aliases.txt");

const SIBLINGS: &str = include_str!("../data/siblings.txt");

/// The BCP 47 tag of an ISO 639-3 code: two letters where there are two.
pub fn tag_of(code: &str) -> &str {
    look_up(CODES, code).unwrap_or(code)
}

/// The language that is alone in a script.
pub(super) fn alone_in(script: Script) -> Option<&'static str> {
    look_up(ALONE, script.code())
}

/// What confidence in a language does not rise above.
pub(super) fn ceiling(tag: &str) -> f64 {
    look_up(SIBLINGS, tag).and_then(|rest| rest.split(' ').next()?.parse().ok()).unwrap_or(1.0)
}

/// The language that a declared tag means: `no` is `nb`, `in` was Indonesian, `fr_FR` is `fr`.
pub(super) fn declared_language(tag: &str) -> String {
    // Pages write `fr-FR`, `fr_FR`, `FR`: the region says where, not in which language.
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let primary = tag_of(&primary);
    look_up(ALIASES, primary).unwrap_or(primary).to_owned()
}

fn look_up<'a>(table: &'a str, name: &str) -> Option<&'a str> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .find_map(|(known, tag)| (known == name).then_some(tag))
}
