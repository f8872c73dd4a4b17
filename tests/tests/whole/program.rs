//! The program as scripts and people meet it: exit codes, streams, what a filter promises.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::{Finished, Veille, root};

const TEXT: &str = "La Convention de Hanoï\n\nLes délégations de soixante-douze pays ont signé la Convention des \
    Nations unies contre la cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.\n\nLe texte \
    entrera en vigueur quand quarante États l'auront ratifié, a rappelé la présidente de séance.";

fn veille(arguments: &[&str]) -> Finished {
    Veille::new(TempDir::new().unwrap().path(), arguments).finish()
}

fn filter(stage: &str, input: &str) -> Finished {
    Veille::new(TempDir::new().unwrap().path(), [stage]).finish_with(input)
}

#[test]
fn exit_codes_say_whose_fault_it_was() {
    let check = |arguments: &[&str], code: i32, part: &str| {
        let finished = veille(arguments);
        assert_eq!(finished.code, Some(code), "{arguments:?}: {}", finished.stderr);
        assert!(finished.stderr.contains(part), "{arguments:?}: {}", finished.stderr);
    };
    check(&["--no-such-flag"], 2, "--no-such-flag");
    check(&["schema", "story"], 2, "tagged-article");
    check(&["topic", "test", "weather", "."], 2, "hanoi-convention");
    check(&["replay", "nowhere"], 1, "nowhere");
    let impatient = TempDir::new().unwrap();
    fs::write(impatient.path().join("veille.toml"), "[nats]\nstart_wait_secs = 0\n").unwrap();
    let impatient = impatient.path().to_str().unwrap();
    check(&["clean", "--nats", "nats://127.0.0.1:1", "--config", impatient], 69, "no NATS server answers");
    check(&["clean", "--nats", "not a url"], 2, "no address of a NATS server");
    // What would be shown there, nobody could see.
    for command in ["fetch", "clean", "classify", "store"] {
        check(&[command, "--metrics", "127.0.0.1:0"], 2, "--nats");
        check(&[command, "--otlp", "http://127.0.0.1:4318"], 2, "--nats");
    }
    check(&["--config", "nowhere", "check"], 78, "nowhere");
    check(&["tail", "other.>"], 2, "veille.topic");
    check(&["tail", "veille.>.x"], 2, "no subject of ours");
    check(&["check"], 0, "");
    check(&[], 0, "");
    assert_eq!(filter("clean", "no json\n").code, Some(1), "none of its lines could be processed");
}

#[test]
fn a_wrong_configuration_points_at_its_line() {
    let check = |file: &str, text: &str, line: &str, part: &str| {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let config = folder.path().to_str().unwrap();
        let finished = veille(&["check", "--config", config]);
        assert_eq!(finished.code, Some(78), "{}", finished.stderr);
        assert!(finished.stderr.contains(line), "{}", finished.stderr);
        assert!(finished.stderr.contains(part), "{}", finished.stderr);
    };
    check("veille.toml", "[nats]\nreplicas = 9\n", "veille.toml", "replicas = 9");
    check(
        "veille.toml",
        "[store]\npath = \"a.db\"\n[fetcher]\nhost_delay = 3\n",
        "veille.toml:4:1",
        "host_delay_ms",
    );
    check(
        "sources.toml",
        "[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"ftp://a.example\"]\n",
        "sources.toml:4:10",
        "https URL",
    );
    check("topics/x.toml", "id = \"x\"\nquery = '''\n(hanoi OR\n'''\n", "x.toml:", "expected");
    check("sites.toml", "[\"a.example\"]\nbody = \"div[\"\n", "sites.toml", "selector");
}

#[test]
fn a_filter_asks_for_a_body_only_and_echoes_the_id() {
    let finished =
        filter("clean", &format!("{}\n", json!({ "id": "page-7", "body": TEXT, "unknown": [1, 2] }))).ok();
    let articles = finished.json_lines();
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["capture"], "page-7");
    assert_eq!(articles[0]["headline"], "La Convention de Hanoï");
    assert_eq!(articles[0].get("published_at"), None, "no date is made up");
}

