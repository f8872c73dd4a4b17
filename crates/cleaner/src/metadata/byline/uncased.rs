//! Names in scripts without capitals, which nothing shows but what stands beside them: `김민수 기자`, `（记者 王小明）`, `【重松健二】`,
//! `บุญมี แสงดาว / รายงาน`. The words are data (`byline-words.txt`), and so are the family names (`surnames.txt`).

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words::WORDS;
use crate::provenance::agency;

/// A line that names who reports and nothing else.
const LINE_CHARS_MAX: usize = 60;
/// Who reports stands this far into a paragraph at most, behind the dateline: `[서울=뉴시스] 김민수 기자 = `.
const OPENING_CHARS_MAX: usize = 60;
/// A line that somebody signs in the end says little else.
const SIGNATURE_CHARS_MAX: usize = 40;
/// Names in one signature.
const NAMES_MAX: usize = 6;

struct Surnames {
    korean: HashSet<&'static str>,
    not_korean: HashSet<&'static str>,
    chinese: HashSet<&'static str>,
    japanese: HashSet<&'static str>,
}

static SURNAMES: LazyLock<Surnames> = LazyLock::new(|| {
    let of = |kind: &str| {
        let lines = include_str!("../../../data/metadata/surnames.txt").lines();
        let lines = lines.filter_map(|line| line.split_once(": ")).filter(|(name, _)| *name == kind);
        lines.flat_map(|(_, names)| names.split_whitespace()).collect()
    };
    Surnames { korean: of("ko"), not_korean: of("ko_other"), chinese: of("zh"), japanese: of("ja") }
});

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}

/// Whether `word` is one of `names` and one to `most` letters more.
fn opens_with(word: &str, names: &HashSet<&'static str>, most: usize) -> bool {
    (1..=3)
        .filter_map(|count| word.char_indices().nth(count))
        .any(|(at, _)| names.contains(&word[..at]) && (1..=most).contains(&word[at..].chars().count()))
}

/// `김민수`, and not `정치부`, the politics desk.
fn is_korean_name(word: &str) -> bool {
    let surnames = &*SURNAMES;
    (2..=4).contains(&word.chars().count())
        && word.chars().all(is_hangul)
        && !(word.ends_with('부') && word.chars().count() == 3)
        && !surnames.not_korean.contains(word)
        && opens_with(word, &surnames.korean, 3)
}

/// Whether words in Hangul are one name, or no Hangul: `다른기사 보기` is a button.
pub(super) fn may_be_korean(words: &[&str]) -> bool {
    let is_korean = |word: &&str| word.chars().any(is_hangul);
    !words.iter().any(is_korean) || words.len() == 1 && is_korean_name(words[0])
}

/// `王小明`, `欧阳修`.
fn is_chinese_name(word: &str) -> bool {
    (2..=4).contains(&word.chars().count())
        && word.chars().all(is_han)
        && opens_with(word, &SURNAMES.chinese, 2)
}

/// `重松健二`, with or without a space.
fn is_japanese_name(word: &str) -> bool {
    let word = word.replace([' ', '\u{3000}'], "");
    (3..=7).contains(&word.chars().count())
        // `福島支局`, `東京本社`: many a family name is a place.
        && !word.ends_with(['局', '社', '部', '市', '県', '町', '村', '区', '会', '所', '省', '院', '校', '大'])
        && word.chars().all(|c| is_han(c) || matches!(c, '\u{3041}'..='\u{30ff}'))
        && opens_with(&word, &SURNAMES.japanese, 4)
}

/// Whether a text is a Japanese name beyond doubt: of four letters or more, for of two or three places and sections are made as well.
pub(crate) fn is_long_japanese_name(text: &str) -> bool {
    text.chars().count() >= 4 && is_japanese_name(text)
}

/// Whether a word is a whole name: one before a title is no part of that, as it would be in *Senior Reporter*.
pub(super) fn is_whole_name(word: &str) -> bool {
    is_korean_name(word) || is_chinese_name(word) || is_japanese_name(word)
}

