//! Lines that only say the headline again: as a caption, as a picture's alternative text.

/// What a picture's alternative text adds to the headline that it repeats: ` - Photo 1.`
const CAPTION_BYTES: usize = 16;

/// A kicker before the headline that it stands above: `Storm damage: `.
const KICKER_BYTES: usize = 40;
const KICKER_WORDS: usize = 3;
/// A shorter headline may well end a sentence of the text.
const HEADLINE_BYTES_MIN: usize = 24;

/// Whether a line is nothing but the headline again.
pub(super) fn repeats_headline(line: &str, headline: &str) -> bool {
    if is_kicked(line, headline) {
        return true;
    }
    // A headline of a word or two may well be a sentence of the text: `Enough.`
    if line.len() > headline.len() + CAPTION_BYTES || headline.len() < CAPTION_BYTES {
        return false;
    }
    let mut said = letters(line);
    letters(headline).all(|letter| said.next() == Some(letter))
}

/// Whether a line is the headline with a kicker before it.
fn is_kicked(line: &str, headline: &str) -> bool {
    let is_sized = headline.len() >= HEADLINE_BYTES_MIN && line.len() <= headline.len() + KICKER_BYTES;
    let before = line.strip_suffix(headline).filter(|_| is_sized);
    // `新华社北京4月24日电 题：` is a dateline, `Paint a poster under the title:` a sentence.
    let is_kicker = |kicker: &str| {
        kicker.trim_end().ends_with([':', '|', '·', '-', '–', '—', '：'])
            && !kicker.chars().any(char::is_numeric)
            && kicker.split_whitespace().count() <= KICKER_WORDS
    };
    before.is_some_and(is_kicker)
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_repeats_the_headline_is_known() {
        let check = |line: &str, expected: bool| {
            assert_eq!(repeats_headline(line, "La convention signée à Hanoï"), expected, "{line}");
        };
        check("La convention signée à Hanoï", true);
        check("La Convention signée à Hanoï - Photo 1.", true);
        check("La convention signée à Hanoï entrera en vigueur dans un an.", false);
        check("La convention", false);
        check("Diplomatie : La convention signée à Hanoï", true);
        check("Les diplomates ont écrit ceci : La convention signée à Hanoï", false);
        check("Cent États ont lu la convention signée à Hanoï", false);
    }
}
