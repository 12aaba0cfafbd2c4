//! The connection to Slack: plain HTTP towards a sandbox, TLS with the system's certificates otherwise.

use super::errors::{by_cause, by_name, by_status, meaning};
use crate::ports::ChatError;
use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode, header};
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

/// The longest answer we read ourselves, in bytes.
const MOST_BYTES: usize = 4 << 20;

type Secure = HttpsConnector<HttpConnector>;

/// A client of the Web API, and a plain one for what the library cannot do.
pub struct Wire {
    connection: Connection,
    timeout: Duration,
}

enum Connection {
    /// Without TLS; only where the configured address says `http://`.
    Plain(Clients<HttpConnector>),
    /// With TLS.
    Secure(Clients<Secure>),
}

/// The library's client and our own, over the same kind of connection.
struct Clients<C: Send + Sync + Clone + hyper_util::client::legacy::connect::Connect + 'static> {
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
    /// Connections to the API at an address without a slash at its end, on which no call takes longer than `timeout`.
    ///
    /// # Errors
    /// Where TLS is needed and the system has no certificates.
    pub fn new(api_url: &str, timeout: Duration) -> io::Result<Self> {
        let connection = if api_url.starts_with("http://") {
            Connection::Plain(Clients::over(HttpConnector::new(), api_url))
        } else {
            let connector =
                HttpsConnectorBuilder::new().with_native_roots()?.https_only().enable_http1().build();
            Connection::Secure(Clients::over(connector, api_url))
        };
        Ok(Self { connection, timeout })
    }

    /// A method that takes JSON.
    pub async fn post<R: Serialize + Send + Sync>(
        &self,
        token: &SlackApiToken,
        method: &str,
        request: &R,
    ) -> Result<Value, ChatError> {
        let answer = match &self.connection {
            Connection::Plain(clients) => {
                let session = clients.slack.open_session(token);
                self.in_time(session.http_session_api.http_post::<_, Value>(method, request, None)).await?
            }
            Connection::Secure(clients) => {
                let session = clients.slack.open_session(token);
                self.in_time(session.http_session_api.http_post::<_, Value>(method, request, None)).await?
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
        let answer = match &self.connection {
            Connection::Plain(clients) => {
                let session = clients.slack.open_session(token);
                self.in_time(session.http_session_api.http_get::<Value, _, _>(method, &params, None)).await?
            }
            Connection::Secure(clients) => {
                let session = clients.slack.open_session(token);
                self.in_time(session.http_session_api.http_get::<Value, _, _>(method, &params, None)).await?
            }
        };
        successful(answer.map_err(|error| meaning(&error))?)
    }

    /// Any request, where the status or the headers of the answer matter.
    pub async fn request(&self, request: Request<Full<Bytes>>) -> Result<Answer, ChatError> {
        match &self.connection {
            Connection::Plain(clients) => self.in_time(exchange(&clients.own, request)).await?,
            Connection::Secure(clients) => self.in_time(exchange(&clients.own, request)).await?,
        }
    }

    /// Any request for something that is no JSON; of a longer answer, only so many bytes are read.
    pub async fn download(
        &self,
        request: Request<Full<Bytes>>,
        most: usize,
    ) -> Result<Response<Vec<u8>>, ChatError> {
        match &self.connection {
            Connection::Plain(clients) => self.in_time(beginning(&clients.own, request, most)).await?,
            Connection::Secure(clients) => self.in_time(beginning(&clients.own, request, most)).await?,
        }
    }

    /// Nobody knows what became of a call that took too long.
    async fn in_time<T>(&self, call: impl Future<Output = T>) -> Result<T, ChatError> {
        tokio::time::timeout(self.timeout, call).await.map_err(|_| ChatError::Unclear("timeout".into()))
    }
}

impl<C> Clients<C>
where
    C: Send + Sync + Clone + hyper_util::client::legacy::connect::Connect + 'static,
{
    fn over(connector: C, api_url: &str) -> Self {
        let library = SlackClientHyperConnector::with_connector(connector.clone());
        Self {
            slack: SlackClient::new(library.with_slack_api_url(api_url)),
            own: Client::builder(TokioExecutor::new()).build(connector),
        }
    }
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

async fn beginning<C>(
    client: &Client<C, Full<Bytes>>,
    request: Request<Full<Bytes>>,
    most: usize,
) -> Result<Response<Vec<u8>>, ChatError>
where
    C: Send + Sync + Clone + hyper_util::client::legacy::connect::Connect + 'static,
{
    let (head, mut body) = client.request(request).await.map_err(|error| by_cause(&error))?.into_parts();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ChatError::Unclear("cut".into()))?;
        bytes.extend(frame.into_data().into_iter().flatten());
        if bytes.len() >= most {
            bytes.truncate(most);
            break;
        }
    }
    Ok(Response::from_parts(head, bytes))
}

/// How long Slack asks to wait, where it says so.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    seconds.map(Duration::from_secs)
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
        Err(by_status(self.status.as_u16(), retry_after(&self.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_that_takes_too_long_is_unclear() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/api", silent.local_addr().expect("an address"));
        let wire = Wire::new(&url, Duration::from_millis(50)).expect("a client");
        let token = SlackApiToken::new("xoxb-1".into());
        let unclear = Err(ChatError::Unclear("timeout".into()));
        assert_eq!(wire.post(&token, "chat.postMessage", &serde_json::json!({})).await, unclear);
        assert_eq!(wire.get(&token, "users.info", &[("user", "U1")]).await, unclear);
        let request = Request::get(&url).body(Full::default()).expect("a request");
        assert_eq!(wire.request(request).await.map(|_| ()), unclear.map(|_: Value| ()));
    }
}
