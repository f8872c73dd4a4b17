//! A name that stands beside the date under the headline, each in an element of its own:
//! `<span>Kacper Żurawski</span><span>6 mar 2024, 20:55</span>`. No class says what it is; what else stands there (a section, a place) is told
//! from it by what the rest of the page says.

use super::byline::{self, Houses, Signed};
use super::candidate::{Candidate, Field, Spot};
use super::head::{ArticleHead, is_apart};
use super::letters::letters;
use super::record::Metadata;
use crate::dates;
use crate::page::{Hints as Names, Page, Tag};

/// A name is not longer.
const NAME_BYTES: std::ops::Range<usize> = 5..60;
/// Bytes of text under the headline in which a byline stands, and above it.
const BELOW_BYTES: usize = 500;
const ABOVE_BYTES: usize = 100;
/// Letters that the address of an author's page has beside the name.
const ADDRESS_LETTERS_MORE: usize = 8;
/// A line that has a date is not longer, and the date opens it, but for the words for *published*.
const DATE_LINE_CHARS_MAX: usize = 60;
const DATE_CHARS_BEFORE_MAX: usize = 25;

/// Reads the name beside the date.
pub(super) fn read(
    page: &Page<'_>,
    houses: &Houses,
    head: &ArticleHead,
    metadata: &mut Metadata,
) -> Option<Signed> {
    head.heading?;
    for (at, element) in page.elements.iter().enumerate() {
        let is_near = || {
            // What stands above counts double.
            let most = if head.is_after(&element.text) { 2 * ABOVE_BYTES } else { BELOW_BYTES };
            !head.is_headline(&element.text)
                && head.distance(&element.text).is_some_and(|distance| distance <= most)
        };
        if !NAME_BYTES.contains(&element.text.len()) || !is_near() {
            continue;
        }
        // `Ann LEE.` is a signature; the stop of an initial is the name's own.
        let text = page.element_text(at);
        let text = text.strip_suffix('.').filter(|it| !ends_in_initial(it)).unwrap_or(text);
        if !(byline::is_name(text) || byline::is_long_japanese_name(text))
            || !stands_beside_date(page, at)
            || stands_for_other(page, at)
        {
            continue;
        }
        let signed = byline::read_shown(text, houses);
        // `Local News, Technology`: sections stand there as well.
        let is_whole = signed.people.len() == 1 && letters(&signed.people[0]) == letters(text);
        if is_whole && signed.people.iter().all(|name| is_author(page, at, name, metadata)) {
            metadata.note(Candidate::new(Field::Byline, Spot::VisibleText, text));
            return Some(signed);
        }
    }
    None
}

fn ends_in_initial(text: &str) -> bool {
    text.rsplit([' ', '.']).next().is_some_and(|word| word.chars().count() <= 2)
}

/// Whether an element is a heading or leads to something else than a person's page: the title of the next article, a section.
fn stands_for_other(page: &Page<'_>, element: usize) -> bool {
    let name = letters(page.element_text(element));
    let last = page.element_text(element).split(' ').next_back().map(letters).unwrap_or_default();
    let leads_elsewhere = |at: usize| {
        let Some(address) = page.attribute(at, "href") else { return false };
        let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let page_name = letters(path.rsplit('/').next().unwrap_or_default());
        let is_own = page_name.contains(&last) && page_name.len() <= name.len() + ADDRESS_LETTERS_MORE;
        // `/2024/deep-rivers` is the page of an article.
        let is_dated = path
            .split('/')
            .any(|folder| folder.len() == 4 && folder.bytes().all(|byte| byte.is_ascii_digit()));
        (!is_own || is_dated)
            && !path.split('/').any(|folder| byline::is_author_folder(folder) || folder == "people")
    };
    is_apart(page, element)
        || page.ancestors(element).take(4).any(|at| {
            let element = &page.elements[at];
            element.tag.is_heading() || element.tag == Tag::A && leads_elsewhere(at)
        })
}

