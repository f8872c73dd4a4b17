//! Bodies that stand in the data that a page's scripts start from: `__NEXT_DATA__`, `window.__INITIAL_STATE__ = {…}` and their like.
//!
//! Such pages show nothing until a script has run. Their data says everything twice and much besides, each in its own shape,
//! so no shape is asked for: the reader goes down from the whole to the part that holds the page's prose, and makes HTML of
//! it that the usual path can read.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use memchr::memmem;
use veille_text::{is_stop, letter};

use crate::body::Verdict;
use crate::body::{Sieve, hash_words};
use crate::metadata::json::{self, Json};
use crate::page::{Page, Script};

const WORDS: &str = include_str!("../../data/hydration.txt");

/// Shorter texts are labels and descriptions.
const PROSE_LETTERS: usize = 60;
/// A body is not shorter.
const BODY_LETTERS: usize = 300;
/// A page that shows more needs no data.
const SHOWN_LETTERS_MAX: usize = 500;
/// What is shorter is a label, and says nothing of whose page it is.
const LABEL_LETTERS: usize = 100;
/// How far into a script its marker stands.
const MARKER_BYTES: usize = 2_000;
/// Values read of one page; the largest of 1,427 pages had a third.
const VALUES_MAX: usize = 100_000;
/// A part that holds this share of the prose around it is where the body is looked for.
const MOST: f64 = 0.75;
/// What a body's own key makes enough.
const ENOUGH: f64 = 0.25;

struct Words {
    markers: Vec<memmem::Finder<'static>>,
    text: HashSet<&'static str>,
    beside: HashSet<&'static str>,
    types: HashSet<&'static str>,
    blocks: HashMap<&'static str, &'static str>,
}

static KNOWN: LazyLock<Words> = LazyLock::new(|| {
    let of = |kind: &'static str| {
        let lines = WORDS.lines().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(": "));
        lines.flat_map(str::split_whitespace)
    };
    let blocks = WORDS.lines().filter_map(|line| line.strip_prefix("block ")?.split_once(": "));
    Words {
        markers: of("marker").map(memmem::Finder::new).collect(),
        text: of("text").collect(),
        beside: of("beside").collect(),
        types: of("type").collect(),
        blocks: blocks
            .flat_map(|(tag, names)| names.split_whitespace().map(move |name| (name, tag)))
            .collect(),
    }
});

/// The body that the data of a page's scripts holds, as HTML, where the page itself shows next to nothing.
pub(crate) fn better_text(page: &Page<'_>, verdicts: &[Verdict], headline: Option<&str>) -> Option<String> {
    let (mut shown, mut letters) = (String::new(), 0);
    for (block, _) in page.blocks.iter().zip(verdicts).filter(|(_, verdict)| verdict.keep) {
        let text = page.block_text(block);
        letters += letter::count(text);
        // Nearly every page ends here, before any script is read as JSON.
        if letters > SHOWN_LETTERS_MAX {
            return None;
        }
        shown.push_str(text);
        shown.push('\n');
    }
    if !page.markup {
        return None;
    }
    let (stated, html) = body(page, headline)?;
    // The data of a page holds the articles that it links to as well: what it shows must be how the body begins.
    let is_own = letters < LABEL_LETTERS || begins(&html, &shown);
    // Three times what is shown: a little more may be a caption or the standfirst.
    (is_own && stated > 3 * letters).then_some(html)
}

/// Whether the data goes on with what the page shows, as behind `Read more`, and is not some other article's.
fn begins(html: &str, shown: &str) -> bool {
    let hashed = |text: &str| {
        let mut words = Vec::new();
        hash_words(text, &mut words);
        words
    };
    Sieve::of_shingles(&hashed(&Page::of_html(html).text)).share_of_shingles(&hashed(shown)) > 0.5
}

