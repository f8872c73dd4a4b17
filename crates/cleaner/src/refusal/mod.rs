//! What is not an article, and what an article's reader should be warned of.
//!
//! A real article is never to be lost, so each reason to discard asks for two things at once: words or a shape that say
//! what the page is, and that little of it reads as running text.

mod notices;
mod teasers;

use veille_text::{is_stop, letter};

use crate::Unclean;
use crate::body::{Phrases, Sign, Signs};
use crate::metadata::{Field, Spot, shares_words};
use crate::page::{Block, Hints, Page, Tag};
use crate::reading::Cleaned;
use notices::Notice;

/// A page with fewer letters in all has nothing to show without its scripts.
const SHELL_LETTERS: usize = 400;
/// A notice that something is missing is not longer.
const NOTICE_LETTERS: usize = 1200;
/// A page with less running text, most of it links, is a list.
const LIST_LETTERS: usize = 250;
/// A request for consent is not longer.
const WALL_LETTERS: usize = 3000;
/// Phrases that make a request of a block.
const ASKS_MIN: u32 = 2;
/// Links that make a list of articles.
const LIST_LINKS: usize = 30;

/// Whether what was kept is an article.
pub(crate) fn check(
    cleaned: &Cleaned<'_>,
    url: Option<&str>,
    text: &str,
    least: usize,
) -> Result<(), Unclean> {
    let letters = letter::count(text);
    // Notices before lists: a page that was not found fills itself with links to what is there.
    if letters < NOTICE_LETTERS {
        gives_notice(cleaned, url, letters)?;
    }
    // A front page keeps a few teasers as its text.
    if letters < LIST_LETTERS {
        section_page(cleaned)?;
    }
    // Whatever the length: twenty teasers are as long as an article.
    if let Some(links) = teasers::listed(cleaned, url) {
        return Err(Unclean::SectionPage { links, blocks: cleaned.page.blocks.len() });
    }
    if letters < WALL_LETTERS
        && let Some(words) = consent_wall(cleaned, letters, least)
    {
        return Err(Unclean::ConsentWall { words });
    }
    // What is long enough is an article. Below, all that is left is to say why it is none,
    // the most telling reason first.
    if letters >= least || is_brief(cleaned, text, letters, least) {
        return Ok(());
    }
    // Said before the page is called short: a slide show is what it is, however many words it has.
    if is_gallery(cleaned) {
        return Err(Unclean::NotAnArticle { cause: "a gallery of pictures".to_owned() });
    }
    let page = &cleaned.page;
    // `<div id="root"></div>` and its scripts: there may be an article, for a browser.
    let is_bare = page.markup && !page.scripts.is_empty() && letter::count(&page.text) < SHELL_LETTERS;
    if is_bare && !speaks_of_headline(cleaned, text) {
        return Err(Unclean::EmptyShell);
    }
    if letters == 0 { Err(Unclean::NoBody) } else { Err(Unclean::TooShort { letters, least }) }
}

/// Whether a text of half the letters that make an article is a brief: sentences about what the headline says, on a page that says when it
/// was published. What pages say when they fail is as short, and speaks of nothing in their headline.
fn is_brief(cleaned: &Cleaned<'_>, text: &str, letters: usize, least: usize) -> bool {
    let metadata = &cleaned.metadata;
    letters * 2 >= least
        && metadata.published_at.is_some()
        && text.trim_end().ends_with(|mark| is_stop(mark) || matches!(mark, '”' | '"' | '»'))
        && !Signs::of(text).is_boilerplate()
        && speaks_of_headline(cleaned, text)
}

fn speaks_of_headline(cleaned: &Cleaned<'_>, text: &str) -> bool {
    cleaned.metadata.headline.as_deref().is_some_and(|headline| shares_words(headline, text))
}

