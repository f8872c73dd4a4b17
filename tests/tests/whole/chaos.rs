//! Everything that happens to machines, while documents go over NATS into a store: kill -9 and standing still of any service and
//! of the server, a cluster that loses a leader, a follower, its majority, its network; a store that is locked, a disk that is full, clocks that
//! jump. In the end rows and ledger are those of an undisturbed run in one process, nothing is dead, and no subscriber was told twice.
//!
//! `VEILLE_KILLS` says how often something happens; a landing does it a few times, a release a thousand times.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use veille_tests::dice::Dice;
use veille_tests::metrics::{get, place, sum};
use veille_tests::{Finished, Held, NatsCluster, NatsServer, PostgresServer, Running, Veille, corpus, root};

const CAPTURES: usize = 1_200;
const SERVICES: [&str; 5] = ["clean-1", "clean-2", "classify-1", "classify-2", "store-1"];

fn kills() -> usize {
    std::env::var("VEILLE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8)
}

/// For how long nothing may be stored where one of three servers is lost: ten seconds on a machine that does nothing else, as before a
/// release. Beside other tests the same was seen to take 10.5.
fn pause_max() -> Duration {
    let is_release = std::env::var_os("VEILLE_KILLS").is_some();
    Duration::from_secs(if is_release { 10 } else { 30 })
}

/// Services at one server or cluster, and a replay that gives them work for as long as something is to happen.
struct Office {
    scratch: TempDir,
    url: String,
    store: String,
    documents: PathBuf,
    environment: Vec<(&'static str, String)>,
    running: BTreeMap<&'static str, Running>,
    replay: Option<Running>,
    replays: usize,
    /// The process whose file system the store lies in, where that is another.
    inside: Option<String>,
}

impl Office {
    /// One in which an undisturbed run in one process has left `fused.db`.
    fn new(scratch: TempDir, url: String, store: String) -> Self {
        let documents = corpus::write(scratch.path(), CAPTURES);
        let fused = ["replay", documents.to_str().unwrap(), "--store", "fused.db", "--quiet"];
        Veille::new(scratch.path(), fused).finish().ok();
        let (environment, running) = (Vec::new(), BTreeMap::new());
        let (replay, replays, inside) = (None, 0, None);
        Self { scratch, url, store, documents, environment, running, replay, replays, inside }
    }

    fn folder(&self) -> &Path {
        self.scratch.path()
    }

    fn veille(&self, arguments: &[&str]) -> Veille {
        let veille = Veille::new(self.folder(), arguments).env("PGPASSWORD", PostgresServer::PASSWORD);
        self.environment.iter().fold(veille, |veille, (name, value)| veille.env(name, value))
    }

    fn start(&mut self, name: &'static str) {
        let stage = name.split('-').next().unwrap();
        let mut arguments = vec![stage, "--nats", &self.url];
        if stage == "store" {
            arguments.extend(["--store", &self.store]);
        }
        let running = self.veille(&arguments).start(&self.folder().join(format!("{name}.log")));
        self.running.insert(name, running);
    }

    fn start_all(&mut self) {
        for name in SERVICES {
            self.start(name);
        }
    }

    fn kill(&mut self, name: &'static str) {
        self.running.remove(name).unwrap().kill();
    }

    /// Sees to it that documents come, again and again if need be.
    fn keep_busy(&mut self) {
        match self.replay.as_mut().map(Running::ended) {
            Some(None) => return,
            // Begun while its server was away, which is told at once.
            Some(Some(69)) => self.replays -= 1,
            Some(Some(code)) => assert_eq!(code, 0, "{}", self.log("replay")),
            None => {}
        }
        self.replays += 1;
        let arguments = ["replay", self.documents.to_str().unwrap(), "--nats", &self.url, "--quiet"];
        self.replay = Some(self.veille(&arguments).start(&self.folder().join("replay.log")));
    }

    fn is_busy(&mut self) -> bool {
        self.replay.as_mut().is_some_and(|replay| replay.ended().is_none())
    }

    fn log(&self, name: &str) -> String {
        fs::read_to_string(self.folder().join(format!("{name}.log"))).unwrap_or_default()
    }

    fn export(&self, what: &str, store: &str) -> Finished {
        let asked = match &self.inside {
            Some(process) => {
                let enter = format!("exec nsenter -t {process} -U -m --preserve-credentials");
                let folder = self.folder().display();
                let line =
                    format!("{enter} bash -c 'cd {folder} && exec veille export {what} --store {store}'");
                Veille::pasted(self.folder(), &line)
            }
            None => Veille::new(self.folder(), ["export", what, "--store", store]),
        };
        asked.env("PGPASSWORD", PostgresServer::PASSWORD).finish()
    }

    fn stored(&self) -> usize {
        let found = self.export("--revisions", &self.store);
        if found.code == Some(0) { found.stdout.lines().count() } else { 0 }
    }

    /// Waits until so many articles are stored, of the first replay.
    fn wait_for(&self, articles: usize) {
        let deadline = Instant::now() + Duration::from_secs(120);
        while self.stored() < articles {
            assert!(Instant::now() < deadline, "{} of {articles} stored in two minutes", self.stored());
            sleep(Duration::from_millis(150));
        }
    }

    /// Waits for the end of what is published, and holds what came of it against the undisturbed run.
    fn conclude(mut self) {
        let deadline = Instant::now() + Duration::from_secs(300);
        let code = loop {
            match self.replay.as_mut().unwrap().ended() {
                Some(69) => self.keep_busy(),
                Some(code) => break code,
                None => {}
            }
            assert!(Instant::now() < deadline, "the replay has not ended in five minutes");
            sleep(Duration::from_millis(100));
        };
        assert_eq!(code, 0, "{}", self.log("replay"));
        for what in ["--revisions", "--ledger"] {
            let found = self.export(what, &self.store).ok().stdout;
            let expected = self.export(what, "fused.db").ok().stdout;
            assert!(expected.lines().count() > CAPTURES / 2);
            assert!(found == expected, "{what}: not as undisturbed\n{}", differences(&found, &expected));
        }
        let streams = self.veille(&["streams", "--json", "--nats", &self.url]).finish().ok().json_lines();
        let held = |name: &str| {
            let stream = streams.iter().find(|stream| stream["stream"] == name).unwrap();
            usize::try_from(stream["messages"].as_u64().unwrap()).unwrap()
        };
        assert_eq!(held("DEAD"), 0);
        for stream in ["TAGGED", "TOPICS"] {
            let told = self.told_once(stream);
            // That none is missing the rows have said.
            assert_eq!(told, held(stream), "{stream} has more than was read of it");
        }
    }

    /// Reads a stream as its subscribers do, who are told of no article twice within its window: the same wording of the same article on
    /// the same subject, in the same replay. How many messages it holds.
    fn told_once(&self, stream: &str) -> usize {
        let messages = veille_tests::held(&self.url, stream);
        let mut told = HashSet::new();
        for Held { subject, id, payload } in &messages {
            let (_, replay) = id.rsplit_once('/').unwrap();
            let article: serde_json::Value = serde_json::from_slice(payload).unwrap();
            let what = (replay, subject, article["id"].to_string(), article["revision"].to_string());
            assert!(told.insert(what), "{stream} holds a wording twice: {id}, {article}");
        }
        messages.len()
    }

    /// Where the store says how much it has settled.
    fn observe_store(&mut self) -> String {
        let log = self.folder().join("store-1.log");
        let arguments = ["store", "--nats", &self.url, "--store", &self.store, "--metrics", "127.0.0.1:0"];
        let running = self.veille(&arguments).start(&log);
        self.running.insert("store-1", running);
        place(&log)
    }

    /// Loses something, has it back after a while, and goes on until the store settles again what comes; the longest pause between two
    /// inputs that it settled, from the loss on.
    fn pause(&mut self, store: &str, lose: impl FnOnce(), away: Duration, regain: impl FnOnce()) -> Duration {
        let settled = || sum(&get(store, "/metrics").1, "veille_inputs_total", "stage=\"store\"");
        let mut regain = Some(regain);
        self.keep_busy();
        let (mut before, mut last, mut longest) = (settled(), Instant::now(), Duration::ZERO);
        lose();
        let lost = Instant::now();
        loop {
            // One that has come to its end is begun anew, so that there is always something to settle.
            self.keep_busy();
            let now = settled();
            if now > before {
                longest = longest.max(last.elapsed());
                (before, last) = (now, Instant::now());
                if regain.is_none() && lost.elapsed() > away + Duration::from_secs(1) {
                    return longest;
                }
            }
            if lost.elapsed() >= away
                && let Some(regain) = regain.take()
            {
                regain();
            }
            assert!(
                last.elapsed() < Duration::from_secs(60),
                "nothing is settled any more: {}",
                self.log("store-1")
            );
            sleep(Duration::from_millis(50));
        }
    }
}

/// A few lines of either that the other has not, and how many there are.
fn differences(found: &str, expected: &str) -> String {
    let side = |sign: char, of: &str, other: &str| {
        let other: HashSet<&str> = other.lines().collect();
        let own: Vec<&str> = of.lines().filter(|line| !other.contains(line)).collect();
        let first: String = own.iter().take(5).map(|line| format!("{sign} {line}\n")).collect();
        format!("{sign} {} of {} lines\n{first}", own.len(), of.lines().count())
    };
    side('+', found, expected) + &side('-', expected, found)
}

/// Kills and stops whoever the dice say.
fn kill_and_stop(store: Option<String>, seed: u64) {
    let scratch = TempDir::new().unwrap();
    let mut server = NatsServer::start(scratch.path());
    let mut office = Office::new(scratch, server.url(), store.unwrap_or_else(|| "nats.db".to_owned()));
    let mut dice = Dice::new(seed);
    office.start_all();
    office.keep_busy();
    office.wait_for(20);
    for _ in 0..kills() {
        office.keep_busy();
        // From nothing to more than the two seconds after which messages go to another.
        let for_ms = Duration::from_millis(50 + dice.below(2_600) as u64);
        let who = dice.below(SERVICES.len() + 1);
        match (SERVICES.get(who), dice.below(2)) {
            (Some(name), 0) => {
                office.kill(name);
                sleep(for_ms / 4);
                office.start(name);
            }
            (Some(name), _) => {
                office.running[name].signal("STOP");
                sleep(for_ms);
                office.running[name].signal("CONT");
            }
            (None, 0) => server.restart(),
            (None, _) => {
                server.signal("STOP");
                sleep(for_ms);
                server.signal("CONT");
            }
        }
        sleep(Duration::from_millis(dice.below(700) as u64));
    }
    office.conclude();
}

#[test]
fn whoever_is_killed_or_stands_still_nothing_is_lost_or_twice() {
    kill_and_stop(None, 16);
}

#[test]
fn nor_where_the_store_is_a_database() {
    let Some(server) = PostgresServer::shared() else { return };
    kill_and_stop(Some(server.store()), 17);
}

#[test]
fn a_producer_that_is_killed_is_started_again_and_nothing_is_missing() {
    let scratch = TempDir::new().unwrap();
    let server = NatsServer::start(scratch.path());
    let mut office = Office::new(scratch, server.url(), "nats.db".to_owned());
    office.start_all();
    for stored in [20, 60, 100] {
        office.keep_busy();
        office.wait_for(stored);
        office.replay.take().unwrap().kill();
    }
    office.keep_busy();
    office.conclude();
}

/// Copies of each stream at each of three servers.
fn replicated(folder: &Path) {
    let copied = Command::new("cp").arg("-r").arg(root().join("config")).arg(folder).status().unwrap();
    assert!(copied.success());
    let path = folder.join("config/veille.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\nreplicas = 1\n"));
    fs::write(path, text.replace("\nreplicas = 1\n", "\nreplicas = 3\n")).unwrap();
}

#[test]
fn a_cluster_that_loses_a_server_its_majority_or_its_network_loses_no_article() {
    let scratch = TempDir::new().unwrap();
    replicated(scratch.path());
    let mut cluster = NatsCluster::start(scratch.path());
    let mut office = Office::new(scratch, cluster.url(), "nats.db".to_owned());
    office.veille(&["streams", "apply", "--nats", &office.url]).finish().ok();
    office.start_all();
    office.kill("store-1");
    let store = office.observe_store();
    office.keep_busy();
    office.wait_for(20);
    // Streams have their leaders at different servers: whichever it is, it leads some and follows in others.
    for round in 0..(kills() / 8).max(1) {
        for number in 0..3 {
            let how = (round + number) % 3;
            let seconds = Duration::from_secs;
            let pause = match how {
                0 => {
                    let server = RefCell::new(&mut cluster.servers[number]);
                    let (lose, regain) =
                        (|| server.borrow_mut().kill(), || server.borrow_mut().begin_again());
                    office.pause(&store, lose, seconds(2), regain)
                }
                1 => {
                    let server = &cluster.servers[number];
                    office.pause(&store, || server.signal("STOP"), seconds(4), || server.signal("CONT"))
                }
                _ => {
                    let cut = |is_cut| cluster.cut_off(number, is_cut);
                    office.pause(&store, || cut(true), seconds(5), || cut(false))
                }
            };
            let how = ["was killed", "stood still", "was cut off"][how];
            eprintln!("server {number} {how}: the longest pause took {:.1} s", pause.as_secs_f64());
            assert!(pause <= pause_max(), "server {number} {how}, and for {pause:?} nothing was stored");
        }
        // Without a majority nobody is confirmed anything.
        office.keep_busy();
        let pair = [round % 3, (round + 1) % 3];
        pair.iter().for_each(|number| cluster.servers[*number].kill());
        sleep(Duration::from_secs(2));
        pair.iter().for_each(|number| cluster.servers[*number].begin_again());
        sleep(Duration::from_secs(1));
    }
    office.conclude();
}

/// Compiles a few lines of C in the folder, whose compiler Rust needs as well.
fn compile(folder: &Path, name: &str, flags: &[&str], source: &str) -> PathBuf {
    let (written, made) = (folder.join(format!("{name}.c")), folder.join(name));
    fs::write(&written, source).unwrap();
    let status = Command::new("cc").args(flags).arg("-o").arg(&made).arg(&written).status();
    assert!(status.expect("Rust needs a C compiler, so it is there").success());
    made
}

/// Answers what time it is by as many seconds too late or early as a file says.
const CLOCK: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *at) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(clock, at);
  const char *name = getenv("CLOCK_OFF_BY");
  if (clock == CLOCK_REALTIME && name) {
    char text[32] = {0};
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
      if (read(file, text, sizeof text - 1) > 0) at->tv_sec += atol(text);
      close(file);
    }
  }
  return done;
}
"#;