/// Whether a name is nobody's but an author's, and not that of a section or a thing: `Rio de Janeiro`, `Climate Change`.
fn is_author(page: &Page<'_>, element: usize, name: &str, metadata: &Metadata) -> bool {
    let folded = letters(name);
    let is_same = |other: &String| letters(other) == folded;
    let is_section = metadata.section.iter().chain(&metadata.keywords).any(is_same);
    let start = page.elements[element].text.start;
    // Menus name sections, and no author of the article below them.
    let in_menu = page.text.get(..start).is_some_and(|before| before.contains(name));
    let in_headline = metadata.headline.as_ref().is_some_and(|headline| letters(headline).contains(&folded));
    let tags = Names::TAGS.with(Names::NAV).with(Names::CAPTION);
    let is_tag = page.ancestors(element).take(3).any(|at| page.elements[at].hints.has(tags));
    (byline::is_cased_or_short(name) || byline::is_long_japanese_name(name))
        && byline::is_short_name(name)
        && !byline::is_phrase(name)
        && !super::visible::is_made_of_words(page, name)
        && !(is_section || in_menu || in_headline || is_tag)
}

/// Whether what follows an element, or stands before it, is a date.
fn stands_beside_date(page: &Page<'_>, element: usize) -> bool {
    let text = &page.elements[element].text;
    let mark = |c: char| c.is_whitespace() || "|•·,-–—/".contains(c);
    let after = page.text.get(text.end..).unwrap_or_default().trim_start_matches(mark);
    let before = page.text.get(..text.start).unwrap_or_default().trim_end_matches(mark);
    let after_at = page.text.len() - after.len();
    // `<time>3 days ago</time>`: the element says what it is.
    let is_time = || {
        page.elements[element..]
            .iter()
            .take(12)
            .any(|it| it.tag == Tag::Time && it.text.start == after_at && !it.text.is_empty())
    };
    opens_with_date(after.lines().next().unwrap_or_default())
        || before.lines().next_back().is_some_and(ends_with_date)
        || is_time()
}

fn opens_with_date(line: &str) -> bool {
    line.chars().count() <= DATE_LINE_CHARS_MAX
        && dates::find(line, dates::Hints::default())
            .is_some_and(|found| line[..found.start].chars().count() <= DATE_CHARS_BEFORE_MAX)
}

fn ends_with_date(line: &str) -> bool {
    line.chars().count() <= DATE_LINE_CHARS_MAX && dates::find(line, dates::Hints::default()).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::{Input, read as read_page};
    use crate::page::Page;

    #[test]
    fn a_name_beside_the_date_signs() {
        let check = |under: &str, people: &[&str]| {
            let html = format!(
                "<nav><a href=/w>Water World</a></nav><h1>The river rises at noon</h1>{under}<p>The bridge is closed.</p>"
            );
            let metadata = read_page(&Page::of_html(&html), &Input::default());
            assert_eq!(metadata.byline, people, "{under}");
        };
        check("<div><span>Ann Tarrow</span><span>6 March 2024, 20:55</span></div>", &["Ann Tarrow"]);
        check("<p>6 March 2024</p><p>Ann Tarrow</p>", &["Ann Tarrow"]);
        check("<div><span>Ann TARROW.</span> <span>6 March 2024</span></div>", &["Ann TARROW"]);
        check("<div><span>佐藤真理子</span><span>2024年3月6日 20時55分</span></div>", &["佐藤真理子"]);
        check(
            "<div><a href=/people/ann-t>Ann Tarrow</a><div><time>3 days ago</time></div></div>",
            &["Ann Tarrow"],
        );
        check("<li><span>Ann Tarrow</span></li><li><span>6 mar 2024</span></li>", &["Ann Tarrow"]);
        // A section, a desk, a phrase, a name far from any date.
        check("<div><span>Water World</span><span>6 March 2024</span></div>", &[]);
        check("<div><span>Harbour News</span><span>6 March 2024</span></div>", &[]);
        check("<div><span>Read More</span><span>6 March 2024</span></div>", &[]);
        check("<div><a href=/2024/deep-rivers>Deep Rivers</a><span>6 March 2024</span></div>", &[]);
        check("<div><span>Ann Tarrow</span></div>", &[]);
    }
}
