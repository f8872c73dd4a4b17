//! When two spellings may be one name: *António Guterres*, *Антониу Гутерриш*, *أنطونيو غوتيريش*; *Phạm Thế Tùng*, *Фам Тхе Тунг*.
//!
//! [`key`] is what such spellings have in common, and some that are others' have too: who compares looks up by it and asks
//! [`is_one`] or [`likeness`], which look at the letters. A [`Wanted`] is a name that is looked for among others.

mod office;
mod outlet;
mod register;
mod sound;
mod spelling;
mod wanted;
mod why;
mod world;

use std::collections::HashSet;
use std::sync::OnceLock;

use veille_model::Mention;

use crate::fold::{Folded, compact, fold};
use crate::roman::{romanised, stem};

pub use office::Office;
pub use outlet::{is_agency, outlet};
pub use register::Register;
pub use sound::key;
pub use wanted::{Wanted, marks};
pub use why::Why;
pub use world::{BODIES, PLACES};

use sound::{is_joint, sound, sounds_alike};
use spelling::{Spelled, is_of_other_sex, plain};

const LEGAL_FORMS: &str = include_str!("../../data/legal-forms.txt");

/// Small words inside names, which languages write, join or leave out.
const PARTICLES: [&str; 24] = [
    "al", "el", "ul", "ad", "as", "ar", "an", "bin", "ben", "ibn", "bint", "de", "del", "della", "di", "da",
    "do", "dos", "du", "van", "von", "der", "den", "la",
];
/// Shorter words are as like as their letters are, and no more.
const SOUND_LETTERS_MIN: usize = 3;
/// Words of which fewer letters agree are two.
const LIKE_MIN: f64 = 0.72;
/// How like two words are that sound alike in two scripts.
const SOUNDS_ALIKE: f64 = 0.88;
/// How like an initial is to its name.
const INITIAL: f64 = 0.8;
/// How much a word that only one spelling has counts against them.
const LEFT_OVER: f64 = 0.3;
/// What remains where a word of both finds no other.
const UNMATCHED: f64 = 0.55;
/// Names of which one has a word more are one where their letters, without the spaces, are this like.
const JOINED_MIN: f64 = 0.93;
/// Words that sound alike are one where so much of their letters agrees, in one script and in two.
const SAME_SCRIPT_MIN: f64 = 0.85;
const TWO_SCRIPTS_MIN: f64 = 0.6;
/// And where one of the scripts writes syllables.
const SYLLABLES_MIN: f64 = 0.45;
/// Words of one script that two languages write each in its own way have so many letters.
const RESPELLED_LETTERS_MIN: usize = 6;
/// Less than half of their letters agree: they are two, whatever they sound like.
const HALF: f64 = 0.5;
/// The longest name of a legal form.
const FORM_WORDS_MAX: usize = 5;
const APOSTROPHES: [char; 5] = ['\'', '’', 'ʼ', '‘', '`'];

/// How like two names are, from 0 to 1: whether their words, in any order, are spelled or sound alike. What the law calls a company is
/// left out; `Surname, Given` is `Given Surname`.
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (without_forms(words(one)), without_forms(words(other)));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let aligned = aligned(short, long);
    if one.len() == other.len() {
        return aligned;
    }
    // `AlisherUsmanov`, `Good Will Company`
    let joined = |words: &[Word]| words.iter().map(|word| &*word.roman).collect::<String>();
    let joined = edited(&joined(&one), &joined(&other));
    if joined > JOINED_MIN { joined.max(aligned) } else { aligned }
}

/// Who of an article's mentions this name of the same article is, as of who is quoted in it: the letters and digits are the same.
pub fn mention<'m>(mentions: &'m [Mention], name: &str) -> Option<&'m Mention> {
    let letters = compact(name);
    mentions.iter().find(|mention| compact(&mention.name) == letters)
}

