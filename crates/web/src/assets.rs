//! Style sheet, script and sign: our own, built in, each under an address that changes with its content.

use std::io::Write;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use veille_model::hexadecimal;

/// A file of ours.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its address.
    pub href: String,
    media_type: &'static str,
    content: &'static str,
    /// The same as gzip (RFC 1952): nothing is painted before the style sheet is there. Pages are sent as they are: their length would
    /// tell whoever listens how near what somebody has us repeat is to the secret of a form (BREACH).
    packed: Vec<u8>,
}

/// The files, by what they are for.
#[derive(Debug)]
pub(crate) struct Assets {
    pub style: Asset,
    /// The colours of the dark.
    pub dark: Asset,
    pub script: Asset,
    pub sign: Asset,
}

pub(crate) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("css", "text/css; charset=utf-8", include_str!("../assets/veille.css")),
    dark: Asset::new("css", "text/css; charset=utf-8", include_str!("../assets/dark.css")),
    script: Asset::new("js", "text/javascript; charset=utf-8", include_str!("../assets/veille.js")),
    sign: Asset::new("svg", "image/svg+xml", include_str!("../assets/veille.svg")),
});

impl Asset {
    fn new(ending: &str, media_type: &'static str, content: &'static str) -> Self {
        // 64 bits: two versions of our own file are to differ, and nobody else chooses what is in it.
        let digest = hexadecimal(&Sha256::digest(content)[..8]);
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        let packed = packed.write_all(content.as_bytes()).and_then(|()| packed.finish());
        Self {
            href: format!("/assets/veille-{digest}.{ending}"),
            media_type,
            content,
            packed: packed.expect("writing into memory does not fail"),
        }
    }
}

/// A file under its present address; one that has changed is asked for under another.
pub(crate) async fn serve(Path(name): Path<String>, asked: HeaderMap) -> Response {
    let Assets { style, dark, script, sign } = &*ASSETS;
    let asset = [style, dark, script, sign]
        .into_iter()
        .find(|asset| asset.href.strip_prefix("/assets/") == Some(&name));
    let Some(asset) = asset else { return (StatusCode::NOT_FOUND, "no such file\n").into_response() };
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        // For ever: another content has another address.
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        // A cache between must not hand what is packed to whoever cannot unpack it.
        (header::VARY, "accept-encoding"),
    ];
    match takes_gzip(&asked) {
        true => (headers, [(header::CONTENT_ENCODING, "gzip")], asset.packed.as_slice()).into_response(),
        false => (headers, asset.content).into_response(),
    }
}

/// Whether who asks unpacks gzip (RFC 9110, 12.5.3), by its name: `gzip, deflate, br;q=0.9`, and not `gzip;q=0`.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let codings = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    codings.flat_map(|codings| codings.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_some_and(|weight: f32| weight > 0.0)
    })
}
