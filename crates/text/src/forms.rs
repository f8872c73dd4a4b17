//! Other forms of a word that stand for it in a query: without what its language writes together with it (clitics and
//! particles), and in the other script of its language.
//!
//! A noun seldom stands alone in Korean (*협약이*, *협약의*) or Arabic (*بالاتفاقية*), and whoever asks for 협약 means all
//! of these. A form is found beside the word as it stands, so a rule that takes too much away adds a form that nobody asks
//! for; where both are words (*고양이*, a cat, and 고양, a city) more is found than was meant, and `EXACT(…)` finds the
//! word alone. The rules stand in `data/attached.txt`.

use std::ops::Range;
use std::sync::LazyLock;

use super::tokens::{Sink, Token};

const ATTACHED: &str = include_str!("../data/attached.txt");

/// What is written together with a word.
struct Affix {
    letters: &'static str,
    /// Characters that must be left.
    left_min: usize,
    after: After,
}

/// After which syllable a particle stands: Korean has two of most.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Any,
    /// One that ends in a consonant.
    Consonant,
    /// One that ends in a vowel.
    Vowel,
    /// One that ends in a vowel or in ㄹ.
    VowelOrL,
}

#[derive(Default)]
struct Affixes {
    arabic: Vec<Affix>,
    hebrew: Vec<Affix>,
    hangul: Vec<Affix>,
}

static AFFIXES: LazyLock<Affixes> = LazyLock::new(|| {
    let mut affixes = Affixes::default();
    for line in ATTACHED.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(script), Some(letters), Some(left_min), after) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let of_script = match script {
            "arabic" => &mut affixes.arabic,
            "hebrew" => &mut affixes.hebrew,
            _ => &mut affixes.hangul,
        };
        let after = match after {
            Some("consonant") => After::Consonant,
            Some("vowel") => After::Vowel,
            Some("vowel-l") => After::VowelOrL,
            _ => After::Any,
        };
        of_script.push(Affix { letters, left_min: left_min.parse().unwrap_or(usize::MAX), after });
    }
    affixes
});

/// Adds the forms of the words at these positions of texts.
pub(crate) fn add<'t>(sink: &mut Sink, texts: impl Iterator<Item = (Range<u32>, &'t str)> + Clone) {
    let is_serbian = |sink: &Sink| {
        let mut all = texts.clone().flat_map(|(positions, _)| positions);
        all.any(|at| has_serbian_letter(folded(sink, &sink.tokens[at as usize])))
    };
    // Asked when the first word in Cyrillic comes: most texts have none.
    let mut serbian = None;
    for (positions, text) in texts.clone() {
        for at in positions {
            let token = sink.tokens[at as usize];
            let length = token.folded_end - token.folded_start;
            // Most words of most texts end here: a Latin one that is as long as it is written has no other form.
            let first = sink.folded.as_bytes().get(token.folded_start as usize);
            if first.is_some_and(|first| *first < 0xd0) && token.end - token.start <= length {
                continue;
            }
            let word = folded(sink, &token);
            let found = match word.as_bytes().first() {
                Some(0xd8..=0xdb) => beginnings(word, &AFFIXES.arabic),
                Some(0xd6..=0xd7) => beginnings(word, &AFFIXES.hebrew),
                Some(0xea..=0xed) => endings(word, &AFFIXES.hangul),
                Some(0xd0..=0xd2) if *serbian.get_or_insert_with(|| is_serbian(sink)) => vec![latin(word)],
                Some(b'a'..=b'z') if token.end - token.start > length && word.contains('d') => {
                    with_dj(word, &text[token.start as usize..token.end as usize]).into_iter().collect()
                }
                _ => continue,
            };
            found.iter().for_each(|form| sink.push_form(at, form));
        }
    }
}

fn folded<'s>(sink: &'s Sink, token: &Token) -> &'s str {
    &sink.folded[token.folded_start as usize..token.folded_end as usize]
}

fn beginnings(word: &str, affixes: &[Affix]) -> Vec<String> {
    let without = |affix: &Affix| word.strip_prefix(affix.letters).filter(|left| is_enough(left, affix));
    affixes.iter().filter_map(without).map(str::to_owned).collect()
}

fn endings(word: &str, affixes: &[Affix]) -> Vec<String> {
    let without = |affix: &Affix| {
        let left = word.strip_suffix(affix.letters).filter(|left| is_enough(left, affix))?;
        stands_after(affix.after, left.chars().next_back()?).then_some(left)
    };
    affixes.iter().filter_map(without).map(str::to_owned).collect()
}

