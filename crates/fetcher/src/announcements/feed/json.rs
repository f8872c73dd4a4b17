//! JSON Feed 1.0 and 1.1, and what calls itself so: each member is taken for what it may mean, and an odd one costs itself
//! alone.

mod mended;

use mended::mended;
use serde_json::{Map, Value};
use url::Url;
use veille_model::FeedEntry;
use veille_text::reference::encode;

use super::context::{Context, is_base, language};
use super::date;
use super::link::address;
use super::person::{of_text, told_apart};
use super::plain::{markup, title};
use super::relative::with_whole_links;
use super::{ENTRIES_MAX, Feed, HUBS_MAX, Inherited};

/// What a text in JSON says; None where it is no feed.
pub(super) fn feed(text: &str, base: Option<&Url>) -> Option<Feed> {
    let root = root(text)?;
    let items: Vec<&Value> = match root.get("items") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Object(item)) if is_item(item) => root.get("items").into_iter().collect(),
        // By their identifiers.
        Some(Value::Object(items)) if items.values().any(Value::is_object) => items.values().collect(),
        // Some leave `items` out as long as there are none.
        _ if says_so(&root) => Vec::new(),
        _ => return None,
    };
    let language = word(&root, "language").and_then(|tag| language(&tag));
    let base = base.filter(|base| is_base(base));
    let mut feed = Feed {
        title: word(&root, "title").and_then(|text| title(&text)),
        link: page(&root, &["home_page_url"], base),
        description: word(&root, "description").and_then(|text| markup(&encode(&text, ""))),
        own_address: page(&root, &["feed_url"], base),
        authors: authors(&root),
        language,
        ..Feed::default()
    };
    if let Some(Value::Array(hubs)) = root.get("hubs") {
        let of = |hub: &Value| page(hub.as_object()?, &["url"], base);
        feed.hubs = hubs.iter().filter_map(of).take(HUBS_MAX).collect();
    }
    let inherited = Inherited::of(&feed);
    let items: Vec<&Map<String, Value>> = items.into_iter().filter_map(Value::as_object).collect();
    // As of XML both ends are read: the newest stand at one of them.
    feed.left_out = items.len().saturating_sub(ENTRIES_MAX);
    let middle = ENTRIES_MAX / 2..ENTRIES_MAX / 2 + feed.left_out;
    let ends = items.iter().enumerate().filter(|(at, _)| !middle.contains(at));
    feed.entries = ends.map(|(_, item)| entry(item, &feed, &inherited, base)).collect();
    Some(feed)
}

/// Whether a text has more values than so many, by the signs that begin them outside of what is quoted.
pub(super) fn has_more_values(text: &str, most: usize) -> bool {
    let (mut is_quoted, mut is_escaped, mut values) = (false, false, 0);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b',' | b'[' | b'{' if !is_quoted => values += 1,
            _ => {}
        }
        if values > most {
            return true;
        }
    }
    false
}

/// `https://jsonfeed.org/version/1.1`, and the bare `1.1` that some write.
fn says_so(root: &Map<String, Value>) -> bool {
    word(root, "version").is_some_and(|version| version.contains("jsonfeed.org"))
}

/// Whether an object that stands where a list should is its only item.
fn is_item(object: &Map<String, Value>) -> bool {
    ["id", "url", "title", "content_html", "content_text"].iter().any(|key| object.contains_key(*key))
}

/// The object that the text is, mended where it is none as it stands; of a text that is cut short, the items that are whole.
fn root(text: &str) -> Option<Map<String, Value>> {
    if let Ok(Value::Object(root)) = serde_json::from_str(text) {
        return Some(root);
    }
    let mended = mended(text);
    if let Ok(Value::Object(root)) = serde_json::from_str(&mended) {
        return Some(root);
    }
    let at = mended.find("\"items\"")?;
    let list = at + mended[at..].find('[')?;
    let head = mended[..at].trim_end().trim_end_matches(',');
    let mut root: Map<String, Value> = serde_json::from_str(&format!("{head}}}")).unwrap_or_default();
    root.insert("items".to_owned(), Value::Array(whole_items(&mended[list + 1..])));
    Some(root)
}

fn whole_items(mut rest: &str) -> Vec<Value> {
    let mut items = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(item)) = values.next() else { return items };
        rest = &rest[values.byte_offset()..];
        items.push(item);
    }
}

fn entry(item: &Map<String, Value>, feed: &Feed, inherited: &Inherited, base: Option<&Url>) -> FeedEntry {
    let language = word(item, "language").and_then(|tag| language(&tag)).or_else(|| feed.language.clone());
    let when = |keys: &[&str]| {
        keys.iter().find_map(|key| word(item, key)).and_then(|text| date::parse(&text, language.as_deref()))
    };
    let own = authors(item);
    let here = Context { base: base.cloned(), states_base: false, language: None };
    let id = word(item, "id");
    FeedEntry {
        shares_page: false,
        url: page(item, &["url", "external_url"], base)
            // The id is ideally the address itself (JSON Feed 1.1).
            .or_else(|| {
                id.as_deref()
                    .filter(|id| Url::parse(id).is_ok())
                    .and_then(|id| address(id, base))
                    .map(String::from)
            })
            .or_else(|| enclosure(item, base)),
        title: word(item, "title").and_then(|text| title(&text)),
        authors: if own.is_empty() { inherited.authors.clone() } else { own },
        published_at: when(&["date_published", "published"]),
        updated_at: when(&["date_modified", "updated"]),
        feed_title: inherited.title.clone(),
        // Plain text by the format, which an entry has as HTML.
        summary: word(item, "summary").and_then(|text| markup(&encode(&text, ""))),
        content: word(item, "content_html")
            .and_then(|text| markup(&text))
            .map(|text| with_whole_links(text, &here))
            .or_else(|| word(item, "content_text").and_then(|text| markup(&paragraphs(&text)))),
        language,
        id,
    }
}

