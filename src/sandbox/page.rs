//! The page that shows the workspace: plain files inside the binary, so that it works offline and needs no build.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use super::core::Sandbox;

const FILES: [(&str, &str, &str); 10] = [
    ("index.html", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
    ("app.js", SCRIPT, include_str!("page/app.js")),
    ("blocks.js", SCRIPT, include_str!("page/blocks.js")),
    ("combo.js", SCRIPT, include_str!("page/combo.js")),
    ("messages.js", SCRIPT, include_str!("page/messages.js")),
    ("modal.js", SCRIPT, include_str!("page/modal.js")),
    ("mrkdwn.js", SCRIPT, include_str!("page/mrkdwn.js")),
    ("store.js", SCRIPT, include_str!("page/store.js")),
    ("time.js", SCRIPT, include_str!("page/time.js")),
];
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Scripts and styles only from here; pictures from anywhere, because bots link to them.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router<Sandbox> {
    Router::new().route("/", get(|| async { file("index.html") })).route("/page/{name}", get(named))
}

async fn named(Path(name): Path<String>) -> Response {
    file(&name)
}

fn file(name: &str) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, content)) => {
            let headers =
                [(CONTENT_TYPE, *kind), (CACHE_CONTROL, "no-cache"), (CONTENT_SECURITY_POLICY, POLICY)];
            (headers, *content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
