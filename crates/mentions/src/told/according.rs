//! Phrases that name a source: `Selon X, …`, `…, according to X.`, `Laut X ist …`, `… zufolge`.

use std::ops::Range;

use super::Reader;
use crate::cues::{Attribution, Place, attribution};
use crate::lexicon::{Kind, Script, Telling};
use crate::phrases::ends_so;
use crate::scene::Scene;
use crate::voice::Voice;

/// Between *nach* and the noun of telling, `nach ersten vorsichtigen Schätzungen`, stand at most so many words.
const TELLING_WORDS_MAX: usize = 4;
/// A source's name and what it is have at most so many words.
const SOURCE_WORDS_MAX: usize = 22;
/// `The permit, according to X, had …`: what stands before is no sentence of its own if it has at most so many words.
const HEAD_WORDS_MAX: usize = 7;

/// What is added about a source between two commas has at most so many words.
const DIGRESSION_WORDS_MAX: usize = 14;
/// `It was, in the words of X, “…”`: so few words are no content.
const BARE_WORDS_MAX: usize = 2;

/// Behind *pour* the name of whoever thinks so begins within so many words, an office before it.
const OPINION_NAME_WORDS_MAX: usize = 8;
/// Its clause has a verb among so many words, and so many words at least.
const OPINION_VERB_WORDS_MAX: usize = 10;
const OPINION_WORDS_MIN: usize = 4;

/// The name of a paper has at most so many words.
const PAPER_WORDS_MAX: usize = 4;

/// A phrase that names a source.
struct Phrase {
    /// The whole of it, with the name.
    at: Range<usize>,
    attribution: Attribution,
}

