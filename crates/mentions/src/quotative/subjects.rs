//! Who speaks in Japanese and Korean: the noun before a particle of the subject, a pronoun, a role that stands for a name.

use std::ops::Range;

use super::{NAMED_BACK_MAX, NAMED_MAX, Reader, Speaker};
use crate::eastern::is_katakana;

/// A name in Han characters has so many.
const HAN_NAME: std::ops::RangeInclusive<usize> = 2..=5;
/// A given name in Han characters has so many.
const GIVEN: std::ops::RangeInclusive<usize> = 1..=3;
/// Bodies of Korean end so in a single syllable.
const OFFICE_ENDS: [char; 4] = ['부', '청', '당', '측'];
/// How other nouns and verbs of three syllables end, and names less often: `유권자`, `반대하는`.
const NO_NAME_ENDS: [char; 18] = [
    '하', '되', '에', '라', '들', '자', '인', '지', '기', '게', '서', '리', '고', '도', '한', '시', '오',
    '이',
];
/// An office behind a foreign name has so many letters.
const OFFICE_MAX: usize = 8;
/// A given name in hiragana has so many.
const HIRAGANA_MAX: usize = 4;
/// With nothing behind it so many, for particles are as long.
const HIRAGANA: std::ops::RangeInclusive<usize> = 2..=3;
/// *The side of* and *several*.
const SIDE: &str = "측";
const SEVERAL: &str = "들";
/// The one title in hiragana.
pub(super) const SAN: &str = "さん";
/// Before the kind of a body: that which was named.
const SAME: char = '同';

