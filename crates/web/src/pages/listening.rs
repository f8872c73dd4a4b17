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

/// The program that takes what is sent to it: what it is signed with is put in.
pub(crate) const RECEIVER: &str = include_str!("../../data/clients/receiver.txt");

/// A stream with what is heard on it, and programs that listen.
pub(crate) struct Listening {
    /// Its address here.
    pub stream: String,
    /// The latest event; nothing where none passed.
    pub sample: Option<String>,
    pub clients: Vec<Client>,
    /// Whether some of the filters are none of its.
    pub is_untold: bool,
    /// Whether what stands in for a token is to be filled in.
    pub is_asked: bool,
    pub nats: Nats,
}

/// What carries the same over NATS.
pub(crate) struct Nats {
    /// The key of what is said of it.
    pub said: &'static str,
    /// None where no subject is the same.
    pub subject: Option<String>,
    pub clients: Vec<Client>,
}

pub(crate) struct Client {
    pub name: &'static str,
    pub text: String,
}

impl Listening {
    /// To what passes these filters.
    pub async fn to(selection: &Selection, state: &State, ask: &Ask) -> Result<Self, Problem> {
        let is_asked = ask.who.as_ref().is_some_and(|who| !who.is_here());
        let stream = selection.told().href_at("/api/v1/stream", None);
        let list = if selection.query.is_some() { "/search.csv" } else { "/today.csv" };
        // Spreadsheets send no header: their address takes the token.
        let csv = selection.href_at(list, is_asked.then_some(("token", TOKEN)));
        let made = |(name, text): &(&'static str, &str)| Client {
            name,
            text: with_login(text, is_asked)
                .replace("{stream}", &format!("{}{stream}", ask.base))
                .replace("{csv}", &format!("{}{csv}", ask.base))
                .trim_end()
                .to_owned(),
        };
        Ok(Self {
            sample: sample(&selection.told(), state).await?,
            clients: CLIENTS.iter().map(made).collect(),
            nats: Nats::of(selection, state),
            stream,
            is_untold: selection.untold().is_some(),
            is_asked,
        })
    }
}

impl Nats {
    fn of(selection: &Selection, state: &State) -> Self {
        let shelf = state.catalogue.read();
        let varies = selection.language.as_ref().is_some_and(|language| shelf.has_variety(language));
        // One subject names one language: `pt` and `pt-BR` are two tokens, and a filter by `pt` means both.
        let subject = subject(selection).filter(|_| !varies);
        let is_tagged_only = selection.topic.is_none() && !selection.untagged_too;
        let said = match &subject {
            None => "listen-nats-none",
            Some(_) if is_tagged_only && !state.watched().topics.is_empty() => "listen-nats-untagged",
            Some(_) => "listen-nats",
        };
        let made = |subject: &String| {
            let client = |(name, text): &(&'static str, &str)| Client {
                name,
                text: text.replace("{subject}", subject).trim_end().to_owned(),
            };
            OVER_NATS.iter().map(client).collect()
        };
        Self { said, clients: subject.as_ref().map(made).unwrap_or_default(), subject }
    }
}

/// What stands where a reader's own token belongs.
const TOKEN: &str = "TOKEN";

/// A program with what it needs where somebody is asked who they are, which stands in it as `{login:…}`.
fn with_login(text: &str, is_asked: bool) -> String {
    let mut parts = text.split("{login:");
    // Without one, all of it is for everybody.
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (login, rest) = part.split_once('}').unwrap_or((part, ""));
        written.push_str(if is_asked { login } else { "" });
        written.push_str(rest);
    }
    written
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
    // From the latest on.
    let passed: Vec<&Change> = changes.iter().rev().filter(|it| passing.contains(&it.article)).collect();
    // Without a query the first one is it: nothing else is read.
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

/// Where NATS carries what passes: by topic once for each, else each article once. None where subjects do not tell that apart.
fn subject(selection: &Selection) -> Option<String> {
    let plain = Selection {
        topic: selection.topic.clone(),
        language: selection.language.clone(),
        source: selection.source.clone(),
        untagged_too: selection.untagged_too,
        reader: selection.reader.clone(),
        ..Selection::default()
    };
    // Subjects say topic, language and source; whoever asks for a day or a country has to look into each message.
    if selection.told() != plain {
        return None;
    }
    let token = |value: Option<String>| value.unwrap_or_else(|| "*".to_owned());
    let language = token(selection.language.as_ref().map(|language| language.token()));
    let source = token(selection.source.as_ref().map(ToString::to_string));
    Some(match &selection.topic {
        Some(topic) => format!("veille.topic.{topic}.{language}.{source}"),
        None => format!("veille.tagged.{language}.{source}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_tokens_of_a_subject() {
        let check = |query: &str, expected: Option<&str>| {
            let pairs: Vec<(String, String)> =
                url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            assert_eq!(subject(&Selection::read_filters(&pairs).unwrap()).as_deref(), expected, "{query}");
        };
        check("", Some("veille.tagged.*.*"));
        check("language=fr&all=1", Some("veille.tagged.fr.*"));
        check("topic=hanoi-convention&source=fleuve", Some("veille.topic.hanoi-convention.*.fleuve"));
        // A stream keeps to none of these either.
        check("originals=1&triage=starred&sort=relevant&each=1", Some("veille.tagged.*.*"));
        for other in [
            "q=a",
            "country=VN",
            "origin=Delta",
            "day=2025-10-26",
            "from=2025-10-26",
            "to=2025-10-26",
            "dated=no",
        ] {
            check(other, None);
        }
    }

    #[test]
    fn a_program_logs_in_where_that_is_asked() {
        let text = "curl -N {login:-H 'a' }'b'";
        assert_eq!(with_login(text, false), "curl -N 'b'");
        assert_eq!(with_login(text, true), "curl -N -H 'a' 'b'");
        for (name, text) in CLIENTS {
            let both = [false, true].map(|is_asked| with_login(text, is_asked));
            assert!(both.iter().all(|text| !text.contains("login:")), "{name}");
            assert!(both[1].contains("TOKEN") || text.contains("{csv}"), "{name}");
        }
    }
}
