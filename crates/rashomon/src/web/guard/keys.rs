//! The secret of a desk: one random token in a file beside the store, from which all else is derived.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// Bytes of the token; in text twice as many digits.
const LENGTH: usize = 32;

/// The purpose of what programs are given.
const PAIRING: &str = "pairing";
/// Another desk on the same store may make a new token; after this time it is seen.
const FRESH: Duration = Duration::from_secs(1);

/// The token, and what is signed with it.
pub struct Keys {
    path: PathBuf,
    token: RwLock<([u8; LENGTH], Instant)>,
}

impl Keys {
    /// Of this store: read from the file beside it, which is made where there is none, for the user's eyes alone.
    ///
    /// # Errors
    /// If the file cannot be read or made.
    pub fn open(store: &Path) -> io::Result<Self> {
        let mut name = store.as_os_str().to_owned();
        name.push("-token");
        let path = PathBuf::from(name);
        let token = match fs::read_to_string(&path) {
            Ok(text) => bytes(text.trim()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(e),
        };
        let keys = Self { path, token: RwLock::new((token.unwrap_or_default(), Instant::now())) };
        if token.is_none() {
            keys.renew()?;
        }
        Ok(keys)
    }

    /// Makes a new token: whoever has the old one is a stranger from now on.
    ///
    /// # Errors
    /// If there is no chance to be had from the system, or the file cannot be written.
    pub fn renew(&self) -> io::Result<()> {
        let token: [u8; LENGTH] = random()?;
        if let Some(folder) = self.path.parent().filter(|f| !f.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        // What is there is replaced in one step, by a file that nobody else could ever read.
        let folder = self.path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".token").tempfile_in(folder)?;
        writeln!(file, "{}", hex(&token))?;
        file.persist(&self.path).map_err(|e| e.error)?;
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = (token, Instant::now());
        Ok(())
    }

    /// Where the token is kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn secret(&self) -> [u8; LENGTH] {
        let (token, read) = *self.token.read().unwrap_or_else(PoisonError::into_inner);
        if read.elapsed() < FRESH {
            return token;
        }
        // What cannot be read at the moment stays what it was.
        let token = fs::read_to_string(&self.path).ok().and_then(|t| bytes(t.trim())).unwrap_or(token);
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = (token, Instant::now());
        token
    }

    /// The token, as a person copies it.
    #[must_use]
    pub fn token(&self) -> String {
        hex(&self.secret())
    }

    /// What programs and the browser's extension are given: it is made of the token, and the token cannot be made of it.
    #[must_use]
    pub fn pairing(&self) -> String {
        self.sign(PAIRING, "")
    }

    /// Whether this is what programs are given.
    #[must_use]
    pub fn is_pairing(&self, given: &str) -> bool {
        self.signed(PAIRING, "", given.trim())
    }

    /// Whether this is the token; how long that takes does not depend on where it is wrong.
    #[must_use]
    pub fn is_token(&self, given: &str) -> bool {
        bytes(given.trim()).is_some_and(|g| g.ct_eq(&self.secret()).into())
    }

    /// A mark on something, that only who has the token can make. `purpose` keeps marks for one thing from serving another.
    #[must_use]
    pub fn sign(&self, purpose: &str, what: &str) -> String {
        hex(&self.mark(purpose, what))
    }

    /// Whether this is the mark for it.
    #[must_use]
    pub fn signed(&self, purpose: &str, what: &str, mark: &str) -> bool {
        bytes(mark).is_some_and(|m| m.ct_eq(&self.mark(purpose, what)).into())
    }

    fn mark(&self, purpose: &str, what: &str) -> [u8; LENGTH] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret()) else {
            unreachable!("HMAC takes a key of any length")
        };
        mac.update(purpose.as_bytes());
        // No purpose holds a zero, so that no two pairs are written alike.
        mac.update(&[0]);
        mac.update(what.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// Bytes that nobody can guess.
///
/// # Errors
/// If the system has none.
pub fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut out = [0; N];
    getrandom::fill(&mut out).map_err(|e| io::Error::other(e.to_string()))?;
    Ok(out)
}

/// In digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn bytes(text: &str) -> Option<[u8; LENGTH]> {
    if text.len() != 2 * LENGTH || !text.is_ascii() {
        return None;
    }
    let mut out = [0; LENGTH];
    for (k, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * k..2 * k + 2], 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_stays_until_it_is_renewed_and_only_it_signs() {
        let dir = tempfile::tempdir().expect("a folder");
        let store = dir.path().join("new/desk.rashomon");
        let keys = Keys::open(&store).expect("made");
        let again = Keys::open(&store).expect("read");
        assert_eq!(keys.token(), again.token());
        assert!(keys.is_token(&format!(" {}\n", again.token())));
        let mark = keys.sign("csrf", "one");
        assert!(again.signed("csrf", "one", &mark));
        assert!(!again.signed("enter", "one", &mark) && !again.signed("csrf", "two", &mark));
        assert!(
            again.is_pairing(&keys.pairing()) && !again.is_token(&keys.pairing()) && !again.is_pairing(&keys.token())
        );
        for wrong in ["", "0", &mark[1..], &"0".repeat(64), &"é".repeat(32)] {
            assert!(!keys.is_token(wrong) && !keys.signed("csrf", "one", wrong), "{wrong}");
        }
        keys.renew().expect("renewed");
        assert!(!keys.is_token(&again.token()) && !keys.signed("csrf", "one", &mark));
        assert_eq!(Keys::open(&store).expect("read").token(), keys.token());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a folder");
        let keys = Keys::open(&dir.path().join("s")).expect("made");
        let mode = fs::metadata(keys.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}
