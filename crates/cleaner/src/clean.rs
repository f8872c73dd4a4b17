//! The path of a capture: decoded, read, judged, put together.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use veille_model::{
    Article, ArticleId, Capture, CaptureKind, FeedEntry, Revision, Text, canonical_url, same_site,
};

use crate::body::{self, Verdict};
use crate::metadata::{self, Input, Metadata};
use crate::page::Page;
use crate::{Charset, Config, SiteRules, Unclean, decode};

/// Turns captures into articles. It holds nothing but its configuration: the same capture always gives the same
/// article.
#[derive(Clone, Debug, Default)]
pub struct Cleaner {
    pub(crate) config: Config,
    pub(crate) sites: SiteRules,
}

/// Everything that was found out about one capture on the way to an article.
pub(crate) struct Cleaned<'a> {
    pub charset: Charset,
    pub page: Page<'a>,
    pub verdicts: Vec<Verdict>,
    pub metadata: Metadata,
    pub site_rule: Option<String>,
}

impl Cleaner {
    /// A cleaner with these limits and rules for single sites.
    pub fn new(config: Config, sites: SiteRules) -> Self {
        Self { config, sites }
    }

    /// The article on a captured page, in a captured text, or in a captured feed entry.
    ///
    /// # Errors
    ///
    /// What is no article says so, with its reason.
    pub fn clean(&self, capture: &Capture) -> Result<Article, Unclean> {
        self.check_size(capture)?;
        let (source, charset) = self.source(capture)?;
        let cleaned = self.read(capture, &source, charset)?;
        self.article(capture, &cleaned)
    }

    pub(crate) fn check_size(&self, capture: &Capture) -> Result<(), Unclean> {
        let (bytes, limit) = (capture.body.len(), self.config.page_bytes_max);
        if bytes > limit { Err(Unclean::TooLarge { bytes, limit }) } else { Ok(()) }
    }

    pub(crate) fn source<'a>(&self, capture: &'a Capture) -> Result<(Source<'a>, Charset), Unclean> {
        let (text, charset) = decode::decode(capture);
        match capture.kind {
            CaptureKind::Feed => Err(Unclean::Feed),
            CaptureKind::Entry => {
                let entry: FeedEntry = serde_json::from_str(&text)
                    .map_err(|error| Unclean::Unreadable { cause: format!("not a feed entry: {error}") })?;
                Ok((Source::Entry(Box::new(entry)), charset))
            }
            CaptureKind::Page if is_html(capture, &text) => Ok((Source::Html(text), charset)),
            CaptureKind::Page if is_binary(&text) => {
                Err(Unclean::Unreadable { cause: "it is neither HTML nor text".to_owned() })
            }
            CaptureKind::Page => Ok((Source::Text(text), charset)),
        }
    }

    pub(crate) fn read<'a>(
        &self,
        capture: &Capture,
        source: &'a Source<'_>,
        charset: Charset,
    ) -> Result<Cleaned<'a>, Unclean> {
        let input = Input { url: capture.url.as_deref(), captured_at: capture.captured_at };
        let page = match source {
            Source::Html(html) => Page::of_html(html),
            Source::Text(text) => Page::of_text(text),
            Source::Entry(entry) => Page::of_html(entry.text()),
        };
        let mut metadata = match source {
            Source::Entry(entry) => metadata::of_entry(entry, &input),
            _ => metadata::read(&page, &input),
        };
        let mut verdicts = body::judge(&page);
        if !matches!(source, Source::Entry(_)) {
            let kept: Vec<usize> = (0..verdicts.len()).filter(|at| verdicts[*at].keep).collect();
            for at in metadata.complete(&page, &input, &kept) {
                verdicts[at].keep = false;
                verdicts[at].reason = "says who wrote it, when, or where it was taken from".to_owned();
            }
        }
        Ok(Cleaned { charset, page, verdicts, metadata, site_rule: None })
    }

    pub(crate) fn article(&self, capture: &Capture, cleaned: &Cleaned<'_>) -> Result<Article, Unclean> {
        let mut text = Text::default();
        for (block, verdict) in cleaned.page.blocks.iter().zip(&cleaned.verdicts).filter(|(_, it)| it.keep) {
            text.push(verdict.kind, cleaned.page.block_text(block));
        }
        let (text, blocks) = text.finish();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0 {
            return Err(Unclean::NoBody);
        }
        if letters < self.config.text_letters_min && capture.kind != CaptureKind::Entry {
            return Err(Unclean::TooShort { letters, least: self.config.text_letters_min });
        }
        let metadata = &cleaned.metadata;
        Ok(Article {
            id: identity(capture, metadata.canonical_url.as_deref()),
            revision: Revision::of(metadata.headline.as_deref(), &text),
            capture: capture.id.clone(),
            kind: capture.kind,
            source: capture.source.clone(),
            url: capture.url.clone(),
            captured_at: capture.captured_at,
            headline: metadata.headline.clone(),
            byline: metadata.byline.clone(),
            dateline: metadata.dateline.clone(),
            site_name: metadata.site_name.clone(),
            canonical_url: metadata.canonical_url.clone(),
            published_at: metadata.published_at,
            modified_at: metadata.modified_at,
            declared_language: metadata.declared_language.clone(),
            provenance: metadata.provenance.clone(),
            text,
            blocks,
        })
    }
}

/// A capture's body, by what it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Source<'a> {
    Html(Cow<'a, str>),
    Text(Cow<'a, str>),
    Entry(Box<FeedEntry>),
}

trait EntryText {
    fn text(&self) -> &str;
}

impl EntryText for FeedEntry {
    /// The longer of content and summary: feeds put a teaser into either.
    fn text(&self) -> &str {
        let content = self.content.as_deref().unwrap_or_default();
        let summary = self.summary.as_deref().unwrap_or_default();
        if content.len() >= summary.len() { content } else { summary }
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

/// How far into a body without a label its first tag is looked for.
const SNIFF_BYTES: usize = 2048;

/// Whether a page is HTML: by its media type, and where that says nothing or plain text, by its first tags.
fn is_html(capture: &Capture, text: &str) -> bool {
    match capture.media_essence().as_deref() {
        Some("text/html" | "application/xhtml+xml") => true,
        Some("text/plain") => opens_with_markup(text),
        _ => opens_with_markup(text) || has_markup(text),
    }
}

/// Whether a text opens as pages do, however it is labelled.
fn opens_with_markup(text: &str) -> bool {
    let start = text.trim_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

fn has_markup(text: &str) -> bool {
    let mut end = text.len().min(SNIFF_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text[..end].to_ascii_lowercase();
    ["<html", "<head", "<body", "<div", "<p>", "<p ", "<meta", "<article", "<title", "<br"]
        .iter()
        .any(|tag| start.contains(tag))
}

/// Whether bytes decoded as text are no text: images and archives are full of controls.
fn is_binary(text: &str) -> bool {
    let sample = text.chars().take(1024);
    let (mut all, mut controls) = (0usize, 0usize);
    for character in sample {
        all += 1;
        controls += usize::from(character == '\0' || character == '\u{fffd}');
    }
    controls * 10 > all
}
