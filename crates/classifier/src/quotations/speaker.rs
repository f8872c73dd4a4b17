//! Who a quotation is from: the verb of reporting beside it, and the name or role beside the verb.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::marks::Marked;
use super::people::People;
use super::words::Words;

/// A verb after a quotation stands at most so many words from it, a name at most so many from the verb.
const VERB_WORDS_MAX: usize = 4;
const NAME_WORDS_MAX: usize = 14;
/// Between a name and its verb may stand all that its bearer is: `le général X, directeur du département de …, a dit`.
const SUBJECT_WORDS_MAX: usize = 40;
/// `vous avez insisté`: the address stands at most so many words before the verb.
const ADDRESS_WORDS_MAX: usize = 4;
/// A turn of an interview begins with a label of at most so many words.
const LABEL_WORDS_MAX: usize = 10;

/// What is known of a quotation's source.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribution {
    pub speaker: Option<String>,
    pub role: Option<String>,
    /// The words that report: `a déclaré`.
    pub cue: Option<String>,
    /// A colon stands before the quotation.
    pub announced: bool,
    /// The cue follows the quotation.
    pub follows: bool,
}

/// Finds speakers, remembering who spoke last.
pub(super) struct Finder<'a> {
    words: &'a Words,
    lexicon: &'a Lexicon,
    people: &'a People<'a>,
    last: Option<(usize, Attribution)>,
    /// Who answers, where the article is an interview.
    interviewee: Option<Range<usize>>,
}

impl<'a> Finder<'a> {
    pub fn new(words: &'a Words, lexicon: &'a Lexicon, people: &'a People<'a>) -> Self {
        Self { words, lexicon, people, last: None, interviewee: interviewee(words, people) }
    }

    /// Remembers a quotation that was found.
    pub fn said(&mut self, passage: &Marked, attribution: &Attribution) {
        self.last = Some((passage.close, attribution.clone()));
    }

    /// Who a passage is from.
    pub fn attribution(&self, passage: &Marked) -> Attribution {
        let announced = self.words.text()[..passage.open].trim_end().ends_with([':', '：']);
        let after = self.after(passage);
        if let Some(after) = after.filter(|_| !announced) {
            return Attribution { follows: true, ..after };
        }
        let before = self.before(passage).unwrap_or_default();
        if before.cue.is_none()
            && !announced
            && let Some((close, last)) = &self.last
            && self.words.at_byte(*close) < self.words.at_byte(passage.open)
            && self.goes_on(*close, passage.open)
        {
            return Attribution { follows: last.follows, announced: last.announced, ..last.clone() };
        }
        Attribution { announced, ..before }
    }

    /// Whether a quotation goes on after its cue: `« … », a déclaré X. « … »`, in one paragraph.
    fn goes_on(&self, close: usize, open: usize) -> bool {
        let between = &self.words.text()[close..open];
        let sentences = between.matches(['.', '!', '?']).count();
        !between.contains('\n') && sentences <= 1 && between.trim_end().ends_with(['.', ',', '!', '?'])
    }

    /// `», a déclaré le vice-ministre X.` or `,” X said.`
    fn after(&self, passage: &Marked) -> Option<Attribution> {
        let first = self.words.at_byte(passage.close);
        if first >= self.words.len() || self.words.text()[passage.close..].starts_with(['\n']) {
            return None;
        }
        let gap = &self.words.text()[passage.close..self.words.token(first).start as usize];
        if gap.contains(['\n', '«', '“', '„', '"', ':', '(']) {
            return None;
        }
        let mut sentence = self.words.sentence_after(first);
        sentence.end = self.until_sign(&sentence);
        let near = first..sentence.end.min(first + VERB_WORDS_MAX);
        if let Some(verb) = self.words.first_phrase(near, &self.lexicon.verbs) {
            let lead_in = first..verb.start;
            let slot = verb.end..sentence.end.min(verb.end + NAME_WORDS_MAX);
            let name_first = self.people.first_name(&lead_in);
            let source = match name_first {
                Some(name) => Some(self.named(&name)),
                None => self.source_in(&slot),
            };
            return Some(self.with_cue(source, &verb));
        }
        // `,” Foreign Minister X, who chairs the talks, said.`
        let name = self.people.first_name(&(first..sentence.end.min(first + VERB_WORDS_MAX + 4)))?;
        let rest = name.end..sentence.end.min(name.end + NAME_WORDS_MAX);
        let verb = self.words.first_phrase(rest, &self.lexicon.verbs)?;
        Some(self.with_cue(Some(self.named(&name)), &verb))
    }