/// Two names in one piece, that a line parts by a space: `西村奈緒 藤田亮介`, where `大渡 美咲` is one.
pub(super) fn are_whole_names(words: &[&str]) -> bool {
    words.len() >= 2 && words.iter().all(|word| word.chars().count() >= 3 && is_japanese_name(word))
}

/// Whether a word is a name in Chinese characters: two or three of them. Two such words are two people where a word for who reports
/// stands before them; elsewhere they may be one, as `大渡 美咲` is.
pub(super) fn is_han_name(word: &str) -> bool {
    (2..=3).contains(&word.chars().count()) && word.chars().all(is_han)
}

/// Whether a word is written in katakana, as Japanese writes what people do: `ノンフィクションライター`. Foreign names have a dot in them.
pub(super) fn is_loanword(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー'))
}

/// Splits `西村奈緒・藤田亮介`; `ジョン・スミス` is one.
pub(super) fn split_middle_dots(part: &str) -> Vec<&str> {
    let parts: Vec<&str> = part.split(['・', '·']).map(str::trim).collect();
    let are_names = parts.iter().all(|part| is_han_name(part) || is_whole_name(part));
    if parts.len() >= 2 && are_names { parts } else { vec![part] }
}

/// `桐山 真衣 : ノンフィクションライター` without what she is.
pub(super) fn without_description(piece: &str) -> &str {
    let Some((name, _)) = piece.split_once([':', '：']) else { return piece };
    let name = name.trim();
    let is_uncased = name.chars().all(|c| !c.is_lowercase() && !c.is_uppercase());
    if is_uncased && (is_whole_name(name) || name.split(' ').all(is_han_name)) { name } else { piece }
}

/// The people that a line of Chinese ends in, behind the word for who reports: `新华网黑龙江频道 记者 伊琳 李清芬`.
pub(super) fn line_of_reporters(line: &str) -> Option<Vec<String>> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '。'));
    if line.chars().count() > SIGNATURE_CHARS_MAX {
        return None;
    }
    let end = WORDS.signatures.iter().filter_map(|word| Some(line.rfind(word)? + word.len())).max()?;
    let rest = line[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let names: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || matches!(c, '、' | '，'))
        .filter(|it| !it.is_empty())
        .collect();
    let are_names = (1..=NAMES_MAX).contains(&names.len()) && names.iter().all(|name| is_han_name(name));
    are_names.then(|| names.into_iter().map(str::to_owned).collect())
}

/// The people whom a line names before what they are, and nothing else: `김민수 기자 kms@example.kr`, `บุญมี แสงดาว / รายงาน`, `山本花子記者`.
pub(super) fn titled_line(line: &str) -> Option<Vec<String>> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || "()（）[]【】/／▶■=".contains(c));
    if line.is_ascii() || line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    // `유하진 기자(hajin@example.kr)`: the address may stand in brackets, without a space before them.
    let (line, _) = line.split_once(['(', '（']).unwrap_or((line, ""));
    let words: Vec<&str> = line.split_whitespace().filter(|word| !word.contains('@')).collect();
    let line = words.join(" ");
    let before = before_title(&line)?;
    // `서울=김민수 기자`: where the report is from.
    let before = before.rsplit('=').next()?.trim();
    let before = WORDS.fields.iter().find_map(|label| before.strip_prefix(label)).unwrap_or(before);
    names_before_title(before.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '·')))
}

/// What stands before the title in which a line ends.
fn before_title(line: &str) -> Option<&str> {
    let ends = |title: &&&str| line.ends_with(**title);
    let title = WORDS.titled.iter().filter(ends).max_by_key(|title| title.len())?;
    let before = line[..line.len() - title.len()]
        .trim_end_matches(|c: char| c.is_whitespace() || "/／:：".contains(c));
    (!before.is_empty()).then_some(before)
}

fn names_before_title(before: &str) -> Option<Vec<String>> {
    let parts = before.split(['·', '・', ',', '、', '，', '&']).map(str::trim);
    let names: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let is_name = |name: &&str| is_whole_name(name) || is_thai_name(name);
    ((1..=NAMES_MAX).contains(&names.len()) && names.iter().all(is_name))
        .then(|| names.into_iter().map(str::to_owned).collect())
}

