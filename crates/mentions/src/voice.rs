//! Who the words beside a cue mean: a name, a role that stands for one, a pronoun.

use std::ops::Range;

use super::lexicon::{Kind, Script};
use super::names;
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
    /// Where the last quotation of the last of these ends.
    pub spoken_until: usize,
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
        let scene = self.scene;
        // `le ministre des Sports et de la Jeunesse, X`: two offices of one.
        let mut end = role.end;
        if scene.goes_on(end) && scene.is(end, Kind::Ands) && scene.is(end + 1, Kind::Genitives) {
            end = scene.phrase_end(end + 1, APPOSED_WORDS_MAX);
        }
        let paused = end < scene.words.len() && scene.pauses(end);
        let mention = self.people.within(&(end..end + APPOSED_WORDS_MAX)).first().filter(|_| paused)?;
        let joined = mention.start <= end + 1 && mention.person.is_some() && !mention.object;
        joined.then(|| self.named(mention))
    }

    fn role_inside(&self, at: usize) -> Option<Range<usize>> {
        let head = self.scene.role_at(at);
        let articles = self.scene.is_any(at.saturating_sub(1), &[Kind::Masculine, Kind::Feminine]);
        (head > 0 && (articles || self.scene.lexicon.bare_complement > 0)).then_some(at..at + head)
    }

    /// Who does what the verb that begins at `end` says, in the words of its sentence before it.
    pub fn subject(&self, sentence: &Range<usize>) -> Option<Voice> {
        let sentence = &(sentence.start..self.before_brackets(sentence));
        let end = sentence.end;
        if sentence.is_empty() {
            return None;
        }
        let mentions: Vec<&Mention> = self
            .people
            .within(sentence)
            .iter()
            .filter(|mention| mention.at.end <= end && !self.scene.is_quoted(mention.at.start))
            .filter(|mention| !self.is_dateline(mention))
            .collect();
        self.adjacent(sentence, &mentions)
            .or_else(|| self.behind_and(sentence, &mentions))
            .or_else(|| self.before_apposition(sentence, &mentions))
            .or_else(|| self.leading(sentence, &mentions))
    }

    /// `DAKAR – Le président a promis …`: where the report was written says nothing.
    fn is_dateline(&self, mention: &Mention) -> bool {
        let words = &self.scene.words;
        let dashed = mention.at.end < words.len()
            && words
                .gap_before(mention.at.end)
                .trim_matches([' ', '\u{a0}', ')', '.'])
                .contains(['–', '—', '-'])
            && words.gap_before(mention.at.end).starts_with([' ', '\u{a0}', ')', '.', '—', '–']);
        let capitals = || mention.at.clone().all(|at| !words.written(at).chars().any(char::is_lowercase));
        // `BEUC - which represents consumers - called it …`
        words.token(mention.at.start).starts_paragraph
            && dashed
            && !words.is_small(mention.at.end)
            && capitals()
    }

    /// The end of a sentence's words without what stands in brackets behind a name: `Sandra Boser (GRÜNE), erklärte`.
    pub fn before_brackets(&self, sentence: &Range<usize>) -> usize {
        let end = sentence.end;
        if end >= self.scene.words.len() || !self.scene.words.gap_before(end).contains(')') {
            return end;
        }
        let most = if self.scene.lexicon.syllabic { BRACKET_WORDS_MAX * 3 } else { BRACKET_WORDS_MAX };
        let floor = end.saturating_sub(most).max(sentence.start + 1);
        let open = (floor..end).rev().find(|at| self.scene.words.gap_before(*at).contains('('));
        open.unwrap_or(end)
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
            // `او به رادیو BBC گفت`: where the verb comes last, whom it is told to stands right before it.
            let last = self.scene.lexicon.verbs_behind && self.scene.lexicon.script == Script::Arabic;
            let ends = ends && (!last || self.begins(mention.start, sentence.start));
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
            let apposed = mentions.iter().rev().find(|mention| {
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
        self.pronoun(end - 1).or_else(|| self.unlisted_body(sentence, mentions))
    }

    /// `Liverpool a expliqué que`, `Russia insisted`: a club, a paper, a country at the head of the sentence and right before the
    /// verb speaks as a body.
    fn unlisted_body(&self, sentence: &Range<usize>, mentions: &[&Mention]) -> Option<Voice> {
        let (scene, at) = (self.scene, sentence.end - 1);
        let words = &scene.words;
        let lexicon = scene.lexicon;
        let other = [
            Kind::Roles,
            Kind::RolesF,
            Kind::Titles,
            Kind::TitlesF,
            Kind::He,
            Kind::She,
            Kind::They,
            Kind::Relatives,
            Kind::Adverbs,
            Kind::Auxiliaries,
            Kind::First,
            Kind::You,
            Kind::GivenNames,
            Kind::Definite,
            Kind::Masculine,
            Kind::Feminine,
            Kind::Prepositions,
        ];
        let place = scene.is(at, Kind::Places);
        let rare = || {
            let folded = words.folded(at);
            folded.chars().count() > 3
                && !veille_text::frequency::is_common(folded)
                && names::is_capital_within(scene, at)
        };
        let fits = lexicon.script == Script::Cased
            && !lexicon.capital_nouns
            && !lexicon.syllabic
            && words.is_capital(at)
            && words.starts_sentence(at)
            && !scene.is_quoted(at)
            && scene.goes_on(sentence.end)
            && !scene.is_any(at, &other)
            && !mentions.iter().any(|mention| (mention.start..mention.end).contains(&at))
            && (place || rare());
        fits.then(|| Voice { body: Some(at..at + 1), at: at..at + 1, ..Voice::default() })
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
        // `Đại tá X - Trưởng phòng Cảnh sát điều tra (PC46), Công an TP HCM nói`: the body behind is what the office is in.
        let office = self.scene.lexicon.syllabic
            && last.person.is_none()
            && !mentions.iter().any(|other| other.person.is_some() && other.person != holder.person);
        let whole = office || (head + 1..sentence.end).all(|at| !self.scene.pauses(at));
        (head < last.at.start && whole).then_some(*holder)
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

    /// `El club perdió y su técnico, X, tras el partido disparó`: what a word for *and* joins and says whose it is has a verb of its own.
    fn behind_and(&self, sentence: &Range<usize>, mentions: &[&Mention]) -> Option<Voice> {
        let scene = self.scene;
        let own = |at: &usize| {
            scene.is(*at, Kind::Resumes) && scene.is(*at + 1, Kind::Own) && !scene.is_quoted(*at)
        };
        let and = sentence.clone().skip(1).rev().find(own)?;
        let near =
            |mention: &&&Mention| mention.at.start > and && mention.at.start <= and + APPOSED_WORDS_MAX;
        let mention = mentions.iter().find(near)?;
        let role = mention.role.as_ref().is_some_and(|role| (and + 1..=and + 3).contains(&role.start));
        let alone = !mentions.iter().any(|other| other.at.start > mention.at.start && other.person.is_some());
        (mention.person.is_some() && !mention.object && role && alone).then(|| self.named(mention))
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
        // `At a Trump rally, Sanders said`: whoever stands behind a comma, before whoever stands in the words before it.
        let begins = |mention: &&&Mention| can(mention) && self.begins(mention.start, sentence.start);
        // `When Wallace died, Clinton released a statement: “…”`: behind a clause that opens the sentence stands its subject.
        let scene = self.scene;
        let others = [Kind::He, Kind::She, Kind::They, Kind::First, Kind::Resumes, Kind::Ands];
        let subordinate = scene.is_any(sentence.start, &[Kind::Relatives, Kind::Conditions])
            && !scene.is_any(sentence.start, &others);
        let behind_clause =
            |mention: &&&Mention| can(mention) && scene.pauses(scene.phrase_start(mention.start));
        let main = subordinate.then(|| mentions.iter().find(behind_clause)).flatten();
        let first = main.or_else(|| mentions.iter().find(begins)).or_else(|| mentions.iter().find(can));
        let role = (sentence.start..sentence.end)
            .take_while(|at| first.is_none_or(|mention| *at < mention.start))
            .filter(|at| !self.scene.is_object(*at))
            .find_map(|at| roles::alone(self.scene, at, sentence.end));
        if let Some(role) = role {
            let leads = self.begins(role.start, sentence.start);
            // `The state director, Mike Rubino, reached out`: whoever the role is of stands behind it.
            return self.apposed(&role).or_else(|| leads.then(|| self.by_role(&role)));
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
        self.leading(sentence, &mentions).filter(|who| self.begins(who.at.start, sentence.start))
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
        // `Des entreprises … ; elles craignent`: several are no one person, but may be a body.
        let is_several = self.scene.is(at, Kind::Several);
        let means = self.antecedent(at, feminine).filter(|who| !is_several || who.person.is_none());
        Some(means.unwrap_or(Voice { at: at..at + 1, ..Voice::default() }))
    }

    /// Who was spoken of or quoted last before here.
    pub fn antecedent(&self, at: usize, feminine: Option<bool>) -> Option<Voice> {
        let floor = at.saturating_sub(ANTECEDENT_WORDS_MAX);
        let agrees = |source: &&Voice| {
            let known = source.person.and_then(|person| self.people.persons[person].feminine);
            // Most articles never say of which sex someone is: unknown agrees with both.
            feminine.is_none() || known.is_none() || known == feminine
        };
        let near = |(back, source): &(usize, &Voice)| {
            // Whoever has gone on speaking was named long ago.
            let spoken = *back == 0 && source.person.is_some() && (floor..=at).contains(&self.spoken_until);
            (spoken || source.at.start >= floor) && source.at.start < at && agrees(source)
        };
        let spoken = self.spoken.iter().rev().take(4).enumerate().find(near).map(|(_, source)| source);
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
        // `Quant à X, il assure`
        let about = mentions.iter().rev().take(2).find(|mention| {
            mention.person.is_some()
                && self.scene.hints.ending_at(mention.start, &[Kind::Abouts]).is_some()
                && !(mention.end..at).any(|at| self.scene.words.starts_sentence(at))
        });
        if let Some(about) = about {
            return Some(self.named(about));
        }
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
        if self.is_source(start) {
            return true;
        }
        let leads = (0..=SUBJECT_LEAD_MAX).any(|back| start >= back && words.starts_sentence(start - back));
        let verb = self.scene.hints.ending_at(start, &[Kind::Verbs, Kind::Judges, Kind::Sources]);
        // `Ann Croft criticised Ed Lowe`: what a verb before it has for an object leads nothing, however near the sentence begins.
        let object = verb.is_some_and(|verb| self.has_subject(verb, start));
        let (leads, verb) = (leads && !object, verb.is_some() && !object);
        let pause = self.scene.pauses(start) || self.is_joined_own(start);
        (leads || verb || pause) && !self.scene.is_object(at)
    }

    /// `El club perdió **y su** técnico, X, no se calló`
    fn is_joined_own(&self, start: usize) -> bool {
        start > 1 && self.scene.is(start - 1, Kind::Own) && self.scene.is(start - 2, Kind::Resumes)
    }

    /// `Secondo il senatore X, il testo è pronto. «…», assicura`: whoever a source phrase names goes on speaking.
    fn is_source(&self, start: usize) -> bool {
        let scene = self.scene;
        let phrase = scene.hints.ending_at(start, &[Kind::According, Kind::Opinions]);
        // *Nach dem Sieg gegen X* names no source.
        let plain = |at: usize| scene.length(at, Kind::AccordingNouns) == 0;
        phrase.is_some_and(|at| plain(at) && (scene.words.starts_sentence(at) || scene.pauses(at)))
    }

    /// `Anne Rolland a critiqué Luc Amiel`: a verb whose subject stands before it has an object behind it; and `saying her
    /// predecessor had left` leads to whom the speaker speaks of.
    fn has_subject(&self, verb: usize, object: usize) -> bool {
        let scene = self.scene;
        if scene.lexicon.script != Script::Cased {
            return false;
        }
        let own = (object..object + 2).any(|at| scene.is(at, Kind::Own));
        if own && scene.is(verb, Kind::Participles) {
            return true;
        }
        let cue = self.cue_at(verb, verb.saturating_sub(OBJECT_VERB_WORDS_MAX));
        let subject = cue.start.saturating_sub(1)..cue.start;
        scene.goes_on(cue.start)
            && self.people.within(&(cue.start.saturating_sub(OBJECT_REACH)..cue.start)).iter().any(
                |mention| mention.person.is_some() && !mention.object && mention.at.contains(&subject.start),
            )
    }
}

/// A name in apposition begins so many words after its role at most, an own role and a title before it.
const APPOSED_WORDS_MAX: usize = 8;
/// Brackets behind a name hold at most so many words: a party, an age.
const BRACKET_WORDS_MAX: usize = 4;
/// Between a subject and the verb that has an object stand at most so many auxiliaries.
const OBJECT_VERB_WORDS_MAX: usize = 4;
/// A name right before them begins within so many words.
const OBJECT_REACH: usize = 6;
/// A role reaches at most so many words back from its verb.
const ROLE_REACH: usize = 12;

/// A role without a name.
pub(super) fn unnamed(role: &Range<usize>) -> Voice {
    Voice { role: Some(role.clone()), at: role.clone(), ..Voice::default() }
}
