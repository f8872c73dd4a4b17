//! The list of sources, changed: a publisher that is looked at first, shown with what it announces, and only then added; one
//! that is read no more for a while; those of another reader's list (OPML).

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Path, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use veille_model::{Reason, SourceId};
use veille_text::charset::{self, Inside, Labels};

use super::{Shell, html};
use crate::access::{Filled, Role, Who};
use crate::ask::Ask;
use crate::instants;
use crate::problem::Problem;
use crate::state::State;
use crate::text::{bare, sentence, shown};
use crate::words::{Said, Words};
use crate::{FoundSource, SourceDesk};

#[derive(Template)]
#[template(path = "finding.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    address: String,
    /// The same with the name and the password that it wants, for the form that adds it.
    whole: String,
    fault: Option<Fault>,
    found: Option<Found>,
    /// Whether nobody reads sources at the moment.
    is_idle: bool,
}

/// Why nothing was found: in the reader's words, and as it was told.
struct Fault {
    said: String,
    told: String,
}

impl Fault {
    fn of(why: &Reason, words: Words) -> Self {
        Self { said: sentence(&Self::in_words(why, words)), told: shown(&why.detail) }
    }

    /// As it stands behind what it is of.
    fn in_words(why: &Reason, words: Words) -> String {
        words.failure(&why.code).unwrap_or_else(|| words.get("failed-look"))
    }

    /// The same of an address that somebody typed. `lemonde` is known to no name server: it is a name, and no address yet.
    fn of_typed(address: &str, why: &Reason, words: Words) -> Self {
        let fault = Self::of(why, words);
        let is_name = !address.is_empty() && address.chars().all(|c| c.is_alphanumeric() || c == '-');
        match why.code.as_str() {
            "dns" if is_name => {
                let name = address.to_lowercase();
                Self { said: sentence(&words.with("failed-no-ending", &[("name", &name)])), ..fault }
            }
            _ => fault,
        }
    }
}

/// What was found.
struct Found {
    name: String,
    id: String,
    language: String,
    known: Option<String>,
    feeds: Vec<Feed>,
}

struct Feed {
    url: String,
    entries: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "imported.html", whitespace = "minimize")]
struct Imported {
    shell: Shell,
    fault: Option<Fault>,
    /// Whether no feed stands in it at all.
    is_empty: bool,
    added: Vec<String>,
    total: String,
    is_idle: bool,
    /// What was left out, and why.
    said: Vec<(String, String)>,
    opml: String,
}

/// Whether who looks may change the list of sources here.
pub(crate) fn may_add(state: &State, ask: &Ask) -> bool {
    state.desk.as_ref().is_some_and(|desk| desk.is_written().is_ok()) && is_admin(ask)
}

/// Whether who looks may change the list where that can be done.
pub(crate) fn is_admin(ask: &Ask) -> bool {
    ask.who.as_ref().is_some_and(|who: &Who| who.role >= Role::Admin && who.may_triage())
}

