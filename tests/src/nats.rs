//! A NATS server of the test's own: on a free port, in a folder of its own, ended by its process id.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::ports;

/// A running server; killed when dropped.
pub struct NatsServer {
    program: PathBuf,
    folder: PathBuf,
    config: PathBuf,
    port: u16,
    child: Child,
}

/// The passwords that `deploy/nats.conf` takes from its environment.
const PASSWORDS: [&str; 6] = ["FETCH", "CLEAN", "CLASSIFY", "STORE", "OPERATOR", "READER"];

impl NatsServer {
    /// Starts a server with JetStream that keeps its files in the folder.
    pub fn start(folder: &Path) -> Self {
        Self::configured(folder, "")
    }

    /// Starts a server as `deploy/nats.conf` describes it. Every user's password is [`NatsServer::PASSWORD`].
    pub fn deployed(folder: &Path) -> Self {
        Self::with_config(folder, crate::root().join("deploy/nats.conf"))
    }

    /// The same as `deploy/nats-tls.conf` describes it, with `server.pem`, `server.key` and `ca.pem` of the folder.
    pub fn deployed_with_tls(folder: &Path) -> Self {
        Self::with_config(folder, crate::root().join("deploy/nats-tls.conf"))
    }

    /// Starts a server with JetStream and what else stands in this configuration, such as TLS; `include` takes files from the
    /// folder.
    pub fn configured(folder: &Path, more: &str) -> Self {
        let config = folder.join("nats.conf");
        let text = format!(
            "max_payload: 8MB\njetstream {{ store_dir: $NATS_STORE, max_file_store: 4GB }}\n{more}\n"
        );
        std::fs::write(&config, text).expect("the scratch folder is writable");
        Self::with_config(folder, config)
    }

    /// The password of every user of a [deployed](NatsServer::deployed) server.
    pub const PASSWORD: &str = "s3cret-for-tests";

    fn with_config(folder: &Path, config: PathBuf) -> Self {
        let program = find();
        let port = ports::free();
        let child = spawn(&program, folder, &config, port);
        Self { program, folder: folder.to_owned(), config, port, child }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// kill -9, then the same server again on the same port with the same files.
    pub fn restart(&mut self) {
        self.kill();
        self.begin_again();
    }

    /// kill -9.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The same server once more, after it was killed.
    pub fn begin_again(&mut self) {
        self.child = spawn(&self.program, &self.folder, &self.config, self.port);
    }

    /// Publishes bytes as they are, without any of our own code in between.
    pub fn publish(&self, subject: &str, payload: &[u8]) {
        let refused = self.publish_as("", subject, payload);
        assert_eq!(refused, None);
    }

    /// The same as a user; what the server has against it.
    pub fn publish_as(&self, user: &str, subject: &str, payload: &[u8]) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        let who = serde_json::json!({ "verbose": false, "user": user, "pass": Self::PASSWORD });
        let head = format!("CONNECT {who}\r\nPUB {subject} {}\r\n", payload.len());
        stream.write_all(&[head.as_bytes(), payload, b"\r\nPING\r\n"].concat()).expect("the server reads");
        // The answer to PING says that what came before it has been taken.
        let (mut answer, mut refused) = (String::new(), None);
        let mut lines = BufReader::new(stream);
        while !answer.starts_with("PONG") {
            answer.clear();
            assert!(lines.read_line(&mut answer).expect("the server answers") > 0, "the server hung up");
            refused = refused.or_else(|| answer.starts_with("-ERR").then(|| answer.trim().to_owned()));
        }
        refused
    }