/// Has the clock of all services jump to and fro.
fn clocks_jump(store: Option<String>) {
    let scratch = TempDir::new().unwrap();
    let (clock, off_by) =
        (compile(scratch.path(), "clock.so", &["-shared", "-fPIC"], CLOCK), scratch.path().join("off-by"));
    let server = NatsServer::start(scratch.path());
    let mut office = Office::new(scratch, server.url(), store.unwrap_or_else(|| "nats.db".to_owned()));
    // Beside the file and then in its place, so that nobody reads half of a number.
    let jump = |seconds: i64| {
        let beside = off_by.with_extension("next");
        fs::write(&beside, seconds.to_string()).unwrap();
        fs::rename(&beside, &off_by).unwrap();
    };
    jump(0);
    office.environment =
        vec![("LD_PRELOAD", clock.display().to_string()), ("CLOCK_OFF_BY", off_by.display().to_string())];
    // That it is heard at all.
    jump(-50 * 365 * 86_400);
    let said = office.veille(&["streams", "--nats", &office.url]).env("VEILLE_LOG", "info").finish().ok();
    assert!(said.stderr.contains("197"), "the clock is not fifty years late: {}", said.stderr);
    jump(0);
    office.start_all();
    for seconds in [3_600, -7_200, 86_400, -86_400, 1, 0] {
        office.keep_busy();
        office.wait_for(20);
        jump(seconds);
        sleep(Duration::from_millis(600));
    }
    office.conclude();
}

