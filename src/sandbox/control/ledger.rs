//! Reading the ledger: a page as JSON, or everything as lines.

use std::convert::Infallible;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::sandbox::core::Sandbox;

/// Entries in one piece of the stream.
const PAGE: usize = 500;

pub(super) fn page(sandbox: &Sandbox, since: u64, limit: u64) -> Value {
    let mut body = json!({"entries": sandbox.ledger_since(since, limit.min(5_000) as usize)});
    if let Some(file) = sandbox.ledger_file() {
        body["file"] = json!(file);
    }
    body
}

/// The entries after `since` that have ended by now, one on each line, without holding all of them at once.
pub(super) fn lines(sandbox: Sandbox, since: u64) -> Response {
    let pages = stream::unfold(Some(since), move |since| {
        let page = since.map(|since| sandbox.ledger_since(since, PAGE)).unwrap_or_default();
        let next = page.last().map(|entry| entry.seq).filter(|_| page.len() == PAGE);
        let text: String = page.iter().map(|entry| entry.to_line() + "\n").collect();
        std::future::ready((!text.is_empty()).then(|| (Ok::<_, Infallible>(Bytes::from(text)), next)))
    });
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(pages)).into_response()
}
