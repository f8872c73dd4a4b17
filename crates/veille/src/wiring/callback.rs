//! What hubs tell, from the pages' door to the fetcher.

use veille_fetcher::Subscriptions;
use veille_web::{Callback, Subscriber};

struct Feeds(Subscriptions);

impl Subscriber for Feeds {
    fn agrees(&self, key: &str, mode: &str, topic: &str, lease_secs: u64) -> bool {
        self.0.agrees(key, mode, topic, lease_secs)
    }

    fn secret(&self, key: &str) -> Option<String> {
        self.0.secret(key)
    }

    fn changed(&self, key: &str, document: Option<(Option<String>, Vec<u8>)>) -> bool {
        self.0.changed(key, document)
    }
}

/// The way from hubs to a fetcher.
pub fn callback(subscriptions: &Subscriptions) -> Callback {
    Callback::new(Feeds(subscriptions.clone()))
}
