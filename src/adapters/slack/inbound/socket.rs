//! Socket Mode, for those who have no public address. The same deliveries and answers as over HTTP; each is handled on
//! a task of its own, so that a slow one keeps nobody waiting.

use super::{Inbound, Kind};
use crate::adapters::slack::json::text;
use crate::adapters::slack::outbound::SlackChat;
use crate::ports::Entropy;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

/// How long a connection may take to stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How often we ask whether the other side is still there.
const PING_EVERY: Duration = Duration::from_secs(15);
/// Without a sign of life for this long, a connection is given up.
const SILENCE: Duration = Duration::from_secs(45);
/// How long what has begun may take to be answered once we stop.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// A connection that stood for this long was a good one: the next failure is a first failure again.
const GOOD: Duration = Duration::from_secs(30);
/// The wait after a first failure; it doubles with every further one.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait, before jitter.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Keeps a connection to Slack until it is told to stop. Returns once what was taken up has been answered.
pub async fn run(inbound: Inbound, chat: Arc<SlackChat>, entropy: Arc<dyn Entropy>, stop: CancellationToken) {
    let mut connections = JoinSet::new();
    let mut failures = 0;
    while !stop.is_cancelled() {
        let opened = tokio::select! {
            () = stop.cancelled() => break,
            opened = open(&chat) => opened,
        };
        let since = Instant::now();
        let ended = match opened {
            Ok(socket) => {
                let (replace, replaced) = oneshot::channel();
                let connection = Connection::new(socket, inbound.clone(), stop.child_token());
                connections.spawn(connection.serve(replace));
                replaced.await.unwrap_or(End::Lost)
            }
            Err(reason) => {
                warn!(reason, "no socket connection to Slack");
                End::Lost
            }
        };
        while connections.try_join_next().is_some() {}
        failures = if since.elapsed() >= GOOD { 0 } else { failures + 1 };
        match ended {
            End::Stopped => break,
            // Slack asked for it: the old connection stays until Slack closes it, and the new one must not wait.
            End::Refresh if failures <= 2 => debug!("Slack wants a fresh socket connection"),
            End::Refresh | End::Lost => {
                let wait = wait_after(failures.max(1), entropy.seed().0[0]);
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = sleep(inbound.clock.real(wait)) => {}
                }
            }
        }
    }
    let last_words = async { while connections.join_next().await.is_some() {} };
    if timeout(LAST_WORDS + Duration::from_secs(1), last_words).await.is_err() {
        warn!("some deliveries over the socket were not answered before we stopped");
    }
}

/// Why a connection is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Slack will close it soon.
    Refresh,
    /// It is gone, or was never there.
    Lost,
    /// We were told to stop.
    Stopped,
}

/// Exponential, with a jitter of a half to one and a half, so that many who lost Slack do not come back as one.
fn wait_after(failures: u32, chance: u8) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow((failures - 1).min(16)));
    doubled.min(LONGEST_WAIT).mul_f64(0.5 + f64::from(chance) / 255.0)
}

async fn open(chat: &SlackChat) -> Result<Socket, String> {
    let url = chat.connections_open().await.map_err(|error| error.to_string())?;
    // The address is a secret for as long as it is valid, so an error must not show it.
    match timeout(CONNECT_TIMEOUT, connect_async(url)).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(_)) => Err("the connection failed".to_owned()),
        Err(_) => Err("the connection took too long".to_owned()),
    }
}

struct Connection {
    sink: SplitSink<Socket, Message>,
    stream: SplitStream<Socket>,
    inbound: Inbound,
    stop: CancellationToken,
    work: JoinSet<()>,
    acks: mpsc::UnboundedSender<Message>,
    outgoing: mpsc::UnboundedReceiver<Message>,
    heard: Instant,
}

impl Connection {
    fn new(socket: Socket, inbound: Inbound, stop: CancellationToken) -> Self {
        let (sink, stream) = socket.split();
        let (acks, outgoing) = mpsc::unbounded_channel();
        Self { sink, stream, inbound, stop, work: JoinSet::new(), acks, outgoing, heard: Instant::now() }
    }

