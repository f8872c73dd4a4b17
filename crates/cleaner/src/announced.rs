//! A page and what a feed said of it: the better text wins, and the article says which it was.
//!
//! A bot wall, a login, an empty shell or a paywall's stub swallows nothing that the feed told. Flags name the cause:
//! `text_from_feed` with `page_blocked`, `page_soft_404`…, and `date_from_feed`, `headline_from_feed`, `byline_from_feed`.

use std::collections::BTreeSet;

use veille_model::{Article, Capture, CaptureKind, FeedEntry, Moment, Revision, same_site};
use veille_text::letter;

use crate::Unclean;

/// How many times as long as the page's own text a feed's whole text must be to be believed rather.
const FULLER: usize = 2;
/// A page that is longer is no notice.
const NOTICE_LETTERS: usize = 1200;
/// Letters of a word that says what a text is about, and how many such words a feed must have said.
const TELLING_LETTERS: usize = 5;
const TELLING_MIN: usize = 5;
/// What stands between a title and the name of its site or series, which is no correction of the title.
const SEPARATORS: [&str; 6] = ["|", "-", "–", "—", "·", ":"];

/// The entry as a capture of its own, received with the page.
pub(crate) fn alone(capture: &Capture, entry: &FeedEntry) -> Capture {
    let mut alone = Capture::entry(entry, capture.source.clone(), capture.captured_at);
    // The page's address after redirects, unless these led to somebody's consent form or login.
    let own = |url: &&String| entry.url.as_deref().is_none_or(|announced| same_site(url, announced));
    if let Some(url) = capture.url.as_ref().filter(own).filter(|_| !entry.shares_page) {
        alone.url = Some(url.clone());
    }
    alone
}

/// One article of both.
pub(crate) fn better(
    capture: &Capture,
    entry: &FeedEntry,
    page: Result<Article, Unclean>,
    told: Article,
) -> Article {
    let mut article = match page {
        Err(unclean) => stands_in(told, unclean.code()),
        Ok(page) if is_elsewhere(&page, &told) => stands_in(told, "elsewhere"),
        Ok(page) => completed(page, entry, told),
    };
    article.capture = capture.id.clone();
    article.revision = Revision::of(article.headline.as_deref(), &article.text);
    article
}

fn stands_in(mut told: Article, cause: &str) -> Article {
    told.flags.push("text_from_feed".to_owned());
    told.flags.push(format!("page_{cause}"));
    told
}

/// Whether a short page speaks of nothing that the feed announced: a login, a guard of bots, a notice, in whatever language
/// it speaks. A long one is an article, whoever announced it.
fn is_elsewhere(page: &Article, told: &Article) -> bool {
    if letter::count(&page.text) >= NOTICE_LETTERS {
        return false;
    }
    let announced = telling(&[told.headline.as_deref().unwrap_or_default(), &told.text]);
    let shown = telling(&[page.headline.as_deref().unwrap_or_default(), &page.text]);
    let found = announced.iter().filter(|word| shown.contains(*word)).count();
    announced.len() >= TELLING_MIN && found * 7 <= announced.len()
}

/// The words of texts that are long enough to tell what they are about; in scripts without spaces, rows of letters that are as long.
fn telling(texts: &[&str]) -> BTreeSet<String> {
    let mut telling = BTreeSet::new();
    for word in texts.iter().flat_map(|text| words(text)) {
        if !word.contains(letter::is_unspaced) {
            if word.chars().count() >= TELLING_LETTERS {
                telling.insert(word);
            }
            continue;
        }
        // Two letters of Chinese are a word; of Thai and its neighbours, which spell sounds, as many as elsewhere.
        let letters: Vec<char> = word.chars().collect();
        let row = if word.contains(is_of_words) { 2 } else { TELLING_LETTERS };
        telling.extend(letters.windows(row).map(|row| row.iter().collect::<String>()));
    }
    telling
}

/// Letters each of which is a word or a syllable: Han and kana.
fn is_of_words(letter: char) -> bool {
    letter::is_unspaced(letter) && matches!(letter, '\u{3005}'..)
}

/// The page's article with what it lacks.
fn completed(mut page: Article, entry: &FeedEntry, told: Article) -> Article {
    if says_more(&page, entry, &told) {
        page.flags.push("text_from_feed".to_owned());
        (page.text, page.blocks, page.dateline) = (told.text, told.blocks, told.dateline);
        page.kind = CaptureKind::Entry;
        for credit in told.provenance {
            if !page.provenance.contains(&credit) {
                page.provenance.push(credit);
            }
        }
    }
    if page.published_at.is_none() && told.published_at.is_some() {
        page.published_at = told.published_at;
        page.flags.push("date_from_feed".to_owned());
    }
    if page.byline.is_empty() && !told.byline.is_empty() {
        page.byline = told.byline;
        page.flags.push("byline_from_feed".to_owned());
    }
    if let Some(title) = told.headline.filter(|title| is_better_headline(&page, title, entry)) {
        page.headline = Some(title);
        page.flags.push("headline_from_feed".to_owned());
    }
    page.declared_language = page.declared_language.take().or(told.declared_language);
    page
}

/// Whether the feed carries the text of which the page shows a beginning.
fn says_more(page: &Article, entry: &FeedEntry, told: &Article) -> bool {
    let (shown, said) = (letter::count(&page.text), letter::count(&told.text));
    let is_stub = page.flags.iter().any(|flag| flag == "paywall_stub");
    said > shown && (is_stub || entry.content.is_some() && said >= FULLER * shown)
}

/// Whether the feed's title is the headline: where the page has none, and where it is a newer wording of the page's.
///
/// Publishers correct a title in their system, and the feed has it before the cached page. One that is another altogether
/// was written for the feed; one that adds the site's name corrects nothing; and where the page says that it was changed
/// after the entry, the page has the last word.
fn is_better_headline(page: &Article, title: &str, entry: &FeedEntry) -> bool {
    let Some(shown) = page.headline.as_deref() else { return true };
    if shown == title || title.ends_with('…') || title.ends_with("...") {
        return false;
    }
    let said_at = [entry.updated_at, entry.published_at].into_iter().flatten().max_by_key(Moment::day);
    if let (Some(changed), Some(said_at)) = (page.modified_at, said_at)
        && is_later(changed, said_at)
    {
        return false;
    }
    let (shown_words, title_words) = (words(shown), words(title));
    let common = title_words.iter().filter(|word| shown_words.contains(word)).count();
    let is_near = common * 2 >= shown_words.len().max(title_words.len());
    is_near && !is_decorated(shown, title) && shown_words != title_words
}

fn is_later(one: Moment, other: Moment) -> bool {
    match (one, other) {
        (Moment::Instant(one), Moment::Instant(other)) => one > other,
        _ => one.day() > other.day(),
    }
}

/// Whether the title is the headline with a name before or behind it: `LIVE: Sixty states sign | The Courier`.
fn is_decorated(headline: &str, title: &str) -> bool {
    let Some((before, after)) = title.split_once(headline) else { return headline.contains(title) };
    let is_name = |part: &str, opens: bool| {
        let part = part.trim();
        let mark = |sign: &&str| if opens { part.starts_with(*sign) } else { part.ends_with(*sign) };
        part.is_empty() || SEPARATORS.iter().any(mark)
    };
    is_name(before, false) && is_name(after, true)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(letter::fold).filter(|word| !word.is_empty()).collect()
}