impl Reader<'_> {
    /// Keeps what the sentence says besides the phrase that names its source.
    pub(super) fn according(&mut self, sentence: &Range<usize>) -> bool {
        let Some(phrase) = self.phrase(sentence) else { return false };
        let scene = self.voices.scene;
        // `X says that, in his view, nothing has changed`: the phrase is X's, in what he says.
        let inner = phrase.at.start > sentence.start && scene.is(phrase.at.start - 1, Kind::Complements);
        if inner && scene.lexicon.told != Some(Telling::Comma) {
            return false;
        }
        let before = self.clause_start(sentence, phrase.at.start)..phrase.at.start;
        let before = self.without_opener(&before);
        let start = self.behind_digression(phrase.at.end, sentence.end);
        let after = start..self.content_end(start, sentence.end);
        let leads = self.begins_with_capital(phrase.at.start)
            || phrase.at.start
            <= sentence.start + usize::from(before.len() == 1 && scene.lexicon.told != Some(Telling::Comma))
            // `À regarder : selon X, …`
            || scene.words.gap_before(phrase.at.start).contains(':');
        if leads {
            return self.keep(after, &phrase.attribution);
        }
        // `De brug is volgens X veilig`: no comma parts the source from the one claim around it.
        let whole = before.start..after.end;
        if scene.lexicon.bare_sources && !scene.pauses(phrase.at.start) && whole.len() > phrase.at.len() + 1 {
            return self.keep(whole, &phrase.attribution);
        }
        // `It was, in the words of X, “…”`: what stands between the marks is all that was said.
        let bare = before.len() <= BARE_WORDS_MAX && !after.is_empty() && scene.is_quoted(after.start);
        // `Також, за його словами, …`
        let opener = before.clone().all(|at| {
            scene.is_any(at, &[Kind::Adverbs, Kind::Auxiliaries, Kind::Openers]) && !scene.is_quoted(at)
        });
        let first = !bare && !opener && self.keep(before.clone(), &phrase.attribution);
        let interrupts = scene.lexicon.told == Some(Telling::Comma)
            || (scene.pauses(phrase.at.start) && before.len() <= HEAD_WORDS_MAX);
        // `“…”, theo bà X, Phó Viện trưởng`: behind a quotation the source goes on with what she is.
        let goes_on = first || !scene.lexicon.syllabic;
        let second = interrupts && goes_on && !after.is_empty() && self.keep(after, &phrase.attribution);
        first || second
    }

    /// `According to X, who owns the pub, the roof …`: where the sentence goes on behind what is added about the source.
    fn behind_digression(&self, start: usize, end: usize) -> usize {
        let scene = self.voices.scene;
        if start >= end || !scene.pauses(start) || !scene.is(start, Kind::Digressions) {
            return start;
        }
        let reach = start + 1..end.min(start + DIGRESSION_WORDS_MAX);
        reach.into_iter().find(|at| scene.pauses(*at)).unwrap_or(start)
    }

    /// `Đồ họa: Minh Hà Theo Trung tâm …`: where no noun has a capital, a word that has one begins a sentence, whatever stop
    /// a flattened page has lost.
    fn begins_with_capital(&self, at: usize) -> bool {
        self.voices.scene.lexicon.syllabic && self.voices.scene.words.is_capital(at)
    }

    fn phrase(&self, sentence: &Range<usize>) -> Option<Phrase> {
        let scene = self.voices.scene;
        for at in scene.unquoted(sentence.clone()) {
            let pronoun = scene.hints.longest(at, &[Kind::SourcesHe, Kind::SourcesShe, Kind::SourcesThey]);
            // *für ihn* is more often *for him* than *as he sees it*; `Para ela, o achado …` is not.
            let opens = at == sentence.start && scene.lexicon.told == Some(Telling::That);
            let apart = pronoun > 0 && opens && scene.pauses(at + pronoun);
            if (pronoun > 2
                || apart
                || pronoun > 1 && scene.lexicon.bare_sources
                || (pronoun > 0 && !scene.is(at, Kind::Prepositions)))
                && let Some(found) = self.voices.source_pronoun(at)
            {
                let end = found.cue.as_ref().map_or(at + 1, |cue| cue.end);
                // `theo ông Nguyễn Văn A`: no pronoun, a title.
                if !scene.words.is_capital(end) || scene.lexicon.capital_nouns || scene.pauses(end) {
                    return Some(Phrase { at: at..end, attribution: found });
                }
            }
            let length = scene.length(at, Kind::According);
            if length > 0 {
                let start = at + length;
                let telling =
                    (start..sentence.end.min(start + TELLING_WORDS_MAX)).find(|at| is_telling(scene, *at));
                let needs = scene.length(at, Kind::AccordingNouns) > 0;
                // `wurden Vorwürfe laut, …`
                let named = !scene.lexicon.capital_nouns
                    && self
                        .voices
                        .people
                        .within(&(start..start + 4))
                        .first()
                        .is_some_and(|mention| mention.start <= start + 1);
                let adjective = scene.lexicon.capital_nouns
                    && (scene.pauses(start)
                        || (scene.words.is_small(start) && scene.is(start, Kind::Finites)));
                let clear = !scene.lexicon.syllabic
                    || at == sentence.start
                    || scene.pauses(at)
                    || self.begins_with_capital(at);
                if !clear
                    || scene.is(start, Kind::NotSources)
                    || (needs && telling.is_none() && !named)
                    || start >= sentence.end
                    || adjective
                {
                    continue;
                }
                let floor = if needs && !named { telling.map_or(start, |at| at + 1) } else { start };
                let Some(end) = self.source_end(sentence, start, floor) else { continue };
                let slot = start..end;
                // `nach Darstellung von X`, `nach Angaben des Landrats X`
                let joins = |at: &usize| scene.is_any(*at, &[Kind::Genitives, Kind::Prepositions]);
                let behind = telling.filter(|at| at + 1 < end && joins(&(at + 1))).map(|at| at + 2..end);
                // `nach Angaben der in Reck ansässigen Firma`
                let behind = behind.filter(|slot| !scene.is(slot.start, Kind::Prepositions));
                let who = self.voices.first_of_source(&slot).or_else(|| self.voices.first_in(&slot, false));
                let named =
                    behind.filter(|_| who.is_none()).and_then(|slot| self.voices.first_of_source(&slot));
                let who = who.or(named);
                return Some(Phrase { at: at..end, attribution: attribution(who, at..start, Place::Before) });
            }
            if at == sentence.start
                && let Some(found) = self.opinion(sentence)
            {
                return Some(found);
            }
            let behind = scene.lexicon.bare_sources || scene.lexicon.told == Some(Telling::Comma);
            if scene.is(at, Kind::SourcesAfter) && at > sentence.start && behind {
                let start = self.source_start(sentence, at);
                let who = self.voices.first_in(&(start..at), false).or_else(|| self.paper(start..at));
                let end = at + scene.length(at, Kind::SourcesAfter);
                return Some(Phrase {
                    at: start..end,
                    attribution: attribution(who, at..end, Place::Before),
                });
            }
        }
        None
    }

    /// `Pour la sénatrice X, le texte n'est pas prêt`, `Per il capitano X è mancata la testa`: whose office stands beside the name, or who
    /// has spoken, has this for an opinion, if a clause follows.
    fn opinion(&self, sentence: &Range<usize>) -> Option<Phrase> {
        let scene = self.voices.scene;
        let start = sentence.start + scene.length(sentence.start, Kind::Opinions);
        let near = self.voices.people.within(&(start..start + OPINION_NAME_WORDS_MAX));
        let mention = near.first().filter(|_| start > sentence.start)?;
        let spoke = self.voices.spoken.iter().any(|spoken| spoken.person == mention.person);
        let known = mention.person.is_some() && mention.start <= start && (mention.role.is_some() || spoke);
        let end = mention.end;
        let moods = [Kind::Auxiliaries, Kind::Finites];
        let clause = end..sentence.end.min(end + OPINION_VERB_WORDS_MAX);
        let clause = match scene.pauses(end) {
            true => clause.clone().any(|at| scene.is_any(at, &moods) && !scene.is(at, Kind::Prepositions)),
            false => scene.is_any(end, &moods) && scene.goes_on(end),
        };
        let fits = known && clause && end + OPINION_WORDS_MIN <= sentence.end && !scene.is_quoted(end);
        fits.then(|| Phrase {
            at: sentence.start..end,
            attribution: attribution(Some(self.voices.named(mention)), sentence.start..start, Place::Before),
        })
    }

    /// Where the words end that name a source: at a comma, or, where none stands, before the verb.
    fn source_end(&self, sentence: &Range<usize>, start: usize, floor: usize) -> Option<usize> {
        let scene = self.voices.scene;
        let last = sentence.end.min(start + SOURCE_WORDS_MAX);
        if scene.lexicon.told == Some(Telling::Comma) && scene.lexicon.capital_nouns {
            return Some(noun_phrase_end(scene, start, floor, last));
        }
        let named =
            self.voices.people.within(&(start..last)).first().filter(|mention| mention.start <= start + 2);
        let floor = named.map_or(floor, |mention| mention.end.max(floor));
        let pauses = |at: &usize| scene.pauses(*at) && !scene.words.gap_before(*at).ends_with('(');
        if scene.lexicon.bare_sources {
            // `Według dokumentów sądowych Saipov …`: behind a noun a name begins the claim.
            let article = scene.is_any(start, &[Kind::Definite, Kind::Masculine, Kind::Feminine]);
            let named = named.filter(|mention| mention.start <= start + usize::from(article));
            // Behind a name the claim begins at once, behind a noun with its verb: `Volgens de politie is …`.
            let verb = |at: &usize| pauses(at) || scene.is(*at, Kind::Finites);
            return named.map(|mention| mention.end).or_else(|| (floor.max(start + 1)..last).find(verb));
        }
        let pause = (floor.max(start + 1)..last).find(pauses);
        // `A giudizio di Ugo Prandi la fabbrica chiuderà`: behind a name an article begins the clause.
        let articles = [Kind::Masculine, Kind::Feminine, Kind::Plural, Kind::Elided];
        let bare = named.map(|mention| mention.end).filter(|end| {
            scene.lexicon.told == Some(Telling::That)
                && scene.goes_on(*end)
                && scene.is_any(*end, &articles)
                && !scene.is_any(*end, &[Kind::Prepositions, Kind::Genitives])
                && scene.words.starts_sentence(sentence.start)
        });
        let end = bare.or(pause).or((last == sentence.end).then_some(last));
        // Arabic and Chinese put no comma there.
        end.filter(|_| scene.lexicon.script == Script::Cased || pause.is_some())
    }

    /// A paper by its name in marks.
    fn paper(&self, words: Range<usize>) -> Option<Voice> {
        let scene = self.voices.scene;
        let start = words.clone().find(|at| scene.is_quoted(*at))?;
        let body = start..words.end;
        let short = body.len() <= PAPER_WORDS_MAX && body.clone().all(|at| scene.is_quoted(at));
        short.then(|| Voice { body: Some(body.clone()), at: body, ..Voice::default() })
    }

    /// Where the words begin that stand before *zufolge*.
    fn source_start(&self, sentence: &Range<usize>, at: usize) -> usize {
        let scene = self.voices.scene;
        let near = self.voices.people.within(&(at.saturating_sub(8).max(sentence.start)..at));
        // `मंत्री राजेश ठाकुर के अनुसार`
        if let Some(mention) = near.last().filter(|last| scene.lexicon.bare_sources && last.end == at) {
            return mention.start.max(sentence.start);
        }
        // `Şirketin sahibi Kemal Duru'ya göre`, `Duru'nun verdiği bilgiye göre`
        if scene.lexicon.is_final() || scene.lexicon.script != Script::Cased {
            let floor = at.saturating_sub(SOURCE_WORDS_MAX).max(sentence.start);
            return (floor + 1..at).rev().find(|at| scene.pauses(*at)).unwrap_or(floor);
        }
        if let Some(mention) = self.voices.people.within(&(at.saturating_sub(8)..at)).first()
            && mention.start >= sentence.start
            && mention.start > sentence.start
        {
            return scene.phrase_start(mention.start);
        }
        let mut start = at - 1;
        let quoted = |at: &usize| scene.is_quoted(*at);
        // `Dem Fachblatt „Polarbriefe“ zufolge`
        if scene.is_quoted(start) {
            start = (sentence.start..at).rev().take_while(quoted).last().unwrap_or(start);
            let work = start > sentence.start && scene.is(start - 1, Kind::Works);
            start -= usize::from(work);
        }
        while start > sentence.start && scene.goes_on(start) {
            let before = start - 1;
            let joins = scene
                .is_any(before, &[Kind::Masculine, Kind::Feminine, Kind::Genitives, Kind::Definite])
                || (scene.words.is_capital(before) && before > sentence.start)
                || ends_like_adjective(scene, before);
            if !joins && before > sentence.start {
                break;
            }
            start = before;
        }
        start
    }

    /// Where the clause begins that a source phrase stands in: the sentence, or a relative clause in it.
    pub(super) fn clause_start(&self, sentence: &Range<usize>, at: usize) -> usize {
        let scene = self.voices.scene;
        let comma = (sentence.start + 1..at).rev().find(|at| scene.pauses(*at));
        let clause = comma.filter(|comma| {
            scene.is_any(*comma, &[Kind::Relatives, Kind::Complements])
                || scene.words.gap_before(*comma).contains([':', ';'])
        });
        clause.unwrap_or(sentence.start)
    }
}

