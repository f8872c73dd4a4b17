//! The gate before every page: who it is, whether they may, and whether a form is one of ours.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::multipart::Multipart;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request, State as Shared};
use axum::http::request::Parts;
use axum::http::uri::Uri;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::provider::{Provider, Unproven};
use super::refusal::{NoJson, Refusal, is_for_programs, problem};
use super::secret::{Secret, is_same};
use super::{Access, AccessError, Role, Scope};
use crate::format::Format;
use crate::listen::Peer;

/// Bytes of a form, and of a page that is handed in.
const FORM_MAX: usize = 256 << 10;
const PAGE_MAX: usize = 8 << 20;
/// Bytes of a list of sources, and of what a form has around it: it is sent once as a file, and once more as it was read.
const LIST_MAX: usize = (4 << 20) + (64 << 10);
/// Bytes in which the first field of a form with files lies.
const FIRST_MAX: usize = 4 << 10;
/// The cookie of a session.
const COOKIE: &str = "veille";
/// The cookie of a browser that is at the identity provider.
const GOES_OUT: &str = "veille-oidc";
/// Letters of a name that failures are counted by.
// As long as a user's name may be (`accounts.rs`): nobody can fill the memory of failures with one long name.
const NAME_MAX: usize = 64;
/// Others may write the same user in the same moment.
const TRIES: usize = 20;
/// Half a year: whether it is over is known to the store.
const COOKIE_SECONDS: u32 = 15_552_000;
/// The field of a form that only our own pages can fill in, and the header for scripts.
pub(crate) const FIELD: &str = "form";
const HEADER: &str = "x-veille-form";

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub name: String,
    pub role: Role,
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    /// At this machine, where nobody is asked.
    Here,
    /// By a cookie: the digest of its secret.
    Session(String),
    Token(Vec<Scope>),
    Proxy,
}

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    /// Nothing: it is how one gets in.
    Nothing,
    Read,
    /// Say what one thinks of an article, and be told what is thought of it: a token for that alone is enough. What else than having read it
    /// may be said is looked at where it is read.
    Say,
    Triage,
    /// Hand in pages.
    Capture,
    /// Write topics, and keep searches.
    Topics,
    /// To be a person with a session, for what is theirs alone.
    Own,
    /// To see what all others do.
    Admin,
}

impl Who {
    fn may(&self, right: Right) -> bool {
        let by_token = |scope| match &self.how {
            How::Token(scopes) => scopes.contains(&scope),
            _ => true,
        };
        match right {
            Right::Nothing => true,
            // Any role will do; but a token for handing in pages reads none.
            Right::Read => by_token(Scope::Read),
            Right::Say => by_token(Scope::Read) || self.may(Right::Triage),
            Right::Triage => self.role >= Role::Editor && by_token(Scope::Triage),
            Right::Capture => self.role >= Role::Editor && by_token(Scope::Capture),
            Right::Topics => self.role >= Role::Editor && by_token(Scope::Topics),
            // With a token for it a program could make itself other tokens, which outlive the revocation of its own.
            Right::Own => !matches!(self.how, How::Token(_)),
            Right::Admin => self.role >= Role::Admin && !matches!(self.how, How::Token(_)),
        }
    }

    /// Whether they may judge articles.
    pub fn may_triage(&self) -> bool {
        self.may(Right::Triage)
    }

    /// Whether they may write topics and keep searches.
    pub fn may_keep(&self) -> bool {
        self.may(Right::Topics)
    }

    /// Whether they may hand in pages.
    pub fn may_add(&self) -> bool {
        self.may(Right::Capture)
    }

    /// The session, where it is one.
    pub fn session(&self) -> Option<&str> {
        match &self.how {
            How::Session(digest) => Some(digest),
            _ => None,
        }
    }

    /// Whether nobody was asked.
    pub fn is_here(&self) -> bool {
        matches!(self.how, How::Here)
    }
}

/// The fields of a form that one of our pages held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled(pub Vec<(String, String)>);

