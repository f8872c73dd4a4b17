//! Numbers as values, however a language writes them: `1 234,5`, `1.234,5` and `1,234.5`; `250万` and `2.5 million`;
//! `२५`, `٢٥` and `25`; years of the Buddhist and the Persian calendar.

use veille_text::digit;

/// What numbers are written with in words: how a word begins, and what it multiplies by.
const SCALES: &str = include_str!("../../data/scales.txt");

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    /// In hundredths.
    pub value: u64,
    /// Without what a word multiplied it by.
    pub bare: u64,
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Years of our calendar by those of another, where the text is of a language that may count so.
pub(crate) fn other_year(value: u64, language: &str) -> Option<u64> {
    let year = value / 100;
    match language {
        // A year is whole.
        _ if !value.is_multiple_of(100) => None,
        // 543 years before ours; 1857 to 2056, of which the press writes.
        "th" if (2400..2600).contains(&year) => Some((year - 543) * 100),
        // 621 years after ours, from spring on: 1921 to 2070.
        "fa" if (1300..1450).contains(&year) => Some((year + 621) * 100),
        _ => None,
    }
}

/// The numbers of a text in order.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if digit(characters[at].1).is_none() {
            at += 1;
            continue;
        }
        let begin = at;
        let (bare, mut end) = read(&characters, at);
        let (factor, after) = scale(text, &characters, end);
        // `99999999999999999999 million` is a number of nobody's, and no reason to stop.
        let mut value = bare.saturating_mul(factor);
        if factor > 1 {
            end = after;
            // 3億5000万: what follows at once goes on with it.
            while characters.get(end).is_some_and(|(_, c)| digit(*c).is_some()) {
                let (more, stop) = read(&characters, end);
                let (factor, after) = scale(text, &characters, stop);
                value = value.saturating_add(more.saturating_mul(factor));
                end = if factor > 1 { after } else { stop };
                if factor == 1 {
                    break;
                }
            }
        }
        let byte = |at: usize| characters.get(at).map_or(text.len(), |(byte, _)| *byte);
        found.push(Number { value, bare, start: byte(begin), end: byte(end) });
        at = end.max(at + 1);
    }
    found
}

/// The value of a run of digits with its separators, in hundredths, and where it ends.
fn read(characters: &[(usize, char)], from: usize) -> (u64, usize) {
    let mut groups: Vec<(u64, usize)> = Vec::new();
    let mut marks: Vec<char> = Vec::new();
    // Whether all groups but the first have three digits: looked at anew for each of a page of numbers it is quadratic.
    let mut in_threes = true;
    let mut at = from;
    loop {
        let (mut value, mut digits) = (0_u64, 0);
        while let Some(digit) = characters.get(at).and_then(|(_, c)| digit(*c)) {
            value = value.saturating_mul(10).saturating_add(u64::from(digit));
            digits += 1;
            at += 1;
        }
        in_threes &= groups.is_empty() || digits == 3;
        groups.push((value, digits));
        let (Some((_, mark)), Some((_, next))) = (characters.get(at), characters.get(at + 1)) else { break };
        let is_mark = matches!(
            mark,
            '.' | ',' | '٫' | '٬' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ' | '，'
        );
        if !is_mark || digit(*next).is_none() {
            break;
        }
        // A space goes on with a number only before exactly three digits, and after one to three.
        let ahead = characters[at + 1..].iter().take_while(|(_, c)| digit(*c).is_some()).count();
        let is_space = matches!(mark, '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ');
        // `en 2025 100 personnes` has two numbers, `1 234 567 personnes` one.
        if is_space && (ahead != 3 || groups[0].1 > 3 || !in_threes) {
            break;
        }
        marks.push(*mark);
        at += 1;
    }
    (value(&groups, &marks), at)
}

