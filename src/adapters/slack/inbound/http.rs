//! Slack's requests over HTTP. Nothing is believed before its signature is checked, and nothing is read beyond a limit.

use super::{Answered, Inbound, Kind, calendar, signature};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use secrecy::SecretString;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::Duration;
use tracing::{debug, warn};

/// The longest body we read, in bytes; Slack's own stay far below.
const MOST_BYTES: usize = 1 << 20;
/// How long a body may take to arrive. Slack gives up after three seconds.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// What the HTTP side needs to know.
pub struct InboundConfig {
    /// The app's signing secret.
    pub signing_secret: SecretString,
}

struct Gate {
    inbound: Inbound,
    secret: SecretString,
}

/// The routes that Slack posts to: `/slack/events`, `/slack/commands`, `/slack/interactions` and `/slack/options`;
/// and `/calendar/{file}`, to which our introductions link.
pub fn routes(config: InboundConfig, inbound: Inbound) -> Router {
    let calendar =
        Router::new().route("/calendar/{file}", get(calendar::file)).with_state(inbound.renderer.clone());
    let gate = Arc::new(Gate { inbound, secret: config.signing_secret });
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
        let body = match read(&head.headers, body).await {
            Ok(body) => body,
            Err(status) => return status.into_response(),
        };
        if is_certificate_check(&body) {
            return StatusCode::OK.into_response();
        }
        if !signature::is_genuine(&self.secret, &head.headers, &body, self.inbound.now()) {
            warn!(?kind, "refused: the signature is wrong, stale or missing");
            return StatusCode::UNAUTHORIZED.into_response();
        }
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

/// The body, unless it says or turns out to be too long: then it is not even read to its end.
async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, StatusCode> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > MOST_BYTES as u64) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let reading = Limited::new(body, MOST_BYTES).collect();
    match tokio::time::timeout(READ_TIMEOUT, reading).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Slack now and then posts `ssl_check=1` to see whether our certificate is valid, and expects nothing but a 200.
fn is_certificate_check(body: &[u8]) -> bool {
    !looks_like_json(body)
        && form_urlencoded::parse(body).any(|(key, value)| key == "ssl_check" && value == "1")
}

fn looks_like_json(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'{')
}

/// The payload, whatever the content type says: events are JSON, commands a form, interactions JSON within a form.
fn payload(kind: Kind, body: &[u8]) -> Option<Value> {
    if kind == Kind::Event || looks_like_json(body) {
        return serde_json::from_slice(body).ok();
    }
    let fields: Map<String, Value> =
        form_urlencoded::parse(body).map(|(key, value)| (key.into_owned(), value.into())).collect();
    match kind {
        Kind::Interaction => serde_json::from_str(fields.get("payload")?.as_str()?).ok(),
        Kind::Command | Kind::Event => Some(Value::Object(fields)),
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
