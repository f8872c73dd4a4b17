//! The live stream, as server-sent events: each change of an article that passes the filters, in the order of commits.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use serde_json::json;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use utoipa::ToSchema;
use veille_query::Query;
use veille_sink::{Store, StoreError};
use veille_text::Document;

use super::answer::known;
use super::filters::{Filters, Queried};
use super::problem::{Answered, Failure, ProblemBody, problem};
use crate::Zone;
use crate::ask::Ask;
use crate::brief::{Brief, event_data};
use crate::live::{Live, Told, told};
use crate::selection::Selection;
use crate::state::State;
use crate::text::{beginning, shown};
use crate::watched::Watching;

/// Changes of the past that are read at a time.
const PAST_AT_ONCE: u32 = 200;
/// How long a connection is silent before it says that it is there.
const SILENCE: Duration = Duration::from_secs(15);
/// How long a client waits before it comes back.
const COME_BACK: Duration = Duration::from_secs(2);
/// Characters of a place that is none and is said again.
const SAID: usize = 40;

/// An event, by its fields (HTML, server-sent events).
#[derive(ToSchema)]
#[allow(dead_code)] // written by axum; this says it to people and programs
pub(crate) struct StreamedBody {
    /// What happened; absent where only a place is told.
    #[schema(nullable = false)]
    event: Option<String>,
    /// The number of the change.
    #[schema(nullable = false)]
    id: Option<String>,
    /// Of an article a `ToldBody`, as JSON.
    #[schema(nullable = false)]
    data: Option<String>,
}

/// What an event about an article says.
#[derive(ToSchema)]
#[allow(dead_code)] // written as JSON below; this says it to people and programs
pub(crate) struct ToldBody {
    change: ChangeBody,
    /// The article as it was just after; absent where it is gone for good.
    #[schema(nullable = false)]
    article: Option<Brief>,
}

/// What happened.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(crate) struct ChangeBody {
    /// Its place in the order of all changes, which the event has as its id.
    number: u64,
    /// `new`, `revised`, `judged`, `withdrawn`, `restored`, `forgotten`, `told`, `ruled`.
    kind: String,
    /// The id of the article.
    article: String,
    /// The wording that was written, or that became current.
    revision: String,
}

/// One reader of the stream.
struct Reader {
    store: Store,
    zone: Zone,
    watching: Watching,
    receiver: Receiver<Arc<Told>>,
    /// The number of the last change that it has seen.
    position: u64,
    selection: Selection,
    query: Option<Query>,
    waiting: VecDeque<Event>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Past,
    Present,
    Over,
}

/// Each change of an article that passes the filters, as it is stored.
///
/// Events are named after what happened (`new`, `revised`, `judged`, `withdrawn`, `restored`, `forgotten`) and numbered: a
/// reader who comes back with the number of the last one (`Last-Event-ID`, which browsers send by themselves, or `after`)
/// is first told all that it missed, after a week too. The event `ready` says that the past is over, `cut-off` that a reader
/// was too slow and may come back. Of an article that passes the filters no longer nothing is told; one that was
/// `forgotten` has passed them or not.
#[utoipa::path(
    get, path = "/api/v1/stream", tag = "streams", params(Filters, Queried, ("Last-Event-ID" = Option<u64>, Header,
        description = "The number of the last event that was seen"), ("after" = Option<u64>, Query,
        description = "The same, for who cannot send the header; 0 for everything that was ever stored")),
    responses(
        (status = 200, content_type = "text/event-stream", body = StreamedBody, description = "Events, without end, each as this says"),
        (status = 400, content_type = "application/problem+json", body = ProblemBody, description = "A filter that cannot be understood, or that the stream cannot keep to (`originals`, `triage`), a name that nobody has, or a place that is no number"),
        (status = 410, content_type = "application/problem+json", body = ProblemBody, description = "Changes after that number were let go: begin anew"),
        (status = 503, content_type = "application/problem+json", body = ProblemBody, description = "Too many readers, or a store that cannot be read"),
    )
)]
pub(crate) async fn stream(Shared(state): Shared<Arc<State>>, headers: HeaderMap, ask: Ask) -> Answered {
    let selection = Selection::read_filters(&ask.pairs)?.in_order()?;
    let query = selection.query.as_deref().map(Query::parse).transpose()?;
    if let Some(name) = selection.untold() {
        let instead = "it is known a moment after a change is told; /api/v1/articles has the list";
        return Err(Failure::unheeded(name, instead));
    }
    // A name that nobody has would be listened to in silence for ever.
    state.catalogue.catch_up().await?;
    known(&state, &selection)?;
    let place = place(&headers, &ask)?;
    if let Some(place) = place
        && let Err(error @ StoreError::ChangesGone { .. }) = state.store.go_on_after(place).await
    {
        return Ok(problem(StatusCode::GONE, "changes are gone", error.to_string()));
    }
    // Listened to before the past is read, so that nothing is stored unheard between the two.
    let Some((receiver, last)) = Live::listen(&state.live, &state.store).await? else {
        let detail = "too many readers listen already; try again in a moment, or read /api/v1/articles";
        return Ok(problem(StatusCode::SERVICE_UNAVAILABLE, "too many readers", detail));
    };
    let mut ended = state.ended.subscribe();
    let reader = Reader {
        // A number of another store, or of a later state of this one, is no place in it.
        position: place.map_or(last, |place| place.min(last)),
        selection,
        query,
        waiting: VecDeque::from([Event::default().retry(COME_BACK)]),
        stage: Stage::Past,
        receiver,
        // Not all of the state: a stream lasts longer than the catalogue of its zone is kept.
        store: state.store.clone(),
        zone: state.zone.clone(),
        watching: state.watching.clone(),
    };
    let events = stream::unfold(reader, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok::<Event, Infallible>(event), reader))
    });
    let told_to_end = async move { drop(ended.wait_for(|ended| *ended).await) };
    let events = futures_util::StreamExt::take_until(events, Box::pin(told_to_end));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(SILENCE)).into_response())
}