#[test]
fn what_gives_no_line_on_stdout_gives_one_on_stderr_and_in_the_outcomes() {
    let folder = TempDir::new().unwrap();
    let good = json!({ "id": "good", "body": TEXT });
    let short = json!({ "id": "short", "body": "Suite en page 2" });
    let input = format!("{short}\nno json\n{good}\n");
    let finished =
        Veille::new(folder.path(), ["clean", "--outcomes", "outcomes.jsonl"]).finish_with(&input).ok();
    assert_eq!(finished.stdout.lines().count(), 1);
    assert!(finished.stderr.contains("discarded short"), "{}", finished.stderr);
    assert!(finished.stderr.contains("line 2"), "{}", finished.stderr);
    let outcomes = fs::read_to_string(folder.path().join("outcomes.jsonl")).unwrap();
    let outcomes: Vec<Value> = outcomes.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> = outcomes.iter().map(|outcome| outcome["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["discarded", "quarantined", "forwarded"]);
}

#[test]
fn a_few_words_of_many_languages_are_said_to_be_anyones_guess() {
    let lines =
        "Radio\nHanoi Convention\nLa signature a eu lieu samedi à Hanoï\nこんにちは\nMême catégorie\n";
    let folder = TempDir::new().unwrap();
    let tags = Veille::new(folder.path(), ["language"]).finish_with(lines).ok().stdout;
    assert_eq!(tags.lines().collect::<Vec<_>>(), ["und", "und", "fr", "ja", "fr"]);
    let guesses = Veille::new(folder.path(), ["language", "--json"]).finish_with(lines).ok().json_lines();
    assert_ne!(guesses[0]["tag"], "und", "the guess is there for whoever asks");
    assert!(guesses[0]["confidence"].as_f64().unwrap() < 0.4);
}

#[test]
fn a_filter_keeps_the_order_of_its_lines() {
    let lines: Vec<String> =
        (0..200).map(|number| json!({ "id": number.to_string(), "body": TEXT }).to_string()).collect();
    let articles = filter("clean", &lines.join("\n")).ok().json_lines();
    let ids: Vec<_> =
        articles.iter().map(|article| article["capture"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..200).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[test]
fn the_first_line_may_carry_a_byte_order_mark() {
    let capture = json!({ "url": "https://a.example/1", "body": TEXT }).to_string();
    let marked = filter("clean", &format!("\u{feff}{capture}\n")).ok().stdout;
    assert_eq!(marked, filter("clean", &format!("{capture}\n")).ok().stdout);
    assert!(marked.contains("soixante-douze"));
}

#[test]
fn an_export_that_finds_nothing_says_why() {
    let scratch = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    Veille::new(scratch.path(), ["replay", seeds.to_str().unwrap(), "--quiet"]).finish().ok();
    let none = Veille::new(scratch.path(), ["export", "--topic", "weather"]).finish();
    assert_eq!((none.code, none.stdout.as_str()), (Some(2), ""));
    assert!(none.stderr.contains("weather") && none.stderr.contains("hanoi-convention"), "{}", none.stderr);
    let french = Veille::new(scratch.path(), ["export", "--language", "french"]).finish();
    assert_eq!(french.code, Some(2));
    assert!(french.stderr.contains("expected `fr`"), "{}", french.stderr);
    let none = Veille::new(scratch.path(), ["export", "--language", "ja"]).finish().ok();
    assert!(
        none.stderr.contains("no article"),
        "a language that nothing is in is no mistake: {}",
        none.stderr
    );
}

#[test]
fn a_run_whose_only_feed_is_dead_fails() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("config");
    fs::create_dir_all(config.join("topics")).unwrap();
    fs::write(
        config.join("veille.toml"),
        "[fetcher]\nonce_patience_secs = 0\nallow_private_addresses = [\"127.0.0.1:1\"]\n",
    )
    .unwrap();
    let source = "[[source]]\nid = \"dead\"\nname = \"Dead\"\nfeeds = [\"http://127.0.0.1:1/rss\"]\n";
    fs::write(config.join("sources.toml"), source).unwrap();
    for command in ["run", "fetch"] {
        let finished = Veille::new(folder.path(), [command, "--once"]).finish();
        assert_eq!(finished.code, Some(1), "{}", finished.stderr);
        assert!(finished.stderr.contains("no feed could be read"), "{}", finished.stderr);
    }
}

#[test]
fn evidence_can_be_cut_out_of_the_text_by_code_points() {
    let articles = filter("clean", &json!({ "body": TEXT }).to_string()).ok().stdout;
    let tagged = &filter("classify", &articles).ok().json_lines()[0];
    assert_eq!(tagged["language"], "fr");
    let tags = tagged["tags"].as_array().unwrap();
    assert!(tags.iter().any(|tag| tag["topic"] == "hanoi-convention"), "{tags:?}");
    for evidence in tags.iter().flat_map(|tag| tag["evidence"].as_array().unwrap()) {
        let whole = tagged[evidence["field"].as_str().unwrap()].as_str().unwrap();
        let at = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
        let cut: String = whole.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(evidence["exact"], cut.as_str());
    }
}

#[test]
fn captures_survive_a_warc() {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    let capture = |path: &str| Veille::new(folder.path(), ["capture", path]).finish().ok().stdout;
    let seeds = seeds.to_str().unwrap();
    Veille::new(folder.path(), ["capture", seeds, "--warc", "seeds.warc.gz"]).finish().ok();
    assert_eq!(capture("seeds.warc.gz"), capture(seeds));
}

#[test]
fn every_schema_is_printed() {
    for name in ["capture", "article", "tag", "evidence", "tagged-article", "outcome"] {
        let schema: Value = serde_json::from_str(&veille(&["schema", name]).ok().stdout).unwrap();
        assert!(schema["properties"].is_object(), "{name}");
    }
}

#[test]
fn a_store_that_is_none_is_told_in_plain_words() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    fs::create_dir(folder.join("folder.db")).unwrap();
    fs::write(folder.join("empty.db"), "").unwrap();
    let no_text = OsStr::from_bytes(b"caf\xe9.db");
    let seed = root().join("seeds/04_without_accents.txt");
    let reading = [
        &["export"][..],
        &["why", "x"],
        &["changes"],
        &["retag"],
        &["reclean"],
        &["revisions", "x"],
        &["quotes"],
        &["coverage"],
        &["store", "check"],
        &["store", "backup", "copy.db"],
        &["store", "vacuum"],
        &["store", "forget", "x"],
    ];
    for arguments in reading.iter().copied().chain([&["replay", seed.to_str().unwrap()][..]]) {
        let told = |store: &OsStr| {
            let arguments = arguments.iter().map(OsStr::new);
            Veille::new(folder, arguments.chain([OsStr::new("--store"), store])).finish()
        };
        let of_folder = told("folder.db".as_ref());
        assert_eq!(of_folder.code, Some(1), "{arguments:?}");
        assert!(of_folder.stderr.contains("not a folder itself"), "{arguments:?}: {}", of_folder.stderr);
        if arguments[0] != "replay" {
            let of_empty = told("empty.db".as_ref());
            assert!(of_empty.stderr.contains("there is no store yet"), "{arguments:?}: {}", of_empty.stderr);
            continue;
        }
        let of_no_text = told(no_text);
        assert!(of_no_text.stderr.contains("no name in UTF-8"), "{}", of_no_text.stderr);
    }
}

#[test]
fn a_file_whose_name_is_no_text_is_explained_and_found_again() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let name = OsStr::from_bytes(b"caf\xe9.txt");
    fs::copy(root().join("seeds/04_without_accents.txt"), folder.join(name)).unwrap();
    let with = |command: &str| Veille::new(folder, [OsStr::new(command), name]).finish().ok();
    assert!(with("explain").stdout.contains("an article"));
    with("replay");
    assert!(with("why").stdout.contains("now: stored"));
    let nobody = Veille::new(folder, ["why", ""]).finish();
    assert_eq!(nobody.code, Some(2), "{}", nobody.stderr);
}

#[test]
fn captures_of_other_tools_are_read_and_what_cannot_be_is_named() {
    let capture = |members: &str| {
        let body = "La Convention de Hanoï\\n\\nLes délégations de soixante-douze pays ont signé à Hanoï la convention \
            des Nations unies contre la cybercriminalité, qui entrera en vigueur après quarante ratifications.";
        format!("{{\"body\":\"{body}\",{members}}}\n")
    };
    for members in [
        "\"captured_at\":\"2025-10-25T09:00:00\"",
        "\"captured_at\":1761382800",
        "\"captured_at\":\"\"",
        "\"headers\":null",
        "\"headers\":{\"Content-Type\":[\"text/plain\"]}",
        "\"status\":\"200\"",
    ] {
        let cleaned = filter("clean", &capture(members)).ok();
        assert_eq!(cleaned.json_lines().len(), 1, "{members}: {}", cleaned.stderr);
    }
    let refused = filter("clean", &capture("\"captured_at\":\"yesterday\""));
    assert!(refused.stderr.contains("`captured_at`: expected a time such as"), "{}", refused.stderr);
}

#[test]
fn why_always_answers() {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    Veille::new(folder.path(), ["replay", seeds.to_str().unwrap(), "--quiet"]).finish().ok();
    let unknown = Veille::new(folder.path(), ["why", "https://never.example/"]).finish().ok();
    assert!(unknown.stderr.contains("never discovered"), "{}", unknown.stderr);
    // A file of records as a whole, named by the end of its path: not all their ways at once.
    let records = folder.path().join("two.jsonl");
    let record = |number: u8| format!("{{\"url\":\"https://a.example/{number}\",\"body\":\"Une page.\"}}\n");
    std::fs::write(&records, record(1) + &record(2)).unwrap();
    Veille::new(folder.path(), ["replay", records.to_str().unwrap(), "--quiet"]).finish().ok();
    let whole = Veille::new(folder.path(), ["why", "two.jsonl"]).finish().ok();
    assert!(whole.stdout.contains("2 records were read of two.jsonl"), "{}", whole.stdout);
    assert!(whole.stderr.contains("two.jsonl#1"), "{}", whole.stderr);
    let export = Veille::new(folder.path(), ["export"]).finish().ok().json_lines();
    let url = export.iter().find_map(|article| article["url"].as_str()).unwrap();
    let known = Veille::new(folder.path(), ["why", url]).finish().ok();
    for stage in ["clean", "classify", "store"] {
        assert!(known.stdout.contains(&format!("{stage}: forwarded")), "{}", known.stdout);
    }
}

#[test]
fn a_replay_ends_with_the_newest_first_and_with_what_to_read() {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    let replay = Veille::new(folder.path(), ["replay", seeds.to_str().unwrap()]).finish().ok();
    let rows: Vec<Vec<&str>> = replay.stdout.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0], ["date", "language", "source", "origin", "headline", "topics", "address"]);
    assert!(rows.iter().all(|row| row.len() == 7), "{}", replay.stdout);
    let dates: Vec<&str> = rows[1..].iter().map(|row| row[0]).collect();
    assert!(
        dates.is_sorted_by(|a, b| a >= b) && dates[0] > "2025-11" && dates.last() == Some(&""),
        "{dates:?}"
    );
    assert!(rows[1..].iter().all(|row| row[6].starts_with("http")), "{}", replay.stdout);
    let next = "next: veille topic test hanoi-convention";
    for part in ["20 articles are now in veille.db", "  1. ", "  3. ", "passages on", ": “", next] {
        assert!(replay.stderr.contains(part), "{part}: {}", replay.stderr);
    }
    let again = Veille::new(folder.path(), ["replay", seeds.to_str().unwrap()]).finish().ok().stderr;
    assert!(again.contains("None of them is new in veille.db, which now holds 20 articles."), "{again}");
    let lines =
        "{\"url\": \"https://a.example/1\", \"headline\": \"x\"}\n{\"url\": \"https://a.example/2\"}\n";
    std::fs::write(folder.path().join("lines.jsonl"), lines).unwrap();
    let none = Veille::new(folder.path(), ["replay", "lines.jsonl"]).finish();
    let told = "veille: nothing was read: lines.jsonl#1: expected one of body, body_base64, html: there is no page in it \
                (nor 1 other document)";
    assert_eq!((none.code, none.stderr.lines().last()), (Some(1), Some(told)));
    let some = ["replay", seeds.to_str().unwrap(), "--columns", "address,date", "--quiet"];
    let some = Veille::new(folder.path(), some).finish().ok();
    assert!(some.stdout.starts_with("address\tdate\nhttps://"), "{}", some.stdout);
    assert_eq!(some.stderr, "");
}

