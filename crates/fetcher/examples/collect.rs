//! Watches sources for a while and prints what comes, a JSON object a line: kind, address, size. Outcomes that are no
//! captures go to standard error.
//!
//!     collect SOURCES.toml SECONDS [CONFIG.toml]
//!
//! With `SECONDS` 0 everything due is read once. `CONFIG.toml` holds the keys of [`Config`].
#![allow(clippy::print_stdout)]

use std::time::Duration;

use tokio::sync::mpsc;
use veille_fetcher::{Config, Delivery, Fetched, Fetcher, InMemory, Sources};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let sources = arguments.next().ok_or("expected SOURCES.toml")?;
    let seconds: u64 = arguments.next().ok_or("expected SECONDS")?.parse()?;
    let config = match arguments.next() {
        Some(path) => toml::from_str(&std::fs::read_to_string(path)?)?,
        None => Config::default(),
    };
    let sources = Sources::parse(&std::fs::read_to_string(sources)?)?;
    let fetcher = Fetcher::new(config, sources, InMemory::default())?;
    let (outlet, mut deliveries) = mpsc::channel::<Delivery>(64);
    let printing = tokio::spawn(async move {
        while let Some(Delivery { fetched, confirm }) = deliveries.recv().await {
            print(&fetched);
            // Nobody waits for it any more once the fetcher has been stopped.
            let _ = confirm.send(());
        }
    });
    let tally = match seconds {
        0 => fetcher.once(outlet, std::future::pending()).await?,
        _ => fetcher.run(outlet, tokio::time::sleep(Duration::from_secs(seconds))).await?,
    };
    printing.await?;
    eprintln!("{tally:?}");
    Ok(())
}

fn print(fetched: &Fetched) {
    for capture in &fetched.captures {
        let body = String::from_utf8_lossy(&capture.body);
        let title = body
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"))
            .map(|(title, _)| title);
        let line = serde_json::json!({
            "kind": capture.kind,
            "url": capture.url,
            "source": capture.source,
            "bytes": capture.body.len(),
            "title": title,
        });
        println!("{line}");
    }
    for outcome in fetched.outcomes.iter().filter(|outcome| outcome.reason.is_some()) {
        eprintln!("{}", serde_json::to_string(outcome).unwrap_or_default());
    }
}
