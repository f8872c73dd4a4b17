//! News agencies by their names and signs, from `data/provenance/agencies.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

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
    if name.is_empty() || name.len() > SIGN_BYTES_MAX {
        return None;
    }
    let agencies = &*AGENCIES;
    agencies.exact.get(name).copied().or_else(|| agencies.folded.get(name.to_lowercase().as_str()).copied())
}

/// Words between the agencies of one credit: `Le Figaro et AFP`, `mit dpa`, `Reuters and AP`.
const JOINTS: [&str; 14] =
    ["et", "avec", "and", "with", "mit", "und", "y", "con", "e", "com", "och", "og", "và", "и"];

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
    JOINTS.iter().find_map(|joint| {
        let (left, right) = words.split_once(&format!(" {joint} "))?;
        Some([agency(left)?, agency(right)?])
    })
}
