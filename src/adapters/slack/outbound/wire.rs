//! The connection to Slack: plain HTTP towards a sandbox, TLS with the system's certificates otherwise.

use super::errors::{by_cause, by_name, by_status, meaning};
use crate::ports::ChatError;
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Serialize;
use serde_json::Value;
use slack_morphism::prelude::*;
use std::future::Future;
use std::io;
use std::time::Duration;

/// How long any call may take, the connection included.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer we read ourselves, in bytes.
const MOST_BYTES: usize = 4 << 20;

type Secure = HttpsConnector<HttpConnector>;

/// A client of the Web API, and a plain one for what the library cannot do.
pub enum Wire {
    /// Without TLS; only where the configured address says `http://`.
    Plain(Clients<HttpConnector>),
    /// With TLS.
    Secure(Clients<Secure>),
}

/// The library's client and our own, over the same kind of connection.
pub struct Clients<C: Send + Sync + Clone + hyper_util::client::legacy::connect::Connect + 'static> {
    slack: SlackClient<SlackClientHyperConnector<C>>,
    own: Client<C, Full<Bytes>>,
}

/// What came back: status, headers and body.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decoded where it is JSON.
    pub body: Option<Value>,
}

impl Wire {
    /// Connections to the API at an address without a slash at its end.
    ///
    /// # Errors
    /// Where TLS is needed and the system has no certificates.
    pub fn new(api_url: &str) -> io::Result<Self> {
        if api_url.starts_with("http://") {
            let connector = HttpConnector::new();
            return Ok(Self::Plain(Clients {
                slack: library(connector.clone(), api_url),
                own: Client::builder(TokioExecutor::new()).build(connector),
            }));
        }
        let connector = HttpsConnectorBuilder::new().with_native_roots()?.https_only().enable_http1().build();
        Ok(Self::Secure(Clients {
            slack: library(connector.clone(), api_url),
            own: Client::builder(TokioExecutor::new()).build(connector),
        }))
    }

    /// A method that takes JSON.
    pub async fn post<R: Serialize + Send + Sync>(
        &self,
        token: &SlackApiToken,
        method: &str,
        request: &R,
    ) -> Result<Value, ChatError> {
        let answer = match self {
            Self::Plain(clients) => {
                let session = clients.slack.open_session(token);
                in_time(session.http_session_api.http_post::<_, Value>(method, request, None)).await?
            }
            Self::Secure(clients) => {
                let session = clients.slack.open_session(token);
                in_time(session.http_session_api.http_post::<_, Value>(method, request, None)).await?
            }
        };
        successful(answer.map_err(|error| meaning(&error))?)
    }

    /// A method that takes a query.
    pub async fn get(
        &self,
        token: &SlackApiToken,
        method: &str,
        query: &[(&str, &str)],
    ) -> Result<Value, ChatError> {
        let params: Vec<(&str, Option<&str>)> =
            query.iter().map(|(key, value)| (*key, Some(*value))).collect();
        let answer = match self {
            Self::Plain(clients) => {
                let session = clients.slack.open_session(token);
                in_time(session.http_session_api.http_get::<Value, _, _>(method, &params, None)).await?
            }
            Self::Secure(clients) => {
                let session = clients.slack.open_session(token);
                in_time(session.http_session_api.http_get::<Value, _, _>(method, &params, None)).await?
            }
        };
        successful(answer.map_err(|error| meaning(&error))?)
    }

    /// Any request, where the status or the headers of the answer matter.
    pub async fn request(&self, request: Request<Full<Bytes>>) -> Result<Answer, ChatError> {
        match self {
            Self::Plain(clients) => in_time(exchange(&clients.own, request)).await?,
            Self::Secure(clients) => in_time(exchange(&clients.own, request)).await?,
        }
    }
}

fn library<C>(connector: C, api_url: &str) -> SlackClient<SlackClientHyperConnector<C>>
where
    C: Send + Sync + Clone + hyper_util::client::legacy::connect::Connect + 'static,
{
    SlackClient::new(SlackClientHyperConnector::with_connector(connector).with_slack_api_url(api_url))
}

/// Nobody knows what became of a call that took too long.
async fn in_time<T>(call: impl Future<Output = T>) -> Result<T, ChatError> {
    tokio::time::timeout(TIMEOUT, call).await.map_err(|_| ChatError::Unclear("timeout".into()))
}

/// The library takes anything that names no error for a success, a proxy's HTML page included; we want to see `ok`.
fn successful(answer: Value) -> Result<Value, ChatError> {
    match (answer.get("ok").and_then(Value::as_bool), answer.get("error").and_then(Value::as_str)) {
        (Some(true), _) => Ok(answer),
        (Some(false) | None, Some(name)) => Err(by_name(name)),
        (Some(false) | None, None) => Err(ChatError::Unclear("not_json".into())),
    }
}

async fn exchange<C>(
    client: &Client<C, Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<Answer, ChatError>
where
    C: Send + Sync + Clone + hyper_util::client::legacy::connect::Connect + 'static,
{
    let response = client.request(request).await.map_err(|error| by_cause(&error))?;
    let (head, body) = response.into_parts();
    let body =
        Limited::new(body, MOST_BYTES).collect().await.map_err(|_| ChatError::Unclear("cut".into()))?;
    let body = serde_json::from_slice(&body.to_bytes()).ok();
    Ok(Answer { status: head.status, headers: head.headers, body })
}

impl Answer {
    /// The JSON of a successful answer of the Web API.
    pub fn successful(&self) -> Result<&Value, ChatError> {
        self.taken()?;
        let body = self.body.as_ref().ok_or(ChatError::Unclear("not_json".into()))?;
        match body.get("ok").and_then(Value::as_bool) {
            Some(true) => Ok(body),
            Some(false) | None => {
                Err(successful(body.clone()).err().unwrap_or(ChatError::Unclear("not_json".into())))
            }
        }
    }

    /// Whether the status says that it was taken.
    pub fn taken(&self) -> Result<(), ChatError> {
        if self.status.is_success() {
            return Ok(());
        }
        let seconds =
            self.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        Err(by_status(self.status.as_u16(), seconds.map(Duration::from_secs)))
    }
}
