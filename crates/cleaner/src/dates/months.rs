//! Month names of the world's press, as [`veille_text::dates`] lists them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use veille_text::dates::month_signs;

use super::tokens::{Kind, Token, tokens};

/// A calendar that month names belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    /// The Persian solar calendar.
    Jalali,
}

/// One reading of a month's name.
#[derive(Clone, Copy, Debug)]
struct Reading {
    language: &'static str,
    month: u32,
}

static MONTHS: LazyLock<HashMap<String, Vec<Reading>>> = LazyLock::new(|| read(veille_text::dates::MONTHS));

/// The first words of all names: most words of a text are told by them to begin none.
static FIRSTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let first = |name: &'static String| {
        let first = tokens(name, 1).first().copied()?;
        Some(&name[first.start..first.end])
    };
    MONTHS.keys().filter_map(first).chain(month_signs().iter().copied()).collect()
});

/// The most tokens that one name takes: `ม.ค.` is four, `تشرين الثاني` two.
const NAME_TOKENS: usize = 4;

fn read(table: &'static str) -> HashMap<String, Vec<Reading>> {
    let mut months: HashMap<String, Vec<Reading>> = HashMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((language, names)) = line.split_once(':') else { continue };
        // By place: a language's line lists January first, several spellings of a month between two bars.
        for (month, forms) in (1..).zip(names.split('|')) {
            for form in forms.split_whitespace() {
                months.entry(form.replace('_', " ")).or_default().push(Reading { language, month });
            }
        }
    }
    months
}

/// The month named at token `at`: its number, its calendar, and the token after it. A month may be named twice, as the Levant and
/// Egypt do: `تشرين الأول/أكتوبر`, `أكتوبر (تشرين الأول)`.
pub(super) fn month_at(
    text: &str,
    tokens: &[Token],
    at: usize,
    language: Option<&str>,
) -> Option<(u32, Calendar, usize)> {
    let (month, calendar, next) = name_at(text, tokens, at, language)?;
    let mark = tokens.get(next).filter(|token| token.is_mark(&['/', '-', '(']));
    let twin = mark.and_then(|_| name_at(text, tokens, next + 1, language));
    let Some((_, _, after)) = twin.filter(|(same, ..)| *same == month) else {
        return Some((month, calendar, next));
    };
    let closed = tokens.get(after).is_some_and(|token| token.is_mark(&[')']));
    Some((month, calendar, after + usize::from(closed)))
}

fn name_at(
    text: &str,
    tokens: &[Token],
    at: usize,
    language: Option<&str>,
) -> Option<(u32, Calendar, usize)> {
    let first = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let word = text[first.start..first.end].to_lowercase();
    // A sigma is small in another way where a word ends, and what follows says whether it does: `ΜΑΪΟΣ`.
    if !FIRSTS.contains(word.as_str()) && !word.contains(['σ', 'ς']) {
        return None;
    }
    // Vietnamese numbers its months, `tháng 10`, and names them as well, `Tháng Mười`:
    // that is looked up below.
    if month_signs().contains(&word.as_str())
        && let Some(number) = tokens.get(at + 1).and_then(Token::number)
        && (1..=12).contains(&number.value)
    {
        return Some((number.value, Calendar::Gregorian, at + 2));
    }
    // The longest first: `تشرين الثاني` is November, and `تشرين` alone may be either of two months.
    for count in (2..=NAME_TOKENS).rev() {
        let Some(last) = tokens.get(at + count - 1) else { continue };
        // No month is called so: far apart, four tokens are the words of a sentence.
        if last.end - first.start > 60 || tokens[at..at + count].iter().any(|token| token.number().is_some())
        {
            continue;
        }
        let name = text[first.start..last.end].to_lowercase();
        if let Some((month, calendar)) = known(&name, language) {
            return Some((month, calendar, at + count));
        }
    }
    known(&word, language).map(|(month, calendar)| (month, calendar, at + 1))
}

fn known(name: &str, language: Option<&str>) -> Option<(u32, Calendar)> {
    let readings = MONTHS.get(name)?;
    let reading = readings
        .iter()
        // `listopada` is November in Polish and October in Croatian: the page's language decides,
        // else the order of the file.
        .find(|reading| language.is_some_and(|it| it.eq_ignore_ascii_case(reading.language)))
        .or_else(|| readings.first())?;
    let calendar = if reading.language == "fa-jalali" { Calendar::Jalali } else { Calendar::Gregorian };
    Some((reading.month, calendar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_found_in_small_and_in_capital_letters() {
        let is_found = |name: &str| name_at(name, &tokens(name, 9), 0, None).is_some();
        for name in MONTHS.keys() {
            assert!(is_found(name), "{name}");
            let capital = name.to_uppercase();
            // `ß`, `ŉ`: what a capital is does not always come back.
            assert!(capital.to_lowercase() != *name || is_found(&capital), "{capital}");
        }
    }
}
