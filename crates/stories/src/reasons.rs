//! Why two articles are taken to tell of one event, in their own words: what both have, the rarest first.

use rustc_hash::FxHashSet;
use veille_model::Article;

use crate::likeness::{Likeness, Terms};
use crate::words::{Shape, Word, Words};

/// Most of each kind that are named.
const NAMED: usize = 6;
/// Words of the text that are looked at.
const WORDS: usize = 400;

/// What speaks for one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons {
    /// Names in both.
    pub names: Vec<String>,
    /// Numbers in both.
    pub numbers: Vec<String>,
    /// Other words in both, none that every third article has.
    pub words: Vec<String>,
    /// How like they are.
    pub likeness: Likeness,
}

/// Looks for the reasons in the first of two articles.
pub fn reasons(first: &Article, second: &Article) -> Reasons {
    let (words, others) = (Words::of_article(first), Words::of_article(second));
    let known: FxHashSet<u32> =
        others.headline.iter().chain(others.text.iter().take(WORDS)).map(|w| w.hash).collect();
    let small: FxHashSet<u32> =
        words.text.iter().filter(|word| word.shape == Shape::Lower).map(|word| word.hash).collect();
    let mut reasons =
        Reasons { likeness: Likeness::of(&Terms::of(&words), &Terms::of(&others)), ..Reasons::default() };
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut rare: Vec<(f32, String)> = Vec::new();
    for (field, text) in [
        (&words.headline[..], first.headline.as_deref().unwrap_or_default()),
        (&words.text[..words.text.len().min(WORDS)], &first.text),
    ] {
        let mut name: Vec<&Word> = Vec::new();
        for word in field {
            let is_shared = known.contains(&word.hash);
            let is_name = word.shape == Shape::Capital && is_shared && !small.contains(&word.hash);
            // A name is as many such words as stand side by side.
            let goes_on = name.last().is_some_and(|last| word.start <= last.end + 1);
            if !(is_name && goes_on) {
                push_name(&mut name, text, &mut seen, &mut reasons.names);
            }
            if is_name {
                name.push(word);
            } else if is_shared && seen.insert(word.hash) {
                match word.shape {
                    Shape::Number => reasons.numbers.push(written(text, word.start, word.end)),
                    _ if word.frequency < 0.03 => {
                        rare.push((word.frequency, written(text, word.start, word.end)))
                    }
                    _ => {}
                }
            }
        }
        push_name(&mut name, text, &mut seen, &mut reasons.names);
    }
    rare.sort_by(|a, b| a.0.total_cmp(&b.0));
    reasons.words = rare.into_iter().map(|(_, word)| word).take(NAMED).collect();
    reasons.names.truncate(NAMED);
    reasons.numbers.truncate(NAMED);
    reasons
}

fn push_name(name: &mut Vec<&Word>, text: &str, seen: &mut FxHashSet<u32>, names: &mut Vec<String>) {
    let is_new = name.iter().any(|word| !seen.contains(&word.hash));
    if let (true, Some(first), Some(last)) = (is_new, name.first(), name.last()) {
        names.push(written(text, first.start, last.end));
    }
    seen.extend(name.drain(..).map(|word| word.hash));
}

fn written(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}