/// The body that the data of a page's scripts holds: its letters and its HTML. `headline` tells the page's own article from others.
fn body(page: &Page<'_>, headline: Option<&str>) -> Option<(usize, String)> {
    let scripts: Vec<&str> = page.scripts.iter().filter_map(data).collect();
    // JSON as a string inside JSON, or inside `JSON.parse("…")`.
    let inner: Vec<String> =
        scripts.iter().filter_map(|script| json::first_string(script, "JSON.parse(")).collect();
    let values = json::read_some(scripts.iter().copied().chain(inner.iter().map(String::as_str)), VALUES_MAX);
    let headline = headline.map(folded).filter(|headline| !headline.is_empty());
    let best = values.iter().filter_map(|value| Tree::of(value).body(headline.as_deref()));
    best.max_by_key(|(letters, _)| *letters)
}

/// The part of a script that holds data, if it does.
fn data<'a>(script: &Script<'a>) -> Option<&'a str> {
    let media_type = script.media_type.to_ascii_lowercase();
    // JSON-LD is read as metadata, and its `articleBody` is weighed by `stated`.
    if script.body.len() < BODY_LETTERS || media_type.contains("ld+json") {
        return None;
    }
    // `<script id="__NEXT_DATA__">`, `__NUXT_DATA__`: the frameworks' own names.
    if media_type.contains("json") || script.id.starts_with("__") {
        return Some(script.body);
    }
    let start = &script.body.as_bytes()[..script.body.len().min(MARKER_BYTES)];
    // The marker stands near the beginning; code that merely mentions it farther down is no data.
    let at = KNOWN.markers.iter().filter_map(|marker| marker.find(start)).min()?;
    Some(&script.body[at..])
}

/// A value and all that is in it, in order.
struct Tree<'v, 'a> {
    nodes: Vec<Part<'v, 'a>>,
}

struct Part<'v, 'a> {
    key: &'v str,
    value: &'v Json<'a>,
    /// Letters of prose in it.
    letters: usize,
    /// One past its last descendant.
    end: usize,
}

impl<'v, 'a> Tree<'v, 'a> {
    fn of(value: &'v Json<'a>) -> Self {
        let mut tree = Self { nodes: Vec::new() };
        tree.add("", value);
        tree
    }

    /// Adds a value and what is in it. The reader of JSON bounds the depth.
    fn add(&mut self, key: &'v str, value: &'v Json<'a>) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Part { key, value, letters: 0, end: at + 1 });
        let letters = match value {
            // Captions, comments, texts of the menu and of the consent dialogue are
            // prose as well, and no body.
            _ if is_beside(key) => 0,
            Json::Text(text) => prose(text),
            Json::List(items) => items.iter().map(|item| self.add(key, item)).sum(),
            Json::Object(pairs) => pairs.iter().map(|(key, value)| self.add(key, value)).sum(),
            _ => 0,
        };
        self.nodes[at].letters = letters;
        self.nodes[at].end = self.nodes.len();
        letters
    }

    fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes[at].end;
        let first = (at + 1 < end).then_some(at + 1);
        std::iter::successors(first, move |child| Some(self.nodes[*child].end).filter(|next| *next < end))
    }

    /// The body's letters and its HTML.
    fn body(&self, headline: Option<&str>) -> Option<(usize, String)> {
        let mut at = 0;
        // Greedy, from the root to the body: each step keeps most of the prose, or goes where a name says so.
        while let Some(child) = self.way_down(at, headline) {
            at = child;
        }
        let letters = self.nodes[at].letters;
        let mut html = String::new();
        self.render(at, false, &mut html);
        (letters >= BODY_LETTERS).then_some((letters, html))
    }

    /// Where to go on from a part: into the article with the page's headline, into what is called body, into what holds most.
    fn way_down(&self, at: usize, headline: Option<&str>) -> Option<usize> {
        let all = self.nodes[at].letters;
        let share = |child: usize| self.nodes[child].letters as f64 / all.max(1) as f64;
        let titled = |child: &usize| headline.is_some_and(|headline| self.is_titled(*child, headline));
        let largest =
            |a: &usize, b: &usize| self.nodes[*a].letters.cmp(&self.nodes[*b].letters).then(b.cmp(a));
        // Of several articles in the data, `related` for one, only the page's own has its headline beside it.
        let own = self.children(at).filter(titled).max_by(largest);
        // One of a row of paragraphs may be much longer than the others.
        let is_list = matches!(self.nodes[at].value, Json::List(_));
        let is_one_of_many = |child: &usize| {
            is_list && (self.block(*child).is_some() || matches!(self.nodes[*child].value, Json::Text(_)))
        };
        let most = || {
            let largest = self.children(at).max_by(largest).filter(|child| share(*child) > MOST);
            largest.filter(|child| !is_one_of_many(child))
        };
        // Last, because `text` and `content` are keys of everything: a quarter of the prose must be in it.
        let called = || {
            let is_object = matches!(self.nodes[at].value, Json::Object(_));
            let called = self.children(at).filter(|child| is_object && is_text(self.nodes[*child].key));
            called.max_by(largest).filter(|child| share(*child) > ENOUGH)
        };
        let is_long = |child: &usize| self.nodes[*child].letters >= BODY_LETTERS;
        own.filter(is_long).or_else(most).or_else(called).filter(is_long)
    }

    /// Whether a part, or one right inside it, is an object one of whose texts is the headline.
    fn is_titled(&self, at: usize, headline: &str) -> bool {
        matches!(self.nodes[at].value, Json::Object(_))
            && self.children(at).any(|child| match self.nodes[child].value {
                // Told by its length before it is folded: most texts are paragraphs.
                Json::Text(text) => text.len() < 3 * headline.len() + 60 && folded(text) == headline,
                _ => false,
            })
    }

    /// Writes a part as HTML. Inside a block, fragments of text follow each other.
    fn render(&self, at: usize, in_block: bool, html: &mut String) {
        let part = &self.nodes[at];
        if let Json::Text(text) = part.value {
            write_text(text, in_block, html);
            return;
        }
        // A paragraph's nodes (`text`, `link`, `strong`) have types as well; the
        // outermost block is the paragraph.
        let tag = if in_block { None } else { self.block(at) };
        if let Some(tag) = tag {
            html.push_str(&format!("<{tag}>"));
        }
        for child in self.children(at).filter(|child| self.is_read(*child, in_block || tag.is_some())) {
            self.render(child, in_block || tag.is_some(), html);
        }
        if let Some(tag) = tag {
            html.push_str(&format!("</{tag}>"));
        }
    }

    /// Whether a reader reads a part.
    fn is_read(&self, at: usize, in_block: bool) -> bool {
        let part = &self.nodes[at];
        match part.value {
            _ if is_beside(part.key) => false,
            // A heading or the last words of a paragraph are too short for prose; under a key such as
            // `text` they are read all the same.
            Json::Text(text) => part.letters > 0 || is_text(part.key) && says_something(text, in_block),
            Json::List(_) | Json::Object(_) => true,
            _ => false,
        }
    }

    /// The element that an object becomes, if it says that it is a block: `{"type": "paragraph", …}`.
    fn block(&self, at: usize) -> Option<&'static str> {
        let Json::Object(pairs) = self.nodes[at].value else { return None };
        pairs.iter().filter(|(key, _)| KNOWN.types.contains(key.to_ascii_lowercase().as_str())).find_map(
            |(_, value)| {
                let name = value.text().filter(|name| name.len() < 24)?;
                KNOWN.blocks.get(name.to_ascii_lowercase().as_str()).copied()
            },
        )
    }
}

fn is_text(key: &str) -> bool {
    key.len() < 24 && KNOWN.text.contains(key.to_ascii_lowercase().as_str())
}

