//! Who is told what hubs say (WebSub): the watches of feeds, by the keys in the addresses that hubs call.
//!
//! The fetcher listens to nobody itself. Whoever is reached from outside hands on what comes in, through [`Subscriptions`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;

use crate::memory::subscribed::Subscribed;

/// Words of a hub that wait for one watch; whoever sends more is answered that there is no room.
pub(crate) const WAITING_MAX: usize = 4;

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

/// The feeds of which hubs tell a fetcher. Clones are the same ones.
#[derive(Clone, Default)]
pub struct Subscriptions(Arc<Mutex<HashMap<String, Known>>>);

impl Subscriptions {
    /// Whether we want what a hub asks us to confirm: `mode` is `subscribe` or `denied` of a feed of ours, for so many seconds.
    pub fn agrees(&self, key: &str, mode: &str, topic: &str, lease_secs: u64) -> bool {
        let told = match mode {
            "subscribe" => Told::Granted(lease_secs),
            "denied" => Told::Denied,
            // We never ask for the end of one: it ends by itself.
            _ => return false,
        };
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).is_some_and(|known| known.topic == topic && known.watch.try_send(told).is_ok())
    }

    /// What the hub that calls this key signs with; None where nobody is called by it.
    pub fn secret(&self, key: &str) -> Option<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).map(|known| known.secret.clone())
    }

    /// Hands on that a feed has changed, with the document where its signature was found to be right; without one the feed is
    /// read. False where there is no room.
    pub fn changed(&self, key: &str, document: Option<(Option<String>, Vec<u8>)>) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).is_some_and(|known| known.watch.try_send(Told::Changed(document)).is_ok())
    }

    pub(crate) fn expect(&self, subscribed: &Subscribed, watch: mpsc::Sender<Told>) {
        let (topic, secret) = (subscribed.topic.clone(), subscribed.secret.clone());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(subscribed.key(), Known { topic, secret, watch });
    }

    pub(crate) fn forget(&self, subscribed: &Subscribed) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&subscribed.key());
    }
}
