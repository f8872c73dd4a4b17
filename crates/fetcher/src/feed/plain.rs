//! Plain text of what feeds put into titles: tags, character references, both escaped twice.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::decode::{from_windows_1252, is_c1};

/// Rounds of unescaping; `&amp;amp;eacute;` has been seen, three levels have not.
const ROUNDS: usize = 2;

/// The text without tags, references and double spaces.
///
/// A title is escaped once more than it should be when its writer did not trust the next program:
/// `Fran&amp;ccedil;ois`. So references are undone until there are none, twice at most, and tags are dropped where
/// they are tags: `a < b` stays.
pub(super) fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let stripped = strip_tags(&text);
        let unescaped = unescape(&stripped);
        let is_done = unescaped == text;
        text = unescaped;
        if is_done {
            break;
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        if !is_tag(tag) {
            out.push('<');
            rest = &tag[1..];
            continue;
        }
        let Some((_, after)) = tag.split_once('>') else {
            rest = tag;
            break;
        };
        if breaks(tag) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_tag(text: &str) -> bool {
    let name = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) || text.starts_with("<!--")
}

/// Whether a tag parts words: `un<br>deux`, but not `1<sup>er</sup>`.
fn breaks(tag: &str) -> bool {
    let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["br", "p", "div", "li", "h1", "h2", "h3", "td", "tr"]
        .iter()
        .any(|block| name.eq_ignore_ascii_case(block))
}

/// Undoes character references, named and numbered, one round.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        match resolve(reference) {
            Some((character, length)) => {
                out.push(character);
                rest = &reference[length..];
            }
            None => {
                out.push('&');
                rest = reference;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character and the bytes that its reference takes after the `&`.
fn resolve(reference: &str) -> Option<(char, usize)> {
    let end = reference.bytes().take(12).position(|byte| byte == b';')?;
    let name = &reference[..end];
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => named(name)?,
    };
    Some((windows(code).or_else(|| char::from_u32(code).filter(|c| *c != '\0'))?, end + 1))
}

/// `&#146;` is meant as Windows-1252, as browsers read it.
fn windows(code: u32) -> Option<char> {
    char::from_u32(code).filter(|c| is_c1(*c)).map(from_windows_1252)
}

fn named(name: &str) -> Option<u32> {
    static ENTITIES: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
        let lines = include_str!("../../data/entities.txt").lines().filter_map(|line| line.split_once(' '));
        lines.filter_map(|(name, code)| Some((name, u32::from_str_radix(code, 16).ok()?))).collect()
    });
    ENTITIES.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_plain_text_however_often_it_was_escaped() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("Fran&ccedil;ois &amp; Cie", "François & Cie");
        check("Fran&amp;ccedil;ois", "François");
        check("&lt;b&gt;Hà Nội&lt;/b&gt; &#8211; 65 pays", "Hà Nội – 65 pays");
        check("Le <i>Monde</i>\n  d&#x2019;hier", "Le Monde d’hier");
        check("un<br/>deux", "un deux");
        check("le 1<sup>er</sup> mai", "le 1er mai");
        check("l&#146;accord", "l’accord");
    }

    #[test]
    fn what_is_no_tag_and_no_reference_stays() {
        let check = |text: &str| assert_eq!(plain(text), text);
        check("a < b > c");
        check("R&D; AT&T");
        check("<3");
        check("&bogus; &#0; &#xffffff; &");
        check("1 <2");
        check("fin <a");
    }
}
