//! How names sound, whatever they are written in: what is left of a word once languages have written it each in its own way.

use super::{APOSTROPHES, PARTICLES};
use crate::fold::{Folded, fold};
use crate::roman::romanise;

/// The sound of each word of a name, however it is written: consonants in six classes (`p` lips, `t` teeth, `s` hisses, `k` throat,
/// `l` flowing, `n` nose). Small words and initials are left out where others are left.
pub fn key(name: &str) -> String {
    // All its words in one string: a key is made for every name of every article.
    let mut roman = String::with_capacity(name.len() + 8);
    let mut rest = name.chars();
    while let Some(character) = rest.next() {
        let begins = roman.is_empty() || roman.ends_with(' ');
        if begins && character == ARTICLE[0] && has_article(rest.as_str()) {
            rest.next();
            continue;
        }
        match fold(character) {
            Folded::Separator if APOSTROPHES.contains(&character) => {}
            _ if is_joint(character) => roman.push(' '),
            Folded::Separator if !roman.ends_with(' ') => roman.push(' '),
            Folded::Separator | Folded::Transparent => {}
            Folded::Several(letters) => roman.push_str(letters),
            Folded::Word(letter) | Folded::Unspaced(letter) if letter.is_ascii() => roman.push(letter),
            Folded::Word(letter) | Folded::Unspaced(letter) => romanise(letter, &mut roman),
        }
    }
    let words = || roman.split(' ').filter(|word| !word.is_empty());
    let long = |word: &&str| word.len() > 1 && !PARTICLES.contains(word);
    // *Nguyễn Văn An* is all small words but one.
    let all = words().filter(long).count() < 2;
    let mut key = String::with_capacity(roman.len());
    for word in words().filter(|word| all || long(word)) {
        if !key.is_empty() {
            key.push(' ');
        }
        push_sound(bare(word), &mut key);
    }
    key
}

/// The dots and strokes between parts of a foreign name in Japanese and Chinese: *ジョー・バイデン*.
pub(super) fn is_joint(character: char) -> bool {
    matches!(character, '・' | '･' | '·' | '•' | '‧' | '＝' | '゠')
}

/// The article of Arabic, which surnames have and other scripts write apart: *السيسي*, *el-Sisi*.
const ARTICLE: [char; 2] = ['ا', 'ل'];
/// So many letters stand behind it.
const BEHIND_ARTICLE_MIN: usize = 3;

/// Whether what follows the first letter of the article is the rest of it, and a word behind.
fn has_article(rest: &str) -> bool {
    let Some(word) = rest.strip_prefix(ARTICLE[1]) else { return false };
    let letters =
        word.chars().take_while(|letter| matches!(fold(*letter), Folded::Word(_) | Folded::Transparent));
    letters.take(BEHIND_ARTICLE_MIN).count() == BEHIND_ARTICLE_MIN
}

/// A word without the article of Arabic.
pub(super) fn without_article(word: &str) -> &str {
    let rest = word.strip_prefix(ARTICLE[0]).filter(|rest| has_article(rest));
    rest.and_then(|rest| rest.strip_prefix(ARTICLE[1])).unwrap_or(word)
}

/// *Abdel* is *ʿabd al-*, whose article stands with the next word in Arabic.
fn bare(roman: &str) -> &str {
    if matches!(roman, "abdel" | "abdul" | "abdal" | "abdoul" | "abdool") { "abd" } else { roman }
}

/// The same, of a word by itself.
pub(super) fn without_al(roman: String) -> String {
    if bare(&roman).len() == roman.len() { roman } else { bare(&roman).to_owned() }
}

/// Whether two words in small Latin letters sound alike, as whichever language wrote them reads them: *ch* is *kh* in German and Polish,
/// *j* is *y*.
pub(super) fn sounds_alike(one: &str, other: &str) -> bool {
    let (own, others) = (sounds(one), sounds(other));
    own.iter().any(|sound| others.contains(sound))
}

