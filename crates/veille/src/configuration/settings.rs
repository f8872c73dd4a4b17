//! `veille.toml`, read so that every mistake is told at once.

use std::ops::Range;

use toml::de::DeTable;
use veille_model::plain::{self, Format};
use veille_model::{Fault, Written};

use super::{Settings, logs};

impl Settings {
    /// Reads the settings of a file: those that can be used, and everything that is wrong with it.
    pub fn read(file: &str, text: &str) -> (Self, Vec<Fault>) {
        let mut written = Written::new(file, text);
        let table = written.table();
        let mut rest = text.to_owned();
        // Where lines are no TOML, what they say of their neighbours is a guess: first those, then the rest.
        if written.is_torn() {
            return (Self::default(), written.into_faults());
        }
        // The deserializer stops at the first mistake: it is noted and blanked out, and the rest read again.
        let settings = loop {
            let error = match toml::from_str::<Self>(&rest) {
                Ok(settings) => break settings,
                Err(error) => error,
            };
            let span = error.span().unwrap_or_default();
            written.error(span.start, plain::expectation(error.message(), Format::Toml));
            let before = rest.clone();
            blank(&mut rest, whole(&table, &span, text).unwrap_or(span));
            // A dotted key leaves half of itself.
            if rest == before || DeTable::parse(&rest).is_err() {
                break Self::default();
            }
        };
        settings.judge(&table, &mut written);
        (settings, written.into_faults())
    }

    /// Notes values that are of the right type and cannot be used.
    fn judge(&self, table: &DeTable<'_>, written: &mut Written<'_>) {
        let at = |section: &str, key: &str| {
            let section = table.get(section).and_then(|entry| entry.get_ref().as_table());
            section.and_then(|section| section.get(key)).map_or(0, |entry| entry.span().start)
        };
        for (key, severity, message) in self.fetcher.faults() {
            match severity {
                veille_model::Severity::Error => written.error(at("fetcher", key), message),
                veille_model::Severity::Warning => {
                    written.warning(at("fetcher", key), format!("fetcher.{key}: {message}"));
                }
            }
        }
        if let Err(message) = logs::filter(&self.log.filter) {
            written.error(at("log", "filter"), message);
        }
        if let Some(message) = self.metrics.fault() {
            written.error(at("metrics", "listen"), message);
        }
        for (key, message) in self.telemetry.faults() {
            written.error(at("telemetry", key), message);
        }
        if let Err(message) = self.nats.check() {
            let section = table.get("nats").map_or(0, |entry| entry.span().start);
            written.error(section, message);
        }
        for (key, message) in self.store.faults() {
            written.error(at("store", key), message);
        }
    }
}

/// The bytes of the key that a mistake lies in, with its value; of a table, with everything below its heading.
fn whole(table: &DeTable<'_>, mistake: &Range<usize>, text: &str) -> Option<Range<usize>> {
    for (key, value) in table {
        let (start, end) = (key.span().start, value.span().end.max(key.span().end));
        if let Some(inner) = value.get_ref().as_table()
            && let Some(found) = whole(inner, mistake, text)
        {
            return Some(found);
        }
        if (start..end.max(start + 1)).contains(&mistake.start) {
            // The span of a table is its heading alone; its keys would become those of the table above.
            let is_heading = value.get_ref().is_table() && text[..start].ends_with('[');
            let below = || text[end..].find("\n[").map_or(text.len(), |next| end + next);
            return Some(if is_heading { start - 1..below() } else { start..end });
        }
    }
    None
}

/// Puts blanks in the place of everything but ends of lines.
fn blank(text: &mut String, range: Range<usize>) {
    let Some(part) = text.get(range.clone()) else { return };
    // Bytes keep their places, so that the next mistake is still told at its line and column.
    let blanks: String = part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let (_, faults) = Settings::read("veille.toml", text);
        let faults: Vec<&Fault> = faults.iter().filter(|fault| fault.is_error()).collect();
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, (line, part)) in faults.iter().zip(expected) {
            assert_eq!(fault.line, *line, "{fault}");
            assert!(fault.message.contains(part), "{fault}");
        }
    }

    #[test]
    fn every_mistake_is_told_at_once_with_its_line() {
        let text = "[store]\npath = \"a.db\"\nfolder = 1\n[fetcher]\nhost_delay = 3\nconcurrency = \"many\"\n\
                    contact = \"me\"\nentries_max = -1\n[weather]\nsun = true\n[pipeline]\ntries = 1.5\n";
        let expected = [
            (3, "no key `folder`"),
            (5, "did you mean `host_delay_ms`?"),
            (6, "expected a whole number from 0 on, found the text \"many\""),
            (7, "\"me\" reaches nobody"),
            (8, "found the number -1"),
            (9, "no key `weather`"),
            (12, "found the number 1.5"),
        ];
        check(text, &expected);
    }

    #[test]
    fn what_is_no_table_no_filter_and_no_path_is_told() {
        check("fetcher = 3\n[log]\nformat = \"xml\"\n", &[(1, "a table of keys"), (3, "`text` or `json`")]);
        check(
            "[log]\nfilter = \"veille=loud\"\n[store]\npath = \"\"\n",
            &[(2, "filter"), (4, "path of a file")],
        );
        check("[store]\nurl = \"postgres://veille:s3cret@db/press\"\n", &[(2, "PGPASSWORD")]);
        check("[metrics]\nlisten = \"9464\"\n", &[(2, "127.0.0.1:8420")]);
        check(
            "[telemetry]\notlp = \"collector:4318\"\nsample = 5\n",
            &[(2, "http://127.0.0.1:4318"), (3, "0.0 to 1.0")],
        );
        check("[log\nfilter = \"\"a\"\n", &[(1, "")]);
        check("", &[]);
    }

    #[test]
    fn a_setting_beside_a_mistake_is_read() {
        let (settings, _) = Settings::read("veille.toml", "[store]\nfolder = 1\npath = \"a.db\"\n");
        assert_eq!(settings.store.path, PathBuf::from("a.db"));
    }
}