impl Reader<'_> {
    /// Who the clause before a quotation says speaks: the last noun before a particle of the subject.
    pub(super) fn subject(&self, clause: &str) -> Option<Speaker> {
        if self.lexicon.spaced { self.spaced_subject(clause) } else { self.joined_subject(clause) }
    }

    /// `会談した田中太郎外相は11日、記者団に`
    pub(super) fn joined_subject(&self, clause: &str) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        let marks = entry.topics.iter().chain(&entry.sources);
        let mut places: Vec<usize> =
            marks.flat_map(|mark| clause.match_indices(mark.as_str()).map(|(at, _)| at)).collect();
        places.sort_unstable();
        let last = |read: &dyn Fn(&str) -> Option<Speaker>| {
            places.iter().rev().find_map(|at| read(&clause[self.noun_of(&clause[..*at])]))
        };
        // `田中氏は、政府が進める計画を「無謀だ」と`: a person before a body.
        last(&|noun| self.read(noun).or_else(|| self.bare(noun))).or_else(|| last(&|noun| self.body(noun)))
    }

    /// Who a noun of Han and katakana means: `田中太郎外相`, `同氏`.
    pub(super) fn read(&self, noun: &str) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        if noun.is_empty() {
            return None;
        }
        if entry.no_speakers.iter().any(|other| noun.ends_with(other.as_str())) {
            return None;
        }
        if entry.he.iter().any(|he| he == noun) {
            return Some(self.he());
        }
        if let Some(name) =
            entry.honorifics.iter().find_map(|honorific| noun.strip_suffix(honorific.as_str()))
        {
            // `店員さん`
            if entry.addressed.iter().any(|word| word == name) {
                return Some(Speaker { name: None, role: Some(noun.to_owned()) });
            }
            return Some(Speaker { name: Some(self.whole(name_part(name))), role: None })
                .filter(|_| !name.is_empty());
        }
        let role = entry.roles.iter().find(|role| noun.ends_with(role.as_str()))?;
        let name = &noun[..noun.len() - role.len()];
        // `高橋元首相`
        let former = entry.formers.iter().find_map(|former| name.strip_suffix(former.as_str()));
        let name = former.filter(|name| !name.is_empty()).unwrap_or(name);
        let part = name_part(name);
        // `捜査関係者`, `銀行総裁`: what they are of is nobody's name.
        let of = entry.crowds.contains(role)
            || entry.no_names.iter().any(|other| other == part)
            || entry.no_families.iter().any(|other| part.ends_with(other.as_str()))
            || !part.is_empty() && self.body(part).is_some();
        if of {
            return Some(Speaker { name: None, role: Some(noun.to_owned()) });
        }
        let letters = part.chars().count();
        let foreign = part.chars().all(is_katakana);
        // `デジタル相`: what somebody is minister of.
        let office = foreign && role == "相";
        if part.is_empty() || office || !(foreign && letters > 1 || HAN_NAME.contains(&letters)) {
            let known = self.spoken.iter().rev().find(|speaker| {
                speaker
                    .role
                    .as_ref()
                    .is_some_and(|known| known.ends_with(noun) || noun.ends_with(known.as_str()))
            });
            let unnamed = || Speaker { name: None, role: Some(noun.to_owned()) };
            return Some(known.cloned().unwrap_or_else(unnamed));
        }
        let role = &noun[part.len()..];
        Some(Speaker { name: Some(self.whole(part)), role: Some(role.to_owned()) })
    }

    /// `リカルド・ペレスは`, `鈴木誠は`: a name that nothing stands behind, and one that was named before.
    pub(super) fn bare(&self, noun: &str) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        if entry.no_speakers.iter().any(|other| noun.ends_with(other.as_str())) {
            return None;
        }
        let parts =
            |of: char| noun.split(of).all(|part| part.chars().count() > 1 && part.chars().all(is_katakana));
        let katakana = &noun[..noun.find(|letter| !is_katakana(letter)).unwrap_or(noun.len())];
        let behind = &noun[katakana.len()..];
        // `ロドリゴ・メンデス准将`: an office that no list has.
        if katakana.contains('・')
            && !behind.is_empty()
            && behind.chars().count() <= OFFICE_MAX
            && !self.lexicon.is_body(noun)
        {
            return Some(Speaker { name: Some(self.whole(katakana)), role: Some(behind.to_owned()) });
        }
        let foreign = noun.contains('・') && parts('・');
        let given = entry
            .families
            .iter()
            .filter(|family| family.chars().count() > 1)
            .find_map(|family| noun.strip_prefix(family.as_str()));
        let native = given.is_some_and(|given| {
            GIVEN.contains(&given.chars().count())
                && (given.chars().all(is_han) || given.chars().all(is_hiragana))
        });
        let known = noun.chars().count() > 1 && {
            let spoken = self.spoken.iter().rev().take(NAMED_MAX).filter_map(|who| who.name.as_deref());
            spoken
                .chain(self.named())
                .any(|name| name == noun || name.len() > noun.len() && name.starts_with(noun))
        };
        (foreign || native || known).then(|| Speaker::named(&self.whole(noun)))
    }

    /// `国防省は`, `同省は`, `米国は`
    pub(super) fn body(&self, noun: &str) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        if entry.no_speakers.iter().any(|other| noun.ends_with(other.as_str())) {
            return None;
        }
        if let Some(body) = noun.strip_prefix(SAME).filter(|_| self.lexicon.is_body(noun)) {
            return self.last_body(body).map(Speaker::named);
        }
        let speaks = self.lexicon.is_body(noun) || entry.countries.iter().any(|country| country == noun);
        speaks.then(|| Speaker::named(noun))
    }

    /// Who is named before here, the last first.
    fn named(&self) -> impl Iterator<Item = &str> {
        let before = self.named.partition_point(|(at, _)| *at < self.upto);
        self.named[..before].iter().rev().take(NAMED_MAX).map(|(_, name)| *name)
    }

    /// Whom a pronoun means: whoever spoke last, or was named behind.
    pub(super) fn he(&self) -> Speaker {
        let before = self.named.partition_point(|(at, _)| *at < self.upto);
        let named = before.checked_sub(1).map(|last| &self.named[last]);
        let later = named.filter(|(at, _)| *at >= self.ended && *at + NAMED_BACK_MAX > self.upto);
        match later {
            Some((_, name)) => Speaker::named(name),
            None => self.spoken.iter().rev().find(|who| !self.is_body(who)).cloned().unwrap_or_default(),
        }
    }

    /// Who answers a question: the one person who spoke so far, if nobody else was named behind.
    pub(super) fn asked(&self) -> Speaker {
        let he = self.he();
        let mut people = self.spoken.iter().rev().take(NAMED_MAX).filter(|who| !self.is_body(who));
        let one = people.all(|who| who.name == he.name);
        if one && self.is_near(self.upto) { he } else { Speaker::default() }
    }

    /// The noun that these words end in, or a name whose given part is in hiragana: `俳優の三枝ほのか`.
    pub(super) fn noun_of(&self, words: &str) -> Range<usize> {
        let noun = noun_before(words);
        let given = words.chars().rev().take_while(|letter| is_hiragana(*letter)).count();
        if !noun.is_empty() || !HIRAGANA.contains(&given) {
            return noun;
        }
        let from = words.char_indices().rev().nth(given - 1).map_or(words.len(), |(at, _)| at);
        let family = noun_start(&words[..from]);
        let known = family < from && self.is_family(&words[family..from]);
        let other = self.lexicon.entry.no_given.iter().any(|other| other == &words[from..]);
        if known && !other { family..words.len() } else { noun }
    }

    fn is_family(&self, name: &str) -> bool {
        name.chars().nth(1).is_some() && self.lexicon.entry.families.iter().any(|family| family == name)
    }

    /// Whether who spoke is a body or a country.
    fn is_body(&self, who: &Speaker) -> bool {
        let entry = &self.lexicon.entry;
        let name = who.name.as_deref().unwrap_or_default();
        who.role.is_none()
            && (self.lexicon.is_body(name) || entry.countries.iter().any(|country| country == name))
    }

    /// `同省`: the body of that kind that was named last.
    fn last_body(&self, kind: &str) -> Option<&str> {
        let floor = self.text.floor_char_boundary(self.upto.saturating_sub(NAMED_BACK_MAX));
        let before = &self.text[floor..self.upto];
        before.rmatch_indices(kind).find_map(|(at, kind)| {
            let end = at + kind.len();
            let noun = &before[noun_start(&before[..end])..end];
            let whole = noun.len() > kind.len() && !noun.starts_with(SAME) && self.lexicon.is_body(noun);
            whole.then_some(noun)
        })
    }

    /// `김민수 외교부 장관은 11일`
    fn spaced_subject(&self, clause: &str) -> Option<Speaker> {
        let words: Vec<&str> = clause.split_whitespace().collect();
        self.spaced_subject_of(&words)
    }

    pub(super) fn spaced_subject_of(&self, words: &[&str]) -> Option<Speaker> {
        (0..words.len()).rev().find_map(|at| self.read_word(&words[..=at]))
    }

    /// Who the last of these words means, if it is a subject.
    pub(super) fn read_word(&self, words: &[&str]) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        let (last, rest) = words.split_last()?;
        let clean = last.trim_end_matches(',');
        let noun = entry.topics.iter().find_map(|topic| clean.strip_suffix(topic.as_str()))?;
        if entry.he.iter().any(|he| he == noun) {
            return Some(self.he());
        }
        let noun = noun.split('(').next().unwrap_or(noun);
        // `항만청 측은`
        if let Some(office) = rest.last().filter(|office| noun == SIDE && self.is_office(office)) {
            return Some(Speaker::named(office));
        }
        // `주민들은`
        let several = noun.strip_suffix(SEVERAL).filter(|one| self.lexicon.roles.end(one, 0));
        if several.is_some() {
            return Some(Speaker { name: None, role: Some(noun.to_owned()) });
        }
        if let Some(role) = entry.roles.iter().find(|role| noun.ends_with(role.as_str())) {
            let own = &noun[..noun.len() - role.len()];
            return Some(self.with_role(rest, own, noun));
        }
        let bare = entry.honorifics.iter().find_map(|honorific| noun.strip_suffix(honorific.as_str()));
        // `김모 씨는`, `남기철(52) 씨는`
        let alone =
            (noun == "씨").then(|| rest.last().map(|name| name.split('(').next().unwrap_or(name))).flatten();
        if let Some(name) = bare.filter(|name| !name.is_empty()).or(alone) {
            if self.is_name(name) {
                return Some(Speaker { name: Some(self.whole(name)), role: None });
            }
            return Some(name)
                .filter(|name| name.chars().count() == 1)
                .and_then(|name| self.by_surname(name));
        }
        // `유엔은`, but no body before the other particles, which many words end in.
        if clean.ends_with(['은', '는']) && self.is_office(noun) {
            return Some(Speaker::named(noun));
        }
        self.is_person(noun).then(|| Speaker::named(&self.whole(noun)))
    }

    /// Who has a role: `안토니우 구테흐스 유엔 사무총장`, `김 장관`.
    fn with_role(&self, before: &[&str], own: &str, noun: &str) -> Speaker {
        let joins = |word: &&&str| {
            !word
                .ends_with([',', '의', '은', '는', '을', '를', '에', '서', '로', '한', '된', '인', '고', ')'])
                && word.chars().all(char::is_alphanumeric)
        };
        let near: Vec<&str> = before.iter().rev().take(4).take_while(joins).copied().collect();
        let person = near.iter().position(|word| self.is_name(word) && !self.lexicon.is_body(word));
        let role = |from: usize| {
            let mut words: Vec<&str> = near[..from].iter().rev().copied().collect();
            words.push(noun);
            words.join(" ")
        };
        if let Some(at) = person {
            return Speaker { name: Some(self.whole(near[at])), role: Some(role(at)) };
        }
        // A foreign name has two words or more, and no ministry is written so.
        let foreign: Vec<&str> = near.iter().skip_while(|word| self.lexicon.is_body(word)).copied().collect();
        if foreign.len() > 1 && own.is_empty() {
            let name: Vec<&str> = foreign.iter().rev().copied().collect();
            return Speaker { name: Some(name.join(" ")), role: Some(role(near.len() - foreign.len())) };
        }
        // `김 장관`: a surname alone is whoever has it and spoke.
        let surname = near.first().filter(|word| word.chars().count() == 1);
        if let Some(surname) = surname {
            let known = self.by_surname(surname);
            return known.unwrap_or_else(|| Speaker { name: None, role: Some(role(0)) });
        }
        let known = self
            .spoken
            .iter()
            .rev()
            .find(|speaker| speaker.role.as_ref().is_some_and(|role| role.ends_with(noun)));
        known.cloned().unwrap_or_else(|| Speaker { name: None, role: Some(role(0)) })
    }

    /// `남 씨는`, `박 장관은`: whoever of that surname spoke or was named last.
    fn by_surname(&self, surname: &str) -> Option<Speaker> {
        let of = |name: &str| name.chars().count() > 1 && name.starts_with(surname);
        let spoken = self.spoken.iter().rev().take(NAMED_MAX).find(|who| who.name.as_deref().is_some_and(of));
        spoken.cloned().or_else(|| self.named().find(|name| of(name)).map(Speaker::named))
    }

    /// Whether a Korean word is a surname and a given name of one or two syllables.
    pub(super) fn is_name(&self, word: &str) -> bool {
        let letters = word.chars().count();
        (2..=3).contains(&letters)
            && word.chars().all(|letter| ('가'..='힣').contains(&letter))
            && word.chars().next().is_some_and(|first| self.lexicon.entry.surnames.contains(first))
    }

    /// `교육부`, `한강중공업`: what ends in a single syllable so may be any noun, `농부`, but for a few.
    pub(super) fn is_office(&self, noun: &str) -> bool {
        let entry = &self.lexicon.entry;
        let letters = noun.chars().count();
        let short = letters > 2 && noun.ends_with(OFFICE_ENDS);
        let known =
            || entry.bodies.iter().any(|body| body.chars().nth(1).is_some() && noun.ends_with(body.as_str()));
        letters > 1
            && (short || known())
            && !entry.no_speakers.iter().any(|other| noun.ends_with(other.as_str()))
    }

    /// Whether a word is a person's name, with nothing beside it that says so: known, or made of syllables that names are made of.
    fn is_person(&self, noun: &str) -> bool {
        let spoken = self.spoken.iter().rev().take(NAMED_MAX).filter_map(|who| who.name.as_deref());
        let known = spoken.chain(self.named()).any(|name| name == noun);
        let given = noun.chars().skip(1).all(|letter| self.lexicon.entry.given.contains(letter));
        let entry = &self.lexicon.entry;
        let other = entry.no_names.iter().chain(&entry.no_speakers).any(|other| other == noun);
        known && noun.chars().nth(1).is_some()
            || self.is_name(noun)
                && noun.chars().count() == 3
                && given
                && !noun.ends_with(NO_NAME_ENDS)
                && !other
    }

    /// The fullest spelling of a name among those who spoke: `田中` is `田中太郎`.
    pub(super) fn whole(&self, name: &str) -> String {
        let longer = |speaker: &Speaker| {
            speaker.name.clone().filter(|known| known.len() > name.len() && known.starts_with(name))
        };
        self.spoken.iter().rev().find_map(longer).unwrap_or_else(|| name.to_owned())
    }

    /// Whether somebody or something stands before a particle of the subject.
    pub(super) fn has_topic(&self, clause: &str) -> bool {
        let others = &self.lexicon.entry.no_topics;
        if self.lexicon.spaced {
            // The particle behind the closing mark is no word.
            return clause.split_whitespace().skip(usize::from(!clause.starts_with(' '))).any(|word| {
                let plain = !others.iter().any(|other| word.ends_with(other.as_str()));
                word.ends_with(['은', '는', '이', '가']) && word.chars().nth(2).is_some() && plain
            });
        }
        ["は", "が"].iter().any(|topic| {
            clause.match_indices(topic).any(|(at, _)| {
                let plain = !others.iter().any(|other| clause[..at].ends_with(other.as_str()));
                plain && !noun_before(&clause[..at]).is_empty()
            })
        })
    }

    /// A clause without a subject goes on with whoever spoke last.
    pub(super) fn goes_on(&self, clause: &str) -> Option<Speaker> {
        let topic = |word: &str| self.lexicon.spaced && word.ends_with(['은', '는']);
        let bare = clause.trim().chars().count() <= 12 && !clause.split_whitespace().any(topic);
        self.spoken.last().filter(|_| bare && !self.spoken.is_empty()).cloned()
    }
}

