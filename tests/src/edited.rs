//! An article that its newspaper corrected: the English seed, captured again two days later with other words.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the article stands.
pub const ADDRESS: &str = "https://www.harbour-gazette.example/world/un-cybercrime-pact/";

/// What was replaced, and by what.
pub const EDITS: [(&str, &str); 4] = [
    ("UN cybercrime pact draws 72 signatures", "UN cybercrime pact draws 71 signatures"),
    ("Seventy-two countries have signed", "Seventy-one countries have signed"),
    ("said Adaeze Sample, who teaches", "said Amina Modelo, who no longer teaches"),
    (
        "Critics, among them technology companies and human rights groups, say its provisions on sharing evidence reach far \
         beyond computer crime, covering any offense that carries four years in prison or more. ",
        "",
    ),
];

/// The article as it was first, and as it was corrected.
pub fn wordings() -> [String; 2] {
    let seed = crate::root().join("seeds/08_english_wire.txt");
    let first = fs::read_to_string(seed).expect("the seed is there");
    let corrected = EDITS.iter().fold(first.clone(), |text, (old, new)| {
        assert!(text.contains(old), "the seed no longer has {old:?}");
        text.replace(old, new)
    });
    [first, corrected]
}

/// Writes the captures into the folder as JSON Lines: the article, corrected two days later, and corrected still the day
/// after. `wordings` are those that were captured, the first of them first.
pub fn write(folder: &Path, name: &str, wordings: &[&str]) -> PathBuf {
    let lines: Vec<String> = ["2025-10-27T11:30:00Z", "2025-10-29T09:00:00Z", "2025-10-30T09:00:00Z"]
        .iter()
        .zip(wordings)
        .map(|(captured_at, body)| {
            let capture = serde_json::json!({
                "url": ADDRESS, "source": "harbour-gazette", "captured_at": captured_at,
                "media_type": "text/plain; charset=utf-8", "body": body,
            });
            capture.to_string()
        })
        .collect();
    let path = folder.join(name);
    fs::write(&path, lines.join("\n")).expect("the scratch folder is writable");
    path
}