    /// Serves until the socket closes; says by `replace`, once, when another connection is wanted.
    async fn serve(mut self, replace: oneshot::Sender<End>) {
        let mut replace = Some(replace);
        let mut pings = tokio::time::interval(PING_EVERY);
        let end = loop {
            let stop = self.stop.clone();
            tokio::select! {
                () = stop.cancelled() => break End::Stopped,
                message = self.stream.next() => match message {
                    Some(Ok(message)) => {
                        self.heard = Instant::now();
                        if self.read(&message) == Heard::Disconnect
                            && let Some(replace) = replace.take()
                        {
                            // Nobody is waiting any more where we are being stopped.
                            let _ = replace.send(End::Refresh);
                        }
                    }
                    Some(Err(_)) | None => break End::Lost,
                },
                Some(ack) = self.outgoing.recv() => if self.sink.send(ack).await.is_err() { break End::Lost },
                _ = pings.tick() => if !self.is_alive().await { break End::Lost },
                Some(_) = self.work.join_next() => {}
            }
        };
        if let Some(replace) = replace.take() {
            let _ = replace.send(end);
        }
        self.finish().await;
    }

    async fn is_alive(&mut self) -> bool {
        self.heard.elapsed() < SILENCE && self.sink.send(Message::Ping(bytes::Bytes::new())).await.is_ok()
    }

    /// What has begun is answered, if it does not take too long.
    async fn finish(mut self) {
        let deadline = Instant::now() + LAST_WORDS;
        let answered = async {
            while self.work.join_next().await.is_some() {
                while let Ok(ack) = self.outgoing.try_recv() {
                    // A socket that is gone takes no answer; Slack delivers again.
                    let _ = self.sink.send(ack).await;
                }
            }
            while let Ok(ack) = self.outgoing.try_recv() {
                let _ = self.sink.send(ack).await;
            }
            let _ = self.sink.close().await;
        };
        let _ = tokio::time::timeout_at(deadline, answered).await;
        self.work.detach_all();
    }

    fn read(&mut self, message: &Message) -> Heard {
        let Message::Text(words) = message else { return Heard::Delivery };
        let Ok(envelope) = serde_json::from_str::<Value>(words) else {
            warn!("an envelope that is not JSON");
            return Heard::Delivery;
        };
        let kind = match text(&envelope, "/type") {
            Some("events_api") => Kind::Event,
            Some("slash_commands") => Kind::Command,
            Some("interactive") => Kind::Interaction,
            Some("hello") => {
                info!("connected to Slack over a socket");
                return Heard::Delivery;
            }
            Some("disconnect") => {
                debug!(reason = text(&envelope, "/reason").unwrap_or(""), "Slack will disconnect");
                return Heard::Disconnect;
            }
            Some(_) | None => {
                self.acknowledge_unread(&envelope);
                return Heard::Delivery;
            }
        };
        self.work.spawn(handle(self.inbound.clone(), kind, envelope, self.acks.clone()));
        Heard::Delivery
    }

    /// What we do not know is acknowledged all the same, or Slack would send it again.
    fn acknowledge_unread(&self, envelope: &Value) {
        if let Some(id) = text(envelope, "/envelope_id") {
            let _ = self.acks.send(Message::text(json!({"envelope_id": id}).to_string()));
        }
    }
}

/// What a message was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// Something for us, or nothing of interest.
    Delivery,
    /// Slack will close this connection.
    Disconnect,
}

async fn handle(inbound: Inbound, kind: Kind, envelope: Value, acks: mpsc::UnboundedSender<Message>) {
    let Some(id) = text(&envelope, "/envelope_id") else { return };
    if let Some(retry) = envelope["retry_attempt"].as_u64().filter(|retry| *retry > 0) {
        debug!(retry, reason = text(&envelope, "/retry_reason").unwrap_or(""), "Slack delivers again");
    }
    let answered = inbound.answer(kind, &envelope["payload"]).await;
    let mut ack = json!({"envelope_id": id});
    match answered {
        // No acknowledgement is how Slack is asked to deliver it again.
        Some(answered) if answered.status != StatusCode::OK => return,
        Some(answered) => {
            if let Some(body) = answered.body {
                ack["payload"] = body;
            }
        }
        None => warn!(?kind, "an envelope that makes no sense"),
    }
    // A connection that is gone takes no answer; Slack delivers again over another.
    let _ = acks.send(Message::text(ack.to_string()));
}

#[cfg(test)]
mod tests;
