//! Feeds in XML, well-formed or not: RSS 0.9 to 2.0 and RDF, Atom 0.3 and 1.0, CDF, sitemaps and their indexes.

use url::Url;

use super::super::order::newest_first;
use super::cdata::ENTRIES;
use super::context::{Context, is_base, language};
use super::date;
use super::entry::entry;
use super::markup::{Element, read};
use super::person::{of_element, told_apart};
use super::text::{text, title};
use super::{Feed, HUBS_MAX, Inherited, Pace};

/// Elements that hold entries.
pub(super) const HOLDERS: &[&str] = &["rss", "rdf", "feed", "channel", "items", SITEMAP];
/// The root of a sitemap.
pub(super) const SITEMAP: &str = "urlset";
/// The root of a list of sitemaps.
const INDEX: &str = "sitemapindex";
/// Elements that a feed, or an entry of its own, begins with. (The archive has a list of its own, which is shorter: it asks for the
/// media type of a file.)
pub(super) const ROOTS: &[&str] =
    &["rss", "rdf", "feed", "entry", "item", "channel", "items", SITEMAP, INDEX];

/// Sitemaps taken of an index: as many as the format allows (sitemaps.org).
const SITEMAPS_MAX: usize = 50_000;

/// What a document says; None where it is no feed at all.
pub(super) fn feed(text: &str, base: Option<&Url>) -> Option<Feed> {
    let document = read(text);
    let root = document.elements().find(|root| ROOTS.contains(&root.name.as_str()))?;
    let base = base.filter(|base| is_base(base)).cloned();
    let context = Context { base, states_base: false, language: None };
    let mut feed = Feed { is_sitemap: root.name == SITEMAP, ..Feed::default() };
    match root.name.as_str() {
        // One entry may be the whole document (RFC 4287, 2).
        "item" | "entry" => feed.entries.push(entry(root, &context.inside(root))),
        INDEX => feed.sitemaps = sitemaps(root, &context),
        _ => collect(root, &context, &mut feed),
    }
    feed.authors = told_apart(feed.authors);
    let inherited = Inherited::of(&feed);
    for entry in &mut feed.entries {
        entry.feed_title = entry.feed_title.take().or_else(|| inherited.title.clone());
        if entry.authors.is_empty() {
            entry.authors.clone_from(&inherited.authors);
        }
    }
    Some(feed)
}

/// Reads a holder: what it says of the feed, then its entries, which inherit its language.
fn collect(holder: &Element, context: &Context, feed: &mut Feed) {
    let mut context = context.inside(holder);
    let said = |feed: &mut Feed, context: &Context| {
        for child in holder.elements() {
            about(child, context, feed);
        }
    };
    // `<language>` may stand behind the first item.
    let stated =
        holder.elements().find(|child| child.name == "language" && matches!(child.prefix, "" | "dc"));
    if let Some(stated) = stated.and_then(|child| language(&child.text())) {
        context.language = Some(stated);
    }
    feed.language = feed.language.take().or_else(|| context.language.clone());
    // CDF has them on the channel itself.
    fill(&mut feed.link, || context.address(holder.attribute("href")?).map(String::from));
    fill(&mut feed.updated_at, || date::parse(holder.attribute("lastmod")?, None));
    said(feed, &context);
    relative_to_site(holder, feed, &mut context);
    for child in holder.elements() {
        // Of an entry that the document ends in, nobody knows what its title was to be.
        if child.cut_short && ENTRIES.contains(&child.name.as_str()) {
            feed.cut_short = true;
        } else if ENTRIES.contains(&child.name.as_str()) && child.prefix.is_empty() {
            feed.entries.push(entry(child, &context.inside(child)));
        } else if HOLDERS.contains(&child.name.as_str()) {
            // Either way: RSS 1.0 has its items beside the channel, RSS 2.0 inside of it.
            collect(child, &context, feed);
        }
    }
}

/// Links of an RSS are relative to its site where the feed itself was had from elsewhere, as from a service that delivers it, or
/// from nobody knows where. (Atom has a rule for it, and says so by `xml:base`.)
fn relative_to_site(holder: &Element, feed: &Feed, context: &mut Context) {
    let site =
        feed.link.as_deref().filter(|_| holder.name == "channel").and_then(|link| Url::parse(link).ok());
    let is_elsewhere =
        |site: &Url| context.base.as_ref().is_none_or(|base| base.host_str() != site.host_str());
    if let Some(site) = site.filter(is_base).filter(is_elsewhere).filter(|_| !context.states_base) {
        context.base = Some(site);
    }
}

