//! *Add*: an address, a text or a page that somebody hands in.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, Utc};
use veille_model::{Capture, SourceId};
use veille_text::name::outlet;

use super::outcomes::{Step, steps};
use super::{Shell, html};
use crate::adding::Given;
use crate::ask::Ask;
use crate::asking::adding::{Handed, article, hand};
use crate::instants;
use crate::problem::Problem;
use crate::state::State;
use crate::text::{bare, capital, link, shown};
use crate::watched::Watched;

/// Characters of a headline: the longest that papers print have some 300.
const HEADLINE_MAX: usize = 500;
/// Characters of an outlet's name.
const OUTLET_MAX: usize = 120;
/// Before this year nothing was on the web: no such date is believed of a page either (`cleaner`).
const FIRST_YEAR: i32 = 1991;

#[derive(Template)]
#[template(path = "add.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    /// As typed, so that nobody types it twice.
    typed: TypedIn,
    /// What the fields for headline and text are called.
    labels: [String; 2],
    /// What outlets are called that are watched: whoever types one of these names means it.
    outlets: Vec<String>,
    /// Why it is no article.
    fault: Option<String>,
    steps: Vec<Step>,
}

/// A text with the headline that was typed beside it. Of lines alone the cleaner takes a short one for the name of a section.
#[derive(Template)]
#[template(path = "typed.html")]
struct Typed<'a> {
    headline: &'a str,
    outlet: &'a str,
    /// `2025-10-26`, or nothing.
    published: &'a str,
    paragraphs: Vec<&'a str>,
}

/// What stays in the form when nothing came of it.
#[derive(Clone, Default)]
struct TypedIn {
    address: String,
    headline: String,
    outlet: String,
    published: String,
    text: String,
}

/// What a form holds.
#[derive(Default)]
struct Form {
    address: String,
    headline: String,
    /// Whose text it is, and of which day: a text says neither.
    outlet: String,
    published: String,
    text: String,
    /// A file with the kind that the browser says it is of.
    file: Option<(Option<String>, Vec<u8>)>,
}

/// The form.
pub(crate) async fn add(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    if state.add.is_none() {
        return Problem::NotThere(ask.path.clone()).answer(&ask, &state);
    }
    page(&state, &ask, TypedIn::default(), None, Vec::new())
}

fn page(state: &State, ask: &Ask, typed: TypedIn, fault: Option<String>, steps: Vec<Step>) -> Response {
    let shell = Shell::new(ask, state, ask.words.get("add"));
    let labels = ["field-headline", "field-text"].map(|key| capital(&ask.words.get(key)));
    let outlets = state.watched().sources.values().map(|name| shown(name)).collect();
    html(&Page { shell, typed, labels, outlets, fault, steps })
}

/// What came of a form.
pub(crate) async fn hand_in(Shared(state): Shared<Arc<State>>, ask: Ask, request: Request) -> Response {
    let Some(form) = read(request).await else {
        let fault = Some(ask.words.get("add-unreadable"));
        return (StatusCode::BAD_REQUEST, page(&state, &ask, TypedIn::default(), fault, Vec::new()))
            .into_response();
    };
    let typed = TypedIn {
        // A password that was typed into the address is not shown again.
        address: shown(&bare(&form.address)),
        headline: form.headline.clone(),
        outlet: form.outlet.clone(),
        published: form.published.clone(),
        text: form.text.clone(),
    };
    let fault = |key: &str| {
        let page = page(&state, &ask, typed.clone(), Some(ask.words.get(key)), Vec::new());
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    if !form.address.trim().is_empty() && link(&form.address).is_none() {
        return fault("add-no-address");
    }
    if let Some(key) = unbelieved(&form) {
        return fault(key);
    }
    let Some(given) = given(form, &state.watched()) else { return fault("add-nothing") };
    let outcomes = match hand(&state, given).await {
        Ok(outcomes) => outcomes,
        Err(Handed::Nobody) => return Problem::NotThere(ask.path.clone()).answer(&ask, &state),
        Err(Handed::Failed(why)) => {
            let page = page(&state, &ask, typed, Some(why), Vec::new());
            return (StatusCode::SERVICE_UNAVAILABLE, page).into_response();
        }
    };
    let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
    let what = outcomes.first().map(|outcome| bare(&outcome.input)).unwrap_or_default();
    if let Err(error) = state.access.accounts.note(who, "added", &what, "").await {
        return Problem::Access(error).answer(&ask, &state);
    }
    match article(&outcomes) {
        Some(article) => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/article/{article}"))]).into_response()
        }
        None => {
            let steps = steps(&outcomes, &state, ask.words);
            let fault = Some(ask.words.get("add-no-article"));
            (StatusCode::UNPROCESSABLE_ENTITY, page(&state, &ask, typed, fault, steps)).into_response()
        }
    }
}

/// What is typed beside a text and would not be believed, by the word that says why: left out without one, it would seem to be stored.
fn unbelieved(form: &Form) -> Option<&'static str> {
    let published = form.published.trim();
    if !published.is_empty() {
        let Some(day) = instants::day(published) else { return Some("add-no-day") };
        // The day that it is where the sun rises first.
        let latest = (Utc::now() + chrono::TimeDelta::hours(14)).date_naive();
        if day > latest || day.year() < FIRST_YEAR {
            return Some("add-far-day");
        }
    }
    let is_long = |text: &str, most: usize| text.trim().chars().count() > most;
    [("add-long-headline", &form.headline, HEADLINE_MAX), ("add-long-outlet", &form.outlet, OUTLET_MAX)]
        .into_iter()
        .find(|(_, typed, most)| is_long(typed, *most))
        .map(|(key, ..)| key)
}

