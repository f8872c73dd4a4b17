//! `veille search`: what is stored is asked in the language of topics, and a search saved is a topic.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::press::{Press, rss, wait_until};
use veille_tests::{Finished, Veille, root};

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

/// A folder whose store has the seeds.
fn stored() -> TempDir {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    run(folder.path(), &["replay", seeds.to_str().unwrap(), "--quiet"]).ok();
    folder
}

/// The results of a search, and its summary.
fn found(folder: &Path, arguments: &[&str]) -> (Vec<Value>, Value) {
    let arguments = [&["search", "--json"], arguments].concat();
    let mut lines = run(folder, &arguments).ok().json_lines();
    let summary = lines.pop().unwrap();
    (lines, summary["summary"].clone())
}

#[test]
fn a_search_finds_what_a_topic_of_its_query_would() {
    let scratch = stored();
    let folder = scratch.path();
    let query = "(convention OR traité) NEAR/5 hanoi AND NOT football";
    let (results, summary) = found(folder, &[query, "--facets", "--limit", "1000"]);
    fs::write(folder.join("asked.toml"), format!("id = \"asked\"\nquery = '''{query}'''\n")).unwrap();
    let tested = run(folder, &["topic", "test", "asked.toml", "--json"]).ok().json_lines();
    let matched: Vec<&Value> = tested.iter().filter(|tried| tried["matched"] == true).collect();
    assert!(matched.len() > 5, "the seeds are about it");
    assert_eq!(results.len(), matched.len());
    for tried in matched {
        let url = tried["place"].as_str().unwrap();
        let result = results.iter().find(|result| result["url"] == url).unwrap_or_else(|| panic!("{url}"));
        assert_eq!(result["passages"], tried["evidence"], "{url}");
    }
    assert_eq!(summary["articles"], results.len());
    assert_eq!(summary["at_least"], false);
    let languages: u64 = summary["facets"]["languages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["articles"].as_u64().unwrap())
        .sum();
    assert_eq!(languages, results.len() as u64);
    assert!(summary["in_words"].as_str().unwrap().contains("without the word \"football\""), "{summary}");

    // A person reads passages under each headline, and the query in words.
    let shown = run(folder, &["search", query]).ok();
    assert!(shown.stdout.contains("Convention de Hanoï"), "{}", shown.stdout);
    let told = format!("{} articles with (the word \"convention\" or", results.len());
    assert!(shown.stderr.contains(&told), "{}", shown.stderr);

    // Filters are of the index; the newest come first.
    let (english, _) = found(folder, &[query, "--language", "en"]);
    assert!(!english.is_empty() && english.len() < results.len());
    assert!(english.iter().all(|result| result["language"] == "en"));
    let (tagged, _) = found(folder, &[query, "--topic", "negotiations"]);
    assert!(!tagged.is_empty() && tagged.len() < results.len());
    let (recent, _) = found(folder, &[query, "--since", "2025-10-26", "--until", "2025-10-28"]);
    assert!(!recent.is_empty() && recent.len() < results.len());
    let (ranked, _) = found(folder, &[query, "--sort", "relevant", "--limit", "1000"]);
    assert_eq!(ranked.len(), results.len());
}

#[test]
fn pages_go_on_where_the_one_before_ended() {
    let scratch = stored();
    let folder = scratch.path();
    let (all, _) = found(folder, &["hanoi", "--limit", "1000"]);
    assert!(all.len() > 10);
    let mut paged = Vec::new();
    let mut line = "veille search hanoi --limit 4".to_owned();
    loop {
        let shown = Veille::pasted(folder, &format!("{line} --json")).finish().ok();
        let mut results = shown.json_lines();
        let summary = results.pop().unwrap();
        paged.extend(results);
        // As a person goes on: by the command that the program proposes.
        let prose = Veille::pasted(folder, &line).finish().ok().stderr;
        let next = prose.lines().find_map(|line| line.strip_prefix("the next ones: "));
        assert_eq!(next.is_some(), !summary["summary"]["next"].is_null());
        match next {
            Some(next) => line = next.to_owned(),
            None => break,
        }
    }
    let ids = |results: &[Value]| results.iter().map(|it| it["id"].to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&paged), ids(&all));
    // A page that holds all there is leads nowhere, also where articles are looked at for what no index knows.
    for query in ["hanoi", "CASE(Hanoi)", "SENT(hanoi AND convention)"] {
        let (all, _) = found(folder, &[query, "--limit", "1000"]);
        let (page, summary) = found(folder, &[query, "--limit", &all.len().to_string()]);
        assert_eq!((page.len(), summary["next"].is_null()), (all.len(), true), "{query}: {summary}");
        let (page, summary) = found(folder, &[query, "--limit", &(all.len() - 1).to_string()]);
        assert_eq!((page.len(), summary["next"].is_null()), (all.len() - 1, false), "{query}: {summary}");
    }
    // In another order it is a place among none.
    for (sort, other) in [("newest", "relevant"), ("relevant", "newest")] {
        let (_, summary) = found(folder, &["hanoi", "--limit", "2", "--sort", sort]);
        let after = summary["next"].as_str().unwrap();
        let (next, _) = found(folder, &["hanoi", "--limit", "2", "--sort", sort, "--after", after]);
        assert_eq!(next.len(), 2, "{sort}");
        let refused = run(folder, &["search", "hanoi", "--sort", other, "--after", after]);
        assert!(
            refused.code == Some(2) && refused.stderr.contains(&format!("--sort {sort}: say that too")),
            "{}",
            refused.stderr
        );
    }
    let ever = ["search", "hanoi", "--since", "0001-01-01", "--until", "9999-12-31", "--limit", "1"];
    let told = run(folder, &ever).ok().stderr;
    let next = told.lines().find_map(|line| line.strip_prefix("the next ones: ")).unwrap();
    assert!(Veille::pasted(folder, next).finish().ok().stdout.lines().count() > 0, "{next}");
    let never = run(folder, &["search", "hanoi", "--since", "2025-12-01", "--until", "2025-01-01"]);
    assert_eq!(never.code, Some(2));
    assert!(never.stderr.contains("is not before --until"), "{}", never.stderr);
}

