//! The side that listens: Web API and response URLs over real HTTP.

mod oauth;
pub(in crate::sandbox) mod uploads;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::routing::{any, get, post};
use futures_util::{StreamExt, stream};
use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::sandbox::control;
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::events::LateCall;
use crate::sandbox::delivery::socket;
use crate::sandbox::faults::{Fault, Junk};
use crate::sandbox::page;
use crate::sandbox::web_api::{self, Answer, Args, Refused};

/// How long a call is held whose answer never comes, and the longest that a slow one takes.
const HELD: Duration = Duration::from_secs(30);
/// What stands between an app and Slack answers like this when something is wrong.
const PAGE: &str = "<html><body>Server Error</body></html>";
const MAX_BODY: usize = 4 * 1024 * 1024;

/// A sandbox that listens. Dropping it leaves it listening; [`SandboxServer::stop`] ends it.
#[derive(Debug)]
pub struct SandboxServer {
    /// Where it listens.
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl SandboxServer {
    /// Stops listening at once; open connections are dropped.
    pub fn stop(&self) {
        self.task.abort();
    }
}

impl Sandbox {
    /// Listens on `listener`, which then decides [`Sandbox::base_url`].
    ///
    /// # Errors
    /// When the listener has no address.
    pub async fn serve(&self, listener: TcpListener) -> std::io::Result<SandboxServer> {
        let address = listener.local_addr()?;
        self.set_base_url(format!("http://{address}"));
        let router = self.router();
        let task = tokio::spawn(async move {
            // `axum::serve` goes on after failed accepts and ends only with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(SandboxServer { address, task })
    }

    fn router(&self) -> Router {
        Router::new()
            .route("/api/{method}", any(api))
            .route("/response/{id}", post(response_url))
            .route("/socket", get(socket::connect))
            .merge(control::routes())
            .merge(oauth::routes())
            .merge(uploads::routes())
            .merge(page::routes())
            .layer(DefaultBodyLimit::max(MAX_BODY))
            .with_state(self.clone())
    }
}

async fn api(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    verb: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let query = Args::from_form(query.unwrap_or_default().as_bytes());
    let args =
        if verb == Method::GET { Ok(query) } else { arguments(&headers, &body).map(|args| args.or(query)) };
    let mut answer = sandbox.with(|moment| {
        let answer = web_api::call(moment, &name, authorization, &args);
        if let (Some(Fault::AppliedLate { after: after @ 1.. }), Ok(args)) = (answer.fault, &args) {
            let (method, authorization) = (name.clone(), authorization.map(ToOwned::to_owned));
            let late = LateCall { method, authorization, args: args.clone() };
            moment.state.events.push_call(moment.now, after, late);
        }
        answer
    });
    sandbox.admit(&name, &mut answer);
    respond(answer).await
}

fn arguments(headers: &HeaderMap, body: &[u8]) -> Result<Args, Refused> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/json") {
        Args::from_json(body)
    } else if kind.starts_with("application/x-www-form-urlencoded") || body.is_empty() {
        Ok(Args::from_form(body))
    } else {
        Err(Refused::new("invalid_post_type"))
    }
}

impl Sandbox {
    /// Whoever is given the address of a socket is let in there once.
    fn admit(&self, method: &str, answer: &mut Answer) {
        if method != "apps.connections.open" {
            return;
        }
        if let Some(Value::String(ticket)) =
            answer.body.as_object_mut().and_then(|body| body.remove("ticket"))
        {
            self.sockets().admit(&ticket);
        }
    }
}

async fn respond(answer: Answer) -> Response<Body> {
    let text = answer.body.to_string();
    let mut response = Response::builder()
        .status(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        .header(CONTENT_TYPE, "application/json; charset=utf-8");
    if let Some(after) = answer.retry_after {
        response = response.header(RETRY_AFTER, after);
    }
    if let Some(scopes) = &answer.scopes {
        response = response
            .header("x-oauth-scopes", &scopes.granted)
            .header("x-accepted-oauth-scopes", &scopes.accepted);
    }
    let spoilt = answer.fault.is_some_and(|fault| fault.is_page());
    if spoilt && let Some(headers) = response.headers_mut() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    }
    let body = body_of(text, answer.fault).await;
    response.body(body).unwrap_or_else(|_| Response::new(Body::empty()))
}

/// The body of an answer as the fault lets it through, when the fault lets it through.
async fn body_of(text: String, fault: Option<Fault>) -> Body {
    match fault {
        None | Some(Fault::RateLimited { .. }) => Body::from(text),
        Some(Fault::StatusBefore(_) | Fault::StatusAfter(_)) => Body::from(PAGE),
        Some(Fault::JunkBefore(junk) | Fault::JunkAfter(junk)) => match junk {
            Junk::Html => Body::from(PAGE),
            Junk::HalfJson => Body::from(half(&text)),
        },
        Some(Fault::Cut) => cut(&text),
        Some(Fault::ResetBefore | Fault::ResetAfter) => hang_up(),
        Some(Fault::Slow { millis }) => {
            tokio::time::sleep(Duration::from_millis(millis).min(HELD)).await;
            Body::from(text)
        }
        Some(Fault::TimeoutBefore | Fault::Timeout | Fault::AppliedLate { .. }) => {
            tokio::time::sleep(HELD).await;
            hang_up()
        }
    }
}

fn half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

/// A body that fails before anything of the answer is on its way, which makes the server drop the connection.
fn hang_up() -> Body {
    Body::from_stream(stream::once(async { Err::<Bytes, _>(std::io::Error::other("dropped on order")) }))
}

/// A body that begins and breaks off, which makes the server drop the connection.
fn cut(text: &str) -> Body {
    let half = Bytes::from(half(text));
    let head = stream::once(async move { Ok(half) });
    let tail = stream::once(async {
        // The head has to be on its way first, or the server would drop the connection before it says anything.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::other("cut on order"))
    });
    Body::from_stream(head.chain(tail))
}

async fn response_url(State(sandbox): State<Sandbox>, Path(id): Path<String>, body: Bytes) -> Response<Body> {
    let (answer, fault) = sandbox.answer_response_url(&id, &body);
    let (status, text) = match answer {
        Ok(()) => (StatusCode::OK, "ok".to_owned()),
        Err(error @ ("used_url" | "expired_url" | "invalid_url")) => {
            (StatusCode::NOT_FOUND, format!(r#"{{"ok":false,"error":"{error}"}}"#))
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_owned()),
    };
    let status = fault.and_then(Fault::status).map_or(status.as_u16(), |status| status);
    let mut response = Response::builder().status(status);
    if let Some(Fault::RateLimited { after }) = fault {
        response = response.header(RETRY_AFTER, after);
    }
    response.body(body_of(text, fault).await).unwrap_or_else(|_| Response::new(Body::empty()))
}
