//! Whose each passage is, in the order of the text, remembering who spoke last.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;
use veille_model::QuotationKind;
use veille_text::{is_question_mark, is_stop};

use super::cues::{Attribution, Place, Surroundings};
use super::kinds::{self, stops_behind};
use super::lexicon::Kind;
use super::marks::Marked;
use super::people::People;
use super::scene::Scene;
use super::turns::Answer;
use super::unsaid::{is_asked, is_denied_behind, is_unsaid};
use super::voice::{Voice, Voices};

/// A caption between a cue and its quotation has at most so many words.
const CAPTION_WORDS_MAX: usize = 40;
/// `Le maire ne décolère pas. « … »`: the sentence before a quotation has at most so many words.
const LEAD_IN_WORDS_MAX: usize = 25;
/// `Interrogée, elle sourit. « … »`
const PRONOUN_LEAD_IN_WORDS_MAX: usize = 10;
/// Who signs a quotation does so in a line of so many words.
const SIGNATURE_WORDS_MAX: usize = 14;
/// What follows a sentence with a few words in marks is its speaker's if it is a sentence of so many words.
const ANSWER_WORDS_MIN: usize = 5;
/// Between a quotation and the one that goes on from it stand at most so many words.
const BETWEEN_WORDS_MAX: usize = 40;
/// A term has at most so many syllables.
const TERM_WORDS_MAX: usize = 4;
/// A name before a bracket has at most so many words.
const BRACKETED_NAME_WORDS_MAX: usize = 6;

/// Gives each passage its kind and its source.
pub(super) struct Speakers<'a> {
    sources: Voices<'a>,
    answers: &'a [Answer],
    passages: &'a [Marked],
    last: Option<Last>,
    /// How often each passage stands there, in small letters of ASCII, once somebody asks.
    times: OnceCell<FxHashMap<String, u32>>,
}

/// The quotation before.
struct Last {
    close: usize,
    attribution: Attribution,
    kind: QuotationKind,
}

impl<'a> Speakers<'a> {
    pub fn new(
        scene: &'a Scene<'a>,
        people: &'a People,
        answers: &'a [Answer],
        passages: &'a [Marked],
    ) -> Self {
        let sources = Voices { scene, people, spoken: Vec::new(), spoken_until: 0 };
        Self { sources, answers, passages, last: None, times: OnceCell::new() }
    }

