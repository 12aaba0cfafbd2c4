//! Signed HTTP from Slack to the bot, and how far it reaches: to this machine, unless told otherwise.

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::header::LOCATION;
use http::response::Parts;
use http::{Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tower::Service;

use super::{Lost, Parcel, Receipt};

/// How long Slack waits, in real time.
pub(in crate::sandbox) const PATIENCE: Duration = Duration::from_secs(3);
/// How many redirects Slack follows.
const REDIRECTS: usize = 2;
/// What to tell whoever gave an address that is out of reach.
pub(in crate::sandbox) const BLOCKED: &str = "the app's address is not on this machine, and this sandbox only reaches loopback addresses; start it with `--allow-remote` (its reach is then `anywhere`) to allow others";

/// How far the sandbox may reach when it brings things to the bot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Only addresses of this machine: 127.0.0.0/8, `::1`, and names that stand for them.
    #[default]
    Loopback,
    /// Whatever address the bot gave.
    Anywhere,
}

/// The HTTP side of Slack, which keeps its connections.
pub(in crate::sandbox) struct HttpSender {
    client: Client<HttpConnector<Guard<GaiResolver>>, Full<Bytes>>,
    reach: Reach,
}

impl HttpSender {
    pub fn new(reach: Reach) -> Self {
        let resolver = Guard { inner: GaiResolver::new(), reach };
        let connector = HttpConnector::new_with_resolver(resolver);
        Self { client: Client::builder(TokioExecutor::new()).build(connector), reach }
    }

    /// Brings a parcel to an address and waits for the answer as long as Slack does.
    pub async fn send(
        &self,
        url: &str,
        parcel: &Parcel,
        secret: &str,
        now: Timestamp,
    ) -> Result<Receipt, Lost> {
        let exchange = async {
            let mut url = url.parse::<Uri>().map_err(|_| Lost::Unreachable)?;
            for _ in 0..=REDIRECTS {
                match self.post(&url, parcel, secret, now).await? {
                    Heard::Answer(receipt) => return Ok(receipt),
                    Heard::Elsewhere(next) => url = next,
                }
            }
            Err(Lost::Redirected)
        };
        tokio::time::timeout(PATIENCE, exchange).await.unwrap_or(Err(Lost::Timeout))
    }

    async fn post(&self, url: &Uri, parcel: &Parcel, secret: &str, now: Timestamp) -> Result<Heard, Lost> {
        // A connector does not ask its resolver about an address that is a number.
        if !self.reach.allows_host(url.host().unwrap_or_default()) {
            return Err(Lost::Blocked);
        }
        let (body, content_type) = parcel.body();
        let stamp = now.as_second().to_string();
        let mut request = Request::post(url)
            .header("content-type", content_type)
            .header("user-agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
            .header("x-slack-signature", signature(secret, &stamp, &body))
            .header("x-slack-request-timestamp", stamp);
        if let Parcel::Event { retry: Some((number, reason)), .. } = parcel {
            request = request.header("x-slack-retry-num", *number).header("x-slack-retry-reason", *reason);
        }
        let request = request.body(Full::new(body)).map_err(|_| Lost::Unreachable)?;
        let response = self.client.request(request).await.map_err(|error| lost(&error))?;
        let (head, body) = response.into_parts();
        if let Some(next) = redirect(url, &head) {
            return Ok(Heard::Elsewhere(next));
        }
        let no_retry = head.headers.get("x-slack-no-retry").is_some_and(|value| value == "1");
        let body = body.collect().await.map_err(|_| Lost::Unreachable)?.to_bytes();
        Ok(Heard::Answer(Receipt { status: head.status.as_u16(), body, no_retry }))
    }
}

/// Slack's `v0` signature of a body.
pub(in crate::sandbox) fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

/// What a bot says to one request.
enum Heard {
    Answer(Receipt),
    Elsewhere(Uri),
}

/// Where a redirect leads. Its address is checked like the first one, so it leads nowhere that is out of reach.
fn redirect(from: &Uri, head: &Parts) -> Option<Uri> {
    let target = head.headers.get(LOCATION).filter(|_| head.status.is_redirection())?.to_str().ok()?;
    if target.starts_with('/') {
        let root = Uri::builder().scheme(from.scheme_str()?).authority(from.authority()?.as_str());
        return root.path_and_query(target).build().ok();
    }
    target.parse().ok()
}

/// Why a request came to nothing.
fn lost(error: &(dyn Error + 'static)) -> Lost {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<OutOfReach>() {
            return Lost::Blocked;
        }
        cause = error.source();
    }
    Lost::Unreachable
}

