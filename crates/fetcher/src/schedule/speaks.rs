//! Whether a page is what an entry announced, by the words of the entry's title.
//!
//! Many links lead to one page: redirectors to the article, and expired links to a consent form or the front page. Only the
//! article has the words.

use veille_text::reference::decode_closed;

use crate::letters;

/// Of ten words of the title, how many the page has at least: corrected titles have one or two others.
const WORDS_OF_TEN: usize = 7;
/// Words of a title that are looked for: each is through all of a page, and some titles are articles.
const WORDS_MAX: usize = 60;
/// Letters of a word that says something.
const WORD_LETTERS_MIN: usize = 4;

/// Whether most words of a title stand in a page.
pub(super) fn speaks_of(page: &[u8], media_type: Option<&str>, title: &str) -> bool {
    // A page may write `&eacute;` where the title has `é`.
    let text = decode_closed(&letters::of_page(page, media_type)).to_lowercase();
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric());
    // Scripts without spaces have long words, and some have words of two signs.
    let says = |word: &&str| word.chars().count() >= WORD_LETTERS_MIN || !word.is_ascii();
    let words: Vec<&str> = words.filter(says).take(WORDS_MAX).collect();
    let found = words.iter().filter(|word| text.contains(**word)).count();
    !words.is_empty() && found * 10 >= words.len() * WORDS_OF_TEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_has_the_words_of_its_title_and_a_consent_form_has_not() {
        let check = |page: &str, title: &str, expected: bool| {
            assert_eq!(
                speaks_of(page.as_bytes(), Some("text/html; charset=utf-8"), title),
                expected,
                "{title}"
            );
        };
        let article = "<h1>Le Conseil adopte la r&eacute;forme du port</h1><p>Hà Nội ký công ước";
        check(article, "Le Conseil adopte la réforme du port [+]", true);
        check(article, "Hà Nội ký công ước", true);
        check(article, "Sixty states sign a convention", false);
        check("<p>Before you continue, accept our cookies", "Le Conseil adopte la réforme", false);
        check(article, "", false);
    }
}
