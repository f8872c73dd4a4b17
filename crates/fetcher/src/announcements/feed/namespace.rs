//! Which vocabulary an element of a feed is from, whatever prefix its author gave it.
//!
//! Feeds bind Dublin Core to `x`, leave the binding out, or make Atom's namespace the default of an RSS. So a binding is
//! believed where it is known, a prefix by its habit where it is not, and what neither tells is a stranger's.

/// Prefix that stands for the words of the feed formats themselves: RSS, RDF, Atom, CDF and sitemaps share one table.
pub(super) const CORE: &str = "";
/// Prefix of what is bound to a vocabulary that nobody here knows: its `description` is not the entry's.
pub(super) const STRANGER: &str = "?";

/// Part of the address of a vocabulary, in lower case, and the prefix that stands for it here.
const ADDRESSES: &[(&str, &str)] = &[
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    // Before those that they begin with: the first that is contained is taken.
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules/syndication", "sy"),
    ("purl.org/rss/1.0/modules/", STRANGER),
    ("purl.org/rss/1.0", CORE),
    ("channel.netscape.com/rdf", CORE),
    ("my.netscape.com/rdf", CORE),
    ("22-rdf-syntax-ns", CORE),
    ("purl.org/atom/ns", CORE),
    ("w3.org/2005/atom", CORE),
    ("purl.org/net/rss", CORE),
    ("backend.userland.com", CORE),
    ("blogs.law.harvard.edu/tech/rss", CORE),
    ("cyber.harvard.edu/rss", CORE),
    ("sitemaps.org/schemas/sitemap/", CORE),
    ("google.com/schemas/sitemap-news", "news"),
    ("google.com/schemas/sitemap-image", "image"),
    ("google.com/schemas/sitemap-video", "image"),
    ("google.com/schemas/sitemap/", CORE),
    ("search.yahoo.com/mrss", "media"),
    ("tools.search.yahoo.com", "media"),
    ("itunes.com/dtds/podcast", "itunes"),
    ("podcastindex.org/namespace", "podcast"),
    ("google.com/schemas/play-podcasts", "googleplay"),
    ("feedburner", "feedburner"),
    ("pheedo.com", "feedburner"),
    ("w3.org/1999/xhtml", "xhtml"),
];

/// Prefixes that mean what they say, bound or not.
const HABITS: &[&str] = &[
    "dc",
    "dcterms",
    "content",
    "sy",
    "media",
    "itunes",
    "podcast",
    "googleplay",
    "news",
    "image",
    "video",
    "feedburner",
    "xhtml",
    "xml",
];
/// Prefixes of the feed formats themselves.
const CORES: &[&str] = &["", "rss", "rdf", "atom", "atom10", "atom03", "a10", "sitemap", "channel"];

/// The prefix that stands here for one that a document binds (to this address, in lower case) or leaves unbound.
pub(super) fn stands_for(prefix: &str, bound_to: Option<&str>) -> &'static str {
    let known = bound_to.and_then(|address| ADDRESSES.iter().find(|(part, _)| address.contains(part)));
    if let Some((_, name)) = known {
        return name;
    }
    if let Some(habit) = HABITS.iter().find(|habit| **habit == prefix) {
        return if *habit == "video" { "image" } else { habit };
    }
    // A default namespace of one's own is no reason to lose the feed; an unbound prefix is a slip.
    if CORES.contains(&prefix) || bound_to.is_none() { CORE } else { STRANGER }
}
