//! What Prometheus' own libraries tell of a process: memory, descriptors, processor time, when it began (Linux; elsewhere
//! nothing is told).

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// The kernel counts processor time in these for everybody (`USER_HZ`, proc(5)), whatever its own clock.
const TICKS_A_SECOND: f64 = 100.0;

#[derive(Debug, Default)]
pub(super) struct Process {
    resident: Gauge,
    descriptors: Gauge,
    started: Gauge,
    cpu: Counter<f64, AtomicU64>,
}

impl Process {
    pub fn register(&self, registry: &mut Registry) {
        if resident().is_none() {
            return;
        }
        registry.register("process_resident_memory_bytes", "Resident memory", self.resident.clone());
        registry.register("process_open_fds", "Open file descriptors", self.descriptors.clone());
        // When its registry was made, which is the first that it does.
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.started.set(i64::try_from(started.as_secs()).unwrap_or_default());
        registry.register("process_start_time_seconds", "When it began, since 1970", self.started.clone());
        registry.register("process_cpu_seconds", "Processor time, user and system", self.cpu.clone());
    }

    pub fn look(&self) {
        if let Some(bytes) = resident() {
            self.resident.set(bytes);
        }
        if let Ok(entries) = std::fs::read_dir("/proc/self/fd") {
            // One of them is for looking.
            self.descriptors.set(i64::try_from(entries.count()).unwrap_or(i64::MAX) - 1);
        }
        if let Some(cpu) = cpu() {
            self.cpu.inner().store(cpu.to_bits(), Ordering::Relaxed);
        }
    }
}

/// Bytes of memory that this process holds; None where the system does not say.
pub(super) fn resident() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse::<i64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Seconds of processor time.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name stands in parentheses, and may hold blanks and parentheses itself.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_A_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_knows_itself() {
        assert!((0.0..1e6).contains(&cpu().unwrap()));
        assert!(resident().unwrap() > 1 << 20);
    }
}
