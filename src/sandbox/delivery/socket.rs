//! Socket Mode: the bot dials in, and everything goes down an open connection instead of over HTTP.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt;
use http::StatusCode;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use super::sender::PATIENCE;
use super::{Lost, Parcel, Receipt};
use crate::sandbox::core::Sandbox;

const MAX_CONNECTIONS: usize = 10;
/// Slack's clients take a silent server for a dead one.
const PING_EVERY: Duration = Duration::from_secs(10);

/// How long a client may take to hang up after a goodbye.
const FAREWELL: Duration = Duration::from_secs(1);

/// How long a connection lives before it is refreshed, and how long before that it is warned, by the virtual clock.
const LIFE: SignedDuration = SignedDuration::from_secs(18_060);
const WARNING: SignedDuration = SignedDuration::from_secs(10);
/// The life of a connection whose address says `debug_reconnects=true`.
const SHORT_LIFE: SignedDuration = SignedDuration::from_secs(360);

/// Why Slack asks a Socket Mode client to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goodbye {
    /// The connection will end in about ten seconds; it stays open until [`Goodbye::RefreshRequested`].
    Warning,
    /// The client is to connect anew; this connection ends now.
    RefreshRequested,
    /// Socket Mode was switched off; this connection ends now.
    LinkDisabled,
}

enum Frame {
    Say(Value),
    Hang(Value),
}

/// Every open connection and every envelope that waits for its acknowledgement.
#[derive(Default)]
pub(in crate::sandbox) struct SocketHub(Mutex<Hub>);

#[derive(Default)]
struct Hub {
    tickets: BTreeSet<String>,
    links: BTreeMap<u64, mpsc::UnboundedSender<Frame>>,
    waiting: BTreeMap<String, oneshot::Sender<Value>>,
    turn: usize,
}

impl SocketHub {
    /// Lets the bearer of a ticket connect once.
    pub fn admit(&self, ticket: &str) {
        self.lock().tickets.insert(ticket.into());
    }

    pub fn connections(&self) -> usize {
        self.lock().links.len()
    }

    /// Puts an envelope on the next connection in turn; `None` if there is no connection.
    fn send(&self, id: &str, envelope: Value) -> Option<oneshot::Receiver<Value>> {
        let mut hub = self.lock();
        let count = hub.links.len();
        if count == 0 {
            return None;
        }
        hub.turn = (hub.turn + 1) % count;
        let (acknowledge, acknowledged) = oneshot::channel();
        let link = hub.links.values().nth(hub.turn)?.clone();
        hub.waiting.insert(id.into(), acknowledge);
        link.send(Frame::Say(envelope)).ok()?;
        Some(acknowledged)
    }

    fn lock(&self) -> MutexGuard<'_, Hub> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sandbox {
    /// How many Socket Mode connections are open.
    pub fn socket_connections(&self) -> usize {
        self.sockets().connections()
    }

    /// Says goodbye on every open connection.
    pub fn disconnect_sockets(&self, goodbye: Goodbye) {
        for link in self.sockets().lock().links.values() {
            // A connection that is gone already needs no goodbye.
            let _ = link.send(farewell(goodbye));
        }
    }

    /// Brings a parcel down an open connection and waits for its acknowledgement; `None` if none is open.
    pub(in crate::sandbox) async fn deliver_by_socket(
        &self,
        parcel: &Parcel,
    ) -> Option<Result<Receipt, Lost>> {
        if self.sockets().connections() == 0 {
            return None;
        }
        let id = self.with(|moment| moment.state.model.ids.envelope());
        let acknowledged = self.sockets().send(&id, envelope(&id, parcel))?;
        let answer = tokio::time::timeout(PATIENCE, acknowledged).await;
        self.sockets().lock().waiting.remove(&id);
        Some(match answer {
            Ok(Ok(payload)) => {
                let body = if payload.is_null() { Bytes::new() } else { payload.to_string().into() };
                Ok(Receipt { status: 200, body, no_retry: false })
            }
            Ok(Err(_)) => Err(Lost::Unreachable),
            Err(_) => Err(Lost::Timeout),
        })
    }

    async fn run_socket(self, mut socket: WebSocket, life: SignedDuration) {
        let (sender, mut frames) = mpsc::unbounded_channel();
        let aging = tokio::spawn(age(self.clone(), sender.clone(), life));
        let number = self.with(|moment| moment.state.model.ids.connection());
        let count = {
            let mut hub = self.sockets().lock();
            hub.links.insert(number, sender);
            hub.links.len()
        };
        if count > MAX_CONNECTIONS {
            let goodbye = json!({"type": "disconnect", "reason": "too_many_websockets"});
            self.forget_socket(number);
            aging.abort();
            let _ = socket.send(text(&goodbye)).await;
            let _ = socket.send(Message::Close(None)).await;
            return;
        }
        let hello = json!({
            "type": "hello", "num_connections": count, "connection_info": {"app_id": self.config().app.app_id},
            "debug_info":
                {"host": "sandbox", "build_number": 1, "approximate_connection_time": life.as_secs()},
        });
        if socket.send(text(&hello)).await.is_ok() {
            self.converse(number, &mut socket, &mut frames).await;
        }
        self.forget_socket(number);
        aging.abort();
    }

