//! How often programs may ask: each has a minute's requests to spend at once, and they come back as the minute goes by.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// So many are remembered; who has spent nothing is forgotten first.
const MOST: usize = 10_000;

/// By who asks.
#[derive(Debug)]
pub(crate) struct Pace {
    /// Requests a minute; 0 for as many as one likes.
    a_minute: f64,
    spent: Mutex<HashMap<String, Spent>>,
}

/// What somebody has spent of their minute, as of an instant.
#[derive(Clone, Copy, Debug)]
struct Spent {
    requests: f64,
    at: Instant,
}

impl Pace {
    pub fn new(a_minute: u32) -> Self {
        Self { a_minute: a_minute.into(), spent: Mutex::default() }
    }

    /// Takes one more request in; how many seconds one must wait before it, where not at once.
    pub fn wait(&self, who: &str) -> Option<u64> {
        self.wait_at(who, Instant::now())
    }

    fn wait_at(&self, who: &str, now: Instant) -> Option<u64> {
        if self.a_minute == 0.0 {
            return None;
        }
        let mut all = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |spent: &Spent| {
            let back = now.saturating_duration_since(spent.at).as_secs_f64() * self.a_minute / 60.0;
            (spent.requests - back).max(0.0)
        };
        if all.len() >= MOST && !all.contains_key(who) {
            all.retain(|_, spent| left(spent) > 0.0);
            // Still too many: whoever asked longest ago begins a minute anew.
            if all.len() >= MOST
                && let Some(oldest) = all.iter().min_by_key(|(_, spent)| spent.at).map(|(who, _)| who.clone())
            {
                all.remove(&oldest);
            }
        }
        let requests = all.get(who).map_or(0.0, left) + 1.0;
        if requests > self.a_minute {
            // Who is refused spends nothing: whoever asks on and on would never be let in again.
            return Some(((requests - self.a_minute) * 60.0 / self.a_minute).ceil() as u64);
        }
        all.insert(who.to_owned(), Spent { requests, at: now });
        None
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_minute_is_spent_at_once_and_comes_back_as_it_goes_by() {
        let (pace, now) = (Pace::new(60), Instant::now());
        assert!((0..60).all(|_| pace.wait_at("hoa", now).is_none()));
        assert_eq!((pace.wait_at("hoa", now), pace.wait_at("an", now)), (Some(1), None));
        let later = now + Duration::from_secs(5);
        assert!((0..5).all(|_| pace.wait_at("hoa", later).is_none()));
        assert_eq!(pace.wait_at("hoa", later), Some(1));
        assert!((0..9_999).all(|_| Pace::new(0).wait_at("hoa", now).is_none()));
    }
}
