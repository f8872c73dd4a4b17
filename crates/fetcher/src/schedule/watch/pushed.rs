//! A feed that a hub tells us of (WebSub): asked for, granted, renewed; and what the hub says.

use chrono::{DateTime, Utc};
use url::Url;
use veille_model::OutcomeKind;

use super::super::delivery::Fetched;
use super::super::hubs::Told;
use super::super::run::Counters;
use crate::announcements::{Feed, feed, links};
use crate::clock::seconds;
use crate::error::Error;
use crate::memory::feed::FeedMemory;
use crate::memory::frontier::Frontier;
use crate::memory::key::feed_key;
use crate::memory::subscribed::Subscribed;
use crate::memory::value::recall;
use crate::web::post::secret;

use super::Watch;

impl<F: Frontier> Watch<F> {
    /// Subscribes to the hub that a document names, where we can be reached and are not subscribed yet; gives up another, and the one
    /// that it names no more.
    pub(super) async fn subscribe_to(&mut self, hub: Option<&String>, topic: Option<&String>) {
        if self.run.hubs.is_none() {
            return;
        }
        let Some(hub) = hub else { return self.unsubscribe().await };
        // The hub knows the feed by the address that the feed gives itself.
        let topic = topic.cloned().unwrap_or_else(|| self.url.to_string());
        let is_other = |held: &Subscribed| held.hub != *hub || held.topic != topic;
        if self.memory.subscribed.as_ref().is_none_or(is_other) {
            // The one before would tell of the feed as well, each time beside the new one.
            self.unsubscribe().await;
            let (hub, asked_at, callback) = (hub.clone(), Default::default(), String::new());
            self.memory.subscribed =
                Some(Subscribed { hub, topic, secret: secret(), callback, asked_at, granted: None });
            self.unwritten = true;
            self.expect_hub();
        }
    }

    /// Asks the hub where it is time to.
    pub(super) async fn keep_subscribed(&mut self) {
        let (Some(hubs), now) = (self.run.hubs.clone(), self.run.now()) else { return };
        let Some(held) = self.memory.subscribed.as_mut().filter(|held| held.is_to_ask(now)) else { return };
        // Before it answers: one that does not is not asked again with each reading.
        held.asked_at = now;
        self.unwritten = true;
        match hubs.ask(&held.hub, held.form()).await {
            Ok(200..=299) => tracing::debug!(feed = %self.url, hub = held.hub, "asked to be told of changes"),
            Ok(status) => tracing::warn!(feed = %self.url, hub = held.hub, status, "a hub refused"),
            Err(cause) => {
                tracing::warn!(feed = %self.url, hub = held.hub, cause = cause.detail, "a hub was not reached");
            }
        }
    }

    /// Has the hub's words wait for this feed.
    pub(super) fn expect_hub(&mut self) {
        if let (Some(hubs), Some(held)) = (&self.run.hubs, &mut self.memory.subscribed) {
            held.reached_at(&hubs.callback);
            hubs.subscriptions.expect(held, &self.url);
        }
    }

    /// Takes what the hub has said since.
    pub(super) async fn hear(&mut self) -> Result<(), Error> {
        let (Some(hubs), Some(held)) = (&self.run.hubs, &self.memory.subscribed) else { return Ok(()) };
        for told in hubs.subscriptions.heard(held) {
            self.told(told).await?;
        }
        Ok(())
    }

    /// Asks the hub to tell no more. One that does not hear it is told so with each document that it sends.
    async fn unsubscribe(&mut self) {
        let (Some(hubs), Some(held)) = (self.run.hubs.clone(), self.memory.subscribed.take()) else { return };
        self.unwritten = true;
        self.memory.hold_back_no_more(self.memory.interval_secs);
        // Before it is asked: it may want that confirmed at once.
        hubs.subscriptions.end(&held);
        match hubs.ask(&held.hub, held.form_of_the_end()).await {
            Ok(200..=299) => {
                tracing::info!(feed = %self.url, hub = held.hub, "asked to tell of changes no more")
            }
            answer => {
                tracing::debug!(feed = %self.url, hub = held.hub, ?answer, "a hub was not told the end")
            }
        }
    }