/// Plain text as markup: blank lines part paragraphs.
fn paragraphs(text: &str) -> String {
    let text = encode(text, "");
    let parts: Vec<&str> = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [] | [_] => text,
        _ => parts.iter().map(|part| format!("<p>{part}</p>")).collect(),
    }
}

/// A member as text, whatever it was written as; None where it is empty or says nothing.
fn word(of: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match of.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The first of these members that is an address. A number is none: read as one it would be a page of the feed's own host.
fn page(of: &Map<String, Value>, keys: &[&str], base: Option<&Url>) -> Option<String> {
    keys.iter().find_map(|key| address(of.get(*key)?.as_str()?, base)).map(String::from)
}

fn enclosure(item: &Map<String, Value>, base: Option<&Url>) -> Option<String> {
    let Some(Value::Array(attachments)) = item.get("attachments") else { return None };
    attachments.iter().find_map(|attachment| page(attachment.as_object()?, &["url"], base))
}

/// `authors` of 1.1 and `author` of 1.0, each as a list, an object, or a bare name.
fn authors(of: &Map<String, Value>) -> Vec<String> {
    let found: Vec<String> =
        ["authors", "author"].iter().filter_map(|key| of.get(*key)).flat_map(names).collect();
    told_apart(found)
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => of_text(name),
        Value::Object(person) => word(person, "name").map(|name| of_text(&name)).unwrap_or_default(),
        Value::Array(people) => {
            // One level: a list in a list is nobody's name.
            people.iter().filter(|person| !person.is_array()).flat_map(names).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let feed = feed(text, None).unwrap_or_else(|| panic!("no feed: {text}"));
        let shown = |entry: &FeedEntry| {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            format!(
                "{}|{}|{}|{}",
                part(&entry.id),
                part(&entry.title),
                entry.authors.join(","),
                part(&entry.content)
            )
        };
        let found: Vec<String> = feed.entries.iter().map(shown).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_odd_member_costs_itself_alone() {
        check(
            r#"{"version":1.1,"items":[{"id":4711,"title":"T"},{"id":"2","title":null,"tags":"x"}]}"#,
            &["4711|T||", "2|||"],
        );
        check(r#"{"items":[{"id":"1","authors":{"name":"A"},"content_text":"a < b"}]}"#, &["1||A|a &lt; b"]);
        check(
            r#"{"author":"Desk","items":[{"id":"1"},7,{"id":"2","author":{"name":"B"}}]}"#,
            &["1||Desk|", "2||B|"],
        );
        check(r#"{"items":[{"id":"1","authors":["A",{"name":"B"},{"url":"x"}]}]}"#, &["1||A,B|"]);
        check(
            r#"{"items":[{"id":"1","title":"x","attachments":[{"size_in_bytes":"1"}],"date_published":""}]}"#,
            &["1|x||"],
        );
        check(r#"{"version":"http://jsonfeed.org/version/1"}"#, &[]);
    }

    #[test]
    fn half_a_pair_a_bare_line_end_and_a_cut_cost_no_item() {
        check("{\"items\":[{\"id\":\"1\",\"title\":\"half \\ud83d!\"}]}", &["1|half \u{fffd}!||"]);
        check(
            "{\"items\":[{\"id\":\"1\",\"title\":\"whole \\ud83d\\ude00\"},{\"title\":\"\\ud83d\"}]}",
            &["1|whole 😀||", "|\u{fffd}||"],
        );
        check("{\"items\":[{\"id\":\"1\",\"title\":\"two\nlines\"}]}", &["1|two lines||"]);
        check(r#"{"title":"F","items":[{"id":"1","title":"T"},{"id":"2","ti"#, &["1|T||"]);
        check(
            r#"{"items":[{"id":"1","n":NaN},{"id":"2","title":"a\x","title":"b\x"},{"id":"3",},]}"#,
            &["1|||", "2|bx||", "3|||"],
        );
        check(r#"{"items":{"id":"1","title":"T"}}"#, &["1|T||"]);
        check(r#"{"items":{"a":{"id":"1"},"b":{"id":"2"},"c":3}}"#, &["1|||", "2|||"]);
        let deep = format!(
            r#"{{"x":{}{},"title":"F","items":[{{"id":"1"}}]}}"#,
            "[".repeat(3_000),
            "]".repeat(3_000)
        );
        assert_eq!(feed(&deep, None).unwrap().title.as_deref(), Some("F"));
        assert!(feed(r#"{"a":1}"#, None).is_none());
    }

    #[test]
    fn a_number_is_no_address() {
        let base = Url::parse("https://a.example/dir/feed").unwrap();
        let check = |item: &str, expected: Option<&str>| {
            let found = feed(&format!(r#"{{"items":[{item}]}}"#), Some(&base)).unwrap().entries.remove(0).url;
            assert_eq!(found.as_deref(), expected, "{item}");
        };
        check(r#"{"id":"1","url":5}"#, None);
        check(r#"{"id":"1","attachments":[{"url":5}]}"#, None);
        check(r#"{"id":"1","url":"5"}"#, Some("https://a.example/dir/5"));
    }
}