/// Given and family name in Thai, where a space parts nothing else so short.
fn is_thai_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    words.len() == 2
        && name.chars().all(|c| c == ' ' || matches!(c, '\u{e01}'..='\u{e4e}'))
        && words.iter().all(|word| (2..=20).contains(&word.chars().count()))
}

/// The people who report what a paragraph tells, by its opening: `[서울=뉴시스] 김민수 기자 = …`, `本报讯（记者 王小明）…`,
/// `（中央社記者王小明台北17日電）…`.
pub(super) fn opening_reporters(paragraph: &str) -> Option<Vec<String>> {
    let text = paragraph.trim_start();
    let head = text.char_indices().nth(OPENING_CHARS_MAX).map_or(text, |(at, _)| &text[..at]);
    korean_opening(head).or_else(|| bracketed_reporters(head)).or_else(|| wired_reporter(head))
}

/// `(서울=연합뉴스) 김민수 기자 = …`.
fn korean_opening(head: &str) -> Option<Vec<String>> {
    let (before, _) =
        head.split_once(" = ").or_else(|| head.split_once(" =")).or_else(|| head.split_once("= "))?;
    let before = before.rsplit([')', ']', '】']).next()?.trim();
    names_before_title(before_title(before)?)
}

/// `（记者 王小明、实习生 李芳）`.
fn bracketed_reporters(head: &str) -> Option<Vec<String>> {
    let brackets =
        head.match_indices(['（', '(', '〔', '［', '【']).map(|(at, bracket)| &head[at + bracket.len()..]);
    brackets
        .filter_map(|rest| {
            rest.split([')', '）', '〕', '］', '】']).next().filter(|inner| inner.len() < rest.len())
        })
        .find_map(|inner| {
            let is_reporters = WORDS.reporters.iter().any(|word| inner.starts_with(word));
            is_reporters.then(|| names_behind_roles(inner, true)).flatten()
        })
}

/// `中央社記者王小明台北17日電`: the place follows the name without a mark, and has two letters or more.
fn wired_reporter(head: &str) -> Option<Vec<String>> {
    let end = head.find(['電', '电'])?;
    let (_, rest) = head[..end].split_once("記者").or_else(|| head[..end].split_once("记者"))?;
    let named: Vec<char> = rest.chars().take_while(|c| is_han(*c)).collect();
    let is_dated = rest.chars().nth(named.len()).is_some_and(|c| c.is_numeric());
    let count = if named.len() >= 5 { 3 } else { 2 };
    let name: String = named.iter().take(count).collect();
    (is_dated && (4..=7).contains(&named.len()) && is_chinese_name(&name)).then(|| vec![name])
}

/// The people whom a line names behind the words for who reports and nothing else, `本报记者 王小明 李雪`, or as the first of its fields,
/// `文/王小明 图/李雪`.
pub(super) fn reporters(line: &str) -> Option<Vec<String>> {
    if line.is_ascii() || line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let opens = WORDS.reporters.iter().any(|word| line.starts_with(word));
    let is_field = || WORDS.fields.iter().any(|word| line.starts_with(word));
    if opens { names_behind_roles(line, true) } else { is_field().then(|| field_of_line(line)).flatten() }
}

/// The names of a list in which each may have its role before it: `记者赵小洁、实习生罗凡`. `whole` asks that the list has nothing else.
fn names_behind_roles(list: &str, whole: bool) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let marks = |c: char| c.is_whitespace() || "、，,；;/／|｜".contains(c);
    for part in list.split(marks).filter(|part| !part.is_empty()) {
        let name = without_reporter(part);
        // `記者王小明／台北報導`: where the report is from.
        if name.is_empty() || !names.is_empty() && is_place_of_report(part) {
            // `本报记者 王小明`: the name follows.
        } else if is_name_of_reporter(name) {
            names.push(name.to_owned());
        } else if whole {
            return None;
        } else {
            break;
        }
    }
    (1..=NAMES_MAX).contains(&names.len()).then_some(names)
}

fn is_place_of_report(part: &str) -> bool {
    ["報導", "报道", "報道", "专电", "專電"].iter().any(|end| part.ends_with(end))
}

