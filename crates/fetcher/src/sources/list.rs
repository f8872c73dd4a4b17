//! The list of sources as `config/sources.toml` has it (TOML), with everything that is wrong with it.

use std::collections::{HashMap, HashSet};

use toml::de::DeTable;
use url::Url;
use veille_model::{Entry, Fault, SourceId, Written};

use super::source::{Section, Source, Sources};
use crate::address::refuses;
use crate::config::Config;
use crate::credentials::Credentials;

impl Sources {
    /// Reads a list of sources.
    ///
    /// # Errors
    /// The first that is wrong of what [`Sources::read`] finds.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (sources, faults) = Self::read("sources.toml", text, &Config::default());
        faults.into_iter().find(Fault::is_error).map_or(Ok(sources), Err)
    }

    /// Reads the list of sources in a file: those that can be used, and everything that is wrong with it.
    ///
    /// Errors are: unknown keys, an id that is no subject token or stands twice, a source without name or feeds, a feed
    /// that is no http or https URL or stands twice, a language or a country that is none. A feed that the address
    /// guard of this configuration would refuse is a warning.
    pub fn read(file: &str, text: &str, config: &Config) -> (Self, Vec<Fault>) {
        let mut reader = Reader {
            written: Written::new(file, text),
            text,
            config,
            ids: HashMap::new(),
            feeds: HashSet::new(),
            credentials: Credentials::default(),
        };
        let table = reader.written.table();
        reader.written.only(&table, &["source"]);
        let sources = table.get("source").map(|entry| reader.sources(entry)).unwrap_or_default();
        (Self(sources), reader.written.into_faults())
    }
}

/// Reads a file from its beginning to its end, and goes on after what is wrong.
struct Reader<'t> {
    written: Written<'t>,
    text: &'t str,
    config: &'t Config,
    /// Where each id stands first, in bytes.
    ids: HashMap<SourceId, usize>,
    feeds: HashSet<Url>,
    /// Of the source in hand.
    credentials: Credentials,
}

