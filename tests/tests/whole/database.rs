//! The store on a PostgreSQL server, as a user has it: the same program, the same rows, and no password anywhere.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use veille_tests::{Finished, PostgresServer, Veille, corpus, root};

/// The program with the server's password in its environment.
fn veille(folder: &Path, arguments: &[&str]) -> Veille {
    Veille::new(folder, arguments).env("PGPASSWORD", PostgresServer::PASSWORD)
}

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    veille(folder, arguments).finish().ok()
}

/// Everything that is compared: wordings and ledger in canonical order.
fn rows(folder: &Path, store: &str) -> [String; 2] {
    ["--revisions", "--ledger"].map(|what| run(folder, &["export", what, "--store", store]).stdout)
}

#[test]
fn every_command_takes_a_database_for_a_store() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    let (folder, url) = (scratch.path(), server.store());
    let url = url.as_str();
    let seeds = root().join("seeds");
    let seeds = seeds.to_str().unwrap();

    // Nothing is made by asking.
    let asked = veille(folder, &["export", "--store", url]).finish();
    assert!(asked.code == Some(1) && asked.stderr.contains("no store yet"), "{asked:?}");
    run(folder, &["replay", seeds, "--store", url, "--quiet"]);
    run(folder, &["replay", seeds, "--store", "file.db", "--quiet"]);
    assert!(rows(folder, url) == rows(folder, "file.db"), "the server's rows are not the file's");

    let first = run(folder, &["export", "--store", url]).json_lines().remove(0);
    let (address, id) = (first["url"].as_str().unwrap(), first["id"].as_str().unwrap());
    // As people type it.
    let (_, bare) = address.split_once("://").unwrap();
    for (arguments, part) in [
        (vec!["why", address], "stored"),
        (vec!["why", bare], "now: stored"),
        (vec!["why", id], "stored"),
        (vec!["revisions", id], ""),
        (vec!["quotes"], ""),
        (vec!["coverage"], ""),
        (vec!["coverage", "--by", "topic"], "hanoi-convention"),
        (vec!["people"], "Hanoi"),
        (vec!["source", "health"], "not read yet"),
        (vec!["changes", "--follow", "desk", "--once"], "new"),
        (vec!["topic", "test", first["tags"][0]["topic"].as_str().unwrap()], ""),
        (vec!["retag"], ""),
        (vec!["explain", id], ""),
        (vec!["store", "check"], ""),
    ] {
        let of = |store: &str| {
            let Finished { stdout, stderr, .. } =
                run(folder, &[&arguments[..], &["--store", store]].concat());
            (stdout.replace(store, "STORE"), stderr.replace(store, "STORE"))
        };
        let (on_server, in_file) = (of(url), of("file.db"));
        assert!(on_server.0.contains(part) || on_server.1.contains(part), "{arguments:?}: {on_server:?}");
        match arguments[0] {
            // They take other room on the disk.
            "store" => assert!(on_server.0.contains("an article)"), "{on_server:?}"),
            // Numbers are given out batch by batch, and these are cut by the clock.
            "changes" => assert_eq!(on_server.0.lines().count(), in_file.0.lines().count()),
            _ => assert_eq!(on_server.0, in_file.0, "{arguments:?}"),
        }
    }
    let differences = run(folder, &["diff", "file.db", url, "--json"]).json_lines();
    assert!(differences.iter().all(|line| line.get("change").is_none()), "{differences:?}");

    // Away to another schema, and back into a file.
    let other = server.store();
    run(folder, &["store", "copy", "file.db", &other]);
    run(folder, &["store", "copy", &other, "back.db"]);
    assert!(rows(folder, "back.db") == rows(folder, "file.db"), "a copy differs");
    run(folder, &["store", "copy", "file.db", "back.db"]);
    let other = veille(folder, &["store", "copy", "file.db", url]).finish();
    assert!(other.code == Some(1) && other.stderr.contains("not empty"), "{other:?}");

    run(folder, &["store", "forget", address, "--yes", "--store", url]);
    let why = run(folder, &["why", address, "--store", url]);
    assert!(format!("{}{}", why.stdout, why.stderr).contains("forgotten"), "{why:?}");
}

