//! What a page says of itself in JSON-LD (schema.org): the article among its nodes, and that node's fields.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::elsewhere::{self, path};
use super::json::{self, Json};
use super::plain::plain;
use crate::page::Page;

/// The article as structured data describes it; fields as written, texts plain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linked {
    /// Type of the node that was taken for the article: `NewsArticle`.
    pub kind: Option<String>,
    pub headline: Option<String>,
    pub alternative_headline: Option<String>,
    pub description: Option<String>,
    pub authors: Vec<Author>,
    pub published: Option<String>,
    pub modified: Option<String>,
    /// The whole text, where the page gives it: not cut, not cleaned, lines kept.
    pub body: Option<String>,
    pub based_on: Vec<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub image: Option<String>,
    pub accessible_for_free: Option<bool>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    /// Dates of the page (`WebPage`), which are the article's where that has none.
    pub page_published: Option<String>,
    pub page_modified: Option<String>,
}

/// Who signed, by structured data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Author {
    pub name: String,
    /// What its type says; None where it has none.
    pub is_person: Option<bool>,
}

static ARTICLE_TYPES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/metadata/article-types.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// No article is about more.
pub(super) const KEYWORDS_MAX: usize = 40;
/// Keys that lead from a node to others that may be the article.
const PATHS: [&str; 4] = ["@graph", "mainEntity", "mainEntityOfPage", "item"];
/// Authors of one article, or names of one author.
const AUTHORS_MAX: usize = 60;
/// Pages list thousands of products; no page has more articles of its own.
const NODES_MAX: usize = 500;

/// Reads every JSON-LD script of a page. `addresses` are the page's own, for choosing among several articles: what it calls
/// itself, where it was had from.
pub(super) fn read(page: &Page<'_>, addresses: [Option<&str>; 2]) -> Linked {
    let scripts =
        page.scripts.iter().filter(|script| script.media_type.to_ascii_lowercase().contains("ld+json"));
    let values = json::read_all(scripts.map(|script| script.body));
    let nodes = nodes(&values);
    let by_id: HashMap<&str, &Json<'_>> = nodes
        .iter()
        // A mere reference has an `@id` as well, and would stand in the place of what it refers to.
        .filter(|node| node.get("name").is_some() || node.get("@type").is_some())
        .filter_map(|node| Some((node.get("@id")?.text()?, *node)))
        .collect();
    let graph = Graph { by_id };
    let address = addresses.into_iter().flatten().next();
    let mut linked = match graph.article(&nodes, address) {
        Some(article) if !graph.is_of_another(article, page, addresses) => graph.read(article),
        _ => Linked::default(),
    };
    for node in &nodes {
        // Plugins for search engines date the page and leave the article's node bare.
        if types(node).any(|kind| kind.ends_with("WebPage") || kind == "ItemPage") {
            let date = |key: &str| node.get(key).and_then(scalar).map(str::to_owned);
            linked.page_published = linked.page_published.or_else(|| date("datePublished"));
            linked.page_modified = linked.page_modified.or_else(|| date("dateModified"));
        }
    }
    linked
}

/// Nodes that a reader of structured data would look at, in document order.
fn nodes<'v, 'a>(values: &'v [Json<'a>]) -> Vec<&'v Json<'a>> {
    let mut nodes = Vec::new();
    // A stack in the place of recursion, reversed so that nodes come in document order.
    let mut open: Vec<&Json<'_>> = values.iter().rev().collect();
    while let Some(value) = open.pop() {
        match value {
            Json::List(items) => open.extend(items.iter().rev()),
            Json::Object(_) if nodes.len() < NODES_MAX => {
                nodes.push(value);
                open.extend(PATHS.iter().rev().filter_map(|path| value.get(path)));
            }
            _ => {}
        }
    }
    nodes
}

/// A node's types, without the vocabulary's address.
fn types<'v>(node: &'v Json<'_>) -> impl Iterator<Item = &'v str> {
    // Some systems forget the `@`; some write `http://schema.org/NewsArticle` or `schema:NewsArticle`.
    let types = node.get("@type").or_else(|| node.get("type")).unwrap_or(&Json::Null);
    types.each().filter_map(Json::text).map(|kind| kind.rsplit(['/', ':', '#']).next().unwrap_or(kind))
}

