//! The cue before a quotation or within its marks: `Selon X, … « … »`, `X a déclaré : « … »`, `« Nous irons, dit-il. »`

use std::ops::Range;

use super::after::SUBJECT_WORDS_MAX;
use super::cues::{Attribution, Place, Surroundings, attribution};
use super::lexicon::{Kind, Script};
use super::people::Mention;
use super::roles;
use super::voice::{Voice, Voices};

/// A cue before a quotation begins at most so many words from it.
const BEFORE_WORDS_MAX: usize = 60;
/// `vous avez insisté`: the address stands at most so many words before the verb.
const ADDRESS_WORDS_MAX: usize = 4;
/// A cue within the marks stands in the first so many words.
const INSIDE_WORDS_MAX: usize = 60;
/// Its subject is named within so many words behind it.
const INSIDE_SUBJECT_WORDS_MAX: usize = 6;
/// What says that someone speaks where no verb does has at most so many words: `hat einen Rat: „…“`.
const PREDICATE_WORDS_MAX: usize = 6;
/// Whoever goes on with *Adding,* spoke at most so many words before.
const ADDED_WORDS_MAX: usize = 60;
/// `And from Laura Finch, Director of the Harbour Board:` has at most so many words.
const SENDER_WORDS_MAX: usize = 16;

