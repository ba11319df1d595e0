//! Which address a visit comes from, where a proxy stands in front.
//!
//! Behind a proxy everybody has the proxy's address, and one stranger's guessing would make all wait.
//! A proxy says in `X-Forwarded-For` whom it speaks for; but anybody may write that header, so it counts
//! only where it comes from a proxy that the organisation named.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use http::HeaderMap;
use ipnet::IpNet;

/// The addresses of a proxy of the organisation's own: one, or a network such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedProxy(IpNet);

/// Why a setting names no proxy.
#[derive(Debug, thiserror::Error)]
#[error("a proxy is named by its address, like 10.0.0.1, or its network, like 10.0.0.0/8")]
pub struct NoProxy;

impl FromStr for TrustedProxy {
    type Err = NoProxy;

    fn from_str(text: &str) -> Result<Self, NoProxy> {
        let text = text.trim();
        let one = || text.parse::<IpAddr>().map(|one| IpNet::from(one.to_canonical()));
        text.parse().or_else(|_| one()).map(Self).map_err(|_| NoProxy)
    }
}

/// The address a visit comes from: the peer's, or where that is a trusted proxy, the last one named in
/// `X-Forwarded-For` that is not. Whatever stands before it was written by strangers.
#[must_use]
pub fn visitor(peer: IpAddr, headers: &HeaderMap, trusted: &[TrustedProxy]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|proxy| proxy.0.contains(address));
    let mut from = peer.to_canonical();
    let named: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .collect();
    for named in named.into_iter().rev() {
        if !is_trusted(&from) {
            break;
        }
        // What is no address ends what we know.
        let Some(before) = address(named.trim()) else { break };
        from = before.to_canonical();
    }
    from
}

/// An address as proxies write it: some add the port.
fn address(named: &str) -> Option<IpAddr> {
    let with_port = || named.parse::<SocketAddr>().map(|address| address.ip());
    named.parse().or_else(|_| with_port()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&'static str]) -> String {
        let trusted: Vec<TrustedProxy> = ["10.0.0.0/8", "192.0.2.7"].iter().map(|text| text.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", http::HeaderValue::from_static(value));
        }
        visitor(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn behind_a_trusted_proxy_a_visit_comes_from_the_last_stranger_it_names() {
        assert_eq!(from("10.1.1.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("192.0.2.7", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("::ffff:10.1.1.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("10.1.1.1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(from("10.1.1.1", &["198.51.100.1, 10.2.2.2"]), "198.51.100.1", "through two proxies");
        assert_eq!(from("10.1.1.1", &["198.51.100.1", "10.2.2.2"]), "198.51.100.1", "in two headers");
        assert_eq!(from("10.1.1.1", &["198.51.100.1:50311"]), "198.51.100.1", "with its port");
        assert_eq!(from("10.1.1.1", &["[2001:db8::1]:50311"]), "2001:db8::1");
        assert_eq!(from("10.1.1.1", &[]), "10.1.1.1");
    }

    #[test]
    fn what_a_stranger_writes_into_the_header_changes_nothing() {
        assert_eq!(from("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(from("10.1.1.1", &["1.2.3.4, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("10.1.1.1", &["198.51.100.1, <script>"]), "10.1.1.1");
    }

    #[test]
    fn a_proxy_that_is_none_is_refused() {
        for text in ["", "proxy.example", "10.0.0.0/99"] {
            assert!(text.parse::<TrustedProxy>().is_err(), "{text}");
        }
    }
}
