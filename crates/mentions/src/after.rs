//! The cue after a quotation: `», a déclaré le ministre X.`, `,” X said.`, `», selon X.`

use std::ops::Range;

use veille_text::{ends_always, is_stop};

use super::cues::{Attribution, Place, Surroundings, attribution};
use super::lexicon::{Kind, Script, Telling};
use super::marks::Marked;
use super::people::Mention;
use super::roles;
use super::voice::{Voice, Voices};

/// A verb after a quotation stands at most so many words from it, its subject at most so many from the verb.
const VERB_WORDS_MAX: usize = 5;
pub(super) const SUBJECT_WORDS_MAX: usize = 14;
/// `,” Foreign Minister X, who chairs the talks, said`: a clause may stand between a name and its verb.
const CLAUSE_WORDS_MAX: usize = 30;
/// A speaker that no list has is told with at most so many words.
const UNLISTED_WORDS_MAX: usize = 9;
/// Whom an agency quotes is named, with an office, within so many words.
const QUOTED_WORDS_MAX: usize = 16;

/// A sentence that says of the quotation before whose it is has at most so many words: `X l’a répété hier soir à Lyon.`
const SAID_IT_WORDS_MAX: usize = 14;

impl Voices<'_> {
    /// What is said after a quotation: `», a déclaré le ministre X.`, `,” X said.`, `», selon X.`
    pub fn cue_after(&self, passage: &Marked, around: &Surroundings) -> Option<Attribution> {
        let words = &self.scene.words;
        let first = words.at_byte(passage.close);
        if first >= words.len() || self.scene.is_quoted(first) {
            return None;
        }
        let gap = &words.text()[passage.close..words.token(first).start as usize];
        if let Some(found) = self.next_sentence(first, gap).or_else(|| self.says_it(passage, around, first)) {
            return Some(found);
        }
        // `“…,” adding, “…”`: a participle goes on with the sentence, whose verb stands before.
        if self.scene.is(first, Kind::Participles) {
            return None;
        }
        // Behind a full stop, a bracket or the bar of a caption another sentence begins, with its own speaker.
        if gap.contains(|sign| is_stop(sign) || matches!(sign, '\n' | ';' | ':' | '：' | '(' | '[' | '|')) {
            return None;
        }
        let reach = self.until_sign(first);
        if !self.can_follow(passage, around, gap, &reach) {
            return None;
        }
        // *selon lui* before *selon*, which would look for a name and find somebody else's.
        if let Some(found) = self.source_pronoun(first) {
            return Some(Attribution { place: Place::After, ..found });
        }
        let source = self.scene.hints.length(first, Kind::Sources);
        if source > 0 && !self.scene.is(first, Kind::Verbs) {
            let slot = first + source..reach.end.min(first + source + SUBJECT_WORDS_MAX);
            let who = self
                .first_in(&slot, false)
                .filter(|who| who.person.is_some() || who.body.is_some() || who.role.is_some())
                // `,” according to CNN`: *to* is a preposition, and its object no one who speaks elsewhere.
                .or_else(|| self.first_of_source(&slot));
            return who.map(|who| attribution(Some(who), first..first + source, Place::After));
        }
        let spoken = words.text()[passage.start..passage.end].ends_with([',', '!', '?', '，']);
        self.verb_first(&reach)
            .or_else(|| self.name_first(&reach))
            .or_else(|| self.unlisted_verb(&reach))
            .or_else(|| if spoken { self.unlisted_speaker(&reach) } else { None })
    }

    /// `Es bestehe „keine Gefahr“ für die Bevölkerung, sagte X`: a verb behind a comma, and whose it is after it.
    pub fn cue_trailing(&self, passage: &Marked) -> Option<Attribution> {
        let scene = self.scene;
        let first = scene.words.at_byte(passage.close);
        if first >= scene.words.len() || scene.words.starts_sentence(first) || scene.is_quoted(first) {
            return None;
        }
        let reach = self.until_sign(first);
        // Only behind a comma is a verb the reporter's: the reported sentence has verbs of its own.
        let opens = |at: &usize| {
            let verb = scene.is(*at, Kind::Verbs)
                || (scene.is(*at, Kind::Auxiliaries) && scene.is(*at + 1, Kind::Verbs));
            scene.pauses(*at) && verb && !self.starts_mention(*at)
        };
        if let Some(found) = self.bracketed(&reach) {
            return Some(found);
        }
        let Some(at) = reach.clone().skip(1).find(opens) else { return self.closing(&reach) };
        let found = self.verb_first(&(at..reach.end))?;
        let close =
            |source: &Voice| source.at.start >= at && (source.person.is_some() || source.role.is_some());
        let named = found.source.as_ref().is_some_and(close);
        // The reporter's sentence runs through the marks, as after *que*: what was said is a part of it.
        named.then_some(Attribution { place: Place::Before, governed: true, ..found })
    }

    /// `“…” about it, Brock said.`: a name behind the last comma, and a verb that closes the sentence.
    fn closing(&self, reach: &Range<usize>) -> Option<Attribution> {
        let scene = self.scene;
        let comma = reach.clone().skip(1).rev().find(|at| scene.pauses(*at))?;
        let mention = self.people.within(&(comma..reach.end)).first()?;
        let verb = mention.end;
        let cue = verb..verb + scene.length(verb, Kind::Verbs);
        let closes = cue.end >= reach.end || scene.is_any(cue.end, &[Kind::Times, Kind::Adverbs]);
        let fits = mention.person.is_some()
            && !mention.object
            && mention.start == comma
            && !cue.is_empty()
            && closes
            && scene.goes_on(verb)
            && scene.lexicon.told == Some(Telling::Bare);
        fits.then(|| Attribution {
            governed: true,
            ..attribution(Some(self.named(mention)), cue, Place::Before)
        })
    }

    /// `… sei, hatte X damals gesagt`: auxiliary and verb with who speaks between.
    fn bracketed(&self, reach: &Range<usize>) -> Option<Attribution> {
        let scene = self.scene;
        if !scene.lexicon.capital_nouns {
            return None;
        }
        let opens = |at: &usize| scene.pauses(*at) && scene.is(*at, Kind::Auxiliaries);
        let at = reach.clone().find(opens)?;
        let mention = self
            .people
            .within(&(at + 1..at + 6))
            .first()
            .filter(|mention| mention.start == at + 1 && mention.person.is_some() && !mention.object)?;
        let verb = (mention.end..reach.end.min(mention.end + VERB_WORDS_MAX))
            .take_while(|at| *at == mention.end || !scene.pauses(*at))
            .find(|at| scene.is(*at, Kind::Verbs))?;
        let found = attribution(Some(self.named(mention)), verb..verb + 1, Place::Before);
        Some(Attribution { governed: true, ..found })
    }

    /// `"…". Così Carmela Iodice racconta il crollo.`, `"…". A avaliação é de Lívia Sampaio.`
    fn next_sentence(&self, first: usize, gap: &str) -> Option<Attribution> {
        let length = self.scene.hints.length(first, Kind::SourcesNext);
        if length == 0 || gap.contains('\n') {
            return None;
        }
        let slot = first + length..self.until_sign(first).end.min(first + length + SUBJECT_WORDS_MAX);
        let who = self
            .first_in(&slot, false)
            .filter(|who| who.person.is_some() && who.at.start <= slot.start + 1)?;
        Some(attribution(Some(who), first..first + length, Place::After))
    }

    /// `« … » X l’a répété hier.`, `“….” X repeated it on Friday.`, `„…“ Das hat X bekräftigt.`: the next sentence is about nothing but
    /// who said it.
    fn says_it(&self, passage: &Marked, around: &Surroundings, first: usize) -> Option<Attribution> {
        let scene = self.scene;
        let words = &scene.words;
        let exact = &words.text()[passage.start..passage.end];
        let gap = &words.text()[passage.close..words.token(first).start as usize];
        let stops = exact.ends_with(is_stop) || gap.starts_with('.');
        if !stops || !around.begins_sentence || around.announced.is_some() || gap.contains('\n') {
            return None;
        }
        let sentence = words.sentence_after(first, SAID_IT_WORDS_MAX + 1);
        // `X l'a répété hier, avant d'ajouter que …`
        let pause = sentence.clone().skip(2).find(|at| scene.pauses(*at));
        let sentence = sentence.start..pause.unwrap_or(sentence.end);
        let plain = |at: usize| {
            !scene.is_quoted(at)
                && !scene.is_any(at, &[Kind::That, Kind::Complements])
                && (at == first || !words.gap_before(at).contains([':', ';']))
        };
        if sentence.len() > SAID_IT_WORDS_MAX || !sentence.clone().all(plain) || scene.is_quoted(sentence.end)
        {
            return None;
        }
        let one = self.only_person(&sentence)?;
        let reports = |at: &usize| {
            scene.is(*at, Kind::Verbs) && !self.is_noun(*at) && !(one.start..one.end).contains(at)
        };
        let verb = sentence.clone().find(reports)?;
        let stands_for_it = |it: usize| {
            let before = it < verb && (it + 1..verb).all(|at| scene.is(at, Kind::Auxiliaries));
            let behind =
                it == verb + scene.length(verb, Kind::Verbs) && scene.lexicon.told == Some(Telling::Bare);
            // `Lo repitió anoche Lola Luna`
            let behind_verb = verb + scene.length(verb, Kind::Verbs)..scene.phrase_start(one.start);
            let close = behind_verb.clone().all(|at| scene.is_any(at, &[Kind::Adverbs, Kind::Times]));
            let leads = one.start <= first || one.start <= verb + 1 && one.start >= it;
            let leads = leads || !behind_verb.is_empty() && close;
            leads && (before || behind || it == first && scene.lexicon.capital_nouns)
        };
        let said = sentence.clone().any(|at| scene.is(at, Kind::Itself) && stands_for_it(at));
        said.then(|| attribution(Some(self.named(one)), verb..verb + 1, Place::After))
    }

    /// Whether a cue may follow: a comma or a dash lies between, or the quotation is all that the sentence had so far.
    fn can_follow(&self, passage: &Marked, around: &Surroundings, gap: &str, reach: &Range<usize>) -> bool {
        let words = &self.scene.words;
        let exact = &words.text()[passage.start..passage.end];
        let paused = gap.contains([',', '，', '،', '—', '–']) || gap.contains(" - ");
        // `X a dit : « Oui. » Le ministre a quitté la salle.`: announced and ended,
        // it leaves nothing to the words behind.
        if around.announced.is_some() && exact.ends_with(is_stop) && !paused {
            return false;
        }
        // A full stop inside the marks ends the sentence, and what follows is the next one's.
        // Not so `?`, `؟` and `!`: `“Why now?” asked X`.
        if exact.ends_with(|sign| sign == '.' || ends_always(sign) && sign != '؟') && !paused {
            // `„… etabliert.“ erklärte die Ministerin`: no sentence begins with a small letter.
            let verb = self.scene.is(reach.start, Kind::Verbs) && self.scene.lexicon.script == Script::Cased;
            let small = words.is_small(reach.start) && (verb || !exact.ends_with('.'));
            let ends = reach.end >= words.len() || words.starts_sentence(reach.end);
            // Chinese ends the quotation with its full stop inside the marks: `“……。”王伟说。`
            // Before another passage too: `“……。”王伟说，“……。”`
            let comma = |at: usize| words.gap_before(at).contains(['，', ',']);
            let resumes = self.scene.is_quoted(reach.end) && comma(reach.end) && self.ends_with_verb(reach);
            let whole = self.scene.lexicon.script == Script::Han && (ends || resumes);
            return small || whole || self.says_only(reach);
        }
        let pronoun = self.scene.is_any(reach.start, &[Kind::He, Kind::She, Kind::They]);
        // `la « ville de la paix » qui attend`: a clause about the words in marks, not a cue.
        let clause = self.scene.is(reach.start, Kind::Relatives)
            && !pronoun
            && !self.scene.is(reach.start, Kind::Verbs);
        let free = exact.ends_with([',', '，', '!', '?', '…', '،'])
            || around.begins_sentence
            || around.announced.is_some();
        // `Als „…“ bezeichnete X die Wahl`
        let judges = self.scene.lexicon.capital_nouns && self.scene.is(reach.start, Kind::Judges);
        // `X, "…" dedi`: where verbs come last, nothing stands between the marks and the verb.
        let last =
            self.scene.lexicon.verbs_behind && self.scene.is_any(reach.start, &[Kind::Verbs, Kind::Judges]);
        !clause && (paused || free || judges || last)
    }

    /// Whether a verb of reporting closes these words.
    fn ends_with_verb(&self, reach: &Range<usize>) -> bool {
        self.scene.hints.ending_at(reach.end, &[Kind::Verbs]).is_some_and(|verb| verb > reach.start)
    }

    /// `“… are missing.” Trump said.`: a sentence that is a name and a verb of reporting says who said what stands before it.
    fn says_only(&self, reach: &Range<usize>) -> bool {
        let scene = self.scene;
        let mention = self.people.within(&(reach.start..reach.start + VERB_WORDS_MAX)).first();
        mention.is_some_and(|mention| {
            let verb = scene.length(mention.at.end, Kind::Verbs);
            mention.person.is_some()
                && mention.start == reach.start
                && verb > 0
                && scene.goes_on(mention.at.end)
                && mention.at.end + verb >= reach.end
                && scene.words.starts_sentence(reach.end)
                && !(reach.end < scene.words.len()
                    && scene.words.gap_before(reach.end).contains([':', '：', ',']))
        })
    }

    /// The words from here up to the end of the sentence or a sign after which another speaks.
    fn until_sign(&self, first: usize) -> Range<usize> {
        let words = &self.scene.words;
        let sentence = words.sentence_after(first, CLAUSE_WORDS_MAX + SUBJECT_WORDS_MAX);
        let stop = |at: &usize| {
            *at > first
                && (self.scene.is_quoted(*at) || words.gap_before(*at).contains([';', ':', '：', '\n']))
        };
        let end = sentence.clone().find(stop).unwrap_or(sentence.end);
        first..end
    }

    /// `a déclaré mardi le ministre X`, `a-t-elle ajouté`, `afirmó.`
    fn verb_first(&self, reach: &Range<usize>) -> Option<Attribution> {
        let scene = self.scene;
        let near = reach.start..reach.end.min(reach.start + VERB_WORDS_MAX);
        // `Als „…“ bezeichnete X die Wahl`: in German a verb right behind the marks has its subject behind it.
        let judges = (scene.lexicon.capital_nouns || scene.lexicon.verbs_behind)
            && scene.is(reach.start, Kind::Judges);
        let verb = near.clone().find(|at| scene.is(*at, Kind::Verbs) || judges && *at == reach.start)?;
        let lead = reach.start..verb;
        let filler = [
            Kind::Auxiliaries,
            Kind::Adverbs,
            Kind::He,
            Kind::She,
            Kind::They,
            Kind::Masculine,
            Kind::Addressees,
            Kind::Reflexive,
        ];
        // Between the marks and a verb that reports stand auxiliaries, adverbs and pronouns. Anything else is a
        // sentence of its own: `« Ville close », le port a longtemps dit non`.
        if !lead.clone().all(|at| scene.is_any(at, &filler)) {
            return None;
        }
        let end = (verb + scene.hints.longest(verb, &[Kind::Verbs, Kind::Judges]).max(1))
            .min(reach.end.max(verb + 1));
        let cue = lead.start..end;
        let pronoun = lead.clone().find_map(|at| self.pronoun(at).filter(|_| !self.starts_mention(at)));
        let mention = lead.clone().any(|at| self.starts_mention(at));
        if mention {
            return None;
        }
        if pronoun.is_some() {
            return Some(attribution(pronoun, cue, Place::After));
        }
        let mut start = end;
        // `ajoute-t-il`, `queixou-se o ministro`
        while start < reach.end && scene.is_any(start, &[Kind::Euphonic, Kind::Reflexive]) {
            start += 1;
        }
        let slot = start..reach.end.min(start + SUBJECT_WORDS_MAX);
        let who = self.first_in(&slot, false);
        // `hieß es vom Abgeordneten X`
        let sent = scene.lexicon.capital_nouns && who.is_none() && scene.is(start, Kind::Senders);
        let sender = sent.then(|| self.people.within(&slot).first()).flatten();
        let sender = sender.filter(|mention| mention.person.is_some() && mention.start <= start + 2);
        let who = who.or_else(|| sender.map(|mention| self.named(mention)));
        let who = who.or_else(|| self.dropped(reach.start, &slot));
        Some(attribution(who, cue, Place::After))
    }

    /// Where a language leaves pronouns out, a verb with nobody beside it is the last speaker's.
    pub fn dropped(&self, at: usize, slot: &Range<usize>) -> Option<Voice> {
        let role = |at: usize| self.scene.role_at(at) > 0;
        let nobody = self.people.within(slot).is_empty() && !slot.clone().any(role);
        // `ناشدت منظمة الإغاثة`: a noun behind the verb is who speaks, known or not.
        let open = [Kind::That, Kind::Adverbs, Kind::Prepositions, Kind::Relatives, Kind::Sources];
        let subject = self.scene.lexicon.script == Script::Arabic
            && slot.start < slot.end
            && self.scene.goes_on(slot.start)
            && !self.scene.is_any(slot.start, &open);
        (self.scene.lexicon.drops_pronouns && nobody && !subject).then(|| self.antecedent(at, None)).flatten()
    }

    /// Whom an agency or a paper quotes that is named right before: `AFP dẫn lời ông Mã`, `Reuters quoted X`.
    pub fn quoted_by(&self, agency: &Mention) -> Option<&Mention> {
        let length = self.scene.length(agency.at.end, Kind::Quoting);
        let start = agency.at.end + length;
        if length == 0 {
            return None;
        }
        let mut near = self.people.within(&(start..start + QUOTED_WORDS_MAX)).iter();
        // `Thời báo Hoàn Cầu dẫn lời trưởng Ban Chính pháp trung ương Trung Quốc Mạnh Kiến Trụ`: the office begins there.
        near.find(|next| next.person.is_some() && next.start <= start + 1)
    }

    /// The same, or what the quoted is: `AFP dẫn lời một quan chức`.
    pub fn voice_quoted_by(&self, agency: &Mention) -> Option<Voice> {
        if let Some(quoted) = self.quoted_by(agency) {
            return Some(self.named(quoted));
        }
        let length = self.scene.length(agency.at.end, Kind::Quoting);
        let start = agency.at.end + length;
        let role = (start..start + 2).find_map(|at| roles::alone(self.scene, at, start + QUOTED_WORDS_MAX));
        role.filter(|_| length > 0).map(|role| super::voice::unnamed(&role))
    }

    pub fn starts_mention(&self, at: usize) -> bool {
        self.people.within(&(at..at + 8)).iter().any(|mention| mention.start <= at)
    }

    /// `X said`, `the minister told reporters`, `ông X, giám đốc …, cho biết`.
    fn name_first(&self, reach: &Range<usize>) -> Option<Attribution> {
        let scene = self.scene;
        let near = reach.start..reach.end.min(reach.start + CLAUSE_WORDS_MAX);
        let mentions = self.people.within(&near);
        let mention = mentions.first().filter(|mention| mention.start <= reach.start + 2);
        // `the Zionist Union's Nachman Shai told the AP`: whose somebody is does not speak.
        let owned = mention.filter(|mention| scene.is_possessor(&mention.at)).and_then(|owner| {
            mentions.get(1).filter(|next| next.at.start <= owner.at.end + 1 && next.person.is_some())
        });
        // `AFP dẫn lời ông Mã cho biết`
        if let Some(agency) = mention
            && let Some(who) = self.voice_quoted_by(agency)
        {
            // `” – AP dẫn lời bà Henz.`: the agency's own verb is all that reports.
            let quoting = agency.at.end..agency.at.end + scene.length(agency.at.end, Kind::Quoting);
            let verb = (who.at.end..near.end).find(|at| scene.is(*at, Kind::Verbs) && !self.is_noun(*at));
            let cue = verb.map_or(quoting, |verb| self.cue_at(verb, who.at.end));
            return Some(attribution(Some(who), cue, Place::After));
        }
        if let Some(mention) = owned.or(mention.filter(|mention| !mention.object)) {
            let verb = (mention.at.end..near.end).find(|at| scene.is(*at, Kind::Verbs) && !self.is_noun(*at));
            let Some(verb) = verb else {
                let cue = mention.end..reach.end;
                // `», Marie Aubert souffle.`: no list has all verbs of the press. A few small words
                // between a sure name and the end of the sentence can only say that she spoke.
                let closes = !cue.is_empty()
                    && cue.len() <= 3
                    && cue.clone().all(|at| scene.words.is_small(at))
                    && mention.sure;
                return closes.then(|| attribution(Some(self.named(mention)), cue, Place::After));
            };
            return Some(attribution(
                Some(self.named(mention)),
                self.cue_at(verb, mention.at.end),
                Place::After,
            ));
        }
        let reports = |at: &usize| scene.is(*at, Kind::Verbs) && !self.is_noun(*at);
        // A syllable of a name may be a verb elsewhere: the one that ends the clause is none.
        let last = |at: &usize| {
            let end = at + scene.length(*at, Kind::Verbs);
            reports(at) && (end >= reach.end || !scene.goes_on(end))
        };
        let closing = if scene.lexicon.syllabic { near.clone().find(last) } else { None };
        let verb = closing.or_else(|| near.clone().find(reports))?;
        let cue = self.cue_at(verb, reach.start);
        if self.is_clause_about(&(reach.start..cue.start)) {
            return None;
        }
        let who = self.subject(&(reach.start..cue.start)).filter(|who| who.role.is_some());
        // `the report says.`, `老农刘福生站在田边说，`: whoever it is, the clause ends with the verb.
        let ends = cue.end >= reach.end || !scene.goes_on(cue.end);
        let whole = scene.lexicon.script == Script::Han || scene.lexicon.syllabic;
        let closes = ends && (whole || cue.end <= reach.start + VERB_WORDS_MAX);
        let who = who.or_else(|| self.unlisted_office(&(reach.start..cue.start)).filter(|_| closes));
        let who = who.or_else(|| self.dropped(reach.start, reach));
        (who.is_some() || closes).then(|| attribution(who, cue, Place::After))
    }

    /// `” - văn phòng công tố TP Hành Dương thông báo.`: in Vietnamese whatever stands between the marks and the verb that ends the sentence
    /// speaks, a body where it has a name.
    fn unlisted_office(&self, words: &Range<usize>) -> Option<Voice> {
        let scene = self.scene;
        let open = [Kind::Prepositions, Kind::Relatives, Kind::Auxiliaries, Kind::Adverbs, Kind::Verbs];
        let fits = scene.lexicon.syllabic
            && (2..=SUBJECT_WORDS_MAX).contains(&words.len())
            && words.clone().skip(1).all(|at| scene.goes_on(at))
            && !scene.is_any(words.start, &open)
            && !scene.is_any(words.start, &[Kind::He, Kind::She, Kind::They]);
        let named = words.clone().skip(1).any(|at| scene.words.is_capital(at));
        let body = Voice { body: Some(words.clone()), at: words.clone(), ..Voice::default() };
        fits.then(|| if named { body } else { super::voice::unnamed(words) })
    }

    /// `,” the gambling tycoon told Reuters`, `,” he mocks.`: behind a comma inside the marks somebody says it, a noun that no
    /// list has for a role, or a pronoun with a verb that no list has.
    fn unlisted_speaker(&self, reach: &Range<usize>) -> Option<Attribution> {
        let scene = self.scene;
        let first = reach.start;
        let open = [Kind::Adverbs, Kind::Auxiliaries, Kind::Prepositions, Kind::Relatives, Kind::That];
        let ends = |at: usize| at >= reach.end || scene.pauses(at);
        if scene.is_any(first, &[Kind::He, Kind::She])
            && first + 1 < reach.end
            && scene.words.is_small(first + 1)
            && ends(first + 2)
            && !scene.is_any(first + 1, &open)
        {
            return Some(attribution(self.pronoun(first), first..first + 2, Place::After));
        }
        let articles = [Kind::Definite, Kind::Indefinite, Kind::Masculine, Kind::Feminine, Kind::Elided];
        if scene.lexicon.script != Script::Cased || !scene.is_any(first, &articles) {
            return None;
        }
        let near = first + 2..reach.end.min(first + UNLISTED_WORDS_MAX);
        let verb = near.clone().find(|at| scene.is(*at, Kind::Verbs) && !self.is_noun(*at))?;
        let cue = self.cue_at(verb, first + 2);
        let role = first + 1..cue.start;
        let whole = role.clone().skip(1).all(|at| scene.goes_on(at)) && scene.goes_on(cue.start);
        (whole && !role.is_empty())
            .then(|| attribution(Some(super::voice::unnamed(&role)), cue, Place::After))
    }

    /// `,” quipped Jones.`, `”, recalcó.`: one word that we do not know as a verb where only one can stand.
    fn unlisted_verb(&self, reach: &Range<usize>) -> Option<Attribution> {
        let scene = self.scene;
        // `», a soupiré Luc Darras.`
        let auxiliary = scene.lexicon.told == Some(Telling::That)
            && scene.is(reach.start, Kind::Auxiliaries)
            && reach.start + 1 < reach.end
            && scene.goes_on(reach.start + 1);
        let verb = reach.start + usize::from(auxiliary);
        let kinds = [
            Kind::Relatives,
            Kind::Prepositions,
            Kind::Genitives,
            Kind::Adverbs,
            Kind::Auxiliaries,
            Kind::Masculine,
            Kind::Feminine,
            Kind::Indefinite,
            Kind::Titles,
            Kind::TitlesF,
            Kind::He,
            Kind::She,
        ];
        // Only small letters tell a verb that no list has from a name.
        if scene.lexicon.script != Script::Cased
            || !scene.words.is_small(verb)
            || scene.is_any(verb, &kinds)
            || scene.role_at(verb) > 0
        {
            return None;
        }
        let cue = reach.start..verb + 1;
        let next = cue.end;
        // `”, recalcó.`: a verb that no list has and nobody beside it.
        if next >= reach.end {
            let who = scene.lexicon.drops_pronouns.then(|| self.antecedent(verb, None)).flatten();
            return who.map(|who| attribution(Some(who), cue, Place::After));
        }
        let mention = self.people.within(&(next..next + 8)).iter().find(|mention| mention.start <= next + 1);
        let mention = mention.filter(|mention| mention.person.is_some() && mention.sure && !mention.object);
        let closed = |mention: &&Mention| {
            mention.end >= reach.end
                || scene.pauses(mention.end)
                || scene.is_any(mention.end, &[Kind::Prepositions, Kind::Adverbs])
        };
        if let Some(mention) = mention {
            return closed(&mention).then(|| attribution(Some(self.named(mention)), cue, Place::After));
        }
        // `», peste le boulanger.`
        let article = [Kind::Masculine, Kind::Feminine, Kind::Indefinite];
        let role = scene.is_any(next, &article).then(|| roles::alone(scene, next + 1, reach.end)).flatten();
        let role = role.filter(|role| role.end >= reach.end || !scene.goes_on(role.end));
        role.map(|role| attribution(Some(self.by_role(&role)), cue, Place::After))
    }
}
