//! A NATS server that speaks TLS alone and asks who we are: by a certificate, an nkey, a credentials file. All by files that
//! `[nats]` of veille.toml or the environment names.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use veille_tests::{NatsServer, Running, Veille, root};

/// The user of `tests/credentials/desk.nk`.
const DESK: &str = "UDCLYTUTS6LBV2PQBVOCAE25TY43QX3FC7RS4LJWEACRST33IWIAG32A";

/// An authority, a server's certificate for 127.0.0.1 and one of ours, all signed by it: `ca`, `server`, `desk`, each with `.pem`
/// and `.key`.
fn certificates(folder: &Path) {
    let script = "set -e
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem
        sign() {
          openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=$1 -keyout $1.key -out $1.csr
          printf \"subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=$2\\n\" >$1.ext
          openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $1.ext -out $1.pem
        }
        sign server serverAuth
        sign desk clientAuth";
    let made = Command::new("bash").current_dir(folder).args(["-c", script]).output().expect("bash runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for name in ["operator.conf", "desk.creds", "desk.nk"] {
        fs::copy(root().join("tests/credentials").join(name), folder.join(name)).unwrap();
    }
}

/// The project's configuration with these lines in `[nats]`.
fn configure(folder: &Path, lines: &[&str]) {
    let _ = fs::remove_dir_all(folder.join("config"));
    let copied = Command::new("cp").arg("-r").arg(root().join("config")).arg(folder).status().unwrap();
    assert!(copied.success());
    let path = folder.join("config/veille.toml");
    let mut text = fs::read_to_string(&path).unwrap();
    for line in lines {
        let key = line.split_once(" = ").unwrap().0;
        let empty = format!("\n{key} = \"\"\n");
        assert!(text.contains(&empty), "{key}");
        text = text.replace(&empty, &format!("\n{line}\n"));
    }
    fs::write(path, text).unwrap();
}

/// The seeds through all services; the rows are those of one process.
fn goes_through(folder: &Path, server: &NatsServer, store: &str) {
    let seeds = root().join("seeds");
    let seeds = seeds.to_str().unwrap();
    let url = server.url();
    let start = |arguments: &[&str]| -> Running {
        let log = folder.join(format!("{}.log", arguments[0]));
        Veille::new(folder, [arguments, &["--nats", &url]].concat()).start(&log)
    };
    let _running = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", store])];
    Veille::new(folder, ["replay", seeds, "--nats", &url, "--quiet"]).finish().ok();
    Veille::new(folder, ["replay", seeds, "--store", "fused.db", "--quiet"]).finish().ok();
    let rows = |store| Veille::new(folder, ["export", "--revisions", "--store", store]).finish().ok().stdout;
    assert!(rows(store) == rows("fused.db") && !rows(store).is_empty());
}

/// What a command says that the server turns away.
fn refused(folder: &Path, server: &NatsServer) -> String {
    let finished = Veille::new(folder, ["streams", "--nats", &server.url()]).finish();
    assert_eq!(finished.code, Some(69), "{finished:?}");
    finished.stderr
}

#[test]
fn a_server_with_tls_knows_us_by_our_certificate_and_an_nkey() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    certificates(folder);
    let file = |name: &str| folder.join(name);
    let server = NatsServer::configured(
        folder,
        &format!(
            "tls {{ cert_file: {:?}, key_file: {:?}, ca_file: {:?}, verify: true }}\n\
             authorization {{ users: [ {{ nkey: {DESK} }} ] }}",
            file("server.pem"),
            file("server.key"),
            file("ca.pem")
        ),
    );
    let authority = "authority_file = \"ca.pem\"";
    let ours = ["certificate_file = \"desk.pem\"", "key_file = \"desk.key\""];
    let nkey = "nkey_file = \"desk.nk\"";

    configure(folder, &[authority, ours[0], ours[1], nkey]);
    goes_through(folder, &server, "nats.db");
    // Without any one of the three.
    configure(folder, &[ours[0], ours[1], nkey]);
    assert!(refused(folder, &server).contains("no secure connection"), "{}", refused(folder, &server));
    configure(folder, &[authority, nkey]);
    assert!(refused(folder, &server).contains("certificate"), "{}", refused(folder, &server));
    configure(folder, &[authority, ours[0], ours[1]]);
    assert!(refused(folder, &server).contains("refused us"), "{}", refused(folder, &server));

    // Files that are not there, or hold something else, are named.
    configure(folder, &[authority, ours[0], ours[1], "nkey_file = \"ca.pem\""]);
    let said = Veille::new(folder, ["streams", "--nats", &server.url()]).finish().stderr;
    assert!(said.contains("ca.pem") && said.contains("nkey"), "{said}");
    configure(folder, &["authority_file = \"none.pem\""]);
    let said = Veille::new(folder, ["streams", "--nats", &server.url()]).finish().stderr;
    assert!(said.contains("none.pem"), "{said}");
    configure(folder, &["key_file = \"desk.key\""]);
    let checked = Veille::new(folder, ["check"]).finish();
    assert!(checked.code == Some(78) && format!("{checked:?}").contains("go together"), "{checked:?}");

    // The environment names the same, and goes first.
    configure(folder, &["authority_file = \"none.pem\""]);
    let named = ["AUTHORITY=ca.pem", "CERTIFICATE=desk.pem", "KEY=desk.key", "NKEY=desk.nk"];
    let mut asked = Veille::new(folder, ["streams", "--nats", &server.url()]);
    for (name, value) in named.iter().map(|it| it.split_once('=').unwrap()) {
        asked = asked.env(&format!("VEILLE_NATS_{name}"), value);
    }
    asked.finish().ok();
}

#[test]
fn an_operators_server_knows_us_by_a_credentials_file() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    certificates(folder);
    let server = NatsServer::configured(folder, "include \"operator.conf\"");
    configure(folder, &["credentials_file = \"desk.creds\""]);
    goes_through(folder, &server, "nats.db");
    configure(folder, &[]);
    assert!(refused(folder, &server).contains("refused us"));
}

#[test]
fn the_deployed_server_under_tls_wants_a_certificate_and_a_password() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    certificates(folder);
    let server = NatsServer::deployed_with_tls(folder);
    let url = server.url();
    let asked = |user: &str, files: &[(&str, &str)], arguments: &[&str]| {
        let asked = Veille::new(folder, [arguments, &["--nats", &url]].concat())
            .env("VEILLE_NATS_USER", user)
            .env("VEILLE_NATS_PASSWORD", NatsServer::PASSWORD);
        let named =
            files.iter().fold(asked, |asked, (name, file)| asked.env(&format!("VEILLE_NATS_{name}"), file));
        named.finish()
    };
    let files = [("AUTHORITY", "ca.pem"), ("CERTIFICATE", "desk.pem"), ("KEY", "desk.key")];
    asked("operator", &files, &["streams", "apply"]).ok();
    let streams = asked("operator", &files, &["streams"]).ok().stdout;
    assert_eq!(streams.matches("as configured").count(), 7 + 1, "{streams}");
    // Who has either alone.
    let without = asked("operator", &files[..1], &["streams"]);
    assert!(without.code == Some(69) && without.stderr.contains("certificate"), "{without:?}");
    let stranger = asked("nobody", &files, &["streams"]);
    assert!(stranger.code == Some(69) && stranger.stderr.contains("refused us"), "{stranger:?}");
}