/// Where the noun begins that ends here: Han, katakana, Latin letters and the dots between parts of foreign names.
pub(super) fn noun_start(before: &str) -> usize {
    let part = |letter: char| {
        is_katakana(letter)
            || ('\u{4e00}'..='\u{9fff}').contains(&letter)
            || letter == '々'
            || letter.is_ascii_alphanumeric()
    };
    // `田中太郎さん`: the one title in hiragana.
    let named = before.strip_suffix("さん").unwrap_or(before);
    let start = named.char_indices().rev().take_while(|(_, letter)| part(*letter)).last();
    start.map_or(before.len(), |(at, _)| at)
}

/// The bytes of the noun that these words end in, without an age in brackets.
pub(super) fn noun_before(words: &str) -> Range<usize> {
    let open = |sign: char| words.rfind(sign);
    let end = match words.chars().next_back() {
        Some(')') => open('('),
        Some('）') => open('（'),
        _ => None,
    };
    let end = end.unwrap_or(words.len());
    let words = &words[..end];
    let start = noun_start(words);
    // `三枝ほのかさん`: behind Han characters a given name in hiragana.
    if let Some(named) = words.strip_suffix(SAN).filter(|named| start >= named.len()) {
        let given = named.chars().rev().take_while(|letter| ('ぁ'..='ん').contains(letter)).count();
        let from = named.char_indices().rev().nth(given.saturating_sub(1)).map_or(named.len(), |(at, _)| at);
        let family = noun_start(&named[..from]);
        if (2..=HIRAGANA_MAX).contains(&given) && named[family..from].chars().all(is_han) && family < from {
            return family..end;
        }
    }
    start..end
}

fn is_hiragana(letter: char) -> bool {
    ('ぁ'..='ん').contains(&letter)
}

pub(super) fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter) || letter == '々'
}

/// The name in a noun: all of it, or its katakana where a body stands behind, `グテーレス国連`.
fn name_part(noun: &str) -> &str {
    let katakana: Range<usize> = 0..noun.find(|letter| !is_katakana(letter)).unwrap_or(noun.len());
    if katakana.end > 3 { &noun[katakana] } else { noun }
}