#[test]
fn a_sentence_is_offered_as_a_phrase_and_as_its_words() {
    let scratch = stored();
    let folder = scratch.path();
    for sentence in ["signature de l'accord", "la convention: signature?", "(convention \"signature"] {
        let refused = run(folder, &["search", sentence]);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        for name in ["as a phrase:", "all of these words:", "any of them:"] {
            let line = refused.stderr.lines().find_map(|line| line.trim().strip_prefix(name));
            let line = line.unwrap_or_else(|| panic!("{sentence}, {name} {}", refused.stderr));
            Veille::pasted(folder, line.trim()).finish().ok();
        }
    }
}

#[test]
fn what_cannot_be_searched_is_said_with_its_place() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let none = run(folder, &["search", "hanoi"]);
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("veille.db: there is no store yet"), "{}", none.stderr);
    let torn = run(folder, &["search", "Hà Nội NEAR/ sommet"]);
    assert_eq!(torn.code, Some(2), "a query is told wrong before there is a store: {}", torn.stderr);
    let lines: Vec<&str> = torn.stderr.lines().collect();
    let query = lines.iter().position(|line| line.contains("Hà Nội NEAR/ sommet")).unwrap();
    let mark = lines[query + 1].chars().count() - 1;
    let place: String = lines[query].chars().skip(mark).collect();
    assert!(place.starts_with("Nội") || place.starts_with("NEAR/"), "{}", torn.stderr);

    let scratch = stored();
    let folder = scratch.path();
    let nothing = run(folder, &["search", "hanoi AND zweihundertsechzig"]).ok();
    assert!(nothing.stderr.contains("nothing found: articles with the word \"hanoi\""), "{}", nothing.stderr);
    assert!(
        nothing.stderr.contains("the word \"zweihundertsechzig\" alone: 0 articles"),
        "{}",
        nothing.stderr
    );
    let (_, summary) = found(folder, &["hanoi AND zweihundertsechzig"]);
    assert!(summary["apart"][0]["articles"].as_u64().unwrap() > 5, "{summary}");
    let cursor = run(folder, &["search", "hanoi", "--after", "page-2"]);
    assert_eq!(cursor.code, Some(2), "{}", cursor.stderr);
}

