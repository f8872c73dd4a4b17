//! What was asked of somebody who publishes, in words that one can send to them: what we are, how we behave, each request.

use veille_model::{Outcome, OutcomeKind};

/// What stands above the requests.
pub fn head(agent: &str, whom: &str) -> String {
    format!(
        "What {agent} asked of {whom}, the latest first\n\
         robots.txt is read first and obeyed; one request at a time to a host, never two within the pause that it asks for; \
         what has not changed is not sent again.\n"
    )
}

/// One request.
pub fn line(outcome: &Outcome) -> String {
    let at = outcome.at.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S").to_string());
    let url = outcome.url.as_deref().unwrap_or(&outcome.input);
    let came = match (&outcome.reason, outcome.outcome) {
        (Some(reason), _) => reason.detail.clone(),
        (None, OutcomeKind::Forwarded) => "a page that a feed announced, received".to_owned(),
        (None, kind) => kind.to_string(),
    };
    format!("{at}Z  {}  {url}  {came}", outcome.source)
}
