//! News agencies by their names and signs, from `data/provenance/agencies.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::openings::Openings;

/// Names and signs to the name we use. Signs of two or three letters are looked up as written: `AP` signs a report,
/// `ap` is half of every Welsh name.
struct Agencies {
    exact: HashMap<&'static str, &'static str>,
    folded: HashMap<String, &'static str>,
}

static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| {
    let mut agencies = Agencies { exact: HashMap::new(), folded: HashMap::new() };
    let lines = include_str!("../../data/provenance/agencies.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let Some((name, signs)) = line.split_once(':') else { continue };
        for sign in signs.split('|').map(str::trim) {
            agencies.exact.entry(sign).or_insert(name);
            if sign.chars().count() > 3 {
                agencies.folded.entry(sign.to_lowercase()).or_insert(name);
            }
        }
    }
    agencies
});

/// The longest sign, in bytes.
const SIGN_BYTES_MAX: usize = 64;

/// The agency whose name or sign this is.
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | ':' | '(' | ')' | '[' | ']' | '©')
    });
    // Before any lookup: whole paragraphs are asked whether they are an agency.
    if name.is_empty() || name.len() > SIGN_BYTES_MAX {
        return None;
    }
    let agencies = &*AGENCIES;
    agencies.exact.get(name).copied().or_else(|| agencies.folded.get(name.to_lowercase().as_str()).copied())
}

const WORDS: &str = include_str!("../../data/provenance/agency-words.txt");
/// Words between the agencies of one credit: `Le Figaro et AFP`, `mit dpa`, `Reuters and AP`.
static JOINTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = WORDS.lines().filter_map(|line| line.strip_prefix("joint:"));
    lines.flat_map(|words| words.split('|').map(str::trim)).collect()
});
/// The first words of the joints.
static JOINTS_FIRST: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| JOINTS.iter().filter_map(|joint| joint.split(' ').next()).collect());
/// Words before an agency: `con información de EFE`.
static OPENINGS: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "opening"));

/// A credit beside an outlet is not longer.
const BESIDE_WORDS_MAX: usize = 8;

/// The agencies that a short credit consists of: `AFP`, `dpa/AFP`, `(Reuters, AP)`, `avec AFP`. None where it says anything else.
pub(crate) fn agencies_in(text: &str) -> Option<Vec<&'static str>> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '.' | '/' | '©' | '-' | '–' | '—')
    });
    if let Some(one) = agency(text) {
        return Some(vec![one]);
    }
    if text.len() > 2 * SIGN_BYTES_MAX {
        return None;
    }
    let mut found = Vec::new();
    for part in text.split(['/', ',', ';', '+', '&', '|', '、', '،', '-']) {
        let mut words = part.trim();
        while let Some((first, rest)) =
            words.split_once(' ').filter(|(first, _)| JOINTS.contains(&first.to_lowercase().as_str()))
        {
            let _ = first;
            words = rest.trim();
        }
        match agency(words) {
            Some(name) => found.push(name),
            // `AFP, MANILA`: where it reports from.
            None if !found.is_empty() && is_capital_place(words) => {}
            None => found.extend(joined(words)?),
        }
    }
    found.dedup();
    (!found.is_empty()).then_some(found)
}

fn is_capital_place(words: &str) -> bool {
    words.chars().count() > 3 && words.chars().all(|c| c.is_uppercase() || c == ' ')
}

/// Two agencies with a word between them: `Reuters and AP`.
fn joined(words: &str) -> Option<[&'static str; 2]> {
    // Before each joint is looked for: most lines have none.
    if !words.split(' ').skip(1).any(|word| JOINTS_FIRST.contains(word)) {
        return None;
    }
    JOINTS.iter().find_map(|joint| {
        let (left, right) = around_joint(words, joint)?;
        Some([agency(left)?, agency(right)?])
    })
}

/// What stands before and after the first joint with a space on either side of it.
fn around_joint<'w>(words: &'w str, joint: &str) -> Option<(&'w str, &'w str)> {
    memchr::memchr_iter(b' ', words.as_bytes()).find_map(|at| {
        let right = words[at + 1..].strip_prefix(joint)?.strip_prefix(' ')?;
        Some((&words[..at], right))
    })
}

/// The agencies of a credit that may name an outlet beside them: `Le Monde avec AFP`, `© 2025 AFP`, `con información de EFE`.
pub(crate) fn agencies_beside(text: &str) -> Vec<&'static str> {
    if let Some(all) = agencies_in(text) {
        return all;
    }
    if text.len() > 2 * SIGN_BYTES_MAX || text.split_whitespace().count() > BESIDE_WORDS_MAX {
        return Vec::new();
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '*'));
    // Both brackets or none: `(c) AFP` begins with one.
    let text = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(text);
    if let Some(all) = OPENINGS.strip(text, |rest| agencies_in(undated(rest))) {
        return all;
    }
    let joined = |(at, _): (usize, &str)| {
        let (outlet, rest) = text.split_at(at);
        let rest = rest.trim_start().trim_start_matches('(');
        is_outlet(outlet.trim_end_matches([' ', ','])).then(|| after_joint(rest)).flatten()
    };
    text.match_indices(' ').find_map(joined).unwrap_or_default()
}

/// The agencies after a joint or an opening, apostrophes included: `avec AFP`, `con información de EFE`, `avec l'AFP`.
fn after_joint(text: &str) -> Option<Vec<&'static str>> {
    // `avec l'AFP`: the apostrophe ends the joint, where others need a space behind them.
    let joint = JOINTS.iter().find_map(|joint| {
        let rest = text.strip_prefix(joint)?;
        agencies_in(rest.strip_prefix(' ').or_else(|| joint.ends_with('\'').then_some(rest))?)
    });
    joint.or_else(|| OPENINGS.strip(text, |rest| agencies_in(rest.strip_prefix(' ')?)))
}

/// Without the year of `© 2025 AFP`.
fn undated(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c.is_ascii_digit())
}

/// Whether this can be the outlet before a joint: a name, which opens with a capital, or one word.
fn is_outlet(text: &str) -> bool {
    let capital = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    // `franceinfo avec AFP`: a name of one word may be small.
    (capital || !text.contains(' ')) && !text.contains(['.', '!', '?', ':', ';'])
}
