//! The pages in a real browser, Chromium: what a reader sees, presses and is told, over the program as it runs.
//! Where there is no chromedriver these are left out, and say so; `tests/run.sh` installs it.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod hostile;
mod pages;
mod working;

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use veille_tests::{Browser, Running, Veille, root};

use super::looking::address;

/// The program with what it serves.
struct Served {
    running: Running,
    /// `127.0.0.1:40123`.
    host: String,
    folder: TempDir,
}

impl Served {
    /// The seeds, replayed and served.
    fn seeds() -> Self {
        let folder = TempDir::new().unwrap();
        Self::replayed(folder, &root().join("seeds"))
    }

    /// What lies at a path, replayed into a store in this folder and served.
    fn replayed(folder: TempDir, path: &Path) -> Self {
        let arguments = ["replay", path.to_str().unwrap(), "--serve", "--listen", "127.0.0.1:0"];
        Self::started(folder, &arguments)
    }

    fn started(folder: TempDir, arguments: &[&str]) -> Self {
        let log = folder.path().join("said.log");
        // A program of before may have said its address there.
        drop(fs::remove_file(&log));
        let mut running = Veille::new(folder.path(), arguments.iter().copied()).start(&log);
        let host = address(&mut running, &log);
        Self { running, host, folder }
    }

    fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// Stores one more article, as another program does: it touches the convention.
    fn store(&self, headline: &str) {
        store(self.folder.path(), headline);
    }
}

/// Stores one more article in this folder's store.
fn store(folder: &Path, headline: &str) {
    let paragraph = "Les délégations de soixante pays ont signé samedi la Convention de Hanoï, premier traité des Nations \
                     unies contre la cybercriminalité, après cinq années de travaux et huit sessions de négociation.";
    let body = format!(
        "<!doctype html><html lang=fr><head><title>{headline}</title></head><body><article><h1>{headline}</h1>\
         <p>{headline}. {paragraph}</p><p>{paragraph} {headline}.</p></article></body></html>"
    );
    let name: String = headline.chars().filter(char::is_ascii_alphanumeric).collect();
    let capture = serde_json::json!({
        "url": format!("https://lefleuve.example/{name}"), "source": "lefleuve", "media_type": "text/html",
        "captured_at": "2025-10-27T08:00:00Z", "body": body,
    });
    let file = folder.join(format!("{name}.jsonl"));
    fs::write(&file, format!("{capture}\n")).unwrap();
    let replay = ["replay", file.to_str().unwrap(), "--quiet"];
    Veille::new(folder, replay).finish().ok();
}

/// Chromium, where this machine has it and its driver.
fn browser() -> Option<Browser> {
    Browser::open()
}