#[test]
fn what_an_office_does_comes_to_the_same_in_a_database() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    let (folder, url) = (scratch.path(), server.store());
    let seeds = root().join("seeds");
    let wire = seeds.join("08_english_wire.txt");
    for store in [url.as_str(), "file.db"] {
        run(folder, &["replay", seeds.to_str().unwrap(), "--store", store, "--quiet"]);
    }
    let ids: Vec<String> = run(folder, &["export", "--store", "file.db"])
        .json_lines()
        .iter()
        .map(|article| article["id"].as_str().unwrap().to_owned())
        .collect();
    let (one, other) = (ids[0].as_str(), ids[1].as_str());
    // Whether the answer is the same; where a secret, a name by chance or a size is in it, only what was done is.
    for (arguments, is_same) in [
        (vec!["story", "follow", "--once"], true),
        (vec!["story", "list", "--json"], true),
        (vec!["copies", one], true),
        (vec!["trace", wire.to_str().unwrap(), "--json"], true),
        (vec!["story", "merge", one, other], true),
        (vec!["story", "split", one], true),
        (vec!["story", "rules"], true),
        (vec!["reclean", "--json"], true),
        (vec!["user", "add", "hoa", "--role", "editor", "--no-password"], true),
        (vec!["user", "list"], true),
        (vec!["token", "add", "sheet", "--user", "hoa"], false),
        (vec!["token", "list"], false),
        (vec!["webhook", "add", "https://hooks.example/x", "--filter", "all=1"], false),
        (vec!["webhook", "list"], false),
        (vec!["store", "prune", "--older-than", "2025-10-26", "--yes", "--json"], false),
        (vec!["store", "vacuum"], false),
        (vec!["store", "check"], false),
        (vec!["export", "--revisions"], true),
        (vec!["people", "--json"], true),
    ] {
        let of = |store: &str| {
            let done = run(folder, &[&arguments[..], &["--store", store]].concat());
            done.stdout.replace(store, "STORE")
        };
        let (on_server, in_file) = (of(&url), of("file.db"));
        match is_same {
            true => assert_eq!(on_server, in_file, "{arguments:?}"),
            false => assert_eq!(on_server.lines().count(), in_file.lines().count(), "{arguments:?}"),
        }
    }
    let deeds = |store: &str| -> Vec<String> {
        let lines = run(folder, &["audit", "--json", "--store", store]).json_lines();
        lines.iter().map(|line| line["deed"]["what"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(deeds(&url), deeds("file.db"));
    assert!(deeds(&url).ends_with(
        &["store-recleaned", "user-added", "token-added", "webhook-added", "store-pruned"].map(str::to_owned)
    ));

    // A backup is a store in a file, and a copy of it a store on a server again.
    let told = run(folder, &["store", "backup", "backup.db", "--store", &url]).stderr;
    assert!(told.contains("is copied into backup.db"), "{told}");
    assert!(rows(folder, "backup.db") == rows(folder, &url));
    let back = server.store();
    run(folder, &["store", "copy", "backup.db", &back]);
    assert!(rows(folder, &back) == rows(folder, &url));
    assert_eq!(deeds(&back), deeds(&url));
}

#[test]
fn several_programs_store_at_once_and_one_is_killed() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    let (folder, url) = (scratch.path(), server.store());
    let documents = corpus::write(folder, 1_500);
    let documents = documents.to_str().unwrap();
    run(folder, &["replay", documents, "--store", "file.db", "--quiet"]);
    let captures = run(folder, &["capture", documents]).stdout;
    let articles = veille(folder, &["clean"]).finish_with(&captures).ok().stdout;
    let tagged = veille(folder, &["classify"]).finish_with(&articles).ok().stdout;
    let lines: Vec<&str> = tagged.lines().collect();

    // Three writers, each with two thirds of everything, and one that is killed in the middle of it again and again.
    let part = |writer: usize| {
        let mine = lines.iter().enumerate().filter(|(number, _)| number % 3 != writer).map(|(_, line)| *line);
        let mut mine: Vec<&str> = mine.collect();
        if writer == 1 {
            mine.reverse();
        }
        mine.join("\n") + "\n"
    };
    let all = folder.join("all.jsonl");
    fs::write(&all, &tagged).unwrap();
    let log = folder.join("killed.log");
    let mut killed = 0;
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let (input, url) = (part(writer), &url);
                scope.spawn(move || {
                    veille(folder, &["store", "--store", url, "--quiet"]).finish_with(&input).ok()
                })
            })
            .collect();
        let deadline = Instant::now() + Duration::from_secs(300);
        while !writers.iter().all(|writer| writer.is_finished()) && Instant::now() < deadline {
            let victim = veille(folder, &["store", "--store", &url, "--quiet"]);
            let victim = victim.start_from(fs::File::open(&all).unwrap().into(), &log);
            sleep(Duration::from_millis(60 + 35 * killed));
            victim.kill();
            killed += 1;
        }
        writers.into_iter().for_each(|writer| drop(writer.join().unwrap()));
    });
    assert!(killed > 0);
    assert!(rows(folder, &url)[0] == rows(folder, "file.db")[0], "the server's rows are not the file's");
    run(folder, &["store", "check", "--store", &url]);
}