impl Voices<'_> {
    /// What is said before a quotation: `Selon X, … « … »`, `X a déclaré : « … »`, `X a qualifié … de « … »`.
    pub fn cue_before(&self, around: &Surroundings, interviewee: Option<&Voice>) -> Option<Attribution> {
        let announced = around.announced.is_some();
        let end = around.announced.unwrap_or(around.inside.start);
        // Without a colon a cue does not reach over a full stop; `Speakers::led_in` looks there.
        if end == 0 || (!announced && around.begins_sentence) {
            return None;
        }
        let sentence = self.clause_before(end);
        let place = if announced { Place::Announced } else { Place::Before };
        let verb = self.verb_in(&sentence, announced);
        let source = self
            .source_phrase(&sentence, verb)
            .or_else(|| self.source_behind(&sentence, verb))
            // `Selon l'agence, X a déclaré : « … »`: before a colon the verb's subject speaks.
            .filter(|_| !announced || verb.is_none());
        if let Some(found) = source {
            return Some(Attribution { place, ..found });
        }
        let Some(verb) = verb else {
            return announced.then(|| self.predicate(&sentence));
        };
        let cue = self.cue_at(verb, sentence.start);
        let governed = (cue.end..end).any(|at| self.scene.is(at, Kind::That));
        let found = Attribution { governed, ..attribution(None, cue.clone(), place) };
        let address = cue.start.saturating_sub(ADDRESS_WORDS_MAX).max(sentence.start)..cue.start;
        if interviewee.is_some() && (address.start..verb).any(|at| self.scene.is(at, Kind::You)) {
            let cue = address.clone().find(|at| self.scene.is(*at, Kind::You)).unwrap_or(cue.start)..cue.end;
            return Some(Attribution { source: interviewee.cloned(), cue: Some(cue), ..found });
        }
        let slot = cue.end.min(end)..end;
        let who = self.who_reports(&sentence, &cue, &slot);
        // The verb may have been another's: `Interrogé sur ce qu'on dit, le maire hausse les épaules : « … »`
        let later = announced && who.is_none() && slot.clone().any(|at| self.scene.pauses(at));
        let predicate = later.then(|| self.predicate(&slot)).filter(|found| found.source.is_some());
        Some(predicate.unwrap_or(Attribution { source: who, ..found }))
    }

    /// The words of the sentence before a quotation, after the last colon or semicolon in it.
    fn clause_before(&self, end: usize) -> Range<usize> {
        let sentence = self.scene.words.sentence_before(end, BEFORE_WORDS_MAX);
        let apart = |at: &usize| {
            self.scene.words.gap_before(*at).contains([':', '：', ';', '；'])
                && !self.scene.is_quoted(*at - 1)
        };
        let start = (sentence.start + 1..end).rev().find(apart).unwrap_or(sentence.start);
        start..end
    }

    pub fn who_reports(
        &self,
        sentence: &Range<usize>,
        cue: &Range<usize>,
        slot: &Range<usize>,
    ) -> Option<Voice> {
        let before = sentence.start..cue.start;
        // `Reuters quoted X as saying “…”`
        if let Some(who) = self.people.within(&before).iter().find_map(|agency| self.voice_quoted_by(agency))
        {
            return Some(who);
        }
        // Arabic puts the verb first and its subject behind; elsewhere no more than three words may follow, in an
        // inversion: `ha detto il ministro: «…»`.
        let verb_first = self.scene.lexicon.script == Script::Arabic;
        let after = || {
            let near = slot.start
                ..slot.end.min(
                    slot.start
                        + if verb_first || self.scene.lexicon.capital_nouns { SUBJECT_WORDS_MAX } else { 3 },
                );
            let who = self.first_in(&near, false)?;
            if who.at.end <= slot.start || who.at.start >= slot.end {
                return self.pronoun(slot.start);
            }
            let near = who.at.start <= slot.start + 1;
            // In German whoever stands right behind the verb is its subject: `äußerte sich X zuversichtlich: „…“`.
            let second = self.scene.lexicon.capital_nouns && near;
            (verb_first || second || (near && self.closes(&who, slot))).then_some(who)
        };
        let joined = cue.start == sentence.start
            || cue.start > 0
                && (self.scene.pauses(cue.start) || self.scene.is(cue.start - 1, Kind::Prepositions));
        // `footage of Trump saying “…”`: whoever stands right before a participle, whatever stands before the name.
        let doing = self.scene.is(cue.start, Kind::Participles) && self.scene.goes_on(cue.start);
        let beside = self.people.within(&before).last();
        if let Some(mention) = beside.filter(|mention| doing && mention.at.end == cue.start) {
            return Some(self.named(mention));
        }
        let who = if self.scene.is(cue.start, Kind::Participles) && joined {
            // `X visited Y's show to discuss …, saying “…”`: whoever the sentence is about says it.
            // `«…», ha detto Z, aggiungendo che`: whoever has spoken in the sentence, before whoever it is about;
            // `Adding, “…”`: a sentence that begins so goes on with the one before.
            let spoken = self.spoken.last().filter(|spoken| {
                spoken.at.start >= before.start
                    || before.is_empty() && spoken.at.start + ADDED_WORDS_MAX > cue.start
            });
            // `« … », a dit X, ajoutant que`
            let behind_verb = |mention: &&Mention| {
                self.scene.hints.ending_at(mention.start, &[Kind::Verbs]).is_some()
                    && mention.end == cue.start
            };
            let only = || self.only_person(&before).filter(behind_verb).map(|mention| self.named(mention));
            spoken.cloned().or_else(|| self.leading_subject(&before)).or_else(only)
        } else if verb_first {
            after().or_else(|| self.subject(&before))
        } else {
            self.subject(&before).or_else(after)
        };
        who.or_else(|| {
            let fillers = [Kind::Relatives, Kind::Auxiliaries, Kind::Adverbs];
            // `Y añadió: «…»`: a verb with nobody before it is the last speaker's.
            let bare = before.clone().all(|at| self.scene.is_any(at, &fillers))
                || self.is_without_subject(&before, cue, slot);
            bare.then(|| self.dropped(sentence.start, slot)).flatten()
        })
    }

    /// `Preguntada por la huelga, respondió: «…»`, `وردا على سؤال أجابت: «…»`: what stands before the verb names nobody, and no
    /// subject stands beside it.
    fn is_without_subject(&self, before: &Range<usize>, cue: &Range<usize>, slot: &Range<usize>) -> bool {
        let scene = self.scene;
        let nobody = self.people.within(before).is_empty() && before.clone().all(|at| scene.role_at(at) == 0);
        let article =
            [Kind::Masculine, Kind::Feminine, Kind::Definite, Kind::Indefinite, Kind::Plural, Kind::Elided];
        let apart =
            if scene.lexicon.script == Script::Arabic { slot.is_empty() } else { scene.pauses(cue.start) };
        // `Bankitalia, nel suo bollettino, segnala`: of two commas the first stands behind the subject.
        let whole = before.clone().skip(1).all(|at| !scene.pauses(at));
        nobody && whole && apart && !before.is_empty() && !scene.is_any(before.start, &article)
    }

    /// `said the minister: “…”`, not `said the Guard would “…”`: who speaks behind a verb has no verb of their own.
    fn closes(&self, who: &Voice, slot: &Range<usize>) -> bool {
        let end = who.at.end;
        self.scene.lexicon.script != Script::Cased
            || end >= slot.end
            || self.scene.pauses(end)
            || self.scene.is_any(end, &[Kind::That, Kind::Adverbs, Kind::Prepositions])
    }

    /// The last verb before a quotation that reports. After one of judgement no colon stands.
    fn verb_in(&self, sentence: &Range<usize>, announced: bool) -> Option<usize> {
        let scene = self.scene;
        let reports = |at: &usize| {
            let verb = scene.hints.length(*at, Kind::Verbs);
            let judge = if announced { 0 } else { scene.hints.length(*at, Kind::Judges) };
            let length = verb.max(judge);
            // German *so* reports behind a quotation, `„…“, so X`; before one it is *thus*.
            let fits = length > 0 && at + length <= sentence.end;
            fits && !self.is_noun(*at) && !scene.is(*at, Kind::VerbsAfter)
        };
        let last = scene.unquoted(sentence.clone()).rev().find(reports)?;
        // `警告说`, `cho biết thêm`: the longest phrase that this word is a part of.
        let wider = (last.saturating_sub(3).max(sentence.start)..last)
            .find(|at| reports(at) && at + scene.hints.longest(*at, &[Kind::Verbs, Kind::Judges]) > last);
        Some(wider.unwrap_or(last))
    }

    /// `Selon X,` at the beginning of the sentence or after a comma, where no verb reports after it.
    fn source_phrase(&self, sentence: &Range<usize>, verb: Option<usize>) -> Option<Attribution> {
        let scene = self.scene;
        // In the middle of a clause *selon* is *depending on*.
        let begins = |at: &usize| *at <= sentence.start + 1 || scene.pauses(*at);
        let kinds = [Kind::Sources, Kind::SourcesHe, Kind::SourcesShe, Kind::SourcesThey];
        let at =
            sentence.clone().find(|at| scene.is_any(*at, &kinds) && begins(at) && !scene.is_quoted(*at))?;
        let named = scene.is(at, Kind::Sources)
            && self
                .people
                .within(&(at..at + 6))
                .iter()
                .any(|mention| mention.start <= at + scene.hints.length(at, Kind::Sources));
        if !named && let Some(found) = self.source_pronoun(at) {
            return Some(found);
        }
        let start = at + scene.hints.length(at, Kind::Sources);
        let slot = start..sentence.end.min(start + SUBJECT_WORDS_MAX);
        let Some(who) = self.first_of_source(&slot) else {
            // A phrase of several words, *de source judiciaire*, names a source all by itself.
            let plain = verb.is_none() && at <= sentence.start && start - at > 1;
            return plain.then(|| attribution(None, at..start, Place::Before));
        };
        // `As the Schifanos were …`: *as* and *wie* name a source with a verb behind it only.
        if scene.is(at, Kind::AsSaid) && !scene.is(at, Kind::According) && start == at + 1 {
            let verb = |at: usize| scene.is_any(at, &[Kind::Verbs, Kind::Reports]);
            // `Wie X, der den Prozess verfolgte, dazu feststellt, …`: behind what is said of X.
            let start_of_clause = if scene.pauses(who.at.end) && scene.is(who.at.end, Kind::Relatives) {
                (who.at.end + 1..sentence.end).find(|at| scene.pauses(*at)).unwrap_or(who.at.end)
            } else {
                who.at.end
            };
            let clause = start_of_clause..sentence.end;
            let said = scene.is(start, Kind::Verbs)
                || clause.take_while(|at| *at == start_of_clause || !scene.pauses(*at)).any(verb);
            if !said {
                return None;
            }
        }
        // `Selon l'enquête, Y aurait dit que « … »`: Y speaks.
        let reported =
            verb.is_some_and(|verb| verb >= who.at.end && self.subject(&(who.at.end..verb)).is_some());
        // `Как рассказала Тамара Ильина`
        let verb = scene.hints.length(start, Kind::Verbs);
        (!reported).then(|| attribution(Some(who), at..start + verb, Place::Before))
    }

    /// `Amsel zufolge`, `在韩志强看来`: the words that name a source stand behind it, and no verb reports after them.
    fn source_behind(&self, sentence: &Range<usize>, verb: Option<usize>) -> Option<Attribution> {
        let scene = self.scene;
        let mentions = self.people.within(sentence);
        let mention = mentions.iter().find(|mention| scene.is(mention.at.end, Kind::SourcesAfter))?;
        let cue = mention.at.end..mention.at.end + scene.hints.length(mention.at.end, Kind::SourcesAfter);
        let last = verb.is_none_or(|verb| verb < cue.end);
        last.then(|| attribution(Some(self.named(mention)), cue, Place::Before))
    }

    /// `Selon lui`, `in her words`.
    pub fn source_pronoun(&self, at: usize) -> Option<Attribution> {
        let kinds =
            [(Kind::SourcesHe, Some(false)), (Kind::SourcesShe, Some(true)), (Kind::SourcesThey, None)];
        let (kind, feminine) = kinds.into_iter().find(|(kind, _)| self.scene.is(at, *kind))?;
        let end = at + self.scene.hints.length(at, kind);
        // `theo bà Hoa`: a title, and no pronoun.
        if self.scene.lexicon.syllabic && self.scene.words.is_capital(end) && self.scene.goes_on(end) {
            return None;
        }
        let who = self.antecedent(at, feminine);
        Some(attribution(who, at..at + self.scene.hints.length(at, kind), Place::Before))
    }

    /// Whom a source phrase names: right after it, with nothing but an article between.
    pub fn first_of_source(&self, slot: &Range<usize>) -> Option<Voice> {
        let mentions = self.people.within(slot);
        let near = |start: usize| self.scene.phrase_start(start).max(slot.start) <= slot.start + 1;
        let owned = |owner: &Mention| {
            let next =
                mentions.iter().find(|next| next.at.start == owner.at.end + 1 && next.person.is_some());
            next.filter(|_| self.scene.is_possessor(&owner.at))
        };
        let mention = mentions.iter().find(|mention| near(mention.start));
        // `As The Post's Ruth Marcus puts it`
        if let Some(mention) = mention.and_then(owned).or(mention) {
            // `Как рассказала ТАСС адвокат Вера Орлова`
            let next =
                mentions.iter().find(|next| next.start == mention.at.end && next.at.start > mention.at.start);
            if let Some(next) =
                next.filter(|next| mention.person.is_none() && next.person.is_some() && !next.object)
            {
                return Some(self.named(next));
            }
            // `Как рассказал РБН источник в ведомстве`: told the agency
            let told = mention
                .person
                .is_none()
                .then(|| roles::alone(self.scene, mention.at.end, slot.end))
                .flatten();
            return Some(told.map_or_else(|| self.named(mention), |role| self.by_role(&role)));
        }
        let role = (slot.start..slot.end.min(slot.start + 3))
            .find_map(|at| roles::alone(self.scene, at, slot.end))?;
        Some(self.by_role(&role))
    }

    /// `Der Bürgermeister nickte: „…“`: a colon and who the sentence is about, without a verb that we know.
    fn predicate(&self, sentence: &Range<usize>) -> Attribution {
        // `…, und der Ministerpräsident X: „…“`: a name that ends at the colon and has its own clause.
        let ends = |mention: &&Mention| {
            let own = mention.start > sentence.start
                && (mention.start.saturating_sub(2)..=mention.start).any(|at| {
                    at > sentence.start && (self.scene.pauses(at) || self.scene.is(at - 1, Kind::Ands))
                });
            mention.person.is_some() && !mention.object && mention.at.end == sentence.end && own
        };
        let last = self.people.within(sentence).last().filter(ends);
        let mut who = last.map(|mention| self.named(mention)).or_else(|| self.subject(sentence));
        // `Jede Verantwortung weist X von sich: „…“`
        if self.scene.lexicon.capital_nouns && who.as_ref().is_none_or(|who| who.person.is_none()) {
            who = self.only_person(sentence).map(|mention| self.named(mention)).or(who);
        }
        // `And from Laura Finch: “…”`
        let sent = |mention: &&Mention| {
            let before = mention.start.checked_sub(1).filter(|before| *before <= sentence.start + 1);
            before.is_some_and(|before| before >= sentence.start && self.scene.is(before, Kind::Senders))
        };
        if who.is_none() && sentence.len() <= SENDER_WORDS_MAX {
            let people = self.people.within(sentence).iter().filter(|mention| mention.person.is_some());
            who = people.into_iter().find(sent).map(|mention| self.named(mention));
        }
        // `Her answer: “…”`, `Seine Zuversicht gründet sich darauf: „…“`
        if who.is_none()
            && self.scene.is(sentence.start, Kind::Own)
            && self.people.within(sentence).is_empty()
        {
            who = self.antecedent(sentence.start, None).filter(|who| who.person.is_some());
        }
        let cue = who.as_ref().map(|who| who.at.end.max(sentence.start)..sentence.end);
        let last = |cue: Range<usize>| {
            let pause = cue.clone().skip(1).rev().find(|at| self.scene.pauses(*at));
            pause.unwrap_or(cue.start)..cue.end
        };
        // Behind a preposition stands where or with what: `le maire devant la presse : « … »` has no verb at all.
        let says = |cue: &Range<usize>| {
            !cue.is_empty()
                && cue.len() <= PREDICATE_WORDS_MAX
                && !self.scene.is(cue.start, Kind::Prepositions)
        };
        let cue = cue.map(last).filter(says);
        Attribution { source: who, cue, place: Place::Announced, governed: false, unsaid: false }
    }

    /// `« Les quotas, soupire Yann Kerbrat, on nous les annonce … »`
    pub fn cue_inside(&self, around: &Surroundings) -> Option<Attribution> {
        let scene = self.scene;
        let end = around.inside.end.min(around.inside.start + INSIDE_WORDS_MAX);
        for at in around.inside.start + 1..end {
            if !scene.is(at, Kind::Verbs) {
                continue;
            }
            let cue = self.cue_at(at, around.inside.start);
            // Who is quoted says *said* too. Only between commas, or behind an exclamation, is it the reporter's.
            if !scene.pauses(cue.start) && !scene.words.gap_before(cue.start).contains(['!', '?', '…']) {
                continue;
            }
            let mut start = cue.end;
            // `dit-elle`, `soupire-t-il`, `рассказал мне Орлов`
            while start < end && scene.is_any(start, &[Kind::Euphonic, Kind::Addressees]) {
                start += 1;
            }
            let slot = start..around.inside.end.min(start + INSIDE_SUBJECT_WORDS_MAX);
            let who = self.first_in(&slot, true).filter(|who| who.at.start <= start + 1);
            let closed = |who: &Voice| {
                who.at.end >= around.inside.end
                    || !scene.goes_on(who.at.end)
                    || who.person.is_none()
                    || scene.pauses(who.at.end)
                    // `« On a perdu, lâche X après la rencontre. On a … »`
                    || scene.is_any(who.at.end, &[Kind::Prepositions, Kind::Adverbs])
                        && !scene.is(who.at.end, Kind::Auxiliaries)
            };
            let parenthesis = |at: usize| {
                scene.words.gap_before(at).contains(['–', '—']) || scene.words.gap_before(at).contains(" -")
            };
            // `«Iremos —explicó— mañana»`: dashes on both sides are the reporter's even without a name.
            let alone = scene.lexicon.drops_pronouns && parenthesis(cue.start) && parenthesis(cue.end);
            let who = who.filter(closed).or_else(|| alone.then(|| self.antecedent(at, None)).flatten());
            if who.is_some() {
                return Some(attribution(who, cue, Place::Inside));
            }
        }
        None
    }
}
