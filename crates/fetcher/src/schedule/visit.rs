//! One announced page: fetched, and handed on with everything that is to be remembered of it.

mod alone;
mod less;
mod read;
mod settled;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;
use veille_model::{Capture, FeedEntry, Mark, Outcome, OutcomeKind, Reason, SourceId};

use super::delivery::{Fetched, Undelivered};
use super::run::Run;
use super::speaks::speaks_of;
use super::stub;
use crate::backoff::pause;
use crate::memory::frontier::Frontier;
use crate::memory::key::{digest, led_key, page_key};
use crate::memory::looks::Look;
use crate::memory::page::PageMemory;
use crate::memory::told::{Lacks, Told};
use crate::memory::value::recall;
use crate::stop::Stop;
use crate::web::client::Purpose;
use crate::web::errand::Errand;
use crate::web::freshness::fresh_secs;
use crate::web::refusal::{Refusal, Verdict};
use crate::web::validators::{Held, Validators};
use crate::web::{Got, Met, Way, Whole};

use alone::{entry_alone, said, told_more};
use less::{kept, less};
use read::read;
use settled::{input, put_off, refused_memory, remember, set_aside, settle, title};

/// The longest pause between two attempts at a page, of the first: that after six failures.
const PAUSE_TIMES_MAX: u32 = 4_096;
/// How often it is tried to reach the fetcher whose a page is to ask for.
pub(super) const AWAY_PAUSE: Duration = Duration::from_secs(3);

/// A page to be fetched, and what announced it.
#[derive(Clone)]
pub(crate) struct Announced {
    pub(crate) key: String,
    pub(crate) source: SourceId,
    pub(crate) feed: Url,
    pub(crate) entry: Arc<FeedEntry>,
    /// When the feed was received.
    pub(crate) at: DateTime<Utc>,
    /// What is remembered of the page, where it was settled before.
    pub(crate) memory: Option<PageMemory>,
    /// Attempts made so far.
    pub(crate) attempts: u32,
    /// Stops the watching of its feed.
    pub(crate) stop: Stop,
    /// Where the page is looked at again, and nothing announced it anew.
    pub(crate) look: Option<Look>,
    /// Where its address has led to by now; after a pause, or a kill, it is gone on from there.
    pub(crate) led: Arc<Mutex<Option<Url>>>,
    /// What was answered on the way, however often it is set out on.
    pub(crate) errand: Arc<Errand>,
}

impl Announced {
    pub(crate) fn led(&self) -> MutexGuard<'_, Option<Url>> {
        self.led.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address that this one leads to, where whoever asks for that one is given the page: not one that wants a cookie of the way
    /// there, or a password.
    fn led_to(&self, url: &Url) -> Option<String> {
        let before = self.memory.as_ref().and_then(|memory| memory.found.as_deref());
        let is_known = self.led().as_ref() == Some(url) || before == Some(url.as_str());
        (is_known && self.entry.url.as_deref() != Some(url.as_str())).then(|| url.to_string())
    }

    /// What is remembered of the page, where its entry tells what it does not say and nobody told.
    fn tells_more(&self) -> Option<&PageMemory> {
        self.memory.as_ref().filter(|memory| self.look.is_none() && memory.is_less_than(&self.entry))
    }

    /// Whether its entry calls a captured page otherwise than when it was captured.
    fn is_corrected(&self) -> bool {
        let known = self.memory.as_ref().filter(|memory| memory.body.is_some() && self.look.is_none());
        known.is_some_and(|memory| memory.title != title(self))
    }

    /// What was captured of it is asked for with.
    fn held(&self) -> Held {
        self.memory.as_ref().map(PageMemory::held).unwrap_or_default()
    }

    /// The address at which it stands, where that is not the announced one.
    fn stands_at(&self, url: &Url) -> Option<String> {
        let mut announced = self.entry.url.as_deref().and_then(|url| Url::parse(url).ok())?;
        announced.set_fragment(None);
        (announced != *url).then(|| url.to_string())
    }

    /// The same page, to be asked for whatever was received of it.
    fn whole(&self) -> Self {
        let mut whole = self.clone();
        if let Some(memory) = &mut whole.memory {
            memory.validators = Validators::default();
        }
        whole
    }
}

/// How a visit ended.
#[derive(Debug)]
pub(crate) enum End {
    /// It is safe downstream, or set aside for good.
    Settled(After),
    /// To be tried again after a pause; whether it counts as an attempt.
    PutOff { pause: Duration, counts: bool },
    /// Somebody else has been at it meanwhile.
    Overtaken,
    /// We were told to stop before it was our turn.
    Stopped,
    /// Downstream is gone.
    Closed,
}

