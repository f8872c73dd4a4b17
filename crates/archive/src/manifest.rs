//! `seeds.toml`: what the bytes of the seed files beside it do not say.
//!
//! ```toml
//! ignore = ["README.md", "expected"]      # not seeds; passed over in silence
//!
//! [defaults]                              # for every file that does not say otherwise
//! captured_at = 2025-10-27T08:00:00Z
//!
//! [files."000_ceremony.txt"]
//! url = "https://agency.example/ceremony"
//! source = "agency"
//! media_type = "text/plain; charset=utf-8"
//! ```

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use toml::Spanned;
use veille_model::{SourceId, plain};

use crate::ArchiveError;

/// Name of the manifest of a directory of seed files.
pub const MANIFEST: &str = "seeds.toml";

/// What a manifest says of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Described {
    pub(crate) url: Option<String>,
    pub(crate) source: Option<SourceId>,
    pub(crate) captured_at: Option<DateTime<Utc>>,
    pub(crate) media_type: Option<String>,
}

/// A manifest that was understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest {
    ignore: Vec<String>,
    defaults: Described,
    files: BTreeMap<String, Described>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    defaults: Entry,
    #[serde(default)]
    files: BTreeMap<Spanned<String>, Entry>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    url: Option<Spanned<String>>,
    source: Option<Spanned<String>>,
    captured_at: Option<Spanned<toml::Value>>,
    media_type: Option<Spanned<String>>,
}

/// What is wrong, and which bytes of the manifest are.
struct Fault(Range<usize>, String);

impl Manifest {
    /// Reads the manifest of a directory: the empty one where there is none. The errors beside it name files that the
    /// manifest describes and that are not there.
    pub(crate) fn of_directory(directory: &Path) -> Result<(Self, Vec<ArchiveError>), ArchiveError> {
        let path = directory.join(MANIFEST);
        if !path.is_file() {
            return Ok((Self::default(), Vec::new()));
        }
        let text = std::fs::read_to_string(&path).map_err(|source| ArchiveError::io(&path, source))?;
        let fail = |Fault(span, message)| located(&path, &text, span.start, message);
        let (manifest, places) = Self::parse(&text).map_err(fail)?;
        // Told and no fault of the others: a seed that was moved must not cost its neighbours their addresses.
        let missing = places
            .into_iter()
            .filter(|(name, _)| !directory.join(name).is_file())
            .map(|(name, span)| fail(Fault(span, format!("no such file beside {MANIFEST}: {name}"))))
            .collect();
        Ok((manifest, missing))
    }

    #[expect(clippy::type_complexity, reason = "used once, right above")]
    fn parse(text: &str) -> Result<(Self, Vec<(String, Range<usize>)>), Fault> {
        let written: Written = toml::from_str(text).map_err(|error| {
            Fault(error.span().unwrap_or_default(), plain::toml(text, &error.span(), error.message()))
        })?;
        let mut manifest =
            Self { ignore: written.ignore, defaults: written.defaults.check()?, ..Self::default() };
        let mut places = Vec::new();
        for (name, entry) in written.files {
            // Manifests speak for their own directory: a path would let one claim another's files.
            if name.get_ref().contains(['/', '\\']) {
                return Err(Fault(name.span(), "expected the name of a file in this directory".to_owned()));
            }
            places.push((name.get_ref().clone(), name.span()));
            manifest.files.insert(name.into_inner(), entry.check()?);
        }
        Ok((manifest, places))
    }

    /// What is known of a file: what the manifest says of it, then the defaults.
    pub(crate) fn describe(&self, name: &str) -> Described {
        let file = self.files.get(name).cloned().unwrap_or_default();
        let defaults = self.defaults.clone();
        Described {
            url: file.url.or(defaults.url),
            source: file.source.or(defaults.source),
            captured_at: file.captured_at.or(defaults.captured_at),
            media_type: file.media_type.or(defaults.media_type),
        }
    }

    pub(crate) fn ignores(&self, name: &str) -> bool {
        self.ignore.iter().any(|ignored| ignored == name)
    }
}

impl Entry {
    fn check(self) -> Result<Described, Fault> {
        let captured_at = self.captured_at.map(instant).transpose()?;
        if let Some(url) = &self.url
            && veille_model::host(url.get_ref()).is_none()
        {
            return Err(Fault(url.span(), "expected an http or https URL".to_owned()));
        }
        Ok(Described {
            url: self.url.map(Spanned::into_inner),
            source: self.source.map(|name| SourceId::new(name.get_ref())),
            captured_at,
            media_type: self.media_type.map(Spanned::into_inner),
        })
    }
}

/// An instant, as TOML writes it (`2025-10-27T08:00:00Z`) or quoted. A zone is asked for: a local time is none.
fn instant(value: Spanned<toml::Value>) -> Result<DateTime<Utc>, Fault> {
    let text = match value.get_ref() {
        toml::Value::Datetime(datetime) => datetime.to_string(),
        toml::Value::String(text) => text.clone(),
        _ => String::new(),
    };
    DateTime::parse_from_rfc3339(&text).map(|instant| instant.to_utc()).map_err(|_| {
        Fault(value.span(), "expected an instant with its zone, such as 2025-10-27T08:00:00Z".to_owned())
    })
}

fn located(path: &Path, text: &str, at: usize, message: String) -> ArchiveError {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    ArchiveError::Manifest {
        file: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let Err(Fault(span, message)) = Manifest::parse(text) else { panic!("accepted: {text}") };
        located(Path::new(MANIFEST), text, span.start, message).to_string()
    }

    #[test]
    fn a_file_takes_from_the_defaults_what_it_does_not_say() {
        let text = "[defaults]\nsource = \"A\"\ncaptured_at = \"2025-10-27T09:00:00+01:00\"\n\
                    [files.\"x.txt\"]\nurl = \"https://example.org/x\"\nsource = \"B\"\n";
        let (manifest, _) = Manifest::parse(text).ok().unwrap();
        let at = DateTime::parse_from_rfc3339("2025-10-27T08:00:00Z").unwrap().to_utc();
        let described = manifest.describe("x.txt");
        assert_eq!((described.source, described.captured_at), (Some(SourceId::new("b")), Some(at)));
        assert_eq!(described.url.as_deref(), Some("https://example.org/x"));
        assert_eq!(manifest.describe("y.txt").source, Some(SourceId::new("a")));
    }

    #[test]
    fn a_fault_points_at_its_line_and_says_what_was_expected() {
        let check = |text: &str, expected: &str| {
            let message = fault(text);
            assert!(message.starts_with("seeds.toml:") && message.contains(expected), "{message}");
        };
        check(
            "[files.\"x.txt\"]\nurk = \"https://example.org\"",
            "2:1: there is no key `urk` here; did you mean `url`?",
        );
        check("[files.\"x.txt\"]\nurl = \"example.org/x\"", "2:7: expected an http or https URL");
        check("[defaults]\ncaptured_at = 2025-10-27", "2:15: expected an instant with its zone");
        check("[defaults]\ncaptured_at = 2025-10-27T08:00:00", "2:15: expected an instant with its zone");
        check("[files.\"a/x.txt\"]\n", "1:8: expected the name of a file in this directory");
        check("[files\n", "1:");
    }
}
