//! Pages made to be slow, deep or large.

/// A story of two paragraphs, as around every hostile stretch of markup.
pub const PARAGRAPH: &str = "<p>Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements \
                             négociaient depuis cinq ans; elle entrera en vigueur après quarante ratifications.</p>";

/// Bytes of most inputs.
pub const BYTES: usize = 2_000_000;

/// An input by what it is: name, media type, body.
pub struct Input {
    pub name: &'static str,
    pub media_type: &'static str,
    pub body: Vec<u8>,
    /// Whether the article stands before the hostile stretch, and must be found.
    pub has_article: bool,
}

fn around(hostile: &str) -> String {
    format!("<h1>La convention signée à Hanoï</h1><article>{PARAGRAPH}{PARAGRAPH}{hostile}</article>")
}

fn of(unit: &str) -> String {
    unit.repeat(BYTES / unit.len())
}

/// Markup that hides no article: it holds next to no text.
fn silent() -> Vec<(&'static str, String)> {
    let json = |body: &str| format!("<script type=application/ld+json>{body}</script>");
    vec![
        ("100,000 nested elements", "<div>".repeat(100_000)),
        ("2 MB of nested lists", of("<ul><li>")),
        ("2 MB of nested tables", of("<table><tr><td>")),
        ("elements that no standard knows, nested", of("<a-b>")),
        ("spans around blocks", format!("<p>{}", of("<span><div>"))),
        // The standard reopens them in each paragraph that follows (13.2.4.3); the arena does not.
        ("5,000 unclosed formatting tags", "<p><b><i><font>".repeat(5_000)),
        ("2 MB of unclosed formatting tags", of("<b><i><font>")),
        // The standard would make fifty million nodes of it.
        (
            "100 KB of formatting tags, no two alike",
            (0..4_000).map(|at| format!("<b id={at}>")).chain(["<p>x".repeat(13_000)]).collect(),
        ),
        ("2 MB of stray end tags", of("</div></b></p></td></a-b>")),
        // More open elements than an end tag looks through, so that each looks as far as it may, in vain.
        ("end tags that look far", format!("{}{}", "<a-b>".repeat(600), of("</a-c>"))),
        ("an attribute of 5 MB", format!("<div class=\"{}\">", "a ".repeat(2_500_000))),
        ("an attribute of 5 MB without quotes", format!("<div class={}>", "a".repeat(5_000_000))),
        ("a style of 2 MB", format!("<div style=\"{}\">", of("display "))),
        ("100,000 attributes on one element", format!("<div {}>", "a=b ".repeat(100_000))),
        ("2 MB of quotes in one tag", format!("<div {}>", of("'"))),
        ("2 MB of spaces and quotes in one tag", format!("<div {}>", of("          \""))),
        ("a name of 2 MB", format!("<{}>", of("a"))),
        // Each would be looked for to the end of the file.
        ("2 MB of unclosed titles", of("<title>")),
        ("2 MB of comments never closed", of("<!--")),
        ("2 MB of dashes in a comment", format!("<!--{}", of("--a"))),
        ("2 MB of tags cut short", of("<a href='")),
        ("2 MB of <", of("<")),
        ("2 MB of </", of("</")),
        ("2 MB of <!", of("<!")),
        ("2 MB of </script in a script", format!("<script>{}", of("</script-"))),
        ("2 MB of empty scripts", of("<script></script>")),
        ("2 MB of meta", of("<meta name=a content=b>")),
        ("2 MB of dates in meta", of("<meta name=date content=2025-10-25>")),
        ("2 MB of authors in meta", of("<meta name=author content='Ana Lima'>")),
        ("2 MB of links in the head", of("<link rel=canonical href=https://a.example/>")),
        ("a title of 2 MB", format!("<title>{}</title>", of("Hanoï - "))),
        ("a meta title of 2 MB", format!("<meta property=og:title content='{}'>", of("Hanoï | "))),
        ("a meta description of 2 MB", format!("<meta name=description content='{}'>", of("Hanoï, "))),
        ("keywords of 2 MB", format!("<meta name=keywords content='{}'>", of("a,bc,"))),
        ("1,000 JSON-LD scripts", json(r#"{"@type":"NewsArticle","headline":"x"}"#).repeat(1_000)),
        (
            "JSON-LD of 2 MB: a graph",
            json(&format!("{{\"@graph\":[{}]}}", of(r#"{"@type":"Thing","@id":"a"},"#))),
        ),
        (
            "JSON-LD of 2 MB: authors",
            json(&format!(r#"{{"@type":"NewsArticle","author":[{}]}}"#, of(r#"{"name":"Ana Lima"},"#))),
        ),
        (
            "JSON-LD of 2 MB: an author",
            json(&format!(r#"{{"@type":"NewsArticle","author":"{}"}}"#, of("Ana Lima, "))),
        ),
        (
            "JSON-LD of 2 MB: a headline",
            json(&format!(r#"{{"@type":"NewsArticle","headline":"{}"}}"#, of("Hanoï - "))),
        ),
        ("JSON-LD of 2 MB: keys", json(&format!("{{{}", of(r#""a":1,"#)))),
        ("JSON-LD of 2 MB: lists in lists", json(&of("["))),
        ("JSON-LD of 2 MB: objects in objects", json(&of("{\"a\":"))),
        ("JSON-LD of 2 MB: quotes", json(&format!("{{\"a\":{}", of("\"")))),
        // White space as long as the look ahead behind each quotation mark that may close the string.
        ("JSON-LD of 2 MB: quotes and spaces", json(&format!("{{\"a\":\"{}", of("\"               ")))),
        ("JSON-LD of 2 MB: backslashes", json(&format!("{{\"a\":\"{}", of("\\u00e9")))),
        ("JSON-LD of 2 MB: comments", json(&of("[/*"))),
        ("JSON-LD of 2 MB: ends", json(&of("{]"))),
        (
            "JSON of 2 MB in a script",
            format!(
                "<script id=__NEXT_DATA__ type=application/json>{{\"a\":[{}]}}</script>",
                of(r#"{"b":"c"},"#)
            ),
        ),
        ("2 MB of dates in a script", format!("<script>{}</script>", of("\"datePublished\":\"x\","))),
    ]
}

/// Markup whose text drowns the article, and text.
fn loud() -> Vec<(&'static str, String)> {
    vec![
        ("2 MB of &", of("&")),
        ("2 MB of &#", of("&#")),
        ("2 MB of references", of("&eacute;")),
        ("2 MB of numbered references", of("&#233;")),
        ("2 MB of references to nothing", of("&nothingatall ")),
        ("2 MB of paragraphs of one letter", of("<p>a")),
        ("2 MB of lines of one letter", of("a<br>")),
        ("2 MB of items with a link", of("<li><a href=x>un lien</a>")),
        ("2 MB of links", of("<a href=x>lien</a> ")),
        ("2 MB of bold words", of("<b>gras</b> ")),
        ("2 MB of unclosed bold words", of("<p><b><i>gras")),
        ("2 MB of cells", format!("<table>{}", of("<tr><td>1<td>2"))),
        ("2 MB of headings", of("<h1>Hanoï</h1>")),
        ("2 MB of articles", of("<article><h2>Un titre</h2><p>Un résumé court.</article>")),
        (
            "2 MB of teasers",
            of(
                "<div class='teaser card'><a href='/x'><h3>Un autre titre</h3><p>Un résumé court.</p></a></div>",
            ),
        ),
        ("2 MB of classes", of("<div class='article-body relatedPosts'>un mot</div>")),
        ("2 MB of paragraphs", of(PARAGRAPH)),
        (
            "2 MB of paragraphs with commas",
            of("<p>un, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze."),
        ),
        ("2 MB of dates", of("<time datetime=2025-10-25>25/10/2025</time> ")),
        ("2 MB of dated lines", of("<p>25/10/2025")),
        ("2 MB of bylines", of("<p class=byline>Par Ana Lima")),
        ("2 MB of authors", of("<span itemprop=author>Ana Lima</span> ")),
        ("2 MB of credits", of("<p>Source : https://example.org/a")),
        ("2 MB of hidden text", of("<span hidden>rien</span>")),
        ("2 MB of images", of("<img src=x>")),
        ("2 MB of spaces", of(" \n")),
        ("2 MB of soft hyphens", of("\u{ad}")),
        // One word, in which two of three characters are no letters.
        ("2 MB of combining marks", of("a\u{301}\u{302}")),
        ("2 MB of Chinese", of("河内举行了签字仪式，六十个国家的代表出席。")),
        ("2 MB of Vietnamese", of("Việt Nam đã ký Công ước tại Hà Nội, ngày 25 tháng 10. ")),
        ("2 MB of one paragraph", of("Les délégués ont signé, samedi, le texte à Hanoï. ")),
        ("2 MB of one word", of("a")),
        ("2 MB of buttons", of("<button>Lire")),
        ("2 MB of controls", of("\u{1}")),
    ]
}

/// Every hostile input.
pub fn all() -> Vec<Input> {
    let page = |(name, hostile): (&'static str, String), has_article: bool| Input {
        name,
        media_type: "text/html",
        body: around(&hostile).into_bytes(),
        has_article,
    };
    let text = |name: &'static str, body: Vec<u8>| Input {
        name,
        media_type: "text/plain",
        body,
        has_article: false,
    };
    let mut inputs: Vec<Input> = silent().into_iter().map(|it| page(it, true)).collect();
    inputs.extend(loud().into_iter().map(|it| page(it, false)));
    inputs.extend([
        text(
            "text: a line of 20 MB",
            "Les délégués ont signé, samedi, le texte à Hanoï. ".repeat(400_000).into_bytes(),
        ),
        text("text: 2 MB of lines of one word", of("mot\n").into_bytes()),
        text("text: 2 MB of lines of one letter", of("a\n").into_bytes()),
        text(
            "text: 2 MB of different lines",
            (0..250_000).map(|at| format!("mot{at}\n")).collect::<String>().into_bytes(),
        ),
        text(
            "text: 2 MB of paragraphs",
            of("Les délégués ont signé, samedi, le texte à Hanoï, que tous attendaient depuis longtemps.\n")
                .into_bytes(),
        ),
        text("text: 2 MB of dated lines", of("26 octobre 2025\n").into_bytes()),
        text("text: 2 MB of credits", of("Source : https://example.org/a\n").into_bytes()),
        text("text: 2 MB of names", of("Ana Lima\n").into_bytes()),
        text("text: 2 MB of empty lines", of("\n").into_bytes()),
        text("text: 2 MB of Chinese lines", of("河内举行了签字仪式\n").into_bytes()),
        Input {
            name: "2 MB in windows-1251 without a label",
            media_type: "text/html",
            body: b"<p>\xcc\xee\xf1\xea\xe2\xe0 \xe3\xee\xe2\xee\xf0\xe8\xf2, ".repeat(BYTES / 20),
            has_article: false,
        },
        Input {
            name: "2 MB in UTF-16",
            media_type: "text/html",
            body: [b"\xff\xfe".to_vec(), b"<\0p\0>\0a\0 \0b\0".repeat(BYTES / 12)].concat(),
            has_article: false,
        },
        Input { name: "2 MB of zeros", media_type: "text/html", body: vec![0; BYTES], has_article: false },
        Input {
            name: "2 MB of random bytes",
            media_type: "text/html",
            body: random(BYTES),
            has_article: false,
        },
        Input {
            name: "2 MB of random bytes after a tag",
            media_type: "text/html",
            body: [b"<!doctype html><p>".to_vec(), random(BYTES)].concat(),
            has_article: false,
        },
    ]);
    inputs
}

/// Bytes of a linear congruential generator: the same on every machine.
pub fn random(bytes: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..bytes).map(|_| next()).collect()
}