/// Looks at a publisher, adds it, has one read no more or again, or takes those of an OPML.
pub(crate) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(change): Path<String>,
    ask: Ask,
    filled: Filled,
    request: Request,
) -> Response {
    changed(&state, &ask, &change, &filled, request)
        .await
        .unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn changed(
    state: &State,
    ask: &Ask,
    change: &str,
    filled: &Filled,
    request: Request,
) -> Result<Response, Problem> {
    let (Some(desk), true) = (&state.desk, may_add(state, ask)) else { return Err(Problem::Forbidden) };
    let done = match change {
        "look" => found(state, ask, desk.as_ref(), filled, false).await,
        "add" => found(state, ask, desk.as_ref(), filled, true).await,
        "pause" | "resume" => paused(state, ask, desk.as_ref(), filled, change == "pause").await,
        "import" => {
            let (opml, is_wanted) = match filled.value("opml") {
                Some(opml) => (opml.to_owned(), filled.value("keep").is_some()),
                // A file comes in parts, which the gate does not read as fields.
                None => uploaded(request).await.unwrap_or_default(),
            };
            imported(state, ask, desk.as_ref(), &opml, is_wanted).await
        }
        _ => return Err(Problem::NotThere(ask.path.clone())),
    };
    // What the page says of it was true before.
    // After any of them: what failed half-way may have changed the list all the same.
    state.feeds.forget().await;
    done
}

async fn note(state: &State, ask: &Ask, what: &str, on: &str, detail: String) -> Result<(), Problem> {
    let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
    state.access.accounts.note(who, what, on, &detail).await.map_err(Problem::Access)
}

fn to(address: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

async fn found(
    state: &State,
    ask: &Ask,
    desk: &dyn SourceDesk,
    filled: &Filled,
    is_wanted: bool,
) -> Result<Response, Problem> {
    let address = filled.value("address").unwrap_or_default().trim().to_owned();
    match desk.look(&address, is_wanted).await {
        // One that is read already is shown and not added a second time.
        Ok(found) if is_wanted && found.known.is_none() => {
            let id = found.id.to_string();
            note(state, ask, "source-added", &id, bare(&address)).await?;
            list(state, &found);
            Ok(to(format!("/sources?added={id}")))
        }
        Ok(found) => Ok(page(state, ask, &address, None, Some(shown_found(found, state, ask))).await),
        Err(why) => {
            let page =
                page(state, ask, &address, Some(Fault::of_typed(&address, &why, ask.words)), None).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Has the pages know a source before the list is read anew, seconds later: whoever added it counts.
fn list(state: &State, found: &FoundSource) {
    let mut watched = (*state.watched()).clone();
    watched.sources.entry(found.id.clone()).or_insert_with(|| found.name.clone());
    state.watch(watched);
}

/// Whether nobody reads sources at the moment, where there is a list of them.
pub(super) async fn is_idle(state: &State) -> bool {
    match &state.desk {
        Some(desk) => !desk.is_read().await,
        None => false,
    }
}

async fn paused(
    state: &State,
    ask: &Ask,
    desk: &dyn SourceDesk,
    filled: &Filled,
    is_paused: bool,
) -> Result<Response, Problem> {
    let written = filled.value("id").unwrap_or_default();
    let id = SourceId::new(written);
    // Made proper it would be another source.
    if id.as_str() != written {
        return Err(Problem::NotThere(shown(written)));
    }
    desk.pause(&id, is_paused).await.map_err(Problem::Failed)?;
    let what = if is_paused { "source-paused" } else { "source-resumed" };
    note(state, ask, what, id.as_str(), String::new()).await?;
    Ok(to(format!("/sources/{id}")))
}

/// The list that a form holds, as text, and whether it is to be kept. A file in another charset says so itself; what our own page sends
/// back was decoded. In parts: letters with accents would be thrice as long in an address' code.
async fn uploaded(request: Request) -> Option<(String, bool)> {
    let mut fields = Multipart::from_request(request, &()).await.ok()?;
    let (mut opml, mut is_wanted) = (None, false);
    while let Some(field) = fields.next_field().await.ok()? {
        match field.name() {
            Some("opml") if field.file_name().is_some() => {
                let labels = Labels { content_types: [None, None], inside: Inside::Declaration };
                opml = Some(charset::decode(&field.bytes().await.ok()?, &labels).0.into_owned());
            }
            Some("opml") => opml = Some(field.text().await.ok()?),
            Some("keep") => is_wanted = true,
            _ => {}
        }
    }
    Some((opml?, is_wanted))
}

async fn imported(
    state: &State,
    ask: &Ask,
    desk: &dyn SourceDesk,
    opml: &str,
    is_wanted: bool,
) -> Result<Response, Problem> {
    let shell = Shell::new(ask, state, ask.words.get("opml-import"));
    let nothing = Imported {
        shell,
        fault: None,
        is_empty: false,
        added: Vec::new(),
        total: String::new(),
        is_idle: is_idle(state).await,
        said: Vec::new(),
        opml: opml.to_owned(),
    };
    match desk.import(opml, is_wanted).await {
        Ok((added, _)) if is_wanted && !added.is_empty() => {
            note(state, ask, "sources-imported", &added.len().to_string(), added.join(", ")).await?;
            Ok(to(format!("/sources?imported={}", added.len())))
        }
        Ok((added, said)) => {
            let total = ask.words.count("sources-count", added.len());
            let is_other = added.is_empty() && said.is_empty();
            let page = Imported {
                is_empty: is_other,
                added: added.iter().map(|name| shown(name)).collect(),
                said: said.iter().map(|(what, why)| (shown(what), Fault::in_words(why, ask.words))).collect(),
                total,
                ..nothing
            };
            let status = if is_other { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Ok((status, html(&page)).into_response())
        }
        Err(why) => {
            let page = html(&Imported { fault: Some(Fault::of(&why, ask.words)), ..nothing });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The list of sources as OPML, which other feed readers take.
pub(crate) async fn opml(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let done = async {
        let desk = state.desk.as_ref().ok_or_else(|| Problem::NotThere(ask.path.clone()))?;
        let text = desk.export().await.map_err(Problem::Failed)?;
        // As every file that is carried away (`is_export`), which this ending is none of.
        note(&state, &ask, "export", &ask.path, String::new()).await?;
        let head = [
            (header::CONTENT_TYPE, "text/x-opml; charset=utf-8"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"veille-sources.opml\""),
        ];
        Ok((head, text).into_response())
    };
    done.await.unwrap_or_else(|problem: Problem| problem.answer(&ask, &state))
}

async fn page(
    state: &State,
    ask: &Ask,
    address: &str,
    fault: Option<Fault>,
    found: Option<Found>,
) -> Response {
    let shell = Shell::new(ask, state, ask.words.get("source-add"));
    // What is shown has no password; the form that adds it sends it once more.
    let is_idle = found.is_some() && is_idle(state).await;
    html(&Page { shell, address: shown(&bare(address)), whole: shown(address), fault, found, is_idle })
}

/// When an entry was published, as dates are shown here; as its feed writes it, where that is neither an instant nor a day.
fn announced(date: &str, state: &State, words: Words) -> String {
    match (instants::instant(date), instants::day(date)) {
        (Some(at), _) => words.clock(state.zone.local(at)),
        (None, Some(day)) => words.short_day(day),
        (None, None) => shown(date),
    }
}

fn shown_found(found: FoundSource, state: &State, ask: &Ask) -> Found {
    let entry = |(date, headline): (Option<String>, String)| {
        let date = date.map(|date| announced(&date, state, ask.words)).unwrap_or_default();
        (date, shown(&headline))
    };
    let feed = |(url, entries): (String, Vec<_>)| Feed {
        url: shown(&url),
        entries: entries.into_iter().map(entry).collect(),
    };
    Found {
        name: shown(&found.name),
        id: found.id.to_string(),
        language: found.language.map(|language| ask.words.language(&language)).unwrap_or_default(),
        known: found.known.as_deref().map(shown),
        feeds: found.feeds.into_iter().map(feed).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_refused_with_what_to_do() {
        let check = |tongue: &str, address: &str, code: &str, expected: &str| {
            let words = Words::choose(Some(tongue), "");
            let said = Fault::of_typed(address, &Reason::new(code, "told"), words).said;
            assert!(said.starts_with(expected), "{address} {code}: {said}");
        };
        check("en", "http://127.0.0.1:8560/", "private_address", "It is not on the public internet; whoever");
        check(
            "en",
            "javascript:alert(1)",
            "scheme",
            "That is no address of the web; one begins with https://",
        );
        check(
            "en",
            "lefleuve",
            "dns",
            "\u{201c}lefleuve\u{201d} is no whole address: what is behind the dot",
        );
        check("fr", "LeFleuve", "dns", "« lefleuve » n’est pas une adresse entière");
        check("en", "lefleuve.example", "dns", "The name of the host is not known.");
        check("fr", "http://", "scheme", "Ce n’est pas une adresse du web");
    }
}
