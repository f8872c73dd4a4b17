//! Words by which neighbours tell each other apart (`shibboleths.txt` beside the weights).

use std::collections::{HashMap, HashSet};

use super::tagger::Script;
use super::tagger::training::{APOSTROPHE, GAP, Key, read_symbols, tag_of, word_key};

use super::chance::Chance;
use super::corpus::{Corpus, Line};

/// How many in a hundred lines without proof of their language are kept. The neighbours' lines are clean and teach
/// what is common to both.
fn unproven_percent(code: &str) -> usize {
    match code {
        // Half of the lines labelled Malay are Indonesian, many of those labelled
        // Bosnian Croatian or Serbian.
        "msa" => 0,
        "bos" => 35,
        _ => 100,
    }
}

/// The words of one language.
#[derive(Default)]
struct Words {
    neighbours: Vec<usize>,
    whole: HashSet<Vec<u8>>,
    beginnings: HashSet<Vec<u8>>,
}

/// One word as the model sees it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Shibboleth {
    pub key: Key,
    /// Its language.
    pub lane: usize,
    /// The languages that it is none of.
    pub neighbours: Vec<usize>,
}

/// The words of the languages of one script, by lane.
pub struct Shibboleths(HashMap<usize, Words>);

impl Shibboleths {
    /// Reads the list of words, as `shibboleths.txt` of the tagger has it.
    pub fn new(corpus: &Corpus, list: &str) -> Self {
        let lane = |tag: &str| corpus.languages.iter().position(|code| tag_of(code) == tag);
        let mut all: HashMap<usize, Words> = HashMap::new();
        for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let mut parts = line.split(' ');
            let (Some(tag), Some(neighbours)) = (parts.next(), parts.next()) else { continue };
            let Some(own) = lane(tag) else { continue };
            let words = all.entry(own).or_default();
            words.neighbours = neighbours.split(',').filter_map(lane).collect();
            for word in parts {
                let Some(symbols) = symbols(word.trim_end_matches('*'), corpus.script) else { continue };
                if word.ends_with('*') { &mut words.beginnings } else { &mut words.whole }.insert(symbols);
            }
        }
        Self(all)
    }

    /// Leaves out lines with more words of a neighbour than of their own language; of the languages whose lines are
    /// mislabelled by the hundred, also those without a word of their own.
    pub fn drop_strangers(&self, corpus: &mut Corpus) {
        let mut chance = Chance(5);
        let unproven_percent: Vec<usize> =
            corpus.languages.iter().map(|code| unproven_percent(code)).collect();
        corpus.lines.retain(|line| {
            let Some(words) = self.0.get(&line.lane) else { return true };
            let own = words.count(&line.stream);
            let neighbours = words.neighbours.iter().filter_map(|lane| self.0.get(lane));
            let strange = neighbours.map(|words| words.count(&line.stream)).max().unwrap_or(0);
            // As many of one as of the other, none for the most part: that is a line without proof.
            strange < own || (strange == own && chance.percent(unproven_percent[line.lane]))
        });
    }

    /// Adds each word as so many lines of its own.
    pub fn add_lines(&self, corpus: &mut Corpus, times: usize) {
        let mut lanes: Vec<&usize> = self.0.keys().collect();
        // In one order: maps have none, and weights must have the same bytes each time.
        lanes.sort();
        for lane in lanes {
            let words = &self.0[lane];
            let whole = words.whole.iter().map(|word| [&[GAP], &word[..], &[GAP]].concat());
            let beginnings = words.beginnings.iter().map(|word| [&[GAP], &word[..]].concat());
            let mut streams: Vec<Vec<u8>> = whole.chain(beginnings).collect();
            streams.sort();
            for stream in streams {
                corpus.lines.extend((0..times).map(|_| Line { lane: *lane, stream: stream.clone() }));
            }
        }
    }
}

impl Shibboleths {
    /// Every word of the lists, and every word of the lines that begins like one: its key, language and neighbours.
    pub fn words(&self, corpus: &Corpus) -> Vec<Shibboleth> {
        let mut seen: HashMap<&[u8], u32> = HashMap::new();
        for line in &corpus.lines {
            for word in line.stream.split(|symbol| *symbol <= APOSTROPHE) {
                *seen.entry(word).or_default() += 1;
            }
        }
        let mut words = Vec::new();
        for (lane, own) in &self.0 {
            let begun =
                // A word that one line alone has may be a misspelling, or another language's.
                seen.iter().filter(|(word, count)| **count > 1 && own.holds(word)).map(|(word, _)| *word);
            let all: HashSet<&[u8]> = begun.chain(own.whole.iter().map(Vec::as_slice)).collect();
            words.extend(all.into_iter().map(|word| Shibboleth {
                key: word_key(word),
                lane: *lane,
                neighbours: own.neighbours.clone(),
            }));
        }
        words.sort();
        words
    }
}

impl Words {
    fn count(&self, stream: &[u8]) -> usize {
        stream.split(|symbol| *symbol <= APOSTROPHE).filter(|word| self.holds(word)).count()
    }

    fn holds(&self, word: &[u8]) -> bool {
        // Beginnings of three symbols at least: shorter ones would hold for half of the dictionary.
        self.whole.contains(word) || (3..=word.len()).any(|length| self.beginnings.contains(&word[..length]))
    }
}

fn symbols(word: &str, script: Script) -> Option<Vec<u8>> {
    let mut stream = Vec::new();
    read_symbols(word, Some(script), &mut stream);
    // Serbian words in Latin letters are nothing to the Cyrillic model.
    (stream.len() > 2).then(|| stream[1..stream.len() - 1].to_vec())
}
