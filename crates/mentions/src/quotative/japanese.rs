//! Indirect speech of Japanese: `市長は8日の会見で、橋を直すと述べた。`, `警察によると、男性は無事だという。` A clause, a particle and a
//! verb; who speaks stands before the clause, with times and places between.

use std::ops::Range;

use super::subjects::{SAN, is_han, noun_before};
use super::{Reader, Speaker, Told};
use crate::eastern::is_katakana;

/// Between the particle and its verb stand at most so many letters, in `との…を` before the noun's particle.
const MIDDLE_MAX: usize = 18;
const OPINION_MAX: usize = 12;
/// Between the opinion and the verb that shows it: `考えを改めて示した`.
const SHOWN_MAX: usize = 14;
/// What stands between who speaks and the clause has at most so many letters up to its comma.
const LEAD_MAX: usize = 42;
/// A source is named within so many letters of its sentence.
const SOURCE_MAX: usize = 60;
/// A clause has so many letters.
const CLAUSE_MIN: usize = 4;

/// A particle and the verb that it leads to.
struct Tail {
    /// The bytes of both.
    cue: Range<usize>,
    /// What stands between the two.
    middle: Range<usize>,
    /// The noun that the verb stands before: `と主張する政府`.
    noun: Option<Range<usize>>,
    /// It is the verb of nobody's words: `との疑惑を否定した`.
    denied: bool,
}

