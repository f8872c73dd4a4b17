//! What is sent to others (webhooks): one message to one address, past the same guard as everything that is read.

use std::sync::Arc;
use std::time::Duration;

use url::Url;
use veille_model::{Reason, hexadecimal};

use crate::config::Config;
use crate::error::Error;
use crate::web::client::{choose_tls, deepest, http};
use crate::web::guard::{Guard, SystemNames};
use crate::web::refusal::Refusal;

/// Whoever takes a message does so at once, and works on it later.
const PATIENCE: Duration = Duration::from_secs(15);

/// Random letters that nobody guesses.
pub(crate) fn secret() -> String {
    let mut bytes = [0; 24];
    let random = rustls::crypto::ring::default_provider().secure_random;
    random.fill(&mut bytes).expect("a system gives out random bytes");
    hexadecimal(&bytes)
}

/// Sends messages. No redirect is followed, no robots.txt asked for: who takes messages gave the address for it.
#[derive(Clone)]
pub struct Poster {
    http: reqwest::Client,
    guard: Guard,
}

impl std::fmt::Debug for Poster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Poster")
    }
}

impl Poster {
    /// One that reaches what a fetcher of this configuration reaches.
    ///
    /// # Errors
    /// When no client can be set up.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let guard =
            Guard::new(Arc::new(SystemNames), &config.allow_private_addresses, config.proxy.is_none());
        Ok(Self { http: http(config, guard.clone())?, guard })
    }

    /// Has each client of this process speak TLS by `ring`, also those that a library brings.
    pub fn choose_tls() {
        choose_tls();
    }

    /// Why nothing is ever sent to an address: it is none of the public internet, and nobody opened it. None where it may be sent to, also
    /// where its host cannot be looked up at the moment.
    pub async fn refuses(&self, url: &str) -> Option<Reason> {
        let url = Url::parse(url.trim()).ok()?;
        match self.guard.admit(&url).await {
            // Only this one stays true: a name that cannot be looked up now may be the day after.
            Err(refusal @ Refusal::PrivateAddress { .. }) => Some(refusal.reason()),
            // What is no address of the web is told where it is read; a name server may be away.
            _ => None,
        }
    }

    /// Sends one message; the status of the answer, whose body nobody reads.
    ///
    /// # Errors
    /// Who refused and what to try, where there is no answer.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<u16, Reason> {
        Ok(self.send(url, headers, Some(body)).await?.status().as_u16())
    }

    /// Asks an address, or sends something where there is a body; the status and the body of the answer, which is small.
    ///
    /// # Errors
    /// Who refused and what to try, where there is no answer.
    pub async fn ask(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: Option<String>,
    ) -> Result<(u16, Vec<u8>), Reason> {
        let mut answer = self.send(url, headers, body).await?;
        let (status, mut read) = (answer.status().as_u16(), Vec::new());
        // Piece by piece: an answer without end is broken off, whatever length it gives itself.
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            read.extend_from_slice(&chunk);
            if read.len() > ANSWER_MAX {
                return Err(Reason::new(
                    "too_large",
                    format!("it answers more than {} KB", ANSWER_MAX >> 10),
                ));
            }
        }
        Ok((status, read))
    }

    async fn send(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: Option<String>,
    ) -> Result<reqwest::Response, Reason> {
        let url = Url::parse(url).map_err(|_| Refusal::Scheme(url.to_owned()).reason())?;
        self.guard.admit(&url).await.map_err(|refusal| refusal.reason())?;
        let request = match body {
            Some(body) => self.http.post(url).body(body),
            None => self.http.get(url),
        };
        // Of the whole: who takes a message slowly holds up those behind it.
        let mut request = request.timeout(PATIENCE);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send().await.map_err(failed)
    }
}

/// Bytes of an answer that is read.
const ANSWER_MAX: usize = 256 << 10;

fn failed(error: reqwest::Error) -> Reason {
    match error.is_timeout() {
        // Told apart, for whoever is slow has perhaps taken it all the same.
        true => Reason::new("timeout", format!("no answer within {} seconds", PATIENCE.as_secs())),
        false => Reason::new("connect", format!("it cannot be reached: {}", deepest(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_is_sent_to_a_private_address_unless_it_is_opened() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}/hook");
        let send = async |config: &Config| {
            Poster::new(config).unwrap().post(&url, &[("webhook-id", "a".to_owned())], "{}".to_owned()).await
        };
        let refused = send(&Config::default()).await.unwrap_err();
        assert_eq!(refused.code, "private_address");
        let refuses = async |config: &Config| Poster::new(config).unwrap().refuses(&url).await;
        assert_eq!(refuses(&Config::default()).await.unwrap().code, "private_address");
        assert!(tokio::time::timeout(Duration::from_millis(50), listener.accept()).await.is_err());
        let allow = vec![address.to_string().parse().unwrap()];
        let config = Config { allow_private_addresses: allow, ..Config::default() };
        assert_eq!(refuses(&config).await, None);
        let answering = tokio::spawn(async move {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = vec![0; 4096];
            let length = stream.read(&mut heard).await.unwrap();
            // A redirect is an answer, and leads nowhere.
            let answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8_lossy(&heard[..length]).into_owned()
        });
        assert_eq!(send(&config).await, Ok(302));
        let heard = answering.await.unwrap();
        assert!(heard.starts_with("POST /hook HTTP/1.1") && heard.contains("webhook-id: a"), "{heard}");
    }
}
