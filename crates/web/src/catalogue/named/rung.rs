//! Places among those who are named and among what was said, as they stand in addresses.

use std::fmt;
use std::str::FromStr;

use url::form_urlencoded::{byte_serialize, parse};
use veille_model::MentionKind;

use crate::cursor::Cursor;

/// Where somebody stands among those who are named: by what was counted of them, by the newest article that names them, and of equals by
/// their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rung {
    /// Whether they stand with those of whom nothing is told.
    pub is_last: bool,
    pub articles: u32,
    pub quotations: u32,
    pub latest: Cursor,
    pub name: String,
    pub kind: MentionKind,
    pub key: String,
}

/// Where a quotation stands: in its article's place, and by which of the article's it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SaidAt {
    pub place: Cursor,
    pub at: u32,
}

/// What parts the parts: an escaped name has none, and ids have none before it.
const BETWEEN: char = '~';

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { is_last, articles, quotations, latest, name, kind, key } = self;
        let escaped = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let (name, key, kind) = (escaped(name), escaped(key), kind.as_str());
        write!(f, "{}~{articles}~{quotations}~{kind}~{name}~{key}~{latest}", u8::from(*is_last))
    }
}

impl FromStr for Rung {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // The place is the last, for its id may hold anything.
        let parts: Vec<&str> = text.splitn(7, BETWEEN).collect();
        let [is_last, articles, quotations, kind, name, key, latest] = parts[..] else { return Err(()) };
        let plain = |text: &str| {
            parse(text.as_bytes()).next().map_or_else(String::new, |(text, _)| text.into_owned())
        };
        Ok(Self {
            is_last: is_last == "1",
            articles: articles.parse().map_err(drop)?,
            quotations: quotations.parse().map_err(drop)?,
            latest: latest.parse()?,
            name: plain(name),
            kind: MentionKind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or(())?,
            key: plain(key),
        })
    }
}

impl fmt::Display for SaidAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.at, self.place)
    }
}

impl FromStr for SaidAt {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, place) = text.split_once(BETWEEN).ok_or(())?;
        Ok(Self { at: at.parse().map_err(drop)?, place: place.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_were_written() {
        let latest: Cursor = "2025-10-26_5_an~id".parse().unwrap();
        for name in ["António Guterres", "a~b & c=d", "", "غوتيريش"] {
            let (name, key) = (name.to_owned(), "q~1".to_owned());
            let kind = MentionKind::Person;
            let latest = latest.clone();
            let rung = Rung { is_last: true, articles: 12, quotations: 3, latest, name, kind, key };
            assert_eq!(rung.to_string().parse(), Ok(rung));
        }
        let said_at = SaidAt { place: latest, at: 7 };
        assert_eq!(said_at.to_string().parse(), Ok(said_at));
        for damaged in ["", "1~2~3~person~a~b", "1~2~3~nobody~a~b~undated__a", "x~undated__a"] {
            assert!(damaged.parse::<Rung>().is_err() && damaged.parse::<SaidAt>().is_err(), "{damaged}");
        }
    }
}
