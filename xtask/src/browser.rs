//! Is the desk in the browser good to use? Walked through in a real one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::root;

/// What drives the browser, and what looks for barriers.
const READERS: [&str; 2] = ["playwright==1.65.2", "axe-playwright-python==0.1.8"];
const WALK: &str = include_str!("browser/walk.py");
/// Names that Chromium goes by.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Walks through the desk. With `write` the pictures in `docs/pictures` are made anew instead.
///
/// # Errors
/// If something is not as it should be, or cannot be run.
pub fn run(write: bool) -> Result<()> {
    let root = root();
    let Some(browser) = browser() else {
        println!(
            "skipped: no Chromium, and none could be installed (on Debian and as root it is: chromium, fonts-dejavu-core)"
        );
        return Ok(());
    };
    let Some(python) = python(&root.join("target/browser-venv")) else {
        println!("skipped: {} need Python 3.10 or later and, once, the network", READERS.join(" and "));
        return Ok(());
    };
    let built = Command::new(env!("CARGO")).args(["build", "--package", "rashomon"]).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let (folder, pictures) = (root.join("target/browser"), root.join("docs/pictures"));
    fs::create_dir_all(&folder)?;
    fs::create_dir_all(&pictures)?;
    let status = Command::new(python)
        .args(["-c", WALK, if write { "write" } else { "check" }])
        .arg(browser)
        .arg(root.join("target/debug/rashomon").with_extension(std::env::consts::EXE_EXTENSION))
        .args([root.join("examples/summit"), folder, root.join("extension"), pictures])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::null())
        .status()
        .context("python")?;
    ensure!(status.success(), "the desk in the browser is not as it should be, see above");
    Ok(())
}

/// Chromium: what is there, else what Debian's packages install.
fn browser() -> Option<PathBuf> {
    let found = || {
        let path = std::env::var_os("PATH")?;
        let all: Vec<PathBuf> = std::env::split_paths(&path).collect();
        BROWSERS.iter().flat_map(|b| all.iter().map(move |folder| folder.join(b))).find(|p| p.is_file())
    };
    found().or_else(|| {
        println!("installing chromium");
        let apt = |args: &[&str]| {
            let mut apt = Command::new("apt-get");
            apt.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()).stdout(Stdio::null());
            apt.status().is_ok_and(|s| s.success())
        };
        let packages = ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"];
        (apt(&["update"]) && apt(&packages)).then(found).flatten()
    })
}

/// The Python of an environment with what drives the browser, reused or made.
fn python(dir: &Path) -> Option<PathBuf> {
    let python = if cfg!(windows) { dir.join("Scripts/python.exe") } else { dir.join("bin/python") };
    let (done, wanted) = (dir.join("ready"), READERS.join("\n"));
    if fs::read_to_string(&done).is_ok_and(|made| made == wanted) {
        return Some(python);
    }
    println!("making {} with {}", dir.display(), READERS.join(", "));
    let ran = |command: &mut Command| command.stdin(Stdio::null()).status().is_ok_and(|s| s.success());
    let made = ran(Command::new("python3").args(["-m", "venv", "--clear"]).arg(dir))
        && ran(Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(READERS))
        && fs::write(done, wanted).is_ok();
    made.then_some(python)
}
