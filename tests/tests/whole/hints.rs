//! The commands that the program proposes, pasted into a shell as they stand: from folders and with files whose names need
//! quoting, with a store and a configuration of one's own.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use veille_tests::{Finished, NatsServer, Veille, corpus, edited};

const TEXT: &str = "La Convention de Hanoï\n\nLes délégations de soixante-douze pays ont signé la Convention des \
    Nations unies contre la cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.\n\nLe texte \
    entrera en vigueur quand quarante États l'auront ratifié, a rappelé la présidente de séance.";

/// The commands in what a person was told: what follows `next: ` or `start one: `.
fn hints(told: &str) -> Vec<String> {
    let commands =
        told.lines().filter_map(|line| ["next: ", "start one: "].iter().find_map(|m| line.split_once(m)));
    commands.map(|(_, command)| command.to_owned()).collect()
}

/// Pastes what was proposed, and expects that it is possible.
#[track_caller]
fn paste(folder: &Path, told: &str) -> Finished {
    let hints = hints(told);
    let [hint] = hints.as_slice() else { panic!("one proposal was expected: {told}") };
    let finished = Veille::pasted(folder, hint).finish();
    assert_eq!(finished.code, Some(0), "{hint}\n{}", finished.stderr);
    finished
}

/// A folder of configuration with a topic of its own and with settings.
fn configuration(folder: &Path, settings: &str) -> PathBuf {
    let config = folder.join("notre veille");
    fs::create_dir_all(config.join("topics")).unwrap();
    fs::write(config.join("veille.toml"), settings).unwrap();
    fs::write(config.join("topics/traite.toml"), "id = \"traite\"\nquery = '''convention* OR accord*'''\n")
        .unwrap();
    config
}

#[test]
fn what_a_replay_proposes_can_be_pasted_whatever_the_names_are() {
    for name in [b"seeds".as_slice(), b"l'\xc3\xa9t\xc3\xa9 \"2025\" $HOME", b"caf\xe9 d'hier", b"-x"] {
        let scratch = TempDir::new().unwrap();
        let folder = scratch.path();
        let seeds = Path::new(OsStr::from_bytes(name));
        fs::create_dir(folder.join(seeds)).unwrap();
        fs::write(folder.join(seeds).join("a.txt"), TEXT).unwrap();
        let config = configuration(folder, "");
        let arguments = ["replay", "--store", "my store.db", "--config"].map(OsStr::new);
        let paths = [config.as_os_str(), OsStr::new("--"), seeds.as_os_str()];
        let replay = Veille::new(folder, arguments.into_iter().chain(paths)).finish().ok();
        let proposed = paste(folder, &replay.stderr);
        assert!(proposed.stdout.contains("Convention"), "{}", proposed.stdout);
    }
}

#[test]
fn the_reasons_and_the_document_that_is_no_article_are_found_where_they_are() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let config = configuration(folder, "");
    fs::write(folder.join("l'autre.txt"), "Menu").unwrap();
    let arguments = ["replay", "--store", "my store.db", "l'autre.txt", "--config"].map(OsStr::new);
    let replay = Veille::new(folder, arguments.into_iter().chain([config.as_os_str()])).finish().ok();
    let explained = paste(folder, &replay.stderr);
    assert!(explained.stdout.contains("no article"), "{}", explained.stdout);
    let ledger = replay.stderr.split('`').find(|part| part.starts_with("veille export")).unwrap();
    let ledger = Veille::pasted(folder, ledger).finish().ok();
    assert!(
        ledger.stdout.contains("l'autre.txt") && ledger.stdout.contains("discarded"),
        "{}",
        ledger.stdout
    );
}

#[test]
fn an_interrupted_retag_is_taken_up_by_what_it_proposes() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, 3_000);
    let config = configuration(folder, "");
    let stored = ["replay", "--quiet", "--store", "my store.db"].map(OsStr::new);
    Veille::new(folder, stored.into_iter().chain([documents.as_os_str()])).finish().ok();
    let arguments = ["retag", "--store", "my store.db", "--config"].map(OsStr::new);
    let log = folder.join("retag.log");
    // Later each time, until it is told when it has begun.
    for delay_ms in [25, 50, 100, 200, 400, 800, 1_600] {
        let retag = Veille::new(folder, arguments.into_iter().chain([config.as_os_str()])).start(&log);
        sleep(Duration::from_millis(delay_ms));
        let code = retag.end_with("TERM");
        let told = fs::read_to_string(&log).unwrap();
        if code == Some(130) && told.contains("next: ") {
            let taken_up = paste(folder, &told);
            assert!(!taken_up.stderr.contains("rules have changed"), "{told}\n{}", taken_up.stderr);
            assert!(taken_up.stdout.contains("traite"), "{}", taken_up.stdout);
            return;
        }
    }
    panic!("it was never interrupted: {}", fs::read_to_string(&log).unwrap());
}

