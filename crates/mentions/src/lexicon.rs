//! The words of reporting, by language, as phrases that are looked up by their first word.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use veille_model::LanguageTag;

use super::marks::Marks;
pub(super) use super::phrase_kind::{CLUE, Kind, Kinds, LONG};
use super::phrases::{Beginning, Endings, Phrase, folded, forms};
use veille_text::{Document, Parts, Traits};

const LANGUAGES: [(&str, &str); 32] = [
    ("ar", include_str!("../data/ar.toml")),
    ("bg", include_str!("../data/bg.toml")),
    ("bs", include_str!("../data/hr.toml")),
    ("cs", include_str!("../data/cs.toml")),
    ("da", include_str!("../data/da.toml")),
    ("de", include_str!("../data/de.toml")),
    ("el", include_str!("../data/el.toml")),
    ("en", include_str!("../data/en.toml")),
    ("es", include_str!("../data/es.toml")),
    ("fa", include_str!("../data/fa.toml")),
    ("fr", include_str!("../data/fr.toml")),
    ("he", include_str!("../data/he.toml")),
    ("hi", include_str!("../data/hi.toml")),
    ("hr", include_str!("../data/hr.toml")),
    ("hu", include_str!("../data/hu.toml")),
    ("id", include_str!("../data/id.toml")),
    ("it", include_str!("../data/it.toml")),
    ("ms", include_str!("../data/id.toml")),
    ("nb", include_str!("../data/nb.toml")),
    ("nl", include_str!("../data/nl.toml")),
    ("no", include_str!("../data/nb.toml")),
    ("pl", include_str!("../data/pl.toml")),
    ("pt", include_str!("../data/pt.toml")),
    ("ro", include_str!("../data/ro.toml")),
    ("ru", include_str!("../data/ru.toml")),
    ("sk", include_str!("../data/sk.toml")),
    ("sr", include_str!("../data/sr.toml")),
    ("sv", include_str!("../data/sv.toml")),
    ("tr", include_str!("../data/tr.toml")),
    ("uk", include_str!("../data/uk.toml")),
    ("vi", include_str!("../data/vi.toml")),
    ("zh", include_str!("../data/zh.toml")),
];
const ORGANISATIONS: &str = include_str!("../data/organisations.txt");
const PLACES: &str = include_str!("../data/places.txt");
const GIVEN_NAMES: &str = include_str!("../data/given-names.txt");
const GIVEN_NAMES_SEX: &str = include_str!("../data/given-names-sex.txt");

/// Words of so few letters are compared with their accents, if a language's file gives no other number.
const EXACT_LETTERS_MAX: usize = 2;

/// How names are told from other words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Script {
    /// By their capitals.
    #[default]
    Cased,
    /// By where they stand and by given names.
    Arabic,
    /// By where they stand and by surnames.
    Han,
}

/// How a language joins a reported clause to its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Telling {
    /// Often by nothing: `said the plan …`.
    Bare,
    /// Behind a comma: `sagte, die Union …`.
    Comma,
    /// By a word that opens it: `a déclaré que …`.
    That,
    /// By how its verb ends, before the verb that reports: `… edeceğini söyledi`.
    Final,
    /// By a comma or nothing, where no word is written apart: `张伟表示，…`.
    Joined,
}

