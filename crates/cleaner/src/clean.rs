//! The path of a capture: decoded, read, judged, put together.

use veille_model::{
    Article, ArticleId, Capture, CaptureKind, Revision, SourceId, Text, canonical_url, same_site,
};

use crate::body::phrases::{Sign, Signs};
use crate::body::{self, Context, Verdict};
use crate::fold::fold;
use crate::metadata::{self, Input, Metadata};
use crate::page::Page;
use crate::sites::Ruled;
use crate::source::{Source, entry_text};
use crate::{Charset, Config, SiteRules, Unclean, discard, hydration, stated};

/// Turns captures into articles. It holds nothing but its configuration: the same capture always gives the same
/// article.
#[derive(Clone, Debug, Default)]
pub struct Cleaner {
    pub(crate) config: Config,
    pub(crate) sites: SiteRules,
    /// Trees other than those in `data/`: for pages that those have learnt from.
    #[cfg(feature = "training")]
    pub(crate) judges: Option<std::sync::Arc<body::Judges>>,
}

/// Everything that was found out about one capture on the way to an article.
pub(crate) struct Cleaned<'a> {
    pub charset: Charset,
    /// What its body is: `page`, `text`, `feed entry`, or a page whose text stands in a script's data.
    pub document: &'static str,
    /// The page, or what a site rule left of it.
    pub page: Page<'a>,
    pub verdicts: Vec<Verdict>,
    pub metadata: Metadata,
    /// The domain of the site rule that was used.
    pub site_rule: Option<String>,
}

/// A capture made ready to be read: decoded, and cut down by the rule for its site where there is one.
pub(crate) struct Prepared<'a> {
    source: Source<'a>,
    charset: Charset,
    ruled: Option<(String, Ruled)>,
}

impl Cleaner {
    /// A cleaner with these limits and rules for single sites.
    pub fn new(config: Config, sites: SiteRules) -> Self {
        Self {
            config,
            sites,
            #[cfg(feature = "training")]
            judges: None,
        }
    }

    /// The article on a captured page, in a captured text, or in a captured feed entry.
    ///
    /// # Errors
    ///
    /// What is no article says so, with its reason.
    pub fn clean(&self, capture: &Capture) -> Result<Article, Unclean> {
        let prepared = self.prepare(capture)?;
        let cleaned = self.read(capture, &prepared, false);
        self.article(capture, &cleaned)
    }