/// Whether two full names are one, in any spelling: all words of the shorter, at least two, stand in the longer. Where one is a
/// surname alone nobody can tell, and they are two.
pub fn is_one(one: &str, other: &str) -> bool {
    is_one_of(&without_forms(words(one)), &without_forms(words(other)))
}

fn is_one_of(one: &[Word], other: &[Word]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    (short.len() > 1 || long.len() == 1) && includes_words(long, short)
}

fn includes_words(long: &[Word], short: &[Word]) -> bool {
    let mut taken = vec![false; long.len()];
    let is_each = !short.is_empty()
        && short.iter().all(|word| {
            let found = (0..long.len()).find(|at| !taken[*at] && is_word(word, &long[*at]));
            found.is_some_and(|at| !std::mem::replace(&mut taken[at], true))
        });
    is_each && !has_other_initials(long, short) && !is_of_other_sex(long, short)
}

/// `George H. W. Bush` and `George W. Bush`: two who have letters for their middle names, and not the same.
fn has_other_initials(one: &[Word], other: &[Word]) -> bool {
    let initials = |words: &[Word]| -> Vec<u8> {
        let letters = words.iter().filter(|word| word.roman.len() == 1 && word.script == Script::Latin);
        let mut letters: Vec<u8> = letters.map(|word| word.roman.as_bytes()[0]).collect();
        letters.sort_unstable();
        letters
    };
    let (one, other) = (initials(one), initials(other));
    !one.is_empty() && !other.is_empty() && one != other
}

/// Whether two words are one in two spellings: nearly the same letters in one script, the same sound in two.
fn is_word(one: &Word, other: &Word) -> bool {
    // *Linh* and *Lịnh*: where both have their accents these tell people apart.
    if let (Some(one), Some(other)) = (&one.spelled, &other.spelled) {
        return one == other;
    }
    if one.roman == other.roman {
        return true;
    }
    let sounds = || sounds_alike(&one.roman, &other.roman);
    let consonants = || sound(&one.roman).len();
    match (one.script, other.script) {
        (a, b) if a == b => {
            let (short, long) =
                (one.roman.len().min(other.roman.len()), one.roman.len().max(other.roman.len()));
            // Letters that one has more are changes, and there is one at least.
            let most_alike = 1.0 - (long - short).max(1) as f64 / long as f64;
            let nearly = most_alike >= SAME_SCRIPT_MIN
                && edited(&one.roman, &other.roman) >= SAME_SCRIPT_MIN
                && sound(&one.roman) == sound(&other.roman);
            // *Khodorkovsky* and *Chodorkowski*
            nearly
                || short >= RESPELLED_LETTERS_MIN
                    && a == Script::Latin
                    && plain(&one.roman) == plain(&other.roman)
        }
        (Script::Abjad, _) | (_, Script::Abjad) => sounds() && consonants() >= 2,
        // *ph* and *ф*, *th* and *тх*: each language's own way to the same letters.
        (a, b) => {
            let stem = |word: &Word| stem(&plain(&word.roman), word.roman.len());
            // *Macron* and 마크롱: syllables have vowels that nobody says.
            let syllables = a == Script::Syllables || b == Script::Syllables;
            let least =
                if syllables && consonants() >= SOUND_LETTERS_MIN { SYLLABLES_MIN } else { TWO_SCRIPTS_MIN };
            sounds() && self::edited(&stem(one), &stem(other)) > least
        }
    }
}

fn aligned(short: &[Word], long: &[Word]) -> f64 {
    let mut taken = vec![false; long.len()];
    let (mut sum, mut weight, mut unmatched) = (0.0, 0.0, 0);
    let mut order: Vec<usize> = (0..short.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(short[*at].roman.len()));
    for at in order {
        let own = short[at].weight();
        weight += own;
        let candidates = (0..long.len()).filter(|other| !taken[*other]);
        let likenesses = candidates.map(|other| (like(&short[at], &long[other]), other));
        match likenesses.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) {
            Some((likeness, other)) if likeness >= LIKE_MIN => {
                taken[other] = true;
                sum += likeness * own;
            }
            _ => unmatched += usize::from(own > 1.0),
        }
    }
    let left: f64 =
        long.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(word, _)| word.weight()).sum();
    // One word alone may be anybody's of those who have it.
    let left_over = if short.len() == 1 && long.len() > 1 { 1.0 } else { LEFT_OVER };
    let score = sum / (weight + left * left_over);
    if unmatched > 0 { score * UNMATCHED } else { score }
}

