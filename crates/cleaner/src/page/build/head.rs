//! What a page says to machines: titles, `<meta>`, `<link>`, scripts.

use crate::page::attribute::{Name, Named, decoded};
use crate::page::{Link, Meta, Script, Tag, reference};

use super::{Builder, Raw};

/// More of a kind are not kept; pages have some hundred at most.
const KEPT_MAX: usize = 2_000;

/// No title is longer; what follows is not read.
const TITLE_BYTES_MAX: usize = 4_000;

impl<'a> Builder<'a> {
    pub(super) fn start_raw(&mut self, tag: Tag, named: &Named) {
        let written = |name| named.get(name, self.source).unwrap_or_default();
        self.raw = match tag {
            // A drawing's `<title>` names the drawing: `logo`, `Facebook`.
            Tag::Title if !self.is_open(Tag::Svg) => Raw::Title,
            Tag::Script => {
                Raw::Script(Script { media_type: written(Name::Type), id: written(Name::Id), body: "" })
            }
            _ => Raw::Nothing,
        };
    }

    pub(super) fn raw(&mut self, content: &'a str) {
        match std::mem::take(&mut self.raw) {
            Raw::Title if self.page.title.is_none() => {
                // A title that nobody closed goes on to the next `</title>`, which may be
                // a drawing's far below.
                let content = &content[..content.floor_char_boundary(TITLE_BYTES_MAX)];
                let title = reference::decode(content).split_whitespace().collect::<Vec<_>>().join(" ");
                self.page.title = (!title.is_empty()).then_some(title);
            }
            Raw::Script(script) if !content.is_empty() && self.page.scripts.len() < KEPT_MAX => {
                self.page.scripts.push(Script { body: content, ..script });
            }
            _ => {}
        }
    }

    pub(super) fn meta(&mut self, named: &Named) {
        let keys = [Name::Property, Name::Key, Name::ItemProp, Name::HttpEquiv];
        // `<meta property="og:title" name="title">`: of several keys the one written first counts.
        let key = keys.iter().filter_map(|name| named.place(*name)).min();
        let content = named.get(Name::Content, self.source);
        if let (Some((start, end)), Some(content)) = (key, content)
            && self.page.metas.len() < KEPT_MAX
        {
            let key = self.source[start..end].trim();
            self.page.metas.push(Meta { key, content: decoded(content), element: self.element });
        }
    }

    pub(super) fn link(&mut self, named: &Named) {
        let written = |name| named.get(name, self.source);
        // `<link itemprop="url" href>` is microdata's way to name an address.
        let rel = written(Name::Rel).or_else(|| written(Name::ItemProp));
        if let (Some(rel), Some(href)) = (rel, written(Name::Href))
            && self.page.links.len() < KEPT_MAX
        {
            let language = written(Name::HrefLang);
            self.page.links.push(Link { rel, href: decoded(href), language });
        }
    }
}
