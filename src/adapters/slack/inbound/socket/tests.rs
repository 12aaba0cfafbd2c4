use super::super::support::{Ear, Stopped, inside};
use super::*;
use crate::adapters::slack::outbound::SlackConfig;
use crate::domain::event::Seed;
use crate::domain::message::Answer;
use crate::ports::{Ack, OneProcess};
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{self, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::task::JoinHandle;

struct Dice;

impl Entropy for Dice {
    fn seed(&self) -> Seed {
        Seed([0; 32])
    }
}

/// Slack's side: an address for connections, and each connection as it comes.
struct Slack {
    connections: mpsc::UnboundedReceiver<WebSocket>,
    ear: Arc<Ear>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

type Front = (String, mpsc::UnboundedSender<WebSocket>);

impl Slack {
    async fn with_bot(ack: Ack, slowness: Duration) -> Self {
        let (sender, connections) = mpsc::unbounded_channel();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let front: Front = (format!("ws://{address}/link"), sender);
        let router = Router::new()
            .route("/api/apps.connections.open", post(address_of))
            .route("/link", get(link))
            .with_state(front);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (inbound, ear, _) = inside(ack, slowness);
        let config = SlackConfig {
            api_url: format!("http://{address}/api"),
            bot_tokens: vec!["xoxb-1".into()],
            app_token: Some("xapp-1".into()),
        };
        let chat = SlackChat::new(
            config,
            Arc::new(Stopped),
            Arc::new(OneProcess::default()),
            inbound.renderer.clone(),
        )
        .expect("a client");
        let stop = CancellationToken::new();
        let running = tokio::spawn(run(inbound, Arc::new(chat), Arc::new(Dice), stop.clone()));
        Self { connections, ear, stop, running }
    }

    async fn connection(&mut self) -> WebSocket {
        let next = timeout(Duration::from_secs(5), self.connections.recv()).await;
        let mut socket = next.expect("in time").expect("a connection");
        say(&mut socket, &json!({"type": "hello"})).await;
        socket
    }
}

async fn address_of(State((url, _)): State<Front>) -> Response {
    ([("content-type", "application/json")], json!({"ok": true, "url": url}).to_string()).into_response()
}

async fn link(State((_, sender)): State<Front>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        sender.send(socket).expect("a test");
    })
}

async fn say(socket: &mut WebSocket, envelope: &Value) {
    socket.send(ws::Message::text(envelope.to_string())).await.expect("sent");
}

/// The next text that the bot says.
async fn heard(socket: &mut WebSocket) -> Option<Value> {
    loop {
        match socket.recv().await?.ok()? {
            ws::Message::Text(words) => return serde_json::from_str(&words).ok(),
            ws::Message::Close(_) => return None,
            ws::Message::Ping(_) | ws::Message::Pong(_) | ws::Message::Binary(_) => {}
        }
    }
}

fn command(id: &str) -> Value {
    json!({
        "type": "slash_commands", "envelope_id": id, "accepts_response_payload": true,
        "payload": {"user_id": "U1", "team_id": "T1", "trigger_id": id, "text": "help"},
    })
}

fn event(id: &str) -> Value {
    json!({
        "type": "events_api", "envelope_id": id, "retry_attempt": 1, "retry_reason": "timeout",
        "payload": {"type": "event_callback", "team_id": "T1", "event": {"type": "app_uninstalled"}},
    })
}

#[tokio::test]
async fn slow_deliveries_do_not_wait_for_each_other() {
    let mut slack = Slack::with_bot(Ack::Say(Answer::Skipped), Duration::from_millis(300)).await;
    let mut socket = slack.connection().await;
    let since = Instant::now();
    for n in 0..8 {
        say(&mut socket, &command(&format!("e{n}"))).await;
    }
    let mut ids = Vec::new();
    for _ in 0..8 {
        let ack = heard(&mut socket).await.expect("an acknowledgement");
        assert_eq!(ack["payload"]["response_type"], "ephemeral");
        ids.push(ack["envelope_id"].as_str().unwrap_or_default().to_owned());
    }
    assert!(since.elapsed() < Duration::from_millis(1_500), "{:?}", since.elapsed());
    ids.sort();
    assert_eq!(ids, ["e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7"]);
}