    /// Passes frames both ways until either side hangs up.
    async fn converse(
        &self,
        number: u64,
        socket: &mut WebSocket,
        frames: &mut mpsc::UnboundedReceiver<Frame>,
    ) {
        let mut ping = tokio::time::interval(PING_EVERY);
        loop {
            let sent = tokio::select! {
                frame = frames.recv() => match frame {
                    Some(Frame::Say(message)) => socket.send(text(&message)).await,
                    Some(Frame::Hang(message)) => {
                        // It no longer counts as open, so that nothing more is put on it.
                        self.forget_socket(number);
                        let _ = socket.send(text(&message)).await;
                        let _ = socket.send(Message::Close(None)).await;
                        // Hanging up on unread frames would reset the connection and lose the goodbye.
                        let rest = async {
                            while let Some(Ok(message)) = socket.next().await {
                                self.acknowledge(&message);
                            }
                        };
                        let _ = tokio::time::timeout(FAREWELL, rest).await;
                        return;
                    }
                    None => return,
                },
                heard = socket.next() => match heard {
                    Some(Ok(message)) => { self.acknowledge(&message); Ok(()) }
                    Some(Err(_)) | None => return,
                },
                _ = ping.tick() => socket.send(Message::Ping(Bytes::from_static(b"sandbox"))).await,
            };
            if sent.is_err() {
                return;
            }
        }
    }

    fn acknowledge(&self, message: &Message) {
        let Some(answer) = message.to_text().ok().and_then(|text| serde_json::from_str::<Value>(text).ok())
        else {
            return;
        };
        let id = answer["envelope_id"].as_str().unwrap_or_default();
        if let Some(waiting) = self.sockets().lock().waiting.remove(id) {
            // Nobody waits any more when the three seconds are over.
            let _ = waiting.send(answer["payload"].clone());
        }
    }

    fn forget_socket(&self, number: u64) {
        self.with(|_| self.sockets().lock().links.remove(&number));
    }
}

/// Warns a connection when its time has almost come, and then asks it to be opened anew. After a jump of the clock both
/// do not come at once: whoever was warned has ten seconds.
async fn age(sandbox: Sandbox, link: mpsc::UnboundedSender<Frame>, life: SignedDuration) {
    let clock = sandbox.clock();
    clock.reached(clock.now() + life - WARNING).await;
    let warned = clock.now();
    if link.send(farewell(Goodbye::Warning)).is_ok() {
        clock.reached(warned + WARNING).await;
        let _ = link.send(farewell(Goodbye::RefreshRequested));
    }
}

fn farewell(goodbye: Goodbye) -> Frame {
    let message = json!({"type": "disconnect", "reason": goodbye, "debug_info": {"host": "sandbox"}});
    match goodbye {
        Goodbye::Warning => Frame::Say(message),
        Goodbye::RefreshRequested | Goodbye::LinkDisabled => Frame::Hang(message),
    }
}

fn envelope(id: &str, parcel: &Parcel) -> Value {
    match parcel {
        Parcel::Event { envelope, retry } => json!({
            "envelope_id": id, "type": "events_api", "payload": envelope, "accepts_response_payload": false,
            "retry_attempt": retry.map_or(0, |(number, _)| number),
            "retry_reason": retry.map_or("", |(_, reason)| reason),
        }),
        Parcel::Command(fields) => json!({
            "envelope_id": id, "type": "slash_commands", "payload": fields, "accepts_response_payload": true,
        }),
        Parcel::Interaction(payload) | Parcel::Options(payload) => json!({
            "envelope_id": id, "type": "interactive", "payload": payload, "accepts_response_payload": true,
        }),
    }
}

fn text(value: &Value) -> Message {
    Message::Text(value.to_string().into())
}

/// The address that `apps.connections.open` hands out.
pub(in crate::sandbox) async fn connect(
    State(sandbox): State<Sandbox>,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = |name: &str| {
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value)
    };
    let known =
        asked("ticket").is_some_and(|ticket| sandbox.sockets().lock().tickets.remove(ticket.as_ref()));
    let life = if asked("debug_reconnects").as_deref() == Some("true") { SHORT_LIFE } else { LIFE };
    if known {
        upgrade.on_upgrade(move |socket| sandbox.run_socket(socket, life))
    } else {
        (StatusCode::FORBIDDEN, "link_not_found").into_response()
    }
}