/// What a visit means for the looks that come after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// The page is captured and as it was handed on, and will stay so for so many seconds by what its publisher says.
    Kept { fresh_secs: u64 },
    /// The page came to nothing, and its entry stands in.
    StandsIn,
    /// It was captured before, and its publisher says that it is not there.
    Gone,
    /// There is no page to look at.
    Nothing,
}

/// Keys of pages that a visit was led to, and that are claimed for as long as it lasts: whoever announces one of them meanwhile waits,
/// and does not ask for it while the visit waits for its turn to.
type Claimed = Mutex<Vec<String>>;

/// Fetches one page and sees it safely downstream.
pub(crate) async fn visit<F: Frontier>(run: &Run<F>, page: &Announced) -> End {
    let claimed = Claimed::default();
    let end = visited(run, page, &claimed).await;
    for key in claimed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        run.claims.give_back(&key);
    }
    end
}

async fn visited<F: Frontier>(run: &Run<F>, page: &Announced, claimed: &Claimed) -> End {
    // What shares its address with others has no page of its own.
    let Some(address) = page.entry.url.as_ref().filter(|_| !page.entry.shares_page) else {
        return Box::pin(entry_alone(run, page, None)).await;
    };
    let Ok(mut url) = Url::parse(address) else {
        return Box::pin(refused(run, page, Refusal::Scheme(address.clone()))).await;
    };
    // Trackers put `#xtor=RSS-1` behind a link; no server hears of it, but it would be another address to us.
    url.set_fragment(None);
    let found = page.memory.as_ref().and_then(|memory| Url::parse(memory.found.as_deref()?).ok());
    let more = page.tells_more();
    // Nobody is asked: the page rests, and what is told of it now is more than what stands in.
    if let Some(before) =
        more.filter(|memory| memory.came_to_nothing() && memory.rests(run.now(), &run.config))
    {
        return Box::pin(told_more(run, page, before, found.as_ref())).await;
    }
    let led = page.led().clone().or(found);
    // What is told of a page lies beside it in one capture, so that it is needed whole.
    let mut got = match more.filter(|memory| !memory.came_to_nothing()) {
        Some(_) => Box::pin(ask(run, &page.whole(), &url, led.as_ref(), claimed)).await,
        None => ask(run, page, &url, led.as_ref(), claimed).await,
    };
    // It may lead elsewhere by now: what was found is refused, or is still the same under another title.
    let is_stale = match &got {
        Err(refusal) => refusal.verdict() != Verdict::Later || matches!(refusal, Refusal::Dns { .. }),
        Ok(got) => got.is_unchanged() && page.is_corrected(),
    };
    if led.is_some() && is_stale {
        got = ask(run, page, &url, None, claimed).await;
    }
    // Elsewhere, for visits that wait for their turn are many, and have no answer yet.
    match got {
        Ok(got) => Box::pin(received(run, page, got, claimed)).await,
        Err(refusal) => Box::pin(refused(run, page, refusal)).await,
    }
}

/// Asks for a page, where it was found before if that is known.
async fn ask<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    url: &Url,
    led: Option<&Url>,
    claimed: &Claimed,
) -> Result<Got, Refusal> {
    let held = page.held().at(url);
    let on_way = |next: Url, for_all: bool| -> Pin<Box<dyn Future<Output = _> + Send>> {
        Box::pin(async move { on_the_way(run, page, &next, for_all, claimed).await })
    };
    let way = Way { led, on_way: &on_way };
    run.web.follow(url, way, Purpose::Page, &held, &page.errand, &page.stop).await
}

/// Whether a page that the announced one leads to is asked for, and with which validators: one that another announcement brought
/// is not, where it has the same title or this one says nothing beside it.
async fn on_the_way<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    next: &Url,
    for_all: bool,
    claimed: &Claimed,
) -> Result<Validators, Met> {
    // Before it is asked for, which takes a pause: after a kill the first step would be asked for once more.
    if for_all {
        *page.led() = Some(next.clone());
        run.note(Mark { key: led_key(&page.key), value: Some(next.to_string()) });
    }
    let key = page_key(next.as_str());
    let is_ours = page.memory.as_ref().is_some_and(|memory| memory.body.is_some());
    if key == page.key || is_ours {
        return Ok(page.held().at(next));
    }
    // Before it is recalled: whoever was at it until now has settled it.
    if !claim(run, &key, claimed) {
        return Err(Met::Taken);
    }
    // A memory that does not answer is asked again when the page is there.
    let values = run.frontier.get(&[key]).await.unwrap_or_default();
    let known = recall::<PageMemory>(values.first().and_then(Option::as_ref));
    let was_it = page.memory.as_ref().is_some_and(|memory| memory.refused.is_none());
    match known.filter(|known| known.body.is_some()) {
        Some(known) if is_more_of(&known, page, next) && !known.came_to_nothing() => {
            Ok(Validators::default())
        }
        Some(known) if known.title == title(page) || page.entry.title.is_none() => Err(Met::Known),
        Some(known) if known.title.is_none() || was_it => Ok(known.held().at(next)),
        _ => Ok(Validators::default()),
    }
}

