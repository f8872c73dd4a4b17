//! One errand: a page to be visited, or a feed to be read, with the answers that it has had and that are not settled yet.
//!
//! An answer is kept as it was received, before anybody reads it. Whoever comes on the same errand again, after a kill, or because
//! downstream did not take what came of it, is given the answer and asks nobody.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::client::{Answer, Purpose};

type Eventually<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where answers lie until they are settled, each under what was asked.
pub(crate) trait Keeper: Send + Sync {
    fn keep<'a>(&'a self, question: &'a str, answer: Vec<u8>) -> Eventually<'a, ()>;
    fn kept<'a>(&'a self, question: &'a str) -> Eventually<'a, Option<Vec<u8>>>;
    /// When the page of this key was settled last.
    fn settled<'a>(&'a self, page: &'a str) -> Eventually<'a, Option<DateTime<Utc>>>;
}

/// An errand; by default one of which nothing is kept.
#[derive(Default)]
pub(crate) struct Errand {
    keeper: Option<Arc<dyn Keeper>>,
    /// What was answered until then is settled: whoever was killed between settling and forgetting leaves it behind.
    pub(super) settled_at: Option<DateTime<Utc>>,
    /// The key of the page that it is for, where somebody else may settle it meanwhile.
    pub(super) page: Option<String>,
    answered: Mutex<Vec<String>>,
}

/// An answer, and when it came. A body lies behind it, after the end of the line.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) at: DateTime<Utc>,
    url: String,
    /// Where it leads, whether for good, and the cookies that it set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) elsewhere: Option<(String, bool, Vec<String>)>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(skip)]
    pub(super) body: Vec<u8>,
}

impl Errand {
    pub(crate) fn new(keeper: Arc<dyn Keeper>, settled_at: Option<DateTime<Utc>>) -> Self {
        Self { keeper: Some(keeper), settled_at, page: None, answered: Mutex::default() }
    }

    /// The same for the page of this key, which somebody else may settle meanwhile; None where nobody else does.
    pub(crate) fn of_page(self, page: Option<String>) -> Self {
        Self { page, ..self }
    }

    /// What was asked on it and is answered; the next time only what was asked since.
    pub(crate) fn take_answered(&self) -> Vec<String> {
        std::mem::take(&mut *self.answered.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, question: String) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if !answered.contains(&question) {
            answered.push(question);
        }
    }

    /// What this address answered before.
    pub(super) async fn kept(&self, url: &Url, purpose: Purpose, cookies: &str) -> Option<Kept> {
        let question = question(url, purpose, cookies);
        let kept = Kept::read(self.keeper.as_ref()?.kept(&question).await?)?;
        self.note(question);
        // What was settled is not given again: its page would be delivered twice.
        self.settled_at.is_none_or(|settled_at| kept.at > settled_at).then_some(kept)
    }

    /// Whether somebody else has been there since it was set out on: what this address answers is kept, or the page settled.
    pub(super) async fn is_overtaken(&self, url: &Url, purpose: Purpose, cookies: &str) -> bool {
        if self.kept(url, purpose, cookies).await.is_some() {
            return true;
        }
        let (Some(keeper), Some(page)) = (&self.keeper, &self.page) else { return false };
        keeper.settled(page).await > self.settled_at
    }

    /// Keeps what this address answered. A refusal is none, and what has not changed costs nobody a page.
    pub(super) async fn keep(
        &self,
        url: &Url,
        purpose: Purpose,
        cookies: &str,
        answer: &Answer,
        at: DateTime<Utc>,
    ) {
        let Some(keeper) = &self.keeper else { return };
        let mut kept = Kept { at, url: url.to_string(), ..Kept::default() };
        let written = match answer {
            // Only a status: asked again it is the same, and costs as little.
            Answer::Unchanged => return,
            Answer::Elsewhere(next, for_good, set) => {
                kept.elsewhere = Some((next.to_string(), *for_good, set.clone()));
                kept.written(&[])
            }
            Answer::Whole { headers, body, .. } => {
                kept.headers.clone_from(headers);
                kept.written(body)
            }
        };
        let question = question(url, purpose, cookies);
        keeper.keep(&question, written).await;
        self.note(question);
    }
}

impl Kept {
    fn written(&self, body: &[u8]) -> Vec<u8> {
        let mut written = serde_json::to_vec(self).expect("it has no map with other keys than text");
        written.reserve_exact(body.len() + 1);
        // JSON has no line end of its own, so the first one parts the two.
        written.push(b'\n');
        written.extend_from_slice(body);
        written
    }

    /// None where it cannot be read, which is as good as not kept.
    fn read(mut written: Vec<u8>) -> Option<Self> {
        let end = written.iter().position(|byte| *byte == b'\n')?;
        let body = written.split_off(end + 1);
        let kept: Self = serde_json::from_slice(&written).ok()?;
        Some(Self { body, ..kept })
    }
}

/// With the cookies: a wall that sends on to its own address answers otherwise when they come back.
fn question(url: &Url, purpose: Purpose, cookies: &str) -> String {
    format!("{}\n{url}\n{cookies}", purpose.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written_whatever_its_bytes() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let headers = BTreeMap::from([("etag".to_owned(), "\"1\"".to_owned())]);
        let body = b"\xff\n<p>\0".to_vec();
        let whole = Kept { at, url: "https://a.example/".into(), headers, body, ..Kept::default() };
        assert_eq!(Kept::read(whole.written(&whole.body)), Some(whole));
        let elsewhere = Some(("https://b.example/".to_owned(), true, vec!["a=1".to_owned()]));
        let sent_on = Kept { at, elsewhere, ..Kept::default() };
        assert_eq!(Kept::read(sent_on.written(b"")), Some(sent_on));
        assert_eq!(Kept::read(b"{\"at\":".to_vec()), None);
    }

    #[test]
    fn a_wall_and_the_page_behind_it_are_two_answers_of_one_address() {
        let url = Url::parse("https://a.example/").unwrap();
        assert_ne!(question(&url, Purpose::Page, ""), question(&url, Purpose::Page, "seen=1"));
        assert_ne!(question(&url, Purpose::Page, ""), question(&url, Purpose::Feed, ""));
    }
}
