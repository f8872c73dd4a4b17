//! Outlets by their domains and names, as read from `config/outlets.toml`.

use veille_model::{Entry, Fault, LanguageTag, Written};
use veille_text::fold::compact;

/// The outlets that we know.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    outlets: Vec<Outlet>,
}

/// A newspaper, a site, an agency; an edition in another language is one of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// What it calls itself.
    pub name: String,
    /// The end of its hosts, and the beginning of its paths where that sets it apart: `news.un.org/fr`.
    pub domain: String,
    /// What else credits call it.
    pub names: Vec<String>,
    /// The one language that it writes in, BCP 47.
    pub language: Option<LanguageTag>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whether its texts are written to be reprinted.
    pub agency: bool,
}

impl Outlets {
    /// Reads a table of outlets.
    ///
    /// # Errors
    ///
    /// The first that is wrong of what [`Outlets::read`] finds.
    pub fn parse(file: &str, content: &str) -> Result<Self, Fault> {
        let (outlets, faults) = Self::read(file, content);
        faults.into_iter().find(Fault::is_error).map_or(Ok(outlets), Err)
    }

    /// Reads a table of outlets: those that can be used, and everything that is wrong with it. Errors are: what is
    /// malformed, unknown keys, a domain that is none or stands twice, a language or a country that is none.
    pub fn read(file: &str, content: &str) -> (Self, Vec<Fault>) {
        let mut written = Written::new(file, content);
        let table = written.table();
        written.only(&table, &["outlet"]);
        let mut outlets: Vec<Outlet> = Vec::new();
        let entries = table.get("outlet").map(|entry| listed(&mut written, entry)).unwrap_or_default();
        for entry in entries {
            let Some((outlet, at)) = outlet(&mut written, entry) else { continue };
            if outlets.iter().any(|known| known.domain == outlet.domain) {
                let problem =
                    format!("`{}` is in the table already; expected each domain once", outlet.domain);
                written.error(at, problem);
                continue;
            }
            outlets.push(outlet);
        }
        (Self { outlets }, written.into_faults())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.outlets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty()
    }

    /// The outlet that an address belongs to: of those that fit, the one with the longest domain.
    pub fn at(&self, url: &str) -> Option<&Outlet> {
        let host = veille_model::host(url)?;
        let path =
            url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        // `/fr?utm_source=x` is `/fr`.
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let fitting = self.outlets.iter().filter(|outlet| outlet.is_at(&host, path));
        // `fr.nhandan.vn` is an edition of its own beside `nhandan.vn`.
        fitting.max_by_key(|outlet| outlet.domain.len())
    }

    /// The outlet of this name, whatever its case and accents.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        let name = compact(name);
        let mut known = self.outlets.iter();
        known.find(|outlet| {
            compact(&outlet.name) == name || outlet.names.iter().any(|other| compact(other) == name)
        })
    }
}

/// The entries of a list of tables.
fn listed<'a, 't>(written: &mut Written<'_>, entry: &'a Entry<'t>) -> Vec<&'a Entry<'t>> {
    match entry.get_ref().as_array() {
        Some(list) => list.iter().collect(),
        None => {
            written.error(entry.span().start, "expected [[outlet]], in double brackets, before each outlet");
            Vec::new()
        }
    }
}

/// One outlet, and the byte that it begins at.
fn outlet(written: &mut Written<'_>, entry: &Entry<'_>) -> Option<(Outlet, usize)> {
    let start = entry.span().start;
    let Some(table) = entry.get_ref().as_table() else {
        written.mismatch(entry, "outlet", "[[outlet]] and its keys below");
        return None;
    };
    written.only(table, &["name", "domain", "names", "language", "country", "agency"]);
    for key in ["name", "domain"] {
        if !table.contains_key(key) {
            written.missing(table, key, start, format!("this outlet has no `{key}`"));
        }
    }
    let (name, domain) = (written.text(table, "name"), written.text(table, "domain"));
    if let (Some(domain), Some(at)) = (&domain, table.get("domain"))
        && (domain.contains("://") || domain.contains(char::is_whitespace) || !domain.contains('.'))
    {
        written.error(
            at.span().start,
            "expected the end of its hosts, such as `lemonde.fr` or `news.un.org/fr`",
        );
    }
    let agency = table.get("agency").map(|entry| match entry.get_ref().as_bool() {
        Some(agency) => agency,
        None => {
            written.mismatch(entry, "agency", "true or false");
            false
        }
    });
    let names = written.list(table, "names").into_iter().map(|(name, _)| name).collect();
    let (language, country) = (written.language(table, "language"), written.country(table, "country"));
    let agency = agency.unwrap_or_default();
    Some((Outlet { name: name?, domain: as_in_addresses(&domain?), names, language, country, agency }, start))
}

/// A domain as addresses have it: `LeMonde.fr` is `lemonde.fr`, and no stroke ends a path. What is below the host counts by its
/// letters as written.
fn as_in_addresses(domain: &str) -> String {
    let (host, path) = domain.split_at(domain.find('/').unwrap_or(domain.len()));
    host.to_lowercase() + path.trim_end_matches('/')
}

impl Outlet {
    fn is_at(&self, host: &str, path: &str) -> bool {
        let (own_host, own_path) = self.domain.split_once('/').unwrap_or((&self.domain, ""));
        // A whole label: `lemonde.fr` is not the end of `pas-lemonde.fr`.
        let under = host.strip_suffix(own_host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let below = path.strip_prefix(own_path);
        // Likewise a whole part of the path: `/fr` is not the beginning of `/france`.
        under && below.is_some_and(|rest| own_path.is_empty() || rest.is_empty() || rest.starts_with('/'))
    }
}
