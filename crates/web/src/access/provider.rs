//! Logging in at an identity provider (OpenID Connect): the authorization code flow with PKCE, state and nonce.
//!
//! Claims are believed because they come from the provider's token endpoint itself, over TLS, to who sent the code; that is what
//! the standard asks for (OpenID Connect Core 1.0, 3.1.3.7, 6) in place of a signature, and no key has to be kept. What the
//! browser has to remember is one secret in a cookie, from which state, nonce and verifier follow.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::Utc;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

use super::Role;
use super::secret::{Secret, is_same};
use crate::config::Oidc;
use crate::text::foreign;

/// An answer of a provider, or why there is none.
type Answering = Pin<Box<dyn Future<Output = Result<(u16, Vec<u8>), String>> + Send>>;
/// Asks an address with these headers; with a body, sends it.
type Asking = dyn Fn(String, Vec<(&'static str, String)>, Option<String>) -> Answering + Send + Sync;

/// How a provider is spoken to, which whoever serves us knows, and our secret there.
#[derive(Clone)]
pub struct SignIn {
    secret: String,
    ask: Arc<Asking>,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn")
    }
}

impl SignIn {
    /// Through `ask`: the address, headers, and a body where something is sent; the status and the body of the answer.
    pub fn new(
        secret: String,
        ask: impl Fn(String, Vec<(&'static str, String)>, Option<String>) -> Answering + Send + Sync + 'static,
    ) -> Self {
        Self { secret, ask: Arc::new(ask) }
    }
}

/// Why somebody is not logged in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unproven {
    #[error("this browser did not begin to log in, or too long ago")]
    Forged,
    #[error("the provider says {0}")]
    Refused(String),
    #[error("the provider cannot be asked: {0}")]
    Unreachable(String),
    #[error("what the provider says of somebody does not hold: {0}")]
    Claims(&'static str),
    #[error("{0} is in no group that may look")]
    NoRole(String),
}

/// Somebody whom the provider knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proven {
    pub name: String,
    pub role: Role,
    /// Who it is to the provider, whatever the name: issuer and subject.
    pub identity: String,
}

/// Where a provider is asked what.
#[derive(Clone, Debug, Deserialize)]
struct Endpoints {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
}

/// How long a provider's endpoints are taken for known.
// Long enough that logins in a row ask once, short enough that a provider that moved is found without a restart.
const KNOWN: Duration = Duration::from_secs(600);
/// Clocks differ by so many seconds.
// OpenID Connect Core 1.0, 2 allows for it: some small leeway, usually no more than a few minutes.
const LEEWAY: i64 = 60;

/// A provider that people log in at.
#[derive(Debug)]
pub(crate) struct Provider {
    oidc: Oidc,
    sign_in: SignIn,
    known: Mutex<Option<(Instant, Endpoints)>>,
}

impl Provider {
    /// The one of a configuration, where it names one and somebody can speak to it.
    pub fn of(oidc: &Oidc, sign_in: Option<SignIn>) -> Option<Self> {
        let sign_in = sign_in.filter(|_| !oidc.issuer.is_empty())?;
        Some(Self { oidc: oidc.clone(), sign_in, known: Mutex::default() })
    }

    /// What people call it: its host.
    pub fn name(&self) -> String {
        let host = Url::parse(&self.oidc.issuer).ok().and_then(|url| url.host_str().map(str::to_owned));
        host.unwrap_or_else(|| self.oidc.issuer.clone())
    }

    fn redirect(&self) -> String {
        // The provider compares it letter by letter with what was registered there: one slash too many and nobody comes back.
        format!("{}/login/oidc/back", self.oidc.address.trim_end_matches('/'))
    }

    /// Where a browser is to go, and the secret that it is to keep meanwhile.
    pub async fn begin(&self, next: &str) -> Result<(String, Secret), Unproven> {
        let endpoints = self.endpoints().await?;
        let secret = Secret::random();
        // With where they wanted to go: nothing is kept here of those who never come back.
        let state = format!("{}.{}", secret.derived("state"), URL_SAFE_NO_PAD.encode(next));
        // Whoever reads the code in the browser's history, or in a log on the way, cannot redeem it without the verifier (RFC
        // 7636, 1).
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier(&secret)));
        let mut url = Url::parse(&endpoints.authorization_endpoint)
            .map_err(|error| Unproven::Unreachable(error.to_string()))?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.oidc.client_id)
            .append_pair("redirect_uri", &self.redirect())
            .append_pair("scope", &self.oidc.scope)
            .append_pair("state", &state)
            .append_pair("nonce", &secret.derived("nonce"))
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok((url.into(), secret))
    }

    /// Who came back with this address from the provider, and where they wanted to go.
    pub async fn conclude(
        &self,
        secret: Option<&Secret>,
        value: impl Fn(&str) -> Option<String>,
    ) -> Result<(Proven, String), Unproven> {
        // The cookie stays with the browser that began: an address with somebody else's code, put before a victim, would log them
        // in as another (RFC 6749, 10.12).
        let secret = secret.ok_or(Unproven::Forged)?;
        let state = value("state").ok_or(Unproven::Forged)?;
        let (proof, next) = state.split_once('.').ok_or(Unproven::Forged)?;
        if !is_same(proof, &secret.derived("state")) {
            return Err(Unproven::Forged);
        }
        // Not before the state: any page could have us say what it likes.
        if let Some(error) = value("error") {
            return Err(Unproven::Refused(crate::text::shown(&error)));
        }
        let code = value("code").ok_or(Unproven::Forged)?;
        let next = URL_SAFE_NO_PAD.decode(next).ok().and_then(|next| String::from_utf8(next).ok());
        // The state proves the browser alone; what stands behind it may have been changed on the way.
        let next = next.filter(|next| !foreign(next)).unwrap_or_else(|| "/".to_owned());
        let claims = self.redeemed(&code, secret).await?;
        Ok((self.proven(&claims, &secret.derived("nonce"), Utc::now().timestamp())?, next))
    }

    /// What the provider says of whom a code belongs to.
    async fn redeemed(&self, code: &str, secret: &Secret) -> Result<Value, Unproven> {
        let endpoints = self.endpoints().await?;
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            // The same once more: a provider has to refuse a code that it gave to another address (RFC 6749, 4.1.3).
            .append_pair("redirect_uri", &self.redirect())
            .append_pair("code_verifier", &verifier(secret))
            .finish();
        // RFC 6749, 2.3.1: both are encoded as in forms before they are joined.
        let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let us = format!("{}:{}", part(&self.oidc.client_id), part(&self.sign_in.secret));
        let headers = vec![
            ("authorization", format!("Basic {}", STANDARD.encode(us))),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("accept", "application/json".to_owned()),
        ];
        let told = self.asked(endpoints.token_endpoint, headers, Some(body)).await?;
        let token = told["id_token"].as_str().ok_or(Unproven::Claims("there is no id_token"))?;
        let payload = token.split('.').nth(1).and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
        payload
            .and_then(|payload| serde_json::from_slice(&payload).ok())
            .ok_or(Unproven::Claims("the id_token cannot be read"))
    }

    /// Whether the claims are for us, of now, and of this login; and who that makes somebody here.
    fn proven(&self, claims: &Value, nonce: &str, now: i64) -> Result<Proven, Unproven> {
        let text = |name: &str| claims[name].as_str().unwrap_or_default();
        // A NumericDate may have a fraction (RFC 7519, 2).
        let number = |name: &str| claims[name].as_i64().or_else(|| claims[name].as_f64().map(|at| at as i64));
        if text("iss") != self.oidc.issuer {
            return Err(Unproven::Claims("it is of another issuer"));
        }
        let us = Value::from(self.oidc.client_id.as_str());
        // OpenID Connect Core 1.0, 3.1.3.7, 3 to 5.
        let is_for_us = match &claims["aud"] {
            // Made out to several, it is ours only if we are the one that it was issued to; an `azp` missing is as bad as
            // another's.
            Value::Array(all) if all.len() > 1 => all.contains(&us) && claims["azp"] == us,
            Value::Array(all) => all.contains(&us),
            one => *one == us,
        };
        if !is_for_us {
            return Err(Unproven::Claims("it is for somebody else"));
        }
        // Without an instant it would be good for ever; the standard makes it required (2).
        if number("exp").is_none_or(|until| until.saturating_add(LEEWAY) < now) {
            return Err(Unproven::Claims("it is over"));
        }
        // A token of an earlier login, put in place of this one's, has that one's nonce.
        if !is_same(text("nonce"), nonce) {
            return Err(Unproven::Claims("it is of another login"));
        }
        let (subject, name) = (text("sub"), text(&self.oidc.name_claim));
        if subject.is_empty() || name.is_empty() {
            return Err(Unproven::Claims("it names nobody"));
        }
        let groups: Vec<&str> = match &claims[self.oidc.groups_claim.as_str()] {
            Value::Array(groups) => groups.iter().filter_map(Value::as_str).collect(),
            // Some providers send one group so.
            Value::String(group) => vec![group],
            _ => Vec::new(),
        };
        let is_in = |meant: &[String]| meant.iter().any(|group| groups.contains(&group.as_str()));
        // From the top: who is in the groups of admins and of readers is an admin.
        let roles = [
            (&self.oidc.admins, Role::Admin),
            (&self.oidc.editors, Role::Editor),
            (&self.oidc.readers, Role::Reader),
        ];
        let role = roles.into_iter().find(|(meant, _)| is_in(meant)).map(|(_, role)| role);
        let role = role.ok_or_else(|| Unproven::NoRole(crate::text::shown(name)))?;
        // Names are given again; issuer and subject together are not (Core 1.0, 5.7).
        Ok(Proven { name: name.to_owned(), role, identity: format!("{} {subject}", self.oidc.issuer) })
    }

    async fn endpoints(&self) -> Result<Endpoints, Unproven> {
        // Held while the provider is asked: a hundred people who come at nine o'clock make one request of it.
        let mut known = self.known.lock().await;
        if let Some((_, endpoints)) = known.as_ref().filter(|(since, _)| since.elapsed() < KNOWN) {
            return Ok(endpoints.clone());
        }
        // OpenID Connect Discovery 1.0, 4.1.
        let issuer = self.oidc.issuer.trim_end_matches('/');
        let told = self.asked(format!("{issuer}/.well-known/openid-configuration"), Vec::new(), None).await?;
        let endpoints: Endpoints = serde_json::from_value(told)
            .map_err(|error| Unproven::Unreachable(format!("it describes itself otherwise: {error}")))?;
        // To the letter, here with its last slash (4.3).
        if endpoints.issuer != self.oidc.issuer {
            return Err(Unproven::Claims("it calls itself otherwise than web.oidc.issuer"));
        }
        *known = Some((Instant::now(), endpoints.clone()));
        Ok(endpoints)
    }

    async fn asked(
        &self,
        address: String,
        headers: Vec<(&'static str, String)>,
        body: Option<String>,
    ) -> Result<Value, Unproven> {
        // Over plain HTTP whoever sits between could write the claims that are believed here without a signature.
        if !is_private(&address) {
            let why = format!("{} is not https", crate::text::shown(&address));
            return Err(Unproven::Unreachable(why));
        }
        let (status, body) =
            (self.sign_in.ask)(address, headers, body).await.map_err(Unproven::Unreachable)?;
        let told: Value = serde_json::from_slice(&body).unwrap_or_default();
        match status {
            200 => Ok(told),
            _ => {
                // As RFC 6749, 5.2 has it (`{"error": "invalid_grant"}`); a proxy's page of an error is no JSON, and its number
                // has to do.
                let error = told["error"].as_str().map_or_else(|| format!("{status}"), crate::text::shown);
                Err(Unproven::Refused(error))
            }
        }
    }
}