/// How one language reports speech.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    beginnings: FxHashMap<u64, Beginning>,
    pub marks: Marks,
    pub script: Script,
    /// What stands before the head of a role and makes it another one: *deputy*, *vize*.
    pub ranks: Vec<String>,
    /// Words that end so are roles.
    pub role_endings: Endings,
    /// Of those, who is a woman: `Sprecherin`.
    pub role_endings_f: Endings,
    /// What cases add to them: `den Theologen`.
    pub role_cases: Vec<String>,
    /// Such words are surnames where no article or adjective stands before them: `Hermann`.
    pub surname_endings: Vec<String>,
    /// Words with a capital that end so are where people come from: `la Savoyarde`.
    pub demonym_endings: Vec<String>,
    /// Articles that stand before such a word; the second only of women.
    pub demonym_articles: Vec<String>,
    pub demonym_articles_f: Vec<String>,
    /// Roles that a text uses for one another, `entraîneur`, `technicien`: the groups that each is in.
    pub synonyms: FxHashMap<String, Vec<usize>>,
    /// Words that end so between a role and a name are adjectives: `comandante provinciale X`.
    pub adjective_endings: Vec<String>,
    /// Longer words that end so are bodies.
    pub organisation_endings: Endings,
    /// What is written as one with the next word, the longest first.
    pub prefixes: Vec<String>,
    /// What is written as one with a word that has an article: *al-*.
    pub article_prefixes: Vec<String>,
    /// The same after *of* or *for*: *lil-*.
    pub genitive_prefixes: Vec<String>,
    /// Possessive pronouns that are written as one with the noun before them.
    pub possessive_endings: Vec<String>,
    /// What cases add to names, the longest first.
    pub endings: Vec<String>,
    exact_letters_max: usize,
    pub bare_complement: usize,
    /// Roles are told by how words end.
    pub has_role_endings: bool,
    /// All nouns are written with a capital.
    pub capital_nouns: bool,
    /// A verb without a subject is the last speaker's.
    pub drops_pronouns: bool,
    /// A particle may stand between two surnames: *Montes **de** Oca*.
    pub joined_surnames: bool,
    /// Syllables are written as words, so that a role, a name or a verb is several.
    pub syllabic: bool,
    pub fragment_words_min: usize,
    /// How reported clauses are joined; None where indirect speech is not looked for.
    pub told: Option<Telling>,
    /// Nouns that end so are of telling: *Medienberichte*.
    pub telling_endings: Vec<String>,
    /// Words with a capital that end so are no names.
    pub noun_endings: Vec<String>,
    /// Adjectives of a noun phrase end so.
    pub attribute_endings: Vec<String>,
    /// Verbs of several speakers end so.
    pub plural_endings: Vec<String>,
    /// What is done to somebody ends so: `was dismissed`.
    pub passive_endings: Vec<String>,
    /// Infinitives end so.
    pub infinitive_endings: Vec<String>,
    /// A verb right behind a comma has its subject behind it: `…, a déclaré X`.
    pub inverts: bool,
    /// Negations stand behind the verb too.
    pub negates_behind: bool,
    /// Articles lose their vowel before a name: `L'Union`.
    pub elides: bool,
    /// What is said stands between dashes too: `—Firmaremos —dijo X—.`
    pub dialogue: bool,
    /// A paragraph behind a dash is said but for the verb behind its comma: `– Vi skriver under, säger X.`
    pub dashed: bool,
    /// No comma ends the words that name a source: `Volgens X is …`.
    pub bare_sources: bool,
    /// A comma may stand before the word that opens a clause: `siger(,) at`.
    pub loose_commas: bool,
    /// Surnames stand first, and what somebody is behind the name: `Kelemen Gábor miniszter`.
    pub surname_first: bool,
    /// A verb may stand right behind the marks with who speaks before them: `X „nagy hibának” nevezte a tervet`.
    pub verbs_behind: bool,
    /// A body stands before its verb, where no capitals tell its name.
    pub bodies_before: bool,
    /// The file has given names of the language.
    pub has_given_names: bool,
    /// What is added about a name between commas has an article: `X, a lobbyist,`.
    pub apposed_article: bool,
    /// The verb of a clause that is told ends so.
    pub clause_endings: Vec<String>,
    /// What stands behind a subject, so that a name stands before it: `X **ने** कहा`.
    pub ergatives: Vec<String>,
}

/// A language's file: scalars, and a list of phrases by kind.
#[derive(Deserialize)]
struct Entry {
    marks: Vec<String>,
    #[serde(default)]
    single_marks: bool,
    #[serde(default)]
    script: Script,
    #[serde(default)]
    ranks: Vec<String>,
    #[serde(default)]
    role_endings: Vec<String>,
    #[serde(default)]
    role_endings_f: Vec<String>,
    #[serde(default)]
    role_cases: Vec<String>,
    #[serde(default)]
    surname_endings: Vec<String>,
    #[serde(default)]
    demonym_endings: Vec<String>,
    #[serde(default)]
    demonym_articles: Vec<String>,
    #[serde(default)]
    demonym_articles_f: Vec<String>,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    adjective_endings: Vec<String>,
    #[serde(default)]
    organisation_endings: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    article_prefixes: Vec<String>,
    #[serde(default)]
    genitive_prefixes: Vec<String>,
    #[serde(default)]
    possessive_endings: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    bare_complement: usize,
    exact_letters_max: Option<usize>,
    #[serde(default)]
    drops_pronouns: bool,
    #[serde(default)]
    joined_surnames: bool,
    fragment_words_min: usize,
    told: Option<Telling>,
    #[serde(default)]
    telling_endings: Vec<String>,
    #[serde(default)]
    noun_endings: Vec<String>,
    #[serde(default)]
    attribute_endings: Vec<String>,
    #[serde(default)]
    plural_endings: Vec<String>,
    #[serde(default)]
    passive_endings: Vec<String>,
    #[serde(default)]
    infinitive_endings: Vec<String>,
    #[serde(default)]
    inverts: bool,
    #[serde(default)]
    negates_behind: bool,
    #[serde(default)]
    dialogue: bool,
    #[serde(default)]
    dashed: bool,
    #[serde(default)]
    bare_sources: bool,
    #[serde(default)]
    loose_commas: bool,
    #[serde(default)]
    verbs_behind: bool,
    #[serde(default)]
    bodies_before: bool,
    #[serde(default)]
    surname_first: bool,
    #[serde(default)]
    apposed_article: bool,
    #[serde(default)]
    clause_endings: Vec<String>,
    #[serde(default)]
    ergatives: Vec<String>,
    #[serde(default)]
    organisations: Vec<String>,
    #[serde(flatten)]
    phrases: BTreeMap<Kind, Vec<String>>,
}

