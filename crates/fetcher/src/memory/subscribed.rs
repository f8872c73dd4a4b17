//! What is remembered of a feed's subscription at a hub (WebSub, W3C 2018): where, by which secret, and until when it was granted.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::key::digest;

/// How long a subscription is asked for; hubs grant less where they like.
pub(crate) const LEASE: TimeDelta = TimeDelta::days(10);
/// A hub that has not answered by then is asked again.
const PATIENCE: TimeDelta = TimeDelta::hours(6);

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subscribed {
    /// The hub.
    pub(crate) hub: String,
    /// The feed's address as the hub knows it.
    pub(crate) topic: String,
    /// What the hub signs with; the address at which it reaches us is made of it too.
    pub(crate) secret: String,
    /// Where the hub was told that it reaches us.
    #[serde(default)]
    pub(crate) callback: String,
    /// When the hub was last asked.
    pub(crate) asked_at: DateTime<Utc>,
    /// From when and until when it was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) granted: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Subscribed {
    /// By what the address ends at which the hub reaches us: nobody guesses it.
    pub(crate) fn key(&self) -> String {
        digest(&[b"websub", self.topic.as_bytes(), self.secret.as_bytes()])
    }

    /// Whether the hub is to be asked: at first, once more where it does not answer, and before the lease is over.
    pub(crate) fn is_to_ask(&self, now: DateTime<Utc>) -> bool {
        // A quarter before its end: a hub that is away for hours has not let it run out.
        let is_ending = self.granted.is_none_or(|(from, until)| now >= until - (until - from) / 4);
        is_ending && now - self.asked_at >= PATIENCE
    }

    /// Notes that the hub grants it for so many seconds.
    pub(crate) fn grant(&mut self, now: DateTime<Utc>, secs: u64) {
        let lease = TimeDelta::try_seconds(i64::try_from(secs).unwrap_or(i64::MAX)).unwrap_or(LEASE);
        self.granted = Some((now, now + lease.min(LEASE)));
    }

    /// Notes where hubs reach us. One that was told another place has not told us anything since.
    pub(crate) fn reached_at(&mut self, callback: &Url) {
        if self.callback != callback.as_str() {
            (self.granted, self.asked_at) = (None, DateTime::default());
            self.callback = callback.to_string();
        }
    }

    /// The form by which the hub is asked to tell us.
    pub(crate) fn form(&self) -> String {
        let lease = LEASE.num_seconds().to_string();
        self.asking("subscribe")
            .append_pair("hub.secret", &self.secret)
            .append_pair("hub.lease_seconds", &lease)
            .finish()
    }

    /// The form by which it is asked to tell us no more.
    pub(crate) fn form_of_the_end(&self) -> String {
        self.asking("unsubscribe").finish()
    }

    fn asking(&self, mode: &str) -> url::form_urlencoded::Serializer<'static, String> {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        // As people write it, with a stroke at its end or without.
        let callback = format!("{}/websub/{}", self.callback.trim_end_matches('/'), self.key());
        form.append_pair("hub.mode", mode).append_pair("hub.topic", &self.topic);
        form.append_pair("hub.callback", &callback);
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_is_renewed_in_its_last_quarter_and_a_silent_hub_asked_again_later() {
        let at = |seconds: i64| DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap();
        let mut subscribed = Subscribed {
            hub: "https://hub.example/".into(),
            topic: "https://a.example/rss".into(),
            secret: "s".into(),
            callback: String::new(),
            asked_at: at(0),
            granted: None,
        };
        assert!(!subscribed.is_to_ask(at(60)) && subscribed.is_to_ask(at(6 * 3_600)));
        subscribed.grant(at(0), 4 * 86_400);
        assert!(!subscribed.is_to_ask(at(3 * 86_400 - 1)) && subscribed.is_to_ask(at(3 * 86_400)));
        subscribed.grant(at(0), u64::MAX);
        assert_eq!(subscribed.granted, Some((at(0), at(10 * 86_400))), "for ever is ten days");
        subscribed.reached_at(&"https://press.example/veille/".parse().unwrap());
        let form = subscribed.form();
        assert!(form.contains("hub.callback=https%3A%2F%2Fpress.example%2Fveille%2Fwebsub%2F"), "{form}");
        assert!(subscribed.is_to_ask(at(60)) && subscribed.granted.is_none(), "it told another place");
        let end = subscribed.form_of_the_end();
        assert!(end.contains("hub.mode=unsubscribe") && !end.contains("hub.secret"), "{end}");
    }
}
