//! The annotated sets, as pages and as the text flattened from them.

use serde_json::Value;
use veille_cleaner::training::flatten;
use veille_model::Capture;

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// As printed.
    pub name: &'static str,
    /// The file of its pages.
    pub file: &'static str,
    /// Whether the pages are flattened first.
    pub flat: bool,
    /// What its F1, of bodies or else of passages, must reach for publishers never seen. It only rises.
    pub floor: f64,
}

const fn set(name: &'static str, file: &'static str, flat: bool, floor: f64) -> Set {
    Set { name, file, flat, floor }
}

/// Every row of the table.
pub const SETS: &[Set] = &[
    set("news", "news", false, 0.972),
    set("articles", "articles", false, 0.946),
    set("segments", "segments", false, 0.937),
    set("dates", "dates", false, 0.0),
    set("news, flattened", "news", true, 0.938),
    set("articles, flattened", "articles", true, 0.929),
    set("segments, flattened", "segments", true, 0.884),
];

/// What files of articles are called by: pages, or text flattened from them.
pub fn form(flat: bool) -> &'static str {
    if flat { "text" } else { "page" }
}

/// A page as a capture.
pub fn capture(page: &Value, flat: bool) -> Capture {
    let id = page["id"].as_str().unwrap_or_default().to_owned();
    let url = page["url"].as_str().map(str::to_owned);
    let html = page["html"].as_str().unwrap_or_default();
    let (url, media_type, body) = match flat {
        // Whoever selects and copies everything does not copy the address.
        true => (None, "text/plain", flatten(html)),
        false => (url, "text/html", html.to_owned()),
    };
    Capture {
        id: id.into(),
        media_type: Some(media_type.to_owned()),
        ..Capture::page(url, body.into_bytes())
    }
}
