//! Whose browser is it, and may it come in?
//!
//! A browser is known by a cookie that goes along with links from elsewhere, which change nothing, and with nothing else that other sites
//! send. From it the `csrf` field of every form is made, so that a form
//! of another site has none. Where a token is asked for, the cookie also says, signed, that it was given. Nothing is kept of it here.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::keys::{Keys, hex, random};

/// A browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    id: String,
    /// The token was given.
    pub entered: bool,
    /// The browser does not know it yet.
    fresh: bool,
}

/// Purposes of signed marks.
const ENTERED: &str = "entered";
const FORM: &str = "form";
/// Digits of an id.
const LENGTH: usize = 32;

impl Session {
    /// The one that a request's cookie names, or a new one.
    ///
    /// # Errors
    /// If the system has no chance to give.
    pub fn of(parts: &Parts, cookie: &str, keys: &Keys) -> std::io::Result<Self> {
        let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let pairs = cookies.flat_map(|c| c.split(';')).filter_map(|p| p.trim().split_once('='));
        for (_, value) in pairs.filter(|(name, _)| *name == cookie) {
            let (id, mark) = value.split_once('.').unwrap_or((value, ""));
            if id.len() == LENGTH && id.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Ok(Self { id: id.to_owned(), entered: keys.signed(ENTERED, id, mark), fresh: false });
            }
        }
        Self::new()
    }

    fn new() -> std::io::Result<Self> {
        Ok(Self { id: hex(&random::<{ LENGTH / 2 }>()?), entered: false, fresh: true })
    }

    /// A new one that has given the token. The old id, which a stranger may have planted, is left behind.
    ///
    /// # Errors
    /// If the system has no chance to give.
    pub fn enter() -> std::io::Result<Self> {
        Ok(Self { entered: true, ..Self::new()? })
    }

    /// The value of the field `csrf` in forms of this browser.
    #[must_use]
    pub fn csrf(&self, keys: &Keys) -> String {
        keys.sign(FORM, &self.id)
    }

    /// Whether a form of this browser carries this.
    #[must_use]
    pub fn is_csrf(&self, keys: &Keys, given: &str) -> bool {
        keys.signed(FORM, &self.id, given)
    }

    /// The cookie to set, where the browser has none yet.
    #[must_use]
    pub fn cookie(&self, name: &str, keys: &Keys) -> Option<String> {
        let mark = if self.entered { format!(".{}", keys.sign(ENTERED, &self.id)) } else { String::new() };
        self.fresh.then(|| format!("{name}={}{mark}; Path=/; HttpOnly; SameSite=Lax", self.id))
    }
}

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = crate::web::WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // Put there before any page is asked for.
        parts.extensions.get::<Self>().cloned().ok_or(crate::web::WebError::Fault)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn of(cookie: &str, keys: &Keys) -> Session {
        let request = Request::builder().header("cookie", cookie).body(()).expect("a request");
        Session::of(&request.into_parts().0, "desk", keys).expect("a session")
    }

    #[test]
    fn a_browser_is_known_again_and_entering_cannot_be_forged() {
        let dir = tempfile::tempdir().expect("a folder");
        let keys = Keys::open(&dir.path().join("s")).expect("keys");
        let first = of("", &keys);
        let set = first.cookie("desk", &keys).expect("new");
        let value = set.split(';').next().expect("a pair");
        let again = of(&format!("other=1; {value}"), &keys);
        assert_eq!(again.id, first.id);
        assert!(!again.entered && again.cookie("desk", &keys).is_none());
        assert!(again.is_csrf(&keys, &first.csrf(&keys)) && !of("", &keys).is_csrf(&keys, &first.csrf(&keys)));

        let entered = Session::enter().expect("a session");
        let set = entered.cookie("desk", &keys).expect("new");
        let value = set.split(';').next().expect("a pair");
        assert!(of(value, &keys).entered && set.contains("HttpOnly; SameSite=Lax"));
        let mark = value.split_once('.').expect("a mark").1;
        assert!(!of(&format!("desk={}.{mark}", first.id), &keys).entered);
        keys.renew().expect("renewed");
        assert!(!of(value, &keys).entered);
        assert!(of("desk=../../etc/passwd", &keys).fresh);
    }
}
