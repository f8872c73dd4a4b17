//! Quotations of Japanese and Korean, which put a particle and the verb behind what was said and who says it before:
//! `田中太郎外相は「…」と述べた。`, `김민수 장관은 "…"라고 말했다.`
//!
//! Neither has capitals, and neither needs a lexicon of phrases: the particle tells a quotation from a title, and who speaks stands
//! before a particle of its own.

mod lexicon;

use std::ops::Range;

use veille_model::{LanguageTag, Quotation, QuotationKind};
use veille_text::{ends_always, is_question_mark, is_stop};

use crate::marks::Marked;
use crate::places::CodePoints;
pub(crate) use lexicon::Lexicon;

/// Between the particle and the verb stand at most so many letters: `と記者団に対し、改めて述べた`.
const VERB_LETTERS_MAX: usize = 24;
/// What is said of who speaks is looked for in so many letters before the quotation.
const SUBJECT_LETTERS_MAX: usize = 120;
/// A passage of so many letters is a sentence, a shorter one a part of one.
const SENTENCE_LETTERS_MIN: usize = 8;
/// A sentence that only says who has spoken has so many words.
const SIGNED_WORDS_MAX: usize = 9;
/// A name in Han characters has so many.
const HAN_NAME: std::ops::RangeInclusive<usize> = 2..=5;

/// Who speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Speaker {
    name: Option<String>,
    role: Option<String>,
}

/// The quotations of a text in Japanese or Korean, in order; None for other languages.
pub(super) fn quotations(text: &str, language: &LanguageTag) -> Option<Vec<Quotation>> {
    let lexicon = Lexicon::of(&language.primary())?;
    let mut reader = Reader { text, lexicon, spoken: Vec::new() };
    let mut code_points = CodePoints::of(text);
    let mut found = Vec::new();
    let mut floor = 0;
    for passage in lexicon.marks.passages(text) {
        let said = reader.said(&passage, floor);
        floor = passage.close;
        let Some((kind, cue, speaker)) = said else { continue };
        let place = code_points.range(passage.start, passage.end);
        found.push(Quotation {
            kind,
            start: place.start,
            end: place.end,
            exact: place.exact.to_owned(),
            speaker: speaker.name,
            role: speaker.role,
            cue: Some(cue).filter(|cue| !cue.is_empty()),
        });
    }
    Some(found)
}

struct Reader<'t> {
    text: &'t str,
    lexicon: &'static Lexicon,
    /// Who spoke, in order.
    spoken: Vec<Speaker>,
}

