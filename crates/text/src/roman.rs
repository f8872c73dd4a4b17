//! Names across scripts: any script in Latin letters (romanisation, transliteration), and what is left of a name once
//! languages have written it each in its own way: its consonants, in six classes.
//!
//! *Trump*, *Трамп*, *ترامب*, *트럼프* and *トランプ* have the same skeleton, [`skeletons`]; so have some words that are no
//! names, which is for the one who compares to weigh.

use any_ascii::any_ascii_char;

/// The mark that makes a Thai consonant silent.
const SILENT: char = '\u{e4c}';

/// A word in small Latin letters, whatever its script; what is no letter is left out.
pub fn romanised(word: &str) -> String {
    let mut roman = String::with_capacity(word.len());
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        if characters.peek() == Some(&SILENT) {
            characters.next();
            continue;
        }
        romanise(character, &mut roman);
    }
    roman
}

/// Adds a character in small Latin letters.
pub(crate) fn romanise(character: char, roman: &mut String) {
    if character.is_ascii_alphabetic() {
        roman.push(character.to_ascii_lowercase());
    } else if character.is_alphanumeric() || !character.is_ascii() {
        let letters = any_ascii_char(character).bytes().filter(u8::is_ascii_alphabetic);
        roman.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
    }
}

/// How a word begins, its spelling made plain: so many letters, doubled ones once, and those that languages exchange as one
/// (`ph` and `f`, `c`, `k` and `q`, `y`, `j` and `i`, `w` and `v`, `z` and `s`).
pub fn stem(roman: &str, letters: usize) -> String {
    let mut stem = String::with_capacity(letters);
    let mut bytes = roman.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if stem.len() == letters {
            break;
        }
        let next = bytes.peek().copied();
        let letter = match (byte, next) {
            (b'p', Some(b'h')) => take(&mut bytes, 'f'),
            (b'k' | b'c' | b'q', Some(b'h')) => take(&mut bytes, 'k'),
            (b't' | b's' | b'z', Some(b'h')) => take(&mut bytes, char::from(plain(byte))),
            (b'c', Some(b'k')) => take(&mut bytes, 'k'),
            (b'x', _) => 'k',
            (byte, _) => char::from(plain(byte)),
        };
        if !stem.ends_with(letter) {
            stem.push(letter);
        }
        if byte == b'x' && stem.len() < letters {
            stem.push('s');
        }
    }
    stem
}

fn take(bytes: &mut impl Iterator<Item = u8>, letter: char) -> char {
    bytes.next();
    letter
}

fn plain(byte: u8) -> u8 {
    match byte {
        b'c' | b'q' => b'k',
        b'y' | b'j' => b'i',
        b'w' => b'v',
        b'z' => b's',
        other => other,
    }
}

/// The consonants of a romanised word by their classes (1 lips, 2 teeth, 3 hisses, 4 throat, 5 flowing, 6 nose): each way it may be read, two at most. A soft `g` or `c` is
/// a hiss in one, a `w` at the beginning a `v`.
pub fn skeletons(roman: &str) -> Vec<Vec<u8>> {
    let hard = skeleton(roman, false);
    let soft = skeleton(roman, true);
    if hard == soft { vec![hard] } else { vec![hard, soft] }
}

fn skeleton(roman: &str, is_soft: bool) -> Vec<u8> {
    let bytes = roman.as_bytes();
    let mut classes = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let after = bytes.get(at + 2).copied().unwrap_or(b' ');
        let is_front = matches!(next, b'e' | b'i' | b'y');
        let (class, letters): (u8, usize) = match bytes[at] {
            b'p' | b'b' | b'f' | b'v' => (1, if next == b'h' { 2 } else { 1 }),
            b'w' if is_soft && at == 0 => (1, 1),
            b'd' if next == b'z' && after == b'h' => (3, 3),
            b't' if next == b'c' && after == b'h' => (3, 3),
            b't' if next == b's' || next == b'z' => (3, 2),
            b'd' if next == b'j' || next == b'z' => (3, 2),
            b't' | b'd' => (2, if next == b'h' { 2 } else { 1 }),
            b'c' if next == b'h' => (if is_soft { 4 } else { 3 }, 2),
            b'c' if is_front => (3, 1),
            b'g' if is_front && is_soft => (3, 1),
            b's' | b'z' => (3, if next == b'h' { 2 } else { 1 }),
            b'j' => (3, 1),
            b'x' => {
                classes.push(4);
                (3, 1)
            }
            b'k' | b'g' => (4, if next == b'h' { 2 } else { 1 }),
            b'c' | b'q' => (4, 1),
            b'l' | b'r' => (5, 1),
            b'n' if next == b'g' && !matches!(after, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') => (6, 2),
            b'm' | b'n' => (6, 1),
            _ => (0, 1),
        };
        if class > 0 {
            // A doubled letter is one; two of a class with a vowel between are two.
            let is_doubled = at > 0 && classes.last() == Some(&class) && is_consonant(bytes[at - 1]);
            if !is_doubled {
                classes.push(class);
            }
        }
        at += letters;
    }
    classes
}

fn is_consonant(byte: u8) -> bool {
    !matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_skeleton_in_every_script() {
        let check = |name: &str, others: &[&str]| {
            let wanted = skeletons(&romanised(name));
            for other in others {
                let found = skeletons(&romanised(other));
                assert!(wanted.iter().any(|one| found.contains(one)), "{name} {wanted:?}, {other} {found:?}");
            }
        };
        check("Trump", &["Трамп", "トランプ", "트럼프", "Τραμπ"]);
        check("Washington", &["Вашингтон", "ワシントン", "واشنطن"]);
        check("Modi", &["Моди", "मोदी", "モディ", "مودي"]);
        check("Merkel", &["Меркель", "メルケル", "메르켈", "ميركل"]);
    }

    #[test]
    fn how_a_word_begins_does_not_hang_on_its_spelling() {
        let check = |word: &str, expected: &str| assert_eq!(stem(&romanised(word), 5), expected, "{word}");
        check("Philippines", "filip");
        check("Filipinas", "filip");
        check("Филиппины", "filip");
        check("président", "presi");
        check("президент", "presi");
        check("Максим", "maksi");
        check("Maxim", "maksi");
    }

    #[test]
    fn a_silent_letter_is_left_out() {
        assert_eq!(romanised("ทรัมป์"), romanised("ทรัม"));
    }
}
