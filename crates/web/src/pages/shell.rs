//! What stands around every page: title, navigation, feeds, footer.

use super::ask::{Ask, Format};
use crate::assets::{ASSETS, Assets};
use crate::state::State;
use crate::words::Words;

/// What stands around a page.
#[derive(Debug)]
pub(crate) struct Shell {
    pub words: Words,
    pub title: String,
    pub assets: &'static Assets,
    pub places: Vec<Place>,
    pub feeds: Vec<Feed>,
    pub tongues: Vec<Place>,
    pub zone: String,
    pub stored: String,
    pub version: &'static str,
}

/// A link that may be where we are.
#[derive(Debug)]
pub(crate) struct Place {
    pub name: String,
    pub href: String,
    /// The language of its name, where it is another than the page's.
    pub lang: &'static str,
    pub here: bool,
}

/// The same list in another format.
#[derive(Debug)]
pub(crate) struct Feed {
    pub name: &'static str,
    pub media_type: &'static str,
    pub href: String,
}

impl Shell {
    /// The shell of a page.
    pub fn new(ask: &Ask, state: &State, title: impl Into<String>) -> Self {
        let words = ask.words;
        let place =
            |name: String, href: &str, here: bool| Place { name, href: href.to_owned(), lang: "", here };
        let tongue = |(tag, name): (&'static str, &str)| Place {
            name: name.to_owned(),
            href: ask.with("ui", tag),
            lang: tag,
            here: tag == words.tag(),
        };
        let below = |root: &str| ask.path.starts_with(root);
        let stored = state.catalogue.read().len();
        let search = state.index.is_kept().then(|| place(words.get("search"), "/search", below("/search")));
        let places = [
            Some(place(words.get("today"), "/", ask.path == "/")),
            search,
            Some(place(words.get("topics"), "/topics", below("/topic"))),
            Some(place(words.get("outcomes"), "/outcomes", below("/outcomes") || below("/why"))),
        ];
        Self {
            words,
            title: title.into(),
            assets: &ASSETS,
            places: places.into_iter().flatten().collect(),
            feeds: Vec::new(),
            tongues: Words::all().map(tongue).collect(),
            zone: words.with("zone", &[("zone", state.zone.name())]),
            stored: words.count("articles-stored", stored),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Says where the same list is in other formats; `href` makes the address for an ending.
    pub fn with_feeds(mut self, href: impl Fn(&str) -> String) -> Self {
        self.feeds = Format::ENDINGS
            .iter()
            .map(|(format, ending)| {
                let (name, media_type) = match format {
                    Format::Atom => ("Atom", "application/atom+xml"),
                    Format::Json => ("JSON Feed", "application/feed+json"),
                    Format::Xlsx => {
                        ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                    }
                    _ => ("CSV", "text/csv"),
                };
                Feed { name, media_type, href: href(ending) }
            })
            .collect();
        self
    }
}