impl Lexicon {
    /// The lexicon of a language; None for languages that we cannot read quotations in.
    pub fn of(language: &LanguageTag) -> Option<&'static Self> {
        static LEXICONS: [OnceLock<Lexicon>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
        let primary = language.primary();
        let at = LANGUAGES.iter().position(|(name, _)| *name == primary)?;
        // Read when first asked for: an office reads two or three of them.
        Some(LEXICONS[at].get_or_init(|| {
            let entry: Entry = toml::from_str(LANGUAGES[at].1).expect("a test reads each language");
            Self::new(entry, Traits::of(&primary))
        }))
    }

    /// What a word is by itself, and the phrases that may begin with it.
    pub fn starting_with(&self, hash: u64) -> (Kinds, &[Phrase]) {
        self.beginnings.get(&hash).map_or((0, &[]), |beginning| (beginning.alone, &beginning.others))
    }

    /// Whether a word ends like a body's name and is longer than that: *Umweltbundesamt*, not *Amt*.
    pub fn is_body(&self, folded: &str) -> bool {
        self.organisation_endings.end(folded, 3)
    }

    /// Whether verbs of reporting come last: `X, “…” dedi`.
    pub fn is_final(&self) -> bool {
        self.told == Some(Telling::Final)
    }

    fn add(&mut self, kind: Kind, text: &str) {
        for text in forms(text) {
            let document = Document::of(&Parts { text: &text, ..Parts::default() });
            let mut hashes = document.tokens().iter().map(|token| token.hash);
            if let Some(first) = hashes.next() {
                let rest: Box<[u64]> = hashes.collect();
                // Folded, French *à* would be the auxiliary *a*, and Vietnamese *chỉ*, only, the pronoun *chị*.
                let short = rest.is_empty() && text.chars().count() <= self.exact_letters_max;
                // German *waren* is no *wären*, and *hatte* supposes nothing.
                let mood = matches!(kind, Kind::Subjunctives | Kind::SubjunctivesWeak | Kind::Conditions);
                let exact =
                    ((short || mood) && self.script == Script::Cased).then(|| text.to_lowercase().into());
                let beginning = self.beginnings.entry(first).or_default();
                if rest.is_empty() && exact.is_none() {
                    let clue = if kind.is_clue() { CLUE } else { 0 };
                    beginning.alone |= kind.set() | clue;
                } else {
                    let next = rest.first().copied().unwrap_or_default();
                    beginning.others.push(Phrase { rest, next, kind, exact });
                }
            }
        }
    }
}

