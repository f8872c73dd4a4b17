//! The articles that a section page lists, for publishers without a feed: which of its links lead to articles, what they are
//! called there, and when they were published.
//!
//! Three ways to say which: a pattern of their addresses, a selector, or nothing, and then the page is read as a person
//! would: headlines are long, stand outside of menus, and lead to addresses of articles on the same site.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};
use url::Url;
use veille_model::{Capture, FeedEntry, Moment, same_site};
use veille_text::dates;

use crate::decode;
use crate::page::is_out_of_proportion;

static LINKS: LazyLock<Selector> = LazyLock::new(|| of_our_own("a[href]"));
static BASES: LazyLock<Selector> = LazyLock::new(|| of_our_own("base[href]"));
static HEADINGS: LazyLock<Selector> = LazyLock::new(|| of_our_own("h1, h2, h3, h4, h5, h6"));
static TIMES: LazyLock<Selector> = LazyLock::new(|| of_our_own("time[datetime]"));

fn of_our_own(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector of our own")
}

/// Articles of one page.
const LISTED_MAX: usize = 500;
/// What surrounds a page's own links.
const AROUND: [&str; 5] = ["nav", "header", "footer", "aside", "form"];
/// Letters of a headline: `Sport` and `Lire la suite` are none.
const HEADLINE_LETTERS_MIN: usize = 20;
/// The same in scripts that write a word with one or two of them.
const DENSE_LETTERS_MIN: usize = 8;
/// Elements around a link in which its date stands.
const CARD_DEPTH: usize = 4;
/// Links of one card: headline, picture, section, authors, tags.
const CARD_LINKS_MAX: usize = 40;

/// Which links of a section page lead to its articles.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// A pattern of paths, `*` for anything: `/world/2*`.
    pattern: Option<String>,
    selector: Option<Selector>,
}

impl Links {
    /// Reads a rule: a pattern of paths, a CSS selector, both, or neither.
    ///
    /// # Errors
    /// What is wrong with the selector.
    pub fn parse(pattern: Option<&str>, selector: Option<&str>) -> Result<Self, String> {
        let parse = |selector| {
            Selector::parse(selector).map_err(|error| format!("{selector:?} is no CSS selector: {error}"))
        };
        Ok(Self { pattern: pattern.map(str::to_owned), selector: selector.map(parse).transpose()? })
    }

    fn is_given(&self) -> bool {
        self.pattern.is_some() || self.selector.is_some()
    }

    fn takes(&self, url: &Url) -> bool {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        self.pattern.as_ref().is_none_or(|pattern| fits(pattern, path))
    }

    /// The articles that a page lists, in its order. None of a page that no newspaper wrote, whose tree would be thousands of times its
    /// own length.
    pub fn on(&self, capture: &Capture) -> Vec<FeedEntry> {
        let (text, _) = decode::decode(capture);
        if is_out_of_proportion(&text) {
            return Vec::new();
        }
        let document = Html::parse_document(&text);
        let Some(base) = base(&document, capture.url.as_deref()) else { return Vec::new() };
        let mut found: Vec<FeedEntry> = Vec::new();
        for link in self.links(&document) {
            let Some(url) = address(link, &base).filter(|url| self.takes(url)) else { continue };
            let title = title(link);
            let is_one = self.is_given()
                || title.as_deref().is_some_and(is_headline)
                    && is_of_article(&url, &base)
                    && !is_around(link);
            if !is_one {
                continue;
            }
            let known = found.iter().position(|known| known.url.as_deref() == Some(url.as_str()));
            if known.is_none() && found.len() >= LISTED_MAX {
                break;
            }
            match known.map(|at| &mut found[at]) {
                // A picture, the headline and `read more` lead to one place: the longest of what they say is the headline.
                Some(known) => {
                    let length = |title: &Option<String>| title.as_ref().map_or(0, String::len);
                    if length(&title) > length(&known.title) {
                        known.title = title;
                    }
                    known.published_at = known.published_at.or_else(|| date(link));
                }
                None => found.push(FeedEntry {
                    url: Some(url.into()),
                    title,
                    published_at: date(link),
                    ..FeedEntry::default()
                }),
            }
        }
        found
    }

