//! The path of a capture: prepared, read, checked, put together.

use std::sync::Arc;

use veille_model::{
    Article, ArticleId, Capture, CaptureKind, Revision, SourceId, Text, canonical_url, same_site,
};

use crate::announced;
use crate::body::Judges;
use crate::metadata::Metadata;
use crate::reading::{Cleaned, Judging, Prepared, SiteRules};
use crate::{Config, Unclean, refusal};

/// Turns captures into articles. It holds nothing but its configuration: the same capture always gives the same
/// article.
#[derive(Clone, Debug, Default)]
pub struct Cleaner {
    config: Config,
    sites: SiteRules,
    judges: Option<Arc<Judges>>,
}

impl Cleaner {
    /// A cleaner with these limits and rules for single sites.
    pub fn new(config: Config, sites: SiteRules) -> Self {
        Self { config, sites, judges: None }
    }

    /// The same with other judges of blocks than those that come with the crate; they judge pages and texts alike.
    pub fn with_judges(self, judges: Judges) -> Self {
        Self { judges: Some(Arc::new(judges)), ..self }
    }

    /// The article on a captured page, in a captured text, or in a captured feed entry.
    ///
    /// # Errors
    ///
    /// What is no article says so, with its reason.
    pub fn clean(&self, capture: &Capture) -> Result<Article, Unclean> {
        self.better(capture, self.alone(capture))
    }

    /// The article as the body of a capture has it, whatever a feed said of it.
    fn alone(&self, capture: &Capture) -> Result<Article, Unclean> {
        let prepared = self.prepare(capture)?;
        let cleaned = prepared.read(self.judging(false));
        self.article(capture, &cleaned)
    }

    /// What the page gave, with what the feed said that announced it: the better of both.
    pub(crate) fn better(
        &self,
        capture: &Capture,
        page: Result<Article, Unclean>,
    ) -> Result<Article, Unclean> {
        let Some(entry) = capture.entry.as_deref().filter(|_| capture.kind == CaptureKind::Page) else {
            return page;
        };
        match self.alone(&announced::alone(capture, entry)) {
            Ok(told) => Ok(announced::better(capture, entry, page, told)),
            // The feed said nothing of use either.
            Err(_) => page,
        }
    }

    pub(crate) fn prepare<'c>(&self, capture: &'c Capture) -> Result<Prepared<'c>, Unclean> {
        Prepared::of(capture, &self.config, &self.sites)
    }

    pub(crate) fn judging(&self, explained: bool) -> Judging<'_> {
        Judging { judges: self.judges.as_deref(), explained }
    }

    /// Puts together what is kept, unless that is no article.
    pub(crate) fn article(&self, capture: &Capture, cleaned: &Cleaned<'_>) -> Result<Article, Unclean> {
        let mut text = Text::default();
        for (block, verdict) in cleaned.kept() {
            text.push(verdict.kind, without_border(block));
        }
        let (text, blocks) = text.finish();
        // A feed announces articles and nothing else, however little it says of them.
        if capture.kind != CaptureKind::Entry {
            refusal::check(cleaned, capture.url.as_deref(), &text, self.config.text_letters_min)?;
        } else if text.is_empty() && cleaned.metadata.headline.is_none() {
            return Err(Unclean::NoBody);
        }
        let metadata = &cleaned.metadata;
        let mut flags = metadata.flags.clone();
        flags.extend(refusal::flags(cleaned, &text).into_iter().map(str::to_owned));
        let (byline, by_organisation) = metadata.signed();
        // Both are authors to a reader; whoever counts people asks for the flag.
        flags.extend(by_organisation.then(|| "signed_by_organisation".to_owned()));
        Ok(Article {
            id: match &metadata.entry_id {
                Some(id) => ArticleId::of_entry(&capture.source, id),
                None => identity(capture, metadata.canonical_url.as_deref()),
            },
            revision: Revision::of(metadata.headline.as_deref(), &text),
            capture: capture.id.clone(),
            kind: capture.kind,
            source: publisher(capture, metadata),
            url: capture.url.clone(),
            captured_at: capture.captured_at,
            headline: metadata.headline.clone(),
            standfirst: metadata.standfirst.clone(),
            byline: byline.to_vec(),
            dateline: metadata.dateline.clone(),
            site_name: metadata.site_name.clone(),
            canonical_url: metadata.canonical_url.clone(),
            published_at: metadata.published_at,
            modified_at: metadata.modified_at,
            declared_language: metadata.declared_language.clone(),
            lead_image: metadata.lead_image.clone(),
            accessible_for_free: metadata.accessible_for_free,
            section: metadata.section.clone(),
            keywords: metadata.keywords.clone(),
            provenance: metadata.provenance.clone(),
            flags,
            text,
            blocks,
        })
    }
}

/// The address that identifies the article: its canonical one where that lies on the capture's own site, else that of
/// the capture, else the capture itself.
fn identity(capture: &Capture, canonical: Option<&str>) -> ArticleId {
    let own = capture.url.as_deref();
    // A canonical link to another site names the original of a republished text: two outlets, two articles.
    let canonical = canonical
        .filter(|canonical| own.is_none_or(|own| same_site(canonical, own) && names_as_much(canonical, own)));
    match canonical.and_then(canonical_url).or_else(|| own.and_then(canonical_url)) {
        Some(url) => ArticleId::of_url(&url),
        None => ArticleId::of_capture(&capture.id),
    }
}

