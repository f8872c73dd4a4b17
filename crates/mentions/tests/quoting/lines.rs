//! Sentences with what is said in them, one a line: `text => kind speaker: words | …`, `\n` for a new paragraph, `?` for nobody.

use veille_mentions::quotations;
use veille_model::{LanguageTag, Quotation, QuotationKind};
use veille_text::{Document, Parts};

/// A language has so many at least.
const LINES_MIN: usize = 15;

#[test]
fn what_each_line_says_is_said_is_found_and_nothing_else() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quotations/lines");
    let files = std::fs::read_dir(folder).unwrap();
    let mut wrong = Vec::new();
    for path in files.map(|file| file.unwrap().path()) {
        let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let lines = std::fs::read_to_string(&path).unwrap();
        assert!(lines.lines().count() >= LINES_MIN, "{language}");
        for line in lines.lines() {
            let (text, expected) = line.split_once(" =>").unwrap();
            let found = found(&language, &text.replace("\\n", "\n"));
            if found != expected.trim() {
                wrong.push(format!("{language}: {line}\n    found {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn found(language: &str, text: &str) -> String {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found = quotations(&document, &LanguageTag::new(language));
    found.iter().map(written).collect::<Vec<_>>().join(" | ")
}

fn written(said: &Quotation) -> String {
    let kind = match said.kind {
        QuotationKind::Direct => "direct",
        QuotationKind::Partial => "partial",
        QuotationKind::Indirect => "indirect",
        QuotationKind::Answer => "answer",
    };
    let speaker = said.speaker.as_deref().or(said.role.as_deref()).unwrap_or("?");
    format!("{kind} {speaker}: {}", said.exact)
}
