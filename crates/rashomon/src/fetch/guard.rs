//! Which machines are spoken to: those of the public internet, unless the user says otherwise.
//!
//! Addresses are judged when a connection is about to be opened, as they will be dialled. So a name that means one machine when it is
//! checked and another when it is used gets nobody anywhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, Transport};

/// A connection that is not opened.
#[derive(Debug, thiserror::Error)]
#[error("leads to {address}, which is {what}")]
pub(super) struct Refused {
    address: IpAddr,
    what: &'static str,
}

/// The first link of the chain that opens connections. It opens none itself; what it lets through is dialled by the next, which looks up
/// nothing any more.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) allow_private: bool,
}

impl<In: Transport> Connector<In> for Guard {
    type Out = In;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<In>, Error> {
        if self.allow_private {
            return Ok(chained);
        }
        for address in &details.addrs {
            if let Some(what) = not_public(address.ip()) {
                return Err(Error::Other(Box::new(Refused { address: address.ip(), what })));
            }
        }
        Ok(chained)
    }
}

/// What an address is that does not belong to the public internet (registries of special-purpose addresses, RFC 6890); `None` for one
/// that does.
pub(super) fn not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => v4_not_public(v4),
        IpAddr::V6(v6) => v6_not_public(v6),
    }
}

fn v4_not_public(v4: Ipv4Addr) -> Option<&'static str> {
    let within =
        |net: [u8; 4], bits: u32| u32::from(v4) >> (32 - bits) == u32::from(Ipv4Addr::from(net)) >> (32 - bits);
    Some(match v4.octets() {
        [127, ..] => "this machine",
        [0, ..] => "this machine or network",
        [10, ..] | [192, 168, ..] => "a private network",
        _ if within([172, 16, 0, 0], 12) => "a private network",
        _ if within([100, 64, 0, 0], 10) => "the network of a provider",
        [169, 254, ..] => "the local link",
        // Dummies, discovery of translators, documentation, the end of relays, measurements.
        [192, 0, 0, _] | [192, 0, 2, _] | [192, 88, 99, _] | [198, 51, 100, _] | [203, 0, 113, _] => "reserved",
        _ if within([198, 18, 0, 0], 15) => "reserved",
        _ if within([224, 0, 0, 0], 4) => "for many machines at once",
        _ if within([240, 0, 0, 0], 4) => "reserved",
        _ => return None,
    })
}

fn v6_not_public(v6: Ipv6Addr) -> Option<&'static str> {
    let s = v6.segments();
    // Addresses of the older kind in clothes of the newer one are judged as what they lead to.
    let inner = |high: u16, low: u16| v4_not_public(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    Some(match s {
        [0, 0, 0, 0, 0, 0, 0, 1] => "this machine",
        [0, 0, 0, 0, 0, 0, 0, 0] => "this machine or network",
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            return inner(high, low);
        }
        [first, ..] if first & 0xfe00 == 0xfc00 => "a private network",
        [0x64, 0xff9b, ..] => "a private network",
        [first, ..] if first & 0xffc0 == 0xfe80 => "the local link",
        [first, ..] if first & 0xff00 == 0xff00 => "for many machines at once",
        // Tunnels, benchmarks, identifiers without a place; documentation.
        [0x2001, second, ..] if second < 0x0200 || second == 0x0db8 => "reserved",
        [0x3fff, second, ..] if second < 0x1000 => "reserved",
        // Only this eighth is given out; what is left of it above is in use or will be.
        [first, ..] if first & 0xe000 == 0x2000 => return None,
        _ => "reserved",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_let_through() {
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.0.0.1",
            "128.0.0.1",
            "169.253.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "198.20.0.0",
            "223.255.255.255",
            "2600::1",
            "2a00:1450::5",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
        ];
        let private = [
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "64:ff9b::10.1.2.3",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
            "5f00::1",
            "4000::1",
        ];
        let open = |a: &&str| not_public(a.parse().expect("an address")).is_none();
        assert_eq!(public.iter().filter(|a| !open(a)).count(), 0);
        assert_eq!(private.iter().filter(|a| open(a)).collect::<Vec<_>>(), Vec::<&&str>::new());
    }
}
