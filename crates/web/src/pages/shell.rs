//! What stands around every page: title, navigation, feeds, footer.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::access::Who;
use crate::ask::Ask;
use crate::assets::{ASSETS, Assets};
use crate::format::Format;
use crate::formats::{DOCUMENTS_MAX, ROWS_MAX};
use crate::keys::{KEYS, Key};
use crate::light::Scheme;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{beginning, shown};
use crate::unknown::{Unknown, unknown};
use crate::words::Words;

/// What stands around a page.
#[derive(Debug)]
pub(crate) struct Shell {
    pub words: Words,
    pub title: String,
    pub assets: &'static Assets,
    pub places: Vec<Place>,
    pub feeds: Vec<Feed>,
    /// Says that a file has not all of the list, where that is so.
    pub files_cut: Option<String>,
    pub tongues: Vec<Place>,
    /// In which light the page is, and in which it could be.
    pub light: Scheme,
    pub lights: Vec<Place>,
    pub zone: String,
    /// Whether another may be chosen.
    pub may_choose_zone: bool,
    pub stored: String,
    pub version: &'static str,
    pub keys: Vec<Key>,
    /// Who looks, where that is asked.
    pub who: Option<Who>,
    /// What forms carry.
    pub form: String,
    /// Where forms lead back to.
    pub here: String,
    /// Whether addresses that begin with ours open on this machine alone.
    pub is_here_alone: bool,
    /// What to do first, where nothing is stored.
    pub begin: Option<Begin>,
    /// Whether who looks may judge articles.
    pub may_triage: bool,
    /// What is said of filters that cannot be kept to: names that nobody has, a query on a page that does not search.
    pub notes: Vec<String>,
    /// Where the list of the page is told on, if it is the beginning of one.
    pub live: Option<Live>,
}

/// How a list goes on while it is looked at.
#[derive(Debug)]
pub(crate) struct Live {
    /// The stream of what passes its filters, from what the page knows.
    pub stream: String,
    /// The beginning of the list.
    pub first: String,
}

/// What who looks may do where nothing is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begin {
    pub may_add: bool,
    pub may_add_sources: bool,
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

/// Pages that heed filters, and those of them that ask no query.
const NARROWED: [&str; 6] = ["/", "/search", "/stories", "/coverage", "/people", "/streams"];
const UNASKED: [&str; 3] = ["/stories", "/coverage", "/people"];

/// What is said of filters that cannot be kept to.
fn notes(ask: &Ask, state: &State, filters: &Selection) -> Vec<String> {
    let (words, path) = (ask.words, ask.path.as_str());
    if !NARROWED.contains(&path) {
        return Vec::new();
    }
    let (watched, shelf) = (state.watched(), state.catalogue.read());
    let mut notes: Vec<String> = unknown(filters, &watched, &shelf)
        .into_iter()
        .map(|unknown| {
            let value = shown(&unknown.pair().1);
            let key = match unknown {
                Unknown::Topic(_) => "unknown-topic",
                Unknown::Source(_) => "unknown-source",
                Unknown::Country(_) => "unknown-country",
            };
            words.with(key, &[("value", &value)])
        })
        .collect();
    if let Some(query) = filters.query.as_deref().filter(|_| UNASKED.contains(&path)) {
        notes.push(words.with("query-unasked", &[("query", &shown(&beginning(query, QUERY_SAID)))]));
    }
    notes
}