/// What the article's reader should know.
pub(crate) fn flags(cleaned: &Cleaned<'_>, text: &str) -> Vec<&'static str> {
    let mut flags = Vec::new();
    let kind = cleaned.metadata.kind.as_deref().unwrap_or_default();
    if kind.contains("LiveBlog") {
        flags.push("live_blog");
    }
    // Some newspapers mark all of their articles as paid and send them whole all the same.
    if cleaned.metadata.accessible_for_free == Some(false)
        && (asks_to_pay(cleaned) || letter::count(text) < NOTICE_LETTERS)
    {
        flags.push("paywall_stub");
    }
    flags
}

/// A page that says that it is not there, that its site is down, or that we may not see it.
fn gives_notice(cleaned: &Cleaned<'_>, url: Option<&str>, letters: usize) -> Result<(), Unclean> {
    // Pages that are not there may have a day in their address or above their menu, and hardly one that they state.
    let metadata = &cleaned.metadata;
    let is_stated = metadata.candidates.iter().any(|it| {
        it.chosen
            && it.field == Field::Published
            && matches!(it.spot, Spot::JsonLd | Spot::OpenGraph | Spot::Meta)
    });
    if is_stated || metadata.kind.as_deref().is_some_and(|kind| kind.contains("NewsArticle")) {
        return Ok(());
    }
    match notices::in_title(&cleaned.page, metadata.headline.as_deref(), &site_names(cleaned, url)) {
        Some((Notice::Blocked, words)) => return Err(Unclean::Blocked { words }),
        Some((Notice::Down, words)) => return Err(Unclean::Unavailable { words }),
        Some((Notice::Missing, words)) => return Err(Unclean::Soft404 { words }),
        None => {}
    }
    // A title may say nothing, as on a site whose template gives all its pages one; then
    // the first lines are asked, of a page that shows little else.
    if letters >= SHELL_LETTERS {
        return Ok(());
    }
    notices::in_lines(&cleaned.page).map_or(Ok(()), |words| Err(Unclean::Soft404 { words }))
}

/// What the site is called, by itself and by its host, folded.
fn site_names(cleaned: &Cleaned<'_>, url: Option<&str>) -> Vec<String> {
    let address = url.or(cleaned.metadata.canonical_url.as_deref());
    let host = address.and_then(veille_model::host).unwrap_or_default();
    let bare = host.trim_start_matches("www.");
    // `The Courier` on courier.example: with and without the article, and by either label.
    let labels = bare.split('.').rev().skip(1).chain([bare]);
    let named = cleaned.metadata.site_name.as_deref().into_iter().chain(labels);
    named.map(notices::letters).filter(|name| name.len() > 1).collect()
}

/// A page of links without the marks of a single article.
fn section_page(cleaned: &Cleaned<'_>) -> Result<(), Unclean> {
    let page = &cleaned.page;
    let is_link = |block: &&Block| block.link_bytes * 10 > block.text.len() * 9;
    let links = page.blocks.iter().filter(is_link).count();
    let blocks = page.blocks.len();
    // Flattened text does not tell what was a link.
    if is_one_article(cleaned) || !page.markup || links < LIST_LINKS || links * 10 < blocks * 6 {
        return Ok(());
    }
    Err(Unclean::SectionPage { links, blocks })
}

/// Whether a page has a mark of a single article.
fn is_one_article(cleaned: &Cleaned<'_>) -> bool {
    let metadata = &cleaned.metadata;
    metadata.published_at.is_some()
        || metadata.article_body.is_some()
        || !metadata.byline.is_empty()
        || cleaned.page.meta("og:type").is_some_and(|it| it.eq_ignore_ascii_case("article"))
}

/// The words of a page that shows a request for consent and hardly anything else.
fn consent_wall(cleaned: &Cleaned<'_>, letters: usize, least: usize) -> Option<String> {
    let page = &cleaned.page;
    let all = letter::count(&page.text);
    // A banner on a page with an article: the article is behind it, in the page.
    if all >= 2 * WALL_LETTERS {
        return None;
    }
    // What is too short for an article is none in any case: there the mere words say why.
    let is_short = letters < least;
    let is_article = is_one_article(cleaned);
    let mut phrases = Phrases::default();
    let (mut asking, mut kept, mut words) = (0, 0, None);
    for (block, verdict) in page.blocks.iter().zip(&cleaned.verdicts) {
        let text = page.block_text(block);
        let signs = verdict.signs.unwrap_or_else(|| phrases.signs(text));
        // Each paragraph of an article about the protection of data says `personal data` or `tracking`. Requests say several of
        // such words, on pages without an author and a date; or the page calls their element one.
        let is_request = || is_short || signs.asks >= ASKS_MIN && !is_article || is_dialogue(page, block);
        if signs.has(Sign::Consent) && is_request() {
            let count = letter::count(text);
            asking += count;
            // A short piece beside a long dialogue that was dropped is not what asks.
            kept += if is_short || verdict.keep { count } else { 0 };
            words = words.or(Some(text));
        }
    }
    // The request must be most of what would be the article and a third of all that is there.
    let kept_asks = kept * 2 > letters;
    (kept_asks && asking * 3 > all).then(|| words.unwrap_or_default().chars().take(120).collect())
}

/// Whether a block stands in an element that the page names for consent, and for nothing greater: `<article class="post
/// category-datenschutz">` is an article.
fn is_dialogue(page: &Page<'_>, block: &Block) -> bool {
    let whole = Hints::ARTICLE.with(Hints::BODY);
    page.ancestors(block.element).any(|at| {
        let element = &page.elements[at];
        element.hints.has(Hints::CONSENT)
            && !element.hints.has(whole)
            && !matches!(element.tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article)
    })
}

fn is_gallery(cleaned: &Cleaned<'_>) -> bool {
    let kind = cleaned.metadata.kind.as_deref().unwrap_or_default();
    let images: usize = cleaned.page.blocks.iter().map(|block| block.images).sum();
    kind.contains("Gallery") || kind == "MediaGallery" || images > 20
}

/// Whether one of the blocks right after the article asks to subscribe.
fn asks_to_pay(cleaned: &Cleaned<'_>) -> bool {
    let Some(last) = cleaned.verdicts.iter().rposition(|verdict| verdict.keep) else { return false };
    // The offer to subscribe stands where the text breaks off; in the footer every newspaper has one.
    let after = cleaned.page.blocks.iter().skip(last + 1).take(8);
    after.map(|block| cleaned.page.block_text(block)).any(|text| Signs::of(text).has(Sign::Paywall))
}
