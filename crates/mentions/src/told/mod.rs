//! Indirect speech: what someone is told to have said in the article's own words. `X a déclaré que …`, `He said the …`,
//! `Laut X ist …`, `theo ông X, …`
//!
//! Sentence by sentence: a phrase that names a source (`according`), a verb that reports and the clause that it leads to or that
//! leads to it (`clauses`), and, where a mood of its own marks reported speech, the sentences that go on with it.

mod according;
mod clauses;
mod endings;
mod han;
mod last;

use std::ops::Range;

use veille_model::QuotationKind;

use crate::cues::{Attribution, Place, attribution};
use crate::lexicon::{Kind, Telling};
use crate::marks::Marked;
use crate::people::People;
use crate::scene::Scene;
use crate::unsaid::{is_denied, is_question, is_unsaid};
use crate::voice::{Voice, Voices};

/// Sentences longer than this are lists and tables.
const SENTENCE_WORDS_MAX: usize = 120;
/// `, zeigt sich der Bürgermeister Jan Wenzel überzeugt` has at most so many words.
const CONVINCED_WORDS_MAX: usize = 10;
/// Of a reported sentence at least so many words stand outside quotation marks; of fewer the marks are the quotation.
const OWN_WORDS_MIN: usize = 2;

/// What someone is told to have said.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The words.
    pub said: Range<usize>,
    /// Whose they are, and what says so.
    pub attribution: Attribution,
    /// The article says that nobody said it.
    pub denied: bool,
}

/// Reads the sentences of a text.
struct Reader<'a> {
    voices: Voices<'a>,
    found: Vec<Told>,
    moods: Vec<Mood>,
}

/// A sentence in the mood of reported speech that is mostly quoted: `Damit sei „der Kurs nicht mehr klar“.`
pub(super) struct Mood {
    said: Range<usize>,
    source: Voice,
}

/// The indirect speech of a text, in order. `quoted` is what stands between marks, with whose it is.
pub(super) fn told(
    scene: &Scene<'_>,
    people: &People,
    quoted: &[(Marked, QuotationKind, Attribution)],
) -> (Vec<Told>, Vec<Mood>) {
    if scene.lexicon.told.is_none() {
        return (Vec::new(), Vec::new());
    }
    let words = &scene.words;
    let mut reader = Reader {
        voices: Voices { scene, people, spoken: Vec::new(), spoken_until: 0 },
        found: Vec::new(),
        moods: Vec::new(),
    };
    let mut quoted = quoted.iter().peekable();
    let mut start = 0;
    while start < words.len() {
        let end = (start + 1..words.len()).find(|at| words.starts_sentence(*at)).unwrap_or(words.len());
        let begin = words.token(start).start as usize;
        while let Some((.., said)) = quoted.next_if(|(passage, ..)| passage.start < begin) {
            reader.voices.spoken.extend(said.source.clone());
        }
        if end - start <= SENTENCE_WORDS_MAX {
            reader.sentence(&(start..end));
        }
        start = end;
    }
    (reader.found, reader.moods)
}

/// Gives passages between marks that nobody is named for to whoever is told to have said what is around or right before them:
/// `Die Gefahr sei „real“.`, `X sagte, … . „Das Virus …“`
pub(super) fn fill(
    scene: &Scene<'_>,
    (told, moods): (&[Told], &[Mood]),
    quoted: &mut [(Marked, QuotationKind, Attribution)],
) {
    let words = &scene.words;
    for (passage, kind, said) in quoted {
        if said.source.is_some() || said.unsaid {
            continue;
        }
        let start = words.at_byte(passage.start);
        let before = moods.partition_point(|mood| mood.said.start <= start);
        let mood = before.checked_sub(1).map(|at| &moods[at]).filter(|mood| start < mood.said.end);
        if let Some(mood) = mood.filter(|_| said.cue.is_none()) {
            said.source = Some(mood.source.clone());
            continue;
        }
        let next = told.partition_point(|told| told.said.start <= start);
        let Some(last) = next.checked_sub(1).map(|at| &told[at]) else { continue };
        let inside = start < last.said.end && said.cue.is_none();
        // `…, X said.` ends where its verb does.
        let ends = last.attribution.cue.as_ref().map_or(0, |cue| cue.end).max(last.said.end);
        let line = words.text()[passage.close..].split('\n').next().unwrap_or_default();
        let whole = !line.contains(char::is_alphanumeric);
        let behind = *kind == QuotationKind::Direct
            && said.cue.is_none()
            && ends == start
            && (whole || !words.token(start).starts_paragraph);
        if (inside || behind) && !last.attribution.unsaid {
            said.source.clone_from(&last.attribution.source);
        }
    }
}

