//! What feeds say of a page, beside it, and in its place where it cannot be had.

use url::Url;
use veille_model::{Capture, FeedEntry, Mark, Outcome, OutcomeKind, Reason, same_site};

use super::super::delivery::Fetched;
use super::super::run::Run;
use super::settled::{input, refused_memory, remember, set_aside, settle, title};
use super::{After, Announced, End};
use crate::memory::frontier::Frontier;
use crate::memory::key::page_key;
use crate::memory::page::PageMemory;
use crate::memory::told::{Lacks, Told};
use crate::web::refusal::{Refusal, Verdict};

/// What its feed says of a page, with what was told before of one that lacks something.
pub(super) fn said(page: &Announced, told: Option<&Told>) -> FeedEntry {
    let mut entry = (*page.entry).clone();
    let known = page.memory.as_ref().filter(|_| page.look.is_some());
    if known.is_some_and(|memory| memory.title != title(page)) {
        // As it was called before the feed corrected it.
        entry.title = None;
    }
    told.map_or_else(|| entry.clone(), |told| told.complete(&entry))
}

/// Lets the feed's own text stand in for a page that cannot be had.
pub(super) async fn entry_alone<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    refusal: Option<&Refusal>,
) -> End {
    let before = page.memory.as_ref().and_then(|memory| memory.told.as_deref());
    let entry = said(page, before);
    let memory = match refusal {
        Some(refusal) => {
            let is_lasting = refusal.verdict() == Verdict::Never;
            let memory = refused_memory(run, page, refusal.code(), is_lasting);
            PageMemory { told: Told::of(&entry, Lacks::ALL), ..memory }
        }
        None => remember(page, run.now()),
    };
    if entry.title.is_none() && entry.summary.is_none() && entry.content.is_none() {
        let reason = refusal.unwrap_or(&Refusal::NothingAnnounced).reason();
        return set_aside(run, page, None, reason, memory, After::Nothing).await;
    }
    let asked_at = page.memory.as_ref().map_or(page.at, |memory| memory.at.max(page.at));
    let capture = Capture::entry(&entry, page.source.clone(), Some(asked_at));
    stand_in(run, page, capture, refusal.map(Refusal::reason), vec![memory.mark(&page.key)]).await
}

/// Lets what is told now stand in for a page that came to nothing before, for it is more. The page rests on.
pub(super) async fn told_more<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    before: &PageMemory,
    found: Option<&Url>,
) -> End {
    let entry = said(page, before.told.as_deref());
    let now = remember(page, before.at);
    let told = Told::of(&entry, Lacks::ALL);
    let memory = PageMemory { feed: now.feed, entry: now.entry, title: now.title, told, ..before.clone() };
    let mut marks = Vec::new();
    // At this instant, for it takes the place of what stood in.
    let mut capture = Capture::entry(&entry, page.source.clone(), Some(run.now()));
    // As the article is named by the page, unless that is somebody else's.
    let own = |url: &&Url| same_site(url.as_str(), input(page));
    if let Some(url) = found.filter(own) {
        let key = page_key(url.as_str());
        // Under both, as a page that was found elsewhere is.
        marks.extend((key != page.key).then(|| memory.mark(&key)));
        capture = capture.found_at(url.to_string());
    }
    let found = found.and_then(|url| page.led_to(url)).or(memory.found.clone());
    let stood_at = before.stands_at().and_then(|url| page.stands_at(&url));
    marks.push(PageMemory { url: now.url, found, stood_at, ..memory }.mark(&page.key));
    let code = before.refused.clone().unwrap_or_default();
    let detail = "the page came to nothing before, and this says more of it than what stood in for it";
    stand_in(run, page, capture, Some(Reason::new(code, detail)), marks).await
}

async fn stand_in<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    capture: Capture,
    reason: Option<Reason>,
    marks: Vec<Mark>,
) -> End {
    // An entry was not asked for on its own, so it has no share yet of what may be in hand.
    let _share = tokio::select! {
        share = run.web.room(capture.body.len()) => share,
        () = page.stop.told() => return End::Stopped,
    };
    let outcome = Outcome {
        url: capture.url.clone(),
        outputs: vec![capture.id.to_string()],
        // Forwarded, with who refused the page: the reader of the ledger sees that this is the feed's text alone.
        ..run.outcome(OutcomeKind::Forwarded, &page.source, input(page), reason)
    };
    settle(run, page, Fetched { captures: vec![capture], outcomes: vec![outcome], marks }, After::Nothing)
        .await
}
