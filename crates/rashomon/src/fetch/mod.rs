//! Fetches addresses that the user names, and nothing else.
//!
//! A page brings no other with it: no pictures, no frames, no pages that it or a feed links to. The one thing that is asked for besides is
//! what the owner of the site wishes (`robots.txt`). An answer is taken for hostile: how long it may take, how large it may become and
//! where it may lead is bounded here; what is in it is read like any file.
//!
//! ```
//! use rashomon::fetch::{Access, FetchError, Fetcher};
//!
//! let mut fetcher = Fetcher::new(Access { offline: true, ..Access::default() });
//! assert_eq!(fetcher.fetch("https://harbourpost.example/ferry").unwrap_err(), FetchError::Offline);
//! assert_eq!(fetcher.fetch("ftp://harbourpost.example/ferry").unwrap_err(), FetchError::Scheme("ftp".into()));
//! ```

mod cache;
mod error;
mod guard;
mod robots;
#[cfg(test)]
mod tests;
mod unpack;

use std::collections::{HashMap, HashSet};
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::fmt::rfc2822;
use rashomon_text::PartialDate;
use ureq::http::{Response, StatusCode, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::{Connector, RustlsConnector, TcpConnector};
use ureq::{Agent, Body};
use url::Url;

use cache::{Cache, Kept};
pub use error::FetchError;
use guard::Guard;
use robots::Robots;

/// What `robots.txt` calls us.
const NAME: &str = "rashomon";
/// What servers are told.
const AGENT: &str = concat!("rashomon/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");
const WANTED: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
    application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.5";
/// Time to connect, TLS included.
const CONNECT: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: usize = 10;
/// As the standard says.
const MOST_REDIRECTS_OF_ROBOTS: usize = 5;
/// Where pages may be sent on to, besides the port that the user named.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];
const LARGEST_HEAD: usize = 64 << 10;

/// What may be fetched, and where copies are kept.
#[derive(Clone, Debug)]
pub struct Access {
    /// Only copies of earlier runs.
    pub offline: bool,
    /// From machines that are not on the public internet as well.
    pub allow_private: bool,
    /// Where copies are kept; none are if this is none.
    pub cache: Option<PathBuf>,
    /// Bytes of an answer once it is unpacked.
    pub most_bytes: u64,
    /// Time for one address, all that it is sent on to included.
    pub most_time: Duration,
}

impl Default for Access {
    fn default() -> Self {
        let most_time = Duration::from_secs(60);
        Self { offline: false, allow_private: false, cache: None, most_bytes: 24 << 20, most_time }
    }
}

/// The folder for copies in the user's cache, or the one that `RASHOMON_PAGES` names. `None` if the user has no home.
#[must_use]
pub fn pages_dir() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    match std::env::var_os("RASHOMON_PAGES") {
        Some(dir) if !dir.is_empty() => Some(dir.into()),
        _ => Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("rashomon").join("pages")),
    }
}

/// What came from an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it was in the end.
    pub url: String,
    /// What the server says it is (`Content-Type`).
    pub content_type: String,
    /// Its bytes, unpacked.
    pub body: Vec<u8>,
    /// The day of its last change, as the server says.
    pub last_modified: Option<PartialDate>,
    /// The day on which it was fetched.
    pub fetched: Option<PartialDate>,
    /// Whether it is the copy of an earlier run, and the server was not asked.
    pub copy: bool,
}

/// Fetches one address after the other.
#[derive(Debug)]
pub struct Fetcher {
    access: Access,
    agent: Agent,
    cache: Option<Cache>,
    /// What is known of the wishes of each site.
    robots: HashMap<String, Result<Robots, FetchError>>,
    /// Sites that asked to wait.
    waiting: HashSet<String>,
}

/// What must not change on the way from what the user named.
struct Named {
    port: Option<u16>,
    secure: bool,
    until: Instant,
}

enum Answer {
    Page(Fetched),
    Moved(Url),
}

impl Fetcher {
    /// A fetcher that asks the system for the addresses of hosts.
    #[must_use]
    pub fn new(access: Access) -> Self {
        Self::over(access, DefaultResolver::default(), TcpConnector::default())
    }

