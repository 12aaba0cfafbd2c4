use super::super::signature::tests::sign;
use super::super::support::{Ear, NOW, inside};
use super::*;
use crate::domain::decision::{Field, FieldError, FieldProblem};
use crate::domain::message::{Answer, Modal};
use crate::ports::{Ack, OutboxId};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http_body_util::BodyExt;
use serde_json::Value;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tower::Service;

const SECRET: &str = "s3cret";

struct Bench {
    router: Router,
    ear: Arc<Ear>,
    heard: tokio::sync::mpsc::UnboundedReceiver<String>,
}

impl Bench {
    fn answering(ack: Ack) -> Self {
        let (inbound, ear, heard) = inside(ack, Duration::ZERO);
        let router = routes(InboundConfig { signing_secret: SECRET.into() }, inbound);
        Self { router, ear, heard }
    }

    async fn send(&mut self, request: Request) -> (StatusCode, Value) {
        let response = self.router.call(request).await.expect("infallible");
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn post(&mut self, path: &str, body: &str) -> (StatusCode, Value) {
        self.send(signed(path, body, NOW)).await
    }

    fn taken(&self) -> usize {
        self.ear.taken.lock().expect("a lock").len()
    }
}

fn signed(path: &str, body: &str, stamp: i64) -> Request {
    Request::post(path)
        .header("x-slack-request-timestamp", stamp)
        .header("x-slack-signature", sign(SECRET, stamp, body.as_bytes()))
        .header("content-type", "text/odd; nonsense")
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn command() -> String {
    form(&[("user_id", "U1"), ("team_id", "T1"), ("trigger_id", "1.2"), ("text", "join")])
}

fn submission() -> String {
    let blocks = json!([{"type": "section"}, {"type": "input", "block_id": "seeks"}]);
    let view = json!({"id": "V1", "hash": "h", "callback_id": "profile", "blocks": blocks});
    let payload =
        json!({"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": view});
    form(&[("payload", &payload.to_string())])
}

fn press(response_url: Option<&str>) -> String {
    let payload = json!({
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "3.4",
        "response_url": response_url, "actions": [{"action_id": "command:why"}],
    });
    form(&[("payload", &payload.to_string())])
}

fn event() -> String {
    json!({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": "app_uninstalled"}})
        .to_string()
}

#[tokio::test]
async fn what_is_not_signed_has_no_effect() {
    let mut bench = Bench::answering(Ack::Taken);
    let bare = Request::post("/slack/commands").body(Body::from(command())).expect("a request");
    assert_eq!(bench.send(bare).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(
        bench.send(signed("/slack/commands", &command(), NOW - 301)).await.0,
        StatusCode::UNAUTHORIZED
    );
    let mut tampered = signed("/slack/events", &event(), NOW);
    *tampered.body_mut() = Body::from(event().replace("T1", "T2"));
    assert_eq!(bench.send(tampered).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(bench.taken(), 0);
    assert_eq!(bench.post("/slack/commands", &command()).await.0, StatusCode::OK);
    assert_eq!(bench.taken(), 1);
}

#[tokio::test]
async fn a_body_too_long_is_not_read() {
    let mut bench = Bench::answering(Ack::Taken);
    let announced = Request::post("/slack/events")
        .header("content-length", 64 << 20)
        .body(Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>()))
        .expect("a request");
    assert_eq!(bench.send(announced).await.0, StatusCode::PAYLOAD_TOO_LARGE);

    let read = Arc::new(AtomicUsize::new(0));
    let counting = read.clone();
    let chunks = stream::iter(0..1024).then_count(move || counting.fetch_add(1, Ordering::SeqCst));
    let mut streamed = signed("/slack/events", "", NOW);
    *streamed.body_mut() = Body::from_stream(chunks);
    assert_eq!(bench.send(streamed).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(read.load(Ordering::SeqCst) <= 17, "{read:?} chunks of 64 KiB were read");
}

/// 64 KiB for each item, counted when it is asked for.
trait ThenCount: futures_util::Stream<Item = i32> + Sized {
    fn then_count(
        self,
        count: impl Fn() -> usize + Send,
    ) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send;
}

impl<S: futures_util::Stream<Item = i32> + Send> ThenCount for S {
    fn then_count(
        self,
        count: impl Fn() -> usize + Send,
    ) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send {
        use futures_util::StreamExt;
        self.map(move |_| {
            count();
            Ok(Bytes::from_static(&[b'a'; 1 << 16]))
        })
    }
}

#[tokio::test]
async fn slacks_own_questions_are_answered() {
    let mut bench = Bench::answering(Ack::Taken);
    let check = Request::post("/slack/commands").body(Body::from("token=x&ssl_check=1")).expect("a request");
    assert_eq!(bench.send(check).await.0, StatusCode::OK);
    let challenge = json!({"type": "url_verification", "challenge": "3eZ"}).to_string();
    assert_eq!(bench.post("/slack/events", &challenge).await, (StatusCode::OK, json!({"challenge": "3eZ"})));
    let typing = json!({"type": "block_suggestion", "action_id": "seeks", "value": "x"}).to_string();
    let options = bench.post("/slack/options", &form(&[("payload", &typing)])).await;
    assert_eq!(options, (StatusCode::OK, json!({"options": []})));
    assert_eq!(bench.taken(), 0);
}

#[tokio::test]
async fn junk_is_refused_and_the_unknown_is_not() {
    let mut bench = Bench::answering(Ack::Taken);
    for junk in ["", "{", "null", "[1]", "7", "\u{0}"] {
        assert_eq!(bench.post("/slack/events", junk).await.0, StatusCode::BAD_REQUEST, "{junk:?}");
    }
    assert_eq!(bench.post("/slack/commands", "a=b").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(bench.post("/slack/interactions", "payload=7").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(bench.post("/slack/interactions", "other=1").await.0, StatusCode::BAD_REQUEST);
    for unknown in
        [r#"{"type":"event_callback","team_id":"T1","event":{"type":"eclipse"}}"#, r#"{"type":"x"}"#, "{}"]
    {
        assert_eq!(bench.post("/slack/events", unknown).await.0, StatusCode::OK, "{unknown}");
    }
    let closed = form(&[("payload", r#"{"type":"view_closed"}"#)]);
    assert_eq!(bench.post("/slack/interactions", &closed).await.0, StatusCode::OK);
    assert_eq!(bench.taken(), 0);
}

#[tokio::test]
async fn an_answer_is_shown_where_the_person_looks() {
    let mut bench = Bench::answering(Ack::Say(Answer::Skipped));
    let (status, said) = bench.post("/slack/commands", &command()).await;
    assert_eq!((status, &said["response_type"]), (StatusCode::OK, &json!("ephemeral")));
    assert!(said["text"].as_str().is_some_and(|text| text.starts_with("You're sitting out")), "{said}");
    let (_, modal) = bench.post("/slack/interactions", &submission()).await;
    assert_eq!(modal["response_action"], "update");
    assert_eq!(modal["view"]["type"], "modal");
    bench.post("/slack/interactions", &press(Some("https://hooks.slack.com/1"))).await;
    assert_eq!(bench.heard.recv().await.as_deref(), Some("https://hooks.slack.com/1 Skipped"));
    bench.post("/slack/interactions", &press(None)).await;
    assert_eq!(bench.heard.recv().await.as_deref(), Some("3.4 Notice(Skipped)"));
}

#[tokio::test]
async fn a_modal_opens_for_whoever_typed_a_command() {
    let mut bench = Bench::answering(Ack::Replace(Box::new(Modal::ConfirmForget)));
    assert_eq!(bench.post("/slack/commands", &command()).await, (StatusCode::OK, Value::Null));
    assert_eq!(bench.heard.recv().await.as_deref(), Some("1.2 ConfirmForget"));
}

#[tokio::test]
async fn a_refused_modal_says_why_at_the_field() {
    let error = FieldError { field: Field::OwnWords, problem: FieldProblem::TooLong(300) };
    let mut bench = Bench::answering(Ack::Refuse(vec![error]));
    let (status, answer) = bench.post("/slack/interactions", &submission()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer, json!({"response_action": "errors", "errors": {"own_words": "At most 300, please."}}));
}

#[tokio::test]
async fn trouble_is_confessed_and_slack_asked_to_come_again() {
    let mut bench = Bench::answering(Ack::TryAgain);
    assert_eq!(bench.post("/slack/events", &event()).await.0, StatusCode::SERVICE_UNAVAILABLE);
    let (status, said) = bench.post("/slack/commands", &command()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(said["text"].as_str().is_some_and(|text| text.contains("Nothing was changed")), "{said}");
    let (_, answer) = bench.post("/slack/interactions", &submission()).await;
    assert!(
        answer["errors"]["seeks"].as_str().is_some_and(|text| text.contains("nothing was saved")),
        "{answer}"
    );
    assert_eq!(
        bench.post("/slack/interactions", &press(Some("https://h.slack.com"))).await.0,
        StatusCode::OK
    );
    assert_eq!(bench.heard.recv().await.as_deref(), Some("https://h.slack.com Trouble"));
}

#[tokio::test]
async fn a_workspace_that_is_not_ours_is_told_so() {
    let mut bench = Bench::answering(Ack::UnknownWorkspace);
    let (status, said) = bench.post("/slack/commands", &command()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(said["text"].as_str().is_some_and(|text| text.contains("not installed")), "{said}");
    assert_eq!(bench.post("/slack/events", &event()).await.0, StatusCode::OK);
}

fn confirmation() -> String {
    let body = json!({
        "type": "event_callback", "team_id": "T1", "api_app_id": "A1",
        "event": {
            "type": "message_metadata_posted", "app_id": "A1", "channel_id": "G1", "message_ts": "1.2",
            "metadata": {"event_type": "viceversa_message", "event_payload": {"outbox_id": "ab"}},
        },
    });
    body.to_string()
}

#[tokio::test]
async fn our_own_message_is_seen() {
    let mut bench = Bench::answering(Ack::Taken);
    assert_eq!(bench.post("/slack/events", &confirmation()).await.0, StatusCode::OK);
    assert_eq!(*bench.ear.seen.lock().expect("a lock"), [OutboxId("ab".into())]);
}

#[tokio::test]
async fn a_confirmation_that_could_not_be_written_down_is_asked_for_again() {
    let mut bench = Bench::answering(Ack::TryAgain);
    assert_eq!(bench.post("/slack/events", &confirmation()).await.0, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn every_sample_of_an_event_is_taken_or_ignored() {
    let mut bench = Bench::answering(Ack::Taken);
    let shapes = [
        json!({"type": "user_change", "user": {"id": "", "profile": {}}}),
        json!({"type": "team_join", "user": {"id": "U1", "tz": null, "profile": {"fields": []}}}),
        json!({"type": "reaction_added", "item": {"type": "", "channel": ""}, "user": "", "reaction": ""}),
        json!({"type": "tokens_revoked", "tokens": {"oauth": [""], "bot": [""]}}),
        json!({"type": "app_home_opened", "user": "U1", "tab": "home", "view": {"id": ""}}),
    ];
    for shape in shapes {
        let body = json!({"type": "event_callback", "team_id": "T1", "authorizations": [], "event": shape});
        assert_eq!(bench.post("/slack/events", &body.to_string()).await.0, StatusCode::OK, "{shape}");
    }
    assert_eq!(bench.taken(), 3);
}
