//! How often the same is told of work that runs for days (rate limiting): of each kind of refusal the first few of an hour in full, and
//! when the hour is over how many there were besides. A site that begins to forbid everything is seen on the day it does, and does not hide
//! another that fails.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use veille_model::{Outcome, OutcomeKind, StageName};

use super::count;

const HOUR: Duration = Duration::from_secs(3_600);
/// Lines of one kind in an hour.
const LINES_MAX: u64 = 5;

/// What has been told since an hour began.
pub struct Paced {
    began: Instant,
    seen: BTreeMap<(StageName, OutcomeKind, String), u64>,
}

impl Paced {
    pub fn new(now: Instant) -> Self {
        Self { began: now, seen: BTreeMap::new() }
    }

    /// Whether an outcome is told in full; it is counted either way.
    pub fn tells(&mut self, outcome: &Outcome) -> bool {
        let code = outcome.reason.as_ref().map(|reason| reason.code.clone()).unwrap_or_default();
        let seen = self.seen.entry((outcome.stage, outcome.outcome, code)).or_default();
        *seen += 1;
        *seen <= LINES_MAX
    }

    /// Once an hour is over: what was not told in it, a line for each kind.
    pub fn left_out(&mut self, now: Instant) -> Vec<String> {
        if now.duration_since(self.began) < HOUR { Vec::new() } else { self.end(now) }
    }

    /// What was not told since the hour began, which ends here.
    pub fn end(&mut self, now: Instant) -> Vec<String> {
        let minutes = now.duration_since(std::mem::replace(&mut self.began, now)).as_secs().div_ceil(60);
        let within = count(minutes, "minute", "minutes");
        let line = |((stage, outcome, code), seen): ((StageName, OutcomeKind, String), u64)| {
            let more = seen.checked_sub(LINES_MAX).filter(|more| *more > 0)?;
            let more = count(more, "more like it", "more like these");
            let why = if code.is_empty() { code } else { format!(" ({code})") };
            Some(format!("{stage}: {outcome} {more}{why} within {within}"))
        };
        std::mem::take(&mut self.seen).into_iter().filter_map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use veille_model::{Reason, SourceId};

    use super::*;

    fn refused(stage: StageName, code: &str) -> Outcome {
        Outcome {
            stage,
            outcome: OutcomeKind::Discarded,
            input: "https://a.example/1".to_owned(),
            source: SourceId::new("a"),
            url: None,
            at: None,
            reason: Some(Reason::new(code, "not an article")),
            outputs: Vec::new(),
        }
    }

    #[test]
    fn each_hour_the_first_of_a_kind_are_told_and_the_others_counted() {
        let begun = Instant::now();
        let mut paced = Paced::new(begun);
        let told = |paced: &mut Paced, code: &str, times: u64| {
            (0..times).filter(|_| paced.tells(&refused(StageName::Clean, code))).count()
        };
        assert_eq!(told(&mut paced, "section_page", 1_300), 5);
        // Another kind is not hidden behind the first.
        assert_eq!((told(&mut paced, "no_body", 2), told(&mut paced, "wall", 6)), (2, 5));
        assert_eq!(paced.left_out(begun + HOUR / 2), Vec::<String>::new());
        let expected = [
            "clean: discarded 1,295 more like these (section_page) within 90 minutes",
            "clean: discarded 1 more like it (wall) within 90 minutes",
        ];
        assert_eq!(paced.left_out(begun + HOUR * 3 / 2), expected);
        // A new hour begins, and tells of the same again.
        assert_eq!(told(&mut paced, "section_page", 6), 5);
        assert_eq!(paced.left_out(begun + HOUR * 2), Vec::<String>::new());
        let rest = ["clean: discarded 1 more like it (section_page) within 30 minutes"];
        assert_eq!(paced.end(begun + HOUR * 2), rest);
        assert_eq!(paced.end(begun + HOUR * 4), Vec::<String>::new());
    }
}
