//! Why an address could not be fetched.

use std::io;

use super::guard::Refused;

/// Why nothing came from an address. The messages follow the address and a colon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// It is no address.
    #[error("not an address ({0})")]
    Address(String),
    /// Neither `http` nor `https`.
    #[error("only http and https are fetched, not {0}")]
    Scheme(String),
    /// It holds a name and password.
    #[error("holds a name or password, which are not sent; leave out what stands before the @")]
    Credentials,
    /// An unusual port that the user did not name.
    #[error("leads to port {0}, where no web pages are expected; name it yourself if it is meant")]
    Port(u16),
    /// From `https` to `http`.
    #[error("leads from a secure address to one that is not")]
    Downgrade,
    /// A machine that is not on the public internet.
    #[error("{0}; with --allow-private it is fetched all the same")]
    Refused(String),
    /// Sent on over and over.
    #[error("sent on more than {0} times")]
    Redirects(usize),
    /// Sent on to nowhere.
    #[error("sent on without saying where to")]
    Nowhere,
    /// What happened at the address that it was sent on to.
    #[error("sent on to {url}: {why}")]
    Elsewhere {
        /// Where to.
        url: String,
        /// What happened there.
        why: Box<FetchError>,
    },
    /// The owner asks programs to leave it alone.
    #[error("robots.txt of {0} asks programs not to read it; save the page by hand")]
    Robots(String),
    /// The owner's wishes cannot be known.
    #[error("robots.txt of {host} cannot be had, so nothing is fetched from there: {why}")]
    RobotsUnknown {
        /// The host.
        host: String,
        /// Why.
        why: Box<FetchError>,
    },
    /// The server did not give it.
    #[error("the server answers {0}")]
    Status(String),
    /// The server is busy, or we asked too much.
    #[error("the server answers {status}{}; try again later", after.as_ref().map(|a| format!(" and asks to wait {a}")).unwrap_or_default())]
    Later {
        /// Its answer.
        status: String,
        /// "120 seconds", or until a date.
        after: Option<String>,
    },
    /// A server of this run that asked to be left alone for now.
    #[error("not asked for: {0} has just asked to wait")]
    Waiting(String),
    /// A picture, a sound, a program.
    #[error("is of type {0}, which is no report")]
    Kind(String),
    /// More than a report can be.
    #[error("larger than {0} MB once unpacked")]
    Large(u64),
    /// The server is too slow.
    #[error("no {what} within {seconds} seconds")]
    Time {
        /// What was waited for.
        what: &'static str,
        /// How long.
        seconds: u64,
    },
    /// The name of the host leads nowhere.
    #[error("no such host")]
    Host,
    /// No secure connection.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// No connection, or one that broke.
    #[error("{0}")]
    Connection(String),
    /// What came cannot be unpacked.
    #[error("what the server sent is damaged or cut off")]
    Damaged,
    /// The network must not be used.
    #[error("the network is not to be used (--offline), and there is no copy of an earlier run")]
    Offline,
}

impl FetchError {
    /// What an error of the client means. `seconds` is how long it was given.
    pub(super) fn of(error: ureq::Error, seconds: u64) -> Self {
        use ureq::{Error, Timeout};
        match error {
            Error::Other(other) => match other.downcast::<Refused>() {
                Ok(refused) => Self::Refused(refused.to_string()),
                Err(other) => Self::Connection(other.to_string()),
            },
            Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                Self::Time { what: "connection", seconds: super::CONNECT.as_secs().min(seconds) }
            }
            Error::Timeout(_) => Self::Time { what: "whole answer", seconds },
            Error::HostNotFound => Self::Host,
            Error::Tls(why) => Self::Tls(why.to_owned()),
            Error::Rustls(why) => Self::Tls(why.to_string()),
            Error::Io(e) => Self::of_io(&e),
            Error::BadUri(why) => Self::Address(why),
            Error::Http(why) => Self::Address(why.to_string()),
            Error::Protocol(why) => Self::Connection(format!("the server does not answer as web servers do: {why}")),
            other => Self::Connection(other.to_string()),
        }
    }

    fn of_io(e: &io::Error) -> Self {
        if let Some(why) = e.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Self::Tls(why.to_string());
        }
        match e.kind() {
            io::ErrorKind::ConnectionRefused => Self::Connection("no server there (connection refused)".into()),
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
                Self::Connection("the server broke the connection off".into())
            }
            // Resolvers have no kind of their own for this.
            _ if e.to_string().contains("failed to lookup address") => Self::Host,
            _ => Self::Connection(e.to_string()),
        }
    }
}
