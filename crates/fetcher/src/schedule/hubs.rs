//! Who is told what hubs say (WebSub): the watches of feeds, by the keys in the addresses that hubs call.
//!
//! The fetcher listens to nobody itself. Whoever is reached from outside hands on what comes in, through [`Subscriptions`].

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use crate::memory::subscribed::Subscribed;

/// Words of a hub that wait for one watch; whoever sends more is answered that there is no room.
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
    watch: mpsc::Sender<Told>,
}

#[derive(Default)]
struct Keys {
    known: HashMap<String, Known>,
    /// Those that we have asked the end of, with their topics.
    ended: VecDeque<(String, String)>,
}

/// The feeds of which hubs tell a fetcher. Clones are the same ones.
#[derive(Clone, Default)]
pub struct Subscriptions(Arc<Mutex<Keys>>);

impl Subscriptions {
    /// Whether we want what a hub asks us to confirm: `mode` is `subscribe` or `denied` of a feed of ours, for so many seconds, or
    /// `unsubscribe` of one that we have given up.
    pub fn agrees(&self, key: &str, mode: &str, topic: &str, lease_secs: u64) -> bool {
        let keys = self.keys();
        let told = match mode {
            "subscribe" => Told::Granted(lease_secs),
            "denied" => Told::Denied,
            // A hub may ask twice.
            "unsubscribe" => return keys.ended.iter().any(|ended| ended.0 == key && ended.1 == topic),
            _ => return false,
        };
        keys.known.get(key).is_some_and(|known| known.topic == topic && known.watch.try_send(told).is_ok())
    }

    /// What the hub that calls this key signs with; None where nobody is called by it.
    pub fn secret(&self, key: &str) -> Option<String> {
        self.keys().known.get(key).map(|known| known.secret.clone())
    }

    /// Hands on that a feed has changed, with the document where its signature was found to be right; without one the feed is
    /// read. False where there is no room.
    pub fn changed(&self, key: &str, document: Option<(Option<String>, Vec<u8>)>) -> bool {
        let keys = self.keys();
        keys.known.get(key).is_some_and(|known| known.watch.try_send(Told::Changed(document)).is_ok())
    }

    pub(crate) fn expect(&self, subscribed: &Subscribed, watch: mpsc::Sender<Told>) {
        let (topic, secret) = (subscribed.topic.clone(), subscribed.secret.clone());
        self.keys().known.insert(subscribed.key(), Known { topic, secret, watch });
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
