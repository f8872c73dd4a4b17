//! The words of reporting in Japanese and Korean, and what tells a name there.

use std::sync::OnceLock;

use serde::Deserialize;
use veille_text::Traits;

use crate::marks::{Marked, Marks};
use crate::phrases::Endings;

/// The mark that Korean texts write on both sides, and what stands between has at most so many bytes.
const SINGLE: char = '\'';
const SINGLE_BYTES_MAX: usize = 240;

const LANGUAGES: [(&str, &str); 2] =
    [("ja", include_str!("../data/ja.toml")), ("ko", include_str!("../data/ko.toml"))];

/// How such a language reports speech.
#[derive(Deserialize)]
pub struct Entry {
    pub marks: Vec<String>,
    pub particles: Vec<String>,
    #[serde(default)]
    pub connectives: Vec<String>,
    pub verbs: Vec<String>,
    /// They close a sentence that a source opens: `…によると「…」という。`
    #[serde(default)]
    pub closers: Vec<String>,
    pub denials: Vec<String>,
    /// They say of what was reported that it is not so: `との報道は誤りだ`.
    pub falsities: Vec<String>,
    /// Verbs end so that only suppose it: `と述べたなら`.
    conditions: Vec<String>,
    /// A question may end so before its stop: `と言ったのか。`
    #[serde(default)]
    pub asking: Vec<String>,
    /// They lead back to what was said before: `こう述べた`.
    #[serde(default)]
    pub so: Vec<String>,
    pub topics: Vec<String>,
    pub sources: Vec<String>,
    pub roles: Vec<String>,
    pub honorifics: Vec<String>,
    pub he: Vec<String>,
    #[serde(default)]
    pub surnames: String,
    #[serde(default)]
    pub bodies: Vec<String>,
    /// Countries, which speak too.
    #[serde(default)]
    pub countries: Vec<String>,
    /// What ends like a body, a role or a name and speaks for nobody: *society*.
    pub no_speakers: Vec<String>,
    /// Roles of many, and nouns that are before a role what it is of: *関係者*, *銀行*.
    #[serde(default)]
    pub crowds: Vec<String>,
    #[serde(default)]
    pub no_families: Vec<String>,
    /// In hiragana behind a surname they are no given name: *から*.
    #[serde(default)]
    pub no_given: Vec<String>,
    /// Before an honorific they are no name: *shop assistant*.
    #[serde(default)]
    pub addressed: Vec<String>,
    /// They deny where something is their object, and else say no: `疑惑を否定した`, `「違う」と否定した`.
    #[serde(default)]
    pub disowns: Vec<String>,
    /// They report too behind one of the `plain` particles, where none of the `namings` stands between: *振り返る*.
    #[serde(default)]
    pub feelings: Vec<String>,
    #[serde(default)]
    pub plain: Vec<String>,
    #[serde(default)]
    pub namings: Vec<String>,
    /// Nouns that stand for a verb at the end of a sentence: `「…」と反発。`
    #[serde(default)]
    pub nominals: Vec<String>,
    /// They announce what follows their verb: `こう続けた。「…」`
    #[serde(default)]
    pub thus: Vec<String>,
    /// Behind them stands an answer: `今後を聞くと、「…」`
    #[serde(default)]
    pub asked: Vec<String>,
    /// Verbs that a reported clause leads to.
    pub reports: Vec<String>,
    /// Of these, which tell nothing where nobody is who says it: *言っていた*.
    #[serde(default)]
    pub weak: Vec<String>,
    /// What joins such a clause and its verb, where a language has several; of these, which need none; what of them is the clause's.
    #[serde(default)]
    pub complements: Vec<String>,
    #[serde(default)]
    pub joints: Vec<String>,
    #[serde(default)]
    pub kept: Vec<String>,
    /// How a clause ends before a noun of opinion.
    #[serde(default)]
    pub attributes: Vec<String>,
    /// Nouns of opinion, *認識*, and the verbs that show one.
    pub opinions: Vec<String>,
    pub shows: Vec<String>,
    /// Nouns that judge, and that a clause may end in: *必要*.
    #[serde(default)]
    pub judgements: Vec<String>,
    /// The same letter begins them, and they join no clause: *として*.
    #[serde(default)]
    pub no_particles: Vec<String>,
    /// How somebody says it: *改めて*.
    pub manners: Vec<String>,
    /// Where it is said; what else stands before a clause and its comma.
    pub venues: Vec<String>,
    pub leads: Vec<String>,
    #[serde(default)]
    pub times: Vec<String>,
    /// Before the topic they make it an adverb, `では`, and how verbs end before a noun that look like one, `하는`.
    pub no_topics: Vec<String>,
    /// They go on with what was told: *また*.
    pub resumes: Vec<String>,
    /// Nouns of telling behind a source: *発表によると*.
    pub tellings: Vec<String>,
    /// What closes a sentence that a source opens: *という*.
    pub endings: Vec<String>,
    /// Offices that somebody may be named before who has no name of the language.
    pub offices: Vec<String>,
    /// Of these, those before which a single word may be such a name.
    #[serde(default)]
    pub heads: Vec<String>,
    /// They stand between a name and an office: *former*.
    pub formers: Vec<String>,
    /// What stands before an office and looks like a name.
    pub no_names: Vec<String>,
    /// Syllables that Korean given names are made of.
    #[serde(default)]
    pub given: String,
    /// Syllables that foreign words have and words of Korean hardly.
    #[serde(default)]
    pub foreign: String,
    /// Surnames in Chinese characters.
    #[serde(default)]
    pub families: Vec<String>,
}

