//! Logins that failed: whoever guesses waits twice as long each time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many are a slip of the fingers.
const FREE: u32 = 3;
/// Nobody waits longer.
const WAIT_MAX: Duration = Duration::from_secs(300);
/// After so long all is forgotten.
// Longer than the longest pause, so that whoever waits it out does not begin with three free tries.
const REMEMBERED: Duration = Duration::from_secs(3_600);
/// So many names and addresses are remembered.
const MOST: usize = 10_000;

/// By name and by address.
#[derive(Debug, Default)]
pub(crate) struct Failures(Mutex<HashMap<String, (u32, Instant)>>);

impl Failures {
    /// How long one must wait who tries as any of these; None where not at all.
    pub fn wait(&self, keys: &[String]) -> Option<Duration> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = |key: &String| {
            let (count, last) = known.get(key)?;
            due(*count).checked_sub(last.elapsed()).filter(|wait| !wait.is_zero())
        };
        // The longest of them: else whoever changes the address, or the name, would begin anew.
        keys.iter().filter_map(wait).max()
    }

    pub fn note(&self, keys: &[String]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = keys.iter().filter(|key| !known.contains_key(*key)).count();
        if known.len() + new > MOST {
            // Nobody waits for these any more: forgetting them costs only that their next pauses begin short.
            known.retain(|_, (_, last)| last.elapsed() < WAIT_MAX);
        }
        // Not those who failed least: among them is whoever begins now, who would never be counted.
        while known.len() + new > MOST {
            let Some(oldest) = known.iter().min_by_key(|(_, (_, last))| *last) else { break };
            let oldest = oldest.0.clone();
            known.remove(&oldest);
        }
        for key in keys {
            let entry = known.entry(key.clone()).or_insert((0, Instant::now()));
            let count = if entry.1.elapsed() > REMEMBERED { 0 } else { entry.0 };
            *entry = (count.saturating_add(1), Instant::now());
        }
    }

    pub fn forget(&self, keys: &[String]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|key, _| !keys.contains(key));
    }
}

fn due(count: u32) -> Duration {
    match count.checked_sub(FREE) {
        None => Duration::ZERO,
        // 2^20 seconds are more than anybody waits; a shift by 64 or more would be an overflow.
        Some(more) => Duration::from_secs(1_u64 << more.min(20)).min(WAIT_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fails_waits_longer_each_time_and_others_do_not() {
        assert_eq!([0, 2, 3, 4, 8, 99].map(|count| due(count).as_secs()), [0, 0, 1, 2, 32, 300]);
        let failures = Failures::default();
        let (hoa, an) = (["hoa".to_owned()], ["an".to_owned()]);
        (0..5).for_each(|_| failures.note(&hoa));
        assert!(failures.wait(&hoa).is_some() && failures.wait(&an).is_none());
        failures.forget(&hoa);
        assert!(failures.wait(&hoa).is_none());
    }

    #[test]
    fn however_many_fail_so_many_are_remembered_the_latest_among_them() {
        let failures = Failures::default();
        let name = |number: usize| [format!("name/{number}")];
        for number in 0..MOST + 50 {
            (0..=FREE).for_each(|_| failures.note(&name(number)));
        }
        assert!(failures.0.lock().unwrap().len() <= MOST);
        assert!(failures.wait(&name(MOST + 49)).is_some() && failures.wait(&name(0)).is_none());
    }
}