    /// Up to a sign after which another speaks or is spoken of.
    fn until_sign(&self, range: &Range<usize>) -> usize {
        let stop = |at: &usize| self.words.gap(*at).contains(['«', '“', '„', '"', ';', ':', '\n']);
        range.clone().find(stop).map_or(range.end, |at| at + 1)
    }

    /// `Selon X, « … »`, `X a déclaré : « … »`, also where the quotation begins the next paragraph.
    fn before(&self, passage: &Marked) -> Option<Attribution> {
        let end = self.words.at_byte(passage.open);
        let text = &self.words.text()[..passage.open];
        let begins_paragraph = text.is_empty() || text.trim_end_matches([' ', '\t']).ends_with('\n');
        let announced = text.trim_end().ends_with([':', '：']);
        let begins_sentence = end < self.words.len() && self.words.token(end).starts_sentence;
        if end == 0 || ((begins_paragraph || begins_sentence) && !announced) {
            return None;
        }
        let mut sentence = self.words.sentence_before(end);
        if let Some((close, _)) = self.last {
            sentence.start = sentence.start.max(self.words.at_byte(close)).min(end);
        }
        if let Some(verb) = self.words.last_phrase(sentence.clone(), &self.lexicon.verbs) {
            let address = verb.start.saturating_sub(ADDRESS_WORDS_MAX).max(sentence.start)..verb.start;
            if self.words.first_phrase(address, &self.lexicon.you).is_some() {
                let source = self.interviewee.as_ref().map(|name| self.named(name));
                return Some(self.with_cue(source, &verb));
            }
            let subject = sentence.start..verb.start;
            let name = self.subject_name(&subject);
            let source = name.map(|name| self.named(&name)).or_else(|| self.by_role(&subject));
            let source = source.or_else(|| self.source_in(&(verb.end..end)));
            return Some(self.with_cue(source, &verb));
        }
        let according = self.words.first_phrase(sentence.clone(), &self.lexicon.before)?;
        if according.start > sentence.start + 1 {
            return None;
        }
        let source = self.source_in(&(according.end..end.min(according.end + NAME_WORDS_MAX)))?;
        Some(self.with_cue(Some(source), &according))
    }

    /// The name before a verb: `le général X, vice-ministre de la Sécurité, a indiqué`. After a conjunction, `X et Y`, the nearer.
    fn subject_name(&self, subject: &Range<usize>) -> Option<Range<usize>> {
        let start = subject.start.max(subject.end.saturating_sub(SUBJECT_WORDS_MAX));
        self.people.last_name(&(start..subject.end))
    }

    fn source_in(&self, slot: &Range<usize>) -> Option<Attribution> {
        match self.people.first_name(slot) {
            Some(name) => Some(self.named(&name)),
            None => self.by_role(&(slot.start..slot.end.min(slot.start + VERB_WORDS_MAX))),
        }
    }

    fn named(&self, name: &Range<usize>) -> Attribution {
        let mention = self.people.mentions.iter().find(|mention| mention.at == *name);
        let role = mention.and_then(|mention| mention.role.as_ref());
        Attribution {
            speaker: Some(self.people.full_name(name)),
            role: role.map(|role| self.words.passage(role).to_owned()),
            ..Attribution::default()
        }
    }

    /// `le vice-ministre`: the last person who was called so.
    fn by_role(&self, range: &Range<usize>) -> Option<Attribution> {
        let role = self.words.first_phrase(range.clone(), &self.lexicon.roles)?;
        let mention = self.people.by_role(&role);
        Some(Attribution {
            speaker: mention.map(|mention| self.people.full_name(&mention.at)),
            role: Some(self.words.passage(&role).to_owned()),
            ..Attribution::default()
        })
    }

    fn with_cue(&self, source: Option<Attribution>, cue: &Range<usize>) -> Attribution {
        Attribution { cue: Some(self.words.passage(cue).to_owned()), ..source.unwrap_or_default() }
    }
}

/// The one person whose name, before a colon, begins several paragraphs.
fn interviewee(words: &Words, people: &People<'_>) -> Option<Range<usize>> {
    let mut answers: Vec<Range<usize>> = Vec::new();
    for start in (0..words.len()).filter(|at| words.token(*at).starts_paragraph) {
        let label_end = (start..words.len().min(start + LABEL_WORDS_MAX))
            .find(|at| words.gap(*at).trim_start().starts_with([':', '：']));
        answers.extend(label_end.and_then(|end| people.last_name(&(start..end + 1))));
    }
    let first = answers.first()?.clone();
    let alike = |name: &Range<usize>| people.full_name(name) == people.full_name(&first);
    (answers.len() > 1 && answers.iter().all(alike)).then_some(first)
}
