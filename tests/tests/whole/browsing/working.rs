//! A reader at work: what arrives while a page is open, a server that goes and comes back, keys, a login.

use std::fs;

use tempfile::TempDir;
use veille_tests::Veille;

use super::{Served, browser, store};

/// The addresses of the articles of a list, without what they are filtered by.
const LISTED: &str =
    "return [...document.querySelectorAll('article.item h3 a')].map((it) => new URL(it.href).pathname);";

const WAITING: &str = "const bar = document.querySelector('.fresh'); return bar && !bar.hidden ? bar.querySelector('.n').textContent : '0';";

fn waits_for(number: usize) -> String {
    format!(
        "const bar = document.querySelector('.fresh'); return !bar.hidden && bar.querySelector('.n').textContent === '{number}';"
    )
}

/// Whether the page is there, and its script has run.
const LOADED: &str = "return document.readyState === 'complete';";

const CONNECTED: &str =
    "const it = document.querySelector('.connection'); return !it.hidden && !it.classList.contains('off');";

fn listed(browser: &veille_tests::Browser) -> Vec<String> {
    browser.run(LISTED).as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_arrives_waits_behind_a_line_and_moves_nothing() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    browser.go(&served.at("/?each=1"));
    browser.wait_until(CONNECTED);
    let before = listed(&browser);
    browser.press("jj");
    let (focus, place) = (
        "return document.activeElement.closest('article.item')?.id;",
        "return document.activeElement.getBoundingClientRect().top;",
    );
    browser.wait_until("const before = scrollY; return new Promise((done) => setTimeout(() => done(before === scrollY), 300));");
    let (focused, stood) = (browser.run(focus), browser.run(place));
    assert!(focused.is_string());
    served.store("Une première dépêche arrive");
    served.store("Une seconde dépêche arrive");
    browser.wait_until(&waits_for(2));
    assert_eq!((listed(&browser), browser.run(focus), browser.run(place)), (before.clone(), focused, stood));
    browser.press(".");
    browser
        .wait_until("return document.readyState === 'complete' && document.querySelector('.fresh').hidden;");
    let after = listed(&browser);
    let fresh: Vec<&String> = after.iter().filter(|it| !before.contains(it)).collect();
    assert_eq!(fresh.len(), 2, "{after:?}");
    // The reader goes on at the first that is new, and not at the top of the page.
    let focused = browser.run("return document.activeElement.textContent;");
    assert!(focused.as_str().is_some_and(|headline| headline.contains("dépêche arrive")), "{focused}");
    // The dialog lists no key that does nothing here.
    let listed =
        |act: &str| browser.run(&format!("return !document.querySelector('[data-act={act}]').hidden;"));
    assert_eq!((listed("next"), listed("fresh")), (true.into(), true.into()));
    browser.click("article.item h3 a");
    browser.wait_until(
        "return document.readyState === 'complete' && location.pathname.startsWith('/article/');",
    );
    assert_eq!((listed("next"), listed("fresh"), listed("star")), (false.into(), false.into(), true.into()));
}

#[test]
fn after_a_restart_nothing_is_lost_and_nothing_is_told_twice() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    browser.go(&served.at("/?each=1"));
    browser.wait_until(CONNECTED);
    let before = listed(&browser);
    served.store("Une dépêche avant la panne");
    browser.wait_until(&waits_for(1));
    let Served { running, host, folder } = served;
    running.kill();
    browser.wait_until("return document.querySelector('.connection').classList.contains('off');");
    store(folder.path(), "Une dépêche pendant la panne");
    store(folder.path(), "Une autre dépêche pendant la panne");
    let served = Served::started(folder, &["serve", "--listen", &host]);
    browser.wait_until(CONNECTED);
    browser.wait_until(&waits_for(3));
    served.store("Une dépêche après la panne");
    browser.wait_until(&waits_for(4));
    assert_eq!(browser.run(WAITING), "4");
    browser.click(".fresh a");
    browser
        .wait_until("return document.readyState === 'complete' && document.querySelector('.fresh').hidden;");
    let after = listed(&browser);
    let mut fresh: Vec<&String> = after.iter().filter(|it| !before.contains(it)).collect();
    fresh.dedup();
    assert_eq!(fresh.len(), 4, "{after:?}");
    let complaints: Vec<String> = browser
        .complaints()
        .into_iter()
        .filter(|it| !it.contains("ERR_CONNECTION") && !it.contains("ERR_INCOMPLETE"))
        .collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[test]