fn is_beside(key: &str) -> bool {
    key.len() < 24 && KNOWN.beside.contains(key.to_ascii_lowercase().as_str())
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_markup(text: &str) -> bool {
    text.contains("</") || text.contains("<p") || text.contains("<br")
}

/// Letters of a text that reads as prose, tags left out; nothing for addresses, code and labels.
fn prose(text: &str) -> usize {
    // By bytes first, as most strings of a state are addresses, identifiers and labels.
    if text.len() < PROSE_LETTERS {
        return 0;
    }
    let markup = is_markup(text);
    let (mut letters, mut marks, mut rest) = (0, 0, text);
    while !rest.is_empty() {
        let end = if markup { rest.find('<').unwrap_or(rest.len()) } else { rest.len() };
        letters += letter::count(&rest[..end]);
        marks += rest[..end].bytes().filter(|byte| matches!(byte, b'{' | b'}' | b'=' | b'\\' | b'_')).count();
        rest = rest[end..].find('>').map_or("", |close| &rest[end + close + 1..]);
    }
    // A stop and spaces make prose of letters; more than one sign of code in thirty letters unmakes it.
    let reads = text.contains(is_stop) && is_spaced(text);
    if letters >= PROSE_LETTERS && reads && marks * 30 < letters { letters } else { 0 }
}

/// Whether a text has words: white space between them, or a script that needs none.
fn is_spaced(text: &str) -> bool {
    text.contains(' ') || text.chars().take(PROSE_LETTERS).any(letter::is_unspaced)
}

/// Whether a short text is worth a line: no address, no identifier.
fn says_something(text: &str, in_block: bool) -> bool {
    let is_address = text.starts_with("http") || text.starts_with('/') || text.starts_with('#');
    let has_words = in_block || is_spaced(text.trim()) || text.chars().next().is_some_and(char::is_uppercase);
    !is_address && has_words && text.chars().any(char::is_alphanumeric)
}

fn write_text(text: &str, in_block: bool, html: &mut String) {
    if is_markup(text) {
        html.push_str(text);
        // A `<p>` that follows ends the markup's last paragraph: two bodies in a row do
        // not run into each other.
        html.push_str(if in_block { "" } else { "<p>" });
        return;
    }
    // Inside a block an empty line parts what follows, and a line's end is a space: `Première ligne\nseconde ligne`.
    if in_block {
        let text = text.replace('<', "&lt;");
        html.push_str(&text.replace("\n\n", "<br>"));
        return;
    }
    for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
        html.push_str("<p>");
        html.push_str(&line.replace('<', "&lt;"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements \
                         négociaient depuis cinq ans. Elle entrera en vigueur après quarante ratifications, dit le ministre.";
    const SECOND: &str = "Le texte prévoit un réseau de correspondants, joignables jour et nuit, et l'échange de preuves entre \
                          les parties. Les organisations de défense des libertés regrettent que les garanties restent faibles.";

    fn lines(script: &str) -> Option<String> {
        let html = format!("<div id=app></div>{script}");
        let page = Page::of_html(&html);
        let (_, body) = body(&page, Some("La convention signée"))?;
        let page = Page::of_html(&body);
        Some(page.blocks.iter().map(|block| page.block_text(block)).collect::<Vec<_>>().join(" / "))
    }

    #[test]
    fn the_body_is_found_in_data_of_any_shape() {
        let expected = format!("{FIRST} {FIRST} / {SECOND}");
        let check =
            |script: &str| assert_eq!(lines(script).as_deref(), Some(expected.as_str()), "{script:.300}");
        let next = |data: &str| format!("<script id=__NEXT_DATA__ type=application/json>{data}</script>");
        check(&next(&format!(
            r#"{{"props":{{"article":{{"title":"La convention signée","summary":"{SECOND}","body":"<p>{FIRST} {FIRST}</p><p>{SECOND}<\/p>"}}}}}}"#
        )));
        check(&next(&format!(
            r#"{{"a":{{"content_elements":[{{"type":"text","content":"{FIRST} {FIRST}"}},{{"type":"image","caption":"{FIRST}"}},
            {{"type":"text","content":"{SECOND}"}}]}}}}"#
        )));
        check(&format!(
            "<script>window.__INITIAL_STATE__ = {{\"story\":{{\"paragraphs\":[\"{FIRST} {FIRST}\",\"{SECOND}\"]}}}};</script>"
        ));
        check(&format!(
            "<script>window.__NUXT__=(function(a,b){{return {{data:[{{title:a,html:\"<p>{FIRST} {FIRST}</p><p>{SECOND}</p>\"}}]}}}}(1,2))</script>"
        ));
        let quoted = format!(r#"{{\"story\":{{\"text\":\"{FIRST} {FIRST}\\n{SECOND}\"}}}}"#);
        check(&format!("<script>window.__APOLLO_STATE__=JSON.parse(\"{quoted}\")</script>"));
    }

    #[test]
    fn fragments_of_one_paragraph_stay_together() {
        let (start, end) = FIRST.split_once("convention").unwrap();
        let node = |text: &str| format!(r#"{{"type":"text","text":"{text}"}}"#);
        let paragraph = |parts: &str| format!(r#"{{"type":"paragraph","content":[{parts}]}}"#);
        let script = format!(
            r#"<script id="__NEXT_DATA__" type="application/json">{{"doc":{{"type":"doc","content":[{},{},{}]}}}}</script>"#,
            paragraph(&[node(start), node("convention"), node(end)].join(",")),
            format_args!(r#"{{"type":"heading","content":[{}]}}"#, node("Un réseau")),
            paragraph(&node(&format!("{SECOND} {SECOND}"))),
        );
        assert_eq!(lines(&script).unwrap(), format!("{FIRST} / Un réseau / {SECOND} {SECOND}"));
    }

    #[test]
    fn lines_inside_a_block_stay_apart() {
        let (start, end) = FIRST.split_once(" la convention ").unwrap();
        let script = |between: &str| {
            format!(
                r#"<script id="__NEXT_DATA__" type="application/json">{{"doc":{{"type":"doc","content":[
                {{"type":"paragraph","text":"{start}{between}la convention {end}"}},{{"type":"paragraph","text":"{SECOND} {SECOND}"}}]}}}}</script>"#
            )
        };
        assert_eq!(lines(&script(r"\n")).unwrap(), format!("{FIRST} / {SECOND} {SECOND}"));
        let apart = format!("{start} / la convention {end} / {SECOND} {SECOND}");
        assert_eq!(lines(&script(r"\n\n")).unwrap(), apart);
    }

    #[test]
    fn of_several_articles_the_one_with_the_pages_headline_is_taken() {
        let article =
            |title: &str, body: &str| format!(r#"{{"title":"{title}","body":"{body} {body} {body}"}}"#);
        let list =
            [article("Autre", FIRST), article("La Convention signée", SECOND), article("Tiers", FIRST)]
                .join(",");
        let script = format!("<script type=application/json>{{\"articles\":[{list}]}}</script>");
        assert_eq!(lines(&script).unwrap(), format!("{SECOND} {SECOND} {SECOND}"));
    }

    #[test]
    fn what_is_no_prose_is_no_body() {
        let check = |script: &str| assert_eq!(lines(script), None, "{script:.200}");
        check("<script>start({a:1})</script>");
        check(&format!(
            "<script>window.__STATE__={{\"a\":[{}]}}</script>",
            r#""https://example.org/a.b?c=d e","#.repeat(200)
        ));
        check(&format!(
            "<script>window.__STATE__={{\"messages\":{{\"a\":\"{FIRST}{FIRST}{SECOND}\"}}}}</script>"
        ));
        check(&format!("<script>var x=1;{}</script>", "function(a){return a.b + 'c'};".repeat(300)));
    }
}
