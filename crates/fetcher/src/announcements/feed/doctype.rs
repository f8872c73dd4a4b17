//! What a document declares before it begins: `<!DOCTYPE rss [<!ENTITY id "tag:example.org,">]>`.

/// Entities kept of one document, and the longest text that one may stand for: what they unfold to stays within a few
/// times the document (an entity of entities is left as it is, so nothing grows by itself).
const ENTITIES_MAX: usize = 200;
const ENTITY_BYTES_MAX: usize = 500;
/// Bytes that all of them together may add to a document.
const UNFOLDED_BYTES_MAX: usize = 1_000_000;

/// The names that a document gave to texts.
#[derive(Debug)]
pub(super) struct Entities {
    texts: Vec<(String, String)>,
    unfolded: usize,
    /// Whether `]>` may still follow, and `]`.
    ends: [bool; 2],
}

impl Default for Entities {
    fn default() -> Self {
        Self { texts: Vec::new(), unfolded: 0, ends: [true; 2] }
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
                self.texts.push((name.to_owned(), text.to_owned()));
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

    /// The text with what these names stand for; other references are left to whoever decodes them.
    pub(super) fn unfold(&mut self, text: &str) -> String {
        let mut out = text.to_owned();
        for (name, stands_for) in &self.texts {
            let reference = format!("&{name};");
            let added = stands_for.len() * out.matches(&reference).count();
            if added > 0 && self.unfolded + added <= UNFOLDED_BYTES_MAX {
                self.unfolded += added;
                out = out.replace(&reference, stands_for);
            }
        }
        out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// ` id "tag:example.org,">`; None for parameters (`%`), for files (`SYSTEM`) and for entities of entities.
fn declared(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let text = rest[1..].split(quote).next()?;
    let of_entities = text.replace("&#", "").contains('&');
    (!name.starts_with('%') && !of_entities && text.len() <= ENTITY_BYTES_MAX).then_some((name, text))
}
