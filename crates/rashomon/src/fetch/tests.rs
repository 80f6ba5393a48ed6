//! Fetching from a server within the test, on this machine.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::ResolvedSocketAddrs;
use ureq::unversioned::transport::{ConnectionDetails, NextTimeout};

use super::*;

const PAGE: &str =
    "<html><body><p>The ferry Solveig sank off the harbour of Ostrand early on Friday.</p></body></html>";

/// A server that answers each request as it is told, and remembers them.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answer` gets the head of a request.
    fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (asked.clone(), Arc::new(answer));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (log, answer) = (log.clone(), answer.clone());
                thread::spawn(move || {
                    let mut head = String::new();
                    let mut from = BufReader::new(stream.try_clone().expect("a second handle"));
                    while from.read_line(&mut head).is_ok_and(|n| n > 2) {}
                    if head.is_empty() {
                        return;
                    }
                    log.lock().expect("not poisoned").push(head.clone());
                    answer(&head, &mut stream);
                });
            }
        });
        Self { port, asked }
    }

    /// Answers paths by this table, and all else with 404.
    fn of(pages: &[(&'static str, String)]) -> Self {
        let pages: HashMap<&str, String> = pages.iter().cloned().collect();
        Self::new(move |head, to| {
            let path = head.split(' ').nth(1).unwrap_or_default();
            let none = answer("404 Not Found", "", "");
            let _ = to.write_all(pages.get(path).unwrap_or(&none).as_bytes());
        })
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The paths that were asked for.
    fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("not poisoned");
        asked.iter().map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
}

fn page(headers: &str) -> String {
    answer("200 OK", &format!("Content-Type: text/html\r\n{headers}"), PAGE)
}

fn to(address: &str) -> String {
    answer("302 Found", &format!("Location: {address}\r\n"), "")
}

fn private() -> Fetcher {
    Fetcher::new(Access { allow_private: true, most_time: Duration::from_secs(5), ..Access::default() })
}

/// Names and the addresses they stand for, one after the other as they are looked up.
#[derive(Debug)]
struct Names(Mutex<HashMap<&'static str, Vec<IpAddr>>>);

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut names = self.0.lock().expect("not poisoned");
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let address = match names.get_mut(host) {
            Some(list) if list.len() > 1 => list.remove(0),
            Some(list) => list[0],
            None => host.parse().map_err(|_| Error::HostNotFound)?,
        };
        let mut all = self.empty();
        all.push(SocketAddr::new(address, uri.port_u16().unwrap_or(80)));
        Ok(all)
    }
}

/// Dials one server, whatever the address: what the guard lets through stands for a machine of the internet.
#[derive(Debug)]
struct Dial(u16);

impl Connector for Dial {
    type Out = <TcpConnector as Connector>::Out;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let mut addrs = details.resolver.empty();
        addrs.push(SocketAddr::from(([127, 0, 0, 1], self.0)));
        let there = ConnectionDetails {
            addrs,
            uri: details.uri,
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        TcpConnector::default().connect(&there, chained)
    }
}

/// A fetcher for which these names stand for these addresses, all of them answered by one server.
fn internet(server: &Server, names: &[(&'static str, &[&str])]) -> Fetcher {
    let list = |ips: &[&str]| ips.iter().map(|ip| ip.parse().expect("an address")).collect();
    let names = names.iter().map(|(name, ips)| (*name, list(ips))).collect();
    Fetcher::over(Access::default(), Names(Mutex::new(names)), Dial(server.port))
}

fn is_refused(e: &FetchError) -> bool {
    matches!(e, FetchError::Refused(_))
}

#[test]
fn this_machine_is_refused_in_every_form_unless_it_is_allowed() {
    let server = Server::of(&[("/", page(""))]);
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
    ] {
        let url = format!("http://{host}:{}/", server.port);
        let e = Fetcher::new(Access::default()).fetch(&url).expect_err("refused");
        assert!(is_refused(&e), "{url}: {e}");
    }
    assert_eq!(server.paths(), Vec::<String>::new(), "nothing was dialled");
    for host in ["127.0.0.1", "2130706433", "0177.0.0.1"] {
        let got = private().fetch(&format!("http://{host}:{}/", server.port)).expect("allowed");
        assert_eq!((got.body, got.url), (PAGE.into(), server.url("/")));
    }
}

#[test]
fn a_name_is_judged_by_the_address_that_is_dialled() {
    let server = Server::of(&[("/", page(""))]);
    let metadata = "169.254.169.254";
    let mut names = internet(
        &server,
        &[
            ("public.example", &["93.184.216.34"]),
            ("inside.example", &["10.0.0.7"]),
            // Public when robots.txt is asked for, and then no more.
            ("turning.example", &["93.184.216.34", metadata]),
        ],
    );
    assert!(names.fetch("http://public.example/").is_ok());
    for url in
        ["http://inside.example/", "http://turning.example/", "http://169.254.169.254/latest", "http://[fe80::1]/"]
    {
        let e = names.fetch(url).expect_err("refused");
        assert!(is_refused(&e), "{url}: {e}");
    }
    assert_eq!(server.paths(), ["/robots.txt", "/", "/robots.txt"]);
}

#[test]
fn what_it_is_sent_on_to_is_judged_again() {
    let server = Server::of(&[
        ("/in", to("http://10.0.0.7/")),
        ("/loop", to("/loop")),
        ("/port", to("http://public.example:22/")),
        ("/file", to("file:///etc/passwd")),
        ("/there", to("/page#end")),
        ("/nowhere", answer("301 Moved", "", "")),
        ("/page", page("")),
    ]);
    let mut names = internet(&server, &[("public.example", &["93.184.216.34"])]);
    let mut fetch = |path: &str| names.fetch(&format!("http://public.example{path}"));
    let e = fetch("/in").expect_err("refused");
    assert!(matches!(&e, FetchError::Elsewhere { url, why } if url == "http://10.0.0.7/" && is_refused(why)), "{e}");
    assert_eq!(fetch("/loop"), Err(FetchError::Redirects(10)));
    assert!(matches!(fetch("/port"), Err(FetchError::Elsewhere { why, .. }) if *why == FetchError::Port(22)));
    assert_eq!(fetch("/file"), Err(FetchError::Scheme("file".into())));
    assert_eq!(fetch("/nowhere"), Err(FetchError::Nowhere));
    assert_eq!(fetch("/there").map(|f| f.url), Ok("http://public.example/page".into()));
}

#[test]
fn a_secure_address_leads_to_no_other() {
    let named = |url: &str| {
        let url = parse(url).expect("an address");
        Named { port: url.port_or_known_default(), secure: url.scheme() == "https", until: Instant::now() }
    };
    let plain = parse("http://harbourpost.example/").expect("an address");
    assert_eq!(allowed(&plain, &named("https://harbourpost.example/")), Err(FetchError::Downgrade));
    assert_eq!(allowed(&plain, &named("http://harbourpost.example/")), Ok(()));
    assert_eq!(parse("feed://harbourpost.example/x").map(String::from), Ok("https://harbourpost.example/x".into()));
    assert_eq!(parse("gopher://harbourpost.example/x"), Err(FetchError::Scheme("gopher".into())));
    assert_eq!(parse("https://me:secret@harbourpost.example/x"), Err(FetchError::Credentials));
}

#[test]
fn robots_are_asked_once_and_heard() {
    let robots = answer("200 OK", "", "User-agent: rashomon\nDisallow: /private\n");
    let server = Server::of(&[("/robots.txt", robots), ("/a", page("")), ("/b", page("")), ("/private/c", page(""))]);
    let mut fetcher = private();
    assert!(fetcher.fetch(&server.url("/a")).is_ok() && fetcher.fetch(&server.url("/b")).is_ok());
    assert_eq!(fetcher.fetch(&server.url("/private/c")), Err(FetchError::Robots("127.0.0.1".into())));
    assert_eq!(server.paths(), ["/robots.txt", "/a", "/b"]);
    let asked = server.asked.lock().expect("not poisoned");
    assert!(asked.iter().all(|head| head.contains("rashomon/")), "{asked:?}");
}

#[test]
fn a_site_that_cannot_say_what_it_wishes_is_left_alone() {
    let server = Server::of(&[("/robots.txt", answer("503 Service Unavailable", "", "")), ("/a", page(""))]);
    let e = private().fetch(&server.url("/a")).expect_err("left alone");
    assert!(matches!(e, FetchError::RobotsUnknown { .. }), "{e}");
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let sent_to_a = to("/a");
    let server = Server::new(move |head, to| {
        let same = head.to_lowercase().contains("if-none-match: \"v1\"");
        let answer = match head.split(' ').nth(1) {
            Some("/a") if same => answer("304 Not Modified", "", ""),
            Some("/a") => page("ETag: \"v1\"\r\nLast-Modified: Sun, 04 Mar 2018 10:00:00 GMT\r\n"),
            Some("/secret") => page("ETag: \"v1\"\r\nCache-Control: private, no-store\r\n"),
            Some("/old") => sent_to_a.clone(),
            _ => answer("404 Not Found", "", ""),
        };
        let _ = to.write_all(answer.as_bytes());
    });
    let dir = tempfile::tempdir().expect("a folder");
    let access = Access { cache: Some(dir.path().join("pages")), allow_private: true, ..Access::default() };
    let fetch = |path: &str| Fetcher::new(access.clone()).fetch(&server.url(path));
    let first = fetch("/old").expect("fetched");
    assert_eq!(first.last_modified, PartialDate::parse("2018-03-04"));
    assert_eq!(fetch("/old"), Ok(first.clone()));
    let asked = server.asked.lock().expect("not poisoned").clone();
    let held: Vec<bool> =
        asked.iter().map(|head| head.to_lowercase().contains("if-modified-since: sun, 04 mar")).collect();
    // Of what only leads on nothing can be asked whether it still holds.
    assert_eq!(held, [false, false, false, false, false, true], "{asked:?}");
    fetch("/secret").expect("fetched");

    let offline = |path: &str| Fetcher::new(Access { offline: true, ..access.clone() }).fetch(&server.url(path));
    let before = server.paths().len();
    assert_eq!(offline("/old"), Ok(Fetched { copy: true, ..first }));
    assert_eq!(offline("/secret"), Err(FetchError::Offline), "what must not be stored is not");
    assert_eq!(offline("/never"), Err(FetchError::Offline));
    assert_eq!(server.paths().len(), before, "nobody was asked");
}

fn packed(coding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).expect("written");
    gz.finish().expect("written")
}

#[test]
fn bodies_are_unpacked_and_counted_as_they_come_out() {
    let big = vec![b' '; 40 << 20];
    let window = |log: u32| {
        let mut zstd = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
        zstd.window_log(log).expect("set");
        zstd.write_all(&vec![b'x'; 1 << 20]).expect("written");
        zstd.finish().expect("written")
    };
    let answers: HashMap<&str, Vec<u8>> = HashMap::from([
        ("/gzip", packed("gzip", &gzip(PAGE.as_bytes()))),
        ("/twice", packed("gzip, gzip", &gzip(&gzip(PAGE.as_bytes())))),
        ("/zstd", packed("zstd", &zstd::encode_all(PAGE.as_bytes(), 1).expect("packed"))),
        ("/gzip-bomb", packed("gzip", &gzip(&big))),
        ("/zstd-bomb", packed("zstd", &zstd::encode_all(&big[..], 1).expect("packed"))),
        ("/window", packed("zstd", &window(27))),
        ("/thrice", packed("gzip, gzip, gzip", &gzip(&gzip(&gzip(PAGE.as_bytes()))))),
        ("/damaged", packed("gzip", &gzip(PAGE.as_bytes())[..40])),
        ("/unknown", packed("compress", b"xyz")),
    ]);
    let server = Server::new(move |head, to| {
        let none = answer("404 Not Found", "", "").into_bytes();
        let _ = to.write_all(answers.get(head.split(' ').nth(1).unwrap_or_default()).unwrap_or(&none));
    });
    let mut fetcher = private();
    let mut fetch = |path: &str| fetcher.fetch(&server.url(path)).map(|f| f.body);
    for path in ["/gzip", "/twice", "/zstd"] {
        assert_eq!(fetch(path), Ok(PAGE.as_bytes().to_vec()), "{path}");
    }
    for path in ["/gzip-bomb", "/zstd-bomb"] {
        assert_eq!(fetch(path), Err(FetchError::Large(24)), "{path}");
    }
    for path in ["/window", "/thrice", "/damaged", "/unknown"] {
        assert_eq!(fetch(path), Err(FetchError::Damaged), "{path}");
    }
}

#[test]
fn servers_that_never_end_are_left() {
    let server = Server::new(|head, to| {
        let drip = |to: &mut TcpStream, what: &[u8]| {
            while to.write_all(what).is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        };
        match head.split(' ').nth(1).unwrap_or_default() {
            "/head" => {
                let _ = to.write_all(b"HTTP/1.1 200 OK\r\nX-Slow: ");
                drip(to, b"x");
            }
            "/slow" => {
                let _ = to.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n");
                drip(to, b"x");
            }
            "/endless" => {
                let _ =
                    to.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n");
                let chunk = [b"10000\r\n".as_slice(), &[b'x'; 1 << 16], b"\r\n"].concat();
                while to.write_all(&chunk).is_ok() {}
            }
            _ => {
                let _ = to.write_all(answer("404 Not Found", "", "").as_bytes());
            }
        }
    });
    let short = Access { allow_private: true, most_time: Duration::from_secs(1), ..Access::default() };
    for path in ["/head", "/slow"] {
        let began = Instant::now();
        let e = Fetcher::new(short.clone()).fetch(&server.url(path)).expect_err("too slow");
        assert_eq!(e, FetchError::Time { what: "whole answer", seconds: 1 }, "{path}");
        assert!(began.elapsed() < Duration::from_secs(5), "{path}");
    }
    assert_eq!(private().fetch(&server.url("/endless")), Err(FetchError::Large(24)));
}

#[test]
fn what_servers_answer_instead_is_told() {
    let busy = answer("429 Too Many Requests", "Retry-After: 120\r\n", "");
    let image = answer("200 OK", "Content-Type: image/png\r\n", "x");
    let server = Server::of(&[("/image", image), ("/busy", busy), ("/gone", answer("410 Gone", "", ""))]);
    let mut fetcher = private();
    let mut said = |path: &str| fetcher.fetch(&server.url(path)).expect_err("no page").to_string();
    assert_eq!(said("/gone"), "the server answers 410 Gone");
    assert_eq!(said("/image"), "is of type image/png, which is no report");
    assert_eq!(said("/busy"), "the server answers 429 Too Many Requests and asks to wait 120 seconds; try again later");
    assert_eq!(said("/gone"), "not asked for: 127.0.0.1 has just asked to wait");
}

#[test]
fn a_connection_that_is_not_secure_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            // Until the other side hangs up.
            let _ = io::copy(&mut stream, &mut io::sink());
        }
    });
    let e = private().fetch(&format!("https://127.0.0.1:{port}/")).expect_err("no TLS there");
    assert!(matches!(e, FetchError::Tls(_)), "{e:?}");
}