    pub(crate) fn prepare<'a>(&self, capture: &'a Capture) -> Result<Prepared<'a>, Unclean> {
        let (bytes, limit) = (capture.body.len(), self.config.page_bytes_max);
        if bytes > limit {
            return Err(Unclean::TooLarge { bytes, limit });
        }
        let (source, charset) = Source::of(capture)?;
        let ruled = match (&source, capture.url.as_deref().and_then(|url| self.sites.find(url))) {
            (Source::Html(html), Some((domain, rule))) => Some((domain.to_owned(), rule.apply(html))),
            _ => None,
        };
        Ok(Prepared { source, charset, ruled })
    }

    pub(crate) fn read<'a>(
        &self,
        capture: &Capture,
        prepared: &'a Prepared<'_>,
        explained: bool,
    ) -> Cleaned<'a> {
        let input = Input { url: capture.url.as_deref(), captured_at: capture.captured_at };
        let mut page = match &prepared.source {
            Source::Html(html) => Page::of_html(html),
            Source::Text(text) => Page::of_text(text),
            Source::Entry(entry) => Page::of_html(entry_text(entry)),
        };
        let mut metadata = match &prepared.source {
            Source::Entry(entry) => metadata::of_entry(entry, &input),
            _ => metadata::read(&page, &input),
        };
        let mut trusted = matches!(prepared.source, Source::Entry(_));
        if let Some((_, ruled)) = &prepared.ruled {
            ruled.fill(&mut metadata);
            if let Some(body) = &ruled.body {
                page = Page::of_html(body);
                trusted = true;
            }
        }
        let mut verdicts = match trusted {
            true => body::trust(&page),
            false => body::judge(&page, &context(&metadata), self.judges(page.markup), explained),
        };
        let mut document = prepared.source.name();
        if !trusted && let Some(stated) = stated::better_text(&page, &verdicts, &metadata) {
            page = Page::of_stated(stated);
            verdicts = body::judge_stated(&page);
        } else if !trusted {
            if let Some(html) = hydration::better_text(&page, &verdicts, metadata.headline.as_deref()) {
                page = page.filled_in(&html);
                verdicts = body::judge(&page, &context(&metadata), self.judges(page.markup), explained);
                document = "page filled in from the data of its scripts";
            }
            let kept: Vec<usize> = (0..verdicts.len()).filter(|at| verdicts[*at].keep).collect();
            for at in metadata.complete(&page, &input, &kept) {
                verdicts[at].drop("it says who wrote the article, when, or where it was taken from");
            }
            if let Some(headline) = &metadata.headline {
                let repeats =
                    |at: &usize| body::repeats_headline(page.block_text(&page.blocks[*at]), headline);
                kept.into_iter().filter(repeats).for_each(|at| verdicts[at].drop("it repeats the headline"));
            }
        }
        if let Source::Entry(_) = &prepared.source {
            complete_entry(&page, &mut verdicts, &mut metadata, &input);
        }
        Cleaned {
            charset: prepared.charset,
            document,
            page,
            verdicts,
            metadata,
            site_rule: prepared.ruled.as_ref().map(|(domain, _)| domain.clone()),
        }
    }

    #[cfg(feature = "training")]
    fn judges(&self, markup: bool) -> &body::Judges {
        self.judges.as_deref().unwrap_or_else(|| body::Judges::of_form(markup))
    }

    #[cfg(not(feature = "training"))]
    #[allow(clippy::unused_self)]
    fn judges(&self, markup: bool) -> &body::Judges {
        body::Judges::of_form(markup)
    }

    pub(crate) fn article(&self, capture: &Capture, cleaned: &Cleaned<'_>) -> Result<Article, Unclean> {
        let mut text = Text::default();
        for (block, verdict) in cleaned.page.blocks.iter().zip(&cleaned.verdicts).filter(|(_, it)| it.keep) {
            text.push(verdict.kind, without_border(cleaned.page.block_text(block)));
        }
        let (text, blocks) = text.finish();
        if capture.kind != CaptureKind::Entry {
            discard::check(cleaned, capture.url.as_deref(), &text, self.config.text_letters_min)?;
        } else if text.is_empty() && cleaned.metadata.headline.is_none() {
            return Err(Unclean::NoBody);
        }
        let metadata = &cleaned.metadata;
        let mut flags = metadata.flags.clone();
        flags.extend(discard::flags(cleaned, &text).into_iter().map(str::to_owned));
        Ok(Article {
            id: identity(capture, metadata.canonical_url.as_deref()),
            revision: Revision::of(metadata.headline.as_deref(), &text),
            capture: capture.id.clone(),
            kind: capture.kind,
            source: publisher(capture, metadata),
            url: capture.url.clone(),
            captured_at: capture.captured_at,
            headline: metadata.headline.clone(),
            standfirst: metadata.standfirst.clone(),
            byline: metadata.byline.clone(),
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

/// Takes author, date and credit from the lines of a feed's entry, and what its publishing system added at the end.
fn complete_entry(page: &Page<'_>, verdicts: &mut [Verdict], metadata: &mut Metadata, input: &Input<'_>) {
    let all: Vec<usize> = (0..verdicts.len()).collect();
    for at in metadata.complete(page, input, &all) {
        verdicts[at].drop("it says who wrote the article, when, or where it was taken from");
    }
    for at in all.into_iter().rev().take(TAIL_BLOCKS) {
        if Signs::of(page.block_text(&page.blocks[at])).has(Sign::Tail) {
            verdicts[at].drop("the feed's publishing system added it");
        }
    }
}

/// Blocks at the end of an entry that may say where it appeared first.
const TAIL_BLOCKS: usize = 2;

fn context(metadata: &Metadata) -> Context<'_> {
    Context {
        headline: metadata.headline.as_deref(),
        standfirst: metadata.standfirst.as_deref(),
        article_body: metadata.article_body.as_deref(),
        kind: metadata.kind.as_deref(),
    }
}

/// The address that identifies the article: its canonical one where that lies on the capture's own site, else that of
/// the capture, else the capture itself.
fn identity(capture: &Capture, canonical: Option<&str>) -> ArticleId {
    let own = capture.url.as_deref();
    let canonical = canonical.filter(|canonical| own.is_none_or(|own| same_site(canonical, own)));
    match canonical.and_then(canonical_url).or_else(|| own.and_then(canonical_url)) {
        Some(url) => ArticleId::of_url(&url),
        None => ArticleId::of_capture(&capture.id),
    }
}

/// Who published it: whom the capture names; where it names nobody, the host that the page was had from or says it belongs
/// to, else the site's name for itself, `Báo Chính Phủ` as `bao-chinh-phu`.
fn publisher(capture: &Capture, metadata: &Metadata) -> SourceId {
    let known = |source: &SourceId| *source != SourceId::unknown();
    let hosts = [capture.url.as_deref(), metadata.canonical_url.as_deref()];
    let hosts = hosts.into_iter().flatten().map(SourceId::of_url);
    let name = metadata.site_name.as_deref().map(|name| SourceId::new(&fold(name)));
    std::iter::once(capture.source.clone())
        .chain(hosts)
        .chain(name)
        .find(known)
        .unwrap_or_else(SourceId::unknown)
}

/// A block without the border of a table's cell, which flattening leaves behind: `… des Affaires étrangères. |`.
fn without_border(block: &str) -> &str {
    block.strip_suffix(" |").map_or(block, str::trim_end)
}