    /// Sends a signal by its name, `STOP` or `CONT`.
    pub fn signal(&self, name: &str) {
        crate::program::signal(self.child.id(), name);
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A message that a stream holds.
#[derive(Debug)]
pub struct Held {
    pub subject: String,
    /// The id that its publisher gave it.
    pub id: String,
    pub payload: Vec<u8>,
}

/// All that a stream holds at this moment, as any reader of it is given it, without any of our own code in between.
pub fn held(url: &str, stream: &str) -> Vec<Held> {
    let address = url.split(',').next().and_then(|url| url.strip_prefix("nats://")).expect("an address");
    let mut connection = TcpStream::connect(address).expect("the server listens");
    let place = format!("reading.{stream}");
    let consumer = serde_json::json!({
        "stream_name": stream,
        "config": { "deliver_subject": place, "deliver_policy": "all", "ack_policy": "none" },
    });
    let consumer = consumer.to_string();
    let asked = format!(
        "CONNECT {{\"verbose\":false,\"headers\":true}}\r\nSUB {place} 1\r\nPUB $JS.API.CONSUMER.CREATE.{stream} {}\r\n{consumer}\r\n",
        consumer.len()
    );
    connection.write_all(asked.as_bytes()).expect("the server reads");
    let mut answers = BufReader::new(connection);
    let (mut held, mut line) = (Vec::new(), String::new());
    loop {
        line.clear();
        assert!(answers.read_line(&mut line).expect("the server answers") > 0, "the server hung up");
        let words: Vec<&str> = line.split_whitespace().collect();
        // HMSG subject subscription reply bytes-of-headers bytes; what is published by us always has an id, so headers.
        let ["HMSG", subject, _, reply, of_headers, of_all] = words[..] else {
            assert!(!line.starts_with("-ERR"), "{line}");
            continue;
        };
        let number = |digits: &str| digits.parse::<usize>().expect("a length");
        let mut bytes = vec![0; number(of_all) + 2];
        answers.read_exact(&mut bytes).expect("the whole message");
        bytes.truncate(number(of_all));
        let payload = bytes.split_off(number(of_headers));
        let headers = String::from_utf8_lossy(&bytes).into_owned();
        let id = headers.lines().find_map(|line| line.strip_prefix("Nats-Msg-Id:")).unwrap_or_default();
        held.push(Held { subject: subject.to_owned(), id: id.trim().to_owned(), payload });
        // `$JS.ACK.STREAM.CONSUMER.times.sequence.sequence.time.left`.
        if reply.ends_with(".0") {
            return held;
        }
    }
}

/// Three servers that are one cluster, each reached by the others over links that can be cut.
pub struct NatsCluster {
    pub servers: Vec<NatsServer>,
    /// From whom, to whom.
    links: Vec<(usize, usize, Link)>,
}

impl NatsCluster {
    pub fn start(folder: &Path) -> Self {
        let routes: Vec<u16> = (0..3).map(|_| ports::free()).collect();
        let pairs = (0..3).flat_map(|from| (0..3).map(move |to| (from, to))).filter(|(from, to)| from != to);
        let links: Vec<_> = pairs.map(|(from, to)| (from, to, Link::open(routes[to]))).collect();
        let server = |number: usize| {
            let own = links.iter().filter(|(from, ..)| *from == number);
            let others: Vec<String> =
                own.map(|(.., link)| format!("\"nats://127.0.0.1:{}\"", link.port)).collect();
            // Told where nobody listens: by what they tell each other they would find a way around the links.
            let cluster = format!(
                "server_name: n{number}\ncluster {{ name: C, listen: \"127.0.0.1:{}\", advertise: \"127.0.0.1:9\", \
                 connect_retries: 1000000, routes: [{}] }}",
                routes[number],
                others.join(", ")
            );
            let own = folder.join(format!("n{number}"));
            std::fs::create_dir_all(&own).expect("the scratch folder is writable");
            NatsServer::configured(&own, &cluster)
        };
        Self { servers: (0..3).map(server).collect(), links }
    }

    /// The addresses of all.
    pub fn url(&self) -> String {
        self.servers.iter().map(NatsServer::url).collect::<Vec<_>>().join(",")
    }

    /// Cuts one off from the others, or joins it to them again; its clients reach it all the same.
    pub fn cut_off(&self, number: usize, is_cut: bool) {
        let of_it = |(from, to, _): &&(usize, usize, Link)| *from == number || *to == number;
        self.links.iter().filter(of_it).for_each(|(.., link)| link.cut(is_cut));
    }
}

/// A way to a port of this machine, which can be cut.
struct Link {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    is_cut: bool,
    open: Vec<TcpStream>,
}

impl Link {
    fn open(to: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("a bound address").port();
        let state = Arc::<Mutex<State>>::default();
        let kept = Arc::clone(&state);
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                // While it is cut, and where nobody listens, it ends here.
                let mut state = kept.lock().expect("nobody panics in it");
                if !state.is_cut
                    && let Ok(far) = TcpStream::connect(("127.0.0.1", to))
                    && let (Ok(near_back), Ok(far_back)) = (near.try_clone(), far.try_clone())
                    && let (Ok(near_kept), Ok(far_kept)) = (near.try_clone(), far.try_clone())
                {
                    state.open.extend([near_kept, far_kept]);
                    thread::spawn(move || carry(near, far));
                    thread::spawn(move || carry(far_back, near_back));
                }
            }
        });
        Self { port, state }
    }

    fn cut(&self, is_cut: bool) {
        let mut state = self.state.lock().expect("nobody panics in it");
        state.is_cut = is_cut;
        for stream in state.open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Carries bytes one way until either side ends.
fn carry(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}

fn spawn(program: &Path, folder: &Path, config: &Path, port: u16) -> Child {
    let mut command = Command::new(program);
    // What is said here goes before the file.
    command.arg("--config").arg(config).arg("--log").arg(folder.join("nats.log"));
    command.args([
        "--addr",
        "127.0.0.1",
        "--port",
        &port.to_string(),
        "--http_port",
        &ports::free().to_string(),
    ]);
    command.env("NATS_STORE", folder.join("jetstream"));
    for (name, file) in [("CERTIFICATE", "server.pem"), ("KEY", "server.key"), ("AUTHORITY", "ca.pem")] {
        command.env(format!("NATS_{name}"), folder.join(file));
    }
    for user in PASSWORDS {
        command.env(format!("VEILLE_{user}_PASSWORD"), NatsServer::PASSWORD);
    }
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("nats-server starts");
    // One that was killed reads its streams first, on a machine that is busy with other tests.
    let deadline = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = child.try_wait().expect("a child of ours");
        if ended.is_some() || Instant::now() > deadline {
            let _ = child.kill();
            let log = std::fs::read_to_string(folder.join("nats.log")).unwrap_or_default();
            let last: Vec<&str> = log.lines().rev().take(5).collect();
            panic!("nats-server does not listen on {port} (ended: {ended:?}); newest lines first: {last:#?}");
        }
        thread::sleep(Duration::from_millis(30));
    }
    child
}

/// From the environment, the project's own tools, or the PATH.
pub(crate) fn find() -> PathBuf {
    let named = std::env::var_os("VEILLE_NATS_SERVER").map(PathBuf::from);
    let installed = crate::root().join(".tools/nats/bin/nats-server");
    let on_path = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path).map(|folder| folder.join("nats-server")).find(|p| p.is_file())
    });
    named
        .or_else(|| installed.is_file().then_some(installed))
        .or(on_path)
        .expect("no nats-server: tests/run.sh installs one, or set VEILLE_NATS_SERVER")
}
