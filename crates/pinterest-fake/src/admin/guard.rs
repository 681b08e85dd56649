//! Commands are for programs on this machine and for the fake's own page. A page of another site that
//! a browser shows must not reach them: neither by sending requests (it says so in `Origin`), nor by
//! a name that it makes resolve to this machine (that name is in `Host`).

use std::net::{IpAddr, SocketAddr};

use super::Result;
use crate::exchange::Request;
use crate::service::Service;

pub(super) fn check(service: &Service, request: &Request) -> Result<()> {
    let host = request.header("host").unwrap_or_default();
    let public_host = service.settings().public_host.as_deref();
    if !is_own(host, service.address(), public_host) {
        return Err((
            403,
            format!("the commands of the fake are not served under the host name '{host}'"),
        ));
    }
    let Some(origin) = request.headers.get("origin") else {
        return Ok(());
    };
    let origin = origin.to_str().unwrap_or_default();
    match origin
        .strip_prefix("http://")
        .is_some_and(|of_page| of_page.eq_ignore_ascii_case(host))
    {
        true => Ok(()),
        false => Err((
            403,
            format!("the commands of the fake are not for pages of '{origin}'"),
        )),
    }
}

/// Tells whether a `Host` header names this machine, or the address that the fake is bound to.
fn is_own(header: &str, bound: SocketAddr, public_host: Option<&str>) -> bool {
    let Ok(authority) = header.parse::<http::uri::Authority>() else {
        return false;
    };
    if header.contains('@') {
        return false;
    }
    let host = authority.host();
    if host.eq_ignore_ascii_case("localhost")
        || public_host.is_some_and(|public| public.eq_ignore_ascii_case(host))
    {
        return true;
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let Ok(ip) = bare.parse::<IpAddr>() else {
        return false;
    };
    // Bound to all interfaces, the fake has every address of the machine; no name is made to resolve to
    // this machine when the browser was given an address.
    ip.is_loopback() || ip == bound.ip() || bound.ip().is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_own() {
        let loopback: SocketAddr = "127.0.0.1:8080".parse().unwrap();
        for host in [
            "127.0.0.1:8080",
            "localhost:8080",
            "LOCALHOST",
            "[::1]:8080",
            "127.1.2.3",
        ] {
            assert!(is_own(host, loopback, None), "{host}");
        }
        for host in [
            "",
            "example.com",
            "localhost.example.com",
            "127.0.0.1.example.com:8080",
            "localhost@example.com",
            "example.com@localhost",
            "192.0.2.7:8080",
        ] {
            assert!(!is_own(host, loopback, None), "{host}");
        }
        assert!(is_own("fake:8080", loopback, Some("fake")));
        let bound: SocketAddr = "192.0.2.7:8080".parse().unwrap();
        assert!(is_own("192.0.2.7:8080", bound, None));
        let everywhere: SocketAddr = "0.0.0.0:8080".parse().unwrap();
        assert!(is_own("192.0.2.7:8080", everywhere, None));
        assert!(!is_own("example.com:8080", everywhere, None));
    }
}