#[test]
fn without_topics_none_is_proposed() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    fs::write(folder.join("a.txt"), TEXT).unwrap();
    fs::create_dir(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "").unwrap();
    let replay = Veille::new(folder, ["replay", "a.txt"]).finish().ok();
    for hint in hints(&replay.stderr) {
        assert_eq!(Veille::pasted(folder, &hint).finish().code, Some(0), "{hint}");
    }
}

#[test]
fn an_interrupted_replay_is_taken_up_by_what_it_proposes() {
    // More than the runner takes in hand at once, for that is settled before it stops.
    const CAPTURES: usize = 9_000;
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = folder.join("d'hier et d'avant.jsonl");
    fs::rename(corpus::write(folder, CAPTURES), &documents).unwrap();
    let config = configuration(folder, "[pipeline]\nbatch_inputs = 100\n");
    let log = folder.join("replay.log");
    let arguments =
        [OsStr::new("replay"), documents.as_os_str(), OsStr::new("--store"), OsStr::new("my store.db")];
    let configured = [OsStr::new("--config"), config.as_os_str()];
    let mut replay = Veille::new(folder, arguments.into_iter().chain(configured)).start(&log);
    let stored = || {
        let export = Veille::new(folder, ["export", "--store", "my store.db"]).finish();
        if export.code == Some(0) { export.stdout.lines().count() } else { 0 }
    };
    let deadline = Instant::now() + Duration::from_secs(120);
    while stored() == 0 {
        assert!(Instant::now() < deadline, "nothing was stored in two minutes");
        sleep(Duration::from_millis(20));
    }
    Command::new("bash").args(["-c", &format!("kill -INT {}", replay.id())]).status().unwrap();
    let deadline = Instant::now() + Duration::from_secs(120);
    let code = loop {
        match replay.ended() {
            Some(code) => break code,
            None => sleep(Duration::from_millis(20)),
        }
        assert!(Instant::now() < deadline, "the replay does not end");
    };
    let told = fs::read_to_string(&log).unwrap();
    assert_eq!(code, 130, "{told}");
    let before = stored();
    assert!(before < CAPTURES * 9 / 10, "{before} were stored before the interruption");
    let resumed = paste(folder, &told);
    assert_eq!(stored(), CAPTURES * 9 / 10, "a tenth says too little to be an article");
    // It went on, and did not begin again.
    let documents = |line: &str| line.split_once(" document")?.0.parse().ok();
    let read: Option<usize> = resumed.stderr.lines().find_map(documents);
    assert!(read.is_some_and(|read| read < CAPTURES), "{}", resumed.stderr);
}

#[test]
fn what_is_proposed_over_nats_can_be_pasted() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    fs::write(folder.join("a.txt"), TEXT).unwrap();
    let server = NatsServer::start(folder);
    let url = server.url();
    let serve = |stage: &str| {
        Veille::new(folder, [stage, "--nats", &url]).start(&folder.join(format!("{stage}.log")))
    };
    let _running = [serve("clean"), serve("classify"), serve("store")];
    let replay = Veille::new(folder, ["replay", "a.txt", "--nats", &url]).finish().ok();
    // Services that had not come yet may have been proposed before.
    let hint = hints(&replay.stderr).pop().unwrap();
    // It follows the subject until it is told to stop: one line will do here.
    let tail = Veille::pasted(folder, &format!("{hint} --limit 1")).finish().ok();
    assert!(tail.stdout.contains("La Convention de Hanoï"), "{}", tail.stdout);
}

#[test]
fn a_bare_veille_says_what_to_do_first() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let bare = Veille::new(folder, [""; 0]).finish().ok();
    assert!(
        bare.stdout.contains("veille replay") && bare.stdout.contains("veille --help"),
        "{}",
        bare.stdout
    );
    fs::create_dir(folder.join("seeds")).unwrap();
    fs::write(folder.join("seeds/a.txt"), TEXT).unwrap();
    let bare = Veille::new(folder, [""; 0]).finish().ok();
    let commands = bare.stdout.lines().filter_map(|line| line.strip_prefix("  veille ")?.split("  ").next());
    let commands: Vec<&str> = commands.collect();
    assert_eq!(commands[0], "replay seeds", "{}", bare.stdout);
    for command in commands.iter().filter(|command| **command != "run") {
        Veille::pasted(folder, &format!("veille {command}")).finish().ok();
    }
}

#[test]
fn what_why_proposes_of_a_corrected_article_can_be_pasted() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let config = configuration(folder, "");
    let [first, second] = edited::wordings();
    edited::write(folder, "pages.jsonl", &[&first, &second]);
    let with = |arguments: &[&str]| {
        let own =
            [OsStr::new("--store"), OsStr::new("my store.db"), OsStr::new("--config"), config.as_os_str()];
        Veille::new(folder, arguments.iter().map(OsStr::new).chain(own)).finish().ok()
    };
    with(&["replay", "pages.jsonl", "--quiet"]);
    let proposed = paste(folder, &with(&["why", edited::ADDRESS]).stderr);
    assert!(proposed.stdout.contains("2 wordings"), "{}", proposed.stdout);
}