/// The sounds that a word may have, the likeliest first.
pub(super) fn sounds(roman: &str) -> Vec<String> {
    let mut sounds = vec![sound(roman)];
    let mut add = |spelled: String| {
        let sound = sound(&spelled);
        if !sounds.contains(&sound) {
            sounds.push(sound);
        }
    };
    if roman.contains("kh") {
        add(roman.replace("kh", "ch"));
    }
    if roman.contains("ch") && !roman.contains("sch") {
        add(roman.replace("ch", "kh"));
    }
    if let Some(rest) = roman.strip_prefix('j') {
        add(format!("y{rest}"));
    }
    if let Some(rest) = roman.strip_prefix('y') {
        add(format!("j{rest}"));
    }
    sounds
}

/// The sound of one word in small Latin letters; its first letter where it has no consonant.
pub(super) fn sound(roman: &str) -> String {
    let mut sound = String::with_capacity(roman.len());
    push_sound(roman, &mut sound);
    sound
}

fn push_sound(roman: &str, sound: &mut String) {
    let bytes = roman.as_bytes();
    let first = sound.len();
    let mut at = 0;
    let mut last_is_consonant = false;
    while at < bytes.len() {
        let (class, letters) = class(bytes, at);
        if let Some(class) = class {
            // A doubled letter is one; two of a class with a vowel between are two.
            if !(last_is_consonant && sound[first..].ends_with(class)) {
                sound.push(class);
            }
            if bytes[at] == b'x' && at > 0 {
                sound.push('s');
            }
        }
        last_is_consonant = !matches!(bytes[at], b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        at += letters;
    }
    if sound.len() == first {
        sound.extend(roman.chars().next());
    }
}

/// The class of the consonant here, if there is one, and how many letters it takes.
fn class(bytes: &[u8], at: usize) -> (Option<char>, usize) {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let after = bytes.get(at + 2).copied().unwrap_or(b' ');
    let is_front = |byte: u8| matches!(byte, b'e' | b'i' | b'y');
    let is_vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let and_h = if next == b'h' { 2 } else { 1 };
    match bytes[at] {
        b'p' | b'b' | b'f' | b'v' => (Some('p'), and_h),
        // *Lewandowski*: what Slavic languages and German have for *v*; but neither *Hwang* nor *Rowe*.
        b'w' if at == 0 || next == b's' && after == b'k' => (Some('p'), 1),
        b'w' if is_vowel(bytes[at - 1]) && is_vowel(next) && at + 2 < bytes.len() => (Some('p'), 1),
        b'd' if next == b'z' && after == b'h' => (Some('s'), 3),
        b't' if next == b'c' && after == b'h' => (Some('s'), 3),
        b't' if next == b's' || next == b'z' => (Some('s'), 2),
        b'd' if next == b'j' || next == b'z' => (Some('s'), 2),
        // *Thế* and *Тхе*: the breath is no consonant of its own.
        b't' if next == b'k' && after == b'h' => (Some('t'), 3),
        b't' | b'd' => (Some('t'), and_h),
        b's' if next == b'c' && after == b'h' => (Some('s'), 3),
        b'c' if next == b'h' || is_front(next) => (Some('s'), and_h),
        b's' | b'z' => (Some('s'), and_h),
        b'j' => (Some('s'), 1),
        b'x' => (Some(if at == 0 { 's' } else { 'k' }), 1),
        b'k' if next == b'h' => (None, 2),
        b'g' if next == b'h' && is_front(after) => (Some('s'), 2),
        b'g' if is_front(next) => (Some('s'), 1),
        b'k' | b'g' => (Some('k'), and_h),
        b'c' | b'q' => (Some('k'), if next == b'k' { 2 } else { 1 }),
        b'l' | b'r' => (Some('l'), 1),
        b'n' if next == b'g' && !is_vowel(after) => (Some('n'), 2),
        b'm' | b'n' => (Some('n'), 1),
        _ => (None, 1),
    }
}
