//! Which kind of file a name announces, and which kind of feed the first bytes give away.

use std::path::Path;

use veille_model::CaptureKind;
use veille_text::charset::{Inside, Labels, decode};

/// How the captures of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One capture a file.
    Seed(Seed),
    /// One capture a line.
    JsonLines(Packing),
    /// WARC, plain, gzip or Zstandard: its first bytes tell.
    Warc,
    /// WARCs in a ZIP file.
    Wacz,
    /// A PDF or a DOCX.
    Document,
    /// A message, or a page saved as one.
    Mail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seed {
    Text,
    Html,
    Rss,
    Atom,
    /// `.xml`: a feed or something else.
    Xml,
    /// `.json`: a JSON Feed or something else.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Format {
    /// The format that a file's name announces; None for every other name.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        // Before the `.gz` is taken off: a WARC is packed by records, which its reader has to see.
        if [".warc", ".warc.gz", ".warc.zst"].iter().any(|end| name.ends_with(end)) {
            return Some(Self::Warc);
        }
        let (stem, packing) = match name.rsplit_once('.') {
            Some((stem, "gz")) => (stem, Packing::Gzip),
            Some((stem, "zst")) => (stem, Packing::Zstd),
            _ => (name.as_str(), Packing::Plain),
        };
        match (stem.rsplit_once('.')?.1, packing) {
            ("wacz", Packing::Plain) => Some(Self::Wacz),
            ("pdf" | "docx", Packing::Plain) => Some(Self::Document),
            ("eml" | "mhtml" | "mht", Packing::Plain) => Some(Self::Mail),
            ("jsonl" | "ndjson", packing) => Some(Self::JsonLines(packing)),
            (extension, Packing::Plain) => Seed::of(extension).map(Self::Seed),
            _ => None,
        }
    }
}

impl Seed {
    fn of(extension: &str) -> Option<Self> {
        Some(match extension {
            "txt" => Self::Text,
            "html" | "htm" | "xhtml" => Self::Html,
            "rss" => Self::Rss,
            "atom" => Self::Atom,
            "xml" => Self::Xml,
            "json" => Self::Json,
            _ => return None,
        })
    }

    /// The media type and kind of a seed file, from its name and, for `.xml` and `.json`, its first bytes; Err says
    /// what the file is not.
    pub(crate) fn media(self, body: &[u8]) -> Result<(&'static str, CaptureKind), &'static str> {
        let feed = |media| Ok((media, CaptureKind::Feed));
        match self {
            Self::Text => Ok(("text/plain", CaptureKind::Page)),
            Self::Html => Ok(("text/html", CaptureKind::Page)),
            Self::Rss => feed("application/rss+xml"),
            Self::Atom => feed("application/atom+xml"),
            Self::Xml => xml_feed(body).map_or(Err("XML, but neither RSS nor Atom"), feed),
            Self::Json if is_json_feed(body) => feed("application/feed+json"),
            Self::Json => Err("JSON, but neither a JSON Feed nor captures"),
        }
    }
}

/// The kind that a capture's media type announces, where it comes from an archive that knows no kinds.
pub(crate) fn kind_of(media_type: Option<&str>, body: &[u8]) -> CaptureKind {
    let essence = media_type.and_then(|media| media.split(';').next()).unwrap_or_default().trim();
    let is_feed = match essence.to_ascii_lowercase().as_str() {
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/feed+json" => {
            true
        }
        // Servers send RSS so, and sitemaps.
        "application/xml" | "text/xml" => xml_feed(body).is_some(),
        "application/json" => is_json_feed(body),
        veille_model::FeedEntry::MEDIA_TYPE => return CaptureKind::Entry,
        _ => false,
    };
    if is_feed { CaptureKind::Feed } else { CaptureKind::Page }
}

/// The media type of a feed in XML, by its root element (the fetcher's reader opens more, sitemaps among them, which have none); prolog, comments and doctype stand before it.
fn xml_feed(body: &[u8]) -> Option<&'static str> {
    let labels = Labels { inside: Inside::Declaration, ..Labels::default() };
    // Prolog, comments and doctype fit in; a feed that comments for longer is told by its type.
    let text = decode(&body[..body.len().min(4096)], &labels).0;
    let mut rest = &*text;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            // A `<rss>` in a comment is no root.
            rest = &comment[comment.find("-->")?..];
        } else if !rest.starts_with(['?', '!']) {
            break;
        }
    }
    let root = rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?.to_ascii_lowercase();
    // `rdf:RDF`, and any other prefix that somebody binds.
    match root.rsplit(':').next()? {
        "rss" => Some("application/rss+xml"),
        "feed" => Some("application/atom+xml"),
        "rdf" => Some("application/rdf+xml"),
        _ => None,
    }
}

/// A JSON Feed names its version near its beginning: `"version": "https://jsonfeed.org/version/1.1"`.
pub(crate) fn is_json_feed(body: &[u8]) -> bool {
    // Members of JSON stand in any order: a long description may be the first.
    memchr::memmem::find(&body[..body.len().min(64 << 10)], b"jsonfeed.org/version/").is_some()
        && body.trim_ascii_start().first() == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_announces_its_format() {
        let check = |name: &str, expected: Option<Format>| {
            assert_eq!(Format::of(Path::new(name)), expected, "{name}")
        };
        check("a/000_x.txt", Some(Format::Seed(Seed::Text)));
        check("PAGE.HTM", Some(Format::Seed(Seed::Html)));
        check("feed.xml", Some(Format::Seed(Seed::Xml)));
        check("x.warc", Some(Format::Warc));
        check("x.WARC.gz", Some(Format::Warc));
        check("x.warc.zst", Some(Format::Warc));
        check("crawl.WACZ", Some(Format::Wacz));
        check("press release.eml", Some(Format::Mail));
        check("communiqué.PDF", Some(Format::Document));
        check("page.MHT", Some(Format::Mail));
        check("x.jsonl", Some(Format::JsonLines(Packing::Plain)));
        check("x.ndjson.zst", Some(Format::JsonLines(Packing::Zstd)));
        check("x.jsonl.gz", Some(Format::JsonLines(Packing::Gzip)));
        check("x.html.gz", None);
        check("README.md", None);
        check("jsonl", None);
    }

    #[test]
    fn the_root_element_tells_a_feed_from_other_xml() {
        let check = |xml: &str, expected| assert_eq!(xml_feed(xml.as_bytes()), expected, "{xml}");
        check("<?xml version=\"1.0\"?>\n<!-- <feed> --><rss version=\"2.0\">", Some("application/rss+xml"));
        check("\u{feff}<feed xmlns=\"http://www.w3.org/2005/Atom\">", Some("application/atom+xml"));
        check("<rdf:RDF>", Some("application/rdf+xml"));
        check("<!DOCTYPE x [<!ELEMENT rss>]><urlset>", None);
        check("<rss", Some("application/rss+xml"));
        check("", None);
    }

    #[test]
    fn a_json_feed_names_its_version() {
        assert!(is_json_feed(br#" {"version": "https://jsonfeed.org/version/1.1","items":[]}"#));
        assert!(!is_json_feed(br#"{"version": "1.1"}"#));
    }
}