impl Filled {
    /// A field; an empty one is none.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Filled {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The fields that forms carry so that no other page can send them.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormToken(pub String);

/// That a proxy of ours took the request over TLS.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverTls;

/// Lets in whoever may.
pub(crate) async fn pass(Shared(access): Shared<Arc<Access>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let secret = cookie(&parts.headers, COOKIE).and_then(Secret::shown);
    let who = match access.who(&parts, secret.as_ref()).await {
        Ok(who) => who,
        Err(error) => return unavailable(&error, &parts.uri),
    };
    // Before the right is looked at: what is refused costs as much, and who guesses tokens is counted by the address.
    if parts.uri.path().starts_with("/api/")
        && let Some(seconds) = access.pace.wait(&access.asker(who.as_ref(), &parts))
    {
        return too_often(seconds);
    }
    let right = needed(&parts.method, parts.uri.path());
    match &who {
        _ if right == Right::Nothing => {}
        None => return stranger(&parts),
        Some(who) if !who.may(right) => return Refusal::Right.answer(&parts.uri),
        Some(_) => {}
    }
    // A form belongs to who was shown it.
    // By the session where there is one, so that it ends with it; who is known by a proxy's header, or by being here, has none.
    let form = match who.as_ref().and_then(Who::session).and(secret.as_ref()) {
        Some(secret) => secret.derived("form"),
        None => access.own.derived("form"),
    };
    let mut body = body;
    // What only reads needs no proof that a page of ours sent it (RFC 9110, 9.2.1).
    if !parts.method.is_safe() {
        let most = match right {
            Right::Capture => PAGE_MAX,
            // A press release is a document with pictures.
            _ if parts.uri.path() == "/trace" => PAGE_MAX,
            Right::Admin => LIST_MAX,
            _ => FORM_MAX,
        };
        // All of it in memory, for the field that proves it stands somewhere within; hence a bound for each kind.
        let Ok(bytes) = to_bytes(body, most).await else {
            return Refusal::Size(most >> 10).answer(&parts.uri);
        };
        let filled = if is_form(&parts.headers) {
            Filled(form_urlencoded::parse(&bytes).into_owned().collect())
        } else {
            Filled(first_field(&parts.headers, &bytes).await.into_iter().collect())
        };
        let by_token = who.as_ref().is_some_and(|who| matches!(who.how, How::Token(_)));
        let sent = parts.headers.get(HEADER).and_then(|value| value.to_str().ok());
        let sent = sent.or(filled.value(FIELD)).unwrap_or_default();
        // A browser sends no token by itself; cookies, and this machine's address, it does.
        // Nor does another page send JSON, or anything but GET and POST, without asking first, which we deny.
        let is_plain = parts.method == Method::POST && !is_json(&parts.headers);
        let is_program = parts.uri.path().starts_with("/api/") && !is_plain;
        let is_ours = is_program || is_same(sent, &form);
        let is_foreign = is_foreign(&parts.headers);
        if !by_token && !is_foreign && !is_ours && parts.uri.path().starts_with("/api/") {
            let mut refused = Refusal::Form.answer(&parts.uri);
            refused.extensions_mut().insert(NoJson);
            return refused;
        }
        if !by_token && (is_foreign || !is_ours) {
            return Refusal::Form.answer(&parts.uri);
        }
        parts.extensions.insert(filled);
        body = Body::from(bytes);
    }
    parts.extensions.insert(FormToken(form));
    if access.is_secure(&parts) {
        parts.extensions.insert(OverTls);
    }
    // Before the request is given away; the token is cut out of what the trail will keep.
    let export = is_export(&parts.method, &parts.uri).then(|| without_token(&parts.uri));
    if let Some(who) = &who {
        parts.extensions.insert(who.clone());
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    // Afterwards: a file that was not found, or refused, was not carried away.
    if let (Some(address), Some(who), true) = (export, &who, response.status().is_success())
        && let Err(error) = access.accounts.note(&who.name, "export", &address, "").await
    {
        // Whoever waits has the file by now; a person has to know that the trail has a gap.
        tracing::error!(%error, %address, "an export could not be written into the trail");
    }
    response
}

impl Access {
    /// Who it is; None where it is nobody that we know.
    async fn who(&self, parts: &Parts, secret: Option<&Secret>) -> Result<Option<Who>, AccessError> {
        if !self.is_asked {
            return Ok(Some(Who { name: "local".to_owned(), role: Role::Admin, how: How::Here }));
        }
        if let Some(shown) = shown_token(parts) {
            // Nothing else is tried after a token that is wrong: a cookie beside it would let a program in as its owner.
            let found = self.accounts.of_token(&shown).await?;
            return Ok(found.map(|(user, token)| Who {
                name: format!("{}/{}", user.name, token.id),
                role: user.role,
                how: How::Token(token.scopes),
            }));
        }
        if let Some(name) = self.named_by_proxy(parts) {
            // A proxy says who it is, not what they may: that is said here, and whom we do not know gets nothing.
            let user = self.accounts.user(&name).await?;
            return Ok(user.map(|user| Who { name: user.name, role: user.role, how: How::Proxy }));
        }
        let Some(digest) = secret.map(Secret::digest) else { return Ok(None) };
        let user = self.accounts.of_session(&digest).await?;
        Ok(user.map(|user| Who { name: user.name, role: user.role, how: How::Session(digest) }))
    }

    fn is_proxy(&self, parts: &Parts) -> bool {
        // On a socket for both families an IPv4 peer is `::ffff:10.0.0.5`.
        peer(parts).is_some_and(|peer| self.proxies.contains(&peer.ip().to_canonical()))
    }

    /// Who a proxy says that it is: from listed addresses alone, once.
    fn named_by_proxy(&self, parts: &Parts) -> Option<String> {
        let header = self.header.as_ref().filter(|_| self.is_proxy(parts))?;
        let mut values = parts.headers.get_all(header).iter();
        // Of two one may be what the browser sent, to which the proxy added its own.
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        value.to_str().ok().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// Logs in with a name and a password; what a browser is told then, or how long it has to wait.
    pub async fn log_in(&self, parts: &Parts, name: &str, password: &str) -> Result<LoggedIn, AccessError> {
        let client = self.client(parts);
        let from = client.map(|client| client.to_string()).unwrap_or_default();
        // By both: one name guessed from many addresses waits, and one address that tries many names.
        let keys: Vec<String> = [Some(named(name)), client.map(network)].into_iter().flatten().collect();
        if let Some(wait) = self.failures.wait(&keys) {
            return Ok(LoggedIn::Wait(wait.as_secs() + 1));
        }
        let agent = parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
        // Before it is tried: a hundred for one name that are sent at once would all be let through to the trying. Not of the network,
        // where an office logs in at nine.
        let (whose, network) = keys.split_at(1);
        self.failures.note(whose);
        let Some(secret) = self.accounts.log_in(name, password, agent, &from).await? else {
            self.failures.note(network);
            return Ok(LoggedIn::No);
        };
        // Who got in is no guesser; others behind the same address, an office's, need not wait for their slips.
        self.failures.forget(&keys);
        Ok(LoggedIn::Yes(Some(self.cookie_of(parts, &secret))))
    }

    /// Whether a password is a user's, asked again of who is logged in: whoever has taken a session may not guess either.
    pub async fn is_password_of(&self, name: &str, password: &str) -> Result<LoggedIn, AccessError> {
        // By the name alone: it is the session that may be stolen, wherever it is used from.
        let keys = [named(name)];
        if let Some(wait) = self.failures.wait(&keys) {
            return Ok(LoggedIn::Wait(wait.as_secs() + 1));
        }
        self.failures.note(&keys);
        if !self.accounts.is_password_of(name, password).await? {
            return Ok(LoggedIn::No);
        }
        self.failures.forget(&keys);
        Ok(LoggedIn::Yes(None))
    }

    /// From where a request comes: what a proxy of ours says, for behind it everybody has its address.
    fn client(&self, parts: &Parts) -> Option<IpAddr> {
        let peer = peer(parts)?.ip().to_canonical();
        if !self.proxies.contains(&peer) {
            return Some(peer);
        }
        // Each proxy adds whom it heard at the end: what stands before, and before what cannot be read, is whatever the client wrote.
        let said = parts.headers.get_all("x-forwarded-for").iter().rev();
        let hops = said.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
        let hops = hops.map(|hop| {
            let hop = hop.trim();
            hop.parse().or_else(|_| hop.parse().map(|with_port: SocketAddr| with_port.ip()))
        });
        let mut clients = hops.map_while(Result::ok).map(|hop: IpAddr| hop.to_canonical());
        // Nobody before our own proxies: one of them asks for itself, or does not say for whom.
        Some(clients.find(|hop| !self.proxies.contains(hop)).unwrap_or(peer))
    }

    /// Whose requests are counted together: those of a user, of a token, of an address.
    fn asker(&self, who: Option<&Who>, parts: &Parts) -> String {
        match who {
            Some(who) => who.name.clone(),
            None => self.client(parts).map_or_else(String::new, network),
        }
    }

    fn cookie_of(&self, parts: &Parts, secret: &Secret) -> String {
        let (secure, secret) = (self.secure(parts), secret.as_str());
        // Lax, not Strict: a link in a mail leads to its page, and not to the login.
        format!("{COOKIE}={secret}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax; HttpOnly{secure}")
    }

    fn secure(&self, parts: &Parts) -> &'static str {
        // Over plain HTTP a browser would keep no such cookie.
        if self.is_secure(parts) { "; Secure" } else { "" }
    }

    fn is_secure(&self, parts: &Parts) -> bool {
        parts.headers.get("x-forwarded-proto").is_some_and(|it| it == "https") && self.is_proxy(parts)
    }

    /// Begins to log somebody in at the provider: where the browser is to go, and its cookie until it is back.
    pub async fn go_out(
        &self,
        provider: &Provider,
        parts: &Parts,
        next: &str,
    ) -> Result<(String, String), Unproven> {
        let (address, secret) = provider.begin(next).await?;
        let (secure, secret) = (self.secure(parts), secret.as_str());
        let cookie =
            // Lax: the provider leads back from another site, and Strict cookies stay at home then.
            format!("{GOES_OUT}={secret}; Path=/login/oidc; Max-Age=600; SameSite=Lax; HttpOnly{secure}");
        Ok((address, cookie))
    }

    /// Logs in who comes back from the provider: the cookies, and where they wanted to go.
    pub async fn come_back(
        &self,
        provider: &Provider,
        parts: &Parts,
    ) -> Result<(Vec<String>, String), ComesBack> {
        let secret = cookie(&parts.headers, GOES_OUT).and_then(Secret::shown);
        let (proven, next) = provider.conclude(secret.as_ref(), |name| value_of(&parts.uri, name)).await?;
        let from = self.client(parts).map(|client| client.to_string()).unwrap_or_default();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
        for _ in 0..TRIES {
            if let Some(secret) = self.accounts.welcome(&proven, agent, &from).await? {
                // The secret has done its work; left there, it would prove an address of the same login once more.
                let over = format!("{GOES_OUT}=; Path=/login/oidc; Max-Age=0; SameSite=Lax; HttpOnly");
                return Ok((vec![self.cookie_of(parts, &secret), over], next));
            }
        }
        Err(AccessError::Changed(proven.name).into())
    }

    /// Ends a session; what a browser is told then.
    pub async fn log_out(&self, who: &Who) -> Result<String, AccessError> {
        if let Some(digest) = who.session() {
            self.accounts.log_out(digest, &who.name).await?;
        }
        Ok(format!("{COOKIE}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly"))
    }
}

/// Why somebody who came back from the provider is not logged in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ComesBack {
    #[error(transparent)]
    Unproven(#[from] Unproven),
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// What came of a login.
pub(crate) enum LoggedIn {
    /// The cookie; none for who has one.
    Yes(Option<String>),
    No,
    /// In so many seconds.
    Wait(u64),
}

/// What failures are counted by for a name. Nobody's is longer, and a stranger may send any.
fn named(name: &str) -> String {
    format!("name/{}", name.chars().take(NAME_MAX).collect::<String>())
}

/// What failures and requests are counted by for an address: of IPv6 its network, for whoever has one has 2^64 of the others.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => format!("from/{address}"),
        IpAddr::V6(address) => {
            format!("from/{}", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64))
        }
    }
}

