//! *Follow a text*: where each sentence of a communiqué stands in the press word for word, altered, shortened, translated, and who left
//! it out.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use veille_stories::Trace;
use veille_text::charset;

use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::trace::{Followed, TEXT_MAX, followed};
use crate::dated::Dated;
use crate::evidence::headline;
use crate::lists::Maker;
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, shown};
use crate::words::{Said, Words};

#[derive(Template)]
#[template(path = "trace.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    text: String,
    text_max: usize,
    from: String,
    to: String,
    /// Why nothing is looked for.
    fault: Option<String>,
    found: Option<Found>,
}

/// What was found.
struct Found {
    said: String,
    /// That not all were looked at.
    partly: Option<String>,
    takers: Vec<Taker>,
    sentences: Vec<Sentence>,
}

/// An article that has something of the text, with how many sentences it has in which way.
struct Taker {
    /// What it is called on the page: sentences have numbers.
    letter: String,
    outlet: String,
    headline: String,
    href: String,
    lang: String,
    dir: &'static str,
    day: String,
    counts: Vec<String>,
}

struct Sentence {
    number: usize,
    written: String,
    places: Vec<Stands>,
    /// Who left it out, by their letters.
    left_out: Vec<String>,
}

/// How a sentence stands in articles that have it alike.
struct Stands {
    kind: &'static str,
    name: String,
    /// How it reads there.
    words: Option<Wording>,
    /// The letters of the articles.
    letters: Vec<String>,
}

#[derive(PartialEq)]
struct Wording {
    text: String,
    lang: String,
    dir: &'static str,
}

/// What a form holds.
#[derive(Default)]
struct Form {
    text: String,
    file: Vec<u8>,
    from: String,
    to: String,
}

/// The form.
pub(crate) async fn form(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    page(&state, &ask, Form::default(), None, None)
}

fn page(state: &State, ask: &Ask, form: Form, fault: Option<String>, found: Option<Found>) -> Response {
    // In its lines, as it was typed.
    let lines: Vec<String> = form.text.lines().map(shown).collect();
    html(&Page {
        shell: Shell::new(ask, state, ask.words.get("trace")),
        text: lines.join("\n"),
        text_max: TEXT_MAX,
        from: form.from,
        to: form.to,
        fault,
        found,
    })
}

/// What became of a text.
pub(crate) async fn follow(Shared(state): Shared<Arc<State>>, ask: Ask, request: Request) -> Response {
    let words = ask.words;
    let Some(mut form) = read(request).await else {
        let page = page(&state, &ask, Form::default(), Some(words.get("add-unreadable")), None);
        return (StatusCode::BAD_REQUEST, page).into_response();
    };
    let is_read = match std::mem::take(&mut form.file) {
        file if file.is_empty() => true,
        file => {
            let text = text_of(&state, file).await;
            let is_read = text.is_some();
            form.text = text.unwrap_or_default();
            is_read
        }
    };
    let fault = |form: Form, said: String| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&state, &ask, form, Some(said), None)).into_response()
    };
    if !is_read {
        return fault(form, words.get("trace-no-text"));
    }
    if form.text.chars().count() > TEXT_MAX {
        return fault(form, words.with("trace-long", &[("most", &words.number(TEXT_MAX))]));
    }
    // By the same reader as everywhere, so that the same days are understood.
    let pairs = [("from".to_owned(), form.from.clone()), ("to".to_owned(), form.to.clone())];
    let selection = match Selection::read_filters(&pairs) {
        Ok(selection) => selection,
        Err(misread) => return Problem::from(misread).answer(&ask, &state),
    };
    let found = async {
        state.catalogue.catch_up().await?;
        let followed = followed(&state, &form.text, &selection).await?;
        Ok::<_, Problem>(followed.map(|followed| found(&state, &ask, &followed)))
    };
    match found.await {
        Ok(None) => fault(form, words.get("trace-nothing")),
        Ok(found) => page(&state, &ask, form, None, found),
        Err(problem) => problem.answer(&ask, &state),
    }
}

