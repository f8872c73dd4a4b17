//! Where pages are served: an address of this machine, which others reach or do not.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An address and a port; port 0 takes any that is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen(SocketAddr);

/// Why pages cannot be served at an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// It is no address.
    #[error(
        "`{written}` is no place to listen at; expected an address of this machine and a port, such as `127.0.0.1:8420`"
    )]
    Malformed {
        /// As it was written.
        written: String,
    },
}

impl Listen {
    /// The address.
    pub fn address(self) -> SocketAddr {
        self.0
    }

    /// Whether other machines reach it.
    pub fn is_open(self) -> bool {
        !is_loopback(self.0.ip())
    }
}

impl Default for Listen {
    fn default() -> Self {
        Self(SocketAddr::from((Ipv4Addr::LOCALHOST, 8420)))
    }
}

impl FromStr for Listen {
    type Err = NoPlace;

    fn from_str(written: &str) -> Result<Self, NoPlace> {
        let malformed = || NoPlace::Malformed { written: written.to_owned() };
        let local = |port: &str| Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)));
        // A name that is no address to the standard library, and the one that people write; others would have to be looked up.
        let address = match written.strip_prefix("localhost:") {
            Some(port) => local(port),
            None => written.parse().ok(),
        };
        address.map(Self).ok_or_else(malformed)
    }
}

/// Whether an address means this machine, also when it is written as the other family's.
pub(crate) fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Listen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Listen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// From where somebody asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub SocketAddr);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_open_where_other_machines_reach_it() {
        let check = |written: &str, expected: &str| {
            let listen: Listen = written.parse().unwrap();
            assert_eq!((listen.to_string().as_str(), listen.is_open()), (expected, false));
        };
        check("127.0.0.1:8420", "127.0.0.1:8420");
        check("localhost:0", "127.0.0.1:0");
        check("[::1]:9000", "[::1]:9000");
        for open in ["0.0.0.0:8420", "[::]:8420", "192.168.1.7:80", "[::ffff:10.0.0.1]:80"] {
            assert!(open.parse::<Listen>().unwrap().is_open(), "{open}");
        }
        for malformed in ["8420", "localhost", "localhost:x", "127.0.0.1", "example.org:80", ""] {
            assert!(matches!(malformed.parse::<Listen>(), Err(NoPlace::Malformed { .. })), "{malformed}");
        }
    }
}
