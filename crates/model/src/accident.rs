//! Accidents with TOML, most of them around quotation marks: queries are full of them, word processors make them curly,
//! and French elides with them. What the parser stumbles over is rarely what a person has to mend.

use crate::fault::line_and_column;

/// What to do about a text that is no TOML from a byte on, where the parser complained.
pub(crate) fn explained(text: &str, offset: usize, complaint: &str) -> String {
    let (number, _) = line_and_column(text, offset);
    let line = text.lines().nth(number - 1).unwrap_or_default();
    // The line itself is in order: nothing about its quotation marks must be guessed at.
    if complaint.starts_with("duplicate key") {
        return "this key stands twice; expected it once".to_owned();
    }
    never_closed(text, complaint)
        .or_else(|| invisible(line))
        .or_else(|| other_notation(line))
        .or_else(|| quotation(line))
        .unwrap_or_else(|| plainly(complaint))
}

/// A character that no editor shows, as pasted texts have them.
fn invisible(line: &str) -> Option<String> {
    // Tabs are the only control characters that TOML lets stand within a line.
    let hidden = line.chars().find(|c| c.is_control() && *c != '\t')?;
    let code = u32::from(hidden);
    Some(format!("an invisible character (U+{code:04X}) stands on this line; expected it without"))
}

/// A line as other formats have it: YAML, JSON, XML, a remark of a programming language.
fn other_notation(line: &str) -> Option<String> {
    let line = line.trim_start();
    // `;` begins a remark in INI files.
    if ["//", "/*", "<!--", ";"].iter().any(|beginning| line.starts_with(beginning)) {
        return Some("a remark begins with #; expected # before it".to_owned());
    }
    if line.starts_with(['{', '}', '<']) || line.starts_with("---") {
        return Some("this is no TOML; expected lines such as key = 'text'".to_owned());
    }
    if line.starts_with('=') {
        return Some("there is no key before `=`; expected key = value".to_owned());
    }
    let after = line.trim_start_matches(|c: char| c.is_alphanumeric() || "_-".contains(c));
    (after.len() < line.len() && after.trim_start().starts_with(':'))
        .then(|| "between a key and its value stands `=`, not `:`; expected key = value".to_owned())
}

/// A text of several lines whose end is missing swallows the file: the parser complains at its end.
fn never_closed(text: &str, complaint: &str) -> Option<String> {
    if !complaint.contains("multi-line") || complaint.contains("escape") {
        return None;
    }
    let mark = if complaint.contains("literal") { "'''" } else { "\"\"\"" };
    // The last mark is the one that opens the text that nobody closed.
    let (number, _) = line_and_column(text, text.rfind(mark)?);
    Some(format!(
        "the text that begins with {mark} on line {number} is never closed; expected {mark} at its end"
    ))
}

/// What is wrong with the quotation marks of `key = value`.
fn quotation(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    if !key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) {
        return None; // an `=` inside of something else, such as an address
    }
    if value.is_empty() || value.starts_with('#') {
        return Some("there is nothing after `=`; expected a value".to_owned());
    }
    // `feeds = [“https://…”]`: a list's first text is looked at as a text would be.
    let begins = value.trim_start_matches(['[', ' ']);
    // Word processors and messengers make every mark a curly one; to TOML it is a letter.
    if begins.starts_with(['“', '”', '„', '«', '»', '‘', '’', '‚']) {
        let mark = begins.chars().next().unwrap_or_default();
        return Some(format!(
            "a text stands between straight quotation marks, and {mark} is a typographic one; expected {}",
            shown(key, begins.trim_matches(|c: char| "“”„«»‘’‚\" ".contains(c)))
        ));
    }
    let mark = begins.chars().next()?;
    // A text of several lines: its fault is elsewhere than on this line.
    if value.starts_with("'''") || value.starts_with("\"\"\"") {
        return None;
    }
    if mark != '"' && mark != '\'' {
        return unquoted(key, value);
    }
    let count = value.matches(mark).count();
    if begins != value {
        return None; // a list: which of its texts is meant, the parser knows better
    }
    if count == 1 {
        return Some(format!(
            "the text that begins with {mark} is not closed on its line; expected {mark} at its end, or ''' around a \
             text of several lines"
        ));
    }
    // `"(a|b)\d"`: regular expressions and paths of Windows.
    if mark == '"' && value.contains('\\') && count == 2 {
        return Some(format!(
            "a backslash has a meaning of its own between \"; expected {}",
            shown(key, value.trim_matches('"'))
        ));
    }
    if count == 2 {
        return after_text(key, value, value.split(mark).nth(2).unwrap_or_default().trim());
    }
    let inner = stripped(value, mark);
    Some(format!(
        "the quotation marks inside the text end it early; expected ''' around it: {}",
        shown(key, inner)
    ))
}

/// What stands behind a text that is closed; where nothing does, its marks are not the accident.
fn after_text(key: &str, value: &str, rest: &str) -> Option<String> {
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    if rest.starts_with([',', ';']) {
        return Some(format!("the line goes on after the text with `{rest}`; expected the text alone"));
    }
    Some(format!("only the first words stand between quotation marks; expected {}", shown(key, value)))
}

