//! TOML as a person wrote it: read to its end whatever is wrong, so that all mistakes are told at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::accident;
use crate::fault::line_and_column;
use crate::{Fault, LanguageTag, Severity, plain};

/// A value and where it stands.
pub type Entry<'t> = Spanned<DeValue<'t>>;

/// A file, and what was found wrong with it so far.
#[derive(Debug)]
pub struct Written<'t> {
    file: &'t str,
    text: &'t str,
    faults: Vec<Fault>,
    /// Lines that are no TOML: what is read from them is a guess, and complaints about it would mislead.
    torn_lines: Vec<usize>,
}

impl<'t> Written<'t> {
    /// A file by the name that people find it under.
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, faults: Vec::new(), torn_lines: Vec::new() }
    }

    /// Its keys and values. Lines that are no TOML are faults; the others are read.
    pub fn table(&mut self) -> DeTable<'t> {
        let (table, mut errors) = DeTable::parse_recoverable(self.text);
        let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        // A parser that recovers need not tell them in the order of the lines.
        errors.sort_by_key(start);
        for error in errors {
            let offset = start(&error);
            let (line, _) = line_and_column(self.text, offset);
            // One broken text makes nonsense of the line after it, too; it is one mistake.
            // Chained: three torn lines in a row are one open quote.
            let follows = self.torn_lines.last().is_some_and(|torn| line == *torn || line == torn + 1);
            self.torn_lines.push(line);
            if !follows {
                let message = accident::explained(self.text, offset, error.message());
                self.faults.push(Fault::at(Severity::Error, self.file, self.text, offset, message));
            }
        }
        table.into_inner()
    }

    /// Whether some of it could not be read.
    pub fn is_torn(&self) -> bool {
        !self.torn_lines.is_empty()
    }

    /// Notes what makes the file useless, at a byte.
    pub fn error(&mut self, offset: usize, message: impl Into<String>) {
        self.note(Severity::Error, offset, message.into());
    }

    /// Notes what is hardly meant, at a byte.
    pub fn warning(&mut self, offset: usize, message: impl Into<String>) {
        self.note(Severity::Warning, offset, message.into());
    }

    fn note(&mut self, severity: Severity, offset: usize, message: String) {
        let fault = Fault::at(severity, self.file, self.text, offset, message);
        // What is read from a torn line is a guess, and is not blamed for being one.
        if !self.torn_lines.contains(&fault.line) {
            self.faults.push(fault);
        }
    }

    /// Notes that a table has no such key, unless a misspelt one was noted instead, or the file could not be read whole:
    /// then nobody knows what is absent.
    pub fn missing(&mut self, table: &DeTable<'_>, key: &str, offset: usize, message: impl Into<String>) {
        let is_misspelt = table.iter().any(|(written, _)| {
            // `tpoics` is one mistake: not also an absent `topics`.
            plain::nearest(written.get_ref(), &[key]).is_some() && self.is_noted(written.span().start)
        });
        if !self.is_torn() && !is_misspelt {
            self.error(offset, message);
        }
    }

    /// Notes every key of a table that is none of these.
    pub fn only(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table {
            // As it is written, for keys of TOML have case.
            if !known.contains(&key.get_ref().as_ref()) {
                self.error(key.span().start, plain::unknown_key(key.get_ref(), known));
            }
        }
    }

    /// Whether something was noted at a byte.
    fn is_noted(&self, offset: usize) -> bool {
        let place = line_and_column(self.text, offset);
        self.faults.iter().any(|fault| (fault.line, fault.column) == place)
    }

    /// A value that is meant to be a text, without blanks around it.
    pub fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let entry = table.get(key)?;
        match entry.get_ref().as_str() {
            Some(text) => Some(text.trim().to_owned()),
            None => {
                self.mismatch(entry, key, "a text in quotes");
                None
            }
        }
    }

    /// The texts of a list, each with its first byte.
    pub fn list(&mut self, table: &DeTable<'_>, key: &str) -> Vec<(String, usize)> {
        let Some(entry) = table.get(key) else { return Vec::new() };
        let Some(list) = entry.get_ref().as_array() else {
            self.mismatch(entry, key, "a list of texts, as in [\"…\", \"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(list.len());
        for value in list.iter() {
            match value.get_ref().as_str() {
                Some(text) => texts.push((text.trim().to_owned(), value.span().start)),
                None => self.mismatch(value, key, "a text in quotes"),
            }
        }
        texts
    }

    /// Notes a value of another type.
    pub fn mismatch(&mut self, entry: &Entry<'_>, key: &str, expected: &str) {
        let found = type_name(entry.get_ref());
        self.error(entry.span().start, format!("`{key}` is {found}; expected {expected}"));
    }

    /// A language that is meant to be a BCP 47 tag; None, and a fault, where it is none.
    pub fn language(&mut self, table: &DeTable<'_>, key: &str) -> Option<LanguageTag> {
        let written = self.text(table, key)?;
        let tag = LanguageTag::new(&written);
        if tag.is_registered() {
            return Some(tag);
        }
        let offset = table.get(key).map_or(0, |entry| entry.span().start);
        self.error(offset, LanguageTag::complaint(&written));
        None
    }

    /// A country that is meant to be an ISO 3166-1 code of two letters; None, and a fault, where it is none.
    pub fn country(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let written = self.text(table, key)?;
        if crate::country::is_code(&written) {
            return Some(written);
        }
        let offset = table.get(key).map_or(0, |entry| entry.span().start);
        self.error(offset, crate::country::complaint(&written));
        None
    }

    /// What was found, in the order of the lines.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        // A key that two readers ask for is noted twice.
        self.faults.dedup();
        self.faults
    }
}

/// A type of TOML in plain words.
fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_found_in_one_reading() {
        let text =
            "id = \"a\nname = Le Monde\ncolour = 1\nfeeds = 7\nlanguage = \"french\"\ncountry = \"France\"\n";
        let mut written = Written::new("a.toml", text);
        let table = written.table();
        written.only(&table, &["id", "name", "feeds", "language", "country"]);
        written.list(&table, "feeds");
        written.language(&table, "language");
        written.country(&table, "country");
        written.missing(&table, "weather", 0, "nobody knows");
        let faults = written.into_faults();
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 3, 4, 5, 6], "{faults:#?}");
        let said = |place: usize| faults[place].message.as_str();
        assert!(said(0).contains("closed"), "{}", said(0));
        assert!(said(1).contains("`colour`"), "{}", said(1));
        assert_eq!(said(2), "`feeds` is a number; expected a list of texts, as in [\"…\", \"…\"]");
        assert!(said(3).contains("`fr`"), "{}", said(3));
        assert!(said(4).contains("`FR`"), "{}", said(4));
    }
}