pub(crate) struct Lexicon {
    pub entry: Entry,
    pub marks: Marks,
    bodies: Endings,
    /// How words end that are a role, one of the offices, one of their heads.
    pub roles: Endings,
    pub offices: Endings,
    pub heads: Endings,
    /// Words are written apart.
    pub spaced: bool,
}

impl Lexicon {
    /// That of a language by its primary subtag; None of others.
    pub fn of(primary: &str) -> Option<&'static Self> {
        static LEXICONS: [OnceLock<Lexicon>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
        let at = LANGUAGES.iter().position(|(name, _)| *name == primary)?;
        Some(LEXICONS[at].get_or_init(|| {
            let mut entry: Entry = toml::from_str(LANGUAGES[at].1).expect("a test reads each language");
            let pair = |pair: &String| {
                let mut marks = pair.chars();
                Some((marks.next()?, marks.next()?))
            };
            let marks = Marks { pairs: entry.marks.iter().filter_map(pair).collect(), single: false };
            for words in [
                &mut entry.particles,
                &mut entry.roles,
                &mut entry.topics,
                &mut entry.verbs,
                &mut entry.offices,
                &mut entry.reports,
                &mut entry.complements,
                &mut entry.attributes,
                &mut entry.tellings,
                &mut entry.endings,
            ] {
                words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            }
            let spaced = !Traits::of(primary).unspaced;
            let [bodies, roles, offices, heads] =
                [&entry.bodies, &entry.roles, &entry.offices, &entry.heads].map(|words| Endings::of(words));
            Self { bodies, roles, offices, heads, marks, spaced, entry }
        }))
    }

    /// What stands between quotation marks in a text, outermost first.
    pub fn passages(&self, text: &str) -> Vec<Marked> {
        let mut passages = self.marks.passages(text);
        if self.spaced && text.contains(SINGLE) {
            let apart = |single: &Marked| {
                let next = passages.partition_point(|passage| passage.close <= single.open);
                passages.get(next).is_none_or(|passage| passage.open >= single.close)
            };
            let singles: Vec<Marked> = singles(text).into_iter().filter(apart).collect();
            passages.extend(singles);
            passages.sort_by_key(|passage| passage.open);
        }
        passages
    }

    /// Whether a word ends as bodies do, or is one.
    pub fn is_body(&self, word: &str) -> bool {
        self.bodies.end(word, 0)
    }
}

/// `'북해'라고`: straight single marks, of which one opens behind a blank and the next closes.
fn singles(text: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, sign) in text.char_indices() {
        match (sign, open) {
            ('\n', _) => open = None,
            (SINGLE, Some(start)) => {
                let inner = start + 1..at;
                if !inner.is_empty() && at - start <= SINGLE_BYTES_MAX {
                    found.push(Marked {
                        start: inner.start,
                        end: at,
                        open: start,
                        close: at + 1,
                        continues: false,
                    });
                }
                open = None;
            }
            (SINGLE, None) => {
                let before = text[..at].chars().next_back();
                open = before.is_none_or(|before| !before.is_alphanumeric()).then_some(at);
            }
            _ => {}
        }
    }
    found
}

impl Entry {
    /// Whether a verb of a clause only supposes: no syllable goes on behind its ending, as in `言ったらしい`, `말했다면서`.
    pub fn is_conditional(&self, clause: &str) -> bool {
        let goes_on = |rest: &str| rest.starts_with(|next: char| matches!(next, 'ぁ'..='ん' | '가'..='힣'));
        let ends = |ending: &String| {
            let mut places = clause.match_indices(ending.as_str());
            places.any(|(at, ending)| !goes_on(&clause[at + ending.len()..]))
        };
        self.conditions.iter().any(ends)
    }
}

pub(crate) fn is_katakana(letter: char) -> bool {
    ('\u{30a0}'..='\u{30ff}').contains(&letter)
}