/// A text without the quotation marks that were meant for TOML: one of `""a" AND b"`, for the second begins a phrase, and
/// both of `''l'enfant''`.
fn stripped(value: &str, mark: char) -> &str {
    let leading = value.len() - value.trim_start_matches(mark).len();
    let trailing = value.len() - value.trim_end_matches(mark).len();
    let meant = if mark == '"' { 1 } else { leading.min(trailing).max(1) };
    value.get(meant..value.len() - meant.min(trailing)).unwrap_or_default()
}

/// `name = Le Monde`.
fn unquoted(key: &str, value: &str) -> Option<String> {
    let is_word = value.starts_with(|c: char| c.is_alphabetic() || c == '(' || c == '/')
        && !["true", "false", "inf", "nan"].contains(&value);
    // Neither a number nor a date, or the parser would not complain: `007`, `2025-13-45`.
    let is_number = value.starts_with(|c: char| c.is_ascii_digit()) && !value.contains(char::is_whitespace);
    (is_word || is_number)
        .then(|| format!("a text stands between quotation marks; expected {}", shown(key, value)))
}

/// `key = '''text'''`, cut where it is long.
fn shown(key: &str, text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    let cut: String = text.chars().take(SHOWN_MAX).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    let marks = if cut.contains(['\'', '"']) { "'''" } else { "'" };
    format!("{key} = {marks}{cut}{more}{marks}")
}

/// The parser's complaint where nothing better is known, without its names for things.
fn plainly(complaint: &str) -> String {
    let said = [
        ("string values must be quoted", "a text stands between quotation marks; expected key = 'text'"),
        ("key with no value", "there is no `=`; expected key = value"),
        (
            "unexpected key or value",
            "there is more on this line than one value; expected the next key on the next line",
        ),
        ("extra `=`", "there is a second `=`; expected one"),
        ("unclosed array", "the list is never closed; expected `]` at its end"),
        ("unclosed table", "the heading is never closed; expected `]` at its end"),
        ("unclosed inline table", "the table in braces is never closed; expected `}` on the same line"),
    ];
    // By its beginning: behind it stand the parser's names for things.
    let known = said.iter().find(|(beginning, _)| complaint.starts_with(beginning));
    match known {
        Some((_, plain)) => (*plain).to_owned(),
        None => complaint
            .replace("basic string", "text in quotation marks")
            .replace("literal string", "text in quotation marks")
            .replace("inline table", "table in braces")
            .replace("array table", "table in double brackets")
            .replace("array", "list"),
    }
}

#[cfg(test)]
mod tests {
    use crate::written::Written;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut written = Written::new("a.toml", text);
        written.table();
        let faults = written.into_faults();
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert!(faults[0].message.contains(expected), "{}", faults[0]);
    }

    #[test]
    fn quotation_marks_inside_a_text_are_answered_with_how_to_write_it() {
        check("query = \"\"a\" AND b\"\n", "query = '''\"a\" AND b'''");
        check("query = 'l'enfant'\n", "query = '''l'enfant'''");
        check("query = ''l'enfant''\n", "query = '''l'enfant'''");
        check("query = \"hanoi AND \"convention de hanoi\" OR x\"\n", "''' around it: query = '''hanoi AND");
        check("fr = 'aujourd'hui AND hanoi'\nen = 'x'\n", "fr = '''aujourd'hui AND hanoi'''");
    }

    #[test]
    fn typographic_marks_are_named() {
        check("id = “courier”\n", "“ is a typographic one; expected id = 'courier'");
        check("feeds = [“https://a.example/rss”]\n", "typographic");
        check("query = « hanoi »\n", "typographic");
    }

    #[test]
    fn a_text_that_is_not_closed_or_not_begun_is_named() {
        check("query = \"hanoi AND\nconvention\"\nid = 'x'\n", "not closed on its line");
        check("id = 'x'\nquery = '''\nhanoi\nlabels = 1\n", "begins with ''' on line 2 is never closed");
        check("name = Le Monde\n", "expected name = 'Le Monde'");
        check("id\n", "expected key = value");
        check("id = \n", "nothing after `=`");
        check("id = 'a' name = 'b'\n", "");
        check("id = 'a'\nid = 'b'\n", "stands twice");
        check("query = \"(a|b)\\d\"\n", "backslash");
        check("id = \"t\",\n", "goes on after the text with `,`");
        check("query = \"a b\" AND c\n", "expected query = '''\"a b\" AND c'''");
        check("query = {fr = \"a\",\nen = \"b\"\n", "braces is never closed");
        check("feeds = [\"https://a.example/rss\"\n", "the list is never closed");
        check("[labels\n", "the heading is never closed");
        check("query = 2025-13-45\n", "expected query = '2025-13-45'");
    }

    #[test]
    fn another_notation_is_named() {
        check("id: \"t\"\n", "stands `=`, not `:`");
        check("// my topic\n", "a remark begins with #");
        check("{\"id\": \"t\"}\n", "this is no TOML");
        check("<topic/>\n", "this is no TOML");
        check("= \"t\"\n", "no key before `=`");
        check("query = \"a\u{7}b\"\n", "invisible character (U+0007)");
        check("id = \"t\"\0\n", "invisible character (U+0000)");
    }
}
