//! What tells the articles that somebody does not want from those that they do: names, words and phrases, by how much each of the two
//! have of them (contrast of document frequencies).

use std::collections::{BTreeMap, BTreeSet};

use veille_model::{MentionKind, TaggedArticle};
use veille_text::{Document, Zone, frequency};

use crate::selection::query_of;

/// A shorter word is part of too much.
const LETTERS: usize = 4;
/// A word inside a phrase may be shorter.
const LETTERS_INSIDE: usize = 2;
/// How often something stands in an article that is about it; in the headline once says as much as twice. A headline alone has words
/// of every day, too.
const TIMES: usize = 3;
const HEADLINE: usize = 2;
/// Of a word that one article alone speaks against, so many may have it of which nobody knows.
const UNKNOWN: usize = 1;
/// And of so many words it is one: what a long article says three times it may say of anything. What its headline has, too, is half as
/// rarely by accident there.
const DENSITY: usize = 100;
/// With fewer articles to compare with, nothing can be told from what somebody happened to write.
const OTHERS_MIN: usize = 2;
/// With so many, what two articles share that nobody wants is no accident.
const OTHERS_MANY: usize = 8;

/// Something that could be excluded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Telling {
    /// As a query asks for it.
    pub clause: String,
    /// The words in it, folded.
    words: Vec<String>,
    /// Of the articles that nobody wants, how many have it.
    pub unwanted: usize,
    score: f64,
}

/// What an article has, each with how much it says of it.
struct Features {
    /// By the clause that finds it.
    all: BTreeMap<String, Feature>,
    /// How many words its headline and text have.
    words: usize,
}

struct Feature {
    words: Vec<String>,
    /// How often it stands in the text, and twice that in the headline.
    weight: usize,
    in_headline: bool,
    is_name: bool,
    is_place: bool,
}

/// What `article`, and others that are `unwanted`, have and none that is wanted has, the most telling first; of `rest` nobody knows.
pub(super) fn telling(
    article: &TaggedArticle,
    unwanted: &[TaggedArticle],
    wanted: &[TaggedArticle],
    rest: &[TaggedArticle],
) -> Vec<Telling> {
    let own = Features::of(article);
    let presence = |articles: &[TaggedArticle]| -> Vec<BTreeSet<String>> {
        articles.iter().map(|it| Features::of(it).all.into_keys().collect()).collect()
    };
    let (unwanted, wanted, rest) = (presence(unwanted), presence(wanted), presence(rest));
    let compared = wanted.len() + rest.len();
    if compared < OTHERS_MIN {
        return Vec::new();
    }
    let having = |articles: &[BTreeSet<String>], clause: &str| {
        articles.iter().filter(|it| it.contains(clause)).count()
    };
    let mut found: Vec<Telling> = Vec::new();
    for (clause, feature) in own.all {
        let (others, unknown) = (having(&unwanted, &clause), having(&rest, &clause));
        let density = if feature.in_headline { 2 * DENSITY } else { DENSITY };
        let is_dense = feature.weight >= TIMES && feature.weight * density >= own.words;
        // What several of them share that nobody wants may be a third as frequent in each; verbs of every day are shared by chance.
        let is_shared = others * 2 > unwanted.len()
            && compared >= OTHERS_MANY
            && feature.weight > 1
            && feature.weight * 3 * DENSITY >= own.words;
        // A place says where; that it says what, few articles cannot tell.
        let is_everyday = (feature.is_place && compared < OTHERS_MANY)
            || others == 0 && !feature.is_name && unknown > UNKNOWN;
        if having(&wanted, &clause) > 0 || is_everyday || !(is_dense || is_shared) {
            continue;
        }
        // Without a rest there is no share of it, and nothing to divide by.
        let share_of_rest = unknown as f64 / (rest.len().max(1)) as f64;
        let is_phrase = feature.words.len() > 1;
        found.push(Telling {
            clause,
            words: feature.words,
            unwanted: 1 + others,
            // By its logarithm: ten times is more about it than three times, but not three times as telling as one article more.
            score: 2.0 * others as f64 + (1.0 + feature.weight as f64).ln() - share_of_rest
                + if feature.is_name { 0.3 } else { 0.0 }
                + if is_phrase { 0.1 } else { 0.0 },
        });
    }
    // Of equals by their words, so that the same article is always proposed the same.
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.clause.cmp(&b.clause)));
    // A phrase and its words say the same twice.
    let mut kept: Vec<Telling> = Vec::new();
    for telling in found {
        let says_again = |other: &Telling| telling.words.iter().any(|word| other.words.contains(word));
        if !kept.iter().any(says_again) {
            kept.push(telling);
        }
    }
    kept
}

