//! Whether we are alive, and whether we are ready: what a supervisor asks.

pub mod serve;

use crate::ports::Storage;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use std::sync::Arc;

/// `GET /healthz` answers as long as the process does; `GET /readyz` answers 503 while the database does not.
pub fn health(storage: Arc<dyn Storage>) -> Router {
    Router::new().route("/healthz", get(async || "alive\n")).route("/readyz", get(ready)).with_state(storage)
}

/// What is answered before there is a database: alive, not ready, and to Slack that it may try again.
pub fn waiting() -> Router {
    let unavailable = async || (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer yet\n");
    Router::new().route("/healthz", get(async || "alive\n")).fallback(unavailable)
}

async fn ready(State(storage): State<Arc<dyn Storage>>) -> (StatusCode, &'static str) {
    match storage.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
