//! Articles: what remains of a page when its boilerplate is gone.

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, Capture, CaptureId, CaptureKind, Moment, Revision, SourceId, canonical_url};

/// Where the sun rises first it is fourteen hours later than in UTC.
const FARTHEST_EAST: TimeDelta = TimeDelta::hours(14);

/// An article as cleaned from one capture. What the page did not say is absent, never guessed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// From the canonical URL; where there is none, from the capture.
    pub id: ArticleId,
    /// Digest of headline and text: another revision of the same article is an edit.
    pub revision: Revision,
    /// The capture it was cleaned from.
    pub capture: CaptureId,
    /// Whether a page or a feed entry was captured.
    pub kind: CaptureKind,
    /// The publisher.
    pub source: SourceId,
    /// Address it was captured from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was captured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<DateTime<Utc>>,
    /// The headline, without the site's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The paragraph under the headline, as the page sums itself up; not part of `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// The people who signed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<String>,
    /// Place, day and agency that open the first paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// The site's name for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// The address that the page gives itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// When the page says it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Moment>,
    /// When the page says it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_at: Option<Moment>,
    /// The language that the page declares (BCP 47), which may be wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_language: Option<String>,
    /// Address of the image that the page leads with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_image: Option<String>,
    /// Whether the page says that it can be read without paying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessible_for_free: Option<bool>,
    /// The section that the source filed it under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Keywords that the source gave it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Where the text says it was taken from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Credit>,
    /// What is doubtful about it, as stable tokens: `date_after_capture`, `live_blog`, `paywall_stub`; and
    /// `signed_by_organisation` where the byline holds agencies, desks or houses, and no people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// The blocks joined by a blank line; the headline is not in it.
    pub text: String,
    /// What each stretch of `text` is.
    pub blocks: Vec<Block>,
}

/// Opens a wire report: `PARIS, 12 mars (AFP) -`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// As written, without the dash or bracket that closes it.
    pub text: String,
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The agency or outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

/// One block of an article. `start` and `end` count Unicode code points of the article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// The kinds of block that an article is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A subheading inside the body.
    Heading,
    /// A block quotation.
    Quote,
    /// One item of a list.
    ListItem,
}

/// Where a text says it was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Credit {
    /// How the page says so.
    pub kind: CreditKind,
    /// Address of the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Name of the outlet or agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// The words that said so: `Source : https://nhandan.vn/…`.
    pub words: String,
}

/// How a page names its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditKind {
    /// A line of the text: `Source : …`, `Theo …`, `Nguồn: …`, or an outlet's name before the date.
    CreditLine,
    /// Structured data: `isBasedOn`.
    BasedOn,
    /// A canonical link that leads to another site.
    CanonicalLink,
    /// A news agency's name or sign: `(AFP)`.
    Agency,
}

/// A text under construction: blocks joined by a blank line, with their places.
///
/// ```
/// use veille_model::{BlockKind, Text};
/// let mut text = Text::default();
/// text.push(BlockKind::Paragraph, "Hà Nội");
/// text.push(BlockKind::Quote, "oui");
/// let (text, blocks) = text.finish();
/// assert_eq!(text, "Hà Nội\n\noui");
/// assert_eq!((blocks[1].start, blocks[1].end), (8, 11));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Text {
    text: String,
    code_points: usize,
    blocks: Vec<Block>,
}

impl Text {
    /// Appends a block; an empty one is left out.
    pub fn push(&mut self, kind: BlockKind, block: &str) {
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
            // Counted as it grows: offsets are code points, so that a reader in any language can cut by them.
            self.code_points += 2;
        }
        let start = self.code_points;
        self.code_points += block.chars().count();
        self.text.push_str(block);
        self.blocks.push(Block { kind, start, end: self.code_points });
    }

    /// The text and where its blocks lie.
    pub fn finish(self) -> (String, Vec<Block>) {
        (self.text, self.blocks)
    }
}

