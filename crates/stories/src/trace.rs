//! A communiqué followed into the press: what became of each of its sentences in an article.
//!
//! Sentences are compared word by word (longest common subsequence): what of a sentence stands in an article's, in order.

use std::ops::Range;

use rustc_hash::FxHashSet;
use veille_model::TaggedArticle;
use veille_text::{Document, Parts, Zone};

use crate::headings::Lines;
use crate::translation::{Likeness, Proof, Reading, Sentences, Sketch, Tables};
use crate::words::{short, together};

/// A sentence of fewer words says nothing of where it comes from.
const WORDS_MIN: usize = 5;
/// So many words of a sentence must stand in one of the article's for that to be a form of it, in hundredths.
const ALTERED: usize = 55;
/// So many of them in a row, or so many of the others beside the longest row: whoever names the same treaty wrote no form of it.
const BESIDE: usize = 45;
/// And so many where hardly anything else stands there: it was shortened.
const SHORTENED: usize = 30;
/// So much of a shortened sentence is the original's, in hundredths.
const OWN: usize = 80;
/// Words of a sentence that are compared: the rest of a list of names is none.
const WORDS_MAX: usize = 120;
/// Three-word shingles that an article must share to be looked at.
const SHINGLES: usize = 2;

/// A text whose sentences are looked for.
#[derive(Debug)]
pub struct Traced {
    sentences: Vec<Sentence>,
    shingles: FxHashSet<u32>,
    foreign: Option<Foreign>,
}

/// What a text is looked for by in other languages.
#[derive(Debug)]
struct Foreign {
    text: String,
    language: String,
    sentences: Sentences,
    sketch: Sketch,
}

#[derive(Debug)]
struct Sentence {
    written: String,
    /// Its bytes in its text.
    place: Range<usize>,
    words: Vec<u32>,
}

/// What became of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// It stands there word for word.
    Verbatim,
    /// It stands there in other words, these.
    Altered(String),
    /// A part of it stands there, this.
    Shortened(String),
    /// It stands there in another language, in these words.
    Translated(String),
    /// It does not stand there.
    LeftOut,
}

impl Trace {
    /// All that can become of a sentence, what is nearest to it first.
    pub const KINDS: [&'static str; 5] = ["verbatim", "altered", "shortened", "translated", "left_out"];

    /// What became of it, in a word of [`Trace::KINDS`].
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Altered(_) => "altered",
            Self::Shortened(_) => "shortened",
            Self::Translated(_) => "translated",
            Self::LeftOut => "left_out",
        }
    }

    /// How it reads there, where that is in other words.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Altered(words) | Self::Shortened(words) | Self::Translated(words) => Some(words),
            Self::Verbatim | Self::LeftOut => None,
        }
    }
}

impl Traced {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        Self::made_of(sentences(text))
    }

    fn made_of(sentences: Vec<Sentence>) -> Self {
        let shingles = sentences.iter().flat_map(|sentence| shingles(&sentence.words)).collect();
        Self { sentences, shingles, foreign: None }
    }

    /// Reads a whole text in this language (BCP 47), to look for it in others as well. Its title and its headings are no
    /// sentences.
    pub fn in_language(text: &str, language: &str) -> Self {
        let keys = Sentences::of(&Reading::of("", text, language));
        let sketch = Sketch::of(&keys, language);
        let foreign =
            Foreign { text: text.to_owned(), language: language.to_owned(), sentences: keys, sketch };
        let lines = Lines::of(text);
        let mut sentences = sentences(text);
        sentences.retain(|sentence| !lines.is_heading(&sentence.place, sentence.words.len()));
        Self { foreign: Some(foreign), ..Self::made_of(sentences) }
    }

    /// What became of each sentence in an article in another language (headline, text, language); None where that is no
    /// translation of the text.
    pub fn trace_translated(&self, article: (&str, &str, &str), tables: &mut Tables) -> Option<Vec<Trace>> {
        let foreign = self.foreign.as_ref()?;
        let there = Sentences::of(&Reading::of(article.0, article.1, article.2));
        let sketch = Sketch::of(&there, article.2);
        // Reading for keys costs more than comparing two sketches.
        if !foreign.sketch.is_like(&sketch) {
            return None;
        }
        if !Likeness::of(&foreign.sentences, &there, tables).is_translation() {
            return None;
        }
        let mut traces = vec![Trace::LeftOut; self.sentences.len()];
        let proof = Proof::of(("", &foreign.text, &foreign.language), article);
        for agreement in proof.lines.into_values().flat_map(|line| line.agreements) {
            // What was aligned is cut otherwise, long sentences at a space: the first that ends behind where it begins.
            let at = self.sentences.partition_point(|sentence| sentence.place.end < agreement.start);
            let Some(sentence) = self.sentences.get(at) else { continue };
            // Of a heading, which stands between two sentences.
            let is_elsewhere = agreement.start + agreement.sentence.len() <= sentence.place.start;
            if !is_elsewhere && traces[at] == Trace::LeftOut {
                traces[at] = Trace::Translated(agreement.other);
            }
        }
        Some(traces)
    }

    /// What became of each sentence in an article, in its own language or in another; None where nothing of the text stands there.
    pub fn follow(&self, tagged: &TaggedArticle, tables: &mut Tables) -> Option<Vec<Trace>> {
        let article = &tagged.article;
        let headline = article.headline.as_deref().unwrap_or_default();
        let written = (headline, &*article.text, tagged.language.as_str());
        // Its own language first: there words say what the keys can only guess.
        self.trace(&article.text).or_else(|| self.trace_translated(written, tables))
    }

    /// The same of its first sentences alone: each is compared with each of an article's, and a text may have thousands.
    #[must_use]
    pub fn first(mut self, sentences: usize) -> Self {
        self.sentences.truncate(sentences);
        Self { foreign: self.foreign, ..Self::made_of(self.sentences) }
    }

    /// Its sentences as written.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().map(|sentence| &*sentence.written)
    }

    /// What became of each sentence in a text; None where nothing of them stands there.
    pub fn trace(&self, text: &str) -> Option<Vec<Trace>> {
        let there = sentences(text);
        let shared: FxHashSet<u32> = there
            .iter()
            .flat_map(|sentence| shingles(&sentence.words))
            .filter(|shingle| self.shingles.contains(shingle))
            .collect();
        // A single short sentence has no more.
        if shared.len() < SHINGLES.min(self.shingles.len()).max(1) {
            return None;
        }
        let traces: Vec<Trace> = self.sentences.iter().map(|sentence| sentence.found_in(&there)).collect();
        traces.iter().any(|trace| *trace != Trace::LeftOut).then_some(traces)
    }
}

