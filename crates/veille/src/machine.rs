//! Who we are to others, this machine (host name) and this process, and the threads that it works on.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// Threads for what takes long (cleaning, indexing, looking names up, files), beside those that wait for room.
const BLOCKING_THREADS: usize = 64;
/// How long such a thread waits for work. They take turns, so that under a load of so many tasks a second none of those ever
/// ended that a burst had needed once, at tokio's ten seconds.
const KEEP_ALIVE: Duration = Duration::from_millis(200);

/// What runs everything that waits: a thread a core, and others for what takes long, of which `waiting` may stand still until
/// the rest have made room.
pub fn runtime(waiting: usize) -> io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let begun = AtomicUsize::new(0);
    Builder::new_multi_thread()
        .enable_all()
        .worker_threads(cores)
        .max_blocking_threads(waiting.saturating_add(BLOCKING_THREADS))
        .thread_keep_alive(KEEP_ALIVE)
        // The threads of the cores are begun first. Names are cut to 15 letters.
        .thread_name_fn(move || match begun.fetch_add(1, Ordering::Relaxed) {
            core if core < cores => format!("veille-async-{core}"),
            _ => "veille-block".to_owned(),
        })
        .build()
}

/// What this machine is called; None where the system does not say.
pub fn host() -> Option<String> {
    ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|path| {
        let name = std::fs::read_to_string(path).ok()?;
        (!name.trim().is_empty()).then(|| name.trim().to_owned())
    })
}

/// Who takes a place in a store, for others who want it.
pub fn holder(command: &str) -> String {
    // A store on a shared disk may be held by another machine, whose process number says nothing here.
    let name = host().map(|name| format!(" on {name}"));
    format!(
        "`veille {command}`, process {}{}, since {}",
        std::process::id(),
        name.unwrap_or_default(),
        chrono::Utc::now().format("%Y-%m-%d %H:%M:%SZ")
    )
}
