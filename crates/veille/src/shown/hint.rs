//! Commands that we propose: what a person can copy into a shell as it stands, with the store and the configuration that
//! she is working with.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::arguments::Global;

/// A command line of ours.
#[derive(Clone, Debug)]
pub struct Hint(Vec<OsString>);

impl Hint {
    /// `veille` with these words.
    pub fn new<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Self {
        let mut line = vec![OsString::from("veille")];
        line.extend(words.into_iter().map(|word| word.as_ref().to_owned()));
        Self(line)
    }

    /// With the configuration that this command was given.
    pub fn with(self, global: &Global) -> Self {
        self.option("--config", global.config.as_deref())
    }

    /// With an option, where it was given.
    pub fn option(mut self, name: &str, value: Option<&Path>) -> Self {
        if let Some(value) = value {
            self.0.extend([name.into(), value.into()]);
        }
        self
    }

    /// With paths after everything else; one that looks like an option is told from one.
    pub fn paths<P: AsRef<Path>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        for path in paths {
            let path = path.as_ref();
            // A file called `-v` would be taken for an option.
            let is_option = path.as_os_str().as_bytes().starts_with(b"-");
            self.0.push(if is_option { Path::new(".").join(path).into() } else { path.into() });
        }
        self
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(|word| quoted(word)).collect();
        f.write_str(&words.join(" "))
    }
}

/// A word as a shell reads it back: bare where that is safe, else in single quotes; what is no text or would not be seen
/// on a terminal in `$'…'`, which POSIX has since 2024 and bash, zsh and ksh since long.
pub fn quoted(word: &OsStr) -> String {
    let bare = |c: char| c.is_alphanumeric() || "_-./:=@%+,".contains(c);
    match word.to_str() {
        Some(text) if !text.is_empty() && text.chars().all(bare) => text.to_owned(),
        // Inside single quotes a POSIX shell knows no escape: the quote is closed, written, and opened again.
        Some(text) if !text.chars().any(char::is_control) => format!("'{}'", text.replace('\'', r"'\''")),
        _ => escaped(word.as_bytes()),
    }
}

fn escaped(bytes: &[u8]) -> String {
    let mut word = String::from("$'");
    for byte in bytes {
        match byte {
            b'\'' | b'\\' => word.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => word.push(char::from(*byte)),
            // Three octal digits: of hexadecimal ones, some shells take as many as follow.
            other => word.push_str(&format!("\\{other:03o}")),
        }
    }
    word.push('\'');
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_back_by_a_shell_as_it_was() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(quoted(OsStr::from_bytes(bytes)), expected);
        check(b"seeds/a.txt", "seeds/a.txt");
        check("déjà/vu".as_bytes(), "déjà/vu");
        check(b"my press", "'my press'");
        check(b"l'enfant", r"'l'\''enfant'");
        check(b"$HOME `x` \"y\"", "'$HOME `x` \"y\"'");
        check(b"~", "'~'");
        check(b"", "''");
        check(b"caf\xe9 d'h\n", r"$'caf\351 d\'h\012'");
    }

    #[test]
    fn a_path_that_looks_like_an_option_is_none() {
        assert_eq!(Hint::new(["replay"]).paths(["-x", "a b"]).to_string(), "veille replay ./-x 'a b'");
    }
}