/// How like two words are.
fn like(one: &Word, other: &Word) -> f64 {
    let (a, b) = (&*one.roman, &*other.roman);
    if a == b {
        return 1.0;
    }
    let same_first = a.as_bytes()[0] == b.as_bytes()[0];
    if a.len() == 1 || b.len() == 1 {
        return if same_first && a.is_ascii() { INITIAL } else { 0.0 };
    }
    let edited = edited(a, b);
    let least = if one.script == Script::Abjad || other.script == Script::Abjad { 0.0 } else { HALF };
    let sounds = || {
        let sound = sound(a);
        sound.len() >= SOUND_LETTERS_MIN && sound == self::sound(b) && same_first
    };
    if edited < SOUNDS_ALIKE && edited > least && sounds() { SOUNDS_ALIKE } else { edited }
}

/// One less the share of letters that one word has to change to be the other; two that changed places are one change.
fn edited(one: &str, other: &str) -> f64 {
    let (one, other): (&[u8], &[u8]) = (one.as_bytes(), other.as_bytes());
    let most = one.len().max(other.len());
    let mut before = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut next = before.clone();
    for (row, letter) in one.iter().enumerate() {
        next[0] = row + 1;
        for (column, wanted) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != wanted);
            let mut least = changed.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *wanted {
                least = least.min(before[column - 1] + 1);
            }
            next[column + 1] = least;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut next);
    }
    1.0 - last[other.len()] as f64 / most.max(1) as f64
}

/// A word of a name.
#[derive(Clone, Debug)]
struct Word {
    /// In small Latin letters; as it is where it has figures.
    roman: String,
    script: Script,
    /// With its accents, in a name that has those of Vietnamese.
    spelled: Option<Spelled>,
}

/// What a word is written in, as far as its letters tell how it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    /// No short vowels are written.
    Abjad,
    /// A consonant stands with a vowel.
    Syllables,
    Other,
}

impl Word {
    fn of(word: &str, is_vietnamese: bool) -> Self {
        let figures = word.bytes().any(|byte| byte.is_ascii_digit());
        let script = match word.chars().next() {
            Some('\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}') => Script::Abjad,
            Some('\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}') => Script::Syllables,
            Some(letter) if u32::from(letter) < 0x370 => Script::Latin,
            Some('\u{1e00}'..='\u{1eff}') => Script::Latin,
            _ => Script::Other,
        };
        let spelled = is_vietnamese.then(|| Spelled::of(word));
        let word = sound::without_article(word);
        let roman = if figures { word.to_lowercase() } else { sound::without_al(romanised(word)) };
        Self { roman, script, spelled }
    }

    fn weight(&self) -> f64 {
        if PARTICLES.contains(&&*self.roman) { 0.5 } else { (self.roman.len() as f64).sqrt().max(1.0) }
    }
}

/// The words of a name.
fn words(name: &str) -> Vec<Word> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        match fold(character) {
            Folded::Separator if APOSTROPHES.contains(&character) => {}
            _ if is_joint(character) => words.push(String::new()),
            Folded::Separator => words.push(String::new()),
            _ => {
                if let Some(last) = words.last_mut() {
                    last.push(character);
                }
            }
        }
    }
    let is_vietnamese = spelling::is_vietnamese(name);
    words.iter().map(|word| Word::of(word, is_vietnamese)).filter(|word| !word.roman.is_empty()).collect()
}

