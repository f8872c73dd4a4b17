//! What a page came to, before it is handed on.

use std::sync::Arc;

use veille_model::{Capture, FeedEntry, Reason};

use super::super::run::Run;
use super::super::stub;
use super::End;
use super::settled::UNDELIVERED_PAUSE;
use crate::letters;
use crate::memory::frontier::Frontier;
use crate::memory::told::Lacks;

/// A page of more letters, its menus included, is neither a wall nor a notice.
const SHORT_LETTERS_MAX: usize = 4_000;
/// Where a page says that it is to be paid for, it may be a beginning alone (schema.org).
const PAID_FOR: &str = "isAccessibleForFree";

/// Asks whoever reads pages what this one came to. Most are spared the question: they are long, and what announced them told
/// enough.
pub(super) async fn read<F: Frontier>(
    run: &Run<F>,
    capture: Capture,
    was_asked: bool,
) -> Result<(Capture, Result<Lacks, Reason>), End> {
    let Some(reader) = run.reader.clone() else { return Ok((capture, Ok(Lacks::default()))) };
    let capture = Arc::new(capture);
    let page = Arc::clone(&capture);
    let reading = move || {
        let text = letters::of_page(&page.body, page.media_type.as_deref());
        let is_long = letters::within(&text, SHORT_LETTERS_MAX).is_none();
        let tells_enough = page.entry.as_deref().is_some_and(tells_enough);
        if is_long && tells_enough && !was_asked && !text.contains(PAID_FOR) {
            return Ok(Lacks::default());
        }
        let mut read = reader(&page);
        if read.as_ref().is_err_and(|reason| reason.code == "no_body") && stub::needs_browser(&text) {
            let told = "the page is empty without JavaScript, so what its feed said of it stands in; it is asked for again";
            read = Err(Reason::new("needs_browser", told));
        }
        read
    };
    // One a core: a page that is taken apart is many times as large.
    let _turn = run.reading.acquire().await;
    let read = match tokio::task::spawn_blocking(reading).await {
        Ok(read) => read,
        Err(error) if error.is_cancelled() => {
            return Err(End::PutOff { pause: UNDELIVERED_PAUSE, counts: true });
        }
        // It would break off again whenever it is asked: handed on as a long page is, for whoever reads it next to say so of it.
        Err(error) => {
            tracing::error!(url = capture.url, %error, "a page could not be read");
            Ok(Lacks::default())
        }
    };
    // Whoever read it has let go of it.
    Ok((Arc::try_unwrap(capture).unwrap_or_else(|shared| (*shared).clone()), read))
}

/// Whether an entry has what a page may lack; few have authors, and few pages lack them.
fn tells_enough(entry: &FeedEntry) -> bool {
    let is_dated = entry.published_at.or(entry.updated_at).is_some();
    entry.title.is_some() && is_dated && entry.summary.as_ref().or(entry.content.as_ref()).is_some()
}
