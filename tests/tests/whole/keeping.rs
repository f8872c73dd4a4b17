//! What keeps a store: `veille store check`, `backup`, `vacuum` and `forget`, and its captures, which `veille explain` reads.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use veille_tests::press::Press;
use veille_tests::{Finished, Veille, edited, root};

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

/// A store of the seeds and of an article that was corrected.
fn stored() -> TempDir {
    let folder = TempDir::new().unwrap();
    let [first, second] = edited::wordings();
    edited::write(folder.path(), "pages.jsonl", &[&first, &second, &second]);
    let seeds = root().join("seeds");
    run(folder.path(), &["replay", "pages.jsonl", seeds.to_str().unwrap(), "--quiet"]).ok();
    folder
}

fn rows(folder: &Path, store: &str) -> String {
    run(folder, &["export", "--revisions", "--store", store]).ok().stdout
}

#[test]
fn a_store_is_checked_and_the_room_that_its_captures_take_is_said() {
    let folder = stored();
    let told = run(folder.path(), &["store", "check"]).ok();
    assert!(told.stdout.contains("veille.db: 21 articles in 22 wordings, "), "{}", told.stdout);
    assert!(told.stdout.contains("captures, ") && told.stdout.contains(" an article)"), "{}", told.stdout);
    assert_eq!(told.stderr, "nothing contradicts itself\n");
    let sizes = &run(folder.path(), &["store", "check", "--json"]).ok().json_lines()[0];
    assert_eq!(sizes["findings"].as_array().unwrap().len(), 0);
    let of = |key: &str| sizes["captures"][key].as_u64().unwrap();
    assert!(of("captures") >= 22 && of("bodies") <= of("captures"), "{sizes}");
    assert!(of("packed_bytes") < of("bytes") && of("packed_bytes_an_article") == of("packed_bytes") / 21);

    let file = folder.path().join("veille.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    // More than the pages that nothing stands on.
    bytes[middle..middle + 65_536].fill(0x55);
    fs::write(folder.path().join("broken.db"), bytes).unwrap();
    let broken = run(folder.path(), &["store", "check", "--store", "broken.db"]);
    assert_eq!(broken.code, Some(1), "{}", broken.stdout);
    assert!(broken.stderr.contains("restore a copy"), "{}", broken.stderr);
    let nowhere = run(folder.path(), &["store", "check", "--store", "none.db"]);
    assert!(nowhere.stderr.contains("there is no store yet"), "{}", nowhere.stderr);
}

#[test]
fn a_copy_holds_the_same_and_takes_nobodys_place() {
    let folder = stored();
    let told = run(folder.path(), &["store", "backup", "copy.db"]).ok();
    assert!(told.stderr.contains("veille.db is copied into copy.db, "), "{}", told.stderr);
    assert!(rows(folder.path(), "copy.db") == rows(folder.path(), "veille.db"));
    let again = run(folder.path(), &["store", "backup", "copy.db"]);
    assert_eq!(again.code, Some(1));
    assert!(again.stderr.contains("copy.db"), "{}", again.stderr);
    let vacuumed = run(folder.path(), &["store", "vacuum", "--store", "copy.db", "--json"]).ok();
    assert!(vacuumed.json_lines()[0]["bytes"].as_u64().unwrap() > 0);
    assert!(rows(folder.path(), "copy.db") == rows(folder.path(), "veille.db"));
}

#[test]
fn what_is_forgotten_is_gone_from_every_answer_and_stays_away() {
    let folder = stored();
    let forget = |more: &[&str]| run(folder.path(), &[&["store", "forget"], more].concat());
    let asked = forget(&[edited::ADDRESS]);
    assert_eq!(asked.code, Some(2), "nobody can be asked: {}", asked.stderr);
    assert!(asked.stderr.contains("1 article, 2 wordings, 2 captures would be removed"), "{}", asked.stderr);
    assert!(asked.stderr.contains("draws 71 signatures"), "{}", asked.stderr);
    assert!(rows(folder.path(), "veille.db").contains(edited::ADDRESS));

    // Words that no other article has.
    let in_file = || {
        let file = fs::read(folder.path().join("veille.db")).unwrap();
        let words = b"who no longer teaches";
        file.windows(words.len()).any(|window| window == words)
    };
    assert!(in_file());
    let done = forget(&[edited::ADDRESS, "--yes"]).ok();
    assert!(
        done.stderr.contains("1 article is removed from veille.db, with 2 wordings and 2 captures"),
        "{}",
        done.stderr
    );
    assert!(!rows(folder.path(), "veille.db").contains(edited::ADDRESS));
    let quotes = run(folder.path(), &["quotes", "--by", "Amina Modelo"]).ok().stdout;
    assert!(!quotes.contains("bill reaches the floor"), "{quotes}");
    assert_eq!(run(folder.path(), &["revisions", edited::ADDRESS]).code, Some(1));
    let why = run(folder.path(), &["why", edited::ADDRESS]).ok().stdout;
    assert!(why.contains("now: forgotten on request"), "{why}");
    assert!(!in_file(), "its words are still in the file");
    let explained = run(folder.path(), &["explain", edited::ADDRESS]);
    assert_eq!(explained.code, Some(1));
    assert!(explained.stderr.contains("forgotten on request; --fetch asks"), "{}", explained.stderr);

    let replayed = run(folder.path(), &["replay", "pages.jsonl"]).ok();
    assert!(!rows(folder.path(), "veille.db").contains(edited::ADDRESS));
    // Nor does anything read as if it had come back.
    assert!(!replayed.stdout.contains(edited::ADDRESS), "{}", replayed.stdout);
    assert!(
        replayed.stderr.contains("3 pages or entries were of what is forgotten here"),
        "{}",
        replayed.stderr
    );
    let trail = run(folder.path(), &["audit"]).ok().stdout;
    assert!(trail.contains("article-forgotten") && trail.contains(edited::ADDRESS), "{trail}");
    let unknown = forget(&["https://never.example/", "--yes"]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.stderr.contains("no article or page of this address"), "{}", unknown.stderr);
}

#[test]
fn what_a_feed_told_of_a_wall_is_forgotten_with_its_article() {
    let folder = TempDir::new().unwrap();
    let words = "The harbour master, who no longer teaches, said that the delegations would meet again in the spring.";
    let told = format!(
        "<p>{words}</p><p>Several ministers repeated that the text would help prosecutors to obtain electronic evidence, while \
         two associations of journalists asked for safeguards in national law.</p>"
    );
    let press = Press::open(move |path| match path {
        "/feed" => Some(format!(
            "<rss version='2.0'><channel><title>F</title><item><title>Delegations to meet again in the spring</title>\
             <link>/walled</link><pubDate>Sat, 25 Oct 2025 10:00:00 GMT</pubDate><description><![CDATA[{told}]]></description>\
             </item></channel></rss>"
        )),
        "/walled" => Some("<title>Log in</title><form>Log in <input type=password></form>".to_owned()),
        _ => None,
    });
    press.configure(folder.path());
    press.sources(folder.path(), &[("courier", "/feed")]);
    run(folder.path(), &["run", "--once"]).ok();
    let address = press.url("/walled");
    assert!(rows(folder.path(), "veille.db").contains(words));
    run(folder.path(), &["store", "forget", &address, "--yes"]).ok();
    let file = fs::read(folder.path().join("veille.db")).unwrap();
    assert!(!file.windows(words.len()).any(|window| window == words.as_bytes()), "its words are still there");
    // Its feed tells it still, and it is not asked for again.
    let asked = press.count("/walled");
    run(folder.path(), &["run", "--once"]).ok();
    assert_eq!((press.count("/feed"), press.count("/walled")), (2, asked));
    let file = fs::read(folder.path().join("veille.db")).unwrap();
    assert!(!file.windows(words.len()).any(|window| window == words.as_bytes()), "its words came back");
}

#[test]
fn a_stored_capture_is_explained_as_its_file_is() {
    let folder = stored();
    let seed = root().join("seeds/10_french_page.html");
    let of_file = run(folder.path(), &["explain", seed.to_str().unwrap()]).ok().stdout;
    let of_file = of_file.split_once('\n').unwrap().1.to_owned();
    let captured = run(folder.path(), &["capture", seed.to_str().unwrap()]).ok().json_lines()[0].clone();
    let article = run(folder.path(), &["export", "--source", captured["source"].as_str().unwrap()])
        .ok()
        .json_lines()
        .into_iter()
        .find(|article| article["capture"] == captured["id"])
        .unwrap();
    for name in [&captured["id"], &captured["url"], &article["id"]] {
        let shown = run(folder.path(), &["explain", name.as_str().unwrap()]).ok().stdout;
        // What it is to others, a file does not say.
        let shown: String =
            shown.split_inclusive('\n').filter(|line| !line.starts_with("others: ")).collect();
        let (place, explained) = shown.split_once('\n').unwrap();
        assert!(place.contains(" in veille.db"), "{place}");
        assert!(explained == of_file, "{name}: {explained}\nbeside\n{of_file}");
    }
    let newest = run(folder.path(), &["explain", edited::ADDRESS]).ok();
    assert!(newest.stdout.contains("captured on 2025-10-29 09:00:00"), "{}", newest.stdout);
    assert!(newest.stderr.contains("the newest of 2 captures"), "{}", newest.stderr);
    let unknown = run(folder.path(), &["explain", &"0".repeat(32)]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.stderr.contains("no capture or article of this id"), "{}", unknown.stderr);
    let no_file = run(folder.path(), &["explain", "none.html"]);
    assert!(no_file.stderr.contains("none.html: no such file, and no article"), "{}", no_file.stderr);
}

#[test]
fn where_no_captures_are_kept_the_article_is_explained_without_its_page() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("config/topics")).unwrap();
    fs::write(folder.path().join("config/veille.toml"), "[store]\ncaptures_days = 0\n").unwrap();
    let [first, second] = edited::wordings();
    edited::write(folder.path(), "pages.jsonl", &[&first, &second]);
    run(folder.path(), &["replay", "pages.jsonl", "--quiet"]).ok();
    let shown = run(folder.path(), &["explain", edited::ADDRESS]).ok();
    assert!(
        shown.stderr.contains("its page is not kept: it is let go after store.captures_days"),
        "{}",
        shown.stderr
    );
    assert!(shown.stdout.contains("\nQuotations\n"), "{}", shown.stdout);
    let check = run(folder.path(), &["store", "check"]).ok().stdout;
    assert!(check.contains("no captures are kept"), "{check}");
    let why = run(folder.path(), &["why", edited::ADDRESS]).ok();
    assert!(why.stderr.contains("next: veille revisions https://"), "{}", why.stderr);
}