    /// As [`Self::new`], with another way to look up hosts and to dial what the guard lets through.
    fn over(access: Access, resolver: impl Resolver, dial: impl Connector) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(provider)
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            // A proxy would look up hosts by itself, past the guard.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(LARGEST_HEAD)
            .timeout_connect(Some(CONNECT))
            .user_agent(AGENT)
            .accept(WANTED)
            .accept_encoding(unpack::ACCEPTED)
            .build();
        let guard = Guard { allow_private: access.allow_private };
        let chain = ().chain(guard).chain(dial).chain(RustlsConnector::default());
        let agent = Agent::with_parts(config, chain, resolver);
        let cache = access.cache.clone().map(Cache::new);
        Self { access, agent, cache, robots: HashMap::new(), waiting: HashSet::new() }
    }

    /// Fetches what is at an address, or takes the copy of an earlier run if the server says that it still holds.
    ///
    /// # Errors
    /// If nothing came that could be a report; the error says why.
    pub fn fetch(&mut self, address: &str) -> Result<Fetched, FetchError> {
        let mut url = parse(address)?;
        if self.access.offline {
            return self.copy(url);
        }
        let until = Instant::now() + self.access.most_time;
        let named = Named { port: url.port_or_known_default(), secure: url.scheme() == "https", until };
        for hop in 0..=MOST_REDIRECTS {
            match self.ask(&url, &named) {
                Ok(Answer::Page(page)) => return Ok(page),
                Ok(Answer::Moved(to)) => url = to,
                Err(e) if hop == 0 => return Err(e),
                Err(e) => return Err(FetchError::Elsewhere { url: url.into(), why: Box::new(e) }),
            }
        }
        Err(FetchError::Redirects(MOST_REDIRECTS))
    }

    /// The copy of an earlier run.
    fn copy(&self, mut url: Url) -> Result<Fetched, FetchError> {
        for _ in 0..=MOST_REDIRECTS {
            let kept = self.cache.as_ref().and_then(|c| c.get(url.as_str())).ok_or(FetchError::Offline)?;
            match &kept.moved {
                Some(to) => url = parse(to)?,
                None => return Ok(Fetched { copy: true, ..fetched(kept) }),
            }
        }
        Err(FetchError::Offline)
    }

    fn ask(&mut self, url: &Url, named: &Named) -> Result<Answer, FetchError> {
        allowed(url, named)?;
        let site = url.origin().ascii_serialization();
        if self.waiting.contains(&site) {
            return Err(FetchError::Waiting(host(url)));
        }
        let rules = match self.robots.get(&site) {
            Some(known) => known.clone(),
            None => {
                let known = self.robots(url, named);
                self.robots.insert(site.clone(), known.clone());
                known
            }
        };
        if !rules?.allows(url) {
            return Err(FetchError::Robots(host(url)));
        }
        let kept = self.cache.as_ref().and_then(|c| c.get(url.as_str())).filter(|k| k.moved.is_none());
        let response = self.get(url, kept.as_ref(), named)?;
        let status = response.status();
        if let Some(to) = sent_on(url, &response)? {
            self.keep(&response, Kept { url: url.to_string(), moved: Some(to.to_string()), ..Kept::default() });
            return Ok(Answer::Moved(to));
        }
        if status == StatusCode::NOT_MODIFIED
            && let Some(kept) = kept
        {
            return Ok(Answer::Page(fetched(kept)));
        }
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            let after = text(&response, header::RETRY_AFTER).filter(|a| a.len() < 40);
            if after.is_some() {
                self.waiting.insert(site);
            }
            let after = after.map(|a| if a.parse::<u32>().is_ok() { a + " seconds" } else { format!("until {a}") });
            return Err(FetchError::Later { status: status.to_string(), after });
        }
        if !status.is_success() {
            return Err(FetchError::Status(status.to_string()));
        }
        let content_type = text(&response, header::CONTENT_TYPE).unwrap_or_default();
        if is_no_report(&content_type) {
            return Err(FetchError::Kind(content_type));
        }
        let mut kept = Kept {
            url: url.to_string(),
            moved: None,
            content_type,
            etag: text(&response, header::ETAG),
            last_modified: text(&response, header::LAST_MODIFIED),
            fetched: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string(),
            ..Kept::default()
        };
        let (head, body) = response.into_parts();
        let codings = head.headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|v| v.to_str().ok());
        let codings = codings.collect::<Vec<_>>().join(",");
        let most = self.access.most_bytes;
        kept.body = self.body(body, &codings, most + 1)?;
        if kept.body.len() as u64 > most {
            return Err(FetchError::Large(most >> 20));
        }
        self.keep(&Response::from_parts(head, ()), kept.clone());
        Ok(Answer::Page(fetched(kept)))
    }

    /// Up to so many bytes of a body.
    fn body(&self, body: Body, codings: &str, most: u64) -> Result<Vec<u8>, FetchError> {
        let mut bytes = Vec::new();
        let reader = unpack::unpacked(body.into_reader(), codings);
        match reader.and_then(|reader| reader.take(most).read_to_end(&mut bytes)) {
            Ok(_) => Ok(bytes),
            Err(e) if e.get_ref().is_some_and(|inner| inner.is::<ureq::Error>()) => Err(self.failed(e.into())),
            Err(e) if e.kind() == io::ErrorKind::TimedOut => {
                Err(self.failed(ureq::Error::Timeout(ureq::Timeout::Global)))
            }
            Err(_) => Err(FetchError::Damaged),
        }
    }

    fn failed(&self, error: ureq::Error) -> FetchError {
        FetchError::of(error, self.access.most_time.as_secs())
    }

    /// One request, answered by whatever it is.
    fn get(&self, url: &Url, kept: Option<&Kept>, named: &Named) -> Result<Response<Body>, FetchError> {
        let left = named.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.failed(ureq::Error::Timeout(ureq::Timeout::Global)));
        }
        let mut request = self.agent.get(url.as_str());
        for (name, value) in [
            (header::IF_NONE_MATCH, kept.and_then(|k| k.etag.as_ref())),
            (header::IF_MODIFIED_SINCE, kept.and_then(|k| k.last_modified.as_ref())),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.config().timeout_global(Some(left)).build().call().map_err(|e| self.failed(e))
    }

    /// What the owner of a site wishes. Whoever has no such file, or does not show it, allows all; whoever has trouble is left alone.
    fn robots(&self, url: &Url, named: &Named) -> Result<Robots, FetchError> {
        let unknown = |why| match why {
            // Then nothing else can be had from there either, and robots.txt is beside the point.
            FetchError::Refused(_) | FetchError::Host | FetchError::Tls(_) => why,
            why => FetchError::RobotsUnknown { host: host(url), why: Box::new(why) },
        };
        let mut at = url.join("/robots.txt").map_err(|e| FetchError::Address(e.to_string()))?;
        for hop in 0..=MOST_REDIRECTS_OF_ROBOTS {
            if hop > 0 {
                allowed(&at, named).map_err(unknown)?;
            }
            let response = self.get(&at, None, named).map_err(unknown)?;
            let status = response.status();
            if let Some(to) = sent_on(&at, &response).map_err(unknown)? {
                at = to;
                continue;
            }
            if status.is_success() {
                let codings = text(&response, header::CONTENT_ENCODING).unwrap_or_default();
                let bytes = self.body(response.into_body(), &codings, robots::LONGEST).map_err(unknown)?;
                return Ok(Robots::parse(&String::from_utf8_lossy(&bytes), NAME));
            }
            if status.is_client_error() {
                return Ok(Robots::default());
            }
            return Err(unknown(FetchError::Status(status.to_string())));
        }
        Ok(Robots::default())
    }

    /// Keeps a copy, unless the server forbids it.
    fn keep<B>(&mut self, response: &Response<B>, kept: Kept) {
        let Some(cache) = &mut self.cache else { return };
        let wishes = response.headers().get_all(header::CACHE_CONTROL).iter().filter_map(|v| v.to_str().ok());
        let forbidden = |v: &str| v.split(',').any(|d| d.trim().eq_ignore_ascii_case("no-store"));
        if wishes.into_iter().any(forbidden) {
            cache.forget(&kept.url);
        } else {
            cache.put(kept);
        }
    }
}

