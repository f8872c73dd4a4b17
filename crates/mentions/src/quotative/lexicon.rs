//! The words of reporting in Japanese and Korean, and what tells a name there.

use std::sync::OnceLock;

use serde::Deserialize;
use veille_text::Traits;

use crate::marks::Marks;
use crate::phrases::Endings;

const LANGUAGES: [(&str, &str); 2] =
    [("ja", include_str!("../../data/ja.toml")), ("ko", include_str!("../../data/ko.toml"))];

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
    bodies: Vec<String>,
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
            ] {
                words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            }
            let spaced = !Traits::of(primary).unspaced;
            let [bodies, roles, offices, heads] =
                [&entry.bodies, &entry.roles, &entry.offices, &entry.heads].map(|words| Endings::of(words));
            Self { bodies, roles, offices, heads, marks, spaced, entry }
        }))
    }

    /// Whether a word ends as bodies do, or is one.
    pub fn is_body(&self, word: &str) -> bool {
        self.bodies.end(word, 0)
    }
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
