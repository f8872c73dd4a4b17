//! Outlets by their domains and names, as read from `config/outlets.toml`.

use serde::Deserialize;
use thiserror::Error;
use veille_model::LanguageTag;
use veille_text::fold::{Folded, fold};

/// The outlets that we know.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    outlets: Vec<Outlet>,
}

/// A newspaper, a site, an agency; an edition in another language is one of its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// What it calls itself.
    pub name: String,
    /// The end of its hosts, and the beginning of its paths where that sets it apart: `news.un.org/fr`.
    pub domain: String,
    /// What else credits call it.
    #[serde(default)]
    pub names: Vec<String>,
    /// The one language that it writes in, BCP 47.
    #[serde(default)]
    pub language: Option<LanguageTag>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// Whether its texts are written to be reprinted.
    #[serde(default)]
    pub agency: bool,
}

/// A table of outlets that cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}:{column}: {problem}")]
pub struct OutletError {
    /// The file's name as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in code points.
    pub column: usize,
    /// What is wrong and what was expected.
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    outlet: Vec<toml::Spanned<Outlet>>,
}

impl Outlets {
    /// Reads a table of outlets.
    ///
    /// # Errors
    ///
    /// Where it is malformed, has unknown keys, or one domain twice.
    pub fn parse(file: &str, content: &str) -> Result<Self, OutletError> {
        let error = |offset: usize, problem: String| {
            let before = content.get(..offset).unwrap_or(content);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            OutletError { file: file.to_owned(), line, column, problem }
        };
        let table: Table = toml::from_str(content)
            .map_err(|found| error(found.span().map_or(0, |span| span.start), found.message().to_owned()))?;
        let mut outlets: Vec<Outlet> = Vec::with_capacity(table.outlet.len());
        for entry in table.outlet {
            let at = entry.span().start;
            let outlet = entry.into_inner();
            if outlets.iter().any(|known| known.domain == outlet.domain) {
                let problem =
                    format!("`{}` is in the table already; expected each domain once", outlet.domain);
                return Err(error(at, problem));
            }
            outlets.push(outlet);
        }
        Ok(Self { outlets })
    }

    /// The outlet that an address belongs to: of those that fit, the one with the longest domain.
    pub fn at(&self, url: &str) -> Option<&Outlet> {
        let host = veille_model::host(url)?;
        let path =
            url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let fitting = self.outlets.iter().filter(|outlet| outlet.is_at(&host, path));
        fitting.max_by_key(|outlet| outlet.domain.len())
    }

    /// The outlet of this name, whatever its case and accents.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        let name = key(name);
        let mut known = self.outlets.iter();
        known.find(|outlet| key(&outlet.name) == name || outlet.names.iter().any(|other| key(other) == name))
    }
}

impl Outlet {
    fn is_at(&self, host: &str, path: &str) -> bool {
        let (own_host, own_path) = self.domain.split_once('/').unwrap_or((&self.domain, ""));
        let under = host.strip_suffix(own_host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let below = path.strip_prefix(own_path);
        under && below.is_some_and(|rest| own_path.is_empty() || rest.is_empty() || rest.starts_with('/'))
    }
}

/// A name as compared: letters and digits, folded.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for character in name.chars() {
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) => key.push(letter),
            Folded::Several(letters) => key.push_str(letters),
            Folded::Separator | Folded::Transparent => {}
        }
    }
    key
}
