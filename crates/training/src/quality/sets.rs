//! The annotated sets, as pages and as the text flattened from them.

use clap::ValueEnum;
use serde_json::Value;
use veille_cleaner::training::flatten;
use veille_model::Capture;

use crate::places;

/// What the cleaner is given: a page, or the text flattened from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Page,
    Text,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// As printed.
    pub name: &'static str,
    /// The file of its pages.
    pub file: &'static str,
    pub form: Form,
    /// What its F1, of bodies or else of passages, must reach for publishers never seen. It only rises.
    pub floor: f64,
}

const fn set(name: &'static str, file: &'static str, form: Form, floor: f64) -> Set {
    Set { name, file, form, floor }
}

/// Every row of the table.
pub const SETS: &[Set] = &[
    set("news", "news", Form::Page, 0.972),
    set("articles", "articles", Form::Page, 0.946),
    set("segments", "segments", Form::Page, 0.937),
    set("dates", "dates", Form::Page, 0.0),
    set("press", "press", Form::Page, 0.0),
    set("daniel", "daniel", Form::Page, 0.0),
    set("earlier", "earlier", Form::Page, 0.0),
    set("handmade", "handmade", Form::Page, 0.0),
    set("fields", "fields", Form::Page, 0.0),
    set("news, flattened", "news", Form::Text, 0.938),
    set("articles, flattened", "articles", Form::Text, 0.929),
    set("segments, flattened", "segments", Form::Text, 0.884),
];

/// The annotated pages of one set: each is a capture with its `gold`.
pub fn pages(set: &str) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Value>>> {
    let path = places::shared()?.join("data/extraction").join(format!("{set}.jsonl.gz"));
    Ok(places::lines(&path)?.map(|line| Ok(serde_json::from_str(&line?)?)))
}

impl Form {
    pub const ALL: [Self; 2] = [Self::Page, Self::Text];

    /// What files are called by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Text => "text",
        }
    }

    /// A page as a capture.
    pub fn capture(self, page: &Value) -> Capture {
        let id = page["id"].as_str().unwrap_or_default().to_owned();
        let url = page["url"].as_str().map(str::to_owned);
        let html = page["html"].as_str().unwrap_or_default();
        let (url, media_type, body) = match self {
            Self::Page => (url, "text/html", html.to_owned()),
            // Whoever selects and copies everything does not copy the address.
            Self::Text => (None, "text/plain", flatten(html)),
        };
        Capture {
            id: id.into(),
            media_type: Some(media_type.to_owned()),
            ..Capture::page(url, body.into_bytes())
        }
    }
}