/// The number of the last event that was seen, as the header says it, or the address for who cannot send one.
fn place(headers: &HeaderMap, ask: &Ask) -> Result<Option<u64>, Failure> {
    let sent = headers.get("last-event-id").map(|id| ("Last-Event-ID", id.to_str().unwrap_or_default()));
    let Some((name, value)) = sent.or(ask.value("after").map(|value| ("after", value))) else {
        return Ok(None);
    };
    value.parse().map(Some).map_err(|_| {
        let value = shown(&beginning(value, SAID));
        let detail = format!(
            "`{name}` cannot be {value:?}: it is the number of the last event that was seen, its `id`; 0 tells everything \
             that was ever stored"
        );
        Failure::new(StatusCode::BAD_REQUEST, "a parameter cannot be understood", detail)
    })
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            match self.stage {
                Stage::Past => self.read_past().await,
                Stage::Present => self.hear().await,
                Stage::Over => return None,
            }
        }
    }

    async fn read_past(&mut self) {
        let news = match told(&self.store, self.position, PAST_AT_ONCE).await {
            Ok(news) => news,
            Err(error) => return self.fail(&error),
        };
        if news.is_empty() {
            self.stage = Stage::Present;
            let data = json!({ "position": self.position }).to_string();
            self.waiting.push_back(self.numbered(Event::default().event("ready").data(data)));
            return;
        }
        for told in &news {
            self.take(told);
        }
        // Where nothing passed, the place is told all the same: whoever comes back goes on from here.
        self.waiting.push_back(self.numbered(Event::default()));
    }

    async fn hear(&mut self) {
        match self.receiver.recv().await {
            // What it has read of the past meanwhile, it hears as well.
            Ok(told) if told.change.number > self.position => self.take(&told),
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => {
                let words = "you read more slowly than articles are stored; come back with the last id";
                let data = json!({ "detail": words, "position": self.position }).to_string();
                self.waiting.push_back(self.numbered(Event::default().event("cut-off").data(data)));
                self.stage = Stage::Over;
            }
            Err(RecvError::Closed) => self.stage = Stage::Over,
        }
    }

    fn take(&mut self, told: &Told) {
        self.position = told.change.number;
        if told.article.as_ref().is_some_and(|article| !self.admits(article)) {
            return;
        }
        let data = event_data(told, &self.watching.now());
        let event = Event::default().event(told.change.kind.as_str()).data(data);
        self.waiting.push_back(self.numbered(event));
    }

    fn admits(&self, article: &veille_model::TaggedArticle) -> bool {
        // A search asks everything; where nothing is watched, everything is shown.
        let watched = self.watching.now();
        let untagged_too = self.query.is_some() || watched.topics.is_empty();
        self.selection.admits(article, &self.zone, &watched, untagged_too)
            && self.query.as_ref().is_none_or(|query| query.matches(&Document::of_tagged(article)).is_some())
    }

    fn numbered(&self, event: Event) -> Event {
        event.id(self.position.to_string())
    }

    fn fail(&mut self, error: &StoreError) {
        tracing::warn!(%error, "a reader of the stream cannot be told");
        self.stage = Stage::Over;
    }
}