fn too_often(seconds: u64) -> Response {
    let detail =
        format!("more requests a minute than web.api_a_minute allows; try again in {seconds} seconds");
    let mut response = problem(StatusCode::TOO_MANY_REQUESTS, "too many requests", &detail);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn peer(parts: &Parts) -> Option<SocketAddr> {
    parts.extensions.get::<ConnectInfo<Peer>>().map(|peer| peer.0.0)
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, known: &str) -> Option<&'h str> {
    // HTTP/2 may split one header of cookies into several (RFC 9113, 8.2.3).
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|(name, _)| *name == known).map(|(_, value)| value)
}

/// In the header that programs send; in the address where it is one of a feed, whose readers can send no header.
fn shown_token(parts: &Parts) -> Option<String> {
    let sent = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|sent| sent.split_once(' '));
    if let Some((_, token)) = sent.filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer")) {
        return Some(token.trim().to_owned());
    }
    // Not of a page: addresses of pages stand in histories, in logs and in what is sent on.
    let is_feed = parts.method.is_safe() && Format::split(parts.uri.path()).1 != Format::Html;
    if is_feed { value_of(&parts.uri, "token") } else { None }
}

fn value_of(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn needed(method: &Method, path: &str) -> Right {
    // The secret of a kept search stands in the address of its feed, that of a shared article in its own.
    // To be read only: whoever was handed such an address writes nothing.
    let has_secret = method.is_safe() && (path.starts_with("/feeds/") || path.starts_with("/shared/"));
    if path == "/login" || path.starts_with("/login/oidc") || path.starts_with("/assets/") || has_secret {
        return Right::Nothing;
    }
    if path == "/logout" || path == "/account" || path.starts_with("/account/") {
        return Right::Own;
    }
    if path == "/audit"
        || path.starts_with("/streams/hooks/")
        || path.starts_with("/audit.")
        || (path.starts_with("/sources/") && !method.is_safe())
    {
        return Right::Admin;
    }
    if path == "/add" || path == "/api/v1/captures" {
        return Right::Capture;
    }
    let keeps = ["/topics/", "/streams/", "/api/v1/topics/", "/api/v1/watches"];
    if !method.is_safe() && keeps.iter().any(|kept| path.starts_with(kept)) {
        return Right::Topics;
    }
    // Whoever may look says what they have read; what else a form or a program wants to say is looked at where it is read.
    // A text that is followed changes nothing.
    if path.starts_with("/api/v1/articles/") && path.ends_with("/triage") {
        return Right::Say;
    }
    let reads = ["/triage", "/trace", "/api/v1/trace", "/api/mcp"].contains(&path);
    if method.is_safe() || reads { Right::Read } else { Right::Triage }
}

/// What shows that a form with files is one of ours, with which it begins: what else it holds is read where it is wanted. Not in its
/// address, which histories and proxies keep.
async fn first_field(headers: &HeaderMap, body: &Bytes) -> Option<(String, String)> {
    let kind = headers.get(header::CONTENT_TYPE)?.clone();
    let mut request = Request::new(Body::from(body.slice(..body.len().min(FIRST_MAX))));
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let mut fields = Multipart::from_request(request, &()).await.ok()?;
    let first = fields.next_field().await.ok()??;
    let is_it = first.name() == Some(FIELD);
    let value = first.text().await.ok().filter(|_| is_it)?;
    Some((FIELD.to_owned(), value))
}

fn is_form(headers: &HeaderMap) -> bool {
    is_of_kind(headers, "application/x-www-form-urlencoded")
}

fn is_json(headers: &HeaderMap) -> bool {
    is_of_kind(headers, "application/json")
}

fn is_of_kind(headers: &HeaderMap, expected: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(expected))
}