#[test]
fn clocks_that_jump_change_nothing() {
    clocks_jump(None);
}

#[test]
fn nor_do_they_where_the_store_is_a_database() {
    let Some(server) = PostgresServer::shared() else { return };
    clocks_jump(Some(server.store()));
}

/// Takes the lock of a store's one writer, as another program would (SQLite: byte 120 of the file `-shm`), so many times for so many
/// milliseconds.
const LOCK: &str = r#"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
int main(int count, char **arguments) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 120, .l_len = 1};
  int file = open(arguments[1], O_RDWR);
  if (count < 4 || file < 0) return 1;
  for (int turn = atoi(arguments[2]); turn > 0; turn--) {
    lock.l_type = F_WRLCK;
    if (fcntl(file, F_SETLKW, &lock) < 0) return 1;
    usleep(atoi(arguments[3]) * 1000);
    lock.l_type = F_UNLCK;
    fcntl(file, F_SETLK, &lock);
    usleep(20000);
  }
  return 0;
}
"#;

#[test]
fn a_store_that_is_locked_for_long_is_waited_for() {
    let scratch = TempDir::new().unwrap();
    let lock = compile(scratch.path(), "lock", &[], LOCK);
    let server = NatsServer::start(scratch.path());
    let mut office = Office::new(scratch, server.url(), "nats.db".to_owned());
    office.start_all();
    office.keep_busy();
    office.wait_for(20);
    for _ in 0..(kills() / 8).max(1) {
        office.keep_busy();
        // Once for long, and then in turns: a disk that is slow, or somebody who writes all the time.
        for turns in [["1", "3000"], ["12", "250"]] {
            let held = Command::new(&lock).arg(office.folder().join("nats.db-shm")).args(turns).status();
            assert!(held.unwrap().success());
            sleep(Duration::from_millis(300));
        }
    }
    office.conclude();
}

