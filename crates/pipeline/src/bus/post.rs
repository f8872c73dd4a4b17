//! Publishing until the server has confirmed.

use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use bytes::Bytes;
use futures_util::future::try_join_all;
use tracing::{debug, warn};

use super::Bus;
use crate::Stop;

/// A message on its way out.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub subject: String,
    pub headers: HeaderMap,
    pub payload: Bytes,
}

/// Why a message was not confirmed.
#[derive(Debug)]
pub(super) enum Unconfirmed {
    /// No server takes it: it is larger than the server allows.
    TooLarge { bytes: usize, limit: usize },
    /// We stopped waiting.
    GivenUp,
}

const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(5);

impl Bus {
    /// Sends a post until it is confirmed, through reconnects and full streams, or until `give_up`.
    pub(super) async fn post(&self, post: &Post, give_up: &Stop) -> Result<(), Unconfirmed> {
        self.fits(post)?;
        let mut pause = PAUSE_MIN;
        loop {
            match give_up.run_until_cancelled(self.try_post(post)).await {
                None => return Err(Unconfirmed::GivenUp),
                Some(Ok(())) => return Ok(()),
                Some(Err(cause)) if pause == PAUSE_MIN => {
                    debug!(subject = post.subject, cause, "not confirmed")
                }
                Some(Err(cause)) => warn!(subject = post.subject, cause, "not confirmed; sending again"),
            }
            if give_up.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                return Err(Unconfirmed::GivenUp);
            }
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    /// Sends several at once.
    pub(super) async fn post_all(&self, posts: &[Post], give_up: &Stop) -> Result<(), Unconfirmed> {
        try_join_all(posts.iter().map(|post| self.post(post, give_up))).await.map(|_| ())
    }

    /// Whether the server takes a message of this size.
    pub(super) fn fits(&self, post: &Post) -> Result<(), Unconfirmed> {
        let bytes = post.payload.len() + headers_bytes(&post.headers);
        let limit = self.client.server_info().max_payload;
        if limit > 0 && bytes > limit { Err(Unconfirmed::TooLarge { bytes, limit }) } else { Ok(()) }
    }

    async fn try_post(&self, post: &Post) -> Result<(), String> {
        let message = PublishMessage::build().payload(post.payload.clone()).headers(post.headers.clone());
        let sent = self.context.send_publish(post.subject.clone(), message).await;
        match sent.map_err(explain)?.await {
            Ok(_) => Ok(()),
            Err(error) => Err(explain(error)),
        }
    }
}

fn explain(error: async_nats::jetstream::context::PublishError) -> String {
    use std::error::Error;
    match (error.kind(), error.source()) {
        (PublishErrorKind::StreamNotFound, _) => "no stream takes this subject".to_owned(),
        (_, Some(source)) => source.to_string(),
        _ => error.to_string(),
    }
}

/// What headers take on the wire: a version line, a line each, and an empty one.
fn headers_bytes(headers: &HeaderMap) -> usize {
    let line = |(name, values): (&async_nats::HeaderName, &Vec<async_nats::HeaderValue>)| {
        let name: &str = name.as_ref();
        values.iter().map(|value| name.len() + value.as_str().len() + 4).sum::<usize>()
    };
    12 + headers.iter().map(line).sum::<usize>()
}