/// What one element says of the feed.
fn about(child: &Element, context: &Context, feed: &mut Feed) {
    let here = context.inside(child);
    let when = || date::parse(&child.text(), here.language.as_deref());
    match (child.prefix, child.name.as_str()) {
        ("", "title") => fill(&mut feed.title, || title(child)),
        ("", "link" | "a") => link(child, &here, feed),
        ("", "description" | "subtitle" | "tagline" | "abstract") => {
            fill(&mut feed.description, || text(child, &here))
        }
        ("", "id") => {
            let id = here.identifier(child.text().trim().to_owned());
            fill(&mut feed.id, || Some(id).filter(|id| !id.is_empty()));
        }
        ("" | "dc" | "itunes" | "googleplay", "author" | "creator" | "managingeditor") => {
            feed.authors.extend(of_element(child));
        }
        ("" | "dcterms", "updated" | "modified" | "lastbuilddate") => fill(&mut feed.updated_at, when),
        ("" | "dc" | "dcterms", "pubdate" | "published" | "date" | "issued" | "created") => {
            fill(&mut feed.published_at, when);
        }
        ("", "ttl") => {
            feed.pace.ttl_mins = child.text().trim().parse().ok();
        }
        ("sy", "updateperiod") => feed.pace.period = Some(child.text().trim().to_lowercase()),
        ("sy", "updatefrequency") => feed.pace.frequency = child.text().trim().parse().ok(),
        ("itunes", "new-feed-url") => {
            fill(&mut feed.moved_to, || here.address(&child.text()).map(String::from))
        }
        _ => second_words(child, &here, feed),
    }
}

/// Words that count only where a feed does not use those of its format.
fn second_words(child: &Element, here: &Context, feed: &mut Feed) {
    match (child.prefix, child.name.as_str()) {
        ("dc" | "itunes" | "media", "title") => fill(&mut feed.fallback.title, || title(child)),
        ("", "info") | ("feedburner", "browserfriendly") => {
            fill(&mut feed.fallback.description, || text(child, here))
        }
        ("dc" | "itunes" | "media", "description" | "summary" | "subtitle") => {
            fill(&mut feed.fallback.description, || text(child, here));
        }
        _ => {}
    }
}

/// The feed's own page, its hub, and its address as it gives it.
fn link(child: &Element, here: &Context, feed: &mut Feed) {
    let target = || here.address(child.attribute("href").unwrap_or(&child.text())).map(String::from);
    match child.attribute("rel").map(str::trim) {
        None | Some("alternate" | "") => {
            fill(&mut feed.link, target);
            let named = child.attribute("title").map(str::to_owned);
            fill(&mut feed.fallback.title, || named.filter(|title| !title.is_empty()));
        }
        Some("hub") if feed.hubs.len() < HUBS_MAX => feed.hubs.extend(target()),
        Some("self") => fill(&mut feed.own_address, target),
        Some(_) => {}
    }
}

fn sitemaps(root: &Element, context: &Context) -> Vec<String> {
    let listed = root.elements().filter(|child| child.name == "sitemap");
    let text = |sitemap: &Element, name: &str| {
        sitemap.elements().find(|child| child.name == name).map(|child| child.text().trim().to_owned())
    };
    let address = |sitemap: &Element| {
        let url = context.address(&text(sitemap, "loc")?).map(String::from)?;
        Some((text(sitemap, "lastmod"), url))
    };
    let sitemaps: Vec<(Option<String>, String)> = listed.filter_map(address).take(SITEMAPS_MAX).collect();
    // The latest first: their dates are written so that they can be compared as they stand.
    let order = newest_first(&sitemaps, |(date, _)| date.as_deref());
    order.into_iter().map(|at| sitemaps[at].1.clone()).collect()
}

fn fill<T>(place: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if place.is_none() {
        *place = value();
    }
}

