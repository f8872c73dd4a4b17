//! `tests/run.sh` where things are missing: as root it installs them, anybody else is told the one line to type.
//!
//! The machine is played: a PATH of its own with the tools of any Debian, and an `id`, an `apt-get`, a `cargo` that write
//! down what they were asked. `tests/fresh.sh` tries the same on a real one.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use veille_tests::{Finished, root};

const OF_ANY_DEBIAN: &[&str] = &["bash", "cat", "dirname", "find", "grep", "head", "sh"];

/// Runs a copy of `run.sh` as a user, and gives what became of it and what the programs were asked.
fn run_as(user: &str, present: &[(&str, &str)]) -> (Finished, String) {
    run_script("run.sh", user, present)
}

fn run_script(script: &str, user: &str, present: &[(&str, &str)]) -> (Finished, String) {
    let scratch = TempDir::new().unwrap();
    let (path, tests) = (scratch.path().join("bin"), scratch.path().join("tests"));
    fs::create_dir(&path).unwrap();
    fs::create_dir(&tests).unwrap();
    for script in [script, "needs.sh"] {
        fs::copy(root().join("tests").join(script), tests.join(script)).unwrap();
    }
    for name in OF_ANY_DEBIAN {
        let folder = ["/usr/bin", "/bin"].iter().find(|folder| Path::new(folder).join(name).exists());
        symlink(Path::new(folder.unwrap()).join(name), path.join(name)).unwrap();
    }
    let says = |answer: &str| format!("echo \"${{0##*/}} $*\" >>\"$ASKED\"\n{answer}");
    let mut programs = vec![("id", format!("echo {user}")), ("apt-get", says(""))];
    programs.extend(present.iter().map(|(name, answer)| (*name, says(answer))));
    for (name, script) in programs {
        let program = path.join(name);
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let asked = scratch.path().join("asked");
    let output = Command::new(path.join("bash"))
        .arg(tests.join(script))
        .env_clear()
        .env("PATH", &path)
        .env("ASKED", &asked)
        .output()
        .unwrap();
    let finished = Finished {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    (finished, fs::read_to_string(asked).unwrap_or_default())
}

#[test]
fn who_is_not_root_is_told_one_line_and_nothing_is_done() {
    let (finished, asked) = run_as("1000", &[("cc", ""), ("git", ""), ("openssl", ""), ("cargo", "")]);
    assert_eq!(finished.code, Some(1), "{}", finished.stderr);
    let line =
        "    su -c \"apt-get update && apt-get install --yes --no-install-recommends python3 python3-pip\"\n";
    assert!(finished.stderr.contains(line), "{}", finished.stderr);
    assert_eq!(asked, "", "something was done first");
}

#[test]
fn root_has_it_installed() {
    let cargo = "case $1 in --version) ;; *) exit 1;; esac";
    let (_, asked) = run_as("0", &[("cargo", cargo), ("rustup", "exit 1")]);
    let asked: Vec<&str> = asked.lines().collect();
    let install = "apt-get install --yes --no-install-recommends";
    let install = format!(
        "{install} gcc libc6-dev git openssl chromium chromium-driver python3 python3-pip postgresql"
    );
    assert_eq!(asked[..2], ["apt-get update", &install]);
    assert!(asked.contains(&"rustup component add rustfmt clippy"), "{asked:?}");
}

#[test]
fn an_old_server_does_not_count() {
    let (finished, _) = run_as(
        "1000",
        &[("cc", ""), ("git", ""), ("openssl", ""), ("nats-server", "echo nats-server: v2.9.10")],
    );
    assert!(finished.stderr.contains("python3-pip"), "{}", finished.stderr);
    let server = ("nats-server", "echo nats-server: v2.15.1");
    let (finished, _) = run_as("1000", &[("cc", ""), ("git", ""), ("openssl", ""), server]);
    assert!(finished.stderr.contains("no cargo"), "{}", finished.stderr);
}

#[test]
fn a_postgresql_that_the_store_does_not_take_serves_no_tests() {
    let found = |version: &str| {
        let scratch = TempDir::new().unwrap();
        for (name, answer) in [("initdb", ""), ("postgres", version)] {
            let program = scratch.path().join(name);
            fs::write(&program, format!("#!/bin/sh\necho '{answer}'\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let asked = Command::new("bash")
            .args(["-c", ". tests/needs.sh; postgres_programs"])
            .current_dir(root())
            .env("VEILLE_POSTGRES", scratch.path())
            .output()
            .unwrap();
        String::from_utf8(asked.stdout).unwrap() == scratch.path().to_str().unwrap()
    };
    assert!(!found("postgres (PostgreSQL) 14.15 (Ubuntu 14.15-0ubuntu0.22.04.1)"));
    assert!(!found(""));
    assert!(found("postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)"));
    assert!(found("postgres (PostgreSQL) 18.0"));
    let known = |file: &str, before: &str, after: &str| {
        let text = fs::read_to_string(root().join(file)).unwrap();
        text.split_once(before).unwrap().1.split_once(after).unwrap().0.to_owned()
    };
    let taken = known("crates/sink/src/postgres/open.rs", "const OLDEST: u32 = ", ";");
    assert_eq!(known("tests/needs.sh", "\npostgres_oldest=", "\n"), taken);
    assert_eq!(known("tests/src/postgres.rs", "const OLDEST: u32 = ", ";"), taken);
    assert_eq!(known("README.md", "PostgreSQL database\n(", " or later)"), taken);
}

/// What `tests/advisories.sh` does with a cargo-deny that can or cannot reach the advisories, and finds something or nothing.
#[test]
fn a_known_fault_of_a_dependency_fails_and_that_nobody_could_be_asked_is_said() {
    let deny = |fetched: u8, found: u8| {
        format!(
            "case \"$*\" in *--version*) exit 0;; *fetch*) exit {fetched};; \
             *check*advisories*) echo 'error[vulnerability]: a crate' >&2; exit {found};; esac; exit 9"
        )
    };
    let advisories = |cargo: &str| {
        let (finished, _) =
            run_script("advisories.sh", "0", &[("cargo", cargo), ("timeout", "shift; exec \"$@\"")]);
        (finished.code, finished.stderr)
    };
    let (code, said) = advisories(&deny(0, 1));
    assert!(code == Some(1) && said.contains("vulnerability"), "{code:?} {said}");
    assert_eq!(advisories(&deny(0, 0)).0, Some(0));
    let (code, said) = advisories(&deny(1, 1));
    assert!(code == Some(0) && said.contains("cannot be reached"), "{code:?} {said}");
    let (code, said) = advisories("exit 101");
    assert!(code == Some(0) && said.contains("not installed"), "{code:?} {said}");
}
