//! What the words of a text may be in a sentence that reports: one look into the lexicon for each word.

use super::lexicon::{Kind, Lexicon};
use super::words::Words;

/// Prefixes are taken off a word only where this many letters remain.
const STEM_LETTERS_MIN: usize = 2;

/// For each word, how many words a phrase of each kind takes that begins there.
pub(super) struct Hints {
    lengths: Vec<[u8; Kind::COUNT]>,
    /// For each word, whether it may tell that somebody is told to have said something.
    clues: Vec<bool>,
}

impl Hints {
    pub fn of(words: &Words<'_>, lexicon: &Lexicon) -> Self {
        let mut hints =
            Self { lengths: vec![[0; Kind::COUNT]; words.len()], clues: vec![false; words.len()] };
        for at in 0..words.len() {
            hints.look_up(words, lexicon, at, words.token(at).hash, words.written(at));
            if !lexicon.prefixes.is_empty() {
                hints.without_prefixes(words, lexicon, at);
            }
            let folded = words.folded(at);
            if words.is_capital(at) && lexicon.is_body(folded) {
                hints.lengths[at][Kind::Organisations as usize] = 1;
            }
            hints.demonym(words, lexicon, at);
            let ends = |ending: &String| folded.len() > ending.len() && folded.ends_with(ending.as_str());
            // *Hermann* and *Hartmann* end like *Kaufmann*, which has an article or an adjective before it.
            let bare = folded.ends_with("mann")
                && (at == 0
                    || words.starts_sentence(at)
                    || !words.is_small(at - 1)
                    || hints.is(at - 1, Kind::Verbs));
            let name = hints.is(at, Kind::GivenNames) || (bare && lexicon.capital_nouns);
            // `den Theologen`, `des Präsidenten`
            let inflected = || {
                lexicon.capital_nouns
                    && ["en", "n", "es", "s"].iter().any(|case| {
                        folded.strip_suffix(case).is_some_and(|stem| {
                            lexicon.role_endings.iter().any(|ending| stem.ends_with(ending.as_str()))
                        })
                    })
            };
            if words.is_capital(at) && !name && (lexicon.role_endings.iter().any(ends) || inflected()) {
                let feminine = lexicon.role_endings_f.iter().any(ends);
                let kind = if feminine { Kind::RolesF } else { Kind::Roles };
                let length = &mut hints.lengths[at][kind as usize];
                *length = (*length).max(1);
            }
        }
        if lexicon.syllabic {
            hints.without_parts();
        }
        hints
    }

    /// `cơ *quan chức* năng`: a role that lies within the name of a body is none.
    fn without_parts(&mut self) {
        for at in 0..self.lengths.len() {
            let body = self.length(at, Kind::Bodies);
            for inner in at + 1..(at + body).min(self.lengths.len()) {
                for kind in [Kind::Roles, Kind::Verbs, Kind::Reports] {
                    if inner + self.length(inner, kind) <= at + body {
                        self.lengths[inner][kind as usize] = 0;
                    }
                }
            }
        }
    }

    /// `confiait la Savoyarde`: where someone comes from stands for them, with an article before it and no name after.
    fn demonym(&mut self, words: &Words<'_>, lexicon: &Lexicon, at: usize) {
        let folded = words.folded(at);
        let ends = |ending: &String| folded.len() > ending.len() + 2 && folded.ends_with(ending.as_str());
        if !words.is_capital(at) || !lexicon.demonym_endings.iter().any(ends) {
            return;
        }
        // `la Française Marie Aubert`: before a name it is an adjective.
        if at == 0 || !words.is_small(at - 1) || words.is_capital(at + 1) {
            return;
        }
        let is = |articles: &[String]| articles.iter().any(|article| article == words.folded(at - 1));
        let feminine = is(&lexicon.demonym_articles_f);
        if feminine || is(&lexicon.demonym_articles) {
            self.lengths[at][if feminine { Kind::RolesF } else { Kind::Roles } as usize] = 1;
            self.lengths[at][Kind::Epithets as usize] = 1;
        }
    }

    fn look_up(&mut self, words: &Words<'_>, lexicon: &Lexicon, at: usize, hash: u64, written: &str) {
        for (kind, rest) in lexicon.starting_with(hash, written) {
            let fits = at + rest.len() < words.len()
                && rest.iter().zip(at + 1..).all(|(hash, at)| words.token(at).hash == *hash);
            if fits {
                self.clues[at] |= kind.is_clue();
                let length = &mut self.lengths[at][kind as usize];
                *length = (*length).max(u8::try_from(rest.len() + 1).unwrap_or(u8::MAX));
            }
        }
    }

    /// `وقال` is *wa-* and *qāla*, `للخبير` is *li-l-* and *khabīr*.
    fn without_prefixes(&mut self, words: &Words<'_>, lexicon: &Lexicon, at: usize) {
        let folded = words.folded(at);
        for prefix in &lexicon.prefixes {
            let Some(stem) = folded.strip_prefix(prefix.as_str()) else { continue };
            if stem.chars().count() >= STEM_LETTERS_MIN {
                self.look_up(words, lexicon, at, veille_text::hash(stem), stem);
            }
        }
    }

    /// Whether a word may tell that somebody is told to have said something.
    pub fn is_clue(&self, at: usize) -> bool {
        self.clues[at]
    }

    /// How many words a phrase of this kind takes here; 0 where there is none.
    pub fn length(&self, at: usize, kind: Kind) -> usize {
        self.lengths.get(at).map_or(0, |lengths| lengths[kind as usize].into())
    }

    /// The longest phrase of these kinds that begins here.
    pub fn longest(&self, at: usize, kinds: &[Kind]) -> usize {
        kinds.iter().map(|kind| self.length(at, *kind)).max().unwrap_or_default()
    }

    pub fn is(&self, at: usize, kind: Kind) -> bool {
        self.length(at, kind) > 0
    }

    pub fn is_any(&self, at: usize, kinds: &[Kind]) -> bool {
        self.longest(at, kinds) > 0
    }

    /// A phrase of these kinds that ends right before this word, the longest.
    pub fn ending_at(&self, end: usize, kinds: &[Kind]) -> Option<usize> {
        let longest = 5.min(end);
        (1..=longest)
            .rev()
            .map(|length| end - length)
            .find(|start| self.longest(*start, kinds) == end - start)
    }
}
