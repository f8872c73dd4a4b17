//! A NATS server of the test's own, on a free port of this machine, with its store in a folder that goes away.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use veille_pipeline::bus::{Bus, Limits, Where};

pub struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    pub fn start() -> Self {
        Self::with(true)
    }

    pub fn without_jetstream() -> Self {
        Self::with(false)
    }

    fn with(jetstream: bool) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let store = format!("jetstream {{ store_dir: \"{}\" }}\n", folder.path().display());
        let text = format!(
            "listen: \"127.0.0.1:{port}\"\nmax_payload: 1MB\n{}",
            if jetstream { &store } else { "" }
        );
        std::fs::write(folder.path().join("nats.conf"), text).unwrap();
        let child = launch(folder.path());
        let server = Self { child, port, folder };
        server.await_port();
        server
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// kill -9.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn restart(&mut self) {
        self.child = launch(self.folder.path());
        self.await_port();
    }

    /// A connection, with all streams there.
    pub async fn bus(&self) -> Bus {
        let bus = self.bare_bus().await;
        bus.ensure_streams(&Limits::default()).await.unwrap();
        bus
    }

    pub async fn bare_bus(&self) -> Bus {
        Bus::connect(&Where { url: self.url(), ..Where::default() }).await.unwrap()
    }

    fn await_port(&self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "nats-server does not answer on {}",
                self.port
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn launch(folder: &Path) -> Child {
    let configuration = folder.join("nats.conf");
    Command::new(program())
        .arg("-c")
        .arg(&configuration)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// VEILLE_NATS_SERVER, else what tests/run.sh has put under .tools, else the PATH.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("VEILLE_NATS_SERVER") {
        return named.into();
    }
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools");
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut on_path = std::env::split_paths(&on_path).map(|folder| folder.join("nats-server"));
    below(&tools)
        .or_else(|| on_path.find(|path| path.is_file()))
        .expect("no nats-server found: tests/run.sh installs one, or name one in VEILLE_NATS_SERVER")
}

fn below(folder: &Path) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if let Some(found) = below(&path) {
                return Some(found);
            }
        } else if path.file_name().is_some_and(|name| name == "nats-server") {
            return Some(path);
        }
    }
    None
}
