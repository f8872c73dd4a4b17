//! Ctrl-C, SIGTERM, a terminal that closes: stop taking, finish what is in hand. Work that was not finished ends with 130,
//! whatever the signal was.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use tokio::signal::unix::{Signal, SignalKind, signal};
use veille_pipeline::Stop;

use crate::exit::{Cause, failure};

/// Whether the running command settles what is in hand by itself.
static SETTLES: AtomicBool = AtomicBool::new(false);
/// The exit code of unfinished work, as README has it.
const INTERRUPTED: i32 = 130;

/// Asked to stop.
#[derive(Clone, Debug)]
pub struct Signals {
    pub stop: Stop,
}

impl Signals {
    /// Listens from now on. The first signal stops gracefully; a Ctrl-C after it ends the process at once.
    pub fn listen() -> Result<Self> {
        let signals = Self { stop: Stop::new() };
        let mut told = Told::listen()?;
        // After a SIGTERM the first Ctrl-C is impatient already: it must be heard beside `told`.
        let mut impatient = signal(SignalKind::interrupt()).context("listening for Ctrl-C")?;
        // From here on a signal is a request: `end_at_once` has listened since before and stands back.
        SETTLES.store(true, Ordering::SeqCst);
        let stop = signals.stop.clone();
        tokio::spawn(async move {
            // Both streams hear the same Ctrl-C: the first of the impatient one is that which was just heard.
            if told.next().await == SignalKind::interrupt() {
                impatient.recv().await;
            }
            stop.cancel();
            tracing::info!("stopping: finishing what is in hand; Ctrl-C again ends at once");
            impatient.recv().await;
            std::process::exit(INTERRUPTED);
        });
        Ok(signals)
    }

    /// How a command ends that has finished what was in hand: told to stop, it was interrupted. A command whose work was
    /// all done when it was told does not ask.
    pub fn conclude(&self) -> Result<()> {
        match self.stop.is_cancelled() {
            true => Err(failure(Cause::Interrupted, "interrupted")),
            false => Ok(()),
        }
    }
}

/// A command that has nothing to settle ends where it stands, until one [listens](Signals::listen) that has.
pub fn end_at_once() -> Result<()> {
    let mut told = Told::listen()?;
    tokio::spawn(async move {
        told.next().await;
        // Commands that only read have nothing to settle: they end where they are, as any filter does.
        if !SETTLES.load(Ordering::SeqCst) {
            std::process::exit(INTERRUPTED);
        }
    });
    Ok(())
}

/// The ways of telling a process to stop.
struct Told {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Option<Signal>,
}

impl Told {
    fn listen() -> Result<Self> {
        let listen = |kind, name| signal(kind).with_context(|| format!("listening for {name}"));
        // Started under nohup, a process is meant to outlive its terminal.
        let hang_up = !is_ignored(SignalKind::hangup());
        Ok(Self {
            interrupt: listen(SignalKind::interrupt(), "Ctrl-C")?,
            terminate: listen(SignalKind::terminate(), "SIGTERM")?,
            hang_up: hang_up.then(|| listen(SignalKind::hangup(), "SIGHUP")).transpose()?,
        })
    }

    async fn next(&mut self) -> SignalKind {
        let hung_up = async {
            match &mut self.hang_up {
                Some(hang_up) => hang_up.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => SignalKind::interrupt(),
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = hung_up => SignalKind::hangup(),
        }
    }
}

/// Whether whoever started us wants a signal to be ignored; what cannot be found out (no Linux) is not.
fn is_ignored(kind: SignalKind) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    // Linux tells it there (proc(5)); elsewhere nothing is known to be ignored.
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    // Signals count from 1, bits from 0.
    (mask >> (kind.as_raw_value() - 1)) & 1 == 1
}
