//! Feeds: RSS 0.9 to 2.0, Atom 0.3 and 1.0, JSON Feed, news sitemaps; well-formed or not.
//!
//! feed-rs reads what keeps to its format. What it refuses, or finds nothing in, is read loosely: a feed that a
//! thousand people read in their browsers is not lost for one bare `&`.

mod date;
mod decode;
mod loose;
mod markup;
mod plain;
mod strict;

use url::Url;
use veille_model::FeedEntry;

/// Entries read of one document. The news sitemaps of the largest publishers hold a thousand, as their format has it.
const ENTRIES_MAX: usize = 20_000;
/// Elements that a feed, or an entry of its own, begins with.
const ROOTS: &[&str] = &["rss", "rdf", "feed", "entry", "channel", "items", "urlset"];
/// Bytes looked at for the name of an element, its prefix included.
const NAME_BYTES_MAX: usize = 64;
/// Objects in a JSON Feed: entries, their authors and attachments.
const OBJECTS_MAX: usize = 200_000;

/// Why a document could not be read as a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It has no root element that any feed format has.
    #[error("it is none of RSS, Atom, JSON Feed and news sitemap ({0})")]
    NotAFeed(String),
}

/// The entries of a feed, in its order. `media_type` is the Content-Type it came with, `base` the address it came from.
///
/// URLs are absolute http or https ones (relative ones need a base), titles are plain text, dates keep the offset that
/// was written. Never panics, whatever the bytes.
pub fn entries(
    feed: &[u8],
    media_type: Option<&str>,
    base: Option<&str>,
) -> Result<Vec<FeedEntry>, FeedError> {
    let text = decode::decode(feed, media_type);
    let base = base.and_then(|base| Url::parse(base).ok());
    let body = without_declaration(&text);
    let body = if body.starts_with('{') { body } else { first_entries(body) };
    // Each becomes an entry, an author or an attachment of some hundred bytes, even an empty `{}`.
    if body.starts_with('{') && body.matches('{').count() > OBJECTS_MAX {
        return Err(FeedError::NotAFeed(format!("it holds more than {OBJECTS_MAX} objects")));
    }
    match strict::entries(body, base.as_ref()) {
        Ok(mut found) if !found.is_empty() => {
            // Well-formed, but in words that feed-rs passes over: the second reading may know them.
            if found.iter().any(says_little) {
                complete(&mut found, loose::entries(body, base.as_ref()).unwrap_or_default());
            }
            Ok(found)
        }
        Ok(_) => Ok(loose::entries(body, base.as_ref()).unwrap_or_default()),
        Err(cause) => loose::entries(body, base.as_ref()).ok_or(FeedError::NotAFeed(cause)),
    }
}

fn says_little(entry: &FeedEntry) -> bool {
    let has_text = entry.summary.is_some() || entry.content.is_some();
    let has_date = entry.published_at.is_some() || entry.updated_at.is_some();
    entry.url.is_none() || entry.title.is_none() || !has_text || !has_date
}

/// Adds what feed-rs passes over (`dc:title`, `dcterms:issued`, `<body>`, markup that nobody escaped), where both
/// readings found the same entries.
fn complete(found: &mut [FeedEntry], loose: Vec<FeedEntry>) {
    // Were they not the same entries, one would get the other's title.
    if found.len() != loose.len() {
        return;
    }
    for (entry, loose) in found.iter_mut().zip(loose) {
        entry.url = entry.url.take().or(loose.url);
        entry.title = entry.title.take().or(loose.title);
        entry.summary = entry.summary.take().or(loose.summary);
        entry.content = entry.content.take().or(loose.content);
        entry.published_at = entry.published_at.or(loose.published_at);
        entry.updated_at = entry.updated_at.or(loose.updated_at);
        if entry.authors.is_empty() {
            entry.authors = loose.authors;
        }
    }
}

/// The document up to a number of entries that no honest feed has: each costs some hundred bytes of memory, even an
/// empty `<item>` of six.
fn first_entries(text: &str) -> &str {
    starts(text, &["item", "entry", "url"]).nth(ENTRIES_MAX).map_or(text, |end| &text[..end])
}

/// The document from its first element on: what stands before it is a declaration of an encoding that no longer holds,
/// a byte order mark, blank lines, or a warning that PHP printed.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.starts_with('{') {
        return text;
    }
    // What stands behind the root belongs to somebody's text: articles about feeds quote declarations.
    let root = starts(text, ROOTS).next().unwrap_or(text.len());
    let declared = text[..root].find("<?xml");
    match declared.and_then(|at| text[at..root].find("?>").map(|end| at + end + "?>".len())) {
        Some(end) => text[end..].trim_start(),
        None => text,
    }
}

/// Where elements of these names begin, as [`markup`] reads names: `<item>`, `<ITEM>`, `<atom:entry>`.
fn starts<'a>(text: &'a str, names: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
    let is_one = move |at: &usize| {
        // No name that is looked for is longer, and a text may be full of `<` that begin none.
        let tag = text.as_bytes()[at + 1..].get(..NAME_BYTES_MAX).unwrap_or(&text.as_bytes()[at + 1..]);
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<');
        let name = &tag[..tag.iter().position(is_end).unwrap_or(tag.len())];
        let local = name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
        names.iter().any(|known| local.eq_ignore_ascii_case(known.as_bytes()))
    };
    text.match_indices('<').map(|(at, _)| at).filter(is_one)
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
    fn a_feed_of_countless_entries_is_read_up_to_a_limit() {
        let check = |open: &str, entry: &str| {
            let feed = format!("{open}{}", entry.repeat(ENTRIES_MAX + 100));
            assert_eq!(entries(feed.as_bytes(), None, None).unwrap().len(), ENTRIES_MAX, "{entry}");
        };
        check("<rss version=\"2.0\"><channel>", "<item><title>T</title></item>");
        check("<CHANNEL>", "<ITEM><TITLE>T</TITLE></ITEM>");
        check(
            "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\">",
            "<atom:entry><atom:title>T</atom:title></atom:entry>",
        );
        check("<urlset>", "<url\n><loc>https://a.example/1</loc></url>");
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
}