impl Features {
    fn of(tagged: &TaggedArticle) -> Self {
        let document = Document::of_tagged(tagged);
        let words = [Zone::Headline, Zone::Text].map(|zone| document.zone(zone).len()).iter().sum();
        let mut features = Self { all: BTreeMap::new(), words };
        let mut named: BTreeSet<u32> = BTreeSet::new();
        for (name, mention) in document.names().iter().zip(&tagged.mentions) {
            let Some(clause) = query_of(name.kind, &name.name) else { continue };
            let places = name.places.iter();
            named.extend(places.clone().cloned().flatten());
            let words: BTreeSet<String> = places
                .flat_map(|place| place.clone().map(|at| word(&document, at).to_owned()))
                .filter(|word| word.chars().count() >= LETTERS)
                .collect();
            let in_headline = !mention.headline.is_empty();
            let feature = Feature {
                words: words.into_iter().collect(),
                weight: mention.text.len() + HEADLINE * usize::from(in_headline),
                in_headline,
                is_name: true,
                is_place: name.kind == MentionKind::Place,
            };
            features.all.insert(clause, feature);
        }
        features.take(&document, Zone::Headline, &named);
        features.take(&document, Zone::Text, &named);
        features
    }

    /// Takes the words and phrases of a zone: not those that are parts of names.
    fn take(&mut self, document: &Document, zone: Zone, named: &BTreeSet<u32>) {
        let positions = document.zone(zone);
        for at in positions.clone() {
            if named.contains(&at) {
                continue;
            }
            let first = word(document, at);
            if says(first) {
                self.add(&[first], zone);
            }
            // *prix du pétrole*: what stands between two words may be a small one.
            for length in [2, 3] {
                let end = at + length;
                let is_whole = end <= positions.end && document.are_adjacent(at, end);
                if !is_whole || (at..end).any(|at| named.contains(&at)) {
                    // A longer phrase from here holds the same name, or leaves the zone as well.
                    break;
                }
                let words: Vec<&str> = (at..end).map(|at| word(document, at)).collect();
                let last = words[words.len() - 1];
                let is_small = |word: &&str| frequency::is_common(word);
                let holds = words[1..words.len() - 1].iter().all(is_small);
                // At least one of them must say something by itself.
                if holds && is_content(first) && is_content(last) && (says(first) || says(last)) {
                    self.add(&words, zone);
                }
            }
        }
    }

    fn add(&mut self, words: &[&str], zone: Zone) {
        let clause = if words.len() == 1 { words[0].to_owned() } else { format!("\"{}\"", words.join(" ")) };
        let content = words.iter().filter(|word| is_content(word)).map(|word| (*word).to_owned()).collect();
        let feature = self.all.entry(clause).or_insert(Feature {
            words: content,
            weight: 0,
            in_headline: false,
            is_name: false,
            is_place: false,
        });
        feature.weight += if zone == Zone::Headline { HEADLINE } else { 1 };
        feature.in_headline |= zone == Zone::Headline;
    }
}

fn word(document: &Document, at: u32) -> &str {
    let token = &document.tokens()[at as usize];
    document.folded(token.folded_start, token.folded_end)
}

/// Whether a word says what an article is about: one that the press uses every day does not.
fn says(word: &str) -> bool {
    word.chars().count() >= LETTERS
        && word.chars().all(char::is_alphabetic)
        && frequency::of_word(word) <= frequency::UNLISTED
}

fn is_content(word: &str) -> bool {
    word.chars().count() > LETTERS_INSIDE
        && word.chars().all(char::is_alphabetic)
        && !frequency::is_common(word)
}
