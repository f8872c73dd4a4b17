//! What is counted is told, under names that Prometheus' conventions ask for.

use veille_model::{Reason, SourceId};

use super::*;
use crate::Tally;
use crate::in_hand::InHand;

fn outcome(kind: OutcomeKind, reason: Option<&str>) -> Outcome {
    Outcome {
        stage: StageName::Clean,
        outcome: kind,
        input: "c1".to_owned(),
        source: SourceId::unknown(),
        url: Some("https://a.example/1".to_owned()),
        at: None,
        reason: reason.map(|code| Reason::new(code, format!("because of {code}"))),
        outputs: Vec::new(),
    }
}

fn told(metrics: &Metrics, line: &str) {
    let text = metrics.text();
    assert!(text.lines().any(|it| it == line), "{line} in\n{text}");
}

#[test]
fn inputs_and_outcomes_add_up_by_stage_and_reason() {
    let metrics = Metrics::default();
    let mut tally = Tally::counted(&metrics);
    for (kind, reason) in [
        (OutcomeKind::Forwarded, None),
        (OutcomeKind::Discarded, Some("no_body")),
        (OutcomeKind::Discarded, Some("no_body")),
        (OutcomeKind::Quarantined, Some("panic")),
    ] {
        tally.take(StageName::Clean);
        tally.settle(&outcome(kind, reason));
    }
    told(&metrics, r#"veille_inputs_total{stage="clean"} 4"#);
    told(&metrics, r#"veille_outcomes_total{stage="clean",outcome="forwarded",reason=""} 1"#);
    told(&metrics, r#"veille_outcomes_total{stage="clean",outcome="discarded",reason="no_body"} 2"#);
    told(&metrics, r#"veille_outcomes_total{stage="clean",outcome="quarantined",reason="panic"} 1"#);
    assert_eq!(metrics.tally(), tally);
    assert_eq!(metrics.failure().unwrap().said, "https://a.example/1: because of panic");
    // What is added up from elsewhere was counted there.
    tally.add(&tally.clone());
    told(&metrics, r#"veille_inputs_total{stage="clean"} 4"#);
}

#[test]
fn what_never_happened_yet_is_told_to_be_none() {
    let metrics = Metrics::default();
    metrics.begin(&[StageName::Clean, StageName::Store]);
    told(&metrics, r#"veille_inputs_total{stage="clean"} 0"#);
    told(&metrics, r#"veille_outcomes_total{stage="store",outcome="forwarded",reason=""} 0"#);
    for code in QUARANTINES {
        let line =
            format!(r#"veille_outcomes_total{{stage="clean",outcome="quarantined",reason="{code}"}} 0"#);
        told(&metrics, &line);
    }
    assert_eq!(metrics.tally(), Tally::default());
}

#[test]
fn reasons_that_a_stranger_writes_do_not_grow_without_end() {
    let metrics = Metrics::default();
    for number in 0..3 * REASONS_MAX {
        metrics.settle(&outcome(OutcomeKind::Discarded, Some(&format!("made up {number}"))));
    }
    assert!(
        metrics.text().lines().filter(|line| line.starts_with("veille_outcomes_total")).count()
            <= REASONS_MAX + 1
    );
    let other = format!(
        r#"veille_outcomes_total{{stage="clean",outcome="discarded",reason="other"}} {}"#,
        2 * REASONS_MAX
    );
    told(&metrics, &other);
}

#[test]
fn what_is_in_hand_is_told_when_somebody_looks() {
    let metrics = Metrics::default();
    let in_hand = InHand::new(10, 10 << 10);
    let watched = in_hand.clone();
    metrics.watch("CAPTURES", move || watched.depth());
    told(&metrics, r#"veille_queue_messages{queue="CAPTURES"} 0"#);
    let share = in_hand.try_take(3, 2048).unwrap();
    told(&metrics, r#"veille_queue_messages{queue="CAPTURES"} 3"#);
    told(&metrics, r#"veille_queue_bytes{queue="CAPTURES"} 2048"#);
    drop(share);
    told(&metrics, r#"veille_queue_messages{queue="CAPTURES"} 0"#);
}

/// Counters end in `_total` and nothing else does, units are base units, every metric says what it is.
#[test]
fn names_are_by_the_conventions() {
    let metrics = Metrics::default();
    metrics.take(StageName::Clean);
    metrics.settle(&outcome(OutcomeKind::Forwarded, None));
    metrics.timed(StageName::Clean, || ());
    metrics.committed(Duration::from_millis(3));
    metrics.fetched("page", "http_403", true, Duration::from_secs(4));
    metrics.follows("search", 7);
    metrics.lags(&Lag {
        stage: StageName::Clean,
        stream: "CAPTURES",
        messages: 5,
        oldest: Some(Duration::from_secs(9)),
    });
    metrics.holds("CAPTURES", Held { messages: 5, bytes: 10, bytes_max: None });
    let text = metrics.text();
    for line in text.lines().filter(|line| line.starts_with("# TYPE ")) {
        let mut words = line.split_whitespace().skip(2);
        let (name, kind) = (words.next().unwrap(), words.next().unwrap());
        assert!(name.starts_with("veille_") || name.starts_with("process_"), "{line}");
        assert_eq!(name.ends_with("_total"), kind == "counter", "{line}");
        assert!(text.contains(&format!("# HELP {name} ")), "{line}");
        if kind == "histogram" {
            assert!(name.ends_with("_seconds"), "{line}");
        }
    }
    told(&metrics, r#"veille_fetches_total{kind="page",status="http_403",host="slow"} 1"#);
    told(&metrics, r#"veille_follower_distance_changes{follower="search"} 7"#);
    told(&metrics, r#"veille_oldest_unsettled_seconds{stage="clean",stream="CAPTURES"} 9"#);
}
