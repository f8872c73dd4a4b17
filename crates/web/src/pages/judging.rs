//! What readers say of articles: the buttons of each list, and what comes of them.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use veille_model::ArticleId;

use crate::access::Filled;
use crate::ask::Ask;
use crate::asking::triage::{say, written};
use crate::lists::{Group, Judged};
use crate::problem::Problem;
use crate::selection::Misread;
use crate::state::State;
use crate::text::foreign;
use crate::text::shown;
use crate::triage::{NOTE_MAX, Said, Triage};

/// A list is one form, in which each article has these buttons, its id as their value; with a `-` before it where that holds already, and
/// is taken back.
const ACTS: [(&str, &str); 4] =
    [("star", "unstar"), ("relevant", "unjudge"), ("irrelevant", "unjudge"), ("read", "unread")];

impl Judged {
    fn of(triage: &Triage, reader: &str) -> Self {
        Self {
            starred: triage.starred,
            relevant: triage.relevant == Some(true),
            irrelevant: triage.relevant == Some(false),
            read: triage.read_by.contains(reader),
            note: shown(&triage.note),
            assigned: triage.assigned.as_deref().map(shown).unwrap_or_default(),
        }
    }
}

/// What is thought of an article; None where nothing can be written.
pub(crate) fn judged(article: &str, ask: &Ask, state: &State) -> Option<Judged> {
    if state.is_read_only {
        return None;
    }
    // From memory: a page of a list asks it of twenty articles.
    let triage = state.catalogue.read().triage(article);
    Some(triage.map(|triage| Judged::of(&triage, &ask.reader())).unwrap_or_default())
}

/// Puts the buttons under the articles of a list.
pub(crate) fn attach(groups: &mut [Group], ask: &Ask, state: &State) {
    for item in groups.iter_mut().flat_map(|group| &mut group.items) {
        item.triage = judged(&item.id, ask, state);
    }
}

/// What somebody says of an article by a form.
pub(crate) async fn judge(
    Shared(state): Shared<Arc<State>>,
    ask: Ask,
    headers: HeaderMap,
    filled: Filled,
) -> Response {
    match judge_by(&state, &ask, &filled).await {
        Ok((article, triage)) => {
            // The script asks so, and stays on the page; without it the form comes back to where it was.
            let wants_json = headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json");
            if wants_json {
                let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
                return (kind, written(&triage, &ask.reader()).to_string()).into_response();
            }
            // It gets a fragment of its own, and an address has one.
            let back = filled.value("back").filter(|back| !foreign(back) && !back.contains('#'));
            let back = format!("{}#i-{article}", back.unwrap_or("/"));
            (StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response()
        }
        Err(problem) => problem.answer(&ask, &state),
    }
}

async fn judge_by(state: &State, ask: &Ask, filled: &Filled) -> Result<(ArticleId, Triage), Problem> {
    // The button that was pressed is the only one that a browser sends.
    let pressed = ACTS.into_iter().find_map(|(act, back)| Some((act, back, filled.value(act)?)));
    let (what, article) = match pressed {
        Some((act, back, value)) => value.strip_prefix('-').map_or((act, value), |article| (back, article)),
        None => (filled.value("do").unwrap_or_default(), filled.value("article").unwrap_or_default()),
    };
    let article = ArticleId::from(article.to_owned());
    let said = match what {
        "star" | "unstar" => vec![Said::Starred(what == "star")],
        "relevant" => vec![Said::Relevant(Some(true))],
        "irrelevant" => vec![Said::Relevant(Some(false))],
        "unjudge" => vec![Said::Relevant(None)],
        "read" | "unread" => vec![Said::Read(what == "read")],
        // Both at once, as the form shows both: a field that was emptied is meant so.
        "write" => vec![
            Said::Note(note(ask, filled)?),
            Said::Assigned(
                filled.value("assigned").map(|name| name.trim().to_owned()).filter(|it| !it.is_empty()),
            ),
        ],
        other => return Err(Misread { name: "do", value: other.to_owned() }.into()),
    };
    let triage = say(state, ask, &article, &said).await?;
    Ok((article, triage))
}

/// A note, with the ends of its lines as they were typed: browsers send each as two characters, and count it as one.
fn note(ask: &Ask, filled: &Filled) -> Result<String, Problem> {
    let note = filled.value("note").unwrap_or_default().replace("\r\n", "\n");
    match note.trim().chars().count() {
        long if long > NOTE_MAX => {
            let words = ask.words;
            let counts = [("most", &*words.number(NOTE_MAX)), ("length", &words.number(long))];
            Err(Problem::Told(words.with("note-long", &counts)))
        }
        _ => Ok(note),
    }
}