#[test]
fn so_is_a_database_that_stands_still_for_long_or_again_and_again() {
    let Some(database) = PostgresServer::alone() else { return };
    let scratch = TempDir::new().unwrap();
    let server = NatsServer::start(scratch.path());
    let mut office = Office::new(scratch, server.url(), database.store());
    office.start_all();
    office.keep_busy();
    office.wait_for(20);
    for _ in 0..(kills() / 8).max(1) {
        office.keep_busy();
        for (turns, stopped_ms) in [(1, 3_000), (12, 250)] {
            for _ in 0..turns {
                database.signal("STOP");
                sleep(Duration::from_millis(stopped_ms));
                database.signal("CONT");
                sleep(Duration::from_millis(20));
            }
            sleep(Duration::from_millis(300));
        }
    }
    office.conclude();
}

#[test]
fn a_disk_that_is_full_for_a_while_is_waited_for() {
    let scratch = TempDir::new().unwrap();
    if !Command::new("unshare").args(["-rmpf", "true"]).status().is_ok_and(|status| status.success()) {
        eprintln!("left out: a file system of one's own may not be mounted here");
        return;
    }
    let server = NatsServer::start(scratch.path());
    let mut office = Office::new(scratch, server.url(), "disk/nats.db".to_owned());
    fs::create_dir(office.folder().join("disk")).unwrap();
    // A supervisor that starts the service again, and all of it ends with whoever is killed here.
    let line = format!(
        "exec unshare -rmpf --kill-child bash -c 'mount -t tmpfs -o size=96m tmpfs disk; \
         while :; do veille store --store disk/nats.db --nats {}; sleep 0.3; done'",
        office.url
    );
    let supervised = Veille::pasted(office.folder(), &line).start(&office.folder().join("store.log"));
    for name in ["clean-1", "classify-1"] {
        office.start(name);
    }
    let children = format!("/proc/{0}/task/{0}/children", supervised.id());
    let inside = || fs::read_to_string(&children).ok()?.split_whitespace().next().map(str::to_owned);
    while inside().is_none() {
        sleep(Duration::from_millis(50));
    }
    // As seen from here, where its file system is not mounted.
    let disk = PathBuf::from(format!("/proc/{}/root", inside().unwrap()))
        .join(office.folder().join("disk").strip_prefix("/").unwrap());
    office.inside = inside();
    office.keep_busy();
    office.wait_for(20);
    let filler = disk.join("filler");
    let refused = |office: &Office| office.log("store").matches("the store refused").count();
    for round in 0..(kills() / 8).max(1) {
        office.keep_busy();
        let before = refused(&office);
        let mut fill = Command::new("dd");
        fill.args(["if=/dev/zero", "bs=4096", "status=none"]).arg(format!("of={}", filler.display()));
        assert!(!fill.stderr(Stdio::null()).status().unwrap().success(), "a disk without an end");
        let deadline = Instant::now() + Duration::from_secs(60);
        // What a replay brings a second time the streams know, so that no batch comes of it.
        while refused(&office) == before && (round == 0 || office.is_busy()) {
            assert!(Instant::now() < deadline, "nothing was refused: {}", office.log("store"));
            sleep(Duration::from_millis(50));
        }
        fs::remove_file(&filler).unwrap();
        sleep(Duration::from_secs(1));
    }
    office.conclude();
    supervised.kill();
}
