//! How like two articles' tellings are: weighted words (tf-idf) of the whole and of headline and lead, names and numbers.
//!
//! How rare a word is comes from our own frequencies, not from the articles at hand: so what two articles are to each other
//! depends on these two alone, and not on what else is stored or came before.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::words::{Shape, Word, Words, together};

/// Words of the text that are looked at, and of its lead.
const WORDS: usize = 400;
const LEAD: usize = 80;
/// Most terms kept of each kind: the heaviest.
const MOST: [usize; 4] = [64, 40, 32, 12];
/// By how many terms an article is found.
const KEYS: usize = 24;
/// The rarity of what is not in the table of frequencies: rarer than what just missed it.
const UNLISTED: f32 = 8.1;
/// Words that stand in a text most often, of which most are its language's commonest.
const COMMON: usize = 9;
/// How rare these are in the languages that our frequencies are mostly of.
const USUAL: f32 = 2.0;
/// What two names in a row are rarer than the rarer of them.
const PAIR: f32 = 2.0;

/// A telling's terms by kind, each kind of unit length and sorted; in as few pieces of memory as may be, for all that are held
/// have them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    /// All words', those of headline and lead, names, numbers, one kind after the other.
    terms: Box<[u32]>,
    /// Of each, in 255ths.
    weights: Box<[u8]>,
    /// Where each kind ends.
    ends: [u8; 4],
    /// The terms by which it is found.
    pub keys: Box<[u32]>,
}

/// How like two tellings are, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// By all their words.
    pub words: f32,
    /// By headline and lead.
    pub lead: f32,
    /// By capitalised words.
    pub names: f32,
    /// By numbers.
    pub numbers: f32,
}

impl Likeness {
    pub(crate) fn of(first: &Terms, second: &Terms) -> Self {
        let [words, lead, names, numbers] =
            [0, 1, 2, 3].map(|kind| dot(first.of_kind(kind), second.of_kind(kind)));
        Self { words, lead, names, numbers }
    }

    /// All of it in one number, from 0 to 1: the mean of the four. The weights, one for all languages, are those of a
    /// logistic regression on pairs of both annotated sets, rounded (`training stories --pairs`).
    pub fn score(&self) -> f32 {
        let [words, lead, names, numbers] = WEIGHTS;
        words * self.words + lead * self.lead + names * self.names + numbers * self.numbers
    }
}

const WEIGHTS: [f32; 4] = [0.34, 0.37, 0.28, 0.01];

/// Terms, sorted, and their weights.
type Vector<'t> = (&'t [u32], &'t [u8]);

fn dot((terms, weights): Vector<'_>, (others, their_weights): Vector<'_>) -> f32 {
    let (mut at, mut there, mut sum) = (0, 0, 0_u32);
    while at < terms.len() && there < others.len() {
        match terms[at].cmp(&others[there]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => there += 1,
            std::cmp::Ordering::Equal => {
                sum += u32::from(weights[at]) * u32::from(their_weights[there]);
                at += 1;
                there += 1;
            }
        }
    }
    // Weights are rounded: a text would be a little more than wholly like itself.
    (sum as f32 / (255.0 * 255.0)).min(1.0)
}

/// The heaviest of these, as they are kept.
fn heaviest(weights: &FxHashMap<u32, f32>, most: usize) -> Vec<(u32, u8)> {
    let mut heaviest: Vec<(u32, f32)> = weights.iter().map(|(term, weight)| (*term, *weight)).collect();
    // By weight, then by name: the same whatever order the map gives.
    heaviest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    heaviest.truncate(most);
    let length = heaviest.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    heaviest.sort_unstable_by_key(|(term, _)| *term);
    heaviest.into_iter().map(|(term, weight)| (term, (weight / length * 255.0).round() as u8)).collect()
}

