//! The sandbox against a small bot over real loopback HTTP.

mod acts;
mod channels;
mod connect;
mod control;
mod delivery;
mod documented;
mod faults;
mod files;
mod installs;
mod ledger;
mod limits;
mod page;
mod scheduled;
mod socket;
mod web_api;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;

/// What the bot received.
#[derive(Clone, Debug)]
struct Heard {
    path: String,
    headers: HeaderMap,
    raw: Bytes,
}

impl Heard {
    /// The JSON body, the `payload` of a form, or the form as an object.
    fn body(&self) -> Value {
        if let Ok(value) = serde_json::from_slice(&self.raw) {
            return value;
        }
        let pairs: serde_json::Map<String, Value> =
            form_urlencoded::parse(&self.raw).map(|(key, value)| (key.into_owned(), json!(value))).collect();
        match pairs.get("payload").and_then(Value::as_str) {
            Some(payload) => serde_json::from_str(payload).unwrap(),
            None => Value::Object(pairs),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Status, extra headers and body of an answer.
type Scripted = (u16, Vec<(&'static str, &'static str)>, Value);

/// A bot that writes down what it hears and answers what it was told to; else 200 with nothing.
#[derive(Clone, Default)]
struct Bot {
    heard: Arc<Mutex<Vec<Heard>>>,
    answers: Arc<Mutex<VecDeque<Scripted>>>,
}

impl Bot {
    fn will_answer(&self, status: u16, body: Value) {
        self.answers.lock().unwrap().push_back((status, Vec::new(), body));
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    fn last(&self) -> Value {
        self.heard().last().expect("the bot heard something").body()
    }
}

async fn hear(
    State(bot): State<Bot>,
    uri: Uri,
    headers: HeaderMap,
    raw: Bytes,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    bot.heard.lock().unwrap().push(Heard { path: uri.path().into(), headers, raw });
    let (status, extra, body) =
        bot.answers.lock().unwrap().pop_front().unwrap_or((200, Vec::new(), Value::Null));
    let mut headers = HeaderMap::new();
    for (name, value) in extra {
        headers.insert(name, value.parse().unwrap());
    }
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    (StatusCode::from_u16(status).unwrap(), headers, body)
}

/// A sandbox that listens, a bot that listens, and a client with the bot's token.
struct Stage {
    sandbox: Sandbox,
    bot: Bot,
    client: Client<HttpConnector, Full<Bytes>>,
    token: String,
    ana: String,
    ben: String,
}

impl Stage {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(adjust: impl FnOnce(&mut SandboxConfig)) -> Self {
        let mut config = SandboxConfig::default();
        adjust(&mut config);
        let token = config.app.bot_token.clone();
        let sandbox = Sandbox::new(config);
        sandbox.serve(TcpListener::bind("127.0.0.1:0").await.unwrap()).await.unwrap();
        let bot = Bot::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(hear).with_state(bot.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let url = |path: &str| Some(format!("http://{address}/{path}"));
        sandbox.connect(BotEndpoints {
            events_url: url("events"),
            commands_url: url("commands"),
            interactivity_url: url("interactivity"),
            options_url: None,
        });
        let add = |name: &str, tz: &str| {
            sandbox.add_person(NewPerson { real_name: name.into(), tz: tz.into(), ..NewPerson::default() }).id
        };
        let (ana, ben) = (add("Ana Ruiz", "Europe/Madrid"), add("Ben Okoro", "Africa/Lagos"));
        let client = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
        Self { sandbox, bot, client, token, ana, ben }
    }

    async fn send(&self, request: http::request::Builder, body: String) -> (StatusCode, HeaderMap, Bytes) {
        let response = self.client.request(request.body(Full::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().collect().await.unwrap().to_bytes())
    }

    async fn call(&self, method: &str, args: Value) -> Value {
        self.call_as(&self.token, method, args).await
    }

    /// As [`Self::call`], with another token than that of the first workspace.
    async fn call_as(&self, token: &str, method: &str, args: Value) -> Value {
        let request = Request::post(format!("{}/{method}", self.sandbox.api_url()))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json; charset=utf-8");
        let (_, _, body) = self.send(request, args.to_string()).await;
        serde_json::from_slice(&body).unwrap()
    }

    /// As [`Self::call`], for calls that must succeed.
    async fn ok(&self, method: &str, args: Value) -> Value {
        let answer = self.call(method, args).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer
    }

    /// As [`Self::call`], for calls that must be refused; answers the name.
    async fn err(&self, method: &str, args: Value) -> String {
        let answer = self.call(method, args).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    /// The events the bot has heard, delivering what waits first.
    async fn events(&self) -> Vec<Value> {
        self.sandbox.settle().await;
        let heard = self.bot.heard();
        let bodies = heard.iter().map(Heard::body).filter(|body| body["type"] == "event_callback");
        bodies.map(|body| body["event"].clone()).collect()
    }

    async fn dm(&self, user: &str) -> String {
        let answer = self.ok("conversations.open", json!({"users": user})).await;
        answer["channel"]["id"].as_str().unwrap().to_owned()
    }

    /// Posts as the bot and answers the name of the message.
    async fn post(&self, channel: &str, blocks: Value) -> Ts {
        let answer =
            self.ok("chat.postMessage", json!({"channel": channel, "text": "hi", "blocks": blocks})).await;
        Ts::parse(answer["ts"].as_str().unwrap()).unwrap()
    }
}

fn actions(elements: Value) -> Value {
    json!([{"type": "actions", "block_id": "a", "elements": elements}])
}

fn button(action: &str, value: &str) -> Value {
    json!({"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "Press"}})
}
