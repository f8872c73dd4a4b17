//! Style sheet, script and sign: our own, built in, each under an address that changes with its content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use veille_model::hexadecimal;

/// A file of ours.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its address.
    pub href: String,
    media_type: &'static str,
    content: &'static str,
}

/// The files, by what they are for.
#[derive(Debug)]
pub(crate) struct Assets {
    pub style: Asset,
    pub script: Asset,
    pub sign: Asset,
}

pub(crate) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("css", "text/css; charset=utf-8", include_str!("../assets/veille.css")),
    script: Asset::new("js", "text/javascript; charset=utf-8", include_str!("../assets/veille.js")),
    sign: Asset::new("svg", "image/svg+xml", include_str!("../assets/veille.svg")),
});

impl Asset {
    fn new(ending: &str, media_type: &'static str, content: &'static str) -> Self {
        let digest = hexadecimal(&Sha256::digest(content)[..8]);
        Self { href: format!("/assets/veille-{digest}.{ending}"), media_type, content }
    }
}

/// A file under its present address; one that has changed is asked for under another.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let Assets { style, script, sign } = &*ASSETS;
    let asset =
        [style, script, sign].into_iter().find(|asset| asset.href.strip_prefix("/assets/") == Some(&name));
    match asset {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.media_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, asset.content).into_response()
        }
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}