fn is_article(node: &Json<'_>) -> bool {
    types(node).any(|kind| ARTICLE_TYPES.contains(kind))
}

pub(super) struct Graph<'v, 'a> {
    by_id: HashMap<&'v str, &'v Json<'a>>,
}

impl<'v, 'a> Graph<'v, 'a> {
    /// The node that describes this page's article: of several, the one with the page's address, then the fullest.
    fn article(&self, nodes: &[&'v Json<'a>], address: Option<&str>) -> Option<&'v Json<'a>> {
        let mut best: Option<(usize, &Json<'_>)> = None;
        for node in nodes.iter().filter(|node| is_article(node)) {
            let has = |key: &str| usize::from(node.get(key).is_some_and(|value| *value != Json::Null));
            // `CreativeWork` is what systems call pictures and widgets as well.
            let specific = usize::from(!types(node).any(|kind| kind == "CreativeWork"));
            // The address outweighs all else: a front page's JSON-LD, or a list of related
            // articles, has the fuller nodes.
            let score = 8 * usize::from(address.is_some_and(|address| self.is_at(node, address)))
                + 4 * specific * has("headline")
                + 2 * has("datePublished")
                + has("author")
                + has("articleBody")
                + has("publisher");
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, node));
            }
        }
        best.map(|(_, node)| node)
    }

    fn is_at(&self, node: &Json<'_>, address: &str) -> bool {
        ["url", "@id", "mainEntityOfPage"].iter().filter_map(|key| node.get(key)).any(|value| {
            let own =
                value.text().or_else(|| value.get("@id").or_else(|| value.get("url")).and_then(Json::text));
            // By path: canonical addresses differ in host (`www.`, `amp.`) and scheme. An
            // empty path is everybody's.
            own.is_some_and(|own| path(own) == path(address) && path(own).len() > 1)
        })
    }

    fn read(&self, node: &'v Json<'a>) -> Linked {
        let text = |key: &str| node.get(key).and_then(|value| self.name(value)).and_then(plain);
        let raw = |key: &str| node.get(key).and_then(|value| value.each().find_map(Json::text));
        let date = |key: &str| node.get(key).and_then(scalar).map(str::to_owned);
        let authors = ["author", "authors", "creator"].iter().find_map(|key| {
            let authors = self.authors(node.get(key)?);
            (!authors.is_empty()).then_some(authors)
        });
        Linked {
            kind: types(node).find(|kind| ARTICLE_TYPES.contains(kind)).map(str::to_owned),
            headline: text("headline").or_else(|| text("name")),
            alternative_headline: text("alternativeHeadline"),
            description: text("description"),
            authors: authors.unwrap_or_default(),
            published: date("datePublished").or_else(|| date("dateCreated")).or_else(|| date("uploadDate")),
            modified: date("dateModified"),
            body: raw("articleBody").or_else(|| raw("text")).map(str::to_owned),
            based_on: node
                .get("isBasedOn")
                .or_else(|| node.get("isBasedOnUrl"))
                .map(|it| self.addresses(it))
                .unwrap_or_default(),
            publisher: text("publisher").or_else(|| text("provider")).or_else(|| text("sourceOrganization")),
            language: node
                .get("inLanguage")
                .and_then(|it| it.each().find_map(|it| it.text().or_else(|| it.get("alternateName")?.text())))
                .map(str::to_owned),
            image: node
                .get("image")
                .or_else(|| node.get("thumbnailUrl"))
                .and_then(|it| self.addresses(it).into_iter().next()),
            accessible_for_free: node.get("isAccessibleForFree").and_then(truth),
            section: text("articleSection"),
            keywords: node.get("keywords").map(keywords).unwrap_or_default(),
            page_published: None,
            page_modified: None,
        }
    }

    /// The node that a mere reference (`{"@id": "#author"}`) means.
    fn resolved(&self, value: &'v Json<'a>) -> &'v Json<'a> {
        let id = value.get("@id").and_then(Json::text);
        match id.filter(|_| value.get("name").is_none() && value.get("url").is_none()) {
            Some(id) => self.by_id.get(id).copied().unwrap_or(value),
            None => value,
        }
    }

    /// A text, or the name of what it stands for.
    /// Whether a node describes what stands on another page.
    fn is_of_another(&self, node: &'v Json<'a>, page: &Page<'_>, addresses: [Option<&str>; 2]) -> bool {
        let keys = ["url", "mainEntityOfPage", "@id"];
        let stated = keys.iter().filter_map(|key| node.get(key)).flat_map(|value| self.addresses(value));
        let headline = ["headline", "name"].iter().find_map(|key| self.name(node.get(key)?));
        elsewhere::is_described(stated.collect(), headline, page, addresses)
    }

    fn name(&self, value: &'v Json<'a>) -> Option<&'v str> {
        value.each().find_map(|value| match value {
            Json::Text(_) => value.text(),
            Json::Object(_) => {
                let node = self.resolved(value);
                node.get("name")
                    .or_else(|| node.get("@value"))
                    .and_then(|name| name.each().find_map(Json::text))
            }
            _ => None,
        })
    }

    fn addresses(&self, value: &'v Json<'a>) -> Vec<String> {
        let of = |value: &'v Json<'a>| match value {
            Json::Text(_) => value.text(),
            _ => {
                let node = self.resolved(value);
                ["url", "contentUrl", "@id"].iter().find_map(|key| node.get(key)?.each().find_map(Json::text))
            }
        };
        value.each().filter_map(of).map(str::to_owned).collect()
    }

    fn authors(&self, value: &'v Json<'a>) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        for value in value.each().take(AUTHORS_MAX) {
            let node = self.resolved(value);
            let is_person = types(node).find_map(|kind| match kind {
                "Person" => Some(true),
                "Organization" | "NewsMediaOrganization" | "Corporation" | "Brand" | "Thing" => Some(false),
                _ => None,
            });
            let names = match node {
                Json::Object(_) => node.get("name").unwrap_or(&Json::Null),
                other => other,
            };
            for name in names.each().take(AUTHORS_MAX) {
                let name = name.text().or_else(|| name.get("name").and_then(Json::text)).and_then(plain);
                if let Some(name) = name.filter(|name| !authors.iter().any(|known| known.name == *name)) {
                    authors.push(Author { name, is_person });
                }
            }
        }
        authors
    }
}

