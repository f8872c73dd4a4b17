//! Which addresses may be reached: the guard against requests to our own network (SSRF, server-side request forgery) and
//! against names that change their address once they have been looked at (DNS rebinding).
//!
//! A feed is written by strangers, and so are its links and redirects: `http://169.254.169.254/`,
//! `http://0x7f.1/admin`, or a name that resolves to `10.0.0.5` once it has been looked at. So names are resolved here,
//! every address is judged, and the connection is made to exactly the addresses that passed: what was checked is
//! what is connected to (no second look-up in between).

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::address::{Allowed, is_public, told_by_name};
use crate::web::refusal::Refusal;

/// Hosts remembered at once; beyond it all are forgotten, and a connection that was just being made is tried again.
const ADMITTED_MAX: usize = 10_000;

/// Looks names up. The system's resolver, or a table in tests.
pub(crate) trait Names: Send + Sync + 'static {
    fn look_up(&self, host: String)
    -> futures_util::future::BoxFuture<'static, std::io::Result<Vec<IpAddr>>>;
}

/// The system's resolver.
pub(crate) struct SystemNames;

impl Names for SystemNames {
    fn look_up(
        &self,
        host: String,
    ) -> futures_util::future::BoxFuture<'static, std::io::Result<Vec<IpAddr>>> {
        Box::pin(
            async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|socket| socket.ip()).collect()) },
        )
    }
}

/// Judges addresses and remembers what each host was admitted with.
#[derive(Clone)]
pub(crate) struct Guard {
    names: Arc<dyn Names>,
    allowed: Arc<[Allowed]>,
    resolves: bool,
    admitted: Arc<Mutex<HashMap<String, Vec<IpAddr>>>>,
}

impl Guard {
    /// With `resolves` false (behind a proxy) only literal addresses are judged.
    pub(crate) fn new(names: Arc<dyn Names>, allowed: &[Allowed], resolves: bool) -> Self {
        Self { names, allowed: allowed.into(), resolves, admitted: Arc::default() }
    }

    /// Checks the scheme and every address of the URL's host. Answers the addresses that may be connected to; none
    /// behind a proxy.
    pub(crate) async fn admit(&self, url: &Url) -> Result<Vec<IpAddr>, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.to_string()));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        match url.host() {
            None => Err(Refusal::Scheme(url.to_string())),
            // `0x7f.1` and `2130706433` are addresses by now: that is how the URL standard reads hosts.
            Some(Host::Ipv4(address)) => self.judge(url, vec![address.into()], port),
            Some(Host::Ipv6(address)) => self.judge(url, vec![address.into()], port),
            // The proxy looks it up, within its own network: what the name itself says is judged before.
            Some(Host::Domain(name)) if !self.resolves => match told_by_name(name) {
                Some(address) => self.judge(url, vec![address], port).map(|_| Vec::new()),
                None => Ok(Vec::new()),
            },
            Some(Host::Domain(name)) => self.admit_name(url, name, port).await,
        }
    }

    async fn admit_name(&self, url: &Url, name: &str, port: u16) -> Result<Vec<IpAddr>, Refusal> {
        let found = self.names.look_up(name.to_owned()).await;
        let found =
            found.map_err(|error| Refusal::Dns { host: name.to_owned(), cause: error.to_string() })?;
        if found.is_empty() {
            return Err(Refusal::Dns { host: name.to_owned(), cause: "it has no address".to_owned() });
        }
        let passed = self.judge(url, found, port)?;
        let mut admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        // Bounded: a feed may announce a name that nobody has asked for before with every entry.
        if admitted.len() >= ADMITTED_MAX {
            admitted.clear();
        }
        admitted.insert(name.to_owned(), passed.clone());
        Ok(passed)
    }

    fn judge(&self, url: &Url, found: Vec<IpAddr>, port: u16) -> Result<Vec<IpAddr>, Refusal> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let first = found.first().copied();
        let passed: Vec<IpAddr> =
            // A name with an inner address among its public ones is somebody's oversight: it is read at the others.
            found.into_iter().filter(|address| self.may_reach(*address, port)).collect();
        match (passed.is_empty(), first) {
            (true, Some(address)) => Err(Refusal::PrivateAddress { host, address }),
            _ => Ok(passed),
        }
    }

    fn may_reach(&self, address: IpAddr, port: u16) -> bool {
        is_public(address) || self.allowed.iter().any(|allowed| allowed.holds(address, port))
    }
}

