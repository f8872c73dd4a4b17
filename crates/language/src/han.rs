//! Texts in Chinese characters: simplified, traditional, Cantonese, or Japanese.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::letters::Counts;
use super::script::Script;

const FILE: &str = include_str!("../data/han.txt");

/// What each telling character tells.
static TELLING: LazyLock<HashMap<char, Written>> = LazyLock::new(|| {
    let lines = FILE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    lines
        .flat_map(|(name, characters)| {
            characters.chars().map(move |character| (character, Written::named(name)))
        })
        .collect()
});

/// The ways to write with Chinese characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Hans,
    Hant,
    Yue,
    Ja,
}

impl Written {
    const ALL: [Self; 4] = [Self::Hans, Self::Hant, Self::Yue, Self::Ja];

    fn named(name: &str) -> Self {
        match name {
            "hans" => Self::Hans,
            "hant" => Self::Hant,
            "yue" => Self::Yue,
            _ => Self::Ja,
        }
    }

    fn tag(self) -> &'static str {
        match self {
            Self::Hans => "zh-Hans",
            Self::Hant => "zh-Hant",
            Self::Yue => "yue",
            Self::Ja => "ja",
        }
    }
}

/// Enough telling characters; a long text tells within its first lines.
const TELLING_MAX: u32 = 64;

/// Languages with their evidence, the best first. Kana decides Japanese: a Chinese text holds at most the の of a
/// brand.
pub(super) fn rank(text: &str, counts: &Counts) -> Vec<(&'static str, f32)> {
    let (kana, han) = (counts[Script::Kana as usize], counts[Script::Han as usize]);
    // A page in Chinese quotes a brand, `优の良品`; Japanese has kana in every clause.
    if kana * 20 > han {
        return vec![("ja", 10.0), ("zh-Hans", 0.0)];
    }
    let mut found = [0u32; 4];
    for character in text.chars() {
        if let Some(written) = TELLING.get(&character) {
            found[*written as usize] += 1;
            if found.iter().sum::<u32>() >= TELLING_MAX {
                break;
            }
        }
    }
    // Cantonese is written in traditional characters: some of its own among them tell it.
    let [hans, hant, yue, ja] = found.map(|count| count as f32);
    // Half a sign: a text without any telling character is taken for simplified, and hardly surely.
    let evidence = [hans + 0.5, hant, if yue * 25.0 >= hant { hant + 3.0 * yue } else { 0.0 }, 2.0 * ja];
    let mut ranked: Vec<(&str, f32)> =
        Written::ALL.into_iter().zip(evidence).map(|(written, evidence)| (written.tag(), evidence)).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked
}

/// The characters of a text that tell a language, and how often each stands there.
pub(super) fn telling(text: &str, tag: &str) -> HashMap<String, f32> {
    let mut found = HashMap::new();
    for character in text.chars() {
        if TELLING.get(&character).is_some_and(|written| written.tag() == tag) {
            *found.entry(character.to_string()).or_default() += 1.0;
        }
    }
    found
}
