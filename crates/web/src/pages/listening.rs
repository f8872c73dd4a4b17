//! How others listen: the latest that was told on, as they hear it, and programs to copy, for the filters in the address.

use veille_sink::Change;
use veille_text::Document;

use crate::ask::Ask;
use crate::brief::event_data;
use crate::live::with_articles;
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::shown;

/// Changes that are looked through for one that passes the filters.
const LOOKED_AT: u32 = 200;
/// Articles of these that are read at a time.
const READ_AT_ONCE: usize = 10;

/// The programs: what they are called, and what is copied. What stands between braces is put in.
const CLIENTS: [(&str, &str); 5] = [
    ("curl", include_str!("../../data/clients/curl.txt")),
    ("Python", include_str!("../../data/clients/python.txt")),
    ("Rust", include_str!("../../data/clients/rust.txt")),
    ("Excel", include_str!("../../data/clients/excel.txt")),
    ("Google Sheets", include_str!("../../data/clients/sheets.txt")),
];
/// Those for who has a NATS server.
const OVER_NATS: [(&str, &str); 2] = [
    ("nats", include_str!("../../data/clients/nats.txt")),
    ("veille", include_str!("../../data/clients/veille.txt")),
];

/// A stream with what is heard on it, and programs that listen.
pub(crate) struct Listening {
    /// Its address here.
    pub stream: String,
    /// The latest event; nothing where none passed.
    pub sample: Option<String>,
    pub clients: Vec<Client>,
    /// The subject of NATS that carries the same.
    pub subject: String,
    pub over_nats: Vec<Client>,
}

pub(crate) struct Client {
    pub name: &'static str,
    pub text: String,
}

impl Listening {
    /// To what passes these filters.
    pub async fn to(selection: &Selection, state: &State, ask: &Ask) -> Result<Self, Problem> {
        let stream = selection.href_at("/api/v1/stream", None);
        let list = if selection.query.is_some() { "/search.csv" } else { "/today.csv" };
        let csv = selection.href_at(list, None);
        let subject = subject(selection);
        let made = |(name, text): &(&'static str, &str)| Client {
            name,
            text: text
                .replace("{stream}", &format!("{}{stream}", ask.base))
                .replace("{csv}", &format!("{}{csv}", ask.base))
                .replace("{subject}", &subject)
                .trim_end()
                .to_owned(),
        };
        Ok(Self {
            sample: sample(selection, state).await?,
            clients: CLIENTS.iter().map(made).collect(),
            over_nats: OVER_NATS.iter().map(made).collect(),
            stream,
            subject,
        })
    }
}

/// The latest event that passes, as it is sent. What passes the filters is known without its text; where a query is asked too,
/// texts are read a few at a time.
async fn sample(selection: &Selection, state: &State) -> Result<Option<String>, Problem> {
    state.catalogue.catch_up().await?;
    let last = state.store.last_change().await?;
    let watched = state.watched();
    let query = selection.query.as_deref().and_then(|query| veille_query::Query::parse(query).ok());
    let untagged_too = selection.untagged_too || query.is_some() || watched.topics.is_empty();
    let selection = Selection { untagged_too, ..selection.clone() };
    let changes = state.store.changes(last.saturating_sub(LOOKED_AT.into()), LOOKED_AT).await?;
    let passing = {
        let ids = changes.iter().map(|change| &change.article).collect();
        state.catalogue.read().passing(&ids, &selection)
    };
    let passed: Vec<&Change> = changes.iter().rev().filter(|it| passing.contains(&it.article)).collect();
    for few in passed.chunks(if query.is_some() { READ_AT_ONCE } else { 1 }) {
        for told in with_articles(&state.store, few.iter().map(|change| (*change).clone()).collect()).await? {
            let Some(article) = &told.article else { continue };
            let document = || Document::of_tagged(article);
            if query.as_ref().is_none_or(|query| query.matches(&document()).is_some()) {
                let (kind, number) = (told.change.kind.as_str(), told.change.number);
                let data = event_data(&told, &watched);
                return Ok(Some(shown_lines(&format!("event: {kind}\nid: {number}\ndata: {data}"))));
            }
        }
    }
    Ok(None)
}

fn shown_lines(text: &str) -> String {
    text.lines().map(shown).collect::<Vec<_>>().join("\n")
}

/// Where NATS carries what passes: by topic once for each, else each article once.
fn subject(selection: &Selection) -> String {
    let token = |value: Option<String>| value.unwrap_or_else(|| "*".to_owned());
    let language = token(selection.language.as_ref().map(|language| language.token()));
    let source = token(selection.source.as_ref().map(ToString::to_string));
    match &selection.topic {
        Some(topic) => format!("veille.topic.{topic}.{language}.{source}"),
        None => format!("veille.tagged.{language}.{source}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_tokens_of_a_subject() {
        let check = |query: &str, expected: &str| {
            let pairs: Vec<(String, String)> =
                url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            assert_eq!(subject(&Selection::read_filters(&pairs).unwrap()), expected);
        };
        check("", "veille.tagged.*.*");
        check("language=fr", "veille.tagged.fr.*");
        check("topic=hanoi-convention&source=fleuve", "veille.topic.hanoi-convention.*.fleuve");
    }
}
