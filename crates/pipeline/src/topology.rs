//! The topology: which stage publishes what, on which subjects, into which JetStream stream, and which stages settle it.
//!
//! The one place that says so. Subjects of messages, streams and how they are kept, rights (`deploy/nats.conf`), draining
//! and trimming all follow from [`FLOWS`]; the runners without NATS use the same order of stages.

use std::fmt::Display;

use veille_model::StageName::{self, Capture, Classify, Clean, Fetch, Store};

/// What flows from stage to stage, or out to readers: its subjects, the stream that keeps them, and whose they are.
#[derive(Debug)]
pub(crate) struct Flow {
    /// The stream's name.
    pub stream: &'static str,
    /// All its subjects; each `*` is a token that its publisher fills in.
    pub subjects: &'static str,
    /// Who publishes it. None of them: the server itself does.
    pub written_by: &'static [StageName],
    /// Whose settling its messages wait for. None of them: it is kept for readers, who do not hold anybody up.
    pub read_by: &'static [StageName],
    /// Whether its first token names the stage that publishes it, so that none can speak for another.
    pub by_stage: bool,
    /// Whether it travels compressed (zstd), as pages do; readers in any language want the rest plain.
    pub compressed: bool,
    /// Whether readers make consumers of their own there.
    pub for_readers: bool,
}

/// What a flow is unless it says otherwise.
const PLAIN: Flow = Flow {
    stream: "",
    subjects: "",
    written_by: &[],
    read_by: &[],
    by_stage: false,
    compressed: false,
    for_readers: false,
};

pub(crate) static CAPTURES: Flow = Flow {
    stream: "CAPTURES",
    subjects: "veille.capture.*",
    written_by: &[Capture, Fetch],
    // The store as well, which keeps pages as they were received.
    read_by: &[Clean, Store],
    compressed: true,
    ..PLAIN
};

pub(crate) static ARTICLES: Flow = Flow {
    stream: "ARTICLES",
    subjects: "veille.article.*",
    written_by: &[Clean],
    read_by: &[Classify],
    ..PLAIN
};

pub(crate) static TAGGED: Flow = Flow {
    stream: "TAGGED",
    subjects: "veille.tagged.*.*",
    written_by: &[Classify],
    read_by: &[Store],
    for_readers: true,
    ..PLAIN
};

pub(crate) static TOPICS: Flow = Flow {
    stream: "TOPICS",
    subjects: "veille.topic.*.*.*",
    written_by: &[Classify],
    for_readers: true,
    ..PLAIN
};

pub(crate) static OUTCOMES: Flow = Flow {
    stream: "OUTCOMES",
    subjects: "veille.outcome.*.*",
    written_by: &[Capture, Fetch, Clean, Classify, Store],
    read_by: &[Store],
    by_stage: true,
    ..PLAIN
};

/// The dead-letter queue.
pub(crate) static DEAD: Flow = Flow {
    stream: "DEAD",
    subjects: "veille.dead.*",
    written_by: &[Clean, Classify, Store],
    by_stage: true,
    ..PLAIN
};

/// The server's own word that a message was delivered for the last time. It is said once, to whoever listens: kept in a
/// stream, it is heard also by a stage that was down at that moment. The store's deliveries have no last one.
pub(crate) static ADVISORIES: Flow = Flow {
    stream: "ADVISORIES",
    subjects: "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*.*",
    read_by: &[Clean, Classify],
    ..PLAIN
};

/// All that flows, from the source downwards.
pub(crate) static FLOWS: [&Flow; 7] = [&CAPTURES, &ARTICLES, &TAGGED, &TOPICS, &OUTCOMES, &DEAD, &ADVISORIES];

/// The stages that read, from the source downwards.
const READING: [StageName; 3] = [Clean, Classify, Store];

impl Flow {
    /// The subject with these tokens.
    pub fn subject(&self, tokens: &[&dyn Display]) -> String {
        let mut tokens = tokens.iter();
        let filled = self.subjects.split('.').map(|token| match token {
            "*" => tokens.next().map_or_else(|| token.to_owned(), ToString::to_string),
            token => token.to_owned(),
        });
        filled.collect::<Vec<_>>().join(".")
    }

    /// What a stage may publish to of it.
    pub fn subjects_of(&self, stage: StageName) -> String {
        if self.by_stage { self.subject(&[&stage]) } else { self.subjects.to_owned() }
    }