impl Reader<'_> {
    fn sources(&mut self, entry: &Entry<'_>) -> Vec<Source> {
        let Some(list) = entry.get_ref().as_array() else {
            self.written
                .error(entry.span().start, "expected [[source]], in double brackets, before each source");
            return Vec::new();
        };
        let mut sources = Vec::new();
        for value in list.iter() {
            match value.get_ref().as_table() {
                Some(table) => sources.extend(self.source(table, value.span().start)),
                None => self.written.mismatch(value, "source", "[[source]] and its keys below"),
            }
        }
        sources
    }

    fn source(&mut self, table: &DeTable<'_>, start: usize) -> Option<Source> {
        self.written.only(
            table,
            &["id", "name", "language", "country", "note", "paused", "feeds", "sections", "pages"],
        );
        self.credentials = Credentials::default();
        let id = self.id(table, start);
        let name = self.written.text(table, "name");
        if !table.contains_key("name") {
            self.written.missing(
                table,
                "name",
                start,
                "this source has no `name`; expected its name for people",
            );
        }
        let language = self.written.language(table, "language").map(|tag| tag.as_str().to_owned());
        let country = self.written.country(table, "country");
        let note = self.written.text(table, "note");
        let paused = self.flag(table, "paused");
        let has_others = table.contains_key("sections") || table.contains_key("pages");
        let feeds = if has_others { self.addresses(table, "feeds") } else { self.feeds(table, start) };
        let sections = self.sections(table);
        let pages = self.addresses(table, "pages");
        let is_empty = |key| {
            table.get(key).is_none_or(|list| list.get_ref().as_array().is_some_and(|list| list.is_empty()))
        };
        if has_others && ["feeds", "sections", "pages"].into_iter().all(is_empty) {
            self.written.missing(
                table,
                "feeds",
                start,
                "expected at least one feed, section or page of this source",
            );
        }
        // Only here, when all that is wrong with this source has been told.
        Some(Source {
            id: id?,
            name: name?,
            language,
            country,
            note,
            paused,
            feeds,
            sections,
            pages,
            credentials: std::mem::take(&mut self.credentials),
        })
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        let Some(entry) = table.get(key) else { return false };
        entry.get_ref().as_bool().unwrap_or_else(|| {
            self.written.mismatch(entry, key, "true or false");
            false
        })
    }

    fn id(&mut self, table: &DeTable<'_>, start: usize) -> Option<SourceId> {
        let Some(entry) = table.get("id") else {
            self.written.missing(
                table,
                "id",
                start,
                "this source has no `id`; expected one of a-z, 0-9, _ and -",
            );
            return None;
        };
        let written = self.written.text(table, "id")?;
        let (id, at) = (SourceId::new(&written), entry.span().start);
        // Not mended in silence: `Le Monde` and `le-monde` would
        // share subjects and rows without anybody having meant it.
        if id.as_str() != written {
            // Of `ç é` nothing is left that could be proposed.
            let proposed = (id != SourceId::unknown()).then(|| format!(", such as {:?}", id.as_str()));
            let told = format!("expected an id of a-z, 0-9, _ and -{}", proposed.unwrap_or_default());
            self.written.error(at, told);
            return None;
        }
        if let Some(first) = self.ids.get(&id) {
            let line = self.text[..*first].matches('\n').count() + 1;
            self.written.error(at, format!("the id {id} stands twice, first in line {line}"));
            return None;
        }
        self.ids.insert(id.clone(), at);
        Some(id)
    }

    fn feeds(&mut self, table: &DeTable<'_>, start: usize) -> Vec<Url> {
        let expected = "expected at least one feed of this source, as in feeds = [\"https://…\"]";
        match table.get("feeds") {
            None => self.written.missing(table, "feeds", start, expected),
            Some(entry) if entry.get_ref().as_array().is_some_and(|list| list.is_empty()) => {
                self.written.error(entry.span().start, expected);
            }
            Some(_) => {}
        }
        self.addresses(table, "feeds")
    }

    /// The addresses of a list that stand nowhere else.
    fn addresses(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Url> {
        let mut found = Vec::new();
        for (text, at) in self.written.list(table, key) {
            match address(&text) {
                Ok(url) => found.extend(self.feed(url, at)),
                Err(message) => self.written.error(at, message),
            }
        }
        found
    }

    /// Section pages: an address, or a table of one with the rule for its links.
    fn sections(&mut self, table: &DeTable<'_>) -> Vec<Section> {
        let Some(entry) = table.get("sections") else { return Vec::new() };
        let expected = "a list, as in [\"https://…\", { url = \"https://…\", links = \"/world/2*\" }]";
        let Some(list) = entry.get_ref().as_array() else {
            self.written.mismatch(entry, "sections", expected);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for value in list.iter() {
            let (text, rule) = match (value.get_ref().as_str(), value.get_ref().as_table()) {
                (Some(text), _) => (Some(text.to_owned()), None),
                (None, Some(rule)) => {
                    self.written.only(rule, &["url", "links", "selector"]);
                    (self.written.text(rule, "url"), Some(rule))
                }
                (None, None) => {
                    self.written.mismatch(value, "sections", expected);
                    continue;
                }
            };
            let at = value.span().start;
            let Some(text) = text else {
                self.written.error(at, "this section has no `url`; there are `url`, `links` and `selector`");
                continue;
            };
            let url = match address(&text) {
                Ok(url) => self.feed(url, at),
                Err(message) => {
                    self.written.error(at, message);
                    continue;
                }
            };
            let mut said =
                |key| rule.and_then(|rule| self.written.text(rule, key)).filter(|text| !text.is_empty());
            let (links, selector) = (said("links"), said("selector"));
            sections.extend(url.map(|url| Section { url, links, selector }));
        }
        sections
    }

    /// A feed that no other is.
    fn feed(&mut self, mut url: Url, at: usize) -> Option<Url> {
        // Without its password: with another one the same feed would pass for two.
        self.credentials.take(&mut url);
        if !self.feeds.insert(url.clone()) {
            self.written.error(at, format!("this feed stands twice: {url}"));
            return None;
        }
        let mut other = url.clone();
        let scheme = if url.scheme() == "https" { "http" } else { "https" };
        // A URL with a port of its own is another server's.
        if url.port().is_none() && other.set_scheme(scheme).is_ok() && self.feeds.contains(&other) {
            self.written.warning(at, format!("this feed is listed as {other} too, and would be read twice"));
        }
        if let Some(reason) = refuses(&url, &self.config.allow_private_addresses) {
            self.written.warning(
                at,
                format!(
                    "{reason}, so this feed will not be read; to allow it, list its address in \
                     fetcher.allow_private_addresses of veille.toml"
                ),
            );
        }
        Some(url)
    }
}

/// The address of a feed, without its fragment; what was expected where it is none.
fn address(written: &str) -> Result<Url, String> {
    // What browsers hand to feed readers: `feed://a.example/rss`, `feed:https://a.example/rss`.
    if let Some(rest) = written.strip_prefix("feed:") {
        let meant = match rest.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => rest.to_owned(),
        };
        return Err(format!(
            "`feed:` is a link for feed readers; expected the http or https URL behind it: {meant}"
        ));
    }
    let url = Url::parse(written).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let Some(mut url) = url else {
        // `www.a.example/rss` lacks its scheme alone, and that can be said.
        // `htp:/x` has one, and another than is expected; `a.example:8080` has a host that looks like one.
        let has_scheme = Url::parse(written).is_ok_and(|url| !url.scheme().contains('.'));
        return Err(match has_scheme || written.is_empty() || written.contains(' ') {
            true => format!("expected an http or https URL, found {written:?}"),
            false => format!("expected an http or https URL, such as https://{written}"),
        });
    };
    url.set_fragment(None);
    Ok(url)
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
    fn sections_and_pages_are_sources_too_and_are_written_as_they_are_read() {
        let text = "[[source]]\nid = \"a\"\nname = \"A\"\nsections = [\n  { url = \"https://a.example/\", links = \"/2*\" },\n  \
                    { url = \"https://a.example/b\" },\n]\npages = [\n  \"https://a.example/c\",\n]\n";
        let sources = Sources::parse(text).unwrap();
        let source = sources.iter().next().unwrap();
        assert_eq!(source.watched().map(Url::as_str).collect::<Vec<_>>().len(), 3);
        assert_eq!((source.sections[0].links.as_deref(), &source.sections[0].selector), (Some("/2*"), &None));
        assert_eq!(source.to_toml(), text);
        let check = |rest: &str, line: usize, part: &str| {
            let error = Sources::parse(&format!("[[source]]\nid = \"a\"\nname = \"A\"\n{rest}")).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.to_string().contains(part), "{error}");
        };
        check("sections = []\n", 1, "at least one feed, section or page");
        check("sections = \"https://a.example/\"\n", 4, "a list");
        check("sections = [{ link = \"/2*\" }]\n", 4, "`links`");
        check("sections = [{ links = \"/2*\" }]\n", 4, "no `url`");
        check("sections = [\"a.example\"]\n", 4, "https://a.example");
        check("sections = [\"https://a.example/\"]\npages = [\"https://a.example/\"]\n", 5, "stands twice");
    }

    #[test]
    fn the_password_of_a_feed_is_kept_apart_and_shown_nowhere() {
        let text = "[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"https://desk:s3cret@a.example/rss\"]\n";
        let sources = Sources::parse(text).unwrap();
        let source = sources.iter().next().unwrap();
        assert_eq!(source.feeds[0].as_str(), "https://a.example/rss");
        assert!(!format!("{source:?}{}", sources.to_opml()).contains("s3cret"));
        assert_eq!(source.to_toml(), text, "in the list itself it stays");
        assert_eq!(source.credentials.whole(&source.feeds[0]).password(), Some("s3cret"));
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
        check(
            &format!("{head}feed = [\"https://a.example/\"]"),
            4,
            "no key `feed` here; did you mean `feeds`?",
        );
        check(&format!("{head}feeds = [\"htp:/x\"]"), 4, "an http or https URL, found \"htp:/x\"");
        check(&format!("{head}feeds = [\"a.example:8080/rss\"]"), 4, "such as https://a.example:8080/rss");
        let twice = format!("{head}feeds = [\"https://a.example/\"]\n{head}feeds = [\"https://b.example/\"]");
        check(&twice, 6, "the id a stands twice, first in line 2");
        check("[[source]]\nid = \"ç é\"\nname = \"A\"\nfeeds = []", 2, "expected an id of a-z, 0-9, _ and -");
        check("[[source]]\nid = \"Le Monde\"\nname = \"A\"\nfeeds = []", 2, "\"le-monde\"");
        check(&format!("{head}feeds = [\"http://a.example/\", \"http://a.example/\"]"), 4, "stands twice");
        check(
            &format!("{head}feeds = [\"http://a.example/\"]\n{head}feeds = [\"http://b.example/\"]"),
            6,
            "id a",
        );
        check("[[source]]\nid = \"a\"\nfeeds = [\"http://a.example/\"]", 1, "name");
        check("[[source]\n", 1, "");
        check(&format!("{head}feeds = [\"feed://a.example/rss\"]"), 4, "behind it: https://a.example/rss");
        check(&format!("{head}feeds = [\"http://a.example/\"]\nlanguage = \"french\""), 5, "expected `fr`");
        check(&format!("{head}feeds = [\"http://a.example/\"]\ncountry = \"France\""), 5, "expected `FR`");
        check("[source]\nid = \"a\"\n", 1, "double brackets");
    }

    #[test]
    fn all_mistakes_are_found_at_once_and_the_sound_sources_read() {
        let text = "[[source]]\nid = \"A\"\nname = \"A\"\nlanguage = \"french\"\nfeeds = [\"a\", \"ftp://b\"]\n\
                    [[source]]\nid = \"b\"\nname = \"B\"\nfeeds = [\"https://b.example/\"]\n\
                    [[source]]\nname = 7\n";
        let (sources, faults) = Sources::read("s.toml", text, &Config::default());
        assert_eq!(sources.iter().map(|source| source.id.as_str()).collect::<Vec<_>>(), ["b"]);
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 4, 5, 5, 10, 10, 11], "{faults:#?}");
    }

    #[test]
    fn a_feed_that_the_guard_refuses_is_warned_of() {
        let check = |feed: &str, allowed: &[&str], part: Option<&str>| {
            let text = format!("[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [{feed:?}]\n");
            let allowed = allowed.iter().map(|place| place.parse().unwrap()).collect();
            let config = Config { allow_private_addresses: allowed, ..Config::default() };
            let (sources, faults) = Sources::read("s.toml", &text, &config);
            assert_eq!(sources.len(), 1);
            match (part, faults.as_slice()) {
                (None, []) => {}
                (Some(part), [fault]) => {
                    assert!(!fault.is_error() && fault.message.contains(part), "{fault}")
                }
                (_, faults) => panic!("{feed}: {faults:?}"),
            }
        };
        check("https://a.example/rss", &[], None);
        check("http://localhost/rss", &[], Some("this machine"));
        check("http://news.localhost:8090/rss", &[], Some("this machine"));
        check("http://localhost:8090/rss", &["127.0.0.1:8090"], None);
        check("http://localhost:8091/rss", &["127.0.0.1:8090"], Some("this machine"));
        check("http://10.0.0.5/rss", &[], Some("10.0.0.5"));
        check("http://10.0.0.5/rss", &["10.0.0.0/8"], None);
        check("http://[::1]/rss", &[], Some("::1"));
    }

    #[test]
    fn one_feed_in_several_spellings_is_one_feed() {
        let feeds = "[\"https://h.example/rss\", \"https://h.example:443/rss\", \"https://H.example/rss#x\", \
                     \" http://h.example/rss \"]";
        let text = format!("[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = {feeds}\n");
        let (_, faults) = Sources::read("s.toml", &text, &Config::default());
        let said: Vec<bool> = faults.iter().map(Fault::is_error).collect();
        assert_eq!(said, [true, true, false], "{faults:#?}");
    }

    #[test]
    fn the_sources_that_we_ship_are_readable() {
        let sources = Sources::parse(include_str!("../../../../config/sources.toml")).unwrap();
        assert!(sources.len() >= 40);
        let languages: HashSet<_> = sources.iter().filter_map(|source| source.language.as_deref()).collect();
        assert!(languages.len() >= 10, "{languages:?}");
    }
}
