//! Every page over the seeds: no barrier, no complaint, nothing from elsewhere, at the width of a phone and of a desk.

use serde_json::Value;

use super::{Served, browser};
use veille_tests::Browser;

/// What is asked of every page.
const BARRIERS: &str = include_str!("barriers.js");

/// Addresses of what a page loaded, or leads its forms to, outside of us.
const ELSEWHERE: &str = "return [...performance.getEntriesByType('resource').map((it) => it.name), \
     ...[...document.forms].map((it) => it.action)].filter((it) => new URL(it).origin !== location.origin);";

/// The pages that there are, with those of an article and of its story.
fn addresses(browser: &Browser, served: &Served) -> Vec<String> {
    browser.go(&served.at("/?each=1&all=1"));
    let article = browser.run("return document.querySelector('article.item h3 a').getAttribute('href');");
    let article = article.as_str().unwrap().split('?').next().unwrap().to_owned();
    let mut addresses: Vec<String> = [
        "/",
        "/?language=vi",
        "/?day=unknown",
        "/?sort=relevant&country=VN",
        "/?topic=nothing-of-the-kind",
        "/search",
        "/search?q=%22convention+de+hanoi%22",
        "/search?q=hanoi+AND",
        "/search?q=zzzzz",
        "/stories",
        "/topics",
        "/topic/hanoi-convention?near=1",
        "/topics/draft?q=ratif*",
        "/people",
        "/people?by=procureure",
        "/zone",
        "/coverage",
        "/coverage?by=hour",
        "/sources",
        "/outcomes",
        "/why?q=https%3A%2F%2Fnowhere.example%2F",
        "/add",
        "/trace",
        "/streams",
        "/login",
        "/account",
        "/audit",
        "/nothing/here",
    ]
    .map(str::to_owned)
    .to_vec();
    addresses.extend(["", "/how"].map(|page| format!("{article}{page}")));
    browser.go(&served.at("/stories"));
    let story =
        browser.run("return document.querySelector('main a[href^=\"/stories/\"]')?.getAttribute('href');");
    addresses.extend(story.as_str().map(|story| story.split('?').next().unwrap().to_owned()));
    addresses
}

#[track_caller]
fn look(browser: &Browser, address: &str, what: &str) {
    browser.go(address);
    let nothing = Value::Array(Vec::new());
    assert_eq!(browser.run(BARRIERS), nothing, "{address}, {what}");
    assert_eq!(browser.run(ELSEWHERE), nothing, "{address}, {what}");
    // A page that is not there says so in the console, by its status.
    let complaints: Vec<String> =
        browser.complaints().into_iter().filter(|it| !it.contains("status of 40")).collect();
    assert!(complaints.is_empty(), "{address}, {what}: {complaints:?}");
}

#[test]
fn no_page_has_a_barrier_or_a_complaint_in_light_and_dark_at_any_width() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    let addresses = addresses(&browser, &served);
    assert!(addresses.len() > 25, "{addresses:?}");
    for (scheme, width) in [("light", 1440), ("dark", 1440), ("light", 320), ("dark", 320)] {
        browser.scheme(scheme);
        browser.width(width);
        for address in &addresses {
            look(&browser, &served.at(address), &format!("{scheme}, {width} px"));
        }
    }
}

#[test]
fn pages_in_other_languages_are_as_narrow_and_arabic_runs_from_the_right() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    let addresses = addresses(&browser, &served);
    browser.width(320);
    for language in ["fr", "vi", "ar", "es"] {
        browser.go(&served.at(&format!("/?ui={language}")));
        for address in &addresses {
            look(&browser, &served.at(address), language);
            let set = browser.run("return [document.documentElement.lang, document.documentElement.dir];");
            let direction = if language == "ar" { "rtl" } else { "ltr" };
            assert_eq!(set, serde_json::json!([language, direction]), "{address}");
        }
    }
}

#[test]
fn without_javascript_all_is_read_and_used() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    browser.scripts(false);
    browser.go(&served.at("/?each=1"));
    let cards = browser.texts("article.item h3").len();
    assert!(cards > 5, "{cards} articles");
    assert!(browser.texts(".keys-button:not([hidden])").is_empty(), "a script has run");
    // A star is a form; it holds in the list that it leads back to.
    browser.enter("article.item .triage [name=star]");
    browser.wait_until("return location.pathname === '/' && document.readyState === 'complete';");
    assert_eq!(browser.texts("article.item [name=star][aria-pressed=true]").len(), 1);
    browser.go(&served.at("/search"));
    browser.fill("#q", "hanoi\u{e007}");
    browser.wait_until("return location.search.includes('q=hanoi') && document.readyState === 'complete';");
    assert!(!browser.texts("article.item h3").is_empty(), "{}", browser.address());
    browser.enter("article.item h3 a");
    browser.wait_until(
        "return location.pathname.startsWith('/article/') && document.readyState === 'complete';",
    );
    assert!(!browser.texts("article.article mark").is_empty());
    browser.back();
    browser.wait_until("return location.pathname === '/search' && document.readyState === 'complete';");
    browser.go(&served.at("/coverage"));
    assert!(!browser.texts("main table td").is_empty());
}

#[test]
fn the_picture_of_coverage_is_saved_as_png() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    browser.go(&served.at("/coverage?all=1"));
    // What would be saved is caught before it becomes a file.
    browser.run("URL.createObjectURL = (png) => { window.png = png; return 'data:,'; };");
    browser.click(".as-picture button");
    browser.wait_until("return window.png?.type === 'image/png';");
    let picture = browser.run(
        "return createImageBitmap(window.png).then((it) => [it.width, it.height, window.png.size > 10000]);",
    );
    assert_eq!(picture, serde_json::json!([1600, 760, true]));
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:?}");
}
