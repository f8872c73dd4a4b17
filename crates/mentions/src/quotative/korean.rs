//! Indirect speech of Korean: `김민수 시장은 11일 다리를 고치겠다고 말했다.`, `경찰에 따르면 …`, `…했다는 입장이다.` A clause ends in a
//! particle of its own, and the verb follows; who speaks stands before the clause.

use std::ops::Range;

use super::{Reader, Speaker, Told};

/// Between a clause and its verb stand at most so many words: `고 시장은 이날 말했다`.
const BETWEEN_MAX: usize = 4;
/// Times and places behind the topic have at most so many words.
const LEAD_MAX: usize = 10;
/// A source is named in the first so many words of its sentence.
const SOURCE_MAX: usize = 9;
/// A clause has so many words.
const CLAUSE_MIN: usize = 2;

/// The words of a sentence by their bytes, those between quotation marks with the rest.
type Words = Vec<Range<usize>>;

impl Reader<'_> {
    /// What a Korean sentence tells.
    pub(super) fn korean(&self, sentence: &Range<usize>) -> Vec<Told> {
        let words = self.words(sentence);
        if let Some((who, first, cue)) = self.korean_source(&words) {
            let last = self.without_closer(&words, first);
            let said = words.get(first).zip(last.checked_sub(1).and_then(|last| words.get(last)));
            return said
                .filter(|_| last >= first + CLAUSE_MIN)
                .map(|(first, last)| Told {
                    said: first.start..last.end,
                    cue: self.text[cue].to_owned(),
                    who,
                })
                .into_iter()
                .collect();
        }
        let mut found: Vec<Told> = Vec::new();
        let mut start = 0;
        for at in 0..words.len() {
            let Some((ending, verb)) = self.clause_end(&words, at) else { continue };
            if at < start || self.is_quoted(words[at].end - ending) {
                continue;
            }
            let told = self.korean_clause(&words, start..at + 1, ending, verb, found.last());
            start = verb.max(at) + 1;
            found.extend(told);
        }
        found
    }

    fn words(&self, sentence: &Range<usize>) -> Words {
        let mut words = Words::new();
        let mut start = None;
        let text = &self.text[sentence.clone()];
        for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
            if !sign.is_whitespace() {
                start.get_or_insert(at);
            } else if let Some(start) = start.take() {
                words.push(sentence.start + start..sentence.start + at);
            }
        }
        words
    }

    fn word(&self, words: &Words, at: usize) -> &str {
        words.get(at).map_or("", |word| self.text[word.clone()].trim_end_matches([',', '.']))
    }

    /// Whether a reported clause ends in this word: how many bytes of it belong to no clause, and where the verb is.
    fn clause_end(&self, words: &Words, at: usize) -> Option<(usize, usize)> {
        let entry = &self.lexicon.entry;
        let word = self.word(words, at);
        let reach = at + 1..words.len().min(at + 2 + BETWEEN_MAX);
        if let Some(particle) = entry.complements.iter().find(|particle| word.ends_with(particle.as_str())) {
            // `이라고`, `다며`: behind a quotation mark it is the quotation's.
            let stem = &word[..word.len() - particle.len()];
            let alone = stem.is_empty()
                && (at == 0 || !entry.kept.iter().any(|kept| particle.starts_with(kept.as_str())));
            if stem.ends_with(['"', '”', '’', '\'', '」', '』']) || alone {
                return None;
            }
            let kept =
                entry.kept.iter().find_map(|kept| particle.starts_with(kept.as_str()).then_some(kept.len()));
            let trailing = self.text[words[at].clone()].len() - word.len();
            let ending = particle.len() - kept.unwrap_or(0) + trailing;
            if entry.joints.contains(particle) {
                return Some((ending, at));
            }
            let verb = reach.into_iter().find(|at| self.starts_with(words, *at, &entry.reports))?;
            let between = &words[at + 1..verb];
            let paused = between.iter().any(|word| self.text[word.clone()].ends_with(','));
            return (!paused && self.is_plain(words, at + 1..verb)).then_some((ending, verb));
        }
        // `있다는 입장이다`
        let noun = entry.attributes.iter().find(|ending| word.ends_with(ending.as_str()))?;
        let opinion = self.starts_with(words, at + 1, &entry.opinions);
        let shown = opinion
            && (at + 1..words.len().min(at + 5))
                .any(|at| entry.shows.iter().any(|verb| self.word(words, at).contains(verb.as_str())));
        // `것이라는` ends what is told before its copula, `있다는` behind its verb.
        let kept = entry.kept.iter().find_map(|kept| noun.starts_with(kept.as_str()).then_some(kept.len()));
        shown.then(|| (noun.len() - kept.unwrap_or(0), at + 1))
    }

    fn starts_with(&self, words: &Words, at: usize, list: &[String]) -> bool {
        let word = self.word(words, at);
        list.iter().any(|known| word.starts_with(known.as_str()))
    }

    /// Whether nothing but who speaks, to whom and when stands in these words.
    fn is_plain(&self, words: &Words, between: Range<usize>) -> bool {
        let ends = |at: usize| {
            let word = self.word(words, at);
            word.ends_with(['은', '는', '이', '가', '게', '로', '서', '히', '께', '씨', '도', '해'])
                || self.is_time(word)
                || self.lexicon.entry.manners.iter().any(|manner| manner == word)
                || self.lexicon.roles.end(word, 0)
                || self.is_name(word)
        };
        between.into_iter().all(ends)
    }

    fn korean_clause(
        &self,
        words: &Words,
        clause: Range<usize>,
        ending: usize,
        verb: usize,
        last: Option<&Told>,
    ) -> Option<Told> {
        let entry = &self.lexicon.entry;
        // `…했다고 시장은 말했다`
        let behind = (clause.end..verb).find_map(|at| self.topic_at(words, clause.end, at));
        let (who, first) = match behind {
            Some(who) => (who, clause.start),
            None => match self.korean_topic(words, &clause) {
                Some((who, at)) => (who, self.behind_lead(words, at + 1, clause.end)),
                None => {
                    let who = last.map_or_else(|| self.goes_on_in(words, &clause), |last| last.who.clone());
                    (who, self.behind_lead(words, clause.start, clause.end))
                }
            },
        };
        if first + CLAUSE_MIN > clause.end {
            return None;
        }
        let said = words[first].start..words[clause.end - 1].end - ending;
        // What is denied, asked or supposed nobody told.
        let rest = &self.text[words[clause.end - 1].end..words.last()?.end];
        let denied = entry.denials.iter().any(|denial| rest.trim_start().starts_with(denial.as_str()))
            || self.is_unsaid(rest);
        let cue_end = words.get(verb).map_or(words[clause.end - 1].end, |word| word.end);
        let cue =
            self.text[words[clause.end - 1].end - ending..cue_end].trim_end_matches([',', '.']).to_owned();
        (!said.is_empty() && !denied).then_some(Told { said, cue, who })
    }

    /// Who a clause says speaks, and where: before the particles of a topic, then before those of a subject.
    fn korean_topic(&self, words: &Words, clause: &Range<usize>) -> Option<(Vec<Speaker>, usize)> {
        // `트럼프는 … 북한이 …`: behind a topic that cannot be read nobody else is who speaks.
        let is_topic = |at: usize| {
            let word = self.word(words, at);
            word.ends_with(['은', '는'])
                && !self.lexicon.entry.no_topics.iter().any(|other| word.ends_with(other.as_str()))
        };
        for at in clause.clone() {
            let offices = ["에서는", "에선"].iter().any(|topic| self.word(words, at).ends_with(topic));
            if (is_topic(at) || offices)
                && let Some(who) = self.topic_at(words, clause.start, at)
            {
                return Some((who, at));
            }
            if is_topic(at) && !offices {
                return None;
            }
        }
        clause.clone().find_map(|at| {
            let ends = self.word(words, at).ends_with(['이', '가', '도']);
            Some((ends.then(|| self.topic_at(words, clause.start, at)).flatten()?, at))
        })
    }

    /// Who speaks, if this word is a topic, together with whoever is joined to it: `한빛시와 김민수 대표는`.
    fn topic_at(&self, words: &Words, floor: usize, at: usize) -> Option<Vec<Speaker>> {
        let all: Vec<&str> = (floor..=at).map(|at| self.word(words, at)).collect();
        if self.is_quoted(words[at].start) {
            return None;
        }
        let who = self.read_word(&all).or_else(|| self.read_office(all.last()?))?;
        let named = who.name.as_deref().and_then(|name| name.split(' ').next()).unwrap_or_default();
        let first =
            all.iter().rposition(|word| !named.is_empty() && word.starts_with(named)).unwrap_or(at - floor);
        let joint = first.checked_sub(1).and_then(|at| all[at].strip_suffix(['와', '과']));
        let other = joint.filter(|joint| self.lexicon.is_body(joint) || self.is_name(joint));
        Some(other.map(Speaker::named).into_iter().chain([who]).collect())
    }

    /// `증권가에서는`, `교육부는`, `회사 측은`
    fn read_office(&self, word: &str) -> Option<Speaker> {
        let noun = ["에서는", "에선", "는", "은", "가", "이", "도"]
            .iter()
            .find_map(|topic| word.strip_suffix(topic))?;
        self.is_office(noun).then(|| Speaker::named(noun))
    }

    /// Whoever spoke last, where the sentence goes on with it.
    fn goes_on_in(&self, words: &Words, clause: &Range<usize>) -> Vec<Speaker> {
        let first = self.word(words, clause.start);
        let goes_on = self.lexicon.entry.resumes.iter().any(|word| word == first)
            || self.text[words[clause.end - 1].start..].contains("덧붙였");
        let start = words[clause.start].start;
        let near = self.is_near(start);
        self.spoken.last().filter(|_| goes_on && near).cloned().into_iter().collect()
    }

    /// Where what is told begins behind times and places: `11일 시청에서 열린 기자회견에서`.
    fn behind_lead(&self, words: &Words, first: usize, end: usize) -> usize {
        let entry = &self.lexicon.entry;
        let reach = first..end.saturating_sub(CLAUSE_MIN).min(first + LEAD_MAX);
        let leads = |at: usize| {
            let word = self.word(words, at);
            let comma = self.text[words[at].clone()].ends_with(',');
            entry.venues.iter().any(|venue| word.ends_with(venue.as_str()))
                || comma && entry.leads.iter().any(|lead| word.ends_with(lead.as_str()))
        };
        let last = reach.clone().rev().find(|at| leads(*at));
        let from = last.map_or(first, |last| last + 1);
        let time = |at: &usize| {
            let word = self.word(words, *at);
            self.is_time(word)
                || entry.manners.iter().any(|manner| manner == word)
                || entry.resumes.iter().any(|it| it == word)
        };
        (from..end).find(|at| !time(at)).unwrap_or(from)
    }

    fn is_time(&self, word: &str) -> bool {
        let digits = word.trim_end_matches(['에', '날', '쯤', '께']);
        let unit = digits.ends_with(['일', '월', '시', '분']);
        unit && digits.starts_with(|sign: char| sign.is_ascii_digit())
            || self.lexicon.entry.times.iter().any(|time| time == word)
    }

    /// `경찰에 따르면`: who it is, the first word behind, and the words that say so.
    fn korean_source(&self, words: &Words) -> Option<(Vec<Speaker>, usize, Range<usize>)> {
        let entry = &self.lexicon.entry;
        let follows = |at: usize| {
            let behind = self.word(words, at);
            let source = |source: &String| source.split_once(' ').is_some_and(|(_, word)| word == behind);
            self.word(words, at - 1).ends_with('에') && entry.sources.iter().any(source)
        };
        let at = (1..words.len().min(SOURCE_MAX)).find(|at| follows(*at))?;
        let noun = self.word(words, at - 1).strip_suffix('에')?;
        let before: Vec<&str> = (0..at - 1).map(|at| self.word(words, at)).collect();
        let told = entry.tellings.iter().any(|telling| telling == noun);
        let (noun, before) = match before.split_last() {
            Some((last, rest)) if told => (last.trim_end_matches('의'), rest.to_vec()),
            _ => (noun, before),
        };
        // The particle of a topic makes it a subject that is read as any other.
        let subject = format!("{noun}는");
        let all: Vec<&str> = before.iter().copied().chain([subject.as_str()]).collect();
        let who = self.read_word(&all).or_else(|| self.read_office(&subject))?;
        Some((vec![who], at + 1, words[at - 1].end - "에".len()..words[at].end))
    }

    /// Where the words end that a source says, without what closes them: `것으로 알려졌다`.
    fn without_closer(&self, words: &Words, first: usize) -> usize {
        let last = words.len();
        let ends = |count: usize| {
            let text: Vec<&str> = (last.saturating_sub(count)..last).map(|at| self.word(words, at)).collect();
            self.lexicon.entry.endings.iter().any(|ending| *ending == text.join(" "))
        };
        let cut = (1..=3).rev().find(|count| first + count < last && ends(*count)).unwrap_or(0);
        last - cut
    }
}