    /// The passages that are quotations.
    pub fn quotations(mut self) -> Vec<(Marked, QuotationKind, Attribution)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.passages.len() {
            let mut end = at + 1;
            while end < self.passages.len() && self.passages[end - 1].continues {
                end += 1;
            }
            let answered = |answer: &Answer| answer.said.contains(&self.passages[at].start);
            let nearest = self.answers.partition_point(|answer| answer.said.start <= self.passages[at].start);
            if !nearest.checked_sub(1).is_some_and(|nearest| answered(&self.answers[nearest])) {
                self.chain(at..end, &mut found);
            }
            at = end;
        }
        found
    }

    /// A passage, or several of which each goes on from the one before in the next paragraph: one cue for all.
    fn chain(&mut self, chain: Range<usize>, found: &mut Vec<(Marked, QuotationKind, Attribution)>) {
        let (first, last) = (self.passages[chain.start], self.passages[chain.end - 1]);
        let (around, around_last) = (self.around(&first), self.around(&last));
        if around.inside.is_empty() {
            return;
        }
        let mut attribution = self.attribution(&first, &around, &last, &around_last);
        // `“…,” he was told by the guard`
        let heard = attribution.cue.clone().filter(|cue| self.sources.is_told(cue));
        if let Some(cue) = &heard {
            attribution.source = self.sources.teller(cue);
        }
        let called = |source: &Voice| source.person.is_none() && source.body.is_none();
        if heard.is_none()
            && attribution.source.as_ref().is_none_or(called)
            && let Some(body) = attribution
                .cue
                .as_ref()
                .and_then(|cue| self.sources.firm_beside(cue, attribution.source.as_ref()))
        {
            attribution.source = Some(body);
        }
        let text = self.sources.scene.words.text();
        let kind = if chain.len() > 1 {
            Some(QuotationKind::Direct)
        // Behind an interrupting cue the second half is what the first was, though it begins in the middle.
        } else if attribution.place == Place::Continued && !around.begins_sentence {
            self.last.as_ref().map(|last| last.kind)
        } else {
            kinds::kind(self.sources.scene, &around, &text[first.start..first.end], &attribution)
        };
        let term = || kind == Some(QuotationKind::Partial) && self.is_term(&first, &around);
        let Some(kind) = kind.filter(|_| !term()) else { return };
        let scene = self.sources.scene;
        let asked = matches!(attribution.place, Place::Before | Place::Announced)
            && attribution.cue.is_some()
            // A stop inside the marks ended the sentence; another asks.
            && !text[last.start..last.end].ends_with(|sign| is_stop(sign) && !is_question_mark(sign))
            && is_asked(scene, last.close);
        let unsaid = || {
            attribution.cue.as_ref().is_some_and(|cue| is_unsaid(scene, cue))
                || !around.begins_sentence && is_denied_behind(scene, last.close)
                || attribution.place == Place::After
                    // Whoever is named behind the marks says it, whatever others have not.
                    && attribution.source.as_ref().is_none_or(|who| who.at.start < around.inside.start)
                    && self.is_denied_before(&around)
        };
        if asked || attribution.place != Place::Continued && unsaid() {
            (attribution.source, attribution.unsaid) = (None, true);
        }
        // `He said he had been told by X that the ward had “no beds”.`: X is nobody whom *he* means behind it.
        if let Some(source) = attribution.source.clone().filter(|_| heard.is_none()) {
            self.sources.spoken.push(source);
            self.sources.spoken_until = self.sources.scene.words.at_byte(last.close);
        }
        self.last = Some(Last { close: last.close, attribution: attribution.clone(), kind });
        for passage in &self.passages[chain] {
            found.push((*passage, kind, attribution.clone()));
        }
    }

    fn attribution(
        &self,
        first: &Marked,
        around: &Surroundings,
        last: &Marked,
        around_last: &Surroundings,
    ) -> Attribution {
        let sources = &self.sources;
        let interviewee = self.interviewee(first);
        if let Some(inherited) = self.same_sentence(first) {
            return inherited;
        }
        let named = |found: &Attribution| {
            found
                .source
                .as_ref()
                .is_some_and(|source| *source != Voice { at: source.at.clone(), ..Voice::default() })
        };
        let before =
            if around.announced.is_some() { sources.cue_before(around, interviewee.as_ref()) } else { None };
        // In the order of trust: a colon with a name, then what stands behind, then a colon alone
        // (`Il ajoute : « … », selon X`), then within the marks, and last the sentence around.
        if let Some(before) = before.clone().filter(named) {
            return before;
        }
        if let Some(after) = sources.cue_after(last, around_last) {
            let after = sources.with_subject_before(after, around);
            // `even as X claimed that “…,” one of the lawyers said …`: *that* binds the words to the verb before.
            let bound = |before: &Attribution| {
                before.governed
                    && named(before)
                    && !is_unsaid(sources.scene, before.cue.as_ref().unwrap_or(&(0..0)))
            };
            let before =
                if around.begins_sentence || after.source.as_ref().is_some_and(|who| who.person.is_some()) {
                    None
                } else {
                    sources.cue_before(around, None).filter(bound)
                };
            return before.unwrap_or(after);
        }
        if let Some(before) = before.filter(|before| before.cue.is_some()) {
            let source = before.source.clone().or_else(|| self.goes_on_saying(first));
            return Attribution { source, ..before };
        }
        if let Some(inside) = sources.cue_inside(around) {
            return inside;
        }
        if let Some(before) = sources.cue_before(around, interviewee.as_ref()) {
            let source = before.source.clone().or_else(|| self.goes_on_saying(first));
            return Attribution { source, ..before };
        }
        if let Some(found) = self.shared(last).or_else(|| self.in_brackets(last)) {
            return found;
        }
        if let Some(signed) = self.signed(last, around) {
            return signed;
        }
        // Only what stands in the middle of a reported sentence has its verb behind that sentence.
        // `“It can happen” if nobody looks, said X`: nor is what begins one, where the sentence runs on behind it.
        let runs_on = || {
            let words = &sources.scene.words;
            !words.text()[last.start..last.end].ends_with(|sign| is_stop(sign) || sign == ',')
                && sources.scene.goes_on_behind(last.close)
        };
        if let Some(found) = sources.cue_last(last, around) {
            return found;
        }
        if let Some(trailing) = sources.cue_trailing(last).filter(|_| !around.begins_sentence || runs_on()) {
            return trailing;
        }
        let whole = first.start < last.start || self.stands_alone(first);
        self.goes_on(first, around)
            .or_else(|| self.led_in(first, around, whole))
            .or_else(|| self.next_says(last, around))
            .unwrap_or_default()
    }

    /// `« … ». « … », a-t-il ajouté.`: a sentence between marks and right behind it another one, whose it is.
    fn next_says(&self, passage: &Marked, around: &Surroundings) -> Option<Attribution> {
        let next = self.passages.partition_point(|next| next.open < passage.close);
        let next = self.passages.get(next)?;
        let words = &self.sources.scene.words;
        let text = words.text().get(passage.close..next.open)?;
        let adjacent = text.chars().all(|sign| matches!(sign, '.' | ' ' | '\u{a0}')) && !text.is_empty();
        if !around.begins_sentence || !adjacent || next.continues {
            return None;
        }
        let found = self.sources.cue_after(next, &self.around(next))?;
        let named = found.source.as_ref().is_some_and(|who| who.person.is_some());
        named.then_some(Attribution { place: Place::Continued, ..found })
    }

    /// `X never said that “…”, his office insisted`: a verb right before the passage reports it, and is denied.
    fn is_denied_before(&self, around: &Surroundings) -> bool {
        let scene = self.sources.scene;
        let found = if around.begins_sentence { None } else { self.sources.cue_before(around, None) };
        let cue = found.and_then(|found| found.cue);
        cue.is_some_and(|cue| {
            let between = cue.end..around.inside.start;
            let opens = |at: usize| scene.is(at, Kind::That);
            between.clone().all(|at| !scene.pauses(at) || opens(at))
                && between.clone().all(|at| !scene.is_any(at, &[Kind::Ands, Kind::Resumes]))
                && is_unsaid(scene, &cue)
        })
    }

    /// What lies around a passage.
    fn around(&self, passage: &Marked) -> Surroundings {
        let scene = self.sources.scene;
        let words = &scene.words;
        let text = words.text();
        let inside = words.at_byte(passage.start)..words.at_byte(passage.end);
        let before = text[..passage.open].trim_end_matches([' ', '\t', '\u{a0}', '\u{202f}']);
        let begins_paragraph = before.is_empty() || before.ends_with('\n');
        // The sentence before may end inside its own marks or brackets; `|` ends a caption.
        let ended = before
            .trim_end_matches(['»', '”', '"', '“', '」', '』', ')', '’'])
            .ends_with(|sign| is_stop(sign) || sign == '|');
        let colon = text[..passage.open].trim_end().ends_with([':', '：']);
        let announced = if colon {
            Some(inside.start)
        } else if begins_paragraph {
            self.across_caption(inside.start)
        } else {
            None
        };
        Surroundings { begins_sentence: begins_paragraph || ended, begins_paragraph, announced, inside }
    }

    /// Where the words end that announce a quotation, if nothing but a caption stands between.
    fn across_caption(&self, start: usize) -> Option<usize> {
        let words = &self.sources.scene.words;
        let floor = start.saturating_sub(CAPTION_WORDS_MAX);
        let caption = (floor..start).rev().find(|at| words.token(*at).starts_paragraph)?;
        let last = words.gap_before(start).trim_end_matches(['«', '“', '„', '"', ' ', '\u{a0}']);
        let line_end = last.trim_end();
        // Flattened pages put a caption between `Il a indiqué :` and the quotation. It has no full stop.
        let is_caption = !line_end.ends_with(|sign| is_stop(sign) || matches!(sign, '»' | '”'));
        let announced = words.gap_before(caption).trim_end().ends_with([':', '：']);
        (is_caption && announced).then_some(caption)
    }

    /// `“…”, X said, and added: “…”`: a verb behind *and*, in the sentence of a quotation that is somebody's.
    fn goes_on_saying(&self, passage: &Marked) -> Option<Voice> {
        let last = self.last.as_ref()?;
        let scene = self.sources.scene;
        let between = scene.words.at_byte(last.close)..scene.words.at_byte(passage.open);
        let ands = between.clone().any(|at| {
            scene.is(at, Kind::Ands) && scene.is_any(at + 1, &[Kind::Verbs, Kind::Auxiliaries, Kind::Adverbs])
        });
        let whole = !between.clone().any(|at| scene.words.starts_sentence(at));
        (ands && whole && between.len() <= BETWEEN_WORDS_MAX)
            .then(|| last.attribution.source.clone())
            .flatten()
    }

    /// `“nhà ngoại cảm”` again and again: where a few syllables stand between marks twice, the writer speaks of a word.
    fn is_term(&self, passage: &Marked, around: &Surroundings) -> bool {
        let scene = self.sources.scene;
        let text = scene.words.text();
        let spelled = |passage: &Marked| text[passage.start..passage.end].to_ascii_lowercase();
        let times = || {
            let mut times = FxHashMap::default();
            self.passages.iter().for_each(|other| *times.entry(spelled(other)).or_default() += 1);
            times
        };
        scene.lexicon.syllabic
            && around.inside.len() <= TERM_WORDS_MAX
            && self.times.get_or_init(times).get(&spelled(passage)).is_some_and(|times| *times > 1)
    }

    /// `“…” and “…”, X said`: the first of two passages that *and* joins is said by whoever says the second.
    fn shared(&self, passage: &Marked) -> Option<Attribution> {
        let scene = self.sources.scene;
        let words = &scene.words;
        let next = self.passages.partition_point(|other| other.open < passage.close);
        let next = self.passages.get(next)?;
        let between = words.at_byte(passage.close)..words.at_byte(next.open);
        let joined = between.len() == 1
            && scene.is(between.start, Kind::Ands)
            && !words.starts_sentence(between.start)
            && words.text()[passage.close..next.open].trim().chars().all(char::is_alphabetic);
        if !joined {
            return None;
        }
        let around = self.around(next);
        self.sources.cue_after(next, &around).or_else(|| self.sources.cue_trailing(next))
    }

    /// `Mohamed Aberra („Mir fällt niemand ein.“)`: a sentence in brackets right behind a name.
    fn in_brackets(&self, passage: &Marked) -> Option<Attribution> {
        let words = &self.sources.scene.words;
        let text = words.text();
        let exact = &text[passage.start..passage.end];
        let stopped = exact.ends_with(is_stop) || text[..passage.close].ends_with(is_stop);
        let bracketed = text[..passage.open].ends_with('(') && text[passage.close..].starts_with(')');
        if !stopped || !bracketed {
            return None;
        }
        let end = words.at_byte(passage.start);
        let near = self.sources.people.within(&(end.saturating_sub(BRACKETED_NAME_WORDS_MAX)..end));
        let named = near.last().filter(|mention| mention.person.is_some() && mention.at.end == end)?;
        Some(Attribution {
            source: Some(self.sources.named(named)),
            place: Place::After,
            ..Attribution::default()
        })
    }

    /// `« … », a-t-il dit, « … »`: the second part of a sentence that the cue interrupts.
    fn same_sentence(&self, passage: &Marked) -> Option<Attribution> {
        let last = self.last.as_ref()?;
        let words = &self.sources.scene.words;
        let between = words.at_byte(last.close)..words.at_byte(passage.open);
        let text = words.text().get(last.close..passage.open)?;
        let cue = last.attribution.cue.as_ref()?;
        // `viết: “…” và “…”`
        if between.len() == 1
            && self.sources.scene.is(between.start, Kind::Ands)
            && !words.starts_sentence(between.start)
            && text.trim().chars().all(char::is_alphabetic)
        {
            return Some(Attribution { place: Place::Continued, ..last.attribution.clone() });
        }
        let interrupted = last.attribution.place == Place::After
            && between.contains(&cue.start)
            && between.len() <= BETWEEN_WORDS_MAX
            && !between.clone().skip(1).any(|at| words.starts_sentence(at))
            // A cue that ends with a full stop has ended the sentence: what follows is `goes_on`'s.
            // `„…“ laut X „…“`: a phrase that names a source needs no sign.
            && (text.trim_end().ends_with([',', '，', '،', ':', '：', '—', '–'])
                || self.sources.scene.is(cue.start, Kind::Sources) && last.attribution.source.is_some())
            && !text.contains('\n');
        interrupted.then(|| Attribution { place: Place::Continued, ..last.attribution.clone() })
    }

    /// `« … », a déclaré X. « … »` in one paragraph, or a paragraph that is nothing but a quotation after one that ends
    /// with X's.
    fn goes_on(&self, passage: &Marked, around: &Surroundings) -> Option<Attribution> {
        let last = self.last.as_ref()?;
        let words = &self.sources.scene.words;
        let text = words.text().get(last.close..passage.open)?;
        let between = words.at_byte(last.close)..words.at_byte(passage.open);
        if !around.begins_sentence
            || around.announced.is_some()
            || between.len() > BETWEEN_WORDS_MAX
            // A few words in marks were the reporter's sentence; nobody has begun to speak.
            || (last.kind == QuotationKind::Partial
                && last.attribution.place != Place::After
                && !self.answers_itself(last, passage, around))
        {
            return None;
        }
        let cue = last.attribution.cue.as_ref();
        let own = between.is_empty()
            || cue.is_some_and(|cue| between.contains(&cue.start))
            || last.kind == QuotationKind::Partial;
        let sentences = between.clone().skip(1).filter(|at| words.starts_sentence(*at)).count();
        // `X said on ABC's “Good Morning America.” “…”`: a title in marks ends the sentence of the cue.
        let text = text.trim_end().trim_end_matches(['”', '"', '»', '\'', '’']);
        let ends = text.ends_with(|sign| is_stop(sign) || matches!(sign, ',' | '，')) || between.is_empty();
        let joined =
            own && sentences == 0 && ends && (!text.contains('\n') || self.is_whole(passage, around));
        joined.then(|| Attribution { place: Place::Continued, ..last.attribution.clone() })
    }

    /// `X said he had “no idea.”`, and nothing but a sentence between marks in the next paragraph.
    fn answers_itself(&self, last: &Last, passage: &Marked, around: &Surroundings) -> bool {
        let text = self.sources.scene.words.text();
        let exact = &text[passage.start..passage.end];
        let person = last.attribution.source.as_ref().is_some_and(|source| source.person.is_some());
        let closed = text[..last.close].trim_end_matches(['”', '"', '»']).ends_with(is_stop)
            || text[last.close..passage.open].starts_with('.');
        let whole = around.begins_paragraph && self.is_whole(passage, around) && exact.ends_with(is_stop);
        // `X a dit que le texte était « un pas en arrière » pour tous. « Je préférerais … ».`
        let next = self.sources.scene.words.at_byte(passage.open);
        let joined = last.attribution.governed
            && !around.begins_paragraph
            && (exact.ends_with(is_stop) || stops_behind(self.sources.scene, around))
            && around.inside.len() >= ANSWER_WORDS_MIN
            && self.sources.scene.words.starts_sentence(next)
            && self.sources.people.within(&(self.sources.scene.words.at_byte(last.close)..next)).is_empty();
        person && (closed && whole || joined)
    }

    /// `“…”` in a paragraph of its own, and `– Laura Finch, Director` in the next: whoever signs it.
    fn signed(&self, passage: &Marked, around: &Surroundings) -> Option<Attribution> {
        let words = &self.sources.scene.words;
        if !around.begins_paragraph || !self.is_whole(passage, around) {
            return None;
        }
        let first = words.at_byte(passage.close);
        if first >= words.len() || self.sources.scene.is_quoted(first) {
            return None;
        }
        let gap = &words.text()[passage.close..words.token(first).start as usize];
        if !gap.contains('\n') {
            return None;
        }
        let dash = gap.trim_end().ends_with(['-', '–', '—', '―']);
        let line = &words.text()[words.token(first).start as usize..];
        let line = line.split('\n').next().unwrap_or_default().trim_end();
        let end = words.at_byte(words.token(first).start as usize + line.len());
        let ends = line.ends_with(['.', '!', '?', ':', '”', '"', '»']) && !dash;
        if ends || end - first > SIGNATURE_WORDS_MAX {
            return None;
        }
        let mention = self.sources.people.within(&(first..end)).first()?;
        let verb = (first..end).any(|at| self.sources.scene.is_any(at, &[Kind::Verbs, Kind::Finites]));
        let leads = mention.start == first && mention.person.is_some() && (dash || mention.sure);
        let closed = mention.at.end == end || self.sources.scene.pauses(mention.at.end) || dash;
        (leads && closed && (dash || !verb)).then(|| Attribution {
            source: Some(self.sources.named(mention)),
            place: Place::Continued,
            ..Attribution::default()
        })
    }

    /// Whether the paragraph has nothing after the passage.
    fn is_whole(&self, passage: &Marked, around: &Surroundings) -> bool {
        let rest = &self.sources.scene.words.text()[passage.close..];
        let line = rest.split('\n').next().unwrap_or_default();
        around.begins_sentence && line.chars().all(|sign| !sign.is_alphanumeric())
    }

    /// Whether another sentence or nothing follows.
    fn stands_alone(&self, passage: &Marked) -> bool {
        let words = &self.sources.scene.words;
        let next = words.at_byte(passage.close);
        words.starts_sentence(next)
    }

    /// `Le maire ne décolère pas. « … »`: the sentence before is about one person, and the quotation is a sentence.
    fn led_in(&self, passage: &Marked, around: &Surroundings, whole: bool) -> Option<Attribution> {
        let scene = self.sources.scene;
        let words = &scene.words;
        let end = around.inside.start;
        let exact = &words.text()[passage.start..passage.end];
        let stops = exact.ends_with(is_stop) || stops_behind(scene, around);
        let speaks = stops && !words.is_small(end);
        let alone = || self.is_whole(passage, around);
        if !around.begins_sentence || !speaks || !whole || end == 0 || (around.begins_paragraph && !alone()) {
            return None;
        }
        let sentence = words.sentence_before(end, LEAD_IN_WORDS_MAX);
        if sentence.clone().any(|at| scene.is_quoted(at)) || !words.starts_sentence(sentence.start) {
            return None;
        }
        let mut named = self.sources.people.within(&sentence).iter();
        // A pronoun leads in only where the sentence has room for nobody else.
        if named.len() == 0 && sentence.len() <= PRONOUN_LEAD_IN_WORDS_MAX {
            let leads = |at: &usize| *at == sentence.start || scene.pauses(*at);
            let source = sentence.clone().filter(leads).find_map(|at| self.sources.pronoun(at));
            let source = source.filter(|source| source.person.is_some())?;
            return Some(Attribution {
                source: Some(source),
                place: Place::Continued,
                ..Attribution::default()
            });
        }
        let only = named.next().filter(|only| only.person.is_some())?;
        // Two words that no list has open the sentence: a name, whatever else has capitals.
        let rare =
            |at: usize| veille_text::frequency::of_word(words.folded(at)) <= veille_text::frequency::UNLISTED;
        let opens = only.start == sentence.start && only.at.len() > 1 && only.at.clone().all(rare);
        if !only.sure && !opens {
            return None;
        }
        // Of two people in the sentence before, either may speak: better none.
        let others = named.any(|other| other.person.is_some() && other.person != only.person);
        // `Um Zeit zu gewinnen, will X die Fächer straffen.`
        let inverted = scene.lexicon.capital_nouns
            && only.start > 0
            && scene.is_any(only.start - 1, &[Kind::Finites, Kind::Verbs, Kind::Judges, Kind::Auxiliaries]);
        let leads = only.start <= sentence.start + 1 || scene.pauses(only.start) || inverted;
        if others || !leads || only.object {
            return None;
        }
        let cue = (only.end..end)
            .find(|at| scene.is(*at, Kind::Verbs))
            .map(|at| at..at + scene.hints.length(at, Kind::Verbs));
        Some(Attribution {
            source: Some(self.sources.named(only)),
            cue,
            place: Place::Continued,
            governed: false,
            unsaid: false,
        })
    }

    /// Who is interviewed, for a passage in a question.
    fn interviewee(&self, passage: &Marked) -> Option<Voice> {
        let next = self.answers.partition_point(|answer| answer.said.start < passage.start);
        let answer = self.answers.get(next).or_else(|| self.answers.last())?;
        answer.source.person.is_some().then(|| answer.source.clone())
    }
}
