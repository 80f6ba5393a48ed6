//! The desk under load: many read, while more is added.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::root;

/// Who reads at a time, and for how long.
const READERS: u32 = 200;
const SECONDS: u32 = 20;

/// Ends with whoever started it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves a store of `n` reports to 200 readers of its story pages, while `rashomon watch` adds a page every half second.
///
/// # Errors
/// If something cannot be run, or a reader got no page.
pub fn desk(n: usize) -> Result<()> {
    let root = root();
    ensure!(
        Command::new("wrk").arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok(),
        "this needs wrk (Debian: apt-get install wrk)"
    );
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "-p", "rashomon", "--bins", "--example", "newsroom"])
        .current_dir(&root)
        .status()?;
    ensure!(built.success(), "the build failed");
    let release = |name: &str| root.join("target/release").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let (command, dir) = (release("rashomon"), root.join("target/bench-desk"));
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("inbox"))?;
    let pages = fs::read_dir(root.join("examples/summit"))?.flatten().map(|e| e.path());
    let mut pages: Vec<_> = pages.filter(|p| p.extension().is_some_and(|e| e == "html")).collect();
    pages.sort();
    let told = |what: &[&str], to: &Path| -> Result<()> {
        let out = Command::new(&command).args(what).args(["--no-config", "--quiet"]).args(&pages).output()?;
        ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        Ok(fs::write(to, out.stdout)?)
    };
    let (readings, stories, store) = (dir.join("readings.jsonl"), dir.join("stories.json"), dir.join("desk.rashomon"));
    told(&["read", "--format", "jsonl"], &readings)?;
    told(&["compare", "--format", "json"], &stories)?;
    println!("filling a store with {n} reports");
    let filled = Command::new(release("examples/newsroom"))
        .args([&readings, &stories])
        .arg(n.to_string())
        .arg(&store)
        .output()?;
    ensure!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let ids = String::from_utf8(filled.stdout)?;
    let mut desk = Running(
        Command::new(&command)
            .args(["serve", "--no-config", "--offline", "--listen", "127.0.0.1:0", "--store"])
            .arg(&store)
            .stderr(Stdio::piped())
            .spawn()?,
    );
    let mut line = String::new();
    BufReader::new(desk.0.stderr.take().context("no output")?).read_line(&mut line)?;
    let address =
        line.split_whitespace().find(|w| w.starts_with("http://")).context("no address")?.trim_end_matches('/');
    let _watch = Running(
        Command::new(&command)
            .args(["watch", "--no-config", "--offline", "--quiet", "--interval", "1s", "--store"])
            .args([&store, &dir.join("inbox")])
            .stdout(Stdio::null())
            .spawn()?,
    );
    let script = dir.join("stories.lua");
    let list: Vec<String> = ids.lines().map(|id| format!("\"/story/{id}\"")).collect();
    fs::write(
        &script,
        format!(
            "local all = {{{}}}\nlocal n = 0\nfunction init(args) math.randomseed(tonumber(args[1] or 1)) end\n\
             function request() return wrk.format(\"GET\", all[math.random(#all)]) end\n\
             function done(s, l, r)\n io.write(string.format(\"FIGURES %d %d %d %d %.2f %.2f %.2f %.2f\\n\", s.requests, s.duration, \
             s.errors.status, s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout, \
             l:percentile(50)/1000, l:percentile(95)/1000, l:percentile(99)/1000, l.max/1000))\nend\n",
            list.join(", ")
        ),
    )?;
    let stop = std::sync::atomic::AtomicBool::new(false);
    let out = std::thread::scope(|scope| {
        let dropped = scope.spawn(|| drop_pages(&dir.join("inbox"), &stop));
        let out = Command::new("wrk")
            .args(["--threads", "2", "--timeout", "10s"])
            .args([format!("--connections={READERS}"), format!("--duration={SECONDS}s")])
            .arg("--script")
            .arg(&script)
            .arg(address)
            .output();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let dropped = dropped.join().unwrap_or(0);
        out.map(|o| (o, dropped))
    });
    let (out, dropped) = out.context("wrk")?;
    let text = String::from_utf8_lossy(&out.stdout);
    let figures =
        text.lines().find_map(|l| l.strip_prefix("FIGURES ")).with_context(|| format!("wrk printed {text}"))?;
    let figures: Vec<f64> = figures.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [requests, micros, wrong, broken, median, most, nearly, worst] = figures[..] else {
        anyhow::bail!("wrk printed {text}")
    };
    println!(
        "{n} reports, {READERS} readers of {} story pages for {SECONDS} s, {dropped} pages added meanwhile",
        list.len()
    );
    println!("{:.0} pages a second; {wrong} refused, {broken} broken off", requests / micros * 1e6);
    println!("{median:.1} ms median, {most:.1} ms 95th, {nearly:.1} ms 99th of a hundred, {worst:.1} ms the slowest");
    ensure!(wrong + broken == 0.0, "not every reader got a page");
    fs::remove_dir_all(&dir)?;
    Ok(())
}

/// Drops a page into a folder every half second; returns how many.
fn drop_pages(folder: &Path, stop: &std::sync::atomic::AtomicBool) -> usize {
    let mut n = 0;
    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
        let page = format!(
            "<!DOCTYPE html><html lang=en><head><title>Ferry {n} late</title></head><body><article><h1>Ferry {n} to Askvik late</h1>\
             <p>Ferry number {n} to Askvik was late on Monday, harbour master Ilse Okoro told the paper.</p>\
             <p>She said that {n} passengers had complained. The company denied it.</p></article></body></html>"
        );
        if fs::write(folder.join(format!("ferry-{n}.html")), page).is_ok() {
            n += 1;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    n
}