fn is_telling(scene: &Scene<'_>, at: usize) -> bool {
    let folded = scene.words.folded(at);
    scene.is(at, Kind::Tellings)
        || (scene.lexicon.capital_nouns
            && scene.words.is_capital(at)
            && ends_so(folded, &scene.lexicon.telling_endings))
}

fn ends_like_adjective(scene: &Scene<'_>, at: usize) -> bool {
    let folded = scene.words.folded(at);
    scene.words.is_small(at) && ends_so(folded, &scene.lexicon.attribute_endings) && folded.len() > 4
}

/// The end of a German noun phrase: behind its last noun, where no genitive and no preposition joins another.
fn noun_phrase_end(scene: &Scene<'_>, start: usize, floor: usize, last: usize) -> usize {
    let mut at = start;
    let mut end = start;
    while at < last {
        if at > start
            && !scene.goes_on(at)
            && !scene.words.gap_before(at).trim().starts_with(['„', '“', '"', '(', '»', '/'])
        {
            break;
        }
        let digit = scene.words.written(at).as_bytes()[0].is_ascii_digit();
        if digit && at > floor && at > start {
            break;
        }
        if scene.words.is_capital(at) || !scene.words.is_small(at) {
            at += 1;
            end = at;
            continue;
        }
        let joins = scene.is_any(at, &[Kind::Genitives, Kind::NounJoints])
            || scene.is_any(at, &[Kind::Masculine, Kind::Feminine])
            // An adjective opens the phrase, or stands behind what joins another noun to it.
            || (ends_like_adjective(scene, at) && (at == start || at > end));
        let joins = joins && !(scene.is(at, Kind::Finites) && at >= floor);
        // What joins has to lead to a noun of the same phrase within three words.
        let noun = (at + 1..last.min(at + 4)).find(|next| scene.words.is_capital(*next));
        let article = end > floor
            && end > start
            && scene.is_any(at, &[Kind::Masculine, Kind::Feminine])
            && !scene.is_any(at, &[Kind::Genitives, Kind::NounJoints]);
        if !joins || noun.is_none() || article {
            break;
        }
        at += 1;
    }
    end.max(floor)
}
