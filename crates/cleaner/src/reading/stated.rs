//! Bodies that stand in a page's structured data alone, as behind many a paywall and in pages that scripts fill in.

use veille_text::reference;

use crate::body::Verdict;
use crate::body::{Sieve, hash_words};
use crate::metadata::Metadata;
use crate::page::{Page, Tag};

/// A shorter text is a summary.
const STATED_WORDS_MIN: usize = 80;
/// The page must have shown less than this share of the stated text.
const SHOWN_SHARE_MAX: f32 = 0.5;

/// Whether a stated text is markup: `<div x-show="!show"><svg …`, `<br><br>Le texte <a href=x>`, and not prose in which a tag is
/// named, `the <b> of old pages`, or `a < b`: some tag ends one, parts lines, or has attributes.
pub(super) fn is_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = &text.as_bytes()[at + 1..];
        let name_length = |name: &[u8]| name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (name, is_end) = match rest.strip_prefix(b"/") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let tag = Tag::of(&name[..name_length(name)]);
        let after = &name[name_length(name)..];
        let has_attributes = || {
            let inside = after.iter().take(TAG_BYTES_MAX).take_while(|byte| **byte != b'<');
            inside.clone().any(|byte| *byte == b'=') && inside.clone().any(|byte| *byte == b'>')
        };
        tag != Tag::Other
            && match after.first() {
                Some(b'>') => is_end || tag.breaks_lines() || tag == Tag::Br,
                Some(b' ' | b'\t' | b'\n' | b'\r' | b'/') => {
                    is_end || after.starts_with(b"/>") || after.starts_with(b" />") || has_attributes()
                }
                _ => false,
            }
    })
}

/// A text with its references decoded, as systems write it from their editors: `L&#8217;accord&nbsp;…`, `&lt;p&gt;…`; what was escaped twice,
/// too.
fn decoded(text: &str) -> String {
    reference::decode_closed(&reference::decode(text)).into_owned()
}

/// A tag of an editor is not longer.
const TAG_BYTES_MAX: usize = 2_000;

/// The text that structured data states, where the page shows only a smaller part of it.
pub(crate) fn better_text(page: &Page<'_>, verdicts: &[Verdict], metadata: &Metadata) -> Option<String> {
    let stated = metadata.article_body.as_deref()?;
    let kept = page
        .blocks
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| verdict.keep)
        .map(|(block, _)| page.block_text(block));
    let shown: usize = kept.clone().map(str::len).sum();
    // Most pages show what they state: told by the lengths, before any word is compared.
    if shown * 10 > stated.len() * 8 {
        return None;
    }
    let stated = decoded(stated);
    let mut words = Vec::new();
    hash_words(&stated, &mut words);
    let mut shown = Vec::new();
    kept.for_each(|text| hash_words(text, &mut shown));
    // The share of what is stated that is shown, not the other way round: a page may show
    // comments without number besides.
    let found = Sieve::of_shingles(&shown).share_of_shingles(&words);
    (words.len() >= STATED_WORDS_MIN && found < SHOWN_SHARE_MAX).then_some(stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_text_has_its_references_decoded() {
        let check = |written: &str, expected: &str| assert_eq!(decoded(written), expected, "{written}");
        check("L&#8217;accord&nbsp;: 5 &lt; 6", "L’accord\u{a0}: 5 < 6");
        check("&lt;p&gt;L&amp;rsquo;accord&lt;/p&gt;", "<p>L’accord</p>");
        check("Un\n\nDeux & trois", "Un\n\nDeux & trois");
    }

    #[test]
    fn a_stated_text_is_markup_where_a_tag_does_something() {
        let check = |text: &str, expected: bool| assert_eq!(is_markup(text), expected, "{text}");
        check("<p>Un</p>", true);
        check("Un<br><br>Le texte", true);
        check("Un<br/>deux", true);
        check("Le texte <a href=x>que voici", true);
        check("Un <b>mot</b> gras", true);
        check("<div x-show=\"!show\"><svg>", true);
        check("The <b> of old pages", false);
        check("a < b and c > d, x <y> z, 5 <6", false);
        check("Send it to <ann@courier.example>", false);
        check("Un texte\n\nDeux", false);
    }
}
