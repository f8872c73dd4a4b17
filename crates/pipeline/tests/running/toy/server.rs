//! A NATS server of the test's own, on a free port of this machine, with its store in a folder that goes away.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use veille_pipeline::bus::{Bus, Config, Where};
use veille_tests::ports;

pub struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    pub fn start() -> Self {
        Self::configured(|store| format!("jetstream {{ store_dir: \"{store}\" }}\n"))
    }

    pub fn without_jetstream() -> Self {
        Self::configured(|_| String::new())
    }

    /// With no more room for streams than this.
    pub fn of_size(megabytes: u32) -> Self {
        Self::configured(|store| {
            format!("jetstream {{ store_dir: \"{store}\", max_file_store: {megabytes}MB }}\n")
        })
    }

    /// With users of these rights, in NATS' own words.
    pub fn with_users(users: &str) -> Self {
        Self::configured(|store| {
            format!("jetstream {{ store_dir: \"{store}\" }}\nauthorization {{ users: [ {users} ] }}\n")
        })
    }

    /// For whoever has this token.
    pub fn with_token(token: &str) -> Self {
        Self::configured(|store| {
            format!("jetstream {{ store_dir: \"{store}\" }}\nauthorization {{ token: \"{token}\" }}\n")
        })
    }

    /// Three of them, as one cluster, with less room than is asked for first: what was asked for in vain and given back must
    /// not be missing afterwards.
    pub fn cluster() -> [Self; 3] {
        let routes: Vec<u16> = (0..3).map(|_| ports::free()).collect();
        let all: Vec<String> = routes.iter().map(|port| format!("\"nats://127.0.0.1:{port}\"")).collect();
        [0, 1, 2].map(|number| {
            let (route, all) = (routes[number], all.join(", "));
            Self::configured(|store| {
                format!(
                    "server_name: n{number}\njetstream {{ store_dir: \"{store}\", max_file_store: 3GB }}\n\
                     cluster {{ name: C, listen: \"127.0.0.1:{route}\", routes: [{all}] }}\n"
                )
            })
        })
    }

    fn configured(more: impl Fn(&str) -> String) -> Self {
        let port = ports::free();
        let folder = tempfile::tempdir().unwrap();
        let more = more(&folder.path().display().to_string());
        let text = format!("listen: \"127.0.0.1:{port}\"\nmax_payload: 1MB\n{more}");
        std::fs::write(folder.path().join("nats.conf"), text).unwrap();
        let child = launch(folder.path());
        let server = Self { child, port, folder };
        server.await_port();
        server
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Its address with who we are.
    pub fn url_of(&self, who: &str) -> String {
        format!("nats://{who}@127.0.0.1:{}", self.port)
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
        bus.ensure_streams(&Config::default()).await.unwrap();
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
