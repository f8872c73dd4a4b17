//! Which addresses may be reached.
//!
//! A feed is written by strangers, and so are its links and redirects: `http://169.254.169.254/`,
//! `http://0x7f.1/admin`, or a name that resolves to `10.0.0.5` once it has been looked at. So names are resolved here,
//! every address is judged, and the connection is made to exactly the addresses that passed: what was checked is
//! what is connected to (no second look-up in between).

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

use crate::config::Config;
use crate::web::refusal::Refusal;

/// Hosts remembered at once; beyond it all are forgotten, and a connection that was just being made is tried again.
const ADMITTED_MAX: usize = 10_000;

/// A private place that configuration opens: an address or network, on one port or on all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    network: IpAddr,
    prefix: u8,
    port: Option<u16>,
}

impl Allowed {
    fn holds(&self, address: IpAddr, port: u16) -> bool {
        let (network, address) = (bits(self.network), bits(address));
        let width = if self.network.is_ipv4() { 32 } else { 128 };
        if network.1 != address.1 || self.port.is_some_and(|only| only != port) {
            return false;
        }
        let rest = width - u32::from(self.prefix);
        rest >= width || network.0 >> rest == address.0 >> rest
    }
}

fn bits(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), true),
        IpAddr::V6(v6) => (u128::from(v6), false),
    }
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expected =
            || format!("expected an address, address:port or network such as 10.0.0.0/8, found {text:?}");
        if let Ok(socket) = text.parse::<SocketAddr>() {
            return Ok(Self::new(socket.ip(), None, Some(socket.port())));
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| expected())?)),
            None => (text, None),
        };
        let address = address.trim_start_matches('[').trim_end_matches(']');
        let address = address.parse::<IpAddr>().map_err(|_| expected())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        if prefix.is_some_and(|prefix| prefix > width) {
            return Err(expected());
        }
        Ok(Self::new(address, prefix, None))
    }
}

impl Allowed {
    fn new(network: IpAddr, prefix: Option<u8>, port: Option<u16>) -> Self {
        let width = if network.is_ipv4() { 32 } else { 128 };
        Self { network, prefix: prefix.unwrap_or(width), port }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = if self.network.is_ipv4() { 32 } else { 128 };
        match self.port {
            Some(port) => write!(f, "{}", SocketAddr::new(self.network, port)),
            None if self.prefix == width => write!(f, "{}", self.network),
            None => write!(f, "{}/{}", self.network, self.prefix),
        }
    }
}

impl Serialize for Allowed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Allowed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Whether an address lies on the public internet (IANA special-purpose registries, RFC 6890 and its updates).
///
/// Addresses that carry another one inside (IPv4-mapped, NAT64, 6to4) are judged by what they carry.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99);
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = carried_v4(address) {
        return is_public_v4(v4);
    }
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is handed out; of it, 2001::/23 is for protocols (Teredo among them) and 2001:db8::/32 for books.
    let handed_out = first & 0xe000 == 0x2000;
    let protocols = first == 0x2001 && second < 0x0200;
    let books = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    handed_out && !protocols && !books
}

/// The IPv4 address inside `::ffff:a.b.c.d`, `::a.b.c.d`, `64:ff9b::a.b.c.d` and `2002:aabb:ccdd::`.
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let tail = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => Some(tail(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(tail(high, low)),
        [0x2002, high, low, ..] => Some(tail(high, low)),
        _ => None,
    }
}

/// Why an address would be refused, where that is known without looking its host up: a literal that is not public, or a
/// name of this machine. None behind a proxy for names, which it resolves.
pub(crate) fn refuses(url: &Url, config: &Config) -> Option<String> {
    let port = url.port_or_known_default().unwrap_or_default();
    let allowed = |address: IpAddr| {
        is_public(address) || config.allow_private_addresses.iter().any(|place| place.holds(address, port))
    };
    let literal = match url.host()? {
        Host::Ipv4(address) => IpAddr::from(address),
        Host::Ipv6(address) => IpAddr::from(address),
        Host::Domain(name) => {
            let is_ours = name == "localhost" || name.ends_with(".localhost");
            let loopback: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
            let refused = is_ours && config.proxy.is_none() && !loopback.into_iter().any(allowed);
            return refused.then(|| format!("{name} is this machine itself"));
        }
    };
    (!allowed(literal)).then(|| format!("{literal} is no address on the public internet"))
}

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
            Some(Host::Ipv4(address)) => self.judge(url, vec![address.into()], port),
            Some(Host::Ipv6(address)) => self.judge(url, vec![address.into()], port),
            Some(Host::Domain(_)) if !self.resolves => Ok(Vec::new()),
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
                found.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
            Ok(Box::new(sockets.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let check = |text: &str, expected: bool| {
            assert_eq!(is_public(text.parse().unwrap()), expected, "{text}");
        };
        check("93.184.216.34", true);
        check("2606:4700::6810:84e5", true);
        check("127.0.0.1", false);
        check("10.1.2.3", false);
        check("172.31.0.1", false);
        check("172.32.0.1", true);
        check("192.168.1.1", false);
        check("169.254.169.254", false);
        check("100.64.0.1", false);
        check("100.128.0.1", true);
        check("0.0.0.0", false);
        check("198.18.0.1", false);
        check("224.0.0.1", false);
        check("255.255.255.255", false);
        check("::", false);
        check("::1", false);
        check("::ffff:127.0.0.1", false);
        check("::ffff:93.184.216.34", true);
        check("::127.0.0.1", false);
        check("64:ff9b::7f00:1", false);
        check("2002:7f00:1::", false);
        check("2001::1", false);
        check("2001:db8::1", false);
        check("fe80::1", false);
        check("fc00::1", false);
        check("ff02::1", false);
    }

    #[test]
    fn an_opened_place_is_that_place_only() {
        let check = |allowed: &str, address: &str, port: u16, expected: bool| {
            let allowed: Allowed = allowed.parse().unwrap();
            assert_eq!(allowed.holds(address.parse().unwrap(), port), expected, "{allowed} {address}:{port}");
        };
        check("127.0.0.1:8090", "127.0.0.1", 8090, true);
        check("127.0.0.1:8090", "127.0.0.1", 22, false);
        check("127.0.0.1", "127.0.0.1", 22, true);
        check("127.0.0.1", "127.0.0.2", 22, false);
        check("10.0.0.0/8", "10.9.8.7", 80, true);
        check("10.0.0.0/8", "11.0.0.1", 80, false);
        check("0.0.0.0/0", "11.0.0.1", 80, true);
        check("0.0.0.0/0", "::1", 80, false);
        check("[::1]:80", "::1", 80, true);
        check("fd00::/8", "fd12::1", 80, true);
    }

    #[test]
    fn an_opened_place_is_written_as_it_was_read() {
        for text in ["127.0.0.1:8090", "127.0.0.1", "10.0.0.0/8", "[::1]:80", "fd00::/8"] {
            assert_eq!(text.parse::<Allowed>().unwrap().to_string(), text);
        }
        for text in ["", "localhost", "10.0.0.0/33", "10.0.0.0/8:80", "1.2.3"] {
            assert!(text.parse::<Allowed>().is_err(), "{text}");
        }
    }

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
}
