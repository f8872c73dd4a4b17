//! Quotations of Japanese and Korean, which put a particle and the verb behind what was said and who says it before:
//! `田中太郎外相は「…」と述べた。`, `김민수 장관은 "…"라고 말했다.`
//!
//! Neither has capitals, and neither needs a lexicon of phrases: the particle tells a quotation from a title, and who speaks stands
//! before a particle of its own.

mod japanese;
mod korean;
mod sentences;
mod subjects;

use std::ops::Range;

use veille_model::{LanguageTag, Quotation, QuotationKind};
use veille_text::{Document, ends_always, is_question_mark, is_stop};

use crate::eastern::Lexicon;
use crate::lists::Lists;
use crate::marks::Marked;
use crate::places::CodePoints;
use crate::titled;
use crate::words::Words;

/// Between the particle and the verb stand at most so many letters: `と記者団に対し、改めて述べた`.
const VERB_LETTERS_MAX: usize = 24;
/// What is said of who speaks is looked for in so many letters before the quotation.
const SUBJECT_LETTERS_MAX: usize = 120;
/// A passage of so many letters is a sentence, a shorter one a part of one.
const SENTENCE_LETTERS_MIN: usize = 8;
/// A sentence that only says who has spoken has so many words.
const SIGNED_WORDS_MAX: usize = 9;
/// What is told in the reporter's own words has so many letters.
const TOLD_LETTERS_MIN: usize = 3;
/// A sentence with more bytes is a list or a table.
const SENTENCE_BYTES_MAX: usize = 1_500;
/// So many of those named last are looked at.
const NAMED_MAX: usize = 300;
/// Of the words before, so many bytes are looked at for who was named.
const NAMED_BACK_MAX: usize = 1_500;

/// Who speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Speaker {
    name: Option<String>,
    role: Option<String>,
}

impl Speaker {
    fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), role: None }
    }
}

/// What somebody is told to have said, and by what words.
struct Told {
    said: Range<usize>,
    cue: String,
    /// Whoever says it, alone or together; nobody where the text does not say.
    who: Vec<Speaker>,
}

/// A quotation with its bytes.
struct Found {
    said: Range<usize>,
    kind: QuotationKind,
    cue: String,
    speaker: Speaker,
}

/// The quotations of a text in Japanese or Korean, in order; None for other languages.
pub(super) fn quotations(document: &Document, language: &LanguageTag) -> Option<Vec<Quotation>> {
    let lexicon = Lexicon::of(&language.primary())?;
    let text = document.text();
    let passages = lexicon.passages(text);
    let named = named(document, language);
    let mut reader =
        Reader { text, lexicon, passages: &passages, named, spoken: Vec::new(), ended: 0, upto: 0 };
    let mut found: Vec<Found> = Vec::new();
    let mut floor = 0;
    let mut next = passages.iter().peekable();
    for sentence in sentences::of(text, &passages) {
        let first = found.len();
        reader.upto = sentence.start;
        while let Some(passage) = next.next_if(|passage| passage.open < sentence.end) {
            let said = reader.said(passage, floor);
            floor = passage.close;
            let Some((kind, cue, speaker)) = said else { continue };
            found.push(Found { said: passage.start..passage.end, kind, cue, speaker });
        }
        let quoted: Vec<Range<usize>> = found[first..].iter().map(|found| found.said.clone()).collect();
        found.extend(reader.told(&sentence, &quoted));
    }
    // In the order of the text, what holds another before what it holds.
    found.sort_by_key(|found| (found.said.start, std::cmp::Reverse(found.said.end)));
    let mut code_points = CodePoints::of(text);
    let whole = |found: Found| {
        let place = code_points.range(found.said.start, found.said.end);
        Quotation {
            kind: found.kind,
            start: place.start,
            end: place.end,
            exact: place.exact.to_owned(),
            speaker: found.speaker.name,
            role: found.speaker.role,
            cue: Some(found.cue).filter(|cue| !cue.is_empty()),
        }
    };
    Some(found.into_iter().map(whole).collect())
}

