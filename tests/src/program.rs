//! Runs the program as a user does: a process with arguments, standard streams and an exit code.

use std::ffi::OsStr;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

/// A command line under construction.
pub struct Veille {
    command: Command,
}

/// What a process left behind.
#[derive(Debug)]
pub struct Finished {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A process that goes on; killed when dropped.
pub struct Running {
    child: Child,
}

impl Veille {
    /// `veille` with these arguments, in this folder, without what the developer's environment would add.
    pub fn new<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Self {
        let mut command = Command::new(binary());
        command.current_dir(folder).args(arguments);
        Self::without_environment(command)
    }

    fn without_environment(mut command: Command) -> Self {
        let ours = ["VEILLE_LOG", "VEILLE_CONFIG", "VEILLE_NATS", "VEILLE_NATS_USER", "VEILLE_NATS_PASSWORD"];
        let names = std::env::vars_os().map(|(name, _)| name);
        for name in names.filter(|name| name.as_encoded_bytes().starts_with(b"OTEL_")) {
            command.env_remove(name);
        }
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            command.env_remove(name);
        }
        let files = ["CREDENTIALS", "NKEY", "TOKEN", "AUTHORITY", "CERTIFICATE", "KEY"];
        for name in files {
            command.env_remove(format!("VEILLE_NATS_{name}"));
        }
        let stores = ["VEILLE_STORE_URL", "PGPASSWORD", "PGPASSFILE", "PGOPTIONS", "PGSSLMODE", "PGAPPNAME"];
        for name in ours.into_iter().chain(stores) {
            command.env_remove(name);
        }
        Self { command }
    }

    /// A line as a person pastes it into a shell in this folder, with the program on the PATH.
    pub fn pasted(folder: &Path, line: &str) -> Self {
        let mut command = Command::new("bash");
        let programs = binary().parent().expect("the program lies in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        command.current_dir(folder).args(["-c", line]).env("PATH", format!("{}:{path}", programs.display()));
        Self::without_environment(command)
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs to the end with this on standard input.
    pub fn finish_with(mut self, input: &str) -> Finished {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let input = input.to_owned();
        // A filter answers while it reads: write from a thread, or both sides wait for the other.
        let writer = thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("writing does not panic");
        Finished {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("results are UTF-8"),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs to the end with nothing on standard input.
    pub fn finish(self) -> Finished {
        self.finish_with("")
    }

    /// Runs to the end with this on standard input and standard error going elsewhere: its code, and what it printed.
    pub fn finish_past(mut self, input: &str, stderr: impl Into<Stdio>) -> (Option<i32>, String) {
        let mut file = tempfile::tempfile().expect("a scratch file opens");
        file.write_all(input.as_bytes()).expect("a scratch file is writable");
        file.rewind().expect("a file can be read again");
        self.command.stdin(file).stdout(Stdio::piped()).stderr(stderr);
        let output = self.command.spawn().expect("the program was built").wait_with_output();
        let output = output.expect("the program ends");
        (output.status.code(), String::from_utf8(output.stdout).expect("results are UTF-8"))
    }

    /// Starts it and goes on; its stderr goes to the file.
    pub fn start(self, stderr: &Path) -> Running {
        self.start_to(Stdio::null(), stderr)
    }

    /// The same, reading from somewhere.
    pub fn start_from(mut self, stdin: Stdio, stderr: &Path) -> Running {
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(stderr).expect("a scratch file opens");
        self.command.stdin(stdin).stdout(Stdio::null()).stderr(log);
        Running { child: self.command.spawn().expect("the program was built") }
    }

    /// The same, with its results going where they are wanted.
    pub fn start_to(mut self, stdout: impl Into<Stdio>, stderr: &Path) -> Running {
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(stderr).expect("a scratch file opens");
        self.command.stdin(Stdio::null()).stdout(stdout).stderr(log);
        Running { child: self.command.spawn().expect("the program was built") }
    }
}

impl Finished {
    /// The output of a run that must have succeeded.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "stderr:\n{}", self.stderr);
        self
    }

    /// Standard output, one JSON value a line.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(parse).collect()
    }
}

impl Running {
    /// kill -9: no handler runs, nothing is flushed.
    pub fn kill(mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process was ours");
    }

    /// Sends a signal by its name, and waits for the exit code.
    pub fn end_with(mut self, name: &str) -> Option<i32> {
        self.signal(name);
        self.child.wait().expect("the process was ours").code()
    }

    /// Sends a signal by its name, `STOP` or `CONT`, to which it does not end.
    pub fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself, and how.
    pub fn ended(&mut self) -> Option<i32> {
        self.child.try_wait().expect("the process is ours").map(|status| status.code().unwrap_or(-1))
    }
}

pub(crate) fn signal(process: u32, name: &str) {
    // The shell's own kill: a bare Debian has no other, which comes with procps.
    let kill = format!("kill -s {name} {process}");
    let sent = Command::new("bash").args(["-c", &kill]).status();
    assert!(sent.expect("bash is part of every Debian").success(), "the process has ended before its signal");
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the program lies; built on first use, in the profile of the running test, unless `VEILLE_BUILT` says that it was built
/// together with the tests.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its own file");
        let profile = test.ancestors().nth(2).expect("tests lie in target/<profile>/deps");
        if std::env::var_os("VEILLE_BUILT").is_some() {
            return profile.join("veille");
        }
        let target = profile.parent().expect("profiles lie in target");
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["build", "--quiet", "--package", "veille", "--bin", "veille", "--target-dir"])
            .arg(target);
        // What cargo tells this test of its package would be taken for a change by the build scripts of others, and half of
        // the dependencies built again.
        let own = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(own) {
                cargo.env_remove(name);
            }
        }
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        let status = cargo.current_dir(crate::root()).status().expect("cargo runs");
        assert!(status.success(), "the program does not build");
        profile.join("veille")
    })
}
