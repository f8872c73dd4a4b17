//! Feeds: RSS 0.9 to 2.0 and RDF, Atom 0.3 and 1.0, CDF, JSON Feed, news sitemaps and their indexes; well-formed or not.
//!
//! One reader of our own for all of them. A strict one (feed-rs) stood before it: of 1,105 feeds collected to break readers
//! it opened three quarters, and what it opened was never read better than here. A feed that a thousand people read in
//! their browsers is not lost for one bare `&`, nor for a member of the wrong type.

mod cdata;
mod context;
mod date;
mod decode;
mod doctype;
mod entry;
mod heading;
mod json;
mod link;
mod markup;
mod namespace;
mod opml;
mod page;
mod person;
mod plain;
mod relative;
mod text;
mod xml;

pub use heading::heading;
pub(crate) use opml::{Outline, outlines};
pub(crate) use page::advertised_beside;

use std::borrow::Cow;

use url::Url;
use veille_model::{FeedEntry, Moment};

/// Entries read of one document. The news sitemaps of the largest publishers hold a thousand, as their format has it.
const ENTRIES_MAX: usize = 20_000;
/// The same of a sitemap, of which each is little: as many as the format allows (sitemaps.org).
const URLS_MAX: usize = 50_000;
/// Bytes looked at for the name of an element, its prefix included.
const NAME_BYTES_MAX: usize = 64;
/// Values in a JSON Feed: entries, their members, authors and attachments. Five thousand entries of thirty have so many.
const VALUES_MAX: usize = 250_000;
/// Hubs taken of a feed, of which the first is asked.
const HUBS_MAX: usize = 8;
/// Bytes that each entry inherits at most, of the title of its feed and of the names of who signs for it.
const INHERITED_BYTES_MAX: usize = 600;

/// What a feed says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title as plain text.
    pub title: Option<String>,
    /// The page of which it is the feed.
    pub link: Option<String>,
    /// What it is about, as HTML.
    pub description: Option<String>,
    /// The language that it declares.
    pub language: Option<String>,
    /// Its own identifier.
    pub id: Option<String>,
    /// Who signs for entries that nobody signs.
    pub authors: Vec<String>,
    /// When it says that it was last changed.
    pub updated_at: Option<Moment>,
    /// Its entries, in its order; each has what it inherits from the feed.
    pub entries: Vec<FeedEntry>,
    /// Entries of the document beyond those: there are too many, and what stands in its middle was not read.
    pub left_out: usize,
    /// Whether it is a sitemap, which may be empty: a news sitemap holds two days.
    pub is_sitemap: bool,
    /// The sitemaps that an index of sitemaps lists.
    pub sitemaps: Vec<String>,
    /// WebSub hubs that announce its changes.
    pub hubs: Vec<String>,
    /// Its address as it gives it (`rel="self"`).
    pub own_address: Option<String>,
    /// Whether it ends in the middle of an entry, which is left out then.
    pub cut_short: bool,
    /// Where it says that it has moved to.
    pub moved_to: Option<String>,
    /// Seconds that it asks readers to let pass between two readings.
    pub interval_secs: Option<u64>,
    pub(self) published_at: Option<Moment>,
    pub(self) fallback: Fallback,
    pub(self) pace: Pace,
}

impl Feed {
    /// What is no feed itself, and announces these.
    pub(crate) fn of(title: Option<String>, entries: Vec<FeedEntry>) -> Self {
        Self { title, entries, ..Self::default() }
    }
}

/// Words of other vocabularies, for feeds that use none of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fallback {
    title: Option<String>,
    description: Option<String>,
}

/// What each entry has of its feed. A document of five megabytes may be one title and twenty thousand empty items, so no more than
/// people write.
struct Inherited {
    title: Option<String>,
    authors: Vec<String>,
}

impl Inherited {
    fn of(feed: &Feed) -> Self {
        let mut left = INHERITED_BYTES_MAX;
        let fits = |name: &&String| {
            let is_room = name.len() <= left;
            left -= if is_room { name.len() } else { 0 };
            is_room
        };
        Self {
            title: feed.title.as_deref().map(|title| plain::begun(title, INHERITED_BYTES_MAX).to_owned()),
            authors: feed.authors.iter().filter(fits).cloned().collect(),
        }
    }
}

/// How often a feed says that it changes: RSS's `ttl`, and RDF's `sy:updatePeriod`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pace {
    ttl_mins: Option<u64>,
    period: Option<String>,
    frequency: Option<u64>,
}

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advertised {
    /// Its address.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
}

