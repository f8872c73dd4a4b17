//! Indirect speech of Chinese, whose verbs lead to what was said with a comma or with nothing: `张伟5日在会上表示，…`, `警方称…`,
//! `据气象局介绍，…`. Who speaks stands before the verb, and times and places between the two.

use std::ops::Range;

use super::Reader;
use crate::cues::{Attribution, Place, attribution};
use crate::lexicon::Kind;
use crate::roles;
use crate::unsaid::is_unsaid;
use crate::voice::{Voice, unnamed};

/// What was said has so many characters at least, behind a verb with nothing between more.
const SAID_MIN: usize = 4;
const BARE_SAID_MIN: usize = 6;
/// A body's name has so many characters at most and so many at least.
const BODY_MAX: usize = 20;
const BODY_MIN: usize = 2;
/// `据…消息，` names its source in at most so many.
const SOURCE_MAX: usize = 28;
/// `告诉新华社记者，`: whom something is told in at most so many.
const HEARER_MAX: usize = 12;
/// A verb is a part of a longer word that begins at most so many characters before: `小说`.
const COMPOUND_MAX: usize = 3;
/// `称李明为“英雄”` names what a word stands for within so many characters.
const CALLED_MAX: usize = 14;
/// Joint speakers, and a speaker far before the verb.
const OFFICE_MAX: usize = 16;

/// Who a clause says speaks.
enum Who {
    Named(Voice),
    /// Nobody anew: `…，并称…`.
    Dropped,
    /// Somebody whom we cannot read.
    Unknown,
}

/// A verb that leads to what was said.
struct Claim {
    cue: Range<usize>,
    who: Option<Voice>,
    /// Where the clause of the verb begins, at which what was said before ends.
    clause: usize,
    /// Where what was said begins.
    start: usize,
}

