//! Who a role without a name means: whoever was called so before, or by another word for the same.

use std::ops::Range;

use super::lexicon::{Kind, Script, Telling};
use super::people::{MENTIONS_BACK_MAX, Mention};
use super::roles;
use super::voice::{Voice, Voices, unnamed};

/// A description stands for whoever spoke at most so many words before.
const SO_CALLED_WORDS_MAX: usize = 80;
/// A description with an adjective stands for whoever opened a sentence at most so many words before.
const DESCRIBED_WORDS_MAX: usize = 40;
/// What somebody has made stands so near before the name: `le film **tant attendu de** X`.
const MADE_WORDS_MAX: usize = 4;
/// The last part of a compound has at least so many letters: *Minister* in *Finanzminister*.
const COMPOUND_HEAD_LETTERS_MIN: usize = 5;

impl Voices<'_> {
    /// `le vice-ministre`: the last person who was called so. `un habitant` is nobody who was.
    pub fn by_role(&self, role: &Range<usize>) -> Voice {
        let before = role.start.saturating_sub(1);
        // `a Chinese official` is nobody who was named either.
        let adjective = self.scene.goes_on(role.start)
            && self.scene.lexicon.script == Script::Cased
            && !self
                .scene
                .is_any(before, &[Kind::Masculine, Kind::Feminine, Kind::Definite, Kind::Genitives])
            && self.scene.hints.ending_at(before, &[Kind::Indefinite]).is_some();
        let article = adjective || self.scene.hints.ending_at(role.start, &[Kind::Indefinite]).is_some();
        let mentions = self.people.within(&(0..role.start));
        let candidates = mentions.iter().rev().take(MENTIONS_BACK_MAX);
        let feminine = self
            .scene
            .is(role.start, Kind::RolesF)
            .then_some(true)
            .or_else(|| roles::article_before(self.scene, role.start));
        // `objecte **le** chercheur` is no woman who was called so before.
        let agrees = |mention: &Mention| {
            let known = mention.person.and_then(|person| self.people.persons[person].feminine);
            feminine.is_none() || known.is_none() || known == feminine
        };
        let mut same = candidates.filter(|mention| agrees(mention)).filter(|mention| {
            mention.role.iter().chain(&mention.also).any(|other| self.same_role(role, other))
        });
        let found = same.find(|mention| mention.person.is_some()).filter(|_| !article);
        if let Some(mention) = found {
            let source = Voice { at: role.clone(), ..self.named(mention) };
            let says_more =
                mention.also.is_some() || mention.role.as_ref().is_some_and(|known| known.len() > role.len());
            return if says_more { source } else { Voice { role: Some(role.clone()), ..source } };
        }
        let epithet = self.scene.is(role.start, Kind::Epithets) && !article;
        let meant = epithet.then(|| self.antecedent(self.scene.phrase_start(role.start), feminine)).flatten();
        let meant = meant.or_else(|| if article { None } else { self.last_so_called(role, feminine) });
        let meant = meant.or_else(|| if article { None } else { self.subject_described(role, feminine) });
        let meant = meant.or_else(|| if article { None } else { self.only_one(role, feminine) });
        match meant {
            Some(source) if source.person.is_some() => {
                Voice { role: source.role.or(Some(role.clone())), at: role.clone(), ..source }
            }
            _ => unnamed(role),
        }
    }

    /// `« … », a déclaré Mané. « … », a expliqué le joueur.`: a word with the article that nobody has had, right after somebody
    /// spoke in the same paragraph and nobody else was named.
    fn last_so_called(&self, role: &Range<usize>, feminine: Option<bool>) -> Option<Voice> {
        let scene = self.scene;
        let definite =
            role.start > 0 && scene.goes_on(role.start) && scene.is(role.start - 1, Kind::Articles);
        let last = self.spoken.last().filter(|last| last.person.is_some() && last.at.end <= role.start)?;
        let between = last.at.end..role.start;
        let near = between.len() <= SO_CALLED_WORDS_MAX
            && !between.clone().any(|at| scene.words.token(at).starts_paragraph)
            // Nothing but the quotation stands between.
            && !between.clone().any(|at| scene.words.starts_sentence(at) && !scene.is_quoted(at));
        let others = self.people.within(&between).iter().any(|mention| {
            mention.person.is_some() && mention.person != last.person && !scene.is_quoted(mention.at.start)
        });
        let known = last.person.and_then(|person| self.people.persons[person].feminine);
        let agrees = feminine.is_none() || known.is_none() || known == feminine;
        // `a insisté la présidente de région`: an office of several words is of whoever has no other one.
        let free = last.person.is_some_and(|person| self.people.with_role(person, role.start).is_none());
        let fits = role.len() == 1 || known.is_some() && known == feminine && free;
        (definite && fits && near && !others && agrees).then(|| last.clone())
    }

    /// `le film de Samira Belkacem … raconte la cinéaste`: of what only the one may be whom the article is about, the one person
    /// named before it whom the article gives no role.
    fn only_one(&self, role: &Range<usize>, feminine: Option<bool>) -> Option<Voice> {
        let scene = self.scene;
        let definite = role.start > 0
            && scene.goes_on(role.start)
            && scene.is_any(role.start - 1, &[Kind::Articles, Kind::Elided]);
        if !definite || !scene.is(role.start, Kind::Vocations) {
            return None;
        }
        let named = self.people.within(&(0..role.start)).iter().filter(|mention| {
            let known = mention.person.map(|person| self.people.persons[person].feminine);
            known.is_some_and(|known| known.is_none() || feminine.is_none() || known == feminine)
                && !scene.is_quoted(mention.at.start)
        });
        // `le film de X … avec Y … raconte la cinéaste`: whoever has made it, before whoever is in it.
        let made = |mention: &&Mention| {
            let before = mention.at.start.saturating_sub(MADE_WORDS_MAX)..mention.at.start;
            mention.object
                && before.clone().any(|at| scene.is(at, Kind::Works))
                && scene.is_any(mention.at.start.saturating_sub(1), &[Kind::Genitives, Kind::Prepositions])
        };
        let mut makers = named.clone().filter(made);
        if let Some(maker) = makers.next()
            && makers.all(|other| other.person == maker.person)
        {
            return Some(self.named(maker));
        }
        let mut named = named.rev();
        let one = named.next().filter(|one| one.sure)?;
        let person = one.person?;
        let alone = named.all(|other| other.person == one.person);
        // `Amparo Luna, la voz del bolero, …`: what no list has for a role is none that contradicts.
        let other = self.people.with_role(person, role.start).and_then(|known| known.role.clone());
        let free = other.is_none_or(|role| scene.role_at(role.start) == 0);
        (alone && free).then(|| self.named(one))
    }

    /// `Ali Bongo a félicité son homologue. Le président gabonais a salué « … »`: a role with an adjective is the one person's whom the
    /// words before are about, where the article gives that person no other role.
    fn subject_described(&self, role: &Range<usize>, feminine: Option<bool>) -> Option<Voice> {
        let scene = self.scene;
        let definite =
            role.start > 0 && scene.goes_on(role.start) && scene.is(role.start - 1, Kind::Articles);
        let adjective = role.clone().skip(1).any(|at| roles::is_adjective(scene, at))
            || scene.goes_on(role.end) && roles::is_adjective(scene, role.end);
        if !definite || !adjective {
            return None;
        }
        let floor = role.start.saturating_sub(DESCRIBED_WORDS_MAX);
        let paragraph = (floor..role.start).rev().find(|at| scene.words.token(*at).starts_paragraph);
        let one = self.only_person(&(paragraph.unwrap_or(floor)..role.start))?;
        let leads = scene.words.starts_sentence(scene.phrase_start(one.start)) && one.sure;
        let person = one.person?;
        let agrees =
            self.people.persons[person].feminine.is_none_or(|known| feminine.is_none_or(|of| of == known));
        let free = self.people.with_role(person, role.start).is_none();
        (leads && agrees && free).then(|| self.named(one))
    }

    /// Whether two roles are one: the same head, and nothing in what they are of that contradicts.
    fn same_role(&self, role: &Range<usize>, other: &Range<usize>) -> bool {
        let (one, two) = (self.head(role), self.head(other));
        let heads = one.clone().zip(two.clone()).all(|(a, b)| self.people.same_word(self.scene, a, b));
        let heads = heads || self.is_head_of(role, &one, &two);
        if one.is_empty() || two.is_empty() || !(heads || self.synonymous(&one, &two)) {
            return false;
        }
        let complement: Vec<&str> = role
            .clone()
            .filter(|at| !one.contains(at))
            .map(|at| self.scene.words.folded(at))
            // Articles and genitives say nothing of which office it is.
            .filter(|word| word.chars().count() > 3)
            .collect();
        let known = || other.clone().map(|at| self.scene.words.folded(at));
        complement.is_empty() || other.len() == two.len() || known().any(|word| complement.contains(&word))
    }

    /// `die Ministerin` for `Finanzministerin`, `the minister` for `finance minister`: the last part of a compound alone, unless what
    /// stands before it says that it is another rank.
    fn is_head_of(&self, role: &Range<usize>, one: &Range<usize>, other: &Range<usize>) -> bool {
        let scene = self.scene;
        if scene.lexicon.script != Script::Cased || one.len() != 1 || role.len() != 1 {
            return false;
        }
        let (short, long) = (scene.words.folded(one.start), scene.words.folded(other.end - 1));
        if scene.lexicon.capital_nouns {
            let before = long.strip_suffix(short).filter(|before| before.len() > 2);
            return other.len() == 1
                && short.len() >= COMPOUND_HEAD_LETTERS_MIN
                && before.is_some_and(|before| !scene.lexicon.ranks.iter().any(|rank| rank == before));
        }
        // Only where adjectives stand before nouns.
        scene.lexicon.told == Some(Telling::Bare)
            && other.len() > 1
            && short == long
            && !other.clone().any(|at| scene.lexicon.ranks.iter().any(|rank| rank == scene.words.folded(at)))
    }

    /// `le technicien` for `l'entraîneur`.
    fn synonymous(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let groups = |head: &Range<usize>| {
            let written: String = head.clone().map(|at| self.scene.words.folded(at)).collect();
            self.scene.lexicon.synonyms.get(&written)
        };
        groups(one)
            .zip(groups(other))
            .is_some_and(|(one, other)| one.iter().any(|group| other.contains(group)))
    }

    /// The words of a role that say what it is, without what it is of.
    fn head(&self, role: &Range<usize>) -> Range<usize> {
        let heads = role.clone().filter_map(|at| {
            let length = self.scene.role_at(at);
            (length > 0 && at + length <= role.end).then_some(at..at + length)
        });
        let mut heads = heads;
        let head = if self.scene.lexicon.script == Script::Han {
            // Chinese puts the head last: `外交部|发言人`.
            heads.max_by_key(|head| (head.end, head.len()))
        } else {
            heads.next()
        };
        head.unwrap_or(role.start..role.start + 1)
    }
}
