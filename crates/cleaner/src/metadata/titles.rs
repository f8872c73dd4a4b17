//! What the page shows of its titles: the parts that stand on it as lines of their own, and the names that lead to its front page.
//!
//! `<title>` and what a page is shared as hold the headline between the site's name, a section and words for search engines:
//! `Pruning roses_Garden_The Courier`. Which part is the headline need not be guessed where the page prints it alone on a line; and a
//! heading inside a link to the front page is the site's name, whatever the metadata call it.

use std::collections::{HashMap, HashSet};

use veille_text::letter::is_unspaced;

use super::letters::{first_letter, letters};
use crate::page::{Page, Tag};

/// A longer title is a text: no part of it is looked for.
pub(super) const TITLE_BYTES_MAX: usize = 1_000;
/// Parts of one title.
const PARTS_MAX: usize = 8;
/// A line that shows a part has little more than its letters.
const LINE_BYTES_MORE: usize = 40;
/// Headings looked at; broken pages have thousands.
const HEADINGS_MAX: usize = 40;
/// Links looked at: the site's name stands above its menu.
const LINKS_MAX: usize = 30;
/// Letters of a word that tell it from others, whatever its ending.
const STEM_CHARS: usize = 5;

/// The longest part of the page's titles that stands on the page as a line of its own.
pub(super) fn shown_part(page: &Page<'_>, titles: &[&str], is_site: impl Fn(&str) -> bool) -> Option<String> {
    let mut parts: HashMap<String, &str> = HashMap::new();
    for title in titles {
        for part in stretches(title).into_iter().filter(|part| is_long(part, title)) {
            parts.entry(letters(part)).or_insert(part);
        }
    }
    parts.retain(|folded, part| !folded.is_empty() && !is_site(part));
    let longest = parts.values().map(|part| part.len()).max()?;
    let firsts: HashSet<char> = parts.keys().filter_map(|folded| folded.chars().next()).collect();
    let mut best: Option<(usize, String)> = None;
    for block in &page.blocks {
        let line = page.block_text(block);
        // Most lines of a page begin otherwise, and need not be folded to know it.
        if line.len() > longest + LINE_BYTES_MORE
            || !first_letter(line).is_some_and(|it| firsts.contains(&it))
        {
            continue;
        }
        let folded = letters(line);
        // `>`: of equals the first on the page.
        if parts.contains_key(&folded) && best.as_ref().is_none_or(|(most, _)| folded.len() > *most) {
            best = Some((folded.len(), parts[&folded].to_owned()));
        }
    }
    best.map(|(_, part)| part)
}

/// Fewer words are a section as often, unless they are much of the title; scripts without spaces say as much in six letters.
fn is_long(part: &str, title: &str) -> bool {
    part.split_whitespace().count() >= 3
        || part.chars().filter(|c| is_unspaced(*c)).count() >= 6
        || part.contains(' ') && 3 * part.len() >= title.len()
}

/// The stretches between the marks of a title, each alone and with those behind it, but not the whole.
pub(super) fn stretches(title: &str) -> Vec<&str> {
    if title.len() > TITLE_BYTES_MAX {
        return Vec::new();
    }
    let mut cuts = vec![(0, 0)];
    cuts.extend(marks(title).into_iter().take(PARTS_MAX));
    cuts.push((title.len(), title.len()));
    let mut found = Vec::new();
    for (at, (_, start)) in cuts.iter().enumerate() {
        for (end, _) in &cuts[at + 1..] {
            let text = title.get(*start..*end).unwrap_or_default().trim();
            if !text.is_empty() && text.len() < title.trim().len() {
                found.push(text);
            }
        }
    }
    found
}

/// Where a title may be parted: the bytes of each run of marks.
fn marks(title: &str) -> Vec<(usize, usize)> {
    let is_mark = |c: char| "|_｜│»›·•/~─-–—:：<>".contains(c);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = title[from..].find(is_mark).map(|at| from + at) {
        let end = title[start..].find(|c| !is_mark(c)).map_or(title.len(), |at| start + at);
        let run = &title[start..end];
        let (before, after) = (title[..start].chars().next_back(), title[end..].chars().next());
        let is_spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // `Covid-19`, `and/or`, `12:30` are words. A bar or a line below parts without spaces, and so does a dash between
        // scripts that have none: `奥运-江西新闻网`.
        let parts = run.contains(['|', '_', '｜', '│', '»', '：'])
            || is_spaced(after) && (is_spaced(before) || run == ":")
            || run.chars().count() > 1
            || run == "-" && (before.is_some_and(is_unspaced) || after.is_some_and(is_unspaced));
        if parts {
            found.push((start, end));
        }
        from = end;
    }
    found
}