    /// Gives up the subscription of a feed that nobody watches any more. All else is left as it was written last, for what is open
    /// is found again by whoever watches it next.
    pub(super) async fn end_subscription(&mut self) -> Result<(), Error> {
        if self.memory.subscribed.is_none() {
            return Ok(());
        }
        self.unsubscribe().await;
        let held = self.run.recall(&[feed_key(self.url.as_str())]).await?;
        let Some(memory) = recall::<FeedMemory>(held.first().and_then(Option::as_ref)) else { return Ok(()) };
        let mut memory = FeedMemory { subscribed: None, ..memory };
        memory.hold_back_no_more(memory.interval_secs);
        self.report(Fetched { marks: vec![memory.mark()], ..Fetched::default() }).await
    }

    /// Notes a reading that went well. Where a hub tells of this feed, and had told of all that was new, the next is put off.
    pub(super) fn noted(&mut self, at: DateTime<Utc>, news: usize) {
        let was_told = std::mem::take(&mut self.was_told);
        self.memory.read(at, news, &self.run.config);
        if self.run.hubs.is_some() && (news == 0 || was_told) {
            self.memory.hold_back(at, &self.run.config);
        }
        self.tell_of_reading(at, news);
    }

    async fn told(&mut self, told: Told) -> Result<(), Error> {
        let now = self.run.now();
        match told {
            Told::Granted(secs) => {
                if let Some(held) = &mut self.memory.subscribed {
                    held.grant(now, secs);
                    tracing::info!(feed = %self.url, hub = held.hub, secs, "a hub tells of its changes");
                }
            }
            Told::Denied => {
                tracing::warn!(feed = %self.url, "a hub denies to tell of its changes");
                if let Some(held) = &mut self.memory.subscribed {
                    held.granted = None;
                }
                self.memory.hold_back_no_more(self.memory.interval_secs);
            }
            // No sooner than is polite: anybody may say so who knows the address.
            Told::Changed(None) => {
                let least = self.memory.asked_at.map(|at| at + seconds(self.run.config.interval_min_secs));
                self.memory.due = self.memory.due.min(least.unwrap_or(now).max(now));
                self.was_told = true;
                return Ok(());
            }
            Told::Changed(Some((media_type, body))) => return self.announced(media_type, body).await,
        }
        self.unwritten = true;
        self.write().await
    }

    /// Takes what a hub sent as what the feed would say now.
    async fn announced(&mut self, media_type: Option<String>, body: Vec<u8>) -> Result<(), Error> {
        let (at, address) = (self.run.now(), self.url.to_string());
        let reading = move || feed(&body, media_type.as_deref(), Some(&address));
        let Ok(Ok(Feed { entries, left_out, .. })) = tokio::task::spawn_blocking(reading).await else {
            tracing::warn!(feed = %self.url, "a hub sent what is no feed; it is read itself");
            return Box::pin(self.told(Told::Changed(None))).await;
        };
        Counters::add(&self.run.counters.feeds_read, 1);
        let news = self.announce(entries, left_out, at).await?;
        tracing::debug!(feed = %self.url, news, "a hub told of it");
        (self.memory.news, self.unwritten) = (Some(news), true);
        if news > 0 {
            self.tell(OutcomeKind::Forwarded, "told", format!("a hub told of {news} new or changed entries"));
        }
        self.write_under_way().await
    }
}

/// `Link: <https://hub.example/>; rel="hub"`: the address that a header gives for a relation (RFC 8288).
pub(super) fn linked(header: Option<&String>, relation: &str, base: &Url) -> Option<String> {
    links(header?).filter(|link| link.has_relation(relation)).find_map(|link| {
        let target = base.join(link.target).ok()?;
        matches!(target.scheme(), "http" | "https").then(|| target.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_may_name_the_hub() {
        let base = Url::parse("https://a.example/rss").unwrap();
        let header =
            "<https://a.example/x>; rel=self, <https://hub.example/?a=1>; title=x; rel=\"hub other\""
                .to_owned();
        let check = |relation: &str, expected: Option<&str>| {
            assert_eq!(linked(Some(&header), relation, &base).as_deref(), expected, "{relation}");
        };
        let commas =
            "<https://a.example/feed?tags=a,b>; rel=\"self\",<https://hub.example/>;rel=hub".to_owned();
        assert_eq!(linked(Some(&commas), "self", &base).as_deref(), Some("https://a.example/feed?tags=a,b"));
        assert_eq!(linked(Some(&commas), "hub", &base).as_deref(), Some("https://hub.example/"));
        check("hub", Some("https://hub.example/?a=1"));
        check("self", Some("https://a.example/x"));
        check("next", None);
        assert_eq!(linked(None, "hub", &base), None);
    }
}
