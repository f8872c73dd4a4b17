//! `veille fetch URL…`: these pages and feeds once, with the manners of everything that is fetched.

use std::fs::OpenOptions;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use chrono::Utc;
use futures_util::{StreamExt, stream};
use veille_archive::WarcWriter;
use veille_fetcher::{Credentials, Fetcher, InMemory, Sources};
use veille_model::{Capture, Outcome, OutcomeKind, Reason, SourceId, StageName};

use super::Context;
use crate::arguments::Fetch;
use crate::exit::{Cause, failure};
use crate::shown::{Results, outcome_line};
use crate::signals::Signals;
use crate::wiring::{self, Archive};

/// Hosts asked side by side; of one host one thing at a time, whoever asks.
const AT_ONCE: usize = 16;

pub async fn run(arguments: Fetch, context: Context) -> Result<()> {
    context.warn();
    let signals = Signals::listen()?;
    let settings = &context.configuration.settings;
    // Nothing of the configured sources: whoever names an address asks for it as a stranger would.
    let fetcher = Fetcher::new(settings.fetcher.clone(), Sources::default(), InMemory::default())?;
    let mut archive = Archive::of(settings)?;
    let mut target = Target::open(arguments.output.as_deref())?;
    let fetcher = &fetcher;
    let asked = arguments.urls.iter().map(|url| async move { (url, fetcher.page(url).await) });
    // In the order in which they were asked for, however fast each host is.
    let mut answers = stream::iter(asked).buffered(AT_ONCE);
    let mut refused = 0_usize;
    while let Some(Some((url, got))) = signals.stop.run_until_cancelled(answers.next()).await {
        // A name and a password in it are sent to whom they are for, and neither printed nor kept.
        let url = &Credentials::of(url).1;
        let opened = got.and_then(|page| {
            if let Some(archive) = &mut archive {
                archive.keep([&page]).map_err(|error| Reason::new("not_kept", format!("{error:#}")))?;
            }
            wiring::opened_as_feed(page)
        });
        let outcome = outcome_of(url, &opened);
        refused += usize::from(opened.is_err());
        if outcome.outcome == OutcomeKind::Forwarded {
            let count = outcome.outputs.len();
            context.say(match &outcome.url {
                Some(found) if found != url => format!("fetch: {url} led to {found}: captured"),
                _ if count != 1 => format!("fetch: {url}: a feed of {count} entries"),
                _ => format!("fetch: {url}: captured"),
            });
        } else {
            context.say(outcome_line(&outcome));
        }
        for capture in opened.iter().flatten() {
            target.take(capture)?;
        }
        // After each page: whoever reads the pipe need not wait for the last.
        if !target.flush()? {
            return Ok(());
        }
    }
    target.finish()?;
    signals.conclude()?;
    match refused {
        0 => Ok(()),
        refused => Err(failure(Cause::Failed, format!("{refused} of {} not fetched", arguments.urls.len()))),
    }
}

fn outcome_of(url: &str, opened: &Result<Vec<Capture>, Reason>) -> Outcome {
    let captures = opened.as_deref().unwrap_or_default();
    let found = captures.first().filter(|_| captures.len() == 1).and_then(|capture| capture.url.clone());
    Outcome {
        stage: StageName::Fetch,
        outcome: if opened.is_ok() { OutcomeKind::Forwarded } else { OutcomeKind::Discarded },
        input: url.to_owned(),
        source: SourceId::of_url(url),
        url: found.or_else(|| Some(url.to_owned())),
        at: Some(Utc::now()),
        reason: opened.as_ref().err().cloned(),
        outputs: captures.iter().map(|capture| capture.id.to_string()).collect(),
    }
}

/// Where captures go.
enum Target {
    Printed(Results),
    Lines(BufWriter<std::fs::File>),
    Warc(WarcWriter<std::fs::File>),
}

impl Target {
    fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Printed(Results::new()));
        };
        let name = path.to_string_lossy().to_ascii_lowercase();
        if [".warc", ".warc.gz"].iter().any(|end| name.ends_with(end)) {
            return Ok(Self::Warc(WarcWriter::append(path)?));
        }
        let file = OpenOptions::new().append(true).read(true).create(true).open(path);
        let lines = file.and_then(|mut file| {
            // The line that a kill left unfinished would take the first of ours with it.
            let mut last = [b'\n'];
            if file.seek(SeekFrom::End(-1)).is_ok() {
                file.read_exact(&mut last)?;
            }
            if last != *b"\n" {
                file.write_all(b"\n")?;
            }
            Ok(BufWriter::new(file))
        });
        Ok(Self::Lines(lines.with_context(|| path.display().to_string())?))
    }

    fn take(&mut self, capture: &Capture) -> Result<()> {
        match self {
            Self::Printed(results) => results.json(capture)?,
            Self::Lines(file) => {
                serde_json::to_writer(&mut *file, capture)?;
                file.write_all(b"\n")?;
            }
            Self::Warc(writer) => writer.write(capture)?,
        }
        Ok(())
    }

    /// What was taken reaches its reader; false where nobody reads any more.
    fn flush(&mut self) -> Result<bool> {
        match self {
            Self::Printed(results) => {
                results.flush()?;
                return Ok(!results.is_closed());
            }
            Self::Lines(file) => file.flush()?,
            Self::Warc(_) => {}
        }
        Ok(true)
    }

    fn finish(mut self) -> Result<()> {
        self.flush()?;
        if let Self::Warc(writer) = self {
            writer.finish()?;
        }
        Ok(())
    }
}