/// Claims a key for this visit, once; false where somebody else has it.
fn claim<F>(run: &Run<F>, key: &str, claimed: &Claimed) -> bool {
    let mut claimed = claimed.lock().unwrap_or_else(PoisonError::into_inner);
    let is_ours = claimed.iter().any(|held| held == key);
    if !is_ours && !run.claims.take(key) {
        return false;
    }
    if !is_ours {
        claimed.push(key.to_owned());
    }
    true
}

async fn received<F: Frontier>(run: &Run<F>, page: &Announced, got: Got, claimed: &Claimed) -> End {
    let Got { mut url, mut at, whole, met, .. } = got;
    let Some(mut whole) = whole else {
        let was_captured = page.memory.as_ref().is_some_and(|memory| memory.body.is_some());
        return match met {
            Some(Met::Taken) => taken(run, page, &url).await,
            // Asked for with the validators of another announcement's capture.
            None if was_captured => unchanged(run, page, &url, at, None).await,
            _ => known(run, page, &url).await,
        };
    };
    // One step, and as any request: a stub that leads to a stub says nothing.
    if let Some(next) = stub::leads_to(&whole.headers, &whole.body, &url) {
        drop(whole);
        match run.web.get(&next, Purpose::Page, &Held::default(), &page.errand, &page.stop).await {
            Ok(Got { url: found, at: then, whole: Some(followed), .. }) => {
                (url, at, whole) = (found, then, followed)
            }
            Ok(Got { whole: None, .. }) => {
                return refused(run, page, Refusal::SentOn { url: next.to_string() }).await;
            }
            Err(refusal) => return refused(run, page, refusal).await,
        }
    }
    let found = page_key(url.as_str());
    if found != page.key && !claim(run, &found, claimed) {
        return taken(run, page, &url).await;
    }
    keep(run, page, &found, url, at, whole).await
}

/// Hands a page on, unless it is known under the address it was found at, or its bytes are those of the last visit.
async fn keep<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    found: &str,
    url: Url,
    at: DateTime<Utc>,
    Whole { headers, body, share }: Whole,
) -> End {
    let known = match run.recall(&[found.to_owned()]).await {
        // One that was refused or set aside was never captured.
        Ok(values) => recall::<PageMemory>(values.first().and_then(Option::as_ref))
            .filter(|memory| memory.body.is_some()),
        Err(error) => return put_off(&Undelivered::Frontier(error)),
    };
    let body_digest = digest(&[&body]);
    let first_visit = page.memory.as_ref().is_none_or(|memory| memory.body.is_none());
    // A short link, or one with `?from=rss`, that redirects to a page which another entry brought before.
    let is_anothers =
        |known: &&PageMemory| first_visit && found != page.key && !is_more_of(known, page, &url);
    if let Some(known) = known.as_ref().filter(is_anothers) {
        return already(run, page, &url, known, Whole { headers, body, share }).await;
    }
    let before = known.as_ref().or(page.memory.as_ref());
    // What was told of this one, and not of another that was led there too.
    let own = page.memory.as_ref().filter(|memory| memory.body.is_some());
    let captured = own.or(known.as_ref());
    let told = captured.and_then(|memory| memory.told.as_deref());
    let stored = captured.filter(|memory| memory.is_stored());
    let is_more = page.look.is_none() && before.is_some_and(|before| before.is_less_than(&page.entry));
    // The same page under a corrected title is another capture: the feed may know better than a cached page.
    let is_as_called = |known: &PageMemory| page.look.is_some() || known.title == title(page);
    let same = |known: &PageMemory| known.body.as_ref() == Some(&body_digest) && is_as_called(known);
    if before.is_some_and(same) && !is_more {
        return unchanged(run, page, &url, at, Some(Validators::of(&headers))).await;
    }
    let refusals = before.map_or(0, |before| before.refusals);
    let entry = said(page, told);
    let (validators, fresh_secs) = (Validators::of(&headers), fresh_secs(&headers).unwrap_or_default());
    let capture = Capture {
        source: page.source.clone(),
        captured_at: Some(at),
        status: Some(200),
        media_type: headers.get("content-type").cloned(),
        headers,
        ..Capture::page(Some(url.to_string()), body)
    };
    let capture = capture.announced_by(entry.clone());
    let (capture, came_to) = match read(run, capture, told.is_some() || stored.is_some()).await {
        Ok(read) => read,
        Err(end) => return end,
    };
    if let Some(less) = stored.and_then(|stored| less(stored, &entry, &came_to)) {
        return kept(run, page, less).await;
    }
    let (lacks, disappointment) =
        came_to.map_or_else(|reason| (Lacks::ALL, Some(reason)), |lacks| (lacks, None));
    let found_at = page.led_to(&url);
    let mut memory = PageMemory {
        body: Some(body_digest),
        validators,
        fresh_secs,
        found: found_at,
        stood_at: page.stands_at(&url),
        ..remember(page, at)
    };
    memory.told = Told::of(&entry, lacks);
    if let Some(reason) = &disappointment {
        // As after a refusal: it is asked for again, later and ever later.
        memory.refused = Some(reason.code.clone());
        (memory.refusals, memory.stands_in) = (refusals + 1, true);
    }
    let outcome = Outcome {
        url: Some(url.to_string()),
        outputs: vec![capture.id.to_string()],
        ..run.outcome(OutcomeKind::Forwarded, &page.source, input(page), disappointment)
    };
    let mut marks = vec![memory.mark(&page.key)];
    if found != page.key {
        // Under both: as announced for this feed, as found for whoever else is led there.
        marks.push(memory.mark(found));
    }
    let after = if memory.stands_in { After::StandsIn } else { After::Kept { fresh_secs } };
    let fetched = Fetched { captures: vec![capture], outcomes: vec![outcome], marks };
    let end = settle(run, page, fetched, after).await;
    // Only now is there room for another.
    drop(share);
    end
}

