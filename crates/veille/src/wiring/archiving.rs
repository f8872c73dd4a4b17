//! What is fetched, on its way through the archive: appended to the WARCs of a folder before anybody else has it.

use anyhow::{Context, Result};
use chrono::Utc;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use veille_archive::{ArchiveError, Folder};
use veille_fetcher::Delivery;
use veille_model::Capture;

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
        while together.len() < TOGETHER
            && let Ok(next) = deliveries.try_recv()
        {
            together.push(next);
        }
        archive.keep(together.iter().flat_map(|delivery| &delivery.fetched.captures))?;
        for delivery in together.drain(..) {
            // Nobody takes any more: what is kept stays, and is fetched again.
            if onward.blocking_send(delivery).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
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
        if any {
            self.folder.sync().context("archive.folder")?;
        }
        Ok(())
    }
}
