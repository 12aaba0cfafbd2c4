//! Bringing things to the bot: signed HTTP, or Socket Mode where a connection is open.

use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

use super::core::Sandbox;
use super::ledger::LedgerEntry;

/// How long Slack waits, in real time.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Where the bot listens; what is `None` cannot be delivered over HTTP.
#[derive(Clone, Debug, Default)]
pub struct BotEndpoints {
    /// The Request URL of the Events API.
    pub events_url: Option<String>,
    /// The Request URL of slash commands.
    pub commands_url: Option<String>,
    /// The Request URL of interactivity.
    pub interactivity_url: Option<String>,
    /// The Options Load URL; `None` uses the interactivity URL.
    pub options_url: Option<String>,
}

impl BotEndpoints {
    /// A bot with one address for everything.
    pub fn all(url: &str) -> Self {
        let url = Some(url.to_owned());
        Self { events_url: url.clone(), commands_url: url.clone(), interactivity_url: url, options_url: None }
    }
}

/// What is brought.
pub(super) enum Parcel {
    Event { envelope: Value, retry: Option<(u32, &'static str)> },
    Command(Value),
    Interaction(Value),
    Options(Value),
}

/// What the bot answered.
#[derive(Clone, Debug)]
pub(super) struct Receipt {
    pub status: u16,
    pub body: Bytes,
    pub no_retry: bool,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    Timeout,
    Unreachable,
}

impl Receipt {
    pub fn accepted(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The JSON object in the body, if it is one.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice::<Value>(&self.body).ok().filter(Value::is_object)
    }
}

impl Parcel {
    fn url(&self, bot: &BotEndpoints) -> Option<String> {
        match self {
            Self::Event { .. } => bot.events_url.clone(),
            Self::Command(_) => bot.commands_url.clone(),
            Self::Interaction(_) => bot.interactivity_url.clone(),
            Self::Options(_) => bot.options_url.clone().or_else(|| bot.interactivity_url.clone()),
        }
    }

    fn body(&self) -> (Bytes, &'static str) {
        const FORM: &str = "application/x-www-form-urlencoded";
        match self {
            Self::Event { envelope, .. } => (envelope.to_string().into(), "application/json"),
            Self::Command(fields) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (key, value) in fields.as_object().into_iter().flatten() {
                    form.append_pair(key, value.as_str().unwrap_or_default());
                }
                (form.finish().into(), FORM)
            }
            Self::Interaction(payload) | Self::Options(payload) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.append_pair("payload", &payload.to_string());
                (form.finish().into(), FORM)
            }
        }
    }
}

/// The HTTP side of Slack, which keeps its connections.
pub(super) struct HttpSender {
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Default for HttpSender {
    fn default() -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build(HttpConnector::new()) }
    }
}

impl HttpSender {
    async fn send(&self, url: &str, parcel: &Parcel, secret: &str, now: Timestamp) -> Result<Receipt, Lost> {
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
        let exchange = async {
            let response = self.client.request(request).await.map_err(|_| Lost::Unreachable)?;
            let no_retry = response.headers().get("x-slack-no-retry").is_some_and(|value| value == "1");
            let status = response.status().as_u16();
            let body = response.into_body().collect().await.map_err(|_| Lost::Unreachable)?.to_bytes();
            Ok(Receipt { status, body, no_retry })
        };
        tokio::time::timeout(PATIENCE, exchange).await.unwrap_or(Err(Lost::Timeout))
    }
}

/// Slack's `v0` signature of a body.
pub(super) fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

impl Sandbox {
    /// Brings one thing to the bot over whichever way is open.
    pub(super) async fn deliver(&self, parcel: Parcel) -> Result<Receipt, Lost> {
        if let Some(answer) = self.deliver_by_socket(&parcel).await {
            return answer;
        }
        let url = parcel.url(&self.endpoints());
        let url = url.ok_or(Lost::Unreachable)?;
        self.http().send(&url, &parcel, &self.config().app.signing_secret, self.clock().now()).await
    }