/// The names by which links lead to the front page: `<a href="/"><h1>The Courier</h1></a>`, `<a href="/">The Courier</a>` where
/// that is a part of the title.
pub(super) fn front_page_names(page: &Page<'_>, url: Option<&str>) -> Vec<String> {
    // The front page itself is called by whatever it says.
    if url.is_some_and(is_front_page) {
        return Vec::new();
    }
    let is_home = |link: &usize| page.attribute(*link, "href").is_some_and(|href| is_front_page(&href));
    let leads_home = |heading: &usize| {
        let link = page.ancestors(*heading).skip(1).take(3).find(|at| page.elements[*at].tag == Tag::A);
        link.is_some_and(|link| is_home(&link))
    };
    let headings = page.elements_named(Tag::H1).take(HEADINGS_MAX).filter(leads_home);
    let titles = || page.title.as_deref().into_iter().chain(page.meta("og:title"));
    let parts: HashSet<String> =
        titles().flat_map(|title| stretches(title).into_iter().chain([title]).map(letters)).collect();
    let longest = titles().map(str::len).max().unwrap_or_default();
    let host = url.and_then(veille_model::host);
    // A link may lead to the front page of another site.
    let is_own_home = |link: &usize| {
        page.attribute(*link, "href").is_some_and(|href| {
            let is_own = href.starts_with('/') && !href.starts_with("//")
                || host.is_some() && veille_model::host(&href) == host;
            is_own && is_front_page(&href)
        })
    };
    let names_site = |link: &usize| {
        let text = page.element_text(*link);
        !text.is_empty() && text.len() <= longest && parts.contains(&letters(text)) && is_own_home(link)
    };
    let links = page.elements_named(Tag::A).take(LINKS_MAX).filter(names_site);
    headings.chain(links).map(|at| letters(page.element_text(at))).filter(|name| !name.is_empty()).collect()
}

/// Whether a reference leads to a site as a whole.
fn is_front_page(reference: &str) -> bool {
    let reference = reference.trim();
    let path = match reference.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            rest.find('/').map_or("", |at| &rest[at..])
        }
        _ if reference.starts_with('/') => reference,
        _ => return false,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    // `/index.php?id=5` is a page like any other.
    !reference.contains('?') && matches!(path, "" | "index.html" | "index.htm" | "index.php")
}

/// The words of a text; two letters are one in scripts without spaces.
pub(super) fn words(text: &str) -> usize {
    let spaced = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    spaced + text.chars().filter(|c| is_unspaced(*c)).count() / 2
}

/// What tells a text's words from others: beginnings of those with four letters and more, pairs of letters in scripts without spaces.
pub(super) fn stems(text: &str) -> HashSet<String> {
    let mut stems: HashSet<String> = HashSet::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let count = word.chars().count();
        if count >= 4 && !word.chars().any(is_unspaced) {
            stems.insert(word.chars().take(STEM_CHARS).flat_map(char::to_lowercase).collect());
        }
        let unspaced: Vec<char> = word.chars().filter(|c| is_unspaced(*c)).collect();
        stems.extend(unspaced.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    stems
}

/// Whether a text speaks of what a title says: of two of its words, or of the only one that is long enough to tell.
pub(crate) fn shares_words(title: &str, text: &str) -> bool {
    let (title, text) = (stems(title), stems(text));
    let shared = title.intersection(&text).count();
    shared >= 2 || shared == 1 && title.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_parted_at_its_marks() {
        let check = |title: &str, parts: &[&str]| assert_eq!(stretches(title), parts, "{title}");
        check("River | News | Courier", &["River", "River | News", "News", "News | Courier", "Courier"]);
        check("河水上涨_新闻-江北网", &["河水上涨", "河水上涨_新闻", "新闻", "新闻-江北网", "江北网"]);
        check("Courier: River rises", &["Courier", "River rises"]);
        for whole in ["Covid-19 and/or flu at 12:30", "River rises", ""] {
            check(whole, &[]);
        }
    }

    #[test]
    fn the_part_that_the_page_shows_is_found() {
        let page = Page::of_html("<div>News</div><b>River rises at noon</b><p>It rose and rose.</p>");
        let titles = ["River rises at noon - North - Courier"];
        assert_eq!(shown_part(&page, &titles, |_| false).as_deref(), Some("River rises at noon"));
        assert_eq!(shown_part(&page, &titles, |_| true), None);
        assert_eq!(shown_part(&page, &["Something else - Courier"], |_| false), None);
    }

    #[test]
    fn a_heading_that_leads_to_the_front_page_is_the_sites_name() {
        let check = |html: &str, names: &[&str]| {
            let page = Page::of_html(html);
            assert_eq!(front_page_names(&page, Some("https://courier.example/a/b")), names, "{html}");
        };
        check("<a href='/'><h1>Our Garden</h1></a>", &["ourgarden"]);
        check("<a href='https://courier.example'><h1>Our Garden</h1></a>", &["ourgarden"]);
        check("<a href='/a/b'><h1>Pruning roses</h1></a><h1>Pruning</h1>", &[]);
        check(
            "<title>Pruning | Our Garden</title><a href='/'>Our Garden</a><a href='/'>Home</a>",
            &["ourgarden"],
        );
        check("<title>Pruning | Garden</title><a href='/index.php?id=5'>Pruning</a>", &[]);
        check("<title>Pruning roses | Garden</title><a href='https://roses.example/'>Pruning roses</a>", &[]);
        let page = Page::of_html("<a href='/'><h1>Our Garden</h1></a>");
        assert!(front_page_names(&page, Some("https://courier.example/")).is_empty());
    }
}
