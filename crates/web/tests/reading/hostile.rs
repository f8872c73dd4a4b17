//! Pages of the press, topics and addresses that want to be more than text: over a socket, in every format.

use scraper::{Html, Selector};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use veille_model::{
    Batch, Evidence, Field, Origin, OriginKind, Outcome, Quotation, QuotationKind, Reason, StageName,
};
use veille_sink::Store;

use super::samples::{Sample, searchable, watched};

/// What people have tried on pages that put texts of others into HTML, addresses, XML and CSV.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    "\" autofocus onfocus=alert(1) x=\"",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "blob:https://example.org/x",
    "//evil.example/x",
    "https://evil.example/\" onclick=alert(1) \"",
    "https://user:pass@evil.example/<script>",
    "http://evil.example/'onclick='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
    "&e; &amp; &lt;script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><input name=q>",
    "<button formaction=javascript:alert(1)>x",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<style>*{background:url(//evil.example)}</style>",
    "<p style=\"background:url(//evil.example)\">",
    "{{ 7*7 }} {% include \"/etc/passwd\" %} ${7*7}",
    "\u{202e}gnirts desrever\u{202c}",
    "\u{0}<script>\u{0}alert(1)</script>",
    "\u{fffe}\u{ffff}\u{1b}[31m<b>",
    "<scr\u{200b}ipt>alert(1)</scr\u{200b}ipt>",
    "＜script＞alert(1)＜/script＞",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3\r\nSet-Cookie: x=1\r\n\r\n<script>alert(1)</script>",
    "../../../../etc/passwd",
    "'; DROP TABLE revisions; --",
];

/// What ends whatever a text may have been put into: an attribute, an element whose content is raw, a comment, a section of XML.
const WAYS_OUT: &[&str] = &[
    "\">",
    "'>",
    "x ",
    "\\\">",
    "&quot;>",
    "--!>",
    "</noscript>",
    "</template>",
    "</bdi></a>",
    "</svg>",
    "?>",
    "%22%3E",
];
/// What runs, or carries away, once it is out.
const WAYS_ON: &[&str] = &[
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img/src=x/onerror=alert(1)//",
    "<svg/onload=alert`1`>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text y=9>x</text></a></svg>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<audio src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<math><mi xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<frameset onload=alert(1)>",
];

/// Those above, and every way out with every way on.
fn payloads() -> Vec<String> {
    let pairs = WAYS_OUT.iter().flat_map(|out| WAYS_ON.iter().map(move |on| format!("{out}{on}")));
    PAYLOADS.iter().map(|payload| (*payload).to_owned()).chain(pairs).collect()
}

/// Articles that have each payload everywhere, and outcomes of them.
fn batch() -> Batch {
    let mut batch = Batch::default();
    for (number, payload) in payloads().iter().enumerate() {
        let text = |what: &str| format!("{payload} {what}{number}");
        let mut sample = Sample::new(number);
        sample.headline = Some(text("headline"));
        sample.paragraphs = vec![text("Convention de Hanoï"), payload.to_string()];
        let mut tagged = sample.tagged();
        let article = &mut tagged.article;
        (article.url, article.canonical_url) = (Some(payload.to_string()), Some(payload.to_string()));
        (article.standfirst, article.site_name) = (Some(text("standfirst")), Some(text("outlet")));
        article.byline = vec![text("byline")];
        (article.section, article.keywords) = (Some(text("section")), vec![text("keyword")]);
        article.flags = vec![text("flag")];
        article.source = veille_model::SourceId::new(&format!("{payload} {number}"));
        let outside =
            |field| Evidence { field, start: 0, end: 9, exact: text("exact"), clause: text("clause") };
        let everywhere = [Field::Headline, Field::Url, Field::Source, Field::Byline].map(outside);
        tagged.tags[0].evidence.extend(everywhere);
        tagged.origin = Some(Origin {
            kind: OriginKind::Republished,
            outlet: Some(text("origin")),
            url: Some(payload.to_string()),
            language: None,
            country: None,
            words: Some(text("words")),
        });
        tagged.quotations = vec![Quotation {
            kind: QuotationKind::Direct,
            start: 0,
            end: usize::MAX,
            exact: text("quotation"),
            speaker: Some(text("speaker")),
            role: Some(text("role")),
            cue: Some(text("cue")),
        }];
        batch.outcomes.push(Outcome {
            url: Some(payload.to_string()),
            reason: Some(Reason::new(text("code"), text("detail"))),
            ..sample.set_aside()
        });
        batch.outcomes.push(Outcome { url: Some(payload.to_string()), ..sample.outcome(StageName::Store) });
        batch.articles.push(tagged);
    }
    batch
}

/// What a browser makes of a page is our elements alone: none that runs, none of another origin, no style, no handler.
#[track_caller]
fn is_harmless(address: &str, body: &str) {
    let html = Html::parse_document(body);
    let all = Selector::parse("*").unwrap();
    for element in html.select(&all) {
        let name = element.value().name();
        let ours = "html head meta title link script body a header div img nav main footer p ul li details summary label \
                    input dl dt dd kbd section h1 h2 h3 time span article bdi mark svg rect aside ol code pre form button q \
                    textarea select datalist option figure figcaption blockquote table thead tbody tr th td strong dialog g path del ins br";
        assert!(ours.split_whitespace().any(|known| known == name), "{address}: <{name}>");
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "{address}: {attribute}");
            assert!(!["style", "srcdoc", "formaction"].contains(&attribute), "{address}: {attribute}");
            if ["href", "src", "action"].contains(&attribute) {
                let ours = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
                let of_the_web = value.starts_with("http://") || value.starts_with("https://");
                assert!(ours || (name == "a" && of_the_web), "{address}: {attribute}={value}");
            }
        }
        if name == "script" {
            assert!(element.value().attr("src").is_some_and(|src| src.starts_with("/assets/")), "{address}");
            assert_eq!(element.text().collect::<String>(), "", "{address}");
        }
    }
}

