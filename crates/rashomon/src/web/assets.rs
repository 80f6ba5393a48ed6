//! Style, script and sign of the desk, all within the program.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::WebError;
use super::guard::keys::hex;

/// A file that pages name.
pub struct Asset {
    /// Where it is; the name changes with the content, so that a browser may keep it for good.
    pub address: String,
    kind: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, content: &'static str) -> Self {
        let digest = hex(&Sha256::digest(content.as_bytes())[..6]);
        Self { address: format!("/assets/{name}-{digest}.{ending}"), kind, content }
    }
}

macro_rules! asset {
    ($doc:literal, $id:ident, $name:literal, $ending:literal, $kind:literal) => {
        #[doc = $doc]
        pub static $id: LazyLock<Asset> = LazyLock::new(|| {
            let content = include_str!(concat!("../../assets/", $name, ".", $ending));
            Asset::new($name, $ending, $kind, content)
        });
    };
}

asset!("How pages look.", STYLE, "desk", "css", "text/css; charset=utf-8");
asset!("How pictures look.", PICTURES, "pictures", "css", "text/css; charset=utf-8");
asset!("Keys, files that are dropped, progress.", SCRIPT, "desk", "js", "text/javascript; charset=utf-8");
asset!("The sign of the desk.", ICON, "desk", "svg", "image/svg+xml");

/// Hands one out.
pub async fn show(Path(name): Path<String>) -> Result<Response, WebError> {
    let all = [&STYLE, &PICTURES, &SCRIPT, &ICON];
    let asset = all.into_iter().find(|a| a.address.strip_prefix("/assets/") == Some(name.as_str()));
    let asset = asset.ok_or_else(|| WebError::Missing("there is no such file; load the page again".to_owned()))?;
    let kept = "public, max-age=31536000, immutable";
    Ok(([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, kept)], asset.content).into_response())
}