    /// Posts Slack's `url_verification` to the events URL; says whether the challenge came back.
    pub async fn verify_url(&self) -> bool {
        let challenge = format!("challenge-{:016x}", self.config().seed);
        let token = &self.config().app.verification_token;
        let envelope = json!({"type": "url_verification", "token": token, "challenge": challenge});
        let answer = self.deliver(Parcel::Event { envelope, retry: None }).await;
        answer.is_ok_and(|receipt| {
            let plain = receipt.body.as_ref() == challenge.as_bytes();
            receipt.accepted() && (plain || receipt.json().is_some_and(|body| body["challenge"] == challenge))
        })
    }

    /// Posts what Slack posts to a command's address now and then to see whether its certificate holds; answers the
    /// status, or nothing where the bot cannot be reached. Goes over HTTP only.
    pub async fn check_ssl(&self) -> Option<u16> {
        let parcel =
            Parcel::Command(json!({"ssl_check": "1", "token": self.config().app.verification_token}));
        let url = parcel.url(&self.endpoints())?;
        let secret = &self.config().app.signing_secret;
        let answer = self.http().send(&url, &parcel, secret, self.clock().now()).await;
        answer.ok().map(|receipt| receipt.status)
    }

    /// Delivers, one after the other, every event that is due now, first tries and retries alike. Answers how many
    /// deliveries were made.
    pub async fn settle(&self) -> usize {
        let _one_at_a_time = self.delivering().lock().await;
        let mut made = 0;
        // Looking whether something is due changes nothing: the pump would wake itself for ever.
        while let Some(event) = self.read(|moment| moment.state.events.pop(moment.now)) {
            made += 1;
            // In a task of its own a delivery comes to its end, and into the ledger, even if nobody waits for it.
            let sandbox = self.clone();
            let delivery = tokio::spawn(async move { sandbox.deliver_event(event).await });
            if delivery.await.is_err() {
                break;
            }
        }
        made
    }

    async fn deliver_event(&self, event: super::events::Queued) {
        let entry = LedgerEntry {
            attempt: Some(event.attempts + 1),
            event_id: Some(event.event_id.clone()),
            ..LedgerEntry::delivery(&event.envelope["event"])
        };
        let line = self.with(|moment| moment.state.ledger.open(moment.now, entry));
        let retry = event.reason.map(|reason| (event.attempts, reason));
        let answer = self.deliver(Parcel::Event { envelope: event.envelope.clone(), retry }).await;
        let (status, problem, again) = match &answer {
            Ok(receipt) if receipt.accepted() => (Some(receipt.status), None, false),
            Ok(receipt) => (Some(receipt.status), Some("http_error"), !receipt.no_retry),
            Err(Lost::Timeout) => (None, Some("http_timeout"), true),
            Err(Lost::Unreachable) => (None, Some("connection_failed"), true),
        };
        self.with(|moment| {
            if let (Some(reason), true) = (problem, again) {
                moment.state.events.retry(moment.now, event, reason);
            }
            moment.state.ledger.close(line, |entry| {
                entry.status = status;
                entry.end(problem);
            });
        });
    }

    /// When the next event or retry is due; `None` when nothing waits.
    pub fn next_delivery(&self) -> Option<Timestamp> {
        self.read(|moment| moment.state.events.next_due())
    }

    /// Delivers events as they fall due, until the task is aborted: for clocks that flow or are moved by hand.
    pub fn spawn_pump(&self) -> tokio::task::JoinHandle<()> {
        let sandbox = self.clone();
        tokio::spawn(async move {
            let mut clock = sandbox.clock().watch();
            let mut changes = sandbox.changes();
            loop {
                sandbox.settle().await;
                let wait = sandbox.until_next();
                tokio::select! {
                    _ = clock.changed() => {}
                    _ = changes.changed() => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        })
    }

    /// How long in real time until the next event is due, if the clock flows.
    fn until_next(&self) -> Duration {
        const LONGEST: Duration = Duration::from_secs(60);
        let Some(due) = self.next_delivery() else { return LONGEST };
        let wait = due.duration_since(self.clock().now());
        Duration::try_from(wait).unwrap_or(Duration::ZERO).clamp(Duration::from_millis(5), LONGEST)
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
}