#[track_caller]
fn is_harmless_table(list: &str, table: &str) {
    let table = table.strip_prefix('\u{feff}').unwrap();
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        for cell in row.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{list}: {cell}");
        }
    }
}

/// Each second article a copy of the one before it, and each with the payload for a note.
async fn remark(store: &Store, batch: &Batch) {
    let told = |tagged: &veille_model::TaggedArticle| {
        let article = &tagged.article;
        veille_model::Told::alone(article.id.clone(), article.revision.clone(), Some(0))
    };
    let mut telling = veille_sink::Telling::default();
    for pair in batch.articles.chunks_exact(2) {
        let (original, copy) = (told(&pair[0]), told(&pair[1]));
        let copied = veille_model::Copied {
            original: original.article.clone(),
            kind: veille_model::CopyKind::Reprint,
            of_copy: 90,
            of_original: 80,
            credited: true,
        };
        let story = original.story.clone();
        telling.told.extend([original, veille_model::Told { originals: vec![copied], story, ..copy }]);
    }
    store.tell(&telling).await.unwrap();
    let note = |(tagged, payload): (&veille_model::TaggedArticle, &&str)| {
        let document = serde_json::json!({ "note": payload, "assigned": payload, "starred": true });
        (veille_sink::Paper::Triage, tagged.article.id.to_string(), document.to_string())
    };
    let version = |payload: &&str| serde_json::json!({ "at": "2025-10-26T00:00:00Z", "by": payload, "text": format!("{payload} text") });
    let versions: Vec<_> = PAYLOADS.iter().map(version).collect();
    let watch = |(number, payload): (usize, &&str)| {
        let document = serde_json::json!({
            "name": payload, "filters": format!("q={payload}"), "by": payload, "created_at": "2025-10-26T00:00:00Z",
        });
        (veille_sink::Paper::Watch, format!("{number:064}"), document.to_string())
    };
    let mut put: Vec<_> = batch.articles.iter().zip(PAYLOADS).map(note).collect();
    put.push((
        veille_sink::Paper::Topic,
        "hanoi-convention".to_owned(),
        serde_json::to_string(&versions).unwrap(),
    ));
    put.extend(PAYLOADS.iter().enumerate().map(watch));
    let sent = |payload: &&str| {
        serde_json::json!({
            "id": payload, "kind": payload, "article": payload, "at": "2025-10-26T00:00:00Z", "tries": 1,
            "outcome": payload, "taken": false,
        })
    };
    let log: Vec<_> = PAYLOADS.iter().map(sent).collect();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let endpoint = serde_json::json!({
            "url": payload, "filters": payload, "by": payload, "created_at": "2025-10-26T00:00:00Z",
            "key": "whsec_AAAA",
        });
        let queue = serde_json::json!({ "log": log, "failing_since": "2025-10-26T00:00:00Z" });
        let id = format!("{number:012}");
        put.push((veille_sink::Paper::Endpoint, id.clone(), endpoint.to_string()));
        put.push((veille_sink::Paper::Deliveries, id, queue.to_string()));
    }
    store.write_papers(&veille_sink::Papers { put, ..veille_sink::Papers::default() }).await.unwrap();
}

