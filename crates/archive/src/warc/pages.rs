//! Which records hold a page: crawlers keep everything that a browser loads, and notes of their own.
//!
//! Browsertrix writes `urn:text:`, `urn:thumbnail:` and `urn:pageinfo:` records beside the answers, wget its log; and for each
//! page come hundreds of scripts, pictures and answers to scripts.

use veille_model::{Capture, CaptureKind};

use super::beyond;
use super::fields::Fields;

/// What a browser asked for with something else than a page in mind (Chrome's names of resource types).
const PARTS_OF_PAGES: [&str; 15] = [
    "stylesheet",
    "image",
    "media",
    "font",
    "script",
    "texttrack",
    "xhr",
    "fetch",
    "prefetch",
    "eventsource",
    "websocket",
    "manifest",
    "ping",
    "cspviolationreport",
    "preflight",
];
/// Texts that are no text to read.
const NO_TEXTS: [&str; 8] =
    ["css", "javascript", "ecmascript", "csv", "calendar", "vcard", "vtt", "event-stream"];

/// Whether what a record gave is a page, a feed or an entry. What we wrote ourselves is what it was.
pub(super) fn is_page(fields: &Fields, capture: &Capture) -> bool {
    if fields.get(&beyond::FIELD.to_ascii_lowercase()).is_some() {
        return true;
    }
    let is_of = |url: &str, scheme: &str| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let is_web = capture.url.as_deref().is_none_or(|url| is_of(url, "http:") || is_of(url, "https:"));
    let asked_as = fields.get("warc-resource-type").unwrap_or_default().to_ascii_lowercase();
    // A redirect and a refusal are answers, and no pages: what they say was not asked for.
    let was_had = capture.status.is_none_or(|status| (200..300).contains(&status));
    is_web && was_had && !PARTS_OF_PAGES.contains(&asked_as.as_str()) && is_text(capture)
}

fn is_text(capture: &Capture) -> bool {
    if capture.kind != CaptureKind::Page {
        return true;
    }
    let essence = capture.media_essence().unwrap_or_default();
    match essence.split_once('/') {
        Some(("text", kind)) => !NO_TEXTS.contains(&kind),
        Some(("application", "xml" | "xhtml+xml" | "rss+xml" | "atom+xml")) => true,
        Some(("application", "octet-stream" | "unknown")) | None => looks_like_text(&capture.body),
        // `image/svg+xml`, `application/json`, `application/pdf`.
        Some(_) => false,
    }
}

fn looks_like_text(body: &[u8]) -> bool {
    let start = &body[..body.len().min(512)];
    !start.trim_ascii().is_empty() && !start.contains(&0)
}
