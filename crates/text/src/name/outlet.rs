//! Outlets by the names that credits give them: one agency is called differently in every language.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::fold::{Folded, fold};

const AGENCIES: &str = include_str!("../../data/agencies.txt");
/// What an agency's name begins with when it is compared.
const AGENCY: &str = "agency";

/// An outlet's name as it is compared: its words without case and accents. Of an agency those that tell it from others, after
/// `agency`: `Agence Delta`, `agencia-delta`, `www.agence-delta.example` and `Delta News Agency` are all `agency delta`.
pub fn outlet(name: &str) -> String {
    let words = words(of_host(name).unwrap_or(name));
    let agencies = agencies();
    // A name that is compared already stays what it is: `agency associated press`, of which `press` would say nothing beside `agency`.
    let own = match words.split_first() {
        Some((first, own)) if first == AGENCY && !own.is_empty() => own,
        _ => &words[..],
    };
    if agencies.known.contains(&*own.join(" ")) {
        return format!("{AGENCY} {}", own.join(" "));
    }
    // Names of two and three words first: `thông tấn xã`.
    let found = (1..=3).rev().find_map(|length| {
        let at = words.windows(length).position(|words| agencies.names.contains(&*words.join(" ")))?;
        Some(at..at + length)
    });
    let Some(found) = found else { return words.join(" ") };
    let (before, after) = (&words[..found.start], &words[found.end..]);
    let own = before.iter().chain(after).filter(|word| !agencies.beside.contains(&***word));
    let own: Vec<&str> = own.map(String::as_str).collect();
    // `Agence de presse` alone is nobody's.
    if own.is_empty() { words.join(" ") } else { format!("{AGENCY} {}", own.join(" ")) }
}

/// What a host is called by, without its `www.` and the domain that it was registered under: `afp` of `www.afp.com`, `vnanet`
/// of `vnanet.vn`. None of what is no host: an outlet that a page does not name is told by its address.
fn of_host(name: &str) -> Option<&str> {
    let is_host =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if !name.bytes().all(is_host) {
        return None;
    }
    let host = name.strip_prefix("www.").unwrap_or(name);
    let (_, suffix) = veille_model::registrable_domain(host)?.split_once('.')?;
    host.strip_suffix(suffix)?.strip_suffix('.')
}

/// Whether a name that [`outlet`] gave is an agency's.
pub fn is_agency(outlet: &str) -> bool {
    outlet.strip_prefix(AGENCY).is_some_and(|rest| rest.starts_with(' '))
}

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        let word = words.last_mut().expect("there is always one");
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) => word.push(letter),
            Folded::Several(letters) => word.push_str(letters),
            Folded::Separator if !word.is_empty() => words.push(String::new()),
            Folded::Separator | Folded::Transparent => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[derive(Default)]
struct Agencies {
    names: HashSet<String>,
    /// What says nothing beside such a name.
    beside: HashSet<String>,
    /// Names of agencies that do not say so.
    known: HashSet<String>,
}

fn agencies() -> &'static Agencies {
    static ALL: OnceLock<Agencies> = OnceLock::new();
    ALL.get_or_init(|| {
        let lines = AGENCIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut all = Agencies::default();
        for line in lines {
            let kind = match line.as_bytes().first() {
                Some(b'+') => &mut all.beside,
                Some(b'=') => &mut all.known,
                _ => &mut all.names,
            };
            kind.insert(words(line).join(" "));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], expected: &str) {
        for name in names {
            assert_eq!(outlet(name), expected, "{name}");
        }
        assert_eq!(outlet(expected), expected, "a name that is compared stays as it is");
    }

    #[test]
    fn one_agency_has_one_name_in_all_languages() {
        check(
            &[
                "Agence Delta",
                "Agencia Delta",
                "agence-delta",
                "www.agence-delta.example",
                "Delta News Agency",
                "DELTA NACHRICHTENAGENTUR",
            ],
            "agency delta",
        );
        check(&["Thông tấn xã Delta", "Агентство Delta", "Agenzia di stampa Delta"], "agency delta");
        check(&["AFP", "afp", "www.afp.com"], "agency afp");
        check(&["Xinhua", "Xinhua News Agency"], "agency xinhua");
        check(&["Associated Press", "ASSOCIATED PRESS"], "agency associated press");
        assert!(is_agency(&outlet("Agencia de Noticias Delta")));
    }

    #[test]
    fn a_paper_is_no_agency() {
        check(&["Tuổi Trẻ", "TUOI-TRE"], "tuoi tre");
        check(&["Delta", "delta.example", "delta.co.ke"], "delta");
        // Dots alone make no host.
        check(&["U.S.News"], "u s news");
        // Nobody's name.
        check(&["Agence de presse"], "agence de presse");
        check(&[""], "");
        assert!(!is_agency("delta") && !is_agency("agency") && !is_agency(&outlet("Agencyland")));
    }
}