fn a_list_is_worked_through_by_keys_alone() {
    let Some(browser) = browser() else { return };
    let served = Served::seeds();
    browser.go(&served.at("/?each=1"));
    let focused = "return [...document.querySelectorAll('article.item')].indexOf(document.activeElement.closest('article.item'));";
    for (keys, expected) in [("j", 0), ("j", 1), ("j", 2), ("k", 1)] {
        browser.press(keys);
        assert_eq!(browser.run(focused), expected, "{keys}");
    }
    let pressed = |act: &str| {
        format!(
            "return document.querySelectorAll('article.item')[1].querySelector('[name={act}]').ariaPressed === 'true';"
        )
    };
    for (key, act) in [("s", "star"), ("+", "relevant"), ("m", "read"), ("-", "irrelevant")] {
        browser.press(key);
        browser.wait_until(&pressed(act));
    }
    assert_eq!(browser.run(&pressed("relevant")), false, "it is one or the other");
    // What is not relevant goes from the list, and is there where it is asked for.
    browser.go(&served.at("/?each=1&triage=any"));
    for act in ["star", "irrelevant", "read"] {
        assert_eq!(browser.run(&pressed(act)), true, "{act} is kept");
    }
    browser.press("jjs");
    browser.wait_until("return document.querySelectorAll('article.item')[1].querySelector('[name=star]').ariaPressed === 'false';");
    // The dialog lists what there is; in it, and in a field, a letter is a letter.
    browser.press("?");
    browser.wait_until("return document.getElementById('keys').open;");
    browser.press("\u{e00c}");
    browser.wait_until("return !document.getElementById('keys').open;");
    browser.press("j\u{e007}");
    browser.wait_until("return location.pathname.startsWith('/article/');");
    browser.wait_until(LOADED);
    browser.press("go");
    browser.wait_until("return location.pathname === '/topics' && document.readyState === 'complete';");
    browser.press("/");
    browser.wait_until("return location.pathname === '/search' && document.readyState === 'complete';");
    browser.fill("#q", "jsgo");
    assert_eq!(
        browser.run("return [location.pathname, document.querySelector('#q').value];"),
        serde_json::json!(["/search", "jsgo"])
    );
    // The tabulator begins with the way past the menu, and each stop is seen.
    browser.go(&served.at("/"));
    browser.press("\u{e004}");
    assert_eq!(browser.run("return document.activeElement.className;"), "skip");
    for _ in 0..40 {
        browser.press("\u{e004}");
        let seen = "const it = document.activeElement; const style = getComputedStyle(it); \
             return it === document.body || (it.checkVisibility() && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);";
        assert_eq!(browser.run(seen), true, "{}", browser.run("return document.activeElement.outerHTML;"));
    }
    // Switched off, they are letters like others.
    browser.press("?");
    browser.click("#keys-on");
    browser.press("\u{e00c}");
    browser.go(&served.at("/"));
    browser.wait_until(LOADED);
    browser.press("go");
    assert_eq!(browser.run("return location.pathname;"), "/");
}

#[test]
fn who_is_asked_logs_in_and_out_and_comes_where_they_wanted() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    let seed = veille_tests::root().join("seeds/03_caption_twice.txt");
    Veille::new(folder.path(), ["replay", seed.to_str().unwrap(), "--quiet"]).finish().ok();
    let added = Veille::new(folder.path(), ["user", "add", "hoa", "--role", "editor"])
        .finish_with("a long password\n");
    assert_eq!(added.code, Some(0), "{}", added.stderr);
    fs::create_dir_all(folder.path().join("config/topics")).unwrap();
    fs::write(folder.path().join("config/veille.toml"), "[web]\nlogin = \"always\"\n").unwrap();
    let served = Served::started(folder, &["serve", "--listen", "127.0.0.1:0"]);
    browser.go(&served.at("/topics"));
    browser.wait_until("return location.pathname === '/login';");
    browser.fill("#name", "hoa");
    browser.fill("#password", "wrong password\u{e007}");
    browser.wait_until("return !!document.querySelector('[role=alert]');");
    browser.fill("#password", "a long password\u{e007}");
    browser.wait_until("return location.pathname === '/topics' && document.readyState === 'complete';");
    assert_eq!(browser.texts(".who"), ["hoa"]);
    let readable = browser.run("return document.cookie;");
    assert!(!readable.as_str().unwrap().contains("veille"), "no script reads the session: {readable}");
    browser.go(&served.at("/account"));
    browser.click("form[action='/logout'] button");
    browser.wait_until("return location.pathname === '/login' || document.readyState === 'complete';");
    browser.go(&served.at("/topics"));
    browser.wait_until("return location.pathname === '/login';");
    let complaints: Vec<String> =
        browser.complaints().into_iter().filter(|it| !it.contains("status of 401")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}
