//! Where a section of CDATA ends: at its `]]>`, unless somebody forgot it.

/// Elements that are one entry each. `url` is a sitemap's.
pub(super) const ENTRIES: [&str; 3] = ["item", "entry", "url"];

/// What is known of the ends that follow: each is looked for once, however many sections are without one.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Bytes behind which there is none, counted from the document's end, of `]]>` and of `</item>`.
    section: Known,
    entry: Known,
}

/// Where something stands next, by the bytes that follow it; None where it was not looked for.
#[derive(Debug, Default)]
struct Known(Option<Option<usize>>);

impl Known {
    /// The place in `rest` of what comes next.
    fn next(&mut self, rest: &str, find: impl FnOnce(&str) -> Option<usize>) -> Option<usize> {
        match self.0 {
            Some(None) => None,
            Some(Some(left)) if left <= rest.len() => Some(rest.len() - left),
            _ => {
                let at = find(rest);
                self.0 = Some(at.map(|at| rest.len() - at));
                at
            }
        }
    }
}

impl Ends {
    /// The text of a section that begins here, within an element of this name, and what follows it.
    ///
    /// `<![CDATA[abc]></description>` and `]] >` are slips of hands, and a text that was cut loses its end too: without it the section
    /// would take in all entries up to the next one's `]]>`, and where no other has any, up to the end of the document. So one whose
    /// element is closed before another section begins ends there.
    pub(super) fn split<'a>(&mut self, rest: &'a str, element: &str) -> (&'a str, &'a str) {
        let end = self.section.next(rest, |rest| rest.find("]]>"));
        let inside = &rest[..end.unwrap_or(rest.len())];
        let forgotten = match end {
            Some(_) => inside.find("<![CDATA[").and_then(|next| closing(&inside[..next], &[element])),
            None => {
                let entry = self.entry.next(rest, |rest| closing(rest, &ENTRIES));
                // Not beyond the entry: of many whose element nobody closes each would be looked through to the end.
                let entry_end = entry.unwrap_or(rest.len());
                closing(&rest[..entry_end], &[element]).or(entry)
            }
        };
        match (forgotten, end) {
            (Some(at), _) => (without_half_an_end(&rest[..at]), &rest[at..]),
            (None, Some(end)) => (inside, &rest[end + "]]>".len()..]),
            (None, None) => (rest, ""),
        }
    }
}

/// Where an element of one of these names is closed.
fn closing(text: &str, names: &[&str]) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| {
        let tag = &text.as_bytes()[at + 2..];
        let tag = &tag[..tag.len().min(super::NAME_BYTES_MAX)];
        let name = &tag[..tag.iter().position(|byte| !is_of_name(*byte)).unwrap_or(tag.len())];
        let local = name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
        names.iter().any(|known| local.eq_ignore_ascii_case(known.as_bytes()))
    })
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.') || !byte.is_ascii()
}

/// A text without what was to be `]]>`: `]>`, `]] >`, `]]`.
fn without_half_an_end(text: &str) -> &str {
    let trimmed = text.trim_end();
    let bare = trimmed.trim_end_matches('>').trim_end().trim_end_matches(']');
    match trimmed[bare.len()..].starts_with(']') {
        true => bare,
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rest: &str, text: &str, after: &str) {
        assert_eq!(Ends::default().split(rest, "description"), (text, after), "{rest}");
    }

    #[test]
    fn a_section_ends_where_it_says() {
        check("abc]]></description>", "abc", "</description>");
        check("<item></description></item>]]>x", "<item></description></item>", "x");
        check("the sign <![CDATA[ opens]]>x", "the sign <![CDATA[ opens", "x");
    }

    #[test]
    fn one_without_an_end_ends_with_its_element_or_its_entry() {
        check("abc]></description></item>", "abc", "</description></item>");
        check("abc]] ></description></item>", "abc", "</description></item>");
        check("abc]]</description></item>", "abc", "</description></item>");
        check("<p>a > b</p></content:description></item>", "<p>a > b</p>", "</content:description></item>");
        check("abc</item><item></description>", "abc", "</item><item></description>");
        check("ab", "ab", "");
        let next = "</description></item><item><title><![CDATA[b]]></title>";
        check(&format!("abc]>{next}"), "abc", next);
    }

    #[test]
    fn what_was_found_is_found_again() {
        let mut ends = Ends::default();
        let document = "a</x></item>b</y></item>c</item>d]]>e</x>";
        let behind = |sign: &str| document.split_once(sign).unwrap().1;
        assert_eq!(ends.split(document, "x").0, "a</x></item>b</y></item>c</item>d");
        assert_eq!(ends.split(behind("b"), "x").0, "</y></item>c</item>d");
        assert_eq!(ends.split(behind("]]>"), "x"), ("e", "</x>"));
        let mut ends = Ends::default();
        let document = "a</x></item>b</y></item>c</item>d";
        let behind = |sign: &str| document.split_once(sign).unwrap().1;
        assert_eq!(ends.split(document, "x").0, "a");
        assert_eq!(ends.split(behind("</x></item>"), "x").0, "b</y>");
        assert_eq!(ends.split(behind("</y></item>"), "z").0, "c");
        assert_eq!(ends.split("d", "z"), ("d", ""));
    }
}