/// Why a document could not be read as a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It has no root element that any feed format has.
    #[error("it is none of RSS, Atom, JSON Feed and news sitemap: it is {0}")]
    NotAFeed(String),
    /// It is a page for people.
    #[error("it is an HTML page, no feed{}", named(.0))]
    Page(Vec<Advertised>),
}

/// `; it advertises https://a.example/rss and 3 others`
fn named(feeds: &[Advertised]) -> String {
    match feeds {
        [] => ", and it advertises none".to_owned(),
        [one] => format!("; it advertises {}", one.url),
        [first, others @ ..] => {
            let shown: Vec<&str> = others.iter().take(3).map(|feed| feed.url.as_str()).collect();
            let more = others.len() - shown.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("; it advertises {}, {}{more}", first.url, shown.join(", "))
        }
    }
}

/// The entries of a feed, in its order: [`feed`] without the rest.
pub fn entries(
    feed: &[u8],
    media_type: Option<&str>,
    base: Option<&str>,
) -> Result<Vec<FeedEntry>, FeedError> {
    self::feed(feed, media_type, base).map(|feed| feed.entries)
}

/// What a feed says. `media_type` is the Content-Type it came with, `base` the address it came from.
///
/// URLs are absolute http or https ones (relative ones need a base), titles are plain text, dates keep the offset that
/// was written. Never panics, whatever the bytes.
pub fn feed(feed: &[u8], media_type: Option<&str>, base: Option<&str>) -> Result<Feed, FeedError> {
    let text = decode::decode(feed, media_type);
    let base = base.and_then(|base| Url::parse(base).ok());
    let body = without_declaration(&text);
    let read = if body.starts_with('{') {
        // Each is some thirty bytes of memory, even the `0` of a list, and an empty `{}` becomes an entry.
        if json::has_more_values(body, VALUES_MAX) {
            return Err(FeedError::NotAFeed(format!("JSON of more than {VALUES_MAX} values")));
        }
        json::feed(body, base.as_ref())
    } else {
        // A page may quote a feed: it is one only where its root comes before any element of HTML.
        match page::is_html(&head_of(body)) {
            true => None,
            false => {
                let (ends, left_out) = both_ends(body);
                xml::feed(&ends, base.as_ref()).map(|feed| Feed { left_out, ..feed })
            }
        }
    };
    let Some(mut feed) = read else {
        // Nothing but a declaration and comments: XML that somebody emptied.
        if body.starts_with("<!--") && is_blank(body) {
            return Ok(Feed::default());
        }
        let kind = page::kind(&text);
        return Err(match kind == "an HTML page" {
            true => {
                let mut advertised = page::advertised(&text, base.as_ref());
                // A feed that leads to a page now is no feed any more.
                advertised.retain(|feed| base.as_ref().is_none_or(|base| base.as_str() != feed.url));
                FeedError::Page(advertised)
            }
            false => FeedError::NotAFeed(kind.to_owned()),
        });
    };
    feed.title = feed.title.take().or(feed.fallback.title.take());
    feed.description = feed.description.take().or(feed.fallback.description.take());
    feed.updated_at = feed.updated_at.or(feed.published_at);
    // RSS's own word before that of a module.
    feed.interval_secs = feed.pace.ttl_mins.map(|mins| mins.saturating_mul(60)).or_else(|| feed.pace.secs());
    Ok(feed)
}

/// Whether a document holds nothing but comments.
fn is_blank(text: &str) -> bool {
    let mut rest = text.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    rest.is_empty()
}

/// What stands before the root of a feed, in lower case; all of a document that has none.
fn head_of(text: &str) -> String {
    let root = starts(text, xml::ROOTS).next().unwrap_or(text.len());
    let head = text[..root].to_ascii_lowercase();
    // A declared type is no element: some feeds call themselves XHTML.
    match head.find("<!doctype html") {
        Some(at) if root < text.len() => head[at + 1..].to_owned(),
        _ => head,
    }
}

/// The document without what stands in the middle of more entries than any honest feed has, and how many these are: each costs some
/// hundred bytes of memory, even an empty `<item>` of six. The newest stand at one of its ends.
fn both_ends(text: &str) -> (Cow<'_, str>, usize) {
    let most = if is_sitemap(text) { URLS_MAX } else { ENTRIES_MAX };
    let places = || starts(text, &["item", "entry", "url"]);
    let left_out = places().count().saturating_sub(most);
    if left_out == 0 {
        return (Cow::Borrowed(text), 0);
    }
    let mut cuts = places().skip(most / 2);
    let (first, last) = (cuts.next(), cuts.nth(left_out - 1));
    let end = first.unwrap_or(text.len());
    (Cow::Owned([&text[..end], &text[last.unwrap_or(end)..]].concat()), left_out)
}