/// The bytes of words, with the marks around those of them that are quoted.
pub(super) fn bytes(scene: &Scene<'_>, passages: &[Marked], said: &Range<usize>) -> Range<usize> {
    let words = &scene.words;
    let start = words.token(said.start).start as usize;
    let end = words.token(said.end - 1).end as usize;
    let around = |byte: usize| {
        let at = passages.partition_point(|passage| passage.open <= byte);
        at.checked_sub(1).map(|at| &passages[at]).filter(|passage| byte < passage.close)
    };
    let first = around(start).filter(|passage| words.at_byte(passage.start) == said.start);
    let last = around(end - 1).filter(|passage| words.at_byte(passage.end) == said.end);
    let start = first.map_or(start, |passage| passage.open);
    start..last.map_or_else(|| with_signs(words.text(), start, end), |passage| passage.close)
}

/// `grew by 15 %`, `costs (with tax)`: signs that belong to the last word of what was said.
fn with_signs(text: &str, start: usize, end: usize) -> usize {
    let mut end = end;
    let spaced = text[end..].strip_prefix([' ', '\u{a0}', '\u{202f}']).unwrap_or(&text[end..]);
    let digit = text[..end].ends_with(|sign: char| sign.is_ascii_digit());
    if let Some(sign) =
        spaced.chars().next().filter(|sign| digit && matches!(sign, '%' | '€' | '$' | '£' | '°' | '‰'))
    {
        end = text.len() - spaced.len() + sign.len_utf8();
    }
    let open = text[start..end].matches('(').count() > text[start..end].matches(')').count();
    end + usize::from(open && text[end..].starts_with(')'))
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &Range<usize>) {
        let scene = self.voices.scene;
        let clue = |at: usize| scene.hints.is_clue(at) && !scene.is_quoted(at);
        let mood = || scene.lexicon.capital_nouns && sentence.clone().any(|at| self.is_subjunctive(at));
        if !sentence.clone().any(clue) && !mood() {
            return;
        }
        if scene.lexicon.told == Some(Telling::Joined) {
            self.han(sentence);
            return;
        }
        let _ = self.according(sentence)
            || self.convinced(sentence)
            || self.last(sentence)
            || self.clause(sentence)
            || self.goes_on(sentence);
    }

    /// Keeps what was said, with who said it.
    fn keep(&mut self, said: Range<usize>, attribution: &Attribution) -> bool {
        self.keep_of(said, attribution, OWN_WORDS_MIN)
    }

    /// The same, where at least so many of the words stand outside quotation marks.
    fn keep_of(&mut self, said: Range<usize>, attribution: &Attribution, own_words_min: usize) -> bool {
        let scene = self.voices.scene;
        let own = scene
            .unquoted(said.clone())
            .filter(|at| *at > said.start || !scene.is(*at, Kind::Complements))
            .take(own_words_min)
            .count();
        // A sentence of one word, `Sorry, X said`, is the reporter's only where no mark is near.
        if own == 0 || (own < own_words_min && said.len() > 1) {
            return false;
        }
        let mut attribution = attribution.clone();
        let called = |source: &Voice| source.person.is_none() && source.body.is_none();
        if attribution.source.as_ref().is_none_or(called)
            && let Some(body) = attribution
                .cue
                .as_ref()
                .and_then(|cue| self.voices.firm_beside(cue, attribution.source.as_ref()))
        {
            attribution.source = Some(body);
        }
        let rejects = |cue: &Range<usize>| {
            (cue.end..said.start).any(|at| scene.is(at, Kind::Rebuffs) && scene.pauses(at + 1))
        };
        let denied = attribution.cue.as_ref().is_some_and(|cue| is_denied(scene, cue) || rejects(cue));
        attribution.unsaid |= attribution.cue.as_ref().is_some_and(rejects);
        if attribution.unsaid {
            attribution.source = None;
        }
        if let Some(cue) = &attribution.cue
            && (is_unsaid(scene, cue) || is_question(scene, cue))
        {
            (attribution.source, attribution.unsaid) = (None, true);
        }
        if let Some(source) = attribution.source.clone() {
            self.voices.spoken.push(source);
        }
        let denied = denied && attribution.unsaid;
        self.found.push(Told { said, attribution, denied });
        true
    }

    /// `Die Gefahr sei real.`: a sentence whose verb is in the mood of reported speech is whoever's the last one was.
    fn goes_on(&mut self, sentence: &Range<usize>) -> bool {
        let scene = self.voices.scene;
        let has = |kind: Kind| scene.unquoted(sentence.clone()).any(|at| scene.is(at, kind));
        let follows = self.found.last().is_some_and(|last| last.said.end == sentence.start);
        let mood = has(Kind::Subjunctives)
            || self.is_subjunctive(sentence.start)
            || (follows && has(Kind::SubjunctivesWeak));
        // `Auf die Frage, ob …, antwortete X: „Nein.“`: the reporter's, whatever mood its clauses are in.
        let gap = |at: usize| scene.words.gap_before(at);
        let mut colon = sentence.start + 1..sentence.end;
        // `3:3-Unentschieden`
        let colon = colon.find(|at| gap(*at).contains(':') && gap(*at) != ":");
        let answers = |colon: usize| {
            scene.is_quoted(colon)
                && scene.unquoted(sentence.start..colon).any(|at| scene.is(at, Kind::Verbs))
        };
        let mood = mood || colon.is_some_and(|colon| self.is_subjunctive(colon));
        if !mood || colon.is_some_and(answers) {
            return false;
        }
        if let Some(defended) = colon.and_then(|colon| self.defended(sentence, colon)) {
            return self.keep(colon.unwrap_or_default()..sentence.end, &defended);
        }
        let source = self.about(sentence.start).or_else(|| self.last_speaker(sentence.start));
        if scene.unquoted(sentence.clone()).count() < sentence.len() / 2 {
            if let Some(source) = source.filter(|source| source.person.is_some()) {
                self.voices.spoken.push(source.clone());
                self.moods.push(Mood { said: sentence.clone(), source });
            }
            return false;
        }
        // Sentences that go on without a break are one passage.
        if let Some(last) = self.found.last_mut()
            && last.attribution.cue.is_none()
            && last.said.end == sentence.start
            && !scene.words.token(sentence.start).starts_paragraph
        {
            last.said.end = sentence.end;
            return true;
        }
        self.keep(sentence.clone(), &Attribution { source, ..Attribution::default() })
    }

    /// `Man spare nicht …`: behind a pronoun of one person that opens a clause, only this mood ends in *-e*.
    fn is_subjunctive(&self, start: usize) -> bool {
        let scene = self.voices.scene;
        let words = &scene.words;
        let verb = start + 1;
        let ends = |at: usize| words.folded(at).ends_with('e') && !words.folded(at).ends_with("te");
        scene.lexicon.capital_nouns
            && scene.is_any(start, &[Kind::Impersonals, Kind::He, Kind::She])
            && verb < words.len()
            && scene.goes_on(verb)
            && words.is_small(verb)
            && ends(verb)
            && !scene.is_any(verb, &[Kind::Finites, Kind::Adverbs, Kind::Feminine, Kind::Masculine])
    }

    /// `Jan Wenzel verteidigte den Plan: Man spare nicht …`: whose the clause behind a colon is, if its mood says that it is somebody's.
    fn defended(&self, sentence: &Range<usize>, colon: usize) -> Option<Attribution> {
        let scene = self.voices.scene;
        let behind = colon..sentence.end;
        let mood = self.is_subjunctive(colon)
            || scene.unquoted(behind.clone()).any(|at| scene.is(at, Kind::Subjunctives));
        let own = scene.unquoted(sentence.start..colon).any(|at| scene.is(at, Kind::Subjunctives));
        let one = self.voices.only_person(&(sentence.start..colon)).filter(|one| one.sure)?;
        let whole = behind.len() > OWN_WORDS_MIN && !own && mood;
        whole.then(|| Attribution { source: Some(self.voices.named(one)), ..Attribution::default() })
    }

    /// `Die Miete werde nicht steigen, ist Jan Wenzel überzeugt.`: an adjective closes the sentence, and who speaks stands before it.
    fn convinced(&mut self, sentence: &Range<usize>) -> bool {
        let scene = self.voices.scene;
        let last = sentence.end - 1;
        if last == sentence.start || !scene.is(last, Kind::Convictions) || scene.is_quoted(last) {
            return false;
        }
        let floor = last.saturating_sub(CONVINCED_WORDS_MAX).max(sentence.start + 1);
        let comma = (floor..=last).rev().find(|at| scene.pauses(*at));
        // `…, so Jan Wenzel, sicher`
        let leads = |at: &usize| scene.is_any(*at, &[Kind::Auxiliaries, Kind::Finites, Kind::Verbs]);
        let Some(comma) = comma.filter(|at| *at < last && leads(at)) else { return false };
        let Some(who) = self.voices.subject(&(comma + 1..last)) else { return false };
        let found = attribution(Some(who), last..sentence.end, Place::After);
        self.keep(sentence.start..comma, &found)
    }

    /// `Stoiber begründete seinen Rückzug. Damit seien …`: the one person of the sentence before, in its paragraph, if named
    /// behind whoever spoke last.
    fn about(&self, start: usize) -> Option<Voice> {
        let words = &self.voices.scene.words;
        if start == 0 || words.token(start).starts_paragraph {
            return None;
        }
        let before = words.sentence_before(start, SENTENCE_WORDS_MAX);
        let one = self.voices.only_person(&before).filter(|one| one.sure)?;
        let later = self.voices.spoken.last().is_none_or(|spoken| spoken.at.start < one.start);
        later.then(|| self.voices.named(one))
    }

    fn last_speaker(&self, before: usize) -> Option<Voice> {
        self.voices.spoken.last().filter(|voice| voice.at.start + LAST_SPEAKER_WORDS > before).cloned()
    }
}

/// Whoever spoke last spoke at most so many words before.
const LAST_SPEAKER_WORDS: usize = 120;
