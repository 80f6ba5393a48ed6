//! Is a request meant for this server, and does it come from its own pages?

use std::net::{IpAddr, SocketAddr};

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};

/// Names that this server goes by.
#[derive(Clone, Debug)]
pub struct Names {
    /// Only this machine can reach it.
    loopback: bool,
    /// Names that the user gave it besides.
    given: Vec<String>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is meant for a server of another name: a page that had its own name lead here (DNS rebinding).
    #[error(
        "this is not the server that was asked for; a name of its own is given to it by `rashomon serve --host NAME`"
    )]
    Name,
    /// Another site asks.
    #[error("another site asks; open the page from the desk itself")]
    Site,
}

impl Names {
    /// Of a server at this address, with other names that the user gives it.
    #[must_use]
    pub fn new(listen: SocketAddr, given: &[String]) -> Self {
        let given = given.iter().map(|n| n.to_ascii_lowercase()).collect();
        Self { loopback: listen.ip().is_loopback(), given }
    }

    /// Whether `host`, as it stands in a request, is this server. A name must be known; a bare address cannot be made to lead
    /// elsewhere by anybody, so one is as good as another, but who listens to this machine alone is asked by its addresses alone.
    fn is_ours(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        if name == "localhost" || self.given.contains(&name) {
            return true;
        }
        let bare = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(&name);
        bare.parse::<IpAddr>().is_ok_and(|ip| !self.loopback || ip.is_loopback())
    }

    /// Whether a request may be answered at all.
    ///
    /// # Errors
    /// If it is meant for another server, or another site asks.
    pub fn judge(&self, parts: &Parts) -> Result<(), Refused> {
        let host = host(&parts.headers, &parts.uri).ok_or(Refused::Name)?;
        if !self.is_ours(host) {
            return Err(Refused::Name);
        }
        let text = |name| parts.headers.get(name).map(|v| v.to_str().unwrap_or("?"));
        // Sent by whatever changes something, and by scripts that ask across sites.
        if let Some(origin) = text(header::ORIGIN.as_str())
            && !same(origin, host)
        {
            return Err(Refused::Site);
        }
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        match text("sec-fetch-site") {
            None | Some("same-origin" | "none") => Ok(()),
            // A link on another page may lead here; a picture, a script or a frame of another page may not.
            Some(_)
                if reads
                    && text("sec-fetch-mode") == Some("navigate")
                    && text("sec-fetch-dest") == Some("document") =>
            {
                Ok(())
            }
            Some(_) => Err(Refused::Site),
        }
    }
}

fn host<'r>(headers: &'r HeaderMap, uri: &'r Uri) -> Option<&'r str> {
    let mut all = headers.get_all(header::HOST).iter();
    match (all.next(), all.next()) {
        (Some(one), None) => one.to_str().ok(),
        (None, None) => uri.authority().map(axum::http::uri::Authority::as_str),
        // Two names are one too many.
        _ => None,
    }
}

fn without_port(host: &str) -> &str {
    if host.starts_with('[') {
        return host.find(']').map_or(host, |end| &host[..=end]);
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// Whether an origin is that of the pages of this host. Behind a proxy they may be served by HTTPS.
fn same(origin: &str, host: &str) -> bool {
    let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    rest.is_some_and(|r| r.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn judge(listen: &str, method: &str, headers: &[(&str, &str)]) -> Result<(), Refused> {
        let names = Names::new(listen.parse().expect("an address"), &["Desk.Example".to_owned()]);
        let mut request = Request::builder().method(method).uri("/story/s1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        names.judge(&request.body(()).expect("a request").into_parts().0)
    }

    #[test]
    fn only_its_own_names_are_answered() {
        for host in ["localhost:7878", "127.0.0.1:7878", "[::1]:7878", "LOCALHOST", "127.1.2.3", "desk.example:80"] {
            assert_eq!(judge("127.0.0.1:7878", "GET", &[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:7878",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.0.7",
            "",
            "[::1",
        ] {
            assert_eq!(judge("127.0.0.1:7878", "GET", &[("host", host)]), Err(Refused::Name), "{host}");
        }
        assert_eq!(judge("127.0.0.1:7878", "GET", &[]), Err(Refused::Name));
        assert_eq!(judge("127.0.0.1:1", "GET", &[("host", "localhost"), ("host", "localhost")]), Err(Refused::Name));
        assert_eq!(judge("0.0.0.0:7878", "GET", &[("host", "192.168.0.7:7878")]), Ok(()));
        assert_eq!(judge("0.0.0.0:7878", "GET", &[("host", "evil.example:7878")]), Err(Refused::Name));
    }

    #[test]
    fn another_site_may_link_here_and_no_more() {
        let ask = |method, more: &[(&'static str, &'static str)]| {
            let mut headers = vec![("host", "localhost:7878")];
            headers.extend_from_slice(more);
            judge("127.0.0.1:7878", method, &headers)
        };
        assert_eq!(ask("POST", &[("origin", "http://localhost:7878")]), Ok(()));
        assert_eq!(ask("POST", &[("origin", "https://localhost:7878")]), Ok(()));
        for origin in
            ["http://evil.example", "http://localhost:7879", "null", "http://localhost:7878.evil.example", "\u{e9}"]
        {
            assert_eq!(ask("POST", &[("origin", origin)]), Err(Refused::Site), "{origin}");
            assert_eq!(ask("GET", &[("origin", origin)]), Err(Refused::Site), "{origin}");
        }
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        assert_eq!(ask("GET", &link), Ok(()));
        assert_eq!(ask("POST", &link), Err(Refused::Site));
        let frame = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
        assert_eq!(ask("GET", &frame), Err(Refused::Site));
        assert_eq!(ask("GET", &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")]), Err(Refused::Site));
        assert_eq!(ask("GET", &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")]), Ok(()));
    }
}