fn is_sitemap(text: &str) -> bool {
    starts(text, xml::ROOTS).next().is_some_and(|root| begins(text, root, &[xml::SITEMAP]))
}

/// The document from its first element on: what stands before it is a declaration of an encoding that no longer holds,
/// a byte order mark, blank lines, or a warning that PHP printed.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.starts_with('{') {
        return text;
    }
    // What stands behind the root belongs to somebody's text: articles about feeds quote declarations.
    let root = starts(text, xml::ROOTS).next().unwrap_or(text.len());
    let declared = text[..root].find("<?xml");
    match declared.and_then(|at| text[at..root].find("?>").map(|end| at + end + "?>".len())) {
        Some(end) => text[end..].trim_start(),
        None => text,
    }
}

/// Where elements of these names begin, as [`markup`] reads names: `<item>`, `<ITEM>`, `<atom:entry>`.
fn starts<'a>(text: &'a str, names: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
    text.match_indices('<').map(|(at, _)| at).filter(move |at| begins(text, *at, names))
}

/// Whether an element of one of these names begins at a `<`.
fn begins(text: &str, at: usize, names: &[&str]) -> bool {
    // No name that is looked for is longer, and a text may be full of `<` that begin none.
    let tag = text.as_bytes()[at + 1..].get(..NAME_BYTES_MAX).unwrap_or(&text.as_bytes()[at + 1..]);
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<');
    let name = &tag[..tag.iter().position(is_end).unwrap_or(tag.len())];
    let local = name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
    names.iter().any(|known| local.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(feed: &str, expected: &str) {
        let found = entries(feed.as_bytes(), None, Some("https://a.example/feed")).unwrap();
        let found: Vec<String> = found
            .iter()
            .map(|entry| {
                let date = entry.published_at.map(|moment| moment.to_string()).unwrap_or_default();
                let part = |text: &Option<String>| text.clone().unwrap_or_default();
                format!("{}|{}|{date}", part(&entry.title), part(&entry.url))
            })
            .collect();
        assert_eq!(found.join("\n"), expected, "{feed}");
    }

    #[test]
    fn every_format_gives_the_same_entries() {
        let expected = "Hà Nội & Paris|https://a.example/1|2025-10-07T10:48:47+07:00";
        check(
            "<rss version=\"2.0\"><channel><title>F</title><item><title>Hà Nội &amp;amp; Paris</title><link>/1</link>\
             <pubDate>Tue, 07 Oct 2025 10:48:47 +0700</pubDate></item></channel></rss>",
            expected,
        );
        check(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><entry><id>urn:1</id>\
             <title type=\"html\">Hà Nội &amp;amp; Paris</title><link rel=\"enclosure\" href=\"/1.mp3\"/>\
             <link href=\"/1\"/><published>2025-10-07T10:48:47+07:00</published></entry></feed>",
            expected,
        );
        check(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"Hà Nội & Paris",
             "url":"https://a.example/1","date_published":"2025-10-07T10:48:47+07:00"}]}"#,
            expected,
        );
        check(
            "<urlset><url><loc>https://a.example/1</loc><news:news><news:publication_date>2025-10-07T10:48:47+07:00\
             </news:publication_date><news:title>Hà Nội &amp; Paris</news:title></news:news></url></urlset>",
            expected,
        );
    }

    #[test]
    fn one_empty_title_does_not_lose_the_feed() {
        check(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title/><link href=\"/1\"/></entry>\
             <entry><title type=\"oops\">T</title><link href=\"/2\"/></entry></feed>",
            "|https://a.example/1|\nT|https://a.example/2|",
        );
    }

    #[test]
    fn what_stands_before_the_declaration_is_passed_over() {
        check(
            "\n\nNotice: undefined index\n<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<rss version=\"2.0\"><channel>\
             <item><title>Été</title><link>https://a.example/1</link></item></channel></rss>",
            "Été|https://a.example/1|",
        );
    }

    #[test]
    fn a_declaration_that_a_text_quotes_is_part_of_the_text() {
        let quote = "<![CDATA[Begin with <?xml version=\"1.0\"?> and go on]]>";
        check(
            &format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A</title><link href=\"/1\"/><content>{quote}\
                 </content></entry><entry><title>B</title><link href=\"/2\"/></entry></feed>"
            ),
            "A|https://a.example/1|\nB|https://a.example/2|",
        );
        for (open, close) in [("<RSS>", "</RSS>"), ("<rdf:RDF>", "</rdf:RDF>"), ("<channel>", "</channel>")] {
            check(
                &format!("{open}<item><title>A</title><description>{quote}</description></item>{close}"),
                "A||",
            );
        }
        check(
            "<br />\n<b>Notice</b>: undefined index in <b>feed.php</b>\n<?xml version=\"1.0\"?>\n<atom:feed \
             xmlns:atom=\"http://www.w3.org/2005/Atom\"><atom:entry><atom:title>A</atom:title></atom:entry></atom:feed>",
            "A||",
        );
    }

    #[test]
    fn a_link_that_leads_out_of_the_web_is_none() {
        check(
            "<rss version=\"2.0\"><channel><item><title>T</title><link>javascript:alert(1)</link></item></channel></rss>",
            "T||",
        );
    }

    #[test]
    fn an_empty_feed_is_a_feed_and_a_page_is_none() {
        check("<rss version=\"2.0\"><channel><title>F</title></channel></rss>", "");
        let page =
            b"<!DOCTYPE html><html><head><title>403</title></head><body><p>Access denied</p></body></html>";
        for none in [&page[..], b"", b"not found", b"{\"a\":1}", b"\xff\xfe"] {
            assert!(entries(none, Some("text/html"), None).is_err(), "{}", String::from_utf8_lossy(none));
        }
    }

    #[test]
    fn of_a_feed_of_countless_entries_both_ends_are_read_and_what_is_left_out_is_said() {
        let check_most = |open: &str, entry: &str, most: usize| {
            let (first, last) = (entry.replace('X', "First"), entry.replace('X', "Last"));
            let feed = format!("{open}{first}{}{last}", entry.repeat(most + 98));
            let said = super::feed(feed.as_bytes(), None, None).unwrap();
            assert_eq!((said.entries.len(), said.left_out), (most, 100), "{entry}");
            let ends = [&said.entries[0], &said.entries[most - 1]].map(|entry| entry.title.as_deref());
            assert!(!entry.contains('X') || ends == [Some("First"), Some("Last")], "{ends:?}");
            let fits = format!("{open}{}", entry.repeat(most));
            assert_eq!(super::feed(fits.as_bytes(), None, None).unwrap().left_out, 0);
        };
        let check = |open: &str, entry: &str| check_most(open, entry, ENTRIES_MAX);
        check("<rss version=\"2.0\"><channel>", "<item><title>X</title></item>");
        check("<CHANNEL>", "<ITEM><TITLE>X</TITLE></ITEM>");
        check(
            "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\">",
            "<atom:entry><atom:title>X</atom:title></atom:entry>",
        );
        check_most("<urlset>", "<url\n><loc>https://a.example/1</loc></url>", URLS_MAX);
        let item = |number: usize| format!("{{\"id\":{number}}}");
        let items: Vec<String> = (0..ENTRIES_MAX + 100).map(item).collect();
        let json =
            format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{}]}}", items.join(","));
        let said = super::feed(json.as_bytes(), None, None).unwrap();
        let last = said.entries[ENTRIES_MAX - 1].id.clone();
        assert_eq!((said.left_out, last.as_deref()), (100, Some("20099")));
        // Signs of which none begins an element cost a look each.
        let signs = "<".repeat(2_000_000);
        assert!(entries(format!("<rss><channel>{signs}").as_bytes(), None, None).is_ok());
    }

    #[test]
    fn no_damage_makes_it_fail() {
        let feeds = [
            "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0' xmlns:dc='x'>\
             <channel><title>F</title><item><title><![CDATA[Hà &amp; Nội]]></title><link>/1</link><dc:date>2025-10-07\
             </dc:date><description>&lt;p&gt;é&#146;</description></item></channel></rss>",
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/'><entry xml:lang='fr'><title \
             type='xhtml'><div>T</div></title><link href='é'/><updated>2025-10-07T10:48:47Z</updated></entry></feed>",
            r#"{"version":"https://jsonfeed.org/version/1","title":"F","items":[{"id":"1","title":"é","url":"/1"}]}"#,
        ];
        for feed in feeds.map(str::as_bytes) {
            for at in 0..feed.len() {
                // The result is of no interest, only that there is one.
                let _ = entries(&feed[..at], None, Some("http://a.example/"));
                for byte in [0, b'<', b'>', b'&', b'\'', b' ', 0xff] {
                    let damaged = [&feed[..at], &[byte], &feed[at + 1..]].concat();
                    let _ = entries(&damaged, Some("text/xml; charset=iso-8859-1"), None);
                }
            }
        }
    }

    /// Within a minute, which is much for what it is on the busiest machine, and far less than for looking through all of it from each of
    /// its signs.
    fn check_in_time(text: &str) -> Result<Feed, FeedError> {
        let begun = std::time::Instant::now();
        let read = feed(text.as_bytes(), None, Some("https://a.example/feed"));
        let shown = text.get(..80).unwrap_or_default();
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?} {shown}", begun.elapsed());
        read
    }

    #[test]
    fn what_each_entry_inherits_is_no_more_than_people_write() {
        let long = "A".repeat(100_000);
        let items = "<item><link>x</link></item>".repeat(20_000);
        let people = format!("<managingEditor>{}</managingEditor>", "B ".repeat(200)).repeat(200);
        let said: String =
            ["title", "dc:creator", "language"].map(|name| format!("<{name}>{long}</{name}>")).concat();
        let xml = format!(
            "<rss xml:base='https://a.example/{long}/' xml:lang='{long}'><channel>{said}{people}{items}</channel></rss>"
        );
        let json = format!(
            r#"{{"title":"{long}","language":"{long}","authors":["{long}"],"items":[{{}}{}]}}"#,
            ",{}".repeat(19_999)
        );
        for text in [xml, json] {
            let read = check_in_time(&text).unwrap();
            assert_eq!(read.entries.len(), 20_000);
            let bytes = |entry: &FeedEntry| {
                let said = [&entry.url, &entry.id, &entry.title, &entry.feed_title, &entry.language];
                let said = said.into_iter().flatten().chain(&entry.authors);
                said.map(String::len).sum::<usize>()
            };
            let most = read.entries.iter().map(bytes).max().unwrap();
            assert!((600..2_000).contains(&most), "{most}");
        }
    }

    #[test]
    fn a_document_is_read_in_a_time_that_grows_as_it_does() {
        let titled = |title: &str| format!("<rss><item><title><![CDATA[{title}]]></title></item></rss>");
        for tag in ["<", "<b", "<b ", "<b =", "<a x=\"> \"", "<!--"] {
            let text = format!("{}>", tag.repeat(2_000_000 / tag.len()));
            check_in_time(&titled(&text)).unwrap();
            check_in_time(&format!("<rss><item><author><![CDATA[{text}]]></author></item></rss>")).unwrap();
        }
        for end in ["", "] "] {
            let declared =
                format!("<rss>{}{}</rss>", format!("<![{end}>").repeat(300_000), "x".repeat(8_000_000));
            check_in_time(&declared).unwrap();
        }
        let entities = "<!DOCTYPE r [<!ENTITY a 'b'>]>".repeat(100_000);
        check_in_time(&format!("{entities}<rss>{}</rss>", "<item>&c;</item>".repeat(20_000))).unwrap();
        let link = format!("<rss><item><link>/?&{}</link></item></rss>", "amp;".repeat(300_000));
        check_in_time(&link).unwrap();
        let bound: String = (0..200_000).map(|number| format!(" xmlns:x{number}='y'")).collect();
        check_in_time(&format!("<rss{bound}>{}</rss>", "<x:a/>".repeat(300_000))).unwrap();
        let address = format!("<rss xmlns:x='{}'>", "y".repeat(1_000_000));
        check_in_time(&format!("{address}{}</rss>", "<x:a/>".repeat(300_000))).unwrap();
        let people = (0..100_000).map(|number| format!("<author>A {number}</author>")).collect::<String>();
        check_in_time(&format!("<rss>{people}<item/></rss>")).unwrap();
    }

    #[test]
    fn a_list_of_many_values_is_no_feed() {
        let of = |values: usize, text: &str| {
            format!(r#"{{"items":[{{"id":"{text}"}}],"x":[0{}]}}"#, ",0".repeat(values))
        };
        let refused = check_in_time(&of(300_000, "")).unwrap_err();
        assert!(matches!(&refused, FeedError::NotAFeed(why) if why.contains("values")), "{refused}");
        // Those of a text are none.
        let text = r#"a, {b} [c] \", "#.repeat(300_000);
        assert_eq!(check_in_time(&of(100, &text)).unwrap().entries.len(), 1);
    }
}