impl Sentence {
    fn found_in(&self, text: &[Self]) -> Trace {
        let words = &self.words;
        if words.len() < WORDS_MIN {
            // As a part of another sentence it may stand anywhere.
            let is_there = text.iter().any(|other| other.words == *words);
            return if is_there { Trace::Verbatim } else { Trace::LeftOut };
        }
        let mut best: (usize, Option<&Self>) = (0, None);
        let own: FxHashSet<u32> = words.iter().take(WORDS_MAX).copied().collect();
        for other in text {
            // Also within a longer sentence: *The minister said: "…"*.
            if other.words.windows(words.len()).any(|window| window == words) {
                return Trace::Verbatim;
            }
            // In whatever order: most sentences of an article have less than the best so far, and need not be laid beside it.
            let shared = other.words.iter().take(WORDS_MAX).filter(|word| own.contains(word)).count();
            if shared <= best.0 {
                continue;
            }
            let common = common(words, &other.words);
            if common > best.0 {
                best = (common, Some(other));
            }
        }
        let (common, Some(other)) = best else { return Trace::LeftOut };
        // What is compared, and no more: a list of two hundred signatories would never have enough in common with itself.
        let own = words.len().min(WORDS_MAX);
        let theirs = other.words.len().min(WORDS_MAX);
        let (of_this, of_other) = (common * 100 / own, common * 100 / theirs);
        // Nearly as long is no shortening, but another wording.
        let is_shorter = other.words.len() * 100 < words.len() * 85;
        if common >= WORDS_MIN && is_shorter && of_other >= OWN && of_this >= SHORTENED {
            return Trace::Shortened(other.written.clone());
        }
        let row = longest_row(words, &other.words);
        let is_form = row * 100 >= own * ALTERED || (common - row) * 100 >= (own - row) * BESIDE;
        match common >= WORDS_MIN && of_this >= ALTERED && is_form {
            true => Trace::Altered(other.written.clone()),
            false => Trace::LeftOut,
        }
    }
}

/// How many words in a row two sentences have in common at most.
fn longest_row(first: &[u32], second: &[u32]) -> usize {
    let (first, second) = (&first[..first.len().min(WORDS_MAX)], &second[..second.len().min(WORDS_MAX)]);
    let mut rows = vec![0_usize; second.len() + 1];
    let mut longest = 0;
    for word in first {
        // From behind, so that what stands before is still that of the word before.
        for at in (0..second.len()).rev() {
            rows[at + 1] = if second[at] == *word { rows[at] + 1 } else { 0 };
            longest = longest.max(rows[at + 1]);
        }
    }
    longest
}