/// The source that is called so, if one is watched that is.
fn source_of(written: &str, watched: &Watched) -> Option<SourceId> {
    let is_it = |(id, name): &(&SourceId, &String)| id.as_str() == written || outlet(name) == outlet(written);
    watched.sources.iter().find(is_it).map(|(id, _)| id.clone())
}

fn given(form: Form, watched: &Watched) -> Option<Given> {
    let url = link(&form.address);
    let captured = |body: Vec<u8>, media_type: String| {
        let capture = Capture {
            captured_at: Some(Utc::now()),
            media_type: Some(media_type),
            ..Capture::page(url.clone(), body)
        };
        Some(Given::Capture(Box::new(capture)))
    };
    if let Some((kind, bytes)) = form.file.filter(|(_, bytes)| !bytes.is_empty()) {
        // A browser that does not know the ending says nothing; what people save are pages.
        return captured(bytes, kind.unwrap_or_else(|| "text/html".to_owned()));
    }
    if !form.text.trim().is_empty() {
        let (headline, text) = (form.headline.trim(), form.text.trim());
        let (outlet, published) = (form.outlet.trim(), form.published.trim());
        if headline.is_empty() && outlet.is_empty() && published.is_empty() {
            return captured(format!("{text}\n").into_bytes(), "text/plain; charset=utf-8".to_owned());
        }
        let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let page = Typed { headline, outlet, published, paragraphs }.render().ok()?;
        let mut given = captured(page.into_bytes(), "text/html; charset=utf-8".to_owned());
        if let (Some(Given::Capture(capture)), Some(source)) = (&mut given, source_of(outlet, watched)) {
            capture.source = source;
        }
        return given;
    }
    url.map(Given::Address)
}

async fn read(request: Request) -> Option<Form> {
    let mut fields = Multipart::from_request(request, &()).await.ok()?;
    let mut form = Form::default();
    while let Some(field) = fields.next_field().await.ok()? {
        match field.name().unwrap_or_default() {
            "address" => form.address = field.text().await.ok()?,
            "headline" => form.headline = field.text().await.ok()?,
            "outlet" => form.outlet = field.text().await.ok()?,
            "published" => form.published = field.text().await.ok()?,
            "text" => form.text = field.text().await.ok()?,
            "file" => {
                let kind = field.content_type().map(str::to_owned);
                form.file = Some((kind, field.bytes().await.ok()?.to_vec()));
            }
            _ => {}
        }
    }
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is stored of a headline and a text.
    fn stored(headline: &str, text: &str) -> veille_model::Article {
        let form = Form { headline: headline.to_owned(), text: text.to_owned(), ..Form::default() };
        let Some(Given::Capture(capture)) = given(form, &Watched::default()) else { panic!("no capture") };
        veille_cleaner::Cleaner::default().clean(&capture).unwrap()
    }

    #[test]
    fn a_headline_that_is_typed_is_the_headline_however_short_it_or_its_text_is() {
        let sentence = "Le ministre Ivan Petrov a déclaré mardi à Hanoï que la Convention entrera en vigueur dans un an, \
                        une fois que quarante États l'auront ratifiée.";
        let brief = format!("Bref.\r\n{sentence}");
        let long = [sentence; 6].join("\n\n");
        for headline in [
            "Hanoï signe",
            "Paix",
            "1 < 2 & \"3\"",
            "La Convention de Hanoï est signée par soixante-douze États",
        ] {
            for text in [sentence, &long, &brief] {
                let article = stored(headline, text);
                assert_eq!(article.headline.as_deref(), Some(headline), "{text}");
                let first = text.lines().next().unwrap().trim();
                assert!(article.text.starts_with(first), "{headline}: {}", article.text);
            }
        }
    }

    #[test]
    fn a_text_is_of_the_outlet_and_the_day_that_are_typed_beside_it() {
        let sentence = "Le ministre Ivan Petrov a déclaré mardi à Hanoï que la Convention entrera en vigueur dans un an, \
                        une fois que quarante États l'auront ratifiée.";
        let watched = Watched {
            sources: [(SourceId::new("fleuve"), "Le Courrier du Fleuve".to_owned())].into(),
            ..Watched::default()
        };
        let check = |headline: &str, outlet: &str, source: SourceId| {
            let form = Form {
                headline: headline.to_owned(),
                outlet: outlet.to_owned(),
                published: "2025-10-26".to_owned(),
                text: [sentence; 3].join("\n"),
                ..Form::default()
            };
            let Some(Given::Capture(capture)) = given(form, &watched) else { panic!("no capture") };
            let article = veille_cleaner::Cleaner::default().clean(&capture).unwrap();
            assert_eq!(article.site_name.as_deref(), Some(outlet), "{headline}");
            assert_eq!(article.published_at.map(|day| day.to_string()).as_deref(), Some("2025-10-26"));
            assert_eq!(article.source, source, "{outlet}");
            assert!(article.text.starts_with("Le ministre"), "{}", article.text);
        };
        check("Hanoï signe", "Le Courrier du Fleuve", SourceId::new("fleuve"));
        check("Hanoï signe", "LE COURRIER DU FLEUVE", SourceId::new("fleuve"));
        check("", "La Gazette & fils", SourceId::new("la-gazette-fils"));
    }
}