/// The text of a file, by the readers of what is added, off the async threads: a long document takes seconds.
async fn text_of(state: &State, file: Vec<u8>) -> Option<String> {
    let (read, cleaner) = (state.read_text, state.watched().cleaner.clone().unwrap_or_default());
    let text = tokio::task::spawn_blocking(move || match read {
        Some(read) => read(file, &cleaner).ok(),
        // What a word processor writes is packed, and its letters are nobody's sentences.
        None if file.starts_with(b"%PDF") || file.starts_with(b"PK\x03\x04") => None,
        None => Some(charset::decode(&file, &charset::Labels::default()).0.into_owned()),
    });
    text.await.ok().flatten().filter(|text| !text.contains('\0'))
}

fn found(state: &State, ask: &Ask, followed: &Followed) -> Found {
    let (words, watched) = (ask.words, state.watched());
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &Selection::default() };
    let takers = followed.taken.iter().zip(1..).map(|(taken, number)| {
        let article = &taken.article.article;
        let count = |kind: &&'static str| {
            let count = taken.traces.iter().filter(|trace| trace.as_str() == *kind).count();
            (count > 0)
                .then(|| format!("{}{} {}", name(kind, words), words.get("colon"), words.number(count)))
        };
        let lang = taken.article.language.to_string();
        Taker {
            letter: letter(number),
            outlet: maker.outlet(article.source.as_str(), article.site_name.as_deref()),
            headline: headline(&taken.article),
            href: format!("/article/{}", article.id),
            dir: direction(&lang),
            lang,
            day: words.when(Dated::of(article, &state.zone), false),
            counts: Trace::KINDS.iter().filter_map(count).collect(),
        }
    });
    let takers = takers.collect();
    let articles = words.count("articles", followed.taken.len());
    let sentences = words.number(followed.sentences.len());
    let looked = [("looked", &*words.number(followed.looked_at)), ("of", &words.number(followed.of))];
    Found {
        said: words.with("trace-found", &[("articles", &articles), ("sentences", &sentences)]),
        partly: (followed.looked_at < followed.of).then(|| words.with("trace-partly", &looked)),
        takers,
        sentences: (0..followed.sentences.len()).map(|at| sentence(at, followed, words)).collect(),
    }
}

/// `A` of the first, `Z`, `AA`, as lists of letters go on.
fn letter(number: usize) -> String {
    let Some(rest) = number.checked_sub(1) else { return String::new() };
    let last = char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default());
    format!("{}{last}", letter(rest / 26))
}

fn name(kind: &str, words: Words) -> String {
    words.get(&format!("traced-{}", kind.replace('_', "-")))
}

fn sentence(at: usize, followed: &Followed, words: Words) -> Sentence {
    let mut places: Vec<Stands> = Vec::new();
    let mut left_out = Vec::new();
    for (taken, number) in followed.taken.iter().zip(1..) {
        let trace = &taken.traces[at];
        if *trace == Trace::LeftOut {
            left_out.push(letter(number));
            continue;
        }
        let lang = taken.article.language.to_string();
        let dir = direction(&lang);
        let wording = trace.words().map(|text| Wording { text: shown(text), lang, dir });
        match places.iter_mut().find(|known| known.kind == trace.as_str() && known.words == wording) {
            Some(known) => known.letters.push(letter(number)),
            None => places.push(Stands {
                kind: trace.as_str(),
                name: name(trace.as_str(), words),
                words: wording,
                letters: vec![letter(number)],
            }),
        }
    }
    // Word for word first, and what is furthest from it last, whoever has which.
    places.sort_by_key(|place| Trace::KINDS.iter().position(|kind| *kind == place.kind));
    Sentence { number: at + 1, written: shown(&followed.sentences[at]), places, left_out }
}

async fn read(request: Request) -> Option<Form> {
    let mut fields = Multipart::from_request(request, &()).await.ok()?;
    let mut form = Form::default();
    while let Some(field) = fields.next_field().await.ok()? {
        match field.name().unwrap_or_default() {
            "text" => form.text = field.text().await.ok()?,
            "file" => form.file = field.bytes().await.ok()?.to_vec(),
            "from" => form.from = field.text().await.ok()?,
            "to" => form.to = field.text().await.ok()?,
            _ => {}
        }
    }
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn articles_are_called_by_letters() {
        for (number, expected) in
            [(1, "A"), (2, "B"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")]
        {
            assert_eq!(letter(number), expected, "{number}");
        }
    }
}