/// The HTTP client's resolver: hands out what was admitted, and nothing else.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        let found = admitted.get(name.as_str()).cloned();
        Box::pin(async move {
            let found = found.ok_or("the name was not admitted")?;
            let sockets: Vec<SocketAddr> =
                // Port 0: the client puts the URL's in its place.
                found.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
            Ok(Box::new(sockets.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Table(&'static [&'static str]);

    impl Names for Table {
        fn look_up(
            &self,
            _: String,
        ) -> futures_util::future::BoxFuture<'static, std::io::Result<Vec<IpAddr>>> {
            let found = self.0.iter().map(|text| text.parse().unwrap()).collect();
            Box::pin(async move { Ok(found) })
        }
    }

    #[tokio::test]
    async fn a_name_is_judged_by_where_it_leads() {
        let check = async |addresses: &'static [&'static str], url: &str, expected: &str| {
            let guard = Guard::new(Arc::new(Table(addresses)), &[], true);
            let verdict = match guard.admit(&url.parse().unwrap()).await {
                Ok(found) => found.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
                Err(refusal) => refusal.code(),
            };
            assert_eq!(verdict, expected, "{url}");
        };
        check(&["93.184.216.34"], "https://example.org/", "93.184.216.34").await;
        check(&["10.0.0.5"], "https://rebound.example/", "private_address").await;
        check(&["10.0.0.5", "93.184.216.34"], "https://both.example/", "93.184.216.34").await;
        check(&[], "https://nowhere.example/", "dns").await;
        check(&[], "http://0x7f.1/admin", "private_address").await;
        check(&[], "http://2130706433/", "private_address").await;
        check(&[], "http://[::ffff:169.254.169.254]/", "private_address").await;
        check(&[], "file:///etc/passwd", "scheme").await;
        check(&[], "ftp://example.org/", "scheme").await;
    }

    #[tokio::test]
    async fn the_client_connects_to_what_was_admitted_and_to_nothing_else() {
        let guard = Guard::new(Arc::new(Table(&["93.184.216.34"])), &[], true);
        assert!(guard.resolve("example.org".parse().unwrap()).await.is_err());
        guard.admit(&"https://example.org/".parse().unwrap()).await.unwrap();
        let found: Vec<SocketAddr> = guard.resolve("example.org".parse().unwrap()).await.unwrap().collect();
        assert_eq!(found, ["93.184.216.34:0".parse().unwrap()]);
    }

    #[tokio::test]
    async fn behind_a_proxy_a_name_is_judged_by_what_it_says_itself() {
        let guard = Guard::new(Arc::new(SystemNames), &["10.0.0.0/8".parse().unwrap()], false);
        let check = async |host: &str, passes: bool| {
            let admitted = guard.admit(&format!("http://{host}/x").parse().unwrap()).await;
            assert_eq!(admitted.is_ok(), passes, "{host}: {admitted:?}");
        };
        check("www.example.org", true).await;
        check("93-184-216-34.nip.io", true).await;
        check("news.nip.io", true).await;
        check("10.1.2.3.nip.io", true).await;
        for inner in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "metadata.google.internal",
            "192.168.0.1.nip.io",
            "app-127-0-0-1.nip.io",
            "a.172.16.0.9.sslip.io",
            "7f000001.nip.io",
            "--1.sslip.io",
            "x.localtest.me",
        ] {
            check(inner, false).await;
        }
    }
}