/// 256 bits in 64 letters: between 43 and 128, as RFC 7636 wants it.
fn verifier(secret: &Secret) -> String {
    format!("{}{}", secret.derived("verifier"), secret.derived("verifier, second half"))
}

/// Whether nobody on the way reads or writes what is said there.
fn is_private(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let is_here = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        _ => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn provider() -> Provider {
        let oidc = Oidc {
            issuer: "https://id.example".to_owned(),
            client_id: "veille".to_owned(),
            readers: vec!["press".to_owned()],
            admins: vec!["it".to_owned(), "heads".to_owned()],
            ..Oidc::default()
        };
        let nobody = SignIn::new(String::new(), |_, _, _| Box::pin(async { Err("nobody".to_owned()) }));
        Provider::of(&oidc, Some(nobody)).unwrap()
    }

    #[test]
    fn claims_are_for_us_of_now_and_of_this_login() {
        let good = json!({
            "iss": "https://id.example", "aud": "veille", "exp": 1000, "nonce": "n", "sub": "7",
            "preferred_username": "hoa", "groups": ["press", "heads"],
        });
        let proven = |change: &dyn Fn(&mut Value)| {
            let mut claims = good.clone();
            change(&mut claims);
            provider().proven(&claims, "n", 900)
        };
        let hoa = proven(&|_| {}).unwrap();
        assert_eq!((hoa.name.as_str(), hoa.role), ("hoa", Role::Admin));
        assert_eq!(hoa.identity, "https://id.example 7");
        assert_eq!(proven(&|it| it["groups"] = json!("press")).unwrap().role, Role::Reader);
        assert!(proven(&|it| it["aud"] = json!(["veille"])).is_ok());
        assert!(proven(&|it| it["exp"] = json!(1000.5)).is_ok());
        assert!(
            proven(&|it| {
                it["aud"] = json!(["veille", "b"]);
                it["azp"] = json!("veille");
            })
            .is_ok()
        );
        assert!(matches!(proven(&|it| it["groups"] = json!(["sales"])), Err(Unproven::NoRole(_))));
        for wrong in [
            json!({ "iss": "https://id.example/" }),
            json!({ "iss": null }),
            json!({ "aud": "other" }),
            json!({ "aud": ["veille", "b"] }),
            json!({ "aud": [] }),
            json!({ "exp": 800 }),
            json!({ "exp": null }),
            json!({ "nonce": "m" }),
            json!({ "nonce": null }),
            json!({ "sub": "" }),
            json!({ "preferred_username": null }),
        ] {
            let told = proven(&|it| it.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone()));
            assert!(matches!(told, Err(Unproven::Claims(_))), "{wrong}");
        }
    }

    #[test]
    fn nobody_is_asked_where_others_read_along() {
        for (address, expected) in [
            ("https://id.example/token", true),
            ("http://127.0.0.1:8080/token", true),
            ("http://id.example/token", false),
            ("http://localhost.example/token", false),
            ("ftp://127.0.0.1/", false),
            ("", false),
        ] {
            assert_eq!(is_private(address), expected, "{address}");
        }
    }
}
