//! What is fetched, on its way through the archive: appended to the WARCs of a folder before anybody else has it.

use anyhow::{Context, Result};
use chrono::Utc;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use veille_archive::{ArchiveError, Folder};
use veille_fetcher::Delivery;
use veille_model::{Capture, Outcome, OutcomeKind, Reason, StageName};

use crate::configuration::Settings;

/// Deliveries that reach the disk together.
const TOGETHER: usize = 64;

/// Who keeps what is fetched.
pub struct Archiving(Option<JoinHandle<Result<()>>>);

impl Archiving {
    /// Has deliveries pass through the folder of `[archive]`, where there is one. Where it can no longer be written, deliveries
    /// end, and [`Self::end`] says why.
    pub fn begin(
        settings: &Settings,
        deliveries: mpsc::Receiver<Delivery>,
    ) -> Result<(mpsc::Receiver<Delivery>, Self)> {
        let Some(archive) = Archive::of(settings)? else { return Ok((deliveries, Self(None))) };
        // The room is in the fetcher's own channel; what stands in this one is on the disk already.
        let (onward, kept) = mpsc::channel(1);
        let keeping = tokio::task::spawn_blocking(move || keep(archive, deliveries, &onward));
        Ok((kept, Self(Some(keeping))))
    }

    /// Waits until all is kept.
    pub async fn end(self) -> Result<()> {
        match self.0 {
            Some(keeping) => keeping.await.context("keeping what is fetched")?,
            None => Ok(()),
        }
    }
}

fn keep(
    mut archive: Archive,
    mut deliveries: mpsc::Receiver<Delivery>,
    onward: &mpsc::Sender<Delivery>,
) -> Result<()> {
    let mut together = Vec::with_capacity(TOGETHER);
    while let Some(first) = deliveries.blocking_recv() {
        together.push(first);
        // What has come meanwhile shares one sync; for more nobody waits.
        while together.len() < TOGETHER
            && let Ok(next) = deliveries.try_recv()
        {
            together.push(next);
        }
        archive.keep(together.iter().flat_map(|delivery| &delivery.fetched.captures))?;
        let outcomes = together.iter().flat_map(|delivery| &delivery.fetched.outcomes);
        let gone: Vec<Capture> = outcomes.filter_map(gone).collect();
        archive.keep(&gone)?;
        for delivery in together.drain(..) {
            // Nobody takes any more: what is kept stays, and is fetched again.
            if onward.blocking_send(delivery).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A publisher's answer that a page is not there, as a capture without a body: a replay tells by it what was withdrawn.
fn gone(outcome: &Outcome) -> Option<Capture> {
    let status = outcome.reason.as_ref().and_then(|reason| status_of_the_gone(&reason.code))?;
    let is_one = outcome.stage == StageName::Fetch && outcome.outcome == OutcomeKind::Discarded;
    is_one.then(|| Capture {
        source: outcome.source.clone(),
        captured_at: outcome.at,
        status: Some(status),
        ..Capture::page(outcome.url.clone(), Vec::new())
    })
}

fn status_of_the_gone(code: &str) -> Option<u16> {
    match code {
        "http_404" => Some(404),
        "http_410" => Some(410),
        _ => None,
    }
}

/// What such an answer says when it is replayed; None where this is a page as any.
pub(super) fn said_gone(capture: &Capture) -> Option<Reason> {
    let status = capture.status.filter(|status| matches!(status, 404 | 410) && capture.body.is_empty())?;
    Some(Reason::new(format!("http_{status}"), format!("the archive has the publisher's answer {status}")))
}

/// The folder, and how pages are asked for.
pub struct Archive {
    folder: Folder,
    fetcher: veille_fetcher::Config,
}

impl Archive {
    /// The folder of `[archive]`, where there is one.
    pub fn of(settings: &Settings) -> Result<Option<Self>> {
        let path = &settings.archive.folder;
        if path.as_os_str().is_empty() {
            return Ok(None);
        }
        let folder = Folder::open(path).context("archive.folder")?;
        Ok(Some(Self { folder, fetcher: settings.fetcher.clone() }))
    }

    /// Appends captures that came just now, and has them reach the disk.
    pub fn keep<'c>(&mut self, captures: impl IntoIterator<Item = &'c Capture>) -> Result<()> {
        let mut any = false;
        for capture in captures {
            any = true;
            let request = capture.url.as_deref().and_then(|url| self.fetcher.request_head(url));
            match self.folder.append(capture, request.as_deref(), Utc::now()) {
                Ok(()) => {}
                // It is stored all the same; only the archive will not have it.
                Err(error @ ArchiveError::TooLarge { .. }) => {
                    tracing::warn!(capture = %capture.id, cause = %error, "a capture is not kept in the archive");
                }
                Err(error) => return Err(error).context("archive.folder"),
            }
        }
        // Deliveries that bring no page, such as an unchanged feed, need no sync.
        if any {
            self.folder.sync().context("archive.folder")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;
    use veille_fetcher::{Config, Fetched};
    use veille_model::SourceId;

    use super::*;
    use crate::wiring::Reading;

    #[tokio::test]
    async fn that_a_page_is_gone_is_kept_and_told_by_a_replay() {
        let scratch = tempfile::TempDir::new().unwrap();
        let folder = Folder::open(scratch.path()).unwrap();
        let archive = Archive { folder, fetcher: Config::default() };
        let outcome = |code: &str| Outcome {
            stage: StageName::Fetch,
            outcome: OutcomeKind::Discarded,
            input: "https://a.example/1".to_owned(),
            source: SourceId::new("fleuve"),
            url: Some("https://a.example/1".to_owned()),
            at: chrono::DateTime::from_timestamp(1_790_000_000, 0),
            reason: Some(Reason::new(code.to_owned(), "x")),
            outputs: Vec::new(),
        };
        let outcomes = vec![outcome("http_410"), outcome("http_403"), outcome("unchanged")];
        let (taken, deliveries) = mpsc::channel(1);
        let (onward, mut kept) = mpsc::channel(1);
        let (confirm, _confirmed) = tokio::sync::oneshot::channel();
        taken.send(Delivery { fetched: Fetched { outcomes, ..Fetched::default() }, confirm }).await.unwrap();
        drop(taken);
        tokio::task::spawn_blocking(move || keep(archive, deliveries, &onward)).await.unwrap().unwrap();
        assert!(kept.recv().await.is_some());
        let inputs: Vec<_> = Reading::open(&[scratch.path().to_owned()]).unwrap().inputs(0).collect().await;
        let told: Vec<&Outcome> = inputs.iter().flat_map(|input| &input.outcomes).collect();
        let gone = told.iter().find(|told| told.stage == StageName::Fetch).unwrap();
        assert_eq!(
            (gone.reason.as_ref().unwrap().code.as_str(), &gone.source),
            ("http_410", &outcome("x").source)
        );
        assert_eq!((gone.at, gone.url.as_deref()), (outcome("x").at, Some("https://a.example/1")));
        // One document, which is no page.
        assert_eq!(told.iter().filter(|told| told.stage == StageName::Capture).count(), 1);
        assert!(inputs.iter().all(|input| input.capture.is_none()));
    }
}