fn value(groups: &[(u64, usize)], marks: &[char]) -> u64 {
    let whole = |groups: &[(u64, usize)]| {
        groups.iter().fold(0_u64, |sum, (value, digits)| {
            sum.saturating_mul(10_u64.saturating_pow(*digits as u32)).saturating_add(*value)
        })
    };
    let hundred = |value: u64| value.saturating_mul(100);
    let Some((last, digits)) = groups.last().copied().filter(|_| groups.len() > 1) else {
        return hundred(groups[0].0);
    };
    let mark = marks[marks.len() - 1];
    let is_once = marks.iter().filter(|other| **other == mark).count() == 1;
    // `12,34,567`: lakhs are grouped by two, and three close.
    let is_grouped = digits == 3 && groups[0].0 > 0;
    // Three digits may be a fraction too: in `0.125`, which nobody groups, and in `1.234,567`, by its other mark.
    let is_decimal = mark != ' ' && is_once && (!is_grouped || marks.len() > 1 && marks[0] != mark);
    if !is_decimal {
        return hundred(whole(groups));
    }
    let part = match digits {
        1 => last * 10,
        _ => last / 10_u64.saturating_pow(digits as u32 - 2),
    };
    hundred(whole(&groups[..groups.len() - 1])).saturating_add(part)
}

/// What the word after a number multiplies it by, and where that ends.
fn scale(text: &str, characters: &[(usize, char)], at: usize) -> (u64, usize) {
    let mut from = at;
    while characters.get(from).is_some_and(|(_, c)| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-')) {
        from += 1;
    }
    let Some((byte, _)) = characters.get(from) else { return (1, at) };
    let rest = &text[*byte..];
    let mut best: (u64, usize, usize) = (1, at, 0);
    for (word, factor, is_whole) in scales() {
        let length = word.chars().count();
        if length <= best.2 {
            continue;
        }
        let mut there = rest.chars();
        if !word
            .chars()
            // The text is not folded: German writes *Millionen* with a capital.
            .all(|c| there.next().is_some_and(|t| t == c || t.to_lowercase().eq(std::iter::once(c))))
        {
            continue;
        }
        // 5000万円: where no spaces are put, the next character is another word.
        let is_spaced =
            !word.chars().any(|c| veille_text::letter::is_unspaced(c) || ('가'..='힣').contains(&c));
        if *is_whole && is_spaced && there.next().is_some_and(char::is_alphabetic) {
            continue;
        }
        best = (*factor, from + length, length);
    }
    if best.2 == 0 {
        return (1, at);
    }
    let mut end = best.1;
    // The rest of the word: миллионов.
    let is_unspaced = veille_text::letter::is_unspaced(characters[end - 1].1);
    while !is_unspaced && characters.get(end).is_some_and(|(_, c)| c.is_alphabetic()) {
        end += 1;
    }
    (best.0, end)
}

/// The words, what they multiply by, and whether they are whole words.
fn scales() -> &'static [(&'static str, u64, bool)] {
    static TABLE: std::sync::OnceLock<Vec<(&'static str, u64, bool)>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Vec::new();
        for line in SCALES.lines().filter(|line| !line.starts_with('#')) {
            let Some((zeros, words)) = line.split_once(' ') else { continue };
            let Ok(zeros) = zeros.parse::<u32>() else { continue };
            for word in words.split(' ') {
                let stem = word.trim_end_matches('*').to_owned();
                table.push((&*Box::leak(stem.into_boxed_str()), 10_u64.pow(zeros), !word.ends_with('*')));
            }
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_its_value_however_it_is_written() {
        let check = |text: &str, expected: &[f64]| {
            let found: Vec<f64> = numbers(text).iter().map(|number| number.value as f64 / 100.0).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("1,234.5 and 1.234,5 and 1 234,5", &[1234.5, 1234.5, 1234.5]);
        check("2.500 délégués, 110 pays", &[2500.0, 110.0]);
        check("le 25, 26 et 27 octobre", &[25.0, 26.0, 27.0]);
        check("10:30", &[10.0, 30.0]);
        check("2.5 million, 2,5 миллиона, 250万, 250만 명", &[2_500_000.0; 4]);
        check("3億5000万円", &[350_000_000.0]);
        check("12,34,567", &[1_234_567.0]);
        check("٢٠٢٥ २५ ๒๕๖๘ １０", &[2025.0, 25.0, 2568.0, 10.0]);
        check("3.75 %", &[3.75]);
    }

    #[test]
    fn years_of_other_calendars_are_ours() {
        assert_eq!(other_year(256_800, "th"), Some(202_500));
        assert_eq!(other_year(140_400, "fa"), Some(202_500));
        assert_eq!(other_year(256_800, "en"), None);
    }
}