impl Terms {
    pub(crate) fn of(words: &Words) -> Self {
        let text = &words.text[..words.text.len().min(WORDS)];
        let lead = &text[..text.len().min(LEAD)];
        let common = common(text);
        let rarity: FxHashMap<u32, f32> = words
            .headline
            .iter()
            .chain(text)
            .map(|word| (word.hash, (rarity_of(word) - common).max(0.1) * UNLISTED / (UNLISTED - common)))
            .collect();
        let (all, first) = (count(words.headline.iter().chain(text), 1.0), {
            let mut first = count(lead.iter(), 1.0);
            words.headline.iter().for_each(|word| *first.entry(word.hash).or_default() += 2.0);
            first
        });
        let weigh = |counts: &FxHashMap<u32, f32>| -> FxHashMap<u32, f32> {
            counts.iter().map(|(term, count)| (*term, (1.0 + count.ln()) * rarity[term])).collect()
        };
        let (all, first) = (weigh(&all), weigh(&first));
        let (names, numbers) = named(&words.headline, text, &rarity);
        let mut keys: Vec<(u32, f32)> = first
            .iter()
            // What one article in twenty has (e to -3) finds too much of the press to be compared with.
            .filter(|(term, _)| rarity[*term] > 3.0)
            .map(|(term, weight)| {
                let name = names.get(term).copied().unwrap_or_default();
                (*term, weight + all.get(term).copied().unwrap_or_default() + name)
            })
            .collect();
        keys.extend(names.iter().filter(|(term, _)| !first.contains_key(*term)).map(|(t, w)| (*t, *w)));
        keys.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let (mut kept, mut ends): (Vec<(u32, u8)>, [u8; 4]) = (Vec::new(), [0; 4]);
        for (kind, weights) in [&all, &first, &names, &numbers].into_iter().enumerate() {
            kept.extend(heaviest(weights, MOST[kind]));
            ends[kind] = kept.len() as u8;
        }
        Self {
            terms: kept.iter().map(|(term, _)| *term).collect(),
            weights: kept.iter().map(|(_, weight)| *weight).collect(),
            ends,
            keys: keys.into_iter().take(KEYS).map(|(term, _)| term).collect(),
        }
    }

    fn of_kind(&self, kind: usize) -> Vector<'_> {
        let start = if kind == 0 { 0 } else { usize::from(self.ends[kind - 1]) };
        let end = usize::from(self.ends[kind]);
        (&self.terms[start..end], &self.weights[start..end])
    }
}

/// How rare the words are of which a text is mostly made: our frequencies are those of all languages together, so that
/// what is common in Hindi looks rare beside what is common in English.
fn common(text: &[Word]) -> f32 {
    let counts = count(text.iter(), 1.0);
    let rarity: FxHashMap<u32, f32> = text.iter().map(|word| (word.hash, rarity_of(word))).collect();
    let mut counts: Vec<(u32, f32)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut rarities: Vec<f32> = counts.iter().take(COMMON).map(|(word, _)| rarity[word]).collect();
    rarities.sort_unstable_by(f32::total_cmp);
    // The median, for names are among them too.
    let median = rarities.get(rarities.len() / 2).copied().unwrap_or_default();
    // A language of which no word is listed has nothing to be told by.
    if median < UNLISTED - 1.0 { (median - USUAL).max(0.0) } else { 0.0 }
}

fn count<'w>(words: impl Iterator<Item = &'w Word>, by: f32) -> FxHashMap<u32, f32> {
    let mut counts = FxHashMap::default();
    for word in words {
        *counts.entry(word.hash).or_default() += by;
    }
    counts
}

fn rarity_of(word: &Word) -> f32 {
    if word.frequency <= veille_text::frequency::UNLISTED { UNLISTED } else { -word.frequency.ln() }
}

/// Names, that is words that are written with a capital though no sentence begins with them, and two in a row; numbers,
/// years apart.
fn named(
    headline: &[Word],
    text: &[Word],
    rarity: &FxHashMap<u32, f32>,
) -> (FxHashMap<u32, f32>, FxHashMap<u32, f32>) {
    // What is also written small is no name: a headline that capitalises every word makes none of them one.
    let small: FxHashSet<u32> =
        text.iter().filter(|word| word.shape == Shape::Lower).map(|word| word.hash).collect();
    let (mut names, mut numbers) = (FxHashMap::<u32, f32>::default(), FxHashMap::<u32, f32>::default());
    let mut weights: FxHashMap<u32, f32> = FxHashMap::default();
    let mut before: Option<&Word> = None;
    for (at, word) in headline.iter().chain(text).enumerate() {
        // The last word of a headline and the first of the text are no name together.
        if at == headline.len() {
            before = None;
        }
        match word.shape {
            Shape::Number => {
                *numbers.entry(word.hash).or_default() += 1.0;
                before = None;
            }
            Shape::Capital => {
                let is_first = word.starts_sentence && at >= headline.len();
                if !is_first && !small.contains(&word.hash) {
                    *names.entry(word.hash).or_default() += 1.0;
                    weights.insert(word.hash, rarity[&word.hash]);
                }
                if let Some(before) = before.filter(|_| !word.starts_sentence) {
                    let pair = together([before.hash, word.hash]);
                    *names.entry(pair).or_default() += 1.0;
                    weights.insert(pair, rarity[&before.hash].max(rarity[&word.hash]) + PAIR);
                }
                before = Some(word);
            }
            Shape::Lower => before = None,
        }
    }
    for (name, count) in &mut names {
        *count = (1.0 + count.ln()) * weights[name];
    }
    for (number, count) in &mut numbers {
        *count = (1.0 + count.ln()) * rarity[number];
    }
    (names, numbers)
}