/// The page is as it was: by what it was asked with, or by its bytes, which came with these validators.
async fn unchanged<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    url: &Url,
    at: DateTime<Utc>,
    came_with: Option<Validators>,
) -> End {
    if let Some(before) = page.tells_more().filter(|before| before.came_to_nothing()) {
        return told_more(run, page, before, Some(url)).await;
    }
    let detail = match page.look {
        Some(_) => "it was looked at again, and is the page that was captured before",
        None => "its entry changed, but the page is the one that was captured before",
    };
    let reason = Reason::new("unchanged", detail);
    let before = page.memory.clone().unwrap_or_default();
    // Those of the capture stay, for the page is the same; one that came to nothing still does.
    let mut memory = remember(page, at);
    if before.stands_in {
        memory.refused.clone_from(&before.refused);
        (memory.refusals, memory.stands_in) = (before.refusals + 1, true);
    }
    let found = page.led_to(url);
    // For as long again (RFC 9111, 4.3.4).
    let fresh_secs = before.fresh_secs;
    let stood_at = page.stands_at(url);
    let validators = came_with.unwrap_or_else(|| before.held().at(url));
    let (body, told) = (before.body, before.told);
    let memory = PageMemory { body, validators, fresh_secs, found, stood_at, told, ..memory };
    let after = if memory.stands_in { After::StandsIn } else { After::Kept { fresh_secs } };
    set_aside(run, page, Some(url), reason, memory, after).await
}

/// Somebody is just at the page that this one led to: what became of it decides, a little later.
async fn taken<F: Frontier>(run: &Run<F>, page: &Announced, url: &Url) -> End {
    if page.attempts + 1 < run.config.attempts_max {
        // Counted, for two pages may lead to each other, and then each waits for the other.
        return End::PutOff { pause: run.config.retry_pause(), counts: true };
    }
    duplicate(run, page, url).await
}

/// A page that was captured for another announcement. Where that had the same title, or the page has the words of this one,
/// it is the same article; where not, all links lead to one place, as they do to a consent form or a login. An entry without
/// a title, as those of sitemaps, has nothing to say beside the page.
async fn already<F: Frontier>(
    run: &Run<F>,
    page: &Announced,
    url: &Url,
    known: &PageMemory,
    whole: Whole,
) -> End {
    let media_type = whole.headers.get("content-type");
    // `(2)` says as little as none.
    let said = page.entry.title.as_deref().filter(|title| title.chars().any(char::is_alphabetic));
    let is_same = match said.filter(|_| known.title != title(page)) {
        // Megabytes are decoded for it, which takes longer than an async thread may be held up.
        Some(title) => {
            let (body, media_type, title) = (whole.body, media_type.cloned(), title.to_owned());
            let speaks = move || speaks_of(&body, media_type.as_deref(), &title);
            tokio::task::spawn_blocking(speaks).await.unwrap_or_default()
        }
        None => true,
    };
    if is_same {
        return duplicate(run, page, url).await;
    }
    let refusal = Refusal::SharedTarget { url: input(page).to_owned(), target: url.to_string() };
    refused(run, page, refusal).await
}