fn is_enough(left: &str, affix: &Affix) -> bool {
    left.chars().nth(affix.left_min - 1).is_some()
}

fn stands_after(after: After, syllable: char) -> bool {
    // Hangul syllables are numbered so that their last consonant is the remainder (The Unicode Standard, 3.12).
    const FIRST: u32 = 0xac00;
    const LAST_CONSONANTS: u32 = 28;
    const L: u32 = 8;
    let Some(number) = u32::from(syllable).checked_sub(FIRST) else { return false };
    match after {
        After::Any => true,
        After::Consonant => number % LAST_CONSONANTS != 0,
        // 으 is itself what is put before 로.
        _ if syllable == '으' => false,
        After::Vowel => number % LAST_CONSONANTS == 0,
        After::VowelOrL => matches!(number % LAST_CONSONANTS, 0 | L),
    }
}

/// Letters that Cyrillic has in Serbian and its neighbours, and not in Russian, Ukrainian or Bulgarian. One text of some
/// sentences never lacks them.
pub fn has_serbian_letter(word: &str) -> bool {
    matches!(word.as_bytes().first(), Some(0xd0..=0xd2)) && word.contains(['ј', 'ђ', 'љ', 'њ', 'ћ', 'џ'])
}

/// A folded word of Serbian Cyrillic in folded Latin letters, one letter for each but љ, њ and the like (the alphabets
/// of Vuk Karadžić and Ljudevit Gaj).
pub fn latin(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    for letter in word.chars() {
        latin.push_str(match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' | 'ђ' => "d",
            'е' => "e",
            'ж' | 'з' => "z",
            'и' => "i",
            'ј' => "j",
            'к' => "k",
            'л' => "l",
            'љ' => "lj",
            'м' => "m",
            'н' => "n",
            'њ' => "nj",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ш' => "s",
            'т' => "t",
            'ћ' | 'ц' | 'ч' => "c",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'џ' => "dz",
            other => {
                latin.push(other);
                continue;
            }
        });
    }
    latin
}

/// `djordjevic` of *Đorđević*. Vietnamese has the letter too, and is told by the absence of the others.
fn with_dj(word: &str, written: &str) -> Option<String> {
    let is_south_slavic = written.contains(['ć', 'č', 'š', 'ž', 'Ć', 'Č', 'Š', 'Ž']);
    if !is_south_slavic || !written.contains(['đ', 'Đ']) {
        return None;
    }
    let mut letters = written.chars().filter(|letter| !super::fold::is_format(*letter));
    let spelled = word.chars().map(|letter| match letters.next() {
        Some('đ' | 'Đ') => "dj".to_owned(),
        _ => letter.to_string(),
    });
    Some(spelled.collect())
}

#[cfg(test)]
mod tests {
    use super::super::document::{Document, Parts};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::of(&Parts { text, ..Parts::default() });
        let forms = document.forms().iter();
        let found: Vec<&str> =
            forms.map(|form| document.folded(form.folded_start, form.folded_end)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn korean_particles_are_attached_to_what_ends_in_their_sound() {
        check("협약이 협약은 협약의 협약에서 협약을", &["협약"; 5]);
        check("하노이 하노이는 하노이에서", &["하노이", "하노이"]);
        // 가 follows a vowel: an expert is no speciality.
        check("전문가 회의 한국", &[]);
        check("미국으로부터 서울로", &["미국", "미국으로", "서울"]);
    }

    #[test]
    fn arabic_articles_and_prepositions_are_attached() {
        check("بالاتفاقية", &["اتفاقيه", "الاتفاقيه"]);
        check("للاتفاقية", &["اتفاقيه", "لاتفاقيه"]);
        check("الأمم", &["امم"]);
        check("لاتفاقية", &["اتفاقيه"]);
        check("كاتفاقية وكاتفاقية", &["اتفاقيه", "اتفاقيه", "كاتفاقيه"]);
        check("فبتوقيع فلتوقيع", &["توقيع", "بتوقيع", "توقيع", "لتوقيع"]);
        check("وزير بيان الذي", &[]);
        // *Whole*, *agencies*: four letters that are a word stand behind ك in others.
        check("كاملة", &[]);
    }

    #[test]
    fn hebrew_articles_and_prepositions_are_attached() {
        check("האמנה", &["אמנה"]);
        check("בית שלום הוא", &[]);
    }

    #[test]
    fn serbian_is_read_in_both_scripts() {
        check("Ханојској конвенцији", &["hanojskoj", "konvenciji"]);
        check("Ханойской конвенции", &[]);
        check("Đorđević Đặng", &["djordjevic"]);
    }
}