/// How many words two sentences have in common in the same order.
fn common(first: &[u32], second: &[u32]) -> usize {
    let (first, second) = (&first[..first.len().min(WORDS_MAX)], &second[..second.len().min(WORDS_MAX)]);
    let mut row = vec![0_usize; second.len() + 1];
    for word in first {
        let mut diagonal = 0;
        for (at, other) in second.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[second.len()]
}

fn shingles(words: &[u32]) -> impl Iterator<Item = u32> {
    words.windows(3).map(|window| together(window.iter().copied()))
}

fn sentences(text: &str) -> Vec<Sentence> {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let mut sentences = Vec::new();
    let zone = document.zone(Zone::Text);
    for unit in document.units(|token| token.starts_sentence) {
        if !zone.contains(&unit.start) || unit.is_empty() {
            continue;
        }
        let words = unit.clone().map(|at| short(document.tokens()[at as usize].hash)).collect();
        let tokens = &document.tokens()[unit.start as usize..unit.end as usize];
        let place = tokens[0].start as usize..tokens[tokens.len() - 1].end as usize;
        sentences.push(Sentence { written: document.written(unit.start, unit.end).to_owned(), place, words });
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_longer_than_what_is_compared_is_found_with_a_word_changed() {
        let list = |changed: &str| {
            let names: Vec<String> = (0..260).map(|n| format!("signatory{n}")).collect();
            names.join(" ").replace("signatory7 ", changed) + "."
        };
        let traced = Traced::of(&list("signatory7 ")).trace(&list("observer7 "));
        assert!(matches!(traced.as_deref(), Some([Trace::Altered(_)])), "{traced:?}");
    }

    #[test]
    fn each_sentence_is_found_as_it_stands_or_is_told_to_be_missing() {
        let communique = "The minister signed the treaty in Hanoi on Saturday morning. She said that the first \
                          exchange of evidence would follow within the year, and that all were welcome. Nobody asked a question.";
        let check = |article: &str, expected: &[Trace]| {
            assert_eq!(Traced::of(communique).trace(article).as_deref(), Some(expected), "{article}");
        };
        check(
            "From our desk. THE MINISTER SIGNED THE TREATY in Hanoi on Saturday morning.",
            &[Trace::Verbatim, Trace::LeftOut, Trace::LeftOut],
        );
        check(
            "On Saturday the minister signed the great treaty in Hanoi in the morning.",
            &[
                Trace::Altered(
                    "On Saturday the minister signed the great treaty in Hanoi in the morning".into(),
                ),
                Trace::LeftOut,
                Trace::LeftOut,
            ],
        );
        check(
            "She said that the first exchange of evidence would follow.",
            &[
                Trace::LeftOut,
                Trace::Shortened("She said that the first exchange of evidence would follow".into()),
                Trace::LeftOut,
            ],
        );
        assert_eq!(Traced::of(communique).trace("The harvest was good this year."), None);
    }

    #[test]
    fn who_names_the_same_treaty_wrote_no_form_of_a_sentence() {
        let communique = "Sixty-four countries signed the United Nations Convention against Cybercrime in the capital on Saturday.";
        let trace = |article: &str| Traced::of(communique).trace(article);
        let other = "Few of the countries that spoke of the United Nations Convention against Cybercrime in the spring had read it.";
        assert_eq!(trace(other), None);
        let altered = "On Saturday seventy-two countries signed the United Nations Convention against Cybercrime in the capital.";
        assert!(matches!(trace(altered).as_deref(), Some([Trace::Altered(_)])));
    }

    #[test]
    fn a_title_and_headings_are_no_sentences() {
        let check = |text: &str, expected: &[&str]| {
            let traced = Traced::in_language(text, "fr");
            assert_eq!(traced.sentences().collect::<Vec<_>>(), expected, "{text}");
        };
        let signed = "Soixante-douze États ont signé samedi. Le texte entre en vigueur en mai.";
        let both = ["Soixante-douze États ont signé samedi", "Le texte entre en vigueur en mai"];
        let title = "La Convention de Hanoï ouverte à la signature";
        check(
            &format!(
                "COMMUNIQUÉ\n\n{title}\n\nHanoï, le 25 octobre 2025\n\n{signed}\n\nContexte\n\nContact : a@b.example\n"
            ),
            &both,
        );
        // Each paragraph a line, as a word processor copies them.
        check(&format!("{title}\n{signed}\nContact presse\n"), &both);
        // Lines of mail, whose sentences go on: what stands close above one is none.
        check(
            "Titre\n\nSoixante-douze États ont signé la convention\ndes Nations unies samedi.\n",
            &["Soixante-douze États ont signé la convention", "des Nations unies samedi"],
        );
        check(
            &format!("{signed}\n\n- une école de magistrats\n- un fonds"),
            &[both[0], both[1], "une école de magistrats", "un fonds"],
        );
        check("Soixante-douze États ont signé samedi", &["Soixante-douze États ont signé samedi"]);
        let quoted = "« Nous avons signé aujourd'hui. »";
        check(quoted, &["Nous avons signé aujourd'hui"]);
        check("河内公约开放签署\n\n七十二国签署公约。\n", &["七十二国签署公约"]);
    }

    #[test]
    fn a_short_sentence_is_found_where_it_is_a_sentence() {
        let trace = |article: &str| Traced::of("What changes now? We sign.").trace(article);
        let told = "The minister spoke. What changes now? Nothing.";
        assert_eq!(trace(told), Some(vec![Trace::Verbatim, Trace::LeftOut]));
        assert_eq!(trace("Nobody knows what changes now or later in the year."), None);
    }
}