/// Whether a page that another announcement brought is the article of this one, and this one tells more of it. Two announcements may
/// lead to one consent form, so they call it the same, or one of them names no title and the other is of that very address.
fn is_more_of(known: &PageMemory, page: &Announced, url: &Url) -> bool {
    let is_own = known.title.is_none() && page_key(&known.url) == page_key(url.as_str());
    known.is_less_than(&page.entry) && (known.title == title(page) || is_own)
}

/// A page that was captured for another announcement, and is not asked for again for this one.
async fn known<F: Frontier>(run: &Run<F>, page: &Announced, url: &Url) -> End {
    match run.recall(&[page_key(url.as_str())]).await {
        Ok(values) => match recall::<PageMemory>(values.first().and_then(Option::as_ref)) {
            Some(before) if before.came_to_nothing() && is_more_of(&before, page, url) => {
                told_more(run, page, &before, Some(url)).await
            }
            _ => duplicate(run, page, url).await,
        },
        Err(error) => put_off(&Undelivered::Frontier(error)),
    }
}

async fn duplicate<F: Frontier>(run: &Run<F>, page: &Announced, url: &Url) -> End {
    let reason = Reason::new("duplicate", format!("it leads to {url}, which is captured under that address"));
    let memory = PageMemory { found: page.led_to(url), ..remember(page, run.now()) };
    set_aside(run, page, Some(url), reason, memory, After::Nothing).await
}

async fn refused<F: Frontier>(run: &Run<F>, page: &Announced, refusal: Refusal) -> End {
    let may_pass = refusal.verdict() == Verdict::Later;
    match &refusal {
        Refusal::Stopped { .. } => return End::Stopped,
        Refusal::Resting { until, .. } => {
            // A second more: our clock is cut to whole seconds, so `until` is early by up to one.
            let pause = (*until - run.now()).to_std().unwrap_or_default() + Duration::from_secs(1);
            return End::PutOff { pause, counts: false };
        }
        // Nobody was asked.
        Refusal::Away { .. } => return End::PutOff { pause: AWAY_PAUSE, counts: false },
        Refusal::Overtaken { .. } => return End::Overtaken,
        _ if may_pass && page.attempts + 1 < run.config.attempts_max => {
            return later(run, page, &refusal).await;
        }
        _ => {}
    }
    // Where we were forbidden to read a page, or it was withdrawn, its words in the feed are not used either.
    let forbidden =
        matches!(refusal, Refusal::RobotsUnreachable { .. }) || refusal.verdict() == Verdict::Never;
    let was_there = page.memory.as_ref().is_some_and(|memory| memory.body.is_some());
    let is_stored = page.memory.as_ref().is_some_and(PageMemory::is_stored);
    let is_gone = was_there && matches!(refusal, Refusal::Status { status: 404 | 410, .. });
    // What is stored is the page itself, which the words of its entry would replace by less.
    if !forbidden && !is_gone && !is_stored && page.look.is_none() {
        return entry_alone(run, page, Some(&refusal)).await;
    }
    let memory = refused_memory(run, page, refusal.code(), refusal.verdict() == Verdict::Never);
    let after = match (is_gone, was_there) {
        (true, _) => After::Gone,
        (false, true) => After::Kept { fresh_secs: 0 },
        (false, false) => After::Nothing,
    };
    // The ledger is to say it of the article's address, and not of one that only led there.
    let gone_at = page.memory.as_ref().filter(|_| is_gone).and_then(PageMemory::stands_at);
    set_aside(run, page, gone_at.as_ref(), refusal.reason(), memory, after).await
}

/// Says that a page is tried again, and when.
async fn later<F: Frontier>(run: &Run<F>, page: &Announced, refusal: &Refusal) -> End {
    // The longer, lest all attempts are spent on a server that says `Retry-After: 1` each time.
    let first = run.config.retry_pause();
    let ours = pause(first, 4, page.attempts, first.saturating_mul(PAUSE_TIMES_MAX));
    let pause = refusal.retry_after().unwrap_or_default().max(ours);
    let outcome = run.outcome(OutcomeKind::Retried, &page.source, input(page), Some(refusal.reason()));
    match run.deliver(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await {
        Ok(()) => End::PutOff { pause, counts: true },
        Err(undelivered) => put_off(&undelivered),
    }
}

#[cfg(test)]
mod tests;