async fn get(address: &str, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[tokio::test]
async fn whatever_a_page_wrote_is_text_everywhere() {
    assert!(payloads().len() >= 200);
    let store = Store::open_in_memory().await.unwrap();
    let batch = batch();
    store.commit(&batch).await.unwrap();
    remark(&store, &batch).await;
    let mut watched = watched();
    watched.topics[0].labels = [("en".to_owned(), PAYLOADS[0].to_owned())].into();
    watched.topics[0].queries =
        PAYLOADS.iter().map(|payload| (payload.to_string(), payload.to_string())).collect();
    (watched.topics[0].note, watched.topics[0].author) =
        (Some(PAYLOADS[1].to_owned()), Some(PAYLOADS[2].to_owned()));
    watched.topics[0].media_topics = vec![PAYLOADS[3].to_owned()];
    let folder = tempfile::tempdir().unwrap();
    let server = searchable(&store, watched, folder.path()).await;
    let address = server.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let stop = std::sync::Arc::new(tokio::sync::Notify::new());
    let ending = std::sync::Arc::clone(&stop);
    let serving = tokio::spawn(server.serve(async move { ending.notified().await }));

    let mut paths: Vec<String> = [
        "/",
        "/topics",
        "/topic/hanoi-convention",
        "/topic/hanoi-convention?near=1",
        "/?sort=relevant",
        "/outcomes",
        "/why",
        "/search",
        "/coverage",
        "/people",
        "/sources",
        "/stories",
        "/stories?sort=largest",
        "/?triage=noted",
        "/streams",
        "/streams/hooks/000000000000",
        "/topics/draft?id=hanoi-convention",
    ]
    .map(str::to_owned)
    .into();
    // The list to its end, so that each payload has been shown in it.
    let mut seen = String::new();
    let mut next = Some("/?each=1".to_owned());
    while let Some(path) = next {
        let (_, body) = get(&address, &path).await;
        is_harmless(&path, &body);
        let html = Html::parse_document(&body);
        let link = Selector::parse("a[rel=next]").unwrap();
        next = html.select(&link).next().and_then(|link| link.value().attr("href")).map(str::to_owned);
        seen.extend(html.root_element().text());
    }
    for (number, payload) in payloads().iter().enumerate() {
        assert!(seen.contains(&format!("headline{number}")), "{payload}");
    }
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let encoded: String = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect();
        paths.push(format!("/search?q={encoded}"));
        paths.push(format!("/people?by={encoded}"));
        paths.push(format!("/topics/draft?q={encoded}"));
        paths.push(format!("/article/{}?verify={encoded}", batch.articles[number].article.id));
        paths.push(format!("/topics/draft?id={encoded}&label={encoded}&language={encoded}&q=convention"));
        paths.push(format!("/feeds/{}.atom", encoded.replace('+', "%20")));
        paths.push(format!("/coverage?source={encoded}&from=2025-10-01"));
        paths.push(format!("/streams?topic={encoded}&source={encoded}&q={encoded}"));
        paths.push(format!("/sources?added={encoded}"));
        for name in [
            "q", "topic", "source", "language", "day", "after", "since", "zone", "stage", "reason", "ui",
            "all",
        ] {
            let page = ["/why", "/outcomes", "/"]
                [usize::from(name != "q") + usize::from(!["q", "stage", "reason"].contains(&name))];
            paths.push(format!("{page}?{name}={encoded}"));
        }
        let path_segment = encoded.replace('+', "%20");
        paths.extend([
            format!("/article/{path_segment}"),
            format!("/topic/{path_segment}"),
            format!("/{path_segment}"),
        ]);
    }
    for tagged in &batch.articles {
        paths.push(format!("/article/{}", tagged.article.id));
        paths.push(format!("/article/{}/how", tagged.article.id));
        paths.push(format!("/stories/{}", tagged.article.id));
    }
    for pair in batch.articles.chunks_exact(2) {
        paths.push(format!("/article/{}/beside/{}", pair[1].article.id, pair[0].article.id));
    }
    for path in paths {
        let (head, body) = get(&address, &path).await;
        is_harmless(&path, &body);
        assert!(!head.to_lowercase().contains("\r\nset-cookie: x=1"), "{path}");
        assert!(!head.starts_with("HTTP/1.1 500"), "{path}: {body}");
    }
    for list in ["/coverage", "/people", "/sources", "/stories"] {
        is_harmless_table(list, &get(&address, &format!("{list}.csv")).await.1);
    }
    let (_, picture) = get(&address, "/coverage.svg?source=%22%3E%3Cscript%3E").await;
    assert!(!picture.contains("<script") && picture.starts_with("<svg "), "{picture}");
    for list in ["/today", "/topic/hanoi-convention", "/topics", "/outcomes", "/stories"] {
        for kind in ["atom", "rss"] {
            let (_, feed) = get(&address, &format!("{list}.{kind}")).await;
            let feed =
                feed_rs::parser::parse(feed.as_bytes()).unwrap_or_else(|error| panic!("{list}: {error}"));
            for link in feed.entries.iter().flat_map(|entry| &entry.links) {
                assert!(
                    link.href.starts_with("http://") || link.href.starts_with("https://"),
                    "{}",
                    link.href
                );
            }
        }
        for line in get(&address, &format!("{list}.jsonl")).await.1.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        let (_, json) = get(&address, &format!("{list}.json")).await;
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
        let (_, table) = get(&address, &format!("{list}.csv")).await;
        is_harmless_table(list, &table);
    }
    stop.notify_one();
    serving.await.unwrap();
}
