//! What stands between quotation marks, outermost first.

/// The bytes of a text between a pair of quotation marks, marks left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    pub start: usize,
    pub end: usize,
    /// Where the opening mark begins.
    pub open: usize,
    /// Where the closing mark ends.
    pub close: usize,
}

/// The passages between quotation marks in one paragraph that begins at this byte. Nested marks belong to what they
/// are nested in; a mark that is never closed opens nothing.
pub(super) fn marked(paragraph: &str, offset: usize) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut characters = paragraph.char_indices();
    while let Some((open, mark)) = characters.next() {
        let start = open + mark.len_utf8();
        let Some(end) = closing(mark, &paragraph[start..]).map(|end| start + end) else { continue };
        let close = end + paragraph[end..].chars().next().map_or(0, char::len_utf8);
        let inside = &paragraph[start..end];
        let (left, right) =
            (inside.len() - inside.trim_start().len(), inside.len() - inside.trim_end().len());
        if left < inside.len() {
            found.push(Marked {
                start: offset + start + left,
                end: offset + end - right,
                open: offset + open,
                close: offset + close,
            });
        }
        while characters.as_str().len() > paragraph.len() - close {
            characters.next();
        }
    }
    found
}

/// Where the mark that closes this one stands in what follows.
fn closing(open: char, rest: &str) -> Option<usize> {
    let (closing, nested): (&[char], bool) = match open {
        '«' => (&['»'], true),
        '“' => (&['”'], true),
        '„' => (&['“', '”'], false),
        '「' => (&['」'], true),
        '『' => (&['』'], true),
        '"' => (&['"'], false),
        '»' if rest.contains('«') => (&['«'], false),
        _ => return None,
    };
    let mut depth = 0;
    for (at, character) in rest.char_indices() {
        if closing.contains(&character) {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        } else if nested && character == open {
            depth += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_each_language_are_paired_and_nested_ones_left_inside() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = marked(text, 0).iter().map(|m| &text[m.start..m.end]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Il dit : « Oui, la “Ville” vient. » Puis « non ».", &["Oui, la “Ville” vient.", "non"]);
        check("“One,” he said. “Two.”", &["One,", "Two."]);
        check("„Ja“, sagte sie. »Nein«, sagte er.", &["Ja", "Nein"]);
        check("他说：“好。”", &["好。"]);
        check("\"a\" and \"b\"", &["a", "b"]);
        check("« open only", &[]);
        check("« «inner» outer »", &["«inner» outer"]);
    }
}