#[test]
fn a_topic_is_tried_on_the_store_and_on_what_was_exported() {
    let folder = TempDir::new().unwrap();
    let run = |arguments: &[&str]| Veille::new(folder.path(), arguments).finish();
    assert_eq!(run(&["topic", "test", "hanoi-convention"]).code, Some(1), "there is no store yet");
    let seeds = root().join("seeds");
    run(&["replay", seeds.to_str().unwrap(), "--quiet"]).ok();
    let stored = run(&["topic", "test", "hanoi-convention"]).ok();
    assert!(stored.stderr.contains("17 of 20 articles match"), "{}", stored.stderr);
    assert!(stored.stdout.starts_with("verdict\tdate\t"), "{}", stored.stdout);
    assert_eq!(stored.stdout.lines().filter(|line| line.starts_with("match\t")).count(), 17);

    let exported = run(&["export"]).ok().stdout;
    fs::write(folder.path().join("exported.jsonl"), exported).unwrap();
    let without_place = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.rsplit_once('\t').unwrap().0.to_owned()).collect()
    };
    let from_file = run(&["topic", "test", "hanoi-convention", "exported.jsonl"]).ok();
    assert_eq!(without_place(&from_file.stdout), without_place(&stored.stdout));
    let diff = run(&["topic", "diff", "hanoi-convention", "negotiations", "exported.jsonl"]).ok();
    assert!(diff.stderr.starts_with("20 articles:"), "{}", diff.stderr);
    assert!(run(&["explain", "exported.jsonl"]).ok().stdout.contains("\nQuotations\n"));
    let replayed = run(&["replay", "exported.jsonl", "--store", "other.db"]);
    assert_eq!(replayed.code, Some(1));
    assert!(replayed.stderr.contains("cleaned already") && replayed.stderr.contains("topic test"));
}

