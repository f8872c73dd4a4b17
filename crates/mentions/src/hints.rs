//! What the words of a text may be in a sentence that reports: one look into the lexicon for each word.

use super::lexicon::{CLUE, Kind, Kinds, LONG, Lexicon, Script};
use super::phrases::ends_so;
use super::words::Words;

/// Verbs that say that somebody says something.
const VERBS: Kinds = Kind::Verbs.set() | Kind::Judges.set() | Kind::Reports.set() | Kind::BareReports.set();
/// Prefixes are taken off a word only where this many letters remain.
const STEM_LETTERS_MIN: usize = 2;

/// For each word, how many words a phrase of each kind takes that begins there.
pub(super) struct Hints {
    /// The kinds of phrase that begin at each word.
    kinds: Vec<Kinds>,
    /// Of these, those that have several words, by where they begin.
    long: Vec<Long>,
}

/// A phrase of several words.
#[derive(Clone, Copy, Debug)]
struct Long {
    at: u32,
    kind: Kind,
    words: u8,
}

impl Hints {
    pub fn of(words: &Words<'_>, lexicon: &Lexicon) -> Self {
        let mut hints = Self { kinds: vec![0; words.len()], long: Vec::new() };
        for at in 0..words.len() {
            hints.look_up(words, lexicon, at, words.token(at).hash, words.written(at));
            if !lexicon.prefixes.is_empty() {
                hints.without_prefixes(words, lexicon, at);
            }
            let folded = words.folded(at);
            if words.is_capital(at) && lexicon.is_body(folded) {
                hints.long.retain(|long| long.at as usize != at || long.kind != Kind::Organisations);
                hints.kinds[at] |= Kind::Organisations.set();
            }
            // `Trung tâm **Cảnh báo** Sóng thần`: where no noun has a capital, a verb with one within a sentence is part of a name.
            if lexicon.syllabic && words.is_capital(at) && words.follows_capital(at) {
                hints.kinds[at] &= !VERBS;
            }
            hints.demonym(words, lexicon, at);
            if !lexicon.has_role_endings || !words.is_capital(at) {
                continue;
            }
            // *Hermann* and *Hartmann* end like *Kaufmann*, which has an article or an adjective before it.
            let bare = ends_so(folded, &lexicon.surname_endings)
                && (at == 0
                    || words.starts_sentence(at)
                    || !words.is_small(at - 1)
                    || hints.is_any(at - 1, &[Kind::Verbs, Kind::Judges]));
            let name = hints.is(at, Kind::GivenNames) || (bare && lexicon.capital_nouns);
            // `den Theologen`, `des Präsidenten`
            let inflected = || {
                lexicon.capital_nouns
                    && lexicon.role_cases.iter().any(|case| {
                        folded
                            .strip_suffix(case.as_str())
                            .is_some_and(|stem| lexicon.role_endings.end(stem, 0))
                    })
            };
            if !name && (lexicon.role_endings.end(folded, 1) || inflected()) {
                let feminine = lexicon.role_endings_f.end(folded, 1);
                let kind = if feminine { Kind::RolesF } else { Kind::Roles };
                hints.kinds[at] |= kind.set();
            }
        }
        if lexicon.syllabic {
            hints.without_parts();
        } else if lexicon.script == Script::Cased {
            hints.without_names(words, lexicon.capital_nouns);
        }
        hints
    }

    /// `“…,” Read said.`: of two verbs side by side within a sentence, the one with a capital is a name.
    fn without_names(&mut self, words: &Words<'_>, nouns: bool) {
        let verb = |at: usize| self.is(at, Kind::Verbs) && words.is_small(at);
        let name = |at: &usize| {
            self.is(*at, Kind::Verbs)
                && words.is_capital(*at)
                && !words.starts_sentence(*at)
                // Where all nouns have capitals, a verb with one is a noun: `schenken keinen Glauben: „…“`.
                && (nouns || words.follows(at + 1) && verb(at + 1) || *at > 0 && words.follows(*at) && verb(at - 1))
        };
        let names: Vec<usize> = (0..self.kinds.len()).filter(name).collect();
        for at in names {
            self.kinds[at] &= !(Kind::Verbs.set() | Kind::Judges.set() | Kind::Reports.set());
        }
    }