    fn links<'d>(&self, document: &'d Html) -> Vec<ElementRef<'d>> {
        let Some(selector) = &self.selector else { return document.select(&LINKS).collect() };
        let of = |element: ElementRef<'d>| {
            let is_link =
                |element: &ElementRef<'_>| element.value().name() == "a" && element.attr("href").is_some();
            // The link itself, one in it, or the one around it: `h3` in `<a><h3>`.
            Some(element)
                .filter(is_link)
                .or_else(|| element.select(&LINKS).next())
                .or_else(|| element.ancestors().filter_map(ElementRef::wrap).find(is_link))
        };
        document.select(selector).filter_map(of).collect()
    }
}

fn base(document: &Html, url: Option<&str>) -> Option<Url> {
    let page = Url::parse(url?).ok()?;
    let stated = document.select(&BASES).next().and_then(|base| page.join(base.attr("href")?).ok());
    Some(stated.unwrap_or(page))
}

fn address(link: ElementRef<'_>, base: &Url) -> Option<Url> {
    let mut url = base.join(link.attr("href")?.trim()).ok()?;
    // `…#lire` and `…#comments` are places of one article.
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url != *base).then_some(url)
}

fn title(link: ElementRef<'_>) -> Option<String> {
    let written = |element: ElementRef<'_>| {
        let text: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
        Some(text.join(" ")).filter(|text| !text.is_empty())
    };
    // Cards lead as a whole, with kicker, headline and lead.
    let heading = link.select(&HEADINGS).next().and_then(written);
    heading.or_else(|| written(link)).or_else(|| link.attr("title").map(|title| title.trim().to_owned()))
}