impl Reader<'_> {
    /// What a Japanese sentence tells.
    pub(super) fn japanese(&self, sentence: &Range<usize>) -> Vec<Told> {
        let text = self.text;
        if let Some((who, start, cue)) = self.source(sentence) {
            let end = self.closed(start..sentence.end);
            return vec![Told { said: start..end, cue: text[cue].to_owned(), who }]
                .into_iter()
                .filter(|told| told.said.len() >= CLAUSE_MIN * 3)
                .collect();
        }
        // `評論家の話では、与党が…`: whoever is the source, nobody else says it.
        if self.lexicon.entry.sources.iter().any(|source| text[sentence.clone()].contains(source.as_str())) {
            return Vec::new();
        }
        let mut found: Vec<Told> = Vec::new();
        let mut start = sentence.start;
        let places = text[sentence.clone()].match_indices('と').map(|(at, _)| sentence.start + at);
        for at in places {
            if at < start || self.is_quoted(at) || !self.closes_clause(&text[start..at]) {
                continue;
            }
            let Some(tail) = self.tail(at, sentence.end) else { continue };
            let clause = start..at;
            start = tail.cue.end;
            if tail.denied {
                continue;
            }
            found.extend(self.clause_told(sentence, &clause, &tail, found.last()));
        }
        found
    }

    /// What a clause before its particle tells.
    fn clause_told(
        &self,
        sentence: &Range<usize>,
        clause: &Range<usize>,
        tail: &Tail,
        last: Option<&Told>,
    ) -> Option<Told> {
        let text = self.text;
        let behind = self.topic(&tail.middle);
        // `…と主張する政府は`: whoever the verb stands before says it.
        if let Some(noun) = &tail.noun {
            let who =
                behind.map(|(who, _)| who).or_else(|| Some(vec![self.speaker_of(&text[noun.clone()])?]))?;
            return self.told_by(clause, tail, who, clause.start, sentence);
        }
        let (who, start) = match behind {
            Some((who, _)) => (who, clause.start),
            None => match self.topic(clause) {
                Some((who, end)) => (who, end),
                None => (self.unnamed(sentence, clause, last), clause.start),
            },
        };
        // `当時は…と言っていた`: of nobody such a verb tells nothing.
        let verb = &text[tail.middle.end..sentence.end];
        if who.is_empty() && self.lexicon.entry.weak.iter().any(|weak| verb.starts_with(weak.as_str())) {
            return None;
        }
        self.told_by(clause, tail, who, start, sentence)
    }

    /// What somebody tells whose words begin here, but for what leads to them.
    fn told_by(
        &self,
        clause: &Range<usize>,
        tail: &Tail,
        who: Vec<Speaker>,
        start: usize,
        sentence: &Range<usize>,
    ) -> Option<Told> {
        let text = self.text;
        let said = self.without_lead(start, clause.end);
        // `述べ、続けて…`
        let said = self.trimmed(said..clause.end);
        let own = text[said.clone()].chars().filter(|letter| letter.is_alphanumeric()).count();
        // A mark that nothing closes.
        if text[said.clone()].matches('「').count() != text[said.clone()].matches('」').count() {
            return None;
        }
        let quotes =
            self.passages.iter().find(|passage| said.start <= passage.open && passage.close == said.end);
        // `計画は「無謀だ」と`: with a subject of its own the clause is more than what it quotes.
        if let Some(quotes) = quotes {
            let before = &text[said.start..quotes.open];
            if !before.contains('は') && !before.contains('が') {
                return None;
            }
        }
        // What is denied, asked or supposed nobody told.
        let behind = &text[tail.middle.end..sentence.end];
        let denied = self
            .lexicon
            .entry
            .denials
            .iter()
            .any(|denial| text[tail.middle.end..tail.cue.end].contains(denial.as_str()))
            || self.is_unsaid(behind);
        let cue = text[tail.cue.clone()].to_owned();
        (own >= CLAUSE_MIN && !denied).then_some(Told { said, cue, who })
    }

    /// Who speaks where the clause does not say: whoever spoke in the clause before, or last where the sentence goes on.
    fn unnamed(&self, sentence: &Range<usize>, clause: &Range<usize>, last: Option<&Told>) -> Vec<Speaker> {
        if let Some(last) = last {
            return last.who.clone();
        }
        let head = self.text[clause.clone()].trim_start();
        let goes_on = self.lexicon.entry.resumes.iter().any(|word| head.starts_with(word.as_str()))
            || self.text[clause.end..sentence.end].starts_with("とも");
        let near = self.is_near(sentence.start);
        self.spoken.last().filter(|_| goes_on && near).cloned().into_iter().collect()
    }

    /// Whether whoever spoke last did so in the paragraph of this place.
    pub(super) fn is_near(&self, at: usize) -> bool {
        self.ended > 0 && !self.text.get(self.ended..at).is_some_and(|between| between.contains('\n'))
    }

    /// Whether a particle behind these words closes a clause: they end in a verb, or in a noun that is a judgement.
    fn closes_clause(&self, clause: &str) -> bool {
        let entry = &self.lexicon.entry;
        let Some(last) = clause.chars().next_back() else { return false };
        match last {
            'ん' => clause.ends_with("せん"),
            '」' | '』' => true,
            'る' | 'た' | 'だ' | 'い' | 'う' | 'く' | 'す' | 'つ' | 'ぬ' | 'む' | 'ぶ' | 'ぐ' | 'ず'
            | 'か' | 'よ' | 'ね' => true,
            _ => entry.judgements.iter().any(|noun| clause.ends_with(noun.as_str())),
        }
    }

    /// The particle here with the verb that it leads to.
    fn tail(&self, at: usize, end: usize) -> Option<Tail> {
        let (text, entry) = (self.text, &self.lexicon.entry);
        let start = at + "と".len();
        let rest = &text[start..end];
        let tail = |middle: Range<usize>, verb: usize, denied: bool| {
            let is_noun = |letter: char| is_han(letter) || is_katakana(letter);
            let ends = |letter: char| !('ぁ'..='ん').contains(&letter);
            let rest = &text[verb..end];
            let word = rest.find(ends).map_or(end, |at| verb + at);
            let behind = &text[word..end];
            let length = behind.find(|letter: char| !is_noun(letter)).unwrap_or(behind.len());
            // `認めざるを得なかった` stands before no noun.
            let attribute = text[verb..word].ends_with(['た', 'る', 'う', 'す', 'い']) || word == verb;
            let noun = (length > 0 && attribute).then(|| {
                let san = if behind[length..].starts_with(SAN) { SAN.len() } else { 0 };
                word..word + length + san
            });
            Tail { cue: at..word, middle, noun, denied }
        };
        let joint = ["のこと", "の", "する", "した", "いう", "いった"]
            .into_iter()
            .find(|joint| rest.starts_with(joint));
        if let Some(joint) = joint
            && let Some((opinion, of)) = self.opinion(&rest[joint.len()..])
        {
            let verb = start + joint.len() + opinion;
            return Some(tail(start..start, verb, of));
        }
        let plain = rest.strip_prefix('も').unwrap_or(rest);
        let first = start + rest.len() - plain.len();
        if let Some(verb) = entry.reports.iter().find(|verb| plain.starts_with(verb.as_str())) {
            let passive = plain[verb.len()..].starts_with(['ら', 'れ']);
            return (!passive).then(|| tail(first..first, first + verb.len(), false));
        }
        // `…すると発表。`
        let word = plain.split('、').next().unwrap_or_default();
        if entry.nominals.iter().any(|nominal| nominal == word) {
            return Some(tail(first..first, first + word.len(), false));
        }
        if entry.no_particles.iter().any(|word| rest.starts_with(word.as_str())) {
            return None;
        }
        let body = plain.strip_prefix('、').unwrap_or(plain);
        let near = body.char_indices().nth(MIDDLE_MAX).map_or(body.len(), |(at, _)| at);
        let near = &body[..near];
        let near = near.split('、').next().unwrap_or_default();
        let from = end - body.len();
        let (at_verb, verb) = entry
            .reports
            .iter()
            .filter_map(|verb| Some((near.find(verb.as_str())?, verb)))
            .min_by_key(|(at, _)| *at)?;
        let middle = &near[..at_verb];
        let led = middle.ends_with(|letter: char| {
            matches!(letter, 'に' | 'で' | 'は' | 'が' | 'も' | 'を' | 'て' | 'く' | 'り')
        }) || entry.manners.iter().any(|manner| middle.ends_with(manner.as_str()));
        let passive = near[at_verb + verb.len()..].starts_with(['ら', 'れ']);
        let own = middle.contains('と') || passive || !led;
        (!own).then(|| tail(from..from + at_verb, from + at_verb + verb.len(), false))
    }

    /// `認識を示した` behind `との`: up to behind the verb, and whether that denies.
    fn opinion(&self, rest: &str) -> Option<(usize, bool)> {
        let entry = &self.lexicon.entry;
        let within = |text: &str, most: usize| text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
        let near = &rest[..within(rest, OPINION_MAX)];
        let (particle, object) =
            ["を", "だ", "で"].iter().filter_map(|of| Some((near.find(of)?, of))).min()?;
        let noun = &near[..particle];
        if !entry.opinions.iter().any(|known| noun.ends_with(known.as_str())) {
            let denied = *object == "を" && rest[particle..].starts_with("を否定");
            return denied.then_some((particle + "を否定".len(), true));
        }
        if *object != "を" {
            let behind = &rest[particle..];
            let whole = ["だ", "だった", "である", "でいる"].contains(&behind);
            return whole.then_some((particle + object.len(), false));
        }
        let behind = &rest[particle + object.len()..];
        let near = &behind[..within(behind, SHOWN_MAX)];
        if near.starts_with("否定") || near.starts_with("打ち消") {
            return Some((particle + object.len(), true));
        }
        let shown =
            entry.shows.iter().filter_map(|verb| Some((near.find(verb.as_str())?, verb.len()))).min()?;
        Some((particle + object.len() + shown.0 + shown.1, false))
    }

    /// Who the topic of a clause says speaks, and where the words behind the topic begin.
    fn topic(&self, clause: &Range<usize>) -> Option<(Vec<Speaker>, usize)> {
        let text = &self.text[clause.clone()];
        let others = &self.lexicon.entry.no_topics;
        let who = |at: usize, topic: &str| {
            let who = self.speakers_of(&text[..at]).filter(|_| !self.is_quoted(clause.start + at))?;
            Some((who, clause.start + at + topic.len()))
        };
        for (at, topic) in text.match_indices('は') {
            if self.is_quoted(clause.start + at)
                || others.iter().any(|other| text[..at].ends_with(other.as_str()))
            {
                continue;
            }
            // `評論家は、民主党が…`: behind a topic that cannot be read nobody else is who speaks.
            return who(at, topic);
        }
        ["が", "も"].iter().find_map(|topic| text.match_indices(topic).find_map(|(at, topic)| who(at, topic)))
    }

    /// Who the noun means that these words end in, with who is joined to it: `田中太郎市長と港湾庁`.
    fn speakers_of(&self, words: &str) -> Option<Vec<Speaker>> {
        let noun = self.noun_of(words);
        let who = self.speaker_of(&words[noun.clone()])?;
        let before = &words[..noun.start];
        let joint = before.strip_suffix('と').or_else(|| before.strip_suffix('や'));
        let other = joint.and_then(|before| self.speaker_of(&before[noun_before(before)]));
        Some(other.into_iter().chain([who]).collect())
    }

    /// Who a noun means that can speak.
    fn speaker_of(&self, noun: &str) -> Option<Speaker> {
        self.read(noun).or_else(|| self.bare(noun)).or_else(|| self.body(noun))
    }

    /// Where a clause begins behind its topic, without times and places: `8日、`, `会見で`, `計画について、`.
    fn without_lead(&self, start: usize, end: usize) -> usize {
        let (text, entry) = (self.text, &self.lexicon.entry);
        let mut at = start;
        loop {
            let rest = &text[at..end];
            let skipped = rest.len() - rest.trim_start_matches(['、', ' ', '\u{3000}']).len();
            at += skipped;
            let rest = &text[at..end];
            let near = rest.char_indices().nth(LEAD_MAX).map_or(rest.len(), |(at, _)| at);
            let comma = rest[..near].find('、').filter(|comma| !self.is_quoted(at + comma));
            if let Some(comma) = comma
                && self.is_lead(&rest[..comma])
            {
                at += comma;
                continue;
            }
            let venue = entry
                .venues
                .iter()
                .filter_map(|venue| Some((rest[..near].find(venue.as_str())?, venue)))
                .min();
            let plain = |words: &str| !words.contains(['は', 'が', '、', '「']);
            if let Some((place, venue)) = venue.filter(|(place, _)| plain(&rest[..*place])) {
                at += place + venue.len();
                continue;
            }
            return at;
        }
    }

    /// Whether the words before a comma are a time, a place or what the sentence is about.
    fn is_lead(&self, words: &str) -> bool {
        let entry = &self.lexicon.entry;
        let ends = |list: &[String]| list.iter().any(|known| words.ends_with(known.as_str()));
        let digit = words.contains(|sign: char| sign.is_numeric());
        let time = digit && words.ends_with(['日', '月', '年', '時', '分']);
        let own = words.contains('は');
        time || !own && (ends(&entry.venues) || ends(&entry.leads))
            || entry.resumes.iter().any(|word| word == words)
    }

    /// `警察によると、`: who it is, where the words behind begin, and the words that say so.
    fn source(&self, sentence: &Range<usize>) -> Option<(Vec<Speaker>, usize, Range<usize>)> {
        let (text, entry) = (self.text, &self.lexicon.entry);
        let rest = &text[sentence.clone()];
        let near = rest.char_indices().nth(SOURCE_MAX).map_or(rest.len(), |(at, _)| at);
        let (at, word) =
            entry.sources.iter().filter_map(|word| Some((rest[..near].find(word.as_str())?, word))).min()?;
        let place = sentence.start + at;
        if self.is_quoted(place) {
            return None;
        }
        let mut words = &rest[..at];
        // `捜査関係者への取材`, `気象庁の発表`
        if let Some(noun) = entry.tellings.iter().find_map(|telling| words.strip_suffix(telling.as_str())) {
            words =
                ["への", "などの", "の"].iter().find_map(|joint| noun.strip_suffix(joint)).unwrap_or(noun);
        }
        let words = words.strip_suffix("など").unwrap_or(words);
        let who = self.speakers_of(words)?;
        let behind = &rest[at + word.len()..];
        let start = sentence.end - behind.trim_start_matches(['、', 'と', ' ']).len();
        Some((who, start, place..place + word.len()))
    }

    /// The end of what a source says, without what closes it: `…だ|という`.
    fn closed(&self, said: Range<usize>) -> usize {
        let words = &self.text[said.clone()];
        let closer = self.lexicon.entry.endings.iter().find(|ending| words.ends_with(ending.as_str()));
        said.end - closer.map_or(0, String::len)
    }

    fn trimmed(&self, said: Range<usize>) -> Range<usize> {
        let words = &self.text[said.clone()];
        let start = said.end - words.trim_start_matches(['、', ' ', '\u{3000}']).len();
        start..said.end
    }

    /// Whether a place lies between quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let next = self.passages.partition_point(|passage| passage.close <= at);
        self.passages.get(next).is_some_and(|passage| passage.open <= at)
    }
}