#[test]
fn no_password_is_shown_and_who_is_refused_is_told() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    let (folder, url) = (scratch.path(), server.store());
    let whole = PostgresServer::with_password(&url);
    let check = |finished: Finished, code: i32, part: &str| {
        let said = format!("{}{}", finished.stdout, finished.stderr);
        assert_eq!(finished.code, Some(code), "{said}");
        assert!(said.contains(part), "{said}");
        assert!(!said.contains(PostgresServer::PASSWORD), "{said}");
    };
    let seeds = root().join("seeds");
    let replay = ["replay", seeds.to_str().unwrap(), "--quiet"];
    // All that it can say of itself, with the password from the environment.
    let loud = Veille::new(folder, replay).env("VEILLE_STORE_URL", &whole).env("VEILLE_LOG", "trace");
    check(loud.finish(), 0, "");
    assert!(!rows(folder, &url)[0].is_empty(), "the store of VEILLE_STORE_URL was not used");
    assert!(!folder.join("veille.db").exists());
    let file = Veille::new(folder, replay).env("VEILLE_STORE_URL", "./a.db");
    check(file.finish(), 0, "");
    assert!(folder.join("a.db").exists());

    check(Veille::new(folder, ["export", "--store", &whole]).finish(), 2, "command line");
    check(Veille::new(folder, ["export", "--store", &url]).finish(), 69, "PGPASSWORD");
    let wrong = Veille::new(folder, ["export", "--store", &url]).env("PGPASSWORD", "wrong");
    check(wrong.finish(), 69, "does not let us in");
    let nowhere = url.replace("/postgres?", "/nowhere?");
    check(veille(folder, &["export", "--store", &nowhere]).finish(), 69, "createdb");
    check(veille(folder, &["export", "--store", "postgres://127.0.0.1:1/x"]).finish(), 69, "does not answer");
    check(
        veille(folder, &["export", "--store", "postgres://127.0.0.1:x/x"]).finish(),
        2,
        "expected postgres://",
    );

    // In the configuration: the URL, and a password in it.
    fs::create_dir_all(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), format!("[store]\nurl = \"{url}\"\n")).unwrap();
    check(veille(folder, &["export"]).finish(), 0, "headline");
    fs::write(folder.join("config/veille.toml"), format!("[store]\nurl = \"{whole}\"\n")).unwrap();
    check(veille(folder, &["export"]).finish(), 78, "does not stand in a file");
}

#[test]
fn one_program_fetches_into_a_database() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    let (folder, url) = (scratch.path(), server.store());
    // A source that never answers is enough: the place is taken before anything is asked.
    fs::create_dir_all(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[fetcher]\ncontact = \"desk@example.org\"\n").unwrap();
    let source = "[[source]]\nid = \"x\"\nname = \"X\"\nfeeds = [\"https://press.invalid/feed\"]\n";
    fs::write(folder.join("config/sources.toml"), source).unwrap();
    let log = folder.join("run.log");
    let first = veille(folder, &["run", "--store", &url]).start(&log);
    let deadline = Instant::now() + Duration::from_secs(60);
    while !fs::read_to_string(&log).unwrap_or_default().contains("running") {
        assert!(Instant::now() < deadline, "the first does not run");
        sleep(Duration::from_millis(50));
    }
    let refused = veille(folder, &["run", "--once", "--store", &url]).finish();
    assert!(refused.code == Some(69) && refused.stderr.contains("fetches into"), "{refused:?}");
    assert!(refused.stderr.contains(&format!("process {}", first.id())), "{refused:?}");
    first.kill();
    // Freed by the server, however its holder ended.
    loop {
        let third = veille(folder, &["run", "--once", "--store", &url]).finish();
        if !third.stderr.contains("fetches into") {
            break;
        }
        assert!(Instant::now() < deadline, "{third:?}");
        sleep(Duration::from_millis(50));
    }
}
