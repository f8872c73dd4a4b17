//! What was asked of somebody who publishes, in words that one can send to them: what we are, how we behave, each request.
//!
//! Told from the ledger, which has a row for each page and for each reading that brought something, and one a day for those that did
//! not. Rows of what was decided without asking anybody are no requests.

use veille_model::{Outcome, OutcomeKind, StageName};
use veille_sink::OutcomeFilter;

/// Rows looked through for the requests to one host: the latest of the fetcher's.
pub const LOOKED_THROUGH: u32 = 200_000;
/// Codes of what nobody was asked for: it rests, or was forbidden, or there was too much of it; and of what is said of a reading that
/// has its own row.
const NOT_ASKED: &[&str] = &[
    "resting",
    "robots",
    "robots_unreachable",
    "private_address",
    "scheme",
    "dns",
    "stopped",
    "entries_max",
    "revisits_max",
    "nothing_announced",
    "told",
    "moved",
    "cut_short",
    "validators_lied",
    "last_modified",
    "source_silent",
    "source_broken",
    "source_moved",
];

/// The latest rows of the fetcher.
pub fn latest(limit: u32) -> OutcomeFilter {
    OutcomeFilter { stage: Some(StageName::Fetch), limit, ..OutcomeFilter::default() }
}

/// Whether somebody was asked.
pub fn is_request(outcome: &Outcome) -> bool {
    outcome.reason.as_ref().is_none_or(|reason| !NOT_ASKED.contains(&reason.code.as_str()))
}

/// What stands above the requests.
pub fn head(agent: &str, whom: &str) -> String {
    format!(
        "What {agent} asked of {whom}, the latest first\n\
         robots.txt is read first, once a day, and obeyed; one request at a time to a host, never two within the pause that it asks for; \
         what has not changed is not sent again. Each page has a line, with the address that led to it where that is another, and each \
         reading of a feed that brought something; readings without news have one a day, which says how many they were.\n"
    )
}

/// What the list leaves out, of rows that were looked through and of requests that are shown; nothing where it is whole.
pub fn limits(rows: usize, requests: usize, shown: usize) -> Vec<String> {
    let mut said = Vec::new();
    if rows >= LOOKED_THROUGH as usize {
        said.push(format!(
            "the latest {rows} rows of the ledger were looked through; what is older is not in this list"
        ));
    }
    if requests > shown {
        said.push(format!("{} older requests are not shown; --limit shows more", requests - shown));
    }
    said
}

/// One request.
pub fn line(outcome: &Outcome) -> String {
    let at = outcome.at.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S").to_string());
    let url = outcome.url.as_deref().unwrap_or(&outcome.input);
    // A redirect: whoever reads it in their log has two requests.
    let led = if url == outcome.input { String::new() } else { format!("{} -> ", outcome.input) };
    let came = match (&outcome.reason, outcome.outcome) {
        (Some(reason), _) => reason.detail.clone(),
        (None, OutcomeKind::Forwarded) => "a page that a feed announced, received".to_owned(),
        (None, kind) => kind.to_string(),
    };
    format!("{at}Z  {}  {led}{url}  {came}", outcome.source)
}

#[cfg(test)]
mod tests {
    use veille_model::{Reason, SourceId};

    use super::*;

    #[test]
    fn a_line_tells_what_was_asked_for_and_rows_without_a_request_have_none() {
        let outcome = |input: &str, code: Option<&str>| Outcome {
            stage: StageName::Fetch,
            outcome: OutcomeKind::Forwarded,
            input: input.to_owned(),
            source: SourceId::new("a"),
            url: Some("https://a.example/1".to_owned()),
            at: None,
            reason: code.map(|code| Reason::new(code, "said")),
            outputs: Vec::new(),
        };
        assert_eq!(
            line(&outcome("https://l.example/r", None)),
            "-Z  a  https://l.example/r -> https://a.example/1  a page that a feed announced, received"
        );
        assert_eq!(
            line(&outcome("https://a.example/1", Some("http_404"))),
            "-Z  a  https://a.example/1  said"
        );
        for (code, expected) in
            [(None, true), (Some("http_503"), true), (Some("resting"), false), (Some("robots"), false)]
        {
            assert_eq!(is_request(&outcome("https://a.example/1", code)), expected, "{code:?}");
        }
        assert_eq!(limits(10, 3, 3), [""; 0]);
        assert_eq!(limits(LOOKED_THROUGH as usize, 1_200, 1_000).len(), 2);
    }
}