/// Behind a word for who reports nearly any two to four letters are a name.
fn is_name_of_reporter(name: &str) -> bool {
    let letters: usize = name.chars().filter(|c| is_han(*c)).count();
    // `記者王小明攝`: who took the picture.
    !name.ends_with(['攝', '摄']) && (2..=4).contains(&letters) && letters == name.chars().count()
        || (name.contains('·') && name.chars().all(|c| is_han(c) || c == '·') && letters <= 12)
}

/// Without the words for who reports, however many: `本报特约记者王小明`.
fn without_reporter(mut part: &str) -> &str {
    while let Some(rest) = WORDS.reporters.iter().find_map(|word| part.strip_prefix(word)) {
        part = rest.trim_start_matches([':', '：']);
    }
    part
}

/// The people whom a line of several fields names as its authors: `2008年4月9日 11:20 江城在线 作者：孙维 点击：2033`,
/// `文｜本刊记者 王小明 图｜高原`.
pub(super) fn field_of_line(line: &str) -> Option<Vec<String>> {
    if line.is_ascii() || line.chars().count() > 2 * LINE_CHARS_MAX {
        return None;
    }
    let labelled = |label: &&str| {
        line.match_indices(*label).find_map(|(at, _)| {
            let opens = line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let rest =
                line[at + label.len()..].trim_start().strip_prefix([':', '：', '｜', '|', '/', '／'])?;
            opens.then_some(rest)
        })
    };
    WORDS.fields.iter().find_map(labelled).and_then(|rest| names_behind_roles(rest, false))
}

/// `江北周末记者 王小明 发自山西武乡`: who reports from where.
pub(super) fn sent_from(line: &str) -> Option<Vec<String>> {
    if line.is_ascii() || line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let (before, place) = line.split_once("发自").or_else(|| line.split_once("發自"))?;
    let name = without_reporter(before.split_whitespace().next_back()?);
    let is_place = (2..=12).contains(&place.trim().chars().count()) && !place.contains(['。', '，', '：']);
    (is_place && is_chinese_name(name)).then(|| vec![name.to_owned()])
}