fn is_headline(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    let (count, dense) = letters.fold((0, 0), |(count, dense), letter| {
        (count + 1, dense + usize::from(matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{e00}'..='\u{e7f}')))
    });
    count >= HEADLINE_LETTERS_MIN || dense >= DENSE_LETTERS_MIN
}

/// Addresses of articles have a number, or a slug of several words; those of sections have neither.
fn is_of_article(url: &Url, base: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let has_number = path.chars().filter(char::is_ascii_digit).count() >= 3
        || url.query_pairs().any(|(_, value)| value.len() >= 3 && value.chars().all(|c| c.is_ascii_digit()));
    // A slug in another script is written in escapes, `%E8%B6%8A…`, and a Chinese one has no hyphens.
    let has_slug = last.split(['-', '_']).count() >= 4 || last.contains('%') && last.len() > 30;
    let is_file = last.ends_with(".html") || last.ends_with(".htm");
    same_site(url.as_str(), base.as_str()) && !path.is_empty() && (has_number || has_slug || is_file)
}

fn is_around(link: ElementRef<'_>) -> bool {
    let elements = link.ancestors().filter_map(ElementRef::wrap);
    let mut inside_article = false;
    for element in elements {
        let name = element.value().name();
        inside_article |= name == "article";
        // A card has a header of its own.
        if AROUND.contains(&name) && !(inside_article && matches!(name, "header" | "footer")) {
            return true;
        }
    }
    false
}

/// The date of a link's card, where it is written for machines.
fn date(link: ElementRef<'_>) -> Option<Moment> {
    let own = link.attr("href");
    for around in link.ancestors().filter_map(ElementRef::wrap).take(CARD_DEPTH) {
        // Where other articles stand as well, the date may be theirs; and what has so many links is a list.
        let mut others = around.select(&LINKS).take(CARD_LINKS_MAX + 1).enumerate();
        if others.any(|(at, other)| {
            let is_another = || other.attr("href") != own && title(other).as_deref().is_some_and(is_headline);
            at == CARD_LINKS_MAX || is_another()
        }) {
            return None;
        }
        if let Some(time) = around.select(&TIMES).next() {
            return dates::machine(time.attr("datetime")?, None, None);
        }
    }
    None
}

/// Whether a path fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><body><header><a href='/mon-compte-et-mes-abonnements-1234'>Gérer mon compte et mes abonnements ici</a>\
        </header><nav><a href='/monde'>Monde</a></nav><main>\
        <article><a href='/2025/10/hanoi-signe'><img></a><h2><a href='/2025/10/hanoi-signe'>Hanoï : soixante-douze pays ont signé la convention</a></h2>\
        <time datetime='2025-10-25T10:00:00+07:00'>hier</time></article>\
        <article><a href='https://www.a.example/monde/la-ratification-commence-au-printemps#lire'><span>Monde</span><h3>La ratification commence au printemps</h3></a></article>\
        <article><a href='/2025/10/26/x.html'>越南河内举行公约签署仪式</a></article>\
        <a href='https://ads.example/2025/123456'>Achetez notre nouveau téléviseur géant</a>\
        <a href='/monde'>Toute l’actualité du monde entier, chaque jour</a>\
        </main></body></html>";

    fn listed(pattern: Option<&str>, selector: Option<&str>) -> Vec<String> {
        let page = Capture {
            media_type: Some("text/html; charset=utf-8".into()),
            ..Capture::page(Some("https://a.example/monde/".into()), PAGE.as_bytes().to_vec())
        };
        let found = Links::parse(pattern, selector).unwrap().on(&page);
        let line = |entry: FeedEntry| {
            let date = entry.published_at.map(|date| format!(" {date}")).unwrap_or_default();
            format!("{} {}{date}", entry.url.unwrap(), entry.title.unwrap_or_default())
        };
        found.into_iter().map(line).collect()
    }

    #[test]
    fn headlines_outside_of_menus_that_lead_to_articles_of_the_site_are_listed() {
        assert_eq!(
            listed(None, None),
            [
                "https://a.example/2025/10/hanoi-signe Hanoï : soixante-douze pays ont signé la convention 2025-10-25T10:00:00+07:00",
                "https://www.a.example/monde/la-ratification-commence-au-printemps La ratification commence au printemps",
                "https://a.example/2025/10/26/x.html 越南河内举行公约签署仪式",
            ]
        );
    }

    #[test]
    fn a_card_is_dated_by_whatever_form_machines_write() {
        let check = |datetime: &str, expected: &str| {
            let page =
                format!("<article><a href='/1'>x</a><time datetime='{datetime}'>hier</time></article>");
            let page = Capture {
                media_type: Some("text/html; charset=utf-8".into()),
                ..Capture::page(Some("https://a.example/monde/".into()), page.into_bytes())
            };
            let found = Links::parse(Some("/*"), None).unwrap().on(&page);
            let date = found[0].published_at.map(|date| date.to_string()).unwrap_or_default();
            assert_eq!(date, expected, "{datetime}");
        };
        check(" 2025-10-25T10:00:00+07:00 ", "2025-10-25T10:00:00+07:00");
        check("2025-10-25T10:00+0700", "2025-10-25T10:00:00+07:00");
        check("2025-10-25 10:00", "2025-10-25");
        check("Sat, 25 Oct 2025 10:00:00 +0700", "2025-10-25T10:00:00+07:00");
        check("1761361200", "2025-10-25T03:00:00Z");
        check("hier", "");
    }

    #[test]
    fn a_pattern_and_a_selector_say_which_links_are_meant() {
        let urls = |lines: Vec<String>| -> Vec<String> {
            lines.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
        };
        assert_eq!(
            urls(listed(Some("/2025/*"), None)),
            [
                "https://a.example/2025/10/hanoi-signe",
                "https://a.example/2025/10/26/x.html",
                "https://ads.example/2025/123456"
            ]
        );
        assert_eq!(
            urls(listed(None, Some("h2, h3"))),
            [
                "https://a.example/2025/10/hanoi-signe",
                "https://www.a.example/monde/la-ratification-commence-au-printemps"
            ]
        );
        assert_eq!(
            urls(listed(Some("/2025/*.html"), Some("article a"))),
            ["https://a.example/2025/10/26/x.html"]
        );
        assert!(Links::parse(None, Some("h2 >> ")).unwrap_err().contains("no CSS selector"));
    }

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, path, expected) in [
            ("/a/*", "/a/b", true),
            ("/a/*", "/b/a/", false),
            ("/a", "/a", true),
            ("/a", "/a/b", false),
            ("*-art-*.html", "/x-art-7.html", true),
            ("*-art-*.html", "/x-art-7.htm", false),
            ("*", "", true),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }
}