    /// `cơ *quan chức* năng`, `Cục Hàng *không*`: a role or a negation that lies within the name of a body is none.
    fn without_parts(&mut self) {
        for at in 0..self.kinds.len() {
            let body = self.length(at, Kind::Bodies);
            for inner in at + 1..(at + body).min(self.kinds.len()) {
                for kind in [Kind::Roles, Kind::Verbs, Kind::Reports, Kind::Auxiliaries, Kind::Negations] {
                    if inner + self.length(inner, kind) <= at + body {
                        self.kinds[inner] &= !kind.set();
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
            let kind = if feminine { Kind::RolesF } else { Kind::Roles };
            self.long
                .retain(|long| long.at as usize != at || long.kind != kind && long.kind != Kind::Epithets);
            self.kinds[at] |= kind.set() | Kind::Epithets.set();
        }
    }

    fn look_up(&mut self, words: &Words<'_>, lexicon: &Lexicon, at: usize, hash: u64, written: &str) {
        let (alone, phrases) = lexicon.starting_with(hash);
        self.kinds[at] |= alone;
        let next = words.hash(at + 1).unwrap_or_default();
        for phrase in phrases.iter().filter(|phrase| phrase.next == 0 || phrase.next == next) {
            let rest = &*phrase.rest;
            let fits = at + rest.len() < words.len()
                && rest.iter().zip(at + 1..).all(|(hash, at)| words.token(at).hash == *hash)
                && phrase.begins(written);
            if !fits {
                continue;
            }
            let clue = if phrase.kind.is_clue() { CLUE } else { 0 };
            self.kinds[at] |= phrase.kind.set() | clue;
            if !rest.is_empty() {
                self.kinds[at] |= LONG;
                let words = u8::try_from(rest.len() + 1).unwrap_or(u8::MAX);
                self.long.push(Long { at: u32::try_from(at).unwrap_or(u32::MAX), kind: phrase.kind, words });
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
        self.kinds[at] & CLUE != 0
    }

    /// How many words a phrase of this kind takes here; 0 where there is none.
    #[inline]
    pub fn length(&self, at: usize, kind: Kind) -> usize {
        self.longest(at, &[kind])
    }

    /// The longest phrase of these kinds that begins here.
    #[inline]
    pub fn longest(&self, at: usize, kinds: &[Kind]) -> usize {
        let set = set(kinds);
        let found = self.kinds.get(at).copied().unwrap_or_default();
        if found & set == 0 {
            return 0;
        }
        if found & LONG == 0 { 1 } else { self.longest_of(at, found & set) }
    }

    /// The same where phrases of several words begin.
    fn longest_of(&self, at: usize, set: Kinds) -> usize {
        let first = self.long.partition_point(|long| (long.at as usize) < at);
        let here = self.long[first..].iter().take_while(|long| long.at as usize == at);
        let lengths = here.filter(|long| long.kind.set() & set != 0).map(|long| usize::from(long.words));
        lengths.max().unwrap_or(1)
    }

    pub fn is(&self, at: usize, kind: Kind) -> bool {
        self.is_any(at, &[kind])
    }

    #[inline]
    pub fn is_any(&self, at: usize, kinds: &[Kind]) -> bool {
        self.kinds.get(at).is_some_and(|found| found & set(kinds) != 0)
    }

    /// A phrase of these kinds that ends right before this word, the longest.
    #[inline]
    pub fn ending_at(&self, end: usize, kinds: &[Kind]) -> Option<usize> {
        let set = set(kinds);
        for start in end.saturating_sub(5)..end {
            let found = self.kinds.get(start).copied().unwrap_or_default();
            if found & set == 0 {
                continue;
            }
            let longest = if found & LONG == 0 { 1 } else { self.longest_of(start, found & set) };
            if longest == end - start {
                return Some(start);
            }
        }
        None
    }
}

#[inline]
fn set(kinds: &[Kind]) -> Kinds {
    kinds.iter().fold(0, |set, kind| set | kind.set())
}
