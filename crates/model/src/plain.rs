//! What parsers of TOML and JSON complain of, in words for whoever wrote the file: `invalid type: string "x", expected
//! usize` becomes `expected a whole number from 0 on, found the text "x"`.

use serde_json::error::Category;

/// How the format calls what has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tables.
    Toml,
    /// Objects.
    Json,
}

/// What is wrong with one line of JSON.
pub fn json(error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        // At its first character a file is something else altogether, HTML or CSV for the most part.
        Category::Syntax if column <= 2 => "this is no JSON".to_owned(),
        Category::Syntax => format!("this is no JSON from column {column} on"),
        // A stream that was cut, and not somebody's mistake: told apart by its words.
        Category::Eof => format!("the JSON breaks off at column {column}"),
        Category::Data => {
            let text = error.to_string();
            // serde_json counts lines of its own text, which is one line of ours: its number would mislead.
            let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
            let message = expectation(message, Format::Json);
            // Column 0 is what it says where it does not know.
            if column == 0 { message } else { format!("{message} (column {column})") }
        }
        Category::Io => error.to_string(),
    }
}

/// What is wrong with TOML that was read into a type of ours, where the parser complained.
pub fn toml(text: &str, span: &Option<std::ops::Range<usize>>, message: &str) -> String {
    let plain = expectation(message, Format::Toml);
    // Unchanged, it is the parser's own word, on how the text is written.
    if plain != message {
        return plain;
    }
    crate::accident::explained(text, span.as_ref().map_or(0, |span| span.start), message)
}

/// A message of serde's data model in plain words; any other as it is.
pub fn expectation(message: &str, format: Format) -> String {
    let mismatch = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        // From the back: the value that was found may hold these very words.
        .find_map(|beginning| message.strip_prefix(beginning)?.rsplit_once(", expected "));
    if let Some((found, expected)) = mismatch {
        return format!("expected {}, found {}", wanted(expected, format), met(found, format));
    }
    if let Some(key) = quoted(message, "missing field `") {
        return format!("`{key}` is missing");
    }
    if let Some(key) = quoted(message, "duplicate field `") {
        return format!("`{key}` stands twice");
    }
    if let Some(key) = quoted(message, "unknown field `") {
        return unknown_key(key, &listed(message));
    }
    if let Some(found) = quoted(message, "unknown variant `") {
        let known: Vec<String> = listed(message).iter().map(|known| format!("`{known}`")).collect();
        return format!("expected {}, found `{found}`", known.join(" or "));
    }
    message.to_owned()
}

/// `there is no key `host_delay` here; did you mean `host_delay_ms`?`, or the keys that there are.
pub(crate) fn unknown_key(key: &str, known: &[&str]) -> String {
    match nearest(key, known) {
        Some(meant) => format!("there is no key `{key}` here; did you mean `{meant}`?"),
        None if known.is_empty() => format!("there is no key `{key}` here"),
        None => format!("there is no key `{key}` here; there are {}", known.join(", ")),
    }
}

/// The known word that a misspelt one most likely means.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let like = |known: &&str| {
        // A third of the letters: `topcis` means `topics`, and `name` does not mean `note`.
        // By the shorter of the two: of a short word a third is one letter, or none.
        let near = distance(word, known) <= known.chars().count().min(word.chars().count()) / 3;
        // `host_delay` for `host_delay_ms`: the unit is what people leave off.
        let part = word.len() >= 4 && (known.starts_with(word) || word.starts_with(*known));
        near || part
    };
    // The nearest of those that pass, and the first of equals.
    known.iter().filter(|known| like(known)).min_by_key(|known| distance(word, known)).copied()
}

/// Letters to insert, remove or exchange to make one word of the other (Levenshtein).
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in (1..).zip(one.chars()) {
        let mut diagonal = std::mem::replace(&mut row[0], above);
        for (place, known) in other.iter().enumerate() {
            let exchanged = diagonal + usize::from(*known != letter);
            diagonal = row[place + 1];
            row[place + 1] = exchanged.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

fn quoted<'a>(message: &'a str, beginning: &str) -> Option<&'a str> {
    message.strip_prefix(beginning)?.split('`').next()
}

