//! Structured data about an article that stands on another page: a promoted story, what an application left from the page before.

use super::letters::letters;
use super::titles;
use crate::page::{Page, Tag};

/// Shorter headlines stand in any text.
const LETTERS_MIN: usize = 8;
/// Figures that name an article in its address.
const FIGURES_MIN: usize = 5;
/// Headings looked at.
const HEADINGS_MAX: usize = 12;

/// Whether a node says by its address that it describes another page, and this page says nothing of its headline.
///
/// Either alone is common: templates give all pages the address of their section, and a headline for search engines is printed
/// nowhere.
pub(super) fn is_described(
    stated: Vec<String>,
    headline: Option<&str>,
    page: &Page<'_>,
    addresses: [Option<&str>; 2],
) -> bool {
    // `#article` and `urn:…` lead nowhere; the front page is everybody's.
    let stated: Vec<String> = stated
        .into_iter()
        .filter(|url| url.contains("://") && path(url).len() > 1 && !url.contains('#'))
        .collect();
    let own: Vec<&str> = addresses.into_iter().flatten().collect();
    if stated.is_empty()
        || own.is_empty()
        || stated.iter().any(|url| own.iter().any(|own| is_alike(url, own)))
    {
        return false;
    }
    headline.is_some_and(|headline| letters(headline).len() >= LETTERS_MIN && !is_told(headline, page))
}

/// Whether two addresses may be of one article: the same path, one in the other, or the same number or words in both.
fn is_alike(stated: &str, own: &str) -> bool {
    let (stated, own) = (path(stated), path(own));
    let last = |path: &str| path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default().to_owned();
    let figures = |path: &str| -> Vec<String> {
        let runs = path.split(|c: char| !c.is_ascii_digit());
        runs.filter(|run| run.len() >= FIGURES_MIN).map(str::to_owned).collect()
    };
    let numbers = figures(own);
    // The front page tells of no article, and neither does the script of all articles: `/story.php?id=17`.
    own.len() <= 1
        || own.contains(stated)
        || stated.contains(own)
        || last(stated) == last(own)
        || figures(stated).iter().any(|number| numbers.contains(number))
        || !titles::stems(&last(stated)).is_disjoint(&titles::stems(&last(own)))
}

/// Whether a page speaks of a headline: prints it, or calls itself by one of its words.
fn is_told(headline: &str, page: &Page<'_>) -> bool {
    let stems = titles::stems(headline);
    let titles = [page.title.as_deref(), page.meta("og:title"), page.meta("twitter:title")];
    let headings = page.elements_named(Tag::H1).take(HEADINGS_MAX).map(|at| page.element_text(at));
    // Nothing to compare it with: it may well be this page's.
    let mut names = titles.into_iter().flatten().chain(headings).filter(|name| !name.is_empty()).peekable();
    if stems.is_empty() || names.peek().is_none() {
        return true;
    }
    names.any(|name| !titles::stems(name).is_disjoint(&stems))
        || letters(&page.text).contains(&letters(headline))
}

/// The path of an address, without host, query, fragment and last slash.
pub(super) fn path(address: &str) -> &str {
    let rest = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    rest.split(['?', '#']).next().unwrap_or_default().trim_matches('/')
}

#[cfg(test)]
mod tests {
    use super::super::{Input, Metadata, read};
    use super::*;

    fn read_page(node: &str) -> Metadata {
        let html = format!(
            "<html><head><title>They lost homes to the river | The Courier</title>\
             <script type=\"application/ld+json\">{node}</script></head><body>\
             <h1>They lost homes to the river</h1><div class=\"byline\">By Ann Lee</div>\
             <div class=\"date\">March 3, 2021</div><p>The river rose on Sunday, and the town held its breath.</p></body></html>"
        );
        let url = Some("https://courier.example/news/they-lost-homes");
        read(&Page::of_html(&html), &Input { url, captured_at: None })
    }

    #[test]
    fn what_is_said_of_another_article_is_not_said_of_this_one() {
        let metadata = read_page(
            r#"{"@type":"NewsArticle","headline":"Ten kettles compared","url":"https://courier.example/tests/kettles",
            "datePublished":"2024-01-01","author":"Sandro Vietti"}"#,
        );
        assert_eq!(metadata.headline.as_deref(), Some("They lost homes to the river"));
        assert_eq!(metadata.byline, ["Ann Lee"]);
        assert_eq!(metadata.published_at.unwrap().to_string(), "2021-03-03");
    }

    #[test]
    fn a_headline_for_search_engines_or_a_foreign_address_alone_say_nothing() {
        let check = |node: &str| {
            let day = read_page(node).published_at.unwrap().to_string();
            assert_eq!(day, "2024-01-01", "{node}");
        };
        // The address of the section, as templates give it.
        check(
            r#"{"@type":"NewsArticle","headline":"They lost homes to the river","url":"https://courier.example/tests/kettles",
            "datePublished":"2024-01-01"}"#,
        );
        check(r#"{"@type":"NewsArticle","headline":"Flood: what is known","datePublished":"2024-01-01"}"#);
        check(
            r#"{"@type":"NewsArticle","headline":"Flood: what is known","url":"https://courier.example/amp/they-lost-homes",
            "datePublished":"2024-01-01"}"#,
        );
        check(
            r#"{"@type":"NewsArticle","headline":"Homes flooded","url":"https://courier.example/world/1",
            "datePublished":"2024-01-01"}"#,
        );
        check(
            r#"{"@type":"NewsArticle","headline":"Flood","url":"https://courier.example/","datePublished":"2024-01-01"}"#,
        );
    }
}
