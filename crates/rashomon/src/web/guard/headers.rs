//! What a browser may do with what it is sent.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// What an answer is, for the browser that shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Data, or nothing at all: nothing is loaded, run or framed.
    #[default]
    Data,
    /// A page of the desk: its own style and script, known by a nonce, and its own addresses.
    Page,
    /// What an outlet published: shown in a frame of the desk, with no script, no form, no origin, and nothing fetched.
    Original,
}

impl Policy {
    fn text(self, nonce: &str) -> String {
        match self {
            Self::Data => "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'".to_owned(),
            Self::Page => format!(
                "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; \
                 frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'"
            ),
            Self::Original => {
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; \
                               frame-ancestors 'self'; sandbox"
                    .to_owned()
            }
        }
    }
}

/// Fences an answer in. What is already said of how long it may be kept is left.
pub fn fence(headers: &mut HeaderMap, policy: Policy, nonce: &str) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // What is read here is nobody's business at the outlets that links lead to. Forms of a page that names itself to nobody at all
    // would come from nowhere (`Origin: null`), as those of strangers do.
    set(header::REFERRER_POLICY, if policy == Policy::Page { "same-origin" } else { "no-referrer" });
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    // For browsers that know no better.
    set(header::X_FRAME_OPTIONS, if policy == Policy::Original { "SAMEORIGIN" } else { "DENY" });
    if let Ok(policy) = HeaderValue::from_str(&policy.text(nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_policy_lets_anything_of_others_run() {
        for policy in [Policy::Data, Policy::Page, Policy::Original] {
            let mut headers = HeaderMap::new();
            fence(&mut headers, policy, "n0");
            let csp = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
            assert!(csp.starts_with("default-src 'none';") && csp.contains("base-uri 'none'"), "{csp}");
            assert!(!csp.contains('*') && !csp.contains("unsafe-eval") && !csp.contains("http"), "{csp}");
            assert_eq!(csp.contains("unsafe-inline"), policy == Policy::Original, "{csp}");
            assert_ne!(headers[header::REFERRER_POLICY], "");
        }
    }
}