#[test]
fn a_search_that_is_saved_is_a_topic_and_the_archive_is_tagged_by_it() {
    let scratch = stored();
    let folder = scratch.path();
    let query = "\"convention de hanoï\" AND NOT football";
    let built_in = run(folder, &["search", query, "--save", "the-text"]);
    assert_eq!(built_in.code, Some(2), "there is no folder to write to: {}", built_in.stderr);

    fs::create_dir_all(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "").unwrap();
    let (results, _) = found(folder, &[query, "--limit", "1000"]);
    let saved = run(folder, &["search", query, "--save", "the-text"]).ok();
    assert!(saved.stderr.contains("saved as config/topics/the-text.toml"), "{}", saved.stderr);
    let gained = format!("{:>6} gained", results.len());
    let line = saved.stdout.lines().find(|line| line.starts_with("the-text") && line.contains("lost"));
    assert!(line.unwrap().contains(&gained), "{}", saved.stdout);
    let exported = run(folder, &["export", "--topic", "the-text"]).ok().json_lines();
    assert_eq!(exported.len(), results.len());
    let (tagged, _) = found(folder, &["convention", "--topic", "the-text", "--limit", "1000"]);
    assert_eq!(tagged.len(), results.len(), "the index followed the retagging");

    let file = fs::read_to_string(folder.join("config/topics/the-text.toml")).unwrap();
    let again = run(folder, &["search", "football", "--save", "the-text"]);
    assert_eq!(again.code, Some(2), "{}", again.stderr);
    assert_eq!(fs::read_to_string(folder.join("config/topics/the-text.toml")).unwrap(), file);
    let odd = run(folder, &["search", "football", "--save", "Der Text"]);
    assert!(odd.stderr.contains("der-text"), "{}", odd.stderr);
}

#[test]
fn a_search_is_saved_into_the_store_where_the_topics_lie_there() {
    let scratch = stored();
    let folder = scratch.path();
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[topics]\nin_store = true\n").unwrap();
    fs::write(folder.join("config/topics/other.toml"), "id = 'other'\nquery = 'football'\n").unwrap();
    let query = "\"convention de hanoï\" AND NOT football";
    let (results, _) = found(folder, &[query, "--limit", "1000"]);
    let saved = run(folder, &["search", query, "--save", "the-text"]).ok();
    assert!(saved.stderr.contains("saved as the-text.toml among the topics in"), "{}", saved.stderr);
    assert!(!folder.join("config/topics/the-text.toml").exists());
    assert_eq!(run(folder, &["export", "--topic", "the-text"]).ok().json_lines().len(), results.len());
    let topics = run(folder, &["topic", "list", "--json"]).ok().stdout;
    assert!(topics.contains("\"the-text\"") && topics.contains("\"other\""), "{topics}");
    assert!(run(folder, &["audit"]).ok().stdout.contains("topic-set-changed"));
    let again = run(folder, &["search", "football", "--save", "the-text"]);
    assert_eq!(again.code, Some(2), "{}", again.stderr);
}