/// Characters of a query that are said again.
const QUERY_SAID: usize = 80;

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
        let light = |light: Scheme| {
            let name = words.get(&format!("light-{}", light.as_str()));
            place(name, &ask.with("light", light.as_str()), ask.light == light)
        };
        let below = |root: &str| ask.path.starts_with(root);
        let stored = state.catalogue.read().len();
        // The filters go along from page to page; what a page does not understand it leaves out.
        let filters = Selection::read_filters(&ask.pairs).unwrap_or_default();
        let kept = |path: &str| {
            let filters = filters.clone();
            let selection = Selection {
                // Of these the next page would show nothing, or something else than one sees: a query is asked by the search
                // alone.
                query: None,
                relevant_first: false,
                stated: None,
                since: None,
                each: false,
                triage: None,
                ..filters
            };
            selection.href_at(path, None)
        };
        let searched = Selection { untagged_too: false, each: false, triage: None, ..filters.clone() }
            .href_at("/search", None);
        let search = state.index.is_kept().then(|| place(words.get("search"), &searched, below("/search")));
        let may_add = ask.who.as_ref().is_some_and(Who::may_add);
        let places = [
            Some(place(words.get("today"), &kept("/"), ask.path == "/")),
            search,
            Some(place(words.get("stories"), &kept("/stories"), below("/stories"))),
            Some(place(words.get("coverage"), &kept("/coverage"), below("/coverage"))),
            Some(place(words.get("people"), &kept("/people"), below("/people"))),
            Some(place(words.get("trace"), "/trace", below("/trace"))),
            Some(place(words.get("topics"), "/topics", below("/topic"))),
            Some(place(words.get("sources"), "/sources", below("/sources"))),
            Some(place(words.get("outcomes"), "/outcomes", below("/outcomes") || below("/why"))),
            Some(place(words.get("streams"), &kept("/streams"), below("/streams"))),
            (state.add.is_some() && may_add).then(|| place(words.get("add"), "/add", below("/add"))),
        ];
        Self {
            words,
            title: title.into(),
            assets: &ASSETS,
            places: places.into_iter().flatten().collect(),
            feeds: Vec::new(),
            files_cut: None,
            tongues: Words::all().map(tongue).collect(),
            light: ask.light,
            lights: Scheme::ALL.into_iter().map(light).collect(),
            zone: words.with("zone", &[("zone", state.zone.name())]),
            may_choose_zone: state.zones.is_some(),
            stored: words.count("articles-stored", stored),
            version: env!("CARGO_PKG_VERSION"),
            // A key that leads to a page that is not there helps nobody.
            keys: KEYS.iter().copied().filter(|key| state.index.is_kept() || key.href != "/search").collect(),
            live: None,
            notes: notes(ask, state, &filters),
            // On this machine nobody has a name that could be shown, or logs out.
            who: ask.who.clone().filter(|who| !who.is_here()),
            form: ask.form.clone(),
            here: ask.here(),
            is_here_alone: ask.is_here_alone,
            begin: (stored == 0).then(|| Begin {
                may_add: state.add.is_some() && may_add,
                may_add_sources: super::finding::may_add(state, ask),
            }),
            may_triage: ask.who.as_ref().is_some_and(Who::may_triage),
        }
    }

    /// Of a page that shows a secret once: in another language, or another light, it could not be shown again.
    pub fn once(mut self, shows_secret: bool) -> Self {
        if shows_secret {
            self.tongues.clear();
            self.lights.clear();
        }
        self
    }

    /// Of a page for those who may not look yet: it leads nowhere, and says nothing of what is stored.
    pub fn bare(ask: &Ask, state: &State, title: impl Into<String>) -> Self {
        let shell = Self::new(ask, state, title);
        Self {
            places: Vec::new(),
            notes: Vec::new(),
            begin: None,
            stored: String::new(),
            zone: String::new(),
            keys: Vec::new(),
            ..shell
        }
    }

    /// Says that the page shows the beginning of the list that `selection` asks for, as of the change of this number; `first` is
    /// its address. Live only where what comes stands on top, and nothing that is known later decides whether it stands there.
    pub fn with_live(mut self, selection: &Selection, position: u64, first: String) -> Self {
        if selection.untold().is_none() && !selection.relevant_first {
            // How the page groups what it lists is nothing to the stream, which refuses what it does not know.
            let told = selection.told();
            let stream = told.href_at("/api/v1/stream", Some(("after", &position.to_string())));
            self.live = Some(Live { stream, first });
        }
        self
    }

    /// Says where the same is in some formats: name, media type and address.
    pub fn with_formats(mut self, formats: &[(&'static str, &'static str, String)]) -> Self {
        let feed = |(name, media_type, href): &(&'static str, &'static str, String)| Feed {
            name,
            media_type,
            href: href.clone(),
        };
        self.feeds = formats.iter().map(feed).collect();
        self
    }

    /// Says of a list of so many articles what of it a file has, where that is not all.
    pub fn with_size(mut self, articles: usize) -> Self {
        let number = |number: usize| self.words.number(number);
        let (rows, documents) = (number(ROWS_MAX), number(DOCUMENTS_MAX));
        let said = || self.words.with("files-cut", &[("rows", &rows), ("documents", &documents)]);
        self.files_cut = (articles > DOCUMENTS_MAX).then(said);
        self
    }

    /// The same of a list of so many rows, which has tables alone.
    pub fn with_rows(mut self, rows: usize) -> Self {
        let said = || self.words.with("tables-cut", &[("rows", &self.words.number(ROWS_MAX))]);
        self.files_cut = (rows > ROWS_MAX).then(said);
        self
    }

    /// The same for a list of something else than articles.
    pub fn with_entries(self, href: impl Fn(&str) -> String) -> Self {
        let mut shell = self.with_feeds(href);
        // It has articles and nothing else.
        shell.feeds.retain(|feed| feed.name != "ninjs");
        shell
    }

    /// Says where the same list is in other formats; `href` makes the address for an ending.
    pub fn with_feeds(mut self, href: impl Fn(&str) -> String) -> Self {
        self.feeds = Format::ENDINGS
            .iter()
            .map(|(format, ending)| {
                let (name, media_type) = match format {
                    Format::Atom => ("Atom", "application/atom+xml"),
                    Format::Rss => ("RSS", "application/rss+xml"),
                    Format::Jsonl => ("JSON Lines", "application/jsonl"),
                    Format::Ninjs => ("ninjs", "application/json"),
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

/// A template as a page.
pub(crate) fn html(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(error) => {
            // Writing into memory does not fail, and neither do our filters.
            tracing::error!(%error, "a page could not be put together");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