#[test]
fn what_a_stranger_wrote_never_moves_the_terminal() {
    let folder = TempDir::new().unwrap();
    let text = "Plusieurs ministres ont dit que la convention de Hanoï aiderait les procureurs \u{1b}[2J\u{1b}[31mà                 obtenir\u{1b}[0m des preuves \u{202e}électroniques, et deux associations en ont douté.";
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Pupitre",
        "items": [{
            "id": "1", "url": "https://harbour.example/e1", "content_text": text,
            "title": "Soixante \u{1b}]8;;https://phish.example\u{7}États\u{1b}]8;;\u{7} \u{1b}[31msignent",
        }],
    });
    fs::write(folder.path().join("feed.json"), feed.to_string()).unwrap();
    let commands: [&[&str]; 5] = [
        &["replay", "feed.json"],
        &["topic", "test", "hanoi-convention", "feed.json"],
        &["topic", "test", "hanoi-convention"],
        &["explain", "feed.json"],
        &["topic", "diff", "negotiations", "hanoi-convention", "feed.json"],
    ];
    for arguments in commands {
        let shown = Veille::new(folder.path(), arguments).finish().ok();
        for shown in [&shown.stdout, &shown.stderr] {
            let moves =
                |c: char| (c.is_control() && !"\n\t".contains(c)) || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!shown.contains(moves), "{arguments:?}: {shown:?}");
        }
        assert!(shown.stdout.contains("Soixante États signent"), "{arguments:?}: {}", shown.stdout);
    }
    let exported = Veille::new(folder.path(), ["export"]).finish().ok().json_lines();
    assert_eq!(exported[0]["source"], "harbour-example", "no source claims it, so it is its host's");
}