/// Whether a browser says that another page sends this (Origin, Fetch Metadata).
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site").unwrap_or("same-origin");
    // `none` is what was typed, or a bookmark.
    if !matches!(site, "same-origin" | "none") {
        return true;
    }
    match (text("origin"), text("host")) {
        (None, _) => false,
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_none_or(|(_, there)| !there.eq_ignore_ascii_case(host))
        }
        (Some(_), None) => true,
    }
}

/// What is carried away: files, which nobody polls as feeds are.
fn is_export(method: &Method, uri: &Uri) -> bool {
    *method == Method::GET && Format::split(uri.path()).1.is_file()
}

fn without_token(uri: &Uri) -> String {
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    // The trail is read by admins, and a token is its owner's.
    query.extend_pairs(pairs.filter(|(name, _)| name != "token"));
    match query.finish() {
        query if query.is_empty() => uri.path().to_owned(),
        query => format!("{}?{query}", uri.path()),
    }
}

/// Nobody that we know: a browser is led to the login page, and from there back.
fn stranger(parts: &Parts) -> Response {
    // A form is not led to the login page: what it held would be lost on the way.
    if is_for_programs(&parts.uri) || !parts.method.is_safe() {
        return Refusal::Stranger.answer(&parts.uri);
    }
    let here = parts.uri.path_and_query().map_or("/", |here| here.as_str());
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", here).finish();
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/login?{query}"))]).into_response()
}

