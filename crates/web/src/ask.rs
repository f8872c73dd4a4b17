//! What a request asks for: a path, its parameters, and in which words and format it wants to be answered.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use chrono::{DateTime, TimeDelta, Utc};
use url::form_urlencoded;

use crate::access::{FormToken, OverTls, Who, cookie};
use crate::cursor::Turn;
use crate::format::Format;
use crate::guard;
use crate::instants;
use crate::light::Scheme;
use crate::selection::{Misread, Selection};
use crate::words::Words;

/// Characters of a name that is asked for.
const NAME_MAX: usize = 200;

/// What a request asks for.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub words: Words,
    /// The path as written, with the ending that names the format.
    pub path: String,
    pub pairs: Vec<(String, String)>,
    pub format: Format,
    /// Where we are reached: `http://127.0.0.1:8420`.
    pub base: String,
    /// Whether that opens on this machine alone.
    pub is_here_alone: bool,
    /// Who asks; None on the way in.
    pub who: Option<Who>,
    /// What forms carry.
    pub form: String,
    /// In which light pages are wanted.
    pub light: Scheme,
    /// When Today was looked at: at the visit before this one, and last.
    pub visit: Option<Visit>,
}

/// When somebody looked at Today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    /// At the end of the visit before this one; none before the first.
    pub before: Option<DateTime<Utc>>,
    last: DateTime<Utc>,
}

impl Visit {
    /// Whoever was away for half an hour comes anew.
    const AWAY: TimeDelta = TimeDelta::minutes(30);

    /// The visit of who looks now, after this one.
    pub fn at(known: Option<Self>, now: DateTime<Utc>) -> Self {
        match known {
            Some(known) if now - known.last < Self::AWAY => Self { last: now, ..known },
            Some(known) => Self { before: Some(known.last), last: now },
            None => Self { before: None, last: now },
        }
    }

    /// As its cookie says it.
    pub fn written(self) -> String {
        let before = self.before.map_or(0, |before| before.timestamp());
        format!("{before}.{}", self.last.timestamp())
    }

    fn read(text: &str) -> Option<Self> {
        let (before, last) = text.split_once('.')?;
        let before = instants::of_seconds(before).filter(|at| at.timestamp() > 0);
        Some(Self { before, last: instants::of_seconds(last)? })
    }
}

impl Ask {
    /// The value of a parameter; an empty one is none.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// A parameter that is somebody's name or role. A longer one is nobody's, and would be compared with everybody's.
    pub fn name(&self, name: &'static str) -> Result<Option<&str>, Misread> {
        let value = self.value(name);
        // Counted no further than to the limit: the value may have megabytes.
        match value.filter(|value| value.chars().nth(NAME_MAX).is_some()) {
            Some(value) => Err(Misread { name, value: value.to_owned() }),
            None => Ok(value),
        }
    }

    /// The filters and the place in a list that it asks for, as who looks means them.
    pub fn selection(&self) -> Result<(Selection, Turn), Misread> {
        let (selection, turn) = Selection::read(&self.pairs)?;
        Ok((Selection { reader: self.reader(), ..selection.in_order()? }, turn))
    }

    /// The same without a place.
    pub fn filters(&self) -> Result<Selection, Misread> {
        let selection = Selection::read_filters(&self.pairs)?.in_order()?;
        Ok(Selection { reader: self.reader(), ..selection })
    }

    /// Who looks, as what is read is remembered by; a program reads as its owner.
    pub fn reader(&self) -> String {
        let name = self.who.as_ref().map_or("local", |who| who.name.as_str());
        // A token is `hoa/1a2b3c4d5e6f`.
        name.split('/').next().unwrap_or_default().to_owned()
    }

    /// The address that is asked for.
    pub fn here(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        // They are in cookies by then.
        let kept = ["ui", "zone", "light"];
        query.extend_pairs(self.pairs.iter().filter(|(name, _)| !kept.contains(&name.as_str())));
        match query.finish() {
            query if query.is_empty() => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// The same address with another parameter.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().filter(|(known, _)| known != name));
        query.append_pair(name, value);
        format!("{}?{}", self.path, query.finish())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asked =
            |asked: &str| pairs.iter().find(|(name, _)| name == asked).map(|(_, value)| value.as_str());
        let kept = |name: &str| cookie(&parts.headers, name);
        let path = parts.uri.path().to_owned();
        Ok(Self {
            // The address first, for a link that was sent on has the words of who sent it.
            words: Words::choose(asked("ui").or(kept("ui")), text(header::ACCEPT_LANGUAGE)),
            light: asked("light").or(kept("light")).and_then(Scheme::read).unwrap_or_default(),
            format: Format::split(&path).1,
            path,
            pairs,
            base: guard::base(&parts.headers, parts.extensions.get::<OverTls>().is_some()),
            is_here_alone: guard::is_here_alone(&parts.headers),
            who: parts.extensions.get::<Who>().cloned(),
            visit: kept("visit").and_then(Visit::read),
            form: parts.extensions.get::<FormToken>().cloned().unwrap_or_default().0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_away_comes_anew_and_is_told_since_when() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let first = Visit::at(None, at("2025-10-26T08:00:00Z"));
        assert_eq!(first.before, None);
        let same = Visit::at(Visit::read(&first.written()), at("2025-10-26T08:20:00Z"));
        assert_eq!(same.before, None);
        let next = Visit::at(Visit::read(&same.written()), at("2025-10-27T07:00:00Z"));
        assert_eq!(next.before, Some(at("2025-10-26T08:20:00Z")));
        let again = Visit::at(Visit::read(&next.written()), at("2025-10-27T07:10:00Z"));
        assert_eq!(again.before, next.before);
        for damaged in ["", "x", "1", "1.x", ".", "9999999999999999.1", "8210266876799.8210266876799"] {
            assert!(Visit::read(damaged).is_none_or(|it| it.before.is_none()), "{damaged}");
        }
    }
}
