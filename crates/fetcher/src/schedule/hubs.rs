//! Who is told what hubs say (WebSub): the feeds, by the keys in the addresses that hubs call.
//!
//! The fetcher listens to nobody itself. Whoever is reached from outside hands on what comes in, through [`Subscriptions`]. It waits
//! there, for most feeds sleep; a bell wakes the one that it is for.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use url::Url;

use crate::memory::subscribed::Subscribed;

/// Words of a hub that wait for one feed; whoever sends more is answered that there is no room.
pub(crate) const WAITING_MAX: usize = 4;
/// Subscriptions that were given up and whose end is confirmed when a hub asks; the oldest go first.
const ENDED_MAX: usize = 1_000;

/// What a hub says.
#[derive(Debug)]
pub(crate) enum Told {
    /// It grants a subscription for so many seconds.
    Granted(u64),
    /// It does not.
    Denied,
    /// The feed has changed: its new entries, in a document with this media type; None where nobody can tell whether it is the hub
    /// who says so.
    Changed(Option<(Option<String>, Vec<u8>)>),
}

struct Known {
    topic: String,
    secret: String,
    feed: Url,
    waiting: Vec<Told>,
}

#[derive(Default)]
struct Keys {
    known: HashMap<String, Known>,
    /// Those that we have asked the end of, with their topics.
    ended: VecDeque<(String, String)>,
    /// Rung with each word that waits; while nobody hears it, none is taken.
    bell: Option<mpsc::UnboundedSender<Url>>,
}

impl Keys {
    /// Has a word wait for whoever is called by this key. False where there is no room, or nobody who hears.
    fn tell(&mut self, key: &str, told: Told) -> bool {
        let (Some(known), Some(bell)) = (self.known.get_mut(key), &self.bell) else { return false };
        if known.waiting.len() >= WAITING_MAX || bell.send(known.feed.clone()).is_err() {
            return false;
        }
        known.waiting.push(told);
        true
    }
}

/// The feeds of which hubs tell a fetcher. Clones are the same ones.
#[derive(Clone, Default)]
pub struct Subscriptions(Arc<Mutex<Keys>>);

impl Subscriptions {
    /// Whether we want what a hub asks us to confirm: `mode` is `subscribe` or `denied` of a feed of ours, for so many seconds, or
    /// `unsubscribe` of one that we have given up.
    pub fn agrees(&self, key: &str, mode: &str, topic: &str, lease_secs: u64) -> bool {
        let mut keys = self.keys();
        let told = match mode {
            "subscribe" => Told::Granted(lease_secs),
            "denied" => Told::Denied,
            // A hub may ask twice.
            "unsubscribe" => return keys.ended.iter().any(|ended| ended.0 == key && ended.1 == topic),
            _ => return false,
        };
        keys.known.get(key).is_some_and(|known| known.topic == topic) && keys.tell(key, told)
    }

    /// What the hub that calls this key signs with; None where nobody is called by it.
    pub fn secret(&self, key: &str) -> Option<String> {
        self.keys().known.get(key).map(|known| known.secret.clone())
    }

    /// Hands on that a feed has changed, with the document where its signature was found to be right; without one the feed is
    /// read. False where there is no room.
    pub fn changed(&self, key: &str, document: Option<(Option<String>, Vec<u8>)>) -> bool {
        self.keys().tell(key, Told::Changed(document))
    }

    /// The bell of this run: of which feeds something waits, until it is dropped.
    pub(crate) fn bell(&self) -> mpsc::UnboundedReceiver<Url> {
        let (bell, heard) = mpsc::unbounded_channel();
        self.keys().bell = Some(bell);
        heard
    }

    /// Has what a hub says wait for this feed.
    pub(crate) fn expect(&self, subscribed: &Subscribed, feed: &Url) {
        let (topic, secret) = (subscribed.topic.clone(), subscribed.secret.clone());
        let known = || Known { topic, secret, feed: feed.clone(), waiting: Vec::new() };
        // What waits already stays: a feed is expected anew with each watch of it.
        self.keys().known.entry(subscribed.key()).or_insert_with(known);
    }

    /// What waits for a feed, in the order in which it was said.
    pub(crate) fn heard(&self, subscribed: &Subscribed) -> Vec<Told> {
        let mut keys = self.keys();
        keys.known
            .get_mut(&subscribed.key())
            .map(|known| std::mem::take(&mut known.waiting))
            .unwrap_or_default()
    }

    /// Takes nothing more of a hub, and confirms that this is wanted.
    pub(crate) fn end(&self, subscribed: &Subscribed) {
        let mut keys = self.keys();
        keys.known.remove(&subscribed.key());
        if keys.ended.len() == ENDED_MAX {
            keys.ended.pop_front();
        }
        keys.ended.push_back((subscribed.key(), subscribed.topic.clone()));
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