/// The names that a message lists: `expected one of `a`, `b`` or `expected `a` or `b``.
fn listed(message: &str) -> Vec<&str> {
    let list = message.split_once(", expected ").map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2).collect()
}

fn keyed(format: Format) -> &'static str {
    match format {
        Format::Toml => "a table of keys",
        Format::Json => "an object in braces",
    }
}

/// What serde expects.
fn wanted(expected: &str, format: Format) -> String {
    let plain = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 on",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        // In TOML it is mostly the quotes that are missing.
        "a string" | "string" | "str" | "a borrowed string" if format == Format::Toml => "a text in quotes",
        "a string" | "string" | "str" | "a borrowed string" => "a text",
        "path string" => "a path in quotes",
        "a sequence" => "a list",
        "a map" => keyed(format),
        "an RFC 3339 formatted date and time string" => "a time such as 2025-10-27T08:00:00Z",
        _ if expected.starts_with("struct ") => keyed(format),
        other => other,
    };
    plain.to_owned()
}

/// What serde found.
fn met(found: &str, format: Format) -> String {
    // One that is too large for any has a type behind it: "integer `99999999999999999999` as i128".
    let within = |beginning: &str| found.strip_prefix(beginning)?.split('`').nth(1).map(str::to_owned);
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text {}", shortened(text));
    }
    let number = within("integer ").or_else(|| within("floating point "));
    number.map(|number| format!("the number {number}")).or_else(|| within("boolean ")).unwrap_or_else(|| {
        match found {
            "sequence" => "a list".to_owned(),
            "map" => keyed(format).to_owned(),
            other => other.to_owned(),
        }
    })
}

/// A value that is quoted in a message is not the whole page.
fn shortened(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_parser_speaks() {
        let check = |message: &str, expected: &str| {
            assert_eq!(expectation(message, Format::Toml), expected, "{message}");
        };
        check(
            "invalid type: string \"x\", expected usize",
            "expected a whole number from 0 on, found the text \"x\"",
        );
        check(
            "invalid value: integer `-3`, expected u64",
            "expected a whole number from 0 on, found the number -3",
        );
        check(
            "invalid type: integer `5`, expected struct Config",
            "expected a table of keys, found the number 5",
        );
        check(
            "invalid type: integer `99999999999999999999` as i128, expected usize",
            "expected a whole number from 0 on, found the number 99999999999999999999",
        );
        check("missing field `name`", "`name` is missing");
        check("unknown variant `xml`, expected `text` or `json`", "expected `text` or `json`, found `xml`");
        check(
            "unknown field `host_delay`, expected one of `host_delay_ms`, `contact`",
            "there is no key `host_delay` here; did you mean `host_delay_ms`?",
        );
        check("unknown field `colour`, expected `path`", "there is no key `colour` here; there are path");
    }

    #[test]
    fn a_line_of_json_is_judged_in_plain_words() {
        let check = |line: &str, expected: &str| {
            let error = serde_json::from_str::<crate::Capture>(line).unwrap_err();
            assert_eq!(json(&error), expected, "{line}");
        };
        check("no json", "this is no JSON");
        check("{\"body\": \"x", "the JSON breaks off at column 11");
        check("{\"body\": \"x\" \"url\"", "this is no JSON from column 14 on");
        check("{\"body\": 7}", "expected a text, found the number 7 (column 10)");
        check("7", "expected an object in braces, found the number 7 (column 1)");
    }

    #[test]
    fn a_misspelt_word_is_guessed_and_another_is_not() {
        let known = ["veille.toml", "sources.toml", "outlets.toml"];
        assert_eq!(nearest("source.toml", &known), Some("sources.toml"));
        assert_eq!(nearest("weather.toml", &known), None);
    }
}
