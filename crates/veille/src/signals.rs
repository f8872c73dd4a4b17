//! Ctrl-C and SIGTERM: stop taking, finish what is in hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use tokio::signal::unix::{SignalKind, signal};
use veille_pipeline::Stop;

use crate::exit::{Cause, failure};

/// Asked to stop, and by whom.
#[derive(Clone, Debug)]
pub struct Signals {
    pub stop: Stop,
    interrupted: Arc<AtomicBool>,
}

impl Signals {
    /// Listens from now on. The first signal stops gracefully; a second Ctrl-C ends the process at once.
    pub fn listen() -> Result<Self> {
        let signals = Self { stop: Stop::new(), interrupted: Arc::default() };
        let mut interrupt = signal(SignalKind::interrupt()).context("listening for Ctrl-C")?;
        let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
        let told = signals.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => told.interrupted.store(true, Ordering::Relaxed),
                _ = terminate.recv() => {}
            }
            told.stop.cancel();
            tracing::info!("stopping: finishing what is in hand; Ctrl-C again ends at once");
            interrupt.recv().await;
            std::process::exit(130);
        });
        Ok(signals)
    }

    /// How a command ends that has finished what was in hand: asked by a person, it was interrupted; asked by a
    /// supervisor, or not at all, it is done.
    pub fn conclude(&self) -> Result<()> {
        match self.interrupted.load(Ordering::Relaxed) {
            true => Err(failure(Cause::Interrupted, "interrupted")),
            false => Ok(()),
        }
    }
}
