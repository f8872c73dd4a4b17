//! Addresses by themselves: the host that a URL names, whether an IP address lies on the public internet (RFC 6890), the private
//! networks (CIDR) that configuration opens all the same, and which names lead to none that is public.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

/// The host of a URL as requests and turns are counted by it: `example.org.` is `example.org`.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// A private place that configuration opens: an address or network, on one port or on all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    network: IpAddr,
    prefix: u8,
    port: Option<u16>,
}

impl Allowed {
    /// Whether it opens this address on this port.
    pub(crate) fn holds(&self, address: IpAddr, port: u16) -> bool {
        let (network, address) = (bits(self.network), bits(address));
        let width = if self.network.is_ipv4() { 32 } else { 128 };
        // As numbers, ::7f00:1 and 127.0.0.1 are the same.
        if network.1 != address.1 || self.port.is_some_and(|only| only != port) {
            return false;
        }
        let rest = width - u32::from(self.prefix);
        // A shift by all bits, which `::/0` asks for, would overflow.
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
        // First, for `[::1]:8080` holds what an address alone may not.
        if let Ok(socket) = text.parse::<SocketAddr>() {
            return Ok(Self::new(socket.ip(), None, Some(socket.port())));
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| expected())?)),
            None => (text, None),
        };
        // Brackets, as a URL has them: `[::1]`.
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
            // With brackets around an IPv6 address: without them the port would be a part of it.
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
        // Where clouds keep their machines' secrets: 169.254.169.254.
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // "This network" (RFC 1122, 3.2.1.3): Linux connects 0.0.0.0 to itself.
        || a == 0
        // Kept for later (RFC 1112, 4), and broadcast.
        || a >= 240
        // Behind a provider's NAT (RFC 6598); Alibaba's machines keep their secrets at 100.100.100.200.
        || (a == 100 && (64..128).contains(&b))
        // Measurements between devices (RFC 2544).
        || (a == 198 && (18..20).contains(&b))
        // Protocol assignments (RFC 6890, 2.2.2).
        || (a == 192 && b == 0 && c == 0)
        // Relays of 6to4, withdrawn (RFC 7526).
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
/// name that leads to one whatever a name server says.
pub(crate) fn refuses(url: &Url, allowed: &[Allowed]) -> Option<String> {
    let port = url.port_or_known_default().unwrap_or_default();
    let allowed =
        |address: IpAddr| is_public(address) || allowed.iter().any(|place| place.holds(address, port));
    let literal = match url.host()? {
        Host::Ipv4(address) => IpAddr::from(address),
        Host::Ipv6(address) => IpAddr::from(address),
        Host::Domain(name) => {
            // These resolve to ourselves whatever a name server says (RFC 6761, 6.3).
            // Both: which of them `localhost` is, its system decides.
            let loopback: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
            if is_this_machine(name) {
                let refused = !loopback.into_iter().any(allowed);
                return refused.then(|| format!("{name} is this machine itself"));
            }
            let told = told_by_name(name).filter(|address| !allowed(*address))?;
            return Some(format!("{name} leads to {told}, which is not on the public internet"));
        }
    };
    (!allowed(literal)).then(|| format!("{literal} is no address on the public internet"))
}

/// These resolve to ourselves whatever a name server says (RFC 6761, 6.3).
fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Names of the metadata services of clouds, which answer to machines within alone.
const METADATA: [&str; 4] =
    ["metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"];
/// Name servers that answer with the address which stands in the name.
const SPELLED_OUT: [&str; 5] = [".nip.io", ".sslip.io", ".xip.io", ".traefik.me", ".localtest.me"];

/// The address that a name leads to as far as the name itself tells: this machine's, a metadata service's, one that is spelled
/// out (`10-0-0-5.nip.io`, `app.127.0.0.1.sslip.io`, `7f000001.nip.io`).
pub(crate) fn told_by_name(name: &str) -> Option<IpAddr> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if is_this_machine(&name) || name == "localtest.me" {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    if METADATA.contains(&name.as_str()) {
        return Some(Ipv4Addr::new(169, 254, 169, 254).into());
    }
    let end = SPELLED_OUT.iter().find(|end| name.ends_with(**end))?;
    let spelled = &name[..name.len() - end.len()];
    if *end == ".localtest.me" {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    // Both signs part numbers there, and names stand around them: `app-10-0-0-5.nip.io`.
    let parts: Vec<&str> = spelled.split(['.', '-']).collect();
    let dotted = parts.windows(4).find_map(|four| four.join(".").parse::<Ipv4Addr>().ok());
    let packed = || {
        let last = parts.last().filter(|last| last.len() == 8)?;
        u32::from_str_radix(last, 16).ok().map(Ipv4Addr::from)
    };
    // `--1.sslip.io` is `::1`.
    let six = || spelled.rsplit('.').next()?.replace('-', ":").parse::<Ipv6Addr>().ok();
    dotted.or_else(packed).map(IpAddr::from).or_else(|| six().map(IpAddr::from))
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
}
