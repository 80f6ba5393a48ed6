//! The desk in the browser, as it starts, answers and ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Stdio};
use std::time::Duration;

use crate::support::command;

struct Desk {
    child: Child,
    said: BufReader<ChildStderr>,
    first: String,
    address: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A desk on a store of its own, at a port that is free.
fn serve(store: &Path, more: &[&str]) -> Desk {
    let mut command = command();
    command.env_remove("RASHOMON_LISTEN").args(["serve", "--offline", "--listen", "127.0.0.1:0", "--store"]);
    let mut child = command.arg(store).args(more).stderr(Stdio::piped()).spawn().expect("starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut first = String::new();
    said.read_line(&mut first).expect("a line");
    let address = first.split("http://").nth(1).and_then(|r| r.split('/').next()).expect("an address").to_owned();
    Desk { child, said, first, address }
}

fn get(desk: &Desk, path: &str) -> String {
    let mut stream = TcpStream::connect(&desk.address).expect("connected");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
    let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", desk.address);
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn it_says_where_it_is_and_keeps_its_secret() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = dir.path().join("desk.rashomon");
    let mut desk = serve(&store, &["--token"]);
    assert!(desk.first.starts_with("note: the desk is at http://127.0.0.1:"), "{}", desk.first);
    let mut second = String::new();
    desk.said.read_line(&mut second).expect("a line");
    let token = std::fs::read_to_string(dir.path().join("desk.rashomon-token")).expect("a token");
    assert!(second.contains("desk.rashomon-token") && !second.contains(token.trim()), "{second}");
    assert!(get(&desk, "/").starts_with("HTTP/1.1 303"));
    assert!(get(&desk, "/enter").contains("asks for its token"));
}

#[test]
fn clients_that_are_slow_broken_or_no_browsers_harm_nobody() {
    let dir = tempfile::tempdir().expect("a folder");
    let desk = serve(&dir.path().join("desk.rashomon"), &[]);
    let mut held = Vec::new();
    for n in 0..60 {
        let mut stream = TcpStream::connect(&desk.address).expect("connected");
        let part: &[u8] = match n % 4 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nHo",
            2 => b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            _ => b"POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999\r\n\r\n--x\r\n",
        };
        // Some are cut off at once, the others stay and say no more.
        let _ = stream.write_all(part);
        if n % 3 > 0 {
            held.push(stream);
        }
    }
    assert!(get(&desk, "/").contains("Nothing is kept yet"));
    let long = format!("/{}", "x".repeat(100_000));
    let answer = get(&desk, &long);
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(get(&desk, "/about").starts_with("HTTP/1.1 200"));
}

#[cfg(unix)]
#[test]
fn it_ends_in_order_when_it_is_told_to() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut desk = serve(&dir.path().join("desk.rashomon"), &[]);
    let idle = TcpStream::connect(&desk.address).expect("connected");
    assert!(get(&desk, "/").starts_with("HTTP/1.1 200"));
    let told = std::process::Command::new("kill").args(["-TERM", &desk.child.id().to_string()]).status();
    assert!(told.expect("kill").success());
    assert_eq!(desk.child.wait().expect("ends").code(), Some(0));
    drop(idle);
    let mut rest = String::new();
    desk.said.read_to_string(&mut rest).expect("text");
    assert_eq!(rest, "");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let desk = serve(&dir.path().join("desk.rashomon"), &[]);
    let mut second = command();
    second.args(["serve", "--listen", &desk.address, "--store"]).arg(dir.path().join("other.rashomon"));
    let out = second.output().expect("runs");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains(&format!("cannot listen on {}", desk.address)));
}
