//! Whether words with capitals are a name, or a sentence begins with them, or they are a people, a feast, a film.

use std::ops::Range;

use veille_text::frequency;

use super::capitals::{in_title, opens, shouted};
use super::spans::Reader;
use crate::lists::{
    BODY, BODY_JOINT, BODY_WORD, CALENDAR, EVENT, FINITE, GIVEN, GROUND, LIST_JOINT, MINISTRY, OPENER, OTHER,
    PEOPLE, PERSON_JOINT, PLACE, ROLE, TITLE,
};
use crate::phrase_kind::Kind;
use crate::phrases::ends_so;

/// So many small words join a part of an office's name to what stands before: `et de la`.
const OFFICE_JOINTS_MAX: usize = 3;
/// A word that so many articles have is a name only if something says so.
const ORDINARY: f32 = 0.012;

impl Reader<'_> {
    /// Whether a capital here may be that of a sentence or a title.
    pub fn may_open(&self, at: usize) -> bool {
        opens(self.words, at) || in_title(self.words, at)
    }

    /// Whether a word that opens a sentence is an ordinary one.
    pub fn is_plain(&self, at: usize) -> bool {
        let count = self.capitals.count(self.words, at);
        let class = self.class(at);
        if class & OPENER != 0 && count.capital == 0 {
            return true;
        }
        if count.small > count.capital {
            return class & (PLACE | BODY) == 0 || count.small > 1;
        }
        if count.capital > 0
            || class & (GIVEN | PLACE | BODY | BODY_WORD | GROUND | PEOPLE) != 0
            || self.words.is_acronym(at)
            || self.lists.is_numeral_elsewhere(self.words, at)
        {
            return false;
        }
        // `Приехал Антониу Гутерриш`
        let verb = self.traits.declines
            && self.words.folded(at).len() > 8
            && self.ends(at, &self.lists.endings.verbs_slavic);
        let ordinary = if self.traits.declines { ORDINARY } else { frequency::UNLISTED };
        verb || class != 0 || frequency::of_word(self.words.folded(at)) > ordinary
    }

    /// Whether words with capitals are a name.
    pub fn is_name(&self, run: &Range<usize>, role: bool) -> bool {
        let words = self.words;
        if self.any(run.clone(), EVENT) || self.is_work(run) || self.is_portfolio(run) {
            return false;
        }
        // `Ханойская конвенция`
        if self.traits.declines && words.follows(run.end) && self.class(run.end) & EVENT != 0 {
            return false;
        }
        if self.traits.capital_nouns && !role && !self.is_no_noun(run) {
            return false;
        }
        if run.len() > 1 {
            let none = PEOPLE | OTHER | CALENDAR | TITLE | ROLE | BODY_JOINT | PERSON_JOINT;
            // In a line of capitals nothing is told from anything.
            return !run.clone().all(|at| shouted(words, at))
                && !run.clone().all(|at| self.class(at) & none != 0 && self.class(at) & GIVEN == 0);
        }
        let at = run.start;
        let class = self.class(at);
        let count = self.capitals.count(words, at);
        if words.written(at).chars().nth(1).is_none() || class & OTHER != 0 || self.is_grammar(at) {
            return false;
        }
        let opens = self.may_open(at);
        if class & (PLACE | BODY) != 0 {
            return !opens || count.small <= count.capital + 1;
        }
        if self.headed(at) != at + 1 {
            return true;
        }
        let generic = CALENDAR | ROLE | TITLE | BODY_JOINT | PERSON_JOINT;
        if class & PEOPLE != 0 || (class & generic != 0 && class & GIVEN == 0) {
            return false;
        }
        if class & (BODY_WORD | GROUND) != 0 && class & GIVEN == 0 {
            // `el Senado`, `alla Camera`; French has *le Gouvernement* and *le Conseil* in capitals too often.
            let romance =
                self.lexicon.is_some_and(|lexicon| self.traits.small_behind && lexicon.drops_pronouns)
                    && class & GROUND == 0;
            return (self.traits.declines || romance) && !opens && count.capital > count.small;
        }
        if shouted(words, at) {
            return count.capital > 0;
        }
        if words.is_acronym(at) {
            return true;
        }
        // `ministère de la Sécurité publique`, whose words the text has in small letters as well, is a whole name.
        let ministry = || self.head_before(at).is_some_and(|head| self.class(head) & MINISTRY != 0);
        if !role && self.is_word(at) && (count.small > 0 || self.is_of_office(at)) && !ministry() {
            return false;
        }
        if opens {
            let alone = count.small == 0 && !self.is_plain(at);
            return count.capital > 0 && count.small == 0
                || alone && (role || class & GIVEN != 0 || self.may_be_alone(at) && self.has_verb(at + 1));
        }
        // `© 2018 Всички права`
        if count.capital == 0 && class & GIVEN == 0 && self.is_plain(at) {
            return false;
        }
        count.capital >= count.small
            && !(self.traits.english_endings
                && words.folded(at).len() > 5
                && self.ends(at, &self.lists.endings.peoples_english))
    }

    /// `Didn't`, `XVIIIe siècle`: a verb that is denied, a number.
    fn is_grammar(&self, at: usize) -> bool {
        let written = self.words.written(at);
        let numeral = written.trim_end_matches(['e', 'r']);
        let ordinal =
            numeral.len() < written.len() && numeral.chars().all(|letter| "IVXLCM".contains(letter));
        let denied = self.traits.english_endings
            && matches!(self.words.gap_before(at + 1), "'" | "’")
            && self.words.folded(at + 1) == "t";
        ordinal || denied
    }

    /// Whether a word is one that the press writes in any article, and no given name.
    fn is_word(&self, at: usize) -> bool {
        !self.traits.declines
            && self.class(at) & GIVEN == 0
            && frequency::of_word(self.words.folded(at)) > frequency::UNLISTED
    }

    /// Whether a word with a capital is a part of what an office or a body is called: `Department of Work and **Pensions**`, `**Health**
    /// Secretary`, `Conseil de paix et de **Sécurité**`, `**Sous**-secrétaire`.
    fn is_of_office(&self, at: usize) -> bool {
        let words = self.words;
        let behind = at + 1;
        if behind < words.len() && words.gap_before(behind) == "-" && words.is_small(behind) {
            return true;
        }
        if words.follows_capital(behind) && self.class(behind) & (ROLE | BODY_WORD) != 0 {
            return true;
        }
        let joins = |at: usize| {
            words.is_small(at) && self.touches(at + 1) && self.class(at) & (BODY_JOINT | LIST_JOINT) != 0
        };
        let joints = (1..=OFFICE_JOINTS_MAX.min(at)).take_while(|back| joins(at - back)).count();
        let head =
            (joints > 0).then(|| at.checked_sub(joints + 1)).flatten().filter(|head| self.touches(head + 1));
        head.is_some_and(|head| words.is_capital(head) || self.class(head) & (ROLE | BODY_WORD) != 0)
    }

    /// Whether something says that words are a name, where all nouns have capitals.
    fn is_no_noun(&self, run: &Range<usize>) -> bool {
        let words = self.words;
        let said = |at: usize| {
            self.class(at) & (GIVEN | PLACE | BODY) != 0
                || (words.is_acronym(at) && self.class(at) & OTHER == 0)
        };
        // `Angelika Würzburg`, but not `Die Regierung`
        run.clone().any(said)
            || (run.len() > 1
                && run
                    .clone()
                    .all(|at| self.is_rare(at) || self.class(at) & (BODY_WORD | GROUND | PERSON_JOINT) != 0))
    }

    /// Whether the press hardly has a word, and it does not end as nouns do.
    pub fn is_rare(&self, at: usize) -> bool {
        frequency::of_word(self.words.folded(at)) <= frequency::UNLISTED
            && !(self.traits.capital_nouns && self.ends(at, &self.lists.endings.nouns_german))
    }

    /// Whether a word that opens a sentence may be somebody's: not `Negotiators worked`, `Signer est`.
    fn may_be_alone(&self, at: usize) -> bool {
        let endings = &self.lists.endings;
        let possessive = matches!(self.words.gap_before(at + 1), "'" | "’");
        let plural = self.traits.english_endings
            && self.ends(at, &endings.plurals_english)
            && !self.ends(at, &endings.singulars_english)
            && !possessive;
        let infinitive = self.traits.small_behind && self.ends(at, &endings.infinitives_romance);
        !plural && !infinitive
    }

    /// Whether a verb stands here that whoever opens a sentence stands before: `Disney also`, `Isner, who`, `Weiss's`.
    fn has_verb(&self, at: usize) -> bool {
        let words = self.words;
        let gap = if at < words.len() { words.gap_before(at) } else { return false };
        let possessive = matches!(gap, "'" | "’") && words.folded(at) == "s";
        let past = self.traits.english_endings && self.ends(at, &self.lists.endings.pasts_english);
        possessive
            || (matches!(gap, " " | ", ") && words.is_small(at) && (self.class(at) & FINITE != 0 || past))
            || (gap == " " && words.is_small(at) && self.reports(at))
    }

    /// Whether a verb of the text's language stands here by which somebody says or asks something: `Guterres urges calm`.
    fn reports(&self, at: usize) -> bool {
        let Some((lexicon, hash)) = self.lexicon.zip(self.words.hash(at)) else { return false };
        let verbs = [Kind::Verbs, Kind::Judges, Kind::Reports, Kind::Tells, Kind::Demands, Kind::Stances];
        let (alone, phrases) = lexicon.starting_with(hash);
        let stands =
            |rest: &[u64]| rest.iter().zip(at + 1..).all(|(hash, at)| self.words.hash(at) == Some(*hash));
        let several = |kind: Kind| {
            let mut own = phrases.iter().filter(|phrase| phrase.kind == kind);
            own.any(|phrase| phrase.begins(self.words.written(at)) && stands(&phrase.rest))
        };
        verbs.into_iter().any(|kind| alone & kind.set() != 0 || several(kind))
    }

    /// Whether a name takes all that stands between two quotation marks: `the film “The Last Ferry”`.
    fn is_work(&self, run: &Range<usize>) -> bool {
        let words = self.words;
        // `“The Last Ferry”`: the article was taken off before.
        let article = run.start > 0 && words.follows(run.start) && words.is_capital(run.start - 1);
        let before = words.gap_before(run.start - usize::from(article));
        let opens = before.ends_with(['"', '“', '«', '„', '‘'])
            || before.ends_with("« ")
            || before.ends_with("«\u{a0}");
        if !self.traits.quotes_works || !opens {
            return false;
        }
        let closes = |at: usize| {
            at <= words.len() && words.gap_before(at).trim_start().starts_with(['"', '”', '»', '“', '’'])
        };
        run.clone().all(|at| self.class(at) & (BODY | PLACE) == 0) && (run.end..run.end + 3).any(closes)
    }

    pub fn ends(&self, at: usize, endings: &[String]) -> bool {
        ends_so(self.words.folded(at), endings)
    }
}