fn without_forms(words: Vec<Word>) -> Vec<Word> {
    let forms = legal_forms();
    let mut kept: Vec<Word> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=FORM_WORDS_MAX.min(words.len() - at)).rev();
        match longest.into_iter().find(|length| forms.contains(&joined(&words[at..at + length]))) {
            Some(length) => at += length,
            None => {
                kept.push(words[at].clone());
                at += 1;
            }
        }
    }
    if kept.is_empty() { words } else { kept }
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| &*word.roman).collect::<Vec<_>>().join(" ")
}

fn legal_forms() -> &'static HashSet<String> {
    static FORMS: OnceLock<HashSet<String>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let lines = LEGAL_FORMS.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| joined(&words(line))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_key_in_every_script() {
        let check = |name: &str, others: &[&str]| {
            for other in others {
                assert_eq!(key(name), key(other), "{name}, {other}");
            }
        };
        check("Phạm Thế Tùng", &["Pham The Tung", "Фам Тхе Тунг", "PHAM THE TUNG"]);
        check("António Guterres", &["Antonio Guterres", "Антониу Гутерриш", "أنطونيو غوتيريش"]);
        check("Donald Trump", &["Дональд Трамп", "دونالد ترامب"]);
        check("Nguyễn Minh", &["Nguyen Minh", "Нгуен Минь"]);
    }

    #[test]
    fn two_full_names_are_one_in_any_spelling_and_others_are_not() {
        let check = |one: &str, other: &str, expected: bool| {
            assert_eq!(is_one(one, other), expected, "{one}, {other}");
            assert_eq!(is_one(other, one), expected, "{other}, {one}");
        };
        check("António Guterres", "Антониу Гутерриш", true);
        check("António Guterres", "أنطونيو غوتيريش", true);
        check("António Guterres", "António Manuel de Oliveira Guterres", true);
        check("António Guterres", "Antonio Gutiérrez", false);
        check("António Guterres", "Guterres", false);
        check("Phạm Thế Tùng", "Фам Тхе Тунг", true);
        for (name, other) in [
            ("Mikhail Khodorkovsky", "Michail Chodorkowski"),
            ("Abdel Fattah el-Sisi", "عبد الفتاح السيسي"),
            ("Joe Biden", "ジョー・バイデン"),
            ("Joe Biden", "Джо Байден"),
            ("Emmanuel Macron", "에마뉘엘 마크롱"),
            ("Jürgen Klinsmann", "Юрген Клинсманн"),
            ("George Bush", "George W. Bush"),
            ("Nguyễn Văn Thúy", "Nguyễn Văn Thuý"),
            ("Nguyễn Văn Linh", "Nguyen Van Linh"),
        ] {
            check(name, other, true);
        }
        for (name, other) in [
            ("George H. W. Bush", "George W. Bush"),
            ("Nguyễn Văn Linh", "Nguyễn Văn Lịnh"),
            ("Lê Đức Anh", "Lê Đức Ánh"),
            ("Michel Martin", "Michèle Martin"),
            ("Daniel Petit", "Danielle Petit"),
            ("Martin Schulz", "Martina Schulz"),
            ("Anna Zander", "Anna Sander"),
        ] {
            check(name, other, false);
        }
        check("Phạm Thế Tùng", "Phạm Minh Chính", false);
        check("Angela Merkel", "Angela Cruz", false);
        check("Siemens AG", "Siemens Aktiengesellschaft", true);
    }

    #[test]
    fn likeness_is_that_of_words_in_any_order() {
        let check = |one: &str, other: &str, expected: bool| {
            assert_eq!(likeness(one, other) >= 0.7, expected, "{one}, {other}: {}", likeness(one, other));
        };
        check("Putin, Vladimir", "Vladimir Putin", true);
        check("AlisherUsmanov", "Alisher Usmanov", true);
        check("OAO Gazprom", "Gazprom JSC", true);
        check("Boris Vekselberg", "Viktor Vekselberg", false);
        check("", "Vladimir Putin", false);
    }
}
