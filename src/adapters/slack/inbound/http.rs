//! Slack's requests over HTTP: from the door to the answer.

use super::body::payload;
use super::door::{Door, Visit};
use super::{Answered, Inbound, Kind, calendar};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderMap, StatusCode, header};
use secrecy::SecretString;
use std::sync::Arc;
use tracing::debug;

/// What the HTTP side needs to know.
pub struct InboundConfig {
    /// The app's signing secret.
    pub signing_secret: SecretString,
}

struct Gate {
    inbound: Inbound,
    door: Door,
}

/// The routes that Slack posts to: `/slack/events`, `/slack/commands`, `/slack/interactions` and `/slack/options`;
/// and `/calendar/{file}`, to which our introductions link.
pub fn routes(config: InboundConfig, inbound: Inbound) -> Router {
    let calendar =
        Router::new().route("/calendar/{file}", get(calendar::file)).with_state(inbound.renderer.clone());
    let gate = Arc::new(Gate { inbound, door: Door::new(config.signing_secret) });
    Router::new()
        .route("/slack/events", post(events))
        .route("/slack/commands", post(commands))
        .route("/slack/interactions", post(interactions))
        .route("/slack/options", post(interactions))
        .with_state(gate)
        .merge(calendar)
}

async fn events(State(gate): State<Arc<Gate>>, request: Request) -> Response {
    gate.handle(Kind::Event, request).await
}

async fn commands(State(gate): State<Arc<Gate>>, request: Request) -> Response {
    gate.handle(Kind::Command, request).await
}

async fn interactions(State(gate): State<Arc<Gate>>, request: Request) -> Response {
    gate.handle(Kind::Interaction, request).await
}

impl Gate {
    async fn handle(&self, kind: Kind, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let body = match self.door.admit(&head, body, self.inbound.now()).await {
            Ok(Visit::Genuine(body)) => body,
            Ok(Visit::CertificateCheck) => return StatusCode::OK.into_response(),
            Err(status) => return status.into_response(),
        };
        log_retry(&head.headers);
        let Some(payload) = payload(kind, &body) else { return senseless() };
        self.inbound.answer(kind, &payload).await.map_or_else(senseless, IntoResponse::into_response)
    }
}

/// What makes no sense now will make none when it is delivered again.
fn senseless() -> Response {
    (StatusCode::BAD_REQUEST, [("x-slack-no-retry", "1")]).into_response()
}

impl IntoResponse for Answered {
    fn into_response(self) -> Response {
        match self.body {
            Some(body) => {
                (self.status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string())
                    .into_response()
            }
            None => self.status.into_response(),
        }
    }
}

fn log_retry(headers: &HeaderMap) {
    let word = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(retry) = word("x-slack-retry-num") {
        debug!(retry, reason = word("x-slack-retry-reason").unwrap_or(""), "Slack delivers again");
    }
}

#[cfg(test)]
mod tests;
