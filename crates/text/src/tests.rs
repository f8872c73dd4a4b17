//! What holds of a document whatever its fields are made of.

use proptest::prelude::*;

use super::document::{Document, Parts, Zone};
use super::tokens::Token;

/// Characters that decide something, among any others: ends of sentences, hyphens, accents, signs without width, scripts
/// without spaces, letters that fold to several.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => prop::sample::select(vec!['.', '!', '?', '…', '。', '؟', '-', '\u{2010}', ' ', '\n']),
        2 => prop::sample::select(vec!['a', 'M', 'é', 'œ', 'ß', '漢', 'ไ', 'ﬁ', '7', '/', ':', '@', '?', '#']),
        1 => prop::sample::select(vec!['\u{301}', '\u{ad}', '\u{200b}', '\u{feff}', '\u{1}', '\r', '\u{2028}', '\u{a0}']),
        1 => any::<char>(),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(character(), 0..24).prop_map(String::from_iter)
}

/// Some paragraphs, joined as an article's are.
fn blocks() -> impl Strategy<Value = String> {
    prop::collection::vec(text(), 0..4).prop_map(|blocks| blocks.join("\n\n"))
}

fn address() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["", "https://", "http://…@", "://"]), text())
        .prop_map(|(scheme, rest)| scheme.to_owned() + &rest)
}

/// A word without where it lies in the folded text, which depends on what was read before.
fn alone(document: &Document, token: &Token) -> (u32, u32, u32, u32, u64, bool, bool, String) {
    (
        token.start,
        token.end,
        token.start_code_point,
        token.end_code_point,
        token.hash,
        token.starts_sentence,
        token.starts_paragraph,
        document.folded(token.folded_start, token.folded_end).to_owned(),
    )
}

fn check(parts: &Parts<'_>) -> Result<(), TestCaseError> {
    let document = Document::of(parts);
    let mut next = 0;
    for zone in Zone::ALL {
        let (text, only) = match zone {
            Zone::Headline => (parts.headline, Parts { headline: parts.headline, ..Parts::default() }),
            Zone::Text => (parts.text, Parts { text: parts.text, ..Parts::default() }),
            Zone::Url | Zone::Site => (parts.url, Parts { url: parts.url, ..Parts::default() }),
            Zone::Source => (parts.source, Parts { source: parts.source, ..Parts::default() }),
            Zone::Byline => (parts.byline, Parts { byline: parts.byline, ..Parts::default() }),
            Zone::Language => (parts.language, Parts { language: parts.language, ..Parts::default() }),
        };
        let positions = document.zone(zone);
        prop_assert_eq!(positions.start, next, "{:?} begins where the zone before it ends", zone);
        next = positions.end;
        let tokens = &document.tokens()[positions.start as usize..positions.end as usize];
        let mut before = 0;
        for token in tokens {
            let (start, end) = (token.start as usize, token.end as usize);
            prop_assert!(start <= end && end <= text.len(), "{:?}: {}..{} of {:?}", zone, start, end, text);
            let written = text.get(start..end);
            prop_assert!(written.is_some(), "{:?}: {}..{} cuts a character of {:?}", zone, start, end, text);
            prop_assert_eq!(token.start_code_point as usize, text[..start].chars().count());
            prop_assert_eq!(token.end_code_point as usize, text[..end].chars().count());
            // The shorter forms of a language tag begin where the whole one does.
            prop_assert!(start >= before || zone == Zone::Language, "{:?}: words overlap", zone);
            before = end;
        }
        let by_itself = Document::of(&only);
        let own = by_itself.zone(zone);
        let own = &by_itself.tokens()[own.start as usize..own.end as usize];
        let same =
            tokens.iter().map(|it| alone(&document, it)).eq(own.iter().map(|it| alone(&by_itself, it)));
        prop_assert!(same, "{:?} is read otherwise after other fields", zone);
    }
    prop_assert_eq!(next as usize, document.tokens().len());
    for position in 0..next {
        document.written(position, position + 1);
        document.place(position, position + 1);
    }
    for alias in document.aliases() {
        prop_assert!(alias.first + 1 < alias.end && alias.end <= next);
        prop_assert_eq!(document.zone_of(alias.first), document.zone_of(alias.end - 1));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn a_word_lies_in_its_own_field_whatever_the_fields_hold(
        headline in text(), text in blocks(), url in address(), source in text(), byline in text(), language in text(),
    ) {
        check(&Parts {
            headline: &headline, text: &text, url: &url, source: &source, byline: &byline, language: &language,
        })?;
    }
}

#[test]
fn a_text_may_open_with_a_mark_that_ends_sentences() {
    for mark in [".", "!", "?", "…"] {
        let text = format!("{mark} Et puis rien");
        let parts = Parts { headline: "Une convention signée à Hanoï", text: &text, ..Parts::default() };
        let document = Document::of(&parts);
        let first = document.zone(Zone::Text).start;
        assert_eq!(document.written(first, first + 1), "Et", "{text}");
    }
}