/// What a field says whose value is one text or number, whichever way it is written: `"2025-10-25"`, `1761361200`,
/// `{"@type": "Date", "@value": "2025-10-25"}`.
fn scalar<'v>(value: &'v Json<'_>) -> Option<&'v str> {
    value.each().find_map(|value| match value {
        Json::Number(number) => Some(*number),
        Json::Object(_) => match value.get("@value")? {
            Json::Number(number) => Some(*number),
            value => value.text(),
        },
        value => value.text(),
    })
}

/// `true`, `"True"`, `"http://schema.org/False"`.
fn truth(value: &Json<'_>) -> Option<bool> {
    let text = match value {
        Json::Bool(truth) => return Some(*truth),
        other => other.text()?.to_ascii_lowercase(),
    };
    // schema.org has `True` and `False` as addresses; strings in any case are commoner than JSON's own.
    if text.ends_with("false") { Some(false) } else { text.ends_with("true").then_some(true) }
}

/// `"a, b"`, `["a", "b"]`, `[{"name": "a"}]`.
fn keywords(value: &Json<'_>) -> Vec<String> {
    let one =
        |value: &Json<'_>| value.text().or_else(|| value.get("name").and_then(Json::text)).map(str::to_owned);
    let texts: Vec<String> = value.each().filter_map(one).take(KEYWORDS_MAX).collect();
    let split =
        // A single text is a list with commas; in a real list a comma is a part of the
        // keyword: `Paris, Texas`.
        texts.iter().flat_map(|text| text.split(if texts.len() == 1 { &[',', ';'][..] } else { &[] }));
    split.filter_map(plain).take(KEYWORDS_MAX).collect()
}