impl Lexicon {
    fn new(entry: Entry, traits: Traits) -> Self {
        let pair = |pair: &String| {
            let mut marks = pair.chars();
            Some((marks.next()?, marks.next()?))
        };
        let marks =
            Marks { pairs: entry.marks.iter().filter_map(pair).collect(), single: entry.single_marks };
        let mut lexicon = Self {
            marks,
            script: entry.script,
            ranks: folded(&entry.ranks),
            role_endings: Endings::of(&folded(&entry.role_endings)),
            role_endings_f: Endings::of(&folded(&entry.role_endings_f)),
            role_cases: folded(&entry.role_cases),
            surname_endings: folded(&entry.surname_endings),
            demonym_endings: folded(&entry.demonym_endings),
            demonym_articles: folded(&entry.demonym_articles),
            demonym_articles_f: folded(&entry.demonym_articles_f),
            adjective_endings: folded(&entry.adjective_endings),
            organisation_endings: Endings::of(&folded(&entry.organisation_endings)),
            prefixes: folded(&entry.prefixes),
            article_prefixes: folded(&entry.article_prefixes),
            genitive_prefixes: folded(&entry.genitive_prefixes),
            possessive_endings: folded(&entry.possessive_endings),
            endings: folded(&entry.endings),
            exact_letters_max: entry.exact_letters_max.unwrap_or(EXACT_LETTERS_MAX),
            bare_complement: entry.bare_complement,
            has_role_endings: !entry.role_endings.is_empty(),
            capital_nouns: traits.capital_nouns,
            drops_pronouns: entry.drops_pronouns,
            joined_surnames: entry.joined_surnames,
            syllabic: traits.syllabic,
            fragment_words_min: entry.fragment_words_min,
            told: entry.told,
            telling_endings: folded(&entry.telling_endings),
            noun_endings: folded(&entry.noun_endings),
            attribute_endings: folded(&entry.attribute_endings),
            plural_endings: folded(&entry.plural_endings),
            passive_endings: folded(&entry.passive_endings),
            infinitive_endings: folded(&entry.infinitive_endings),
            inverts: entry.inverts,
            negates_behind: entry.negates_behind,
            dialogue: entry.dialogue,
            dashed: entry.dashed,
            bare_sources: entry.bare_sources,
            loose_commas: entry.loose_commas,
            verbs_behind: entry.verbs_behind,
            bodies_before: entry.bodies_before,
            surname_first: entry.surname_first,
            apposed_article: entry.apposed_article,
            clause_endings: folded(&entry.clause_endings),
            ergatives: folded(&entry.ergatives),
            has_given_names: entry.phrases.contains_key(&Kind::GivenNames),
            elides: entry.phrases.contains_key(&Kind::Elided),
            ..Self::default()
        };
        for (group, roles) in entry.synonyms.iter().enumerate() {
            for role in folded(&roles.split(", ").map(str::to_owned).collect::<Vec<_>>()) {
                lexicon.synonyms.entry(role).or_default().push(group);
            }
        }
        for (kind, texts) in &entry.phrases {
            texts.iter().for_each(|text| lexicon.add(*kind, text));
        }
        // Where any verb of reporting may lead to a clause, since a word opens it, the clause's words are those of quotations.
        for (kind, like) in [(Kind::Reports, Kind::Verbs), (Kind::Complements, Kind::That)] {
            let own = entry.phrases.contains_key(&kind) || entry.told.is_none();
            let texts = entry.phrases.get(&like).filter(|_| !own);
            texts.into_iter().flatten().for_each(|text| lexicon.add(kind, text));
        }
        entry.organisations.iter().for_each(|text| lexicon.add(Kind::Bodies, text));
        // Of all languages in each: a French article names Vietnamese ministries and Russian first names.
        for (kind, texts) in [(Kind::Organisations, ORGANISATIONS), (Kind::Places, PLACES)] {
            lines(texts).for_each(|text| lexicon.add(kind, text));
        }
        lines(GIVEN_NAMES)
            .flat_map(str::split_whitespace)
            .for_each(|name| lexicon.add(Kind::GivenNames, name));
        for line in lines(GIVEN_NAMES_SEX) {
            let (sex, names) = line.split_at(1);
            let kind = if sex == "f" { Kind::GivenNamesF } else { Kind::GivenNamesM };
            names.split_whitespace().for_each(|name| lexicon.add(kind, name));
        }
        lexicon
    }
}

/// The lines of a word list, without its comments.
pub(super) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_read_and_reports_names_sources_and_marks_quotations() {
        for (language, _) in LANGUAGES {
            let lexicon = Lexicon::of(&LanguageTag::new(language)).unwrap();
            for kind in [Kind::Verbs, Kind::Sources, Kind::Roles, Kind::Naming] {
                // Hungarian names sources behind them only: `X szerint`.
                let after = if kind == Kind::Sources { Kind::SourcesAfter } else { kind };
                let count = |beginning: &Beginning| {
                    let fits = |phrase: &&Phrase| phrase.kind == kind || phrase.kind == after;
                    let others = beginning.others.iter().filter(fits);
                    others.count() + usize::from(beginning.alone & (kind.set() | after.set()) != 0)
                };
                let found: usize = lexicon.beginnings.values().map(count).sum();
                assert!(found > 1, "{language} {kind:?}");
            }
            assert!(lexicon.marks.pairs.len() > 2, "{language}");
            let known = |mark: &(char, char)| Marks::may_begin(mark.0) && Marks::may_begin(mark.1);
            assert!(lexicon.marks.pairs.iter().all(known), "{language}: a mark that no text is searched for");
        }
        assert!(Lexicon::of(&LanguageTag::new("xx")).is_none());
    }
}
