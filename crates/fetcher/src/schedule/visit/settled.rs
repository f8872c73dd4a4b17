//! The end of a visit: handed on with what is to be remembered, or set aside with the reason.

use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;
use veille_model::{Mark, OutcomeKind, Reason};

use super::super::delivery::{Fetched, Undelivered};
use super::super::run::Run;
use super::{After, Announced, End};
use crate::memory::frontier::Frontier;
use crate::memory::key::{digest, fingerprint, led_key, title_digest};
use crate::memory::page::PageMemory;
use crate::web::validators::Validators;

/// Pause after downstream did not take what we had.
pub(super) const UNDELIVERED_PAUSE: Duration = Duration::from_secs(5);

pub(super) async fn set_aside<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    url: Option<&Url>,
    reason: Reason,
    memory: PageMemory,
    after: After,
) -> End {
    let mut outcome = run.outcome(OutcomeKind::Discarded, &page.source, input(page), Some(reason));
    if let Some(url) = url {
        outcome.url = Some(url.to_string());
    }
    let marks = vec![memory.mark(&page.key)];
    settle(run, page, Fetched { captures: Vec::new(), outcomes: vec![outcome], marks }, after).await
}

pub(super) async fn settle<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    mut fetched: Fetched,
    after: After,
) -> End {
    // It is where it was led to, and not on the way any more.
    fetched.marks.extend(page.led().is_some().then(|| Mark { key: led_key(&page.key), value: None }));
    match run.deliver(fetched).await {
        Ok(()) => {
            run.forget(page.errand.take_answered()).await;
            End::Settled(after)
        }
        Err(undelivered) => put_off(&undelivered),
    }
}

pub(super) fn put_off(undelivered: &Undelivered) -> End {
    if let Undelivered::Closed = undelivered {
        return End::Closed;
    }
    tracing::warn!(cause = %undelivered, "not delivered, to be handed on again");
    End::PutOff { pause: UNDELIVERED_PAUSE, counts: false }
}

pub(super) fn remember(page: &Announced, at: DateTime<Utc>) -> PageMemory {
    // What could not be had has not been visited yet: its first capture is no revisit.
    let before = page.memory.as_ref().filter(|memory| memory.refused.is_none());
    let is_dated_anew = page.look.is_none() && before.is_some_and(|before| before.title == title(page));
    let (revisits, revisits_on) = match before {
        Some(before) if is_dated_anew => (before.revisits_of(at.date_naive()) + 1, Some(at.date_naive())),
        Some(before) => (before.revisits, before.revisits_on),
        None => (0, None),
    };
    let (feed, entry, title) = match page.memory.as_ref().filter(|_| page.look.is_some()) {
        // Nobody announced it anew: what looks for it is what announced it at first.
        Some(known) => (known.feed.clone(), known.entry.clone(), known.title.clone()),
        None => (digest(&[page.feed.as_str().as_bytes()]), fingerprint(&page.entry), title(page)),
    };
    PageMemory {
        url: input(page).to_owned(),
        feed,
        at,
        entry,
        title,
        revisits,
        revisits_on,
        enough_on: before.and_then(|before| before.enough_on),
        ..PageMemory::default()
    }
}

/// What is remembered of a page that cannot be had for the reason of this code, and whether it may be asked for again.
pub(super) fn refused_memory<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    code: String,
    lasting: bool,
) -> PageMemory {
    let before = page.memory.clone().unwrap_or_default();
    let now = remember(page, run.now());
    let stood_at = before.stands_at().and_then(|url| page.stands_at(&url));
    // Another title is still to be captured, with the page, once that is there again.
    let is_to_come = before.body.is_some() && before.title != now.title;
    PageMemory {
        refused: Some(code),
        refusals: before.refusals + 1,
        lasting,
        title: if is_to_come { before.title } else { now.title },
        told: before.told.filter(|_| !lasting),
        // From before the refusal, lest the same bytes count as new when they are there again.
        body: before.body,
        stood_at,
        validators: if is_to_come { Validators::default() } else { before.validators },
        ..now
    }
}

pub(super) fn title(page: &Announced) -> Option<String> {
    title_digest(&page.entry)
}

/// The address that was announced, or what the entry is called where it leads nowhere.
pub(super) fn input(page: &Announced) -> &str {
    let entry = &page.entry;
    entry.url.as_deref().or(entry.id.as_deref()).unwrap_or(page.feed.as_str())
}
