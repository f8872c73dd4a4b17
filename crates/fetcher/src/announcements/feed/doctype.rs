//! What a document declares before it begins: `<!DOCTYPE rss [<!ENTITY id "tag:example.org,">]>`.

use std::collections::HashMap;

/// Entities kept of one document, and the longest text that one may stand for: what they unfold to stays within a few
/// times the document (an entity of entities is left as it is, so nothing grows by itself).
const ENTITIES_MAX: usize = 200;
const ENTITY_BYTES_MAX: usize = 500;
/// Longest name: so far a reference is looked for its end.
const NAME_BYTES_MAX: usize = 100;
/// Bytes that all of them together may add to a document.
const UNFOLDED_BYTES_MAX: usize = 1_000_000;

/// The names that a document gave to texts.
#[derive(Debug)]
pub(super) struct Entities {
    texts: HashMap<String, String>,
    unfolded: usize,
    /// Whether `]>` may still follow, and `]`.
    ends: [bool; 2],
}

impl Default for Entities {
    fn default() -> Self {
        Self { texts: HashMap::new(), unfolded: 0, ends: [true; 2] }
    }
}

impl Entities {
    /// Reads the declarations of a document type, and answers what follows it.
    pub(super) fn read<'a>(&mut self, rest: &'a str) -> &'a str {
        let Some((head, after)) = rest.split_once('>') else { return "" };
        if !head.contains('[') {
            return after;
        }
        let (inside, after) =
            // `]>` first: an entity may hold a bracket.
            self.split(0, rest, "]>").or_else(|| self.split(1, rest, "]")).unwrap_or((head, after));
        let room = ENTITIES_MAX - self.texts.len();
        for declaration in inside.split("<!ENTITY").skip(1).take(room) {
            if let Some((name, text)) = declared(declaration) {
                // Of two the first holds (XML 1.0, 4.2).
                self.texts.entry(name.to_owned()).or_insert_with(|| text.to_owned());
            }
        }
        after
    }

    /// What stands before an end and behind it. That there is none holds for all that follows: `<![>` 400,000 times over, and no `]`
    /// behind, is looked through once.
    fn split<'a>(&mut self, which: usize, rest: &'a str, end: &str) -> Option<(&'a str, &'a str)> {
        let parts = if self.ends[which] { rest.split_once(end) } else { None };
        self.ends[which] = parts.is_some();
        parts
    }

    /// The text with what these names stand for; other references are left to whoever decodes them. Each letter is looked at once, however
    /// many names there are: a million texts of a document with two hundred of them took a core for twenty seconds.
    pub(super) fn unfold(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let known = named(rest).and_then(|name| Some((name, self.texts.get(name)?)));
            let room = UNFOLDED_BYTES_MAX - self.unfolded;
            match known.filter(|(_, stands_for)| stands_for.len() <= room) {
                Some((name, stands_for)) => {
                    self.unfolded += stands_for.len();
                    out.push_str(stands_for);
                    rest = &rest[name.len() + 2..];
                }
                None => {
                    out.push('&');
                    rest = &rest[1..];
                }
            }
        }
        out.push_str(rest);
        out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// The name in `&name;`.
fn named(reference: &str) -> Option<&str> {
    let name = reference.as_bytes().iter().skip(1).take(NAME_BYTES_MAX + 1);
    let length = name.take_while(|byte| !matches!(byte, b';' | b'&')).count();
    reference.get(1..=length).filter(|_| reference.as_bytes().get(1 + length) == Some(&b';'))
}

/// ` id "tag:example.org,">`; None for parameters (`%`), for files (`SYSTEM`) and for entities of entities.
fn declared(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let text = rest[1..].split(quote).next()?;
    let of_entities = text.replace("&#", "").contains('&');
    (!name.starts_with('%') && name.len() <= NAME_BYTES_MAX && !of_entities && text.len() <= ENTITY_BYTES_MAX)
        .then_some((name, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_gave_a_name_to_stands_in_its_place() {
        let check = |text: &str, expected: &str| {
            let mut entities = Entities::default();
            let rest = entities.read(
                r#"<!DOCTYPE rss [<!ENTITY a "x&#38;"><!ENTITY b 'y'><!ENTITY a "z"><!ENTITY c "&a;">]>rest"#,
            );
            assert_eq!((entities.unfold(text).as_str(), rest), (expected, "rest"));
        };
        check("1 &a; 2 &b;&b;", "1 x&#38; 2 yy");
        check("&amp; &c; &é; & &; &a", "&amp; &c; &é; & &; &a");
        check("&&a;; &a&b;", "&x&#38;; &ay");
        check("", "");
    }

    #[test]
    fn what_names_add_to_a_document_is_bounded_and_each_letter_is_read_once() {
        let names: String = (0..200).map(|it| format!("<!ENTITY n{it} \"{}\">", "x".repeat(499))).collect();
        let mut entities = Entities::default();
        entities.read(&format!("<!DOCTYPE rss [{names}]>"));
        // Two hundred times over this is 400 MB to look through, and took minutes.
        let references = "&n;".repeat(1 << 20);
        for text in [references.as_str(), &"&".repeat(1 << 20), &format!("&{}", "n".repeat(1 << 20))] {
            assert_eq!(entities.unfold(text), text);
        }
        let unfolded = entities.unfold(&"&n7;".repeat(1 << 20));
        assert!(unfolded.len() < (4 << 20) + UNFOLDED_BYTES_MAX, "{}", unfolded.len());
    }
}