/// The people in whose names a Japanese text ends: `…始める。【重松健二】`, `（松山支局・重松健二）`, `＝重松健二`.
pub(super) fn closing_names(paragraph: &str) -> Option<Vec<String>> {
    let text = paragraph.trim_end();
    let (before, inner, is_sure) =
        if let Some((before, inner)) = text.strip_suffix('】').and_then(|it| it.rsplit_once('【')) {
            (before, inner, true)
        } else if let Some((before, inner)) =
            text.strip_suffix(['）', ')']).and_then(|it| it.rsplit_once(['（', '(']))
        {
            (before, inner, false)
        } else {
            let (before, inner) = text.rsplit_once("。＝")?;
            (before, inner, false)
        };
    // Kana tell Japanese from Chinese, where brackets hold whatever they like.
    let is_japanese = before.is_empty() || before.chars().any(|c| matches!(c, '\u{3041}'..='\u{309f}'));
    if !is_japanese || inner.chars().count() > 30 || agency(inner).is_some() {
        return None;
    }
    let parts: Vec<&str> = inner
        .split(['・', '、', '，', '＝', '／', '\u{3000}'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let names: Vec<String> = parts
        .iter()
        .map(|part| before_title(part).unwrap_or(part))
        .filter(|part| is_japanese_name(part) || is_sure && parts.len() == 1 && is_han_of_name_length(part))
        .map(str::to_owned)
        .collect();
    let is_desk = |part: &&&str| !names.iter().any(|name| part.starts_with(name.as_str()));
    let desks = parts.iter().filter(is_desk).count();
    // `松山支局`, `文・写真`: what is no name says where or what they are.
    ((1..=NAMES_MAX).contains(&names.len()) && desks <= 2).then_some(names)
}

fn is_han_of_name_length(part: &str) -> bool {
    (4..=5).contains(&part.chars().count()) && part.chars().all(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&str) -> Option<Vec<String>>, line: &str, expected: &[&str]) {
        assert_eq!(read(line).unwrap_or_default(), expected, "{line}");
    }

    #[test]
    fn a_name_stands_before_its_title() {
        check(titled_line, "김민수 기자", &["김민수"]);
        check(titled_line, "김민수 기자 kms@example.kr", &["김민수"]);
        check(titled_line, "김민수 기자(kms@example.kr)", &["김민수"]);
        check(titled_line, "서울=김민수·이서연 기자", &["김민수", "이서연"]);
        check(titled_line, "기자명 김민수 기자", &["김민수"]);
        check(titled_line, "워싱턴=남궁민 특파원", &["남궁민"]);
        check(titled_line, "บุญมี แสงดาว / รายงาน", &["บุญมี แสงดาว"]);
        check(titled_line, "山本花子記者", &["山本花子"]);
        check(titled_line, "山本花子／記者", &["山本花子"]);
        check(titled_line, "정치부 기자", &[]);
        check(titled_line, "선임 기자", &[]);
        check(titled_line, "그는 기자", &[]);
        check(titled_line, "ผู้สื่อข่าว / รายงาน", &[]);
    }

    #[test]
    fn who_reports_opens_the_first_paragraph() {
        check(opening_reporters, "(서울=연합뉴스) 김민수 기자 = 강물이 불었다.", &["김민수"]);
        check(opening_reporters, "[서울=뉴시스] 김민수 이서연 기자 = 강물이 불었다.", &[]);
        check(opening_reporters, "本报讯（记者 王小明）河水上涨。", &["王小明"]);
        check(opening_reporters, "江北网3月15日电 （记者王小明、实习生李芳）河水上涨。", &["王小明", "李芳"]);
        check(opening_reporters, "（中央社記者王小明台北17日電）河水上漲。", &["王小明"]);
        check(opening_reporters, "〔記者王小明／台北報導〕河水上漲。", &["王小明"]);
        check(opening_reporters, "包裝。(記者王小明攝)", &[]);
        check(opening_reporters, "河水上涨（记者在现场看到）。", &[]);
        check(opening_reporters, "他说（见上图）河水上涨。", &[]);
    }

    #[test]
    fn a_line_of_fields_names_its_author() {
        check(field_of_line, "2008年4月9日 11:20 江城在线 作者：王小明 点击：2033", &["王小明"]);
        check(field_of_line, "文｜本刊记者 王小明 图｜高原", &["王小明"]);
        check(field_of_line, "来源：江城在线 责任编辑：王小明", &[]);
        check(sent_from, "江北周末记者 王小明 发自山西武乡", &["王小明"]);
        check(reporters, "本报记者 王小明 李雪", &["王小明", "李雪"]);
        check(reporters, "本报记者 王小明、李雪", &["王小明", "李雪"]);
        check(reporters, "通讯员 王小明", &["王小明"]);
        check(reporters, "文/王小明 图/李雪", &["王小明"]);
        check(reporters, "记者协会 河水上涨居民撤离", &[]);
        check(sent_from, "这封信发自山西，没有署名。", &[]);
    }

    #[test]
    fn a_text_in_japanese_is_signed_in_brackets() {
        check(closing_names, "市は説明会を開く。【山本花子】", &["山本花子"]);
        check(closing_names, "市は説明会を開く。（山本花子）", &["山本花子"]);
        check(closing_names, "市は説明会を開く。（松山支局・山本花子）", &["山本花子"]);
        check(closing_names, "市は説明会を開く。＝山本花子", &["山本花子"]);
        check(closing_names, "市は説明会を開く。【山本花子、鈴木一郎】", &["山本花子", "鈴木一郎"]);
        check(closing_names, "市は説明会を開く。（共同）", &[]);
        check(closing_names, "市は説明会を開く。（敬称略）", &[]);
        check(closing_names, "河水上涨。（写真提供）", &[]);
    }

    #[test]
    fn a_word_is_a_whole_name_by_its_family_name() {
        for (word, expected) in
            [("김민수", true), ("王小明", true), ("山本花子", true), ("정치부", false), ("編集", false)]
        {
            assert_eq!(is_whole_name(word), expected, "{word}");
        }
        assert!(are_whole_names(&["山本花子", "鈴木一郎"]) && !are_whole_names(&["山本", "花子"]));
    }
}