impl Pace {
    /// Seconds between two readings that the feed itself asks for.
    pub(super) fn secs(&self) -> Option<u64> {
        const HOUR: u64 = 3_600;
        let period = match self.period.as_deref()? {
            "hourly" => HOUR,
            "daily" => 24 * HOUR,
            "weekly" => 7 * 24 * HOUR,
            "monthly" => 30 * 24 * HOUR,
            "yearly" => 365 * 24 * HOUR,
            _ => return None,
        };
        // Never is a slip.
        Some(period / self.frequency.unwrap_or(1).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_an_rss_that_a_service_delivers_are_relative_to_its_site() {
        let check = |base: Option<&str>, expected: &str| {
            let text = "<rss><channel><item><link>/early</link></item><link>https://a.example/</link>\
                        <item><link>/1</link></item></channel></rss>";
            let base = base.map(|base| Url::parse(base).unwrap());
            let links: Vec<_> =
                feed(text, base.as_ref()).unwrap().entries.into_iter().filter_map(|it| it.url).collect();
            assert_eq!(links.join(" "), expected);
        };
        check(None, "https://a.example/early https://a.example/1");
        check(Some("https://feeds.example/a"), "https://a.example/early https://a.example/1");
        check(Some("https://a.example/rss/x"), "https://a.example/early https://a.example/1");
    }

    #[test]
    fn a_base_that_the_document_states_goes_before_its_site() {
        let check = |root: &str, channel: &str, item: &str| {
            let text = format!(
                "<rss{root}><channel{channel}><link>https://a.example/</link><item{item}><link>p/1</link></item></channel></rss>"
            );
            let base = Url::parse("https://feeds.example/a").unwrap();
            let found = feed(&text, Some(&base)).unwrap().entries.remove(0).url;
            assert_eq!(found.as_deref(), Some("https://b.example/r/p/1"), "{text}");
        };
        let stated = " xml:base='https://b.example/r/'";
        check(stated, "", "");
        check("", stated, "");
        check("", "", stated);
    }

    #[test]
    fn of_an_index_the_latest_sitemaps_come_first_and_where_no_date_tells_those_at_its_ends() {
        let check = |dates: [&str; 5], expected: &str| {
            let one = |(number, date)| format!("<sitemap><loc>/{number}</loc>{date}</sitemap>");
            let listed: String = (1..).zip(dates).map(one).collect();
            let base = Url::parse("https://a.example/").unwrap();
            let said = feed(&format!("<sitemapindex>{listed}</sitemapindex>"), Some(&base)).unwrap();
            let numbers: String = said.sitemaps.iter().filter_map(|url| url.chars().last()).collect();
            assert_eq!(numbers, expected);
        };
        check([""; 5], "15243");
        let [old, new] = ["<lastmod>2024-01-01</lastmod>", "<lastmod>2026-01-01</lastmod>"];
        check([old, new, "", new, old], "24153");
        check([old; 5], "15243");
    }

    #[test]
    fn an_entry_that_the_document_ends_in_is_left_out() {
        let check = |text: &str, expected: &str, cut_short: bool| {
            let feed = feed(text, None).unwrap();
            let titles: Vec<_> = feed.entries.into_iter().filter_map(|entry| entry.title).collect();
            assert_eq!((titles.join(" ").as_str(), feed.cut_short), (expected, cut_short), "{text}");
        };
        let whole = "<rss><channel><item><title>One</title></item><item><title>Two</title></item>";
        check(whole, "One Two", false);
        check(&format!("{whole}</channel></rss>"), "One Two", false);
        check(&format!("{whole}<item><title>The council appro"), "One Two", true);
        check(&format!("{whole}<item><title>Three</title>"), "One Two", true);
        // Nobody closed them, and yet the document is whole.
        check("<rss><channel><item><title>One</title></channel></rss>", "One", false);
        check("<feed><entry><title>One</title></entry><entry><title>Tw", "One", true);
    }

    #[test]
    fn an_identifier_that_is_a_path_is_that_of_a_page() {
        let base = Url::parse("https://a.example/feed").unwrap();
        let check = |id: &str, expected: &str| {
            let text = format!("<feed><id>{id}</id><entry><id>{id}</id></entry></feed>");
            let feed = feed(&text, Some(&base)).unwrap();
            assert_eq!((feed.id.as_deref(), feed.entries[0].id.as_deref()), (Some(expected), Some(expected)));
        };
        check("/relative/link", "https://a.example/relative/link");
        check("urn:1", "urn:1");
        check("/ of the week", "/ of the week");
        check("4711", "4711");
    }
}
