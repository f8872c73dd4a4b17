//! Under which words a person is found: `Emmanuel Macron`, `EMMANUEL MACRON` and `macron` alike.

use veille_text::fold::{Folded, fold};
use veille_text::name;

/// The words of a name as queries compare them, with a space between; empty where it has none. A character of a script
/// that puts no spaces between words is a word.
pub(crate) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut ended = true;
    for character in name.chars() {
        let separate = |key: &mut String| {
            if !key.is_empty() {
                key.push(' ');
            }
        };
        match fold(character) {
            Folded::Separator => ended = true,
            Folded::Transparent => {}
            Folded::Unspaced(character) => {
                separate(&mut key);
                key.push(character);
                ended = true;
            }
            word => {
                if ended {
                    separate(&mut key);
                }
                ended = false;
                match word {
                    Folded::Word(letter) => key.push(letter),
                    Folded::Several(letters) => key.push_str(letters),
                    Folded::Separator | Folded::Transparent | Folded::Unspaced(_) => {}
                }
            }
        }
    }
    key
}

/// Those of the speakers who are found under these words.
pub(crate) fn found(speakers: Vec<String>, by: &str) -> Vec<String> {
    let is_found = finder(by);
    speakers.into_iter().filter(|key| is_found(key)).collect()
}

/// Longer ones are no name: in another spelling they are not looked for.
const NAME_BYTES_MAX: usize = 200;

/// Whether a person is found under these words: all of them stand in the name, as they are or in another spelling.
fn finder(by: &str) -> impl Fn(&str) -> bool {
    let words = key(by);
    let includes = (by.len() <= NAME_BYTES_MAX).then(|| name::finder(by));
    move |key| {
        words.split(' ').all(|word| key.split(' ').any(|own| own == word))
            || includes.as_ref().is_some_and(|includes| includes(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_folded_words() {
        let check = |name: &str, expected: &str| assert_eq!(key(name), expected);
        check("Emmanuel Macron", "emmanuel macron");
        check("  JEAN-NOËL\u{a0}BARROT ", "jean noel barrot");
        check("Nguyễn Phú Trọng", "nguyen phu trong");
        check("Cœur", "coeur");
        check("习近平", "习 近 平");
        check("— …", "");
    }

    #[test]
    fn a_person_is_found_under_any_spelling() {
        let check = |name: &str, by: &str, expected: bool| {
            assert_eq!(finder(by)(&key(name)), expected, "{name}, {by}")
        };
        check("Антониу Гутерриш", "Guterres", true);
        check("António Guterres", "guterres antonio", true);
        check("习近平", "近平", true);
        check("Lucio Gutiérrez", "Guterres", false);
    }
}
