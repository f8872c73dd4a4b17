//! What a program answers of itself where `--metrics` says: health and metrics, over a connection of the test's own.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use crate::press::wait_until;

/// Where a program answers that was started with `--metrics 127.0.0.1:0`, by its log.
pub fn place(log: &Path) -> String {
    let address = || {
        let text = fs::read_to_string(log).unwrap_or_default();
        let line = text.lines().find(|line| line.contains("answering /healthz"))?.to_owned();
        let (_, address) = line.split_once("address=")?;
        Some(address.split_whitespace().next()?.trim_matches('"').to_owned())
    };
    wait_until("it says where it answers", || address().is_some());
    address().expect("it was waited for")
}

/// Asks it once: status and body.
pub fn get(address: &str, path: &str) -> (u16, String) {
    let mut connection = TcpStream::connect(address).expect("it listens");
    let question = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(question.as_bytes()).expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("it answers in UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head ends with an empty line");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("the first line has a status"), body.to_owned())
}

/// The sum of a metric over all whose labels contain this.
pub fn sum(metrics: &str, name: &str, labels: &str) -> f64 {
    let lines = metrics
        .lines()
        .filter(|line| line.starts_with(&format!("{name}{{")) || line.starts_with(&format!("{name} ")));
    let of_these = lines.filter(|line| line.contains(labels));
    of_these
        .map(|line| line.rsplit(' ').next().and_then(|value| value.parse().ok()).unwrap_or(f64::NAN))
        .sum()
}