/// Whether a canonical address says as much of an article as the page's own. Some templates give all pages the front page, their
/// section, their script without its query, or `/undefined`: an outlet would shrink to one article.
fn names_as_much(canonical: &str, own: &str) -> bool {
    let (Some(canonical), Some(own)) = (canonical_url(canonical), canonical_url(own)) else { return false };
    let parts = |url: &str| -> (Vec<String>, Vec<String>) {
        let address = url.split_once("://").map_or("", |(_, rest)| rest);
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let folders = address.split('/').skip(1).filter(|part| !part.is_empty()).map(str::to_owned);
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned);
        (folders.collect(), pairs.collect())
    };
    let ((general, general_query), (special, special_query)) = (parts(&canonical), parts(&own));
    let is_script =
        |path: &[String]| path.last().is_none_or(|file| SCRIPTS.iter().any(|end| file.ends_with(end)));
    let is_placeholder = general.iter().any(|part| PLACEHOLDERS.contains(&part.as_str()));
    // `/news/` of `/news/river-rises`; a page's second part and its print version lie below the article's own address.
    let is_above = general.len() < special.len() && special.starts_with(&general) && !is_article(&general);
    let is_bare_script =
        general == special && is_script(&general) && !special_query.is_empty() && general_query.is_empty();
    // `/articleView.html` of `/articleView.html?idxno=17`: whatever the file is called, the query says which article is meant.
    let is_dropped = |pair: &&String| !general_query.contains(pair);
    let is_bare = general == special
        && !is_named(&general)
        && special_query.iter().filter(is_dropped).any(|pair| names_article(pair));
    let is_front_page = general.is_empty() && !special.is_empty();
    !(is_placeholder || is_above || is_bare_script || is_bare || is_front_page)
}

/// How files that need a query to name an article end.
const SCRIPTS: [&str; 6] = [".php", ".asp", ".aspx", ".jsp", ".cgi", ".cfm"];
/// What templates write where a value is missing.
const PLACEHOLDERS: [&str; 3] = ["undefined", "null", "none"];

/// Keys of a query that say how an article is shown, by their number: its second page, its form for telephones.
const SHOWN: [&str; 8] = ["page", "paged", "amp", "m", "print", "single", "start", "v"];

/// Whether a pair of a query may say which article is meant, by a number or by some words.
fn names_article(pair: &str) -> bool {
    let Some((key, value)) = pair.split_once('=') else { return false };
    let is_slug = value.split(['-', '_', '+']).filter(|word| !word.is_empty()).count() > 3;
    !SHOWN.contains(&key.to_ascii_lowercase().as_str())
        && (value.bytes().any(|byte| byte.is_ascii_digit()) || is_slug)
}

/// Whether the end of a path names an article, by a number or by some words, and not a section.
fn is_article(path: &[String]) -> bool {
    is_named(path) || path.last().is_some_and(|last| last.contains('.'))
}

/// The same, where a file's ending says nothing.
fn is_named(path: &[String]) -> bool {
    path.last().is_some_and(|last| {
        let words = last.split(['-', '_']).filter(|word| !word.is_empty()).count();
        words > 3 || last.bytes().filter(u8::is_ascii_digit).count() > 3
    })
}

/// Who published it: whom the capture names; where it names nobody, the host that the page was had from or says it belongs
/// to, else the site's name for itself, `Báo Chính Phủ` as `bao-chinh-phu`.
fn publisher(capture: &Capture, metadata: &Metadata) -> SourceId {
    let known = |source: &SourceId| *source != SourceId::unknown();
    let hosts = [capture.url.as_deref(), metadata.canonical_url.as_deref()];
    let hosts = hosts.into_iter().flatten().map(SourceId::of_url);
    let name = metadata.site_name.as_deref().map(|name| SourceId::new(&veille_text::letter::fold(name)));
    std::iter::once(capture.source.clone())
        // The host before the name, so that a page has the token that fetching it would have given.
        .chain(hosts)
        .chain(name)
        .find(known)
        .unwrap_or_else(SourceId::unknown)
}

/// A block without the border of a table's cell, which flattening leaves behind: `… des Affaires étrangères. |`.
fn without_border(block: &str) -> &str {
    block.strip_suffix(" |").map_or(block, str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canonical_address_that_says_less_names_no_article() {
        let check = |canonical: &str, own: &str, expected: bool| {
            let address = |path: &str| format!("https://courier.example{path}");
            assert_eq!(names_as_much(&address(canonical), &address(own)), expected, "{canonical} {own}");
        };
        check("/", "/news/river-rises", false);
        check("/news/", "/news/river-rises", false);
        check("/news/undefined", "/news/river-rises", false);
        check("/story.php", "/story.php?id=17", false);
        check("/", "/?p=17", false);
        check("/articleView.html", "/articleView.html?idxno=17", false);
        check("/view.do", "/view.do?menu=3&key=the-river-rises-again", false);
        check("/view.do?menu=3", "/view.do?menu=3&idx=17", false);
        check("/view.do?idx=17", "/view.do?menu=3&idx=17", false);
        check("/news/river-rises", "/news/river-rises?amp=1", true);
        check("/news/river-rises", "/news/river-rises?from=home", true);
        check("/news/the-river-rises-again", "/news/the-river-rises-again?comment=17", true);
        check("/news/123456.html", "/news/123456.html?sk=17", true);
        check("/?p=17", "/?p=17&utm_source=x", true);
        check("/news/river-rises", "/news/river-rises?utm_source=x", true);
        check("/news/river-rises", "/news/river-rises?page=2", true);
        check("/news/the-river-rises-again", "/news/the-river-rises-again/print", true);
        check("/2025/10/07/river", "/amp/river", true);
        check("/news/17", "/story.php?id=17", true);
        check("/", "/", true);
    }
}