#[test]
fn an_explanation_names_speakers_origin_and_dates_and_each_passage_once() {
    let folder = TempDir::new().unwrap();
    let explain = |seed: &str| {
        let seed = root().join("seeds").join(seed);
        Veille::new(folder.path(), ["explain", seed.to_str().unwrap()]).finish().ok().stdout
    };
    let vietnamese = explain("07_vietnamese.txt");
    for part in ["Trần Thị Mẫu", "published", "visible text: “", "Nhịp Cầu", "\nQuotations\n"] {
        assert!(vietnamese.contains(part), "{part}: {vietnamese}");
    }
    let page = explain("10_french_page.html");
    assert!(page.contains("from JSON-LD: “2025-10-27"), "{page}");
    assert!(!page.contains("Chars ") && page.contains(" % "), "{page}");
    let (_, topics) = page.split_once("\nTopics").unwrap();
    let passages: Vec<&str> = topics.lines().filter(|line| line.contains("(`")).collect();
    let mut distinct = passages.clone();
    distinct.dedup_by_key(|line| line.split("  (`").next().unwrap().to_owned());
    assert_eq!(passages.len(), distinct.len(), "{topics}");
}

#[test]
fn an_export_is_of_a_period_in_days_of_the_office() {
    let folder = TempDir::new().unwrap();
    let page = |number: u32, published: &str| {
        json!({
            "url": format!("https://a.example/{number}"), "captured_at": "2025-11-01T00:00:00Z", "source": "a",
            "media_type": "text/html",
            "body": format!("<html><head><meta property=\"article:published_time\" content=\"{published}\"></head>\
                <body><article><h1>Titre {number}</h1><p>{TEXT}</p></article></body></html>"),
        })
        .to_string()
    };
    let pages = [
        page(1, "2025-10-24T18:30:00Z"),
        page(2, "2025-10-25"),
        page(3, "2025-10-25T16:59:00Z"),
        page(4, "2025-10-25T20:00:00Z"),
    ];
    fs::write(folder.path().join("pages.jsonl"), pages.join("\n")).unwrap();
    Veille::new(folder.path(), ["replay", "pages.jsonl", "--quiet"]).finish().ok();
    let found = |arguments: &[&str]| {
        let articles =
            Veille::new(folder.path(), [&["export"], arguments].concat()).finish().ok().json_lines();
        let mut urls: Vec<String> =
            articles.iter().map(|article| article["url"].as_str().unwrap()[18..].to_owned()).collect();
        urls.sort();
        urls.concat()
    };
    let day = ["--since", "2025-10-25", "--until", "2025-10-25"];
    assert_eq!(found(&day), "234", "in UTC");
    fs::create_dir_all(folder.path().join("config/topics")).unwrap();
    fs::write(folder.path().join("config/veille.toml"), "[office]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n")
        .unwrap();
    assert_eq!(found(&day), "123", "in Hanoi");
    assert_eq!(found(&["--until", "2025-10-24"]), "");
    assert_eq!(found(&["--since", "2025-10-26", "--source", "a"]), "4");
    assert_eq!(found(&["--source", "b"]), "");
    let wrong = "[office]\ntime_zone = \"Hanoi\"\n";
    fs::write(folder.path().join("config/veille.toml"), wrong).unwrap();
    let refused = Veille::new(folder.path(), ["check"]).finish();
    assert_eq!(refused.code, Some(78), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("veille.toml:2:13") && refused.stderr.contains("is no time zone"),
        "{}",
        refused.stderr
    );
}