/// Who is named in a text, with where.
fn named<'t>(document: &'t Document, language: &LanguageTag) -> Vec<(usize, &'t str)> {
    let words = Words::of(document);
    let name = |person: titled::Person| {
        let start = words.token(person.at.start).start as usize;
        let whole = words.passage(&person.at);
        let end = whole.char_indices().rev().take(person.behind).last().map_or(whole.len(), |(at, _)| at);
        (start, &document.text()[start..start + end])
    };
    titled::people(&words, Lists::get(), language).into_iter().map(name).collect()
}

struct Reader<'t> {
    text: &'t str,
    lexicon: &'static Lexicon,
    passages: &'t [Marked],
    /// Who is named beside a role or an honorific, in order, with where.
    named: Vec<(usize, &'t str)>,
    /// Who spoke, in order.
    spoken: Vec<Speaker>,
    /// Where what they said last ends.
    ended: usize,
    /// Where the words begin that are read.
    upto: usize,
}

impl Reader<'_> {
    /// What a sentence tells in the reporter's own words. `quoted` are its quotations.
    fn told(&mut self, sentence: &Range<usize>, quoted: &[Range<usize>]) -> Vec<Found> {
        // What has no stop for so long is a list or a table.
        if sentence.len() > SENTENCE_BYTES_MAX {
            return Vec::new();
        }
        let told = if self.lexicon.spaced { self.korean(sentence) } else { self.japanese(sentence) };
        let mut found = Vec::new();
        for Told { said, cue, who } in told {
            let own = |range: &Range<usize>| {
                self.text[range.clone()].chars().filter(|letter| letter.is_alphanumeric()).count()
            };
            // What is quoted for the most part is a quotation, and found already.
            let inside: usize = quoted
                .iter()
                .filter(|quoted| said.start <= quoted.start && quoted.end <= said.end)
                .map(own)
                .sum();
            if own(&said) < inside + TOLD_LETTERS_MIN {
                continue;
            }
            self.spoken.extend(who.iter().find(|who| who.name.is_some()).cloned());
            self.ended = sentence.end;
            let who = if who.is_empty() { vec![Speaker::default()] } else { who };
            for speaker in who {
                let (said, cue) = (said.clone(), cue.clone());
                found.push(Found { said, kind: QuotationKind::Indirect, cue, speaker });
            }
        }
        found
    }

    /// Whether a passage was said, by what words, and who says it. What stands before `floor` belongs to another passage.
    fn said(&mut self, passage: &Marked, floor: usize) -> Option<(QuotationKind, String, Speaker)> {
        let exact = &self.text[passage.start..passage.end];
        self.upto = passage.open;
        let cued = self.cue(passage.close);
        let behind = self.behind(passage.close);
        let behind = behind.or_else(|| self.announced(passage).filter(|_| cued.is_none()));
        let (cue, denied) = cued.or_else(|| behind.clone().map(|(cue, _)| (cue, false)))?;
        let before = self.before(passage.open, floor);
        let speaker = behind.map(|(_, speaker)| speaker).or_else(|| self.subject(before));
        // `「…」と、大竹義男さんは訴える`
        let speaker = speaker.or_else(|| self.subject(&cue));
        // `「…」とウォーターズは続けた`: somebody whom we cannot read is not whoever spoke last, nor is a draft that something is written in.
        let other = self.has_topic(&cue) || self.has_topic(before) || cue.contains("られ");
        let speaker = speaker.or_else(|| self.goes_on(before).filter(|_| !other));
        let letters = exact.chars().filter(|letter| letter.is_alphanumeric()).count();
        let ends = exact.ends_with(is_stop);
        let direct = ends || letters >= SENTENCE_LETTERS_MIN;
        let kind = if direct { QuotationKind::Direct } else { QuotationKind::Partial };
        if denied {
            return Some((kind, cue, Speaker::default()));
        }
        let speaker = speaker.unwrap_or_default();
        if speaker.name.is_some() {
            self.spoken.push(speaker.clone());
            self.ended = passage.close;
        }
        Some((kind, cue, speaker))
    }

    /// The particle behind a closing mark with the verb that it leads to, and whether that denies.
    fn cue(&self, close: usize) -> Option<(String, bool)> {
        let rest = &self.text[close..];
        let rest = rest.split(['\n', '。', '「', '『', '"', '“']).next().unwrap_or_default();
        let entry = &self.lexicon.entry;
        let rest = rest.trim_start_matches([',', ' ']);
        let particle = entry.particles.iter().find(|particle| rest.starts_with(particle.as_str()))?;
        let behind = &rest[particle.len()..];
        let near = behind.char_indices().nth(VERB_LETTERS_MAX).map_or(behind.len(), |(at, _)| at);
        let near = &behind[..near];
        let find = |verbs: &[String]| {
            let places = verbs.iter().filter_map(|verb| near.find(verb.as_str()).map(|at| at + verb.len()));
            places.min()
        };
        // `「違う」と否定した` says no, `「違う」との発言を否定した` that it was not said.
        let disowned = find(&entry.disowns).filter(|end| !near[..*end].contains('を') && particle == "と");
        let denied = find(&entry.denials).is_some()
            || disowned.is_none() && find(&entry.disowns).is_some()
            || self.is_unsaid(behind);
        let is_plain = entry.plain.contains(particle);
        // `「…」と書かれた短冊に願いを込める`: what is written or called so nobody says.
        let feels = || {
            let named =
                |end: &usize| entry.namings.iter().any(|naming| near[..*end].contains(naming.as_str()));
            find(&entry.feelings).filter(|end| is_plain && !named(end))
        };
        let end = find(&entry.denials)
            .or_else(|| find(&entry.verbs))
            .or_else(|| find(&entry.disowns))
            .or_else(feels);
        let Some(end) = end else {
            // `「…」と反発。`
            let nominal = is_plain
                && behind.len() == near.len()
                && entry.nominals.iter().any(|noun| behind.ends_with(noun.as_str()));
            if nominal {
                return Some((format!("{particle}{behind}"), false));
            }
            let closes = behind.is_empty() && entry.closers.contains(particle);
            return (closes || entry.connectives.contains(particle)).then(|| (particle.clone(), false));
        };
        // The verb up to the end of its word.
        let tail = near[end..].find(|sign: char| !sign.is_alphanumeric()).map_or(near.len(), |at| end + at);
        Some((format!("{particle}{}", &near[..tail]), denied))
    }

    /// Whether the rest of a sentence calls what it reports false, or only asks or supposes it: `と述べたとの報道は誤りだ`, `고 말했을까?`,
    /// `고 말했다면`
    fn is_unsaid(&self, rest: &str) -> bool {
        let entry = &self.lexicon.entry;
        let stop = rest.find(is_stop).unwrap_or(rest.len());
        let asks = rest[stop..].starts_with(is_question_mark)
            || entry.asking.iter().any(|ending| rest[..stop].trim_end().ends_with(ending.as_str()));
        let clause = rest[..stop].split(['、', ',', '，']).next().unwrap_or_default();
        asks || entry.is_conditional(clause)
            || entry.falsities.iter().any(|falsity| clause.contains(falsity.as_str()))
    }

    /// `“비가 왔습니다.” 농민 박순례 씨가 말했다.`: a sentence of a subject and a verb behind one that is closed says whose it was.
    fn signed(&self, close: usize) -> Option<(String, Speaker)> {
        let closed = self.text[..close].trim_end_matches(['”', '"', '」', '』']).ends_with(is_stop);
        let rest = self.text[close..].strip_prefix(' ').filter(|_| closed && self.lexicon.spaced)?;
        let sentence = rest.split(['.', '\n', '“', '"']).next()?;
        let words: Vec<&str> = sentence.split(' ').collect();
        let (verb, before) = words.split_last().filter(|_| words.len() <= SIGNED_WORDS_MAX)?;
        let reports = self.lexicon.entry.verbs.iter().any(|known| verb.starts_with(known.as_str()));
        // `곧 떠난다고 말했다`: such a sentence has words of its own.
        let own = before.last().is_some_and(|word| word.ends_with('고'));
        let speaker = self.spaced_subject_of(before).filter(|_| reports && !own)?;
        Some(((*verb).to_owned(), speaker))
    }

    /// `「…」。グテーレス事務総長はこう述べた。`: the next sentence says whose it was.
    fn behind(&self, close: usize) -> Option<(String, Speaker)> {
        if let Some(signed) = self.signed(close) {
            return Some(signed);
        }
        let rest = &self.text[close..];
        // `「…。」古賀さんはそう話した。`: the stop may stand inside the marks.
        let closed = self.text[..close].trim_end_matches(['」', '』']).ends_with('。');
        let rest = rest.strip_prefix('。').or(Some(rest).filter(|_| closed))?;
        let sentence = rest.split(['。', '\n', '「']).next()?;
        let (so, word) =
            self.lexicon.entry.so.iter().find_map(|word| Some((sentence.find(word.as_str())?, word)))?;
        let verb = &sentence[so + word.len()..];
        let reports = self.lexicon.entry.verbs.iter().any(|word| verb.starts_with(word.as_str()));
        let speaker = self.subject(&sentence[..so]).filter(|_| reports)?;
        Some((sentence[so..].to_owned(), speaker))
    }

    /// `市長はこう続けた。「…」`, `今後を聞くと、「…。」`: what stands before a passage of whole sentences says that somebody says it.
    fn announced(&self, passage: &Marked) -> Option<(String, Speaker)> {
        let entry = &self.lexicon.entry;
        let exact = &self.text[passage.start..passage.end];
        let behind = &self.text[passage.close..];
        let whole = exact.ends_with(is_stop) || behind.is_empty() || behind.starts_with(['。', '\n']);
        let letters = exact.chars().filter(|letter| letter.is_alphanumeric()).count();
        if !whole || letters < SENTENCE_LETTERS_MIN {
            return None;
        }
        let before = self.text[..passage.open].trim_end_matches([' ', '\u{3000}']);
        if let Some(asked) = entry.asked.iter().find(|asked| before.ends_with(asked.as_str())) {
            return Some((asked.trim_end_matches('、').to_owned(), self.asked()));
        }
        let sentence = before.strip_suffix(['。', '：', ':'])?;
        let start = sentence
            .rfind(['。', '\n', '」'])
            .map_or(0, |at| at + sentence[at..].chars().next().map_or(0, char::len_utf8));
        let sentence = sentence.get(start..)?;
        let (thus, word) = entry.thus.iter().find_map(|word| Some((sentence.rfind(word.as_str())?, word)))?;
        let verb = &sentence[thus + word.len()..];
        let reports = entry.verbs.iter().any(|known| verb.starts_with(known.as_str()));
        let speaker = self.subject(&sentence[..thus]).or_else(|| self.goes_on(&sentence[..thus]));
        reports.then(|| (sentence[thus..].to_owned(), speaker.unwrap_or_default()))
    }

    /// The clause before an opening mark, in its sentence.
    fn before(&self, open: usize, floor: usize) -> &str {
        let before = &self.text[floor..open];
        let start = before
            .rfind(|sign| ends_always(sign) || sign == '\n')
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        let start = before[start..].rfind(". ").map_or(start, |at| start + at + 2);
        let clause = &before[start..];
        let first = clause.char_indices().rev().nth(SUBJECT_LETTERS_MAX).map_or(0, |(at, _)| at);
        &clause[first..]
    }
}

#[cfg(test)]
mod tests;
