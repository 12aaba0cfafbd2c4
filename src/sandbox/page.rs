//! The page that shows the workspace: plain files inside the binary, so that it works offline and needs no build.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

use super::core::Sandbox;
use super::delivery::sender::Reach;

macro_rules! file {
    ($name:literal, $kind:expr) => {
        ($name, $kind, include_str!(concat!("page/", $name)))
    };
}

/// Everything the page is made of: name, kind and content.
pub(super) const FILES: [(&str, &str, &str); 29] = [
    file!("index.html", "text/html; charset=utf-8"),
    file!("style.css", STYLE),
    file!("messages.css", STYLE),
    file!("blocks.css", STYLE),
    file!("panels.css", STYLE),
    file!("app.js", SCRIPT),
    file!("avatar.js", SCRIPT),
    file!("blocks.js", SCRIPT),
    file!("combo.js", SCRIPT),
    file!("composer.js", SCRIPT),
    file!("dom.js", SCRIPT),
    file!("drawer.js", SCRIPT),
    file!("elements.js", SCRIPT),
    file!("emoji.js", SCRIPT),
    file!("guide.js", SCRIPT),
    file!("ledger.js", SCRIPT),
    file!("messages.js", SCRIPT),
    file!("modal.js", SCRIPT),
    file!("mrkdwn.js", SCRIPT),
    file!("picker.js", SCRIPT),
    file!("picture.js", SCRIPT),
    file!("place.js", SCRIPT),
    file!("richtext.js", SCRIPT),
    file!("scroll.js", SCRIPT),
    file!("sidebar.js", SCRIPT),
    file!("store.js", SCRIPT),
    file!("suggest.js", SCRIPT),
    file!("thread.js", SCRIPT),
    file!("time.js", SCRIPT),
];
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// What a browser may load for the page, and from where. Only pictures may come from further away, and only where the
/// sandbox reaches further: a demonstration works offline, and nobody elsewhere learns that a message was read.
fn policy(reach: Reach) -> String {
    let pictures = match reach {
        Reach::Loopback => "http://127.0.0.1:* http://localhost:*",
        Reach::Anywhere => "http: https:",
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: {pictures}; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
}

pub(super) fn routes() -> Router<Sandbox> {
    Router::new().route("/", get(index)).route("/page/{name}", get(named))
}

async fn index(State(sandbox): State<Sandbox>) -> Response {
    file("index.html", sandbox.config().reach)
}

async fn named(State(sandbox): State<Sandbox>, Path(name): Path<String>) -> Response {
    file(&name, sandbox.config().reach)
}

fn file(name: &str, reach: Reach) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, content)) => {
            let headers = [
                (CONTENT_TYPE, (*kind).to_owned()),
                (CACHE_CONTROL, "no-cache".to_owned()),
                (CONTENT_SECURITY_POLICY, policy(reach)),
                (REFERRER_POLICY, "no-referrer".to_owned()),
                (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            (headers, *content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
