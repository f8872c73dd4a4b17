//! Requests to a domain that is on another fetcher's beat: its holder makes them, at its pace and by its robots.txt, and keeps what is
//! answered where all fetchers of a memory find it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use url::Url;

use super::Web;
use super::client::{Answer, Private, Purpose};
use super::errand::{Errand, Keeper};
use super::refusal::Refusal;
use super::validators::Validators;
use crate::address::host;
use crate::beats::{AtWork, Beats, beat_of};
use crate::stop::Stop;

/// Asks the holder of a beat; None where it cannot be reached.
pub(crate) type Colleagues =
    Box<dyn Fn(u32, Vec<u8>) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>> + Send + Sync>;

/// What is asked of whoever has the beat.
#[derive(Serialize, Deserialize)]
struct Question {
    url: Url,
    /// With name and password, where it has these.
    whole: Option<Url>,
    cookies: String,
    purpose: Purpose,
    validators: Validators,
    page: Option<String>,
    settled_at: Option<DateTime<Utc>>,
}

/// What came of it.
#[derive(Serialize, Deserialize)]
enum Reply {
    /// What was answered is kept.
    Kept,
    Unchanged(DateTime<Utc>),
    Refused(Refusal),
}

/// The beats of this fetcher, and the way to those who have the others.
pub(crate) struct Ground {
    pub(crate) beats: Beats,
    pub(crate) ask: Colleagues,
    pub(crate) keeper: Arc<dyn Keeper>,
}

impl Web {
    /// Asks no more than what is on these beats, and others for the rest; who comes second changes nothing.
    pub(crate) fn shares(&self, ground: Ground) {
        let _ = self.ground.set(ground);
    }

    /// The beats of this fetcher, where it is not alone.
    pub(crate) fn beats(&self) -> Option<&Beats> {
        self.ground.get().map(|ground| &ground.beats)
    }

    /// Since when a host is ours to ask, where that was not always so.
    pub(super) fn ours_since(&self, host: &str) -> Option<Instant> {
        self.beats().map(|beats| beats.since(host))
    }

    /// Waits until a host is not ours to ask; for ever where that cannot be.
    pub(super) async fn lost(&self, host: &str) {
        match self.beats() {
            Some(beats) => beats.lost(host).await,
            None => std::future::pending().await,
        }
    }

    /// Begins a request on our own ground.
    pub(super) fn enter(&self, host: &str) -> Result<Option<AtWork>, Refusal> {
        let Some(beats) = self.beats() else { return Ok(None) };
        // Also where the beats are no longer leased: another may ask already.
        let entered = beats.enter(host).filter(|_| beats.is_leased());
        entered.map(Some).ok_or_else(|| Refusal::Away { host: host.to_owned() })
    }

    /// What the holder of an address' beat says of it; None where it is on ours.
    pub(super) async fn through_holder(
        &self,
        url: &Url,
        private: &Private,
        purpose: Purpose,
        held: &Validators,
        errand: &Errand,
        stop: &Stop,
    ) -> Option<Result<(Answer, DateTime<Utc>), Refusal>> {
        let name = host(url);
        let ground = self.ground.get().filter(|ground| !ground.beats.has(&name))?;
        // All that the holder needs: it knows nothing of our feeds and pages.
        let question = Question {
            url: url.clone(),
            whole: private.whole.clone(),
            cookies: private.cookies.clone(),
            purpose,
            validators: held.clone(),
            page: errand.page.clone(),
            settled_at: errand.settled_at,
        };
        let question = serde_json::to_vec(&question).expect("it has no map with other keys than text");
        let reply = tokio::select! {
            reply = (ground.ask)(beat_of(&name), question) => reply,
            () = stop.told() => return Some(Err(Refusal::Stopped { host: name })),
        };
        let reply = reply.and_then(|reply| serde_json::from_slice(&reply).ok());
        Some(match reply {
            Some(Reply::Kept) => match errand.kept(url, purpose, &private.cookies).await {
                Some(kept) => self.again(url, kept, stop).await,
                // Larger than a message may be, or the server is away.
                None => {
                    let cause = "what it answered to another fetcher was not handed over".to_owned();
                    Err(Refusal::Broken { host: name, cause })
                }
            },
            Some(Reply::Unchanged(at)) => Ok((Answer::Unchanged, at)),
            Some(Reply::Refused(refusal)) => Err(refusal),
            None => Err(Refusal::Away { host: name }),
        })
    }

    /// An errand on which a robots.txt is asked for through its holder: no older one than of now will do.
    pub(super) fn robots_errand(&self) -> Errand {
        let keeper = self.ground.get().map(|ground| Arc::clone(&ground.keeper));
        keeper.map_or_else(Errand::default, |keeper| Errand::new(keeper, Some((self.clock)())))
    }

    /// Answers another fetcher.
    pub(crate) async fn answer_other(&self, question: &[u8]) -> Vec<u8> {
        let reply = match (serde_json::from_slice(question), self.ground.get()) {
            (Ok(question), Some(ground)) => self.reply(question, ground).await,
            _ => Reply::Refused(Refusal::Away { host: String::new() }),
        };
        serde_json::to_vec(&reply).expect("it has no map with other keys than text")
    }

    async fn reply(&self, question: Question, ground: &Ground) -> Reply {
        let Question { url, whole, cookies, purpose, validators, page, settled_at } = question;
        let (private, stop) = (Private { whole, cookies }, Stop::default());
        let errand = Errand::new(Arc::clone(&ground.keeper), settled_at).of_page(page);
        // It may have lost the beat since it was asked.
        if !ground.beats.has(&host(&url)) {
            return Reply::Refused(Refusal::Away { host: host(&url) });
        }
        let answer = match purpose {
            // No rules forbid a robots.txt (RFC 9309, 2.2.2).
            Purpose::Robots => self.ask(&url, private, purpose, &validators, None, (&errand, &stop)).await,
            _ => self.answer(&url, private, purpose, &validators, &errand, &stop).await,
        };
        match answer {
            Ok((Answer::Unchanged, at)) => Reply::Unchanged(at),
            // The body goes through the keeper: a message between two is bounded, a page is not.
            Ok((Answer::Whole { .. } | Answer::Elsewhere(..), _)) => Reply::Kept,
            Err(refusal) => Reply::Refused(refusal),
        }
    }
}
