//! Style, script and icon: built in, joined once at the start, and served under names that change with their
//! content, so that a browser may keep them for good and never shows an old one.
//!
//! They are the same for everybody and hold nothing of anybody, which is why they may be cached and compressed
//! when pages may not.

use std::{io::Write, sync::Arc};

use axum::{
    Router,
    extract::{FromRef, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use data_encoding::HEXLOWER;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// In the order of the layers.
const CSS: [&str; 5] = [
    include_str!("../../static/css/tokens.css"),
    include_str!("../../static/css/base.css"),
    include_str!("../../static/css/components.css"),
    include_str!("../../static/css/pages.css"),
    include_str!("../../static/css/print.css"),
];

/// The way out first: it must work even when something after it does not.
const JS: [&str; 9] = [
    include_str!("../../static/js/leave.js"),
    include_str!("../../static/js/guard.js"),
    include_str!("../../static/js/lock.js"),
    include_str!("../../static/js/autosave.js"),
    include_str!("../../static/js/live.js"),
    include_str!("../../static/js/code.js"),
    include_str!("../../static/js/zone.js"),
    include_str!("../../static/js/fold.js"),
    include_str!("../../static/js/timer.js"),
];

const ICON: &str = include_str!("../../static/icon.svg");

/// One file as it is served.
#[derive(Debug)]
struct File {
    path: String,
    content_type: &'static str,
    plain: Vec<u8>,
    gzip: Option<Vec<u8>>,
}

/// All files of the pages.
#[derive(Debug)]
pub struct Assets {
    css: File,
    js: File,
    icon: File,
}

impl Assets {
    /// Joins and compresses the files.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            css: File::new("css", "text/css; charset=utf-8", &lean(&CSS)),
            js: File::new("js", "text/javascript; charset=utf-8", &lean(&JS)),
            icon: File::new("svg", "image/svg+xml; charset=utf-8", ICON),
        })
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn css_path(&self) -> &str {
        &self.css.path
    }

    /// The address of the script.
    #[must_use]
    pub fn js_path(&self) -> &str {
        &self.js.path
    }

    /// The address of the icon.
    #[must_use]
    pub fn icon_path(&self) -> &str {
        &self.icon.path
    }

    fn find(&self, name: &str) -> Option<&File> {
        [&self.css, &self.js, &self.icon]
            .into_iter()
            .find(|file| file.path.strip_prefix("/static/").is_some_and(|own| own == name))
    }
}

impl File {
    fn new(ending: &str, content_type: &'static str, text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let name: String = HEXLOWER.encode(&digest).chars().take(12).collect();
        Self {
            path: format!("/static/app.{name}.{ending}"),
            content_type,
            plain: text.as_bytes().to_vec(),
            gzip: gzip(text.as_bytes()).ok(),
        }
    }
}

/// The files one after the other, without indentation and without comments that have lines of their own: they are for
/// whoever reads the source, and are a third of what would travel. No text of ours runs over a line break.
fn lean(files: &[&str]) -> String {
    let (mut all, mut comment) = (String::new(), false);
    for line in files.iter().flat_map(|file| file.lines()).map(str::trim) {
        let opens = line.starts_with("/*");
        if comment || opens || line.starts_with("//") || line.is_empty() {
            comment = (comment || opens) && !line.ends_with("*/");
        } else {
            all.push_str(line);
            all.push('\n');
        }
    }
    all
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Whether the browser takes gzip: named, and not with a weight of nothing.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// `GET /static/{name}`
async fn show(State(assets): State<Arc<Assets>>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = assets.find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let fixed = [
        (header::CONTENT_TYPE, file.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match &file.gzip {
        Some(gzip) if takes_gzip(&headers) => {
            let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            (fixed, [encoding], gzip.clone()).into_response()
        }
        _ => (fixed, file.plain.clone()).into_response(),
    }
}

/// The files' routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Arc<Assets>: FromRef<S>,
{
    Router::new().route("/static/{name}", get(show))
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn get(assets: &Arc<Assets>, path: &str, encoding: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let app = routes::<Arc<Assets>>().with_state(assets.clone());
        let request = Request::get(path).header("accept-encoding", encoding).body(Body::empty()).unwrap();
        let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
    }

    #[tokio::test]
    async fn a_file_is_kept_for_good_under_a_name_that_follows_its_content() {
        let assets = Assets::new();
        let (status, headers, body) = get(&assets, assets.css_path(), "br, gzip;q=0.5").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-encoding"], "gzip");
        assert_eq!(headers["content-type"], "text/css; charset=utf-8");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert!(body.len() < 10 * 1024, "the style sheet has grown to {} bytes compressed", body.len());
        let (_, _, script) = get(&assets, assets.js_path(), "gzip").await;
        assert!(script.len() < 6 * 1024, "the script has grown to {} bytes compressed", script.len());
        let (_, headers, plain) = get(&assets, assets.css_path(), "identity, gzip;q=0").await;
        assert!(headers.get("content-encoding").is_none());
        assert_eq!(plain, lean(&CSS).as_bytes());
        assert_ne!(File::new("css", "", "a").path, File::new("css", "", "b").path);
    }

    #[test]
    fn what_is_left_out_is_never_more_than_comments_and_indentation() {
        assert_eq!(
            lean(&["/* a\n b */\nx {\n  y: z; /* in a line */\n}\n", "// c\nd();\n\n"]),
            "x {\ny: z; /* in a line */\n}\nd();\n"
        );
        for file in CSS.iter().chain(&JS) {
            for line in file.lines().map(str::trim) {
                // a text that ran over a line break would lose its indentation
                assert_eq!(line.matches('`').count() % 2, 0, "{line}");
                assert!(!line.contains("*/") || line.ends_with("*/") || line.contains("/*"), "{line}");
                assert!(!line.starts_with("/*") || line.ends_with("*/") || !line.contains("*/"), "{line}");
            }
        }
    }

    #[tokio::test]
    async fn an_unknown_file_is_not_found() {
        let assets = Assets::new();
        for path in ["/static/app.css", "/static/app.000000000000.js", "/static/..%2FCargo.toml"] {
            assert_eq!(get(&assets, path, "").await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn style_and_script_fetch_nothing_from_elsewhere_and_keep_nothing_in_the_browser() {
        let all = [CSS.concat(), JS.concat(), ICON.replace("http://www.w3.org/2000/svg", "")].concat();
        for banned in ["http:", "https:", "@import", "url(", "localStorage", "sessionStorage", "indexedDB"] {
            assert!(!all.contains(banned), "{banned}");
        }
        for banned in ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write"] {
            assert!(!JS.concat().contains(banned), "{banned}");
        }
    }
}