impl Reader<'_> {
    /// Whether a passage was said, by what words, and who says it. What stands before `floor` belongs to another passage.
    fn said(&mut self, passage: &Marked, floor: usize) -> Option<(QuotationKind, String, Speaker)> {
        let exact = &self.text[passage.start..passage.end];
        let behind = self.behind(passage.close);
        let (cue, denied) =
            self.cue(passage.close).or_else(|| behind.clone().map(|(cue, _)| (cue, false)))?;
        let before = self.before(passage.open, floor);
        let speaker = behind.map(|(_, speaker)| speaker).or_else(|| self.subject(before));
        // `「…」と、大竹義男さんは訴える`
        let speaker = speaker.or_else(|| self.subject(&cue)).or_else(|| self.goes_on(before));
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
        let denied = find(&entry.denials).is_some() || self.is_unsaid(behind);
        let end = find(&entry.denials).or_else(|| find(&entry.verbs));
        let Some(end) = end else {
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

    /// Who the clause before a quotation says speaks: the last noun before a particle of the subject.
    fn subject(&self, clause: &str) -> Option<Speaker> {
        if self.lexicon.spaced { self.spaced_subject(clause) } else { self.joined_subject(clause) }
    }

    /// `会談した田中太郎外相は11日、記者団に`
    fn joined_subject(&self, clause: &str) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        let marks = entry.topics.iter().chain(&entry.sources);
        let mut places: Vec<usize> =
            marks.flat_map(|mark| clause.match_indices(mark.as_str()).map(|(at, _)| at)).collect();
        places.sort_unstable();
        places.into_iter().rev().find_map(|at| {
            let noun = &clause[noun_start(&clause[..at])..at];
            self.read(noun)
        })
    }

    /// Who a noun of Han and katakana means: `田中太郎外相`, `同氏`.
    fn read(&self, noun: &str) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        if noun.is_empty() {
            return None;
        }
        if entry.he.iter().any(|he| he == noun) {
            return Some(self.spoken.last().cloned().unwrap_or_default());
        }
        if let Some(name) =
            entry.honorifics.iter().find_map(|honorific| noun.strip_suffix(honorific.as_str()))
        {
            return Some(Speaker { name: Some(self.whole(name_part(name))), role: None })
                .filter(|_| !name.is_empty());
        }
        let role = entry.roles.iter().find(|role| noun.ends_with(role.as_str()))?;
        let name = &noun[..noun.len() - role.len()];
        let part = name_part(name);
        let letters = part.chars().count();
        let foreign = part.chars().all(is_katakana);
        if part.is_empty() || !(foreign && letters > 1 || HAN_NAME.contains(&letters)) {
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

    /// `김민수 외교부 장관은 11일`
    fn spaced_subject(&self, clause: &str) -> Option<Speaker> {
        let words: Vec<&str> = clause.split_whitespace().collect();
        self.spaced_subject_of(&words)
    }

    fn spaced_subject_of(&self, words: &[&str]) -> Option<Speaker> {
        (0..words.len()).rev().find_map(|at| self.read_word(&words[..=at]))
    }

    /// Who the last of these words means, if it is a subject.
    fn read_word(&self, words: &[&str]) -> Option<Speaker> {
        let entry = &self.lexicon.entry;
        let (last, rest) = words.split_last()?;
        let clean = last.trim_end_matches(',');
        let noun = entry.topics.iter().find_map(|topic| clean.strip_suffix(topic.as_str()))?;
        if entry.he.iter().any(|he| he == noun) {
            return Some(self.spoken.last().cloned().unwrap_or_default());
        }
        let noun = noun.split('(').next().unwrap_or(noun);
        if let Some(role) = entry.roles.iter().find(|role| noun.ends_with(role.as_str())) {
            let own = &noun[..noun.len() - role.len()];
            return Some(self.with_role(rest, own, noun));
        }
        let bare = entry.honorifics.iter().find_map(|honorific| noun.strip_suffix(honorific.as_str()));
        if let Some(name) = bare.filter(|name| self.is_name(name)) {
            return Some(Speaker { name: Some(self.whole(name)), role: None });
        }
        // `김모 씨는`
        if noun == "씨"
            && let Some(name) = rest.last().filter(|name| self.is_name(name))
        {
            return Some(Speaker { name: Some(self.whole(name)), role: None });
        }
        // `유엔은`, but no body before the other particles, which many words end in.
        if clean.ends_with(['은', '는']) && self.lexicon.is_body(noun) && noun.chars().count() > 1 {
            return Some(Speaker { name: Some(noun.to_owned()), role: None });
        }
        (self.is_name(noun) && noun.chars().count() == 3)
            .then(|| Speaker { name: Some(self.whole(noun)), role: None })
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
        let known = self.spoken.iter().rev().find(|speaker| {
            let name = speaker.name.as_deref().unwrap_or_default();
            let same = speaker.role.as_ref().is_some_and(|role| role.ends_with(noun));
            surname.map_or(same, |surname| name.starts_with(*surname))
        });
        known.cloned().unwrap_or_else(|| Speaker { name: None, role: Some(role(0)) })
    }

    /// Whether a Korean word is a surname and a given name of one or two syllables.
    fn is_name(&self, word: &str) -> bool {
        let letters = word.chars().count();
        (2..=3).contains(&letters)
            && word.chars().all(|letter| ('가'..='힣').contains(&letter))
            && word.chars().next().is_some_and(|first| self.lexicon.entry.surnames.contains(first))
    }

    /// The fullest spelling of a name among those who spoke: `田中` is `田中太郎`.
    fn whole(&self, name: &str) -> String {
        let longer = |speaker: &Speaker| {
            speaker.name.clone().filter(|known| known.len() > name.len() && known.starts_with(name))
        };
        self.spoken.iter().rev().find_map(longer).unwrap_or_else(|| name.to_owned())
    }

    /// A clause without a subject goes on with whoever spoke last.
    fn goes_on(&self, clause: &str) -> Option<Speaker> {
        let topic = |word: &str| self.lexicon.spaced && word.ends_with(['은', '는']);
        let bare = clause.trim().chars().count() <= 12 && !clause.split_whitespace().any(topic);
        self.spoken.last().filter(|_| bare && !self.spoken.is_empty()).cloned()
    }
}

/// Where the noun begins that ends here: Han, katakana, Latin letters and the dots between parts of foreign names.
fn noun_start(before: &str) -> usize {
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

pub(crate) fn is_katakana(letter: char) -> bool {
    ('\u{30a0}'..='\u{30ff}').contains(&letter)
}

/// The name in a noun: all of it, or its katakana where a body stands behind, `グテーレス国連`.
fn name_part(noun: &str) -> &str {
    let katakana: Range<usize> = 0..noun.find(|letter| !is_katakana(letter)).unwrap_or(noun.len());
    if katakana.end > 3 { &noun[katakana] } else { noun }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, text: &str, expected: &[&str]) {
        let found = quotations(text, &LanguageTag::new(language)).expect("a language of this file");
        let found: Vec<String> = found
            .iter()
            .map(|said| {
                let mark = if said.kind == QuotationKind::Direct { "" } else { "~" };
                format!("{}: {mark}{}", said.speaker.as_deref().unwrap_or("?"), said.exact)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn japanese_names_who_speaks_before_the_marks_and_says_so_behind_them() {
        check(
            "ja",
            "田中太郎外相は11日、記者団に「条約は秋に署名される」と述べた。",
            &["田中太郎: 条約は秋に署名される"],
        );
        check(
            "ja",
            "アントニオ・グテーレス国連事務総長は「誰も取り残さない」と強調した。同氏は「時間がない」とも語った。",
            &["アントニオ・グテーレス: 誰も取り残さない", "アントニオ・グテーレス: ~時間がない"],
        );
        check(
            "ja",
            "会見した佐藤花子さんは「港には新しい計画が必要だ」と話した。",
            &["佐藤花子: 港には新しい計画が必要だ"],
        );
        check("ja", "首相は「直ちに対応する」と述べた。", &["?: ~直ちに対応する"]);
        check(
            "ja",
            "「条約は重要な一歩だ」。グテーレス事務総長はこう述べた。",
            &["グテーレス: 条約は重要な一歩だ"],
        );
        check("ja", "映画「最後の渡し船」が公開された。", &[]);
    }

    #[test]
    fn korean_names_who_speaks_before_the_marks_and_says_so_behind_them() {
        check(
            "ko",
            "김민수 외교부 장관은 11일 기자들에게 \"조약은 가을에 서명될 것\"이라고 말했다. 김 장관은 \"시간이 없다\"고 덧붙였다.",
            &["김민수: 조약은 가을에 서명될 것", "김민수: ~시간이 없다"],
        );
        check(
            "ko",
            "안토니우 구테흐스 유엔 사무총장은 “아무도 뒤처지지 않을 것”이라며 “모두의 책임”이라고 강조했다.",
            &["안토니우 구테흐스: 아무도 뒤처지지 않을 것", "안토니우 구테흐스: ~모두의 책임"],
        );
        check(
            "ko",
            "박지영 씨는 “항구마다 새 계획이 필요하다”고 밝혔다.",
            &["박지영: 항구마다 새 계획이 필요하다"],
        );
        check("ko", "한편 유엔은 “협약을 환영한다”고 밝혔다.", &["유엔: ~협약을 환영한다"]);
        check("ko", "영화 “마지막 배”가 개봉했다.", &[]);
    }

    #[test]
    fn nobody_is_credited_with_what_was_not_said() {
        check("ja", "田中太郎外相は「条約は死んだ」と述べていないと説明した。", &["?: ~条約は死んだ"]);
        check("ko", "김민수 장관은 “조약은 죽었다”고 말한 적이 없다고 밝혔다.", &["?: ~조약은 죽었다"]);
        check("ja", "本当に田中太郎外相は「条約は死んだ」と述べたのか。", &["?: ~条約は死んだ"]);
        check("ja", "田中太郎外相が「条約は死んだ」と述べたとの報道は事実ではない。", &["?: ~条約は死んだ"]);
        check("ko", "과연 김민수 장관이 “조약은 죽었다”고 말했을까?", &["?: ~조약은 죽었다"]);
        check("ko", "김민수 장관이 “조약은 죽었다”고 했다는 보도는 사실과 다르다.", &["?: ~조약은 죽었다"]);
        for supposed in ["述べたなら", "述べたなら、", "言ったら、", "語ったとすれば", "述べていれば、"]
        {
            check(
                "ja",
                &format!("田中太郎外相が「条約は死んだ」と{supposed}辞任すべきだ。"),
                &["?: ~条約は死んだ"],
            );
        }
        check("ko", "김민수 장관이 “조약은 죽었다”고 말했다면 사퇴해야 한다.", &["?: ~조약은 죽었다"]);
        check(
            "ko",
            "김민수 장관이 “조약은 죽었다”고 말했더라면, 모두 놀랐을 것이다.",
            &["?: ~조약은 죽었다"],
        );
        // *Seems to have*, *while*: who is told of in these has spoken.
        check("ja", "田中太郎外相は「条約は死んだ」と言ったらしい。", &["田中太郎: ~条約は死んだ"]);
        check("ko", "김민수 장관은 “조약은 죽었다”고 말했다면서 웃었다.", &["김민수: ~조약은 죽었다"]);
    }

    #[test]
    fn the_next_sentence_says_whose_the_one_before_was() {
        check(
            "ja",
            "「港は閉まっていました」。佐藤花子さんはそう話した。",
            &["佐藤花子: 港は閉まっていました"],
        );
        check(
            "ja",
            "「港は閉まっていました。」佐藤花子さんはこう話した。",
            &["佐藤花子: 港は閉まっていました。"],
        );
        check(
            "ko",
            "“올해 안에 다리를 열겠습니다.” 박지영 한강건설 대표가 3일 기자회견에서 말했다.",
            &["박지영: 올해 안에 다리를 열겠습니다."],
        );
        // A sentence with words of its own says nothing of those before.
        check("ko", "“다리가 무너졌습니다.” 박지영 대표는 곧 떠난다고 말했다.", &[]);
    }

    #[test]
    fn korean_single_marks_and_a_first_half_are_quotations_where_a_particle_says_so() {
        check("ko", "박지영 대표는 ‘무리한 일정’이라고 말했다.", &["박지영: ~무리한 일정"]);
        check(
            "ko",
            "박지영 대표는 “일정이 무리하다”며 “다시 보겠다”고 밝혔다.",
            &["박지영: ~일정이 무리하다", "박지영: ~다시 보겠다"],
        );
    }

    #[test]
    fn who_speaks_may_stand_behind_the_words_or_be_named_as_a_source() {
        check(
            "ja",
            "「港には計画が必要だ」と、組合長の佐藤花子さんは話す。",
            &["佐藤花子: 港には計画が必要だ"],
        );
        check(
            "ja",
            "佐藤花子教授によると、水位は「例年より二メートル高い」という。",
            &["佐藤花子: 例年より二メートル高い"],
        );
        check(
            "ja",
            "田中太郎外相は「協議は順調だ」としたうえで、「時間がない」と語った。",
            &["田中太郎: ~協議は順調だ", "田中太郎: ~時間がない"],
        );
        check("ja", "「最後の渡し船」という映画が公開された。", &[]);
        check("ko", "“배가 오지 않았습니다.” 어민 김민수 씨가 말했다.", &["김민수: 배가 오지 않았습니다."]);
    }
}
