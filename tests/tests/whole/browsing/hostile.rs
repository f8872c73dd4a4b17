//! What wants to be more than text, on every page, as a browser takes it: nothing runs, nothing is loaded.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Served, browser};

/// Each sets a mark where it runs. What it stands in is closed in every way that we know of.
const RUNS: [&str; 20] = [
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "\"><script>window.hit=1</script>",
    "'><img src=x onerror=window.hit=1>",
    "\" onmouseover=\"window.hit=1",
    "\" autofocus onfocus=window.hit=1 x=\"",
    "javascript:window.hit=1",
    "java\tscript:window.hit=1",
    "data:text/html,<script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "</textarea><script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    "--><script>window.hit=1</script>",
    "<iframe srcdoc='<script>top.hit=1</script>'></iframe>",
    "<details open ontoggle=window.hit=1>",
    "<meta http-equiv=refresh content='0;url=javascript:window.hit=1'>",
    "<a href=javascript:window.hit=1 id=q>x</a>",
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A page of the press that has a payload as headline, byline, text and outlet, and is said to lie at one.
fn capture(number: usize, payload: &str) -> Value {
    let shown = escaped(payload);
    let words = format!(
        "Soixante pays ont signé samedi la Convention de Hanoï {shown} après cinq années de travaux."
    );
    let body = format!(
        "<!doctype html><html lang=fr><head><title>{shown} n{number}</title><meta name=author content=\"{shown}\">\
         <meta property=\"og:site_name\" content=\"{shown}\"></head><body><article><h1>{shown} n{number}</h1>\
         <p>{shown} {words} {words}</p><p>« {shown} et la suite vaut preuve », a déclaré la présidente Amina Modelo. {words}</p>\
         </article></body></html>"
    );
    let url = if payload.contains(':') && !payload.contains('<') {
        payload.to_owned()
    } else {
        format!("https://evil.example/{number}?{payload}")
    };
    json!({ "url": url, "source": format!("{payload}{number}"), "media_type": "text/html", "captured_at": "2025-10-27T08:00:00Z", "body": body })
}

#[test]
fn what_wants_to_run_is_text_on_every_page() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("config/topics");
    fs::create_dir_all(&config).unwrap();
    fs::write(folder.path().join("config/veille.toml"), "").unwrap();
    let label = RUNS[1];
    let topic =
        format!("id = \"hostile\"\nquery = '\"convention de hanoi\"'\n[labels]\nen = '''{label}'''\n");
    fs::write(config.join("hostile.toml"), topic).unwrap();
    let files = folder.path().join("files");
    fs::create_dir_all(&files).unwrap();
    // A file's name is one too; it holds no slash.
    fs::write(files.join("<img src=x onerror=window.hit=1>.txt"), "Titre de la page\n\nRien.\n").unwrap();
    let captures: String =
        RUNS.iter().enumerate().map(|(at, payload)| format!("{}\n", capture(at, payload))).collect();
    fs::write(files.join("captures.jsonl"), captures).unwrap();
    let served = Served::replayed(folder, &files);
    browser.go(&served.at("/?each=1&all=1"));
    assert!(browser.texts("article.item").len() >= RUNS.len() - 2, "{:?}", browser.texts("article.item h3"));
    // A headline loses what looks like a tag when its page is read; the passages have all of it.
    let passages = browser.texts("article.item .snippets li");
    assert!(passages.iter().any(|passage| passage.contains("<script>window.hit=1")), "{passages:?}");
    let articles = browser.run(
        "return [...document.querySelectorAll('article.item h3 a')].map((it) => it.getAttribute('href'));",
    );
    let mut addresses: Vec<String> = Vec::new();
    for article in articles.as_array().unwrap().iter().filter_map(Value::as_str) {
        let article = article.split('?').next().unwrap();
        addresses.extend([article.to_owned(), format!("{article}/how")]);
    }
    addresses.extend(
        [
            "/",
            "/stories",
            "/topics",
            "/topic/hostile",
            "/topics/draft",
            "/people",
            "/coverage",
            "/sources",
            "/outcomes",
            "/streams",
            "/audit",
        ]
        .map(str::to_owned),
    );
    for payload in RUNS {
        let encoded: String = payload.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for page in [
            "/search?q=",
            "/?topic=",
            "/?source=",
            "/why?q=",
            "/topics/draft?q=",
            "/login?next=",
            "/topic/",
            "/article/",
        ] {
            addresses.push(format!("{page}{encoded}"));
        }
    }
    for address in &addresses {
        browser.go(&served.at(address));
        // Whatever waits for the mouse or the focus is given both.
        let hit = browser.run(
            "for (const it of document.querySelectorAll('main *')) { it.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); it.focus?.(); } \
             return [window.hit ?? null, [...document.querySelectorAll('a[href], form, iframe, img')] \
             .map((it) => it.href?.baseVal ?? it.href ?? it.action ?? it.src).filter((it) => !/^(https?:|data:image)/.test(it)), \
             document.querySelectorAll('main script, main iframe, main style, [onload], [onerror], [onfocus], [onmouseover]').length];",
        );
        assert_eq!(hit, json!([null, [], 0]), "{address}");
        let complaints: Vec<String> =
            browser.complaints().into_iter().filter(|it| !it.contains("status of 4")).collect();
        assert!(complaints.is_empty(), "{address}: {complaints:?}");
    }
}

#[test]
fn words_without_an_end_make_no_page_wider_than_a_phone() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    let word = "Donaudampfschifffahrt".repeat(12);
    fs::write(folder.path().join("long.jsonl"), format!("{}\n", capture(0, &word))).unwrap();
    let file = folder.path().join("long.jsonl");
    let served = Served::replayed(folder, &file);
    browser.width(320);
    browser.go(&served.at("/?each=1&all=1"));
    let article =
        browser.run("return document.querySelector('article.item h3 a').getAttribute('href').split('?')[0];");
    let article = article.as_str().unwrap();
    // A note, and a name that it is assigned to, are as long.
    let (id, name) = (article.trim_start_matches("/article/"), &word[..64]);
    let said = browser.run(&format!(
        "return fetch('/api/v1/articles/{id}/triage', {{ method: 'PATCH', headers: {{ 'content-type': 'application/json' }}, \
         body: JSON.stringify({{ note: '{word}', assigned: '{name}', starred: true }}) }}).then((it) => it.status);"
    ));
    assert_eq!(said, 200);
    let how = format!("{article}/how");
    let query = format!("/search?q={word}");
    for address in [
        "/",
        "/?each=1&all=1",
        "/?triage=starred&each=1&all=1",
        article,
        &how,
        "/search?q=hanoi",
        &query,
        "/stories",
        "/topics",
        "/people",
        "/coverage?all=1",
        "/sources",
        "/outcomes",
        "/streams",
        "/audit",
    ] {
        browser.go(&served.at(address));
        let wide = browser.run(
            "const width = document.documentElement.clientWidth; \
             const it = [...document.querySelectorAll('body *')].find((it) => it.getBoundingClientRect().right > width + 1 && it.checkVisibility()); \
             return document.documentElement.scrollWidth > width ? it?.outerHTML.slice(0, 200) ?? 'wide' : null;",
        );
        assert_eq!(wide, Value::Null, "{address}");
    }
}
