//! Who the words beside a cue mean: a name, a role that stands for one, a pronoun.

use std::ops::Range;

use super::lexicon::{Kind, Script};
use super::people::{MENTIONS_BACK_MAX, Mention, People};
use super::roles;
use super::scene::Scene;

/// A pronoun or a verb alone means someone named or quoted at most so many words before.
const ANTECEDENT_WORDS_MAX: usize = 120;
/// A subject begins at most so many words after its sentence: `Mardi soir, le ministre …`.
const SUBJECT_LEAD_MAX: usize = 3;

/// Whom a quotation is from, as far as the article says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Voice {
    /// An index into [`People::persons`].
    pub person: Option<usize>,
    /// The words of a body's name.
    pub body: Option<Range<usize>>,
    pub role: Option<Range<usize>>,
    /// Another role of theirs.
    pub also: Option<Range<usize>>,
    /// The words that say so.
    pub at: Range<usize>,
}

/// Looks names, roles and pronouns up.
pub(super) struct Voices<'a> {
    pub scene: &'a Scene<'a>,
    pub people: &'a People,
    /// Who has been quoted, in order.
    pub spoken: Vec<Voice>,
}

impl Voices<'_> {
    /// Who a mention is.
    pub fn named(&self, mention: &Mention) -> Voice {
        let at = mention.start..mention.end;
        let Some(person) = mention.person else {
            return Voice { body: Some(mention.at.clone()), at, ..Voice::default() };
        };
        let own = Some(mention).filter(|mention| mention.role.is_some());
        let known = own.or_else(|| self.people.with_role(person, mention.at.start));
        let role = known.and_then(|mention| mention.role.clone());
        let also = known.and_then(|mention| mention.also.clone());
        Voice { person: Some(person), role, also, at, body: None }
    }

    /// The first who can speak in the words after a verb: `a déclaré mardi le ministre X`.
    pub fn first_in(&self, slot: &Range<usize>, quoted: bool) -> Option<Voice> {
        let mentions = self.people.within(&(slot.start..slot.end));
        let mut at = slot.start;
        while at < slot.end {
            if !quoted && self.scene.is_quoted(at) {
                return None;
            }
            let near = at <= slot.start + 1;
            if near
                && let Some(source) = self.pronoun(at)
                && !mentions.iter().any(|mention| mention.start == at)
            {
                return Some(source);
            }
            let covers = |mention: &&Mention| (mention.start..mention.at.end).contains(&at);
            if let Some(mention) = mentions.iter().find(covers) {
                // `explained CBS moderator Nancy Cordes`: a body right before a role is whom the speaker works for.
                let works = mention.person.is_none()
                    && mentions.iter().any(|next| {
                        next.person.is_some()
                            && next.at.start > mention.at.end
                            && next.start <= mention.end
                            && !next.object
                    });
                if works {
                    at = mention.end.max(at + 1);
                    continue;
                }
                // A body further from the verb is what the speaker belongs to: `a déclaré à l'ONU une diplomate`.
                let plain = mention.start <= slot.start + 1;
                if (plain || mention.person.is_some()) && !mention.object {
                    return Some(self.named(mention));
                }
                at = mention.end.max(at + 1);
                continue;
            }
            if let Some(role) = roles::alone(self.scene, at, slot.end)
                .or_else(|| quoted.then(|| self.role_inside(at)).flatten())
                && !self.scene.is_object(at)
            {
                return Some(self.apposed(&role).unwrap_or_else(|| self.by_role(&role)));
            }
            if at > slot.start && self.scene.pauses(at) {
                return None;
            }
            let early = at <= slot.start + 4 && !self.scene.is_object(at);
            if early && let Some(role) = roles::unlisted(self.scene, at, slot.end) {
                return Some(unnamed(&role));
            }
            at += 1;
        }
        None
    }

    /// `le porte-parole de l'armée, le colonel X`: the name in apposition to a role, where one follows at once.
    fn apposed(&self, role: &Range<usize>) -> Option<Voice> {
        let paused = role.end < self.scene.words.len() && self.scene.pauses(role.end);
        let mention =
            self.people.within(&(role.end..role.end + APPOSED_WORDS_MAX)).first().filter(|_| paused)?;
        let joined = mention.start <= role.end + 1 && mention.person.is_some() && !mention.object;
        joined.then(|| self.named(mention))
    }

    fn role_inside(&self, at: usize) -> Option<Range<usize>> {
        let head = self.scene.role_at(at);
        let articles = self.scene.is_any(at.saturating_sub(1), &[Kind::Masculine, Kind::Feminine]);
        (head > 0 && (articles || self.scene.lexicon.bare_complement > 0)).then_some(at..at + head)
    }

    /// Who does what the verb that begins at `end` says, in the words of its sentence before it.
    pub fn subject(&self, sentence: &Range<usize>) -> Option<Voice> {
        let end = sentence.end;
        if sentence.is_empty() {
            return None;
        }
        let mentions: Vec<&Mention> = self
            .people
            .within(sentence)
            .iter()
            .filter(|mention| mention.at.end <= end && !self.scene.is_quoted(mention.at.start))
            .collect();
        self.adjacent(sentence, &mentions)
            .or_else(|| self.before_apposition(sentence, &mentions))
            .or_else(|| self.leading(sentence, &mentions))
    }

    /// Who stands right before the verb.
    fn adjacent(&self, sentence: &Range<usize>, mentions: &[&Mention]) -> Option<Voice> {
        let end = sentence.end;
        let joined = self.scene.goes_on(end)
            || (end < self.scene.words.len() && self.scene.words.gap_before(end).trim().is_empty());
        if let Some(mention) = mentions.last() {
            let ends = (mention.end == end || mention.at.end == end) && joined;
            let apposed = mention.at.end == end
                && mention.role.as_ref().is_some_and(|role| role.start < mention.at.start)
                && self.scene.pauses(end)
                && self.scene.pauses(self.scene.phrase_start(mention.at.start));
            let ends = ends || apposed;
            // `X, qui a déclaré`
            let relative = mention.end + 1 == end && self.scene.is(mention.end, Kind::Relatives);
            if (ends || relative) && !mention.object {
                return Some(self.named(self.holder(sentence, mentions, mention).unwrap_or(mention)));
            }
        }
        if !joined {
            return None;
        }
        let role = (sentence.start.max(end.saturating_sub(ROLE_REACH))..end)
            .filter_map(|at| roles::alone(self.scene, at, end))
            .find(|role| role.end == end && !self.scene.is_object(role.start));
        if let Some(role) = role {
            // `Stephen Singer, ein Klimaexperte vom WWF erklärte`: the second comma is forgotten.
            let apposed = mentions.last().filter(|mention| {
                let holder = mention.person.is_some() && mention.at.end <= role.start && !mention.object;
                holder && self.scene.pauses(mention.at.end) && role.start <= mention.at.end + 2
            });
            if let Some(mention) = apposed.filter(|_| self.scene.lexicon.script == Script::Cased) {
                return Some(self.named(mention));
            }
            let named =
                mentions.iter().find(|mention| mention.at.start >= role.start && mention.person.is_some());
            return Some(match named {
                Some(mention) if mention.start <= role.start && !mention.object => self.named(mention),
                // `le conseiller de Paul Verdier a déclaré`: the name in the role is whom the speaker serves.
                Some(_) => unnamed(&role),
                None => self.by_role(&role),
            });
        }
        self.pronoun(end - 1)
    }

    /// `Bà X, Người phát ngôn Bộ Ngoại giao khẳng định`: who has the role that the name before the verb completes, where
    /// no second comma ends the apposition.
    fn holder<'m>(
        &self,
        sentence: &Range<usize>,
        mentions: &[&'m Mention],
        last: &Mention,
    ) -> Option<&'m Mention> {
        let holds = |mention: &&&Mention| {
            mention.person.is_some() && !mention.object && self.begins(mention.start, sentence.start)
        };
        let holder = mentions.iter().find(holds)?;
        let open = last.person.is_none() || self.scene.lexicon.bare_complement > 0;
        if holder.at.end >= last.at.start || !open || !self.scene.pauses(holder.at.end) {
            return None;
        }
        let head = (holder.at.end..holder.at.end + 2).find(|at| self.scene.role_at(*at) > 0)?;
        let completes = head < last.at.start && (head + 1..sentence.end).all(|at| !self.scene.pauses(at));
        completes.then_some(*holder)
    }

    /// `le général X, directeur du département de …, a dit`; `X, qui a rencontré Y, a dit`.
    fn before_apposition(&self, sentence: &Range<usize>, mentions: &[&Mention]) -> Option<Voice> {
        if !self.scene.pauses(sentence.end) {
            return None;
        }
        let before_pause = |mention: &&&Mention| {
            let pause = self.scene.pauses(mention.end) || self.scene.pauses(mention.at.end);
            pause
                && !mention.object
                && self.begins(mention.start, sentence.start)
                && !self.after_source(mention.start)
        };
        mentions.iter().find(before_pause).map(|mention| self.named(mention))
    }

    fn after_source(&self, at: usize) -> bool {
        let start = self.scene.phrase_start(at);
        self.scene.hints.ending_at(start, &[Kind::Sources]).is_some()
    }

    /// Who the sentence begins with: `Le vice-ministre X, dans son discours, a …`, `X a reçu Y et a …`, `Il a …`.
    fn leading(&self, sentence: &Range<usize>, mentions: &[&Mention]) -> Option<Voice> {
        let can = |mention: &&&Mention| {
            !mention.object
                && !self.after_source(mention.start)
                && (mention.sure || mention.start <= sentence.start + 1 || self.scene.pauses(mention.start))
        };
        let first = mentions.iter().find(can);
        let role = (sentence.start..sentence.end)
            .take_while(|at| first.is_none_or(|mention| *at < mention.start))
            .filter(|at| !self.scene.is_object(*at))
            .find_map(|at| roles::alone(self.scene, at, sentence.end));
        if let Some(role) = role {
            let leads = self.begins(role.start, sentence.start);
            return leads.then(|| self.apposed(&role).unwrap_or_else(|| self.by_role(&role)));
        }
        if let Some(mention) = first {
            let others = mentions
                .iter()
                .any(|other| other.person.is_some() && other.person != mention.person && !other.object);
            // Someone in the middle speaks only where nobody else is named.
            let leads = self.begins(mention.start, sentence.start);
            return (leads || (!others && mention.person.is_some())).then(|| self.named(mention));
        }
        let first = sentence.start..sentence.end.min(sentence.start + SUBJECT_LEAD_MAX);
        first.into_iter().find_map(|at| self.pronoun(at))
    }

    /// The one person whom words name who can speak.
    pub fn only_person(&self, range: &Range<usize>) -> Option<&Mention> {
        let can = |mention: &&Mention| {
            mention.person.is_some() && !mention.object && !self.scene.is_quoted(mention.at.start)
        };
        let mut people = self.people.within(range).iter().filter(can);
        let one = people.next()?;
        people.all(|other| other.person == one.person).then_some(one)
    }

    /// Who the sentence is about, whatever stands between and the verb.
    pub fn leading_subject(&self, sentence: &Range<usize>) -> Option<Voice> {
        let mentions: Vec<&Mention> = self
            .people
            .within(sentence)
            .iter()
            .filter(|mention| mention.at.end <= sentence.end && !self.scene.is_quoted(mention.at.start))
            .collect();
        self.leading(sentence, &mentions)
    }

    /// Whether what begins here begins its sentence, but for a few words or a clause before a comma. A word that we do
    /// not know may be a preposition: `La famille, par le biais de Me Nardi, demande`.
    fn begins(&self, at: usize, sentence: usize) -> bool {
        let start = self.scene.phrase_start(at);
        let openers = [Kind::Adverbs, Kind::Relatives, Kind::Auxiliaries, Kind::Verbs];
        let known = || {
            let before = start - 1;
            !self.scene.words.is_small(before) || self.scene.is_any(before, &openers)
        };
        start <= sentence || self.scene.pauses(start) || (start <= sentence + SUBJECT_LEAD_MAX && known())
    }

    /// Whom a pronoun means.
    pub fn pronoun(&self, at: usize) -> Option<Voice> {
        let feminine = if self.scene.is(at, Kind::They) {
            None
        } else if self.scene.is(at, Kind::She) {
            Some(true)
        } else if self.scene.is(at, Kind::He) {
            Some(false)
        } else {
            return None;
        };
        Some(self.antecedent(at, feminine).unwrap_or(Voice { at: at..at + 1, ..Voice::default() }))
    }

    /// Who was spoken of or quoted last before here.
    pub fn antecedent(&self, at: usize, feminine: Option<bool>) -> Option<Voice> {
        let floor = at.saturating_sub(ANTECEDENT_WORDS_MAX);
        let agrees = |source: &&Voice| {
            let known = source.person.and_then(|person| self.people.persons[person].feminine);
            // Most articles never say of which sex someone is: unknown agrees with both.
            feminine.is_none() || known.is_none() || known == feminine
        };
        let spoken = self
            .spoken
            .iter()
            .rev()
            .take(4)
            .find(|source| source.at.start >= floor && source.at.start < at && agrees(source));
        let mentions = self.people.within(&(floor..at));
        let subject = |mention: &&Mention| {
            mention.person.is_some()
                && mention.at.end <= at
                && !self.scene.is_quoted(mention.at.start)
                && self.is_subject(mention.start)
        };
        let named = mentions
            .iter()
            .rev()
            .take(MENTIONS_BACK_MAX)
            .filter(subject)
            .map(|mention| self.named(mention))
            .find(|source| agrees(&source));
        // Second choice: not the subject of a sentence, but named since the last speaker.
        let named = named.or_else(|| {
            let other = |mention: &&Mention| {
                mention.person.is_some()
                    && mention.at.end <= at
                    && !mention.object
                    && !self.scene.is_quoted(mention.at.start)
            };
            let named = mentions
                .iter()
                .rev()
                .take(MENTIONS_BACK_MAX)
                .filter(other)
                .map(|mention| self.named(mention));
            named
                .filter(|source| spoken.is_none_or(|spoken| source.at.start > spoken.at.start))
                .find(|source| agrees(&source))
        });
        let after = named.iter().chain(spoken).map(|source| source.at.end).max().unwrap_or(floor);
        let role = (after..at)
            .rev()
            .filter(|at| {
                self.is_subject(*at)
                    && !self.scene.is_object(*at)
                    && !mentions.iter().any(|mention| (mention.start..mention.end).contains(at))
            })
            .find_map(|role| roles::alone(self.scene, role, at));
        if let Some(role) = role {
            return Some(self.by_role(&role));
        }
        let latest = named.into_iter().chain(spoken.cloned()).max_by_key(|source| source.at.start)?;
        // *il* and *she* are people; a ministry that spoke last is neither.
        latest.body.is_none().then_some(latest)
    }

    fn is_subject(&self, at: usize) -> bool {
        let start = self.scene.phrase_start(at);
        let words = &self.scene.words;
        let leads = (0..=SUBJECT_LEAD_MAX).any(|back| start >= back && words.starts_sentence(start - back));
        let verb = self.scene.hints.ending_at(start, &[Kind::Verbs, Kind::Judges, Kind::Sources]).is_some();
        let pause = self.scene.pauses(start);
        (leads || verb || pause) && !self.scene.is_object(at)
    }

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
        let mut same = candidates.filter(|mention| {
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
        let feminine = self
            .scene
            .is(role.start, Kind::RolesF)
            .then_some(true)
            .or_else(|| roles::article_before(self.scene, role.start));
        let meant = epithet.then(|| self.antecedent(self.scene.phrase_start(role.start), feminine)).flatten();
        match meant {
            Some(source) if source.person.is_some() => {
                Voice { role: source.role.or(Some(role.clone())), at: role.clone(), ..source }
            }
            _ => unnamed(role),
        }
    }

    /// Whether two roles are one: the same head, and nothing in what they are of that contradicts.
    fn same_role(&self, role: &Range<usize>, other: &Range<usize>) -> bool {
        let (one, two) = (self.head(role), self.head(other));
        let heads = one.clone().zip(two.clone()).all(|(a, b)| self.people.same_word(self.scene, a, b));
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

/// A name in apposition begins so many words after its role at most, an own role and a title before it.
const APPOSED_WORDS_MAX: usize = 8;
/// A role reaches at most so many words back from its verb.
const ROLE_REACH: usize = 12;

/// A role without a name.
pub(super) fn unnamed(role: &Range<usize>) -> Voice {
    Voice { role: Some(role.clone()), at: role.clone(), ..Voice::default() }
}