fn unavailable(error: &AccessError, uri: &Uri) -> Response {
    tracing::error!(%error, "the store cannot say who may look");
    Refusal::Store(error.to_string()).answer(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn behind_a_proxy_each_client_has_an_address_of_its_own() {
        let store = veille_sink::Store::open_in_memory().await.unwrap();
        let web = crate::Config { proxies: vec!["10.0.0.5".parse().unwrap()], ..Default::default() };
        let access = Access::new(store, &web, true, None);
        let asked = |peer: &str, said: &[&str]| {
            let mut request = Request::builder();
            for said in said {
                request = request.header("x-forwarded-for", *said);
            }
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            parts.extensions.insert(ConnectInfo(Peer(SocketAddr::new(peer.parse().unwrap(), 4_000))));
            access.client(&parts).map(network)
        };
        let check = |peer: &str, said: &[&str], expected: &str| {
            assert_eq!(asked(peer, said).as_deref(), Some(expected), "{peer} {said:?}");
        };
        check("192.0.2.7", &[], "from/192.0.2.7");
        check("192.0.2.7", &["198.51.100.1"], "from/192.0.2.7");
        check("::ffff:10.0.0.5", &["198.51.100.1"], "from/198.51.100.1");
        // What the client wrote stands before what our proxy heard.
        check("10.0.0.5", &["1.1.1.1, 198.51.100.1"], "from/198.51.100.1");
        check("10.0.0.5", &["1.1.1.1", "198.51.100.1, 10.0.0.5"], "from/198.51.100.1");
        check("10.0.0.5", &["unknown"], "from/10.0.0.5");
        check("10.0.0.5", &["1.1.1.1, unknown"], "from/10.0.0.5");
        check("10.0.0.5", &["1.1.1.1, 198.51.100.1:4711"], "from/198.51.100.1");
        check("10.0.0.5", &["2001:db8:1:2:3:4:5:6"], "from/2001:db8:1:2::");
    }

    #[test]
    fn a_form_of_another_page_is_foreign() {
        let check = |headers: &[(&'static str, &'static str)], expected: bool| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, HeaderValue::from_static(value));
            }
            assert_eq!(is_foreign(&map), expected, "{headers:?}");
        };
        let host = ("host", "veille.example:8420");
        check(&[host], false);
        check(&[host, ("origin", "http://veille.example:8420")], false);
        check(&[host, ("origin", "https://Veille.example:8420"), ("sec-fetch-site", "same-origin")], false);
        check(&[host, ("origin", "http://evil.example")], true);
        check(&[host, ("origin", "http://veille.example")], true);
        check(&[host, ("origin", "null")], true);
        check(&[host, ("sec-fetch-site", "cross-site")], true);
        check(&[host, ("sec-fetch-site", "same-site")], true);
    }
}
