//! Many documents of our own making: small flattened pages, each with its URL, some of them no articles.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const SUBJECTS: [&str; 6] = [
    "La délégation",
    "Le ministère de la Justice",
    "Une association de juristes",
    "Le comité de pilotage",
    "L'office des Nations unies",
    "La police du port",
];
const VERBS: [&str; 6] =
    ["a présenté", "discute depuis lundi", "veut faire ratifier", "conteste", "prépare", "salue"];
const OBJECTS: [&str; 6] = [
    "la Convention de Hanoï contre la cybercriminalité",
    "un projet de loi sur les preuves numériques",
    "la formation de deux cents enquêteurs",
    "le calendrier de la cérémonie de signature",
    "un accord d'entraide avec les pays voisins",
    "les articles sur la souveraineté dans le cyberespace",
];

/// Writes `count` captures as JSON Lines into the folder. Every tenth says too little to be an article.
pub fn write(folder: &Path, count: usize) -> PathBuf {
    let mut lines = String::new();
    for number in 0..count {
        let body = if number % 10 == 9 { "Suite en page 2".to_owned() } else { page(number) };
        let capture = serde_json::json!({
            "url": format!("https://journal-{}.example/articles/{number}", number % 7),
            "captured_at": format!("2025-10-{:02}T{:02}:{:02}:00Z", 1 + number % 28, number % 24, number % 60),
            "media_type": "text/plain; charset=utf-8",
            "body": body,
        });
        writeln!(lines, "{capture}").expect("writing to a string");
    }
    let path = folder.join("corpus.jsonl");
    fs::write(&path, lines).expect("the scratch folder is writable");
    path
}

fn page(number: usize) -> String {
    let pick = |list: &[&'static str; 6], step: usize| list[(number / step + number) % 6];
    let mut page = format!("Le journal n° {number} : {} {}\n\n", pick(&SUBJECTS, 1), pick(&VERBS, 2));
    for paragraph in 0..4 {
        for sentence in 0..3 {
            let shift = number + paragraph * 3 + sentence;
            let (subject, verb, object) = (
                SUBJECTS[shift % 6],
                VERBS[(shift / 6 + paragraph) % 6],
                OBJECTS[(shift / 5 + sentence) % 6],
            );
            write!(page, "{subject} {verb} {object}, a-t-on appris mardi dans la dépêche {shift}. ")
                .expect("a string");
        }
        page.push_str("\n\n");
    }
    page.push_str("Comment (0)\n");
    page
}
