//! OPML, the list of feeds that feed readers exchange, as a tree of outlines.

use super::markup::{Element, read};

/// One outline: a feed where it has `xmlUrl`, else a folder.
#[derive(Debug)]
pub(crate) struct Outline {
    attributes: Vec<(String, String)>,
    /// The outlines below it.
    pub(crate) inside: Vec<Outline>,
}

impl Outline {
    /// An attribute by its name in lower case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The outlines of a document.
pub(crate) fn outlines(text: &str) -> Vec<Outline> {
    below(&read(text))
}

fn below(element: &Element) -> Vec<Outline> {
    let mut found = Vec::new();
    for child in element.elements() {
        match child.name == "outline" {
            true => found.push(Outline { attributes: child.attributes.clone(), inside: below(child) }),
            // `opml`, `body`.
            false => found.append(&mut below(child)),
        }
    }
    found
}
