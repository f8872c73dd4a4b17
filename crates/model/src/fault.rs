//! What is wrong in a file that a person wrote, and where: one line for each mistake, as editors and people read them.

use std::fmt;

use serde::Serialize;

/// Whether a file can be used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, but hardly as it was meant.
    Warning,
}

/// One mistake in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Whether the file can be used all the same.
    pub severity: Severity,
    /// The file's name as a person can find it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Fault {
    /// A mistake at a byte of a file's text.
    pub fn at(severity: Severity, file: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
        let (line, column) = line_and_column(text, offset);
        Self { severity, file: file.to_owned(), line, column, message: message.into() }
    }

    /// Whether the file cannot be used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// `config/sources.toml:4:10: expected an http or https URL`, the form that editors jump to.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, file, line, column, message } = self;
        let word = if *severity == Severity::Warning { "warning: " } else { "" };
        write!(f, "{file}:{line}:{column}: {word}{message}")
    }
}

impl std::error::Error for Fault {}

/// Line and column of a byte, from 1, the column in code points.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    // A parser's offset may lie inside a character of several bytes.
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_names_its_file_line_and_column() {
        let fault = Fault::at(Severity::Error, "a.toml", "é = 1\nàb = 2\n", 10, "no");
        assert_eq!(fault.to_string(), "a.toml:2:3: no");
        let fault = Fault::at(Severity::Warning, "a.toml", "é", 1, "odd");
        assert_eq!(fault.to_string(), "a.toml:1:1: warning: odd", "inside a character, and no further");
    }
}
