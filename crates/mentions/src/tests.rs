//! Quotations of texts that no newspaper prints: nothing panics, every place is right, and no text takes long.

use veille_model::{LanguageTag, Quotation};

use veille_text::{Document, Parts};

const LANGUAGES: [&str; 20] = [
    "nl", "sv", "pl", "uk", "tr", "he", "hi", "hu", "ja", "ko", "fr", "en", "vi", "es", "de", "pt", "it",
    "ar", "ru", "zh",
];

/// What texts are made of: marks, signs, words that report, names, and characters of several bytes.
const PIECES: [&str; 60] = [
    "«",
    "»",
    "“",
    "”",
    "„",
    "\"",
    "'",
    "‘",
    "’",
    "「",
    "」",
    "『",
    "』",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\u{a0}",
    ".",
    ",",
    ":",
    "：",
    "?",
    "!",
    "…",
    "—",
    "- ",
    "(",
    ")",
    "。",
    "，",
    "·",
    "a déclaré",
    "said",
    "cho biết",
    "dijo",
    "sagte",
    "ha detto",
    "disse",
    "заявил",
    "قال",
    "وقال",
    "表示",
    "说",
    "Selon",
    "according to",
    "le ministre",
    "Paul Verdier",
    "M. Verdier",
    "Q:",
    "A:",
    "部长",
    "王伟",
    "وزير الخارجية",
    "سامي الحداد",
    "👩‍🚀",
    "e\u{301}",
    "\u{feff}",
];

fn quotations(language: &str, text: &str) -> Vec<Quotation> {
    let document = Document::of(&Parts { text, ..Parts::default() });
    super::quotations(&document, &LanguageTag::new(language))
}

/// A small generator, so that a failure comes again: splitmix64 (Steele, Lea, Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

#[test]
fn places_are_code_points_of_the_text_in_order_whatever_the_text() {
    let mut random = Random(11);
    let mut found = 0;
    for round in 0..10_000 {
        let pieces = random.below(160);
        let text: String = (0..pieces).map(|_| PIECES[random.below(PIECES.len())]).collect();
        let quotations = quotations(LANGUAGES[round % LANGUAGES.len()], &text);
        let mut last = 0;
        for quotation in &quotations {
            let length = quotation.end.checked_sub(quotation.start).unwrap();
            let cut: String = text.chars().skip(quotation.start).take(length).collect();
            assert_eq!(cut, quotation.exact, "{text:?}");
            assert!(length > 0 && quotation.start >= last, "{text:?}: {quotations:?}");
            last = quotation.start;
            for said in [&quotation.speaker, &quotation.cue].into_iter().flatten() {
                assert!(!said.is_empty() && text.contains(said.as_str()), "{text:?}: {said:?}");
            }
            let role = quotation.role.as_deref().unwrap_or_default();
            assert!(role.split(", ").all(|role| text.contains(role)), "{text:?}: {role:?}");
        }
        found += quotations.len();
    }
    assert!(found > 1000, "{found} quotations are too few to have tried anything");
}

/// Anything that looks back or ahead without a bound would need hours for these.
#[test]
fn a_hundred_thousand_marks_are_read_in_one_pass() {
    let check = |language: &str, piece: &str, count: usize| {
        let text = piece.repeat(count);
        let found = quotations(language, &text);
        assert!(found.len() <= text.len(), "{piece}");
    };
    for piece in ["« ", "»", "“", "”a", "\"", "‘a ", "a’ ", "«a» ", "“ab” ", "« a « b » ", "「", "„a"]
    {
        check("fr", piece, 100_000);
        check("en", piece, 100_000);
        check("de", piece, 100_000);
    }
    check("fr", "« Nous irons », a dit Paul Verdier, ", 30_000);
    check("fr", "Paul Verdier ", 50_000);
    check("fr", "A. Verdier et B. Verdier, ministre de la Ville, ", 20_000);
    check("fr", "« Un.\n", 50_000);
    check("fr", "Paul Verdier : oui.\n", 20_000);
    check("fr", "— Oui ?\n— Non.\n", 20_000);
    check("ar", "قال وزير الخارجية سامي الحداد «نعم» ", 20_000);
    check("zh", "部长王伟说：“好。”", 20_000);
    check("zh", "王", 100_000);
    check("de", "Absage Hartmanns\n", 100_000);
    let terms: String = (0..50_000).map(|number| format!("Ông nói “từ {number}” ở đây. ")).collect();
    check("vi", &terms, 1);
}
