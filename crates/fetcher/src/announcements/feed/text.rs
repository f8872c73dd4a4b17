//! Titles and texts of elements: what `type` and `mode` make of them (RFC 4287, 3.1; Atom 0.3, 3.1).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use veille_text::reference::encode;

use super::context::Context;
use super::markup::Element;
use super::plain::{self, markup};
use super::relative::with_whole_links;

/// Base64 as feeds have it: with or without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// An element's title as plain text. Of one that says what it is a tag is what its type calls so, and `&lt;b&gt;` in it may be what the
/// title speaks of; of one that says nothing, as in RSS, nobody knows how often it was escaped.
pub(super) fn title(element: &Element) -> Option<String> {
    let inside = inside(element)?;
    match element.attribute("type").map(str::trim) {
        Some("text" | "text/plain" | "plain") if !has_elements(element) => plain::title_of_text(&inside),
        Some("html" | "xhtml" | "text/html" | "application/xhtml+xml") => plain::title_of_html(&inside),
        _ => plain::title(&inside),
    }
}

/// An element's text as markup, its links whole; plain text where its type says that it is plain is escaped.
pub(super) fn text(element: &Element, here: &Context) -> Option<String> {
    let inside = inside(element)?;
    // In Atom `text` is the default, but whoever leaves the type out mostly writes HTML.
    let is_plain = matches!(element.attribute("type"), Some("text" | "text/plain" | "plain"));
    if is_plain && !has_elements(element) {
        return markup(&encode(&inside, ""));
    }
    // XHTML stands in a `<div>` that may have a base of its own.
    let mut elements = element.elements();
    let here = match (elements.next(), elements.next()) {
        (Some(only), None) => here.inside(only),
        _ => here.clone(),
    };
    markup(&inside).map(|text| with_whole_links(text, &here))
}

fn has_elements(element: &Element) -> bool {
    element.elements().next().is_some()
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