/// An address as it is asked for. Hosts in numbers of any form become what they mean.
fn parse(address: &str) -> Result<Url, FetchError> {
    let address = match address.split_once("://") {
        // What readers of feeds write for an address of either kind.
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("feed") => format!("https://{rest}"),
        _ => address.to_owned(),
    };
    let mut url = Url::parse(&address).map_err(|e| FetchError::Address(e.to_string()))?;
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Credentials);
    }
    Ok(url)
}

/// Whether what the user named may lead here.
fn allowed(url: &Url, named: &Named) -> Result<(), FetchError> {
    if named.secure && url.scheme() != "https" {
        return Err(FetchError::Downgrade);
    }
    match url.port_or_known_default() {
        Some(port) if !PORTS.contains(&port) && named.port != Some(port) => Err(FetchError::Port(port)),
        _ => Ok(()),
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Where an answer sends on to.
fn sent_on<B>(url: &Url, response: &Response<B>) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let to = response.headers().get(header::LOCATION).map(|v| String::from_utf8_lossy(v.as_bytes()));
    let to = to.and_then(|to| url.join(&to).ok()).ok_or(FetchError::Nowhere)?;
    parse(to.as_str()).map(Some)
}

/// A header in plain signs.
fn text<B>(response: &Response<B>, name: header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Whether what the server says tells enough not to begin with it.
fn is_no_report(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (family, name) = kind.split_once('/').unwrap_or((&kind, ""));
    matches!(family, "image" | "audio" | "video" | "font" | "model")
        || matches!(name, "css" | "javascript" | "x-javascript" | "ecmascript" | "wasm")
}

fn fetched(kept: Kept) -> Fetched {
    let modified = kept.last_modified.and_then(|m| rfc2822::DateTimeParser::new().parse_timestamp(m).ok());
    Fetched {
        url: kept.url,
        content_type: kept.content_type,
        body: kept.body,
        last_modified: modified
            .and_then(|m| PartialDate::parse(&m.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())),
        fetched: PartialDate::parse(&kept.fetched),
        copy: false,
    }
}