impl Reach {
    /// Whether a host may be asked at all; where a name leads is seen when it is resolved.
    pub(in crate::sandbox) fn allows_host(self, host: &str) -> bool {
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        literal.is_err() || literal.is_ok_and(|address| self.allows(address))
    }

    fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::Loopback => address.to_canonical().is_loopback(),
            Self::Anywhere => true,
        }
    }
}

/// The name leads to other machines only.
#[derive(Debug, thiserror::Error)]
#[error("blocked_address")]
struct OutOfReach;

/// Resolves names and keeps to itself which addresses are out of reach, so that nobody connects to them.
#[derive(Clone)]
struct Guard<R> {
    inner: R,
    reach: Reach,
}

impl<R> Service<Name> for Guard<R>
where
    R: Service<Name>,
    R::Response: Iterator<Item = SocketAddr>,
    R::Error: Into<Box<dyn Error + Send + Sync>>,
    R::Future: Send + 'static,
{
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (found, reach) = (self.inner.call(name), self.reach);
        Box::pin(async move {
            let found = found.await.map_err(Into::into)?;
            let allowed: Vec<_> = found.filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() { Err(OutOfReach.into()) } else { Ok(allowed.into_iter()) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_hmac_of_version_time_and_body() {
        let signed = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");
        assert_eq!(signed, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    #[test]
    fn this_machine_has_many_addresses_and_others_have_none_of_them() {
        for host in ["127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]", "localhost", "bot.example"] {
            assert!(Reach::Loopback.allows_host(host), "{host}");
        }
        for host in ["192.0.2.1", "0.0.0.0", "[2001:db8::1]", "[::ffff:192.0.2.1]", "169.254.169.254"] {
            assert!(!Reach::Loopback.allows_host(host), "{host}");
            assert!(Reach::Anywhere.allows_host(host), "{host}");
        }
    }

    /// A name service that knows one machine.
    #[derive(Clone)]
    struct Book(Vec<SocketAddr>);

    impl Service<Name> for Book {
        type Response = std::vec::IntoIter<SocketAddr>;
        type Error = std::io::Error;
        type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Name) -> Self::Future {
            std::future::ready(Ok(self.0.clone().into_iter()))
        }
    }

    async fn resolved(addresses: &[&str], reach: Reach) -> Result<Vec<SocketAddr>, bool> {
        let book = Book(addresses.iter().map(|address| address.parse().unwrap()).collect());
        let answer = Guard { inner: book, reach }.call("bot.example".parse().unwrap()).await;
        answer.map(Iterator::collect).map_err(|error| lost(error.as_ref()) == Lost::Blocked)
    }

    #[tokio::test]
    async fn a_name_that_leads_elsewhere_is_not_followed() {
        assert_eq!(resolved(&["192.0.2.1:80", "[2001:db8::1]:80"], Reach::Loopback).await, Err(true));
        let mixed = ["192.0.2.1:80", "127.0.0.1:80"];
        assert_eq!(resolved(&mixed, Reach::Loopback).await.unwrap(), ["127.0.0.1:80".parse().unwrap()]);
        assert_eq!(resolved(&mixed, Reach::Anywhere).await.unwrap().len(), 2);
    }
}