impl Reader<'_> {
    /// Keeps what the verbs of a Chinese sentence report.
    pub(super) fn han(&mut self, sentence: &Range<usize>) -> bool {
        let claims = self.claims(sentence);
        let phrase = if claims.is_empty() { self.by_source(sentence) } else { None };
        if let Some((said, found)) = phrase {
            return self.keep(said, &found);
        }
        let mut kept = false;
        for (at, claim) in claims.iter().enumerate() {
            let end = claims.get(at + 1).map_or(sentence.end, |next| next.clause);
            if claim.start + SAID_MIN > end || self.voices.scene.is_quoted(claim.start) {
                continue;
            }
            // What is denied nobody told.
            if is_unsaid(self.voices.scene, &claim.cue) {
                continue;
            }
            let found = attribution(claim.who.clone(), claim.cue.clone(), Place::Before);
            kept |= self.keep(claim.start..end, &found);
        }
        kept
    }

    /// The verbs of a sentence that lead to what was said, in order.
    fn claims(&self, sentence: &Range<usize>) -> Vec<Claim> {
        let scene = self.voices.scene;
        let mut claims: Vec<Claim> = Vec::new();
        let mut at = sentence.start;
        let mut clause = sentence.start;
        while at < sentence.end {
            if at > clause && self.parts(at) {
                clause = at;
            }
            let length = self.verb(at);
            if length == 0 || at + length > sentence.end || scene.is_quoted(at) {
                at += 1;
                continue;
            }
            let verb = at..at + length;
            let claim = self.claim(sentence, clause, verb.clone(), claims.last());
            at = verb.end;
            claims.extend(claim);
        }
        claims
    }

    fn claim(
        &self,
        sentence: &Range<usize>,
        clause: usize,
        verb: Range<usize>,
        last: Option<&Claim>,
    ) -> Option<Claim> {
        let scene = self.voices.scene;
        let (start, signed) = self.content_start(&verb, sentence.end)?;
        let room = sentence.end - start;
        // A mark that nothing closes: `他说“如果…`
        if scene.words.gap_before(start).contains(['“', '「', '『', '"']) && !scene.is_quoted(start) {
            return None;
        }
        let bare = scene.is(verb.start, Kind::BareReports) || scene.is(verb.start, Kind::Demands);
        if room < if signed { SAID_MIN } else { BARE_SAID_MIN }
            || !(signed || bare)
            || !signed && self.is_called(start)
        {
            return None;
        }
        let who = match self.speaker(clause..verb.start) {
            // What somebody says that another says is in what he says, but behind a sign.
            Who::Named(who) if last.is_none() || signed => {
                // `要求有约束力的安全保证，`: the subject of such a verb opens its clause.
                let opens = who.at.start <= self.behind_openers(&(clause..verb.start));
                if self.is_nominal(verb.start) && !opens {
                    return None;
                }
                Some(who)
            }
            // `预计该协议…`: nobody's.
            Who::Dropped if last.is_none() && clause == sentence.start && verb.start == clause => {
                return None;
            }
            Who::Dropped => match last {
                Some(last) => last.who.clone(),
                None if clause > sentence.start => self.opening(sentence.start..clause, signed)?,
                None => Some(
                    self.last_speaker(verb.start)
                        .filter(|_| !scene.words.token(sentence.start).starts_paragraph)?,
                ),
            },
            // `他抱有希望，`: what a noun is of, or the writer's own.
            Who::Unknown
                if signed && last.is_none() && verb.len() > 1 && !self.is_noun(clause, verb.start) =>
            {
                let opens = clause > sentence.start && self.is_adverbial(clause);
                if opens { self.opening(sentence.start..clause, true)? } else { None }
            }
            Who::Named(_) | Who::Unknown => return None,
        };
        Some(Claim { cue: self.voices.cue_at(verb.start, clause).start..verb.end, who, clause, start })
    }

    /// Whether a verb is a noun here, `…的承诺，`, or its clause is the writer's.
    fn is_noun(&self, clause: usize, verb: usize) -> bool {
        let scene = self.voices.scene;
        self.is_nominal(verb)
            || scene.is(clause, Kind::First)
            || verb > clause && scene.is(verb - 1, Kind::Attributive)
    }

    /// Whether a verb is a noun as well: `保证`, but not `保证说`.
    fn is_nominal(&self, verb: usize) -> bool {
        let scene = self.voices.scene;
        let length = scene.length(verb, Kind::Nominals);
        length > 0 && scene.hints.longest(verb, &[Kind::Reports]) == length
    }

    /// Who the sentence is about, where the clause of the verb names nobody; nobody at all where it cannot be told.
    fn opening(&self, before: Range<usize>, signed: bool) -> Option<Option<Voice>> {
        let scene = self.voices.scene;
        let first = (before.start + 1..before.end).find(|at| self.parts(*at)).unwrap_or(before.end);
        let last = (before.start..before.end).rev().find(|at| self.parts(*at)).unwrap_or(before.start);
        for clause in [before.start..first, last..before.end] {
            let start = self.behind_openers(&clause);
            let noun = (start + 1..clause.end).find_map(|end| {
                let verb = scene.is_any(end, &[Kind::Verbs, Kind::Denials]) || self.is_adverbial(end);
                self.noun(start, end).filter(|_| verb)
            });
            if noun.is_some() {
                return Some(noun);
            }
            let named = self.voices.people.within(&(start..start + OFFICE_MAX)).first();
            if let Some(named) = named.filter(|named| named.start == start && named.person.is_some()) {
                return Some(Some(self.voices.named(named)));
            }
        }
        signed.then_some(None)
    }

    /// `据警方介绍，…`: what is said behind a phrase that names its source, and whose it is.
    fn by_source(&self, sentence: &Range<usize>) -> Option<(Range<usize>, Attribution)> {
        let scene = self.voices.scene;
        let at = sentence.clone().find(|at| {
            scene.is(*at, Kind::According)
                && !scene.is_quoted(*at)
                && (*at == sentence.start || self.parts(*at))
        })?;
        let start = at + scene.length(at, Kind::According);
        let pause = (start..sentence.end.min(start + SOURCE_MAX)).find(|at| self.parts(*at))?;
        let telling = scene.hints.ending_at(pause, &[Kind::Tellings]).filter(|telling| *telling > start)?;
        // `据警方5日通报`
        let Who::Named(who) = self.speaker(start..telling) else { return None };
        let enough = pause + SAID_MIN <= sentence.end && !scene.is_quoted(pause);
        enough.then(|| (pause..sentence.end, attribution(Some(who), at..start, Place::Before)))
    }

    /// Where what a verb reports begins, and whether a sign stands before it.
    fn content_start(&self, verb: &Range<usize>, end: usize) -> Option<(usize, bool)> {
        let scene = self.voices.scene;
        if verb.end >= end {
            return None;
        }
        if !scene.is(verb.start, Kind::Tells) {
            return Some((verb.end, self.parts(verb.end)));
        }
        let start = (verb.end..end.min(verb.end + HEARER_MAX)).find(|at| self.parts(*at))?;
        Some((start, true))
    }

    /// `称李明为“英雄”`: what is called so is no clause.
    fn is_called(&self, start: usize) -> bool {
        let scene = self.voices.scene;
        let quoted = (start..start + CALLED_MAX).find(|at| scene.is_quoted(*at) || self.parts(*at));
        quoted.is_some_and(|at| {
            scene.is_quoted(at) && matches!(scene.words.written(at - 1), "为" | "為" | "作" | "是")
        })
    }

    /// How many characters a verb that reports has here, if it is no part of a longer word: `小说`, `称为`.
    fn verb(&self, at: usize) -> usize {
        let scene = self.voices.scene;
        let length = scene.hints.longest(at, &[Kind::Reports, Kind::Demands, Kind::Tells]);
        let covers =
            |start: usize| start + scene.length(start, Kind::NotVerbs) > at + length.saturating_sub(1);
        let floor = at.saturating_sub(COMPOUND_MAX);
        if length == 0 || (floor..=at).any(|start| scene.is(start, Kind::NotVerbs) && covers(start)) {
            return 0;
        }
        length
    }

    /// Whether a comma, a colon or a semicolon stands before a character.
    fn parts(&self, at: usize) -> bool {
        self.voices.scene.words.gap_before(at).contains(['，', ',', '：', ':', '；', ';'])
    }

    /// Who the words of a clause before its verb say speaks.
    fn speaker(&self, clause: Range<usize>) -> Who {
        let start = self.behind_openers(&clause);
        if start >= clause.end {
            return Who::Dropped;
        }
        // `法新社援引一名外交官的话报道称`: whoever is quoted speaks, and not who quotes.
        if let Some(quotes) = (start + 1..clause.end).find(|at| self.voices.scene.is(*at, Kind::Quoting)) {
            let slot = quotes + self.voices.scene.length(quotes, Kind::Quoting);
            let ends = |end: &usize| *end == clause.end || self.voices.scene.is(*end, Kind::Attributive);
            let quoted = (slot + 1..=clause.end).filter(ends).find_map(|end| self.noun(slot, end));
            return quoted.map_or(Who::Unknown, Who::Named);
        }
        let first = (start + 1..=clause.end)
            .filter(|end| *end == clause.end || self.is_adverbial(*end))
            .find_map(|end| self.noun(start, end));
        // `AI从业者李开复`: of a body and somebody right before the verb, it is the latter who speaks.
        let last = || self.noun(start, clause.end).filter(|who| who.person.is_some());
        match first {
            Some(who) if who.person.is_none() => Who::Named(last().unwrap_or(who)),
            Some(who) => Who::Named(who),
            None => Who::Unknown,
        }
    }

    /// Behind what opens a clause before its subject: `不过，`, `5日`, `在发布会上`.
    fn behind_openers(&self, clause: &Range<usize>) -> usize {
        let scene = self.voices.scene;
        let opens = [Kind::Openers, Kind::Resumes, Kind::Auxiliaries, Kind::Times];
        let mut at = clause.start;
        while at < clause.end {
            let digits = at > clause.start && self.is_number(at - 1);
            let unit = if digits { scene.length(at, Kind::Units) } else { 0 };
            let length = scene.hints.longest(at, &opens).max(unit);
            if length == 0 && !self.is_number(at) {
                break;
            }
            at += length.max(1);
        }
        at.min(clause.end)
    }

    /// Whether what stands between a subject and its verb begins here: a preposition, a time, an adverb.
    fn is_adverbial(&self, at: usize) -> bool {
        let scene = self.voices.scene;
        let kinds = [Kind::Auxiliaries, Kind::Prepositions, Kind::Times, Kind::Adverbials, Kind::Resumes];
        let joins = scene.is(at, Kind::Ands) && !scene.is(at, Kind::Times);
        let bracket = scene.words.gap_before(at).contains(['（', '(']);
        (scene.is_any(at, &kinds) && !joins) || self.is_number(at) || bracket
    }

    fn is_number(&self, at: usize) -> bool {
        self.voices.scene.words.written(at).starts_with(|sign: char| sign.is_ascii_digit())
    }

    /// Who is meant by the words of a clause that end here: a name, a pronoun, a role, a body.
    fn noun(&self, start: usize, end: usize) -> Option<Voice> {
        let scene = self.voices.scene;
        let mentions = self.voices.people.within(&(start..end));
        let named = mentions.iter().rev().find(|mention| mention.at.end == end || mention.end == end);
        if let Some(mention) = named {
            let joint = mention.start > start && scene.is(mention.start - 1, Kind::Ands);
            return (!mention.object || joint).then(|| self.voices.named(mention));
        }
        let pronouns = [Kind::He, Kind::She, Kind::They];
        if scene.hints.ending_at(end, &pronouns) == Some(start) {
            return self.voices.pronoun(start);
        }
        if let Some(role) = scene.hints.ending_at(end, &[Kind::Roles, Kind::RolesF]) {
            let role = roles::alone(scene, role, end).unwrap_or(role..end);
            let role = role.start.max(start)..end;
            // `分析人士`: nobody who was named before.
            if scene.hints.ending_at(end, &[Kind::Crowds]).is_some() {
                return (!scene.is_object(role.start)).then(|| unnamed(&role));
            }
            return (!scene.is_object(role.start)).then(|| self.voices.by_role(&role));
        }
        let tail = scene.hints.ending_at(end, &[Kind::Speakers])?;
        let stop = |at: &usize| {
            let other = [Kind::Attributive, Kind::Prepositions, Kind::Sources, Kind::Verbs];
            scene.is_any(*at, &other) && *at < tail || !scene.words.gap_before(*at + 1).is_empty()
        };
        let first = (start..end - 1).rev().find(stop).map_or(start, |at| at + 1);
        let opened = first > start && scene.is_any(first - 1, &[Kind::Prepositions, Kind::Verbs]);
        let body = first..end;
        let fits = (BODY_MIN..=BODY_MAX).contains(&body.len()) && !opened;
        fits.then(|| Voice { body: Some(body.clone()), at: body, ..Voice::default() })
    }
}
