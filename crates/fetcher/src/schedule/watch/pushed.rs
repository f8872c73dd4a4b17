//! A feed that a hub tells us of (WebSub): asked for, granted, renewed; and what the hub says.

use url::Url;

use super::super::hubs::Told;
use super::super::run::Counters;
use crate::announcements::{Feed, feed};
use crate::clock::seconds;
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::subscribed::Subscribed;
use crate::web::post::secret;

use super::Watch;

impl<F: Frontier> Watch<F> {
    /// Subscribes to the hub that a document names, where we can be reached and are not subscribed yet.
    pub(super) fn subscribe_to(&mut self, hub: Option<&String>, topic: Option<&String>) {
        let (Some(hub), true) = (hub, self.run.hubs.is_some()) else { return };
        // The hub knows the feed by the address that the feed gives itself.
        let topic = topic.cloned().unwrap_or_else(|| self.url.to_string());
        let is_other = |held: &Subscribed| held.hub != *hub || held.topic != topic;
        if self.memory.subscribed.as_ref().is_none_or(is_other) {
            self.unsubscribe();
            let (hub, asked_at) = (hub.clone(), Default::default());
            self.memory.subscribed =
                Some(Subscribed { hub, topic, secret: secret(), asked_at, granted: None });
            self.unwritten = true;
            self.expect_hub();
        }
    }

    /// Asks the hub where it is time to.
    pub(super) async fn keep_subscribed(&mut self) {
        let (Some(hubs), now) = (self.run.hubs.clone(), self.run.now()) else { return };
        let Some(held) = self.memory.subscribed.as_mut().filter(|held| held.is_to_ask(now)) else { return };
        held.asked_at = now;
        self.unwritten = true;
        let form = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        match hubs.poster.post(&held.hub, &form, held.form(&hubs.callback)).await {
            Ok(200..=299) => tracing::debug!(feed = %self.url, hub = held.hub, "asked to be told of changes"),
            Ok(status) => tracing::warn!(feed = %self.url, hub = held.hub, status, "a hub refused"),
            Err(cause) => {
                tracing::warn!(feed = %self.url, hub = held.hub, cause = cause.detail, "a hub was not reached");
            }
        }
    }

    /// Has the hub's words come to this watch.
    pub(super) fn expect_hub(&self) {
        if let (Some(hubs), Some(held)) = (&self.run.hubs, &self.memory.subscribed) {
            hubs.subscriptions.expect(held, self.hub.0.clone());
        }
    }

    pub(super) fn unsubscribe(&mut self) {
        if let (Some(hubs), Some(held)) = (&self.run.hubs, self.memory.subscribed.take()) {
            hubs.subscriptions.forget(&held);
        }
    }

    pub(super) async fn told(&mut self, told: Told) -> Result<(), Error> {
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
            }
            // No sooner than is polite: anybody may say so who knows the address.
            Told::Changed(None) => {
                let least = self.memory.asked_at.map(|at| at + seconds(self.run.config.interval_min_secs));
                self.memory.due = self.memory.due.min(least.unwrap_or(now).max(now));
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
        let Ok(Ok(Feed { entries, .. })) = tokio::task::spawn_blocking(reading).await else {
            tracing::warn!(feed = %self.url, "a hub sent what is no feed; it is read itself");
            return Box::pin(self.told(Told::Changed(None))).await;
        };
        Counters::add(&self.run.counters.feeds_read, 1);
        let news = self.announce(entries, at).await?;
        tracing::debug!(feed = %self.url, news, "a hub told of it");
        (self.memory.news, self.unwritten) = (Some(news), true);
        self.write_under_way().await
    }
}

/// `Link: <https://hub.example/>; rel="hub"`: the address that a header gives for a relation (RFC 8288).
pub(super) fn linked(header: Option<&String>, relation: &str, base: &Url) -> Option<String> {
    header?.split(',').find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_it = parameters.split(';').filter_map(|parameter| parameter.trim().split_once('=')).any(
            |(name, value)| {
                name.trim().eq_ignore_ascii_case("rel")
                    && value
                        .trim()
                        .trim_matches('"')
                        .split_whitespace()
                        .any(|it| it.eq_ignore_ascii_case(relation))
            },
        );
        let target = base.join(target.trim()).ok().filter(|_| is_it)?;
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
        check("hub", Some("https://hub.example/?a=1"));
        check("self", Some("https://a.example/x"));
        check("next", None);
        assert_eq!(linked(None, "hub", &base), None);
    }
}
