//! Titles and texts of elements: what `type` and `mode` make of them (RFC 4287, 3.1; Atom 0.3, 3.1).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use veille_text::reference::encode;

use super::markup::Element;
use super::plain::{self, markup};

/// Base64 as feeds have it: with or without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// An element's title as plain text.
pub(super) fn title(element: &Element) -> Option<String> {
    plain::title(&inside(element)?)
}

/// An element's text as markup; plain text where its type says that it is plain is escaped.
pub(super) fn text(element: &Element) -> Option<String> {
    let inside = inside(element)?;
    // In Atom `text` is the default, but whoever leaves the type out mostly writes HTML.
    let is_plain = matches!(element.attribute("type"), Some("text" | "text/plain" | "plain"));
    match is_plain && element.elements().next().is_none() {
        true => markup(&encode(&inside, "")),
        false => markup(&inside),
    }
}

/// What stands in an element; None where it is neither text nor markup, as a picture in base64.
fn inside(element: &Element) -> Option<String> {
    let media_type = element.attribute("type").unwrap_or_default();
    let is_text =
        !media_type.contains('/') || ["text/", "xml", "html"].iter().any(|part| media_type.contains(part));
    let inside = element.inner();
    if element.attribute("mode") == Some("base64") || !is_text {
        let packed: String = inside.split_whitespace().collect();
        return LENIENT.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    }
    Some(inside)
}