    /// Whether the server publishes it, and waits for nobody.
    pub fn is_the_servers(&self) -> bool {
        self.written_by.is_empty()
    }
}

/// What a stage publishes.
pub(crate) fn written_by(stage: StageName) -> impl Iterator<Item = &'static Flow> {
    FLOWS.into_iter().filter(move |flow| flow.written_by.contains(&stage))
}

/// What a stage reads.
pub(crate) fn read_by(stage: StageName) -> impl Iterator<Item = &'static Flow> {
    FLOWS.into_iter().filter(move |flow| flow.read_by.contains(&stage))
}

/// Whether the server gives up on a message that a stage does not answer, and says so.
pub(crate) fn is_given_up_on(stage: StageName) -> bool {
    ADVISORIES.read_by.contains(&stage)
}

/// Every flow with each stage that settles it, from the source downwards: when one is settled, all that comes of it stands
/// in the next already, for nothing is acknowledged before its outputs are confirmed.
pub(crate) fn chain() -> impl Iterator<Item = (&'static Flow, StageName)> {
    READING.into_iter().flat_map(|stage| read_by(stage).map(move |flow| (flow, stage)))
}

/// The flow that a subject or a filter of subjects belongs to; None where it reaches over several, or is not ours.
pub(crate) fn holding(subject: &str) -> Option<&'static Flow> {
    // By two tokens, for a filter may end anywhere behind them: `veille.topic.>`, `veille.topic.*.fr.>`.
    let is_of = |flow: &Flow| subject.split('.').take(2).eq(flow.subjects.split('.').take(2));
    // Two tokens of the server's advisories, `$JS.EVENT`, are those of all its events.
    FLOWS.into_iter().find(|flow| !flow.is_the_servers() && is_of(flow))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_leads_to_its_stream() {
        let check = |subject: &str, stream: Option<&str>| {
            assert_eq!(holding(subject).map(|flow| flow.stream), stream, "{subject}");
        };
        check("veille.topic.*.fr.>", Some("TOPICS"));
        check("veille.capture.vietnam-vn", Some("CAPTURES"));
        check("veille.dead", Some("DEAD"));
        check("veille.>", None);
        check("veille.*.x", None);
        check("veille", None);
        check("other.topic.x", None);
        check("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.CAPTURES.clean", None);
    }

    #[test]
    fn what_flows_down_is_settled_from_the_source_downwards() {
        let chain: Vec<_> = chain().map(|(flow, stage)| (flow.stream, stage)).collect();
        let expected = [
            ("CAPTURES", Clean),
            ("ADVISORIES", Clean),
            ("ARTICLES", Classify),
            ("ADVISORIES", Classify),
            ("CAPTURES", Store),
            ("TAGGED", Store),
            ("OUTCOMES", Store),
        ];
        assert_eq!(chain, expected);
    }

    #[test]
    fn a_stage_publishes_under_its_own_name_where_a_name_is_asked_for() {
        let subjects: Vec<_> = written_by(Clean).map(|flow| flow.subjects_of(Clean)).collect();
        assert_eq!(subjects, ["veille.article.*", "veille.outcome.clean.*", "veille.dead.clean"]);
        assert_eq!(TOPICS.subject(&[&"hanoi", &"fr", &"a-example"]), "veille.topic.hanoi.fr.a-example");
    }

    #[test]
    fn whoever_reads_can_put_aside_what_it_cannot_read() {
        for (flow, stage) in chain() {
            assert!(DEAD.written_by.contains(&stage), "{stage} reads {}", flow.stream);
        }
    }

    /// The tables of ARCHITECTURE.md name every flow with its stream and its readers.
    #[test]
    fn the_documents_say_the_same() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ARCHITECTURE.md");
        let text = std::fs::read_to_string(path).unwrap();
        for flow in FLOWS {
            let row = text
                .lines()
                .find(|line| line.starts_with('|') && line.contains(&format!("| {}: ", flow.stream)));
            let row = row.unwrap_or_else(|| panic!("no row for {}", flow.stream));
            let prefix = flow.subjects.split(".*").next().unwrap();
            assert!(row.starts_with(&format!("| `{prefix}.")), "{row}");
            let stages: Vec<_> = flow.read_by.iter().map(ToString::to_string).collect();
            let readers =
                if stages.is_empty() { "nobody".to_owned() } else { format!("| {} |", stages.join(", ")) };
            assert!(row.contains(&readers), "{row}: {readers}");
            assert_eq!(row.contains("zstd"), flow.compressed, "{row}");
        }
    }
}