impl Article {
    /// An article of which nothing is known but its capture, headline and text; fill in the rest. It is named by the
    /// capture's address, or by the capture where that has none.
    pub fn of(capture: &Capture, headline: Option<String>, (text, blocks): (String, Vec<Block>)) -> Self {
        let url = capture.url.clone();
        Self {
            // An address that has no canonical form, of a file for one, names it as it is written.
            id: match url.as_deref().map(|url| canonical_url(url).unwrap_or_else(|| url.to_owned())) {
                Some(address) => ArticleId::of_url(&address),
                None => ArticleId::of_capture(&capture.id),
            },
            revision: Revision::of(headline.as_deref(), &text),
            capture: capture.id.clone(),
            kind: capture.kind,
            source: capture.source.clone(),
            url,
            captured_at: capture.captured_at,
            headline,
            standfirst: None,
            byline: Vec::new(),
            dateline: None,
            site_name: None,
            canonical_url: None,
            published_at: None,
            modified_at: None,
            declared_language: None,
            lead_image: None,
            accessible_for_free: None,
            section: None,
            keywords: Vec::new(),
            provenance: Vec::new(),
            flags: Vec::new(),
            text,
            blocks,
        }
    }

    /// What lists of articles are ordered by: when the page says that it was published, though never after its capture.
    ///
    /// Pages claim to be of 2031; they must not stand on top for five years. A day counts from its first instant, in UTC.
    pub fn dated_at(&self) -> Option<DateTime<Utc>> {
        let published = self.published_at.map(|moment| moment.first());
        match (published, self.captured_at) {
            (Some(published), Some(captured)) => Some(published.min(captured)),
            (published, captured) => published.or(captured),
        }
    }

    /// When its page says that it was published; nothing where it claims what cannot be: an instant after its capture, or a day that had
    /// not begun then anywhere in the world.
    ///
    /// A day is that day in every zone: a paper in Hanoi that is read at five in the morning is of a day that UTC has not reached.
    pub fn stated(&self) -> Option<Moment> {
        let published = self.published_at?;
        let Some(captured) = self.captured_at else { return Some(published) };
        let latest = match published {
            Moment::Instant(_) => captured,
            Moment::Day(_) => captured.checked_add_signed(FARTHEST_EAST).unwrap_or(captured),
        };
        (published.first() <= latest).then_some(published)
    }

    /// Blocks as `(kind, text)`, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = (BlockKind, &str)> {
        let mut rest = self.text.as_str();
        let mut at = 0;
        self.blocks.iter().map(move |block| {
            // Forward from the block before, for counting from the beginning each time would be quadratic.
            // Places from elsewhere may overlap or run beyond the end: no slice may panic.
            let skipped = advance(rest, block.start.saturating_sub(at));
            let length = advance(&rest[skipped..], block.end.saturating_sub(block.start));
            let slice = &rest[skipped..skipped + length];
            rest = &rest[skipped + length..];
            at = block.end;
            (block.kind, slice)
        })
    }
}

/// Bytes that the next `count` code points take.
fn advance(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_named_by_its_address_and_without_one_by_its_capture() {
        let text = || ("Texte".to_owned(), Vec::new());
        let of = |url: Option<&str>| {
            Article::of(
                &Capture::page(url.map(str::to_owned), b"page".to_vec()),
                Some("Titre".to_owned()),
                text(),
            )
        };
        assert_eq!(of(Some("https://a.example/1?utm_source=x")).id, of(Some("https://a.example/1")).id);
        assert_eq!(of(Some("https://a.example/1")).revision, Revision::of(Some("Titre"), "Texte"));
        assert_eq!(of(None).id, ArticleId::of_capture(&of(None).capture));
    }

    #[test]
    fn a_day_is_stated_that_had_begun_somewhere_when_its_page_was_captured() {
        let check = |published: &str, captured: &str, is_stated: bool| {
            let capture = Capture { captured_at: captured.parse().ok(), ..Capture::page(None, Vec::new()) };
            let published = Some(published.parse::<Moment>().unwrap());
            let article =
                Article { published_at: published, ..Article::of(&capture, None, Default::default()) };
            assert_eq!(article.stated(), published.filter(|_| is_stated), "{published:?} {captured}");
        };
        check("2026-11-10", "2026-11-09T20:13:00Z", true);
        check("2026-11-10", "2026-11-09T09:59:59Z", false);
        check("2026-11-10", "2026-11-12T00:00:00Z", true);
        check("2031-01-01", "2026-11-12T00:00:00Z", false);
        check("2026-11-10", "", true);
        check("2026-11-10T08:00:00+07:00", "2026-11-10T01:00:00Z", true);
        check("2026-11-10T08:00:00Z", "2026-11-10T07:59:59Z", false);
    }
}
