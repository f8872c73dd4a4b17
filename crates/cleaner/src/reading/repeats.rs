//! Lines that only say the headline again: as a caption, as a picture's alternative text.

/// What a picture's alternative text adds to the headline that it repeats: ` - Photo 1.`
const CAPTION_BYTES: usize = 16;

/// Whether a line is nothing but the headline again.
pub(super) fn repeats_headline(line: &str, headline: &str) -> bool {
    // A headline of a word or two may well be a sentence of the text: `Enough.`
    if line.len() > headline.len() + CAPTION_BYTES || headline.len() < CAPTION_BYTES {
        return false;
    }
    let mut said = letters(line);
    letters(headline).all(|letter| said.next() == Some(letter))
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
    }
}
