//! Publishers and their feeds, as `config/sources.toml` lists them.

use std::collections::HashSet;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use url::Url;
use veille_model::SourceId;

/// A publisher that we read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name in subjects and rows.
    pub id: SourceId,
    /// Its name for people.
    pub name: String,
    /// The language that it mostly writes in, BCP 47.
    pub language: Option<String>,
    /// The country that it is published in, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Its feeds: RSS, Atom, JSON Feed or news sitemaps.
    pub feeds: Vec<Url>,
}

/// All publishers that we read, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(Vec<Source>);

/// What is wrong in a list of sources, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}\n  {text}")]
pub struct SourcesError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was expected.
    pub message: String,
    /// The line itself.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Spanned<String>,
    name: String,
    language: Option<String>,
    country: Option<String>,
    feeds: Spanned<Vec<Spanned<String>>>,
}

impl Sources {
    /// Reads a list of sources.
    ///
    /// Refused are: unknown keys, an id that is no subject token or stands twice, a source without feeds, a feed that
    /// is no http or https URL or stands twice.
    pub fn parse(text: &str) -> Result<Self, SourcesError> {
        let file: File = toml::from_str(text).map_err(|error| {
            SourcesError::at(text, error.span().unwrap_or_default(), error.message().to_owned())
        })?;
        let (mut ids, mut feeds) = (HashSet::new(), HashSet::new());
        let mut sources = Vec::with_capacity(file.source.len());
        for written in file.source {
            let source = read(written, &mut ids, &mut feeds);
            sources.push(source.map_err(|(span, message)| SourcesError::at(text, span, message))?);
        }
        Ok(Self(sources))
    }

    /// The sources.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Source>> for Sources {
    fn from(sources: Vec<Source>) -> Self {
        Self(sources)
    }
}

type Misplaced = (Range<usize>, String);

fn read(
    written: Written,
    ids: &mut HashSet<SourceId>,
    known: &mut HashSet<Url>,
) -> Result<Source, Misplaced> {
    let id = SourceId::new(written.id.get_ref());
    if id.as_str() != written.id.get_ref() {
        let message = format!("expected an id of a-z, 0-9, _ and -, such as {:?}", id.as_str());
        return Err((written.id.span(), message));
    }
    if !ids.insert(id.clone()) {
        return Err((written.id.span(), format!("the id {id} stands twice")));
    }
    if written.feeds.get_ref().is_empty() {
        return Err((written.feeds.span(), format!("expected at least one feed of {id}")));
    }
    let mut feeds = Vec::new();
    for feed in written.feeds.into_inner() {
        let span = feed.span();
        let url = Url::parse(feed.get_ref()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(mut url) = url else {
            return Err((span, "expected an http or https URL".to_owned()));
        };
        url.set_fragment(None);
        if !known.insert(url.clone()) {
            return Err((span, "this feed stands twice".to_owned()));
        }
        feeds.push(url);
    }
    Ok(Source { id, name: written.name, language: written.language, country: written.country, feeds })
}

impl SourcesError {
    fn at(text: &str, span: Range<usize>, message: String) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
            text: text[line_start..].lines().next().unwrap_or_default().trim_end().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_in_its_order() {
        let sources = Sources::parse(
            "[[source]]\nid = \"b\"\nname = \"B\"\nlanguage = \"vi\"\nfeeds = [\"https://b.example/rss\"]\n\
             [[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"https://a.example/rss#x\", \"http://a.example/atom\"]\n",
        )
        .unwrap();
        let ids: Vec<_> = sources.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids, ["b", "a"]);
        assert_eq!(sources.iter().nth(1).unwrap().feeds[0].as_str(), "https://a.example/rss");
    }

    #[test]
    fn an_error_points_at_its_line() {
        let check = |text: &str, line: usize, part: &str| {
            let error = Sources::parse(text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.to_string().contains(part), "{error}");
        };
        let head = "[[source]]\nid = \"a\"\nname = \"A\"\n";
        check(
            &format!("{head}feeds = [\n  \"https://a.example/\",\n  \"a.example/rss\",\n]\n"),
            6,
            "https URL",
        );
        check(&format!("{head}feeds = []"), 4, "at least one feed");
        check(&format!("{head}feed = [\"https://a.example/\"]"), 4, "unknown field");
        check("[[source]]\nid = \"Le Monde\"\nname = \"A\"\nfeeds = []", 2, "\"le-monde\"");
        check(&format!("{head}feeds = [\"http://a.example/\", \"http://a.example/\"]"), 4, "stands twice");
        check(
            &format!("{head}feeds = [\"http://a.example/\"]\n{head}feeds = [\"http://b.example/\"]"),
            6,
            "id a",
        );
        check("[[source]]\nid = \"a\"\nfeeds = [\"http://a.example/\"]", 1, "name");
        check("[[source]\n", 1, "");
    }

    #[test]
    fn the_sources_that_we_ship_are_readable() {
        let sources = Sources::parse(include_str!("../../../config/sources.toml")).unwrap();
        assert!(sources.len() >= 20);
    }
}