#[tokio::test]
async fn every_kind_of_envelope_is_answered() {
    let mut slack = Slack::with_bot(Ack::Taken, Duration::ZERO).await;
    let mut socket = slack.connection().await;
    let typing = json!({"type": "block_suggestion", "action_id": "seeks", "value": "x"});
    let mut answer = async |envelope: Value| {
        say(&mut socket, &envelope).await;
        heard(&mut socket).await.expect("an acknowledgement")
    };
    assert_eq!(answer(event("e1")).await, json!({"envelope_id": "e1"}));
    assert_eq!(answer(command("e2")).await, json!({"envelope_id": "e2"}));
    let options = json!({"type": "interactive", "envelope_id": "e3", "payload": typing});
    assert_eq!(answer(options).await, json!({"envelope_id": "e3", "payload": {"options": []}}));
    let junk = json!({"type": "events_api", "envelope_id": "e4", "payload": null});
    assert_eq!(answer(junk).await, json!({"envelope_id": "e4"}));
    let unknown = json!({"type": "telepathy", "envelope_id": "e5"});
    assert_eq!(answer(unknown).await, json!({"envelope_id": "e5"}));
    assert_eq!(slack.ear.taken.lock().expect("a lock").len(), 2);
}

#[tokio::test]
async fn what_cannot_be_taken_is_not_acknowledged() {
    let mut slack = Slack::with_bot(Ack::TryAgain, Duration::ZERO).await;
    let mut socket = slack.connection().await;
    say(&mut socket, &event("e1")).await;
    say(&mut socket, &command("e2")).await;
    let ack = heard(&mut socket).await.expect("an acknowledgement");
    assert_eq!(ack["envelope_id"], "e2", "the event is to be delivered again, the person is told");
}

#[tokio::test]
async fn a_refresh_is_made_before_the_old_connection_ends() {
    let mut slack = Slack::with_bot(Ack::Taken, Duration::ZERO).await;
    let mut old = slack.connection().await;
    say(&mut old, &json!({"type": "disconnect", "reason": "refresh_requested"})).await;
    let mut new = slack.connection().await;
    for socket in [&mut old, &mut new] {
        say(socket, &event("e1")).await;
        assert_eq!(heard(socket).await, Some(json!({"envelope_id": "e1"})));
    }
}

#[tokio::test]
async fn a_lost_connection_is_made_again() {
    let mut slack = Slack::with_bot(Ack::Taken, Duration::ZERO).await;
    drop(slack.connection().await);
    let mut again = slack.connection().await;
    say(&mut again, &event("e1")).await;
    assert_eq!(heard(&mut again).await, Some(json!({"envelope_id": "e1"})));
}

#[tokio::test]
async fn who_is_stopped_answers_what_was_begun() {
    let mut slack = Slack::with_bot(Ack::Taken, Duration::from_millis(300)).await;
    let mut socket = slack.connection().await;
    say(&mut socket, &event("e1")).await;
    sleep(Duration::from_millis(100)).await;
    slack.stop.cancel();
    assert_eq!(heard(&mut socket).await, Some(json!({"envelope_id": "e1"})));
    assert_eq!(heard(&mut socket).await, None);
    timeout(Duration::from_secs(5), slack.running).await.expect("in time").expect("no panic");
}

#[test]
fn waits_grow_and_are_never_alike() {
    assert_eq!(wait_after(1, 0), Duration::from_millis(250));
    assert_eq!(wait_after(1, 255), Duration::from_millis(750));
    assert_eq!(wait_after(3, 0), Duration::from_secs(1));
    assert_eq!(wait_after(u32::MAX, 0), Duration::from_secs(30));
    assert_eq!(wait_after(u32::MAX, 255), Duration::from_secs(90));
}
