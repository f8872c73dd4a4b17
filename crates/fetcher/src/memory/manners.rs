//! What of a run survives it: what was learnt of hosts, and whether whoever ran before came to an end.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use veille_model::Mark;

use super::key::digest;
use super::value::{recall, written};
use crate::web::remembered::Subject;

/// Under which key the run is that worked last.
pub(crate) const RUN: &str = "fetcher/run";

/// When the last run began, and when it ended: one that was killed did not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct RunMemory {
    pub(crate) began_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ended_at: Option<DateTime<Utc>>,
}

impl RunMemory {
    /// How long ago, at least, the run before may have asked any host; None where there was none.
    pub(crate) fn quiet_for(held: Option<&String>, now: DateTime<Utc>) -> Option<TimeDelta> {
        let before: Self = recall(held)?;
        // A clock that was set back makes it no longer ago than now.
        Some(before.ended_at.map_or_else(TimeDelta::zero, |ended_at| (now - ended_at).max(TimeDelta::zero())))
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { key: RUN.to_owned(), value: Some(written(self)) }
    }
}

/// Under which key something is remembered of somebody.
pub(crate) fn key((kind, name): &Subject) -> String {
    format!("{kind}/{}", digest(&[name.as_bytes()]))
}

/// What is to be remembered of somebody.
pub(crate) fn mark((subject, value): &(Subject, Option<String>)) -> Mark {
    Mark { key: key(subject), value: value.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_killed_may_just_have_asked_and_one_that_ended_may_not() {
        let at = |seconds: i64| DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap();
        let check = |ended: Option<i64>, expected: i64| {
            let held = RunMemory { began_at: at(0), ended_at: ended.map(at) }.mark().value;
            assert_eq!(
                RunMemory::quiet_for(held.as_ref(), at(100)),
                Some(TimeDelta::seconds(expected)),
                "{ended:?}"
            );
        };
        check(None, 0);
        check(Some(40), 60);
        check(Some(400), 0);
        assert_eq!(RunMemory::quiet_for(None, at(0)), None);
    }
}