#[test]
fn who_watches_keeps_the_index_and_others_ask_it() {
    const TEXT: &str = "<p>Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
        cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.</p>";
    let page = format!(
        "<html><head><title>La Convention</title></head><body><article><h1>La Convention</h1>{TEXT}</article></body></html>"
    );
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let press = Press::open(move |path| match path {
        "/rss" => Some(rss(&["/un"])),
        "/un" => Some(page.clone()),
        _ => None,
    });
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let running = Veille::new(folder, ["run"]).start(&folder.join("run.log"));
    wait_until("the page is found", || {
        let searched = run(folder, &["search", "delegations", "--json"]);
        searched.code == Some(0) && searched.stdout.lines().count() == 2
    });
    // A search may have been there first; then whoever watches stands by for a moment.
    let keeper = || fs::read_to_string(folder.join("veille.db.search/lock")).unwrap();
    wait_until("the index is kept", || keeper().contains("`veille run`"));
    assert_eq!(found(folder, &["delegations"]).0.len(), 1, "it is asked all the same");
    assert!(keeper().contains("`veille run`"));
    assert_eq!(running.end_with("TERM"), Some(130));
    let (results, _) = found(folder, &["delegations"]);
    assert_eq!(results.len(), 1);
    let serving = Veille::new(folder, ["search", "--serve"]).start(&folder.join("serve.log"));
    let seeds = root().join("seeds");
    run(folder, &["replay", seeds.to_str().unwrap(), "--quiet"]).ok();
    wait_until("the service has followed", || found(folder, &["hanoi"]).0.len() > 5);
    assert_eq!(serving.end_with("INT"), Some(130));
}

#[test]
fn searches_that_come_at_once_find_the_same_whoever_builds_the_index() {
    let scratch = stored();
    let folder = scratch.path();
    let searches = std::thread::scope(|scope| {
        let searching: Vec<_> =
            (0..4).map(|_| scope.spawn(|| found(folder, &["hanoi", "--facets"]))).collect();
        searching.into_iter().map(|search| search.join().unwrap()).collect::<Vec<_>>()
    });
    for (results, summary) in &searches {
        assert!(results.len() > 5, "{summary}");
        assert_eq!(summary["behind"], 0, "{summary}");
        assert_eq!((results, summary), (&searches[0].0, &searches[0].1));
    }
}

#[test]
fn a_filter_that_names_what_there_is_not_is_a_mistake() {
    let scratch = stored();
    let check = |arguments: &[&str], part: &str| {
        let finished = run(scratch.path(), &[&["search", "hanoi"], arguments].concat());
        assert_eq!(finished.code, Some(2), "{}", finished.stderr);
        assert!(finished.stderr.contains(part), "{}", finished.stderr);
        assert_eq!(finished.stdout, "");
    };
    check(&["--topic", "nosuch"], "no article has the topic nosuch");
    // Sources are whoever was ever stored: that one has nothing is no mistake, but what was left out is told.
    let nobody = run(scratch.path(), &["search", "hanoi", "--source", "nosuch", "--since", "2020-01-01"]);
    assert_eq!((nobody.code, nobody.stdout.lines().count()), (Some(0), 1), "{}", nobody.stderr);
    assert!(nobody.stderr.contains("only what --since --source leaves was looked at"), "{}", nobody.stderr);
    check(&["--language", "xx", "--json"], "xx");
    check(&["--save", &"a".repeat(300)], "at most 100 letters");
    check(&["--store", "mysql://db/press"], "a PostgreSQL database");
    check(&["--store", "postgres://db/press?shema=paris"], "\"shema\" is no parameter");
    let nobody = run(scratch.path(), &["quotes", "--by", ""]);
    assert_eq!(nobody.code, Some(2), "{}", nobody.stderr);
    // A query of many terms is not shown whole.
    let many: Vec<String> = (0..2_000).map(|number| format!("word{number}")).collect();
    let told = run(scratch.path(), &["search", &many.join(" OR ")]).ok().stderr;
    assert!(told.len() < 2_000, "{} bytes", told.len());
}
